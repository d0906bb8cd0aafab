//! What is other than a group's usual times: on single days, while its venue is closed, and from
//! some day on. Kept beside the group, and folded into one timetable when that is asked for.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Timetable;
use calendar::schedule::{Exception, Exceptions, Held, Piece, Schedule, Way};
use jiff::civil::Date;

use super::details::{Attendance, Details};
use super::field::Field;
use super::finder::Listing;
use super::told;

/// The longest closure, in days: half a year. A hall that is closed for longer is another venue,
/// and a daily meeting's own exceptions still fit beside it.
pub const CLOSURE_DAYS_MAX: i32 = 183;

/// What is other than usual about one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    /// What the group itself says of single days.
    pub exceptions: Exceptions,
    /// What the calendar that it keeps elsewhere says of single days.
    pub calendar: Exceptions,
    /// Whether that calendar is asked for, so that its times come in by themselves.
    pub follows_calendar: bool,
    /// Those that may close a venue of this group, now or by what is planned: few, and mostly none.
    pub closures: Arc<[Closure]>,
    /// What changes from some day on, in the order of the days.
    pub planned: Vec<Planned>,
}

/// A venue that is closed for some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    pub id: i64,
    pub place: String,
    pub address: String,
    /// Both included, on the calendar of each group.
    pub first: Date,
    pub last: Date,
    /// For everyone who would have come.
    pub note: String,
}

impl Closure {
    /// Whether it closes the venue with these words. Case, spaces, signs and what only members may
    /// read don't count; a place without any word is no venue.
    #[must_use]
    pub fn closes(&self, place: &str, address: &str) -> bool {
        let venue = Venue::of(place, address);
        !venue.is_nowhere() && venue == Venue::of(&self.place, &self.address)
    }
}

/// A place and its address as everybody may read them, without case, spaces and signs: how a venue
/// is known again, also where one of its groups writes the code of its door.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Venue {
    pub(super) place: String,
    pub(super) address: String,
}

impl Venue {
    pub(super) fn of(place: &str, address: &str) -> Self {
        Self {
            place: folded(&told::place(place)),
            address: folded(&told::address(address)),
        }
    }

    pub(super) fn is_nowhere(&self) -> bool {
        self.place.is_empty() && self.address.is_empty()
    }
}

/// All closures by the venues that they close, to be looked through once for each group.
#[derive(Debug, Default)]
pub(super) struct Closed {
    all: Arc<[Closure]>,
    by_venue: BTreeMap<Venue, Arc<[Closure]>>,
}

impl Closed {
    pub(super) fn of_all(closures: Vec<Closure>) -> Self {
        let mut by_venue: BTreeMap<Venue, Vec<Closure>> = BTreeMap::new();
        for closure in &closures {
            let venue = Venue::of(&closure.place, &closure.address);
            by_venue.entry(venue).or_default().push(closure.clone());
        }
        by_venue.retain(|venue, _| !venue.is_nowhere());
        Self {
            all: closures.into(),
            by_venue: by_venue
                .into_iter()
                .map(|(venue, own)| (venue, own.into()))
                .collect(),
        }
    }

    /// Those that close a place and an address. Who plans to meet elsewhere is given all.
    pub(super) fn of(&self, (place, address): (&str, &str), planned: &[Planned]) -> Arc<[Closure]> {
        if self.by_venue.is_empty() {
            return Arc::default();
        }
        if planned.iter().any(Planned::moves) {
            return Arc::clone(&self.all);
        }
        let own = self.by_venue.get(&Venue::of(place, address));
        own.map(Arc::clone).unwrap_or_default()
    }
}

/// A text without case, spaces and signs.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A venue that groups meet in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetIn {
    /// As the first of its groups writes it.
    pub place: String,
    pub address: String,
    /// How many groups meet in it.
    pub groups: usize,
}

