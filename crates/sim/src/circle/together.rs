//! What people do together: activities, side rooms, a talk aside.

use ::circle::{
    Millis, PersonId,
    activity::{ActivityKind, ActivityView, PATTERNS, Part, Slot, StepKind, Writer},
    command::Act,
    format::PhaseKind,
    side_rooms::{MyRoom, RoomPart, RoomStep},
    view::{Presence, View},
};

use super::acts::one_of;
use crate::rng::Rng;

/// What somebody who leads does for an activity and the side rooms; `planned` is what the format
/// has in mind for the phase.
pub(super) fn lead(
    now: Millis,
    view: &View,
    planned: &[ActivityKind],
    rng: &mut Rng,
) -> Option<Act> {
    if let Some(act) = ask_aside(view, rng).or_else(|| help_rooms(view, rng)) {
        return Some(act);
    }
    let phase = view.phase.filter(|_| view.lead.who == Some(view.me))?;
    if phase.kind != PhaseKind::Working || phase.held_at.is_some() {
        return None;
    }
    let Some(at) = &view.activity else {
        let begins = rng.chance(400) && now < phase.ends_at;
        return begins.then(|| begin(0, planned, rng));
    };
    let (activity, step) = (at.activity, at.step);
    if at.at == StepKind::Volunteer && at.owner.is_none() {
        return rng.chance(60).then_some(Act::StopActivity { activity });
    }
    let waits = !view.queue.is_empty() || view.turn.is_some();
    let in_time = match at.at {
        StepKind::Rehearse => 30,
        StepKind::Alone => 60,
        StepKind::Pairs => 150,
        _ if waits => 60,
        _ => 300,
    };
    let goes_on = if now >= at.ends_at { 700 } else { in_time };
    match rng.below(1_000) {
        n if n < goes_on => Some(Act::NextStep { activity, step }),
        n if n < goes_on + 15 => Some(Act::StopActivity { activity }),
        n if n < goes_on + 30 => Some(begin(activity, planned, rng)),
        _ => None,
    }
}

/// As planned, or live.
fn begin(activity: u64, planned: &[ActivityKind], rng: &mut Rng) -> Act {
    let as_planned = rng.chance(300);
    let planned = rng.pick(planned).copied().filter(|_| as_planned);
    let kind = planned.unwrap_or_else(|| one_of(rng, ActivityKind::ALL));
    Act::BeginActivity { activity, kind }
}

fn ask_aside(view: &View, rng: &mut Rng) -> Option<Act> {
    let free = view.mine.room.is_none();
    let seated = |who: PersonId| view.seats.iter().any(|seat| seat.who == who);
    let mut words = view.words.iter();
    let word = words.find(|word| free && word.from != view.me && seated(word.from))?;
    rng.chance(120).then_some(Act::AskAside { word: word.word })
}

fn help_rooms(view: &View, rng: &mut Rng) -> Option<Act> {
    let free = view.mine.room.is_none();
    if let Some(calls) = view.rooms_run.iter().find(|run| run.calls) {
        let room = calls.room;
        return match rng.below(10) {
            0..6 if free => Some(Act::VisitRoom { room }),
            6 => Some(Act::BringBack { room }),
            _ => None,
        };
    }
    let room = rng.pick(&view.rooms_run)?.room;
    match rng.below(100) {
        0..3 if free => Some(Act::VisitRoom { room }),
        3 => Some(Act::BringBack { room }),
        _ => None,
    }
}

/// What anybody does in an activity, in a side room, or when asked aside.
pub(super) fn take_part(view: &View, rng: &mut Rng) -> Option<Act> {
    if let Some(asked) = view.mine.asked_aside {
        let room = asked.room;
        let part = RoomPart::Guest;
        return match rng.below(10) {
            0..5 => Some(Act::TakePart { room, part }),
            5 => Some(Act::LeaveRoom { room }),
            _ => None,
        };
    }
    if let Some(room) = &view.mine.room {
        return in_room(room, rng);
    }
    let at = view.activity.as_ref()?;
    let steps = [owner_acts, volunteer, find_room, keep, write];
    steps.iter().find_map(|step| step(view, at, rng))
}

