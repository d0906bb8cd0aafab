//! What the finder answers: rows of a list, lent from the board.

use calendar::finder::{Counts, LIMIT_MAX, Moment};
use calendar::schedule::Exception;
use calendar::{Occurrence, Zone};

use super::board::{Board, Listing, as_found};
use super::question::{Question, Reach, Way};
use crate::site::visitor::Visitor;

const WEEK_MS: i64 = 7 * 24 * 60 * 60_000;
/// Rows of a printed list: a dozen sheets, more than any noticeboard holds.
pub(super) const PRINTED_MAX: usize = 1_000;

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

/// Every time in the coming seven days of all meetings that a question finds, by their starts; and
/// whether some were left out because there are too many.
pub(super) fn week<'a>(
    board: &'a Board,
    asked: &Question,
    zone: &Zone,
    now_ms: i64,
) -> (Vec<Row<'a>>, bool) {
    let mut query = asked.to_query(zone, now_ms);
    query.limit = LIMIT_MAX;
    query.offset = 0;
    let answer = board.index().answer(&query);
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut is_cut = answer.total > answer.found.len();
    let mut shown: Vec<i64> = Vec::new();
    for found in &answer.found {
        let Some(listing) = board.listing(found.id) else {
            continue;
        };
        // Held in two ways within the week, it is found twice.
        if shown.contains(&found.id) {
            continue;
        }
        shown.push(found.id);
        let times = listing.timetable().between(now_ms, now_ms + WEEK_MS);
        let wanted = times.into_iter().filter(|at| {
            let way = as_found(listing.attendance.this_time(at.way));
            let suits = asked.way.is_none_or(|wanted| wanted.suits().contains(&way));
            suits && asked.allows(zone, at.start_ms, now_ms)
        });
        rows.extend(wanted.map(|at| Row::of(listing, Some(at), found.distance_km)));
        if rows.len() > PRINTED_MAX {
            is_cut = true;
            break;
        }
    }
    rows.sort_by_key(|row| row.at.map(|at| at.start_ms));
    rows.truncate(PRINTED_MAX);
    (rows, is_cut)
}
