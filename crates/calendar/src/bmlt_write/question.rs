//! What somebody asks for. What makes no sense asks for nothing.

use super::{Found, KILOMETRES_OF_A_MILE, Row, language};
use crate::Language;
use crate::meeting_guide::Point;

/// No question has as many values in one field as this; those beyond are not read.
const VALUES_MAX: usize = 100;
/// Longer words are in no meeting.
const SEARCH_CHARS_MAX: usize = 200;
/// The whole way around is 40,075 kilometres; the mean radius of the earth by the International
/// Union of Geodesy and Geophysics.
const EARTH_RADIUS_KILOMETRES: f64 = 6_371.0;

/// Numbers of which one is to be there, or none.
#[derive(Clone, Debug, Default)]
struct Choice {
    wanted: Vec<i64>,
    unwanted: Vec<i64>,
}

impl Choice {
    fn of(values: &[&str]) -> Self {
        let numbers = values
            .iter()
            .flat_map(|value| value.split(','))
            .take(VALUES_MAX)
            .filter_map(|value| value.trim().parse::<i64>().ok());
        let mut choice = Self::default();
        for number in numbers {
            match number {
                0 => {}
                1.. => choice.wanted.push(number),
                _ => choice.unwanted.push(number.saturating_neg()),
            }
        }
        choice
    }

    fn fits(&self, number: i64) -> bool {
        (self.wanted.is_empty() || self.wanted.contains(&number))
            && !self.unwanted.contains(&number)
    }
}

/// How far from the place.
#[derive(Clone, Copy, Debug)]
enum Reach {
    Kilometres(f64),
    /// The nearest so many.
    Nearest(usize),
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub(super) switcher: String,
    days: Choice,
    venues: Choice,
    services: Choice,
    formats: Choice,
    /// Whether one of the formats is enough.
    any_format: bool,
    near: Option<(Point, Reach)>,
    by_distance: bool,
    /// In lower case.
    words: Vec<String>,
    /// The fields to answer with; none is all.
    pub(super) keys: Vec<String>,
    /// How many to pass over, and how many to give.
    page: Option<(usize, usize)>,
    pub(super) used_formats: bool,
    pub(super) formats_only: bool,
    pub(super) language: Language,
}

impl Question {
    /// The question of an address: its parameters in their order. Lists come as one text with
    /// commas, as `name[]`, or both.
    #[must_use]
    pub fn of(parameters: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<&str> {
            parameters
                .iter()
                .filter(|(own, _)| own.strip_suffix("[]").unwrap_or(own) == name)
                .take(VALUES_MAX)
                .map(|(_, value)| value.as_str())
                .collect()
        };
        let one = |name: &str| {
            all(name)
                .first()
                .copied()
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let is_set = |name: &str| matches!(one(name).as_str(), "1" | "true");
        let keys = all("data_field_key");
        let keys = keys.iter().flat_map(|value| value.split(','));
        let words: String = one("SearchString").chars().take(SEARCH_CHARS_MAX).collect();
        Self {
            switcher: one("switcher"),
            days: Choice::of(&all("weekdays")),
            venues: Choice::of(&all("venue_types")),
            services: Choice::of(&all("services")),
            formats: Choice::of(&all("formats")),
            any_format: one("formats_comparison_operator").eq_ignore_ascii_case("or"),
            near: near(&one),
            by_distance: is_set("sort_results_by_distance"),
            words: words
                .to_lowercase()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            keys: keys
                .take(VALUES_MAX)
                .map(|key| key.trim().to_owned())
                .filter(|key| !key.is_empty())
                .collect(),
            page: page(&one("page_size"), &one("page_num")),
            used_formats: is_set("get_used_formats") || is_set("get_formats_only"),
            formats_only: is_set("get_formats_only"),
            language: language(&one("lang_enum")),
        }
    }

    /// Whether it asks for all meetings, as they are.
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        let Self {
            switcher,
            days,
            venues,
            services,
            formats,
            any_format: _,
            near,
            by_distance: _,
            words,
            keys,
            page,
            used_formats,
            formats_only,
            language: _,
        } = self;
        let is_open = |choice: &Choice| choice.wanted.is_empty() && choice.unwanted.is_empty();
        switcher == "GetSearchResults"
            && [days, venues, formats].into_iter().all(is_open)
            && services.fits(1)
            && near.is_none()
            && page.is_none()
            && (words.is_empty() && keys.is_empty())
            && !(*used_formats || *formats_only)
    }

