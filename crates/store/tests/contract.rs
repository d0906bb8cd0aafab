//! What every engine promises, on every engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::future::Future;
use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};

use store::testing::TestDatabase;
use store::{FromRow, Migration, Row, Store, StoreError, Tx, Value, on_both_engines, params};

const NOTES: Migration = Migration {
    version: 1,
    name: "0001_notes",
    sql: "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL, share DOUBLE PRECISION,
              picture BYTEA, kept BIGINT NOT NULL DEFAULT 0 CHECK (kept IN (0, 1)));
          CREATE TABLE answers (id BIGINT PRIMARY KEY, note BIGINT NOT NULL REFERENCES notes (id),
              text TEXT UNIQUE);",
    sample: "",
};

on_both_engines! {
    values_come_back_as_they_went_in,
    what_only_one_engine_can_hold_is_refused,
    a_row_that_makes_no_sense_is_inconsistent,
    one_that_fails_takes_none_of_the_others_with_it,
    a_failed_statement_ends_the_transaction_even_if_nobody_looks,
    rules_of_tables_are_conflicts,
    a_reader_can_not_write,
    a_read_sees_one_moment_and_never_waits_for_a_writer,
    a_dropped_future_neither_loses_nor_halves_a_write,
    counts_sums_and_comparisons_mean_the_same,
    texts_are_ordered_and_matched_by_their_bytes,
    parameters_must_come_in_order_and_number,
    many_rows_go_in_at_once,
    a_closed_store_finishes_what_waits_and_takes_nothing_more,
    two_programs_at_one_database_lose_no_write,
}

fn store(database: &TestDatabase) -> Store {
    database.store_with(&[NOTES])
}

fn add(tx: &mut Tx<'_>, id: i64) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO notes (id, text) VALUES ($1, $2)",
        &params![id, "word"],
    )
}

fn count(store: &Store) -> i64 {
    store
        .read_blocking(|tx| tx.one::<(i64,)>("SELECT COUNT(*) FROM notes", &[]))
        .unwrap()
        .0
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

#[derive(Clone, Debug, PartialEq)]
struct Note {
    id: i64,
    text: String,
    share: Option<f64>,
    picture: Option<Vec<u8>>,
    kept: bool,
}

impl FromRow for Note {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            text: row.get("text")?,
            share: row.get("share")?,
            picture: row.get("picture")?,
            kept: row.get("kept")?,
        })
    }
}

fn insert(tx: &mut Tx<'_>, note: &Note) -> Result<u64, StoreError> {
    let picture = note.picture.as_deref();
    tx.run(
        "INSERT INTO notes (id, text, share, picture, kept) VALUES ($1, $2, $3, $4, $5)",
        &params![note.id, &note.text, note.share, picture, note.kept],
    )
}

fn values_come_back_as_they_went_in(database: &TestDatabase) {
    let store = store(database);
    let long = "ñ".repeat(50_000);
    let notes: Vec<Note> = [
        (i64::MAX, "", None, None, false),
        (
            i64::MIN,
            "a'b\"c\\d $1 \u{202e}x\u{1f30a}",
            Some(0.1),
            Some(vec![]),
            true,
        ),
        (
            0,
            long.as_str(),
            Some(f64::MAX),
            Some(vec![0, 255, 92, 39]),
            false,
        ),
        (
            -1,
            " \n\t",
            Some(f64::NEG_INFINITY),
            Some(b"\\x00".to_vec()),
            true,
        ),
    ]
    .into_iter()
    .map(|(id, text, share, picture, kept)| Note {
        id,
        text: text.to_owned(),
        share,
        picture,
        kept,
    })
    .collect();
    for note in notes {
        let given = note.clone();
        store.write_blocking(move |tx| insert(tx, &given)).unwrap();
        let id = note.id;
        let found: Note = store
            .read_blocking(move |tx| tx.one("SELECT * FROM notes WHERE id = $1", &params![id]))
            .unwrap();
        assert_eq!(found, note);
    }
}

fn what_only_one_engine_can_hold_is_refused(database: &TestDatabase) {
    let store = store(database);
    for value in [Value::from("a\0b"), Value::from(f64::NAN)] {
        let refused = store.write_blocking(move |tx| {
            tx.run(
                "UPDATE notes SET text = $1, share = $1",
                std::slice::from_ref(&value),
            )
        });
        assert!(
            matches!(refused, Err(StoreError::Refused(_))),
            "{refused:?}"
        );
    }
}

