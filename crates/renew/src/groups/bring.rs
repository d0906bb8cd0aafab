//! Brings what a feed says into the groups. A file that somebody sends, a source that is asked and
//! the command line all come through here, so that the same feed does the same by any way.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use calendar::Zone;
use calendar::bmlt::Server;
use calendar::feed::{self, Form};
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{Limits, Options, Reading, Refusal};

use super::feed_store::{self, Feed};
use super::import::Plan;
use super::report::Report;
use super::said::Said;
use super::{FeedId, Field, Group, GroupError, GroupId, Happened};
use super::{arranging, changes_store, finder, store, undecided_store};
use crate::App;
use crate::site::problem::Problem;

/// A feed of so many bytes lists some sixteen thousand meetings, more than any one community runs.
/// The body is held in memory while it is read, so it is kept well below the reader's limit.
pub(super) const BYTES_MAX: usize = 16 * 1024 * 1024;
/// All groups of a feed are written in one transaction, which others wait for.
const MEETINGS_MAX: usize = 5_000;

/// What a feed doesn't say itself.
#[derive(Clone, Debug)]
pub(super) struct How {
    /// `None` is found out.
    pub(super) form: Option<Form>,
    pub(super) fellowship: &'static Fellowship,
    /// For meetings that name none.
    pub(super) zone: Option<Zone>,
}

/// Reads a feed, off the threads that serve others. What isn't understood of it is let go.
pub(super) async fn read(bytes: Vec<u8>, how: How) -> Result<Result<Said, Refusal>, Problem> {
    let options = Options {
        fellowship: how.fellowship,
        zone: how.zone,
        limits: Limits {
            bytes_max: BYTES_MAX,
            meetings_max: MEETINGS_MAX,
            ..Limits::default()
        },
    };
    tokio::task::spawn_blocking(move || {
        feed::read(&bytes, how.form, &options, &Server::default())
            .map(|reading| Said::of(&reading, options.fellowship))
    })
    .await
    .map_err(Problem::ours)
}

/// The forms by the names that are stored and sent.
const FORMS: [(&str, Form); 3] = [
    ("meeting-guide", Form::MeetingGuide),
    ("csv", Form::Sheet),
    ("bmlt", Form::Bmlt),
];

/// As it is stored and sent; empty when it is found out each time.
pub(super) fn form_key(form: Option<Form>) -> &'static str {
    FORMS
        .iter()
        .find(|(_, known)| Some(*known) == form)
        .map_or("", |(key, _)| key)
}

/// The form of a key: `Some(None)` is found out, `None` is no key.
pub(super) fn form_of_key(key: &str) -> Option<Option<Form>> {
    if key.is_empty() {
        return Some(None);
    }
    let known = FORMS.iter().find(|(known, _)| *known == key);
    known.map(|(_, form)| Some(*form))
}

/// What a feed of this name would change. `fresh_id` is the feed's when it is new.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    name: &str,
    fresh_id: i64,
    said: &Said,
    now_ms: i64,
) -> Result<(i64, Plan), GroupError> {
    let feed = feed_store::feed_named(tx, name)?;
    let (id, before) = match feed {
        Some(feed) => (feed.id, store::of_feed(tx, feed.id)?),
        None => (fresh_id, Vec::new()),
    };
    Ok((id, Plan::of(id, before, said, now_ms)))
}

/// Writes the feed, its report, the groups, and the fields that somebody has to decide on.
/// `group_ids` has one for each group that is new.
pub(super) fn carry_out(
    tx: &mut Tx<'_>,
    feed: &Feed,
    plan: Plan,
    group_ids: &[i64],
) -> Result<(), GroupError> {
    feed_store::keep_feed(tx, feed)?;
    let mut heard = plan.heard;
    for (group, id) in plan.added.into_iter().zip(group_ids) {
        let id = GroupId(*id);
        store::create(tx, &Group { id, ..group })?;
        heard.push((id, Happened::Made));
    }
    for group in plan.changed.iter().chain(&plan.gone) {
        store::save(tx, group)?;
    }
    let told: Vec<_> = heard
        .into_iter()
        .map(|(group, happened)| arranging::about(group, happened))
        .collect();
    changes_store::tell(tx, &told, feed.imported_ms)?;
    undecided_store::forget_settled(tx, feed.id)?;
    for kept in &plan.kept {
        undecided_store::note(tx, GroupId(kept.group), &kept.field, feed.imported_ms)?;
    }
    Ok(())
}

