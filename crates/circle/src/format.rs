//! A format: the ordered phases of a session, as data. Communities copy and change them; what no
//! format may lose (stillness, a written reflection, its closing) is checked here.

mod shipped;

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::activity::ActivityKind;

pub use shipped::{NoSuchPhase, shared_names, spell_out};

/// A text in every language that Renew speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub en: String,
    pub es: String,
}

/// The shape of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// Lower-case letters, digits and hyphens: `renew-90`.
    pub id: String,
    pub name: Text,
    /// One or two sentences for people who choose a session.
    pub about: Text,
    /// How many people may sit in the circle.
    pub seats_max: u8,
    pub phases: Vec<Phase>,
}

/// One part of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub kind: PhaseKind,
    pub name: Text,
    /// The short name on the ribbon. Neighbours with the same one share a segment.
    pub ribbon: Text,
    pub minutes: Minutes,
    pub crosstalk: Crosstalk,
    pub turn: TurnTime,
    pub led_by: LedBy,
    /// What it says to people.
    pub words: Words,
    /// Why we do this, in one honest line.
    pub why: Text,
    /// A required phase can be shortened and never left out.
    pub required: bool,
    /// Part of the closing: its time is protected, nothing is ever taken from it.
    #[serde(default)]
    pub closing: bool,
    /// Who has not had a turn this evening comes before those who have, whoever asked first.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unheard_first: bool,
    /// What a person may keep from it; which it can be, and which it must, follows from the kind.
    #[serde(default)]
    pub keeps: Vec<Keeps>,
    /// What a working time is planned for, in this order; at most [`ACTIVITIES_MAX`]. Who leads can
    /// choose others as it runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityKind>,
    /// What a reading round reads: a passage for each reader, at most [`PASSAGES_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reading: Vec<Text>,
}

/// What happens in a phase; decides how the floor is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseKind {
    /// Paced breathing, in step for all.
    Breathing,
    /// Quiet together.
    Silence,
    /// Welcome, agreement, confidentiality and its limits.
    Welcome,
    /// A round, opened by each person's own last plan.
    CheckIn,
    /// A round on one question.
    Round,
    /// What shall we look at tonight? Hands.
    Agenda,
    /// One person's story; the lead names who.
    ModelShare,
    /// The working time. Hands.
    Working,
    /// Asks and offers. Hands.
    AsksAndOffers,
    /// The 7-day plan and the check-out round.
    Plan,
    /// A written reflection that only its writer keeps, and the pulse.
    Reflection,
}

/// How the floor is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Floor {
    /// Nobody speaks, or only the lead.
    Still,
    /// Everyone in turn, one at a time.
    Round,
    /// Whoever raises a hand: the unheard first, then first come.
    Hands,
    /// One person, named by the lead.
    One,
}

impl Text {
    /// The length of its longer half, in characters.
    fn chars(&self) -> usize {
        self.en.chars().count().max(self.es.chars().count())
    }
}

impl PhaseKind {
    pub const ALL: [Self; 11] = [
        Self::Breathing,
        Self::Silence,
        Self::Welcome,
        Self::CheckIn,
        Self::Round,
        Self::Agenda,
        Self::ModelShare,
        Self::Working,
        Self::AsksAndOffers,
        Self::Plan,
        Self::Reflection,
    ];

    #[must_use]
    pub fn floor(self) -> Floor {
        match self {
            Self::Breathing | Self::Silence | Self::Welcome | Self::Reflection => Floor::Still,
            Self::CheckIn | Self::Round | Self::Plan => Floor::Round,
            Self::Agenda | Self::Working | Self::AsksAndOffers => Floor::Hands,
            Self::ModelShare => Floor::One,
        }
    }

    /// What everybody is offered to keep from such a phase.
    #[must_use]
    pub fn always_keeps(self) -> &'static [Keeps] {
        match self {
            Self::Plan => &[Keeps::Plan, Keeps::Milestone],
            Self::Reflection => &[Keeps::Reflection, Keeps::Pulse],
            _ => &[],
        }
    }

    /// Whether something may be taken along from it: from what the circle does together.
    #[must_use]
    pub fn may_keep_takeaway(self) -> bool {
        matches!(self.floor(), Floor::Hands | Floor::One) || self == Self::Reflection
    }

    /// Stillness: nobody speaks and nobody writes, so it may end by itself at its time.
    #[must_use]
    pub fn is_stillness(self) -> bool {
        matches!(self, Self::Breathing | Self::Silence)
    }
}

/// How long a phase lasts, in minutes. Nothing ends at any of them: `min` is what the conductor's
/// offers leave of it, `target` its plan, and at `max` who leads is offered to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minutes {
    pub min: u8,
    pub target: u8,
    pub max: u8,
}

