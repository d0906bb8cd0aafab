//! Waiting at the door by the lead's decision, coming as who one is now, the lounge, and looking
//! back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::PersonId;
use circle::activity::ActivityKind;
use circle::command::{Act, Door, Input, PrivateChoice, Refusal, Role};
use circle::event::{Audience, Event};
use circle::side_rooms::RoomPart;
use circle::view::{DoorView, PhaseState, State};
use table::*;

fn seats(table: &Table) -> Vec<PersonId> {
    let view = table.view(MARLOW);
    view.seats.iter().map(|seat| seat.who).collect()
}

#[test]
fn who_is_asked_to_wait_is_let_in_by_who_leads_only() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    table.act(MARLOW, Act::ToWaitingRoom { who: SOL }).unwrap();
    assert!(table.view(SOL).waiting);
    assert_eq!(
        (table.speaker(), seats(&table).contains(&SOL)),
        (None, false)
    );
    // Neither coming again nor a friend lets them in, whatever the door.
    table.act(MARLOW, Act::Door { is: Door::Open }).unwrap();
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    table.enter(SOL, Role::Member, true).unwrap();
    assert!(table.view(SOL).waiting);
    assert_eq!(
        table.act(WREN, Act::Vouch { who: SOL }),
        Err(Refusal::NotLeading)
    );
    table.act(BEA, Act::Admit { who: SOL }).unwrap();
    assert!(seats(&table).contains(&SOL));
    // From then on they are as everybody.
    table.act(SOL, Act::Leave).unwrap();
    table.enter(SOL, Role::Member, true).unwrap();
    assert!(seats(&table).contains(&SOL));
}

#[test]
fn who_was_asked_to_wait_does_so_at_a_locked_door_too() {
    let mut table = Table::in_check_in();
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    table.act(MARLOW, Act::ToWaitingRoom { who: SOL }).unwrap();
    table.act(MARLOW, Act::Door { is: Door::Locked }).unwrap();
    table.enter(SOL, Role::Member, true).unwrap();
    assert!(table.view(SOL).waiting);
}

/// What was said of the door, and to whom.
fn told_of_door(table: &mut Table) -> Vec<(Audience, Vec<PersonId>)> {
    let heard = std::mem::take(&mut table.heard);
    let door = heard
        .into_iter()
        .filter_map(|(audience, event)| match event {
            Event::Door { door } => Some((audience, door.waiting)),
            _ => None,
        });
    door.collect()
}

#[test]
fn who_is_asked_to_wait_is_seen_at_the_door_by_who_leads_alone() {
    let mut table = Table::in_check_in();
    let knocks = PersonId(8);
    told_of_door(&mut table);
    table.act(MARLOW, Act::ToWaitingRoom { who: SOL }).unwrap();
    let leads = Audience::Leads;
    assert_eq!(told_of_door(&mut table), [(leads, vec![SOL])]);
    table.enter(knocks, Role::Member, false).unwrap();
    assert_eq!(
        told_of_door(&mut table),
        [
            (Audience::Everyone, vec![knocks]),
            (leads, vec![SOL, knocks])
        ]
    );
    let door = |table: &Table, who| table.view(who).door.waiting;
    assert_eq!(door(&table, WREN), [knocks]);
    for lead in [MARLOW, BEA] {
        assert_eq!(door(&table, lead), [SOL, knocks]);
    }
    // They know of themselves that they were asked, and of nobody else at the door.
    let asked = |table: &Table, who| table.view(who).asked_to_wait;
    assert_eq!([SOL, knocks].map(|who| asked(&table, who)), [true, false]);
    assert_eq!(door(&table, SOL), []);
    table.act(MARLOW, Act::RefuseEntry { who: SOL }).unwrap();
    assert_eq!(told_of_door(&mut table), [(leads, vec![knocks])]);
    table.enter(SOL, Role::Member, true).unwrap();
    assert_eq!(told_of_door(&mut table), [(leads, vec![SOL, knocks])]);
    table.act(MARLOW, Act::Admit { who: SOL }).unwrap();
    assert_eq!(told_of_door(&mut table), [(leads, vec![knocks])]);
    assert!(!asked(&table, SOL));
}

