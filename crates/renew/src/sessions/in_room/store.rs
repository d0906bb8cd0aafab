//! The SQL of devices in a room and of the people at its tables.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::super::SessionId;
use super::{Device, Kind, Seated};
use crate::site::visitor::PersonId;

/// Guests read at once: more than sit at the tables of a community in a day.
const GUESTS_MAX: i64 = 500;

impl FromRow for Device {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let kind = Kind::from_key(&row.get::<String>("kind")?)
            .ok_or_else(|| StoreError::Inconsistent("a device of an unknown kind".into()))?;
        Ok(Self {
            id: row.get("id")?,
            session: SessionId(row.get("session_id")?),
            kind,
            nth: row.get("nth")?,
            is_there: row.get::<Option<Vec<u8>>>("token_print")?.is_some(),
            code_ends_ms: match row.get::<Option<Vec<u8>>>("code_print")? {
                Some(_) => Some(row.get("code_ends_ms")?),
                None => None,
            },
        })
    }
}

const DEVICE: &str = "SELECT id, session_id, kind, nth, token_print, code_print, code_ends_ms
    FROM room_devices";

/// The devices of a session: phones on tables first.
pub(super) fn devices(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Device>, StoreError> {
    tx.all(
        &format!("{DEVICE} WHERE session_id = $1 ORDER BY kind, nth"),
        &params![session],
    )
}

/// A code for a device.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeviceCode {
    pub(super) print: [u8; 32],
    pub(super) ends_ms: i64,
}

pub(super) fn add_device(
    tx: &mut Tx<'_>,
    device: &Device,
    code: DeviceCode,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO room_devices
             (id, session_id, kind, nth, code_print, code_ends_ms, token_print, made_ms)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)",
        &params![
            device.id,
            device.session,
            device.kind.key(),
            device.nth,
            code.print,
            code.ends_ms,
            now_ms
        ],
    )?;
    Ok(())
}

/// Another code for a device; the one before opens nothing any more.
pub(super) fn set_device_code(
    tx: &mut Tx<'_>,
    device: i64,
    code: DeviceCode,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE room_devices SET code_print = $1, code_ends_ms = $2 WHERE id = $3",
        &params![code.print, code.ends_ms, device],
    )?;
    Ok(())
}

pub(super) fn device_by_code(
    tx: &mut Tx<'_>,
    print: &[u8],
    now_ms: i64,
) -> Result<Option<Device>, StoreError> {
    tx.maybe(
        &format!("{DEVICE} WHERE code_print = $1 AND code_ends_ms > $2"),
        &params![print, now_ms],
    )
}

/// Lets a device in with its code, once; the one before it is out. False if somebody was quicker.
pub(super) fn take_up(
    tx: &mut Tx<'_>,
    device: i64,
    code_print: &[u8],
    token_print: &[u8],
) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE room_devices SET token_print = $1, code_print = NULL
         WHERE id = $2 AND code_print = $3",
        &params![token_print, device, code_print],
    )?;
    Ok(touched == 1)
}

pub(super) fn device_by_token(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<Device>, StoreError> {
    tx.maybe(&format!("{DEVICE} WHERE token_print = $1"), &params![print])
}

/// Shows a device out. What it stood for stays, for another one.
pub(super) fn forget_token(tx: &mut Tx<'_>, print: &[u8]) -> Result<(), StoreError> {
    tx.run(
        "UPDATE room_devices SET token_print = NULL WHERE token_print = $1",
        &params![print],
    )?;
    Ok(())
}

/// As [`forget_token`], by who leads the session.
pub(super) fn stop_device(
    tx: &mut Tx<'_>,
    session: SessionId,
    device: i64,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE room_devices SET token_print = NULL, code_print = NULL
         WHERE id = $1 AND session_id = $2",
        &params![device, session],
    )?;
    Ok(())
}

impl FromRow for Seated {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person: PersonId(row.get("person_id")?),
            session: SessionId(row.get("session_id")?),
            table: row.get("table_nth")?,
            is_guest: row.get("is_guest")?,
            is_gone: row.get("is_gone")?,
            is_claimed: row.get::<Option<i64>>("claimed_ms")?.is_some(),
            code_ends_ms: row.get("code_ends_ms")?,
        })
    }
}

const SEATED: &str = "SELECT person_id, session_id, table_nth, is_guest, is_gone, claimed_ms,
        code_ends_ms
    FROM table_people";

/// Who sits at the tables of a session, or sat there.
pub(super) fn people_of(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Seated>, StoreError> {
    tx.all(
        &format!("{SEATED} WHERE session_id = $1 ORDER BY table_nth, place, person_id"),
        &params![session],
    )
}

pub(super) fn people_at(
    tx: &mut Tx<'_>,
    session: SessionId,
    table: i64,
) -> Result<Vec<Seated>, StoreError> {
    tx.all(
        &format!("{SEATED} WHERE session_id = $1 AND table_nth = $2 ORDER BY place, person_id"),
        &params![session, table],
    )
}

pub(super) fn seated(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Seated>, StoreError> {
    tx.maybe(&format!("{SEATED} WHERE person_id = $1"), &params![person])
}

/// Seats a guest at a table, after those who sit there. False when `most` have sat there already.
pub(super) fn add_person(
    tx: &mut Tx<'_>,
    (session, table): (SessionId, i64),
    person: PersonId,
    most: i64,
) -> Result<bool, StoreError> {
    let (place,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM table_people WHERE session_id = $1 AND table_nth = $2",
        &params![session, table],
    )?;
    if place >= most {
        return Ok(false);
    }
    tx.run(
        "INSERT INTO table_people (person_id, session_id, table_nth, place, is_guest, is_gone,
             code_print, code_ends_ms, claimed_ms)
         VALUES ($1, $2, $3, $4, 1, 0, NULL, 0, NULL)",
        &params![person, session, table, place],
    )?;
    Ok(true)
}

pub(super) fn set_gone(tx: &mut Tx<'_>, person: PersonId, is_gone: bool) -> Result<(), StoreError> {
    tx.run(
        "UPDATE table_people SET is_gone = $1 WHERE person_id = $2",
        &params![is_gone, person],
    )?;
    Ok(())
}

/// Gives somebody a personal code; the one before opens nothing any more. False if they act on a
/// device of their own already.
pub(super) fn set_person_code(
    tx: &mut Tx<'_>,
    person: PersonId,
    print: &[u8],
    ends_ms: i64,
) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE table_people SET code_print = $1, code_ends_ms = $2
         WHERE person_id = $3 AND claimed_ms IS NULL",
        &params![print, ends_ms, person],
    )?;
    Ok(touched == 1)
}

