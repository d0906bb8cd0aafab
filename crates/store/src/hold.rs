//! One copy of the program serves a community: each live room belongs to one, and a second copy
//! would take everybody for gone. Whoever serves holds the database for as long as it runs; the
//! system gives the hold back when the program ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use postgres::{Client, Config, NoTls};

use crate::{StoreError, files};

/// How often a connection that only holds is looked after.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// A connection that has not answered after this long is given up.
const LOOK_WAIT: Duration = Duration::from_secs(5);
/// A server notices a moment late that the connection of a killed program has ended.
const TRIES_MAX: u32 = 10;
const TRY_AGAIN: Duration = Duration::from_millis(100);
/// Held by the connection that asked, until it ends. A server on another machine asks soon
/// whether this one still lives, so that a power cut here does not keep the community closed.
const TAKE: &str = "SELECT pg_try_advisory_lock(7246302000)";
const SETTINGS: &str = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; \
    SET tcp_keepalives_count = 3";

/// Nobody else serves the community while this lives. See [`Store::hold`](crate::Store::hold).
#[derive(Debug)]
pub struct Hold {
    _kept: Kept,
}

#[derive(Debug)]
enum Kept {
    File { _locked: File },
    Connection { _watch: Watch },
}

/// A file beside the database, locked. The database itself won't do: SQLite locks it in a way
/// that some systems mix up with this one.
pub(crate) fn sqlite(path: &Path) -> Result<Hold, StoreError> {
    let lock = files::beside(path, ".lock");
    let refused =
        |error: std::io::Error| StoreError::Refused(format!("{}: {error}", lock.display()));
    let file = files::private()
        .create(true)
        .truncate(false)
        .open(&lock)
        .map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(Hold {
            _kept: Kept::File { _locked: file },
        }),
        Err(TryLockError::WouldBlock) => Err(held()),
        Err(TryLockError::Error(error)) => Err(refused(error)),
    }
}

pub(crate) fn postgres(config: &Config) -> Result<Hold, StoreError> {
    let client = take(config)?.ok_or_else(held)?;
    let (alive, ended) = channel();
    let config = config.clone();
    let thread = thread::Builder::new()
        .name("store-hold".into())
        .spawn(move || keep(Some(client), &config, &ended))
        .map_err(|error| StoreError::Engine(error.to_string()))?;
    Ok(Hold {
        _kept: Kept::Connection {
            _watch: Watch {
                alive: Some(alive),
                thread: Some(thread),
            },
        },
    })
}

fn held() -> StoreError {
    StoreError::Refused(
        "another copy of Renew serves this community already, and each live room belongs to one \
         copy; stop that one first"
            .into(),
    )
}

/// A connection that holds, or none if somebody else's does.
fn take(config: &Config) -> Result<Option<Client>, StoreError> {
    let mut client = config.connect(NoTls)?;
    client.batch_execute(SETTINGS)?;
    for _ in 0..TRIES_MAX {
        if client.query_one(TAKE, &[])?.get(0) {
            return Ok(Some(client));
        }
        thread::sleep(TRY_AGAIN);
    }
    Ok(None)
}

/// The thread that looks after the connection, ended and waited for when this is dropped.
#[derive(Debug)]
struct Watch {
    alive: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.alive.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

/// Takes the hold again when the server has been away. Until then nobody stops a second copy,
/// so the operator hears if one has come.
fn keep(mut client: Option<Client>, config: &Config, ended: &Receiver<()>) {
    while ended.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
        if let Some(client) = &mut client
            && client.is_valid(LOOK_WAIT).is_ok()
        {
            continue;
        }
        client = match take(config) {
            Ok(Some(client)) => Some(client),
            Ok(None) => {
                tracing::error!("this community may be served by a second copy of Renew; stop one");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "the hold on the database is lost until the server answers");
                None
            }
        };
    }
}
