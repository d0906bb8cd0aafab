//! The form of a note: what it takes, what it refuses and why.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::words::FollowUpWords;
use super::{DUE_WITHIN_MS, Offer, Offered};
use crate::site::form::Errors;
use crate::site::lang::fill;
use crate::site::moment;
use crate::site::visitor::PersonId;

/// Somebody who may be chosen in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// As it is sent: a seat's number, or a person's.
    pub(super) key: String,
    pub(super) person: PersonId,
    pub(super) name: String,
}

/// Who can be chosen, by whom, and the clock that times are told by.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// Who sat in the session, but for who makes the note. Empty where it can't be changed.
    pub(super) people: Vec<Choice>,
    /// Who could follow up, beside who makes the note.
    pub(super) others: Vec<Choice>,
    pub(super) me: PersonId,
    pub(super) zone: String,
    pub(super) now_ms: i64,
}

/// What was typed, by field, so that nothing is lost when something is refused.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(BTreeMap<String, String>);

/// A note as the form says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noted {
    pub(super) offered: Offered,
    /// Nothing where nothing is needed.
    pub(super) due_ms: Option<i64>,
    /// Somebody else who is to follow up, once they say yes.
    pub(super) asked: Option<PersonId>,
}

/// Follows up oneself.
pub(super) const ME: &str = "me";

impl Typed {
    pub(super) fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// The form before anybody types: tomorrow evening, by oneself.
    pub(super) fn fresh(seat: &str, zone: &str, now_ms: i64) -> Self {
        let tomorrow = moment::civil(now_ms, zone).date().saturating_add(1.days());
        let fields = [
            ("who", seat.to_owned()),
            ("keeper", ME.to_owned()),
            ("date", tomorrow.to_string()),
            ("time", "18:00".to_owned()),
        ];
        Self(fields.map(|(field, text)| (field.to_owned(), text)).into())
    }

    /// The form of a note that is kept already.
    pub(super) fn kept(offered: &Offered, due_ms: Option<i64>, zone: &str, now_ms: i64) -> Self {
        let mut typed = Self::fresh("", zone, now_ms);
        for offer in offered.iter() {
            typed.0.insert(offer.key().to_owned(), "yes".to_owned());
        }
        if let Some(due_ms) = due_ms {
            let due = moment::civil(due_ms, zone);
            typed.0.insert("date".to_owned(), due.date().to_string());
            let time = due.strftime("%H:%M").to_string();
            typed.0.insert("time".to_owned(), time);
        }
        typed
    }

    pub(super) fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whom the note is about.
    pub(super) fn person(&self, ground: &Ground, w: &FollowUpWords) -> Result<PersonId, Errors> {
        let chosen = ground.people.iter().find(|one| one.key == self.of("who"));
        chosen.map(|one| one.person).ok_or_else(|| {
            let mut errors = Errors::default();
            errors.add("who", w.bad_who);
            errors
        })
    }

    /// The facts, or a sentence for each field that can't be taken. `was_ms` is a time that stands
    /// already, and may stay although it has passed.
    pub(super) fn check(
        &self,
        ground: &Ground,
        was_ms: Option<i64>,
        w: &FollowUpWords,
    ) -> Result<Noted, Errors> {
        let mut errors = Errors::default();
        let offered = Offered::of(|offer| !self.of(offer.key()).is_empty());
        let needs_nothing = offered.has(Offer::Nothing);
        if needs_nothing && offered.iter().count() > 1 {
            errors.add("offered", w.bad_nothing);
        }
        let asked = match self.of("keeper") {
            ME | "" => None,
            key => {
                let other = ground.others.iter().find(|one| one.key == key);
                if other.is_none() {
                    errors.add("keeper", w.bad_keeper);
                }
                other.map(|one| one.person)
            }
        };
        let due_ms = if needs_nothing {
            None
        } else {
            self.due(ground, was_ms, &mut errors, w)
        };
        if errors.is_empty() {
            Ok(Noted {
                offered,
                due_ms,
                asked: asked.filter(|_| !needs_nothing),
            })
        } else {
            Err(errors)
        }
    }

