//! Looking back, from samples, in both languages.

use circle::activity::ActivityKind;
use circle::format::{Format, PhaseKind};
use circle::{Airtime, Element, Figure, Finding, How, PersonId as SeatId, Side};

use super::forms::{Typed, WORDS_CHARS_MAX};
use super::growth::{self, EVENINGS_MAX, Held};
use super::growth_view::{GrowthPage, Past};
use super::look::Names;
use super::share_view::{Done, OwnPage, SharedItem, care_list, care_one};
use super::view::Ways;
use super::words::DebriefWords;
use super::{DebriefId, Noted, OwnWords, PartRan, Reach, Reason, Shared, Took};
use crate::formats::text_in;
use crate::sessions::SessionId;
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::testing::{NOW_MS, both};

const SESSION: SessionId = SessionId(301);
const ZONE: &str = "America/Chicago";
const MINUTE_MS: i64 = 60_000;

fn finding(element: Element, how: How, figure: Figure) -> Finding {
    Finding {
        element,
        how,
        figure,
    }
}

fn findings() -> Vec<Finding> {
    let minutes = |ran, meant| Figure::Minutes { ran, meant };
    let people = |did, of| Figure::People { did, of };
    let steps = Figure::Steps { begun: 5, of: 7 };
    vec![
        finding(Element::Stillness, How::Yes, minutes(4, 4)),
        finding(Element::Agreement, How::Partly, people(5, 6)),
        finding(Element::CheckIn, How::Yes, people(6, 6)),
        finding(Element::Turns, How::Partly, people(5, 6)),
        finding(Element::Activity, How::Partly, steps),
        finding(Element::Closing, How::No, minutes(3, 12)),
        finding(Element::Reflection, How::NotInThisFormat, Figure::None),
        finding(Element::OnTime, How::Partly, Figure::Over { minutes: 4 }),
    ]
}

fn noted() -> Noted {
    let part = |kind, planned_minutes, ran_minutes| PartRan {
        kind,
        planned_minutes,
        ran_minutes,
    };
    Noted {
        took: Took::Led,
        parts: vec![
            part(PhaseKind::Breathing, 4, Some(4)),
            part(PhaseKind::Welcome, 5, Some(6)),
            part(PhaseKind::CheckIn, 18, Some(27)),
            part(PhaseKind::Agenda, 3, None),
            part(PhaseKind::ModelShare, 7, Some(5)),
            part(PhaseKind::Working, 33, Some(38)),
            part(PhaseKind::AsksAndOffers, 4, Some(2)),
            part(PhaseKind::Plan, 12, Some(3)),
            part(PhaseKind::Reflection, 4, Some(4)),
        ],
        activities: vec![ActivityKind::ThoughtRecord],
        findings: findings(),
        airtime: Airtime {
            spoken_ms: 41 * MINUTE_MS,
            gini_percent: 38,
            room: Side {
                people: 4,
                spoken_ms: 33 * MINUTE_MS,
            },
            online: Side {
                people: 1,
                spoken_ms: 20_000,
            },
            unheard: vec![SeatId(4)],
            passed: vec![SeatId(5), SeatId(9)],
            listened: vec![SeatId(6)],
        },
        reach_out: vec![
            Reach {
                seat: 2,
                why: vec![Reason::PrivateWord],
            },
            Reach {
                seat: 4,
                why: vec![Reason::LeftEarly, Reason::NoTurn, Reason::FirstTime],
            },
            Reach {
                seat: 9,
                why: vec![Reason::SteppedOut],
            },
        ],
    }
}

/// Seat 9 is nobody's any more.
fn names() -> Names {
    let names = [
        (1, "Marlow"),
        (2, "Wren"),
        (4, "<Sol>"),
        (5, "Ana"),
        (6, "Tomás"),
    ];
    Names::from(names.map(|(seat, name)| (seat, name.to_owned())))
}

fn part_names(lang: Lang) -> Vec<String> {
    let phases = Format::renew_90().phases;
    let name = |phase: &circle::format::Phase| text_in(lang, &phase.name).to_owned();
    phases.iter().map(name).collect()
}

fn held(yes: usize, partly: usize, no: usize) -> Held {
    Held { yes, partly, no }
}

