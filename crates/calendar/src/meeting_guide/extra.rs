//! Fields that programs add to their feeds. Nothing here is decided by them; whoever looks at a
//! feed finds them again.

use super::entry::{Entry, LINE_CHARS_MAX};

/// Those that real feeds have, none of which names a person or tells how to reach one.
const FIELDS: [&str; 17] = [
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
];

/// What the entry has of them, as one line each. An approximate place keeps its coordinates to
/// itself.
pub(super) fn read(entry: &mut Entry<'_>, is_approximate: bool) -> Vec<(&'static str, String)> {
    // What the reader of BMLT hands on comes through here as well.
    FIELDS
        .into_iter()
        .chain(crate::bmlt::KEPT)
        .filter(|field| !(is_approximate && *field == "coordinates"))
        .filter_map(|field| Some((field, entry.line(field, LINE_CHARS_MAX)?)))
        .collect()
}
