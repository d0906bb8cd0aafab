//! What a live room writes, and what it is rebuilt from.

use store::{FromRow, Row, StoreError, Tx, params};

use super::super::debrief::{self, DebriefId};
use super::super::kept::{self, NoteKind};
use super::super::wire::{HowItWent, MayKnow};
use super::super::{PlanId, SessionId};
use crate::site::visitor::PersonId;

/// Journal entries read at a start. A snapshot is taken every few hundred, so this many can only
/// be a defect; refusing is better than reading without end.
const ENTRIES_MAX: i64 = 100_000;
/// Drafts of one session: private words and replies of sixty people are far fewer.
const DRAFTS_MAX: i64 = 5_000;

/// One thing that happened in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Entry {
    pub(in super::super) number: i64,
    pub(in super::super) at_ms: i64,
    /// As `room` serialises it.
    pub(in super::super) text: String,
}

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            number: row.get("number")?,
            at_ms: row.get("at_ms")?,
            text: row.get("entry")?,
        })
    }
}

/// What is written beside the journal, in the same commit as the entry that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Beside {
    Seat {
        seat: u64,
        person: PersonId,
    },
    Draft {
        kind: &'static str,
        number: u64,
        person: PersonId,
        sealed: Vec<u8>,
    },
    /// What was written there is wanted no longer.
    NoDraft {
        kind: &'static str,
        number: u64,
    },
    Plan {
        id: PlanId,
        person: PersonId,
        group: i64,
        made_ms: i64,
        may_know: MayKnow,
        sealed: Vec<u8>,
    },
    /// «Nothing this week» after all: the plan made earlier in this session goes.
    NoPlan {
        person: PersonId,
    },
    How {
        plan: PlanId,
        person: PersonId,
        how: HowItWent,
        at_ms: i64,
    },
    ShowPlan {
        plan: PlanId,
        person: PersonId,
    },
    Note {
        id: i64,
        person: PersonId,
        kind: NoteKind,
        made_ms: i64,
        sealed: Vec<u8>,
    },
    /// What somebody keeps of an activity; again replaces it.
    Record {
        id: i64,
        person: PersonId,
        made_ms: i64,
        sealed: Vec<u8>,
    },
    NoRecord {
        id: i64,
    },
    /// What one of those who led looks back on.
    Debrief {
        id: DebriefId,
        person: PersonId,
        made_ms: i64,
        sealed: Vec<u8>,
    },
    /// The same anew, with what came after the end.
    DebriefAnew {
        id: DebriefId,
        person: PersonId,
        sealed: Vec<u8>,
    },
    /// One person's ratings, with nothing that says whose.
    Pulse {
        ratings: [(&'static str, u8); 4],
    },
    /// A person was erased: all that was written of them goes (again, whatever this room wrote
    /// meanwhile), and what was replied to the private words of these numbers.
    Forget {
        person: PersonId,
        words: Vec<u64>,
    },
    /// A seat is another person's, who had none, with the name that they bear.
    HandOver {
        seat: u64,
        to: PersonId,
        face_sealed: Vec<u8>,
    },
    /// The end, with the bare record.
    End {
        at_ms: i64,
        record: String,
        attendance: Vec<Came>,
    },
    /// All that was only for the evening goes: journal, snapshot, drafts, seats.
    ClearAway,
}

/// Someone who came, for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Came {
    pub(in super::super) seat: u64,
    pub(in super::super) role: &'static str,
    pub(in super::super) from_ms: i64,
    pub(in super::super) to_ms: i64,
}

/// Everything that a room writes in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Batch {
    pub(in super::super) entries: Vec<Entry>,
    pub(in super::super) beside: Vec<Beside>,
    /// The whole state after the entry with this number; older entries are then not needed.
    pub(in super::super) snapshot: Option<(i64, String)>,
}

impl Batch {
    pub(in super::super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.beside.is_empty() && self.snapshot.is_none()
    }
}

/// Writes a room's batch.
pub(in super::super) fn append(
    tx: &mut Tx<'_>,
    session: SessionId,
    batch: &Batch,
) -> Result<(), StoreError> {
    for entry in &batch.entries {
        tx.run(
            "INSERT INTO session_journal (session_id, number, at_ms, entry)
             VALUES ($1, $2, $3, $4)",
            &params![session, entry.number, entry.at_ms, &entry.text],
        )?;
    }
    if let Some((number, state)) = &batch.snapshot {
        tx.run(
            "INSERT INTO session_snapshots (session_id, number, state) VALUES ($1, $2, $3)
             ON CONFLICT (session_id) DO UPDATE SET number = excluded.number, state = excluded.state",
            &params![session, *number, state],
        )?;
        tx.run(
            "DELETE FROM session_journal WHERE session_id = $1 AND number <= $2",
            &params![session, *number],
        )?;
    }
    for beside in &batch.beside {
        write_beside(tx, session, beside)?;
    }
    Ok(())
}

