//! A rule of a calendar as one of ours, and several as one.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span as Distance, ToSpan};

use super::super::event::Event;
use super::super::expand::{self, Steps, Window};
use super::super::rule::{Frequency, Rule as Theirs, Skip, Until};
use super::super::value::{civil_of, civil_seconds};
use super::fold::Span;
use super::times::Line;
use crate::schedule::{DURATION_MINUTES_MAX, Days, Ordinals, Rule, Schedule, Season, WEEKS_MAX};
use crate::zone::Zone;

/// A count that reaches further than this was not meant: a daily meeting for ten years.
const COUNT_MAX: u64 = 3_660;

/// Those of `others` that are one schedule together with `one`, itself first.
pub(super) fn fitting<'l, 'a>(
    one: &'l Line<'a>,
    others: &[&'l Line<'a>],
    zone: Option<&Zone>,
    span: Span,
) -> Vec<&'l Line<'a>> {
    let mut set = vec![one];
    for other in others.iter().filter(|other| other.id != one.id) {
        set.push(other);
        if together(&set, zone, span).is_none() {
            set.pop();
        }
    }
    set
}

/// The one schedule of several series, without what is different on single days.
pub(super) fn together(lines: &[&Line<'_>], zone: Option<&Zone>, span: Span) -> Option<Schedule> {
    let mut plans = Vec::new();
    for main in lines.iter().flat_map(|line| &line.mains) {
        let plan = plan(main, zone, span)?;
        let from = span.first_date(&plan.zone);
        // What ended goes into nothing, were it at another hour.
        if plan.season.last.is_none_or(|last| last >= from) {
            plans.push(plan);
        }
    }
    let (first, others) = plans.split_first()?;
    let mut whole = first.clone();
    for other in others {
        whole.rule = joined(&whole.rule, &other.rule)?;
        whole.season = Season {
            first: Option::zip(whole.season.first, other.season.first).map(|(a, b)| a.min(b)),
            last: Option::zip(whole.season.last, other.season.last).map(|(a, b)| a.max(b)),
        };
    }
    // Each has to have the same dates in the common season as in its own.
    let from = span.first_date(&whole.zone);
    let is_as_before = |own: &Schedule| {
        let wide = Schedule {
            season: whole.season,
            ..own.clone()
        };
        dates(&wide, from, span).eq(dates(own, from, span))
    };
    let is_same = |own: &Schedule| {
        own.start == whole.start
            && own.duration_minutes == whole.duration_minutes
            && own.zone == whole.zone
    };
    let fit = plans.iter().all(|own| is_same(own) && is_as_before(own));
    fit.then_some(whole)
}

/// The dates of a schedule until the end of a span.
pub(super) fn dates(
    schedule: &Schedule,
    from: Date,
    span: Span,
) -> impl Iterator<Item = Date> + '_ {
    schedule.dates_from(from).take_while(move |date| {
        schedule
            .planned(*date)
            .is_some_and(|one| one.start_ms < span.until_ms)
    })
}

/// An event with a rule that we can say as well.
fn plan(event: &Event, zone: Option<&Zone>, span: Span) -> Option<Schedule> {
    let ([theirs], []) = (event.rules.as_slice(), event.except_rules.as_slice()) else {
        return None;
    };
    let named = event
        .start
        .place
        .as_ref()
        .and_then(|place| place.name.as_ref());
    let zone = match named {
        Some(name) => Zone::named(name)?,
        None => zone?.clone(),
    };
    let start = event.start.civil;
    let rule = rule_of(theirs, start.date())?;
    let minutes = event.length_seconds() / 60;
    let minutes = u16::try_from(minutes).ok()?.min(DURATION_MINUTES_MAX);
    let mut schedule = Schedule::by(rule, start.time(), minutes, zone);
    let from = span.first_date(&schedule.zone);
    schedule.season = Season {
        // What has begun needs no beginning: so it stays the same from one reading to the next.
        first: Some(start.date()).filter(|first| *first > from),
        last: last_of(theirs, event, &schedule),
    };
    Some(schedule)
}

fn rule_of(theirs: &Theirs, start: Date) -> Option<Rule> {
    let is_odd = !theirs.months.is_empty()
        || !theirs.weeks.is_empty()
        || !theirs.year_days.is_empty()
        || !theirs.month_days.is_empty()
        || !theirs.hours.is_empty()
        || !theirs.minutes.is_empty()
        || !theirs.seconds.is_empty()
        || theirs.skip != Skip::Omit;
    if is_odd {
        return None;
    }
    let named: Days = theirs.days.iter().map(|(_, day)| *day).collect();
    let has_ordinals = theirs.days.iter().any(|(ordinal, _)| *ordinal != 0);
    match (theirs.frequency, theirs.interval) {
        _ if theirs.frequency != Frequency::Monthly
            && (has_ordinals || !theirs.positions.is_empty()) =>
        {
            None
        }
        (Frequency::Daily, 1) if named.is_empty() => Some(Rule::Weekly(Days::ALL)),
        (Frequency::Daily, 1) => Some(Rule::Weekly(named)),
        (Frequency::Weekly, _) => weekly(theirs, named, start),
        (Frequency::Monthly, 1) => monthly(theirs, named, has_ordinals),
        _ => None,
    }
}

