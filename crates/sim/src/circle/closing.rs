//! How people bring a session to its end once the evening's faults are over.

use ::circle::{
    Millis,
    command::Act,
    view::{PhaseState, Presence, State, View},
};

use super::{
    evening::Close,
    person::{Person, afterwards, keep_time},
};
use crate::rng::Rng;

/// What `person` does to get the session to its end; nobody does anything senseless any more.
pub(super) fn closing_act(
    person: &Person,
    close: Close,
    now: Millis,
    rng: &mut Rng,
) -> Option<Act> {
    let view = person.view.as_ref()?;
    if view.waiting || close == Close::Empty {
        return None;
    }
    if view.session.state == State::Ended {
        return afterwards(view, rng);
    }
    let me = view.seats.iter().find(|seat| seat.who == view.me)?;
    if me.presence == Presence::SteppedOut {
        return Some(Act::ComeBack);
    }
    if !me.agreed {
        return Some(Act::Agree);
    }
    match close {
        Close::Led => led(view, now, rng),
        Close::Unled => unled(view, rng),
        Close::IdleLead if view.lead.who == Some(view.me) => None,
        Close::IdleLead => unled(view, rng),
        Close::Empty => None,
    }
}

/// Somebody takes the lead if nobody has it; who leads goes through what is left and ends it.
fn led(view: &View, now: Millis, rng: &mut Rng) -> Option<Act> {
    if view.lead.who != Some(view.me) {
        return match view.turn {
            Some(turn) if turn.who == view.me => Some(Act::Done { turn: turn.turn }),
            _ if view.lead.wanted || view.lead.who.is_none() => Some(Act::TakeLead),
            _ => None,
        };
    }
    let parts = &view.timetable.phases;
    let is_last = !parts.iter().any(|part| part.state == PhaseState::Coming);
    match view.phase {
        Some(phase) if is_last && now >= phase.ends_at => Some(Act::End),
        Some(phase) if now >= phase.ends_at || rng.chance(300) => {
            Some(Act::NextPhase { phase: phase.index })
        }
        Some(_) => keep_time(now, view, rng),
        None => Some(Act::Start),
    }
}

/// Facilitators and hosts go home; the others finish what they say and try to end.
fn unled(view: &View, rng: &mut Rng) -> Option<Act> {
    if view.leads {
        return Some(Act::Leave);
    }
    match view.turn {
        Some(turn) if turn.who == view.me => Some(Act::Done { turn: turn.turn }),
        _ => rng.chance(100).then_some(Act::End),
    }
}
