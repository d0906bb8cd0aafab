//! Bytes as what comes to the media port, in pieces, from two addresses.
#![no_main]

#[path = "../../crates/relay/tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::port(bytes));
