//! The finder beside the plainest way to find: look at every meeting, ask the wall clock.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::finder::{
    Answer, Bucket, Counts, Found, GOOD_FOR_MS, Index, MILE_KM, Meeting, Moment, Near, Order,
    Point, Query,
};
use calendar::meeting_guide::Attendance;
use calendar::{Days, Occurrence, Schedule, Timetable, Zone};
use jiff::Timestamp;
use jiff::civil::time;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const WAYS: [Attendance; 4] = [
    Attendance::InPerson,
    Attendance::Online,
    Attendance::Hybrid,
    Attendance::Inactive,
];
const ZONES: [&str; 6] = [
    "America/New_York",
    "Europe/Madrid",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "America/Los_Angeles",
];
const TYPES: [&str; 5] = ["BE", "C", "O", "W", "X"];
const PATHS: [&[&str]; 5] = [
    &["España", "Madrid", "Centro"],
    &["España", "Madrid"],
    &["España"],
    &["California"],
    &[],
];
const TEXTS: [&str; 7] = [
    "Big Book study",
    "The book, big and blue",
    "Mañana serena",
    "Women's serenity",
    "serenity now",
    "",
    "Straße der Ruhe",
];
const TYPED: [&str; 14] = [
    "",
    "serenity",
    "seren",
    "\"big book\"",
    "\"the book big\"",
    "\"big serenity\"",
    "book big",
    "manana OR \"serenity now\"",
    "womens ser",
    "STRASSE",
    "nowhere",
    "e",
    "b",
    "madrid",
];

fn sooner_or_later(query: &Query, at: &Occurrence) -> bool {
    let (start, end, now) = (at.start_ms, at.end_ms, query.now_ms);
    let is_upcoming = start + 10 * MINUTE_MS > now;
    let is_running = !is_upcoming && end > now;
    match query.moment {
        Moment::NowAndComing => (is_upcoming || is_running) && start < now + 7 * DAY_MS,
        Moment::Coming => is_upcoming && start < now + 7 * DAY_MS,
        Moment::InProgress => is_running,
        Moment::Soon { minutes } => {
            let ahead = (i64::from(minutes) * MINUTE_MS).min(7 * DAY_MS - 1);
            (is_upcoming || is_running) && start <= now + ahead
        }
        Moment::Later | Moment::ByAppointment => false,
    }
}

fn at_time_of_day(query: &Query, at: &Occurrence) -> bool {
    let hour = query.zone.wall_clock(at.start_ms).hour();
    query.buckets.is_empty()
        || query.buckets.iter().any(|bucket| match bucket {
            Bucket::Morning => (4..12).contains(&hour),
            Bucket::Midday => (11..17).contains(&hour),
            Bucket::Evening => (16..21).contains(&hour),
            Bucket::Night => !(5..20).contains(&hour),
        })
}

fn plain(text: &str) -> String {
    let plain = text.to_lowercase().replace('ñ', "n").replace('ß', "ss");
    let plain = plain.replace('\'', "");
    let apart: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!(" {} ", apart.join(" "))
}

fn says(meeting: &Meeting, typed: &str) -> bool {
    let texts: Vec<String> = std::iter::once(&meeting.name)
        .chain(&meeting.regions)
        .chain(&meeting.texts)
        .map(|text| plain(text))
        .collect();
    let any = |part: &str| texts.iter().any(|text| text.contains(part));
    typed.is_empty()
        || typed.split(" OR ").any(|all| {
            if all.starts_with('"') {
                return any(&plain(all));
            }
            let words: Vec<String> = all.split(' ').map(plain).collect();
            words.iter().enumerate().all(|(place, word)| {
                // In these questions only the last alternative ends in a beginning.
                let is_last = place + 1 == words.len() && typed.ends_with(all);
                any(if is_last && word.trim().len() > 1 {
                    word.trim_end()
                } else {
                    word
                })
            })
        })
}

fn suits(meeting: &Meeting, query: &Query) -> bool {
    let folded = |path: &[String]| path.iter().map(|one| plain(one)).collect::<Vec<_>>();
    let is_near = query.near.is_none_or(|near| {
        let km = meeting.point.map(|point| near.point.distance_km(point));
        km.is_some_and(|km| km <= near.within_km)
    });
    let regions = folded(&meeting.regions);
    is_near
        && query.types.iter().all(|code| meeting.types.contains(code))
        && (query.regions.is_empty()
            || query
                .regions
                .iter()
                .any(|path| regions.starts_with(&folded(path))))
        && query
            .language
            .as_ref()
            .is_none_or(|one| *one == meeting.language)
        && says(meeting, &query.text)
}

