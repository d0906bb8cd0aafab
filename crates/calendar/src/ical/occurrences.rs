//! From events to occurrences: rules, dates added and taken away, occurrences moved or cancelled.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::{Date, DateTime};

use super::event::{Calendar, Event, Extent, Stamp};
use super::expand::{self, Steps, Window};
use super::rule::{Rule, Until};
use super::value::{Length, civil_of, civil_seconds};
use super::{Expansion, Limits, Moment, Occurrence, Problem, Problems};

/// Instants and wall clocks are never further apart than this, whatever the zone.
const ZONE_SECONDS_MAX: i64 = 2 * 86_400;

impl Stamp {
    pub(super) fn moment(&self) -> Option<Moment> {
        self.moment_of(self.civil)
    }

    /// The moment at which the clock of this stamp shows `civil`.
    fn moment_of(&self, civil: DateTime) -> Option<Moment> {
        if self.is_date {
            return Some(Moment::Day(civil.date()));
        }
        let Some(place) = &self.place else {
            return Some(Moment::Floating(civil));
        };
        let at_ms = place.instant_ms(civil)?;
        Some(Moment::Instant {
            at_ms,
            offset_seconds: place.offset_seconds(at_ms),
        })
    }

    /// The moment so many milliseconds after another one on this clock.
    fn after(&self, start: Moment, ms: i64) -> Option<Moment> {
        Some(match start {
            Moment::Instant { at_ms, .. } => {
                let at_ms = at_ms.checked_add(ms)?;
                let place = self.place.as_ref()?;
                Moment::Instant {
                    at_ms,
                    offset_seconds: place.offset_seconds(at_ms),
                }
            }
            Moment::Floating(_) | Moment::Day(_) => {
                let seconds = start.order_ms().checked_add(ms)?.div_euclid(1000);
                self.moment_of(civil_of(seconds)?)?
            }
        })
    }
}

impl Event {
    /// The end of an occurrence that starts when the clock shows `civil`. A DTEND gives every
    /// occurrence the same exact length (RFC 5545, 3.8.5.3); the days of a DURATION are nominal.
    fn end_of(&self, civil: DateTime, extent: &Extent, from: &Stamp) -> Option<Moment> {
        let start = self.start.moment_of(civil)?;
        let end = match extent {
            Extent::Until(end) => {
                let length = end.moment()?.order_ms() - from.moment()?.order_ms();
                self.start.after(start, length.max(0))
            }
            Extent::For(Length { days, seconds }) => {
                let later = civil_of(civil_seconds(civil) + days * 86_400)?;
                self.start
                    .after(self.start.moment_of(later)?, seconds * 1000)
            }
        };
        end.filter(|end| end.order_ms() >= start.order_ms())
            .or(Some(start))
    }

    fn occurrence(&self, civil: DateTime, extent: &Extent, from: &Stamp) -> Option<Occurrence> {
        let zone = self
            .start
            .place
            .as_ref()
            .and_then(|place| place.name.clone());
        Some(Occurrence {
            uid: self.uid.clone(),
            summary: self.summary.clone(),
            start: self.start.moment_of(civil)?,
            end: self.end_of(civil, extent, from)?,
            zone,
            status: self.status,
            all_day: self.start.is_date,
            recurrence_id: None,
        })
    }

    /// The occurrence of `series` at `civil` as this change, which holds from some occurrence on,
    /// has it: so many seconds later on its own clock.
    fn shifted(&self, series: &Event, civil: DateTime, shift: i64) -> Option<Occurrence> {
        let at = Stamp {
            civil,
            ..series.start.clone()
        };
        let own = on_clock_of(&self.start, &at)?;
        let civil = civil_of(civil_seconds(own) + shift)?;
        self.occurrence(civil, &self.extent, &self.start)
    }

    /// Later versions are greater.
    pub(super) fn version(&self) -> (i64, &str) {
        (self.sequence, &self.stamped)
    }

    pub(super) fn length_seconds(&self) -> i64 {
        let ends = self.end_of(self.start.civil, &self.extent, &self.start);
        let start = self.start.moment().map_or(0, |start| start.order_ms());
        ends.map_or(0, |end| (end.order_ms() - start) / 1000)
    }

