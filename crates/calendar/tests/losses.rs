//! Feeds with damage: what it costs, and how what is left is named.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{Done, Fault, Limits, Options, Reading, read};

const RIVER_VALLEY: &str = include_str!("feeds/river_valley.json");

fn reading(text: &str) -> Reading {
    let options = Options {
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
        limits: Limits::default(),
    };
    read(text.as_bytes(), &options).unwrap()
}

#[test]
fn a_feed_that_is_cut_short_gives_what_is_whole() {
    for end in (1..RIVER_VALLEY.len()).step_by(97) {
        let Some(part) = RIVER_VALLEY.get(..end) else {
            continue;
        };
        let reading = reading(part);
        assert!(!reading.is_whole);
        assert_eq!(reading.problems.last().unwrap().fault, Fault::CutShort);
        // An entry is whole from its closing brace on.
        let whole = part.matches("\n  }").count();
        assert_eq!(reading.meetings.len(), whole, "cut at {end}");
    }
}

#[test]
fn one_meeting_without_a_closing_quotation_mark_costs_itself() {
    let minified = RIVER_VALLEY.replace("\n", "").replace("},  {", "},{");
    let broken = minified.replace("\"name\": \"Women at Noon\"", "\"name\": \"Women at Noon");
    assert_ne!(broken, minified);
    let reading = reading(&broken);
    assert_eq!(reading.meetings.len(), 11);
    assert!(
        reading
            .problems
            .iter()
            .any(|p| p.fault == Fault::Unreadable && p.done == Done::LeftOut)
    );
}

#[test]
fn one_meeting_without_a_closing_bracket_costs_itself() {
    let whole = reading(RIVER_VALLEY);
    // The second entry without its brace, with and without the comma behind it.
    let (brace, _) = RIVER_VALLEY.match_indices("\n  },").nth(1).unwrap();
    for dropped in ["\n  }", "\n  },"] {
        let behind = &RIVER_VALLEY[brace + dropped.len()..];
        let reading = reading(&format!("{}{behind}", &RIVER_VALLEY[..brace]));
        assert!(reading.is_whole && reading.has_unnamed_losses);
        assert_eq!(reading.entries, 12);
        let mut expected = whole.meetings.clone();
        expected.remove(1);
        assert_eq!(reading.meetings, expected);
    }
    let last = RIVER_VALLEY
        .trim_end()
        .strip_suffix("]")
        .unwrap()
        .trim_end()
        .strip_suffix('}')
        .unwrap();
    let reading_last = reading(&format!("{last}]"));
    assert!(reading_last.is_whole && reading_last.has_unnamed_losses);
    assert_eq!(reading_last.meetings.len(), 11);

    let list = "\"types\": [";
    let at = RIVER_VALLEY.match_indices(list).nth(1).unwrap().0;
    let end = at + RIVER_VALLEY[at..].find(']').unwrap();
    let broken = format!("{}{}", &RIVER_VALLEY[..end], &RIVER_VALLEY[end + 1..]);
    let reading = reading(&broken);
    assert!(reading.is_whole && reading.has_unnamed_losses);
    assert_eq!(reading.meetings.len(), 11);
}

