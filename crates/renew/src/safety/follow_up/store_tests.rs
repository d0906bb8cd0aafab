//! The SQL of what follows private words, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};

use super::list::{Waiting, waiting};
use super::{FollowUp, FollowUpId, KEPT_MS, OPEN_KEPT_MS, store};
use crate::sessions::SessionId;
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const MARLOW: PersonId = PersonId(101);
const WREN: PersonId = PersonId(102);
const SOL: PersonId = PersonId(i64::MAX);

on_both_engines! {
    a_note_comes_back_as_it_went_in,
    one_person_has_one_note_of_one_session,
    who_follows_up_changes_hands,
    what_waits_is_counted_for_who_it_waits_for,
    a_note_goes_when_its_time_is_over,
    erasing_a_person_leaves_no_row_of_theirs,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn row(id: i64, person: PersonId) -> FollowUp {
    FollowUp {
        id: FollowUpId(id),
        session: SessionId(301),
        group: 201,
        person,
        made_by: Some(MARLOW),
        keeper: Some(MARLOW),
        asked: Some(SOL),
        offered_sealed: vec![0, 255],
        made_ms: NOW_MS,
        due_ms: Some(NOW_MS + 1),
        zone: "Europe/Madrid".into(),
        done_ms: None,
        disputed_ms: None,
    }
}

fn a_note_comes_back_as_it_went_in(database: &TestDatabase) {
    let store = database.store();
    let whole = FollowUp {
        done_ms: Some(NOW_MS + 2),
        disputed_ms: Some(NOW_MS + 3),
        ..row(1, WREN)
    };
    let bare = FollowUp {
        session: SessionId(302),
        made_by: None,
        keeper: None,
        asked: None,
        due_ms: None,
        ..row(2, WREN)
    };
    for one in [whole, bare] {
        let (kept, id) = (one.clone(), one.id);
        write(&store, move |tx| store::add(tx, &kept));
        assert_eq!(write(&store, move |tx| store::get(tx, id)), Some(one));
    }
    let about = write(&store, |tx| store::about(tx, WREN));
    assert_eq!(about.len(), 2);
}

fn one_person_has_one_note_of_one_session(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| store::add(tx, &row(1, WREN)));
    let again: Result<(), StoreError> = store.write_blocking(|tx| store::add(tx, &row(2, WREN)));
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let found = write(&store, |tx| store::of_session(tx, SessionId(301), WREN));
    assert_eq!(found.unwrap().id, FollowUpId(1));
    let none = write(&store, |tx| store::of_session(tx, SessionId(301), SOL));
    assert_eq!(none, None);
}

fn who_follows_up_changes_hands(database: &TestDatabase) {
    let store = database.store();
    let id = FollowUpId(1);
    write(&store, |tx| store::add(tx, &row(1, WREN)));
    write(&store, move |tx| store::set_keeper(tx, id, SOL));
    let now = write(&store, move |tx| store::get(tx, id)).unwrap();
    assert_eq!((now.keeper, now.asked), (Some(SOL), None));
    let changed = FollowUp {
        keeper: Some(MARLOW),
        offered_sealed: vec![7],
        due_ms: None,
        done_ms: Some(NOW_MS),
        ..now
    };
    let kept = changed.clone();
    write(&store, move |tx| store::change(tx, &kept));
    assert_eq!(write(&store, move |tx| store::get(tx, id)), Some(changed));
    write(&store, move |tx| store::set_done(tx, id, None));
    write(&store, move |tx| store::set_disputed(tx, id, Some(NOW_MS)));
    let now = write(&store, move |tx| store::get(tx, id)).unwrap();
    assert_eq!((now.done_ms, now.disputed_ms), (None, Some(NOW_MS)));
}

fn what_waits_is_counted_for_who_it_waits_for(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        store::add(tx, &row(1, WREN))?;
        store::add(
            tx,
            &FollowUp {
                session: SessionId(302),
                due_ms: Some(NOW_MS - 1),
                disputed_ms: Some(NOW_MS),
                asked: None,
                ..row(2, WREN)
            },
        )
    });
    let of = |person| write(&store, move |tx| waiting(tx, person, NOW_MS));
    let marlow = Waiting {
        due: 1,
        past: 1,
        asked: 0,
        disputed: 1,
    };
    assert_eq!(of(MARLOW), marlow);
    let sol = Waiting {
        asked: 1,
        ..Waiting::default()
    };
    assert_eq!(of(SOL), sol);
    assert_eq!(of(WREN), Waiting::default(), "it is about her");
}

fn a_note_goes_when_its_time_is_over(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        let done = FollowUp {
            done_ms: Some(NOW_MS),
            ..row(1, WREN)
        };
        store::add(tx, &done)?;
        store::add(tx, &row(2, SOL))
    });
    let erase = |at_ms| write(&store, move |tx| store::erase_old(tx, at_ms));
    assert_eq!(erase(NOW_MS + KEPT_MS), 0);
    assert_eq!(erase(NOW_MS + KEPT_MS + 1), 1);
    assert_eq!(erase(NOW_MS + 1 + OPEN_KEPT_MS), 0, "still open");
    assert_eq!(erase(NOW_MS + 2 + OPEN_KEPT_MS), 1);
}

fn erasing_a_person_leaves_no_row_of_theirs(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| store::add(tx, &row(1, WREN)));
    write(&store, |tx| store::add(tx, &row(2, SOL)));
    write(&store, |tx| store::erase(tx, SOL));
    assert_eq!(write(&store, |tx| store::get(tx, FollowUpId(2))), None);
    let other = write(&store, |tx| store::get(tx, FollowUpId(1))).unwrap();
    assert_eq!((other.asked, other.keeper), (None, Some(MARLOW)));
    write(&store, |tx| store::erase(tx, MARLOW));
    let other = write(&store, |tx| store::get(tx, FollowUpId(1))).unwrap();
    assert_eq!((other.made_by, other.keeper), (None, None));
    assert_eq!(write(&store, store::open_ones).len(), 1, "still to be seen");
}
