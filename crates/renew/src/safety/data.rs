//! A person's own data from the human net: taking it along, and erasing it.

use ::store::{Keys, StoreError, Tx};
use serde_json::{Value, json};

use super::{follow_up, on_call};
use crate::site::visitor::PersonId;

/// What was noted about the person, what they follow up, and when they are on call.
///
/// # Errors
/// The database or the keys can't be read.
pub fn export(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Value, StoreError> {
    let (about, mine) = follow_up::export(tx, keys, person)?;
    Ok(json!({
        "noted_about_me": about,
        "my_follow_ups": mine,
        "on_call": on_call::export(tx, keys, person)?,
    }))
}

/// Removes what is about the person, and the person from what is about others.
///
/// # Errors
/// The database refuses.
pub fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    follow_up::erase(tx, person)?;
    on_call::erase(tx, person)
}
