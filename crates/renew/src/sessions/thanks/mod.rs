//! Thanking somebody after a session: one person who sat in it, in ready words or one's own, named
//! by one's own name.
//!
//! - It reaches nobody but the one who is thanked, sealed with their key. Nothing counts thanks,
//!   and no list of them is anybody else's to see.
//! - Who would rather get none from somebody says so once; the other is not told, and finds
//!   everything as it was: what is withheld stays, without its words, for as long as what arrived.
//! - `store` has the SQL, `pages` the routes, `view` the markup.

mod data;
mod pages;
mod store;
#[cfg(test)]
mod store_tests;
pub(super) mod view;
#[cfg(test)]
mod view_tests;
mod words;

pub(super) use data::{erase, export};
pub(super) use pages::routes;

use ::store::{KeyError, Keys, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::evening::was_removed;
use super::{Session, SessionId, State, store as rows};
use crate::site::chance::Chance;
use crate::site::visitor::PersonId;

crate::id! {
    /// A thanks that somebody got.
    pub(super) struct ThanksId;
}

/// What fits a small card, and reads in one breath.
const TEXT_CHARS_MAX: usize = 280;
/// Thanks that one person sends after one session. Who thanks everybody thanks nobody.
const EACH_MAX: usize = 5;
/// How long after the end of a session people can thank: until the next one of a weekly group.
const OPEN_MS: i64 = 7 * 24 * 3_600_000;

/// What somebody thanks for, in ready words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phrase {
    Shared,
    Listened,
    Welcomed,
    Honest,
    Idea,
    Stayed,
}

impl Phrase {
    const ALL: [Self; 6] = [
        Self::Shared,
        Self::Listened,
        Self::Welcomed,
        Self::Honest,
        Self::Idea,
        Self::Stayed,
    ];

    /// As it is sent and sealed.
    fn key(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Listened => "listened",
            Self::Welcomed => "welcomed",
            Self::Honest => "honest",
            Self::Idea => "idea",
            Self::Stayed => "stayed",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phrase| phrase.key() == key)
    }
}

/// What a thanks says: a ready phrase, own words, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Saying {
    pub(super) phrase: Option<Phrase>,
    pub(super) text: String,
}

/// Where a session stands for thanking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It still runs, or never did.
    NotYet,
    Open,
    /// Longer ago than [`OPEN_MS`].
    Over,
}

fn standing(session: &Session, now_ms: i64) -> Standing {
    match (session.state, session.ended_ms) {
        (State::Ended, Some(ended_ms)) if now_ms <= ended_ms + OPEN_MS => Standing::Open,
        (State::Ended, Some(_)) => Standing::Over,
        _ => Standing::NotYet,
    }
}

/// Whether people can thank after this session now.
pub(super) fn is_open(session: &Session, now_ms: i64) -> bool {
    standing(session, now_ms) == Standing::Open
}

/// Whether this person may thank those of that session: who came, and was not asked to leave it.
///
/// # Errors
/// The database can't be read.
pub(super) fn may_thank(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<bool, StoreError> {
    Ok(rows::came(tx, session, person)? && !was_removed(tx, session, person)?)
}

/// The sessions after which this person may thank now, the latest first: with their group and when
/// they began.
fn open_for(
    tx: &mut Tx<'_>,
    person: PersonId,
    now_ms: i64,
) -> Result<Vec<(SessionId, i64, i64)>, StoreError> {
    let mut open = Vec::new();
    for one in store::recent(tx, person, now_ms - OPEN_MS)? {
        if !was_removed(tx, one.0, person)? {
            open.push(one);
        }
    }
    Ok(open)
}

/// What this person's Today says about thanks.
///
/// # Errors
/// The database can't be read.
pub(super) fn today(
    tx: &mut Tx<'_>,
    person: PersonId,
    now_ms: i64,
) -> Result<view::TodayPart, StoreError> {
    let recent = open_for(tx, person, now_ms)?;
    Ok(view::TodayPart {
        is_thanked: store::has_unopened(tx, person)?,
        may_thank: recent.first().map(|(session, ..)| *session),
    })
}

/// Who thanks whom, after which session, and what it says.
struct Sending {
    session: SessionId,
    group: i64,
    from: PersonId,
    to: PersonId,
    saying: Saying,
}

/// Keeps a thanks, in the place of an earlier one to the same person. What is withheld is told to
/// nobody, least of all to who sent it. False when they have thanked as many as one can.
fn send(
    tx: &mut Tx<'_>,
    (keys, chance): (&Keys, &Chance),
    sending: &Sending,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let Sending {
        session,
        group,
        from,
        to,
        saying,
    } = sending;
    let given = store::given(tx, *session, *from)?;
    let before = given.iter().find(|one| one.to == *to);
    if before.is_none() && given.len() >= EACH_MAX {
        return Ok(false);
    }
    let declined = store::is_declined(tx, *to, *from)?;
    if before.is_some_and(|before| before.is_withheld) || (before.is_some() && declined) {
        return Ok(true);
    }
    let id = before.map_or_else(|| ThanksId(chance.id()), |before| before.id);
    let sealed = if declined {
        Vec::new()
    } else {
        seal(keys, chance, (*to, id), saying)?
    };
    if before.is_some() {
        store::replace(tx, id, &sealed, now_ms)?;
        return Ok(true);
    }
    let row = store::Row {
        id,
        session: *session,
        group: *group,
        from: Some(*from),
        to: *to,
        made_ms: now_ms,
        sealed,
        is_withheld: declined,
        opened_ms: None,
    };
    store::add(tx, &row)?;
    Ok(true)
}

fn context(id: ThanksId) -> String {
    format!("thanks.sealed:{}", id.0)
}

fn seal(
    keys: &Keys,
    chance: &Chance,
    (to, id): (PersonId, ThanksId),
    saying: &Saying,
) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_vec(saying).unwrap_or_default();
    keys.seal(to.0, &context(id), &text, chance.bytes())
        .map_err(unopened)
}

/// What a thanks says; nothing once the key of the one whom it is to is destroyed.
fn open(keys: &Keys, row: &store::Row) -> Result<Option<Saying>, StoreError> {
    match keys.open_sealed(row.to.0, &context(row.id), &row.sealed) {
        Ok(plain) => Ok(serde_json::from_slice(&plain).ok()),
        Err(KeyError::Gone) => Ok(None),
        Err(error) => Err(unopened(error)),
    }
}

fn unopened(error: KeyError) -> StoreError {
    StoreError::Engine(error.to_string())
}
