//! Why a file is not read at all, in a sentence each.

use std::fmt;

use super::problem::in_language;
use crate::Language;
use crate::Language::{English, Spanish};

/// Why nothing was read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    TooLarge {
        megabytes_max: usize,
    },
    Empty,
    /// HTML, as a sign-in page or a check for robots gives where the feed should be.
    WebPage,
    /// JSON, but not an array.
    NotAList,
    NotJson,
    /// More text behind the end of the array.
    TrailingText,
    /// An object where a server's answer should be: mostly what it says when something failed.
    ErrorAnswer,
    /// An answer of a BMLT server to another question.
    OtherAnswer,
    /// Packed bytes, as a download that nobody unpacked.
    Compressed,
    /// The own file of a spreadsheet program.
    Workbook,
    /// A text whose first line doesn't name the columns of a sheet of meetings.
    NotASheet,
}

impl Refusal {
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        if let Self::TooLarge { megabytes_max } = self {
            return match language {
                English => format!(
                    "This file is larger than {megabytes_max} MB, the most we read. \
                         No feed of meetings is that large."
                ),
                Spanish => format!(
                    "Este archivo pesa más de {megabytes_max} MB, lo más que leemos. \
                         Ninguna lista de reuniones pesa tanto."
                ),
            };
        }
        let (english, spanish) = self.words();
        in_language(language, english, spanish).to_owned()
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::TooLarge { .. } => ("This file is too large.", "Este archivo pesa demasiado."),
            Self::Empty => ("This file is empty.", "Este archivo está vacío."),
            Self::WebPage => (
                "This is a web page, not a feed of meetings. The site may have answered with a \
                 sign-in page or a check for robots: open the feed's address in a browser, save \
                 what it shows, and try that file.",
                "Esto es una página web, no una lista de reuniones. Puede que el sitio haya \
                 respondido con una página para entrar o para descartar robots: abre la dirección \
                 en un navegador, guarda lo que muestre y prueba con ese archivo.",
            ),
            Self::NotAList => (
                "This is JSON, but not a list of meetings: a Meeting Guide feed begins with [.",
                "Esto es JSON, pero no una lista de reuniones: una lista de Meeting Guide empieza con [.",
            ),
            Self::NotJson => (
                "This isn't a Meeting Guide feed: it doesn't begin with [.",
                "Esto no es una lista de Meeting Guide: no empieza con [.",
            ),
            Self::TrailingText => (
                "There is more text after the end of the list, so this isn't a feed as its \
                 program wrote it. Nothing was read from it.",
                "Hay más texto después del final de la lista, así que no es la lista tal como la \
                 escribió su programa. No se leyó nada.",
            ),
            Self::ErrorAnswer => (
                "This is JSON, but there is no list of meetings in it: the server may have \
                 answered with an error.",
                "Esto es JSON, pero no contiene una lista de reuniones: puede que el servidor \
                 haya respondido con un error.",
            ),
            Self::OtherAnswer => (
                "This is what a BMLT server answers to another question. Ask it for its meetings, \
                 with switcher=GetSearchResults.",
                "Esto es lo que un servidor BMLT responde a otra pregunta. Pídele sus reuniones, \
                 con switcher=GetSearchResults.",
            ),
            Self::Compressed => (
                "This file is compressed. Unpack it first, and try what was in it.",
                "Este archivo está comprimido. Descomprímelo primero y prueba con lo que contiene.",
            ),
            Self::Workbook => (
                "This is a spreadsheet or a packed file. Save the sheet as CSV, and try that file.",
                "Esto es una hoja de cálculo o un archivo comprimido. Guarda la hoja como CSV y \
                 prueba con ese archivo.",
            ),
            Self::NotASheet => (
                "This isn't a list of meetings that we can read: it is neither Meeting Guide nor \
                 BMLT, and its first line doesn't name the columns of a sheet, such as Name, Day \
                 and Time.",
                "Esto no es una lista de reuniones que podamos leer: no es de Meeting Guide ni de \
                 BMLT, y su primera línea no nombra las columnas de una hoja, como Name, Day y \
                 Time.",
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(English))
    }
}

impl std::error::Error for Refusal {}
