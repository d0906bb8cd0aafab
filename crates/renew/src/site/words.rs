//! The texts that every page shares.

crate::words! {
    /// Frame, navigation, and what is said when something goes wrong.
    pub struct SiteWords {
        skip: "Skip to the page", "Ir al contenido";
        leave: "Leave", "Salir";
        leave_quickly: " quickly", " rápido";
        back: "Back", "Volver";
        today: "Today", "Hoy";
        sessions: "Sessions", "Sesiones";
        help_now: "Help now", "Ayuda ya";
        people: "People", "Mi gente";
        my_space: "My space", "Mi espacio";
        settings: "Settings", "Ajustes";
        leading: "Leading", "Guiar";
        looking_after: "Looking after", "Coordinar";
        find_a_meeting: "Find a meeting", "Buscar una reunión";
        how_it_goes: "How a session goes", "Cómo es una sesión";
        join: "Join", "Unirme";
        supporting: "Supporting someone", "Apoyar a alguien";
        privacy: "Privacy in plain words", "Privacidad, en claro";
        sign_in: "Come back in", "Volver a entrar";
        table_phone: "A phone for a table", "Un teléfono para una mesa";
        nav_main: "Main", "Principal";
        nav_places: "Places", "Lugares";
        menu: "Menu", "Menú";
        more: "More", "Más";
        also_yours: "Also yours to do", "También a tu cargo";
        footer_led: "Led by people in recovery.", "Con gente en recuperación al frente.";
        my_today: "My Today", "Mi día";
        problem_onward: "Take me somewhere safe", "Llévame a un lugar seguro";
        problem_kept: "What you had already kept is still kept.", "Lo que ya habías guardado sigue guardado.";
        not_found_title: "There is no page here", "Aquí no hay ninguna página";
        not_found_text: "The address may be old, or a letter may be missing. Nothing of yours is lost.", "Puede que la dirección sea antigua o le falte una letra. No se ha perdido nada tuyo.";
        not_yours_title: "This page isn't open to you", "Esta página no está abierta para ti";
        not_yours_text: "It belongs to someone else, or to a role you don't hold. If you think you should see it, ask your facilitator.", "Es de otra persona, o de un papel que no tienes. Si crees que deberías verla, pregunta a quien facilita tu grupo.";
        sign_in_title: "Come back in first", "Primero vuelve a entrar";
        sign_in_text: "This page is for people who have taken a seat.", "Esta página es para quienes ya tienen su lugar.";
        unsent_text: "You were signed out before this was sent. What you wrote is here. Come back in, which opens in another tab, and then send it again from this page.", "Tu sesión se cerró antes de enviarlo. Lo que escribiste está aquí. Vuelve a entrar, que se abre en otra pestaña, y después envíalo otra vez desde esta página.";
        unsent_nothing: "You were signed out before this reached us, so nothing was changed. Come back in and do it once more.", "Tu sesión se cerró antes de que nos llegara, así que no ha cambiado nada. Vuelve a entrar y hazlo otra vez.";
        unsent_come_back: "Come back in, in another tab", "Volver a entrar, en otra pestaña";
        unsent_yours: "What you wrote", "Lo que escribiste";
        unsent_again: "Send it again", "Enviarlo otra vez";
        too_often_title: "Let's wait a little", "Esperemos un poco";
        too_often_text: "That was tried many times in a short while, so we have paused it to keep everyone's seat safe. Wait a few minutes and try again.", "Se ha intentado muchas veces en poco tiempo, así que lo hemos pausado para cuidar el lugar de todo el mundo. Espera unos minutos y vuelve a probar.";
        too_large_title: "That is more than we can take at once", "Es más de lo que podemos recibir de una vez";
        too_large_text: "Go back and send a smaller piece. What you wrote is still in the page you came from.", "Vuelve y envía una parte más pequeña. Lo que escribiste sigue en la página anterior.";
        unreadable_title: "We couldn't read that", "No hemos podido leerlo";
        unreadable_text: "Go back and send it again. What you wrote is still in the page you came from.", "Vuelve y envíalo otra vez. Lo que escribiste sigue en la página anterior.";
        wrong_origin_title: "That came from another place", "Eso vino de otro lugar";
        wrong_origin_text: "To keep your seat safe we only take what is sent from our own pages. Open the page here and send it again.", "Para cuidar tu lugar solo aceptamos lo que se envía desde nuestras páginas. Abre la página aquí y envíalo otra vez.";
        changed_title: "Somebody changed this meanwhile", "Alguien lo ha cambiado mientras tanto";
        changed_text: "Go back, load the page again, and look at what is there now.", "Vuelve, carga la página de nuevo y mira lo que hay ahora.";
        busy_title: "We are full for a moment", "Estamos al completo un momento";
        busy_text: "Wait a minute and try again. Nothing of yours is lost.", "Espera un minuto y vuelve a probar. No se ha perdido nada tuyo.";
        ours_title: "That didn't work, and it's our fault", "No ha funcionado, y es culpa nuestra";
        ours_text: "Go back and try once more. If it happens again, tell your facilitator what you were doing.", "Vuelve y prueba otra vez. Si se repite, cuéntale a quien facilita tu grupo qué estabas haciendo.";
        error_prefix: "Error: ", "Error: ";
        there_is_a_problem: "There is a problem", "Hay un problema";
        language: "Language", "Idioma";
        look: "Light or dark", "Claro u oscuro";
        changes_feed: "Changes to meetings", "Cambios en las reuniones";
    }
}

