//! Who may be heard by whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::PersonId;
use circle::command::{Act, Input, PrivateChoice, Refusal, Role};
use circle::event::Event;
use circle::side_rooms::RoomPart;
use circle::voices::Ring;
use table::*;

fn ring_of(table: &Table, who: PersonId) -> Option<Ring> {
    let mut rings = table.circle.voices().into_iter();
    rings.find(|ring| ring.hearers.contains(&who))
}

fn heard_by(table: &Table, who: PersonId) -> Vec<PersonId> {
    let ring = ring_of(table, who).unwrap_or_default();
    let first = [ring.lead, ring.turn].into_iter().flatten();
    first.chain(ring.others).collect()
}

#[test]
fn in_a_round_who_leads_and_whose_turn_it_is_are_heard() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    assert_eq!(heard_by(&table, WREN), [MARLOW, SOL]);
    assert_eq!(ring_of(&table, WREN), ring_of(&table, SOL));
    table.give(WREN).unwrap();
    assert_eq!(heard_by(&table, SOL), [MARLOW, WREN]);
}

#[test]
fn before_agreeing_one_hears_who_leads_alone() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    let late = PersonId(9);
    table.enter(late, Role::Member, true).unwrap();
    assert_eq!(heard_by(&table, late), [MARLOW]);
    table.act(late, Act::Agree).unwrap();
    assert_eq!(heard_by(&table, late), [MARLOW, SOL]);
}

#[test]
fn who_is_away_or_stepped_out_hears_and_says_nothing() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    table.act(WREN, Act::StepOut).unwrap();
    assert_eq!(ring_of(&table, WREN), None);
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    assert_eq!(ring_of(&table, SOL), None);
    assert_eq!(heard_by(&table, BEA), [MARLOW]);
}

#[test]
fn a_talk_aside_is_heard_by_its_two() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    let choice = PrivateChoice::NotOk;
    table.act(WREN, Act::Private { choice }).unwrap();
    let word = table.view(BEA).words[0].word;
    table.act(BEA, Act::AskAside { word }).unwrap();
    let room = table.view(WREN).mine.asked_aside.unwrap().room;
    let part = RoomPart::Guest;
    table.act(WREN, Act::TakePart { room, part }).unwrap();
    assert_eq!(heard_by(&table, SOL), [MARLOW, SOL]);
    let mut aside = ring_of(&table, WREN).unwrap();
    aside.hearers.sort_unstable();
    aside.others.sort_unstable();
    let mut two = vec![BEA, WREN];
    two.sort_unstable();
    assert_eq!((&aside.hearers, &aside.others), (&two, &two));
    assert_eq!((aside.lead, aside.turn), (None, None));
}

#[test]
fn a_microphone_rests_for_all_but_those_who_are_told_of_it() {
    let mut table = Table::in_check_in();
    table.give(SOL).unwrap();
    let rest = |who, is| Act::RestMic { who, is };
    assert_eq!(table.act(WREN, rest(SOL, true)), Err(Refusal::NotLeading));
    assert_eq!(table.act(BEA, rest(MARLOW, true)), Err(Refusal::NotNow));
    table.heard.clear();
    table.act(MARLOW, rest(SOL, true)).unwrap();
    let to_all = |event: &Event| matches!(event, Event::Seat { .. } | Event::Turn { .. });
    assert!(
        !table.heard.iter().any(|(_, event)| to_all(event)),
        "no public scene"
    );
    assert_eq!(heard_by(&table, WREN), [MARLOW]);
    assert_eq!(table.view(MARLOW).mics_rested, [SOL]);
    assert!(table.view(WREN).mics_rested.is_empty());
    table.act(MARLOW, rest(SOL, false)).unwrap();
    assert_eq!(heard_by(&table, WREN), [MARLOW, SOL]);
}

#[test]
fn after_the_end_only_the_lounge_talks() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::End).unwrap();
    assert!(table.circle.voices().is_empty());
    table.act(SOL, Act::EnterLounge).unwrap();
    table.act(WREN, Act::EnterLounge).unwrap();
    assert_eq!(ring_of(&table, BEA), None);
    let mut heard = heard_by(&table, SOL);
    heard.sort_unstable();
    let mut two = vec![SOL, WREN];
    two.sort_unstable();
    assert_eq!(heard, two);
}
