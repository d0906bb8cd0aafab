//! Everything about me: what each slice keeps of a person, put together.

use serde_json::{Value, json};
use store::{Keys, StoreError, Tx};

use super::{links_store, open_name, passkeys_store, store as rows};
use crate::App;
use crate::site::visitor::PersonId;

/// A slice that keeps something of people.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    /// What its part of the export is called.
    pub key: &'static str,
    /// Everything that it keeps of the person, opened. Field names say what a value means and end
    /// in its unit (`_ms`: milliseconds since the epoch); the readable page is made of them.
    pub export: fn(&mut Tx<'_>, &Keys, PersonId) -> Result<Value, StoreError>,
    /// Removes or unlinks everything that it keeps of the person. Done twice it does no harm.
    pub erase: fn(&mut Tx<'_>, PersonId) -> Result<(), StoreError>,
}

/// What this slice itself keeps.
pub const KEEPER: Keeper = Keeper {
    key: "me",
    export,
    erase: rows::remove_person,
};

fn export(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Value, StoreError> {
    let row = rows::person(tx, person)?.ok_or(StoreError::NotFound)?;
    let sign_ins: Vec<Value> = rows::sign_ins_of(tx, person)?
        .iter()
        .map(|row| {
            json!({
                "made_ms": row.made_ms,
                "seen_ms": row.seen_ms,
                "is_shared_phone": row.is_shared,
            })
        })
        .collect();
    let passkeys: Vec<Value> = passkeys_store::of_person(tx, person)?
        .iter()
        .map(|key| json!({ "made_ms": key.made_ms, "used_ms": key.used_ms }))
        .collect();
    let invitations: Vec<Value> = links_store::invitations_by(tx, person)?
        .iter()
        .map(|row| {
            json!({
                "role": row.role.key(),
                "made_ms": row.made_ms,
                "ends_ms": row.ends_ms,
                "uses_left": row.uses_left,
            })
        })
        .collect();
    let doors: Vec<Value> = links_store::doors_about(tx, person)?
        .into_iter()
        .map(|door| {
            json!({
                "is_for_me": door.is_theirs,
                "made_ms": door.made_ms,
                "ends_ms": door.ends_ms,
            })
        })
        .collect();
    Ok(json!({
        "name": open_name(keys, person, &row.name_sealed)?,
        "sign": row.sign.key(),
        "language": row.lang.own_name(),
        "joined_ms": row.joined_ms,
        "is_here_for_someone_else": row.for_another,
        "is_counted_in_outcomes": row.is_counted,
        "is_coordinator": row.is_coordinator,
        "leads": row.leads,
        "passkeys": passkeys,
        "sign_ins": sign_ins,
        "doors": doors,
        "invitations": invitations,
    }))
}

/// A slice's part of the export: what it is called, and all it keeps of the person.
pub(super) type Part = (&'static str, Value);

/// Everything about a person, one part per slice in the order of the keepers, from one moment.
pub(super) async fn everything(app: &App, person: PersonId) -> Result<Vec<Part>, StoreError> {
    let keys = app.keys.clone();
    app.store
        .read(move |tx| {
            let mut parts = Vec::new();
            for keeper in crate::keepers::KEEPERS {
                let part = (keeper.export)(tx, &keys, person)?;
                parts.push((keeper.key, part));
            }
            Ok(parts)
        })
        .await
}
