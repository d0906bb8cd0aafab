//! What a made-up name may be, and when two names are the same name.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::site::form::tidy_line;

/// Short enough for a seat in the circle.
pub(super) const NAME_CHARS_MAX: usize = 40;
const NAME_CHARS_MIN: usize = 2;
/// An accent or two per letter is how people write; towers of them climb over other words.
const MARKS_IN_A_ROW_MAX: usize = 2;
/// As many digits as a short phone number: nobody's number belongs here.
const DIGITS_MAX: usize = 5;

/// Why a name can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadName {
    TooShort,
    TooLong,
    /// Something other than letters, numbers, spaces, hyphens and apostrophes.
    Characters,
    /// Letters of two alphabets, which can make a name look like somebody else's.
    MixedAlphabets,
    /// A word that could be taken for a role.
    Reserved,
    /// It looks like a phone number.
    Number,
    /// Somebody has it, or one that folds to the same.
    Taken,
}

/// A name that may stand on a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name(String);

impl Name {
    /// The name as typed, tidied, if it may be one.
    pub(super) fn parse(typed: &str) -> Result<Self, BadName> {
        // Bounded before anything walks over it: 100 kB of accents is one form field too.
        if typed.len() > 16 * NAME_CHARS_MAX {
            return Err(BadName::TooLong);
        }
        let name: String = tidy_line(typed).nfc().collect();
        match name.chars().count() {
            n if n < NAME_CHARS_MIN => return Err(BadName::TooShort),
            n if n > NAME_CHARS_MAX => return Err(BadName::TooLong),
            _ => {}
        }
        check_characters(&name)?;
        check_alphabets(&name)?;
        if name.chars().filter(|c| c.is_numeric()).count() > DIGITS_MAX {
            return Err(BadName::Number);
        }
        let folded = fold(&name);
        if folded.is_empty() {
            return Err(BadName::Characters);
        }
        if is_reserved(&name, &folded) {
            return Err(BadName::Reserved);
        }
        Ok(Self(name))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// See [`fold`].
    pub(super) fn folded(&self) -> String {
        fold(&self.0)
    }
}

fn check_characters(name: &str) -> Result<(), BadName> {
    let mut marks = 0;
    for c in name.chars() {
        if is_combining_mark(c) {
            marks += 1;
            if marks > MARKS_IN_A_ROW_MAX {
                return Err(BadName::Characters);
            }
            continue;
        }
        marks = 0;
        if !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '.')) {
            return Err(BadName::Characters);
        }
    }
    if name.starts_with(|c: char| c.is_alphanumeric()) {
        Ok(())
    } else {
        Err(BadName::Characters)
    }
}

fn check_alphabets(name: &str) -> Result<(), BadName> {
    let mut seen = None;
    for c in name.chars().filter(|c| c.is_alphabetic()) {
        let alphabet = alphabet(c);
        if seen.is_some_and(|other| other != alphabet) {
            return Err(BadName::MixedAlphabets);
        }
        seen = Some(alphabet);
    }
    Ok(())
}

/// Alphabets by where Unicode keeps their letters, as finely as telling look-alikes apart needs.
/// Chinese, Japanese and Korean are written together and count as one.
fn alphabet(c: char) -> u8 {
    match u32::from(c) {
        0x0041..=0x024F | 0x1E00..=0x1EFF => 1,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => 2,
        0x0400..=0x052F | 0x1C80..=0x1C8F => 3,
        0x0530..=0x058F => 4,
        0x0590..=0x05FF => 5,
        0x0600..=0x077F | 0x08A0..=0x08FF => 6,
        0x0900..=0x0DFF => 7,
        0x0E00..=0x0EFF => 8,
        0x1000..=0x109F => 9,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF => 10,
        0x1100..=0x11FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7FF | 0x20000..=0x3FFFF => 11,
        0x1200..=0x139F => 12,
        0x1780..=0x17FF => 13,
        // Everything else, mathematical and full-width letters included: the name folds to plain
        // letters and is then caught by its folded form.
        _ => 0,
    }
}

/// The form in which two names are compared: accents, case, spaces and marks do not count, and
/// letters that look alike are one letter. `Sal`, `sal.` and `SaI` are the same name.
pub(super) fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(look_alike)
        .collect()
}

