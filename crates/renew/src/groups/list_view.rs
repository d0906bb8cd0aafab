//! Markup of the list of meetings that anybody can come to.

use calendar::Occurrence;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

use super::details::Attendance;
use super::finder::Listing;
use super::view::{attendance_tag, empty_ring, other, today};
use super::when;
use super::words::GroupWords;
use crate::site::components::icon;
use crate::site::lang::Lang;
use crate::site::weekdays;

/// What the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// On the group's own calendar.
    pub(super) day: Option<Weekday>,
    pub(super) way: Option<Way>,
    /// From 0.
    pub(super) page: usize,
}

/// Where somebody wants to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Online,
    InRoom,
}

impl Way {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InRoom => "room",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        [Self::Online, Self::InRoom]
            .into_iter()
            .find(|way| way.key() == key)
    }

    pub(super) fn fits(self, attendance: Attendance) -> bool {
        match self {
            Self::Online => attendance.is_online(),
            Self::InRoom => attendance.is_in_room(),
        }
    }
}

/// One page of the list.
pub(super) struct Found<'a> {
    pub(super) filter: Filter,
    pub(super) meetings: &'a [(Listing, Occurrence)],
    pub(super) has_more: bool,
    /// Whether there is any group at all, filter or not.
    pub(super) is_new_community: bool,
    pub(super) now_ms: i64,
}

/// The list of meetings, the next first.
pub(super) fn list(lang: Lang, found: &Found<'_>) -> Markup {
    let w = GroupWords::of(lang);
    html! {
        div class="wrap page stack-l" {
            section class="stack" id="find" {
                h1 { (w.find_heading) }
                (finder(lang, found.filter))
                @if found.meetings.is_empty() {
                    (empty_ring(if found.is_new_community { w.none_yet } else { w.none_found }))
                } @else {
                    p class="sm soft" { (w.find_intro) }
                    (days(lang, found))
                }
                (pager(w, found))
            }
        }
    }
}

/// The finder as it stands on a page that filters nothing.
#[must_use]
pub fn finder_form(lang: Lang) -> Markup {
    finder(lang, Filter::default())
}

/// The next meetings under their days, for a page outside of this slice.
#[must_use]
pub fn soon(lang: Lang, meetings: &[(Listing, Occurrence)], now_ms: i64) -> Markup {
    days(
        lang,
        &Found {
            filter: Filter::default(),
            meetings,
            has_more: false,
            is_new_community: false,
            now_ms,
        },
    )
}

/// Day and time of a meeting, by the group's own clock, as words in a sentence.
#[must_use]
pub fn when_words(lang: Lang, group: &Listing, next: &Occurrence, now_ms: i64) -> String {
    let zone = group.zone.as_ref();
    format!(
        "{}, {}",
        when::day_heading(lang, when::day_of(zone, next), today(zone, now_ms)),
        when::start(lang, zone, next)
    )
}

fn finder(lang: Lang, filter: Filter) -> Markup {
    let w = GroupWords::of(lang);
    let day_of = |offset: i8| Weekday::from_sunday_zero_offset(offset).ok();
    html! {
        form class="finder" action="/groups" method="get" {
            div class="field" {
                label class="label" for="day" { (w.day) }
                select class="select" id="day" name="day" {
                    option value="" { (w.any_day) }
                    @for day in (0..7).filter_map(day_of) {
                        option value=(day.to_sunday_zero_offset()) selected[filter.day == Some(day)] {
                            (weekdays::name(lang, day))
                        }
                    }
                }
            }
            div class="field" {
                label class="label" for="where" { (w.way) }
                select class="select" id="where" name="where" {
                    option value="" { (w.any_way) }
                    @for (way, name) in [(Way::Online, w.online), (Way::InRoom, w.in_room)] {
                        option value=(way.key()) selected[filter.way == Some(way)] { (name) }
                    }
                }
            }
            button class="btn" type="submit" { (w.show) }
        }
    }
}

