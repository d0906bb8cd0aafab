//! The feeds that are the same for everybody, made once for each change and not for each reader.
//!
//! A feed is looked after once a minute at most, and at once when something was changed here: if
//! nothing is new by the stamp of the database, and it is still the same day, what stands on the
//! shelf is good.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use ::store::{StoreError, Tx};
use calendar::bmlt_write::Catalogue;
use calendar::fellowship::Fellowship;
use calendar::listed::{Listed, Publisher};
use calendar::meeting_guide_write;

use super::copy::Copy;
use super::store::{Stamp, stamp};
use super::{changes, listing, publisher};
use crate::App;
use crate::groups::{GroupId, newest_changes, store as groups_store};
use crate::site::lang::Lang;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// The feeds. Cloning is cheap; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    now: RwLock<Option<Checked>>,
    /// One makes them for all who wait.
    making: tokio::sync::Mutex<()>,
}

/// The feeds, and when they were last found to be good.
#[derive(Clone, Debug)]
struct Checked {
    minute: i64,
    /// How often the groups had been changed here.
    changes: u64,
    issue: Arc<Issue>,
}

/// The feeds of one state of the community.
#[derive(Debug)]
pub(super) struct Issue {
    made_of: MadeOf,
    guide: Copy,
    /// Type codes mean what their fellowship says, and the form has no word for which that is: so
    /// each has a feed of its own as well. By its code; groups without one are in the whole alone.
    guides: BTreeMap<&'static str, Copy>,
    pub(super) catalogue: Catalogue,
    atoms: Vec<(Lang, Copy)>,
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
    /// The feed of meetings, of all or of one fellowship.
    pub(super) fn guide(&self, fellowship: Option<&Fellowship>) -> Option<&Copy> {
        match fellowship {
            None => Some(&self.guide),
            Some(fellowship) => self.guides.get(fellowship.code),
        }
    }

    pub(super) fn atom(&self, lang: Lang) -> Option<&Copy> {
        let mut atoms = self.atoms.iter();
        atoms.find(|(own, _)| *own == lang).map(|(_, copy)| copy)
    }

    fn make(
        tx: &mut Tx<'_>,
        made_of: MadeOf,
        from: &Publisher,
        now_ms: i64,
    ) -> Result<Self, StoreError> {
        let groups = groups_store::all(tx)?;
        let changes = newest_changes(tx, changes::ENTRIES_MAX)?;
        // The first moment of the day counts as a change, since the feeds tell of the coming days.
        let changed_ms = made_of
            .stamp
            .changed_ms
            .max(made_of.day * DAY_MS)
            .min(now_ms);
        let listed = listing::all(&groups, &from.website, now_ms);
        let guide = |listed: &[Listed]| {
            let written = meeting_guide_write::write(listed, from);
            if written.left_out > 0 {
                let left_out = written.left_out;
                tracing::warn!(left_out, "not all meetings fit into the feed");
            }
            Copy::new(written.bytes, changed_ms, "application/json")
        };
        let mut by_fellowship: BTreeMap<&str, Vec<Listed>> = BTreeMap::new();
        for meeting in &listed {
            if let Some(fellowship) = meeting.fellowship {
                let own = by_fellowship.entry(fellowship.code).or_default();
                own.push(meeting.clone());
            }
        }
        let guides = by_fellowship
            .into_iter()
            .map(|(code, listed)| (code, guide(&listed)))
            .collect();
        let catalogue = Catalogue::of(&listed, from.clone());
        let left_out = catalogue.left_out();
        if left_out > 0 {
            tracing::warn!(left_out, "not all meetings fit into the answers for BMLT");
        }
        let names: HashMap<GroupId, String> = groups
            .into_iter()
            .map(|group| (group.id, group.name().to_owned()))
            .collect();
        let told_ms = changes.first().map_or(0, |newest| newest.at_ms);
        let atom = |lang: Lang| {
            let xml = changes::feed(lang, &changes, &names, from, told_ms);
            let kind = "application/atom+xml; charset=utf-8";
            (lang, Copy::new(xml.into_bytes(), told_ms, kind))
        };
        Ok(Self {
            guide: guide(&listed),
            guides,
            catalogue,
            atoms: Lang::ALL.into_iter().map(atom).collect(),
            made_of,
        })
    }
}

impl Shelf {
    /// The feeds as they should be now.
    pub(super) async fn issue(&self, app: &App) -> Result<Arc<Issue>, StoreError> {
        let now_ms = app.clock.now_ms();
        let key = (now_ms.div_euclid(MINUTE_MS), app.finder.changes());
        if let Some(issue) = self.good(key) {
            return Ok(issue);
        }
        let _alone = self.0.making.lock().await;
        if let Some(issue) = self.good(key) {
            return Ok(issue);
        }
        let from = publisher(app);
        let last = self.last();
        let issue = app
            .store
            .read::<_, StoreError, _>(move |tx| {
                let made_of = MadeOf {
                    stamp: stamp(tx)?,
                    day: now_ms.div_euclid(DAY_MS),
                    name: from.name.clone(),
                };
                match &last {
                    Some(last) if last.made_of == made_of => Ok(Arc::clone(last)),
                    _ => Ok(Arc::new(Issue::make(tx, made_of, &from, now_ms)?)),
                }
            })
            .await?;
        let mut now = self.0.now.write().unwrap_or_else(PoisonError::into_inner);
        *now = Some(Checked {
            minute: key.0,
            changes: key.1,
            issue: Arc::clone(&issue),
        });
        Ok(issue)
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
