//! The SQL of groups and feeds, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use calendar::meeting_guide::Point;
use calendar::schedule::{Exception, Exceptions, Held, Season, Way};
use calendar::{Days, Rule, Zone};
use jiff::civil::{date, time};

use super::board::{Board, Listing};
use super::feed_store::{self, Feed, Upload};
use super::report::{Kept, Report};
use super::said::Said;
use super::{Attendance, Details, Door, Field, Group, GroupId, Membership, Origin, Roles, weekly};
use super::{Differences, differences_store, places_store, store};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

/// A Monday noon in New York.
const NOW_MS: i64 = 1_795_453_200_000;
const ALMA: PersonId = PersonId(101);
const BRAM: PersonId = PersonId(i64::MAX);

on_both_engines! {
    a_group_comes_back_as_it_went_in,
    a_group_of_a_feed_is_there_once,
    places_are_given_changed_and_ended,
    nobody_belongs_to_a_group_that_is_not,
    the_next_meetings_come_in_order,
    what_is_different_comes_back_with_its_group,
    feeds_and_files_come_back_as_they_went_in,
    erasing_a_person_leaves_no_row_of_theirs,
}

/// Writes and waits; a refusal is a failed test.
fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn details(name: &str) -> Details {
    Details {
        name: name.to_owned(),
        about: "Lines,\n\"marks\" and ñ.".into(),
        lang: Lang::Es,
        attendance: Attendance::Both,
        rule: Rule::read("monthly:1,last:tue").ok(),
        season: Season::default(),
        start_minute: Some(0),
        duration_minutes: 1440,
        zone: Zone::named("Australia/Lord_Howe"),
        place: "p".into(),
        address: "a".into(),
        place_notes: "pn".into(),
        region: "r".into(),
        point: Some(Point {
            latitude: -41.88251,
            longitude: 0.1,
        }),
        is_approximate: true,
        fellowship: "aa".into(),
        types: "O,C".into(),
        call_url: "https://meet.jit.si/x".into(),
        call_notes: "cn".into(),
        call_phone: "cp".into(),
        call_phone_notes: "cpn".into(),
        group_name: "gn".into(),
        website: "w".into(),
        venmo: "@v".into(),
        square: "$s".into(),
        paypal: "pp".into(),
    }
}

fn group(id: i64, name: &str) -> Group {
    // No feed says it.
    let season = Season {
        first: Some(date(2026, 1, 6)),
        last: None,
    };
    let details = Details {
        season,
        ..details(name)
    };
    Group {
        format: "talking-circle".into(),
        door: Door::Members,
        ..Group::new(GroupId(id), details, NOW_MS)
    }
}

fn river() -> Feed {
    Feed {
        id: 251,
        name: "River Valley".into(),
        fellowship: "aa".into(),
        zone: String::new(),
        imported_ms: NOW_MS,
        report: Report {
            added: 1,
            kept: vec![Kept {
                group: 1,
                name: "n".into(),
                field: Field::About.key().into(),
                ours: "o".into(),
                theirs: "t".into(),
            }],
            ..Report::default()
        },
    }
}

fn from_river(id: i64, slug: &str) -> Group {
    Group {
        origin: Some(Origin {
            feed: 251,
            slug: slug.into(),
            said: details("As the feed says"),
            gone_ms: Some(NOW_MS),
        }),
        ..group(id, "As we say")
    }
}

fn a_group_comes_back_as_it_went_in(database: &TestDatabase) {
    let store = database.store();
    let bare = Group {
        details: Details::default(),
        ..group(2, "")
    };
    for (before, after) in [
        (group(1, "One"), group(1, "Renamed")),
        (bare.clone(), bare),
        (from_river(3, "slug"), group(3, "No longer of a feed")),
    ] {
        let id = before.id;
        let (first, then) = (before.clone(), after.clone());
        let found = write(&store, move |tx| {
            feed_store::keep_feed(tx, &river())?;
            store::create(tx, &first)?;
            store::group(tx, id)
        });
        assert_eq!(found, Some(before));
        let found = write(&store, move |tx| {
            store::save(tx, &then)?;
            store::group(tx, id)
        });
        assert_eq!(
            found,
            Some(Group {
                sequence: 1,
                ..after
            })
        );
    }
    let missing = store.write_blocking(|tx| store::save(tx, &group(9, "Nobody")));
    assert_eq!(missing, Err(StoreError::NotFound));
}