#[test]
fn a_door_that_all_see_alike_is_told_once() {
    let mut table = Table::in_check_in();
    told_of_door(&mut table);
    table.enter(PersonId(8), Role::Member, false).unwrap();
    table.act(MARLOW, Act::Door { is: Door::Locked }).unwrap();
    let everyone = || (Audience::Everyone, vec![PersonId(8)]);
    assert_eq!(told_of_door(&mut table), [everyone(), everyone()]);
}

#[test]
fn who_takes_the_lead_sees_who_was_asked_to_wait() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::ToWaitingRoom { who: SOL }).unwrap();
    table.act(MARLOW, Act::HandLead { to: WREN }).unwrap();
    let door = |waiting| DoorView {
        is: Door::Vouched,
        waiting,
    };
    assert_eq!(table.view(WREN).door, door(vec![SOL]));
    assert_eq!(table.view(ANA).door, door(vec![]));
}

#[test]
fn a_host_asks_no_facilitator_to_wait_and_nobody_themself() {
    let mut table = Table::in_check_in();
    let out = |who| Act::ToWaitingRoom { who };
    assert_eq!(table.act(BEA, out(MARLOW)), Err(Refusal::NotFacilitating));
    assert_eq!(table.act(WREN, out(SOL)), Err(Refusal::NotLeading));
    assert_eq!(table.act(BEA, out(BEA)), Err(Refusal::NotNow));
    assert_eq!(
        table.act(MARLOW, out(PersonId(77))),
        Err(Refusal::NoSuchPerson)
    );
}

#[test]
fn who_is_on_call_and_comes_again_hosts_and_sees_what_is_sent_from_then_on() {
    let mut table = Table::in_check_in();
    let choice = PrivateChoice::NotOk;
    table.act(SOL, Act::Private { choice }).unwrap();
    table.enter(ANA, Role::Host, true).unwrap();
    assert!(table.view(ANA).leads);
    assert!(
        table.view(ANA).words.is_empty(),
        "it was not written to Ana"
    );
    table.act(SOL, Act::Private { choice }).unwrap();
    assert_eq!(table.view(ANA).words.len(), 1);
    // What who leads makes of it stays so, however often Ana's line comes back.
    table
        .act(
            MARLOW,
            Act::MakeHost {
                who: ANA,
                is: false,
            },
        )
        .unwrap();
    table.enter(ANA, Role::Host, true).unwrap();
    assert!(!table.view(ANA).leads);
}

#[test]
fn who_is_not_ok_before_the_agreement_can_be_asked_aside() {
    let mut table = Table::in_check_in();
    let new = PersonId(8);
    table.enter(new, Role::Member, true).unwrap();
    let choice = PrivateChoice::NotOk;
    table.act(new, Act::Private { choice }).unwrap();
    table.act(BEA, Act::AskAside { word: 1 }).unwrap();
    let (room, part) = (1, RoomPart::Guest);
    table.act(new, Act::TakePart { room, part }).unwrap();
    assert_eq!(table.view(new).mine.room.map(|room| room.room), Some(1));
}

#[test]
fn after_the_end_who_wants_to_stays_until_the_lounge_closes() {
    let mut table = Table::in_check_in();
    assert_eq!(table.act(WREN, Act::EnterLounge), Err(Refusal::NotNow));
    table.act(MARLOW, Act::End).unwrap();
    let open = table.view(WREN).lounge.unwrap();
    assert_eq!(
        (open.ends_at, open.people.len()),
        (table.now + 15 * MINUTE, 0)
    );
    table.act(WREN, Act::EnterLounge).unwrap();
    table.act(SOL, Act::EnterLounge).unwrap();
    table.act(SOL, Act::EnterLounge).unwrap();
    table.act(WREN, Act::LeaveLounge).unwrap();
    assert_eq!(table.view(ANA).lounge.unwrap().people, [SOL]);
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    assert!(table.view(ANA).lounge.unwrap().people.is_empty());
    table.put(&Input::Connected { who: SOL }).unwrap();
    table.wait(15 * MINUTE);
    assert_eq!(table.view(SOL).lounge, None);
    assert_eq!(table.act(ANA, Act::EnterLounge), Err(Refusal::NotNow));
    assert_eq!(table.circle.next_deadline(), None);
}

#[test]
fn a_session_that_never_began_has_no_lounge() {
    let mut table = Table::gathering(circle::format::Format::renew_90(), Door::Vouched);
    table.everybody_comes();
    table.act(MARLOW, Act::End).unwrap();
    assert_eq!(table.circle.state(), State::Ended);
    assert_eq!(table.view(WREN).lounge, None);
}

