//! The conductor: gives the floor to who comes next, and never takes it from anybody. A turn ends
//! when its holder is done, passes or leaves, or when who leads goes on. At its time nothing
//! happens but a nudge to who leads.

use serde::{Deserialize, Serialize};

use crate::broken::Broken;
use crate::circle::{Circle, Hold};
use crate::command::{QuietWord, Refusal};
use crate::format::{Crosstalk, Floor};
use crate::view::{QuietFrom, State};
use crate::{Millis, PersonId};

/// Between two turns the circle takes a breath: long enough to thank somebody, short enough that
/// nobody reaches for a phone. Who leads may go on sooner, or hold the clock to say something.
pub(crate) const BREATH_MS: Millis = 6_000;
/// Who speaks for so long has been heard, however the turn ends.
const SHARE_MS_MIN: Millis = 30_000;
/// Four kinds from every seat.
const QUIET_MAX: usize = 4 * crate::SEATS_MAX;
/// With nobody leading, a speaker whose line is gone is waited for so long; then the next is
/// offered the floor, and the speaker is offered it anew on coming back.
pub(crate) const SPEAKER_GONE_MS: Millis = 60_000;

/// A turn under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turn {
    pub(crate) id: u64,
    pub(crate) who: PersonId,
    pub(crate) started_at: Millis,
    pub(crate) ends_at: Millis,
    /// How long the clock was held in it.
    pub(crate) held_ms: Millis,
    /// Quiet words, held until the turn ends.
    pub(crate) quiet: Vec<QuietFrom>,
    /// The speaker has asked others to answer. A session that was begun before this could be asked
    /// has none.
    #[serde(default)]
    pub(crate) invites: bool,
}

/// How a turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Done,
    Passed,
    /// Who leads went on.
    Moved,
    /// The holder left, was set aside, or the line was gone for too long: is offered it anew, as
    /// one who was not heard if it was too short to say anything.
    Gone,
}

impl Circle {
    /// The time at which the phase's clock stands: it rests while held.
    pub(crate) fn clock_in_phase(&self) -> Millis {
        self.hold.map_or(self.now, |hold| hold.since)
    }

    pub(crate) fn done(&mut self, by: PersonId, turn: u64) -> Result<(), Refusal> {
        self.own_turn(by, turn)?;
        self.end_turn(How::Done);
        Ok(())
    }

    /// Passes one's turn, or, before it came, the offer of one in this round.
    pub(crate) fn pass(&mut self, by: PersonId, turn: u64) -> Result<(), Refusal> {
        if self.has_floor(by) {
            self.own_turn(by, turn)?;
            self.end_turn(How::Passed);
            return Ok(());
        }
        self.on_screen(turn)?;
        if self.floor() != Floor::Round || !self.person(by).is_some_and(|p| p.agreed) {
            return Err(Refusal::NotNow);
        }
        self.change(by, |person| {
            person.passed();
            person.in_phase.wants = false;
        })
    }

    pub(crate) fn want_turn(&mut self, by: PersonId) -> Result<(), Refusal> {
        if self.floor() != Floor::Round || self.has_floor(by) {
            return Err(Refusal::NotNow);
        }
        self.agreed(by)?;
        self.change(by, |person| {
            person.in_phase.wants = true;
            person.listening = false;
        })
    }

    pub(crate) fn hand(&mut self, by: PersonId, up: bool) -> Result<(), Refusal> {
        self.agreed(by)?;
        if up && self.has_floor(by) {
            return Err(Refusal::NotNow);
        }
        let raised = self.next_hand();
        self.change(by, |person| {
            person.in_phase.hand = match (up, person.in_phase.hand) {
                (false, _) => None,
                (true, before) => before.or(Some(raised)),
            };
            // Who raises a hand came to listen and has something to say after all.
            person.listening &= !up;
        })
    }

    fn next_hand(&mut self) -> u64 {
        self.hands_raised += 1;
        self.hands_raised
    }

    /// Thanks who speaks and goes to the next; `turn` is what was on the screen, 0 for nobody.
    pub(crate) fn go_on(&mut self, turn: u64) -> Result<(), Refusal> {
        self.on_screen(turn)?;
        if self.floor() == Floor::Still {
            return Err(Refusal::NotNow);
        }
        self.end_turn(How::Moved);
        self.breath_until = None;
        if let Some(next) = self.queue().first().copied() {
            self.grant(next);
        }
        Ok(())
    }

