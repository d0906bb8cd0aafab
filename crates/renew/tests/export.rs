//! `renew meetings export` as an operator runs it.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use calendar::Zone;
use renew::App;
use renew::config::Config;
use renew::groups::{self, Attendance, Details, Group, GroupId};
use renew::site::chance::Chance;
use renew::site::clock::Clock;
use serde_json::Value;

fn renew(data: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renew"))
        .args(["meetings", "export", "--origin", "https://circles.example/"])
        .arg("--data")
        .arg(data)
        .args(more)
        .output()
        .unwrap()
}

/// A community with two circles.
fn community(data: &Path) {
    let config = Config::local(data.to_owned(), "127.0.0.1:0".parse().unwrap());
    let app = App::open(config, Clock::System, Chance::System).unwrap();
    let weekly = Details {
        name: "Tuesday, \"Circle\"".into(),
        about: "Come just to listen.".into(),
        attendance: Attendance::Both,
        rule: calendar::Rule::read("weekly:tue,thu").ok(),
        start_minute: Some(19 * 60),
        zone: Zone::named("America/Lima"),
        place: "Elm Street Hall".into(),
        address: "1 Elm Street, Lima, LIM 15001, Peru".into(),
        fellowship: "aa".into(),
        types: "O,X".into(),
        call_url: "https://zoom.us/j/1?pwd=secret77".into(),
        ..Details::default()
    };
    let monthly = Details {
        name: "Last Friday".into(),
        rule: calendar::Rule::read("monthly:last:fri").ok(),
        ..weekly.clone()
    };
    let write = move |tx: &mut store::Tx<'_>| {
        groups::create(
            tx,
            &Group::new(GroupId(201), weekly.clone(), 1_795_453_200_000),
        )?;
        groups::create(
            tx,
            &Group::new(GroupId(202), monthly.clone(), 1_795_453_200_000),
        )
    };
    app.store.write_blocking(write).unwrap();
    app.store.close_blocking();
}

fn checked(file: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_renew"))
        .args(["meetings", "check", "--json"])
        .arg(file)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_is_taken_out_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    community(&data);
    let mut read = Vec::new();
    for format in ["meeting-guide", "csv"] {
        let file = folder.path().join(format);
        let out = file.to_str().unwrap();
        let output = renew(&data, &["--format", format, "--out", out]);
        assert!(output.status.success(), "{output:?}");
        assert!(output.stdout.is_empty());
        let all = checked(&file);
        assert_eq!(all["problems"], serde_json::json!([]));
        let meeting = all["meetings"][0].clone();
        assert_eq!(meeting["name"], "Tuesday, \"Circle\"");
        assert_eq!(meeting["attendance"], "hybrid");
        assert_eq!(meeting["days"], serde_json::json!([2, 4]));
        assert_eq!(
            all["meetings"].as_array().unwrap().len(),
            1,
            "weekly ones alone"
        );
        read.push(["start", "end", "timezone", "types", "notes"].map(|key| meeting[key].clone()));
    }
    assert_eq!(read[0], read[1]);

    let calendar = renew(&data, &["--format", "ics"]);
    let calendar = String::from_utf8(calendar.stdout).unwrap();
    assert!(calendar.contains("SUMMARY:Last Friday"), "{calendar}");
    assert!(calendar.contains("https://circles.example/groups/"));
    assert!(!calendar.contains("secret77"));
}

#[test]
fn where_there_is_no_community_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let output = renew(folder.path(), &["--format", "csv"]);
    assert!(!output.status.success() && output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("There is no community"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
