//! Formats: the shapes that sessions can have, those that come with the program and those that a
//! community makes of them.
//!
//! A format of the community is a draft that can be saved at any time, finished or not. When it is
//! sound, who looks after it lets groups choose it: that makes a version, which never changes
//! again. A session is planned with a version, so it runs as it was planned whatever becomes of
//! the draft.
//!
//! - `build` has the rules of changing a draft: order, what can't be taken out, what comes new.
//! - `forecast` says how an evening will go with so many people.
//! - `phase_form` and `whole_form` are what was typed, and what it means.
//! - `file` reads and writes formats as files, and `trouble` is what can be wrong with one.
//! - `store` has the SQL; `pages`, `build_pages`, `release_pages` and `file_pages` the routes.
//! - `words` and `build_words` have the texts, `flaw_words` a sentence for each flaw.

mod build;
mod build_pages;
mod build_view;
mod build_words;
mod file;
mod file_pages;
mod file_view;
mod flaw_words;
mod forecast;
mod names;
mod pages;
mod phase_form;
mod phase_view;
mod release_pages;
mod store;
mod trouble;
mod view;
mod whole_form;
mod words;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;

use ::store::{StoreError, Tx};
use circle::format::{Format, Text};

use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::visitor::PersonId;

pub use file::{Checked, FILE_BYTES_MAX, check, written};
pub use pages::routes;
pub use store::{erase, export};

crate::id! {
    /// A format that the community made.
    pub struct FormatId;
}

/// More than a community runs; the list stays one that can be looked through.
const OWN_MAX: i64 = 200;
/// A new version every week for ten years. A copy begins anew.
const VERSIONS_MAX: i64 = 500;

/// A format of the community.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    id: FormatId,
    /// Who looks after it; nobody once that person has been erased.
    person: Option<PersonId>,
    /// As it is being worked on; perhaps unfinished.
    draft: Format,
    /// The newest version that groups can choose; 0 before the first.
    version: i64,
    is_put_away: bool,
    changed_ms: i64,
}

/// A format that groups and sessions can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As a group keeps it.
    pub key: String,
    pub name: Text,
    pub minutes: u32,
}

/// What a session that is planned now runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// As a session keeps it: for a format of the community, one of its versions.
    pub key: String,
    pub minutes: u32,
}

/// What can be chosen: our own, then those of the community that are not put away. `also` is what
/// is chosen already, and stays among them.
///
/// # Errors
/// The database can't be read.
pub fn choices(tx: &mut Tx<'_>, also: &str) -> Result<Vec<Choice>, StoreError> {
    let mut choices = shipped();
    choices.extend(store::choices(tx, own(also).map(|(id, _)| id))?);
    Ok(choices)
}

/// What comes with the program.
pub(crate) fn shipped() -> Vec<Choice> {
    let formats = Format::shipped().into_iter();
    let choices = formats.map(|format| Choice {
        minutes: format.target_minutes(),
        name: format.name,
        key: format.id,
    });
    choices.collect()
}

/// What a session runs that is planned now by a group that chose `key`: its newest version. A group
/// whose format is not there any more runs the full session.
///
/// # Errors
/// The database can't be read.
pub fn planned(tx: &mut Tx<'_>, key: &str) -> Result<Planned, StoreError> {
    if let Some((id, _)) = own(key)
        && let Some(planned) = store::newest(tx, id)?
    {
        return Ok(planned);
    }
    let format = Format::by_id(key).unwrap_or_else(Format::renew_90);
    Ok(Planned {
        minutes: format.target_minutes(),
        key: format.id,
    })
}

/// The choice of which `key` is a version, or which it is itself: so a page shows what is chosen.
#[must_use]
pub fn chosen(key: &str) -> String {
    own(key).map_or_else(|| key.to_owned(), |(id, _)| key_of(id))
}

/// The format of this key, of a group or of a session.
///
/// # Errors
/// The database can't be read, or what stands there is no format.
pub fn get(tx: &mut Tx<'_>, key: &str) -> Result<Option<Format>, StoreError> {
    match own(key) {
        Some((id, version)) => store::version(tx, id, version),
        None => Ok(Format::by_id(key)),
    }
}

/// A text of a format in this language; where nobody has written it yet, the other one.
#[must_use]
pub fn text_in(lang: Lang, text: &Text) -> &str {
    let (own, other) = match lang {
        Lang::En => (&text.en, &text.es),
        Lang::Es => (&text.es, &text.en),
    };
    if own.trim().is_empty() { other } else { own }
}

/// As a group names a format of the community.
fn key_of(id: FormatId) -> String {
    format!("own-{id}")
}

/// As a session names it.
fn version_key(id: FormatId, version: i64) -> String {
    format!("own-{id}-{version}")
}

/// Which format of the community a key names, and which of its versions if it says so.
fn own(key: &str) -> Option<(FormatId, Option<i64>)> {
    let rest = key.strip_prefix("own-")?;
    match rest.split_once('-') {
        Some((id, version)) => Some((id.parse().ok()?, Some(version.parse().ok()?))),
        None => Some((rest.parse().ok()?, None)),
    }
}

/// Why something about a format could not be done.
#[derive(Debug, thiserror::Error)]
enum FormatError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no such format")]
    NotFound,
    #[error("the format is looked after by others")]
    NotYours,
}

impl From<FormatError> for Problem {
    fn from(error: FormatError) -> Self {
        match error {
            FormatError::Store(error) => error.into(),
            FormatError::NotFound => Self::not_found(),
            FormatError::NotYours => Self::not_yours(),
        }
    }
}
