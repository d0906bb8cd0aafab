//! The SQL of what is other than a group's usual times.

use std::collections::BTreeMap;

use ::store::{FromRow, Row, StoreError, Tx, params};
use calendar::schedule::{Change, Exception, Exceptions, Held, Way};
use jiff::civil::Date;

use super::details::time_of;
use super::differences::{Closed, Closure, Differences, Planned};
use super::field::Field;
use super::store::{date, minute, start_minute};
use super::{Group, GroupId, calendars, inconsistent};
use crate::site::visitor::PersonId;

/// What is read for all groups at once: five single days for each of as many groups as there may
/// be. The nearest come first, and what is long past is taken away.
const EXCEPTIONS_READ_MAX: i64 = 100_000;
/// A few of the groups plan at a time.
const PLANNED_READ_MAX: i64 = 20_000;
/// More closed venues at once than any community has.
pub(super) const CLOSURES_MAX: i64 = 200;

/// What is other than usual, by group.
#[derive(Debug)]
pub(super) struct Known {
    by_group: BTreeMap<GroupId, Differences>,
    closed: Closed,
}

impl Known {
    /// What is known of one group that meets at a place and an address; it is handed out once.
    pub(super) fn of(&mut self, id: GroupId, venue: (&str, &str)) -> Differences {
        let own = self.by_group.remove(&id).unwrap_or_default();
        Differences {
            closures: self.closed.of(venue, &own.planned),
            ..own
        }
    }

    /// A group with what is known of it.
    pub(super) fn beside(&mut self, group: Group) -> Group {
        Group {
            differences: self.of(group.id, (&group.details.place, &group.details.address)),
            ..group
        }
    }

    pub(super) fn beside_all(mut self, groups: Vec<Group>) -> Vec<Group> {
        groups.into_iter().map(|group| self.beside(group)).collect()
    }
}

/// What is different on a date of a group.
struct ExceptionRow {
    group: GroupId,
    date: Date,
    exception: Exception,
}

impl FromRow for ExceptionRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let change = match row.get::<String>("kind")?.as_str() {
            "cancelled" => Change::Cancelled,
            "held" => Change::Held(held(row)?),
            _ => return Err(inconsistent("an exception that is none")),
        };
        Ok(Self {
            group: GroupId(row.get("group_id")?),
            date: date(&row.get::<String>("date")?)?,
            exception: Exception {
                change,
                note: row.get("note")?,
            },
        })
    }
}

fn held(row: &Row<'_>) -> Result<Held, StoreError> {
    let moved_to: Option<String> = row.get("moved_to")?;
    let minutes: Option<i64> = row.get("duration_minutes")?;
    let way: Option<String> = row.get("way")?;
    Ok(Held {
        date: moved_to.as_deref().map(date).transpose()?,
        start: start_minute(row)?.and_then(time_of),
        duration_minutes: minutes.map(minute).transpose()?,
        way: way
            .map(|key| Way::from_key(&key).ok_or_else(|| inconsistent("a way that is none")))
            .transpose()?,
    })
}

struct PlannedRow {
    group: GroupId,
    planned: Planned,
}

impl FromRow for PlannedRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let fields: String = row.get("fields")?;
        let texts: BTreeMap<String, String> = serde_json::from_str(&fields)
            .map_err(|_| inconsistent("planned fields that are not JSON"))?;
        // A field that a later program took away changes nothing.
        let fields = texts
            .into_iter()
            .filter_map(|(key, text)| Some((Field::from_key(&key)?, text)));
        Ok(Self {
            group: GroupId(row.get("group_id")?),
            planned: Planned {
                from: date(&row.get::<String>("from_date")?)?,
                fields: fields.collect(),
            },
        })
    }
}

impl FromRow for Closure {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            place: row.get("place")?,
            address: row.get("address")?,
            first: date(&row.get::<String>("first_date")?)?,
            last: date(&row.get::<String>("last_date")?)?,
            note: row.get("note")?,
        })
    }
}

/// What is other than usual about one group.
pub(super) fn of_group(tx: &mut Tx<'_>, id: GroupId) -> Result<Known, StoreError> {
    of_groups(tx, &[id])
}

/// What is other than usual about a few groups.
pub(super) fn of_groups(tx: &mut Tx<'_>, ids: &[GroupId]) -> Result<Known, StoreError> {
    let [mut exceptions, mut of_calendar] = [Vec::new(), Vec::new()];
    let mut planned = Vec::new();
    for id in ids {
        exceptions.extend(tx.all(
            "SELECT group_id, date, kind, moved_to, start_minute, duration_minutes, way, note
             FROM meeting_exceptions WHERE group_id = $1 ORDER BY date",
            &params![*id],
        )?);
        planned.extend(tx.all(
            "SELECT group_id, from_date, fields FROM planned_changes
             WHERE group_id = $1 ORDER BY from_date",
            &params![*id],
        )?);
        of_calendar.extend(tx.all(
            "SELECT group_id, date, kind, moved_to, start_minute, duration_minutes, way, note
             FROM calendar_exceptions WHERE group_id = $1 ORDER BY date",
            &params![*id],
        )?);
    }
    known_of(tx, [exceptions, of_calendar], planned)
}

