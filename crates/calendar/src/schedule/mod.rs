//! A meeting that comes back, kept in civil time.
//!
//! What a group agrees on is a time on the wall clock where it lives: "Tuesdays at seven". The
//! instants follow from the zone's rules, and move against UTC when the clocks change. Where the
//! wall clock skips the agreed time, the meeting happens as much later as the clock jumped (02:30
//! becomes 03:30); where the wall clock shows the time twice, it happens at the first. A meeting
//! is never hidden.
//!
//! A [`Rule`] says on which days, a [`Season`] from when until when, and [`Exceptions`] what is
//! different on single days. Each has a text form (`Display` and a `read` of its own), short
//! enough for one column and plain enough for a person who looks into the database. A
//! [`Timetable`] is schedules that follow one on the other.

mod days;
mod exceptions;
mod rule;
mod text;
mod timetable;

pub use days::Days;
pub use exceptions::{Change, EXCEPTIONS_MAX, Exception, Exceptions, Held, NOTE_CHARS_MAX, Way};
pub use rule::{DATES_MAX, Dates, Ordinals, Rule, Season, WEEKS_MAX};
pub use text::{Misread, TEXT_BYTES_MAX};
pub use timetable::{Piece, Timetable};

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Span, Timestamp};

use crate::zone::Zone;

/// The longest meeting we know: a marathon round the clock.
pub const DURATION_MINUTES_MAX: u16 = 24 * 60;

/// The most occurrences that [`Schedule::between`] gives: a daily meeting's for thirteen years,
/// which is more than any page or file shows.
pub const BETWEEN_MAX: usize = 5_000;

/// When a group meets: days by a rule, a time on the wall clock of a zone, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub rule: Rule,
    pub start: Time,
    /// At most [`DURATION_MINUTES_MAX`]; a longer one is read as that. May reach past midnight.
    pub duration_minutes: u16,
    pub zone: Zone,
    pub season: Season,
    pub exceptions: Exceptions,
}

/// One time that a meeting happens, or would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The day on the group's calendar that this occurrence belongs to: its name for ever, also
    /// when the clock shifts its start (even past midnight) or people move it to another day.
    pub date: Date,
    /// Milliseconds since the epoch.
    pub start_ms: i64,
    /// Milliseconds since the epoch; an hour is an hour, whatever the clocks do meanwhile.
    pub end_ms: i64,
    /// It doesn't happen. The note is in the schedule's exceptions, under the date.
    pub is_cancelled: bool,
    /// How people come together this time, where it differs from what they are used to.
    pub way: Option<Way>,
}

impl Schedule {
    /// A meeting on these days of every week, without an end and without exceptions.
    #[must_use]
    pub fn weekly(days: Days, start: Time, duration_minutes: u16, zone: Zone) -> Self {
        Self::by(Rule::Weekly(days), start, duration_minutes, zone)
    }

    /// A meeting by a rule, without an end and without exceptions.
    #[must_use]
    pub fn by(rule: Rule, start: Time, duration_minutes: u16, zone: Zone) -> Self {
        Self {
            rule,
            start,
            duration_minutes,
            zone,
            season: Season::default(),
            exceptions: Exceptions::default(),
        }
    }

    /// The first `count` occurrences that happen and start at `from_ms` or later, in order.
    #[must_use]
    pub fn next(&self, from_ms: i64, count: usize) -> Vec<Occurrence> {
        self.starting_from(from_ms).take(count).collect()
    }

