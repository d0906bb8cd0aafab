//! What the room shows to one person at one moment, in their words: everything that markup needs,
//! decided once. The page's scripts decide the same from the same snapshot (`scene.js`), and a test
//! holds the two together, so the first paint and what follows it never disagree.

use circle::command::QuietWord;
use circle::view::PhaseState;
use serde::Serialize;

use super::eye::Eye;
use super::pieces::Piece;
use crate::sessions::picture::Picture;
use crate::sessions::wire::PlanWeek;
use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// What fills the middle of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Screen {
    /// Outside, until someone opens.
    Door,
    /// The agreement, to be read before anything is shared.
    Agree,
    /// Away for a few minutes.
    Out,
    Circle,
    Breathing,
    /// What the circle does together while nobody has the floor, or a side room.
    Together,
    /// The week's plan, in the closing.
    Plan,
    /// The written reflection and the pulse.
    Reflection,
    Ended,
}

/// One moment, as one person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Scene {
    pub screen: Screen,
    /// What is offered or true, in alphabetical order; markup shows and hides by these.
    pub flags: Vec<&'static str>,
    pub leading: String,
    pub parts: Vec<Part>,
    pub part_of: String,
    pub heading: String,
    pub guidance: String,
    pub why: String,
    /// Where more is said about it.
    pub why_more: String,
    pub hearth: Hearth,
    /// A first time: my own, or somebody's whom I greet or am asked to.
    pub greeting_title: String,
    pub greeting: Vec<Told>,
    /// Starting with this person, then clockwise.
    pub seats: Vec<SeatScene>,
    /// The same people in turn order, which is the same for everybody.
    pub order: Vec<Line>,
    pub turnline: Vec<Piece>,
    /// For the status line: said when it changes.
    pub said: String,
    pub quiet_for: String,
    pub quiet_given: Vec<QuietWord>,
    pub quiet_came: Vec<String>,
    pub tell: Tell,
    /// For who leads, how many private words nobody has looked at.
    pub words_new: String,
    /// What became of my last private word.
    pub word_line: String,
    pub kept_line: String,
    pub so_far: Vec<Told>,
    pub last_week: Vec<Told>,
    pub milestones: Vec<Told>,
    pub lead_lost: String,
    pub knocks: Vec<Knock>,
    /// The turn that is on the screen, for the commands that name it; 0 when nobody speaks.
    pub turn: u64,
}

/// A segment of the ribbon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    pub name: String,
    pub state: PhaseState,
}

/// The middle of the circle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Hearth {
    pub kicker: String,
    pub name: String,
    pub time: String,
    /// Hundredths of the ring that are still lit; none when no clock runs.
    pub ring: Option<i64>,
}

/// A seat in the circle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct SeatScene {
    pub who: u64,
    pub name: String,
    pub sign: Sign,
    pub class: String,
    /// `hand`, `done`, `passed`, `room` or nothing.
    pub badge: &'static str,
    pub note: String,
    /// For screen readers, after the name.
    pub hidden: String,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    pub who: u64,
    pub name: String,
    pub sign: Sign,
    pub status: String,
    pub now: bool,
}

/// Whom a private word reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Tell {
    pub privately: String,
    pub short: String,
    pub only: String,
    pub send: String,
}

/// Something that its owner let the circle know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    pub who: u64,
    pub name: String,
    pub sign: Sign,
    pub text: String,
    pub how: String,
}

/// Someone at the door, as the people inside see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Knock {
    pub who: u64,
    pub text: String,
}

impl Scene {
    /// What the picture's person sees, when a minute of the plan lasts `minute_ms`.
    pub(super) fn of(picture: &Picture, lang: Lang, minute_ms: i64) -> Self {
        let eye = Eye::new(picture, lang, minute_ms);
        let (heading, guidance, why, why_more) = eye.phase_texts();
        let (parts, part_of) = eye.parts();
        Self {
            screen: eye.screen(),
            flags: eye.flags(),
            leading: eye.leading(),
            parts,
            part_of,
            heading,
            guidance,
            why,
            why_more,
            hearth: eye.hearth(),
            greeting_title: eye.greeting_title(),
            greeting: eye.greeting(),
            seats: eye.seats(),
            order: eye.order(),
            turnline: eye.turnline(),
            said: eye.said(),
            quiet_for: eye.quiet_for(),
            quiet_given: picture.view.mine.quiet_given.clone(),
            quiet_came: eye.quiet_came(),
            tell: eye.tell(),
            words_new: eye.new_notes(),
            word_line: eye.word_line(),
            kept_line: eye.kept_line(),
            so_far: eye.told(PlanWeek::This),
            last_week: eye.told(PlanWeek::Last),
            milestones: eye.milestones(),
            lead_lost: eye.lead_lost(),
            knocks: eye.knocks(),
            turn: picture.view.turn.map_or(0, |turn| turn.turn),
        }
    }

    /// The address for the link that says more, while a part is under way.
    pub(super) fn more_href(&self) -> Option<&str> {
        (!self.why_more.is_empty()).then_some(self.why_more.as_str())
    }

    pub(super) fn is(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }
}

impl Screen {
    /// As it stands in markup and in the scripts.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Agree => "agree",
            Self::Out => "out",
            Self::Circle => "circle",
            Self::Breathing => "breathing",
            Self::Together => "together",
            Self::Plan => "plan",
            Self::Reflection => "reflection",
            Self::Ended => "ended",
        }
    }

    /// Whether people are drawn round the hearth.
    pub(super) fn has_circle(self) -> bool {
        matches!(self, Self::Circle | Self::Breathing)
    }
}
