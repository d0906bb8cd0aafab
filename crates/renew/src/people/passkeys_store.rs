//! The SQL of passkeys and of the questions put to them.

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

/// A passkey as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passkey {
    pub(super) id: i64,
    pub(super) made_ms: i64,
    pub(super) used_ms: Option<i64>,
}

/// The passkeys of a person, the oldest first.
pub(super) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
    let rows: Vec<(i64, i64, Option<i64>)> = tx.all(
        "SELECT id, made_ms, used_ms FROM passkeys WHERE person = $1 ORDER BY made_ms, id LIMIT 100",
        &params![person],
    )?;
    let passkey = |(id, made_ms, used_ms)| Passkey {
        id,
        made_ms,
        used_ms,
    };
    Ok(rows.into_iter().map(passkey).collect())
}

/// Removes a passkey of a person.
pub(super) fn remove(tx: &mut Tx<'_>, person: PersonId, id: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM passkeys WHERE person = $1 AND id = $2";
    tx.run(sql, &params![person, id])?;
    Ok(())
}

/// The credentials that a person has, so that a device makes no second one.
pub(super) fn credentials_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "SELECT credential FROM passkeys WHERE person = $1 ORDER BY id LIMIT 100";
    let rows: Vec<(Vec<u8>,)> = tx.all(sql, &params![person])?;
    Ok(rows.into_iter().map(|(credential,)| credential).collect())
}

/// A passkey as it is checked: its row, whose it is, its fixed and its moving state.
pub(super) type Kept = (i64, i64, Vec<u8>, Vec<u8>);

/// The passkey of a credential, unless its person is on the way out.
pub(super) fn by_credential(
    tx: &mut Tx<'_>,
    credential: &[u8],
) -> Result<Option<Kept>, StoreError> {
    tx.maybe(
        "SELECT k.id, k.person, k.fixed_state, k.moving_state FROM passkeys k
         JOIN people p ON p.id = k.person AND p.erasing_ms IS NULL WHERE k.credential = $1",
        &params![credential],
    )
}

/// Notes that a passkey opened the door.
pub(super) fn used(
    tx: &mut Tx<'_>,
    id: i64,
    moving_state: &[u8],
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE passkeys SET moving_state = $1, used_ms = $2 WHERE id = $3",
        &params![moving_state, now_ms, id],
    )?;
    Ok(())
}

/// Remembers a question until it is answered, and forgets those that never were.
pub(super) fn add_ceremony(
    tx: &mut Tx<'_>,
    challenge_print: &[u8],
    state: &[u8],
    (now_ms, ends_ms): (i64, i64),
) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM ceremonies WHERE ends_ms < $1",
        &params![now_ms],
    )?;
    tx.run(
        "INSERT INTO ceremonies (challenge_print, state, ends_ms) VALUES ($1, $2, $3)",
        &params![challenge_print, state, ends_ms],
    )?;
    Ok(())
}

/// Takes a question out: it is answered once.
pub(super) fn take_ceremony(
    tx: &mut Tx<'_>,
    challenge_print: &[u8],
    now_ms: i64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT state FROM ceremonies WHERE challenge_print = $1 AND ends_ms > $2";
    let found: Option<(Vec<u8>,)> = tx.maybe(sql, &params![challenge_print, now_ms])?;
    let sql = "DELETE FROM ceremonies WHERE challenge_print = $1";
    tx.run(sql, &params![challenge_print])?;
    Ok(found.map(|(state,)| state))
}
