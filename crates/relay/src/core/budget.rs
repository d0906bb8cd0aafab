//! How much one person may send, and how much is done for whoever only uses their address.

use std::time::{Duration, Instant};

/// Something that refills with time.
#[derive(Debug)]
struct Budget {
    left: usize,
    filled: Instant,
    per_second: usize,
    max: usize,
}

impl Budget {
    fn new(now: Instant, per_second: usize, max: usize) -> Self {
        Self {
            left: max,
            filled: now,
            per_second,
            max,
        }
    }

    fn has(&mut self, now: Instant, amount: usize) -> bool {
        let passed = now.saturating_duration_since(self.filled);
        let passed_us = usize::try_from(passed.as_micros()).unwrap_or(usize::MAX);
        let gained = passed_us.saturating_mul(self.per_second) / 1_000_000;
        if gained >= self.max - self.left {
            (self.left, self.filled) = (self.max, now);
        } else if gained > 0 {
            // What is less than one stays for the next time: else whoever asks often gets little.
            let took_us = (gained * 1_000_000).div_ceil(self.per_second);
            self.left += gained;
            self.filled += Duration::from_micros(took_us as u64);
        }
        amount <= self.left
    }

    fn take(&mut self, now: Instant, amount: usize) -> bool {
        let fits = self.has(now, amount);
        self.left -= if fits { amount } else { 0 };
        fits
    }
}

/// Bytes of a voice: three times what our page sends (24 kbit/s of Opus in packets of 40 ms, sealed from
/// end to end: 4,600 in a second), and more than Opus needs for speech of full quality in packets of
/// 20 ms (RFC 7587 section 3.1.1: 40 kbit/s, which makes 8,200). It goes to everybody in the room, some
/// of whom have a network of 100 kbit/s. What was held up for two seconds comes through.
const VOICE_BYTES: (usize, usize) = (16_000, 32_000);
/// Packets of a voice: of 10 ms each and some more. Each is sealed for everybody who hears it, however
/// small it is.
const VOICE_PACKETS: (usize, usize) = (120, 240);
/// Bytes of pictures: two have 0.7 Mbit/s, with what is sent again and a whole picture at a time some
/// more.
const PICTURE_BYTES: (usize, usize) = (250_000, 500_000);
/// Bytes about others: a browser tells what it got ten or twenty times a second.
const FEEDBACK_BYTES: (usize, usize) = (25_000, 50_000);
/// Packets that would not open, of streams that are not this person's: whoever writes their address
/// on packets from elsewhere knows no better. It is some tenth of a millisecond of work in a second.
const STRANGE: (usize, usize) = (200, 200);
/// Packets that would not open though they say they are of this person's voice: of who sees their
/// packets go by. A voice is not to be missed among them, so that many are tried; together it is
/// some hundredth of a second of work in a second, less than taking them in costs.
const LIKELY: (usize, usize) = (20_000, 20_000);

/// Messages of how to connect, which cost some twenty microseconds each. A browser sends some dozens
/// when it begins, and then one every few seconds; of so many its own come through even where somebody
/// else writes its address on theirs.
const MESSAGES: (usize, usize) = (1_000, 1_000);
/// Addresses that one connection comes from: sixteen are kept, and a phone that goes from one network
/// to the other has some new ones at once.
const ADDRESSES: (usize, usize) = (1, 32);

/// What one connection may still cost. Only what was opened is taken off a voice's own budget, so
/// that nobody else can use it up.
#[derive(Debug)]
pub(crate) struct Budgets {
    voice: Budget,
    voice_packets: Budget,
    pictures: Budget,
    feedback: Budget,
    strange: Budget,
    likely: Budget,
    messages: Budget,
    addresses: Budget,
}

impl Budgets {
    pub(crate) fn new(now: Instant) -> Self {
        let of = |(per_second, max)| Budget::new(now, per_second, max);
        Self {
            voice: of(VOICE_BYTES),
            voice_packets: of(VOICE_PACKETS),
            pictures: of(PICTURE_BYTES),
            feedback: of(FEEDBACK_BYTES),
            strange: of(STRANGE),
            likely: of(LIKELY),
            messages: of(MESSAGES),
            addresses: of(ADDRESSES),
        }
    }

    /// Whether a packet may be opened that says it is of this person's voice (`likely`), or of
    /// another stream.
    pub(crate) fn may_open(&mut self, now: Instant, likely: bool) -> bool {
        self.tried(likely).has(now, 1)
    }

    /// It didn't open.
    pub(crate) fn did_not_open(&mut self, now: Instant, likely: bool) {
        self.tried(likely).take(now, 1);
    }

    fn tried(&mut self, likely: bool) -> &mut Budget {
        if likely {
            &mut self.likely
        } else {
            &mut self.strange
        }
    }

    /// Whether there is room for a packet of a voice with so many bytes.
    pub(crate) fn may_speak(&mut self, now: Instant, bytes: usize) -> bool {
        self.voice.has(now, bytes) && self.voice_packets.has(now, 1)
    }

    /// A packet of a voice was opened.
    pub(crate) fn spoke(&mut self, now: Instant, bytes: usize) {
        self.voice.take(now, bytes);
        self.voice_packets.take(now, 1);
    }

    /// Takes a picture's packet off, if there is room for it.
    pub(crate) fn pictures(&mut self, now: Instant, bytes: usize) -> bool {
        self.pictures.take(now, bytes)
    }

    /// Takes a message of how to connect off.
    pub(crate) fn message(&mut self, now: Instant) -> bool {
        self.messages.take(now, 1)
    }

    /// Takes an address off that this connection was not known at.
    pub(crate) fn address(&mut self, now: Instant) -> bool {
        self.addresses.take(now, 1)
    }

    /// As for a picture.
    pub(crate) fn feedback(&mut self, now: Instant, bytes: usize) -> bool {
        self.feedback.take(now, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;

    #[test]
    fn what_is_used_up_comes_back_with_time() {
        let start = start();
        let mut budget = Budget::new(start, 200, 100);
        assert!(budget.take(start, 100) && !budget.take(start, 1));
        let mut given = 0;
        for ms in 1..=1_000 {
            given += u32::from(budget.take(start + Duration::from_millis(ms), 1));
        }
        assert_eq!(given, 200, "whatever the steps of time");
        let mut given = 0;
        for us in (1_000_000..=2_000_000).step_by(1_900) {
            given += u32::from(budget.take(start + Duration::from_micros(us), 1));
        }
        assert!((199..=201).contains(&given), "{given}, asked at any moment");
        let later = start + Duration::from_secs(60);
        assert!(
            budget.take(later, 100) && !budget.take(later, 1),
            "no more than fits"
        );
    }

    #[test]
    fn what_does_not_open_costs_a_bounded_time_and_no_voice() {
        let (start, mut budgets) = (start(), Budgets::new(start()));
        for (likely, (_, max)) in [(false, STRANGE), (true, LIKELY)] {
            for _ in 0..max {
                assert!(budgets.may_open(start, likely));
                budgets.did_not_open(start, likely);
            }
            assert!(!budgets.may_open(start, likely));
        }
        assert!(budgets.may_speak(start, 1_200) && budgets.pictures(start, 1_200));
    }
}
