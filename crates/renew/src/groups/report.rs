//! What a feed's file gave cause to say, and what importing it did: for the page that is looked at
//! before, and for the one that stays.

use std::collections::BTreeMap;

use calendar::Language;
use calendar::meeting_guide::{Done, Fault, Problem, Reading};
use serde::{Deserialize, Serialize};

use super::Group;
use super::import::Plan;
use super::said::Said;

/// Differences, names and slugs that a report lists; beyond this they are only counted.
const LISTED_MAX: usize = 200;
/// Kinds of small things that are listed; a feed has a dozen.
const KINDS_MAX: usize = 60;
/// Meetings named beside a small thing. Those that were left out are all named.
pub(super) const EXAMPLES_MAX: usize = 4;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    /// Fields that were changed both here and in the feed, in which ours stays.
    pub kept: Vec<Kept>,
    /// Of how many `kept` are the first.
    pub kept_count: usize,
    /// Names of groups that the feed no longer lists.
    pub gone: Vec<String>,
    pub gone_count: usize,
    /// Groups that were written and have no next meeting, because nobody knows their zone.
    pub without_zone: usize,
    pub(super) entries: usize,
    /// Whether the file could not be read to its end.
    pub(super) is_cut_short: bool,
    pub(super) has_unnamed_losses: bool,
    pub(super) for_members: Vec<String>,
    pub(super) for_members_count: usize,
    pub(super) notices: Notices,
}

/// A field that was changed here and in the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub group: i64,
    pub name: String,
    pub field: String,
    pub ours: String,
    pub theirs: String,
}

impl Report {
    pub(super) fn of(plan: &Plan, said: &Said) -> Self {
        let mut report = Self::of_list(said);
        report.add(plan);
        report
    }

    /// What there is to say of a list before anything of it is brought.
    pub(super) fn of_list(said: &Said) -> Self {
        Self {
            entries: said.entries,
            is_cut_short: !said.is_whole,
            has_unnamed_losses: said.has_unnamed_losses,
            for_members: said.for_members.iter().take(LISTED_MAX).cloned().collect(),
            for_members_count: said.for_members.len(),
            notices: said.notices.clone(),
            ..Self::default()
        }
    }

    /// Adds what a part of it did.
    pub(super) fn add(&mut self, plan: &Plan) {
        let Plan {
            added,
            changed,
            heard: _,
            same,
            kept,
            gone,
        } = plan;
        let waits_for_zone =
            |group: &&Group| group.details.zone.is_none() && group.details.start_minute.is_some();
        self.added += added.len();
        self.changed += changed.len();
        self.same += same;
        let room = LISTED_MAX.saturating_sub(self.kept.len());
        self.kept.extend(kept.iter().take(room).cloned());
        self.kept_count += kept.len();
        let room = LISTED_MAX.saturating_sub(self.gone.len());
        let names = gone.iter().map(|group| group.name().to_owned());
        self.gone.extend(names.take(room));
        self.gone_count += gone.len();
        let written = added.iter().chain(changed);
        self.without_zone += written.filter(waits_for_zone).count();
    }
}

/// What was noticed in a file, by kind; meetings that were left out come first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Notices {
    pub(super) kinds: Vec<Notice>,
    /// What is not listed.
    pub(super) more: usize,
}

/// One kind of thing that was noticed. The sentences are kept as they are told: what they quote is
/// in the file, which is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Notice {
    /// The field's name in the feed; empty when it is about the whole entry.
    pub(super) field: String,
    pub(super) english: String,
    pub(super) spanish: String,
    pub(super) count: usize,
    pub(super) meetings: Vec<Named>,
}

/// A meeting as far as it can be named: by its slug, or else by its place in the feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    pub(super) slug: String,
    pub(super) entry: usize,
}

impl Notices {
    pub(super) fn of(reading: &Reading) -> Self {
        let mut kinds: BTreeMap<(bool, &str, String), Notice> = BTreeMap::new();
        for problem in &reading.problems {
            let problem = &without_person(problem);
            let is_left_out = problem.done == Done::LeftOut;
            let english = problem.sentence(Language::English);
            let kind = kinds
                .entry((!is_left_out, problem.field, english.clone()))
                .or_insert_with(|| Notice {
                    field: problem.field.to_owned(),
                    english,
                    spanish: problem.sentence(Language::Spanish),
                    ..Notice::default()
                });
            kind.count += 1;
            if (is_left_out || kind.meetings.len() < EXAMPLES_MAX) && problem.entry > 0 {
                kind.meetings.push(Named {
                    slug: problem.slug.clone(),
                    entry: problem.entry,
                });
            }
        }
        let mut notices = Self {
            kinds: Vec::new(),
            more: reading.problems_unlisted,
        };
        let mut small = 0;
        for ((is_small, ..), kind) in kinds {
            small += usize::from(is_small);
            if is_small && small > KINDS_MAX {
                notices.more += kind.count;
            } else {
                notices.kinds.push(kind);
            }
        }
        notices
    }
}

/// The problem without what may be somebody's address: people write one into the fields for
/// accounts, too.
fn without_person(problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    if let Fault::NotAnEmail { found } | Fault::NotAHandle { found } = &mut problem.fault {
        "…".clone_into(found);
    }
    problem
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use calendar::fellowship::Fellowship;
    use calendar::meeting_guide::{Limits, Options, read};

    #[test]
    fn every_meeting_that_was_left_out_is_named_and_the_rest_by_example() {
        let lost = |n: usize| format!(r#"{{"slug":"lost-{n}","name":"L","day":9,"time":"19:00"}}"#);
        let small = |n: usize| format!(r#"{{"slug":"small-{n}","name":"S","types":["ZZ"]}}"#);
        let entries: Vec<String> = (0..50).flat_map(|n| [small(n), lost(n)]).collect();
        let options = Options {
            fellowship: Fellowship::of("aa").unwrap(),
            zone: None,
            limits: Limits::default(),
        };
        let feed = format!("[{},7]", entries.join(","));
        let notices = Notices::of(&read(feed.as_bytes(), &options).unwrap());
        let told: Vec<_> = notices
            .kinds
            .iter()
            .map(|kind| (kind.field.as_str(), kind.count, kind.meetings.len()))
            .collect();
        assert_eq!(
            told,
            [("", 1, 1), ("day", 50, 50), ("types", 50, EXAMPLES_MAX)]
        );
        assert_eq!(notices.kinds[0].meetings[0].entry, 101);
        assert_eq!(notices.more, 0);
    }
}
