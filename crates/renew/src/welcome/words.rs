//! Texts of the front page and of «how a session goes».

crate::words! {
    /// The front page.
    pub(super) struct WelcomeWords {
        tab: "Find a meeting", "Buscar una reunión";
        title: "There is a seat for you.", "Hay un lugar para ti.";
        lead: "Group sessions led by people who have been there. Come with a made-up name. Come just to listen. You can leave whenever you like.", "Sesiones en grupo que guían personas que han pasado por lo mismo. Ven con un nombre inventado. Ven solo a escuchar. Puedes irte cuando quieras.";
        find: "Find a meeting", "Buscar una reunión";
        how_short: "How it goes", "Cómo es";
        next: "Next:", "La próxima:";
        yours: "Yours", "El tuyo";
        meetings: "Meetings you can come to", "Reuniones a las que puedes venir";
        all_meetings: "All meetings this week", "Todas las reuniones de la semana";
        none_title: "The first circle is being made ready", "Se está preparando el primer círculo";
        none_text: "No meeting is on the calendar yet. You can take a seat now, and it will be yours when the first one opens.", "Todavía no hay ninguna reunión en el calendario. Puedes tomar tu lugar ya, y será tuyo cuando se abra la primera.";
        none_join: "Take a seat", "Tomar un lugar";
        doors: "Who is this for?", "¿Para quién es?";
        for_me: "It's for me", "Es para mí";
        for_me_text: "Pick a name, pick a meeting, say as much or as little as you like.", "Elige un nombre, elige una reunión, di lo que quieras, mucho o poco.";
        for_someone: "It's for someone I know", "Es para alguien que conozco";
        for_someone_text: "What helps, what doesn't, and where you can talk yourself.", "Qué ayuda, qué no, y dónde puedes hablar tú también.";
        how: "How a session goes", "Cómo es una sesión";
        how_lead: "The same six parts every time, so nothing takes you by surprise. You can pass at any point.", "Siempre las mismas seis partes, para que nada te tome por sorpresa. Puedes pasar en cualquier momento.";
        how_more: "More about a session", "Más sobre una sesión";
    }
}

crate::words! {
    /// How a session goes.
    pub(super) struct HowWords {
        title: "How a session goes", "Cómo es una sesión";
        lead: "A circle of people who have been there, one person speaking at a time, and an end that comes when it was promised.", "Un círculo de personas que han pasado por lo mismo, habla una a la vez, y se termina a la hora prometida.";
        parts_title: "Six parts, always in this order", "Seis partes, siempre en este orden";
        opening: "Opening", "Apertura";
        opening_text: "Who is here, and the few promises we make to each other.", "Quién está, y las pocas promesas que nos hacemos.";
        mindfulness: "Mindfulness", "Atención plena";
        mindfulness_text: "A few quiet minutes to arrive. Eyes open is fine.", "Unos minutos tranquilos para llegar. Con los ojos abiertos también vale.";
        check_in: "Check-in round", "Ronda de llegada";
        check_in_text: "Each person in turn, or pass. Nobody replies or advises.", "Cada persona en su turno, o pasa. Nadie responde ni aconseja.";
        activity: "Activity", "Actividad";
        activity_text: "Something to try together: looking at a thought, practising saying no, solving one problem, or simply talking.", "Algo que probar en grupo: mirar un pensamiento, ensayar un «no», resolver un problema, o simplemente hablar.";
        reflection: "Reflection", "Reflexión";
        reflection_text: "What did you notice? What will you keep? A few lines that only you can read.", "¿Qué has notado? ¿Con qué te quedas? Unas líneas que solo tú puedes leer.";
        closing: "Closing", "Cierre";
        closing_text: "One small thing before next time, if you like. Then goodnight.", "Una cosa pequeña antes de la próxima vez, si quieres. Y buenas noches.";
        always_title: "What you can always do", "Lo que siempre puedes hacer";
        can_pass: "Pass. Your turn is offered again later, and you can pass again.", "Pasar. Te ofrecemos el turno más tarde, y puedes volver a pasar.";
        can_camera: "Stay a sign and a made-up name. Nobody has to see you or know you.", "Quedarte con un signo y un nombre inventado. Nadie tiene que verte ni conocerte.";
        can_leave: "Step out and come back. Your seat is kept, and nobody asks why.", "Salir y volver. Tu lugar se guarda, y nadie pregunta por qué.";
        can_private: "Tell the people who lead, in private, that you are not OK. Nobody else knows that you did.", "Decir en privado a quienes guían que no estás bien. Nadie más lo sabe.";
        can_listen: "Come only to listen.", "Venir solo a escuchar.";
        turns_title: "Everyone gets a turn", "Hay turno para todo el mundo";
        turns_text: "The time is shared out among the people who are there, and whoever has not spoken yet is asked first. A ring shows how much of a turn is left, in words and not in seconds. When it is empty nothing beeps, and nobody is cut off.", "El tiempo se reparte entre quienes están, y se pregunta primero a quien no ha hablado. Un anillo muestra cuánto queda del turno, con palabras y no con segundos. Cuando se vacía no suena nada, y a nadie se le corta.";
        crosstalk_text: "In a round nobody answers. You can send a few quiet words, such as “I hear you”; they arrive when the turn is over.", "En una ronda nadie responde. Puedes mandar unas palabras en voz baja, como «te escucho»; llegan cuando termina el turno.";
        why_title: "Why it goes like this", "Por qué es así";
        why_text: "Each part has a reason. We say what is known about it, where that stands, and what nobody knows.", "Cada parte tiene un motivo. Contamos qué se sabe de ella, dónde se puede leer y qué no sabe nadie.";
        why_more: "Why we do this", "Por qué hacemos esto";
        stays_title: "What is said stays there", "Lo que se dice se queda ahí";
        stays_text: "Nothing is recorded and no transcript is made; there is no switch for it. What remains is who came, which parts ran and for how long, and what you chose to keep for yourself.", "No se graba nada ni se hace transcripción; no existe un botón para eso. Queda quién vino, qué partes hubo y cuánto duraron, y lo que tú elegiste guardar para ti.";
        stays_more: "Privacy in plain words", "Privacidad, en claro";
        find: "Find a meeting", "Buscar una reunión";
        join: "Take a seat", "Tomar un lugar";
    }
}
