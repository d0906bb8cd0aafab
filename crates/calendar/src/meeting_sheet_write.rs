//! Writes meetings as a sheet (CSV by RFC 4180), in the columns of the Meeting Guide template.

use serde_json::Value;

use crate::listed::{Listed, Publisher};
use crate::meeting_guide_write;

/// Columns, and the fields of Meeting Guide that they hold.
const COLUMNS: [(&str, &str); 26] = [
    ("Time", "time"),
    ("End Time", "end_time"),
    ("Duration Minutes", "duration_minutes"),
    ("Day", "day"),
    ("Name", "name"),
    ("Timezone", "timezone"),
    ("Location", "location"),
    ("Formatted Address", "formatted_address"),
    ("Approximate", "approximate"),
    ("Latitude", "latitude"),
    ("Longitude", "longitude"),
    ("Regions", "regions"),
    ("Types", "types"),
    ("Notes", "notes"),
    ("Location Notes", "location_notes"),
    ("Group", "group"),
    ("Website", "website"),
    ("Venmo", "venmo"),
    ("Square", "square"),
    ("Paypal", "paypal"),
    ("Conference For Members", "conference_for_members"),
    ("URL", "url"),
    ("Slug", "slug"),
    ("Updated", "updated"),
    ("Entity", "entity"),
    ("Entity Website URL", "entity_website_url"),
];

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// The meetings as a sheet, one row each.
#[must_use]
pub fn write(meetings: &[Listed], publisher: &Publisher) -> Vec<u8> {
    let headers: Vec<&str> = COLUMNS.iter().map(|(header, _)| *header).collect();
    let mut text = headers.join(",");
    text.push_str("\r\n");
    for meeting in meetings {
        let entry = meeting_guide_write::entry(meeting, publisher);
        for (place, (_, field)) in COLUMNS.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            if let Some(value) = entry.get(*field) {
                text.push_str(&cell(field, value));
            }
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// A value in one cell.
fn cell(field: &str, value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(values) if field == "day" => {
            let days: Vec<&str> = values.iter().map(day).collect();
            quoted(&days.join(", "))
        }
        Value::Array(values) => {
            let separator = if field == "regions" { " > " } else { "," };
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            quoted(&texts.join(separator))
        }
        value if field == "day" => day(value).to_owned(),
        // A number.
        other => other.to_string(),
    }
}

fn day(value: &Value) -> &'static str {
    let place = value.as_u64().and_then(|day| usize::try_from(day).ok());
    let day = place.and_then(|place| DAYS.get(place)).copied();
    day.unwrap_or_default()
}

/// A text between quotation marks where it needs them. Spreadsheets take a text that begins with
/// one of these signs for a formula and would run it; behind a space it is words, and readers drop
/// the space.
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let needs_marks = is_formula || text.contains(['"', ',', ';', '\t', '\r', '\n']);
    if !needs_marks {
        return text.to_owned();
    }
    let space = if is_formula { " " } else { "" };
    format!("\"{space}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_text_is_a_formula() {
        for (text, cell) in [
            ("Hope", "Hope"),
            ("a, \"b\"", "\"a, \"\"b\"\"\""),
            ("=HYPERLINK(1)", "\" =HYPERLINK(1)\""),
            ("@hope", "\" @hope\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(quoted(text), cell);
        }
        assert_eq!(cell("longitude", &serde_json::json!(-88.25)), "-88.25");
    }
}
