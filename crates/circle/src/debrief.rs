//! What facilitator and host look back on: which parts ran and how, and who was heard. Nothing that
//! was said, and no text.

use serde::{Deserialize, Serialize};

use crate::activity::Ran;
use crate::circle::Circle;
use crate::command::Role;
use crate::format::{Floor, PhaseKind};
use crate::person::{Person, Status};
use crate::view::{PhaseState, State};
use crate::{Millis, PersonId};

/// Who goes in the last two minutes says goodbye, or catches a bus.
const LEFT_EARLY_MINUTES: Millis = 2;

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
    /// How many were here at its end whom it was for: they had agreed, and neither came in its last
    /// minute nor chose to listen; of them had a turn in it; or passed.
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
    /// Left, or lost their line, some minutes before the end and did not come back; not who was
    /// removed.
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
        Debrief {
            format: self.config.format.id.clone(),
            started_at: self.started_at.map(|at| self.outer(at)),
            was_to_end_at: self.was_to_end_at.map(|at| self.outer(at)),
            ended_at: self.was_over_at().map(|at| self.outer(at)),
            phases: self.phases_ran(),
            activities: self.ran.clone(),
            people: self.presents(),
        }
    }

    fn phases_ran(&self) -> Vec<PhaseRan> {
        let minute_ms = self.minute_ms();
        let parts = self.parts.iter().zip(&self.config.format.phases);
        parts
            .map(|(part, phase)| PhaseRan {
                kind: phase.kind,
                required: phase.required,
                closing: phase.closing,
                state: part.state,
                target_ms: phase.target_ms(minute_ms),
                min_ms: Millis::from(phase.minutes.min) * minute_ms,
                used_ms: part.used_ms,
                here: part.here,
                shared: part.shared,
                passed: part.passed,
            })
            .collect()
    }

    fn presents(&self) -> Vec<Present> {
        let mut presents = Vec::new();
        for person in &self.people {
            let Some((first, last)) = person.spans.first().zip(person.spans.last()) else {
                continue;
            };
            let tally = person.tally;
            presents.push(Present {
                who: person.who,
                role: person.role,
                in_room: person.in_room,
                spoken_ms: tally.spoken_ms,
                turns: tally.turns,
                passes: tally.passes,
                missed: tally.missed,
                agreed: person.agreed,
                listened: person.listening,
                stepped_out: tally.stepped_out,
                sent_word: self.words.iter().any(|word| word.from == person.who),
                left_early: person.status != Status::Removed && self.left_early(person),
                was_removed: person.status == Status::Removed,
                first_seen: self.outer(first.from),
                last_seen: last.to.map(|at| self.outer(at)),
            });
        }
        presents
    }

    /// Writes down who waits for a turn in what is about to be over: a part, or a step of an
    /// activity, after which hands are down and rounds begin anew.
    pub(crate) fn note_who_waits(&mut self) {
        let waits = match self.floor() {
            Floor::Round | Floor::Hands => self.queue(),
            Floor::Still | Floor::One => Vec::new(),
        };
        let in_round = self.floor() == Floor::Round;
        let last_minute = self.now - self.minute_ms();
        for person in &mut self.people {
            // A round can't reach who sat down in its last minute.
            let came = person.spans.last().map_or(self.now, |span| span.from);
            let late = in_round && came > last_minute;
            let waits = person.in_phase.shared == 0 && waits.contains(&person.who);
            person.in_part.waited |= waits && !late;
        }
    }

    /// Counts how the part under way went, when it is over.
    pub(crate) fn count_phase(&mut self) {
        let Some(phase) = self.phase else { return };
        self.note_who_waits();
        let last_minute = self.now - self.minute_ms();
        let (mut here, mut shared, mut passed) = (0, 0, 0);
        for person in &mut self.people {
            let marks = person.in_part;
            let answered = marks.shared || marks.passed;
            if marks.waited && !marks.shared {
                person.tally.missed = person.tally.missed.saturating_add(1);
            }
            let came = person.spans.last().map_or(self.now, |span| span.from);
            let asked = answered || (!person.listening && came <= last_minute);
            if !person.is_here() || !person.agreed || !asked {
                continue;
            }
            here += 1;
            shared += u16::from(marks.shared);
            passed += u16::from(!marks.shared && marks.passed);
        }
        let part = &mut self.parts[phase.index];
        (part.here, part.shared, part.passed) = (here, shared, passed);
    }

    /// When the session was over: ended by somebody, or with nobody left in it.
    fn was_over_at(&self) -> Option<Millis> {
        (self.state == State::Ended).then(|| self.gone_at.unwrap_or(self.ends_at))
    }

    /// Whether somebody was gone some minutes before the end, or before it was to end, whichever
    /// came first.
    fn left_early(&self, person: &Person) -> bool {
        let over = self.was_over_at().unwrap_or(self.now);
        let end = self.was_to_end_at.map_or(over, |planned| planned.min(over));
        let early = end - LEFT_EARLY_MINUTES * self.minute_ms();
        person.gone_since().is_some_and(|gone| gone < early)
    }
}
