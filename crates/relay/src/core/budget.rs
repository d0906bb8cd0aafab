//! How much one person may send.

use std::time::Instant;

/// What one person may send: bytes that refill with time.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
    filled: Instant,
}

/// A voice and two pictures have 0.8 Mbit/s, with what is sent again and a whole picture at a time
/// some more.
const BYTES_PER_MS: usize = 250;
const BYTES_MAX: usize = 500_000;

impl Budget {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            left: BYTES_MAX,
            filled: now,
        }
    }

    pub(crate) fn take(&mut self, now: Instant, bytes: usize) -> bool {
        let passed_ms = now.saturating_duration_since(self.filled).as_millis();
        if passed_ms > 0 {
            let passed_ms = usize::try_from(passed_ms).unwrap_or(BYTES_MAX);
            let gained = passed_ms.saturating_mul(BYTES_PER_MS);
            self.left = self.left.saturating_add(gained).min(BYTES_MAX);
            self.filled = now;
        }
        let fits = bytes <= self.left;
        self.left -= if fits { bytes } else { 0 };
        fits
    }
}
