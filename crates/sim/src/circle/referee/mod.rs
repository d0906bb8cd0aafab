//! The referee: stands outside the circle, sees what goes in and what comes out, keeps its own
//! books from the public events alone, and knows the rules of a session by heart.
//!
//! Nothing here asks the circle *why*; a rule that read the circle's own books would repeat its
//! mistakes.

mod books;
mod floor;
mod lead;
mod limits;
mod privacy;
mod rooms;
mod seats;
mod sheet;
mod voices;

use std::fmt;

use ::circle::{
    Circle, Config, Millis, PersonId,
    command::{Input, Refusal},
    event::{Audience, Event},
    format::Format,
    view::View,
};

use self::books::Books;
pub(super) use self::books::leads;
pub(super) use self::limits::SNAPSHOT_BYTES_MAX;

/// The rules, by the sentence that says what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    OneFloor,
    UnheardFirst,
    NobodyCutOff,
    KeepsMoving,
    PrivateWord,
    QuietUntilTheEnd,
    LateView,
    SameBytes,
    Restored,
    Replayed,
    CanEnd,
    KnownPeople,
    Bounded,
    OnceOnly,
    RefusalsAreQuiet,
    AgreedFirst,
    PlanIsPeoples,
    DoorHeld,
    RemovedStaysOut,
    SeatsInOrder,
    TimersMoveOn,
    OverIsOver,
    HandsInOrder,
    LeadHeld,
    EarlyAnswers,
    NamedAnswers,
    ShownTogether,
    KeptByOwner,
    OwnersOwn,
    Stoppable,
    OnePart,
    OfferedNoTurn,
    SwapByBoth,
    SceneApart,
    QuietAside,
    RoomsEnd,
    SentOutWaits,
    WaitsUnnamed,
    TableTogether,
    LoungeCloses,
    ToldOnce,
    HeardWhereMeant,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OneFloor => "at most one person has the floor",
            Self::UnheardFirst => {
                "everyone present who wants a turn is offered one before anyone gets a second"
            }
            Self::NobodyCutOff => "nobody is cut off by the software",
            Self::KeepsMoving => "with nobody leading, the turns go on",
            Self::PrivateWord => "a private word reaches only its audience",
            Self::QuietUntilTheEnd => "quiet words reach only the speaker, after the turn",
            Self::LateView => "a late joiner's snapshot equals the replayed view",
            Self::SameBytes => "the same inputs give the same bytes",
            Self::Restored => "a restored circle is the circle that was kept",
            Self::Replayed => "a replayed journal gives the same circle",
            Self::CanEnd => "every session can end",
            Self::KnownPeople => "events name nobody who is not here",
            Self::Bounded => "what a circle keeps and says is bounded",
            Self::OnceOnly => "a command that arrives twice acts once",
            Self::RefusalsAreQuiet => "a refused command changes nothing",
            Self::AgreedFirst => "nobody has the floor before agreeing",
            Self::PlanIsPeoples => {
                "the plan is changed by people only, and the closing shortened by nobody"
            }
            Self::DoorHeld => "nobody passes a locked door, or a vouched one alone",
            Self::RemovedStaysOut => "who was removed stays out of this session",
            Self::SeatsInOrder => "seats keep their order",
            Self::TimersMoveOn => "a timer that was handled is not due again at once",
            Self::OverIsOver => "after the end nothing happens",
            Self::HandsInOrder => "raised hands are taken unheard first, then first come",
            Self::LeadHeld => "the lead, and the end, are only for those whose they may be",
            Self::EarlyAnswers => {
                "nothing of an answer is known to anybody but its writer before all is shown"
            }
            Self::NamedAnswers => "an unnamed answer is unnamed everywhere",
            Self::ShownTogether => {
                "what was written alone is shown, all of it at once and nothing else"
            }
            Self::KeptByOwner => "what is kept reaches only the one who keeps it",
            Self::OwnersOwn => "an activity is theirs who say so",
            Self::Stoppable => {
                "an activity can be stopped at every step, by who leads and by its owner"
            }
            Self::OnePart => {
                "two people never have one part of a side room, and nobody is put into one"
            }
            Self::OfferedNoTurn => "who is in a side room is offered no turn",
            Self::SwapByBoth => "a scene is swapped only if both want to",
            Self::SceneApart => "how a scene goes is told to nobody outside but leads",
            Self::QuietAside => "a talk aside is known only to its two",
            Self::RoomsEnd => "side rooms end with what they are for",
            Self::SentOutWaits => "who was asked to wait is let in by who leads only",
            Self::WaitsUnnamed => "who was asked to wait is named at the door to leads only",
            Self::TableTogether => "those of one table sit side by side",
            Self::LoungeCloses => "the lounge is open after the end only, and closes by itself",
            Self::HeardWhereMeant => {
                "a voice is heard by those whom it is meant for, and by nobody else"
            }
            Self::ToldOnce => "what a table did while its line was gone is told once",
        })
    }
}

/// A broken rule, with what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub rule: Rule,
    /// The step of the run, from 1.
    pub step: u32,
    pub seen: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "step {}: broken: {}: {}",
            self.step, self.rule, self.seen
        )
    }
}

