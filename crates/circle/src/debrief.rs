//! What facilitator and host look back on: which parts ran and how, and who was heard. Nothing that
//! was said, and no text.

use serde::{Deserialize, Serialize};

use crate::activity::Ran;
use crate::circle::Circle;
use crate::command::Role;
use crate::format::PhaseKind;
use crate::view::PhaseState;
use crate::{Millis, PersonId};

/// A session, for those who led it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debrief {
    pub format: String,
    pub started_at: Option<Millis>,
    /// When it was to end when it began.
    pub was_to_end_at: Option<Millis>,
    /// None while it runs.
    pub ended_at: Option<Millis>,
    pub phases: Vec<PhaseRan>,
    pub activities: Vec<Ran>,
    /// Everybody who had a seat, in seat order.
    pub people: Vec<Present>,
}

/// How a part went, in milliseconds of real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseRan {
    pub kind: PhaseKind,
    pub required: bool,
    pub closing: bool,
    pub state: PhaseState,
    /// What its format has in mind for it.
    pub target_ms: Millis,
    /// The least that its format has in mind.
    pub min_ms: Millis,
    pub used_ms: Millis,
    /// How many were here at its end and had agreed; of them had a turn in it; or passed.
    pub here: u16,
    pub shared: u16,
    pub passed: u16,
}

/// One person's evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub who: PersonId,
    pub role: Role,
    pub in_room: bool,
    /// How long they had the floor.
    pub spoken_ms: Millis,
    pub turns: u16,
    pub passes: u16,
    /// In so many parts a turn was wanted that did not come.
    pub missed: u16,
    pub agreed: bool,
    /// Was here to listen, at the end.
    pub listened: bool,
    /// How often they went out for a few minutes.
    pub stepped_out: u16,
    /// Sent a private word.
    pub sent_word: bool,
    /// Left, or lost their line, before the end and did not come back.
    pub left_early: bool,
    pub was_removed: bool,
    pub first_seen: Millis,
    /// None while they are here.
    pub last_seen: Option<Millis>,
}

impl Circle {
    /// The session as it stands, for looking back on it.
    #[must_use]
    pub fn debrief(&self) -> Debrief {
        let record = self.record();
        let minute_ms = self.minute_ms();
        let parts = self.parts.iter().zip(&self.config.format.phases);
        let phases = parts
            .map(|(part, phase)| PhaseRan {
                kind: phase.kind,
                required: phase.required,
                closing: phase.closing,
                state: part.state,
                target_ms: phase.target_ms(minute_ms),
                min_ms: Millis::from(phase.minutes.min) * minute_ms,
                used_ms: part.used_ms,
                here: 0,
                shared: 0,
                passed: 0,
            })
            .collect();
        let people = self
            .people
            .iter()
            .filter_map(|person| {
                let (first, last) = (person.spans.first()?, person.spans.last()?);
                Some(Present {
                    who: person.who,
                    role: person.role,
                    in_room: person.in_room,
                    spoken_ms: person.spoken_ms,
                    turns: u16::from(person.spoken_ms > 0),
                    passes: 0,
                    missed: 0,
                    agreed: person.agreed,
                    listened: person.listening,
                    stepped_out: u16::from(person.stepped_out),
                    sent_word: self.words.iter().any(|word| word.from == person.who),
                    left_early: !person.is_seated(),
                    was_removed: false,
                    first_seen: self.outer(first.from),
                    last_seen: last.to.map(|at| self.outer(at)),
                })
            })
            .collect();
        let minutes = Millis::from(self.config.format.target_minutes());
        Debrief {
            format: self.config.format.id.clone(),
            started_at: record.started_at,
            was_to_end_at: Some(self.config.scheduled_at + minutes * minute_ms),
            ended_at: record.ended_at,
            phases,
            activities: record.activities,
            people,
        }
    }
}
