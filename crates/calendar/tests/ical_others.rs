//! Calendars as other programs write them: what two other expanders agree on, what they disagree on
//! and we decided, and the odd forms that files come in.
#![allow(clippy::unwrap_used)]

use calendar::ical::{self, Calendar, Expansion, Limits, Moment, Occurrence, Status};

/// The first of December 2025, and of February 2028, in milliseconds.
const FROM: i64 = 1_764_547_200_000;
const TO: i64 = 1_832_976_000_000;

fn read(text: &str) -> Calendar {
    ical::read(text.as_bytes(), &Limits::default()).unwrap()
}

fn expand(body: &str) -> Expansion {
    let text = format!("BEGIN:VCALENDAR\n{body}\nEND:VCALENDAR\n");
    read(&text).occurrences(FROM, TO, &Limits::default())
}

fn event(lines: &str) -> Expansion {
    expand(&format!("BEGIN:VEVENT\nUID:one\n{lines}\nEND:VEVENT"))
}

fn starts(expansion: &Expansion) -> Vec<String> {
    let found = expansion.occurrences.iter();
    found.map(|one| one.start.to_string()).collect()
}

/// `20260105T1800/60`, with `?` when it is tentative and `x` when it is cancelled.
fn short(one: &Occurrence) -> String {
    let (start, end) = (one.start.order_ms(), one.end.order_ms());
    let at = Moment::Instant {
        at_ms: start,
        offset_seconds: 0,
    };
    let at = at.to_string().replace(['-', ':'], "");
    let mark = match one.status {
        Status::Confirmed => "",
        Status::Tentative => "?",
        Status::Cancelled => "x",
    };
    format!("{}/{}{mark}", &at[..13], (end - start) / 60_000)
}

#[test]
fn what_two_others_agree_on_is_what_we_find() {
    let (mut body, mut count) = (String::new(), 0);
    let table = include_str!("ical/agreed.txt");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some(expected) = line.strip_prefix("= ") else {
            body += &format!("{line}\n");
            continue;
        };
        let expansion = expand(&body);
        let mut found = expansion.occurrences;
        found.sort_by_key(|one| (one.start.order_ms(), one.end.order_ms()));
        let mut found: Vec<String> = found.iter().map(short).collect();
        found.dedup();
        found.truncate(8);
        assert_eq!(found.join(" "), expected, "{body}");
        assert_eq!(expansion.problems, [], "{body}");
        body.clear();
        count += 1;
    }
    assert!(count >= 100, "{count} calendars");
}

