//! The days of a group's form: every week, every few weeks, in some weeks of the month, or on single
//! dates. What doesn't belong to the chosen kind stays in the form and means nothing.

use calendar::schedule::{DATES_MAX, Dates, Ordinals, WEEKS_MAX};
use calendar::{Days, Rule};
use jiff::civil::Weekday;
use serde::Deserialize;

use super::details::weekly;
use super::evening::date_of;
use super::words::CareWords;
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// So many dates of ten characters, each on a line of its own, and some blanks.
pub(super) const DATES_CHARS_MAX: usize = DATES_MAX * 14;

/// How often a group meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Weekly,
    EveryWeeks,
    Monthly,
    Dates,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Weekly, Self::EveryWeeks, Self::Monthly, Self::Dates];

    /// As it is sent.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::EveryWeeks => "every",
            Self::Monthly => "monthly",
            Self::Dates => "dates",
        }
    }
}

/// What was typed about the days, word for word.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct RuleFields {
    pub(super) kind: String,
    pub(super) day_0: Option<String>,
    pub(super) day_1: Option<String>,
    pub(super) day_2: Option<String>,
    pub(super) day_3: Option<String>,
    pub(super) day_4: Option<String>,
    pub(super) day_5: Option<String>,
    pub(super) day_6: Option<String>,
    pub(super) weeks: String,
    /// A day of a week in which the group meets.
    pub(super) anchor: String,
    pub(super) nth_1: Option<String>,
    pub(super) nth_2: Option<String>,
    pub(super) nth_3: Option<String>,
    pub(super) nth_4: Option<String>,
    pub(super) nth_5: Option<String>,
    pub(super) nth_last: Option<String>,
    /// One on each line.
    pub(super) dates: String,
}

impl RuleFields {
    /// The fields as they stand for a rule.
    pub(super) fn of(rule: Option<&Rule>) -> Self {
        let mut fields = Self {
            kind: Kind::Weekly.key().to_owned(),
            ..Self::default()
        };
        match rule {
            None => {}
            Some(Rule::Weekly(days)) => fields.tick_days(*days),
            Some(Rule::EveryWeeks {
                weeks,
                anchor,
                days,
            }) => {
                Kind::EveryWeeks.key().clone_into(&mut fields.kind);
                fields.tick_days(*days);
                fields.weeks = weeks.to_string();
                fields.anchor = anchor.to_string();
            }
            Some(Rule::Monthly { ordinals, days }) => {
                Kind::Monthly.key().clone_into(&mut fields.kind);
                fields.tick_days(*days);
                fields.tick_ordinals(*ordinals);
            }
            Some(Rule::Dates(dates)) => {
                Kind::Dates.key().clone_into(&mut fields.kind);
                let lines: Vec<String> = dates.iter().map(|date| date.to_string()).collect();
                fields.dates = lines.join("\n");
            }
        }
        fields
    }

    fn tick_days(&mut self, days: Days) {
        let boxes = [
            &mut self.day_0,
            &mut self.day_1,
            &mut self.day_2,
            &mut self.day_3,
            &mut self.day_4,
            &mut self.day_5,
            &mut self.day_6,
        ];
        for (offset, tick) in (0_i8..).zip(boxes) {
            let day = Weekday::from_sunday_zero_offset(offset).ok();
            *tick = day.filter(|day| days.contains(*day)).map(|_| on());
        }
    }

    fn tick_ordinals(&mut self, ordinals: Ordinals) {
        let boxes = [
            &mut self.nth_1,
            &mut self.nth_2,
            &mut self.nth_3,
            &mut self.nth_4,
            &mut self.nth_5,
        ];
        for (nth, tick) in (1_u8..).zip(boxes) {
            *tick = ordinals.numbers().any(|known| known == nth).then(on);
        }
        self.nth_last = ordinals.has_last().then(on);
    }

    /// How often; what makes no sense is every week, as a form that doesn't ask has it.
    pub(super) fn kind(&self) -> Kind {
        let known = Kind::ALL.into_iter().find(|kind| kind.key() == self.kind);
        known.unwrap_or(Kind::Weekly)
    }

    /// The days that are ticked.
    pub(super) fn days(&self) -> Days {
        let boxes = [
            &self.day_0,
            &self.day_1,
            &self.day_2,
            &self.day_3,
            &self.day_4,
            &self.day_5,
            &self.day_6,
        ];
        let ticked = (0_i8..).zip(boxes).filter(|(_, tick)| tick.is_some());
        ticked
            .filter_map(|(offset, _)| Weekday::from_sunday_zero_offset(offset).ok())
            .collect()
    }

    /// The weeks of the month that are ticked.
    pub(super) fn ordinals(&self) -> Ordinals {
        let boxes = [
            &self.nth_1,
            &self.nth_2,
            &self.nth_3,
            &self.nth_4,
            &self.nth_5,
        ];
        let ticked = (1_u8..).zip(boxes).filter(|(_, tick)| tick.is_some());
        let numbered = ticked
            .filter_map(|(nth, _)| Ordinals::nth(nth))
            .fold(Ordinals::NONE, Ordinals::and);
        match self.nth_last {
            Some(_) => numbered.and(Ordinals::LAST),
            None => numbered,
        }
    }

    /// On which days the group meets; nothing where that can't be said, or is by appointment.
    pub(super) fn rule(&self) -> Option<Rule> {
        let mut unread = Errors::default();
        self.meant(Lang::default(), &mut unread)
            .filter(|_| unread.is_empty())
    }

