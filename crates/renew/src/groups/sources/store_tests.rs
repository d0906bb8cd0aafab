//! The SQL of sources, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use calendar::feed::Form;

use super::tests::sample;
use super::trouble::Trouble;
use super::{AILING_MS, MINUTE_MS, Source, store as sources};
use crate::groups::said::Said;
use crate::groups::store as groups;
use crate::groups::{Details, Field, Group, GroupId, Origin, feed_store, undecided_store};

const NOW_MS: i64 = 1_795_453_200_000;

on_both_engines! {
    a_source_comes_back_as_it_went_in,
    a_source_is_taken_by_one,
    what_waits_is_kept_until_it_is_let_in,
    sources_that_fail_for_long_are_counted,
    fields_wait_until_both_say_the_same_or_somebody_decides,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn added(store: &Store) -> Source {
    let source = Source {
        form: Some(Form::Bmlt),
        ..sample()
    };
    let one = source.clone();
    write(store, move |tx| sources::add(tx, &one));
    source
}

fn a_source_comes_back_as_it_went_in(database: &TestDatabase) {
    let store = database.store();
    let source = added(&store);
    let now = write(&store, |tx| sources::source(tx, 251));
    assert_eq!(now, Some(source.clone()));
    let full = Source {
        is_paused: true,
        etag: "W/\"7\"".to_owned(),
        last_modified: "Wed, 21 Oct 2015 07:28:00 GMT".to_owned(),
        succeeded_ms: Some(NOW_MS + 1),
        failures: 3,
        failing_ms: Some(NOW_MS + 2),
        problem: Some(Trouble::Status(503).told()),
        next_ms: NOW_MS + 3,
        meetings: 12,
        ..source.clone()
    };
    let one = full.clone();
    write(&store, move |tx| sources::save(tx, &one));
    assert_eq!(write(&store, sources::all), [full]);
    let url = source.url.clone();
    let named = write(&store, move |tx| sources::name_at(tx, &url));
    assert_eq!(named, Some(source.name.clone()));
    // One address is asked for one feed.
    let twin = Source {
        id: 252,
        name: "Twin".to_owned(),
        ..source
    };
    let refused = store.write_blocking::<_, StoreError, _>(move |tx| sources::add(tx, &twin));
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    // The feed stays when nobody asks for it any more.
    write(&store, |tx| sources::remove(tx, 251));
    assert_eq!(write(&store, |tx| sources::source(tx, 251)), None);
    assert!(write(&store, |tx| feed_store::feed(tx, 251)).is_some());
}

fn a_source_is_taken_by_one(database: &TestDatabase) {
    let store = database.store();
    let source = added(&store);
    let due = |now_ms| write(&store, move |tx| sources::due(tx, now_ms));
    assert_eq!(due(NOW_MS - 1), []);
    assert_eq!(due(NOW_MS), [(251, source.url.clone())]);
    let take = |now_ms| {
        write(&store, move |tx| {
            sources::take(tx, 251, now_ms, now_ms + 600_000)
        })
    };
    assert!(take(NOW_MS));
    assert!(!take(NOW_MS), "another has it");
    assert_eq!(due(NOW_MS + 599_999), []);
    assert_eq!(due(NOW_MS + 600_000).len(), 1, "whoever had it is gone");
    assert!(!take(NOW_MS + MINUTE_MS - 1));
    assert!(take(NOW_MS + MINUTE_MS));
    write(&store, |tx| sources::hasten(tx, 251, NOW_MS + 70_000));
    assert_eq!(due(NOW_MS + 70_000).len(), 1, "hastened");
    write(&store, |tx| sources::hasten(tx, 251, NOW_MS + 80_000));
    assert_eq!(due(NOW_MS + 70_000).len(), 1, "never put off");
    let paused = Source {
        is_paused: true,
        ..source
    };
    write(&store, move |tx| sources::save(tx, &paused));
    assert_eq!(due(i64::MAX), []);
    assert!(!take(NOW_MS + 10 * MINUTE_MS));
}

fn what_waits_is_kept_until_it_is_let_in(database: &TestDatabase) {
    let store = database.store();
    added(&store);
    let since = || {
        write(&store, |tx| sources::source(tx, 251))
            .unwrap()
            .waiting_ms
    };
    assert_eq!(
        (write(&store, |tx| sources::waiting(tx, 251)), since()),
        (None, None)
    );
    let said = Said {
        meetings: vec![("a".to_owned(), Details::default())],
        entries: 1,
        ..Said::default()
    };
    for (entries, now_ms) in [(1, NOW_MS), (2, NOW_MS + 5)] {
        let said = Said {
            entries,
            ..said.clone()
        };
        let one = said.clone();
        write(&store, move |tx| sources::let_wait(tx, 251, &one, now_ms));
        assert_eq!(write(&store, |tx| sources::waiting(tx, 251)), Some(said));
        assert_eq!(since(), Some(NOW_MS), "since the first");
    }
    write(&store, |tx| sources::wait_no_more(tx, 251));
    assert_eq!(
        (write(&store, |tx| sources::waiting(tx, 251)), since()),
        (None, None)
    );
}

fn sources_that_fail_for_long_are_counted(database: &TestDatabase) {
    let store = database.store();
    let source = added(&store);
    let count = |failing_ms, is_paused| {
        let source = Source {
            failing_ms,
            is_paused,
            ..source.clone()
        };
        write(&store, move |tx| {
            sources::save(tx, &source)?;
            sources::ailing(tx, NOW_MS)
        })
    };
    assert_eq!(count(None, false), 0);
    assert_eq!(count(Some(NOW_MS - AILING_MS + 1), false), 0);
    assert_eq!(count(Some(NOW_MS - AILING_MS), false), 1);
    assert_eq!(count(Some(NOW_MS - AILING_MS), true), 0);
}

/// A group of the source, with what it says here and what the source said.
fn alder(ours: [&str; 2], theirs: [&str; 2]) -> Group {
    let details = |[about, region]: [&str; 2]| Details {
        name: "Alder".to_owned(),
        about: about.to_owned(),
        region: region.to_owned(),
        ..Details::default()
    };
    Group {
        origin: Some(Origin {
            feed: 251,
            slug: "a".to_owned(),
            said: details(theirs),
            gone_ms: None,
        }),
        ..Group::new(GroupId(201), details(ours), NOW_MS)
    }
}

fn fields_wait_until_both_say_the_same_or_somebody_decides(database: &TestDatabase) {
    const THEIRS: [&str; 2] = ["theirs", "theirs"];
    let store = database.store();
    added(&store);
    write(&store, |tx| {
        groups::create(tx, &alder(["ours", "ours"], THEIRS))?;
        undecided_store::note(tx, GroupId(201), "about", NOW_MS)?;
        undecided_store::note(tx, GroupId(201), "about", NOW_MS)?;
        undecided_store::note(tx, GroupId(201), "region", NOW_MS)
    });
    let waiting = || {
        let all = write(&store, |tx| undecided_store::of_feed(tx, 251));
        all.into_iter()
            .map(|kept| (kept.field, kept.ours, kept.theirs))
            .collect::<Vec<_>>()
    };
    let differs = |field: Field| {
        let text = |text: &str| text.to_owned();
        (text(field.key()), text("ours"), text("theirs"))
    };
    assert_eq!(waiting(), [differs(Field::About), differs(Field::Region)]);
    let write_group = |group: Group| write(&store, move |tx| groups::save(tx, &group));
    write_group(alder(["ours", "theirs"], THEIRS));
    assert_eq!(waiting(), [differs(Field::About)]);
    // Once settled, a later difference is another matter.
    write(&store, |tx| undecided_store::forget_settled(tx, 251));
    write_group(alder(["ours", "ours"], THEIRS));
    assert_eq!(waiting(), [differs(Field::About)]);
    for waited in [true, false] {
        let decided = write(&store, |tx| {
            undecided_store::decided(tx, GroupId(201), "about")
        });
        assert_eq!(decided, waited);
    }
    assert_eq!(waiting(), []);
}
