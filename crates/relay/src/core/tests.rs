//! What tests of the core need.

use std::time::Instant;

/// A moment to count from: an `Instant` has no other beginning than the real clock.
#[allow(clippy::disallowed_methods)]
pub(crate) fn start() -> Instant {
    Instant::now()
}
