//! What everybody in the circle sees at one moment, for devices that are nobody's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use circle::PersonId as SeatId;
use circle::view::{PhasePlan, PhaseState, PhaseView, Presence, SeatView, State, TurnView};

use super::super::wire::{Face, PhaseText, Seat};

/// The circle, without anything that is only for some: it has no place for a private word, a plan, a
/// quiet word or an answer.
#[derive(Clone, Debug)]
pub(in super::super) struct Shown {
    /// What has been told so far: another number later means another picture.
    pub(in super::super) told: u64,
    pub(in super::super) now_ms: i64,
    /// How long a minute of the plan lasts: less than 60,000 ms at a quick pace.
    pub(in super::super) minute_ms: i64,
    pub(in super::super) people: BTreeMap<Seat, Face>,
    /// The format's texts, one per phase, as members read them.
    pub(in super::super) phases: Arc<[PhaseText]>,
    pub(in super::super) state: State,
    pub(in super::super) lead: Option<SeatId>,
    /// In seat order.
    pub(in super::super) seats: Vec<SeatView>,
    pub(in super::super) phase: Option<PhaseView>,
    pub(in super::super) turn: Option<TurnView>,
    pub(in super::super) queue: Vec<SeatId>,
    pub(in super::super) timetable: Vec<PhasePlan>,
    /// The circle does something together.
    pub(in super::super) is_together: bool,
}

/// A segment of the ribbon: neighbours with the same short name share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) is_done: bool,
    pub(super) is_now: bool,
}

impl Shown {
    /// The face of a seat; somebody who was erased during the session has none.
    pub(super) fn face(&self, who: SeatId) -> Option<&Face> {
        self.people.get(&who.0)
    }

    pub(in super::super) fn seat(&self, who: Seat) -> Option<&SeatView> {
        self.seats.iter().find(|seat| seat.who.0 == who)
    }

    /// The texts of the phase under way.
    pub(super) fn text(&self) -> Option<&PhaseText> {
        let index = usize::try_from(self.phase?.index).ok()?;
        self.phases.get(index)
    }

    /// Who comes next, and who then. Whoever has the floor is not among them.
    pub(super) fn coming(&self) -> impl Iterator<Item = SeatId> {
        let now = self.turn.map(|turn| turn.who);
        self.queue
            .iter()
            .copied()
            .filter(move |who| Some(*who) != now)
    }

    /// The parts of the session in their order.
    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let mut parts: Vec<Part<'_>> = Vec::new();
        for (text, plan) in self.phases.iter().zip(&self.timetable) {
            if plan.state == PhaseState::Skipped {
                continue;
            }
            let (is_done, is_now) = (
                plan.state == PhaseState::Done,
                plan.state == PhaseState::Now,
            );
            match parts.last_mut().filter(|last| last.name == text.ribbon) {
                Some(last) => {
                    last.is_now |= is_now;
                    last.is_done &= is_done;
                }
                None => parts.push(Part {
                    name: &text.ribbon,
                    is_done,
                    is_now,
                }),
            }
        }
        parts
    }

    /// How much of the turn's time is left, and how long it is; none when nobody has the floor.
    pub(super) fn turn_left_ms(&self) -> Option<(i64, i64)> {
        let turn = self.turn?;
        let now_ms = turn.held_at.unwrap_or(self.now_ms);
        Some((turn.ends_at - now_ms, turn.ends_at - turn.started_at))
    }

    /// How much of the phase's time is left.
    pub(super) fn phase_left_ms(&self) -> Option<i64> {
        let phase = self.phase?;
        Some(phase.ends_at - phase.held_at.unwrap_or(self.now_ms))
    }

    pub(super) fn is_away(&self, who: Seat) -> bool {
        self.seat(who)
            .is_none_or(|seat| seat.presence == Presence::Away)
    }
}
