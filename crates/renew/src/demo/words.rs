//! Texts of the demo: its front door, and what simulated peers write.

crate::words! {
    pub(super) struct DemoWords {
        title: "Try a circle", "Prueba un círculo";
        lede: "This is a community made up for today. The people in the circle are simulated; they come in by the same door as a browser. Close the program and everything is gone.", "Esta comunidad es de hoy y de mentira. Las personas del círculo son simuladas y entran por la misma puerta que un navegador. Al cerrar el programa desaparece todo.";
        how_fast: "How fast?", "¿A qué ritmo?";
        quick: "Quick", "Rápido";
        quick_hint: "Ninety minutes in about nine.", "Noventa minutos en unos nueve.";
        real: "Real", "Real";
        real_hint: "As long as a session lasts.", "Lo que dura una sesión.";
        which: "What shall the circle try in its working time?", "¿Qué probará el círculo en su tiempo de trabajo?";
        which_lead: "If you lead, you choose it in the room.", "Si guías, lo eliges en la sala.";
        member: "Take a seat", "Toma asiento";
        member_hint: "You are Wren, a member. Marlow leads.", "Eres Wren, del grupo. Guía Marlow.";
        lead: "Lead the circle", "Guía el círculo";
        lead_hint: "You are Marlow. Bea hosts, the others wait for you to begin.", "Eres Marlow. Bea acompaña; el resto espera a que empieces.";
        look_around: "Look around first", "Antes, echa un vistazo";
        look_around_hint: "You are Robin, the coordinator: groups, people, settings, importing a fellowship's feed.", "Eres Robin, de coordinación: grupos, personas, ajustes, importar las reuniones de una comunidad.";
    }
}

/// Something that a simulated peer writes, in English and in Spanish.
pub(super) type Line = (&'static str, &'static str);

/// A situation, the thought in it, and two feelings.
pub(super) const THOUGHTS: [[Line; 4]; 3] = [
    [
        (
            "My sister didn't ring back on Sunday.",
            "El domingo mi hermana no me devolvió la llamada.",
        ),
        ("She has given up on me.", "Ya no cree en mí."),
        ("Sad", "Tristeza"),
        ("Ashamed", "Vergüenza"),
    ],
    [
        (
            "At work they asked who broke the machine, and all looked at me.",
            "En el trabajo preguntaron quién rompió la máquina y todos me miraron.",
        ),
        (
            "They will always think it was me.",
            "Siempre van a pensar que fui yo.",
        ),
        ("Angry", "Rabia"),
        ("Lonely", "Soledad"),
    ],
    [
        (
            "I slept through the alarm on the day of the appointment.",
            "No oí el despertador el día de la cita.",
        ),
        (
            "I can't even do the small things.",
            "Ni siquiera puedo con lo pequeño.",
        ),
        ("Disappointed", "Decepción"),
        ("Afraid", "Miedo"),
    ],
];

pub(super) const EVIDENCE_FOR: [Line; 5] = [
    ("It did happen, and it hurt.", "Pasó de verdad, y dolió."),
    (
        "There have been days like this before.",
        "Ya ha habido días así.",
    ),
    (
        "Trust takes time, and some of it was lost.",
        "La confianza tarda, y una parte se perdió.",
    ),
    ("Nobody said the opposite.", "Nadie dijo lo contrario."),
    (
        "I would think the same on a tired evening.",
        "Yo pensaría lo mismo una noche de cansancio.",
    ),
];
pub(super) const EVIDENCE_AGAINST: [Line; 6] = [
    (
        "You came tonight, and told us.",
        "Hoy has venido y nos lo has contado.",
    ),
    ("One day is not every day.", "Un día no son todos los días."),
    (
        "You don't know yet what they think; you can ask.",
        "Aún no sabes qué piensan; puedes preguntar.",
    ),
    (
        "Last month you told us of a day that went well.",
        "El mes pasado nos hablaste de un día que salió bien.",
    ),
    (
        "You noticed it. That is already different.",
        "Te diste cuenta. Eso ya es distinto.",
    ),
    ("Somebody waited for you here.", "Aquí te esperábamos."),
];
pub(super) const FAIRER: [Line; 6] = [
    (
        "It was a hard moment, and I don't know the whole of it yet.",
        "Fue un momento difícil, y todavía no lo sé todo.",
    ),
    (
        "Some of it went wrong, and I can mend a part.",
        "Algo salió mal, y puedo arreglar una parte.",
    ),
    (
        "I can ask instead of guessing.",
        "Puedo preguntar en vez de adivinar.",
    ),
    (
        "I'm allowed to be slow and still be on my way.",
        "Puedo ir despacio y seguir en camino.",
    ),
    (
        "They may need time. So may I.",
        "Quizá necesiten tiempo. Yo también.",
    ),
    (
        "One bad day is a day, not who I am.",
        "Un mal día es un día, no es quien soy.",
    ),
];

