//! What a run reached. A simulation that never gets anywhere finds nothing wrong.

use ::circle::{
    activity::SlipView,
    command::{Act, Input},
    event::Event,
    format::Crosstalk,
    view::{Mine, Presence, State, View},
};

use super::{
    reached,
    referee::{Step, leads},
};
use crate::tally::Tally;

/// Counts what the step reached; `before` and `public` are the session as everybody sees it.
pub(super) fn count(tally: &mut Tally, step: &Step<'_>, before: &View, public: &View) {
    count_activity(tally, step, before, public);
    match (step.input, step.answer) {
        (Some(Input::Act(said)), Ok(())) => {
            tally.one("commands taken");
            if said.act == Act::End && !leads(public, said.by) {
                tally.one("ended by who does not lead");
            }
            tally.one(reached::act(&said.act));
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

fn count_event(tally: &mut Tally, event: &Event, public: &View) {
    match event {
        Event::Turn { turn: Some(turn) } if turn.held_at.is_none() => tally.one("turns given"),
        Event::Seat { seat } if seat.presence == Presence::Away => tally.one("people away"),
        Event::Seat { seat } if seat.presence == Presence::SteppedOut => {
            tally.one("people stepped out");
        }
        Event::Phase { phase: Some(phase) } if phase.crosstalk == Crosstalk::Open => {
            tally.one("conversations");
        }
        Event::Lead { lead } if lead.wanted => tally.one("leads wanted"),
        Event::Lead { .. } => tally.one("leads passed"),
        Event::Lounge { lounge: None } => tally.one("lounges closed"),
        Event::Proposal { proposal: Some(_) } => tally.one("offers made"),
        Event::RoomsRun { rooms } => {
            for run in rooms {
                tally.one(reached::scene(run.step));
            }
        }
        Event::Seat { seat } if seat.in_room => tally.one("sat in the room"),
        Event::Mine { mine } => count_mine(tally, mine),
        Event::Session { session }
            if session.state == State::Ended && public.session.state == State::Ended =>
        {
            tally.one("sessions ended");
        }
        _ => {}
    }
}

fn count_mine(tally: &mut Tally, mine: &Mine) {
    if !mine.quiet_received.is_empty() {
        tally.one("quiet words received");
    }
    if mine
        .activity
        .as_ref()
        .is_some_and(|own| !own.slips.is_empty())
    {
        tally.one("strengths received");
    }
}

/// Counts activities and their steps as they begin and end, and what is shown when all is.
fn count_activity(tally: &mut Tally, step: &Step<'_>, before: &View, public: &View) {
    let at = |view: &View| view.activity.as_ref().map(|at| (at.activity, at.step));
    let unasked = !matches!(step.input, Some(Input::Act(_)));
    if let Some(now) = public
        .activity
        .as_ref()
        .filter(|_| at(before) != at(public))
    {
        tally.one(reached::step(now.at));
        if now.step == 0 {
            tally.one(reached::activity(now.kind));
        } else if unasked && public.lead.who.is_none() {
            tally.one("activities gone on without a lead");
        }
        let slips = |is: fn(&&SlipView) -> bool| {
            let count = now.slips.iter().filter(is).count();
            u64::try_from(count).unwrap_or(0)
        };
        let is_mark = |slip: &&SlipView| slip.slot.part.is_mark();
        tally.many("slips shown with a name", slips(|slip| slip.by.is_some()));
        tally.many("slips shown unnamed", slips(|slip| slip.by.is_none()));
        tally.many("marks shown", slips(is_mark));
    }
    if let (Some(was), None) = (&before.activity, &public.activity) {
        let seated = |who| public.seats.iter().any(|seat| seat.who == who);
        if was.owner.is_some_and(|owner| !seated(owner)) {
            tally.one("activities lost their owner");
        }
    }
    if before.rooms.len() > public.rooms.len() && at(before) == at(public) && unasked {
        tally.one("vanished from a side room");
    }
}