#[test]
fn looking_back_finds_who_was_heard_and_who_was_not() {
    let mut table = Table::in_check_in();
    table.give(WREN).unwrap();
    table.wait(2 * MINUTE);
    table.done();
    table.give(SOL).unwrap();
    let turn = table.turn();
    table.act(SOL, Act::Pass { turn }).unwrap();
    let choice = PrivateChoice::FewMinutes;
    table.act(SOL, Act::Private { choice }).unwrap();
    table.put(&Input::Disconnected { who: BEA }).unwrap();
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    table.wait(3 * MINUTE);
    table.put(&Input::Disconnected { who: ANA }).unwrap();
    table.act(MARLOW, Act::End).unwrap();
    let debrief = table.circle.debrief();
    let of = |who| {
        *debrief
            .people
            .iter()
            .find(|person| person.who == who)
            .unwrap()
    };
    assert_eq!(
        (of(WREN).spoken_ms, of(WREN).turns, of(WREN).missed),
        (2 * MINUTE, 1, 0)
    );
    assert_eq!(
        (of(SOL).passes, of(SOL).stepped_out, of(SOL).sent_word),
        (1, 1, true)
    );
    assert_eq!(
        (of(ANA).missed, of(ANA).sent_word, of(ANA).left_early),
        (1, false, false)
    );
    assert!(of(BEA).left_early);
    let check_in = debrief.phases[2];
    assert_eq!(check_in.state, PhaseState::Done);
    // Marlow, Wren and Ana; Sol is out and Bea's line is gone.
    assert_eq!((check_in.here, check_in.shared, check_in.passed), (3, 1, 0));
    assert_eq!(debrief.ended_at, Some(table.now));
    assert_eq!(debrief.was_to_end_at, Some(START + 90 * MINUTE));
    assert_eq!(debrief.phases.len(), 9);
    assert_eq!(debrief.phases[4].state, PhaseState::Skipped);
}

#[test]
fn a_hand_that_a_step_leaves_up_is_a_turn_that_never_came() {
    let mut table = Table::in_check_in();
    for phase in 2..5 {
        table.act(MARLOW, Act::NextPhase { phase }).unwrap();
    }
    let kind = ActivityKind::OpenDiscussion;
    table.act(MARLOW, Act::Hand { up: true }).unwrap();
    table
        .act(MARLOW, Act::BeginActivity { activity: 0, kind })
        .unwrap();
    table.act(WREN, Act::Hand { up: true }).unwrap();
    table.act(SOL, Act::Hand { up: true }).unwrap();
    table.give(SOL).unwrap();
    table.wait(MINUTE);
    table.done();
    table
        .act(MARLOW, Act::StopActivity { activity: 1 })
        .unwrap();
    table.give(MARLOW).unwrap();
    table.wait(MINUTE);
    table.act(MARLOW, Act::NextPhase { phase: 5 }).unwrap();
    let people = table.circle.debrief().people;
    let missed = |who| {
        people
            .iter()
            .find(|person| person.who == who)
            .unwrap()
            .missed
    };
    assert_eq!([missed(WREN), missed(SOL), missed(MARLOW)], [1, 0, 0]);
}

#[test]
fn who_sits_down_in_the_last_minute_of_a_round_was_not_passed_over() {
    let mut table = Table::in_check_in();
    let late = PersonId(8);
    table.wait(5 * MINUTE);
    table.enter(late, Role::Member, true).unwrap();
    table.act(late, Act::Agree).unwrap();
    table.wait(30 * SECOND);
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    let debrief = table.circle.debrief();
    let person = debrief.people.iter().find(|person| person.who == late);
    assert_eq!(person.unwrap().missed, 0);
    assert_eq!(debrief.phases[2].here, 5);
}

#[test]
fn a_session_that_everybody_left_was_over_when_the_last_one_went() {
    let mut table = Table::in_check_in();
    table.wait(5 * MINUTE);
    for who in [MARLOW, BEA, WREN, SOL, ANA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    let went = table.now;
    table.wait(11 * MINUTE);
    let debrief = table.circle.debrief();
    assert_eq!(debrief.ended_at, Some(went));
    assert_eq!(debrief.phases[2].used_ms, 5 * MINUTE);
    assert!(debrief.people.iter().all(|person| !person.left_early));
}
