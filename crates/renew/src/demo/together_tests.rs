#![allow(clippy::unwrap_used, clippy::panic)]
//! Simulated peers, and nobody else, go through each activity from beginning to end: in virtual
//! time, against a real circle, by the messages that their line would send and get.

use std::collections::BTreeSet;

use circle::activity::{ActivityKind, Part, StepKind, Writer};
use circle::command::{Door, Entry, Input, Role, Said as CircleSaid};
use circle::event::{Audience, Event, Outbox};
use circle::format::{Floor, Format};
use circle::side_rooms::{RoomPart, RoomStep};
use circle::view::{Presence, State};
use circle::{Circle, Config, PersonId};
use serde_json::json;

use super::community::works_in;
use super::mind::{Mind, Wish};
use super::peer::Seen;
use crate::sessions::{Act, MayKnow, Said, for_the_circle};
use crate::site::lang::Lang;

const START_MS: i64 = 1_795_363_200_000;
const PEERS: u64 = 7;
/// Somebody at a browser who has sat down and does nothing at all.
const SILENT: PersonId = PersonId(PEERS + 1);
/// A circle that has not ended after so many steps never will.
const STEPS_MAX: usize = 20_000;

struct Sitting {
    who: PersonId,
    mind: Mind,
    seen: Seen,
    wish: Option<(i64, Wish)>,
}

/// Everything that happened in an evening.
#[derive(Default)]
struct Told {
    acts: Vec<(PersonId, Act)>,
    refused: Vec<(PersonId, Act)>,
    steps: Vec<(ActivityKind, StepKind)>,
    /// Steps in which somebody had the floor.
    spoken: BTreeSet<String>,
    room_steps: BTreeSet<String>,
    was_out: bool,
    /// How long after the planned end of the working time the activity ended.
    over_ms: i64,
    ended: bool,
    /// Whoever led while it was under way.
    led: BTreeSet<PersonId>,
}

struct Evening {
    circle: Circle,
    now_ms: i64,
    sitting: Vec<Sitting>,
    told: Told,
    /// Goes on until the lounge has closed as well.
    until_closed: bool,
}

impl Evening {
    fn of(tries: ActivityKind, pace: u32, lang: Lang) -> Self {
        Self::coming(1..=PEERS, tries, pace, lang)
    }

    /// As [`Evening::of`], with the peers coming in this order.
    fn coming(
        order: impl Iterator<Item = u64>,
        tries: ActivityKind,
        pace: u32,
        lang: Lang,
    ) -> Self {
        let circle = Circle::open(Config {
            format: Format::renew_90(),
            pace,
            scheduled_at: START_MS,
            door: Door::Vouched,
        });
        let sitting = (1..=PEERS).map(|number| Sitting {
            who: PersonId(number),
            mind: Mind {
                seed: number,
                pace,
                lang,
                waits_for: usize::try_from(PEERS).unwrap(),
                tries,
                works_in: works_in(),
            },
            seen: Seen::default(),
            wish: None,
        });
        let mut evening = Self {
            circle,
            now_ms: START_MS,
            sitting: sitting.collect(),
            told: Told::default(),
            until_closed: false,
        };
        for number in order {
            evening.enters(PersonId(number));
        }
        evening
    }

    fn enters(&mut self, who: PersonId) {
        let role = match who.0 {
            1 => Role::Facilitator,
            2 => Role::Host,
            _ => Role::Member,
        };
        let entry = Entry {
            who,
            role,
            walks_in: true,
            in_room: false,
            table: None,
        };
        self.puts(&Input::Enter(entry)).unwrap();
        self.puts(&Input::Connected { who }).unwrap();
        self.shows(who);
    }

    /// A whole view, as it comes at first and after a refresh.
    fn shows(&mut self, who: PersonId) {
        let view = self.circle.view(who);
        let frame = json!({ "is": "view", "view": view }).to_string();
        if let Some(one) = self.sitting.iter_mut().find(|one| one.who == who) {
            assert_eq!(one.seen.take_in(&frame), None);
        }
    }

    fn puts(&mut self, input: &Input) -> Result<(), circle::command::Refusal> {
        let mut out = Outbox::default();
        let done = self.circle.handle(self.now_ms, input, &mut out);
        self.tells(out);
        done
    }

    fn tells(&mut self, out: Outbox) {
        for place in 0..self.sitting.len() {
            let who = self.sitting[place].who;
            if self.sitting[place].seen.view.is_none() {
                continue;
            }
            let hears = |(to, _): &&(Audience, Event)| self.circle.hears(who, *to);
            let heard: Vec<&Event> = out.events.iter().filter(hears).map(|(_, e)| e).collect();
            let frame = json!({ "is": "ev", "ev": heard }).to_string();
            let one = &mut self.sitting[place];
            if !heard.is_empty() {
                assert_eq!(one.seen.take_in(&frame), None);
            }
            if heard.contains(&&Event::Refresh) {
                self.shows(who);
            }
            // What a peer knows by its frames is what the circle would show it.
            assert_eq!(self.sitting[place].seen.view, self.circle.view(who));
        }
        self.notes();
    }