/// Whether others may answer who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crosstalk {
    /// Nobody answers or advises.
    None,
    /// Only if the speaker asks for it.
    Invited,
    /// Open conversation, one at a time.
    Open,
}

/// How long one turn is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnTime {
    /// No turns in this phase.
    None,
    /// The conductor shares out what is left of the phase.
    Shared,
    /// So many seconds, less if the phase would not hold them.
    Seconds(u16),
}

/// Who is expected to lead a phase. It is shown, and binds nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedBy {
    Lead,
    Host,
    /// Someone who said yes beforehand.
    Volunteer,
    /// The software keeps time; nobody needs to.
    Itself,
}

/// What a phase says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The question or invitation, in the serif voice.
    pub heading: Text,
    /// How it goes, in a sentence or two.
    pub guidance: Text,
    /// What the lead might say.
    pub say: Vec<Text>,
}

/// What a person may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeps {
    Plan,
    Reflection,
    Pulse,
    Takeaway,
    Milestone,
}

/// Why a format can't be used: the phase (from 0; none for the whole) and what to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub phase: Option<usize>,
    pub kind: FlawKind,
}

/// What is wrong with a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// A session needs between 3 and [`PHASES_MAX`] phases.
    PhaseCount,
    /// The id is not lower-case letters, digits and hyphens, at most [`ID_CHARS_MAX`].
    Id,
    /// Minutes are not min <= target <= max, or they are zero.
    Minutes,
    /// All targets together are more than [`MINUTES_MAX`].
    TooLong,
    /// A text is missing or longer than [`TEXT_CHARS_MAX`].
    Text,
    /// The name of a phase, or its short one, is longer than [`NAME_CHARS_MAX`] or
    /// [`RIBBON_CHARS_MAX`].
    LongName,
    /// More suggestions than [`SAY_MAX`].
    TooManySuggestions,
    /// Turns in a phase without turns, or none in a phase with them, or under 20 s or over 20 min.
    Turn,
    /// No breathing or silence: no session without stillness.
    NoStillness,
    /// No written reflection.
    NoReflection,
    /// No closing, or phases after it that are not part of it.
    NoClosing,
    /// Stillness, welcome, reflection or closing that may be left out.
    MustBeRequired,
    /// No welcome, so nobody could agree.
    NoWelcome,
    /// Fewer than 2 or more than [`crate::SEATS_MAX`] seats.
    Seats,
    /// What is kept is not what a phase of this kind lets people keep: a plan and a milestone, a
    /// reflection and the pulse, something to take along from what was done together.
    Keeps,
    /// Activities outside of a working time, the same one twice, or more than [`ACTIVITIES_MAX`].
    Activities,
    /// A reading round without a passage, a passage without one, or more than [`PASSAGES_MAX`].
    Reading,
}

/// The longest session that we know is half a day; its phases fit a screen of a list.
pub const PHASES_MAX: usize = 24;
/// A session of more than four hours is a retreat: several sessions.
pub const MINUTES_MAX: u32 = 240;
/// A paragraph: what can be said in half a minute.
pub const TEXT_CHARS_MAX: usize = 1200;
/// What fits a line of the plan on a phone.
pub const NAME_CHARS_MAX: usize = 80;
/// What fits a segment of the ribbon.
pub const RIBBON_CHARS_MAX: usize = 30;
/// Suggestions that a facilitator can take in at a glance.
pub const SAY_MAX: usize = 8;
pub const ID_CHARS_MAX: usize = 40;
/// A third activity would leave none of them its time.
pub const ACTIVITIES_MAX: usize = 2;
/// As many as read aloud in ten minutes.
pub const PASSAGES_MAX: usize = 12;

impl Format {
    /// The length if everything goes as planned, in minutes.
    #[must_use]
    pub fn target_minutes(&self) -> u32 {
        self.phases
            .iter()
            .map(|phase| u32::from(phase.minutes.target))
            .sum()
    }