fn a_row_that_makes_no_sense_is_inconsistent(database: &TestDatabase) {
    let store = store(database);
    store.write_blocking(|tx| add(tx, 1)).unwrap();
    let inconsistent = |sql: &'static str| {
        let found = store.read_blocking(move |tx| tx.one::<Note>(sql, &[]));
        assert!(
            matches!(found, Err(StoreError::Inconsistent(_))),
            "{sql}: {found:?}"
        );
    };
    inconsistent("SELECT id FROM notes");
    inconsistent("SELECT id, NULL AS text, share, picture, kept FROM notes");
    inconsistent("SELECT id, id AS text, share, picture, kept FROM notes");
    inconsistent("SELECT id, text, share, picture, 2 AS kept FROM notes");
    let short = store.read_blocking(|tx| tx.one::<(i64, i64)>("SELECT id FROM notes", &[]));
    assert!(matches!(short, Err(StoreError::Inconsistent(_))));
    let none = store
        .read_blocking(|tx| tx.one::<(i64,)>("SELECT id FROM notes WHERE id = $1", &params![2]));
    assert_eq!(none, Err(StoreError::NotFound));
}

fn one_that_fails_takes_none_of_the_others_with_it(database: &TestDatabase) {
    let store = store(database);
    runtime().block_on(async {
        let (good, bad, panicking, late, refused) = tokio::join!(
            store.write(|tx| add(tx, 1)),
            store.write(|tx| add(tx, 2).and(Err::<u64, _>(StoreError::NotFound))),
            store.write(|tx| -> Result<u64, StoreError> {
                add(tx, 3)?;
                panic!("on purpose")
            }),
            store.write(|tx| add(tx, 1)),
            store.write(|tx| tx.run("INSERT INTO nowhere VALUES (1)", &[])),
        );
        // Two want the same id; which comes first is the engine's affair.
        assert_eq!(
            [good, late].iter().filter(|r| **r == Ok(1)).count(),
            1,
            "one of the two"
        );
        assert_eq!(bad, Err(StoreError::NotFound));
        assert_eq!(panicking, Err(StoreError::Panicked));
        assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    });
    assert_eq!(count(&store), 1);
}

fn a_failed_statement_ends_the_transaction_even_if_nobody_looks(database: &TestDatabase) {
    let store = store(database);
    store.write_blocking(|tx| add(tx, 1)).unwrap();
    let careless = store.write_blocking(|tx| -> Result<&'static str, StoreError> {
        add(tx, 2)?;
        let failed = add(tx, 1);
        assert_eq!(failed, Err(StoreError::Conflict));
        let later = add(tx, 3);
        assert_eq!(later, Err(StoreError::Conflict));
        Ok("all is well")
    });
    assert_eq!(careless, Err(StoreError::Conflict));
    assert_eq!(count(&store), 1);
}

fn rules_of_tables_are_conflicts(database: &TestDatabase) {
    let store = store(database);
    store.write_blocking(|tx| add(tx, 1)).unwrap();
    for sql in [
        "INSERT INTO notes (id, text) VALUES (1, 'again')",
        "INSERT INTO notes (id, text) VALUES (2, NULL)",
        "INSERT INTO notes (id, text, kept) VALUES (2, 'x', 2)",
        "INSERT INTO answers (id, note) VALUES (1, 99)",
        "INSERT INTO answers (id, note, text) VALUES (1, 1, 'a'), (2, 1, 'a')",
    ] {
        let refused = store.write_blocking(move |tx| tx.run(sql, &[]));
        assert_eq!(refused, Err(StoreError::Conflict), "{sql}");
    }
    let quiet = store.write_blocking(|tx| {
        tx.run(
            "INSERT INTO notes (id, text) VALUES ($1, 'x') ON CONFLICT DO NOTHING",
            &params![1],
        )
    });
    assert_eq!(quiet, Ok(0));
    let back: Result<(i64, String), StoreError> = store.write_blocking(|tx| {
        tx.one(
            "INSERT INTO notes (id, text) VALUES ($1, 'y') ON CONFLICT (id)
             DO UPDATE SET text = excluded.text RETURNING id, text",
            &params![1],
        )
    });
    assert_eq!(back, Ok((1, "y".to_owned())));
}

fn a_reader_can_not_write(database: &TestDatabase) {
    let store = store(database);
    let refused = store.read_blocking(|tx| add(tx, 1));
    assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    assert_eq!(count(&store), 0);
}