/// One step of a run: what went in (nothing: time passed) and what came out.
#[derive(Debug)]
pub(super) struct Step<'a> {
    /// The time by the caller's clock.
    pub(super) now: Millis,
    pub(super) input: Option<&'a Input>,
    pub(super) answer: Result<(), Refusal>,
    pub(super) events: &'a [(Audience, Event)],
    /// The caller's clock jumped just before: every time that was told may be told anew.
    pub(super) clock_jumped: bool,
}

/// What a rule found.
type Finding = Result<(), (Rule, String)>;

fn found(rule: Rule, seen: impl Into<String>) -> Finding {
    Err((rule, seen.into()))
}

/// Judges a run, step by step.
#[derive(Debug)]
pub(super) struct Referee {
    books: Books,
    format: Format,
    /// A minute of the session's own pace.
    minute_ms: Millis,
    steps: u32,
}

impl Referee {
    /// `view` is what somebody sees who is not here yet.
    pub(super) fn open(config: &Config, view: View) -> Self {
        Self {
            books: Books::open(view),
            format: config.format.clone(),
            minute_ms: 60_000 / Millis::from(config.pace),
            steps: 0,
        }
    }

    /// Judges one step: what it said, whom it reached, and what each screen shows now.
    ///
    /// # Errors
    /// The first broken rule.
    pub(super) fn judge(&mut self, step: &Step<'_>) -> Result<(), Violation> {
        self.steps += 1;
        self.books.turn_page(step);
        let said = sheet::taken(&self.books, step);
        let finding = limits::check(&self.books, step, &self.format)
            .and_then(|()| floor::check(&self.books, step, &self.format, self.minute_ms))
            .and_then(|()| lead::check(&self.books, step, self.minute_ms))
            .and_then(|()| privacy::check_step(&self.books, step))
            .and_then(|()| sheet::check(&self.books, step, said))
            .and_then(|()| rooms::check(&self.books, step, said))
            .and_then(|()| seats::check(&self.books, step));
        self.books.close_page(step);
        self.blame(finding)
    }

    /// Judges that `event` was handed to `to`.
    ///
    /// # Errors
    /// The first broken rule.
    pub(super) fn judge_delivery(&self, to: PersonId, event: &Event) -> Result<(), Violation> {
        let finding = privacy::check_delivery(&self.books, to, event)
            .and_then(|()| seats::check_delivery(&self.books, to, event));
        self.blame(finding)
    }

    /// Judges that what a screen shows is what somebody who came now would be shown, and no more
    /// than they may know.
    ///
    /// # Errors
    /// The first broken rule.
    pub(super) fn judge_screen(&self, shown: &View, fresh: &View) -> Result<(), Violation> {
        let finding = if shown == fresh {
            privacy::check_view(&self.books, fresh)
                .and_then(|()| sheet::check_view(&self.books, fresh))
                .and_then(|()| rooms::check_view(&self.books, fresh))
                .and_then(|()| seats::check_view(&self.books, fresh))
                .and_then(|()| self.agrees(fresh))
        } else {
            found(
                Rule::LateView,
                format!("the screen shows {shown:?}, a late joiner sees {fresh:?}"),
            )
        };
        self.blame(finding)
    }

    /// Judges what the circle is after time was told.
    ///
    /// # Errors
    /// The first broken rule.
    pub(super) fn judge_timers(&self, circle: &Circle, now: Millis) -> Result<(), Violation> {
        let wakes_in = circle.next_deadline().map(|at| at - now);
        let finding = limits::timers_move_on(circle, now)
            .and_then(|()| voices::check(&self.books, &circle.voices()))
            .and_then(|()| floor::keeps_moving(&self.books.after, wakes_in));
        self.blame(finding)
    }

    /// Takes over what was found by asking a copy of the circle.
    ///
    /// # Errors
    /// The broken rule.
    pub(super) fn hear(&self, finding: Result<(), (Rule, String)>) -> Result<(), Violation> {
        self.blame(finding)
    }

    /// Says that `rule` was found broken, unless `kept`.
    ///
    /// # Errors
    /// The broken rule.
    pub(super) fn demand(
        &self,
        kept: bool,
        rule: Rule,
        seen: impl FnOnce() -> String,
    ) -> Result<(), Violation> {
        self.blame(if kept { Ok(()) } else { Err((rule, seen())) })
    }

    /// The session as the public events tell it.
    pub(super) fn public(&self) -> &View {
        &self.books.after
    }

    /// And as they told it before the last step.
    pub(super) fn public_before(&self) -> &View {
        &self.books.before
    }

    /// How many talks aside the last step ended.
    pub(super) fn asides_ended(&self) -> u64 {
        self.books.rooms.ended()
    }

    fn is_seated(&self, who: PersonId) -> bool {
        books::seat(&self.books.after, who).is_some()
    }

    /// Everybody in the circle sees the same person speaking.
    fn agrees(&self, view: &View) -> Finding {
        let public = &self.books.after;
        if self.is_seated(view.me) && (view.turn != public.turn || view.queue != public.queue) {
            return found(
                Rule::OneFloor,
                format!(
                    "{:?} sees the turn {:?}, the circle {:?}",
                    view.me, view.turn, public.turn
                ),
            );
        }
        Ok(())
    }

    fn blame(&self, finding: Finding) -> Result<(), Violation> {
        finding.map_err(|(rule, seen)| Violation {
            rule,
            step: self.steps,
            seen,
        })
    }
}
