//! The rules of a good consumer, one by one.
#![allow(clippy::unwrap_used)]

mod held;

use calendar::Days;
use calendar::meeting_guide::{Attendance, Fault, Meeting, Reading, conference_provider, read};
use held::{hold, options};
use serde_json::{Value, json};

/// One meeting with these fields beside its slug, name, day and time.
fn reading(fields: &Value) -> Reading {
    let mut meeting = json!({"slug": "a", "name": "A", "day": 1, "time": "19:00"});
    let map = meeting.as_object_mut().unwrap();
    map.extend(fields.as_object().unwrap().clone());
    let reading = read(json!([meeting]).to_string().as_bytes(), &options()).unwrap();
    hold(&reading);
    reading
}

fn meeting(fields: &Value) -> Meeting {
    reading(fields).meetings.remove(0)
}

const EXACT: &str = "12 Elm St, Millbrook, IL 60000, USA";
const TOWN: &str = "Millbrook, IL 60000, USA";

#[test]
fn attendance_follows_from_what_the_meeting_has() {
    use Attendance::{Hybrid, InPerson, Inactive, Online};
    let zoom = "https://zoom.us/j/1";
    for (fields, attendance) in [
        (json!({"formatted_address": EXACT}), InPerson),
        (json!({"formatted_address": TOWN}), Inactive),
        (
            json!({"formatted_address": EXACT, "conference_url": zoom}),
            Hybrid,
        ),
        (
            json!({"formatted_address": TOWN, "conference_url": zoom}),
            Online,
        ),
        (
            json!({"formatted_address": EXACT, "types": ["TC"]}),
            Inactive,
        ),
        (
            json!({"formatted_address": EXACT, "types": "tc", "conference_url": zoom}),
            Online,
        ),
        (
            json!({"formatted_address": EXACT, "types": ["Temporary Closure"]}),
            Inactive,
        ),
        (
            json!({"formatted_address": TOWN, "approximate": "no"}),
            InPerson,
        ),
        (
            json!({"formatted_address": EXACT, "approximate": "YES"}),
            Inactive,
        ),
        (
            json!({"formatted_address": EXACT, "types": ["ONL"]}),
            InPerson,
        ),
        (
            json!({"formatted_address": EXACT, "attendance_option": "online"}),
            InPerson,
        ),
        (
            json!({"formatted_address": EXACT, "conference_url": "https://example.org/j"}),
            InPerson,
        ),
    ] {
        assert_eq!(meeting(&fields).attendance, attendance, "{fields}");
    }
}

#[test]
fn phones_and_places_decide_as_links_and_types_do() {
    use Attendance::{InPerson, Inactive, Online};
    for (fields, attendance) in [
        (
            json!({"formatted_address": TOWN, "conference_phone": "+1 (555) 555-0100"}),
            Online,
        ),
        (
            json!({"formatted_address": TOWN, "conference_phone": "555-0100"}),
            Inactive,
        ),
        (
            json!({"formatted_address": TOWN, "conference_phone": "++++,,,,####"}),
            Inactive,
        ),
        (
            json!({"address": "12 Elm St", "city": "Millbrook", "state": "IL"}),
            InPerson,
        ),
        (json!({"address": EXACT}), InPerson),
        (
            json!({"city": "Millbrook", "state": "IL", "country": "USA"}),
            Inactive,
        ),
        (json!({"coordinates": "41.5,-88.25"}), InPerson),
        (
            json!({"coordinates": "41.5,-88.25,41.6,-88.1", "formatted_address": EXACT}),
            Inactive,
        ),
        (
            json!({"coordinates": "41.5,-88.25,41.6,-88.1", "approximate": "no"}),
            Inactive,
        ),
        (json!({}), Inactive),
    ] {
        assert_eq!(meeting(&fields).attendance, attendance, "{fields}");
    }
}