/// The venues that these groups meet in, by their words.
#[must_use]
pub fn venues<L: Borrow<Listing>>(listings: &[L]) -> Vec<MetIn> {
    let mut venues: BTreeMap<Venue, MetIn> = BTreeMap::new();
    let listings = listings.iter().map(Borrow::borrow);
    for listing in listings.filter(|one| one.attendance.is_in_room()) {
        let venue = Venue::of(&listing.place, &listing.address);
        if venue.is_nowhere() {
            continue;
        }
        let met_in = venues.entry(venue).or_insert_with(|| MetIn {
            place: listing.place.clone(),
            address: listing.address.clone(),
            groups: 0,
        });
        met_in.groups += 1;
    }
    venues.into_values().collect()
}

/// Fields that change from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub from: Date,
    /// In their text form.
    pub fields: BTreeMap<Field, String>,
}

impl Planned {
    /// Whether the group meets elsewhere from then on.
    fn moves(&self) -> bool {
        let [place, address] = [Field::Place, Field::Address];
        self.fields.contains_key(&place) || self.fields.contains_key(&address)
    }

    /// What changes between two states of a group.
    #[must_use]
    pub fn between(from: Date, before: &Details, after: &Details) -> Self {
        let fields = Field::ALL.into_iter().filter_map(|field| {
            let text = after.text(field);
            (text != before.text(field)).then_some((field, text))
        });
        Self {
            from,
            fields: fields.collect(),
        }
    }

    /// The details from that day on; the rule begins with it.
    #[must_use]
    pub fn applied(&self, before: &Details) -> Details {
        let texts = self
            .fields
            .iter()
            .map(|(field, text)| (field.key().to_owned(), text.clone()))
            .collect();
        let said = Details::from_texts(&texts);
        let mut after = before.clone();
        for field in self.fields.keys() {
            after.take(*field, &said);
        }
        after.season.first = Some(self.from);
        after
    }
}

impl Differences {
    /// Whether nothing is other than usual.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exceptions.is_empty()
            && self.calendar.is_empty()
            && self.closures.is_empty()
            && self.planned.is_empty()
    }

    /// What is said of a day, here or in the group's calendar. What is said here wins.
    #[must_use]
    pub fn said_of(&self, date: Date) -> Option<&Exception> {
        self.exceptions
            .get(date)
            .or_else(|| self.calendar.get(date))
    }

    /// The details that will hold on a date, by what is planned until then; the season stays.
    #[must_use]
    pub fn details_on(&self, details: &Details, date: Date) -> Details {
        let until = self.planned.iter().filter(|planned| planned.from <= date);
        let then = until.fold(details.clone(), |then, planned| planned.applied(&then));
        Details {
            season: details.season,
            ..then
        }
    }

    /// When a group with these details meets: its rule, with all that is different.
    #[must_use]
    pub fn timetable(&self, details: &Details) -> Timetable {
        if self.planned.is_empty() {
            let only = self.piece(details, details.attendance);
            return Timetable::of(only.into_iter().collect());
        }
        let mut pieces = Vec::new();
        let mut current = details.clone();
        for planned in &self.planned {
            let after = planned.applied(&current);
            let eve = planned.from.yesterday().ok();
            let last = current.season.last;
            current.season.last = match (last, eve) {
                (Some(last), Some(eve)) => Some(last.min(eve)),
                (last, eve) => last.or(eve),
            };
            pieces.extend(self.piece(&current, details.attendance));
            current = after;
        }
        pieces.extend(self.piece(&current, details.attendance));
        Timetable::of(pieces)
    }

    fn piece(&self, details: &Details, usual: Attendance) -> Option<Piece> {
        let mut schedule = details.schedule()?;
        schedule.exceptions = self.exceptions.clone();
        for (date, exception) in self.calendar.iter() {
            if self.exceptions.get(date).is_none() {
                // Whoever writes keeps to fewer than fit in here.
                let _ = schedule.exceptions.set(date, exception.clone());
            }
        }
        for closure in self.closures.iter() {
            if closure.closes(&details.place, &details.address) {
                close(&mut schedule, details.attendance, closure);
            }
        }
        Some(Piece {
            schedule,
            way: (details.attendance != usual)
                .then(|| way_of(details.attendance))
                .flatten(),
        })
    }
}

