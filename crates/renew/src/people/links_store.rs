//! The SQL of doors and invitations.

use store::{FromRow, Row, StoreError, Tx, params};

use super::invitations::InvitedAs;
use crate::site::visitor::PersonId;

/// What a door is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DoorKind {
    /// Makes the first coordinator.
    Begin,
    /// Lets a person back in.
    Back,
}

impl DoorKind {
    fn key(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Back => "door",
        }
    }
}

/// A link that opens once.
#[derive(Clone, Debug)]
pub(super) struct Door {
    pub(super) id: i64,
    pub(super) token_print: Vec<u8>,
    pub(super) kind: DoorKind,
    pub(super) person: Option<PersonId>,
    pub(super) ends_ms: i64,
}

impl FromRow for Door {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let kind = match row.get::<String>("kind")?.as_str() {
            "begin" => DoorKind::Begin,
            "door" => DoorKind::Back,
            _ => return Err(StoreError::Inconsistent("an unknown door".into())),
        };
        Ok(Self {
            id: row.get("id")?,
            token_print: row.get("token_print")?,
            kind,
            person: row.get::<Option<i64>>("person")?.map(PersonId),
            ends_ms: row.get("ends_ms")?,
        })
    }
}

/// Also removes the doors that have run out: there are never more than a day's.
pub(super) fn add_door(
    tx: &mut Tx<'_>,
    door: &Door,
    made_by: Option<PersonId>,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run("DELETE FROM doors WHERE ends_ms < $1", &params![now_ms])?;
    tx.run(
        "INSERT INTO doors (id, token_print, kind, person, made_by, made_ms, ends_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            door.id,
            &door.token_print,
            door.kind.key(),
            door.person,
            made_by,
            now_ms,
            door.ends_ms
        ],
    )?;
    Ok(())
}

pub(super) fn door(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<Door>, StoreError> {
    tx.maybe(
        "SELECT id, token_print, kind, person, ends_ms FROM doors WHERE token_print = $1",
        &params![print],
    )
}

/// A door as the person whom it concerns reads of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DoorAbout {
    /// It lets this person in; else they made it for another.
    pub(super) is_theirs: bool,
    pub(super) made_ms: i64,
    pub(super) ends_ms: i64,
}

/// The doors made for a person or by them, the first one on top.
pub(super) fn doors_about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<DoorAbout>, StoreError> {
    let rows: Vec<(Option<i64>, i64, i64)> = tx.all(
        "SELECT person, made_ms, ends_ms FROM doors WHERE person = $1 OR made_by = $1
         ORDER BY made_ms, id LIMIT 100",
        &params![person],
    )?;
    let door = |(whom, made_ms, ends_ms)| DoorAbout {
        is_theirs: whom == Some(person.0),
        made_ms,
        ends_ms,
    };
    Ok(rows.into_iter().map(door).collect())
}

/// Whether it was still there to be used.
pub(super) fn use_door(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run("DELETE FROM doors WHERE id = $1", &params![id])? == 1)
}

pub(super) fn remove_begin_doors(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM doors WHERE kind = 'begin'", &[])?;
    Ok(())
}

pub(super) fn remove_doors_of(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run("DELETE FROM doors WHERE person = $1", &params![person])?;
    Ok(())
}

/// A row of `invitations`.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub(super) id: i64,
    pub(super) token_print: Vec<u8>,
    pub(super) group: Option<i64>,
    pub(super) role: InvitedAs,
    pub(super) uses_left: i64,
    pub(super) made_by: Option<PersonId>,
    pub(super) made_ms: i64,
    pub(super) ends_ms: i64,
}

impl Invitation {
    pub(super) fn is_open(&self, now_ms: i64) -> bool {
        self.uses_left > 0 && now_ms < self.ends_ms
    }
}

impl FromRow for Invitation {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let role = InvitedAs::from_key(&row.get::<String>("role")?)
            .ok_or_else(|| StoreError::Inconsistent("an unknown role".into()))?;
        Ok(Self {
            id: row.get("id")?,
            token_print: row.get("token_print")?,
            group: row.get("group_id")?,
            role,
            uses_left: row.get("uses_left")?,
            made_by: row.get::<Option<i64>>("made_by")?.map(PersonId),
            made_ms: row.get("made_ms")?,
            ends_ms: row.get("ends_ms")?,
        })
    }
}

const INVITATION: &str = "SELECT id, token_print, group_id, role, uses_left, made_by, made_ms,
    ends_ms FROM invitations";

/// Also removes the ones that ran out or were used up a month ago.
pub(super) fn add_invitation(tx: &mut Tx<'_>, new: &Invitation) -> Result<(), StoreError> {
    const MONTH_MS: i64 = 30 * 24 * 60 * 60 * 1000;
    let old_ms = new.made_ms - MONTH_MS;
    tx.run(
        "DELETE FROM invitations WHERE ends_ms < $1",
        &params![old_ms],
    )?;
    tx.run(
        "INSERT INTO invitations (id, token_print, group_id, role, uses_left, made_by, made_ms,
            ends_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            new.id,
            &new.token_print,
            new.group,
            new.role.key(),
            new.uses_left,
            new.made_by,
            new.made_ms,
            new.ends_ms
        ],
    )?;
    Ok(())
}

pub(super) fn invitation(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<Invitation>, StoreError> {
    tx.maybe(
        &format!("{INVITATION} WHERE token_print = $1"),
        &params![print],
    )
}

/// The invitations that can still be followed, the newest first.
pub(super) fn open_invitations(
    tx: &mut Tx<'_>,
    now_ms: i64,
) -> Result<Vec<Invitation>, StoreError> {
    tx.all(
        &format!(
            "{INVITATION} WHERE ends_ms > $1 AND uses_left > 0 ORDER BY made_ms DESC, id LIMIT 200"
        ),
        &params![now_ms],
    )
}

/// Whether an invitation leads into a group.
///
/// # Errors
/// The database refuses.
pub fn is_invited_to(tx: &mut Tx<'_>, group: i64) -> Result<bool, StoreError> {
    let (count,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM invitations WHERE group_id = $1 AND uses_left > 0",
        &params![group],
    )?;
    Ok(count > 0)
}

/// The invitations that a person made, those that have run out and wait to be removed included.
pub(super) fn invitations_by(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<Invitation>, StoreError> {
    tx.all(
        &format!("{INVITATION} WHERE made_by = $1 ORDER BY made_ms, id LIMIT 1000"),
        &params![person],
    )
}

pub(super) fn use_invitation(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE invitations SET uses_left = uses_left - 1 WHERE id = $1 AND uses_left > 0",
        &params![id],
    )?;
    Ok(())
}

pub(super) fn remove_invitation(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM invitations WHERE id = $1", &params![id])?;
    Ok(())
}
