//! Seasons, exceptions, questions about a span of time, and the stored forms.
#![allow(clippy::unwrap_used)]

mod any;

use any::{exceptions, rules, schedules, seasons, some_dates};

use calendar::schedule::{
    Change, Dates, EXCEPTIONS_MAX, Exception, Exceptions, Held, NOTE_CHARS_MAX, Season, Way,
};
use calendar::{Days, Occurrence, Rule, Schedule, Zone};
use jiff::civil::{Date, Weekday, date, time};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

const HOUR_MS: i64 = 3_600_000;

fn ms(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

fn tuesdays() -> Schedule {
    let tuesday = Days::one(Weekday::Tuesday);
    Schedule::weekly(tuesday, time(19, 0, 0, 0), 60, Zone::utc())
}

fn names(occurrences: &[Occurrence]) -> Vec<Date> {
    occurrences
        .iter()
        .map(|occurrence| occurrence.date)
        .collect()
}

fn to(date: Date) -> Exception {
    let date = Some(date);
    Exception::held(
        Held {
            date,
            ..Held::default()
        },
        "",
    )
}

#[test]
fn a_season_has_both_of_its_days_and_then_ends() {
    let season = Season {
        first: Some(date(2026, 1, 13)),
        last: Some(date(2026, 1, 27)),
    };
    let schedule = Schedule {
        season,
        ..tuesdays()
    };
    let all = schedule.next(i64::MIN, 100);
    assert_eq!(
        names(&all),
        [date(2026, 1, 13), date(2026, 1, 20), date(2026, 1, 27)]
    );
    assert!(schedule.on(date(2026, 2, 3)).is_none());
    let backwards = Season {
        first: season.last,
        last: season.first,
    };
    let never = Schedule {
        season: backwards,
        ..tuesdays()
    };
    assert!(never.next(i64::MIN, 1).is_empty());
}

#[test]
fn a_cancelled_evening_is_told_and_not_held() {
    let mut schedule = tuesdays();
    let off = date(2026, 1, 13);
    assert!(
        schedule
            .exceptions
            .set(off, Exception::cancelled("No heating"))
    );
    let from = ms("2026-01-12T00:00:00Z");
    assert_eq!(schedule.next(from, 1)[0].date, date(2026, 1, 20));
    let on = schedule.between(from, from + 7 * 24 * HOUR_MS);
    assert_eq!(names(&on), [off]);
    assert!(on[0].is_cancelled);
    assert!(schedule.on(off).unwrap().is_cancelled);
    assert!(schedule.around(on[0].start_ms, 15).is_none());
    assert_eq!(schedule.exceptions.get(off).unwrap().note, "No heating");
}

#[test]
fn a_moved_evening_keeps_its_name_and_comes_in_its_new_place() {
    let mut schedule = tuesdays();
    let moved = date(2026, 1, 6);
    assert!(schedule.exceptions.set(moved, to(date(2026, 1, 15))));
    let found = schedule.next(ms("2026-01-01T00:00:00Z"), 3);
    assert_eq!(names(&found), [date(2026, 1, 13), moved, date(2026, 1, 20)]);
    assert_eq!(found[1].start_ms, ms("2026-01-15T19:00:00Z"));
    assert_eq!(schedule.on(moved), Some(found[1]));
    assert!(schedule.on(date(2026, 1, 15)).is_none());
    assert_eq!(schedule.around(found[1].start_ms, 0), Some(found[1]));
    assert!(
        schedule
            .between(ms("2026-01-06T00:00:00Z"), ms("2026-01-07T00:00:00Z"))
            .is_empty()
    );
}

#[test]
fn an_evening_may_be_moved_past_the_season_and_before_it() {
    let last = date(2026, 1, 27);
    let season = Season {
        first: Some(date(2026, 1, 20)),
        last: Some(last),
    };
    let mut schedule = Schedule {
        season,
        ..tuesdays()
    };
    assert!(schedule.exceptions.set(last, to(date(2026, 3, 1))));
    assert!(
        schedule
            .exceptions
            .set(date(2026, 1, 20), to(date(2025, 12, 31)))
    );
    let found = schedule.next(i64::MIN, 9);
    assert_eq!(found[0].start_ms, ms("2025-12-31T19:00:00Z"));
    assert_eq!(found[1].start_ms, ms("2026-03-01T19:00:00Z"));
    assert_eq!(found.len(), 2);
}

#[test]
fn another_time_length_and_way_are_for_one_evening() {
    let mut schedule = tuesdays();
    let held = Held {
        start: Some(time(20, 30, 0, 0)),
        duration_minutes: Some(120),
        way: Some(Way::Online),
        ..Held::default()
    };
    let day = date(2026, 1, 6);
    assert!(schedule.exceptions.set(day, Exception::held(held, "")));
    let found = schedule.next(ms("2026-01-01T00:00:00Z"), 2);
    assert_eq!(found[0].start_ms, ms("2026-01-06T20:30:00Z"));
    assert_eq!(found[0].end_ms, ms("2026-01-06T22:30:00Z"));
    assert_eq!((found[0].way, found[1].way), (Some(Way::Online), None));
    assert_eq!(
        schedule.exceptions.clear(day).map(|e| e.change),
        Some(Change::Held(held))
    );
    assert_eq!(schedule.next(ms("2026-01-01T00:00:00Z"), 1)[0].way, None);
}

#[test]
fn an_exception_for_a_day_that_the_rule_lacks_changes_nothing() {
    let mut schedule = tuesdays();
    assert!(
        schedule
            .exceptions
            .set(date(2026, 1, 7), to(date(2026, 1, 8)))
    );
    let found = schedule.next(ms("2026-01-06T00:00:00Z"), 2);
    assert_eq!(names(&found), [date(2026, 1, 6), date(2026, 1, 13)]);
}

#[test]
fn between_has_what_overlaps_and_neither_what_ends_then_nor_what_starts_at_the_end() {
    let schedule = tuesdays();
    let start = ms("2026-01-06T19:00:00Z");
    let count = |from, until| schedule.between(from, until).len();
    assert_eq!(count(start + HOUR_MS, start + 2 * HOUR_MS), 0);
    assert_eq!(count(start + HOUR_MS - 1, start + 2 * HOUR_MS), 1);
    assert_eq!(count(start - HOUR_MS, start), 0);
    assert_eq!(count(start - HOUR_MS, start + 1), 1);
    assert_eq!(count(start, start), 0);
    assert_eq!(count(i64::MIN, i64::MAX), calendar::schedule::BETWEEN_MAX);
}

#[test]
fn an_evening_that_is_made_longer_is_still_found_at_its_end() {
    let mut schedule = tuesdays();
    let held = Held {
        duration_minutes: Some(600),
        ..Held::default()
    };
    assert!(
        schedule
            .exceptions
            .set(date(2026, 1, 6), Exception::held(held, ""))
    );
    let late = ms("2026-01-07T04:30:00Z");
    assert_eq!(schedule.between(late, late + 1).len(), 1);
    assert!(schedule.around(late, 0).is_some());
}

#[test]
fn exceptions_and_dates_are_bounded() {
    let day = |offset: usize| date(2026, 1, 1).checked_add(i64::try_from(offset).unwrap().days());
    let mut exceptions = Exceptions::default();
    for offset in 0..EXCEPTIONS_MAX {
        assert!(exceptions.set(day(offset).unwrap(), Exception::cancelled(&"é".repeat(600))));
    }
    assert!(!exceptions.set(day(EXCEPTIONS_MAX).unwrap(), Exception::cancelled("")));
    assert!(exceptions.set(day(3).unwrap(), Exception::cancelled("again")));
    let (_, first) = exceptions.iter().next().unwrap();
    assert_eq!(first.note.chars().count(), NOTE_CHARS_MAX);
    let text = exceptions.to_string();
    assert!(text.len() < calendar::schedule::TEXT_BYTES_MAX);
    assert_eq!(Exceptions::read(&text), (exceptions.clone(), vec![]));
    exceptions.forget_before(day(EXCEPTIONS_MAX - 1).unwrap());
    assert_eq!(exceptions.iter().count(), 1);
    assert!(Dates::of((0..366).map(|offset| day(offset).unwrap())).is_some());
    assert!(Dates::of((0..367).map(|offset| day(offset).unwrap())).is_none());
}

#[test]
fn the_stored_forms_are_plain() {
    let mut exceptions = Exceptions::default();
    assert!(exceptions.set(
        date(2026, 12, 24),
        Exception::cancelled("The hall\nis closed # 2 \\")
    ));
    let held = Held {
        date: Some(date(2027, 1, 2)),
        start: Some(time(18, 30, 0, 0)),
        duration_minutes: Some(90),
        way: Some(Way::InPerson),
    };
    assert!(exceptions.set(date(2026, 12, 31), Exception::held(held, "")));
    assert_eq!(
        exceptions.to_string(),
        "2026-12-24 cancelled # The hall\\nis closed # 2 \\\\\n\
         2026-12-31 held 2027-01-02 18:30 90min in-person"
    );
    let season = Season {
        first: Some(date(2026, 1, 6)),
        last: None,
    };
    assert_eq!(season.to_string(), "2026-01-06..");
}

#[test]
fn what_makes_no_sense_is_named() {
    let part = |text: &str| Rule::read(text).map_err(|misread| misread.part).err();
    for (text, wrong) in [
        ("weekly", "weekly"),
        ("yearly:tue", "yearly"),
        ("weekly:tue,Wed", "Wed"),
        ("weekly:tue,", ""),
        ("every:0w:2026-01-06:tue", "0w"),
        ("every:53w:2026-01-06:tue", "53w"),
        ("every:2w:2026-1-6:tue", "2026-1-6"),
        ("every:2w", ""),
        ("monthly:6:tue", "6"),
        ("monthly:0:tue", "0"),
        ("dates:2026-02-30", "2026-02-30"),
        ("dates:20260228", "20260228"),
    ] {
        assert_eq!(part(text).as_deref(), Some(wrong), "{text}");
    }
    assert!(Season::read("2026-01-06").is_err() && Season::read("x..").is_err());
    let text = "2026-12-24 cancelled\n2026-12-25 perhaps\nx\n2026-12-26 held 9:00\n\
                2026-12-27 held 1441min\n2026-12-28 cancelled online\n2026-12-31 held online";
    let (good, wrong) = Exceptions::read(text);
    assert_eq!(good.iter().count(), 2);
    let parts: Vec<&str> = wrong.iter().map(|misread| misread.part.as_str()).collect();
    assert_eq!(parts, ["perhaps", "x", "9:00", "1441min", "online"]);
}

/// Whether a rule has a date, said plainly.
fn has(rule: &Rule, day: Date) -> bool {
    match rule {
        Rule::Weekly(days) => days.contains(day.weekday()),
        Rule::EveryWeeks {
            weeks,
            anchor,
            days,
        } => {
            // The Sundays of both weeks, and the weeks between them.
            let sunday = |day: Date| {
                let past = i64::from(day.weekday().to_sunday_zero_offset());
                day.checked_sub(past.days()).unwrap()
            };
            let between = sunday(*anchor).until(sunday(day)).unwrap().get_days() / 7;
            days.contains(day.weekday()) && between % i32::from(*weeks) == 0
        }
        Rule::Monthly { ordinals, days } => {
            let numbers = ordinals.numbers().map(|nth| i8::try_from(nth).unwrap());
            let mut all = numbers.chain(ordinals.has_last().then_some(-1));
            days.contains(day.weekday()) && all.any(|nth| is_nth(day, nth))
        }
        Rule::Dates(dates) => dates.iter().any(|date| date == day),
    }
}

fn is_nth(day: Date, nth: i8) -> bool {
    day.nth_weekday_of_month(nth, day.weekday())
        .is_ok_and(|found| found == day)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_stored_forms_are_read_back(rule in rules(), season in seasons(), all in exceptions()) {
        prop_assert_eq!(Rule::read(&rule.to_string()), Ok(rule));
        prop_assert_eq!(Season::read(&season.to_string()), Ok(season));
        prop_assert_eq!(Exceptions::read(&all.to_string()), (all, vec![]));
    }

    #[test]
    fn no_text_is_too_strange_to_read(text in "\\PC{0,60}", kind in "(weekly|every|monthly|dates):") {
        let _ = (Rule::read(&text), Season::read(&text));
        let _ = Rule::read(&format!("{kind}{text}"));
        let _ = Exceptions::read(&format!("2026-01-06 held {text}"));
    }

    #[test]
    fn a_walk_over_all_days_finds_the_same(schedule in schedules(), first in some_dates()) {
        let until = first.checked_add(200.days()).unwrap();
        let at = |day: Date| ms(&format!("{day}T00:00:00Z"));
        let mut plain: Vec<Occurrence> = (0..2_700_i64)
            .map(|offset| date(2023, 1, 1).checked_add(offset.days()).unwrap())
            .filter(|day| has(&schedule.rule, *day) && schedule.season.contains(*day))
            .map(|day| schedule.on(day).unwrap())
            .filter(|o| o.start_ms < at(until))
            .filter(|o| o.end_ms > at(first) || o.start_ms >= at(first))
            .collect();
        plain.sort_by_key(|o| (o.start_ms, o.date));
        let mut found = schedule.between(at(first), at(until));
        prop_assert!(found.windows(2).all(|pair| pair[0].start_ms <= pair[1].start_ms));
        found.sort_by_key(|o| (o.start_ms, o.date));
        prop_assert_eq!(found, plain);
    }
}
