//! The forms of the rota and of how somebody is reached.

use std::collections::BTreeMap;

use calendar::{Days, Zone};
use jiff::civil::{Date, Time, Weekday};

use super::words::OnCallWords;
use super::{On, Reach};
use crate::safety::form::is_number;
use crate::site::form::{Errors, tidy_line};
use crate::site::lang::fill;
use crate::site::visitor::PersonId;

/// E.164 has 15 digits; people write spaces, dashes and brackets between them.
pub(super) const PHONE_CHARS_MAX: usize = 30;
/// Two lines on a phone, read in a hurry.
pub(super) const WORDS_CHARS_MAX: usize = 120;

/// The days of the week in the order of the form, with their fields.
pub(super) const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Monday, "mon"),
    (Weekday::Tuesday, "tue"),
    (Weekday::Wednesday, "wed"),
    (Weekday::Thursday, "thu"),
    (Weekday::Friday, "fri"),
    (Weekday::Saturday, "sat"),
    (Weekday::Sunday, "sun"),
];

/// What was typed, by field, so that nothing is lost when something is refused.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(BTreeMap<String, String>);

/// A time on the rota, as the form says it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    pub(super) person: PersonId,
    pub(super) on: On,
    pub(super) start_minute: i64,
    pub(super) end_minute: i64,
    pub(super) zone: Zone,
}

impl Typed {
    pub(super) fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// The form before anybody types, with the zone that most will mean.
    pub(super) fn fresh(zone: &str) -> Self {
        Self(BTreeMap::from([("zone".to_owned(), zone.to_owned())]))
    }

    pub(super) fn kept(reach: &Reach) -> Self {
        let fields = [("phone", &reach.phone), ("words", &reach.words)];
        Self(
            fields
                .map(|(field, text)| (field.to_owned(), text.clone()))
                .into(),
        )
    }

    pub(super) fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// A time on the rota for one of `people`, or a sentence for each field that can't be taken.
    pub(super) fn shift(&self, people: &[PersonId], w: &OnCallWords) -> Result<Wanted, Errors> {
        let mut errors = Errors::default();
        let person = self.of("person").parse::<PersonId>().ok();
        let person = person.filter(|person| people.contains(person));
        if person.is_none() {
            errors.add("person", w.bad_person);
        }
        let on = self.on(&mut errors, w);
        let mut minute = |field| {
            let time = self.of(field).trim().parse::<Time>().ok();
            if time.is_none() {
                errors.add(field, w.bad_time);
            }
            time.map(|time| i64::from(time.hour()) * 60 + i64::from(time.minute()))
        };
        let (start_minute, end_minute) = (minute("start"), minute("end"));
        let zone = Zone::named(self.of("zone"));
        if zone.is_none() {
            errors.add("zone", w.bad_zone);
        }
        match (person, on, start_minute, end_minute, zone) {
            (Some(person), Some(on), Some(start_minute), Some(end_minute), Some(zone)) => {
                Ok(Wanted {
                    person,
                    on,
                    start_minute,
                    end_minute,
                    zone,
                })
            }
            _ => Err(errors),
        }
    }

    /// Days of each week or one date, and never both.
    fn on(&self, errors: &mut Errors, w: &OnCallWords) -> Option<On> {
        let chosen = WEEK.iter().filter(|(_, field)| !self.of(field).is_empty());
        let days: Days = chosen.map(|(day, _)| *day).collect();
        let date = self.of("date").trim();
        match (days.is_empty(), date.is_empty()) {
            (false, true) => Some(On::EachWeek(days)),
            (true, false) => {
                let date = date.parse::<Date>().ok();
                if date.is_none() {
                    errors.add("date", w.bad_date);
                }
                date.map(On::Once)
            }
            (true, true) => {
                errors.add("days", w.bad_days);
                None
            }
            (false, false) => {
                errors.add("days", w.bad_both);
                None
            }
        }
    }

