//! What a calendar changes here, and what others should hear of it.

use std::collections::BTreeSet;

use ::store::{StoreError, Tx};
use calendar::Rule;
use calendar::schedule::{Change, Dates};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::said::{BEHIND_DAYS, Meets, Said};
use crate::groups::changes_store::{Happened, Tell, tell};
use crate::groups::details::Details;
use crate::groups::{Group, arranging, differences_store, store, when};

/// Who listens hears of the nearest days; a calendar that changes more at once is another calendar.
const TOLD_MAX: usize = 40;

/// Lets the group meet as its calendar says. `before` is what it said when it was last read: what
/// didn't change there, stays as it is here, even if it was changed here meanwhile.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    group: &Group,
    before: Option<&Said>,
    after: &Said,
    now_ms: i64,
) -> Result<(), StoreError> {
    let Some(meets) = after.meets() else {
        return Ok(());
    };
    let before = before.and_then(Said::meets);
    let details = details_of(&group.details, before.as_ref(), &meets);
    let today = when::today(details.zone.as_ref(), now_ms);
    let is_other = details != group.details;
    if is_other {
        let only_goes_on = goes_on(&group.details, &details, today);
        let after = Group {
            details,
            changed_ms: now_ms,
            ..group.clone()
        };
        match only_goes_on {
            true => store::save(tx, &after)?,
            false => arranging::change_all(tx, &group.details, &after, now_ms)?,
        }
    }
    let recent = today.checked_sub(BEHIND_DAYS.days()).unwrap_or(today);
    // One of long ago may have been moved to tomorrow.
    let oldest = meets.exceptions.iter().next().map(|(date, _)| date);
    let from = oldest.map_or(recent, |oldest| oldest.min(recent));
    let changed = changed_dates(group, &meets, from);
    if changed.is_empty() {
        return Ok(());
    }
    differences_store::set_of_calendar(tx, group.id, from, &meets.exceptions, now_ms)?;
    differences_store::raise(tx, group.id, now_ms)?;
    let own = &group.differences.exceptions;
    let told = changed
        .into_iter()
        .filter(|date| *date >= today && own.get(*date).is_none())
        .filter_map(|date| told(group, &meets, date, is_other));
    let told: Vec<Tell<'_>> = told.take(TOLD_MAX).collect();
    tell(tx, &told, now_ms)
}

/// The group's details with what the calendar says anew.
fn details_of(ours: &Details, before: Option<&Meets>, meets: &Meets) -> Details {
    let mut details = ours.clone();
    let is_new =
        |differs: fn(&Meets, &Meets) -> bool| before.is_none_or(|before| differs(before, meets));
    if is_new(|before, after| before.rule != after.rule) {
        details.rule = Some(meets.rule.clone());
    }
    if is_new(|before, after| before.season != after.season) {
        details.season = meets.season;
    }
    if is_new(|before, after| before.start_minute != after.start_minute) {
        details.start_minute = Some(meets.start_minute);
    }
    let says_length = meets.duration_minutes > 0;
    if says_length && is_new(|before, after| before.duration_minutes != after.duration_minutes) {
        details.duration_minutes = meets.duration_minutes;
    }
    if is_new(|before, after| before.zone != after.zone) {
        details.zone = Some(meets.zone.clone());
    }
    details
}

/// Whether nothing is other but that single dates go on further than before: that happens with each
/// reading, and nobody has to hear of it.
fn goes_on(before: &Details, after: &Details, today: Date) -> bool {
    let (Some(Rule::Dates(old)), Some(Rule::Dates(new))) = (&before.rule, &after.rule) else {
        return false;
    };
    let same_otherwise = Details {
        rule: before.rule.clone(),
        ..after.clone()
    } == *before;
    let last = |dates: &Dates| dates.iter().last();
    let until = Option::zip(last(old), last(new)).map(|(old, new)| old.min(new));
    let near = |dates: &Dates| -> Vec<Date> {
        let dates = dates.iter().filter(|date| *date >= today);
        dates.filter(|date| Some(*date) <= until).collect()
    };
    same_otherwise && near(old) == near(new)
}

/// The dates from a day on of which the calendar says something else than before.
fn changed_dates(group: &Group, meets: &Meets, from: Date) -> BTreeSet<Date> {
    let (old, new) = (&group.differences.calendar, &meets.exceptions);
    old.iter()
        .chain(new.iter())
        .map(|(date, _)| date)
        .filter(|date| *date >= from && old.get(*date) != new.get(*date))
        .collect()
}

/// What others hear of a date. Where the group meets at other times anyway, they have heard so.
fn told<'a>(group: &Group, meets: &'a Meets, date: Date, is_other: bool) -> Option<Tell<'a>> {
    let (happened, note) = match meets.exceptions.get(date) {
        Some(exception) => (arranging::happened_by(exception), &*exception.note),
        None => {
            let planned = meets.schedule()?;
            planned.on(date)?;
            (Happened::Restored, "")
        }
    };
    let is_cancelled = happened == Happened::Cancelled;
    // A single date at another hour than most was never at theirs.
    let is_own = matches!(meets.rule, Rule::Dates(_))
        && meets
            .exceptions
            .get(date)
            .is_some_and(|one| matches!(one.change, Change::Held(_)))
        && group.differences.calendar.get(date).is_none();
    ((is_cancelled || !is_other) && !is_own).then_some(Tell {
        date: Some(date),
        note,
        ..arranging::about(group.id, happened)
    })
}
