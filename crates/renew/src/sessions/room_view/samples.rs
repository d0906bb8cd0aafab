//! Moments of a session for the tests: a real circle is driven there, so a sample can't show what
//! the circle would never say.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use circle::command::{Act, Door, Entry, Input, MayKnow, PrivateChoice, QuietWord, Role, Said};
use circle::event::{Audience, Event, Outbox};
use circle::format::Format;
use circle::{Circle, Config, PersonId};

use crate::sessions::picture::{Picture, phase_texts};
use crate::sessions::wire::{Face, Mine, MyPlan, PlanWeek, ToldMilestone, ToldPlan, WordText};
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

/// A session on its way, with everything that the program around the circle would know.
pub(super) struct Evening {
    pub circle: Circle,
    pub now: i64,
    pub heard: Vec<(Audience, Event)>,
    pub plans: Vec<ToldPlan>,
    pub milestones: Vec<ToldMilestone>,
    pub words: Vec<WordText>,
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
            n: 0,
        };
        for (who, _, _, role) in PEOPLE {
            evening.put(Input::Enter(Entry {
                who: PersonId(who),
                role,
                walks_in: true,
                in_room: who == TOMAS,
            }));
        }
        evening
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

    /// The check-in when Marlow's line has been gone for half a minute, and Bea's too.
    pub(super) fn lead_lost() -> Self {
        let mut evening = Self::check_in();
        for who in [MARLOW, BEA] {
            evening.put(Input::Disconnected { who: PersonId(who) });
        }
        evening.wait(MINUTE);
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
        }));
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

    fn turn(&self) -> u64 {
        let view = self.circle.view(PersonId(MARLOW)).unwrap();
        view.turn.map_or(0, |turn| turn.turn)
    }

    /// Marlow gives the turn, having looked at the screen.
    pub(super) fn give(&mut self, who: u64) {
        let (who, turn) = (PersonId(who), self.turn());
        self.act(MARLOW, Act::Give { who, turn });
    }

    /// Who speaks is done.
    fn done(&mut self) {
        let view = self.circle.view(PersonId(MARLOW)).unwrap();
        if let Some(turn) = view.turn {
            self.act(turn.who.0, Act::Done { turn: turn.turn });
        }
    }

    /// What `who` sees now.
    pub(super) fn picture(&self, who: u64, lang: Lang) -> Picture {
        let view = self.circle.view(PersonId(who)).expect("somebody known");
        let leads = view.leads;
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
            },
            group: GroupForSession {
                id: 1,
                name: "Sunday evening circle".to_owned(),
                format: "renew-90".to_owned(),
                minutes: 90,
                zone: "America/Los_Angeles".to_owned(),
                call_url: Some("https://call.example/sunday".to_owned()),
                door: circle::command::Door::Vouched,
                members_only: false,
            },
            me: who,
            now_ms: self.now,
            view,
            people: people(),
            phases: phase_texts(&Format::renew_90(), lang, leads),
            plans: self.plans.clone(),
            milestones: self.milestones.clone(),
            words: if leads {
                self.words.clone()
            } else {
                Vec::new()
            },
            mine: mine(who),
        }
    }
}

fn people() -> BTreeMap<u64, Face> {
    let mut people: BTreeMap<u64, Face> = PEOPLE
        .into_iter()
        .map(|(who, name, sign, _)| (who, face(name, sign)))
        .collect();
    people.insert(9, face("Noa", Sign::Sun));
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

/// Every moment that the gallery and the snapshots show: its name, who looks, the evening.
pub(super) fn moments() -> Vec<(&'static str, u64, Evening)> {
    vec![
        ("gathering", WREN, Evening::gathering()),
        ("breathing", WREN, Evening::breathing()),
        ("agree", WREN, Evening::welcome()),
        ("room", WREN, Evening::check_in()),
        ("my-turn", WREN, Evening::my_turn()),
        ("after-my-turn", WREN, {
            let mut evening = Evening::my_turn();
            evening.done();
            evening
        }),
        ("hands", WREN, Evening::hands()),
        ("plan", WREN, Evening::plan()),
        ("reflection", WREN, Evening::reflection()),
        ("ended", WREN, Evening::ended()),
        ("stepped-out", WREN, {
            let mut evening = Evening::check_in();
            evening.act(WREN, Act::StepOut);
            evening
        }),
        ("door", 9, Evening::notes()),
        ("lead-lost", WREN, Evening::lead_lost()),
        ("private", WREN, Evening::check_in()),
        ("run-gathering", MARLOW, Evening::gathering()),
        ("run", MARLOW, Evening::notes()),
        ("run-hands", MARLOW, Evening::hands()),
        ("run-last", MARLOW, Evening::reflection()),
    ]
}
