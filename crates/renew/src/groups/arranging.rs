//! What those who look after groups do with their times: one evening, from a day on, a whole
//! venue. Each of these writes what changes, a higher number for calendars that compare, and what
//! finders and subscribers should hear, in the transaction that it is given.
//!
//! Pages call them through [`super::finder::change`],
//! which has it on the board before it is answered; what goes on behind them calls
//! `Finder::changed` when it is written.

use std::collections::BTreeSet;

use ::store::{StoreError, Tx};
use calendar::schedule::{Change, DURATION_MINUTES_MAX, Exception, Held, NOTE_CHARS_MAX, Way};
use calendar::{Occurrence, Zone};
use jiff::civil::Date;

use super::changes_store::{Happened, Tell, tell};
use super::details::Details;
use super::differences::{CLOSURE_DAYS_MAX, Closure, Planned, Venue, way_of};
use super::differences_store::{self as rows, CLOSURES_MAX};
use super::{Group, GroupId, next_session, store, venue, when};

/// The most days that one group says something of on its own: every third of a year. Beside them
/// the days of closed venues still fit into a schedule.
pub const EXCEPTIONS_OF_ONE_MAX: usize = 120;
/// Summer, autumn, winter, and the one after: who plans further plans again.
pub const PLANNED_OF_ONE_MAX: usize = 4;
/// An evening that is moved further than this is another evening.
const MOVED_DAYS_MAX: i32 = 60;

/// Why something could not be arranged.
#[derive(Debug, thiserror::Error)]
pub enum ArrangeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no such group")]
    NoGroup,
    #[error("the group does not meet on that date")]
    NoMeeting,
    #[error("that meeting is over, or would be")]
    Over,
    #[error("the meeting would be moved too far, or last too long")]
    TooFar,
    #[error("the note is too long")]
    LongNote,
    #[error("there are as many of these as there may be")]
    TooMany,
    #[error("there is no such venue, or its days make no sense")]
    NoVenue,
}

/// A meeting doesn't happen this once. The note is for everyone who would have come.
///
/// # Errors
/// The group has no meeting of that date still to come, or there is no room for the note.
pub fn cancel(
    tx: &mut Tx<'_>,
    id: GroupId,
    on: Date,
    note: &str,
    now_ms: i64,
) -> Result<(), ArrangeError> {
    let group = existing(tx, id)?;
    coming(&group, on, now_ms)?;
    except(tx, &group, on, Exception::cancelled(note), now_ms)
}

/// A meeting is held otherwise this once. What is `None`, or the same as usual, is as usual.
///
/// # Errors
/// The group has no meeting of that date still to come, it would be over already, it would be
/// moved too far or last too long, or there is no room for the note.
pub fn change_once(
    tx: &mut Tx<'_>,
    id: GroupId,
    on: Date,
    held: Held,
    note: &str,
    now_ms: i64,
) -> Result<(), ArrangeError> {
    let group = existing(tx, id)?;
    coming(&group, on, now_ms)?;
    let held = unlike_usual(&group, on, held).ok_or(ArrangeError::NoMeeting)?;
    let days = held.date.map_or(0, |date| (date - on).get_days().abs());
    let minutes = held.duration_minutes.unwrap_or(1);
    if days > MOVED_DAYS_MAX || !(1..=DURATION_MINUTES_MAX).contains(&minutes) {
        return Err(ArrangeError::TooFar);
    }
    if held == Held::default() && note.is_empty() {
        return restore(tx, id, on, now_ms);
    }
    let exception = Exception::held(held, note);
    let mut moved = group.clone();
    // Where there is no room for it, nothing is written below either.
    let _ = moved.differences.exceptions.set(on, exception.clone());
    coming(&moved, on, now_ms)?;
    except(tx, &group, on, exception, now_ms)
}

/// Only what is other than usual: forms send the usual hour along.
fn unlike_usual(group: &Group, on: Date, held: Held) -> Option<Held> {
    let table = group.timetable();
    let mut pieces = table.pieces().iter();
    let piece = pieces.find(|piece| piece.schedule.on(on).is_some())?;
    let schedule = &piece.schedule;
    let usual_way = piece.way.or(way_of(group.details.attendance));
    Some(Held {
        date: held.date.filter(|date| *date != on),
        start: held.start.filter(|start| *start != schedule.start),
        duration_minutes: held
            .duration_minutes
            .filter(|minutes| *minutes != schedule.duration_minutes),
        way: held.way.filter(|way| Some(*way) != usual_way),
    })
}

/// A meeting is as usual again, also in a venue that is closed.
///
/// # Errors
/// The group has no meeting of that date still to come.
pub fn restore(tx: &mut Tx<'_>, id: GroupId, on: Date, now_ms: i64) -> Result<(), ArrangeError> {
    let mut group = existing(tx, id)?;
    let own = group.differences.exceptions.clear(on);
    coming(&group, on, now_ms)?;
    let is_closed = group.timetable().exception(on).is_some();
    if is_closed {
        let group = existing(tx, id)?;
        let as_usual = Exception::held(Held::default(), "");
        return except(tx, &group, on, as_usual, now_ms);
    }
    if own.is_some() {
        rows::set_exception(tx, id, on, None, now_ms)?;
        heard(tx, id, Happened::Restored, Some(on), "", now_ms)?;
    }
    Ok(())
}

