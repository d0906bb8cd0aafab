//! Calendars for other programs to read, with what they should find in them. Written into the
//! folder that the variable names; `tests/calendars` then asks those programs.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod feeds_to_write;

use std::fs;
use std::path::PathBuf;

use feeds_to_write::{FROM_MS, Sample, UNTIL_MS, samples};
use serde_json::{Value, json};

const FOLDER: &str = "CALENDAR_SAMPLES";

#[test]
#[ignore = "writes files for tests/calendars; needs CALENDAR_SAMPLES"]
fn write_samples() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder to write into"));
    fs::create_dir_all(&folder).unwrap();
    for Sample { name, feed } in samples() {
        let written = feed.write();
        assert_eq!(written.left_out, [], "{name}");
        let events: Vec<Value> = feed.events.iter().flat_map(expected).collect();
        let expected = json!({ "from_ms": FROM_MS, "until_ms": UNTIL_MS, "occurrences": events });
        fs::write(folder.join(format!("{name}.ics")), written.bytes).unwrap();
        fs::write(folder.join(format!("{name}.json")), expected.to_string()).unwrap();
    }
}

fn expected(event: &calendar::ical_write::Event) -> Vec<Value> {
    let found = event.schedule.between(FROM_MS, UNTIL_MS);
    found
        .iter()
        .filter(|occurrence| occurrence.start_ms >= FROM_MS)
        .map(|occurrence| {
            json!({
                "uid": event.uid,
                "start_ms": occurrence.start_ms,
                "end_ms": occurrence.end_ms,
                "is_cancelled": occurrence.is_cancelled,
            })
        })
        .collect()
}
