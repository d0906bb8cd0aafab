//! Looking back, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Keys, Store, StoreError, Tx, on_both_engines};
use circle::Airtime;
use tempfile::TempDir;

use super::super::store::journal::{self, Batch, Beside};
use super::super::store::{self as rows};
use super::super::{Session, SessionId, State};
use super::{DebriefId, Noted, Reach, Reason, Sealed, Shared, Took, data, look, seal, store};
use crate::site::chance::Chance;
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const DAY_MS: i64 = 24 * 3_600_000;
const MARLOW: PersonId = PersonId(101);
const BEA: PersonId = PersonId(i64::MAX);

on_both_engines! {
    each_who_led_has_one_of_a_session_and_the_first_stays,
    words_and_shares_come_and_go,
    coordinators_find_what_is_shared_and_nothing_else,
    the_latest_session_stands_first,
    what_is_written_anew_is_the_noted_part_and_one_s_own,
    a_copy_that_was_made_before_a_rule_is_shown_by_it,
    all_of_it_is_exported_but_what_is_broken,
    erasing_a_person_leaves_no_row_of_theirs,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

/// Two sessions, of which each has been led by Marlow and hosted by Bea.
fn led(db: &TestDatabase) -> Store {
    let store = db.store();
    write(&store, |tx| {
        for (number, id) in [(1, 301), (2, 302)] {
            let session = Session {
                id: SessionId(id),
                group: 201,
                starts_ms: NOW_MS + number * DAY_MS,
                minutes: 90,
                pace: 1,
                format: "renew-90".into(),
                state: State::Planned,
                ended_ms: None,
                sealed: false,
            };
            rows::ensure(tx, &session)?;
            let debrief = |id, person| Beside::Debrief {
                id: DebriefId(id),
                person,
                made_ms: NOW_MS,
                sealed: vec![0, 255, 7],
            };
            let batch = Batch {
                beside: vec![debrief(number * 10, MARLOW), debrief(number * 10 + 1, BEA)],
                ..Batch::default()
            };
            journal::append(tx, SessionId(id), &batch)?;
        }
        Ok(())
    });
    store
}

fn each_who_led_has_one_of_a_session_and_the_first_stays(db: &TestDatabase) {
    let store = led(db);
    let again = write(&store, |tx| {
        store::add(tx, SessionId(301), (DebriefId(99), MARLOW, NOW_MS), &[9])
    });
    assert_eq!(again, 0);
    let row = write(&store, |tx| store::of(tx, SessionId(301), MARLOW)).unwrap();
    assert_eq!((row.id, row.sealed), (DebriefId(10), vec![0, 255, 7]));
    assert_eq!((row.group, row.starts_ms), (201, NOW_MS + DAY_MS));
    assert!(write(&store, |tx| store::has(tx, SessionId(302), BEA)));
    let nobody = PersonId(5);
    assert!(!write(&store, move |tx| store::has(
        tx,
        SessionId(302),
        nobody
    )));
    assert_eq!(
        write(&store, move |tx| store::of(tx, SessionId(302), nobody)),
        None
    );
}

fn words_and_shares_come_and_go(db: &TestDatabase) {
    let store = led(db);
    let id = DebriefId(10);
    let read = || write(&store, |tx| store::of(tx, SessionId(301), MARLOW)).unwrap();
    write(&store, move |tx| store::set_words(tx, id, Some(vec![1])));
    write(&store, move |tx| store::set_words(tx, id, Some(vec![2])));
    write(&store, move |tx| store::share(tx, id, (NOW_MS, vec![3])));
    write(&store, move |tx| {
        store::share(tx, id, (NOW_MS + 1, vec![4]))
    });
    let row = read();
    assert_eq!(row.words_sealed, Some(vec![2]));
    assert_eq!(
        (row.shared_ms, row.shared_sealed),
        (Some(NOW_MS + 1), Some(vec![4]))
    );
    write(&store, move |tx| store::take_back(tx, id));
    write(&store, move |tx| store::set_words(tx, id, None));
    let row = read();
    assert_eq!(
        (row.words_sealed, row.shared_ms, row.shared_sealed),
        (None, None, None)
    );
}

fn coordinators_find_what_is_shared_and_nothing_else(db: &TestDatabase) {
    let store = led(db);
    assert_eq!(write(&store, store::shared).len(), 0);
    let [old, new] = [DebriefId(10), DebriefId(21)];
    write(&store, move |tx| store::share(tx, old, (NOW_MS, vec![1])));
    write(&store, move |tx| {
        store::share(tx, new, (NOW_MS + 5, vec![2]))
    });
    let shared = write(&store, store::shared);
    let ids: Vec<_> = shared.iter().map(|row| row.id).collect();
    assert_eq!(ids, [new, old], "the newest first");
    write(&store, move |tx| store::take_back(tx, old));
    assert_eq!(write(&store, move |tx| store::shared_one(tx, old)), None);
    assert!(write(&store, move |tx| store::shared_one(tx, new)).is_some());
}

fn the_latest_session_stands_first(db: &TestDatabase) {
    let store = led(db);
    let all = write(&store, |tx| store::latest_of(tx, MARLOW));
    let sessions: Vec<_> = all.iter().map(|row| row.session.0).collect();
    assert_eq!(sessions, [302, 301]);
}

fn what_is_written_anew_is_the_noted_part_and_one_s_own(db: &TestDatabase) {
    let store = led(db);
    let id = DebriefId(10);
    write(&store, move |tx| store::set_words(tx, id, Some(vec![1])));
    write(&store, move |tx| store::share(tx, id, (NOW_MS, vec![2])));
    let anew = |person| Batch {
        beside: vec![Beside::DebriefAnew {
            id,
            person,
            sealed: vec![9],
        }],
        ..Batch::default()
    };
    let rows = || write(&store, |tx| store::in_session(tx, SessionId(301)));
    let before = rows();
    let (not_hers, his) = (anew(BEA), anew(MARLOW));
    write(&store, move |tx| {
        journal::append(tx, SessionId(301), &not_hers)
    });
    assert_eq!(rows(), before);
    write(&store, move |tx| journal::append(tx, SessionId(301), &his));
    let row = &rows()[0];
    assert_eq!((&row.sealed, row.id), (&vec![9], id));
    assert_eq!(row.words_sealed, Some(vec![1]));
    assert_eq!(row.shared_sealed, Some(vec![2]));
}

/// Marlow's key, and the folder that holds it.
fn keys() -> (Keys, Chance, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let chance = Chance::seeded(7);
    let (file, master) = (
        folder.path().join("keys.db"),
        folder.path().join("master.key"),
    );
    let keys = Keys::open(&file, &master, chance.bytes::<32>()).unwrap();
    keys.create(MARLOW.0, chance.bytes::<32>()).unwrap();
    (keys, chance, folder)
}

fn empty() -> Noted {
    Noted {
        took: Took::Led,
        parts: Vec::new(),
        activities: Vec::new(),
        findings: Vec::new(),
        airtime: Airtime::default(),
        reach_out: Vec::new(),
    }
}

fn a_copy_that_was_made_before_a_rule_is_shown_by_it(db: &TestDatabase) {
    let store = led(db);
    let (keys, chance, _folder) = keys();
    let id = DebriefId(10);
    let reach = |seat, why| Reach {
        seat,
        why: vec![why],
    };
    // In the order of a list that had a private word of seat 4.
    let first = reach(4, Reason::FirstTime);
    let left = reach(2, Reason::LeftEarly);
    let old = Shared {
        noted: Noted {
            reach_out: vec![first.clone(), left.clone()],
            ..empty()
        },
        has_names: true,
        words: None,
    };
    let sealed = seal((&keys, &chance), MARLOW, (Sealed::Shared, id), &old).unwrap();
    write(&store, move |tx| {
        store::share(tx, id, (NOW_MS, sealed.clone()))
    });
    let row = write(&store, move |tx| store::shared_one(tx, id)).unwrap();
    let shown = look::shared_of(&keys, &row).unwrap().unwrap();
    assert_eq!(shown.noted.reach_out, [left, first]);
}

fn all_of_it_is_exported_but_what_is_broken(db: &TestDatabase) {
    // What `led` wrote was sealed with no key: it is broken.
    let store = led(db);
    let (keys, chance, _folder) = keys();
    let noted = empty();
    let theirs = keys.clone();
    write(&store, move |tx| {
        for number in 1..=130 {
            let session = Session {
                id: SessionId(1_000 + number),
                group: 201,
                starts_ms: NOW_MS - number * DAY_MS,
                minutes: 90,
                pace: 1,
                format: "renew-90".into(),
                state: State::Planned,
                ended_ms: None,
                sealed: false,
            };
            rows::ensure(tx, &session)?;
            let id = DebriefId(1_000 + number);
            let sealed = seal((&theirs, &chance), MARLOW, (Sealed::Noted, id), &noted).unwrap();
            store::add(tx, session.id, (id, MARLOW, NOW_MS), &sealed)?;
            if number == 65 {
                store::set_words(tx, id, Some(vec![1, 2]))?;
            }
        }
        Ok(())
    });
    let exported = write(&store, move |tx| data::export(tx, &keys, MARLOW));
    let starts = exported
        .iter()
        .map(|one| one["starts_ms"].as_i64().unwrap());
    let expected: Vec<i64> = (1..=130).map(|number| NOW_MS - number * DAY_MS).collect();
    assert_eq!(starts.collect::<Vec<_>>(), expected);
}

fn erasing_a_person_leaves_no_row_of_theirs(db: &TestDatabase) {
    let store = led(db);
    write(&store, |tx| {
        store::share(tx, DebriefId(10), (NOW_MS, vec![1]))
    });
    write(&store, |tx| rows::erase(tx, MARLOW));
    assert_eq!(write(&store, |tx| store::latest_of(tx, MARLOW)), []);
    assert_eq!(write(&store, store::shared), []);
    assert_eq!(write(&store, |tx| store::latest_of(tx, BEA)).len(), 2);
}
