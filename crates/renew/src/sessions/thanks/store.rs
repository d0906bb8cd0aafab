//! The SQL of thanks. What they say comes and goes sealed.

use store::{FromRow, Row as Found, StoreError, Tx, params};

use super::super::SessionId;
use super::ThanksId;
use crate::site::visitor::PersonId;

/// Thanks on one page, or in one export: more than anybody gets in ten years.
const LIST_MAX: i64 = 1_000;
/// Sessions of one week that one person may thank after: two a day.
const RECENT_MAX: i64 = 14;

/// A thanks as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: ThanksId,
    pub(super) session: SessionId,
    pub(super) group: i64,
    /// Nobody once who thanked has been erased.
    pub(super) from: Option<PersonId>,
    pub(super) to: PersonId,
    pub(super) made_ms: i64,
    pub(super) sealed: Vec<u8>,
    pub(super) is_withheld: bool,
    pub(super) opened_ms: Option<i64>,
}

const COLUMNS: &str = "SELECT id, session_id, group_id, from_id, to_id, made_ms, sealed,
    is_withheld, opened_ms FROM thanks";

impl FromRow for Row {
    fn from_row(row: &Found<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: ThanksId(row.get("id")?),
            session: SessionId(row.get("session_id")?),
            group: row.get("group_id")?,
            from: row.get::<Option<i64>>("from_id")?.map(PersonId),
            to: PersonId(row.get("to_id")?),
            made_ms: row.get("made_ms")?,
            sealed: row.get("sealed")?,
            is_withheld: row.get::<i64>("is_withheld")? == 1,
            opened_ms: row.get("opened_ms")?,
        })
    }
}

pub(super) fn add(tx: &mut Tx<'_>, row: &Row) -> Result<(), StoreError> {
    let Row {
        id,
        session,
        group,
        from,
        to,
        made_ms,
        sealed,
        is_withheld,
        opened_ms,
    } = row;
    tx.run(
        "INSERT INTO thanks (id, session_id, group_id, from_id, to_id, made_ms, sealed,
             is_withheld, opened_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            *id,
            *session,
            *group,
            from.map(|from| from.0),
            *to,
            *made_ms,
            sealed,
            i64::from(*is_withheld),
            *opened_ms
        ],
    )?;
    Ok(())
}

/// Other words in the place of the first ones. What was opened stays opened.
pub(super) fn replace(
    tx: &mut Tx<'_>,
    id: ThanksId,
    sealed: &[u8],
    made_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE thanks SET sealed = $1, made_ms = $2 WHERE id = $3 AND is_withheld = 0",
        &params![sealed, made_ms, id],
    )?;
    Ok(())
}

/// What this person sent after a session, withheld or not.
pub(super) fn given(
    tx: &mut Tx<'_>,
    session: SessionId,
    from: PersonId,
) -> Result<Vec<Row>, StoreError> {
    let sql = format!("{COLUMNS} WHERE session_id = $1 AND from_id = $2 ORDER BY made_ms, id");
    tx.all(&sql, &params![session, from])
}

/// Of everything that this person sent, withheld or not: the group, and when the session began; the
/// latest session first. Its own moment is not here, since sending anew moves that of what arrived.
pub(super) fn given_by(tx: &mut Tx<'_>, from: PersonId) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.all(
        "SELECT t.group_id, s.starts_ms FROM thanks t JOIN sessions s ON s.id = t.session_id
         WHERE t.from_id = $1 ORDER BY s.starts_ms DESC, s.id LIMIT $2",
        &params![from, LIST_MAX],
    )
}

/// Everything that this person got and keeps, the latest first.
pub(super) fn got(tx: &mut Tx<'_>, to: PersonId) -> Result<Vec<Row>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE to_id = $1 AND is_withheld = 0 ORDER BY made_ms DESC, id LIMIT $2"
    );
    tx.all(&sql, &params![to, LIST_MAX])
}

/// Whether there is something that this person has not opened yet.
pub(super) fn has_unopened(tx: &mut Tx<'_>, to: PersonId) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT id FROM thanks
         WHERE to_id = $1 AND is_withheld = 0 AND opened_ms IS NULL LIMIT 1",
        &params![to],
    )?;
    Ok(row.is_some())
}