fn a_read_sees_one_moment_and_never_waits_for_a_writer(database: &TestDatabase) {
    let store = store(database);
    let (looked, has_looked) = mpsc::channel();
    let (go, may_go) = mpsc::channel::<()>();
    let may_go = std::sync::Mutex::new(may_go);
    let reader = store.clone();
    let reading = std::thread::spawn(move || {
        reader.read_blocking(move |tx| -> Result<(i64, i64), StoreError> {
            let sql = "SELECT COUNT(*) FROM notes";
            let (before,) = tx.one::<(i64,)>(sql, &[])?;
            looked.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            Ok((before, tx.one::<(i64,)>(sql, &[])?.0))
        })
    });
    has_looked.recv().unwrap();
    // Written, and read by another, while the first read is still under way.
    store.write_blocking(|tx| add(tx, 1)).unwrap();
    assert_eq!(count(&store), 1);
    // And a read comes through while a write is under way.
    let second = store.clone();
    store
        .write_blocking(move |tx| -> Result<(), StoreError> {
            add(tx, 2)?;
            assert_eq!(count(&second), 1);
            Ok(())
        })
        .unwrap();
    go.send(()).unwrap();
    assert_eq!(reading.join().unwrap(), Ok((0, 0)));
    assert_eq!(count(&store), 2);
}

fn a_dropped_future_neither_loses_nor_halves_a_write(database: &TestDatabase) {
    let store = store(database);
    for id in 0..20 {
        let write = pin!(store.write(move |tx| -> Result<(), StoreError> {
            add(tx, 2 * id)?;
            add(tx, 2 * id + 1)?;
            Ok(())
        }));
        let handed_over = write.poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(handed_over, Poll::Pending | Poll::Ready(Ok(()))));
    }
    store.close_blocking();
    assert_eq!(count(&self::store(database)), 40);
}

fn counts_sums_and_comparisons_mean_the_same(database: &TestDatabase) {
    let store = store(database);
    store
        .write_blocking(|tx| {
            tx.run_many(
                "INSERT INTO notes (id, text, share) VALUES ($1, 'x', $2)",
                &[
                    params![7_000_000_000_i64, 0.5].to_vec(),
                    params![-2, 1.0].to_vec(),
                ],
            )
        })
        .unwrap();
    let sums: (i64, i64, f64, f64) = store
        .read_blocking(|tx| {
            tx.one(
                "SELECT SUM(id), COUNT(*), SUM(share), AVG(id) FROM notes",
                &[],
            )
        })
        .unwrap();
    assert_eq!(sums, (6_999_999_998, 2, 1.5, 3_499_999_999.0));
    let nothing: (Option<i64>, i64) = store
        .read_blocking(|tx| {
            tx.one(
                "SELECT SUM(id), COALESCE(SUM(id), 0) FROM notes WHERE id = $1",
                &params![1],
            )
        })
        .unwrap();
    assert_eq!(nothing, (None, 0));
    let signs: (bool, i64, i64, i64) = store
        .read_blocking(|tx| {
            tx.one(
                "SELECT $1 > 5, $1 / 2, $1 % 4, CASE WHEN $1 = 7 THEN $1 ELSE 0 END",
                &params![7],
            )
        })
        .unwrap();
    assert_eq!(signs, (true, 3, 3, 7));
    // A parameter has 64 bits wherever it stands.
    let large: (i64,) = store
        .read_blocking(|tx| tx.one("SELECT COALESCE($1, 0) + 1", &params![i64::MAX - 1]))
        .unwrap();
    assert_eq!(large, (i64::MAX,));
}

fn texts_are_ordered_and_matched_by_their_bytes(database: &TestDatabase) {
    let store = store(database);
    let words = ["a b", "a-c", "B", "ab", "b", "z", "é", "α", "aa", "A", "_"];
    let rows: Vec<Vec<Value>> = words
        .iter()
        .zip(0_i64..)
        .map(|(word, id)| params![id, *word].to_vec())
        .collect();
    store
        .write_blocking(move |tx| {
            tx.run_many("INSERT INTO notes (id, text) VALUES ($1, $2)", &rows)
        })
        .unwrap();
    let sorted: Vec<(String,)> = store
        .read_blocking(|tx| tx.all("SELECT text FROM notes ORDER BY text", &[]))
        .unwrap();
    let mut expected = words.map(|word| (word.to_owned(),)).to_vec();
    expected.sort();
    assert_eq!(sorted, expected);
    let alike: Vec<(String,)> = store
        .read_blocking(|tx| {
            tx.all(
                "SELECT text FROM notes WHERE text LIKE $1 ORDER BY text",
                &params!["b%"],
            )
        })
        .unwrap();
    assert_eq!(alike, [("b".to_owned(),)]);
    let folded: (i64,) = store
        .read_blocking(|tx| tx.one("SELECT COUNT(*) FROM notes WHERE lower(text) = 'b'", &[]))
        .unwrap();
    assert_eq!(folded, (2,));
}

