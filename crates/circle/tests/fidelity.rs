//! What who led looks back on: elements that happened, and how speaking time was spread.
#![allow(clippy::unwrap_used, clippy::panic)]

use circle::activity::{ActivityKind, Ran};
use circle::command::Role;
use circle::debrief::{Debrief, PhaseRan, Present};
use circle::format::Format;
use circle::view::PhaseState;
use circle::{Element, Figure, How, PersonId, airtime, fidelity, gini_percent};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
const START: i64 = 1_790_000_000_000;

fn person(who: u64, spoken_minutes: i64) -> Present {
    Present {
        who: PersonId(who),
        role: Role::Member,
        in_room: who.is_multiple_of(2),
        spoken_ms: spoken_minutes * MINUTE,
        turns: 2,
        passes: 0,
        listened: false,
        agreed: true,
        missed: 0,
        stepped_out: 0,
        sent_word: false,
        left_early: false,
        was_removed: false,
        first_seen: START,
        last_seen: None,
    }
}

/// An evening of ninety minutes in which everything went as the format says.
fn kept(people: u64) -> Debrief {
    let here = u16::try_from(people).unwrap();
    let part = |phase: &circle::format::Phase| PhaseRan {
        kind: phase.kind,
        required: phase.required,
        closing: phase.closing,
        state: PhaseState::Done,
        target_ms: i64::from(phase.minutes.target) * MINUTE,
        min_ms: i64::from(phase.minutes.min) * MINUTE,
        used_ms: i64::from(phase.minutes.target) * MINUTE,
        here,
        shared: here,
        passed: 0,
    };
    let steps = ActivityKind::ThoughtRecord.steps().len();
    Debrief {
        format: "renew-90".into(),
        started_at: Some(START),
        was_to_end_at: Some(START + 90 * MINUTE),
        ended_at: Some(START + 91 * MINUTE),
        phases: Format::renew_90().phases.iter().map(part).collect(),
        activities: vec![Ran {
            phase: 5,
            kind: ActivityKind::ThoughtRecord,
            steps: u8::try_from(steps).unwrap(),
            used_ms: 30 * MINUTE,
        }],
        people: (1..=people).map(|who| person(who, 4)).collect(),
    }
}

fn of(debrief: &Debrief, element: Element) -> (How, Figure) {
    let found = fidelity(debrief, &Format::renew_90(), MINUTE);
    let one = found.iter().find(|one| one.element == element).unwrap();
    (one.how, one.figure)
}

fn part_of(debrief: &mut Debrief, is: circle::format::PhaseKind) -> &mut PhaseRan {
    let phases = Format::renew_90().phases;
    let place = phases.iter().position(|phase| phase.kind == is).unwrap();
    &mut debrief.phases[place]
}

#[test]
fn a_part_has_its_time_or_half_of_it_or_was_a_beginning() {
    use circle::format::PhaseKind::{Breathing, Plan, Reflection};
    for (kind, element, meant) in [
        (Breathing, Element::Stillness, 4),
        (Plan, Element::Closing, 12),
        (Reflection, Element::Reflection, 4),
    ] {
        let mut debrief = kept(4);
        let minutes = |ran| Figure::Minutes { ran, meant };
        assert_eq!(of(&debrief, element), (How::Yes, minutes(meant)));
        part_of(&mut debrief, kind).used_ms = i64::from(meant) * MINUTE * 9 / 10;
        assert_eq!(of(&debrief, element), (How::Yes, minutes(meant)));
        part_of(&mut debrief, kind).used_ms -= 1;
        assert_eq!(
            of(&debrief, element),
            (How::Partly, minutes(((meant * 9 + 5) / 10).min(meant - 1)))
        );
        part_of(&mut debrief, kind).used_ms = i64::from(meant) * MINUTE / 2;
        assert_eq!(of(&debrief, element).0, How::Partly);
        part_of(&mut debrief, kind).used_ms -= 1;
        assert_eq!(of(&debrief, element).0, How::No);
        let part = part_of(&mut debrief, kind);
        (part.state, part.used_ms) = (PhaseState::Skipped, 0);
        assert_eq!(of(&debrief, element), (How::No, minutes(0)));
    }
}

#[test]
fn everybody_who_stayed_agrees_or_it_is_a_part() {
    let mut debrief = kept(4);
    let people = |did, of| Figure::People { did, of };
    assert_eq!(of(&debrief, Element::Agreement), (How::Yes, people(4, 4)));
    debrief.people[1].agreed = false;
    assert_eq!(
        of(&debrief, Element::Agreement),
        (How::Partly, people(3, 4))
    );
    // Who looked in for two minutes was asked nothing.
    debrief.people[1].last_seen = Some(START + 2 * MINUTE);
    assert_eq!(of(&debrief, Element::Agreement), (How::Yes, people(3, 3)));
    // Agreed to and never said aloud.
    part_of(&mut debrief, circle::format::PhaseKind::Welcome).used_ms = MINUTE - 1;
    let hardly = Figure::Minutes { ran: 1, meant: 5 };
    assert_eq!(of(&debrief, Element::Agreement), (How::Partly, hardly));
    for one in &mut debrief.people {
        one.agreed = false;
    }
    assert_eq!(of(&debrief, Element::Agreement).0, How::No);
}

