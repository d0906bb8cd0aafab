//! Every view of the slice outside the room, from samples, in both languages.
#![allow(clippy::unwrap_used)]

use circle::activity::{ActivityKind, Part};
use maud::Markup;

use super::after_view::{self, Afterwards, KeptPage};
use super::format_view::{self, FormatPage};
use super::kept_view::Kept;
use super::lead_view::{self, Leading, Past, PhaseRan, PulseShown, RecordPage, Someone};
use super::page_words::PageWords;
use super::rehearsed::{Day, Near, Refused, Rehearsed, Unkept};
use super::view::{self, Coming, Lobby, Today};
use super::wire::{Close, Greeting, HowItWent, LineText, MayKnow, SceneCard};
use super::{
    KeptSheet, KeptSlip, Note, NoteKind, Plan, PlanId, RecordId, Session, SessionId, State,
};
use crate::site::lang::Lang;
use crate::site::testing::lines;
use crate::site::visitor::PersonId;

/// Sunday 22 November 2026, 10:00 in Chicago.
const NOW_MS: i64 = 1_795_363_200_000;
const HOUR_MS: i64 = 3_600_000;
const ZONE: &str = "America/Chicago";

fn both(name: &str, view: impl Fn(Lang) -> Markup) {
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("{name}_{}", lang.tag()), lines(&view(lang)));
    }
}

fn plan(how: Option<HowItWent>) -> Plan {
    Plan {
        id: PlanId(401),
        person: PersonId(102),
        session: SessionId(301),
        group: 201,
        made_ms: NOW_MS - 7 * 24 * HOUR_MS,
        may_know: MayKnow::Circle,
        text: "Walk with <Dana>, even if it rains".into(),
        how,
        shown_in: None,
    }
}

fn note(kind: NoteKind) -> Note {
    Note {
        session: SessionId(301),
        kind,
        made_ms: NOW_MS,
        text: "Lighter than I feared.\nI stayed.".into(),
    }
}

fn coming(may_enter: bool) -> Coming {
    Coming {
        group_name: "Sunday evening circle".into(),
        zone: ZONE.into(),
        starts_ms: NOW_MS + 9 * HOUR_MS,
        path: "/sessions/0000000000001".into(),
        may_enter,
        opens_ms: NOW_MS + 9 * HOUR_MS - 600_000,
    }
}

fn today(plan: Option<Plan>, next: Option<Coming>) -> Today {
    Today {
        name: "Wren".into(),
        now_ms: NOW_MS,
        zone: ZONE.into(),
        plan,
        next,
        on_call: crate::safety::OwnNews::default(),
        asked: Vec::new(),
        near: Near::default(),
        thanks: Default::default(),
    }
}

fn session(state: State) -> Session {
    Session {
        id: SessionId(301),
        group: 201,
        starts_ms: NOW_MS + 9 * HOUR_MS,
        minutes: 90,
        pace: 1,
        format: "renew-90".into(),
        state,
        ended_ms: None,
        sealed: false,
    }
}

fn lobby(state: State) -> Lobby {
    Lobby {
        session: session(state),
        group_name: "Sunday evening circle".into(),
        group_path: "/groups/0000000000001".into(),
        zone: ZONE.into(),
        now_ms: NOW_MS,
        may_open: false,
        has_voices: true,
        is_off: false,
        leads: false,
        must_join: false,
        came: true,
        format_name: None,
        greeting: Greeting::default(),
        may_look: false,
    }
}

#[test]
fn today_asks_one_thing() {
    both("today_plan", |lang| {
        view::today(lang, &today(Some(plan(None)), Some(coming(false))))
    });
    both("today_gathering", |lang| {
        view::today(lang, &today(Some(plan(None)), Some(coming(true))))
    });
    both("today_answered", |lang| {
        let answered = plan(Some(HowItWent::NotYet));
        view::today(lang, &today(Some(answered), Some(coming(false))))
    });
    both("today_first", |lang| view::today(lang, &today(None, None)));
}

