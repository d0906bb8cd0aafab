//! The SQL of calendars that groups keep elsewhere.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::{Followed, Named};
use crate::groups::sources::{AILING_MS, ASKED_AGAIN_MS};
use crate::groups::{GroupId, inconsistent};

/// More than are due at one time; the others come a minute later.
const DUE_MAX: i64 = 50;
/// As many groups as there may be.
const FOLLOWING_MAX: i64 = 20_000;
/// A list that one can look through, those that fail first.
const LISTED_MAX: i64 = 200;

const COLUMNS: &str = "c.group_id, c.url, c.picked, c.is_agreed, c.said, c.added_ms, c.etag, \
    c.last_modified, c.asked_ms, c.succeeded_ms, c.read_ms, c.failures, c.failing_ms, c.problem, \
    c.next_ms";

impl FromRow for Followed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let odd = |_| inconsistent("a group's calendar that is not JSON");
        let problem: Option<String> = row.get("problem")?;
        Ok(Self {
            group: GroupId(row.get("group_id")?),
            url: row.get("url")?,
            picked: serde_json::from_str(&row.get::<String>("picked")?).map_err(odd)?,
            is_agreed: row.get("is_agreed")?,
            said: serde_json::from_str(&row.get::<String>("said")?).map_err(odd)?,
            added_ms: row.get("added_ms")?,
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
            asked_ms: row.get("asked_ms")?,
            succeeded_ms: row.get("succeeded_ms")?,
            read_ms: row.get("read_ms")?,
            failures: u32::try_from(row.get::<i64>("failures")?).unwrap_or(0),
            failing_ms: row.get("failing_ms")?,
            problem: problem
                .map(|told| serde_json::from_str(&told))
                .transpose()
                .map_err(odd)?,
            next_ms: row.get("next_ms")?,
        })
    }
}

impl FromRow for Named {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            followed: Followed::from_row(row)?,
            name: row.get("name")?,
        })
    }
}

/// The calendar of a group, if it keeps one elsewhere.
pub(super) fn of_group(tx: &mut Tx<'_>, id: GroupId) -> Result<Option<Followed>, StoreError> {
    tx.maybe(
        &format!("SELECT {COLUMNS} FROM group_calendars c WHERE c.group_id = $1"),
        &params![id],
    )
}

/// The calendars that are asked for, those that fail first, then by the name of their group.
pub(in crate::groups) fn all(tx: &mut Tx<'_>) -> Result<Vec<Named>, StoreError> {
    tx.all(
        &format!(
            "SELECT {COLUMNS}, g.name
             FROM group_calendars c JOIN meeting_groups g ON g.id = c.group_id
             WHERE c.is_agreed = 1 AND c.url <> ''
             ORDER BY COALESCE(c.failing_ms, $1), g.name, g.id LIMIT $2"
        ),
        &params![i64::MAX, LISTED_MAX],
    )
}

/// The groups whose times come from a calendar that is asked for.
pub(in crate::groups) fn following(tx: &mut Tx<'_>) -> Result<Vec<GroupId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT group_id FROM group_calendars WHERE is_agreed = 1 AND url <> '' LIMIT $1",
        &params![FOLLOWING_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| GroupId(id)).collect())
}

/// The calendars whose time has come, with their addresses, the longest due first.
pub(in crate::groups) fn due(
    tx: &mut Tx<'_>,
    now_ms: i64,
) -> Result<Vec<(GroupId, String)>, StoreError> {
    let rows: Vec<(i64, String)> = tx.all(
        "SELECT group_id, url FROM group_calendars
         WHERE is_agreed = 1 AND url <> '' AND next_ms <= $1 ORDER BY next_ms, group_id LIMIT $2",
        &params![now_ms, DUE_MAX],
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, url)| (GroupId(id), url))
        .collect())
}

