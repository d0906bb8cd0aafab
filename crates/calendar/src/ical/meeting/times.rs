//! The occurrences of a calendar, sorted into the series that somebody can choose from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::event::{Calendar, Event};
use super::super::{Moment, Occurrence, Problem, Status};
use super::Series;
use super::fold::Span;
use crate::for_members;
use crate::zone::Zone;

/// The longest note that is taken over: two lines at a door. Longer ones are invitations with
/// everything in them.
const NOTE_CHARS_MAX: usize = 160;

/// How the series calls an occurrence of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// By the start that its rule gave, in milliseconds since the epoch.
    At(i64),
    On(Date),
}

/// One time that it happens, or would have.
#[derive(Clone, Debug)]
pub(super) struct Time {
    pub(super) name: Name,
    /// Milliseconds since the epoch.
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) is_cancelled: bool,
    pub(super) note: String,
}

/// The events of one kind, and their times.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) id: String,
    summary: String,
    pub(super) repeats: bool,
    /// The events whose rules give the times.
    pub(super) mains: Vec<&'a Event>,
    /// In the order of the starts.
    pub(super) times: Vec<Time>,
}

impl Line<'_> {
    pub(super) fn id(&self) -> String {
        self.id.clone()
    }

    pub(super) fn uid(&self) -> &str {
        self.mains.first().map_or(&self.summary, |main| &main.uid)
    }

    pub(super) fn is_in(&self, span: Span) -> bool {
        self.times.iter().any(|time| span.holds(time))
    }

    pub(super) fn happening(&self, span: Span) -> impl Iterator<Item = &Time> {
        self.times
            .iter()
            .filter(move |time| !time.is_cancelled && span.holds(time))
    }

    pub(super) fn next_ms(&self, span: Span) -> i64 {
        self.happening(span)
            .next()
            .map_or(i64::MAX, |time| time.start_ms)
    }

    pub(super) fn told(&self, span: Span, is_taken: bool) -> Series {
        Series {
            id: self.id.clone(),
            summary: self.summary.clone(),
            repeats: self.repeats,
            next_ms: Some(self.next_ms(span)).filter(|ms| *ms != i64::MAX),
            is_taken,
        }
    }
}

pub(super) struct Found<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Whether a time was left out because nobody knows its zone.
    pub(super) has_unzoned: bool,
}

/// The events by their UIDs.
#[derive(Default)]
struct Known<'a> {
    mains: BTreeMap<&'a str, &'a Event>,
    changes: BTreeMap<(&'a str, i64), &'a Event>,
}

impl<'a> Known<'a> {
    fn of(calendar: &'a Calendar) -> Self {
        let mut known = Self::default();
        for event in calendar.events.iter().filter(|one| !one.uid.is_empty()) {
            match event.recurrence_id.as_ref().and_then(|id| id.moment()) {
                Some(id) => {
                    // The version whose time is shown: the others are out of date.
                    let key = (&*event.uid, id.order_ms());
                    let kept = known.changes.entry(key).or_insert(event);
                    if event.version() >= kept.version() {
                        *kept = event;
                    }
                }
                None => {
                    let kept = known.mains.entry(&event.uid).or_insert(event);
                    if event.version() >= kept.version() {
                        *kept = event;
                    }
                }
            }
        }
        known
    }

    /// Whether the events of a UID come back; a change of a series that isn't there belongs to one.
    fn repeats(&self, uid: &str) -> bool {
        !uid.is_empty()
            && self.mains.get(uid).is_none_or(|main| {
                !main.rules.is_empty() || !main.added.is_empty() || main.recurrence_id.is_some()
            })
    }

