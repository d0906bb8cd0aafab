//! Feeds as they are met, and feeds as nobody should write them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod held;

use std::collections::BTreeMap;

use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{
    Attendance, Fault, Limits, Meeting, Options, Reading, Refusal, read,
};
use calendar::{Days, Language};
use held::{hold, options};
use jiff::civil::{Weekday, time};
use proptest::prelude::*;

const RIVER_VALLEY: &str = include_str!("feeds/river_valley.json");
const QUIRKS: &str = include_str!("feeds/quirks.json");

fn reading(text: &str) -> Reading {
    read(text.as_bytes(), &options()).unwrap()
}

fn by_slug(reading: &Reading) -> BTreeMap<&str, &Meeting> {
    reading
        .meetings
        .iter()
        .map(|meeting| (meeting.slug.as_str(), meeting))
        .collect()
}

/// One line for each problem, as a coordinator reads it.
fn told(reading: &Reading, language: Language) -> String {
    reading
        .problems
        .iter()
        .map(|problem| {
            format!(
                "{} {} / {}: {}\n",
                problem.entry,
                problem.slug,
                problem.field,
                problem.sentence(language)
            )
        })
        .collect()
}

#[test]
fn a_good_feed_is_read_whole_and_without_a_complaint() {
    let reading = reading(RIVER_VALLEY);
    assert!(reading.is_whole);
    assert_eq!(reading.entries, 12);
    assert_eq!(reading.problems, []);
    let meetings = by_slug(&reading);
    assert_eq!(meetings.len(), 12);

    let daily = meetings["every-evening"];
    assert_eq!(daily.days, Days::ALL);
    assert_eq!(daily.duration_minutes, 90);
    assert_eq!(daily.attendance, Attendance::Online);
    assert_eq!(daily.online.url_notes.as_deref(), Some("Passcode: example"));

    let hybrid = meetings["412"];
    assert_eq!(hybrid.name, "Wednesday Steps & Stories");
    assert_eq!(hybrid.attendance, Attendance::Hybrid);
    assert_eq!(
        hybrid.online.phone.as_deref(),
        Some("+13125550100,,91200000002#")
    );

    assert_eq!(meetings["circulo-del-martes"].name, "Círculo del Martes");
    assert_eq!(
        meetings["circulo-del-martes"].start,
        Some(time(19, 30, 0, 0))
    );
    assert_eq!(meetings["women-at-noon"].types, ["C", "W"]);
    assert_eq!(meetings["women-at-noon"].attendance, Attendance::InPerson);
    assert_eq!(meetings["friday-late-night"].duration_minutes, 60);
    assert_eq!(meetings["pacific-midnight"].start, Some(time(0, 0, 0, 0)));
    assert_eq!(
        meetings["pacific-midnight"]
            .zone
            .as_ref()
            .map(|zone| zone.name()),
        Some("America/Los_Angeles")
    );
    assert_eq!(
        meetings["sunday-agnostics"].days,
        Days::one(Weekday::Sunday)
    );
    assert_eq!(
        meetings["sunday-agnostics"].contacts[0]
            .first_name
            .as_deref(),
        Some("Rowan")
    );
    assert!(meetings["hospital-visits"].is_by_appointment());
    assert!(meetings["hospital-visits"].schedule().is_none());

    let closed = meetings["chapel-closed-for-now"];
    assert_eq!(closed.attendance, Attendance::Inactive);
    assert_eq!(
        closed.types,
        ["O", "TC"],
        "what is said about the room goes"
    );
    assert_eq!(
        meetings["sunrise-on-the-porch"]
            .place
            .location_notes
            .as_deref(),
        Some("Side door, by the bicycle rack.\nCoffee from six.")
    );
}

#[test]
fn what_is_wrong_is_told_and_what_is_right_is_in() {
    let reading = reading(QUIRKS);
    assert!(reading.is_whole);
    assert_eq!(reading.entries, 19);
    insta::assert_snapshot!("quirks_english", told(&reading, Language::English));
    insta::assert_snapshot!("quirks_spanish", told(&reading, Language::Spanish));
    insta::assert_debug_snapshot!("quirks_meetings", reading.meetings);
    assert_eq!(
        reading.left_out,
        ["wrong-types", "wrong-day", "wrong-time", "nameless"],
        "of a meeting that is there twice nothing is lost"
    );
}

