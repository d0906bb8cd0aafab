//! Sources: feeds that Renew asks for by itself, at an address that a coordinator gave.
//!
//! Asking is polite: twice a day, with the version that we have, by our own name, and more and more
//! seldom when nothing comes. What was brought stays whatever happens to the source. What is safe
//! is brought at once; what would change much here waits until a coordinator has looked at it.
//!
//! - This file says when a source is asked and how it is; `network` which addresses may be asked.
//! - `ask` is the request, `trouble` what can go wrong with it, `tending` asks those whose time has
//!   come and brings what they say, `store` keeps all of it.
//! - The calendars that groups keep elsewhere are asked by the same rules, in the same rounds.
//! - `course` is how asking goes, for sources and calendars alike.
//! - `pages`, `edit_pages`, `view` and `words` are for coordinators.

mod ask;
mod course;
mod edit_pages;
mod network;
pub(super) mod pages;
mod store;
pub(super) mod tending;
mod trouble;
mod view;
mod words;

#[cfg(test)]
mod ask_tests;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
pub(super) mod server_tests;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tending_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;

pub use ask::bytes_at;
pub(super) use ask::{Answer, Question, URL_CHARS_MAX, UrlFlaw, check_url};
pub(super) use course::{AskedFor, Course, seen_soon, settle};
pub use store::ailing;
pub(super) use store::supersede;
#[cfg(test)]
pub(super) use tending::tend_once;
pub(super) use tending::{Asked, claim};
pub use tending::{Sources, ask_sources};
pub(super) use trouble::Told;
pub use view::ailing_notice;
pub(super) use view::{ago, health_tag, in_a_while};

use ::store::Tx;
use calendar::feed::Form;

use super::GroupError;

pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How often consumers of such feeds ask, by the custom of those who publish them.
const PERIOD_MS: i64 = 12 * HOUR_MS;
/// The first wait after a failure; each further one is twice as long, up to the period.
const FIRST_WAIT_MS: i64 = 15 * MINUTE_MS;
/// A server that wants to be left alone for longer is asked once a day all the same.
const WISHED_WAIT_MS_MAX: i64 = 24 * HOUR_MS;
/// A source that fails for so long needs somebody: until then it may come back by itself.
pub(super) const AILING_MS: i64 = 72 * HOUR_MS;
/// Nobody presses a button so often that a server would mind.
pub(super) const ASKED_AGAIN_MS: i64 = MINUTE_MS;
/// More sources than any community has; all of them are asked within an hour.
const SOURCES_MAX: i64 = 200;

/// A feed that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::groups) struct Source {
    /// The feed's id.
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) fellowship: String,
    /// Empty when nobody said it.
    pub(super) zone: String,
    pub(super) url: String,
    /// `None` is found out.
    pub(super) form: Option<Form>,
    pub(super) added_ms: i64,
    pub(super) is_paused: bool,
    /// What its server last said the version is; empty when it didn't.
    pub(super) etag: String,
    pub(super) last_modified: String,
    pub(super) asked_ms: Option<i64>,
    pub(super) succeeded_ms: Option<i64>,
    /// In a row.
    pub(super) failures: u32,
    /// Since when it fails.
    pub(super) failing_ms: Option<i64>,
    pub(super) problem: Option<Told>,
    pub(super) next_ms: i64,
    /// In its last good answer.
    pub(super) meetings: usize,
    /// Since when something of it waits to be looked at.
    pub(super) waiting_ms: Option<i64>,
}

impl Source {
    /// A source that was just added, and is to be asked at once: its address and its form.
    fn fresh(
        id: i64,
        name: String,
        fellowship: String,
        zone: String,
        (url, form): (String, Option<Form>),
        now_ms: i64,
    ) -> Self {
        Self {
            id,
            name,
            fellowship,
            zone,
            url,
            form,
            added_ms: now_ms,
            is_paused: false,
            etag: String::new(),
            last_modified: String::new(),
            asked_ms: None,
            succeeded_ms: None,
            failures: 0,
            failing_ms: None,
            problem: None,
            next_ms: now_ms,
            meetings: 0,
            waiting_ms: None,
        }
    }

    /// Whether it is asked for in the same way as another: at the same address, read alike.
    fn is_asked_as(&self, other: &Self) -> bool {
        let how = |source: &Self| {
            (
                source.url.clone(),
                source.form,
                source.fellowship.clone(),
                source.zone.clone(),
            )
        };
        how(self) == how(other)
    }
}

impl AskedFor for Source {
    fn course(&mut self) -> Course<'_> {
        Course {
            id: self.id,
            next_ms: &mut self.next_ms,
            succeeded_ms: &mut self.succeeded_ms,
            failures: &mut self.failures,
            failing_ms: &mut self.failing_ms,
            problem: &mut self.problem,
        }
    }

    fn still(&self, tx: &mut Tx<'_>) -> Result<Option<Self>, GroupError> {
        let now = store::source(tx, self.id)?;
        Ok(now.filter(|now| now.is_asked_as(self)))
    }

    fn save(&self, tx: &mut Tx<'_>) -> Result<(), GroupError> {
        Ok(store::save(tx, self)?)
    }
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A list, or word that it is as it was.
    Answered,
    /// `wished_ms` is how long the server wants to be left alone, if it said so.
    Failed { wished_ms: Option<i64> },
}

/// When the source `id` is asked again, which failed `failures` times in a row before this.
pub(super) fn when_next(id: i64, failures: u32, outcome: Outcome, now_ms: i64) -> i64 {
    let wait_ms = match outcome {
        Outcome::Answered => PERIOD_MS,
        Outcome::Failed { wished_ms } => {
            // Six doublings are past the period; a larger shift would run over.
            let doubled = FIRST_WAIT_MS << failures.min(6);
            let wished = wished_ms.unwrap_or(0).min(WISHED_WAIT_MS_MAX);
            doubled.min(PERIOD_MS).max(wished)
        }
    };
    now_ms + wait_ms + spread_ms(id, wait_ms)
}

/// Up to a twelfth of the wait, always the same for one source: those that were added in one hour,
/// or that a restart brings together, drift apart again.
fn spread_ms(id: i64, wait_ms: i64) -> i64 {
    id.rem_euclid((wait_ms / 12).max(1))
}

/// How a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Health {
    /// It was never asked.
    New,
    Well,
    /// It fails, and may come back by itself.
    Troubled,
    /// It fails for so long that somebody should look.
    Ailing,
    Paused,
}

fn health(source: &Source, now_ms: i64) -> Health {
    match source.is_paused {
        true => Health::Paused,
        false => health_of(source.failing_ms, source.asked_ms, now_ms),
    }
}

/// How it is with something that is asked, by since when it fails and when it was last asked.
pub(super) fn health_of(failing_ms: Option<i64>, asked_ms: Option<i64>, now_ms: i64) -> Health {
    match (failing_ms, asked_ms) {
        (Some(since), _) if now_ms - since >= AILING_MS => Health::Ailing,
        (Some(_), _) => Health::Troubled,
        (None, None) => Health::New,
        (None, Some(_)) => Health::Well,
    }
}