    fn is_past(&self, rule: &Rule, seconds: i64) -> bool {
        let Some(until) = rule.until else {
            return false;
        };
        let Some(civil) = civil_of(seconds) else {
            return true;
        };
        match until {
            Until::Local(last) => civil > last,
            // A day can't be compared with an instant; the day of the instant is meant.
            Until::Instant(last_ms) if self.start.is_date => seconds > last_ms.div_euclid(1000),
            Until::Instant(last_ms) => self
                .start
                .moment_of(civil)
                .is_none_or(|moment| moment.order_ms() > last_ms),
        }
    }
}

impl Calendar {
    /// What is on from `from_ms` until before `to_ms` (milliseconds since the epoch), what began
    /// earlier and isn't over included, by start and UID. Floating times and days are taken as
    /// though in UTC for that.
    #[must_use]
    pub fn occurrences(&self, from_ms: i64, to_ms: i64, limits: &Limits) -> Expansion {
        let mut work = Work {
            from_ms,
            to_ms,
            limits,
            steps_left: limits.steps_max,
            occurrences: Vec::new(),
            problems: Problems::new(Vec::new(), limits.problems_max),
            is_whole: true,
        };
        for series in self.series(&mut work.problems) {
            work.series(&series);
        }
        let mut occurrences = work.occurrences;
        occurrences.sort_by(|a, b| (a.start.order_ms(), &a.uid).cmp(&(b.start.order_ms(), &b.uid)));
        Expansion {
            occurrences,
            problems: work.problems.into_list(),
            is_whole: work.is_whole,
        }
    }

    /// The events of each UID, of each the version that counts.
    fn series(&self, problems: &mut Problems) -> Vec<Series<'_>> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut all: Vec<Series<'_>> = Vec::new();
        for event in &self.events {
            let fresh = all.len();
            let at = match event.uid.as_str() {
                "" => fresh,
                uid => *places.entry(uid).or_insert(fresh),
            };
            if at == fresh {
                all.push(Series::default());
            }
            let Some(series) = all.get_mut(at) else {
                continue;
            };
            if event.recurrence_id.is_some() {
                series.changes.push(event);
                continue;
            }
            if let Some(known) = series.main {
                let tell = "there are several of this UID";
                let done = "kept the one of the highest SEQUENCE, the latest of these";
                problems.push(Problem::new(&event.uid, "UID", tell, done));
                if event.version() < known.version() {
                    continue;
                }
            }
            series.main = Some(event);
        }
        all
    }
}

/// An event, and the changes of its occurrences.
#[derive(Default)]
struct Series<'a> {
    main: Option<&'a Event>,
    changes: Vec<&'a Event>,
}

impl<'a> Series<'a> {
    /// The changes by the start that the rule gave their occurrence (see [`Moment::order_ms`]), of
    /// each the version that counts.
    fn changes_by_key(&self) -> BTreeMap<i64, &'a Event> {
        let mut changes: BTreeMap<i64, &Event> = BTreeMap::new();
        for change in self.changes.iter().copied() {
            let Some(id) = &change.recurrence_id else {
                continue;
            };
            // On the clock of the series: some programs name the occurrence by its day alone, in
            // UTC, or without the zone.
            let moment = match self.main {
                Some(main) => on_clock_of(&main.start, id).and_then(|at| main.start.moment_of(at)),
                None => id.moment(),
            };
            let Some(key) = moment.map(|moment| moment.order_ms()) else {
                continue;
            };
            let known = changes.entry(key).or_insert(change);
            if change.version() >= known.version() {
                *known = change;
            }
        }
        changes
    }
}

struct Work<'a> {
    from_ms: i64,
    to_ms: i64,
    limits: &'a Limits,
    steps_left: u64,
    occurrences: Vec<Occurrence>,
    problems: Problems,
    is_whole: bool,
}

/// What an event's EXDATE takes away: starts, and whole days.
struct Excepted {
    keys: BTreeSet<i64>,
    days: BTreeSet<Date>,
}

