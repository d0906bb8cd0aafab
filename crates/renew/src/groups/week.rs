//! Seven days of all groups, each on the calendar of its own group.

use std::borrow::Borrow;

use jiff::Span;
use jiff::civil::Date;

use calendar::{Occurrence, Zone};

use super::evening::{Difference, Evening};
use super::finder::Listing;
use super::when;
use crate::site::visitor::escape_query;

/// How many days are shown at once, and how far the ways before and after lead.
pub(super) const DAYS: i64 = 7;
/// A list that one can still look through; where more meet, the days have several pages.
pub(super) const ON_A_PAGE: usize = 200;

const HOUR_MS: i64 = 60 * 60 * 1_000;

/// Which meetings somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrowed {
    /// In the group's name, place, address or region; empty for all.
    pub(super) words: String,
    /// Only those that nobody leads yet.
    pub(super) only_gaps: bool,
}

impl Narrowed {
    pub(super) fn is_all(&self) -> bool {
        self.words.is_empty() && !self.only_gaps
    }

    /// As it goes on in an address that has begun.
    pub(super) fn address(&self) -> String {
        let words = match self.words.as_str() {
            "" => String::new(),
            words => format!("&words={}", escape_query(words)),
        };
        let gaps = if self.only_gaps { "&gaps=on" } else { "" };
        format!("{words}{gaps}")
    }
}

/// A meeting of some group.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub(super) group: Listing,
    pub(super) evening: Evening,
    /// On the group's own calendar.
    pub(super) day: Date,
    pub(super) led: Led,
}

/// Who leads a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Led {
    /// By these, under their made-up names.
    By(Vec<String>),
    /// By nobody yet, though it happens.
    Nobody,
    /// Nobody here: the group is only listed, or the meeting is off.
    Elsewhere,
}

impl Led {
    /// Of the names of those who are down for it. A group that a feed brought and that nobody here
    /// leads is led by people that we don't know.
    pub(super) fn of(names: Vec<String>, evening: &Evening, is_only_listed: bool) -> Self {
        if evening.difference == Difference::Off {
            Self::Elsewhere
        } else if !names.is_empty() {
            Self::By(names)
        } else if is_only_listed {
            Self::Elsewhere
        } else {
            Self::Nobody
        }
    }
}

/// A meeting of these days, by the place of its group among the listings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) place: usize,
    pub(super) at: Occurrence,
    pub(super) day: Date,
}

/// All meetings of seven days, those that are off among them: day by day, the soonest first.
pub(super) fn found<L: Borrow<Listing>>(listings: &[L], first: Date) -> Vec<Found> {
    let after = plus_days(first, DAYS);
    let utc = Zone::utc();
    let midnight_ms = |day: Date| utc_ms(&utc, day);
    // Where a day begins first it does fourteen hours before it does in UTC; where it ends last,
    // twelve hours after.
    let from_ms = midnight_ms(first).saturating_sub(14 * HOUR_MS);
    let until_ms = midnight_ms(after).saturating_add(12 * HOUR_MS);
    let mut found: Vec<Found> = Vec::new();
    for (place, group) in listings.iter().map(Borrow::borrow).enumerate() {
        let meetings = group.timetable().between(from_ms, until_ms).into_iter();
        let on_these_days = meetings.filter_map(|at| {
            let day = when::day_of(group.zone.as_ref(), &at);
            (first <= day && day < after).then_some(Found { place, at, day })
        });
        found.extend(on_these_days);
    }
    found.sort_by_key(|one| (one.day, one.at.start_ms, one.place));
    found
}

fn utc_ms(utc: &Zone, day: Date) -> i64 {
    let epoch = utc.wall_clock(0).date();
    epoch.duration_until(day).as_hours().saturating_mul(HOUR_MS)
}

/// A day so many days later; the last day of the calendar, where there is none.
pub(super) fn plus_days(day: Date, days: i64) -> Date {
    let edge = if days < 0 { Date::MIN } else { Date::MAX };
    day.checked_add(Span::new().days(days)).unwrap_or(edge)
}

