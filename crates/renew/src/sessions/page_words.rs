//! Texts of the pages around the room: Today, the lobby, Leading, records, kept plans.
//! The room's own texts are in `words`.

crate::words! {
    pub(super) struct PageWords {
        // Today.
        today: "Today", "Hoy";
        good_morning: "Good morning, {name}.", "Buenos días, {name}.";
        good_afternoon: "Good afternoon, {name}.", "Buenas tardes, {name}.";
        good_evening: "Good evening, {name}.", "Buenas noches, {name}.";
        one_thing: "One thing for today", "Una cosa para hoy";
        gathering: "Your circle is gathering", "Tu círculo se está reuniendo";
        gathering_text: "{group} has its room open. Your seat is kept.", "La sala de {group} está abierta. Tu lugar te espera.";
        find_circle: "Find a circle that suits you", "Encuentra un círculo para ti";
        find_circle_text: "Look at when groups meet and how they go. You can just listen the first time.", "Mira cuándo se reúnen los grupos y cómo son. La primera vez puedes venir solo a escuchar.";
        find_circle_button: "See the groups", "Ver los grupos";
        quiet_day: "Nothing is waiting for you", "No tienes nada pendiente";
        quiet_day_text: "Your next session is below. Come as you are.", "Tu próxima sesión está abajo. Ven como estés.";
        said_on: "What you said on {day}", "Lo que dijiste el {day}";
        said_today: "What you said today", "Lo que dijiste hoy";
        how_did_it_go: "How did it go?", "¿Cómo te fue?";
        did_it: "Did it", "Lo hice";
        part_of_it: "Part of it", "Una parte";
        not_yet: "Not yet, and that's OK", "Todavía no, y está bien";
        answered_did: "You did what you said you would.", "Hiciste lo que dijiste.";
        answered_part: "Part of it counts. You can pick up the rest whenever you like.", "Una parte también cuenta. El resto puedes retomarlo cuando quieras.";
        answered_not_yet: "Not yet, and that's OK. It is here when you want it.", "Todavía no, y está bien. Aquí está para cuando quieras.";
        kept_answer: "Kept.", "Guardado.";
        undo: "Undo", "Deshacer";
        see_only_me: "Only you can see it", "Solo tú lo ves";
        see_mentor: "You and your mentor", "Tú y tu mentor o mentora";
        see_circle: "You and your circle", "Tú y tu círculo";
        next_session: "Your next session", "Tu próxima sesión";
        take_seat: "Take a seat", "Toma asiento";
        see_session: "See the session", "Ver la sesión";
        room_opens: "The room opens here at {time}.", "La sala se abre aquí a las {time}.";
        all_kept: "Everything I kept", "Todo lo que guardé";

        // When.
        is_on: "on now", "ahora mismo";
        in_minutes: "in {n} minutes", "en {n} minutos";
        in_one_hour: "in an hour", "en una hora";
        in_hours: "in {n} hours", "en {n} horas";
        tomorrow_at: "Tomorrow at {time}", "Mañana a las {time}";
        today_at: "Today at {time}", "Hoy a las {time}";
        tonight_at: "Tonight at {time}", "Esta noche a las {time}";
        day_at: "{day} at {time}", "{day} a las {time}";

        // What a session runs.
        plans: "Plans", "Planes";
        formats: "Formats of sessions", "Formatos de las sesiones";
        formats_text: "What happens when, what it says, and how long. Look at them, copy them, change them.", "Qué pasa cuándo, qué se dice y cuánto dura. Míralos, cópialos, cámbialos.";
        format_is: "Its format is {name}.", "Su formato es {name}.";
        format_other: "Choose another format", "Elegir otro formato";
        format_title: "The format of this session", "El formato de esta sesión";
        format_text: "For this one session. The group's own format stays as it is.", "Solo para esta sesión. El formato del grupo sigue igual.";
        format_line: "{name}, {n} minutes", "{name}, {n} minutos";
        format_keep: "Run this one", "Usar este";
        format_none: "Choose a format from the list.", "Elige un formato de la lista.";
        format_late: "The room is open, and keeps the format that it was opened with.", "La sala está abierta y conserva el formato con el que se abrió.";
        format_all: "Look at the formats", "Mirar los formatos";

        // The lobby.
        not_open: "The room isn't open yet", "La sala todavía no está abierta";
        not_open_text: "It opens at {time}. You can keep this page open, or come back then.", "Se abre a las {time}. Puedes dejar esta página abierta o volver a esa hora.";
        wait_for_lead: "Someone who leads opens the room. If nobody has by {time}, you can open it and the circle keeps its own turns.", "La sala la abre quien facilita. Si a las {time} nadie la ha abierto, puedes abrirla tú y el círculo se reparte los turnos.";
        seats_from: "The room is open. Members take their seats from {time}.", "La sala está abierta. El grupo toma asiento desde las {time}.";
        look_again: "Look again", "Mirar otra vez";
        open_room: "Open the room", "Abrir la sala";
        open_room_text: "You can open it now. Members come in from {time}; the session begins when you begin it.", "Puedes abrirla ya. El grupo entra desde las {time}; la sesión empieza cuando tú la empieces.";
        session_over: "This session is over", "Esta sesión ha terminado";
        session_over_text: "What you kept is yours, on your own pages. Nothing that was said was stored.", "Lo que guardaste es tuyo y está en tus páginas. No se ha guardado nada de lo dicho.";
        called_off: "The group doesn't meet at this time", "El grupo no se reúne a esta hora";
        called_off_text: "This session was cancelled or moved. The group's page says when it meets next.", "Esta sesión se canceló o se movió. La página del grupo dice cuándo se reúne otra vez.";
        missed: "This session did not take place", "Esta sesión no se celebró";
        missed_text: "Nobody opened the room. The group meets again at its usual time.", "Nadie abrió la sala. El grupo se vuelve a reunir a su hora de siempre.";
        members_only: "This group takes its members only", "Este grupo es solo para quienes ya forman parte";
        members_only_text: "You can ask to join. Someone of the group answers you.", "Puedes pedir unirte. Alguien del grupo te responde.";
        look_back: "Look back at it", "Mirar atrás";
        note_follow_up: "Note who gets in touch with someone", "Anotar quién se pone en contacto con alguien";
        removed_help: "If tonight is hard: Help now", "Si hoy se hace difícil: Ayuda ya";
        removed: "You were asked to leave this session", "Te pidieron que salieras de esta sesión";
        removed_text: "That is for tonight only. You can come to the next session, and you can talk with the facilitator before.", "Es solo por hoy. Puedes venir a la próxima sesión y hablar antes con quien facilita.";
        full: "All seats are taken", "Todos los lugares están ocupados";
        full_text: "This circle is full tonight. Look for another group that meets today, or come earlier next time.", "Este círculo está completo hoy. Busca otro grupo que se reúna hoy o ven antes la próxima vez.";
        door_closed: "The door is closed", "La puerta está cerrada";
        door_closed_text: "The circle closed its door for this session, so that people can speak in peace. You are welcome next time.", "El círculo cerró su puerta en esta sesión para poder hablar en calma. La próxima vez te esperamos.";
        not_kept: "What you wrote", "Lo que escribiste";
        not_kept_text: "This could not be kept. Your words are still here, and you can copy them.", "No se pudo guardar. Tus palabras siguen aquí y puedes copiarlas.";
        minutes_long: "{n} minutes", "{n} minutos";
        just_listen: "You can just listen.", "Puedes solo escuchar.";
        to_group: "About this group", "Sobre este grupo";
        afterwards_link: "What I kept of it", "Lo que guardé";
        record_link: "The record", "El registro";

        // Afterwards.
        afterwards: "Afterwards", "Después";
        afterwards_text: "This is what you kept. Only you can open these pages.", "Esto es lo que guardaste. Solo tú puedes abrir estas páginas.";
        my_plan: "Before next time, I will", "Antes de la próxima vez, voy a";
        my_reflection: "What I wrote for myself", "Lo que escribí para mí";
        my_takeaway: "What I take along", "Lo que me llevo";
        kept_nothing: "You kept nothing in writing this time, and that is fine. You were there.", "Esta vez no guardaste nada por escrito, y está bien. Estuviste.";
        to_today: "To Today", "Ir a Hoy";

        // Kept.
        kept_title: "What I said I'd do", "Lo que dije que haría";
        kept_text: "Your plans, reflections and takeaways, sealed with your own key. Nobody else can read what says «only you», not even who runs this place.", "Tus planes, reflexiones y lo que te llevaste, sellados con tu propia llave. Lo que dice «solo tú» no lo puede leer nadie más, ni siquiera quien mantiene este lugar.";
        kept_empty: "In the closing of a session you can keep one small step for the week. It will be waiting for you here.", "En el cierre de una sesión puedes guardar un pequeño paso para la semana. Te esperará aquí.";
        plans_heading: "Plans", "Planes";
        notes_heading: "Reflections and takeaways", "Reflexiones y lo que me llevo";
        reflection: "Reflection", "Reflexión";
        takeaway: "Takeaway", "Lo que me llevo";
        throw_away: "Throw it away", "Tirarlo";
        sheets_heading: "What I kept of what we did together", "Lo que guardé de lo que hicimos en común";
        throw_sheet_ask: "This removes the sheet for good. There is no way back.", "Esto borra la hoja para siempre. No hay vuelta atrás.";
        of_100: "{n} of 100", "{n} de 100";
        chosen: "to try", "para probar";
        throw_away_ask: "This removes the plan for good. There is no way back.", "Esto borra el plan para siempre. No hay vuelta atrás.";

        // Leading.
        leading: "Leading", "Facilitar";
        leading_text: "The sessions of the groups that you lead, and their records.", "Las sesiones de los grupos que facilitas, y sus registros.";
        coming_up: "Coming up", "Próximas";
        leading_invite: "Invite people into your groups", "Invitar a gente a tus grupos";
        leading_empty: "None of your groups meets in the next seven days.", "Ninguno de tus grupos se reúne en los próximos siete días.";
        to_the_room: "To the room", "Ir a la sala";
        past: "Past sessions", "Sesiones pasadas";
        past_empty: "When a session ends, its record stands here: who came, which phases ran, how long. Nothing that was said.", "Cuando termina una sesión, su registro queda aquí: quién vino, qué fases hubo y cuánto duraron. Nada de lo dicho.";

        // The record.
        record_title: "Record of the session", "Registro de la sesión";
        record_text: "Who came, which phases ran, and how long. Nothing that was said or written is kept here.", "Quién vino, qué fases hubo y cuánto duraron. Aquí no se guarda nada de lo que se dijo o se escribió.";
        who_came: "Who came", "Quién vino";
        someone: "Someone who has since left Renew", "Alguien que ya dejó Renew";
        from: "From", "Desde";
        until: "Until", "Hasta";
        role: "Role", "Papel";
        role_member: "Member", "Miembro";
        role_host: "Host", "Acogida";
        role_facilitator: "Facilitator", "Facilita";
        name: "Name", "Nombre";
        phases: "Phases", "Fases";
        phase: "Phase", "Fase";
        planned: "Planned", "Previsto";
        actual: "Took", "Duró";
        skipped: "left out", "no se hizo";
        pulse: "How it felt", "Cómo se sintió";
        pulse_text: "Four quick ratings of our own, from 1 to 5. They are not a validated measure, and no answer leads to a person.", "Cuatro valoraciones rápidas nuestras, del 1 al 5. No son una medida validada y ninguna respuesta lleva a una persona.";
        pulse_few: "Fewer than five people answered, so nothing is shown.", "Respondieron menos de cinco personas, así que no se muestra nada.";
        pulse_answers: "{n} people answered.", "Respondieron {n} personas.";
        pulse_heard: "I felt heard", "Sentí que me escucharon";
        pulse_safe: "I felt safe enough", "Sentí suficiente seguridad";
        pulse_useful: "It helped with my week", "Me sirve para mi semana";
        pulse_together: "I felt part of the circle", "Me sentí parte del círculo";
        question: "Question", "Pregunta";
        typical: "Middle answer", "Respuesta central";
        minutes_short: "{n} min", "{n} min";
    }
}
