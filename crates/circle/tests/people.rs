//! Coming, leaving, leading, and the private word, in virtual time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::PersonId;
use circle::command::{Act, Door, Input, PrivateChoice, Refusal, Role};
use circle::event::{Audience, Event};
use circle::format::Format;
use circle::view::{Heard, Nudge, Presence};
use table::*;

#[test]
fn a_private_word_reaches_only_leads_and_its_sender() {
    let mut table = Table::in_check_in();
    table.heard.clear();
    table
        .act(
            WREN,
            Act::Private {
                choice: PrivateChoice::NotOk,
            },
        )
        .unwrap();
    for (to, event) in &table.heard {
        match event {
            Event::Word { .. } => assert_eq!(*to, Audience::Leads),
            Event::Mine { .. } => assert_eq!(*to, Audience::One(WREN)),
            other => panic!("{other:?} tells that a word was sent"),
        }
    }
    assert!(table.view(SOL).words.is_empty());
    assert_eq!(table.view(BEA).words.len(), 1);
    table.act(BEA, Act::Seen { word: 1 }).unwrap();
    assert_eq!(table.view(WREN).mine.words[0].seen_by, Some(BEA));
    assert_eq!(
        table.act(SOL, Act::Seen { word: 1 }),
        Err(Refusal::NotLeading)
    );
}

#[test]
fn a_few_minutes_away_keep_the_seat_and_turns_go_past() {
    let mut table = Table::in_check_in();
    table.give(WREN).unwrap();
    table
        .act(
            WREN,
            Act::Private {
                choice: PrivateChoice::FewMinutes,
            },
        )
        .unwrap();
    assert_eq!(table.speaker(), None);
    let seat = *table
        .view(SOL)
        .seats
        .iter()
        .find(|seat| seat.who == WREN)
        .unwrap();
    assert_eq!(
        (seat.presence, seat.heard),
        (Presence::SteppedOut, Heard::NotYet)
    );
    assert!(!table.view(SOL).queue.contains(&WREN));
    table.act(WREN, Act::ComeBack).unwrap();
    assert!(
        table.view(SOL).queue.contains(&WREN),
        "is offered the turn anew"
    );
}

#[test]
fn a_lost_line_keeps_seat_and_turn() {
    let mut table = Table::in_check_in();
    table.give(WREN).unwrap();
    table.put(&Input::Disconnected { who: WREN }).unwrap();
    table.wait(3 * MINUTE);
    assert_eq!(table.speaker(), Some(WREN));
    let turn = table.turn();
    assert!(
        table
            .view(MARLOW)
            .nudges
            .contains(&Nudge::SpeakerAway { turn })
    );
    table.put(&Input::Connected { who: WREN }).unwrap();
    table.act(WREN, Act::Done { turn }).unwrap();
}

#[test]
fn the_lead_passes_to_a_host_and_comes_back_on_request() {
    let mut table = Table::in_check_in();
    table.put(&Input::Disconnected { who: MARLOW }).unwrap();
    table.wait(19 * SECOND);
    assert_eq!(table.view(WREN).lead.who, Some(MARLOW));
    table.wait(SECOND);
    assert_eq!(table.view(WREN).lead.who, Some(BEA));
    table.put(&Input::Connected { who: MARLOW }).unwrap();
    assert_eq!(
        table.view(WREN).lead.who,
        Some(BEA),
        "nobody takes it from the host unasked"
    );
    table.act(MARLOW, Act::TakeLead).unwrap();
    assert_eq!(table.view(WREN).lead.who, Some(MARLOW));
    assert_eq!(table.act(SOL, Act::TakeLead), Err(Refusal::SomebodyLeads));
}

