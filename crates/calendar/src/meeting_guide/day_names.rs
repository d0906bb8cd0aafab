//! The days of the week by their names.

use jiff::civil::Weekday;

/// The names of days, from Sunday, in nine languages: English, Spanish, French, Japanese, Dutch,
/// Portuguese, Slovak, Swedish and Thai, with the short forms that people write.
const NAMES: [&[&str]; 7] = [
    &[
        "sunday",
        "sun",
        "su",
        "domingo",
        "dom",
        "dimanche",
        "日曜日",
        "日曜",
        "zondag",
        "nedeľa",
        "nedela",
        "söndag",
        "วันอาทิตย์",
        "อาทิตย์",
    ],
    &[
        "monday",
        "mon",
        "mo",
        "lunes",
        "lun",
        "lundi",
        "月曜日",
        "月曜",
        "maandag",
        "segunda-feira",
        "segunda",
        "pondelok",
        "måndag",
        "วันจันทร์",
        "จันทร์",
    ],
    &[
        "tuesday",
        "tues",
        "tue",
        "tu",
        "martes",
        "mardi",
        "火曜日",
        "火曜",
        "dinsdag",
        "terça-feira",
        "terça",
        "utorok",
        "tisdag",
        "วันอังคาร",
        "อังคาร",
    ],
    &[
        "wednesday",
        "weds",
        "wed",
        "we",
        "miércoles",
        "miercoles",
        "mié",
        "mercredi",
        "水曜日",
        "水曜",
        "woensdag",
        "quarta-feira",
        "quarta",
        "streda",
        "onsdag",
        "วันพุธ",
        "พุธ",
    ],
    &[
        "thursday",
        "thurs",
        "thur",
        "thu",
        "th",
        "jueves",
        "jue",
        "jeudi",
        "木曜日",
        "木曜",
        "donderdag",
        "quinta-feira",
        "quinta",
        "štvrtok",
        "stvrtok",
        "torsdag",
        "วันพฤหัสบดี",
        "พฤหัสบดี",
    ],
    &[
        "friday",
        "fri",
        "fr",
        "viernes",
        "vie",
        "vendredi",
        "金曜日",
        "金曜",
        "vrijdag",
        "sexta-feira",
        "sexta",
        "piatok",
        "fredag",
        "วันศุกร์",
        "ศุกร์",
    ],
    &[
        "saturday",
        "sat",
        "sa",
        "sábado",
        "sabado",
        "sáb",
        "samedi",
        "土曜日",
        "土曜",
        "zaterdag",
        "sobota",
        "lördag",
        "วันเสาร์",
        "เสาร์",
    ],
];

/// The day of a name, whatever the case of its letters, and in the plural.
pub(super) fn day(text: &str) -> Option<Weekday> {
    let lower = text.trim().to_lowercase();
    let name = lower.trim_end_matches('.');
    let is_named = |name: &str| NAMES.iter().position(|names| names.contains(&name));
    let offset = is_named(name).or_else(|| is_named(name.strip_suffix('s')?))?;
    Weekday::from_sunday_zero_offset(i8::try_from(offset).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_day() {
        let all: Vec<&str> = NAMES.concat();
        let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), different.len());
        for (text, expected) in [
            ("SUNDAYS", Some(Weekday::Sunday)),
            ("Tues.", Some(Weekday::Tuesday)),
            ("Miércoles", Some(Weekday::Wednesday)),
            ("Jeudi", Some(Weekday::Thursday)),
            ("金曜日", Some(Weekday::Friday)),
            ("sexta-feira", Some(Weekday::Friday)),
            ("Sobota", Some(Weekday::Saturday)),
            ("LÖRDAG", Some(Weekday::Saturday)),
            ("someday", None),
            ("s", None),
            ("", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }
}
