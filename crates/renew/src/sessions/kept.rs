//! What people keep of a session for themselves: the week's plan, the reflection, the takeaway.
//! Every text is sealed with its owner's key before it comes near the database.

use store::{KeyError, Keys};

use super::wire::{HowItWent, MayKnow};
use super::{PlanId, SessionId};
use crate::site::chance::Chance;
use crate::site::visitor::PersonId;

/// A plan, opened for its owner (or for the circle, if the owner wants the circle to know).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub person: PersonId,
    pub session: SessionId,
    pub group: i64,
    pub made_ms: i64,
    pub may_know: MayKnow,
    pub text: String,
    pub how: Option<HowItWent>,
    /// The later session in which its owner let the circle see it.
    pub shown_in: Option<SessionId>,
}

/// What kind of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    Reflection,
    Takeaway,
}

impl NoteKind {
    pub(super) const ALL: [Self; 2] = [Self::Reflection, Self::Takeaway];

    /// As it is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Reflection => "reflection",
            Self::Takeaway => "takeaway",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A note, opened for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub session: SessionId,
    pub kind: NoteKind,
    pub made_ms: i64,
    pub text: String,
}

/// What a sealed text is sealed for. A text that is moved to another place does not open there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Plan(i64),
    Note(i64),
    /// What somebody keeps of an activity.
    Record(i64),
    /// A draft of a session: kind and number.
    Draft(SessionId, &'static str, u64),
}

impl Place {
    fn context(self) -> String {
        match self {
            Self::Plan(id) => format!("plans.sealed:{id}"),
            Self::Note(id) => format!("session_notes.sealed:{id}"),
            Self::Record(id) => format!("session_records.sealed:{id}"),
            Self::Draft(session, kind, number) => {
                format!("session_drafts.sealed:{}:{kind}:{number}", session.0)
            }
        }
    }
}

/// Seals `text` with the person's key for `place`.
///
/// # Errors
/// [`KeyError::Gone`] when the person has been erased.
pub(super) fn seal(
    keys: &Keys,
    chance: &Chance,
    person: PersonId,
    place: Place,
    text: &str,
) -> Result<Vec<u8>, KeyError> {
    keys.seal(
        person.0,
        &place.context(),
        text.as_bytes(),
        chance.bytes::<24>(),
    )
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`KeyError::Gone`] when the person has been erased; [`KeyError::Unsealable`] when it was not
/// sealed for `place`.
pub(super) fn open(
    keys: &Keys,
    person: PersonId,
    place: Place,
    sealed: &[u8],
) -> Result<String, KeyError> {
    let plain = keys.open_sealed(person.0, &place.context(), sealed)?;
    String::from_utf8(plain).map_err(|_| KeyError::Unsealable)
}

/// As it is stored.
pub(super) fn may_know_key(may_know: MayKnow) -> &'static str {
    match may_know {
        MayKnow::OnlyMe => "only_me",
        MayKnow::Mentor => "mentor",
        MayKnow::Circle => "circle",
    }
}

pub(super) fn may_know_from(key: &str) -> Option<MayKnow> {
    [MayKnow::OnlyMe, MayKnow::Mentor, MayKnow::Circle]
        .into_iter()
        .find(|may_know| may_know_key(*may_know) == key)
}

/// As it is stored.
#[must_use]
pub(super) fn how_key(how: HowItWent) -> &'static str {
    match how {
        HowItWent::DidIt => "did_it",
        HowItWent::PartOfIt => "part_of_it",
        HowItWent::NotYet => "not_yet",
    }
}

/// The answer that a key stands for.
#[must_use]
pub(super) fn how_from(key: &str) -> Option<HowItWent> {
    [HowItWent::DidIt, HowItWent::PartOfIt, HowItWent::NotYet]
        .into_iter()
        .find(|how| how_key(*how) == key)
}
