//! The times of one rule, on the wall clock.
//!
//! All is counted in seconds of the wall clock since 1970, so that the clocks' changes touch
//! nothing here; mapping to instants is the caller's. Every period looked at, every day tried and
//! every time found costs a step, and the steps are limited: a rule that never matches ends.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::rule::{Frequency, Rule, Skip};
use super::value::{civil_of, date_of, days_of};

const DAY: i64 = 86_400;

/// The most times of one period: every second of a day, and more than people write for a year.
const SET_MAX: usize = 90_000;

/// The steps that are left.
#[derive(Debug)]
pub(crate) struct Steps {
    pub(crate) left: u64,
}

impl Steps {
    fn take(&mut self, steps: u64) -> bool {
        let has = self.left >= steps;
        self.left = self.left.saturating_sub(steps);
        has
    }
}

/// The stretch of the wall clock in which times are wanted, in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// The times of `rule` within `window`, in order. A start that the rule doesn't name is none of
/// them and isn't counted: the RFC leaves that open, and what reads calendars elsewhere has it so.
/// `is_past` says whether a time lies behind the rule's UNTIL. The second value is false where the
/// steps ran out before the end.
pub(crate) fn times(
    rule: &Rule,
    start: i64,
    window: Window,
    steps: &mut Steps,
    is_past: &dyn Fn(i64) -> bool,
) -> (Vec<i64>, bool) {
    let (mut found, mut counted, mut is_whole) = (Vec::new(), 0_u64, true);
    if steps.left == 0 {
        return (found, false);
    }
    let (count, last) = bounds(rule, start);
    let walk = Walk::new(rule, start);
    let mut turn = match count {
        Some(_) => 0,
        None => walk.turn_before(window.from),
    };
    let mut set = Vec::new();
    while let Some(period_start) = walk.period_start(turn) {
        if period_start >= window.to || period_start > last || is_past(period_start.max(start)) {
            break;
        }
        set.clear();
        let cost = walk.fill(turn, &mut set);
        if !steps.take(1 + cost.steps + set.len() as u64) {
            is_whole = false;
            break;
        }
        for time in chosen(&set, &rule.positions) {
            if time < start {
                continue;
            }
            counted += 1;
            let is_over = count.is_some_and(|count| counted > count);
            if is_over || time > last || is_past(time) {
                return (found, is_whole);
            }
            if time >= window.from && time < window.to {
                found.push(time);
            }
        }
        turn = turn.saturating_add(cost.turns);
    }
    (found, is_whole)
}

/// Whether `rule` names its own start; also where no steps are left to find out.
pub(crate) fn names_start(rule: &Rule, start: i64, steps: &mut Steps) -> bool {
    if steps.left == 0 || rule.is_plain() {
        return true;
    }
    let mut set = Vec::new();
    let cost = Walk::new(rule, start).fill(0, &mut set);
    steps.take(1 + cost.steps.min(400) + set.len() as u64);
    chosen(&set, &rule.positions).any(|time| time == start)
}

/// The count that must be counted, and the last time that can be known without counting.
fn bounds(rule: &Rule, start: i64) -> (Option<u64>, i64) {
    let unit = match rule.frequency {
        Frequency::Secondly => 1,
        Frequency::Minutely => 60,
        Frequency::Hourly => 3600,
        Frequency::Daily => DAY,
        Frequency::Weekly => 7 * DAY,
        Frequency::Monthly | Frequency::Yearly => return (rule.count, i64::MAX),
    };
    match rule.count {
        Some(count) if rule.is_plain() => {
            let turns = i64::try_from(count.saturating_sub(1)).unwrap_or(i64::MAX);
            let length = turns.saturating_mul(rule.interval).saturating_mul(unit);
            (None, start.saturating_add(length))
        }
        count => (count, i64::MAX),
    }
}

fn chosen<'a>(set: &'a [i64], positions: &'a [i64]) -> Box<dyn Iterator<Item = i64> + 'a> {
    if positions.is_empty() {
        return Box::new(set.iter().copied());
    }
    let count = set.len() as i64;
    let mut picked: Vec<i64> = positions
        .iter()
        .map(|at| if *at > 0 { at - 1 } else { count + at })
        .filter_map(|at| set.get(usize::try_from(at).ok()?).copied())
        .collect();
    picked.sort_unstable();
    picked.dedup();
    Box::new(picked.into_iter())
}

