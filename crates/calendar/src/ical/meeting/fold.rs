//! What is different on single days, against a rule or against single dates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::super::Problem;
use super::plan::{commonest, dates, wall, zone_of};
use super::times::{Line, Name, Time};
use super::{Meeting, Wanted};
use crate::schedule::{
    DATES_MAX, DURATION_MINUTES_MAX, Dates, Exception, Exceptions, Held, Occurrence, Rule, Schedule,
};
use crate::zone::Zone;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// From when until when one looks, in milliseconds since the epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from_ms: i64,
    pub(super) until_ms: i64,
}

impl Span {
    fn is_on(self, start_ms: i64, end_ms: i64) -> bool {
        start_ms < self.until_ms && (end_ms > self.from_ms || start_ms >= self.from_ms)
    }

    pub(super) fn holds(self, time: &Time) -> bool {
        self.is_on(time.start_ms, time.end_ms)
    }

    /// A date before everything that is on in the span: the longest meeting began the day before,
    /// and a clock may be put on past midnight.
    pub(super) fn first_date(self, zone: &Zone) -> Date {
        zone.wall_clock(self.from_ms.saturating_sub(2 * DAY_MS))
            .date()
    }
}

/// A schedule with everything that the series have otherwise, if it can be said so.
pub(super) fn by_rule(
    mut schedule: Schedule,
    lines: &[&Line<'_>],
    span: Span,
    exceptions_max: usize,
) -> Option<Schedule> {
    let mut known: BTreeMap<Date, &Time> = BTreeMap::new();
    for time in lines.iter().flat_map(|line| &line.times) {
        let Some(date) = name_of(&schedule, time) else {
            if span.holds(time) && !time.is_cancelled {
                return None;
            }
            continue;
        };
        let first = known.entry(date).or_insert(time);
        let is_twin = first.start_ms == time.start_ms && first.end_ms == time.end_ms;
        if !is_twin || first.is_cancelled != time.is_cancelled {
            return None;
        }
    }
    let mut exceptions = Exceptions::default();
    let from = span.first_date(&schedule.zone);
    for date in dates(&schedule, from, span) {
        let planned = schedule.planned(date)?;
        let is_told = known.contains_key(&date);
        if !is_told && span.is_on(planned.start_ms, planned.end_ms) {
            let _ = exceptions.set(date, Exception::cancelled(""));
        }
    }
    for (date, time) in known {
        let planned = schedule.planned(date)?;
        let is_near = span.holds(time) || span.is_on(planned.start_ms, planned.end_ms);
        if let Some(exception) = otherwise(&schedule, &planned, time)?.filter(|_| is_near) {
            let _ = exceptions.set(date, exception);
        }
    }
    schedule.exceptions = exceptions;
    let few = schedule.exceptions.iter().count() <= exceptions_max;
    (few && gives(&schedule, lines, span)).then_some(schedule)
}

/// The date under which a schedule has an occurrence of a series.
fn name_of(schedule: &Schedule, time: &Time) -> Option<Date> {
    match time.name {
        Name::On(date) => schedule.on(date).map(|_| date),
        Name::At(at_ms) => {
            let date = schedule.zone.wall_clock(at_ms).date();
            // A clock that is put on around midnight pushes a start onto the next date.
            [Some(date), date.yesterday().ok()]
                .into_iter()
                .flatten()
                .find(|date| schedule.on(*date).is_some_and(|one| one.start_ms == at_ms))
        }
    }
}

/// What is other than planned: `Some(None)` when nothing is, `None` when it can't be said.
fn otherwise(schedule: &Schedule, planned: &Occurrence, time: &Time) -> Option<Option<Exception>> {
    if time.is_cancelled {
        return Some(Some(Exception::cancelled(&time.note)));
    }
    let (date, start) = wall(&schedule.zone, time.start_ms);
    let is_moved = time.start_ms != planned.start_ms;
    let minutes = minutes(time);
    let held = Held {
        date: Some(date).filter(|date| is_moved && *date != planned.date),
        start: Some(start).filter(|start| is_moved && *start != schedule.start),
        duration_minutes: Some(minutes).filter(|minutes| *minutes != schedule.minutes()),
        way: None,
    };
    if held == Held::default() {
        // The second of two times that the wall clock shows has no words of its own.
        let has_note = !time.note.is_empty();
        return (!is_moved).then(|| has_note.then(|| Exception::held(held, &time.note)));
    }
    Some(Some(Exception::held(held, &time.note)))
}

fn minutes(time: &Time) -> u16 {
    let minutes = (time.end_ms - time.start_ms) / MINUTE_MS;
    u16::try_from(minutes)
        .unwrap_or(u16::MAX)
        .min(DURATION_MINUTES_MAX)
}

/// Whether a schedule gives what the series give.
fn gives(schedule: &Schedule, lines: &[&Line<'_>], span: Span) -> bool {
    let mut ours: Vec<(i64, i64)> = schedule
        .between(span.from_ms, span.until_ms)
        .into_iter()
        .filter(|one| !one.is_cancelled)
        .map(|one| (one.start_ms, one.end_ms))
        .collect();
    let mut theirs: Vec<(i64, i64)> = lines
        .iter()
        .flat_map(|line| line.happening(span))
        .map(|time| {
            (
                time.start_ms,
                time.start_ms + i64::from(minutes(time)) * MINUTE_MS,
            )
        })
        .collect();
    theirs.sort_unstable();
    theirs.dedup();
    ours.sort_unstable();
    ours == theirs
}

/// The single dates on which the series are, as many as there is room for.
pub(super) fn by_dates(
    lines: &[&Line<'_>],
    wanted: &Wanted<'_>,
    span: Span,
    problems: &mut Vec<Problem>,
) -> Option<Meeting> {
    let mut times: Vec<&Time> = lines
        .iter()
        .flat_map(|line| &line.times)
        .filter(|time| span.holds(time))
        .collect();
    times.sort_by_key(|time| (time.start_ms, time.end_ms));
    times.dedup_by_key(|time| (time.start_ms, time.end_ms, time.is_cancelled));
    let zone = zone_for(lines, wanted.zone);
    let happening = || times.iter().filter(|time| !time.is_cancelled);
    let start = commonest(happening().map(|time| wall(&zone, time.start_ms).1))?;
    let usual = commonest(happening().map(|time| minutes(time)))?;
    let mut schedule = Schedule::by(Rule::Dates(Dates::default()), start, usual, zone);
    let held_on: BTreeSet<Date> = happening()
        .map(|time| wall(&schedule.zone, time.start_ms).0)
        .collect();
    let mut names: Vec<Date> = Vec::new();
    let mut twice = 0_usize;
    let mut room = wanted.exceptions_max;
    let mut is_cut = false;
    for time in &times {
        let (date, _) = wall(&schedule.zone, time.start_ms);
        if names.contains(&date) || (time.is_cancelled && held_on.contains(&date)) {
            twice += usize::from(!time.is_cancelled);
            continue;
        }
        let planned = schedule.planned(date)?;
        let exception = otherwise(&schedule, &planned, time).flatten();
        if names.len() == DATES_MAX || (exception.is_some() && room == 0) {
            is_cut = true;
            break;
        }
        if let Some(exception) = exception {
            room -= 1;
            let _ = schedule.exceptions.set(date, exception);
        }
        names.push(date);
    }
    let uid = lines.first().map_or("", |line| line.uid());
    let repeats = lines.iter().any(|line| line.repeats);
    let until = match is_cut {
        true => names.last().copied()?,
        false => schedule.zone.wall_clock(span.until_ms).date(),
    };
    if twice > 0 {
        let problem = format!("{twice} times it is on twice in one day");
        problems.push(Problem::new(uid, "DTSTART", problem, "kept the first"));
    }
    if repeats || is_cut {
        let done = format!("read as single dates until {until}");
        let tell = "no rule of ours says these times";
        problems.push(Problem::new(uid, "RRULE", tell, &done));
    }
    schedule.rule = Rule::Dates(Dates::of(names)?);
    Some(Meeting {
        schedule,
        until: Some(until),
    })
}

/// The zone of the wall clock on which single dates are told: that of the events, and where they
/// name none or universal time, that of the group.
fn zone_for(lines: &[&Line<'_>], given: Option<&Zone>) -> Zone {
    let is_universal = |zone: &Zone| matches!(zone.name(), "UTC" | "Etc/UTC" | "Etc/GMT" | "GMT");
    let mains = lines.iter().flat_map(|line| &line.mains);
    let named = mains.filter_map(|main| zone_of(main)).next();
    match (named, given) {
        (Some(named), Some(given)) if is_universal(&named) => given.clone(),
        (Some(named), _) => named,
        (None, Some(given)) => given.clone(),
        (None, None) => Zone::utc(),
    }
}
