//! Migrations: each a file of SQL that runs on both engines, with sample data beside it, over
//! which the later ones are tried.

use crate::group::Session;
use crate::{StoreError, params};

/// One step of the schema. A step that has run is never edited: its print is compared.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sql: &'static str,
    /// Rows as a community would have them after this step; for tests only.
    pub sample: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal;)*) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
            sample: include_str!(concat!("../migrations/", $name, ".sample.sql")),
        }),*]
    };
}

/// All steps, in order.
pub const MIGRATIONS: &[Migration] = migrations! {
    1 "0001_people";
    2 "0002_groups";
    3 "0003_sessions";
    4 "0004_community";
    5 "0005_schedules";
    6 "0006_sources";
    7 "0007_personal_feeds";
    8 "0008_group_calendars";
    9 "0009_formats";
    10 "0010_safety";
    11 "0011_first_times";
    12 "0012_session_records";
    13 "0013_session_debriefs";
    14 "0014_in_room";
    15 "0015_thanks";
    16 "0016_sealed_groups";
    17 "0017_sealed_sessions";
};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    version BIGINT PRIMARY KEY, name TEXT NOT NULL, print TEXT NOT NULL)";

/// Runs what is still to run, each step in a transaction of its own.
pub(crate) fn run(session: &mut impl Session, migrations: &[Migration]) -> Result<(), StoreError> {
    in_transaction(session, |session| session.script(TABLE))?;
    for migration in migrations {
        in_transaction(session, |session| step(session, migration))?;
    }
    in_transaction(session, |session| {
        let sql = "SELECT COALESCE(MAX(version), 0) FROM migrations";
        let (newest,) = session.tx().one::<(i64,)>(sql, &[])?;
        refuse_newer(migrations, newest)
    })
}

/// Two programs may start at once: the look and the step are one transaction.
fn step(session: &mut impl Session, migration: &Migration) -> Result<(), StoreError> {
    let known: Option<(String,)> = session.tx().maybe(
        "SELECT print FROM migrations WHERE version = $1",
        &params![migration.version],
    )?;
    let known = known.map(|(print,)| print);
    if !is_to_run(migration, known.as_deref())? {
        return Ok(());
    }
    session.script(migration.sql)?;
    session.tx().run(
        "INSERT INTO migrations (version, name, print) VALUES ($1, $2, $3)",
        &params![migration.version, migration.name, print(migration.sql)],
    )?;
    Ok(())
}

pub(crate) fn in_transaction<S: Session, T>(
    session: &mut S,
    work: impl FnOnce(&mut S) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    session.begin_write()?;
    let result = work(session);
    let kept = match &result {
        Ok(_) => session.commit(),
        Err(_) => Ok(()),
    };
    if result.is_err() || kept.is_err() {
        session.undo();
    }
    kept.and(result)
}

pub(crate) fn is_to_run(migration: &Migration, known: Option<&str>) -> Result<bool, StoreError> {
    match known {
        None => Ok(true),
        Some(known) if known == print(migration.sql) => Ok(false),
        Some(_) => Err(StoreError::Refused(format!(
            "step {} of this database is not the one that this Renew knows; \
             use the Renew that made it, or restore a backup",
            migration.name
        ))),
    }
}

pub(crate) fn refuse_newer(migrations: &[Migration], newest: i64) -> Result<(), StoreError> {
    let ours = migrations.last().map_or(0, |migration| migration.version);
    if newest > ours {
        return Err(StoreError::Refused(format!(
            "this database is of a newer Renew (step {newest}, this one knows {ours}); \
             start the newer Renew"
        )));
    }
    Ok(())
}

/// The print of a step's text; white space does not count.
fn print(sql: &str) -> String {
    use sha2::{Digest, Sha256};
    let folded = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    Sha256::digest(folded.as_bytes())
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
