//! When the meetings happen in the coming days: one list, ordered by time.

use jiff::civil::Date;

use super::bits::Bits;
use super::{DAY_MS, GOOD_FOR_MS, LATER_MS, WEEK_MS};
use crate::schedule::{DURATION_MINUTES_MAX, Occurrence, Schedule, Way};

/// The longest meeting, and so how long one that is on may have been on.
pub(super) const LONGEST_MS: i64 = DURATION_MINUTES_MAX as i64 * 60_000;
/// Few meetings are longer; only those are looked for among the starts of a whole day.
pub(super) const LONG_MS: i64 = 3 * 3_600_000;
/// Of one meeting: daily ones have ten in the time that is kept.
const OCCURRENCES_MAX: usize = 16;
/// The start of those without a time, at the end of the list.
const NEVER_MS: i64 = i64::MAX;
const NONE: u32 = u32::MAX;

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
    /// The time before of the same meeting.
    previous: Vec<u32>,
    has_previous: Bits,
    long: Bits,
}

impl Entries {
    /// From the schedules of meetings in the order of their numbers.
    pub(super) fn of<'a>(
        schedules: impl Iterator<Item = Option<&'a Schedule>>,
        now_ms: i64,
    ) -> Self {
        let mut all: Vec<(i64, u32, i64, Date, Option<Way>)> = Vec::new();
        let mut count = 0;
        for schedule in schedules {
            let before = all.len();
            let times = schedule
                .map(|known| coming(known, now_ms))
                .unwrap_or_default();
            all.extend(
                times
                    .iter()
                    .map(|at| (at.start_ms, count, at.end_ms, at.date, at.way)),
            );
            if all.len() == before {
                all.push((NEVER_MS, count, NEVER_MS, Date::ZERO, None));
            }
            count += 1;
        }
        all.sort_unstable_by_key(|(start_ms, meeting, ..)| (*start_ms, *meeting));
        let mut entries = Self {
            starts_ms: all.iter().map(|entry| entry.0).collect(),
            ends_ms: all.iter().map(|entry| entry.2).collect(),
            dates: all.iter().map(|entry| entry.3).collect(),
            ways: all.iter().map(|entry| entry.4).collect(),
            meetings: all.iter().map(|entry| entry.1).collect(),
            ..Self::default()
        };
        entries.link(count as usize);
        entries
    }

    fn link(&mut self, meetings: usize) {
        let count = self.meetings.len();
        self.has_previous = Bits::none(count);
        self.long = Bits::none(count);
        let mut last = vec![NONE; meetings];
        for (entry, meeting) in (0_u32..).zip(&self.meetings) {
            let Some(last) = last.get_mut(*meeting as usize) else {
                continue;
            };
            self.previous.push(*last);
            if *last != NONE {
                self.has_previous.insert(entry);
            }
            *last = entry;
        }
        for (entry, (start_ms, end_ms)) in (0_u32..).zip(self.starts_ms.iter().zip(&self.ends_ms)) {
            if end_ms.saturating_sub(*start_ms) > LONG_MS {
                self.long.insert(entry);
            }
        }
        self.of_meetings = (0..count as u32).collect();
        // Stable: the times of one meeting stay in order.
        self.of_meetings
            .sort_by_key(|entry| self.meetings.get(*entry as usize));
        for (place, entry) in (0_u32..).zip(&self.of_meetings) {
            if self.previous.get(*entry as usize) == Some(&NONE) {
                self.begins.push(place);
            }
        }
        self.begins.push(count as u32);
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
            // What doesn't happen is not in the list.
            is_cancelled: false,
            way: self.ways.get(entry as usize).copied().flatten(),
        })
    }

    /// The times of a meeting, in order; every meeting has at least one.
    pub(super) fn of_meeting(&self, meeting: u32) -> &[u32] {
        let bound = |place: u32| self.begins.get(place as usize).copied().unwrap_or_default();
        let range = bound(meeting) as usize..bound(meeting.saturating_add(1)) as usize;
        self.of_meetings.get(range).unwrap_or_default()
    }

    pub(super) fn previous(&self, entry: u32) -> Option<u32> {
        let previous = self.previous.get(entry as usize).copied();
        previous.filter(|previous| *previous != NONE)
    }

    pub(super) fn has_previous(&self) -> &Bits {
        &self.has_previous
    }

    pub(super) fn bytes(&self) -> usize {
        let each = 2 * size_of::<i64>()
            + size_of::<Date>()
            + size_of::<Option<Way>>()
            + 3 * size_of::<u32>();
        self.starts_ms.capacity() * each
            + self.begins.capacity() * size_of::<u32>()
            + self.has_previous.bytes()
            + self.long.bytes()
    }
}

/// What of a schedule is kept: what may still be on, the week that can be asked for as long as the
/// index is good, and for a meeting that is seldom its first time after that.
fn coming(schedule: &Schedule, now_ms: i64) -> Vec<Occurrence> {
    let week_until_ms = now_ms + GOOD_FOR_MS + WEEK_MS;
    let mut times = Vec::new();
    for occurrence in schedule
        .starting_from(now_ms - LONGEST_MS)
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
