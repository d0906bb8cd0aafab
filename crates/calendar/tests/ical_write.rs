//! What is written is read back by a small reader of our own that shares no code with the writer:
//! it walks over days, and takes the clocks either from jiff or from what is written along.
#![allow(clippy::unwrap_used)]

mod any;
mod feeds_to_write;

use std::collections::BTreeSet;

use calendar::ical_write::Event;
use calendar::{Days, Schedule, Zone};
use feeds_to_write::{FROM_MS, NOW_MS, UNTIL_MS, event, feed, samples};
use jiff::civil::{Date, DateTime, Time, Weekday, date, time};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// An occurrence: whose, from when, until when, and whether it is cancelled.
type Row = (String, i64, i64, bool);

/// The value and the whole line of each property of a component, in order.
struct Component(Vec<(String, String)>);

impl Component {
    fn values<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a str> {
        let is_it = move |line: &str| line.split([':', ';']).next() == Some(name);
        let lines = self.0.iter().filter(move |(line, _)| is_it(line));
        lines.map(|(_, value)| value.as_str())
    }

    fn value(&self, name: &str) -> Option<&str> {
        let is_it = |line: &str| line.split([':', ';']).next() == Some(name);
        let found = self.0.iter().find(|(line, _)| is_it(line))?;
        Some(found.1.as_str())
    }

    fn zone(&self, name: &str) -> TimeZone {
        let start = format!("{name};TZID=");
        let line = self
            .0
            .iter()
            .find_map(|(line, _)| line.strip_prefix(&start));
        line.map_or(TimeZone::UTC, |line| {
            let name = line.split(':').next().unwrap();
            TimeZoneDatabase::bundled().get(name).unwrap()
        })
    }

    fn instant(&self, name: &str) -> Option<i64> {
        Some(at(&self.zone(name), local(self.value(name)?)))
    }
}

fn local(text: &str) -> DateTime {
    DateTime::strptime("%Y%m%dT%H%M%S", text.trim_end_matches('Z')).unwrap()
}

fn at(zone: &TimeZone, local: DateTime) -> i64 {
    let zoned = zone
        .to_ambiguous_zoned_datetime(local)
        .compatible()
        .unwrap();
    zoned.timestamp().as_millisecond()
}

/// All components of a kind.
fn components(text: &str, kind: &str) -> Vec<Component> {
    let text = text.replace("\r\n ", "");
    let (begin, end) = (format!("BEGIN:{kind}\r\n"), format!("END:{kind}\r\n"));
    let parts = text.split(&begin).skip(1);
    let lines = parts.map(|part| part.split(&end).next().unwrap());
    lines
        .map(|lines| {
            let property =
                |line: &str| (line.to_owned(), line.split_once(':').unwrap().1.to_owned());
            Component(lines.split_terminator("\r\n").map(property).collect())
        })
        .collect()
}

fn part<'a>(rule: &'a str, name: &str) -> Option<&'a str> {
    let parts = rule.split(';').filter_map(|part| part.split_once('='));
    parts
        .into_iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Whether a list such as `TU,1WE,-1FR` has a day.
fn has_day(list: &str, day: Date) -> bool {
    const NAMES: [&str; 7] = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
    let name = NAMES[usize::try_from(day.weekday().to_sunday_zero_offset()).unwrap()];
    list.split(',')
        .filter_map(|one| one.strip_suffix(name))
        .any(|nth| {
            nth.is_empty()
                || day
                    .nth_weekday_of_month(nth.parse().unwrap(), day.weekday())
                    .is_ok_and(|d| d == day)
        })
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take_while(move |day| *day <= last)
}