fn a_group_of_a_feed_is_there_once(database: &TestDatabase) {
    let store = database.store();
    write(&store, |tx| {
        feed_store::keep_feed(tx, &river())?;
        store::create(tx, &from_river(1, "slug"))
    });
    let twice = store.write_blocking(|tx| store::create(tx, &from_river(2, "slug")));
    assert_eq!(twice, Err(StoreError::Conflict));
    let of_river = write(&store, |tx| {
        // Groups of no feed are as many as there are.
        store::create(tx, &group(3, "Ours"))?;
        store::create(tx, &group(4, "Ours"))?;
        let slugs = store::slugs_of_feeds(tx)?;
        assert_eq!(slugs, [(251, "slug".to_owned())]);
        store::of_feed(tx, 251)
    });
    assert_eq!(of_river, [from_river(1, "slug")]);
}

fn places_are_given_changed_and_ended(database: &TestDatabase) {
    let store = database.store();
    let asking = Membership::asking(GroupId(1), ALMA, NOW_MS);
    let found = write(&store, move |tx| {
        store::create(tx, &group(1, "One"))?;
        places_store::set_membership(tx, &asking)?;
        places_store::role_in(tx, ALMA, GroupId(1))
    });
    assert_eq!(found, Some(asking));
    let facilitator = Roles {
        is_facilitator: true,
        ..Roles::default()
    };
    let joined = Membership::joined(GroupId(1), ALMA, facilitator, NOW_MS);
    let (leads, others, mine, members) = write(&store, move |tx| {
        assert!(!places_store::leads_any(tx, ALMA)?);
        places_store::set_membership(tx, &joined)?;
        Ok((
            places_store::leads_any(tx, ALMA)?,
            places_store::leads_any(tx, BRAM)?,
            store::groups_of(tx, ALMA)?,
            places_store::members_of(tx, GroupId(1))?,
        ))
    });
    assert!(leads && !others);
    assert_eq!(mine, [(group(1, "One"), joined)]);
    assert_eq!(members, [joined]);
    let ended = write(&store, |tx| {
        let first = places_store::end_membership(tx, ALMA, GroupId(1))?;
        Ok((first, places_store::end_membership(tx, ALMA, GroupId(1))?))
    });
    assert_eq!(ended, (true, false));
}

fn nobody_belongs_to_a_group_that_is_not(database: &TestDatabase) {
    let place = Membership::asking(GroupId(404), ALMA, NOW_MS);
    let refused = database
        .store()
        .write_blocking(move |tx| places_store::set_membership(tx, &place));
    assert_eq!(refused, Err(StoreError::Conflict));
}

fn the_next_meetings_come_in_order(database: &TestDatabase) {
    let meets = |id, hour: u16| Group {
        details: Details {
            rule: weekly(Days::ALL),
            season: Season::default(),
            start_minute: Some(hour * 60),
            zone: Zone::named("America/New_York"),
            duration_minutes: 60,
            ..details("Circle")
        },
        ..group(id, "")
    };
    let resting = Group {
        details: Details {
            attendance: Attendance::Resting,
            ..details("Resting")
        },
        ..group(4, "")
    };
    let next = write(&database.store(), move |tx| {
        // Over since eleven, on since noon, and yet to come.
        for group in [meets(1, 10), meets(2, 12), meets(3, 13), resting.clone()] {
            store::create(tx, &group)?;
        }
        let listings = store::listings(tx)?;
        let whole: Vec<_> = store::all(tx)?.iter().map(Listing::of).collect();
        assert_eq!(listings, whole, "a list says what the groups say");
        Ok(Board::of(listings, NOW_MS))
    });
    let next = next.soonest(10, NOW_MS);
    let order: Vec<i64> = next.iter().map(|(group, _)| group.id.0).collect();
    assert_eq!(order, [2, 3, 1]);
}