/// What is other than usual about the groups of a person.
pub(super) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Known, StoreError> {
    let exceptions = tx.all(
        "SELECT e.group_id, e.date, e.kind, e.moved_to, e.start_minute, e.duration_minutes, e.way,
                e.note
         FROM meeting_exceptions e JOIN memberships m ON m.group_id = e.group_id
         WHERE m.person_id = $1 ORDER BY e.date LIMIT $2",
        &params![person, EXCEPTIONS_READ_MAX],
    )?;
    let planned = tx.all(
        "SELECT p.group_id, p.from_date, p.fields
         FROM planned_changes p JOIN memberships m ON m.group_id = p.group_id
         WHERE m.person_id = $1 ORDER BY p.from_date LIMIT $2",
        &params![person, PLANNED_READ_MAX],
    )?;
    let of_calendar = tx.all(
        "SELECT e.group_id, e.date, e.kind, e.moved_to, e.start_minute, e.duration_minutes, e.way,
                e.note
         FROM calendar_exceptions e JOIN memberships m ON m.group_id = e.group_id
         WHERE m.person_id = $1 ORDER BY e.date LIMIT $2",
        &params![person, EXCEPTIONS_READ_MAX],
    )?;
    known_of(tx, [exceptions, of_calendar], planned)
}

/// What is other than usual about all groups.
pub(super) fn of_all(tx: &mut Tx<'_>) -> Result<Known, StoreError> {
    let exceptions = tx.all(
        "SELECT group_id, date, kind, moved_to, start_minute, duration_minutes, way, note
         FROM meeting_exceptions ORDER BY date, group_id LIMIT $1",
        &params![EXCEPTIONS_READ_MAX],
    )?;
    let planned = tx.all(
        "SELECT group_id, from_date, fields FROM planned_changes
         ORDER BY from_date, group_id LIMIT $1",
        &params![PLANNED_READ_MAX],
    )?;
    let of_calendar = tx.all(
        "SELECT group_id, date, kind, moved_to, start_minute, duration_minutes, way, note
         FROM calendar_exceptions ORDER BY date, group_id LIMIT $1",
        &params![EXCEPTIONS_READ_MAX],
    )?;
    known_of(tx, [exceptions, of_calendar], planned)
}

fn known_of(
    tx: &mut Tx<'_>,
    [exceptions, of_calendar]: [Vec<ExceptionRow>; 2],
    planned: Vec<PlannedRow>,
) -> Result<Known, StoreError> {
    let mut by_group: BTreeMap<GroupId, Differences> = BTreeMap::new();
    // Whoever writes keeps to fewer exceptions than fit in here.
    for row in exceptions {
        let known = by_group.entry(row.group).or_default();
        let _ = known.exceptions.set(row.date, row.exception);
    }
    for row in of_calendar {
        let known = by_group.entry(row.group).or_default();
        let _ = known.calendar.set(row.date, row.exception);
    }
    for row in planned {
        let known = by_group.entry(row.group).or_default();
        known.planned.push(row.planned);
    }
    for id in calendars::following(tx)? {
        by_group.entry(id).or_default().follows_calendar = true;
    }
    Ok(Known {
        by_group,
        closed: Closed::of_all(closures(tx)?),
    })
}

/// The venues that are closed now or later, the next first.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn closures(tx: &mut Tx<'_>) -> Result<Vec<Closure>, StoreError> {
    tx.all(
        "SELECT id, place, address, first_date, last_date, note
         FROM venue_closures ORDER BY first_date, id LIMIT $1",
        &params![CLOSURES_MAX],
    )
}

/// Sets what is different on a date of a group, or takes it back.
pub(super) fn set_exception(
    tx: &mut Tx<'_>,
    id: GroupId,
    on: Date,
    exception: Option<&Exception>,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM meeting_exceptions WHERE group_id = $1 AND date = $2",
        &params![id, on.to_string()],
    )?;
    match exception {
        Some(exception) => insert(tx, "meeting_exceptions", (id, on), exception, now_ms),
        None => Ok(()),
    }
}

