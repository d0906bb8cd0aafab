//! The SQL of sources.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::{AILING_MS, ASKED_AGAIN_MS, SOURCES_MAX, Source};
use crate::groups::said::Said;
use crate::groups::{bring, feed_store, inconsistent};
use feed_store::Feed;

/// More than are due at one time; the others come a minute later.
const DUE_MAX: i64 = 50;

impl FromRow for Source {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let form = bring::form_of_key(&row.get::<String>("form")?);
        let problem: Option<String> = row.get("problem")?;
        let count = |name: &str| row.get::<i64>(name).map(|n| u32::try_from(n).unwrap_or(0));
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            fellowship: row.get("fellowship")?,
            zone: row.get("zone")?,
            url: row.get("url")?,
            form: form.ok_or_else(|| inconsistent("a form of feeds that is none"))?,
            added_ms: row.get("added_ms")?,
            is_paused: row.get("is_paused")?,
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
            asked_ms: row.get("asked_ms")?,
            succeeded_ms: row.get("succeeded_ms")?,
            failures: count("failures")?,
            failing_ms: row.get("failing_ms")?,
            problem: problem
                .map(|told| serde_json::from_str(&told))
                .transpose()
                .map_err(|_| inconsistent("a source's problem that is not JSON"))?,
            next_ms: row.get("next_ms")?,
            meetings: count("meetings")? as usize,
            waiting_ms: row.get("waiting_ms")?,
        })
    }
}

pub(super) fn source(tx: &mut Tx<'_>, id: i64) -> Result<Option<Source>, StoreError> {
    tx.maybe(
        "SELECT f.id, f.name, f.fellowship, f.zone, s.url, s.form, s.added_ms, s.is_paused, s.etag,
                s.last_modified, s.asked_ms, s.succeeded_ms, s.failures, s.failing_ms, s.problem,
                s.next_ms, s.meetings, s.waiting_ms
         FROM feed_sources s JOIN feeds f ON f.id = s.feed_id WHERE s.feed_id = $1",
        &params![id],
    )
}

/// All sources, by name.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<Source>, StoreError> {
    tx.all(
        "SELECT f.id, f.name, f.fellowship, f.zone, s.url, s.form, s.added_ms, s.is_paused, s.etag,
                s.last_modified, s.asked_ms, s.succeeded_ms, s.failures, s.failing_ms, s.problem,
                s.next_ms, s.meetings, s.waiting_ms
         FROM feed_sources s JOIN feeds f ON f.id = s.feed_id ORDER BY f.name_folded LIMIT $1",
        &params![SOURCES_MAX],
    )
}

/// The name of the feed that is asked for at an address.
pub(super) fn name_at(tx: &mut Tx<'_>, url: &str) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        "SELECT f.name FROM feed_sources s JOIN feeds f ON f.id = s.feed_id WHERE s.url = $1",
        &params![url],
    )?;
    Ok(found.map(|(name,)| name))
}

/// Whether there are as many sources as there may be.
pub(super) fn is_full(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let (count,): (i64,) = tx.one("SELECT COUNT(*) FROM feed_sources", &[])?;
    Ok(count >= SOURCES_MAX)
}

/// Adds a source. Its feed is the one of this id, or a new one with this id.
pub(super) fn add(tx: &mut Tx<'_>, source: &Source) -> Result<(), StoreError> {
    let known = feed_store::feed(tx, source.id)?;
    let feed = Feed {
        id: source.id,
        name: source.name.clone(),
        fellowship: source.fellowship.clone(),
        zone: source.zone.clone(),
        imported_ms: known
            .as_ref()
            .map_or(source.added_ms, |feed| feed.imported_ms),
        report: known.map(|feed| feed.report).unwrap_or_default(),
    };
    feed_store::keep_feed(tx, &feed)?;
    tx.run(
        "INSERT INTO feed_sources (feed_id, url, form, added_ms, is_paused, etag, last_modified,
             failures, next_ms, meetings)
         VALUES ($1, $2, $3, $4, 0, '', '', 0, $5, 0)",
        &params![
            source.id,
            &source.url,
            bring::form_key(source.form),
            source.added_ms,
            source.next_ms
        ],
    )?;
    Ok(())
}

/// Writes how a source is; its address, its form and who it is stay.
pub(super) fn save(tx: &mut Tx<'_>, source: &Source) -> Result<(), StoreError> {
    let problem = source
        .problem
        .as_ref()
        .map(|told| serde_json::json!(told).to_string());
    tx.run(
        "UPDATE feed_sources SET is_paused = $1, etag = $2, last_modified = $3, succeeded_ms = $4,
             failures = $5, failing_ms = $6, problem = $7, next_ms = $8, meetings = $9
         WHERE feed_id = $10",
        &params![
            source.is_paused,
            &source.etag,
            &source.last_modified,
            source.succeeded_ms,
            i64::from(source.failures),
            source.failing_ms,
            problem,
            source.next_ms,
            i64::try_from(source.meetings).unwrap_or(i64::MAX),
            source.id
        ],
    )?;
    Ok(())
}

