//! Meetings that the feed which brought them names no more, and what a coordinator decides about
//! them. Until then they stay with a mark: a list that lost a line is no word that nobody meets.

use ::store::Tx;

use super::details::Attendance;
use super::finder::Listing;
use super::{Group, GroupError, GroupId, arranging, differences_store, places_store, store};

impl Group {
    /// Whether its feed no longer names it.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        let origin = self.origin.as_ref();
        origin.is_some_and(|origin| origin.gone_ms.is_some())
    }

    /// Whether people should ask before they come: its feed no longer names it, and nobody has said
    /// that it rests.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.is_gone() && self.details.attendance != Attendance::Resting
    }
}

impl Listing {
    /// As [`Group::is_in_doubt`].
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.is_gone && self.attendance != Attendance::Resting
    }
}

/// The group, if its feed no longer names it.
fn gone(tx: &mut Tx<'_>, id: GroupId) -> Result<Group, GroupError> {
    let group = store::group(tx, id)?.filter(Group::is_gone);
    group.ok_or(GroupError::NotFound)
}

/// The group meets all the same, and is ours from now on. A list that names it again brings a group
/// of its own.
///
/// # Errors
/// Its feed names the group, or there is none.
pub(super) fn keep(tx: &mut Tx<'_>, id: GroupId, now_ms: i64) -> Result<(), GroupError> {
    let group = gone(tx, id)?;
    let ours = Group {
        origin: None,
        changed_ms: now_ms,
        ..group
    };
    Ok(store::save(tx, &ours)?)
}

/// The group keeps its page and doesn't meet, whatever was planned before. Where its feed names it again, somebody is asked
/// whether it does.
///
/// # Errors
/// As [`keep`].
pub(super) fn rest(tx: &mut Tx<'_>, id: GroupId, now_ms: i64) -> Result<(), GroupError> {
    let group = gone(tx, id)?;
    let before = group.details.clone();
    let mut resting = Group {
        changed_ms: now_ms,
        ..group
    };
    resting.details.attendance = Attendance::Resting;
    for planned in std::mem::take(&mut resting.differences.planned) {
        differences_store::drop_planned(tx, id, planned.from)?;
    }
    Ok(arranging::change_all(tx, &before, &resting, now_ms)?)
}

/// The group goes, with its page. False where that would take something from somebody: people
/// belong to it or were invited, or it has met here.
///
/// # Errors
/// As [`keep`].
pub(super) fn delete(tx: &mut Tx<'_>, id: GroupId) -> Result<bool, GroupError> {
    let group = gone(tx, id)?;
    let is_somebodys = !places_store::members_of(tx, group.id)?.is_empty()
        || crate::sessions::has_any(tx, group.id.0)?
        || crate::people::is_invited_to(tx, group.id.0)?;
    if is_somebodys {
        return Ok(false);
    }
    store::delete(tx, group.id)?;
    Ok(true)
}
