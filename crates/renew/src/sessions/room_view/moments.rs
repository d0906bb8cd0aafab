//! The moments that the gallery and the snapshots show: who looks at which evening, and how.

use circle::PersonId;
use circle::activity::{ActivityKind, StepKind};
use circle::command::{Act, Refusal};

use super::page::Sheet;
use super::samples::{ANA, BEA, Evening, JUNIPER, MARLOW, MINUTE, RIDLEY, SOL, TOMAS, WREN};
use crate::sessions::step::Why;

/// One of them.
pub(super) struct Moment {
    pub name: &'static str,
    /// Who looks.
    pub who: u64,
    pub evening: Evening,
    pub sheet: Option<Sheet>,
    pub as_list: bool,
    pub notice: Option<Why>,
}

impl Moment {
    fn of(name: &'static str, who: u64, evening: Evening) -> Self {
        Self {
            name,
            who,
            evening,
            sheet: None,
            as_list: false,
            notice: None,
        }
    }

    fn with(self, sheet: Sheet) -> Self {
        Self {
            sheet: Some(sheet),
            ..self
        }
    }

    /// Whether it is the page of who leads.
    pub(super) fn runs(&self) -> bool {
        self.name.starts_with("run")
    }
}

/// Every moment that the gallery and the snapshots show.
pub(super) fn moments() -> Vec<Moment> {
    let mut moments = everybodys();
    moments.extend(answers());
    moments.extend(afterwards());
    moments.extend(together());
    moments.extend(apart());
    moments.extend(leads());
    moments
}

/// Whoever speaks asks the others to answer.
fn answers() -> Vec<Moment> {
    vec![
        Moment::of("my-answers", WREN, Evening::answers()),
        Moment::of("answers-asked", SOL, Evening::answers()),
        Moment::of("run-my-answers", MARLOW, {
            let mut evening = Evening::hands();
            evening.give(MARLOW);
            let turn = evening.turn();
            evening.act(MARLOW, Act::Invite { turn, is: true });
            evening
        }),
    ]
}

/// What the circle does together.
fn together() -> Vec<Moment> {
    use ActivityKind as A;
    let of = |name, who, kind, step| Moment::of(name, who, Evening::doing(kind, step));
    vec![
        of("thought-bring", SOL, A::ThoughtRecord, StepKind::Volunteer),
        of("thought-example", SOL, A::ThoughtRecord, StepKind::Example),
        of("thought-owner", WREN, A::ThoughtRecord, StepKind::Owner),
        of("thought-waiting", SOL, A::ThoughtRecord, StepKind::Owner),
        of("thought-alone", SOL, A::ThoughtRecord, StepKind::Alone),
        of(
            "thought-alone-owner",
            WREN,
            A::ThoughtRecord,
            StepKind::Alone,
        ),
        of("thought-shown", WREN, A::ThoughtRecord, StepKind::Shown),
        of("thought-shown-peer", ANA, A::ThoughtRecord, StepKind::Shown),
        of("thought-keep", WREN, A::ThoughtRecord, StepKind::Keep),
        of("problem-owner", WREN, A::ProblemSolving, StepKind::Owner),
        of("problem-tried", SOL, A::ProblemSolving, StepKind::PastTries),
        of("problem-ideas", SOL, A::ProblemSolving, StepKind::Alone),
        of("problem-choose", WREN, A::ProblemSolving, StepKind::Shown),
        of("problem-step", WREN, A::ProblemSolving, StepKind::FirstStep),
        of("cost-owner", WREN, A::CostBenefit, StepKind::Owner),
        of("cost-alone", SOL, A::CostBenefit, StepKind::Alone),
        of("cost-shown", WREN, A::CostBenefit, StepKind::Shown),
        of("strengths-write", SOL, A::Strengths, StepKind::Alone),
        of("strengths-mine", WREN, A::Strengths, StepKind::Keep),
        of("strengths-none", ANA, A::Strengths, StepKind::Keep),
        of("share-outline", WREN, A::ModelShare, StepKind::Share),
        of("share-listen", SOL, A::ModelShare, StepKind::Share),
        of("talk", SOL, A::OpenDiscussion, StepKind::Talk),
        of("reading", SOL, A::ReadingRound, StepKind::Read),
        of("scan", SOL, A::BodyScan, StepKind::Scan),
        of(
            "run-thought-alone",
            MARLOW,
            A::ThoughtRecord,
            StepKind::Alone,
        ),
    ]
}

