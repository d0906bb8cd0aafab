//! Passkeys.

use store::{StoreError, Tx, params};

use super::draft::DraftPasskey;
use crate::site::visitor::PersonId;

/// Keeps a passkey of a person.
pub(super) fn add(
    tx: &mut Tx<'_>,
    id: i64,
    person: PersonId,
    passkey: &DraftPasskey,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO passkeys (id, person, credential, fixed_state, moving_state, made_ms, used_ms)
         VALUES ($1, $2, $3, $4, $5, $6, NULL)",
        &params![
            id,
            person,
            &passkey.credential,
            &passkey.fixed_state,
            &passkey.moving_state,
            now_ms
        ],
    )?;
    Ok(())
}
