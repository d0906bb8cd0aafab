//! The names of the days of the week.

use jiff::civil::Weekday;

use super::lang::Lang;

const DAYS_EN: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const DAYS_ES: [&str; 7] = [
    "domingo",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
];

/// The name of a day, as it stands inside a sentence.
#[must_use]
pub fn name(lang: Lang, day: Weekday) -> &'static str {
    let names = match lang {
        Lang::En => DAYS_EN,
        Lang::Es => DAYS_ES,
    };
    let place = usize::try_from(day.to_sunday_zero_offset()).unwrap_or(0);
    names.get(place).copied().unwrap_or_default()
}