/// Side rooms.
fn apart() -> Vec<Moment> {
    let of = Moment::of;
    vec![
        of("pairs", RIDLEY, Evening::rehearsing()),
        of("scene-owner", WREN, Evening::rehearsing()),
        of("playing-owner", WREN, Evening::playing()),
        of("playing-partner", SOL, Evening::playing()),
        of("playing-watcher", ANA, Evening::playing()),
        of("run-rooms", MARLOW, Evening::playing()),
        of("aside-asked", TOMAS, Evening::aside(false)),
        of("aside-host", BEA, Evening::aside(false)),
        of("aside-guest", TOMAS, Evening::aside(true)),
        of("run-choose", MARLOW, Evening::working()),
    ]
}

fn everybodys() -> Vec<Moment> {
    let of = Moment::of;
    vec![
        of("gathering", WREN, Evening::gathering()),
        of("nobody-leads", WREN, Evening::nobody_leads()),
        of("breathing", WREN, Evening::breathing()),
        of("agree", WREN, Evening::welcome()),
        of("room", WREN, Evening::check_in()),
        of("room-9", WREN, Evening::of_so_many(9)),
        of("room-10", WREN, Evening::of_so_many(10)),
        of("room-11", WREN, Evening::of_so_many(11)),
        of("room-12", WREN, Evening::of_so_many(12)),
        of("room-13", WREN, Evening::of_so_many(13)),
        Moment {
            as_list: true,
            ..of("list", WREN, Evening::check_in())
        },
        Moment {
            notice: Some(Why::Circle(Refusal::Over)),
            ..of("refused", WREN, Evening::check_in())
        },
        of("listening", WREN, {
            let mut evening = Evening::check_in();
            evening.act(WREN, Act::Listen { only: true });
            evening
        }),
        of("my-turn", WREN, Evening::my_turn()),
        of("my-moment", WREN, {
            let mut evening = Evening::my_turn();
            let turn = evening.turn();
            evening.act(WREN, Act::Moment { turn });
            evening
        }),
        of("after-my-turn", WREN, {
            let mut evening = Evening::my_turn();
            evening.done();
            evening
        }),
        of("hands", WREN, Evening::hands()),
        of("plan", WREN, Evening::plan()),
        of("reflection", WREN, Evening::reflection()),
        of("stepped-out", WREN, {
            let mut evening = Evening::check_in();
            evening.act(WREN, Act::StepOut);
            evening
        }),
        of("first-time", SOL, Evening::greeted()),
        of("asked-to-greet", JUNIPER, Evening::greets(true)),
        of("greets", JUNIPER, Evening::greets(false)),
        of("door", 9, Evening::notes()),
        of("asked-out", SOL, {
            let mut evening = Evening::check_in();
            let who = PersonId(SOL);
            evening.act(MARLOW, Act::ToWaitingRoom { who });
            evening
        }),
        of("lead-lost", WREN, Evening::lead_lost()),
        of("private", WREN, Evening::check_in()).with(Sheet::Private),
        of("step", WREN, Evening::check_in()).with(Sheet::StepOut),
        of("lead-in-the-room", MARLOW, Evening::notes()),
    ]
}

fn afterwards() -> Vec<Moment> {
    let of = Moment::of;
    vec![
        of("left-open", WREN, Evening::left_open()),
        of("ended", WREN, Evening::ended()),
        of("lounge", WREN, Evening::lounge()),
        of("lounge-over", WREN, {
            let mut evening = Evening::lounge();
            evening.wait(10 * MINUTE);
            evening
        }),
    ]
}

fn leads() -> Vec<Moment> {
    let of = Moment::of;
    vec![
        of("run-gathering", MARLOW, Evening::gathering()),
        of("run", MARLOW, Evening::notes()),
        of("run-next", MARLOW, Evening::cared_for()),
        of("run-first-time", MARLOW, Evening::first_time()),
        of("run-12", MARLOW, Evening::of_so_many(12)),
        of("run-13", MARLOW, Evening::of_so_many(13)),
        of("run-stood-in", MARLOW, Evening::stood_in()),
        of("run-stood-in-over", MARLOW, {
            let mut evening = Evening::stood_in();
            evening.act(BEA, Act::End);
            evening
        }),
        of("run-host-may", BEA, Evening::given_lead()),
        of("run-late", MARLOW, Evening::late()),
        of("run-over", MARLOW, Evening::over()),
        of("run-out", MARLOW, {
            let mut evening = Evening::check_in();
            evening.act(MARLOW, Act::StepOut);
            evening
        }),
        of("run-order", MARLOW, Evening::notes()).with(Sheet::Order),
        of("run-seat", MARLOW, Evening::notes()).with(Sheet::Seat(SOL)),
        of("run-seat-host", MARLOW, Evening::notes()).with(Sheet::Seat(BEA)),
        of("run-hands", MARLOW, Evening::hands()),
        of("run-last", MARLOW, Evening::reflection()),
        of("run-lounge", MARLOW, Evening::lounge()),
    ]
}
