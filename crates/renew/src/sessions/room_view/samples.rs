//! Moments of a session for the tests: a real circle is driven there, so a sample can't show what
//! the circle would never say.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use circle::command::{Act, Door, Entry, Input, MayKnow, PrivateChoice, QuietWord, Role, Said};
use circle::event::{Audience, Event, Outbox};
use circle::format::Format;
use circle::{Circle, Config, PersonId};

use crate::sessions::picture::{Picture, phase_texts, required};
use crate::sessions::table::has_agreed;
use crate::sessions::wire::{
    Face, Greeting, HowItWent, Mine, MyPlan, PlanWeek, ToldMilestone, ToldPlan, WordText,
};
use crate::sessions::{GroupForSession, Session, SessionId, State};
use crate::site::lang::Lang;
use crate::site::sign::Sign;

pub(super) const START: i64 = 1_790_000_000_000;
pub(super) const MINUTE: i64 = 60_000;
pub(super) const MARLOW: u64 = 1;
pub(super) const BEA: u64 = 2;
pub(super) const JUNIPER: u64 = 3;
pub(super) const SOL: u64 = 4;
pub(super) const WREN: u64 = 5;
pub(super) const ANA: u64 = 6;
pub(super) const RIDLEY: u64 = 7;
pub(super) const TOMAS: u64 = 8;

const PEOPLE: [(u64, &str, Sign, Role); 8] = [
    (MARLOW, "Marlow", Sign::Anchor, Role::Facilitator),
    (BEA, "Bea", Sign::Lotus, Role::Host),
    (JUNIPER, "Juniper", Sign::Tree, Role::Member),
    (SOL, "Sol", Sign::Sun, Role::Member),
    (WREN, "Wren", Sign::Bird, Role::Member),
    (ANA, "Ana", Sign::Boat, Role::Member),
    (RIDLEY, "Ridley", Sign::Fire, Role::Member),
    (TOMAS, "Tomás", Sign::Hills, Role::Member),
];

/// More people, for a larger circle. One has a name as long as names may be.
const LATER: [(u64, &str, Sign); 5] = [
    (10, "Bartholomew of the hill beyond the river", Sign::Fire),
    (11, "Kit", Sign::Tree),
    (12, "Sam", Sign::Lotus),
    (13, "Río", Sign::Boat),
    (14, "Fern", Sign::Hills),
];

/// A session on its way, with everything that the program around the circle would know.
pub(super) struct Evening {
    pub circle: Circle,
    pub now: i64,
    pub heard: Vec<(Audience, Event)>,
    pub plans: Vec<ToldPlan>,
    pub milestones: Vec<ToldMilestone>,
    pub words: Vec<WordText>,
    /// Who is here for the first time, and what that means for whoever looks.
    pub first_time: Vec<u64>,
    pub greeting: Greeting,
    n: u32,
}

impl Evening {
    /// Everyone has come in; nothing has begun.
    pub(super) fn gathering() -> Self {
        let mut evening = Self {
            circle: Circle::open(Config {
                format: Format::renew_90(),
                pace: 1,
                scheduled_at: START,
                door: Door::Vouched,
            }),
            now: START,
            heard: Vec::new(),
            plans: Vec::new(),
            milestones: Vec::new(),
            words: Vec::new(),
            first_time: Vec::new(),
            greeting: Greeting::default(),
            n: 0,
        };
        for (who, _, _, role) in PEOPLE {
            evening.enters(who, role);
        }
        evening
    }

    /// Members opened the room, six minutes ago it was time, and nobody has come to lead.
    pub(super) fn nobody_leads() -> Self {
        let mut evening = Self::gathering();
        for who in [MARLOW, BEA] {
            evening.act(who, Act::Leave);
        }
        evening.wait(6 * MINUTE);
        evening
    }

    /// The check-in, with so many people in the circle.
    pub(super) fn of_so_many(people: u64) -> Self {
        let mut evening = Self::check_in();
        for (who, ..) in LATER.into_iter().take(people as usize - PEOPLE.len()) {
            evening.enters(who, Role::Member);
            evening.act(who, Act::Agree);
        }
        evening
    }

    /// Juniper's turn is past its time, and her line is gone; the session runs late.
    pub(super) fn late() -> Self {
        let mut evening = Self::check_in();
        evening.wait(40 * MINUTE);
        evening.put(Input::Disconnected {
            who: PersonId(JUNIPER),
        });
        evening.wait(10_000);
        evening
    }

    /// A minute past the end, in the last part.
    pub(super) fn over() -> Self {
        let mut evening = Self::reflection();
        evening.wait(START + 91 * MINUTE - evening.now);
        evening
    }

    /// In the last part, with nobody there who leads: whoever is may close it.
    pub(super) fn left_open() -> Self {
        let mut evening = Self::reflection();
        for who in [MARLOW, BEA] {
            evening.put(Input::Disconnected { who: PersonId(who) });
        }
        evening.wait(MINUTE);
        evening
    }

