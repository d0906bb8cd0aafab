//! People in the room who share a device: they sit side by side, each with a turn of their own. When
//! the device loses its line the table goes on by itself, and tells afterwards what it did.

use crate::broken::Broken;
use crate::circle::Circle;
use crate::command::Refusal;
use crate::conductor::How;
use crate::person::{Away, Person};
use crate::view::State;
use crate::{Millis, PersonId, TABLE_PEOPLE_MAX, TableId};

impl Circle {
    /// Where somebody of this table sits down: after the last of it, or after everybody.
    pub(crate) fn place_at_table(&self, table: Option<TableId>) -> usize {
        let beside = table
            .filter(|_| !self.breaks(Broken::TableApart))
            .and_then(|_| {
                let same = |person: &Person| person.is_seated() && person.table == table;
                self.people.iter().rposition(same)
            });
        beside.map_or(self.people.len(), |last| last + 1)
    }

    pub(crate) fn room_at_table(&self, table: Option<TableId>) -> Result<(), Refusal> {
        let Some(table) = table else { return Ok(()) };
        let there = self.people.iter().filter(|person| person.is_seated());
        let there = there.filter(|person| person.table == Some(table)).count();
        if there < TABLE_PEOPLE_MAX {
            Ok(())
        } else {
            Err(Refusal::Full)
        }
    }

    /// What somebody at a table did while its line was gone. It counts as their turn, or as passing
    /// it, in the phase in which it was; how long they spoke is believed as far as the line was
    /// gone. A second time there is nothing left to tell.
    pub(crate) fn while_away(
        &mut self,
        by: PersonId,
        phase: u32,
        (turn, passed): (u64, bool),
        spoken_ms: Millis,
    ) -> Result<(), Refusal> {
        self.agreed(by)?;
        let person = self.seated(by)?;
        if person.table.is_none() || self.state != State::Live {
            return Err(Refusal::NotNow);
        }
        let away = person.was_away;
        let how = if passed { How::Passed } else { How::Done };
        let own = self.turn.as_ref().filter(|now| now.who == by);
        if own.is_some_and(|now| now.id == turn) {
            self.end_turn_told(how, away, spoken_ms);
            return self.change(by, |person| person.was_away = None);
        }
        let away = away.ok_or(Refusal::Over)?;
        let spoken_ms = if passed { 0 } else { away.believes(spoken_ms) };
        let same_phase = self
            .phase
            .is_some_and(|now| u32::try_from(now.index) == Ok(phase));
        // Who has been given the floor since keeps it.
        let marks = same_phase && own.is_none();
        let again = self.breaks(Broken::ToldTwice);
        self.change(by, |person| {
            person.was_away = Some(away).filter(|_| again);
            person.tally.spoken_ms += spoken_ms;
            if !marks {
                return;
            }
            if passed {
                person.passed();
            } else {
                person.shared();
            }
            person.in_phase.wants = false;
            person.in_phase.skipped = false;
            person.in_phase.hand = None;
        })
    }

    /// Ends the turn under way as a table tells it: what was spoken before the line was lost is
    /// known here, and the rest is theirs to say.
    fn end_turn_told(&mut self, how: How, away: Option<Away>, spoken_ms: Millis) {
        let clock = self.clock_in_phase();
        if let (Some(away), Some(turn)) = (away, self.turn.as_mut()) {
            let before = (away.from - turn.started_at - turn.held_ms).max(0);
            let told = before + away.believes(spoken_ms);
            // The turn's clock rested for what was not spoken.
            let at_most = (clock - turn.started_at).max(0);
            turn.held_ms = turn.held_ms.max(at_most - told.min(at_most));
        }
        self.end_turn(how);
    }
}

impl Away {
    fn believes(self, spoken_ms: Millis) -> Millis {
        spoken_ms.clamp(0, (self.to - self.from).max(0))
    }
}
