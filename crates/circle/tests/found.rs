//! What simulated evenings found, each told in its shortest form.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::activity::{ActivityKind, Part, Slot, StepKind};
use circle::command::{Act, Door, Entry, Input, MayKnow, PrivateChoice, Refusal, Role, Said};
use circle::event::{Audience, Outbox};
use circle::format::{Format, PhaseKind};
use circle::side_rooms::RoomPart;
use circle::view::{Presence, State};
use circle::{Circle, Config};
use table::*;

/// A command by its number, as a page sends it again after its line was lost.
fn said(table: &mut Table, n: u32, act: Act) -> Result<(), Refusal> {
    table.put(&Input::Act(Said {
        by: WREN,
        page: 77,
        n,
        act,
    }))
}

#[test]
fn a_refused_command_that_comes_again_is_not_called_kept() {
    let mut table = Table::begun();
    assert_eq!(said(&mut table, 1, Act::Hold), Err(Refusal::NotLeading));
    said(&mut table, 2, Act::NothingThisWeek).unwrap();
    assert_eq!(said(&mut table, 1, Act::Hold), Err(Refusal::NotLeading));
    assert_eq!(said(&mut table, 2, Act::NothingThisWeek), Ok(()));
}

#[test]
fn a_command_that_was_overtaken_is_over() {
    let mut table = Table::begun();
    said(&mut table, 2, Act::NothingThisWeek).unwrap();
    let plan = Act::KeptPlan {
        who: MayKnow::OnlyMe,
    };
    assert_eq!(said(&mut table, 1, plan), Err(Refusal::Over));
    assert_eq!(table.view(WREN).mine.plan, None);
}

#[test]
fn a_command_that_was_under_way_when_the_line_was_lost_keeps_nobody_here() {
    let mut table = Table::begun();
    for who in [MARLOW, BEA, WREN, SOL, ANA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.act(WREN, Act::NothingThisWeek).unwrap();
    table.wait(15 * MINUTE);
    assert_eq!(table.circle.state(), State::Ended);
}

#[test]
fn a_session_to_which_nobody_comes_ends() {
    let mut circle = Circle::open(Config {
        format: Format::talking_circle(),
        pace: 1,
        scheduled_at: START,
        door: Door::Open,
    });
    let at = circle.next_deadline().unwrap();
    assert!(at >= START, "before its time it waits for its people");
    circle.tick(at, &mut Outbox::default());
    assert_eq!(circle.state(), State::Ended);
}

#[test]
fn who_lost_the_floor_is_offered_it_after_those_who_never_had_it() {
    let mut table = Table::in_check_in();
    table.give(WREN).unwrap();
    table.act(WREN, Act::StepOut).unwrap();
    table.act(WREN, Act::ComeBack).unwrap();
    assert_eq!(table.view(SOL).queue, [MARLOW, BEA, SOL, ANA, WREN]);
}

#[test]
fn who_comes_late_to_a_round_under_way_is_offered_a_turn_by_itself() {
    let mut table = Table::in_check_in();
    for who in [MARLOW, BEA, WREN, SOL, ANA] {
        table.give(who).unwrap();
        table.done();
    }
    table.wait(MINUTE);
    assert_eq!(table.speaker(), None);
    let late = circle::PersonId(9);
    table.enter(late, Role::Member, true).unwrap();
    table.act(late, Act::Agree).unwrap();
    table.wait(10 * SECOND);
    assert_eq!(table.speaker(), Some(late));
}

#[test]
fn without_a_lead_who_comes_back_is_not_left_waiting() {
    let mut table = Table::in_check_in();
    for who in [MARLOW, BEA, WREN, SOL, ANA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.wait(3 * MINUTE);
    table.put(&Input::Connected { who: SOL }).unwrap();
    table.wait(10 * SECOND);
    assert_eq!(table.view(SOL).turn.map(|turn| turn.who), Some(SOL));
}

#[test]
fn no_figure_tells_everyone_that_something_private_was_done() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    for _ in 0..40 {
        table.wait(7_919);
        let before = table.heard.len();
        let choice = PrivateChoice::NotOk;
        table.act(WREN, Act::Private { choice }).unwrap();
        table.act(ANA, Act::KeptReflection).unwrap();
        let told = &table.heard[before..];
        assert!(
            told.iter().all(|(to, _)| *to != Audience::Everyone),
            "{told:?}"
        );
    }
}

#[test]
fn a_late_offer_changes_with_the_clock_and_not_with_a_tap() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::Extend { minutes: 12 }).unwrap();
    let offer = table.view(MARLOW).proposal.unwrap();
    table.wait(1);
    assert!(table.act(WREN, Act::Hold).is_err());
    assert_eq!(table.view(MARLOW).proposal, Some(offer));
}

