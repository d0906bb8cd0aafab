//! Checkpoints: moving what the write-ahead log holds into the database file.
//!
//! A thread of its own copies what it can every [`EVERY`], without being in anybody's way. That
//! alone would let the log grow without end under load (it starts again from the front only when
//! a writer finds all of it copied), so past [`LOG_PAGES_MAX`] the writer itself waits for the
//! rest and starts it again. Measured against SQLite's own checkpoints (in the writer's way, at
//! every thousandth page), this gives half as many writes again.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::wal::CheckpointMode;

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
}

#[derive(Default)]
struct State {
    /// Pages in the log after the latest commit.
    pages: u64,
    /// There has been a commit since the thread last looked.
    dirty: bool,
    stop: bool,
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
        let seen = Arc::clone(&shared);
        threads.spawn("store-checkpoint", move || checkpoint_loop(&own, &seen))?;
        Ok(Self {
            shared,
            start_again_at: LOG_PAGES_MAX,
        })
    }

    /// Called by the writer between commits: starts the log again when it has grown too long.
    pub(crate) fn keep_short(&mut self, writer: &Connection, patience: Duration) {
        let pages = self.shared.state().pages;
        if pages < self.start_again_at {
            return;
        }
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

/// At the end of the program: moves all of the log into the file, so that a copy of that one
/// file is the whole database, and nothing that was deleted lingers in the log.
pub(crate) fn finish(writer: &Connection) {
    let _ = writer.busy_timeout(WAIT_FOR_LAST_READERS);
    if let Err(error) = writer.wal_checkpoint_v2(None::<&str>, CheckpointMode::TRUNCATE) {
        tracing::debug!(%error, "the log stays for the next start");
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.shared.state().stop = true;
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn checkpoint_loop(own: &Connection, shared: &Shared) {
    loop {
        let state = shared.state();
        let state = shared
            .changed
            .wait_while(state, |state| !state.dirty && !state.stop)
            .unwrap_or_else(PoisonError::into_inner);
        let (mut state, _) = shared
            .changed
            .wait_timeout_while(state, EVERY, |state| !state.stop)
            .unwrap_or_else(PoisonError::into_inner);
        if state.stop {
            return;
        }
        state.dirty = false;
        drop(state);
        if let Err(error) = own.wal_checkpoint_v2(None::<&str>, CheckpointMode::PASSIVE) {
            tracing::debug!(%error, "a checkpoint was put off");
        }
    }
}
