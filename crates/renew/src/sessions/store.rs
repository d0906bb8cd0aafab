//! The SQL of sessions: planning, seats, attendance and the bare record. What a live room writes
//! is in `journal`, what people keep for themselves in `kept`.

pub(super) mod journal;
pub(super) mod kept;
pub(super) mod mine;

use store::{FromRow, Row, StoreError, Tx, params};

use super::{Session, SessionId, State};
use crate::site::visitor::PersonId;

/// Sessions shown on one page: more than a facilitator leads in half a year.
const SESSIONS_ON_A_PAGE: i64 = 60;

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let state: String = row.get("state")?;
        Ok(Self {
            id: SessionId(row.get("id")?),
            group: row.get("group_id")?,
            starts_ms: row.get("starts_ms")?,
            minutes: row.get("minutes")?,
            pace: u32::try_from(row.get::<i64>("pace")?)
                .map_err(|_| StoreError::Inconsistent("a pace that is none".into()))?,
            format: row.get("format")?,
            state: State::from_key(&state)
                .ok_or_else(|| StoreError::Inconsistent("a state that we don't know".into()))?,
            ended_ms: row.get("ended_ms")?,
            sealed: row.get::<i64>("is_sealed")? == 1,
        })
    }
}

/// The session of `wanted`'s group at `wanted`'s time, made under `wanted.id` if nobody looked at
/// it before.
pub(super) fn ensure(tx: &mut Tx<'_>, wanted: &Session) -> Result<Session, StoreError> {
    tx.run(
        "INSERT INTO sessions (id, group_id, starts_ms, minutes, pace, format, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'planned') ON CONFLICT (group_id, starts_ms) DO NOTHING",
        &params![
            wanted.id,
            wanted.group,
            wanted.starts_ms,
            wanted.minutes,
            wanted.pace,
            &wanted.format
        ],
    )?;
    of_occurrence(tx, wanted.group, wanted.starts_ms)?.ok_or(StoreError::NotFound)
}

pub(super) fn of_occurrence(
    tx: &mut Tx<'_>,
    group: i64,
    starts_ms: i64,
) -> Result<Option<Session>, StoreError> {
    tx.maybe(
        "SELECT id, group_id, starts_ms, minutes, pace, format, state, ended_ms, is_sealed
         FROM sessions WHERE group_id = $1 AND starts_ms = $2",
        &params![group, starts_ms],
    )
}

pub(super) fn get(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<Session>, StoreError> {
    tx.maybe(
        "SELECT id, group_id, starts_ms, minutes, pace, format, state, ended_ms, is_sealed
         FROM sessions WHERE id = $1",
        &params![id],
    )
}

/// Plans another format for a session. False if it was not planned any more: it is open, and keeps
/// the one that it was opened with.
pub(super) fn plan_format(
    tx: &mut Tx<'_>,
    id: SessionId,
    (format, minutes): (&str, u32),
) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE sessions SET format = $1, minutes = $2 WHERE id = $3 AND state = 'planned'",
        &params![format, minutes, id],
    )?;
    Ok(touched == 1)
}

/// Opens a planned session. False if it was not planned any more: somebody was faster.
pub(super) fn open(
    tx: &mut Tx<'_>,
    id: SessionId,
    (now_ms, sealed): (i64, bool),
) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE sessions SET state = 'open', opened_ms = $1, is_sealed = $2
         WHERE id = $3 AND state = 'planned'",
        &params![now_ms, i64::from(sealed), id],
    )?;
    Ok(touched == 1)
}

/// The open session of a group, if there is one.
pub(super) fn open_of_group(tx: &mut Tx<'_>, group: i64) -> Result<Option<Session>, StoreError> {
    tx.maybe(
        "SELECT id, group_id, starts_ms, minutes, pace, format, state, ended_ms, is_sealed
         FROM sessions WHERE group_id = $1 AND state = 'open' ORDER BY starts_ms DESC LIMIT 1",
        &params![group],
    )
}

/// Whether a group has met here, or has prepared to.
///
/// # Errors
/// The database refuses.
pub fn has_any(tx: &mut Tx<'_>, group: i64) -> Result<bool, StoreError> {
    let (count,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM sessions WHERE group_id = $1",
        &params![group],
    )?;
    Ok(count > 0)
}

/// Past sessions of a group, the latest first.
pub(super) fn ended_of_group(tx: &mut Tx<'_>, group: i64) -> Result<Vec<Session>, StoreError> {
    tx.all(
        "SELECT id, group_id, starts_ms, minutes, pace, format, state, ended_ms, is_sealed
         FROM sessions WHERE group_id = $1 AND state = 'ended'
         ORDER BY starts_ms DESC LIMIT $2",
        &params![group, SESSIONS_ON_A_PAGE],
    )
}

/// Sessions that are open although they began before `before_ms`.
pub(super) fn open_since(tx: &mut Tx<'_>, before_ms: i64) -> Result<Vec<Session>, StoreError> {
    tx.all(
        "SELECT id, group_id, starts_ms, minutes, pace, format, state, ended_ms, is_sealed
         FROM sessions WHERE state = 'open' AND starts_ms < $1 ORDER BY starts_ms LIMIT $2",
        &params![before_ms, SESSIONS_ON_A_PAGE],
    )
}

/// Sessions that ended before `before_ms` and still have rows that were only for the evening.
pub(super) fn left_behind(tx: &mut Tx<'_>, before_ms: i64) -> Result<Vec<SessionId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT id FROM sessions WHERE state = 'ended' AND ended_ms < $1
         AND EXISTS (SELECT 1 FROM session_snapshots WHERE session_id = sessions.id) LIMIT $2",
        &params![before_ms, SESSIONS_ON_A_PAGE],
    )?;
    Ok(rows.into_iter().map(|(id,)| SessionId(id)).collect())
}

