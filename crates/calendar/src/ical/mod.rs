//! Reads calendars (RFC 5545) and tells when their events happen.
//!
//! [`read`] takes the bytes of a file; [`Calendar::occurrences`] expands the rules between two
//! instants, and [`Calendar::meeting`] says when a group meets by them. What can't be read is named and left out, and nothing else is lost with it.

mod components;
mod event;
mod expand;
pub mod meeting;
mod occurrences;
mod own_zone;
pub mod rule;
mod text;
mod value;
mod windows;
mod zones;

use std::fmt;

use jiff::civil::{Date, DateTime};

pub use event::{Calendar, Event, read};

/// How much is read and tried before we stop.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest file. Calendars of large communities have a few megabytes.
    pub bytes_max: usize,
    /// The most lines; more are not looked at. Calendars of this size have some 30 bytes a line.
    pub lines_max: usize,
    /// The longest unfolded line; a longer one is cut. Descriptions reach some tens of kilobytes.
    pub line_bytes_max: usize,
    /// The most events of a file, and the most properties of one event.
    pub events_max: usize,
    pub properties_max: usize,
    /// Steps (days tried and times found) for one rule: a daily rule with a count for 1,000 years.
    pub rule_steps_max: u64,
    /// Steps for all rules of a calendar: some seconds on a small machine.
    pub steps_max: u64,
    /// The most occurrences of one answer.
    pub occurrences_max: usize,
    /// The most problems told one by one, of the file and once more of an answer; nobody reads
    /// more.
    pub problems_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_max: 64 << 20,
            lines_max: 3_000_000,
            line_bytes_max: 256 << 10,
            events_max: 200_000,
            properties_max: 5_000,
            rule_steps_max: 400_000,
            steps_max: 10_000_000,
            occurrences_max: 200_000,
            problems_max: 1_000,
        }
    }
}

/// Why a file could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    TooLarge { bytes_max: usize },
    Empty,
    Html,
    NoCalendar,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes_max } => {
                let megabytes_max = bytes_max >> 20;
                write!(
                    f,
                    "This file is larger than {megabytes_max} MB, the most we read. No calendar is \
                     that large."
                )
            }
            Self::Empty => f.write_str("There is nothing in this file."),
            Self::Html => f.write_str(
                "This is a web page, not a calendar. Open its address in a browser: the site may \
                 want you to sign in first.",
            ),
            Self::NoCalendar => {
                f.write_str("This is not a calendar: there is no BEGIN:VCALENDAR in it.")
            }
        }
    }
}

impl std::error::Error for Refusal {}

/// Something that could not be read or done, and what was done instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The event's UID; empty where it is about the file.
    pub uid: String,
    pub field: String,
    pub problem: String,
    pub done: String,
}

impl Problem {
    pub(crate) fn new(uid: &str, field: &str, problem: impl Into<String>, done: &str) -> Self {
        Self {
            uid: uid.to_owned(),
            field: field.to_owned(),
            problem: problem.into(),
            done: done.to_owned(),
        }
    }

    pub(crate) fn of_file(field: &str, problem: impl Into<String>, done: &str) -> Self {
        Self::new("", field, problem, done)
    }
}

/// The problems so far, up to a limit; beyond it they are only counted, so that a hostile file
/// costs no memory with them.
#[derive(Debug)]
pub(crate) struct Problems {
    list: Vec<Problem>,
    problems_max: usize,
    unlisted: usize,
}

impl Problems {
    pub(crate) fn new(list: Vec<Problem>, problems_max: usize) -> Self {
        Self {
            list,
            problems_max,
            unlisted: 0,
        }
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        self.push_with(|| problem);
    }

    /// As [`Self::push`], for what is told so often that making the sentence would cost time.
    pub(crate) fn push_with(&mut self, problem: impl FnOnce() -> Problem) {
        if self.list.len() < self.problems_max {
            self.list.push(problem());
        } else {
            self.unlisted += 1;
        }
    }

    pub(crate) fn into_list(mut self) -> Vec<Problem> {
        if self.unlisted > 0 {
            let more = format!("{} more problems", self.unlisted);
            let last = Problem::of_file("", more, "not told one by one");
            self.list.push(last);
        }
        self.list
    }
}

/// A start or an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Milliseconds since the epoch, and the zone's offset then.
    Instant {
        at_ms: i64,
        offset_seconds: i32,
    },
    /// A time on whatever wall clock there is.
    Floating(DateTime),
    Day(Date),
}

impl Moment {
    /// For order and windows; what has no zone is taken as though in UTC.
    #[must_use]
    pub fn order_ms(&self) -> i64 {
        match self {
            Self::Instant { at_ms, .. } => *at_ms,
            Self::Floating(at) => value::civil_seconds(*at) * 1000,
            Self::Day(date) => value::days_of(*date) * 86_400_000,
        }
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 with the offset; without one when floating; a date alone for a day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Floating(at) => f.write_str(&at.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            Self::Instant {
                at_ms,
                offset_seconds,
            } => {
                let local = at_ms.div_euclid(1000) + i64::from(*offset_seconds);
                let at = value::civil_of(local).unwrap_or(DateTime::MAX);
                let (sign, offset) = if *offset_seconds < 0 {
                    ('-', -offset_seconds)
                } else {
                    ('+', *offset_seconds)
                };
                write!(
                    f,
                    "{}{sign}{:02}:{:02}",
                    at.strftime("%Y-%m-%dT%H:%M:%S"),
                    offset / 3600,
                    offset / 60 % 60
                )
            }
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
}

impl Status {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Tentative => "tentative",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One time that an event happens, or would have happened if it weren't cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub uid: String,
    pub summary: String,
    pub start: Moment,
    pub end: Moment,
    /// The IANA name; none for floating times, whole days and zones of a calendar's own making.
    pub zone: Option<String>,
    pub status: Status,
    pub all_day: bool,
    /// The start that the rule gave, for occurrences of a series.
    pub recurrence_id: Option<Moment>,
}

/// What happens between two instants, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    pub occurrences: Vec<Occurrence>,
    pub problems: Vec<Problem>,
    /// False where a limit was reached and occurrences may be missing.
    pub is_whole: bool,
}
