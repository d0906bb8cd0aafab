//! Closing a venue: what was typed, what it means, and which meetings it touches.

use std::borrow::Borrow;
use std::sync::Arc;

use calendar::Occurrence;
use calendar::schedule::Way;
use jiff::civil::Date;
use serde::Deserialize;

use super::differences::{CLOSURE_DAYS_MAX, Closure, Differences, Venue};
use super::evening::{date_of, note_of};
use super::finder::Listing;
use super::schedule_words::{ScheduleWords, VenueWords};
use crate::site::form::{Errors, tidy_line};
use crate::site::lang::Lang;

/// What was typed, word for word. The place and the address are those of the venue that was chosen.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct ClosingForm {
    pub(super) place: String,
    pub(super) address: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) note: String,
}

impl ClosingForm {
    /// Whether somebody has said more than which venue.
    pub(super) fn is_begun(&self) -> bool {
        !self.first.is_empty() || !self.last.is_empty() || !self.note.is_empty()
    }

    /// What it means, under a number that is given to it.
    ///
    /// # Errors
    /// A sentence for each field that can't be accepted.
    pub(super) fn meant(&self, lang: Lang, id: i64, today: Date) -> Result<Closure, Errors> {
        let (v, w) = (VenueWords::of(lang), ScheduleWords::of(lang));
        let mut errors = Errors::default();
        let (first, last) = (date_of(&self.first), date_of(&self.last));
        if first.is_none() {
            errors.add("first", v.bad_first);
        }
        match (first, last) {
            (_, None) => errors.add("last", v.bad_last),
            (_, Some(last)) if last < today => errors.add("last", w.bad_past),
            (Some(first), Some(last))
                if !(0..CLOSURE_DAYS_MAX).contains(&(last - first).get_days()) =>
            {
                errors.add("last", w.bad_venue);
            }
            _ => {}
        }
        let note = note_of(lang, &self.note).unwrap_or_else(|long| {
            errors.add("note", long);
            String::new()
        });
        match (first, last) {
            (Some(first), Some(last)) if errors.is_empty() => Ok(Closure {
                id,
                place: tidy_line(&self.place),
                address: tidy_line(&self.address),
                first,
                last,
                note,
            }),
            _ => Err(errors),
        }
    }
}

/// What a closure does to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touch {
    Off,
    Online,
    /// The group has said something of that day itself, and that stays.
    Stays,
}

/// A meeting that falls on the days of a closure.
#[derive(Clone, Debug)]
pub(super) struct Touched {
    pub(super) group: Listing,
    /// As it is without the closure.
    pub(super) at: Occurrence,
    pub(super) touch: Touch,
}

/// The meetings that a closure touches, the soonest first.
pub(super) fn touched<L: Borrow<Listing>>(listings: &[L], closure: &Closure) -> Vec<Touched> {
    let mut touched = Vec::new();
    let closed = Venue::of(&closure.place, &closure.address);
    for group in listings.iter().map(Borrow::borrow) {
        let is_in_it = || Venue::of(&group.place, &group.address) == closed;
        if !group.differences.planned.is_empty() || is_in_it() {
            touched.extend(touched_of(group, closure));
        }
    }
    touched.sort_by_key(|one| (one.at.start_ms, one.group.id));
    touched
}

/// Whether the people of a group should hear of a closure: they meet in the venue, or will on its
/// days. `group` is as it is without the closure.
pub(super) fn concerns(closure: &Closure, group: &Listing) -> bool {
    if group.differences.planned.is_empty() {
        return group.attendance.is_in_room() && closure.closes(&group.place, &group.address);
    }
    !touched_of(group, closure).is_empty()
}

fn touched_of(group: &Listing, closure: &Closure) -> Vec<Touched> {
    let closures: Vec<Closure> = group
        .differences
        .closures
        .iter()
        .cloned()
        .chain([closure.clone()])
        .collect();
    let closed = Listing {
        differences: Differences {
            closures: Arc::from(closures),
            ..group.differences.clone()
        },
        ..group.clone()
    };
    let (before, after) = (group.timetable(), closed.timetable());
    let mut touched = Vec::new();
    for piece in before.pieces() {
        let dates = piece.schedule.dates_from(closure.first);
        for date in dates.take_while(|date| *date <= closure.last) {
            let Some(at) = before.on(date) else { continue };
            let touch = match (before.exception(date), after.exception(date)) {
                (None, Some(closed)) if closed.is_cancelled() => Touch::Off,
                (None, Some(closed)) if closed.way() == Some(Way::Online) => Touch::Online,
                (Some(_), _) if closure.closes(&group.place, &group.address) => Touch::Stays,
                _ => continue,
            };
            touched.push(Touched {
                group: group.clone(),
                at,
                touch,
            });
        }
    }
    touched
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::groups::{Attendance, Details, Group, GroupId, weekly};
    use calendar::schedule::Exception;
    use calendar::{Days, Zone};
    use jiff::civil::date;

    fn daily(id: i64, attendance: Attendance, place: &str) -> Group {
        let details = Details {
            attendance,
            rule: weekly(Days::ALL),
            start_minute: Some(19 * 60),
            zone: Some(Zone::utc()),
            place: place.into(),
            ..Details::default()
        };
        Group::new(GroupId(id), details, 0)
    }

    fn right() -> ClosingForm {
        ClosingForm {
            place: "Elm Street Hall".into(),
            address: String::new(),
            first: "2026-12-03".into(),
            last: "2026-12-04".into(),
            note: " Repairs. ".into(),
        }
    }

    const TODAY: Date = date(2026, 12, 1);

    #[test]
    fn a_closure_says_beforehand_what_it_touches() {
        let mut own = daily(3, Attendance::InRoom, "ELM street hall");
        let cancelled = Exception::cancelled("We rest.");
        assert!(own.differences.exceptions.set(date(2026, 12, 4), cancelled));
        let groups = [
            daily(1, Attendance::InRoom, "Elm Street Hall"),
            daily(2, Attendance::Both, "Elm Street Hall"),
            own,
            daily(4, Attendance::Online, "Elm Street Hall"),
            daily(5, Attendance::InRoom, "Oak Room"),
        ];
        let listings = groups.each_ref().map(Listing::of);
        let closure = right().meant(Lang::En, 9, TODAY).unwrap();
        assert_eq!(closure.note, "Repairs.");
        let found = touched(&listings, &closure);
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.at.date.day(), one.group.id.0, one.touch))
            .collect();
        let expected = [
            (3, 1, Touch::Off),
            (3, 2, Touch::Online),
            (3, 3, Touch::Off),
            (4, 1, Touch::Off),
            (4, 2, Touch::Online),
            (4, 3, Touch::Stays),
        ];
        assert_eq!(found, expected);
    }

    /// Makes a right form wrong.
    type Spoil = fn(&mut ClosingForm);

    #[test]
    fn each_wrong_field_gets_its_sentence() {
        let wrong: [(&str, Spoil); 6] = [
            ("first", |form| form.first = String::new()),
            ("last", |form| form.last = "soon".into()),
            ("last", |form| form.last = "2026-12-02".into()),
            ("last", |form| form.last = "2027-12-02".into()),
            ("last", |form| {
                form.first = "2026-11-01".into();
                form.last = "2026-11-30".into();
            }),
            ("note", |form| form.note = "n".repeat(501)),
        ];
        for (field, spoil) in wrong {
            let mut form = right();
            spoil(&mut form);
            for lang in Lang::ALL {
                let errors = form.meant(lang, 9, TODAY).unwrap_err();
                assert!(errors.of(field).is_some(), "{field}: {errors:?}");
            }
        }
    }
}
