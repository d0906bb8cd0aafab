//! Plans, notes and how plans went. Texts come and go sealed: nothing here can read them.

use store::{FromRow, Row, StoreError, Tx, params};

use super::super::kept::{self, NoteKind};
use super::super::wire::{HowItWent, MayKnow};
use super::super::{PlanId, SessionId};
use crate::site::visitor::PersonId;

/// Plans and notes on one page, or in one export: one a week for twenty years.
const KEPT_MAX: i64 = 1_000;

/// A plan's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct PlanRow {
    pub(in super::super) id: PlanId,
    pub(in super::super) person: PersonId,
    pub(in super::super) session: SessionId,
    pub(in super::super) group: i64,
    pub(in super::super) made_ms: i64,
    pub(in super::super) may_know: MayKnow,
    pub(in super::super) sealed: Vec<u8>,
    pub(in super::super) how: Option<HowItWent>,
    pub(in super::super) shown_in: Option<SessionId>,
}

impl FromRow for PlanRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let may_know: String = row.get("may_know")?;
        let how: Option<String> = row.get("how")?;
        Ok(Self {
            id: PlanId(row.get("id")?),
            person: PersonId(row.get("person_id")?),
            session: SessionId(row.get("session_id")?),
            group: row.get("group_id")?,
            made_ms: row.get("made_ms")?,
            may_know: kept::may_know_from(&may_know)
                .ok_or_else(|| StoreError::Inconsistent("who may know a plan".into()))?,
            sealed: row.get("sealed")?,
            how: how.as_deref().and_then(kept::how_from),
            shown_in: row.get::<Option<i64>>("shown_in")?.map(SessionId),
        })
    }
}

/// A person's plans, the latest first.
pub(in super::super) fn plans_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<PlanRow>, StoreError> {
    tx.all(
        "SELECT p.id, p.person_id, p.session_id, p.group_id, p.made_ms, p.may_know, p.sealed,
                p.shown_in, a.how
         FROM plans p LEFT JOIN plan_answers a ON a.plan_id = p.id
         WHERE p.person_id = $1 ORDER BY p.made_ms DESC LIMIT $2",
        &params![person, KEPT_MAX],
    )
}

/// A person's latest plan, whichever group it was made in.
pub(in super::super) fn latest_plan(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Option<PlanRow>, StoreError> {
    tx.maybe(
        "SELECT p.id, p.person_id, p.session_id, p.group_id, p.made_ms, p.may_know, p.sealed,
                p.shown_in, a.how
         FROM plans p LEFT JOIN plan_answers a ON a.plan_id = p.id
         WHERE p.person_id = $1 ORDER BY p.made_ms DESC LIMIT 1",
        &params![person],
    )
}

/// A person's latest plan from an earlier session of a group: what opens their check-in.
pub(in super::super) fn plan_before(
    tx: &mut Tx<'_>,
    person: PersonId,
    group: i64,
    session: SessionId,
) -> Result<Option<PlanRow>, StoreError> {
    tx.maybe(
        "SELECT p.id, p.person_id, p.session_id, p.group_id, p.made_ms, p.may_know, p.sealed,
                p.shown_in, a.how
         FROM plans p LEFT JOIN plan_answers a ON a.plan_id = p.id
         WHERE p.person_id = $1 AND p.group_id = $2 AND p.session_id <> $3
         ORDER BY p.made_ms DESC LIMIT 1",
        &params![person, group, session],
    )
}

/// The plans that a live room holds in memory: made in it, or shown in it.
pub(in super::super) fn plans_in(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<PlanRow>, StoreError> {
    tx.all(
        "SELECT p.id, p.person_id, p.session_id, p.group_id, p.made_ms, p.may_know, p.sealed,
                p.shown_in, a.how
         FROM plans p LEFT JOIN plan_answers a ON a.plan_id = p.id
         WHERE p.session_id = $1 OR p.shown_in = $1 LIMIT $2",
        &params![session, KEPT_MAX],
    )
}

/// The owner says how a plan went. Touches nothing when the plan is somebody else's.
pub(in super::super) fn answer(
    tx: &mut Tx<'_>,
    person: PersonId,
    plan: PlanId,
    how: HowItWent,
    now_ms: i64,
) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO plan_answers (plan_id, how, answered_ms)
         SELECT id, $1, $2 FROM plans WHERE id = $3 AND person_id = $4
         ON CONFLICT (plan_id) DO UPDATE SET
             how = excluded.how, answered_ms = excluded.answered_ms",
        &params![kept::how_key(how), now_ms, plan, person],
    )
}

/// The owner takes the answer back.
pub(in super::super) fn unanswer(
    tx: &mut Tx<'_>,
    person: PersonId,
    plan: PlanId,
) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM plan_answers WHERE plan_id = $1
         AND EXISTS (SELECT 1 FROM plans WHERE id = $1 AND person_id = $2)",
        &params![plan, person],
    )
}

/// A plan or note that its owner throws away.
pub(in super::super) fn drop_plan(
    tx: &mut Tx<'_>,
    person: PersonId,
    plan: PlanId,
) -> Result<u64, StoreError> {
    unanswer(tx, person, plan)?;
    tx.run(
        "DELETE FROM plans WHERE id = $1 AND person_id = $2",
        &params![plan, person],
    )
}

