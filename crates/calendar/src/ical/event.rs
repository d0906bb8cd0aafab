//! From properties to events.

use std::collections::HashMap;

use jiff::civil::DateTime;

use super::rule::Rule;
use super::text::{self, Property};
use super::value::{self, Length};
use super::zones::{self, Observance, Place};
use super::{Limits, Problem, Refusal, Status};

/// A calendar as it was read.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub events: Vec<Event>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The METHOD, in capitals; empty where there is none.
    pub method: String,
}

/// A time on a wall clock, or a day.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    pub(crate) civil: DateTime,
    pub(crate) is_date: bool,
    /// None when floating, and for days.
    pub(crate) place: Option<Place>,
}

/// How long an event takes.
#[derive(Clone, Debug)]
pub(crate) enum Extent {
    Until(Stamp),
    For(Length),
}

/// A VEVENT.
#[derive(Clone, Debug)]
pub struct Event {
    pub uid: String,
    pub summary: String,
    pub sequence: i64,
    pub status: Status,
    pub(crate) stamped: String,
    pub(crate) start: Stamp,
    pub(crate) extent: Extent,
    pub(crate) rules: Vec<Rule>,
    pub(crate) except_rules: Vec<Rule>,
    pub(crate) added: Vec<(Stamp, Option<Extent>)>,
    pub(crate) excepted: Vec<Stamp>,
    pub(crate) recurrence_id: Option<Stamp>,
    pub(crate) is_from_here_on: bool,
}

/// Reads a calendar.
///
/// # Errors
/// When there is no calendar in the bytes, or too many of them.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Calendar, Refusal> {
    if bytes.len() > limits.bytes_max {
        return Err(Refusal::TooLarge {
            bytes: bytes.len(),
            bytes_max: limits.bytes_max,
        });
    }
    let mut problems = Vec::new();
    let text = text::decode(bytes, &mut problems);
    let mut raw = Raw::new(limits);
    let (unread, cut) = text::properties(&text, limits, |property| raw.take(property));
    if !raw.has_calendar {
        let start = text.trim_start().get(..1).unwrap_or_default();
        return Err(if start == "<" {
            Refusal::Html
        } else {
            Refusal::NoCalendar
        });
    }
    for (count, problem) in [(unread, "that are no property"), (cut, "beyond the limit")] {
        if count > 0 {
            let problem = format!("{count} lines {problem}");
            problems.push(Problem::of_file("line", problem, "left out"));
        }
    }
    raw.finish(&mut problems);
    let zones = Zones::new(&raw, &mut problems);
    let mut events = Vec::new();
    for properties in &raw.events {
        let mut reader = Reader {
            zones: &zones,
            uid: String::new(),
            problems: &mut problems,
        };
        events.extend(reader.event(properties));
    }
    if problems.len() > limits.problems_max {
        let more = format!("{} more problems", problems.len() - limits.problems_max);
        problems.truncate(limits.problems_max);
        problems.push(Problem::of_file("", more, "not told one by one"));
    }
    Ok(Calendar {
        events,
        problems,
        method: raw.method,
    })
}

/// The components, their properties not yet looked at.
struct Raw<'a> {
    limits: &'a Limits,
    has_calendar: bool,
    open: Vec<String>,
    events: Vec<Vec<Property>>,
    event: Option<Vec<Property>>,
    zones: Vec<(String, Vec<Observance>)>,
    zone_name: String,
    method: String,
    events_left_out: usize,
    unended: usize,
}

/// Deeper than components are ever nested.
const DEPTH_MAX: usize = 16;

/// More zones of its own than any calendar needs, and more parts of one (a change a year).
const ZONES_MAX: usize = 1_000;

