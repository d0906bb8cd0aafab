//! What devices in a room show, in both languages. A real circle is driven there, so a sample can't
//! show what the circle would never say.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use circle::command::{Act, Door, Entry, Input, Role, Said};
use circle::event::Outbox;
use circle::format::Format;
use circle::{Circle, Config, PersonId as SeatId, TableId};
use maud::{Markup, html};

use super::super::picture::phase_texts;
use super::super::wire::Face;
use super::lead_pages::all_away;
use super::lead_view::{self, DevicesPage, Made, Placed};
use super::people_view::{self, Adding};
use super::table::Sitter;
use super::table_view::{self, TablePage};
use super::{Kind, Shown, view, wall_view};
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::testing::both;
use crate::site::visitor::PersonId;

const START: i64 = 1_790_000_000_000;
const MARLOW: u64 = 1;
const BEA: u64 = 2;
const TOMAS: u64 = 3;
const RIDLEY: u64 = 4;
const JUNIPER: u64 = 5;
const FACES: [(u64, &str, Sign); 5] = [
    (MARLOW, "Marlow", Sign::Anchor),
    (BEA, "Bea", Sign::Lotus),
    (TOMAS, "Tomás", Sign::Hills),
    (RIDLEY, "Ridley", Sign::Fire),
    (JUNIPER, "Juniper", Sign::Tree),
];

/// An evening with a table of three, and two people online.
struct Evening {
    circle: Circle,
    now: i64,
}

impl Evening {
    fn gathering() -> Self {
        let mut evening = Self {
            circle: Circle::open(Config {
                format: Format::renew_90(),
                pace: 1,
                scheduled_at: START,
                door: Door::Vouched,
            }),
            now: START,
        };
        for (who, ..) in FACES {
            evening.put(&Input::Enter(Entry {
                who: SeatId(who),
                role: if who == MARLOW {
                    Role::Facilitator
                } else {
                    Role::Member
                },
                walks_in: true,
                in_room: matches!(who, BEA | TOMAS | RIDLEY),
                table: matches!(who, BEA | TOMAS | RIDLEY).then_some(TableId(1)),
            }));
        }
        evening
    }

    fn put(&mut self, input: &Input) {
        self.circle
            .handle(self.now, input, &mut Outbox::default())
            .unwrap();
    }

    fn act(&mut self, who: u64, act: Act) {
        self.put(&Input::Act(Said {
            by: SeatId(who),
            page: u64::try_from(self.now).unwrap(),
            n: 1,
            act,
        }));
        self.now += 1_000;
    }

    /// The check-in round; Ridley has not agreed yet.
    fn check_in() -> Self {
        let mut evening = Self::gathering();
        for who in [MARLOW, BEA, TOMAS, JUNIPER] {
            evening.act(who, Act::Agree);
        }
        evening.act(MARLOW, Act::Start);
        evening.act(MARLOW, Act::NextPhase { phase: 0 });
        evening.act(MARLOW, Act::NextPhase { phase: 1 });
        evening
    }

    fn give(mut self, who: u64) -> Self {
        let who = SeatId(who);
        self.act(MARLOW, Act::Give { who, turn: 0 });
        self.now += 40_000;
        self
    }

    /// On to the part that is led by raised hands.
    fn working() -> Self {
        let mut evening = Self::check_in();
        evening.act(RIDLEY, Act::Agree);
        for phase in 2..5 {
            evening.act(MARLOW, Act::NextPhase { phase });
        }
        evening.act(BEA, Act::Hand { up: true });
        evening
    }

    /// There Tomás speaks, and has asked the others to answer.
    fn answers() -> Self {
        let mut evening = Self::working().give(TOMAS);
        let turn = evening.circle.view(SeatId(TOMAS)).unwrap().turn;
        let turn = turn.unwrap().turn;
        evening.act(TOMAS, Act::Invite { turn, is: true });
        evening
    }

    fn ended() -> Self {
        let mut evening = Self::check_in();
        evening.act(MARLOW, Act::End);
        evening
    }

    fn shown(&self, lang: Lang) -> Shown {
        let view = self.circle.view(SeatId(JUNIPER)).unwrap();
        let face = |(who, name, sign): (u64, &str, Sign)| {
            let name = name.to_owned();
            (who, Face { name, sign })
        };
        Shown {
            told: 7,
            now_ms: self.now,
            minute_ms: 60_000,
            people: BTreeMap::from(FACES.map(face)),
            phases: phase_texts(&Format::renew_90(), lang, false),
            state: view.session.state,
            lead: view.lead.who,
            seats: view.seats,
            phase: view.phase,
            turn: view.turn,
            queue: view.queue,
            timetable: view.timetable.phases,
            is_together: view.activity.is_some(),
        }
    }
}

fn sitters() -> Vec<Sitter> {
    let sitter = |(seat, name, sign): (u64, &str, Sign)| Sitter {
        person: PersonId(100 + i64::try_from(seat).unwrap()),
        seat: Some(seat),
        face: Face {
            name: name.to_owned(),
            sign,
        },
        is_gone: false,
        is_claimed: false,
    };
    let here = FACES
        .into_iter()
        .filter(|(seat, ..)| [BEA, TOMAS, RIDLEY].contains(seat));
    here.map(sitter).collect()
}

fn page<'a>(lang: Lang, people: &'a [Sitter], shown: Option<&'a Shown>) -> TablePage<'a> {
    TablePage {
        lang,
        group_name: "Elm Street Hall",
        people,
        shown,
        is_away: false,
        is_shut: false,
        notice: None,
    }
}