    fn leads(&self) -> Option<PersonId> {
        self.circle.view(PersonId(2))?.lead.who
    }

    fn notes(&mut self) {
        let Some(view) = self.circle.view(PersonId(1)) else {
            return;
        };
        if view.session.state == State::Live {
            self.told.led.extend(view.lead.who);
        }
        let members = view.seats.iter().filter(|seat| seat.role == Role::Member);
        self.told.was_out |= members
            .clone()
            .any(|seat| seat.presence == Presence::SteppedOut);
        if let Some(now) = &view.activity {
            let step = (now.kind, now.at);
            if self.told.steps.last() != Some(&step) {
                self.told.steps.push(step);
            }
            if view.turn.is_some() {
                self.told.spoken.insert(format!("{step:?}"));
            }
            let ends_at = view.phase.unwrap().ends_at;
            self.told.over_ms = self.now_ms - ends_at;
        }
        let rooms = self.circle.people().collect::<Vec<_>>();
        let rooms = rooms
            .into_iter()
            .filter_map(|who| self.circle.view(who)?.mine.room);
        let steps = rooms.filter(|room| !room.aside).map(|room| room.step);
        self.told
            .room_steps
            .extend(steps.map(|step| format!("{step:?}")));
        let stays = self.until_closed && view.lounge.is_some();
        self.told.ended = view.session.state == State::Ended && !stays;
    }

    /// Until the session has ended, from one thing that happens to the next.
    fn runs(mut self) -> Told {
        self.runs_until(|evening| evening.told.ended);
        self.told
    }

    fn runs_until(&mut self, is: impl Fn(&Self) -> bool) {
        for _ in 0..STEPS_MAX {
            if is(self) {
                return;
            }
            let now_ms = self.now_ms;
            for one in &mut self.sitting {
                one.seen.think(&one.mind, now_ms, &mut one.wish);
            }
            let wishes = self.sitting.iter().enumerate();
            let wishes = wishes.filter_map(|(place, one)| Some((one.wish.as_ref()?.0, place)));
            let next = wishes.min();
            let wakes = self.circle.next_deadline();
            match (next, wakes) {
                (Some((at, place)), wakes) if wakes.is_none_or(|wakes| at <= wakes) => {
                    self.now_ms = self.now_ms.max(at);
                    self.acts(place);
                }
                (_, Some(wakes)) => {
                    self.now_ms = self.now_ms.max(wakes);
                    let mut out = Outbox::default();
                    self.circle.tick(self.now_ms, &mut out);
                    self.tells(out);
                }
                (_, None) => panic!("nobody wants anything any more"),
            }
        }
        panic!("the session never ends: {:?}", self.told.steps);
    }

    fn acts(&mut self, place: usize) {
        let one = &mut self.sitting[place];
        let (_, wish) = one.wish.take().unwrap();
        let frame = one.seen.command(&wish);
        let said = Said::read(&frame).unwrap();
        assert_eq!(said.act, wish.act, "what is sent is what is read");
        let by = one.who;
        // A scene's card is the program's: there is nothing in it for the circle.
        let Some(act) = for_the_circle(said.act.clone()) else {
            assert!(matches!(said.act, Act::Scene { .. }), "{:?}", said.act);
            self.told.acts.push((by, said.act));
            return;
        };
        let input = Input::Act(CircleSaid {
            by,
            page: 1,
            n: said.n,
            act,
        });
        match self.puts(&input) {
            Ok(()) => self.told.acts.push((by, said.act)),
            Err(_) => self.told.refused.push((by, said.act)),
        }
    }
}

impl Told {
    fn did(&self, is: impl Fn(&Act) -> bool) -> bool {
        self.acts.iter().any(|(_, act)| is(act))
    }

    fn wrote(&self, part: Part) -> BTreeSet<PersonId> {
        let wrote = |act: &Act| matches!(act, Act::Write { part: of, .. } if *of == part);
        let acts = self.acts.iter().filter(|(_, act)| wrote(act));
        acts.map(|(by, _)| *by).collect()
    }
}

