//! Answering a question.
//!
//! The times that are asked for become bits over the list of times. Where a part of the question
//! leaves few meetings (a place, a rare word), those are looked at one by one; otherwise the bits
//! of all parts are laid over one another.

use std::cmp::Ordering;
use std::ops::Range;

use super::bits::{Bits, Span};
use super::clock::{Interval, intervals};
use super::entries::{LONG_MS, LONGEST_MS};
use super::index::Part;
use super::place::along_km;
use super::sets::Set;
use super::{
    Counts, DAY_MS, Found, LATER_MS, Moment, Order, Query, UPCOMING_AFTER_START_MS, WEEK_MS, way_of,
};
use crate::schedule::Days;

const MINUTE_MS: i64 = 60_000;
/// Types of fewer meetings are counted meeting by meeting, of more by bits.
const COUNTED_ONE_BY_ONE_MAX: usize = 8_000;

/// A question, as far as it is the same for every meeting.
pub(super) struct Asked<'a> {
    /// Times of the right moment and time of day, on any day.
    pub(super) times: Bits,
    /// Narrowed to the days.
    on_days: Option<Bits>,
    pub(super) span: Span,
    pub(super) sets: Vec<Set<'a>>,
    /// The first entry that is upcoming.
    pub(super) upcoming: usize,
    /// The ways of coming, one bit each.
    ways: u8,
    /// Times that are no more, in order.
    pub(super) struck: &'a [u32],
}

/// What one part of the index finds: the entries of one page, with their distances in kilometres.
#[derive(Debug, Default)]
pub(super) struct Entered {
    pub(super) entries: Vec<(u32, Option<f64>)>,
    pub(super) total: usize,
    pub(super) counts: Option<Counts>,
}

impl Asked<'_> {
    pub(super) fn on_days(&self) -> &Bits {
        self.on_days.as_ref().unwrap_or(&self.times)
    }

    fn takes_way(&self, way: usize) -> bool {
        self.ways >> way & 1 == 1
    }
}

impl Part {
    /// What is found, without the times that are struck out. A type, region or language that no
    /// meeting has finds nothing.
    pub(super) fn answer(&self, query: &Query, struck: &[u32]) -> Entered {
        let now_ms = query.now_ms;
        let (mut times, range) = self.times(query);
        for entry in struck {
            times.remove(*entry);
        }
        let span = Span::around(&range);
        let on_days = (!query.days.is_empty()).then(|| {
            let mut days = self.on(query, query.days, &range);
            days.keep(&times, &span);
            days
        });
        let mut asked = Asked {
            times,
            on_days,
            span,
            sets: self.sets(query),
            upcoming: self.upcoming(now_ms),
            ways: match query.attendance.as_slice() {
                [] => 0b0111,
                some => some.iter().fold(0, |ways, one| ways | 1 << way_of(*one)),
            },
            struck,
        };
        match self.candidates(query, &mut asked) {
            Some(candidates) => self.one_by_one(query, &asked, &range, &candidates),
            None => self.all_at_once(query, asked, &range),
        }
    }