    /// The lead's own choice: whoever it is comes now.
    pub(crate) fn give(&mut self, who: PersonId, turn: u64) -> Result<(), Refusal> {
        self.on_screen(turn)?;
        if self.floor() == Floor::Still {
            return Err(Refusal::NotNow);
        }
        let person = self.seated(who)?;
        if !person.agreed {
            return Err(Refusal::TheyNotAgreed);
        }
        if !person.is_here() || person.side_room.is_some() {
            return Err(Refusal::NotNow);
        }
        if !self.has_floor(who) {
            self.end_turn(How::Moved);
            self.change(who, |person| person.listening = false)?;
            self.grant(who);
        }
        Ok(())
    }

    /// For now: the turn is offered again after the others.
    pub(crate) fn skip_person(&mut self, who: PersonId) -> Result<(), Refusal> {
        self.seated(who)?;
        if self.has_floor(who) {
            self.end_turn(How::Gone);
        }
        self.change(who, |person| person.in_phase.skipped = true)
    }

    pub(crate) fn minute_more(&mut self, turn: u64) -> Result<(), Refusal> {
        let (minute, clock) = (self.minute_ms(), self.clock_in_phase());
        let under_way = self
            .turn
            .as_mut()
            .filter(|now| now.id == turn)
            .ok_or(Refusal::Over)?;
        // A minute from now for a turn that is past its time already.
        under_way.ends_at = under_way.ends_at.max(clock) + minute;
        Ok(())
    }

    pub(crate) fn moment(&mut self, by: PersonId, turn: u64) -> Result<(), Refusal> {
        self.own_turn(by, turn)?;
        self.hold.get_or_insert(Hold {
            since: self.now,
            moment: true,
        });
        Ok(())
    }

    /// Asks others to answer, where the part is for that. It ends with the turn.
    pub(crate) fn invite(&mut self, by: PersonId, turn: u64, is: bool) -> Result<(), Refusal> {
        self.own_turn(by, turn)?;
        if is && self.crosstalk() != Some(Crosstalk::Invited) {
            return Err(Refusal::NotNow);
        }
        if let Some(turn) = &mut self.turn {
            turn.invites = is;
        }
        Ok(())
    }

    pub(crate) fn hold_clock(&mut self) -> Result<(), Refusal> {
        if self.phase.is_none() || self.state != State::Live {
            return Err(Refusal::NotNow);
        }
        let hold = self.hold.get_or_insert(Hold {
            since: self.now,
            moment: false,
        });
        hold.moment = false;
        Ok(())
    }

    /// The speaker ends their own moment; who leads ends any hold.
    pub(crate) fn resume(&mut self, by: PersonId) -> Result<(), Refusal> {
        let hold = self.hold.ok_or(Refusal::Over)?;
        let own = hold.moment && self.has_floor(by);
        if !own && !self.person(by).is_some_and(|person| self.leads(person)) {
            return Err(Refusal::NotLeading);
        }
        self.release();
        Ok(())
    }

    /// The order of those still to come. People who are not in the circle are passed over.
    pub(crate) fn set_order(&mut self, people: &[PersonId]) -> Result<(), Refusal> {
        if people.len() > crate::SEATS_MAX {
            return Err(Refusal::TooMany);
        }
        let mut order: Vec<PersonId> = Vec::with_capacity(people.len());
        for who in people {
            if !order.contains(who) && self.seated(*who).is_ok() {
                order.push(*who);
            }
        }
        // Who is given a place is set aside no more: otherwise the place would not be theirs.
        for person in self.people.iter_mut() {
            person.in_phase.skipped &= !order.contains(&person.who);
        }
        self.order = order;
        Ok(())
    }

    /// Gives the floor. Only ever called when nobody has it.
    fn grant(&mut self, who: PersonId) {
        debug_assert!(self.turn.is_none(), "two people would have the floor");
        if let Some(phase) = &mut self.phase {
            phase.is_open = true;
        }
        let started_at = self.clock_in_phase();
        let length = self.turn_ms_from(started_at);
        self.turns_given += 1;
        self.turn = Some(Turn {
            id: self.turns_given,
            who,
            started_at,
            ends_at: started_at + length,
            held_ms: 0,
            quiet: Vec::new(),
            invites: false,
        });
        self.breath_until = None;
        if let Some(person) = self.person_mut(who) {
            person.in_phase.hand = None;
            person.in_phase.wants = false;
            person.in_phase.skipped = false;
            person.received.clear();
        }
    }