#[test]
fn hosts_match_at_a_dot_and_nowhere_else() {
    for (address, service) in [
        ("https://zoom.us/j/1", Some("Zoom")),
        ("https://us02web.zoom.us:443/j/1?pwd=x", Some("Zoom")),
        ("https://ZOOM.US./j/1", Some("Zoom")),
        ("zoom.us/j/1", Some("Zoom")),
        ("https://meet.google.com/abc", Some("Google Meet")),
        ("https://maps.secondlife.com/x", Some("Second Life")),
        ("https://hubs.horizon.meta.com/x", Some("Meta Horizon")),
        ("https://google.com/abc", None),
        ("https://evilzoom.us/j/1", None),
        ("https://zoom.us.evil.com/j/1", None),
        ("https://zoom.us@evil.com/j/1", None),
        ("https://evil.com/?https://zoom.us/j/1", None),
        ("https://evil.com#zoom.us", None),
        ("https://z\u{43e}om.us/j/1", None),
        ("javascript:alert('https://zoom.us/')", None),
        ("//zoom.us/j/1", None),
        ("zoom", None),
    ] {
        let reading = reading(&json!({"conference_url": address, "conference_url_notes": "n"}));
        let online = &reading.meetings[0].online;
        let found = online.url.as_deref().and_then(conference_provider);
        assert_eq!(found, service, "{address}");
        assert_eq!(online.url.is_some(), service.is_some(), "{address}");
        assert_eq!(online.url_notes.is_some(), service.is_some(), "{address}");
        // A link that is dropped is told, and its notes with it.
        let problems = if service.is_some() { 0 } else { 2 };
        assert_eq!(reading.problems.len(), problems, "{address}");
    }
}

#[test]
fn what_is_said_about_the_room_goes_with_the_room() {
    let room = [
        "BA", "BRK", "CAN", "CF", "AL-AN", "AL", "FF", "OUT", "SM", "X", "XB",
    ];
    let all: Vec<&str> = ["O", "D"].into_iter().chain(room).collect();
    let online = json!({"types": all, "conference_url": "https://zoom.us/j/1"});
    assert_eq!(meeting(&online).types, ["O", "D"]);
    let exact = json!({"types": all, "formatted_address": EXACT});
    assert_eq!(meeting(&exact).types, all);
}

#[test]
fn types_are_read_as_people_write_them() {
    for (written, codes) in [
        (json!("C,W"), vec!["C", "W"]),
        (json!("Closed, women"), vec!["C", "W"]),
        (json!(["o", "C", "O"]), vec!["C"]),
        (json!(["Big Book", "11", 11]), vec!["B", "11"]),
        (json!(["", null, "ONL", "online meeting"]), vec![]),
        (json!("12 Steps &amp; 12 Traditions"), vec!["12x12"]),
    ] {
        let reading = reading(&json!({"types": written, "formatted_address": EXACT}));
        assert_eq!(reading.meetings[0].types, codes, "{written}");
        assert_eq!(reading.problems, [], "{written}");
    }
}

#[test]
fn days_and_times_are_read_as_people_write_them() {
    let days = |bits| Days::from_bits(bits).unwrap();
    for (day, bits) in [
        (json!(0), 1),
        (json!("0"), 1),
        (json!([4]), 16),
        (json!(["1", 3]), 10),
        (json!("Monday, Thurs"), 18),
        (json!("SUNDAY"), 1),
        (json!("By Appointment"), 0),
        (json!([]), 0),
        (json!(null), 0),
        (json!(""), 0),
    ] {
        let reading = reading(&json!({"day": day}));
        assert_eq!(reading.meetings[0].days, days(bits), "{day}");
        assert_eq!(reading.problems, [], "{day}");
    }
    for (start, end, minutes) in [
        ("00:00", None, 60),
        ("8:00 PM", None, 60),
        ("22:30", Some("00:00"), 90),
        ("23:30", Some("00:45"), 75),
        ("00:00", Some("01:30"), 90),
        ("19:00", Some(""), 60),
    ] {
        let fields = json!({"time": start, "end_time": end});
        let reading = reading(&fields);
        assert_eq!(reading.meetings[0].duration_minutes, minutes, "{fields}");
        assert!(reading.meetings[0].start.is_some(), "{fields}");
        assert_eq!(reading.problems, [], "{fields}");
    }
}

