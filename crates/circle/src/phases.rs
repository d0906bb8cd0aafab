//! From phase to phase. Who leads goes on; stillness may end by itself; with nobody leading the
//! circle goes on when its time is over and nobody speaks or waits to.

use crate::broken::Broken;
use crate::circle::{Circle, Phase};
use crate::command::Refusal;
use crate::conductor::How;
use crate::format::{self, Floor};
use crate::person::{InPart, InPhase};
use crate::view::{PhaseState, State};
use crate::{Millis, PersonId};

/// Anyone may end a session that nobody leads, so long after it was to end.
const ORPHAN_MINUTES: Millis = 10;
/// And anyone at all, whoever leads, so long after it was to end: a lead who fell asleep with the
/// line open keeps nobody. Long enough that no session in which people still speak comes to it.
const LONG_OVER_MINUTES: Millis = 60;
/// A session in which nobody is left ends by itself after so long.
pub(crate) const EMPTY_MINUTES: Millis = 10;
/// More minutes at once are a different plan.
const EXTEND_MINUTES_MAX: u8 = 30;
/// Sessions that begin no later than this still end on time.
const LATE_START_MINUTES: Millis = 15;

impl Circle {
    pub(crate) fn start(&mut self, by: PersonId) -> Result<(), Refusal> {
        if self.state != State::Gathering {
            return Err(Refusal::NotNow);
        }
        self.lead.who.get_or_insert(by);
        self.lead.wanted = false;
        self.state = State::Live;
        self.started_at = Some(self.now);
        // As long as planned, and what was decided before the start.
        let length = self.ends_at - self.config.scheduled_at;
        let late = self.now - self.config.scheduled_at;
        let in_time = (0..=LATE_START_MINUTES * self.minute_ms()).contains(&late);
        self.ends_at = length
            + if in_time {
                self.config.scheduled_at
            } else {
                self.now
            };
        self.was_to_end_at = Some(self.ends_at);
        if let Some(first) = self.following() {
            self.begin_phase(first);
        }
        Ok(())
    }

    pub(crate) fn end(&mut self) -> Result<(), Refusal> {
        if self.state == State::Ended {
            return Err(Refusal::Ended);
        }
        self.end_turn(How::Moved);
        self.close_phase();
        for part in self
            .parts
            .iter_mut()
            .filter(|part| part.state == PhaseState::Coming)
        {
            part.state = PhaseState::Skipped;
        }
        self.state = State::Ended;
        self.close_all_rooms();
        self.ends_at = self.now;
        self.hold = None;
        self.breath_until = None;
        self.open_lounge();
        let now = self.now;
        for person in &mut self.people {
            person.close_span(now);
        }
        Ok(())
    }

    pub(crate) fn end_later(&mut self, minutes: u8) -> Result<(), Refusal> {
        /// An hour at once is another session.
        const MINUTES_MAX: u8 = 60;
        if minutes == 0 || minutes > MINUTES_MAX {
            return Err(Refusal::NotNow);
        }
        self.ends_at += Millis::from(minutes) * self.minute_ms();
        Ok(())
    }

    pub(crate) fn begin_phase(&mut self, index: usize) {
        let minute_ms = self.minute_ms();
        let phases = &self.config.format.phases;
        let (Some(part), Some(phase)) = (self.parts.get_mut(index), phases.get(index)) else {
            return;
        };
        part.state = PhaseState::Now;
        let ends_at = self.now + part.planned_ms;
        let longest_at = self.now + Millis::from(phase.minutes.max) * minute_ms;
        self.phase = Some(Phase {
            index,
            started_at: self.now,
            ends_at,
            longest_at: longest_at.max(ends_at),
            is_open: false,
        });
        self.hold = None;
        self.order.clear();
        self.breath_until = None;
        for person in &mut self.people {
            person.in_phase = InPhase::default();
            person.in_part = InPart::default();
        }
        // Who leads opens a round with their own words; without anybody it opens itself.
        if self.lead.who.is_none() {
            self.open_floor();
        }
    }

    /// From here on turns follow one another.
    pub(crate) fn open_floor(&mut self) {
        if let Some(phase) = &mut self.phase {
            phase.is_open = true;
        }
    }

    /// Ends the phase under way, without beginning another.
    pub(crate) fn close_phase(&mut self) {
        if !self.breaks(Broken::TurnOutlivesPhase) {
            self.end_turn(How::Moved);
        }
        self.count_phase();
        self.end_activity();
        self.hold = None;
        let Some(phase) = self.phase.take() else {
            return;
        };
        let part = &mut self.parts[phase.index];
        part.state = PhaseState::Done;
        // When everybody had gone, it was over.
        let over_at = self.gone_at.unwrap_or(self.now);
        part.used_ms = (over_at - phase.started_at).max(0);
        self.breath_until = None;
    }

    pub(crate) fn following(&self) -> Option<usize> {
        self.parts
            .iter()
            .position(|part| part.state == PhaseState::Coming)
    }

    pub(crate) fn next_phase(&mut self, phase: u32) -> Result<(), Refusal> {
        self.in_phase(phase)?;
        let next = self.following().ok_or(Refusal::NotNow)?;
        self.close_phase();
        self.begin_phase(next);
        Ok(())
    }

    pub(crate) fn skip_phase(&mut self, phase: u32) -> Result<(), Refusal> {
        let index = usize::try_from(phase).map_err(|_| Refusal::Over)?;
        let part = self.parts.get(index).ok_or(Refusal::Over)?;
        if part.state != PhaseState::Coming {
            return Err(Refusal::Over);
        }
        if self.config.format.phases[index].required {
            return Err(Refusal::Required);
        }
        self.parts[index].state = PhaseState::Skipped;
        Ok(())
    }

