//! Looks a database over for an operator: nothing is made, and nothing is changed.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::postgres::PostgresSession;
use crate::{KeyError, Place, StoreError};

/// How long to wait for a program that keeps the whole file to itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    /// Pages or rows don't fit together.
    pub is_damaged: bool,
    /// The database server's own clock, in milliseconds since the Unix epoch. A file has none.
    pub now_ms: Option<i64>,
}

pub(crate) fn look_over(place: &Place) -> Result<Checkup, StoreError> {
    match place {
        Place::Sqlite(path) => sqlite_file(path),
        Place::Postgres(config) => {
            let mut session = PostgresSession::new((**config).clone());
            let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
            let now_ms = session.client()?.query_one(sql, &[])?.get(0);
            Ok(Checkup {
                // The server checks its own pages, and says so in its log.
                is_damaged: false,
                now_ms: Some(now_ms),
            })
        }
    }
}

/// Opened without our settings: a damaged file may refuse even those.
fn sqlite_file(path: &Path) -> Result<Checkup, StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(PATIENCE)?;
    let verdict: Result<String, _> =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    let is_damaged = match verdict {
        Ok(verdict) => verdict != "ok",
        Err(error) => match error.sqlite_error_code() {
            // It breaks the check itself.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => true,
            _ => return Err(error.into()),
        },
    };
    Ok(Checkup {
        is_damaged,
        now_ms: None,
    })
}

/// Files of keys are their owner's alone.
pub(crate) fn refuse_missing(file: &Path) -> Result<(), KeyError> {
    if file.is_file() {
        return Ok(());
    }
    Err(KeyError::File(format!("there is no {}", file.display())))
}

#[cfg(all(test, feature = "testing"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::testing::TestDatabase;
    use crate::{Checkup, Store};

    #[test]
    fn a_whole_file_is_whole_and_has_no_clock() {
        let database = TestDatabase::sqlite();
        let store = database.store();
        let found = Store::look_over(database.url()).unwrap();
        assert_eq!(found, Checkup::default());
        drop(store);
    }

    #[test]
    fn a_server_tells_its_time() {
        let database = TestDatabase::postgres();
        let _store = database.store();
        let found = Store::look_over(database.url()).unwrap();
        assert!(!found.is_damaged);
        // After this was written.
        assert!(found.now_ms.unwrap() > 1_790_000_000_000);
    }

    #[test]
    fn what_is_no_database_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("renew.db");
        std::fs::write(&file, "These are words. ".repeat(4096)).unwrap();
        let found = Store::look_over(&format!("sqlite:{}", file.display())).unwrap();
        assert!(found.is_damaged);
    }
}
