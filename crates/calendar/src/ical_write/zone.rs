//! The rules of a zone's clock, for readers that don't know them or know older ones.
//!
//! Where the clock has changed by the same rules for as long as weekdays need to come round, they
//! are written as yearly rules, from the first year that fits. What came before, and the clocks of
//! zones without such rules (Morocco's follows the moon), is written change by change, each as an
//! observance of its own: shorter would be one observance with a list of dates, but several
//! programs don't read such lists, and ical.js leaves out the first date.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::event::two_letters;
use super::line::{Lines, local};
use super::{YEARS_AHEAD, first_day};
use crate::zone::Zone;

/// After so many years every weekday has been on every day of the month (unless a century
/// without a leap day lies between), so a rule that fits them all is the rule.
const YEARS_COMPARED: i16 = 28;

/// More changes of clocks than any zone has in the years that are looked at; Morocco has two in
/// each.
const CHANGES_MAX: usize = 400;

/// A change of the clock.
#[derive(Clone, Debug)]
struct Change {
    from: Offset,
    to: Offset,
    name: String,
    is_summer: bool,
    /// What the clock showed when it changed.
    at: DateTime,
}

/// What changes have in common that differ only in their dates.
type Kind = (Offset, Offset, String, bool);

pub(super) fn write(lines: &mut Lines, zone: &Zone, now_ms: i64) {
    let first = first_day(zone, now_ms);
    let (before, changes) = changes(zone, first);
    lines.put("BEGIN", "VTIMEZONE");
    lines.put("TZID", zone.name());
    component(lines, &before, "");
    let enough = first.year().saturating_add(YEARS_AHEAD + 3);
    let regular = regular_from(&changes);
    let mut kinds: BTreeMap<Kind, Vec<&Change>> = BTreeMap::new();
    for change in &changes {
        kinds.entry(change.kind()).or_default().push(change);
    }
    for changes in kinds.values() {
        let is_regular = |change: &&&Change| regular.is_some_and(|year| change.at.year() >= year);
        for change in changes.iter().filter(|change| !is_regular(change)) {
            if change.at.year() < enough {
                component(lines, change, "");
            }
        }
        let by_rule: Vec<&Change> = changes.iter().filter(is_regular).copied().collect();
        if let (Some(first), Some(rule)) = (by_rule.first(), yearly(&by_rule)) {
            component(lines, first, &rule);
        }
    }
    lines.put("END", "VTIMEZONE");
}

/// The change that was last before a day, and those of the years that are compared.
fn changes(zone: &Zone, first: Date) -> (Change, Vec<Change>) {
    let rules = zone.rules();
    let start = rules
        .to_ambiguous_timestamp(first.to_datetime(jiff::civil::Time::midnight()))
        .compatible()
        .unwrap_or(Timestamp::MIN);
    let now = rules.to_offset_info(start);
    let mut offset = now.offset();
    // No reader needs to know since when: the name and the offset held when the calendar began.
    let before = Change {
        from: offset,
        to: offset,
        name: now.abbreviation().to_owned(),
        is_summer: now.dst().is_dst(),
        at: first_day_of_all(),
    };
    let mut changes = Vec::new();
    let last_year = first.year().saturating_add(YEARS_COMPARED);
    for change in rules.following(start).take(CHANGES_MAX) {
        let at = offset.to_datetime(change.timestamp());
        if at.year() > last_year {
            break;
        }
        // Some changes are of the name only.
        if change.offset() != offset {
            changes.push(Change {
                from: offset,
                to: change.offset(),
                name: change.abbreviation().to_owned(),
                is_summer: change.dst().is_dst(),
                at,
            });
        }
        offset = change.offset();
    }
    (before, changes)
}

/// Before everything that a calendar holds.
fn first_day_of_all() -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
}

impl Change {
    fn kind(&self) -> Kind {
        (self.from, self.to, self.name.clone(), self.is_summer)
    }
}

/// The year from which on all changes follow yearly rules until the end of those compared.
fn regular_from(changes: &[Change]) -> Option<i16> {
    /// A rule that held for fewer years at the end of those compared may be no rule.
    const YEARS_MIN: i16 = 20;
    let first = changes.first()?.at.year();
    let last = changes.last()?.at.year();
    (first..=last - YEARS_MIN).find(|year| {
        let mut kinds: BTreeMap<Kind, Vec<&Change>> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.at.year() >= *year) {
            kinds.entry(change.kind()).or_default().push(change);
        }
        let years = usize::try_from(last - year + 1).unwrap_or_default();
        kinds
            .values()
            .all(|changes| changes.len() == years && yearly(changes).is_some())
    })
}

/// The yearly rule of these changes, if they follow one.
fn yearly(changes: &[&Change]) -> Option<String> {
    let first = changes.first()?;
    let (month, weekday, time) = (first.at.month(), first.at.date().weekday(), first.at.time());
    let mut following = first.at.year()..;
    let is_same = |change: &&Change| {
        Some(change.at.year()) == following.next()
            && change.at.month() == month
            && change.at.date().weekday() == weekday
            && change.at.time() == time
    };
    if !changes.iter().all(is_same) {
        return None;
    }
    let days = || changes.iter().map(|change| change.at.day());
    let (low, high) = (days().min()?, days().max()?);
    if high - low > 6 {
        return None;
    }
    let day = two_letters(weekday);
    let is_last = |change: &&Change| change.at.day() + 7 > change.at.date().days_in_month();
    let which = if changes.iter().all(is_last) {
        format!("BYDAY=-1{day}")
    } else if (low - 1) / 7 == (high - 1) / 7 {
        format!("BYDAY={}{day}", (low - 1) / 7 + 1)
    } else {
        // Such as "the Sunday after the first Saturday".
        let mut list = String::new();
        for number in low..=high {
            let comma = if number == low { "" } else { "," };
            let _ = write!(list, "{comma}{number}");
        }
        format!("BYMONTHDAY={list};BYDAY={day}")
    };
    Some(format!("FREQ=YEARLY;BYMONTH={month};{which}"))
}

fn component(lines: &mut Lines, first: &Change, rule: &str) {
    let kind = if first.is_summer {
        "DAYLIGHT"
    } else {
        "STANDARD"
    };
    lines.put("BEGIN", kind);
    lines.put("DTSTART", &local(first.at));
    lines.put("TZOFFSETFROM", &offset(first.from));
    lines.put("TZOFFSETTO", &offset(first.to));
    lines.text("TZNAME", &first.name);
    if !rule.is_empty() {
        lines.put("RRULE", rule);
    }
    lines.put("END", kind);
}

/// An offset from UTC: `-0500`, `+1030`, and with seconds where there are some.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match rest {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        _ => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}