/// What a period cost, and how many turns later the next one is that could match.
struct Cost {
    steps: u64,
    turns: i64,
}

/// A rule from its start on, by the number of its turn.
struct Walk<'a> {
    rule: &'a Rule,
    start: i64,
    start_date: Date,
    hours: Vec<i64>,
    minutes: Vec<i64>,
    seconds: Vec<i64>,
    /// Month days, months and days of the week, filled in from the start where the rule is silent.
    months: Vec<i64>,
    month_days: Vec<i64>,
    days: Vec<(i64, Weekday)>,
}

impl<'a> Walk<'a> {
    fn new(rule: &'a Rule, start: i64) -> Self {
        let start_date = date_of(start.div_euclid(DAY)).unwrap_or(Date::MIN);
        let of_day = start.rem_euclid(DAY);
        let or = |list: &Vec<i64>, value: i64| {
            if list.is_empty() {
                vec![value]
            } else {
                list.clone()
            }
        };
        let mut walk = Self {
            rule,
            start,
            start_date,
            hours: or(&rule.hours, of_day / 3600),
            minutes: or(&rule.minutes, of_day / 60 % 60),
            seconds: or(&rule.seconds, of_day % 60),
            months: rule.months.clone(),
            month_days: rule.month_days.clone(),
            days: rule.days.clone(),
        };
        walk.fill_from_start();
        walk
    }

    fn fill_from_start(&mut self) {
        let rule = self.rule;
        let names_no_day =
            rule.days.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty();
        match rule.frequency {
            Frequency::Yearly if names_no_day && rule.weeks.is_empty() => {
                if rule.months.is_empty() {
                    self.months = vec![i64::from(self.start_date.month())];
                }
                self.month_days = vec![i64::from(self.start_date.day())];
            }
            Frequency::Monthly if names_no_day => {
                self.month_days = vec![i64::from(self.start_date.day())];
            }
            Frequency::Weekly | Frequency::Yearly if names_no_day => {
                self.days = vec![(0, self.start_date.weekday())];
            }
            _ => {}
        }
    }

    /// Seconds of one turn, for the frequencies whose turns are of one length.
    fn turn_seconds(&self) -> Option<i64> {
        let unit = match self.rule.frequency {
            Frequency::Secondly => 1,
            Frequency::Minutely => 60,
            Frequency::Hourly => 3600,
            Frequency::Daily => DAY,
            Frequency::Weekly => 7 * DAY,
            Frequency::Monthly | Frequency::Yearly => return None,
        };
        unit.checked_mul(self.rule.interval)
    }

    /// Where the period begins in which the start lies.
    fn first_period(&self) -> i64 {
        let day = self.start.div_euclid(DAY);
        match self.rule.frequency {
            Frequency::Secondly => self.start,
            Frequency::Minutely => self.start.div_euclid(60) * 60,
            Frequency::Hourly => self.start.div_euclid(3600) * 3600,
            Frequency::Weekly => {
                let since = self.start_date.weekday().since(self.rule.week_start);
                (day - i64::from(since)) * DAY
            }
            _ => day * DAY,
        }
    }

    fn period_start(&self, turn: i64) -> Option<i64> {
        if let Some(seconds) = self.turn_seconds() {
            let at = self
                .first_period()
                .checked_add(turn.checked_mul(seconds)?)?;
            return civil_of(at).map(|_| at);
        }
        let (year, month) = self.year_and_month(turn)?;
        Some(days_of(Date::new(year, month, 1).ok()?) * DAY)
    }

    fn year_and_month(&self, turn: i64) -> Option<(i16, i8)> {
        let ahead = turn.checked_mul(self.rule.interval)?;
        let year = i64::from(self.start_date.year());
        if self.rule.frequency == Frequency::Yearly {
            return Some((i16::try_from(year.checked_add(ahead)?).ok()?, 1));
        }
        let months = (year * 12 + i64::from(self.start_date.month()) - 1).checked_add(ahead)?;
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        Some((year, i8::try_from(months.rem_euclid(12) + 1).ok()?))
    }

