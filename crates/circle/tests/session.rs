//! A session from its start to its end, in virtual time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::command::{Act, Door, Input, MayKnow, Refusal, Role, Said};
use circle::format::{Format, LedBy, PhaseKind};
use circle::view::{Nudge, Offer, PhaseState, State};
use circle::{Circle, Millis, PersonId};
use table::*;

#[test]
fn a_session_that_everybody_left_ends_by_itself() {
    let mut table = Table::in_check_in();
    for who in [MARLOW, BEA, WREN, SOL, ANA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    table.wait(11 * MINUTE);
    assert_eq!(table.circle.state(), State::Ended);
    assert_eq!(table.circle.next_deadline(), None);
}

#[test]
fn a_session_that_nobody_leads_comes_to_its_end() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::Leave).unwrap();
    table.act(BEA, Act::Leave).unwrap();
    for _ in 0..200 {
        table.wait(MINUTE);
        if let Some(turn) = table.circle.view(WREN).and_then(|view| view.turn) {
            table.act(turn.who, Act::Done { turn: turn.turn }).unwrap();
        }
    }
    assert_eq!(table.circle.state(), State::Ended);
}

#[test]
fn when_late_a_way_is_offered_and_nothing_is_done_unasked() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::Extend { minutes: 20 }).unwrap();
    let proposal = table.view(MARLOW).proposal.unwrap();
    // From the working time: it has most to spare. Thirteen of the twenty (less what the first
    // two phases left over).
    let Offer::TakeFrom { phase, minutes } = proposal.offer else {
        panic!("{proposal:?}")
    };
    assert_eq!(
        table.circle.format().phases[phase as usize].kind,
        PhaseKind::Working
    );
    assert_eq!(table.view(WREN).proposal, None);
    let before = table.view(WREN).timetable.phases[phase as usize].planned_ms;
    table
        .act(
            MARLOW,
            Act::Accept {
                proposal: proposal.proposal,
            },
        )
        .unwrap();
    let after = table.view(WREN).timetable.phases[phase as usize].planned_ms;
    assert_eq!(before - after, Millis::from(minutes) * MINUTE);
    assert_eq!(
        table.act(
            MARLOW,
            Act::Accept {
                proposal: proposal.proposal
            }
        ),
        Err(Refusal::Over),
        "the same tap again takes nothing more"
    );
}

#[test]
fn the_closing_is_never_offered() {
    let mut table = Table::in_check_in();
    let mut offers = 0;
    table.act(MARLOW, Act::Extend { minutes: 30 }).unwrap();
    table.act(MARLOW, Act::Extend { minutes: 30 }).unwrap();
    while let Some(open) = table.view(MARLOW).proposal {
        if let Offer::TakeFrom { phase, .. } = open.offer {
            assert!(!table.circle.format().phases[phase as usize].closing);
        }
        table
            .act(
                MARLOW,
                Act::Accept {
                    proposal: open.proposal,
                },
            )
            .unwrap();
        offers += 1;
        assert!(offers < 20);
    }
    assert_eq!(table.view(MARLOW).timetable.behind_ms, 0);
}

#[test]
fn a_command_that_arrives_again_does_nothing_again() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    let said = Input::Act(Said {
        by: MARLOW,
        page: 7,
        n: 1,
        act: Act::Minute { turn: 1 },
    });
    table.put(&said).unwrap();
    let before = table.circle.clone();
    table.put(&said).unwrap();
    assert_eq!(table.circle, before);
}

#[test]
fn a_clock_that_goes_back_changes_nobody_s_time() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    let left = table.view(WREN).turn.unwrap().ends_at - table.now;
    table.now -= 60 * MINUTE;
    table.wait(0);
    assert_eq!(table.view(WREN).turn.unwrap().ends_at - table.now, left);
}

#[test]
fn stillness_ends_by_itself_and_a_round_does_not() {
    let mut table = Table::begun();
    table.wait(4 * MINUTE);
    assert_eq!(table.view(WREN).phase.unwrap().kind, PhaseKind::Welcome);
    table.wait(60 * MINUTE);
    assert_eq!(table.view(WREN).phase.unwrap().kind, PhaseKind::Welcome);
    assert!(
        table
            .view(MARLOW)
            .nudges
            .contains(&Nudge::PhaseOver { phase: 1 })
    );
}

