//! The board of meetings, shared by all who ask, and when it is read anew.
//!
//! The front page and the list of meetings are what strangers open, so they never wait for a board
//! that is being read: they look into the one that is there, which answers for the minute in which
//! it is asked. What is changed here is on the board before its change is answered, because whoever
//! changed it waits for the new board; what another copy of the program changes is seen within a
//! minute, since each copy looks at the log of changes that often.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ::store::{StoreError, Tx};
use calendar::Occurrence;

use super::board::Board;
pub use super::board::Listing;
use super::found::Reader;
use super::{GroupError, changes_store, store};
use crate::App;
use crate::site::finish::finish;
use crate::site::problem::Problem;
use crate::site::visitor::Visitor;

const MINUTE_MS: i64 = 60_000;
/// What the log does not tell (a corrected name, made by another copy of the program) is seen after
/// so long.
const READ_AGAIN_MS: i64 = 10 * MINUTE_MS;
/// A board of so many groups is read in the time that a page takes anyway, and whoever asks waits
/// for it. A larger one is read beside.
const READ_AT_ONCE_MAX: usize = 2_000;

/// The board of now, shared by all who ask. Cloning is cheap; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Finder(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    kept: RwLock<Option<Kept>>,
    /// Counts the changes that were made here.
    changes: AtomicU64,
    /// Counts how often all was forgotten, so that a board that was being read is not kept.
    forgotten: AtomicU64,
    /// One reads for all who wait.
    reading: tokio::sync::Mutex<()>,
}

/// A board, and what was known when it was read.
#[derive(Clone, Debug)]
struct Kept {
    board: Arc<Board>,
    /// How many changes were made here before.
    changes: u64,
    /// The newest line of the log.
    newest_change: i64,
    /// When the log was last looked at, in minutes since the epoch.
    looked_minute: i64,
}

impl Finder {
    /// The next meetings of all groups, the soonest first; each group once, and only groups that
    /// people can come to.
    ///
    /// # Errors
    /// The database refuses, or a row makes no sense.
    pub async fn soonest(
        &self,
        app: &App,
        count: usize,
    ) -> Result<Vec<(Listing, Occurrence)>, StoreError> {
        let board = self.board(app).await?;
        Ok(board.soonest(count, app.clock.now_ms()))
    }

    /// The clock on which times are told to this person.
    ///
    /// # Errors
    /// As [`Finder::soonest`].
    pub async fn reader(&self, app: &App, visitor: &Visitor) -> Result<Reader, StoreError> {
        Ok(Reader::of(visitor, &*self.board(app).await?))
    }

    pub(super) async fn board(&self, app: &App) -> Result<Arc<Board>, StoreError> {
        let now_ms = app.clock.now_ms();
        let is_good = |kept: &Kept| kept.board.index().is_good_at(now_ms);
        let Some(kept) = self.kept().filter(is_good) else {
            let _alone = self.0.reading.lock().await;
            return match self.kept().filter(is_good) {
                Some(kept) => Ok(kept.board),
                None => self.read(app, now_ms).await,
            };
        };
        if kept.looked_minute == now_ms.div_euclid(MINUTE_MS) {
            return Ok(kept.board);
        }
        if kept.board.len() <= READ_AT_ONCE_MAX {
            return self.look_again(app, now_ms).await;
        }
        let (finder, app) = (self.clone(), app.clone());
        tokio::spawn(async move {
            if let Err(error) = finder.look_again(&app, now_ms).await {
                tracing::warn!(%error, "the board of meetings could not be read anew");
            }
        });
        Ok(kept.board)
    }

    /// Groups were changed here: reads the board anew, and is done when everybody sees it. To be
    /// called when the change is written, not before.
    pub(super) async fn changed(&self, app: &App) {
        let mine = self.0.changes.fetch_add(1, Ordering::SeqCst) + 1;
        if self.kept().is_none() {
            // Nobody has asked yet; whoever is first reads.
            self.forget();
            return;
        }
        let _alone = self.0.reading.lock().await;
        // Somebody else's change may have brought this one along.
        if self.kept().is_some_and(|kept| kept.changes >= mine) {
            return;
        }
        if let Err(error) = self.read(app, app.clock.now_ms()).await {
            // The change is written all the same, and nobody should be shown what was before it.
            tracing::warn!(%error, "the board of meetings could not be read after a change");
            self.forget();
        }
    }

