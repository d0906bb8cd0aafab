//! Calendars of invented groups, whose clocks and rules are as unkind as they come.
#![allow(clippy::unwrap_used)]

use calendar::ical_write::{Event, Feed};
use calendar::schedule::{Dates, Exception, Held, Ordinals, Season, Way};
use calendar::{Days, Language, Rule, Schedule, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date, time};

/// 3 July 2026, noon in UTC.
pub(crate) const NOW_MS: i64 = 1_783_080_000_000;
/// 3 January 2025: a little after the beginning of what is written, in every zone.
pub(crate) const FROM_MS: i64 = 1_735_862_400_000;
/// 3 July 2029: while single occurrences are still written out.
pub(crate) const UNTIL_MS: i64 = 1_877_774_400_000;

pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) feed: Feed,
}

pub(crate) fn feed(events: Vec<Event>) -> Feed {
    Feed {
        name: "Evening Circle".to_owned(),
        language: Language::English,
        is_discreet: false,
        refresh_hours: 12,
        now_ms: NOW_MS,
        events,
    }
}

pub(crate) fn event(uid: &str, schedule: Schedule) -> Event {
    Event {
        uid: uid.to_owned(),
        summary: "Evening Circle".to_owned(),
        description: "All are welcome.".to_owned(),
        location: "12 Harbour Street, Riverton".to_owned(),
        url: "https://renew.example/groups/evening".to_owned(),
        schedule,
        sequence: 3,
        last_modified_ms: NOW_MS - 86_400_000,
    }
}

fn sample(name: &str, schedule: Schedule) -> Sample {
    Sample {
        name: name.to_owned(),
        feed: feed(vec![event(&format!("{name}@renew.example"), schedule)]),
    }
}

fn weekly(days: &[Weekday], hour: i8, minute: i8, minutes: u16, zone: &str) -> Schedule {
    by(
        Rule::Weekly(days.iter().copied().collect()),
        hour,
        minute,
        minutes,
        zone,
    )
}

fn by(rule: Rule, hour: i8, minute: i8, minutes: u16, zone: &str) -> Schedule {
    let zone = Zone::named(zone).unwrap();
    Schedule::by(rule, time(hour, minute, 0, 0), minutes, zone)
}

fn monthly(numbers: &[u8], has_last: bool, day: Weekday) -> Rule {
    let none = if has_last {
        Ordinals::LAST
    } else {
        Ordinals::NONE
    };
    Rule::Monthly {
        ordinals: numbers
            .iter()
            .fold(none, |all, nth| all.and(Ordinals::nth(*nth).unwrap())),
        days: Days::one(day),
    }
}

fn dates(dates: impl IntoIterator<Item = Date>) -> Rule {
    Rule::Dates(Dates::of(dates).unwrap())
}

/// Zones whose clocks change in all the ways there are.
pub(crate) const ZONES: [&str; 20] = [
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Santiago",
    "America/Asuncion",
    "America/Havana",
    "America/Nuuk",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Madrid",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Chatham",
    "UTC",
];

pub(crate) fn samples() -> Vec<Sample> {
    let mut samples = clocks();
    samples.extend(rules());
    samples.extend(changed());
    samples.extend(words());
    samples.extend(many());
    samples
}

fn clocks() -> Vec<Sample> {
    use Weekday::{Friday, Saturday, Sunday, Thursday, Tuesday};
    let mut samples = vec![
        sample("plain", weekly(&[Tuesday], 19, 0, 90, "America/New_York")),
        sample("utc", weekly(&[Tuesday, Friday], 19, 0, 90, "UTC")),
        sample("gap", weekly(&[Sunday], 2, 30, 60, "America/New_York")),
        sample("fold", weekly(&[Sunday], 1, 30, 60, "America/New_York")),
        sample(
            "gap_of_half_an_hour",
            weekly(&[Sunday], 2, 15, 60, "Australia/Lord_Howe"),
        ),
        sample(
            "fold_of_half_an_hour",
            weekly(&[Sunday], 1, 45, 60, "Australia/Lord_Howe"),
        ),
        sample(
            "midnight_gap",
            weekly(&[Sunday], 0, 0, 60, "America/Santiago"),
        ),
        sample(
            "midnight_fold",
            weekly(&[Saturday], 23, 30, 60, "America/Santiago"),
        ),
        sample(
            "over_the_change",
            weekly(&[Saturday, Sunday], 23, 0, 8 * 60, "Europe/Madrid"),
        ),
        sample(
            "round_the_clock",
            weekly(&[Saturday], 12, 0, 24 * 60, "Europe/London"),
        ),
        sample("no_length", weekly(&[Thursday], 12, 0, 0, "Europe/London")),
    ];
    for zone in ZONES {
        let name = zone.replace('/', "_").to_lowercase();
        let daily = by(Rule::Weekly(Days::ALL), 1, 30, 90, zone);
        samples.push(sample(&format!("daily_{name}"), daily));
    }
    samples
}

