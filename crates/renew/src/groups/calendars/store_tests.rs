//! The SQL of calendars that groups keep elsewhere, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use calendar::schedule::{Exception, Exceptions};
use jiff::civil::date;

use super::said::{Said, Series};
use super::{Followed, store as calendars};
use crate::groups::sources::{self, MINUTE_MS, Told};
use crate::groups::{Details, Group, GroupId, differences_store, store as groups};

const NOW_MS: i64 = 1_795_453_200_000;
const ID: GroupId = GroupId(201);

on_both_engines! {
    a_calendar_comes_back_as_it_went_in,
    a_calendar_is_due_once_it_is_agreed,
    what_it_says_of_days_is_replaced,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn with_group(database: &TestDatabase) -> Store {
    let store = database.store();
    write(&store, |tx| {
        groups::create(tx, &Group::new(ID, Details::default(), NOW_MS))
    });
    store
}

fn fresh() -> Followed {
    Followed::fresh(ID, "https://calendar.example.org/a.ics".to_owned(), NOW_MS)
}

fn a_calendar_comes_back_as_it_went_in(database: &TestDatabase) {
    let store = with_group(database);
    let full = Followed {
        picked: vec!["a@example.org".to_owned()],
        is_agreed: true,
        said: Said {
            rule: "weekly:tue".to_owned(),
            series: vec![Series {
                next_ms: Some(5),
                ..Series::default()
            }],
            ..Said::default()
        },
        etag: "\"7\"".to_owned(),
        asked_ms: Some(NOW_MS),
        succeeded_ms: Some(NOW_MS + 1),
        read_ms: Some(NOW_MS + 2),
        failures: 3,
        failing_ms: Some(NOW_MS + 3),
        problem: Some(Told::default()),
        ..fresh()
    };
    for one in [fresh(), full] {
        let kept = one.clone();
        let back = write(&store, move |tx| {
            calendars::replace(tx, &kept)?;
            calendars::of_group(tx, ID)
        });
        assert_eq!(back, Some(one));
    }
    let files = write(&store, |tx| {
        calendars::keep_file(tx, ID, Some(b"BEGIN"))?;
        let kept = calendars::file(tx, ID)?;
        calendars::keep_file(tx, ID, None)?;
        Ok((kept, calendars::file(tx, ID)?))
    });
    assert_eq!(files, (Some(b"BEGIN".to_vec()), None));
    let names = write(&store, calendars::all);
    assert_eq!(names.len(), 1);
    assert_eq!(write(&store, calendars::following), [ID]);
    write(&store, |tx| calendars::remove(tx, ID));
    assert_eq!(write(&store, |tx| calendars::of_group(tx, ID)), None);
}

fn a_calendar_is_due_once_it_is_agreed(database: &TestDatabase) {
    let store = with_group(database);
    let due = |now_ms| write(&store, move |tx| calendars::due(tx, now_ms)).len();
    let keep = |one: Followed| write(&store, move |tx| calendars::replace(tx, &one));
    keep(fresh());
    assert_eq!(due(i64::MAX), 0, "nobody has said yes");
    let agreed = Followed {
        is_agreed: true,
        ..fresh()
    };
    keep(agreed.clone());
    assert_eq!((due(NOW_MS - 1), due(NOW_MS)), (0, 1));
    let take = |now_ms| {
        write(&store, move |tx| {
            calendars::take(tx, ID, now_ms, now_ms + 600_000)
        })
    };
    assert_eq!((take(NOW_MS), take(NOW_MS)), (true, false));
    assert_eq!(due(NOW_MS + 599_999), 0);
    write(&store, |tx| calendars::hasten(tx, ID, NOW_MS + 5));
    assert_eq!(due(NOW_MS + 5), 1);
    assert!(take(NOW_MS + MINUTE_MS));
    keep(Followed {
        failing_ms: Some(NOW_MS - sources::AILING_MS),
        ..agreed
    });
    let ailing = write(&store, |tx| {
        Ok((
            calendars::ails(tx, ID, NOW_MS)?,
            calendars::ails(tx, ID, NOW_MS - 1)?,
            sources::ailing(tx, NOW_MS)?,
        ))
    });
    assert_eq!(ailing, (true, false, 1));
}

fn what_it_says_of_days_is_replaced(database: &TestDatabase) {
    let store = with_group(database);
    let says = |days: &[i8], from: i8| {
        let mut said = Exceptions::default();
        for day in days {
            assert!(said.set(date(2026, 12, *day), Exception::cancelled("")));
        }
        write(&store, move |tx| {
            differences_store::set_of_calendar(tx, ID, date(2026, 12, from), &said, NOW_MS)
        });
        let group = write(&store, |tx| groups::group(tx, ID)).unwrap();
        let known = group.differences.calendar;
        known.iter().map(|(date, _)| date.day()).collect::<Vec<_>>()
    };
    assert_eq!(says(&[1, 8, 15], 1), [1, 8, 15]);
    assert_eq!(says(&[8, 22], 8), [1, 8, 22]);
    let own = write(&store, |tx| {
        let eve = date(2026, 12, 22);
        differences_store::set_exception(
            tx,
            ID,
            eve,
            Some(&Exception::cancelled("Ours.")),
            NOW_MS,
        )?;
        groups::group(tx, ID)
    });
    let own = own.unwrap().differences;
    assert_eq!(own.said_of(date(2026, 12, 22)).unwrap().note, "Ours.");
    write(&store, |tx| {
        differences_store::forget_before(tx, date(2027, 1, 1))
    });
    assert_eq!(says(&[], 31), [0_i8; 0]);
}