/// The meetings under a heading for each day, by the calendar of each group.
fn days(lang: Lang, found: &Found<'_>) -> Markup {
    let days = found.meetings.chunk_by(|a, b| day_of(a) == day_of(b));
    let now = one_today(found.meetings, found.now_ms);
    html! {
        @for day in days {
            @if let Some(heading) = heading(lang, day, now, found.now_ms) { h2 class="h2" { (heading) } }
            ul class="meets" {
                @for (group, next) in day { (meeting(lang, group, next, found.now_ms)) }
            }
        }
    }
}

/// The day of a meeting on the calendar of its group.
fn day_of((group, next): &(Listing, Occurrence)) -> Date {
    when::day_of(group.zone.as_ref(), next)
}

/// The day that it is for all groups on the list that meet today or tomorrow, if it is one day.
/// Where their zones disagree, a list of "today" and "tomorrow" would contradict itself: it can be
/// tomorrow's Saturday for one group while it is tomorrow's Friday for the next.
fn one_today(meetings: &[(Listing, Occurrence)], now_ms: i64) -> Option<Date> {
    let mut days = meetings.iter().filter_map(|meeting| {
        let (now, date) = (today(meeting.0.zone.as_ref(), now_ms), day_of(meeting));
        let is_near = date == now || now.tomorrow().is_ok_and(|day| day == date);
        is_near.then_some(now)
    });
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// The name of a day. It is "today" only if it is today for all who meet on it: where the zones of
/// the groups disagree, the date alone is right for each.
fn heading(
    lang: Lang,
    day: &[(Listing, Occurrence)],
    now: Option<Date>,
    now_ms: i64,
) -> Option<String> {
    let date = day_of(day.first()?);
    let agreed = now.filter(|now| {
        day.iter()
            .all(|(group, _)| today(group.zone.as_ref(), now_ms) == *now)
    });
    Some(match agreed {
        Some(now) => when::day_heading(lang, date, now),
        None => when::date_heading(lang, date),
    })
}

/// One meeting in a list; the whole card is its link.
fn meeting(lang: Lang, group: &Listing, next: &Occurrence, now_ms: i64) -> Markup {
    html! {
        li class="meet" {
            div class="meet-time" {
                time datetime=(when::machine(next.start_ms))
                    data-own-time=(when::wall(group.zone.as_ref(), next.start_ms)) {
                    (when::start(lang, group.zone.as_ref(), next))
                }
                small { (when::length(lang, next)) }
            }
            div class="stack-s" {
                h3 lang=[other(lang, group.lang)] {
                    a href={ "/groups/" (group.id) } { (group.name) }
                }
                @let line = place_line(lang, group);
                @if !line.is_empty() { p class="sm soft" { (line) } }
                div class="row" {
                    (attendance_tag(lang, group.attendance.this_time(next.way), group.has_phone))
                    @if group.lang != lang {
                        span class="tag" lang=(group.lang.tag()) {
                            (icon("translate")) (group.lang.own_name())
                        }
                    }
                }
            }
            @if let Some(soon) = when::how_soon(lang, next, now_ms) {
                p class="meet-end sm soft" { (soon) }
            }
        }
    }
}

/// Place and zone, as far as they are known: `Elm Street Hall · New York time`.
fn place_line(lang: Lang, group: &Listing) -> String {
    let place = if group.attendance.is_in_room() && !group.place.is_empty() {
        group.place.as_str()
    } else {
        group.region.as_str()
    };
    let zone = group.zone.as_ref().map(|zone| when::place_time(lang, zone));
    [
        Some(place.to_owned()).filter(|place| !place.is_empty()),
        zone,
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}

fn pager(w: &GroupWords, found: &Found<'_>) -> Markup {
    let Filter { day, way, page } = found.filter;
    let href = |page: usize| {
        let day = day.map(|day| day.to_sunday_zero_offset().to_string());
        format!(
            "/groups?day={}&where={}&page={page}",
            day.unwrap_or_default(),
            way.map_or("", Way::key)
        )
    };
    html! {
        @if page > 0 || found.has_more {
            p class="row" {
                @if page > 0 { a class="btn btn-quiet" href=(href(page - 1)) { (w.sooner) } }
                @if found.has_more { a class="btn btn-quiet" href=(href(page + 1)) { (w.later) } }
            }
        }
    }
}
