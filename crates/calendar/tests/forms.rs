//! Meetings out of sheets and out of the answers of BMLT servers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod held;

use calendar::bmlt::{Formats, Server};
use calendar::feed::{self, Form};
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{
    Attendance, Done, Fault, FormFault, Limits, Options, Reading, Refusal,
};
use calendar::{Days, Zone, bmlt, meeting_sheet};
use held::{hold, options};
use jiff::civil::Weekday;
use proptest::prelude::*;

const SHEET: &str = include_str!("feeds/valley_sheet.csv");
const ANSWER: &str = include_str!("feeds/valley_bmlt.json");

fn na() -> Options {
    Options {
        fellowship: Fellowship::of("na").unwrap(),
        ..options()
    }
}

fn answer(text: &str) -> Reading {
    bmlt::read(text.as_bytes(), &na(), &Server::default()).unwrap()
}

fn sheet(text: &str) -> Reading {
    meeting_sheet::read(text.as_bytes(), &options()).unwrap()
}

/// Slug, field and sentence of each problem.
fn told(reading: &Reading) -> Vec<(String, &'static str, Fault, Done)> {
    reading
        .problems
        .iter()
        .map(|problem| {
            let slug = problem.slug.clone();
            (slug, problem.field, problem.fault.clone(), problem.done)
        })
        .collect()
}

#[test]
fn a_sheet_as_people_keep_it_is_read() {
    let reading = sheet(SHEET);
    assert!(reading.is_whole);
    assert_eq!(told(&reading), []);
    let [monday, daily, visits, closed] = &reading.meetings[..] else {
        unreachable!("four meetings")
    };
    assert_eq!(monday.name, "Monday \"Steps\", and Coffee");
    assert_eq!(monday.days, Days::one(Weekday::Monday));
    assert_eq!(monday.start.unwrap().to_string(), "20:00:00");
    assert_eq!(monday.duration_minutes, 90);
    assert_eq!(monday.types, ["O", "ST", "X"]);
    assert_eq!(monday.attendance, Attendance::InPerson);
    assert_eq!(monday.place.address.as_deref(), Some("12 Elm St"));
    assert_eq!(monday.place.regions, ["Valley", "Millbrook"]);
    assert_eq!(monday.notes.as_deref(), Some("Side door.\nCoffee."));
    assert_eq!(
        monday.updated_ms,
        Some(1_586_018_998_000),
        "the space between date and time was lost"
    );
    // Three rows with one slug.
    let days = [Weekday::Tuesday, Weekday::Wednesday, Weekday::Friday];
    assert_eq!(daily.days, days.into_iter().collect::<Days>());
    assert_eq!(daily.attendance, Attendance::Online);
    assert!(visits.is_by_appointment());
    assert_eq!(closed.attendance, Attendance::Inactive);
    assert_eq!(closed.types, ["TC"]);
}