fn write_beside(tx: &mut Tx<'_>, session: SessionId, beside: &Beside) -> Result<(), StoreError> {
    match beside {
        Beside::Seat { seat, person } => tx
            .run(
                "INSERT INTO session_seats (session_id, seat, person_id) VALUES ($1, $2, $3)",
                &params![session, number(*seat)?, *person],
            )
            .map(drop),
        Beside::Draft {
            kind,
            number: which,
            person,
            sealed,
        } => tx
            .run(
                "INSERT INTO session_drafts (session_id, kind, number, person_id, sealed)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (session_id, kind, number) DO UPDATE SET
                     person_id = excluded.person_id, sealed = excluded.sealed",
                &params![session, *kind, number(*which)?, *person, sealed],
            )
            .map(drop),
        Beside::NoDraft {
            kind,
            number: which,
        } => tx
            .run(
                "DELETE FROM session_drafts
                 WHERE session_id = $1 AND kind = $2 AND number = $3",
                &params![session, *kind, number(*which)?],
            )
            .map(drop),
        Beside::Pulse { ratings } => add_pulse(tx, session, ratings),
        Beside::End {
            at_ms,
            record,
            attendance,
        } => end(tx, session, *at_ms, record, attendance),
        Beside::Forget { person, words } => forget(tx, session, *person, words),
        Beside::HandOver {
            seat,
            to,
            face_sealed,
        } => hand_over(tx, session, (*seat, *to), face_sealed),
        Beside::ClearAway => clear_away(tx, session),
        kept => write_kept(tx, session, kept),
    }
}

fn write_kept(tx: &mut Tx<'_>, session: SessionId, beside: &Beside) -> Result<(), StoreError> {
    match beside {
        Beside::Plan {
            id,
            person,
            group,
            made_ms,
            may_know,
            sealed,
        } => {
            forget_answer(tx, session, *person)?;
            tx.run(
                "INSERT INTO plans (id, person_id, session_id, group_id, made_ms, may_know, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (person_id, session_id) DO UPDATE SET
                 id = excluded.id, made_ms = excluded.made_ms,
                 may_know = excluded.may_know, sealed = excluded.sealed",
                &params![
                    *id,
                    *person,
                    session,
                    *group,
                    *made_ms,
                    kept::may_know_key(*may_know),
                    sealed
                ],
            )?
        }
        Beside::NoPlan { person } => {
            forget_answer(tx, session, *person)?;
            tx.run(
                "DELETE FROM plans WHERE person_id = $1 AND session_id = $2",
                &params![*person, session],
            )?
        }
        Beside::How {
            plan,
            person,
            how,
            at_ms,
        } => super::kept::answer(tx, *person, *plan, *how, *at_ms)?,
        Beside::ShowPlan { plan, person } => tx.run(
            "UPDATE plans SET shown_in = $1 WHERE id = $2 AND person_id = $3",
            &params![session, *plan, *person],
        )?,
        Beside::Note {
            id,
            person,
            kind,
            made_ms,
            sealed,
        } => tx.run(
            "INSERT INTO session_notes (id, person_id, session_id, kind, made_ms, sealed)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (person_id, session_id, kind) DO UPDATE SET
                 id = excluded.id, made_ms = excluded.made_ms, sealed = excluded.sealed",
            &params![*id, *person, session, kind.key(), *made_ms, sealed],
        )?,
        other => write_record(tx, session, other)?,
    };
    Ok(())
}

fn write_record(tx: &mut Tx<'_>, session: SessionId, beside: &Beside) -> Result<u64, StoreError> {
    match beside {
        Beside::Record {
            id,
            person,
            made_ms,
            sealed,
        } => tx.run(
            "INSERT INTO session_records (id, person_id, session_id, made_ms, sealed)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
            &params![*id, *person, session, *made_ms, sealed],
        ),
        Beside::NoRecord { id } => {
            tx.run("DELETE FROM session_records WHERE id = $1", &params![*id])
        }
        Beside::Debrief {
            id,
            person,
            made_ms,
            sealed,
        } => debrief::store::add(tx, session, (*id, *person, *made_ms), sealed),
        Beside::DebriefAnew { id, person, sealed } => {
            debrief::store::renew(tx, (*id, *person), sealed)
        }
        _ => Ok(0),
    }
}

/// A plan that is replaced or dropped takes along how it went: the answer knows it by its number.
fn forget_answer(tx: &mut Tx<'_>, session: SessionId, person: PersonId) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM plan_answers WHERE plan_id IN
             (SELECT id FROM plans WHERE person_id = $1 AND session_id = $2)",
        &params![person, session],
    )
}

fn forget(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
    words: &[u64],
) -> Result<(), StoreError> {
    for word in words {
        tx.run(
            "DELETE FROM session_drafts
             WHERE session_id = $1 AND kind = 'reply' AND number = $2",
            &params![session, number(*word)?],
        )?;
    }
    super::erase(tx, person)
}

