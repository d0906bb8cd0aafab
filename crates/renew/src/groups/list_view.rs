//! Markup of the list of meetings that anybody can come to.

use calendar::schedule::Exception;
use calendar::{Occurrence, Zone};
use jiff::civil::Date;
use maud::{Markup, html};

use super::ask_view;
use super::board::{self, Board, Listing};
use super::finder_words::FinderWords;
use super::found::{Answered, Reader, Row};
use super::gone_view;
use super::question::{ON_A_PAGE, Question, Reach};
use super::view::{attendance_tag, empty_ring, language, other};
use super::when;
use super::words::GroupWords;
use crate::site::components::icon;
use crate::site::lang::{Lang, fill};
use crate::site::visitor::escape_query;

/// A card with more tags than this is a list itself.
const KINDS_SHOWN: usize = 4;

/// One page of the list.
pub(super) struct ListPage<'a> {
    pub(super) board: &'a Board,
    pub(super) asked: &'a Question,
    pub(super) is_understood: bool,
    pub(super) answered: &'a Answered<'a>,
    pub(super) reader: &'a Reader,
    pub(super) now_ms: i64,
}

/// The list of meetings, the next first.
pub(super) fn list(lang: Lang, page: &ListPage<'_>) -> Markup {
    let (w, f) = (GroupWords::of(lang), FinderWords::of(lang));
    let (board, asked, answered) = (page.board, page.asked, page.answered);
    html! {
        div class="wrap page stack-l" {
            section class="stack" id="find" {
                h1 { (w.find_heading) }
                @if board.is_empty() {
                    (empty_ring(w.none_yet))
                } @else {
                    (ask_view::form(lang, board, asked, &answered.counts))
                    @if !page.is_understood {
                        p class="notice" role="status" { (icon("info")) span { (f.not_understood) } }
                    }
                    (ask_view::chosen(lang, board, asked))
                    (clock_line(lang, page.reader, &asked.address("/groups")))
                    @if answered.rows.is_empty() {
                        (nothing(lang, page))
                    } @else {
                        (summary(lang, page))
                        (days(lang, &answered.rows, &page.reader.zone, page.now_ms))
                        (pager(lang, page))
                    }
                    (others(f, page))
                }
            }
        }
    }
}

/// The next meetings under their days, for a page outside of this slice.
#[must_use]
pub fn soon(
    lang: Lang,
    reader: &Reader,
    meetings: &[(Listing, Occurrence)],
    now_ms: i64,
) -> Markup {
    let rows: Vec<Row<'_>> = meetings
        .iter()
        .map(|(listing, at)| Row::of(listing, Some(*at), None))
        .collect();
    html! {
        (clock_line(lang, reader, "/"))
        (days(lang, &rows, &reader.zone, now_ms))
    }
}

/// Day and time of a meeting on the reader's clock, as words in a sentence.
#[must_use]
pub fn when_words(lang: Lang, reader: &Reader, at: &Occurrence, now_ms: i64) -> String {
    let zone = &reader.zone;
    let today = zone.wall_clock(now_ms).date();
    format!(
        "{}, {}",
        when::day_heading(lang, when::day_of(Some(zone), at), today),
        when::start(lang, Some(zone), at)
    )
}

/// Whose clock the times are on, always; and how to have them on another.
fn clock_line(lang: Lang, reader: &Reader, back: &str) -> Markup {
    let f = FinderWords::of(lang);
    let text = if reader.is_own {
        f.clock_is
    } else {
        f.clock_usual
    };
    html! {
        div class="clock-line sm soft" {
            p {
                (icon("clock"))
                (fill(text, &[("place", &reader.zone.place())])) " "
                a href={ "/clock?back=" (escape_query(back)) } { (f.clock_other) }
            }
            @if !reader.is_own {
                form method="post" action="/clock" data-own-clock=(reader.zone.name()) hidden {
                    input type="hidden" name="zone" value="";
                    input type="hidden" name="back" value=(back);
                    button class="btn btn-soft" type="submit" { (f.clock_own) }
                }
            }
        }
    }
}

