//! A text as what a page offers for its voice.
#![no_main]

#[path = "../../crates/relay/tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|offer: &str| fuzzed::offer(offer));
