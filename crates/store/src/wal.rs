//! Checkpoints: moving what the write-ahead log holds into the database file.
//!
//! A thread of its own copies what it can every [`EVERY`], without being in anybody's way. That
//! alone would let the log grow without end under load (it starts again from the front only when
//! a writer finds all of it copied), so past [`LOG_PAGES_MAX`] the writer itself waits for the
//! rest and starts it again: for the thread as long as it copies, for readers only a moment.
//! Measured against SQLite's own checkpoints (in the writer's way, at every thousandth page), this
//! gives half as many writes again.
//!
//! A log that has been copied still holds the old pages until others are written over them.
//! After an erasing the thread therefore empties the log as well ([`Log::emptying`]).

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::wal::CheckpointMode;
use tokio::sync::oneshot;

use crate::StoreError;
use crate::queue::Threads;

const EVERY: Duration = Duration::from_millis(200);
/// 32 MB of pages of 4 kB: rare enough that hardly a commit meets it, small enough for a small
/// machine.
const LOG_PAGES_MAX: u64 = 8_000;
/// How many more pages before the writer tries again, when a reader was in the way.
const LOG_PAGES_AGAIN: u64 = 2_000;
/// How long the writer waits for readers at most; they hold no snapshot for longer, as a rule.
const WAIT_FOR_READERS: Duration = Duration::from_millis(20);

/// How often emptying the log is tried before those who wait hear that somebody still reads from
/// it (a backup, as a rule). It goes on afterwards, more rarely: each try holds the writer up for
/// as long as it waits for readers.
const TRIES_WAITED_FOR: u32 = 10;
const EVERY_LATER: Duration = Duration::from_secs(5);

/// How long the end of the program waits for reads that are still under way.
const WAIT_FOR_LAST_READERS: Duration = Duration::from_secs(1);

/// The writer's side.
pub(crate) struct Log {
    shared: Arc<Shared>,
    /// Try to start the log again at this many pages.
    start_again_at: u64,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    /// Held while the log is copied. SQLite lets one copy at a time and refuses the other at once,
    /// however long it may wait: the log would grow without end just where writing is faster than
    /// copying.
    copying: Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Pages in the log after the latest commit.
    pages: u64,
    /// There has been a commit since the thread last looked.
    dirty: bool,
    /// The log is to be emptied.
    to_empty: bool,
    /// Who wants to hear when it is.
    waiting: Vec<Waiting>,
    stop: bool,
}

type Waiting = oneshot::Sender<Result<(), StoreError>>;

/// A handle by which anybody can ask for the log to be emptied.
#[derive(Clone)]
pub(crate) struct Emptying(Arc<Shared>);

impl Emptying {
    /// Asks for it. The answer comes when the log is empty; [`StoreError::Busy`] when readers
    /// hold it up, and then it is emptied later.
    pub(crate) fn ask(&self) -> oneshot::Receiver<Result<(), StoreError>> {
        let (caller, answer) = oneshot::channel();
        let mut state = self.0.state();
        if !state.stop {
            state.to_empty = true;
            state.waiting.push(caller);
            self.0.changed.notify_one();
        }
        answer
    }

    /// At the end of the program: moves all of the log into the file, so that a copy of that one
    /// file is the whole database, and nothing that was deleted lingers in the log.
    pub(crate) fn finish(&self, writer: &Connection) {
        let _copying = self.0.copying();
        if let Err(error) = empty(writer, WAIT_FOR_LAST_READERS) {
            tracing::debug!(%error, "the log stays for the next start");
        }
    }
}

