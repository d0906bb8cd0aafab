//! One meeting on one day as an object of texts.

use jiff::civil::Weekday;
use serde_json::{Map, Value};

use super::formats::{self, Formats};
use super::{Listed, Row};
use crate::listed::{Publisher, note, one_line};
use crate::meeting_guide::{Attendance, LINE_CHARS_MAX};
use crate::meeting_guide_write::{clock, five_decimals, minute_of, updated};

/// The one service body.
pub(super) const SERVICE_BODY: &str = "1";

/// The fields of a meeting.
pub(super) const KEYS: [&str; 33] = [
    "id_bigint",
    "worldid_mixed",
    "service_body_bigint",
    "service_body_name",
    "weekday_tinyint",
    "venue_type",
    "start_time",
    "duration_time",
    "time_zone",
    "formats",
    "format_shared_id_list",
    "lang_enum",
    "longitude",
    "latitude",
    "published",
    "root_server_uri",
    "meeting_name",
    "location_text",
    "location_info",
    "location_street",
    "location_city_subsection",
    "location_neighborhood",
    "location_municipality",
    "location_sub_province",
    "location_province",
    "location_postal_code_1",
    "location_nation",
    "comments",
    "phone_meeting_number",
    "virtual_meeting_link",
    "virtual_meeting_additional_info",
    "updated_at",
    "website",
];

/// The number of a meeting on a day: the lower bits of the group's own and the day, together fewer
/// than a browser's numbers are exact in. Group numbers are random, so that two of twenty thousand
/// share these bits once in some millions of communities.
fn number(meeting: &Listed, day: Weekday) -> i64 {
    const GROUP_BITS: u32 = 49;
    let group = meeting.number & ((1 << GROUP_BITS) - 1);
    group * 8 + i64::from(day.to_sunday_zero_offset())
}

pub(super) fn body_name(server: &Publisher) -> String {
    one_line(&server.name, LINE_CHARS_MAX)
}

/// The meeting once for each of its days, with its object; nothing by appointment.
pub(super) fn rows(meeting: &Listed, formats: &Formats, server: &Publisher) -> Vec<(String, Row)> {
    let Some(start) = meeting.start else {
        return Vec::new();
    };
    let venue = match meeting.attendance {
        Attendance::InPerson => 1,
        Attendance::Online => 2,
        Attendance::Hybrid => 3,
        Attendance::Inactive => return Vec::new(),
    };
    let own = Formats::of_meeting(meeting);
    let mut fields = fields(meeting, server);
    let mut put = |field: &str, text: String| {
        fields.insert(field.to_owned(), Value::String(text));
    };
    put("venue_type", venue.to_string());
    put("start_time", clock(minute_of(start)) + ":00");
    let all = own.iter().copied().chain(formats::of_venue(venue));
    let (ids, keys) = formats.names(all);
    put("format_shared_id_list", ids);
    put("formats", keys);
    let text = |field: &str| {
        let text = fields.get(field).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let words = [
        text("meeting_name"),
        text("location_text"),
        meeting.shown_address(),
        text("comments"),
        meeting.shown_regions().join(" "),
    ];
    let words = words.join(" ").to_lowercase();
    let row = |day: Weekday| {
        let mut fields = fields.clone();
        let number = number(meeting, day).to_string();
        let weekday = day.to_sunday_zero_offset().unsigned_abs() + 1;
        fields.insert("id_bigint".to_owned(), Value::String(number));
        let day_text = Value::String(weekday.to_string());
        fields.insert("weekday_tinyint".to_owned(), day_text);
        let row = Row {
            text: 0..0,
            day: weekday,
            venue,
            formats: own.clone(),
            point: meeting.shown_point(),
            words: words.clone(),
        };
        (Value::Object(fields).to_string(), row)
    };
    meeting.days.iter().map(row).collect()
}

/// What is the same on all days. A field that the form has and we don't is an empty text.
fn fields(meeting: &Listed, server: &Publisher) -> Map<String, Value> {
    let mut fields: Map<String, Value> = KEYS
        .into_iter()
        .map(|key| (key.to_owned(), Value::String(String::new())))
        .collect();
    let mut put = |field: &str, text: String| {
        fields.insert(field.to_owned(), Value::String(text));
    };
    let zone = meeting.zone.as_ref().map(|zone| zone.name().to_owned());
    let minutes = i32::from(meeting.duration_minutes);
    put("service_body_bigint", SERVICE_BODY.to_owned());
    put("service_body_name", body_name(server));
    put("duration_time", clock(minutes) + ":00");
    put("time_zone", zone.unwrap_or_default());
    put("lang_enum", "en".to_owned());
    put("published", "1".to_owned());
    put("root_server_uri", server.website.clone());
    put("meeting_name", meeting.shown_name());
    put("location_text", meeting.shown_place());
    put("location_info", meeting.shown_place_notes());
    put("comments", note(&meeting.notes));
    put("website", meeting.shown_website());
    put("updated_at", updated(meeting.updated_ms));
    if meeting.attendance.is_online() {
        put("virtual_meeting_link", meeting.url.clone());
    }
    if let Some(point) = meeting.shown_point() {
        put("latitude", five_decimals(point.latitude).to_string());
        put("longitude", five_decimals(point.longitude).to_string());
    }
    put_address(&mut fields, meeting);
    fields
}

/// An address in four parts is a street, a town, a state with its code, and a country: `12 Elm St,
/// Springfield, IL 62701, USA`. An approximate one has no street. Any other is written whole, where
/// everybody reads it first, with the regions beside it.
fn put_address(fields: &mut Map<String, Value>, meeting: &Listed) {
    let address = meeting.shown_address();
    let parts: Vec<&str> = address.split(", ").collect();
    let mut put = |field: &str, text: &str| {
        fields.insert(field.to_owned(), Value::String(text.to_owned()));
    };
    let mut put_town = |town: &str, state: &str, country: &str| {
        let (state, code) = state_and_code(state);
        put("location_municipality", town);
        put("location_province", state);
        put("location_postal_code_1", code);
        put("location_nation", country);
    };
    match (&parts[..], meeting.has_exact_place()) {
        ([street, town, state, country], true) => {
            put_town(town, state, country);
            put("location_street", street);
            return;
        }
        ([town, state, country], false) => return put_town(town, state, country),
        ([town, country], false) => return put_town(town, "", country),
        ([town], false) if !town.is_empty() => return put_town(town, "", ""),
        _ => {}
    }
    put("location_street", &address);
    let wider = [
        "location_province",
        "location_sub_province",
        "location_neighborhood",
    ];
    for (field, region) in wider.into_iter().zip(meeting.shown_regions()) {
        put(field, &region);
    }
}

/// `IL 62701` as its two halves; a state alone has no code.
fn state_and_code(state: &str) -> (&str, &str) {
    let is_code = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    match state.split_once(' ') {
        Some((state, code)) if code.split(' ').all(is_code) => (state, code),
        _ => (state, ""),
    }
}
