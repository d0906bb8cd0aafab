//! What is lost of what goes to somebody. The estimate of what a network carries is of pictures alone,
//! and sees no harm where their packets push those of voices out: so it is counted how many are lost of
//! both, and where that is too much, a picture less goes.

use std::time::{Duration, Instant};

use str0m::stats::{MediaEgressStats, PeerStats};

use super::AUDIO_SLOTS;
use super::fit::{FIRST_GUESS_KBPS, Fit, Layers};
use super::hear::Went;
use super::peer::Peer;

/// So often it is counted.
pub(crate) const COUNT_EVERY: Duration = Duration::from_secs(1);
/// A share of lost packets that is too much (draft-ietf-rmcat-gcc-02, section 6), over some seconds.
/// What is less may be the noise of a radio that has room.
const LOST_MAX: f32 = 0.1;
/// The same of one second, of which nobody waits for the next.
const LOST_AT_ONCE: f32 = 0.4;
/// How much the newest second counts, if so many packets of pictures are known of it; with fewer it
/// counts less, and nothing is done at once. Where one of twenty is lost by chance, one second in
/// thirteen has three or more of twenty.
const NEWEST: f32 = 0.1;
const PACKETS_MIN: f32 = 20.0;
/// What a page takes to report of pictures, beside the way there and back.
const REPORTED_AFTER: Duration = Duration::from_millis(100);
/// Packets of voices of which a share says something.
const VOICES_MIN: u64 = 250;
/// A share of them that says clearly that it is too much.
const LOST_CLEARLY: f32 = 0.15;
/// What is less, and yet too much, has to be so of this many. Where one of twenty is lost by chance, 25
/// of 250 are one time in a thousand, and 50 of 500 four times in a million; where one of fourteen is,
/// 50 of 500 are one time in a hundred.
const VOICES_SURE: u64 = 500;
/// Of how many packets one may never have come here, so that it makes no difference when a page calls
/// that one lost.
const LACKS_LITTLE: u64 = 50;
/// No report tells of more at once: a page's own number is bounded before it is counted with.
const LOST_OF_ONE_MAX: i64 = 10_000;
/// Packets of so long ago are not counted together with what is reported now.
const VOICES_OF: Duration = Duration::from_secs(60);
/// A report of a voice, if the one before came, is of so long before at most: browsers make one every
/// two and a half to seven and a half seconds, it is a moment under way, and is looked at within a second.
const REPORTS_OF: Duration = Duration::from_secs(9);
/// Seconds after which what is sent is what was decided on.
const DRAINS: u8 = 2;

/// What has been counted so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Losses {
    /// Pictures went through the whole of the last second, in so many packets.
    went: bool,
    packets: u64,
    /// The share of their packets that were lost, of some seconds.
    lost: f32,
    /// Seconds yet in which what waited to be sent still goes.
    drains: u8,
    /// What was last reported of each voice.
    reported: [Option<Reported>; AUDIO_SLOTS],
    voices: Voices,
    /// From then on, reports of voices are of the pictures that go now.
    voices_from: Option<Instant>,
}

/// A report of a voice: what had gone then, and how many were lost in all.
#[derive(Clone, Copy, Debug)]
struct Reported {
    at: Instant,
    went: Went,
    lost: i64,
}

/// A report counts in 24 bits with a sign (RFC 3550 section 6.4.1): what comes late or twice counts
/// against what is lost.
fn signed(lost: u64) -> i64 {
    (lost.cast_signed() << 40) >> 40
}

/// What has been reported of voices.
#[derive(Clone, Copy, Debug, Default)]
struct Voices {
    since: Option<Instant>,
    /// Packets that went.
    passed: u64,
    /// How many of them were lost; less than none where a report is still to call them so.
    lost: i64,
    /// Numbers that never came here.
    lacked: u64,
    /// Those of the newest report: the one after it may be the first that calls them lost.
    owed: i64,
}

impl Voices {
    /// Takes in a report of so many packets that went, of numbers that never came here, and of how many
    /// are called lost of both.
    fn count(&mut self, now: Instant, passed: u64, lacked: u64, lost: i64) {
        let is_old = |since: Instant| now.saturating_duration_since(since) > VOICES_OF;
        if self.since.is_some_and(is_old) {
            *self = Self::default();
        }
        self.since.get_or_insert(now);
        self.passed += passed;
        self.lacked += lacked;
        self.owed = lacked.cast_signed();
        // What had been lost before it came here is none of this network's.
        self.lost += lost - self.owed;
    }

