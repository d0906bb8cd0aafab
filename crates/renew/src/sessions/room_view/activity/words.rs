//! Texts of the activities: names, steps, fields. What to say at each step is in `say`.

use circle::activity::{ActivityKind, Part, StepKind};

use crate::site::lang::Lang;

crate::words! {
    pub(super) struct ActivityWords {
        choose: "What shall we do together?", "¿Qué hacemos hoy en el círculo?";
        planned: "planned", "en el plan";
        begin: "Begin: {name}", "Empezar: {name}";
        instead: "Do something else instead", "Hacer otra cosa en su lugar";
        minutes: "{n} min", "{n} min";
        step_of: "Step {n} of {of}: {name}.", "Paso {n} de {of}: {name}.";
        s_own: "{name} brought this.", "Lo trajo {name}.";
        you_own: "You brought this. It stays yours.", "Lo trajiste tú. Sigue siendo tuyo.";
        bring: "I'll bring one", "Traigo algo yo";
        bring_hint: "Nobody is asked by name. There may be nobody tonight, and that is fine.", "A nadie se le pide por su nombre. Puede que hoy no traiga nada nadie, y está bien.";
        hand_back: "I'd rather not, after all", "Mejor no, después de todo";
        waiting_for: "{name} is writing. There's nothing you have to do.", "{name} está escribiendo. No tienes que hacer nada.";
        others_write: "The others are writing, each alone. You can rest a moment.", "El resto escribe, cada quien a solas. Puedes descansar un momento.";
        go_on: "Go on: {name}", "Seguir: {name}";
        finish: "Finish", "Terminar";
        stop: "Stop this", "Dejarlo aquí";
        stop_text: "It ends here. What was written alone is not shown, and what you wrote in your own sheet stays yours.", "Termina aquí. Lo que cada quien escribió a solas no se muestra, y lo que escribiste en tu hoja sigue siendo tuyo.";
        stop_yes: "Yes, stop", "Sí, dejarlo";
        ready: "I'm done writing", "Terminé de escribir";
        not_ready: "I'd like to write more", "Quiero escribir más";
        ready_n: "{n} done writing", "{n} terminaron de escribir";
        ready_one: "1 done writing", "1 terminó de escribir";
        might_say: "You might say", "Podrías decir";
        save: "Keep it", "Guardar";
        saved: "Kept.", "Guardado.";
        written: "written", "escrito";
        write_too: "Write something too", "Escribir tú también";
        take_back_hint: "Empty it and keep it to take it back.", "Déjalo en blanco y guarda para quitarlo.";
        alone_hint: "Nobody sees this until everybody's is shown at once. Without your name, unless you tick it.", "Nadie lo ve hasta que se muestre lo de todo el mundo a la vez. Sin tu nombre, salvo que lo marques.";
        put_name: "Put my name to it", "Poner mi nombre";
        only_you: "Only you", "Solo tú";
        circle_later: "The circle sees this at the next step", "El círculo lo ve en el paso siguiente";
        circle_now: "The circle sees this", "El círculo lo ve";
        nothing_written: "Nobody wrote anything here, and that's fine.", "Aquí no escribió nadie, y está bien.";
        unnamed: "Somebody here", "Alguien del círculo";
        marked_n: "{n} of us marked it", "{n} lo marcaron";
        marked_one: "One of us marked it", "Una persona lo marcó";
        keep: "Keep it in my sheet", "Guardarlo en mi hoja";
        kept: "Kept in my sheet", "En mi hoja";
        let_go: "Let it go", "Soltarlo";
        choose_this: "I'd try this", "Probaría esto";
        chosen: "{name} would try this", "{name} probaría esto";
        chosen_mine: "I'd try this", "Probaría esto";
        unchoose: "Not this one after all", "Este mejor no";
        level: "How much, 0 to 100", "Cuánto, de 0 a 100";
        of_100: "{n} of 100", "{n} de 100";
        before: "Before", "Antes";
        now: "Now", "Ahora";
        patterns: "Do you see any of these in the thought?", "¿Ves algo de esto en el pensamiento?";
        patterns_hint: "Tick what you notice. You do it too: everybody does.", "Marca lo que notes. Tú también lo haces: lo hace todo el mundo.";
        patterns_seen: "Patterns that the circle noticed", "Patrones que notó el círculo";
        in_own_sheet: "In {name}'s words", "En palabras de {name}";
        for_whom: "For {name}", "Para {name}";
        strengths_to: "Strengths you have seen in {name}", "Fortalezas que has visto en {name}";
        strengths_mine: "Seen in you", "Vistas en ti";
        strengths_none: "Nothing has reached you here. It says more about the minutes than about you.", "Aquí no te llegó nada. Eso dice más del tiempo que hubo que de ti.";
        strengths_alone: "There is nobody else to write to yet.", "Todavía no hay nadie más a quien escribir.";
        reads: "{name} reads", "Lee {name}";
        you_read: "You read", "Lees tú";
        passages: "What we read", "Lo que leemos";
        outline: "My outline", "Mi guion";
        outline_hint: "A word or two for each part. Only you see it.", "Una o dos palabras por parte. Solo lo ves tú.";
        eyes_open: "You can keep your eyes open and look at one thing in the room. You can also just sit.", "Puedes dejar los ojos abiertos y mirar una cosa de la sala. También puedes solo estar.";
        rather_not: "I'd rather not: step out", "Mejor no: salir un momento";
        plan_made: "It is also your plan for the week. You can say who may know it in the closing.", "También es tu plan de la semana. En el cierre dices quién puede saberlo.";
        agree_first: "First the agreement; then you can take part.", "Primero el acuerdo; luego puedes participar.";
        listening: "You are listening. You can write if you like.", "Estás escuchando. Puedes escribir si quieres.";
        ends_soon: "about a minute left", "queda más o menos un minuto";
        time_left: "plenty of time", "hay tiempo de sobra";
        time_over: "time to look up", "hora de levantar la vista";
    }
}

