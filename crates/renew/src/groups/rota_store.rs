//! Who leads when, and the SQL of it.

use std::collections::BTreeSet;

use ::store::{FromRow, Row, StoreError, Tx, params};
use calendar::{Occurrence, Timetable};
use jiff::civil::Date;

use super::store::date;
use super::{GroupId, Membership, places_store};
use crate::site::visitor::PersonId;

/// A pair leads, and two may stand in: more than that is a list of helpers.
pub const LEADERS_MAX: i64 = 4;
/// What is read at once: four of twenty groups for a year of weeks.
const ROTA_READ_MAX: i64 = 5_000;
/// The furthest ahead that gaps are looked for, in weeks.
const GAP_WEEKS_MAX: u16 = 26;

const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Somebody leads the meeting of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// The date that the rule gives the meeting, also when it is held on another.
    pub date: Date,
    pub group: GroupId,
    pub person: PersonId,
}

impl FromRow for Turn {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            date: date(&row.get::<String>("date")?)?,
            group: GroupId(row.get("group_id")?),
            person: PersonId(row.get("person_id")?),
        })
    }
}

/// The occurrences of the coming weeks that nobody leads yet, the next first.
#[must_use]
pub fn gaps(timetable: &Timetable, rota: &[Turn], now_ms: i64, weeks: u16) -> Vec<Occurrence> {
    let led: BTreeSet<Date> = rota.iter().map(|turn| turn.date).collect();
    let until_ms = now_ms.saturating_add(WEEK_MS * i64::from(weeks.min(GAP_WEEKS_MAX)));
    let mut coming = timetable.between(now_ms, until_ms);
    coming.retain(|one| !one.is_cancelled && !led.contains(&one.date));
    coming
}

/// Who leads a group's meetings from a date to another, both included.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn rota_of(
    tx: &mut Tx<'_>,
    group: GroupId,
    (first, last): (Date, Date),
) -> Result<Vec<Turn>, StoreError> {
    tx.all(
        "SELECT date, group_id, person_id FROM rota
         WHERE group_id = $1 AND date >= $2 AND date <= $3 ORDER BY date, person_id LIMIT $4",
        &params![group, first.to_string(), last.to_string(), ROTA_READ_MAX],
    )
}

/// Who leads which meeting from a date to another, both included, in all groups.
pub(super) fn rota_between(
    tx: &mut Tx<'_>,
    (first, last): (Date, Date),
) -> Result<Vec<Turn>, StoreError> {
    /// A week of as many groups as a community leads itself, with a pair for each evening.
    const ALL_READ_MAX: i64 = 100_000;
    tx.all(
        "SELECT date, group_id, person_id FROM rota
         WHERE date >= $1 AND date <= $2 ORDER BY date, group_id, person_id LIMIT $3",
        &params![first.to_string(), last.to_string(), ALL_READ_MAX],
    )
}

/// When this person leads, in all groups.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn turns_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Turn>, StoreError> {
    tx.all(
        "SELECT date, group_id, person_id FROM rota
         WHERE person_id = $1 ORDER BY date, group_id LIMIT $2",
        &params![person, ROTA_READ_MAX],
    )
}

/// Puts somebody down to lead the meeting of a date.
///
/// # Errors
/// [`StoreError::Refused`] when this person doesn't lead in the group, or enough do already.
pub fn take_turn(tx: &mut Tx<'_>, turn: Turn, now_ms: i64) -> Result<(), StoreError> {
    let place = places_store::role_in(tx, turn.person, turn.group)?;
    if !place.as_ref().is_some_and(Membership::leads) {
        return Err(StoreError::Refused("this person does not lead here".into()));
    }
    let day = turn.date.to_string();
    let (others,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM rota WHERE group_id = $1 AND date = $2 AND person_id <> $3",
        &params![turn.group, &day, turn.person],
    )?;
    if others >= LEADERS_MAX {
        return Err(StoreError::Refused("enough people lead that day".into()));
    }
    tx.run(
        "INSERT INTO rota (group_id, date, person_id, changed_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (group_id, date, person_id) DO UPDATE SET changed_ms = excluded.changed_ms",
        &params![turn.group, day, turn.person, now_ms],
    )?;
    Ok(())
}

/// Takes somebody off. True if they were down for it.
///
/// # Errors
/// The database refuses.
pub fn give_turn_back(tx: &mut Tx<'_>, turn: Turn) -> Result<bool, StoreError> {
    let gone = tx.run(
        "DELETE FROM rota WHERE group_id = $1 AND date = $2 AND person_id = $3",
        &params![turn.group, turn.date.to_string(), turn.person],
    )?;
    Ok(gone > 0)
}

/// Takes somebody off all dates of a group: they don't lead in it any more.
pub(super) fn leave(tx: &mut Tx<'_>, person: PersonId, group: GroupId) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM rota WHERE group_id = $1 AND person_id = $2",
        &params![group, person],
    )?;
    Ok(())
}