#[test]
fn a_required_phase_cannot_be_left_out() {
    let mut table = Table::in_check_in();
    let view = table.view(MARLOW);
    for index in 0..view.timetable.phases.len() {
        let required = table.circle.format().phases[index].required;
        let phase = u32::try_from(index).unwrap();
        let coming = view.timetable.phases[index].state == PhaseState::Coming;
        let expected = match (coming, required) {
            (false, _) => Err(Refusal::Over),
            (true, true) => Err(Refusal::Required),
            (true, false) => Ok(()),
        };
        assert_eq!(
            table.act(MARLOW, Act::SkipPhase { phase }),
            expected,
            "{index}"
        );
    }
}

#[test]
fn the_record_tells_who_came_and_what_ran_and_nothing_else() {
    let mut table = Table::in_check_in();
    table
        .act(
            WREN,
            Act::KeptPlan {
                who: MayKnow::OnlyMe,
            },
        )
        .unwrap();
    table.wait(10 * MINUTE);
    table.act(WREN, Act::Leave).unwrap();
    table.act(MARLOW, Act::End).unwrap();
    let record = table.circle.record();
    assert_eq!(record.attended.len(), 5);
    let wren = record
        .attended
        .iter()
        .find(|attended| attended.who == WREN)
        .unwrap();
    assert_eq!(wren.spans[0].to.unwrap() - wren.spans[0].from, 10 * MINUTE);
    assert_eq!(record.phases[2].used_ms, 10 * MINUTE);
    assert_eq!(
        table.act(SOL, Act::KeptReflection),
        Ok(()),
        "a last line can still be kept"
    );
    assert_eq!(table.act(SOL, Act::Hand { up: true }), Err(Refusal::Ended));
}

#[test]
fn a_restored_circle_goes_on_as_if_it_had_never_stopped() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::GoOn { turn: 0 }).unwrap();
    table.wait(30 * SECOND);
    let bytes = table.circle.snapshot();
    let mut other = Table {
        circle: Circle::restore(&bytes).unwrap(),
        now: table.now,
        n: table.n,
        heard: Vec::new(),
    };
    assert_eq!(other.circle.snapshot(), bytes);
    assert_eq!(other.circle.next_deadline(), table.circle.next_deadline());
    for table in [&mut table, &mut other] {
        table.heard.clear();
        table.done();
        table.wait(MINUTE);
    }
    assert_eq!(table.heard, other.heard);
    assert_eq!(table.circle.snapshot(), other.circle.snapshot());
    assert!(Circle::restore(b"{}").is_err());
}

#[test]
fn a_lead_who_fell_asleep_keeps_nobody_from_ending() {
    let mut table = Table::in_check_in();
    table.act(BEA, Act::Leave).unwrap();
    let ends_at = table.view(WREN).session.ends_at;
    table.wait(ends_at - table.now + 59 * MINUTE);
    assert_eq!(table.act(WREN, Act::End), Err(Refusal::NotLeading));
    let late = PersonId(9);
    table.enter(late, Role::Member, true).unwrap();
    table.wait(MINUTE);
    assert_eq!(table.act(late, Act::End), Err(Refusal::NotAgreed));
    assert_eq!(table.circle.state(), State::Live);
    table.act(WREN, Act::End).unwrap();
    assert_eq!(table.circle.state(), State::Ended);
}

#[test]
fn a_lead_who_never_begins_keeps_nobody_from_ending_either() {
    let mut table = Table::gathering(Format::talking_circle(), Door::Open);
    table.everybody_comes();
    table.wait(119 * MINUTE);
    assert_eq!(table.act(WREN, Act::End), Err(Refusal::NotLeading));
    table.wait(MINUTE);
    table.act(WREN, Act::End).unwrap();
}

