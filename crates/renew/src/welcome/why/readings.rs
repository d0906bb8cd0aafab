//! Which page says what.

use circle::activity::ActivityKind;
use circle::format::PhaseKind;

use super::{Reading, Topic, skills, together};

/// What the page about `topic` says.
pub(super) fn of(topic: Topic) -> &'static Reading {
    match topic {
        Topic::Phase(kind) => match kind {
            PhaseKind::Breathing => &together::BREATHING,
            PhaseKind::Silence => &together::SILENCE,
            PhaseKind::Welcome => &together::WELCOME,
            PhaseKind::CheckIn => &together::CHECK_IN,
            PhaseKind::Round => &together::ROUND,
            PhaseKind::Agenda => &together::AGENDA,
            PhaseKind::ModelShare => &together::MODEL_SHARE,
            PhaseKind::Working => &together::WORKING,
            PhaseKind::AsksAndOffers => &together::ASKS_AND_OFFERS,
            PhaseKind::Plan => &together::PLAN,
            PhaseKind::Reflection => &together::REFLECTION,
        },
        Topic::Activity(kind) => match kind {
            ActivityKind::ThoughtRecord => &skills::THOUGHT_RECORD,
            ActivityKind::Rehearsal => &skills::REHEARSAL,
            ActivityKind::ProblemSolving => &skills::PROBLEM_SOLVING,
            ActivityKind::CostBenefit => &skills::COST_BENEFIT,
            ActivityKind::Strengths => &skills::STRENGTHS,
            ActivityKind::ModelShare => &together::MODEL_SHARE,
            ActivityKind::OpenDiscussion => &skills::OPEN_DISCUSSION,
            ActivityKind::ReadingRound => &skills::READING_ROUND,
            ActivityKind::BodyScan => &skills::BODY_SCAN,
        },
    }
}
