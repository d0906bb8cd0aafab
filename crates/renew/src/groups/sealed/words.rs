//! The texts about sealed sessions, outside the room.

crate::words! {
    /// For those who look after a group, and for whoever opens its link.
    pub(super) struct SealedWords {
        title: "Sealed end to end", "Sellado de extremo a extremo";
        to_page: "Seal what is said end to end", "Sellar lo que se dice de extremo a extremo";
        lead: "What people say and show in this group's sessions is sealed on their own device and opened on the others'. The program passes it on and can't open it. If one device in the room can't do this, the session isn't sealed, and the room says so.", "Lo que las personas dicen y muestran en las sesiones de este grupo se sella en su propio dispositivo y se abre en los demás. El programa lo lleva y no puede abrirlo. Si en la sala hay un dispositivo que no puede hacerlo, la sesión no se sella, y la sala lo dice.";
        limits: "It doesn't hide who speaks and when, nor anything that is written, and it needs pages that come unchanged from this site.", "No oculta quién habla y cuándo, ni nada de lo que se escribe, y necesita que las páginas lleguen de este sitio sin cambios.";
        kept: "Kept. It holds from the next session on.", "Guardado. Vale desde la próxima sesión.";
        no_voices: "Voices don't go through this program here, so there is nothing to seal yet. Whoever looks after the machine can give it a port for them.", "Aquí las voces no pasan por este programa, así que todavía no hay nada que sellar. Quien cuida la máquina puede darle un puerto para ellas.";
        is_on: "It is on", "Está activado";
        is_off: "It is off", "Está desactivado";
        turn_on: "Seal this group's sessions", "Sellar las sesiones de este grupo";
        turn_off: "Stop sealing them", "Dejar de sellarlas";
        next_session: "A change holds from the next session on.", "Un cambio vale desde la próxima sesión.";
        all_or_none: "Everybody in the room needs the group's link and a browser of the last few years. If one person comes without, the session isn't sealed: everyone is told, microphones go off, and each person chooses whether to go on.", "Todas las personas de la sala necesitan el enlace del grupo y un navegador de los últimos años. Si alguien entra sin ello, la sesión no está sellada: se le dice a todo el mundo, los micrófonos se apagan y cada persona elige si sigue.";

        link_title: "The group's link", "El enlace del grupo";
        link_who: "Made on this device. The program never sees the key in it", "Se hace en este dispositivo. El programa nunca ve la llave que lleva";
        link_text: "Send it to the people of the group in a way that you trust, by message or on paper, but not through this site. Each of them opens it once on each of their devices.", "Envíalo a las personas del grupo por una vía de confianza, con un mensaje o en papel, pero no por este sitio. Cada una lo abre una vez en cada uno de sus dispositivos.";
        link_label: "The link, with its key", "El enlace, con su llave";
        needs_script: "The link is made by a script on your device. Switch scripts on for this page, or use another browser.", "El enlace lo hace un script en tu dispositivo. Activa los scripts para esta página, o usa otro navegador.";
        make_open: "Make the group's link", "Hacer el enlace del grupo";
        make_text: "One person makes it, once. If somebody else who leads has made it already, ask them for it and open it here instead: devices with different keys can't hear each other.", "Lo hace una sola persona, una vez. Si otra persona que facilita ya lo hizo, pídeselo y ábrelo aquí: los dispositivos con llaves distintas no se pueden oír.";
        make: "Make it now", "Hacerlo ahora";
        copy: "Copy it", "Copiarlo";
        copied: "Copied.", "Copiado.";
        anew_open: "Somebody has left for good, or the link got into other hands", "Alguien se ha ido para siempre, o el enlace llegó a otras manos";
        anew_text: "A new link has a new key. Until all have opened it, devices with the old one can't take part in sealed sound.", "Un enlace nuevo lleva una llave nueva. Hasta que todas las personas lo abran, los dispositivos con la anterior no pueden participar en el sonido sellado.";
        anew: "Make a new link", "Hacer un enlace nuevo";

        has: "This device has the group's key. Its number is", "Este dispositivo tiene la llave del grupo. Su número es";
        compare: "If others of the group see the same number, you have the same key.", "Si otras personas del grupo ven el mismo número, tienen la misma llave.";
        lacks: "This device doesn't have the group's key yet. Ask who leads to send you the group's link again, and open it here.", "Este dispositivo todavía no tiene la llave del grupo. Pide a quien facilita que te envíe otra vez el enlace del grupo y ábrelo aquí.";
        unlocked: "Browsers only seal on pages with a lock, and this one was opened without. Open the address again with https:// in front.", "Los navegadores solo sellan en páginas con candado, y esta se abrió sin él. Abre la dirección otra vez con https:// delante.";
        first: "This link brings the group's key. Its number is", "Este enlace trae la llave del grupo. Su número es";
        first_text: "Keep it if the link came from somebody who leads, in a way that you trust. If you can, compare the number with theirs.", "Guárdala si el enlace te llegó de alguien que facilita, por una vía de confianza. Si puedes, compara el número con el suyo.";
        first_take: "Keep it on this device", "Guardarla en este dispositivo";
        unkept: "This browser keeps nothing for this site, so the key is lost when you close it. Open the link in another browser, or not in a private window.", "Este navegador no guarda nada de este sitio, así que la llave se pierde al cerrarlo. Abre el enlace en otro navegador, o fuera de una ventana privada.";
        other: "This link has another key than this device. Its number is", "Este enlace lleva otra llave que la de este dispositivo. Su número es";
        other_text: "Ask who leads which number is right before you take it.", "Antes de usarla, pregunta a quien facilita qué número es el bueno.";
        take: "Use the link's key", "Usar la llave del enlace";

        invites: "The link holds the group's key as well, so send it in a way that you trust. The key's number is", "El enlace lleva también la llave del grupo, así que envíalo por una vía de confianza. El número de la llave es";
        invited: "This invitation brings the key with which the group seals what is said. Its number is", "Esta invitación trae la llave con la que el grupo sella lo que se dice. Su número es";
        invited_other: "This device has another key for the group. Ask who leads which number is right before you keep this one.", "Este dispositivo tiene otra llave del grupo. Antes de guardar esta, pregunta a quien facilita qué número es el bueno.";
        invited_keep: "Keep the key on this device when I go on", "Guardar la llave en este dispositivo cuando siga";
        invited_hint: "Only if the invitation came from somebody you trust. The key stays here and isn't sent to the program.", "Solo si la invitación viene de alguien de confianza. La llave se queda aquí y no se envía al programa.";

        honest_title: "What it keeps, and what it doesn't", "Qué protege y qué no";
        keeps: "It keeps what is said and shown from", "Protege lo que se dice y se muestra de";
        keeps_server: "this program, and whoever can look into the machine it runs on;", "este programa, y de quien pueda mirar en la máquina donde funciona;";
        keeps_gone: "somebody who was removed from a session, for what is said from about a second after;", "alguien a quien se ha sacado de una sesión, para lo que se dice a partir de un segundo después, más o menos;";
        keeps_copy: "somebody who copies what goes over the network.", "quien copie lo que pasa por la red.";
        keeps_not: "It doesn't change that", "No cambia que";
        not_words: "what is written (names, plans, words in an activity) goes through the program as always;", "lo que se escribe (nombres, planes, palabras de una actividad) pasa por el programa como siempre;";
        not_when: "the program knows who is here, who speaks when, for how long and how loudly, and which picture is shown, and could guess a little more from the sizes of the pieces;", "el programa sabe quién está, quién habla y cuándo, cuánto tiempo y con qué fuerza, y qué imagen se muestra, y del tamaño de los trozos podría adivinar un poco más;";
        not_together: "anyone who has the link, also somebody who was removed, could listen unseen together with whoever runs the machine: make a new link when it may be in other hands;", "cualquiera que tenga el enlace, también alguien a quien se ha sacado, podría escuchar sin ser visto junto con quien maneja la máquina: haz un enlace nuevo si puede estar en otras manos;";
        not_members: "somebody in the circle could, together with whoever runs the machine, speak as if they were another of you;", "alguien del círculo podría, junto con quien maneja la máquina, hablar como si fuera otra persona del círculo;";
        not_page: "the page itself comes from this machine: who controls it could send a page that gives the key away;", "la propia página viene de esta máquina: quien la controle podría enviar una página que entregue la llave;";
        not_room: "anyone in the circle can remember, or record with another device.", "cualquier persona del círculo puede recordar, o grabar con otro aparato.";
    }
}
