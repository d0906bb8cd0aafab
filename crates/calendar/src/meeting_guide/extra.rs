//! Fields that programs add to their feeds. Nothing here is decided by them; whoever looks at a
//! feed finds them again.

use super::entry::{Entry, LINE_CHARS_MAX};

/// Those that real feeds have, none of which names a person or tells how to reach one. What the
/// reader of BMLT hands on is among them.
const FIELDS: [&str; 27] = [
    "id",
    "group_id",
    "location_id",
    "region_id",
    "time_formatted",
    "attendance_option",
    "last_contact",
    "coordinates",
    "sub_district",
    "district_id",
    "website_2",
    "data_source",
    "data_source_name",
    "city",
    "state",
    "postal_code",
    "country",
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

/// What the entry has of them, as one line each. An approximate place keeps its coordinates to
/// itself.
pub(super) fn read(entry: &mut Entry<'_>, is_approximate: bool) -> Vec<(&'static str, String)> {
    FIELDS
        .into_iter()
        .filter(|field| !(is_approximate && *field == "coordinates"))
        .filter_map(|field| Some((field, entry.line(field, LINE_CHARS_MAX)?)))
        .collect()
}
