//! The SQL of sessions, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};

use super::kept::NoteKind;
use super::store::journal::{self, Batch, Beside, Came, Entry};
use super::store::{self as rows, kept};
use super::wire::{HowItWent, MayKnow};
use super::{PlanId, Session, SessionId, State};
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const ID: SessionId = SessionId(301);
const WREN: PersonId = PersonId(102);
const SOL: PersonId = PersonId(i64::MAX);

on_both_engines! {
    a_session_is_made_once_and_opened_once,
    a_journal_comes_back_in_order_and_is_cut_by_its_snapshot,
    plans_are_replaced_answered_and_shown_by_their_owner,
    notes_are_one_of_a_kind,
    a_pulse_is_counted_without_a_person,
    the_end_leaves_the_record_and_nothing_of_the_evening,
    erasing_a_person_leaves_no_row_of_theirs,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn session(id: i64) -> Session {
    Session {
        id: SessionId(id),
        group: 201,
        starts_ms: NOW_MS,
        minutes: 90,
        pace: 1,
        format: "renew-90".into(),
        state: State::Planned,
        ended_ms: None,
        sealed: false,
    }
}

fn append(store: &Store, beside: Vec<Beside>) {
    let batch = Batch {
        beside,
        ..Batch::default()
    };
    write(store, move |tx| journal::append(tx, ID, &batch));
}

fn entries(numbers: impl Iterator<Item = i64>) -> Vec<Entry> {
    numbers
        .map(|number| Entry {
            number,
            at_ms: NOW_MS + number,
            text: format!("entry {number}"),
        })
        .collect()
}

fn plan(id: i64, person: PersonId) -> Beside {
    Beside::Plan {
        id: PlanId(id),
        person,
        group: 201,
        made_ms: NOW_MS + id,
        may_know: MayKnow::Mentor,
        sealed: vec![0, 255, u8::try_from(id % 256).unwrap()],
    }
}

fn seat(seat: u64, person: PersonId) -> Beside {
    Beside::Seat { seat, person }
}

fn draft(kind: &'static str, number: u64, person: PersonId) -> Beside {
    Beside::Draft {
        kind,
        number,
        person,
        sealed: vec![0, 1, 255],
    }
}

fn a_session_is_made_once_and_opened_once(db: &TestDatabase) {
    let store = db.store();
    let first = write(&store, |tx| rows::ensure(tx, &session(301)));
    let second = write(&store, |tx| rows::ensure(tx, &session(302)));
    assert!(!first.sealed);
    assert_eq!((first.id, second), (ID, first));
    assert!(write(&store, |tx| rows::open(tx, ID, (NOW_MS, true))));
    assert!(!write(&store, |tx| rows::open(tx, ID, (NOW_MS, false))));
    let open = write(&store, |tx| rows::open_of_group(tx, 201)).unwrap();
    assert_eq!((open.state, open.sealed), (State::Open, true));
    assert_eq!(write(&store, |tx| rows::open_since(tx, NOW_MS)).len(), 0);
    assert_eq!(
        write(&store, |tx| rows::open_since(tx, NOW_MS + 1)).len(),
        1
    );
    assert_eq!(write(&store, |tx| rows::get(tx, SessionId(302))), None);
}

fn a_journal_comes_back_in_order_and_is_cut_by_its_snapshot(db: &TestDatabase) {
    let store = db.store();
    let first = Batch {
        entries: entries(1..=12),
        beside: vec![seat(1, WREN), seat(2, SOL), draft("word", 1, SOL)],
        snapshot: Some((0, "before all".into())),
    };
    write(&store, move |tx| journal::append(tx, ID, &first));
    let written = write(&store, |tx| journal::read(tx, ID));
    let numbers: Vec<i64> = written.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    assert_eq!(written.seats, [(1, WREN), (2, SOL)]);
    assert_eq!(written.drafts[0].sealed, [0, 1, 255]);
    let second = Batch {
        entries: entries(13..=14),
        beside: vec![draft("word", 1, SOL)],
        snapshot: Some((13, "after thirteen".into())),
    };
    write(&store, move |tx| journal::append(tx, ID, &second));
    let written = write(&store, |tx| journal::read(tx, ID));
    assert_eq!(written.snapshot, Some((13, "after thirteen".into())));
    assert_eq!(written.entries, entries(14..=14));
    assert_eq!(written.drafts.len(), 1);
    // The same number twice is a defect, and nothing of that batch is kept.
    let again = Batch {
        entries: entries(15..=15)
            .into_iter()
            .chain(entries(14..=14))
            .collect(),
        ..Batch::default()
    };
    assert!(
        store
            .write_blocking(move |tx| journal::append(tx, ID, &again))
            .is_err()
    );
    let written = write(&store, |tx| journal::read(tx, ID));
    assert_eq!(written.entries, entries(14..=14));
}

fn plans_are_replaced_answered_and_shown_by_their_owner(db: &TestDatabase) {
    let store = db.store();
    append(&store, vec![plan(401, WREN)]);
    write(&store, |tx| {
        kept::answer(tx, WREN, PlanId(401), HowItWent::DidIt, NOW_MS)
    });
    let answers = || {
        let sql = "SELECT COUNT(*) FROM plan_answers";
        write(&store, move |tx| tx.one::<(i64,)>(sql, &[])).0
    };
    assert_eq!(answers(), 1);
    append(&store, vec![plan(402, WREN)]);
    assert_eq!(answers(), 0, "the answer to a plan that was replaced");
    let plans = write(&store, |tx| kept::plans_of(tx, WREN));
    assert_eq!(plans.len(), 1);
    assert_eq!(
        (plans[0].id, plans[0].may_know),
        (PlanId(402), MayKnow::Mentor)
    );
    assert_eq!(plans[0].sealed, [0, 255, 402_u16.to_le_bytes()[0]]);
    let answer = |person, how| {
        write(&store, move |tx| {
            kept::answer(tx, person, PlanId(402), how, NOW_MS)
        })
    };
    assert_eq!(answer(SOL, HowItWent::DidIt), 0);
    assert_eq!(answer(WREN, HowItWent::NotYet), 1);
    assert_eq!(answer(WREN, HowItWent::DidIt), 1);
    let latest = write(&store, |tx| kept::latest_plan(tx, WREN)).unwrap();
    assert_eq!(latest.how, Some(HowItWent::DidIt));
    assert_eq!(write(&store, |tx| kept::unanswer(tx, SOL, PlanId(402))), 0);
    assert_eq!(write(&store, |tx| kept::unanswer(tx, WREN, PlanId(402))), 1);
    let later = SessionId(302);
    let shown = Batch {
        beside: vec![Beside::ShowPlan {
            plan: PlanId(402),
            person: WREN,
        }],
        ..Batch::default()
    };
    write(&store, move |tx| journal::append(tx, later, &shown));
    let before = write(&store, move |tx| kept::plan_before(tx, WREN, 201, later)).unwrap();
    assert_eq!((before.shown_in, before.how), (Some(later), None));
    assert_eq!(
        write(&store, |tx| kept::plan_before(tx, WREN, 201, ID)),
        None
    );
    assert_eq!(write(&store, move |tx| kept::plans_in(tx, later)).len(), 1);
    assert_eq!(write(&store, |tx| kept::drop_plan(tx, SOL, PlanId(402))), 0);
    append(&store, vec![Beside::NoPlan { person: WREN }]);
    assert_eq!(write(&store, |tx| kept::latest_plan(tx, WREN)), None);
}

fn note(id: i64, kind: NoteKind) -> Beside {
    Beside::Note {
        id,
        person: WREN,
        kind,
        made_ms: NOW_MS + id,
        sealed: vec![1, 2, 3],
    }
}

fn notes_are_one_of_a_kind(db: &TestDatabase) {
    let store = db.store();
    append(
        &store,
        vec![note(1, NoteKind::Reflection), note(2, NoteKind::Takeaway)],
    );
    append(&store, vec![note(3, NoteKind::Reflection)]);
    let notes = write(&store, |tx| kept::notes_of(tx, WREN));
    let ids: Vec<i64> = notes.iter().map(|note| note.id).collect();
    assert_eq!(ids, [3, 2]);
    assert_eq!(write(&store, |tx| kept::notes_in(tx, ID)).len(), 2);
    assert_eq!(write(&store, |tx| kept::notes_of(tx, SOL)).len(), 0);
}

fn a_pulse_is_counted_without_a_person(db: &TestDatabase) {
    let store = db.store();
    let ratings = [("heard", 4), ("safe", 5), ("useful", 3), ("together", 4)];
    append(
        &store,
        vec![Beside::Pulse { ratings }, Beside::Pulse { ratings }],
    );
    let tallies = write(&store, |tx| rows::pulse(tx, ID));
    assert_eq!(tallies.len(), 4);
    assert!(tallies.iter().all(|tally| tally.answers == 2));
}

fn ended() -> Beside {
    let came = |seat| Came {
        seat,
        role: "member",
        from_ms: NOW_MS,
        to_ms: NOW_MS + 60_000,
    };
    Beside::End {
        at_ms: NOW_MS + 60_000,
        record: "{}".into(),
        attendance: vec![came(1), came(2), came(3)],
    }
}

fn the_end_leaves_the_record_and_nothing_of_the_evening(db: &TestDatabase) {
    let store = db.store();
    write(&store, |tx| rows::ensure(tx, &session(301)));
    let evening = Batch {
        entries: entries(1..=3),
        beside: vec![seat(1, WREN), seat(2, SOL), draft("face", 1, WREN), ended()],
        snapshot: Some((0, "state".into())),
    };
    write(&store, move |tx| journal::append(tx, ID, &evening));
    let attended = write(&store, |tx| rows::attendance(tx, ID));
    let people: Vec<_> = attended.iter().map(|came| came.person).collect();
    // Whoever was erased during the session has no seat row any more.
    assert_eq!(people, [Some(WREN), Some(SOL), None]);
    assert_eq!(attended[0].face_sealed, Some(vec![0, 1, 255]));
    assert_eq!(attended[1].face_sealed, None);
    assert_eq!(write(&store, |tx| rows::record(tx, ID)), Some("{}".into()));
    assert_eq!(write(&store, |tx| rows::ended_of_group(tx, 201)).len(), 1);
    let ended_ms = write(&store, |tx| rows::get(tx, ID))
        .unwrap()
        .ended_ms
        .unwrap();
    let left = |before_ms| write(&store, move |tx| rows::left_behind(tx, before_ms));
    assert_eq!(left(ended_ms), []);
    assert_eq!(left(ended_ms + 1), [ID]);
    assert!(write(&store, |tx| rows::has_snapshot(tx, ID)));
    append(&store, vec![Beside::ClearAway]);
    assert_eq!(left(ended_ms + 1), []);
    assert!(!write(&store, |tx| rows::has_snapshot(tx, ID)));
    let written = write(&store, |tx| journal::read(tx, ID));
    assert_eq!(written, journal::Written::default());
    assert!(write(&store, |tx| rows::came(tx, ID, WREN)));
    assert_eq!(
        write(&store, |tx| rows::mine::evenings_of(tx, SOL)).len(),
        1
    );
}

fn erasing_a_person_leaves_no_row_of_theirs(db: &TestDatabase) {
    let store = db.store();
    write(&store, |tx| rows::ensure(tx, &session(301)));
    let all = vec![
        seat(1, WREN),
        seat(2, SOL),
        draft("face", 1, WREN),
        draft("word", 1, WREN),
        draft("reply", 1, SOL),
        draft("word", 2, SOL),
        draft("reply", 2, SOL),
        plan(401, WREN),
        note(1, NoteKind::Reflection),
        ended(),
    ];
    append(&store, all);
    write(&store, |tx| {
        kept::answer(tx, WREN, PlanId(401), HowItWent::DidIt, NOW_MS)
    });
    write(&store, |tx| rows::erase(tx, WREN));
    for (table, column) in [
        ("plans", "person_id"),
        ("session_notes", "person_id"),
        ("session_drafts", "person_id"),
        ("session_seats", "person_id"),
        ("session_attendance", "person_id"),
        ("plan_answers", "plan_id"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} IN (102, 401)");
        let (count,): (i64,) = write(&store, move |tx| tx.one(&sql, &[]));
        assert_eq!(count, 0, "{table}");
    }
    // What was replied to others stays; what was replied to this person's words doesn't.
    let drafts = write(&store, |tx| journal::read(tx, ID)).drafts;
    let mut left: Vec<_> = drafts
        .iter()
        .map(|draft| (&*draft.kind, draft.number))
        .collect();
    left.sort_unstable();
    assert_eq!(left, [("reply", 2), ("word", 2)]);
    let attended = write(&store, |tx| rows::attendance(tx, ID));
    assert_eq!(attended.len(), 3);
    assert!(attended[0].person.is_none() && attended[0].face_sealed.is_none());
    assert_eq!(attended[1].person, Some(SOL));
}
