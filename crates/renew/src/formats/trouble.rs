//! What can be wrong with a file, and the sentence for it.

use circle::format::{PHASES_MAX, shared_names};

use super::file::DRAFT_BYTES_MAX;
use crate::site::form::tidy_line;
use crate::site::lang::{Lang, fill};

/// A part of a file: its number from 1, and its name if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) phase: usize,
    pub(super) name: String,
}

/// What can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    TooLarge,
    NotText,
    NotJson {
        line: usize,
        column: usize,
    },
    NotAFormat,
    TooManyPhases {
        n: usize,
    },
    NotAPhase {
        place: Option<Place>,
    },
    /// It names a part that isn't there, itself perhaps; nothing when it isn't a name.
    UnknownPhase {
        place: Option<Place>,
        name: Option<String>,
    },
    Missing {
        place: Option<Place>,
        field: &'static str,
    },
    Unknown {
        place: Option<Place>,
        field: String,
    },
    Wrong {
        place: Option<Place>,
        field: &'static str,
        wants: Wants,
    },
}

/// What should stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    Text,
    Texts,
    Number,
    YesOrNo,
    List,
    Minutes,
    Turn,
    Words,
    OneOf(String),
}

crate::words! {
    struct TroubleWords {
        in_phase: "Part {n}: {text}", "Parte {n}: {text}";
        in_named: "Part {n}, “{name}”: {text}", "Parte {n}, «{name}»: {text}";
        too_large: "The file is larger than {n} KB. A format is a few pages of text; leave out what isn't part of it.", "El archivo pasa de {n} KB. Un formato son unas pocas páginas de texto; quita lo que no sea suyo.";
        not_text: "This isn't a text file. Choose the .json file of a format.", "No es un archivo de texto. Elige el archivo .json de un formato.";
        not_json: "The file can't be read from line {line}, letter {column}, on. A quotation mark, a comma or a bracket may be missing there.", "El archivo no se puede leer a partir de la línea {line}, letra {column}. Quizá falte ahí una comilla, una coma o un paréntesis.";
        not_a_format: "The file holds something else than a format. Export one of ours to see what a format looks like.", "El archivo contiene otra cosa, no un formato. Exporta uno de los nuestros para ver cómo es.";
        too_many: "It has {n} parts. A session holds at most {most}; join some, or leave some out.", "Tiene {n} partes. En una sesión caben {most} como mucho; junta o quita algunas.";
        not_a_phase: "this should be a part, written between braces, or the name of one of ours.", "aquí debe ir una parte, escrita entre llaves, o el nombre de una de las nuestras.";
        unknown_phase: "there is no part called “{name}” to take over. These are: {all}. Or write the part out.", "no hay ninguna parte llamada «{name}» que copiar. Hay estas: {all}. O escribe la parte entera.";
        unnamed_phase: "“like” should be the name of one of our parts: {all}.", "«like» debe ser el nombre de una de nuestras partes: {all}.";
        missing: "“{field}” is missing. Add it.", "Falta «{field}». Añádelo.";
        unknown: "“{field}” isn't something that a format has here. Is it misspelt? Otherwise leave it out.", "«{field}» no es nada que un formato tenga aquí. ¿Está mal escrito? Si no, quítalo.";
        wrong: "“{field}” should be {wants}.", "«{field}» debe ser {wants}.";
        wants_text: "a text in quotation marks", "un texto entre comillas";
        wants_texts: "a text in both languages: {\"en\": \"...\", \"es\": \"...\"}", "un texto en los dos idiomas: {\"en\": \"...\", \"es\": \"...\"}";
        wants_number: "a whole number from 1 to 255", "un número entero del 1 al 255";
        wants_yes_or_no: "true or false", "true o false";
        wants_list: "a list in square brackets", "una lista entre corchetes";
        wants_minutes: "three numbers: {\"min\": 3, \"target\": 5, \"max\": 8}", "tres números: {\"min\": 3, \"target\": 5, \"max\": 8}";
        wants_turn: "\"none\", \"shared\", or {\"seconds\": 180}", "\"none\", \"shared\" o {\"seconds\": 180}";
        wants_words: "an entry with heading, guidance and say", "un apartado con heading, guidance y say";
        wants_one_of: "one of these: {all}", "uno de estos: {all}";
        markup: "the words hold what looks like code, such as <b>. People would see it letter for letter.", "el texto contiene algo que parece código, como <b>. La gente lo vería letra por letra.";
    }
}