impl Excepted {
    fn of(event: &Event) -> Self {
        let (mut keys, mut days) = (BTreeSet::new(), BTreeSet::new());
        for stamp in &event.excepted {
            if stamp.is_date && !event.start.is_date {
                days.insert(stamp.civil.date());
            } else if let Some(civil) = on_clock_of(&event.start, stamp) {
                keys.extend(event.start.moment_of(civil).map(|at| at.order_ms()));
            }
        }
        Self { keys, days }
    }

    fn holds(&self, key: i64, day: Date) -> bool {
        self.keys.contains(&key) || self.days.contains(&day)
    }
}

impl Work<'_> {
    fn series(&mut self, series: &Series<'_>) {
        let changes = series.changes_by_key();
        let excepted = series.main.map(Excepted::of);
        for (key, change) in &changes {
            let Some(id) = &change.recurrence_id else {
                continue;
            };
            let day = series.main.and_then(|main| on_clock_of(&main.start, id));
            let is_excepted = excepted
                .as_ref()
                .zip(day)
                .is_some_and(|(excepted, day)| excepted.holds(*key, day.date()));
            if is_excepted {
                let tell = "the series takes this occurrence away (EXDATE)";
                let done = "left the change out";
                let problem = Problem::new(&change.uid, "RECURRENCE-ID", tell, done);
                self.problems.push(problem);
                continue;
            }
            let occurrence = change.occurrence(change.start.civil, &change.extent, &change.start);
            self.keep(occurrence.map(|one| Occurrence {
                recurrence_id: id.moment(),
                ..one
            }));
        }
        if let (Some(event), Some(excepted)) = (series.main, excepted) {
            self.main(event, &changes, &excepted);
        }
    }

    fn main(&mut self, event: &Event, changes: &BTreeMap<i64, &Event>, excepted: &Excepted) {
        let later: Vec<(i64, &Event, i64)> = changes
            .iter()
            .filter(|(_, change)| change.is_from_here_on)
            .filter_map(|(key, change)| {
                let id = on_clock_of(&change.start, change.recurrence_id.as_ref()?)?;
                let shift = civil_seconds(change.start.civil) - civil_seconds(id);
                Some((*key, *change, shift))
            })
            .collect();
        let reach = later
            .iter()
            .map(|(_, change, shift)| shift.abs() + change.length_seconds())
            .max()
            .unwrap_or(0)
            .max(event.length_seconds())
            .saturating_add(ZONE_SECONDS_MAX);
        let window = Window {
            from: (self.from_ms / 1000).saturating_sub(reach),
            to: (self.to_ms / 1000).saturating_add(reach),
        };
        let is_series = !event.rules.is_empty() || !event.added.is_empty();
        for (key, (civil, extent, from)) in self.starts(event, window) {
            if changes.contains_key(&key) || excepted.holds(key, civil.date()) {
                continue;
            }
            let changed = last_until(&later, |(first, ..)| *first, key);
            let occurrence = match changed {
                Some((_, change, shift)) => change.shifted(event, civil, *shift),
                None => event.occurrence(civil, extent, from),
            };
            let id = event.start.moment_of(civil).filter(|_| is_series);
            self.keep(occurrence.map(|one| Occurrence {
                recurrence_id: id,
                ..one
            }));
        }
    }

    /// The starts of a series by their key (see [`Moment::order_ms`]): what the clock shows, how
    /// long it takes, and from which start that length is counted.
    fn starts<'e>(
        &mut self,
        event: &'e Event,
        window: Window,
    ) -> BTreeMap<i64, (DateTime, &'e Extent, &'e Stamp)> {
        let key_of = |civil: DateTime| event.start.moment_of(civil).map(|m| m.order_ms());
        let mut starts = BTreeMap::new();
        let own = (event.start.civil, &event.extent, &event.start);
        if event.rules.is_empty() {
            starts.extend(key_of(event.start.civil).map(|key| (key, own)));
        } else {
            self.note_start(event);
        }
        for civil in self.rule_times(event, &event.rules, window) {
            if let Some(key) = key_of(civil) {
                starts.entry(key).or_insert((civil, own.1, own.2));
            }
        }
        for (stamp, extent) in &event.added {
            let Some(civil) = on_clock_of(&event.start, stamp) else {
                continue;
            };
            if let Some(key) = key_of(civil) {
                let value = match extent {
                    Some(extent) => (civil, extent, stamp),
                    None => (civil, own.1, own.2),
                };
                starts.insert(key, value);
            }
        }
        for civil in self.rule_times(event, &event.except_rules, window) {
            key_of(civil).and_then(|key| starts.remove(&key));
        }
        starts
    }

    /// Says where a series begins with a time that none of its rules names: that one isn't held.
    fn note_start(&mut self, event: &Event) {
        let start = civil_seconds(event.start.civil);
        let mut steps = Steps {
            left: self.steps_left,
        };
        let is_named = event.rules.iter().any(|rule| {
            !event.is_past(rule, start) && expand::names_start(rule, start, &mut steps)
        });
        self.steps_left = steps.left;
        if !is_named {
            self.problems.push(Problem::new(
                &event.uid,
                "DTSTART",
                "it is none of the times that its rule gives",
                "began with the first of these",
            ));
        }
    }

    fn rule_times(&mut self, event: &Event, rules: &[Rule], window: Window) -> Vec<DateTime> {
        let mut found = Vec::new();
        let start = civil_seconds(event.start.civil);
        for rule in rules {
            let allowed = self.limits.rule_steps_max.min(self.steps_left);
            let mut steps = Steps { left: allowed };
            let is_past = |at| event.is_past(rule, at);
            let (times, is_whole) = expand::times(rule, start, window, &mut steps, &is_past);
            self.steps_left -= allowed - steps.left;
            found.extend(times.into_iter().filter_map(civil_of));
            if !is_whole {
                self.is_whole = false;
                self.problems.push(Problem::new(
                    &event.uid,
                    "RRULE",
                    "it needs more steps than are allowed",
                    "kept the occurrences found until then",
                ));
            }
        }
        found
    }

    fn keep(&mut self, occurrence: Option<Occurrence>) {
        let Some(occurrence) = occurrence else {
            return;
        };
        let (start, end) = (occurrence.start.order_ms(), occurrence.end.order_ms());
        if start >= self.to_ms || (start < self.from_ms && end <= self.from_ms) {
            return;
        }
        if self.occurrences.len() < self.limits.occurrences_max {
            self.occurrences.push(occurrence);
            return;
        }
        if self.is_whole {
            self.problems.push(Problem::of_file(
                "",
                "there are more occurrences than are told at once",
                "left the others out",
            ));
        }
        self.is_whole = false;
    }
}