/// What every whole run of an activity has in it.
fn is_whole(kind: ActivityKind, told: &Told) {
    let steps = told.steps.iter().filter(|(of, _)| *of == kind);
    let steps: Vec<StepKind> = steps.map(|(_, step)| *step).collect();
    let planned: Vec<StepKind> = kind.steps().iter().map(|step| step.kind).collect();
    assert_eq!(steps, planned, "{kind:?}");
    for step in kind.steps() {
        for (writer, part, _) in kind.writes(step.kind) {
            let wrote = told.wrote(*part).len();
            let least = match writer {
                Writer::Owner => 1,
                Writer::Peers => PEERS - 2,
                Writer::Everybody => PEERS - 1,
            };
            let least = usize::try_from(least).unwrap();
            assert!(wrote >= least, "{kind:?}: {part:?} by {wrote}");
        }
        let spoke = told.spoken.contains(&format!("{:?}", (kind, step.kind)));
        assert!(spoke || step.floor == Floor::Still, "{kind:?}: {step:?}");
    }
    if kind.steps().iter().any(|step| kind.keeps_in(step.kind)) {
        assert!(
            told.did(|act| matches!(act, Act::KeepSlip { is: true, .. })),
            "{kind:?}"
        );
    }
    assert!(told.did(|act| matches!(act, Act::BringOne { .. })) || !kind.has_owner());
    if kind == ActivityKind::ProblemSolving {
        assert!(told.did(|act| matches!(act, Act::ChooseSlip { is: true, .. })));
    }
    let takes_along = !matches!(kind, ActivityKind::OpenDiscussion | ActivityKind::BodyScan);
    let takeaway = told.did(|act| matches!(act, Act::Takeaway { .. }));
    assert!(takeaway || !takes_along, "{kind:?}");
    assert!(told.did(|act| matches!(act, Act::Reflection { .. })));
}

fn every_activity(pace: u32, lang: Lang) {
    for kind in ActivityKind::ALL {
        let told = Evening::of(kind, pace, lang).runs();
        is_whole(kind, &told);
        let minute_ms = 60_000 / i64::from(pace);
        assert!(
            told.over_ms <= (6 * minute_ms).max(45_000),
            "{kind:?}: {}",
            told.over_ms
        );
        // Two may tap for the same thing; nothing else of theirs is refused.
        let few = told.refused.len() <= 6;
        assert!(few, "{kind:?}: {:?}", told.refused);
    }
}

#[test]
fn simulated_peers_go_through_every_activity() {
    every_activity(1, Lang::En);
}

#[test]
fn they_do_so_in_a_hurry_and_in_spanish() {
    every_activity(10, Lang::Es);
}

#[test]
fn a_rehearsal_has_a_swap_a_pause_and_a_call_that_is_answered() {
    for pace in [1, 10] {
        let told = Evening::of(ActivityKind::Rehearsal, pace, Lang::En).runs();
        for step in [
            RoomStep::Scene,
            RoomStep::Play,
            RoomStep::Swap,
            RoomStep::OtherWays,
            RoomStep::Takeaway,
        ] {
            let met = told.room_steps.contains(&format!("{step:?}"));
            assert!(met, "{step:?}: {:?}", told.room_steps);
        }
        for part in [RoomPart::Partner, RoomPart::Watcher] {
            let took = |act: &Act| matches!(act, Act::TakePart { part: of, .. } if *of == part);
            assert!(told.did(took), "{part:?}");
        }
        let scenes = |act: &Act| matches!(act, Act::Scene { takeaway, .. } if !takeaway.is_empty());
        assert!(told.did(scenes));
        assert!(told.did(|act| matches!(act, Act::PauseRoom { is: true, .. })));
        assert!(told.did(|act| matches!(act, Act::PauseRoom { is: false, .. })));
        assert!(told.did(|act| matches!(act, Act::CallHelp { is: true, .. })));
        assert!(told.did(|act| matches!(act, Act::VisitRoom { .. })));
    }
}

#[test]
fn who_asks_for_a_word_is_asked_aside_says_yes_and_comes_back() {
    for pace in [1, 10] {
        let told = Evening::of(ActivityKind::Strengths, pace, Lang::En).runs();
        assert!(told.did(|act| matches!(act, Act::Private { .. })));
        assert!(told.did(|act| matches!(act, Act::AskAside { .. })));
        let guest = |act: &Act| {
            matches!(
                act,
                Act::TakePart {
                    part: RoomPart::Guest,
                    ..
                }
            )
        };
        let (guest, _) = *told
            .acts
            .iter()
            .find(|(_, act)| guest(act))
            .as_ref()
            .unwrap();
        assert!(told.was_out);
        let after = told
            .acts
            .iter()
            .rev()
            .take_while(|(_, act)| !matches!(act, Act::AskAside { .. }));
        let back = |act: &Act| matches!(act, Act::LeaveRoom { .. } | Act::ComeBack);
        assert!(after.clone().any(|(by, act)| by == guest && back(act)));
        // And goes on like everybody else.
        assert!(told.wrote(Part::Strength).contains(guest));
    }
}