fn what_is_different_comes_back_with_its_group(database: &TestDatabase) {
    let held = Held {
        date: Some(date(2026, 12, 23)),
        start: Some(time(18, 30, 0, 0)),
        duration_minutes: Some(45),
        way: Some(Way::Online),
    };
    let (moved, off) = (
        Exception::held(held, "Before the feast."),
        Exception::cancelled(""),
    );
    let mut exceptions = Exceptions::default();
    assert!(exceptions.set(date(2026, 12, 24), moved.clone()));
    let expected = Differences {
        exceptions,
        ..Differences::default()
    };
    let (one, other, listed, mine) = write(&database.store(), move |tx| {
        for id in [1, 2] {
            store::create(tx, &group(id, "Circle"))?;
        }
        let (one, other) = (GroupId(1), GroupId(2));
        let place = Membership::joined(one, ALMA, Roles::default(), NOW_MS);
        places_store::set_membership(tx, &place)?;
        let (eve, feast) = (date(2026, 12, 24), date(2026, 12, 25));
        let mut set = |id, on, what| differences_store::set_exception(tx, id, on, what, NOW_MS);
        set(one, eve, Some(&off))?;
        set(one, eve, Some(&moved))?;
        set(one, feast, Some(&off))?;
        set(one, feast, None)?;
        set(other, feast, Some(&off))?;
        Ok((
            store::group(tx, one)?.unwrap(),
            store::group(tx, other)?.unwrap(),
            store::listings(tx)?,
            store::groups_of(tx, ALMA)?,
        ))
    });
    assert_eq!(one.differences, expected);
    let feast = other.differences.exceptions.get(date(2026, 12, 25));
    assert!(feast.is_some_and(Exception::is_cancelled));
    let whole = [Listing::of(&one), Listing::of(&other)];
    assert_eq!(listed, whole, "a list says what the groups say");
    assert_eq!(mine[0].0, one);
}

fn feeds_and_files_come_back_as_they_went_in(database: &TestDatabase) {
    let store = database.store();
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let upload = |id, person, uploaded_ms| Upload {
        id,
        person,
        feed_name: "River Valley".into(),
        fellowship: "aa".into(),
        zone: "America/Chicago".into(),
        said: Said {
            meetings: vec![("a".into(), details("A"))],
            left_out: ["b".to_owned()].into(),
            entries: 2,
            ..Said::default()
        },
        uploaded_ms,
    };
    write(&store, move |tx| {
        feed_store::keep_feed(tx, &river())?;
        let renamed = Feed {
            name: "RIVER  valley!".into(),
            ..river()
        };
        feed_store::keep_feed(tx, &renamed)?;
        assert_eq!(
            feed_store::feed_named(tx, "river valley")?,
            Some(renamed.clone())
        );
        assert_eq!(feed_store::feed(tx, 251)?, Some(renamed));
        assert_eq!(feed_store::feed(tx, 252)?, None);

        assert_eq!(feed_store::feeds(tx)?, [(251, "RIVER  valley!".to_owned())]);

        feed_store::keep_upload(tx, &upload(1, ALMA, NOW_MS))?;
        feed_store::keep_upload(tx, &upload(2, BRAM, NOW_MS))?;
        feed_store::keep_upload(tx, &upload(3, ALMA, NOW_MS + 1))?;
        let found =
            |tx: &mut Tx<'_>, id, person, now_ms| feed_store::upload(tx, id, person, now_ms);
        assert_eq!(
            found(tx, 1, ALMA, NOW_MS)?,
            None,
            "the later one is in its place"
        );
        let third = Some(upload(3, ALMA, NOW_MS + 1));
        assert_eq!(found(tx, 3, ALMA, NOW_MS + DAY_MS)?, third);
        assert_eq!(found(tx, 3, BRAM, NOW_MS)?, None, "it is another's");
        assert_eq!(
            found(tx, 3, ALMA, NOW_MS + 1 + DAY_MS)?,
            None,
            "it waited too long"
        );
        feed_store::drop_upload(tx, 3)?;
        assert_eq!(found(tx, 3, ALMA, NOW_MS)?, None);

        // What waited too long goes with the next file, whosever it is.
        feed_store::keep_upload(tx, &upload(4, ALMA, NOW_MS + DAY_MS))?;
        let waiting: Vec<(i64,)> = tx.all("SELECT id FROM feed_uploads", &[])?;
        assert_eq!(waiting, [(4,)]);
        Ok(())
    });
}

fn erasing_a_person_leaves_no_row_of_theirs(database: &TestDatabase) {
    write(&database.store(), |tx| {
        store::create(tx, &group(1, "One"))?;
        for person in [ALMA, BRAM] {
            let place = Membership::joined(GroupId(1), person, Roles::default(), NOW_MS);
            places_store::set_membership(tx, &place)?;
        }
        store::erase(tx, ALMA)?;
        assert_eq!(places_store::role_in(tx, ALMA, GroupId(1))?, None);
        assert_eq!(
            places_store::members_of(tx, GroupId(1))?.len(),
            1,
            "the others stay"
        );
        Ok(())
    });
}
