//! Markup of the front page and of «how a session goes».

use calendar::Occurrence;
use maud::{Markup, html};

use super::words::{HowWords, WelcomeWords};
use crate::groups::{self, Listing, Reader};
use crate::site::components::{empty, icon, motif, seat_sign};
use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// The front page. The next meeting is in the first screenful; without any, the open seat invites.
pub(super) fn front(
    lang: Lang,
    reader: &Reader,
    meetings: &[(Listing, Occurrence)],
    now_ms: i64,
) -> Markup {
    let w = WelcomeWords::of(lang);
    // One line has no room for a doubt.
    let next = meetings.iter().find(|(group, _)| !group.is_in_doubt());
    html! {
        (hero(lang, reader, next, now_ms))
        div class="wrap page stack-l" {
            section class="stack" id="find" aria-labelledby="find-title" {
                h2 id="find-title" class="h1" { (w.meetings) }
                @if meetings.is_empty() {
                    (empty(w.none_title, w.none_text, Some(("/join", w.none_join))))
                } @else {
                    (groups::finder_form(lang))
                    (groups::soon(lang, reader, meetings, now_ms))
                    p { a class="tlink" href="/groups" { (w.all_meetings) } }
                }
            }
            (doors(w))
            section class="stack" aria-labelledby="how-title" {
                h2 id="how-title" class="h1" { (w.how) }
                p class="soft" { (w.how_lead) }
                (parts(lang, "arc"))
                p { a class="tlink" href="/how-it-goes" { (w.how_more) } }
            }
        }
    }
}

fn hero(lang: Lang, reader: &Reader, next: Option<&(Listing, Occurrence)>, now_ms: i64) -> Markup {
    let w = WelcomeWords::of(lang);
    html! {
        section class="hero" {
            div class="wrap hero-in" {
                div class="stack" {
                    h1 { (w.title) }
                    p { (w.lead) }
                    div class="row" {
                        a class="btn btn-light" href="#find" { (w.find) }
                        a class="btn btn-quiet" href="/how-it-goes" { (w.how_short) }
                    }
                    @if let Some((group, meeting)) = next {
                        p class="next-up" {
                            (w.next) " "
                            a href={ "/groups/" (group.id) } {
                                (group.name()) " · " (groups::when_words(lang, reader, meeting, now_ms))
                            }
                        }
                    }
                }
                (open_circle(w))
            }
        }
    }
}

/// The circle with a seat left open: the picture of what this is.
fn open_circle(w: &WelcomeWords) -> Markup {
    const OTHERS: [Sign; 7] = [
        Sign::Boat,
        Sign::Fire,
        Sign::Hills,
        Sign::Anchor,
        Sign::Lotus,
        Sign::Tree,
        Sign::Sun,
    ];
    html! {
        div class="circle" data-n="8" aria-hidden="true" {
            (motif("hero-motif", 1100))
            div class="hearth" {}
            div class="seats" {
                div class="seat" {
                    span class="av av-open" { (icon("armchair-fill")) }
                    span class="seat-name" { (w.yours) }
                }
                @for sign in OTHERS { div class="seat" { (seat_sign(sign)) } }
            }
        }
    }
}

fn doors(w: &WelcomeWords) -> Markup {
    html! {
        section class="cols cols-2" aria-label=(w.doors) {
            a class="door" href="/join" {
                (icon("user"))
                span class="stack-s" { h3 { (w.for_me) } span class="soft" { (w.for_me_text) } }
            }
            a class="door" href="/supporting" {
                (icon("hand-heart"))
                span class="stack-s" { h3 { (w.for_someone) } span class="soft" { (w.for_someone_text) } }
            }
        }
    }
}

/// The six parts that every session has.
fn parts(lang: Lang, class: &str) -> Markup {
    let w = HowWords::of(lang);
    let parts = [
        (w.opening, w.opening_text),
        (w.mindfulness, w.mindfulness_text),
        (w.check_in, w.check_in_text),
        (w.activity, w.activity_text),
        (w.reflection, w.reflection_text),
        (w.closing, w.closing_text),
    ];
    html! {
        ol class=(class) {
            @for (name, text) in parts { li { div { h3 { (name) } p class="soft" { (text) } } } }
        }
    }
}

pub(super) fn how_it_goes(lang: Lang) -> Markup {
    let w = HowWords::of(lang);
    let always = [
        ("skip-forward", w.can_pass),
        ("eye-slash", w.can_camera),
        ("door-open", w.can_leave),
        ("lock-simple", w.can_private),
        ("ear", w.can_listen),
    ];
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" { h1 { (w.title) } p class="lead" { (w.lead) } }
            section class="stack" aria-labelledby="parts" {
                h2 id="parts" { (w.parts_title) }
                (parts(lang, "arc arc-long"))
            }
            section class="card stack-s" aria-labelledby="always" {
                h2 id="always" class="h3" { (w.always_title) }
                ul class="stack-s" {
                    @for (symbol, text) in always {
                        li class="row row-nowrap row-top" { (icon(symbol)) span { (text) } }
                    }
                }
            }
            section class="stack-s" aria-labelledby="turns" {
                h2 id="turns" { (w.turns_title) }
                p { (w.turns_text) }
                p { (w.crosstalk_text) }
            }
            section class="stack-s" aria-labelledby="why" {
                h2 id="why" { (w.why_title) }
                p { (w.why_text) }
                p { a class="tlink" href="/why" { (w.why_more) } }
            }
            section class="stack-s" aria-labelledby="stays" {
                h2 id="stays" { (w.stays_title) }
                p { (w.stays_text) }
                p { a class="tlink" href="/privacy" { (w.stays_more) } }
            }
            div class="row" {
                a class="btn" href="/groups" { (w.find) }
                a class="btn btn-quiet" href="/join" { (w.join) }
            }
        }
    }
}