/// Closes the venue of a meeting for some days: who meets in the room only, doesn't; who meets
/// both ways, meets online. What the group itself says of a day wins.
fn close(schedule: &mut Schedule, attendance: Attendance, closure: &Closure) {
    let exception = match attendance {
        Attendance::InRoom => Exception::cancelled(&closure.note),
        Attendance::Both => {
            let way = Some(Way::Online);
            let held = Held {
                way,
                ..Held::default()
            };
            Exception::held(held, &closure.note)
        }
        Attendance::Online | Attendance::Resting => return,
    };
    let days: Vec<Date> = schedule
        .dates_from(closure.first)
        .take_while(|date| *date <= closure.last)
        .filter(|date| schedule.exceptions.get(*date).is_none())
        .collect();
    for date in days {
        // There is no room for more only beyond a year of daily meetings.
        if !schedule.exceptions.set(date, exception.clone()) {
            return;
        }
    }
}

/// How people come together, as an occurrence says it; nothing while the group rests.
#[must_use]
pub fn way_of(attendance: Attendance) -> Option<Way> {
    match attendance {
        Attendance::Online => Some(Way::Online),
        Attendance::InRoom => Some(Way::InPerson),
        Attendance::Both => Some(Way::Hybrid),
        Attendance::Resting => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::groups::details::weekly;
    use crate::groups::{Group, GroupId};
    use calendar::{Days, Zone};
    use jiff::civil::date;

    /// 1 December 2026, a Tuesday, in UTC.
    const FIRST_MS: i64 = 1_796_083_200_000;

    fn daily(attendance: Attendance) -> Details {
        Details {
            attendance,
            rule: weekly(Days::ALL),
            start_minute: Some(19 * 60),
            zone: Some(Zone::utc()),
            place: "Elm Street Hall".into(),
            address: "1 Elm Street".into(),
            ..Details::default()
        }
    }

    fn closure() -> Closure {
        Closure {
            id: 1,
            place: "ELM street  hall".into(),
            address: "1, Elm Street".into(),
            first: date(2026, 12, 3),
            last: date(2026, 12, 4),
            note: "Repairs.".into(),
        }
    }

    fn closed() -> Differences {
        Differences {
            closures: [closure()].into(),
            ..Differences::default()
        }
    }

    /// What happens on the days from the first to the sixth: `x` is off, `o` online, `.` as usual.
    fn days(differences: &Differences, details: &Details) -> String {
        let table = differences.timetable(details);
        (1..=6)
            .map(|day| match table.on(date(2026, 12, day)) {
                None => ' ',
                Some(one) if one.is_cancelled => 'x',
                Some(one) if one.way == Some(Way::Online) => 'o',
                Some(_) => '.',
            })
            .collect()
    }

    #[test]
    fn a_closed_venue_is_closed_for_all_who_meet_in_it() {
        assert_eq!(days(&closed(), &daily(Attendance::InRoom)), "..xx..");
        assert_eq!(days(&closed(), &daily(Attendance::Both)), "..oo..");
        assert_eq!(days(&closed(), &daily(Attendance::Online)), "......");
        let elsewhere = Details {
            address: "2 Elm Street".into(),
            ..daily(Attendance::InRoom)
        };
        assert_eq!(days(&closed(), &elsewhere), "......");
        let table = closed().timetable(&daily(Attendance::InRoom));
        let note = &table.exception(date(2026, 12, 3)).unwrap().note;
        assert_eq!(note, "Repairs.");
    }

    #[test]
    fn a_venue_is_listed_once_however_it_is_written() {
        let listing = |attendance, place: &str| Listing {
            place: place.to_owned(),
            ..Listing::of(&Group::new(GroupId(1), daily(attendance), 0))
        };
        let listings = [
            listing(Attendance::InRoom, "Oak Room"),
            listing(Attendance::Both, "Elm Street Hall"),
            listing(Attendance::InRoom, "elm street hall."),
            listing(Attendance::Online, "Elsewhere"),
        ];
        let venues = venues(&listings);
        let found: Vec<_> = venues.iter().map(|one| (&*one.place, one.groups)).collect();
        assert_eq!(found, [("Elm Street Hall", 2), ("Oak Room", 1)]);
    }

    #[test]
    fn what_has_no_place_is_no_venue() {
        let nowhere = Closure {
            place: String::new(),
            address: "-".into(),
            ..closure()
        };
        assert!(!nowhere.closes("", ""));
    }

    #[test]
    fn a_group_is_given_the_closures_of_its_own_venue() {
        let other = Closure {
            id: 2,
            place: "Oak Room".into(),
            ..closure()
        };
        let closed = Closed::of_all(vec![closure(), other.clone()]);
        let given = |place: &str, planned: &[Planned]| -> Vec<i64> {
            let given = closed.of((place, "1 Elm Street."), planned);
            given.iter().map(|one| one.id).collect()
        };
        assert_eq!(given("elm-street hall", &[]), [1]);
        assert_eq!(given("Oak room", &[]), [2]);
        assert!(given("", &[]).is_empty());
        // Whoever plans to meet in another room may find that one closed.
        let moves = Planned {
            from: date(2026, 12, 4),
            fields: [(Field::Place, "Oak Room".to_owned())].into(),
        };
        assert_eq!(
            given("Elm Street Hall", std::slice::from_ref(&moves)),
            [1, 2]
        );
        let details = daily(Attendance::InRoom);
        let differences = Differences {
            closures: closed.of(
                (&details.place, &details.address),
                std::slice::from_ref(&moves),
            ),
            planned: vec![moves],
            ..Differences::default()
        };
        assert_eq!(days(&differences, &details), "..xx..");
        let elsewhere = Closed::of_all(vec![other]);
        let closures = elsewhere.of((&details.place, &details.address), &differences.planned);
        let differences = Differences {
            closures,
            ..differences
        };
        assert_eq!(days(&differences, &details), "...x..");
    }

    #[test]
    fn what_the_group_says_of_a_day_wins() {
        let mut differences = closed();
        let as_usual = Exception::held(Held::default(), "In the garden.");
        assert!(
            differences
                .exceptions
                .set(date(2026, 12, 3), as_usual.clone())
        );
        let details = daily(Attendance::InRoom);
        assert_eq!(days(&differences, &details), "...x..");
        let table = differences.timetable(&details);
        assert_eq!(table.exception(date(2026, 12, 3)), Some(&as_usual));
    }

    #[test]
    fn a_change_holds_from_its_day_on() {
        let before = Details {
            attendance: Attendance::Both,
            rule: weekly(Days::ALL),
            ..daily(Attendance::Both)
        };
        let after = Details {
            attendance: Attendance::Online,
            start_minute: Some(18 * 60),
            place: String::new(),
            ..before.clone()
        };
        let planned = Planned::between(date(2026, 12, 4), &before, &after);
        let keys: Vec<_> = planned.fields.keys().map(|field| field.key()).collect();
        assert_eq!(keys, ["attendance", "start", "place"]);
        let differences = Differences {
            planned: vec![planned.clone()],
            ..closed()
        };
        assert_eq!(days(&differences, &before), "..oooo");
        let next = differences.timetable(&before).next(FIRST_MS, 4);
        let hours: Vec<i64> = next
            .iter()
            .map(|one| (one.start_ms - FIRST_MS) / 3_600_000 % 24)
            .collect();
        assert_eq!(hours, [19, 19, 19, 18]);
        let applied = planned.applied(&before);
        assert_eq!(applied.season.first, Some(date(2026, 12, 4)));
        assert_eq!(
            Details {
                season: before.season,
                ..applied
            },
            after
        );
    }

    #[test]
    fn two_changes_follow_one_another_within_the_season() {
        let mut details = daily(Attendance::InRoom);
        details.season.last = Some(date(2026, 12, 5));
        let rest = |from, attendance: Attendance| Planned {
            from,
            fields: [(Field::Attendance, attendance.key().to_owned())].into(),
        };
        let differences = Differences {
            planned: vec![
                rest(date(2026, 12, 2), Attendance::Resting),
                rest(date(2026, 12, 4), Attendance::Online),
            ],
            ..Differences::default()
        };
        assert_eq!(days(&differences, &details), ".  oo ");
    }
}
