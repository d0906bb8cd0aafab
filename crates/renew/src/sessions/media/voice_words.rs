//! Texts about sound and cameras. [`VoiceWords`] are given to the scripts of both pages that use
//! them, [`CheckWords`] only stand in markup.

crate::words! {
    /// What the scripts say. `{what}` is the microphone or the camera.
    pub(in super::super) struct VoiceWords {
        mic_off: "Mic off", "Sin micro";
        mic_on: "Mic on", "Con micro";
        mute_here: "Switch the microphone off", "Apagar el micrófono";
        camera_off: "Camera off", "Sin cámara";
        camera_on: "Camera on", "Con cámara";
        camera_starting: "Starting…", "Encendiendo…";
        the_mic: "the microphone", "el micrófono";
        the_camera: "the camera", "la cámara";

        line_off: "Microphone off.", "Micrófono apagado.";
        line_heard: "Microphone on, the circle hears you.", "Micrófono encendido, el círculo te oye.";
        line_heard_apart: "Microphone on, your side room hears you.", "Micrófono encendido, te oye tu sala aparte.";
        line_turn: "Microphone on, you are heard when it is your turn.", "Micrófono encendido, te oirán cuando sea tu turno.";
        line_listens: "Microphone on. You said that you are here to listen, so nobody hears you. Ask for a turn to be heard.", "Micrófono encendido. Dijiste que hoy vienes a escuchar, así que no se te oye. Pide un turno y se te oirá.";
        line_alone: "Microphone on, nobody else is here yet.", "Micrófono encendido, aún no hay nadie más.";
        line_apart: "Microphone on, nobody hears you right now.", "Micrófono encendido, ahora mismo no te oye nadie.";
        line_rested: "{name} rests your microphone for now.", "{name} ha puesto tu micrófono en pausa por ahora.";
        line_waits: "Microphone on, but the sound isn't connected yet.", "Micrófono encendido, pero el sonido aún no está conectado.";
        line_held: "You speak while you hold the space bar.", "Hablas mientras mantienes la barra espaciadora.";
        line_interrupted: "Something else has your microphone right now, maybe a call. If it doesn't come back, tap Mic twice.", "Otra cosa usa tu micrófono ahora mismo, quizá una llamada. Si no vuelve, toca el micro dos veces.";
        line_yields: "Another microphone in your room is open and carries your voice, so yours stays out of it, or it would echo.", "Otro micrófono de tu sala está abierto y lleva tu voz, así que el tuyo se queda fuera; si no, habría eco.";
        line_beside: "Microphone on, the circle hears you, and what the phone on the table plays. Switch it off while you don't speak.", "Micrófono encendido: el círculo te oye, y también lo que suena en el teléfono de la mesa. Apágalo mientras no hables.";
        line_beside_quiet: "Microphone on, the circle hears you. Until you switch it off, the phone on the table plays only who leads.", "Micrófono encendido, el círculo te oye. Hasta que lo apagues, en el teléfono de la mesa solo suena quien guía.";
        line_no_answer: "Microphone on. The room doesn't answer just now, and you may still be heard.", "Micrófono encendido. La sala no responde ahora mismo, y quizá se te sigue oyendo.";
        line_nobody: "Microphone on, but nobody else's sound is connected yet.", "Micrófono encendido, pero todavía nadie más tiene el sonido conectado.";
        line_sealing: "Microphone on, but not everyone here can hear you yet.", "Micrófono encendido, pero todavía no te puede oír todo el mundo.";
        line_starting: "Starting your microphone…", "Encendiendo tu micrófono…";

        sound_connecting: "Connecting the sound…", "Conectando el sonido…";
        sound_lost: "The sound was cut off. We're trying again.", "Se ha cortado el sonido. Lo seguimos intentando.";
        sound_only: "Weak network: the pictures rest, everyone is still heard.", "Conexión lenta: las imágenes descansan, y se sigue oyendo todo.";
        pictures_some: "Some pictures don't come through right now.", "Ahora mismo no llegan algunas imágenes.";
        camera_crowded: "Up to four cameras are shown at a time, first those of who speaks and who leads.", "Se muestran hasta cuatro cámaras a la vez, primero las de quien habla y quien guía.";
        sound_blocked: "The sound still can't get through. Try another network, or tell whoever looks after this site. We go on trying.", "El sonido sigue sin pasar. Prueba otra red, o avisa a quien cuida este sitio. Lo seguimos intentando.";
        sound_old: "This browser can't carry voices. Everything else works. A newer Chrome, Edge, Firefox or Safari can.", "Este navegador no puede llevar voces. Todo lo demás funciona. Un Chrome, Edge, Firefox o Safari más nuevo sí.";
        sound_refused: "Sound can't be used here right now. Everything else works.", "Aquí no se puede usar el sonido ahora mismo. Todo lo demás funciona.";
        speaker_off: "Sound is off on this device.", "El sonido está apagado en este dispositivo.";
        outlet_away: "We can't reach the headphones or the speaker that you listen through, so the sound is off here. If you go on, another one plays, and people near you may hear it.", "No encontramos los auriculares o el altavoz por los que escuchas, así que aquí el sonido está apagado. Si sigues, sonará por otro, y quizá lo oiga quien esté cerca.";
        turn_sound_off: "Sound off here", "Sin sonido aquí";
        turn_sound_on: "Sound from this one", "Sonido desde este";

        said_heard: "The circle hears you.", "El círculo te oye.";
        said_not_heard: "You are not heard right now.", "Ahora no se te oye.";
        said_let: "Your microphone may speak again.", "Tu micrófono puede volver a hablar.";
        said_mic_off: "Microphone off.", "Micrófono apagado.";
        said_camera_on: "Camera on, in your seat.", "Cámara encendida, en tu sitio.";
        said_camera_off: "Camera off.", "Cámara apagada.";
        said_sound_back: "The sound is back.", "El sonido ha vuelto.";
        said_mic_other: "That microphone went away. Another one is on now.", "Ese micrófono se ha ido. Ahora está encendido otro.";
        said_out: "You stepped out, so your microphone and camera are off.", "Has salido un rato, así que tu micrófono y tu cámara están apagados.";
        said_ended: "The session has ended, so your microphone and camera are off.", "La sesión ha terminado, así que tu micrófono y tu cámara están apagados.";
        said_mic_tried: "You're trying your microphone on another page, so it is off here.", "Estás probando tu micrófono en otra página, así que aquí está apagado.";
        said_camera_tried: "You're trying your camera on another page, so it is off here.", "Estás probando tu cámara en otra página, así que aquí está apagada.";
        said_mic_gone: "Your microphone went away, so it is off.", "Tu micrófono se ha ido, así que está apagado.";
        said_headphones_gone: "Your headphones went away. So that it doesn't echo, sound and microphone are off here.", "Tus auriculares se han ido. Para que no haya eco, aquí el sonido y el micrófono están apagados.";
        said_camera_gone: "Your camera went away, so it is off.", "Tu cámara se ha ido, así que está apagada.";

        sealed_making: "Sealing is being made ready…", "Preparando el sellado…";
        sealed_on: "Sealed end to end, between devices with the group's key.", "Sellado de extremo a extremo, entre dispositivos con la llave del grupo.";
        sealed_number: "Your key: {number}.", "Tu llave: {number}.";
        sealed_apart: "You and {names} have different keys and can't hear each other. Compare their numbers: who leads has the right one.", "Tú y {names} tienen llaves distintas y no se pueden oír. Comparen los números: quien facilita tiene el bueno.";
        sealed_plain: "Not sealed: this session goes on without it.", "Sin sellar: esta sesión sigue sin ello.";
        sealed_browser: "Not sealed: a browser here can't do it.", "Sin sellar: un navegador de los que están aquí no puede.";
        sealed_secret: "Not sealed: somebody here hasn't opened the group's link on their device.", "Sin sellar: alguien aquí no ha abierto el enlace del grupo en su dispositivo.";
        sealed_other_secret: "Not sealed: devices here have different keys. Compare their numbers: who leads has the right one.", "Sin sellar: los dispositivos de aquí tienen llaves distintas. Comparen los números: quien facilita tiene el bueno.";
        sealed_unoffered: "Not sealed: this device has the group's key, but this session isn't sealed. If that surprises you, ask who leads before you speak.", "Sin sellar: este dispositivo tiene la llave del grupo, pero esta sesión no está sellada. Si te extraña, pregunta a quien facilita antes de hablar.";
        sealed_my_other: "Not sealed: you and {names} have different keys. Compare their numbers: who leads has the right one.", "Sin sellar: tú y {names} tienen llaves distintas. Comparen los números: quien facilita tiene el bueno.";
        sealed_my_load: "Not sealed: a part of this page could not be loaded. Load the page again when your network is better.", "Sin sellar: no se pudo cargar una parte de esta página. Vuelve a cargarla cuando tengas mejor conexión.";
        sealed_my_browser: "Not sealed: this browser can't do it. A newer Chrome, Edge, Firefox or Safari can.", "Sin sellar: este navegador no puede. Un Chrome, Edge, Firefox o Safari más nuevo sí.";
        sealed_my_lock: "Not sealed: browsers only seal on pages with a lock, and this one was opened without. Open the address with https:// in front.", "Sin sellar: los navegadores solo sellan en páginas con candado, y esta se abrió sin él. Abre la dirección con https:// delante.";
        sealed_my_secret: "Not sealed: this device doesn't have the group's key. Ask who leads to send you the group's link again, and open it here.", "Sin sellar: este dispositivo no tiene la llave del grupo. Pide a quien facilita que te envíe otra vez el enlace del grupo y ábrelo aquí.";
        sealed_fallen: "This session is not sealed now, so your microphone and camera are off.", "Ahora esta sesión no está sellada, así que tu micrófono y tu cámara están apagados.";
        sealed_fallen_mend: "Switch them on to go on without, if you choose to.", "Enciéndelos si eliges seguir sin ello.";

        seat_table: "with the microphone of their table on", "con el micrófono de su mesa encendido";
        table_mic_on: "The microphone on the table of {names} is on.", "El micrófono de la mesa de {names} está encendido.";
        table_mic_off: "The microphone on the table of {names} is off.", "El micrófono de la mesa de {names} está apagado.";
        phone_off: "The phone on the table plays for everybody around it, so this one is quiet.", "El teléfono de la mesa suena para todas las personas de alrededor, así que este está en silencio.";
        phone_mic: "Microphone off. The phone on the table carries the voices of those who share it, and not yours. To be heard online from here, put headphones on.", "Micrófono apagado. El teléfono de la mesa lleva las voces de quienes lo comparten, y no la tuya. Para que te oigan en línea desde aquí, ponte auriculares.";
        phone_on: "I have headphones on", "Llevo auriculares";
        phone_stop: "No headphones any more", "Ya no llevo auriculares";
        seat_mic: "microphone on", "con el micrófono encendido";
        seat_camera: "camera on", "con la cámara encendida";

        insecure: "Browsers only give {what} to pages with a lock, and this one was opened without.", "Los navegadores solo dejan usar {what} en páginas con candado, y esta se abrió sin él.";
        insecure_mend: "Open the address with https:// in front. If that doesn't help, tell whoever looks after this site. Until then you can take part without.", "Abre la dirección con https:// delante. Si no ayuda, avisa a quien cuida este sitio. Mientras tanto puedes participar sin ello.";
        old: "This browser can't use {what}.", "Este navegador no puede usar {what}.";
        old_mend: "A newer one can: Chrome, Edge, Firefox or Safari. Everything else works here too.", "Uno más nuevo sí: Chrome, Edge, Firefox o Safari. Todo lo demás también funciona aquí.";
        blocked: "Your browser was told not to give {what} to this page.", "A tu navegador se le ha dicho que no deje a esta página usar {what}.";
        blocked_mend: "Tap the sign beside the address at the top, look for permissions, and allow it. Then press here again.", "Toca el signo junto a la dirección, arriba, busca los permisos y permítelo. Después vuelve a pulsar aquí.";
        dismissed: "The browser's question was closed without an answer.", "La pregunta del navegador se cerró sin respuesta.";
        dismissed_mend: "Press again, and choose Allow.", "Vuelve a pulsar y elige Permitir.";
        blocked_device: "This phone or computer doesn't give the browser {what}.", "Este teléfono u ordenador no deja al navegador usar {what}.";
        blocked_device_mend: "Open the settings of the device, look for privacy, and allow it for your browser. Then press here again.", "Abre los ajustes del dispositivo, busca privacidad y permítelo para tu navegador. Después vuelve a pulsar aquí.";
        none: "We looked for {what} and found none.", "Buscamos {what} y no encontramos nada.";
        none_mend: "Plug it in or switch it on, a Bluetooth headset too. Then press here again.", "Conéctalo o enciéndelo, también unos auriculares Bluetooth. Después vuelve a pulsar aquí.";
        busy: "Something else on this device is using {what}.", "Otra cosa en este dispositivo está usando {what}.";
        busy_mend: "Close other calls and tabs that use it. Then press here again.", "Cierra otras llamadas y pestañas que lo usen. Después vuelve a pulsar aquí.";
        unknown: "We couldn't start {what}.", "No pudimos encender {what}.";
        unknown_mend: "Press here again. If it goes on, close the browser and open it anew.", "Vuelve a pulsar aquí. Si sigue igual, cierra el navegador y ábrelo de nuevo.";

        check_mic: "Try the microphone", "Probar el micrófono";
        check_mic_stop: "Stop the microphone", "Apagar el micrófono";
        check_camera: "Try the camera", "Probar la cámara";
        check_camera_stop: "Stop the camera", "Apagar la cámara";
        check_listening: "Say something. We listen for three seconds.", "Di algo. Escuchamos tres segundos.";
        check_playing: "This is how you sound.", "Así suenas.";
        check_over: "That was you. It is gone now.", "Esa era tu voz. Ya no está en ninguna parte.";
        check_quiet: "That was very quiet. Come nearer, or choose another microphone.", "Se oyó muy bajo. Acércate, o elige otro micrófono.";
        check_not_kept: "This browser keeps nothing for this page, so it holds until you leave it.", "Este navegador no guarda nada de esta página, así que vale hasta que salgas de ella.";
        check_kept: "Kept on this device. The room uses it too.", "Guardado en este dispositivo. La sala también lo usa.";
        check_usual: "The one that the device uses", "El que usa el dispositivo";
        check_nth: "Number {n}", "Número {n}";
    }
}