/// The name of an activity.
pub(in crate::sessions) fn name(lang: Lang, kind: ActivityKind) -> &'static str {
    let (en, es) = match kind {
        ActivityKind::ThoughtRecord => ("Looking at a thought", "Mirar un pensamiento"),
        ActivityKind::Rehearsal => ("Trying out a conversation", "Ensayar una conversación"),
        ActivityKind::ProblemSolving => ("Solving a problem", "Resolver un problema"),
        ActivityKind::CostBenefit => ("What it gives, what it takes", "Lo que da y lo que quita"),
        ActivityKind::Strengths => ("Strengths we see", "Fortalezas que vemos"),
        ActivityKind::ModelShare => ("One person's road", "El camino de una persona"),
        ActivityKind::OpenDiscussion => ("Open talk", "Charla abierta"),
        ActivityKind::ReadingRound => ("Reading aloud", "Leer en voz alta"),
        ActivityKind::BodyScan => ("Through the body", "Recorrer el cuerpo"),
    };
    pick(lang, en, es)
}

/// The name of a step, and how it goes.
pub(super) fn step(lang: Lang, kind: ActivityKind, step: StepKind) -> (&'static str, &'static str) {
    let ((name_en, name_es), (how_en, how_es)) = steps(kind, step);
    (pick(lang, name_en, name_es), pick(lang, how_en, how_es))
}

type Both = (&'static str, &'static str);

