//! Pictures that rest: nothing of them goes to somebody who sees nobody. The session library would go
//! on sending: it fills the line to find out how much it carries, with as much as two voices take, and
//! where no picture fits that is at the cost of the voices. So what it sends is held back, and now and
//! then it is tried whether there is room again.

use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;

use super::demux::{Class, class};
use super::fit::SMALL_KBPS;
use super::peer::Peer;

/// A try costs the voices of a weak network a second or two, so that the next ones come later.
const FIRST_TRY_AFTER: Duration = Duration::from_secs(5);
const TRY_AFTER_MAX: Duration = Duration::from_secs(80);
/// A try that was won may be lost yet by the pictures that go then: if it is in this time, the next
/// comes as late as if it had been lost at once. Where little more is lost than may be, the
/// reports of one voice say so after 37 seconds.
const WON_FOR: Duration = Duration::from_secs(40);
/// Room has to be there for three seconds before it is believed in, and some pass until it is found.
const TRY_FOR: Duration = Duration::from_secs(8);
/// What a try begins with, as a share of what the first picture takes: what is left of it soon is too
/// little if there is no room.
const TRY_SHARE: (u64, u64) = (5, 4);
/// What is due at once is due after what else came in: it must not turn in a circle.
const SOON: Duration = Duration::from_millis(1);
/// Where no pictures go and none come, what is left are reports and signs of life, which are in no
/// hurry. The session library would wake forty times a second, to estimate a line that it sends
/// nothing on; that was a third of what a room of thirty cost.
const NOW_AND_THEN: Duration = Duration::from_millis(250);
/// Pictures that came or went so lately may have left something to ask for again, to report, or to
/// throw away.
const STILL_COMES: Duration = Duration::from_secs(2);

/// What one person sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sees {
    Somebody,
    /// No camera is on.
    NobodyThere,
    /// Their network carries no picture.
    NothingFits,
}

/// Whether pictures go to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    Not,
    /// They go again since a try: until then it may be lost yet, and how long it was waited for it.
    Won(Instant, Duration),
    /// There is nobody to see.
    Idle,
    /// Until it is tried again, and how long it was waited for that.
    Waits(Instant, Duration),
    /// Until the try is over, and how long it was waited for.
    Tries(Instant, Duration),
}

impl Rest {
    /// Follows what this person sees now. True if whatever was believed of their network is too old.
    pub(crate) fn follow(&mut self, now: Instant, sees: Sees) -> bool {
        let before = *self;
        *self = match (sees, before) {
            (Sees::Somebody, Self::Tries(_, after)) => Self::Won(now + WON_FOR, after),
            (Sees::Somebody, Self::Won(until, _)) if now < until => before,
            (Sees::Somebody, _) => Self::Not,
            (Sees::NobodyThere, _) => Self::Idle,
            (Sees::NothingFits, Self::Won(until, after)) if now < until => Self::later(now, after),
            (Sees::NothingFits, Self::Not | Self::Won(..) | Self::Idle) => {
                Self::waits(now, FIRST_TRY_AFTER)
            }
            (Sees::NothingFits, waits_or_tries) => waits_or_tries,
        };
        *self == Self::Not && before.holds_back()
    }

    fn waits(now: Instant, after: Duration) -> Self {
        Self::Waits(now + after, after)
    }

    /// The next try, after one that was lost.
    fn later(now: Instant, after: Duration) -> Self {
        Self::waits(now, (after * 2).min(TRY_AFTER_MAX))
    }

    /// Whether what the session library sends of pictures stays here.
    pub(crate) fn holds_back(self) -> bool {
        matches!(self, Self::Idle | Self::Waits(..))
    }

    /// Lets time pass. True if a try begins.
    pub(crate) fn pass(&mut self, now: Instant) -> bool {
        match *self {
            Self::Waits(until, after) if now >= until => {
                *self = Self::Tries(now + TRY_FOR, after);
                true
            }
            Self::Tries(until, after) if now >= until => {
                *self = Self::later(now, after);
                false
            }
            _ => false,
        }
    }

    /// A try is lost, if this is one.
    pub(crate) fn lose(&mut self, now: Instant) {
        if let Self::Tries(_, after) = *self {
            *self = Self::later(now, after);
        }
    }

    /// Whether an estimate says something: not while its packets are held back, and not when it is
    /// what a try was lost by.
    pub(crate) fn counts(&mut self, now: Instant, kbps: u64, needed_kbps: u64) -> bool {
        if kbps < needed_kbps {
            self.lose(now);
        }
        !self.holds_back()
    }
}

impl Peer {
    /// Follows what this person sees, and begins to estimate anew where what was estimated is too old.
    pub(crate) fn rest_or_go_on(&mut self, now: Instant, wants: bool) {
        let is_seen = self.sees.iter().flatten().any(|sees| sees.source.is_some());
        let sees = match (is_seen, wants) {
            (true, _) => Sees::Somebody,
            (false, true) => Sees::NothingFits,
            (false, false) => Sees::NobodyThere,
        };
        if self.rest.follow(now, sees) {
            self.estimate_anew(self.fit.believed_kbps());
        }
    }

    /// Tries whether pictures fit again, if it is time to.
    pub(crate) fn try_pictures(&mut self, now: Instant) {
        if self.rest.pass(now) {
            self.fit.tries();
            self.estimate_anew(self.first_needs_kbps() * TRY_SHARE.0 / TRY_SHARE.1);
        }
    }

    /// What the picture takes that goes first, in kbit/s.
    pub(crate) fn first_needs_kbps(&self) -> u64 {
        self.looks_at.0.first().map_or(SMALL_KBPS, |needs| needs[0])
    }

