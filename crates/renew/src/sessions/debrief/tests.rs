//! What is put together for one person, and what of it goes along when it is shared.
#![allow(clippy::unwrap_used)]

use circle::command::Role;
use circle::debrief::{Debrief, PhaseRan, Present};
use circle::format::Format;
use circle::view::PhaseState;
use circle::{Airtime, Element, How, PersonId as SeatId, Side};

use super::{Beheld, KeptWords, Noted, OwnWords, PAGES_MAX, Reach, Reason, Shared, Took, noted};

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

fn reach(seat: u64, why: &[Reason]) -> Reach {
    Reach {
        seat,
        why: why.to_vec(),
    }
}

#[test]
fn the_order_of_what_is_shared_does_not_say_who_sent_a_word() {
    let mut debrief = evening();
    debrief.people[1].left_early = true;
    debrief.people[2].missed = 1;
    debrief.people[4].stepped_out = 1;
    // Seat 5 is new and stepped out; seat 4 is new, and sent a word.
    let with_word = of_marlow(&debrief, 1);
    assert_eq!(with_word.reach_out[0].seat, 4);
    let mut without = with_word.clone();
    without.reach_out = vec![
        reach(2, &[Reason::LeftEarly]),
        reach(3, &[Reason::NoTurn]),
        reach(5, &[Reason::SteppedOut, Reason::FirstTime]),
        reach(4, &[Reason::FirstTime]),
    ];
    let shared = Shared::of(&with_word, true, None);
    assert_eq!(shared.noted.reach_out, without.reach_out);
    // A copy that was made before is put in order when it is opened.
    let mut old = shared.clone();
    old.noted.reach_out.rotate_right(1);
    assert_eq!(old.bare(), shared);
}

#[test]
fn a_word_after_the_end_joins_what_was_noted() {
    let mut debrief = evening();
    debrief.people[1].left_early = true;
    let mut late = of_marlow(&debrief, 1);
    assert!(!late.take_in_words(&[4]), "that was known");
    assert!(late.take_in_words(&[2, 3, 4]));
    let expected = [
        reach(3, &[Reason::PrivateWord]),
        reach(2, &[Reason::PrivateWord, Reason::LeftEarly]),
        reach(4, &[Reason::PrivateWord, Reason::FirstTime]),
        reach(5, &[Reason::FirstTime]),
    ];
    assert_eq!(late.reach_out, expected);
    assert!(!late.take_in_words(&[2, 3, 4]));
}

#[test]
fn who_was_asked_to_leave_did_not_leave_early() {
    let mut debrief = evening();
    for who in [1, 2] {
        debrief.people[who].left_early = true;
    }
    debrief.people[1].was_removed = true;
    let found = of_marlow(&debrief, 1).reach_out;
    let left: Vec<_> = found
        .iter()
        .filter(|one| one.why.contains(&Reason::LeftEarly))
        .map(|one| one.seat)
        .collect();
    assert_eq!(left, [3]);
}

/// The speaking time of a nameless copy: so many in the room, and so many online.
fn nameless(room: u32, online: u32) -> Airtime {
    let side = |people: u32| Side {
        people,
        spoken_ms: i64::from(people) * 3 * MINUTE_MS,
    };
    let mut noted = of_marlow(&evening(), 1);
    noted.airtime.gini_percent = 40;
    noted.airtime.room = side(room);
    noted.airtime.online = side(online);
    noted.airtime.spoken_ms = noted.airtime.room.spoken_ms + noted.airtime.online.spoken_ms;
    let shared = Shared::of(&noted, false, None);
    assert_eq!(shared.clone().bare(), shared);
    shared.noted.airtime
}

#[test]
fn without_names_no_time_is_one_person_s() {
    let whole = nameless(3, 4);
    let sides = (whole.room.people, whole.online.people);
    assert_eq!((sides, whole.gini_percent), ((3, 4), 40));
    for (room, online) in [(5, 1), (1, 5), (4, 2), (2, 4)] {
        let found = nameless(room, online);
        let sides = (found.room, found.online.people);
        assert_eq!(sides, (Side::default(), 6), "{room} and {online}");
        assert_eq!(found.gini_percent, 40);
        assert_eq!(found.spoken_ms, 18 * MINUTE_MS);
    }
    // Nobody sat apart: the other side has nobody's time.
    assert_eq!(nameless(0, 5).online.people, 5);
    for (room, online) in [(0, 3), (2, 1)] {
        let found = nameless(room, online);
        assert_eq!((found.gini_percent, found.room.people), (0, 0));
        assert_eq!(found.spoken_ms, 9 * MINUTE_MS);
    }
    for (room, online) in [(1, 1), (0, 1), (2, 0)] {
        assert_eq!(nameless(room, online), Airtime::default());
    }
}

#[test]
fn what_a_page_sent_before_takes_no_newer_words_place() {
    let words = |well: &str| OwnWords {
        well: well.into(),
        ..OwnWords::default()
    };
    let mut kept = KeptWords::default();
    assert!(kept.take(words("newer"), (7, 2)));
    for late in [1, 2] {
        assert!(!kept.take(words("older"), (7, late)));
    }
    assert!(kept.take(words("elsewhere"), (8, 1)));
    assert!(
        !kept.take(words("older"), (7, 1)),
        "another page came between"
    );
    assert_eq!(kept.words, words("elsewhere"));
    assert!(kept.take(words("by the button alone"), (0, 0)));
    assert!(kept.take(OwnWords::default(), (7, 3)));
    assert!(!kept.is_empty(), "or what comes late would be the first");
    for page in 100..200 {
        assert!(kept.take(words("x"), (page, 1)));
    }
    assert_eq!(kept.pages.len(), PAGES_MAX);
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<KeptWords>(&text).unwrap(), kept);
    let before: KeptWords = serde_json::from_str(r#"{"well":"x","otherwise":""}"#).unwrap();
    assert_eq!(before.words, words("x"));
}

#[test]
fn what_was_noted_before_something_was_added_still_opens() {
    let old: Noted = serde_json::from_str(r#"{"took":"led"}"#).unwrap();
    assert_eq!((old.took, old.reach_out), (Took::Led, Vec::new()));
}
