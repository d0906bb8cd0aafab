//! Calendars of invented groups, whose clocks and rules are as unkind as they come.
#![allow(clippy::unwrap_used)]

use calendar::ical_write::{Event, Feed};
use calendar::schedule::{Dates, Exceptions, Ordinals, Season};
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
    let mut samples: Vec<Sample> = [
        ("every_two_weeks", "every:2w:2026-01-06:tue", "18:00"),
        (
            "every_two_weeks_two_days",
            "every:2w:2026-01-06:sun,sat",
            "18:00",
        ),
        ("every_three_weeks", "every:3w:2026-01-06:sun,mon", "02:30"),
        ("every_year", "every:52w:2026-01-06:fri", "18:00"),
        ("first_and_third", "monthly:1,3:tue", "18:00"),
        ("last", "monthly:last:fri", "18:00"),
        ("fifth", "monthly:5:wed", "18:00"),
        ("fourth_and_last", "monthly:4,last:sun", "01:30"),
        ("second_in_the_gap", "monthly:2:sun", "02:30"),
        ("two_days_of_the_month", "monthly:1,last:mon,sat", "02:30"),
        (
            "dates",
            "dates:2026-03-08,2026-07-09,2026-11-01,2027-01-02",
            "02:30",
        ),
        ("one_date", "dates:2026-12-24", "17:00"),
    ]
    .into_iter()
    .map(|(name, rule, start)| {
        let zone = Zone::named("America/Los_Angeles").unwrap();
        let rule = Rule::read(rule).unwrap();
        sample(name, Schedule::by(rule, start.parse().unwrap(), 60, zone))
    })
    .collect();
    samples.extend(seasons());
    samples
}

fn seasons() -> impl Iterator<Item = Sample> {
    [
        (
            "season_from_gap_to_gap",
            "2026-03-01..2027-03-14",
            2,
            30,
            "America/New_York",
        ),
        (
            "season_begins_in_the_gap",
            "2026-03-08..2026-11-01",
            2,
            30,
            "America/New_York",
        ),
        (
            "season_begins_in_the_fold",
            "2026-11-01..",
            1,
            30,
            "America/New_York",
        ),
        (
            "late_on_the_last_day",
            "2026-03-01..2027-03-14",
            23,
            59,
            "Pacific/Auckland",
        ),
    ]
    .into_iter()
    .map(|(name, season, hour, minute, zone)| {
        let season = Season::read(season).unwrap();
        let sundays = weekly(&[Weekday::Sunday], hour, minute, 60, zone);
        sample(name, Schedule { season, ..sundays })
    })
}

fn with(schedule: Schedule, exceptions: &str) -> Schedule {
    let (exceptions, problems) = Exceptions::read(exceptions);
    assert_eq!(problems, []);
    Schedule {
        exceptions,
        ..schedule
    }
}

/// Tuesdays at seven with one of everything that people change. Two are moved into the nights in
/// which the clocks change, and one is no Tuesday and changes nothing.
fn tuesdays() -> Schedule {
    with(
        weekly(&[Weekday::Tuesday], 19, 0, 90, "Europe/Madrid"),
        "2025-01-07 cancelled\n\
         2026-07-07 cancelled # The hall is closed; see you next week.\n\
         2026-07-08 cancelled\n\
         2026-07-14 held 2026-07-16 # Two days later\n\
         2026-07-21 held 18:15 45min\n\
         2026-07-28 held online\n\
         2026-10-20 held 2026-10-25 02:30\n\
         2027-03-23 held 2027-03-28 02:30",
    )
}

fn changed() -> Vec<Sample> {
    let zone = "America/New_York";
    let gap = weekly(&[Weekday::Sunday], 2, 30, 60, zone);
    let fold = weekly(&[Weekday::Sunday], 1, 30, 60, zone);
    let off = "2026-03-08 cancelled # In the gap\n2026-11-01 cancelled";
    vec![
        sample("changed", tuesdays()),
        sample("cancelled_in_the_gap", with(gap, off)),
        sample("cancelled_in_the_fold", with(fold, off)),
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
