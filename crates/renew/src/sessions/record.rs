//! The bare record of a session: who came, which phases ran, how long. Nothing that was said.

use circle::Circle;
use circle::command::Role;
use circle::view::PhaseState;
use serde::{Deserialize, Serialize};

use super::store::journal::{Beside, Came};
use super::wire::Seat;

/// The phases of a session, as they are kept for good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) started_ms: Option<i64>,
    pub(super) phases: Vec<PhaseRecord>,
    /// The seats of those who were asked to leave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) removed: Vec<Seat>,
}

/// One phase, in the order of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PhaseRecord {
    pub(super) planned_ms: i64,
    /// Nothing when it was left out.
    pub(super) used_ms: Option<i64>,
}

/// What is written when a session ends.
pub(super) fn end(now_ms: i64, circle: &Circle) -> Beside {
    let ended = circle.record();
    let phases = ended
        .phases
        .iter()
        .map(|phase| PhaseRecord {
            planned_ms: phase.planned_ms,
            used_ms: (phase.state != PhaseState::Skipped).then_some(phase.used_ms),
        })
        .collect();
    let people = circle.debrief().people;
    let removed = people.iter().filter(|one| one.was_removed);
    let record = Record {
        started_ms: ended.started_at,
        phases,
        removed: removed.map(|one| one.who.0).collect(),
    };
    let attendance = ended.attended.iter().filter_map(|person| {
        let first = person.spans.first()?;
        let last = person.spans.last()?;
        Some(Came {
            seat: person.who.0,
            role: role_key(person.role),
            from_ms: first.from,
            to_ms: last.to.unwrap_or(now_ms),
        })
    });
    Beside::End {
        at_ms: ended.ended_at.unwrap_or(now_ms),
        attendance: attendance.collect(),
        record: serde_json::to_string(&record).unwrap_or_default(),
    }
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Host => "host",
        Role::Facilitator => "facilitator",
    }
}
