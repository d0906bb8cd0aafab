//! What we publish, we read back to the same meetings.
#![allow(clippy::unwrap_used)]

use calendar::bmlt::Server;
use calendar::bmlt_write::{Catalogue, Question};
use calendar::feed::{self, Form};
use calendar::fellowship::Fellowship;
use calendar::listed::{Listed, Publisher};
use calendar::meeting_guide::{Attendance, Limits, Meeting, Options, Point, Reading};
use calendar::{Days, Zone, meeting_guide_write, meeting_sheet_write};
use jiff::civil::time;
use proptest::prelude::*;

fn options() -> Options {
    Options {
        fellowship: Fellowship::of("na").unwrap(),
        zone: None,
        limits: Limits::default(),
    }
}

fn publisher() -> Publisher {
    Publisher {
        name: "Harbour Circles".into(),
        website: "https://circles.example".into(),
    }
}

fn read(bytes: &[u8], form: Form) -> Reading {
    let found = feed::form_of(bytes).unwrap();
    assert_eq!(found, form);
    feed::read(bytes, None, &options(), &Server::default()).unwrap()
}

fn hope() -> Listed {
    Listed {
        slug: "000000000006j".into(),
        number: 210,
        name: "Hope, and \"more\"".into(),
        days: Days::from_bits(0b10_0100).unwrap(),
        start: Some(time(19, 30, 0, 0)),
        duration_minutes: 90,
        zone: Zone::named("America/Chicago"),
        attendance: Attendance::InPerson,
        fellowship: Fellowship::of("na"),
        types: vec!["O".into(), "X".into(), "S".into()],
        notes: "Come just to listen.\n\nBring tea & biscuits.".into(),
        place: "Elm Street Hall".into(),
        place_notes: "Side door.".into(),
        address: "12 Elm St, Springfield, IL 62701, USA".into(),
        is_approximate: false,
        regions: vec!["Illinois".into(), "Springfield".into()],
        point: Some(Point {
            latitude: 39.78172,
            longitude: -89.65015,
        }),
        group: "The Hope Group".into(),
        website: "https://hope.example/".into(),
        venmo: "@hope".into(),
        square: "$hope".into(),
        paypal: "hope".into(),
        url: "https://circles.example/groups/000000000006j".into(),
        updated_ms: 1_795_453_200_000,
    }
}

fn online() -> Listed {
    Listed {
        slug: "b".into(),
        number: 3,
        attendance: Attendance::Online,
        types: vec!["W".into()],
        place: String::new(),
        place_notes: String::new(),
        address: "Springfield, IL, USA".into(),
        is_approximate: true,
        point: None,
        start: Some(time(23, 30, 0, 0)),
        duration_minutes: 75,
        ..hope()
    }
}

fn hybrid() -> Listed {
    Listed {
        slug: "c".into(),
        number: 4,
        attendance: Attendance::Hybrid,
        start: Some(time(0, 0, 0, 0)),
        address: "Calle Mayor 5, 28013 Madrid, España".into(),
        zone: Zone::named("Europe/Madrid"),
        days: Days::ALL,
        ..hope()
    }
}

/// What has to come back of a meeting.
fn assert_same(read: &Meeting, listed: &Listed, with_regions: bool) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    assert_eq!(read.name, listed.name);
    assert_eq!(read.start, listed.start);
    assert_eq!(read.duration_minutes, listed.duration_minutes);
    assert_eq!(read.zone, listed.zone);
    assert_eq!(read.attendance, listed.attendance);
    assert_eq!(read.types, listed.types);
    assert_eq!(text(&read.notes), listed.notes);
    assert_eq!(text(&read.place.location), listed.place);
    assert_eq!(text(&read.place.location_notes), listed.place_notes);
    assert_eq!(text(&read.place.formatted_address), listed.address);
    assert_eq!(read.place.point, listed.point);
    if with_regions {
        assert_eq!(read.place.regions, listed.regions);
    }
}

