//! Days and times as people say them, in a civil zone.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::lang::Lang;
use super::{months, weekdays};

/// A moment in a zone. A zone that we don't know (it was valid when the group was made) becomes
/// UTC, and a time beyond the calendar its beginning: a page is better than none.
#[must_use]
pub fn civil(at_ms: i64, zone: &str) -> ZonedDateTime {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::from_millisecond(at_ms)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone)
}

/// `7:00 pm`, `19:00`.
#[must_use]
pub fn time(lang: Lang, at: &ZonedDateTime) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    match lang {
        Lang::En => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            format!("{hour}:{minute:02} {half}")
        }
        Lang::Es => format!("{hour}:{minute:02}"),
    }
}

/// `Sunday 22 November`, `domingo 22 de noviembre`.
#[must_use]
pub fn day(lang: Lang, at: &ZonedDateTime) -> String {
    let weekday = weekdays::name(lang, at.weekday());
    match lang {
        Lang::En => format!("{weekday} {} {}", at.day(), months::name(lang, at.month())),
        Lang::Es => format!(
            "{weekday} {} de {}",
            at.day(),
            months::name(lang, at.month())
        ),
    }
}

/// With a capital at its start, as a heading wants it.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// `Saturday 28 November at 6:00 pm`, `sábado 28 de noviembre a las 18:00`.
#[must_use]
pub fn day_and_time(lang: Lang, at: &ZonedDateTime) -> String {
    let (day, time) = (day(lang, at), time(lang, at));
    match lang {
        Lang::En => format!("{day} at {time}"),
        Lang::Es if at.hour() == 1 => format!("{day} a la {time}"),
        Lang::Es => format!("{day} a las {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_its_time_stand_in_one_phrase() {
        // Saturday 28 November 2026, 19:00 in Madrid.
        let at = civil(1_795_888_800_000, "Europe/Madrid");
        assert_eq!(
            day_and_time(Lang::En, &at),
            "Saturday 28 November at 7:00 pm"
        );
        assert_eq!(
            day_and_time(Lang::Es, &at),
            "sábado 28 de noviembre a las 19:00"
        );
        let night = civil(1_795_824_000_000, "Europe/Madrid");
        assert_eq!(
            day_and_time(Lang::Es, &night),
            "sábado 28 de noviembre a la 1:00"
        );
        let nowhere = civil(1_795_888_800_000, "Nowhere/Land");
        assert_eq!(time(Lang::Es, &nowhere), "18:00", "an unknown zone is UTC");
    }
}