/// A problem, two things tried before, what to expect, and the first step.
pub(super) const PROBLEMS: [[Line; 5]; 3] = [
    [
        (
            "Friday is pay day and my way home goes past the bar.",
            "El viernes cobro y mi camino a casa pasa por el bar.",
        ),
        (
            "Took the bus once; it worked until it rained.",
            "Una vez fui en autobús; sirvió hasta que llovió.",
        ),
        (
            "Asked a friend to ring me at six. He did, twice.",
            "Pedí a un amigo que me llamara a las seis. Lo hizo dos veces.",
        ),
        (
            "It will feel odd for three Fridays, then less.",
            "Será raro tres viernes; luego, menos.",
        ),
        (
            "Text Sam on Thursday evening and ask for a lift.",
            "El jueves por la tarde, escribir a Sam y pedirle que me lleve.",
        ),
    ],
    [
        (
            "I lie awake from three o'clock on.",
            "Me despierto a las tres y ya no duermo.",
        ),
        (
            "Left the phone in the kitchen. Better for four nights.",
            "Dejé el teléfono en la cocina. Cuatro noches mejor.",
        ),
        (
            "Herbal tea. It is nice, and I still wake up.",
            "Infusiones. Están bien, y me despierto igual.",
        ),
        (
            "Not every night. Two better ones a week would be good.",
            "No todas las noches. Dos mejores por semana ya está bien.",
        ),
        (
            "Put the charger in the kitchen tonight.",
            "Poner hoy el cargador en la cocina.",
        ),
    ],
    [
        (
            "My brother offers me a drink at every family lunch.",
            "Mi hermano me ofrece una copa en cada comida familiar.",
        ),
        (
            "Said I was driving. It worked once.",
            "Dije que conducía. Sirvió una vez.",
        ),
        (
            "Stayed away at Easter, and missed them.",
            "En Semana Santa no fui, y les eché de menos.",
        ),
        (
            "He may laugh at first. He'll get used to it.",
            "Puede que al principio se ría. Se acostumbrará.",
        ),
        (
            "Ring him on Tuesday, before the lunch, and tell him.",
            "Llamarle el martes, antes de la comida, y decírselo.",
        ),
    ],
];
pub(super) const IDEAS: [Line; 8] = [
    (
        "Tell one person beforehand, so that it isn't a secret.",
        "Contarlo antes a una persona, para que no sea un secreto.",
    ),
    (
        "Have the words ready, on a card.",
        "Llevar la frase escrita en un papel.",
    ),
    (
        "Go with somebody the first few times.",
        "Ir con alguien las primeras veces.",
    ),
    (
        "Plan something nice for the hour after it.",
        "Planear algo agradable para la hora siguiente.",
    ),
    (
        "Try it for two weeks and look again here.",
        "Probarlo dos semanas y volver a mirarlo aquí.",
    ),
    ("Ring me. I mean it.", "Llámame. Lo digo en serio."),
    (
        "Change one small thing in the room where it happens.",
        "Cambiar una cosa pequeña en el lugar donde pasa.",
    ),
    (
        "Leave early, and say so when you arrive.",
        "Irte pronto, y avisar al llegar.",
    ),
];

