//! Texts of side rooms: rehearsals, and a talk apart with a host.

use circle::side_rooms::{RoomPart, RoomStep};

use crate::site::lang::Lang;

crate::words! {
    pub(super) struct SideRoomWords {
        have_scene: "I have a scene to try", "Tengo una escena para ensayar";
        have_scene_hint: "You choose what it is about, and you can stop it at any moment.", "Tú eliges de qué trata, y puedes pararla en cualquier momento.";
        rooms: "Scenes tonight", "Escenas de hoy";
        rooms_none: "Nobody has a scene yet. There may be none tonight.", "Todavía nadie tiene una escena. Puede que hoy no haya ninguna.";
        scene_of: "{name}'s scene", "La escena de {name}";
        with_names: "With {names}", "Con {names}";
        take_partner: "Play the other person", "Hacer de la otra persona";
        take_watcher: "Watch and show other ways", "Mirar y mostrar otras formas";
        full: "Everybody is there who can be.", "Ya están todas las personas que caben.";
        stay: "Nobody has to play. You can stay here.", "Nadie tiene que actuar. Puedes quedarte aquí.";

        title: "Your corner", "Tu rincón";
        apart: "The circle can't see what happens here.", "El círculo no ve lo que pasa aquí.";
        step_of: "Step {n} of 5: {name}.", "Paso {n} de 5: {name}.";
        wait_partner: "Somebody has to play the other person first. The others see that you are looking.", "Falta alguien que haga de la otra persona. El resto del círculo ve que buscas a alguien.";
        card: "The scene", "La escena";
        card_who: "Who is the other person?", "¿Quién es la otra persona?";
        card_place: "Where are you?", "¿Dónde ocurre?";
        card_says: "What do they say?", "¿Qué dice?";
        card_date: "If there is a real day for it, which?", "Si hay un día real, ¿cuál?";
        card_takeaway: "What do you take along?", "¿Qué te llevas?";
        card_seen: "Those in this room see it; it stays with you", "Lo ve quien está en esta sala; se queda contigo";
        card_none: "{name} is still thinking of it.", "{name} todavía lo está pensando.";
        save: "Keep it", "Guardar";
        saved: "Kept.", "Guardado.";
        next: "On to: {name}", "Seguir: {name}";
        done: "We're done", "Terminamos";
        swap: "I'd like to swap", "Quiero cambiar de papel";
        no_swap: "I'd rather not swap", "Mejor no cambiar";
        swap_hint: "You swap only if both of you want to. Neither hears what the other said unless it was yes.", "Solo hay cambio si las dos personas quieren. Ninguna sabe lo que dijo la otra, salvo que fuera sí.";
        swap_both: "You both want to swap.", "Las dos personas quieren cambiar.";
        pause: "Pause the scene", "Pausar la escena";
        unpause: "Go on with the scene", "Seguir con la escena";
        paused: "Paused. Take a breath. Nobody has to say why.", "En pausa. Respira. Nadie tiene que decir por qué.";
        stop: "Stop the scene", "Parar la escena";
        call: "Call for help", "Pedir ayuda";
        uncall: "We're fine now", "Ya estamos bien";
        called: "Those who lead see that you ask. You can go on or wait.", "Quienes facilitan ven que pides ayuda. Puedes seguir o esperar.";
        others_call: "Another room asks for help.", "Otra sala pide ayuda.";
        leave: "Back to the circle", "Volver al círculo";
        lean: "If you'd like a line to lean on", "Si quieres una frase en que apoyarte";
        lean_1: "Not tonight. Good to see you though.", "Hoy no. Pero me alegro de verte.";
        lean_2: "I hear you, and my answer is no.", "Te escucho, y mi respuesta es no.";
        lean_3: "I need a moment before I answer.", "Necesito un momento antes de contestar.";

        run_paused: "paused", "en pausa";
        run_calls: "asks for help", "pide ayuda";
        visit: "Look in on {name}", "Ir a ver a {name}";
        bring_back: "Bring them back", "Que vuelvan al círculo";

        asked: "{name} asks: shall we sit together for a few minutes?", "{name} pregunta: ¿nos sentamos a hablar unos minutos?";
        asked_text: "Just the two of you. To the circle you are away for a moment. No is fine.", "Sin nadie más. Para el círculo, estás fuera un momento. Puedes decir que no.";
        asked_yes: "Yes, I'd like that", "Sí, me gustaría";
        asked_no: "Not now", "Ahora no";
        aside_title: "The two of you", "Un momento aparte";
        aside_text: "The session goes on. Nothing that you say here is written down anywhere.", "La sesión sigue. Nada de lo que se diga aquí queda escrito en ninguna parte.";
        aside_waiting: "They have been asked. They may say no.", "Ya le llegó la pregunta. Puede decir que no.";
        help_now: "Help now and crisis lines", "Ayuda ya y líneas de ayuda";
    }
}

/// A part in a side room.
pub(super) fn part(lang: Lang, part: RoomPart) -> &'static str {
    let (en, es) = match part {
        RoomPart::Owner => ("plays self", "hace su propio papel"),
        RoomPart::Partner => ("plays the other person", "hace de la otra persona"),
        RoomPart::Watcher => ("watches", "mira"),
        RoomPart::Host => ("came to help", "vino a ayudar"),
        RoomPart::Guest => ("here to talk", "vino a hablar"),
    };
    pick(lang, en, es)
}

/// A step of a rehearsal: its name, and what each does in it.
pub(super) fn step(lang: Lang, step: RoomStep) -> (&'static str, &'static str) {
    let ((name_en, name_es), (how_en, how_es)) = match step {
        RoomStep::Scene => (
            ("the person", "la persona"),
            (
                "Whose scene it is shows the other person: how they talk, what they say.",
                "Quien trae la escena muestra a la otra persona: cómo habla, qué dice.",
            ),
        ),
        RoomStep::Play => (
            ("the scene", "la escena"),
            (
                "One plays that person, the owner plays self. Try it the way you'd like it to go.",
                "Una persona hace de esa persona, y quien trae la escena sigue siendo quien es. Pruébalo como te gustaría que fuera.",
            ),
        ),
        RoomStep::Swap => (
            ("the other way round", "al revés"),
            (
                "Swap: what does it sound like from the other side?",
                "Cambio de papeles: ¿cómo suena desde el otro lado?",
            ),
        ),
        RoomStep::OtherWays => (
            ("other ways", "otras formas"),
            (
                "Who watched shows another way to say it. Not better; another.",
                "Quien miraba muestra otra forma de decirlo. No mejor: otra.",
            ),
        ),
        RoomStep::Takeaway => (
            ("what you take along", "lo que te llevas"),
            (
                "The scene is over. What of it will you use?",
                "La escena terminó. ¿Qué vas a usar de esto?",
            ),
        ),
    };
    (pick(lang, name_en, name_es), pick(lang, how_en, how_es))
}

fn pick(lang: Lang, en: &'static str, es: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}