fn comes(meeting: &Meeting, ways: &[Attendance]) -> bool {
    match ways {
        [] => meeting.attendance != Attendance::Inactive,
        some => some.contains(&meeting.attendance),
    }
}

/// The first time of a meeting that a question allows; `None` inside is by appointment.
fn first(meeting: &Meeting, query: &Query, days: Days) -> Option<Option<Occurrence>> {
    if meeting.timetable.is_empty() {
        let asked = query.moment == Moment::ByAppointment && days.is_empty();
        return asked.then_some(None);
    }
    meeting
        .timetable
        .next(query.now_ms - DAY_MS, 40)
        .into_iter()
        .filter(|at| sooner_or_later(query, at) && at_time_of_day(query, at))
        .find(|at| days.is_empty() || days.contains(query.zone.wall_clock(at.start_ms).weekday()))
        .map(Some)
}

fn found<'a>(
    meetings: &'a [Meeting],
    query: &Query,
    days: Days,
    ways: &[Attendance],
) -> Vec<(&'a Meeting, Found)> {
    let mut found: Vec<(&Meeting, Found)> = meetings
        .iter()
        .filter(|meeting| suits(meeting, query) && comes(meeting, ways))
        .filter_map(|meeting| {
            let occurrence = first(meeting, query, days)?;
            let is_in_progress = occurrence.is_some_and(|at| {
                at.start_ms + 10 * MINUTE_MS <= query.now_ms && at.end_ms > query.now_ms
            });
            let distance_km = query
                .near
                .and_then(|near| meeting.point.map(|point| near.point.distance_km(point)));
            let id = meeting.id;
            Some((
                meeting,
                Found {
                    id,
                    occurrence,
                    is_in_progress,
                    distance_km,
                },
            ))
        })
        .collect();
    found.sort_by(|(one, a), (other, b)| {
        let km = |found: &Found| found.distance_km.filter(|_| query.order == Order::Distance);
        let start = |found: &Found| found.occurrence.map_or(i64::MAX, |at| at.start_ms);
        km(a)
            .unwrap_or(0.0)
            .total_cmp(&km(b).unwrap_or(0.0))
            .then((start(a), &one.name, a.id).cmp(&(start(b), &other.name, b.id)))
    });
    found
}

fn plainly(meetings: &[Meeting], query: &Query, codes: &[String]) -> Answer {
    let all = found(meetings, query, query.days, &query.attendance);
    let counts = Counts {
        types: codes
            .iter()
            .map(|code| all.iter().filter(|(m, _)| m.types.contains(code)).count())
            .collect(),
        attendance: WAYS.map(|way| found(meetings, query, query.days, &[way]).len()),
        days: std::array::from_fn(|day| {
            let day = Days::from_bits(1 << day).unwrap();
            found(meetings, query, day, &query.attendance).len()
        }),
    };
    let page = all.iter().skip(query.offset).take(query.limit);
    Answer {
        found: page.map(|(_, found)| *found).collect(),
        total: all.len(),
        counts: query.counts.then_some(counts),
    }
}

fn a_point() -> impl Strategy<Value = Point> {
    let around = select(vec![
        (40.4, -3.7),
        (0.0, 179.95),
        (10.0, -180.0),
        (89.9, 20.0),
        (-89.95, -100.0),
        (34.0, -118.2),
    ]);
    (around, -0.6..0.6, -0.6..0.6).prop_map(|((latitude, longitude), north, east)| {
        let latitude = f64::clamp(latitude + north, -90.0, 90.0);
        let longitude: f64 = longitude + east;
        let longitude = (longitude + 180.0_f64).rem_euclid(360.0) - 180.0;
        Point::new(latitude, longitude).unwrap()
    })
}

fn a_schedule() -> impl Strategy<Value = Schedule> {
    let days = prop_oneof![4 => (0_i64..7).prop_map(|day| 1 << day), 1 => 1_i64..128];
    let minutes = prop_oneof![Just(60_u16), Just(5), Just(90), Just(1440), 0..400_u16];
    (
        days,
        0_i8..24,
        select(vec![0_i8, 30, 10]),
        minutes,
        select(&ZONES[..]),
    )
        .prop_map(|(days, hour, minute, duration_minutes, zone)| {
            Schedule::weekly(
                Days::from_bits(days).unwrap(),
                time(hour, minute, 0, 0),
                duration_minutes,
                Zone::named(zone).unwrap(),
            )
        })
}

