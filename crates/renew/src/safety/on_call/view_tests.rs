//! The pages of who is on call, in both languages.
#![allow(clippy::unwrap_used)]

use calendar::{Days, Zone};
use jiff::civil::{Weekday, date};

use super::door_view::{DoorPage, OwnPage, Reachable, RoomPage};
use super::form::Typed;
use super::news::OwnNews;
use super::rota_view::{Line, RotaPage};
use super::words::OnCallWords;
use super::{Answer, Door, DoorId, On, Reach, Shift, ShiftId};
use crate::groups::GroupId;
use crate::sessions::{Evening, SessionId, State};
use crate::site::form::Errors;
use crate::site::testing::{NOW_MS, both};
use crate::site::visitor::PersonId;

fn shift(on: On) -> Shift {
    Shift {
        id: ShiftId(1),
        person: PersonId(101),
        on,
        start_minute: 1_080,
        end_minute: 60,
        zone: Zone::named("America/New_York").unwrap(),
    }
}

fn shifts() -> [Shift; 2] {
    let weekend = Days::one(Weekday::Saturday).with(Weekday::Sunday);
    [
        shift(On::EachWeek(weekend)),
        shift(On::Once(date(2026, 11, 28))),
    ]
}

fn reach() -> Reach {
    Reach {
        phone: "555 0100".into(),
        words: "Text <first>.".into(),
    }
}

fn door(answer: Answer) -> Door {
    Door {
        id: DoorId(1),
        session: SessionId(301),
        group: 201,
        person: PersonId(101),
        asked_by: Some(PersonId(102)),
        asked_ms: NOW_MS,
        answer,
    }
}

#[test]
fn the_rota() {
    let [weekly, once] = shifts();
    let line = |shift, name: &str, is_now| Line {
        shift,
        name: name.into(),
        is_now,
        has_reach: is_now,
    };
    let lines = [line(weekly, "Ada", true), line(once, "<Kim>", false)];
    let people = [("Ada".to_owned(), PersonId(101))];
    // The list of zones is left out of the picture: it is as long as the world.
    let fold = |page: maud::Markup| {
        let (before, rest) = page.0.split_once("<option value=\"Africa/").unwrap();
        let (_, after) = rest.rsplit_once("</option>").unwrap();
        maud::PreEscaped(format!("{before}{after}").replacen("<option value=\"Africa/", "", 1))
    };
    let fresh = Typed::fresh("");
    both("on_call_rota", |lang| {
        let page = RotaPage {
            lang,
            lines: &lines,
            people: &people,
            typed: &fresh,
            errors: &Errors::default(),
            is_kept: true,
        };
        fold(page.view())
    });
    both("on_call_rota_wrong", |lang| {
        let errors = fresh.shift(&[], OnCallWords::of(lang)).unwrap_err();
        let page = RotaPage {
            lang,
            lines: &[],
            people: &people,
            typed: &fresh,
            errors: &errors,
            is_kept: false,
        };
        fold(page.view())
    });
}

#[test]
fn one_s_own_hours() {
    let news = OwnNews {
        is_on_call: true,
        asked: vec![DoorId(1)],
    };
    let typed = Typed::kept(&reach());
    both("on_call_own", |lang| {
        let page = OwnPage {
            lang,
            shifts: &shifts(),
            news: &news,
            typed: &typed,
            errors: &Errors::default(),
            is_kept: true,
        };
        page.view()
    });
    both("on_call_own_none", |lang| {
        let page = OwnPage {
            lang,
            shifts: &[],
            news: &OwnNews::default(),
            typed: &Typed::default(),
            errors: &Errors::default(),
            is_kept: false,
        };
        page.view()
    });
}

#[test]
fn the_door() {
    let page = |answer, is_open| DoorPage {
        door: door(answer),
        asker: Some("Marlow".into()),
        group: Some("Sunday circle".into()),
        is_open,
    };
    both("on_call_door", |lang| page(Answer::Asked, true).view(lang));
    both("on_call_door_no", |lang| {
        page(Answer::Cannot, true).view(lang)
    });
    both("on_call_door_over", |lang| {
        page(Answer::Coming, false).view(lang)
    });
}

#[test]
fn who_can_be_brought_in() {
    let evening = Evening {
        id: SessionId(301),
        group: GroupId(201),
        group_name: "Sunday circle".into(),
        zone: "America/New_York".into(),
        starts_ms: NOW_MS,
        state: State::Open,
        leads: true,
    };
    let one = |name: &str, reach, answer: Option<Answer>| Reachable {
        person: PersonId(101),
        name: name.into(),
        reach,
        door: answer.map(door),
    };
    let people = [
        one("Ada", Some(reach()), None),
        one("Kim", None, Some(Answer::Asked)),
        one("Sol", None, Some(Answer::Coming)),
        one("Wren", None, Some(Answer::Cannot)),
    ];
    for (name, people) in [("on_call_room", &people[..]), ("on_call_room_nobody", &[])] {
        both(name, |lang| {
            let page = RoomPage {
                lang,
                evening: &evening,
                people,
                origin: "https://circles.example",
            };
            page.view()
        });
    }
}
