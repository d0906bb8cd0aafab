//! Bytes as a feed of meetings that somebody publishes.
#![no_main]

#[path = "../../crates/calendar/tests/held/mod.rs"]
mod held;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(reading) = calendar::meeting_guide::read(bytes, &held::options()) {
        held::hold(&reading);
    }
});