#[test]
fn a_point_is_on_the_map_and_of_an_exact_place() {
    let at = |fields: Value| {
        meeting(&fields)
            .place
            .point
            .map(|at| (at.latitude, at.longitude))
    };
    let with = |latitude: Value, longitude: Value| {
        at(json!({"latitude": latitude, "longitude": longitude, "formatted_address": EXACT}))
    };
    assert_eq!(with(json!(0), json!("34.7654321")), Some((0.0, 34.76543)));
    assert_eq!(with(json!(0), json!(0)), None);
    assert_eq!(with(json!(91), json!(0)), None);
    assert_eq!(with(json!("NaN"), json!(1)), None);
    for approximate in [json!("no"), json!(false), json!(null)] {
        let fields = json!({"coordinates": "41.5, -88.25", "approximate": approximate});
        assert_eq!(at(fields), Some((41.5, -88.25)));
    }
    let hidden = json!({"coordinates": "41.5,-88.25", "approximate": "yes"});
    assert_eq!(at(hidden), None);
    let half = reading(&json!({"latitude": 41.5}));
    let other = "longitude";
    assert_eq!(half.problems[0].fault, Fault::Without { other });
}

#[test]
fn other_names_and_forms_are_understood() {
    let fields = json!({
        "name": null, "meeting": "Caf&eacute; &amp; Hope", "time": null, "start_time": "7:05 PM",
        "slug": 412, "location_name": "Hall", "address": "9 Elm St @ the back door",
        "city": "Millbrook", "state": "IL", "zip": 60000, "country": "USA",
        "timezone": "EST", "notes": "one<br>two<br/>three", "region": "Valley > North",
        "conference_phone": "+1 312 555 0100 then 12#",
    });
    let reading = reading(&fields);
    let read = &reading.meetings[0];
    assert_eq!(
        (read.name.as_str(), read.slug.as_str()),
        ("Café & Hope", "412")
    );
    assert_eq!(read.start.unwrap().to_string(), "19:05:00");
    assert_eq!(read.place.location.as_deref(), Some("Hall"));
    assert_eq!(read.place.address.as_deref(), Some("9 Elm St"));
    assert_eq!(
        read.place.formatted_address.as_deref(),
        Some("9 Elm St, Millbrook, IL 60000, USA")
    );
    assert_eq!(read.zone.as_ref().unwrap().name(), "America/New_York");
    assert_eq!(read.notes.as_deref(), Some("one\ntwo\nthree"));
    assert_eq!(read.place.regions, ["Valley", "North"]);
    assert_eq!(read.online.phone.as_deref(), Some("+1312555010012#"));
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.problems[0].fault, Fault::LettersInPhone);
}

#[test]
fn a_length_is_believed_where_it_and_the_end_agree() {
    for (fields, minutes) in [
        (json!({"end_time": "11:00", "duration_minutes": 960}), 960),
        (json!({"end_time": "11:00", "duration_minutes": "960"}), 960),
        (json!({"end_time": "19:00", "duration_minutes": 1440}), 1440),
        (json!({"duration_minutes": 1440}), 1440),
        (json!({"end_time": "11:00", "duration_minutes": 90}), 60),
        (json!({"end_time": "20:30", "duration_minutes": 960}), 90),
        (json!({"duration_minutes": 1441}), 60),
        (json!({"duration_minutes": 0}), 60),
        (json!({"end_time": false}), 60),
    ] {
        assert_eq!(meeting(&fields).duration_minutes, minutes, "{fields}");
    }
}

#[test]
fn false_is_how_some_programs_write_nothing() {
    for fields in [
        json!({"day": false}),
        json!({"time": false}),
        json!({"day": [false], "time": false}),
    ] {
        let reading = reading(&fields);
        assert!(reading.meetings[0].is_by_appointment(), "{fields}");
        assert_eq!(reading.problems, []);
    }
}

