//! What is typed to hold a group's meetings otherwise from some day on.

use jiff::civil::Date;
use serde::Deserialize;

use super::Group;
use super::area::AreaFields;
use super::details::Details;
use super::form::GroupForm;
use super::rule_form::RuleFields;
use crate::site::form::Errors;
use crate::site::lang::Lang;

/// What was typed, word for word: the part of the group's form that is about when and where.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct OnwardForm {
    #[serde(flatten)]
    pub(super) days: RuleFields,
    #[serde(flatten)]
    pub(super) area: AreaFields,
    pub(super) start: String,
    pub(super) duration: String,
    pub(super) attendance: String,
    pub(super) place: String,
    pub(super) address: String,
    pub(super) region: String,
    pub(super) latitude: String,
    pub(super) longitude: String,
    pub(super) approximate: Option<String>,
    pub(super) zone: String,
    /// When the group that the form was filled from was last changed.
    pub(super) changed_ms: String,
}

impl OnwardForm {
    /// The form as it stands for a day, with what is planned until then.
    pub(super) fn of(group: &Group, from: Date) -> Self {
        let there = on(group, from);
        let GroupForm {
            days,
            area,
            start,
            duration,
            attendance,
            place,
            address,
            region,
            latitude,
            longitude,
            approximate,
            zone,
            ..
        } = GroupForm::of_group(&there);
        Self {
            days,
            area,
            start,
            duration,
            attendance,
            place,
            address,
            region,
            latitude,
            longitude,
            approximate,
            zone,
            changed_ms: group.changed_ms.to_string(),
        }
    }

    /// The same words for the group as it is now.
    #[must_use]
    pub(super) fn about(self, group: &Group) -> Self {
        Self {
            changed_ms: group.changed_ms.to_string(),
            ..self
        }
    }

    /// Whether the form was filled from the group as it is now.
    pub(super) fn is_about(&self, group: &Group) -> bool {
        self.changed_ms == group.changed_ms.to_string()
    }

    /// What the group is from that day on.
    ///
    /// # Errors
    /// A sentence for each field that can't be accepted.
    pub(super) fn meant(&self, lang: Lang, group: &Group, from: Date) -> Result<Details, Errors> {
        let there = on(group, from);
        let Self {
            days,
            area,
            start,
            duration,
            attendance,
            place,
            address,
            region,
            latitude,
            longitude,
            approximate,
            zone,
            changed_ms: _,
        } = self.clone();
        let form = GroupForm {
            days,
            area,
            start,
            duration,
            attendance,
            place,
            address,
            region,
            latitude,
            longitude,
            approximate,
            zone,
            ..GroupForm::of_group(&there)
        };
        form.meant(lang, Some(&there), &[])
            .map(|meant| meant.details)
    }
}

/// The group as it will be on a day, with what is planned until then.
fn on(group: &Group, from: Date) -> Group {
    Group {
        details: group.differences.details_on(&group.details, from),
        ..group.clone()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::groups::differences::Planned;
    use crate::groups::{GroupId, weekly};
    use calendar::{Days, Zone};
    use jiff::civil::date;

    #[test]
    fn the_form_stands_as_it_will_be_on_that_day() {
        let details = Details {
            name: "Tuesday Circle".into(),
            rule: weekly(Days::ALL),
            start_minute: Some(19 * 60),
            zone: Some(Zone::utc()),
            ..Details::default()
        };
        let later = Details {
            start_minute: Some(18 * 60),
            place: "Oak Room".into(),
            ..details.clone()
        };
        let mut group = Group::new(GroupId(1), details.clone(), 7);
        let planned = Planned::between(date(2027, 1, 5), &details, &later);
        group.differences.planned = vec![planned];

        let before = OnwardForm::of(&group, date(2027, 1, 4));
        assert_eq!(
            before.meant(Lang::En, &group, date(2027, 1, 4)).unwrap(),
            details
        );
        let form = OnwardForm::of(&group, date(2027, 1, 5));
        assert_eq!((&*form.start, &*form.place), ("18:00", "Oak Room"));
        let mut wrong = form.clone();
        wrong.start = "evening".into();
        let errors = wrong.meant(Lang::Es, &group, date(2027, 1, 5)).unwrap_err();
        assert!(errors.of("start").is_some());
        assert_eq!(
            form.meant(Lang::En, &group, date(2027, 1, 5)).unwrap(),
            later
        );
        assert!(form.is_about(&group));
    }
}
