//! Which form a file of meetings has, by what is in it and never by its name.

use crate::bmlt::{self, Server};
use crate::meeting_guide::{self, Done, Fault, FormFault, Options, Problem, Reading, Refusal};
use crate::meeting_sheet;

/// The forms that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Meeting Guide JSON.
    MeetingGuide,
    /// The same fields in a spreadsheet's CSV.
    Sheet,
    /// The answer of a BMLT server.
    Bmlt,
}

/// A form shows in the first entries; so much of a file is looked at.
const LOOKED_AT_BYTES_MAX: usize = 64 * 1024;

/// The form of a file.
///
/// # Errors
/// When it is none of them, with the sentence that helps most.
pub fn form_of(bytes: &[u8]) -> Result<Form, Refusal> {
    refuse_packed(bytes)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.trim_ascii_start() {
        [] => Err(Refusal::Empty),
        [b'<', ..] => Err(Refusal::WebPage),
        [b'{', ..] if bmlt::is_answer(text) => Ok(Form::Bmlt),
        [b'{', ..] if meeting_sheet::is_values(text) => Ok(Form::Sheet),
        [b'{', ..] => Err(Refusal::ErrorAnswer),
        [b'[', rest @ ..] => {
            let head = &rest[..rest.len().min(LOOKED_AT_BYTES_MAX)];
            let names = |name: &str| {
                head.windows(name.len())
                    .any(|window| window == name.as_bytes())
            };
            // Formats, service bodies, servers, and the server itself.
            let other = [
                "\"format_type_enum\"",
                "\"parent_id\"",
                "\"rootURL\"",
                "\"versionInt\"",
            ];
            let is_meeting = ["\"slug\"", "\"day\"", "\"time\"", "\"start_time\""];
            if other.into_iter().any(names) && !is_meeting.into_iter().any(names) {
                return Err(Refusal::OtherAnswer);
            }
            let is_bmlt = ["\"id_bigint\"", "\"weekday_tinyint\"", "\"meeting_name\""]
                .into_iter()
                .any(names);
            Ok(match is_bmlt && !names("\"slug\"") {
                true => Form::Bmlt,
                false => Form::MeetingGuide,
            })
        }
        _ if meeting_sheet::is_sheet(bytes) => Ok(Form::Sheet),
        _ => Err(Refusal::NotASheet),
    }
}

/// Reads a file in the form that is given, or else in its own.
///
/// # Errors
/// As the reader of that form does, and for packed files and web pages in any form.
pub fn read(
    bytes: &[u8],
    form: Option<Form>,
    options: &Options,
    server: &Server,
) -> Result<Reading, Refusal> {
    meeting_guide::reader::within_limits(bytes, options)?;
    refuse_packed(bytes)?;
    let form = match form {
        Some(form) => form,
        None => form_of(bytes)?,
    };
    let mut reading = match form {
        Form::MeetingGuide => meeting_guide::read(bytes, options)?,
        Form::Sheet if begins_markup(bytes) => return Err(Refusal::WebPage),
        Form::Sheet => meeting_sheet::read(bytes, options)?,
        Form::Bmlt => bmlt::read(bytes, options, server)?,
    };
    note_zones(&mut reading);
    Ok(reading)
}

/// A zone is never guessed; that there is none is said once, and not of every meeting.
fn note_zones(reading: &mut Reading) {
    let count = reading
        .meetings
        .iter()
        .filter(|meeting| meeting.zone.is_none() && !meeting.is_by_appointment())
        .count();
    if count > 0 {
        reading.problems.push(Problem {
            entry: 0,
            slug: String::new(),
            field: "timezone",
            fault: Fault::Form(FormFault::NoZone { count }),
            done: Done::Kept,
        });
    }
}

fn refuse_packed(bytes: &[u8]) -> Result<(), Refusal> {
    match bytes {
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(Refusal::Compressed),
        [b'P', b'K', 3 | 5, 4 | 6, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Refusal::Workbook),
        _ => Ok(()),
    }
}

fn begins_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_their_content() {
        for (text, form) in [
            ("[]", Form::MeetingGuide),
            ("\u{feff} [{\"slug\":\"a\"}]", Form::MeetingGuide),
            (r#"[{"id_bigint":"1","weekday_tinyint":"2"}]"#, Form::Bmlt),
            (
                r#"[{"slug":"a","notes":"\"meeting_name\""}]"#,
                Form::MeetingGuide,
            ),
            (r#"{"meetings":[],"formats":[]}"#, Form::Bmlt),
            ("Name,Day,Time\n", Form::Sheet),
            (r#"{"values":[["Name","Day"],["A","Monday"]]}"#, Form::Sheet),
            ("\u{feff}\"time\";\"day\";\"name\"\r\n", Form::Sheet),
        ] {
            assert_eq!(form_of(text.as_bytes()), Ok(form), "{text}");
        }
        for (bytes, refusal) in [
            (&b"  "[..], Refusal::Empty),
            (b"\n<!DOCTYPE html>", Refusal::WebPage),
            (b"{\"error\":\"no meetings today\"}", Refusal::ErrorAnswer),
            (b"\x1f\x8b\x08\0", Refusal::Compressed),
            (b"PK\x03\x04xl", Refusal::Workbook),
            (
                b"[{\"key_string\":\"O\",\"format_type_enum\":\"FC1\"}]",
                Refusal::OtherAnswer,
            ),
            (b"just words", Refusal::NotASheet),
            (b"null", Refusal::NotASheet),
        ] {
            assert_eq!(form_of(bytes), Err(refusal));
        }
    }
}