/// Replaces what a group's calendar says of the days from `from` on.
pub(super) fn set_of_calendar(
    tx: &mut Tx<'_>,
    id: GroupId,
    from: Date,
    exceptions: &Exceptions,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM calendar_exceptions WHERE group_id = $1 AND date >= $2",
        &params![id, from.to_string()],
    )?;
    for (date, exception) in exceptions.iter().filter(|(date, _)| *date >= from) {
        insert(tx, "calendar_exceptions", (id, date), exception, now_ms)?;
    }
    Ok(())
}

/// Writes an exception into one of the two tables that have the same columns.
fn insert(
    tx: &mut Tx<'_>,
    table: &'static str,
    (id, on): (GroupId, Date),
    Exception { change, note }: &Exception,
    now_ms: i64,
) -> Result<(), StoreError> {
    let (kind, held) = match change {
        Change::Cancelled => ("cancelled", Held::default()),
        Change::Held(held) => ("held", *held),
    };
    let minute = |time: jiff::civil::Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    tx.run(
        &format!(
            "INSERT INTO {table} (group_id, date, kind, moved_to, start_minute, duration_minutes,
                 way, note, changed_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &params![
            id,
            on.to_string(),
            kind,
            held.date.map(|date| date.to_string()),
            held.start.map(minute),
            held.duration_minutes.map(i64::from),
            held.way.map(Way::key),
            note,
            now_ms
        ],
    )?;
    Ok(())
}

/// A group's next version, for calendars that compare.
pub(super) fn raise(tx: &mut Tx<'_>, id: GroupId, now_ms: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE meeting_groups SET sequence = sequence + 1, changed_ms = $1 WHERE id = $2",
        &params![now_ms, id],
    )?;
    Ok(())
}

/// Keeps what changes from a day on, in place of what was planned for that day.
pub(super) fn set_planned(
    tx: &mut Tx<'_>,
    id: GroupId,
    planned: &Planned,
    now_ms: i64,
) -> Result<(), StoreError> {
    let Planned { from, fields } = planned;
    let texts: BTreeMap<&str, &String> = fields
        .iter()
        .map(|(field, text)| (field.key(), text))
        .collect();
    tx.run(
        "INSERT INTO planned_changes (group_id, from_date, fields, planned_ms)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (group_id, from_date) DO UPDATE SET
             fields = excluded.fields, planned_ms = excluded.planned_ms",
        &params![
            id,
            from.to_string(),
            serde_json::json!(texts).to_string(),
            now_ms
        ],
    )?;
    Ok(())
}

/// Forgets what was planned from a day on. True if something was.
pub(super) fn drop_planned(tx: &mut Tx<'_>, id: GroupId, from: Date) -> Result<bool, StoreError> {
    let gone = tx.run(
        "DELETE FROM planned_changes WHERE group_id = $1 AND from_date = $2",
        &params![id, from.to_string()],
    )?;
    Ok(gone > 0)
}

/// Groups that have planned something from this day on or from an earlier one: so many in one
/// round, and the next comes within minutes.
pub(super) fn due(tx: &mut Tx<'_>, latest: Date) -> Result<Vec<GroupId>, StoreError> {
    const DUE_MAX: i64 = 200;
    planned_until(tx, latest, DUE_MAX)
}

/// As [`due`], all of them.
pub(super) fn planning(tx: &mut Tx<'_>, latest: Date) -> Result<Vec<GroupId>, StoreError> {
    planned_until(tx, latest, super::store::GROUPS_MAX)
}

fn planned_until(tx: &mut Tx<'_>, latest: Date, most: i64) -> Result<Vec<GroupId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT DISTINCT group_id FROM planned_changes WHERE from_date <= $1
         ORDER BY group_id LIMIT $2",
        &params![latest.to_string(), most],
    )?;
    Ok(rows.into_iter().map(|(id,)| GroupId(id)).collect())
}

pub(super) fn add_closure(
    tx: &mut Tx<'_>,
    closure: &Closure,
    now_ms: i64,
) -> Result<(), StoreError> {
    let Closure {
        id,
        place,
        address,
        first,
        last,
        note,
    } = closure;
    tx.run(
        "INSERT INTO venue_closures (id, place, address, first_date, last_date, note, made_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            *id,
            place,
            address,
            first.to_string(),
            last.to_string(),
            note,
            now_ms
        ],
    )?;
    Ok(())
}

pub(super) fn drop_closure(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM venue_closures WHERE id = $1", &params![id])?;
    Ok(())
}

/// Forgets what was different, closed, or led by somebody before this day.
pub(super) fn forget_before(tx: &mut Tx<'_>, day: Date) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM meeting_exceptions WHERE date < $1",
        "DELETE FROM calendar_exceptions WHERE date < $1",
        "DELETE FROM venue_closures WHERE last_date < $1",
        "DELETE FROM rota WHERE date < $1",
    ] {
        tx.run(sql, &params![day.to_string()])?;
    }
    Ok(())
}
