//! Writes what a feed says, some meetings at a time. There is one writer for the whole community,
//! so nobody's evening waits for a list of forty thousand meetings: each batch is a transaction of
//! its own. Whatever breaks off in between, the same list brought once more goes on from there,
//! since a meeting that is here already is found by its slug and changes nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::store::Tx;

use super::feed_store::{self, Feed};
use super::import::Plan;
use super::report::Report;
use super::said::Said;
use super::{Group, GroupError, GroupId, Happened};
use super::{arranging, changes_store, store, undecided_store};
use crate::App;
use crate::site::finish::finish;
use crate::site::problem::Problem;

/// Four thousand changed groups took more than a second and a half to write; these take a tenth of
/// one, which nobody notices.
pub(super) const BATCH_MEETINGS: usize = 250;

/// What of a list is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Brings {
    /// Groups that are new.
    pub(super) added: bool,
    /// The mark on groups that the list no longer names.
    pub(super) gone: bool,
}

impl Brings {
    pub(super) const ALL: Self = Self {
        added: true,
        gone: true,
    };
}

/// Brings a list. `begin` gives the feed that it is brought to, or `None` where that is no longer
/// to be done; `end` does what belongs to the last of it. Gives the feed's id and what was done,
/// or `None` where it was not begun, or a newer list of the same feed came in between: then that
/// one goes on.
pub(super) async fn bring(
    app: &App,
    said: Arc<Said>,
    brings: Brings,
    begin: impl Fn(&mut Tx<'_>, i64) -> Result<Option<Feed>, GroupError> + Send + 'static,
    end: impl Fn(&mut Tx<'_>, &Feed) -> Result<(), GroupError> + Send + 'static,
) -> Result<Option<(i64, Report)>, Problem> {
    let app = app.clone();
    finish(async move {
        let brought = batches(&app, &said, brings, begin, end).await;
        // Also where it broke off: what is written by then is to be seen.
        app.finder.changed(&app).await;
        brought
    })
    .await
}

async fn batches(
    app: &App,
    said: &Arc<Said>,
    brings: Brings,
    begin: impl Fn(&mut Tx<'_>, i64) -> Result<Option<Feed>, GroupError> + Send + 'static,
    end: impl Fn(&mut Tx<'_>, &Feed) -> Result<(), GroupError> + Send + 'static,
) -> Result<Option<(i64, Report)>, Problem> {
    let now_ms = app.clock.now_ms();
    let begun = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            let feed = begin(tx, now_ms)?;
            if let Some(feed) = &feed {
                feed_store::keep_feed(tx, feed)?;
            }
            Ok(feed)
        })
        .await?;
    let Some(feed) = begun else { return Ok(None) };
    let mark = (feed.id, feed.imported_ms);
    let mut report = Report::of_list(said);
    for first in (0..said.meetings.len()).step_by(BATCH_MEETINGS) {
        match meet(app, said, first, brings, mark).await? {
            Some(plan) => report.add(&plan),
            None => return Ok(None),
        }
    }
    let missing = missing(app, said, feed.id).await?;
    if !said.lists_all() {
        report.same += missing.len();
    } else if brings.gone {
        for slugs in missing.chunks(BATCH_MEETINGS) {
            match miss(app, slugs.to_vec(), mark).await? {
                Some(plan) => report.add(&plan),
                None => return Ok(None),
            }
        }
    }
    let told = report.clone();
    let ended = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            let Some(now) = newest(tx, mark)? else {
                return Ok(false);
            };
            let feed = Feed {
                report: told.clone(),
                ..now
            };
            feed_store::keep_feed(tx, &feed)?;
            undecided_store::forget_settled(tx, feed.id)?;
            end(tx, &feed)?;
            Ok(true)
        })
        .await?;
    Ok(ended.then_some((feed.id, report)))
}

/// The feed, unless another list of it was begun since.
fn newest(tx: &mut Tx<'_>, (feed, begun_ms): (i64, i64)) -> Result<Option<Feed>, GroupError> {
    Ok(feed_store::feed(tx, feed)?.filter(|feed| feed.imported_ms == begun_ms))
}

/// Writes one batch of the meetings that a list names.
async fn meet(
    app: &App,
    said: &Arc<Said>,
    first: usize,
    brings: Brings,
    mark: (i64, i64),
) -> Result<Option<Plan>, Problem> {
    let said = Arc::clone(said);
    let last = said.meetings.len().min(first + BATCH_MEETINGS);
    // Drawn here, because the transaction may run more than once.
    let ids: Vec<i64> = (first..last).map(|_| app.chance.id()).collect();
    let plan = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            if newest(tx, mark)?.is_none() {
                return Ok(None);
            }
            let (feed, now_ms) = mark;
            let meetings = said.meetings.get(first..last).unwrap_or_default();
            let slugs: Vec<&str> = meetings.iter().map(|(slug, _)| slug.as_str()).collect();
            let before = store::of_slugs(tx, feed, &slugs)?;
            let mut plan = Plan::of_part(feed, before, meetings, now_ms);
            if !brings.added {
                plan.added.clear();
            }
            write(tx, &plan, &ids, now_ms)?;
            Ok(Some(plan))
        })
        .await?;
    Ok(plan)
}

/// The slugs of a feed's groups that a list doesn't name, where that says that they are gone.
async fn missing(app: &App, said: &Arc<Said>, feed: i64) -> Result<Vec<String>, Problem> {
    let here = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(store::slugs_of_feed(tx, feed)?))
        .await?;
    let named = said.meetings.iter().map(|(slug, _)| slug);
    let named: BTreeSet<&String> = named.chain(&said.left_out).collect();
    let missing = here.into_iter().filter(|slug| !named.contains(slug));
    Ok(missing.collect())
}

/// Marks one batch of those that a list no longer names.
async fn miss(app: &App, slugs: Vec<String>, mark: (i64, i64)) -> Result<Option<Plan>, Problem> {
    let plan = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            if newest(tx, mark)?.is_none() {
                return Ok(None);
            }
            let (feed, now_ms) = mark;
            let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
            let mut plan = Plan::default();
            for group in store::of_slugs(tx, feed, &slugs)? {
                plan.miss(group, now_ms);
            }
            write(tx, &plan, &[], now_ms)?;
            Ok(Some(plan))
        })
        .await?;
    Ok(plan)
}

/// Writes the groups of a plan, and the fields that somebody has to decide on. `group_ids` has one
/// for each group that is new.
fn write(tx: &mut Tx<'_>, plan: &Plan, group_ids: &[i64], now_ms: i64) -> Result<(), GroupError> {
    let mut heard = plan.heard.clone();
    for (group, id) in plan.added.iter().zip(group_ids) {
        let id = GroupId(*id);
        let group = Group {
            id,
            ..group.clone()
        };
        store::create(tx, &group)?;
        heard.push((id, Happened::Made));
    }
    for group in plan.changed.iter().chain(&plan.gone) {
        store::save(tx, group)?;
    }
    let told: Vec<_> = heard
        .into_iter()
        .map(|(group, happened)| arranging::about(group, happened))
        .collect();
    changes_store::tell(tx, &told, now_ms)?;
    for kept in &plan.kept {
        undecided_store::note(tx, GroupId(kept.group), &kept.field, now_ms)?;
    }
    Ok(())
}
