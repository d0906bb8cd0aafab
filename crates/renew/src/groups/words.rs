//! The texts of groups, for everybody and for those who look after them.

crate::words! {
    /// What visitors and members read.
    pub(super) struct GroupWords {
        find_title: "Find a meeting", "Buscar una reunión";
        find_heading: "Meetings you can come to", "Reuniones a las que puedes venir";
        find_intro: "Times are on the clock of the place named beside them.", "Las horas son las del lugar que se nombra al lado.";
        day: "Day", "Día";
        any_day: "Any day", "Cualquier día";
        way: "Where", "Dónde";
        any_way: "Online or in a room", "En línea o en una sala";
        show: "Show meetings", "Ver reuniones";
        none_found: "No meeting fits that yet. Try any day, or anywhere.", "Todavía no hay ninguna reunión así. Prueba con cualquier día o cualquier lugar.";
        none_yet: "The first meetings are being set up. A seat will be kept for you.", "Las primeras reuniones se están preparando. Habrá un lugar para ti.";
        later: "Later meetings", "Reuniones siguientes";
        sooner: "Sooner meetings", "Reuniones anteriores";
        online: "Online", "En línea";
        in_room: "In a room", "En una sala";
        both: "In a room and online", "En sala y en línea";
        resting: "Resting for now", "En pausa por ahora";
        online_or_phone: "Online or by phone", "En línea o por teléfono";
        by_appointment: "By appointment", "Con cita";
        zone_unknown: "Its time zone isn't known yet, so ask before you come.", "Aún no sabemos su zona horaria; pregunta antes de venir.";
        today_day: "Today, {day}", "Hoy, {day}";
        tomorrow_day: "Tomorrow, {day}", "Mañana, {day}";
        every_day: "Every day", "Todos los días";
        and: "and", "y";
        minutes: "{n} minutes", "{n} minutos";
        on_now: "On now", "En curso";
        in_minutes: "Starts in {n} minutes", "Empieza en {n} minutos";
        in_one_minute: "Starts in a minute", "Empieza en un minuto";
        in_one_hour: "Starts in an hour", "Empieza en una hora";
        in_hours: "Starts in {n} hours", "Empieza en {n} horas";
        time_in: "{place} time", "hora de {place}";
        next_meeting: "Next meeting", "Próxima reunión";
        meets: "When we meet", "Cuándo nos reunimos";
        where_we_meet: "Where we meet", "Dónde nos reunimos";
        what_to_expect: "What to expect", "Qué esperar";
        expect_default: "People who have been there, taking turns. You can pass, and you can come just to listen.", "Personas que han pasado por ahí, por turnos. Puedes pasar, y puedes venir solo a escuchar.";
        kind_of_meeting: "Kind of meeting", "Tipo de reunión";
        how_to_call: "Hear each other", "Para oírnos";
        how_to_call_who: "Only members of this group see this", "Solo lo ven quienes son del grupo";
        open_call: "Open the call", "Abrir la llamada";
        for_members: "How to join from afar is told to members of the group.", "Cómo unirse a distancia se dice a quienes son del grupo.";
        door_open: "Anyone with a seat here may come in.", "Puede entrar cualquiera que tenga un lugar aquí.";
        door_vouched: "If you are new, you wait at the door a moment until someone lets you in.", "Si es tu primera vez, esperas un momento en la puerta hasta que alguien te abra.";
        door_members: "This circle is for its members. You can ask to join.", "Este círculo es para sus miembros. Puedes pedir unirte.";
        take_seat: "Take a seat", "Toma asiento";
        join_first: "Join to take a seat", "Únete para tomar asiento";
        join_first_text: "It takes a made-up name and a minute.", "Hace falta un nombre inventado y un minuto.";
        come_back_in: "I have been here before", "Ya he estado aquí";
        ask_to_join: "Ask to join", "Pedir unirme";
        ask_text: "Someone who looks after the group answers. They see the name you use here, nothing else.", "Responde alguien que cuida del grupo. Ve el nombre que usas aquí y nada más.";
        asked_title: "You have asked to join", "Has pedido unirte";
        asked_text: "Someone who looks after the group will answer. You don't have to do anything.", "Alguien que cuida del grupo te responderá. No tienes que hacer nada.";
        withdraw: "Take it back", "Retirar la petición";
        you_belong: "You are a member of this group", "Eres miembro de este grupo";
        leave_group: "Leave this group", "Dejar este grupo";
        leave_title: "Leave {group}?", "¿Dejar {group}?";
        leave_text: "Your name goes from its list. You can ask to come back any day.", "Tu nombre sale de su lista. Puedes pedir volver cualquier día.";
        leave_yes: "Yes, leave", "Sí, dejarlo";
        leave_no: "No, stay", "No, me quedo";
        look_after: "Look after this group", "Cuidar de este grupo";
        sessions_title: "Sessions", "Sesiones";
        my_circles: "My circles", "Mis círculos";
        no_circles: "A circle has a seat open for you.", "Hay un círculo con un lugar para ti.";
        find_one: "Find a meeting", "Buscar una reunión";
        find_another: "Find another meeting", "Buscar otra reunión";
        waiting_answer: "Waiting for an answer", "Esperando respuesta";
        facilitator: "Facilitator", "Facilita";
        host: "Host", "Anfitrión";
        mentor: "Mentor", "Mentor";
        member: "Member", "Miembro";
        about_group: "About this group", "Sobre este grupo";
    }
}

