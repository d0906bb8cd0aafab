//! Meetings in civil time, across the changes of many clocks.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::{Days, Occurrence, Rule, Schedule, Zone};
use jiff::civil::{Date, Time, Weekday, date, time};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

fn schedule(days: impl IntoIterator<Item = Weekday>, start: Time, zone: &str) -> Schedule {
    let zone = Zone::named(zone).unwrap();
    Schedule::weekly(days.into_iter().collect(), start, 60, zone)
}

fn ms(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

fn utc(occurrence: &Occurrence) -> String {
    Timestamp::from_millisecond(occurrence.start_ms)
        .unwrap()
        .to_string()
}

#[test]
fn the_wall_clock_stays_and_the_instant_moves() {
    let tuesdays = schedule([Weekday::Tuesday], time(19, 0, 0, 0), "America/New_York");
    let starts: Vec<_> = tuesdays
        .next(ms("2026-03-01T00:00:00Z"), 3)
        .iter()
        .map(utc)
        .collect();
    assert_eq!(
        starts,
        [
            "2026-03-04T00:00:00Z",
            "2026-03-10T23:00:00Z",
            "2026-03-17T23:00:00Z"
        ]
    );
}

#[test]
fn a_time_that_the_clock_skips_is_shifted_forward() {
    let sundays = schedule([Weekday::Sunday], time(2, 30, 0, 0), "America/New_York");
    let skipped = sundays.on(date(2026, 3, 8)).unwrap();
    // 03:30 in summer time.
    assert_eq!(utc(&skipped), "2026-03-08T07:30:00Z");
    // Lord Howe's clock jumps by half an hour: 02:15 becomes 02:45.
    let lord_howe = schedule([Weekday::Sunday], time(2, 15, 0, 0), "Australia/Lord_Howe");
    let skipped = lord_howe.on(date(2026, 10, 4)).unwrap();
    assert_eq!(
        lord_howe.zone.wall_clock(skipped.start_ms).time(),
        time(2, 45, 0, 0)
    );
}

#[test]
fn a_time_that_the_clock_shows_twice_is_the_first() {
    let sundays = schedule([Weekday::Sunday], time(1, 30, 0, 0), "America/New_York");
    assert_eq!(
        utc(&sundays.on(date(2026, 11, 1)).unwrap()),
        "2026-11-01T05:30:00Z"
    );
    let lord_howe = schedule([Weekday::Sunday], time(1, 45, 0, 0), "Australia/Lord_Howe");
    assert_eq!(
        utc(&lord_howe.on(date(2026, 4, 5)).unwrap()),
        "2026-04-04T14:45:00Z"
    );
}

#[test]
fn midnight_that_the_clock_skips_is_not_lost() {
    // Paraguay's clocks once went from 23:59:59 to 01:00:00.
    let sundays = schedule([Weekday::Sunday], time(0, 0, 0, 0), "America/Asuncion");
    let shifted = sundays.on(date(2022, 10, 2)).unwrap();
    assert_eq!(
        sundays.zone.wall_clock(shifted.start_ms).time(),
        time(1, 0, 0, 0)
    );
    assert_eq!(
        sundays.next(shifted.start_ms, 1)[0].date,
        date(2022, 10, 2),
        "it is still found from its own instant"
    );
}

#[test]
fn a_day_that_the_calendar_skips_gives_one_meeting_not_two() {
    // Samoa had no 30 December 2011.
    let daily = Schedule {
        rule: Rule::Weekly(Days::ALL),
        ..schedule([], time(19, 0, 0, 0), "Pacific/Apia")
    };
    let starts: Vec<i64> = daily
        .next(ms("2011-12-29T00:00:00Z"), 6)
        .iter()
        .map(|occurrence| occurrence.start_ms)
        .collect();
    assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn a_meeting_past_midnight_is_open_on_the_next_day() {
    let late = Schedule {
        duration_minutes: 90,
        ..schedule([Weekday::Saturday], time(23, 30, 0, 0), "Europe/Madrid")
    };
    let open = late.around(ms("2026-06-06T22:45:00Z"), 15).unwrap();
    assert_eq!(open.date, date(2026, 6, 6));
    assert!(late.around(open.end_ms, 15).is_none(), "the end is out");
    assert!(late.around(open.start_ms - 15 * 60_000, 15).is_some());
    assert!(late.around(open.start_ms - 15 * 60_000 - 1, 15).is_none());
}

#[test]
fn of_two_open_doors_the_meeting_that_has_begun_counts() {
    let daily = Schedule {
        rule: Rule::Weekly(Days::ALL),
        duration_minutes: 24 * 60,
        ..schedule([], time(12, 0, 0, 0), "UTC")
    };
    let before_noon = daily.around(ms("2026-06-06T11:50:00Z"), 15).unwrap();
    assert_eq!(before_noon.date, date(2026, 6, 5));
    let at_noon = daily.around(ms("2026-06-06T12:00:00Z"), 15).unwrap();
    assert_eq!(at_noon.date, date(2026, 6, 6));
}

#[test]
fn no_day_gives_nothing_and_the_end_of_time_ends() {
    assert!(schedule([], time(19, 0, 0, 0), "UTC").next(0, 3).is_empty());
    let daily = Schedule {
        rule: Rule::Weekly(Days::ALL),
        ..schedule([], time(19, 0, 0, 0), "UTC")
    };
    assert!(daily.next(i64::MAX, 3).is_empty());
    assert_eq!(daily.next(i64::MIN, 2).len(), 2);
}

#[test]
fn days_survive_their_stored_form() {
    for bits in 0..128 {
        let days = Days::from_bits(bits).unwrap();
        assert_eq!(days.bits(), bits);
        assert_eq!(days.iter().collect::<Days>(), days);
    }
    assert_eq!(Days::from_bits(128), None);
    assert_eq!(Days::from_bits(-1), None);
}

/// Zones whose clocks do unusual things: half-hour jumps, southern summers, changes at midnight,
/// a skipped day, no changes at all, offsets of three quarters of an hour.
const ZONES: [&str; 12] = [
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "America/Asuncion",
    "America/Santiago",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Africa/Casablanca",
    "America/New_York",
    "Europe/London",
    "UTC",
];

fn schedules() -> impl Strategy<Value = Schedule> {
    (1..128_i64, 0..24_i8, 0..60_i8, 1..1_440_u16, 0..ZONES.len()).prop_map(
        |(bits, hour, minute, duration_minutes, zone)| {
            let days = Days::from_bits(bits).unwrap();
            let zone = Zone::named(ZONES[zone]).unwrap();
            Schedule::weekly(days, time(hour, minute, 0, 0), duration_minutes, zone)
        },
    )
}

/// Instants from 1990 to 2050, a good part of them near a change of clocks.
fn instants() -> impl Strategy<Value = i64> {
    (ms("1990-01-01T00:00:00Z")..ms("2050-01-01T00:00:00Z")).prop_map(|at| at / 1000 * 1000)
}

fn rules_of(schedule: &Schedule) -> TimeZone {
    TimeZoneDatabase::bundled()
        .get(schedule.zone.name())
        .unwrap()
}

/// Every date on which the rule holds, by a walk of its own.
fn dates_between(schedule: &Schedule, first: Date, days: i32) -> Vec<Date> {
    let Rule::Weekly(chosen) = schedule.rule else {
        unreachable!("these schedules are weekly")
    };
    (0..days)
        .map(|offset| first.checked_add(offset.days()).unwrap())
        .filter(|date| chosen.contains(date.weekday()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn occurrences_come_in_order_and_none_is_missing(schedule in schedules(), from in instants()) {
        let found = schedule.next(from, 10);
        prop_assert_eq!(found.len(), 10);
        prop_assert!(found[0].start_ms >= from);
        prop_assert!(found.windows(2).all(|pair| pair[0].start_ms < pair[1].start_ms));
        // A second, plainer way to the same instants.
        let rules = rules_of(&schedule);
        let first = schedule.zone.wall_clock(from).date().checked_sub(3.days()).unwrap();
        let mut plain: Vec<i64> = dates_between(&schedule, first, 90)
            .into_iter()
            .map(|date| {
                let at = date.to_datetime(schedule.start);
                rules.to_ambiguous_zoned_datetime(at).compatible().unwrap().timestamp().as_millisecond()
            })
            .filter(|start| *start >= from)
            .collect();
        plain.dedup();
        plain.truncate(10);
        prop_assert_eq!(found.iter().map(|o| o.start_ms).collect::<Vec<_>>(), plain);
    }

    #[test]
    fn the_wall_clock_shows_the_agreed_time_unless_it_was_skipped(
        schedule in schedules(), from in instants()
    ) {
        let rules = rules_of(&schedule);
        for occurrence in schedule.next(from, 20) {
            let agreed = occurrence.date.to_datetime(schedule.start);
            let shown = schedule.zone.wall_clock(occurrence.start_ms);
            let ambiguous = rules.to_ambiguous_timestamp(agreed);
            if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
                prop_assert!(shown > agreed, "{} is before {}", shown, agreed);
            } else {
                prop_assert_eq!(shown, agreed);
                prop_assert_eq!(
                    occurrence.start_ms,
                    ambiguous.earlier().unwrap().as_millisecond()
                );
            }
            prop_assert_eq!(
                occurrence.end_ms - occurrence.start_ms,
                i64::from(schedule.duration_minutes) * 60_000
            );
        }
    }

    #[test]
    fn whoever_comes_during_a_meeting_finds_it_open(
        schedule in schedules(), from in instants(), early in 0..60_u16, share in 0.0..1.0_f64
    ) {
        let next = schedule.next(from, 1)[0];
        let opens = next.start_ms - i64::from(early) * 60_000;
        let span = (next.end_ms - opens) as f64;
        let at = opens + ((span * share) as i64).min(next.end_ms - opens - 1);
        let open = schedule.around(at, early);
        prop_assert!(open.is_some());
        let open = open.unwrap();
        prop_assert!(open.start_ms - i64::from(early) * 60_000 <= at && at < open.end_ms);
    }
}
