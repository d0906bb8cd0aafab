//! The texts about sources.

crate::words! {
    /// Why a source gave nothing.
    pub(super) struct TroubleWords {
        not_an_address: "This isn't a web address that can be asked.", "Esta no es una dirección web que se pueda consultar.";
        not_secure: "The address isn't encrypted, or leads to one that isn't. It has to begin with https:// all the way.", "La dirección no va cifrada o lleva a otra que no lo está. Tiene que empezar con https:// hasta el final.";
        no_such_host: "There is no server by this name. Look whether the address is still right.", "No hay ningún servidor con ese nombre. Mira si la dirección sigue siendo correcta.";
        own_network: "The address leads into this machine's own network. Sources are only asked on the public internet.", "La dirección lleva a la red propia de esta máquina. Las fuentes solo se consultan en el internet público.";
        unreachable: "The server can't be reached right now.", "Ahora mismo no se puede llegar al servidor.";
        not_trusted: "The server can't prove who it is, so nothing was read from it. Its certificate may have run out: tell whoever keeps the site.", "El servidor no puede demostrar quién es, así que no se leyó nada. Puede que su certificado haya caducado: avisa a quien cuida el sitio.";
        too_slow: "The server took too long to answer.", "El servidor tardó demasiado en responder.";
        too_many_redirects: "The address sends us on from one place to the next without end.", "La dirección nos manda de un sitio a otro sin fin.";
        status_missing: "There is nothing at this address ({n}). The list may have moved: ask whoever publishes it.", "No hay nada en esta dirección ({n}). Puede que la lista se haya mudado: pregunta a quien la publica.";
        status_closed: "The server doesn't let us in ({n}). Whoever publishes the list can allow Renew to read it.", "El servidor no nos deja entrar ({n}). Quien publica la lista puede permitir que Renew la lea.";
        status_too_often: "The server asks us to wait ({n}). We ask again later.", "El servidor nos pide esperar ({n}). Lo consultaremos más tarde.";
        status_server: "The server has a problem of its own ({n}).", "El servidor tiene un problema propio ({n}).";
        status_other: "The server answered with {n} and no list.", "El servidor respondió con {n} y ninguna lista.";
        cut_short: "The answer broke off before its end, so nothing was read from it.", "La respuesta se cortó antes del final, así que no se leyó nada.";
        web_page: "A web page came instead of a list. The site may ask visitors to sign in, or check for robots: ask whoever publishes the list to let Renew read it.", "Llegó una página web en lugar de una lista. Puede que el sitio pida identificarse o compruebe si somos un robot: pide a quien publica la lista que deje leerla a Renew.";
        empty: "The answer was empty.", "La respuesta llegó vacía.";
        no_meetings: "There was no meeting in the list that can be read.", "En la lista no había ninguna reunión que se pueda leer.";
    }
}

