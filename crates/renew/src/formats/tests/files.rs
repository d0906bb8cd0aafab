use circle::format::{FlawKind, Format};
use serde_json::{Value, json};

use crate::formats::file::{DRAFT_BYTES_MAX, FILE_BYTES_MAX, check, read, written};
use crate::formats::flaw_words;
use crate::site::lang::Lang;

fn value() -> Value {
    serde_json::to_value(Format::talking_circle()).unwrap()
}

fn sentences(file: &Value) -> Vec<String> {
    sentences_of(file.to_string().as_bytes())
}

fn sentences_of(bytes: &[u8]) -> Vec<String> {
    let checked = check(bytes, Lang::En);
    checked
        .problems
        .into_iter()
        .map(|(_, sentence)| sentence)
        .collect()
}

/// What is said when one thing is changed in a sound file.
fn said(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut file = value();
    change(&mut file);
    sentences(&file)
}

#[test]
fn every_format_of_ours_is_read_again_from_its_file() {
    for format in Format::shipped() {
        let file = written(&format);
        assert_eq!(read(file.as_bytes()), Ok(format));
        assert!(file.len() * 5 < DRAFT_BYTES_MAX);
    }
}

#[test]
fn a_file_may_take_over_parts_of_ours_and_come_without_an_id() {
    let mut file = value();
    file.as_object_mut().unwrap().remove("id");
    file["phases"][0] = json!("silence");
    file["phases"][1] = json!({ "like": "welcome", "required": true });
    assert_eq!(sentences(&file), [""; 0]);
}

#[test]
fn each_trouble_names_its_part_and_says_how_to_go_on() {
    assert_eq!(
        said(|file| file["phases"][2]["minutes"]["target"] = json!("long")),
        ["Part 3, “First round”: “target” should be a whole number from 1 to 255."]
    );
    assert_eq!(
        said(|file| file["phases"][2]["minutes"]["min"] = json!(40)),
        [
            "Part 3, “First round”: The minutes don't fit together. The shortest comes first, then \
          what is planned, then the longest, and none is 0."
        ]
    );
    assert_eq!(
        said(|file| file["phases"][3]["next"] = json!("Second round")),
        [
            "Part 4, “Second round”: “next” isn't something that a format has here. Is it misspelt? \
          Otherwise leave it out."
        ]
    );
    let itself = said(|file| file["phases"][1] = json!({ "like": "me", "name": { "en": "me" } }));
    assert!(itself[0].starts_with("Part 2, “me”: there is no part called “me” to take over."));
    let named = said(|file| file["phases"][1] = json!("nobody"));
    assert!(
        named[0].starts_with("Part 2: there is no part called “nobody”"),
        "{named:?}"
    );
    let like = said(|file| file["phases"][1] = json!({ "like": ["plan"] }));
    assert!(like[0].contains("“like” should be the name"), "{like:?}");
    let number = said(|file| file["phases"][1] = json!(7));
    assert!(
        number[0].starts_with("Part 2: this should be a part"),
        "{number:?}"
    );
    let kind = said(|file| file["phases"][0]["kind"] = json!("dance"));
    assert!(
        kind[0].contains("“kind” should be one of these: breathing, silence"),
        "{kind:?}"
    );
    let missing = said(|file| {
        file["phases"][0].as_object_mut().unwrap().remove("why");
    });
    assert_eq!(
        missing,
        ["Part 1, “Arriving with the breath”: “why” is missing. Add it."]
    );
}

#[test]
fn what_is_of_another_kind_is_said_with_what_belongs_there() {
    for (field, wrong) in [
        ("name", json!("Breathing")),
        ("turn", json!({ "seconds": -1 })),
        ("turn", json!("long")),
        ("words", json!([])),
        ("minutes", json!(5)),
        ("required", json!("yes")),
        ("keeps", json!("plan")),
        ("activities", json!([[]])),
        ("reading", json!(["words"])),
        ("crosstalk", json!(null)),
    ] {
        let found = said(|file| file["phases"][0][field] = wrong);
        assert_eq!(found.len(), 1, "{field}: {found:?}");
        assert!(
            found[0].contains(&format!("“{field}” should be")),
            "{found:?}"
        );
    }
}