impl Log {
    /// Starts the thread, which ends when this is dropped. `own` is a connection for it alone.
    pub(crate) fn watch(
        writer: &mut Connection,
        own: Connection,
        threads: &Threads,
    ) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::default());
        let told = Arc::clone(&shared);
        writer.wal_hook(Some(
            move |_: &mut rusqlite::hooks::Wal, pages: std::ffi::c_int| {
                let mut state = told.state();
                state.pages = u64::try_from(pages).unwrap_or(0);
                if !state.dirty {
                    state.dirty = true;
                    told.changed.notify_one();
                }
                Ok(())
            },
        ))?;
        // What an earlier run deleted and a kill left in the log goes now.
        shared.state().to_empty = true;
        let seen = Arc::clone(&shared);
        threads.spawn("store-checkpoint", move || checkpoint_loop(&own, &seen))?;
        Ok(Self {
            shared,
            start_again_at: LOG_PAGES_MAX,
        })
    }

    pub(crate) fn emptying(&self) -> Emptying {
        Emptying(Arc::clone(&self.shared))
    }

    /// Called by the writer between commits: starts the log again when it has grown too long.
    pub(crate) fn keep_short(&mut self, writer: &Connection, patience: Duration) {
        let pages = self.shared.state().pages;
        if pages < self.start_again_at {
            return;
        }
        let _copying = self.shared.copying();
        // A failure here loses nothing: the log is only longer than we like.
        let _ = writer.busy_timeout(WAIT_FOR_READERS);
        let started_again = writer
            .wal_checkpoint_v2(None::<&str>, CheckpointMode::RESTART)
            .is_ok();
        let _ = writer.busy_timeout(patience);
        self.start_again_at = if started_again {
            self.shared.state().pages = 0;
            LOG_PAGES_MAX
        } else {
            pages + LOG_PAGES_AGAIN
        };
    }
}

fn empty(connection: &Connection, wait: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(wait)?;
    connection.wal_checkpoint_v2(None::<&str>, CheckpointMode::TRUNCATE)?;
    Ok(())
}

impl Drop for Log {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.stop = true;
        // Those who still wait hear that the database is closed.
        state.waiting.clear();
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn copying(&self) -> MutexGuard<'_, ()> {
        self.copying.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn checkpoint_loop(own: &Connection, shared: &Shared) {
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut tries = 0;
    while let Some(to_empty) = shared.wait(tries, &mut waiting) {
        let copying = shared.copying();
        if !to_empty {
            if let Err(error) = own.wal_checkpoint_v2(None::<&str>, CheckpointMode::PASSIVE) {
                tracing::debug!(%error, "a checkpoint was put off");
            }
            continue;
        }
        let emptied = empty(own, WAIT_FOR_READERS);
        drop(copying);
        let answer = match emptied {
            Ok(()) => {
                tries = 0;
                Ok(())
            }
            Err(_) => {
                tries += 1;
                shared.state().to_empty = true;
                Err(StoreError::Busy)
            }
        };
        if answer.is_ok() || tries >= TRIES_WAITED_FOR {
            for caller in waiting.drain(..) {
                // Who has gone meanwhile needs no answer.
                let _ = caller.send(answer.clone());
            }
        }
    }
}

impl Shared {
    /// Waits until there is something to do: true to empty the log, false for a checkpoint. None
    /// at the end. `tries` is how often emptying has failed in a row.
    fn wait(&self, tries: u32, waiting: &mut Vec<Waiting>) -> Option<bool> {
        let state = self
            .changed
            .wait_while(self.state(), |state| {
                !state.dirty && !state.to_empty && !state.stop
            })
            .unwrap_or_else(PoisonError::into_inner);
        let pause = if tries < TRIES_WAITED_FOR {
            EVERY
        } else {
            EVERY_LATER
        };
        // Somebody who asks for an empty log is not kept waiting, unless it has just failed.
        let (mut state, _) = self
            .changed
            .wait_timeout_while(state, pause, |state| {
                !state.stop && (tries > 0 || !state.to_empty)
            })
            .unwrap_or_else(PoisonError::into_inner);
        if state.stop {
            return None;
        }
        state.dirty = false;
        waiting.append(&mut state.waiting);
        Some(std::mem::take(&mut state.to_empty))
    }
}