    fn due(
        &self,
        ground: &Ground,
        was_ms: Option<i64>,
        errors: &mut Errors,
        w: &FollowUpWords,
    ) -> Option<i64> {
        let date = self.of("date").trim().parse::<Date>().ok();
        if date.is_none() {
            errors.add("date", w.bad_date);
        }
        let time = self.of("time").trim().parse::<Time>().ok();
        if time.is_none() {
            errors.add("time", w.bad_time);
        }
        let zone = TimeZone::get(&ground.zone).unwrap_or(TimeZone::UTC);
        // A time that the clocks jump over is taken as the one right after.
        let at = zone.to_timestamp(date?.to_datetime(time?)).ok();
        let due_ms = at.map_or(i64::MAX, |at| at.as_millisecond());
        let now_ms = ground.now_ms;
        if due_ms == was_ms.unwrap_or(i64::MIN) {
            return Some(due_ms);
        }
        if due_ms < now_ms {
            errors.add("date", w.bad_past);
        } else if due_ms > now_ms.saturating_add(DUE_WITHIN_MS) {
            let days = (DUE_WITHIN_MS / super::DAY_MS).to_string();
            errors.add("date", fill(w.bad_far, &[("days", &days)]));
        }
        Some(due_ms)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::lang::Lang;

    /// Saturday 28 November 2026, 17:00 in Madrid.
    const NOW_MS: i64 = 1_795_881_600_000;

    fn ground() -> Ground {
        let choice = |key: &str, person, name: &str| Choice {
            key: key.to_owned(),
            person: PersonId(person),
            name: name.to_owned(),
        };
        Ground {
            people: vec![choice("2", 102, "Wren")],
            others: vec![choice("0000000000037", 103, "Sol")],
            me: PersonId(101),
            zone: "Europe/Madrid".to_owned(),
            now_ms: NOW_MS,
        }
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let pairs = pairs.iter();
        Typed(pairs.map(|(k, v)| ((*k).into(), (*v).into())).collect())
    }

    fn check(pairs: &[(&str, &str)]) -> Result<Noted, Vec<&'static str>> {
        let checked = typed(pairs).check(&ground(), None, FollowUpWords::of(Lang::En));
        checked.map_err(|errors| errors.iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn a_time_is_the_group_s_own() {
        let noted = check(&[
            ("line", "yes"),
            ("keeper", "0000000000037"),
            ("date", "2026-11-29"),
            ("time", "18:30"),
        ]);
        let noted = noted.unwrap();
        assert_eq!(noted.due_ms, Some(NOW_MS + 25 * 3_600_000 + 30 * 60_000));
        assert_eq!(noted.asked, Some(PersonId(103)));
        assert_eq!(noted.offered.to_text(), "line");
    }

    #[test]
    fn what_needs_nothing_has_no_time_and_stands_alone() {
        let noted = check(&[("nothing", "yes"), ("keeper", "0000000000037")]).unwrap();
        assert_eq!((noted.due_ms, noted.asked), (None, None));
        assert_eq!(
            check(&[("nothing", "yes"), ("stayed", "yes")]),
            Err(vec!["offered"])
        );
    }

    #[test]
    fn each_refusal_names_its_field() {
        let at = |date, time| check(&[("date", date), ("time", time)]);
        assert_eq!(at("", ""), Err(vec!["date", "time"]));
        assert_eq!(at("2026-13-40", "25:00"), Err(vec!["date", "time"]));
        assert_eq!(
            at("2026-11-28", "16:59"),
            Err(vec!["date"]),
            "it has passed"
        );
        assert!(at("2026-11-28", "17:00").is_ok());
        assert!(at("2026-12-29", "17:00").is_ok());
        assert_eq!(at("2026-12-29", "17:01"), Err(vec!["date"]), "too far");
        assert_eq!(at("9999-12-31", "23:59"), Err(vec!["date"]));
        let stranger = [("keeper", "9"), ("date", "2026-11-29"), ("time", "9:00")];
        assert_eq!(check(&stranger), Err(vec!["keeper", "time"]));
        let w = FollowUpWords::of(Lang::Es);
        assert!(typed(&[("who", "3")]).person(&ground(), w).is_err());
        let wren = typed(&[("who", "2")]).person(&ground(), w);
        assert_eq!(wren, Ok(PersonId(102)));
    }

    #[test]
    fn a_time_that_stands_may_stay_when_it_has_passed() {
        let was_ms = NOW_MS - 3_600_000;
        let form = Typed::kept(&Offered::default(), Some(was_ms), "Europe/Madrid", NOW_MS);
        let w = FollowUpWords::of(Lang::En);
        let noted = form.check(&ground(), Some(was_ms), w).unwrap();
        assert_eq!(noted.due_ms, Some(was_ms));
        assert!(form.check(&ground(), None, w).is_err());
    }

    proptest! {
        #[test]
        fn no_form_breaks_the_reader(
            fields in proptest::collection::btree_map(
                "(who|keeper|date|time|line|nothing)", ".{0,20}", 0..6),
        ) {
            let w = FollowUpWords::of(Lang::En);
            let form = Typed(fields);
            let _ = form.person(&ground(), w);
            if let Ok(noted) = form.check(&ground(), None, w) {
                prop_assert!(noted.due_ms.is_none_or(|due| due >= NOW_MS));
            }
        }
    }
}
