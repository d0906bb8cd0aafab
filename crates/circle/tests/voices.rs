//! Who may be heard by whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::PersonId;
use circle::command::{Act, Door, Input, PrivateChoice, Refusal, Role};
use circle::event::Event;
use circle::format::{Crosstalk, Format};
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

/// *Renew 90* where every part is for this, in the check-in with a turn of Sol's.
fn where_others_may(crosstalk: Crosstalk) -> Table {
    let mut format = Format::renew_90();
    for phase in &mut format.phases {
        phase.crosstalk = crosstalk;
    }
    let mut table = Table::gathering(format, Door::Vouched);
    table.everybody_comes();
    table.act(MARLOW, Act::Start).unwrap();
    table.act(MARLOW, Act::NextPhase { phase: 0 }).unwrap();
    table.act(MARLOW, Act::NextPhase { phase: 1 }).unwrap();
    table.give(SOL).unwrap();
    table
}

fn all_heard(table: &Table, by: PersonId) -> Vec<PersonId> {
    let mut heard = heard_by(table, by);
    heard.sort_unstable();
    heard.dedup();
    heard
}

#[test]
fn where_answers_are_invited_others_are_heard_when_the_speaker_asks() {
    let mut table = where_others_may(Crosstalk::Invited);
    let turn = table.view(SOL).turn.unwrap().turn;
    let invite = |is| Act::Invite { turn, is };
    assert_eq!(heard_by(&table, WREN), [MARLOW, SOL]);
    assert_eq!(
        table.act(WREN, invite(true)),
        Err(Refusal::NotYourTurn),
        "nobody invites themselves"
    );
    table.act(SOL, invite(true)).unwrap();
    assert!(table.view(WREN).turn.unwrap().invites);
    assert_eq!(all_heard(&table, WREN), [MARLOW, BEA, WREN, SOL, ANA]);
    table.act(SOL, invite(false)).unwrap();
    assert_eq!(heard_by(&table, WREN), [MARLOW, SOL]);
    // Whoever comes next is asked for themselves.
    table.act(SOL, invite(true)).unwrap();
    table.give(WREN).unwrap();
    assert_eq!(heard_by(&table, ANA), [MARLOW, WREN]);
    assert_eq!(table.act(SOL, invite(true)), Err(Refusal::Over));
}

#[test]
fn answers_end_while_the_speaker_is_away_and_where_the_part_is_not_for_them() {
    let mut table = where_others_may(Crosstalk::Invited);
    let turn = table.view(SOL).turn.unwrap().turn;
    table.act(SOL, Act::Invite { turn, is: true }).unwrap();
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    assert_eq!(heard_by(&table, WREN), [MARLOW], "nobody is there to hear");
    let mut table = where_others_may(Crosstalk::None);
    let turn = table.view(SOL).turn.unwrap().turn;
    let asks = Act::Invite { turn, is: true };
    assert_eq!(table.act(SOL, asks), Err(Refusal::NotNow));
}

#[test]
fn in_an_open_conversation_all_who_agreed_are_heard_but_whose_microphone_rests() {
    let mut table = where_others_may(Crosstalk::Open);
    let late = PersonId(9);
    table.enter(late, Role::Member, true).unwrap();
    assert_eq!(all_heard(&table, WREN), [MARLOW, BEA, WREN, SOL, ANA]);
    assert_eq!(heard_by(&table, late), [MARLOW]);
    let rest = Act::RestMic { who: ANA, is: true };
    table.act(MARLOW, rest).unwrap();
    assert_eq!(all_heard(&table, WREN), [MARLOW, BEA, WREN, SOL]);
    let turn = table.view(SOL).turn.unwrap().turn;
    let asks = Act::Invite { turn, is: true };
    assert_eq!(
        table.act(SOL, asks),
        Err(Refusal::NotNow),
        "they may already"
    );
}

#[test]
fn whoever_comes_to_lead_is_heard_whatever_rested_before() {
    let mut table = Table::in_check_in();
    let rest = |who| Act::RestMic { who, is: true };
    // Handed over, taken, or passed on because the line of who led is gone.
    table.act(MARLOW, rest(WREN)).unwrap();
    table.act(MARLOW, Act::HandLead { to: WREN }).unwrap();
    assert!(!table.circle.is_mic_rested(WREN));
    table.act(MARLOW, Act::TakeLead).unwrap();
    assert!(table.view(MARLOW).mics_rested.is_empty());
    table.act(MARLOW, rest(BEA)).unwrap();
    assert!(table.circle.is_mic_rested(BEA));
    table.put(&Input::Disconnected { who: MARLOW }).unwrap();
    table.wait(5 * MINUTE);
    assert_eq!(table.view(BEA).lead.who, Some(BEA));
    assert!(!table.circle.is_mic_rested(BEA));
    assert_eq!(ring_of(&table, WREN).unwrap().lead, Some(BEA));
}
