//! The rules of the programs that read these feeds today, one row each: what a feed says, and what
//! comes of it. Where a peer is wrong, the row says what is right.
#![allow(clippy::unwrap_used)]

mod held;

use calendar::bmlt::Server;
use calendar::feed;
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{Meeting, Options, Reading, conference_provider, read};
use held::{hold, options};
use serde_json::{Value, json};

const EXACT: &str = "12 Elm St, Millbrook, IL 60000, USA";
const ZOOM: &str = "https://zoom.us/j/1";

/// What is asked of a meeting, by the names of the command line's JSON.
fn asked(meeting: &Meeting, field: &str) -> Value {
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let days = || meeting.days.iter().map(|day| day.to_sunday_zero_offset());
    let (place, online) = (&meeting.place, &meeting.online);
    match field {
        "slug" => json!(meeting.slug),
        "name" => json!(meeting.name),
        "days" => json!(days().collect::<Vec<_>>()),
        "start" => json!(meeting.start.map(clock)),
        "minutes" => json!(meeting.duration_minutes),
        "timezone" => json!(meeting.zone.as_ref().map(|zone| zone.name())),
        "attendance" => json!(format!("{:?}", meeting.attendance)),
        "types" => json!(meeting.types),
        "formatted_address" => json!(place.formatted_address),
        "address" => json!(place.address),
        "approximate" => json!(place.is_approximate),
        "point" => json!(place.point.map(|at| [at.latitude, at.longitude])),
        "regions" => json!(place.regions),
        "url" => json!(online.url),
        "url_notes" => json!(online.url_notes),
        "provider" => json!(online.url.as_deref().and_then(conference_provider)),
        "phone" => json!(online.phone),
        "phone_notes" => json!(online.phone_notes),
        "venmo" => json!(meeting.payment.venmo),
        "square" => json!(meeting.payment.square),
        "paypal" => json!(meeting.payment.paypal),
        "homegroup" => json!(meeting.payment.homegroup_online),
        "notes" => json!(meeting.notes),
        "updated" => json!(meeting.updated_ms),
        "website" => json!(meeting.links.website),
        "entity_url" => json!(
            meeting
                .entity
                .as_ref()
                .and_then(|e| e.website_url.as_deref())
        ),
        other => json!(format!("{other} is not asked here")),
    }
}

fn meeting(fields: &Value, options: &Options) -> Reading {
    let mut meeting = json!({"slug": "a", "name": "A", "day": 1, "time": "19:00"});
    let map = meeting.as_object_mut().unwrap();
    map.extend(fields.as_object().unwrap().clone());
    let reading = read(json!([meeting]).to_string().as_bytes(), options).unwrap();
    hold(&reading);
    reading
}

/// Each row: the fields beside slug, name, day and time; what is asked; what it is.
fn check(rows: &[(Value, &str, Value)]) {
    for (fields, field, expected) in rows {
        let reading = meeting(fields, &options());
        let found = asked(&reading.meetings[0], field);
        assert_eq!(&found, expected, "{field} of {fields}");
    }
}

