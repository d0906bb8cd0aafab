//! When the meetings happen in the coming days: one list, ordered by time.

use std::ops::Range;

use jiff::civil::Date;

use super::bits::Bits;
use super::{DAY_MS, GOOD_FOR_MS, LATER_MS, UPCOMING_AFTER_START_MS, WEEK_MS};
use crate::schedule::{DURATION_MINUTES_MAX, Occurrence, Piece, Timetable, Way};

/// The longest meeting, and so how long one that is on may have been on.
pub(super) const LONGEST_MS: i64 = DURATION_MINUTES_MAX as i64 * 60_000;
/// Few meetings are longer; only those are looked for among the starts of a whole day.
pub(super) const LONG_MS: i64 = 2 * 3_600_000;
/// Of one meeting: daily ones have ten in the time that is kept.
const OCCURRENCES_MAX: usize = 16;
/// The start of those without a time, at the end of the list.
const NEVER_MS: i64 = i64::MAX;
const NONE: u32 = u32::MAX;
/// From one list of first times to the next, in entries: what lies between is caught up with for
/// each question, in about a microsecond; a community of the largest size has thirty lists.
const FIRSTS_EVERY: usize = 1024;

/// Times of meetings, by start and then by the number of the meeting (which is by name, then id).
#[derive(Debug, Default)]
pub(super) struct Entries {
    starts_ms: Vec<i64>,
    ends_ms: Vec<i64>,
    dates: Vec<Date>,
    ways: Vec<Option<Way>>,
    meetings: Vec<u32>,
    /// Where the times of each meeting begin in `of_meetings`; one more at the end.
    begins: Vec<u32>,
    of_meetings: Vec<u32>,
    /// The time after of the same meeting.
    next: Vec<u32>,
    has_previous: Bits,
    /// Of meetings with two times that are less than a week apart.
    often: Bits,
    /// Those less than a day before or after another of the same meeting.
    close: Bits,
    long: Bits,
    /// What would have been, and is off.
    cancelled: Bits,
    /// From the first upcoming time on, every so many entries: of each meeting the first that is
    /// not before it.
    firsts: Vec<Bits>,
    firsts_from: usize,
}

