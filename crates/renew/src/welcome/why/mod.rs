//! «Why we do this»: a page for each part of a session and each activity, for the curious and for
//! families. It says what happens, why people do it, what is known and what isn't. No claim about
//! research stands here without its source and its plain limit.

mod readings;
mod skills;
mod sources;
mod together;
mod view;
mod words;

#[cfg(test)]
mod tests;

use circle::activity::ActivityKind;
use circle::format::PhaseKind;

pub(super) use view::{index, page};
pub(super) use words::WhyPagesWords;

use crate::site::lang::Lang;
use sources::Source;

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
struct Both {
    en: &'static str,
    es: &'static str,
}

impl Both {
    fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Es => self.es,
        }
    }
}

/// What one page says.
#[derive(Clone, Copy, Debug)]
struct Reading {
    title: Both,
    happens: Both,
    why: Both,
    /// What research has found; empty where we know of none.
    known: &'static [Claim],
    /// What nobody has shown.
    unknown: Both,
}

/// One thing that is known, where it stands, and what it can't carry.
#[derive(Clone, Copy, Debug)]
struct Claim {
    says: Both,
    limit: Both,
    source: &'static Source,
}

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Phase(PhaseKind),
    Activity(ActivityKind),
}

/// The parts of a session, in the order in which most sessions have them.
const PHASES: [PhaseKind; 11] = [
    PhaseKind::Breathing,
    PhaseKind::Silence,
    PhaseKind::Welcome,
    PhaseKind::CheckIn,
    PhaseKind::Round,
    PhaseKind::Agenda,
    PhaseKind::ModelShare,
    PhaseKind::Working,
    PhaseKind::AsksAndOffers,
    PhaseKind::Plan,
    PhaseKind::Reflection,
];

impl Topic {
    /// The last piece of its address. A model share is one page, whether it is a part of the
    /// session or what the working time is given to.
    fn slug(self) -> &'static str {
        match self {
            Self::Phase(kind) => match kind {
                PhaseKind::Breathing => "breathing",
                PhaseKind::Silence => "silence",
                PhaseKind::Welcome => "welcome",
                PhaseKind::CheckIn => "check-in",
                PhaseKind::Round => "round",
                PhaseKind::Agenda => "agenda",
                PhaseKind::ModelShare => "model-share",
                PhaseKind::Working => "working",
                PhaseKind::AsksAndOffers => "asks-and-offers",
                PhaseKind::Plan => "plan",
                PhaseKind::Reflection => "reflection",
            },
            Self::Activity(kind) => match kind {
                ActivityKind::ThoughtRecord => "thought-record",
                ActivityKind::Rehearsal => "rehearsal",
                ActivityKind::ProblemSolving => "problem-solving",
                ActivityKind::CostBenefit => "cost-benefit",
                ActivityKind::Strengths => "strengths",
                ActivityKind::ModelShare => "model-share",
                ActivityKind::OpenDiscussion => "open-discussion",
                ActivityKind::ReadingRound => "reading-round",
                ActivityKind::BodyScan => "body-scan",
            },
        }
    }

    /// The topic at this address.
    pub(super) fn from_slug(slug: &str) -> Option<Self> {
        let phases = PHASES.into_iter().map(Self::Phase);
        let activities = ActivityKind::ALL.into_iter().map(Self::Activity);
        phases.chain(activities).find(|topic| topic.slug() == slug)
    }

    pub(super) fn title(self, lang: Lang) -> &'static str {
        readings::of(self).title.of(lang)
    }

    fn path(self) -> String {
        format!("/why/{}", self.slug())
    }
}

/// The page about a part of a session.
#[must_use]
pub fn path_of_phase(kind: PhaseKind) -> String {
    Topic::Phase(kind).path()
}

/// The page about an activity.
#[must_use]
pub fn path_of_activity(kind: ActivityKind) -> String {
    Topic::Activity(kind).path()
}
