//! Markup of venues: the list, those that are closed, and closing one.

use calendar::schedule::NOTE_CHARS_MAX;
use maud::{Markup, html};

use super::differences::{Closure, MetIn};
use super::form::NAME_CHARS_MAX;
use super::form_view::{date, field};
use super::schedule_words::VenueWords;
use super::venue::{ClosingForm, Touch, Touched};
use super::{ClosureId, Field as GroupField, told, view, when};
use crate::site::components::{Field, error_summary, icon, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// More meetings than this are counted and not named.
const TOUCHED_SHOWN_MAX: usize = 100;

/// The venues that groups meet in.
pub(super) struct VenuesPage<'a> {
    /// As many as are shown.
    pub(super) venues: &'a [&'a MetIn],
    /// Of all that have the words.
    pub(super) count: usize,
    pub(super) words: &'a str,
    /// Whether there is any venue at all, found or not.
    pub(super) has_any: bool,
    pub(super) closures: &'a [Closure],
    pub(super) told: Option<Told>,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Closed,
    Opened,
}

pub(super) fn venues(lang: Lang, page: &VenuesPage<'_>) -> Markup {
    let w = VenueWords::of(lang);
    let told = page.told.map(|told| match told {
        Told::Closed => w.done,
        Told::Opened => w.opened,
    });
    html! {
        div class="wrap narrow page stack" {
            @if let Some(told) = told {
                p class="notice" role="status" { (icon("check-circle")) span { (told) } }
            }
            header class="stack-s" { h1 { (w.title) } p class="soft" { (w.intro) } }
            (closed(lang, page.closures))
            @if page.has_any {
                (search(w, page.words))
                @if page.count == 0 { p { (w.no_match) } }
                @if page.venues.len() < page.count {
                    @let shown = page.venues.len().to_string();
                    @let all = page.count.to_string();
                    p class="sm soft" { (fill(w.some, &[("n", &shown), ("all", &all)])) }
                }
                ul class="meets" { @for venue in page.venues { (venue_row(lang, venue)) } }
            } @else {
                (view::empty_ring(w.none))
            }
        }
    }
}

fn closed(lang: Lang, closures: &[Closure]) -> Markup {
    let w = VenueWords::of(lang);
    html! {
        @if !closures.is_empty() {
            section class="card card-light stack" aria-labelledby="closed" {
                h2 class="h3" id="closed" { (w.closed_title) }
                @for closure in closures { (closure_part(lang, closure)) }
            }
        }
    }
}

fn closure_part(lang: Lang, closure: &Closure) -> Markup {
    let w = VenueWords::of(lang);
    let place = one_line(&closure.place, &closure.address);
    html! {
        div class="stack-s" {
            h3 { (place) }
            p { (days(lang, closure)) }
            @if !closure.note.is_empty() {
                p class="voice-s" { (closure.note) }
                (view::members_see_all(lang, &closure.note))
            }
            details {
                summary { (w.open_again) span class="vh" { " " (place) } }
                form class="stack-s" method="post"
                    action={ "/looking-after/venues/closures/" (ClosureId(closure.id)) "/removal" } {
                    p { (fill(w.open_ask, &[("place", &place)])) }
                    button class="btn btn-quiet" type="submit" { (w.open_yes) }
                }
            }
        }
    }
}

fn days(lang: Lang, closure: &Closure) -> String {
    let w = VenueWords::of(lang);
    let (first, last) = (
        when::date_words(lang, closure.first),
        when::date_words(lang, closure.last),
    );
    let sentence = if first == last { w.one_day } else { w.from_to };
    fill(sentence, &[("first", &first), ("last", &last)])
}

fn search(w: &VenueWords, words: &str) -> Markup {
    html! {
        form class="finder" action="/looking-after/venues" method="get" role="search" {
            div class="field" {
                label class="label" for="words" { (w.search) }
                input class="input" type="search" id="words" name="words" value=(words)
                    autocomplete="off" maxlength=(NAME_CHARS_MAX);
            }
            button class="btn btn-quiet" type="submit" { (w.search_go) }
        }
    }
}

