//! Texts of joining and coming back in. Those of one's own space and of looking after stand in
//! `words_inside`.

crate::words! {
    /// Joining.
    pub(super) struct JoinWords {
        title_name: "Join: what should we call you?", "Unirme: ¿cómo te llamamos?";
        title_way: "Join: how you get back in", "Unirme: cómo volver a entrar";
        title_promises: "Join: our promises", "Unirme: nuestras promesas";
        steps: "Step {n} of 3", "Paso {n} de 3";
        have_seat: "I already have a seat here", "Ya tengo mi lugar aquí";
        again: "We have to begin again: your answers aren’t here any more. Maybe this browser keeps no cookies, and joining needs one. Or it was closed, or more than two hours went by.", "Hay que empezar otra vez: lo que elegiste ya no está. Puede que este navegador no guarde cookies, y para unirse hace falta una. O que se cerrara, o que hayan pasado más de dos horas.";
        call_you: "What should we call you?", "¿Cómo te llamamos?";
        any_name: "Any name but your own is perfect. No email, no phone number, no real name needed.", "Cualquier nombre menos el tuyo es perfecto. Sin correo, sin teléfono, sin tu nombre real.";
        name: "A name for here", "Un nombre para aquí";
        name_hint: "People in your circle will see it. You can change it.", "Lo verá la gente de tu círculo. Puedes cambiarlo.";
        or_take: "Or take one of these", "O elige uno de estos";
        others: "Others", "Otros";
        pick_sign: "Pick a sign for your seat", "Elige un signo para tu asiento";
        you_are_here: "You’re here", "Estás aquí";
        for_me: "For myself", "Por mí";
        for_me_hint: "At any stage. You don’t have to have stopped.", "En cualquier momento del camino. No hace falta haberlo dejado.";
        for_other: "For someone I know", "Por alguien que conozco";
        for_other_hint: "You’ll see the circle for families and friends.", "Verás el círculo para familias y amistades.";
        next_way: "Next: how you get back in", "Siguiente: cómo volver a entrar";
        invited: "You were invited. Welcome: a seat is waiting.", "Te han invitado. Te damos la bienvenida: hay un lugar esperándote.";
        beginning: "You are the first here. You’ll look after this community as its coordinator.", "Eres la primera persona aquí. Cuidarás de esta comunidad como quien la coordina.";
        sign_bird: "Bird", "Pájaro";
        sign_boat: "Boat", "Barca";
        sign_fire: "Fire", "Hoguera";
        sign_hills: "Hills", "Montes";
        sign_anchor: "Anchor", "Ancla";
        sign_lotus: "Lotus", "Loto";
        sign_tree: "Pine", "Pino";
        sign_sun: "Dawn", "Alba";
        bad_short: "Enter a name of at least two letters", "Escribe un nombre de al menos dos letras";
        bad_long: "Use a name of 40 letters at most", "Usa un nombre de 40 letras como mucho";
        bad_characters: "Use letters, numbers, spaces, hyphens and apostrophes in the name", "Usa letras, números, espacios, guiones y apóstrofos en el nombre";
        bad_mixed: "Use the letters of one alphabet in the name", "Usa letras de un solo alfabeto en el nombre";
        bad_reserved: "Choose another name: this one sounds like a role here", "Elige otro nombre: este suena a un papel que alguien tiene aquí";
        bad_number: "Choose a name that doesn’t look like a phone number", "Elige un nombre que no parezca un número de teléfono";
        bad_taken: "Somebody here has this name or one that looks like it. Choose another", "Alguien aquí tiene este nombre o uno que se le parece. Elige otro";
        bad_sign: "Pick one of the signs", "Elige uno de los signos";
        bad_for: "Choose who you’re here for", "Elige por quién estás aquí";
        how_back: "How will you get back in, {name}?", "¿Cómo volverás a entrar, {name}?";
        whose_phone: "Whose phone is this?", "¿De quién es este teléfono?";
        choose_one: "Choose one", "Elige una opción";
        own_phone: "Only I use this phone", "Solo lo uso yo";
        own_phone_hint: "Come back with the fingerprint, face or PIN that unlocks it. This is called a passkey. Nothing to remember.", "Vuelve con la huella, la cara o el PIN que lo desbloquea. Se llama llave de acceso. Nada que recordar.";
        shared_phone: "Other people use it too", "También lo usan otras personas";
        shared_phone_hint: "Come back with four words only you know. Nothing is left on the phone.", "Vuelve con cuatro palabras que solo tú sabes. No queda nada en el teléfono.";
        bad_phone: "Choose whose phone this is", "Elige de quién es este teléfono";
        your_words: "Your four words, just in case", "Tus cuatro palabras, por si acaso";
        words_hint: "They let you in from any phone. Write them somewhere safe. We can’t look them up for you.", "Te dejan entrar desde cualquier teléfono. Apúntalas en un lugar seguro. No podemos buscarlas por ti.";
        other_words: "You changed your name, so these four words are new. Only these will work.", "Cambiaste de nombre, así que estas cuatro palabras son nuevas. Solo sirven estas.";
        words_only: "No passkey was made on this phone: your four words are the only way back in. Have you written them down?", "En este teléfono no se creó una llave de acceso: tus cuatro palabras son la única forma de volver a entrar. ¿Las has apuntado?";
        words_look: "Look at them again", "Verlas otra vez";
        different_words: "Different words", "Otras palabras";
        hide_words: "Hide them", "Ocultarlas";
        show_words: "Show them", "Mostrarlas";
        lose_both: "If you lose both, your facilitator can confirm it’s you and open the door again.", "Si pierdes las dos cosas, quien facilita tu grupo puede confirmar que eres tú y abrirte la puerta.";
        next_promises: "Next: our promises", "Siguiente: nuestras promesas";
        passkey_failed: "The passkey wasn’t made. Press Next again to go on with your four words; you can add a passkey later in My space.", "No se creó la llave de acceso. Pulsa Siguiente otra vez para seguir con tus cuatro palabras; podrás añadir una llave más tarde en Mi espacio.";
        passkey_asking: "Your phone is asking you to unlock it.", "Tu teléfono te pide que lo desbloquees.";
        passkey_made: "Your passkey is ready.", "Tu llave de acceso está lista.";
        promises: "Our promises to each other", "Lo que nos prometemos";
        what_we_do: "What we do", "Lo que hacemos";
        promise_unrecorded: "Sessions are never recorded.", "Las sesiones nunca se graban.";
        promise_kept: "We keep your name for here, what you write, and when you came. Nothing else.", "Guardamos tu nombre de aquí, lo que escribes y cuándo viniste. Nada más.";
        promise_yours: "You can download or delete all of it, any day, without asking.", "Puedes descargarlo o borrarlo todo, cualquier día, sin pedir permiso.";
        promise_limits: "We step outside these promises only if we believe someone is about to be badly hurt. We’d tell you.", "Solo nos salimos de estas promesas si creemos que alguien está a punto de sufrir un daño grave. Te lo diríamos.";
        leave_there: "What I hear in a circle, I leave there", "Lo que oigo en un círculo, ahí se queda";
        leave_there_hint: "Who came, what they said, that they were here at all.", "Quién vino, qué dijo, y también que estuvo aquí.";
        bad_promise: "Tick the box to keep these promises with us", "Marca la casilla para hacer tuyas estas promesas";
        count_me: "Count me in the outcomes, without my name", "Quiero que se me cuente en los resultados, sin mi nombre";
        take_seat: "Take my seat", "Tomar mi asiento";
    }
}

