//! Migrations: each a file of SQL that runs on both engines, with sample data beside it, over
//! which the later ones are tried.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

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
    2 "0002_groups";
    3 "0003_sessions";
};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    version BIGINT PRIMARY KEY, name TEXT NOT NULL, print TEXT NOT NULL)";

pub(crate) fn run_sqlite(
    connection: &mut Connection,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    connection.execute_batch(TABLE)?;
    for migration in migrations {
        let step =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let known: Option<String> = step
            .query_row(
                "SELECT print FROM migrations WHERE version = $1",
                [migration.version],
                |r| r.get(0),
            )
            .optional()?;
        if is_to_run(migration, known.as_deref())? {
            step.execute_batch(migration.sql)?;
            step.execute(
                "INSERT INTO migrations (version, name, print) VALUES ($1, $2, $3)",
                (migration.version, migration.name, print(migration.sql)),
            )?;
        }
        step.commit()?;
    }
    let newest: i64 = connection.query_row(
        "SELECT COALESCE(MAX(version), 0) FROM migrations",
        [],
        |r| r.get(0),
    )?;
    refuse_newer(migrations, newest)
}

fn is_to_run(migration: &Migration, known: Option<&str>) -> Result<bool, StoreError> {
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

fn refuse_newer(migrations: &[Migration], newest: i64) -> Result<(), StoreError> {
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
