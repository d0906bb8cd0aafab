//! What only SQLite can do wrong, and what the store makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::sync::mpsc;

use store::testing::TestDatabase;
use store::{Migration, StoreError, Tx, params};

const NOTES: Migration = Migration {
    version: 1,
    name: "0001_notes",
    sql: "CREATE TABLE notes (id BIGINT PRIMARY KEY, bytes BYTEA)",
    sample: "",
};

fn add(tx: &mut Tx<'_>, id: i64, bytes: usize) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO notes (id, bytes) VALUES ($1, $2)",
        &params![id, vec![7_u8; bytes]],
    )
}

#[test]
fn a_closure_without_end_is_stopped_and_its_neighbours_go_on() {
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    let endless = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n)
                   INSERT INTO notes (id) SELECT n FROM n WHERE n < 0";
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (one, stopped, other) = tokio::join!(
            store.write(|tx| add(tx, 1, 1)),
            store.write(move |tx| tx.run(endless, &[])),
            store.write(|tx| add(tx, 2, 1)),
        );
        assert_eq!((one, other), (Ok(1), Ok(1)));
        assert_eq!(stopped, Err(StoreError::TooLong));
    });
}

/// Writes about this many pages of 4 kB, in commits of a hundred.
fn write_pages(store: &store::Store, from: i64, pages: i64) {
    for hundred in 0..pages / 100 {
        store
            .write_blocking(move |tx| -> Result<(), StoreError> {
                for id in 0..100 {
                    add(tx, from + hundred * 100 + id, 4_000)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_log_stays_short_under_load_and_gets_short_again_after_a_long_read() {
    const MB: u64 = 1 << 20;
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    let log = database.folder().join("renew.db-wal");
    let log_bytes = || fs::metadata(&log).unwrap().len();
    write_pages(&store, 0, 12_000);
    assert!(log_bytes() < 36 * MB, "{} MB", log_bytes() / MB);

    // A read that holds its snapshot: the log must keep what is newer, and nobody waits for it.
    let (looked, has_looked) = mpsc::channel();
    let (go, may_go) = mpsc::channel::<()>();
    let may_go = std::sync::Mutex::new(may_go);
    let reader = store.clone();
    let reading = std::thread::spawn(move || {
        reader.read_blocking(move |tx| -> Result<i64, StoreError> {
            let sql = "SELECT COUNT(*) FROM notes";
            tx.one::<(i64,)>(sql, &[])?;
            looked.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            Ok(tx.one::<(i64,)>(sql, &[])?.0)
        })
    });
    has_looked.recv().unwrap();
    write_pages(&store, 100_000, 17_000);
    assert!(log_bytes() > 64 * MB, "{} MB", log_bytes() / MB);
    go.send(()).unwrap();
    assert_eq!(reading.join().unwrap(), Ok(12_000));
    write_pages(&store, 200_000, 9_000);
    assert!(log_bytes() <= 64 * MB, "{} MB", log_bytes() / MB);
}

const WORD: &[u8] = b"a word that nobody is to find again";

/// Which files of the database hold the word.
fn files_with_the_word(database: &TestDatabase) -> Vec<&'static str> {
    ["renew.db", "renew.db-wal"]
        .into_iter()
        .filter(|name| {
            let bytes = fs::read(database.folder().join(name)).unwrap_or_default();
            bytes.windows(WORD.len()).any(|window| window == WORD)
        })
        .collect()
}

fn write_the_word(store: &store::Store) {
    store
        .write_blocking(move |tx| {
            tx.run("INSERT INTO notes VALUES (1, $1)", &params![WORD.to_vec()])
        })
        .unwrap();
}

fn delete_the_word(store: &store::Store) {
    store
        .write_blocking(|tx| tx.run("DELETE FROM notes", &[]))
        .unwrap();
}

#[test]
fn what_was_deleted_is_not_to_be_found_in_the_files_after_the_end() {
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    write_the_word(&store);
    store.close_blocking();
    assert_eq!(
        files_with_the_word(&database),
        ["renew.db"],
        "the last one out moves the log into the file"
    );
    let store = database.store_with(&[NOTES]);
    delete_the_word(&store);
    store.close_blocking();
    assert!(files_with_the_word(&database).is_empty());
}

#[test]
fn what_is_to_be_forgotten_leaves_the_files_while_the_program_runs() {
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    write_the_word(&store);
    assert!(!files_with_the_word(&database).is_empty());
    delete_the_word(&store);
    store.forget_blocking().unwrap();
    assert!(files_with_the_word(&database).is_empty());
    store.close_blocking();
    assert_eq!(store.forget_blocking(), Err(StoreError::Closed));
}

#[test]
fn what_is_to_be_forgotten_waits_for_whoever_still_reads_it() {
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    write_the_word(&store);
    let (looked, has_looked) = mpsc::channel();
    let (go, may_go) = mpsc::channel::<()>();
    let may_go = std::sync::Mutex::new(may_go);
    let reader = store.clone();
    let reading = std::thread::spawn(move || {
        reader.read_blocking(move |tx| -> Result<(i64,), StoreError> {
            let count = tx.one("SELECT COUNT(*) FROM notes", &[])?;
            looked.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            Ok(count)
        })
    });
    has_looked.recv().unwrap();
    delete_the_word(&store);
    assert_eq!(store.forget_blocking(), Err(StoreError::Busy));
    assert!(!files_with_the_word(&database).is_empty());
    go.send(()).unwrap();
    assert_eq!(reading.join().unwrap(), Ok((1,)));
    store.forget_blocking().unwrap();
    assert!(files_with_the_word(&database).is_empty());
}

/// A kill loses nothing whether or not the disk was asked to keep it, since the system still holds
/// what was written. Only a power cut would tell, so the setting is looked at.
#[test]
fn every_commit_is_on_the_disk_before_it_is_answered() {
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    let setting = |name: &str| -> String {
        let sql = format!("SELECT CAST((SELECT * FROM pragma_{name}) AS TEXT)");
        let (setting,) = store
            .write_blocking(move |tx| tx.one::<(String,)>(&sql, &[]))
            .unwrap();
        setting
    };
    // 2 is FULL: the log is synced at each commit.
    assert_eq!(setting("synchronous"), "2");
    assert_eq!(setting("journal_mode"), "wal");
    assert_eq!(setting("secure_delete"), "1");
}

#[test]
fn a_database_is_its_owners_alone_and_so_are_the_files_beside_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = TestDatabase::sqlite();
    let store = database.store_with(&[NOTES]);
    store.write_blocking(|tx| add(tx, 1, 1)).unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(database.folder()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.file_name());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["renew.db", "renew.db-shm", "renew.db-wal"]);
}
