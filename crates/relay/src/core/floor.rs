//! Who is heard and seen by whom.

use std::time::{Duration, Instant};

use super::sealed::Header;
use super::{AUDIO_SLOTS, PeerId, VIDEO_SLOTS};

/// People who hear the same voices, and whose these are. A person hears one ring at a time; their
/// voice may be in several (who leads is heard at the threshold as well as in the circle).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    pub hearers: Vec<PeerId>,
    /// Always heard: who leads.
    pub lead: Option<PeerId>,
    /// Always heard: whose turn it is.
    pub turn: Option<PeerId>,
    /// May speak as well. If they are more than there are slots left, those are heard who spoke
    /// last.
    pub others: Vec<PeerId>,
}

/// Who is in each slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    pub heard: [Option<PeerId>; AUDIO_SLOTS],
    pub seen: [Option<PeerId>; VIDEO_SLOTS],
}

/// What a packet says of its voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loudness {
    Speaks,
    /// Its page doesn't say. It may be speech: it is heard before silence, and gives way to whoever
    /// is known to speak.
    Untold,
    Silent,
}

impl Loudness {
    /// What a packet claims by its header, before it is opened.
    pub(crate) fn claimed(packet: &[u8], level_id: Option<u8>) -> Self {
        let level = Header::read(packet, level_id).and_then(|header| header.level);
        level.map_or(Self::Untold, |level| Self::of(Some(level), &[]))
    }

    /// `level` is what the packet's header says, in -dBov.
    pub(crate) fn of(level: Option<u8>, payload: &[u8]) -> Self {
        match level {
            Some(level) if level <= SPEECH_LEVEL_MAX => Self::Speaks,
            Some(_) => Self::Silent,
            None if payload.len() <= PAUSE_BYTES_MAX => Self::Silent,
            None => Self::Untold,
        }
    }
}

/// How loud a packet has to be to count as speech, in -dBov (0 is loudest, 127 silence; RFC 6464).
/// Rooms at rest lie between 60 and 80, a voice near a microphone at 20 to 40.
const SPEECH_LEVEL_MAX: u8 = 50;
/// What an encoder sends while nothing is said: a frame of no length (RFC 6716 section 3.2.1), after a
/// byte or two that say so. (Sealed end to end it looks longer, and counts as untold.)
const PAUSE_BYTES_MAX: usize = 2;
/// Somebody who has been silent for so long gives their slot to who speaks now. Shorter, and a
/// pause for breath would cost a slot.
const SILENT_FOR: Duration = Duration::from_millis(600);

/// A ring with the slots of its voices. A voice keeps its slot while it may, so that no receiver
/// has to change streams for nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Floor {
    pub(crate) ring: Ring,
    pub(crate) heard: [Option<PeerId>; AUDIO_SLOTS],
    spoke: [Option<Instant>; AUDIO_SLOTS],
    /// When something came last of which nobody knows whether it was speech.
    came: [Option<Instant>; AUDIO_SLOTS],
}

impl Floor {
    pub(crate) fn new(ring: Ring, before: Option<&Self>) -> Self {
        let mut floor = Self {
            ring,
            ..Self::default()
        };
        floor.heard[0] = floor.ring.lead;
        // Who leads and has the turn needs one slot; the other is then for somebody else.
        let turn = floor
            .ring
            .turn
            .filter(|turn| floor.ring.lead != Some(*turn));
        floor.heard[1] = turn;
        floor.keep(before);
        floor.fill();
        floor
    }

    /// Leaves those in their slots who were there and may still speak.
    fn keep(&mut self, before: Option<&Self>) {
        let Some(before) = before else { return };
        for slot in 0..AUDIO_SLOTS {
            let Some(who) = before.heard[slot] else {
                continue;
            };
            let stays = self.heard[slot].is_none() && self.may_as_other(who);
            if stays && !self.heard.contains(&Some(who)) {
                self.heard[slot] = Some(who);
            }
            if self.heard[slot] == Some(who) {
                self.spoke[slot] = before.spoke[slot];
                self.came[slot] = before.came[slot];
            }
        }
    }

    /// Gives free slots to those who may speak, in their order.
    fn fill(&mut self) {
        let waiting = self.ring.others.clone();
        for who in waiting {
            if self.heard.contains(&Some(who)) {
                continue;
            }
            let Some(free) = self.free_slot() else { return };
            self.heard[free] = Some(who);
            self.spoke[free] = None;
            self.came[free] = None;
        }
    }

