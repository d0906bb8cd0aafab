//! Help now: nothing to fill in. Breathe, call, tell a person, and what to do when somebody may
//! have taken too much.

use maud::{Markup, html};

use super::community::Line;
use super::words::HelpWords;
use crate::site::components::icon;
use crate::site::country::Country;
use crate::site::lang::Lang;

/// How the breathing is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Breath {
    #[default]
    Moving,
    Still,
    Words,
}

impl Breath {
    const ALL: [Self; 3] = [Self::Moving, Self::Still, Self::Words];

    pub(super) fn from_key(key: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|breath| breath.key() == key)
            .unwrap_or_default()
    }

    fn key(self) -> &'static str {
        match self {
            Self::Moving => "moving",
            Self::Still => "still",
            Self::Words => "words",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Moving => "breath",
            Self::Still => "breath is-still",
            Self::Words => "breath is-words",
        }
    }

    fn offer(self, w: &HelpWords) -> &'static str {
        match self {
            Self::Moving => w.breath_moving,
            Self::Still => w.breath_still,
            Self::Words => w.breath_words,
        }
    }
}

/// What the page needs to know.
#[derive(Clone, Debug)]
pub(super) struct Help {
    pub lang: Lang,
    pub breath: Breath,
    /// Whose lines these are.
    pub country: Country,
    pub lines: Vec<Line>,
    pub is_signed_in: bool,
}

pub(super) fn page(help: &Help) -> Markup {
    let w = HelpWords::of(help.lang);
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" {
                h1 { (w.title) }
                p { (w.lead) }
            }
            (breathe(help.breath, w))
            (call(help, w))
            (somebody(help.is_signed_in, w))
            (too_much(help, w))
            (used(w))
        }
    }
}

fn breathe(breath: Breath, w: &HelpWords) -> Markup {
    html! {
        section class="stack-s center" aria-labelledby="breathe" {
            h2 id="breathe" class="vh" { (w.breathe) }
            div class="breath-wrap" {
                div class=(breath.class()) role="img" aria-label=(w.breath_label) {
                    span class="ring" {} span class="ring" {} span class="ring" {}
                    span class="breath-say" aria-hidden="true" {
                        span { (w.breathe_in) } span { (w.breathe_out) }
                    }
                }
            }
            p class="soft sm" { (w.breath_hint) }
            nav class="row row-center" aria-label=(w.breath_choices) {
                @for other in Breath::ALL {
                    @if other != breath {
                        a class="btn btn-quiet btn-s" href={ "/help?breath=" (other.key()) } {
                            (other.offer(w))
                        }
                    }
                }
            }
            p class="sm" { (w.look_around) }
        }
    }
}

fn call(help: &Help, w: &HelpWords) -> Markup {
    let lines = &help.lines;
    html! {
        section class="card card-care stack-s" aria-labelledby="call" {
            h2 id="call" class="h3" { (w.call_title) }
            p { (w.call_text) }
            @if lines.is_empty() { p { b { (w.call_local) } } }
            ul class="stack-s" {
                @for (place, line) in lines.iter().enumerate() {
                    li class="stack-s" {
                        @if !line.what_for.is_empty() { p class="sm" { (line.what_for) } }
                        a class={ "btn " @if place == 0 { "btn-care" } @else { "btn-quiet" } }
                            href=(line.tel()) { (icon("phone-call-fill")) (line.label) }
                    }
                }
            }
            (elsewhere(help, w))
        }
    }
}

/// For somebody who is in another country than the one whose numbers stand here.
fn elsewhere(help: &Help, w: &HelpWords) -> Markup {
    html! {
        details {
            summary class="sm" { (w.elsewhere) }
            nav class="row" aria-label=(w.elsewhere) {
                @for country in Country::ALL {
                    @let is_here = country == help.country;
                    a class={ "btn btn-s " @if is_here { "btn-soft" } @else { "btn-quiet" } }
                        rel="nofollow" href={ "/country/" (country.key()) "?back=/help%23call" }
                        aria-current=[is_here.then_some("true")] { (country.name(help.lang)) }
                }
            }
        }
    }
}

fn somebody(is_signed_in: bool, w: &HelpWords) -> Markup {
    html! {
        section class="card stack-s" aria-labelledby="somebody" {
            h2 id="somebody" class="h3" { (w.person_title) }
            p { (w.person_text) }
            div class="row" {
                @if is_signed_in {
                    a class="btn btn-soft" href="/people" { (icon("users-three")) (w.person_mine) }
                    a class="btn btn-quiet" href="/sessions" { (w.person_session) }
                } @else {
                    a class="btn btn-soft" href="/groups" { (icon("users-three")) (w.person_meeting) }
                    a class="btn btn-quiet" href="/join" { (w.person_seat) }
                }
            }
        }
    }
}

fn too_much(help: &Help, w: &HelpWords) -> Markup {
    // Where the country isn't known, the first line may be for anything.
    let is_known = help.country != Country::Elsewhere;
    let danger = help.lines.first().filter(|_| is_known);
    html! {
        section class="card stack-s" aria-labelledby="too-much" {
            h2 id="too-much" class="h3" { (w.too_much_title) }
            p { (w.too_much_look) }
            ul class="ticks" {
                li { (w.sign_wake) }
                li { (w.sign_breath) }
                li { (w.sign_colour) }
                li { (w.sign_sound) }
                li { (w.sign_pupils) }
            }
            p { b { (w.too_much_do) } }
            ol class="plain-ol" {
                li {
                    (w.do_call) " "
                    @if let Some(line) = danger { a href=(line.tel()) { (line.label) } "." }
                }
                li { (w.do_naloxone) }
                li { (w.do_breathe) }
                li { (w.do_stay) }
            }
            p { (w.do_not) }
            p class="sm soft" { (w.too_much_source) }
        }
    }
}

fn used(w: &HelpWords) -> Markup {
    html! {
        section class="card card-private stack-s" aria-labelledby="used" {
            h2 id="used" class="h3" { (w.used_title) }
            p { (w.used_text) }
            p { (w.used_safe) }
            p { (w.stopping) }
        }
    }
}