    /// Everything that keeps the format from being used. Empty means it is sound.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut whole = |is: bool, kind| {
            if is {
                flaws.push(Flaw { phase: None, kind });
            }
        };
        let kinds = || self.phases.iter().map(|phase| phase.kind);
        whole(
            !(3..=PHASES_MAX).contains(&self.phases.len()),
            FlawKind::PhaseCount,
        );
        whole(!is_id(&self.id), FlawKind::Id);
        whole(self.target_minutes() > MINUTES_MAX, FlawKind::TooLong);
        whole(
            !(2..=crate::SEATS_MAX).contains(&usize::from(self.seats_max)),
            FlawKind::Seats,
        );
        whole(
            !is_text(&self.name) || !is_text(&self.about),
            FlawKind::Text,
        );
        whole(self.name.chars() > NAME_CHARS_MAX, FlawKind::LongName);
        whole(!kinds().any(PhaseKind::is_stillness), FlawKind::NoStillness);
        whole(
            !kinds().any(|kind| kind == PhaseKind::Welcome),
            FlawKind::NoWelcome,
        );
        whole(
            !kinds().any(|kind| kind == PhaseKind::Reflection),
            FlawKind::NoReflection,
        );
        let closing_from = self.phases.iter().position(|phase| phase.closing);
        let closes = closing_from
            .is_some_and(|from| from > 0 && self.phases[from..].iter().all(|phase| phase.closing));
        whole(!closes, FlawKind::NoClosing);
        for (index, phase) in self.phases.iter().enumerate().take(PHASES_MAX) {
            let found = phase.flaws();
            flaws.extend(found.into_iter().map(|kind| Flaw {
                phase: Some(index),
                kind,
            }));
        }
        flaws
    }
}

impl Phase {
    fn flaws(&self) -> Vec<FlawKind> {
        let mut flaws = Vec::new();
        let Minutes { min, target, max } = self.minutes;
        if min == 0 || min > target || target > max {
            flaws.push(FlawKind::Minutes);
        }
        let Words {
            heading,
            guidance,
            say,
        } = &self.words;
        let texts = [&self.name, &self.ribbon, heading, guidance, &self.why];
        if !texts.into_iter().chain(say).all(is_text) {
            flaws.push(FlawKind::Text);
        }
        let fits = |text: &Text, chars_max| text.chars() <= chars_max;
        if !fits(&self.name, NAME_CHARS_MAX) || !fits(&self.ribbon, RIBBON_CHARS_MAX) {
            flaws.push(FlawKind::LongName);
        }
        if say.len() > SAY_MAX {
            flaws.push(FlawKind::TooManySuggestions);
        }
        let turns_fit = match (self.kind.floor(), self.turn) {
            (Floor::Still, turn) => turn == TurnTime::None,
            (_, TurnTime::None) => false,
            (_, TurnTime::Shared) => true,
            (_, TurnTime::Seconds(seconds)) => (20..=1200).contains(&seconds),
        };
        if !turns_fit {
            flaws.push(FlawKind::Turn);
        }
        if !self.keeps_what_its_kind_does() {
            flaws.push(FlawKind::Keeps);
        }
        if !self.activities_fit() {
            flaws.push(FlawKind::Activities);
        }
        if !self.reading_fits() {
            flaws.push(FlawKind::Reading);
        }
        if self.is_essential() && !self.required {
            flaws.push(FlawKind::MustBeRequired);
        }
        flaws
    }

    /// Whether it can't be left out of a session: stillness, welcome, reflection, closing.
    #[must_use]
    pub fn is_essential(&self) -> bool {
        self.kind.is_stillness()
            || matches!(self.kind, PhaseKind::Welcome | PhaseKind::Reflection)
            || self.closing
    }

    fn keeps_what_its_kind_does(&self) -> bool {
        let always = self.kind.always_keeps();
        let takeaway = |keeps: &Keeps| *keeps == Keeps::Takeaway && self.kind.may_keep_takeaway();
        let fits = |keeps: &Keeps| always.contains(keeps) || takeaway(keeps);
        self.keeps.iter().all(fits) && always.iter().all(|keeps| self.keeps.contains(keeps))
    }

    fn activities_fit(&self) -> bool {
        let planned = &self.activities;
        let is_working = self.kind == PhaseKind::Working;
        let twice = planned.len() > 1 && planned[0] == planned[1];
        planned.len() <= ACTIVITIES_MAX && !twice && (is_working || planned.is_empty())
    }

    fn reading_fits(&self) -> bool {
        let reads = self.activities.contains(&ActivityKind::ReadingRound);
        reads != self.reading.is_empty()
            && self.reading.len() <= PASSAGES_MAX
            && self.reading.iter().all(is_text)
    }

    pub(crate) fn target_ms(&self, minute_ms: Millis) -> Millis {
        Millis::from(self.minutes.target) * minute_ms
    }
}

/// Files of formats say what differs from most.
#[allow(clippy::trivially_copy_pass_by_ref)] // As serde asks.
fn is_false(is: &bool) -> bool {
    !is
}

fn is_text(text: &Text) -> bool {
    [&text.en, &text.es]
        .into_iter()
        .all(|text| !text.trim().is_empty() && text.chars().count() <= TEXT_CHARS_MAX)
}

fn is_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && id.len() <= ID_CHARS_MAX && id.chars().all(plain)
}
