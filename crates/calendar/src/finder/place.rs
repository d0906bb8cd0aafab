//! Points on the earth, and those near one of them.

use std::ops::Range;

/// The mean radius of the earth (International Union of Geodesy and Geophysics, 1980).
const EARTH_KM: f64 = 6371.0088;
/// Kilometres in an international mile.
pub const MILE_KM: f64 = 1.609_344;
/// Farther than a day's drive is not near. It bounds the cells that a question looks into.
pub const WITHIN_KM_MAX: f64 = 500.0;

/// A quarter of a degree, at most 28 km: a city is in a few cells.
const CELLS_PER_DEGREE: f64 = 4.0;
const ROWS: i64 = 720;
const COLUMNS: i64 = 1440;
/// More than what floating point loses on the way, in degrees: about ten centimetres.
const SLACK_DEGREES: f64 = 1e-6;

/// A place on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// `None` if it is not on the earth: latitudes go from -90 to 90, longitudes from -180 to 180.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let is_on_earth =
            (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        is_on_earth.then_some(Self {
            latitude,
            longitude,
        })
    }

    #[must_use]
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    #[must_use]
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// Along the surface of a round earth: at most half a per cent off.
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        along_km(chord_squared(self.direction(), other.direction()))
    }

    /// From the middle of the earth, with length 1.
    fn direction(self) -> [f64; 3] {
        let (sin_lat, cos_lat) = self.latitude.to_radians().sin_cos();
        let (sin_lon, cos_lon) = self.longitude.to_radians().sin_cos();
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    }

    fn row(self) -> i64 {
        row_of(self.latitude)
    }

    fn column(self) -> i64 {
        column_of(self.longitude).rem_euclid(COLUMNS)
    }
}

fn row_of(latitude: f64) -> i64 {
    let row = ((latitude + 90.0) * CELLS_PER_DEGREE).floor() as i64;
    row.clamp(0, ROWS - 1)
}

/// May lie beyond the date line, on either side.
fn column_of(longitude: f64) -> i64 {
    ((longitude + 180.0) * CELLS_PER_DEGREE).floor() as i64
}

fn chord_squared(one: [f64; 3], other: [f64; 3]) -> f64 {
    let [x, y, z] = [one[0] - other[0], one[1] - other[1], one[2] - other[2]];
    x * x + y * y + z * z
}

/// The way over the surface between two points, from the square of the straight way through the
/// earth, whose radius is 1.
pub(super) fn along_km(chord_squared: f64) -> f64 {
    2.0 * EARTH_KM * (chord_squared.sqrt() / 2.0).min(1.0).asin()
}

/// Points by the cell that they lie in.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Where each cell begins in the lists below; one more at the end.
    cells: Vec<u32>,
    meetings: Vec<u32>,
    directions: Vec<[f64; 3]>,
}

impl Grid {
    pub(super) fn of(points: impl Iterator<Item = (u32, Point)>) -> Self {
        let mut placed: Vec<(i64, u32, Point)> = points
            .map(|(meeting, point)| (point.row() * COLUMNS + point.column(), meeting, point))
            .collect();
        placed.sort_unstable_by_key(|(cell, meeting, _)| (*cell, *meeting));
        let mut grid = Self::default();
        for (cell, meeting, point) in placed {
            let begun = usize::try_from(cell + 1).unwrap_or_default();
            grid.cells.resize(begun, grid.meetings.len() as u32);
            grid.meetings.push(meeting);
            grid.directions.push(point.direction());
        }
        let all = (ROWS * COLUMNS + 1) as usize;
        grid.cells.resize(all, grid.meetings.len() as u32);
        grid
    }

    /// Those that are no farther away, each with the square of its chord: see [`along_km`]. In no
    /// particular order.
    pub(super) fn near(&self, point: Point, within_km: f64) -> Vec<(u32, f64)> {
        let within_km = within_km.clamp(0.0, WITHIN_KM_MAX);
        let middle = point.direction();
        let chord = 2.0 * (within_km / EARTH_KM / 2.0).sin();
        // Rounded up by a breath; what counts is the comparison of distances below.
        let nearly_squared = chord * chord * (1.0 + 1e-9) + 1e-18;
        let surely_squared = chord * chord * (1.0 - 1e-9) - 1e-18;
        let mut found = Vec::new();
        for cells in cells_around(point, within_km) {
            let bounds = |cell: i64| self.cells.get(cell as usize).copied().unwrap_or_default();
            let range = bounds(cells.start) as usize..bounds(cells.end) as usize;
            let meetings = self.meetings.get(range.clone()).unwrap_or_default();
            let directions = self.directions.get(range).unwrap_or_default();
            for (meeting, direction) in meetings.iter().zip(directions) {
                let squared = chord_squared(middle, *direction);
                // Few lie on the very edge, where the distance itself has to be asked.
                if squared <= surely_squared
                    || squared <= nearly_squared && along_km(squared) <= within_km
                {
                    found.push((*meeting, squared));
                }
            }
        }
        found
    }