#[test]
fn when() {
    let day = |day: Value, days: Value| (json!({"day": day}), "days", days);
    let time = |time: &str, start: Value| (json!({"time": time}), "start", start);
    let end = |start: &str, end: &str, minutes: u16| {
        let fields = json!({"time": start, "end_time": end});
        (fields, "minutes", json!(minutes))
    };
    check(&[
        day(json!(6), json!([6])),
        day(json!("0"), json!([0])),
        day(json!(["0", "1"]), json!([0, 1])),
        day(json!([4]), json!([4])),
        day(json!([4, 4]), json!([4])),
        day(json!(["Monday", "3"]), json!([1, 3])),
        day(json!("2.0"), json!([2])),
        day(json!("Lunes"), json!([1])),
        day(json!("mercredi"), json!([3])),
        day(json!("木曜日"), json!([4])),
        day(json!("Vrijdag"), json!([5])),
        day(json!("terça-feira"), json!([2])),
        day(json!("Streda"), json!([3])),
        day(json!("SÖNDAG"), json!([0])),
        day(json!("วันเสาร์"), json!([6])),
        day(json!("Mondays, Thursdays"), json!([1, 4])),
        day(json!([1, "someday"]), json!([1])),
        time("20:00:00", json!("20:00")),
        time("8:00 PM", json!("20:00")),
        time("8:00 p.m.", json!("20:00")),
        time("8:00\u{a0}p.\u{a0}m.", json!("20:00")),
        time("8pm", json!("20:00")),
        time("12:00 AM", json!("00:00")),
        time("12:00 PM", json!("12:00")),
        time("noon", json!("12:00")),
        time("Midnight", json!("00:00")),
        time("24:00", json!("00:00")),
        time("9:05", json!("09:05")),
        time("19.30", json!("19:30")),
        time("19h30", json!("19:30")),
        time("1930", json!("19:30")),
        time("By Appointment", json!(null)),
        time(" ", json!(null)),
        (
            json!({"time": null, "start_time": "7:00 AM"}),
            "start",
            json!("07:00"),
        ),
        end("19:00", "20:30", 90),
        end("7:00 PM", "8:15 PM", 75),
        end("23:00", "00:30", 90),
        end("23:00", "24:00", 60),
        end("00:00", "01:00", 60),
        end("19:00", "", 60),
        end("19:00", "soon", 60),
        end("19:00", "19:00", 60),
    ]);
}

#[test]
fn zones() {
    let zone = |zone: &str, name: Value| (json!({"timezone": zone}), "timezone", name);
    check(&[
        zone("America/Los_Angeles", json!("America/Los_Angeles")),
        zone("america/los_angeles", json!("America/Los_Angeles")),
        zone(" Europe/London ", json!("Europe/London")),
        zone("EST", json!("America/New_York")),
        zone("Pacific", json!("America/Los_Angeles")),
        zone("Mountain Time", json!("America/Denver")),
        zone("Central Standard Time", json!("America/Chicago")),
        zone("CDT", json!("America/Chicago")),
        zone("Arizona", json!("America/Phoenix")),
        zone("Not/AZone", json!(null)),
        zone("UTC-5", json!(null)),
        zone("", json!(null)),
    ]);
}

#[test]
fn how_exact_a_place_is() {
    let approximate = |fields: Value, is: bool| (fields, "approximate", json!(is));
    check(&[
        approximate(json!({"formatted_address": "Anytown, OK, USA"}), true),
        approximate(json!({"formatted_address": "foo, bar, baz, qux"}), false),
        approximate(
            json!({"formatted_address": EXACT, "approximate": "yes"}),
            true,
        ),
        approximate(
            json!({"formatted_address": EXACT, "approximate": "Yes"}),
            true,
        ),
        approximate(
            json!({"formatted_address": EXACT, "approximate": true}),
            true,
        ),
        approximate(
            json!({"formatted_address": "Anytown, OK, USA", "approximate": "no"}),
            false,
        ),
        approximate(
            json!({"formatted_address": EXACT, "approximate": ""}),
            false,
        ),
        approximate(json!({"coordinates": "41.5,-88.2"}), false),
        approximate(
            json!({"coordinates": "41.5,-88.2,41.6,-88.1", "approximate": "no"}),
            true,
        ),
        approximate(json!({}), true),
    ]);
}

#[test]
fn addresses() {
    check(&[
        (
            json!({"formatted_address": EXACT}),
            "address",
            json!("12 Elm St"),
        ),
        (
            json!({"formatted_address": "Millbrook, IL, USA"}),
            "address",
            json!(null),
        ),
        (
            json!({"formatted_address": EXACT, "approximate": "yes"}),
            "address",
            json!(null),
        ),
        (
            json!({"address": "9 Elm St @ the side door", "city": "M", "state": "IL"}),
            "address",
            json!("9 Elm St"),
        ),
        (
            json!({"address": "9 Elm St", "city": "Millbrook", "state": "IL", "postal_code": 60000, "country": "USA"}),
            "formatted_address",
            json!("9 Elm St, Millbrook, IL 60000, USA"),
        ),
        (
            json!({"address": "9 Elm St", "city": "M", "state": "IL", "zip": "60000"}),
            "formatted_address",
            json!("9 Elm St, M, IL 60000"),
        ),
    ]);
}

