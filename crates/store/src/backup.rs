//! Backups: one SQLite file, whichever engine runs, so that a community can also move from one
//! engine to the other.
//!
//! A file under its own name is always whole: it is written beside it and renamed at the end.

use std::path::Path;
use std::thread;
use std::time::Duration;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{ToSql, Type};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::files::{self, Partial};
use crate::group::Session;
use crate::postgres::PostgresSession;
use crate::sqlite::SqliteSession;
use crate::{Column as _, Migration, Place, StoreError, Value, dialect, migrations, sqlite};

/// A megabyte at a time, with a pause after each, so that whoever is in a session meanwhile
/// does not notice.
const PAGES_IN_STEP: i32 = 256;
const PAUSE: Duration = Duration::from_millis(1);

/// Copies what is there as it is: no step of the schema runs, and nothing is made. A wrong folder
/// must not end in a good copy of an empty community.
pub(crate) fn backup(place: &Place, to: &Path, migrations: &[Migration]) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Refused(format!(
            "{} is there already; a backup never overwrites a file",
            to.display()
        )));
    }
    match place {
        Place::Sqlite(path) => {
            let source = found(path)?;
            let partial = partial_beside(to)?;
            copy(&source, partial.path(), PAUSE)?;
            keep(partial, to)
        }
        Place::Postgres(config) => {
            let mut source = PostgresSession::new((**config).clone());
            let steps = begin_dump(&mut source, migrations)?;
            let partial = partial_beside(to)?;
            dump(&mut source, steps, partial.path())?;
            keep(partial, to)
        }
    }
}

/// Refuses a place where there is no community, or one whose database is not as this Renew has it.
/// Nothing is made, and no step of the schema runs.
pub(crate) fn look(place: &Place, migrations: &[Migration]) -> Result<(), StoreError> {
    let steps = match place {
        Place::Sqlite(path) => steps_of(&found(path)?, migrations)?,
        Place::Postgres(config) => {
            begin_dump(&mut PostgresSession::new((**config).clone()), migrations)?
        }
    };
    if steps.len() < migrations.len() {
        return Err(StoreError::Refused(
            "the database is of an older Renew; serve it with this one first".into(),
        ));
    }
    Ok(())
}

/// A community's database in a file, to be read.
fn found(path: &Path) -> Result<Connection, StoreError> {
    if !path.is_file() {
        return Err(no_database(&path.display()));
    }
    let source = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if !has_steps(&source)? {
        return Err(no_database(&path.display()));
    }
    Ok(source)
}

/// Whether it is a community's database: every one has gone through a step of the schema.
fn has_steps(source: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'";
    let has_table = source.prepare(sql)?.exists([])?;
    Ok(has_table && source.prepare(STEPS)?.exists([])?)
}

fn no_database(place: &dyn std::fmt::Display) -> StoreError {
    StoreError::Refused(format!("there is no community's database at {place}"))
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
            refuse_logs(path)?;
            let partial = partial_beside(path)?;
            copy(&source, partial.path(), Duration::ZERO)?;
            partial.rename(path).map_err(|error| refused(path, &error))
        }
        Place::Postgres(config) => {
            let mut session = PostgresSession::new((**config).clone());
            crate::postgres::check_database(&mut session)?;
            migrations::in_transaction(&mut session, |session| load(session, &source, steps))
        }
    }
}

fn partial_beside(whole: &Path) -> Result<Partial, StoreError> {
    Partial::beside(whole).map_err(|error| refused(whole, &error))
}

/// Gives a backup its name, once it has been looked through.
fn keep(partial: Partial, whole: &Path) -> Result<(), StoreError> {
    look_through(&Connection::open(partial.path())?)?;
    partial
        .rename(whole)
        .map_err(|error| refused(whole, &error))
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

/// Begins the snapshot that is dumped, and tells which of our steps the database has gone through.
fn begin_dump<'a>(
    source: &mut PostgresSession,
    migrations: &'a [Migration],
) -> Result<&'a [Migration], StoreError> {
    source
        .client()?
        .batch_execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
    source.begin_read()?;
    let sql = "SELECT to_regclass('migrations') IS NOT NULL";
    if !source.begun()?.query_one(sql, &[])?.get::<_, bool>(0) {
        return Err(no_database(&"this place"));
    }
    let steps = source.tx().all::<(i64, String)>(STEPS, &[])?;
    if steps.is_empty() {
        return Err(no_database(&"this place"));
    }
    known_steps(&steps, migrations)
}

