//! The SQL of groups and of who belongs to them.

use std::collections::BTreeMap;

use ::store::{FromRow, Keys, Row, StoreError, Tx, Value, params};
use calendar::{Days, Zone};

use super::details::{Attendance, Details};
use super::finder::Listing;
use super::{Door, Group, GroupId, Membership, Origin, Roles, feed_store, inconsistent};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

/// More groups than any community runs; the fellowships of a whole country have some thousands.
pub(super) const GROUPS_MAX: i64 = 20_000;
/// A group of more people than this is not a circle any more.
pub(super) const MEMBERS_MAX: i64 = 500;
/// Nobody belongs to more groups than this.
const GROUPS_OF_ONE_MAX: i64 = 200;

const COLUMNS: &str = "g.id, g.name, g.about, g.lang, g.attendance, g.days, g.start_minute, \
    g.duration_minutes, g.zone, g.place, g.address, g.place_notes, g.region, g.fellowship, \
    g.types, g.call_url, g.call_notes, g.call_phone, g.call_phone_notes, g.format, g.door, \
    g.changed_ms, g.feed_id, g.feed_slug, g.feed_said, g.feed_gone_ms";

impl FromRow for Group {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: GroupId(row.get("id")?),
            details: details(row)?,
            format: row.get("format")?,
            door: Door::from_key(&row.get::<String>("door")?)
                .ok_or_else(|| inconsistent("a door that is none"))?,
            changed_ms: row.get("changed_ms")?,
            origin: origin(row)?,
        })
    }
}

impl FromRow for Listing {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: GroupId(row.get("id")?),
            name: row.get("name")?,
            lang: lang(row)?,
            attendance: attendance(row)?,
            has_phone: !row.get::<String>("call_phone")?.is_empty(),
            days: days(row)?,
            start_minute: start_minute(row)?,
            duration_minutes: minute(row.get("duration_minutes")?)?,
            zone: zone(row)?,
            place: row.get("place")?,
            region: row.get("region")?,
            is_from_feed: row.get::<Option<i64>>("feed_id")?.is_some(),
            is_gone: row.get::<Option<i64>>("feed_gone_ms")?.is_some(),
        })
    }
}

fn lang(row: &Row<'_>) -> Result<Lang, StoreError> {
    Lang::from_tag(&row.get::<String>("lang")?)
        .ok_or_else(|| inconsistent("a language we don't speak"))
}

fn attendance(row: &Row<'_>) -> Result<Attendance, StoreError> {
    Attendance::from_key(&row.get::<String>("attendance")?)
        .ok_or_else(|| inconsistent("a way to come that is none"))
}

fn days(row: &Row<'_>) -> Result<Days, StoreError> {
    Days::from_bits(row.get("days")?).ok_or_else(|| inconsistent("days"))
}

fn start_minute(row: &Row<'_>) -> Result<Option<u16>, StoreError> {
    row.get::<Option<i64>>("start_minute")?
        .map(minute)
        .transpose()
}

fn minute(minute: i64) -> Result<u16, StoreError> {
    u16::try_from(minute).map_err(|_| inconsistent("minutes"))
}

/// A zone that an update of the rules dropped is no zone, and the page asks for one.
fn zone(row: &Row<'_>) -> Result<Option<Zone>, StoreError> {
    Ok(Zone::named(&row.get::<String>("zone")?))
}

fn details(row: &Row<'_>) -> Result<Details, StoreError> {
    Ok(Details {
        name: row.get("name")?,
        about: row.get("about")?,
        lang: lang(row)?,
        attendance: attendance(row)?,
        days: days(row)?,
        start_minute: start_minute(row)?,
        duration_minutes: minute(row.get("duration_minutes")?)?,
        zone: zone(row)?,
        place: row.get("place")?,
        address: row.get("address")?,
        place_notes: row.get("place_notes")?,
        region: row.get("region")?,
        fellowship: row.get("fellowship")?,
        types: row.get("types")?,
        call_url: row.get("call_url")?,
        call_notes: row.get("call_notes")?,
        call_phone: row.get("call_phone")?,
        call_phone_notes: row.get("call_phone_notes")?,
    })
}