    /// A turn that begins no later than any time from `from` on can.
    fn turn_before(&self, from: i64) -> i64 {
        let seconds = self.turn_seconds().unwrap_or_else(|| {
            // The longest months and years: the turn found lies too early rather than too late.
            let days = match self.rule.frequency {
                Frequency::Yearly => 366,
                _ => 31,
            };
            days * DAY * self.rule.interval
        });
        (from.saturating_sub(self.first_period()) / seconds - 2).max(0)
    }

    fn fill(&self, turn: i64, set: &mut Vec<i64>) -> Cost {
        let Some(at) = self.period_start(turn) else {
            return Cost { steps: 0, turns: 1 };
        };
        let days = match self.rule.frequency {
            Frequency::Secondly | Frequency::Minutely | Frequency::Hourly => {
                return self.fill_of_day(at, set);
            }
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly | Frequency::Yearly => {
                let date = date_of(at / DAY).unwrap_or(Date::MIN);
                match self.rule.frequency {
                    Frequency::Monthly => i64::from(date.days_in_month()),
                    _ => i64::from(date.days_in_year()),
                }
            }
        };
        let first = at.div_euclid(DAY);
        if let Some(dates) = self.moved_dates(first, days) {
            for day in dates {
                self.times_of_day(day * DAY, set);
            }
            return Cost {
                steps: days.unsigned_abs(),
                turns: 1,
            };
        }
        for day in first..first + days {
            if date_of(day).is_some_and(|date| self.holds_on(date)) {
                self.times_of_day(day * DAY, set);
            }
            if set.len() > SET_MAX {
                // No allowance of steps has room for this: the caller stops here.
                let steps = u64::MAX / 2;
                return Cost { steps, turns: 1 };
            }
        }
        Cost {
            steps: days.unsigned_abs(),
            turns: 1,
        }
    }

