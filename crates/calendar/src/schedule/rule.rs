//! On which days a meeting happens.

use jiff::Span;
use jiff::civil::Date;

use super::Days;

/// The most dates that a list of single dates holds: one for each day of a year.
pub const DATES_MAX: usize = 366;

/// The most weeks between two meetings: what is rarer than once a year is a list of dates.
pub const WEEKS_MAX: u8 = 52;

/// How many months are looked at for the next day. A fifth Tuesday comes at the latest in the
/// fourth month, so a rule that has no day in twelve has none at all.
const MONTHS_MAX: usize = 12;

/// On which days a meeting happens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// On these days, every week.
    Weekly(Days),
    /// On these days of every `weeks`th week, counted both ways from the week that holds `anchor`.
    /// A week begins on Sunday. `weeks` is from 1 to [`WEEKS_MAX`]; what lies outside is read as
    /// the nearer end.
    EveryWeeks { weeks: u8, anchor: Date, days: Days },
    /// On the days of the week that come first, second ... or last in their month.
    Monthly { ordinals: Ordinals, days: Days },
    /// On these dates only.
    Dates(Dates),
}

impl Rule {
    pub(crate) fn holds_on(&self, date: Date) -> bool {
        match self {
            Self::Weekly(days) => days.contains(date.weekday()),
            Self::EveryWeeks {
                weeks,
                anchor,
                days,
            } => days.contains(date.weekday()) && weeks_into(*weeks, *anchor, date) == 0,
            Self::Monthly { ordinals, days } => {
                days.contains(date.weekday()) && ordinals.hold_on(date)
            }
            Self::Dates(dates) => dates.0.binary_search(&date).is_ok(),
        }
    }

    /// How many weeks lie between the weeks that the rule has, as far as it goes by weeks.
    pub(crate) fn weeks(&self) -> u8 {
        match self {
            Self::EveryWeeks { weeks, .. } => within(*weeks),
            _ => 1,
        }
    }

    /// The first day of the rule that isn't before `date`; `None` when it has none before the end
    /// of the calendar. Looks at a few dozen days at most.
    pub(super) fn first_on_or_after(&self, date: Date) -> Option<Date> {
        match self {
            Self::Weekly(days) => first_of(*days, date),
            Self::EveryWeeks {
                weeks,
                anchor,
                days,
            } => {
                let into = weeks_into(*weeks, *anchor, date);
                let this_week = (into == 0).then(|| first_of(*days, date)).flatten();
                this_week
                    .filter(|found| weeks_into(*weeks, *anchor, *found) == 0)
                    .or_else(|| {
                        let wait = i64::from(within(*weeks)) - into;
                        let sunday = sunday_of(date)?.checked_add(Span::new().weeks(wait)).ok()?;
                        first_of(*days, sunday)
                    })
            }
            Self::Monthly { ordinals, days } => first_monthly(*ordinals, *days, date),
            Self::Dates(dates) => {
                let at = dates.0.partition_point(|known| *known < date);
                dates.0.get(at).copied()
            }
        }
    }
}

/// The first of these days of the week from `date` on.
fn first_of(days: Days, date: Date) -> Option<Date> {
    (0..7_i64)
        .filter_map(|offset| date.checked_add(Span::new().days(offset)).ok())
        .find(|date| days.contains(date.weekday()))
}

fn first_monthly(ordinals: Ordinals, days: Days, date: Date) -> Option<Date> {
    let mut first = date;
    for _ in 0..MONTHS_MAX {
        let end = first.last_of_month();
        let found = (first.day()..=end.day())
            .filter_map(|day| first.with().day(day).build().ok())
            .find(|date| days.contains(date.weekday()) && ordinals.hold_on(*date));
        if found.is_some() {
            return found;
        }
        first = end.tomorrow().ok()?;
    }
    None
}

fn within(weeks: u8) -> u8 {
    weeks.clamp(1, WEEKS_MAX)
}

/// How many weeks the week of `date` is past the last one that the rule has.
fn weeks_into(weeks: u8, anchor: Date, date: Date) -> i64 {
    (week_of(date) - week_of(anchor)).rem_euclid(i64::from(within(weeks)))
}

/// The number of a week that begins on Sunday, counted from the week of 4 January 1970.
fn week_of(date: Date) -> i64 {
    let sunday = Date::constant(1970, 1, 4);
    sunday.duration_until(date).as_hours().div_euclid(24 * 7)
}

fn sunday_of(date: Date) -> Option<Date> {
    let past = i64::from(date.weekday().to_sunday_zero_offset());
    date.checked_sub(Span::new().days(past)).ok()
}

/// Which of its kind a day of the week is in its month: first to fifth, or last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ordinals(u8);

impl Ordinals {
    pub const NONE: Self = Self(0);
    pub const LAST: Self = Self(0b10_0000);

    /// The `nth` of the month, from 1 to 5. A fifth exists only in months that have one.
    #[must_use]
    pub fn nth(nth: u8) -> Option<Self> {
        (1..=5).contains(&nth).then(|| Self(1 << (nth - 1)))
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn has_last(self) -> bool {
        self.0 & Self::LAST.0 != 0
    }

    /// The numbers from first to fifth, without the last.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (1..=5_u8).filter(move |nth| self.0 & (1 << (nth - 1)) != 0)
    }

    fn hold_on(self, date: Date) -> bool {
        let nth = (date.day() - 1) / 7;
        let is_last = date.day() + 7 > date.days_in_month();
        self.0 & (1 << nth) != 0 || (is_last && self.has_last())
    }
}

/// Single dates, in order and each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dates(Vec<Date>);

impl Dates {
    /// `None` when there are more than [`DATES_MAX`] different ones.
    #[must_use]
    pub fn of(dates: impl IntoIterator<Item = Date>) -> Option<Self> {
        let mut known = std::collections::BTreeSet::new();
        for date in dates {
            known.insert(date);
            if known.len() > DATES_MAX {
                return None;
            }
        }
        Some(Self(known.into_iter().collect()))
    }

    pub fn iter(&self) -> impl Iterator<Item = Date> + '_ {
        self.0.iter().copied()
    }
}

/// From when until when a rule holds, both days included. It bounds the names of occurrences: one
/// that was moved past the end still happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Season {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Season {
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.first.is_none_or(|first| first <= date) && self.last.is_none_or(|last| date <= last)
    }
}
