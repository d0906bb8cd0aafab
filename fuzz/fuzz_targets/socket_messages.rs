//! Bytes as a frame that a client sends into the live room.
#![no_main]

use renew::sessions::Said;

#[path = "../../crates/renew/src/sessions/wire/held.rs"]
mod held;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| held::hold(&String::from_utf8_lossy(bytes)));
