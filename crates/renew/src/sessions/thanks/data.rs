//! A person's own data from thanks.

use ::store::{Keys, StoreError, Tx};
use serde_json::{Value, json};

use super::super::data::group_name;
use super::{open, store};
use crate::people;
use crate::site::visitor::PersonId;

/// What a person got, and after which sessions they thanked somebody. What they wrote then is a
/// letter: it belongs to the one whom it was to, and whether it arrived or is still there is not the
/// sender's to find out. So nothing stands here of what they sent that the other's wish changes.
pub(in super::super) fn export(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: PersonId,
) -> Result<Value, StoreError> {
    let rows = store::got(tx, person)?;
    let senders: Vec<PersonId> = rows.iter().filter_map(|row| row.from).collect();
    let known = people::known(tx, keys, &senders)?;
    let name = |who: &PersonId| known.get(who).map(|one| one.name.clone());
    let mut got = Vec::new();
    for row in &rows {
        let saying = open(keys, row)?.unwrap_or_default();
        got.push(json!({
            "group": group_name(tx, row.group)?,
            "made_ms": row.made_ms,
            "thanked_by": row.from.as_ref().and_then(name),
            "thanked_for": saying.phrase,
            "they_wrote": saying.text,
        }));
    }
    let mut given = Vec::new();
    for (group, starts_ms) in store::given_by(tx, person)? {
        given.push(json!({
            "group": group_name(tx, group)?,
            "session_starts_ms": starts_ms,
        }));
    }
    let declined = store::declined_by(tx, person)?;
    let ids: Vec<PersonId> = declined.iter().map(|(from, _)| *from).collect();
    let known = people::known(tx, keys, &ids)?;
    let declined = declined.iter().map(|(from, since_ms)| {
        json!({
            "name": known.get(from).map(|one| one.name.clone()),
            "made_ms": since_ms,
        })
    });
    Ok(json!({
        "thanks_got": got,
        "thanks_given": given,
        "no_thanks_from": declined.collect::<Vec<_>>(),
    }))
}

/// Removes what a person got, and their name from what they sent.
pub(in super::super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    store::erase(tx, person)
}
