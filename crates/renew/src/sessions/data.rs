//! A person's own data from their sessions: taking it along, and erasing it.

use serde_json::{Value, json};
use store::{KeyError, Keys, StoreError, Tx};

use super::kept::{how_key, may_know_key};
use super::{planning, store as rows};
use crate::site::visitor::PersonId;

/// Everything that a person kept of their sessions, and when they came. Texts are opened with the
/// person's key; times are milliseconds since the epoch.
///
/// # Errors
/// The database or the keys can't be read.
pub fn export(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Value, StoreError> {
    let mut plans = Vec::new();
    for row in rows::kept::plans_of(tx, person)? {
        if let Some(plan) = planning::open_plan(keys, &row).map_err(unopened)? {
            plans.push(json!({
                "made_ms": plan.made_ms,
                "text": plan.text,
                "who_may_know": may_know_key(plan.may_know),
                "how_it_went": plan.how.map(how_key),
            }));
        }
    }
    let mut notes = Vec::new();
    for row in rows::kept::notes_of(tx, person)? {
        if let Some(note) = planning::open_note(keys, &row).map_err(unopened)? {
            notes.push(json!({
                "made_ms": note.made_ms,
                "kind": note.kind.key(),
                "text": note.text,
            }));
        }
    }
    let attended: Vec<Value> = rows::attended_by(tx, person)?
        .into_iter()
        .map(|(starts_ms, from_ms, to_ms)| {
            json!({ "starts_ms": starts_ms, "from_ms": from_ms, "to_ms": to_ms })
        })
        .collect();
    Ok(json!({ "plans": plans, "notes": notes, "attended": attended }))
}

/// Removes what a person kept, and their name from the records of the evenings when they came.
/// That somebody came stays in those. A live room is told with [`super::Rooms::forget`].
///
/// # Errors
/// The database refuses.
pub fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    rows::erase(tx, person)
}

fn unopened(error: KeyError) -> StoreError {
    StoreError::Engine(error.to_string())
}
