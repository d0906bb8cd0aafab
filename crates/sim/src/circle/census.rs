//! What a run reached. A simulation that never gets anywhere finds nothing wrong.

use ::circle::{
    command::{Act, Input},
    event::Event,
    view::{Presence, State, View},
};

use super::referee::{Step, leads};
use crate::tally::Tally;

/// What every few hundred runs must have reached, each at least once.
pub const WORTH_REACHING: [&str; 26] = [
    "commands taken",
    "commands refused",
    "sessions started",
    "sessions ended",
    "turns given",
    "turns given by who leads",
    "turns passed",
    "turns done",
    "second turns asked for",
    "hands raised",
    "quiet words",
    "quiet words received",
    "private words",
    "private words seen",
    "people away",
    "people stepped out",
    "people removed",
    "people let in at the door",
    "leads passed",
    "leads wanted",
    "offers made",
    "offers accepted",
    "clocks held",
    "a line was lost",
    "leads handed over",
    "ended by who does not lead",
];

/// Counts what the step reached.
pub(super) fn count(tally: &mut Tally, step: &Step<'_>, public: &View) {
    match (step.input, step.answer) {
        (Some(Input::Act(said)), Ok(())) => {
            tally.one("commands taken");
            if said.act == Act::End && !leads(public, said.by) {
                tally.one("ended by who does not lead");
            }
            count_act(tally, &said.act);
        }
        (Some(Input::Act(_)), Err(_)) => tally.one("commands refused"),
        (Some(_), _) => tally.one("comings and goings"),
        (None, _) => tally.one("timers"),
    }
    for (_, event) in step.events {
        count_event(tally, event, public);
    }
    tally.many("events", u64::try_from(step.events.len()).unwrap_or(0));
}

fn count_act(tally: &mut Tally, act: &Act) {
    tally.one(match act {
        Act::Give { .. } => "turns given by who leads",
        Act::Pass { .. } => "turns passed",
        Act::Done { .. } => "turns done",
        Act::WantTurn => "second turns asked for",
        Act::Hand { up: true } => "hands raised",
        Act::Quiet { .. } => "quiet words",
        Act::Private { .. } => "private words",
        Act::Seen { .. } => "private words seen",
        Act::Remove { .. } => "people removed",
        Act::Vouch { .. } | Act::Admit { .. } => "people let in at the door",
        Act::Accept { .. } => "offers accepted",
        Act::Hold | Act::Moment { .. } => "clocks held",
        Act::Start => "sessions started",
        Act::HandLead { .. } => "leads handed over",
        _ => "other acts",
    });
}

fn count_event(tally: &mut Tally, event: &Event, public: &View) {
    match event {
        Event::Turn { turn: Some(turn) } if turn.held_at.is_none() => tally.one("turns given"),
        Event::Seat { seat } if seat.presence == Presence::Away => tally.one("people away"),
        Event::Seat { seat } if seat.presence == Presence::SteppedOut => {
            tally.one("people stepped out");
        }
        Event::Lead { lead } if lead.wanted => tally.one("leads wanted"),
        Event::Lead { .. } => tally.one("leads passed"),
        Event::Proposal { proposal: Some(_) } => tally.one("offers made"),
        Event::Mine { mine } if !mine.quiet_received.is_empty() => {
            tally.one("quiet words received");
        }
        Event::Session { session }
            if session.state == State::Ended && public.session.state == State::Ended =>
        {
            tally.one("sessions ended");
        }
        _ => {}
    }
}
