//! Whose turn it is: rounds, hands, quiet words and the clock, in virtual time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::PersonId;
use circle::command::{Act, QuietWord, Refusal, Role};
use circle::event::Audience;
use circle::view::{Heard, Nudge};
use table::*;

#[test]
fn a_round_offers_everyone_one_turn_in_seat_order() {
    let mut table = Table::in_check_in();
    assert_eq!(table.speaker(), None, "the lead opens the round");
    assert_eq!(table.view(WREN).queue, [MARLOW, BEA, WREN, SOL, ANA]);
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    let mut order = Vec::new();
    for _ in 0..5 {
        order.push(table.speaker().unwrap());
        table.done();
        assert_eq!(table.speaker(), None, "a breath between two turns");
        table.wait(6 * SECOND);
    }
    assert_eq!(order, [MARLOW, BEA, WREN, SOL, ANA]);
    assert_eq!(table.speaker(), None);
    assert!(
        table
            .view(SOL)
            .seats
            .iter()
            .all(|seat| seat.heard == Heard::Shared)
    );
}

#[test]
fn the_time_that_is_left_is_shared_by_those_who_are_still_to_come() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    let first = table.view(WREN).turn.unwrap();
    assert_eq!(first.ends_at - first.started_at, 18 * MINUTE / 5);
    // Marlow takes nine minutes; nine are left for four.
    table.wait(9 * MINUTE);
    table.act(MARLOW, Act::GoOn { turn: first.turn }).unwrap();
    let second = table.view(WREN).turn.unwrap();
    assert_eq!(second.ends_at - second.started_at, 9 * MINUTE / 4);
}

#[test]
fn nobody_is_cut_off_at_the_end_of_their_time() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    table.act(MARLOW, Act::GoOn { turn: 1 }).unwrap();
    assert_eq!(table.speaker(), Some(BEA));
    table.wait(40 * MINUTE);
    assert_eq!(table.speaker(), Some(BEA));
    let turn = table.turn();
    assert!(
        table
            .view(MARLOW)
            .nudges
            .contains(&Nudge::TurnOver { turn })
    );
    assert!(table.view(WREN).nudges.is_empty(), "only leads are nudged");
}

#[test]
fn who_passes_may_come_back_and_a_latecomer_gets_a_turn() {
    let mut table = Table::in_check_in();
    table.act(WREN, Act::Pass { turn: 0 }).unwrap();
    assert_eq!(table.view(WREN).queue, [MARLOW, BEA, SOL, ANA]);
    table.act(WREN, Act::WantTurn).unwrap();
    assert_eq!(table.view(WREN).queue, [MARLOW, BEA, SOL, ANA, WREN]);
    let late = PersonId(9);
    table.enter(late, Role::Member, true).unwrap();
    assert!(
        !table.view(WREN).queue.contains(&late),
        "not before agreeing"
    );
    table.act(late, Act::Agree).unwrap();
    assert_eq!(table.view(WREN).queue, [MARLOW, BEA, SOL, ANA, late, WREN]);
}

#[test]
fn nobody_has_a_hand_a_turn_or_a_quiet_word_before_agreeing() {
    let mut table = Table::in_check_in();
    let late = PersonId(9);
    table.enter(late, Role::Member, true).unwrap();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    let quiet = Act::Quiet {
        turn: 1,
        kind: QuietWord::MeToo,
    };
    for act in [Act::Hand { up: true }, quiet, Act::WantTurn] {
        assert_eq!(table.act(late, act), Err(Refusal::NotAgreed));
    }
    assert_eq!(
        table.act(MARLOW, Act::Give { who: late }),
        Err(Refusal::NotAgreed)
    );
}

#[test]
fn hands_are_taken_unheard_first_then_first_come() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    table.act(SOL, Act::Hand { up: true }).unwrap();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    assert_eq!(table.speaker(), Some(SOL));
    table.done();
    table.act(SOL, Act::Hand { up: true }).unwrap();
    table.act(WREN, Act::Hand { up: true }).unwrap();
    table.act(ANA, Act::Hand { up: true }).unwrap();
    assert_eq!(table.view(BEA).queue, [WREN, ANA, SOL]);
    table.wait(6 * SECOND);
    assert_eq!(table.speaker(), Some(WREN));
}

#[test]
fn quiet_words_reach_the_speaker_after_the_turn_and_nobody_else() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::Give { who: WREN }).unwrap();
    let turn = table.turn();
    table.heard.clear();
    for _ in 0..2 {
        table
            .act(
                SOL,
                Act::Quiet {
                    turn,
                    kind: QuietWord::HearYou,
                },
            )
            .unwrap();
    }
    assert!(table.view(WREN).mine.quiet_received.is_empty());
    assert_eq!(table.view(SOL).mine.quiet_given, [QuietWord::HearYou]);
    assert!(table.heard.iter().all(|(to, _)| *to == Audience::One(SOL)));
    table.done();
    let received = table.view(WREN).mine.quiet_received;
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].from, received[0].kind),
        (SOL, QuietWord::HearYou)
    );
    assert_eq!(
        table.act(
            SOL,
            Act::Quiet {
                turn,
                kind: QuietWord::MeToo
            }
        ),
        Err(Refusal::Over)
    );
}

#[test]
fn holding_the_clock_holds_the_turn_and_the_phase() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::Give { who: WREN }).unwrap();
    let before = table.view(WREN);
    table.act(WREN, Act::Moment { turn: table.turn() }).unwrap();
    table.wait(MINUTE);
    assert!(table.view(SOL).turn.unwrap().moment);
    assert_eq!(table.act(SOL, Act::Resume), Err(Refusal::NotLeading));
    table.act(WREN, Act::Resume).unwrap();
    let after = table.view(WREN);
    assert_eq!(
        after.turn.unwrap().ends_at,
        before.turn.unwrap().ends_at + MINUTE
    );
    assert_eq!(
        after.phase.unwrap().ends_at,
        before.phase.unwrap().ends_at + MINUTE
    );
}