/// A note's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct NoteRow {
    pub(in super::super) id: i64,
    pub(in super::super) person: PersonId,
    pub(in super::super) session: SessionId,
    pub(in super::super) kind: NoteKind,
    pub(in super::super) made_ms: i64,
    pub(in super::super) sealed: Vec<u8>,
}

impl FromRow for NoteRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let kind: String = row.get("kind")?;
        Ok(Self {
            id: row.get("id")?,
            person: PersonId(row.get("person_id")?),
            session: SessionId(row.get("session_id")?),
            kind: NoteKind::from_key(&kind)
                .ok_or_else(|| StoreError::Inconsistent("the kind of a note".into()))?,
            made_ms: row.get("made_ms")?,
            sealed: row.get("sealed")?,
        })
    }
}

/// A person's notes, the latest first.
pub(in super::super) fn notes_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<NoteRow>, StoreError> {
    tx.all(
        "SELECT id, person_id, session_id, kind, made_ms, sealed FROM session_notes
         WHERE person_id = $1 ORDER BY made_ms DESC LIMIT $2",
        &params![person, KEPT_MAX],
    )
}

/// The notes that people made in one session.
pub(in super::super) fn notes_in(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<NoteRow>, StoreError> {
    tx.all(
        "SELECT id, person_id, session_id, kind, made_ms, sealed FROM session_notes
         WHERE session_id = $1 LIMIT $2",
        &params![session, KEPT_MAX],
    )
}

/// A kept sheet's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct RecordRow {
    pub(in super::super) id: i64,
    pub(in super::super) person: PersonId,
    pub(in super::super) session: SessionId,
    pub(in super::super) made_ms: i64,
    pub(in super::super) sealed: Vec<u8>,
}

impl FromRow for RecordRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person: PersonId(row.get("person_id")?),
            session: SessionId(row.get("session_id")?),
            made_ms: row.get("made_ms")?,
            sealed: row.get("sealed")?,
        })
    }
}

/// What a person keeps of activities, the latest first.
pub(in super::super) fn records_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<RecordRow>, StoreError> {
    tx.all(
        "SELECT id, person_id, session_id, made_ms, sealed FROM session_records
         WHERE person_id = $1 ORDER BY made_ms DESC LIMIT $2",
        &params![person, KEPT_MAX],
    )
}

/// The records that Today looks through: more scenes than anybody tries out in a year.
const SCENES_MAX: i64 = 60;

/// What a person kept since then, the latest first, and whether its session is over.
pub(in super::super) fn scenes_since(
    tx: &mut Tx<'_>,
    person: PersonId,
    since_ms: i64,
) -> Result<Vec<(RecordRow, bool)>, StoreError> {
    let rows: Vec<Scene> = tx.all(
        "SELECT r.id, r.person_id, r.session_id, r.made_ms, r.sealed, s.ended_ms
         FROM session_records r JOIN sessions s ON s.id = r.session_id
         WHERE r.person_id = $1 AND r.made_ms >= $2 ORDER BY r.made_ms DESC LIMIT $3",
        &params![person, since_ms, SCENES_MAX],
    )?;
    Ok(rows.into_iter().map(|one| (one.row, one.is_over)).collect())
}

/// One record of a person's, whose session is over.
pub(in super::super) fn scene_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    record: i64,
) -> Result<Option<RecordRow>, StoreError> {
    tx.maybe(
        "SELECT r.id, r.person_id, r.session_id, r.made_ms, r.sealed
         FROM session_records r JOIN sessions s ON s.id = r.session_id
         WHERE r.id = $1 AND r.person_id = $2 AND s.ended_ms IS NOT NULL",
        &params![record, person],
    )
}

/// A record's new content, unless it was erased or changed meanwhile.
pub(in super::super) fn reseal_record(
    tx: &mut Tx<'_>,
    row: &RecordRow,
    sealed: &[u8],
) -> Result<u64, StoreError> {
    tx.run(
        "UPDATE session_records SET sealed = $1 WHERE id = $2 AND person_id = $3 AND sealed = $4",
        &params![sealed, row.id, row.person, row.sealed.as_slice()],
    )
}

struct Scene {
    row: RecordRow,
    is_over: bool,
}

impl FromRow for Scene {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            row: RecordRow::from_row(row)?,
            is_over: row.get::<Option<i64>>("ended_ms")?.is_some(),
        })
    }
}

/// What people keep of the activities of one session.
pub(in super::super) fn records_in(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<RecordRow>, StoreError> {
    tx.all(
        "SELECT id, person_id, session_id, made_ms, sealed FROM session_records
         WHERE session_id = $1 LIMIT $2",
        &params![session, KEPT_MAX],
    )
}

/// A record that its owner throws away.
pub(in super::super) fn drop_record(
    tx: &mut Tx<'_>,
    person: PersonId,
    record: i64,
) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM session_records WHERE id = $1 AND person_id = $2",
        &params![record, person],
    )
}
