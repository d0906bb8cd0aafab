//! A group's calendar as a schedule: which rule it becomes, and that it is on when the calendar
//! says so.
#![allow(clippy::unwrap_used)]

use calendar::ical::meeting::{Meeting, NoMeeting, Understood, Wanted};
use calendar::ical::{self, Calendar, Limits, Moment, Status};
use calendar::schedule::{Change, EXCEPTIONS_MAX};
use calendar::{Schedule, Zone};
use proptest::prelude::*;

/// 1 January 2026 and two years later, in UTC.
const FROM_MS: i64 = 1_767_225_600_000;
const UNTIL_MS: i64 = FROM_MS + 730 * 86_400_000;

fn calendar(events: &str) -> Calendar {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n");
    ical::read(text.replace('\n', "\r\n").as_bytes(), &Limits::default()).unwrap()
}

/// Events, each with its lines; an X in the UID's place is the number of the event.
fn events(lines: &[&str]) -> String {
    let one = |(n, lines): (usize, &&str)| {
        let uid = match lines.contains("UID:") {
            true => String::new(),
            false => format!("UID:u{n}\n"),
        };
        format!("BEGIN:VEVENT\n{uid}{lines}\nEND:VEVENT\n")
    };
    lines.iter().enumerate().map(one).collect()
}

fn wanted() -> Wanted<'static> {
    Wanted {
        ids: &[],
        zone: None,
        from_ms: FROM_MS,
        until_ms: UNTIL_MS,
        exceptions_max: EXCEPTIONS_MAX,
    }
}

fn understood(lines: &[&str]) -> Understood {
    calendar(&events(lines)).meeting(&wanted())
}

fn meeting(lines: &[&str]) -> Meeting {
    understood(lines).meeting.unwrap()
}

/// When the calendar's own expansion has it on, and when it is off.
fn on_and_off(calendar: &Calendar) -> [Vec<(i64, i64)>; 2] {
    let expansion = calendar.occurrences(FROM_MS, UNTIL_MS, &Limits::default());
    assert!(expansion.is_whole);
    let ms = |moment: Moment| moment.order_ms();
    let of = |is_cancelled: bool| {
        let all = expansion.occurrences.iter();
        let mut times: Vec<(i64, i64)> = all
            .filter(|one| (one.status == Status::Cancelled) == is_cancelled)
            .map(|one| (ms(one.start), ms(one.end)))
            .collect();
        times.sort_unstable();
        times.dedup();
        times
    };
    [of(false), of(true)]
}

fn given(schedule: &Schedule, is_cancelled: bool) -> Vec<(i64, i64)> {
    let all = schedule.between(FROM_MS, UNTIL_MS).into_iter();
    let mut times: Vec<(i64, i64)> = all
        .filter(|one| one.is_cancelled == is_cancelled)
        .map(|one| (one.start_ms, one.end_ms))
        .collect();
    times.sort_unstable();
    times
}

fn assert_same(calendar: &Calendar, schedule: &Schedule, what: &str) {
    let [on, _] = on_and_off(calendar);
    assert_eq!(given(schedule, false), on, "{what}: {schedule:?}");
}