fn summary(lang: Lang, page: &ListPage<'_>) -> Markup {
    let f = FinderWords::of(lang);
    let (total, first) = (page.answered.total, page.asked.page * ON_A_PAGE);
    let n = total.to_string();
    let counted = match total {
        1 => f.one_meeting.to_owned(),
        _ => fill(f.n_meetings, &[("n", &n)]),
    };
    let last = first + page.answered.rows.len();
    html! {
        p class="row row-between" {
            @if total > ON_A_PAGE {
                span { (fill(f.from_to, &[
                    ("from", &(first + 1).to_string()), ("to", &last.to_string()), ("n", &counted),
                ])) }
            } @else {
                span { (counted) }
            }
            @if page.asked.reach == Reach::Week {
                a class="tlink" href=(page.asked.on_page(0).address("/groups/print")) { (f.to_print) }
            }
        }
    }
}

/// Under what a meeting stands.
#[derive(Clone, Copy, PartialEq)]
enum Heading {
    Now,
    Day(Date),
    ByAppointment,
}

fn heading_of(row: &Row<'_>, zone: &Zone, now_ms: i64) -> Heading {
    match row.at {
        None => Heading::ByAppointment,
        Some(at) if at.start_ms <= now_ms && at.end_ms > now_ms && !at.is_cancelled => Heading::Now,
        Some(at) => Heading::Day(when::day_of(Some(zone), &at)),
    }
}

