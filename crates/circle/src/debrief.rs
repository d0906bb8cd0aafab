//! What who led looks back on: the parts against their plan, and how the evening was for each.

use serde::{Deserialize, Serialize};

use crate::activity::Ran;
use crate::circle::Circle;
use crate::command::Role;
use crate::view::PhasePlan;
use crate::{Millis, PersonId};

/// A session, as those look back on it who led it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debrief {
    pub started_at: Option<Millis>,
    /// When it was to end.
    pub planned_end: Millis,
    /// None while it runs.
    pub ended_at: Option<Millis>,
    pub phases: Vec<PhasePlan>,
    pub activities: Vec<Ran>,
    pub people: Vec<Debriefed>,
}

/// One person's evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debriefed {
    pub who: PersonId,
    pub role: Role,
    pub in_room: bool,
    pub spoken_ms: Millis,
    pub turns: u32,
    pub passes: u32,
    pub listened: bool,
    pub agreed: bool,
    pub stepped_out: bool,
    pub left_early: bool,
    pub first_seen: Millis,
    pub last_seen: Millis,
    pub wanted_a_turn: bool,
}

impl Circle {
    /// The session, as who led it looks back on it.
    #[must_use]
    pub fn debrief(&self) -> Debrief {
        let record = self.record();
        let ended_at = record.ended_at;
        let people = self
            .people
            .iter()
            .filter_map(|person| {
                let (first, last) = (person.spans.first()?, person.spans.last()?);
                let last_seen = self.outer(last.to.unwrap_or(self.now));
                Some(Debriefed {
                    who: person.who,
                    role: person.role,
                    in_room: person.in_room,
                    spoken_ms: person.spoken_ms,
                    turns: u32::from(person.spoken_ms > 0),
                    passes: 0,
                    listened: person.listening,
                    agreed: person.agreed,
                    stepped_out: person.stepped_out,
                    left_early: ended_at.is_some_and(|ended| last_seen < ended),
                    first_seen: self.outer(first.from),
                    last_seen,
                    wanted_a_turn: person.in_phase.hand.is_some(),
                })
            })
            .collect();
        let minutes = Millis::from(self.config.format.target_minutes());
        Debrief {
            started_at: record.started_at,
            planned_end: self.config.scheduled_at + minutes * self.minute_ms(),
            ended_at,
            phases: record.phases,
            activities: record.activities,
            people,
        }
    }
}