/// Writes all rows of PostgreSQL, as of the moment that has begun, into a new SQLite file.
fn dump(source: &mut PostgresSession, steps: &[Migration], to: &Path) -> Result<(), StoreError> {
    let connection = Connection::open(to)?;
    connection.execute_batch(dialect::SQLITE_SETTINGS)?;
    // The rows come table by table; what refers to what is known to be right.
    connection.pragma_update(None, "foreign_keys", false)?;
    let mut target = SqliteSession::new(connection, None)?;
    migrations::run(&mut target, steps)?;
    let mut connection = target.into_connection();
    let filling = connection.transaction()?;
    for table in tables(&filling)? {
        if table.name == "migrations" {
            continue;
        }
        dump_table(source, &filling, &table)?;
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
    // On the connection that has begun: a new one would read another moment.
    let mut rows = source.begun()?.query_raw(&select, no_params)?;
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
    let client = session.begun()?;
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
        let value = |place| Value::from_cell(sqlite::cell(row.get_ref(place)?)?);
        let values = (0..table.width).map(value);
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

const STEPS: &str = "SELECT version, print FROM migrations ORDER BY version";

/// The steps that the backup has gone through.
fn steps_of<'a>(
    source: &Connection,
    migrations: &'a [Migration],
) -> Result<&'a [Migration], StoreError> {
    let no_backup =
        |_| StoreError::Refused("the file is a database, but no backup of a community".into());
    let mut steps = source.prepare(STEPS).map_err(no_backup)?;
    let steps = steps.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    known_steps(&steps.collect::<Result<Vec<_>, _>>()?, migrations)
}

/// These steps, which are the first of ours.
fn known_steps<'a>(
    steps: &[(i64, String)],
    migrations: &'a [Migration],
) -> Result<&'a [Migration], StoreError> {
    let newest = steps.last().map_or(0, |(version, _)| *version);
    migrations::refuse_newer(migrations, newest)?;
    for ((version, print), ours) in steps.iter().zip(migrations) {
        if *version != ours.version || migrations::is_to_run(ours, Some(print))? {
            return Err(StoreError::Refused(format!(
                "the database has gone other ways than this Renew (step {version})"
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

/// SQLite would play the log of whatever lay there before over the restored file, and so bring
/// back the old pages, or a mixture of both.
fn refuse_logs(path: &Path) -> Result<(), StoreError> {
    for tail in ["-wal", "-journal"] {
        let log = files::beside(path, tail);
        if log.exists() {
            return Err(StoreError::Refused(format!(
                "{} is the log of another database and would be played over this one; \
                 move it away, or restore into a new folder",
                log.display()
            )));
        }
    }
    Ok(())
}

fn not_empty() -> StoreError {
    StoreError::Refused(
        "the database is not empty; restore into a new one, so that nothing is lost".into(),
    )
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;

    #[test]
    fn a_backup_of_postgres_never_goes_on_with_another_moment() {
        const NOTES: Migration = Migration {
            version: 1,
            name: "0001_notes",
            sql: "CREATE TABLE notes (id BIGINT PRIMARY KEY)",
            sample: "",
        };
        let database = TestDatabase::postgres();
        database.store_with(&[NOTES]).close_blocking();
        let Place::Postgres(config) = Place::of(database.url()).unwrap() else {
            panic!("a test of PostgreSQL");
        };
        let mut source = PostgresSession::new(*config);
        begin_dump(&mut source, &[NOTES]).unwrap();
        // The connection is cut between two tables, and has noticed.
        let cut = "SELECT pg_terminate_backend(pg_backend_pid())";
        assert!(source.begun().unwrap().batch_execute(cut).is_err());
        let client = source.begun().unwrap();
        assert!(client.is_valid(Duration::from_secs(10)).is_err());
        assert!(client.is_closed());
        let target = Connection::open_in_memory().unwrap();
        target
            .execute_batch("CREATE TABLE notes (id INTEGER PRIMARY KEY)")
            .unwrap();
        for table in tables(&target).unwrap() {
            let dumped = dump_table(&mut source, &target, &table);
            assert!(
                matches!(dumped, Err(StoreError::Unreachable(_))),
                "{dumped:?}"
            );
        }
    }
}