#[test]
fn the_check_in_is_for_those_who_were_there_for_it() {
    use circle::format::PhaseKind::CheckIn;
    let mut debrief = kept(4);
    let people = |did, of| Figure::People { did, of };
    part_of(&mut debrief, CheckIn).shared = 2;
    assert_eq!(of(&debrief, Element::CheckIn), (How::Partly, people(2, 4)));
    part_of(&mut debrief, CheckIn).passed = 1;
    assert_eq!(of(&debrief, Element::CheckIn).0, How::Partly);
    part_of(&mut debrief, CheckIn).here = 3;
    let all = (How::Yes, people(3, 3));
    assert_eq!(of(&debrief, Element::CheckIn), all, "a pass is an answer");
    let part = part_of(&mut debrief, CheckIn);
    (part.shared, part.passed) = (1, 0);
    assert_eq!(of(&debrief, Element::CheckIn).0, How::No);
    part_of(&mut debrief, CheckIn).state = PhaseState::Skipped;
    part_of(&mut debrief, CheckIn).required = true;
    assert_eq!(of(&debrief, Element::CheckIn), (How::No, Figure::None));
    part_of(&mut debrief, CheckIn).required = false;
    let nothing = (How::NotInThisFormat, Figure::None);
    assert_eq!(
        of(&debrief, Element::CheckIn),
        nothing,
        "it may be left out"
    );
}

#[test]
fn a_turn_that_never_came_is_seen() {
    let mut debrief = kept(4);
    debrief.people[0].missed = 2;
    let figure = Figure::People { did: 3, of: 4 };
    assert_eq!(of(&debrief, Element::Turns), (How::Partly, figure));
    for one in &mut debrief.people[1..3] {
        one.missed = 1;
    }
    assert_eq!(of(&debrief, Element::Turns).0, How::No);
}

#[test]
fn the_activity_that_came_furthest_says_how_it_went() {
    let mut debrief = kept(4);
    assert_eq!(of(&debrief, Element::Activity).0, How::Yes);
    debrief.activities[0].steps = 1;
    assert_eq!(of(&debrief, Element::Activity).0, How::Partly);
    let whole = Ran {
        kind: ActivityKind::BodyScan,
        steps: u8::try_from(ActivityKind::BodyScan.steps().len()).unwrap(),
        ..debrief.activities[0]
    };
    debrief.activities.push(whole);
    assert_eq!(of(&debrief, Element::Activity).0, How::Yes);
    debrief.activities.clear();
    let format = Format::renew_90();
    let is_planned = format
        .phases
        .iter()
        .any(|phase| !phase.activities.is_empty());
    let how = if is_planned {
        How::No
    } else {
        How::NotInThisFormat
    };
    assert_eq!(of(&debrief, Element::Activity), (how, Figure::None));
}

#[test]
fn the_end_may_be_two_minutes_late() {
    let mut debrief = kept(4);
    for (minutes, how) in [
        (-5, How::Yes),
        (2, How::Yes),
        (3, How::Partly),
        (10, How::Partly),
        (11, How::No),
    ] {
        debrief.ended_at = Some(START + (90 + minutes) * MINUTE);
        let over = u32::try_from(minutes).unwrap_or(0);
        let figure = Figure::Over { minutes: over };
        assert_eq!(of(&debrief, Element::OnTime), (how, figure));
    }
    debrief.ended_at = None;
    assert_eq!(of(&debrief, Element::OnTime).0, How::No);
}

#[test]
fn a_format_is_asked_for_nothing_that_it_has_not() {
    let mut debrief = kept(3);
    debrief.phases.clear();
    for one in fidelity(&debrief, &Format::renew_90(), MINUTE) {
        // An activity ran all the same, and the end has its time in any format.
        let is_told = matches!(one.element, Element::OnTime | Element::Activity);
        assert_eq!(one.how == How::NotInThisFormat, !is_told, "{one:?}");
    }
}

#[test]
fn speaking_time_is_told_for_each_side_and_who_was_not_heard() {
    let mut debrief = kept(5);
    debrief.people[0].spoken_ms = 14_999;
    debrief.people[1].spoken_ms = 0;
    debrief.people[1].passes = 2;
    debrief.people[2].spoken_ms = 0;
    debrief.people[2].listened = true;
    let found = airtime(&debrief, MINUTE);
    assert_eq!(found.unheard, [PersonId(1)]);
    assert_eq!(found.passed, [PersonId(2)]);
    assert_eq!(found.listened, [PersonId(3)]);
    assert_eq!((found.room.people, found.online.people), (2, 2));
    assert_eq!(found.room.each_ms(), Some(2 * MINUTE));
    assert_eq!(found.online.each_ms(), Some((4 * MINUTE + 14_999) / 2));
    assert!(found.gini_percent > 30, "{found:?}");
    // Who leads speaks between the turns.
    debrief.people[0].role = Role::Facilitator;
    assert_eq!(airtime(&debrief, MINUTE).unheard, []);
    debrief.people[0].role = Role::Member;
    // Ten times as quick, a second and a half is as much as fifteen.
    debrief.people[0].spoken_ms = 1_500;
    assert!(airtime(&debrief, MINUTE / 10).unheard.is_empty());
}

