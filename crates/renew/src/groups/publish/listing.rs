//! A group as a meeting that comes back every week, which is all that the forms of fellowships
//! know. A group that meets by the month, every other week or on single dates isn't in them: who
//! trusted such a list would stand at a closed door. Its page, its calendar and our own finder say
//! when it meets.

use std::collections::BTreeMap;

use ::store::{StoreError, Tx};
use calendar::fellowship::Fellowship;
use calendar::listed::Listed;
use calendar::meeting_guide;
use calendar::schedule::{Exception, Season};
use calendar::{Days, Occurrence, Rule, Zone};
use jiff::Span;
use jiff::civil::Date;

use super::page_of;
use super::words::PublishWords;
use crate::groups::details::{Attendance, Details, time_of};
use crate::groups::{Closure, Group, GroupId, closures, store, told, when};
use crate::site::lang::{Lang, fill};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Readers ask about every twelve hours, and people look a week ahead; what is different in the
/// second week is known in time.
const TOLD_AHEAD_DAYS: i64 = 14;

/// Where more groups than this changed at once, all are read: that takes no longer.
const CHANGED_MAX: usize = 200;

/// The meetings that can be listed, with what tells whether they have changed since.
#[derive(Debug)]
pub(super) struct Listing {
    day: i64,
    closures: Vec<Closure>,
    /// Of all groups, by id.
    sequences: BTreeMap<i64, i64>,
    /// By name, then by id.
    listed: Vec<Listed>,
}

impl Listing {
    pub(super) fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// Reads the groups that changed since the `last` listing, or all.
    pub(super) fn read(
        tx: &mut Tx<'_>,
        last: Option<&Self>,
        origin: &str,
        now_ms: i64,
    ) -> Result<Self, StoreError> {
        let day = now_ms.div_euclid(DAY_MS);
        let closures = closures(tx)?;
        let sequences: BTreeMap<i64, i64> = store::sequences(tx)?.into_iter().collect();
        // What is told of the coming days moves with the day, and a closure may be in all of it.
        let last = last.filter(|last| last.day == day && last.closures == closures);
        let few = last.and_then(|last| Some((last, last.changed(&sequences)?)));
        let mut listed: Vec<Listed>;
        if let Some((last, changed)) = few {
            let is_same =
                |one: &&Listed| last.sequences.get(&one.number) == sequences.get(&one.number);
            listed = last.listed.iter().filter(is_same).cloned().collect();
            for id in changed {
                let group = store::group(tx, id)?;
                listed.extend(group.and_then(|group| of(&group, origin, now_ms)));
            }
            listed.sort_by(|one, other| (&one.name, one.number).cmp(&(&other.name, other.number)));
        } else {
            listed = all(&store::all(tx)?, origin, now_ms);
        }
        Ok(Self {
            day,
            closures,
            sequences,
            listed,
        })
    }

    /// The groups that are new or other now; `None` where they are many.
    fn changed(&self, sequences: &BTreeMap<i64, i64>) -> Option<Vec<GroupId>> {
        let other = sequences.iter();
        let other = other.filter(|(id, sequence)| self.sequences.get(id) != Some(sequence));
        let other: Vec<GroupId> = other.map(|(id, _)| GroupId(*id)).collect();
        (other.len() <= CHANGED_MAX).then_some(other)
    }
}

/// The groups that can be listed, in their order.
pub(super) fn all(groups: &[Group], origin: &str, now_ms: i64) -> Vec<Listed> {
    let listed = groups.iter().filter_map(|group| of(group, origin, now_ms));
    listed.collect()
}

