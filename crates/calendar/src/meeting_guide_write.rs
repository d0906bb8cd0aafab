//! Writes Meeting Guide JSON, the form in which fellowships publish their meetings.
//!
//! The form has weekly meetings only; whoever fills in [`Listed`] leaves the others out. It has no
//! way to say that people join from afar by a link that isn't public: its readers take a meeting
//! for an online one by the link alone. So `conference_for_members` says it, which our own reader
//! understands, and `attendance_option`, which some programs show. Other readers take a hybrid
//! meeting for one in the room, which is true as far as it goes, and pass over an online one.

use jiff::Timestamp;
use jiff::civil::Time;
use serde_json::{Map, Value, json};

use crate::listed::{Listed, Publisher, note, one_line};
use crate::meeting_guide::{
    Attendance, DURATION_MINUTES, DURATION_MINUTES_PLAUSIBLE, FOR_MEMBERS, LINE_CHARS_MAX,
};

/// The largest feed in bytes: half of what our own reader takes, and about as much as the forty
/// thousand meetings hold at which it stops.
pub const FEED_BYTES_MAX: usize = 32 * 1024 * 1024;

const DAY_MINUTES: i32 = 24 * 60;

/// A feed, and how many meetings didn't fit into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub left_out: usize,
}

/// The meetings as a feed, as many as fit into [`FEED_BYTES_MAX`].
#[must_use]
pub fn write(meetings: &[Listed], publisher: &Publisher) -> Written {
    let mut bytes = b"[".to_vec();
    for (written, meeting) in meetings.iter().enumerate() {
        let text = Value::Object(entry(meeting, publisher)).to_string();
        if bytes.len() + text.len() + 4 > FEED_BYTES_MAX {
            bytes.extend_from_slice(b"\n]");
            let left_out = meetings.len() - written;
            return Written { bytes, left_out };
        }
        bytes.extend_from_slice(if written == 0 { b"\n" } else { b",\n" });
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes.extend_from_slice(b"\n]");
    let left_out = 0;
    Written { bytes, left_out }
}

/// A meeting's fields, by their names.
pub(crate) fn entry(meeting: &Listed, publisher: &Publisher) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |field: &str, text: String| {
        if !text.is_empty() {
            fields.insert(field.to_owned(), Value::String(text));
        }
    };
    let short = |text: &str| one_line(text, LINE_CHARS_MAX);
    put("name", meeting.shown_name());
    put("slug", meeting.slug.clone());
    put("timezone", zone_name(meeting));
    put("location", meeting.shown_place());
    put("location_notes", meeting.shown_place_notes());
    put("formatted_address", meeting.shown_address());
    let approximate = if meeting.has_exact_place() {
        "no"
    } else {
        "yes"
    };
    put("approximate", approximate.to_owned());
    put("notes", note(&meeting.notes));
    put("group", meeting.shown_group());
    put("website", meeting.shown_website());
    put("venmo", short(&meeting.venmo));
    put("square", short(&meeting.square));
    put("paypal", short(&meeting.paypal));
    put("url", meeting.url.clone());
    put("updated", updated(meeting.updated_ms));
    put("entity", short(&publisher.name));
    put("entity_website_url", publisher.website.clone());
    put("attendance_option", option(meeting.attendance).to_owned());
    if meeting.attendance.is_online() {
        put(FOR_MEMBERS, "yes".to_owned());
    }
    put_time(&mut fields, meeting);
    put_lists(&mut fields, meeting);
    fields
}

fn zone_name(meeting: &Listed) -> String {
    let name = meeting.zone.as_ref().map(|zone| zone.name().to_owned());
    name.unwrap_or_default()
}

fn put_time(fields: &mut Map<String, Value>, meeting: &Listed) {
    let (Some(start), true) = (meeting.start, meeting.has_time()) else {
        return;
    };
    let days: Vec<i8> = meeting
        .days
        .iter()
        .map(|day| day.to_sunday_zero_offset())
        .collect();
    let day = match days[..] {
        [day] => json!(day),
        _ => json!(days),
    };
    fields.insert("day".to_owned(), day);
    fields.insert("time".to_owned(), json!(clock(minute_of(start))));
    // A whole day would end when it begins, which readers take for a mistake.
    let minutes = i32::from(meeting.duration_minutes);
    if minutes > 0 && minutes < DAY_MINUTES {
        let end = clock((minute_of(start) + minutes) % DAY_MINUTES);
        fields.insert("end_time".to_owned(), json!(end));
    }
    // So long that its end looks like a mistake, or that it has none.
    if meeting.duration_minutes > DURATION_MINUTES_PLAUSIBLE && minutes <= DAY_MINUTES {
        fields.insert(DURATION_MINUTES.to_owned(), json!(minutes));
    }
}

fn put_lists(fields: &mut Map<String, Value>, meeting: &Listed) {
    let regions = meeting.shown_regions();
    if !regions.is_empty() {
        fields.insert("regions".to_owned(), json!(regions));
    }
    let types = meeting.shown_types();
    if !types.is_empty() {
        fields.insert("types".to_owned(), json!(types));
    }
    if let Some(point) = meeting.shown_point() {
        fields.insert("latitude".to_owned(), json!(five_decimals(point.latitude)));
        fields.insert(
            "longitude".to_owned(),
            json!(five_decimals(point.longitude)),
        );
    }
}

pub(crate) fn five_decimals(degrees: f64) -> f64 {
    (degrees * 100_000.0).round() / 100_000.0
}

pub(crate) fn minute_of(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

/// `19:05`.
pub(crate) fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// As the specification has it: UTC, without saying so.
pub(crate) fn updated(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms)
        .map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
        .unwrap_or_default()
}

fn option(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => "in_person",
        Attendance::Online => "online",
        Attendance::Hybrid => "hybrid",
        Attendance::Inactive => "inactive",
    }
}