/// The last of those that begin at `key` or before it; they are in the order of their keys. There
/// may be as many of them as there are occurrences to ask for.
fn last_until<T>(sorted: &[T], key_of: impl Fn(&T) -> i64, key: i64) -> Option<&T> {
    let behind = sorted.partition_point(|one| key_of(one) <= key);
    sorted.get(behind.checked_sub(1)?)
}

/// What the clock of `start` shows at the time of `stamp`. A day alone takes the start's time.
fn on_clock_of(start: &Stamp, stamp: &Stamp) -> Option<DateTime> {
    if start.is_date || stamp.is_date {
        let time = start.civil.time();
        return Some(stamp.civil.date().to_datetime(time));
    }
    match (&start.place, &stamp.place) {
        (Some(own), Some(other)) => Some(own.wall_clock(other.instant_ms(stamp.civil)?)),
        _ => Some(stamp.civil),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_change_in_force_is_found_in_a_few_looks() {
        let changes: Vec<i64> = (0..100_000).map(|at| at * 10).collect();
        let looks = Cell::new(0);
        let found = |key| {
            looks.set(0);
            let look = |at: &i64| {
                looks.set(looks.get() + 1);
                *at
            };
            last_until(&changes, look, key).copied()
        };
        for (key, change) in [
            (-1, None),
            (0, Some(0)),
            (9, Some(0)),
            (10, Some(10)),
            (500_005, Some(500_000)),
            (i64::MAX, Some(999_990)),
        ] {
            assert_eq!(found(key), change, "{key}");
            assert!(looks.get() <= 20, "{} looks", looks.get());
        }
    }
}
