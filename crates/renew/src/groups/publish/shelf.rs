//! The feeds that are the same for everybody, made once for each change and not for each reader.
//!
//! A feed is looked after once a minute at most, and at once when something was changed here: if
//! nothing is new by the stamp of the database, and it is still the same day, what stands on the
//! shelf is good. Otherwise each feed is made when somebody asks for it, of the meetings that the
//! others are made of, too; and of those, only what changed is read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ::store::StoreError;
use axum::body::Bytes;
use calendar::bmlt_write::Catalogue;
use calendar::fellowship::Fellowship;
use calendar::listed::{Listed, Publisher};
use calendar::meeting_guide_write;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

use super::copy::Copy;
use super::listing::Listing;
use super::store::{Stamp, names_of, stamp};
use super::{changes, publisher};
use crate::App;
use crate::groups::newest_changes;
use crate::site::finish::finish;
use crate::site::lang::Lang;
use crate::site::problem::Problem;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Answers that are put together for one question, at one time. Each holds the numbers of its
/// meetings, up to a megabyte in the largest community, for as long as its reader takes.
const ANSWERS_MAX: usize = 64;
const JSON: &str = "application/json";

/// The feeds. Cloning is cheap; all clones are one.
#[derive(Clone, Debug)]
pub struct Shelf(Arc<Kept>);

impl Default for Shelf {
    fn default() -> Self {
        Self(Arc::new(Kept {
            now: RwLock::default(),
            looking: tokio::sync::Mutex::default(),
            answers: Arc::new(Semaphore::new(ANSWERS_MAX)),
        }))
    }
}

#[derive(Debug)]
struct Kept {
    now: RwLock<Option<Checked>>,
    /// One looks for all who wait.
    looking: tokio::sync::Mutex<()>,
    answers: Arc<Semaphore>,
}

/// The feeds, and when they were last found to be good.
#[derive(Clone, Debug)]
struct Checked {
    minute: i64,
    /// How often the groups had been changed here.
    changes: u64,
    issue: Arc<Issue>,
}

/// The feeds of one state of the community. Each is made when somebody first asks for it, and
/// whoever asks meanwhile waits: an older one would tell the person who has just called an evening
/// off that nothing happened.
#[derive(Debug)]
pub(super) struct Issue {
    made_of: MadeOf,
    from: Publisher,
    now_ms: i64,
    /// The meetings of the issue before, until those of this one are read.
    before: Mutex<Option<Arc<Listing>>>,
    listing: OnceCell<Arc<Listing>>,
    /// Type codes mean what their fellowship says, and the form has no word for which that is: so
    /// each has a feed of its own as well. By its code; groups without one are in the whole alone.
    guides: Mutex<BTreeMap<Option<&'static str>, Arc<OnceCell<Copy>>>>,
    catalogue: OnceCell<(Arc<Catalogue>, Copy)>,
    atoms: [OnceCell<Copy>; Lang::ALL.len()],
}

/// What decides all that is in the feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MadeOf {
    stamp: Stamp,
    /// Days since the epoch: what is told of the coming days moves with it.
    day: i64,
    name: String,
}

impl Issue {
    fn new(made_of: MadeOf, from: Publisher, now_ms: i64, last: Option<&Self>) -> Self {
        Self {
            made_of,
            from,
            now_ms,
            before: Mutex::new(last.and_then(Self::newest_listing)),
            listing: OnceCell::new(),
            guides: Mutex::default(),
            catalogue: OnceCell::new(),
            atoms: Default::default(),
        }
    }

    /// The meetings of this issue, or else of the one before.
    fn newest_listing(&self) -> Option<Arc<Listing>> {
        let before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        self.listing.get().or(before.as_ref()).cloned()
    }

    /// The first moment of the day counts as a change, since the feeds tell of the coming days.
    fn changed_ms(&self) -> i64 {
        let changed_ms = self.made_of.stamp.changed_ms;
        changed_ms.max(self.made_of.day * DAY_MS).min(self.now_ms)
    }

    /// The feed of meetings, of all or of one fellowship.
    pub(super) async fn guide(
        self: Arc<Self>,
        app: &App,
        fellowship: Option<&'static Fellowship>,
    ) -> Result<Copy, Problem> {
        let code = fellowship.map(|own| own.code);
        let cell = {
            let mut guides = self.guides.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(guides.entry(code).or_default())
        };
        let app = app.clone();
        finish(async move {
            let make = async {
                let listing = self.listing(&app).await?;
                off_thread(move || self.make_guide(&listing, code)).await
            };
            Ok(cell.get_or_try_init(|| make).await?.clone())
        })
        .await
    }

    fn make_guide(&self, listing: &Listing, code: Option<&str>) -> Copy {
        let of_one: Vec<Listed>;
        let listed = match code {
            None => listing.listed(),
            Some(code) => {
                let own = |one: &&Listed| one.fellowship.is_some_and(|own| own.code == code);
                of_one = listing.listed().iter().filter(own).cloned().collect();
                &of_one
            }
        };
        if code.is_some() && listed.is_empty() {
            return Copy::new(b"[]".to_vec(), 0, JSON);
        }
        let written = meeting_guide_write::write(listed, &self.from);
        if written.left_out > 0 {
            let left_out = written.left_out;
            tracing::warn!(left_out, "not all meetings fit into the feed");
        }
        Copy::new(written.bytes, self.changed_ms(), JSON)
    }

