//! One copy of the program serves a community.
#![allow(clippy::unwrap_used, clippy::panic)]

use store::testing::TestDatabase;
use store::{Store, StoreError, on_both_engines};

on_both_engines! {
    a_second_copy_is_refused_until_the_first_has_ended,
    whoever_does_not_serve_is_in_nobodys_way,
}

fn a_second_copy_is_refused_until_the_first_has_ended(database: &TestDatabase) {
    let first = Store::hold(database.url()).unwrap();
    match Store::hold(database.url()) {
        Err(StoreError::Refused(sentence)) => {
            assert!(sentence.contains("another copy of Renew"), "{sentence}");
        }
        other => panic!("{other:?}"),
    }
    drop(first);
    let next = Store::hold(database.url()).unwrap();
    assert!(Store::hold(database.url()).is_err());
    drop(next);
}

fn whoever_does_not_serve_is_in_nobodys_way(database: &TestDatabase) {
    let _held = Store::hold(database.url()).unwrap();
    let store = database.store();
    let to = database.folder().join("backup.db");
    Store::backup(database.url(), &to).unwrap();
    assert!(to.exists());
    // Another community's is another hold.
    let other = TestDatabase::sqlite();
    let _other = Store::hold(other.url()).unwrap();
    store.close_blocking();
}