    /// After what time at the soonest this connection is looked after, if nothing comes or goes.
    pub(crate) fn looked_after(&mut self, now: Instant) -> Duration {
        if !self.rest.holds_back() {
            self.pictured_at = Some(now);
        }
        let pictures_come = self
            .pictured_at
            .is_some_and(|at| now.saturating_duration_since(at) < STILL_COMES);
        if self.is_connected && !pictures_come {
            NOW_AND_THEN
        } else {
            SOON
        }
    }

    pub(crate) fn estimate_anew(&mut self, kbps: u64) {
        self.fit.begin_anew();
        self.rtc.bwe().reset(Bitrate::kbps(kbps));
    }

    /// Whether a sealed packet stays here: it is of pictures that rest. What goes of pictures is counted.
    pub(crate) fn holds_back(&mut self, datagram: &[u8]) -> bool {
        if !self.is_picture(datagram) {
            return false;
        }
        let rests = self.rest.holds_back();
        if rests {
            self.losses.held_back();
        } else {
            self.losses.goes();
        }
        rests
    }

    /// Whether a sealed packet is of a picture, by its header alone.
    fn is_picture(&self, datagram: &[u8]) -> bool {
        let kind = datagram.get(1).map(|byte| byte & 0x7f);
        class(datagram) == Some(Class::Rtp)
            && self
                .picture_kinds
                .is_some_and(|kinds| kinds.iter().flatten().any(|pt| Some(**pt) == kind))
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys;
    use super::super::tests::start;
    use super::super::{PeerId, RoomId};
    use super::*;

    const NEEDED: u64 = SMALL_KBPS;

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn pictures_flow_as_long_as_there_are_any() {
        let start = start();
        let mut rest = Rest::Idle;
        assert!(rest.holds_back(), "nobody is seen at first");
        assert!(rest.follow(start, Sees::Somebody), "nothing is known yet");
        assert!(!rest.holds_back() && rest.counts(start, 10, NEEDED));
        assert!(!rest.follow(start, Sees::Somebody), "estimates go on");
        assert!(!rest.follow(start, Sees::NobodyThere));
        assert!(rest.holds_back() && !rest.counts(start, 500, NEEDED));
        assert!(!rest.pass(start + seconds(100)), "there is nothing to try");
    }

    #[test]
    fn what_does_not_fit_is_tried_again_later_and_later() {
        let start = start();
        let mut rest = Rest::Not;
        rest.follow(start, Sees::NothingFits);
        let (mut now, mut waited) = (start, Vec::new());
        for _ in 0..6 {
            assert!(rest.holds_back());
            let began = now;
            while !rest.pass(now) {
                now += seconds(1);
            }
            waited.push((now - began).as_secs());
            assert!(!rest.holds_back() && rest.counts(now, NEEDED, NEEDED));
            rest.follow(now, Sees::NothingFits);
            now += seconds(2);
            assert!(!rest.counts(now, NEEDED - 1, NEEDED), "the try is lost");
        }
        assert_eq!(waited, [5, 10, 20, 40, 80, 80]);
    }

    #[test]
    fn a_try_ends_by_itself_or_with_pictures() {
        let start = start();
        let mut rest = Rest::Not;
        rest.follow(start, Sees::NothingFits);
        assert!(rest.pass(start + FIRST_TRY_AFTER));
        assert!(!rest.pass(start + FIRST_TRY_AFTER + TRY_FOR));
        assert!(rest.holds_back());
        let again = start + FIRST_TRY_AFTER * 3 + TRY_FOR;
        assert!(rest.pass(again));
        assert!(
            !rest.follow(again, Sees::Somebody),
            "it has just been found out"
        );
        assert!(!rest.holds_back());
        let mut lost = rest;
        lost.follow(again + seconds(3), Sees::NothingFits);
        let late = again + seconds(3) + FIRST_TRY_AFTER * 4;
        assert!(
            !lost.pass(late - seconds(1)) && lost.pass(late),
            "later yet"
        );
        rest.follow(again + WON_FOR, Sees::Somebody);
        assert_eq!(rest, Rest::Not);
    }

    #[test]
    fn who_sees_nobody_and_shows_nothing_is_looked_after_now_and_then() {
        let start = start();
        let rtc = str0m::Rtc::builder().build(start);
        let ids = (String::new(), keys::of_newest());
        let mut peer = Peer::new(RoomId(1), PeerId(1), rtc, ids, start);
        assert_eq!(
            peer.looked_after(start),
            SOON,
            "the handshake is in a hurry"
        );
        peer.is_connected = true;
        assert_eq!(peer.looked_after(start), NOW_AND_THEN);
        peer.pictured_at = Some(start);
        assert_eq!(peer.looked_after(start), SOON);
        let now = start + STILL_COMES;
        assert_eq!(peer.looked_after(now), NOW_AND_THEN);
        peer.rest.follow(now, Sees::NothingFits);
        assert_eq!(peer.looked_after(now), NOW_AND_THEN);
        let now = now + FIRST_TRY_AFTER;
        assert!(peer.rest.pass(now));
        assert_eq!(peer.looked_after(now), SOON, "a try is estimated");
        peer.rest.follow(now, Sees::Somebody);
        assert_eq!(peer.looked_after(now), SOON);
        peer.rest.follow(now, Sees::NobodyThere);
        assert_eq!(peer.looked_after(now), SOON, "something is left of it");
        assert_eq!(peer.looked_after(now + STILL_COMES), NOW_AND_THEN);
    }
}
