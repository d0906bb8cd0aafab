//! What comes of what goes to somebody. The estimate of what a network carries is of pictures alone, and
//! sees no harm where their packets push those of voices out: so it is counted how many are lost of
//! both, and where that is too much, a picture less goes.

use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::stats::{MediaEgressStats, PeerStats};

use super::AUDIO_SLOTS;
use super::fit::{FIRST_GUESS_KBPS, Fit, Layers};
use super::hear::AudioSlot;
use super::peer::Peer;

/// So often it is counted.
pub(crate) const COUNT_EVERY: Duration = Duration::from_secs(1);
/// A share of lost packets that is too much (draft-ietf-rmcat-gcc-02, section 6), over some seconds.
/// What is less may be the noise of a radio that has room.
const LOST_MAX: f32 = 0.1;
/// The same of one second, of which nobody waits for the next.
const LOST_AT_ONCE: f32 = 0.3;
/// How much the newest second counts: a small picture has some twenty packets in it, of which three
/// may be lost by chance.
const NEWEST: f32 = 0.25;

/// Packets of voices of which a share says something: browsers report of each every five seconds.
const VOICES_MIN: u64 = 50;
/// A report of a voice is of so long before at most.
const REPORTS_OF: Duration = Duration::from_secs(5);
/// Seconds after which what is sent is what was decided on.
const DRAINS: u8 = 2;

/// What has been counted so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Arrives {
    sent_bytes: u64,
    /// Pictures went through the whole of the last second.
    went: bool,
    /// The share of packets that were lost, of some seconds.
    lost: f32,
    /// Seconds yet in which what waited to be sent still goes.
    drains: u8,
    /// Up to which packet each voice was reported of.
    reported: [u64; AUDIO_SLOTS],
    /// Of voices: how many packets were reported of, and how many of those lost.
    voices: (u64, f32),
    /// From then on, reports of voices are of the pictures that go now.
    voices_from: Option<Instant>,
}

impl Arrives {
    /// A second later: so much has been sent in all, and this share of the last second was lost. Gives
    /// what came through in kbit/s, if too little did.
    fn count(&mut self, now: Instant, sent_bytes: u64, lost: f32, goes: bool) -> Option<u64> {
        let sent = sent_bytes.saturating_sub(self.sent_bytes);
        self.sent_bytes = sent_bytes;
        // What was held back before counts as lost, too.
        let went = std::mem::replace(&mut self.went, goes);
        let drains = self.drains > 0;
        self.drains = self.drains.saturating_sub(1);
        if !goes {
            self.voices_from = None;
        } else if !went {
            self.voices_from = Some(now + REPORTS_OF);
        }
        if !went || !goes || drains {
            self.lost = 0.0;
            return None;
        }
        self.lost += NEWEST * (lost - self.lost);
        if self.lost < LOST_MAX && lost < LOST_AT_ONCE {
            return None;
        }
        let came = 1.0 - self.lost.max(lost);
        Some(kbps(sent, came))
    }
}

/// What was reported of a voice: up to which packet, and what share was lost since the report before.
type Report = (u64, f32);

impl Arrives {
    /// Somebody has reported of the voice in this slot. True if too much was lost of all.
    fn report(&mut self, now: Instant, slot: usize, (packet, lost): Report) -> bool {
        let before = std::mem::replace(&mut self.reported[slot], packet);
        if self.voices_from.is_none_or(|from| now < from) {
            self.voices = (0, 0.0);
            return false;
        }
        let packets = packet.saturating_sub(before).min(PACKETS_MAX);
        self.voices.0 += packets;
        self.voices.1 += count(packets) * lost;
        if self.voices.0 < VOICES_MIN {
            return false;
        }
        let (packets, lost) = std::mem::take(&mut self.voices);
        lost >= LOST_MAX * count(packets)
    }

    /// Other pictures go from now on, or are about to.
    fn begin_anew(&mut self, now: Instant) {
        (self.lost, self.drains) = (0.0, DRAINS);
        self.voices_from = Some(now + REPORTS_OF);
    }
}

/// More packets than a voice has between two reports; a larger number is no count.
const PACKETS_MAX: u64 = 1_000;

#[allow(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn count(packets: u64) -> f32 {
    packets as f32
}

/// A share of what was sent in a second, in kbit/s.
fn kbps(bytes: u64, share: f32) -> u64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "a second's bytes are far below where that begins"
    )]
    let bits = bytes as f64 * 8.0 * f64::from(share);
    Bitrate::from(bits).as_u64() / 1_000
}

