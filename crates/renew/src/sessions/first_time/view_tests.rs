//! Every view of first times, from samples, in both languages.

use super::super::SessionId;
use super::super::wire::{Face, Greeting};
use super::view::{self, AskedFor, Screens};
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::testing::both;

const NOW_MS: i64 = 1_795_363_200_000;
const SESSION: SessionId = SessionId(301);

fn screens(lang: Lang) -> Screens {
    Screens {
        session: SESSION,
        group_name: "Sunday <evening> circle".into(),
        group_path: "/groups/0000000000001".into(),
        minutes: 90,
        parts: view::parts(lang, "renew-90"),
        may_enter: true,
        has_seat: false,
        listens: false,
        wants_no_buddy: false,
    }
}

fn face(name: &str) -> Face {
    Face {
        name: name.into(),
        sign: Sign::Tree,
    }
}

#[test]
fn the_two_screens() {
    both("first_time_happens", |lang| {
        view::happens(lang, &screens(lang))
    });
    both("first_time_always", |lang| {
        view::always(lang, &screens(lang))
    });
    let again = |lang| Screens {
        has_seat: true,
        listens: true,
        wants_no_buddy: true,
        parts: view::parts(lang, "gone"),
        ..screens(lang)
    };
    both("first_time_happens_again", |lang| {
        view::happens(lang, &again(lang))
    });
    both("first_time_always_again", |lang| {
        view::always(lang, &again(lang))
    });
}

#[test]
fn what_the_lobby_says() {
    let chosen = Greeting {
        is_new: true,
        has_chosen: true,
        ..Greeting::default()
    };
    let lobby =
        |lang, greeting: &Greeting, may_look| view::lobby(lang, SESSION, greeting, may_look);
    both("part_first_time_lobby", |lang| {
        lobby(lang, &Greeting::default(), true)
    });
    both("part_first_time_lobby_waiting", |lang| {
        let greeting = Greeting {
            is_waiting: true,
            ..chosen.clone()
        };
        lobby(lang, &greeting, true)
    });
    both("part_first_time_lobby_greeted", |lang| {
        let greeting = Greeting {
            buddy: Some(face("Juniper")),
            ..chosen.clone()
        };
        lobby(lang, &greeting, true)
    });
    both("part_first_time_lobby_asked", |lang| {
        let greeting = Greeting {
            is_asked: true,
            ..Greeting::default()
        };
        lobby(lang, &greeting, false)
    });
    both("part_first_time_lobby_greets", |lang| {
        let greeting = Greeting {
            greets: Some(face("Sol")),
            ..Greeting::default()
        };
        lobby(lang, &greeting, false)
    });
}

#[test]
fn what_a_member_is_asked_on_their_own_pages() {
    let asked = [AskedFor {
        session: SESSION,
        group_name: "Sunday <evening> circle".into(),
        zone: "America/Chicago".into(),
        starts_ms: NOW_MS + 9 * 3_600_000,
    }];
    both("part_first_time_today", |lang| {
        view::today(lang, &asked, NOW_MS)
    });
    both("first_time_greeting", |lang| {
        view::greeting(lang, false, false)
    });
    both("first_time_greeting_kept", |lang| {
        view::greeting(lang, true, true)
    });
}
