//! People who share a device in the room, and how their time to speak compares with those online.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::command::{Act, Door, Entry, Input, Refusal, Role};
use circle::event::{Audience, Event};
use circle::format::{Floor, Format};
use circle::view::{Heard, Presence};
use circle::{PersonId, TABLE_PEOPLE_MAX, TableId};
use table::*;

const TOMAS: PersonId = PersonId(11);
const RIDLEY: PersonId = PersonId(12);
const LU: PersonId = PersonId(13);

/// In the check-in round; Tomás and Ridley came first, then others online, then Lu to the table.
fn mixed() -> Table {
    let mut table = Table::gathering(Format::renew_90(), Door::Vouched);
    table.enter(MARLOW, Role::Facilitator, true).unwrap();
    table.sit_at(TOMAS, TableId(1)).unwrap();
    table.sit_at(RIDLEY, TableId(1)).unwrap();
    table.enter(WREN, Role::Member, true).unwrap();
    table.enter(SOL, Role::Member, true).unwrap();
    table.sit_at(LU, TableId(1)).unwrap();
    for who in [MARLOW, TOMAS, RIDLEY, WREN, SOL, LU] {
        table.act(who, Act::Agree).unwrap();
    }
    table.act(MARLOW, Act::Start).unwrap();
    table.act(MARLOW, Act::NextPhase { phase: 0 }).unwrap();
    table.act(MARLOW, Act::NextPhase { phase: 1 }).unwrap();
    table
}

fn order(table: &Table) -> Vec<PersonId> {
    let view = table.view(MARLOW);
    view.seats.iter().map(|seat| seat.who).collect()
}

fn lose_the_table(table: &mut Table) {
    for who in [TOMAS, RIDLEY, LU] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
}

fn the_table_is_back(table: &mut Table) {
    for who in [TOMAS, RIDLEY, LU] {
        table.put(&Input::Connected { who }).unwrap();
    }
}

fn heard(table: &Table, who: PersonId) -> Heard {
    let view = table.view(MARLOW);
    view.seats
        .iter()
        .find(|seat| seat.who == who)
        .unwrap()
        .heard
}

fn spoken_ms(table: &Table, who: PersonId) -> i64 {
    let debrief = table.circle.debrief();
    let person = debrief.people.iter().find(|person| person.who == who);
    person.unwrap().spoken_ms
}

#[test]
fn those_of_a_table_sit_side_by_side_whenever_they_come() {
    let table = mixed();
    assert_eq!(order(&table), [MARLOW, TOMAS, RIDLEY, LU, WREN, SOL]);
    // And everybody was told so: who follows the events sees the same.
    let mut again = Table::gathering(Format::renew_90(), Door::Vouched);
    again.enter(WREN, Role::Member, true).unwrap();
    again.sit_at(TOMAS, TableId(1)).unwrap();
    again.enter(SOL, Role::Member, true).unwrap();
    let mut screen = again.view(WREN);
    again.heard.clear();
    again.sit_at(RIDLEY, TableId(1)).unwrap();
    for (to, event) in &again.heard {
        if *to == Audience::Everyone {
            screen.apply(event);
        }
    }
    assert_eq!(screen.seats, again.view(WREN).seats);
}

#[test]
fn a_table_has_no_more_people_than_can_reach_it() {
    let mut table = Table::gathering(Format::by_id("check-in-60").unwrap(), Door::Open);
    for number in 0..u64::try_from(TABLE_PEOPLE_MAX).unwrap() {
        table.sit_at(PersonId(100 + number), TableId(1)).unwrap();
    }
    assert_eq!(table.sit_at(TOMAS, TableId(1)), Err(Refusal::Full));
    table.sit_at(TOMAS, TableId(2)).unwrap();
}

#[test]
fn who_takes_a_device_of_their_own_keeps_the_seat_and_leaves_the_table() {
    let mut table = mixed();
    table
        .put(&Input::Enter(Entry {
            who: RIDLEY,
            role: Role::Member,
            walks_in: true,
            in_room: true,
            table: None,
        }))
        .unwrap();
    let view = table.view(MARLOW);
    let ridley = view.seats.iter().find(|seat| seat.who == RIDLEY).unwrap();
    assert_eq!((ridley.table, ridley.in_room), (None, true));
    assert_eq!(order(&table), [MARLOW, TOMAS, RIDLEY, LU, WREN, SOL]);
}

