//! SQLite: one writer that commits many waiting transactions together, and readers beside it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{mpsc, oneshot};

use crate::{Migration, StoreError, Tx, migrations};

/// Writes that may wait. At 20,000 writes a second this is a twentieth of a second of work;
/// when more wait, callers wait before the queue, and their own limits apply.
const WRITES_WAITING_MAX: usize = 1024;
/// Reads that may wait, for the same reason.
const READS_WAITING_MAX: usize = 1024;
/// Transactions in one commit: enough for the gain (which flattens past 64), few enough that the
/// first of them does not wait long for its answer.
const COMMIT_TOGETHER_MAX: usize = 256;
/// Reader threads: one per core of a small machine. Reads are short and in memory.
const READERS: usize = 2;
/// Statements kept prepared per connection; the whole program has a few hundred.
const STATEMENTS_KEPT: usize = 512;

/// The two ends to the database threads. Threads end when the last clone is dropped.
#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    writes: mpsc::Sender<Box<dyn Job>>,
    reads: mpsc::Sender<Box<dyn Job>>,
}

/// A closure on its way to a database thread and back.
trait Job: Send {
    /// Runs the closure; tells whether what it did is to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Answers the caller: with the closure's result, or with what kept it from lasting.
    fn answer(self: Box<Self>, kept: Result<(), StoreError>);
}

struct Work<T, E, F> {
    work: F,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Work<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|_| Err(StoreError::Panicked.into()));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, kept: Result<(), StoreError>) {
        let result = match (kept, self.result) {
            (Ok(()), Some(result)) => result,
            // The closure's own error says more than the failed commit of its neighbours.
            (Err(_), Some(Err(error))) => Err(error),
            (Err(error), _) => Err(error.into()),
            (Ok(()), None) => Err(StoreError::Closed.into()),
        };
        // The caller may have gone; what was written stays written.
        let _ = self.caller.send(result);
    }
}

impl Sqlite {
    pub(crate) fn open(path: &Path, migrations: &[Migration]) -> Result<Self, StoreError> {
        let mut connection = connect(path, OpenFlags::default())?;
        migrations::run_sqlite(&mut connection, migrations)?;
        let (writes, waiting) = mpsc::channel(WRITES_WAITING_MAX);
        spawn("store-writer", move || write_loop(&connection, waiting))?;
        let (reads, waiting) = mpsc::channel(READS_WAITING_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..READERS {
            let reader = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let waiting = Arc::clone(&waiting);
            spawn("store-reader", move || read_loop(&reader, &waiting))?;
        }
        Ok(Self { writes, reads })
    }

    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        hand_over(&self.writes, work).await
    }

    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        hand_over(&self.reads, work).await
    }

    pub(crate) fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        hand_over_blocking(&self.writes, work)
    }

    pub(crate) fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        hand_over_blocking(&self.reads, work)
    }
}

async fn hand_over<T, E, F>(queue: &mpsc::Sender<Box<dyn Job>>, work: F) -> Result<T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    let job = Box::new(Work {
        work,
        result: None,
        caller,
    });
    queue.send(job).await.map_err(|_| StoreError::Closed)?;
    answer.await.map_err(|_| StoreError::Closed)?
}

fn hand_over_blocking<T, E, F>(queue: &mpsc::Sender<Box<dyn Job>>, work: F) -> Result<T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    let job = Box::new(Work {
        work,
        result: None,
        caller,
    });
    queue.blocking_send(job).map_err(|_| StoreError::Closed)?;
    answer.blocking_recv().map_err(|_| StoreError::Closed)?
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(drop)
        .map_err(|error| StoreError::Engine(error.to_string()))
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let path: PathBuf = path.into();
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    if !flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        connection.pragma_update(None, "journal_mode", "wal")?;
    }
    // FULL syncs the log at each commit: what was answered survives a power cut.
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;",
    )?;
    Ok(connection)
}

fn write_loop(connection: &Connection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut together: Vec<Box<dyn Job>> = Vec::with_capacity(COMMIT_TOGETHER_MAX);
    while let Some(first) = waiting.blocking_recv() {
        together.push(first);
        while together.len() < COMMIT_TOGETHER_MAX {
            let Ok(next) = waiting.try_recv() else { break };
            together.push(next);
        }
        let kept = commit_together(connection, &mut together);
        for job in together.drain(..) {
            job.answer(kept.clone());
        }
    }
}

/// Each in a savepoint of its own, one commit for all.
fn commit_together(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    execute(connection, "BEGIN IMMEDIATE")?;
    let done = jobs.iter_mut().try_for_each(|job| {
        execute(connection, "SAVEPOINT one")?;
        if !job.run(&mut Tx::sqlite(connection)) {
            execute(connection, "ROLLBACK TO one")?;
        }
        execute(connection, "RELEASE one")
    });
    let kept = done.and_then(|()| execute(connection, "COMMIT"));
    if kept.is_err() && !connection.is_autocommit() {
        execute(connection, "ROLLBACK")?;
    }
    kept
}

fn read_loop(connection: &Connection, waiting: &Mutex<mpsc::Receiver<Box<dyn Job>>>) {
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .blocking_recv();
        let Some(mut job) = next else { break };
        let snapshot = execute(connection, "BEGIN");
        if snapshot.is_ok() {
            job.run(&mut Tx::sqlite(connection));
        }
        let ended = execute(connection, "ROLLBACK");
        job.answer(snapshot.and(ended));
    }
}

fn execute(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, params};

    fn store() -> (tempfile::TempDir, Store) {
        const STEP: Migration = Migration {
            version: 1,
            name: "0001_test",
            sql: "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)",
            sample: "",
        };
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("t.db").display());
        let store = Store::open_with(&url, &[STEP]).unwrap();
        (folder, store)
    }

    fn count(store: &Store) -> i64 {
        store
            .read_blocking(|tx| tx.one::<(i64,)>("SELECT COUNT(*) FROM notes", &[]))
            .unwrap()
            .0
    }

    fn add(tx: &mut Tx<'_>, id: i64) -> Result<u64, StoreError> {
        tx.run(
            "INSERT INTO notes (id, text) VALUES ($1, $2)",
            &params![id, "word"],
        )
    }

    #[test]
    fn one_that_fails_takes_none_of_the_others_with_it() {
        let (_folder, store) = store();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (good, bad, panicking, late) = tokio::join!(
                store.write(|tx| add(tx, 1)),
                store.write(|tx| add(tx, 2).and(Err::<u64, _>(StoreError::NotFound))),
                store.write(|tx| -> Result<u64, StoreError> {
                    add(tx, 3)?;
                    panic!("on purpose")
                }),
                store.write(|tx| add(tx, 1)),
            );
            assert_eq!(good, Ok(1));
            assert_eq!(bad, Err(StoreError::NotFound));
            assert_eq!(panicking, Err(StoreError::Panicked));
            assert_eq!(late, Err(StoreError::Conflict));
        });
        assert_eq!(count(&store), 1);
    }

    #[test]
    fn a_reader_can_not_write() {
        let (_folder, store) = store();
        assert!(matches!(
            store.read_blocking(|tx| add(tx, 1)),
            Err(StoreError::Engine(_))
        ));
        assert_eq!(count(&store), 0);
    }
}
