//! Brings what a feed says into the groups. A file that somebody sends, a source that is asked and
//! the command line all come through here, so that the same feed does the same by any way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::store::Tx;
use calendar::Zone;
use calendar::bmlt::Server;
use calendar::feed::{self, Form};
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{Limits, Options, Reading, Refusal};

use super::bringing::{Brings, bring};
use super::feed_store::{self, Feed};
use super::import::Plan;
use super::report::Report;
use super::said::Said;
use super::{FeedId, Field, GroupError, GroupId};
use super::{arranging, sources, store, undecided_store};
use crate::App;
use crate::site::problem::Problem;

/// Real feeds hold one or two kilobytes a meeting: the largest that we know of, with eleven thousand
/// meetings, has half as many. The body is held in memory while it is read, and three sources are
/// asked at once, so it is kept below the reader's limit.
pub(super) const BYTES_MAX: usize = 40 * 1024 * 1024;

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

/// The feed of this name as an import that begins now finds it, or a new one. What a source brought
/// under the same name and still waits is older than what is imported by hand, and goes.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    fresh_id: i64,
    (name, fellowship, zone): (&str, &str, &str),
    now_ms: i64,
) -> Result<Feed, GroupError> {
    let known = feed_store::feed_named(tx, name)?;
    let id = known.as_ref().map_or(fresh_id, |feed| feed.id);
    sources::supersede(tx, id)?;
    Ok(Feed {
        id,
        name: name.to_owned(),
        fellowship: fellowship.to_owned(),
        zone: zone.to_owned(),
        imported_ms: now_ms,
        report: known.map(|feed| feed.report).unwrap_or_default(),
    })
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

/// Imports a feed and tells what that did; `is_dry` only tells what it would do. Where it breaks
/// off, the same import goes on from there.
///
/// # Errors
/// The database refuses, a row makes no sense, or a newer list of the same feed came in between.
pub async fn import(
    app: &App,
    import: Import,
    reading: &Reading,
    is_dry: bool,
) -> Result<Report, Problem> {
    let said = Arc::new(Said::of(reading, import.fellowship));
    if is_dry {
        let now_ms = app.clock.now_ms();
        let would = app.store.read::<_, GroupError, _>(move |tx| {
            let (_, plan) = plan(tx, &import.name, 0, &said, now_ms)?;
            Ok(Report::of(&plan, &said))
        });
        return Ok(would.await?);
    }
    let fresh_id = app.chance.id();
    let begin = move |tx: &mut Tx<'_>, now_ms| {
        let described = (&*import.name, import.fellowship.code, &*import.zone);
        Ok(Some(begin(tx, fresh_id, described, now_ms)?))
    };
    let done = bring(app, said, Brings::ALL, begin, |_, _| Ok(())).await?;
    let (_, report) = done.ok_or_else(|| Problem::ours("a newer list came in between"))?;
    Ok(report)
}
