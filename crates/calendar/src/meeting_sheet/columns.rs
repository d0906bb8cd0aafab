//! The columns of a sheet of meetings, by the names that people give them.

/// The fields of Meeting Guide that a column may hold under their own name.
const FIELDS: [&str; 64] = [
    "address",
    "approximate",
    "author",
    "city",
    "conference_for_members",
    "conference_phone",
    "conference_phone_notes",
    "conference_url",
    "conference_url_notes",
    "contact_1_email",
    "contact_1_name",
    "contact_1_phone",
    "contact_2_email",
    "contact_2_name",
    "contact_2_phone",
    "contact_3_email",
    "contact_3_name",
    "contact_3_phone",
    "coordinates",
    "country",
    "day",
    "district",
    "duration_minutes",
    "edit_url",
    "email",
    "end_time",
    "entity",
    "entity_email",
    "entity_location",
    "entity_logo",
    "entity_phone",
    "entity_website_url",
    "feedback_emails",
    "feedback_url",
    "formatted_address",
    "group",
    "group_notes",
    "homegroup_online",
    "id",
    "last_contact",
    "latitude",
    "location",
    "location_notes",
    "location_url",
    "longitude",
    "name",
    "notes",
    "paypal",
    "phone",
    "postal_code",
    "region",
    "regions",
    "slug",
    "square",
    "state",
    "sub_district",
    "sub_region",
    "sub_sub_region",
    "time",
    "timezone",
    "types",
    "updated",
    "url",
    "venmo",
];

/// Other names for them.
const ALIASES: [(&str, &str); 43] = [
    ("start_time", "time"),
    ("start", "time"),
    ("begins", "time"),
    ("end", "end_time"),
    ("ends", "end_time"),
    ("days", "day"),
    ("weekday", "day"),
    ("day_of_week", "day"),
    ("meeting", "name"),
    ("meeting_name", "name"),
    ("title", "name"),
    ("location_name", "location"),
    ("venue", "location"),
    ("place", "location"),
    ("street", "address"),
    ("street_address", "address"),
    ("full_address", "formatted_address"),
    ("town", "city"),
    ("province", "state"),
    ("zip", "postal_code"),
    ("zip_code", "postal_code"),
    ("postcode", "postal_code"),
    ("postal", "postal_code"),
    ("lat", "latitude"),
    ("lng", "longitude"),
    ("lon", "longitude"),
    ("long", "longitude"),
    ("subregion", "sub_region"),
    ("type", "types"),
    ("time_zone", "timezone"),
    ("tz", "timezone"),
    ("group_name", "group"),
    ("meeting_notes", "notes"),
    ("comments", "notes"),
    ("group_email", "email"),
    ("group_phone", "phone"),
    ("web_site", "website"),
    ("online_url", "conference_url"),
    ("meeting_url", "conference_url"),
    ("dial_in", "conference_phone"),
    ("last_updated", "updated"),
    ("modified", "updated"),
    ("entity_url", "entity_website_url"),
];

/// Columns of the template that say how to write to a group, and nothing of the meeting: known,
/// read by nobody.
const PASSED_OVER: [&str; 1] = ["mailing_address"];

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Field(&'static str),
    PassedOver,
    Unknown,
}

/// The column of a name in the first line: in any case, with spaces, hyphens or underlines.
pub(super) fn of(header: &str) -> Column {
    let words: Vec<String> = header
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name = words.join("_");
    let plain = FIELDS.iter().chain(&["website", "website_2"]).copied();
    let other = ALIASES.iter().find(|(alias, _)| *alias == name);
    match plain.into_iter().find(|field| *field == name) {
        Some(field) => Column::Field(field),
        None if PASSED_OVER.contains(&name.as_str()) => Column::PassedOver,
        None => other.map_or(Column::Unknown, |(_, field)| Column::Field(field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_spelling() {
        for (header, field) in [
            ("Conference URL", "conference_url"),
            (" end-TIME ", "end_time"),
            ("Sub Region", "sub_region"),
            ("ZIP", "postal_code"),
            ("Website 2", "website_2"),
        ] {
            assert_eq!(of(header), Column::Field(field), "{header}");
        }
        assert_eq!(of("Mailing Address"), Column::PassedOver);
        assert_eq!(of("Shoe Size"), Column::Unknown);
        assert_eq!(of(""), Column::Unknown);
    }

    #[test]
    fn every_other_name_stands_for_a_field() {
        for (alias, field) in ALIASES {
            assert!(!FIELDS.contains(&alias), "{alias}");
            assert!(FIELDS.contains(&field) || field == "website", "{field}");
        }
    }
}