    pub(crate) fn extend(&mut self, minutes: u8) -> Result<(), Refusal> {
        let more = Millis::from(minutes) * self.minute_ms();
        let now = self.clock_in_phase();
        let phase = self.phase.as_mut().ok_or(Refusal::NotNow)?;
        if minutes == 0 || minutes > EXTEND_MINUTES_MAX {
            return Err(Refusal::NotNow);
        }
        phase.ends_at = phase.ends_at.max(now) + more;
        phase.longest_at = phase.longest_at.max(phase.ends_at);
        self.parts[phase.index].planned_ms += more;
        Ok(())
    }

    /// Ends the session on somebody's word: a lead's at any time, and anybody's when
    /// [`Circle::anyone_may_end`].
    pub(crate) fn end_by(&mut self, by: PersonId) -> Result<(), Refusal> {
        if !self.person(by).is_some_and(|person| self.leads(person)) {
            if !self.anyone_may_end() || self.breaks(Broken::NeverEnds) {
                return Err(Refusal::NotLeading);
            }
            self.agreed(by)?;
        }
        self.end()
    }

    /// Whether everybody who has agreed may end the session: nobody leads and it has come to its
    /// last part or is well past its end, or it is long over.
    pub(crate) fn anyone_may_end(&self) -> bool {
        let last = self.state == State::Live && self.following().is_none();
        let unled = self.lead.who.is_none() && (last || self.now >= self.orphaned_at());
        self.state != State::Ended && (unled || self.now >= self.long_over_at())
    }

    pub(crate) fn orphaned_at(&self) -> Millis {
        self.ends_at + ORPHAN_MINUTES * self.minute_ms()
    }

    pub(crate) fn long_over_at(&self) -> Millis {
        self.ends_at + LONG_OVER_MINUTES * self.minute_ms()
    }

    pub(crate) fn phase_ends_by_itself(&mut self) -> bool {
        let (State::Live, Some(phase)) = (self.state, self.phase) else {
            return false;
        };
        if self.hold.is_some() || self.now < phase.ends_at || !self.may_end_by_itself() {
            return false;
        }
        let Some(next) = self.following() else {
            return false;
        };
        self.close_phase();
        self.begin_phase(next);
        true
    }

    fn may_end_by_itself(&self) -> bool {
        let Some(phase) = self.phase else {
            return false;
        };
        let kind = self.config.format.phases[phase.index].kind;
        let nobody_leads = self.lead.who.is_none();
        let nobody_waits = self.turn.is_none() && self.queue().is_empty();
        (self.auto_advance && kind.is_stillness()) || (nobody_leads && nobody_waits)
    }

    pub(crate) fn session_ends_by_itself(&mut self) -> bool {
        if self.state == State::Ended || self.breaks(Broken::NeverEnds) {
            return false;
        }
        let minute = self.minute_ms();
        let scheduled_end = self.ends_at.max(self.config.scheduled_at);
        let empty = self.empty_since.is_some_and(|since| {
            // A room that is open before its time waits for its people until it should be over.
            let begun = self.state == State::Live || self.now >= scheduled_end;
            begun && self.now >= since + EMPTY_MINUTES * minute
        });
        let orphaned = self.state == State::Live
            && self.lead.who.is_none()
            && self.following().is_none()
            && self.phase.is_some_and(|phase| self.now >= phase.ends_at)
            && self.now >= self.ends_at
            && self.may_end_by_itself();
        let lines = self.people.iter().filter(|p| p.is_seated() && p.connected);
        let deserted = self.now >= self.long_over_at() && lines.count() <= 1;
        if empty {
            self.gone_at = self.empty_since;
        }
        (empty || orphaned || deserted) && self.end().is_ok()
    }

    pub(crate) fn note_emptiness(&mut self) {
        let anybody = self
            .people
            .iter()
            .any(|person| person.is_seated() && person.connected);
        if anybody {
            self.empty_since = None;
        } else {
            self.empty_since.get_or_insert(self.now);
        }
    }

    /// Whether `phase` is the one under way.
    fn in_phase(&self, phase: u32) -> Result<(), Refusal> {
        match self.phase {
            Some(now) if u32::try_from(now.index) == Ok(phase) => Ok(()),
            _ => Err(Refusal::Over),
        }
    }

    /// Whether the closing has begun.
    pub(crate) fn is_closing(&self) -> bool {
        self.phase
            .is_some_and(|phase| self.config.format.phases[phase.index].closing)
    }

    /// What the closing still needs.
    pub(crate) fn closing_ms(&self) -> Millis {
        self.coming_ms(|phase| phase.closing)
    }

    /// What the parts that are still to come need: their planned time, or more where that would not
    /// hold a turn for everybody. A round of thirty is not over in twelve minutes, and it is known
    /// from the first one.
    fn coming_ms(&self, which: impl Fn(&format::Phase) -> bool) -> Millis {
        let parts = self.parts.iter().zip(&self.config.format.phases);
        let coming = parts.filter(|(part, phase)| part.state == PhaseState::Coming && which(phase));
        let shortest = self.shortest_round_ms();
        coming
            .map(|(part, phase)| match phase.kind.floor() {
                Floor::Round => part.planned_ms.max(shortest),
                _ => part.planned_ms,
            })
            .sum()
    }

    /// How much later than planned the session will end if all goes on as planned.
    pub(crate) fn late_by(&self) -> Millis {
        let Some(phase) = self.phase else { return 0 };
        let rested = self.now - self.clock_in_phase();
        let here = (phase.ends_at + rested).max(self.now);
        here + self.coming_ms(|_| true) - self.ends_at
    }
}
