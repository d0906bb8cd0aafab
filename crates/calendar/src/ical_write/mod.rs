//! Writes calendars that other programs subscribe to (RFC 5545, with the names of RFC 7986).
//!
//! A meeting becomes one event with a rule, in its own zone, whose rules are written along. What
//! a reader could show otherwise than we do is written out as an occurrence of its own, with its
//! instants in UTC: a start that the clock skips or shows twice, and a meeting during which the
//! clock changes. (RFC 5545 reads such starts as we do, but not every program follows it.)
//!
//! A calendar begins with the year before and isn't a history. It is written whole at each
//! request and is the same, byte for byte, for the same feed.
//!
//! We write it ourselves: the libraries for it leave out the zones, which is the larger half, and
//! the rest is lines.

mod event;
mod line;
mod zone;

use jiff::Span;
use jiff::civil::Date;

use crate::Language;
use crate::schedule::Schedule;
use crate::zone::Zone;
use line::Lines;

/// The most events in one calendar: a large intergroup has a thousand groups, and phones give up
/// on calendars of several megabytes.
pub const EVENTS_MAX: usize = 2_000;

/// How many years ahead single occurrences are written out, and the changes of clocks that follow
/// no rule. Whoever subscribes asks again within days.
pub const YEARS_AHEAD: i16 = 5;

/// A calendar to subscribe to.
#[derive(Clone, Debug)]
pub struct Feed {
    pub name: String,
    pub language: Language,
    /// Says "Appointment" in the place of all names and words, for a calendar that somebody else
    /// may look at over the shoulder.
    pub is_discreet: bool,
    /// After how many hours a reader should ask again: 12 if in doubt, 1 at least.
    pub refresh_hours: u16,
    /// When this is written, in milliseconds since the epoch.
    pub now_ms: i64,
    pub events: Vec<Event>,
}

/// A meeting in a calendar.
#[derive(Clone, Debug)]
pub struct Event {
    /// Unique in the world and the same for ever. Readers see it in a discreet calendar, too, so
    /// it must not say what the meeting is.
    pub uid: String,
    pub summary: String,
    pub description: String,
    pub location: String,
    /// Only `https` and `http` addresses are written.
    pub url: String,
    pub schedule: Schedule,
    /// Grows with each change to the meeting or to one of its exceptions.
    pub sequence: u32,
    pub last_modified_ms: i64,
}

/// A calendar as text, and what isn't in it.
#[derive(Clone, Debug)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub left_out: Vec<LeftOut>,
}

/// An event that isn't in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub uid: String,
    pub why: Why,
}

/// Why an event isn't in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has no occurrence since the beginning of the year before.
    NoOccurrence,
    /// [`EVENTS_MAX`] others stand before it.
    TooMany,
}

/// From which day on occurrences of a meeting are in a calendar that is written now: the first of
/// January of the year before, so that the beginning moves once a year and not daily.
#[must_use]
pub fn first_day(zone: &Zone, now_ms: i64) -> Date {
    let year = zone.wall_clock(now_ms).year();
    Date::new(year.saturating_sub(1), 1, 1).unwrap_or(Date::MIN)
}

/// Until before which day single occurrences are written out.
fn last_day(zone: &Zone, now_ms: i64) -> Date {
    let today = zone.wall_clock(now_ms).date();
    today
        .checked_add(Span::new().years(YEARS_AHEAD))
        .unwrap_or(Date::MAX)
}

impl Feed {
    /// The calendar as text.
    #[must_use]
    pub fn write(&self) -> Written {
        let mut left_out = Vec::new();
        let mut zones: Vec<&Zone> = Vec::new();
        let mut events = Lines::default();
        for (index, event) in self.events.iter().enumerate() {
            let written = if index < EVENTS_MAX {
                event::write(&mut events, self, event).ok_or(Why::NoOccurrence)
            } else {
                Err(Why::TooMany)
            };
            match written {
                Ok(()) => zones.push(&event.schedule.zone),
                Err(why) => left_out.push(LeftOut {
                    uid: event.uid.clone(),
                    why,
                }),
            }
        }
        zones.sort_unstable_by_key(|zone| zone.name());
        zones.dedup_by_key(|zone| zone.name());

        let mut lines = Lines::default();
        self.head(&mut lines);
        for zone in zones {
            if !is_utc(zone) {
                zone::write(&mut lines, zone, self.now_ms);
            }
        }
        lines.append(events);
        lines.put("END", "VCALENDAR");
        Written {
            bytes: lines.into_bytes(),
            left_out,
        }
    }

    fn head(&self, lines: &mut Lines) {
        let name = match (self.is_discreet, self.language) {
            (false, _) => self.name.as_str(),
            (true, Language::English) => "Appointments",
            (true, Language::Spanish) => "Citas",
        };
        let hours = self.refresh_hours.max(1);
        lines.put("BEGIN", "VCALENDAR");
        lines.put("VERSION", "2.0");
        lines.put("PRODID", "-//Renew//Renew//EN");
        lines.put("CALSCALE", "GREGORIAN");
        lines.put("METHOD", "PUBLISH");
        lines.text("NAME", name);
        lines.text("X-WR-CALNAME", name);
        lines.put("REFRESH-INTERVAL;VALUE=DURATION", &format!("PT{hours}H"));
        lines.put("X-PUBLISHED-TTL", &format!("PT{hours}H"));
    }
}

/// Times in UTC are written with a Z and need no zone.
fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}

#[cfg(test)]
mod tests;
