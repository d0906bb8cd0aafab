//! When it is worth waiting for company. A call of the system costs more than the packets in it, so a
//! busy relay takes in what came within a moment at once, and lets it go at once.

use std::time::{Duration, Instant};

/// How long it waits at most: a tenth of what one packet of a voice holds.
const COLLECTS: Duration = Duration::from_millis(2);
/// From this many packets in a window on, a moment has two of them in the mean. With less, waiting
/// would only make voices late.
const BUSY: u32 = 100;
const WINDOW: Duration = Duration::from_millis(100);

pub(super) struct Pace {
    window_began: Instant,
    in_window: u32,
    is_busy: bool,
    took_at: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            window_began: now,
            in_window: 0,
            is_busy: false,
            took_at: now,
        }
    }

    /// So many packets were taken in.
    pub(super) fn took(&mut self, now: Instant, count: usize) {
        let passed = now.saturating_duration_since(self.window_began);
        if passed >= WINDOW {
            // A quiet second has no busy window, however many packets came just before it.
            self.is_busy = WINDOW * self.in_window >= passed * BUSY;
            self.window_began = now;
            self.in_window = 0;
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.in_window = self.in_window.saturating_add(count).min(BUSY * 1_000);
        self.took_at = now;
    }

    /// How long to wait before it is asked what came.
    pub(super) fn waits(&self, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.took_at);
        let collects = if self.is_busy {
            COLLECTS
        } else {
            Duration::ZERO
        };
        collects.saturating_sub(passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::disallowed_methods)] // An `Instant` has no other beginning.
    fn start() -> Instant {
        Instant::now()
    }

    /// Packets at this rate for a second, each taken in as it comes.
    fn after_a_second(per_second: u32, pace: &mut Pace, from: Instant) -> Instant {
        for n in 1..=per_second {
            pace.took(from + Duration::from_secs(1) * n / per_second, 1);
        }
        from + Duration::from_secs(1)
    }

    #[test]
    fn one_circle_is_never_made_to_wait_and_a_busy_evening_for_a_moment() {
        let start = start();
        let mut pace = Pace::new(start);
        let now = after_a_second(500, &mut pace, start);
        assert_eq!(pace.waits(now), Duration::ZERO);
        let now = after_a_second(2_000, &mut pace, now);
        assert_eq!(pace.waits(now), COLLECTS);
        assert_eq!(
            pace.waits(now + Duration::from_micros(500)),
            Duration::from_micros(1_500)
        );
        assert_eq!(pace.waits(now + Duration::from_secs(3)), Duration::ZERO);
    }

    #[test]
    fn it_is_over_when_the_voices_are() {
        let start = start();
        let mut pace = Pace::new(start);
        let now = after_a_second(5_000, &mut pace, start);
        // Everybody is silent for a minute, then somebody speaks.
        let now = now + Duration::from_secs(60);
        pace.took(now, 1);
        assert_eq!(pace.waits(now), Duration::ZERO);
    }

    #[test]
    fn no_number_of_packets_is_too_many() {
        let start = start();
        let mut pace = Pace::new(start);
        for n in 0..10 {
            pace.took(start + WINDOW * n, usize::MAX);
        }
        assert_eq!(pace.waits(start + WINDOW * 9), COLLECTS);
    }
}
