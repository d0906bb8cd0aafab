//! The SQL of calendars that one person subscribes to.

use ::store::{FromRow, Row, StoreError, Tx, params};

use crate::site::visitor::PersonId;

/// The calendar of a person. There is one of each; a new one takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonalFeed {
    pub(super) person: PersonId,
    pub(super) token_print: Vec<u8>,
    /// Under the person's own key, for their page to show the address again.
    pub(super) token_sealed: Vec<u8>,
    /// Whether it says more than "Appointment".
    pub(super) is_full: bool,
    pub(super) made_ms: i64,
}

impl FromRow for PersonalFeed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person: PersonId(row.get("person_id")?),
            token_print: row.get("token_print")?,
            token_sealed: row.get("token_sealed")?,
            is_full: row.get("is_full")?,
            made_ms: row.get("made_ms")?,
        })
    }
}

pub(super) fn keep(tx: &mut Tx<'_>, feed: &PersonalFeed) -> Result<(), StoreError> {
    let PersonalFeed {
        person,
        token_print,
        token_sealed,
        is_full,
        made_ms,
    } = feed;
    tx.run(
        "INSERT INTO personal_feeds (person_id, token_print, token_sealed, is_full, made_ms)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id) DO UPDATE SET
             token_print = excluded.token_print, token_sealed = excluded.token_sealed,
             is_full = excluded.is_full, made_ms = excluded.made_ms",
        &params![*person, token_print, token_sealed, *is_full, *made_ms],
    )?;
    Ok(())
}

pub(super) fn of_person(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Option<PersonalFeed>, StoreError> {
    tx.maybe(
        "SELECT person_id, token_print, token_sealed, is_full, made_ms FROM personal_feeds
         WHERE person_id = $1",
        &params![person],
    )
}

pub(super) fn by_print(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<PersonalFeed>, StoreError> {
    tx.maybe(
        "SELECT person_id, token_print, token_sealed, is_full, made_ms FROM personal_feeds
         WHERE token_print = $1",
        &params![print],
    )
}

/// Takes a person's calendar away.
pub(in crate::groups) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM personal_feeds WHERE person_id = $1",
        &params![person],
    )?;
    Ok(())
}

/// What is kept of a person's calendar, without the address, which opens it.
pub(in crate::groups) fn export(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Option<serde_json::Value>, StoreError> {
    let feed = of_person(tx, person)?;
    Ok(feed.map(|feed| serde_json::json!({ "says_names": feed.is_full, "made_ms": feed.made_ms })))
}
