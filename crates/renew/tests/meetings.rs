//! `renew meetings` as an operator or another program runs it.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn check(file: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renew"))
        .args(["meetings", "check"])
        .arg(file)
        .args(more)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_meeting_has_every_key_and_no_contact() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.txt");
    let feed = json!([{
        "slug": "hope", "name": "Hope", "day": [2], "time": "23:30", "end_time": "00:45",
        "timezone": "EST", "types": ["O", "ZZ"], "region": "Valley",
        "formatted_address": "12 Elm St, Millbrook, IL 60000, USA",
        "latitude": 41.5, "longitude": -88.25, "conference_url": "https://us02web.zoom.us/j/1",
        "updated": "2026-03-01 18:00:00", "venmo": "@hope", "group": "The Group", "author": "rowan",
        "contact_1_name": "Rowan", "contact_1_email": "rowan@example.org", "email": "h@example.org",
    }]);
    fs::write(&file, feed.to_string()).unwrap();
    let output = check(&file, &["--json"]);
    assert!(output.status.success());
    let expected = json!({
        "slug": "hope", "name": "Hope", "days": [2], "start": "23:30", "end": "00:45",
        "duration_minutes": 75, "timezone": "America/New_York", "attendance": "hybrid",
        "types": ["O"], "formatted_address": "12 Elm St, Millbrook, IL 60000, USA",
        "approximate": false, "latitude": 41.5, "longitude": -88.25, "regions": ["Valley"],
        "conference_url": "https://us02web.zoom.us/j/1", "conference_provider": "Zoom",
        "conference_phone": null, "conference_phone_valid": false, "venmo": "@hope",
        "square": null, "paypal": null, "notes": null, "updated": "2026-03-01T18:00:00Z",
        "extra": {"address": "12 Elm St", "group": "The Group"},
    });
    let problem = json!({
        "slug": "hope", "field": "types",
        "problem": "“ZZ” isn't a type of meeting in this fellowship.",
        "done": "This value was left out.",
    });
    let all = json!({"meetings": [expected], "problems": [problem]});
    assert_eq!(printed(&output), all);

    let told = String::from_utf8(check(&file, &[]).stdout).unwrap();
    assert!(
        told.contains("1  hybrid") && told.contains("1  Tuesday"),
        "{told}"
    );
    assert!(told.contains("types: “ZZ”"), "{told}");
}

#[test]
fn standard_input_is_read_in_its_own_form() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_renew"))
        .args([
            "meetings",
            "check",
            "-",
            "--json",
            "--zone",
            "America/Chicago",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let answer = r#"[{"id_bigint":"7","meeting_name":"Hope","weekday_tinyint":"1","formats":"O,St",
        "start_time":"19:00:00","duration_time":"01:00:00"}]"#;
    program
        .stdin
        .take()
        .unwrap()
        .write_all(answer.as_bytes())
        .unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    let meeting = &printed(&output)["meetings"][0];
    assert_eq!(
        meeting["types"],
        json!(["O", "STEP"]),
        "NA, unless another is named"
    );
    assert_eq!(meeting["days"], json!([0]));
    assert_eq!(meeting["timezone"], "America/Chicago");
}

#[test]
fn what_is_refused_says_so_to_people_and_programs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.json");
    fs::write(&file, "<!DOCTYPE html><title>Just a moment</title>").unwrap();
    let missing = folder.path().join("missing.json");
    let large = folder.path().join("large.json");
    let bytes = 200 * 1024 * 1024;
    fs::File::create(&large).unwrap().set_len(bytes).unwrap();
    for (file, more, sentence) in [
        (&file, &["--json"][..], "web page"),
        (&file, &["--json", "--format", "csv"], "web page"),
        (&missing, &["--json"], "can't be read"),
        (&large, &["--json"], "64 MB"),
        (&file, &["--json", "--zone", "UTC-5"], "time zone"),
    ] {
        let output = check(file, more);
        assert!(!output.status.success(), "{sentence}");
        let said = String::from_utf8(output.stderr.clone()).unwrap();
        assert!(said.contains(sentence), "{said}");
        let printed = printed(&output);
        assert_eq!(printed["meetings"], json!([]));
        let problem = printed["problems"][0]["problem"].as_str().unwrap();
        assert!(problem.contains(sentence), "{problem}");
    }
}

const LIST: &str = r#"[
    {"slug":"alder","name":"Alder","day":2,"time":"19:00"},
    {"slug":"birch","name":"Birch","day":3,"time":"20:00","timezone":"America/Lima"},
    {"slug":"broken","name":"Broken","day":9,"time":"20:00"}]"#;