#[test]
fn meeting_guide_comes_back() {
    let all = [hope(), online(), hybrid()];
    let written = meeting_guide_write::write(&all, &publisher());
    assert_eq!(written.left_out, 0);
    let reading = read(&written.bytes, Form::MeetingGuide);
    assert_eq!(reading.problems, []);
    assert!(reading.is_whole);
    assert_eq!(reading.meetings.len(), 3);
    for (read, listed) in reading.meetings.iter().zip(&all) {
        assert_eq!(read.slug, listed.slug);
        assert_eq!(read.days, listed.days);
        assert_same(read, listed, true);
        assert_eq!(read.group.as_deref(), Some("The Hope Group"));
        assert_eq!(read.links.url.as_deref(), Some(listed.url.as_str()));
        assert_eq!(read.links.website.as_deref(), Some("https://hope.example/"));
        assert_eq!(read.payment.venmo.as_deref(), Some("@hope"));
        assert_eq!(read.updated_ms, Some(listed.updated_ms));
        assert_eq!(read.entity.as_ref().unwrap().name, "Harbour Circles");
    }
}

#[test]
fn other_readers_see_the_form_that_they_know() {
    let written = meeting_guide_write::write(&[hope(), online()], &publisher());
    let feed: serde_json::Value = serde_json::from_slice(&written.bytes).unwrap();
    let expected = serde_json::json!({
        "name": "Hope, and \"more\"", "slug": "000000000006j", "day": [2, 5], "time": "19:30",
        "end_time": "21:00", "timezone": "America/Chicago", "types": ["O", "X", "S"],
        "notes": "Come just to listen.\n\nBring tea & biscuits.", "location": "Elm Street Hall",
        "location_notes": "Side door.",
        "formatted_address": "12 Elm St, Springfield, IL 62701, USA", "approximate": "no",
        "regions": ["Illinois", "Springfield"], "latitude": 39.78172, "longitude": -89.65015,
        "group": "The Hope Group", "website": "https://hope.example/", "venmo": "@hope",
        "square": "$hope", "paypal": "hope", "updated": "2026-11-23 17:00:00",
        "url": "https://circles.example/groups/000000000006j", "attendance_option": "in_person",
        "entity": "Harbour Circles", "entity_website_url": "https://circles.example",
    });
    assert_eq!(feed[0], expected);
    assert_eq!(feed[1]["conference_for_members"], "yes");
    assert_eq!(feed[1]["end_time"], "00:45");
    assert!(feed[1].get("conference_url").is_none());
}

#[test]
fn a_sheet_comes_back() {
    let all = [hope(), online(), hybrid()];
    let sheet = meeting_sheet_write::write(&all, &publisher());
    let reading = read(&sheet, Form::Sheet);
    assert_eq!(reading.problems, []);
    assert_eq!(reading.meetings.len(), 3);
    for (read, listed) in reading.meetings.iter().zip(&all) {
        assert_eq!(read.slug, listed.slug);
        assert_eq!(read.days, listed.days);
        assert_same(read, listed, true);
        assert_eq!(read.payment.venmo.as_deref(), Some("@hope"));
    }
}

fn ask(catalogue: &Catalogue, pairs: &[(&str, &str)]) -> String {
    let switcher = ("switcher", "GetSearchResults");
    let all: Vec<_> = [switcher]
        .iter()
        .chain(pairs)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    catalogue.answer(&Question::of(&all))
}

#[test]
fn a_bmlt_answer_comes_back_day_by_day() {
    let all = [hope(), online(), hybrid()];
    let catalogue = Catalogue::of(&all, publisher());
    let answer = ask(&catalogue, &[("get_used_formats", "1")]);
    let reading = read(answer.as_bytes(), Form::Bmlt);
    assert_eq!(reading.meetings.len(), 2 + 2 + 7);
    for listed in &all {
        let mut days = Days::NONE;
        for read in reading
            .meetings
            .iter()
            .filter(|one| one.start == listed.start)
        {
            // The form divides an address that it understands, and its regions are those of it.
            let with_regions = listed.attendance == Attendance::Hybrid;
            assert_same(read, listed, with_regions);
            days = days.iter().chain(read.days.iter()).collect();
        }
        assert_eq!(days, listed.days);
    }
    let ids: std::collections::BTreeSet<_> = reading.meetings.iter().map(|m| &m.slug).collect();
    assert_eq!(ids.len(), 11);
    // The link to join is never in it; the page is, and our reader passes over it.
    assert!(answer.contains("circles.example/groups/") && !answer.contains("zoom"));
}