#[test]
fn rules_that_we_can_say_become_rules_and_the_rest_dates() {
    const NEW_YORK: &str = "DTSTART;TZID=America/New_York:20260106T190000\nDURATION:PT1H\nRRULE:";
    for (rule, expected) in [
        ("FREQ=WEEKLY", "weekly:tue"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "weekly:tue,thu"),
        ("FREQ=DAILY", "weekly:sun,mon,tue,wed,thu,fri,sat"),
        ("FREQ=DAILY;BYDAY=MO,WE,FR", "weekly:mon,wed,fri"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every:2w:2026-01-06:tue"),
        (
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU;WKST=SU",
            "every:3w:2026-01-04:sun,tue",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO",
            "every:2w:2026-01-11:sun",
        ),
        ("FREQ=MONTHLY;BYDAY=1TU", "monthly:1:tue"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU,-1TU", "monthly:1,3,last:tue"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "monthly:2:tue"),
        ("FREQ=MONTHLY;BYDAY=2TU,2TH", "monthly:2:tue,thu"),
        ("FREQ=MONTHLY;BYDAY=TU", "weekly:tue"),
        // What our rules don't say.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "dates:"),
        ("FREQ=MONTHLY;BYDAY=1TU,2TH", "dates:"),
        ("FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=-1", "dates:"),
        ("FREQ=MONTHLY;BYMONTHDAY=6", "dates:"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", "dates:"),
        ("FREQ=DAILY;INTERVAL=2", "dates:"),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=1TU", "dates:"),
        ("FREQ=WEEKLY;BYMONTH=1,2,3", "dates:"),
    ] {
        let lines = format!("{NEW_YORK}{rule}");
        let found = meeting(&[&lines]);
        let text = found.schedule.rule.to_string();
        match expected {
            "dates:" => assert!(
                text.starts_with(expected) && found.until.is_some(),
                "{rule}: {text}"
            ),
            _ => assert_eq!((text.as_str(), found.until), (expected, None), "{rule}"),
        }
        if found.schedule.rule.to_string().matches(',').count() < 365 {
            assert_same(&calendar(&events(&[&lines])), &found.schedule, rule);
        }
    }
}

#[test]
fn the_wall_clock_is_kept_when_the_clocks_change() {
    for (zone, start) in [
        ("America/New_York", "020000"),
        ("Europe/Berlin", "023000"),
        ("Australia/Lord_Howe", "021500"),
        ("America/Santiago", "003000"),
        ("Asia/Kathmandu", "190000"),
    ] {
        let lines =
            format!("DTSTART;TZID={zone}:20260101T{start}\nDURATION:PT90M\nRRULE:FREQ=DAILY");
        let found = meeting(&[&lines]).schedule;
        assert_eq!(found.zone, Zone::named(zone).unwrap());
        assert!(
            found.exceptions.is_empty(),
            "{zone}: {:?}",
            found.exceptions
        );
        assert_same(&calendar(&events(&[&lines])), &found, zone);
    }
}

#[test]
fn what_is_off_or_moved_becomes_an_exception_with_its_short_note() {
    const SERIES: &str = "UID:one\nSUMMARY:Circle\nDTSTART;TZID=America/New_York:20260106T190000\n\
        DURATION:PT1H\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=America/New_York:20260113T190000";
    let lines = [
        SERIES,
        "UID:one\nRECURRENCE-ID;TZID=America/New_York:20260120T190000\nSTATUS:CANCELLED\n\
         SUMMARY:Circle\nDESCRIPTION:The hall is closed.\n\
         DTSTART;TZID=America/New_York:20260120T190000\nDURATION:PT1H",
        "UID:one\nRECURRENCE-ID:20260128T000000Z\nSUMMARY:Circle in the garden\n\
         DTSTART;TZID=America/New_York:20260129T180000\nDURATION:PT2H",
        "UID:one\nRECURRENCE-ID;TZID=America/New_York:20260203T190000\nSUMMARY:Circle\n\
         DESCRIPTION:Join https://example.org/j/1 with passcode 1\n\
         DTSTART;TZID=America/New_York:20260203T193000\nDURATION:PT1H",
    ];
    let found = meeting(&lines).schedule;
    let texts = found.exceptions.to_string();
    let texts: Vec<&str> = texts.lines().collect();
    assert_eq!(
        texts,
        [
            "2026-01-13 cancelled",
            "2026-01-20 cancelled # The hall is closed.",
            "2026-01-27 held 2026-01-29 18:00 120min # Circle in the garden",
            // For members, who alone are shown what tells the way in.
            "2026-02-03 held 19:30 # Join https://example.org/j/1 with passcode 1",
        ]
    );
    assert_eq!(found.rule.to_string(), "weekly:tue");
    let calendar = calendar(&events(&lines));
    assert_same(&calendar, &found, "exceptions");
    let off = given(&found, true);
    assert!(
        on_and_off(&calendar)[1]
            .iter()
            .all(|time| off.contains(time))
    );
}

#[test]
fn series_of_one_hour_are_one_rule_and_of_others_the_largest_is_taken() {
    const TUESDAY: &str = "SUMMARY:Circle\nDTSTART;TZID=Europe/Madrid:20240102T190000\n\
        DTEND;TZID=Europe/Madrid:20240102T203000\nRRULE:FREQ=WEEKLY";
    const THURSDAY: &str = "SUMMARY:Circle\nDTSTART;TZID=Europe/Madrid:20240104T190000\n\
        DTEND;TZID=Europe/Madrid:20240104T203000\nRRULE:FREQ=WEEKLY";
    const MONTHLY: &str = "SUMMARY:Business\nDTSTART;TZID=Europe/Madrid:20240106T100000\n\
        DTEND;TZID=Europe/Madrid:20240106T110000\nRRULE:FREQ=MONTHLY;BYDAY=1SA";
    let all = understood(&[TUESDAY, THURSDAY, MONTHLY]);
    let found = all.meeting.unwrap();
    assert_eq!(found.schedule.rule.to_string(), "weekly:tue,thu");
    assert_eq!(found.schedule.duration_minutes, 90);
    let taken: Vec<(&str, bool)> = all
        .series
        .iter()
        .map(|one| (&*one.id, one.is_taken))
        .collect();
    assert_eq!(taken.len(), 3);
    assert!(taken.contains(&("u2", false)), "{taken:?}");
    assert!(
        all.problems
            .iter()
            .any(|one| one.uid == "u2" && one.done.starts_with("left out"))
    );

    let ids = ["u2".to_owned()];
    let chosen = Wanted {
        ids: &ids,
        ..wanted()
    };
    let calendar = calendar(&events(&[TUESDAY, THURSDAY, MONTHLY]));
    let found = calendar.meeting(&chosen).meeting.unwrap();
    assert_eq!(found.schedule.rule.to_string(), "monthly:1:sat");
    // Two hours by choice: single dates, of which some are at another hour.
    let ids = ["u0".to_owned(), "u2".to_owned()];
    let chosen = Wanted {
        ids: &ids,
        ..wanted()
    };
    let found = calendar.meeting(&chosen).meeting.unwrap();
    assert!(found.until.is_some());
    assert_eq!(found.schedule.exceptions.iter().count(), 24);
    let gone = ["elsewhere".to_owned()];
    let chosen = Wanted {
        ids: &gone,
        ..wanted()
    };
    assert_eq!(calendar.meeting(&chosen).meeting, Err(NoMeeting::NotThere));
}

#[test]
fn a_series_that_was_split_is_followed_under_its_old_name() {
    const BEFORE: &str = "UID:abc@google.com\nSUMMARY:Circle\nDTSTART;TZID=Europe/Madrid:20250107T190000\n\
        DURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20251216T180000Z";
    const AFTER: &str = "UID:abc_R20251223T180000@google.com\nSUMMARY:Circle\n\
        DTSTART;TZID=Europe/Madrid:20251223T193000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY";
    let ids = ["abc@google.com".to_owned()];
    let chosen = Wanted {
        ids: &ids,
        ..wanted()
    };
    let found = calendar(&events(&[BEFORE, AFTER]))
        .meeting(&chosen)
        .meeting
        .unwrap();
    assert_eq!(
        (found.schedule.start.to_string().as_str(), found.until),
        ("19:30:00", None)
    );
}

#[test]
fn a_season_ends_with_until_and_with_count() {
    for (end, last) in [
        ("UNTIL=20260304T000000Z", "2026-03-03"),
        ("UNTIL=20260303T235959Z", "2026-03-02"),
        ("UNTIL=20260303", "2026-03-02"),
        ("COUNT=9", "2026-03-03"),
        ("COUNT=9;UNTIL=20260217", "2026-02-16"),
    ] {
        let lines = format!(
            "DTSTART;TZID=America/New_York:20260106T190000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;{end}"
        );
        let found = meeting(&[&lines]).schedule;
        assert_eq!(found.season.last.unwrap().to_string(), last, "{end}");
        assert_same(&calendar(&events(&[&lines])), &found, end);
    }
}

#[test]
fn single_events_and_odd_zones_are_dates_on_the_group_s_clock() {
    const ONE: &str = "SUMMARY:Circle\nDTSTART:20260107T000000Z\nDTEND:20260107T010000Z";
    const TWO: &str = "SUMMARY:Circle\nDTSTART:20260708T230000Z\nDTEND:20260709T000000Z";
    const OTHER: &str = "SUMMARY:Picnic\nDTSTART:20260707T150000Z";
    let zone = Zone::named("America/New_York").unwrap();
    let with_zone = Wanted {
        zone: Some(&zone),
        ..wanted()
    };
    let calendar = calendar(&events(&[ONE, TWO, OTHER]));
    let found = calendar.meeting(&with_zone).meeting.unwrap().schedule;
    assert_eq!(found.rule.to_string(), "dates:2026-01-06,2026-07-08");
    assert_eq!(
        (found.start.to_string().as_str(), &found.zone),
        ("19:00:00", &zone)
    );
    assert!(found.exceptions.is_empty());
    assert_eq!(given(&found, false).len(), 2);
    // Without a zone of their own they wait for one to be said.
    let floating = "DTSTART:20260106T190000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY";
    assert_eq!(understood(&[floating]).meeting, Err(NoMeeting::NoZone));
    let found = self::calendar(&events(&[floating]))
        .meeting(&with_zone)
        .meeting
        .unwrap();
    assert_eq!(found.schedule.rule.to_string(), "weekly:tue");
    // Without a zone of the group, universal time is a zone as well.
    assert_eq!(meeting(&[ONE, TWO]).schedule.zone.name(), "UTC");
}

#[test]
fn what_is_no_meeting_is_told() {
    let nothing = understood(&["DTSTART;VALUE=DATE:20260106\nRRULE:FREQ=WEEKLY"]);
    assert_eq!(nothing.meeting, Err(NoMeeting::Nothing));
    assert!(
        nothing
            .problems
            .iter()
            .any(|one| one.problem.contains("whole days"))
    );
    let past = understood(&["DTSTART;TZID=Europe/Madrid:20240106T190000\nDURATION:PT1H"]);
    assert_eq!(past.meeting, Err(NoMeeting::Nothing));
    let endless = understood(&["DTSTART:20260106T190000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"]);
    assert_eq!(endless.meeting, Err(NoMeeting::TooMuch));
    let twice = understood(&[
        "SUMMARY:Circle\nDTSTART:20260106T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5;BYHOUR=12,19",
    ]);
    assert_eq!(given(&twice.meeting.unwrap().schedule, false).len(), 3);
    assert!(
        twice
            .problems
            .iter()
            .any(|one| one.problem.contains("twice in one day"))
    );
}

#[test]
fn exceptions_have_their_room() {
    let days: Vec<String> = (1..=20).map(|n| format!("202602{n:02}T190000")).collect();
    let lines = format!(
        "DTSTART;TZID=Europe/Madrid:20260106T190000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=90\n\
         EXDATE;TZID=Europe/Madrid:{}",
        days.join(",")
    );
    let calendar = calendar(&events(&[&lines]));
    let few = Wanted {
        exceptions_max: 19,
        ..wanted()
    };
    let found = calendar.meeting(&few).meeting.unwrap();
    assert!(found.until.is_some(), "single dates need none of them");
    assert_same(&calendar, &found.schedule, "dates");
    let found = calendar
        .meeting(&Wanted {
            exceptions_max: 20,
            ..wanted()
        })
        .meeting
        .unwrap();
    assert_eq!(
        (found.until, found.schedule.exceptions.iter().count()),
        (None, 20)
    );
    let cancelled = |change: &Change| *change == Change::Cancelled;
    assert!(
        found
            .schedule
            .exceptions
            .iter()
            .all(|(_, one)| cancelled(&one.change))
    );
}

fn series() -> impl Strategy<Value = String> {
    let days = prop::sample::subsequence(vec!["SU", "MO", "TU", "WE", "TH", "FR", "SA"], 1..4)
        .prop_map(|days| days.join(","));
    let rule = prop_oneof![
        (
            1..4_u8,
            days.clone(),
            prop::sample::select(vec!["MO", "SU", "WE"])
        )
            .prop_map(|(n, days, start)| format!(
                "FREQ=WEEKLY;INTERVAL={n};BYDAY={days};WKST={start}"
            )),
        (
            prop::sample::select(vec![-2_i8, -1, 1, 2, 3, 5]),
            prop::sample::select(vec!["TU", "SU"])
        )
            .prop_map(|(n, day)| format!("FREQ=MONTHLY;BYDAY={n}{day}")),
        (1..4_u8, days).prop_map(|(n, days)| format!("FREQ=DAILY;INTERVAL={n};BYDAY={days}")),
        (1..29_u8).prop_map(|n| format!("FREQ=MONTHLY;BYMONTHDAY={n}")),
    ];
    let end = prop_oneof![
        Just(String::new()),
        (1..60_u16).prop_map(|n| format!(";COUNT={n}")),
        (1..13_u8, 1..29_u8).prop_map(|(m, d)| format!(";UNTIL=2026{m:02}{d:02}T120000Z")),
    ];
    let zone = prop::sample::select(vec![
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Europe/Berlin",
    ]);
    let off = prop::collection::vec((1..13_u8, 1..29_u8), 0..40);
    let changed = prop::collection::vec(
        (1..13_u8, 1..29_u8, 0..24_u8, 0..59_u8, any::<bool>()),
        0..8,
    );
    (rule, end, zone, 0..24_u8, (1..13_u8, 1..29_u8), off, changed).prop_map(
        |(rule, end, zone, hour, (month, day), off, changed)| {
            let off: String = off
                .iter()
                .map(|(m, d)| format!("EXDATE;TZID={zone}:2026{m:02}{d:02}T{hour:02}3000\n"))
                .collect();
            let main = format!(
                "BEGIN:VEVENT\nUID:p\nDTSTART;TZID={zone}:2025{month:02}{day:02}T{hour:02}3000\n\
                 DURATION:PT75M\nRRULE:{rule}{end}\n{off}END:VEVENT\n"
            );
            changed.iter().fold(main, |all, (m, d, h, minute, is_off)| {
                let status = if *is_off { "CANCELLED" } else { "CONFIRMED" };
                all + &format!(
                    "BEGIN:VEVENT\nUID:p\nRECURRENCE-ID;TZID={zone}:2026{m:02}{d:02}T{hour:02}3000\n\
                     STATUS:{status}\nDTSTART;TZID={zone}:2026{m:02}{d:02}T{h:02}{minute:02}00\n\
                     DURATION:PT{h}H\nEND:VEVENT\n"
                )
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_schedule_is_on_when_its_calendar_says_so(text in series()) {
        let calendar = calendar(&text);
        let found = calendar.meeting(&wanted());
        let [mut on, _] = on_and_off(&calendar);
        match found.meeting {
            Ok(meeting) => {
                let ours = given(&meeting.schedule, false);
                let is_twice = found.problems.iter().any(|one| one.problem.contains("twice"));
                if let Some(until) = meeting.until {
                    // Single dates end where there is no more room for them.
                    let end = until.at(23, 59, 59, 0);
                    on.retain(|(start, _)| meeting.schedule.zone.wall_clock(*start) <= end);
                }
                if is_twice {
                    prop_assert!(ours.iter().all(|time| on.contains(time)));
                } else {
                    prop_assert_eq!(ours, on);
                }
            }
            Err(why) => {
                prop_assert_eq!(why, NoMeeting::Nothing);
                prop_assert!(on.is_empty());
            }
        }
    }

    #[test]
    fn whatever_bytes_there_are_it_ends(bytes in prop::collection::vec(any::<u8>(), 0..400), text in series()) {
        let mut all = text.into_bytes();
        let at = bytes.len() * 7 % all.len();
        all.splice(at..at, bytes);
        let whole = [b"BEGIN:VCALENDAR\r\n".to_vec(), all, b"END:VCALENDAR\r\n".to_vec()].concat();
        if let Ok(calendar) = ical::read(&whole, &Limits::default()) {
            let _ = calendar.meeting(&wanted());
        }
    }
}

#[test]
fn a_note_is_of_the_version_whose_time_is_shown() {
    let series =
        "UID:a\nDTSTART;TZID=Europe/Madrid:20260106T190000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY";
    let version = |sequence: i32, hour: i32, note: &str| {
        format!(
            "UID:a\nRECURRENCE-ID;TZID=Europe/Madrid:20260113T190000\nSEQUENCE:{sequence}\n\
             DTSTART;TZID=Europe/Madrid:20260113T{hour}0000\nDURATION:PT1H\nDESCRIPTION:{note}"
        )
    };
    let (new, old) = (version(5, 20, "An hour later"), version(4, 21, "Outdated"));
    for changes in [[&*new, &*old], [&*old, &*new]] {
        let meeting = meeting(&[series, changes[0], changes[1]]);
        let exceptions = meeting.schedule.exceptions;
        let told: Vec<_> = exceptions.iter().map(|(_, one)| one.note.clone()).collect();
        assert_eq!(told, ["An hour later"]);
    }
}
