//! A session as other slices know it: whose it was, who leads there, and who sat where.

use ::store::{StoreError, Tx};

use super::record::Record;
use super::{SessionId, State, planning, store as rows};
use crate::groups::GroupId;
use crate::site::visitor::PersonId;

/// A session, with what one person is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evening {
    pub id: SessionId,
    pub group: GroupId,
    pub group_name: String,
    /// The civil zone in which its people live.
    pub zone: String,
    pub starts_ms: i64,
    pub state: State,
    /// Whether this person leads there: in the group, or that evening.
    pub leads: bool,
}

/// The session of this id as `person` finds it.
///
/// # Errors
/// The database can't be read.
pub fn evening(
    tx: &mut Tx<'_>,
    id: SessionId,
    person: PersonId,
) -> Result<Option<Evening>, StoreError> {
    let Some(place) = planning::place(tx, id, person)? else {
        return Ok(None);
    };
    let led_then = rows::attendance(tx, id)?.iter().any(|one| {
        one.person == Some(person) && matches!(one.role.as_str(), "host" | "facilitator")
    });
    Ok(Some(Evening {
        id,
        group: GroupId(place.session.group),
        group_name: place.group.name,
        zone: place.group.zone,
        starts_ms: place.session.starts_ms,
        state: place.session.state,
        leads: place.role.leads() || led_then,
    }))
}

/// Who sits in the session, or sat in it, by the number of their seat. Somebody who has been erased
/// is not among them.
///
/// # Errors
/// The database can't be read.
pub fn who_sat(tx: &mut Tx<'_>, id: SessionId) -> Result<Vec<(u64, PersonId)>, StoreError> {
    let sat = rows::who_sat(tx, id)?;
    let seat = |(seat, person)| u64::try_from(seat).ok().map(|seat| (seat, person));
    Ok(sat.into_iter().filter_map(seat).collect())
}

/// Whether this person was asked to leave that session, by its record.
///
/// # Errors
/// The database can't be read.
pub(super) fn was_removed(
    tx: &mut Tx<'_>,
    id: SessionId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let record = rows::record(tx, id)?.unwrap_or_default();
    // A session without a record removed nobody.
    let removed = serde_json::from_str::<Record>(&record)
        .unwrap_or_default()
        .removed;
    if removed.is_empty() {
        return Ok(false);
    }
    let sat = who_sat(tx, id)?;
    Ok(sat
        .iter()
        .any(|(seat, who)| *who == person && removed.contains(seat)))
}
