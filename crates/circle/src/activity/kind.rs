//! What a circle can do together in its working time, step by step, as tables: who writes what,
//! how the floor is given, and how long it is meant to take.

use serde::{Deserialize, Serialize};

use crate::format::Floor;

/// An activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// One person's thought, looked at by all: each answers alone, everything is shown at once.
    ThoughtRecord,
    /// A hard conversation, tried out in pairs or threes, all at the same time.
    Rehearsal,
    /// One person's problem: past tries, ideas in silence, a choice, a first step.
    ProblemSolving,
    /// What using and not using give and take, now and later.
    CostBenefit,
    /// Everybody is told, in writing, what strengths others have seen in them.
    Strengths,
    /// One person's journey, setbacks included, along an outline of their own.
    ModelShare,
    /// Open talk, with raised hands.
    OpenDiscussion,
    /// A text read aloud by turns, then talked about.
    ReadingRound,
    /// Attention through the body, then silence.
    BodyScan,
}

/// A step of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    /// What it is meant to take. Nothing ends at it while somebody leads.
    pub minutes: u8,
    pub floor: Floor,
}

/// What a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Who would like to bring something? Nobody is asked by name.
    Volunteer,
    /// How it goes, for those who do it for the first time.
    Example,
    /// The owner writes; the circle sees it when the step is over.
    Owner,
    /// Each alone: nobody sees what another writes.
    Alone,
    /// Everything at once, and talk about it.
    Shown,
    /// The owner keeps what helps.
    Keep,
    /// What was tried before; half a success counts.
    PastTries,
    /// What can be expected of what was chosen.
    Realistic,
    /// Who does what, and when.
    FirstStep,
    /// Pairs and threes find each other.
    Pairs,
    /// All side rooms at once.
    Rehearse,
    /// Back together.
    Gather,
    /// One person tells.
    Share,
    /// What it brought up in the others.
    Answer,
    Talk,
    Read,
    Scan,
    Silence,
}

/// What is written, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    // The thought record.
    Situation,
    Thought,
    /// How much the owner believes the thought, 0 to 100.
    Belief,
    /// A feeling and how strong it is, 0 to 100.
    Feeling,
    /// A thinking pattern that a peer marks: no text, `nth` says which.
    Pattern,
    EvidenceFor,
    EvidenceAgainst,
    Fairer,
    /// As [`Part::Belief`], at the end.
    BeliefNow,
    /// As [`Part::Feeling`], at the end.
    FeelingNow,
    // Problem solving.
    Problem,
    PastTry,
    Idea,
    Expectation,
    FirstStep,
    // Cost and benefit.
    UsingNow,
    UsingLater,
    NotUsingNow,
    NotUsingLater,
    // Strengths.
    Strength,
    // The model share. Only its owner ever sees it.
    Outline,
}

/// Who writes in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    Owner,
    /// Everybody but the owner.
    Peers,
    Everybody,
}

/// Thinking patterns that can be marked. Their names and explanations stand with the program.
pub const PATTERNS: u8 = 12;
/// Lines of one part that one person writes: what fits a phone's screen.
const LINES_MAX: u8 = 4;
/// Points of an outline: seven minutes have no room for more.
const OUTLINE_MAX: u8 = 8;
/// Strengths that one person names of one other.
const STRENGTHS_MAX: u8 = 2;

const fn step(kind: StepKind, minutes: u8, floor: Floor) -> Step {
    Step {
        kind,
        minutes,
        floor,
    }
}

const THOUGHT_RECORD: [Step; 6] = [
    step(StepKind::Volunteer, 1, Floor::Still),
    step(StepKind::Example, 2, Floor::Still),
    step(StepKind::Owner, 4, Floor::Still),
    step(StepKind::Alone, 6, Floor::Still),
    step(StepKind::Shown, 5, Floor::Hands),
    step(StepKind::Keep, 3, Floor::Still),
];
const REHEARSAL: [Step; 3] = [
    step(StepKind::Pairs, 2, Floor::Still),
    step(StepKind::Rehearse, 15, Floor::Still),
    step(StepKind::Gather, 3, Floor::Hands),
];
const PROBLEM_SOLVING: [Step; 7] = [
    step(StepKind::Volunteer, 1, Floor::Still),
    step(StepKind::Owner, 3, Floor::Still),
    step(StepKind::PastTries, 4, Floor::Hands),
    step(StepKind::Alone, 4, Floor::Still),
    step(StepKind::Shown, 5, Floor::Hands),
    step(StepKind::Realistic, 3, Floor::Hands),
    step(StepKind::FirstStep, 2, Floor::Still),
];
const COST_BENEFIT: [Step; 5] = [
    step(StepKind::Volunteer, 1, Floor::Still),
    step(StepKind::Owner, 5, Floor::Still),
    step(StepKind::Alone, 4, Floor::Still),
    step(StepKind::Shown, 4, Floor::Hands),
    step(StepKind::Keep, 3, Floor::Still),
];
const STRENGTHS: [Step; 3] = [
    step(StepKind::Alone, 6, Floor::Still),
    step(StepKind::Keep, 4, Floor::Still),
    step(StepKind::Talk, 4, Floor::Hands),
];
const MODEL_SHARE: [Step; 3] = [
    step(StepKind::Volunteer, 2, Floor::Still),
    step(StepKind::Share, 7, Floor::One),
    step(StepKind::Answer, 5, Floor::Hands),
];
const OPEN_DISCUSSION: [Step; 1] = [step(StepKind::Talk, 15, Floor::Hands)];
const READING_ROUND: [Step; 2] = [
    step(StepKind::Read, 8, Floor::Round),
    step(StepKind::Talk, 7, Floor::Hands),
];
const BODY_SCAN: [Step; 2] = [
    step(StepKind::Scan, 6, Floor::Still),
    step(StepKind::Silence, 2, Floor::Still),
];

