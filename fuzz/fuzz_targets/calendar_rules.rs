//! Bytes as a recurrence rule.
#![no_main]

use calendar::ical::{self, Limits};

libfuzzer_sys::fuzz_target!(|rule: &str| {
    let limits = Limits::default();
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20260105T023000\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    if let Ok(calendar) = ical::read(text.as_bytes(), &limits) {
        let _ = calendar.occurrences(0, 4_000_000_000_000, &limits);
    }
});