    fn enters(&mut self, who: u64, role: Role) {
        self.put(Input::Enter(Entry {
            who: PersonId(who),
            role,
            walks_in: true,
            in_room: who == TOMAS,
            table: None,
        }));
    }

    /// At the welcome; Wren has not agreed yet.
    pub(super) fn welcome() -> Self {
        let mut evening = Self::breathing();
        evening.act(MARLOW, Act::NextPhase { phase: 0 });
        evening
    }

    /// Breathing together, a minute in.
    pub(super) fn breathing() -> Self {
        let mut evening = Self::gathering();
        for (who, ..) in PEOPLE {
            if who != WREN {
                evening.act(who, Act::Agree);
            }
        }
        evening.act(MARLOW, Act::Start);
        evening.wait(MINUTE);
        evening
    }

    /// The check-in: Marlow and Bea have shared, Juniper speaks, Ridley is reconnecting.
    pub(super) fn check_in() -> Self {
        let mut evening = Self::welcome();
        evening.act(WREN, Act::Agree);
        evening.act(MARLOW, Act::NextPhase { phase: 1 });
        for who in [MARLOW, BEA] {
            evening.give(who);
            evening.wait(40_000);
            evening.done();
        }
        evening.give(JUNIPER);
        evening.put(Input::Disconnected {
            who: PersonId(RIDLEY),
        });
        evening.wait(30_000);
        evening
    }

    /// My turn, with quiet words on their way from others.
    pub(super) fn my_turn() -> Self {
        let mut evening = Self::check_in();
        evening.done();
        evening.give(WREN);
        let turn = evening.turn();
        for kind in [QuietWord::HearYou, QuietWord::WithYou] {
            evening.act(BEA, Act::Quiet { turn, kind });
        }
        evening.wait(5_000);
        evening
    }

    /// The working time: Wren speaks, and has asked the others to answer.
    pub(super) fn answers() -> Self {
        let mut evening = Self::hands();
        evening.give(WREN);
        let turn = evening.turn();
        evening.act(WREN, Act::Invite { turn, is: true });
        evening
    }

    /// The working time: hands are up.
    pub(super) fn hands() -> Self {
        let mut evening = Self::check_in();
        evening.done();
        for phase in 2..5 {
            evening.act(MARLOW, Act::NextPhase { phase });
        }
        for who in [SOL, WREN] {
            evening.act(who, Act::Hand { up: true });
        }
        evening
    }

    /// The week's plan, with two plans told.
    pub(super) fn plan() -> Self {
        let mut evening = Self::hands();
        for phase in 5..7 {
            evening.act(MARLOW, Act::NextPhase { phase });
        }
        evening.act(
            SOL,
            Act::KeptPlan {
                who: MayKnow::Circle,
            },
        );
        evening.plans.push(ToldPlan {
            who: SOL,
            when: PlanWeek::This,
            text: "eat breakfast, four days of seven".to_owned(),
            how: None,
        });
        evening.milestones.push(ToldMilestone {
            who: ANA,
            text: "my second session".to_owned(),
        });
        evening
    }

    pub(super) fn reflection() -> Self {
        let mut evening = Self::plan();
        evening.act(MARLOW, Act::NextPhase { phase: 7 });
        evening
    }

    pub(super) fn ended() -> Self {
        let mut evening = Self::reflection();
        evening.act(MARLOW, Act::End);
        evening
    }

    /// The lounge, some minutes after the end: Wren and Sol have come in.
    pub(super) fn lounge() -> Self {
        let mut evening = Self::ended();
        for who in [WREN, SOL] {
            evening.act(who, Act::EnterLounge);
        }
        evening.wait(6 * MINUTE);
        evening
    }

    /// The check-in with a private word and somebody at the door.
    pub(super) fn notes() -> Self {
        let mut evening = Self::check_in();
        evening.act(
            TOMAS,
            Act::Private {
                choice: PrivateChoice::NotOk,
            },
        );
        evening.words.push(WordText {
            word: 1,
            text: "the bit about hospitals. sorry".to_owned(),
            reply: String::new(),
        });
        evening.put(Input::Enter(Entry {
            who: PersonId(9),
            role: Role::Member,
            walks_in: false,
            in_room: false,
            table: None,
        }));
        evening.plans.push(ToldPlan {
            who: SOL,
            when: PlanWeek::Last,
            text: "call my sister before Friday".to_owned(),
            how: Some(HowItWent::PartOfIt),
        });
        evening
    }

    /// The check-in when Marlow is next, and has taken and answered a private word.
    pub(super) fn cared_for() -> Self {
        let mut evening = Self::welcome();
        evening.act(MARLOW, Act::NextPhase { phase: 1 });
        evening.give(BEA);
        let choice = PrivateChoice::Upset;
        evening.act(TOMAS, Act::Private { choice });
        evening.act(MARLOW, Act::Taken { word: 1 });
        evening.act(MARLOW, Act::Replied { word: 1 });
        evening.words.push(WordText {
            word: 1,
            text: String::new(),
            reply: "Shall we sit together?".to_owned(),
        });
        evening
    }