fn venue_row(lang: Lang, venue: &MetIn) -> Markup {
    let w = VenueWords::of(lang);
    let place = one_line(&venue.place, &venue.address);
    html! {
        li class="card card-tight stack-s" {
            h2 class="h3" { (place) }
            @if !venue.place.is_empty() && !venue.address.is_empty() {
                p class="sm soft" { (venue.address) }
            }
            p class="sm soft" {
                @if venue.groups == 1 { (w.one_group) }
                @else { (fill(w.n_groups, &[("n", &venue.groups.to_string())])) }
            }
            // By a form: a browser writes the words of the venue into the address.
            form action="/looking-after/venues/closing" method="get" {
                input type="hidden" name="place" value=(venue.place);
                input type="hidden" name="address" value=(venue.address);
                button class="btn btn-quiet btn-s" type="submit" {
                    (w.close) span class="vh" { ": " (place) }
                }
            }
        }
    }
}

/// The name of a venue: its place, or its address where it has no name.
fn one_line(place: &str, address: &str) -> String {
    if place.is_empty() { address } else { place }.to_owned()
}

/// Closing one venue.
pub(super) struct ClosingPage<'a> {
    pub(super) form: &'a ClosingForm,
    pub(super) errors: &'a Errors,
    /// What it would do, once the form is right.
    pub(super) preview: Option<&'a [Touched]>,
}

pub(super) fn closing(lang: Lang, page: &ClosingPage<'_>) -> Markup {
    let w = VenueWords::of(lang);
    let ClosingPage { form, errors, .. } = page;
    let note = Field {
        hint: told::hint(lang, GroupField::About, &form.note, Some(w.note_hint)),
        ..field(lang, errors, "note", w.note)
    };
    let place = one_line(&form.place, &form.address);
    let look = if page.preview.is_some() {
        "btn btn-quiet"
    } else {
        "btn"
    };
    html! {
        div class="wrap narrow page stack-l" {
            (error_summary(lang, errors))
            header class="stack-s" {
                h1 { (fill(w.close_named, &[("place", &place)])) }
                @if place != form.address { p class="soft" { (form.address) } }
            }
            form class="stack" action="/looking-after/venues/closing" method="get" novalidate {
                input type="hidden" name="place" value=(form.place);
                input type="hidden" name="address" value=(form.address);
                (date(&field(lang, errors, "first", w.first), &form.first))
                (date(&field(lang, errors, "last", w.last), &form.last))
                (note.text(&form.note, NOTE_CHARS_MAX, 3))
                (who("eye", super::words::CareWords::of(lang).who_public))
                button class=(look) type="submit" { (w.look) }
            }
            @if let Some(touched) = page.preview { (preview(lang, form, touched)) }
            p { a href="/looking-after/venues" { (w.another) } }
        }
    }
}

fn preview(lang: Lang, form: &ClosingForm, touched: &[Touched]) -> Markup {
    let w = VenueWords::of(lang);
    let count = |touch| {
        touched
            .iter()
            .filter(|one| one.touch == touch)
            .count()
            .to_string()
    };
    let (off, online) = (count(Touch::Off), count(Touch::Online));
    let more = touched.len().saturating_sub(TOUCHED_SHOWN_MAX);
    html! {
        section class="stack" aria-labelledby="touches" {
            h2 id="touches" { (w.touches_title) }
            @if touched.is_empty() {
                p { (w.touches_none) }
            } @else {
                p { (fill(w.touches_some, &[("off", &off), ("online", &online)])) }
                ul class="card list" {
                    @for one in touched.iter().take(TOUCHED_SHOWN_MAX) { (touched_row(lang, one)) }
                }
                @if more > 0 { p class="sm soft" { (fill(w.touches_more, &[("n", &more.to_string())])) } }
            }
            form method="post" action="/looking-after/venues/closures" {
                @for (name, value) in [
                    ("place", &form.place),
                    ("address", &form.address),
                    ("first", &form.first),
                    ("last", &form.last),
                    ("note", &form.note),
                ] { input type="hidden" name=(name) value=(value); }
                button class="btn btn-block" type="submit" { (w.confirm) }
            }
        }
    }
}

fn touched_row(lang: Lang, one: &Touched) -> Markup {
    let w = VenueWords::of(lang);
    let zone = one.group.zone.as_ref();
    let (class, symbol, words) = match one.touch {
        Touch::Off => ("tag tag-care", "x", w.is_off),
        Touch::Online => ("tag tag-light", "monitor-play", w.goes_online),
        Touch::Stays => ("tag tag-line", "check", w.stays),
    };
    html! {
        li class="row row-between" {
            span {
                b lang=[view::other(lang, one.group.lang)] { (one.group.name) } br;
                span class="sm soft" {
                    (when::date_heading(lang, when::day_of(zone, &one.at))) ", "
                    (when::start(lang, zone, &one.at))
                }
            }
            span class=(class) { (icon(symbol)) (words) }
        }
    }
}