#[test]
fn a_loss_is_unnamed_when_nobody_can_say_whose_it_is() {
    let good = r#"{"slug":"a","name":"A","day":1,"time":"19:00"}"#;
    for (lost, is_unnamed) in [
        (r#"{"slug":"b","name":"B","day":1,"time":"late"}"#, false),
        (r#"{"name":"B","day":1,"time":"late"}"#, false),
        (r#"{"day":1,"time":"19:00"}"#, true),
        (r#"{"slug":"b","day":1"#, true),
        ("7", true),
        // One of two that share a slug.
        (r#"{"slug":"a","name":"B","day":1,"time":"late"}"#, true),
    ] {
        let reading = reading(&format!("[{good},{lost}]"));
        assert_eq!(reading.meetings.len(), 1, "{lost}");
        assert_eq!(reading.has_unnamed_losses, is_unnamed, "{lost}");
    }
    assert!(!reading(RIVER_VALLEY).has_unnamed_losses);
}

#[test]
fn twins_have_the_same_slugs_in_any_order() {
    let slugs = |entries: &[&str]| {
        let reading = reading(&format!("[{}]", entries.join(",")));
        let mut slugs: Vec<_> = reading
            .meetings
            .iter()
            .map(|meeting| (meeting.name.clone(), meeting.slug.clone()))
            .collect();
        slugs.sort();
        slugs
    };
    let mut by_id = [
        r#"{"id":9,"slug":"hope","name":"nine","day":1,"time":"19:00"}"#,
        r#"{"id":"10","slug":"hope","name":"ten","day":1,"time":"19:00"}"#,
        r#"{"id":10,"slug":"hope","name":"ten, too","day":2,"time":"19:00"}"#,
        r#"{"slug":"hope","name":"without","day":3,"time":"07:30"}"#,
    ];
    let first = slugs(&by_id);
    let expected = [
        ("nine", "hope"),
        ("ten", "hope-10"),
        ("ten, too", "hope-2-1900"),
        ("without", "hope-3-0730"),
    ];
    assert_eq!(
        first,
        expected.map(|(name, slug)| (name.to_owned(), slug.to_owned()))
    );
    by_id.reverse();
    assert_eq!(slugs(&by_id), first);

    // What differs only behind the limit of a slug.
    let long = "x".repeat(70);
    let mut cut = ["1", "2"]
        .map(|n| format!(r#"{{"id":{n},"slug":"{long}{n}","name":"{n}","day":1,"time":"19:00"}}"#));
    let first = slugs(&cut.each_ref().map(String::as_str));
    assert_eq!(first[0].1, "x".repeat(64));
    assert_eq!(first[1].1, format!("{}-2", "x".repeat(62)));
    cut.reverse();
    assert_eq!(slugs(&cut.each_ref().map(String::as_str)), first);
}

#[test]
fn a_meeting_that_is_there_twice_is_one() {
    let plain = r#"{"slug":"a","name":"A","day":1,"time":"19:00"}"#;
    let numbered = r#"{"id":5,"slug":"a","name":"A","day":1,"time":"19:00"}"#;
    for entry in [plain, numbered] {
        for count in 2..5 {
            let reading = reading(&format!("[{}]", vec![entry; count].join(",")));
            let slugs: Vec<_> = reading.meetings.iter().map(|m| &*m.slug).collect();
            assert_eq!(slugs, ["a"]);
            assert_eq!(reading.problems.len(), count - 1);
            assert!(!reading.has_unnamed_losses && reading.left_out.is_empty());
        }
    }
    // The same slug and time alone make nobody the same meeting.
    let other = plain.replace("\"A\"", "\"B\"");
    let told = reading(&format!("[{other},{plain},{plain}]"));
    let slugs: Vec<_> = told.meetings.iter().map(|m| (&*m.name, &*m.slug)).collect();
    assert_eq!(slugs, [("B", "a-1-1900"), ("A", "a")]);
}

#[test]
fn twins_keep_their_slugs_when_one_is_held_on_another_day() {
    let slugs = |monday: &str, tuesday: &str| {
        let reading = reading(&format!(
            r#"[{{"slug":"a","name":"mon","day":{monday},"time":"19:00"}},
                {{"slug":"a","name":"tue","day":{tuesday},"time":"20:00"}}]"#
        ));
        let slugs = reading.meetings.into_iter().map(|m| (m.name, m.slug));
        slugs.collect::<Vec<_>>()
    };
    let before = slugs("[1]", "[2]");
    assert_eq!(before[0].1, "a");
    assert_eq!(before[1].1, "a-2-2000");
    for (monday, tuesday) in [("[1,3]", "[2]"), ("[1]", "[2,6]"), ("[1,2,3]", "[2,5]")] {
        assert_eq!(slugs(monday, tuesday), before);
    }
    // Two that begin alike are told apart by all their days.
    let reading = reading(
        r#"[{"slug":"a","name":"1","day":1,"time":"07:00"},
            {"slug":"a","name":"2","day":[2,3],"time":"20:00"},
            {"slug":"a","name":"3","day":[2],"time":"20:00"}]"#,
    );
    let slugs: Vec<_> = reading.meetings.iter().map(|m| &*m.slug).collect();
    assert_eq!(slugs, ["a", "a-23-2000", "a-2-2000"]);
}
