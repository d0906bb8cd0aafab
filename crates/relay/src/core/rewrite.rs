//! One stream to its receiver, whoever is in the slot: sequence numbers without a gap at a change,
//! times that go on as the clock did, pictures numbered through.

use std::time::Instant;

#[cfg(any(test, fuzzing))]
#[path = "rewrite/held.rs"] // The fuzzer reads this file from elsewhere.
pub(crate) mod held;

/// Sequence numbers and times of a slot's stream, of one receiver.
#[derive(Debug)]
pub(crate) struct Rewriter {
    clock_rate: u64,
    /// Added to what comes in, modulo the numbers' size.
    sequence_offset: u64,
    time_offset: u32,
    /// What went out last.
    last: Option<Last>,
    /// Which of the last numbers were given out, the newest first: none is given twice, since each
    /// seals another packet with the same key.
    given: u64,
    /// The first of this source that is forwarded: what comes late from before is not.
    starts_at: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    sequence: u64,
    time: u32,
    at: Instant,
}

/// What a packet is numbered on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbered {
    pub(crate) sequence: u64,
    pub(crate) time: u32,
    /// The first of its source: receivers reset what they guess by the marker.
    pub(crate) first: bool,
}

/// Streams start below 65536 (RFC 3711 section 3.3.1: a receiver begins with a roll-over counter of
/// zero), with room for packets that arrive in another order.
const FIRST_SEQUENCE: u64 = 1_000;
/// How far a late packet may lie behind: more than a second of voice at 20 ms.
const LATE_MAX: u64 = 63;
/// A gap that is no loss any more: whoever listens was elsewhere meanwhile. A browser would lose
/// count after 32,768.
const GAP_MAX: u64 = 500;

impl Rewriter {
    pub(crate) fn new(clock_rate: u32) -> Self {
        Self {
            clock_rate: u64::from(clock_rate),
            sequence_offset: 0,
            time_offset: 0,
            last: None,
            given: 0,
            starts_at: None,
        }
    }

    /// The newest number that was given out.
    pub(crate) fn newest(&self) -> u64 {
        self.last.map_or(0, |last| last.sequence)
    }

    /// Another source, or the same after a silence of whoever listens.
    pub(crate) fn change(&mut self) {
        self.starts_at = None;
    }

    /// The numbers of a packet that came in with these; none if it is from before the change.
    pub(crate) fn number(&mut self, now: Instant, sequence: u64, time: u32) -> Option<Numbered> {
        let Some(starts_at) = self.starts_at else {
            return Some(self.start(now, sequence, time));
        };
        if sequence < starts_at {
            return None;
        }
        let out = Numbered {
            sequence: sequence.wrapping_add(self.sequence_offset),
            time: time.wrapping_add(self.time_offset),
            first: false,
        };
        let newest = self.last.map_or(0, |last| last.sequence);
        if out.sequence > newest + GAP_MAX {
            return Some(self.start(now, sequence, time));
        }
        if out.sequence + LATE_MAX < newest || !self.give(out.sequence) {
            return None;
        }
        if out.sequence > newest {
            self.note(now, out);
        }
        Some(out)
    }

    fn start(&mut self, now: Instant, sequence: u64, time: u32) -> Numbered {
        let (next, when) = match self.last {
            None => (FIRST_SEQUENCE, time),
            Some(last) => (
                last.sequence + 1,
                last.time.wrapping_add(self.ticks(now, last.at)),
            ),
        };
        self.starts_at = Some(sequence);
        self.sequence_offset = next.wrapping_sub(sequence);
        self.time_offset = when.wrapping_sub(time);
        let out = Numbered {
            sequence: next,
            time: when,
            first: true,
        };
        self.give(next);
        self.note(now, out);
        out
    }

    /// Notes that a number goes out. False if it went before.
    fn give(&mut self, sequence: u64) -> bool {
        let newest = self.last.map_or(sequence, |last| last.sequence);
        if let Some(ahead) = sequence.checked_sub(newest).filter(|ahead| *ahead > 0) {
            self.given = if ahead > LATE_MAX {
                0
            } else {
                self.given << ahead
            };
        }
        let bit = 1_u64 << newest.saturating_sub(sequence).min(LATE_MAX);
        let is_new = self.given & bit == 0;
        self.given |= bit;
        is_new
    }

    fn note(&mut self, now: Instant, out: Numbered) {
        self.last = Some(Last {
            sequence: out.sequence,
            time: out.time,
            at: now,
        });
    }

    /// The time between two packets in the stream's own ticks; at least one, so that no two sources
    /// share a moment.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "times of RTP wrap by their nature"
    )]
    fn ticks(&self, now: Instant, then: Instant) -> u32 {
        let passed_us = now.saturating_duration_since(then).as_micros();
        let ticks = passed_us * u128::from(self.clock_rate) / 1_000_000;
        (ticks as u32).max(1)
    }
}