impl<'a> Raw<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            has_calendar: false,
            open: Vec::new(),
            events: Vec::new(),
            event: None,
            zones: Vec::new(),
            zone_name: String::new(),
            method: String::new(),
            events_left_out: 0,
            unended: 0,
        }
    }

    fn take(&mut self, property: Property) {
        let value = property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => return self.begin(value),
            "END" => return self.end(&value),
            _ => {}
        }
        match self.open.last().map(String::as_str) {
            Some("VEVENT") => {
                let room = self.limits.properties_max;
                if let Some(event) = self.event.as_mut().filter(|e| e.len() < room) {
                    event.push(property);
                }
            }
            Some("VCALENDAR") if property.name == "METHOD" => self.method = value,
            Some("VCALENDAR") if property.name == "X-WR-TIMEZONE" => {
                property.value.trim().clone_into(&mut self.zone_name);
            }
            Some("VTIMEZONE") if property.name == "TZID" => {
                if let Some(zone) = self.zones.last_mut() {
                    property.value.trim().clone_into(&mut zone.0);
                }
            }
            Some("STANDARD" | "DAYLIGHT") => {
                if let Some(part) = self.zones.last_mut().and_then(|zone| zone.1.last_mut()) {
                    part.properties.push(property);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, name: String) {
        match name.as_str() {
            "VCALENDAR" => {
                self.has_calendar = true;
                self.open.clear();
            }
            "VEVENT" => {
                if self.event.is_some() {
                    self.unended += 1;
                    self.keep_event();
                    self.open.retain(|open| open != "VEVENT");
                }
                self.event = Some(Vec::new());
            }
            "VTIMEZONE" if self.zones.len() < ZONES_MAX => {
                self.zones.push((String::new(), Vec::new()));
            }
            "STANDARD" | "DAYLIGHT" => {
                if let Some(zone) = self.zones.last_mut().filter(|z| z.1.len() < ZONES_MAX) {
                    zone.1.push(Observance {
                        is_daylight: name == "DAYLIGHT",
                        properties: Vec::new(),
                    });
                }
            }
            _ => {}
        }
        if self.open.len() < DEPTH_MAX {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
        if name == "VCALENDAR" && self.event.is_some() {
            self.unended += 1;
        }
        if matches!(name, "VEVENT" | "VCALENDAR") {
            self.keep_event();
        }
    }

    fn keep_event(&mut self) {
        if let Some(event) = self.event.take() {
            if self.events.len() < self.limits.events_max {
                self.events.push(event);
            } else {
                self.events_left_out += 1;
            }
        }
    }

    fn finish(&self, problems: &mut Vec<Problem>) {
        let mut tell = |problem: String, done: &str| {
            problems.push(Problem::of_file("VEVENT", problem, done));
        };
        if self.unended > 0 {
            let problem = format!("{} events have no END", self.unended);
            tell(problem, "read up to the next component");
        }
        if self.event.is_some() {
            tell("the file breaks off in an event".into(), "left that out");
        } else if self.open.first().is_some_and(|open| open == "VCALENDAR") {
            tell("the calendar has no END".into(), "read what is there");
        }
        if self.events_left_out > 0 {
            let problem = format!("{} events beyond the limit", self.events_left_out);
            tell(problem, "left out");
        }
    }
}

/// The zones of one calendar, by TZID.
struct Zones {
    own: HashMap<String, Place>,
    /// What times without a zone are in, where the calendar says so.
    default: Option<Place>,
}

impl Zones {
    fn new(raw: &Raw<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut own = HashMap::new();
        for (name, parts) in &raw.zones {
            match zones::known(name).or_else(|| zones::of_rules(parts)) {
                Some(place) => {
                    own.insert(name.clone(), place);
                }
                None => problems.push(Problem::of_file(
                    "VTIMEZONE",
                    format!("the zone \"{name}\" has no rules that can be read"),
                    "its times are read as floating",
                )),
            }
        }
        let default = match raw.zone_name.as_str() {
            "" => None,
            name => own.get(name).cloned().or_else(|| zones::known(name)),
        };
        Self { own, default }
    }
}

struct Reader<'a> {
    zones: &'a Zones,
    uid: String,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn event(&mut self, properties: &[Property]) -> Option<Event> {
        let first = |name: &str| properties.iter().find(|p| p.name == name);
        let words = |name: &str| first(name).map_or_else(String::new, |p| text::plain(&p.value));
        self.uid = words("UID");
        if self.uid.is_empty() {
            self.tell("UID", "there is none", "read as an event by itself");
        }
        let recurrence = first("RECURRENCE-ID");
        let recurrence_id = recurrence.and_then(|property| self.stamp(property, &property.value));
        let start = match first("DTSTART") {
            Some(property) => self.stamp(property, &property.value),
            None => recurrence_id.clone(),
        };
        let Some(start) = start else {
            self.tell(
                "DTSTART",
                "there is none that can be read",
                "left the event out",
            );
            return None;
        };
        let mut event = Event {
            uid: self.uid.clone(),
            summary: words("SUMMARY"),
            sequence: words("SEQUENCE").parse().unwrap_or(0),
            status: self.status(&words("STATUS")),
            stamped: words("DTSTAMP"),
            extent: self.extent(first("DTEND"), first("DURATION"), &start),
            start,
            rules: Vec::new(),
            except_rules: Vec::new(),
            added: Vec::new(),
            excepted: Vec::new(),
            recurrence_id,
            is_from_here_on: recurrence
                .and_then(|property| property.parameter("RANGE"))
                .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE")),
        };
        for property in properties {
            self.recurrence(property, &mut event);
        }
        Some(event)
    }

    fn recurrence(&mut self, property: &Property, event: &mut Event) {
        match property.name.as_str() {
            "RRULE" => event.rules.extend(self.rule(property)),
            "EXRULE" => event.except_rules.extend(self.rule(property)),
            "EXDATE" => {
                for item in items(property) {
                    event.excepted.extend(self.stamp(property, item));
                }
            }
            "RDATE" => {
                for item in items(property) {
                    let (start, end) = match item.split_once('/') {
                        Some((start, end)) => (start, Some(end)),
                        None => (item, None),
                    };
                    let extent = end.and_then(|end| match value::length(end) {
                        Some(length) => Some(Extent::For(length)),
                        None => self.stamp(property, end).map(Extent::Until),
                    });
                    let start = self.stamp(property, start);
                    event.added.extend(start.map(|start| (start, extent)));
                }
            }
            _ => {}
        }
    }

    fn rule(&mut self, property: &Property) -> Option<Rule> {
        let rule = Rule::parse(&property.value);
        if let Err(why) = &rule {
            self.tell(&property.name, why, "left the rule out");
        }
        rule.ok()
    }

    fn status(&mut self, status: &str) -> Status {
        match status.to_ascii_uppercase().as_str() {
            "" | "CONFIRMED" => Status::Confirmed,
            "TENTATIVE" => Status::Tentative,
            "CANCELLED" | "CANCELED" => Status::Cancelled,
            other => {
                let other: String = other.chars().take(40).collect();
                let problem = format!("\"{other}\" is not known");
                self.tell("STATUS", &problem, "read as confirmed");
                Status::Confirmed
            }
        }
    }

    fn extent(
        &mut self,
        end: Option<&Property>,
        length: Option<&Property>,
        start: &Stamp,
    ) -> Extent {
        if let Some(end) = end.and_then(|property| self.stamp(property, &property.value)) {
            if end.is_date == start.is_date {
                return Extent::Until(end);
            }
            self.tell("DTEND", "one of start and end is a date alone", "left out");
        }
        if let Some(property) = length {
            if let Some(length) = value::length(&property.value) {
                return Extent::For(length);
            }
            self.tell("DURATION", "it can't be read", "left out");
        }
        Extent::For(Length {
            days: i64::from(start.is_date),
            seconds: 0,
        })
    }

    fn stamp(&mut self, property: &Property, text: &str) -> Option<Stamp> {
        let Some((civil, is_date, is_utc)) = value::civil(text) else {
            let text: String = text.chars().take(40).collect();
            self.tell(
                &property.name,
                &format!("\"{text}\" is no time"),
                "left out",
            );
            return None;
        };
        let place = if is_date {
            None
        } else if is_utc {
            Some(Place::utc())
        } else if let Some(name) = property.parameter("TZID") {
            // A zone that is named wins over a VTIMEZONE of the name: its rules are newer.
            let place = zones::known(name).or_else(|| self.zones.own.get(name).cloned());
            if place.is_none() {
                let problem = format!("the zone \"{name}\" is not known");
                self.tell(&property.name, &problem, "read as floating");
            }
            place.or_else(|| self.zones.default.clone())
        } else {
            self.zones.default.clone()
        };
        Some(Stamp {
            civil,
            is_date,
            place,
        })
    }

    fn tell(&mut self, field: &str, problem: &str, done: &str) {
        // More than any limit tells: what lies beyond is only counted, and cheap.
        self.problems
            .push(Problem::new(&self.uid, field, problem, done));
    }
}

fn items(property: &Property) -> impl Iterator<Item = &str> {
    // One line of the longest kind has fewer.
    property
        .value
        .split(',')
        .filter(|item| !item.trim().is_empty())
        .take(10_000)
}
