//! `renew calendar expand` as an operator or another program runs it.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn expand(file: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renew"))
        .args(["calendar", "expand"])
        .arg(file)
        .args(more)
        .output()
        .unwrap()
}

const SPRING: [&str; 5] = ["--from", "2026-03-01", "--to", "2026-04-15", "--json"];

fn printed(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn calendar(lines: &str) -> String {
    let text =
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:one\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
    text.replace('\n', "\r\n")
}

#[test]
fn an_occurrence_has_every_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("group.ics");
    let series = calendar(
        "SUMMARY:Hope\nSTATUS:TENTATIVE\nDTSTART;TZID=Romance Standard Time:20260322T023000\n\
         DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:one\n\
         RECURRENCE-ID:20260405T003000Z\nSTATUS:CANCELLED",
    );
    fs::write(&file, series).unwrap();
    let output = expand(&file, &SPRING);
    assert!(output.status.success());
    let occurrence = |start: &str, end: &str, status: &str| {
        json!({
            "uid": "one", "summary": "Hope", "start": start, "end": end, "zone": "Europe/Paris",
            "status": status, "all_day": false, "recurrence_id": start,
        })
    };
    let mut cancelled = occurrence(
        "2026-04-05T00:30:00+00:00",
        "2026-04-05T00:30:00+00:00",
        "cancelled",
    );
    cancelled["zone"] = json!("UTC");
    cancelled["summary"] = json!("");
    let expected = json!({
        "occurrences": [
            occurrence("2026-03-22T02:30:00+01:00", "2026-03-22T03:30:00+01:00", "tentative"),
            // The clock goes forward: half past two is half past three.
            occurrence("2026-03-29T03:30:00+02:00", "2026-03-29T04:30:00+02:00", "tentative"),
            cancelled,
        ],
        "problems": [],
        "is_whole": true,
    });
    assert_eq!(printed(&output), expected);
    let plain = expand(&file, &SPRING[..4]);
    let text = String::from_utf8(plain.stdout).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn the_window_is_read_as_people_write_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("group.ics");
    fs::write(
        &file,
        calendar("DTSTART:20260105T190000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"),
    )
    .unwrap();
    for (from, to, count) in [
        ("2026-03-01", "2026-03-02", 1),
        ("2026-03-01T19:00:00Z", "2026-03-01T19:00:01Z", 1),
        // Still on; just over.
        ("2026-03-01T20:59:00+01:00", "2026-03-02T00:00:00+01:00", 1),
        ("2026-03-01T21:00:00+01:00", "2026-03-02T00:00:00+01:00", 0),
        ("2026-03-01T18:00:00", "2026-03-01T19:00:00", 0),
    ] {
        let output = expand(&file, &["--from", from, "--to", to, "--json"]);
        let found = printed(&output);
        assert_eq!(
            found["occurrences"].as_array().unwrap().len(),
            count,
            "{from}"
        );
    }
    for (from, to, sentence) in [
        ("2026-03-02", "2026-03-02", "--to must be later"),
        ("soon", "2026-03-02", "neither a date nor a time"),
    ] {
        let output = expand(&file, &["--from", from, "--to", to]);
        assert!(
            !output.status.success() && said(&output).contains(sentence),
            "{from}"
        );
    }
}

#[test]
fn what_is_refused_says_so_to_people_and_programs() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        file
    };
    let large = folder.path().join("large.ics");
    let bytes = 200 * 1024 * 1024;
    fs::File::create(&large).unwrap().set_len(bytes).unwrap();
    for (file, sentence) in [
        (folder.path().join("missing.ics"), "can't be read"),
        (folder.path().to_owned(), "can't be read"),
        (
            write("page.ics", "\n<!DOCTYPE html><title>Just a moment</title>"),
            "web page",
        ),
        (write("empty.ics", "\n \n"), "nothing in this file"),
        (
            write("feed.ics", "[{\"slug\":\"a\"}]"),
            "no BEGIN:VCALENDAR",
        ),
        (large, "larger than 64 MB"),
    ] {
        let output = expand(&file, &SPRING);
        assert_eq!(output.status.code(), Some(1), "{sentence}");
        assert!(said(&output).contains(sentence), "{}", said(&output));
        let printed = printed(&output);
        assert_eq!(printed["occurrences"], json!([]));
        let problem = printed["problems"][0]["problem"].as_str().unwrap();
        assert!(problem.contains(sentence), "{problem}");
    }
}

/// What is in an event, how many occurrences it has in the window, and what is said about it.
#[rustfmt::skip]
const ABSURD: [(&str, usize, &str); 14] = [
    ("DTSTART:20260105T190000Z\nRRULE:FREQ=DAILY;COUNT=1000000000", 45, ""),
    ("DTSTART:20260105T190000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1000000000", 7, ""),
    ("DTSTART:20260301T000000Z\nRRULE:FREQ=SECONDLY;COUNT=3", 3, ""),
    ("DTSTART:20260105T190000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 0, "none of the times"),
    ("DTSTART:20260105T190000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2;COUNT=9", 0, "none of the times"),
    ("DTSTART;TZID=Nowhere/Land:20260105T190000\nRRULE:FREQ=WEEKLY", 7, "Nowhere/Land"),
    ("DTSTART:20260105T190000Z\nRRULE:FREQ=WEEKLY;UNTIL=20250101", 0, "none of the times"),
    ("DTSTART;TZID=Europe/Madrid:00010101T000000\nRRULE:FREQ=DAILY", 45, ""),
    ("DTSTART;TZID=Europe/Madrid:99991231T235959\nDURATION:P9D\nRRULE:FREQ=DAILY", 0, ""),
    ("DTSTART:20260105T190000Z\nRRULE:FREQ=YEARLY;INTERVAL=2147483647", 0, ""),
    ("DTSTART:20260305T190000Z\nRRULE:FREQ=SOMETIMES", 1, "FREQ=SOMETIMES"),
    ("DTSTART:20260305T190000Z\nDURATION:P999999999W", 1, "can't be read"),
    ("DTSTART:2026-03-05", 0, "none that can be read"),
    ("SUMMARY:When", 0, "none that can be read"),
];

#[test]
fn absurd_calendars_end_soon_and_say_what_is_wrong_with_them() {
    let folder = tempfile::tempdir().unwrap();
    for (lines, count, problem) in ABSURD {
        let file = folder.path().join("absurd.ics");
        fs::write(&file, calendar(lines)).unwrap();
        let output = expand(&file, &SPRING);
        assert!(output.status.success(), "{lines}");
        let printed = printed(&output);
        assert_eq!(
            printed["occurrences"].as_array().unwrap().len(),
            count,
            "{lines}"
        );
        let problems = printed["problems"].to_string();
        match problem {
            "" => assert_eq!(problems, "[]", "{lines}"),
            _ => assert!(problems.contains(problem), "{lines}: {problems}"),
        }
    }
}
