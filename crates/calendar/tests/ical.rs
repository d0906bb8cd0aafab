//! Calendars read and expanded: rules against a table, clocks' changes, changes of occurrences,
//! and whatever bytes there are.

#![allow(clippy::unwrap_used)]

mod expanded;

use calendar::ical::rule::Rule;
use calendar::ical::{self, Calendar, Expansion, Limits, Refusal, Status};
use proptest::prelude::*;

/// 1900 and 2060, in milliseconds.
const LONG_AGO: i64 = -2_208_988_800_000;
const FAR: i64 = 2_840_140_800_000;

fn calendar(body: &str) -> Calendar {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{body}\nEND:VCALENDAR\n");
    ical::read(text.replace('\n', "\r\n").as_bytes(), &Limits::default()).unwrap()
}

fn event(lines: &str) -> Calendar {
    calendar(&format!("BEGIN:VEVENT\nUID:one\n{lines}\nEND:VEVENT"))
}

fn all(calendar: &Calendar) -> Expansion {
    calendar.occurrences(LONG_AGO, FAR, &Limits::default())
}

fn starts(lines: &str) -> Vec<String> {
    let expansion = all(&event(lines));
    let found = expansion.occurrences.iter();
    found.map(|one| one.start.to_string()).collect()
}

#[test]
fn the_rules_of_the_table_give_its_times() {
    let table = include_str!("ical/rules.txt");
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    while let (Some(head), Some(times)) = (lines.next(), lines.next()) {
        let (start, rule) = head.split_once(' ').unwrap();
        let expected: Vec<&str> = times.split_whitespace().collect();
        let found = starts(&format!("DTSTART:{start}\nRRULE:{rule}"));
        let found: Vec<String> = found
            .iter()
            .take(6)
            .map(|time| time.replace(['-', ':'], ""))
            .collect();
        assert_eq!(found, expected, "{head}");
        count += 1;
    }
    assert!(count >= 60, "{count} rules");
}

#[test]
fn a_time_in_a_gap_moves_forward_and_in_a_fold_the_first_is_taken() {
    let cases = [
        (
            "Europe/Berlin",
            "20260328T023000",
            "2026-03-29T03:30:00+02:00",
        ),
        (
            "Europe/Berlin",
            "20261024T023000",
            "2026-10-25T02:30:00+02:00",
        ),
        (
            "America/New_York",
            "20260307T023000",
            "2026-03-08T03:30:00-04:00",
        ),
        (
            "America/New_York",
            "20261031T013000",
            "2026-11-01T01:30:00-04:00",
        ),
        (
            "Australia/Sydney",
            "20261003T023000",
            "2026-10-04T03:30:00+11:00",
        ),
        (
            "Australia/Sydney",
            "20260404T023000",
            "2026-04-05T02:30:00+11:00",
        ),
        (
            "America/Santiago",
            "20260905T003000",
            "2026-09-06T01:30:00-03:00",
        ),
        (
            "Australia/Lord_Howe",
            "20261003T021500",
            "2026-10-04T02:45:00+11:00",
        ),
        (
            "Australia/Lord_Howe",
            "20260404T014500",
            "2026-04-05T01:45:00+11:00",
        ),
    ];
    for (zone, start, second) in cases {
        let found = starts(&format!(
            "DTSTART;TZID={zone}:{start}\nRRULE:FREQ=DAILY;COUNT=2"
        ));
        assert_eq!(found.get(1).map(String::as_str), Some(second), "{zone}");
    }
}

#[test]
fn until_counts_its_own_instant_in_the_zone_of_the_event() {
    let until = |until: &str| {
        starts(&format!(
            "DTSTART;TZID=America/New_York:20260304T190000\nRRULE:FREQ=WEEKLY;UNTIL={until}"
        ))
        .len()
    };
    assert_eq!(until("20260311T230000Z"), 2, "after the clocks changed");
    assert_eq!(until("20260311T225959Z"), 1);
    assert_eq!(until("20260311T190000"), 2);
    assert_eq!(until("20260311"), 1, "its midnight");
    assert_eq!(until("20260312"), 2);
}

