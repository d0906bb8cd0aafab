//! Whose turn it is: rounds, hands, quiet words and the clock, in virtual time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::command::{Act, Door, Input, MayKnow, QuietWord, Refusal, Role};
use circle::event::Audience;
use circle::format::{Format, PhaseKind};
use circle::view::{Heard, Nudge, Offer};
use circle::{Millis, PersonId};
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
    let plan = |who| Act::KeptPlan { who };
    for act in [
        Act::Hand { up: true },
        quiet,
        Act::WantTurn,
        Act::SharedMilestone,
        plan(MayKnow::Circle),
    ] {
        assert_eq!(
            table.act(late, act.clone()),
            Err(Refusal::NotAgreed),
            "{act:?}"
        );
    }
    table
        .act(late, plan(MayKnow::OnlyMe))
        .expect("what one keeps for oneself is nobody's to allow");
    assert_eq!(table.give(late), Err(Refusal::TheyNotAgreed));
    assert_eq!(
        table.act(MARLOW, Act::HandLead { to: late }),
        Err(Refusal::TheyNotAgreed)
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
    table.give(WREN).unwrap();
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
    table.give(WREN).unwrap();
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

#[test]
fn a_late_pass_does_not_pass_another_turn_or_round() {
    let mut table = Table::gathering(Format::talking_circle(), Door::Open);
    table.everybody_comes();
    table.act(MARLOW, Act::Start).unwrap();
    for phase in 0..2 {
        table.act(MARLOW, Act::NextPhase { phase }).unwrap();
    }
    table.give(WREN).unwrap();
    let turn = table.turn();
    table.act(SOL, Act::Pass { turn }).unwrap();
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    assert_eq!(table.act(ANA, Act::Pass { turn }), Err(Refusal::Over));
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    assert_eq!(table.act(ANA, Act::Pass { turn: 0 }), Err(Refusal::Over));
    assert!(table.view(WREN).queue.contains(&ANA));
}

#[test]
fn a_late_giving_takes_no_turn_that_was_not_on_the_screen() {
    let mut table = Table::in_check_in();
    table.give(BEA).unwrap();
    table.done();
    // The lead sees that nobody speaks and taps on Wren; meanwhile the breath is over.
    table.wait(6 * SECOND);
    assert_eq!(table.speaker(), Some(MARLOW));
    let late = Act::Give { who: WREN, turn: 0 };
    assert_eq!(table.act(MARLOW, late), Err(Refusal::Over));
    assert_eq!(table.speaker(), Some(MARLOW));
    table.give(WREN).unwrap();
    assert_eq!(table.speaker(), Some(WREN));
}

#[test]
fn who_was_set_aside_can_be_moved_earlier() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::SkipPerson { who: WREN }).unwrap();
    assert_eq!(table.view(BEA).queue, [MARLOW, BEA, SOL, ANA, WREN]);
    let people = vec![MARLOW, WREN, BEA, SOL, ANA];
    table.act(MARLOW, Act::Order { people }).unwrap();
    assert_eq!(table.view(BEA).queue, [MARLOW, WREN, BEA, SOL, ANA]);
}

/// In the working time, with these hands up in this order.
fn with_hands_up(people: &[circle::PersonId]) -> Table {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    for who in people {
        table.act(*who, Act::Hand { up: true }).unwrap();
    }
    table
}

#[test]
fn a_raised_hand_that_is_passed_by_comes_after_the_other_unheard_ones() {
    let mut table = with_hands_up(&[WREN, SOL, ANA]);
    table.act(MARLOW, Act::SkipPerson { who: WREN }).unwrap();
    assert_eq!(table.view(BEA).queue, [SOL, ANA, WREN]);
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    table.done();
    table.act(SOL, Act::Hand { up: true }).unwrap();
    assert_eq!(table.view(BEA).queue, [ANA, WREN, SOL]);
}

#[test]
fn a_speaker_who_is_set_aside_among_raised_hands_is_not_forgotten() {
    let mut table = with_hands_up(&[WREN, SOL]);
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    table.act(MARLOW, Act::SkipPerson { who: WREN }).unwrap();
    assert_eq!(table.view(BEA).queue, [SOL, WREN]);
    table.act(WREN, Act::Leave).unwrap();
    table.enter(WREN, Role::Member, true).unwrap();
    assert_eq!(table.view(BEA).queue, [SOL], "who left has no hand up");
}

