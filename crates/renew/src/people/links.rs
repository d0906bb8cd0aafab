//! Links that open a door: the one that makes the first coordinator, the one that lets a person
//! back in who has lost everything else, and invitations.
//!
//! Each holds 128 random bits of which only a print is stored, and each is used up by a form,
//! never by opening the page: a messenger that looks at links opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::{StoreError, Tx};

use super::links_store::{self as rows, Door, DoorKind, Invitation};
use super::{PeopleError, joining, name, store as people_rows};
use crate::App;
use crate::groups::{self, GroupId};
use crate::site::problem::Problem;
use crate::site::visitor::PersonId;

const TOKEN_BYTES: usize = 16;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// The operator reads it off the terminal, perhaps on another day; each start makes a new one.
const BEGIN_LIFE_MS: i64 = 7 * 24 * HOUR_MS;
/// Long enough to reach somebody who has no phone of their own.
const DOOR_LIFE_MS: i64 = 24 * HOUR_MS;

/// A fresh token, as it stands in an address.
pub(super) fn token(app: &App) -> String {
    URL_SAFE_NO_PAD.encode(app.chance.bytes::<TOKEN_BYTES>())
}

/// What is stored of a token.
pub(super) fn print(app: &App, token: &str) -> [u8; 32] {
    app.keys.fingerprint("people.link", token.as_bytes())
}

/// The path of the link that makes the first coordinator, as long as there is none. Each call
/// makes a new link and the earlier ones close.
///
/// # Errors
/// The database can't be written.
pub async fn first_coordinator_link(app: &App) -> Result<Option<String>, StoreError> {
    let token = token(app);
    let door = Door {
        id: app.chance.id(),
        token_print: print(app, &token).to_vec(),
        kind: DoorKind::Begin,
        person: None,
        ends_ms: app.clock.now_ms() + BEGIN_LIFE_MS,
    };
    let now_ms = app.clock.now_ms();
    let made = app
        .store
        .write(move |tx| {
            rows::remove_begin_doors(tx)?;
            if people_rows::coordinators(tx)? > 0 {
                return Ok(false);
            }
            rows::add_door(tx, &door, None, now_ms)?;
            Ok::<_, StoreError>(true)
        })
        .await?;
    Ok(made.then(|| format!("/begin/{token}")))
}

/// The path of a link that lets the person of this name back in once, for whoever runs the
/// program: when the only coordinator has lost everything, nobody else can make one. Nothing if
/// nobody has the name.
///
/// # Errors
/// The database can't be read or written.
pub async fn back_door_link(app: &App, name: &str) -> Result<Option<String>, Problem> {
    let print = joining::name_print(app, &name::fold(name));
    let found = app
        .store
        .read(move |tx| people_rows::person_by_print(tx, &print))
        .await?;
    match found {
        Some(row) => Ok(Some(door_for(app, None, row.id).await?)),
        None => Ok(None),
    }
}

/// Makes a link that lets `person` back in once. The ones made before it close. `by` is nobody
/// when the operator makes it.
pub(super) async fn door_for(
    app: &App,
    by: Option<PersonId>,
    person: PersonId,
) -> Result<String, PeopleError> {
    let token = token(app);
    let now_ms = app.clock.now_ms();
    let door = Door {
        id: app.chance.id(),
        token_print: print(app, &token).to_vec(),
        kind: DoorKind::Back,
        person: Some(person),
        ends_ms: now_ms + DOOR_LIFE_MS,
    };
    app.store
        .write(move |tx| {
            if people_rows::person(tx, person)?.is_none() {
                return Err(PeopleError::LinkGone);
            }
            rows::remove_doors_of(tx, person)?;
            rows::add_door(tx, &door, by, now_ms)?;
            Ok(())
        })
        .await?;
    Ok(format!("/door/{token}"))
}

/// The door that a token opens now, without opening it.
pub(super) async fn door(app: &App, token: &str, kind: DoorKind) -> Result<Door, PeopleError> {
    let (print, now_ms) = (print(app, token), app.clock.now_ms());
    app.store
        .read(move |tx| rows::door(tx, &print))
        .await?
        .filter(|door| door.kind == kind && now_ms < door.ends_ms)
        .ok_or(PeopleError::LinkGone)
}

/// The invitation that a token stands for, without using it.
pub(super) async fn invitation(app: &App, token: &str) -> Result<Invitation, PeopleError> {
    let (print, now_ms) = (print(app, token), app.clock.now_ms());
    app.store
        .read(move |tx| rows::invitation(tx, &print))
        .await?
        .filter(|invitation| invitation.is_open(now_ms))
        .ok_or(PeopleError::LinkGone)
}

/// The `group` that an invitation leads to, if what is said there is sealed end to end: the link may
/// carry its key, which only a script sees.
pub(super) async fn sealed_group(
    app: &App,
    group: Option<i64>,
) -> Result<Option<GroupId>, StoreError> {
    let Some(group) = group.map(GroupId) else {
        return Ok(None);
    };
    let is_sealed = app.store.read(move |tx| groups::is_sealed(tx, group));
    Ok(is_sealed.await?.then_some(group))
}

/// What a person who takes their seat, or is signed in, brings along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The print of an invitation's token.
    pub(super) invitation: Option<[u8; 32]>,
    /// The print of the token that makes the first coordinator.
    pub(super) begin: Option<[u8; 32]>,
    /// The person is taking their seat just now.
    pub(super) is_new: bool,
    pub(super) now_ms: i64,
}

/// Uses up what the person brings along. An invitation that has run out meanwhile is no reason
/// to turn somebody away who has come this far: they are in, without what it would have given.
pub(super) fn enter(tx: &mut Tx<'_>, person: PersonId, entry: &Entry) -> Result<(), StoreError> {
    if let Some(print) = entry.begin {
        let door = rows::door(tx, &print)?;
        let is_open =
            door.is_some_and(|door| door.kind == DoorKind::Begin && entry.now_ms < door.ends_ms);
        if is_open && people_rows::coordinators(tx)? == 0 {
            rows::remove_begin_doors(tx)?;
            people_rows::set_coordinator(tx, person, true)?;
        }
    }
    if let Some(print) = entry.invitation
        && let Some(invitation) = rows::invitation(tx, &print)?
        && invitation.is_open(entry.now_ms)
    {
        let role = invitation.role;
        let is_given = role.give(tx, person, invitation.group, entry.now_ms)?;
        // Pressed twice, or followed by somebody who has the place: it waits for another.
        if is_given || entry.is_new {
            rows::use_invitation(tx, invitation.id)?;
        }
    }
    Ok(())
}

/// Opens a person's door, once.
pub(super) async fn go_through(app: &App, token: &str) -> Result<PersonId, PeopleError> {
    let door = door(app, token, DoorKind::Back).await?;
    let id = door.id;
    let used = app.store.write(move |tx| rows::use_door(tx, id)).await?;
    match door.person {
        Some(person) if used => Ok(person),
        _ => Err(PeopleError::LinkGone),
    }
}