    /// Ends the turn, if there is one: the quiet words reach who spoke.
    pub(crate) fn end_turn(&mut self, how: How) {
        if self.hold.is_some_and(|hold| hold.moment) {
            self.release();
        }
        let now = self.clock_in_phase();
        let Some(turn) = self.turn.take() else { return };
        let share_ms = self.paced(SHARE_MS_MIN);
        let hand = (how == How::Gone && self.floor() == Floor::Hands).then(|| self.next_hand());
        let Some(person) = self.person_mut(turn.who) else {
            return;
        };
        // Without a line, or out of the room, nobody was heard.
        let until = person.lost_at.map_or(now, |lost| lost.min(now));
        let spoken_ms = (until - turn.started_at - turn.held_ms).max(0);
        person.tally.spoken_ms += spoken_ms;
        person.received = turn.quiet;
        match how {
            How::Done | How::Moved => person.shared(),
            How::Passed => person.passed(),
            How::Gone => {
                if spoken_ms >= share_ms {
                    person.shared();
                }
                let marks = &mut person.in_phase;
                // Was offered a turn: those who were not yet come before.
                marks.skipped = true;
                marks.hand = hand;
                marks.wants |= marks.passed > 0 || marks.shared > 0;
            }
        }
    }

    /// The breath between two turns lasts while somebody waits for the next. Once turns follow one
    /// another, nobody is left waiting: who comes late, comes back, or asks has a breath begun for
    /// them. With nobody waiting there is none, so that no timer changes what no screen shows.
    pub(crate) fn breath_begins(&mut self) -> bool {
        let is_open = self.phase.is_some_and(|phase| phase.is_open);
        let is_idle = self.turn.is_none() && is_open && !self.breaks(Broken::StandsStill);
        let offers = match self.floor() {
            Floor::Round | Floor::Hands => true,
            // Who said that they would share has said so: nobody needs to call on them.
            Floor::One => self.activity.is_some(),
            Floor::Still => false,
        };
        if !is_idle || !offers || self.queue().is_empty() {
            self.breath_until = None;
            return false;
        }
        let begins = self.breath_until.is_none();
        let until = self.now + self.paced(BREATH_MS);
        self.breath_until.get_or_insert(until);
        begins
    }

    /// After the breath the next has the floor. While the clock is held, nobody is hurried.
    pub(crate) fn breath_ends(&mut self) -> bool {
        let is_over = self.breath_until.is_some_and(|until| self.now >= until);
        if !is_over || self.turn.is_some() || self.hold.is_some() {
            return false;
        }
        self.breath_until = None;
        let next = self.queue().first().copied();
        if let Some(next) = next {
            self.grant(next);
        }
        next.is_some()
    }

    /// With nobody leading, a speaker without a line is set aside, to be offered the floor anew.
    pub(crate) fn silent_speaker_is_set_aside(&mut self) -> bool {
        let Some(since) = self.speaker_silent_since() else {
            return false;
        };
        if self.lead.who.is_some() || self.now < since + SPEAKER_GONE_MS {
            return false;
        }
        self.end_turn(How::Gone);
        true
    }

    pub(crate) fn speaker_silent_since(&self) -> Option<Millis> {
        let turn = self.turn.as_ref()?;
        self.person(turn.who).and_then(|person| person.lost_at)
    }

    /// The clock runs on: what was to end later by the time that it rested.
    pub(crate) fn release(&mut self) {
        let Some(hold) = self.hold.take() else { return };
        let rested = self.now - hold.since;
        if let Some(turn) = &mut self.turn {
            turn.ends_at += rested;
            turn.held_ms += rested;
        }
        if let Some(phase) = &mut self.phase {
            phase.ends_at += rested;
            phase.longest_at += rested;
        }
        if let Some(activity) = &mut self.activity {
            activity.step_ends_at += rested;
        }
    }

    pub(crate) fn quiet(
        &mut self,
        by: PersonId,
        turn: u64,
        kind: QuietWord,
    ) -> Result<(), Refusal> {
        self.agreed(by)?;
        let under_way = self
            .turn
            .as_mut()
            .filter(|now| now.id == turn)
            .ok_or(Refusal::Over)?;
        if under_way.who == by {
            return Err(Refusal::NotNow);
        }
        let word = QuietFrom { from: by, kind };
        if !under_way.quiet.contains(&word) && under_way.quiet.len() < QUIET_MAX {
            under_way.quiet.push(word);
        }
        Ok(())
    }

    /// Whether `turn` is still the one that was on the screen; 0 for nobody's.
    fn on_screen(&self, turn: u64) -> Result<(), Refusal> {
        let now = self.turn.as_ref().map_or(0, |now| now.id);
        if now == turn {
            Ok(())
        } else {
            Err(Refusal::Over)
        }
    }

    fn own_turn(&self, by: PersonId, turn: u64) -> Result<(), Refusal> {
        match &self.turn {
            Some(now) if now.id == turn && now.who == by => Ok(()),
            Some(now) if now.id == turn => Err(Refusal::NotYourTurn),
            _ => Err(Refusal::Over),
        }
    }

    pub(crate) fn agreed(&self, by: PersonId) -> Result<(), Refusal> {
        match self.person(by) {
            Some(person) if person.agreed || self.breaks(Broken::LoudLatecomer) => Ok(()),
            _ => Err(Refusal::NotAgreed),
        }
    }
}