/// Somebody who is out for a few minutes: apart with a host, asked to be, or just out.
pub(super) fn while_out(view: &View, rng: &mut Rng) -> Option<Act> {
    match &view.mine.room {
        Some(room) if room.aside && rng.chance(200) => Some(Act::LeaveRoom { room: room.room }),
        Some(room) if room.aside && rng.chance(900) => None,
        _ if view.mine.asked_aside.is_some() => take_part(view, rng),
        _ => rng.chance(400).then_some(Act::ComeBack),
    }
}

fn in_room(room: &MyRoom, rng: &mut Rng) -> Option<Act> {
    let (step, paused) = (room.step, room.paused_at.is_some());
    let room_id = room.room;
    if room.aside || !matches!(room.part, RoomPart::Owner | RoomPart::Partner) {
        return match rng.below(20) {
            0..2 => Some(Act::LeaveRoom { room: room_id }),
            2 => Some(Act::CallHelp {
                room: room_id,
                is: !room.calls,
            }),
            _ => None,
        };
    }
    let swaps = !room.i_want_swap && matches!(step, RoomStep::Scene | RoomStep::Play);
    let (room, calls) = (room_id, room.calls);
    match rng.below(100) {
        _ if paused && rng.chance(400) => Some(Act::PauseRoom { room, is: false }),
        0..15 if swaps => Some(Act::WantSwap { room, is: true }),
        15 => Some(Act::WantSwap { room, is: false }),
        16..56 => Some(Act::NextRoomStep { room, step }),
        56..63 => Some(Act::PauseRoom { room, is: true }),
        63..66 => Some(Act::StopRoom { room }),
        66..73 => Some(Act::CallHelp { room, is: !calls }),
        73..76 => Some(Act::LeaveRoom { room }),
        _ => None,
    }
}

/// The one whose it is may hand it back before anything was shown, and stop it at any time.
fn owner_acts(view: &View, at: &ActivityView, rng: &mut Rng) -> Option<Act> {
    let activity = at.activity;
    if at.owner != Some(view.me) {
        return None;
    }
    match rng.below(100) {
        0..8 if at.at == StepKind::Volunteer => Some(Act::HandBack { activity }),
        8 => Some(Act::StopActivity { activity }),
        _ => None,
    }
}

fn volunteer(_: &View, at: &ActivityView, rng: &mut Rng) -> Option<Act> {
    let activity = at.activity;
    let open = at.at == StepKind::Volunteer && at.owner.is_none();
    (open && rng.chance(300)).then_some(Act::BringOne { activity })
}

/// In a rehearsal: a scene of one's own, or a part in another's.
fn find_room(view: &View, at: &ActivityView, rng: &mut Rng) -> Option<Act> {
    if !matches!(at.at, StepKind::Pairs | StepKind::Rehearse) {
        return None;
    }
    let activity = at.activity;
    let lacks = |part: RoomPart| {
        let mut rooms = view.rooms.iter();
        rooms.find(|room| room.places.iter().all(|place| place.part != part))
    };
    if rng.chance(100)
        && let Some(room) = rng.pick(&view.rooms)
    {
        // Somebody else may have tapped before.
        let (room, part) = (room.room, RoomPart::Partner);
        return Some(Act::TakePart { room, part });
    }
    match (lacks(RoomPart::Partner), lacks(RoomPart::Watcher)) {
        (Some(room), _) if rng.chance(600) => {
            let (room, part) = (room.room, RoomPart::Partner);
            Some(Act::TakePart { room, part })
        }
        (_, Some(room)) if rng.chance(250) => {
            let (room, part) = (room.room, RoomPart::Watcher);
            Some(Act::TakePart { room, part })
        }
        _ => rng.chance(200).then_some(Act::OpenRoom { activity }),
    }
}

