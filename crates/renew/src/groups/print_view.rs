//! Markup of the list for a noticeboard: a page that prints well, without colour.

use calendar::Zone;
use maud::{Markup, html};

use super::board;
use super::details::Attendance;
use super::finder_words::FinderWords;
use super::found::{Cut, Reader, Row};
use super::list_view;
use super::question::Question;
use super::view::other;
use super::when;
use super::words::GroupWords;
use crate::site::lang::{Lang, fill};

/// How the list is put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paper {
    pub(super) is_by_place: bool,
    pub(super) is_large: bool,
}

impl Paper {
    pub(super) fn read(pairs: &[(String, String)]) -> Self {
        let has = |name: &str, value: &str| {
            let mut pairs = pairs.iter();
            pairs.any(|(known, given)| known == name && given == value)
        };
        Self {
            is_by_place: has("by", "place"),
            is_large: has("print", "large"),
        }
    }

    /// Of what is beside the matter. In large letters, all is large.
    fn small(self) -> Option<&'static str> {
        (!self.is_large).then_some("sm")
    }

    fn address(self, asked: &Question) -> String {
        let mut address = asked.address("/groups/print");
        let by = self.is_by_place.then_some("by=place");
        let print = self.is_large.then_some("print=large");
        for pair in [by, print].into_iter().flatten() {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(pair);
        }
        address
    }
}

/// The page.
pub(super) struct PrintPage<'a> {
    pub(super) asked: &'a Question,
    pub(super) chosen: &'a [String],
    pub(super) paper: Paper,
    pub(super) rows: &'a [Row<'a>],
    pub(super) cut: Option<Cut>,
    pub(super) reader: &'a Reader,
    pub(super) community: &'a str,
    /// The address that people type.
    pub(super) site: &'a str,
    pub(super) now_ms: i64,
}

/// The list, by days or by places.
pub(super) fn page(lang: Lang, page: &PrintPage<'_>) -> Markup {
    let f = FinderWords::of(lang);
    let zone = &page.reader.zone;
    let title = format!("{} · {}", page.community, f.print_title);
    html! {
        div class={ "wrap page stack noticeboard" @if page.paper.is_large { " noticeboard-large" } } {
            (controls(f, page))
            header class="stack-s" {
                h1 { (title) }
                @if !page.chosen.is_empty() { p { (page.chosen.join(" · ")) } }
                p { (fill(f.clock_is, &[("place", &zone.place())])) }
                @if let Some(cut) = page.cut { p { b { (cut_words(lang, cut, zone)) } } }
            }
            @if page.rows.is_empty() { p { (f.print_none) } }
            @if page.paper.is_by_place { (by_place(lang, page)) } @else { (by_day(lang, page)) }
            @let today = when::whole_date(lang, zone.wall_clock(page.now_ms).date());
            p class=[page.paper.small()] { (fill(f.print_from, &[("date", &today), ("site", page.site)])) }
        }
    }
}

/// Where the list ends, and how the rest comes onto another.
fn cut_words(lang: Lang, cut: Cut, zone: &Zone) -> String {
    let f = FinderWords::of(lang);
    match cut {
        Cut::AfterDay(day) => fill(f.print_cut, &[("day", &when::date_words(lang, day))]),
        Cut::Before(at_ms) => {
            let clock = zone.wall_clock(at_ms);
            let day = when::date_words(lang, clock.date());
            let minute = u16::from(clock.hour().unsigned_abs()) * 60
                + u16::from(clock.minute().unsigned_abs());
            let time = when::clock(lang, minute);
            fill(f.print_cut_day, &[("day", &day), ("time", &time)])
        }
    }
}

/// What can be chosen; it stays off the paper.
fn controls(f: &FinderWords, page: &PrintPage<'_>) -> Markup {
    let paper = page.paper;
    let by = [(f.print_by_day, false), (f.print_by_place, true)];
    let sizes = [(f.print_usual, false), (f.print_large, true)];
    let link = |text: &str, paper: Paper| {
        let is_here = paper == page.paper;
        html! {
            a class="chip-off" href=(paper.address(page.asked)) aria-current=[is_here.then_some("true")] {
                (text)
            }
        }
    };
    html! {
        div class="card card-sunken stack-s off-paper" {
            p { (f.print_hint) }
            div class="row" {
                span class="label" { (f.print_by) }
                @for (text, is_by_place) in by { (link(text, Paper { is_by_place, ..paper })) }
            }
            div class="row" {
                span class="label" { (f.print_size) }
                @for (text, is_large) in sizes { (link(text, Paper { is_large, ..paper })) }
            }
            p { a href=(page.asked.address("/groups")) { (f.print_back) } }
        }
    }
}