crate::words! {
    /// What coordinators read of the sources.
    pub(in crate::groups) struct SourceWords {
        title: "Sources", "Fuentes";
        intro: "Lists of meetings that Renew asks for by itself, twice a day, and only at the addresses below.", "Listas de reuniones que Renew consulta por su cuenta, dos veces al día, y solo en las direcciones de abajo.";
        add: "Add a source", "Añadir una fuente";
        none: "When a fellowship publishes its list at an address, add it here, and its meetings stay up to date.", "Si una confraternidad publica su lista en una dirección, añádela aquí y sus reuniones se mantendrán al día.";
        to_import: "Import a file instead", "Mejor importar un archivo";
        to_sources: "All sources", "Todas las fuentes";
        health_new: "Not asked yet", "Aún sin consultar";
        health_well: "Well", "Va bien";
        health_troubled: "No answer lately", "Últimamente no responde";
        health_ailing: "Needs you: failing for three days", "Te necesita: falla desde hace tres días";
        health_paused: "Paused", "En pausa";
        waits: "Waiting for your decision", "Espera tu decisión";
        ailing_notice: "{n} sources have given no list for three days or more. Their meetings stay as they were.", "{n} fuentes llevan tres días o más sin dar su lista. Sus reuniones se quedan como estaban.";
        ailing_one: "A source has given no list for three days or more. Its meetings stay as they were.", "Una fuente lleva tres días o más sin dar su lista. Sus reuniones se quedan como estaban.";
        see_sources: "See the sources", "Ver las fuentes";

        new_title: "Add a source", "Añadir una fuente";
        new_intro: "Renew will ask this address twice a day and bring the groups here up to date. It tells the server its own name, this community's address, and nothing about anybody.", "Renew consultará esta dirección dos veces al día y pondrá al día los grupos de aquí. Al servidor le dice su propio nombre y la dirección de esta comunidad, y nada de ninguna persona.";
        url: "Address of the list", "Dirección de la lista";
        url_hint: "Begins with https:// and gives the list itself, not the page around it.", "Empieza con https:// y da la propia lista, no la página que la rodea.";
        name: "Whose list is it?", "¿De quién es la lista?";
        name_hint: "If you imported it from a file before, choose the same name: its groups stay the same.", "Si ya la importaste de un archivo, usa el mismo nombre: sus grupos serán los mismos.";
        form: "What kind of list is it?", "¿Qué tipo de lista es?";
        add_now: "Add it and ask it now", "Añadirla y consultarla ahora";
        bad_url: "Write the whole address, beginning with https://", "Escribe la dirección completa, que empiece con https://";
        bad_url_secret: "Leave out the name and password: everybody who coordinates would read them", "Quita el nombre y la clave: los leerían todos los que coordinan";
        bad_url_taken: "This address is asked already, for {name}", "Esta dirección ya se consulta, para {name}";
        bad_name_taken: "{name} has a source already. Remove that one first, or choose another name", "{name} ya tiene una fuente. Quita esa primero o elige otro nombre";
        bad_many: "There are as many sources as Renew can ask. Remove one first", "Hay tantas fuentes como Renew puede consultar. Quita una primero";

        edit: "Change how it is asked", "Cambiar cómo se consulta";
        edit_title: "Change a source", "Cambiar una fuente";
        edit_intro: "Whose list it is stays, and so do its groups. What waited for a decision is asked for anew.", "De quién es la lista no cambia, y sus grupos se quedan. Lo que esperaba una decisión se consulta de nuevo.";
        edit_now: "Keep it and ask it now", "Guardar y consultarla ahora";
        edit_back: "Back to this source", "Volver a esta fuente";
        address: "Address", "Dirección";
        kind: "Kind of list", "Tipo de lista";
        kind_any: "found out each time", "se averigua cada vez";
        last_success: "Last good answer", "Última respuesta buena";
        last_asked: "Last asked", "Última consulta";
        next: "Asked again", "Próxima consulta";
        meetings: "Meetings in the list", "Reuniones en la lista";
        problem: "What went wrong", "Qué falló";
        never: "not yet", "todavía no";
        not_while_paused: "not while it is paused", "no mientras esté en pausa";
        now: "just now", "ahora mismo";
        ago: "{when} ago", "hace {when}";
        in_a_while: "in {when}", "dentro de {when}";
        soon: "in a moment", "en un momento";
        one_minute: "a minute", "un minuto";
        n_minutes: "{n} minutes", "{n} minutos";
        one_hour: "an hour", "una hora";
        n_hours: "{n} hours", "{n} horas";
        n_days: "{n} days", "{n} días";
        old_stays: "What was brought before stays as it is.", "Lo que ya se había traído se queda como está.";
        ask_now: "Ask now", "Consultar ahora";
        asked_just_now: "It was asked less than a minute ago. Give its server a moment, then ask again.", "Se consultó hace menos de un minuto. Da un momento a su servidor y vuelve a consultar.";
        asking: "It is being asked. Open this page again in a moment to see what it says.", "Se está consultando. Abre esta página otra vez en un momento para ver qué dice.";
        pause: "Pause", "Pausar";
        go_on: "Ask it again from now on", "Volver a consultarla";
        remove: "Remove this source", "Quitar esta fuente";
        remove_text: "Renew stops asking this address. Its groups stay, and you can add it again under the same name.", "Renew deja de consultar esta dirección. Sus grupos se quedan, y puedes añadirla otra vez con el mismo nombre.";
        waiting_title: "A look before it comes in", "Una mirada antes de que entre";
        waiting_text: "The list would change a lot here, so it waits for you. Nothing of this has happened yet.", "La lista cambiaría mucho aquí, así que te espera. Nada de esto ha pasado todavía.";
        waiting_known_as: "At least half of these meetings are here already, from {feed}. If it is the same list, remove this source and add its address under that name: otherwise they would be here twice.", "Al menos la mitad de estas reuniones ya está aquí, de {feed}. Si es la misma lista, quita esta fuente y añade su dirección con ese nombre: si no, estarían dos veces.";
        bring_in: "Let it in", "Dejar que entre";
        last_report: "What it last brought", "Lo último que trajo";
        no_report: "Nothing has been brought yet.", "Todavía no ha traído nada.";
    }
}
