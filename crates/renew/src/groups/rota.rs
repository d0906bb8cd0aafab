//! Who may see and say who leads a group's meetings.

use ::store::{StoreError, Tx};

use super::evening::Evening;
use super::{Group, GroupError, GroupId, Membership, Turn};
use super::{places_store, rota_store, store};
use crate::site::visitor::SignedIn;

/// A group, for somebody who leads in it or looks after it.
pub(super) struct Led {
    pub(super) group: Group,
    /// Looks after it: a facilitator of it, or a coordinator.
    pub(super) may_arrange: bool,
    /// Leads its sessions, and so may take a turn.
    pub(super) may_lead: bool,
}

/// The group as this person may see it.
///
/// # Errors
/// There is no such group, or this person neither leads in it nor looks after it.
pub(super) fn led_by(tx: &mut Tx<'_>, me: &SignedIn, id: GroupId) -> Result<Led, GroupError> {
    let group = store::group(tx, id)?.ok_or(GroupError::NotFound)?;
    let place = places_store::role_in(tx, me.person, id)?;
    let may_lead = place.as_ref().is_some_and(Membership::leads);
    let may_arrange = me.is_coordinator || place.as_ref().is_some_and(Membership::looks_after);
    if !may_lead && !may_arrange {
        return Err(GroupError::NotYours);
    }
    Ok(Led {
        group,
        may_arrange,
        may_lead,
    })
}

/// Puts somebody down to lead a meeting that is not over: oneself, or somebody else who leads in the
/// group, by those who look after it. Where there are enough already, nothing is done.
///
/// # Errors
/// There is no such meeting, or nobody like this leads in the group, or it is not for this person to
/// say.
pub(super) fn put_down(
    tx: &mut Tx<'_>,
    me: &SignedIn,
    turn: Turn,
    now_ms: i64,
) -> Result<(), GroupError> {
    let led = may_say(tx, me, turn)?;
    let place = places_store::role_in(tx, turn.person, turn.group)?;
    let evening = Evening::on(&led.group.timetable(), turn.date);
    let is_to_come = evening.is_some_and(|evening| !evening.is_over(now_ms));
    if !is_to_come || !place.is_some_and(|place| place.leads()) {
        return Err(GroupError::NotFound);
    }
    match rota_store::take_turn(tx, turn, now_ms) {
        // The page of a full meeting says so; here somebody was quicker.
        Err(StoreError::Refused(_)) => Ok(()),
        done => Ok(done?),
    }
}

/// Takes somebody off a meeting again: oneself, or anybody by those who look after the group.
///
/// # Errors
/// As [`put_down`].
pub(super) fn take_off(tx: &mut Tx<'_>, me: &SignedIn, turn: Turn) -> Result<(), GroupError> {
    may_say(tx, me, turn)?;
    rota_store::give_turn_back(tx, turn)?;
    Ok(())
}

fn may_say(tx: &mut Tx<'_>, me: &SignedIn, turn: Turn) -> Result<Led, GroupError> {
    let led = led_by(tx, me, turn.group)?;
    if turn.person != me.person && !led.may_arrange {
        return Err(GroupError::NotYours);
    }
    Ok(led)
}