crate::words! {
    /// The page of settings.
    pub struct SettingsWords {
        title: "Settings", "Ajustes";
        kept: "Kept, on this device.", "Guardado, en este dispositivo.";
        language: "Language", "Idioma";
        theme: "Light or dark", "Claro u oscuro";
        theme_device: "As my device", "Como mi dispositivo";
        theme_light: "Light", "Claro";
        theme_dark: "Dark", "Oscuro";
        motion: "Movement", "Movimiento";
        country: "Country", "País";
        country_hint: "It decides which numbers to call you see.", "Decide qué números de ayuda ves.";
        country_community: "As the community has it", "El de la comunidad";
        motion_hint: "The breathing ring can stand still. Its words go on.", "El anillo de la respiración puede quedarse quieto. Las palabras siguen.";
        motion_device: "As my device", "Como mi dispositivo";
        motion_less: "Keep things still", "Que nada se mueva";
        clock: "The clock for times", "El reloj de las horas";
        clock_is: "Times are told in {place} time.", "Las horas se dicen en la hora de {place}.";
        clock_none: "Not chosen yet.", "Aún sin elegir.";
        keep: "Keep these", "Guardar";
        only_device: "Kept on this device only. Nobody else sees it.", "Se guarda solo en este dispositivo. Nadie más lo ve.";
        yours: "Yours", "Lo tuyo";
        my_data: "My data", "Mis datos";
        my_data_hint: "Take a copy of everything, or erase it.", "Llévate una copia de todo, o bórralo.";
        ways_back: "How I get back in", "Cómo vuelvo a entrar";
        ways_back_hint: "My name, my sign, my words and keys.", "Mi nombre, mi signo, mis palabras y llaves.";
        sign_out: "Sign out on this device", "Salir en este dispositivo";
    }
}

crate::words! {
    /// The page on which a person chooses by whose clock times are told.
    pub struct ClockWords {
        title: "Which clock do you go by?", "¿Por qué reloj te guías?";
        lead: "Choose a place that has the same time as you. Meetings then show the hour on your own clock.", "Elige un lugar que tenga la misma hora que tú. Así verás la hora de las reuniones en tu reloj.";
        label: "A place with your time", "Un lugar con tu hora";
        keep: "Use this clock", "Usar este reloj";
        forget: "Forget my choice", "Olvidar lo elegido";
        only_device: "Kept on this device only. It says nothing about where you are.", "Se guarda solo en este dispositivo. No dice dónde estás.";
        none: "Choose a place", "Elige un lugar";
        bad: "Choose a place from the list", "Elige un lugar de la lista";
        africa: "Africa", "África";
        america: "America", "América";
        antarctica: "Antarctica", "Antártida";
        arctic: "Arctic", "Ártico";
        asia: "Asia", "Asia";
        atlantic: "Atlantic", "Atlántico";
        australia: "Australia", "Australia";
        europe: "Europe", "Europa";
        indian: "Indian Ocean", "Océano Índico";
        pacific: "Pacific", "Pacífico";
    }
}
