//! Where a meeting is.
//!
//! An approximate place is shown without its street and its pin, in whatever field they stand: it
//! is approximate since somebody lives there, or since nobody should go there.

use serde_json::Value;

use super::entry::{Entry, LINE_CHARS_MAX, found};
use super::meeting::{Place, Point};
use super::problem::{Done, Fault};
use super::street::{self, Custom};

/// An address with fewer parts between commas names a town at best.
const EXACT_ADDRESS_PARTS: usize = 4;
/// What is left of an address in one piece when its place is approximate: town, state, country.
const TOWN_PARTS_MAX: usize = 3;
/// From a country down to a neighbourhood.
const REGIONS_MAX: usize = 8;

pub(super) fn read(entry: &mut Entry<'_>) -> Place {
    let written = Written::read(entry);
    let (marked, mut point) = (marked_approximate(entry), point(entry));
    let is_approximate = match (marked, coordinates(entry)) {
        // A region is no place to go to, whatever else is said.
        (_, Some(Coordinates::Box)) => true,
        (marked, Some(Coordinates::Point(at))) => {
            point = point.or(Some(at));
            marked.unwrap_or(false)
        }
        (Some(marked), None) => marked,
        (None, None) => written.looks_approximate(),
    };
    let location = entry.first_line(&["location", "location_name"]);
    let location_notes = entry.notes("location_notes");
    let mut regions = regions(entry);
    if regions.is_empty() {
        // Most programs that read these feeds find a meeting by its town then.
        regions.extend(written.city.clone());
    }
    let place = Place {
        location,
        location_notes,
        regions,
        is_approximate,
        ..Place::default()
    };
    if is_approximate {
        return without_exact(entry, place, &written);
    }
    Place {
        address: written.street,
        formatted_address: written.formatted,
        point,
        ..place
    }
}

/// The place without street and pin. Of a building's name the other parts stay; of notes, nobody
/// knows which of their sentences can be told without.
fn without_exact(entry: &mut Entry<'_>, place: Place, written: &Written) -> Place {
    let own = written.street.as_deref();
    let building = place.location.as_deref().and_then(|whole| {
        let kept: Vec<&str> = whole
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty() && !street::names_one(part, own))
            .collect();
        (!kept.is_empty()).then(|| kept.join(", "))
    });
    let building = building.map(|kept| match &place.location {
        // As it was written, where all of it stays.
        Some(whole) if whole.split(',').count() == kept.split(',').count() => whole.clone(),
        _ => kept,
    });
    let notes = place
        .location_notes
        .clone()
        .filter(|notes| !street::names_one(notes, own));
    for (field, before, after) in [
        ("location", &place.location, &building),
        ("location_notes", &place.location_notes, &notes),
    ] {
        if before != after {
            let done = match after {
                Some(_) => Done::Mended,
                None => Done::Dropped,
            };
            entry.log.note(field, Fault::NamesStreet, done);
        }
    }
    Place {
        location: building,
        location_notes: notes,
        formatted_address: written.without_street(),
        ..place
    }
}

/// The address as the feed has it.
struct Written {
    street: Option<String>,
    formatted: Option<String>,
    city: Option<String>,
    /// City, state and country, as far as they have fields of their own.
    town: Vec<String>,
    /// Whether the street stands in a field of its own beside a town's.
    has_own_street: bool,
}

impl Written {
    fn read(entry: &mut Entry<'_>) -> Self {
        let street = entry.line("address", LINE_CHARS_MAX);
        let city = entry.line("city", LINE_CHARS_MAX);
        let state = entry.line("state", LINE_CHARS_MAX);
        let code = entry.first_line(&["postal_code", "zip"]);
        let country = entry.line("country", LINE_CHARS_MAX);
        // Beside a town of its own, all that follows is the remark.
        let street = match city {
            Some(_) => street.and_then(|street| before_remark(&street).map(str::to_owned)),
            None => street.and_then(|whole| without_remarks(&whole)),
        };
        let has_own_street = street.is_some() && city.is_some();
        let formatted = entry.line("formatted_address", LINE_CHARS_MAX);
        let formatted = formatted.and_then(|whole| without_remarks(&whole));
        // Spreadsheets keep the whole address in one column.
        let (street, formatted) = match (street, formatted) {
            (Some(whole), None) if city.is_none() && whole.contains(',') => (None, Some(whole)),
            other => other,
        };
        let is_given = formatted.is_some();
        let own_city = city.clone();
        let town: Vec<String> = [&city, &state, &country]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let formatted = formatted.or_else(|| {
            let state = [state, code].into_iter().flatten().collect::<Vec<_>>();
            let state = Some(state.join(" ")).filter(|state| !state.is_empty());
            let parts: Vec<String> = [street.clone(), city, state, country]
                .into_iter()
                .flatten()
                .collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        });
        Self {
            street: street.or_else(|| first_part(formatted.as_deref())),
            formatted,
            city: own_city,
            town,
            has_own_street: has_own_street && !is_given,
        }
    }