impl Entries {
    /// From the times of meetings, as [`coming`] has them, in the order of their numbers.
    pub(super) fn of<'a>(times: impl Iterator<Item = &'a [Occurrence]>, now_ms: i64) -> Self {
        const NEVER: Occurrence = Occurrence {
            date: Date::ZERO,
            start_ms: NEVER_MS,
            end_ms: NEVER_MS,
            is_cancelled: false,
            way: None,
        };
        let mut all: Vec<(u32, Occurrence)> = Vec::new();
        let mut count = 0;
        for times in times {
            match times {
                [] => all.push((count, NEVER)),
                some => all.extend(some.iter().map(|at| (count, *at))),
            }
            count += 1;
        }
        all.sort_unstable_by_key(|(meeting, at)| (at.start_ms, *meeting));
        let mut entries = Self {
            starts_ms: all.iter().map(|(_, at)| at.start_ms).collect(),
            ends_ms: all.iter().map(|(_, at)| at.end_ms).collect(),
            dates: all.iter().map(|(_, at)| at.date).collect(),
            ways: all.iter().map(|(_, at)| at.way).collect(),
            meetings: all.iter().map(|(meeting, _)| *meeting).collect(),
            cancelled: Bits::none(all.len()),
            ..Self::default()
        };
        let is_cancelled = |entry: usize| all.get(entry).is_some_and(|(_, at)| at.is_cancelled);
        entries.cancelled.insert_where(0..all.len(), is_cancelled);
        entries.link(count as usize);
        entries.list_firsts(now_ms);
        entries
    }

    fn link(&mut self, meetings: usize) {
        let count = self.meetings.len();
        for bits in [
            &mut self.has_previous,
            &mut self.often,
            &mut self.close,
            &mut self.long,
        ] {
            *bits = Bits::none(count);
        }
        self.next = vec![NONE; count];
        let mut last = vec![NONE; meetings];
        let mut is_often = vec![false; meetings];
        for (entry, meeting) in (0_u32..).zip(&self.meetings) {
            let Some(last) = last.get_mut(*meeting as usize) else {
                continue;
            };
            if let Some(next) = self.next.get_mut(*last as usize) {
                *next = entry;
                self.has_previous.insert(entry);
                let apart_ms = self.start_ms(entry).saturating_sub(self.start_ms(*last));
                if apart_ms < DAY_MS {
                    self.close.insert(*last);
                    self.close.insert(entry);
                }
                if let Some(is_often) = is_often.get_mut(*meeting as usize) {
                    *is_often |= apart_ms < WEEK_MS;
                }
            }
            *last = entry;
        }
        let meetings = &self.meetings;
        self.often.insert_where(0..count, |entry| {
            let meeting = meetings.get(entry).map(|meeting| *meeting as usize);
            meeting
                .and_then(|meeting| is_often.get(meeting))
                .copied()
                .unwrap_or_default()
        });
        for (entry, (start_ms, end_ms)) in (0_u32..).zip(self.starts_ms.iter().zip(&self.ends_ms)) {
            if end_ms.saturating_sub(*start_ms) > LONG_MS {
                self.long.insert(entry);
            }
        }
        // Each meeting's times, from its first on, one after the other.
        let mut firsts = last;
        for entry in (0..count as u32).rev() {
            if let Some(first) = firsts.get_mut(self.meeting(entry) as usize) {
                *first = entry;
            }
        }
        self.of_meetings.reserve_exact(count);
        for first in firsts {
            self.begins.push(self.of_meetings.len() as u32);
            let mut at = Some(first);
            while let Some(entry) = at {
                self.of_meetings.push(entry);
                at = self.next(entry);
            }
        }
        self.begins.push(count as u32);
    }

    fn list_firsts(&mut self, now_ms: i64) {
        self.firsts_from = self.from(now_ms - UPCOMING_AFTER_START_MS);
        let until = self.from(now_ms + GOOD_FOR_MS);
        let count = self.len();
        let mut first = Bits::none(count);
        first.insert_where(0..count, |entry| !self.has_previous.has(entry as u32));
        let mut caught_up = 0;
        for from in (self.firsts_from..=until).step_by(FIRSTS_EVERY) {
            self.pass_over(&mut first, caught_up..from);
            caught_up = from;
            self.firsts.push(first.clone());
        }
    }

    /// For each entry that is passed over, the next one of its meeting becomes the first.
    fn pass_over(&self, first: &mut Bits, passed: Range<usize>) {
        for entry in passed {
            first.remove(entry as u32);
            if let Some(next) = self.next.get(entry) {
                // Without a next one, its number is beyond all room.
                first.insert(*next);
            }
        }
    }

    /// Of each meeting the first time in a part of the list; `None` if the part begins when the
    /// index is not good.
    pub(super) fn firsts(&self, range: &Range<usize>) -> Option<Bits> {
        let after = range.start.checked_sub(self.firsts_from)?;
        let place = after / FIRSTS_EVERY;
        let mut first = self.firsts.get(place)?.clone();
        let listed = self.firsts_from + place * FIRSTS_EVERY;
        self.pass_over(&mut first, listed..range.start);
        first.keep_range(range);
        Some(first)
    }

    pub(super) fn len(&self) -> usize {
        self.meetings.len()
    }

    /// The first entry that starts at an instant or later.
    pub(super) fn from(&self, at_ms: i64) -> usize {
        self.starts_ms.partition_point(|start_ms| *start_ms < at_ms)
    }

    /// The first entry without a time.
    pub(super) fn without_time(&self) -> usize {
        self.from(NEVER_MS)
    }

    pub(super) fn start_ms(&self, entry: u32) -> i64 {
        self.starts_ms
            .get(entry as usize)
            .copied()
            .unwrap_or(NEVER_MS)
    }

    pub(super) fn end_ms(&self, entry: u32) -> i64 {
        self.ends_ms
            .get(entry as usize)
            .copied()
            .unwrap_or(NEVER_MS)
    }

    pub(super) fn is_long(&self) -> &Bits {
        &self.long
    }

    pub(super) fn meeting(&self, entry: u32) -> u32 {
        self.meetings.get(entry as usize).copied().unwrap_or(NONE)
    }

    pub(super) fn occurrence(&self, entry: u32) -> Option<Occurrence> {
        let start_ms = self.start_ms(entry);
        (start_ms != NEVER_MS).then(|| Occurrence {
            date: self.dates.get(entry as usize).copied().unwrap_or_default(),
            start_ms,
            end_ms: self.end_ms(entry),
            is_cancelled: self.cancelled.has(entry),
            way: self.ways.get(entry as usize).copied().flatten(),
        })
    }

    /// The times of a meeting, in order; every meeting has at least one.
    pub(super) fn of_meeting(&self, meeting: u32) -> &[u32] {
        let bound = |place: u32| self.begins.get(place as usize).copied().unwrap_or_default();
        let range = bound(meeting) as usize..bound(meeting.saturating_add(1)) as usize;
        self.of_meetings.get(range).unwrap_or_default()
    }

    /// The time after of the same meeting.
    pub(super) fn next(&self, entry: u32) -> Option<u32> {
        let next = self.next.get(entry as usize).copied();
        next.filter(|next| *next != NONE)
    }

    pub(super) fn has_previous(&self) -> &Bits {
        &self.has_previous
    }

    pub(super) fn are_often(&self) -> &Bits {
        &self.often
    }

    pub(super) fn are_close(&self) -> &Bits {
        &self.close
    }

    pub(super) fn bytes(&self) -> usize {
        let each = 2 * size_of::<i64>()
            + size_of::<Date>()
            + size_of::<Option<Way>>()
            + 3 * size_of::<u32>();
        self.starts_ms.capacity() * each
            + self.begins.capacity() * size_of::<u32>()
            + self.firsts.iter().map(Bits::bytes).sum::<usize>()
            // One bit each: having one before, often, close, long, cancelled.
            + 5 * self.long.bytes()
    }
}

