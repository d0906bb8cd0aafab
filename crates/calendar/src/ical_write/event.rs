//! One meeting as an event with its rule, and each occurrence that is other than the rule says.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::AmbiguousOffset;

use super::line::{Lines, local, utc};
use super::{Event, Feed, first_day, is_utc, last_day};
use crate::Language;
use crate::schedule::{Change, Days, Exception, Occurrence, Ordinals, Rule, Schedule, Way};
use crate::zone::{Zone, instant};

/// Writes an event; `None` when it has no occurrence in the time that the calendar is about.
pub(super) fn write(lines: &mut Lines, feed: &Feed, event: &Event) -> Option<()> {
    let schedule = &event.schedule;
    let zone = &schedule.zone;
    let first = schedule.dates_from(first_day(zone, feed.now_ms)).next()?;
    head(lines, feed, event, event.sequence);
    words(lines, feed, event, None);
    lines.put("STATUS", "CONFIRMED");
    let start = first.to_datetime(schedule.start);
    put_wall_clock(lines, "DTSTART", zone, start);
    put_end(lines, schedule, first);
    put_rule(lines, schedule, first);
    lines.put("END", "VEVENT");

    let last = last_day(zone, feed.now_ms);
    for date in schedule.dates_from(first).take_while(|date| *date < last) {
        if let Some(occurrence) = schedule.on(date) {
            write_single(lines, feed, event, occurrence);
        }
    }
    // Of what lies further ahead, only what people have changed.
    for (date, _) in schedule.exceptions.iter().filter(|(date, _)| *date >= last) {
        if let Some(occurrence) = schedule.on(date) {
            write_single(lines, feed, event, occurrence);
        }
    }
    Some(())
}

/// Writes an occurrence out if it is changed or if readers could get its instants wrong.
fn write_single(lines: &mut Lines, feed: &Feed, event: &Event, occurrence: Occurrence) {
    let schedule = &event.schedule;
    let zone = &schedule.zone;
    let exception = schedule.exceptions.get(occurrence.date);
    let planned = occurrence.date.to_datetime(schedule.start);
    if is_plain(zone, planned, &occurrence) && !shows(feed, exception) {
        return;
    }
    head(lines, feed, event, event.sequence.saturating_add(1));
    words(lines, feed, event, exception);
    let is_off = occurrence.is_cancelled;
    lines.put("STATUS", if is_off { "CANCELLED" } else { "CONFIRMED" });
    put_wall_clock(lines, "RECURRENCE-ID", zone, planned);
    let shown = zone.wall_clock(occurrence.start_ms);
    if is_plain(zone, shown, &occurrence) {
        put_wall_clock(lines, "DTSTART", zone, shown);
        if occurrence.end_ms > occurrence.start_ms {
            put_wall_clock(lines, "DTEND", zone, zone.wall_clock(occurrence.end_ms));
        }
    } else {
        lines.put("DTSTART", &utc(occurrence.start_ms));
        if occurrence.end_ms > occurrence.start_ms {
            lines.put("DTEND", &utc(occurrence.end_ms));
        }
    }
    lines.put("END", "VEVENT");
}

/// Whether a reader of this calendar sees anything of an exception. A discreet one doesn't say that
/// people come together online.
fn shows(feed: &Feed, exception: Option<&Exception>) -> bool {
    exception.is_some_and(|exception| match &exception.change {
        Change::Held(held) if feed.is_discreet => {
            held.date.is_some() || held.start.is_some() || held.duration_minutes.is_some()
        }
        Change::Cancelled | Change::Held(_) => true,
    })
}

/// Whether every reader finds the instants of an occurrence from its times on the wall clock: the
/// clock shows the start and the end once each, and doesn't change between them.
fn is_plain(zone: &Zone, shown: DateTime, occurrence: &Occurrence) -> bool {
    let is_once = |at: DateTime| {
        let ambiguous = zone.rules().to_ambiguous_timestamp(at);
        matches!(ambiguous.offset(), AmbiguousOffset::Unambiguous { .. })
    };
    let offset = |at_ms| zone.rules().to_offset(instant(at_ms));
    is_once(shown)
        && is_once(zone.wall_clock(occurrence.end_ms))
        && offset(occurrence.start_ms) == offset(occurrence.end_ms)
}

fn head(lines: &mut Lines, feed: &Feed, event: &Event, sequence: u32) {
    lines.put("BEGIN", "VEVENT");
    lines.text("UID", &event.uid);
    lines.put("DTSTAMP", &utc(feed.now_ms));
    lines.put("LAST-MODIFIED", &utc(event.last_modified_ms));
    lines.put("SEQUENCE", &sequence.to_string());
}

