//! When a group meets, also when that changes from some day on.

use jiff::civil::Date;

use super::{BETWEEN_MAX, Exception, Occurrence, Schedule, Way};
use crate::zone::Zone;

/// A schedule that holds for a part of the time: its season says for which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub schedule: Schedule,
    /// How people come together in this piece, where it differs from what they are used to.
    pub way: Option<Way>,
}

impl From<Schedule> for Timetable {
    fn from(schedule: Schedule) -> Self {
        Self::of(vec![schedule.into()])
    }
}

impl From<Schedule> for Piece {
    fn from(schedule: Schedule) -> Self {
        Self {
            schedule,
            way: None,
        }
    }
}

/// The schedules of one group, one after the other: their seasons don't overlap. A group that
/// meets by appointment has none, most groups have one, and one that changes its hour after the
/// summer has two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timetable {
    pieces: Vec<Piece>,
}

impl Timetable {
    /// Pieces in the order of their seasons.
    #[must_use]
    pub fn of(pieces: Vec<Piece>) -> Self {
        Self { pieces }
    }

    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The zone of the first piece: that of now.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.pieces.first().map(|piece| &piece.schedule.zone)
    }

    /// As [`Schedule::next`].
    #[must_use]
    pub fn next(&self, from_ms: i64, count: usize) -> Vec<Occurrence> {
        let mut next = self.collect(|schedule| schedule.next(from_ms, count));
        next.truncate(count);
        next
    }

    /// As [`Schedule::between`].
    #[must_use]
    pub fn between(&self, from_ms: i64, until_ms: i64) -> Vec<Occurrence> {
        let mut between = self.collect(|schedule| schedule.between(from_ms, until_ms));
        between.truncate(BETWEEN_MAX);
        between
    }

    /// As [`Schedule::around`].
    #[must_use]
    pub fn around(&self, at_ms: i64, early_minutes: u16) -> Option<Occurrence> {
        let open = self.collect(|schedule| {
            let open = schedule.around(at_ms, early_minutes);
            open.into_iter().collect()
        });
        let begun = open.iter().rfind(|one| one.start_ms <= at_ms);
        begun.or(open.first()).copied()
    }

    /// As [`Schedule::on`].
    #[must_use]
    pub fn on(&self, date: Date) -> Option<Occurrence> {
        self.pieces.iter().find_map(|piece| piece.on(date))
    }

    /// What is different about the occurrence of a date, if there is one and something is.
    #[must_use]
    pub fn exception(&self, date: Date) -> Option<&Exception> {
        let piece = self.pieces.iter().find(|piece| piece.on(date).is_some())?;
        piece.schedule.exceptions.get(date)
    }

    /// The occurrences of all pieces by their starts.
    fn collect(&self, of: impl Fn(&Schedule) -> Vec<Occurrence>) -> Vec<Occurrence> {
        let mut all: Vec<Occurrence> = self
            .pieces
            .iter()
            .flat_map(|piece| of(&piece.schedule).into_iter().map(|one| piece.told(one)))
            .collect();
        if self.pieces.len() > 1 {
            all.sort_by_key(|one| (one.start_ms, one.date));
        }
        all
    }
}

impl Piece {
    fn on(&self, date: Date) -> Option<Occurrence> {
        self.schedule.on(date).map(|one| self.told(one))
    }

    /// An occurrence with how people come together in this piece, unless it says that itself.
    pub(crate) fn told(&self, occurrence: Occurrence) -> Occurrence {
        Occurrence {
            way: occurrence.way.or(self.way),
            ..occurrence
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::schedule::{Days, Held, Season};
    use jiff::civil::{Weekday, date, time};

    const HOUR_MS: i64 = 3_600_000;

    /// Tuesdays at seven until 8 December 2026, from then on Wednesdays at six, online.
    fn changing() -> Timetable {
        let utc = Zone::utc;
        let mut before =
            Schedule::weekly(Days::one(Weekday::Tuesday), time(19, 0, 0, 0), 60, utc());
        before.season.last = Some(date(2026, 12, 8));
        let mut after =
            Schedule::weekly(Days::one(Weekday::Wednesday), time(18, 0, 0, 0), 60, utc());
        after.season = Season {
            first: Some(date(2026, 12, 9)),
            last: None,
        };
        Timetable::of(vec![
            before.into(),
            Piece {
                schedule: after,
                way: Some(Way::Online),
            },
        ])
    }

    fn ms(day: Date, hour: i8) -> i64 {
        jiff::tz::TimeZone::UTC
            .to_timestamp(day.at(hour, 0, 0, 0))
            .unwrap()
            .as_millisecond()
    }

    #[test]
    fn one_piece_follows_the_other() {
        let table = changing();
        let next = table.next(ms(date(2026, 12, 1), 20), 3);
        let dates: Vec<Date> = next.iter().map(|one| one.date).collect();
        let expected = [date(2026, 12, 8), date(2026, 12, 9), date(2026, 12, 16)];
        assert_eq!(dates, expected);
        let ways: Vec<_> = next.iter().map(|one| one.way).collect();
        assert_eq!(ways, [None, Some(Way::Online), Some(Way::Online)]);

        let (from, until) = (ms(date(2026, 12, 8), 0), ms(date(2026, 12, 17), 0));
        assert_eq!(table.between(from, until), next);
        assert_eq!(table.on(date(2026, 12, 9)), Some(next[1]));
        assert_eq!(table.on(date(2026, 12, 15)), None);
        let begun = next[1].start_ms + HOUR_MS / 2;
        assert_eq!(table.around(begun, 30), Some(next[1]));
        assert_eq!(table.around(begun + HOUR_MS, 30), None);
    }

    #[test]
    fn of_two_open_doors_the_one_that_has_begun_is_meant() {
        let mut table = changing();
        // The last of the old evenings is put off until just before the first of the new.
        let held = Held {
            date: Some(date(2026, 12, 9)),
            start: Some(time(17, 45, 0, 0)),
            ..Held::default()
        };
        let late = Exception::held(held, "The hall is taken.");
        assert!(
            table.pieces[0]
                .schedule
                .exceptions
                .set(date(2026, 12, 8), late)
        );
        let six = ms(date(2026, 12, 9), 18);
        let name = |at_ms| table.around(at_ms, 30).unwrap().date;
        assert_eq!(name(six - 1), date(2026, 12, 8), "the other has not begun");
        assert_eq!(name(six), date(2026, 12, 9), "the later of the two");
        let note = |day| table.exception(day).map(|known| known.note.as_str());
        assert_eq!(note(date(2026, 12, 8)), Some("The hall is taken."));
        assert_eq!(note(date(2026, 12, 9)), None);
    }

    #[test]
    fn without_a_piece_there_is_no_meeting() {
        let none = Timetable::default();
        assert!(none.is_empty() && none.zone().is_none());
        assert_eq!(none.next(0, 3), []);
        assert_eq!(none.around(0, 30), None);
    }
}