crate::words! {
    /// The page on which sound and camera are tried, and what the room's page holds from the start.
    pub(in super::super) struct CheckWords {
        title: "Sound and camera", "Sonido y cámara";
        new_tab: "(opens in a new tab)", "(se abre en otra pestaña)";
        try_first: "Try sound and camera first", "Probar antes el sonido y la cámara";
        lead: "Try them here first, if you like. What you say and show stays on this device. You can also just go in.", "Pruébalos aquí antes, si quieres. Lo que dices y muestras se queda en este dispositivo. También puedes entrar sin más.";
        to_room: "Go into the room", "Entrar en la sala";
        to_session: "Back to the session", "Volver a la sesión";

        mic_title: "Hear yourself", "Oírte";
        mic_text: "Your microphone is off in the room until you switch it on.", "En la sala tu micrófono está apagado hasta que lo enciendas.";
        level: "How loud you are", "Lo fuerte que se te oye";
        which_mic: "Which microphone", "Qué micrófono";
        listen: "Say something and hear it", "Decir algo y oírlo";
        listen_text: "For three seconds we listen, then you hear it once. Nothing is kept.", "Escuchamos tres segundos y después lo oyes una vez. No se guarda nada.";

        camera_title: "See yourself", "Verte";
        camera_text: "Your camera is off in the room too. Many people leave it off, and that is fine.", "En la sala tu cámara también está apagada. Mucha gente la deja así, y está bien.";
        picture: "You, as in a mirror", "Tú, como en un espejo";
        which_camera: "Which camera", "Qué cámara";

        speaker_title: "Hear the others", "Oír a las demás personas";
        speaker_text: "Headphones keep what others say between you and them.", "Con auriculares, lo que dicen las demás personas queda entre ustedes.";
        which_speaker: "Where the sound comes out", "Por dónde sale el sonido";
        play: "Play a soft sound", "Poner un sonido suave";

        need_title: "What it takes", "Lo que hace falta";
        need_lock: "A page with a lock: its address begins with https://.", "Una página con candado: su dirección empieza por https://.";
        need_browser: "A browser of the last few years, with scripts switched on.", "Un navegador de los últimos años, con los scripts activados.";
        need_allow: "When the browser asks, allow the microphone. If it never asks, look at the sign beside the address.", "Cuando el navegador pregunte, permite el micrófono. Si no pregunta, mira el signo junto a la dirección.";
        need_alone: "A place where nobody overhears the circle.", "Un lugar donde nadie más oiga al círculo.";
        need_space: "With a keyboard: hold the space bar to speak while your microphone is off.", "Con teclado: mantén la barra espaciadora para hablar mientras el micrófono está apagado.";
        need_without: "Without any of this you can still be in the room: turns, words and writing work, and you can listen where others are.", "Sin nada de esto también puedes estar en la sala: los turnos, las palabras y lo escrito funcionan, y puedes escuchar donde estén otras personas.";

        hear: "Hear the circle", "Oír al círculo";
        hear_text: "Your browser waits for a tap before it plays sound.", "Tu navegador espera un toque antes de poner sonido.";
        close: "Close", "Cerrar";
        table_ask: "You're in the room with others. So that it doesn't echo, let the sound come from one device there only.", "Estás en la sala con otras personas. Para que no haya eco, que el sonido salga de un solo dispositivo.";
        table_off: "Sound off here", "Sin sonido aquí";
        table_on: "Sound from this one", "Sonido desde este";
        phone_ask: "You're in the room, and the phone on the table plays for everybody around it. So that it doesn't echo, sound and microphone are off on this one. To be heard online from here, put headphones on.", "Estás en la sala, y el teléfono de la mesa suena para todas las personas de alrededor. Para que no haya eco, aquí el sonido y el micrófono están apagados. Para que te oigan en línea desde aquí, ponte auriculares.";
        phone_headphones: "I have headphones on", "Llevo auriculares";
        phone_leave: "Leave them off", "Dejarlos apagados";
        table_title: "Sound of this table", "El sonido de esta mesa";
        table_lead: "Try what this phone hears and plays. What is tried here stays on this phone.", "Prueba lo que este teléfono oye y cómo suena. Lo que se prueba aquí no sale de este teléfono.";
        table_back: "Back to the table", "Volver a la mesa";
        table_middle: "The phone in the middle of the table, so that everybody is heard alike.", "El teléfono en el centro de la mesa, para que se oiga igual a todas las personas.";
        rest: "Rest this microphone", "Poner este micrófono en pausa";
        unrest: "Let it speak again", "Que pueda volver a hablar";
        rest_text: "They are told, and nobody else in the circle.", "Se le dice, y a nadie más del círculo.";
    }
}
