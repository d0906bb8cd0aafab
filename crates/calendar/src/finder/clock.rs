//! Days and times of day on the wall clock of whoever asks.

use jiff::Timestamp;

use crate::schedule::Days;
use crate::zone::{Zone, instant};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// No zone changes its clock so often in the year and a bit that a question can reach over.
const CHANGES_MAX: usize = 64;

/// A time of day, by the hour at which a meeting starts. They overlap on purpose: half past four
/// is in the afternoon for one person and in the evening for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// From 4 to 12.
    Morning,
    /// From 11 to 17.
    Midday,
    /// From 16 to 21.
    Evening,
    /// From 20 to 5.
    Night,
}

impl Bucket {
    pub const ALL: [Self; 4] = [Self::Morning, Self::Midday, Self::Evening, Self::Night];

    /// Whether it is this time of day when a clock shows this hour.
    #[must_use]
    pub fn holds(self, hour: i8) -> bool {
        let hour = i64::from(hour);
        let mut parts = self.hours().iter();
        parts.any(|(from, until)| (*from..*until).contains(&hour))
    }

    /// From one hour to before another, within a day.
    fn hours(self) -> &'static [(i64, i64)] {
        match self {
            Self::Morning => &[(4, 12)],
            Self::Midday => &[(11, 17)],
            Self::Evening => &[(16, 21)],
            Self::Night => &[(0, 5), (20, 24)],
        }
    }
}

/// Instants from one to before another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) from_ms: i64,
    pub(super) until_ms: i64,
    /// The day of the week, Sunday 0.
    pub(super) weekday: u8,
}

/// When, between two instants, it is one of these days and one of these times of day on the
/// zone's wall clock. No day means any, and so does no time of day.
///
/// Between two changes of a clock, it runs evenly: what it shows is the instant and an offset.
pub(super) fn intervals(
    zone: &Zone,
    (from_ms, until_ms): (i64, i64),
    days: Days,
    buckets: &[Bucket],
) -> Vec<Interval> {
    let hours: Vec<(i64, i64)> = match buckets {
        [] => vec![(0, 24)],
        some => some.iter().flat_map(|b| b.hours()).copied().collect(),
    };
    let mut found = Vec::new();
    for (even_from_ms, even_until_ms, offset_ms) in even_parts(zone, from_ms, until_ms) {
        let first = (even_from_ms + offset_ms).div_euclid(DAY_MS);
        let last = (even_until_ms + offset_ms - 1).div_euclid(DAY_MS);
        for day in first..=last {
            // The first of January 1970 was a Thursday.
            let weekday = (day + 4).rem_euclid(7) as u8;
            if !days.is_empty() && days.bits() >> weekday & 1 == 0 {
                continue;
            }
            for (from_hour, until_hour) in &hours {
                let midnight_ms = day * DAY_MS - offset_ms;
                let from_ms = (midnight_ms + from_hour * HOUR_MS).max(even_from_ms);
                let until_ms = (midnight_ms + until_hour * HOUR_MS).min(even_until_ms);
                if from_ms < until_ms {
                    found.push(Interval {
                        from_ms,
                        until_ms,
                        weekday,
                    });
                }
            }
        }
    }
    found
}

/// The parts of a time between which the zone changes its clock, each with its offset.
fn even_parts(zone: &Zone, from_ms: i64, until_ms: i64) -> Vec<(i64, i64, i64)> {
    let (begin, end) = (instant(from_ms), instant(until_ms));
    let offset_ms = |at: Timestamp| i64::from(zone.rules().to_offset(at).seconds()) * 1000;
    let mut parts = Vec::new();
    let mut at = begin;
    for change in zone.rules().following(begin).take(CHANGES_MAX) {
        if change.timestamp() >= end {
            break;
        }
        parts.push((
            at.as_millisecond(),
            change.timestamp().as_millisecond(),
            offset_ms(at),
        ));
        at = change.timestamp();
    }
    parts.push((at.as_millisecond(), end.as_millisecond(), offset_ms(at)));
    parts.retain(|(from_ms, until_ms, _)| from_ms < until_ms);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: i64 = 60_000;

    #[test]
    fn an_hour_is_in_one_time_of_day_or_two() {
        let names = |hour| {
            let all = Bucket::ALL.into_iter();
            all.filter(|bucket| bucket.holds(hour)).collect::<Vec<_>>()
        };
        assert_eq!(names(4), [Bucket::Morning, Bucket::Night]);
        assert_eq!(names(11), [Bucket::Morning, Bucket::Midday]);
        assert_eq!(names(19), [Bucket::Evening]);
        assert_eq!(names(23), [Bucket::Night]);
    }

    /// Each minute of nine days, asked of the wall clock itself.
    #[test]
    fn every_minute_lies_where_the_wall_clock_says() {
        // Around changes: New York in March and November, Lord Howe by half an hour, Samoa's
        // skipped day, Troll by two hours.
        for (zone, day) in [
            ("America/New_York", "2026-03-08"),
            ("America/New_York", "2026-11-01"),
            ("Australia/Lord_Howe", "2026-04-05"),
            ("Pacific/Apia", "2011-12-30"),
            ("Antarctica/Troll", "2026-03-29"),
            ("America/Sao_Paulo", "2018-11-04"),
            ("Asia/Kathmandu", "2026-06-01"),
        ] {
            let zone = Zone::named(zone).unwrap();
            let middle: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
            let from_ms = middle.as_millisecond() - 4 * DAY_MS + 7 * MINUTE_MS;
            let until_ms = from_ms + 9 * DAY_MS;
            let days = Days::from_bits(0b010_0101).unwrap();
            let buckets = [Bucket::Night, Bucket::Midday];
            let found = intervals(&zone, (from_ms, until_ms), days, &buckets);
            for at_ms in (from_ms..until_ms).step_by(MINUTE_MS as usize) {
                let shown = zone.wall_clock(at_ms);
                let expected = days.contains(shown.weekday())
                    && matches!(shown.hour(), 0..5 | 20..24 | 11..17);
                let mut around = found
                    .iter()
                    .filter(|part| part.from_ms <= at_ms && at_ms < part.until_ms);
                let first = around.next();
                assert_eq!(first.is_some(), expected, "{zone} {shown}");
                if let Some(part) = first {
                    let weekday = shown.weekday().to_sunday_zero_offset();
                    assert_eq!(i8::try_from(part.weekday).unwrap(), weekday);
                }
            }
        }
    }
}
