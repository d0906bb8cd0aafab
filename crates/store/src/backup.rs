//! Backups: one SQLite file, whichever engine runs, so that a community can also move from one
//! engine to the other.
//!
//! A file under its own name is always whole: it is written beside it and renamed at the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{ToSql, Type};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::group::Session;
use crate::postgres::PostgresSession;
use crate::sqlite::SqliteSession;
use crate::{Database, Migration, Place, StoreError, Value};
use crate::{dialect, files, migrations, sqlite};

/// A megabyte at a time, with a pause after each, so that whoever is in a session meanwhile
/// does not notice.
const PAGES_IN_STEP: i32 = 256;
const PAUSE: Duration = Duration::from_millis(1);

pub(crate) fn backup(database: &Database, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Refused(format!(
            "{} is there already; a backup never overwrites a file",
            to.display()
        )));
    }
    let partial = Partial::beside(to)?;
    match &database.place {
        Place::Sqlite(path) => {
            let source = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            copy(&source, &partial.path, PAUSE)?;
        }
        Place::Postgres(config) => {
            dump(
                PostgresSession::new((**config).clone()),
                &database.migrations,
                &partial.path,
            )?;
        }
    }
    look_through(&Connection::open(&partial.path)?)?;
    partial.rename(to)
}

pub(crate) fn restore(
    from: &Path,
    place: &Place,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    if !from.is_file() {
        return Err(StoreError::Refused(format!(
            "there is no backup at {}",
            from.display()
        )));
    }
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    look_through(&source)?;
    let steps = steps_of(&source, migrations)?;
    match place {
        Place::Sqlite(path) => {
            refuse_tables(path)?;
            let partial = Partial::beside(path)?;
            copy(&source, &partial.path, Duration::ZERO)?;
            partial.rename(path)
        }
        Place::Postgres(config) => {
            let mut session = PostgresSession::new((**config).clone());
            crate::postgres::check_database(&mut session)?;
            migrations::in_transaction(&mut session, |session| load(session, &source, steps))
        }
    }
}

/// A file that is not whole yet; removed unless it is renamed.
struct Partial {
    path: PathBuf,
}

impl Partial {
    fn beside(whole: &Path) -> Result<Self, StoreError> {
        let mut name = whole.as_os_str().to_owned();
        name.push(".partial");
        let partial = Self { path: name.into() };
        partial.remove();
        files::private()
            .create_new(true)
            .open(&partial.path)
            .map_err(|error| refused(&partial.path, &error))?;
        Ok(partial)
    }

    fn rename(self, whole: &Path) -> Result<(), StoreError> {
        let synced = fs::File::open(&self.path).and_then(|file| file.sync_all());
        let renamed = synced.and_then(|()| fs::rename(&self.path, whole));
        renamed
            .and_then(|()| files::sync_folder_of(whole))
            .map_err(|error| refused(whole, &error))
    }

    fn remove(&self) {
        for tail in ["", "-journal", "-wal", "-shm"] {
            let mut path = self.path.as_os_str().to_owned();
            path.push(tail);
            // Mostly there is nothing to remove.
            let _ = fs::remove_file(path);
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        self.remove();
    }
}

fn refused(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Refused(format!("{}: {error}", path.display()))
}

/// Copies a SQLite database page by page, as of the moment at which it begins.
fn copy(source: &Connection, to: &Path, pause: Duration) -> Result<(), StoreError> {
    // The open snapshot is what the pages are read from. Without it the copy would begin anew
    // whenever somebody writes, and never end under load.
    source.execute_batch("BEGIN")?;
    source.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mut target = Connection::open(to)?;
    {
        let copying = Backup::new(source, &mut target)?;
        while copying.step(PAGES_IN_STEP)? != StepResult::Done {
            thread::sleep(pause);
        }
    }
    source.execute_batch("ROLLBACK")?;
    // One file, without a log beside it.
    target.pragma_update(None, "journal_mode", "delete")?;
    Ok(())
}

/// Writes all rows of PostgreSQL, as of one moment, into a new SQLite file.
fn dump(
    mut source: PostgresSession,
    migrations: &[Migration],
    to: &Path,
) -> Result<(), StoreError> {
    source
        .client()?
        .batch_execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
    source.begin_read()?;
    let connection = Connection::open(to)?;
    connection.execute_batch(dialect::SQLITE_SETTINGS)?;
    // The rows come table by table; what refers to what is known to be right.
    connection.pragma_update(None, "foreign_keys", false)?;
    let mut target = SqliteSession::new(connection, None)?;
    migrations::run(&mut target, migrations)?;
    let mut connection = target.into_connection();
    let filling = connection.transaction()?;
    for table in tables(&filling)? {
        if table.name == "migrations" {
            continue;
        }
        dump_table(&mut source, &filling, &table)?;
    }
    filling.commit()?;
    source.undo();
    Ok(())
}

fn dump_table(
    source: &mut PostgresSession,
    target: &Connection,
    table: &Table,
) -> Result<(), StoreError> {
    let places: Vec<_> = (1..=table.width).map(|place| format!("${place}")).collect();
    let mut insert = target.prepare(&format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.quoted(),
        table.columns,
        places.join(", ")
    ))?;
    let select = format!("SELECT {} FROM {}", table.columns, table.quoted());
    let no_params: [&(dyn ToSql + Sync); 0] = [];
    let mut rows = source.client()?.query_raw(&select, no_params)?;
    while let Some(row) = rows.next()? {
        let values = (0..table.width).map(|place| crate::postgres::value(&row, place));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        insert.execute(rusqlite::params_from_iter(&values))?;
    }
    Ok(())
}

