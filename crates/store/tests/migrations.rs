//! The way from an empty database to the newest one, on every engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use store::testing::TestDatabase;
use store::{MIGRATIONS, Migration, Store, StoreError, on_both_engines, params};

on_both_engines! {
    every_step_runs_over_the_sample_data_of_those_before_it,
    days_of_the_week_become_rules,
    a_step_runs_once,
    a_step_that_was_edited_is_refused,
    a_database_of_a_newer_renew_is_refused,
    a_step_that_fails_leaves_nothing_behind,
    programs_that_start_together_migrate_once,
}

const FIRST: Migration = Migration {
    version: 1,
    name: "0001_first",
    sql: "CREATE TABLE first (id BIGINT PRIMARY KEY); INSERT INTO first VALUES (1);",
    sample: "",
};
const SECOND: Migration = Migration {
    version: 2,
    name: "0002_second",
    sql: "CREATE TABLE second (id BIGINT PRIMARY KEY REFERENCES first (id));
          INSERT INTO second SELECT id FROM first;",
    sample: "",
};

fn every_step_runs_over_the_sample_data_of_those_before_it(database: &TestDatabase) {
    let mut versions = Vec::new();
    for step in 1..=MIGRATIONS.len() {
        let newest = &MIGRATIONS[step - 1];
        database.store_with(&MIGRATIONS[..step]).close_blocking();
        assert!(
            !newest.sample.trim().is_empty(),
            "{} has no sample data",
            newest.name
        );
        if let Err(error) = database.script(newest.sample) {
            panic!("the sample data of {} does not go in: {error}", newest.name);
        }
        assert!(newest.name.starts_with(&format!("{:04}_", newest.version)));
        versions.push(newest.version);
    }
    // The sixth step comes with another part of the program that is made at the same time.
    if !versions.contains(&6) {
        versions.insert(5, 6);
    }
    // A hole would be filled by a step that a newer database has passed already.
    assert!(
        versions.iter().copied().eq(1..=versions.len() as i64),
        "numbered from 1 without a hole: {versions:?}"
    );
    // And the newest opens what the way has left.
    database.store().close_blocking();
}

fn days_of_the_week_become_rules(database: &TestDatabase) {
    for step in 1..=4 {
        database.store_with(&MIGRATIONS[..step]).close_blocking();
        database.script(MIGRATIONS[step - 1].sample).unwrap();
    }
    let store = database.store_with(&MIGRATIONS[..5]);
    let rules: Vec<(String,)> = store
        .read_blocking(|tx| tx.all("SELECT rule FROM meeting_groups ORDER BY id", &[]))
        .unwrap();
    let rules: Vec<&str> = rules.iter().map(|(rule,)| rule.as_str()).collect();
    let expected = ["weekly:tue", "weekly:sun,mon,tue,wed,thu,fri,sat", ""];
    assert_eq!(rules, expected);
}

fn a_step_runs_once(database: &TestDatabase) {
    database.store_with(&[FIRST]).close_blocking();
    let store = database.store_with(&[FIRST, SECOND]);
    let ids = store.read_blocking(|tx| tx.all::<(i64,)>("SELECT id FROM second", &[]));
    assert_eq!(ids, Ok(vec![(1,)]));
}

fn a_step_that_was_edited_is_refused(database: &TestDatabase) {
    database.store_with(&[FIRST]).close_blocking();
    let edited = Migration {
        sql: "CREATE TABLE first (id BIGINT PRIMARY KEY, more BIGINT)",
        ..FIRST
    };
    refused(database, &[edited], "0001_first");
    // White space is no edit.
    let reflowed = Migration {
        sql: "CREATE TABLE first (id BIGINT PRIMARY KEY);\n\n INSERT INTO first VALUES (1);\n",
        ..FIRST
    };
    database.store_with(&[reflowed]).close_blocking();
}

fn a_database_of_a_newer_renew_is_refused(database: &TestDatabase) {
    database.store_with(&[FIRST, SECOND]).close_blocking();
    refused(database, &[FIRST], "newer");
}

fn refused(database: &TestDatabase, migrations: &[Migration], names: &str) {
    match Store::open_with(database.url(), migrations) {
        Err(StoreError::Refused(sentence)) => assert!(sentence.contains(names), "{sentence}"),
        other => panic!("{other:?}"),
    }
}

fn a_step_that_fails_leaves_nothing_behind(database: &TestDatabase) {
    let broken = Migration {
        sql: "CREATE TABLE second (id BIGINT PRIMARY KEY); INSERT INTO first VALUES (1);",
        ..SECOND
    };
    let failed = Store::open_with(database.url(), &[FIRST, broken]);
    assert!(
        matches!(failed, Err(StoreError::Conflict)),
        "{:?}",
        failed.err()
    );
    // The step before it is kept, and the repaired one finds no half of itself.
    let store = database.store_with(&[FIRST, SECOND]);
    let steps = store.read_blocking(|tx| {
        tx.one::<(i64,)>(
            "SELECT COUNT(*) FROM migrations WHERE version <= $1",
            &params![2],
        )
    });
    assert_eq!(steps, Ok((2,)));
}

fn programs_that_start_together_migrate_once(database: &TestDatabase) {
    std::thread::scope(|scope| {
        let starts: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| Store::open_with(database.url(), &[FIRST, SECOND])))
            .collect();
        for start in starts {
            start.join().unwrap().unwrap().close_blocking();
        }
    });
}
