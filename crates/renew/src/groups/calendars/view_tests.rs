//! Every view of a group's own calendar from samples, in both languages.
#![allow(clippy::unwrap_used)]

use super::said::{Problem, Said, Series};
use super::view::{self, CalendarPage, UrlForm};
use super::words::CalendarWords;
use super::{Followed, Named};
use crate::groups::sources::{HOUR_MS, Told};
use crate::groups::{Details, Differences, Group, GroupId};
use crate::site::form::Errors;
use crate::site::testing::{NOW_MS, both};

const ID: GroupId = GroupId(201);

fn circle() -> Group {
    let details = Details {
        name: "Tuesday <Circle>".to_owned(),
        ..Details::default()
    };
    Group::new(ID, details, NOW_MS)
}

fn said() -> Said {
    let series = |id: &str, name: &str, is_taken| Series {
        id: id.to_owned(),
        name: name.to_owned(),
        next_ms: Some(NOW_MS + 30 * HOUR_MS),
        is_taken,
    };
    Said {
        rule: "weekly:tue".to_owned(),
        start: "19:00".to_owned(),
        duration_minutes: 60,
        zone: "America/New_York".to_owned(),
        season: "..2027-06-30".to_owned(),
        exceptions: "2026-12-22 cancelled # The <hall> is closed.\n\
            2026-12-29 held 2026-12-30 18:00\n2027-01-05 held 19:30\n2027-01-12 held 90min"
            .to_owned(),
        until: String::new(),
        series: vec![
            series("a@example.org", "Circle", true),
            series("=", "", false),
        ],
        problems: vec![Problem {
            uid: "b@example.org".to_owned(),
            field: "UID".to_owned(),
            problem: "it is another series".to_owned(),
            done: "left out".to_owned(),
        }],
    }
}

fn waiting() -> Followed {
    Followed {
        said: said(),
        read_ms: Some(NOW_MS),
        ..Followed::fresh(ID, "https://calendar.example.org/a.ics".to_owned(), NOW_MS)
    }
}

fn failing() -> Followed {
    Followed {
        is_agreed: true,
        asked_ms: Some(NOW_MS - HOUR_MS),
        succeeded_ms: Some(NOW_MS - 80 * HOUR_MS),
        failures: 4,
        failing_ms: Some(NOW_MS - 73 * HOUR_MS),
        problem: Some(Told {
            english: "The server took too long.".to_owned(),
            spanish: "El servidor tardó demasiado.".to_owned(),
        }),
        next_ms: NOW_MS + 11 * HOUR_MS,
        ..waiting()
    }
}

fn shown(name: &str, followed: Option<&Followed>) {
    both(name, |lang| {
        view::page(
            lang,
            &CalendarPage {
                group: &circle(),
                followed,
                form: &UrlForm::default(),
                errors: &Errors::default(),
                notice: None,
                now_ms: NOW_MS,
            },
        )
    });
}

#[test]
fn a_calendar_is_given_looked_at_and_followed() {
    both("calendar_none", |lang| {
        let mut errors = Errors::default();
        errors.add("url", CalendarWords::of(lang).bad_url);
        let form = UrlForm {
            url: "example.org\"".to_owned(),
        };
        let page = CalendarPage {
            group: &circle(),
            followed: None,
            form: &form,
            errors: &errors,
            notice: Some(CalendarWords::of(lang).asking),
            now_ms: NOW_MS,
        };
        view::page(lang, &page)
    });
    shown("calendar_waiting", Some(&waiting()));
    shown("calendar_failing", Some(&failing()));
    let unread = Followed {
        said: Said::default(),
        ..failing()
    };
    let unread = Followed {
        is_agreed: false,
        ..unread
    };
    shown("calendar_unread", Some(&unread));
    let file = Followed {
        url: String::new(),
        is_agreed: true,
        said: Said {
            rule: "dates:2026-12-01,2026-12-24".to_owned(),
            until: "2027-11-24".to_owned(),
            ..said()
        },
        ..waiting()
    };
    shown("calendar_file", Some(&file));
}

#[test]
fn a_calendar_is_told_where_people_look() {
    let followed = Group {
        differences: Differences {
            follows_calendar: true,
            ..Differences::default()
        },
        ..circle()
    };
    both("part_calendar_in_form", |lang| {
        view::in_form(lang, &followed)
    });
    both("part_calendar_ailing", |lang| view::ailing_notice(lang, ID));
    let named = [Named {
        followed: failing(),
        name: "Tuesday <Circle>".to_owned(),
    }];
    both("part_calendar_list", |lang| {
        view::list(lang, &named, NOW_MS)
    });
}
