//! The numbers that we know, for each country. Each says who publishes it and how recently we know
//! it to hold. A coordinator may write others over them, but for the one that is for danger. A
//! number that no published page confirms is left out: a wrong one is worse than none.

use super::community::Line;
use super::words::SafetyWords;
use crate::site::country::Country;
use crate::site::lang::Lang;

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// Somebody is in danger.
    Danger,
    /// Somebody needs a person to talk to.
    Person,
    /// As the one before, from another place.
    Also,
}

/// A number that we know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shipped {
    pub(super) country: Country,
    what_for: For,
    number: &'static str,
    english: &'static str,
    spanish: &'static str,
    /// Who publishes it.
    pub(super) source: &'static str,
    /// The year and month of the newest page that we found to name it.
    pub(super) as_of: (i16, i8),
}

/// In each country the emergency number stands first, and the first person answers at any hour.
/// Where a line has fewer hours, its label says so.
const ALL: [Shipped; 18] = [
    // In some places 911 is the police's and an ambulance has its own number, in others 911 sends
    // both: 911 stands first, since it is answered in more of them.
    shipped(
        (Country::Argentina, For::Danger, "911"),
        ("Call 911", "Llama al 911"),
        (
            "Provincia de Buenos Aires, emergencias911.mseg.gba.gov.ar",
            (2025, 11),
        ),
    ),
    shipped(
        (Country::Argentina, For::Also, "107"),
        (
            "Call 107 (ambulance, where there is one)",
            "Llama al 107 (ambulancia, donde la haya)",
        ),
        (
            "SAME and provincial emergency services, buenosaires.gob.ar",
            (2025, 11),
        ),
    ),
    shipped(
        (Country::Argentina, For::Person, "0800 999 0091"),
        (
            "Call 0800 999 0091 (in Spanish)",
            "Llama al 0800 999 0091 (gratis, todo el país)",
        ),
        (
            "Ministerio de Salud, Hospital Laura Bonaparte, argentina.gob.ar",
            (2025, 9),
        ),
    ),
    shipped(
        (Country::Argentina, For::Also, "135"),
        (
            "Call 135 (in Spanish; Buenos Aires, from 8 to midnight)",
            "Llama al 135 (Buenos Aires, de 8 a 24 h)",
        ),
        (
            "Centro de Asistencia al Suicida, asistenciaalsuicida.org.ar",
            (2025, 9),
        ),
    ),
    shipped(
        (Country::Australia, For::Danger, "000"),
        ("Call 000", "Llama al 000"),
        ("Triple Zero, triplezero.gov.au", (2025, 9)),
    ),
    shipped(
        (Country::Australia, For::Person, "13 11 14"),
        (
            "Call Lifeline, 13 11 14, or text 0477 13 11 14",
            "Lifeline, 13 11 14, o mensaje al 0477 13 11 14 (en inglés)",
        ),
        ("Lifeline Australia, lifeline.org.au", (2025, 9)),
    ),
    // Nunavut has no 911 yet: each of its communities has numbers of its own.
    shipped(
        (Country::Canada, For::Danger, "911"),
        (
            "Call 911 (in Nunavut, the local number)",
            "Llama al 911 (en Nunavut, al número local)",
        ),
        ("canada.ca", (2025, 3)),
    ),
    shipped(
        (Country::Canada, For::Person, "988"),
        (
            "Call or text 988 (English, French)",
            "Llama al 988 o escribe un mensaje (en inglés o francés)",
        ),
        ("Suicide Crisis Helpline, 988.ca", (2025, 11)),
    ),
    shipped(
        (Country::Ireland, For::Danger, "112"),
        ("Call 112 or 999", "Llama al 112 o al 999"),
        ("Health Service Executive, hse.ie", (2025, 11)),
    ),
    shipped(
        (Country::Ireland, For::Person, "116 123"),
        (
            "Call Samaritans, 116 123",
            "Llama a Samaritans, 116 123 (en inglés)",
        ),
        ("Samaritans Ireland, samaritans.org", (2025, 7)),
    ),
    shipped(
        (Country::Mexico, For::Danger, "911"),
        ("Call 911", "Llama al 911"),
        ("gob.mx", (2026, 1)),
    ),
    shipped(
        (Country::Mexico, For::Person, "800 911 2000"),
        (
            "Call Línea de la Vida, 800 911 2000 (in Spanish)",
            "Llama a la Línea de la Vida, 800 911 2000",
        ),
        (
            "Comisión Nacional de Salud Mental y Adicciones, gob.mx/conasama",
            (2025, 12),
        ),
    ),
    shipped(
        (Country::Spain, For::Danger, "112"),
        ("Call 112", "Llama al 112"),
        ("Real Decreto 903/1997, boe.es", (2026, 2)),
    ),
    shipped(
        (Country::Spain, For::Person, "024"),
        ("Call 024 (Spanish; ask for an interpreter)", "Llama al 024"),
        ("Ministerio de Sanidad, sanidad.gob.es", (2025, 10)),
    ),
    shipped(
        (Country::UnitedKingdom, For::Danger, "999"),
        ("Call 999", "Llama al 999"),
        ("NHS, nhs.uk", (2025, 12)),
    ),
    shipped(
        (Country::UnitedKingdom, For::Person, "116 123"),
        (
            "Call Samaritans, 116 123",
            "Llama a Samaritans, 116 123 (en inglés)",
        ),
        ("Samaritans, samaritans.org", (2025, 7)),
    ),
    shipped(
        (Country::UnitedStates, For::Danger, "911"),
        ("Call 911", "Llama al 911"),
        ("911.gov", (2026, 8)),
    ),
    shipped(
        (Country::UnitedStates, For::Person, "988"),
        (
            "Call or text 988",
            "Llama al 988 y pulsa 2, o escribe AYUDA al 988",
        ),
        (
            "988 Suicide and Crisis Lifeline, 988lifeline.org",
            (2026, 1),
        ),
    ),
];

