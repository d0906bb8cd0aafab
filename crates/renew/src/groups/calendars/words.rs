//! The texts about calendars that groups keep elsewhere.

crate::words! {
    pub(super) struct CalendarWords {
        title: "The group's own calendar", "El calendario propio del grupo";
        link: "We keep our calendar elsewhere", "Llevamos nuestro calendario en otro sitio";
        intro: "If your group keeps its times in another calendar, Renew can read them there, so you change them in one place only.", "Si tu grupo lleva sus horarios en otro calendario, Renew puede leerlos allí, y así solo los cambias en un sitio.";
        only_times: "Renew takes the times, and short notes about single evenings. Names, links and addresses stay out.", "Renew toma los horarios y notas cortas sobre días sueltos. Los nombres, enlaces y direcciones se quedan fuera.";
        by_address: "Follow it at its address", "Seguirlo en su dirección";
        by_address_text: "Renew asks this address twice a day, and what changes there changes here. It tells the server its own name and this community's address, and nothing about anybody.", "Renew consulta esta dirección dos veces al día, y lo que cambie allí cambiará aquí. Al servidor le dice su propio nombre y la dirección de esta comunidad, y nada de ninguna persona.";
        url: "Address of the calendar", "Dirección del calendario";
        url_hint: "It begins with https:// or webcal:// and often ends in .ics. Those who look after the group can read it.", "Empieza con https:// o webcal:// y suele acabar en .ics. La pueden leer quienes cuidan del grupo.";
        look: "Look at it", "Mirarlo";
        by_file: "Or send its file once", "O enviar su archivo una vez";
        by_file_text: "When the times change, send it again.", "Cuando cambien los horarios, envíalo otra vez.";
        file: "Calendar file", "Archivo del calendario";
        file_hint: "A file that ends in .ics, at most {n} MB.", "Un archivo que acaba en .ics, de {n} MB como mucho.";

        bad_url: "Write the whole address, beginning with https:// or webcal://", "Escribe la dirección completa, que empiece con https:// o webcal://";
        bad_url_secret: "Leave out the name and password: everybody who looks after the group would read them", "Quita el nombre y la clave: los leerían todos los que cuidan del grupo";
        bad_file: "Choose the calendar's file", "Elige el archivo del calendario";
        bad_large: "This calendar is larger than {n} MB. Export a shorter time, or only the group's own calendar.", "Este calendario pasa de {n} MB. Exporta menos tiempo, o solo el calendario del grupo.";
        bad_empty: "There is nothing in this calendar file. Export it once more.", "Este archivo de calendario está vacío. Expórtalo otra vez.";
        bad_web_page: "This is a web page and not a calendar. Look for the address that ends in .ics: the site may call it iCal or subscribe.", "Esto es una página web y no un calendario. Busca la dirección que acaba en .ics: el sitio puede llamarla iCal o suscribirse.";
        bad_no_calendar: "This is not a calendar. It has to be a file in the iCalendar form, which ends in .ics.", "Esto no es un calendario. Tiene que ser un archivo en formato iCalendar, que acaba en .ics.";
        bad_nothing: "There is no meeting with an hour in this calendar for the next twelve months. Add it there, then look again.", "En este calendario no hay ninguna reunión con hora en los próximos doce meses. Añádela allí y vuelve a mirar.";
        bad_not_there: "The meeting that you chose is no longer in the calendar. Choose another, or stop following it.", "La reunión que elegiste ya no está en el calendario. Elige otra o deja de seguirlo.";
        bad_no_zone: "The calendar doesn't say its time zone. Choose the group's time zone under “Words and times”, then look again.", "El calendario no dice su zona horaria. Elige la del grupo en «Textos y horarios» y vuelve a mirar.";
        bad_too_much: "There is more in this calendar than can be read. Use one with only the group's meetings.", "En este calendario hay más de lo que se puede leer. Usa uno que solo tenga las reuniones del grupo.";

        understood: "What the calendar says", "Lo que dice el calendario";
        is_right: "Is this right?", "¿Está bien así?";
        is_right_text: "Nothing has changed here yet.", "Aquí todavía no ha cambiado nada.";
        yes_follow: "Yes, follow it", "Sí, seguirlo";
        yes_take: "Yes, take these times", "Sí, tomar estos horarios";
        no: "No, leave it", "No, dejarlo";
        from_day: "From {day} on", "Desde el {day}";
        to_day: "Until {day}", "Hasta el {day}";
        dates_until: "These are single days. Further ones than {day} are not known yet.", "Son días sueltos. Todavía no se conocen los posteriores al {day}.";
        dates_follow: "They come in by themselves as time goes on.", "Irán llegando solos con el tiempo.";
        dates_file: "Send the file again before then.", "Envía el archivo otra vez antes de esa fecha.";
        next_three: "The next meetings would be", "Las próximas reuniones serían";
        other_days: "What is other than usual", "Lo que será distinto";
        off_on: "Off on {day}", "No hay el {day}";
        moved_to: "{day}: moved to {when}", "{day}: pasa al {when}";
        at_hour: "{day}: at {when}", "{day}: a las {when}";
        other_length: "{day}: {when}", "{day}: {when}";
        noted: "{day}", "{day}";
        more_days: "and {n} more", "y {n} más";
        kept_here: "What you change here for a single evening stays, whatever the calendar says.", "Lo que cambies aquí para un solo día se queda, diga lo que diga el calendario.";
        choose: "Which of these are your meeting?", "¿Cuáles de estas son tu reunión?";
        no_name: "without a name", "sin nombre";
        next_on: "next: {day}", "próxima: {day}";
        choose_go: "Look again with these", "Mirar otra vez con estas";
        problems: "What could not be read as it stands", "Lo que no se pudo leer tal cual";

        followed: "Renew follows this calendar. What changes there comes in by itself.", "Renew sigue este calendario. Lo que cambie allí llega solo.";
        from_file: "The times came from a file. When they change, send it again.", "Los horarios vinieron de un archivo. Cuando cambien, envíalo otra vez.";
        not_read: "It could not be read.", "No se pudo leer.";
        address: "Address", "Dirección";
        last_success: "Last good answer", "Última respuesta buena";
        last_asked: "Last asked", "Última consulta";
        next: "Asked again", "Próxima consulta";
        problem: "What went wrong", "Qué falló";
        old_stays: "The times here stay as they were.", "Los horarios de aquí se quedan como estaban.";
        ask_now: "Ask now", "Consultar ahora";
        stop: "Stop following", "Dejar de seguirlo";
        stop_text: "The times here stay as they are. You can change them here from then on.", "Los horarios de aquí se quedan como están. A partir de entonces puedes cambiarlos aquí.";
        forget_file: "Forget this file", "Olvidar este archivo";
        asked_just_now: "It was asked less than a minute ago. Give its server a moment, then ask again.", "Se consultó hace menos de un minuto. Da un momento a su servidor y vuelve a consultar.";
        asking: "It is being asked. Open this page again in a moment.", "Se está consultando. Abre esta página otra vez en un momento.";
        to_group: "The group's page", "La página del grupo";

        in_form: "The times follow the group's own calendar: what changes there changes them here.", "Los horarios siguen el calendario propio del grupo: lo que cambie allí los cambia aquí.";
        see: "See that calendar", "Ver ese calendario";
        ails: "The group's calendar has not been readable for three days or more. The times here stay as they were.", "El calendario del grupo lleva tres días o más sin poder leerse. Los horarios de aquí se quedan como estaban.";
        of_groups: "Calendars of groups", "Calendarios de grupos";
        of_groups_text: "Their own facilitators gave these.", "Los dieron quienes facilitan cada grupo.";
    }
}
