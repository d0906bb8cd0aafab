//! A few people apart from the circle for a while.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod table;

use circle::activity::{ActivityKind, StepKind};
use circle::command::{Act, Input, PrivateChoice, Refusal};
use circle::event::Audience;
use circle::format::PhaseKind;
use circle::side_rooms::{RoomPart, RoomStep};
use circle::view::Presence;
use circle::{Millis, PersonId};
use table::{ANA, BEA, MARLOW, MINUTE, SOL, Table, WREN};

impl Table {
    fn rehearsing() -> Self {
        let mut table = Self::begun();
        while table.view(WREN).phase.unwrap().kind != PhaseKind::Working {
            let phase = table.view(WREN).phase.unwrap().index;
            table.act(MARLOW, Act::NextPhase { phase }).unwrap();
        }
        let (activity, kind) = (0, ActivityKind::Rehearsal);
        let begin = Act::BeginActivity { activity, kind };
        table.act(MARLOW, begin).unwrap();
        table.act(WREN, Act::OpenRoom { activity: 1 }).unwrap();
        table
    }

    /// Wren's scene, with Sol as the partner.
    fn playing() -> Self {
        let mut table = Self::rehearsing();
        let (room, part) = (1, RoomPart::Partner);
        table.act(SOL, Act::TakePart { room, part }).unwrap();
        let (activity, step) = (1, 0);
        let next = Act::NextStep { activity, step };
        table.act(MARLOW, next).unwrap();
        table.step(WREN).unwrap();
        table
    }

    fn room_step(&self, who: PersonId) -> Option<RoomStep> {
        self.view(who).mine.room.map(|room| room.step)
    }

    fn step(&mut self, by: PersonId) -> Result<(), Refusal> {
        let step = self.room_step(by).unwrap_or(RoomStep::Scene);
        self.act(by, Act::NextRoomStep { room: 1, step })
    }
}

#[test]
fn of_two_who_take_one_part_the_first_has_it() {
    let mut table = Table::rehearsing();
    let take = |part| Act::TakePart { room: 1, part };
    table.act(SOL, take(RoomPart::Partner)).unwrap();
    assert_eq!(table.act(ANA, take(RoomPart::Partner)), Err(Refusal::Taken));
    assert_eq!(table.act(ANA, take(RoomPart::Owner)), Err(Refusal::NotNow));
    table.act(ANA, take(RoomPart::Watcher)).unwrap();
    assert_eq!(table.act(BEA, take(RoomPart::Watcher)), Err(Refusal::Taken));
    let again = table.act(SOL, take(RoomPart::Watcher));
    assert_eq!(again, Err(Refusal::InARoom));
    assert_eq!(table.view(BEA).rooms[0].places.len(), 3);
}

#[test]
fn a_scene_is_swapped_only_if_both_want_to() {
    for (wants, after) in [
        (vec![WREN, SOL], RoomStep::Swap),
        (vec![WREN], RoomStep::Takeaway),
        (vec![], RoomStep::Takeaway),
    ] {
        let mut table = Table::playing();
        assert_eq!(table.room_step(SOL), Some(RoomStep::Play));
        for who in &wants {
            let (room, is) = (1, true);
            table.act(*who, Act::WantSwap { room, is }).unwrap();
        }
        // What one wants the other learns only when both do.
        let both = wants.len() == 2;
        let other = table.view(SOL).mine.room.unwrap();
        assert_eq!(
            (other.swaps, other.i_want_swap),
            (both, wants.contains(&SOL))
        );
        table.step(WREN).unwrap();
        assert_eq!(table.room_step(WREN), Some(after));
    }
    let mut table = Table::rehearsing();
    assert_eq!(
        table.step(WREN),
        Err(Refusal::NotNow),
        "nobody to show it to"
    );
}

#[test]
fn either_pauses_and_either_stops_without_a_reason() {
    for who in [WREN, SOL] {
        let mut table = Table::playing();
        let pause = |is| Act::PauseRoom { room: 1, is };
        let ends_at = table.view(WREN).mine.room.unwrap().ends_at;
        table.act(who, pause(true)).unwrap();
        table.wait(MINUTE);
        table.act(SOL, pause(false)).unwrap();
        let room = table.view(WREN).mine.room.unwrap();
        assert_eq!((room.paused_at, room.ends_at), (None, ends_at + MINUTE));
        let from = table.heard.len();
        table.act(who, Act::StopRoom { room: 1 }).unwrap();
        assert_eq!(table.room_step(WREN), Some(RoomStep::Takeaway));
        // Others see who is in a room, and not how it goes.
        let told = table.heard[from..].iter().map(|(to, _)| *to);
        assert!(!told.collect::<Vec<_>>().contains(&Audience::Everyone));
        // What is taken along is the owner's to finish.
        assert_eq!(
            table.act(SOL, Act::StopRoom { room: 1 }),
            Err(Refusal::NotYours)
        );
        assert_eq!(table.step(SOL), Err(Refusal::NotYours));
        table.act(WREN, Act::StopRoom { room: 1 }).unwrap();
        assert_eq!(table.view(WREN).mine.room, None);
        assert_eq!(table.view(ANA).rooms, []);
    }
}