crate::words! {
    /// What those who look after groups read.
    pub(super) struct CareWords {
        groups_title: "Groups", "Grupos";
        new_group: "New group", "Grupo nuevo";
        import: "Import from a feed", "Importar de una lista";
        no_groups: "Every community starts with one circle. Make the first, or import the meetings of a fellowship.", "Toda comunidad empieza con un círculo. Crea el primero o importa las reuniones de una confraternidad.";
        gone_from_feed: "No longer in its feed", "Ya no está en su lista";
        needs_zone: "Time zone missing", "Falta la zona horaria";
        from_feed: "From a feed", "De una lista";
        edit_title: "About this group", "Sobre este grupo";
        new_title: "A new group", "Un grupo nuevo";
        people_title: "People of this group", "Personas de este grupo";
        to_people: "People", "Personas";
        to_edit: "Words and times", "Textos y horarios";
        to_page: "Its page", "Su página";
        keep: "Keep", "Guardar";
        make: "Make the group", "Crear el grupo";
        kept: "Kept. Anyone can see it on the group's page.", "Guardado. Cualquiera puede verlo en la página del grupo.";
        who_public: "Anyone can see this", "Cualquiera puede ver esto";
        who_members: "Only members of the group see this", "Solo lo ven quienes son del grupo";
        who_leaders: "Only those who look after the group see this", "Solo lo ven quienes cuidan del grupo";
        name: "Name of the group", "Nombre del grupo";
        name_hint: "It may show on someone's phone: choose one that says nothing to others.", "Puede verse en el teléfono de alguien: elige uno que no diga nada a los demás.";
        about: "What to expect", "Qué esperar";
        about_hint: "A few sentences in your own words, for someone who has never come.", "Unas frases con tus palabras, para quien nunca ha venido.";
        lang: "Language", "Idioma";
        attendance: "How people come", "Cómo se viene";
        attendance_resting_hint: "The group keeps its page and its people; it has no next meeting.", "El grupo conserva su página y su gente; no tiene próxima reunión.";
        days: "Days", "Días";
        days_hint: "Tick none if you meet by appointment.", "No marques ninguno si se reúnen con cita.";
        start: "Starts at", "Empieza a las";
        start_hint: "On the clock of the place below, such as 19:00.", "En el reloj del lugar de abajo, por ejemplo 19:00.";
        duration: "Minutes", "Minutos";
        zone: "Time zone", "Zona horaria";
        zone_none: "Not known yet", "Aún no se sabe";
        place: "Building or room", "Edificio o sala";
        address: "Address", "Dirección";
        place_notes: "Finding the room", "Cómo encontrar la sala";
        region: "Region", "Región";
        call_url: "Link to the call", "Enlace a la llamada";
        call_url_hint: "Begins with https://", "Empieza con https://";
        call_notes: "Passcode and other words about the link", "Clave y otras palabras sobre el enlace";
        call_phone: "Phone to call in", "Teléfono para llamar";
        call_phone_notes: "Words about the phone", "Palabras sobre el teléfono";
        format: "How its sessions run", "Cómo son sus sesiones";
        format_line: "{name}, {n} minutes", "{name}, {n} minutos";
        door: "The door", "La puerta";
        door_open: "Open: whoever comes takes a seat", "Abierta: quien llega toma asiento";
        door_vouched: "Vouched: who is new waits until someone lets them in", "Con acogida: quien es nuevo espera a que alguien le abra";
        door_members: "Members only: others ask to join first", "Solo miembros: los demás piden unirse antes";
        bad_name: "Give the group a name", "Pon un nombre al grupo";
        bad_long: "Make this shorter: at most {n} characters", "Hazlo más corto: como mucho {n} caracteres";
        bad_choice: "Choose one of these", "Elige una de estas opciones";
        bad_start: "Write the start as hours and minutes, such as 19:00", "Escribe el comienzo con horas y minutos, como 19:00";
        bad_start_missing: "Say when it starts, or untick the days", "Di a qué hora empieza o desmarca los días";
        bad_days_missing: "Tick a day, or leave the start empty", "Marca un día o deja vacío el comienzo";
        bad_duration: "Write the minutes as a number from 10 to 1440", "Escribe los minutos con un número de 10 a 1440";
        bad_zone: "Choose a time zone from the list", "Elige una zona horaria de la lista";
        bad_zone_missing: "Choose the time zone of the place where the group meets", "Elige la zona horaria del lugar donde se reúne el grupo";
        bad_link: "Write a web address that begins with https://", "Escribe una dirección web que empiece con https://";
        asking: "Asking to join", "Piden unirse";
        nobody_asking: "When someone asks to join, you will find them here.", "Cuando alguien pida unirse, lo verás aquí.";
        members: "Members", "Miembros";
        nobody_yet: "The first seat is open.", "El primer lugar está libre.";
        accept: "Welcome them in", "Darle la bienvenida";
        decline: "Not now", "Ahora no";
        roles_of: "What {name} does here", "Qué hace {name} aquí";
        roles_keep: "Keep", "Guardar";
        remove: "Take off the list", "Quitar de la lista";
        someone: "Someone", "Alguien";
        role_host: "Host: door, newcomers, and whoever isn't OK tonight", "Anfitrión: la puerta, quien es nuevo y quien hoy no está bien";
        role_facilitator: "Facilitator: leads the sessions and looks after this group", "Facilitador: guía las sesiones y cuida de este grupo";
        role_mentor: "Mentor: may be asked for one-on-one support", "Mentor: se le puede pedir apoyo personal";
    }
}