/// The day that it is where it is still earliest, of all places where groups meet.
pub(super) fn earliest_today(zones: &[Zone], now_ms: i64) -> Date {
    let days = zones.iter().map(|zone| zone.wall_clock(now_ms).date());
    let utc = || Zone::utc().wall_clock(now_ms).date();
    days.min().unwrap_or_else(utc)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::groups::{Details, Group, GroupId, weekly};
    use calendar::schedule::{Exception, Held};
    use calendar::{Days, Timetable};
    use jiff::civil::{Weekday, date};

    /// Tuesday 1 December 2026, noon in UTC.
    const NOW_MS: i64 = 1_796_126_400_000;

    fn circle(id: i64, zone: &str, day: Weekday, hour: u16) -> Group {
        let details = Details {
            rule: weekly(Days::one(day)),
            start_minute: Some(hour * 60),
            zone: Zone::named(zone),
            ..Details::default()
        };
        Group::new(GroupId(id), details, 0)
    }

    fn shown(groups: &[Group], first: Date) -> Vec<(Date, i64)> {
        let listings: Vec<Listing> = groups.iter().map(Listing::of).collect();
        let found = found(&listings, first);
        found
            .iter()
            .map(|one| (one.day, listings[one.place].id.0))
            .collect()
    }

    #[test]
    fn each_group_meets_on_the_day_of_its_own_calendar() {
        // Both are on Tuesday, though a day apart in UTC.
        let groups = [
            circle(1, "Pacific/Kiritimati", Weekday::Tuesday, 1),
            circle(2, "Pacific/Pago_Pago", Weekday::Tuesday, 23),
        ];
        let tuesday = date(2026, 12, 1);
        assert_eq!(shown(&groups, tuesday), [(tuesday, 1), (tuesday, 2)]);
        assert_eq!(
            shown(&groups, date(2026, 11, 25)),
            [(tuesday, 1), (tuesday, 2)]
        );
        assert_eq!(
            shown(&groups, date(2026, 11, 24)).len(),
            2,
            "those of a week before"
        );
        let days: Vec<Date> = shown(&groups, date(2026, 12, 2))
            .iter()
            .map(|one| one.0)
            .collect();
        assert_eq!(days, [date(2026, 12, 8); 2]);
    }

    #[test]
    fn what_is_off_or_moved_is_shown_where_it_is() {
        let mut group = circle(1, "UTC", Weekday::Tuesday, 19);
        let off = Exception::cancelled("Repairs.");
        let moved = Held {
            date: Some(date(2026, 12, 3)),
            ..Held::default()
        };
        let exceptions = &mut group.differences.exceptions;
        assert!(exceptions.set(date(2026, 12, 1), off));
        assert!(exceptions.set(date(2026, 12, 8), Exception::held(moved, "")));
        let days = shown(std::slice::from_ref(&group), date(2026, 12, 1));
        assert_eq!(days, [(date(2026, 12, 1), 1), (date(2026, 12, 3), 1)]);
    }

    #[test]
    fn the_ends_of_the_calendar_hold_no_surprise() {
        let groups = [circle(1, "UTC", Weekday::Tuesday, 19)];
        for edge in [Date::MIN, Date::MAX, plus_days(Date::MAX, -6)] {
            assert!(shown(&groups, edge).len() <= 1);
        }
        assert_eq!(plus_days(Date::MIN, -DAYS), Date::MIN);
        assert_eq!(earliest_today(&[], NOW_MS), date(2026, 12, 1));
        // It is still Monday there.
        let west = [Zone::named("Pacific/Pago_Pago").unwrap()];
        assert_eq!(
            earliest_today(&west, NOW_MS - 2 * HOUR_MS),
            date(2026, 11, 30)
        );
    }

    #[test]
    fn a_gap_is_a_meeting_that_happens_here_without_anybody() {
        let table: Timetable = circle(1, "UTC", Weekday::Tuesday, 19).timetable();
        let evening = Evening::on(&table, date(2026, 12, 1)).unwrap();
        let off = Evening {
            difference: Difference::Off,
            ..evening.clone()
        };
        let sol = || vec!["Sol".to_owned()];
        assert_eq!(Led::of(Vec::new(), &evening, false), Led::Nobody);
        assert_eq!(Led::of(Vec::new(), &evening, true), Led::Elsewhere);
        assert_eq!(Led::of(sol(), &evening, true), Led::By(sol()));
        assert_eq!(Led::of(sol(), &off, false), Led::Elsewhere);
    }
}
