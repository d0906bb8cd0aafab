//! Finds meetings among many, fast: an index in memory that is built from a list, and never
//! changes.
//!
//! The index is made for an instant. It holds the times of every meeting for a little more than
//! the week that can be asked for, so that it answers right for [`GOOD_FOR_MS`] afterwards:
//! nothing has to be done when the minute changes, because each question brings its own `now_ms`.
//! It is to be built anew at least once a day. When a few meetings change, another index comes of
//! it in no time: what was built stays, the few are struck out of it, and stand in a small part
//! beside it.
//!
//! What is found are meetings, each with the first of its times that the question allows, the
//! soonest first; those that start together by name, then by id. A time that is cancelled is found
//! and says so, because somebody would go there. A meeting that is held otherwise on some days
//! (online, because the hall is closed) is found once for each way of coming, so that whoever wants
//! to meet in a room is not sent to one that is empty.

mod answer;
mod bits;
mod clock;
mod entries;
mod firsts;
mod index;
mod place;
mod sets;
mod whole;
mod words;

pub use clock::Bucket;
pub use index::LeftOut;
pub use place::{MILE_KM, Point, WITHIN_KM_MAX};
pub use whole::{BESIDE_MAX, Index};

use crate::meeting_guide::Attendance;
use crate::schedule::{Days, Occurrence, Timetable, Way};
use crate::zone::Zone;

/// Five times the largest collection of meetings that we know of; what comes after is left out.
pub const MEETINGS_MAX: usize = 150_000;
/// Found at once; who wants more asks for the next page.
pub const LIMIT_MAX: usize = 500;
/// As long as an index answers every question in full, in milliseconds.
pub const GOOD_FOR_MS: i64 = DAY_MS;
/// A meeting is upcoming for so long after its start, and in progress from then on.
pub const UPCOMING_AFTER_START_MS: i64 = 10 * 60_000;

const DAY_MS: i64 = 24 * 3_600_000;
const WEEK_MS: i64 = 7 * DAY_MS;
/// How far ahead the next time of a seldom meeting is looked for: a yearly one has one.
const LATER_MS: i64 = 400 * DAY_MS;

/// What the index knows of a meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    pub id: i64,
    pub name: String,
    /// Empty is by appointment.
    pub timetable: Timetable,
    /// As people are used to it; a time of the timetable may say otherwise.
    pub attendance: Attendance,
    /// Codes. A code means something in its fellowship only: with several, put it into the code.
    pub types: Vec<String>,
    /// From general to specific.
    pub regions: Vec<String>,
    /// Only when it is exact.
    pub point: Option<Point>,
    pub language: String,
    /// What else its words are found in: place, group, notes. Name and regions are searched anyway.
    pub texts: Vec<String>,
}

/// Which times are asked for, seen from the question's `now_ms`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    /// What is on, and what starts within seven days.
    #[default]
    NowAndComing,
    /// Upcoming: from ten minutes after the start back to seven days before it.
    Coming,
    /// From ten minutes after the start until the end.
    InProgress,
    /// What is on, and what starts before so many minutes have passed (at most a week's).
    Soon { minutes: u16 },
    /// What has no time within the seven days, but one after them.
    Later,
    /// What has no time at all.
    ByAppointment,
}

/// A question. What is left empty asks for nothing; all parts that are given have to hold.
#[derive(Clone, Debug)]
pub struct Query {
    pub now_ms: i64,
    /// The visitor's: days and times of day are those on its wall clock.
    pub zone: Zone,
    pub moment: Moment,
    pub days: Days,
    /// Any of these.
    pub buckets: Vec<Bucket>,
    /// Any of these; none is all ways in which people can come, thus not inactive ones.
    pub attendance: Vec<Attendance>,
    /// All of these codes.
    pub types: Vec<String>,
    /// Any of these, each from general to specific. A general one holds its parts; case and
    /// accents don't matter.
    pub regions: Vec<Vec<String>>,
    pub near: Option<Near>,
    pub language: Option<String>,
    /// All of these words, `"a phrase"`, `OR` between alternatives; the last word may be just a
    /// beginning.
    pub text: String,
    pub order: Order,
    /// Whether [`Answer::counts`] is wanted.
    pub counts: bool,
    /// At most [`LIMIT_MAX`].
    pub limit: usize,
    pub offset: usize,
}

impl Query {
    /// The next fifty of all meetings.
    #[must_use]
    pub fn at(now_ms: i64, zone: Zone) -> Self {
        Self {
            now_ms,
            zone,
            moment: Moment::default(),
            days: Days::NONE,
            buckets: Vec::new(),
            attendance: Vec::new(),
            types: Vec::new(),
            regions: Vec::new(),
            near: None,
            language: None,
            text: String::new(),
            order: Order::Time,
            counts: false,
            limit: 50,
            offset: 0,
        }
    }
}

/// Around a point.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    pub point: Point,
    /// At most [`WITHIN_KM_MAX`]; a mile has [`MILE_KM`].
    pub within_km: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Time,
    /// The nearest first, then by time. Without a point, by time.
    Distance,
}

/// A meeting that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub id: i64,
    /// `None` if it is by appointment.
    pub occurrence: Option<Occurrence>,
    /// Whether it began ten minutes ago or longer, and has not ended.
    pub is_in_progress: bool,
    /// If a point was given.
    pub distance_km: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub found: Vec<Found>,
    /// Of all pages.
    pub total: usize,
    pub counts: Option<Counts>,
}

/// How many would be found with one more choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// With this type beside those chosen; in the order of [`Index::types`].
    pub types: Vec<usize>,
    /// With this way of coming instead of those chosen: in person, online, hybrid, inactive.
    pub attendance: [usize; 4],
    /// With this day instead of those chosen, Sunday first.
    pub days: [usize; 7],
}

/// How people come to a time, where it differs from what they are used to.
#[must_use]
pub fn this_time(usual: Attendance, way: Option<Way>) -> Attendance {
    match way {
        None => usual,
        Some(Way::InPerson) => Attendance::InPerson,
        Some(Way::Online) => Attendance::Online,
        Some(Way::Hybrid) => Attendance::Hybrid,
    }
}

/// A place in [`Counts::attendance`].
fn way_of(attendance: Attendance) -> usize {
    match attendance {
        Attendance::InPerson => 0,
        Attendance::Online => 1,
        Attendance::Hybrid => 2,
        Attendance::Inactive => 3,
    }
}