    /// What is said of this occurrence alone, if it is short. What everybody may read goes before
    /// what members alone may.
    fn note(&self, occurrence: &Occurrence) -> String {
        let id = occurrence.recurrence_id.map(|id| id.order_ms());
        let Some(change) = id.and_then(|id| self.changes.get(&(&*occurrence.uid, id))) else {
            return String::new();
        };
        let main = self.mains.get(&*occurrence.uid);
        let said = [
            (&change.note, main.map(|main| &main.note)),
            (&change.summary, main.map(|main| &main.summary)),
        ];
        let mut said: Vec<String> = said
            .into_iter()
            .filter(|(said, usual)| Some(*said) != *usual)
            .map(|(said, _)| said.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|said| !said.is_empty() && said.chars().count() <= NOTE_CHARS_MAX)
            .collect();
        said.sort_by_key(|said| for_members::holds(said).is_some());
        said.into_iter().next().unwrap_or_default()
    }
}

/// All series of a calendar with their times.
pub(super) fn lines<'a>(
    calendar: &'a Calendar,
    occurrences: &[Occurrence],
    zone: Option<&Zone>,
    problems: &mut Vec<Problem>,
) -> Found<'a> {
    let known = Known::of(calendar);
    let mut lines: BTreeMap<String, Line<'a>> = BTreeMap::new();
    let (mut days, mut unzoned) = (Vec::new(), Vec::new());
    for one in occurrences {
        if one.all_day {
            days.push(one.uid.as_str());
            continue;
        }
        let Some(time) = time_of(one, zone, &known) else {
            unzoned.push(one.uid.as_str());
            continue;
        };
        let repeats = known.repeats(&one.uid);
        let main = known.mains.get(&*one.uid).copied();
        let id = match repeats {
            true => root_of(&one.uid),
            false => format!("={}", one.summary.trim()),
        };
        let line = lines.entry(id.clone()).or_insert_with(|| Line {
            id,
            summary: main.map_or(&one.summary, |main| &main.summary).clone(),
            repeats,
            mains: Vec::new(),
            times: Vec::new(),
        });
        if let Some(main) = main
            && !line.mains.iter().any(|known| known.uid == main.uid)
        {
            line.mains.push(main);
        }
        line.times.push(time);
    }
    tell(problems, days, "it is for whole days, without an hour");
    let has_unzoned = !unzoned.is_empty();
    tell(problems, unzoned, "its time zone is not known");
    Found {
        lines: lines.into_values().collect(),
        has_unzoned,
    }
}

/// One problem for each event, however often it happens.
fn tell(problems: &mut Vec<Problem>, mut uids: Vec<&str>, problem: &str) {
    uids.sort_unstable();
    uids.dedup();
    let told = uids.into_iter();
    problems.extend(told.map(|uid| Problem::new(uid, "DTSTART", problem, "left out")));
}

fn time_of(one: &Occurrence, zone: Option<&Zone>, known: &Known<'_>) -> Option<Time> {
    let start_ms = instant_ms(one.start, zone)?;
    let name = match one.recurrence_id {
        None => Name::At(start_ms),
        Some(Moment::Day(day)) => Name::On(day),
        Some(id) => Name::At(instant_ms(id, zone)?),
    };
    Some(Time {
        name,
        start_ms,
        end_ms: instant_ms(one.end, zone)?,
        is_cancelled: one.status == Status::Cancelled,
        note: known.note(one),
    })
}

fn instant_ms(moment: Moment, zone: Option<&Zone>) -> Option<i64> {
    match moment {
        Moment::Instant { at_ms, .. } => Some(at_ms),
        Moment::Floating(civil) => {
            let at = zone?.rules().to_ambiguous_timestamp(civil).compatible();
            at.ok().map(|at| at.as_millisecond())
        }
        Moment::Day(_) => None,
    }
}

/// The UID without what Google adds (`_R20261124T000000`) when somebody changes a series from one
/// day on: what comes after is the same meeting.
fn root_of(uid: &str) -> String {
    let (name, host) = match uid.split_once('@') {
        Some((name, host)) => (name, Some(host)),
        None => (uid, None),
    };
    let is_moment = |tail: &str| {
        tail.len() >= 8
            && tail
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'T' | b'Z'))
    };
    let root = match name.rsplit_once("_R") {
        Some((root, tail)) if is_moment(tail) => root,
        _ => name,
    };
    host.map_or_else(|| root.to_owned(), |host| format!("{root}@{host}"))
}
