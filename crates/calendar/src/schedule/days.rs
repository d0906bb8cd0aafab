//! Days of the week.

use jiff::civil::Weekday;

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