#[test]
fn the_zone_of_the_importer_serves_meetings_that_name_none() {
    let zone = calendar::Zone::named("America/Edmonton");
    let given = Options {
        zone: zone.clone(),
        ..options()
    };
    let feed = r#"[{"slug":"a","name":"A","day":1,"time":"19:00"},
                   {"slug":"b","name":"B","day":1,"time":"19:00","timezone":"Mars/Base"}]"#;
    let reading = read(feed.as_bytes(), &given).unwrap();
    assert_eq!(reading.meetings[0].zone, zone);
    assert_eq!(
        reading.meetings[1].zone, None,
        "a zone that can't be read is not replaced"
    );
}

#[test]
fn codes_are_read_in_the_fellowship_s_own_table() {
    let feed = r#"[{"slug":"a","name":"A","types":["T","Steps","C"],"day":1,"time":"19:00"}]"#;
    let aca = Options {
        fellowship: Fellowship::of("aca").unwrap(),
        ..options()
    };
    let types = read(feed.as_bytes(), &aca).unwrap().meetings[0]
        .types
        .clone();
    assert_eq!(types, ["T", "ST", "C"]);
    let name = aca.fellowship.meeting_type("T").unwrap();
    assert_eq!(name.name(Language::English), "Fellowship Text");
}

#[test]
fn what_is_no_feed_is_refused_in_a_sentence() {
    let refusal = |bytes: &[u8]| read(bytes, &options()).unwrap_err();
    assert_eq!(
        refusal(b"<!DOCTYPE html><title>Just a moment</title>"),
        Refusal::WebPage
    );
    assert_eq!(refusal(b" \n"), Refusal::Empty);
    assert_eq!(refusal(b"{\"error\":\"no\"}"), Refusal::NotAList);
    assert_eq!(refusal(b"slug,name,day"), Refusal::NotJson);
    assert_eq!(
        refusal(b"[{\"slug\":\"a\"}] invalid text"),
        Refusal::TrailingText
    );
    let small = Options {
        limits: Limits {
            bytes_max: 1024 * 1024,
            ..Limits::default()
        },
        ..options()
    };
    let large = vec![b' '; 1024 * 1024 + 1];
    let refused = read(&large, &small).unwrap_err();
    assert_eq!(refused, Refusal::TooLarge { megabytes_max: 1 });
    for language in [Language::English, Language::Spanish] {
        assert!(refused.sentence(language).contains("1 MB"));
    }
}

