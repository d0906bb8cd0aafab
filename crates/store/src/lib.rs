//! The only door to the database.
//!
//! A [`Store`] is SQLite (a file in the data folder) or PostgreSQL (a URL). Code above it writes
//! plain synchronous functions that take a [`Tx`], and hands them in as closures:
//!
//! - [`Store::write`] runs the closure in a transaction and answers **only when what it wrote is
//!   on disk**. Writes that arrive together share one commit; one that fails takes none of the
//!   others with it.
//! - [`Store::read`] runs it on a consistent snapshot and never waits for a writer.
//!
//! The same SQL text runs on both engines: parameters are `$1, $2, ...` in the order of their
//! first use, types are `BIGINT`, `TEXT`, `BYTEA` and `DOUBLE PRECISION`, booleans are 0 and 1.
//! What else differs between the engines is listed, and made equal, in `dialect.rs`.
//!
//! [`Store::backup`] copies a running database into one file, whichever engine runs;
//! [`Store::restore`] brings it back, into either engine.
//!
//! [`Keys`] seals what people write privately. It lives in a file of its own, so that a copy of
//! the database alone can't be read, and destroying a person's key makes every copy unreadable.

mod backup;
mod checkup;
mod dialect;
mod error;
mod files;
mod group;
mod hold;
mod keys;
mod master;
mod migrations;
mod postgres;
mod queue;
mod sealing;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;
mod wal;

pub use checkup::Checkup;
pub use error::{KeyError, StoreError};
pub use hold::Hold;
pub use keys::{Keyless, Keys};
pub use migrations::{MIGRATIONS, Migration};
pub use sealing::Sealed;
pub use tx::{FromRow, Row, Tx};
pub use value::{Cell, Column, Value};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use queue::{Queue, Threads};
use wal::Emptying;

/// A handle to the database. Cloning is cheap; all clones are one door. When the last one is
/// dropped, what waits is still written and the threads end.
#[derive(Clone)]
pub struct Store {
    writes: Queue,
    reads: Queue,
    threads: Arc<Threads>,
    /// On SQLite, the way to an empty log.
    emptying: Option<Emptying>,
}

/// Where the database is.
enum Place {
    Sqlite(PathBuf),
    Postgres(Box<::postgres::Config>),
}

