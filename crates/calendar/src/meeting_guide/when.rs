//! When a meeting is: its days, its start and end, its zone.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::Options;
use super::day_names;
use super::entry::{Entry, digits, found};
use super::problem::{Done, Fault};
use super::text::line;
use crate::schedule::Days;
use crate::zone::Zone;

/// What the specification says of a meeting without an end.
const DURATION_MINUTES_DEFAULT: u16 = 60;
/// Longer than this, an AM or PM is more often wrong than the meeting long.
pub(super) const DURATION_MINUTES_PLAUSIBLE: u16 = 12 * 60;
const DAY_MINUTES: u16 = 24 * 60;
/// A list of days longer than a week has nothing more to say.
const DAYS_MAX: usize = 7;

pub(super) struct When {
    pub(super) days: Days,
    pub(super) start: Option<Time>,
    pub(super) duration_minutes: u16,
    pub(super) zone: Option<Zone>,
}

/// When it is, or `None` when that can't be read: a meeting at a wrong time is worse than none.
pub(super) fn read(entry: &mut Entry<'_>, options: &Options) -> Option<When> {
    let days = days(entry)?;
    let start = start(entry)?;
    let duration_minutes = match start {
        Some(start) => duration_minutes(entry, start),
        None => DURATION_MINUTES_DEFAULT,
    };
    let zone = match entry.line("timezone", 100) {
        None => options.zone.clone(),
        Some(name) => {
            let zone = Zone::meant_by(&name);
            if zone.is_none() {
                entry.drop_value(
                    "timezone",
                    Fault::NotAZone {
                        found: found(&name),
                    },
                );
            }
            zone
        }
    };
    Some(When {
        days,
        start,
        duration_minutes,
        zone,
    })
}

/// The days; none at all is "by appointment". `None` when something is there and none of it is a
/// day.
fn days(entry: &mut Entry<'_>) -> Option<Days> {
    let values: &[Value] = match entry.value("day") {
        // PHP writes `false` for nothing.
        None | Some(Value::Bool(false)) => return Some(Days::NONE),
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
    };
    let mut days = Days::NONE;
    let mut wrong = Vec::new();
    let parts: Vec<Value> = values.iter().take(DAYS_MAX).flat_map(parted).collect();
    for value in parts.iter().take(DAYS_MAX) {
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::String(text) if text.trim().is_empty() || is_by_appointment(text) => {}
            value => match day(value) {
                Some(day) => days = days.with(day),
                None => wrong.push(match shown(value) {
                    shown if shown.is_empty() => Fault::WrongType,
                    shown => Fault::NotADay {
                        found: found(&shown),
                    },
                }),
            },
        }
    }
    let is_lost = days.is_empty() && !wrong.is_empty();
    let done = if is_lost {
        Done::LeftOut
    } else {
        Done::Dropped
    };
    for fault in wrong {
        entry.log.note("day", fault, done);
    }
    (!is_lost).then_some(days)
}

/// The days in one text: `Monday, Wednesday`.
fn parted(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) if text.contains(',') => text
            .split(',')
            .take(DAYS_MAX)
            .map(|part| Value::String(part.to_owned()))
            .collect(),
        other => vec![other.clone()],
    }
}

/// How sheets write that a meeting has no day or no time of its own.
fn is_by_appointment(text: &str) -> bool {
    let lower = line(text).to_lowercase();
    ["by appointment", "appointment", "con cita"].contains(&lower.as_str())
}

fn day(value: &Value) -> Option<Weekday> {
    let offset = match value {
        Value::Number(number) => number
            .as_i64()
            // Spreadsheets write 3.0.
            .or_else(|| number.as_f64().and_then(whole))?,
        Value::String(text) => match text.trim().parse::<f64>() {
            Ok(number) => whole(number)?,
            Err(_) => return day_names::day(text),
        },
        _ => return None,
    };
    Weekday::from_sunday_zero_offset(i8::try_from(offset).ok()?).ok()
}

fn whole(number: f64) -> Option<i64> {
    (0..7_i64).find(|day| (number - *day as f64).abs() < f64::EPSILON)
}

/// The start: `Some(None)` when there is none, `None` when it can't be read.
fn start(entry: &mut Entry<'_>) -> Option<Option<Time>> {
    for field in ["time", "start_time"] {
        let Some(value) = entry.value(field).filter(|value| !is_nothing(value)) else {
            continue;
        };
        let text = shown(value);
        if is_by_appointment(&text) {
            return Some(None);
        }
        let time = time_of_day(&text);
        if time.is_none() {
            let fault = Fault::NotATime {
                found: found(&text),
            };
            entry.log.note(field, fault, Done::LeftOut);
        }
        return time.map(Some);
    }
    Some(None)
}