fn parameters_must_come_in_order_and_number(database: &TestDatabase) {
    let store = store(database);
    for (sql, params) in [
        (
            "SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT)",
            params![1, 2].to_vec(),
        ),
        ("SELECT CAST($1 AS BIGINT)", params![1, 2].to_vec()),
        (
            "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT)",
            params![1].to_vec(),
        ),
    ] {
        let refused = store.read_blocking(move |tx| tx.maybe::<(i64,)>(sql, &params));
        assert!(
            matches!(refused, Err(StoreError::Engine(_))),
            "{sql}: {refused:?}"
        );
    }
}

fn many_rows_go_in_at_once(database: &TestDatabase) {
    let store = store(database);
    let rows: Vec<Vec<Value>> = (0..301_i64).map(|id| params![id, "x"].to_vec()).collect();
    let sql = "INSERT INTO notes (id, text) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    let more = [rows.clone(), vec![params![301, "y"].to_vec()]].concat();
    assert_eq!(
        store.write_blocking(move |tx| tx.run_many(sql, &rows)),
        Ok(301)
    );
    assert_eq!(
        store.write_blocking(move |tx| tx.run_many(sql, &more)),
        Ok(1)
    );
    assert_eq!(store.write_blocking(move |tx| tx.run_many(sql, &[])), Ok(0));
    let sums: (i64, i64) = store
        .read_blocking(|tx| tx.one("SELECT COUNT(*), SUM(id) FROM notes", &[]))
        .unwrap();
    assert_eq!(sums, (302, 301 * 302 / 2));
}

fn a_closed_store_finishes_what_waits_and_takes_nothing_more(database: &TestDatabase) {
    let store = store(database);
    let writers: Vec<_> = (0..200)
        .map(|id| {
            let store = store.clone();
            std::thread::spawn(move || store.write_blocking(move |tx| add(tx, id)))
        })
        .collect();
    store.close_blocking();
    let kept = writers
        .into_iter()
        .map(|writer| writer.join().unwrap())
        .inspect(|result| {
            assert!(
                matches!(result, Ok(1) | Err(StoreError::Closed)),
                "{result:?}"
            )
        })
        .filter(Result::is_ok)
        .count();
    assert_eq!(
        store.write_blocking(|tx| add(tx, 999)),
        Err(StoreError::Closed)
    );
    assert_eq!(
        store.read_blocking(|tx| add(tx, 999)),
        Err(StoreError::Closed)
    );
    store.close_blocking();
    assert_eq!(usize::try_from(count(&self::store(database))), Ok(kept));
}

fn two_programs_at_one_database_lose_no_write(database: &TestDatabase) {
    let stores = [store(database), store(database)];
    stores[0].write_blocking(|tx| add(tx, 1)).unwrap();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = stores[writer % 2].clone();
            std::thread::spawn(move || {
                for _ in 0..25 {
                    // Read, then write what follows from it: lost if two do it at once unseen.
                    let add = || {
                        store.write_blocking(|tx| -> Result<(), StoreError> {
                            let sql = "SELECT share FROM notes WHERE id = 1";
                            let (share,) = tx.one::<(Option<f64>,)>(sql, &[])?;
                            let next = share.unwrap_or(0.0) + 1.0;
                            tx.run("UPDATE notes SET share = $1 WHERE id = 1", &params![next])?;
                            Ok(())
                        })
                    };
                    // On a slow server the others may have the turn many times before: they have 175
                    // in all.
                    let mut tries = (0..200).map(|_| add());
                    let added = tries.find(|added| *added != Err(StoreError::Busy));
                    added.expect("a turn").unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let (sum,) = stores[1]
        .read_blocking(|tx| tx.one::<(f64,)>("SELECT share FROM notes", &[]))
        .unwrap();
    assert!((sum - 200.0).abs() < f64::EPSILON, "{sum}");
}