impl Peer {
    /// Takes in an estimate of what this person's network carries. True if other pictures fit. Most
    /// estimates change nothing for anybody.
    pub(crate) fn estimated(&mut self, now: Instant, kbps: u64) -> bool {
        if !self.rest.counts(now, kbps, self.first_needs_kbps()) {
            return false;
        }
        let before = self.shown();
        self.fit.estimate(now, kbps);
        before != self.shown()
    }

    /// Counts what came of a second's pictures. True if fewer are to go, or more may be tried.
    pub(crate) fn counted(&mut self, now: Instant, stats: &PeerStats) -> bool {
        let lost = stats.egress_loss_fraction.unwrap_or_default();
        let goes = !self.rest.holds_back();
        let counted = self.arrives.count(now, stats.bytes_tx, lost, goes);
        if !goes {
            // What was estimated before is of another time.
            self.fit.begin_anew();
            return false;
        }
        let Some(carried_kbps) = counted else {
            let before = self.shown();
            let looks_again = self.fit.pass(now);
            return looks_again || before != self.shown();
        };
        self.show_less(now, carried_kbps);
        true
    }

    /// Takes in what this person's page reports of what it hears. True if fewer pictures are to go.
    pub(crate) fn hears_of(&mut self, now: Instant, stats: &MediaEgressStats) -> bool {
        let of = |slot: &Option<AudioSlot>| slot.as_ref().is_some_and(|slot| slot.mid == stats.mid);
        let (Some(slot), Some(remote), Some(lost)) =
            (self.hears.iter().position(of), &stats.remote, stats.loss)
        else {
            return false;
        };
        let report = (*remote.maximum_sequence_number, lost);
        let is_too_much = self.arrives.report(now, slot, report);
        if is_too_much {
            self.show_less(now, u64::MAX);
        }
        is_too_much
    }

    /// One picture less, where so much came through.
    fn show_less(&mut self, now: Instant, carried_kbps: u64) {
        self.arrives.begin_anew(now);
        let taken = self.looks_at.0.iter().zip(self.shown());
        let shown_kbps = taken
            .filter_map(|(needs, layer)| Some(needs[layer? as usize]))
            .sum();
        self.rest.lose(now);
        self.fit.lost(now, shown_kbps, carried_kbps);
    }

    /// Which pictures of what this person looks at fit.
    pub(crate) fn shown(&self) -> Layers {
        let (cameras, larger) = &self.looks_at;
        self.fit.layers(cameras, *larger)
    }

    /// The same person comes again, most often through the same network.
    pub(crate) fn goes_on_from(&mut self, fit: Fit) {
        self.fit = fit.again();
        if self.fit.believed_kbps() < FIRST_GUESS_KBPS {
            self.estimate_anew(self.fit.believed_kbps());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;

    fn seconds(number: u64) -> Instant {
        start() + Duration::from_secs(number)
    }

    #[test]
    fn voices_that_are_lost_are_reported_of_in_time() {
        let begin = seconds(0);
        let at = |second: u64| begin + Duration::from_secs(second);
        let mut arrives = Arrives::default();
        assert!(!arrives.report(at(0), 0, (250, 0.5)), "no pictures go");
        arrives.count(at(0), 0, 0.0, true);
        assert!(!arrives.report(at(2), 0, (350, 0.5)), "it was before");
        assert!(!arrives.report(at(7), 0, (600, 0.05)), "a bad radio");
        assert!(
            !arrives.report(at(12), 0, (610, 0.5)),
            "a silence, and five packets"
        );
        assert!(!arrives.report(at(12), 1, (10, 0.5)));
        assert!(arrives.report(at(17), 0, (860, 0.2)));
        arrives.begin_anew(at(17));
        assert!(
            !arrives.report(at(21), 0, (1_060, 0.2)),
            "of the time before"
        );
        assert!(arrives.report(at(26), 0, (1_310, 0.2)));
    }

    #[test]
    fn what_is_lost_by_chance_is_borne_and_what_is_too_much_is_not() {
        let mut arrives = Arrives::default();
        let mut second = {
            let mut sent = 0;
            move |lost: f32, goes: bool| {
                sent += 20_000;
                let came = arrives.count(start(), sent, lost, goes);
                if came.is_some() {
                    arrives.begin_anew(start());
                }
                came
            }
        };
        assert_eq!(second(0.9, false), None);
        assert_eq!(second(0.9, true), None, "it may have been held back");
        for lost in [0.05, 0.2, 0.0, 0.15, 0.05, 0.0] {
            assert_eq!(second(lost, true), None);
        }
        assert_eq!(second(0.2, true), None);
        assert_eq!(second(0.2, true), Some(128), "it lasts");
        for lost in [0.5, 0.4, 0.0] {
            assert_eq!(second(lost, true), None, "what waited goes yet");
        }
        assert_eq!(second(0.5, true), Some(80), "half of it, at once");
    }
}