fn origin(row: &Row<'_>) -> Result<Option<Origin>, StoreError> {
    let (Some(feed), Some(slug)) = (
        row.get::<Option<i64>>("feed_id")?,
        row.get::<Option<String>>("feed_slug")?,
    ) else {
        return Ok(None);
    };
    let said: Option<String> = row.get("feed_said")?;
    let texts: BTreeMap<String, String> = serde_json::from_str(said.as_deref().unwrap_or("{}"))
        .map_err(|_| inconsistent("a feed's words that are not JSON"))?;
    Ok(Some(Origin {
        feed,
        slug,
        said: Details::from_texts(&texts),
        gone_ms: row.get("feed_gone_ms")?,
    }))
}

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

/// A group, and somebody's place in it.
struct Belonging(Group, Membership);

impl FromRow for Belonging {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Group::from_row(row)?, Membership::from_row(row)?))
    }
}

/// The group of this id, if there is one.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn group(tx: &mut Tx<'_>, id: GroupId) -> Result<Option<Group>, StoreError> {
    tx.maybe(
        &format!("SELECT {COLUMNS} FROM meeting_groups g WHERE g.id = $1"),
        &params![id],
    )
}

/// All groups, by name.
#[cfg(test)]
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<Group>, StoreError> {
    tx.all(
        &format!("SELECT {COLUMNS} FROM meeting_groups g ORDER BY g.name, g.id LIMIT $1"),
        &params![GROUPS_MAX],
    )
}

/// The groups that a feed brought, by its slugs.
pub(super) fn of_feed(tx: &mut Tx<'_>, feed: i64) -> Result<Vec<Group>, StoreError> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM meeting_groups g WHERE g.feed_id = $1
             ORDER BY g.feed_slug LIMIT $2"
        ),
        &params![feed, GROUPS_MAX],
    )
}

/// All groups as lists show them, by name: without the long texts, which are most of the bytes.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn listings(tx: &mut Tx<'_>) -> Result<Vec<Listing>, StoreError> {
    tx.all(
        "SELECT g.id, g.name, g.lang, g.attendance, g.days, g.start_minute, g.duration_minutes,
                g.zone, g.place, g.region, g.call_phone, g.feed_id, g.feed_gone_ms
         FROM meeting_groups g ORDER BY g.name, g.id LIMIT $1",
        &params![GROUPS_MAX],
    )
}

/// The slugs that each feed brought, with the feed's id.
pub(super) fn slugs_of_feeds(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>, StoreError> {
    tx.all(
        "SELECT feed_id, feed_slug FROM meeting_groups
         WHERE feed_id IS NOT NULL AND feed_slug IS NOT NULL LIMIT $1",
        &params![GROUPS_MAX],
    )
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

/// Somebody's groups with their place in each, by name; those that they only asked to join, too.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn groups_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<(Group, Membership)>, StoreError> {
    let belongings: Vec<Belonging> = tx.all(
        &format!(
            "SELECT {COLUMNS}, m.group_id, m.person_id, m.is_member, m.is_host, m.is_facilitator,
                    m.is_mentor, m.asked_ms, m.joined_ms
             FROM memberships m JOIN meeting_groups g ON g.id = m.group_id
             WHERE m.person_id = $1 ORDER BY g.name, g.id LIMIT $2"
        ),
        &params![person, GROUPS_OF_ONE_MAX],
    )?;
    Ok(belongings.into_iter().map(|one| (one.0, one.1)).collect())
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
            name: row.get("name")?,
            place: Membership::from_row(row)?,
        })
    }
}

/// As [`groups_of`], for those who need no more of a group than its name.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn places_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<NamedPlace>, StoreError> {
    tx.all(
        "SELECT g.name, m.group_id, m.person_id, m.is_member, m.is_host, m.is_facilitator,
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
    tell_people(tx, person)?;
    Ok(ended > 0)
}

