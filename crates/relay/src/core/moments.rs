//! When what comes from one person was said or filmed, on our clock: their reports (RTCP SR) relate
//! each stream's own time to one clock of theirs. Who hears and sees them is told the same relation
//! for their slots, and can show lips with the words that they say.

use std::time::{Duration, Instant, SystemTime};

use str0m::media::SenderFeedback;

use super::peer::Peer;
use super::see::{Layer, small};
use super::{hear, see};

/// Something is heard at most so long after it was said; who says otherwise has a clock that nothing
/// can be made of.
const BEFORE_MAX: Duration = Duration::from_secs(2);
/// A report that took so much longer than another is of a clock that was set anew.
const LATER_MAX: Duration = Duration::from_millis(250);

/// One moment, on a person's clock and on ours.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    theirs: SystemTime,
    ours: Instant,
}

impl Anchor {
    fn ours(&self, theirs: SystemTime) -> Option<Instant> {
        match theirs.duration_since(self.theirs) {
            Ok(after) => self.ours.checked_add(after),
            Err(error) => self.ours.checked_sub(error.duration()),
        }
    }
}

/// What a person's reports have said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments {
    /// By the report that came fastest, the same for all their streams: voice and camera are apart
    /// by what the reports say, and not by how long each took.
    anchor: Option<Anchor>,
}

/// One stream's time, by its last report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    theirs: SystemTime,
    ticks: u32,
}

impl Moments {
    /// A report came: at `theirs`, the stream's time was `ticks`.
    pub(crate) fn report(&mut self, now: Instant, theirs: SystemTime, ticks: u32) -> Told {
        let took = self.anchor.and_then(|anchor| anchor.ours(theirs));
        let late = took.and_then(|sent| now.checked_duration_since(sent));
        if late.is_none_or(|late| late > LATER_MAX) {
            self.anchor = Some(Anchor { theirs, ours: now });
        }
        Told { theirs, ticks }
    }

    /// When a packet's moment was, that came in at `now`.
    pub(crate) fn of(
        &self,
        now: Instant,
        told: Option<Told>,
        ticks: u32,
        ticks_per_second: u32,
    ) -> Instant {
        let (Some(anchor), Some(told)) = (self.anchor, told) else {
            return now;
        };
        let between = |ticks: u32| {
            let micros = u64::from(ticks) * 1_000_000 / u64::from(ticks_per_second);
            Duration::from_micros(micros)
        };
        let reported = anchor.ours(told.theirs);
        let (ahead, behind) = (
            ticks.wrapping_sub(told.ticks),
            told.ticks.wrapping_sub(ticks),
        );
        let moment = if ahead <= behind {
            reported.and_then(|at| at.checked_add(between(ahead)))
        } else {
            reported.and_then(|at| at.checked_sub(between(behind)))
        };
        // Nothing came before it was said.
        let earliest = now.checked_sub(BEFORE_MAX);
        moment
            .filter(|moment| earliest.is_none_or(|earliest| *moment >= earliest))
            .map_or(now, |moment| moment.min(now))
    }
}

impl Peer {
    /// The page of this person reports of one of their streams.
    pub(crate) fn reported(&mut self, now: Instant, report: &SenderFeedback) {
        let (info, mid) = (&report.sender_info, Some(report.mid));
        // The library counts a stream's time through; what goes over the wire are the low bits.
        #[allow(
            clippy::cast_possible_truncation,
            reason = "times of RTP wrap by their nature"
        )]
        let ticks = info.rtp_time.numer() as u32;
        let told = Some(self.moments.report(now, info.ntp_time, ticks));
        if mid == self.voice {
            self.voice_told = told;
        } else if mid == self.camera_mid {
            let layer = match report.rid {
                Some(rid) if rid == small() => Layer::Small,
                _ => Layer::Large,
            };
            self.layers_told[layer as usize] = told;
        }
    }

    /// When a packet of this person's voice was said.
    pub(crate) fn said_at(&self, now: Instant, ticks: u32) -> Instant {
        let rate = hear::TICKS_PER_SECOND;
        self.moments.of(now, self.voice_told, ticks, rate)
    }

    /// When a picture of this person was taken.
    pub(crate) fn filmed_at(&self, now: Instant, layer: Layer, ticks: u32) -> Instant {
        let told = self.layers_told[layer as usize];
        self.moments.of(now, told, ticks, see::TICKS_PER_SECOND)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn two_streams_are_apart_by_what_their_reports_say() {
        let (start, mut moments) = (start() + ms(60_000), Moments::default());
        // Their clock is some other; a way of 40 ms for the one report, and of 70 for the other.
        let theirs = SystemTime::UNIX_EPOCH + ms(5_000_000);
        let voice = moments.report(start + ms(70), theirs, 48_000);
        let camera = moments.report(start + ms(140), theirs + ms(100), u32::MAX - 8_999);
        let second = moments.report(start + ms(240), theirs + ms(200), 57_600);
        // 500 ms after the first report; the stream's time has wrapped for the camera.
        let now = start + ms(600);
        let said = moments.of(now, Some(voice), 48_000 + 24_000, 48_000);
        assert_eq!(said, start + ms(540));
        assert_eq!(moments.of(now, Some(second), 48_000 + 24_000, 48_000), said);
        assert_eq!(moments.of(now, Some(camera), 27_000, 90_000), said);
        let before = moments.of(now, Some(voice), 24_000, 48_000);
        assert_eq!(before, start + ms(40) - ms(500));
    }

    #[test]
    fn a_clock_that_lies_changes_little() {
        let (start, mut moments) = (start() + ms(60_000), Moments::default());
        assert_eq!(
            moments.of(start, None, 7, 48_000),
            start,
            "nothing was reported"
        );
        let told = moments.report(start, SystemTime::UNIX_EPOCH, 0);
        // Of an hour ago, and of tomorrow.
        for ticks in [0_u32.wrapping_sub(3_600 * 48_000), 24 * 3_600 * 24_000] {
            assert_eq!(moments.of(start, Some(told), ticks, 48_000), start);
        }
        // A clock that is set anew is followed.
        let far = SystemTime::UNIX_EPOCH + ms(9_000_000);
        for theirs in [far, SystemTime::UNIX_EPOCH] {
            let told = moments.report(start, theirs, 48_000);
            assert_eq!(
                moments.of(start + ms(20), Some(told), 48_960, 48_000),
                start + ms(20)
            );
        }
    }
}
