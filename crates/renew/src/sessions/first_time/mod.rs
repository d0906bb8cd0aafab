//! Somebody's first time in a group: two screens about what will happen before they take a seat,
//! whether they would rather just listen, and a buddy, a member who greets them by name.
//!
//! - Members say on a page of their own that they would greet somebody. `choose` says who of them
//!   is asked, fairly and not too often; `asking` asks, one after the other, until one says yes.
//! - Neither learns the other's name before that yes.
//! - Only those who lead see who is new. In a group that has never met here nobody can be told
//!   from the others, so nobody is marked; who likes can look at the screens all the same.

mod asking;
mod choose;
mod data;
mod pages;
mod store;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
pub(super) mod view;
#[cfg(test)]
mod view_tests;
mod words;

use ::store::{Keys, StoreError, Tx};

use super::planning::Place;
use super::store as rows;
use super::wire::{Face, Greeting};
use super::{Role, SessionId};
use crate::people;
use crate::site::visitor::PersonId;

pub(super) use asking::{asked_today, tend_once};
pub(super) use data::{erase, export};
pub(super) use pages::{before_the_seat, look, of, routes};
pub(super) use store::all_willing as willing;

/// How somebody went by the two screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chose {
    Read,
    Skipped,
    /// Has been in this group before; only Renew doesn't know it.
    Knows,
}

impl Chose {
    const ALL: [Self; 3] = [Self::Read, Self::Skipped, Self::Knows];

    fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Skipped => "skipped",
            Self::Knows => "knows",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chose| chose.key() == key)
    }
}

/// What somebody chose before their first evening in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Visit {
    session: SessionId,
    person: PersonId,
    group: i64,
    starts_ms: i64,
    chose: Chose,
    listens: bool,
    wants_buddy: bool,
    buddy: Option<PersonId>,
}

/// What one person is in one session, as far as first times go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Marked as new, for those who lead.
    pub(super) is_new: bool,
    /// The two screens come before the seat.
    pub(super) must_look: bool,
    /// The two screens are offered: nothing says that this person knows the group.
    pub(super) may_look: bool,
}

/// What is known of somebody in a group before they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    leads: bool,
    came_before: bool,
    says_so: bool,
    group_has_met: bool,
    has_seat: bool,
    has_chosen: bool,
}

impl Standing {
    fn of(known: Known) -> Self {
        let may_look = !(known.leads || known.came_before || known.says_so);
        // Before a group's first evening here, everybody would be new.
        let is_new = may_look && (known.has_chosen || known.group_has_met);
        Self {
            is_new,
            must_look: is_new && !known.has_chosen && !known.has_seat,
            may_look,
        }
    }
}

/// What the room knows of somebody's first time, and of whom they greet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Welcome {
    pub is_new: bool,
    /// Went through the two screens, or by them.
    pub has_chosen: bool,
    /// Would like a buddy, and nobody has said yes yet.
    pub is_waiting: bool,
    /// Comes in to listen only.
    pub listens: bool,
    /// Who greets them.
    pub buddy: Option<(PersonId, Face)>,
    /// Whom they greet: one in a session.
    pub greets: Option<(PersonId, Face)>,
    /// Is asked whether they would greet somebody.
    pub is_asked: bool,
}

impl Welcome {
    /// As the person's own page shows it.
    pub(super) fn greeting(&self) -> Greeting {
        let face = |one: &Option<(PersonId, Face)>| one.as_ref().map(|(_, face)| face.clone());
        Greeting {
            is_new: self.is_new,
            has_chosen: self.has_chosen,
            is_waiting: self.is_waiting,
            buddy: face(&self.buddy),
            greets: face(&self.greets),
            is_asked: self.is_asked,
        }
    }

    /// Takes somebody who was erased out of it.
    pub(super) fn forget(&mut self, person: PersonId) {
        for one in [&mut self.buddy, &mut self.greets] {
            if one.as_ref().is_some_and(|(who, _)| *who == person) {
                *one = None;
            }
        }
    }
}

/// What `person` is in the session of `place`.
///
/// # Errors
/// The database can't be read.
fn standing(tx: &mut Tx<'_>, place: &Place, person: PersonId) -> Result<Standing, StoreError> {
    if place.role.leads() {
        return Ok(Standing::default());
    }
    let (session, group) = (place.session.id, place.session.group);
    Ok(Standing::of(Known {
        leads: false,
        came_before: rows::came_before(tx, person, group, session)?,
        says_so: store::says_they_know(tx, person, group)?,
        group_has_met: rows::has_met(tx, group, session)?,
        has_seat: rows::came(tx, session, person)?,
        has_chosen: store::visit(tx, session, person)?.is_some(),
    }))
}

/// What the room of `place` is told when `person` comes.
///
/// # Errors
/// The database or the keys can't be read.
fn welcome(
    tx: &mut Tx<'_>,
    keys: &Keys,
    place: &Place,
    person: PersonId,
) -> Result<Welcome, StoreError> {
    let session = place.session.id;
    let is_new = standing(tx, place, person)?.is_new;
    let visit = store::visit(tx, session, person)?.filter(|_| is_new);
    let greets = store::greeted_by(tx, session, person)?;
    let buddy = visit.and_then(|visit| visit.buddy);
    let both: Vec<PersonId> = buddy.into_iter().chain(greets).collect();
    let mut faces = if both.is_empty() {
        Default::default()
    } else {
        people::known(tx, keys, &both)?
    };
    let mut face = |who: PersonId| {
        let people::Known { name, sign } = faces.remove(&who)?;
        Some((who, Face { name, sign }))
    };
    Ok(Welcome {
        is_new,
        has_chosen: visit.is_some(),
        is_waiting: visit.is_some_and(|visit| visit.wants_buddy && visit.buddy.is_none()),
        listens: visit.is_some_and(|visit| visit.listens),
        buddy: buddy.and_then(&mut face),
        greets: greets.and_then(&mut face),
        is_asked: place.role == Role::Member && store::is_asked(tx, session, person)?,
    })
}
