//! Zones that a calendar brings along (VTIMEZONE): every change of their clocks, written out.

use jiff::civil::DateTime;

use super::expand::{self, Steps, Window};
use super::rule::{Frequency, Rule, Until};
use super::text::Property;
use super::value::{self, civil_seconds};

/// Changes are written out between these two, the beginnings of 1970 and 2070: no meeting that
/// people look up lies outside.
const FROM_SECONDS: i64 = 0;
const TO_SECONDS: i64 = 3_155_760_000;

/// The most changes of one zone: two a year, and some tens of one-time changes, are usual.
const CHANGES_MAX: usize = 2_000;

/// Wall clocks are never further from UTC than this.
const OFFSET_SECONDS_MAX: i64 = 26 * 3600;

/// One STANDARD or DAYLIGHT part of a VTIMEZONE.
#[derive(Clone, Debug, Default)]
pub(super) struct Observance {
    pub(super) properties: Vec<Property>,
}

impl Observance {
    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.properties.iter().filter(move |p| p.name == name);
        found.map(|p| p.value.trim())
    }

    /// When the clock shows that this part begins, and the offsets before and from then on.
    fn changes(&self, steps: &mut Steps, changes: &mut Vec<Change>) -> Option<()> {
        let start = value::civil(self.values("DTSTART").next()?)?.0;
        let to_seconds = offset_seconds(self.values("TZOFFSETTO").next()?)?;
        let from = self.values("TZOFFSETFROM").next().and_then(offset_seconds);
        let from_seconds = from.unwrap_or(to_seconds);
        let start = civil_seconds(start);
        let mut onsets = vec![start];
        let rules = self.values("RRULE");
        let rules = rules.filter_map(|text| Rule::parse(text).ok());
        // No clock changes by the hour.
        for rule in rules.filter(|rule| rule.frequency >= Frequency::Daily) {
            let window = Window {
                from: FROM_SECONDS,
                to: TO_SECONDS,
            };
            let is_past = |at: i64| match rule.until {
                None => false,
                Some(Until::Instant(last_ms)) => (at - i64::from(from_seconds)) * 1000 > last_ms,
                Some(Until::Local(last)) => at > civil_seconds(last),
            };
            onsets.extend(expand::times(&rule, start, window, steps, &is_past).0);
        }
        for text in self.values("RDATE").flat_map(|list| list.split(',')) {
            onsets.extend(value::civil(text).map(|(at, ..)| civil_seconds(at)));
        }
        let room = CHANGES_MAX.saturating_sub(changes.len());
        changes.extend(onsets.into_iter().take(room).map(|onset| Change {
            at: onset - i64::from(from_seconds),
            from_seconds,
            to_seconds,
        }));
        Some(())
    }
}

/// A change of the clocks, in seconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    at: i64,
    from_seconds: i32,
    to_seconds: i32,
}

/// The changes of a zone, in order.
#[derive(Clone, Debug)]
pub(super) struct OwnZone {
    changes: Vec<Change>,
}

impl OwnZone {
    /// The zone of a VTIMEZONE's parts; none where no part can be read.
    pub(super) fn of(parts: &[Observance], steps: &mut Steps) -> Option<Self> {
        let mut changes = Vec::new();
        for part in parts {
            part.changes(steps, &mut changes);
        }
        changes.sort_by_key(|change| change.at);
        changes.dedup_by_key(|change| change.at);
        (!changes.is_empty()).then_some(Self { changes })
    }

    /// Seconds east of UTC at an instant.
    pub(super) fn offset_seconds(&self, at: i64) -> i32 {
        match self.changes.partition_point(|change| change.at <= at) {
            0 => self.changes.first().map_or(0, |first| first.from_seconds),
            behind => self.changes.get(behind - 1).map_or(0, |c| c.to_seconds),
        }
    }