impl Place {
    fn of(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::Sqlite(path.into()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(Box::new(postgres::configuration(url)?)));
        }
        Err(StoreError::Refused(
            "a database is named sqlite:PATH or postgres://...".into(),
        ))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Nothing of the URL: it may hold a password.
        f.write_str(match self.emptying {
            Some(_) => "Store(SQLite)",
            None => "Store(PostgreSQL)",
        })
    }
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://...` and runs the migrations that are still to run.
    ///
    /// # Errors
    /// The database can't be reached or made, it was made by a newer Renew, or (PostgreSQL) it
    /// orders texts otherwise than by their bytes.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, MIGRATIONS)
    }

    /// As [`Store::open`], with migrations of one's own (for tests).
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(url: &str, migrations: &[Migration]) -> Result<Self, StoreError> {
        let place = Place::of(url)?;
        let threads = Threads::default();
        let (writes, reads, emptying) = on_a_plain_thread(|| match &place {
            Place::Sqlite(path) => sqlite::open(path, migrations, &threads)
                .map(|(writes, reads, emptying)| (writes, reads, Some(emptying))),
            Place::Postgres(config) => postgres::open(config, migrations, &threads)
                .map(|(writes, reads)| (writes, reads, None)),
        })?;
        Ok(Self {
            writes,
            reads,
            threads: Arc::new(threads),
            emptying,
        })
    }

    /// Runs `work` in a transaction and answers when it is durable. `work` may run more than
    /// once (a group of writes may have to be begun anew), so it changes nothing but the
    /// transaction.
    ///
    /// Dropping the future does not undo a write that has begun: it commits or fails whole.
    ///
    /// # Errors
    /// What `work` gives back, or what kept it from becoming durable.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writes.hand_over(work).await
    }

    /// Runs `work` on a consistent snapshot. Writing in it fails.
    ///
    /// # Errors
    /// What `work` gives back, or what kept it from reading.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.reads.hand_over(work).await
    }

    /// [`Store::write`] for code without a runtime. Never call it from async code.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writes.hand_over_blocking(work)
    }

    /// [`Store::read`] for code without a runtime. Never call it from async code.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.reads.hand_over_blocking(work)
    }

    /// Takes nothing more, finishes what waits, and waits for the threads to end. What comes
    /// later, from any clone, is answered with [`StoreError::Closed`]. For the end of the
    /// program; never call it from async code or from inside a closure.
    pub fn close_blocking(&self) {
        self.writes.close_blocking();
        self.reads.close_blocking();
        self.threads.join();
    }

    /// Answers when what was deleted before is gone from the files of SQLite, the write-ahead log
    /// included. PostgreSQL writes over deleted rows in its own time, and the answer comes at
    /// once. Call it after erasing somebody.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when somebody reads an older snapshot for seconds (a backup, say).
    /// The log is then emptied as soon as that has ended; nothing needs to be asked again.
    pub async fn forget(&self) -> Result<(), StoreError> {
        match &self.emptying {
            Some(emptying) => emptying.ask().await.map_err(|_| StoreError::Closed)?,
            None => Ok(()),
        }
    }

    /// [`Store::forget`] for code without a runtime. Never call it from async code.
    ///
    /// # Errors
    /// As [`Store::forget`].
    pub fn forget_blocking(&self) -> Result<(), StoreError> {
        match &self.emptying {
            Some(emptying) => emptying
                .ask()
                .blocking_recv()
                .map_err(|_| StoreError::Closed)?,
            None => Ok(()),
        }
    }

    /// Makes sure that nobody else serves the community whose database is at `url`, for as long
    /// as the answer is kept. Take it before [`Store::open`], which may change the schema.
    ///
    /// # Errors
    /// Somebody else holds it, or it can't be known.
    pub fn hold(url: &str) -> Result<Hold, StoreError> {
        let place = Place::of(url)?;
        on_a_plain_thread(|| match &place {
            Place::Sqlite(path) => hold::sqlite(path),
            Place::Postgres(config) => hold::postgres(config),
        })
    }

    /// Looks whether a community's database is at `url`, with the schema of this very version. For
    /// what must neither make a community nor change one: [`Store::open`] does both.
    ///
    /// # Errors
    /// There is none, or it has gone through other steps.
    pub fn look(url: &str) -> Result<(), StoreError> {
        Self::look_with(url, MIGRATIONS)
    }

    /// As [`Store::look`], with migrations of one's own (for tests).
    ///
    /// # Errors
    /// As [`Store::look`].
    pub fn look_with(url: &str, migrations: &[Migration]) -> Result<(), StoreError> {
        let place = Place::of(url)?;
        on_a_plain_thread(|| backup::look(&place, migrations))
    }

    /// Looks the database at `url` over, without changing it, while the program runs or not.
    ///
    /// # Errors
    /// It can't be opened or reached.
    pub fn look_over(url: &str) -> Result<Checkup, StoreError> {
        let place = Place::of(url)?;
        on_a_plain_thread(|| checkup::look_over(&place))
    }

    /// Copies the database at `url`, as of one moment, into a new SQLite file at `to`, whichever
    /// engine runs. The program that serves it goes on meanwhile, and nothing in the database is
    /// changed, nor made where there is none. The keys are not in the copy, on purpose: see
    /// [`Keys::backup`]. Blocks for as long as the copying takes.
    ///
    /// # Errors
    /// There is no community's database at `url`, the file is there already or can't be written,
    /// or (PostgreSQL) the database is of a newer Renew.
    pub fn backup(url: &str, to: &Path) -> Result<(), StoreError> {
        Self::backup_with(url, to, MIGRATIONS)
    }

    /// As [`Store::backup`], with migrations of one's own (for tests).
    ///
    /// # Errors
    /// As [`Store::backup`].
    pub fn backup_with(url: &str, to: &Path, migrations: &[Migration]) -> Result<(), StoreError> {
        let place = Place::of(url)?;
        on_a_plain_thread(|| backup::backup(&place, to, migrations))
    }

    /// Fills the empty or missing database at `url` with the backup file `from`. Open it
    /// afterwards with [`Store::open`], which runs the migrations that are newer than the backup.
    ///
    /// # Errors
    /// The database is not empty, or `from` is not a whole backup of this or an older Renew.
    pub fn restore(from: &Path, url: &str) -> Result<(), StoreError> {
        Self::restore_with(from, url, MIGRATIONS)
    }

    /// As [`Store::restore`], with migrations of one's own (for tests).
    ///
    /// # Errors
    /// As [`Store::restore`].
    pub fn restore_with(
        from: &Path,
        url: &str,
        migrations: &[Migration],
    ) -> Result<(), StoreError> {
        let place = Place::of(url)?;
        on_a_plain_thread(|| backup::restore(from, &place, migrations))
    }
}

/// The PostgreSQL client runs a small runtime of its own and can't do so on a thread that
/// belongs to another one; opening a database is what a program does before everything else,
/// wherever it stands.
fn on_a_plain_thread<T: Send>(
    work: impl FnOnce() -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("store-open".into())
            .spawn_scoped(scope, work)
            .map_err(|error| StoreError::Engine(error.to_string()))?
            .join()
            .map_err(|_| StoreError::Panicked)?
    })
}