    /// What answers questions for BMLT, and the answer to who asks for all.
    pub(super) async fn catalogue(
        self: Arc<Self>,
        app: &App,
    ) -> Result<(Arc<Catalogue>, Copy), Problem> {
        let app = app.clone();
        finish(async move {
            let issue = Arc::clone(&self);
            let make = async {
                let listing = issue.listing(&app).await?;
                let issue = Arc::clone(&issue);
                off_thread(move || issue.make_catalogue(&listing)).await
            };
            Ok(self.catalogue.get_or_try_init(|| make).await?.clone())
        })
        .await
    }

    fn make_catalogue(&self, listing: &Listing) -> (Arc<Catalogue>, Copy) {
        /// The catalogue's own text, lent to readers.
        struct All(Arc<Catalogue>);
        impl AsRef<[u8]> for All {
            fn as_ref(&self) -> &[u8] {
                self.0.all().as_bytes()
            }
        }
        let catalogue = Arc::new(Catalogue::of(listing.listed(), self.from.clone()));
        let left_out = catalogue.left_out();
        if left_out > 0 {
            tracing::warn!(left_out, "not all meetings fit into the answers for BMLT");
        }
        let all = Bytes::from_owner(All(Arc::clone(&catalogue)));
        let copy = Copy::new(all, self.changed_ms(), JSON);
        (catalogue, copy)
    }

    /// What happened to the groups, in a language.
    pub(super) async fn atom(self: Arc<Self>, app: &App, lang: Lang) -> Result<Copy, Problem> {
        let app = app.clone();
        finish(async move {
            let mut cells = Lang::ALL.into_iter().zip(&self.atoms);
            let cell = cells.find(|(own, _)| *own == lang).map(|(_, cell)| cell);
            let cell = cell.ok_or_else(Problem::not_found)?;
            let make = async {
                let read = app.store.read::<_, StoreError, _>(|tx| {
                    let changes = newest_changes(tx, changes::ENTRIES_MAX)?;
                    let names = names_of(tx, changes.iter().map(|change| change.group))?;
                    Ok((changes, names))
                });
                let (changes, names) = read.await?;
                let told_ms = changes.first().map_or(0, |newest| newest.at_ms);
                let xml = changes::feed(lang, &changes, &names, &self.from, told_ms);
                let kind = "application/atom+xml; charset=utf-8";
                Ok::<_, Problem>(Copy::new(xml.into_bytes(), told_ms, kind))
            };
            Ok(cell.get_or_try_init(|| make).await?.clone())
        })
        .await
    }

    /// The meetings, read once for all feeds.
    async fn listing(&self, app: &App) -> Result<Arc<Listing>, StoreError> {
        let read = async {
            let last = self.newest_listing();
            let (website, now_ms) = (self.from.website.clone(), self.now_ms);
            let listing = app
                .store
                .read(move |tx| Listing::read(tx, last.as_deref(), &website, now_ms))
                .await?;
            // What is older is not needed any more.
            let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
            *before = None;
            Ok::<_, StoreError>(Arc::new(listing))
        };
        Ok(Arc::clone(self.listing.get_or_try_init(|| read).await?))
    }
}

/// Thousands of meetings are put together, which is not for a thread that serves pages.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Problem::ours)
}

impl Shelf {
    /// The feeds as they should be now.
    pub(super) async fn issue(&self, app: &App) -> Result<Arc<Issue>, StoreError> {
        let now_ms = app.clock.now_ms();
        let key = (now_ms.div_euclid(MINUTE_MS), app.finder.changes());
        if let Some(issue) = self.good(key) {
            return Ok(issue);
        }
        let _alone = self.0.looking.lock().await;
        if let Some(issue) = self.good(key) {
            return Ok(issue);
        }
        let from = publisher(app);
        let made_of = MadeOf {
            stamp: app.store.read(stamp).await?,
            day: now_ms.div_euclid(DAY_MS),
            name: from.name.clone(),
        };
        let issue = match self.last() {
            Some(last) if last.made_of == made_of => last,
            last => Arc::new(Issue::new(made_of, from, now_ms, last.as_deref())),
        };
        let mut now = self.0.now.write().unwrap_or_else(PoisonError::into_inner);
        *now = Some(Checked {
            minute: key.0,
            changes: key.1,
            issue: Arc::clone(&issue),
        });
        Ok(issue)
    }

    /// Leave to hold a long answer until it is read; `None` when as many are held as may be.
    pub(super) fn leave(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0.answers).try_acquire_owned().ok()
    }

    fn good(&self, key: (i64, u64)) -> Option<Arc<Issue>> {
        let now = self.0.now.read().unwrap_or_else(PoisonError::into_inner);
        let known = now
            .as_ref()
            .filter(|known| (known.minute, known.changes) == key);
        known.map(|known| Arc::clone(&known.issue))
    }

    fn last(&self) -> Option<Arc<Issue>> {
        let now = self.0.now.read().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().map(|known| Arc::clone(&known.issue))
    }
}
