//! What was read, for somebody at a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calendar::Days;
use calendar::meeting_guide::Reading;

use super::json;
use crate::site::lang::Lang;
use crate::site::weekdays;

/// More kinds of problems than this nobody reads; they are counted.
const KINDS_MAX: usize = 200;
/// So many meetings are named for each kind.
const EXAMPLES_MAX: usize = 5;

/// Counts by the way to come and by day, then the problems, the commonest first.
pub(super) fn of(reading: &Reading) -> String {
    let mut text = format!(
        "{} meetings out of {} entries\n",
        reading.meetings.len(),
        reading.entries
    );
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_appointment = 0;
    for meeting in &reading.meetings {
        *ways
            .entry(json::attendance(meeting.attendance))
            .or_default() += 1;
        by_appointment += usize::from(meeting.is_by_appointment());
    }
    // Writing into a string can't fail.
    for (way, count) in ways {
        let _ = writeln!(text, "{count:>8}  {}", way.replace('_', " "));
    }
    text.push('\n');
    for day in Days::ALL.iter() {
        let meetings = reading.meetings.iter();
        let count = meetings.filter(|known| known.days.contains(day)).count();
        let _ = writeln!(text, "{count:>8}  {}", weekdays::name(Lang::En, day));
    }
    let _ = writeln!(text, "{by_appointment:>8}  by appointment");
    problems(reading, &mut text);
    text.truncate(text.trim_end().len());
    text
}

/// Problems that say the same of the same field.
#[derive(Default)]
struct Kind {
    count: usize,
    meetings: Vec<String>,
}

/// The problems by kind, the commonest first.
pub(super) fn problems(reading: &Reading, text: &mut String) {
    let mut kinds: BTreeMap<(&str, String), Kind> = BTreeMap::new();
    for problem in &reading.problems {
        let sentence = format!("{} {}", json::fault(problem), json::done(problem));
        let kind = kinds.entry((problem.field, sentence)).or_default();
        kind.count += 1;
        if kind.meetings.len() < EXAMPLES_MAX && !problem.slug.is_empty() {
            kind.meetings.push(problem.slug.clone());
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, kind)| std::cmp::Reverse(kind.count));
    let all = reading.problems.len() + reading.problems_unlisted;
    let _ = writeln!(text, "\n{all} problems");
    for ((field, sentence), kind) in kinds.iter().take(KINDS_MAX) {
        let field = if field.is_empty() { "entry" } else { field };
        let _ = writeln!(text, "{:>8}  {field}: {sentence}", kind.count);
        if !kind.meetings.is_empty() {
            let more = if kind.count > kind.meetings.len() {
                ", …"
            } else {
                ""
            };
            let _ = writeln!(text, "          {}{more}", kind.meetings.join(", "));
        }
    }
    let more = kinds.len().saturating_sub(KINDS_MAX);
    if more > 0 || reading.problems_unlisted > 0 {
        let unlisted = reading.problems_unlisted;
        let _ = writeln!(
            text,
            "          and {more} more kinds, and {unlisted} problems that are only counted"
        );
    }
}