    /// The share that was lost, if enough was reported to say so: what comes is counted anew.
    fn share(&mut self, now: Instant) -> Option<f32> {
        if self.passed < VOICES_MIN {
            return None;
        }
        let share = number(self.lost.max(0).unsigned_abs()) / number(self.passed);
        let is_doubtful =
            (LOST_MAX..LOST_CLEARLY).contains(&share) || self.lacked > self.passed / LACKS_LITTLE;
        if is_doubtful && self.passed < VOICES_SURE {
            return None;
        }
        *self = Self {
            since: Some(now),
            lost: self.lost.clamp(-self.owed, 0),
            ..Self::default()
        };
        Some(share)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn number(packets: u64) -> f32 {
    packets as f32
}

impl Losses {
    /// A second later: this share of it was lost, if anything of it is known already, which takes so long
    /// as `rtt`. Gives what share came through of some seconds, if that is too little.
    fn second(
        &mut self,
        now: Instant,
        (lost, rtt): (Option<f32>, Duration),
        goes: bool,
    ) -> Option<f32> {
        let known = 1.0 - (rtt + REPORTED_AFTER).as_secs_f32();
        let packets = number(std::mem::take(&mut self.packets)) * known.max(0.0);
        // What was held back before counts as lost, too.
        let went = std::mem::replace(&mut self.went, goes);
        let drains = self.drains > 0;
        self.drains = self.drains.saturating_sub(1);
        if !goes {
            self.voices_from = None;
        } else if !went && self.voices_from.is_none() {
            self.voices_from = Some(now + REPORTS_OF);
        }
        if !went || !goes || drains {
            self.lost = 0.0;
            return None;
        }
        let lost = lost?;
        self.lost += NEWEST * (packets / PACKETS_MIN).min(1.0) * (lost - self.lost);
        let at_once = packets >= PACKETS_MIN && lost >= LOST_AT_ONCE;
        let is_too_much = self.lost >= LOST_MAX || at_once;
        is_too_much.then(|| 1.0 - self.lost.max(lost))
    }

    /// A packet of a picture goes.
    pub(crate) fn goes(&mut self) {
        self.packets += 1;
    }

    /// Something of a picture did not go: it is taken for lost.
    pub(crate) fn held_back(&mut self) {
        self.went = false;
    }

    /// Somebody has reported of the voice in this slot: so many of its numbers were lost in all, since it
    /// began. Of a report that is lost itself, the next one says it, too. Gives what share came through of
    /// all voices, if that is too little.
    fn report(&mut self, now: Instant, slot: usize, lost: u64, went: Went) -> Option<f32> {
        let lost = signed(lost);
        let reported = Reported {
            at: now,
            went,
            lost,
        };
        let before = self.reported[slot].replace(reported);
        let Some(from) = self.voices_from.filter(|from| now >= *from) else {
            self.voices = Voices::default();
            return None;
        };
        // Where those between were lost, it is also of the time before.
        let before = before.filter(|before| before.at + REPORTS_OF >= from)?;
        let numbers = went.newest.saturating_sub(before.went.newest);
        let passed = went.passed.saturating_sub(before.went.passed).min(numbers);
        let lost = (lost - before.lost).clamp(-LOST_OF_ONE_MAX, LOST_OF_ONE_MAX);
        self.voices.count(now, passed, numbers - passed, lost);
        let share = self.voices.share(now)?;
        (share >= LOST_MAX).then(|| (1.0 - share).max(0.0))
    }

    /// Other pictures go from now on, or are about to.
    fn begin_anew(&mut self, now: Instant) {
        (self.lost, self.drains) = (0.0, DRAINS);
        self.voices = Voices::default();
        self.voices_from = Some(now + REPORTS_OF);
    }
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
        let lost = (stats.egress_loss_fraction, stats.rtt.unwrap_or_default());
        let goes = !self.rest.holds_back();
        let came = self.losses.second(now, lost, goes);
        if !goes {
            // What was estimated before is of another time.
            self.fit.begin_anew();
            return false;
        }
        if let Some(came) = came {
            self.show_less(now, came);
            return true;
        }
        let before = self.shown();
        let looks_again = self.fit.pass(now);
        looks_again || before != self.shown()
    }

    /// Takes in what this person's page reports of what it hears. True if fewer pictures are to go.
    pub(crate) fn hears_of(&mut self, now: Instant, stats: &MediaEgressStats) -> bool {
        let slots = self.hears.iter().enumerate();
        let mut heard = slots.filter_map(|(at, slot)| Some((at, slot.as_ref()?)));
        let slot = heard.find(|(_, slot)| slot.mid == stats.mid);
        // Without a share there was no report since this was looked at last.
        let report = stats.remote.as_ref().filter(|_| stats.loss.is_some());
        let (Some((at, slot)), Some(report)) = (slot, report) else {
            return false;
        };
        let came = self
            .losses
            .report(now, at, report.packets_lost, slot.went());
        if let Some(came) = came {
            self.show_less(now, came);
        }
        came.is_some()
    }

    /// One picture less, or more of them, where this share came through.
    fn show_less(&mut self, now: Instant, came: f32) {
        self.losses.begin_anew(now);
        self.rest.lose(now);
        let taken = self.looks_at.0.iter().zip(self.shown());
        let needs = taken.filter_map(|(needs, layer)| Some(needs[layer? as usize]));
        let (shown_kbps, first_kbps) = (needs.sum(), self.first_needs_kbps());
        self.fit.lost(now, (shown_kbps, first_kbps), came);
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

    /// Nothing lost, and known of soon.
    const KNOWN: (Option<f32>, Duration) = (Some(0.0), Duration::from_millis(10));

    #[test]
    fn voices_that_are_lost_are_reported_of_in_time() {
        let begin = start();
        let at = |second: u64| begin + Duration::from_secs(second);
        // Of so many numbers, so many packets went.
        let went = |newest: u64, passed: u64| Went { passed, newest };
        let mut losses = Losses::default();
        let mut report = |second, slot, lost, went| losses.report(at(second), slot, lost, went);
        assert_eq!(report(0, 0, 1_125, went(1_250, 250)), None, "no pictures");
        losses.second(at(0), KNOWN, true);
        let mut report = |second, slot, lost, went| losses.report(at(second), slot, lost, went);
        assert_eq!(report(4, 0, 1_175, went(1_350, 350)), None, "of before");
        assert_eq!(report(9, 0, 1_187, went(1_600, 600)), None, "a bad radio");
        assert_eq!(report(9, 1, 9_000, went(9_000, 10)), None, "the first one");
        assert_eq!(report(14, 0, 1_192, went(1_610, 610)), None, "five packets");
        assert_eq!(report(14, 1, 9_005, went(9_010, 20)), None);
        let came = report(19, 0, 1_250, went(1_900, 900)).unwrap();
        assert!((0.75..0.8).contains(&came), "{came}");
        losses.begin_anew(at(19));
        let mut report = |second, slot, lost, went| losses.report(at(second), slot, lost, went);
        assert_eq!(report(24, 0, 1_300, went(2_150, 1_150)), None, "of before");
        assert!(report(29, 0, 1_350, went(2_400, 1_400)).is_some());
        losses.begin_anew(at(31));
        let mut report = |second, slot, lost, went| losses.report(at(second), slot, lost, went);
        assert_eq!(
            report(41, 0, 1_600, went(3_000, 2_000)),
            None,
            "two of them are of before"
        );
        assert_eq!(report(46, 0, 1_610, went(3_250, 2_250)), None);
    }

    #[test]
    fn what_is_lost_of_voices_by_chance_is_borne() {
        let begin = start();
        let mut losses = Losses::default();
        losses.second(begin, KNOWN, true);
        let (mut reports, mut later, mut lost) = (0, 0, 0);
        let mut report = |newly: u64, silence: u64| {
            (reports, later, lost) = (reports + 1, later + silence, lost + newly);
            let went = Went {
                newest: 250 * reports,
                passed: 250 * reports,
            };
            let at = begin + Duration::from_secs(4 + 5 * reports + later);
            losses.report(at, 0, lost, went)
        };
        assert_eq!(report(0, 0), None, "the first one");
        for newly in [28, 10, 35, 12, 15, 5, 30, 17] {
            assert_eq!(report(newly, 0), None, "{newly}");
        }
        assert_eq!(report(30, 0), None);
        assert_eq!(report(25, 0), Some(0.89), "ten seconds of it");
        assert_eq!(report(50, 0), Some(0.8), "and what is clear at once");
        assert_eq!(report(35, 0), None);
        assert_eq!(report(33, 61), None, "that is of another time");
    }

    #[test]
    fn what_whoever_speaks_has_lost_is_nobody_elses() {
        let begin = start();
        let at = |second: u64| begin + Duration::from_secs(second);
        let mut losses = Losses::default();
        losses.second(at(0), KNOWN, true);
        let half = |seconds: u64| Went {
            newest: 1_000 + 50 * seconds,
            passed: 25 * seconds,
        };
        let mut lost = 25 * 9;
        losses.report(at(9), 0, lost, half(9));
        for second in (14..60).step_by(5) {
            lost += 130;
            assert_eq!(losses.report(at(second), 0, lost, half(second)), None);
        }
        // Of what went, a fifth more is lost.
        let came: Vec<bool> = (64..90)
            .step_by(5)
            .map(|second| {
                lost += 150;
                losses.report(at(second), 0, lost, half(second)).is_some()
            })
            .collect();
        assert!(came.contains(&true), "{came:?}");
    }

    #[test]
    fn what_is_lost_by_chance_is_borne_and_what_is_too_much_is_not() {
        let now = start();
        let mut losses = Losses::default();
        let mut second = |lost: f32, goes: bool| {
            losses.packets = 25;
            let came = losses.second(now, (Some(lost), KNOWN.1), goes);
            if came.is_some() {
                losses.begin_anew(now);
            }
            came
        };
        assert_eq!(second(0.9, false), None);
        assert_eq!(second(0.9, true), None, "it may have been held back");
        for _ in 0..100 {
            for lost in [0.05, 0.2, 0.0, 0.15, 0.05, 0.0, 0.0, 0.0, 0.05] {
                assert_eq!(second(lost, true), None);
            }
        }
        let lasts = (0..20).find_map(|seconds| second(0.2, true).map(|came| (seconds, came)));
        assert_eq!(lasts, Some((4, 0.8)));
        for lost in [0.5, 0.5] {
            assert_eq!(second(lost, true), None, "what waited goes yet");
        }
        assert_eq!(second(0.5, true), Some(0.5), "half of it, at once");
    }

    #[test]
    fn a_few_packets_say_little_and_none_say_nothing() {
        let mut losses = Losses::default();
        losses.second(start(), KNOWN, true);
        for _ in 0..3 {
            losses.packets = 2;
            assert_eq!(losses.second(start(), (Some(0.5), KNOWN.1), true), None);
        }
        // Half of a second is on its way there and back.
        losses.packets = 30;
        let late = Duration::from_millis(500);
        assert_eq!(losses.second(start(), (Some(0.5), late), true), None);
        let before = losses.lost;
        losses.packets = 30;
        assert_eq!(losses.second(start(), (None, late), true), None);
        assert!((losses.lost - before).abs() < f32::EPSILON);
    }

    #[test]
    fn what_never_came_here_is_reported_of_later() {
        let begin = start();
        let at = |second: u64| begin + Duration::from_secs(second);
        let mut losses = Losses::default();
        losses.second(at(0), KNOWN, true);
        let went = |newest: u64, passed: u64| Went { passed, newest };
        losses.report(at(10), 0, 0, went(1_000, 1_000));
        // A hundred and fifty numbers are missing, of which the page learns after its report.
        assert_eq!(losses.report(at(15), 0, 0, went(1_400, 1_250)), None);
        assert_eq!(losses.report(at(20), 0, 150, went(1_650, 1_500)), None);
        // Or it learned of them before: that hides none of what is lost later.
        assert_eq!(losses.report(at(25), 0, 150, went(2_050, 1_750)), None);
        assert_eq!(losses.report(at(30), 0, 150, went(2_300, 2_000)), None);
        assert!(losses.report(at(35), 0, 250, went(2_550, 2_250)).is_some());
        losses.begin_anew(at(35));
        let less_than_none = (1 << 24) - 1;
        assert_eq!(losses.report(at(50), 1, 0, went(1_000, 1_000)), None);
        assert_eq!(
            losses.report(at(55), 1, less_than_none, went(1_250, 1_250)),
            None
        );
        assert_eq!(losses.report(at(60), 1, 5, went(1_500, 1_500)), None);
        // Forty are missing, and called lost only later, while one of twelve is lost: not one of six.
        assert_eq!(losses.report(at(65), 1, 25, went(1_790, 1_750)), None);
        assert_eq!(losses.report(at(70), 1, 85, went(2_040, 2_000)), None);
    }
}
