//! Rules to break on purpose. Only the simulation asks for it, and only with the feature
//! `broken-rules`: a simulation that has never caught anything may be blind. Without the feature
//! no rule can be broken, and the compiler takes every question about it out.

use crate::circle::Circle;

/// A rule that the circle can be told to break.
#[cfg_attr(not(feature = "broken-rules"), allow(dead_code, unreachable_pub))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A turn ends at its time, whoever is speaking.
    CutsOff,
    /// Second turns come before the first ones of others.
    SecondFirst,
    /// A turn goes on into the next phase.
    TurnOutlivesPhase,
    /// Turns are given to people who have not agreed.
    Unagreed,
    /// Everyone hears of a private word.
    LoudWord,
    /// Quiet words arrive while the speaker is speaking.
    EarlyQuiet,
    /// Changes of the queue are not told.
    StaleQueue,
    /// A snapshot loses the quiet words of the turn under way.
    ForgetfulSnapshot,
    /// A command that comes again acts again.
    ActsTwice,
    /// Who was removed may come back.
    RemovedReturns,
    /// The locked door is open.
    OpenDoor,
    /// Offers are accepted by the software.
    AcceptsItself,
    /// Minutes are taken from the closing.
    TakesFromClosing,
    /// Nobody but who leads can ever end a session.
    NeverEnds,
    /// Turns are numbered by chance.
    Chance,
    /// With nobody leading, a latecomer waits for ever.
    StandsStill,
    /// A timer that was handled is due again at once.
    BusyTimer,
    /// Whose hand went up last comes first.
    LastHandFirst,
    /// Who has not agreed may share as if they had.
    LoudLatecomer,
    /// Any host may hand the lead over, whoever has it.
    LeadGrabbed,
    /// A sender finds the private words of others among their own.
    OthersWords,
    /// What somebody writes alone is shown to others before all is shown.
    EarlyAnswers,
    /// An unnamed answer names its writer.
    NamedAnswers,
    /// An activity can't be stopped.
    Unstoppable,
    /// What somebody keeps is told to everybody.
    LoudKept,
    /// Two people can have one part of a side room.
    TwoPartners,
    /// A scene is swapped though nobody wanted to.
    SwapsUnasked,
    /// Everyone hears how a scene goes.
    LoudScene,
    /// Everyone hears of a talk aside.
    LoudAside,
    /// Who is in a side room is offered a turn.
    CalledAway,
    /// Side rooms stay when their activity is over.
    RoomsStay,
    /// Steps of an activity end at their time, whoever leads.
    StepsByItself,
    /// Who was asked to wait at the door walks in again.
    WalksBackIn,
    /// Everyone sees at the door who was asked to wait there.
    LoudWaiting,
    /// A table's people sit anywhere.
    TableApart,
    /// The lounge never closes.
    EndlessLounge,
    /// What a table did while its line was gone is told twice.
    ToldTwice,
    /// The circle hears what is said in side rooms.
    ThinWalls,
    /// Everybody may speak in everybody's turn.
    OpenMics,
    /// A microphone that rests is heard all the same.
    RestlessMics,
    /// Who hasn't agreed hears everything.
    LooseThreshold,
}

impl Circle {
    /// Whether the simulation asked for this rule to be broken.
    #[cfg(feature = "broken-rules")]
    pub(crate) fn breaks(&self, rule: Broken) -> bool {
        self.broken == Some(rule)
    }

    #[cfg(not(feature = "broken-rules"))]
    #[allow(clippy::unused_self)] // The same call as with the feature.
    pub(crate) fn breaks(&self, _: Broken) -> bool {
        false
    }
}

#[cfg(feature = "broken-rules")]
mod asked_for {
    use std::fmt;
    use std::hash::{BuildHasher, Hasher, RandomState};
    use std::str::FromStr;

    use super::{Broken, Circle};
    use crate::conductor::{How, Turn};
    use crate::event::{Audience, Event, Outbox};
    use crate::view::PhaseState;

    impl Broken {
        pub const ALL: [Self; 41] = [
            Self::CutsOff,
            Self::SecondFirst,
            Self::TurnOutlivesPhase,
            Self::Unagreed,
            Self::LoudWord,
            Self::EarlyQuiet,
            Self::StaleQueue,
            Self::ForgetfulSnapshot,
            Self::ActsTwice,
            Self::RemovedReturns,
            Self::OpenDoor,
            Self::AcceptsItself,
            Self::TakesFromClosing,
            Self::NeverEnds,
            Self::Chance,
            Self::StandsStill,
            Self::BusyTimer,
            Self::LastHandFirst,
            Self::LoudLatecomer,
            Self::LeadGrabbed,
            Self::OthersWords,
            Self::EarlyAnswers,
            Self::NamedAnswers,
            Self::Unstoppable,
            Self::LoudKept,
            Self::TwoPartners,
            Self::SwapsUnasked,
            Self::LoudScene,
            Self::LoudAside,
            Self::CalledAway,
            Self::RoomsStay,
            Self::StepsByItself,
            Self::WalksBackIn,
            Self::LoudWaiting,
            Self::TableApart,
            Self::EndlessLounge,
            Self::ToldTwice,
            Self::ThinWalls,
            Self::OpenMics,
            Self::RestlessMics,
            Self::LooseThreshold,
        ];

