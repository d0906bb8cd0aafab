//! Texts about a conversation and its real day. They can be read over a shoulder: they say that there
//! is a conversation, and only its owner's own words say which.

crate::words! {
    pub(super) struct RehearsedWords {
        ahead: "On {day} you wanted to talk with: {with}", "El {day} querías hablar con: {with}";
        ahead_some: "On {day} you wanted to have a conversation", "El {day} querías tener una conversación";
        today: "Today you wanted to talk with: {with}", "Hoy querías hablar con: {with}";
        today_some: "Today you wanted to have a conversation", "Hoy querías tener una conversación";
        past: "On {day} you wanted to talk with: {with}", "El {day} querías hablar con: {with}";
        past_some: "On {day} you wanted to have a conversation", "El {day} querías tener una conversación";
        ahead_text: "You have tried it out already. You can still do it another way, or not at all.", "Ya lo ensayaste. Todavía puedes hacerlo de otra forma, o no hacerlo.";
        today_text: "You have tried it out already. Take a breath first. Another day is fine too.", "Ya lo ensayaste. Primero respira. Otro día también está bien.";
        tried: "What you tried out", "Lo que ensayaste";
        took_along: "What you took along", "Lo que te llevaste";
        went: "How did it go?", "¿Cómo te fue?";
        went_hint: "In your own words. You are asked this once.", "Con tus palabras. Se te pregunta una sola vez.";
        been: "It has happened already", "Ya pasó";
        keep: "Keep it", "Guardar";
        not_today: "I'd rather not say", "Prefiero no contarlo";
        did_not_happen: "It didn't happen", "No se dio";
        only_me: "Only you can see it", "Solo tú lo ves";
        kept: "Kept. Thank you for coming back to it.", "Guardado. Gracias por volver a ello.";
        empty: "Nothing is written yet. You can write a line, or tap one of the other two.", "Todavía no hay nada escrito. Puedes escribir una línea o tocar una de las otras dos.";
        too_long: "This is longer than can be kept. Make it a little shorter; your words are still here.", "Es más largo de lo que se puede guardar. Acórtalo un poco; tus palabras siguen aquí.";
        answered: "You answered this one before, and the first answer is kept. What you wrote now is still here: you can copy it.", "Ya respondiste a esta, y la primera respuesta es la que queda. Lo que escribiste ahora sigue aquí: puedes copiarlo.";
        wrote: "What you wrote", "Lo que escribiste";
        wrote_just_now: "What you wrote just now", "Lo que escribiste ahora";
        to_kept: "What you kept", "Lo que guardaste";
        told: "How it went", "Cómo me fue";
        on: "The day for it: {day}", "El día: {day}";
        said_not: "You'd rather not say how it went.", "Preferiste no contar cómo te fue.";
        said_did_not: "It didn't happen, and that's fine.", "No se dio, y está bien.";
    }
}