/// A meeting is held online this once. What else is different about it stays.
///
/// # Errors
/// The group has no meeting of that date still to come, or there is no room for the note.
pub fn move_online(
    tx: &mut Tx<'_>,
    id: GroupId,
    on: Date,
    note: &str,
    now_ms: i64,
) -> Result<(), ArrangeError> {
    let group = existing(tx, id)?;
    let before = match group.differences.said_of(on) {
        Some(Exception {
            change: Change::Held(held),
            ..
        }) => *held,
        _ => Held::default(),
    };
    let held = Held {
        way: Some(Way::Online),
        ..before
    };
    change_once(tx, id, on, held, note, now_ms)
}

/// The group is otherwise from a day on. When the next meeting is on that day or later, this is
/// done at once; otherwise it waits, and shows in the timetable meanwhile. True if it was done at
/// once.
///
/// # Errors
/// There is no such group, or it has as many plans as it may have.
pub fn change_from(
    tx: &mut Tx<'_>,
    id: GroupId,
    from: Date,
    after: &Details,
    now_ms: i64,
) -> Result<bool, ArrangeError> {
    let group = existing(tx, id)?;
    let today = when::today(group.details.zone.as_ref(), now_ms);
    let from = from.max(today);
    let others = &group.differences.planned;
    let before_it = others.iter().any(|other| other.from < from);
    // What is planned for an earlier day holds until then, and is what this one differs from.
    let eve = from.yesterday().unwrap_or(from);
    let before = group.differences.details_on(&group.details, eve);
    let planned = Planned::between(from, &before, after);
    if planned.fields.is_empty() {
        unplan(tx, id, from, now_ms)?;
        return Ok(true);
    }
    let is_next = next_session(&group, now_ms).is_some_and(|next| next.date >= from);
    if !before_it && (from == today || is_next) {
        apply(tx, &group, &planned, now_ms)?;
        return Ok(true);
    }
    let is_new = others.iter().all(|other| other.from != from);
    if is_new && others.len() >= PLANNED_OF_ONE_MAX {
        return Err(ArrangeError::TooMany);
    }
    rows::set_planned(tx, id, &planned, now_ms)?;
    heard(tx, id, Happened::Planned, Some(from), "", now_ms)?;
    Ok(false)
}

/// Takes back what was planned from a day on.
///
/// # Errors
/// The database refuses.
pub fn unplan(tx: &mut Tx<'_>, id: GroupId, from: Date, now_ms: i64) -> Result<(), ArrangeError> {
    if rows::drop_planned(tx, id, from)? {
        heard(tx, id, Happened::Restored, Some(from), "", now_ms)?;
    }
    Ok(())
}

/// The group is otherwise, all of its meetings. What was `before` is compared for what others
/// should hear.
///
/// # Errors
/// There is no such group.
pub(super) fn change_all(
    tx: &mut Tx<'_>,
    before: &Details,
    after: &Group,
    now_ms: i64,
) -> Result<(), StoreError> {
    store::save(tx, after)?;
    match Happened::between(before, &after.details) {
        Some(happened) => tell(tx, &[about(after.id, happened)], now_ms),
        None => Ok(()),
    }
}

/// Does what was planned until now. Gives how much there was.
pub(super) fn do_planned(tx: &mut Tx<'_>, now_ms: i64) -> Result<usize, ArrangeError> {
    // Where a day begins first, it does fourteen hours before it does in UTC.
    const AHEAD_MS: i64 = 14 * 60 * 60 * 1_000;
    let latest = Zone::utc().wall_clock(now_ms + AHEAD_MS).date();
    let mut done = 0;
    for id in rows::due(tx, latest)? {
        let group = existing(tx, id)?;
        let first = group.differences.planned.first().cloned();
        let Some(planned) = first
            .filter(|planned| planned.from <= when::today(group.details.zone.as_ref(), now_ms))
        else {
            continue;
        };
        apply(tx, &group, &planned, now_ms)?;
        done += 1;
    }
    Ok(done)
}

fn apply(
    tx: &mut Tx<'_>,
    group: &Group,
    planned: &Planned,
    now_ms: i64,
) -> Result<(), ArrangeError> {
    let after = Group {
        details: planned.applied(&group.details),
        changed_ms: now_ms,
        ..group.clone()
    };
    rows::drop_planned(tx, group.id, planned.from)?;
    Ok(change_all(tx, &group.details, &after, now_ms)?)
}