#[test]
fn points() {
    check(&[
        (
            json!({"formatted_address": EXACT, "latitude": "41.5", "longitude": -88.25}),
            "point",
            json!([41.5, -88.25]),
        ),
        (
            json!({"formatted_address": EXACT, "latitude": 51.5, "longitude": 0}),
            "point",
            json!([51.5, 0.0]),
        ),
        (
            json!({"formatted_address": EXACT, "latitude": 0, "longitude": 0}),
            "point",
            json!(null),
        ),
        (
            json!({"formatted_address": EXACT, "approximate": "yes", "latitude": 41.5, "longitude": -88.2}),
            "point",
            json!(null),
        ),
        (
            json!({"formatted_address": EXACT, "coordinates": "41.123456,-88.2"}),
            "point",
            json!([41.12346, -88.2]),
        ),
        (
            json!({"formatted_address": EXACT, "latitude": 95, "longitude": 1}),
            "point",
            json!(null),
        ),
    ]);
}

#[test]
fn regions_from_general_to_specific() {
    let regions = |fields: Value, regions: Value| (fields, "regions", regions);
    check(&[
        regions(json!({"region": "Valley"}), json!(["Valley"])),
        regions(
            json!({"region": "Valley", "sub_region": "North", "sub_sub_region": "Hill"}),
            json!(["Valley", "North", "Hill"]),
        ),
        regions(
            json!({"regions": ["Valley", " ", null, "North"]}),
            json!(["Valley", "North"]),
        ),
        regions(
            json!({"regions": "City > Neighborhood"}),
            json!(["City", "Neighborhood"]),
        ),
        regions(json!({"region": "City &gt; Hill"}), json!(["City", "Hill"])),
        regions(json!({"city": "Anytown"}), json!(["Anytown"])),
        regions(
            json!({"city": "Anytown", "region": "Valley"}),
            json!(["Valley"]),
        ),
        regions(json!({}), json!([])),
    ]);
}

#[test]
fn ways_in() {
    let link = |url: &str, provider: Value| (json!({"conference_url": url}), "provider", provider);
    let phone = |phone: &str, kept: Value| (json!({"conference_phone": phone}), "phone", kept);
    check(&[
        link("https://bluejeans.com/1", json!("BlueJeans")),
        link("https://discord.gg/abc", json!("Discord")),
        link(
            "https://www.freeconferencecall.com/x",
            json!("FreeConferenceCall"),
        ),
        link(
            "https://global.gotomeeting.com/join/1",
            json!("GoToMeeting"),
        ),
        link("https://meet.google.com/a-b-c", json!("Google Meet")),
        link("https://meet.jit.si/Hope", json!("Jitsi")),
        link("https://teams.microsoft.com/l/1", json!("Microsoft Teams")),
        link("https://hope.webex.com/meet", json!("Webex")),
        link("HTTPS://US02WEB.ZOOM.US/j/1", json!("Zoom")),
        link("https://signal.group/#abc", json!("Signal")),
        link("https://slurl.com/x", json!("Second Life")),
        link("foo", json!(null)),
        link("https://", json!(null)),
        link("https://foo.com", json!(null)),
        link("https://evilzoom.us/j/1", json!(null)),
        link("https://zoom.us.evil.com/j/1", json!(null)),
        link("https://www.skype.com.evil.com", json!(null)),
        link("javascript://zoom.us/%0aalert(1)", json!(null)),
        phone("+1 646 558 8656", json!("+16465588656")),
        phone(
            "+16465588656,,123456789#,,#,,98*#",
            json!("+16465588656,,123456789#,,#,,98*#"),
        ),
        phone("(646) 558-8656", json!("6465588656")),
        phone("646-555-865", json!(null)),
        phone("555123456#", json!("555123456#")),
        phone("call us", json!(null)),
        (
            json!({"conference_url": ZOOM, "conference_url_notes": "pw<br>hope"}),
            "url_notes",
            json!("pw\nhope"),
        ),
        (
            json!({"conference_url": "https://foo.com", "conference_url_notes": "pw"}),
            "url_notes",
            json!(null),
        ),
        (
            json!({"conference_phone": "6465588656", "conference_phone_notes": "pin 1"}),
            "phone_notes",
            json!("pin 1"),
        ),
        (
            json!({"conference_phone": "646", "conference_phone_notes": "pin 1"}),
            "phone_notes",
            json!(null),
        ),
    ]);
}