fn import(data: &Path, source: &str, more: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_renew"));
    for name in [
        "RENEW_DATA",
        "RENEW_DATABASE",
        "RENEW_ORIGIN",
        "RENEW_ASK_OWN_NETWORK",
    ] {
        program.env_remove(name);
    }
    program
        .args(["meetings", "import", source, "--data"])
        .arg(data)
        .args(["--name", "River Valley", "--json"])
        .args(more)
        .output()
        .unwrap()
}

/// How many groups were added, changed, as they were, and gone.
fn counts(output: &Output) -> [i64; 4] {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report = printed(output);
    ["added", "changed", "same", "gone_count"].map(|name| report[name].as_i64().unwrap())
}

#[test]
fn a_list_is_imported_once_however_often_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("community");
    let file = folder.path().join("list.json");
    fs::write(&file, LIST).unwrap();
    let list = file.to_str().unwrap();
    let dry = import(&data, list, &["--dry-run"]);
    assert_eq!(counts(&dry), [2, 0, 0, 0]);
    assert_eq!(printed(&dry)["dry_run"], true);
    assert!(!data.exists(), "looking makes no community");

    let zone = ["--zone", "America/Chicago"];
    let first = import(&data, list, &zone);
    assert_eq!(counts(&first), [2, 0, 0, 0]);
    let report = printed(&first);
    assert_eq!(report["problems"][0]["slug"], "broken");
    assert_eq!(report["problems"][0]["field"], "day");
    // The zone is known from the first time.
    assert_eq!(counts(&import(&data, list, &[])), [0, 0, 2, 0]);

    fs::write(&file, LIST.replace("\"Alder\"", "\"Alder Grove\"")).unwrap();
    assert_eq!(counts(&import(&data, list, &["--dry-run"])), [0, 1, 1, 0]);
    assert_eq!(counts(&import(&data, list, &[])), [0, 1, 1, 0]);
    fs::write(&file, "Name,Slug,Day,Time\nBirch,birch,Wednesday,20:00\n").unwrap();
    let sheet = import(&data, list, &["--format", "csv"]);
    let [added, _, _, gone] = counts(&sheet);
    assert_eq!((added, gone), (0, 1), "{}", printed(&sheet));

    let told = Command::new(env!("CARGO_BIN_EXE_renew"))
        .args([
            "meetings",
            "import",
            list,
            "--dry-run",
            "--name",
            "Twin",
            "--data",
        ])
        .arg(&data)
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.contains("Nothing was imported") && told.contains("1  new groups"),
        "{told}"
    );
}

#[test]
fn a_list_is_imported_from_an_address_that_may_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("community");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/list.json", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 4096];
        let read = std::io::Read::read(&mut stream, &mut head).unwrap();
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{LIST}",
            LIST.len()
        );
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8_lossy(&head[..read]).into_owned()
    });
    for (source, sentence) in [
        (url.as_str(), "web address that can be asked"),
        ("https://localhost:1/list.json", "own network"),
        ("https://ada:secret@example.org/", "password"),
    ] {
        let refused = import(&data, source, &[]);
        assert!(!refused.status.success());
        let problem = printed(&refused)["problems"][0]["problem"].to_string();
        assert!(problem.contains(sentence), "{problem}");
    }
    let own = ["--ask-own-network", "--origin", "https://renew.example.org"];
    assert_eq!(counts(&import(&data, &url, &own)), [2, 0, 0, 0]);
    let asked = server.join().unwrap();
    assert!(asked.contains("+https://renew.example.org"), "{asked}");
}

fn find(more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renew"))
        .args(["meetings", "find"])
        .args(more)
        .output()
        .unwrap()
}

/// Two meetings in Los Angeles and one in Chicago.
fn feed() -> Value {
    json!([
        {"slug": "sunset", "name": "Sunset", "day": 2, "time": "19:00", "end_time": "20:00",
         "timezone": "America/Los_Angeles", "types": ["O", "W"], "region": "California",
         "conference_url": "https://us02web.zoom.us/j/1?pwd=secret",
         "conference_url_notes": "Passcode 4711", "formatted_address": "California, USA"},
        {"slug": "pier", "name": "Pier", "day": 2, "time": "12:00", "end_time": "13:00",
         "timezone": "America/Los_Angeles", "types": ["C"], "region": "California",
         "formatted_address": "1 Pier St, Santa Monica, CA 90401, USA",
         "latitude": 34.01, "longitude": -118.49, "contact_1_name": "Rowan"},
        {"slug": "lake", "name": "Lake", "day": 3, "time": "07:30", "end_time": "08:30",
         "timezone": "America/Chicago", "types": ["O"],
         "formatted_address": "2 Lake St, Chicago, IL 60601, USA",
         "latitude": 41.88, "longitude": -87.62},
    ])
}

