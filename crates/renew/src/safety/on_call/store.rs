//! The SQL of who is on call.

use ::store::{FromRow, Row, StoreError, Tx, params};
use calendar::{Days, Zone};

use super::{Answer, DOORS_KEPT_MS, Door, DoorId, On, Shift, ShiftId};
use crate::sessions::SessionId;
use crate::site::moment;
use crate::site::visitor::PersonId;

/// Times on the rota, of all people together: far more than a week has hours to fill.
pub(super) const SHIFTS_MAX: i64 = 200;
/// More people than are on call at once, or asked into one room.
const DOORS_MAX: i64 = 50;

impl FromRow for Shift {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let wrong = |what: &str| StoreError::Inconsistent(format!("a shift with a wrong {what}"));
        let (bits, date): (i64, String) = (row.get("days")?, row.get("date")?);
        let on = if date.is_empty() {
            On::EachWeek(Days::from_bits(bits).ok_or_else(|| wrong("day"))?)
        } else {
            On::Once(date.parse().map_err(|_| wrong("date"))?)
        };
        Ok(Self {
            id: ShiftId(row.get("id")?),
            person: PersonId(row.get("person_id")?),
            on,
            start_minute: row.get("start_minute")?,
            end_minute: row.get("end_minute")?,
            // A zone that this program doesn't know was valid when it was chosen.
            zone: Zone::named(&row.get::<String>("zone")?).unwrap_or_else(Zone::utc),
        })
    }
}

impl FromRow for Door {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let answer = Answer::from_key(&row.get::<String>("answer")?)
            .ok_or_else(|| StoreError::Inconsistent("an answer that is none".to_owned()))?;
        Ok(Self {
            id: DoorId(row.get("id")?),
            session: SessionId(row.get("session_id")?),
            group: row.get("group_id")?,
            person: PersonId(row.get("person_id")?),
            asked_by: row.get::<Option<i64>>("asked_by")?.map(PersonId),
            asked_ms: row.get("asked_ms")?,
            answer,
        })
    }
}

/// The whole rota.
pub(super) fn shifts(tx: &mut Tx<'_>) -> Result<Vec<Shift>, StoreError> {
    tx.all(
        "SELECT id, person_id, days, date, start_minute, end_minute, zone FROM on_call_shifts
         ORDER BY date, days, start_minute, id LIMIT $1",
        &params![SHIFTS_MAX],
    )
}

/// Puts somebody down.
///
/// # Errors
/// [`StoreError::Refused`] when the rota is full.
pub(super) fn add_shift(tx: &mut Tx<'_>, shift: &Shift, now_ms: i64) -> Result<(), StoreError> {
    let (others,): (i64,) = tx.one("SELECT COUNT(*) FROM on_call_shifts", &[])?;
    if others >= SHIFTS_MAX {
        return Err(StoreError::Refused("the rota is full".into()));
    }
    let (bits, date) = match shift.on {
        On::EachWeek(days) => (days.bits(), String::new()),
        On::Once(date) => (0, date.to_string()),
    };
    tx.run(
        "INSERT INTO on_call_shifts (id, person_id, days, date, start_minute, end_minute, zone,
            made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            shift.id,
            shift.person,
            bits,
            &date,
            shift.start_minute,
            shift.end_minute,
            shift.zone.name(),
            now_ms
        ],
    )?;
    Ok(())
}

/// Takes a time off the rota: anybody's, or only this person's own.
pub(super) fn remove_shift(
    tx: &mut Tx<'_>,
    id: ShiftId,
    of: Option<PersonId>,
) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM on_call_shifts WHERE id = $1 AND ($2 = 0 OR person_id = $2)",
        &params![id, of.map_or(0, |person| person.0)],
    )?;
    Ok(())
}

/// How somebody is reached, sealed.
pub(super) fn reach_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = tx.maybe(
        "SELECT reach_sealed FROM on_call_reach WHERE person_id = $1",
        &params![person],
    )?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Keeps how somebody is reached, or forgets it.