/// Whom to call, in short.
fn lines() -> Markup {
    html! { aside class="urgent" { b { "112" } } }
}

fn table_at(name: &str, evening: &Evening) {
    let people = sitters();
    both(name, |lang| {
        let shown = evening.shown(lang);
        table_view::table(&page(lang, &people, Some(&shown)), &lines(), false)
    });
}

#[test]
fn a_table_s_phone_in_each_moment() {
    both("table_empty", |lang| {
        table_view::table(&page(lang, &[], None), &lines(), false)
    });
    table_at("table_gathering", &Evening::gathering());
    table_at("table_turn", &Evening::check_in().give(TOMAS));
    table_at("table_other_s_turn", &Evening::check_in().give(JUNIPER));
    table_at("table_hands", &Evening::working());
    table_at("table_answers", &Evening::answers());
    table_at("table_ended", &Evening::ended());
    both("table_room_away", |lang| {
        let people = sitters();
        let mut page = page(lang, &people, None);
        page.is_away = true;
        table_view::table(&page, &lines(), false)
    });
    both("table_room_shut", |lang| {
        let people = sitters();
        let mut page = page(lang, &people, None);
        page.is_shut = true;
        table_view::table(&page, &lines(), false)
    });
}

#[test]
fn a_table_s_phone_with_the_sound_of_its_room() {
    both("table_sound", |lang| {
        let people = sitters();
        let shown = Evening::check_in().give(TOMAS).shown(lang);
        table_view::table(&page(lang, &people, Some(&shown)), &lines(), true)
    });
}

#[test]
fn who_is_at_a_table() {
    let mut people = sitters();
    people[0].is_claimed = true;
    people[2].is_gone = true;
    both("table_people", |lang| {
        let shown = Evening::check_in().shown(lang);
        people_view::people(&page(lang, &people, Some(&shown)), &Adding::default())
    });
    both("table_people_mistake", |lang| {
        let mut adding = Adding {
            name: "bea",
            ..Adding::default()
        };
        adding.errors.add("name", "—");
        people_view::people(&page(lang, &people, None), &adding)
    });
    both("table_promises", people_view::promises);
    both("table_code", |lang| {
        people_view::code(lang, "Bea", "CDFG 3476", "https://renew.example/code")
    });
}

#[test]
fn the_wall_in_each_moment() {
    let wall = |name: &str, evening: &Evening| {
        both(name, |lang| {
            let shown = evening.shown(lang);
            wall_view::wall(lang, "Elm Street Hall", Some(&shown))
        });
    };
    both("wall_empty", |lang| {
        wall_view::wall(lang, "Elm Street Hall", None)
    });
    wall("wall_turn", &Evening::check_in().give(TOMAS));
    wall("wall_hands", &Evening::working());
    wall("wall_ended", &Evening::ended());
}

#[test]
fn codes_are_typed() {
    let mut wrong = Errors::default();
    wrong.add("code", "—");
    both("code_device", |lang| {
        view::device(&view::DeviceCode {
            lang,
            action: "/table",
            typed: "CDF 347",
            was_one: false,
            member: None,
            errors: &wrong,
        })
    });
    both("code_device_member", |lang| {
        view::device(&view::DeviceCode {
            lang,
            action: "/table",
            typed: "",
            was_one: true,
            member: Some("Wren"),
            errors: &Errors::default(),
        })
    });
    let own = |lang, member| view::OwnCode {
        lang,
        typed: "",
        is_shared: false,
        page: "1f",
        member,
        errors: &wrong,
    };
    both("code_own", |lang| view::own(&own(lang, None)));
    both("code_own_member", |lang| {
        view::own(&own(lang, Some("Wren")))
    });
}

#[test]
fn a_phone_is_silent_when_all_of_its_seats_are() {
    let mut evening = Evening::check_in();
    let is_silent = |evening: &Evening, seats: &[u64]| {
        all_away(&evening.shown(Lang::En), seats.iter().copied())
    };
    assert!(!is_silent(&evening, &[BEA]));
    evening.put(&Input::Disconnected { who: SeatId(BEA) });
    assert!(is_silent(&evening, &[BEA]));
    assert!(!is_silent(&evening, &[BEA, TOMAS]));
    // Of those whom the room never took in, nothing is known.
    assert!(!is_silent(&evening, &[]));
    assert!(!is_silent(&evening, &[77]));
    assert!(is_silent(&evening, &[BEA, 77]));
}

#[test]
fn the_page_of_who_leads() {
    let placed = |kind, nth, is_there, names: &[&str], is_silent| Placed {
        id: nth,
        kind,
        nth,
        is_there,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        is_silent,
        lost: if is_silent {
            vec![(PersonId(110), "Juniper".to_owned())]
        } else {
            Vec::new()
        },
    };
    let devices = [
        placed(Kind::Table, 1, true, &["Bea", "Tomás"], false),
        placed(Kind::Table, 2, true, &["Ridley"], true),
        placed(Kind::Table, 3, true, &[], false),
        placed(Kind::Wall, 1, false, &[], false),
    ];
    let page = |lang, is_open, made| DevicesPage {
        lang,
        path: "/sessions/3/in-room",
        is_open,
        devices: if is_open { &devices } else { &[] },
        made,
        full: is_open.then_some(Kind::Wall),
    };
    both("devices", |lang| {
        let made = Made {
            kind: Kind::Table,
            code: "CDF 347",
            address: "https://renew.example/table",
        };
        lead_view::devices(&page(lang, true, Some(made)))
    });
    both("devices_not_open", |lang| {
        lead_view::devices(&page(lang, false, None))
    });
}
