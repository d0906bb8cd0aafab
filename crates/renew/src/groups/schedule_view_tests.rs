//! The views of the schedule from samples, in both languages.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::schedule::{Exception, Held, Way};
use jiff::civil::{Date, date, time};

use super::differences::{MetIn, Planned};
use super::duties::{Duties, Duty, LedGroup};
use super::duties_view::duties_part;
use super::evening::{Evening, coming};
use super::evening_view::{self, EveningPage, EveningsPage, Forms, Leader, Row, Told};
use super::finder::Listing;
use super::onward::OnwardForm;
use super::onward_view::{self, OnwardPage};
use super::venue::{ClosingForm, touched};
use super::venue_view::{self, ClosingPage, VenuesPage};
use super::view::{self, Mine, OnePage};
use super::view_tests::{NOW_MS, both, circle, spanish};
use super::week::{Led, Meeting, Narrowed};
use super::week_view::{self, WeekPage};
use super::{Attendance, Closure, Details, Group, Membership, Roles, next_session, when};
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

const ME: PersonId = PersonId(101);
const SOL: PersonId = PersonId(102);
const ANA: PersonId = PersonId(103);

/// Tuesdays and Thursdays; the first Tuesday is off, the Thursday is moved to Friday and online,
/// and from the second week on it meets an hour earlier.
fn arranged() -> Group {
    let mut group = circle();
    let exceptions = &mut group.differences.exceptions;
    let off = Exception::cancelled("The hall is <closed>. Come to Oak Room.");
    assert!(exceptions.set(date(2026, 11, 24), off));
    let held = Held {
        date: Some(date(2026, 11, 27)),
        start: Some(time(20, 0, 0, 0)),
        way: Some(Way::Online),
        ..Held::default()
    };
    assert!(exceptions.set(date(2026, 11, 26), Exception::held(held, "")));
    let held = Held {
        way: Some(Way::Online),
        ..Held::default()
    };
    assert!(exceptions.set(date(2026, 12, 1), Exception::held(held, "Snow.")));
    let later = Details {
        start_minute: Some(18 * 60),
        place: String::new(),
        ..group.details.clone()
    };
    let planned = Planned::between(date(2027, 1, 5), &group.details, &later);
    group.differences.planned = vec![planned];
    group
}

fn on(group: &Group, day: Date) -> Evening {
    Evening::on(&group.timetable(), day).unwrap()
}

fn meeting(group: &Group, evening: Evening, led: Led) -> Meeting {
    Meeting {
        group: Listing::of(group),
        day: when::day_of(group.details.zone.as_ref(), &evening.at),
        evening,
        led,
    }
}

#[test]
fn the_week() {
    let (group, other) = (arranged(), spanish());
    let by = |names: &[&str]| Led::By(names.iter().map(|&name| name.to_owned()).collect());
    let meetings = [
        meeting(&other, on(&other, date(2026, 11, 23)), Led::Elsewhere),
        meeting(&group, on(&group, date(2026, 11, 24)), Led::Elsewhere),
        meeting(&other, on(&other, date(2026, 11, 24)), by(&["Marlow"])),
        meeting(&group, on(&group, date(2026, 11, 26)), Led::Nobody),
        meeting(
            &group,
            on(&group, date(2026, 12, 1)),
            by(&["Marlow", "Sol"]),
        ),
    ];
    let all = Narrowed::default();
    let some = Narrowed {
        words: "elm <street>".into(),
        only_gaps: true,
    };
    let page = |meetings, today, count, before, page| WeekPage {
        first: date(2026, 11, 23),
        today,
        narrowed: &all,
        meetings,
        count,
        gaps: count / 4,
        before,
        page,
    };
    both("week", |lang| {
        let today = Some(date(2026, 11, 23));
        week_view::week(lang, &page(&meetings, today, 5, 0, 0))
    });
    both("week_of_many", |lang| {
        week_view::week(lang, &page(&meetings[3..4], None, 402, 200, 1))
    });
    both("week_without_any", |lang| {
        week_view::week(lang, &page(&[], None, 0, 0, 0))
    });
    both("week_narrowed_to_none", |lang| {
        let none = page(&[], None, 0, 0, 0);
        let narrowed = WeekPage {
            narrowed: &some,
            ..none
        };
        week_view::week(lang, &narrowed)
    });
}

