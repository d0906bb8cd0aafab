//! The SQL of first times: who is willing to greet, what newcomers chose, who was asked.

use std::collections::HashSet;

use store::{FromRow, Row, StoreError, Tx, params};

use super::super::SessionId;
use super::{Chose, Visit};
use crate::site::visitor::PersonId;

/// People who are willing, in one community: more than could ever be asked.
const WILLING_MAX: i64 = 2_000;
/// First visits that are looked after at once; the rest wait for the next round.
const VISITS_MAX: i64 = 200;
/// Questions that one person's page shows; they are asked once in a session.
const ASKED_MAX: i64 = 3;

const VISIT: &str =
    "session_id, person_id, group_id, starts_ms, chose, listens, wants_buddy, buddy_id";

impl FromRow for Visit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let chose: String = row.get("chose")?;
        Ok(Self {
            session: SessionId(row.get("session_id")?),
            person: PersonId(row.get("person_id")?),
            group: row.get("group_id")?,
            starts_ms: row.get("starts_ms")?,
            chose: Chose::from_key(&chose)
                .ok_or_else(|| StoreError::Inconsistent("a choice that we don't know".into()))?,
            listens: row.get::<i64>("listens")? == 1,
            wants_buddy: row.get::<i64>("wants_buddy")? == 1,
            buddy: row.get::<Option<i64>>("buddy_id")?.map(PersonId),
        })
    }
}

/// What somebody said when they were asked to greet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) session: SessionId,
    pub(super) newcomer: PersonId,
    pub(super) buddy: PersonId,
    pub(super) starts_ms: i64,
    pub(super) asked_ms: i64,
    /// `yes` or `no`; nothing while nothing was said.
    pub(super) answer: Option<String>,
}

impl FromRow for Ask {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            session: SessionId(row.get("session_id")?),
            newcomer: PersonId(row.get("newcomer_id")?),
            buddy: PersonId(row.get("buddy_id")?),
            starts_ms: row.get("starts_ms")?,
            asked_ms: row.get("asked_ms")?,
            answer: row.get("answer")?,
        })
    }
}

/// Since when this person is willing to greet, if they are.
pub(super) fn willing_since(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<i64>, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT since_ms FROM willing_buddies WHERE person_id = $1",
        &params![person],
    )?;
    Ok(row.map(|(since_ms,)| since_ms))
}

/// Says whether this person is willing. Who takes it back is asked nothing more.
pub(super) fn set_willing(
    tx: &mut Tx<'_>,
    person: PersonId,
    is: bool,
    now_ms: i64,
) -> Result<(), StoreError> {
    if is {
        tx.run(
            "INSERT INTO willing_buddies (person_id, since_ms) VALUES ($1, $2)
             ON CONFLICT (person_id) DO NOTHING",
            &params![person, now_ms],
        )?;
        return Ok(());
    }
    tx.run(
        "DELETE FROM willing_buddies WHERE person_id = $1",
        &params![person],
    )?;
    tx.run(
        "UPDATE buddy_asks SET answer = 'no' WHERE buddy_id = $1 AND answer IS NULL",
        &params![person],
    )?;
    Ok(())
}

/// Everybody who is willing to greet, whatever their group.
pub(in super::super) fn all_willing(tx: &mut Tx<'_>) -> Result<HashSet<PersonId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT person_id FROM willing_buddies ORDER BY since_ms, person_id LIMIT $1",
        &params![WILLING_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

pub(super) fn visit(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<Option<Visit>, StoreError> {
    let sql = format!("SELECT {VISIT} FROM first_visits WHERE session_id = $1 AND person_id = $2");
    tx.maybe(&sql, &params![session, person])
}

/// Everything that a person chose before first evenings, the earliest first.
pub(super) fn visits_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Visit>, StoreError> {
    let sql = format!(
        "SELECT {VISIT} FROM first_visits WHERE person_id = $1 ORDER BY starts_ms, session_id"
    );
    tx.all(&sql, &params![person])
}

/// Whether this person once said that they know the group.
pub(super) fn says_they_know(
    tx: &mut Tx<'_>,
    person: PersonId,
    group: i64,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT group_id FROM first_visits
         WHERE person_id = $1 AND group_id = $2 AND chose = 'knows' LIMIT 1",
        &params![person, group],
    )?;
    Ok(row.is_some())
}

/// Keeps what somebody chose, in the place of what they chose before. Without a wish for a buddy
/// there is none any more, and who was asked is asked no longer.
pub(super) fn keep(tx: &mut Tx<'_>, visit: &Visit) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO first_visits (session_id, person_id, group_id, starts_ms, chose, listens,
             wants_buddy)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (session_id, person_id) DO UPDATE
         SET chose = $5, listens = $6, wants_buddy = $7",
        &params![
            visit.session,
            visit.person,
            visit.group,
            visit.starts_ms,
            visit.chose.key(),
            i64::from(visit.listens),
            i64::from(visit.wants_buddy)
        ],
    )?;
    if !visit.wants_buddy {
        tx.run(
            "UPDATE first_visits SET buddy_id = NULL WHERE session_id = $1 AND person_id = $2",
            &params![visit.session, visit.person],
        )?;
        tx.run(
            "DELETE FROM buddy_asks WHERE session_id = $1 AND newcomer_id = $2 AND answer IS NULL",
            &params![visit.session, visit.person],
        )?;
    }
    Ok(())
}