#[allow(clippy::too_many_lines)] // A table of texts: a step after the other.
fn steps(kind: ActivityKind, step: StepKind) -> (Both, Both) {
    use ActivityKind as A;
    match (kind, step) {
        (A::ThoughtRecord, StepKind::Volunteer) => (
            ("who brings a thought", "quién trae un pensamiento"),
            (
                "A thought that hurts and keeps coming back. Something small is enough.",
                "Un pensamiento que duele y vuelve. Basta con algo pequeño.",
            ),
        ),
        (A::ModelShare, StepKind::Volunteer) => (
            ("who tells", "quién cuenta"),
            (
                "A piece of your road: how it was, what happened, how it is now. The setbacks belong to it.",
                "Un trozo de tu camino: cómo era, qué pasó, cómo es ahora. Los tropiezos son parte.",
            ),
        ),
        (A::CostBenefit, StepKind::Volunteer) => (
            ("who looks at it", "quién lo mira"),
            (
                "Something you use or do, and what it gives and takes. Nobody argues for one side.",
                "Algo que consumes o haces, y lo que da y quita. Nadie defiende un lado.",
            ),
        ),
        (_, StepKind::Volunteer) => (
            ("who brings a problem", "quién trae un problema"),
            (
                "One problem that you can do something about this week.",
                "Un problema en el que puedas hacer algo esta semana.",
            ),
        ),
        (_, StepKind::Example) => (
            ("an example", "un ejemplo"),
            (
                "How it goes, for those who do it for the first time.",
                "Cómo va, para quien lo hace por primera vez.",
            ),
        ),
        (A::ThoughtRecord, StepKind::Owner) => (
            ("the thought", "el pensamiento"),
            (
                "What happened, what went through your mind, how much you believe it, what you felt.",
                "Qué pasó, qué se te pasó por la cabeza, cuánto lo crees, qué sentiste.",
            ),
        ),
        (A::CostBenefit, StepKind::Owner) => (
            ("four corners", "cuatro esquinas"),
            (
                "Using and not using, now and later. What it gives is as true as what it takes.",
                "Consumir y no consumir, ahora y después. Lo que da es tan cierto como lo que quita.",
            ),
        ),
        (_, StepKind::Owner) => (
            ("the problem", "el problema"),
            (
                "In a sentence or two, as you would say it to a friend.",
                "En una o dos frases, como se lo dirías a alguien de confianza.",
            ),
        ),
        (A::ThoughtRecord, StepKind::Alone) => (
            ("each alone", "a solas"),
            (
                "Write as you would to a friend. No advice: what you see, and a fairer way to say it.",
                "Escribe como a alguien que quieres. Sin consejos: qué ves, y una forma más justa de decirlo.",
            ),
        ),
        (A::ProblemSolving, StepKind::Alone) => (
            ("ideas, in silence", "ideas, en silencio"),
            (
                "Any idea, no judging yet. Odd ones help too.",
                "Cualquier idea, sin juzgar todavía. Las raras también ayudan.",
            ),
        ),
        (A::Strengths, StepKind::Alone) => (
            ("what we have seen", "lo que hemos visto"),
            (
                "For whomever you wish: something true that you have seen them do. Small is good.",
                "Para quien elijas: algo cierto que le has visto hacer. Pequeño está bien.",
            ),
        ),
        (_, StepKind::Alone) => (
            ("each alone", "a solas"),
            (
                "What do you know of this from your own life? A line in a corner is enough.",
                "¿Qué sabes de esto por experiencia propia? Basta una línea en una esquina.",
            ),
        ),
        (A::ProblemSolving, StepKind::Shown) => (
            ("choosing", "elegir"),
            (
                "Whose problem it is marks two or three. The others may say how it was for them.",
                "Quien trajo el problema marca dos o tres. El resto puede contar cómo le fue.",
            ),
        ),
        (_, StepKind::Shown) => (
            ("all at once", "todo a la vez"),
            (
                "Read in peace. Raise a hand if you want to say something to it.",
                "Lee con calma. Levanta la mano si quieres decir algo.",
            ),
        ),
        (A::Strengths, StepKind::Keep) => (
            ("what came to you", "lo que te llegó"),
            (
                "Yours alone. Keep what fits. It need not feel true yet.",
                "Solo tuyo. Quédate con lo que encaje. No hace falta que ya lo sientas cierto.",
            ),
        ),
        (A::ThoughtRecord, StepKind::Keep) => (
            ("looking again", "mirar otra vez"),
            (
                "How much do you believe the thought now? What you felt, how strong is it?",
                "¿Cuánto crees ahora el pensamiento? Lo que sentías, ¿cuánto queda?",
            ),
        ),
        (_, StepKind::Keep) => (
            ("what stays", "lo que queda"),
            (
                "Keep what helps. The rest may go.",
                "Quédate con lo que ayude. Lo demás puede irse.",
            ),
        ),
        (_, StepKind::PastTries) => (
            ("tried before", "lo ya probado"),
            (
                "What have you tried? Half a success counts.",
                "¿Qué has probado? Medio acierto también cuenta.",
            ),
        ),
        (_, StepKind::Realistic) => (
            ("what to expect", "qué esperar"),
            (
                "If it goes well enough, what will be different in a week? What may get in the way?",
                "Si va lo bastante bien, ¿qué será distinto en una semana? ¿Qué puede estorbar?",
            ),
        ),
        (_, StepKind::FirstStep) => (
            ("the first step", "el primer paso"),
            (
                "Who does what, and when. Small enough to happen.",
                "Quién hace qué, y cuándo. Lo bastante pequeño para que ocurra.",
            ),
        ),
        (_, StepKind::Pairs) => (
            ("finding each other", "encontrarse"),
            (
                "Who has a conversation ahead, or one that went badly? The others pick a part.",
                "¿Quién tiene una conversación por delante, o una que salió mal? El resto elige un papel.",
            ),
        ),
        (_, StepKind::Rehearse) => (
            ("in side rooms", "en salas aparte"),
            (
                "All at the same time. Whoever plays can pause or stop, without a reason.",
                "Todas a la vez. Quien actúa puede pausar o parar, sin dar razones.",
            ),
        ),
        (_, StepKind::Gather) => (
            ("back together", "de vuelta"),
            (
                "What are you taking along? Nobody has to tell.",
                "¿Qué te llevas? Nadie tiene que contarlo.",
            ),
        ),
        (_, StepKind::Share) => (
            ("the telling", "el relato"),
            (
                "We listen. Nobody answers until it is over.",
                "Escuchamos. Nadie responde hasta el final.",
            ),
        ),
        (_, StepKind::Answer) => (
            ("what it brought up", "lo que despertó"),
            (
                "What in it is yours too? Speak of yourself.",
                "¿Qué de esto es también tuyo? Habla de ti.",
            ),
        ),
        (_, StepKind::Talk) => (
            ("talking", "hablar"),
            (
                "Raise a hand; whoever hasn't spoken comes first.",
                "Levanta la mano; va primero quien no ha hablado.",
            ),
        ),
        (_, StepKind::Read) => (
            ("reading", "leer"),
            (
                "A passage each, in turn. You can pass.",
                "Un fragmento por persona, por turnos. Puedes pasar.",
            ),
        ),
        (_, StepKind::Scan) => (
            ("through the body", "por el cuerpo"),
            (
                "From the feet up, without changing anything. Only noticing.",
                "De los pies hacia arriba, sin cambiar nada. Solo notar.",
            ),
        ),
        (_, StepKind::Silence) => (
            ("silence", "silencio"),
            (
                "Nothing to do. The circle is here.",
                "Nada que hacer. El círculo está aquí.",
            ),
        ),
    }
}