const fn shipped(
    (country, what_for, number): (Country, For, &'static str),
    (english, spanish): (&'static str, &'static str),
    (source, as_of): (&'static str, (i16, i8)),
) -> Shipped {
    Shipped {
        country,
        what_for,
        number,
        english,
        spanish,
        source,
        as_of,
    }
}

impl Shipped {
    /// As people see it.
    pub(super) fn line(&self, lang: Lang) -> Line {
        let w = SafetyWords::of(lang);
        let what_for = match self.what_for {
            For::Danger => w.in_danger,
            For::Person => w.need_a_person,
            For::Also => "",
        };
        let label = match lang {
            Lang::En => self.english,
            Lang::Es => self.spanish,
        };
        Line {
            what_for: what_for.to_owned(),
            label: label.to_owned(),
            number: self.number.to_owned(),
        }
    }
}

/// What we know of a country.
pub(super) fn of(country: Country) -> impl Iterator<Item = &'static Shipped> {
    // A promoted constant: the table has no state.
    const TABLE: &[Shipped] = &ALL;
    TABLE.iter().filter(move |one| one.country == country)
}

/// The number for danger; none where no country is known.
pub(super) fn danger_of(country: Country, lang: Lang) -> Option<Line> {
    let danger = of(country).find(|one| one.what_for == For::Danger);
    danger.map(|one| one.line(lang))
}

/// The lines that a country begins with.
pub(super) fn lines_of(country: Country, lang: Lang) -> Vec<Line> {
    of(country).map(|one| one.line(lang)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::community::LINES_MAX;
    use crate::safety::form::{LABEL_CHARS_MAX, is_number};

    #[test]
    fn every_country_has_an_emergency_number_first_and_then_a_person_to_talk_to() {
        for country in Country::ALL {
            let all: Vec<_> = of(country).collect();
            if country == Country::Elsewhere {
                assert!(all.is_empty(), "no number is claimed for anywhere");
                continue;
            }
            assert!(all.len() <= LINES_MAX);
            assert_eq!(all[0].what_for, For::Danger, "{country:?}");
            let person = all.iter().filter(|one| one.what_for == For::Person);
            assert_eq!(person.count(), 1, "{country:?}");
        }
    }

    #[test]
    fn every_number_is_one_and_says_who_publishes_it_and_when() {
        for one in ALL {
            assert!(is_number(one.number), "{one:?}");
            assert!(
                !one.source.is_empty() && one.source.contains('.'),
                "{one:?}"
            );
            assert!(one.as_of >= (2025, 1), "{one:?}");
            for lang in Lang::ALL {
                let line = one.line(lang);
                assert!(line.label.contains(one.number), "{one:?}");
                assert!(line.label.chars().count() <= LABEL_CHARS_MAX, "{one:?}");
            }
        }
    }
}