/// What using gives and takes, now and later, and then what not using does.
pub(super) const COSTS: [[Line; 4]; 4] = [
    [
        ("An hour without the noise.", "Una hora sin el ruido."),
        ("I can fall asleep.", "Consigo dormir."),
        ("Nobody asks anything of me.", "Nadie me pide nada."),
        ("The evening has something in it.", "La tarde tiene algo."),
    ],
    [
        ("Money that was for the rent.", "El dinero del alquiler."),
        (
            "Lies that I must remember.",
            "Mentiras que tengo que recordar.",
        ),
        ("My daughter looks away.", "Mi hija aparta la mirada."),
        ("I trust myself less.", "Me fío menos de mí."),
    ],
    [
        (
            "The first two hours are long.",
            "Las dos primeras horas son largas.",
        ),
        ("I feel everything.", "Lo siento todo."),
        ("Mornings are clear.", "Las mañanas son claras."),
        ("I don't have to hide.", "No tengo que esconder nada."),
    ],
    [
        (
            "People begin to count on me.",
            "La gente empieza a contar conmigo.",
        ),
        ("A body that heals.", "Un cuerpo que se recupera."),
        ("Sundays with the children.", "Los domingos con los niños."),
        (
            "I like who I meet in the mirror.",
            "Me gusta lo que veo en el espejo.",
        ),
    ],
];

pub(super) const STRENGTHS: [Line; 8] = [
    ("You listen until the end.", "Escuchas hasta el final."),
    (
        "You say the hard thing kindly.",
        "Dices lo difícil con cariño.",
    ),
    ("You come back.", "Vuelves."),
    (
        "You make the rest of us laugh at the right moment.",
        "Nos haces reír en el momento justo.",
    ),
    (
        "You ask for help before it is late.",
        "Pides ayuda antes de que sea tarde.",
    ),
    (
        "You remember what each of us said.",
        "Recuerdas lo que dijo cada cual.",
    ),
    ("You keep small promises.", "Cumples las promesas pequeñas."),
    (
        "You are honest when it would be easier not to be.",
        "Hablas con verdad cuando callar sería más fácil.",
    ),
];

pub(super) const OUTLINE: [Line; 4] = [
    (
        "How it was: evenings alone, and lies about small things",
        "Cómo era: tardes a solas y mentiras pequeñas",
    ),
    (
        "What changed: a neighbour who knocked",
        "Qué cambió: una vecina que llamó a la puerta",
    ),
    (
        "The setback in March, and who I rang",
        "El tropiezo de marzo, y a quién llamé",
    ),
    ("How it is today", "Cómo es hoy"),
];

/// Who the other person is, where, and what they say.
pub(super) const SCENES: [[Line; 3]; 4] = [
    [
        ("My brother", "Mi hermano"),
        ("At the table, on Sunday", "En la mesa, el domingo"),
        ("Just one. It's a party.", "Solo una. Es una fiesta."),
    ],
    [
        ("My shift leader", "Mi encargada"),
        ("In her office", "En su despacho"),
        (
            "Why do you need Thursdays off?",
            "¿Por qué necesitas los jueves?",
        ),
    ],
    [
        ("An old friend", "Un viejo amigo"),
        ("At the bus stop", "En la parada"),
        ("You used to be more fun.", "Antes nos reíamos más."),
    ],
    [
        ("My mother", "Mi madre"),
        ("On the phone", "Por teléfono"),
        ("I don't believe you any more.", "Ya no te creo."),
    ],
];
pub(super) const SCENE_TAKEAWAYS: [Line; 4] = [
    (
        "Say it in the first minute, then breathe.",
        "Decirlo en el primer minuto y respirar.",
    ),
    (
        "Short is enough: no, thank you.",
        "Corto basta: no, gracias.",
    ),
    (
        "I may leave when I have said it.",
        "Puedo irme cuando lo haya dicho.",
    ),
    (
        "Their answer isn't mine to carry.",
        "Su respuesta no me toca cargarla.",
    ),
];

/// What a peer takes along from an activity.
pub(super) const TAKEAWAYS: [Line; 6] = [
    (
        "Others know this feeling too.",
        "Otras personas también conocen esto.",
    ),
    ("Ask before guessing.", "Preguntar antes de adivinar."),
    (
        "I could use that idea with the bus.",
        "La idea del autobús me sirve.",
    ),
    ("Slow is a speed as well.", "Despacio también es avanzar."),
    (
        "I want to tell my cousin about this.",
        "Quiero contárselo a mi prima.",
    ),
    (
        "It was good to sit here today.",
        "Me hizo bien estar aquí hoy.",
    ),
];

/// What somebody writes to facilitator and host who would like to talk for a moment.
pub(super) const PRIVATE_WORD: Line = (
    "That story came close. Could somebody sit with me for a minute?",
    "Esa historia me tocó de cerca. ¿Puede alguien estar un minuto conmigo?",
);
