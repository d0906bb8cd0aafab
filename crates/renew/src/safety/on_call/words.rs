//! Texts of who is on call.

crate::words! {
    /// The rota, one's own hours, and the door into a room.
    pub(super) struct OnCallWords {
        rota_title: "On call", "Guardias";
        rota_lead: "Whom those who lead can ring when somebody isn't OK tonight. Several people can be on call at once.", "A quién puede llamar quien guía cuando alguien no está bien. Puede haber varias personas de guardia a la vez.";
        rota_who: "Coordinators see the rota. Who leads a session sees who is on call at that moment.", "Coordinación ve los turnos. Quien guía una sesión ve quién está de guardia en ese momento.";
        rota_empty: "Nobody is on call yet.", "Todavía no hay nadie de guardia.";
        now: "on call now", "de guardia ahora";
        no_reach: "hasn't written how to be reached yet", "todavía sin datos de contacto";
        remove: "Take off", "Quitar";
        add_title: "Put somebody down", "Apuntar a alguien";
        person: "Who", "Quién";
        person_hint: "Ask them first. They write themselves how they are reached, and can give it back.", "Pregúntale antes. Cada persona escribe cómo contactarla, y puede devolver el turno.";
        choose: "Choose", "Elegir";
        days: "Each week on", "Cada semana los";
        or_date: "Or only on this day", "O solo este día";
        start: "From", "Desde";
        end: "Until", "Hasta";
        end_hint: "An end that is before the start is on the next day.", "Si acaba antes de empezar, es al día siguiente.";
        zone: "Whose clock", "Con qué reloj";
        keep: "Keep", "Guardar";
        kept: "Kept.", "Guardado.";
        bad_person: "Choose who is on call", "Elige quién está de guardia";
        bad_days: "Choose days of the week, or one day", "Elige días de la semana, o un solo día";
        bad_both: "Choose days of the week or one day, not both", "Elige días de la semana o un solo día, no las dos cosas";
        bad_date: "Choose a day that exists", "Elige un día que exista";
        bad_time: "Choose a time, like 18:00", "Elige una hora, como 18:00";
        bad_zone: "Choose whose clock", "Elige con qué reloj";
        bad_phone: "Write the number as it is dialled, with at least two digits", "Escribe el número tal como se marca, con dos cifras o más";
        too_long: "Shorten this to {count} characters", "Acórtalo a {count} caracteres";
        full: "The rota is full. Take something off first.", "Ya no caben más turnos. Quita alguno antes.";
        each_week: "Each {days}, {start} to {end} ({place})", "Cada {days}, de {start} a {end} ({place})";
        once: "{day}, {start} to {end} ({place})", "{day}, de {start} a {end} ({place})";

        own_title: "When I am on call", "Mis guardias";
        own_lead: "While you are on call, those who lead a session may ring you, or ask you into their room.", "Mientras estás de guardia, quien guía una sesión puede llamarte o pedirte que entres en su sala.";
        own_hours: "My hours", "Mis turnos";
        own_none: "You aren't down for any. A coordinator asks you first.", "No tienes ninguno. Coordinación te pregunta antes.";
        give_back: "Give this back", "Devolver este turno";
        reach_title: "How to reach me", "Cómo localizarme";
        reach_who: "Only those who lead a session, and only while you are on call", "Solo quien guía una sesión, y solo mientras estás de guardia";
        phone: "Phone number", "Número de teléfono";
        words: "Anything they should know", "Algo que deban saber";
        words_hint: "“Text first. After ten, ring twice.” Leave both empty to show nothing.", "«Escribe antes. Después de las diez, llama dos veces». Deja los dos vacíos para no mostrar nada.";

        doors_title: "You are asked in", "Te piden que entres";
        door_title: "Can you come in?", "¿Puedes entrar?";
        door_text: "{name} asks you into the room of {group}, as a host. Somebody there may need a person beside them.", "{name} te pide que entres en la sala de {group}, para acoger. Puede que alguien necesite compañía.";
        door_text_nobody: "You are asked into the room of {group}, as a host. Somebody there may need a person beside them.", "Te piden que entres en la sala de {group}, para acoger. Puede que alguien necesite compañía.";
        door_promise: "Nothing that was said is told here. In the room you see the private words of tonight.", "Aquí no se cuenta nada de lo que se dijo. En la sala verás los mensajes privados de hoy.";
        door_yes: "I'm coming in", "Entro";
        door_no: "I can't now", "Ahora no puedo";
        door_over: "This is over. Thank you for looking.", "Esto ya pasó. Gracias por mirar.";
        door_said_no: "You said that you can't now. {name} sees that and asks somebody else.", "Dijiste que ahora no puedes. {name} lo ve y preguntará a otra persona.";
        door_change: "I can come after all", "Al final puedo entrar";
        to_room: "To the room", "A la sala";
        a_group: "a group", "un grupo";
        somebody: "who leads", "quien guía";

        room_title: "Bring somebody in", "Pedir a alguien que entre";
        room_lead: "Who is on call now. Ring them, or open a door: they come in as a host when they say yes.", "Quién está de guardia ahora. Llama, o abre una puerta: entra para acoger cuando diga que sí.";
        room_nobody: "Nobody is on call now. In danger, ring the emergency number. For a person to talk to, there are the crisis lines.", "Ahora no hay nadie de guardia. Si hay peligro, llama a emergencias. Para hablar con alguien, están las líneas de ayuda.";
        room_help: "Numbers and steps", "Números y pasos";
        room_ring: "Ring {phone}", "Llamar al {phone}";
        room_no_reach: "They haven't written a number. Open a door and tell them another way.", "No ha escrito ningún número. Abre una puerta y avísale de otra manera.";
        room_ask: "Open a door for {name}", "Abrir una puerta a {name}";
        room_ask_again: "Ask {name} once more", "Preguntar otra vez a {name}";
        room_asked: "Asked. It stands on their Today page. Or send them this address:", "Avisado. Le aparece en su página Hoy. O mándale esta dirección:";
        room_coming: "Says: I'm coming in.", "Dice: entro.";
        room_cannot: "Says: I can't now.", "Dice: ahora no puedo.";
        room_look: "Look again", "Volver a mirar";
        room_back: "Back to the room", "Volver a la sala";
        room_who: "Only those who lead tonight", "Solo quien guía hoy";
    }
}
