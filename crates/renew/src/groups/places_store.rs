//! The SQL of who belongs to a group.

use std::collections::BTreeSet;

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::store::{GROUPS_MAX, GROUPS_OF_ONE_MAX};
use super::{GroupId, Membership, Roles, rota_store, told};
use crate::site::visitor::PersonId;

/// A group of more people than this is not a circle any more.
pub(super) const MEMBERS_MAX: i64 = 500;

impl FromRow for Membership {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            group: GroupId(row.get("group_id")?),
            person: PersonId(row.get("person_id")?),
            is_member: row.get("is_member")?,
            roles: Roles {
                is_host: row.get("is_host")?,
                is_facilitator: row.get("is_facilitator")?,
                is_mentor: row.get("is_mentor")?,
            },
            asked_ms: row.get("asked_ms")?,
            joined_ms: row.get("joined_ms")?,
        })
    }
}

/// Somebody's place in a group, if they have one.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn role_in(
    tx: &mut Tx<'_>,
    person: PersonId,
    group: GroupId,
) -> Result<Option<Membership>, StoreError> {
    tx.maybe(
        "SELECT group_id, person_id, is_member, is_host, is_facilitator, is_mentor, asked_ms,
                joined_ms
         FROM memberships WHERE group_id = $1 AND person_id = $2",
        &params![group, person],
    )
}

/// A group's name, and somebody's place in it.
#[derive(Clone, Debug)]
pub struct NamedPlace {
    pub name: String,
    pub place: Membership,
}

impl FromRow for NamedPlace {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            name: told::name(super::store::lang(row)?, &row.get::<String>("name")?).to_owned(),
            place: Membership::from_row(row)?,
        })
    }
}

/// As [`super::groups_of`], for those who need no more of a group than its name.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn places_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<NamedPlace>, StoreError> {
    tx.all(
        "SELECT g.name, g.lang, m.group_id, m.person_id, m.is_member, m.is_host, m.is_facilitator,
                m.is_mentor, m.asked_ms, m.joined_ms
         FROM memberships m JOIN meeting_groups g ON g.id = m.group_id
         WHERE m.person_id = $1 ORDER BY g.name, g.id LIMIT $2",
        &params![person, GROUPS_OF_ONE_MAX],
    )
}

/// Who belongs to the group `$1`, as a part of a question about people.
pub(crate) const PEOPLE_OF_GROUP: &str =
    "SELECT person_id FROM memberships WHERE group_id = $1 AND is_member = 1";

/// Whether this person leads (facilitator or host) in any group.
///
/// # Errors
/// The database refuses.
pub fn leads_any(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = tx.maybe(
        "SELECT group_id FROM memberships
         WHERE person_id = $1 AND is_member = 1 AND (is_facilitator = 1 OR is_host = 1) LIMIT 1",
        &params![person],
    )?;
    Ok(found.is_some())
}

/// The groups that somebody here leads.
///
/// # Errors
/// The database refuses.
pub(super) fn led(tx: &mut Tx<'_>) -> Result<BTreeSet<GroupId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT DISTINCT group_id FROM memberships
         WHERE is_member = 1 AND (is_facilitator = 1 OR is_host = 1) LIMIT $1",
        &params![GROUPS_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| GroupId(id)).collect())
}

/// Who belongs to a group and who asks to, in the order of asking.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn members_of(tx: &mut Tx<'_>, group: GroupId) -> Result<Vec<Membership>, StoreError> {
    tx.all(
        "SELECT group_id, person_id, is_member, is_host, is_facilitator, is_mentor, asked_ms,
                joined_ms
         FROM memberships WHERE group_id = $1 ORDER BY asked_ms, person_id LIMIT $2",
        &params![group, MEMBERS_MAX],
    )
}

/// Gives somebody their place in a group, or changes it.
///
/// # Errors
/// [`StoreError::Conflict`] when there is no such group, [`StoreError::Refused`] when it is full.
pub fn set_membership(tx: &mut Tx<'_>, place: &Membership) -> Result<(), StoreError> {
    let (others,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM memberships WHERE group_id = $1 AND person_id <> $2",
        &params![place.group, place.person],
    )?;
    if others >= MEMBERS_MAX {
        return Err(StoreError::Refused("the group is full".into()));
    }
    let Membership {
        group,
        person,
        is_member,
        roles,
        asked_ms,
        joined_ms,
    } = *place;
    tx.run(
        "INSERT INTO memberships (group_id, person_id, is_member, is_host, is_facilitator,
                                  is_mentor, asked_ms, joined_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (group_id, person_id) DO UPDATE SET
             is_member = excluded.is_member, is_host = excluded.is_host,
             is_facilitator = excluded.is_facilitator, is_mentor = excluded.is_mentor,
             joined_ms = excluded.joined_ms",
        &params![
            group,
            person,
            is_member,
            roles.is_host,
            roles.is_facilitator,
            roles.is_mentor,
            asked_ms,
            joined_ms
        ],
    )?;
    if !place.leads() {
        rota_store::leave(tx, person, group)?;
    }
    tell_people(tx, person)
}

/// Every page asks whether its reader leads; that stands with the person, told here.
fn tell_people(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let leads = leads_any(tx, person)?;
    crate::people::set_leads(tx, person, leads)
}

/// Ends somebody's place in a group. True if they had one.
pub(super) fn end_membership(
    tx: &mut Tx<'_>,
    person: PersonId,
    group: GroupId,
) -> Result<bool, StoreError> {
    let ended = tx.run(
        "DELETE FROM memberships WHERE group_id = $1 AND person_id = $2",
        &params![group, person],
    )?;
    rota_store::leave(tx, person, group)?;
    tell_people(tx, person)?;
    Ok(ended > 0)
}