/// The group as a weekly meeting; `None` if it isn't one, rests, or is no longer in the feed that
/// it came from.
pub(super) fn of(group: &Group, origin: &str, now_ms: i64) -> Option<Listed> {
    let details = &group.details;
    let is_gone = group
        .origin
        .as_ref()
        .is_some_and(|from| from.gone_ms.is_some());
    if is_gone || !is_in_season(details, now_ms) {
        return None;
    }
    let days = match &details.rule {
        None => Days::NONE,
        Some(Rule::Weekly(days) | Rule::EveryWeeks { weeks: 1, days, .. }) => *days,
        Some(_) => return None,
    };
    let attendance = attendance(details.attendance)?;
    let group = &group.told();
    let details = &group.details;
    let start = details.start_minute.and_then(time_of);
    let regions = details.region.split('>').map(str::trim);
    let types = details.types.split(',').map(str::trim);
    let parts = |parts: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    Some(Listed {
        slug: group.id.to_string(),
        number: group.id.0,
        name: details.name.clone(),
        days: start.map_or(Days::NONE, |_| days),
        start: start.filter(|_| !days.is_empty()),
        duration_minutes: details.duration_minutes,
        zone: details.zone.clone(),
        attendance,
        fellowship: Fellowship::of(&details.fellowship),
        types: parts(&mut { types }),
        notes: notes(group, now_ms),
        place: details.place.clone(),
        place_notes: details.place_notes.clone(),
        address: details.address.clone(),
        is_approximate: details.is_approximate,
        regions: parts(&mut { regions }),
        point: details.point,
        group: details.group_name.clone(),
        website: details.website.clone(),
        venmo: details.venmo.clone(),
        square: details.square.clone(),
        paypal: details.paypal.clone(),
        url: page_of(group, origin),
        updated_ms: group.changed_ms,
    })
}

fn attendance(attendance: Attendance) -> Option<meeting_guide::Attendance> {
    match attendance {
        Attendance::Online => Some(meeting_guide::Attendance::Online),
        Attendance::InRoom => Some(meeting_guide::Attendance::InPerson),
        Attendance::Both => Some(meeting_guide::Attendance::Hybrid),
        Attendance::Resting => None,
    }
}

/// Whether somebody who trusts that the group meets every week is right this week.
fn is_in_season(details: &Details, now_ms: i64) -> bool {
    let Season { first, last } = details.season;
    let utc = Zone::utc();
    let today = details
        .zone
        .as_ref()
        .unwrap_or(&utc)
        .wall_clock(now_ms)
        .date();
    let next_week = today.checked_add(Span::new().days(7)).unwrap_or(today);
    first.is_none_or(|first| first < next_week) && last.is_none_or(|last| today <= last)
}

/// What to expect, behind what is different in the coming days.
fn notes(group: &Group, now_ms: i64) -> String {
    let lang = group.details.lang;
    let timetable = group.timetable();
    let until_ms = now_ms.saturating_add(TOLD_AHEAD_DAYS * DAY_MS);
    let coming = timetable.between(now_ms, until_ms);
    let different = coming.iter().filter_map(|one| {
        let exception = timetable.exception(one.date)?;
        Some(difference(
            lang,
            group.details.zone.as_ref(),
            one,
            exception,
        ))
    });
    let about = group.details.about.trim().to_owned();
    let parts: Vec<String> = different
        .chain([about])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// `Tuesday 1 December: cancelled. The hall is closed.`
pub(super) fn difference(
    lang: Lang,
    zone: Option<&Zone>,
    one: &Occurrence,
    exception: &Exception,
) -> String {
    let w = PublishWords::of(lang);
    let day = when::date_heading(lang, one.date);
    let mut said = Vec::new();
    if one.is_cancelled {
        said.push(fill(w.off, &[("day", &day)]));
    } else {
        let held_on: Date = when::day_of(zone, one);
        let time = when::start(lang, zone, one);
        if held_on == one.date {
            said.push(fill(w.held, &[("day", &day), ("time", &time)]));
        } else {
            let new = when::date_words(lang, held_on);
            said.push(fill(
                w.moved,
                &[("day", &day), ("new", &new), ("time", &time)],
            ));
        }
        if let Some(way) = one.way {
            said.push(w.way(way).to_owned());
        }
    }
    said.push(told::note(&exception.note));
    said.retain(|part| !part.is_empty());
    said.join(" ")
}