fn strings(some: &[&str]) -> Vec<String> {
    some.iter().map(|one| (*one).to_owned()).collect()
}

fn a_meeting() -> impl Strategy<Value = Meeting> {
    let what = (select(&TEXTS[..]), select(&TEXTS[..]), select(&PATHS[..]));
    let how = (
        select(&WAYS[..]),
        subsequence(&TYPES[..], 0..4),
        select(vec!["en", "es"]),
    );
    (
        0_i64..1000,
        what,
        how,
        proptest::option::weighted(0.9, a_schedule()),
        proptest::option::weighted(0.7, a_point()),
    )
        .prop_map(
            |(id, (name, notes, path), (attendance, types, language), schedule, point)| Meeting {
                id,
                name: name.to_owned(),
                timetable: schedule.map(Timetable::from).unwrap_or_default(),
                attendance,
                types: strings(&types),
                regions: strings(path),
                point,
                language: language.to_owned(),
                texts: strings(&[notes]),
            },
        )
}

/// Weeks in which clocks change, and one in which none does.
fn a_now() -> impl Strategy<Value = i64> {
    let days = select(vec![
        "2026-03-06",
        "2026-03-27",
        "2026-04-03",
        "2026-10-23",
        "2026-10-30",
        "2026-06-10",
    ]);
    (days, 0_i64..1440).prop_map(|(day, minute)| {
        let day: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
        day.as_millisecond() + minute * MINUTE_MS
    })
}

fn a_moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        4 => Just(Moment::NowAndComing),
        1 => Just(Moment::Coming),
        1 => Just(Moment::InProgress),
        1 => (0..2000_u16).prop_map(|minutes| Moment::Soon { minutes }),
        1 => Just(Moment::ByAppointment),
    ]
}

fn a_nearness() -> impl Strategy<Value = Option<Near>> {
    proptest::option::weighted(
        0.3,
        (a_point(), 0.0..90.0).prop_map(|(point, miles)| Near {
            point,
            within_km: miles * MILE_KM,
        }),
    )
}

