//! Markup of the schedule: seven days of all groups.

use jiff::civil::Date;
use maud::{Markup, html};

use super::evening::{Difference, Evening};
use super::finder::Listing;
use super::form::NAME_CHARS_MAX;
use super::schedule_words::{NewsWords, ScheduleWords};
use super::week::{self, DAYS, Led, Meeting, Narrowed};
use super::{Attendance, gone_view, view, when};
use crate::site::components::{icon, tick};
use crate::site::lang::{Lang, fill};

/// One page of seven days.
pub(super) struct WeekPage<'a> {
    pub(super) first: Date,
    /// The day that it is for all groups, if they agree.
    pub(super) today: Option<Date>,
    pub(super) narrowed: &'a Narrowed,
    pub(super) meetings: &'a [Meeting],
    /// Of all pages.
    pub(super) count: usize,
    /// Those that nobody leads yet, of all pages.
    pub(super) gaps: usize,
    /// How many are on the pages before this one.
    pub(super) before: usize,
    /// From 0.
    pub(super) page: usize,
}

impl WeekPage<'_> {
    fn has_more(&self) -> bool {
        self.before + self.meetings.len() < self.count
    }
}

pub(super) fn week(lang: Lang, page: &WeekPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let day = when::date_words(lang, page.first);
    html! {
        div class="wrap page stack" {
            header class="stack-s" {
                h1 { (w.week_title) }
                p class="soft" { (fill(w.week_intro, &[("day", &day)])) }
            }
            p class="row" {
                a class="btn btn-quiet" href="/looking-after/venues" { (icon("map-pin")) (w.close_venue) }
                a class="btn btn-quiet" href="/looking-after/groups/new" { (icon("plus-bold")) (w.new_group) }
            }
            (narrowing(w, page))
            (ways(w, page))
            @if page.meetings.is_empty() && !page.narrowed.is_all() {
                p role="status" { (w.week_no_match) }
                p { a class="btn btn-quiet" href=(from(page.first)) { (w.week_all) } }
            } @else if page.meetings.is_empty() {
                (view::empty_ring(w.week_empty))
            } @else {
                (summary(w, page))
                @for day in page.meetings.chunk_by(|a, b| a.day == b.day) {
                    (day_part(lang, page.today, day))
                }
                (pager(w, page))
                (ways(w, page))
            }
        }
    }
}

fn from(first: Date) -> String {
    format!("/looking-after/schedule?from={first}")
}

/// The form for only some of the meetings of these days.
fn narrowing(w: &ScheduleWords, page: &WeekPage<'_>) -> Markup {
    html! {
        form class="finder" action="/looking-after/schedule" method="get" role="search" {
            input type="hidden" name="from" value=(page.first);
            div class="field" {
                label class="label" for="words" { (w.week_words) }
                input class="input" type="search" id="words" name="words" value=(page.narrowed.words)
                    autocomplete="off" maxlength=(NAME_CHARS_MAX);
            }
            label class="chip" {
                input type="checkbox" name="gaps" checked[page.narrowed.only_gaps];
                span { (tick()) (w.week_only_gaps) }
            }
            button class="btn" type="submit" { (w.week_go) }
        }
    }
}

/// The ways to the seven days before and after.
fn ways(w: &ScheduleWords, page: &WeekPage<'_>) -> Markup {
    let narrowed = page.narrowed.address();
    let href = |days| format!("{}{narrowed}", from(week::plus_days(page.first, days)));
    html! {
        p class="row" {
            a class="btn btn-s btn-quiet" rel="nofollow" href=(href(-DAYS)) { (icon("arrow-left")) (w.week_before) }
            a class="btn btn-s btn-quiet" href="/looking-after/schedule" { (w.week_today) }
            a class="btn btn-s btn-quiet" rel="nofollow" href=(href(DAYS)) { (w.week_after) (icon("arrow-right")) }
        }
    }
}

fn summary(w: &ScheduleWords, page: &WeekPage<'_>) -> Markup {
    let n = page.count.to_string();
    let (from, to) = (page.before + 1, page.before + page.meetings.len());
    let part = [("from", from.to_string()), ("to", to.to_string())];
    let part = part.each_ref().map(|(name, text)| (*name, text.as_str()));
    html! {
        p {
            @if page.count == 1 { (w.week_one) } @else { (fill(w.week_count, &[("n", &n)])) }
            @if page.meetings.len() < page.count { " " (fill(w.week_part, &part)) }
            @match page.gaps {
                0 => {},
                1 => { " " b { (w.week_gap) } },
                gaps => { " " b { (fill(w.week_gaps, &[("n", &gaps.to_string())])) } },
            }
        }
    }
}