fn rows(group: &Group) -> Vec<Row> {
    let evenings = coming(&group.timetable(), NOW_MS, 2, 10);
    let names = [
        vec![],
        vec![],
        vec!["Sol".to_owned()],
        vec!["Marlow".to_owned()],
    ];
    let rows = evenings.into_iter().zip(names);
    rows.map(|(evening, names)| Row {
        is_mine: names.contains(&"Marlow".to_owned()),
        evening,
        names,
    })
    .collect()
}

#[test]
fn the_coming_meetings_of_a_group() {
    let group = arranged();
    let rows = rows(&group);
    let page = |rows, may_arrange| EveningsPage {
        group: &group,
        rows,
        may_arrange,
        may_lead: true,
        kept: may_arrange,
        now_ms: NOW_MS,
    };
    both("evenings", |lang| {
        evening_view::evenings(lang, &page(&rows, true))
    });
    both("evenings_for_a_host", |lang| {
        evening_view::evenings(lang, &page(&rows[..2], false))
    });
    both("evenings_without_any", |lang| {
        evening_view::evenings(lang, &page(&[], true))
    });
}

fn leader(person: PersonId, name: Option<&str>, is_down: bool) -> Leader {
    Leader {
        person,
        known: name.map(|name| (name.to_owned(), Sign::Boat)),
        is_down,
    }
}

#[test]
fn one_meeting() {
    let group = arranged();
    let leaders = [
        leader(SOL, Some("Sol"), true),
        leader(ME, Some("Marlow"), false),
        leader(ANA, None, false),
    ];
    let none = Errors::default();
    let shown = |name: &str, day, leaders: &[Leader], may_arrange, now_ms| {
        let evening = on(&group, day);
        let forms = Forms::of(&group, &evening);
        both(name, |lang| {
            let page = EveningPage {
                group: &group,
                evening: &evening,
                leaders,
                me: ME,
                may_arrange,
                forms: &forms,
                errors: &none,
                told: may_arrange.then_some(Told::Kept),
                now_ms,
            };
            evening_view::evening(lang, &page)
        });
    };
    shown("evening_off", date(2026, 11, 24), &leaders, true, NOW_MS);
    shown("evening_moved", date(2026, 11, 26), &leaders, true, NOW_MS);
    shown("evening_usual", date(2026, 12, 3), &[], true, NOW_MS);
    shown(
        "evening_for_a_host",
        date(2026, 12, 3),
        &leaders[1..2],
        false,
        NOW_MS,
    );
    let later_ms = NOW_MS + 20 * 24 * 3_600_000;
    shown("evening_over", date(2026, 12, 1), &leaders, true, later_ms);
}

#[test]
fn one_meeting_with_mistakes() {
    let group = circle();
    let evening = on(&group, date(2026, 11, 24));
    both("evening_wrong", |lang| {
        let mut forms = Forms::of(&group, &evening);
        forms.once.day = "the <day> after".into();
        forms.once.duration = "9".into();
        forms.once.note = "n".repeat(501);
        let errors = forms.once.meant(lang, &evening).unwrap_err();
        evening_view::evening(
            lang,
            &EveningPage {
                group: &group,
                evening: &evening,
                leaders: &[leader(ME, Some("Marlow"), true)],
                me: ME,
                may_arrange: true,
                forms: &forms,
                errors: &errors,
                told: None,
                now_ms: NOW_MS,
            },
        )
    });
}

#[test]
fn from_a_day_on() {
    let group = arranged();
    let evening = on(&group, date(2026, 12, 1));
    for (name, is_stale, start) in [
        ("onward", false, "19:00"),
        ("onward_stale", true, "18:30"),
        ("onward_wrong", false, "evening"),
    ] {
        both(name, |lang| {
            let form = OnwardForm {
                start: start.into(),
                ..OnwardForm::of(&group, evening.at.date)
            };
            let meant = form.meant(lang, &group, evening.at.date);
            onward_view::onward(
                lang,
                &OnwardPage {
                    group: &group,
                    evening: &evening,
                    form: &form,
                    errors: &meant.err().unwrap_or_default(),
                    is_stale,
                },
            )
        });
    }
}

