//! Lines of iCalendar: escaped, folded, and ended as RFC 5545 (3.1, 3.3.11) asks.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::zone::instant;

/// The longest line in octets, without its end (RFC 5545, 3.1).
const OCTETS_MAX: usize = 75;

/// The longest text of one property: what a person may write about a meeting fits twice, and one
/// wild text doesn't make a calendar that phones refuse.
const TEXT_CHARS_MAX: usize = 8_000;

/// Lines so far.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value needs no escaping.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if octets + letter.len_utf8() > OCTETS_MAX {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(letter);
            octets += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property with a text of people; nothing when the text is empty.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        let text = escaped(text);
        if !text.is_empty() {
            self.put(name, &text);
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.push_str(&other.0);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// A text with its special characters escaped, its line ends made one kind, and every other
/// control character dropped but the tab.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.trim().chars().take(TEXT_CHARS_MAX).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' if letters.peek() != Some(&'\n') => out.push_str("\\n"),
            '\t' => out.push(letter),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A time on a wall clock: `20260106T190000`.
pub(super) fn local(at: DateTime) -> String {
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// An instant in UTC: `20260106T190000Z`.
pub(super) fn utc(at_ms: i64) -> String {
    local(TimeZone::UTC.to_datetime(instant(at_ms))) + "Z"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(name: &str, text: &str) -> String {
        let mut lines = Lines::default();
        lines.text(name, text);
        String::from_utf8(lines.into_bytes()).unwrap()
    }

    #[test]
    fn special_characters_are_escaped_and_controls_dropped() {
        assert_eq!(
            line("SUMMARY", "a,b;c\\d\r\ne\rf\u{0}\u{7}\u{85}\tg\n"),
            "SUMMARY:a\\,b\\;c\\\\d\\ne\\nf\tg\r\n"
        );
        assert_eq!(line("SUMMARY", " \n "), "");
    }

    proptest! {
        #[test]
        fn folded_lines_are_short_whole_and_say_the_same(text in "[ a-zé🌿日,;]{0,300}") {
            let line = line("DESCRIPTION", &text);
            for part in line.split("\r\n") {
                prop_assert!(part.len() <= OCTETS_MAX);
            }
            let unfolded = line.replace("\r\n ", "");
            let said = escaped(&text);
            let expected = if said.is_empty() { String::new() } else { format!("DESCRIPTION:{said}\r\n") };
            prop_assert_eq!(unfolded, expected);
        }
    }
}
