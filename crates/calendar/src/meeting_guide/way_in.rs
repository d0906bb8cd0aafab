//! Notes that tell how to join from afar. Feeds have fields for links and passcodes, and people
//! write them into the notes, which everybody reads.

use super::link;

/// Nobody writes these words into a note but about the way in.
const WORDS: [&str; 11] = [
    "pwd",
    "pw",
    "password",
    "passwords",
    "passcode",
    "passcodes",
    "passphrase",
    "contraseña",
    "contrasena",
    "passwort",
    "pmi",
];

/// These mean the way in when a number or a colon follows: `ID: 466 1572 1721`, `pass=hope`.
const WORDS_BEFORE: [&str; 8] = [
    "id", "ids", "pin", "pass", "code", "clave", "código", "codigo",
];

/// The lengths of meeting numbers at the services that we know.
const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 9..=11;

/// Whether a note tells how to join an online meeting: a link to one, its number or its passcode.
/// It errs to yes: a note that members alone read costs a stranger a sentence, a passcode that
/// strangers read costs the group its peace.
#[must_use]
pub fn tells_way_in(note: &str) -> bool {
    let lower = note.to_lowercase();
    link::names_conference(&lower)
        || dials_on(&lower)
        || WORDS
            .iter()
            .any(|word| after(&lower, word).next().is_some())
        || WORDS_BEFORE
            .iter()
            .any(|word| after(&lower, word).any(names_something))
        || after(&lower, "zoom").any(begins_with_number)
}

/// What follows a word, wherever it stands in a text as a word of its own.
fn after<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word)
        .map(move |(at, _)| (&text[..at], &text[at + word.len()..]))
        .filter(|(before, rest)| {
            !before.ends_with(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric)
        })
        .map(|(_, rest)| rest)
}

/// Whether a number, or anything behind a colon or an equals sign, follows.
fn names_something(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{a0}']);
    let rest = ["number", "is", "no.", "es", "número"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let signs = rest.len() - rest.trim_start_matches([':', '=']).len();
    signs > 0
        || rest
            .trim_start_matches([' ', '#', '.', '-', '\u{a0}'])
            .starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a meeting's number follows. One in three parts with hyphens is a phone to ask.
fn begins_with_number(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != ' ')
        .unwrap_or(rest.len());
    let digits = rest[..end].bytes().filter(u8::is_ascii_digit).count();
    NUMBER_DIGITS.contains(&digits)
}

/// Whether a phone number goes on behind pauses: `+13125550100,,91200000002#`.
fn dials_on(text: &str) -> bool {
    text.match_indices(",,")
        .any(|(at, _)| text[at + 2..].starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_in_that_people_write_are_seen() {
        for note in [
            "Zoom: https://us02web.zoom.us/j/914798588?pwd=v5ra",
            "Zoom:https://zoom.us/j/9720810224?",
            "join at meet.google.com/abc-defg-hij",
            "Meeting ID: 3064553144# Password: 481049",
            "Meeting ID 57115641507# No word",
            "ID: 466 1572 1721",
            "Zoom Id: 106 261 7355 pwd.. 200042",
            "See Wednesday. Zoom ID 869996359 pw=oxkqipdd",
            "Meeting ID 792 5352 9373 PW: 343514",
            "pwd=7401928929",
            "Pass: hope",
            "PIN 4711",
            "Zoom 123 456 7890",
            "Zoom - 1234567890",
            "One tap mobile: +13155550180,,7495550163#",
            "ID de reunión 123, contraseña 456",
            "PMI: 845 555 0162",
            "The passcode is hope",
        ] {
            assert!(tells_way_in(note), "{note}");
        }
    }

    #[test]
    fn other_notes_stay_public() {
        for note in [
            "",
            "Pass It On Group: side door, past the pines.",
            "Zoom room opens @ 7:30 pm. Business meeting: 1st Monday @ 6:30 pm",
            "Zoom meeting discontinued.",
            "To get the Zoom link, call 371-555-0104.",
            "Zoom: 371-555-0104 answers questions.",
            "Room 2, masks and distancing required: max room capacity 15.",
            "Bring an ID card. Idea exchange, COVID 19 rules.",
            "evilzoom.us is not a place to meet",
            "We give thanks to 4,000 people.",
        ] {
            assert!(!tells_way_in(note), "{note}");
        }
    }
}
