//! The SQL of groups.

use std::collections::BTreeMap;

use ::store::{FromRow, Keys, Row, StoreError, Tx, Value, params};
use calendar::meeting_guide::Point;
use calendar::schedule::Season;
use calendar::{Rule, Zone};
use jiff::civil::Date;

use super::details::{Attendance, Details};
use super::differences::Differences;
use super::finder::Listing;
use super::{Door, Group, GroupId, Membership, Origin};
use super::{differences_store, feed_store, inconsistent, publish, rota_store};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

/// Five times the largest collection of meetings that we know of; as many as the finder holds.
pub(super) const GROUPS_MAX: i64 = 150_000;
/// Nobody belongs to more groups than this.
pub(super) const GROUPS_OF_ONE_MAX: i64 = 200;

const COLUMNS: &str = "g.id, g.name, g.about, g.lang, g.attendance, g.rule, g.season_first, \
    g.season_last, g.start_minute, g.duration_minutes, g.zone, g.place, g.address, g.place_notes, \
    g.region, g.latitude, g.longitude, g.is_approximate, g.fellowship, g.types, g.call_url, \
    g.call_notes, g.call_phone, g.call_phone_notes, g.group_name, g.website, g.venmo, g.square, \
    g.paypal, g.format, g.door, g.changed_ms, g.feed_id, g.feed_slug, g.feed_said, g.feed_gone_ms, \
    g.sequence";

/// A row of a group, without what is different on single days.
impl FromRow for Group {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: GroupId(row.get("id")?),
            details: details(row)?,
            format: row.get("format")?,
            door: Door::from_key(&row.get::<String>("door")?)
                .ok_or_else(|| inconsistent("a door that is none"))?,
            changed_ms: row.get("changed_ms")?,
            sequence: row.get("sequence")?,
            origin: origin(row)?,
            differences: Differences::default(),
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
            rule: rule(row)?,
            season: season(row)?,
            start_minute: start_minute(row)?,
            duration_minutes: minute(row.get("duration_minutes")?)?,
            zone: zone(row)?,
            place: row.get("place")?,
            address: row.get("address")?,
            region: row.get("region")?,
            point: point(row)?,
            group_name: row.get("group_name")?,
            fellowship: row.get("fellowship")?,
            types: row.get("types")?,
            is_from_feed: row.get::<Option<i64>>("feed_id")?.is_some(),
            is_gone: row.get::<Option<i64>>("feed_gone_ms")?.is_some(),
            sequence: row.get("sequence")?,
            differences: Differences::default(),
        })
    }
}

pub(super) fn lang(row: &Row<'_>) -> Result<Lang, StoreError> {
    Lang::from_tag(&row.get::<String>("lang")?)
        .ok_or_else(|| inconsistent("a language we don't speak"))
}

fn attendance(row: &Row<'_>) -> Result<Attendance, StoreError> {
    Attendance::from_key(&row.get::<String>("attendance")?)
        .ok_or_else(|| inconsistent("a way to come that is none"))
}

fn rule(row: &Row<'_>) -> Result<Option<Rule>, StoreError> {
    Some(row.get::<String>("rule")?)
        .filter(|text| !text.is_empty())
        .map(|text| Rule::read(&text).map_err(|_| inconsistent("a rule that is none")))
        .transpose()
}

fn season(row: &Row<'_>) -> Result<Season, StoreError> {
    let side = |text: String| {
        Some(text)
            .filter(|text| !text.is_empty())
            .map(|text| date(&text))
            .transpose()
    };
    Ok(Season {
        first: side(row.get("season_first")?)?,
        last: side(row.get("season_last")?)?,
    })
}

/// A date as it is stored.
pub(super) fn date(text: &str) -> Result<Date, StoreError> {
    text.parse()
        .map_err(|_| inconsistent("a date that is none"))
}

