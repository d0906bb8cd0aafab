//! A person's own data from what follows private words.

use ::store::{Keys, StoreError, Tx};
use serde_json::{Value, json};

use super::list::{GroupNames, Someone, items};
use super::{Offer, store as rows};
use crate::site::visitor::PersonId;

/// What was noted about the person, and what they follow up themselves (about whom stays out of
/// it: that is not theirs to take along).
pub(in super::super) fn export(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: PersonId,
) -> Result<(Vec<Value>, Vec<Value>), StoreError> {
    let rows = rows::about(tx, person)?;
    let shown = items(tx, keys, &rows, (person, 0))?;
    let about = rows.iter().zip(shown).map(|(row, item)| {
        let offered: Vec<_> = item.offered.iter().map(Offer::key).collect();
        json!({
            "group": item.group,
            "made_ms": row.made_ms,
            "noted_by": name(item.made_by),
            "offered": offered,
            "followed_up_by": name(item.keeper),
            "due_ms": row.due_ms,
            "done_ms": row.done_ms,
            "said_not_right_ms": row.disputed_ms,
        })
    });
    let about = about.collect();
    let mut groups = GroupNames::default();
    let mut mine = Vec::new();
    for row in rows::of_leader(tx, person)? {
        mine.push(json!({
            "group": groups.of(tx, row.group)?,
            "made_ms": row.made_ms,
            "due_ms": row.due_ms,
            "done_ms": row.done_ms,
        }));
    }
    Ok((about, mine))
}

fn name(someone: Someone) -> Option<String> {
    match someone {
        Someone::Other(name) => Some(name),
        Someone::Me | Someone::Nobody => None,
    }
}