#[test]
fn zones_are_known_by_their_other_names_and_by_rules_of_their_own() {
    for (name, zone) in [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("\"Eastern Standard Time\"", "America/New_York"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
    ] {
        let found = all(&event(&format!("DTSTART;TZID={name}:20260704T190000")));
        assert_eq!(found.occurrences[0].zone.as_deref(), Some(zone));
    }
    let own = calendar(
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:20071104T020000\n\
         RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n\
         END:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\n\
         RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n\
         END:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=Ours:20260101T190000\n\
         RDATE;TZID=Ours:20260701T190000\nEND:VEVENT",
    );
    let found = all(&own).occurrences;
    let shown: Vec<String> = found.iter().map(|one| one.start.to_string()).collect();
    assert_eq!(
        shown,
        ["2026-01-01T19:00:00-05:00", "2026-07-01T19:00:00-04:00"]
    );
    let floating = all(&event("DTSTART;TZID=Nowhere:20260704T190000"));
    assert_eq!(
        floating.occurrences[0].start.to_string(),
        "2026-07-04T19:00:00"
    );
    let default = calendar(
        "X-WR-TIMEZONE:Europe/Madrid\nBEGIN:VEVENT\nUID:a\nDTSTART:20260704T190000\nEND:VEVENT",
    );
    let shown = all(&default).occurrences[0].start.to_string();
    assert_eq!(shown, "2026-07-04T19:00:00+02:00");
}

#[test]
fn occurrences_are_moved_cancelled_added_and_taken_away() {
    let series = "BEGIN:VEVENT\nUID:a\nSUMMARY:Old\nDTSTART;TZID=Europe/Berlin:20260105T190000\n\
        DTEND;TZID=Europe/Berlin:20260105T203000\nRRULE:FREQ=WEEKLY;COUNT=5\n\
        EXDATE;TZID=Europe/Berlin:20260112T190000\nRDATE;TZID=Europe/Berlin:20260113T190000\n\
        END:VEVENT\n";
    let change = |id: &str, lines: &str| {
        format!("BEGIN:VEVENT\nUID:a\nRECURRENCE-ID{id}\n{lines}\nEND:VEVENT\n")
    };
    let moved = change(
        ";TZID=Europe/Berlin:20260119T190000",
        "SEQUENCE:2\nDTSTART;TZID=Europe/Berlin:20260120T200000\nDURATION:PT1H",
    );
    let older = change(":20260119T180000Z", "SEQUENCE:1\nDTSTART:20260121T180000Z");
    let off = change(":20260126T180000Z", "STATUS:CANCELLED");
    let found = all(&calendar(&format!("{series}{moved}{older}{off}"))).occurrences;
    let shown: Vec<(String, &str)> = found
        .iter()
        .map(|one| (one.start.to_string()[..16].to_owned(), one.status.name()))
        .collect();
    let expected = [
        ("2026-01-05T19:00", "confirmed"),
        ("2026-01-13T19:00", "confirmed"),
        ("2026-01-20T20:00", "confirmed"),
        ("2026-01-26T18:00", "cancelled"),
        ("2026-02-02T19:00", "confirmed"),
    ];
    let expected: Vec<(String, &str)> = expected.map(|(a, b)| (a.to_owned(), b)).into();
    assert_eq!(shown, expected);
    assert_eq!(found[2].end.to_string(), "2026-01-20T21:00:00+01:00");
    let from_here = change(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260119T190000",
        "SUMMARY:New\nDTSTART;TZID=Europe/Berlin:20260119T200000",
    );
    let found = all(&calendar(&format!("{series}{from_here}"))).occurrences;
    let last = found.last().unwrap();
    assert_eq!((last.summary.as_str(), found.len()), ("New", 5));
    assert_eq!(last.start.to_string(), "2026-02-02T20:00:00+01:00");
}

#[test]
fn ends_come_from_an_end_a_duration_or_neither() {
    for (lines, end) in [
        ("DTSTART;VALUE=DATE:20260228", "2026-03-01"),
        (
            "DTSTART;VALUE=DATE:20260228\nDTEND;VALUE=DATE:20260303",
            "2026-03-03",
        ),
        ("DTSTART:20260228T100000Z", "2026-02-28T10:00:00+00:00"),
        (
            "DTSTART:20260228T100000\nDURATION:P1DT1H",
            "2026-03-01T11:00:00",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D",
            "2026-03-29T12:00:00+02:00",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:PT24H",
            "2026-03-29T13:00:00+02:00",
        ),
        (
            "DTSTART:20260228T100000Z\nDTEND:20260228T090000Z",
            "2026-02-28T10:00:00+00:00",
        ),
    ] {
        let found = all(&event(lines));
        assert_eq!(found.occurrences[0].end.to_string(), end, "{lines}");
    }
}

#[test]
fn what_began_earlier_and_is_still_on_counts() {
    let calendar = event("DTSTART:20260105T190000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY");
    let half_past = 1_767_641_400_000;
    let found = calendar.occurrences(half_past, half_past + 60_000, &Limits::default());
    assert_eq!(found.occurrences.len(), 1);
    let over = half_past + 1_800_000;
    let found = calendar.occurrences(over, over + 60_000, &Limits::default());
    assert_eq!(found.occurrences.len(), 0);
}

#[test]
fn what_is_no_calendar_is_refused_and_what_is_whole_is_kept() {
    let limits = Limits::default();
    let refused = |bytes: &[u8]| ical::read(bytes, &limits).unwrap_err();
    assert_eq!(refused(b"<!DOCTYPE html><html>"), Refusal::Html);
    assert_eq!(refused(b" "), Refusal::Empty);
    assert_eq!(refused(b"name,day"), Refusal::NoCalendar);
    let small = Limits {
        bytes_max: 3,
        ..limits
    };
    assert!(matches!(
        ical::read(b"BEGIN", &small),
        Err(Refusal::TooLarge { .. })
    ));
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T190000Z\nSUMMARY:Caf\u{e9} \n at \n  noon\n\
        END:VEVENT\nBEGIN:VEVENT\nUID:b\nDTSTART:2026";
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [text.as_bytes(), &wide, &latin] {
        let read = ical::read(bytes, &limits).unwrap();
        assert_eq!(read.events.len(), 1);
        assert_eq!(read.events[0].summary, "Caf\u{e9} at  noon");
        assert!(
            read.problems
                .iter()
                .any(|one| one.problem.contains("breaks off"))
        );
    }
    let cancelled =
        calendar("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T190000Z\nEND:VEVENT");
    assert_eq!(all(&cancelled).occurrences[0].status, Status::Cancelled);
}

#[test]
fn hostile_rules_end_and_are_named() {
    for rule in [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYDAY=MO;COUNT=1000000000",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15;BYSECOND=0,1,2,3,4,5,6,7,8,9,10,11,12",
    ] {
        let calendar = event(&format!("DTSTART:19700105T000000Z\nRRULE:{rule}"));
        let limits = Limits {
            rule_steps_max: 20_000,
            ..Limits::default()
        };
        let found = calendar.occurrences(0, FAR, &limits);
        assert!(found.occurrences.len() <= 20_001, "{rule}");
        if !rule.contains("=30;") {
            assert!(!found.is_whole, "{rule}");
        }
    }
    let old = event("DTSTART:19000101T000000Z\nRRULE:FREQ=SECONDLY");
    let found = old.occurrences(1_000_000_000_000, 1_000_000_010_000, &Limits::default());
    assert_eq!(found.occurrences.len(), 10);
    assert!(event("DTSTART:20260101\nRRULE:FREQ=NEVER").problems.len() == 1);
}

/// 5 January 2026, at half past two in Berlin, in milliseconds.
const START: i64 = 1_767_576_600_000;
const DAY_MS: i64 = 86_400_000;

/// Rules of which every part can be read, most of them with times in the years ahead.
fn any_rule() -> impl Strategy<Value = String> {
    let list = |values: Vec<&'static str>| {
        let most = values.len().min(4);
        prop::sample::subsequence(values, 1..=most).prop_map(|some| some.join(","))
    };
    let weekdays = || list(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
    let ordinals = list(vec!["1MO", "2TU", "-1FR", "3SU", "-2WE", "5SA"]);
    let months = list(vec!["1", "2", "3", "6", "10", "11", "12"]);
    let dates = list(vec!["1", "13", "28", "31", "-1", "-5"]);
    let hours = list(vec!["0", "1", "2", "3", "19", "23"]);
    let by = |name: &'static str, values: BoxedStrategy<String>| {
        prop::option::weighted(0.3, values.prop_map(move |some| format!(";{name}={some}")))
            .prop_map(Option::unwrap_or_default)
    };
    let frequency = prop::sample::select(vec![
        "HOURLY", "DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY",
    ]);
    let days = prop_oneof![
        Just(String::new()),
        weekdays().prop_map(|some| format!(";BYDAY={some}")),
        ordinals.prop_map(|some| format!(";BYDAY={some}")),
        dates.prop_map(|some| format!(";BYMONTHDAY={some}")),
    ];
    let end = prop_oneof![
        Just(String::new()),
        (1..40_u32).prop_map(|count| format!(";COUNT={count}")),
        (2026..2031_u32, 1..13_u32).prop_map(|(year, month)| format!(";UNTIL={year}{month:02}15")),
        (2026..2031_u32, 1..13_u32)
            .prop_map(|(year, month)| format!(";UNTIL={year}{month:02}15T013000Z")),
    ];
    let interval = prop::option::of(1..5_u32);
    let first = prop::option::weighted(0.2, prop::sample::select(vec!["1", "-1", "2"]));
    (
        frequency,
        interval,
        days,
        by("BYMONTH", months.boxed()),
        by("BYHOUR", hours.boxed()),
        first,
        end,
    )
        .prop_map(|(frequency, interval, days, months, hours, first, end)| {
            // An ordinal is of a month or a year, and a date of no week.
            let is_of_month = matches!(frequency, "MONTHLY" | "YEARLY");
            let is_plain = !days.contains(|c: char| c.is_ascii_digit());
            let days = if is_of_month || is_plain {
                days
            } else {
                String::new()
            };
            let interval = interval.map_or(String::new(), |n| format!(";INTERVAL={n}"));
            let has_set = !(days.is_empty() && hours.is_empty());
            let first = first.filter(|_| has_set);
            let first = first.map_or(String::new(), |n| format!(";BYSETPOS={n}"));
            format!("FREQ={frequency}{interval}{months}{days}{hours}{first}{end}")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,60}") {
        let limits = Limits { rule_steps_max: 2_000, ..Limits::default() };
        for body in [text.as_bytes(), &bytes] {
            if let Some(read) = expanded::by_rule(body, &limits) {
                expanded::hold(&read.occurrences(0, FAR, &limits), (0, FAR), &limits);
            }
        }
        let _ = ical::read(&bytes, &limits);
    }

    #[test]
    fn any_rule_gives_what_it_says(rule in any_rule(), from_days in 0..4_000_i64, days in 1..4_000_i64) {
        let limits = Limits { rule_steps_max: 20_000, ..Limits::default() };
        let read = expanded::by_rule(rule.as_bytes(), &limits).unwrap();
        prop_assert!(read.problems.is_empty(), "{:?}", read.problems);
        let from_ms = START - DAY_MS + (from_days / 2) * DAY_MS;
        let window = (from_ms, from_ms + days * DAY_MS);
        let found = read.occurrences(window.0, window.1, &limits);
        expanded::hold(&found, window, &limits);
        expanded::hold_by(&rule, &found, &limits);
        let whole = read.occurrences(START - DAY_MS, FAR, &limits);
        expanded::hold_by(&rule, &whole, &limits);
        if whole.is_whole && found.is_whole {
            // A window shows what is on in it, and nothing else.
            let within = whole.occurrences.iter().filter(|one| {
                let (start, end) = (one.start.order_ms(), one.end.order_ms());
                start < window.1 && (end > window.0 || start >= window.0)
            });
            prop_assert!(within.eq(&found.occurrences));
        }
        if !rule.contains("BY") && !rule.contains("UNTIL") {
            prop_assert!(!whole.occurrences.is_empty(), "the start itself");
        }
        if let (Ok(Rule { count: Some(count), .. }), true) = (Rule::parse(&rule), !rule.contains("BY")) {
            prop_assert_eq!(whole.occurrences.len() as u64, count);
        }
    }
}