fn point(row: &Row<'_>) -> Result<Option<Point>, StoreError> {
    let (latitude, longitude) = (row.get("latitude")?, row.get("longitude")?);
    Ok(
        Option::zip(latitude, longitude).map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        }),
    )
}

pub(super) fn start_minute(row: &Row<'_>) -> Result<Option<u16>, StoreError> {
    row.get::<Option<i64>>("start_minute")?
        .map(minute)
        .transpose()
}

pub(super) fn minute(minute: i64) -> Result<u16, StoreError> {
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
        rule: rule(row)?,
        season: season(row)?,
        start_minute: start_minute(row)?,
        duration_minutes: minute(row.get("duration_minutes")?)?,
        zone: zone(row)?,
        place: row.get("place")?,
        address: row.get("address")?,
        place_notes: row.get("place_notes")?,
        region: row.get("region")?,
        point: point(row)?,
        is_approximate: row.get("is_approximate")?,
        fellowship: row.get("fellowship")?,
        types: row.get("types")?,
        call_url: row.get("call_url")?,
        call_notes: row.get("call_notes")?,
        call_phone: row.get("call_phone")?,
        call_phone_notes: row.get("call_phone_notes")?,
        group_name: row.get("group_name")?,
        website: row.get("website")?,
        venmo: row.get("venmo")?,
        square: row.get("square")?,
        paypal: row.get("paypal")?,
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
    let group: Option<Group> = tx.maybe(
        &format!("SELECT {COLUMNS} FROM meeting_groups g WHERE g.id = $1"),
        &params![id],
    )?;
    let mut known = differences_store::of_group(tx, id)?;
    Ok(group.map(|group| known.beside(group)))
}

/// All groups, by name.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<Group>, StoreError> {
    let groups = tx.all(
        &format!("SELECT {COLUMNS} FROM meeting_groups g ORDER BY g.name, g.id LIMIT $1"),
        &params![GROUPS_MAX],
    )?;
    Ok(differences_store::of_all(tx)?.beside_all(groups))
}

/// The groups that a feed brought, by its slugs, without what is different on single days: of that
/// a feed says nothing.
pub(super) fn of_feed(tx: &mut Tx<'_>, feed: i64) -> Result<Vec<Group>, StoreError> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM meeting_groups g WHERE g.feed_id = $1
             ORDER BY g.feed_slug LIMIT $2"
        ),
        &params![feed, GROUPS_MAX],
    )
}

/// Those of a feed's groups that have one of these slugs, as [`of_feed`]. There are as many as a
/// batch has.
pub(super) fn of_slugs(
    tx: &mut Tx<'_>,
    feed: i64,
    slugs: &[&str],
) -> Result<Vec<Group>, StoreError> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (0..slugs.len()).map(|n| format!("${}", n + 2)).collect();
    let mut values = params![feed].to_vec();
    values.extend(slugs.iter().map(|slug| Value::from(*slug)));
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM meeting_groups g
             WHERE g.feed_id = $1 AND g.feed_slug IN ({})",
            places.join(", ")
        ),
        &values,
    )
}

/// The slugs that a feed brought.
pub(super) fn slugs_of_feed(tx: &mut Tx<'_>, feed: i64) -> Result<Vec<String>, StoreError> {
    let slugs: Vec<(String,)> = tx.all(
        "SELECT feed_slug FROM meeting_groups
         WHERE feed_id = $1 AND feed_slug IS NOT NULL ORDER BY feed_slug LIMIT $2",
        &params![feed, GROUPS_MAX],
    )?;
    Ok(slugs.into_iter().map(|(slug,)| slug).collect())
}

/// The columns of a group as lists show it: without the long texts, which are most of the bytes.
const LISTED: &str = "g.id, g.name, g.lang, g.attendance, g.rule, g.season_first, g.season_last, \
    g.start_minute, g.duration_minutes, g.zone, g.place, g.address, g.region, g.latitude, \
    g.longitude, g.group_name, g.fellowship, g.types, g.call_phone, g.feed_id, g.feed_gone_ms, \
    g.sequence";

