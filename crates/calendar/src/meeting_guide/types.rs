//! The types of a meeting, by its fellowship's own table.

use super::Options;
use super::entry::{Entry, found};
use super::problem::Fault;

/// Real meetings have up to a dozen.
const TYPES_MAX: usize = 40;

/// Means nothing in a building that nobody enters.
const NEEDS_A_ROOM: [&str; 11] = [
    "BA", "BRK", "CAN", "CF", "AL-AN", "AL", "FF", "OUT", "SM", "X", "XB",
];

/// The place is closed for the time being.
const CLOSED_FOR_NOW: &str = "TC";

/// Written by one producer for its own use, and not always where it is true.
const PRODUCER_ONLY: [&str; 2] = ["ONL", "Online Meeting"];

/// The most commas that a type's name has in any fellowship, and one more: `Steps 1, 2, and 3`.
const NAME_PARTS_MAX: usize = 3;

/// The codes of the meeting's types, in the table's spelling, each once.
pub(super) fn read(entry: &mut Entry<'_>, options: &Options) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    let is_known = |name: &str| options.fellowship.meeting_type(name).is_some();
    // A list may hold several in one text.
    let written: Vec<String> = entry
        .list("types", ',', TYPES_MAX)
        .into_iter()
        .flat_map(|text| match is_known(&text) {
            true => vec![text],
            false => text.split(',').map(|part| part.trim().to_owned()).collect(),
        })
        .filter(|text| !text.is_empty())
        .take(TYPES_MAX)
        .collect();
    let mut rest = &written[..];
    while let Some(first) = rest.first() {
        let known = (1..=NAME_PARTS_MAX.min(rest.len()))
            .rev()
            .find_map(|count| {
                let name = rest[..count].join(", ");
                Some((options.fellowship.meeting_type(&name)?.code, count))
            });
        let is_for_itself = |own: &&str| own.eq_ignore_ascii_case(first);
        match known {
            Some((code, _)) if !codes.contains(&code) => codes.push(code),
            Some(_) => {}
            None if PRODUCER_ONLY.iter().any(is_for_itself) => {}
            None => entry.drop_value(
                "types",
                Fault::UnknownType {
                    found: found(first),
                },
            ),
        }
        rest = &rest[known.map_or(1, |(_, count)| count)..];
    }
    // Open and closed at once is an oversight; turning up at a closed meeting hurts more than
    // staying away from an open one.
    if codes.contains(&"C") {
        codes.retain(|code| *code != "O");
    }
    codes
}

pub(super) fn is_closed_for_now(codes: &[&'static str]) -> bool {
    codes.contains(&CLOSED_FOR_NOW)
}

/// Without a room, what is said about the room goes.
pub(crate) fn without_the_room(codes: &mut Vec<&'static str>) {
    codes.retain(|code| !NEEDS_A_ROOM.contains(code));
}