#[test]
fn who_waits_at_the_door_sees_it_locked() {
    let mut table = Table::begun();
    let guest = circle::PersonId(9);
    table.enter(guest, Role::Member, false).unwrap();
    let before = table.heard.len();
    table.act(MARLOW, Act::Door { is: Door::Locked }).unwrap();
    let told = table.heard[before..].iter();
    assert!(told.into_iter().any(|(to, _)| *to == Audience::One(guest)));
    assert_eq!(table.view(guest).door.is, Door::Locked);
}

#[test]
fn a_clock_that_swings_for_ever_breaks_nothing() {
    let mut table = Table::begun();
    let entry = Entry {
        who: circle::PersonId(9),
        role: Role::Member,
        walks_in: true,
        in_room: false,
        table: None,
    };
    let mut out = Outbox::default();
    for _ in 0..34_000 {
        table.circle.tick(i64::MAX, &mut out);
        table.circle.tick(i64::MIN, &mut out);
        out.events.clear();
    }
    let _ = table.circle.handle(START, &Input::Enter(entry), &mut out);
    assert!(table.circle.view(MARLOW).is_some());
}

#[test]
fn a_member_who_takes_the_lead_does_not_see_what_was_written_to_the_one_before() {
    let mut table = Table::in_check_in();
    let upset = Act::Private {
        choice: PrivateChoice::Upset,
    };
    table.act(WREN, upset.clone()).unwrap();
    for who in [MARLOW, BEA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.wait(MINUTE);
    table.act(ANA, upset.clone()).unwrap();
    table.act(SOL, Act::TakeLead).unwrap();
    table.act(WREN, upset).unwrap();
    let seen = |table: &Table, who| -> Vec<u64> {
        let words = table.view(who).words;
        words.iter().map(|word| word.word).collect()
    };
    assert_eq!(seen(&table, SOL), [2, 3]);
    assert!(!table.circle.may_read(SOL, 1) && table.circle.may_read(SOL, 2));
    assert!(table.circle.may_read(WREN, 1) && !table.circle.may_read(WREN, 2));
    assert_eq!(seen(&table, MARLOW), [1, 2, 3]);
    assert_eq!(table.act(SOL, Act::Taken { word: 1 }), Err(Refusal::Over));
    table.act(SOL, Act::Taken { word: 2 }).unwrap();
    let before = table.heard.len();
    table.act(BEA, Act::Seen { word: 1 }).unwrap();
    for (to, event) in &table.heard[before..] {
        if let circle::event::Event::Word { .. } = event {
            assert!(
                *to == Audience::One(MARLOW) || *to == Audience::One(BEA),
                "{to:?}"
            );
        }
    }
    table.put(&Input::Connected { who: MARLOW }).unwrap();
    table.act(MARLOW, Act::TakeLead).unwrap();
    assert_eq!(seen(&table, SOL), [0; 0]);
}

#[test]
fn nothing_changes_unseen_between_two_turns_when_nobody_waits() {
    let mut table = Table::in_check_in();
    for who in [MARLOW, BEA, WREN, SOL, ANA] {
        table.give(who).unwrap();
        table.done();
    }
    let before = table.circle.next_deadline();
    assert!(
        before.is_none_or(|at| at > table.now + 10 * SECOND),
        "{before:?}"
    );
}

#[test]
fn a_late_come_back_without_a_line_does_not_keep_the_lead() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::StepOut).unwrap();
    table.put(&Input::Disconnected { who: MARLOW }).unwrap();
    table.act(MARLOW, Act::ComeBack).unwrap();
    table.wait(MINUTE);
    assert_eq!(table.view(SOL).lead.who, Some(BEA));
}