/// Fills an empty PostgreSQL database, in the transaction that has begun.
fn load(
    session: &mut PostgresSession,
    source: &Connection,
    steps: &[Migration],
) -> Result<(), StoreError> {
    let (tables_there,) = session.tx().one::<(i64,)>(
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()",
        &[],
    )?;
    if tables_there > 0 {
        return Err(not_empty());
    }
    session.script("SET LOCAL statement_timeout = 0")?;
    session.script(migrations::TABLE)?;
    for step in steps {
        session.script(step.sql)?;
    }
    // In the order in which they were made: a table refers only to earlier ones, or to itself.
    for table in tables(source)? {
        load_table(session, source, &table)?;
    }
    Ok(())
}

/// Through a table without rules, so that a row may refer to a later row of its own table: rules
/// are looked at when the statement that moves them all has ended.
fn load_table(
    session: &mut PostgresSession,
    source: &Connection,
    table: &Table,
) -> Result<(), StoreError> {
    let (name, columns) = (table.quoted(), &table.columns);
    session.script(&format!(
        "CREATE TEMPORARY TABLE loaded ON COMMIT DROP AS SELECT {columns} FROM {name} LIMIT 0"
    ))?;
    let client = session.client()?;
    let statement = client.prepare("SELECT * FROM loaded")?;
    let types: Vec<Type> = statement
        .columns()
        .iter()
        .map(|c| c.type_().clone())
        .collect();
    let mut rows = source.prepare(&format!("SELECT {columns} FROM {name}"))?;
    let mut rows = rows.query([])?;
    let copied = client.copy_in("COPY loaded FROM STDIN BINARY")?;
    let mut copied = BinaryCopyInWriter::new(copied, &types);
    while let Some(row) = rows.next()? {
        let values = (0..table.width).map(|place| sqlite::value(row.get_ref(place)?));
        let values = values.collect::<Result<Vec<Value>, _>>()?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as _).collect();
        copied.write(&values)?;
    }
    copied.finish()?;
    session.script(&format!(
        "INSERT INTO {name} ({columns}) SELECT {columns} FROM loaded; DROP TABLE loaded"
    ))
}

struct Table {
    name: String,
    /// Quoted and joined by commas, in their own order.
    columns: String,
    width: usize,
}

impl Table {
    fn quoted(&self) -> String {
        quoted(&self.name)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn tables(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let mut names = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         ORDER BY rowid",
    )?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?;
    let mut tables = Vec::new();
    for name in names {
        let name = name?;
        let mut columns =
            connection.prepare("SELECT name FROM pragma_table_info($1) ORDER BY cid")?;
        let columns = columns.query_map([&name], |row| row.get::<_, String>(0))?;
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        tables.push(Table {
            width: columns.len(),
            columns: columns
                .iter()
                .map(|c| quoted(c))
                .collect::<Vec<_>>()
                .join(", "),
            name,
        });
    }
    Ok(tables)
}

/// Refuses a file that is cut short or damaged.
fn look_through(connection: &Connection) -> Result<(), StoreError> {
    let verdict: Result<String, _> =
        connection.query_row("PRAGMA quick_check(1)", [], |r| r.get(0));
    match verdict {
        Ok(verdict) if verdict == "ok" => Ok(()),
        _ => Err(StoreError::Refused(
            "the backup file is damaged, or it is no backup".into(),
        )),
    }
}

/// The steps that the backup has gone through, which are the first of ours.
fn steps_of<'a>(
    source: &Connection,
    migrations: &'a [Migration],
) -> Result<&'a [Migration], StoreError> {
    let no_backup =
        |_| StoreError::Refused("the file is a database, but no backup of a community".into());
    let mut steps = source
        .prepare("SELECT version, print FROM migrations ORDER BY version")
        .map_err(no_backup)?;
    let steps = steps.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let steps = steps.collect::<Result<Vec<(i64, String)>, _>>()?;
    let newest = steps.last().map_or(0, |(version, _)| *version);
    migrations::refuse_newer(migrations, newest)?;
    for ((version, print), ours) in steps.iter().zip(migrations) {
        if *version != ours.version || migrations::is_to_run(ours, Some(print))? {
            return Err(StoreError::Refused(format!(
                "the backup has gone other ways than this Renew (step {version})"
            )));
        }
    }
    Ok(&migrations[..steps.len().min(migrations.len())])
}

fn refuse_tables(path: &Path) -> Result<(), StoreError> {
    if !path.exists() {
        return Ok(());
    }
    let found = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let tables: i64 =
        found.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 { Err(not_empty()) } else { Ok(()) }
}

fn not_empty() -> StoreError {
    StoreError::Refused(
        "the database is not empty; restore into a new one, so that nothing is lost".into(),
    )
}
