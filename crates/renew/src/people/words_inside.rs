//! Texts of one's own space, of one's data, and of looking after people.

crate::words! {
    /// My space, and the ways back in.
    pub(super) struct SpaceWords {
        title: "My space", "Mi espacio";
        lead: "Only you can see this page.", "Solo tú ves esta página.";
        kept: "Kept. Only you can see it.", "Guardado. Solo tú lo ves.";
        plans: "Plans and notes", "Planes y notas";
        plans_hint: "What you said you’d do, and what you wrote for yourself", "Lo que dijiste que harías y lo que escribiste para ti";
        calendar: "My calendar", "Mi calendario";
        greeting: "Greeting newcomers", "Dar la bienvenida";
        greeting_hint: "Whether you’d say hello to somebody on their first evening", "Si quieres recibir a quien viene por primera vez";
        thanks: "Thanks", "Las gracias";
        thanks_hint: "What people of your circles thanked you for", "Lo que te agradeció la gente de tus círculos";
        calendar_hint: "Your circles’ meetings on your phone, as plain appointments", "Las reuniones de tus círculos en tu teléfono, como simples citas";
        on_call: "When I am on call", "Mis guardias";
        on_call_hint: "Your hours, and how you are reached.", "Tus turnos, y cómo localizarte.";
        noted: "What was noted about me", "Lo que se anotó sobre mí";
        noted_hint: "After a private word: who gets in touch, and by when.", "Tras un mensaje privado: quién se pone en contacto, y cuándo.";
        my_data: "My data", "Mis datos";
        my_data_hint: "Read it, download it, erase it", "Leerlos, descargarlos, borrarlos";
        settings: "Settings", "Ajustes";
        settings_hint: "Language, light or dark, less motion", "Idioma, claro u oscuro, menos movimiento";
        about_me: "How others see you here", "Cómo te ven aquí";
        language: "The language you like to read", "El idioma en que prefieres leer";
        counted: "Count me in the outcomes, without my name", "Quiero que se me cuente en los resultados, sin mi nombre";
        keep: "Keep", "Guardar";
        ways: "Your ways back in", "Tus formas de volver a entrar";
        passkeys_none: "You have no passkey yet.", "Todavía no tienes llave de acceso.";
        passkey_made: "Passkey made on {day}", "Llave de acceso creada el {day}";
        passkey_used: "last used on {day}", "usada por última vez el {day}";
        passkey_unused: "not used yet", "sin usar todavía";
        passkey_remove: "Remove", "Quitar";
        passkey_add: "Add a passkey for this phone", "Añadir una llave para este teléfono";
        passkey_failed: "The passkey wasn’t made. Your words still let you in.", "No se creó la llave de acceso. Tus palabras te siguen dejando entrar.";
        words: "Four words", "Cuatro palabras";
        words_hint: "We can’t look them up. If you’ve lost them, make new ones.", "No podemos buscarlas. Si las perdiste, crea otras nuevas.";
        new_words: "Make new words", "Crear palabras nuevas";
        devices: "Where you’re signed in", "Dónde tienes la sesión abierta";
        this_one: "This browser", "Este navegador";
        another: "Another browser", "Otro navegador";
        shared: "a phone that others use too", "un teléfono que usan más personas";
        last_here: "last here on {day}", "última vez el {day}";
        end: "Sign out there", "Cerrar la sesión";
        sign_out: "Sign out", "Salir";
        everywhere: "Sign out everywhere", "Salir de todas partes";
        new_words_title: "New words", "Palabras nuevas";
        new_words_text: "You’ll get four new words. The old ones stop working at once.", "Tendrás cuatro palabras nuevas. Las anteriores dejan de servir enseguida.";
        new_words_shown: "Your four new words", "Tus cuatro palabras nuevas";
        new_words_write: "Write them somewhere safe now. They are shown this once; we can’t look them up for you.", "Apúntalas ahora en un lugar seguro. Se muestran solo esta vez; no podemos buscarlas por ti.";
        written: "I’ve written them down", "Ya las he apuntado";
    }
}