#[test]
fn today_speaks_of_a_conversation_and_asks_how_it_went() {
    let one = |id: i64, date: &str, day, with: &str| Rehearsed {
        id: RecordId(id),
        day,
        date: date.parse().unwrap(),
        may_tell: day != Day::Ahead,
        card: SceneCard {
            with: with.into(),
            place: "At her kitchen table".into(),
            says: "You always say you will come".into(),
            date: date.into(),
            takeaway: "I can say no and still be on the phone".into(),
        },
    };
    let long = "Somebody I used to see every day at the corner, and would rather not meet";
    let near = [
        (
            "today_conversation_ahead",
            vec![one(901, "2026-11-26", Day::Ahead, "My sister Iris")],
        ),
        (
            "today_conversation",
            vec![one(902, "2026-11-22", Day::Today, "")],
        ),
        (
            "today_conversation_past",
            vec![one(903, "2026-11-20", Day::Past, long)],
        ),
    ];
    for (name, all) in near {
        let mut page = today(Some(plan(None)), Some(coming(false)));
        page.near.all = all;
        both(name, |lang| view::today(lang, &page));
    }
    let mut page = today(Some(plan(None)), Some(coming(false)));
    page.near.all = vec![one(903, "2026-11-20", Day::Past, "My sister Iris")];
    page.near.refused = Some(Refused {
        id: RecordId(903),
        text: "It went on and on".into(),
        why: Unkept::TooLong,
    });
    both("today_conversation_refused", |lang| {
        view::today(lang, &page)
    });
    page.near.refused = Some(Refused {
        id: RecordId(904),
        text: "She <listened> to me".into(),
        why: Unkept::Answered,
    });
    both("today_conversation_answered", |lang| {
        view::today(lang, &page)
    });
    page.near = Near {
        is_kept: true,
        ..Near::default()
    };
    both("today_conversation_kept", |lang| view::today(lang, &page));
}

#[test]
fn a_plan_of_a_week_ago_or_more_says_its_date() {
    let said = |lang, days: i64| {
        let mut plan = plan(None);
        plan.made_ms = NOW_MS - days * 24 * HOUR_MS;
        view::today(lang, &today(Some(plan), None)).0
    };
    assert!(said(Lang::En, 0).contains("What you said today"));
    assert!(said(Lang::En, 6).contains("What you said on Monday<"));
    assert!(said(Lang::En, 7).contains("What you said on Sunday 15 November"));
    assert!(said(Lang::Es, 49).contains("Lo que dijiste el domingo 4 de octubre"));
}

#[test]
fn what_a_person_wrote_is_never_markup() {
    let page = view::today(Lang::En, &today(Some(plan(None)), None));
    assert!(page.0.contains("Walk with &lt;Dana&gt;") && !page.0.contains("<Dana>"));
}

#[test]
fn a_lobby_says_what_comes_next() {
    for (name, state) in [
        ("lobby_planned", State::Planned),
        ("lobby_open", State::Open),
        ("lobby_ended", State::Ended),
    ] {
        both(name, |lang| view::lobby(lang, &lobby(state)));
    }
    both("lobby_may_open", |lang| {
        let page = Lobby {
            may_open: true,
            leads: true,
            ..lobby(State::Planned)
        };
        view::lobby(lang, &page)
    });
    both("lobby_called_off", |lang| {
        let page = Lobby {
            is_off: true,
            ..lobby(State::Planned)
        };
        view::lobby(lang, &page)
    });
    both("lobby_members_only", |lang| {
        let page = Lobby {
            must_join: true,
            ..lobby(State::Open)
        };
        view::lobby(lang, &page)
    });
    both("lobby_missed", |lang| {
        let page = Lobby {
            now_ms: NOW_MS + 24 * HOUR_MS,
            ..lobby(State::Planned)
        };
        view::lobby(lang, &page)
    });
}

#[test]
fn whoever_is_outside_reads_why() {
    for (name, why) in [
        ("outside_removed", Close::Removed),
        ("outside_full", Close::Full),
        ("outside_locked", Close::NotLetIn),
    ] {
        both(name, |lang| {
            view::outside(lang, "Sunday evening circle", why, None)
        });
    }
    both("outside_written", |lang| {
        let written = Some("Walk with Dana\non Wednesday");
        view::outside(lang, "Sunday evening circle", Close::Ended, written)
    });
}

