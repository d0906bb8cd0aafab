//! The only door to the database.
//!
//! A [`Store`] is SQLite (a file in the data folder) or PostgreSQL (a URL). Code above it writes
//! plain synchronous functions that take a [`Tx`], and hands them in as closures:
//!
//! - [`Store::write`] runs the closure in a transaction and answers **only when what it wrote is
//!   on disk**. Writes that arrive together share one commit; one that fails takes none of the
//!   others with it.
//! - [`Store::read`] runs it on a consistent snapshot and never waits for the writer.
//!
//! The same SQL text runs on both engines: parameters are `$1, $2, ...` in the order of their
//! first use, types are `BIGINT`, `TEXT`, `BYTEA` and `DOUBLE PRECISION`, booleans are 0 and 1.
//!
//! [`Keys`] seals what people write privately. It lives in a file of its own, so that a copy of
//! the database alone can't be read, and destroying a person's key makes every copy unreadable.

mod error;
mod keys;
mod migrations;
mod sqlite;
mod tx;
mod value;

pub use error::{KeyError, StoreError};
pub use keys::Keys;
pub use migrations::{MIGRATIONS, Migration};
pub use tx::{FromRow, Row, Tx};
pub use value::{Column, Value};

use std::path::Path;

use sqlite::Sqlite;

/// A handle to the database. Cloning is cheap; all clones are one door.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
}

#[derive(Clone, Debug)]
enum Engine {
    Sqlite(Sqlite),
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://...` and runs the migrations that are still to run.
    ///
    /// # Errors
    /// The database can't be reached or made, or it was made by a newer Renew.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, MIGRATIONS)
    }

    /// As [`Store::open`], with migrations of one's own (for tests).
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(url: &str, migrations: &[Migration]) -> Result<Self, StoreError> {
        let Some(path) = url.strip_prefix("sqlite:") else {
            return Err(StoreError::Refused(
                "a database is named sqlite:PATH or postgres://...".into(),
            ));
        };
        Ok(Self {
            engine: Engine::Sqlite(Sqlite::open(Path::new(path), migrations)?),
        })
    }

    /// Runs `work` in a transaction and answers when it is durable. `work` may run more than
    /// once (a database may ask for a retry), so it changes nothing but the transaction.
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
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.write(work).await,
        }
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
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(work).await,
        }
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
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.write_blocking(work),
        }
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
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read_blocking(work),
        }
    }
}