#[test]
fn with_nobody_there_is_nothing_to_tell() {
    let debrief = kept(0);
    assert_eq!(airtime(&debrief, MINUTE), circle::Airtime::default());
    assert_eq!(airtime(&debrief, 0).room.each_ms(), None);
    let found = fidelity(&debrief, &Format::renew_90(), 0);
    assert_eq!(found.len(), Element::ALL.len());
}

#[test]
fn gini_is_zero_for_equals_and_high_for_one_who_has_all() {
    assert_eq!(gini_percent(&[5, 5, 5, 5]), 0);
    assert_eq!(gini_percent(&[0, 0, 0, 8]), 75);
    assert_eq!(gini_percent(&[1, 3]), 25);
    assert_eq!(gini_percent(&[]), 0);
    assert_eq!(gini_percent(&[i64::MAX; 60]), 0);
}

prop_compose! {
    fn anybody()(
        who in 0_u64..40,
        times in any::<[i64; 3]>(),
        near in any::<bool>(),
        counts in any::<[u8; 3]>(),
        is in any::<[bool; 5]>(),
    ) -> Present {
        let at = |time: i64| if near { START + time % (120 * MINUTE) } else { time };
        Present {
            who: PersonId(who),
            role: Role::Member,
            in_room: is[0],
            spoken_ms: if near { times[0] % (40 * MINUTE) } else { times[0] },
            turns: u16::from(counts[0] % 3),
            passes: u16::from(counts[1] % 3),
            missed: u16::from(counts[2] % 3),
            agreed: is[2],
            listened: is[1],
            stepped_out: 0,
            sent_word: false,
            left_early: is[3],
            was_removed: false,
            first_seen: at(times[1]),
            last_seen: is[4].then(|| at(times[2])),
        }
    }
}

prop_compose! {
    fn any_part()(
        kind in 0_usize..11,
        state in 0_usize..4,
        closing in any::<bool>(),
        times in any::<[i64; 2]>(),
        counts in any::<[u16; 3]>(),
    ) -> PhaseRan {
        let states = [PhaseState::Done, PhaseState::Skipped, PhaseState::Coming, PhaseState::Now];
        PhaseRan {
            kind: circle::format::PhaseKind::ALL[kind],
            required: true,
            closing,
            state: states[state],
            target_ms: times[0],
            min_ms: 0,
            used_ms: times[1],
            here: counts[0],
            shared: counts[1],
            passed: counts[2],
        }
    }
}

prop_compose! {
    fn any_evening()(
        people in proptest::collection::vec(anybody(), 0..40),
        phases in proptest::collection::vec(any_part(), 0..12),
        times in any::<[i64; 3]>(),
    ) -> Debrief {
        Debrief {
            format: "renew-90".into(),
            started_at: Some(times[0]),
            was_to_end_at: Some(times[1]),
            ended_at: Some(times[2]),
            phases,
            activities: Vec::new(),
            people,
        }
    }
}

proptest! {
    /// Whoever came, and however long they spoke: what was kept is kept.
    #[test]
    fn an_evening_that_kept_everything_says_so(people in 0_u64..40, minutes in 0_i64..6) {
        let mut debrief = kept(people);
        for one in &mut debrief.people {
            one.spoken_ms = minutes * MINUTE;
        }
        for one in fidelity(&debrief, &Format::renew_90(), MINUTE) {
            prop_assert_eq!(one.how, How::Yes, "{:?}", one);
        }
        prop_assert_eq!(airtime(&debrief, MINUTE).gini_percent, 0);
    }

    /// Nothing depends on who sits where, and no record breaks it.
    #[test]
    fn the_order_of_people_means_nothing(
        debrief in any_evening(),
        minute_ms in any::<i64>(),
        turn in 0_usize..40,
    ) {
        let mut turned = debrief.clone();
        turned.people.reverse();
        let places = turned.people.len();
        turned.people.rotate_left(turn % places.max(1));
        let format = Format::renew_90();
        prop_assert_eq!(
            fidelity(&debrief, &format, minute_ms),
            fidelity(&turned, &format, minute_ms)
        );
        let (spread, other) = (airtime(&debrief, minute_ms), airtime(&turned, minute_ms));
        prop_assert!((0..=100).contains(&spread.gini_percent), "{:?}", spread);
        prop_assert_eq!(spread, other);
    }

    #[test]
    fn a_spread_is_between_equal_and_all_for_one(values in proptest::collection::vec(any::<i64>(), 0..60)) {
        prop_assert!((0..=100).contains(&gini_percent(&values)));
    }
}