    fn sets(&self, query: &Query) -> Vec<Set<'_>> {
        let mut sets: Vec<Set<'_>> = query
            .types
            .iter()
            .map(|code| self.with_type(code))
            .collect();
        if !query.regions.is_empty() {
            let regions = query.regions.iter().map(|path| self.in_region(path));
            sets.push(Set::any(regions.collect(), &self.entries));
        }
        sets.extend(query.language.iter().map(|one| self.in_language(one)));
        sets.extend(self.words.find(&query.text, &self.entries));
        sets
    }

    fn upcoming(&self, now_ms: i64) -> usize {
        self.entries.from(now_ms - UPCOMING_AFTER_START_MS + 1)
    }

    /// The times of the right moment and time of day, and the part of the list where they are.
    fn times(&self, query: &Query) -> (Bits, Range<usize>) {
        let (now_ms, entries) = (query.now_ms, &self.entries);
        let upcoming = self.upcoming(now_ms);
        let week = entries.from(now_ms + WEEK_MS);
        let begun = entries.from(now_ms - LONGEST_MS);
        let mut times = Bits::none(entries.len());
        let range = match query.moment {
            Moment::NowAndComing => begun..week,
            Moment::Coming => upcoming..week,
            Moment::InProgress => begun..upcoming,
            Moment::Soon { minutes } => {
                let ahead_ms = (i64::from(minutes) * MINUTE_MS).min(WEEK_MS - 1);
                begun..entries.from(now_ms + ahead_ms + 1)
            }
            Moment::Later => week..entries.without_time(),
            Moment::ByAppointment => entries.without_time()..entries.len(),
        };
        if range.start < upcoming {
            self.insert_running(&mut times, now_ms, upcoming);
        }
        times.insert_range(range.start.max(upcoming).min(range.end)..range.end);
        if query.moment == Moment::Later {
            for entry in upcoming as u32..range.end as u32 {
                if let Some(next) = entries.next(entry) {
                    times.remove(next);
                }
            }
        }
        if !query.buckets.is_empty() && query.moment != Moment::ByAppointment {
            let fitting = self.at_times_of_day(query, Days::NONE, &range, true);
            times.keep(&fitting, &Span::around(&range));
        }
        (times, range)
    }

    /// Those that began ten minutes ago or longer, and have not ended.
    fn insert_running(&self, times: &mut Bits, now_ms: i64, upcoming: usize) {
        let entries = &self.entries;
        let begun = entries.from(now_ms - LONGEST_MS);
        let lately = entries.from(now_ms - LONG_MS).min(upcoming);
        let long_ago = Span::around(&(begun..lately));
        let long = entries.is_long().numbers(None, &long_ago);
        let long = long.filter(|entry| (*entry as usize) < lately);
        for entry in long.filter(|entry| entries.end_ms(*entry) > now_ms) {
            times.insert(entry);
        }
        times.insert_where(lately..upcoming, |entry| {
            entries.end_ms(entry as u32) > now_ms
        });
    }

    fn on(&self, query: &Query, days: Days, range: &Range<usize>) -> Bits {
        self.at_times_of_day(query, days, range, false)
    }

    /// The times in a part of the list on some days, and at the times of day that are asked for.
    fn at_times_of_day(
        &self,
        query: &Query,
        days: Days,
        range: &Range<usize>,
        in_buckets: bool,
    ) -> Bits {
        let buckets = if in_buckets {
            query.buckets.as_slice()
        } else {
            &[]
        };
        let mut fitting = Bits::none(self.entries.len());
        for part in intervals(&query.zone, reach_ms(query), days, buckets) {
            fitting.insert_range(self.part_of_list(&part, range));
        }
        fitting
    }

    /// The few meetings that can be meant; `None` if they are many. Near a point each has its
    /// distance, in kilometres if that is the order and otherwise as the square of the chord.
    fn candidates(&self, query: &Query, asked: &mut Asked<'_>) -> Option<Vec<(u32, Option<f64>)>> {
        if let Some(near) = query.near {
            let near = self.grid.near(near.point, near.within_km);
            // Kilometres are needed to put all in order; otherwise only of those that are shown.
            let is_ordered = query.order == Order::Distance;
            let way = |squared| {
                if is_ordered {
                    along_km(squared)
                } else {
                    squared
                }
            };
            let near = near.into_iter();
            return Some(near.map(|(m, squared)| (m, Some(way(squared)))).collect());
        }
        let few = asked.sets.iter().enumerate();
        let few = few.filter_map(|(place, set)| match set {
            Set::Few(list) => Some((list.len(), place)),
            Set::Many(_) => None,
        });
        let (_, place) = few.min()?;
        // What is looked at is in this one; nobody has to ask it again.
        let fewest = asked.sets.swap_remove(place);
        let meetings = fewest.meetings(&self.entries).into_iter();
        Some(meetings.map(|meeting| (meeting, None)).collect())
    }

    fn one_by_one(
        &self,
        query: &Query,
        asked: &Asked<'_>,
        range: &Range<usize>,
        candidates: &[(u32, Option<f64>)],
    ) -> Entered {
        let mut counts = query.counts.then(|| Counts {
            types: vec![0; self.types().len()],
            ..Counts::default()
        });
        let weekdays = if query.counts {
            self.weekdays(query, range)
        } else {
            Vec::new()
        };
        let mut found: Vec<(u32, Option<f64>)> = Vec::new();
        for (meeting, distance_km) in candidates {
            let times = self.entries.of_meeting(*meeting);
            let way = self.way(*meeting);
            let fits_way = asked.takes_way(way);
            let Some(first) = times.first().filter(|_| fits_way || query.counts) else {
                continue;
            };
            if !asked.sets.iter().all(|set| set.has(*meeting, *first)) {
                continue;
            }
            let on_days = times.iter().find(|entry| asked.on_days().has(**entry));
            if let Some(counts) = &mut counts {
                if on_days.is_some() {
                    counts.attendance[way] += 1;
                }
                let days = times
                    .iter()
                    .filter(|entry| fits_way && asked.times.has(**entry));
                let days = days.fold(0_u8, |days, entry| days | weekday_of(&weekdays, *entry));
                for (day, count) in counts.days.iter_mut().enumerate() {
                    *count += usize::from(days >> day & 1);
                }
            }
            if let Some(entry) = on_days.filter(|_| fits_way) {
                found.push((*entry, *distance_km));
                if let Some(counts) = &mut counts {
                    self.count_types(*meeting, &mut counts.types);
                }
            }
        }
        let total = found.len();
        let page = page_of(found, query).into_iter();
        let entries = page.map(|(entry, way)| {
            let km = match query.order {
                Order::Distance => way,
                Order::Time => way.map(along_km),
            };
            (entry, km)
        });
        Entered {
            entries: entries.collect(),
            total,
            counts,
        }
    }

    fn all_at_once(&self, query: &Query, asked: Asked<'_>, range: &Range<usize>) -> Entered {
        let span = asked.span.clone();
        let ways;
        let in_ways = match asked.ways {
            0b0111 => &self.open,
            one if one.is_power_of_two() => &self.of_ways[one.trailing_zeros() as usize & 3],
            some => {
                ways = self.in_any_way(some);
                &ways
            }
        };
        // The ways are counted beside one another, so then they narrow at the end.
        let mut fitting = self.firsts(query, &asked, range, (!query.counts).then_some(in_ways));
        let attendance = query
            .counts
            .then(|| std::array::from_fn(|way| fitting.count_with(&self.of_ways[way], &span)));
        fitting.keep(in_ways, &span);
        let total = fitting.count(&span);
        let counts = attendance.map(|attendance| Counts {
            types: self.count_all_types(&fitting, &span, total),
            attendance,
            days: self.count_days(query, &asked, range, in_ways),
        });
        let page = fitting.page(query.offset, query.limit, &span);
        Entered {
            entries: page.into_iter().map(|entry| (entry, None)).collect(),
            total,
            counts,
        }
    }

    /// How many have a time on each day.
    fn count_days(
        &self,
        query: &Query,
        asked: &Asked<'_>,
        range: &Range<usize>,
        in_ways: &Bits,
    ) -> [usize; 7] {
        let mut times = asked.times.clone();
        times.keep(in_ways, &asked.span);
        for set in &asked.sets {
            if let Set::Many(bits) = set {
                times.keep(bits, &asked.span);
            }
        }
        let parts = intervals(&query.zone, reach_ms(query), Days::NONE, &[]);
        std::array::from_fn(|day| {
            let on_day = parts.iter().filter(|part| usize::from(part.weekday) == day);
            let mut fitting = Bits::none(self.entries.len());
            for part in on_day.clone() {
                fitting.insert_range(self.part_of_list(part, range));
            }
            fitting.keep(&times, &asked.span);
            let mut lengths_ms = on_day.map(|part| part.until_ms - part.from_ms);
            match (lengths_ms.next(), lengths_ms.next()) {
                (Some(..=DAY_MS), None) => {
                    self.keep_first_among(&mut fitting, self.entries.are_close(), &asked.span);
                }
                _ => self.keep_first(&mut fitting, &asked.span, query.now_ms),
            }
            fitting.count(&asked.span)
        })
    }

    fn part_of_list(&self, part: &Interval, range: &Range<usize>) -> Range<usize> {
        let from = self.entries.from(part.from_ms).max(range.start);
        let until = self.entries.from(part.until_ms).min(range.end);
        from..until.max(from)
    }

    fn in_any_way(&self, ways: u8) -> Bits {
        let mut all = Bits::none(self.entries.len());
        for (way, bits) in self.of_ways.iter().enumerate() {
            if ways >> way & 1 == 1 {
                all.add(bits);
            }
        }
        all
    }

    fn count_all_types(&self, fitting: &Bits, span: &Span, total: usize) -> Vec<usize> {
        let mut counts = vec![0; self.types().len()];
        if total <= COUNTED_ONE_BY_ONE_MAX {
            for entry in fitting.numbers(None, span) {
                self.count_types(self.entries.meeting(entry), &mut counts);
            }
            return counts;
        }
        for (count, posting) in counts.iter_mut().zip(&self.of_types) {
            *count = match posting {
                Set::Many(bits) => fitting.count_with(bits, span),
                Set::Few(list) => {
                    let times = list.iter().map(|meeting| self.entries.of_meeting(*meeting));
                    times
                        .filter(|times| times.iter().any(|entry| fitting.has(*entry)))
                        .count()
                }
            };
        }
        counts
    }

    fn count_types(&self, meeting: u32, counts: &mut [usize]) {
        for place in self.types_of(meeting) {
            if let Some(count) = counts.get_mut(*place as usize) {
                *count += 1;
            }
        }
    }

    /// From which entry on it is which day, in order.
    fn weekdays(&self, query: &Query, range: &Range<usize>) -> Vec<(u32, u8)> {
        if query.moment == Moment::ByAppointment || range.is_empty() {
            return Vec::new();
        }
        let parts = intervals(&query.zone, reach_ms(query), Days::NONE, &[]);
        parts
            .iter()
            .map(|part| (self.entries.from(part.from_ms) as u32, part.weekday))
            .collect()
    }

    pub(super) fn found(&self, query: &Query, entry: u32, distance_km: Option<f64>) -> Found {
        let meeting = self.entries.meeting(entry) as usize;
        let begun_ms = query.now_ms - UPCOMING_AFTER_START_MS;
        Found {
            id: self.ids.get(meeting).copied().unwrap_or_default(),
            occurrence: self.entries.occurrence(entry),
            is_in_progress: self.entries.start_ms(entry) <= begun_ms
                && self.entries.end_ms(entry) > query.now_ms,
            distance_km,
        }
    }
}