fn by_day(lang: Lang, page: &PrintPage<'_>) -> Markup {
    let zone = &page.reader.zone;
    let day = |row: &Row<'_>| row.at.map(|at| when::day_of(Some(zone), &at));
    let parts = page.rows.chunk_by(|a, b| day(a) == day(b));
    html! {
        @for part in parts {
            @let date = part.first().and_then(day);
            @let heading = date.map(|date| when::date_heading(lang, date)).unwrap_or_default();
            (table(lang, page.paper, &heading, part, zone))
        }
    }
}

fn by_place(lang: Lang, page: &PrintPage<'_>) -> Markup {
    let f = FinderWords::of(lang);
    let mut rows: Vec<Row<'_>> = page.rows.to_vec();
    // By place, and within each by time, as they come; what is in a room that nobody told, and then
    // what is online only, stands at the end.
    let standing = |row: &Row<'_>| {
        let place = place(row);
        (!is_in_room(row), place.is_empty(), place)
    };
    rows.sort_by_cached_key(standing);
    let same = |a: &Row<'_>, b: &Row<'_>| standing(a) == standing(b);
    html! {
        @for part in rows.chunk_by(same) {
            @let heading = match part.first().map(standing) {
                Some((false, false, name)) => name,
                Some((false, true, _)) => f.print_no_place.to_owned(),
                _ => f.online_place.to_owned(),
            };
            (table(lang, page.paper, &heading, part, &page.reader.zone))
        }
    }
}

fn is_in_room(row: &Row<'_>) -> bool {
    let usual = row.listing.attendance;
    usual.this_time(row.at.and_then(|at| at.way)).is_in_room()
}

/// Building and street, or the region where neither is told; empty for what is online only.
fn place(row: &Row<'_>) -> String {
    if !is_in_room(row) {
        return String::new();
    }
    let listing = row.listing;
    let known: Vec<&str> = [listing.place.as_str(), listing.address.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    if known.is_empty() {
        return board::region_words(&listing.region);
    }
    known.join(", ")
}

/// A part of the list. Its heading is in the table's own head, which a browser never parts from the
/// rows, and repeats on the next sheet.
fn table(lang: Lang, paper: Paper, heading: &str, rows: &[Row<'_>], zone: &Zone) -> Markup {
    let (w, f) = (GroupWords::of(lang), FinderWords::of(lang));
    let has_days = paper.is_by_place;
    html! {
        table class="paper" {
            thead {
                tr { th class="paper-heading" colspan="3" scope="colgroup" { (heading) } }
                tr {
                    th scope="col" { (f.print_time) }
                    th scope="col" { (f.print_meeting) }
                    th scope="col" { (f.print_where) }
                }
            }
            tbody {
                @for row in rows {
                    @let attendance = row.listing.attendance.this_time(row.at.and_then(|at| at.way));
                    tr {
                        td class="num" {
                            @if let Some(at) = row.at {
                                @if has_days { (when::date_heading(lang, when::day_of(Some(zone), &at))) ", " }
                                (when::start(lang, Some(zone), &at))
                            }
                            @if let Some(there) = list_view::there(lang, row, zone) { br; span class=[paper.small()] { (there) } }
                        }
                        td {
                            b lang=[other(lang, row.listing.lang)] { (row.listing.name) }
                            @if row.listing.is_in_doubt() { br; span { (w.gone_mark) } }
                            @if row.at.is_some_and(|at| at.is_cancelled) { br; b { (f.off_this_time) } }
                            @if let Some(known) = row.exception.as_ref().filter(|known| !known.note.is_empty()) {
                                br; span lang=[other(lang, row.listing.lang)] { (known.note) }
                            }
                        }
                        td {
                            (way_name(w, attendance))
                            @let place = place(row);
                            @if !has_days && !place.is_empty() { br; (place) }
                        }
                    }
                }
            }
        }
    }
}

fn way_name(w: &GroupWords, attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::Online => w.online,
        Attendance::InRoom => w.in_room,
        Attendance::Both => w.both,
        Attendance::Resting => w.resting,
    }
}
