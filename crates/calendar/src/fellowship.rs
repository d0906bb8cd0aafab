//! What the type codes of meetings mean. Codes belong to a fellowship: the same letter stands for
//! different things in two of them. The table is `data/meeting_types.tsv`, which names its sources;
//! `data/type_names.tsv` has the names in other languages, which are read and never shown.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Language;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../data/meeting_types.tsv")));

/// The English name of each type that goes by a name of another language, all in lower case.
static OTHER_NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let lines = include_str!("../data/type_names.tsv").lines();
    let mut names = HashMap::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t').map(str::to_lowercase);
        let Some(english) = cells.next() else {
            continue;
        };
        for name in cells {
            names.entry(name).or_insert_with(|| english.clone());
        }
    }
    names
});

/// A fellowship whose type codes we know.
#[derive(Debug)]
pub struct Fellowship {
    /// Our short code for it, such as `aa`.
    pub code: &'static str,
    /// What people call it, such as `Al-Anon`.
    pub short_name: &'static str,
    pub name: &'static str,
    types: Vec<MeetingType>,
}

/// One type of meeting, such as "Open" or "Wheelchair Access".
#[derive(Debug, PartialEq, Eq)]
pub struct MeetingType {
    pub code: &'static str,
    english: &'static str,
    spanish: &'static str,
    /// Another English name under which feeds write it.
    alias: Option<&'static str>,
}

impl MeetingType {
    #[must_use]
    pub fn name(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Spanish => self.spanish,
        }
    }

    fn answers_to(&self, lower: &str) -> bool {
        [Some(self.english), Some(self.spanish), self.alias]
            .into_iter()
            .flatten()
            .any(|own| own.to_lowercase() == lower)
    }
}

impl Fellowship {
    /// Every fellowship, by code.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &TABLE.fellowships
    }

    /// The fellowship of a code, whatever the case of its letters.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        Self::all()
            .iter()
            .find(|fellowship| fellowship.code.eq_ignore_ascii_case(code))
    }

    /// Its own types, then those that all fellowships share and it has no word of its own for.
    pub fn types(&self) -> impl Iterator<Item = &MeetingType> {
        let is_own = |shared: &&MeetingType| {
            let mut own = self.types.iter();
            own.all(|own| own.code != shared.code && own.english != shared.english)
        };
        self.types.iter().chain(TABLE.shared.iter().filter(is_own))
    }

    /// The type that `written` stands for in this fellowship: its code or one of its names, in any
    /// case and in nine languages. A code of the fellowship's own goes before a shared one, and a
    /// code before a name.
    #[must_use]
    pub fn meeting_type(&self, written: &str) -> Option<&MeetingType> {
        let written = written.trim();
        let both = || self.types.iter().chain(&TABLE.shared);
        both()
            .find(|known| known.code.eq_ignore_ascii_case(written))
            .or_else(|| {
                let lower = written.to_lowercase();
                let english = || OTHER_NAMES.get(&lower);
                both().find(|known| known.answers_to(&lower)).or_else(|| {
                    english().and_then(|name| both().find(|known| known.answers_to(name)))
                })
            })
    }
}

/// The language that a code stands for in all fellowships, by its English name.
pub(crate) fn language_of_code(code: &str) -> Option<&'static str> {
    // The one shared code that isn't a language: the place is closed for now.
    let mut languages = TABLE.shared.iter().filter(|known| known.code != "TC");
    let known = languages.find(|known| known.code == code)?;
    Some(known.english)
}

/// A number for each type of each fellowship, the same as long as the table is.
pub(crate) fn number_of(fellowship: &Fellowship, code: &str) -> Option<u32> {
    // No fellowship has as many types, and the shared ones are among them.
    const TYPES_MAX: usize = 1_000;
    let place = Fellowship::all()
        .iter()
        .position(|known| known.code == fellowship.code)?;
    let mut types = fellowship.types.iter().chain(&TABLE.shared);
    let within = types.position(|known| known.code == code)?;
    u32::try_from((place + 1) * TYPES_MAX + within).ok()
}

/// A fellowship with its types, and the types that all of them share.
#[derive(Debug, Default)]
struct Table {
    shared: Vec<MeetingType>,
    fellowships: Vec<Fellowship>,
}

impl Table {
    /// Lines that are not understood are left out; a test holds the whole file against that.
    fn parse(text: &'static str) -> Self {
        let mut table = Self::default();
        for line in text.lines() {
            let cells: Vec<&'static str> = line.split('\t').collect();
            match cells[..] {
                ["f", code, short_name, name] => table.fellowships.push(Fellowship {
                    code,
                    short_name,
                    name,
                    types: Vec::new(),
                }),
                ["t", code, english, spanish, ref alias @ ..] => {
                    let known = MeetingType {
                        code,
                        english,
                        spanish,
                        alias: alias.first().copied(),
                    };
                    match table.fellowships.last_mut() {
                        Some(fellowship) => fellowship.types.push(known),
                        None => table.shared.push(known),
                    }
                }
                _ => {}
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let lines = include_str!("../data/meeting_types.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        let types: usize = TABLE.fellowships.iter().map(|f| f.types.len()).sum();
        assert_eq!(lines, types + TABLE.shared.len() + TABLE.fellowships.len());
        assert_eq!(TABLE.fellowships.len(), 27);
        for known in TABLE.fellowships.iter().flat_map(|f| &f.types) {
            assert!(!known.english.is_empty() && !known.spanish.is_empty());
        }
    }

    fn english(fellowship: &str, written: &str) -> Option<&'static str> {
        Fellowship::of(fellowship)?
            .meeting_type(written)
            .map(|known| known.name(Language::English))
    }

    #[test]
    fn a_code_means_what_its_fellowship_says() {
        assert_eq!(english("aa", "T"), Some("Transgender"));
        assert_eq!(english("aca", "t"), Some("Fellowship Text"));
        assert_eq!(english("AA", "c"), Some("Closed"));
        assert_eq!(english("al-anon", "C"), Some("Families and Friends Only"));
        assert_eq!(english("na", "fr"), Some("French"));
        assert_eq!(english("aa", "BS"), None);
    }

    #[test]
    fn names_in_either_language_and_any_case_find_their_type() {
        let aa = Fellowship::of("aa").unwrap();
        for written in ["O", "o", "OPEN", "open ", "Abierta"] {
            assert_eq!(
                aa.meeting_type(written).map(|t| t.code),
                Some("O"),
                "{written}"
            );
        }
        let ma = Fellowship::of("ma").unwrap();
        assert_eq!(
            ma.meeting_type("open to non-addicts").map(|t| t.code),
            Some("O")
        );
    }
    #[test]
    fn names_in_other_languages_find_the_type_of_the_same_english_name() {
        let aa = Fellowship::of("aa").unwrap();
        let lines = include_str!("../data/type_names.tsv").lines();
        let mut count = 0;
        for line in lines.filter(|line| !line.starts_with('#')) {
            let mut names = line.split('\t');
            let code = aa.meeting_type(names.next().unwrap()).map(|t| t.code);
            for name in names {
                let found = aa.meeting_type(&name.to_uppercase()).map(|t| t.code);
                assert_eq!(found, code, "{name}");
                count += usize::from(code.is_some());
            }
        }
        assert!(count > 500, "{count} names");
        let ga = Fellowship::of("al-anon").unwrap();
        let women = ga.meeting_type("Femmes").map(|t| t.name(Language::English));
        assert_eq!(women, Some("Women"));
    }
}
