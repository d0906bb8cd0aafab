//! Finds the lists in an answer without building any of it.

use crate::meeting_guide::Refusal;

/// The bytes from the opening bracket of each list on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    pub(super) meetings: &'a [u8],
    pub(super) formats: Option<&'a [u8]>,
    /// Whether the list of meetings is the whole answer.
    pub(super) is_bare: bool,
}

/// A bare list of meetings, or an object that has one.
pub(super) fn parts(bytes: &[u8]) -> Result<Answer<'_>, Refusal> {
    match bytes.trim_ascii_start() {
        [] => Err(Refusal::Empty),
        [b'<', ..] => Err(Refusal::WebPage),
        whole @ [b'[', ..] => Ok(Answer {
            meetings: whole,
            formats: None,
            is_bare: true,
        }),
        whole @ [b'{', ..] => Ok(Answer {
            meetings: list_of(whole, b"meetings").ok_or(Refusal::ErrorAnswer)?,
            formats: list_of(whole, b"formats"),
            is_bare: false,
        }),
        _ => Err(Refusal::NotJson),
    }
}

/// The list that an object has under a name, from its opening bracket on.
pub(crate) fn list_of<'a>(object: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = object.get(at) {
        match byte {
            b'"' => {
                let start = at + 1;
                at = end_of_text(object, start)?;
                if depth == 1 && &object[start..at] == name {
                    let behind = object[at + 1..].trim_ascii_start();
                    let value = behind.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
                    if let Some(list) = value.filter(|value| value.starts_with(b"[")) {
                        return Some(list);
                    }
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the text that begins here has its closing mark.
fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_at_the_top_alone() {
        let text =
            br#"{"note":"\"meetings\":[", "x":{"meetings":[1]}, "formats" : [2], "meetings":[3]}"#;
        let answer = parts(text).unwrap();
        assert_eq!(answer.meetings, b"[3]}");
        assert!(answer.formats.unwrap().starts_with(b"[2],"));
        assert_eq!(
            parts(br#"{"meetings":"none"}"#).unwrap_err(),
            Refusal::ErrorAnswer
        );
        assert!(parts(b"[]").unwrap().is_bare);
    }
}