/// The Latin letter that a digit or a Greek or Cyrillic letter is easily taken for.
fn look_alike(c: char) -> char {
    match c {
        '0' | 'ο' | 'о' => 'o',
        // A capital I is a small L to the eye, so all of these are one letter.
        '1' | 'i' | 'ӏ' | 'і' | 'ι' | 'ı' => 'l',
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'н' => 'h',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'ո' => 'n',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        other => other,
    }
}

/// Words that could be taken for a role, for the program, or for nobody.
const RESERVED: [&str; 44] = [
    "administrador",
    "administradora",
    "administrator",
    "admin",
    "anfitrion",
    "anfitriona",
    "anonima",
    "anonimo",
    "anonymous",
    "ayuda",
    "circle",
    "circulo",
    "coordinador",
    "coordinadora",
    "coordinator",
    "equipo",
    "everyone",
    "facilitador",
    "facilitadora",
    "facilitator",
    "help",
    "host",
    "mentor",
    "mentora",
    "mod",
    "moderador",
    "moderadora",
    "moderator",
    "nadie",
    "nobody",
    "null",
    "renew",
    "root",
    "soporte",
    "staff",
    "support",
    "system",
    "sistema",
    "team",
    "theteam",
    "todos",
    "tu",
    "undefined",
    "you",
];

fn is_reserved(name: &str, folded: &str) -> bool {
    // `Host 2` says as much as `Host`.
    let bare = fold(name.trim_end_matches(|c: char| c.is_numeric() || c == ' '));
    RESERVED
        .iter()
        .map(|word| fold(word))
        .any(|word| word == folded || word == bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_people_choose_are_taken_as_they_are() {
        for name in [
            "Wren", "Al", "Tomás", "O'Neill", "Jean-Luc", "Sol 2", "Zoë", "Миша", "小雨",
        ] {
            assert_eq!(Name::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(Name::parse("  Wren \n Two ").unwrap().as_str(), "Wren Two");
    }

    #[test]
    fn names_that_can_t_be_say_why() {
        for (name, why) in [
            ("", BadName::TooShort),
            (" W ", BadName::TooShort),
            (&"a".repeat(41) as &str, BadName::TooLong),
            (&"a".repeat(100_000), BadName::TooLong),
            ("<b>Wren</b>", BadName::Characters),
            ("wren@example.org", BadName::Characters),
            ("👍👍", BadName::Characters),
            ("..", BadName::Characters),
            ("-Wren", BadName::Characters),
            ("Wr\u{301}\u{301}\u{301}\u{301}en", BadName::Characters),
            ("Wr\u{435}n", BadName::MixedAlphabets),
            ("Facilitator", BadName::Reserved),
            ("f a c i l i t a t o r", BadName::Reserved),
            ("Adm1n", BadName::Reserved),
            ("Host 2", BadName::Reserved),
            ("Coordinadora", BadName::Reserved),
            ("ａｄｍｉｎ", BadName::Reserved),
            ("555 01 23", BadName::Number),
        ] {
            assert_eq!(Name::parse(name), Err(why), "{name:.40}");
        }
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        for (a, b) in [
            ("Sal", "sAL"),
            ("Sal", "SaI"),
            ("Tomás", "TOMAS"),
            ("Mary Lou", "Mary-Lou"),
            ("Bob", "B0b"),
            ("Сор", "Cop"),
            ("Zo\u{eb}", "Zoe\u{308}"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(fold("Sal"), fold("Sally"));
    }

    #[test]
    fn invisible_turns_never_get_into_a_name() {
        assert_eq!(Name::parse("Wr\u{202e}en").unwrap().as_str(), "Wren");
        assert_eq!(Name::parse("Wr\u{200d}en"), Err(BadName::Characters));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn whatever_is_typed_a_name_is_short_and_plain(typed in "\\PC{0,60}|(?s).{0,60}") {
            if let Ok(name) = Name::parse(&typed) {
                prop_assert!(name.as_str().chars().count() <= NAME_CHARS_MAX);
                let hostile = |c: char| c.is_control() || "<>&\"@/".contains(c);
                prop_assert!(!name.as_str().contains(hostile));
                prop_assert_eq!(Name::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