#[test]
fn what_was_kept_is_shown_to_its_owner() {
    let afterwards = Afterwards {
        group_name: "Sunday evening circle".into(),
        starts_ms: NOW_MS,
        zone: ZONE.into(),
        plan: Some(plan(None)),
        notes: vec![note(NoteKind::Reflection), note(NoteKind::Takeaway)],
        sheets: vec![sheet()],
        may_thank: Some(SessionId(301)),
    };
    both("afterwards", |lang| {
        after_view::afterwards(lang, &afterwards)
    });
    let kept = KeptPage {
        zone: ZONE.into(),
        plans: vec![plan(Some(HowItWent::DidIt)), plan(None)],
        notes: vec![note(NoteKind::Reflection)],
        sheets: vec![sheet()],
    };
    both("kept", |lang| after_view::kept(lang, &kept));
    let nothing = KeptPage {
        zone: ZONE.into(),
        plans: Vec::new(),
        notes: Vec::new(),
        sheets: Vec::new(),
    };
    both("kept_nothing", |lang| after_view::kept(lang, &nothing));
}

/// A thought that somebody looked at, with what they kept of the circle's words.
fn sheet() -> Kept {
    let line = |part, text: &str, level| LineText {
        part,
        nth: 0,
        text: text.to_owned(),
        level,
    };
    let slip = |part, nth, text: &str| KeptSlip {
        part,
        nth,
        text: text.to_owned(),
        count: 2,
        chosen: false,
    };
    Kept {
        id: RecordId(901),
        made_ms: NOW_MS,
        sheet: KeptSheet {
            kind: ActivityKind::ThoughtRecord,
            activity: 1,
            room: 0,
            lines: vec![
                line(Part::Thought, "They are done with me.", None),
                line(Part::Belief, "", Some(80)),
                line(Part::BeliefNow, "", Some(35)),
            ],
            kept: vec![
                slip(Part::Pattern, 4, ""),
                slip(Part::Fairer, 0, "You don't know yet, and you can ask."),
            ],
            scene: None,
            went: None,
        },
    }
}

#[test]
fn who_leads_sees_sessions_and_bare_records() {
    let leading = Leading {
        now_ms: NOW_MS,
        coming: vec![coming(true), coming(false)],
        past: vec![Past {
            group_name: "Sunday evening circle".into(),
            zone: ZONE.into(),
            starts_ms: NOW_MS - 7 * 24 * HOUR_MS,
            path: "/sessions/0000000000001/record".into(),
        }],
        duties: crate::groups::Duties::default(),
        waiting: crate::safety::Waiting {
            due: 2,
            past: 1,
            ..crate::safety::Waiting::default()
        },
        may_invite: true,
    };
    both("leading", |lang| lead_view::leading(lang, &leading));
    let someone = |name: Option<&str>, role: &str| Someone {
        name: name.map(ToOwned::to_owned),
        role: role.into(),
        from_ms: NOW_MS,
        to_ms: NOW_MS + HOUR_MS,
    };
    let record = RecordPage {
        debrief_path: Some("/sessions/0000000000009/debrief".into()),
        follow_up_path: Some("/sessions/0000000000001/follow-up".into()),
        group_name: "Sunday evening circle".into(),
        zone: ZONE.into(),
        starts_ms: NOW_MS,
        people: vec![
            someone(Some("Marlow"), "facilitator"),
            someone(None, "member"),
        ],
        phases: vec![
            PhaseRan {
                name: "Arriving".into(),
                planned_minutes: 4,
                actual_minutes: Some(5),
            },
            PhaseRan {
                name: "Agenda".into(),
                planned_minutes: 3,
                actual_minutes: None,
            },
        ],
        pulse: Some(PulseShown {
            answers: 6,
            middles: vec![("heard".into(), 4), ("safe".into(), 5)],
        }),
    };
    both("record", |lang| lead_view::record(lang, &record));
}

#[test]
fn who_leads_chooses_what_a_session_runs() {
    both("lobby_with_format", |lang| {
        let page = Lobby {
            leads: true,
            format_name: Some("Renew 90 <b>".into()),
            ..lobby(State::Planned)
        };
        view::lobby(lang, &page)
    });
    let choices = crate::formats::shipped();
    for (name, is_planned) in [("format", true), ("format_late", false)] {
        both(name, |lang| {
            let mut errors = crate::site::form::Errors::default();
            if is_planned {
                errors.add("format", PageWords::of(lang).format_none);
            }
            let page = FormatPage {
                session: SessionId(301),
                group_name: "Sunday evening circle",
                zone: ZONE,
                starts_ms: NOW_MS,
                is_planned,
                choices: &choices,
                chosen: "talking-circle",
                errors: &errors,
            };
            format_view::form(lang, &page)
        });
    }
}