/// All groups as lists show them, by name.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn listings(tx: &mut Tx<'_>) -> Result<Vec<Listing>, StoreError> {
    let mut listings: Vec<Listing> = tx.all(
        &format!("SELECT {LISTED} FROM meeting_groups g ORDER BY g.name, g.id LIMIT $1"),
        &params![GROUPS_MAX],
    )?;
    let mut known = differences_store::of_all(tx)?;
    for listing in &mut listings {
        listing.differences = known.of(listing.id, (&listing.place, &listing.address));
    }
    Ok(listings)
}

/// Some groups as lists show them; those that are no more are left out.
pub(super) fn listings_of(tx: &mut Tx<'_>, ids: &[GroupId]) -> Result<Vec<Listing>, StoreError> {
    let mut known = differences_store::of_groups(tx, ids)?;
    let mut listings = Vec::new();
    for id in ids {
        let listing: Option<Listing> = tx.maybe(
            &format!("SELECT {LISTED} FROM meeting_groups g WHERE g.id = $1"),
            &params![*id],
        )?;
        listings.extend(listing.map(|mut listing| {
            listing.differences = known.of(*id, (&listing.place, &listing.address));
            listing
        }));
    }
    Ok(listings)
}

/// The sequence of each group, which is another one when anything about the group is.
pub(super) fn sequences(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.all(
        "SELECT id, sequence FROM meeting_groups LIMIT $1",
        &params![GROUPS_MAX],
    )
}

/// Where the groups meet that meet in a room, by name: the group, its place and its address.
pub(super) fn rooms(tx: &mut Tx<'_>) -> Result<Vec<(GroupId, String, String)>, StoreError> {
    let rows: Vec<(i64, String, String)> = tx.all(
        "SELECT id, place, address FROM meeting_groups WHERE attendance IN ($1, $2)
         ORDER BY name, id LIMIT $3",
        &params![Attendance::InRoom.key(), Attendance::Both.key(), GROUPS_MAX],
    )?;
    let rooms = rows.into_iter();
    Ok(rooms
        .map(|(id, place, address)| (GroupId(id), place, address))
        .collect())
}

/// The zones of the groups, each once.
pub(super) fn zones(tx: &mut Tx<'_>) -> Result<Vec<Zone>, StoreError> {
    /// The list of zones has some six hundred.
    const ZONES_MAX: i64 = 1_000;
    let names: Vec<(String,)> = tx.all(
        "SELECT DISTINCT zone FROM meeting_groups LIMIT $1",
        &params![ZONES_MAX],
    )?;
    let names = names.iter();
    Ok(names.filter_map(|(name,)| Zone::named(name)).collect())
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
    let mut known = differences_store::of_person(tx, person)?;
    let with = |Belonging(group, place)| (known.beside(group), place);
    Ok(belongings.into_iter().map(with).collect())
}

