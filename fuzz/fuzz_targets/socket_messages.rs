//! Bytes as a frame that a client sends into the live room. The reader is taken as it stands in
//! the program, without the program around it.
#![no_main]
#![allow(dead_code, unused_imports)]

#[path = "../../crates/renew/src/sessions/wire/held.rs"]
mod held;
#[path = "../../crates/renew/src/site/lang.rs"]
mod lang;
#[path = "../../crates/renew/src/site/sign.rs"]
mod sign;
#[path = "../../crates/renew/src/sessions/wire.rs"]
mod wire;

/// Where the reader looks for them.
mod site {
    pub(crate) use crate::{lang, sign};
}

use wire::Said;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| held::hold(&String::from_utf8_lossy(bytes)));
