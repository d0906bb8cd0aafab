//! What the finder answers: rows of a list, lent from the board.

use std::collections::HashSet;

use calendar::finder::{Counts, LIMIT_MAX, Moment, Order};
use calendar::schedule::Exception;
use calendar::{Occurrence, Zone};
use jiff::civil::Date;

use super::board::{Board, Listing, as_found};
use super::question::{Question, Reach, Way};
use crate::site::visitor::Visitor;

const WEEK_MS: i64 = 7 * 24 * 60 * 60_000;
/// Rows of a printed list: a dozen sheets, more than any noticeboard holds.
pub(super) const PRINTED_MAX: usize = 1_000;
/// So many meetings are looked through for them, where most that are found are on already.
const LOOKED_THROUGH_MAX: usize = 10 * LIMIT_MAX;

/// The clock on which a list tells its times.
#[derive(Clone, Debug)]
pub struct Reader {
    pub zone: Zone,
    /// Whether this person chose it; otherwise it is that of most groups.
    pub is_own: bool,
}

impl Reader {
    pub(super) fn of(visitor: &Visitor, board: &Board) -> Self {
        Self {
            zone: visitor.zone.as_ref().unwrap_or(board.zone()).clone(),
            is_own: visitor.zone.is_some(),
        }
    }
}

/// A meeting in a list.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub(super) listing: &'a Listing,
    /// None is by appointment.
    pub(super) at: Option<Occurrence>,
    /// From the place that was asked for.
    pub(super) km: Option<f64>,
    /// What is different this time.
    pub(super) exception: Option<Exception>,
    /// Where this time is off, the next that isn't.
    pub(super) next: Option<Occurrence>,
}

impl<'a> Row<'a> {
    pub(super) fn of(listing: &'a Listing, at: Option<Occurrence>, km: Option<f64>) -> Self {
        let mut row = Self {
            listing,
            at,
            km,
            exception: None,
            next: None,
        };
        let Some(at) = at.filter(|_| !listing.differences.is_empty()) else {
            return row;
        };
        let timetable = listing.timetable();
        row.exception = timetable.exception(at.date).cloned();
        if at.is_cancelled {
            row.next = timetable.next(at.start_ms, 1).first().copied();
        }
        row
    }
}

/// One page of answers.
#[derive(Debug)]
pub(super) struct Answered<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// On all pages.
    pub(super) total: usize,
    pub(super) counts: Counts,
    /// How many more there are after the week, and by appointment.
    pub(super) later: usize,
    pub(super) by_appointment: usize,
    /// Where nothing is found: the next meeting that anybody can come to from anywhere.
    pub(super) online: Option<Row<'a>>,
}

/// Answers a question from the board. Only what the page shows is looked at one by one.
pub(super) fn answer<'a>(
    board: &'a Board,
    asked: &Question,
    zone: &Zone,
    now_ms: i64,
) -> Answered<'a> {
    let mut query = asked.to_query(zone, now_ms);
    query.counts = true;
    let answer = board.index().answer(&query);
    let rows = answer.found.iter().filter_map(|found| {
        let listing = board.listing(found.id)?;
        Some(Row::of(listing, found.occurrence, found.distance_km))
    });
    let rows: Vec<Row<'_>> = rows.collect();
    let others = |moment| {
        if asked.reach != Reach::Week || asked.day.is_some() {
            return 0;
        }
        query.counts = false;
        query.limit = 0;
        query.moment = moment;
        board.index().answer(&query).total
    };
    let [later, by_appointment] = [Moment::Later, Moment::ByAppointment].map(others);
    Answered {
        online: rows
            .is_empty()
            .then(|| next_online(board, zone, now_ms))
            .flatten(),
        rows,
        total: answer.total,
        counts: answer.counts.unwrap_or_default(),
        later,
        by_appointment,
    }
}

fn next_online<'a>(board: &'a Board, zone: &Zone, now_ms: i64) -> Option<Row<'a>> {
    /// Of so many in a row, one happens.
    const LOOKED_AT_MAX: usize = 20;
    let asked = Question {
        way: Some(Way::Online),
        ..Question::default()
    };
    let mut query = asked.to_query(zone, now_ms);
    query.limit = LOOKED_AT_MAX;
    let found = board.index().answer(&query).found;
    let happens = found
        .into_iter()
        .find(|found| found.occurrence.is_some_and(|at| !at.is_cancelled))?;
    Some(Row::of(
        board.listing(happens.id)?,
        happens.occurrence,
        None,
    ))
}