#[test]
fn without_anybody_to_lead_the_circle_asks_and_the_turns_go_on() {
    let mut table = Table::in_check_in();
    for who in [MARLOW, BEA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.wait(20 * SECOND);
    let lead = table.view(WREN).lead;
    assert_eq!((lead.who, lead.wanted), (None, true));
    table.wait(6 * SECOND);
    assert_eq!(table.circle.view(WREN).unwrap().turn.unwrap().who, WREN);
    table.act(SOL, Act::TakeLead).unwrap();
    assert_eq!(table.view(WREN).lead.who, Some(SOL));
}

#[test]
fn a_vouched_door_lets_members_in_and_others_wait() {
    let mut table = Table::in_check_in();
    let stranger = PersonId(9);
    table.enter(stranger, Role::Member, false).unwrap();
    let view = table.view(stranger);
    assert!(view.waiting && view.seats.is_empty() && view.turn.is_none());
    assert_eq!(table.view(SOL).door.waiting, [stranger]);
    table.act(SOL, Act::Vouch { who: stranger }).unwrap();
    assert!(!table.view(stranger).waiting);
    assert!(
        table
            .heard
            .contains(&(Audience::One(stranger), Event::Refresh))
    );
}

#[test]
fn who_is_removed_stays_out_and_a_locked_door_keeps_the_new_out() {
    let mut table = Table::in_check_in();
    table.act(BEA, Act::Remove { who: SOL }).unwrap();
    assert_eq!(table.circle.view(SOL), None);
    assert_eq!(table.enter(SOL, Role::Member, true), Err(Refusal::Removed));
    assert_eq!(
        table.act(BEA, Act::Remove { who: MARLOW }),
        Err(Refusal::NotFacilitating)
    );
    table.act(MARLOW, Act::Door { is: Door::Locked }).unwrap();
    assert_eq!(
        table.enter(PersonId(9), Role::Member, true),
        Err(Refusal::Locked)
    );
    table.act(WREN, Act::Leave).unwrap();
    table.enter(WREN, Role::Member, true).unwrap();
}

#[test]
fn a_host_cannot_take_the_lead_from_a_facilitator_by_handing_it_over() {
    let mut table = Table::in_check_in();
    for to in [BEA, SOL] {
        assert_eq!(
            table.act(BEA, Act::HandLead { to }),
            Err(Refusal::SomebodyLeads)
        );
    }
    table.act(MARLOW, Act::HandLead { to: SOL }).unwrap();
    table.act(BEA, Act::HandLead { to: ANA }).unwrap();
    table.act(MARLOW, Act::HandLead { to: BEA }).unwrap();
    assert_eq!(table.view(WREN).lead.who, Some(BEA));
}

#[test]
fn nobody_takes_the_lead_who_is_not_here_to_hold_it() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::StepOut).unwrap();
    table.wait(MINUTE);
    assert_eq!(table.view(WREN).lead.who, Some(BEA));
    assert_eq!(table.act(MARLOW, Act::TakeLead), Err(Refusal::NotNow));
    table.act(MARLOW, Act::ComeBack).unwrap();
    table.act(MARLOW, Act::TakeLead).unwrap();
    assert_eq!(table.view(WREN).lead.who, Some(MARLOW));
}

#[test]
fn a_full_circle_still_lets_in_who_leads_it() {
    let mut table = Table::gathering(Format::talking_circle(), Door::Vouched);
    for number in 11..19 {
        table.enter(PersonId(number), Role::Member, true).unwrap();
    }
    assert_eq!(table.enter(WREN, Role::Member, true), Err(Refusal::Full));
    table.enter(MARLOW, Role::Facilitator, true).unwrap();
    table.enter(BEA, Role::Host, true).unwrap();
    assert_eq!(table.view(BEA).lead.who, Some(MARLOW));
}

#[test]
fn a_few_of_the_people_who_may_come_are_kept_for_those_who_lead() {
    let mut table = Table::gathering(Format::renew_90(), Door::Open);
    let come_and_go = |table: &mut Table, number: u64| {
        let who = PersonId(number);
        let came = table.enter(who, Role::Member, true);
        came.and_then(|()| table.act(who, Act::Leave))
    };
    let mut came = 0;
    while come_and_go(&mut table, 100 + came).is_ok() {
        came += 1;
        assert!(came < 200, "there is a limit");
    }
    table.enter(MARLOW, Role::Facilitator, true).unwrap();
    assert_eq!(table.view(MARLOW).lead.who, Some(MARLOW));
}

#[test]
fn no_more_wait_at_the_door_than_can_be_looked_at_however_they_come() {
    let mut table = Table::begun();
    let knock = |table: &mut Table, number: u64| table.enter(PersonId(number), Role::Member, false);
    for number in 100..120 {
        knock(&mut table, number).unwrap();
    }
    for number in 100..120 {
        let who = PersonId(number);
        table.put(&Input::Disconnected { who }).unwrap();
    }
    for number in 120..140 {
        knock(&mut table, number).unwrap();
    }
    assert_eq!(knock(&mut table, 100), Err(Refusal::Full));
    knock(&mut table, 120).expect("who waits already may say so again");
    assert_eq!(table.view(MARLOW).door.waiting.len(), 20);
}

#[test]
fn who_waits_at_the_door_may_go_again() {
    let mut table = Table::begun();
    let guest = PersonId(9);
    table.enter(guest, Role::Member, false).unwrap();
    assert_eq!(table.act(guest, Act::Agree), Err(Refusal::NotSeated));
    table.act(guest, Act::Leave).unwrap();
    assert_eq!(table.view(MARLOW).door.waiting, []);
    assert_eq!(table.circle.view(guest), None);
}
