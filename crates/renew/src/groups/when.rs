//! Days and times of groups, as people say them.

use calendar::schedule::{Dates, Ordinals};
use calendar::{Days, Occurrence, Rule, Zone};
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

/// So many single dates are named; the rest is counted.
const DATES_NAMED_MAX: usize = 6;

/// `Tuesdays and Thursdays`, `Cada 2 semanas: martes`, `First and last Tuesday of the month`.
pub(super) fn days(lang: Lang, rule: Option<&Rule>) -> String {
    let w = GroupWords::of(lang);
    match rule {
        None => w.by_appointment.to_owned(),
        Some(Rule::Weekly(days)) => weekly(lang, *days),
        Some(Rule::EveryWeeks { weeks: 1, days, .. }) => weekly(lang, *days),
        Some(Rule::EveryWeeks { weeks, days, .. }) => {
            let names: Vec<String> = days.iter().map(|day| every(lang, day)).collect();
            let n = weeks.to_string();
            fill(w.every_weeks, &[("n", &n), ("days", &list(w, &names))])
        }
        Some(Rule::Monthly { ordinals, days }) => monthly(lang, *ordinals, *days),
        Some(Rule::Dates(some)) => dates(lang, some),
    }
}

fn weekly(lang: Lang, days: Days) -> String {
    let w = GroupWords::of(lang);
    if days == Days::ALL {
        return w.every_day.to_owned();
    }
    let names: Vec<String> = days.iter().map(|day| every(lang, day)).collect();
    match names.as_slice() {
        [] => w.by_appointment.to_owned(),
        names => capitalised(&list(w, names)),
    }
}

fn monthly(lang: Lang, ordinals: Ordinals, days: Days) -> String {
    let w = GroupWords::of(lang);
    let numbers = [w.first, w.second, w.third, w.fourth, w.fifth];
    let which: Vec<String> = ordinals
        .numbers()
        .filter_map(|nth| numbers.get(usize::from(nth).checked_sub(1)?).copied())
        .chain(ordinals.has_last().then_some(w.last))
        .map(str::to_owned)
        .collect();
    let names: Vec<String> = days
        .iter()
        .map(|day| weekdays::name(lang, day).to_owned())
        .collect();
    let (which, days) = (list(w, &which), list(w, &names));
    capitalised(&fill(w.of_the_month, &[("which", &which), ("days", &days)]))
}

fn dates(lang: Lang, dates: &Dates) -> String {
    let w = GroupWords::of(lang);
    let mut names: Vec<String> = dates
        .iter()
        .take(DATES_NAMED_MAX)
        .map(|date| whole_date(lang, date))
        .collect();
    match dates.iter().count().saturating_sub(DATES_NAMED_MAX) {
        0 => {}
        1 => names.push(w.one_more_day.to_owned()),
        more => names.push(fill(w.more_days, &[("n", &more.to_string())])),
    }
    match names.as_slice() {
        [] => w.by_appointment.to_owned(),
        names => list(w, names),
    }
}

/// `24 December 2026`, `24 de diciembre de 2026`.
pub(super) fn whole_date(lang: Lang, date: Date) -> String {
    let (day, month, year) = (date.day(), months::name(lang, date.month()), date.year());
    match lang {
        Lang::En => format!("{day} {month} {year}"),
        Lang::Es => format!("{day} de {month} de {year}"),
    }
}

/// `a, b and c`.
pub(super) fn names(lang: Lang, names: &[String]) -> String {
    list(GroupWords::of(lang), names)
}

fn list(w: &GroupWords, names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {} {last}", others.join(", "), w.and),
    }
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
    on: Option<&Rule>,
    start_minute: Option<u16>,
    zone: Option<&Zone>,
) -> String {
    let w = GroupWords::of(lang);
    let (Some(start), Some(rule)) = (start_minute, on) else {
        return w.by_appointment.to_owned();
    };
    let mut text = format!("{}, {}", days(lang, Some(rule)), clock(lang, start));
    if let Some(zone) = zone {
        text.push_str(", ");
        text.push_str(&place_time(lang, zone));
    }
    text
}

