//! `renew meetings check` as an operator or another program runs it.
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
        (&large, &["--json"], "32 MB"),
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
