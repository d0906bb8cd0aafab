//! `renew formats` as an operator or another program runs it.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn renew(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renew"))
        .arg("formats")
        .args(args)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn what_is_exported_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("format.json");
    for id in ["renew-90", "open-meeting-60", "newcomers-45"] {
        let exported = renew(&["export", id]);
        assert!(exported.status.success());
        fs::write(&file, &exported.stdout).unwrap();
        let checked = renew(&["check", file.to_str().unwrap()]);
        assert!(checked.status.success());
        assert!(text(&checked.stdout).ends_with("A session can run it.\n"));
    }
}

#[test]
fn what_is_wrong_is_said_with_its_part_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("format.json");
    let mut format: Value = serde_json::from_slice(&renew(&["export", "renew-90"]).stdout).unwrap();
    format["phases"][2]["minutes"] = json!({ "min": 30, "target": 18, "max": 25 });
    fs::write(&file, format.to_string()).unwrap();
    let path = file.to_str().unwrap();
    let checked = renew(&["check", path]);
    assert!(!checked.status.success());
    assert!(text(&checked.stdout).contains("Part 3, “Check-in”: The minutes don't fit together."));
    assert!(text(&checked.stderr).contains("there is one thing to mend"));

    let checked = renew(&["check", path, "--json"]);
    let said: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(
        (&said["sound"], &said["problems"][0]["part"]),
        (&json!(false), &json!(3))
    );
    assert_eq!(said["format"]["id"], "renew-90");

    fs::write(&file, "{\"phases\": [\"itself\"]}").unwrap();
    let said: Value = serde_json::from_slice(&renew(&["check", path, "--json"]).stdout).unwrap();
    assert_eq!(said["format"], Value::Null);
    fs::write(&file, vec![b'['; 1 << 20]).unwrap();
    let huge = renew(&["check", path]);
    assert!(text(&huge.stdout).contains("larger than"), "{huge:?}");
}

#[test]
fn an_id_that_is_none_is_refused_with_those_that_are() {
    let refused = renew(&["export", "renew-91"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("skills-workshop-75"));
    let folder = tempfile::tempdir().unwrap();
    let missing = renew(&["check", folder.path().join("none").to_str().unwrap()]);
    assert!(text(&missing.stderr).contains("can't be read"));
}
