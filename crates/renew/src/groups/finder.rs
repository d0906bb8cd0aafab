//! The board of meetings, shared by all who ask, and when it is read anew.
//!
//! The front page and the list of meetings are what strangers open, so they never wait for a board
//! that is being read: they look into the one that is there, which answers for the minute in which
//! it is asked. What is changed here is on the board before its change is answered, because whoever
//! changed it waits for that; what another copy of the program changes is seen within a minute,
//! since each copy looks that often. Mostly a few groups change, and then only these are read.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ::store::{StoreError, Tx};
use calendar::Occurrence;

use super::board::Board;
pub use super::board::Listing;
use super::found::Reader;
use super::news::{self, News, newest_change};
use super::{GroupError, differences_store, store};
use crate::App;
use crate::site::finish::finish;
use crate::site::problem::Problem;
use crate::site::visitor::Visitor;

const MINUTE_MS: i64 = 60_000;
/// Groups that changed make each question a little dearer, so after so long all are read again.
const READ_AGAIN_MS: i64 = 10 * MINUTE_MS;
/// A board answers for a day. It is read again, beside, long before nobody may look into it.
const OLD_MS: i64 = 12 * 60 * MINUTE_MS;
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
    /// Counts how often the database was asked, for tests of when it is not.
    #[cfg(test)]
    readings: AtomicU64,
}

/// A board, and what was known when it was read.
#[derive(Clone, Debug)]
struct Kept {
    board: Arc<Board>,
    /// How many changes were made here before.
    changes: u64,
    /// The newest line of the log.
    newest_change: i64,
    /// When the database was last looked at, in minutes since the epoch.
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

    /// The board for those who look after groups, with all that the log of changes tells until now,
    /// also of what another copy of the program did.
    pub(super) async fn newest_board(&self, app: &App) -> Result<Arc<Board>, StoreError> {
        self.board(app).await?;
        let newest = app.store.read(newest_change).await?;
        // What is kept by now, which may be newer than the board of a moment ago.
        let kept = self.kept().filter(|kept| kept.newest_change == newest);
        if let Some(kept) = kept {
            return Ok(kept.board);
        }
        let _alone = self.0.reading.lock().await;
        self.renew(app, app.clock.now_ms()).await
    }

    /// Groups were changed here: renews the board, and is done when everybody sees it. To be called
    /// when the change is written, not before.
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
        if let Err(error) = self.renew(app, app.clock.now_ms()).await {
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

    #[cfg(test)]
    pub(super) fn readings(&self) -> u64 {
        self.0.readings.load(Ordering::SeqCst)
    }

    fn kept(&self) -> Option<Kept> {
        let kept = self.0.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }

    /// Looks what changed. Where somebody is at it already, the board that is there is good enough.
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
        let age_ms = now_ms.saturating_sub(kept.board.read_ms());
        let is_patched = kept.board.index().changed() > 0;
        if age_ms >= OLD_MS || (is_patched && age_ms >= READ_AGAIN_MS) {
            return self.read(app, now_ms).await;
        }
        self.renew(app, now_ms).await
    }

    /// Brings the board that is there up to date, by reading the groups that changed, or all where
    /// those are many. Whoever calls holds the lock.
    async fn renew(&self, app: &App, now_ms: i64) -> Result<Arc<Board>, StoreError> {
        let Some(kept) = self.kept() else {
            return self.read(app, now_ms).await;
        };
        let seen = self.seen(now_ms);
        let known = Arc::clone(&kept.board);
        let (news, newest_change) = app
            .store
            .read::<_, StoreError, _>(move |tx| Ok((news::since(tx, &known)?, newest_change(tx)?)))
            .await?;
        let board = match news {
            News::Nothing => kept.board,
            News::Much => return self.read(app, now_ms).await,
            News::Few {
                changed,
                gone,
                closures,
            } => {
                let known = kept.board;
                let patched =
                    off_thread(move || known.with(changed, &gone, closures, now_ms)).await?;
                match patched {
                    Some(board) => Arc::new(board),
                    None => return self.read(app, now_ms).await,
                }
            }
        };
        self.keep(&board, newest_change, seen);
        Ok(board)
    }

    /// Reads and keeps a board. Whoever calls holds the lock.
    async fn read(&self, app: &App, now_ms: i64) -> Result<Arc<Board>, StoreError> {
        let seen = self.seen(now_ms);
        let (listings, closures, newest_change) = app
            .store
            .read::<_, StoreError, _>(|tx| {
                let closures = differences_store::closures(tx)?;
                Ok((store::listings(tx)?, closures, newest_change(tx)?))
            })
            .await?;
        let read = off_thread(move || Board::of(listings, now_ms).with_closures(closures));
        let board = Arc::new(read.await?);
        self.keep(&board, newest_change, seen);
        Ok(board)
    }

    /// What is known before the database is asked.
    fn seen(&self, now_ms: i64) -> Seen {
        #[cfg(test)]
        self.0.readings.fetch_add(1, Ordering::SeqCst);
        Seen {
            changes: self.0.changes.load(Ordering::SeqCst),
            forgotten: self.0.forgotten.load(Ordering::SeqCst),
            minute: now_ms.div_euclid(MINUTE_MS),
        }
    }

    /// Keeps a board, unless all was forgotten since.
    fn keep(&self, board: &Arc<Board>, newest_change: i64, seen: Seen) {
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        if self.0.forgotten.load(Ordering::SeqCst) == seen.forgotten {
            *kept = Some(Kept {
                board: Arc::clone(board),
                changes: seen.changes,
                newest_change,
                looked_minute: seen.minute,
            });
        }
    }
}

/// What was known before the database was asked for a board.
#[derive(Clone, Copy, Debug)]
struct Seen {
    changes: u64,
    forgotten: u64,
    minute: i64,
}

/// The index of a large community takes its time, and nobody else's.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| StoreError::Panicked)
}

/// Writes what changes groups, and has it on the board before it is answered. Where somebody is
/// refused, nothing was written, and nobody waits for anything.
pub(super) async fn change<T: Send + 'static>(
    app: &App,
    write: impl Fn(&mut Tx<'_>) -> Result<T, GroupError> + Send + 'static,
) -> Result<T, Problem> {
    let app = app.clone();
    finish(async move {
        let written = app.store.write(write).await;
        // When the database says no, nobody knows what is written.
        if !matches!(written, Err(GroupError::NotFound | GroupError::NotYours)) {
            app.finder.changed(&app).await;
        }
        Ok(written?)
    })
    .await
}
