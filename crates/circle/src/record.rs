//! What remains of a session: who came, which parts ran, how long. Nothing that was said.

use serde::{Deserialize, Serialize};

use crate::activity::Ran;
use crate::circle::Circle;
use crate::command::Role;
use crate::person::Span;
use crate::view::{PhasePlan, State};
use crate::{Millis, PersonId};

/// The bare record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub format: String,
    pub scheduled_at: Millis,
    pub started_at: Option<Millis>,
    /// None while it runs.
    pub ended_at: Option<Millis>,
    pub attended: Vec<Attended>,
    pub phases: Vec<PhasePlan>,
    pub activities: Vec<Ran>,
}

/// One person's coming and going.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    pub who: PersonId,
    pub role: Role,
    pub in_room: bool,
    pub spans: Vec<Span>,
}

impl Circle {
    /// The record as it stands.
    #[must_use]
    pub fn record(&self) -> Record {
        let outer = |at: Millis| self.outer(at);
        let attended = self
            .people
            .iter()
            .filter(|person| !person.spans.is_empty())
            .map(|person| Attended {
                who: person.who,
                role: person.role,
                in_room: person.in_room,
                spans: person
                    .spans
                    .iter()
                    .map(|span| Span {
                        from: outer(span.from),
                        to: span.to.map(outer),
                    })
                    .collect(),
            })
            .collect();
        Record {
            format: self.config.format.id.clone(),
            scheduled_at: self.config.scheduled_at,
            started_at: self.started_at.map(outer),
            ended_at: self.ended_at(),
            attended,
            phases: self.phase_plans(),
            activities: self.ran.clone(),
        }
    }

    /// None while it runs.
    pub(crate) fn ended_at(&self) -> Option<Millis> {
        (self.state == State::Ended).then(|| self.outer(self.ends_at))
    }

    pub(crate) fn phase_plans(&self) -> Vec<PhasePlan> {
        self.parts
            .iter()
            .map(|part| PhasePlan {
                state: part.state,
                planned_ms: part.planned_ms,
                used_ms: part.used_ms,
            })
            .collect()
    }
}