    /// The instant of a time on the wall clock: behind a gap by its length, the first of a fold.
    pub(super) fn instant(&self, civil: DateTime) -> i64 {
        let civil = civil_seconds(civil);
        let early = civil - OFFSET_SECONDS_MAX;
        let mut offset = i64::from(self.offset_seconds(early));
        let first = self.changes.partition_point(|change| change.at <= early);
        for change in self.changes.iter().skip(first) {
            let at = civil - offset;
            // Before the change it is this time by the old offset; in a gap nobody's clock shows
            // it, and the old offset leads behind the gap.
            let next = i64::from(change.to_seconds);
            if at < change.at || civil - next < change.at {
                return at;
            }
            offset = next;
        }
        civil - offset
    }
}

/// Seconds of `+0130`, `-053000` or, from a careless hand, `0100` and `+01:00`.
pub(super) fn offset_seconds(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.replace(':', "");
    let is_known = matches!(digits.len(), 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit());
    let number: i32 = digits.parse().ok().filter(|_| is_known)?;
    let number = if digits.len() == 4 {
        number * 100
    } else {
        number
    };
    let seconds = number / 10_000 * 3600 + number / 100 % 100 * 60 + number % 100;
    (i64::from(seconds) <= OFFSET_SECONDS_MAX).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(lines: &[(&str, &str)]) -> Observance {
        let property = |(name, value): &(&str, &str)| Property::new(name, value);
        Observance {
            properties: lines.iter().map(property).collect(),
        }
    }

    fn zone(parts: &[Observance]) -> OwnZone {
        OwnZone::of(parts, &mut Steps { left: 1_000_000 }).unwrap()
    }

    /// Minutes after the midnight of a day in UTC at which its clock shows a time.
    fn minutes(zone: &OwnZone, text: &str) -> i64 {
        let (civil, ..) = value::civil(text).unwrap();
        (zone.instant(civil) - civil_seconds(civil.date().at(0, 0, 0, 0))) / 60
    }

    #[test]
    fn a_gap_leads_behind_itself_and_a_fold_gives_its_first() {
        let zone = zone(&[
            part(&[
                ("DTSTART", "16010101T020000"),
                ("TZOFFSETFROM", "-0500"),
                ("TZOFFSETTO", "-0400"),
                ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
            ]),
            part(&[
                ("DTSTART", "16010101T020000"),
                ("TZOFFSETFROM", "-0400"),
                ("TZOFFSETTO", "-0500"),
                ("RRULE", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
            ]),
        ]);
        for (time, expected) in [
            ("20260308T013000", 390),
            ("20260308T020000", 420),
            ("20260308T023000", 450),
            ("20260308T030000", 420),
            ("20261101T003000", 270),
            ("20261101T013000", 330),
            ("20261101T020000", 420),
            ("20690701T120000", 960),
        ] {
            assert_eq!(minutes(&zone, time), expected, "{time}");
        }
    }

    #[test]
    fn changes_that_are_listed_one_by_one_all_count() {
        let zone = zone(&[
            part(&[
                ("DTSTART", "20260329T010000"),
                ("RDATE", "20260329T010000,20270328T010000"),
                ("TZOFFSETFROM", "+0000"),
                ("TZOFFSETTO", "+0100"),
            ]),
            part(&[
                ("DTSTART", "20261025T020000"),
                ("RDATE", "20271031T020000"),
                ("TZOFFSETFROM", "+0100"),
                ("TZOFFSETTO", "+0000"),
            ]),
        ]);
        for (time, expected) in [
            ("20260101T190000", 1140),
            ("20260701T190000", 1080),
            ("20261201T190000", 1140),
            ("20270701T190000", 1080),
            ("20280701T190000", 1140),
        ] {
            assert_eq!(minutes(&zone, time), expected, "{time}");
        }
    }

    #[test]
    fn offsets_are_read_with_and_without_seconds() {
        for (text, seconds) in [
            ("+0130", Some(5_400)),
            ("-053000", Some(-19_800)),
            ("+01:00", Some(3_600)),
            ("0000", Some(0)),
            ("+1", None),
            ("+9900", None),
            ("", None),
            ("+é00", None),
        ] {
            assert_eq!(offset_seconds(text), seconds, "{text}");
        }
    }
}
