//! Groups as calendars to subscribe to.

use calendar::ical_write::{Event, Feed};
use calendar::listed::Publisher;
use calendar::schedule::{Dates, Piece};
use calendar::{Language, Rule};
use jiff::civil::Date;

use super::page_of;
use super::words::PublishWords;
use crate::groups::details::Attendance;
use crate::groups::words::GroupWords;
use crate::groups::{Group, view};
use crate::site::lang::{Lang, fill};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// An evening may be cancelled on its morning; whoever subscribes should know by then.
const REFRESH_HOURS: u16 = 6;

/// The calendar of one group.
pub(super) fn of_one(group: &Group, publisher: &Publisher, now_ms: i64) -> Vec<u8> {
    let lang = group.details.lang;
    let events = events_of(group, &publisher.website, &public_uid(publisher)).collect();
    let name = group.name().to_owned();
    feed(lang, &name, false, steady(group.changed_ms, now_ms), events)
}

/// One calendar of all groups, in the language that most of the rest is in.
pub(in crate::groups) fn of_all(groups: &[Group], publisher: &Publisher, now_ms: i64) -> Vec<u8> {
    let uid = public_uid(publisher);
    let is_here = |group: &&Group| {
        let from = group.origin.as_ref();
        from.is_none_or(|from| from.gone_ms.is_none())
    };
    let listed = groups.iter().filter(is_here);
    let events = listed.flat_map(|group| events_of(group, &publisher.website, &uid));
    feed(Lang::En, &publisher.name, false, now_ms, events.collect())
}

/// The calendar of one person: the circles that they belong to, and the dates on which they lead
/// in each. `uid` makes a name of what names an event here, so that two calendars laid side by
/// side don't show who goes where.
pub(super) fn of_person(
    lang: Lang,
    is_discreet: bool,
    circles: &[(Group, Vec<Date>)],
    (name, origin): (&str, &str),
    uid: impl Fn(&str) -> String,
    now_ms: i64,
) -> Vec<u8> {
    let mut events = Vec::new();
    for (group, dates) in circles {
        let own: Vec<Event> = events_of(group, origin, &uid).collect();
        // In a discreet calendar it would only be the same appointment twice.
        if !is_discreet {
            events.extend(
                own.iter()
                    .filter_map(|event| led(lang, group, event, dates, &uid)),
            );
        }
        events.extend(own);
    }
    feed(lang, name, is_discreet, now_ms, events)
}

/// When a calendar counts as written. The same until the next day or the next change, so that
/// whoever asks again needn't fetch the same once more.
fn steady(changed_ms: i64, now_ms: i64) -> i64 {
    changed_ms
        .max(now_ms - now_ms.rem_euclid(DAY_MS))
        .min(now_ms)
}

fn public_uid(publisher: &Publisher) -> impl Fn(&str) -> String + Clone {
    let website = &publisher.website;
    let host = website
        .split_once("://")
        .map_or(website.as_str(), |(_, host)| host);
    let host = host.to_owned();
    move |name: &str| format!("{name}@{host}")
}

fn feed(lang: Lang, name: &str, is_discreet: bool, now_ms: i64, events: Vec<Event>) -> Vec<u8> {
    let feed = Feed {
        name: name.to_owned(),
        language: language(lang),
        is_discreet,
        refresh_hours: REFRESH_HOURS,
        now_ms,
        events,
    };
    feed.write().bytes
}

fn language(lang: Lang) -> Language {
    view::language(lang)
}

/// The events of a group: one for each piece of its timetable. A piece that begins on a day is
/// named by that day, so that what was planned keeps its name when the day has come.
fn events_of<'a, F: Fn(&str) -> String>(
    group: &Group,
    origin: &'a str,
    uid: &'a F,
) -> impl Iterator<Item = Event> + use<'a, F> {
    let group = group.told();
    let pieces = group.timetable().pieces().to_vec();
    pieces.into_iter().map(move |piece| {
        let first = piece.schedule.season.first;
        let day = first.map(|first| format!("-{first}")).unwrap_or_default();
        let name = format!("{}{day}", group.id);
        event(&group, piece, origin, uid(&name))
    })
}

fn event(group: &Group, piece: Piece, origin: &str, uid: String) -> Event {
    let details = &group.details;
    let url = page_of(group, origin);
    let about = details.about.trim();
    let doubt = match group.is_in_doubt() {
        true => GroupWords::of(details.lang).gone_mark,
        false => "",
    };
    let description = [doubt, about, &url]
        .into_iter()
        .filter(|part| !part.is_empty());
    let description: Vec<&str> = description.collect();
    let place = [details.place.trim(), details.address.trim()].into_iter();
    let place: Vec<&str> = place.filter(|part| !part.is_empty()).collect();
    let attendance: Attendance = details.attendance.this_time(piece.way);
    Event {
        uid,
        summary: details.name.clone(),
        description: description.join("\n\n"),
        location: match attendance.is_in_room() {
            true => place.join(", "),
            false => String::new(),
        },
        url,
        schedule: piece.schedule,
        sequence: u32::try_from(group.sequence).unwrap_or(u32::MAX),
        last_modified_ms: group.changed_ms,
    }
}

/// The evenings of an event on which this person leads.
fn led(
    lang: Lang,
    group: &Group,
    event: &Event,
    dates: &[Date],
    uid: &impl Fn(&str) -> String,
) -> Option<Event> {
    let schedule = &event.schedule;
    let own = dates.iter().filter(|date| schedule.on(**date).is_some());
    let own: Vec<Date> = own.copied().collect();
    if own.is_empty() {
        return None;
    }
    let w = PublishWords::of(lang);
    let mut schedule = schedule.clone();
    schedule.rule = Rule::Dates(Dates::of(own)?);
    Some(Event {
        uid: uid(&format!("{}-lead", event.uid)),
        summary: fill(w.you_lead, &[("group", group.name())]),
        schedule,
        ..event.clone()
    })
}
