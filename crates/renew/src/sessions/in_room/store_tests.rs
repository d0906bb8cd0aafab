//! Devices in a room and the people at its tables, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};

use super::super::store as session_rows;
use super::super::store::journal;
use super::super::{Session, SessionId, State};
use super::store::{self as rows, Claim, DeviceCode};
use super::{Device, Kind};
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const HOUR_MS: i64 = 3_600_000;
const ID: SessionId = SessionId(301);
const BEA: PersonId = PersonId(110);
const KIT: PersonId = PersonId(111);
const WREN: PersonId = PersonId(102);

on_both_engines! {
    a_device_comes_in_once_and_goes_with_the_evening,
    a_personal_code_opens_once,
    a_place_at_a_table_passes_to_a_member_who_is_no_guest,
    guests_of_past_sessions_are_found,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn device(id: i64, kind: Kind, nth: i64) -> Device {
    Device {
        id,
        session: ID,
        kind,
        nth,
        is_there: false,
        code_ends_ms: Some(NOW_MS + HOUR_MS),
    }
}

fn code(byte: u8) -> DeviceCode {
    DeviceCode {
        print: [byte; 32],
        ends_ms: NOW_MS + HOUR_MS,
    }
}

fn a_device_comes_in_once_and_goes_with_the_evening(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        rows::add_device(tx, &device(2, Kind::Wall, 1), code(2), NOW_MS)?;
        rows::add_device(tx, &device(1, Kind::Table, 1), code(1), NOW_MS)
    });
    let table = write(&store, |tx| rows::device_by_code(tx, &[1; 32], NOW_MS)).unwrap();
    assert_eq!(table, device(1, Kind::Table, 1));
    let late = NOW_MS + HOUR_MS;
    assert_eq!(
        write(&store, move |tx| rows::device_by_code(tx, &[1; 32], late)),
        None
    );

    assert!(write(&store, |tx| rows::take_up(tx, 1, &[1; 32], &[7; 32])));
    assert!(!write(&store, |tx| rows::take_up(
        tx, 1, &[1; 32], &[8; 32]
    )));
    let there = write(&store, |tx| rows::device_by_token(tx, &[7; 32])).unwrap();
    assert!(there.is_there && there.kind == Kind::Table);
    let all = write(&store, |tx| rows::devices(tx, ID));
    let all: Vec<_> = all.iter().map(|one| (one.kind, one.is_there)).collect();
    assert_eq!(all, [(Kind::Table, true), (Kind::Wall, false)]);

    // Another phone takes its place with another code.
    write(&store, |tx| rows::set_device_code(tx, 1, code(3)));
    assert!(write(&store, |tx| rows::take_up(tx, 1, &[3; 32], &[9; 32])));
    assert_eq!(
        write(&store, |tx| rows::device_by_token(tx, &[7; 32])),
        None
    );
    write(&store, |tx| rows::stop_device(tx, SessionId(999), 1));
    assert!(write(&store, |tx| rows::device_by_token(tx, &[9; 32])).is_some());
    write(&store, |tx| rows::forget_token(tx, &[9; 32]));
    assert_eq!(
        write(&store, |tx| rows::device_by_token(tx, &[9; 32])),
        None
    );

    write(&store, |tx| journal::clear_away(tx, ID));
    assert!(write(&store, |tx| rows::devices(tx, ID)).is_empty());
}

fn a_personal_code_opens_once(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        rows::add_person(tx, (ID, 1), BEA, 16)?;
        rows::add_person(tx, (ID, 1), KIT, 16)?;
        rows::set_gone(tx, KIT, true)
    });
    // Each of them is a person with a key: a table makes no more than so many.
    assert!(!write(&store, |tx| rows::add_person(tx, (ID, 1), WREN, 2)));
    let here = write(&store, |tx| rows::people_at(tx, ID, 1));
    let here: Vec<_> = here.iter().map(|one| (one.person, one.is_gone)).collect();
    assert_eq!(here, [(BEA, false), (KIT, true)]);

    let until = NOW_MS + HOUR_MS;
    for print in [[1; 32], [2; 32]] {
        assert!(write(&store, move |tx| rows::set_person_code(
            tx, BEA, &print, until
        )));
    }
    assert_eq!(
        write(&store, |tx| rows::person_by_code(tx, &[1; 32], NOW_MS)),
        None
    );
    assert_eq!(
        write(&store, move |tx| rows::person_by_code(tx, &[2; 32], until)),
        None
    );
    let bea = write(&store, |tx| rows::person_by_code(tx, &[2; 32], NOW_MS)).unwrap();
    assert!(bea.person == BEA && !bea.is_claimed && bea.is_guest);
    let uses = |page: u8, now_ms| Claim {
        print: [2; 32],
        used_print: Some([page; 32]),
        now_ms,
        again_until_ms: now_ms + 1_000,
    };
    let claim = |claim: Claim| write(&store, move |tx| rows::claim(tx, BEA, &claim));
    assert!(!claim(uses(8, until)), "it has run out");
    assert!(claim(uses(8, NOW_MS)));
    // The same page may send it again for a while; another page, or one that says nothing, may not.
    assert!(claim(uses(8, NOW_MS + 999)));
    assert!(!claim(uses(9, NOW_MS)));
    assert!(!claim(uses(8, NOW_MS + 1_000)));
    let silent = Claim {
        used_print: None,
        ..uses(8, NOW_MS)
    };
    assert!(!claim(silent));
    // What was taken back is open again, as long as it would have been.
    write(&store, move |tx| rows::unclaim(tx, BEA, &[2; 32], until));
    let open = write(&store, |tx| rows::person_by_code(tx, &[2; 32], NOW_MS)).unwrap();
    assert!(!open.is_claimed && open.code_ends_ms == until);
    assert!(claim(uses(8, NOW_MS)));
    assert!(
        write(&store, |tx| rows::seated(tx, BEA))
            .unwrap()
            .is_claimed
    );
    // Who acts on their own device gets no more codes from the table.
    assert!(!write(&store, move |tx| rows::set_person_code(
        tx, BEA, &[3; 32], until
    )));
}