    pub(super) fn bytes(&self) -> usize {
        self.cells.capacity() * size_of::<u32>()
            + self.meetings.capacity() * size_of::<u32>()
            + self.directions.capacity() * size_of::<[f64; 3]>()
    }
}

/// Ranges of cells that hold everything within a distance: for each row one range, or two where
/// it crosses the date line.
fn cells_around(point: Point, within_km: f64) -> Vec<Range<i64>> {
    let angle = within_km / EARTH_KM;
    let degrees = angle.to_degrees() + SLACK_DEGREES;
    let (south, north) = (point.latitude - degrees, point.latitude + degrees);
    // Around a pole lie all longitudes.
    let to_the_side = if south <= -90.0 || north >= 90.0 {
        180.0
    } else {
        let sine = angle.sin() / point.latitude.to_radians().cos();
        sine.min(1.0).asin().to_degrees() + SLACK_DEGREES
    };
    let west = column_of(point.longitude - to_the_side);
    let east = column_of(point.longitude + to_the_side);
    let columns = if east - west + 1 >= COLUMNS {
        [0..COLUMNS, 0..0]
    } else {
        let (west, east) = (west.rem_euclid(COLUMNS), east.rem_euclid(COLUMNS));
        if west <= east {
            [west..east + 1, 0..0]
        } else {
            [0..east + 1, west..COLUMNS]
        }
    };
    let rows = row_of(south.max(-90.0))..=row_of(north.min(90.0));
    rows.flat_map(|row| {
        let start = row * COLUMNS;
        columns
            .iter()
            .filter(|range| !range.is_empty())
            .map(move |range| start + range.start..start + range.end)
            .collect::<Vec<_>>()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point::new(latitude, longitude).unwrap()
    }

    /// The textbook's formula, from another side.
    fn haversine_km(one: Point, other: Point) -> f64 {
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let across = half(other.longitude - one.longitude);
        let both = one.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let inside = half(other.latitude - one.latitude) + both * across;
        2.0 * EARTH_KM * inside.sqrt().asin()
    }

    #[test]
    fn distances_are_those_of_the_textbook() {
        let madrid = point(40.4168, -3.7038);
        let angeles = point(34.0522, -118.2437);
        // 9,370 km to within ten, as atlases give it.
        assert!((madrid.distance_km(angeles) - 9370.0).abs() < 20.0);
        for other in [
            angeles,
            point(40.4169, -3.7038),
            point(-40.0, 176.0),
            point(90.0, 0.0),
        ] {
            let off = madrid.distance_km(other) - haversine_km(madrid, other);
            assert!(off.abs() < 1e-6, "{other:?}: {off}");
        }
        assert_eq!(madrid.distance_km(madrid), 0.0);
    }

    #[test]
    fn what_is_not_on_earth_is_no_point() {
        for (latitude, longitude) in [(91.0, 0.0), (0.0, 180.1), (f64::NAN, 0.0), (0.0, f64::NAN)] {
            assert_eq!(Point::new(latitude, longitude), None);
        }
    }

    #[test]
    fn neighbours_are_found_across_the_date_line_and_the_pole() {
        let points = [
            point(0.0, 179.9),
            point(0.0, -179.9),
            point(89.9, 10.0),
            point(89.9, -170.0),
            point(-90.0, 0.0),
            point(0.0, 180.0),
            point(0.0, -180.0),
        ];
        let grid = Grid::of((0..).zip(points));
        let near = |point, km| {
            let mut found: Vec<u32> = grid.near(point, km).iter().map(|near| near.0).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(near(points[0], 30.0), [0, 1, 5, 6]);
        assert_eq!(near(points[6], 1.0), [5, 6]);
        assert_eq!(near(points[2], 30.0), [2, 3]);
        assert_eq!(near(point(-89.9, 120.0), 20.0), [4]);
    }
}
