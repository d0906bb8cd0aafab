//! Every view of the slice from samples, in both languages.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{self, Limits, Options, Reading};
use calendar::{Days, Zone};
use maud::Markup;

use super::care_view::{self, GroupsPage, Listed};
use super::evening::coming;
use super::finder::Listing;
use super::form::GroupForm;
use super::form_view::{self, FormPage, Told};
use super::import::Plan;
use super::import_view::{self, Decisions, ImportForm, Preview};
use super::report::Report;
use super::rule_form::RuleFields;
use super::said::Said;
use super::view::{self, Mine, OnePage};
use super::{
    Attendance, Details, Door, FeedId, Group, GroupId, Membership, Origin, Roles, next_session,
    weekly,
};
use crate::formats;
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// A Monday noon in New York.
pub(super) const NOW_MS: i64 = 1_795_453_200_000;
const QUIRKS: &str = include_str!("../../../calendar/tests/feeds/quirks.json");

/// One tag a line, so that a difference can be read; addresses of assets change with their bytes.
pub(super) fn lines(markup: &Markup) -> String {
    let mut out = String::new();
    for line in markup.0.replace("><", ">\n<").lines() {
        let is_zone =
            line.starts_with("<option") && line.contains('/') && !line.contains("selected");
        // The list of all zones is the same everywhere; one of them is enough.
        if is_zone && !line.contains("Africa/Abidjan") {
            continue;
        }
        match line.split_once("/static/") {
            Some((before, after)) => {
                let name = after.split_once('/').map_or("", |(_, name)| name);
                out.push_str(&format!("{before}{name}\n"));
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

pub(super) fn both(name: &str, view: impl Fn(Lang) -> Markup) {
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("{name}_{}", lang.tag()), lines(&view(lang)));
    }
}

pub(super) fn circle() -> Group {
    let details = Details {
        name: "Tuesday <Circle>".into(),
        about: "Come just to listen.\n\nTea & biscuits.".into(),
        attendance: Attendance::Both,
        rule: weekly(Days::from_bits(0b1_0100).unwrap()),
        start_minute: Some(19 * 60),
        zone: Zone::named("America/New_York"),
        place: "Elm Street Hall".into(),
        address: "1 Elm Street".into(),
        place_notes: "Side door.".into(),
        region: "Old Town".into(),
        fellowship: "aa".into(),
        types: "O,D,X".into(),
        call_url: "https://meet.jit.si/example".into(),
        call_notes: "Passcode 1234".into(),
        call_phone: "+13125550100,,1#".into(),
        ..Details::default()
    };
    Group::new(GroupId(201), details, NOW_MS)
}

pub(super) fn spanish() -> Group {
    Group {
        id: GroupId(202),
        details: Details {
            name: "Círculo de cada noche".into(),
            lang: Lang::Es,
            rule: weekly(Days::ALL),
            start_minute: Some(12 * 60 + 30),
            duration_minutes: 60,
            zone: Zone::named("America/Mexico_City"),
            ..Details::default()
        },
        door: Door::Members,
        origin: Some(Origin {
            feed: 251,
            slug: "cada-noche".into(),
            said: Details::default(),
            gone_ms: Some(NOW_MS),
        }),
        ..circle()
    }
}

fn unscheduled() -> Group {
    Group {
        id: GroupId(203),
        details: Details {
            name: "Hospital Visits".into(),
            attendance: Attendance::Resting,
            ..Details::default()
        },
        door: Door::Open,
        ..circle()
    }
}

fn place(is_member: bool, roles: Roles) -> Membership {
    Membership {
        is_member,
        ..Membership::joined(GroupId(201), PersonId(101), roles, NOW_MS)
    }
}

#[test]
fn a_group_as_each_of_its_readers_sees_it() {
    let group = circle();
    let member = place(true, Roles::default());
    let readers = [
        ("visitor", false, None, false),
        ("someone", true, None, false),
        ("asking", true, Some(place(false, Roles::default())), false),
        ("member", true, Some(member), false),
        ("facilitator", true, Some(member), true),
    ];
    for (reader, is_signed_in, place, may_look_after) in readers {
        both(&format!("group_for_{reader}"), |lang| {
            view::one(
                lang,
                &OnePage {
                    origin: "https://circles.example",
                    group: &group,
                    next: next_session(&group, NOW_MS),
                    coming: &coming(&group.timetable(), NOW_MS, 2, 5),
                    own_zone: None,
                    is_signed_in,
                    place,
                    may_look_after,
                    may_see_rota: may_look_after,
                    now_ms: NOW_MS,
                },
            )
        });
    }
    let resting = unscheduled();
    both("group_at_rest", |lang| {
        view::one(
            lang,
            &OnePage {
                origin: "https://circles.example",
                group: &resting,
                next: None,
                coming: &[],
                own_zone: None,
                is_signed_in: false,
                place: None,
                may_look_after: false,
                may_see_rota: false,
                now_ms: NOW_MS,
            },
        )
    });
}

#[test]
fn my_circles() {
    let mine: Vec<Mine> = [(circle(), true), (spanish(), false), (unscheduled(), true)]
        .into_iter()
        .map(|(group, is_member)| Mine {
            next: next_session(&group, NOW_MS),
            news: None,
            place: place(
                is_member,
                Roles {
                    is_facilitator: true,
                    ..Roles::default()
                },
            ),
            group,
        })
        .collect();
    both("mine", |lang| view::mine(lang, &mine, NOW_MS));
    both("mine_without_any", |lang| view::mine(lang, &[], NOW_MS));
}

#[test]
fn the_groups_of_a_community() {
    let groups = [circle(), spanish(), unscheduled()].map(|group| Listing::of(&group));
    let groups: Vec<&Listing> = groups.iter().collect();
    let page = |groups, is_new_community| GroupsPage {
        groups,
        words: "<circle>",
        count: 203,
        page: 1,
        has_more: true,
        is_new_community,
    };
    both("groups", |lang| {
        care_view::groups(lang, &page(&groups, false))
    });
    both("groups_without_any", |lang| {
        care_view::groups(lang, &page(&[], true))
    });
    let none = GroupsPage {
        count: 0,
        page: 0,
        has_more: false,
        ..page(&[], false)
    };
    both("groups_not_found", |lang| care_view::groups(lang, &none));
}

#[test]
fn the_form() {
    let group = circle();
    both("form_fresh", |lang| {
        form_view::form(
            lang,
            &FormPage {
                formats: &formats::shipped(),
                group: None,
                form: &GroupForm::fresh(lang),
                errors: &Errors::default(),
                told: Told::Nothing,
                is_coordinator: true,
            },
        )
    });
    both("form_kept", |lang| {
        form_view::form(
            lang,
            &FormPage {
                formats: &formats::shipped(),
                group: Some(&group),
                form: &GroupForm::of_group(&group),
                errors: &Errors::default(),
                told: Told::Kept,
                is_coordinator: true,
            },
        )
    });
    both("form_wrong", |lang| {
        let form = GroupForm {
            start: "evening".into(),
            zone: String::new(),
            days: RuleFields {
                day_2: Some("on".into()),
                kind: "monthly".into(),
                ..RuleFields::default()
            },
            season_first: "2027-01-01".into(),
            season_last: "2026-12-31".into(),
            latitude: "91".into(),
            ..GroupForm::fresh(lang)
        };
        let errors = form.meant(lang, None, &formats::shipped()).unwrap_err();
        form_view::form(
            lang,
            &FormPage {
                formats: &formats::shipped(),
                group: None,
                form: &form,
                errors: &errors,
                told: Told::Nothing,
                is_coordinator: true,
            },
        )
    });
}

#[test]
fn the_form_of_a_group_that_its_list_names_no_more() {
    let gone = spanish();
    for (name, is_coordinator) in [("form_gone", true), ("form_gone_for_facilitator", false)] {
        both(name, |lang| {
            form_view::form(
                lang,
                &FormPage {
                    group: Some(&gone),
                    form: &GroupForm::of_group(&gone),
                    formats: &formats::shipped(),
                    errors: &Errors::default(),
                    told: Told::Stays,
                    is_coordinator,
                },
            )
        });
    }
}

#[test]
fn the_form_of_a_group_that_was_changed_meanwhile() {
    let mut changed = circle();
    changed.details.region = String::new();
    both("form_stale", |lang| {
        let form = GroupForm {
            name: "As I <typed> it".into(),
            attendance: "online".into(),
            days: RuleFields {
                day_0: Some("on".into()),
                ..RuleFields::default()
            },
            region: "Harbour".into(),
            door: "open".into(),
            ..GroupForm::of_group(&changed)
        };
        form_view::form(
            lang,
            &FormPage {
                formats: &formats::shipped(),
                group: Some(&changed),
                form: &form,
                errors: &Errors::default(),
                told: Told::Stale,
                is_coordinator: true,
            },
        )
    });
}

#[test]
fn the_people_of_a_group() {
    let listed = [
        Listed {
            place: place(
                true,
                Roles {
                    is_facilitator: true,
                    ..Roles::default()
                },
            ),
            known: Some(("Marlow".into(), Sign::Hills)),
            is_willing_to_greet: false,
        },
        Listed {
            place: place(false, Roles::default()),
            known: Some(("Juniper".into(), Sign::Tree)),
            is_willing_to_greet: false,
        },
        Listed {
            place: place(true, Roles::default()),
            known: None,
            is_willing_to_greet: true,
        },
    ];
    both("people", |lang| care_view::people(lang, &circle(), &listed));
    both("people_without_any", |lang| {
        care_view::people(lang, &circle(), &[])
    });
}

fn quirks() -> Reading {
    let options = Options {
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
        limits: Limits::default(),
    };
    meeting_guide::read(QUIRKS.as_bytes(), &options).unwrap()
}

fn feeds() -> [(FeedId, String); 1] {
    [(FeedId(251), "River <Valley>".to_owned())]
}

#[test]
fn the_form_of_an_import() {
    let river = ImportForm {
        feed: "River <Valley>".into(),
        fellowship: "aa".into(),
        zone: "US/Pacific".into(),
        form: "csv".into(),
    };
    for (name, form, is_known) in [
        ("import_form", &ImportForm::default(), false),
        ("import_form_of_a_known_feed", &river, true),
    ] {
        both(name, |lang| {
            import_view::form(
                lang,
                &import_view::FormPage {
                    form,
                    errors: &Errors::default(),
                    megabytes_max: 16,
                    is_known,
                    feeds: &feeds(),
                },
            )
        });
    }
}

#[test]
fn importing() {
    let said = Said::of(&quirks(), Fellowship::of("aa").unwrap());
    let mut here = Plan::of(1, Vec::new(), &said, NOW_MS).added;
    here[0].details.about = "Ours".into();
    here[0].details.rule = weekly(Days::ALL);
    let mut newer = said.clone();
    newer.meetings[0].1.about = "Theirs".into();
    newer.meetings[0].1.rule = None;
    newer.meetings.remove(1);
    let plan = Plan::of(1, here, &newer, NOW_MS);
    let report = Report {
        for_members: vec!["every-evening".into()],
        for_members_count: 3,
        ..Report::of(&plan, &newer)
    };
    assert_eq!(report.gone, [] as [String; 0], "a loss without a name");
    let gone = Report {
        gone: vec!["Birch".into()],
        gone_count: 1,
        has_unnamed_losses: false,
        ..report.clone()
    };
    both("import_preview", |lang| {
        import_view::preview(
            lang,
            &Preview {
                action: "/looking-after/imports/0000000000001/groups",
                feed_name: "River <Valley>",
                has_meetings: true,
                report: &report,
                known_as: feeds().first(),
            },
        )
    });
    both("import_report", |lang| {
        let decisions = Decisions {
            action: "/looking-after/feeds/0000000000251/decisions",
            undecided: &report.kept,
        };
        import_view::report(lang, "River <Valley>", &gone, &decisions)
    });
}