/// The meetings under what is on and under each day, by the reader's calendar.
fn days(lang: Lang, rows: &[Row<'_>], zone: &Zone, now_ms: i64) -> Markup {
    let f = FinderWords::of(lang);
    let today = zone.wall_clock(now_ms).date();
    let of = |row: &Row<'_>| heading_of(row, zone, now_ms);
    html! {
        @for part in rows.chunk_by(|a, b| of(a) == of(b)) {
            @if let Some(first) = part.first() {
                h2 class="h2" {
                    @match of(first) {
                        Heading::Now => (f.on_now),
                        Heading::Day(date) => (when::day_heading(lang, date, today)),
                        Heading::ByAppointment => (f.by_appointment),
                    }
                }
            }
            ul class="meets" { @for row in part { (meeting(lang, row, zone, now_ms)) } }
        }
    }
}

/// One meeting in a list; the whole card is its link.
fn meeting(lang: Lang, row: &Row<'_>, zone: &Zone, now_ms: i64) -> Markup {
    let group = row.listing;
    let attendance = group.attendance.this_time(row.at.and_then(|at| at.way));
    let is_off = row.at.is_some_and(|at| at.is_cancelled);
    html! {
        li class={ "meet" @if is_off { " meet-off" } } {
            div class="meet-time" {
                @if let Some(at) = row.at {
                    time datetime=(when::machine(at.start_ms)) data-own-time=(when::wall(Some(zone), at.start_ms)) {
                        (when::start(lang, Some(zone), &at))
                    }
                    small { (when::length(lang, &at)) }
                }
            }
            div class="stack-s" {
                h3 lang=[other(lang, group.lang)] {
                    a href={ "/groups/" (group.id) } { (group.name) }
                }
                @if group.is_in_doubt() { (gone_view::mark(lang)) }
                (off(lang, row, zone, now_ms))
                @let lines = [there(lang, row, zone), place_line(group)];
                @for line in lines.into_iter().flatten() { p class="sm soft" { (line) } }
                div class="row" {
                    (attendance_tag(lang, attendance, group.has_phone))
                    @if let Some(km) = row.km { span class="tag tag-line" { (ask_view::away(lang, km)) } }
                    @if group.lang != lang {
                        span class="tag" lang=(group.lang.tag()) {
                            (icon("translate")) (group.lang.own_name())
                        }
                    }
                    @for kind in group.kinds().into_iter().take(KINDS_SHOWN) {
                        span class="tag tag-line" { (kind.name(language(lang))) }
                    }
                }
            }
            @if let Some(soon) = row.at.filter(|_| !is_off).and_then(|at| when::how_soon(lang, &at, now_ms)) {
                p class="meet-end sm soft" { (soon) }
            }
        }
    }
}

/// That this time is off, or otherwise than usual, in the group's own words.
fn off(lang: Lang, row: &Row<'_>, zone: &Zone, now_ms: i64) -> Markup {
    let f = FinderWords::of(lang);
    let today = zone.wall_clock(now_ms).date();
    let is_off = row.at.is_some_and(|at| at.is_cancelled);
    let is_today = row
        .at
        .is_some_and(|at| when::day_of(Some(zone), &at) == today);
    let note = |known: &Exception| Some(known.note.clone()).filter(|note| !note.is_empty());
    let note = row.exception.as_ref().and_then(note);
    html! {
        @if is_off {
            p {
                b { (if is_today { f.off_today } else { f.off_this_time }) }
                @if let Some(note) = note { ": " span lang=[other(lang, row.listing.lang)] { (note) } }
            }
            @if let Some(next) = &row.next {
                @let when = format!("{}, {}",
                    when::day_heading(lang, when::day_of(Some(zone), next), today),
                    when::start(lang, Some(zone), next));
                p class="sm" { (fill(f.next_is, &[("when", &when)])) }
            }
        } @else if let Some(note) = note {
            p lang=[other(lang, row.listing.lang)] { (note) }
        }
    }
}

/// The time on the meeting's own clock, where that shows another one.
pub(super) fn there(lang: Lang, row: &Row<'_>, reader: &Zone) -> Option<String> {
    let (at, zone) = row.at.zip(row.listing.zone.as_ref())?;
    let (here, there) = (reader.wall_clock(at.start_ms), zone.wall_clock(at.start_ms));
    if here == there {
        return None;
    }
    let mut time = when::start(lang, Some(zone), &at);
    if here.date() != there.date() {
        let day = crate::site::weekdays::name(lang, there.weekday());
        time = when::capitalised(&format!("{day}, {time}"));
    }
    let w = FinderWords::of(lang);
    Some(fill(w.there, &[("time", &time), ("place", &zone.place())]))
}

/// Where it is, as far as it is known: `Elm Street Hall · Old Town`.
fn place_line(group: &Listing) -> Option<String> {
    let place = Some(group.place.as_str()).filter(|_| group.attendance.is_in_room());
    let region = board::region_words(&group.region);
    let parts = [place, Some(region.as_str())];
    let parts: Vec<&str> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A sentence and the ways out: without the last choice, or to whatever is on next from anywhere.
fn nothing(lang: Lang, page: &ListPage<'_>) -> Markup {
    let f = FinderWords::of(lang);
    let last = page.asked.parts().pop();
    html! {
        div class="stack" role="status" {
            p class="lead" { (f.none_found) }
            @if let Some(last) = last {
                @let name = ask_view::part_name(lang, page.board, &last);
                p { a class="btn btn-quiet" href=(page.asked.without(&last).address("/groups")) {
                    (fill(f.without_last, &[("choice", &name)]))
                } }
            }
        }
        @if let Some(online) = &page.answered.online {
            p { (f.anywhere) }
            (days(lang, std::slice::from_ref(online), &page.reader.zone, page.now_ms))
        }
    }
}

/// Meetings that the week doesn't hold.
fn others(f: &FinderWords, page: &ListPage<'_>) -> Markup {
    let asked = page.asked;
    let many = |n: usize, one: &str, many: &str| match n {
        1 => one.to_owned(),
        n => fill(many, &[("n", &n.to_string())]),
    };
    let links = [
        (page.answered.later, Reach::Later, f.one_later, f.later),
        (
            page.answered.by_appointment,
            Reach::ByAppointment,
            f.one_at_request,
            f.at_request,
        ),
    ];
    html! {
        @for (n, reach, one, more) in links {
            @if n > 0 {
                p { a class="tlink" href=(asked.reaching(reach).address("/groups")) { (many(n, one, more)) } }
            }
        }
        @if asked.reach != Reach::Week {
            p { a class="tlink" href=(asked.reaching(Reach::Week).address("/groups")) { (f.this_week) } }
        }
    }
}

fn pager(lang: Lang, page: &ListPage<'_>) -> Markup {
    let (w, f) = (GroupWords::of(lang), FinderWords::of(lang));
    let here = page.asked.page;
    let has_more = (here + 1) * ON_A_PAGE < page.answered.total;
    let href = |page_number: usize| page.asked.on_page(page_number).address("/groups");
    html! {
        @if here > 0 || has_more {
            nav class="row" aria-label=(f.pages) {
                @if here > 0 { a class="btn btn-quiet" rel="prev" href=(href(here - 1)) { (w.sooner) } }
                @if has_more { a class="btn btn-quiet" rel="next" href=(href(here + 1)) { (w.later) } }
            }
        }
    }
}
