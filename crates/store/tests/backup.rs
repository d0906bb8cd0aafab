//! A backup is whole, of one moment, and comes back into either engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use store::testing::TestDatabase;
use store::{MIGRATIONS, Migration, Store, StoreError, Value, on_both_engines, params};

on_both_engines! {
    a_backup_of_a_busy_database_is_of_one_moment,
    a_backup_comes_back_into_either_engine,
    a_backup_of_an_older_renew_is_brought_up_to_date,
    what_cannot_be_backed_up_or_restored_is_refused_with_a_sentence,
    the_community_of_the_sample_data_comes_back,
    a_backup_changes_nothing_in_what_it_copies,
    where_there_is_no_community_nothing_is_copied_and_nothing_made,
    a_look_finds_a_community_as_this_renew_has_it_and_changes_nothing,
}

const PAIRS: Migration = Migration {
    version: 1,
    name: "0001_pairs",
    sql: "CREATE TABLE one (id BIGINT PRIMARY KEY, text TEXT, share DOUBLE PRECISION, bytes BYTEA,
              before BIGINT REFERENCES one (id));
          CREATE TABLE \"order\" (id BIGINT PRIMARY KEY REFERENCES one (id), \"from\" TEXT);
          CREATE INDEX one_by_text ON one (text);",
    sample: "",
};
const LATER: Migration = Migration {
    version: 2,
    name: "0002_later",
    sql: "CREATE TABLE later (id BIGINT PRIMARY KEY); INSERT INTO later SELECT id FROM one;",
    sample: "",
};

type Pair = (
    i64,
    Option<String>,
    Option<f64>,
    Option<Vec<u8>>,
    Option<i64>,
);

fn backup_path(database: &TestDatabase) -> PathBuf {
    database.folder().join("backup.db")
}

fn copy(database: &TestDatabase, to: &Path, migrations: &[Migration]) {
    Store::backup_with(database.url(), to, migrations).unwrap();
}

fn fill(store: &Store) {
    store
        .write_blocking(|tx| -> Result<(), StoreError> {
            // The first refers to the last: rules are met by all rows together only.
            let rows: [[Value; 5]; 3] = [
                params![3, "ü'\n\\", 0.5, vec![0_u8, 255], None::<i64>],
                params![2, None::<&str>, None::<f64>, None::<Vec<u8>>, 3],
                params![1, "", f64::MIN_POSITIVE, Vec::<u8>::new(), 2],
            ];
            for row in rows {
                tx.run(
                    "INSERT INTO one (id, text, share, bytes, before) VALUES ($1, $2, $3, $4, $5)",
                    &row,
                )?;
            }
            tx.run("INSERT INTO \"order\" VALUES ($1, $2)", &params![1, "x"])?;
            Ok(())
        })
        .unwrap();
}

fn pairs(store: &Store) -> Vec<Pair> {
    store
        .read_blocking(|tx| {
            tx.all(
                "SELECT id, text, share, bytes, before FROM one ORDER BY id",
                &[],
            )
        })
        .unwrap()
}

fn a_backup_of_a_busy_database_is_of_one_moment(database: &TestDatabase) {
    let store = database.store_with(&[PAIRS]);
    let stop = AtomicBool::new(false);
    let to = backup_path(database);
    std::thread::scope(|scope| {
        for writer in 0..4_i64 {
            let (store, stop) = (&store, &stop);
            scope.spawn(move || {
                for number in 0..20_000 {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let id = (writer << 32) | number;
                    store
                        .write_blocking(move |tx| -> Result<(), StoreError> {
                            let long = "word ".repeat(100);
                            let sql = "INSERT INTO one (id, text) VALUES ($1, $2)";
                            tx.run(sql, &params![id, long])?;
                            tx.run("INSERT INTO \"order\" VALUES ($1, 'x')", &params![id])?;
                            Ok(())
                        })
                        .unwrap();
                }
            });
        }
        while count(&store, "one").0 < 300 {
            std::thread::yield_now();
        }
        let done = Store::backup_with(database.url(), &to, &[PAIRS]);
        stop.store(true, Ordering::Relaxed);
        done.unwrap();
    });
    let later = count(&store, "one");
    let kept = Store::open_with(&format!("sqlite:{}", to.display()), &[PAIRS]).unwrap();
    let (one, two) = (count(&kept, "one"), count(&kept, "\"order\""));
    assert_eq!(one, two, "halves of writes");
    assert!((300..=later.0).contains(&one.0), "{one:?} of {later:?}");
}

