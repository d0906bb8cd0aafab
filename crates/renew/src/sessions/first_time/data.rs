//! What first times hold of one person, for their own data.

use ::store::{StoreError, Tx};
use serde_json::{Value, json};

use super::super::data::group_name;
use super::super::store as rows;
use super::store;
use crate::site::visitor::PersonId;

/// What this person chose before first evenings, and how often they were asked to greet. Whom they
/// greeted, and who greeted them, is the other's to tell.
pub(in super::super) fn export(tx: &mut Tx<'_>, person: PersonId) -> Result<Value, StoreError> {
    let mut visits = Vec::new();
    for visit in store::visits_of(tx, person)? {
        visits.push(json!({
            "group": group_name(tx, visit.group)?,
            "starts_ms": visit.starts_ms,
            "went_by_the_screens": visit.chose.key(),
            "just_listens": visit.listens,
            "wants_a_buddy": visit.wants_buddy,
        }));
    }
    let mut asked = Vec::new();
    for ask in store::asks_of(tx, person)? {
        let group = match rows::get(tx, ask.session)? {
            Some(session) => group_name(tx, session.group)?,
            None => None,
        };
        asked.push(json!({
            "group": group,
            "starts_ms": ask.starts_ms,
            "asked_to_greet_ms": ask.asked_ms,
            "i_said": ask.answer,
        }));
    }
    Ok(json!({
        "willing_since_ms": store::willing_since(tx, person)?,
        "first_visits": visits,
        "asked_to_greet": asked,
    }))
}

/// Removes every trace of a person.
pub(in super::super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    store::erase(tx, person)
}
