//! What is wrong with a feed, and what the reader did about it, in a sentence each.

use super::form_problem::FormFault;
use crate::Language;
use crate::Language::{English, Spanish};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The entry's place in the feed, from 1; 0 when it is about the feed as a whole.
    pub entry: usize,
    /// The meeting's slug, or empty when it has none that can be read.
    pub slug: String,
    /// The field's name in the feed, or empty when it is about the whole entry.
    pub field: &'static str,
    pub fault: Fault,
    pub done: Done,
}

impl Problem {
    /// What is wrong and what was done about it. Of the feed as a whole, what is wrong says both.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        let fault = self.fault.sentence(language);
        if self.entry == 0 {
            return fault;
        }
        format!("{fault} {}", self.done.sentence(language))
    }
}

/// What was done about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Done {
    /// The meeting (or what follows, for the feed as a whole) was left out.
    LeftOut,
    /// The meeting is in, without this value.
    Dropped,
    /// The meeting is in, with the value put right.
    Mended,
    /// The meeting is in as it stands; somebody should look at it.
    Kept,
}

impl Done {
    #[must_use]
    pub fn sentence(self, language: Language) -> &'static str {
        let (english, spanish) = match self {
            Self::LeftOut => ("The meeting was left out.", "La reunión quedó fuera."),
            Self::Dropped => ("This value was left out.", "Este dato quedó fuera."),
            Self::Mended => ("Put right.", "Corregido."),
            Self::Kept => ("Kept as it is.", "Se queda como está."),
        };
        in_language(language, english, spanish)
    }
}

/// What can be wrong. `found` is what the feed says there, shortened and without markup.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    CutShort,
    TooManyMeetings {
        meetings_max: usize,
    },
    EntryTooLong {
        bytes_max: usize,
    },
    Unreadable,
    NotAMeeting,
    NotUtf8,
    Missing,
    WrongType,
    TooLong {
        chars_max: usize,
    },
    TooMany {
        count_max: usize,
    },
    NotUrlSafe,
    SlugTwice,
    NotADay {
        found: String,
    },
    NotATime {
        found: String,
    },
    /// The end is the start.
    NoLength,
    /// It would last so long that an AM or PM is probably wrong.
    VeryLong {
        hours: u16,
    },
    NotAZone {
        found: String,
    },
    NotAMoment {
        found: String,
    },
    NotALink {
        found: String,
    },
    UnknownHost {
        found: String,
    },
    NotAPhone {
        found: String,
    },
    /// Letters stand in a phone, which can't be dialled. Not quoted: they may be a passcode.
    LettersInPhone,
    UnknownType {
        found: String,
    },
    NotAPoint {
        found: String,
    },
    NotYesOrNo {
        found: String,
    },
    /// Of a place that is only known roughly. Not quoted: it may be where somebody lives.
    NamesStreet,
    NotAHandle {
        found: String,
    },
    NotAnEmail {
        found: String,
    },
    /// This field says nothing without the other.
    Without {
        other: &'static str,
    },
    /// What only one form of feed can have wrong.
    Form(FormFault),
}

impl Fault {
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match language {
            English => self.english(),
            Spanish => self.spanish(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::CutShort => "The file ends before the list does; what was whole is in.".into(),
            Self::TooManyMeetings { meetings_max } => {
                format!("There are more than {meetings_max} meetings, the most we read at once.")
            }
            Self::EntryTooLong { bytes_max } => {
                format!("This entry is longer than {} kB.", bytes_max / 1024)
            }
            Self::Unreadable => "This entry isn't whole JSON.".into(),
            Self::NotAMeeting => "This entry isn't a meeting.".into(),
            Self::NotUtf8 => "Some letters aren't in UTF-8.".into(),
            Self::Missing => "It is missing.".into(),
            Self::WrongType => "It holds something of another kind.".into(),
            Self::TooLong { chars_max } => {
                format!("It is longer than {chars_max} characters.")
            }
            Self::TooMany { count_max } => format!("There are more than {count_max}."),
            Self::NotUrlSafe => "It holds characters that an address can't.".into(),
            Self::SlugTwice => "Another meeting has the same slug.".into(),
            Self::NotADay { found } => {
                format!("“{found}” isn't a day; days go from 0, Sunday, to 6, Saturday.")
            }
            Self::NotATime { found } => format!("“{found}” isn't a time of day."),
            Self::NoLength => "It ends when it starts; an hour is assumed.".into(),
            Self::VeryLong { hours } => {
                format!(
                    "It would last {hours} hours, so morning and evening may be mixed up; an hour \
                     is assumed."
                )
            }
            Self::NotAZone { found } => format!(
                "“{found}” isn't a time zone with a name such as America/New_York, \
                 and we don't guess."
            ),
            Self::NotAMoment { found } => {
                format!("“{found}” isn't a date and time such as 2026-03-01 18:00:00.")
            }
            Self::NotALink { found } => format!("“{found}” isn't a web address we may link to."),
            Self::UnknownHost { found } => {
                format!("{found} isn't a place for online meetings that we know.")
            }
            Self::NotAPhone { found } => format!("“{found}” has too few digits for a phone."),
            Self::LettersInPhone => "It holds letters, which no phone can dial.".into(),
            Self::UnknownType { found } => {
                format!("“{found}” isn't a type of meeting in this fellowship.")
            }
            Self::NotAPoint { found } => format!("“{found}” isn't a point on the map."),
            Self::NamesStreet => {
                "It names a street, and the place is meant to be known only roughly.".into()
            }
            Self::NotYesOrNo { found } => format!("“{found}” is neither yes nor no."),
            Self::NotAHandle { found } => format!("“{found}” isn't an account of that service."),
            Self::NotAnEmail { found } => format!("“{found}” isn't an email address."),
            Self::Without { other } => format!("It says nothing without {other}."),
            Self::Form(fault) => fault.english(),
        }
    }

