//! A meeting that comes back, kept in civil time.
//!
//! What a group agrees on is a time on the wall clock where it lives: "Tuesdays at seven". The
//! instants follow from the zone's rules, and move against UTC when the clocks change. Where the
//! wall clock skips the agreed time, the meeting happens as much later as the clock jumped (02:30
//! becomes 03:30); where the wall clock shows the time twice, it happens at the first. A meeting
//! is never hidden.

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Span, Timestamp};

use crate::zone::Zone;

/// The longest meeting we know: a marathon round the clock.
pub const DURATION_MINUTES_MAX: u16 = 24 * 60;

/// Days of the week, possibly none and possibly all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Days(u8);

impl Days {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(0b111_1111);

    /// Days from a number with one bit each, Sunday the lowest; `None` if other bits are set.
    #[must_use]
    pub fn from_bits(bits: i64) -> Option<Self> {
        u8::try_from(bits)
            .ok()
            .filter(|bits| *bits <= Self::ALL.0)
            .map(Self)
    }

    /// One bit for each day, Sunday the lowest: the form in which days are stored.
    #[must_use]
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    #[must_use]
    pub fn one(day: Weekday) -> Self {
        Self(1 << day.to_sunday_zero_offset())
    }

    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | Self::one(day).0)
    }

    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::one(day).0 != 0
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days from Sunday to Saturday.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        (0..7_i8)
            .filter_map(|offset| Weekday::from_sunday_zero_offset(offset).ok())
            .filter(move |day| self.contains(*day))
    }
}

impl FromIterator<Weekday> for Days {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::NONE, Self::with)
    }
}

/// On which days a meeting happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// On these days, every week.
    Weekly(Days),
}

impl Rule {
    fn holds_on(self, date: Date) -> bool {
        match self {
            Self::Weekly(days) => days.contains(date.weekday()),
        }
    }

    fn ever_holds(self) -> bool {
        match self {
            Self::Weekly(days) => !days.is_empty(),
        }
    }
}

/// When a group meets: days by a rule, a time on the wall clock of a zone, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub rule: Rule,
    pub start: Time,
    /// At most [`DURATION_MINUTES_MAX`]; a longer one is read as that. May reach past midnight.
    pub duration_minutes: u16,
    pub zone: Zone,
}

/// One time that a meeting happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The day on the group's calendar that this occurrence belongs to: its name for ever, also
    /// when the clock shifts its start (even past midnight).
    pub date: Date,
    /// Milliseconds since the epoch.
    pub start_ms: i64,
    /// Milliseconds since the epoch; an hour is an hour, whatever the clocks do meanwhile.
    pub end_ms: i64,
}

impl Schedule {
    /// The first `count` occurrences that start at `from_ms` or later, in order.
    #[must_use]
    pub fn next(&self, from_ms: i64, count: usize) -> Vec<Occurrence> {
        self.starting_from(from_ms).take(count).collect()
    }

    /// The occurrences that start at `from_ms` or later, one after the other. Ends only where the
    /// calendar does (the year 9999), or at once when the rule has no day.
    pub fn starting_from(&self, from_ms: i64) -> impl Iterator<Item = Occurrence> + '_ {
        // A gap can push a start onto the next date, so the day before may still have one to give.
        // (A whole day was once skipped in Samoa: hence two days, not one.)
        let first = self.zone.wall_clock(from_ms).date();
        let first = first.checked_sub(Span::new().days(2)).unwrap_or(first);
        let mut last_start_ms = None;
        self.on_and_after(first).filter(move |occurrence| {
            // Where a day was skipped, two dates of a daily meeting fall on the same instant.
            let is_new = last_start_ms != Some(occurrence.start_ms);
            last_start_ms = Some(occurrence.start_ms);
            is_new && occurrence.start_ms >= from_ms
        })
    }

    /// The occurrence whose door is open at `at_ms`: from `early_minutes` before its start until
    /// its end (the end itself excluded). Of two, the one that has begun, and of those the later.
    #[must_use]
    pub fn around(&self, at_ms: i64, early_minutes: u16) -> Option<Occurrence> {
        let early_ms = i64::from(early_minutes) * 60_000;
        let longest_ms = i64::from(self.minutes()) * 60_000;
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

    /// The occurrence of a date, if the rule has one on it.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<Occurrence> {
        if !self.rule.holds_on(date) {
            return None;
        }
        let start = self
            .zone
            .rules()
            .to_ambiguous_zoned_datetime(date.to_datetime(self.start))
            .compatible()
            .ok()?
            .timestamp();
        let end = start
            .checked_add(SignedDuration::from_mins(i64::from(self.minutes())))
            .unwrap_or(Timestamp::MAX);
        Some(Occurrence {
            date,
            start_ms: start.as_millisecond(),
            end_ms: end.as_millisecond(),
        })
    }

    fn on_and_after(&self, first: Date) -> impl Iterator<Item = Occurrence> + '_ {
        let ever = self.rule.ever_holds();
        std::iter::successors(ever.then_some(first), |date| date.tomorrow().ok())
            .filter_map(|date| self.on(date))
    }

    fn minutes(&self) -> u16 {
        self.duration_minutes.min(DURATION_MINUTES_MAX)
    }
}
