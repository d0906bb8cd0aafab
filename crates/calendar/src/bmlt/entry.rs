//! One meeting of an answer as the entry that a Meeting Guide feed would have.

use serde_json::{Map, Value};

use super::formats::Meaning;
use super::text_of;
use crate::meeting_guide::entry::Log;
use crate::meeting_guide::reader::Told;
use crate::meeting_guide::{Attendance, Done, Fault, FormFault, quoted};
use crate::schedule::DURATION_MINUTES_MAX;

/// Fields that only have another name here.
const RENAMED: [(&str, &str); 16] = [
    ("id_bigint", "slug"),
    ("meeting_name", "name"),
    ("start_time", "time"),
    ("time_zone", "timezone"),
    ("location_text", "location"),
    ("location_info", "location_notes"),
    ("location_street", "address"),
    ("location_province", "state"),
    ("location_postal_code_1", "postal_code"),
    ("location_nation", "country"),
    ("virtual_meeting_link", "conference_url"),
    ("phone_meeting_number", "conference_phone"),
    ("comments", "notes"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
    ("updated_at", "updated"),
];

/// Where the reader speaks of another field than the answer has.
const SPOKEN_OF: [(&str, &str); 5] = [
    ("weekday_tinyint", "day"),
    ("location_municipality", "city"),
    ("virtual_meeting_additional_info", "conference_url_notes"),
    ("virtual_meeting_additional_info", "conference_phone_notes"),
    ("formats", "types"),
];

/// Fields that go on as they are, for whoever looks at the answer.
pub(crate) const KEPT: [&str; 10] = [
    "worldid_mixed",
    "service_body_bigint",
    "service_body_name",
    "formats",
    "lang_enum",
    "root_server_uri",
    "train_lines",
    "bus_lines",
    "venue_type",
    "distance_in_km",
];

/// From general to specific.
const REGIONS: [&str; 5] = [
    "location_province",
    "location_sub_province",
    "location_municipality",
    "location_city_subsection",
    "location_neighborhood",
];

/// The name that a field of Meeting Guide has in an answer.
pub(super) fn own_name(field: &'static str) -> &'static str {
    RENAMED
        .iter()
        .chain(&SPOKEN_OF)
        .find(|(_, guide)| *guide == field)
        .map_or(field, |(own, _)| own)
}

/// An entry, and what Meeting Guide has no field for.
pub(super) struct Read {
    pub(super) fields: Map<String, Value>,
    pub(super) told: Told,
    pub(super) has_start: bool,
}

/// The entry of a meeting; `None` when its day can't be read.
pub(super) fn read(
    map: &Map<String, Value>,
    meanings: &[Result<Meaning, String>],
    log: &mut Log,
) -> Option<Read> {
    let mut fields = Map::new();
    for (own, guide) in RENAMED {
        if let Some(value) = map.get(own) {
            fields.insert(guide.to_owned(), value.clone());
        }
    }
    for field in KEPT {
        if let Some(value) = map.get(field) {
            fields.insert(field.to_owned(), value.clone());
        }
    }
    if let Some(day) = day(map, log)? {
        fields.insert("day".to_owned(), day.into());
    }
    let city = ["location_municipality", "location_city_subsection"]
        .into_iter()
        .find_map(|field| text_of(map, field));
    if let Some(city) = city {
        fields.insert("city".to_owned(), city.into());
    }
    let mut regions: Vec<Value> = Vec::new();
    for region in REGIONS.into_iter().filter_map(|field| text_of(map, field)) {
        if !regions.iter().any(|known| known == region.as_str()) {
            regions.push(region.into());
        }
    }
    fields.insert("regions".to_owned(), regions.into());
    let types: Vec<Value> = meanings
        .iter()
        .filter_map(|meaning| match meaning {
            Ok(Meaning::Type(code)) => Some(Value::from(*code)),
            _ => None,
        })
        .collect();
    fields.insert("types".to_owned(), types.into());
    let venue = venue(map, meanings);
    // Nobody comes to the place of an online meeting: neither its street nor a pin is shown.
    let approximate = if venue == Attendance::Online {
        "yes"
    } else {
        "no"
    };
    fields.insert("approximate".to_owned(), approximate.into());
    add_way_in(map, &mut fields, venue, log);
    Some(Read {
        told: Told {
            venue: Some(venue),
            duration_minutes: duration_minutes(map, log),
        },
        has_start: text_of(map, "start_time").is_some(),
        fields,
    })
}

/// The day as Meeting Guide counts it, from Sunday, 0. `None` when something is there that is no
/// day.
fn day(map: &Map<String, Value>, log: &mut Log) -> Option<Option<i64>> {
    let Some(text) = text_of(map, "weekday_tinyint") else {
        return Some(None);
    };
    match text.parse() {
        Ok(day @ 1..=7) => Some(Some(day - 1)),
        _ => {
            let found = quoted(&text);
            let fault = Fault::Form(FormFault::NotAWeekday { found });
            log.note("weekday_tinyint", fault, Done::LeftOut);
            None
        }
    }
}

/// How people can come, as the server says it.
fn venue(map: &Map<String, Value>, meanings: &[Result<Meaning, String>]) -> Attendance {
    let says = |meaning: &Meaning| meanings.iter().flatten().any(|own| own == meaning);
    let venue_type = text_of(map, "venue_type").unwrap_or_default();
    if venue_type == "3" || says(&Meaning::Hybrid) {
        Attendance::Hybrid
    } else if venue_type == "2" || says(&Meaning::Virtual) {
        Attendance::Online
    } else {
        Attendance::InPerson
    }
}

/// The notes on how to join go with the link, or else with the phone.
fn add_way_in(
    map: &Map<String, Value>,
    fields: &mut Map<String, Value>,
    venue: Attendance,
    log: &mut Log,
) {
    let link = text_of(map, "virtual_meeting_link");
    let phone = text_of(map, "phone_meeting_number");
    if let Some(notes) = text_of(map, "virtual_meeting_additional_info") {
        let field = match (&link, &phone) {
            (None, Some(_)) => "conference_phone_notes",
            _ => "conference_url_notes",
        };
        fields.insert(field.to_owned(), notes.into());
    }
    if venue.is_online() && link.is_none() && phone.is_none() {
        log.note("virtual_meeting_link", Fault::Missing, Done::Kept);
    }
}

/// `01:30:00`; a whole day is a length like another. `None` for nothing, which is the server's
/// default, and for what can't be read.
fn duration_minutes(map: &Map<String, Value>, log: &mut Log) -> Option<u16> {
    let text = text_of(map, "duration_time")?;
    let minutes = minutes_of(&text);
    if minutes.is_none() {
        let found = quoted(&text);
        let fault = Fault::NotATime { found };
        log.note("duration_time", fault, Done::Dropped);
    }
    minutes.filter(|minutes| *minutes > 0)
}

fn minutes_of(text: &str) -> Option<u16> {
    let mut parts = text.split(':').map(|part| {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok()).flatten()
    });
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    let whole = hours * 60 + minutes;
    (whole <= DURATION_MINUTES_MAX).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_up_to_a_whole_day() {
        for (text, minutes) in [
            ("01:30:00", Some(90)),
            ("24:00:00", Some(1440)),
            ("00:00:00", Some(0)),
            ("1:05", Some(65)),
            ("24:01:00", None),
            ("01:60:00", None),
            ("-1:00:00", None),
            ("99:99:99", None),
            ("soon", None),
            ("1:00:00:00", None),
        ] {
            assert_eq!(minutes_of(text), minutes, "{text}");
        }
    }

    #[test]
    fn problems_name_the_fields_of_the_answer() {
        assert_eq!(own_name("conference_url"), "virtual_meeting_link");
        assert_eq!(own_name("day"), "weekday_tinyint");
        assert_eq!(own_name("types"), "formats");
        assert_eq!(own_name("published"), "published");
    }
}