#[test]
fn every_program_s_sheet_is_the_same_sheet() {
    let expected = sheet("slug,name,day,time,region\nc,Café,Monday,7:00 PM,A > B\n").meetings;
    assert_eq!(expected[0].place.regions, ["A", "B"]);
    for same in [
        "\u{feff}slug;name;day;time;region\r\nc;Café;Monday;7:00 PM;A > B\r\n",
        "sep=;\r\nslug;name;day;time;region\r\nc;Café;Monday;7:00 PM;A > B\r\n",
        "TIME\tDay\tName\tSlug\tRegion\n19:00\tmon\tCafé\tc\tA > B",
        "\n\nName,Slug,Start,Weekday,Region,Sub Region\rCafé,c,7 pm,1,A,B\r",
    ] {
        assert_eq!(sheet(same).meetings, expected, "{same}");
    }
    let text = "slug,name,day,time,region\nc,Café,Monday,7:00 PM,A > B\n";
    let old: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let reading = meeting_sheet::read(&old, &options()).unwrap();
    assert_eq!(reading.meetings, expected);
    assert_eq!(reading.problems[0].fault, Fault::NotUtf8);
    let mut wide = vec![0xff, 0xfe];
    wide.extend(
        text.replace(',', "\t")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let reading = meeting_sheet::read(&wide, &options()).unwrap();
    assert_eq!(reading.meetings, expected);
}

#[test]
fn rows_that_are_wrong_cost_themselves_alone() {
    let reading = sheet(
        "slug,name,day,time,shoe size\n\
         short,Short,Monday\n\
         wide,Wide, Too,Monday,19:00,43,more\n\
         \"open,Open,Monday,19:00,43\n\
         \"good\",\"Good\",\"Tuesday\",\"19:00\",\"43\",,\n\
         late,Late,Monday,evening,43\n",
    );
    let slugs: Vec<_> = reading.meetings.iter().map(|m| m.slug.as_str()).collect();
    assert_eq!(slugs, ["short", "good"]);
    let width = |cells| Fault::Form(FormFault::WrongWidth { cells, columns: 5 });
    let found = |text: &str| text.to_owned();
    assert_eq!(
        told(&reading),
        [
            (found("short"), "", width(3), Done::Kept),
            (found(""), "", width(7), Done::LeftOut),
            (
                found(""),
                "",
                Fault::Form(FormFault::BrokenRow),
                Done::LeftOut
            ),
            (
                found("late"),
                "time",
                Fault::NotATime {
                    found: found("evening")
                },
                Done::LeftOut
            ),
            (
                found(""),
                "",
                Fault::Form(FormFault::UnknownColumn {
                    found: found("shoe size")
                }),
                Done::Dropped
            ),
        ]
    );
    assert_eq!(reading.left_out, ["late"]);
    assert!(reading.has_unnamed_losses);
}

#[test]
fn a_row_whose_mark_is_missing_becomes_no_meeting() {
    let reading = sheet(
        "Name,Slug,Day,Time,City\nA,a,Monday,19:00,X\n\"B, b,b,Monday,19:00,\"X\"\n\
         C,c,Monday,19:00,X\nD\n",
    );
    let slugs: Vec<_> = reading.meetings.iter().map(|m| m.slug.as_str()).collect();
    assert_eq!(slugs, ["a", "c"]);
    let faults: Vec<_> = reading.problems.iter().map(|p| p.fault.clone()).collect();
    let short = FormFault::WrongWidth {
        cells: 1,
        columns: 5,
    };
    assert_eq!(
        faults,
        [FormFault::BrokenRow, short].map(Fault::Form),
        "a row without its slug's cell is nobody's"
    );
    assert!(reading.has_unnamed_losses);
}

#[test]
fn the_last_letter_of_a_sheet_is_read_or_told() {
    let of = |bytes: &[u8]| {
        let reading = meeting_sheet::read(bytes, &options()).unwrap();
        let told: Vec<_> = reading.problems.iter().map(|p| p.fault.clone()).collect();
        (reading.meetings[0].place.regions.clone(), told)
    };
    let told = vec![Fault::NotUtf8];
    let old = b"slug,name,day,time,city\na,A,1,19:00,Bogot\xe1";
    assert_eq!(of(old), (vec!["Bogotá".to_owned()], told.clone()));
    let cut = b"slug,name,day,time,city\na,Caf\xc3\xa9,1,19:00,Bogot\xc3";
    assert_eq!(of(cut), (vec!["Bogot\u{fffd}".to_owned()], told));
    let whole = "slug,name,day,time,city\na,A,1,19:00,Bogotá".as_bytes();
    assert_eq!(of(whole), (vec!["Bogotá".to_owned()], vec![]));
}

#[test]
fn a_sheet_stops_at_the_limit_of_meetings() {
    let few = Options {
        limits: Limits {
            meetings_max: 2,
            ..Limits::default()
        },
        ..options()
    };
    let reading = meeting_sheet::read(b"name,day\na,1\nb,2\nc,3\n", &few).unwrap();
    assert_eq!(reading.meetings.len(), 2);
    assert!(!reading.is_whole);
    assert_eq!(
        reading.problems.last().unwrap().fault,
        Fault::TooManyMeetings { meetings_max: 2 }
    );
}

#[test]
fn a_sheet_of_empty_rows_ends() {
    let rows = |count: usize| format!("name,day\n{}hope,1\n", ",\n".repeat(count));
    assert_eq!(sheet(&rows(20_000)).meetings.len(), 1);
    let endless = sheet(&rows(1_200_000));
    assert!(endless.meetings.is_empty() && !endless.is_whole);
    assert_eq!(endless.problems[0].fault, Fault::CutShort);
}

#[test]
fn an_answer_with_its_formats_is_read() {
    let reading = answer(ANSWER);
    assert!(reading.is_whole);
    let by_slug = |slug: &str| {
        let found = reading.meetings.iter().find(|m| m.slug == slug);
        found.unwrap_or_else(|| unreachable!("{slug} is there"))
    };
    let steps = by_slug("7");
    assert_eq!(steps.days, Days::one(Weekday::Sunday), "1 is Sunday");
    assert_eq!(steps.types, ["C", "STEP"], "by world id: the key is O");
    assert_eq!(steps.attendance, Attendance::InPerson);
    assert_eq!(steps.duration_minutes, 90);
    assert_eq!(
        steps.place.formatted_address.as_deref(),
        Some("12 Elm St, Millbrook, IL 60000, USA")
    );
    assert_eq!(steps.place.regions, ["IL", "Valley County", "Millbrook"]);
    assert!(steps.place.point.is_some());
    assert_eq!(steps.contacts, [], "contacts are not read");
    assert_eq!(by_slug("8").attendance, Attendance::Hybrid, "venue 3");
    assert_eq!(by_slug("9").attendance, Attendance::Online, "format VM");
    assert_eq!(by_slug("9").duration_minutes, 24 * 60);
    assert_eq!(by_slug("9").place.address, None);
    assert_eq!(
        by_slug("9").online.phone_notes.as_deref(),
        Some("Code 1234")
    );
    assert_eq!(by_slug("10").attendance, Attendance::Inactive, "TC");
    assert_eq!(by_slug("11").attendance, Attendance::Hybrid, "format HYBR");
    assert_eq!(by_slug("11").types, ["S"]);
}

#[test]
fn what_is_wrong_with_an_answer_is_told_by_its_own_fields() {
    let reading = answer(ANSWER);
    let found = |text: &str| text.to_owned();
    let minutes = FormFault::LengthAssumed { minutes: 60 };
    let format = FormFault::UnknownFormat {
        found: found("Pitch"),
    };
    let day = FormFault::NotAWeekday { found: found("0") };
    let host = Fault::UnknownHost {
        found: found("evilzoom.us"),
    };
    assert_eq!(
        told(&reading),
        [
            (
                found("10"),
                "duration_time",
                Fault::Form(minutes),
                Done::Mended
            ),
            (found("11"), "virtual_meeting_link", host, Done::Dropped),
            (
                found("12"),
                "published",
                Fault::Form(FormFault::NotPublished),
                Done::LeftOut
            ),
            (
                found("13"),
                "weekday_tinyint",
                Fault::Form(day),
                Done::LeftOut
            ),
            (found(""), "formats", Fault::Form(format), Done::Dropped),
        ]
    );
    assert_eq!(reading.left_out, ["13"], "what was taken away is no loss");
}

#[test]
fn an_old_server_s_answer_needs_what_it_does_not_say() {
    let old = r#"[{"id_bigint":"1","weekday_tinyint":"2","start_time":"19:00:00","duration_time":
        "00:00:00","meeting_name":"Hope","formats":"O,Zz","time_zone":"","venue_type":"",
        "location_street":"12 Elm St","location_municipality":"Auburn","published":"1"}]"#;
    let reading = answer(old);
    let hope = &reading.meetings[0];
    assert_eq!(hope.types, ["O"], "by the keys of the server program");
    assert_eq!((hope.duration_minutes, hope.zone.as_ref()), (60, None));
    assert_eq!(hope.attendance, Attendance::InPerson);
    let format = FormFault::UnknownFormat { found: "Zz".into() };
    assert_eq!(reading.problems[1].fault, Fault::Form(format));

    let formats = br#"[{"key_string":"O","world_id":"BEG","id":"1","lang":"en"},
                       {"key_string":"Zz","world_id":"MED","id":"2","lang":"en"}]"#;
    let server = Server {
        formats: Some(Formats::read(formats).unwrap()),
        duration_minutes_default: 75,
    };
    let zone = Zone::named("America/Chicago");
    let given = Options {
        zone: zone.clone(),
        ..na()
    };
    let reading = bmlt::read(old.as_bytes(), &given, &server).unwrap();
    let hope = &reading.meetings[0];
    assert_eq!(hope.types, ["BEG", "MED"]);
    assert_eq!((hope.duration_minutes, &hope.zone), (75, &zone));
    let minutes = FormFault::LengthAssumed { minutes: 75 };
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.problems[0].fault, Fault::Form(minutes));
}

