//! What a page shows of looking back: what is sealed, opened, with the names of the evening.

use std::collections::BTreeMap;

use ::store::{KeyError, Keys, StoreError, Tx};
use circle::Element;

use super::growth::{self, Held};
use super::store::{self, DebriefRow};
use super::{DebriefId, KeptWords, Noted, OwnWords, Sealed, Shared, open};
use crate::formats::{self, text_in};
use crate::sessions::lead_pages::face_of;
use crate::sessions::wire::Seat;
use crate::sessions::{SessionId, store as rows};
use crate::site::lang::Lang;

/// The names of one evening by seat. Who has been erased has none.
pub(super) type Names = BTreeMap<Seat, String>;

/// A row, opened.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) row: DebriefRow,
    pub(super) noted: Noted,
}

/// Nothing where a text can't be opened: its owner is being erased at this moment, or it is broken,
/// which the log says. One such row closes no page that shows others.
fn if_whole<T>(id: DebriefId, opened: Result<T, KeyError>) -> Result<Option<T>, KeyError> {
    match opened {
        Ok(text) => Ok(Some(text)),
        Err(KeyError::Gone) => Ok(None),
        Err(KeyError::Unsealable) => {
            tracing::warn!(debrief = %id, "a look back can't be opened and is left out");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Opens rows with their owners' keys. What can't be opened is left out.
pub(super) fn opened(keys: &Keys, rows: Vec<DebriefRow>) -> Result<Vec<Opened>, KeyError> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let noted = open(keys, row.person, (Sealed::Noted, row.id), &row.sealed);
        if let Some(noted) = if_whole(row.id, noted)? {
            all.push(Opened { row, noted });
        }
    }
    Ok(all)
}

/// What the person wrote; empty where nothing was kept.
pub(super) fn words_of(keys: &Keys, row: &DebriefRow) -> Result<OwnWords, KeyError> {
    Ok(kept_words_of(keys, row)?.words)
}

/// The same, with the pages that it came from.
pub(super) fn kept_words_of(keys: &Keys, row: &DebriefRow) -> Result<KeptWords, KeyError> {
    match &row.words_sealed {
        Some(sealed) => open(keys, row.person, (Sealed::Words, row.id), sealed),
        None => Ok(KeptWords::default()),
    }
}

/// What the person wrote; nothing where it can't be opened.
pub(super) fn whole_words_of(keys: &Keys, row: &DebriefRow) -> Result<Option<OwnWords>, KeyError> {
    if_whole(row.id, words_of(keys, row))
}

/// The copy that is shared; nothing where none is, or where it can't be opened.
pub(super) fn shared_of(keys: &Keys, row: &DebriefRow) -> Result<Option<Shared>, KeyError> {
    let Some(sealed) = &row.shared_sealed else {
        return Ok(None);
    };
    let shared = open(keys, row.person, (Sealed::Shared, row.id), sealed);
    Ok(if_whole(row.id, shared)?.map(Shared::bare))
}

/// The names that people had that evening.
pub(super) fn names(tx: &mut Tx<'_>, keys: &Keys, session: SessionId) -> Result<Names, StoreError> {
    let mut names = Names::new();
    for came in rows::attendance(tx, session)? {
        if let (Ok(seat), Some(face)) = (Seat::try_from(came.seat), face_of(keys, session, &came)) {
            names.insert(seat, face.name);
        }
    }
    Ok(names)
}

/// The names of the format's parts, in both languages of the page; empty for one that is gone.
pub(super) fn part_names(
    tx: &mut Tx<'_>,
    format: &str,
    lang: Lang,
) -> Result<Vec<String>, StoreError> {
    let format = formats::get(tx, format)?;
    let phases = format.map(|format| format.phases).unwrap_or_default();
    let name = |phase: &circle::format::Phase| text_in(lang, &phase.name).to_owned();
    Ok(phases.iter().map(name).collect())
}

/// How each element went on this person's evenings before that of `row`.
pub(super) fn before(
    tx: &mut Tx<'_>,
    keys: &Keys,
    row: &DebriefRow,
) -> Result<Vec<(Element, Held)>, StoreError> {
    let mut earlier = store::latest_of(tx, row.person)?;
    earlier.retain(|one| one.starts_ms < row.starts_ms);
    let earlier = opened(keys, earlier).map_err(unopened)?;
    let evenings: Vec<_> = earlier.iter().map(Opened::evening).collect();
    let all = Element::ALL.map(|element| (element, growth::before(&evenings, element)));
    Ok(all.to_vec())
}

impl Opened {
    pub(super) fn evening(&self) -> growth::Evening<'_> {
        growth::Evening {
            took: self.noted.took,
            findings: &self.noted.findings,
        }
    }
}

pub(super) fn unopened(error: KeyError) -> StoreError {
    StoreError::Engine(error.to_string())
}
