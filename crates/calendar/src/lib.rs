//! When and where groups meet. No clock, no I/O, no database: instants come in as milliseconds
//! since the epoch, bytes of feeds come in as slices.
//!
//! - [`ical_write`]: writes calendars that other programs subscribe to.
//! - [`schedule`]: a meeting that comes back by a rule at a time on the wall clock of its zone,
//!   and the instants at which it happens.
//! - [`zone`]: time zones by their IANA name, with rules that are built into the program.
//! - [`fellowship`]: what the type codes of meetings mean in each fellowship.
//! - [`ical`]: reads calendars (RFC 5545) and expands their events to occurrences.
//! - [`finder`]: an index over many meetings, to find those that suit somebody.
//! - [`for_members`]: what in a text isn't for strangers, and the text without it.
//! - [`meeting_guide`]: reads the JSON feeds in which fellowships publish their meetings.
//! - [`meeting_sheet`]: reads the same meetings out of a spreadsheet's CSV.
//! - [`bmlt`]: reads the answers of a BMLT server.
//! - [`feed`]: tells these forms apart by what is in a file.
//! - [`listed`]: a meeting as a community publishes it, and [`meeting_guide_write`],
//!   [`meeting_sheet_write`] and [`bmlt_write`], which write it in these forms.

pub mod bmlt;
pub mod bmlt_write;
pub mod feed;
pub mod fellowship;
pub mod finder;
pub mod for_members;
pub mod ical;
pub mod ical_write;
pub mod listed;
pub mod meeting_guide;
pub mod meeting_guide_write;
pub mod meeting_sheet;
pub mod meeting_sheet_write;
pub mod schedule;
pub mod zone;

pub use schedule::{Days, Occurrence, Rule, Schedule, Timetable};
pub use zone::Zone;

/// A language in which this crate has names and sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Spanish,
}