    /// How somebody is reached; nothing when both fields are empty.
    pub(super) fn reach(&self, w: &OnCallWords) -> Result<Option<Reach>, Errors> {
        let mut errors = Errors::default();
        let reach = Reach {
            phone: tidy_line(self.of("phone")),
            words: tidy_line(self.of("words")),
        };
        if reach == Reach::default() {
            return Ok(None);
        }
        if !is_number(&reach.phone) {
            errors.add("phone", w.bad_phone);
        }
        if reach.words.chars().count() > WORDS_CHARS_MAX {
            let count = WORDS_CHARS_MAX.to_string();
            errors.add("words", fill(w.too_long, &[("count", &count)]));
        }
        if errors.is_empty() {
            Ok(Some(reach))
        } else {
            Err(errors)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::lang::Lang;

    const WREN: PersonId = PersonId(102);

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let pairs = pairs.iter();
        Typed(pairs.map(|(k, v)| ((*k).into(), (*v).into())).collect())
    }

    fn shift(pairs: &[(&str, &str)]) -> Result<Wanted, Vec<&'static str>> {
        let wren = WREN.to_string();
        let mut form = typed(&[
            ("person", &wren),
            ("start", "18:00"),
            ("end", "02:00"),
            ("zone", "Europe/Madrid"),
        ]);
        form.0.extend(typed(pairs).0);
        let checked = form.shift(&[WREN], OnCallWords::of(Lang::En));
        checked.map_err(|errors| errors.iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn a_time_is_each_week_or_once() {
        let weekly = shift(&[("mon", "yes"), ("sat", "yes")]).unwrap();
        let On::EachWeek(days) = weekly.on else {
            panic!("{weekly:?}");
        };
        assert!(days.contains(Weekday::Monday) && days.contains(Weekday::Saturday));
        assert!(!days.contains(Weekday::Sunday));
        assert_eq!((weekly.start_minute, weekly.end_minute), (1_080, 120));
        let once = shift(&[("date", "2026-11-28")]).unwrap();
        assert_eq!(once.on, On::Once(jiff::civil::date(2026, 11, 28)));
    }

    #[test]
    fn each_refusal_names_its_field() {
        assert_eq!(shift(&[]), Err(vec!["days"]));
        let both = [("mon", "yes"), ("date", "2026-11-28")];
        assert_eq!(shift(&both), Err(vec!["days"]));
        assert_eq!(shift(&[("date", "2026-02-30")]), Err(vec!["date"]));
        let all = [
            ("person", "me"),
            ("mon", "yes"),
            ("start", "25:00"),
            ("end", ""),
            ("zone", "Nowhere/Land"),
        ];
        assert_eq!(shift(&all), Err(vec!["person", "start", "end", "zone"]));
        let stranger = PersonId(103).to_string();
        let other = [("person", stranger.as_str()), ("mon", "yes")];
        assert_eq!(shift(&other), Err(vec!["person"]));
    }

    #[test]
    fn who_is_reached_needs_a_number() {
        let w = OnCallWords::of(Lang::Es);
        let reach = |phone, words| typed(&[("phone", phone), ("words", words)]).reach(w);
        assert_eq!(reach("  ", ""), Ok(None));
        let kept = reach(" 555 0100 ", "Text  first").unwrap().unwrap();
        assert_eq!(
            (kept.phone.as_str(), kept.words.as_str()),
            ("555 0100", "Text first")
        );
        assert!(reach("", "call me").is_err());
        assert!(reach("javascript:1", "").is_err());
        assert!(reach("555 0100", &"x".repeat(121)).is_err());
    }

    proptest! {
        #[test]
        fn no_form_breaks_the_reader(
            fields in proptest::collection::btree_map(
                "(person|start|end|zone|date|mon|phone|words)", ".{0,20}", 0..8),
        ) {
            let w = OnCallWords::of(Lang::En);
            let form = Typed(fields);
            let _ = form.shift(&[WREN], w);
            let _ = form.reach(w);
        }
    }
}
