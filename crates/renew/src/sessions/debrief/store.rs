//! The SQL of looking back.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::super::SessionId;
use super::DebriefId;
use crate::site::visitor::PersonId;

/// More than a page shows: a year and more of a weekly group. Who wants all reads list after list.
const LIST_MAX: usize = 60;
/// More than coordinators read; the newest stand first.
const SHARED_MAX: i64 = 200;

/// One person's, with the session that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct DebriefRow {
    pub(in super::super) id: DebriefId,
    pub(in super::super) person: PersonId,
    pub(in super::super) session: SessionId,
    pub(in super::super) group: i64,
    pub(in super::super) starts_ms: i64,
    pub(in super::super) format: String,
    pub(in super::super) sealed: Vec<u8>,
    pub(in super::super) words_sealed: Option<Vec<u8>>,
    pub(in super::super) shared_ms: Option<i64>,
    pub(in super::super) shared_sealed: Option<Vec<u8>>,
}

const COLUMNS: &str = "SELECT d.id, d.person_id, d.session_id, s.group_id, s.starts_ms, s.format,
    d.sealed, d.words_sealed, d.shared_ms, d.shared_sealed
    FROM session_debriefs d JOIN sessions s ON s.id = d.session_id";

impl FromRow for DebriefRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: DebriefId(row.get("id")?),
            person: PersonId(row.get("person_id")?),
            session: SessionId(row.get("session_id")?),
            group: row.get("group_id")?,
            starts_ms: row.get("starts_ms")?,
            format: row.get("format")?,
            sealed: row.get("sealed")?,
            words_sealed: row.get("words_sealed")?,
            shared_ms: row.get("shared_ms")?,
            shared_sealed: row.get("shared_sealed")?,
        })
    }
}

/// Keeps what somebody looks back on. One person has one of one session, and the first stays.
pub(in super::super) fn add(
    tx: &mut Tx<'_>,
    session: SessionId,
    (id, person, made_ms): (DebriefId, PersonId, i64),
    sealed: &[u8],
) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO session_debriefs (id, person_id, session_id, made_ms, sealed)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, session_id) DO NOTHING",
        &params![id, person, session, made_ms, sealed.to_vec()],
    )
}

/// What somebody looks back on, written anew: their own words and what is shared stay as they are.
pub(in super::super) fn renew(
    tx: &mut Tx<'_>,
    (id, person): (DebriefId, PersonId),
    sealed: &[u8],
) -> Result<u64, StoreError> {
    tx.run(
        "UPDATE session_debriefs SET sealed = $1 WHERE id = $2 AND person_id = $3",
        &params![sealed.to_vec(), id, person],
    )
}

/// What each of those who led or hosted this session looks back on. There are no more of them than
/// seats.
pub(in super::super) fn in_session(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<DebriefRow>, StoreError> {
    tx.all(
        &format!("{COLUMNS} WHERE d.session_id = $1 ORDER BY d.id"),
        &params![session],
    )
}

/// This person's of this session, if they led or hosted it.
pub(super) fn of(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<Option<DebriefRow>, StoreError> {
    tx.maybe(
        &format!("{COLUMNS} WHERE d.session_id = $1 AND d.person_id = $2"),
        &params![session, person],
    )
}

/// Whether this person has one of this session.
pub(in super::super) fn has(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT id FROM session_debriefs WHERE session_id = $1 AND person_id = $2",
        &params![session, person],
    )?;
    Ok(row.is_some())
}

/// This person's latest, the latest session first.
pub(super) fn latest_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<DebriefRow>, StoreError> {
    Ok(list_of(tx, person, 0)?.0)
}

/// This person's after so many, the latest session first; and after how many there are more.
pub(super) fn list_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    after: usize,
) -> Result<(Vec<DebriefRow>, Option<usize>), StoreError> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let rows: Vec<DebriefRow> = tx.all(
        &format!(
            "{COLUMNS} WHERE d.person_id = $1 ORDER BY s.starts_ms DESC, d.id LIMIT $2 OFFSET $3"
        ),
        &params![person, count(LIST_MAX), count(after)],
    )?;
    let next = (rows.len() == LIST_MAX).then_some(after + LIST_MAX);
    Ok((rows, next))
}

/// Replaces the person's own words; nothing takes them away.
pub(super) fn set_words(
    tx: &mut Tx<'_>,
    id: DebriefId,
    sealed: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE session_debriefs SET words_sealed = $1 WHERE id = $2",
        &params![sealed, id],
    )?;
    Ok(())
}

/// Shares this copy with the coordinators; a later one takes its place.
pub(super) fn share(
    tx: &mut Tx<'_>,
    id: DebriefId,
    (shared_ms, sealed): (i64, Vec<u8>),
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE session_debriefs SET shared_ms = $1, shared_sealed = $2 WHERE id = $3",
        &params![shared_ms, sealed, id],
    )?;
    Ok(())
}

/// Takes the copy back.
pub(super) fn take_back(tx: &mut Tx<'_>, id: DebriefId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE session_debriefs SET shared_ms = NULL, shared_sealed = NULL WHERE id = $1",
        &params![id],
    )?;
    Ok(())
}

/// All that is shared, the newest first.
pub(super) fn shared(tx: &mut Tx<'_>) -> Result<Vec<DebriefRow>, StoreError> {
    tx.all(
        &format!(
            "{COLUMNS} WHERE d.shared_ms IS NOT NULL ORDER BY d.shared_ms DESC, d.id LIMIT $1"
        ),
        &params![SHARED_MAX],
    )
}

/// One that is shared; nothing if it isn't, or not any more.
pub(super) fn shared_one(tx: &mut Tx<'_>, id: DebriefId) -> Result<Option<DebriefRow>, StoreError> {
    tx.maybe(
        &format!("{COLUMNS} WHERE d.id = $1 AND d.shared_ms IS NOT NULL"),
        &params![id],
    )
}