/// PHP writes `false` for nothing.
fn is_nothing(value: &Value) -> bool {
    *value == Value::Bool(false)
}

fn duration_minutes(entry: &mut Entry<'_>, start: Time) -> u16 {
    let told = told_minutes(entry);
    let Some(value) = entry.value("end_time").filter(|value| !is_nothing(value)) else {
        return told.unwrap_or(DURATION_MINUTES_DEFAULT);
    };
    let text = shown(value);
    let Some(end) = time_of_day(&text) else {
        entry.drop_value(
            "end_time",
            Fault::NotATime {
                found: found(&text),
            },
        );
        return DURATION_MINUTES_DEFAULT;
    };
    let (start, end) = (minute_of_day(start), minute_of_day(end));
    // Where both say the same, nothing was mixed up, however long it is.
    if let Some(minutes) = told.filter(|minutes| (start + minutes) % DAY_MINUTES == end) {
        return minutes;
    }
    if start == end {
        entry.log.note("end_time", Fault::NoLength, Done::Mended);
        return DURATION_MINUTES_DEFAULT;
    }
    // An end before the start is on the next day.
    let minutes = (end + DAY_MINUTES - start) % DAY_MINUTES;
    if minutes > DURATION_MINUTES_PLAUSIBLE {
        let hours = minutes / 60;
        entry
            .log
            .note("end_time", Fault::VeryLong { hours }, Done::Mended);
        return DURATION_MINUTES_DEFAULT;
    }
    minutes
}

/// The length that our own feeds name where an end alone would be taken for a mistake.
fn told_minutes(entry: &mut Entry<'_>) -> Option<u16> {
    let text = entry.line(super::DURATION_MINUTES, 100)?;
    let minutes = text.parse().ok();
    minutes.filter(|minutes| (1..=DAY_MINUTES).contains(minutes))
}

fn minute_of_day(time: Time) -> u16 {
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

/// `19:00`, `7:05:00`, `8:00 PM`, `8 p. m.`, `12:15am`, `19.30`, `19h30`, `1930`; `24:00` is
/// midnight. Seconds are dropped.
fn time_of_day(text: &str) -> Option<Time> {
    let lower = in_one_form(text);
    match lower.as_str() {
        "noon" | "12noon" | "12:00noon" | "mediodía" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" | "12midnight" | "12:00midnight" | "medianoche" | "24:00" | "24:00:00" => {
            return Time::new(0, 0, 0, 0).ok();
        }
        _ => {}
    }
    let half = ["am", "pm"].into_iter().find(|half| lower.ends_with(half));
    let digits = half.map_or(lower.as_str(), |half| {
        lower.trim_end_matches(half).trim_end()
    });
    let mut parts = digits.split(':');
    let mut hour = number(parts.next()?)?;
    let minute = match (parts.next(), half) {
        (Some(minute), _) if minute.len() == 2 => number(minute)?,
        (None, Some(_)) => 0,
        _ => return None,
    };
    match parts.next() {
        None => {}
        Some(second) if second.len() == 2 && number(second)? < 60 => {}
        Some(_) => return None,
    }
    if parts.next().is_some() {
        return None;
    }
    if let Some(half) = half {
        // "19:00 PM" is met, and can only be one time.
        if hour > 12 && half == "am" || hour == 0 && half == "pm" {
            return None;
        }
        hour = match (half, hour) {
            ("am", 12) => 0,
            ("pm", hour) if hour < 12 => hour + 12,
            (_, hour) => hour,
        };
    }
    Time::new(hour, minute, 0, 0).ok()
}

/// A time of day without what people write differently: spaces, the dots of `p.m.`, what divides
/// hours and minutes.
fn in_one_form(text: &str) -> String {
    let mut form = String::new();
    let mut letters = text
        .trim()
        .chars()
        .filter(|c| !c.is_whitespace())
        .peekable();
    while let Some(letter) = letters.next() {
        let is_between = form.ends_with(|c: char| c.is_ascii_digit())
            && letters.peek().is_some_and(char::is_ascii_digit);
        match letter {
            '.' if is_between => form.push(':'),
            'h' | 'H' if is_between => form.push(':'),
            '.' => {}
            _ => form.extend(letter.to_lowercase()),
        }
    }
    // "1930", as some sheets have it; "930" could be anything.
    if form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit()) {
        form.insert(2, ':');
    }
    form
}