#[test]
fn an_approximate_place_shows_no_street() {
    for (fields, shown) in [
        (
            r#""address":"12 Secret St","city":"Millbrook","state":"IL","zip":"60000","country":"USA""#,
            Some("Millbrook, IL, USA"),
        ),
        (
            r#""address":"Secret House","city":"Millbrook""#,
            Some("Millbrook"),
        ),
        (
            r#""formatted_address":"Hall, 12 Secret St, Millbrook, IL 60000, USA""#,
            Some("Millbrook, IL 60000, USA"),
        ),
        (
            r#""formatted_address":"12 Secret St, Millbrook, USA""#,
            Some("Millbrook, USA"),
        ),
        (
            r#""formatted_address":"Secret House, Millbrook, USA","address":"Secret House""#,
            Some("Millbrook, USA"),
        ),
        (r#""formatted_address":"12 Secret St""#, None),
        (
            r#""formatted_address":"Millbrook, IL, USA""#,
            Some("Millbrook, IL, USA"),
        ),
        (
            r#""formatted_address":"12 Secret St, Millbrook, IL 60000, USA","city":"Millbrook","state":"IL""#,
            Some("Millbrook, IL"),
        ),
        ("\"address\":\"12 Secret St\"", None),
    ] {
        shows_only(fields, shown);
    }
}

/// An approximate place with these fields shows this and nothing more.
fn shows_only(fields: &str, shown: Option<&str>) {
    let feed = format!(r#"[{{"slug":"a","name":"A","approximate":"yes",{fields}}}]"#);
    let place = reading(&feed).meetings.remove(0).place;
    assert_eq!(place.formatted_address.as_deref(), shown, "{fields}");
    assert_eq!(place.address, None, "{fields}");
}

#[test]
fn an_approximate_place_keeps_its_town_as_each_country_writes_it() {
    for (address, shown) in [
        ("28013 Madrid, Spain", "28013 Madrid, Spain"),
        (
            "Calle Secreta 5, 28013 Madrid, España",
            "28013 Madrid, España",
        ),
        (
            "Calle Secreta #12-34B, Bogotá, Colombia",
            "Bogotá, Colombia",
        ),
        ("10115 Secret Ave, Millbrook, USA", "Millbrook, USA"),
        ("10115 Secret Ave, Millbrook", "Millbrook"),
        (
            "Melbourne VIC 3000, Australia",
            "Melbourne VIC 3000, Australia",
        ),
        ("London SW1A 2AA, UK", "London SW1A 2AA, UK"),
    ] {
        let fields = format!(r#""formatted_address":"{address}""#);
        shows_only(&fields, Some(shown));
    }
}

#[test]
fn a_meeting_of_half_a_day_is_an_hour_until_somebody_knows_better() {
    let feed = r#"[{"slug":"a","name":"A","day":1,"time":"19:15","end_time":"08:15"},
                   {"slug":"b","name":"B","day":1,"time":"19:15","end_time":"07:15"}]"#;
    let reading = reading(feed);
    assert_eq!(reading.meetings[0].duration_minutes, 60);
    assert_eq!(reading.problems[0].fault, Fault::VeryLong { hours: 13 });
    assert_eq!(reading.meetings[1].duration_minutes, 12 * 60);
}

#[test]
fn a_million_entries_stop_at_the_limit() {
    let entries: Vec<String> = (0..1_000_000)
        .map(|n| format!("{{\"slug\":{n},\"name\":1}}"))
        .collect();
    let feed = format!("[{}]", entries.join(","));
    let reading = reading(&feed);
    assert_eq!(reading.meetings.len(), Limits::default().meetings_max);
    assert!(!reading.is_whole);
    assert!(matches!(
        reading.problems[0].fault,
        Fault::TooManyMeetings { .. }
    ));
}

#[test]
fn problems_are_counted_beyond_their_limit() {
    let feed = format!("[{}]", vec!["7"; 10_000].join(","));
    let reading = reading(&feed);
    assert_eq!(reading.problems.len(), 2_000);
    assert_eq!(reading.problems_unlisted, 8_000);
}

#[test]
fn letters_of_an_old_encoding_are_read_and_told() {
    let mut feed = b"[{\"slug\":\"a\",\"day\":1,\"time\":\"19:00\",\"name\":\"Caf".to_vec();
    feed.extend_from_slice(b"\xe9\"}]");
    let reading = read(&feed, &options()).unwrap();
    assert_eq!(reading.meetings[0].name, "Café");
    assert_eq!(reading.problems[0].fault, Fault::NotUtf8);
}

#[test]
fn a_byte_order_mark_and_deep_nesting_do_no_harm() {
    assert_eq!(reading("\u{feff}[]").entries, 0);
    let deep = format!(
        "[{}{},{{\"slug\":\"a\",\"name\":\"A\"}}]",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    assert_eq!(reading(&deep).meetings.len(), 1);
}

/// Values of every kind, the hostile ones among them.
fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[<>&#;a-z/0-9:\" ]{0,40}".prop_map(Into::into),
        "([01]?[0-9]|2[0-9]):[0-9]{2}( [ap]m)?".prop_map(Into::into),
        "https?://[a-z.@:]{1,20}zoom\\.us[/a-z?]{0,9}".prop_map(Into::into),
        Just("America/New_York".into()),
        (0..9_i64).prop_map(Into::into),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::btree_map("[a-z]{1,4}", inner, 0..3)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

const FIELDS: [&str; 22] = [
    "slug",
    "name",
    "day",
    "time",
    "end_time",
    "timezone",
    "types",
    "formatted_address",
    "address",
    "city",
    "approximate",
    "coordinates",
    "latitude",
    "longitude",
    "region",
    "regions",
    "conference_url",
    "conference_phone",
    "notes",
    "updated",
    "url",
    "venmo",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        if let Ok(reading) = read(&bytes, &options()) {
            hold(&reading);
        }
    }

    #[test]
    fn a_feed_with_bytes_changed_is_read_as_far_as_it_goes(
        changes in proptest::collection::vec((0..RIVER_VALLEY.len(), any::<u8>()), 1..30)
    ) {
        let mut bytes = RIVER_VALLEY.as_bytes().to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        if let Ok(reading) = read(&bytes, &options()) {
            hold(&reading);
        }
    }

    #[test]
    fn any_values_in_any_fields_cost_at_most_their_meeting(
        entries in proptest::collection::vec(
            proptest::collection::btree_map(proptest::sample::select(&FIELDS[..]), values(), 0..10),
            0..6,
        )
    ) {
        let good = serde_json::json!({"slug": "the-good-one", "name": "Good", "day": 1, "time": "19:00"});
        let mut feed = vec![good];
        for entry in entries {
            feed.push(entry.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<serde_json::Map<_, _>>().into());
        }
        let text = serde_json::to_vec(&feed).unwrap();
        let reading = read(&text, &options()).unwrap();
        hold(&reading);
        prop_assert!(reading.is_whole);
        prop_assert_eq!(reading.entries, feed.len());
        prop_assert_eq!(reading.meetings[0].slug.as_str(), "the-good-one");
    }
}
