//! The people slice through the whole site: router, layers, a real SQLite file, real keys.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub
)]

mod browser;
mod caring;
mod doors;
mod joining;
mod leaving;
mod sessions;
