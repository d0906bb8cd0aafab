//! The rules of a session, in virtual time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::command::{Act, Door, Input, MayKnow, PrivateChoice, QuietWord, Refusal, Role, Said};
use circle::event::{Audience, Event};
use circle::format::{FlawKind, Format, PhaseKind};
use circle::view::{Heard, Nudge, Offer, PhaseState, Presence, State};
use circle::{Circle, Millis, PersonId};
use table::*;

#[test]
fn the_shipped_formats_are_sound_and_as_long_as_they_say() {
    for (format, minutes) in [(Format::renew_90(), 90), (Format::talking_circle(), 60)] {
        assert_eq!(format.flaws(), [], "{}", format.id);
        assert_eq!(format.target_minutes(), minutes, "{}", format.id);
    }
}

#[test]
fn a_format_cannot_lose_its_stillness_its_reflection_or_its_closing() {
    let without = |keep: fn(PhaseKind) -> bool| {
        let mut format = Format::renew_90();
        format.phases.retain(|phase| keep(phase.kind));
        format
            .flaws()
            .into_iter()
            .map(|flaw| flaw.kind)
            .collect::<Vec<_>>()
    };
    assert!(without(|k| k != PhaseKind::Breathing).contains(&FlawKind::NoStillness));
    assert!(without(|k| k != PhaseKind::Reflection).contains(&FlawKind::NoReflection));
    let mut format = Format::renew_90();
    format
        .phases
        .iter_mut()
        .for_each(|phase| phase.closing = false);
    assert!(
        format
            .flaws()
            .iter()
            .any(|flaw| flaw.kind == FlawKind::NoClosing)
    );
    let mut format = Format::renew_90();
    format.phases[0].required = false;
    assert!(
        format
            .flaws()
            .iter()
            .any(|flaw| flaw.kind == FlawKind::MustBeRequired)
    );
}

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
    table.act(MARLOW, Act::Give { who: WREN }).unwrap();
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
    table.act(MARLOW, Act::Give { who: WREN }).unwrap();
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
        Err(Refusal::NotLeading)
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
