//! Bytes as a recurrence rule.
#![no_main]

#[path = "../../crates/calendar/tests/expanded/mod.rs"]
mod expanded;

use calendar::ical::Limits;

libfuzzer_sys::fuzz_target!(|rule: &str| {
    let limits = Limits::default();
    let window = (0, 4_000_000_000_000);
    if let Some(calendar) = expanded::by_rule(rule.as_bytes(), &limits) {
        let found = calendar.occurrences(window.0, window.1, &limits);
        expanded::hold(&found, window, &limits);
        // A line end in it makes properties of the event, or events, of the rest.
        if !rule.contains(char::is_control) {
            expanded::hold_by(rule, &found, &limits);
        }
    }
});
