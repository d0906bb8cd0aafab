//! The SQL of what follows private words.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::{FollowUp, FollowUpId, KEPT_MS, OPEN_KEPT_MS};
use crate::sessions::SessionId;
use crate::site::visitor::PersonId;

/// More than any page shows, or anybody could follow up.
const LIST_MAX: i64 = 200;

const COLUMNS: &str = "SELECT id, session_id, group_id, person_id, made_by, keeper, asked,
    offered_sealed, made_ms, due_ms, zone, done_ms, disputed_ms FROM follow_ups";

impl FromRow for FollowUp {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let maybe = |column| Ok::<_, StoreError>(row.get::<Option<i64>>(column)?.map(PersonId));
        Ok(Self {
            id: FollowUpId(row.get("id")?),
            session: SessionId(row.get("session_id")?),
            group: row.get("group_id")?,
            person: PersonId(row.get("person_id")?),
            made_by: maybe("made_by")?,
            keeper: maybe("keeper")?,
            asked: maybe("asked")?,
            offered_sealed: row.get("offered_sealed")?,
            made_ms: row.get("made_ms")?,
            due_ms: row.get("due_ms")?,
            zone: row.get("zone")?,
            done_ms: row.get("done_ms")?,
            disputed_ms: row.get("disputed_ms")?,
        })
    }
}

/// Keeps a new note. One person has one note of one session.
///
/// # Errors
/// [`StoreError::Conflict`] when there is one already.
pub(super) fn add(tx: &mut Tx<'_>, row: &FollowUp) -> Result<(), StoreError> {
    let FollowUp {
        id,
        session,
        group,
        person,
        made_by,
        keeper,
        asked,
        offered_sealed,
        made_ms,
        due_ms,
        zone,
        done_ms,
        disputed_ms,
    } = row;
    tx.run(
        "INSERT INTO follow_ups (id, session_id, group_id, person_id, made_by, keeper, asked,
            offered_sealed, made_ms, due_ms, zone, done_ms, disputed_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &params![
            *id,
            *session,
            *group,
            *person,
            made_by.map(|one| one.0),
            keeper.map(|one| one.0),
            asked.map(|one| one.0),
            offered_sealed,
            *made_ms,
            *due_ms,
            zone,
            *done_ms,
            *disputed_ms
        ],
    )?;
    Ok(())
}

pub(super) fn get(tx: &mut Tx<'_>, id: FollowUpId) -> Result<Option<FollowUp>, StoreError> {
    tx.maybe(&format!("{COLUMNS} WHERE id = $1"), &params![id])
}

/// The note about this person from this session, if somebody made one.
pub(super) fn of_session(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<Option<FollowUp>, StoreError> {
    tx.maybe(
        &format!("{COLUMNS} WHERE session_id = $1 AND person_id = $2"),
        &params![session, person],
    )
}

/// What this person noted, follows up, or is asked to take over: open ones by their time, then
/// those that are done.
pub(super) fn of_leader(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<FollowUp>, StoreError> {
    tx.all(
        &format!(
            "{COLUMNS} WHERE keeper = $1 OR made_by = $1 OR asked = $1
             ORDER BY COALESCE(done_ms, 0), due_ms, id LIMIT $2"
        ),
        &params![person, LIST_MAX],
    )
}

/// What was noted about this person, the newest first.
pub(super) fn about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<FollowUp>, StoreError> {
    tx.all(
        &format!("{COLUMNS} WHERE person_id = $1 ORDER BY made_ms DESC, id LIMIT $2"),
        &params![person, LIST_MAX],
    )
}

/// All that are open, by their time, and those of which the person says that something isn't right
/// while nobody is left to hear it.
pub(super) fn open_ones(tx: &mut Tx<'_>) -> Result<Vec<FollowUp>, StoreError> {
    tx.all(
        &format!(
            "{COLUMNS} WHERE done_ms IS NULL
                OR (disputed_ms IS NOT NULL AND made_by IS NULL AND keeper IS NULL)
             ORDER BY due_ms, id LIMIT $1"
        ),
        &params![LIST_MAX],
    )
}

/// Replaces the facts of a note: what was offered, who follows up and is asked to, by when, done or
/// not, and whether the person's «this isn't right» still stands.
pub(super) fn change(tx: &mut Tx<'_>, row: &FollowUp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE follow_ups SET offered_sealed = $1, keeper = $2, asked = $3, due_ms = $4,
            done_ms = $5, disputed_ms = $6 WHERE id = $7",
        &params![
            &row.offered_sealed,
            row.keeper.map(|one| one.0),
            row.asked.map(|one| one.0),
            row.due_ms,
            row.done_ms,
            row.disputed_ms,
            row.id
        ],
    )?;
    Ok(())
}

/// Done at this moment, or open again.
pub(super) fn set_done(
    tx: &mut Tx<'_>,
    id: FollowUpId,
    done_ms: Option<i64>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE follow_ups SET done_ms = $1 WHERE id = $2",
        &params![done_ms, id],
    )?;
    Ok(())
}

pub(super) fn set_asked(
    tx: &mut Tx<'_>,
    id: FollowUpId,
    asked: Option<PersonId>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE follow_ups SET asked = $1 WHERE id = $2",
        &params![asked.map(|one| one.0), id],
    )?;
    Ok(())
}

/// From now on this person follows up.
pub(super) fn set_keeper(
    tx: &mut Tx<'_>,
    id: FollowUpId,
    keeper: PersonId,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE follow_ups SET keeper = $1, asked = NULL WHERE id = $2",
        &params![keeper, id],
    )?;
    Ok(())
}

/// The person whom it is about says that something isn't right, or takes that back.
pub(super) fn set_disputed(
    tx: &mut Tx<'_>,
    id: FollowUpId,
    disputed_ms: Option<i64>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE follow_ups SET disputed_ms = $1 WHERE id = $2",
        &params![disputed_ms, id],
    )?;
    Ok(())
}

pub(super) fn remove(tx: &mut Tx<'_>, id: FollowUpId) -> Result<(), StoreError> {
    tx.run("DELETE FROM follow_ups WHERE id = $1", &params![id])?;
    Ok(())
}

/// Removes the notes whose time to be kept is over. Answers how many.
pub(in super::super) fn erase_old(tx: &mut Tx<'_>, now_ms: i64) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM follow_ups WHERE done_ms < $1 OR (done_ms IS NULL AND due_ms < $2)",
        &params![now_ms - KEPT_MS, now_ms - OPEN_KEPT_MS],
    )
}

/// What is about the person goes; in what is about others they become nobody.
pub(in super::super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM follow_ups WHERE person_id = $1",
        "UPDATE follow_ups SET made_by = NULL WHERE made_by = $1",
        "UPDATE follow_ups SET keeper = NULL WHERE keeper = $1",
        "UPDATE follow_ups SET asked = NULL WHERE asked = $1",
    ] {
        tx.run(sql, &params![person])?;
    }
    Ok(())
}