fn a_query() -> impl Strategy<Value = Query> {
    let days = prop_oneof![2 => Just(0_i64), 1 => 0_i64..128];
    let when = (
        a_now(),
        select(&ZONES[..]),
        a_moment(),
        days,
        subsequence(&Bucket::ALL[..], 0..3),
    );
    let what = (
        subsequence(&WAYS[..], 0..3),
        prop_oneof![2 => Just(vec![]), 1 => subsequence(&TYPES[..], 1..3)],
        prop_oneof![2 => Just(vec![]), 1 => subsequence(&PATHS[..4], 1..3)],
        proptest::option::weighted(0.2, select(vec!["en", "es", "fr"])),
        prop_oneof![1 => Just(""), 1 => select(&TYPED[..])],
    );
    (
        when,
        what,
        a_nearness(),
        any::<bool>(),
        any::<bool>(),
        (0..30_usize, 0..30_usize),
    )
        .prop_map(
            |(
                (now_ms, zone, moment, days, buckets),
                what,
                near,
                is_near,
                counts,
                (offset, limit),
            )| {
                let (attendance, types, regions, language, text) = what;
                Query {
                    moment,
                    days: Days::from_bits(days).unwrap(),
                    buckets,
                    attendance,
                    types: strings(&types),
                    regions: regions.iter().map(|path| strings(path)).collect(),
                    near,
                    language: language.map(str::to_owned),
                    text: text.to_owned(),
                    order: if is_near {
                        Order::Distance
                    } else {
                        Order::Time
                    },
                    counts,
                    limit,
                    offset: offset.saturating_sub(15),
                    ..Query::at(now_ms, Zone::named(zone).unwrap())
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_answer_is_that_of_looking_at_every_meeting(
        meetings in vec(a_meeting(), 0..150),
        query in a_query(),
        age_ms in 0..=GOOD_FOR_MS,
    ) {
        let index = Index::build(&meetings, query.now_ms - age_ms);
        prop_assert!(index.is_good_at(query.now_ms));
        let expected = plainly(&meetings, &query, index.types());
        prop_assert_eq!(index.answer(&query), expected);
    }

    #[test]
    fn after_a_few_changes_the_answer_is_that_of_looking_at_every_meeting(
        mut now in vec(a_meeting(), 0..100),
        mut before in vec(a_meeting(), 0..100),
        kept in 0_usize..100,
        query in a_query(),
        age_ms in 0..=GOOD_FOR_MS,
    ) {
        for meetings in [&mut now, &mut before] {
            for (id, meeting) in (0..).zip(meetings) {
                meeting.id = id;
            }
        }
        let kept = kept.min(now.len()).min(before.len());
        before[..kept].clone_from_slice(&now[..kept]);
        let built_ms = query.now_ms - age_ms;
        let changed = &now[kept..];
        let (first, second) = changed.split_at(changed.len() / 2);
        let gone: Vec<i64> = before.iter().skip(now.len()).map(|one| one.id).collect();
        // First all that changes is gone, then it comes back in two steps.
        let all: Vec<i64> = before.iter().skip(kept).map(|one| one.id).collect();
        let index = Index::build(&before, built_ms)
            .with(Vec::new(), &all, built_ms)
            .and_then(|index| index.with(first.to_vec(), &[], built_ms + age_ms / 2))
            .and_then(|index| index.with(second.to_vec(), &gone, query.now_ms))
            .unwrap();
        let expected = plainly(&now, &query, index.types());
        prop_assert_eq!(index.answer(&query), expected);
    }
}

/// Whoever changes a country's meetings builds an index anew.
#[test]
fn no_more_than_a_few_stand_beside_the_others() {
    let index = Index::build(&[], 0);
    let ids: Vec<i64> = (0..=calendar::finder::BESIDE_MAX as i64).collect();
    assert!(index.with(Vec::new(), &ids, 0).is_none());
    let index = index.with(Vec::new(), &ids[1..], 0).unwrap();
    assert_eq!(index.changed(), calendar::finder::BESIDE_MAX);
    assert!(index.with(Vec::new(), &ids[1..], 0).is_some(), "the same");
    assert!(index.with(Vec::new(), &ids[..1], 0).is_none());
}

/// When New York's clock goes forward, a meeting at a quarter past seven in the evening comes
/// together twice on a Sunday in London, and is one meeting all the same.
#[test]
fn a_meeting_that_comes_twice_on_a_day_is_counted_once() {
    let zone = Zone::named("America/New_York").unwrap();
    let evening = time(19, 15, 0, 0);
    let meeting = Meeting {
        id: 1,
        name: "Every evening".into(),
        timetable: Schedule::weekly(Days::ALL, evening, 60, zone).into(),
        attendance: Attendance::Online,
        types: vec!["O".into()],
        regions: Vec::new(),
        point: None,
        language: String::new(),
        texts: Vec::new(),
    };
    let now: Timestamp = "2026-03-06T12:00:00Z".parse().unwrap();
    let meetings = [meeting];
    let index = Index::build(&meetings, now.as_millisecond());
    let mut query = Query::at(now.as_millisecond(), Zone::utc());
    query.counts = true;
    let answer = index.answer(&query);
    assert_eq!(answer, plainly(&meetings, &query, index.types()));
    assert_eq!(answer.counts.unwrap().days[0], 1);
    query.days = Days::from_bits(1).unwrap();
    assert_eq!(index.answer(&query).total, 1);
}

#[test]
fn the_ends_of_time_and_absurd_numbers_are_answered() {
    let meeting = Meeting {
        id: 1,
        name: "Any".into(),
        timetable: Timetable::default(),
        attendance: Attendance::Online,
        types: vec!["O".into(); 300],
        regions: vec!["Deep".into(); 20],
        point: None,
        language: String::new(),
        texts: vec!["word ".repeat(10_000)],
    };
    for now_ms in [i64::MIN, 0, i64::MAX] {
        let index = Index::build(std::slice::from_ref(&meeting), now_ms);
        assert_eq!((index.left_out().types, index.left_out().levels), (200, 12));
        assert!(index.memory_bytes() > 0 && index.memory_bytes() < 5_000_000);
        let mut query = Query::at(now_ms, Zone::utc());
        query.offset = usize::MAX;
        query.limit = usize::MAX;
        query.counts = true;
        query.days = Days::ALL;
        for moment in [Moment::Later, Moment::Soon { minutes: u16::MAX }] {
            query.moment = moment;
            assert_eq!(index.answer(&query).total, 0);
        }
        query.days = Days::NONE;
        query.moment = Moment::ByAppointment;
        assert_eq!(index.answer(&query).total, 1);
    }
    assert!(
        Index::build(&[], 0)
            .answer(&Query::at(0, Zone::utc()))
            .found
            .is_empty()
    );
}