    /// The first slot is who leads' even while nobody does, and the second the turn's.
    fn free_slot(&self) -> Option<usize> {
        let is_free = |slot: &usize| self.heard[*slot].is_none();
        (1..AUDIO_SLOTS).chain([0]).find(is_free)
    }

    fn may_as_other(&self, who: PeerId) -> bool {
        self.ring.others.contains(&who)
    }

    /// The slot of a voice.
    pub(crate) fn slot_of(&self, who: PeerId) -> Option<usize> {
        self.heard.iter().position(|heard| *heard == Some(who))
    }

    /// Notes how loud a voice is. True if it took a slot by that.
    pub(crate) fn spoke(&mut self, now: Instant, who: PeerId, loudness: Loudness) -> bool {
        if loudness == Loudness::Silent {
            return false;
        }
        let (own, is_told) = (self.slot_of(who), loudness == Loudness::Speaks);
        let taken = match own {
            Some(_) => None,
            None => self.slot_for(now, who, loudness),
        };
        let Some(slot) = own.or(taken) else {
            return false;
        };
        if taken.is_some() {
            self.heard[slot] = Some(who);
            self.spoke[slot] = None;
        }
        let when = if is_told {
            &mut self.spoke
        } else {
            &mut self.came
        };
        when[slot] = Some(now);
        taken.is_some()
    }

    /// Whether a voice without a slot is given one for being so loud.
    pub(crate) fn gives(&self, now: Instant, who: PeerId, loudness: Loudness) -> bool {
        self.slot_for(now, who, loudness).is_some()
    }

    fn slot_for(&self, now: Instant, who: PeerId, loudness: Loudness) -> Option<usize> {
        let may = loudness != Loudness::Silent && self.may_as_other(who);
        may.then(|| self.stalest(now, loudness == Loudness::Speaks))
            .flatten()
    }

    /// The slot, of those that are for anybody, whose voice has been silent longest and long enough.
    /// For who is known to speak, those of whom nobody knows it are silent too.
    fn stalest(&self, now: Instant, for_speech: bool) -> Option<usize> {
        let is_over = |at: Option<Instant>| at.is_none_or(|at| now - at >= SILENT_FOR);
        (0..AUDIO_SLOTS)
            .filter(|slot| self.heard[*slot].is_some_and(|who| self.is_only_other(who)))
            .filter(|slot| is_over(self.spoke[*slot]))
            .filter(|slot| for_speech || is_over(self.came[*slot]))
            .min_by_key(|slot| (self.spoke[*slot], self.came[*slot]))
    }

    fn is_only_other(&self, who: PeerId) -> bool {
        self.ring.lead != Some(who) && self.ring.turn != Some(who)
    }