    pub(super) fn find(&self, rows: &[Row]) -> Vec<Found> {
        let mut found: Vec<Found> = (0..)
            .zip(rows)
            .filter(|(_, row)| self.fits(row))
            .filter_map(|(place, row)| self.at_distance(place, row))
            .collect();
        let distance = |found: &Found| found.kilometres.unwrap_or(f64::MAX);
        let nearest = match self.near {
            Some((_, Reach::Nearest(count))) => Some(count),
            _ => None,
        };
        if nearest.is_some() || self.by_distance {
            found.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        }
        found.truncate(nearest.unwrap_or(usize::MAX));
        if let Some((passed_over, size)) = self.page {
            found = found.into_iter().skip(passed_over).take(size).collect();
        }
        found
    }

    fn fits(&self, row: &Row) -> bool {
        // The community is the one service body that there is.
        self.services.fits(1)
            && self.days.fits(i64::from(row.day))
            && self.venues.fits(i64::from(row.venue))
            && self.has_formats(row)
            && self
                .words
                .iter()
                .all(|word| row.words.contains(word.as_str()))
    }

    fn has_formats(&self, row: &Row) -> bool {
        let has = |wanted: &i64| row.formats_of_all().any(|id| i64::from(id) == *wanted);
        let wanted = &self.formats.wanted;
        let is_wanted = match self.any_format {
            true => wanted.is_empty() || wanted.iter().any(has),
            false => wanted.iter().all(has),
        };
        is_wanted && !self.formats.unwanted.iter().any(has)
    }

    /// The meeting with its distance, unless it is too far. What has no point is nowhere near.
    fn at_distance(&self, row: u32, known: &Row) -> Option<Found> {
        let Some((place, reach)) = self.near else {
            let kilometres = None;
            return Some(Found { row, kilometres });
        };
        let kilometres = kilometres_between(place, known.point?);
        let is_near = match reach {
            Reach::Kilometres(most) => kilometres <= most,
            Reach::Nearest(_) => true,
        };
        is_near.then_some(Found {
            row,
            kilometres: Some(kilometres),
        })
    }
}

fn near(one: &impl Fn(&str) -> String) -> Option<(Point, Reach)> {
    let number = |name: &str| one(name).parse::<f64>().ok().filter(|n| n.is_finite());
    let place = Point {
        latitude: number("lat_val").filter(|degrees| degrees.abs() <= 90.0)?,
        longitude: number("long_val").filter(|degrees| degrees.abs() <= 180.0)?,
    };
    let width = match (number("geo_width_km"), number("geo_width")) {
        (Some(kilometres), _) => kilometres,
        (None, Some(miles)) if miles < 0.0 => miles,
        (None, Some(miles)) => miles * KILOMETRES_OF_A_MILE,
        (None, None) => return None,
    };
    let reach = match width {
        // Below nought it is a number of meetings. A negative one of a million is all of them.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        count if count < 0.0 => Reach::Nearest((-count).min(1e6).ceil() as usize),
        kilometres => Reach::Kilometres(kilometres),
    };
    Some((place, reach))
}

fn page(size: &str, number: &str) -> Option<(usize, usize)> {
    let size: usize = size.parse().ok().filter(|size| *size > 0)?;
    let number: usize = number.parse().unwrap_or(1);
    Some((size.saturating_mul(number.saturating_sub(1)), size))
}

/// By the haversine formula.
fn kilometres_between(a: Point, b: Point) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let across = half(a.longitude, b.longitude)
        * a.latitude.to_radians().cos()
        * b.latitude.to_radians().cos();
    let h = (half(a.latitude, b.latitude) + across).clamp(0.0, 1.0);
    2.0 * EARTH_RADIUS_KILOMETRES * h.sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        let at = |latitude, longitude| Point {
            latitude,
            longitude,
        };
        // Madrid to Barcelona: 505 km by the geodesic calculators.
        let kilometres = kilometres_between(at(40.4168, -3.7038), at(41.3874, 2.1686));
        assert!((kilometres - 505.0).abs() < 2.0, "{kilometres}");
        assert!(kilometres_between(at(0.0, 179.9), at(0.0, -179.9)) < 23.0);
    }

    #[test]
    fn what_makes_no_sense_asks_for_nothing() {
        let of = |pairs: &[(&str, &str)]| {
            let owned: Vec<_> = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            Question::of(&owned)
        };
        let odd = of(&[
            ("weekdays", "x"),
            ("lat_val", "NaN"),
            ("long_val", "1"),
            ("geo_width", "1"),
            ("page_size", "-1"),
        ]);
        assert!(odd.days.fits(3) && odd.near.is_none() && odd.page.is_none());
        let listed = of(&[
            ("weekdays[]", "2"),
            ("weekdays[]", "3,-4"),
            ("page_size", "9"),
        ]);
        assert!(listed.days.fits(2) && listed.days.fits(3) && !listed.days.fits(4));
        assert_eq!(listed.page, Some((0, 9)));
    }
}
