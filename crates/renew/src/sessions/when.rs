//! Days and times as people say them, in a group's own civil zone.

use jiff::ZonedDateTime;

use super::page_words::PageWords;
use crate::site::lang::{Lang, fill};

pub(super) use crate::site::moment::{capitalised, civil, day, time};
pub(super) use crate::site::weekdays::name as weekday;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A coming session: `Tonight at 7:00 pm`, `Tomorrow at ...`, `Sunday 22 November at ...`.
#[must_use]
pub(super) fn coming(lang: Lang, at: &ZonedDateTime, now: &ZonedDateTime) -> String {
    /// From when on a day is «tonight».
    const EVENING_HOUR: i8 = 17;
    let w = PageWords::of(lang);
    let time = time(lang, at);
    let text = if at.date() == now.date() {
        if at.hour() >= EVENING_HOUR {
            w.tonight_at
        } else {
            w.today_at
        }
    } else if Some(at.date()) == now.date().tomorrow().ok() {
        w.tomorrow_at
    } else {
        let day = day(lang, at);
        return fill(w.day_at, &[("day", &capitalised(&day)), ("time", &time)]);
    };
    fill(text, &[("time", &time)])
}

/// How far away a session is: `on now`, `in 20 minutes`, `in 9 hours`; nothing beyond a day.
#[must_use]
pub(super) fn how_soon(lang: Lang, starts_ms: i64, now_ms: i64) -> Option<String> {
    let w = PageWords::of(lang);
    let left_ms = starts_ms.saturating_sub(now_ms);
    if left_ms <= 0 {
        return Some(w.is_on.to_owned());
    }
    if left_ms < HOUR_MS {
        let minutes = left_ms / MINUTE_MS + 1;
        return Some(fill(w.in_minutes, &[("n", &minutes.to_string())]));
    }
    let hours = (left_ms + HOUR_MS / 2) / HOUR_MS;
    match hours {
        1 => Some(w.in_one_hour.to_owned()),
        2..=23 => Some(fill(w.in_hours, &[("n", &hours.to_string())])),
        _ => None,
    }
}

/// The greeting of the hour.
#[must_use]
pub(super) fn greeting(lang: Lang, now: &ZonedDateTime) -> &'static str {
    let w = PageWords::of(lang);
    match now.hour() {
        4..=11 => w.good_morning,
        12..=17 => w.good_afternoon,
        _ => w.good_evening,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday 22 November 2026, 10:00 in Chicago.
    const NOW_MS: i64 = 1_795_363_200_000;
    const ZONE: &str = "America/Chicago";

    #[test]
    fn days_and_times_are_said_in_the_group_s_zone() {
        let now = civil(NOW_MS, ZONE);
        assert_eq!(day(Lang::En, &now), "Sunday 22 November");
        assert_eq!(day(Lang::Es, &now), "domingo 22 de noviembre");
        assert_eq!(greeting(Lang::En, &now), "Good morning, {name}.");
        let tonight = civil(NOW_MS + 9 * HOUR_MS, ZONE);
        assert_eq!(coming(Lang::En, &tonight, &now), "Tonight at 7:00 pm");
        assert_eq!(coming(Lang::Es, &tonight, &now), "Esta noche a las 19:00");
        let later = civil(NOW_MS + 33 * HOUR_MS, ZONE);
        assert_eq!(coming(Lang::En, &later, &now), "Tomorrow at 7:00 pm");
        let wednesday = civil(NOW_MS + 81 * HOUR_MS, ZONE);
        assert_eq!(
            coming(Lang::Es, &wednesday, &now),
            "Miércoles 25 de noviembre a las 19:00"
        );
    }

    #[test]
    fn how_soon_is_said_within_a_day() {
        for (left_ms, text) in [
            (-1, Some("on now")),
            (MINUTE_MS, Some("in 2 minutes")),
            (9 * HOUR_MS, Some("in 9 hours")),
            (HOUR_MS, Some("in an hour")),
            (30 * HOUR_MS, None),
        ] {
            let said = how_soon(Lang::En, NOW_MS + left_ms, NOW_MS);
            assert_eq!(said.as_deref(), text, "{left_ms}");
        }
    }

    #[test]
    fn an_unknown_zone_is_utc() {
        assert_eq!(time(Lang::Es, &civil(0, "Nowhere/Atall")), "0:00");
    }
}