/// The instants in which the starts of the question's moment lie.
fn reach_ms(query: &Query) -> (i64, i64) {
    let now_ms = query.now_ms;
    match query.moment {
        Moment::Later => (now_ms + WEEK_MS, now_ms + LATER_MS),
        _ => (now_ms - LONGEST_MS, now_ms + WEEK_MS),
    }
}

/// One bit; none for what has no time.
fn weekday_of(weekdays: &[(u32, u8)], entry: u32) -> u8 {
    let after = weekdays.partition_point(|(from, _)| *from <= entry);
    let part = after.checked_sub(1).and_then(|place| weekdays.get(place));
    part.map_or(0, |(_, weekday)| 1 << weekday)
}

fn page_of(found: Vec<(u32, Option<f64>)>, query: &Query) -> Vec<(u32, Option<f64>)> {
    match query.order {
        Order::Time => page_by(found, query, |one, other| one.0.cmp(&other.0)),
        Order::Distance => page_by(found, query, |one, other| {
            let km = |found: &(u32, Option<f64>)| found.1.unwrap_or_default();
            km(one).total_cmp(&km(other)).then(one.0.cmp(&other.0))
        }),
    }
}

fn page_by<T>(mut found: Vec<T>, query: &Query, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let end = query.offset.saturating_add(query.limit);
    if end < found.len() {
        // Only the page has to be in order, not all that is after it.
        found.select_nth_unstable_by(end, &compare);
        found.truncate(end);
    }
    found.sort_unstable_by(compare);
    found
        .into_iter()
        .skip(query.offset)
        .take(query.limit)
        .collect()
}