#[test]
fn a_stuck_room_calls_is_visited_and_is_brought_back() {
    let mut table = Table::playing();
    let (room, is) = (1, true);
    table.act(SOL, Act::CallHelp { room, is }).unwrap();
    assert!(table.view(MARLOW).rooms_run[0].calls);
    assert_eq!(table.view(ANA).rooms_run, []);
    assert_eq!(
        table.act(ANA, Act::VisitRoom { room }),
        Err(Refusal::NotLeading)
    );
    table.act(BEA, Act::VisitRoom { room }).unwrap();
    let visited = table.view(SOL).mine.room.unwrap();
    assert!(!visited.calls);
    assert!(visited.places.iter().any(|place| place.who == BEA));
    table.act(MARLOW, Act::BringBack { room }).unwrap();
    for who in [WREN, SOL, BEA] {
        assert_eq!(table.view(who).mine.room, None);
    }
}

#[test]
fn a_side_room_whose_people_vanish_is_closed() {
    let mut table = Table::playing();
    for who in [WREN, SOL] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.wait(59_000);
    assert_eq!(table.view(ANA).rooms.len(), 1);
    table.wait(2_000);
    assert_eq!(table.view(ANA).rooms, []);
    // One of them alone keeps it, and a partner who leaves lets another come.
    let mut table = Table::playing();
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    table.wait(5 * MINUTE);
    assert_eq!(table.view(ANA).rooms.len(), 1);
    table.act(SOL, Act::Leave).unwrap();
    assert!(table.view(WREN).mine.room.unwrap().paused_at.is_some());
    let (room, part) = (1, RoomPart::Partner);
    table.act(ANA, Act::TakePart { room, part }).unwrap();
    table.act(WREN, Act::Leave).unwrap();
    assert_eq!(table.view(ANA).mine.room, None);
}

#[test]
fn all_rooms_close_when_the_circle_gathers() {
    let mut table = Table::playing();
    assert_eq!(table.view(ANA).activity.unwrap().at, StepKind::Rehearse);
    let (activity, step) = (1, 1);
    table.act(MARLOW, Act::NextStep { activity, step }).unwrap();
    assert_eq!(table.view(ANA).rooms, []);
    let phase = table.view(ANA).phase.unwrap().index;
    table.act(MARLOW, Act::NextPhase { phase }).unwrap();
    assert_eq!(table.circle.record().activities.len(), 1);
}

#[test]
fn a_host_sits_apart_with_somebody_while_the_session_goes_on() {
    let mut table = Table::in_check_in();
    let choice = PrivateChoice::NotOk;
    table.act(SOL, Act::Private { choice }).unwrap();
    let from = table.heard.len();
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
    let asked = table.view(SOL).mine.asked_aside.unwrap();
    assert_eq!((asked.room, asked.by), (1, BEA));
    let told = |table: &Table, who| {
        let heard = table.heard[from..].iter();
        let to_others = heard.filter(|(to, _)| *to == Audience::One(who));
        to_others.count()
    };
    assert_eq!((told(&table, WREN), told(&table, ANA)), (0, 0));
    let (room, part) = (1, RoomPart::Guest);
    let stranger = table.act(WREN, Act::TakePart { room, part });
    assert_eq!(stranger, Err(Refusal::NotNow));
    table.act(SOL, Act::TakePart { room, part }).unwrap();
    let seat = |table: &Table, who: PersonId| {
        let seats = table.view(WREN).seats;
        seats.into_iter().find(|seat| seat.who == who).unwrap()
    };
    assert_eq!(seat(&table, SOL).presence, Presence::SteppedOut);
    assert_eq!(table.view(WREN).rooms, []);
    assert_eq!(table.view(MARLOW).rooms_run, []);
    // The round goes on without them, and they are offered their turn when they are back.
    let spoke = |table: &mut Table, ms: Millis| {
        table.wait(ms);
        let speaker = table.speaker();
        if speaker.is_some() {
            table.done();
        }
        speaker
    };
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    let mut heard: Vec<_> = (0..4).filter_map(|_| spoke(&mut table, 7_000)).collect();
    heard.sort_unstable();
    assert_eq!(heard, [MARLOW, WREN, ANA]);
    table.act(SOL, Act::LeaveRoom { room }).unwrap();
    assert_eq!(seat(&table, SOL).presence, Presence::Here);
    let mut heard: Vec<_> = (0..3).filter_map(|_| spoke(&mut table, 7_000)).collect();
    heard.sort_unstable();
    assert_eq!(heard, [BEA, SOL]);
}

#[test]
fn no_is_an_answer_to_being_asked_aside() {
    let mut table = Table::in_check_in();
    let choice = PrivateChoice::Upset;
    table.act(SOL, Act::Private { choice }).unwrap();
    assert_eq!(
        table.act(ANA, Act::AskAside { word: 1 }),
        Err(Refusal::NotLeading)
    );
    table.act(MARLOW, Act::AskAside { word: 1 }).unwrap();
    assert_eq!(
        table.act(BEA, Act::AskAside { word: 1 }),
        Err(Refusal::NotNow)
    );
    assert_eq!(
        table.act(WREN, Act::LeaveRoom { room: 1 }),
        Err(Refusal::Over)
    );
    table.act(SOL, Act::LeaveRoom { room: 1 }).unwrap();
    assert_eq!(table.view(MARLOW).mine.room, None);
    assert_eq!(table.view(SOL).mine.asked_aside, None);
}