    /// A number that is another one whenever groups were changed here, by a page or by what goes
    /// on behind it.
    pub(super) fn changes(&self) -> u64 {
        let forgotten = self.0.forgotten.load(Ordering::SeqCst);
        self.0.changes.load(Ordering::SeqCst) + forgotten
    }

    /// Groups were changed: the next who asks reads them anew. To be called when the change is
    /// written, not before.
    pub fn forget(&self) {
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        self.0.forgotten.fetch_add(1, Ordering::SeqCst);
        *kept = None;
    }

    fn kept(&self) -> Option<Kept> {
        let kept = self.0.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }

    /// Looks at the log of changes, and reads the board anew if it says so. Where somebody is at it
    /// already, the board that is there is good enough.
    async fn look_again(&self, app: &App, now_ms: i64) -> Result<Arc<Board>, StoreError> {
        let alone = self.0.reading.try_lock();
        let kept = match (alone.as_ref(), self.kept()) {
            (Err(_), Some(kept)) => return Ok(kept.board),
            (_, Some(kept)) if kept.looked_minute == now_ms.div_euclid(MINUTE_MS) => {
                return Ok(kept.board);
            }
            (Ok(_), Some(kept)) => kept,
            // Forgotten meanwhile; the same lock is waited for, in the ordinary way.
            (Ok(_), None) => return self.read(app, now_ms).await,
            (Err(_), None) => {
                let _alone = self.0.reading.lock().await;
                return self.read(app, now_ms).await;
            }
        };
        let newest = app.store.read(newest_change).await?;
        let age_ms = now_ms.saturating_sub(kept.board.read_ms());
        if newest != kept.newest_change || age_ms >= READ_AGAIN_MS {
            return self.read(app, now_ms).await;
        }
        let mut shared = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = shared.as_mut() {
            kept.looked_minute = now_ms.div_euclid(MINUTE_MS);
        }
        Ok(kept.board)
    }

    /// Reads and keeps a board. Whoever calls holds the lock.
    async fn read(&self, app: &App, now_ms: i64) -> Result<Arc<Board>, StoreError> {
        let changes = self.0.changes.load(Ordering::SeqCst);
        let forgotten = self.0.forgotten.load(Ordering::SeqCst);
        let (listings, newest_change) = app
            .store
            .read::<_, StoreError, _>(|tx| Ok((store::listings(tx)?, newest_change(tx)?)))
            .await?;
        // The index of a large community takes its time, and nobody else's.
        let board = tokio::task::spawn_blocking(move || Board::of(listings, now_ms))
            .await
            .map_err(|_| StoreError::Panicked)?;
        let board = Arc::new(board);
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        if self.0.forgotten.load(Ordering::SeqCst) == forgotten {
            *kept = Some(Kept {
                board: Arc::clone(&board),
                changes,
                newest_change,
                looked_minute: now_ms.div_euclid(MINUTE_MS),
            });
        }
        Ok(board)
    }
}

/// The number of the newest line in the log of changes; 0 where there is none.
fn newest_change(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let newest = changes_store::newest_changes(tx, 1)?;
    Ok(newest.first().map_or(0, |change| change.id))
}

/// Writes what changes groups, and has it on the board before it is answered.
pub(super) async fn change<T: Send + 'static>(
    app: &App,
    write: impl Fn(&mut Tx<'_>) -> Result<T, GroupError> + Send + 'static,
) -> Result<T, Problem> {
    let app = app.clone();
    finish(async move {
        let written = app.store.write(write).await;
        app.finder.changed(&app).await;
        Ok(written?)
    })
    .await
}
