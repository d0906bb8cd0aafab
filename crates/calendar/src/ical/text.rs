//! From bytes to properties: encodings, folded lines, parameters.

use super::{Limits, Problem};
use crate::meeting_guide::text::windows_letter;

/// `NAME;PARAM=VALUE:value`, unfolded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) name: String,
    parameters: Vec<(String, String)>,
    pub(crate) value: String,
}

impl Property {
    #[cfg(test)]
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            parameters: Vec::new(),
            value: value.to_owned(),
        }
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn parse(line: &str) -> Option<Self> {
        let (mut start, mut is_quoted) = (0, false);
        let mut pieces = Vec::new();
        let mut value = None;
        for (at, letter) in line.char_indices() {
            match letter {
                '"' => is_quoted = !is_quoted,
                ';' if !is_quoted => {
                    pieces.push(line.get(start..at)?);
                    start = at + 1;
                }
                ':' if !is_quoted => {
                    pieces.push(line.get(start..at)?);
                    value = line.get(at + 1..);
                    break;
                }
                _ => {}
            }
        }
        let mut pieces = pieces.into_iter();
        let name = pieces.next()?.trim().to_ascii_uppercase();
        let parameters = pieces
            .filter_map(|piece| piece.split_once('='))
            .map(|(key, value)| {
                let value = value.trim().trim_matches('"').to_owned();
                (key.trim().to_ascii_uppercase(), value)
            })
            .collect();
        Some(Self {
            name,
            parameters,
            value: value?.to_owned(),
        })
    }
}

/// The text of a value of type TEXT, its escapes undone.
pub(crate) fn plain(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(other) => text.push(other),
            None => {}
        }
    }
    text.trim().to_owned()
}

/// Text of bytes in UTF-8, in UTF-16 with its mark, or else in the encoding of Windows (which has no
/// wrong bytes).
pub(crate) fn decode(bytes: &[u8], problems: &mut Vec<Problem>) -> String {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).skip(1);
        char::decode_utf16(units.map(|pair| read([pair[0], pair[1]])))
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => return wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    // A line may be folded in the middle of a letter. What is still wrong costs its own line alone.
    let mut text = String::with_capacity(bytes.len());
    let mut wrong = 0;
    for line in unfolded(bytes).split(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                wrong += 1;
                text.extend(line.iter().map(|byte| windows_letter(*byte)));
            }
        }
        text.push('\n');
    }
    if wrong > 0 {
        let problem = format!("{wrong} lines are not UTF-8");
        let done = "read as the old encoding of Windows";
        problems.push(Problem::of_file("encoding", problem, done));
    }
    text
}

/// The bytes with the folds taken out.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match bytes.get(at..).unwrap_or_default() {
            [b'\r', b'\n', b' ' | b'\t', ..] => at += 3,
            [b'\r' | b'\n', b' ' | b'\t', ..] => at += 2,
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

/// The properties of a text, one after the other; lines that are none are counted.
pub(crate) fn properties(
    text: &str,
    limits: &Limits,
    mut take: impl FnMut(Property),
) -> (usize, usize) {
    let (mut unread, mut cut) = (0, 0);
    let mut whole = String::new();
    let mut finish = |whole: &mut String, unread: &mut usize| {
        if !whole.trim().is_empty() {
            match Property::parse(whole) {
                Some(property) => take(property),
                None => *unread += 1,
            }
        }
        whole.clear();
    };
    let lines = text.split('\n').flat_map(|line| line.split('\r'));
    for (count, line) in lines.filter(|line| !line.is_empty()).enumerate() {
        if count >= limits.lines_max {
            cut += 1;
            break;
        }
        let rest = line.strip_prefix([' ', '\t']);
        if rest.is_none() {
            finish(&mut whole, &mut unread);
        }
        let rest = rest.unwrap_or(line);
        if whole.len() + rest.len() <= limits.line_bytes_max {
            whole.push_str(rest);
        } else {
            cut += 1;
        }
    }
    finish(&mut whole, &mut unread);
    (unread, cut)
}
