//! The SQL of feeds and of files that wait to be imported.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::differences::folded;
use super::inconsistent;
use super::report::Report;
use super::said::Said;
use crate::site::visitor::PersonId;

/// More feeds than any community imports.
const FEEDS_MAX: i64 = 200;
/// Whoever looks at a file decides in one sitting; on the next day the feed may be another.
const UPLOAD_HOURS_MAX: i64 = 24;
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// A feed by its name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Feed {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) fellowship: String,
    /// Empty when nobody said it.
    pub(super) zone: String,
    pub(super) imported_ms: i64,
    pub(super) report: Report,
}

impl FromRow for Feed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let report: String = row.get("report")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            fellowship: row.get("fellowship")?,
            zone: row.get("zone")?,
            imported_ms: row.get("imported_ms")?,
            report: serde_json::from_str(&report)
                .map_err(|_| inconsistent("a report that is not one"))?,
        })
    }
}

/// A file that waits to be imported.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Upload {
    pub(super) id: i64,
    pub(super) person: PersonId,
    pub(super) feed_name: String,
    pub(super) fellowship: String,
    /// Empty when nobody said it.
    pub(super) zone: String,
    /// What was understood of it; the file itself is not kept.
    pub(super) said: Said,
    pub(super) uploaded_ms: i64,
}

impl FromRow for Upload {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let body: Vec<u8> = row.get("body")?;
        Ok(Self {
            id: row.get("id")?,
            person: PersonId(row.get("person_id")?),
            feed_name: row.get("feed_name")?,
            fellowship: row.get("fellowship")?,
            zone: row.get("zone")?,
            said: serde_json::from_slice(&body)
                .map_err(|_| inconsistent("a waiting file that makes no sense"))?,
            uploaded_ms: row.get("uploaded_ms")?,
        })
    }
}

pub(super) fn feed(tx: &mut Tx<'_>, id: i64) -> Result<Option<Feed>, StoreError> {
    tx.maybe(
        "SELECT id, name, fellowship, zone, imported_ms, report FROM feeds WHERE id = $1",
        &params![id],
    )
}

pub(super) fn feed_named(tx: &mut Tx<'_>, name: &str) -> Result<Option<Feed>, StoreError> {
    tx.maybe(
        "SELECT id, name, fellowship, zone, imported_ms, report FROM feeds
         WHERE name_folded = $1",
        &params![folded(name)],
    )
}

/// The feeds that were imported, by name, with their ids.
pub(super) fn feeds(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>, StoreError> {
    tx.all(
        "SELECT id, name FROM feeds ORDER BY name_folded LIMIT $1",
        &params![FEEDS_MAX],
    )
}

/// Keeps a feed; of one that is known by this id, what the last import said of it.
pub(super) fn keep_feed(tx: &mut Tx<'_>, feed: &Feed) -> Result<(), StoreError> {
    let Feed {
        id,
        name,
        fellowship,
        zone,
        imported_ms,
        report,
    } = feed;
    let report = serde_json::json!(report).to_string();
    tx.run(
        "INSERT INTO feeds (id, name, name_folded, fellowship, zone, imported_ms, report)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET
             name = excluded.name, fellowship = excluded.fellowship, zone = excluded.zone,
             imported_ms = excluded.imported_ms, report = excluded.report",
        &params![
            *id,
            name,
            folded(name),
            fellowship,
            zone,
            *imported_ms,
            report
        ],
    )?;
    Ok(())
}

/// The waiting file of a person, unless it has waited too long.
pub(super) fn upload(
    tx: &mut Tx<'_>,
    id: i64,
    person: PersonId,
    now_ms: i64,
) -> Result<Option<Upload>, StoreError> {
    tx.maybe(
        "SELECT id, person_id, feed_name, fellowship, zone, body, uploaded_ms
         FROM feed_uploads WHERE id = $1 AND person_id = $2 AND uploaded_ms > $3",
        &params![id, person, waiting_since(now_ms)],
    )
}

/// The files of a person that wait to be imported: the feed's name, and since when.
pub(super) fn waiting_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<(String, i64)>, StoreError> {
    tx.all(
        "SELECT feed_name, uploaded_ms FROM feed_uploads WHERE person_id = $1",
        &params![person],
    )
}

fn waiting_since(now_ms: i64) -> i64 {
    now_ms - UPLOAD_HOURS_MAX * HOUR_MS
}

/// Keeps a file until it is imported, in place of the one that its person sent before. Those that
/// waited too long go.
pub(super) fn keep_upload(tx: &mut Tx<'_>, upload: &Upload) -> Result<(), StoreError> {
    let Upload {
        id,
        person,
        feed_name,
        fellowship,
        zone,
        said,
        uploaded_ms,
    } = upload;
    tx.run(
        "DELETE FROM feed_uploads WHERE person_id = $1 OR uploaded_ms <= $2",
        &params![*person, waiting_since(*uploaded_ms)],
    )?;
    let body = serde_json::json!(said).to_string().into_bytes();
    tx.run(
        "INSERT INTO feed_uploads (id, person_id, feed_name, fellowship, zone, body, uploaded_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            *id,
            *person,
            feed_name,
            fellowship,
            zone,
            body,
            *uploaded_ms
        ],
    )?;
    Ok(())
}

pub(super) fn drop_upload(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM feed_uploads WHERE id = $1", &params![id])?;
    Ok(())
}