#[test]
fn a_session_in_which_only_one_line_is_left_ends_by_itself() {
    let mut table = Table::in_check_in();
    for who in [BEA, WREN, SOL, ANA] {
        table.put(&Input::Disconnected { who }).unwrap();
    }
    let ends_at = table.view(WREN).session.ends_at;
    table.wait(ends_at - table.now + 59 * MINUTE);
    assert_eq!(table.circle.state(), State::Live);
    table.wait(MINUTE);
    assert_eq!(table.circle.state(), State::Ended);
    // The lounge is open a while, and then nothing is left to wait for.
    table.wait(15 * MINUTE);
    assert_eq!(table.circle.next_deadline(), None);
}

#[test]
fn what_was_decided_before_the_start_is_kept() {
    let mut table = Table::gathering(Format::renew_90(), Door::Open);
    table.everybody_comes();
    table.act(MARLOW, Act::EndLater { minutes: 10 }).unwrap();
    table.act(MARLOW, Act::Start).unwrap();
    assert_eq!(table.view(WREN).session.ends_at, START + 100 * MINUTE);
}

#[test]
fn a_first_part_that_was_left_out_is_not_begun() {
    let mut format = Format::renew_90();
    format.phases[0].required = false;
    let mut table = Table::gathering(format, Door::Open);
    table.everybody_comes();
    table.act(MARLOW, Act::SkipPhase { phase: 0 }).unwrap();
    table.act(MARLOW, Act::Start).unwrap();
    assert_eq!(table.view(WREN).phase.unwrap().kind, PhaseKind::Welcome);
    assert_eq!(
        table.view(WREN).timetable.phases[0].state,
        PhaseState::Skipped
    );
}

#[test]
fn the_record_counts_nobody_present_after_their_line_was_lost() {
    let mut table = Table::in_check_in();
    table.wait(10 * MINUTE);
    table.put(&Input::Disconnected { who: WREN }).unwrap();
    table.wait(30 * MINUTE);
    table.act(MARLOW, Act::Remove { who: WREN }).unwrap();
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    table.wait(30 * MINUTE);
    table.act(MARLOW, Act::End).unwrap();
    let record = table.circle.record();
    let minutes = |who| -> Millis {
        let attended = record.attended.iter().find(|attended| attended.who == who);
        let span = attended.unwrap().spans[0];
        (span.to.unwrap() - span.from) / MINUTE
    };
    assert_eq!([WREN, SOL, ANA].map(minutes), [10, 40, 70]);
}

#[test]
fn a_part_that_has_lasted_its_longest_is_offered_an_end_and_cuts_nobody_off() {
    let mut table = Table::in_check_in();
    assert_eq!(table.view(WREN).phase.unwrap().led_by, LedBy::Lead);
    table.give(WREN).unwrap();
    table.wait(26 * MINUTE);
    let offer = |table: &Table| table.view(MARLOW).proposal.map(|open| open.offer);
    let go_on = Some(Offer::GoOn { phase: 3 });
    assert_ne!(offer(&table), go_on, "somebody speaks");
    for who in [MARLOW, BEA, SOL, ANA] {
        table.act(who, Act::Listen { only: true }).unwrap();
    }
    table.done();
    assert_eq!(offer(&table), go_on);
    assert_eq!(table.view(SOL).proposal, None);
    let proposal = table.view(MARLOW).proposal.unwrap().proposal;
    table.act(MARLOW, Act::Decline { proposal }).unwrap();
    assert_ne!(offer(&table), go_on, "asked once");
    table.act(MARLOW, Act::NextPhase { phase: 2 }).unwrap();
    table.wait(5 * MINUTE - SECOND);
    assert_ne!(offer(&table), Some(Offer::GoOn { phase: 4 }));
    table.wait(SECOND);
    assert_eq!(offer(&table), Some(Offer::GoOn { phase: 4 }));
    let proposal = table.view(MARLOW).proposal.unwrap().proposal;
    table.act(MARLOW, Act::Accept { proposal }).unwrap();
    assert_eq!(table.view(WREN).phase.unwrap().index, 4);
}