/// What stands above a field or a list of what was written.
pub(in crate::sessions) fn part(lang: Lang, part: Part) -> &'static str {
    let (en, es) = match part {
        Part::Situation => ("What happened", "Qué pasó"),
        Part::Thought => ("What went through my mind", "Qué se me pasó por la cabeza"),
        Part::Belief => ("How much I believe it", "Cuánto lo creo"),
        Part::Feeling => ("What I felt", "Qué sentí"),
        Part::Pattern => ("Patterns", "Patrones"),
        Part::EvidenceFor => ("What fits the thought", "Qué encaja con el pensamiento"),
        Part::EvidenceAgainst => ("What doesn't fit", "Qué no encaja"),
        Part::Fairer => ("A fairer thought", "Un pensamiento más justo"),
        Part::BeliefNow => ("How much I believe it now", "Cuánto lo creo ahora"),
        Part::FeelingNow => ("What I feel now", "Qué siento ahora"),
        Part::Problem => ("The problem", "El problema"),
        Part::PastTry => ("Something I tried", "Algo que probé"),
        Part::Idea => ("An idea", "Una idea"),
        Part::Expectation => ("What I can expect", "Qué puedo esperar"),
        Part::FirstStep => ("Who does what, and when", "Quién hace qué, y cuándo"),
        Part::UsingNow => ("Using, now", "Consumir, ahora"),
        Part::UsingLater => ("Using, later", "Consumir, después"),
        Part::NotUsingNow => ("Not using, now", "No consumir, ahora"),
        Part::NotUsingLater => ("Not using, later", "No consumir, después"),
        Part::Strength => ("A strength", "Una fortaleza"),
        Part::Outline => ("A part of it", "Una parte"),
    };
    pick(lang, en, es)
}