#[test]
fn a_host_of_tonight_who_left_does_not_see_what_was_written_meanwhile() {
    let mut table = Table::in_check_in();
    table
        .act(MARLOW, Act::MakeHost { who: SOL, is: true })
        .unwrap();
    table.act(SOL, Act::Leave).unwrap();
    table.wait(SECOND);
    let choice = PrivateChoice::Upset;
    table.act(WREN, Act::Private { choice }).unwrap();
    table.wait(SECOND);
    table.enter(SOL, Role::Member, true).unwrap();
    assert!(table.view(SOL).leads);
    assert!(table.view(SOL).words.is_empty());
    assert_eq!(
        table.view(BEA).words.len(),
        1,
        "a host of the group sees it"
    );
}

fn working(kind: ActivityKind) -> Table {
    let mut table = Table::begun();
    while table.view(WREN).phase.unwrap().kind != PhaseKind::Working {
        let phase = table.view(WREN).phase.unwrap().index;
        table.act(MARLOW, Act::NextPhase { phase }).unwrap();
    }
    let activity = 0;
    let begin = Act::BeginActivity { activity, kind };
    table.act(MARLOW, begin).unwrap();
    table
}

/// Goes on to `step`, with Wren as the owner.
fn until(table: &mut Table, step: StepKind) {
    while let Some(now) = table.view(MARLOW).activity.filter(|now| now.at != step) {
        let activity = now.activity;
        if now.at == StepKind::Volunteer {
            table.act(WREN, Act::BringOne { activity }).unwrap();
        }
        let step = now.step;
        table.act(MARLOW, Act::NextStep { activity, step }).unwrap();
    }
}

#[test]
fn a_mark_is_counted_and_names_nobody_for_another() {
    let mut table = working(ActivityKind::ThoughtRecord);
    until(&mut table, StepKind::Alone);
    for (by, nth, named) in [(SOL, 5, true), (ANA, 2, false), (BEA, 5, false)] {
        let (activity, part, to) = (1, Part::Pattern, None);
        let slot = Slot { part, nth, to };
        let write = Act::Write {
            activity,
            slot,
            named,
        };
        table.act(by, write).unwrap();
    }
    until(&mut table, StepKind::Shown);
    let slips = table.view(WREN).activity.unwrap().slips;
    let marks: Vec<_> = slips
        .iter()
        .map(|slip| (slip.slot.nth, slip.count, slip.by))
        .collect();
    assert_eq!(marks, [(2, 1, None), (5, 2, None)]);
}

#[test]
fn an_owner_who_goes_cuts_nobody_off() {
    for goes in [Act::Leave, Act::StopActivity { activity: 1 }] {
        let mut table = working(ActivityKind::ThoughtRecord);
        until(&mut table, StepKind::Shown);
        table.give(SOL).unwrap();
        let turn = table.turn();
        table.act(WREN, goes).unwrap();
        assert_eq!(table.view(SOL).activity, None);
        assert_eq!((table.speaker(), table.turn()), (Some(SOL), turn));
        table.act(SOL, Act::Done { turn }).unwrap();
    }
}

