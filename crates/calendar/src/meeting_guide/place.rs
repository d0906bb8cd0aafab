//! Where a meeting is.

use serde_json::Value;

use super::entry::{Entry, LINE_CHARS_MAX, found};
use super::meeting::{Place, Point};
use super::problem::{Done, Fault};

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
        // Neither a street nor a pin.
        return Place {
            formatted_address: written.without_street(),
            ..place
        };
    }
    Place {
        address: written.street,
        formatted_address: written.formatted,
        point,
        ..place
    }
}

/// The address as the feed has it.
struct Written {
    street: Option<String>,
    formatted: Option<String>,
    city: Option<String>,
    /// City, state and country, as far as they have fields of their own.
    town: Option<String>,
    /// Whether the street stands in a field of its own beside a town's.
    has_own_street: bool,
}

impl Written {
    fn read(entry: &mut Entry<'_>) -> Self {
        // What follows an "@" is a remark about the place.
        let street = entry.line("address", LINE_CHARS_MAX).and_then(|street| {
            let before = street.split('@').next().unwrap_or_default().trim();
            (!before.is_empty()).then(|| before.to_owned())
        });
        let city = entry.line("city", LINE_CHARS_MAX);
        let state = entry.line("state", LINE_CHARS_MAX);
        let code = entry.first_line(&["postal_code", "zip"]);
        let country = entry.line("country", LINE_CHARS_MAX);
        let has_own_street = street.is_some() && city.is_some();
        let formatted = entry.line("formatted_address", LINE_CHARS_MAX);
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
            town: (!town.is_empty()).then(|| town.join(", ")),
            has_own_street: has_own_street && !is_given,
        }
    }

    /// The address as far as it may be shown of an approximate place: the fields of the town, or
    /// else the end of an address in one piece, without what may be a street in it.
    fn without_street(&self) -> Option<String> {
        if self.town.is_some() {
            return self.town.clone();
        }
        let parts: Vec<&str> = self.formatted.as_ref()?.split(',').map(str::trim).collect();
        let custom = Custom::of(parts.last()?);
        let end = parts.len().saturating_sub(TOWN_PARTS_MAX);
        let kept: Vec<&str> = parts[end..]
            .iter()
            .copied()
            .filter(|part| !part.is_empty() && !self.is_street(part, custom))
            .collect();
        (!kept.is_empty()).then(|| kept.join(", "))
    }

    /// Whether a part of an address is the street, as the feed says it or as its house number
    /// tells.
    fn is_street(&self, part: &str, custom: Custom) -> bool {
        self.street.as_deref() == Some(part) || has_house_number(part, custom)
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

/// Where a country's addresses have their postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Custom {
    /// Five digits before the town: `28013 Madrid`.
    CodeFirst,
    /// Four digits after the town: `Melbourne VIC 3000`.
    ShortCodeLast,
    /// In the USA and Canada, and wherever we don't know: a number in front is a house's, since a
    /// street that is shown does harm, and a town that isn't does little.
    Other,
}

impl Custom {
    /// By the country, which is the last part of an address.
    fn of(country: &str) -> Self {
        match country.to_lowercase().as_str() {
            "spain"
            | "españa"
            | "mexico"
            | "méxico"
            | "germany"
            | "deutschland"
            | "alemania"
            | "france"
            | "francia"
            | "italy"
            | "italia"
            | "finland"
            | "finlandia"
            | "suomi"
            | "costa rica"
            | "guatemala"
            | "dominican republic"
            | "república dominicana"
            | "turkey"
            | "türkiye"
            | "turquía"
            | "croatia"
            | "hrvatska"
            | "croacia" => Self::CodeFirst,
            "australia" | "new zealand" | "nueva zelanda" => Self::ShortCodeLast,
            _ => Self::Other,
        }
    }
}

/// Whether a part of an address has the number of a house, in front (`12 Elm St`) or at its end
/// (`Calle Mayor 5`).
fn has_house_number(part: &str, custom: Custom) -> bool {
    let mut words = part.split_whitespace();
    let (Some(first), last) = (words.next(), words.next_back()) else {
        return false;
    };
    if !part.contains(char::is_alphabetic) {
        return false;
    }
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = custom == Custom::CodeFirst && first.len() == 5 && is_digits(first);
    let stands_first = first
        .trim_start_matches('#')
        .starts_with(|c: char| c.is_ascii_digit());
    let stands_last = last.is_some_and(|word| {
        let is_code = custom == Custom::ShortCodeLast && word.len() == 4 && is_digits(word);
        is_house(word) && !is_code
    });
    (stands_first && !is_code) || stands_last
}

/// `5`, `#5`, `5B` and `12-34`; neither a postcode of five digits nor the end of one such as `2AA`.
fn is_house(word: &str) -> bool {
    let word = word.trim_start_matches('#');
    let word = word.strip_suffix(char::is_alphabetic).unwrap_or(word);
    word.split(['-', '/']).all(|number| {
        (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
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