/// Whether a room can still be rebuilt from what it wrote.
pub(super) fn has_snapshot(tx: &mut Tx<'_>, session: SessionId) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT number FROM session_snapshots WHERE session_id = $1",
        &params![session],
    )?;
    Ok(row.is_some())
}

/// Ends a session whose room can't be read any more, without a record; all that was only for the
/// evening goes. False if it was not open.
pub(super) fn give_up(tx: &mut Tx<'_>, session: &Session) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE sessions SET state = 'ended', ended_ms = $1 WHERE id = $2 AND state = 'open'",
        &params![session.ends_ms(), session.id],
    )?;
    if touched == 1 {
        journal::clear_away(tx, session.id)?;
    }
    Ok(touched == 1)
}

/// A row of the bare record: someone who came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attended {
    pub(super) seat: i64,
    /// Nobody once that person has been erased.
    pub(super) person: Option<PersonId>,
    /// Name and sign of that evening, sealed with the person's key as a draft of the session.
    pub(super) face_sealed: Option<Vec<u8>>,
    pub(super) role: String,
    pub(super) from_ms: i64,
    pub(super) to_ms: i64,
}

impl FromRow for Attended {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            seat: row.get("seat")?,
            person: row.get::<Option<i64>>("person_id")?.map(PersonId),
            face_sealed: row.get("face_sealed")?,
            role: row.get("role")?,
            from_ms: row.get("from_ms")?,
            to_ms: row.get("to_ms")?,
        })
    }
}

/// Who came to a session that has ended, in the order of first coming.
pub(super) fn attendance(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Attended>, StoreError> {
    tx.all(
        "SELECT seat, person_id, face_sealed, role, from_ms, to_ms
         FROM session_attendance WHERE session_id = $1 ORDER BY from_ms, seat",
        &params![session],
    )
}

/// The record of a session that has ended, as JSON.
pub(super) fn record(tx: &mut Tx<'_>, session: SessionId) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> = tx.maybe(
        "SELECT record FROM sessions WHERE id = $1",
        &params![session],
    )?;
    Ok(row.and_then(|(record,)| record))
}

/// Whether this person came to the session (or sits in it).
pub(super) fn came(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT seat FROM session_attendance WHERE session_id = $1 AND person_id = $2
         UNION ALL
         SELECT seat FROM session_seats WHERE session_id = $1 AND person_id = $2",
        &params![session, person],
    )?;
    Ok(row.is_some())
}

/// Whether this person came to another session of the group that has ended.
pub(super) fn came_before(
    tx: &mut Tx<'_>,
    person: PersonId,
    group: i64,
    except: SessionId,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT a.seat FROM session_attendance a JOIN sessions s ON s.id = a.session_id
         WHERE a.person_id = $1 AND s.group_id = $2 AND s.id <> $3 LIMIT 1",
        &params![person, group, except],
    )?;
    Ok(row.is_some())
}

/// Whether anybody came to another session of the group.
pub(super) fn has_met(tx: &mut Tx<'_>, group: i64, except: SessionId) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT id FROM sessions WHERE group_id = $1 AND id <> $2 AND state = 'ended'
         AND EXISTS (SELECT 1 FROM session_attendance WHERE session_id = sessions.id) LIMIT 1",
        &params![group, except],
    )?;
    Ok(row.is_some())
}

/// How many gave each rating to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) question: String,
    pub(super) rating: i64,
    pub(super) answers: i64,
}

impl FromRow for Tally {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            question: row.get("question")?,
            rating: row.get("rating")?,
            answers: row.get("answers")?,
        })
    }
}

pub(super) fn pulse(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Tally>, StoreError> {
    tx.all(
        "SELECT question, rating, answers FROM pulse_tallies
         WHERE session_id = $1 ORDER BY question, rating",
        &params![session],
    )
}

/// Removes every trace of a person from the sessions. That somebody came stays in the record of
/// those evenings; who it was does not.
pub(super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM plan_answers WHERE plan_id IN (SELECT id FROM plans WHERE person_id = $1)",
        "DELETE FROM plans WHERE person_id = $1",
        "DELETE FROM session_notes WHERE person_id = $1",
        "DELETE FROM session_records WHERE person_id = $1",
        "DELETE FROM session_debriefs WHERE person_id = $1",
        // What was replied to this person's private words was for them alone.
        "DELETE FROM session_drafts WHERE kind = 'reply' AND EXISTS (
             SELECT 1 FROM session_drafts AS sent
             WHERE sent.session_id = session_drafts.session_id AND sent.kind = 'word'
             AND sent.number = session_drafts.number AND sent.person_id = $1)",
        "DELETE FROM session_drafts WHERE person_id = $1",
        "DELETE FROM session_seats WHERE person_id = $1",
        "UPDATE session_attendance SET person_id = NULL, face_sealed = NULL WHERE person_id = $1",
    ] {
        tx.run(sql, &params![person])?;
    }
    Ok(())
}

/// Who sits in a session, or came to it, by seat.
pub(super) fn who_sat(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<(i64, PersonId)>, StoreError> {
    let rows: Vec<(i64, i64)> = tx.all(
        "SELECT seat, person_id FROM session_seats WHERE session_id = $1
         UNION
         SELECT seat, person_id FROM session_attendance
         WHERE session_id = $1 AND person_id IS NOT NULL
         ORDER BY seat",
        &params![session],
    )?;
    let sat = |(seat, person)| (seat, PersonId(person));
    Ok(rows.into_iter().map(sat).collect())
}