/// Everything that the groups keep of a person: to which they belong, and what they do there.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn export(
    tx: &mut Tx<'_>,
    _keys: &Keys,
    person: PersonId,
) -> Result<serde_json::Value, StoreError> {
    let groups: Vec<_> = groups_of(tx, person)?
        .into_iter()
        .map(|(group, place)| {
            serde_json::json!({
                "group": group.details.name,
                "is_member": place.is_member,
                "is_host": place.roles.is_host,
                "is_facilitator": place.roles.is_facilitator,
                "is_mentor": place.roles.is_mentor,
                "asked_ms": place.asked_ms,
                "joined_ms": place.joined_ms,
            })
        })
        .collect();
    let waiting: Vec<_> = feed_store::waiting_of(tx, person)?
        .into_iter()
        .map(|(feed_name, uploaded_ms)| {
            serde_json::json!({ "name": feed_name, "uploaded_ms": uploaded_ms })
        })
        .collect();
    Ok(serde_json::json!({ "groups": groups, "waiting_import": waiting }))
}

/// Removes every trace of a person from the groups.
///
/// # Errors
/// The database refuses.
pub fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM memberships WHERE person_id = $1",
        &params![person],
    )?;
    tx.run(
        "DELETE FROM feed_uploads WHERE person_id = $1",
        &params![person],
    )?;
    Ok(())
}

/// Makes a group. When it is written, [`super::Finder::forget`] makes it be found at once.
///
/// # Errors
/// [`StoreError::Conflict`] when its id, or its slug in its feed, is taken.
pub fn create(tx: &mut Tx<'_>, group: &Group) -> Result<(), StoreError> {
    let mut values = values(group);
    values.push(group.changed_ms.into());
    tx.run(
        "INSERT INTO meeting_groups (id, name, about, lang, attendance, days, start_minute,
             duration_minutes, zone, place, address, place_notes, region, fellowship, types,
             call_url, call_notes, call_phone, call_phone_notes, format, door, changed_ms,
             feed_id, feed_slug, feed_said, feed_gone_ms, made_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27)",
        &values,
    )?;
    Ok(())
}

/// Writes a group that is already there.
pub(super) fn save(tx: &mut Tx<'_>, group: &Group) -> Result<(), StoreError> {
    let saved = tx.run(
        "UPDATE meeting_groups SET id = $1, name = $2, about = $3, lang = $4, attendance = $5,
             days = $6, start_minute = $7, duration_minutes = $8, zone = $9, place = $10,
             address = $11, place_notes = $12, region = $13, fellowship = $14, types = $15,
             call_url = $16, call_notes = $17, call_phone = $18, call_phone_notes = $19,
             format = $20, door = $21, changed_ms = $22, feed_id = $23, feed_slug = $24,
             feed_said = $25, feed_gone_ms = $26
         WHERE id = $1",
        &values(group),
    )?;
    match saved {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// The columns of a group in the order of `COLUMNS`.
fn values(group: &Group) -> Vec<Value> {
    let Group {
        id,
        details,
        format,
        door,
        changed_ms,
        origin,
    } = group;
    let mut values = vec![Value::from(*id)];
    values.extend(detail_values(details));
    values.extend(params![format, door.key(), *changed_ms]);
    values.extend(match origin {
        None => [Value::Null, Value::Null, Value::Null, Value::Null],
        Some(Origin {
            feed,
            slug,
            said,
            gone_ms,
        }) => {
            let said = serde_json::json!(said.to_texts()).to_string();
            params![*feed, slug, said, *gone_ms]
        }
    });
    values
}

fn detail_values(details: &Details) -> [Value; 18] {
    let Details {
        name,
        about,
        lang,
        attendance,
        days,
        start_minute,
        duration_minutes,
        zone,
        place,
        address,
        place_notes,
        region,
        fellowship,
        types,
        call_url,
        call_notes,
        call_phone,
        call_phone_notes,
    } = details;
    params![
        name,
        about,
        lang.tag(),
        attendance.key(),
        days.bits(),
        start_minute.map(i64::from),
        i64::from(*duration_minutes),
        zone.as_ref().map_or("", Zone::name),
        place,
        address,
        place_notes,
        region,
        fellowship,
        types,
        call_url,
        call_notes,
        call_phone,
        call_phone_notes
    ]
}
