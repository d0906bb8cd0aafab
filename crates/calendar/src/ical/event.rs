//! From properties to events.

use std::collections::HashMap;

use jiff::civil::DateTime;

use super::components::{Raw, RawCalendar};
use super::expand::Steps;
use super::rule::Rule;
use super::text::{self, Property};
use super::value::{self, Length};
use super::zones::{self, Place};
use super::{Limits, Problem, Problems, Refusal, Status};

/// A calendar as it was read.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub events: Vec<Event>,
    /// What could not be read.
    pub problems: Vec<Problem>,
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
    /// The description, where it is short; empty otherwise.
    pub(crate) note: String,
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
            bytes_max: limits.bytes_max,
        });
    }
    let mut problems = Vec::new();
    let text = text::decode(bytes, &mut problems);
    let mut raw = Raw::new(limits);
    let (unread, cut) = text::properties(&text, limits, |property| raw.take(property));
    if raw.calendars.is_empty() {
        return Err(match text.trim_start().starts_with('<') {
            true => Refusal::Html,
            false if text.trim().is_empty() => Refusal::Empty,
            false => Refusal::NoCalendar,
        });
    }
    for (count, problem) in [(unread, "that are no property"), (cut, "beyond the limit")] {
        if count > 0 {
            let problem = format!("{count} lines {problem}");
            problems.push(Problem::of_file("line", problem, "left out"));
        }
    }
    raw.finish(&mut problems);
    let mut problems = Problems::new(problems, limits.problems_max);
    // Enough for some hundred zones with their changes of a century.
    let mut steps = Steps { left: 8_000_000 };
    let zones: Vec<Zones> = raw
        .calendars
        .iter()
        .map(|calendar| Zones::new(calendar, &mut steps, &mut problems))
        .collect();
    let mut events = Vec::new();
    for (calendar, properties) in &raw.events {
        let mut reader = Reader {
            zones: &zones,
            calendar: *calendar,
            uid: String::new(),
            problems: &mut problems,
        };
        let method = raw.calendars.get(*calendar).map(|own| own.method.as_str());
        let event = reader.event(properties);
        events.extend(event.map(|event| Event {
            status: match method {
                Some("CANCEL") => Status::Cancelled,
                _ => event.status,
            },
            ..event
        }));
    }
    let problems = problems.into_list();
    Ok(Calendar { events, problems })
}

/// The zones of one calendar, by TZID.
struct Zones {
    own: HashMap<String, Place>,
    /// What times without a zone are in, where the calendar says so.
    default: Option<Place>,
}

impl Zones {
    fn new(calendar: &RawCalendar, steps: &mut Steps, problems: &mut Problems) -> Self {
        let mut own = HashMap::new();
        for zone in &calendar.zones {
            match zones::of_calendar(&zone.name, &zone.located, &zone.parts, steps) {
                Some(place) => {
                    own.insert(zone.name.clone(), place);
                }
                None => problems.push(Problem::of_file(
                    "VTIMEZONE",
                    format!("the zone \"{}\" has no rules that can be read", zone.name),
                    "its times are read as floating",
                )),
            }
        }
        let default = match calendar.zone_name.as_str() {
            "" => None,
            name => own.get(name).cloned().or_else(|| zones::known(name)),
        };
        if default.is_none() && !calendar.zone_name.is_empty() {
            let name = &calendar.zone_name;
            let problem = format!("the zone \"{name}\" is not known");
            problems.push(Problem::of_file(
                "X-WR-TIMEZONE",
                problem,
                "times without a zone are read as floating",
            ));
        }
        Self { own, default }
    }
}

struct Reader<'a> {
    zones: &'a [Zones],
    /// The place of the event's calendar among them.
    calendar: usize,
    uid: String,
    problems: &'a mut Problems,
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
            note: short(words("DESCRIPTION")),
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
        match Rule::parse(&property.value) {
            Ok(rule) => {
                for part in &rule.left_out {
                    let problem = format!("{part} says nothing");
                    self.tell(&property.name, &problem, "read the rule without it");
                }
                Some(rule)
            }
            Err(why) => {
                self.tell(&property.name, &why, "left the rule out");
                None
            }
        }
    }

    /// The zone of a TZID: what its own calendar says, then what is known by that name, then what
    /// another calendar of the file says.
    fn place(&self, name: &str) -> Option<Place> {
        let own = self.zones.get(self.calendar);
        own.and_then(|zones| zones.own.get(name))
            .cloned()
            .or_else(|| zones::known(name))
            .or_else(|| {
                self.zones
                    .iter()
                    .find_map(|zones| zones.own.get(name))
                    .cloned()
            })
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
            let uid = &self.uid;
            self.problems.push_with(|| {
                let text: String = text.chars().take(40).collect();
                let problem = format!("\"{text}\" is no time");
                Problem::new(uid, &property.name, problem, "left out")
            });
            return None;
        };
        let place = if is_date {
            None
        } else if is_utc {
            Some(Place::utc())
        } else {
            let default = self.zones.get(self.calendar);
            let default = default.and_then(|zones| zones.default.clone());
            // Some programs escape a zone's name here as they do in a text.
            let name = property.parameter("TZID").map(text::plain);
            match name.as_deref().filter(|name| !name.is_empty()) {
                None => default,
                Some(name) => {
                    let place = self.place(name);
                    if place.is_none() {
                        let problem = format!("the zone \"{name}\" is not known");
                        let done = match default {
                            Some(_) => "read in the calendar's own zone",
                            None => "read as floating",
                        };
                        self.tell(&property.name, &problem, done);
                    }
                    place.or(default)
                }
            }
        };
        Some(Stamp {
            civil,
            is_date,
            place,
        })
    }

    fn tell(&mut self, field: &str, problem: &str, done: &str) {
        let problem = Problem::new(&self.uid, field, problem, done);
        self.problems.push(problem);
    }
}

/// A text, unless it is longer than anybody writes beside one evening: a file has a hundred thousand
/// events, and their long texts are never shown.
fn short(text: String) -> String {
    const SHORT_BYTES_MAX: usize = 600;
    match text.len() <= SHORT_BYTES_MAX {
        true => text,
        false => String::new(),
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