/// One or two digits.
fn number(text: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// When the entry was last changed, in milliseconds since the epoch.
pub(super) fn updated_ms(entry: &mut Entry<'_>) -> Option<i64> {
    let text = entry.line("updated", 100)?;
    let moment = text
        .parse::<Timestamp>()
        .ok()
        .or_else(|| utc(text.parse::<DateTime>().ok()?))
        .or_else(|| utc(american(&text)?))
        .or_else(|| utc(run_together(&text)?));
    if moment.is_none() {
        entry.drop_value(
            "updated",
            Fault::NotAMoment {
                found: found(&text),
            },
        );
    }
    moment.map(Timestamp::as_millisecond)
}

fn utc(moment: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(moment).ok()
}

/// `8/25/2022 11:17:07 AM`, as spreadsheets in North America write it, and `8/25/2022` alone.
fn american(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let mut parts = date.split('/');
    let (month, day) = (number(parts.next()?)?, number(parts.next()?)?);
    let year: i16 = parts.next()?.parse().ok()?;
    let second = time.split(':').nth(2).and_then(|rest| rest.get(..2));
    let second = second.and_then(number).unwrap_or(0);
    let time = time_of_day(time)?;
    DateTime::new(year, month, day, time.hour(), time.minute(), second, 0).ok()
}

/// `2020-04-0416:50:58`: the space between the date and the time was lost.
fn run_together(text: &str) -> Option<DateTime> {
    const DATE_BYTES: usize = 10;
    let (date, time) = text.split_at_checked(DATE_BYTES)?;
    format!("{date}T{time}").parse().ok()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => line(text),
        Value::Number(number) => digits(number),
        Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(i8, i8)> {
        time_of_day(text).map(|time| (time.hour(), time.minute()))
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, time) in [
            ("19:00", (19, 0)),
            ("00:00", (0, 0)),
            ("24:00", (0, 0)),
            ("8:00", (8, 0)),
            ("8:00 PM", (20, 0)),
            ("12:15 PM", (12, 15)),
            ("12:15am", (0, 15)),
            ("7 p.m.", (19, 0)),
            ("07:30:00", (7, 30)),
            ("19:00 PM", (19, 0)),
            ("Noon", (12, 0)),
            ("12 noon", (12, 0)),
            ("12:00 Midnight", (0, 0)),
            ("8:00\u{a0}p.\u{a0}m.", (20, 0)),
            ("8:00\u{202f}PM", (20, 0)),
            ("07:30:59 p.m.", (19, 30)),
            ("20.15", (20, 15)),
            ("8.15 pm", (20, 15)),
            ("19h30", (19, 30)),
            ("0730", (7, 30)),
        ] {
            assert_eq!(at(text), Some(time), "{text}");
        }
        for text in [
            "", "25:00", "8", "8:5", "19:60", "-1:00", "1:2:3:4", "0:30 PM", "７:00", "soon",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_read_as_programs_write_them() {
        let read = |text: &str| {
            let map = serde_json::json!({ "updated": text });
            let mut log = super::super::entry::Log::new(9);
            let moment = updated_ms(&mut Entry::new(map.as_object().unwrap(), &mut log))?;
            Some(Timestamp::from_millisecond(moment).unwrap().to_string())
        };
        for (text, moment) in [
            ("2016-09-10 05:15:00", "2016-09-10T05:15:00Z"),
            ("2016-09-1005:15:00", "2016-09-10T05:15:00Z"),
            ("2016-09-10T05:15:00+02:00", "2016-09-10T03:15:00Z"),
            ("2016-09-10", "2016-09-10T00:00:00Z"),
            ("8/25/2022 11:17:07 AM", "2022-08-25T11:17:07Z"),
            ("8/25/2022 1:17:07 PM", "2022-08-25T13:17:07Z"),
            ("8/25/2022", "2022-08-25T00:00:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(moment), "{text}");
        }
        for text in [
            "0000-00-00 00:00:00",
            "yesterday",
            "13/25/2022",
            "2016-09-1099:15:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let read = |json: &str| day(&serde_json::from_str(json).unwrap());
        assert_eq!(read("0"), Some(Weekday::Sunday));
        assert_eq!(read("\"6\""), Some(Weekday::Saturday));
        assert_eq!(read("3.0"), Some(Weekday::Wednesday));
        assert_eq!(read("\"Tuesdays\""), Some(Weekday::Tuesday));
        assert_eq!(read("\"Miércoles\""), Some(Weekday::Wednesday));
        for wrong in ["7", "-1", "3.5", "true", "[1]", "\"someday\"", "1e300"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