#[test]
fn five_hundred_parts_huge_files_and_other_things_are_refused_in_a_sentence() {
    let many = said(|file| {
        file["phases"] = json!(vec!["breathing"; 500]);
    });
    assert_eq!(many.len(), 1);
    assert!(
        many[0].contains("500 parts") && many[0].contains("24"),
        "{many:?}"
    );
    assert_eq!(sentences_of(&vec![b' '; FILE_BYTES_MAX + 1]).len(), 1);
    let long = said(|file| file["about"]["en"] = json!("a".repeat(DRAFT_BYTES_MAX)));
    assert!(long[0].contains("larger than 192 KB"), "{long:?}");
    for bytes in [
        &b""[..],
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{\"phases\": {}}",
        &[b'['; 100_000],
    ] {
        assert!(!sentences_of(bytes).is_empty());
    }
    let all_wrong = said(|file| file["phases"] = json!(vec![json!({}); 24]));
    assert!(all_wrong.len() <= 40);
}

#[test]
fn what_would_change_a_screen_is_taken_out_and_code_is_said() {
    let mut file = value();
    file["phases"][2]["name"]["en"] = json!("First\u{1b}[2J\u{202e} <b>round</b>");
    let checked = check(file.to_string().as_bytes(), Lang::En);
    let name = checked.format.unwrap().phases[2].name.en.clone();
    assert_eq!(name, "First[2J <b>round</b>");
    assert!(checked.problems.is_empty());
    assert_eq!(checked.notes.len(), 1);
    assert_eq!(checked.notes[0].0, Some(3));
    let quiet = said(|file| file["phases"][2]["a\u{1b}[2J"] = json!(1));
    assert!(!quiet[0].contains('\u{1b}'));
    file["phases"][2]["name"]["en"] = json!("2 < 3, and <3");
    assert!(
        check(file.to_string().as_bytes(), Lang::En)
            .notes
            .is_empty()
    );
}

#[test]
fn every_flaw_has_its_own_sentence_in_both_languages() {
    let all = [
        FlawKind::PhaseCount,
        FlawKind::Id,
        FlawKind::Minutes,
        FlawKind::TooLong,
        FlawKind::Text,
        FlawKind::LongName,
        FlawKind::TooManySuggestions,
        FlawKind::Turn,
        FlawKind::NoStillness,
        FlawKind::NoReflection,
        FlawKind::NoClosing,
        FlawKind::MustBeRequired,
        FlawKind::NoWelcome,
        FlawKind::Seats,
        FlawKind::Keeps,
        FlawKind::Activities,
        FlawKind::Reading,
    ];
    let mut seen: Vec<String> = Vec::new();
    for lang in Lang::ALL {
        for flaw in all {
            let sentence = flaw_words::sentence(lang, flaw);
            assert!(
                !sentence.contains('{') && !seen.contains(&sentence),
                "{sentence}"
            );
            seen.push(sentence);
        }
    }
}

/// A file with one thing in it replaced by another: the nth value on the way through it.
fn spoilt(value: &mut Value, nth: &mut usize, by: &Value) {
    if *nth == 0 {
        *value = by.clone();
    }
    *nth = nth.wrapping_sub(1);
    match value {
        Value::Array(list) => list.iter_mut().for_each(|one| spoilt(one, nth, by)),
        Value::Object(object) => object.values_mut().for_each(|one| spoilt(one, nth, by)),
        _ => {}
    }
}

#[test]
fn whatever_stands_in_a_file_it_is_read_or_said() {
    let others = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!(255),
        json!("itself"),
        json!([]),
        json!([{}]),
        json!({ "like": "plan" }),
        json!("\u{202e}<script>{name}{"),
    ];
    for by in &others {
        // More values than the file has, each third of them for the sake of time.
        for nth in (0..400).step_by(3) {
            let mut file = value();
            spoilt(&mut file, &mut { nth }, by);
            let checked = check(file.to_string().as_bytes(), Lang::Es);
            let is_sound = checked.problems.is_empty();
            assert!(!is_sound || checked.format.is_some_and(|one| one.flaws().is_empty()));
        }
    }
}