#[test]
fn types_in_any_form() {
    let types = |written: Value, codes: Value| {
        let fields = json!({"types": written, "formatted_address": EXACT});
        (fields, "types", codes)
    };
    check(&[
        types(json!(["O", "W"]), json!(["O", "W"])),
        types(json!("C,W"), json!(["C", "W"])),
        types(json!("Open, Women"), json!(["O", "W"])),
        types(json!([" o ", "open"]), json!(["O"])),
        types(json!(["O", "C"]), json!(["C"])),
        types(json!([12, "11"]), json!(["11"])),
        types(json!(["ONL", "onl"]), json!([])),
        types(json!(["XYZ", "", null, "M"]), json!(["M"])),
        types(json!(["C,W", "Men, Open"]), json!(["C", "W", "M"])),
        // A list out of which PHP took something.
        types(json!({"1": "O", "3": "W"}), json!(["O", "W"])),
        types(json!("Abierta, Mujeres"), json!(["O", "W"])),
        types(json!(["Fermé", "Femmes"]), json!(["C", "W"])),
        types(
            json!(["クローズド", "Kvinnomöte", "OTVORENÉ"]),
            json!(["C", "W"]),
        ),
        types(json!("Local Temporáriamente Encerrado"), json!(["TC"])),
    ]);
}

#[test]
fn attendance() {
    let comes = |fields: Value, how: &str| (fields, "attendance", json!(how));
    check(&[
        comes(json!({"formatted_address": EXACT}), "InPerson"),
        comes(
            json!({"formatted_address": EXACT, "conference_url": ZOOM}),
            "Hybrid",
        ),
        comes(
            json!({"formatted_address": EXACT, "conference_url": ZOOM, "types": ["TC"]}),
            "Online",
        ),
        comes(
            json!({"formatted_address": EXACT, "types": ["TC"]}),
            "Inactive",
        ),
        comes(
            json!({"formatted_address": EXACT, "types": "Location Temporarily Closed"}),
            "Inactive",
        ),
        comes(
            json!({"formatted_address": "Millbrook, IL, USA", "conference_url": ZOOM}),
            "Online",
        ),
        comes(
            json!({"formatted_address": "Millbrook, IL, USA"}),
            "Inactive",
        ),
        comes(
            json!({"formatted_address": EXACT, "conference_phone": "6465588656"}),
            "Hybrid",
        ),
        comes(
            json!({"formatted_address": EXACT, "attendance_option": "inactive"}),
            "InPerson",
        ),
        (
            json!({"types": ["X", "XB", "BA", "CF", "OUT", "SM", "O"], "conference_url": ZOOM}),
            "types",
            json!(["O"]),
        ),
    ]);
}

#[test]
fn payments() {
    let pays = |field: &'static str, written: &str, is_kept: bool| {
        let kept = if is_kept { json!(written) } else { json!(null) };
        let key = if field == "homegroup_online" {
            "homegroup"
        } else {
            field
        };
        (json!({ field: written }), key, kept)
    };
    check(&[
        pays("venmo", "@hope-group", true),
        pays("venmo", "hope", false),
        pays("square", "$hopegroup", true),
        pays("square", "hope", false),
        pays("paypal", "hope1234567890123456", true),
        pays("paypal", "hope12345678901234567", false),
        pays("paypal", "hope-group", false),
        pays("paypal", "https://paypal.me/hope", false),
        pays("homegroup_online", "hope_group-1", true),
        pays("homegroup_online", "hope group", false),
    ]);
}