fn rules() -> Vec<Sample> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Tuesday, Wednesday};
    let every = |weeks, days: &[Weekday]| Rule::EveryWeeks {
        weeks,
        anchor: date(2026, 1, 6),
        days: days.iter().copied().collect(),
    };
    let zone = "America/Los_Angeles";
    let single = dates([
        date(2026, 3, 8),
        date(2026, 7, 9),
        date(2026, 11, 1),
        date(2027, 1, 2),
    ]);
    let season = Season {
        first: Some(date(2026, 3, 1)),
        last: Some(date(2027, 3, 14)),
    };
    vec![
        sample("every_two_weeks", by(every(2, &[Tuesday]), 18, 0, 60, zone)),
        sample(
            "every_two_weeks_two_days",
            by(every(2, &[Sunday, Saturday]), 18, 0, 60, zone),
        ),
        sample(
            "every_three_weeks",
            by(every(3, &[Monday, Sunday]), 2, 30, 60, zone),
        ),
        sample("every_year", by(every(52, &[Friday]), 18, 0, 60, zone)),
        sample(
            "first_and_third",
            by(monthly(&[1, 3], false, Tuesday), 18, 0, 60, zone),
        ),
        sample("last", by(monthly(&[], true, Friday), 18, 0, 60, zone)),
        sample(
            "fifth",
            by(monthly(&[5], false, Wednesday), 18, 0, 60, zone),
        ),
        sample(
            "fourth_and_last",
            by(monthly(&[4], true, Sunday), 1, 30, 60, zone),
        ),
        sample(
            "second_in_the_gap",
            by(monthly(&[2], false, Sunday), 2, 30, 60, zone),
        ),
        sample("dates", by(single, 2, 30, 60, zone)),
        sample("one_date", by(dates([date(2026, 12, 24)]), 17, 0, 60, zone)),
        sample(
            "season_from_gap_to_gap",
            Schedule {
                season,
                ..weekly(&[Sunday], 2, 30, 60, "America/New_York")
            },
        ),
        sample(
            "season_begins_in_the_gap",
            Schedule {
                season: Season {
                    first: Some(date(2026, 3, 8)),
                    last: Some(date(2026, 11, 1)),
                },
                ..weekly(&[Sunday], 2, 30, 60, "America/New_York")
            },
        ),
        sample(
            "season_begins_in_the_fold",
            Schedule {
                season: Season {
                    first: Some(date(2026, 11, 1)),
                    last: None,
                },
                ..weekly(&[Sunday], 1, 30, 60, "America/New_York")
            },
        ),
        sample(
            "late_on_the_last_day",
            Schedule {
                season,
                ..weekly(&[Sunday], 23, 59, 60, "Pacific/Auckland")
            },
        ),
    ]
}

