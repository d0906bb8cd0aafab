//! A limit on how fast one client may give commands.

/// A bucket of tokens, filled by time: one token a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    /// Thousandths of a token.
    milli: i64,
    filled_ms: i64,
}

/// What a client may send at once: after a cut it sends again what was not answered, and a
/// facilitator with quick fingers taps a few things in a second.
const BURST: i64 = 40;
/// What a client may send for long. Nobody taps five times a second for a minute.
const PER_SECOND: i64 = 5;

impl Bucket {
    pub(super) fn full(now_ms: i64) -> Self {
        Self {
            milli: BURST * 1000,
            filled_ms: now_ms,
        }
    }

    /// Takes one token. False when there is none: this client floods.
    pub(super) fn take(&mut self, now_ms: i64) -> bool {
        // A clock that was set back gives nothing and takes nothing.
        let passed_ms = now_ms.saturating_sub(self.filled_ms).max(0);
        self.filled_ms = now_ms;
        self.milli = passed_ms
            .saturating_mul(PER_SECOND)
            .saturating_add(self.milli)
            .min(BURST * 1000);
        if self.milli < 1000 {
            return false;
        }
        self.milli -= 1000;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let mut bucket = Bucket::full(0);
        let passed = (0..1000).filter(|_| bucket.take(0)).count();
        assert_eq!(passed as i64, BURST);
        assert!(!bucket.take(199));
        assert!(bucket.take(200));
        let slow = (1..=100).filter(|i| bucket.take(200 + i * 200)).count();
        assert_eq!(slow, 100);
    }

    #[test]
    fn a_clock_set_back_harms_nobody() {
        let mut bucket = Bucket::full(1_000_000);
        assert!(bucket.take(0));
        assert!(bucket.take(i64::MIN));
        assert!(bucket.take(i64::MAX));
    }
}