    /// The days of a period of months whose rule moves dates that a month doesn't have; none for
    /// other rules.
    fn moved_dates(&self, first: i64, days: i64) -> Option<BTreeSet<i64>> {
        let rule = self.rule;
        let is_of_months = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly)
            && !self.month_days.is_empty()
            && self.days.is_empty()
            && rule.weeks.is_empty()
            && rule.year_days.is_empty();
        if rule.skip == Skip::Omit || !is_of_months {
            return None;
        }
        let mut found = BTreeSet::new();
        let mut month = date_of(first)?;
        while days_of(month) < first + days {
            let length = i64::from(month.days_in_month());
            let begins = days_of(month);
            if self.months.is_empty() || self.months.contains(&i64::from(month.month())) {
                found.extend(self.month_days.iter().filter_map(|day| match *day {
                    day if day > length && rule.skip == Skip::Backward => Some(begins + length - 1),
                    day if day > length => Some(begins + length),
                    day if day > 0 => Some(begins + day - 1),
                    day if day >= -length => Some(begins + length + day),
                    _ => None,
                }));
            }
            month = date_of(begins + length)?;
        }
        Some(found)
    }

    fn times_of_day(&self, midnight: i64, set: &mut Vec<i64>) {
        for hour in &self.hours {
            for minute in &self.minutes {
                for second in &self.seconds {
                    set.push(midnight + hour * 3600 + minute * 60 + second);
                }
            }
        }
    }

    /// A period shorter than a day; where its day, hour or minute can't match, the next turn is
    /// the first one behind it.
    fn fill_of_day(&self, at: i64, set: &mut Vec<i64>) -> Cost {
        let (frequency, rule) = (self.rule.frequency, self.rule);
        let allows = |list: &[i64], value: i64| list.is_empty() || list.contains(&value);
        let of_day = at.rem_euclid(DAY);
        let date = date_of(at.div_euclid(DAY)).unwrap_or(Date::MIN);
        let blocked = if !self.holds_on(date) {
            Some(DAY - of_day)
        } else if !allows(&rule.hours, of_day / 3600) {
            Some(3600 - of_day % 3600)
        } else if frequency < Frequency::Hourly && !allows(&rule.minutes, of_day / 60 % 60) {
            Some(60 - of_day % 60)
        } else {
            None
        };
        let turn_seconds = self.turn_seconds().unwrap_or(DAY);
        if let Some(wait) = blocked {
            let turns = ((wait + turn_seconds - 1) / turn_seconds).max(1);
            return Cost { steps: 0, turns };
        }
        match frequency {
            Frequency::Hourly => {
                for minute in &self.minutes {
                    set.extend(self.seconds.iter().map(|second| at + minute * 60 + second));
                }
            }
            Frequency::Minutely => set.extend(self.seconds.iter().map(|second| at + second)),
            _ if allows(&rule.seconds, of_day % 60) => set.push(at),
            _ => {}
        }
        Cost { steps: 0, turns: 1 }
    }

    fn holds_on(&self, date: Date) -> bool {
        let from_both_ends = |list: &[i64], at: i64, length: i64| {
            list.is_empty() || list.contains(&at) || list.contains(&(at - length - 1))
        };
        (self.months.is_empty() || self.months.contains(&i64::from(date.month())))
            && from_both_ends(
                &self.month_days,
                i64::from(date.day()),
                i64::from(date.days_in_month()),
            )
            && from_both_ends(
                &self.rule.year_days,
                i64::from(date.day_of_year()),
                i64::from(date.days_in_year()),
            )
            && (self.days.is_empty() || self.days.iter().any(|day| self.is_day(*day, date)))
            && (self.rule.weeks.is_empty() || self.is_in_weeks(date))
    }

    fn is_day(&self, (ordinal, weekday): (i64, Weekday), date: Date) -> bool {
        if date.weekday() != weekday {
            return false;
        }
        // An ordinal counts in the month or the year, and says nothing for other frequencies.
        let (at, length) = match self.rule.frequency {
            Frequency::Monthly => (date.day().into(), i64::from(date.days_in_month())),
            Frequency::Yearly if !self.rule.weeks.is_empty() => return true,
            Frequency::Yearly if !self.rule.months.is_empty() => {
                (date.day().into(), i64::from(date.days_in_month()))
            }
            Frequency::Yearly => (
                i64::from(date.day_of_year()),
                i64::from(date.days_in_year()),
            ),
            _ => return true,
        };
        match ordinal {
            0 => true,
            1.. => (at - 1) / 7 + 1 == ordinal,
            _ => -((length - at) / 7 + 1) == ordinal,
        }
    }

    /// Week 1 is the first with at least four days in the year; its year may be a neighbour's.
    fn is_in_weeks(&self, date: Date) -> bool {
        let day = days_of(date);
        let week = day - i64::from(date.weekday().since(self.rule.week_start));
        let Some(middle) = date_of(week + 3) else {
            return false;
        };
        let number = i64::from(middle.day_of_year() - 1) / 7 + 1;
        let last_in = i64::from(middle.days_in_year() - middle.day_of_year()) / 7;
        let from_end = -(last_in + 1);
        self.rule.weeks.contains(&number) || self.rule.weeks.contains(&from_end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::civil_seconds;
    use super::*;

    #[test]
    fn a_rule_that_never_matches_ends_within_its_steps() {
        let rule = Rule::parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").unwrap();
        let mut steps = Steps { left: 10_000 };
        let window = Window {
            from: 0,
            to: i64::MAX,
        };
        let (found, is_whole) = times(&rule, 0, window, &mut steps, &|_| false);
        assert_eq!((found, is_whole), (vec![], false));
    }

    #[test]
    fn a_plain_count_of_a_thousand_million_needs_no_counting() {
        let rule = Rule::parse("FREQ=SECONDLY;COUNT=1000000000").unwrap();
        let mut steps = Steps { left: 100 };
        let last = 999_999_999;
        let window = Window {
            from: last - 2,
            to: last + 10,
        };
        let (found, is_whole) = times(&rule, 0, window, &mut steps, &|_| false);
        assert_eq!((found, is_whole), (vec![last - 2, last - 1, last], true));
        let civil = civil_of(last).unwrap();
        assert_eq!(civil_seconds(civil), last);
    }
}
