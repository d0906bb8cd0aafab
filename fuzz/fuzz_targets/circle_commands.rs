//! Bytes as a whole session: its format, its clock, and whatever is done in it.
#![no_main]

#[path = "../../crates/circle/tests/decode/mod.rs"]
mod decode;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| decode::follow(bytes));