/// Keeps what was written to them; the owner of a problem chooses before everybody.
fn keep(view: &View, at: &ActivityView, rng: &mut Rng) -> Option<Act> {
    let activity = at.activity;
    let own = view.mine.activity.as_ref();
    let to_me = own.map_or(&[][..], |own| &own.slips);
    let is_owner = at.owner == Some(view.me);
    let slips = if is_owner { &at.slips } else { to_me };
    let slip = rng.pick(slips)?.slip;
    let is = rng.chance(800);
    let chooses = is_owner && at.kind == ActivityKind::ProblemSolving;
    match rng.below(10) {
        0..4 if at.kind.keeps_in(at.at) => Some(Act::KeepSlip { activity, slip, is }),
        4..8 if chooses => Some(Act::ChooseSlip { activity, slip, is }),
        _ => None,
    }
}

/// Writes what may be written in this step, takes it back, or is ready.
fn write(view: &View, at: &ActivityView, rng: &mut Rng) -> Option<Act> {
    let is_owner = at.owner == Some(view.me);
    let mine = |(writer, _, _): &&(Writer, Part, u8)| match writer {
        Writer::Owner => is_owner,
        Writer::Peers => !is_owner,
        Writer::Everybody => true,
    };
    let open: Vec<_> = at.kind.writes(at.at).iter().filter(mine).collect();
    let (_, part, most) = rng.pick(&open)?;
    let activity = at.activity;
    match rng.below(100) {
        0..55 => {
            let nth = u8::try_from(rng.below(u64::from(*most))).unwrap_or(0);
            let to = part.is_for_somebody().then(|| somebody(view, rng));
            let (slot, named) = (
                Slot {
                    part: *part,
                    nth,
                    to,
                },
                rng.chance(350),
            );
            Some(Act::Write {
                activity,
                slot,
                named,
            })
        }
        55..62 => {
            let own = view.mine.activity.as_ref()?;
            let slot = rng.pick(&own.written)?.slot;
            Some(Act::Unwrite { activity, slot })
        }
        62..75 => Some(Act::Ready {
            activity,
            is: rng.chance(800),
        }),
        _ => None,
    }
}

fn somebody(view: &View, rng: &mut Rng) -> PersonId {
    let here = |who: &PersonId| *who != view.me;
    let seats = view.seats.iter();
    let others: Vec<PersonId> = seats
        .filter(|seat| seat.agreed && seat.presence == Presence::Here)
        .map(|seat| seat.who)
        .filter(here)
        .collect();
    rng.pick(&others).copied().unwrap_or(PersonId(999))
}

/// Any place to write in: mostly one that exists.
pub(super) fn any_slot(rng: &mut Rng, who: PersonId) -> Slot {
    const PARTS: [Part; 21] = [
        Part::Situation,
        Part::Thought,
        Part::Belief,
        Part::Feeling,
        Part::Pattern,
        Part::EvidenceFor,
        Part::EvidenceAgainst,
        Part::Fairer,
        Part::BeliefNow,
        Part::FeelingNow,
        Part::Problem,
        Part::PastTry,
        Part::Idea,
        Part::Expectation,
        Part::FirstStep,
        Part::UsingNow,
        Part::UsingLater,
        Part::NotUsingNow,
        Part::NotUsingLater,
        Part::Strength,
        Part::Outline,
    ];
    let part = one_of(rng, PARTS);
    let about = if rng.chance(900) {
        part.is_for_somebody()
    } else {
        !part.is_for_somebody()
    };
    let nth = match rng.below(10) {
        0 => u8::MAX,
        1..4 => u8::try_from(rng.below(u64::from(PATTERNS) + 2)).unwrap_or(0),
        _ => 0,
    };
    Slot {
        part,
        nth,
        to: about.then_some(who),
    }
}