/// A venue is closed for some days, for every group that meets in it. Gives those groups.
///
/// # Errors
/// The venue has no words, its days are none or too many, or as many are closed as may be.
pub fn close_venue(
    tx: &mut Tx<'_>,
    closure: &Closure,
    now_ms: i64,
) -> Result<Vec<GroupId>, ArrangeError> {
    let days = (closure.last - closure.first).get_days();
    let is_nowhere = Venue::of(&closure.place, &closure.address).is_nowhere();
    if is_nowhere || !(0..CLOSURE_DAYS_MAX).contains(&days) {
        return Err(ArrangeError::NoVenue);
    }
    fits(&closure.note)?;
    let closed = rows::closures(tx)?.len();
    if i64::try_from(closed).unwrap_or(i64::MAX) >= CLOSURES_MAX {
        return Err(ArrangeError::TooMany);
    }
    let groups = concerned(tx, closure)?;
    rows::add_closure(tx, closure, now_ms)?;
    tell_venue(tx, closure, &groups, Happened::Closed, now_ms)?;
    Ok(groups)
}

/// A venue is open again. Gives the groups that meet in it.
///
/// # Errors
/// There is no such closure.
pub fn lift_closure(tx: &mut Tx<'_>, id: i64, now_ms: i64) -> Result<Vec<GroupId>, ArrangeError> {
    let closures = rows::closures(tx)?;
    let closure = closures.into_iter().find(|known| known.id == id);
    let closure = closure.ok_or(ArrangeError::NoVenue)?;
    rows::drop_closure(tx, id)?;
    let groups = concerned(tx, &closure)?;
    tell_venue(tx, &closure, &groups, Happened::Opened, now_ms)?;
    Ok(groups)
}

/// The groups that meet in a venue or will on the days of a closure, which is not among those that
/// are kept.
fn concerned(tx: &mut Tx<'_>, closure: &Closure) -> Result<Vec<GroupId>, StoreError> {
    let closed = Venue::of(&closure.place, &closure.address);
    let rooms = store::rooms(tx)?.into_iter();
    let here = rooms.filter(|(_, place, address)| Venue::of(place, address) == closed);
    let mut may: BTreeSet<GroupId> = here.map(|(id, ..)| id).collect();
    // Who moves by then may move here.
    may.extend(rows::planning(tx, closure.last)?);
    let may: Vec<GroupId> = may.into_iter().collect();
    let listings = store::listings_of(tx, &may)?.into_iter();
    let concerned = listings.filter(|listing| venue::concerns(closure, listing));
    Ok(concerned.map(|listing| listing.id).collect())
}

fn tell_venue(
    tx: &mut Tx<'_>,
    closure: &Closure,
    groups: &[GroupId],
    happened: Happened,
    now_ms: i64,
) -> Result<(), StoreError> {
    for group in groups {
        rows::raise(tx, *group, now_ms)?;
    }
    let told: Vec<Tell<'_>> = groups
        .iter()
        .map(|group| Tell {
            date: Some(closure.first),
            note: &closure.note,
            ..about(*group, happened)
        })
        .collect();
    tell(tx, &told, now_ms)
}

fn existing(tx: &mut Tx<'_>, id: GroupId) -> Result<Group, ArrangeError> {
    store::group(tx, id)?.ok_or(ArrangeError::NoGroup)
}

/// The meeting of a date, if it isn't over.
fn coming(group: &Group, on: Date, now_ms: i64) -> Result<Occurrence, ArrangeError> {
    let meeting = group.timetable().on(on).ok_or(ArrangeError::NoMeeting)?;
    if meeting.end_ms <= now_ms {
        return Err(ArrangeError::Over);
    }
    Ok(meeting)
}

/// Writes what is different on a date, if it is not so already.
fn except(
    tx: &mut Tx<'_>,
    group: &Group,
    on: Date,
    exception: Exception,
    now_ms: i64,
) -> Result<(), ArrangeError> {
    fits(&exception.note)?;
    let before = group.differences.exceptions.get(on);
    if before == Some(&exception) {
        return Ok(());
    }
    let others = group.differences.exceptions.iter().count();
    if before.is_none() && others >= EXCEPTIONS_OF_ONE_MAX {
        return Err(ArrangeError::TooMany);
    }
    rows::set_exception(tx, group.id, on, Some(&exception), now_ms)?;
    let note = &exception.note;
    heard(
        tx,
        group.id,
        happened_by(&exception),
        Some(on),
        note,
        now_ms,
    )
}

/// What an exception comes to for those who would have come.
pub(super) fn happened_by(exception: &Exception) -> Happened {
    match exception.change {
        Change::Cancelled => Happened::Cancelled,
        Change::Held(held) if held.date.is_some() || held.start.is_some() => Happened::Moved,
        Change::Held(held) if held == Held::default() && exception.note.is_empty() => {
            Happened::Restored
        }
        Change::Held(_) => Happened::Changed,
    }
}

fn fits(note: &str) -> Result<(), ArrangeError> {
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(ArrangeError::LongNote);
    }
    Ok(())
}

/// Raises the group's number and tells others.
fn heard(
    tx: &mut Tx<'_>,
    id: GroupId,
    happened: Happened,
    date: Option<Date>,
    note: &str,
    now_ms: i64,
) -> Result<(), ArrangeError> {
    rows::raise(tx, id, now_ms)?;
    let told = Tell {
        date,
        note,
        ..about(id, happened)
    };
    Ok(tell(tx, &[told], now_ms)?)
}

pub(super) fn about(group: GroupId, happened: Happened) -> Tell<'static> {
    Tell {
        group,
        happened,
        date: None,
        note: "",
    }
}