fn count(store: &Store, table: &str) -> (i64,) {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    store.read_blocking(move |tx| tx.one(&sql, &[])).unwrap()
}

fn a_backup_comes_back_into_either_engine(database: &TestDatabase) {
    let store = database.store_with(&[PAIRS]);
    fill(&store);
    let to = backup_path(database);
    copy(database, &to, &[PAIRS]);
    let mode = fs::metadata(&to).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "a backup is for its owner alone");
    for target in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        Store::restore_with(&to, target.url(), &[PAIRS]).unwrap();
        let back = target.store_with(&[PAIRS]);
        assert_eq!(pairs(&back), pairs(&store));
        assert_eq!(count(&back, "\"order\""), (1,));
        // The rules came back with the rows.
        let refused =
            back.write_blocking(|tx| tx.run("INSERT INTO \"order\" VALUES (99, 'x')", &[]));
        assert_eq!(refused, Err(StoreError::Conflict));
        // And what came back can be backed up again.
        let again = target.folder().join("again.db");
        copy(&target, &again, &[PAIRS]);
        let again = Store::open_with(&format!("sqlite:{}", again.display()), &[PAIRS]).unwrap();
        assert_eq!(pairs(&again), pairs(&store));
    }
    let left: Vec<_> = fs::read_dir(database.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("partial"))
        .collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

fn a_backup_of_an_older_renew_is_brought_up_to_date(database: &TestDatabase) {
    let store = database.store_with(&[PAIRS]);
    fill(&store);
    let to = backup_path(database);
    copy(database, &to, &[PAIRS]);
    for target in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        Store::restore_with(&to, target.url(), &[PAIRS, LATER]).unwrap();
        let back = target.store_with(&[PAIRS, LATER]);
        assert_eq!(count(&back, "later"), (3,));
    }
}

fn what_cannot_be_backed_up_or_restored_is_refused_with_a_sentence(database: &TestDatabase) {
    let store = database.store_with(&[PAIRS, LATER]);
    fill(&store);
    let to = backup_path(database);
    copy(database, &to, &[PAIRS, LATER]);
    let backup = |to: &Path| Store::backup_with(database.url(), to, &[PAIRS, LATER]);
    refused(backup(&to), "already");
    let nowhere = database.folder().join("no/such/folder.db");
    refused(backup(&nowhere), "folder.db");

    let fresh = TestDatabase::sqlite();
    let other = TestDatabase::postgres();
    let both = |from: &Path, sentence: &str| {
        for target in [&fresh, &other] {
            let result = Store::restore_with(from, target.url(), &[PAIRS]);
            refused(result, sentence);
        }
    };
    both(&to, "newer");
    both(&nowhere, "no backup at");
    let whole = fs::read(&to).unwrap();
    let broken = database.folder().join("broken.db");
    fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    both(&broken, "damaged");
    fs::write(&broken, b"<html>not a database</html>").unwrap();
    both(&broken, "damaged");
    fs::write(&broken, b"").unwrap();
    both(&broken, "no backup");

    // Into a database that holds something.
    refused(
        Store::restore_with(&to, database.url(), &[PAIRS, LATER]),
        "not empty",
    );
    assert_eq!(pairs(&store).len(), 3);
}

fn refused(result: Result<(), StoreError>, sentence: &str) {
    match result {
        Err(StoreError::Refused(said)) => assert!(said.contains(sentence), "{said}"),
        other => panic!("{other:?} where {sentence:?} was expected"),
    }
}

fn the_community_of_the_sample_data_comes_back(database: &TestDatabase) {
    for step in 1..=MIGRATIONS.len() {
        database.store_with(&MIGRATIONS[..step]).close_blocking();
        database.script(MIGRATIONS[step - 1].sample).unwrap();
    }
    let to = backup_path(database);
    copy(database, &to, MIGRATIONS);
    for target in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        Store::restore(&to, target.url()).unwrap();
        target.store().close_blocking();
        let again = target.folder().join("again.db");
        copy(&target, &again, MIGRATIONS);
        assert_eq!(rows(&again), rows(&to));
    }
}