#[test]
fn bmlt_questions_are_answered() {
    let catalogue = Catalogue::of(&[hope(), online(), hybrid()], publisher());
    let count = |pairs: &[(&str, &str)]| {
        let answer: serde_json::Value = serde_json::from_str(&ask(&catalogue, pairs)).unwrap();
        let list = answer.get("meetings").unwrap_or(&answer);
        list.as_array().unwrap().len()
    };
    for (pairs, expected) in [
        (&[][..], 11),
        (&[("weekdays", "3")], 3),
        (&[("weekdays[]", "3"), ("weekdays[]", "6")], 6),
        (&[("weekdays", "-3")], 8),
        (&[("venue_types", "2")], 2),
        (&[("venue_types", "-2")], 9),
        (&[("services", "1")], 11),
        (&[("services", "2")], 0),
        (&[("services", "-1")], 0),
        (&[("formats", "1")], 2),
        (&[("formats", "-1")], 9),
        (&[("SearchString", "ELM hall")], 9),
        (&[("SearchString", "nowhere")], 0),
        (
            &[
                ("lat_val", "39.8"),
                ("long_val", "-89.6"),
                ("geo_width", "10"),
            ],
            9,
        ),
        (
            &[
                ("lat_val", "41"),
                ("long_val", "-89.6"),
                ("geo_width_km", "10"),
            ],
            0,
        ),
        (
            &[
                ("lat_val", "41"),
                ("long_val", "-89.6"),
                ("geo_width", "-4"),
            ],
            4,
        ),
        (&[("page_size", "4")], 4),
        (&[("page_size", "4"), ("page_num", "3")], 3),
    ] {
        assert_eq!(count(pairs), expected, "{pairs:?}");
    }
}

#[test]
fn a_bmlt_answer_holds_texts_and_the_wanted_fields() {
    let catalogue = Catalogue::of(&[hope(), online(), hybrid()], publisher());
    let keys = ask(
        &catalogue,
        &[
            ("data_field_key", "id_bigint,start_time"),
            ("page_size", "1"),
        ],
    );
    let keys: serde_json::Value = serde_json::from_str(&keys).unwrap();
    assert_eq!(keys[0].as_object().unwrap().len(), 2);
    let whole: serde_json::Value = serde_json::from_str(&ask(&catalogue, &[])).unwrap();
    for meeting in whole.as_array().unwrap() {
        assert!(
            meeting
                .as_object()
                .unwrap()
                .values()
                .all(serde_json::Value::is_string)
        );
    }
}

#[test]
fn bmlt_servers_say_who_they_are() {
    let catalogue = Catalogue::of(&[hope()], publisher());
    let answer = |switcher: &str| {
        let pairs = [("switcher".to_owned(), switcher.to_owned())];
        catalogue.answer(&Question::of(&pairs))
    };
    assert_eq!(answer("GetNaws"), "[]");
    assert_eq!(answer(""), "[]");
    let info: serde_json::Value = serde_json::from_str(&answer("GetServerInfo")).unwrap();
    assert_eq!(info[0]["versionInt"], "3000000");
    let bodies: serde_json::Value = serde_json::from_str(&answer("GetServiceBodies")).unwrap();
    assert_eq!(bodies[0]["name"], "Harbour Circles");
    let formats: serde_json::Value = serde_json::from_str(&answer("GetFormats")).unwrap();
    let open = formats
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["key_string"] == "O");
    assert_eq!(open.unwrap()["world_id"], "OPEN");
}

#[test]
fn whole_days_and_no_zone_are_told_as_far_as_the_form_goes() {
    let marathon = Listed {
        duration_minutes: 1440,
        zone: None,
        ..hope()
    };
    let written = meeting_guide_write::write(std::slice::from_ref(&marathon), &publisher());
    let guide = read(&written.bytes, Form::MeetingGuide);
    // Meeting Guide has no word for a whole day; our own reader knows ours.
    assert_eq!(guide.meetings[0].duration_minutes, 1440);
    assert_eq!(guide.meetings[0].zone, None);
    let answer = ask(&Catalogue::of(&[marathon], publisher()), &[]);
    assert_eq!(
        read(answer.as_bytes(), Form::Bmlt).meetings[0].duration_minutes,
        1440
    );
}

