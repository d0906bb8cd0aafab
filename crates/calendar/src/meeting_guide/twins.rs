//! Meetings of one feed that have the same slug, told apart in a way that gives the same slugs
//! again whatever the order of the feed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Weekday;
use serde_json::Value;

use super::Reading;
use super::entry::{Entry, Log, digits};
use super::meeting::{Meeting, SLUG_CHARS_MAX, slugged};
use super::problem::{Done, Fault};

/// Programs number their meetings; a longer text is no number that one would put into an address.
const ID_CHARS_MAX: usize = 20;
/// Room for a slug and its days and time.
const STEM_CHARS_MAX: usize = 51;
/// A week has no more.
const DAYS_MAX: usize = 7;

/// What tells a meeting from its twins, beside when it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// Numbers in their order, then other texts, then those without.
    id: (bool, u64, Option<String>),
    entry: usize,
}

impl Mark {
    pub(super) fn of(entry: &Entry<'_>, number: usize) -> Self {
        let id = match entry.value("id") {
            Some(Value::String(text)) => Some(slugged(text.trim())),
            Some(Value::Number(number)) => Some(digits(number)),
            _ => None,
        };
        let id = id.filter(|id| (1..=ID_CHARS_MAX).contains(&id.len()));
        let order = id.as_ref().and_then(|id| id.parse().ok());
        Self {
            id: (id.is_none(), order.unwrap_or(u64::MAX), id),
            entry: number,
        }
    }

    fn id(&self) -> Option<&str> {
        self.id.2.as_deref()
    }
}

/// Gives each meeting a slug of its own. Of several with the same, the one with the lowest id (or
/// without ids the earliest in the week) keeps it; the others get their id behind it, or their
/// first day and time: a meeting that is held on one more day is still the same one. What is the
/// same meeting again is left out.
pub(super) fn tell_apart(reading: &mut Reading, marks: &[Mark], log: &mut Log) {
    let mut by_slug: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, meeting) in reading.meetings.iter().enumerate() {
        by_slug.entry(meeting.slug.clone()).or_default().push(place);
    }
    // It could be any of them that was left out under a slug that others have as well.
    reading.has_unnamed_losses |= reading
        .left_out
        .iter()
        .any(|slug| by_slug.contains_key(slug));
    let mut taken: HashSet<String> = by_slug.keys().cloned().collect();
    let mut again = BTreeSet::new();
    for (slug, mut twins) in by_slug.into_iter().filter(|(_, twins)| twins.len() > 1) {
        twins.sort_by_cached_key(|place| order(&reading.meetings[*place], &marks[*place]));
        let first = twins.first().and_then(|first| marks[*first].id());
        let mut ids: HashSet<&str> = first.into_iter().collect();
        // Those that are the same stand together.
        for pair in twins.windows(2) {
            let &[earlier, place] = pair else {
                continue;
            };
            log.begin(marks[place].entry);
            log.set_slug(&slug);
            if is_again(&reading.meetings, marks, &slug, (earlier, place)) {
                log.note("slug", Fault::SlugTwice, Done::LeftOut);
                again.insert(place);
                continue;
            }
            let meeting = &mut reading.meetings[place];
            let by_id = marks[place].id().filter(|id| ids.insert(id));
            let other = by_id
                .map(|id| with_id(&slug, id))
                .into_iter()
                .chain([with_time(meeting, 1), with_time(meeting, DAYS_MAX)])
                .find(|other| !taken.contains(other));
            if let Some(other) = other {
                log.note("slug", Fault::SlugTwice, Done::Mended);
                taken.insert(other.clone());
                meeting.slug = other;
            } else {
                log.note("slug", Fault::SlugTwice, Done::LeftOut);
                reading.left_out.push(slug.clone());
                again.insert(place);
            }
        }
    }
    let mut place = 0;
    reading.meetings.retain(|_| {
        place += 1;
        !again.contains(&(place - 1))
    });
}

/// By number, then by the first time in the week, which a day more leaves as it is.
fn order(meeting: &Meeting, mark: &Mark) -> impl Ord + use<> {
    let Mark { id, entry } = mark.clone();
    let first = (meeting.days.iter().next().map(offset), meeting.start);
    (id, first, meeting.days.bits(), meeting.name.clone(), entry)
}

/// Whether the second of two twins is the first again: the same number at the same time, or the
/// same in everything.
fn is_again(meetings: &[Meeting], marks: &[Mark], slug: &str, twins: (usize, usize)) -> bool {
    let (one, other) = (&meetings[twins.0], &meetings[twins.1]);
    let ids = (marks[twins.0].id(), marks[twins.1].id());
    if ids.0 != ids.1 || (one.days, one.start) != (other.days, other.start) {
        return false;
    }
    // The first may have another slug by now.
    let is_same = || {
        let alike = Meeting {
            slug: slug.to_owned(),
            ..one.clone()
        };
        alike == *other
    };
    ids.0.is_some() || is_same()
}

fn offset(day: Weekday) -> i8 {
    day.to_sunday_zero_offset()
}

/// `hope` becomes `hope-412`.
fn with_id(slug: &str, id: &str) -> String {
    let room = SLUG_CHARS_MAX.saturating_sub(id.len() + 1);
    let stem: String = slug.chars().take(room).collect();
    format!("{stem}-{id}")
}

/// `hope` becomes `hope-0-1900`, by up to so many of its days.
fn with_time(meeting: &Meeting, days_max: usize) -> String {
    let stem: String = meeting.slug.chars().take(STEM_CHARS_MAX).collect();
    let days: String = meeting
        .days
        .iter()
        .take(days_max)
        .map(|day| offset(day).to_string())
        .collect();
    let time = meeting
        .start
        .map(|start| format!("{:02}{:02}", start.hour(), start.minute()))
        .unwrap_or_default();
    format!("{stem}-{days}-{time}")
        .chars()
        .take(SLUG_CHARS_MAX)
        .collect()
}
