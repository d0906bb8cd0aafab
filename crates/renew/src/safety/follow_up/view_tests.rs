//! The pages of what follows a private word, in both languages.

use std::collections::BTreeMap;

use super::form::{Choice, Ground, Typed};
use super::list::{Item, Open, Someone, Waiting};
use super::view::{ListPage, NewPage, OnePage, about_me, open_part, waiting_part};
use super::words::FollowUpWords;
use super::{FollowUpId, Offer, Offered, Standing};
use crate::groups::GroupId;
use crate::sessions::{Evening, SessionId, State};
use crate::site::form::Errors;
use crate::site::testing::{NOW_MS, both};
use crate::site::visitor::PersonId;

const ZONE: &str = "America/New_York";
const HOUR_MS: i64 = 3_600_000;

fn choice(key: &str, person: i64, name: &str) -> Choice {
    Choice {
        key: key.into(),
        person: PersonId(person),
        name: name.into(),
    }
}

fn ground() -> Ground {
    Ground {
        people: vec![choice("2", 102, "Wren"), choice("3", 103, "<Sol>")],
        others: vec![choice("0000000000038", 104, "Ada")],
        me: PersonId(101),
        zone: ZONE.into(),
        now_ms: NOW_MS,
    }
}

fn item(id: i64, standing: Standing) -> Item {
    Item {
        id: FollowUpId(id),
        group: Some("Sunday circle".into()),
        zone: ZONE.into(),
        made_ms: NOW_MS - HOUR_MS,
        person: "Wren".into(),
        made_by: Someone::Me,
        keeper: Someone::Me,
        asked: Someone::Nobody,
        offered: Offered::of(|offer| matches!(offer, Offer::Stayed | Offer::Line)),
        standing,
        is_disputed: false,
    }
}

fn due() -> Standing {
    Standing::Due {
        due_ms: NOW_MS + 6 * HOUR_MS,
    }
}

fn past() -> Standing {
    Standing::Past {
        due_ms: NOW_MS - HOUR_MS,
    }
}

#[test]
fn the_form_of_a_note() {
    let evening = Evening {
        id: SessionId(301),
        group: GroupId(201),
        group_name: "Sunday circle".into(),
        zone: ZONE.into(),
        starts_ms: NOW_MS - 2 * HOUR_MS,
        state: State::Open,
        leads: true,
    };
    let ground = ground();
    let fresh = Typed::fresh("2", ZONE, NOW_MS);
    both("follow_up_new", |lang| {
        let page = NewPage {
            lang,
            evening: &evening,
            ground: &ground,
            typed: &fresh,
            errors: &Errors::default(),
        };
        page.view()
    });
    let fields = [("nothing", "yes"), ("line", "yes"), ("date", "soon")];
    let fields = fields.map(|(field, text)| (field.to_owned(), text.to_owned()));
    let wrong = Typed::new(BTreeMap::from(fields));
    both("follow_up_new_wrong", |lang| {
        let w = FollowUpWords::of(lang);
        let mut errors = wrong.person(&ground, w).unwrap_err();
        for (field, sentence) in wrong.check(&ground, None, w).unwrap_err().iter() {
            errors.add(field, sentence);
        }
        let page = NewPage {
            lang,
            evening: &evening,
            ground: &ground,
            typed: &wrong,
            errors: &errors,
        };
        page.view()
    });
}

#[test]
fn what_is_to_follow_up() {
    let done = Item {
        keeper: Someone::Other("Sol".into()),
        ..item(3, Standing::Done { done_ms: NOW_MS })
    };
    let disputed = Item {
        is_disputed: true,
        group: None,
        ..item(2, past())
    };
    let asked = Item {
        keeper: Someone::Other("Marlow".into()),
        asked: Someone::Me,
        ..item(4, due())
    };
    both("follow_up_list", |lang| {
        let page = ListPage {
            lang,
            asked: vec![asked.clone()],
            own: vec![item(1, due()), disputed.clone(), done.clone()],
        };
        page.view()
    });
    both("follow_up_list_empty", |lang| {
        let page = ListPage {
            lang,
            asked: Vec::new(),
            own: Vec::new(),
        };
        page.view()
    });
}

#[test]
fn one_note() {
    let ground = ground();
    let past = Item {
        is_disputed: true,
        asked: Someone::Other("Ada".into()),
        ..item(1, past())
    };
    for (name, item) in [
        ("follow_up_due", &item(1, due())),
        ("follow_up_past", &past),
    ] {
        let typed = Typed::kept(&item.offered, Some(NOW_MS + HOUR_MS), ZONE, NOW_MS);
        both(name, |lang| {
            let page = OnePage {
                lang,
                item,
                ground: &ground,
                typed: &typed,
                errors: &Errors::default(),
                is_kept: true,
            };
            page.view()
        });
    }
}

#[test]
fn what_the_person_sees() {
    let marlow = Someone::Other("Marlow".into());
    let theirs = |standing| Item {
        made_by: marlow.clone(),
        keeper: marlow.clone(),
        ..item(1, standing)
    };
    let gone = Item {
        made_by: Someone::Nobody,
        keeper: Someone::Nobody,
        is_disputed: true,
        ..theirs(past())
    };
    let nothing = Item {
        offered: Offered::of(|offer| offer == Offer::Nothing),
        ..theirs(Standing::Done { done_ms: NOW_MS })
    };
    let all = [
        theirs(due()),
        theirs(past()),
        theirs(Standing::Done { done_ms: NOW_MS }),
        gone,
        nothing,
    ];
    both("noted", |lang| about_me(lang, &all));
    both("noted_nothing", |lang| about_me(lang, &[]));
}

#[test]
fn what_others_see_of_it() {
    let waiting = Waiting {
        due: 2,
        past: 1,
        asked: 1,
        disputed: 1,
    };
    both("part_waiting", |lang| waiting_part(lang, &waiting));
    let open = |keeper: Option<&str>, standing| Open {
        id: FollowUpId(1),
        group: Some("Sunday circle".into()),
        zone: ZONE.into(),
        keeper: keeper.map(Into::into),
        standing,
    };
    let open = [open(Some("Marlow"), due()), open(None, past())];
    both("part_open_follow_ups", |lang| open_part(lang, &open));
    both("part_open_follow_ups_none", |lang| open_part(lang, &[]));
}
