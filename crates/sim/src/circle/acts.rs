//! Any act at all, sensible or not: what a broken client, a stale page or somebody hostile sends.

use ::circle::{
    PersonId,
    activity::ActivityKind,
    command::{Act, Door, MayKnow, PrivateChoice, QuietWord},
    side_rooms::{RoomPart, RoomStep},
};

use super::together::any_slot;
use crate::rng::Rng;

pub(super) const QUIET_WORDS: [QuietWord; 4] = [
    QuietWord::HearYou,
    QuietWord::MeToo,
    QuietWord::ThankYou,
    QuietWord::WithYou,
];
pub(super) const CHOICES: [PrivateChoice; 3] = [
    PrivateChoice::NotOk,
    PrivateChoice::FewMinutes,
    PrivateChoice::Upset,
];
const DOORS: [Door; 3] = [Door::Open, Door::Vouched, Door::Locked];
const PARTS: [RoomPart; 5] = [
    RoomPart::Owner,
    RoomPart::Partner,
    RoomPart::Watcher,
    RoomPart::Host,
    RoomPart::Guest,
];
const ROOM_STEPS: [RoomStep; 5] = [
    RoomStep::Scene,
    RoomStep::Play,
    RoomStep::Swap,
    RoomStep::OtherWays,
    RoomStep::Takeaway,
];
const MAY_KNOW: [MayKnow; 3] = [MayKnow::OnlyMe, MayKnow::Mentor, MayKnow::Circle];

/// Numbers of turns, words and proposals that an arbitrary act may name: mostly ones that exist
/// or have existed.
const NUMBERS_MAX: u64 = 24;
/// The same for activities, slips and side rooms, of which a session has fewer.
const FEW_MAX: u64 = 6;

/// Draws any act, naming any of `people` (who need not be in the circle).
pub(super) fn any_act(rng: &mut Rng, people: &[PersonId]) -> Act {
    let number = rng.below(NUMBERS_MAX);
    let who = rng.pick(people).copied().unwrap_or(PersonId(0));
    let is = rng.chance(500);
    let minutes = if rng.chance(50) {
        u8::MAX
    } else {
        u8::try_from(rng.below(12)).unwrap_or(0)
    };
    match rng.below(5) {
        3 => activity_act(rng, who, is),
        4 => room_act(rng, number, is),
        0 => members_act(rng, number, who, is),
        1 => turn_act(rng, number, who, people),
        _ => leads_act(rng, number, who, is, minutes),
    }
}

fn members_act(rng: &mut Rng, number: u64, who: PersonId, is: bool) -> Act {
    match rng.below(24) {
        20 => Act::WhileAway {
            phase: u32::try_from(number).unwrap_or(0),
            turn: number,
            passed: is,
            spoken_ms: rng.between(-1_000, 10_000_000),
        },
        21 => Act::EnterLounge,
        22 => Act::LeaveLounge,
        23 => Act::Invite { turn: number, is },
        0 => Act::Agree,
        1 => Act::InRoom { is },
        2 => Act::Listen { only: is },
        3 => Act::Done { turn: number },
        4 => Act::Pass { turn: number },
        5 => Act::Moment { turn: number },
        6 => Act::WantTurn,
        7 => Act::Hand { up: is },
        8 => Act::Quiet {
            turn: number,
            kind: one_of(rng, QUIET_WORDS),
        },
        9 => Act::Private {
            choice: one_of(rng, CHOICES),
        },
        10 => Act::StepOut,
        11 => Act::ComeBack,
        12 => Act::Leave,
        13 => Act::KeptPlan {
            who: one_of(rng, MAY_KNOW),
        },
        14 => Act::NothingThisWeek,
        15 => Act::KeptReflection,
        16 => Act::KeptTakeaway,
        17 => Act::GavePulse,
        18 => Act::SharedMilestone,
        _ => Act::Vouch { who },
    }
}

fn turn_act(rng: &mut Rng, number: u64, who: PersonId, people: &[PersonId]) -> Act {
    match rng.below(10) {
        0 => Act::TakeLead,
        1 => Act::Seen { word: number },
        2 => Act::Taken { word: number },
        3 => Act::Replied { word: number },
        4 => Act::GoOn { turn: number },
        5 => Act::Give { who, turn: number },
        6 => Act::SkipPerson { who },
        7 => Act::Minute { turn: number },
        8 => Act::Order {
            people: any_order(rng, people),
        },
        _ => Act::HandLead { to: who },
    }
}

fn leads_act(rng: &mut Rng, number: u64, who: PersonId, is: bool, minutes: u8) -> Act {
    let phase = u32::try_from(number).unwrap_or(0);
    match rng.below(19) {
        17 => Act::RestMic { who, is },
        0 => Act::Hold,
        1 => Act::Resume,
        2 => Act::Extend { minutes },
        3 => Act::NextPhase { phase },
        4 => Act::SkipPhase { phase },
        5 => Act::Accept { proposal: number },
        6 => Act::Decline { proposal: number },
        7 => Act::MakeHost { who, is },
        8 => Act::Admit { who },
        9 => Act::RefuseEntry { who },
        10 => Act::Door {
            is: one_of(rng, DOORS),
        },
        11 if is => Act::ToWaitingRoom { who },
        11 => Act::Remove { who },
        12 => Act::AutoAdvance { is },
        13 => Act::Start,
        14 => Act::EndLater { minutes },
        // Rare, so that few sessions end by a stray tap.
        15 if rng.chance(50) => Act::End,
        _ => Act::Resume,
    }
}

fn activity_act(rng: &mut Rng, who: PersonId, is: bool) -> Act {
    let (activity, slip) = (rng.below(FEW_MAX), rng.below(FEW_MAX));
    let slot = any_slot(rng, who);
    match rng.below(10) {
        0 => Act::BeginActivity {
            activity,
            kind: one_of(rng, ActivityKind::ALL),
        },
        1 => Act::NextStep {
            activity,
            step: u8::try_from(slip).unwrap_or(0),
        },
        2 => Act::StopActivity { activity },
        3 => Act::BringOne { activity },
        4 => Act::HandBack { activity },
        5 => Act::Write {
            activity,
            slot,
            named: is,
        },
        6 => Act::Unwrite { activity, slot },
        7 => Act::Ready { activity, is },
        8 => Act::KeepSlip { activity, slip, is },
        _ => Act::ChooseSlip { activity, slip, is },
    }
}

fn room_act(rng: &mut Rng, word: u64, is: bool) -> Act {
    let room = rng.below(FEW_MAX);
    match rng.below(11) {
        0 => Act::OpenRoom { activity: room },
        1 => Act::TakePart {
            room,
            part: one_of(rng, PARTS),
        },
        2 => Act::LeaveRoom { room },
        3 => Act::NextRoomStep {
            room,
            step: one_of(rng, ROOM_STEPS),
        },
        4 => Act::WantSwap { room, is },
        5 => Act::PauseRoom { room, is },
        6 => Act::StopRoom { room },
        7 => Act::CallHelp { room, is },
        8 => Act::VisitRoom { room },
        9 => Act::BringBack { room },
        _ => Act::AskAside { word },
    }
}

/// An order of some of `people`, with repetitions and strangers.
pub(super) fn any_order(rng: &mut Rng, people: &[PersonId]) -> Vec<PersonId> {
    let len = rng.index(people.len() + 3);
    (0..len).filter_map(|_| rng.pick(people).copied()).collect()
}

/// One of a fixed few.
pub(super) fn one_of<T: Copy, const N: usize>(rng: &mut Rng, items: [T; N]) -> T {
    items[rng.index(N)]
}