    /// The check-in when Juniper is done: Sol, here for the first time, is next, and so is Ana a
    /// while later.
    pub(super) fn first_time() -> Self {
        let mut evening = Self::check_in();
        evening.done();
        evening.first_time.extend([SOL, ANA]);
        evening
    }

    /// As Sol sees it, greeted by Juniper.
    pub(super) fn greeted() -> Self {
        let mut evening = Self::first_time();
        evening.greeting.is_new = true;
        evening.greeting.has_chosen = true;
        evening.greeting.buddy = Some(face("Juniper", Sign::Tree));
        evening
    }

    /// As Juniper sees it, before she has said yes (`asked`) and after.
    pub(super) fn greets(asked: bool) -> Self {
        let mut evening = Self::first_time();
        evening.greeting.is_asked = asked;
        evening.greeting.greets = (!asked).then(|| face("Sol", Sign::Sun));
        evening
    }

    pub(super) fn put(&mut self, input: Input) {
        let mut out = Outbox::default();
        let _ = self.circle.handle(self.now, &input, &mut out);
        self.heard.extend(out.events);
    }

    pub(super) fn act(&mut self, by: u64, act: Act) {
        self.n += 1;
        self.put(Input::Act(Said {
            by: PersonId(by),
            page: 1,
            n: self.n,
            act,
        }));
    }

    /// Lets time pass, waking the circle whenever it wants to be.
    pub(super) fn wait(&mut self, ms: i64) {
        let until = self.now + ms;
        while let Some(at) = self.circle.next_deadline().filter(|at| *at <= until) {
            self.now = at.max(self.now + 1);
            let mut out = Outbox::default();
            self.circle.tick(self.now, &mut out);
            self.heard.extend(out.events);
        }
        self.now = until;
    }

    pub(super) fn turn(&self) -> u64 {
        let view = self.circle.view(PersonId(MARLOW)).unwrap();
        view.turn.map_or(0, |turn| turn.turn)
    }

    /// Marlow gives the turn, having looked at the screen.
    pub(super) fn give(&mut self, who: u64) {
        let (who, turn) = (PersonId(who), self.turn());
        self.act(MARLOW, Act::Give { who, turn });
    }

    /// Who speaks is done.
    pub(super) fn done(&mut self) {
        let view = self.circle.view(PersonId(MARLOW)).unwrap();
        if let Some(turn) = view.turn {
            self.act(turn.who.0, Act::Done { turn: turn.turn });
        }
    }

    /// What `who` sees now.
    pub(super) fn picture(&self, who: u64, lang: Lang) -> Picture {
        let view = self.circle.view(PersonId(who)).expect("somebody known");
        let leads = view.leads;
        let call = has_agreed(&view).then(|| "https://call.example/sunday".to_owned());
        Picture {
            session: Session {
                id: SessionId(7),
                group: 1,
                starts_ms: START,
                minutes: 90,
                pace: 1,
                format: "renew-90".to_owned(),
                state: State::Open,
                ended_ms: None,
                sealed: false,
            },
            group: GroupForSession {
                id: 1,
                name: "Sunday evening circle".to_owned(),
                format: "renew-90".to_owned(),
                minutes: 90,
                zone: "America/Los_Angeles".to_owned(),
                call_url: call,
                door: circle::command::Door::Vouched,
                members_only: false,
            },
            me: who,
            now_ms: self.now,
            view,
            people: people(),
            phases: phase_texts(&Format::renew_90(), lang, leads),
            required: required(&Format::renew_90()),
            plans: self.plans.clone(),
            milestones: self.milestones.clone(),
            words: if leads {
                self.words.clone()
            } else {
                Vec::new()
            },
            mine: mine(who),
            sheet: super::sample_sheets::sheet(&self.circle, who),
            greeting: self.greeting.clone(),
            first_time: if leads {
                self.first_time.clone()
            } else {
                Vec::new()
            },
        }
    }
}

fn people() -> BTreeMap<u64, Face> {
    let mut people: BTreeMap<u64, Face> = PEOPLE
        .into_iter()
        .map(|(who, name, sign, _)| (who, face(name, sign)))
        .collect();
    people.insert(9, face("Noa", Sign::Sun));
    people.extend(LATER.map(|(who, name, sign)| (who, face(name, sign))));
    people
}

fn face(name: &str, sign: Sign) -> Face {
    Face {
        name: name.to_owned(),
        sign,
    }
}

/// Wren made a plan last week.
fn mine(who: u64) -> Mine {
    if who != WREN {
        return Mine::default();
    }
    Mine {
        last_plan: Some(MyPlan {
            id: "0000000000abc".to_owned(),
            text: "walk with Dana on Wednesday, even if it rains".to_owned(),
            who: MayKnow::OnlyMe,
            how: None,
            made: START - 7 * 24 * 60 * MINUTE,
            shown: false,
        }),
        ..Mine::default()
    }
}