#[test]
fn a_lead_who_is_asked_aside_passes_the_lead() {
    let mut table = Table::in_check_in();
    table.act(BEA, Act::HandLead { to: BEA }).unwrap_err();
    let choice = PrivateChoice::NotOk;
    table.act(MARLOW, Act::Private { choice }).unwrap();
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
    let (room, part) = (1, RoomPart::Guest);
    table.act(MARLOW, Act::TakePart { room, part }).unwrap();
    table.wait(25 * SECOND);
    assert_eq!(table.view(WREN).lead.who, Some(BEA));
    table.act(MARLOW, Act::LeaveRoom { room }).unwrap();
    assert_eq!(table.view(MARLOW).seats[0].presence, Presence::Here);
}

#[test]
fn who_was_out_and_comes_back_from_a_talk_aside_is_here() {
    let mut table = Table::in_check_in();
    let choice = PrivateChoice::FewMinutes;
    table.act(SOL, Act::Private { choice }).unwrap();
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
    let (room, part) = (1, RoomPart::Guest);
    table.act(SOL, Act::TakePart { room, part }).unwrap();
    table.act(BEA, Act::LeaveRoom { room }).unwrap();
    table.give(SOL).unwrap();
    assert_eq!(table.view(MARLOW).nudges, []);
    table.wait(MINUTE);
    table.done();
    let debrief = table.circle.debrief();
    let sol = debrief.people.iter().find(|one| one.who == SOL).unwrap();
    assert_eq!(sol.spoken_ms, MINUTE);
}

#[test]
fn who_comes_back_to_the_circle_is_in_no_talk_aside() {
    let mut table = Table::in_check_in();
    let choice = PrivateChoice::NotOk;
    table.act(SOL, Act::Private { choice }).unwrap();
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
    let (room, part) = (1, RoomPart::Guest);
    table.act(SOL, Act::TakePart { room, part }).unwrap();
    table.act(SOL, Act::ComeBack).unwrap();
    for who in [SOL, BEA] {
        assert_eq!(table.view(who).mine.room, None);
    }
    assert!(table.view(WREN).queue.contains(&SOL));
}

#[test]
fn many_rehearsals_keep_no_host_from_asking_somebody_aside() {
    let mut table = working(ActivityKind::Rehearsal);
    let choice = PrivateChoice::NotOk;
    table.act(SOL, Act::Private { choice }).unwrap();
    for number in 6..=50 {
        let who = circle::PersonId(number);
        // The format seats fewer members; hosts are let in beside them.
        table.enter(who, Role::Host, true).unwrap();
        table.act(who, Act::Agree).unwrap();
        let _ = table.act(who, Act::OpenRoom { activity: 1 });
    }
    assert_eq!(table.view(WREN).rooms.len(), circle::SEATS_MAX / 2);
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
}

#[test]
fn asking_somebody_aside_in_vain_is_told_to_nobody() {
    let mut table = Table::in_check_in();
    for choice in [PrivateChoice::NotOk, PrivateChoice::Upset] {
        table.act(SOL, Act::Private { choice }).unwrap();
    }
    table.act(MARLOW, Act::AskAside { word: 1 }).unwrap();
    let from = table.heard.len();
    let again = table.act(BEA, Act::AskAside { word: 2 });
    assert_eq!(again, Err(Refusal::NotNow));
    assert_eq!(table.heard[from..], []);
}

#[test]
fn the_end_of_a_session_moves_no_lead() {
    let mut table = Table::in_check_in();
    let choice = PrivateChoice::NotOk;
    table.act(MARLOW, Act::Private { choice }).unwrap();
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
    let (room, part) = (1, RoomPart::Guest);
    table.act(MARLOW, Act::TakePart { room, part }).unwrap();
    table.wait(25 * SECOND);
    table.put(&Input::Disconnected { who: BEA }).unwrap();
    table.act(MARLOW, Act::End).unwrap();
    assert_eq!(table.view(WREN).lead.who, Some(BEA));
    assert_eq!(table.view(MARLOW).mine.room, None);
    assert_eq!(table.view(WREN).seats[0].presence, Presence::Here);
}