/// What of a timetable is kept: what may still be on, the week that can be asked for as long as the
/// index is good, and for a meeting that is seldom its first time after that. Cancelled times are
/// times, too.
pub(super) fn coming(timetable: &Timetable, now_ms: i64) -> Vec<Occurrence> {
    let [only] = timetable.pieces() else {
        let pieces = timetable.pieces().iter();
        let mut all: Vec<Occurrence> = pieces.flat_map(|piece| of_piece(piece, now_ms)).collect();
        all.sort_by_key(|at| (at.start_ms, at.date));
        return kept(all.into_iter(), now_ms);
    };
    of_piece(only, now_ms)
}

fn of_piece(piece: &Piece, now_ms: i64) -> Vec<Occurrence> {
    let all = piece.schedule.all_starting_from(now_ms - LONGEST_MS);
    kept(all.map(|at| piece.told(at)), now_ms)
}

fn kept(all: impl Iterator<Item = Occurrence>, now_ms: i64) -> Vec<Occurrence> {
    let week_until_ms = now_ms + GOOD_FOR_MS + WEEK_MS;
    let mut times = Vec::new();
    for occurrence in all
        .take_while(|occurrence| occurrence.start_ms < now_ms + LATER_MS)
        .take(OCCURRENCES_MAX)
    {
        let is_in_week = occurrence.start_ms < week_until_ms;
        let is_served = times
            .last()
            .is_some_and(|last: &Occurrence| last.start_ms >= now_ms + DAY_MS);
        if !is_in_week && is_served {
            break;
        }
        times.push(occurrence);
        if !is_in_week {
            break;
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;
    use crate::schedule::{Days, Schedule};
    use crate::zone::Zone;

    const NOW_MS: i64 = 1_781_071_200_000;
    const MEETINGS: usize = 5000;

    /// More than the first few lists: weekly, daily, and on two days that follow one another.
    fn many() -> Entries {
        let times: Vec<Vec<Occurrence>> = (0..MEETINGS as u16)
            .map(|number| {
                let days = match number % 4 {
                    0 => 0b111_1111,
                    1 => 0b11 << (number % 6),
                    _ => 1 << (number % 7),
                };
                let weekly = Schedule::weekly(
                    Days::from_bits(days).unwrap(),
                    time((number % 24) as i8, (number % 60) as i8, 0, 0),
                    60,
                    Zone::utc(),
                );
                coming(&weekly.into(), NOW_MS)
            })
            .collect();
        Entries::of(times.iter().map(Vec::as_slice), NOW_MS)
    }

    #[test]
    fn the_first_times_are_those_that_no_other_comes_before() {
        let entries = many();
        let good = NOW_MS - UPCOMING_AFTER_START_MS..NOW_MS + GOOD_FOR_MS;
        let (from, until) = (entries.from(good.start), entries.from(good.end));
        assert!(entries.firsts.len() > 1 && until - from > FIRSTS_EVERY / 2);
        for start in [from, from + 1, from + 700, until] {
            for end in [start, start + 1, start + 500, start + 3000, entries.len()] {
                let range = start..end.min(entries.len());
                let mut seen = vec![false; MEETINGS];
                let expected: Vec<u32> = range
                    .clone()
                    .map(|entry| entry as u32)
                    .filter(|entry| {
                        let meeting = entries.meeting(*entry) as usize;
                        !std::mem::replace(&mut seen[meeting], true)
                    })
                    .collect();
                let firsts = entries.firsts(&range).unwrap();
                let found: Vec<u32> = firsts.numbers(None, &firsts.everywhere()).collect();
                assert_eq!(found, expected, "{range:?}");
            }
        }
        assert!(from > 0 && entries.firsts(&(from - 1..until)).is_none());
    }

    #[test]
    fn each_meeting_has_its_times_in_order() {
        let entries = many();
        let mut all: Vec<u32> = Vec::new();
        for meeting in 0..MEETINGS as u32 {
            let times = entries.of_meeting(meeting);
            assert!(times.is_sorted() && !times.is_empty());
            assert!(times.iter().all(|entry| entries.meeting(*entry) == meeting));
            all.extend(times);
        }
        all.sort_unstable();
        assert!(all.into_iter().eq(0..entries.len() as u32));
    }
}
