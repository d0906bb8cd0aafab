//! The SQL of what is published.

use std::collections::HashMap;

use ::store::{StoreError, Tx, params};

use crate::groups::GroupId;

/// Tells whether anything that is published has changed: counts and the newest of each table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    numbers: Vec<i64>,
    /// When the newest change was, in milliseconds since the epoch.
    pub(super) changed_ms: i64,
}

pub(super) fn stamp(tx: &mut Tx<'_>) -> Result<Stamp, StoreError> {
    let (groups, changed_ms, sequences): (i64, i64, i64) = tx.one(
        "SELECT COUNT(*), COALESCE(MAX(changed_ms), 0), CAST(COALESCE(SUM(sequence), 0) AS BIGINT)
         FROM meeting_groups",
        &[],
    )?;
    let (told, told_ms): (i64, i64) = tx.one(
        "SELECT COALESCE(MAX(id), 0), COALESCE(MAX(at_ms), 0) FROM group_changes",
        &[],
    )?;
    let (closures, closed_ms): (i64, i64) = tx.one(
        "SELECT COUNT(*), COALESCE(MAX(made_ms), 0) FROM venue_closures",
        &[],
    )?;
    let (plans, planned_ms): (i64, i64) = tx.one(
        "SELECT COUNT(*), COALESCE(MAX(planned_ms), 0) FROM planned_changes",
        &[],
    )?;
    let (exceptions,): (i64,) = tx.one("SELECT COUNT(*) FROM meeting_exceptions", &[])?;
    let newest = changed_ms.max(told_ms).max(closed_ms).max(planned_ms);
    Ok(Stamp {
        numbers: vec![groups, sequences, told, closures, plans, exceptions],
        changed_ms: newest,
    })
}

/// The names of some groups.
pub(super) fn names_of(
    tx: &mut Tx<'_>,
    groups: impl Iterator<Item = GroupId>,
) -> Result<HashMap<GroupId, String>, StoreError> {
    let mut names = HashMap::new();
    for group in groups {
        if names.contains_key(&group) {
            continue;
        }
        let sql = "SELECT name FROM meeting_groups WHERE id = $1";
        let name: Option<(String,)> = tx.maybe(sql, &params![group])?;
        names.extend(name.map(|(name,)| (group, name)));
    }
    Ok(names)
}