pub(super) fn set_reach(
    tx: &mut Tx<'_>,
    person: PersonId,
    sealed: Option<&Vec<u8>>,
    now_ms: i64,
) -> Result<(), StoreError> {
    match sealed {
        None => tx.run(
            "DELETE FROM on_call_reach WHERE person_id = $1",
            &params![person],
        )?,
        Some(sealed) => tx.run(
            "INSERT INTO on_call_reach (person_id, reach_sealed, changed_ms) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET
                 reach_sealed = excluded.reach_sealed, changed_ms = excluded.changed_ms",
            &params![person, sealed, now_ms],
        )?,
    };
    Ok(())
}

const DOOR_COLUMNS: &str = "SELECT id, session_id, group_id, person_id, asked_by, asked_ms, answer
    FROM on_call_doors";

/// Asks somebody into a room; who was asked before is asked anew.
pub(super) fn ask_in(tx: &mut Tx<'_>, door: &Door) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO on_call_doors (id, session_id, group_id, person_id, asked_by, asked_ms,
            answer) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (session_id, person_id) DO UPDATE SET
             asked_by = excluded.asked_by, asked_ms = excluded.asked_ms,
             answer = excluded.answer",
        &params![
            door.id,
            door.session,
            door.group,
            door.person,
            door.asked_by.map(|one| one.0),
            door.asked_ms,
            door.answer.key()
        ],
    )?;
    Ok(())
}

pub(super) fn door(tx: &mut Tx<'_>, id: DoorId) -> Result<Option<Door>, StoreError> {
    tx.maybe(&format!("{DOOR_COLUMNS} WHERE id = $1"), &params![id])
}

/// Who was asked into a room.
pub(super) fn doors_of_session(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<Door>, StoreError> {
    tx.all(
        &format!("{DOOR_COLUMNS} WHERE session_id = $1 ORDER BY asked_ms, id LIMIT $2"),
        &params![session, DOORS_MAX],
    )
}

/// Where somebody was asked in, the latest first.
pub(super) fn doors_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Door>, StoreError> {
    tx.all(
        &format!("{DOOR_COLUMNS} WHERE person_id = $1 ORDER BY asked_ms DESC, id LIMIT $2"),
        &params![person, DOORS_MAX],
    )
}

pub(super) fn answer(tx: &mut Tx<'_>, id: DoorId, answer: Answer) -> Result<(), StoreError> {
    tx.run(
        "UPDATE on_call_doors SET answer = $1 WHERE id = $2",
        &params![answer.key(), id],
    )?;
    Ok(())
}

/// Whether this person was asked into the session and said that they come. The room takes them in
/// as a host.
///
/// # Errors
/// The database can't be read.
pub fn is_let_in(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = tx.maybe(
        "SELECT id FROM on_call_doors
         WHERE session_id = $1 AND person_id = $2 AND answer = 'coming'",
        &params![session, person],
    )?;
    Ok(found.is_some())
}

/// Removes doors that nobody needs to know of any more, and single days that are over.
pub(in super::super) fn erase_old(tx: &mut Tx<'_>, now_ms: i64) -> Result<u64, StoreError> {
    let before_ms = now_ms - DOORS_KEPT_MS;
    let doors = tx.run(
        "DELETE FROM on_call_doors WHERE asked_ms < $1",
        &params![before_ms],
    )?;
    let day = moment::civil(before_ms, "UTC").date().to_string();
    let days = tx.run(
        "DELETE FROM on_call_shifts WHERE date <> '' AND date < $1",
        &params![&day],
    )?;
    Ok(doors + days)
}

/// Removes what is the person's, and the person from what is others'.
pub(in super::super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM on_call_shifts WHERE person_id = $1",
        "DELETE FROM on_call_reach WHERE person_id = $1",
        "DELETE FROM on_call_doors WHERE person_id = $1",
        "UPDATE on_call_doors SET asked_by = NULL WHERE asked_by = $1",
    ] {
        tx.run(sql, &params![person])?;
    }
    Ok(())
}