#[test]
fn texts() {
    check(&[
        (
            json!({"name": "Men&#8217;s <b>Step</b> &amp; Coffee"}),
            "name",
            json!("Men\u{2019}s Step & Coffee"),
        ),
        (
            json!({"name": "", "meeting": "Hope"}),
            "name",
            json!("Hope"),
        ),
        (
            json!({"name": null, "group": "Hope"}),
            "name",
            json!("Hope"),
        ),
        (
            json!({"notes": "a<br />b<script>x()</script>"}),
            "notes",
            json!("a\nb"),
        ),
        (json!({"notes": "  \n "}), "notes", json!(null)),
        (json!({"slug": 412}), "slug", json!("412")),
        (json!({"slug": "caf\u{e9} / 7pm"}), "slug", json!("caf-7pm")),
        (json!({"slug": "", "id": 9}), "slug", json!("9")),
        (
            json!({"website": "www.example.org"}),
            "website",
            json!("https://www.example.org"),
        ),
        (
            json!({"website": "javascript:alert(1)"}),
            "website",
            json!(null),
        ),
        (
            json!({"entity": "E", "entity_url": "https://example.org"}),
            "entity_url",
            json!("https://example.org"),
        ),
        (
            json!({"updated": "2022-10-31 12:00:00"}),
            "updated",
            json!(1_667_217_600_000_i64),
        ),
        (
            json!({"updated": "10/31/2022"}),
            "updated",
            json!(1_667_174_400_000_i64),
        ),
        (
            json!({"updated": "2022-10-3112:00:00"}),
            "updated",
            json!(1_667_217_600_000_i64),
        ),
        (json!({"updated": "whenever"}), "updated", json!(null)),
    ]);
}

#[test]
fn a_code_means_what_its_fellowship_says() {
    for (fellowship, written, codes) in [
        ("aa", "T", "T"),
        ("aca", "Fellowship Text", "T"),
        ("al-anon", "Families and Friends Only", "C"),
        ("na", "Discussion/Participation", "DISC"),
        ("na", "disc", "DISC"),
    ] {
        let options = Options {
            fellowship: Fellowship::of(fellowship).unwrap(),
            ..options()
        };
        let fields = json!({"types": [written], "formatted_address": EXACT});
        let types = meeting(&fields, &options).meetings.remove(0).types;
        assert_eq!(types, [codes], "{fellowship}: {written}");
    }
}

#[test]
fn the_rows_that_a_spreadsheet_gives_to_a_program_are_a_sheet() {
    let answer = json!({"range": "Sheet1!A1:Z9", "majorDimension": "ROWS", "values": [
        ["Name", "Types", "Regions", "Time", "End Time", "Day", "Updated", "ID", "Full Address"],
        ["Test \"Meeting\"", "Open, Women", "City > Neighborhood", "6:00 PM", "7:00 PM", "Sunday",
            "10/31/2022", "123", EXACT],
        [],
        ["Short", "", "", "19:00"],
        "no row",
    ]});
    let bytes = answer.to_string();
    let server = Server::default();
    let reading = feed::read(bytes.as_bytes(), None, &options(), &server).unwrap();
    hold(&reading);
    let first = &reading.meetings[0];
    for (field, expected) in [
        ("name", json!("Test \"Meeting\"")),
        ("slug", json!("123")),
        ("types", json!(["O", "W"])),
        ("regions", json!(["City", "Neighborhood"])),
        ("start", json!("18:00")),
        ("minutes", json!(60)),
        ("days", json!([0])),
        ("formatted_address", json!(EXACT)),
    ] {
        assert_eq!(asked(first, field), expected, "{field}");
    }
    assert_eq!(reading.meetings[1].name, "Short");
    // Two slugs, the row that is none, and the zone that is missing.
    assert_eq!(reading.problems.len(), 4, "{:?}", reading.problems);
    assert_eq!((reading.meetings.len(), reading.entries), (2, 3));
}
