//! Looking back, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};

use super::super::store::journal::{self, Batch, Beside};
use super::super::store::{self as rows};
use super::super::{Session, SessionId, State};
use super::{DebriefId, store};
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
    let all = write(&store, |tx| store::all_of(tx, MARLOW));
    let sessions: Vec<_> = all.iter().map(|row| row.session.0).collect();
    assert_eq!(sessions, [302, 301]);
}

fn erasing_a_person_leaves_no_row_of_theirs(db: &TestDatabase) {
    let store = led(db);
    write(&store, |tx| {
        store::share(tx, DebriefId(10), (NOW_MS, vec![1]))
    });
    write(&store, |tx| rows::erase(tx, MARLOW));
    assert_eq!(write(&store, |tx| store::all_of(tx, MARLOW)), []);
    assert_eq!(write(&store, store::shared), []);
    assert_eq!(write(&store, |tx| store::all_of(tx, BEA)).len(), 2);
}