    /// On which days the group meets; none is by appointment. What is wrong is noted beside its
    /// field.
    pub(super) fn meant(&self, lang: Lang, errors: &mut Errors) -> Option<Rule> {
        let w = CareWords::of(lang);
        let days = self.days();
        match self.kind() {
            Kind::Weekly => return weekly(days),
            Kind::Dates => return self.dates(lang, errors),
            Kind::EveryWeeks | Kind::Monthly => {}
        }
        if days.is_empty() {
            errors.add("day_0", w.bad_days);
        }
        if self.kind() == Kind::Monthly {
            let ordinals = self.ordinals();
            if ordinals.is_empty() {
                errors.add("nth_1", w.bad_nth);
            }
            return Some(Rule::Monthly { ordinals, days });
        }
        let weeks: Option<u8> = self.weeks.trim().parse().ok();
        let weeks = weeks.filter(|weeks| (1..=WEEKS_MAX).contains(weeks));
        if weeks.is_none() {
            let n = WEEKS_MAX.to_string();
            errors.add("weeks", fill(w.bad_weeks, &[("n", &n)]));
        }
        let anchor = date_of(&self.anchor);
        if anchor.is_none() {
            errors.add("anchor", w.bad_anchor);
        }
        Some(Rule::EveryWeeks {
            weeks: weeks?,
            anchor: anchor?,
            days,
        })
    }

    fn dates(&self, lang: Lang, errors: &mut Errors) -> Option<Rule> {
        let w = CareWords::of(lang);
        let mut dates = Vec::new();
        let lines = self.dates.split([',', '\n']).map(str::trim);
        for line in lines.filter(|line| !line.is_empty()) {
            match date_of(line) {
                Some(date) => dates.push(date),
                None => {
                    // As much of it as is needed to find it again.
                    let shown: String = line.chars().take(40).collect();
                    errors.add("dates", fill(w.bad_date_line, &[("line", &shown)]));
                    return None;
                }
            }
        }
        if dates.is_empty() {
            errors.add("dates", w.bad_dates_missing);
            return None;
        }
        let dates = Dates::of(dates);
        if dates.is_none() {
            let n = DATES_MAX.to_string();
            errors.add("dates", fill(w.bad_dates_many, &[("n", &n)]));
        }
        dates.map(Rule::Dates)
    }
}

fn on() -> String {
    "on".to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn tick() -> Option<String> {
        Some(on())
    }

    #[test]
    fn every_rule_comes_back_out_of_its_fields() {
        for text in [
            "weekly:mon,sat",
            "every:2w:2026-01-06:tue",
            "every:52w:2026-01-06:sun,fri",
            "monthly:1,3,last:tue,sat",
            "monthly:5:sun",
            "monthly:last:wed",
            "dates:2026-12-24,2027-01-01",
        ] {
            let rule = Rule::read(text).unwrap();
            let fields = RuleFields::of(Some(&rule));
            assert_eq!(fields.rule().unwrap().to_string(), text);
            assert_eq!(fields.rule(), Some(rule));
        }
        assert_eq!(RuleFields::of(None).rule(), None);
    }

    #[test]
    fn a_form_that_knows_no_kinds_means_every_week() {
        let fields = RuleFields {
            day_2: tick(),
            weeks: "many".into(),
            ..RuleFields::default()
        };
        assert_eq!(fields.rule().unwrap().to_string(), "weekly:tue");
    }

    /// Makes fields wrong.
    type Spoil = fn(&mut RuleFields);

    #[test]
    fn each_wrong_field_gets_its_sentence() {
        let right = |kind: &str| RuleFields {
            kind: kind.into(),
            day_2: tick(),
            weeks: "2".into(),
            anchor: "2026-01-06".into(),
            nth_last: tick(),
            dates: "2026-12-24".into(),
            ..RuleFields::default()
        };
        let wrong: [(&str, &str, Spoil); 9] = [
            ("every", "day_0", |f| f.day_2 = None),
            ("every", "weeks", |f| f.weeks = "0".into()),
            ("every", "weeks", |f| f.weeks = "9".repeat(100)),
            ("every", "anchor", |f| f.anchor = "2026-02-30".into()),
            ("monthly", "day_0", |f| f.day_2 = None),
            ("monthly", "nth_1", |f| f.nth_last = None),
            ("dates", "dates", |f| f.dates = " \n,".into()),
            ("dates", "dates", |f| {
                f.dates = "2026-12-24\r\nthe 25th".into()
            }),
            ("dates", "dates", |f| f.dates = "2026-12-24T19:00".into()),
        ];
        for (kind, field, spoil) in wrong {
            let mut fields = right(kind);
            assert!(fields.rule().is_some(), "{kind}");
            spoil(&mut fields);
            let mut errors = Errors::default();
            fields.meant(Lang::En, &mut errors);
            assert!(errors.of(field).is_some(), "{kind} {field}: {errors:?}");
            assert_eq!(fields.rule(), None);
        }
    }

    #[test]
    fn a_list_of_dates_has_an_end() {
        let first = jiff::civil::date(2026, 1, 1);
        let days = |count: i64| {
            let day = |n| {
                first
                    .checked_add(jiff::Span::new().days(n))
                    .unwrap()
                    .to_string()
            };
            let lines: Vec<String> = (0..count).map(day).collect();
            RuleFields {
                kind: "dates".into(),
                dates: lines.join("\n"),
                ..RuleFields::default()
            }
        };
        assert!(days(366).rule().is_some());
        assert_eq!(days(367).rule(), None);
        assert!(days(366).dates.len() < DATES_CHARS_MAX);
    }
}
