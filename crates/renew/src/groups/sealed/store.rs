//! The SQL of whether a group is sealed.

use ::store::{StoreError, Tx, params};

use crate::groups::GroupId;

/// Whether what is said in a group's sessions is sealed from end to end.
///
/// # Errors
/// The database refuses.
pub fn is_sealed(tx: &mut Tx<'_>, id: GroupId) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = tx.maybe(
        "SELECT is_sealed FROM meeting_groups WHERE id = $1",
        &params![id],
    )?;
    Ok(found.is_some_and(|(is_sealed,)| is_sealed == 1))
}

pub(super) fn set_sealed(tx: &mut Tx<'_>, id: GroupId, is: bool) -> Result<(), StoreError> {
    tx.run(
        "UPDATE meeting_groups SET is_sealed = $1 WHERE id = $2",
        &params![i64::from(is), id],
    )?;
    Ok(())
}
