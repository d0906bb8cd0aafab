//! The SQL of who is on call, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use calendar::{Days, Zone};
use jiff::civil::{Weekday, date};

use super::store::{self, SHIFTS_MAX};
use super::{Answer, DOORS_KEPT_MS, Door, DoorId, On, Shift, ShiftId};
use crate::sessions::SessionId;
use crate::site::visitor::PersonId;

/// A Monday noon in New York, 23 November 2026.
const NOW_MS: i64 = 1_795_453_200_000;
const KIM: PersonId = PersonId(101);
const ADA: PersonId = PersonId(i64::MAX);
const SESSION: SessionId = SessionId(301);

on_both_engines! {
    a_time_comes_back_as_it_went_in,
    only_its_owner_or_a_coordinator_takes_a_time_off,
    the_rota_has_an_end,
    how_somebody_is_reached_is_kept_and_forgotten,
    a_door_lets_in_who_said_yes,
    old_doors_and_days_go,
    erasing_a_person_leaves_no_row_of_theirs,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn shift(id: i64, person: PersonId, on: On) -> Shift {
    Shift {
        id: ShiftId(id),
        person,
        on,
        start_minute: 1_080,
        end_minute: 0,
        zone: Zone::named("Australia/Lord_Howe").unwrap(),
    }
}

fn each_friday() -> On {
    On::EachWeek(Days::one(Weekday::Friday))
}

fn door(id: i64, person: PersonId) -> Door {
    Door {
        id: DoorId(id),
        session: SESSION,
        group: 201,
        person,
        asked_by: Some(ADA),
        asked_ms: NOW_MS,
        answer: Answer::Asked,
    }
}

fn add(store: &Store, shift: Shift) {
    write(store, move |tx| store::add_shift(tx, &shift, NOW_MS));
}

fn a_time_comes_back_as_it_went_in(database: &TestDatabase) {
    let store = database.store();
    let weekly = shift(1, KIM, each_friday());
    let once = shift(2, ADA, On::Once(date(2026, 11, 28)));
    add(&store, once.clone());
    add(&store, weekly.clone());
    assert_eq!(write(&store, store::shifts), [weekly, once]);
}

fn only_its_owner_or_a_coordinator_takes_a_time_off(database: &TestDatabase) {
    let store = database.store();
    add(&store, shift(1, KIM, each_friday()));
    add(&store, shift(2, KIM, each_friday()));
    let left = |id, of| {
        write(&store, move |tx| store::remove_shift(tx, ShiftId(id), of));
        write(&store, store::shifts).len()
    };
    assert_eq!(left(1, Some(ADA)), 2);
    assert_eq!(left(1, Some(KIM)), 1);
    assert_eq!(left(2, None), 0);
}

fn the_rota_has_an_end(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        for id in 1..=SHIFTS_MAX {
            store::add_shift(tx, &shift(id, KIM, each_friday()), NOW_MS)?;
        }
        Ok(())
    });
    let more = shift(SHIFTS_MAX + 1, KIM, each_friday());
    let refused = store.write_blocking(move |tx| store::add_shift(tx, &more, NOW_MS));
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
}

fn how_somebody_is_reached_is_kept_and_forgotten(database: &TestDatabase) {
    let store = database.store();
    for sealed in [Some(vec![1]), Some(vec![2, 0]), None] {
        let (kept, found) = (sealed.clone(), sealed);
        write(&store, move |tx| {
            store::set_reach(tx, KIM, kept.as_ref(), NOW_MS)
        });
        assert_eq!(write(&store, |tx| store::reach_of(tx, KIM)), found);
    }
}

fn a_door_lets_in_who_said_yes(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| store::ask_in(tx, &door(1, KIM)));
    let is_in = |person| write(&store, move |tx| store::is_let_in(tx, SESSION, person));
    assert!(!is_in(KIM), "asked is not yet in");
    let says = |answer| write(&store, move |tx| store::answer(tx, DoorId(1), answer));
    says(Answer::Coming);
    assert!(is_in(KIM));
    assert!(!is_in(ADA));
    let elsewhere = write(&store, |tx| store::is_let_in(tx, SessionId(302), KIM));
    assert!(!elsewhere, "one door, one room");
    says(Answer::Cannot);
    assert!(!is_in(KIM));
    let again = Door {
        id: DoorId(2),
        asked_ms: NOW_MS + 1,
        ..door(2, KIM)
    };
    write(&store, move |tx| store::ask_in(tx, &again));
    let doors = write(&store, |tx| store::doors_of_session(tx, SESSION));
    let same = Door {
        id: DoorId(1),
        asked_ms: NOW_MS + 1,
        ..door(1, KIM)
    };
    assert_eq!(
        doors,
        std::slice::from_ref(&same),
        "the address that was sent still holds"
    );
    assert_eq!(
        write(&store, |tx| store::doors_of(tx, KIM)),
        std::slice::from_ref(&same)
    );
    assert_eq!(write(&store, |tx| store::door(tx, DoorId(1))), Some(same));
}

fn old_doors_and_days_go(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| store::ask_in(tx, &door(1, KIM)));
    add(&store, shift(1, KIM, each_friday()));
    add(&store, shift(2, KIM, On::Once(date(2026, 11, 23))));
    let erase = |at_ms| write(&store, move |tx| store::erase_old(tx, at_ms));
    assert_eq!(erase(NOW_MS + DOORS_KEPT_MS), 0);
    assert_eq!(erase(NOW_MS + DOORS_KEPT_MS + 1), 1);
    assert_eq!(erase(NOW_MS + DOORS_KEPT_MS + 24 * 3_600_000), 1);
    assert_eq!(write(&store, store::shifts).len(), 1, "each week stays");
}

fn erasing_a_person_leaves_no_row_of_theirs(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| store::ask_in(tx, &door(1, KIM)));
    write(&store, |tx| {
        store::set_reach(tx, KIM, Some(&vec![1]), NOW_MS)
    });
    add(&store, shift(1, KIM, each_friday()));
    write(&store, |tx| store::erase(tx, ADA));
    let left = write(&store, |tx| store::door(tx, DoorId(1))).unwrap();
    assert_eq!(left.asked_by, None);
    write(&store, |tx| store::erase(tx, KIM));
    assert!(write(&store, store::shifts).is_empty());
    assert_eq!(write(&store, |tx| store::reach_of(tx, KIM)), None);
    assert_eq!(write(&store, |tx| store::door(tx, DoorId(1))), None);
}