#[test]
fn venues() {
    let closure = |last| Closure {
        id: 7,
        place: "Elm Street Hall".into(),
        address: "1 Elm Street".into(),
        first: date(2026, 11, 24),
        last,
        note: "New <floor>.".into(),
    };
    let met_in = |place: &str, address: &str, groups| MetIn {
        place: place.into(),
        address: address.into(),
        groups,
    };
    let venues = [
        met_in("Elm Street Hall", "1 Elm Street", 2),
        met_in("", "2 Oak Street", 1),
    ];
    let closures = [closure(date(2026, 11, 24)), closure(date(2026, 12, 4))];
    both("venues", |lang| {
        let page = VenuesPage {
            venues: &venues.iter().collect::<Vec<_>>(),
            count: 300,
            words: "<street>",
            has_any: true,
            closures: &closures,
            told: Some(venue_view::Told::Closed),
        };
        venue_view::venues(lang, &page)
    });
    both("venues_without_any", |lang| {
        let page = VenuesPage {
            venues: &[],
            count: 0,
            words: "",
            has_any: false,
            closures: &[],
            told: None,
        };
        venue_view::venues(lang, &page)
    });
}

#[test]
fn closing_a_venue() {
    let hybrid = circle();
    let mut in_room = arranged();
    in_room.details.attendance = Attendance::InRoom;
    in_room.differences.planned = Vec::new();
    let listings = [Listing::of(&hybrid), Listing::of(&in_room)];
    let form = ClosingForm {
        place: "Elm Street Hall".into(),
        address: "1 Elm Street".into(),
        first: "2026-11-24".into(),
        last: "2026-12-04".into(),
        note: "New <floor>.".into(),
    };
    let today = date(2026, 11, 23);
    let none = Errors::default();
    both("closing_seen", |lang| {
        let closure = form.meant(lang, 0, today).unwrap();
        let touched = touched(&listings, &closure);
        let page = ClosingPage {
            form: &form,
            errors: &none,
            preview: Some(&touched),
        };
        venue_view::closing(lang, &page)
    });
    both("closing_wrong", |lang| {
        let form = ClosingForm {
            first: String::new(),
            last: "2026-11-22".into(),
            ..form.clone()
        };
        let errors = form.meant(lang, 0, today).unwrap_err();
        let page = ClosingPage {
            form: &form,
            errors: &errors,
            preview: None,
        };
        venue_view::closing(lang, &page)
    });
}

#[test]
fn members_and_visitors_read_what_is_other_than_usual() {
    let off = arranged();
    let mut moved = arranged();
    moved.differences.exceptions.clear(date(2026, 11, 24));
    for (name, group, at_ms) in [
        ("group_for_visitor_when_off", &off, NOW_MS),
        (
            "group_for_visitor_when_moved",
            &moved,
            NOW_MS + 36 * 3_600_000,
        ),
    ] {
        both(name, |lang| {
            view::one(
                lang,
                &OnePage {
                    group,
                    next: next_session(group, at_ms),
                    coming: &coming(&group.timetable(), at_ms, 5, 5),
                    is_signed_in: false,
                    place: None,
                    may_look_after: false,
                    may_see_rota: false,
                    origin: "https://circles.example",
                    own_zone: None,
                    now_ms: at_ms,
                },
            )
        });
    }
    let mine = [Mine {
        next: next_session(&off, NOW_MS),
        place: Membership::joined(off.id, ME, Roles::default(), NOW_MS),
        news: coming(&off.timetable(), NOW_MS, 5, 1).pop(),
        group: off,
    }];
    both("mine_when_off", |lang| view::mine(lang, &mine, NOW_MS));
}

#[test]
fn what_somebody_leads() {
    let group = arranged();
    let duty = |day| Duty {
        evening: on(&group, day),
        group: group.clone(),
    };
    let led = |gaps| LedGroup {
        group: group.clone(),
        gaps,
    };
    let duties = Duties {
        turns: vec![duty(date(2026, 11, 24)), duty(date(2026, 12, 3))],
        groups: vec![led(0), led(1), led(5)],
    };
    both("part_duties", |lang| duties_part(lang, &duties, NOW_MS));
    assert!(
        duties_part(Lang::En, &Duties::default(), NOW_MS)
            .0
            .contains("take a turn")
    );
}
