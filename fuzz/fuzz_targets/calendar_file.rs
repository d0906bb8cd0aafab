//! Bytes as a calendar that a group keeps elsewhere.
#![no_main]

use calendar::ical::{self, Limits};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    if let Ok(calendar) = ical::read(bytes, &limits) {
        let found = calendar.occurrences(0, 4_000_000_000_000, &limits);
        assert!(found.occurrences.len() <= limits.occurrences_max);
    }
});