/// Everything that came is opened from now on.
pub(super) fn open_all(tx: &mut Tx<'_>, to: PersonId, now_ms: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE thanks SET opened_ms = $1 WHERE to_id = $2 AND opened_ms IS NULL",
        &params![now_ms, to],
    )?;
    Ok(())
}

/// Takes away what one of them says. Who sent it finds everything as it was, so the empty row
/// stays.
pub(super) fn throw_away(tx: &mut Tx<'_>, to: PersonId, id: ThanksId) -> Result<(), StoreError> {
    let nothing: &[u8] = &[];
    tx.run(
        "UPDATE thanks SET sealed = $1, is_withheld = 1 WHERE id = $2 AND to_id = $3",
        &params![nothing, id, to],
    )?;
    Ok(())
}

/// Who sent this one to this person.
pub(super) fn sender_of(
    tx: &mut Tx<'_>,
    to: PersonId,
    id: ThanksId,
) -> Result<Option<PersonId>, StoreError> {
    let row: Option<(Option<i64>,)> = tx.maybe(
        "SELECT from_id FROM thanks WHERE id = $1 AND to_id = $2",
        &params![id, to],
    )?;
    Ok(row.and_then(|(from,)| from).map(PersonId))
}

/// From now on nothing of `from` reaches `person`.
pub(super) fn decline(
    tx: &mut Tx<'_>,
    person: PersonId,
    from: PersonId,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO thanks_declined (person_id, from_id, since_ms) VALUES ($1, $2, $3)
         ON CONFLICT (person_id, from_id) DO NOTHING",
        &params![person, from, now_ms],
    )?;
    Ok(())
}

/// What they send from now on arrives again.
pub(super) fn welcome(tx: &mut Tx<'_>, person: PersonId, from: PersonId) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM thanks_declined WHERE person_id = $1 AND from_id = $2",
        &params![person, from],
    )?;
    Ok(())
}

pub(super) fn is_declined(
    tx: &mut Tx<'_>,
    person: PersonId,
    from: PersonId,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT since_ms FROM thanks_declined WHERE person_id = $1 AND from_id = $2",
        &params![person, from],
    )?;
    Ok(row.is_some())
}

/// From whom this person would rather get none, and since when: the first one on top.
pub(super) fn declined_by(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<(PersonId, i64)>, StoreError> {
    let rows: Vec<(i64, i64)> = tx.all(
        "SELECT from_id, since_ms FROM thanks_declined
         WHERE person_id = $1 ORDER BY since_ms, from_id LIMIT $2",
        &params![person, LIST_MAX],
    )?;
    let declined = |(from, since_ms)| (PersonId(from), since_ms);
    Ok(rows.into_iter().map(declined).collect())
}

/// The sessions that ended after `after_ms` and to which this person came, the latest first: with
/// their group and when they began.
pub(super) fn recent(
    tx: &mut Tx<'_>,
    person: PersonId,
    after_ms: i64,
) -> Result<Vec<(SessionId, i64, i64)>, StoreError> {
    let rows: Vec<(i64, i64, i64)> = tx.all(
        "SELECT s.id, s.group_id, s.starts_ms
         FROM sessions s JOIN session_attendance a ON a.session_id = s.id
         WHERE a.person_id = $1 AND s.state = 'ended' AND s.ended_ms >= $2
         ORDER BY s.ended_ms DESC, s.id LIMIT $3",
        &params![person, after_ms, RECENT_MAX],
    )?;
    let recent = |(id, group, starts_ms)| (SessionId(id), group, starts_ms);
    Ok(rows.into_iter().map(recent).collect())
}

/// What a person got goes; in what they sent they become nobody.
pub(super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM thanks WHERE to_id = $1",
        "DELETE FROM thanks WHERE from_id = $1 AND is_withheld = 1",
        "UPDATE thanks SET from_id = NULL WHERE from_id = $1",
        "DELETE FROM thanks_declined WHERE person_id = $1 OR from_id = $1",
    ] {
        tx.run(sql, &params![person])?;
    }
    Ok(())
}