#[test]
fn a_start_that_the_rule_does_not_name_is_told_and_not_held() {
    // A Friday; the meetings are on Mondays.
    let found = event("DTSTART:20260102T190000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2");
    let expected = ["2026-01-05T19:00:00+00:00", "2026-01-12T19:00:00+00:00"];
    assert_eq!(starts(&found), expected);
    assert_eq!(found.problems[0].field, "DTSTART");
    let never = event("DTSTART:20260102T190000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
    assert_eq!(starts(&never), [""; 0]);
    assert_eq!(never.problems[0].field, "DTSTART");
    let past = event("DTSTART:20260102T190000Z\nRRULE:FREQ=WEEKLY;UNTIL=20251231T000000Z");
    assert_eq!(starts(&past), [""; 0]);
    assert_eq!(past.problems[0].field, "DTSTART");
    // One of two rules is enough, and a date that is added needs none.
    let two = event(
        "DTSTART:20260102T190000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1\n\
         RRULE:FREQ=WEEKLY;COUNT=1\nRDATE:20260103T190000Z",
    );
    assert_eq!((two.occurrences.len(), two.problems.len()), (3, 0));
}

#[test]
fn what_the_series_takes_away_no_change_brings_back() {
    let series = "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Madrid:20260105T190000\n\
        RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Madrid:20260112T190000\nEND:VEVENT\n";
    for id in ["20260112T180000Z", "20260112", "20260112T190000"] {
        let change = format!(
            "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:{id}\nDTSTART:20260113T180000Z\nEND:VEVENT"
        );
        let found = expand(&format!("{series}{change}"));
        assert_eq!(found.occurrences.len(), 2, "{id}");
        assert_eq!(found.problems[0].field, "RECURRENCE-ID");
    }
}

#[test]
fn a_date_alone_takes_away_what_happens_on_that_day_there() {
    let left = |except: &str| {
        let found = event(&format!(
            "DTSTART;TZID=Asia/Tokyo:20260105T070000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE{except}"
        ));
        starts(&found)
    };
    // In UTC it is still the day before.
    for except in [
        ";VALUE=DATE:20260112",
        ":20260112T070000",
        ":20260111T220000Z",
        ";TZID=Europe/Madrid:20260111T230000",
        ":20260112T070000,20991231T000000",
    ] {
        let expected = ["2026-01-05T07:00:00+09:00", "2026-01-19T07:00:00+09:00"];
        assert_eq!(left(except), expected, "{except}");
    }
    assert_eq!(left(";VALUE=DATE:20260111").len(), 3);
    assert_eq!(left(":20260112T070100").len(), 3);
}

#[test]
fn an_occurrence_is_named_in_utc_by_its_day_or_without_a_zone() {
    let series = "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Asia/Tokyo:20260105T070000\n\
        RRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n";
    for id in [
        ":20260111T220000Z",
        ";VALUE=DATE:20260112",
        ":20260112T070000",
        ";TZID=Asia/Tokyo:20260112T070000",
    ] {
        let change =
            format!("BEGIN:VEVENT\nUID:a\nRECURRENCE-ID{id}\nSTATUS:CANCELLED\nEND:VEVENT");
        let found = expand(&format!("{series}{change}")).occurrences;
        let status: Vec<Status> = found.iter().map(|one| one.status).collect();
        assert_eq!(status, [Status::Confirmed, Status::Cancelled], "{id}");
    }
}

#[test]
fn each_calendar_of_a_file_has_its_own_zones() {
    let zone = |offset: &str| {
        format!(
            "BEGIN:VTIMEZONE\nTZID:Here\\, at home\nBEGIN:STANDARD\nDTSTART:19700101T000000\n\
             TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
    };
    let one = |uid: &str, head: &str, at: &str| {
        format!(
            "BEGIN:VCALENDAR\n{head}\nBEGIN:VEVENT\nUID:{uid}\nDTSTART{at}\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let here = ";TZID=\"Here, at home\":20260701T190000";
    let text = [
        one("a", &zone("+0200"), here),
        one("b", &zone("-0300"), here),
        one("c", "X-WR-TIMEZONE:Asia/Tokyo", ":20260701T190000"),
        one("d", "METHOD:CANCEL", ":20260701T190000"),
        one("e", "X-WR-TIMEZONE:Here\\, at home", here),
    ]
    .concat();
    let found = read(&text).occurrences(FROM, TO, &Limits::default());
    let mut shown: Vec<(&str, String, Status)> = found
        .occurrences
        .iter()
        .map(|one| (one.uid.as_str(), one.start.to_string(), one.status))
        .collect();
    shown.sort_by_key(|one| one.0);
    let expected = [
        ("a", "2026-07-01T19:00:00+02:00", Status::Confirmed),
        ("b", "2026-07-01T19:00:00-03:00", Status::Confirmed),
        ("c", "2026-07-01T19:00:00+09:00", Status::Confirmed),
        ("d", "2026-07-01T19:00:00", Status::Cancelled),
        // Another calendar of the file says what this one doesn't.
        ("e", "2026-07-01T19:00:00+02:00", Status::Confirmed),
    ]
    .map(|(uid, start, status)| (uid, start.to_owned(), status));
    assert_eq!(shown, expected);
}

#[test]
fn zones_are_found_by_whatever_name_they_have() {
    for (tzid, start) in [
        ("America/New_York", "2026-07-01T19:00:00-04:00"),
        ("\"america/new_york\"", "2026-07-01T19:00:00-04:00"),
        ("Eastern Standard Time", "2026-07-01T19:00:00-04:00"),
        ("\"AUS Eastern Standard Time\"", "2026-07-01T19:00:00+10:00"),
        ("Lord Howe Standard Time", "2026-07-01T19:00:00+10:30"),
        ("Chatham Islands Standard Time", "2026-07-01T19:00:00+12:45"),
        (
            "British Columbia Standard Time",
            "2026-07-01T19:00:00-07:00",
        ),
        ("US/Pacific", "2026-07-01T19:00:00-07:00"),
        (
            "/citadel.org/20210210_1/Asia/Kolkata",
            "2026-07-01T19:00:00+05:30",
        ),
        ("Eastern Time", "2026-07-01T19:00:00-04:00"),
        (
            "\"(UTC-05:00) Eastern Time (US & Canada)\"",
            "2026-07-01T19:00:00-04:00",
        ),
        ("\"UTC+05:30\"", "2026-07-01T19:00:00+05:30"),
        ("GMT-0500", "2026-07-01T19:00:00-05:00"),
        ("\"tzone://Microsoft/Utc\"", "2026-07-01T19:00:00+00:00"),
        ("Etc/UTC", "2026-07-01T19:00:00+00:00"),
        ("America/Argentina/Ushuaia", "2026-07-01T19:00:00-03:00"),
    ] {
        let found = event(&format!("DTSTART;TZID={tzid}:20260701T190000"));
        assert_eq!(starts(&found), [start], "{tzid}");
        assert_eq!(found.problems, [], "{tzid}");
    }
    // An abbreviation means what the calendar says; the name of a place what we know of it.
    for (tzid, offset) in [("EST", "+02:00"), ("America/New_York", "-04:00")] {
        let found = expand(&format!(
            "BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n\
             TZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\n\
             DTSTART;TZID={tzid}:20260701T190000\nEND:VEVENT"
        ));
        assert_eq!(starts(&found), [format!("2026-07-01T19:00:00{offset}")]);
    }
}

#[test]
fn files_come_in_odd_forms() {
    let plain = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Caf\u{e9} noon\r\n\
        DTSTART;TZID=\"Europe/Madrid\";X-A=\"b;c:d\":20260105T190000\r\n\
        rrule:freq=weekly;byday=mo;count=2;\r\nBEGIN:VALARM\r\nDURATION:PT5M\r\n\
        TRIGGER:-PT15M\r\nEND:VALARM\r\nDuration:PT90M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let folded: Vec<u8> = plain
        .split("\r\n")
        .flat_map(|line| {
            let pieces: Vec<&[u8]> = line.as_bytes().chunks(6).collect();
            [pieces.join(&b"\r\n "[..]), b"\r\n".to_vec()].concat()
        })
        .collect();
    assert!(
        std::str::from_utf8(&folded).is_err(),
        "a letter is cut in two"
    );
    let forms: [Vec<u8>; 6] = [
        plain.into(),
        plain.replace("\r\n", "\n").into(),
        plain.replace("\r\n", "\r").into(),
        format!("\u{feff}{plain}").into(),
        plain.replace("\r\n", "\n\n").into(),
        folded,
    ];
    for bytes in forms {
        let calendar = ical::read(&bytes, &Limits::default()).unwrap();
        assert_eq!(calendar.problems, []);
        let found = calendar
            .occurrences(FROM, TO, &Limits::default())
            .occurrences;
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].summary, "Caf\u{e9} noon");
        assert_eq!(found[1].end.to_string(), "2026-01-12T20:30:00+01:00");
    }
}

#[test]
fn parts_that_say_nothing_leave_the_rule_standing() {
    for part in ["COUNT=-1", "COUNT=0", "INTERVAL=0", "INTERVAL=-3"] {
        let found = event(&format!(
            "DTSTART:20260105T190000Z\nRRULE:FREQ=WEEKLY;{part}"
        ));
        assert_eq!(found.occurrences.len(), 109, "{part}");
        let calendar = read(&format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T190000Z\n\
             RRULE:FREQ=WEEKLY;{part}\nEND:VEVENT\nEND:VCALENDAR"
        ));
        assert!(calendar.problems[0].problem.contains(part), "{part}");
    }
}

#[test]
fn dates_that_a_month_does_not_have_move_where_the_rule_says_so() {
    for (skip, expected) in [
        ("", "0131 0331 0531"),
        (";RSCALE=GREGORIAN;SKIP=OMIT", "0131 0331 0531"),
        (
            ";RSCALE=GREGORIAN;SKIP=BACKWARD",
            "0131 0228 0331 0430 0531",
        ),
        (";RSCALE=GREGORIAN;SKIP=FORWARD", "0131 0301 0331 0501 0531"),
    ] {
        let found = event(&format!(
            "DTSTART;VALUE=DATE:20260131\nRRULE:FREQ=MONTHLY;UNTIL=20260601{skip}"
        ));
        let days: Vec<String> = starts(&found)
            .iter()
            .map(|day| day[5..].replace('-', ""))
            .collect();
        assert_eq!(days.join(" "), expected, "{skip}");
    }
    let leap =
        event("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD");
    assert_eq!(starts(&leap), ["2026-03-01", "2027-03-01"]);
}

#[test]
fn a_length_is_exact_and_an_end_without_a_zone_is_on_the_local_clock() {
    // The clocks of Madrid change at 02:00 on the 29th of March and at 03:00 on the 25th of October.
    for (start, length, end) in [
        (
            "20260329T013000",
            "DURATION:PT90M",
            "2026-03-29T04:00:00+02:00",
        ),
        (
            "20261025T013000",
            "DURATION:PT90M",
            "2026-10-25T02:00:00+01:00",
        ),
        (
            "20260329T023000",
            "DURATION:PT1H",
            "2026-03-29T04:30:00+02:00",
        ),
    ] {
        let found = event(&format!("DTSTART;TZID=Europe/Madrid:{start}\n{length}"));
        assert_eq!(found.occurrences[0].end.to_string(), end, "{start}");
    }
    let weekly = event(
        "DTSTART;TZID=Europe/Madrid:20260322T013000\nDTEND;TZID=Europe/Madrid:20260322T030000\n\
         RRULE:FREQ=WEEKLY;COUNT=2",
    );
    let end = weekly.occurrences[1].end.to_string();
    assert_eq!(
        end, "2026-03-29T04:00:00+02:00",
        "90 minutes, as in every week"
    );
}

#[test]
fn problems_of_a_hostile_file_are_counted_and_not_kept() {
    let bad = "x,".repeat(9_000);
    let line = format!("EXDATE:{bad}\n").repeat(20);
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105T190000Z\n{line}END:VEVENT\nEND:VCALENDAR"
    );
    let limits = Limits::default();
    let problems = read(&text).problems;
    assert_eq!(problems.len(), limits.problems_max + 1);
    let last = &problems.last().unwrap().problem;
    assert!(last.contains("more problems"), "{last}");
}