/// The times on the wall clock at which an event comes.
fn starts(master: &Component) -> BTreeSet<DateTime> {
    let start = local(master.value("DTSTART").unwrap());
    let mut all: BTreeSet<DateTime> = master.values("RDATE").map(local).collect();
    all.insert(start);
    let Some(rule) = master.value("RRULE") else {
        return all;
    };
    let until = part(rule, "UNTIL").map_or(i64::MAX, |until| at(&TimeZone::UTC, local(until)));
    let zone = master.zone("DTSTART");
    let interval: i64 = part(rule, "INTERVAL").map_or(1, |weeks| weeks.parse().unwrap());
    let sunday = |day: Date| {
        let past = i64::from(day.weekday().to_sunday_zero_offset());
        day.checked_sub(past.days()).unwrap()
    };
    let weeks = |day: Date| sunday(start.date()).duration_until(sunday(day)).as_hours() / 24 / 7;
    for day in days(start.date(), date(2031, 12, 31)) {
        let time = day.to_datetime(start.time());
        if has_day(part(rule, "BYDAY").unwrap(), day)
            && weeks(day) % interval == 0
            && at(&zone, time) <= until
        {
            all.insert(time);
        }
    }
    assert!(
        has_day(part(rule, "BYDAY").unwrap(), start.date()),
        "it begins on one of its days"
    );
    all
}

fn rows(text: &str) -> BTreeSet<Row> {
    let events = components(text, "VEVENT");
    let mut rows = BTreeSet::new();
    let is_master = |event: &&Component| event.value("RECURRENCE-ID").is_none();
    for master in events.iter().filter(is_master) {
        let uid = master.value("UID").unwrap();
        let others = || {
            events
                .iter()
                .filter(|event| event.value("UID") == Some(uid))
        };
        let sequence = |event: &Component| event.value("SEQUENCE").unwrap().parse::<u32>().unwrap();
        let replaced: BTreeSet<DateTime> = others()
            .filter_map(|event| event.value("RECURRENCE-ID"))
            .map(local)
            .collect();
        let starts = starts(master);
        assert!(replaced.iter().all(|time| starts.contains(time)));
        let minutes = master
            .value("DURATION")
            .map(|text| text[2..].trim_end_matches('M').parse::<i64>().unwrap());
        let start = local(master.value("DTSTART").unwrap());
        let end = master.value("DTEND").map_or(start, local);
        let length_ms = minutes.map_or(start.duration_until(end).as_secs() * 1000, |m| m * 60_000);
        let zone = master.zone("DTSTART");
        for time in starts.difference(&replaced) {
            let start = at(&zone, *time);
            rows.insert((uid.to_owned(), start, start + length_ms, false));
        }
        for other in others().filter(|event| !is_master(event)) {
            assert!(sequence(other) > sequence(master));
            let start = other.instant("DTSTART").unwrap();
            let end = other.instant("DTEND").unwrap_or(start);
            let is_off = other.value("STATUS") == Some("CANCELLED");
            rows.insert((uid.to_owned(), start, end, is_off));
        }
    }
    rows.retain(|(_, start, _, _)| (FROM_MS..UNTIL_MS).contains(start));
    rows
}

/// What we show of a meeting. Occurrences whose names are older than the calendar aren't in it.
fn shown(event: &Event) -> impl Iterator<Item = Row> + '_ {
    let found = event.schedule.between(FROM_MS, UNTIL_MS).into_iter();
    found
        .filter(|o| o.start_ms >= FROM_MS && o.date >= date(2025, 1, 1))
        .map(|o| (event.uid.clone(), o.start_ms, o.end_ms, o.is_cancelled))
}

