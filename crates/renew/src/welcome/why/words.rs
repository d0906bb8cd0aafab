//! Texts around the pages of «why we do this». What each page says is in `together` and `skills`.

crate::words! {
    pub(in super::super) struct WhyPagesWords {
        title: "Why we do this", "Por qué hacemos esto";
        lead: "Each part of a session has a reason. Here is what happens in it, why people do it, and what is honestly known. For anyone who is curious, and for families.", "Cada parte de una sesión tiene un motivo. Aquí se cuenta qué pasa, por qué se hace y qué se sabe de verdad. Para quien sienta curiosidad, y para las familias.";
        parts: "The parts of a session", "Las partes de una sesión";
        activities: "What a circle may do in its working time", "Lo que un círculo puede hacer en su tiempo de trabajo";
        circle: "Why a circle of peers", "Por qué un círculo de iguales";
        how_we_say: "How we write here", "Cómo escribimos aquí";
        how_we_say_text: "We say what a study found only where we can name the study, and we say what it can't tell. Where we know of no study, we say so. These pages give no medical advice, and a circle takes the place of no doctor and no medicine.", "Solo contamos lo que encontró un estudio cuando podemos decir cuál, y decimos también lo que no puede demostrar. Si no conocemos ninguno, lo decimos. Estas páginas no dan consejo médico, y un círculo no sustituye a la medicina ni a la medicación.";
        happens: "What happens", "Qué pasa";
        why: "Why people do it", "Por qué se hace";
        known: "What is known", "Qué se sabe";
        known_none: "We know of no study that has tested this by itself.", "No conocemos ningún estudio que lo haya probado por separado.";
        limit: "What it can't tell:", "Lo que no puede decir:";
        source: "Source:", "Fuente:";
        unknown: "What isn't known", "Qué no se sabe";
        all: "All parts and activities", "Todas las partes y actividades";
        how_it_goes: "How a session goes", "Cómo es una sesión";
        supporting: "Supporting someone", "Apoyar a alguien";
        working_may: "These are the activities:", "Estas son las actividades:";
    }
}
