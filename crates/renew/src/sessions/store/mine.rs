//! What the sessions hold of one person, for their own data.

use store::{FromRow, Row, StoreError, Tx, params};

use super::super::SessionId;
use crate::site::visitor::PersonId;

/// An evening that a person came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Evening {
    pub(in super::super) session: SessionId,
    pub(in super::super) group: i64,
    pub(in super::super) starts_ms: i64,
    pub(in super::super) seat: u64,
    /// Name and sign of that evening, sealed as a draft of the session.
    pub(in super::super) face_sealed: Option<Vec<u8>>,
    pub(in super::super) role: String,
    pub(in super::super) from_ms: i64,
    pub(in super::super) to_ms: i64,
}

impl FromRow for Evening {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            session: SessionId(row.get("session_id")?),
            group: row.get("group_id")?,
            starts_ms: row.get("starts_ms")?,
            seat: unsigned(row.get("seat")?)?,
            face_sealed: row.get("face_sealed")?,
            role: row.get("role")?,
            from_ms: row.get("from_ms")?,
            to_ms: row.get("to_ms")?,
        })
    }
}

/// The sessions that a person came to, the first one on top.
pub(in super::super) fn evenings_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<Evening>, StoreError> {
    tx.all(
        "SELECT a.session_id, s.group_id, s.starts_ms, a.seat, a.face_sealed, a.role, a.from_ms,
                a.to_ms
         FROM session_attendance a JOIN sessions s ON s.id = a.session_id
         WHERE a.person_id = $1 ORDER BY s.starts_ms, a.session_id, a.seat",
        &params![person],
    )
}

/// A seat in a session whose evening is not cleared away yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Taken {
    pub(in super::super) session: SessionId,
    pub(in super::super) group: i64,
    pub(in super::super) starts_ms: i64,
}

/// The seats that a person has in sessions that run.
pub(in super::super) fn seats_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<Taken>, StoreError> {
    let rows: Vec<(i64, i64, i64)> = tx.all(
        "SELECT s.id, s.group_id, s.starts_ms
         FROM session_seats t JOIN sessions s ON s.id = t.session_id
         WHERE t.person_id = $1 ORDER BY s.starts_ms, s.id",
        &params![person],
    )?;
    let taken = |(session, group, starts_ms)| Taken {
        session: SessionId(session),
        group,
        starts_ms,
    };
    Ok(rows.into_iter().map(taken).collect())
}

/// Sealed words of a session that runs: kind, number, and the words.
pub(in super::super) type Words = (String, u64, Vec<u8>);

/// What a person wrote in a session that runs, as the room holds it until the end.
pub(in super::super) fn words_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    session: SessionId,
) -> Result<Vec<Words>, StoreError> {
    let rows: Vec<(String, i64, Vec<u8>)> = tx.all(
        "SELECT kind, number, sealed FROM session_drafts
         WHERE person_id = $1 AND session_id = $2 ORDER BY kind, number",
        &params![person, session],
    )?;
    rows.into_iter()
        .map(|(kind, number, sealed)| Ok((kind, unsigned(number)?, sealed)))
        .collect()
}

/// When a person said how a plan went: the plan, and the moment.
pub(in super::super) fn answers_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.all(
        "SELECT a.plan_id, a.answered_ms
         FROM plan_answers a JOIN plans p ON p.id = a.plan_id WHERE p.person_id = $1",
        &params![person],
    )
}

fn unsigned(n: i64) -> Result<u64, StoreError> {
    u64::try_from(n).map_err(|_| StoreError::Inconsistent("a number below zero".into()))
}