fn weekly(theirs: &Theirs, named: Days, start: Date) -> Option<Rule> {
    let days = match named.is_empty() {
        true => Days::one(start.weekday()),
        false => named,
    };
    let weeks = u8::try_from(theirs.interval)
        .ok()
        .filter(|weeks| *weeks <= WEEKS_MAX)?;
    if weeks == 1 {
        return Some(Rule::Weekly(days));
    }
    // Our weeks begin on Sunday, theirs on any day: those of their days that come before the first
    // Sunday of their week, and those from it on, are in two of our weeks.
    let into = start.weekday().since(theirs.week_start);
    let first = start.checked_sub(i64::from(into).days()).ok()?;
    let mut anchors = (0..7_i64)
        .filter_map(|offset| first.checked_add(Distance::new().days(offset)).ok())
        .filter(|date| days.contains(date.weekday()));
    let anchor = anchors.next()?;
    let rule = Rule::EveryWeeks {
        weeks,
        anchor,
        days,
    };
    anchors.all(|date| rule.holds_on(date)).then_some(rule)
}

fn monthly(theirs: &Theirs, named: Days, has_ordinals: bool) -> Option<Rule> {
    let one = named.iter().count() == 1;
    let numbers: Vec<i64> = match (has_ordinals, theirs.positions.as_slice()) {
        (false, []) if !named.is_empty() => return Some(Rule::Weekly(named)),
        (false, positions) if one => positions.to_vec(),
        (true, []) => theirs.days.iter().map(|(ordinal, _)| *ordinal).collect(),
        _ => return None,
    };
    let mut ordinals = Ordinals::NONE;
    for number in &numbers {
        ordinals = ordinals.and(ordinal(*number)?);
    }
    // "The first Monday and the second Tuesday" is no rule of ours.
    let is_product = !has_ordinals
        || named.iter().all(|day: Weekday| {
            let own = theirs.days.iter().filter(|(_, theirs)| *theirs == day);
            let own = own.filter_map(|(number, _)| ordinal(*number));
            own.fold(Ordinals::NONE, Ordinals::and) == ordinals
        });
    is_product.then_some(Rule::Monthly {
        ordinals,
        days: named,
    })
}

fn ordinal(number: i64) -> Option<Ordinals> {
    match number {
        -1 => Some(Ordinals::LAST),
        number => Ordinals::nth(u8::try_from(number).ok()?),
    }
}

/// The last date of a rule that ends.
fn last_of(theirs: &Theirs, event: &Event, schedule: &Schedule) -> Option<Date> {
    let until = theirs.until.map(|until| match until {
        Until::Local(last) => not_after(last.date(), last.time() >= schedule.start),
        Until::Instant(last_ms) => {
            let date = schedule.zone.wall_clock(last_ms).date();
            let starts = schedule.planned(date).map(|one| one.start_ms);
            not_after(date, starts.is_some_and(|start_ms| start_ms <= last_ms))
        }
    });
    let count = theirs.count.filter(|count| *count <= COUNT_MAX);
    let counted = count.and_then(|_| counted(theirs, event));
    match (until, counted) {
        (Some(until), Some(counted)) => Some(until.min(counted)),
        (until, counted) => until.or(counted),
    }
}

fn not_after(date: Date, reaches: bool) -> Date {
    match reaches {
        true => date,
        false => date.yesterday().unwrap_or(date),
    }
}

/// The date of the last time that a count names.
fn counted(theirs: &Theirs, event: &Event) -> Option<Date> {
    let start = civil_seconds(event.start.civil);
    let window = Window {
        from: start,
        to: i64::MAX / 4,
    };
    // A count of the largest size, tried on every day of as many months.
    let mut steps = Steps { left: 200_000 };
    let (times, is_whole) = expand::times(theirs, start, window, &mut steps, &|_| false);
    let last = times.into_iter().next_back().filter(|_| is_whole)?;
    civil_of(last).map(|last| last.date())
}

/// One rule for what two say.
fn joined(one: &Rule, other: &Rule) -> Option<Rule> {
    let both = |a: Days, b: Days| -> Days { a.iter().chain(b.iter()).collect() };
    match (one, other) {
        (one, other) if one == other => Some(one.clone()),
        (Rule::Weekly(one), Rule::Weekly(other)) => Some(Rule::Weekly(both(*one, *other))),
        (
            Rule::EveryWeeks {
                weeks,
                anchor,
                days,
            },
            Rule::EveryWeeks {
                weeks: other_weeks,
                anchor: other_anchor,
                days: other_days,
            },
        ) => {
            let rule = |days| Rule::EveryWeeks {
                weeks: *weeks,
                anchor: *anchor,
                days,
            };
            let is_same = weeks == other_weeks && rule(Days::ALL).holds_on(*other_anchor);
            is_same.then(|| rule(both(*days, *other_days)))
        }
        (
            Rule::Monthly { ordinals, days },
            Rule::Monthly {
                ordinals: other_ordinals,
                days: other_days,
            },
        ) => {
            let is_one = ordinals == other_ordinals || days == other_days;
            is_one.then(|| Rule::Monthly {
                ordinals: ordinals.and(*other_ordinals),
                days: both(*days, *other_days),
            })
        }
        _ => None,
    }
}

/// The wall clock's start of an event, for dates that have no rule.
pub(super) fn zone_of(event: &Event) -> Option<Zone> {
    let name = event.start.place.as_ref()?.name.as_ref()?;
    Zone::named(name)
}

/// The hour and minute that most of these show, the earliest of those that are as many.
pub(super) fn commonest<T: Copy + Ord>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts = std::collections::BTreeMap::<T, usize>::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts
        .into_iter()
        .find_map(|(one, count)| (count == most).then_some(one))
}

/// The wall clock of an instant, at the whole second.
pub(super) fn wall(zone: &Zone, at_ms: i64) -> (Date, Time) {
    let at = zone.wall_clock(at_ms);
    (at.date(), at.time())
}