/// Gives a seat, and the row of who came if the session has ended, to another person. Whoever sat at
/// a table wrote nothing that would have to go with it.
pub(in super::super) fn hand_over(
    tx: &mut Tx<'_>,
    session: SessionId,
    (seat, to): (u64, PersonId),
    face_sealed: &[u8],
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE session_seats SET person_id = $1 WHERE session_id = $2 AND seat = $3",
        &params![to, session, number(seat)?],
    )?;
    tx.run(
        "UPDATE session_drafts SET person_id = $1, sealed = $2
         WHERE session_id = $3 AND kind = 'face' AND number = $4",
        &params![to, face_sealed, session, number(seat)?],
    )?;
    tx.run(
        "UPDATE session_attendance SET person_id = $1, face_sealed = $2
         WHERE session_id = $3 AND seat = $4",
        &params![to, face_sealed, session, number(seat)?],
    )?;
    Ok(())
}

fn add_pulse(
    tx: &mut Tx<'_>,
    session: SessionId,
    ratings: &[(&'static str, u8)],
) -> Result<(), StoreError> {
    for (question, rating) in ratings {
        tx.run(
            "INSERT INTO pulse_tallies (session_id, question, rating, answers)
             VALUES ($1, $2, $3, 1)
             ON CONFLICT (session_id, question, rating)
             DO UPDATE SET answers = pulse_tallies.answers + 1",
            &params![session, *question, *rating],
        )?;
    }
    Ok(())
}

fn end(
    tx: &mut Tx<'_>,
    session: SessionId,
    at_ms: i64,
    record: &str,
    attendance: &[Came],
) -> Result<(), StoreError> {
    for came in attendance {
        // Whoever was erased during the session has no seat row any more, and stays unnamed.
        tx.run(
            "INSERT INTO session_attendance
                 (session_id, seat, person_id, face_sealed, role, from_ms, to_ms)
             VALUES ($1, $2,
                 (SELECT person_id FROM session_seats WHERE session_id = $1 AND seat = $2),
                 (SELECT sealed FROM session_drafts
                  WHERE session_id = $1 AND kind = 'face' AND number = $2), $3, $4, $5)
             ON CONFLICT (session_id, seat) DO NOTHING",
            &params![
                session,
                number(came.seat)?,
                came.role,
                came.from_ms,
                came.to_ms
            ],
        )?;
    }
    tx.run(
        "UPDATE sessions SET state = 'ended', ended_ms = $1, record = $2 WHERE id = $3",
        &params![at_ms, record, session],
    )?;
    Ok(())
}

/// Removes what was only for the evening.
pub(in super::super) fn clear_away(tx: &mut Tx<'_>, session: SessionId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM session_journal WHERE session_id = $1",
        "DELETE FROM session_snapshots WHERE session_id = $1",
        "DELETE FROM session_drafts WHERE session_id = $1",
        "DELETE FROM session_seats WHERE session_id = $1",
        "DELETE FROM room_devices WHERE session_id = $1",
    ] {
        tx.run(sql, &params![session])?;
    }
    Ok(())
}

/// All that a room is rebuilt from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Written {
    pub(in super::super) snapshot: Option<(i64, String)>,
    /// The entries after the snapshot, in order.
    pub(in super::super) entries: Vec<Entry>,
    pub(in super::super) seats: Vec<(u64, PersonId)>,
    pub(in super::super) drafts: Vec<Draft>,
}

/// A sealed draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Draft {
    pub(in super::super) kind: String,
    pub(in super::super) number: u64,
    pub(in super::super) person: PersonId,
    pub(in super::super) sealed: Vec<u8>,
}

impl FromRow for Draft {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: row.get("kind")?,
            number: unsigned(row.get("number")?)?,
            person: PersonId(row.get("person_id")?),
            sealed: row.get("sealed")?,
        })
    }
}

/// Reads what a room has written.
pub(in super::super) fn read(tx: &mut Tx<'_>, session: SessionId) -> Result<Written, StoreError> {
    let snapshot = tx.maybe(
        "SELECT number, state FROM session_snapshots WHERE session_id = $1",
        &params![session],
    )?;
    let entries: Vec<Entry> = tx.all(
        "SELECT number, at_ms, entry FROM session_journal
         WHERE session_id = $1 ORDER BY number LIMIT $2",
        &params![session, ENTRIES_MAX + 1],
    )?;
    if entries.len() as i64 > ENTRIES_MAX {
        return Err(StoreError::Inconsistent("a journal without end".into()));
    }
    let seats: Vec<(i64, i64)> = tx.all(
        "SELECT seat, person_id FROM session_seats WHERE session_id = $1 ORDER BY seat",
        &params![session],
    )?;
    let drafts = tx.all(
        "SELECT kind, number, person_id, sealed FROM session_drafts
         WHERE session_id = $1 ORDER BY number LIMIT $2",
        &params![session, DRAFTS_MAX],
    )?;
    let seats = seats
        .into_iter()
        .map(|(seat, person)| Ok((unsigned(seat)?, PersonId(person))))
        .collect::<Result<_, StoreError>>()?;
    Ok(Written {
        snapshot,
        entries,
        seats,
        drafts,
    })
}

fn number(n: u64) -> Result<i64, StoreError> {
    i64::try_from(n).map_err(|_| StoreError::Inconsistent("a number beyond 63 bits".into()))
}

fn unsigned(n: i64) -> Result<u64, StoreError> {
    u64::try_from(n).map_err(|_| StoreError::Inconsistent("a number below zero".into()))
}
