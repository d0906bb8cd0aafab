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
const PRODUCER_ONLY: &str = "ONL";

/// The codes of the meeting's types, in the table's spelling, each once.
pub(super) fn read(entry: &mut Entry<'_>, options: &Options) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for written in entry.list("types", ',', TYPES_MAX) {
        if written.eq_ignore_ascii_case(PRODUCER_ONLY) {
            continue;
        }
        match options.fellowship.meeting_type(&written) {
            Some(known) if !codes.contains(&known.code) => codes.push(known.code),
            Some(_) => {}
            None => entry.drop_value(
                "types",
                Fault::UnknownType {
                    found: found(&written),
                },
            ),
        }
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
pub(super) fn without_the_room(codes: &mut Vec<&'static str>) {
    codes.retain(|code| !NEEDS_A_ROOM.contains(code));
}
