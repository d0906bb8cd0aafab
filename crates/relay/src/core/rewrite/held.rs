//! What must always be so of a stream that is numbered anew, whatever comes: shared with the fuzzer.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::{FIRST_SEQUENCE, GAP_MAX, Numbered, PICTURE_MASK, Pictures, Rewriter};

/// A packet, or a change of who is in the slot.
const PIECE_BYTES: usize = 16;
/// Sequence numbers are counted through from sixteen bits: no stream lasts for more of them.
const SEQUENCE_MAX: u64 = 1 << 48;

/// Follows any packets through a slot that changes hands.
pub(crate) fn follow(start: Instant, bytes: &[u8]) {
    let mut given = Given::default();
    let (mut voice, mut pictures) = (Rewriter::new(48_000), Pictures::default());
    let (mut now, mut sequence) = (start, SEQUENCE_MAX / 2);
    for piece in bytes.chunks_exact(PIECE_BYTES) {
        let [what, rest @ ..] = piece else { return };
        let number = |from: usize| {
            u64::from_be_bytes([
                0,
                0,
                rest[from],
                rest[from + 1],
                rest[from + 2],
                rest[from + 3],
                0,
                0,
            ]) >> 16
        };
        now += Duration::from_millis(u64::from(rest[0]));
        match what % 8 {
            0 => {
                voice.change();
                pictures.change();
                given.is_changed = true;
                continue;
            }
            // A stream that begins anywhere, or leaps.
            1 => sequence = (number(1) << 16 | number(3)) % SEQUENCE_MAX,
            // What was elsewhere for long comes back.
            2 => now += Duration::from_secs(number(1) % 100_000),
            // The next ones, in some order.
            3 => sequence = sequence.saturating_sub(u64::from(rest[1])),
            _ => sequence = (sequence + u64::from(rest[1] % 4)) % SEQUENCE_MAX,
        }
        let time = u32::from_be_bytes([rest[5], rest[6], rest[7], rest[8]]);
        if let Some(out) = voice.number(now, sequence, time) {
            given.take(now, out);
        }
        let (picture, _) = pictures.number(
            u16::from_be_bytes([rest[9], rest[10]]) & PICTURE_MASK,
            rest[11],
        );
        assert!(picture <= PICTURE_MASK);
    }
}

/// What has gone out.
#[derive(Default)]
struct Given {
    sequences: HashSet<u64>,
    newest: Option<(Numbered, Instant)>,
    is_changed: bool,
}

impl Given {
    fn take(&mut self, now: Instant, out: Numbered) {
        assert!(
            self.sequences.insert(out.sequence),
            "one key seals a number once"
        );
        assert!(out.sequence >= FIRST_SEQUENCE);
        let Some((newest, at)) = self.newest else {
            assert!(out.first && out.sequence == FIRST_SEQUENCE);
            (self.newest, self.is_changed) = (Some((out, now)), false);
            return;
        };
        assert!(
            out.sequence <= newest.sequence + GAP_MAX,
            "a browser loses count"
        );
        if std::mem::take(&mut self.is_changed) {
            assert!(out.first, "who is heard now begins");
        }
        if out.first {
            assert_eq!(out.sequence, newest.sequence + 1, "no gap at a change");
            // What is further apart has wrapped.
            if now - at < Duration::from_secs(12 * 3_600) {
                let passed = out.time.wrapping_sub(newest.time);
                assert!((1..=u32::MAX / 2).contains(&passed), "time goes on");
            }
        }
        if out.sequence > newest.sequence {
            self.newest = Some((out, now));
        }
    }
}