/// What people read: nothing that tells what this is, when the calendar is discreet.
fn words(lines: &mut Lines, feed: &Feed, event: &Event, exception: Option<&Exception>) {
    let is_off = exception.is_some_and(Exception::is_cancelled);
    let way = exception.and_then(Exception::way);
    let is_english = feed.language == Language::English;
    let summary = match (feed.is_discreet, is_english) {
        (false, _) => event.summary.as_str(),
        (true, true) => "Appointment",
        (true, false) => "Cita",
    };
    // Some programs show a cancelled evening like any other, so its name says it, too.
    let off = match (is_off, is_english) {
        (false, _) => "",
        (true, true) => "Cancelled: ",
        (true, false) => "Cancelada: ",
    };
    lines.text("SUMMARY", &format!("{off}{summary}"));
    if feed.is_discreet {
        lines.put("CLASS", "PRIVATE");
        return;
    }
    lines.put("CLASS", "PUBLIC");
    let note = exception.map_or("", |exception| exception.note.trim());
    let parts = [way.map_or("", |way| way_words(way, is_english)), note];
    let parts = parts.into_iter().chain([event.description.trim()]);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    lines.text("DESCRIPTION", &parts.join("\n\n"));
    if way != Some(Way::Online) {
        lines.text("LOCATION", &event.location);
    }
    let is_address = event.url.starts_with("https://") || event.url.starts_with("http://");
    let is_clean = |letter: char| !letter.is_control() && !letter.is_whitespace();
    if is_address && event.url.chars().all(is_clean) {
        lines.put("URL", &event.url);
    }
}

fn way_words(way: Way, is_english: bool) -> &'static str {
    match (way, is_english) {
        (Way::InPerson, true) => "This time in person.",
        (Way::InPerson, false) => "Esta vez en persona.",
        (Way::Online, true) => "This time online.",
        (Way::Online, false) => "Esta vez en línea.",
        (Way::Hybrid, true) => "This time online and in person.",
        (Way::Hybrid, false) => "Esta vez en línea y en persona.",
    }
}

fn put_wall_clock(lines: &mut Lines, name: &str, zone: &Zone, at: DateTime) {
    if is_utc(zone) {
        lines.put(name, &(local(at) + "Z"));
    } else {
        lines.put(&format!("{name};TZID={}", zone.name()), &local(at));
    }
}

/// How long it is. Most programs read an end better than a duration, but an end on the wall clock
/// says something else on a day on which the clock changes. An event without a length has neither.
fn put_end(lines: &mut Lines, schedule: &Schedule, first: Date) {
    let minutes = schedule.minutes();
    let zone = &schedule.zone;
    let start = first.to_datetime(schedule.start);
    let end = start.checked_add(jiff::Span::new().minutes(i64::from(minutes)));
    let planned = schedule.planned(first);
    let is_plain = planned.is_some_and(|planned| is_plain(zone, start, &planned));
    match end {
        _ if minutes == 0 => {}
        Ok(end) if is_plain => put_wall_clock(lines, "DTEND", zone, end),
        _ => lines.put("DURATION", &format!("PT{minutes}M")),
    }
}

fn put_rule(lines: &mut Lines, schedule: &Schedule, first: Date) {
    let rule = match &schedule.rule {
        Rule::Weekly(days) => format!("FREQ=WEEKLY;BYDAY={}", by_day(*days)),
        // The week begins on Sunday, as the rule counts it: with two days in it that matters.
        Rule::EveryWeeks { days, .. } => format!(
            "FREQ=WEEKLY;INTERVAL={};WKST=SU;BYDAY={}",
            schedule.rule.weeks(),
            by_day(*days)
        ),
        Rule::Monthly { ordinals, days } => {
            format!("FREQ=MONTHLY;BYDAY={}", by_nth_day(*ordinals, *days))
        }
        Rule::Dates(_) => return put_dates(lines, schedule, first),
    };
    let until = schedule.season.last.and_then(|last| {
        let end = last.to_datetime(jiff::civil::Time::constant(23, 59, 59, 0));
        let end = schedule.zone.rules().to_ambiguous_timestamp(end).later();
        end.ok()
    });
    let until = until.map(|until| format!(";UNTIL={}", utc(until.as_millisecond())));
    lines.put("RRULE", &(rule + &until.unwrap_or_default()));
}

/// The first date stands in DTSTART already and is the same one. It is said again, since ical.js
/// leaves DTSTART out where there are other dates and no rule.
fn put_dates(lines: &mut Lines, schedule: &Schedule, first: Date) {
    let dates: Vec<Date> = schedule.dates_from(first).collect();
    for date in dates.iter().filter(|_| dates.len() > 1) {
        let at = date.to_datetime(schedule.start);
        put_wall_clock(lines, "RDATE", &schedule.zone, at);
    }
}

fn by_day(days: Days) -> String {
    let days: Vec<&str> = days.iter().map(two_letters).collect();
    days.join(",")
}

fn by_nth_day(ordinals: Ordinals, days: Days) -> String {
    let last = ordinals.has_last().then_some(-1);
    let ordinals: Vec<i8> = ordinals
        .numbers()
        .filter_map(|number| i8::try_from(number).ok())
        .chain(last)
        .collect();
    let days: Vec<String> = ordinals
        .iter()
        .flat_map(|nth| {
            days.iter()
                .map(move |day| format!("{nth}{}", two_letters(day)))
        })
        .collect();
    days.join(",")
}

/// A day of the week as iCalendar has it.
pub(super) fn two_letters(day: Weekday) -> &'static str {
    match day {
        Weekday::Sunday => "SU",
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
    }
}
