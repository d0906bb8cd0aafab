//! Bytes as the packets of voices and cameras that come and go in one slot.
#![no_main]

#[path = "../../crates/relay/src/core/rewrite.rs"]
#[allow(dead_code)]
mod rewrite;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rewrite::held::follow(std::time::Instant::now(), bytes));