impl ActivityKind {
    pub const ALL: [Self; 9] = [
        Self::ThoughtRecord,
        Self::Rehearsal,
        Self::ProblemSolving,
        Self::CostBenefit,
        Self::Strengths,
        Self::ModelShare,
        Self::OpenDiscussion,
        Self::ReadingRound,
        Self::BodyScan,
    ];

    /// Its steps, in order.
    #[must_use]
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::ThoughtRecord => &THOUGHT_RECORD,
            Self::Rehearsal => &REHEARSAL,
            Self::ProblemSolving => &PROBLEM_SOLVING,
            Self::CostBenefit => &COST_BENEFIT,
            Self::Strengths => &STRENGTHS,
            Self::ModelShare => &MODEL_SHARE,
            Self::OpenDiscussion => &OPEN_DISCUSSION,
            Self::ReadingRound => &READING_ROUND,
            Self::BodyScan => &BODY_SCAN,
        }
    }

    /// What it is meant to take, in minutes.
    #[must_use]
    pub fn minutes(self) -> u32 {
        self.steps()
            .iter()
            .map(|step| u32::from(step.minutes))
            .sum()
    }

    /// Whether it is about something that one person brings.
    #[must_use]
    pub fn has_owner(self) -> bool {
        self.steps()
            .iter()
            .any(|step| step.kind == StepKind::Volunteer)
    }

    /// Who writes what in a step, and how many of it.
    #[must_use]
    pub fn writes(self, step: StepKind) -> &'static [(Writer, Part, u8)] {
        use Writer::{Everybody, Owner, Peers};
        match (self, step) {
            (Self::ThoughtRecord, StepKind::Owner) => &[
                (Owner, Part::Situation, 1),
                (Owner, Part::Thought, 1),
                (Owner, Part::Belief, 1),
                (Owner, Part::Feeling, LINES_MAX),
            ],
            (Self::ThoughtRecord, StepKind::Alone) => &[
                (Peers, Part::Pattern, PATTERNS),
                (Peers, Part::EvidenceFor, 1),
                (Peers, Part::EvidenceAgainst, 1),
                (Peers, Part::Fairer, 1),
            ],
            (Self::ThoughtRecord, StepKind::Keep) => &[
                (Owner, Part::BeliefNow, 1),
                (Owner, Part::FeelingNow, LINES_MAX),
            ],
            (Self::ProblemSolving, StepKind::Owner) => &[(Owner, Part::Problem, 1)],
            (Self::ProblemSolving, StepKind::PastTries) => &[(Owner, Part::PastTry, LINES_MAX)],
            (Self::ProblemSolving, StepKind::Alone) => &[(Everybody, Part::Idea, LINES_MAX)],
            (Self::ProblemSolving, StepKind::Realistic) => &[(Owner, Part::Expectation, 1)],
            (Self::ProblemSolving, StepKind::FirstStep) => &[(Owner, Part::FirstStep, 1)],
            (Self::CostBenefit, StepKind::Owner) => &[
                (Owner, Part::UsingNow, LINES_MAX),
                (Owner, Part::UsingLater, LINES_MAX),
                (Owner, Part::NotUsingNow, LINES_MAX),
                (Owner, Part::NotUsingLater, LINES_MAX),
            ],
            (Self::CostBenefit, StepKind::Alone) => &[
                (Peers, Part::UsingNow, 1),
                (Peers, Part::UsingLater, 1),
                (Peers, Part::NotUsingNow, 1),
                (Peers, Part::NotUsingLater, 1),
            ],
            (Self::Strengths, StepKind::Alone) => &[(Everybody, Part::Strength, STRENGTHS_MAX)],
            (Self::ModelShare, StepKind::Volunteer | StepKind::Share) => {
                &[(Owner, Part::Outline, OUTLINE_MAX)]
            }
            _ => &[],
        }
    }

    /// Whether `step` is one in which the owner (of the strengths: each person) says what to keep.
    #[must_use]
    pub fn keeps_in(self, step: StepKind) -> bool {
        match self {
            Self::ThoughtRecord | Self::CostBenefit => {
                matches!(step, StepKind::Shown | StepKind::Keep)
            }
            Self::Strengths => matches!(step, StepKind::Keep | StepKind::Talk),
            Self::ProblemSolving => step == StepKind::Shown,
            _ => false,
        }
    }
}

impl StepKind {
    /// A step in which nobody speaks and nobody writes may end by itself at its time.
    #[must_use]
    pub fn is_stillness(self) -> bool {
        matches!(self, Self::Scan | Self::Silence)
    }
}

impl Part {
    /// Whether each person writes it of another.
    #[must_use]
    pub fn is_for_somebody(self) -> bool {
        self == Self::Strength
    }

    /// Whether nobody but its writer ever sees it.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(
            self,
            Self::Outline | Self::BeliefNow | Self::FeelingNow | Self::FirstStep
        )
    }

    /// Whether it is a mark without a text.
    #[must_use]
    pub fn is_mark(self) -> bool {
        self == Self::Pattern
    }
}
