//! Privacy in plain words. Every sentence here is a promise that the program keeps: whoever
//! changes what is stored changes this page with it.

crate::words! {
    pub(super) struct PrivacyWords {
        title: "Privacy in plain words", "Privacidad, en claro";
        lead: "You can be here without anyone knowing who you are. This is what we keep, what we never have, and what we can't promise.", "Puedes estar aquí sin que nadie sepa quién eres. Esto es lo que guardamos, lo que nunca tenemos y lo que no podemos prometer.";
        never_title: "What we never have", "Lo que nunca tenemos";
        never_record: "Recordings. Sessions are not recorded, and there is no switch for it.", "Grabaciones. Las sesiones no se graban, y no existe un botón para eso.";
        never_name: "Your real name, email address, phone number or photograph. We don't ask. (People on call may write a number of theirs, sealed with their key.)", "Tu nombre real, correo, teléfono o foto. No los pedimos. (Quien está de guardia puede escribir un número suyo, sellado con su llave.)";
        never_said: "What you say or write to the circle. It is passed on and not kept.", "Lo que dices o escribes al círculo. Se transmite y no se guarda.";
        never_track: "Advertising, trackers, or anything loaded from another company's site.", "Publicidad, rastreadores, ni nada que se cargue desde la web de otra empresa.";
        kept_title: "What we keep", "Lo que guardamos";
        kept_name: "Your made-up name and the sign on your seat.", "Tu nombre inventado y el signo de tu lugar.";
        kept_sign_in: "What lets you back in: a public key of your phone, or a scrambled form of your words from which they can't be read.", "Lo que te deja volver a entrar: una llave pública de tu teléfono, o una forma cifrada de tus palabras que no permite leerlas.";
        kept_groups: "The groups you belong to, and what you do there.", "Los grupos a los que perteneces, y lo que haces en ellos.";
        kept_came: "That your seat was taken in a session, from when to when. Facilitators and coordinators can see it.", "Que tu lugar estuvo ocupado en una sesión, de qué hora a qué hora. Lo ven quienes facilitan y coordinan.";
        kept_first: "When you come to a group for the first time: how you wanted to come in and who greeted you, for three months. If you are willing to greet others, that too.", "Cuando vienes a un grupo por primera vez: cómo quisiste entrar y quién te dio la bienvenida, durante tres meses. Si te ofreces a dar la bienvenida, eso también.";
        kept_written: "What you choose to keep: your plan for the week, your reflections.", "Lo que tú eliges guardar: tu plan de la semana, tus reflexiones.";
        kept_noted: "After a private word, a note of who gets in touch with you, by when, and what was offered: never what you said. You read all of it in your space, and can say that it isn't right. It goes a month after it is done.", "Tras un mensaje privado, una nota de quién hablará contigo, para cuándo y qué se ofreció: nunca lo que dijiste. La lees entera en tu espacio y puedes decir que no es así. Se borra un mes después de quedar hecha.";
        sealed_title: "Sealed with your own key", "Sellado con tu propia llave";
        sealed_text: "Your name and what you write for yourself are locked with a key of your own, kept apart from the database. Someone who steals the database or a backup of it can't read them.", "Tu nombre y lo que escribes para ti se cierran con una llave tuya, que se guarda aparte de la base de datos. Quien robe la base de datos o una copia no puede leerlos.";
        sealed_limit: "What this can't do: whoever controls the running machine could reach the keys as well. You trust the people of your community who look after it.", "Lo que esto no puede hacer: quien controle la máquina en marcha podría llegar también a las llaves. Confías en las personas de tu comunidad que la cuidan.";
        session_title: "During a session", "Durante una sesión";
        session_text: "While the room is open we note whose turn it is and which part is running, so that the circle can go on if the machine stops. When the session ends this is cut down to who came, which parts ran, and for how many minutes.", "Mientras la sala está abierta anotamos de quién es el turno y qué parte toca, para que el círculo pueda seguir si la máquina se para. Al terminar, eso se reduce a quién vino, qué partes hubo y cuántos minutos.";
        session_private: "A private word goes to the facilitator and the host, and to nobody else, except a person on call whom they bring in as a host. It is gone when the session ends.", "Un mensaje privado llega a quien facilita y a quien acoge, y a nadie más, salvo a una persona de guardia si le piden entrar a acoger. Desaparece al terminar la sesión.";
        limits_title: "The limits of confidentiality", "Los límites de la confidencialidad";
        limits_text: "We step outside these promises only if we believe that someone is about to be badly hurt, or where the law leaves no choice. We would tell you.", "Solo rompemos estas promesas si creemos que alguien está a punto de sufrir un daño grave, o si la ley no deja otra opción. Te lo diríamos.";
        limits_people: "Everyone in a circle promises to leave there what they hear. Software can't make people keep a promise: share what you can bear to have known.", "En un círculo todo el mundo promete dejar ahí lo que oye. Ningún programa puede obligar a cumplir una promesa: comparte lo que puedas soportar que se sepa.";
        device_title: "On your device", "En tu dispositivo";
        device_cookies: "We set cookies only to keep you signed in, to carry what you choose while you join, and to remember your language, your clock, your country, light or dark, and movement.", "Solo usamos cookies para que no tengas que entrar otra vez, para llevar lo que eliges mientras te unes, y para recordar el idioma, tu reloj, tu país, claro u oscuro, y el movimiento.";
        device_leave: "Leave quickly hides the page, ends your sign-in on this device and opens another site.", "«Salir rápido» oculta la página, cierra tu entrada en este dispositivo y abre otra web.";
        device_key: "If your group's sessions are sealed from end to end, the group's key stays on this device until you sign out, leave quickly or erase everything. The group's link brings it back.", "Si las sesiones de tu grupo se sellan de extremo a extremo, la llave del grupo se queda en este dispositivo hasta que cierras tu entrada, sales rápido o lo borras todo. El enlace del grupo la trae de vuelta.";
        device_history: "It can't clear your browser's history. If someone looks through your phone, use a private window, or clear the history yourself.", "No puede borrar el historial del navegador. Si alguien mira tu teléfono, usa una ventana privada o borra tú el historial.";
        device_shared: "On a shared phone, come back with your words: nothing else is needed, and you are signed out when you have been away for a while.", "En un teléfono compartido, vuelve con tus palabras: no hace falta nada más, y la entrada se cierra si pasas un rato fuera.";
        yours_title: "It is yours", "Es tuyo";
        yours_copy: "You can take a copy of everything about you, any day, without asking.", "Puedes llevarte una copia de todo lo tuyo, cualquier día, sin pedirlo.";
        yours_erase: "You can erase it. Your key is destroyed first, so that what was sealed can't be read any more, not even in old backups of the database. Then your rows are removed, and your seats in past sessions become nobody's.", "Puedes borrarlo. Primero se destruye tu llave, y lo sellado ya no se puede leer, ni siquiera en copias antiguas de la base de datos. Después se quitan tus datos, y tus lugares en sesiones pasadas dejan de ser de nadie.";
        yours_others: "What we can't erase is what other people remember.", "Lo que no podemos borrar es lo que otras personas recuerdan.";
    }
}
