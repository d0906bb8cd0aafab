//! The SQL of groups and feeds, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use calendar::{Days, Zone};

use super::feed_store::{self, Feed, Upload};
use super::finder::{Board, Listing};
use super::report::{Kept, Report};
use super::said::Said;
use super::{Attendance, Details, Door, Field, Group, GroupId, Membership, Origin, Roles, store};
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
        days: Days::ALL,
        start_minute: Some(0),
        duration_minutes: 1440,
        zone: Zone::named("Australia/Lord_Howe"),
        place: "p".into(),
        address: "a".into(),
        place_notes: "pn".into(),
        region: "r".into(),
        fellowship: "aa".into(),
        types: "O,C".into(),
        call_url: "https://meet.jit.si/x".into(),
        call_notes: "cn".into(),
        call_phone: "cp".into(),
        call_phone_notes: "cpn".into(),
    }
}

fn group(id: i64, name: &str) -> Group {
    Group {
        id: GroupId(id),
        details: details(name),
        format: "talking-circle".into(),
        door: Door::Members,
        changed_ms: NOW_MS,
        origin: None,
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
        assert_eq!(found, Some(after));
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
        store::set_membership(tx, &asking)?;
        store::role_in(tx, ALMA, GroupId(1))
    });
    assert_eq!(found, Some(asking));
    let facilitator = Roles {
        is_facilitator: true,
        ..Roles::default()
    };
    let joined = Membership::joined(GroupId(1), ALMA, facilitator, NOW_MS);
    let (leads, others, mine, members) = write(&store, move |tx| {
        assert!(!store::leads_any(tx, ALMA)?);
        store::set_membership(tx, &joined)?;
        Ok((
            store::leads_any(tx, ALMA)?,
            store::leads_any(tx, BRAM)?,
            store::groups_of(tx, ALMA)?,
            store::members_of(tx, GroupId(1))?,
        ))
    });
    assert!(leads && !others);
    assert_eq!(mine, [(group(1, "One"), joined)]);
    assert_eq!(members, [joined]);
    let ended = write(&store, |tx| {
        let first = store::end_membership(tx, ALMA, GroupId(1))?;
        Ok((first, store::end_membership(tx, ALMA, GroupId(1))?))
    });
    assert_eq!(ended, (true, false));
}

fn nobody_belongs_to_a_group_that_is_not(database: &TestDatabase) {
    let place = Membership::asking(GroupId(404), ALMA, NOW_MS);
    let refused = database
        .store()
        .write_blocking(move |tx| store::set_membership(tx, &place));
    assert_eq!(refused, Err(StoreError::Conflict));
}

fn the_next_meetings_come_in_order(database: &TestDatabase) {
    let meets = |id, hour: u16| Group {
        details: Details {
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
    let next = next.listed(next.coming.iter().copied());
    let order: Vec<i64> = next.iter().map(|(group, _)| group.id.0).collect();
    assert_eq!(order, [2, 3, 1]);
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
            store::set_membership(tx, &place)?;
        }
        store::erase(tx, ALMA)?;
        assert_eq!(store::role_in(tx, ALMA, GroupId(1))?, None);
        assert_eq!(
            store::members_of(tx, GroupId(1))?.len(),
            1,
            "the others stay"
        );
        Ok(())
    });
}