fn pager(w: &ScheduleWords, page: &WeekPage<'_>) -> Markup {
    let narrowed = page.narrowed.address();
    let href = |number: usize| format!("{}{narrowed}&page={number}", from(page.first));
    html! {
        @if page.page > 0 || page.has_more() {
            p class="row" {
                @if page.page > 0 { a class="btn btn-quiet" href=(href(page.page - 1)) { (w.less) } }
                @if page.has_more() { a class="btn btn-quiet" href=(href(page.page + 1)) { (w.more) } }
            }
        }
    }
}

fn day_part(lang: Lang, today: Option<Date>, meetings: &[Meeting]) -> Markup {
    let Some(day) = meetings.first().map(|one| one.day) else {
        return html! {};
    };
    let heading = match today {
        Some(today) => when::day_heading(lang, day, today),
        None => when::date_heading(lang, day),
    };
    html! {
        section class="stack-s" aria-labelledby={ "day-" (day) } {
            h2 class="h2" id={ "day-" (day) } { (heading) }
            ul class="meets" { @for one in meetings { (meeting(lang, one)) } }
        }
    }
}

fn meeting(lang: Lang, one: &Meeting) -> Markup {
    let Meeting { group, evening, .. } = one;
    html! {
        li class="meet" {
            div class="meet-time" {
                (time(lang, group, evening))
                small { (when::length(lang, &evening.at)) }
            }
            div class="stack-s" {
                h3 lang=[view::other(lang, group.lang)] {
                    a href=(evening_path(group.id, evening)) { (group.name) }
                }
                p class="sm soft" { (place_line(lang, group, evening)) }
                @if group.is_in_doubt() { (gone_view::mark(lang)) }
                div class="row" {
                    (difference_tag(lang, evening.difference))
                    @if evening.difference != Difference::Off {
                        (view::attendance_tag(lang, way(group.attendance, evening), group.has_phone))
                    }
                }
                (note(lang, group.lang, evening))
            }
            (led_by(lang, &one.led))
        }
    }
}

fn time(lang: Lang, group: &Listing, evening: &Evening) -> Markup {
    let zone = group.zone.as_ref();
    html! {
        time datetime=(when::machine(evening.at.start_ms))
            data-own-time=(when::wall(zone, evening.at.start_ms)) {
            (when::start(lang, zone, &evening.at))
        }
    }
}

/// The place and the clock.
fn place_line(lang: Lang, group: &Listing, evening: &Evening) -> String {
    let is_there = way(group.attendance, evening).is_in_room() && !group.place.is_empty();
    let place = is_there.then(|| group.place.clone());
    let zone = group.zone.as_ref().map(|zone| when::place_time(lang, zone));
    let parts: Vec<String> = place.into_iter().chain(zone).collect();
    parts.join(" · ")
}

fn led_by(lang: Lang, led: &Led) -> Markup {
    let w = ScheduleWords::of(lang);
    html! {
        @match led {
            Led::By(names) => p class="meet-end sm" { (names_lead(lang, names)) },
            Led::Nobody => p class="meet-end" {
                span class="tag tag-care" { (icon("warning-circle")) (w.nobody) }
            },
            Led::Elsewhere => {},
        }
    }
}

/// `Marlow leads`, `Marlow and Sol lead`.
pub(super) fn names_lead(lang: Lang, names: &[String]) -> String {
    let w = ScheduleWords::of(lang);
    let sentence = if names.len() == 1 { w.leads } else { w.lead };
    fill(sentence, &[("names", &when::names(lang, names))])
}

/// Where one meeting has its page.
pub(super) fn evening_path(group: super::GroupId, evening: &Evening) -> String {
    format!("/groups/{group}/evenings/{}", evening.at.date)
}

/// How people come to this meeting.
pub(super) fn way(usual: Attendance, evening: &Evening) -> Attendance {
    usual.this_time(evening.at.way)
}

/// A word for what is other than usual.
pub(super) fn difference_tag(lang: Lang, difference: Difference) -> Markup {
    let w = NewsWords::of(lang);
    html! {
        @match difference {
            Difference::None => {},
            Difference::Off => span class="tag tag-care" { (icon("x")) (w.off) },
            Difference::Moved => span class="tag tag-light" { (icon("clock")) (w.moved) },
            Difference::Otherwise => span class="tag tag-light" { (icon("info")) (w.otherwise) },
        }
    }
}

/// What people should know of a meeting, in the words of those who look after it.
pub(super) fn note(lang: Lang, written_in: Lang, evening: &Evening) -> Markup {
    html! {
        @if !evening.note.is_empty() {
            p class="voice-s" lang=[view::other(lang, written_in)] { (evening.note) }
            (view::members_see_all(lang, &evening.note))
        }
    }
}
