//! Bytes as what a program of a member's own does in a room of three: packets of any kind under its
//! own keys, bent ones, offers again. A handshake comes first, so that a second holds some dozens.
#![no_main]

use std::panic::PanicHookInfo;

#[allow(dead_code)]
#[path = "../../crates/relay/tests/evening/made.rs"]
mod made;
#[allow(dead_code)]
#[path = "../../crates/relay/tests/evening/person.rs"]
mod person;
#[allow(dead_code)]
#[path = "../../crates/relay/tests/evening/world.rs"]
mod world;

/// Of the libraries beneath the session: where they give up, one connection ends, and that is as it
/// should be. The fuzzer would take any panic for an end, also one that is caught.
const CAUGHT: [&str; 3] = ["/str0m-", "/is-", "/dimpl-"];

fn ends_at(panic: &PanicHookInfo<'_>) {
    let file = panic.location().map_or("", |location| location.file());
    // Said all the same: nobody catches what they do on the member's side.
    eprintln!("{panic}");
    if CAUGHT.iter().all(|library| !file.contains(library)) {
        std::process::abort();
    }
}

libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(ends_at)),
    |script: &[u8]| { made::program(script); }
);
