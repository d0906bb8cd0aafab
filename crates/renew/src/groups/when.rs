//! Days and times of groups, as people say them.

use calendar::{Days, Occurrence, Zone};
use jiff::civil::{Date, Weekday};

use super::words::GroupWords;
use crate::site::lang::{Lang, fill};
use crate::site::{months, weekdays};

const MINUTE_MS: i64 = 60_000;
const MINUTES_IN_HOUR: i64 = 60;

/// `7:05 PM`, `19:05`.
pub(super) fn clock(lang: Lang, minute: u16) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    match lang {
        Lang::En => {
            let half = if hour < 12 { "AM" } else { "PM" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            format!("{hour}:{minute:02} {half}")
        }
        Lang::Es => format!("{hour}:{minute:02}"),
    }
}

/// `Tuesdays and Thursdays`, `Martes y jueves`, `Every day`.
pub(super) fn days(lang: Lang, days: Days) -> String {
    let w = GroupWords::of(lang);
    if days == Days::ALL {
        return w.every_day.to_owned();
    }
    let names: Vec<String> = days.iter().map(|day| every(lang, day)).collect();
    let text = match names.split_last() {
        None => return w.by_appointment.to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {} {last}", others.join(", "), w.and),
    };
    capitalised(&text)
}

fn every(lang: Lang, day: Weekday) -> String {
    let name = weekdays::name(lang, day);
    match lang {
        Lang::En => format!("{name}s"),
        // Those that end in s are the same for one and for many.
        Lang::Es if name.ends_with('s') => name.to_owned(),
        Lang::Es => format!("{name}s"),
    }
}

/// `Tuesdays, 7:00 PM, New York time`: when a group meets, week by week.
pub(super) fn meets(
    lang: Lang,
    on: Days,
    start_minute: Option<u16>,
    zone: Option<&Zone>,
) -> String {
    let w = GroupWords::of(lang);
    let (Some(start), false) = (start_minute, on.is_empty()) else {
        return w.by_appointment.to_owned();
    };
    let mut text = format!("{}, {}", days(lang, on), clock(lang, start));
    if let Some(zone) = zone {
        text.push_str(", ");
        text.push_str(&place_time(lang, zone));
    }
    text
}

/// `New York time`, `hora de Lima`.
pub(super) fn place_time(lang: Lang, zone: &Zone) -> String {
    fill(GroupWords::of(lang).time_in, &[("place", &zone.place())])
}

/// `90 minutes`.
pub(super) fn minutes(lang: Lang, minutes: u16) -> String {
    fill(GroupWords::of(lang).minutes, &[("n", &minutes.to_string())])
}

/// `Today, Sunday`, `Tomorrow, Monday`, `Wednesday 25 November`.
pub(super) fn day_heading(lang: Lang, date: Date, today: Date) -> String {
    let w = GroupWords::of(lang);
    let name = weekdays::name(lang, date.weekday());
    if date == today {
        return fill(w.today_day, &[("day", name)]);
    }
    if today.tomorrow().is_ok_and(|tomorrow| tomorrow == date) {
        return fill(w.tomorrow_day, &[("day", name)]);
    }
    date_heading(lang, date)
}

/// `Wednesday 25 November`, `Miércoles 25 de noviembre`.
pub(super) fn date_heading(lang: Lang, date: Date) -> String {
    let name = weekdays::name(lang, date.weekday());
    match lang {
        Lang::En => format!("{name} {} {}", date.day(), months::name(lang, date.month())),
        Lang::Es => capitalised(&format!(
            "{name} {} de {}",
            date.day(),
            months::name(lang, date.month())
        )),
    }
}

/// The wall clock of a group at the start of a meeting, `2026-11-24T19:00`: what a script compares
/// with the reader's own clock.
pub(super) fn wall(zone: Option<&Zone>, at_ms: i64) -> String {
    zone.map(|zone| {
        zone.wall_clock(at_ms)
            .strftime("%Y-%m-%dT%H:%M")
            .to_string()
    })
    .unwrap_or_default()
}

/// `On now`, `Starts in 20 minutes`, `Starts in 9 hours`; nothing beyond a day.
pub(super) fn how_soon(lang: Lang, next: &Occurrence, now_ms: i64) -> Option<String> {
    let w = GroupWords::of(lang);
    let left_ms = next.start_ms.saturating_sub(now_ms);
    if left_ms <= 0 {
        return Some(w.on_now.to_owned());
    }
    // Rounded up, so that nobody is told there is less time than there is.
    let minutes = (left_ms + MINUTE_MS - 1) / MINUTE_MS;
    if minutes < MINUTES_IN_HOUR {
        return Some(match minutes {
            1 => w.in_one_minute.to_owned(),
            n => fill(w.in_minutes, &[("n", &n.to_string())]),
        });
    }
    match (minutes + MINUTES_IN_HOUR / 2) / MINUTES_IN_HOUR {
        1 => Some(w.in_one_hour.to_owned()),
        hours @ 2..24 => Some(fill(w.in_hours, &[("n", &hours.to_string())])),
        _ => None,
    }
}

/// The instant as a browser reads it: `2026-11-23T19:00:00Z`.
pub(super) fn machine(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .map(|at| at.to_string())
        .unwrap_or_default()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_read_as_people_say_them() {
        let some = |bits| Days::from_bits(bits).unwrap();
        assert_eq!(
            days(Lang::En, some(0b101_0100)),
            "Tuesdays, Thursdays and Saturdays"
        );
        assert_eq!(days(Lang::Es, some(0b100_0010)), "Lunes y sábados");
        assert_eq!(days(Lang::En, Days::ALL), "Every day");
        assert_eq!(days(Lang::Es, Days::NONE), "Con cita");
    }

    #[test]
    fn clocks_read_as_in_the_language() {
        assert_eq!(clock(Lang::En, 0), "12:00 AM");
        assert_eq!(clock(Lang::En, 12 * 60 + 5), "12:05 PM");
        assert_eq!(clock(Lang::Es, 19 * 60), "19:00");
    }

    #[test]
    fn soon_is_rounded_so_that_nobody_is_late() {
        let next = Occurrence {
            date: jiff::civil::date(2026, 11, 23),
            start_ms: 100 * MINUTE_MS,
            end_ms: 160 * MINUTE_MS,
            is_cancelled: false,
            way: None,
        };
        let soon = |now_ms| how_soon(Lang::En, &next, now_ms).unwrap_or_default();
        assert_eq!(soon(100 * MINUTE_MS), "On now");
        assert_eq!(soon(100 * MINUTE_MS - 1), "Starts in a minute");
        assert_eq!(soon(80 * MINUTE_MS), "Starts in 20 minutes");
        assert_eq!(soon(40 * MINUTE_MS), "Starts in an hour");
        assert_eq!(soon(-80 * MINUTE_MS), "Starts in 3 hours");
        assert_eq!(soon(-24 * 60 * MINUTE_MS), "");
    }
}