    /// The address as far as it may be shown of an approximate place: the fields of the town, or
    /// else the end of an address in one piece, without what may be a street in it.
    fn without_street(&self) -> Option<String> {
        if !self.town.is_empty() {
            let own = self.street.as_deref();
            let town = self.town.iter().map(String::as_str);
            let town: Vec<&str> = town.filter(|one| !street::names_one(one, own)).collect();
            return (!town.is_empty()).then(|| town.join(", "));
        }
        let parts: Vec<&str> = self.formatted.as_ref()?.split(',').map(str::trim).collect();
        let last = parts.last()?;
        let custom = Custom::of(last);
        // Without a country at its end it begins one part earlier.
        let town_parts = match street::is_state(last) {
            true => TOWN_PARTS_MAX - 1,
            false => TOWN_PARTS_MAX,
        };
        let end = parts.len().saturating_sub(town_parts);
        let kept: Vec<&str> = parts[end..]
            .iter()
            .copied()
            .filter(|part| !part.is_empty() && !self.is_street(part, custom))
            .collect();
        (!kept.is_empty()).then(|| kept.join(", "))
    }

    /// Whether a part of an address is the street, as the feed says it or as its house number or
    /// its words tell.
    fn is_street(&self, part: &str, custom: Custom) -> bool {
        self.street.as_deref() == Some(part)
            || street::has_house_number(part, custom)
            || street::is_named_as_one(part)
    }

    /// For meetings that don't say. The number of parts tells a street from a town only in an
    /// address that was written in one piece.
    fn looks_approximate(&self) -> bool {
        if self.has_own_street {
            return false;
        }
        self.formatted
            .as_ref()
            .is_none_or(|whole| whole.split(',').count() < EXACT_ADDRESS_PARTS)
    }
}

/// What stands before an "@": what follows is a remark about the place.
fn before_remark(text: &str) -> Option<&str> {
    let before = text.split('@').next().unwrap_or_default().trim();
    (!before.is_empty()).then_some(before)
}

/// A whole address without such remarks. The town behind the next comma is none.
fn without_remarks(whole: &str) -> Option<String> {
    if !whole.contains('@') {
        return Some(whole.to_owned());
    }
    let parts: Vec<&str> = whole.split(',').filter_map(before_remark).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn first_part(formatted: Option<&str>) -> Option<String> {
    let (first, rest) = formatted?.split_once(',')?;
    let is_street = rest.split(',').count() + 1 >= EXACT_ADDRESS_PARTS;
    is_street.then(|| first.trim().to_owned())
}

fn marked_approximate(entry: &mut Entry<'_>) -> Option<bool> {
    if let Some(Value::Bool(marked)) = entry.value("approximate") {
        return Some(*marked);
    }
    let text = entry.line("approximate", LINE_CHARS_MAX)?;
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => {
            entry.drop_value(
                "approximate",
                Fault::NotYesOrNo {
                    found: found(&text),
                },
            );
            None
        }
    }
}

fn point(entry: &mut Entry<'_>) -> Option<Point> {
    let latitude = entry.line("latitude", LINE_CHARS_MAX);
    let longitude = entry.line("longitude", LINE_CHARS_MAX);
    let (latitude, longitude) = match (latitude, longitude) {
        (Some(latitude), Some(longitude)) => (latitude, longitude),
        (None, None) => return None,
        (latitude, _) => {
            let (field, other) = match latitude {
                Some(_) => ("latitude", "longitude"),
                None => ("longitude", "latitude"),
            };
            entry.drop_value(field, Fault::Without { other });
            return None;
        }
    };
    let point = to_point(&latitude, &longitude);
    if point.is_none() {
        let found = found(&format!("{latitude}, {longitude}"));
        entry.drop_value("latitude", Fault::NotAPoint { found });
    }
    point
}

/// `coordinates` as some feeds have it.
enum Coordinates {
    /// Two numbers.
    Point(Point),
    /// Four: the corners of a region.
    Box,
}

fn coordinates(entry: &mut Entry<'_>) -> Option<Coordinates> {
    let text = entry.line("coordinates", LINE_CHARS_MAX)?;
    let parts: Vec<&str> = text.split(',').collect();
    let read = match parts[..] {
        [latitude, longitude] => to_point(latitude, longitude).map(Coordinates::Point),
        [a, b, c, d] => {
            (to_point(a, b).is_some() && to_point(c, d).is_some()).then_some(Coordinates::Box)
        }
        _ => None,
    };
    if read.is_none() {
        entry.drop_value(
            "coordinates",
            Fault::NotAPoint {
                found: found(&text),
            },
        );
    }
    read
}

/// A point on the globe, to five decimals (about a metre). A zero is a number like any other; two
/// of them are a field that nobody filled in, in the sea off Africa.
fn to_point(latitude: &str, longitude: &str) -> Option<Point> {
    let latitude = degrees(latitude, 90.0)?;
    let longitude = degrees(longitude, 180.0)?;
    (latitude != 0.0 || longitude != 0.0).then_some(Point {
        latitude,
        longitude,
    })
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    const FIVE_DECIMALS: f64 = 100_000.0;
    let degrees: f64 = text.trim().parse().ok()?;
    (degrees.abs() <= most).then(|| (degrees * FIVE_DECIMALS).round() / FIVE_DECIMALS)
}

/// From general to specific.
fn regions(entry: &mut Entry<'_>) -> Vec<String> {
    let listed = entry.list("regions", '>', REGIONS_MAX);
    if !listed.is_empty() {
        return listed;
    }
    let mut regions = entry.list("region", '>', REGIONS_MAX);
    for field in ["sub_region", "sub_sub_region"] {
        if let Some(region) = entry.line(field, LINE_CHARS_MAX) {
            if regions.is_empty() && field == "sub_region" {
                let fault = Fault::Without { other: "region" };
                entry.log.note("sub_region", fault, Done::Kept);
            }
            regions.push(region);
        }
    }
    regions.truncate(REGIONS_MAX);
    regions
}
