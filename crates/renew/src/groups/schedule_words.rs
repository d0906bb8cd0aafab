//! The texts of the schedule: the week, one meeting, who leads when, closed venues.

crate::words! {
    /// What everybody reads of meetings that are other than usual.
    pub(super) struct NewsWords {
        next_evenings: "Next meetings", "Próximas reuniones";
        off: "Off", "No hay";
        moved: "Moved", "Movida";
        otherwise: "Other than usual", "Distinta de lo habitual";
        next_off: "The next meeting is off: {day}.", "La próxima reunión no se hace: {day}.";
        next_moved: "The next meeting is at another time: {day}, {time}.", "La próxima reunión es a otra hora: {day}, {time}.";
        next_other: "The next meeting is other than usual: {day}.", "La próxima reunión es distinta de lo habitual: {day}.";
        instead_of: "Instead of {day}", "En lugar del {day}";
    }
}

crate::words! {
    /// What those read who look after groups and their times.
    pub(super) struct ScheduleWords {
        week_title: "Schedule", "Horario";
        week_intro: "All groups, seven days from {day}. Times are on each group's own clock.", "Todos los grupos, siete días desde el {day}. Las horas son del reloj de cada grupo.";
        week_before: "The seven days before", "Los siete días anteriores";
        week_after: "The next seven days", "Los siete días siguientes";
        week_today: "From today", "Desde hoy";
        week_empty: "In these seven days no group meets.", "En estos siete días no se reúne ningún grupo.";
        week_count: "{n} meetings.", "{n} reuniones.";
        week_one: "1 meeting.", "1 reunión.";
        week_gaps: "{n} of them have nobody to lead them yet.", "{n} de ellas aún no tienen quien las facilite.";
        week_gap: "1 of them has nobody to lead it yet.", "1 de ellas aún no tiene quien la facilite.";
        week_words: "Words in the name or the place", "Palabras del nombre o del lugar";
        week_only_gaps: "Only those that nobody leads yet", "Solo las que aún no tienen quien las facilite";
        week_go: "Show", "Mostrar";
        week_no_match: "No meeting of these days fits.", "Ninguna reunión de estos días encaja.";
        week_all: "Show all meetings of these days", "Mostrar todas las reuniones de estos días";
        week_part: "Here are {from} to {to}.", "Aquí van de la {from} a la {to}.";
        more: "Later in these days", "Más tarde en estos días";
        less: "Earlier in these days", "Más temprano en estos días";
        close_venue: "Close a venue for a while", "Cerrar un local por un tiempo";
        new_group: "New group", "Grupo nuevo";
        nobody: "Nobody leads it yet", "Aún sin quien la facilite";
        leads: "{names} leads", "Facilita {names}";
        lead: "{names} lead", "Facilitan {names}";
        and: "and", "y";
        evenings_title: "Coming meetings", "Próximas reuniones";
        evenings_intro: "The next eight weeks. Open one to call it off, change it, or say who leads.", "Las próximas ocho semanas. Abre una para suspenderla, cambiarla o decir quién la facilita.";
        evenings_intro_host: "The next eight weeks, and who leads when.", "Las próximas ocho semanas y quién facilita cada vez.";
        evenings_none: "This group has no meeting in the next eight weeks. When it does, you will find it here.", "Este grupo no tiene reuniones en las próximas ocho semanas. Cuando tenga, las verás aquí.";
        take_turn: "I'll lead", "Facilito yo";
        give_back: "I can't lead it", "No puedo facilitarla";
        open_evening: "Change it", "Cambiarla";
        see_evening: "See it", "Verla";
        planned: "Planned changes", "Cambios previstos";
        planned_from: "From {day}", "Desde el {day}";
        planned_line: "{field}: {text}", "{field}: {text}";
        planned_empty: "{field}: nothing", "{field}: nada";
        unplan: "Take this back", "Retirar esto";
        kept: "Kept. Whoever looks for this meeting or follows its calendar sees it now.", "Guardado. Quien busque esta reunión o siga su calendario ya lo ve.";
        kept_turn: "Kept. Those who look after the group see it.", "Guardado. Lo ven quienes cuidan del grupo.";
        is_over: "This meeting is over.", "Esta reunión ya pasó.";
        is_off: "This meeting is off.", "Esta reunión no se hace.";
        is_moved: "This meeting is at another time than usual.", "Esta reunión es a otra hora que la habitual.";
        is_other: "This meeting is other than usual.", "Esta reunión es distinta de lo habitual.";
        usual: "As usual.", "Como siempre.";
        restore_off: "It happens after all", "Sí se hace";
        restore: "Make it as usual again", "Dejarla como siempre";
        who_leads: "Who leads", "Quién facilita";
        who_leads_who: "Only those who lead in this group see this", "Solo lo ven quienes facilitan en este grupo";
        nobody_yet: "Nobody yet", "Nadie todavía";
        put_down: "Who else could lead it?", "¿Quién más podría facilitarla?";
        put_down_go: "Put them down", "Apuntar";
        take_off: "Take {name} off", "Quitar a {name}";
        full: "As many lead it as there may be.", "Ya facilitan tantas personas como caben.";
        no_leaders: "Nobody in this group leads yet. Give someone that role first.", "Nadie de este grupo facilita todavía. Primero da ese papel a alguien.";
        to_people: "People of this group", "Personas de este grupo";
        scopes: "What do you want to change?", "¿Qué quieres cambiar?";
        scope_once: "Only this meeting", "Solo esta reunión";
        scope_once_hint: "Call it off, hold it online, or at another time.", "Suspenderla, hacerla en línea o a otra hora.";
        scope_onward: "From this meeting on", "Desde esta reunión";
        scope_onward_hint: "Other days, hours or another place from {day}.", "Otros días, horas u otro lugar desde el {day}.";
        scope_always: "All meetings", "Todas las reuniones";
        scope_always_hint: "The group's own form, with everything in it.", "El formulario del grupo, con todo.";
        once_title: "Only this meeting", "Solo esta reunión";
        off_open: "Call it off", "Suspenderla";
        off_ask: "Call off {day}?", "¿Suspender la del {day}?";
        off_who: "Everyone sees the note: on the group's page, in the list of meetings, and in calendars that follow the group.", "Todos ven la nota: en la página del grupo, en la lista de reuniones y en los calendarios que siguen al grupo.";
        note: "A note for those who would have come", "Una nota para quienes habrían venido";
        note_hint: "Where else to go tonight, or when you meet again. No names.", "Adónde ir hoy o cuándo se vuelven a ver. Sin nombres.";
        off_yes: "Yes, call it off", "Sí, suspenderla";
        online_tonight: "Move tonight online", "Pasar la de hoy a en línea";
        online_once: "Hold this one online", "Hacer esta en línea";
        online_ask: "It is held online this once. Whoever comes to the room finds a closed door, so say so in the note.", "Se hace en línea solo esta vez. Quien venga a la sala encontrará la puerta cerrada; dilo en la nota.";
        online_no_call: "This group has no link or phone to join from afar yet. Add one to its form first.", "Este grupo aún no tiene enlace ni teléfono para unirse a distancia. Añádelo antes en su formulario.";
        online_yes: "Yes, online this once", "Sí, en línea esta vez";
        change_open: "Another day, hour or way", "Otro día, hora o modo";
        day: "Day", "Día";
        start: "Starts at", "Empieza a las";
        start_hint: "On the group's own clock, such as 19:00.", "En el reloj del grupo, por ejemplo 19:00.";
        minutes: "Minutes", "Minutos";
        way: "How people come", "Cómo se viene";
        change_keep: "Keep it for this meeting", "Guardar para esta reunión";
        onward_title: "From {day} on", "Desde el {day}";
        onward_intro: "What you change here holds from that day on. Until then all stays as it is.", "Lo que cambies aquí vale desde ese día. Hasta entonces todo sigue igual.";
        onward_keep: "Keep from that day on", "Guardar desde ese día";
        onward_stale: "Someone changed this group while you were writing. Your words are still here, and not kept yet. Look at them once more, then keep.", "Alguien cambió este grupo mientras escribías. Tus palabras siguen aquí y aún no se han guardado. Míralas otra vez y guarda.";
        evening_stale: "Someone changed this meeting while you were writing. Your words are still here, and not kept yet. Look at how it stands now, then keep.", "Alguien cambió esta reunión mientras escribías. Tus palabras siguen aquí y aún no se han guardado. Mira cómo está ahora y guarda.";
        back_to_evening: "Back to this meeting", "Volver a esta reunión";
        bad_day: "Choose a day", "Elige un día";
        bad_start: "Write the start as hours and minutes, such as 19:00", "Escribe el comienzo con horas y minutos, como 19:00";
        bad_minutes: "Write the minutes as a number from 10 to 1440", "Escribe los minutos con un número de 10 a 1440";
        bad_way: "Choose how people come", "Elige cómo se viene";
        bad_note: "Make the note shorter: at most {n} characters", "Haz la nota más corta: como mucho {n} caracteres";
        bad_far: "Choose a day within two months of the usual one", "Elige un día a menos de dos meses del habitual";
        bad_over: "Choose a time that is still to come", "Elige un momento que aún no haya pasado";
        bad_many: "This group has as many changes as there may be. Take one back first", "Este grupo ya tiene tantos cambios como caben. Retira uno antes";
        bad_gone: "The group doesn't meet then any more. Look at its coming meetings", "El grupo ya no se reúne entonces. Mira sus próximas reuniones";
        bad_venue: "Choose a last day that is not before the first, and less than half a year later", "Elige un último día que no sea anterior al primero y a menos de medio año";
        bad_past: "Choose a last day that is still to come", "Elige un último día que aún no haya pasado";
        my_turns: "You lead", "Te toca facilitar";
        my_turns_none: "You are not down to lead any meeting. Open a group below to take a turn.", "No tienes ninguna reunión apuntada. Abre un grupo de abajo para apuntarte.";
        my_groups: "Who leads when, by group", "Quién facilita, por grupo";
        gaps_n: "{n} of the next meetings have nobody yet", "{n} de las próximas reuniones aún no tienen a nadie";
        gaps_one: "1 of the next meetings has nobody yet", "1 de las próximas reuniones aún no tiene a nadie";
        gaps_none: "Someone leads each of the next meetings", "Cada una de las próximas reuniones tiene quien la facilite";
    }
}