/// The day on which an occurrence is, on the group's own calendar: not always the one that it is
/// named by, since people move evenings.
pub(super) fn day_of(zone: Option<&Zone>, occurrence: &Occurrence) -> Date {
    zone.map_or(occurrence.date, |zone| {
        zone.wall_clock(occurrence.start_ms).date()
    })
}

/// The start of an occurrence on the group's own clock, as [`clock`] writes it.
pub(super) fn start(lang: Lang, zone: Option<&Zone>, occurrence: &Occurrence) -> String {
    let utc = Zone::utc();
    let time = zone.unwrap_or(&utc).wall_clock(occurrence.start_ms);
    let part = |part: i8| u16::from(part.unsigned_abs());
    clock(lang, part(time.hour()) * 60 + part(time.minute()))
}

/// How long an occurrence lasts, as [`minutes`] writes it.
pub(super) fn length(lang: Lang, occurrence: &Occurrence) -> String {
    let length = (occurrence.end_ms - occurrence.start_ms) / MINUTE_MS;
    minutes(lang, u16::try_from(length).unwrap_or(u16::MAX))
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
    capitalised(&date_words(lang, date))
}

/// A date inside a sentence: `Wednesday 25 November`, `miércoles 25 de noviembre`.
pub(super) fn date_words(lang: Lang, date: Date) -> String {
    let name = weekdays::name(lang, date.weekday());
    let (day, month) = (date.day(), months::name(lang, date.month()));
    match lang {
        Lang::En => format!("{name} {day} {month}"),
        Lang::Es => format!("{name} {day} de {month}"),
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

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// The day that it is where the group lives; in UTC where nobody has said its zone.
pub(super) fn today(zone: Option<&Zone>, now_ms: i64) -> Date {
    match zone {
        Some(zone) => zone.wall_clock(now_ms).date(),
        None => Zone::utc().wall_clock(now_ms).date(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_read_as_people_say_them() {
        for (rule, en, es) in [
            (
                "weekly:tue,thu,sat",
                "Tuesdays, Thursdays and Saturdays",
                "Martes, jueves y sábados",
            ),
            ("weekly:mon,sat", "Mondays and Saturdays", "Lunes y sábados"),
            (
                "weekly:sun,mon,tue,wed,thu,fri,sat",
                "Every day",
                "Todos los días",
            ),
            ("weekly:", "By appointment", "Con cita"),
            ("every:1w:2026-01-06:tue", "Tuesdays", "Martes"),
            (
                "every:2w:2026-01-06:tue",
                "Every 2 weeks: Tuesdays",
                "Cada 2 semanas: martes",
            ),
            (
                "monthly:1,3,last:tue,sat",
                "First, third and last Tuesday and Saturday of the month",
                "Primer, tercer y último martes y sábado del mes",
            ),
            (
                "dates:2026-12-24,2027-01-01",
                "24 December 2026 and 1 January 2027",
                "24 de diciembre de 2026 y 1 de enero de 2027",
            ),
        ] {
            let rule = Rule::read(rule).unwrap();
            assert_eq!(days(Lang::En, Some(&rule)), en);
            assert_eq!(days(Lang::Es, Some(&rule)), es);
        }
        assert_eq!(days(Lang::Es, None), "Con cita");
        let many: Vec<String> = (1..=8).map(|day| format!("2026-12-0{day}")).collect();
        let many = Rule::read(&format!("dates:{}", many.join(","))).unwrap();
        assert!(days(Lang::En, Some(&many)).ends_with("6 December 2026 and 2 more days"));
    }

    #[test]
    fn a_moved_evening_is_shown_where_it_is() {
        let lima = Zone::named("America/Lima").unwrap();
        let moved = Occurrence {
            date: jiff::civil::date(2026, 11, 24),
            start_ms: 1_795_737_600_000,
            end_ms: 1_795_737_600_000 + 45 * MINUTE_MS,
            is_cancelled: false,
            way: None,
        };
        let day = day_of(Some(&lima), &moved);
        assert_eq!(date_heading(Lang::En, day), "Thursday 26 November");
        assert_eq!(start(Lang::En, Some(&lima), &moved), "7:00 PM");
        assert_eq!(length(Lang::Es, &moved), "45 minutos");
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
