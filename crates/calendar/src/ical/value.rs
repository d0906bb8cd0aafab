//! Dates, times and durations as RFC 5545 writes them.

use jiff::civil::{Date, DateTime, Time};

/// The day 0 of [`days_of`].
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970 on the calendar.
pub(crate) fn days_of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// The date of a day counted from 1970, where the calendar has it.
pub(crate) fn date_of(days: i64) -> Option<Date> {
    let hours = days.checked_mul(24).filter(|h| h.abs() < 200_000_000)?;
    EPOCH
        .checked_add(jiff::SignedDuration::from_hours(hours))
        .ok()
}

/// Seconds since 1970 on the wall clock, as though no zone had ever changed its clock.
pub(crate) fn civil_seconds(at: DateTime) -> i64 {
    days_of(at.date()) * 86_400
        + i64::from(at.hour()) * 3600
        + i64::from(at.minute()) * 60
        + i64::from(at.second())
}

/// The wall clock of [`civil_seconds`].
pub(crate) fn civil_of(seconds: i64) -> Option<DateTime> {
    let date = date_of(seconds.div_euclid(86_400))?;
    let rest = seconds.rem_euclid(86_400);
    let part = |value: i64| i8::try_from(value).ok();
    let time = Time::new(
        part(rest / 3600)?,
        part(rest / 60 % 60)?,
        part(rest % 60)?,
        0,
    )
    .ok()?;
    Some(date.to_datetime(time))
}

/// Reads `20260131`, `20260131T193000` or `20260131T193000Z`: the wall clock, whether it is a date
/// alone, whether it is in UTC. A leap second is read as the second before.
pub(crate) fn civil(text: &str) -> Option<(DateTime, bool, bool)> {
    let text = text.trim();
    if !text.is_ascii() || text.len() < 8 {
        return None;
    }
    let digits = |from: usize, to: usize| -> Option<i16> {
        let part = text.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        part.parse().ok()
    };
    let small = |from: usize| i8::try_from(digits(from, from + 2)?).ok();
    let date = Date::new(digits(0, 4)?, small(4)?, small(6)?).ok()?;
    if text.len() == 8 {
        return Some((date.at(0, 0, 0, 0), true, false));
    }
    let is_utc = match text.get(15..) {
        Some("") => false,
        Some("Z" | "z") => true,
        _ => return None,
    };
    if !matches!(text.as_bytes().get(8), Some(b'T' | b't')) {
        return None;
    }
    let time = Time::new(small(9)?, small(11)?, small(13)?.min(59), 0).ok()?;
    Some((date.to_datetime(time), false, is_utc))
}

/// A duration: days move on the calendar, seconds pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) days: i64,
    pub(crate) seconds: i64,
}

/// Longer than anything that happens; a longer one is not read.
const LENGTH_DAYS_MAX: i64 = 36_600;

/// Reads `P1W`, `P1DT2H`, `PT90M`. A negative one is none.
pub(crate) fn length(text: &str) -> Option<Length> {
    let text = text.trim().to_ascii_uppercase();
    let body = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let mut length = Length::default();
    let mut number: Option<i64> = None;
    let mut in_time = false;
    let mut has_any = false;
    for letter in body.chars() {
        if let Some(digit) = letter.to_digit(10) {
            let more = number.unwrap_or(0).checked_mul(10)?;
            number = Some(more.checked_add(i64::from(digit))?);
            continue;
        }
        if letter == 'T' && number.is_none() && !in_time {
            in_time = true;
            continue;
        }
        let value = number.take().filter(|value| *value < 4_000_000_000)?;
        has_any = true;
        match (letter, in_time) {
            ('W', false) => length.days += value * 7,
            ('D', false) => length.days += value,
            ('H', true) => length.seconds += value * 3600,
            ('M', true) => length.seconds += value * 60,
            ('S', true) => length.seconds += value,
            _ => return None,
        }
    }
    let fits = length.days <= LENGTH_DAYS_MAX && length.seconds <= LENGTH_DAYS_MAX * 86_400;
    (has_any && number.is_none() && fits).then_some(length)
}
