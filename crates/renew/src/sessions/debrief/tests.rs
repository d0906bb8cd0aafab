//! What is put together for one person, and what of it goes along when it is shared.
#![allow(clippy::unwrap_used)]

use circle::command::Role;
use circle::debrief::{Debrief, PhaseRan, Present};
use circle::format::Format;
use circle::view::PhaseState;
use circle::{Element, How, PersonId as SeatId};

use super::{Beheld, Noted, OwnWords, Reason, Shared, Took, noted};

const MINUTE_MS: i64 = 60_000;

fn person(seat: u64) -> Present {
    Present {
        who: SeatId(seat),
        role: Role::Member,
        in_room: false,
        spoken_ms: 3 * MINUTE_MS,
        turns: 1,
        passes: 0,
        listened: false,
        agreed: true,
        missed: 0,
        stepped_out: 0,
        sent_word: false,
        left_early: false,
        was_removed: false,
        first_seen: 0,
        last_seen: None,
    }
}

/// Marlow in seat 1 led; the others sat in 2 to 6.
fn evening() -> Debrief {
    let part = |phase: &circle::format::Phase| PhaseRan {
        kind: phase.kind,
        required: phase.required,
        closing: phase.closing,
        state: PhaseState::Done,
        target_ms: i64::from(phase.minutes.target) * MINUTE_MS,
        min_ms: i64::from(phase.minutes.min) * MINUTE_MS,
        used_ms: i64::from(phase.minutes.target) * MINUTE_MS,
        here: 6,
        shared: 6,
        passed: 0,
    };
    Debrief {
        format: "renew-90".into(),
        started_at: Some(0),
        was_to_end_at: Some(90 * MINUTE_MS),
        ended_at: Some(90 * MINUTE_MS),
        phases: Format::renew_90().phases.iter().map(part).collect(),
        activities: Vec::new(),
        people: (1..=6).map(person).collect(),
    }
}

fn of_marlow(debrief: &Debrief, pace: u32) -> Noted {
    let beheld = Beheld {
        took: Took::Led,
        me: 1,
        sent_a_word: &[4, 1],
        is_new: &[4, 5],
        known: &[1, 2, 3, 4, 5],
    };
    noted(debrief, &Format::renew_90(), pace, &beheld)
}

#[test]
fn people_to_reach_out_to_are_those_for_whom_there_is_a_reason() {
    let mut debrief = evening();
    debrief.people[1].left_early = true;
    debrief.people[2].stepped_out = 1;
    debrief.people[2].missed = 1;
    debrief.people[0].stepped_out = 1;
    // Was erased meanwhile: has no seat any more.
    debrief.people[5].left_early = true;
    let found = of_marlow(&debrief, 1).reach_out;
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.seat, one.why.clone()))
        .collect();
    let expected = [
        (4, vec![Reason::PrivateWord, Reason::FirstTime]),
        (2, vec![Reason::LeftEarly]),
        (3, vec![Reason::NoTurn, Reason::SteppedOut]),
        (5, vec![Reason::FirstTime]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn minutes_are_those_of_the_plan_whatever_the_pace() {
    let mut quick = evening();
    for part in &mut quick.phases {
        part.target_ms /= 10;
        part.used_ms /= 10;
    }
    quick.phases[3].state = PhaseState::Skipped;
    let parts = of_marlow(&quick, 10).parts;
    let ran: Vec<_> = parts.iter().map(|part| part.ran_minutes).collect();
    let planned: Vec<_> = parts
        .iter()
        .map(|part| Some(part.planned_minutes))
        .collect();
    assert_eq!(ran[3], None);
    assert_eq!((&ran[..3], &ran[4..]), (&planned[..3], &planned[4..]));
    let noted = of_marlow(&evening(), 1);
    let stillness = noted
        .findings
        .iter()
        .find(|one| one.element == Element::Stillness);
    assert_eq!(stillness.unwrap().how, How::Yes);
}

#[test]
fn without_a_tick_no_seat_goes_along_and_a_private_word_never_does() {
    let mut debrief = evening();
    debrief.people[1].spoken_ms = 0;
    debrief.people[2].spoken_ms = 0;
    debrief.people[2].passes = 1;
    debrief.people[3].spoken_ms = 0;
    debrief.people[3].listened = true;
    let noted = of_marlow(&debrief, 1);
    let words = Some(OwnWords {
        well: "The silence".into(),
        otherwise: String::new(),
    });
    let bare = Shared::of(&noted, false, None);
    let text = serde_json::to_string(&bare).unwrap();
    for seat_of in [
        "reach_out\":[{",
        "unheard\":[",
        "passed\":[",
        "listened\":[",
    ] {
        let empty = seat_of.replace('{', "") + "]";
        assert!(
            text.contains(&empty) || !text.contains(seat_of),
            "{seat_of}: {text}"
        );
    }
    assert_eq!(bare.noted.findings, noted.findings);
    assert_eq!(bare.words, None);

    let named = Shared::of(&noted, true, words.clone());
    assert_eq!(named.words, words);
    assert_eq!(named.noted.airtime, noted.airtime);
    let text = serde_json::to_string(&named).unwrap();
    assert!(!text.contains("private_word"), "{text}");
    let of_four = named.noted.reach_out.iter().find(|one| one.seat == 4);
    assert_eq!(of_four.unwrap().why, [Reason::FirstTime]);
    assert_eq!(
        Shared::of(&noted, true, Some(OwnWords::default())).words,
        None
    );
}
