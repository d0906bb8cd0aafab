//! The database and the keys.

use std::fs::{File, TryLockError};
use std::path::Path;

use store::{Checkup, KeyError, Keys, Store, StoreError};

use super::{Area, Finding};
use crate::config::Config;

/// Whether a Renew serves this community at the moment, whatever else may be wrong with it.
pub(super) fn is_running(config: &Config) -> bool {
    match file_of(config) {
        Some(file) => is_locked(Path::new(&format!("{file}.lock"))),
        // Asked by taking its place for an instant; a server that does not answer says nothing.
        None => matches!(Store::hold(&config.database), Err(StoreError::Refused(_))),
    }
}

/// Whether somebody has a lock on a file. It is not made where there is none: it would be ours, and
/// keep the account that serves away.
fn is_locked(file: &Path) -> bool {
    let Ok(file) = File::open(file) else {
        return false;
    };
    // Shared: two doctors don't take one another for Renew.
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn file_of(config: &Config) -> Option<&str> {
    config.database.strip_prefix("sqlite:")
}

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let keys = config.data.join("keys.db");
    let master = config.data.join("master.key");
    let has_keys = keys.is_file() || master.is_file();
    let opened = Store::look(&config.database);
    if opened.is_err() && !has_keys && is_nothing_there(config) {
        return vec![Area::Database.note(
            "There is no community here yet; the first start makes one. If you have one, name its \
             place with --data and --database.",
        )];
    }
    let over = Store::look_over(&config.database);
    let mut findings = vec![judge_database(opened, over)];
    findings.push(judge_keys(Keys::look(&keys, &master)));
    let acme = config.data.join("acme");
    let private = [
        keys,
        master,
        acme.join("account.json"),
        acme.join("certificate.pem"),
    ];
    for file in private.iter().filter(|file| group_can_read(file)) {
        findings.push(Area::Keys.broken(format!(
            "Other accounts on this machine can read {0}: chmod 600 {0}",
            file.display()
        )));
    }
    findings
}

fn is_nothing_there(config: &Config) -> bool {
    file_of(config).is_some_and(|file| !Path::new(file).exists())
}

fn judge_database(opened: Result<(), StoreError>, over: Result<Checkup, StoreError>) -> Finding {
    const AREA: Area = Area::Database;
    match (opened, over) {
        (_, Ok(Checkup { is_damaged: true, .. })) => AREA.broken(
            "The database is damaged: stop Renew, keep the damaged file, and bring back your newest \
             copy with renew restore.",
        ),
        (Err(StoreError::Refused(why)), _) => {
            AREA.broken(format!("The database can't be served: {why}."))
        }
        (Err(StoreError::Unreachable(why)), _) | (_, Err(StoreError::Unreachable(why))) => {
            AREA.broken(format!(
                "The database does not answer ({why}): start it, or mend --database."
            ))
        }
        (Err(StoreError::Busy), _) | (_, Err(StoreError::Busy)) => AREA.warning(
            "The database is busy, and could not be looked at: run doctor again in a minute.",
        ),
        (Err(error), _) | (_, Err(error)) => AREA.broken(format!(
            "The database can't be read ({error}): look who owns its file, or bring back your newest \
             copy with renew restore."
        )),
        (Ok(()), Ok(_)) => AREA.well("The database is whole, and as this Renew needs it."),
    }
}

fn judge_keys(looked: Result<(), KeyError>) -> Finding {
    const AREA: Area = Area::Keys;
    match looked {
        Ok(()) => AREA.well("The keys and the master key belong together."),
        Err(KeyError::File(why)) => AREA.broken(format!(
            "The keys can't be used ({why}): put keys.db from your newest copy, and the master.key \
             that you kept after the first start, into the data folder."
        )),
        Err(error) => AREA.broken(format!(
            "A key can't be opened ({error}): put keys.db back from your newest copy."
        )),
    }
}

/// Whether others than the owner can read a file.
fn group_can_read(file: &Path) -> bool {
    mode(file).is_some_and(|mode| mode & 0o077 != 0)
}

/// Whether everybody can read a file: some groups are there to share a key.
pub(super) fn others_can_read(file: &Path) -> bool {
    mode(file).is_some_and(|mode| mode & 0o007 != 0)
}

/// Nothing where there are no such rights.
fn mode(file: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Some(file.metadata().ok()?.permissions().mode())
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;

    #[test]
    fn who_runs_is_known_by_the_lock_alone() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::local(folder.path().into(), ([127, 0, 0, 1], 8080).into());
        assert!(!is_running(&config));
        // No database that this version could read.
        std::fs::write(folder.path().join("renew.db"), "of a newer one").unwrap();
        let hold = Store::hold(&config.database).unwrap();
        assert!(is_running(&config));
        drop(hold);
        assert!(!is_running(&config));
        // Who only looks does not keep the other who looks from seeing.
        let lock = File::open(folder.path().join("renew.db.lock")).unwrap();
        lock.lock_shared().unwrap();
        assert!(!is_running(&config));
    }

    #[test]
    fn what_is_wrong_with_the_database_is_named() {
        let damaged = Checkup {
            is_damaged: true,
            now_ms: None,
        };
        let whole = Checkup::default();
        let refused = StoreError::Refused("it is of a newer Renew".into());
        let away = StoreError::Unreachable("connection refused".into());
        for (opened, over, grade, word) in [
            (Ok(()), Ok(whole), Grade::Well, "whole"),
            (Ok(()), Ok(damaged), Grade::Broken, "damaged"),
            (Err(refused), Ok(whole), Grade::Broken, "newer Renew"),
            (
                Err(away.clone()),
                Err(away),
                Grade::Broken,
                "does not answer",
            ),
            (Ok(()), Err(StoreError::Busy), Grade::Warning, "busy"),
        ] {
            let finding = judge_database(opened, over);
            assert_eq!(finding.grade, grade, "{finding:?}");
            assert!(finding.sentence.contains(word), "{finding:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_the_keys_is_named() {
        let why = "the master key does not fit the keys";
        let finding = judge_keys(Err(KeyError::File(why.into())));
        assert_eq!(finding.grade, Grade::Broken);
        assert!(finding.sentence.contains(why));
        assert_eq!(judge_keys(Ok(())).grade, Grade::Well);
    }
}