/// Where a printed list ends before the week does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// With the whole of this day.
    AfterDay(Date),
    /// Within its only day, before what starts at this instant.
    Before(i64),
}

/// Every time in the coming seven days of all meetings that a question finds, by their starts. What
/// is left out, because there is too much, is left out from some day on.
pub(super) fn week<'a>(
    board: &'a Board,
    asked: &Question,
    zone: &Zone,
    now_ms: i64,
) -> (Vec<Row<'a>>, Option<Cut>) {
    let mut query = asked.to_query(zone, now_ms);
    query.order = Order::Time;
    query.limit = LIMIT_MAX;
    query.offset = 0;
    let mut rows: Vec<(i64, Row<'a>)> = Vec::new();
    let mut shown: HashSet<i64> = HashSet::new();
    // Meetings are found by the first of their times: what starts before that of the last one is
    // all there.
    let mut until_ms = i64::MAX;
    loop {
        let answer = board.index().answer(&query);
        for found in &answer.found {
            // Held in two ways within the week, it is found twice.
            if let Some(listing) = board.listing(found.id).filter(|_| shown.insert(found.id)) {
                let times = times_of(listing, asked, zone, now_ms).into_iter();
                let row = |at| Row::of(listing, Some(at), found.distance_km);
                rows.extend(times.map(|at: Occurrence| (at.start_ms, row(at))));
            }
        }
        query.offset += answer.found.len();
        if query.offset >= answer.total || answer.found.is_empty() {
            break;
        }
        let last = answer.found.last().and_then(|found| found.occurrence);
        // Whose first time is after the week, or who has none, has nothing in it.
        let Some(last) = last.filter(|at| at.start_ms < now_ms + WEEK_MS) else {
            break;
        };
        until_ms = last.start_ms;
        let whole = rows.iter().filter(|(start_ms, _)| *start_ms < until_ms);
        if whole.count() > PRINTED_MAX || query.offset >= LOOKED_THROUGH_MAX {
            break;
        }
        until_ms = i64::MAX;
    }
    rows.sort_by_key(|(start_ms, _)| *start_ms);
    let cut = cut(&mut rows, until_ms, zone, now_ms);
    (rows.into_iter().map(|(_, row)| row).collect(), cut)
}

/// The times of a meeting that a question finds in the coming seven days.
fn times_of(listing: &Listing, asked: &Question, zone: &Zone, now_ms: i64) -> Vec<Occurrence> {
    let mut times = listing.timetable().between(now_ms, now_ms + WEEK_MS);
    times.retain(|at| {
        let way = as_found(listing.attendance.this_time(at.way));
        let suits = asked.way.is_none_or(|wanted| wanted.suits().contains(&way));
        suits && asked.allows(zone, at.start_ms, now_ms)
    });
    times
}

/// Takes away, from a whole day on, what is too much or comes after `until_ms`. Where the first day
/// is too much by itself, it ends between two starts.
fn cut<T>(rows: &mut Vec<(i64, T)>, until_ms: i64, zone: &Zone, now_ms: i64) -> Option<Cut> {
    let day = |start_ms: i64| zone.wall_clock(start_ms).date();
    let whole = rows.partition_point(|(start_ms, _)| *start_ms < until_ms);
    let too_much = rows.get(PRINTED_MAX).map(|(start_ms, _)| *start_ms);
    let first_out_ms = match too_much {
        Some(start_ms) => start_ms.min(until_ms),
        None if until_ms < i64::MAX => until_ms,
        None => return None,
    };
    rows.truncate(whole.min(PRINTED_MAX));
    let out = day(first_out_ms);
    let kept = rows.partition_point(|(start_ms, _)| day(*start_ms) < out);
    let last = kept.checked_sub(1).and_then(|last| rows.get(last));
    // What began yesterday and is still on makes no day of its own.
    if let Some(last) = last.map(|(last_ms, _)| day(*last_ms).max(day(now_ms)))
        && last < out
    {
        rows.truncate(kept);
        return Some(Cut::AfterDay(last));
    }
    let kept = rows.partition_point(|(start_ms, _)| *start_ms < first_out_ms);
    if kept > 0 {
        rows.truncate(kept);
    }
    Some(Cut::Before(first_out_ms))
}