        fn name(self) -> &'static str {
            match self {
                Self::CutsOff => "cuts-off",
                Self::SecondFirst => "second-first",
                Self::TurnOutlivesPhase => "turn-outlives-phase",
                Self::Unagreed => "unagreed",
                Self::LoudWord => "loud-word",
                Self::EarlyQuiet => "early-quiet",
                Self::StaleQueue => "stale-queue",
                Self::ForgetfulSnapshot => "forgetful-snapshot",
                Self::ActsTwice => "acts-twice",
                Self::RemovedReturns => "removed-returns",
                Self::OpenDoor => "open-door",
                Self::AcceptsItself => "accepts-itself",
                Self::TakesFromClosing => "takes-from-closing",
                Self::NeverEnds => "never-ends",
                Self::Chance => "chance",
                Self::StandsStill => "stands-still",
                Self::BusyTimer => "busy-timer",
                Self::LastHandFirst => "last-hand-first",
                Self::LoudLatecomer => "loud-latecomer",
                Self::LeadGrabbed => "lead-grabbed",
                Self::OthersWords => "others-words",
                Self::EarlyAnswers => "early-answers",
                Self::NamedAnswers => "named-answers",
                Self::Unstoppable => "unstoppable",
                Self::LoudKept => "loud-kept",
                Self::TwoPartners => "two-partners",
                Self::SwapsUnasked => "swaps-unasked",
                Self::LoudScene => "loud-scene",
                Self::LoudAside => "loud-aside",
                Self::CalledAway => "called-away",
                Self::RoomsStay => "rooms-stay",
                Self::StepsByItself => "steps-by-itself",
                Self::WalksBackIn => "walks-back-in",
                Self::LoudWaiting => "loud-waiting",
                Self::TableApart => "table-apart",
                Self::EndlessLounge => "endless-lounge",
                Self::ToldTwice => "told-twice",
                Self::ThinWalls => "thin-walls",
                Self::OpenMics => "open-mics",
                Self::RestlessMics => "restless-mics",
                Self::LooseThreshold => "loose-threshold",
            }
        }
    }

    impl fmt::Display for Broken {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.name())
        }
    }

    /// There is no rule of this name to break.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct NoSuchRule;

    impl fmt::Display for NoSuchRule {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no such rule; there are:")?;
            Broken::ALL.iter().try_for_each(|rule| write!(f, " {rule}"))
        }
    }

    impl std::error::Error for NoSuchRule {}

    impl FromStr for Broken {
        type Err = NoSuchRule;

        fn from_str(name: &str) -> Result<Self, NoSuchRule> {
            let named = Self::ALL.into_iter().find(|rule| rule.name() == name);
            named.ok_or(NoSuchRule)
        }
    }

    impl Circle {
        /// From now on the circle breaks this rule.
        pub fn break_rule(&mut self, rule: Broken) {
            self.broken = Some(rule);
        }

        /// What a broken circle does by itself and a sound one never would.
        pub(crate) fn misbehave(&mut self) {
            match self.broken {
                Some(Broken::CutsOff) => {
                    let over = |turn: &Turn| self.now >= turn.ends_at;
                    if self.turn.as_ref().is_some_and(over) {
                        self.end_turn(How::Moved);
                    }
                }
                Some(Broken::AcceptsItself) => {
                    if let Some(open) = self.proposal.open {
                        let _ = self.accept(open.proposal);
                    }
                }
                Some(Broken::EarlyQuiet) => {
                    if let Some(turn) = self.turn.clone()
                        && let Some(person) = self.person_mut(turn.who)
                    {
                        person.received = turn.quiet;
                    }
                }
                Some(Broken::TakesFromClosing) if self.proposal.open.is_some() => {
                    let closing = self.config.format.phases.iter().map(|phase| phase.closing);
                    for (part, _) in self.parts.iter_mut().zip(closing).filter(|(_, is)| *is) {
                        if part.state == PhaseState::Coming {
                            part.planned_ms /= 2;
                        }
                    }
                }
                Some(Broken::Chance) if self.turn.is_some() => {
                    self.turns_given += RandomState::new().build_hasher().finish() % 2;
                }
                _ => {}
            }
        }

        /// What a broken circle says otherwise.
        pub(crate) fn garble(&self, out: &mut Outbox) {
            match self.broken {
                Some(Broken::LoudWord) => {
                    for (audience, event) in &mut out.events {
                        if matches!(event, Event::Word { .. }) {
                            *audience = Audience::Everyone;
                        }
                    }
                }
                Some(Broken::LoudScene) => {
                    for (audience, event) in &mut out.events {
                        if matches!(event, Event::RoomsRun { .. }) {
                            *audience = Audience::Everyone;
                        }
                    }
                }
                Some(Broken::StaleQueue) => {
                    out.events
                        .retain(|(_, event)| !matches!(event, Event::Queue { .. }));
                }
                _ => {}
            }
        }

        /// What a broken circle writes down of itself.
        pub(crate) fn forgetful(&self) -> Self {
            let mut circle = self.clone();
            if self.breaks(Broken::ForgetfulSnapshot)
                && let Some(turn) = &mut circle.turn
            {
                turn.quiet.clear();
            }
            circle
        }
    }
}

#[cfg(feature = "broken-rules")]
pub use asked_for::NoSuchRule;
