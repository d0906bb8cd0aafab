//! Thinking patterns, in plain words of our own: what a mind does when it hurts. Marking one says
//! what somebody noticed, and never what is wrong with anybody. The kinds are those of cognitive
//! therapy, in words of our own; «just this once» is what it looks for where people use.

use circle::activity::PATTERNS;

use crate::site::lang::Lang;

/// A pattern's name and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sessions) struct Pattern {
    pub(in crate::sessions) name: &'static str,
    pub(in crate::sessions) about: &'static str,
}

type Row = ((&'static str, &'static str), (&'static str, &'static str));

const TABLE: [Row; PATTERNS as usize] = [
    (
        (
            "All or nothing",
            "It's perfect or it's ruined; the middle is missing.",
        ),
        ("Todo o nada", "O perfecto o perdido; falta el medio."),
    ),
    (
        ("Always and never", "One time becomes every time."),
        ("Siempre y nunca", "Una vez se vuelve todas las veces."),
    ),
    (
        (
            "Seeing only the dark",
            "The one bad thing is in the light, the rest is out of sight.",
        ),
        (
            "Ver solo lo oscuro",
            "Lo malo está a la luz y lo demás no se ve.",
        ),
    ),
    (
        (
            "The good doesn't count",
            "What went well was luck, or they were only being nice.",
        ),
        (
            "Lo bueno no cuenta",
            "Lo que salió bien fue suerte, o lo dijeron por amabilidad.",
        ),
    ),
    (
        (
            "Reading minds",
            "Knowing what others think without having asked.",
        ),
        (
            "Leer la mente",
            "Saber qué piensan otras personas sin haber preguntado.",
        ),
    ),
    (
        (
            "Telling the future",
            "It will go badly, as if it had happened already.",
        ),
        (
            "Adivinar el futuro",
            "Saldrá mal, como si ya hubiera pasado.",
        ),
    ),
    (
        (
            "The worst of all",
            "From a small thing straight to the end of the world.",
        ),
        (
            "Lo peor de lo peor",
            "De algo pequeño, derecho al fin del mundo.",
        ),
    ),
    (
        ("I feel it, so it's true", "A feeling is taken for a fact."),
        (
            "Lo siento, luego es cierto",
            "Se toma lo que se siente por un hecho.",
        ),
    ),
    (
        (
            "Musts and shoulds",
            "A rule that nobody could keep, and a stick for breaking it.",
        ),
        (
            "Debería y tengo que",
            "Una regla que nadie cumpliría, y un palo por romperla.",
        ),
    ),
    (
        (
            "A name instead of a deed",
            "Not «I forgot», but «I am no good».",
        ),
        (
            "Un nombre en vez de un hecho",
            "No «se me olvidó», sino «no valgo».",
        ),
    ),
    (
        (
            "It's all on me",
            "What happened is my doing, whoever else was there.",
        ),
        (
            "Todo es culpa mía",
            "Lo que pasó es cosa mía, sin importar quién más estaba.",
        ),
    ),
    (
        (
            "Just this once",
            "A door that looks small from the outside.",
        ),
        (
            "Solo por esta vez",
            "Una puerta que por fuera parece pequeña.",
        ),
    ),
];

/// All of them, in the order of their numbers.
pub(in crate::sessions) fn all(lang: Lang) -> impl Iterator<Item = Pattern> {
    TABLE.iter().map(move |row| {
        let (name, about) = match lang {
            Lang::En => row.0,
            Lang::Es => row.1,
        };
        Pattern { name, about }
    })
}

/// The pattern of this number.
pub(in crate::sessions) fn nth(lang: Lang, nth: u8) -> Option<Pattern> {
    all(lang).nth(usize::from(nth))
}