    /// Who is seen, of those with a camera on, the most important first: whose turn it is, then who
    /// leads, then those who are heard, then whoever may speak, then everybody else who is here. Where
    /// a network carries one picture alone, it is that of the person who speaks.
    pub(crate) fn seen(
        &self,
        has_camera: impl Fn(PeerId) -> bool,
    ) -> [Option<PeerId>; VIDEO_SLOTS] {
        let mut seen = [None; VIDEO_SLOTS];
        let first = [self.ring.turn, self.ring.lead].into_iter().flatten();
        let all = first
            .chain(self.heard.iter().flatten().copied())
            .chain(self.ring.others.iter().copied())
            .chain(self.ring.hearers.iter().copied());
        let mut filled = 0;
        for who in all {
            if filled < VIDEO_SLOTS && has_camera(who) && !seen.contains(&Some(who)) {
                seen[filled] = Some(who);
                filled += 1;
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;

    const A: PeerId = PeerId(1);
    const B: PeerId = PeerId(2);
    const C: PeerId = PeerId(3);
    const D: PeerId = PeerId(4);
    const E: PeerId = PeerId(5);
    const F: PeerId = PeerId(6);

    fn round(turn: Option<PeerId>) -> Ring {
        Ring {
            hearers: vec![A, B, C, D],
            lead: Some(A),
            turn,
            others: vec![],
        }
    }

    #[test]
    fn a_round_has_two_voices() {
        let floor = Floor::new(round(Some(B)), None);
        assert_eq!(floor.heard, [Some(A), Some(B), None, None]);
        let may = |who| floor.slot_of(who).is_some() || floor.gives(start(), who, Loudness::Speaks);
        assert!(may(B) && !may(C));
        let own_turn = Floor::new(round(Some(A)), None);
        assert_eq!(own_turn.heard, [Some(A), None, None, None]);
    }

    #[test]
    fn an_open_floor_hears_who_spoke_last() {
        let start = start();
        let open = Ring {
            hearers: vec![A, B, C, D, E, F],
            others: vec![B, C, D, E, F],
            ..round(None)
        };
        let mut floor = Floor::new(open.clone(), None);
        assert_eq!(floor.heard, [Some(A), Some(B), Some(C), Some(D)]);
        assert!(
            !floor.spoke(start, E, Loudness::Silent),
            "a cough of the air conditioning"
        );
        assert!(
            !floor.spoke(start, B, Loudness::Speaks) && !floor.spoke(start, D, Loudness::Speaks)
        );
        assert!(
            floor.spoke(start, E, Loudness::Speaks),
            "C has said nothing yet"
        );
        assert_eq!(floor.heard, [Some(A), Some(B), Some(E), Some(D)]);
        assert!(
            !floor.spoke(start, F, Loudness::Speaks),
            "all three have just spoken"
        );
        let later = start + SILENT_FOR;
        assert!(!floor.spoke(later, B, Loudness::Speaks));
        assert!(floor.spoke(later, F, Loudness::Speaks));
        assert!(!floor.heard.contains(&Some(D)) || !floor.heard.contains(&Some(E)));
        // Who may go on keeps their slot when the floor is told anew.
        let again = Floor::new(open, Some(&floor));
        assert_eq!(again.heard, floor.heard);
    }

    #[test]
    fn whose_page_says_no_level_is_heard_before_silence_and_after_speech() {
        let (start, untold) = (start(), Loudness::Untold);
        let open = Ring {
            hearers: vec![A, B, C, D, E, F],
            others: vec![B, C, D, E, F],
            ..round(None)
        };
        let mut floor = Floor::new(open, None);
        let at = |ms: u64| start + Duration::from_millis(ms);
        // Three whose pages say nothing, all the time: E takes B's slot, of which nothing has come.
        for ms in (0..1_000).step_by(20) {
            let took = [C, D, E].map(|who| floor.spoke(at(ms), who, untold));
            assert_eq!(took, [false, false, ms == 0], "they don't take turns at it");
            assert_eq!(floor.heard, [Some(A), Some(E), Some(C), Some(D)]);
            assert!(!floor.spoke(at(ms), F, untold) && !floor.spoke(at(ms), B, Loudness::Silent));
        }
        assert!(floor.spoke(at(1_000), B, Loudness::Speaks), "at once");
        let before = floor.heard;
        assert!(before.contains(&Some(B)));
        let gone = [C, D, E]
            .into_iter()
            .find(|who| !before.contains(&Some(*who)));
        for ms in (1_000..1_500).step_by(20) {
            assert!(
                !floor.spoke(at(ms), gone.unwrap(), untold),
                "B has just spoken"
            );
        }
        assert!(
            floor.spoke(at(1_600), gone.unwrap(), untold),
            "and is silent now"
        );
    }

    #[test]
    fn a_pause_of_the_encoder_is_silence_whoever_says_nothing_of_it() {
        assert_eq!(Loudness::of(None, &[0xf8]), Loudness::Silent);
        assert_eq!(Loudness::of(None, &[0xf8; 40]), Loudness::Untold);
        assert_eq!(Loudness::of(Some(30), &[0xf8; 40]), Loudness::Speaks);
        assert_eq!(Loudness::of(Some(80), &[0xf8; 40]), Loudness::Silent);
    }

    #[test]
    fn a_turn_takes_its_own_slot_from_whoever_was_in_it() {
        let open = Ring {
            others: vec![B, C, D],
            ..round(None)
        };
        let before = Floor::new(open, None);
        assert_eq!(before.slot_of(B), Some(1));
        let after = Floor::new(
            Ring {
                others: vec![B, C, D],
                ..round(Some(C))
            },
            Some(&before),
        );
        assert_eq!(after.heard, [Some(A), Some(C), Some(B), Some(D)]);
    }

    #[test]
    fn whose_turn_it_is_is_seen_first_and_then_who_leads() {
        let floor = Floor::new(round(Some(C)), None);
        assert_eq!(floor.seen(|_| true)[..2], [Some(C), Some(A)]);
        let seen = floor.seen(|who| who != A);
        assert_eq!(seen, [Some(C), Some(B), Some(D), None]);
    }
}