/// Another feed that lists half of these meetings or more: under a name that was mistyped, or by a
/// second address, all of them would come a second time.
pub(super) fn known_as(
    tx: &mut Tx<'_>,
    said: &Said,
    own: Option<i64>,
) -> Result<Option<(FeedId, String)>, GroupError> {
    let slugs: BTreeSet<&str> = said
        .meetings
        .iter()
        .map(|(slug, _)| slug.as_str())
        .collect();
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for (feed, slug) in store::slugs_of_feeds(tx)? {
        if Some(feed) != own && slugs.contains(slug.as_str()) {
            *shared.entry(feed).or_default() += 1;
        }
    }
    let most = shared.into_iter().max_by_key(|(_, count)| *count);
    match most.filter(|(_, count)| count * 2 >= slugs.len()) {
        Some((id, _)) => Ok(feed_store::feed(tx, id)?.map(|feed| (FeedId(id), feed.name))),
        None => Ok(None),
    }
}

/// Which side of a field stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Ours,
    Theirs,
}

/// Somebody decides on a field that waits: ours stays and isn't asked about again until the feed
/// changes it once more, or the feed's comes in its place.
///
/// # Errors
/// The group isn't one of this feed.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    feed: FeedId,
    (group, field): (GroupId, Field),
    side: Side,
    now_ms: i64,
) -> Result<(), GroupError> {
    let mut group = store::group(tx, group)?.ok_or(GroupError::NotFound)?;
    let origin = group.origin.clone().filter(|origin| origin.feed == feed.0);
    let origin = origin.ok_or(GroupError::NotFound)?;
    // A second tap finds it decided, and changes nothing.
    let waited = undecided_store::decided(tx, group.id, field.key())?;
    if waited && side == Side::Theirs {
        let before = group.details.clone();
        group.details.take(field, &origin.said);
        group.changed_ms = now_ms;
        arranging::change_all(tx, &before, &group, now_ms)?;
    }
    Ok(())
}

/// A feed that an operator brings in by hand.
#[derive(Clone, Debug)]
pub struct Import {
    pub name: String,
    pub fellowship: &'static Fellowship,
    /// IANA name; empty when nobody said it.
    pub zone: String,
}

/// What is known of a feed of this name from earlier: its fellowship and its zone, empty if nobody
/// said it.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub async fn known_feed(app: &App, name: &str) -> Result<Option<(String, String)>, Problem> {
    let name = name.to_owned();
    let read = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(feed_store::feed_named(tx, &name)?));
    Ok(read.await?.map(|feed| (feed.fellowship, feed.zone)))
}

/// What importing a feed would do where no group of it is yet.
#[must_use]
pub fn look(reading: &Reading, fellowship: &Fellowship) -> Report {
    let said = Said::of(reading, fellowship);
    Report::of(&Plan::of(0, Vec::new(), &said, 0), &said)
}

/// Imports a feed, all of it or nothing, and tells what that did; `is_dry` only tells.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub async fn import(
    app: &App,
    import: Import,
    reading: &Reading,
    is_dry: bool,
) -> Result<Report, Problem> {
    let said = Said::of(reading, import.fellowship);
    let (now_ms, fresh_id) = (app.clock.now_ms(), app.chance.id());
    // Drawn here, because the transaction may run more than once.
    let group_ids: Vec<i64> = said.meetings.iter().map(|_| app.chance.id()).collect();
    finder::change(app, move |tx| {
        let (id, plan) = plan(tx, &import.name, fresh_id, &said, now_ms)?;
        let report = Report::of(&plan, &said);
        let feed = Feed {
            id,
            name: import.name.clone(),
            fellowship: import.fellowship.code.to_owned(),
            zone: import.zone.clone(),
            imported_ms: now_ms,
            report: report.clone(),
        };
        if !is_dry {
            carry_out(tx, &feed, plan, &group_ids)?;
        }
        Ok(report)
    })
    .await
}