    /// The occurrences that happen and start at `from_ms` or later, one after the other. Ends with
    /// the season or the calendar (the year 9999), and at once when the rule has no day.
    pub fn starting_from(&self, from_ms: i64) -> impl Iterator<Item = Occurrence> + '_ {
        self.all_starting_from(from_ms)
            .filter(|occurrence| !occurrence.is_cancelled)
    }

    /// What is on at some moment from `from_ms` until before `until_ms`, in the order of the
    /// starts, at most [`BETWEEN_MAX`]. Cancelled ones are among them and marked, so that somebody
    /// who comes tonight can read that it is off tonight.
    #[must_use]
    pub fn between(&self, from_ms: i64, until_ms: i64) -> Vec<Occurrence> {
        let longest_ms = i64::from(DURATION_MINUTES_MAX) * 60_000;
        self.all_starting_from(from_ms.saturating_sub(longest_ms))
            .take_while(|occurrence| occurrence.start_ms < until_ms)
            // One without any length is on in the moment of its start.
            .filter(|occurrence| occurrence.end_ms > from_ms || occurrence.start_ms >= from_ms)
            .take(BETWEEN_MAX)
            .collect()
    }

    /// The occurrence whose door is open at `at_ms`: from `early_minutes` before its start until
    /// its end (the end itself excluded). Of two, the one that has begun, and of those the later.
    #[must_use]
    pub fn around(&self, at_ms: i64, early_minutes: u16) -> Option<Occurrence> {
        let early_ms = i64::from(early_minutes) * 60_000;
        let longest_ms = i64::from(DURATION_MINUTES_MAX) * 60_000;
        let mut open: Option<Occurrence> = None;
        for occurrence in self.starting_from(at_ms.saturating_sub(longest_ms)) {
            if occurrence.start_ms.saturating_sub(early_ms) > at_ms {
                break;
            }
            let has_begun = occurrence.start_ms <= at_ms;
            if occurrence.end_ms > at_ms && (has_begun || open.is_none()) {
                open = Some(occurrence);
            }
        }
        open
    }

    /// The occurrence of a date, if the rule has one on it in the season; a cancelled one is
    /// marked. One that was moved away is found here, under its old date, and not under its new.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<Occurrence> {
        self.has(date).then(|| self.named(date)).flatten()
    }

    /// The names of occurrences from a date on, in order, whatever the exceptions say. Ends with the
    /// season or the calendar.
    pub fn dates_from(&self, first: Date) -> impl Iterator<Item = Date> + '_ {
        let first = self.season.first.map_or(first, |start| start.max(first));
        let following = |date: &Date| self.rule.first_on_or_after(date.tomorrow().ok()?);
        std::iter::successors(self.rule.first_on_or_after(first), following)
            .take_while(|date| self.season.contains(*date))
    }

    /// Whether the rule has an occurrence of this name.
    fn has(&self, date: Date) -> bool {
        self.season.contains(date) && self.rule.holds_on(date)
    }

    /// The occurrence of a date as the rule alone has it.
    pub(crate) fn planned(&self, date: Date) -> Option<Occurrence> {
        self.at(date, self.start, self.minutes())
    }

    /// The occurrence of a date that the rule is known to have.
    fn named(&self, date: Date) -> Option<Occurrence> {
        match self.exceptions.get(date).map(|exception| &exception.change) {
            None => self.planned(date),
            Some(Change::Cancelled) => Some(Occurrence {
                is_cancelled: true,
                ..self.planned(date)?
            }),
            Some(Change::Held(held)) => Some(Occurrence {
                date,
                way: held.way,
                ..self.at(
                    held.date.unwrap_or(date),
                    held.start.unwrap_or(self.start),
                    held.duration_minutes
                        .unwrap_or(self.duration_minutes)
                        .min(DURATION_MINUTES_MAX),
                )?
            }),
        }
    }

    fn at(&self, date: Date, start: Time, minutes: u16) -> Option<Occurrence> {
        let start = self
            .zone
            .rules()
            .to_ambiguous_zoned_datetime(date.to_datetime(start))
            .compatible()
            .ok()?
            .timestamp();
        let end = start
            .checked_add(SignedDuration::from_mins(i64::from(minutes)))
            .unwrap_or(Timestamp::MAX);
        Some(Occurrence {
            date,
            start_ms: start.as_millisecond(),
            end_ms: end.as_millisecond(),
            is_cancelled: false,
            way: None,
        })
    }

    /// All occurrences that start at `from_ms` or later, those that are cancelled, too.
    pub(crate) fn all_starting_from(&self, from_ms: i64) -> impl Iterator<Item = Occurrence> + '_ {
        // A gap can push a start onto the next date, so the day before may still have one to give.
        // (A whole day was once skipped in Samoa: hence two days, not one.)
        let first = self.zone.wall_clock(from_ms).date();
        let first = first.checked_sub(Span::new().days(2)).unwrap_or(first);
        let mut last = None;
        let mut in_place = self
            .in_place_from(first)
            .filter(move |occurrence| {
                // Where a day was skipped, two dates of a daily meeting fall on the same instant.
                let this = Some((occurrence.start_ms, occurrence.is_cancelled));
                let is_new = last != this;
                last = this;
                is_new && occurrence.start_ms >= from_ms
            })
            .peekable();
        let mut moved = self.moved_from(from_ms).into_iter().peekable();
        std::iter::from_fn(move || match (in_place.peek(), moved.peek()) {
            (Some(planned), Some(other)) if other.start_ms < planned.start_ms => moved.next(),
            (Some(_), _) => in_place.next(),
            (None, _) => moved.next(),
        })
    }

    /// The occurrences that start when the rule says so: the order of their dates is the order of
    /// their starts.
    fn in_place_from(&self, first: Date) -> impl Iterator<Item = Occurrence> + '_ {
        self.dates_from(first)
            .filter(|date| !self.exceptions.moves(*date))
            .filter_map(|date| self.named(date))
    }

    /// The occurrences that people moved and that now start at `from_ms` or later. There are never
    /// more than [`EXCEPTIONS_MAX`], so they are simply looked at and sorted.
    fn moved_from(&self, from_ms: i64) -> Vec<Occurrence> {
        let mut moved: Vec<Occurrence> = self
            .exceptions
            .moved_dates()
            .filter_map(|date| self.on(date))
            .filter(|occurrence| occurrence.start_ms >= from_ms)
            .collect();
        moved.sort_by_key(|occurrence| (occurrence.start_ms, occurrence.date));
        moved
    }

    pub(crate) fn minutes(&self) -> u16 {
        self.duration_minutes.min(DURATION_MINUTES_MAX)
    }
}