pub(super) fn person_by_code(
    tx: &mut Tx<'_>,
    print: &[u8],
    now_ms: i64,
) -> Result<Option<Seated>, StoreError> {
    tx.maybe(
        &format!("{SEATED} WHERE code_print = $1 AND code_ends_ms > $2"),
        &params![print, now_ms],
    )
}

/// The use of a personal code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) print: [u8; 32],
    /// By which the same page may use it again, if it can say so.
    pub(super) used_print: Option<[u8; 32]>,
    pub(super) now_ms: i64,
    /// Until when it may.
    pub(super) again_until_ms: i64,
}

/// Uses a personal code: once, or again from the page that used it. False if somebody was quicker.
pub(super) fn claim(tx: &mut Tx<'_>, person: PersonId, claim: &Claim) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE table_people SET code_print = $1, code_ends_ms = $2, claimed_ms = $3
         WHERE person_id = $4 AND code_print = $5 AND code_ends_ms > $6",
        &params![
            claim.used_print,
            claim.again_until_ms,
            claim.now_ms,
            person,
            claim.print,
            claim.now_ms
        ],
    )?;
    if touched == 1 {
        return Ok(true);
    }
    let Some(used) = claim.used_print else {
        return Ok(false);
    };
    let found = person_by_code(tx, &used, claim.now_ms)?;
    Ok(found.is_some_and(|found| found.person == person))
}

/// Takes the use of a code back: it is as it was before, and open until `ends_ms`.
pub(super) fn unclaim(
    tx: &mut Tx<'_>,
    person: PersonId,
    print: &[u8],
    ends_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE table_people SET code_print = $1, code_ends_ms = $2, claimed_ms = NULL
         WHERE person_id = $3",
        &params![print, ends_ms, person],
    )?;
    Ok(())
}

/// From now on the place at the table is a member's, who is no guest.
pub(super) fn hand_over(tx: &mut Tx<'_>, from: PersonId, to: PersonId) -> Result<(), StoreError> {
    if seated(tx, from)?.is_none() {
        // It was handed over before.
        return Ok(());
    }
    // Somebody may have sat at a table of another evening, of which nothing is needed any more.
    tx.run(
        "DELETE FROM table_people WHERE person_id = $1",
        &params![to],
    )?;
    tx.run(
        "UPDATE table_people SET person_id = $1, is_guest = 0 WHERE person_id = $2",
        &params![to, from],
    )?;
    Ok(())
}

/// The seat of somebody in the record of a session that has ended.
pub(super) fn seat_in_record(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<Option<i64>, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT seat FROM session_attendance WHERE session_id = $1 AND person_id = $2",
        &params![session, person],
    )?;
    Ok(row.map(|(seat,)| seat))
}

/// The guests of sessions that ended before `before_ms` whose code opens nothing any more at `now_ms`,
/// by their numbers, from the one after `after`.
pub(super) fn left_over(
    tx: &mut Tx<'_>,
    (before_ms, now_ms): (i64, i64),
    after: PersonId,
) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT t.person_id FROM table_people t LEFT JOIN sessions s ON s.id = t.session_id
         WHERE t.is_guest = 1 AND (s.id IS NULL OR (s.state = 'ended' AND s.ended_ms < $1))
             AND (t.code_print IS NULL OR t.code_ends_ms <= $2) AND t.person_id > $3
         ORDER BY t.person_id LIMIT $4",
        &params![before_ms, now_ms, after, GUESTS_MAX],
    )?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// Somebody is no guest any more.
pub(super) fn stays(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE table_people SET is_guest = 0 WHERE person_id = $1",
        &params![person],
    )?;
    Ok(())
}

/// The table's phone speaks for a guest again who came with their code.
pub(super) fn seat_again(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE table_people SET claimed_ms = NULL, code_print = NULL
         WHERE person_id = $1 AND is_guest = 1",
        &params![person],
    )?;
    Ok(())
}

/// Forgets at which table a member sat in a session that ended before `before_ms`: nothing is made
/// of it any more.
pub(super) fn at_home(tx: &mut Tx<'_>, before_ms: i64) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM table_people WHERE is_guest = 0 AND session_id IN
             (SELECT id FROM sessions WHERE state = 'ended' AND ended_ms < $1)",
        &params![before_ms],
    )?;
    Ok(())
}

pub(super) fn remove_person(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM table_people WHERE person_id = $1",
        &params![person],
    )?;
    Ok(())
}