/// Whether a group's calendar fails for so long that somebody should look.
pub(in crate::groups) fn ails(
    tx: &mut Tx<'_>,
    id: GroupId,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let (count,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM group_calendars
         WHERE group_id = $1 AND is_agreed = 1 AND failing_ms <= $2",
        &params![id, now_ms - AILING_MS],
    )?;
    Ok(count > 0)
}

/// Takes a calendar to ask it, as a source is taken.
pub(super) fn take(
    tx: &mut Tx<'_>,
    id: GroupId,
    now_ms: i64,
    until_ms: i64,
) -> Result<bool, StoreError> {
    let taken = tx.run(
        "UPDATE group_calendars SET asked_ms = $1, next_ms = $2
         WHERE group_id = $3 AND url <> '' AND (asked_ms IS NULL OR asked_ms <= $4)",
        &params![now_ms, until_ms, id, now_ms - ASKED_AGAIN_MS],
    )?;
    Ok(taken > 0)
}

/// Lets a calendar be due now, unless it is already.
pub(super) fn hasten(tx: &mut Tx<'_>, id: GroupId, now_ms: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE group_calendars SET next_ms = $1 WHERE group_id = $2 AND next_ms > $3",
        &params![now_ms, id, now_ms],
    )?;
    Ok(())
}

/// Puts a calendar in the place of the one that the group had.
pub(super) fn replace(tx: &mut Tx<'_>, followed: &Followed) -> Result<(), StoreError> {
    remove(tx, followed.group)?;
    tx.run(
        "INSERT INTO group_calendars (group_id, url, picked, is_agreed, said, added_ms, etag,
             last_modified, failures, next_ms)
         VALUES ($1, $2, '[]', 0, '{}', $3, '', '', 0, $4)",
        &params![
            followed.group,
            &followed.url,
            followed.added_ms,
            followed.next_ms
        ],
    )?;
    save(tx, followed)
}

/// Writes how a calendar is; whose it is and where it stands stay.
pub(super) fn save(tx: &mut Tx<'_>, followed: &Followed) -> Result<(), StoreError> {
    let Followed {
        group,
        url: _,
        picked,
        is_agreed,
        said,
        added_ms: _,
        etag,
        last_modified,
        asked_ms,
        succeeded_ms,
        read_ms,
        failures,
        failing_ms,
        problem,
        next_ms,
    } = followed;
    let json = |value: serde_json::Value| value.to_string();
    tx.run(
        "UPDATE group_calendars SET picked = $1, is_agreed = $2, said = $3, etag = $4,
             last_modified = $5, asked_ms = $6, succeeded_ms = $7, read_ms = $8, failures = $9,
             failing_ms = $10, problem = $11, next_ms = $12
         WHERE group_id = $13",
        &params![
            json(serde_json::json!(picked)),
            *is_agreed,
            json(serde_json::json!(said)),
            etag,
            last_modified,
            *asked_ms,
            *succeeded_ms,
            *read_ms,
            i64::from(*failures),
            *failing_ms,
            problem.as_ref().map(|told| json(serde_json::json!(told))),
            *next_ms,
            *group
        ],
    )?;
    Ok(())
}

/// Keeps the calendar itself while it waits, or lets it go.
pub(super) fn keep_file(
    tx: &mut Tx<'_>,
    id: GroupId,
    file: Option<&[u8]>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE group_calendars SET file = $1 WHERE group_id = $2",
        &params![file, id],
    )?;
    Ok(())
}

/// The calendar itself, if it is kept.
pub(super) fn file(tx: &mut Tx<'_>, id: GroupId) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = tx.maybe(
        "SELECT file FROM group_calendars WHERE group_id = $1 AND file IS NOT NULL",
        &params![id],
    )?;
    Ok(row.map(|(file,)| file))
}

/// Stops following. When the group meets stays as it is.
pub(super) fn remove(tx: &mut Tx<'_>, id: GroupId) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM group_calendars WHERE group_id = $1",
        &params![id],
    )?;
    Ok(())
}