#[test]
fn what_is_written_is_what_we_show() {
    for sample in samples() {
        let expected: BTreeSet<Row> = sample.feed.events.iter().flat_map(shown).collect();
        assert!(!expected.is_empty(), "{}", sample.name);
        let text = String::from_utf8(sample.feed.write().bytes).unwrap();
        assert_eq!(rows(&text), expected, "{}", sample.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn any_schedule_is_written_as_we_show_it(schedule in any::schedules()) {
        let feed = feed(vec![event("any", schedule)]);
        let expected: BTreeSet<Row> = shown(&feed.events[0]).collect();
        let written = feed.write();
        prop_assert!(written.left_out.is_empty() || expected.is_empty());
        prop_assert_eq!(rows(std::str::from_utf8(&written.bytes).unwrap()), expected);
    }
}

/// The changes of a zone's clock as they are written: the instant and the offset from then on.
fn changes(zone: &Component, kind: &str, out: &mut Vec<(i64, i32)>) {
    let text = zone
        .0
        .iter()
        .map(|(line, _)| format!("{line}\r\n"))
        .collect::<String>();
    for one in components(&text, kind) {
        let offset = |name| {
            let text = one.value(name).unwrap();
            let number: i32 = text.parse().unwrap();
            number / 100 * 3600 + number % 100 * 60
        };
        let before = Offset::from_seconds(offset("TZOFFSETFROM")).unwrap();
        let start = local(one.value("DTSTART").unwrap());
        let mut add = |local: DateTime| {
            let instant = before.to_timestamp(local).unwrap().as_millisecond();
            out.push((instant, offset("TZOFFSETTO")));
        };
        add(start);
        let Some(rule) = one.value("RRULE") else {
            continue;
        };
        let month: i8 = part(rule, "BYMONTH").unwrap().parse().unwrap();
        let numbers = part(rule, "BYMONTHDAY").map(|list| format!(",{list},"));
        for day in days(start.date(), date(2031, 12, 31)) {
            let number = format!(",{},", day.day());
            if day.month() == month
                && has_day(part(rule, "BYDAY").unwrap(), day)
                && numbers.as_ref().is_none_or(|list| list.contains(&number))
            {
                add(day.to_datetime(start.time()));
            }
        }
    }
}

#[test]
fn the_clock_of_every_zone_is_written_as_it_goes() {
    let mut by_rule = 0;
    for name in Zone::all_names() {
        let zone = Zone::named(&name).unwrap();
        let daily = Schedule::weekly(Days::ALL, time(12, 0, 0, 0), 60, zone.clone());
        let text = String::from_utf8(feed(vec![event("a", daily)]).write().bytes).unwrap();
        let written = components(&text, "VTIMEZONE");
        if written.is_empty() {
            assert!(zone.name().ends_with("UTC"), "{name}");
            continue;
        }
        assert_eq!(written[0].value("TZID"), Some(zone.name()));
        by_rule += usize::from(written[0].value("RRULE").is_some());
        let mut known = Vec::new();
        changes(&written[0], "STANDARD", &mut known);
        changes(&written[0], "DAYLIGHT", &mut known);
        known.sort_unstable();
        let rules = TimeZoneDatabase::bundled().get(zone.name()).unwrap();
        let from = at(&rules, date(2025, 1, 1).at(0, 0, 0, 0));
        let until = NOW_MS + 5 * 365 * 86_400_000;
        let mut instants: Vec<i64> = known.iter().flat_map(|(at, _)| [at - 1, *at]).collect();
        instants.extend((from..until).step_by(86_400_000 * 5));
        for instant in instants.into_iter().filter(|at| (from..until).contains(at)) {
            let written = known.iter().rev().find(|(at, _)| *at <= instant).unwrap().1;
            let timestamp = Timestamp::from_millisecond(instant).unwrap();
            assert_eq!(
                written,
                rules.to_offset(timestamp).seconds(),
                "{name} at {timestamp}"
            );
        }
    }
    assert!(
        by_rule > 80,
        "most zones with a summer time have rules: {by_rule}"
    );
}

#[test]
fn a_gap_is_read_as_we_read_it() {
    let zone = Zone::named("America/New_York").unwrap();
    let sundays = Schedule::weekly(
        Days::one(Weekday::Sunday),
        Time::constant(2, 30, 0, 0),
        60,
        zone,
    );
    let text = String::from_utf8(feed(vec![event("a", sundays)]).write().bytes).unwrap();
    let others = components(&text, "VEVENT");
    let gap = others
        .iter()
        .find(|e| e.value("RECURRENCE-ID") == Some("20260308T023000"))
        .unwrap();
    assert_eq!(gap.value("DTSTART"), Some("20260308T033000"));
}
