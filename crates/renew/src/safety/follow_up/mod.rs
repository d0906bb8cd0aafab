//! What follows a private word: a note of facts. Who gets in touch with the person, by when, and
//! what was offered that evening, as fixed choices. There is no field for what was said.
//!
//! - Who leads makes the note, during the session or after it, and follows up; or somebody else
//!   does, once they have said yes.
//! - The person whom it is about sees all of it, and can say that something isn't right.
//! - Coordinators see that something is open and by when, not about whom.
//! - A note that is done goes after [`KEPT_MS`].
//!
//! `form` reads the note's form, `list` puts together what pages show, `store` has the SQL.

mod data;
mod form;
mod list;
mod pages;
mod person_pages;
mod store;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
mod view;
#[cfg(test)]
mod view_tests;
mod words;

pub(super) use data::export;
pub(super) use list::open_ones;
pub use list::{Waiting, waiting};
pub(super) use pages::routes;
pub(super) use store::{erase, erase_old};
pub(super) use view::open_part;
pub use view::waiting_part;

use ::store::KeyError;

use crate::App;
use crate::sessions::SessionId;
use crate::site::visitor::PersonId;

crate::id! {
    /// A note of what follows a private word.
    pub struct FollowUpId;
}

const DAY_MS: i64 = 24 * 3_600_000;

/// How long a note stays once it is done: a month, in which the person can read what was noted and
/// say that it isn't right, and a coordinator can see that nobody was forgotten. After that, a
/// record of somebody's hard evening serves nobody.
pub(super) const KEPT_MS: i64 = 30 * DAY_MS;
/// How long a note stays past its time when nobody says that it is done: half a year. Whoever
/// still waits by then has been reached some other way, or has gone.
pub(super) const OPEN_KEPT_MS: i64 = 180 * DAY_MS;
/// How far ahead a follow-up may be: a month. What is later than that is a plan, not a follow-up.
const DUE_WITHIN_MS: i64 = 31 * DAY_MS;

/// What was offered that evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Stayed,
    Line,
    OnCall,
    Nothing,
}

impl Offer {
    pub(super) const ALL: [Self; 4] = [Self::Stayed, Self::Line, Self::OnCall, Self::Nothing];

    /// As it is stored and sent.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Stayed => "stayed",
            Self::Line => "line",
            Self::OnCall => "on_call",
            Self::Nothing => "nothing",
        }
    }
}

/// What was offered, in the order of the page: nothing else can be written here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Offered(Vec<Offer>);

impl Offered {
    pub(super) fn of(has: impl Fn(Offer) -> bool) -> Self {
        Self(Offer::ALL.into_iter().filter(|one| has(*one)).collect())
    }

    pub(super) fn has(&self, offer: Offer) -> bool {
        self.0.contains(&offer)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Offer> {
        self.0.iter().copied()
    }

    /// As it is sealed.
    fn to_text(&self) -> String {
        let keys: Vec<_> = self.iter().map(Offer::key).collect();
        keys.join(",")
    }

    fn from_text(text: &str) -> Self {
        Self::of(|offer| text.split(',').any(|key| key == offer.key()))
    }
}

/// A note as it is stored. What was offered stays sealed until a page needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FollowUp {
    pub(super) id: FollowUpId,
    pub(super) session: SessionId,
    pub(super) group: i64,
    pub(super) person: PersonId,
    pub(super) made_by: Option<PersonId>,
    pub(super) keeper: Option<PersonId>,
    pub(super) asked: Option<PersonId>,
    pub(super) offered_sealed: Vec<u8>,
    pub(super) made_ms: i64,
    pub(super) due_ms: Option<i64>,
    pub(super) zone: String,
    pub(super) done_ms: Option<i64>,
    pub(super) disputed_ms: Option<i64>,
}

impl FollowUp {
    /// Whether this person may read it whole: who noted it, who follows up.
    fn is_open_to(&self, person: PersonId) -> bool {
        self.made_by == Some(person) || self.keeper == Some(person)
    }

    fn is_asked(&self, person: PersonId) -> bool {
        self.done_ms.is_none() && self.asked == Some(person)
    }

    /// Who hears that the person says it isn't right: who noted it, or, once they are gone, who
    /// follows up.
    fn hears_of_dispute(&self) -> Option<PersonId> {
        self.made_by.or(self.keeper)
    }

    fn standing(&self, now_ms: i64) -> Standing {
        match (self.done_ms, self.due_ms) {
            (Some(done_ms), _) => Standing::Done { done_ms },
            (None, Some(due_ms)) if due_ms < now_ms => Standing::Past { due_ms },
            (None, due_ms) => Standing::Due {
                due_ms: due_ms.unwrap_or(now_ms),
            },
        }
    }
}

/// How far a follow-up has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Due {
        due_ms: i64,
    },
    /// Its time has passed and it is still open. Pages say so without blame.
    Past {
        due_ms: i64,
    },
    Done {
        done_ms: i64,
    },
}

fn context(id: FollowUpId) -> String {
    format!("follow_ups.offered:{}", id.0)
}

fn seal(
    app: &App,
    person: PersonId,
    id: FollowUpId,
    offered: &Offered,
) -> Result<Vec<u8>, KeyError> {
    let text = offered.to_text();
    app.keys
        .seal(person.0, &context(id), text.as_bytes(), app.chance.bytes())
}

/// What was offered; nothing once the person's key is destroyed.
fn open(keys: &::store::Keys, row: &FollowUp) -> Result<Offered, KeyError> {
    match keys.open_sealed(row.person.0, &context(row.id), &row.offered_sealed) {
        Ok(plain) => Ok(Offered::from_text(&String::from_utf8_lossy(&plain))),
        Err(KeyError::Gone) => Ok(Offered::default()),
        Err(error) => Err(error),
    }
}