#[test]
fn a_link_that_is_too_long_goes_whole() {
    let long = format!("https://zoom.us/j/1?pwd={}", "x".repeat(2_000));
    let reading = reading(&json!({"conference_url": long, "url": long}));
    assert_eq!(reading.meetings[0].online.url, None);
    assert_eq!(reading.meetings[0].links.url, None);
    let chars_max = 2_000;
    assert_eq!(reading.problems[0].fault, Fault::TooLong { chars_max });
    let short = &long[..2_000];
    assert_eq!(
        meeting(&json!({"conference_url": short}))
            .online
            .url
            .as_deref(),
        Some(short)
    );
}

#[test]
fn numbers_of_spreadsheets_have_no_fraction() {
    for phone in [json!(3_126_266_799.0_f64), json!("3126266799.0")] {
        let read = meeting(&json!({"conference_phone": phone, "slug": 5.0}));
        assert_eq!(read.online.phone.as_deref(), Some("3126266799"));
        assert_eq!(read.slug, "5");
    }
    let shortened = reading(&json!({"conference_phone": "3.12626679E+09"}));
    assert_eq!(shortened.meetings[0].online.phone, None);
    assert_eq!(shortened.problems.len(), 1);
    let dotted = meeting(&json!({"conference_phone": "312.626.6799"}));
    assert_eq!(dotted.online.phone.as_deref(), Some("3126266799"));
}

#[test]
fn an_approximate_place_has_no_street_in_any_field() {
    let shown = |fields: Value| {
        let mut fields = fields;
        fields["approximate"] = json!("yes");
        let place = meeting(&fields).place;
        [
            place.formatted_address,
            place.location,
            place.location_notes,
        ]
        .map(Option::unwrap_or_default)
    };
    for (address, town) in [
        ("Elm Street, Springfield, IL 62701", "Springfield, IL 62701"),
        ("Elm, Springfield, IL 62701", "Springfield, IL 62701"),
        ("Hall, Broadway, Springfield, IL", "Springfield, IL"),
        ("Elm Street, Springfield, USA", "Springfield, USA"),
        ("Calle Mayor, 28013 Madrid, España", "28013 Madrid, España"),
        ("Springfield, IL, USA", "Springfield, IL, USA"),
        ("St Louis, MO, USA", "St Louis, MO, USA"),
    ] {
        assert_eq!(shown(json!({"formatted_address": address}))[0], town);
    }
    let own = json!({
        "address": "Old Mill", "city": "Millbrook", "state": "IL",
        "location": "The porch, Old Mill", "location_notes": "Behind the old mill, left.",
    });
    assert_eq!(shown(own), ["Millbrook, IL", "The porch", ""]);
    let written = json!({
        "city": "Millbrook", "location": "Sam's house, 12 Elm St",
        "location_notes": "12 Elm St side door",
    });
    assert_eq!(shown(written), ["Millbrook", "Sam's house", ""]);
    let harmless = json!({
        "city": "Millbrook", "location": "Hall, upstairs", "location_notes": "Room 12, left.",
    });
    assert_eq!(
        shown(harmless),
        ["Millbrook", "Hall, upstairs", "Room 12, left."]
    );
    let told = reading(&json!({"approximate": "yes", "location": "12 Elm St"}));
    assert_eq!(told.problems[0].fault, Fault::NamesStreet);
}

#[test]
fn a_remark_behind_an_at_sign_is_no_part_of_an_address() {
    for fields in [
        json!({"formatted_address": "12 Elm St @ back door, Millbrook, IL 60000, USA"}),
        json!({"address": "12 Elm St @ back door, Millbrook, IL 60000, USA"}),
        json!({
            "address": "12 Elm St @ back door, left", "city": "Millbrook", "state": "IL",
            "postal_code": "60000", "country": "USA",
        }),
    ] {
        let place = meeting(&fields).place;
        assert_eq!(place.formatted_address.as_deref(), Some(EXACT), "{fields}");
        assert!(!place.is_approximate);
    }
}