#[test]
fn a_silent_speaker_among_raised_hands_comes_again_when_the_line_is_back() {
    let mut table = with_hands_up(&[WREN, SOL]);
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    for who in [MARLOW, BEA, WREN] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.wait(2 * MINUTE);
    assert_eq!(table.speaker(), Some(SOL));
    table.put(&Input::Connected { who: WREN }).unwrap();
    assert_eq!(table.view(BEA).queue, [WREN]);
    let seat = |view: circle::view::View| *view.seats.iter().find(|s| s.who == WREN).unwrap();
    assert_eq!(seat(table.view(SOL)).heard, Heard::NotYet, "was silent");
}

#[test]
fn who_spoke_for_minutes_and_stepped_out_has_been_heard() {
    let mut table = with_hands_up(&[WREN, SOL]);
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    table.wait(5 * MINUTE);
    table.act(WREN, Act::StepOut).unwrap();
    table.act(WREN, Act::ComeBack).unwrap();
    table.act(WREN, Act::Hand { up: true }).unwrap();
    table.act(ANA, Act::Hand { up: true }).unwrap();
    assert_eq!(table.view(BEA).queue, [SOL, ANA, WREN]);
}

#[test]
fn in_a_round_who_is_set_aside_comes_after_others_of_the_same_standing() {
    let mut table = Table::in_check_in();
    for who in [WREN, SOL] {
        table.act(who, Act::Pass { turn: 0 }).unwrap();
        table.act(who, Act::WantTurn).unwrap();
    }
    table.act(MARLOW, Act::SkipPerson { who: WREN }).unwrap();
    assert_eq!(table.view(BEA).queue, [MARLOW, BEA, ANA, SOL, WREN]);
}

#[test]
fn a_raised_hand_is_heard_of_somebody_who_came_to_listen() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    table.act(WREN, Act::Listen { only: true }).unwrap();
    table.act(WREN, Act::Hand { up: true }).unwrap();
    assert_eq!(table.view(BEA).queue, [WREN]);
    table.act(WREN, Act::Listen { only: false }).unwrap();
    assert_eq!(table.view(BEA).queue, [WREN], "the hand stays up");
    table.act(WREN, Act::Listen { only: true }).unwrap();
    assert_eq!(table.view(BEA).queue, []);
}

#[test]
fn a_closing_round_that_needs_more_than_its_minutes_is_foreseen() {
    let mut table = Table::gathering(Format::renew_90(), Door::Open);
    table.everybody_comes();
    for number in 6..=30 {
        table
            .enter(circle::PersonId(number), Role::Member, true)
            .unwrap();
    }
    let behind = |table: &Table| table.view(MARLOW).timetable.behind_ms;
    table.act(MARLOW, Act::Start).unwrap();
    // Thirty people, each with half a minute and a breath, are more than the twelve minutes of the
    // plan, so some of the working time is needed, from the first minute on.
    let open = table.view(MARLOW).proposal.unwrap();
    let (phase, minutes) = match open.offer {
        Offer::TakeFrom { phase, minutes } => (phase, minutes),
        other => panic!("{other:?}"),
    };
    let kinds = &table.circle.format().phases;
    assert_eq!(kinds[phase as usize].kind, PhaseKind::Working);
    assert_eq!(behind(&table), Millis::from(minutes) * MINUTE);
    let proposal = open.proposal;
    table.act(MARLOW, Act::Accept { proposal }).unwrap();
    assert_eq!((behind(&table), table.view(MARLOW).proposal), (0, None));
    // And the closing is due so much sooner.
    let planned = 16 * MINUTE;
    let due = table.view(MARLOW).session.ends_at - planned - Millis::from(minutes) * MINUTE;
    table.wait(due - table.now - SECOND);
    assert!(!table.view(MARLOW).nudges.contains(&Nudge::ClosingDue));
    table.wait(SECOND);
    assert!(table.view(MARLOW).nudges.contains(&Nudge::ClosingDue));
    // Who only listens needs none of it.
    for number in 6..=30 {
        let who = circle::PersonId(number);
        table.act(who, Act::Listen { only: true }).unwrap();
    }
    assert!(!table.view(MARLOW).nudges.contains(&Nudge::ClosingDue));
}
