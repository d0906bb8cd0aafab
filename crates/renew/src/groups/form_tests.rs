//! What was typed into a group's form, and what it means.
#![allow(clippy::unwrap_used)]

use calendar::Rule;
use calendar::meeting_guide::Point;
use jiff::civil::date;

use super::details::Details;
use super::field::Field;
use super::form::GroupForm;
use super::rule_form::RuleFields;
use super::{Door, Group, GroupId};
use crate::formats::shipped;
use crate::site::lang::Lang;

fn right() -> GroupForm {
    GroupForm {
        name: " Tuesday \u{202e}Circle ".into(),
        days: RuleFields::of(Rule::read("weekly:tue").ok().as_ref()),
        start: "19:00".into(),
        zone: "America/New_York".into(),
        ..GroupForm::fresh(Lang::En)
    }
}

#[test]
fn a_right_form_means_its_details_and_comes_back_the_same() {
    let meant = right().meant(Lang::En, None, &shipped()).unwrap();
    assert_eq!(meant.details.name, "Tuesday Circle");
    assert!(meant.details.schedule().is_some());
    let again = GroupForm::of(&meant.details, &meant.format, meant.door);
    assert_eq!(again.meant(Lang::En, None, &shipped()).unwrap(), meant);
}

#[test]
fn rule_season_place_and_website_come_back_the_same() {
    let mut details = right().meant(Lang::En, None, &shipped()).unwrap().details;
    details.rule = Rule::read("monthly:1,last:tue").ok();
    details.season.first = Some(date(2026, 9, 1));
    details.season.last = Some(date(2027, 6, 30));
    // More decimals than the form shows, and a page that a feed brought.
    details.point = Some(Point {
        latitude: 41.123_456_789,
        longitude: -87.000_000_4,
    });
    details.website = "http://example.org/".into();
    let group = Group::new(GroupId(1), details, 7);
    let mut form = GroupForm::of_group(&group);
    assert!(
        form.meant(Lang::En, Some(&group), &shipped())
            .unwrap()
            .is_as(&group)
    );
    form.latitude = "41,5".into();
    form.approximate = None;
    let meant = form
        .meant(Lang::En, Some(&group), &shipped())
        .unwrap()
        .details;
    assert_eq!(meant.text(Field::Point), "41.50000,-87.00000");
    form.latitude = String::new();
    form.longitude = String::new();
    form.approximate = Some("on".into());
    let meant = form
        .meant(Lang::En, Some(&group), &shipped())
        .unwrap()
        .details;
    assert_eq!((meant.point, meant.is_approximate), (None, true));
}

/// Makes one field of a right form wrong.
type Spoil = fn(&mut GroupForm);

#[test]
fn each_wrong_field_gets_its_sentence() {
    let wrong: [(&str, Spoil); 21] = [
        ("name", |form| form.name = " \u{0} ".into()),
        ("name", |form| form.name = "n".repeat(100_000)),
        ("start", |form| form.start = "evening".into()),
        ("start", |form| form.start = String::new()),
        ("day_0", |form| form.days = RuleFields::default()),
        ("zone", |form| form.zone = String::new()),
        ("zone", |form| form.zone = "Mars/Base".into()),
        ("duration", |form| form.duration = "9".into()),
        ("call_url", |form| {
            form.call_url = "javascript:alert(1)".into()
        }),
        ("format", |form| form.format = "none".into()),
        ("dates", |form| form.days.kind = "dates".into()),
        ("season_first", |form| {
            form.season_first = "September".into()
        }),
        ("season_last", |form| {
            form.season_first = "2026-09-01".into();
            form.season_last = "2026-08-31".into();
        }),
        ("website", |form| form.website = "http://example.org".into()),
        ("fellowship", |form| form.kinds.fellowship = "zz".into()),
        ("venmo", |form| form.venmo = "elm".into()),
        ("square", |form| form.square = "$el m".into()),
        ("paypal", |form| form.paypal = "https://example.org".into()),
        ("latitude", |form| form.longitude = "1".into()),
        ("longitude", |form| {
            form.latitude = "NaN".into();
            form.longitude = "180.1".into();
        }),
        ("latitude", |form| {
            (form.latitude, form.longitude) = ("1".into(), "2".into());
            form.approximate = Some("on".into());
        }),
    ];
    for (field, spoil) in wrong {
        let mut form = right();
        spoil(&mut form);
        for lang in Lang::ALL {
            let errors = form.meant(lang, None, &shipped()).unwrap_err();
            assert!(errors.of(field).is_some(), "{field}: {errors:?}");
        }
    }
}

#[test]
fn what_nobody_touched_stays_however_long_a_feed_made_it() {
    let details = Details {
        name: "n".repeat(255),
        about: format!("{}\n\n{} ", "a".repeat(4_000), "b".repeat(4_000)),
        region: "r".repeat(400),
        duration_minutes: 5,
        ..right().meant(Lang::En, None, &shipped()).unwrap().details
    };
    let group = Group {
        door: Door::Open,
        ..Group::new(GroupId(1), details, 7)
    };
    let mut form = GroupForm::of_group(&group);
    form.about = form.about.replace('\n', "\r\n");
    form.start = "20:00".into();
    let meant = form.meant(Lang::En, Some(&group), &shipped()).unwrap();
    let expected = Details {
        start_minute: Some(20 * 60),
        ..group.details.clone()
    };
    assert_eq!(meant.details, expected);

    form.region.push('r');
    form.duration = "6".into();
    let errors = form.meant(Lang::En, Some(&group), &shipped()).unwrap_err();
    assert!(errors.of("region").is_some() && errors.of("duration").is_some());
    assert!(errors.of("name").is_none() && errors.of("about").is_none());
}
