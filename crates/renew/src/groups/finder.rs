//! The meetings that anybody can find: read from the database once a minute, however many ask.
//!
//! The front page and the list of meetings are what strangers open, and what they show is the same
//! for all of them. A list is good within the minute in which it was made, because meetings begin
//! and end on whole minutes; what is changed here is seen at once, and what another copy of the
//! program changes by the next minute.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ::store::{StoreError, Tx};
use calendar::schedule::Season;
use calendar::{Occurrence, Rule, Timetable, Zone};

use super::details::{Attendance, Details};
use super::differences::Differences;
use super::{Group, GroupError, GroupId, next_of, store};
use crate::App;
use crate::site::finish::finish;
use crate::site::lang::Lang;
use crate::site::problem::Problem;

const MINUTE_MS: i64 = 60_000;

/// A group as lists show it: all of it is public.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    pub id: GroupId,
    pub name: String,
    pub lang: Lang,
    pub attendance: Attendance,
    /// Whether one can take part by phone.
    pub has_phone: bool,
    pub rule: Option<Rule>,
    pub season: Season,
    pub start_minute: Option<u16>,
    pub duration_minutes: u16,
    pub zone: Option<Zone>,
    pub place: String,
    pub address: String,
    pub region: String,
    pub is_from_feed: bool,
    /// Whether its feed no longer lists it.
    pub is_gone: bool,
    pub differences: Differences,
}

impl Listing {
    #[must_use]
    pub fn of(group: &Group) -> Self {
        let details = &group.details;
        Self {
            id: group.id,
            name: details.name.clone(),
            lang: details.lang,
            attendance: details.attendance,
            has_phone: !details.call_phone.is_empty(),
            rule: details.rule.clone(),
            season: details.season,
            start_minute: details.start_minute,
            duration_minutes: details.duration_minutes,
            zone: details.zone.clone(),
            place: details.place.clone(),
            address: details.address.clone(),
            region: details.region.clone(),
            is_from_feed: group.origin.is_some(),
            is_gone: group
                .origin
                .as_ref()
                .is_some_and(|origin| origin.gone_ms.is_some()),
            differences: group.differences.clone(),
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it meets, as [`Group::timetable`].
    #[must_use]
    pub fn timetable(&self) -> Timetable {
        self.differences.timetable(&Details {
            attendance: self.attendance,
            rule: self.rule.clone(),
            season: self.season,
            start_minute: self.start_minute,
            duration_minutes: self.duration_minutes,
            zone: self.zone.clone(),
            place: self.place.clone(),
            address: self.address.clone(),
            ..Details::default()
        })
    }
}

/// All groups and the next meeting of each, as they are in one minute.
#[derive(Clone, Debug, Default)]
pub(super) struct Board {
    minute: i64,
    /// By name.
    pub(super) groups: Vec<Listing>,
    /// The place in `groups` and the next meeting of those that people can come to, the soonest
    /// first.
    pub(super) coming: Vec<(usize, Occurrence)>,
}

impl Board {
    pub(super) fn of(groups: Vec<Listing>, now_ms: i64) -> Self {
        let mut coming: Vec<(usize, Occurrence)> = groups
            .iter()
            .enumerate()
            .filter_map(|(place, group)| Some((place, next_of(&group.timetable(), now_ms)?)))
            .collect();
        // By name when they start together, as the groups are.
        coming.sort_by_key(|(place, next)| (next.start_ms, *place));
        Self {
            minute: now_ms.div_euclid(MINUTE_MS),
            groups,
            coming,
        }
    }

    /// The groups of some meetings, to be shown.
    pub(super) fn listed(
        &self,
        meetings: impl IntoIterator<Item = (usize, Occurrence)>,
    ) -> Vec<(Listing, Occurrence)> {
        meetings
            .into_iter()
            .filter_map(|(place, next)| Some((self.groups.get(place)?.clone(), next)))
            .collect()
    }
}

/// The list of this minute, shared by all who ask. Cloning is cheap; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Finder(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    board: RwLock<Option<Arc<Board>>>,
    /// Counts the changes, so that a list that was being read meanwhile is not kept.
    changes: AtomicU64,
    /// One reads for all who wait.
    reading: tokio::sync::Mutex<()>,
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
        Ok(board.listed(board.coming.iter().copied().take(count)))
    }

    pub(super) async fn board(&self, app: &App) -> Result<Arc<Board>, StoreError> {
        let now_ms = app.clock.now_ms();
        if let Some(board) = self.kept(now_ms) {
            return Ok(board);
        }
        let _alone = self.0.reading.lock().await;
        if let Some(board) = self.kept(now_ms) {
            return Ok(board);
        }
        let changes = self.0.changes.load(Ordering::SeqCst);
        let board = app
            .store
            .read::<_, StoreError, _>(move |tx| Ok(Board::of(store::listings(tx)?, now_ms)))
            .await?;
        let board = Arc::new(board);
        let mut kept = self.0.board.write().unwrap_or_else(PoisonError::into_inner);
        if self.0.changes.load(Ordering::SeqCst) == changes {
            *kept = Some(Arc::clone(&board));
        }
        Ok(board)
    }

    fn kept(&self, now_ms: i64) -> Option<Arc<Board>> {
        let board = self.0.board.read().unwrap_or_else(PoisonError::into_inner);
        board
            .as_ref()
            .filter(|board| board.minute == now_ms.div_euclid(MINUTE_MS))
            .cloned()
    }

    /// How often groups were changed here.
    pub(super) fn changes(&self) -> u64 {
        self.0.changes.load(Ordering::SeqCst)
    }

    /// Groups were changed: the next who asks reads them anew. To be called when the change is
    /// written, not before.
    pub fn forget(&self) {
        let mut board = self.0.board.write().unwrap_or_else(PoisonError::into_inner);
        self.0.changes.fetch_add(1, Ordering::SeqCst);
        *board = None;
    }
}

/// Writes what changes groups, and lets the finder forget what it knew of them.
pub(super) async fn change<T: Send + 'static>(
    app: &App,
    write: impl Fn(&mut Tx<'_>) -> Result<T, GroupError> + Send + 'static,
) -> Result<T, Problem> {
    let app = app.clone();
    finish(async move {
        let written = app.store.write(write).await;
        app.finder.forget();
        Ok(written?)
    })
    .await
}