#[test]
fn a_meeting_that_an_answer_has_twice_is_one() {
    let one = r#"{"id_bigint":5.0,"weekday_tinyint":"2","start_time":"19:00:00","duration_time":
        "01:00:00","meeting_name":"Hope","formats":"M,B,TC","lang_enum":"de","venue_type":"1",
        "location_street":"12 Elm St","location_municipality":"Auburn","published":"1"}"#;
    let reading = answer(&format!("[{one},{one}]"));
    assert_eq!(reading.meetings.len(), 1);
    assert_eq!(reading.meetings[0].slug, "5");
    assert_eq!(reading.meetings[0].types, ["TC"], "German keys aren't ours");
    let twice = &reading.problems[0];
    assert_eq!(
        (&twice.fault, twice.done),
        (&Fault::SlugTwice, Done::LeftOut)
    );
}

#[test]
fn what_is_no_answer_is_refused_and_nothing_is_nothing() {
    for empty in ["[]", r#"{"meetings":[],"formats":[]}"#] {
        let reading = answer(empty);
        assert!(reading.is_whole && reading.meetings.is_empty() && reading.problems.is_empty());
    }
    let refusal = |text: &str| bmlt::read(text.as_bytes(), &na(), &Server::default()).unwrap_err();
    assert_eq!(refusal("<html>"), Refusal::WebPage);
    assert_eq!(refusal(r#"{"error":"no"}"#), Refusal::ErrorAnswer);
    assert_eq!(refusal("[] and more"), Refusal::TrailingText);
    assert_eq!(refusal(" "), Refusal::Empty);
}

#[test]
fn a_zone_that_nobody_names_is_said_once() {
    let feed = r#"[{"slug":"a","name":"A","day":1,"time":"19:00"},
                   {"slug":"b","name":"B","day":1,"time":"19:00"},{"slug":"c","name":"C"}]"#;
    let reading = feed::read(feed.as_bytes(), None, &options(), &Server::default()).unwrap();
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(
        reading.problems[0].fault,
        Fault::Form(FormFault::NoZone { count: 2 })
    );
}

/// Reads bytes in every form.
fn read_all(bytes: &[u8]) {
    let forms = [None, Some(Form::Sheet), Some(Form::Bmlt)];
    for form in forms {
        if let Ok(reading) = feed::read(bytes, form, &na(), &Server::default()) {
            hold(&reading);
        }
    }
}

/// Words, and everything that a form or a page could trip over.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Zñé日 ]{1,8}",
        "[<>/!&;=\"'\\-a-z\u{0}\u{ad}\u{200b} ]{1,12}",
        proptest::sample::select(vec![
            ",",
            ",",
            ",",
            ",",
            "\"",
            "\"",
            "\n",
            "\n",
            "\r",
            ";",
            "\t",
            "Monday",
            "19:00",
            "yes",
            "12 Elm St",
            ", 12 Elm St, ",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "&lt;",
            "&#0;",
            "&amp;",
            "<a title=\">\"",
            "<b",
            ">",
            "\u{202e}",
            "https://zoom.us/j/1",
            "@",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_a_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        read_all(&bytes);
        let mut sheet = b"name,day,time,slug\n".to_vec();
        sheet.extend_from_slice(&bytes);
        read_all(&sheet);
    }

    #[test]
    fn any_text_is_read_in_every_form(cells in proptest::collection::vec(cell(), 1..40)) {
        let mut sheet = "name,day,time,slug,approximate,address,location,notes\n".to_owned();
        for cell in &cells {
            sheet.push_str(cell);
        }
        read_all(sheet.as_bytes());
        // The same words as the fields of entries, so that each comes into every place.
        let fields = ["name", "notes", "location", "location_notes", "address", "group", "city",
            "formatted_address", "region", "district", "conference_url", "entity", "website"];
        let entry = |at: usize| {
            let texts = fields.iter().enumerate().map(|(field, name)| {
                let text = cells[(at + field) % cells.len()].clone();
                (name.to_string(), serde_json::Value::from(text + &cells[at]))
            });
            let mut entry: serde_json::Map<String, serde_json::Value> = texts.collect();
            entry.insert("slug".into(), "a".into());
            entry.insert("approximate".into(), if at.is_multiple_of(2) { "yes" } else { "" }.into());
            serde_json::Value::Object(entry)
        };
        let entries: Vec<_> = (0..cells.len()).map(entry).collect();
        read_all(serde_json::Value::from(entries).to_string().as_bytes());
    }

    #[test]
    fn files_with_bytes_changed_are_read_as_far_as_they_go(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..30)
    ) {
        for whole in [SHEET, ANSWER] {
            let mut bytes = whole.as_bytes().to_vec();
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            read_all(&bytes);
        }
    }
}