crate::words! {
    /// When somebody has to wait. What they typed stays in the form beside it.
    pub(super) struct WaitWords {
        seconds: "That was many tries in a short while. Wait {n} seconds, then try again", "Han sido muchos intentos en poco tiempo. Espera {n} segundos y vuelve a probar";
        minutes: "That was many tries in a short while. Wait {n} minutes, then try again", "Han sido muchos intentos en poco tiempo. Espera {n} minutos y vuelve a probar";
        crowded: "Many people are coming in right now. Wait a few seconds, then try again", "Ahora mismo está entrando mucha gente. Espera unos segundos y vuelve a probar";
    }
}

crate::words! {
    /// Coming back in, and the doors that links open.
    pub(super) struct DoorWords {
        title: "Come back in", "Volver a entrar";
        welcome: "Your seat is kept.", "Tu lugar te espera.";
        with_passkey: "Open with this phone", "Entrar con este teléfono";
        with_passkey_hint: "With the fingerprint, face or PIN that unlocks it.", "Con la huella, la cara o el PIN que lo desbloquea.";
        passkey_failed: "That didn’t open. Try again, or use your name and your four words.", "No se ha abierto. Prueba otra vez, o usa tu nombre y tus cuatro palabras.";
        or_words: "Or with your words", "O con tus palabras";
        name: "Your name here", "Tu nombre de aquí";
        words: "Your four words", "Tus cuatro palabras";
        words_hint: "In their order. Capital letters and accents don’t matter.", "En su orden. Las mayúsculas y los acentos no importan.";
        shared: "Other people use this phone too", "Otras personas usan también este teléfono";
        shared_hint: "Then you’re signed out when the browser is closed, or after twelve hours.", "Saldrás al cerrar el navegador, o a las doce horas.";
        enter: "Come in", "Entrar";
        bad_name: "Enter your name here", "Escribe tu nombre de aquí";
        bad_words: "Enter your four words", "Escribe tus cuatro palabras";
        no_match: "This name and these words don’t belong together. Check both and try again", "Este nombre y estas palabras no van juntos. Revisa los dos y prueba otra vez";
        lost: "Lost your words? Your facilitator or a coordinator can confirm it’s you and give you a link that opens the door once.", "¿Perdiste tus palabras? Quien facilita tu grupo o quien coordina puede confirmar que eres tú y darte un enlace que abre la puerta una vez.";
        from_table: "I sat at a table and have a code of my own", "Estuve en una mesa y tengo un código propio";
        new_here: "New here? Take a seat", "¿Es tu primera vez? Toma asiento";
        begin_title: "Look after this community", "Cuidar de esta comunidad";
        begin_text: "This link makes you its first coordinator. It works once.", "Con este enlace serás la primera persona en coordinarla. Sirve una vez.";
        begin_yes: "I’ll look after it", "Yo la cuido";
        door_title: "Come back in, {name}", "Vuelve a entrar, {name}";
        door_text: "Someone here has confirmed that it’s you. This opens the door once. Then you’ll get four new words.", "Alguien de aquí ha confirmado que eres tú. Esto abre la puerta una vez. Después tendrás cuatro palabras nuevas.";
        door_not_me: "If this isn’t your name, close this page.", "Si este no es tu nombre, cierra esta página.";
        link_gone_title: "This link doesn’t open any more", "Este enlace ya no abre";
        link_gone_text: "It may have been used, taken back, or have run out. Ask the person who gave it to you for a new one.", "Puede que ya se haya usado, se haya retirado o haya caducado. Pide uno nuevo a quien te lo dio.";
        invitation_title: "You’re invited", "Tienes una invitación";
        invitation_text: "{name}, this invitation is for you. Do you want to take it?", "{name}, esta invitación es para ti. ¿Quieres aceptarla?";
        invitation_yes: "Yes, take it", "Sí, aceptar";
    }
}
