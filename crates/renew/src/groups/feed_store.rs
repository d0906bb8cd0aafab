//! The SQL of feeds and of files that wait to be imported.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::import::Report;
use super::inconsistent;
use crate::site::visitor::PersonId;

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
    pub(super) body: Vec<u8>,
    pub(super) uploaded_ms: i64,
}

impl FromRow for Upload {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person: PersonId(row.get("person_id")?),
            feed_name: row.get("feed_name")?,
            fellowship: row.get("fellowship")?,
            zone: row.get("zone")?,
            body: row.get("body")?,
            uploaded_ms: row.get("uploaded_ms")?,
        })
    }
}

/// The name without case, spaces and signs: how a feed is known again.
pub(super) fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
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

pub(super) fn upload(
    tx: &mut Tx<'_>,
    id: i64,
    person: PersonId,
) -> Result<Option<Upload>, StoreError> {
    tx.maybe(
        "SELECT id, person_id, feed_name, fellowship, zone, body, uploaded_ms
         FROM feed_uploads WHERE id = $1 AND person_id = $2",
        &params![id, person],
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

/// Keeps a file until it is imported, in place of the one that its person sent before.
pub(super) fn keep_upload(tx: &mut Tx<'_>, upload: &Upload) -> Result<(), StoreError> {
    let Upload {
        id,
        person,
        feed_name,
        fellowship,
        zone,
        body,
        uploaded_ms,
    } = upload;
    tx.run(
        "DELETE FROM feed_uploads WHERE person_id = $1",
        &params![*person],
    )?;
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