/// First visits of a session whose newcomer would like a buddy and has none.
pub(super) fn unmet(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Visit>, StoreError> {
    let sql = format!(
        "SELECT {VISIT} FROM first_visits
         WHERE session_id = $1 AND wants_buddy = 1 AND buddy_id IS NULL
         ORDER BY person_id LIMIT $2"
    );
    tx.all(&sql, &params![session, VISITS_MAX])
}

/// Sessions that begin after `after_ms` and have such a visit.
pub(super) fn sessions_unmet(tx: &mut Tx<'_>, after_ms: i64) -> Result<Vec<SessionId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT DISTINCT session_id FROM first_visits
         WHERE starts_ms > $1 AND wants_buddy = 1 AND buddy_id IS NULL LIMIT $2",
        &params![after_ms, VISITS_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| SessionId(id)).collect())
}

/// Whom this person greets in a session.
pub(super) fn greeted_by(
    tx: &mut Tx<'_>,
    session: SessionId,
    buddy: PersonId,
) -> Result<Option<PersonId>, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT person_id FROM first_visits WHERE session_id = $1 AND buddy_id = $2 LIMIT 1",
        &params![session, buddy],
    )?;
    Ok(row.map(|(id,)| PersonId(id)))
}

/// Gives a newcomer a buddy. False when they have one already, or want none any more.
pub(super) fn pair(
    tx: &mut Tx<'_>,
    session: SessionId,
    newcomer: PersonId,
    buddy: PersonId,
) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE first_visits SET buddy_id = $1
         WHERE session_id = $2 AND person_id = $3 AND buddy_id IS NULL AND wants_buddy = 1",
        &params![buddy, session, newcomer],
    )?;
    Ok(touched == 1)
}

/// Takes a buddy back from whom they were to greet.
pub(super) fn unpair(
    tx: &mut Tx<'_>,
    session: SessionId,
    buddy: PersonId,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE first_visits SET buddy_id = NULL WHERE session_id = $1 AND buddy_id = $2",
        &params![session, buddy],
    )?;
    Ok(())
}

pub(super) fn ask(tx: &mut Tx<'_>, ask: &Ask) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO buddy_asks (session_id, newcomer_id, buddy_id, starts_ms, asked_ms)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (session_id, newcomer_id, buddy_id) DO NOTHING",
        &params![
            ask.session,
            ask.newcomer,
            ask.buddy,
            ask.starts_ms,
            ask.asked_ms
        ],
    )?;
    Ok(())
}

/// Everybody who was asked in a session, the first one on top.
pub(super) fn asks_in(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Ask>, StoreError> {
    tx.all(
        "SELECT session_id, newcomer_id, buddy_id, starts_ms, asked_ms, answer FROM buddy_asks
         WHERE session_id = $1 ORDER BY asked_ms, buddy_id",
        &params![session],
    )
}

/// Whether this person is asked in a session and nobody else has said yes.
pub(super) fn is_asked(
    tx: &mut Tx<'_>,
    session: SessionId,
    buddy: PersonId,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT a.asked_ms FROM buddy_asks a JOIN first_visits v
             ON v.session_id = a.session_id AND v.person_id = a.newcomer_id
         WHERE a.session_id = $1 AND a.buddy_id = $2 AND a.answer IS NULL
             AND v.wants_buddy = 1 AND v.buddy_id IS NULL LIMIT 1",
        &params![session, buddy],
    )?;
    Ok(row.is_some())
}

/// The sessions after `after_ms` in which this person is asked, the soonest first.
pub(super) fn asked_in(
    tx: &mut Tx<'_>,
    buddy: PersonId,
    after_ms: i64,
) -> Result<Vec<SessionId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT a.session_id FROM buddy_asks a JOIN first_visits v
             ON v.session_id = a.session_id AND v.person_id = a.newcomer_id
         WHERE a.buddy_id = $1 AND a.starts_ms > $2 AND a.answer IS NULL
             AND v.wants_buddy = 1 AND v.buddy_id IS NULL
         ORDER BY a.starts_ms, a.session_id LIMIT $3",
        &params![buddy, after_ms, ASKED_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| SessionId(id)).collect())
}

/// Keeps what somebody said to being asked.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    session: SessionId,
    buddy: PersonId,
    is_yes: bool,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE buddy_asks SET answer = $1 WHERE session_id = $2 AND buddy_id = $3",
        &params![if is_yes { "yes" } else { "no" }, session, buddy],
    )?;
    Ok(())
}

/// Everything that a person was asked, the first one on top.
pub(super) fn asks_of(tx: &mut Tx<'_>, buddy: PersonId) -> Result<Vec<Ask>, StoreError> {
    tx.all(
        "SELECT session_id, newcomer_id, buddy_id, starts_ms, asked_ms, answer FROM buddy_asks
         WHERE buddy_id = $1 ORDER BY asked_ms, session_id",
        &params![buddy],
    )
}

/// Removes what belongs to evenings before `before_ms`.
pub(super) fn clear_away(tx: &mut Tx<'_>, before_ms: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM buddy_asks WHERE starts_ms < $1",
        // That somebody knows a group stays true.
        "DELETE FROM first_visits WHERE starts_ms < $1 AND chose <> 'knows'",
    ] {
        tx.run(sql, &params![before_ms])?;
    }
    Ok(())
}

/// Removes every trace of a person. A newcomer whom they were to greet has no buddy then, and
/// another is asked.
pub(super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM willing_buddies WHERE person_id = $1",
        "DELETE FROM first_visits WHERE person_id = $1",
        "UPDATE first_visits SET buddy_id = NULL WHERE buddy_id = $1",
        "DELETE FROM buddy_asks WHERE newcomer_id = $1 OR buddy_id = $1",
    ] {
        tx.run(sql, &params![person])?;
    }
    Ok(())
}