/// Tuesdays at seven with one of everything that people change.
pub(crate) fn tuesdays() -> Schedule {
    let mut schedule = weekly(&[Weekday::Tuesday], 19, 0, 90, "Europe/Madrid");
    let changes = [
        (date(2025, 1, 7), Exception::cancelled("")),
        (
            date(2026, 7, 7),
            Exception::cancelled("The hall is closed; see you next week."),
        ),
        (
            date(2026, 7, 14),
            Exception::held(
                Held {
                    date: Some(date(2026, 7, 16)),
                    ..Held::default()
                },
                "Two days later",
            ),
        ),
        (
            date(2026, 7, 21),
            Exception::held(
                Held {
                    start: Some(time(18, 15, 0, 0)),
                    duration_minutes: Some(45),
                    ..Held::default()
                },
                "",
            ),
        ),
        (
            date(2026, 7, 28),
            Exception::held(
                Held {
                    way: Some(Way::Online),
                    ..Held::default()
                },
                "",
            ),
        ),
        (
            date(2026, 10, 20),
            Exception::held(
                Held {
                    date: Some(date(2026, 10, 25)),
                    start: Some(time(2, 30, 0, 0)),
                    ..Held::default()
                },
                "In the night in which the clocks change",
            ),
        ),
        (
            date(2027, 3, 23),
            Exception::held(
                Held {
                    date: Some(date(2027, 3, 28)),
                    start: Some(time(2, 30, 0, 0)),
                    ..Held::default()
                },
                "And when they change back",
            ),
        ),
        (
            date(2026, 7, 8),
            Exception::cancelled("No Tuesday: this changes nothing."),
        ),
    ];
    for (date, exception) in changes {
        assert!(schedule.exceptions.set(date, exception));
    }
    schedule
}

fn changed() -> Vec<Sample> {
    let mut gap = weekly(&[Weekday::Sunday], 2, 30, 60, "America/New_York");
    for (day, note) in [
        (date(2026, 3, 8), "In the gap"),
        (date(2026, 11, 1), "After it"),
    ] {
        assert!(gap.exceptions.set(day, Exception::cancelled(note)));
    }
    let mut fold = weekly(&[Weekday::Sunday], 1, 30, 60, "America/New_York");
    assert!(
        fold.exceptions
            .set(date(2026, 11, 1), Exception::cancelled(""))
    );
    vec![
        sample("changed", tuesdays()),
        sample("cancelled_in_the_gap", gap),
        sample("cancelled_in_the_fold", fold),
    ]
}

fn words() -> Vec<Sample> {
    let mut spoken = sample("words", tuesdays());
    spoken.feed.name = "Círculo; de noche, \\ 🌿".to_owned();
    for event in &mut spoken.feed.events {
        event.summary = "Círculo 🌿, noche; \\n \u{0}\u{8}".to_owned();
        event.description = format!("{}\r\nEND:VEVENT\r\nBEGIN:VALARM", "日本語 ñ ".repeat(60));
        event.url = "https://renew.example/a\r\nX-EVIL:1".to_owned();
    }
    let mut discreet = sample("discreet", tuesdays());
    discreet.feed.is_discreet = true;
    discreet.feed.language = Language::Spanish;
    vec![spoken, discreet]
}

/// Many groups in one calendar, drawn from a row of numbers that is always the same.
fn many() -> Vec<Sample> {
    let mut drawn = 20_260_703_u64;
    let mut draw = move |below: u64| {
        drawn = drawn
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (drawn >> 33) % below
    };
    let events = (0..60)
        .map(|index| {
            let days = Days::from_bits(i64::try_from(draw(127)).unwrap() + 1).unwrap();
            let rule = match draw(4) {
                0 => Rule::Weekly(days),
                1 => Rule::EveryWeeks {
                    weeks: u8::try_from(draw(6) + 1).unwrap(),
                    anchor: date(2026, 1, 1)
                        .checked_add(i64::try_from(draw(60)).unwrap().days())
                        .unwrap(),
                    days,
                },
                2 => monthly(
                    &[u8::try_from(draw(5) + 1).unwrap()],
                    draw(2) == 0,
                    days.iter().next().unwrap(),
                ),
                _ => dates((0..20).map(|_| {
                    let days = i64::try_from(draw(1_200)).unwrap();
                    date(2025, 2, 1).checked_add(days.days()).unwrap()
                })),
            };
            let (hour, minute) = (
                i8::try_from(draw(5)).unwrap(),
                i8::try_from(draw(4) * 15).unwrap(),
            );
            let zone = ZONES[usize::try_from(draw(20)).unwrap()];
            let minutes = u16::try_from(draw(200) + 1).unwrap();
            event(
                &format!("many-{index}@renew.example"),
                by(rule, hour, minute, minutes, zone),
            )
        })
        .collect();
    vec![Sample {
        name: "many".to_owned(),
        feed: feed(events),
    }]
}
