//! Calendars that groups keep elsewhere, and that we follow.
//!
//! Who looks after a group gives a file, or an address that is then asked as sources are. Before
//! anything of it holds here, somebody looks at what was understood and says yes; from then on what
//! changes there comes in by itself. What the people here say of a single evening wins.
//!
//! - This file says how such a calendar is; `said` is what was understood of it, `apply` what that
//!   changes here, `ask` asks for it, `store` keeps it.
//! - `pages`, `view` and `words` are for those who look after the group.

mod apply;
mod ask;
mod pages;
mod said;
mod store;
mod view;
mod words;

#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;

pub(super) use ask::ask;
pub(super) use pages::routes;
pub(super) use store::{ails, all, due, following};
pub(super) use view::{ailing_notice, in_form, list};

use said::Said;

use ::store::Tx;

use super::sources::{self, AskedFor, Course, Told};
use super::{GroupError, GroupId};

/// The calendars of groups have some kilobytes, those that hold ten years of a whole house a few
/// hundred. It is read in memory, and kept until somebody says yes.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// What a server calls the version that we have is believed for a week. Then the whole is asked
/// for: what is on beyond the days that one looks ahead comes nearer, and a file that stays the
/// same says more of it.
const VERSION_MS: i64 = 7 * 24 * sources::HOUR_MS;

/// The calendar of one group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Followed {
    group: GroupId,
    /// Empty for a file that was sent once.
    url: String,
    /// The series that somebody chose; empty to find out.
    picked: Vec<String>,
    /// Whether somebody said yes to what was understood.
    is_agreed: bool,
    said: Said,
    added_ms: i64,
    /// What its server last said the version is; empty when it didn't.
    etag: String,
    last_modified: String,
    asked_ms: Option<i64>,
    succeeded_ms: Option<i64>,
    /// When the whole of it was last read.
    read_ms: Option<i64>,
    /// In a row.
    failures: u32,
    failing_ms: Option<i64>,
    problem: Option<Told>,
    next_ms: i64,
}

/// A calendar, and the name of its group.
pub(super) struct Named {
    followed: Followed,
    name: String,
}

impl Followed {
    /// A calendar of which nothing is known yet.
    fn fresh(group: GroupId, url: String, now_ms: i64) -> Self {
        Self {
            group,
            url,
            picked: Vec::new(),
            is_agreed: false,
            said: Said::default(),
            added_ms: now_ms,
            etag: String::new(),
            last_modified: String::new(),
            asked_ms: None,
            succeeded_ms: None,
            read_ms: None,
            failures: 0,
            failing_ms: None,
            problem: None,
            next_ms: now_ms,
        }
    }

    fn is_file(&self) -> bool {
        self.url.is_empty()
    }

    /// Whether a server may say that this is still the newest version.
    fn is_fresh(&self, now_ms: i64) -> bool {
        let read_ms = self.read_ms.filter(|_| self.is_agreed);
        read_ms.is_some_and(|read_ms| now_ms - read_ms < VERSION_MS)
    }
}

impl AskedFor for Followed {
    fn course(&mut self) -> Course<'_> {
        Course {
            id: self.group.0,
            next_ms: &mut self.next_ms,
            succeeded_ms: &mut self.succeeded_ms,
            failures: &mut self.failures,
            failing_ms: &mut self.failing_ms,
            problem: &mut self.problem,
        }
    }

    fn still(&self, tx: &mut Tx<'_>) -> Result<Option<Self>, GroupError> {
        let now = store::of_group(tx, self.group)?;
        Ok(now.filter(|now| {
            now.url == self.url && now.added_ms == self.added_ms && now.picked == self.picked
        }))
    }

    fn save(&self, tx: &mut Tx<'_>) -> Result<(), GroupError> {
        Ok(store::save(tx, self)?)
    }
}
