//! Reads the answers of BMLT servers, in which Narcotics Anonymous keeps its meetings: a bare list,
//! an object with the meetings and the formats they use, and what old servers send, which know no
//! venue and no zone.
//!
//! Each meeting becomes the entry that a Meeting Guide feed has, so the rules about meetings stay
//! with that reader. What differs is here: days are counted from 1, how people can come is said by
//! the venue and the formats, and formats are known by their world id. Contacts are not read.

pub(crate) mod answer;
mod entry;
mod formats;

pub(crate) use entry::KEPT;
pub(crate) use formats::world_id;

pub use formats::Formats;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::meeting_guide::entry::digits;
use crate::meeting_guide::reader::{Reader, within_limits};
use crate::meeting_guide::split::Split;
use crate::meeting_guide::{Done, Fault, FormFault, Options, Reading, Refusal};

/// Formats that nobody can place are named up to this many; a server has a few of its own.
const NAMED_FORMATS_MAX: usize = 100;

/// What is known of the server beside its answer.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its list of formats, for answers that come without.
    pub formats: Option<Formats>,
    /// How long its meetings last that say `00:00:00` or nothing.
    pub duration_minutes_default: u16,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            formats: None,
            // What the server program itself begins with.
            duration_minutes_default: 60,
        }
    }
}

/// Whether an object has a list of meetings.
pub(crate) fn is_answer(object: &[u8]) -> bool {
    answer::parts(object).is_ok()
}

/// Reads an answer.
///
/// # Errors
/// When there is no list of meetings in it: it is too large, empty, a web page, or what a server
/// says when something failed.
pub fn read(bytes: &[u8], options: &Options, server: &Server) -> Result<Reading, Refusal> {
    let bytes = within_limits(bytes, options)?;
    let answer = answer::parts(bytes)?;
    let own = match answer.formats {
        Some(list) => Some(Formats::read(list)?).filter(|formats| !formats.is_empty()),
        None => None,
    };
    let formats = own.or_else(|| server.formats.clone().filter(|formats| !formats.is_empty()));
    let formats = formats.unwrap_or_else(Formats::standard);
    let mut split = Split::new(answer.meetings, options.limits.meeting_bytes_max)?;
    let mut reader = Reader::new(options);
    let mut unplaced = BTreeSet::new();
    reader.take_all(&mut split, |reader, map| {
        take(reader, &map, options, server, &formats, &mut unplaced);
    });
    if answer.is_bare && reader.is_whole() && !split.rest_is_blank() {
        return Err(Refusal::TrailingText);
    }
    for found in unplaced {
        let fault = Fault::Form(FormFault::UnknownFormat { found });
        reader.note_feed("formats", fault, Done::Dropped);
    }
    let mut reading = reader.finish();
    for problem in &mut reading.problems {
        problem.field = entry::own_name(problem.field);
        if let Fault::Without { other } = &mut problem.fault {
            *other = entry::own_name(other);
        }
    }
    Ok(reading)
}

fn take(
    reader: &mut Reader<'_>,
    map: &Map<String, Value>,
    options: &Options,
    server: &Server,
    formats: &Formats,
    unplaced: &mut BTreeSet<String>,
) {
    let slug = text_of(map, "id_bigint").unwrap_or_default();
    reader.log.set_slug(&crate::meeting_guide::slugged(&slug));
    if text_of(map, "published").as_deref() == Some("0") {
        // Not among the losses: its server took it away, and whoever had it should, too.
        let fault = Fault::Form(FormFault::NotPublished);
        reader.log.note("published", fault, Done::LeftOut);
        return;
    }
    let meanings = formats.meanings(map, options.fellowship);
    let Some(mut read) = entry::read(map, &meanings, &mut reader.log) else {
        reader.leave_out();
        return;
    };
    for meaning in meanings {
        let name = match meaning {
            Ok(formats::Meaning::NoType(name)) => name,
            Err(key) => crate::meeting_guide::quoted(&key),
            Ok(_) => continue,
        };
        if unplaced.len() < NAMED_FORMATS_MAX {
            unplaced.insert(name);
        }
    }
    if read.told.duration_minutes.is_none() && read.has_start {
        let minutes = server.duration_minutes_default;
        let fault = Fault::Form(FormFault::LengthAssumed { minutes });
        reader.log.note("duration_time", fault, Done::Mended);
        read.told.duration_minutes = Some(minutes);
    }
    reader.take_told(&read.fields, read.told);
}

/// The text of a value, without the space around it; a number is read as its digits.
fn text_of(map: &Map<String, Value>, field: &str) -> Option<String> {
    let text = match map.get(field)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => digits(number),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