crate::words! {
    /// What coordinators read who import a feed.
    pub(super) struct ImportWords {
        title: "Import from a feed", "Importar de una lista";
        intro: "Meetings that a fellowship publishes as a Meeting Guide (JSON) file become groups here. You see what would happen before anything does.", "Las reuniones que una confraternidad publica en un archivo de Meeting Guide (JSON) pasan a ser grupos aquí. Verás qué ocurriría antes de que ocurra.";
        file: "The file", "El archivo";
        file_hint: "A .json file, at most {n} MB.", "Un archivo .json de {n} MB como mucho.";
        name: "Whose feed is it?", "¿De quién es la lista?";
        name_hint: "Import it again under the same name, and its groups are brought up to date.", "Impórtala otra vez con el mismo nombre y sus grupos se ponen al día.";
        fellowship: "Fellowship", "Confraternidad";
        fellowship_hint: "The letters for kinds of meetings mean different things in each.", "Las letras de los tipos de reunión significan cosas distintas en cada una.";
        zone: "Time zone of meetings that name none", "Zona horaria de las reuniones que no dicen ninguna";
        zone_none: "I don't know", "No lo sé";
        look: "Look at it first", "Mirarla primero";
        bad_file: "Choose the file", "Elige el archivo";
        bad_name: "Give the feed a name", "Pon un nombre a la lista";
        bad_name_long: "Make this shorter: at most 100 characters", "Hazlo más corto: como mucho 100 caracteres";
        bad_fellowship: "Choose the fellowship", "Elige la confraternidad";
        bad_zone: "Choose a time zone from the list", "Elige una zona horaria de la lista";
        no_contacts: "Names, emails and phones of contacts in the file are not kept.", "Los nombres, correos y teléfonos de contacto del archivo no se guardan.";
        preview_title: "What importing {feed} would do", "Qué haría importar {feed}";
        read_n: "{n} meetings are in the file.", "Hay {n} reuniones en el archivo.";
        added: "New groups", "Grupos nuevos";
        changed: "Brought up to date", "Se ponen al día";
        same: "As they were", "Siguen igual";
        kept_title: "Changed here and in the feed: ours stays", "Cambiado aquí y en la lista: queda lo nuestro";
        kept_line: "{group}, {field}: “{ours}” stays. The feed now says “{theirs}”.", "{group}, {field}: queda «{ours}». La lista ahora dice «{theirs}».";
        empty: "nothing", "nada";
        gone_title: "No longer in the feed", "Ya no están en la lista";
        gone_text: "They stay, with a mark, until you decide.", "Se quedan, con una marca, hasta que decidas.";
        not_whole: "The feed could not be read to its end, so nothing is marked as gone.", "La lista no se pudo leer hasta el final, así que nada se marca como ausente.";
        problems_title: "What we noticed in the file", "Lo que notamos en el archivo";
        problems_more: "And {n} more.", "Y {n} más.";
        no_problems: "Nothing to put right.", "Nada que corregir.";
        in_meetings: "{n} times, for example {slugs}", "{n} veces, por ejemplo {slugs}";
        entry_n: "entry {n}", "entrada {n}";
        import_now: "Import these groups", "Importar estos grupos";
        nothing_to_import: "There is no meeting in this file that can be read.", "No hay en este archivo ninguna reunión que se pueda leer.";
        not_this: "Choose another file", "Elegir otro archivo";
        done_title: "{feed} is imported", "{feed} está importada";
        to_groups: "See the groups", "Ver los grupos";
        without_zone: "{n} groups have no time zone yet, so they have no next meeting. Open each and choose one, or import again and name the zone.", "{n} grupos aún no tienen zona horaria, así que no tienen próxima reunión. Abre cada uno y elígela, o importa de nuevo diciendo la zona.";
    }
}