impl Trouble {
    /// The number of the part that it is in, from 1.
    pub(super) fn phase_number(&self) -> Option<usize> {
        self.place().map(|place| place.phase)
    }

    fn place(&self) -> Option<&Place> {
        match self {
            Self::TooLarge
            | Self::NotText
            | Self::NotJson { .. }
            | Self::NotAFormat
            | Self::TooManyPhases { .. } => None,
            Self::NotAPhase { place }
            | Self::UnknownPhase { place, .. }
            | Self::Missing { place, .. }
            | Self::Unknown { place, .. }
            | Self::Wrong { place, .. } => place.as_ref(),
        }
    }

    /// The sentence for people. What it quotes of the file has been made safe to show.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let w = TroubleWords::of(lang);
        let names = || shared_names().join(", ");
        let text = match self {
            Self::TooLarge => {
                let n = (DRAFT_BYTES_MAX / 1024).to_string();
                fill(w.too_large, &[("n", &n)])
            }
            Self::NotText => w.not_text.to_owned(),
            Self::NotJson { line, column } => {
                let (line, column) = (line.to_string(), column.to_string());
                fill(w.not_json, &[("line", &line), ("column", &column)])
            }
            Self::NotAFormat => w.not_a_format.to_owned(),
            Self::TooManyPhases { n } => {
                let (n, most) = (n.to_string(), PHASES_MAX.to_string());
                fill(w.too_many, &[("n", &n), ("most", &most)])
            }
            Self::NotAPhase { .. } => w.not_a_phase.to_owned(),
            Self::UnknownPhase { name, .. } => match name {
                Some(name) => fill(w.unknown_phase, &[("name", name), ("all", &names())]),
                None => fill(w.unnamed_phase, &[("all", &names())]),
            },
            Self::Missing { field, .. } => fill(w.missing, &[("field", field)]),
            Self::Unknown { field, .. } => fill(w.unknown, &[("field", field)]),
            Self::Wrong { field, wants, .. } => {
                fill(w.wrong, &[("field", field), ("wants", &wants.words(w))])
            }
        };
        with_place(lang, self.place(), &text)
    }
}

impl Wants {
    fn words(&self, w: &TroubleWords) -> String {
        let plain = match self {
            Self::Text => w.wants_text,
            Self::Texts => w.wants_texts,
            Self::Number => w.wants_number,
            Self::YesOrNo => w.wants_yes_or_no,
            Self::List => w.wants_list,
            Self::Minutes => w.wants_minutes,
            Self::Turn => w.wants_turn,
            Self::Words => w.wants_words,
            Self::OneOf(all) => return fill(w.wants_one_of, &[("all", all)]),
        };
        plain.to_owned()
    }
}

/// A sentence with the part that it is about before it.
pub(super) fn with_place(lang: Lang, place: Option<&Place>, text: &str) -> String {
    let w = TroubleWords::of(lang);
    let Some(Place { phase, name }) = place else {
        return capitalised(text);
    };
    let n = phase.to_string();
    if name.is_empty() {
        fill(w.in_phase, &[("n", &n), ("text", text)])
    } else {
        fill(w.in_named, &[("n", &n), ("name", name), ("text", text)])
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

pub(super) fn markup_note(lang: Lang) -> &'static str {
    TroubleWords::of(lang).markup
}

/// What a file says, short enough for a sentence and without anything that a screen would obey.
pub(super) fn quoted(text: &str) -> String {
    const CHARS_MAX: usize = 40;
    let text = tidy_line(text);
    if text.chars().count() <= CHARS_MAX {
        return text;
    }
    let short: String = text.chars().take(CHARS_MAX).collect();
    format!("{short}…")
}
