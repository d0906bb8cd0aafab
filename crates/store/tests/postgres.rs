//! What only PostgreSQL can do wrong, and what the store makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use store::testing::{Server, TestDatabase};
use store::{Migration, Store, StoreError, Tx, params};

const NOTES: Migration = Migration {
    version: 1,
    name: "0001_notes",
    sql: "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT)",
    sample: "",
};

fn add(tx: &mut Tx<'_>, id: i64) -> Result<u64, StoreError> {
    tx.run("INSERT INTO notes (id) VALUES ($1)", &params![id])
}

#[test]
fn a_cut_connection_is_made_again_and_nothing_is_written_twice() {
    let database = TestDatabase::postgres();
    let store = database.store_with(&[NOTES]);
    for id in 0..20 {
        store.write_blocking(move |tx| add(tx, id)).unwrap();
        // Every connection to this database but the one that says so, idle or not.
        database
            .script(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .unwrap();
        let (count,) = store
            .read_blocking(|tx| tx.one::<(i64,)>("SELECT COUNT(*) FROM notes", &[]))
            .unwrap();
        assert_eq!(count, id + 1);
    }
}

#[test]
fn a_connection_that_is_cut_in_the_middle_begins_the_write_anew() {
    let database = TestDatabase::postgres();
    let store = database.store_with(&[NOTES]);
    let cut = std::sync::atomic::AtomicBool::new(false);
    let answer = store.write_blocking(move |tx| -> Result<u64, StoreError> {
        add(tx, 1)?;
        if !cut.swap(true, std::sync::atomic::Ordering::Relaxed) {
            tx.one::<(i64,)>(
                "SELECT CAST(COUNT(pg_terminate_backend(pg_backend_pid())) AS BIGINT)",
                &[],
            )?;
        }
        add(tx, 2)
    });
    assert_eq!(answer, Ok(1));
    let ids = store.read_blocking(|tx| tx.all::<(i64,)>("SELECT id FROM notes ORDER BY id", &[]));
    assert_eq!(ids, Ok(vec![(1,), (2,)]));
}

#[test]
fn a_server_that_is_away_is_unreachable_and_comes_back() {
    let nobody = Store::open("postgres://nobody@localhost/none?host=/no/such/folder");
    assert!(
        matches!(nobody, Err(StoreError::Unreachable(_))),
        "{nobody:?}"
    );
    let mut server = Server::private();
    let store = Store::open_with(&server.url("postgres"), &[NOTES]).unwrap();
    store.write_blocking(|tx| add(tx, 1)).unwrap();
    server.kill_and_start_again();
    store.write_blocking(|tx| add(tx, 2)).unwrap();
    let url = server.url("postgres");
    drop(server);
    for _ in 0..2 {
        let away = store.write_blocking(|tx| add(tx, 3));
        assert!(matches!(away, Err(StoreError::Unreachable(_))), "{away:?}");
        let away = store.read_blocking(|tx| add(tx, 3));
        assert!(matches!(away, Err(StoreError::Unreachable(_))), "{away:?}");
    }
    assert!(matches!(
        Store::open_with(&url, &[NOTES]),
        Err(StoreError::Unreachable(_))
    ));
}

#[test]
fn a_database_that_orders_texts_by_a_language_is_refused() {
    let server = Server::private();
    server
        .command(
            "CREATE DATABASE german TEMPLATE template0 ENCODING 'UTF8'
             LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C'",
        )
        .unwrap();
    match Store::open_with(&server.url("german"), &[NOTES]) {
        Err(StoreError::Refused(sentence)) => {
            assert!(sentence.contains("LC_COLLATE"), "{sentence}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_url_that_cannot_be_read_is_refused_without_repeating_its_password() {
    for url in [
        "postgres://me:secret@localhost:port/x",
        "postgres://me:secret@localhost/x?nonsense=secret",
        "postgres://me:secret@localhost/x?sslmode=require",
        "mysql://me:secret@localhost/x",
        "sqlite:",
    ] {
        match Store::open(url) {
            Err(StoreError::Refused(sentence)) => {
                assert!(!sentence.contains("secret"), "{sentence}")
            }
            other => panic!("{url}: {other:?}"),
        }
    }
}

#[test]
fn a_store_opens_from_inside_a_runtime() {
    let database = TestDatabase::postgres();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = database.store_with(&[NOTES]);
        assert_eq!(store.write(|tx| add(tx, 1)).await, Ok(1));
        drop(store);
    });
}
