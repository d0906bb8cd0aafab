//! What a group's calendar says of when it meets, as a [`Schedule`].
//!
//! A calendar may hold much beside the meeting: some of its series are taken, by choice or because
//! they come back and fit together. Where a rule of ours says the same as theirs, it becomes that
//! rule, and what was taken away, cancelled or moved becomes exceptions. Everything else becomes
//! single dates, as far as one looks ahead. Either way the schedule gives the occurrences that
//! [`Calendar::occurrences`] gives: that is tried each time before a rule is believed.

mod fold;
mod plan;
mod times;

use jiff::civil::Date;

use super::{Calendar, Limits, Problem};
use crate::schedule::Schedule;
use crate::zone::Zone;
use fold::Span;
use times::Line;

/// The most series that are told and can be chosen; a group's calendar has a handful.
pub const SERIES_MAX: usize = 40;

/// The most occurrences that are looked at: those of ten daily series over two years.
const OCCURRENCES_MAX: usize = 8_000;

/// How far beyond the span occurrences are looked for that belong into it: who moves a meeting
/// further than two months makes another.
const MARGIN_MS: i64 = 62 * 86_400_000;

/// What is looked for in a calendar.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The series of the meeting, by [`Series::id`]; empty to find out.
    pub ids: &'a [String],
    /// For times whose zone isn't known by a name.
    pub zone: Option<&'a Zone>,
    /// Milliseconds since the epoch.
    pub from_ms: i64,
    /// How far one looks ahead for what is different on single days.
    pub until_ms: i64,
    /// The most exceptions that the schedule may have.
    pub exceptions_max: usize,
}

/// Events of one kind: one that comes back, or single ones by one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Stays the same from one reading to the next.
    pub id: String,
    pub summary: String,
    /// Whether a rule brings it back.
    pub repeats: bool,
    /// The next that happens, in milliseconds since the epoch.
    pub next_ms: Option<i64>,
    /// Whether it is a part of the meeting.
    pub is_taken: bool,
}

/// When the group meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub schedule: Schedule,
    /// Until which date the single dates reach; none where a rule says it all.
    pub until: Option<Date>,
}

/// Why there is no meeting in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMeeting {
    /// No event in the span has an hour.
    Nothing,
    /// None of the chosen series is there any more.
    NotThere,
    /// Its times are in no zone that is known by a name, and none was given.
    NoZone,
    /// It has more than can be looked at.
    TooMuch,
}

/// A calendar, as far as it is about a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    pub meeting: Result<Meeting, NoMeeting>,
    /// At most [`SERIES_MAX`], the soonest first.
    pub series: Vec<Series>,
    pub problems: Vec<Problem>,
}

impl Calendar {
    /// The meeting that is in this calendar.
    #[must_use]
    pub fn meeting(&self, wanted: &Wanted<'_>) -> Understood {
        let limits = Limits {
            occurrences_max: OCCURRENCES_MAX,
            ..Limits::default()
        };
        let span = Span {
            from_ms: wanted.from_ms,
            until_ms: wanted.until_ms,
        };
        let (from_ms, until_ms) = (
            span.from_ms.saturating_sub(MARGIN_MS),
            span.until_ms.saturating_add(MARGIN_MS),
        );
        let expansion = self.occurrences(from_ms, until_ms, &limits);
        let mut problems = self.problems.clone();
        let mut found = times::lines(self, &expansion.occurrences, wanted.zone, &mut problems);
        found.lines.retain(|line| line.is_in(span));
        found.lines.sort_by_key(|line| line.next_ms(span));
        let taken = taken(&found.lines, wanted, span, &mut problems);
        let meeting = if expansion.is_whole {
            meeting_of(&taken, &found.lines, wanted, span, &mut problems)
        } else {
            Err(NoMeeting::TooMuch)
        };
        let meeting = match meeting {
            Err(NoMeeting::Nothing) if found.has_unzoned => Err(NoMeeting::NoZone),
            meeting => meeting,
        };
        problems.extend(expansion.problems);
        problems.truncate(limits.problems_max);
        let listed = found.lines.iter().take(SERIES_MAX);
        Understood {
            meeting,
            series: listed
                .map(|line| line.told(span, taken.contains(&line.id)))
                .collect(),
            problems,
        }
    }
}

/// The ids of the series that are the meeting.
fn taken(
    lines: &[Line<'_>],
    wanted: &Wanted<'_>,
    span: Span,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    if !wanted.ids.is_empty() {
        let is_wanted = |line: &&Line<'_>| wanted.ids.contains(&line.id);
        return lines.iter().filter(is_wanted).map(Line::id).collect();
    }
    let repeating: Vec<&Line<'_>> = lines.iter().filter(|line| line.repeats).collect();
    let sets: Vec<Vec<&Line<'_>>> = match repeating.as_slice() {
        [] => lines.iter().map(|line| vec![line]).collect(),
        // Each with all that fit together with it; of more, the first are the soonest.
        some => some
            .iter()
            .take(SERIES_MAX)
            .map(|one| plan::fitting(one, some, wanted.zone, span))
            .collect(),
    };
    let count =
        |set: &[&Line<'_>]| -> usize { set.iter().map(|line| line.happening(span).count()).sum() };
    // The largest; of those that are as large, the soonest.
    let most = sets.iter().map(|set| count(set)).max().unwrap_or(0);
    let set = sets.into_iter().find(|set| count(set) == most);
    let ids: Vec<String> = set.into_iter().flatten().map(Line::id).collect();
    for other in lines.iter().filter(|line| !ids.contains(&line.id)) {
        let uid = other.uid();
        let done = "left out: choose it if it is the meeting";
        problems.push(Problem::new(uid, "UID", "it is another series", done));
    }
    ids
}

fn meeting_of(
    taken: &[String],
    lines: &[Line<'_>],
    wanted: &Wanted<'_>,
    span: Span,
    problems: &mut Vec<Problem>,
) -> Result<Meeting, NoMeeting> {
    let lines: Vec<&Line<'_>> = lines
        .iter()
        .filter(|line| taken.contains(&line.id))
        .collect();
    if lines.is_empty() {
        return Err(match wanted.ids.is_empty() {
            true => NoMeeting::Nothing,
            false => NoMeeting::NotThere,
        });
    }
    let by_rule = plan::together(&lines, wanted.zone, span)
        .and_then(|schedule| fold::by_rule(schedule, &lines, span, wanted.exceptions_max));
    if let Some(schedule) = by_rule {
        return Ok(Meeting {
            schedule,
            until: None,
        });
    }
    fold::by_dates(&lines, wanted, span, problems).ok_or(NoMeeting::Nothing)
}