/// What a facilitator might say when the step begins.
#[allow(clippy::too_many_lines)] // A table of texts: a step after the other.
pub(super) fn say(lang: Lang, kind: ActivityKind, step: StepKind) -> &'static str {
    use ActivityKind as A;
    let (en, es) = match (kind, step) {
        (_, StepKind::Volunteer) => (
            "If somebody has one, tap that you bring it. If not, we do something else.",
            "Si tienes algo, toca que lo traes. Si no, hacemos otra cosa.",
        ),
        (_, StepKind::Example) => (
            "Read this in your own time. It's made up. Ours can be messier.",
            "Léelo a tu ritmo. Es inventado. Lo nuestro puede ser más desordenado.",
        ),
        (A::ThoughtRecord | A::CostBenefit | A::ProblemSolving, StepKind::Owner) => (
            "Take the time you need. We sit with you. You choose what you write.",
            "Tómate el tiempo que necesites. Estamos contigo. Tú eliges qué escribes.",
        ),
        (A::Strengths, StepKind::Alone) => (
            "Write something you have seen, not something nice. Everybody gets at least one, if we can.",
            "Escribe algo que has visto, no algo bonito. Que a cada quien le llegue al menos algo, si podemos.",
        ),
        (_, StepKind::Alone) => (
            "Each alone now. Nobody sees it until we show all of it. No name on it unless you want.",
            "Ahora a solas. Nadie lo ve hasta mostrarlo todo. Sin nombre, salvo que quieras.",
        ),
        (A::ProblemSolving, StepKind::Shown) => (
            "Two or three, no more. Which of these could you live with?",
            "Dos o tres, no más. ¿Con cuáles de estas podrías vivir?",
        ),
        (_, StepKind::Shown) => (
            "Let's read in silence first. What do you notice?",
            "Leamos primero en silencio. ¿Qué notas?",
        ),
        (_, StepKind::Keep) => (
            "Keep what helps and leave the rest. Nobody asks you which.",
            "Quédate con lo que ayude y deja lo demás. Nadie te va a preguntar cuál.",
        ),
        (_, StepKind::PastTries) => (
            "What have you tried already, and what of it worked a little?",
            "¿Qué has probado ya, y qué de eso funcionó un poco?",
        ),
        (_, StepKind::Realistic) => (
            "What would be good enough? And what might get in the way?",
            "¿Qué sería suficiente? ¿Y qué podría estorbar?",
        ),
        (_, StepKind::FirstStep) => (
            "Who, what, which day? If it is too big for this week, halve it.",
            "¿Quién, qué, qué día? Si es muy grande para esta semana, pártelo en dos.",
        ),
        (_, StepKind::Pairs) => (
            "Nobody has to play. Watching helps too. Take a part, or stay here with me.",
            "Nadie tiene que actuar. Mirar también ayuda. Toma un papel, o quédate aquí conmigo.",
        ),
        (_, StepKind::Rehearse) => (
            "I'm here if a room gets stuck. Pause and stop are yours, no reason needed.",
            "Estoy aquí si una sala se atasca. Puedes pausar o parar cuando quieras, sin dar razones.",
        ),
        (_, StepKind::Gather) => (
            "Welcome back. Shake it off: those were parts. What do you take along?",
            "De vuelta. Sacúdete el papel: no eras tú. ¿Qué te llevas?",
        ),
        (_, StepKind::Share) => (
            "Thank you for telling us. Take all of your time.",
            "Gracias por contarnos. Todo el tiempo es tuyo.",
        ),
        (_, StepKind::Answer) => (
            "What of it is yours too? Not what should be done.",
            "¿Qué de esto es también tuyo? No qué habría que hacer.",
        ),
        (_, StepKind::Talk) => (
            "We haven't heard from everybody. There's room.",
            "Aún no hemos oído a todo el mundo. Hay sitio.",
        ),
        (_, StepKind::Read) => (
            "Read as fast or as slow as you like. Passing is fine.",
            "Lee tan rápido o tan lento como quieras. Pasar está bien.",
        ),
        (_, StepKind::Scan) => (
            "Feet on the floor. Notice where they touch. Then the legs, the back, the hands, the face.",
            "Los pies en el suelo. Nota dónde tocan. Luego las piernas, la espalda, las manos, la cara.",
        ),
        (_, StepKind::Silence) => (
            "And now nothing, for two minutes. I'll say when.",
            "Y ahora nada, dos minutos. Yo aviso.",
        ),
        (_, StepKind::Owner) => ("Take the time you need.", "Tómate el tiempo que necesites."),
    };
    pick(lang, en, es)
}

