//! Bytes as the answer of a BMLT server, and as its formats.
#![no_main]

#[path = "../../crates/calendar/tests/held/mod.rs"]
mod held;

use calendar::bmlt::{Formats, Server, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let server = Server {
        formats: Formats::read(bytes).ok(),
        ..Server::default()
    };
    if let Ok(reading) = read(bytes, &held::options(), &server) {
        held::hold(&reading);
    }
});
