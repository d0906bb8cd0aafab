//! Who is at a table: the page on which that changes, and each one's own code.

use circle::view::{Heard, Presence};
use maud::{Markup, html};

use super::super::room_view::agreement;
use super::table::Sitter;
use super::table_view::{TablePage, act};
use super::words::TableWords;
use crate::people;
use crate::site::components::{error_summary, icon, seat_sign};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// A form that was sent to add somebody.
#[derive(Debug, Default)]
pub(super) struct Adding<'a> {
    pub(super) name: &'a str,
    pub(super) sign: Option<Sign>,
    pub(super) errors: Errors,
}

/// The page on which the people of a table are changed.
pub(super) fn people(page: &TablePage<'_>, adding: &Adding<'_>) -> Markup {
    let w = TableWords::of(page.lang);
    html! {
        div class="wrap narrow page stack" data-follow="/table/now" data-out="/table?no-more" data-only-there {
            (error_summary(page.lang, &adding.errors))
            header class="stack-s" {
                h1 { (w.people_title) }
                p class="soft" { (w.people_lead) }
            }
            @if let Some(notice) = page.notice { p class="notice" role="alert" { (notice) } }
            @if !page.people.is_empty() {
                ul class="list card" {
                    @for one in page.people { li class="person" { (person(page, w, one)) } }
                }
            }
            form class="card stack" method="post" action="/table/people" novalidate
                aria-labelledby="add-title" {
                h2 class="h3" id="add-title" { (w.add_title) }
                (people::seat_fields(page.lang, adding.name, adding.sign, &adding.errors))
                button class="btn btn-block" type="submit" { (icon("user-plus")) (w.add) }
            }
        }
    }
}

fn person(page: &TablePage<'_>, w: &TableWords, one: &Sitter) -> Markup {
    let seat = page.shown.and_then(|shown| page.seat_of(shown, one));
    let is_out = seat.is_some_and(|seat| seat.presence == Presence::SteppedOut);
    let state = match seat {
        _ if one.is_claimed => w.is_claimed,
        _ if one.is_gone => w.is_gone,
        None => w.not_in,
        Some(_) if is_out => w.is_out,
        Some(seat) if !seat.agreed => w.not_agreed,
        Some(_) => "",
    };
    let does = |what: &'static str, text: &str| {
        act(
            one,
            &[("do", what), ("from", "people")],
            what,
            &html! {
                button class="btn btn-quiet btn-s" type="submit" {
                    (text) span class="vh" { ": " (one.face.name) }
                }
            },
        )
    };
    html! {
        (seat_sign(one.face.sign))
        p class="person-t" { b { (one.face.name) } span class="sm soft" { (state) } }
        @if !one.is_claimed {
            div class="acts acts-under" {
                @if one.is_gone { (does("returns", w.returns)) } @else {
                    @if is_out { (does("come_back", w.comes_back)) }
                    @else if let Some(seat) = seat {
                        @if page.is_round() && seat.heard != Heard::NotYet {
                            (does("want_turn", w.wants_turn))
                        }
                        (does("step_out", w.steps_out))
                    }
                    (does("goes", w.goes))
                }
                (ask_code(w, one))
            }
        }
    }
}

/// What the circle promises, for those who share one phone.
pub(super) fn promises(lang: Lang) -> Markup {
    let w = TableWords::of(lang);
    html! {
        div class="wrap narrow page stack" data-follow="/table/now" data-out="/table?no-more" data-only-there {
            h1 { (w.promises_title) }
            h2 class="vh" { (w.agree_read) }
            div class="card stack" { (agreement(lang)) }
            p { a class="btn btn-block" href="/table/here" { (w.promises_back) } }
        }
    }
}

/// One person's code, until it is hidden.
pub(super) fn code(lang: Lang, name: &str, code: &str, address: &str) -> Markup {
    let w = TableWords::of(lang);
    html! {
        div class="wrap narrow page stack" data-follow="/table/now" data-out="/table?no-more" data-only-there {
            h1 { (fill(w.code_title, &[("name", name)])) }
            p { (fill(w.code_lead, &[("name", name)])) }
            p class="words" translate="no" { span class="word" { (code) } }
            p { (fill(w.code_where, &[("address", address)])) }
            p class="soft" { (w.code_for) }
            p { a class="btn btn-block" href="/table/here" { (icon("eye-slash")) (w.code_hide) } }
        }
    }
}

/// Shows somebody their code.
pub(super) fn ask_code(w: &TableWords, one: &Sitter) -> Markup {
    html! {
        form class="act" method="post" action="/table/codes" {
            input type="hidden" name="who" value=(one.person);
            button class="btn btn-soft btn-s" id={ "b-code-" (one.person) } type="submit" {
                (icon("key")) (fill(w.show_code, &[("name", &one.face.name)]))
            }
        }
    }
}
