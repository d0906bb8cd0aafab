//! People: joining under a made-up name, coming back in, roles, one's own data, leaving.
//!
//! - Nobody gives an e-mail address, a phone number or a real name. A person is a made-up name
//!   (sealed under their own key), a sign for the seat, and four words that let them back in.
//! - Nothing is kept of somebody who has not taken their seat: between the steps of joining,
//!   what they chose travels in a sealed cookie ([`draft`]).
//! - [`recognise`] reads the session cookie once per request and leaves a
//!   [`Visitor`](crate::site::visitor::Visitor) with it; no other place knows the cookie.
//! - Tokens (cookies, links) are stored as prints under the community's key, so that a copy of
//!   the database opens no door.
//! - Erasing begins by destroying the person's key (`erasing`); it is taken up again by `tending`
//!   and at the next start if something interrupts it.

mod caring;
mod coming_back;
mod data;
mod data_labels;
mod draft;
mod erasing;
#[cfg(test)]
mod erasing_tests;
mod guests;
mod invitations;
mod joining;
mod limits;
mod links;
mod links_store;
mod name;
mod pages;
mod passkeys;
mod passkeys_store;
mod proof;
mod restored;
mod seats_store;
mod session;
mod store;
#[cfg(test)]
mod store_tests;
mod suggestions;
mod tending;
mod view;
#[cfg(test)]
mod view_tests;
mod word_list;
mod words;
mod words_inside;

pub use data::{KEEPER, Keeper};
pub use erasing::resume_erasing;
pub use guests::{
    FromTable, Guest, Pass, code_was_right, erase_from_table, has_browser, make_at_table,
    make_guest, may_bear, sign_in_from_table, sign_in_guest, sign_out_for_all, try_code,
};
pub use limits::Network;
pub use links::{back_door_link, first_coordinator_link};
pub use links_store::is_invited_to;
pub use pages::routes;
pub use restored::send_away_again;
pub(crate) use session::end_sign_in;
pub use session::{is_signed_in, recognise};
pub use tending::{tend, tend_once};
pub use view::join::seat_fields;

use std::collections::HashMap;
use std::sync::Arc;

use ::store::{KeyError, Keys, Sealed, StoreError, Tx};

use self::seats_store::Seat;
use crate::groups::GroupId;
use crate::site::finish::BrokeOff;
use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// What this slice keeps in memory while the program runs. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub struct Doorkeeper {
    limits: Arc<limits::Limits>,
    hashing: Arc<proof::Hashing>,
}

/// Why a person's wish at the door could not be met.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PeopleError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("too many tries; wait {0} seconds")]
    TooOften(u32),
    #[error("too many words are being tried at once")]
    Crowded,
    #[error("the name is taken")]
    NameTaken,
    #[error("the link has been used, taken back, or has run out")]
    LinkGone,
    #[error("a community keeps at least one coordinator")]
    LastCoordinator,
    #[error("this role can't be given or taken by this person")]
    NotYours,
    #[error("a passkey's answer does not fit: {0}")]
    Passkey(String),
    #[error("it failed inside: {0}")]
    Inside(String),
}

impl From<BrokeOff> for PeopleError {
    fn from(error: BrokeOff) -> Self {
        Self::Inside(error.to_string())
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Store(error) => error.into(),
            PeopleError::Key(KeyError::Gone) | PeopleError::LinkGone => Self::not_found(),
            PeopleError::Key(error) => error.into(),
            PeopleError::TooOften(seconds) => Self::too_often(seconds),
            PeopleError::Crowded => Self::busy("words are being tried faster than we check them"),
            PeopleError::NameTaken | PeopleError::LastCoordinator => Self::changed(),
            PeopleError::NotYours => Self::not_yours(),
            PeopleError::Passkey(_) => Self::unreadable(error),
            PeopleError::Inside(_) => Self::ours(error),
        }
    }
}

/// A person as the others of a circle see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    pub sign: Sign,
}

/// The names and signs of these people. Somebody who has been erased is not among them.
///
/// # Errors
/// The database or the keys can't be read.
pub fn known(
    tx: &mut Tx<'_>,
    keys: &Keys,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Known>, StoreError> {
    let seats = seats_store::seats(tx, people)?;
    Ok(open_names(keys, &seats)?.into_iter().collect())
}

/// The names and signs of those who belong to a group, in no particular order. Somebody who has
/// been erased is not among them.
///
/// # Errors
/// The database or the keys can't be read.
pub(crate) fn known_of_group(
    tx: &mut Tx<'_>,
    keys: &Keys,
    group: GroupId,
) -> Result<Vec<(PersonId, Known)>, StoreError> {
    open_names(keys, &seats_store::seats_of_group(tx, group)?)
}

fn open_names(keys: &Keys, seats: &[Seat]) -> Result<Vec<(PersonId, Known)>, StoreError> {
    let sealed: Vec<_> = seats
        .iter()
        .map(|seat| sealed_name(seat.id, &seat.name_sealed))
        .collect();
    let opened = keys.open_often(&sealed).map_err(unreadable_keys)?;
    let mut found = Vec::with_capacity(seats.len());
    for (seat, opened) in seats.iter().zip(opened) {
        if let Some(name) = name_of(opened)? {
            let sign = seat.sign;
            found.push((seat.id, Known { name, sign }));
        }
    }
    Ok(found)
}

/// Says whether a person leads (facilitator or host) any group. Whoever gives or takes such a
/// role calls this in the same transaction; the person's session cookies are renewed with it.
///
/// # Errors
/// The database can't be written.
pub fn set_leads(tx: &mut Tx<'_>, person: PersonId, leads: bool) -> Result<(), StoreError> {
    store::set_leads(tx, person, leads)
}

/// Who coordinates.
///
/// # Errors
/// The database can't be read.
pub fn coordinators(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, StoreError> {
    store::who_coordinates(tx)
}

/// Who leads any group, or coordinates.
///
/// # Errors
/// The database can't be read.
pub fn leaders(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, StoreError> {
    store::who_leads(tx)
}

/// The language that a person chose.
///
/// # Errors
/// The database can't be read.
pub fn language_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Lang, StoreError> {
    Ok(store::person(tx, person)?.map_or(Lang::default(), |row| row.lang))
}

const NAME_COLUMN: &str = "people.name";

fn name_context(person: PersonId) -> String {
    format!("{NAME_COLUMN}:{}", person.0)
}

fn sealed_name(person: PersonId, bytes: &[u8]) -> Sealed<'_> {
    Sealed {
        person: person.0,
        column: NAME_COLUMN,
        row: person.0,
        bytes,
    }
}

/// The name, or nothing once the key is destroyed.
fn open_name(keys: &Keys, person: PersonId, sealed: &[u8]) -> Result<Option<String>, StoreError> {
    let sealed = sealed_name(person, sealed);
    let mut opened = keys.open_often(&[sealed]).map_err(unreadable_keys)?;
    name_of(opened.pop().unwrap_or(Err(KeyError::Gone)))
}

fn name_of(opened: Result<Vec<u8>, KeyError>) -> Result<Option<String>, StoreError> {
    match opened {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| StoreError::Inconsistent("a name that is not UTF-8".into())),
        Err(KeyError::Gone) => Ok(None),
        Err(error) => Err(unreadable_keys(error)),
    }
}

fn unreadable_keys(error: KeyError) -> StoreError {
    StoreError::Inconsistent(error.to_string())
}