#[test]
fn whoever_facilitates_leads_whoever_was_in_the_room_first() {
    // The host first, a member first, the facilitator last.
    for order in [
        [2, 1, 3, 4, 5, 6, 7],
        [3, 2, 1, 4, 5, 6, 7],
        [7, 6, 5, 4, 3, 2, 1],
    ] {
        for pace in [1, 10] {
            let coming = order.into_iter();
            let told = Evening::coming(coming, ActivityKind::BodyScan, pace, Lang::En).runs();
            assert_eq!(told.led, BTreeSet::from([PersonId(1)]), "{order:?}");
            let leads = |act: &Act| matches!(act, Act::HandLead { .. } | Act::TakeLead);
            let leads = told.acts.iter().filter(|(_, act)| leads(act));
            let handed = (PersonId(2), Act::HandLead { to: 1 });
            assert!(leads.eq([&handed]), "{order:?}");
        }
    }
}

/// The host was first and has handed the lead over, to 1.
fn handed_over() -> Evening {
    let order = [2, 1, 3, 4, 5, 6, 7].into_iter();
    let mut evening = Evening::coming(order, ActivityKind::BodyScan, 10, Lang::En);
    evening.runs_until(|evening| evening.leads() == Some(PersonId(1)));
    evening
}

#[test]
fn a_host_keeps_the_lead_that_is_given_back() {
    let mut evening = handed_over();
    let back = CircleSaid {
        by: PersonId(1),
        page: 2,
        n: 1,
        act: circle::command::Act::HandLead { to: PersonId(2) },
    };
    evening.puts(&Input::Act(back)).unwrap();
    assert_eq!(evening.runs().led, BTreeSet::from([PersonId(2)]));
}

#[test]
fn whoever_facilitates_and_was_lost_for_a_while_leads_again() {
    let mut evening = handed_over();
    let lost = evening.sitting.remove(0);
    let who = lost.who;
    evening.puts(&Input::Disconnected { who }).unwrap();
    evening.runs_until(|evening| evening.leads() == Some(PersonId(2)));
    evening.puts(&Input::Connected { who }).unwrap();
    evening.sitting.insert(0, lost);
    evening.shows(who);
    evening.runs_until(|evening| evening.leads() == Some(who));
    evening.told.led.clear();
    assert_eq!(evening.runs().led, BTreeSet::from([who]));
}

#[test]
fn some_stay_in_the_lounge_until_it_closes() {
    let mut evening = Evening::of(ActivityKind::BodyScan, 10, Lang::En);
    evening.until_closed = true;
    let told = evening.runs();
    let stayed = told.acts.iter().filter(|(_, act)| *act == Act::EnterLounge);
    let stayed = stayed.count();
    assert!(
        (2..PEERS).contains(&u64::try_from(stayed).unwrap()),
        "{stayed}"
    );
    assert!(told.did(|act| *act == Act::LeaveLounge));
}

#[test]
fn somebody_who_does_nothing_keeps_no_circle_from_going_on() {
    for kind in ActivityKind::ALL {
        let mut evening = Evening::of(kind, 10, Lang::En);
        evening.enters(SILENT);
        let agrees = CircleSaid {
            by: SILENT,
            page: 1,
            n: 1,
            act: circle::command::Act::Agree,
        };
        evening.puts(&Input::Act(agrees)).unwrap();
        is_whole(kind, &evening.runs());
    }
}

#[test]
fn every_line_fits_its_field_and_no_two_languages_are_one() {
    use super::words;
    let lists: [&[words::Line]; 8] = [
        &words::EVIDENCE_FOR,
        &words::EVIDENCE_AGAINST,
        &words::FAIRER,
        &words::IDEAS,
        &words::STRENGTHS,
        &words::OUTLINE,
        &words::SCENE_TAKEAWAYS,
        &words::TAKEAWAYS,
    ];
    let lists = lists.into_iter().flatten();
    let grouped = words::THOUGHTS.as_flattened().iter();
    let grouped = grouped.chain(words::PROBLEMS.as_flattened());
    let grouped = grouped.chain(words::COSTS.as_flattened());
    let grouped = grouped.chain(words::SCENES.as_flattened());
    for (en, es) in lists.chain(grouped).chain([&words::PRIVATE_WORD]) {
        assert_ne!(en, es);
        for text in [en, es] {
            // The shortest field that one of them may be written into.
            let (plan, who) = (text.to_string(), MayKnow::OnlyMe);
            let fits = Act::Plan { text: plan, who }.is_within_limits();
            assert!(
                fits && !text.contains('!') && !text.trim().is_empty(),
                "{text}"
            );
        }
    }
}