/// Asks for a source in another way from now on, and at once; how often it failed was about the way
/// before.
pub(super) fn readdress(
    tx: &mut Tx<'_>,
    id: i64,
    typed: &Source,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE feed_sources SET url = $1, form = $2, failures = 0, failing_ms = NULL,
             problem = NULL, asked_ms = NULL, next_ms = $3
         WHERE feed_id = $4",
        &params![&typed.url, bring::form_key(typed.form), now_ms, id],
    )?;
    tx.run(
        "UPDATE feeds SET fellowship = $1, zone = $2 WHERE id = $3",
        &params![&typed.fellowship, &typed.zone, id],
    )?;
    Ok(())
}

/// The sources whose time has come, with their addresses, the longest due first.
pub(super) fn due(tx: &mut Tx<'_>, now_ms: i64) -> Result<Vec<(i64, String)>, StoreError> {
    tx.all(
        "SELECT feed_id, url FROM feed_sources WHERE is_paused = 0 AND next_ms <= $1
         ORDER BY next_ms, feed_id LIMIT $2",
        &params![now_ms, DUE_MAX],
    )
}

/// Takes a source to ask it, unless it was asked within the last minute or another copy of the
/// program has it. Whoever takes it has until `until_ms`; then it is due once more, in case that
/// the program ended in between.
pub(super) fn take(
    tx: &mut Tx<'_>,
    id: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<bool, StoreError> {
    let taken = tx.run(
        "UPDATE feed_sources SET asked_ms = $1, next_ms = $2
         WHERE feed_id = $3 AND is_paused = 0 AND (asked_ms IS NULL OR asked_ms <= $4)",
        &params![now_ms, until_ms, id, now_ms - ASKED_AGAIN_MS],
    )?;
    Ok(taken > 0)
}

/// Lets a source be due now, unless it is already.
pub(super) fn hasten(tx: &mut Tx<'_>, id: i64, now_ms: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE feed_sources SET next_ms = $1 WHERE feed_id = $2 AND next_ms > $3",
        &params![now_ms, id, now_ms],
    )?;
    Ok(())
}

/// Stops asking. What it brought stays, and so does its feed.
pub(super) fn remove(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM feed_sources WHERE feed_id = $1", &params![id])?;
    Ok(())
}

/// What a source said that somebody has to look at first.
pub(super) fn waiting(tx: &mut Tx<'_>, id: i64) -> Result<Option<Said>, StoreError> {
    let written = waiting_written(tx, id)?;
    written.as_deref().map(read_waiting).transpose()
}

/// The same as it is written, which is compared in less time than it is read.
pub(super) fn waiting_written(tx: &mut Tx<'_>, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let waiting: Option<(Vec<u8>,)> = tx.maybe(
        "SELECT waiting FROM feed_sources WHERE feed_id = $1 AND waiting IS NOT NULL",
        &params![id],
    )?;
    Ok(waiting.map(|(written,)| written))
}

/// What was written of a list that waits.
///
/// # Errors
/// It makes no sense.
pub(super) fn read_waiting(written: &[u8]) -> Result<Said, StoreError> {
    serde_json::from_slice(written).map_err(|_| inconsistent("a waiting feed that makes no sense"))
}

/// Lets what a source said wait, in place of what waited before; since then, if anything did.
pub(super) fn let_wait(
    tx: &mut Tx<'_>,
    id: i64,
    said: &Said,
    now_ms: i64,
) -> Result<(), StoreError> {
    let said = serde_json::json!(said).to_string().into_bytes();
    tx.run(
        "UPDATE feed_sources SET waiting = $1, waiting_ms = COALESCE(waiting_ms, $2)
         WHERE feed_id = $3",
        &params![said, now_ms, id],
    )?;
    Ok(())
}

/// Nothing waits any more.
pub(super) fn wait_no_more(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE feed_sources SET waiting = NULL, waiting_ms = NULL WHERE feed_id = $1",
        &params![id],
    )?;
    Ok(())
}

/// A newer list of the feed was imported by hand: what waits goes, and the next time the whole is
/// asked for.
pub(in crate::groups) fn supersede(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE feed_sources SET waiting = NULL, waiting_ms = NULL, etag = '', last_modified = ''
         WHERE feed_id = $1",
        &params![id],
    )?;
    Ok(())
}

/// How many sources, and calendars of groups, fail for so long that a coordinator should look.
///
/// # Errors
/// The database refuses.
pub fn ailing(tx: &mut Tx<'_>, now_ms: i64) -> Result<usize, StoreError> {
    let (count,): (i64,) = tx.one(
        "SELECT (SELECT COUNT(*) FROM feed_sources WHERE is_paused = 0 AND failing_ms <= $1)
              + (SELECT COUNT(*) FROM group_calendars WHERE is_agreed = 1 AND failing_ms <= $2)",
        &params![now_ms - AILING_MS, now_ms - AILING_MS],
    )?;
    Ok(usize::try_from(count).unwrap_or(0))
}