/// Numbers of VP8's pictures (RFC 7741 section 4.2), made to go on at a change.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    picture_offset: u16,
    layer_offset: u8,
    last: Option<(u16, u8)>,
    changed: bool,
}

/// PictureID has fifteen bits in the form that is sent.
const PICTURE_MASK: u16 = 0x7fff;

impl Pictures {
    pub(crate) fn change(&mut self) {
        self.changed = true;
    }

    /// The PictureID and TL0PICIDX to send for those that came in.
    pub(crate) fn number(&mut self, picture: u16, layer: u8) -> (u16, u8) {
        let is_first = self.changed;
        if self.changed {
            self.changed = false;
            if let Some((last_picture, last_layer)) = self.last {
                self.picture_offset = last_picture.wrapping_add(1).wrapping_sub(picture);
                self.layer_offset = last_layer.wrapping_add(1).wrapping_sub(layer);
            }
        }
        let out = (
            picture.wrapping_add(self.picture_offset) & PICTURE_MASK,
            layer.wrapping_add(self.layer_offset),
        );
        // What comes late is none that the next source goes on from.
        let is_ahead =
            |last: (u16, u8)| out.0.wrapping_sub(last.0) & PICTURE_MASK <= PICTURE_MASK / 2;
        if is_first || self.last.is_none_or(is_ahead) {
            self.last = Some(out);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    proptest! {
        #[test]
        fn any_packets_through_a_slot_are_one_stream(
            bytes in proptest::collection::vec(any::<u8>(), 0..1_600),
        ) {
            held::follow(start(), &bytes);
        }
    }

    #[test]
    fn a_change_leaves_no_gap_and_time_goes_on() {
        let start = start();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut voice = Rewriter::new(48_000);
        let one = voice.number(at(0), 40_000, 7).unwrap();
        assert_eq!((one.sequence, one.time, one.first), (1_000, 7, true));
        let two = voice.number(at(20), 40_001, 967).unwrap();
        assert_eq!((two.sequence, two.time, two.first), (1_001, 967, false));
        voice.change();
        let other = voice.number(at(120), 9, 4_000_000_000).unwrap();
        assert_eq!((other.sequence, other.first), (1_002, true));
        assert_eq!(other.time, 967 + 4_800);
        let late = voice.number(at(121), 8, 3_999_999_040);
        assert_eq!(late, None, "it was said before the change");
    }

    #[test]
    fn order_is_not_ours_to_mend() {
        let start = start();
        let mut voice = Rewriter::new(48_000);
        let first = voice.number(start, 10, 0).unwrap().sequence;
        assert_eq!(voice.number(start, 12, 1_920).unwrap().sequence, first + 2);
        assert_eq!(voice.number(start, 11, 960).unwrap().sequence, first + 1);
        assert_eq!(voice.number(start, 200, 0).unwrap().sequence, first + 190);
        assert_eq!(voice.number(start, 13, 0), None, "far too late");
        assert_eq!(voice.number(start, 200, 0), None, "a number is given once");
        assert!(voice.number(start, 199, 0).is_some());
        assert_eq!(voice.number(start, 199, 0), None);
    }

    #[test]
    fn who_was_away_for_long_goes_on_without_a_gap() {
        let start = start();
        let mut voice = Rewriter::new(48_000);
        let first = voice.number(start, 10, 0).unwrap().sequence;
        let later = start + Duration::from_secs(720);
        let again = voice.number(later, 36_010, 34_560_000).unwrap();
        assert_eq!((again.sequence, again.first), (first + 1, true));
        assert_eq!(again.time, 720 * 48_000);
    }

    #[test]
    fn numbers_wrap_as_they_do_on_the_wire() {
        let start = start();
        let mut voice = Rewriter::new(48_000);
        let first = voice.number(start, 65_535, u32::MAX).unwrap();
        let next = voice.number(start, 65_536, 959).unwrap();
        assert_eq!(next.sequence, first.sequence + 1);
        assert_eq!(next.time.wrapping_sub(first.time), 960);
    }

    #[test]
    fn pictures_are_numbered_through() {
        let mut pictures = Pictures::default();
        assert_eq!(pictures.number(0x7ffe, 250), (0x7ffe, 250));
        assert_eq!(pictures.number(0x7fff, 251), (0x7fff, 251));
        pictures.change();
        assert_eq!(pictures.number(5, 9), (0, 252));
        assert_eq!(pictures.number(6, 10), (1, 253));
        assert_eq!(pictures.number(4, 8), (0x7fff, 251), "it comes late");
        pictures.change();
        assert_eq!(pictures.number(700, 1), (2, 254));
    }
}