crate::words! {
    /// My data.
    pub(super) struct DataWords {
        title: "My data", "Mis datos";
        lead: "This is all that is kept about you here. Nobody else can open this page.", "Esto es todo lo que se guarda aquí sobre ti. Nadie más puede abrir esta página.";
        download: "Download it as a file", "Descargarlo en un archivo";
        download_hint: "A JSON file that other programs can read. It holds your private words: keep it somewhere safe.", "Un archivo JSON que otros programas pueden leer. Contiene tus palabras privadas: guárdalo en un lugar seguro.";
        erase: "Erase me", "Borrarme";
        erase_hint: "Your name, your words and everything you wrote here, for good.", "Tu nombre, tus palabras y todo lo que escribiste aquí, para siempre.";
        erase_title: "Erase everything about you?", "¿Borrar todo sobre ti?";
        erase_what: "The key to what you wrote is destroyed first, so that no copy of it can be read again, not even in backups. Then your name leaves every circle, and every browser is signed out.", "Primero se destruye la llave de lo que escribiste, para que ninguna copia se pueda volver a leer, ni en las copias de seguridad. Después tu nombre sale de todos los círculos y se cierran todas tus sesiones.";
        erase_stays: "What people said with you stays with them. That a circle met, and how many came, stays without you.", "Lo que se habló contigo se queda con cada quien. Que un círculo se reunió, y cuánta gente vino, se queda sin ti.";
        erase_back: "You may come back any day and take a seat. You’d begin anew.", "Puedes volver cualquier día y tomar asiento. Empezarías de nuevo.";
        erase_sure: "Yes, erase everything. I know it can’t be brought back", "Sí, quiero borrarlo todo. Sé que no se puede recuperar";
        erase_yes: "Erase me", "Borrarme";
        erase_no: "No, keep it", "No, conservarlo";
        erase_last: "You are the only coordinator here. When you go, nobody can name another or let people back in, until whoever runs this program starts it again and uses the link that it prints. You can name another first.", "Eres la única persona que coordina. Cuando te vayas, no se podrá nombrar a nadie ni volver a abrir la puerta a quien la perdió, hasta que quien mantiene este programa lo reinicie y use el enlace que muestra. Antes puedes nombrar a otra persona.";
        erase_name: "Name another coordinator", "Nombrar a otra persona";
        bad_sure: "Tick the box if you want to be erased", "Marca la casilla si quieres que te borremos";
        gone_title: "It is done", "Ya está";
        gone_text: "Nothing here leads back to you any more. Go well. There is a seat for you if you ever want one.", "Ya nada de aquí lleva hasta ti. Que te vaya bien. Hay un asiento para ti si algún día lo quieres.";
        nothing: "Nothing yet", "Nada todavía";
        yes: "yes", "sí";
        no: "no", "no";
    }
}

crate::words! {
    /// People I know here, and looking after everybody.
    pub(super) struct CareWords {
        people_title: "People", "Mi gente";
        people_lead: "The people of your groups, by the names they chose.", "La gente de tus grupos, con los nombres que eligió.";
        no_groups: "When you belong to a group, its people are here.", "Cuando pertenezcas a un grupo, aquí estará su gente.";
        find_group: "Find a meeting", "Buscar una reunión";
        only_you: "Nobody else yet", "Nadie más todavía";
        you: "you", "tú";
        everybody_title: "People", "Personas";
        everybody_lead: "Everybody who has taken a seat, by the names they chose. We know no others.", "Quienes han tomado asiento, con los nombres que eligieron. No conocemos otros.";
        search: "Find a name", "Buscar un nombre";
        search_go: "Find", "Buscar";
        no_match: "No name here looks like that.", "Aquí no hay ningún nombre parecido.";
        too_many: "There are more. Search by name to see them.", "Hay más. Busca por nombre para verlas.";
        coordinator: "coordinator", "coordina";
        for_another: "here for someone", "viene por otra persona";
        leads: "leads a group", "guía un grupo";
        member: "member", "participa";
        host: "host", "acoge";
        facilitator: "facilitator", "facilita";
        mentor: "mentor", "acompaña";
        make: "Make coordinator", "Que coordine";
        take: "No longer coordinator", "Que deje de coordinar";
        last: "A community keeps at least one coordinator. Make another first.", "Una comunidad conserva al menos una persona que coordina. Nombra antes a otra.";
        door: "Open the door again", "Abrir la puerta de nuevo";
        door_title: "Open the door for {name}", "Abrir la puerta a {name}";
        door_text: "For somebody who has lost both their passkey and their words. The link lets whoever holds it in as this person, once, within a day.", "Para quien ha perdido su llave de acceso y sus palabras. El enlace deja entrar como esta persona a quien lo tenga, una vez, durante un día.";
        door_sure: "I’ve made sure that it’s them: I know them, and we’ve spoken", "Me he asegurado de que es esa persona: la conozco y hemos hablado";
        bad_sure: "Tick the box when you’ve made sure that it’s them", "Marca la casilla cuando te hayas asegurado de que es esa persona";
        door_make: "Make the link", "Crear el enlace";
        link_ready: "Here is the link", "Aquí está el enlace";
        link_once: "It is shown this once. Give it to them yourself, and not through a place that others read.", "Se muestra solo esta vez. Dáselo tú, y no por un sitio que lean otras personas.";
        invitations_title: "Invitations", "Invitaciones";
        invitations_lead: "A link for people you’d like to welcome. Whoever opens it chooses their own name.", "Un enlace para quienes quieras recibir. Quien lo abra elige su propio nombre.";
        invite_to: "Into which group", "A qué grupo";
        no_group: "No group yet", "Ningún grupo todavía";
        invite_as: "As", "Qué hará";
        uses: "For how many people", "Para cuántas personas";
        days: "For how many days", "Durante cuántos días";
        bad_uses: "Enter a number from 1 to 100", "Escribe un número del 1 al 100";
        bad_days: "Enter a number from 1 to 90", "Escribe un número del 1 al 90";
        bad_role: "Choose one of the roles", "Elige uno de los papeles";
        bad_group: "Choose a group for this role", "Elige un grupo para este papel";
        invite_make: "Make an invitation", "Crear una invitación";
        open_ones: "Open invitations", "Invitaciones abiertas";
        none_open: "No invitation is open.", "No hay ninguna invitación abierta.";
        left: "{n} left, until {day}", "Usos que quedan: {n}, hasta el {day}";
        take_back: "Take back", "Retirar";
    }
}
