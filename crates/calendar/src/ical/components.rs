//! From properties to components: which belong to which event, and to which calendar of the file.

use super::own_zone::Observance;
use super::text::{self, Property};
use super::{Limits, Problem};

/// Deeper than components are ever nested.
const DEPTH_MAX: usize = 16;

/// More zones of its own than any calendar needs, and more parts of one (a change a year).
const ZONES_MAX: usize = 1_000;

/// More calendars than anybody keeps in one file.
const CALENDARS_MAX: usize = 10_000;

/// A VTIMEZONE.
#[derive(Clone, Debug, Default)]
pub(super) struct RawZone {
    pub(super) name: String,
    /// X-LIC-LOCATION.
    pub(super) located: String,
    pub(super) parts: Vec<Observance>,
}

/// What holds for one VCALENDAR of the file; some files have several.
#[derive(Clone, Debug, Default)]
pub(super) struct RawCalendar {
    pub(super) zones: Vec<RawZone>,
    /// X-WR-TIMEZONE.
    pub(super) zone_name: String,
    /// METHOD, in capitals.
    pub(super) method: String,
}

/// The components, their properties not yet looked at.
pub(super) struct Raw<'a> {
    limits: &'a Limits,
    pub(super) calendars: Vec<RawCalendar>,
    open: Vec<String>,
    /// The place of its calendar, and its properties.
    pub(super) events: Vec<(usize, Vec<Property>)>,
    event: Option<Vec<Property>>,
    zones_count: usize,
    events_left_out: usize,
    unended: usize,
}

impl<'a> Raw<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            calendars: Vec::new(),
            open: Vec::new(),
            events: Vec::new(),
            event: None,
            zones_count: 0,
            events_left_out: 0,
            unended: 0,
        }
    }

    fn zone(&mut self) -> Option<&mut RawZone> {
        self.calendars.last_mut()?.zones.last_mut()
    }

    pub(super) fn take(&mut self, property: Property) {
        match property.name.as_str() {
            "BEGIN" => return self.begin(property.value.trim().to_ascii_uppercase()),
            "END" => return self.end(&property.value.trim().to_ascii_uppercase()),
            _ => {}
        }
        let value = property.value.as_str();
        match (self.open.last().map(String::as_str), property.name.as_str()) {
            (Some("VEVENT"), _) => {
                let room = self.limits.properties_max;
                if let Some(event) = self.event.as_mut().filter(|e| e.len() < room) {
                    event.push(property);
                }
            }
            (Some("VCALENDAR"), "METHOD") => {
                if let Some(calendar) = self.calendars.last_mut() {
                    calendar.method = value.trim().to_ascii_uppercase();
                }
            }
            (Some("VCALENDAR"), "X-WR-TIMEZONE") => {
                if let Some(calendar) = self.calendars.last_mut() {
                    calendar.zone_name = text::plain(value);
                }
            }
            (Some("VTIMEZONE"), "TZID") => {
                if let Some(zone) = self.zone() {
                    zone.name = text::plain(value);
                }
            }
            (Some("VTIMEZONE"), "X-LIC-LOCATION") => {
                if let Some(zone) = self.zone() {
                    zone.located = text::plain(value);
                }
            }
            (Some("STANDARD" | "DAYLIGHT"), _) => {
                if let Some(part) = self.zone().and_then(|zone| zone.parts.last_mut()) {
                    part.properties.push(property);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, name: String) {
        match name.as_str() {
            "VCALENDAR" => {
                self.close_event();
                self.open.clear();
                if self.calendars.len() < CALENDARS_MAX {
                    self.calendars.push(RawCalendar::default());
                }
            }
            "VEVENT" => {
                self.close_event();
                self.open.retain(|open| open != "VEVENT");
                self.event = Some(Vec::new());
            }
            "VTIMEZONE" if self.zones_count < ZONES_MAX => {
                self.zones_count += 1;
                if let Some(calendar) = self.calendars.last_mut() {
                    calendar.zones.push(RawZone::default());
                }
            }
            "STANDARD" | "DAYLIGHT" => {
                if let Some(zone) = self.zone().filter(|zone| zone.parts.len() < ZONES_MAX) {
                    zone.parts.push(Observance::default());
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
        match name {
            "VCALENDAR" => self.close_event(),
            "VEVENT" => self.keep_event(),
            _ => {}
        }
    }

    /// Keeps an event that has no END.
    fn close_event(&mut self) {
        if self.event.is_some() {
            self.unended += 1;
            self.keep_event();
        }
    }

    fn keep_event(&mut self) {
        if let Some(event) = self.event.take() {
            if self.events.len() < self.limits.events_max {
                let calendar = self.calendars.len().saturating_sub(1);
                self.events.push((calendar, event));
            } else {
                self.events_left_out += 1;
            }
        }
    }

    pub(super) fn finish(&self, problems: &mut Vec<Problem>) {
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