/// What somebody in Madrid finds in the feed on a Tuesday noon, 24 November 2026: the slugs, and all
/// that was printed.
fn from_madrid(more: &[&str]) -> (Vec<String>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.json");
    fs::write(&file, feed().to_string()).unwrap();
    let at = "2026-11-24T12:00:00+01:00";
    let zone = "Europe/Madrid";
    let base = ["--file", file.to_str().unwrap(), "--at", at, "--zone", zone];
    let output = find(&[&base[..], more].concat());
    assert!(output.status.success(), "{output:?}");
    if !more.contains(&"--json") {
        let told = String::from_utf8(output.stdout).unwrap();
        return (Vec::new(), Value::String(told));
    }
    let all = printed(&output);
    let meetings = all["meetings"].as_array().unwrap().iter();
    let slugs = meetings.map(|one| one["slug"].as_str().unwrap().to_owned());
    (slugs.collect(), all)
}

#[test]
fn meetings_of_a_file_are_found_by_the_clock_of_whoever_looks() {
    let (slugs, all) = from_madrid(&["--json"]);
    assert_eq!(slugs, ["pier", "sunset", "lake"]);
    assert_eq!(all["total"], 3);
    // Seven in the evening in Los Angeles is four the next morning in Madrid.
    let sunset = &all["meetings"][1];
    assert_eq!(sunset["start"], "2026-11-25T04:00:00+01:00");
    assert_eq!(sunset["start_there"], "2026-11-24T19:00:00-08:00");
    assert_eq!(sunset["attendance"], "online");
    let text = all.to_string();
    assert!(!text.contains("secret") && !text.contains("4711") && !text.contains("Rowan"));

    let told = from_madrid(&[]).1;
    let told = told.as_str().unwrap();
    assert!(told.contains("3 meetings"), "{told}");
    assert!(told.contains("Wed 25 Nov 04:00  online"), "{told}");
    assert!(told.contains("(Tue 19:00 in Los Angeles)"), "{told}");
}

#[test]
fn each_part_of_a_question_narrows_what_is_found() {
    for (question, expected) in [
        (&["--type", "o"][..], &["sunset", "lake"][..]),
        (&["--type", "Open", "--type", "W"], &["sunset"]),
        (&["--day", "3"], &["sunset", "lake"]),
        (&["--day", "tue"], &["pier"]),
        (&["--bucket", "night"], &["pier", "sunset"]),
        (&["--attendance", "in_person"], &["pier", "lake"]),
        (
            &["--near", "34.05,-118.24", "--within-miles", "20"],
            &["pier"],
        ),
        (&["--near", "-34.05,118.24"], &[]),
        (&["--text", "santa mon"], &["pier"]),
        (&["--limit", "1"], &["pier"]),
        (&["--limit", "1", "--offset", "2"], &["lake"]),
    ] {
        let question = [question, &["--json"]].concat();
        assert_eq!(from_madrid(&question).0, expected, "{question:?}");
    }
    let near = from_madrid(&["--near", "34.01,-118.40", "--json"]).1;
    let miles = near["meetings"][0]["distance_miles"].as_f64().unwrap();
    assert!((miles - 5.15).abs() < 0.1, "{miles}");
}

#[test]
fn the_hour_is_right_where_only_one_clock_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.json");
    fs::write(&file, feed().to_string()).unwrap();
    let file = file.to_str().unwrap();
    // In the weeks between America's change and Europe's the two are eight hours apart, not nine.
    for (at, start) in [
        ("2026-03-03T12:00:00Z", "2026-03-04T04:00:00+01:00"),
        ("2026-03-10T12:00:00Z", "2026-03-11T03:00:00+01:00"),
        ("2026-03-31T12:00:00Z", "2026-04-01T04:00:00+02:00"),
        ("2026-10-27T12:00:00Z", "2026-10-28T03:00:00+01:00"),
    ] {
        let zone = "Europe/Madrid";
        let output = find(&[
            "--file", file, "--at", at, "--zone", zone, "--type", "W", "--json",
        ]);
        assert_eq!(printed(&output)["meetings"][0]["start"], start, "at {at}");
    }
}

#[test]
fn a_question_that_makes_no_sense_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.json");
    fs::write(&file, "[]").unwrap();
    let file = file.to_str().unwrap();
    for (question, sentence) in [
        (&["--zone", "UTC-5"][..], "time zone"),
        (&["--type", "nonsense"], "isn't a type"),
        (&["--near", "95,0"], "latitude"),
        (&["--day", "8"], "Sunday"),
        (&["--limit", "501"], "500"),
        (&["--within-miles", "NaN"], "miles"),
        (&["--at", "yesterday"], "--at"),
    ] {
        let output = find(&[&["--file", file], question].concat());
        assert!(!output.status.success(), "{question:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(sentence), "{said}");
    }
    let nowhere = folder.path().join("nowhere");
    let output = find(&["--data", nowhere.to_str().unwrap()]);
    assert!(!output.status.success() && !nowhere.exists());
}