crate::words! {
    /// What coordinators read of venues.
    pub(super) struct VenueWords {
        title: "Venues", "Locales";
        intro: "When a venue is closed for a while, close it here once, for all its meetings.", "Cuando un local cierra por un tiempo, ciérralo aquí una vez para todas sus reuniones.";
        search: "Words in the venue or its address", "Palabras del local o de su dirección";
        search_go: "Search", "Buscar";
        none: "When a group meets in a room, its venue is here.", "Cuando un grupo se reúna en una sala, su local estará aquí.";
        no_match: "No venue has these words.", "Ningún local tiene esas palabras.";
        some: "The first {n} of {all}. Search to find the others.", "Los primeros {n} de {all}. Busca para encontrar el resto.";
        one_group: "1 group meets here", "Aquí se reúne 1 grupo";
        n_groups: "{n} groups meet here", "Aquí se reúnen {n} grupos";
        close: "Close it for a while", "Cerrarlo por un tiempo";
        close_named: "Close {place} for a while", "Cerrar {place} por un tiempo";
        closed_title: "Closed now or later", "Cerrados ahora o más adelante";
        from_to: "From {first} to {last}", "Del {first} al {last}";
        one_day: "On {first}", "El {first}";
        open_again: "Open again", "Abrir de nuevo";
        open_ask: "Open {place} again? Its meetings are as usual from now on.", "¿Abrir {place} de nuevo? Sus reuniones vuelven a ser como siempre.";
        open_yes: "Yes, open again", "Sí, abrir de nuevo";
        closing_title: "Close a venue for a while", "Cerrar un local por un tiempo";
        first: "First day closed", "Primer día cerrado";
        last: "Last day closed", "Último día cerrado";
        note: "A note for those who would come", "Una nota para quienes vendrían";
        note_hint: "Anyone can see it: on the groups' pages and in calendars.", "La ve cualquiera: en las páginas de los grupos y en los calendarios.";
        look: "See which meetings it touches", "Ver qué reuniones afecta";
        bad_first: "Choose the first day", "Elige el primer día";
        bad_last: "Choose the last day", "Elige el último día";
        touches_title: "What this does", "Qué pasa entonces";
        touches_none: "No meeting falls on these days. You can still close it.", "Ninguna reunión cae en esos días. Aun así puedes cerrarlo.";
        touches_some: "Off: {off}. Online instead: {online}.", "No se hacen: {off}. Pasan a en línea: {online}.";
        is_off: "Off", "No hay";
        goes_online: "Online", "En línea";
        stays: "Stays as it was arranged", "Queda como se acordó";
        touches_more: "And {n} more.", "Y {n} más.";
        confirm: "Yes, close it", "Sí, cerrarlo";
        another: "Choose another venue", "Elegir otro local";
        done: "Kept. Its meetings say so now.", "Guardado. Sus reuniones ya lo dicen.";
        opened: "Kept. Its meetings are as usual again.", "Guardado. Sus reuniones vuelven a ser como siempre.";
        too_many: "As many venues are closed as there may be. Open one again first", "Ya hay tantos locales cerrados como caben. Abre uno antes";
    }
}