#[test]
fn what_may_not_be_told_is_in_no_form() {
    let telling = Listed {
        notes: "Zoom https://zoom.us/j/914798588 pwd: hope1234".into(),
        place_notes: "Passcode: hope1234".into(),
        ..hybrid()
    };
    let closed = Listed {
        attendance: Attendance::Online,
        is_approximate: false,
        address: "7 Hidden Street, Springfield, IL, USA".into(),
        ..hope()
    };
    let all = [telling, closed];
    let guide = meeting_guide_write::write(&all, &publisher()).bytes;
    let sheet = meeting_sheet_write::write(&all, &publisher());
    let bmlt = ask(&Catalogue::of(&all, publisher()), &[]);
    for text in [
        String::from_utf8(guide).unwrap(),
        String::from_utf8(sheet).unwrap(),
        bmlt,
    ] {
        assert!(
            !text.contains("hope1234") && !text.contains("914798588"),
            "{text}"
        );
        assert!(
            !text.contains("Hidden"),
            "the street of a meeting that is held online: {text}"
        );
    }
}

/// Texts with everything that a form could trip over.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Zñé日 ]{1,8}",
        Just("<script>alert(1)</script>".to_owned()),
        Just("&lt;b&gt;".to_owned()),
        Just("\"quoted\", 'so'".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{202e}\u{200f}".to_owned()),
        Just("\u{0}\u{7}\u{1b}[31m".to_owned()),
        Just("=1+1".to_owned()),
        Just("]}\\".to_owned()),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|parts| format!("N{}", parts.concat()))
}

proptest! {
    #[test]
    fn any_words_come_back_as_they_were_told(
        name in any_text(), notes in any_text(), place in any_text(), region in "[A-Z][a-z]{1,9}",
        day in 0_i64..127, minute in 0_i8..60, minutes in 1_u16..=1440,
    ) {
        let listed = Listed {
            name, notes, place,
            regions: vec![region],
            days: Days::from_bits(day + 1).unwrap(),
            start: Some(time(19, minute, 0, 0)),
            duration_minutes: minutes,
            ..hope()
        };
        let guide = meeting_guide_write::write(std::slice::from_ref(&listed), &publisher()).bytes;
        let told: serde_json::Value = serde_json::from_slice(&guide).unwrap();
        let told = |field: &str| told[0][field].as_str().unwrap_or_default().to_owned();
        for field in ["name", "notes", "location"] {
            let harmful = told(field).contains(['<', '>', '\u{202e}', '\u{0}', '\u{1b}']);
            prop_assert!(!harmful, "{}", told(field));
        }
        let sheet = meeting_sheet_write::write(std::slice::from_ref(&listed), &publisher());
        for (bytes, form) in [(guide, Form::MeetingGuide), (sheet, Form::Sheet)] {
            let reading = read(&bytes, form);
            prop_assert_eq!(&reading.problems, &[]);
            let meeting = &reading.meetings[0];
            prop_assert_eq!(&meeting.name, &told("name"));
            prop_assert_eq!(meeting.notes.clone().unwrap_or_default(), told("notes"));
            prop_assert_eq!(meeting.place.location.clone().unwrap_or_default(), told("location"));
            prop_assert_eq!(meeting.days, listed.days);
            prop_assert_eq!(meeting.start, listed.start);
            prop_assert_eq!(meeting.duration_minutes, listed.duration_minutes);
            prop_assert_eq!(&meeting.place.regions, &listed.regions);
        }
        let answer = ask(&Catalogue::of(std::slice::from_ref(&listed), publisher()), &[]);
        let reading = read(answer.as_bytes(), Form::Bmlt);
        prop_assert_eq!(&reading.meetings[0].name, &told("name"));
        prop_assert_eq!(reading.meetings[0].start, listed.start);
        prop_assert_eq!(reading.meetings[0].duration_minutes, listed.duration_minutes);
    }
}