fn a_place_at_a_table_passes_to_a_member_who_is_no_guest(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        rows::add_person(tx, (SessionId(300), 1), WREN, 16)?;
        rows::add_person(tx, (ID, 2), BEA, 16)?;
        rows::hand_over(tx, BEA, WREN)
    });
    assert_eq!(write(&store, |tx| rows::seated(tx, BEA)), None);
    let wren = write(&store, |tx| rows::seated(tx, WREN)).unwrap();
    assert!((wren.session, wren.table, wren.is_guest) == (ID, 2, false));
    // A second time there is nothing to hand over, and nothing is lost.
    write(&store, |tx| rows::hand_over(tx, BEA, WREN));
    assert!(write(&store, |tx| super::sat_at_table(tx, ID, WREN)));
    assert!(!write(&store, |tx| super::sat_at_table(
        tx,
        SessionId(300),
        WREN
    )));
    write(&store, |tx| rows::remove_person(tx, WREN));
    assert!(write(&store, |tx| rows::people_of(tx, ID)).is_empty());
}

fn guests_of_past_sessions_are_found(database: &TestDatabase) {
    let store = database.store();
    let wanted = Session {
        id: ID,
        group: 201,
        starts_ms: NOW_MS - 2 * HOUR_MS,
        minutes: 60,
        pace: 1,
        format: "renew-90".into(),
        state: State::Planned,
        ended_ms: None,
        sealed: false,
    };
    write(&store, move |tx| {
        let session = session_rows::ensure(tx, &wanted)?;
        session_rows::open(tx, ID, (NOW_MS - 2 * HOUR_MS, false))?;
        rows::add_person(tx, (ID, 1), BEA, 16)?;
        rows::add_person(tx, (ID, 1), KIT, 16)?;
        rows::hand_over(tx, KIT, WREN)?;
        Ok(session)
    });
    let first = PersonId(i64::MIN);
    let left_over = |before_ms, now_ms, after| {
        let times = (before_ms, now_ms);
        write(&store, move |tx| rows::left_over(tx, times, after))
    };
    assert!(left_over(NOW_MS, NOW_MS, first).is_empty(), "it is on");
    let ended = write(&store, |tx| session_rows::get(tx, ID)).unwrap();
    write(&store, move |tx| session_rows::give_up(tx, &ended));
    // It ended an hour ago.
    assert!(left_over(NOW_MS - HOUR_MS, NOW_MS, first).is_empty());
    assert_eq!(left_over(NOW_MS, NOW_MS, first), [BEA]);
    assert!(
        left_over(NOW_MS, NOW_MS, BEA).is_empty(),
        "she was read before"
    );
    // She may still come with her code.
    let until = NOW_MS + HOUR_MS;
    write(&store, move |tx| {
        rows::set_person_code(tx, BEA, &[2; 32], until)
    });
    assert!(left_over(NOW_MS, until - 1, first).is_empty());
    assert_eq!(left_over(NOW_MS, until, first), [BEA]);
    write(&store, |tx| rows::at_home(tx, NOW_MS));
    let left = write(&store, |tx| rows::people_of(tx, ID));
    let left: Vec<_> = left.iter().map(|one| one.person).collect();
    assert_eq!(left, [BEA]);
    // She made herself at home.
    write(&store, |tx| rows::stays(tx, BEA));
    assert!(left_over(NOW_MS, until, first).is_empty());
    write(&store, |tx| rows::at_home(tx, NOW_MS));
    assert!(write(&store, |tx| rows::people_of(tx, ID)).is_empty());
}