/// Every row of every table of a SQLite file, as text.
fn rows(path: &Path) -> Vec<String> {
    let store = Store::open(&format!("sqlite:{}", path.display())).unwrap();
    let tables: Vec<(String,)> = store
        .read_blocking(|tx| {
            tx.all(
                "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                &[],
            )
        })
        .unwrap();
    let mut all = Vec::new();
    for (table,) in tables {
        let columns: Vec<(String,)> = store
            .read_blocking({
                let table = table.clone();
                move |tx| tx.all("SELECT name FROM pragma_table_info($1)", &params![&table])
            })
            .unwrap();
        let quoted = columns.iter().map(|(name,)| format!("quote(\"{name}\")"));
        let row = quoted.collect::<Vec<_>>().join(" || ',' || ");
        let sql = format!("SELECT '{table}: ' || {row} FROM \"{table}\" ORDER BY 1");
        let rows: Vec<(String,)> = store.read_blocking(move |tx| tx.all(&sql, &[])).unwrap();
        all.extend(rows.into_iter().map(|(row,)| row));
    }
    assert!(all.len() > MIGRATIONS.len(), "there is sample data");
    all
}

fn a_backup_changes_nothing_in_what_it_copies(database: &TestDatabase) {
    let store = database.store_with(&[PAIRS]);
    fill(&store);
    let to = backup_path(database);
    // By a program that is newer than the one that runs.
    copy(database, &to, &[PAIRS, LATER]);
    assert_eq!(count(&store, "migrations"), (1,));
    let kept = Store::open_with(&format!("sqlite:{}", to.display()), &[PAIRS]).unwrap();
    assert_eq!(count(&kept, "migrations"), (1,));
    assert_eq!(pairs(&kept), pairs(&store));
}

fn where_there_is_no_community_nothing_is_copied_and_nothing_made(database: &TestDatabase) {
    let to = backup_path(database);
    let files = || fs::read_dir(database.folder()).unwrap().count();
    let nothing = || {
        let before = files();
        refused(
            Store::backup(database.url(), &to),
            "no community's database",
        );
        assert_eq!(files(), before);
    };
    nothing();
    if let Some(path) = database.url().strip_prefix("sqlite:") {
        fs::write(path, b"").unwrap();
        nothing();
        let page = b"<html>not a database, and longer than the head of one</html>";
        fs::write(path, page).unwrap();
        let other = Store::backup(database.url(), &to);
        assert!(matches!(other, Err(StoreError::Engine(_))), "{other:?}");
        fs::remove_file(path).unwrap();
    }
    database.store_with(&[]).close_blocking();
    refused(
        Store::backup(database.url(), &to),
        "no community's database",
    );
    assert!(!to.exists());
}

fn a_look_finds_a_community_as_this_renew_has_it_and_changes_nothing(database: &TestDatabase) {
    let look = |steps: &[Migration]| Store::look_with(database.url(), steps);
    refused(look(&[PAIRS]), "no community's database");
    if let Some(path) = database.url().strip_prefix("sqlite:") {
        assert!(!Path::new(path).exists());
    }
    let store = database.store_with(&[PAIRS]);
    look(&[PAIRS]).unwrap();
    refused(look(&[PAIRS, LATER]), "of an older Renew");
    refused(look(&[]), "newer");
    let other = Migration {
        sql: "CREATE TABLE other (id BIGINT PRIMARY KEY)",
        ..PAIRS
    };
    assert!(look(&[other]).is_err());
    assert_eq!(count(&store, "migrations"), (1,));
}

#[test]
fn the_log_of_another_database_is_not_played_over_a_restored_one() {
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[PAIRS]);
    fill(&store);
    let to = backup_path(&database);
    copy(&database, &to, &[PAIRS]);
    for tail in ["-wal", "-journal"] {
        let target = TestDatabase::sqlite();
        let path = target.url().strip_prefix("sqlite:").unwrap();
        // The database is lost, and what lay beside it was left.
        let log = format!("{path}{tail}");
        fs::copy(database.folder().join("renew.db-wal"), &log).unwrap();
        refused(Store::restore_with(&to, target.url(), &[PAIRS]), &log);
        assert!(!Path::new(path).exists());
        fs::remove_file(&log).unwrap();
        Store::restore_with(&to, target.url(), &[PAIRS]).unwrap();
        assert_eq!(pairs(&target.store_with(&[PAIRS])), pairs(&store));
    }
}
