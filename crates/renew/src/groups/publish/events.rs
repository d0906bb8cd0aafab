//! The coming meetings of a group as data in its page, for programs that read the web (JSON-LD,
//! schema.org). Only of those to which strangers may come, in a room: an online meeting is joined
//! through this program, and a closed circle isn't for a search engine to announce.

use calendar::schedule::{Exceptions, Schedule, Way};
use calendar::{Occurrence, Zone};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::page_of;
use crate::groups::details::{Attendance, Details};
use crate::groups::{Door, Group};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// A search engine comes back within weeks.
const AHEAD_DAYS: i64 = 30;
const EVENTS_MAX: usize = 8;

/// Where the names of states and ways are explained.
const SCHEMA: &str = "https://schema.org/";

/// The data, where there is any to tell.
pub(in crate::groups) fn events(
    group: &Group,
    (community, origin): (&str, &str),
    now_ms: i64,
) -> Markup {
    let group = &group.told();
    let details = &group.details;
    let is_public = details.attendance.is_in_room()
        && !details.is_approximate
        && group.door != Door::Members
        && !group.is_in_doubt()
        && (!details.place.is_empty() || !details.address.is_empty());
    let until_ms = now_ms.saturating_add(AHEAD_DAYS * DAY_MS);
    let coming = match is_public {
        true => group.timetable().between(now_ms, until_ms),
        false => Vec::new(),
    };
    let events: Vec<Value> = coming
        .iter()
        .take(EVENTS_MAX)
        .map(|one| event(group, one, (community, origin)))
        .collect();
    html! {
        @if !events.is_empty() {
            script type="application/ld+json" { (PreEscaped(for_markup(&Value::Array(events)))) }
        }
    }
}

/// JSON that can't end the element that it stands in, nor begin another.
fn for_markup(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn event(group: &Group, one: &Occurrence, (community, origin): (&str, &str)) -> Value {
    let details = &group.details;
    let url = page_of(group, origin);
    let zone = details.zone.as_ref();
    let planned_ms = planned(group, one);
    let is_moved = planned_ms != one.start_ms;
    let status = match one {
        one if one.is_cancelled => "EventCancelled",
        _ if one.way == Some(Way::Online) => "EventMovedOnline",
        _ if is_moved => "EventRescheduled",
        _ => "EventScheduled",
    };
    let attendance = details.attendance.this_time(one.way);
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": details.name,
        "startDate": with_offset(zone, one.start_ms),
        "endDate": with_offset(zone, one.end_ms),
        "eventStatus": format!("{SCHEMA}{status}"),
        "eventAttendanceMode": format!("{SCHEMA}{}", mode(attendance)),
        "location": location(details, attendance, &url),
        "isAccessibleForFree": true,
        "url": url,
        "organizer": { "@type": "Organization", "name": community, "url": origin },
    });
    if is_moved {
        event["previousStartDate"] = json!(with_offset(zone, planned_ms));
    }
    let about = details.about.trim();
    if !about.is_empty() {
        event["description"] = json!(about);
    }
    event
}

/// When it would have begun if nobody had moved it.
fn planned(group: &Group, one: &Occurrence) -> i64 {
    let timetable = group.timetable();
    let by_the_rule = timetable.pieces().iter().find_map(|piece| {
        let rule_alone = Schedule {
            exceptions: Exceptions::default(),
            ..piece.schedule.clone()
        };
        rule_alone.on(one.date)
    });
    by_the_rule.map_or(one.start_ms, |planned| planned.start_ms)
}

fn mode(attendance: Attendance) -> &'static str {
    match (attendance.is_in_room(), attendance.is_online()) {
        (true, true) => "MixedEventAttendanceMode",
        (false, true) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    }
}

/// The room, or the group's page, through which people come who aren't there.
fn location(details: &Details, attendance: Attendance, url: &str) -> Value {
    let (place, address) = (details.place.trim(), details.address.trim());
    let room = json!({
        "@type": "Place",
        "name": if place.is_empty() { address } else { place },
        "address": if address.is_empty() { place } else { address },
    });
    let page = json!({ "@type": "VirtualLocation", "url": url });
    match (attendance.is_in_room(), attendance.is_online()) {
        (true, true) => json!([room, page]),
        (false, true) => page,
        _ => room,
    }
}

/// An instant on the group's clock, with its offset.
fn with_offset(zone: Option<&Zone>, at_ms: i64) -> String {
    let utc = Zone::utc();
    zone.unwrap_or(&utc).with_offset(at_ms)
}
