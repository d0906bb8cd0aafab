//! From events to occurrences: rules, dates added and taken away, occurrences moved or cancelled.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::DateTime;

use super::event::{Calendar, Event, Extent, Stamp};
use super::expand::{self, Steps, Window};
use super::rule::{Rule, Until};
use super::value::{Length, civil_of, civil_seconds};
use super::{Expansion, Limits, Moment, Occurrence, Problem, Status};

/// Instants and wall clocks are never further apart than this, whatever the zone.
const ZONE_SECONDS_MAX: i64 = 2 * 86_400;

impl Stamp {
    fn moment(&self) -> Option<Moment> {
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

    fn length_seconds(&self) -> i64 {
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
            expansion: Expansion {
                occurrences: Vec::new(),
                problems: Vec::new(),
                is_whole: true,
            },
        };
        for series in self.series(&mut work.expansion.problems) {
            work.series(&series);
        }
        let mut expansion = work.expansion;
        if self.method == "CANCEL" {
            for occurrence in &mut expansion.occurrences {
                occurrence.status = Status::Cancelled;
            }
        }
        expansion
            .occurrences
            .sort_by(|a, b| (a.start.order_ms(), &a.uid).cmp(&(b.start.order_ms(), &b.uid)));
        expansion.problems.truncate(limits.problems_max);
        expansion
    }

    /// The events of each UID, of each the version that counts.
    fn series(&self, problems: &mut Vec<Problem>) -> Vec<Series<'_>> {
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
            let key = event.recurrence_id.as_ref().and_then(Stamp::moment);
            let slot = match key {
                None => &mut series.main,
                Some(key) => series.changes.entry(key.order_ms()).or_default(),
            };
            if let Some(known) = slot {
                let tell = "there are several of this UID";
                if key.is_none() {
                    let done = "kept the one of the highest SEQUENCE, the latest of these";
                    problems.push(Problem::new(&event.uid, "UID", tell, done));
                }
                if (event.sequence, &event.stamped) < (known.sequence, &known.stamped) {
                    continue;
                }
            }
            *slot = Some(event);
        }
        all
    }
}

/// An event and the changes of its occurrences, by the start that the rule gave them.
#[derive(Default)]
struct Series<'a> {
    main: Option<&'a Event>,
    changes: BTreeMap<i64, Option<&'a Event>>,
}

struct Work<'a> {
    from_ms: i64,
    to_ms: i64,
    limits: &'a Limits,
    steps_left: u64,
    expansion: Expansion,
}

impl Work<'_> {
    fn series(&mut self, series: &Series<'_>) {
        for change in series.changes.values().copied().flatten() {
            let id = change.recurrence_id.as_ref().and_then(Stamp::moment);
            let occurrence = change.occurrence(change.start.civil, &change.extent, &change.start);
            self.keep(occurrence.map(|one| Occurrence {
                recurrence_id: id,
                ..one
            }));
        }
        if let Some(event) = series.main {
            self.main(event, series);
        }
    }

    fn main(&mut self, event: &Event, series: &Series<'_>) {
        let later: Vec<(i64, &Event, i64)> = series
            .changes
            .iter()
            .filter_map(|(key, change)| Some((*key, (*change)?)))
            .filter(|(_, change)| change.is_from_here_on)
            .filter_map(|(key, change)| {
                let from = civil_seconds(change.recurrence_id.as_ref()?.civil);
                Some((key, change, civil_seconds(change.start.civil) - from))
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
        // A change that names a day alone means that day's occurrence.
        let day_changes: BTreeSet<i64> = series
            .changes
            .values()
            .filter_map(|change| (*change)?.recurrence_id.as_ref())
            .filter(|id| id.is_date && !event.start.is_date)
            .map(|id| civil_seconds(id.civil))
            .collect();
        for (key, (civil, extent, from)) in self.starts(event, window) {
            let day = civil_seconds(civil).div_euclid(86_400) * 86_400;
            if series.changes.contains_key(&key) || day_changes.contains(&day) {
                continue;
            }
            let changed = later.iter().rev().find(|(first, ..)| *first <= key);
            let occurrence = match changed {
                Some((_, change, shift)) => civil_of(civil_seconds(civil) + shift)
                    .and_then(|civil| change.occurrence(civil, &change.extent, &change.start)),
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
        if let Some(key) = key_of(event.start.civil) {
            starts.insert(key, own);
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
        let mut days = BTreeSet::new();
        for stamp in &event.excepted {
            if stamp.is_date && !event.start.is_date {
                days.insert(stamp.civil.date());
            } else if let Some(civil) = on_clock_of(&event.start, stamp) {
                key_of(civil).and_then(|key| starts.remove(&key));
            }
        }
        starts.retain(|_, (civil, ..)| !days.contains(&civil.date()));
        starts
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
                self.expansion.is_whole = false;
                self.expansion.problems.push(Problem::new(
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
        if self.expansion.occurrences.len() < self.limits.occurrences_max {
            self.expansion.occurrences.push(occurrence);
            return;
        }
        if self.expansion.is_whole {
            self.expansion.problems.push(Problem::of_file(
                "",
                "there are more occurrences than are told at once",
                "left the others out",
            ));
        }
        self.expansion.is_whole = false;
    }
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
