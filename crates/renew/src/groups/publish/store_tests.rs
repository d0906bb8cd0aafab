//! The SQL of what is published, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Store, Tx, on_both_engines};
use calendar::Days;
use calendar::bmlt::Server;
use calendar::fellowship::Fellowship;
use calendar::listed::Publisher;
use calendar::meeting_guide::{Limits, Options};
use jiff::civil::{Weekday, date};

use super::personal_store::{self as personal, PersonalFeed};
use super::store::{Stamp, stamp};
use super::tests::{circle, hybrid, online};
use super::{groups_store, listing};
use crate::groups::{Closure, GroupId, arranging, weekly};
use crate::site::testing::NOW_MS;
use crate::site::visitor::PersonId;

const WREN: PersonId = PersonId(101);

on_both_engines! {
    what_a_database_holds_is_read_back,
    the_stamp_knows_every_kind_of_change,
    a_person_has_one_calendar,
}

/// Writes and waits; a refusal is a failed test.
fn write<T: Send + 'static, E>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
) -> T
where
    E: From<::store::StoreError> + std::fmt::Debug + Send + 'static,
{
    store.write_blocking(work).unwrap()
}

fn with_groups(database: &TestDatabase) -> Store {
    let store = database.store();
    write(&store, |tx| {
        for group in [circle(), hybrid(), online()] {
            groups_store::create(tx, &group)?;
        }
        Ok::<_, ::store::StoreError>(())
    });
    store
}

fn what_a_database_holds_is_read_back(database: &TestDatabase) {
    let store = with_groups(database);
    let groups = write(&store, groups_store::all);
    let listed = listing::all(&groups, "https://circles.example", NOW_MS);
    let guide = calendar::meeting_guide_write::write(&listed, &Publisher::default());
    let options = Options {
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
        limits: Limits::default(),
    };
    let server = Server::default();
    let reading = calendar::feed::read(&guide.bytes, None, &options, &server).unwrap();
    assert_eq!(reading.problems, []);
    let read = &reading.meetings[2];
    let details = circle().details;
    assert_eq!(read.name, details.name);
    assert_eq!(weekly(read.days), weekly(Days::one(Weekday::Tuesday)));
    assert_eq!(read.zone, details.zone);
    assert_eq!(read.place.point, details.point);
}

fn the_stamp_knows_every_kind_of_change(database: &TestDatabase) {
    let store = with_groups(database);
    let mut seen: Vec<Stamp> = vec![write(&store, stamp)];
    assert_eq!(seen[0], write(&store, stamp), "nothing has changed");
    let tuesday = date(2026, 11, 24);
    let mut is_other = |what: &str| {
        let now = write(&store, stamp);
        assert!(!seen.contains(&now), "{what}");
        seen.push(now);
    };
    write(&store, move |tx| {
        arranging::cancel(tx, GroupId(201), tuesday, "", NOW_MS)
    });
    is_other("an evening was cancelled");
    write(&store, move |tx| {
        arranging::restore(tx, GroupId(201), tuesday, NOW_MS)
    });
    is_other("it is as usual again");
    write(&store, |tx| {
        let mut after = circle().details;
        after.start_minute = Some(18 * 60);
        arranging::change_from(tx, GroupId(201), date(2026, 12, 20), &after, NOW_MS)
    });
    is_other("a change was planned");
    write(&store, |tx| {
        let closure = Closure {
            id: 601,
            place: circle().details.place,
            address: circle().details.address,
            first: date(2026, 12, 1),
            last: date(2026, 12, 2),
            note: String::new(),
        };
        arranging::close_venue(tx, &closure, NOW_MS)
    });
    is_other("a venue was closed");
    write(&store, |tx| {
        let mut group = circle();
        group.details.name = "Another Name".into();
        groups_store::save(tx, &group)
    });
    is_other("a group has another name");
}

fn a_person_has_one_calendar(database: &TestDatabase) {
    let store = database.store();
    let feed = |token: u8, is_full: bool| PersonalFeed {
        person: WREN,
        token_print: vec![token],
        token_sealed: vec![token, token],
        is_full,
        made_ms: NOW_MS,
    };
    for one in [feed(1, false), feed(2, true)] {
        let kept = one.clone();
        write(&store, move |tx| personal::keep(tx, &kept));
        assert_eq!(write(&store, |tx| personal::of_person(tx, WREN)), Some(one));
    }
    assert_eq!(write(&store, |tx| personal::by_print(tx, &[1])), None);
    let second = write(&store, |tx| personal::by_print(tx, &[2]));
    assert_eq!(second, Some(feed(2, true)));
    let told = write(&store, |tx| personal::export(tx, WREN)).unwrap();
    let expected = serde_json::json!({ "says_names": true, "made_ms": NOW_MS });
    assert_eq!(told, expected);
    write(&store, |tx| personal::erase(tx, WREN));
    assert_eq!(write(&store, |tx| personal::of_person(tx, WREN)), None);
}