/// The slugs that each feed brought, with the feed's id.
pub(super) fn slugs_of_feeds(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>, StoreError> {
    tx.all(
        "SELECT feed_id, feed_slug FROM meeting_groups
         WHERE feed_id IS NOT NULL AND feed_slug IS NOT NULL LIMIT $1",
        &params![GROUPS_MAX],
    )
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
    let groups = groups_of(tx, person)?;
    let leads_on: Vec<_> = rota_store::turns_of(tx, person)?
        .into_iter()
        .filter_map(|turn| {
            let (group, _) = groups.iter().find(|(group, _)| group.id == turn.group)?;
            let date = turn.date.to_string();
            Some(serde_json::json!({ "group": group.name(), "date": date }))
        })
        .collect();
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(group, place)| {
            // What more a name holds is for those who belong to the group.
            let name = match place.is_member {
                true => &*group.details.name,
                false => group.name(),
            };
            serde_json::json!({
                "group": name,
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
    let calendar = publish::export_personal(tx, person)?;
    Ok(serde_json::json!({
        "my_calendar": calendar,
        "groups": groups,
        "leads_on": leads_on,
        "waiting_import": waiting,
    }))
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
    tx.run("DELETE FROM rota WHERE person_id = $1", &params![person])?;
    publish::erase(tx, person)
}

/// Makes a group. Pages do so through [`super::finder::change`], which has it found at once.
///
/// # Errors
/// [`StoreError::Conflict`] when its id, or its slug in its feed, is taken.
pub fn create(tx: &mut Tx<'_>, group: &Group) -> Result<(), StoreError> {
    let mut values = values(group);
    values.extend(params![group.changed_ms, group.sequence]);
    tx.run(
        "INSERT INTO meeting_groups (id, name, about, lang, attendance, rule, season_first, season_last,
             start_minute, duration_minutes, zone, place, address, place_notes,
             region, latitude, longitude, is_approximate, fellowship, types,
             call_url, call_notes, call_phone, call_phone_notes, group_name,
             website, venmo, square, paypal, format, door, changed_ms, feed_id,
             feed_slug, feed_said, feed_gone_ms, made_ms, sequence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
             $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
             $31, $32, $33, $34, $35, $36, $37, $38)",
        &values,
    )?;
    Ok(())
}

/// Writes a group that is already there, as its next version. What is different on single days is
/// written on its own.
pub(super) fn save(tx: &mut Tx<'_>, group: &Group) -> Result<(), StoreError> {
    let saved = tx.run(
        "UPDATE meeting_groups SET id = $1, name = $2, about = $3, lang = $4, attendance = $5, rule = $6,
             season_first = $7, season_last = $8, start_minute = $9, duration_minutes = $10,
             zone = $11, place = $12, address = $13, place_notes = $14, region = $15, latitude
             = $16, longitude = $17, is_approximate = $18, fellowship = $19, types = $20,
             call_url = $21, call_notes = $22, call_phone = $23, call_phone_notes = $24,
             group_name = $25, website = $26, venmo = $27, square = $28, paypal = $29, format =
             $30, door = $31, changed_ms = $32, feed_id = $33, feed_slug = $34, feed_said =
             $35, feed_gone_ms = $36, sequence = sequence + 1
         WHERE id = $1",
        &values(group),
    )?;
    match saved {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Deletes a group, with all that belongs to it alone.
pub(super) fn delete(tx: &mut Tx<'_>, id: GroupId) -> Result<(), StoreError> {
    tx.run("DELETE FROM meeting_groups WHERE id = $1", &params![id])?;
    Ok(())
}

/// The columns of a group in the order of `COLUMNS`, up to the sequence.
fn values(group: &Group) -> Vec<Value> {
    let Group {
        id,
        details,
        format,
        door,
        changed_ms,
        sequence: _,
        origin,
        differences: _,
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

fn detail_values(details: &Details) -> [Value; 28] {
    let Details {
        name,
        about,
        lang,
        attendance,
        rule,
        season,
        start_minute,
        duration_minutes,
        zone,
        place,
        address,
        place_notes,
        region,
        point,
        is_approximate,
        fellowship,
        types,
        call_url,
        call_notes,
        call_phone,
        call_phone_notes,
        group_name,
        website,
        venmo,
        square,
        paypal,
    } = details;
    let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    params![
        name,
        about,
        lang.tag(),
        attendance.key(),
        rule.as_ref().map(Rule::to_string).unwrap_or_default(),
        day(season.first),
        day(season.last),
        start_minute.map(i64::from),
        i64::from(*duration_minutes),
        zone.as_ref().map_or("", Zone::name),
        place,
        address,
        place_notes,
        region,
        point.map(|point| point.latitude),
        point.map(|point| point.longitude),
        *is_approximate,
        fellowship,
        types,
        call_url,
        call_notes,
        call_phone,
        call_phone_notes,
        group_name,
        website,
        venmo,
        square,
        paypal
    ]
}
