use jiff::civil::{Weekday, date, time};

use super::*;
use crate::schedule::{Days, Exception, Held, Rule, Season, Way};

/// 3 July 2026, noon in UTC.
const NOW_MS: i64 = 1_783_080_000_000;

fn tuesdays() -> Schedule {
    let zone = Zone::named("Europe/Madrid").unwrap();
    Schedule::weekly(Days::one(Weekday::Tuesday), time(19, 0, 0, 0), 90, zone)
}

fn feed(schedule: Schedule) -> Feed {
    Feed {
        name: "Evenings, by the river".to_owned(),
        language: Language::English,
        is_discreet: false,
        refresh_hours: 12,
        now_ms: NOW_MS,
        events: vec![Event {
            uid: "a@renew.example".to_owned(),
            summary: "Evening Circle".to_owned(),
            description: "All are welcome.".to_owned(),
            location: "12 Harbour Street".to_owned(),
            url: "https://renew.example/a".to_owned(),
            schedule,
            sequence: 3,
            last_modified_ms: NOW_MS - 1_000,
        }],
    }
}

/// The lines of a calendar, unfolded.
fn lines(feed: &Feed) -> Vec<String> {
    let text = String::from_utf8(feed.write().bytes).unwrap();
    let text = text.replace("\r\n ", "");
    text.split_terminator("\r\n").map(str::to_owned).collect()
}

/// The lines from the `nth` event on to its end.
fn event(feed: &Feed, nth: usize) -> Vec<String> {
    let lines = lines(feed);
    let mut events = lines.split(|line| line == "BEGIN:VEVENT").skip(1 + nth);
    let event = events.next().unwrap_or_default();
    event
        .iter()
        .take_while(|line| *line != "END:VEVENT")
        .cloned()
        .collect()
}

fn has(lines: &[String], line: &str) -> bool {
    lines.iter().any(|known| known == line)
}

#[test]
fn the_head_says_what_it_is_and_when_to_ask_again() {
    let lines = lines(&feed(tuesdays()));
    for line in [
        "METHOD:PUBLISH",
        "NAME:Evenings\\, by the river",
        "X-WR-CALNAME:Evenings\\, by the river",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "TZID:Europe/Madrid",
        "END:VCALENDAR",
    ] {
        assert!(has(&lines, line), "{line}");
    }
}

#[test]
fn a_meeting_is_one_event_that_begins_on_one_of_its_days() {
    let event = event(&feed(tuesdays()), 0);
    assert_eq!(
        event,
        [
            "UID:a@renew.example",
            "DTSTAMP:20260703T120000Z",
            "LAST-MODIFIED:20260703T115959Z",
            "SEQUENCE:3",
            "SUMMARY:Evening Circle",
            "CLASS:PUBLIC",
            "DESCRIPTION:All are welcome.",
            "LOCATION:12 Harbour Street",
            "URL:https://renew.example/a",
            "STATUS:CONFIRMED",
            "DTSTART;TZID=Europe/Madrid:20250107T190000",
            "DTEND;TZID=Europe/Madrid:20250107T203000",
            "RRULE:FREQ=WEEKLY;BYDAY=TU",
        ]
    );
}

#[test]
fn each_rule_has_its_words() {
    let rule = |rule: &str| {
        let rule = Rule::read(rule).unwrap();
        let feed = feed(Schedule { rule, ..tuesdays() });
        let starts = ["DTSTART", "RRULE", "RDATE"];
        let is_said = |line: &String| starts.iter().any(|start| line.starts_with(start));
        let said: Vec<String> = event(&feed, 0).into_iter().filter(is_said).collect();
        said.join(" ").replace(";TZID=Europe/Madrid", "")
    };
    assert_eq!(
        rule("weekly:sun,thu"),
        "DTSTART:20250102T190000 RRULE:FREQ=WEEKLY;BYDAY=SU,TH"
    );
    assert_eq!(
        rule("every:2w:2026-01-06:tue,sat"),
        "DTSTART:20250107T190000 RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SA"
    );
    assert_eq!(
        rule("monthly:1,3:tue"),
        "DTSTART:20250107T190000 RRULE:FREQ=MONTHLY;BYDAY=1TU,3TU"
    );
    assert_eq!(
        rule("monthly:last:fri"),
        "DTSTART:20250131T190000 RRULE:FREQ=MONTHLY;BYDAY=-1FR"
    );
    assert_eq!(
        rule("dates:2024-05-01,2026-12-24,2026-12-31"),
        "DTSTART:20261224T190000 RDATE:20261224T190000 RDATE:20261231T190000"
    );
    assert_eq!(rule("dates:2026-12-24"), "DTSTART:20261224T190000");
}

#[test]
fn a_season_ends_with_its_last_day_in_its_zone() {
    let season = Season {
        first: Some(date(2026, 2, 1)),
        last: Some(date(2026, 6, 30)),
    };
    let event = event(
        &feed(Schedule {
            season,
            ..tuesdays()
        }),
        0,
    );
    assert!(has(
        &event,
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T215959Z"
    ));
    assert!(has(&event, "DTSTART;TZID=Europe/Madrid:20260203T190000"));
}

