//! SQLite: a file in the data folder, one connection that writes and a few that read.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use crate::group::{self, Session};
use crate::queue::{Queue, Threads, queue};
use crate::tx::{Engine, RowEngine};
use crate::wal::{Emptying, Log};
use crate::{Cell, FromRow, Migration, StoreError, Tx, Value, dialect, files, migrations};

/// Closures in one commit: enough for the gain, which flattens past 64; few enough that the
/// first of them does not wait long for its answer.
const TOGETHER_MAX: usize = 256;
/// Reader threads: one per core of a small machine. Reads are short and mostly in memory.
const READERS: usize = 2;
/// Statements kept prepared per connection; the whole program has a few hundred.
const STATEMENTS_KEPT: usize = 512;
/// How long to wait for another program that writes to the same file (the command line, say).
const PATIENCE: Duration = Duration::from_secs(10);
/// Steps of SQLite's machine that one closure may take: a second or two of them. A closure
/// that goes past is a defect, and holds up everybody behind it.
const STEPS_MAX: u64 = 100_000_000;
/// How many steps pass between two looks at the count.
const STEPS_BETWEEN_LOOKS: u16 = 50_000;

pub(crate) fn open(
    path: &Path,
    migrations: &[Migration],
    threads: &Threads,
) -> Result<(Queue, Queue, Emptying), StoreError> {
    files::make_if_missing(path)
        .map_err(|error| StoreError::Refused(format!("{}: {error}", path.display())))?;
    let migrating = connect(path, OpenFlags::default())?;
    migrations::run(&mut SqliteSession::new(migrating, None)?, migrations)?;
    let mut writer = connect(path, OpenFlags::default())?;
    let log = Log::watch(&mut writer, connect(path, OpenFlags::default())?, threads)?;
    let emptying = log.emptying();
    let ending = emptying.clone();
    let mut session = SqliteSession::new(writer, Some(log))?;
    let (writes, waiting) = queue();
    threads.spawn("store-writer", move || {
        group::write_loop(&mut session, &waiting, TOGETHER_MAX);
        ending.finish(&session.into_connection());
    })?;
    let (reads, waiting) = queue();
    for _ in 0..READERS {
        // No lock of SQLite's own: each connection stays with its one thread.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = connect(path, flags)?;
        let mut session = SqliteSession::new(reader, None)?;
        let waiting = waiting.clone();
        threads.spawn("store-reader", move || {
            group::read_loop(&mut session, &waiting);
        })?;
    }
    Ok((writes, reads, emptying))
}

pub(crate) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // A plan depends on the statement alone, not on what is bound to it. Otherwise SQLite compares
    // bound values with the conditions of partial indexes, and prepares such a statement anew at
    // every run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    if !flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        connection.pragma_update(None, "journal_mode", "wal")?;
    }
    connection.execute_batch(dialect::SQLITE_SETTINGS)?;
    Ok(connection)
}

pub(crate) struct SqliteSession {
    connection: Connection,
    log: Option<Log>,
    /// Steps that may still be taken, counted down by the progress handler.
    steps_left: Arc<AtomicU64>,
}

impl SqliteSession {
    pub(crate) fn new(mut connection: Connection, log: Option<Log>) -> Result<Self, StoreError> {
        let steps_left = Arc::new(AtomicU64::new(u64::MAX));
        let counted = Arc::clone(&steps_left);
        let look = move || {
            let left = counted.load(Ordering::Relaxed);
            counted.store(
                left.saturating_sub(STEPS_BETWEEN_LOOKS.into()),
                Ordering::Relaxed,
            );
            left == 0
        };
        connection.progress_handler(STEPS_BETWEEN_LOOKS.into(), Some(look))?;
        Ok(Self {
            connection,
            log,
            steps_left,
        })
    }

    pub(crate) fn into_connection(self) -> Connection {
        self.connection
    }

    fn execute(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

impl Session for SqliteSession {
    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.execute("BEGIN IMMEDIATE")
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.execute("BEGIN")
    }

    fn mark(&mut self) -> Result<(), StoreError> {
        self.execute("SAVEPOINT one")
    }

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.execute("ROLLBACK TO one")
    }

    fn drop_mark(&mut self) -> Result<(), StoreError> {
        self.execute("RELEASE one")
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.execute("COMMIT")
    }

    fn undo(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            // The next BEGIN will fail with a sentence of its own.
            tracing::error!(%error, "a transaction could not be undone");
        }
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        // A migration may take its time.
        self.steps_left.store(u64::MAX, Ordering::Relaxed);
        self.connection
            .execute_batch(&dialect::script_for_sqlite(sql))?;
        Ok(())
    }

    fn tx(&mut self) -> Tx<'_> {
        self.steps_left.store(STEPS_MAX, Ordering::Relaxed);
        Tx::new(Engine::Sqlite(&self.connection))
    }

    fn rest(&mut self) {
        if let Some(log) = &mut self.log {
            log.keep_short(&self.connection, PATIENCE);
        }
    }
}

pub(crate) fn run(connection: &Connection, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    check_order(&statement, sql)?;
    let touched = statement.execute(rusqlite::params_from_iter(params))?;
    Ok(touched as u64)
}

pub(crate) fn rows<R: FromRow>(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    max: usize,
) -> Result<Vec<R>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    check_order(&statement, sql)?;
    let names = Names::of(&statement);
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let mut all = Vec::new();
    while all.len() < max
        && let Some(row) = rows.next()?
    {
        all.push(R::from_row(&RowEngine::Sqlite(row, &names).into())?);
    }
    Ok(all)
}

/// The names of an answer's columns. SQLite would count their letters anew at every look.
#[derive(Debug)]
pub(crate) struct Names {
    /// All names, one behind the other, and where each ends.
    text: String,
    ends: Vec<usize>,
    /// Rows are mostly read in the order of their columns, so the next one is looked at first.
    next: std::cell::Cell<usize>,
}

impl Names {
    fn of(statement: &rusqlite::Statement<'_>) -> Self {
        let mut names = Self {
            text: String::with_capacity(256),
            ends: Vec::with_capacity(statement.column_count()),
            next: std::cell::Cell::new(0),
        };
        for name in statement.column_names() {
            names.text.push_str(name);
            names.ends.push(names.text.len());
        }
        names
    }

    /// Where the column of this name stands.
    pub(crate) fn place(&self, column: &str) -> Option<usize> {
        let next = self.next.get();
        let place = if self.name(next) == Some(column) {
            next
        } else {
            (0..self.ends.len()).find(|place| self.name(*place) == Some(column))?
        };
        self.next.set((place + 1) % self.ends.len());
        Some(place)
    }

    fn name(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

/// SQLite numbers `$1, $2` by first appearance, whatever their digits say. Every statement runs
/// in a test, so a built program need not look again.
fn check_order(statement: &rusqlite::Statement<'_>, sql: &str) -> Result<(), StoreError> {
    if !cfg!(debug_assertions) {
        return Ok(());
    }
    let is_in_order = (1..=statement.parameter_count()).all(|place| {
        statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|digits| digits.parse().ok())
            == Some(place)
    });
    if is_in_order {
        Ok(())
    } else {
        Err(dialect::wrong_order(sql))
    }
}

pub(crate) fn cell(value: ValueRef<'_>) -> Result<Cell<'_>, StoreError> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(r) => Cell::Real(r),
        ValueRef::Text(text) => Cell::Text(
            str::from_utf8(text)
                .map_err(|_| StoreError::Inconsistent("a text that is not UTF-8".into()))?,
        ),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    })
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(r) => ValueRef::Real(*r),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