#[test]
fn one_s_own_page() {
    let (noted, names) = (noted(), names());
    let before = [
        (Element::Stillness, held(3, 1, 0)),
        (Element::Closing, held(1, 0, 0)),
        (Element::OnTime, held(0, 1, 0)),
    ];
    let words = OwnWords {
        well: "The silence held.\nNobody hurried.".into(),
        otherwise: "Begin the closing <earlier>".into(),
    };
    let shared = Shared::of(&noted, true, None);
    let page = |lang, part_names: &[String], typed: &Typed, state: State<'_>| {
        let page = OwnPage {
            lang,
            session: SESSION,
            group_name: "Sunday <evening> circle",
            zone: ZONE,
            starts_ms: NOW_MS,
            noted: &noted,
            names: &names,
            part_names,
            before: &before,
            ways: Ways {
                follow_up: Some(SESSION),
                group_people: Some("/groups/0000000000069/people"),
            },
            typed,
            errors: state.errors,
            shared: state.shared,
            done: state.done,
            has_record: true,
        };
        page.view()
    };
    let nothing = Errors::default();
    both("debrief", |lang| {
        let state = State::of(&nothing);
        page(lang, &part_names(lang), &Typed::default(), state)
    });
    both("debrief_shared", |lang| {
        let state = State {
            shared: Some((NOW_MS, &shared)),
            done: Some(Done::Shared),
            ..State::of(&nothing)
        };
        page(lang, &part_names(lang), &Typed::kept(&words), state)
    });
    both("debrief_too_long", |lang| {
        let typed = Typed::kept(&OwnWords {
            well: "a".repeat(WORDS_CHARS_MAX + 1),
            otherwise: "Ask Ana first.".into(),
        });
        let errors = typed
            .check(DebriefWords::of(lang))
            .err()
            .unwrap_or_default();
        page(lang, &[], &typed, State::of(&errors))
    });
}

/// What stands on a page beside what was noted.
struct State<'a> {
    errors: &'a Errors,
    shared: Option<(i64, &'a Shared)>,
    done: Option<Done>,
}

impl<'a> State<'a> {
    fn of(errors: &'a Errors) -> Self {
        Self {
            errors,
            shared: None,
            done: None,
        }
    }
}

#[test]
fn a_quiet_evening_of_one_who_hosted() {
    let noted = Noted {
        took: Took::Hosted,
        activities: Vec::new(),
        findings: Vec::new(),
        airtime: Airtime::default(),
        reach_out: Vec::new(),
        ..noted()
    };
    both("debrief_quiet", |lang| {
        let page = OwnPage {
            lang,
            session: SESSION,
            group_name: "Sunday circle",
            zone: "UTC",
            starts_ms: NOW_MS,
            noted: &noted,
            names: &Names::new(),
            part_names: &part_names(lang),
            before: &[],
            ways: Ways::default(),
            typed: &Typed::default(),
            errors: &Errors::default(),
            shared: None,
            done: None,
            has_record: false,
        };
        page.view()
    });
}

#[test]
fn what_coordinators_see() {
    let item = |id, took, group: Option<&str>| SharedItem {
        id: DebriefId(id),
        by: "<Marlow>".into(),
        took,
        group: group.map(ToOwned::to_owned),
        zone: ZONE.into(),
        starts_ms: NOW_MS,
        shared_ms: NOW_MS,
    };
    let led = item(7, Took::Led, Some("Sunday circle"));
    both("debriefs", |lang| {
        care_list(lang, &[led.clone(), item(8, Took::Hosted, None)])
    });
    both("debriefs_none", |lang| care_list(lang, &[]));
    let words = OwnWords {
        well: "The silence held.".into(),
        otherwise: String::new(),
    };
    let whole = Shared::of(&noted(), true, Some(words));
    let bare = Shared::of(&noted(), false, None);
    both("debriefs_one", |lang| {
        care_one(lang, &led, &whole, (&names(), &part_names(lang)))
    });
    both("debriefs_one_bare", |lang| {
        care_one(lang, &led, &bare, (&names(), &part_names(lang)))
    });
}

#[test]
fn how_one_is_growing() {
    let past = |session| Past {
        session: SessionId(session),
        group: (session == 301).then(|| "Sunday <evening> circle".to_owned()),
        zone: ZONE.into(),
        starts_ms: NOW_MS,
    };
    let evening = findings();
    let evenings = vec![
        growth::Evening {
            took: Took::Led,
            findings: &evening,
        };
        EVENINGS_MAX
    ];
    let page = |lang, evenings: &[growth::Evening<'_>]| GrowthPage {
        lang,
        evenings: evenings.len(),
        table: growth::table(evenings),
        to_mend: growth::to_mend(evenings),
        past: evenings
            .iter()
            .zip(301..)
            .map(|(_, id)| past(id))
            .take(2)
            .collect(),
    };
    both("growth", |lang| page(lang, &evenings).view());
    both("growth_none_yet", |lang| page(lang, &[]).view());
    both("growth_early", |lang| page(lang, &evenings[..2]).view());
    both("growth_all_held", |lang| {
        let page = GrowthPage {
            table: vec![(Element::Closing, held(8, 0, 0))],
            to_mend: None,
            ..page(lang, &evenings)
        };
        page.view()
    });
}