fn pick(lang: Lang, en: &'static str, es: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}

crate::words! {
    /// A made-up thought record.
    pub(super) struct ExampleWords {
        made_up: "A made-up example", "Un ejemplo inventado";
        situation: "I wrote to a friend on Monday. It's Thursday and there's no answer.", "El lunes le escribí a una amistad. Es jueves y no ha contestado.";
        thought: "They are done with me.", "Ya no quiere saber nada de mí.";
        belief: "80 of 100", "80 de 100";
        pattern: "The circle noticed: reading minds, always and never.", "El círculo notó: leer la mente, siempre y nunca.";
        against: "Last month it took a week too, and then we laughed about it.", "El mes pasado también tardó una semana, y luego nos reímos.";
        fairer: "I don't know why there's no answer. I miss them, and I can ask.", "No sé por qué no contesta. La extraño, y puedo preguntar.";
        belief_now: "35 of 100", "35 de 100";
    }
}

/// Passages that come with the program, for a format without a reading of its own.
pub(super) const PASSAGES: usize = 6;

/// One of them.
pub(super) fn passage(lang: Lang, nth: usize) -> &'static str {
    const TEXTS: [Both; PASSAGES] = [
        (
            "We come as we are. Some of us had a good week and some had a day we would rather not tell. There is a seat for both.",
            "Venimos como estamos. Alguien tuvo una buena semana y alguien un día que prefiere no contar. Hay sitio para las dos cosas.",
        ),
        (
            "Nobody here is above the others. Whoever leads tonight sat where you sit, and will again.",
            "Aquí nadie está por encima de nadie. Quien facilita hoy estuvo donde estás, y volverá a estarlo.",
        ),
        (
            "A hard day takes nothing away from the days before it. They happened, and they are still ours.",
            "Un día duro no quita nada a los días de antes. Pasaron, y siguen siendo nuestros.",
        ),
        (
            "We don't give advice unless somebody asks. We tell what we did and what came of it, and leave the rest to each.",
            "No damos consejos si nadie los pide. Contamos qué hicimos y qué salió de eso, y lo demás se lo dejamos a cada quien.",
        ),
        (
            "Saying a thing aloud makes it smaller. Hearing it from another makes us less alone with it.",
            "Decir algo en voz alta lo hace más pequeño. Oírlo de otra persona nos deja menos a solas con ello.",
        ),
        (
            "What we take home is one small step for one week. It may be very small. It is still a step.",
            "Lo que nos llevamos es un pequeño paso para una semana. Puede ser muy pequeño. Sigue siendo un paso.",
        ),
    ];
    let (en, es) = TEXTS[nth % PASSAGES];
    pick(lang, en, es)
}
