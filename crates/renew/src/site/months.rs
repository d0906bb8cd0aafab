//! The names of the months.

use super::lang::Lang;

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// The name of a month, 1 to 12, as it stands inside a sentence.
#[must_use]
pub fn name(lang: Lang, month: i8) -> &'static str {
    let names = match lang {
        Lang::En => MONTHS_EN,
        Lang::Es => MONTHS_ES,
    };
    let place = usize::try_from(month - 1).unwrap_or(0);
    names.get(place).copied().unwrap_or_default()
}