#[test]
fn a_table_whose_line_goes_in_mid_turn_keeps_the_turn_and_tells_afterwards() {
    let mut table = mixed();
    table.give(TOMAS).unwrap();
    let turn = table.turn();
    table.wait(MINUTE);
    lose_the_table(&mut table);
    table.wait(2 * MINUTE);
    assert_eq!(table.speaker(), Some(TOMAS));
    let away = table.view(MARLOW);
    let here = |who| {
        away.seats
            .iter()
            .find(|seat| seat.who == who)
            .unwrap()
            .presence
    };
    assert_eq!((here(TOMAS), here(WREN)), (Presence::Away, Presence::Here));
    assert!(!away.queue.contains(&RIDLEY));

    the_table_is_back(&mut table);
    // Tomás went on for half a minute, then Ridley spoke for a minute; Lu passed it on.
    let told = |turn, passed, spoken_ms| Act::WhileAway {
        phase: 2,
        turn,
        passed,
        spoken_ms,
    };
    table.act(TOMAS, told(turn, false, 30 * SECOND)).unwrap();
    table.act(RIDLEY, told(0, false, MINUTE)).unwrap();
    table.act(LU, told(0, true, 0)).unwrap();
    assert_eq!(table.speaker(), None);
    assert_eq!(spoken_ms(&table, TOMAS), 90 * SECOND);
    assert_eq!(spoken_ms(&table, RIDLEY), MINUTE);
    assert_eq!(heard(&table, RIDLEY), Heard::Shared);
    assert_eq!(heard(&table, LU), Heard::Passed);
    // Those online are still to come, and nobody of the table a second time.
    assert_eq!(table.view(MARLOW).queue, [MARLOW, WREN, SOL]);
}

#[test]
fn an_absence_is_told_once_and_believed_as_far_as_it_lasted() {
    let mut table = mixed();
    let told = Act::WhileAway {
        phase: 2,
        turn: 0,
        passed: false,
        spoken_ms: i64::MAX,
    };
    assert_eq!(table.act(RIDLEY, told.clone()), Err(Refusal::Over));
    assert_eq!(table.act(WREN, told.clone()), Err(Refusal::NotNow));
    lose_the_table(&mut table);
    table.wait(MINUTE);
    the_table_is_back(&mut table);
    table.act(RIDLEY, told.clone()).unwrap();
    assert_eq!(spoken_ms(&table, RIDLEY), MINUTE);
    assert_eq!(table.act(RIDLEY, told.clone()), Err(Refusal::Over));
    assert_eq!(spoken_ms(&table, RIDLEY), MINUTE);
}

#[test]
fn what_a_table_did_in_a_part_that_is_over_marks_nobody_in_the_next() {
    let mut table = mixed();
    lose_the_table(&mut table);
    table.wait(MINUTE);
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    the_table_is_back(&mut table);
    let told = Act::WhileAway {
        phase: 2,
        turn: 0,
        passed: false,
        spoken_ms: 20 * SECOND,
    };
    table.act(LU, told).unwrap();
    assert_eq!(heard(&table, LU), Heard::NotYet);
    assert_eq!(spoken_ms(&table, LU), 20 * SECOND);
}

#[test]
fn who_leads_sees_how_the_time_is_spread_and_nobody_else_does() {
    let mut table = mixed();
    table.heard.clear();
    table.give(TOMAS).unwrap();
    table.wait(MINUTE);
    assert!(
        !table
            .heard
            .iter()
            .any(|(_, event)| matches!(event, Event::Airtime { .. }))
    );
    table.done();
    let told = table
        .heard
        .iter()
        .filter(|(_, event)| matches!(event, Event::Airtime { .. }));
    let audiences: Vec<Audience> = told.map(|(to, _)| *to).collect();
    assert_eq!(audiences, [Audience::Leads]);
    let airtime = table.view(MARLOW).airtime.unwrap();
    assert_eq!((airtime.room.people, airtime.room.spoken_ms), (3, MINUTE));
    assert_eq!((airtime.online.people, airtime.online.spoken_ms), (3, 0));
    assert_eq!(table.view(WREN).airtime, None);
    assert_eq!(Table::in_check_in().view(MARLOW).airtime, None);
}

#[test]
fn in_time_kept_for_the_unheard_they_come_before_who_raised_a_hand_sooner() {
    let format = Format::by_id("open-meeting-60").unwrap();
    let kept = format.phases.iter().position(|phase| phase.unheard_first);
    let kept = u32::try_from(kept.expect("its last minutes are kept")).unwrap();
    let mut table = Table::gathering(format, Door::Vouched);
    table.everybody_comes();
    table.act(MARLOW, Act::Start).unwrap();
    let mut phase = 0;
    while phase < kept {
        let now = table.view(MARLOW).phase.unwrap();
        if now.floor == Floor::Hands {
            table.give(WREN).unwrap();
            table.wait(MINUTE);
            table.done();
        }
        table.act(MARLOW, Act::NextPhase { phase }).unwrap();
        phase += 1;
    }
    table.act(WREN, Act::Hand { up: true }).unwrap();
    table.act(ANA, Act::Hand { up: true }).unwrap();
    assert_eq!(table.view(MARLOW).queue, [ANA, WREN]);
}