    fn spanish(&self) -> String {
        match self {
            Self::CutShort => {
                "El archivo termina antes que la lista; lo que estaba entero se leyó.".into()
            }
            Self::TooManyMeetings { meetings_max } => {
                format!("Hay más de {meetings_max} reuniones, lo más que leemos de una vez.")
            }
            Self::EntryTooLong { bytes_max } => {
                format!("Esta entrada pasa de {} kB.", bytes_max / 1024)
            }
            Self::Unreadable => "Esta entrada no es JSON completo.".into(),
            Self::NotAMeeting => "Esta entrada no es una reunión.".into(),
            Self::NotUtf8 => "Algunas letras no están en UTF-8.".into(),
            Self::Missing => "Falta.".into(),
            Self::WrongType => "Contiene algo de otra clase.".into(),
            Self::TooLong { chars_max } => format!("Pasa de {chars_max} caracteres."),
            Self::TooMany { count_max } => format!("Hay más de {count_max}."),
            Self::NotUrlSafe => "Tiene caracteres que no caben en una dirección.".into(),
            Self::SlugTwice => "Otra reunión tiene el mismo identificador.".into(),
            Self::NotADay { found } => {
                format!("«{found}» no es un día; van del 0, domingo, al 6, sábado.")
            }
            Self::NotATime { found } => format!("«{found}» no es una hora del día."),
            Self::NoLength => "Termina cuando empieza; suponemos una hora.".into(),
            Self::VeryLong { hours } => {
                format!(
                    "Duraría {hours} horas; quizá se confundieron la mañana y la noche. Suponemos \
                     una hora."
                )
            }
            Self::NotAZone { found } => format!(
                "«{found}» no es una zona horaria con nombre, como America/Mexico_City, \
                 y no adivinamos."
            ),
            Self::NotAMoment { found } => {
                format!("«{found}» no es una fecha y hora como 2026-03-01 18:00:00.")
            }
            Self::NotALink { found } => {
                format!("«{found}» no es una dirección web que podamos enlazar.")
            }
            Self::UnknownHost { found } => {
                format!("{found} no es un sitio de reuniones en línea que conozcamos.")
            }
            Self::NotAPhone { found } => {
                format!("«{found}» tiene muy pocas cifras para un teléfono.")
            }
            Self::LettersInPhone => "Tiene letras, que ningún teléfono puede marcar.".into(),
            Self::UnknownType { found } => {
                format!("«{found}» no es un tipo de reunión de esta confraternidad.")
            }
            Self::NotAPoint { found } => format!("«{found}» no es un punto del mapa."),
            Self::NamesStreet => {
                "Nombra una calle, y el lugar debe conocerse solo de forma aproximada.".into()
            }
            Self::NotYesOrNo { found } => format!("«{found}» no es ni sí ni no."),
            Self::NotAHandle { found } => format!("«{found}» no es una cuenta de ese servicio."),
            Self::NotAnEmail { found } => format!("«{found}» no es un correo electrónico."),
            Self::Without { other } => format!("No dice nada sin {other}."),
            Self::Form(fault) => fault.spanish(),
        }
    }
}

pub(super) fn in_language(
    language: Language,
    english: &'static str,
    spanish: &'static str,
) -> &'static str {
    match language {
        English => english,
        Spanish => spanish,
    }
}