#[test]
fn a_cancelled_evening_says_so_in_three_ways() {
    let mut schedule = tuesdays();
    let note = Exception::cancelled("No heating");
    assert!(schedule.exceptions.set(date(2026, 7, 7), note));
    let event = event(&feed(schedule), 1);
    for line in [
        "SEQUENCE:4",
        "SUMMARY:Cancelled: Evening Circle",
        "STATUS:CANCELLED",
        "DESCRIPTION:No heating\\n\\nAll are welcome.",
        "RECURRENCE-ID;TZID=Europe/Madrid:20260707T190000",
        "DTSTART;TZID=Europe/Madrid:20260707T190000",
    ] {
        assert!(has(&event, line), "{line}");
    }
}

#[test]
fn an_evening_online_has_no_place() {
    let mut schedule = tuesdays();
    let way = Some(Way::Online);
    let online = Exception::held(
        Held {
            way,
            ..Held::default()
        },
        "",
    );
    assert!(schedule.exceptions.set(date(2026, 7, 7), online));
    let online = event(&feed(schedule), 1);
    assert!(has(
        &online,
        "DESCRIPTION:This time online.\\n\\nAll are welcome."
    ));
    assert!(!online.iter().any(|line| line.starts_with("LOCATION")));
}

#[test]
fn what_the_clock_makes_doubtful_is_written_in_utc() {
    let zone = Zone::named("America/New_York").unwrap();
    let sundays = Days::one(Weekday::Sunday);
    let feed = feed(Schedule::weekly(sundays, time(1, 30, 0, 0), 60, zone));
    let lines = lines(&feed);
    let at = lines
        .iter()
        .position(|line| line == "RECURRENCE-ID;TZID=America/New_York:20261101T013000");
    assert_eq!(lines[at.unwrap() + 1], "DTSTART:20261101T053000Z");
    // From half past one in winter until half past three in summer is an hour.
    let at = lines
        .iter()
        .position(|line| line == "RECURRENCE-ID;TZID=America/New_York:20260308T013000");
    assert_eq!(lines[at.unwrap() + 2], "DTEND:20260308T073000Z");
}

#[test]
fn a_discreet_calendar_tells_nothing() {
    let mut schedule = tuesdays();
    let note = Exception::cancelled("The Circle has no heating");
    assert!(schedule.exceptions.set(date(2026, 7, 7), note));
    let way = Some(Way::Online);
    let online = Exception::held(
        Held {
            way,
            ..Held::default()
        },
        "Circle",
    );
    assert!(schedule.exceptions.set(date(2026, 7, 14), online));
    let mut feed = feed(schedule);
    feed.is_discreet = true;
    let text = lines(&feed).join("\n");
    for told in [
        "Circle",
        "river",
        "Harbour",
        "welcome",
        "https",
        "online",
        "LOCATION",
        "DESCRIPTION",
    ] {
        assert!(!text.contains(told), "{told}");
    }
    assert!(text.contains("SUMMARY:Appointment\nCLASS:PRIVATE"));
    assert!(text.contains("SUMMARY:Cancelled: Appointment"));
    assert!(text.contains("NAME:Appointments"));
    assert!(!text.contains("RECURRENCE-ID;TZID=Europe/Madrid:20260714"));
    feed.language = Language::Spanish;
    let text = lines(&feed).join("\n");
    assert!(text.contains("SUMMARY:Cita\n") && text.contains("SUMMARY:Cancelada: Cita\n"));
}

#[test]
fn texts_cannot_break_out_of_their_line() {
    let mut feed = feed(tuesdays());
    for event in &mut feed.events {
        event.uid = "a\r\nX-EVIL:1".to_owned();
        event.summary = "a\r\nEND:VEVENT".to_owned();
        event.url = "https://a.example/\r\nX-EVIL:1".to_owned();
        event.location = "javascript:1\u{0}".to_owned();
    }
    let bad = event(&feed, 0);
    assert!(has(&bad, "UID:a\\nX-EVIL:1") && has(&bad, "SUMMARY:a\\nEND:VEVENT"));
    assert!(
        !bad.iter()
            .any(|line| line.starts_with("URL") || line.starts_with("X-EVIL"))
    );
    feed.events[0].url = "javascript:alert(1)".to_owned();
    assert!(!event(&feed, 0).iter().any(|line| line.starts_with("URL")));
}

#[test]
fn what_is_left_out_is_said() {
    let rule = Rule::read("dates:2020-01-01").unwrap();
    let mut feed = feed(Schedule { rule, ..tuesdays() });
    assert_eq!(feed.write().left_out[0].why, Why::NoOccurrence);
    feed.events = vec![feed.events[0].clone(); EVENTS_MAX + 2];
    let written = feed.write();
    assert_eq!(written.left_out.len(), EVENTS_MAX + 2);
    assert_eq!(written.left_out[EVENTS_MAX].why, Why::TooMany);
}

#[test]
fn the_ends_of_time_are_survived() {
    for now_ms in [i64::MIN, i64::MAX, 0] {
        let feed = Feed {
            now_ms,
            ..feed(tuesdays())
        };
        assert!(feed.write().bytes.ends_with(b"END:VCALENDAR\r\n"));
    }
}
