//! The room as everyone in the circle sees it.

use maud::{Markup, html};

use super::page::{Draw, icon_small};
use super::pieces;
use super::scene::{Line, Scene, Screen};
use crate::site::components::{icon, seat_sign};
use crate::site::layout::leave_quickly;

/// The stylesheet places one to twelve seats; more are a list.
const SEATS_PLACED_MAX: usize = 12;

/// The whole body of the page.
pub(super) fn body(draw: &Draw<'_>) -> Markup {
    let flow = !draw.scene.screen.has_circle();
    html! {
        div class={ "room" @if flow { " room-flow" } } data-room=(draw.told(false))
            data-icons=(draw.icons()) {
            (top(draw))
            (ribbon(draw))
            (ask(draw))
            main class={ "room-stage" @if flow { " room-stage-form" } } id="main" tabindex="-1" {
                (stage(draw))
            }
            (super::say::say(draw))
            (super::dock::dock(draw))
            p class="vh" role="status" data-part="status" {}
        }
        (super::sheets::private(draw))
        (super::sheets::step_out(draw))
    }
}

fn top(draw: &Draw<'_>) -> Markup {
    let (scene, show) = (draw.scene, "leads");
    html! {
        header class="room-top" {
            (ways_out(draw))
            div class="grow" {
                h1 { (draw.page.picture.group.name) }
                p {
                    span data-text="leading" { (scene.leading) }
                    span data-show=(show) hidden[draw.hides(show)] {
                        " · " a href=(draw.href("/run")) { (draw.w.to_run) } " "
                        span class="tag tag-private" data-text="words_new" data-some
                            hidden[scene.words_new.is_empty()] { (scene.words_new) }
                    }
                }
            }
        }
    }
}

/// Leave quickly, the first stop after the skip link, and Help now: in the same place at every
/// moment and on both of the room's pages.
pub(super) fn ways_out(draw: &Draw<'_>) -> Markup {
    html! {
        (leave_quickly(draw.lang))
        a class="room-help" href="/help" { (icon("lifebuoy-fill")) span { (draw.w.help_now) } }
    }
}

/// The parts of the session.
pub(super) fn ribbon(draw: &Draw<'_>) -> Markup {
    html! {
        section class="ribbon-wrap" aria-label=(draw.rw.parts_label) {
            ol class="ribbon" data-part="ribbon" {
                @for part in &draw.scene.parts {
                    @let is = super::frame_scene::segment(draw.rw, part);
                    li class=[is.class] aria-current=[is.current] {
                        span class="r-name" { (is.name) }
                        @if is.current.is_some() { span class="r-of" { (draw.scene.part_of) } }
                    }
                }
            }
        }
    }
}

fn ask(draw: &Draw<'_>) -> Markup {
    let (scene, w) = (draw.scene, draw.w);
    let [wanted, begin, over] = ["lead_wanted", "leads+!live+!ended+!@door", "may_end"];
    html! {
        section class="room-ask stack-s" aria-labelledby="question" {
            h2 class="vh" id="question" { (w.this_question) }
            (notices(draw))
            div class="notice notice-light start" data-show=(wanted) hidden[draw.hides(wanted)] {
                (icon("hand-heart"))
                div class="stack-s" {
                    p data-text="lead_lost" { (scene.lead_lost) }
                    (draw.act(&[("do", "take_lead")], &html! {
                        button class="btn btn-s" type="submit" { (w.take_lead) }
                    }))
                }
            }
            div class="notice notice-light start" data-show=(begin) hidden[draw.hides(begin)] {
                (icon("hand-heart"))
                p { a href=(draw.href("/run")) { (w.to_begin) } }
            }
            div class="notice notice-light start" data-show=(over) hidden[draw.hides(over)] {
                (icon("hand-heart"))
                details {
                    summary { (w.may_end) }
                    div class="stack-s" {
                        p class="sm" { (w.may_end_ask) }
                        (draw.act(&[("do", "end")], &html! {
                            button class="btn btn-stop btn-s" type="submit" { (w.end_yes) }
                        }))
                    }
                }
            }
            p class="voice" data-text="heading" { (scene.heading) }
            (now_line(draw))
            p class="sm soft only-wide" data-text="guidance" { (scene.guidance) }
        }
    }
}

/// Who speaks, where a form has the circle's place.
fn now_line(draw: &Draw<'_>) -> Markup {
    let hearth = &draw.scene.hearth;
    let show = "@plan+speaking";
    html! {
        p class="now-line" data-show=(show) hidden[draw.hides(show)] {
            span data-hearth="kicker" { (hearth.kicker) } " "
            b data-hearth="name" { (hearth.name) } " "
            span class="sm" data-hearth="time" { (hearth.time) }
        }
    }
}

/// What is wrong with the line, what became of the last form, and the way without scripts.
pub(super) fn notices(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    html! {
        div class="notice start" data-part="line" hidden {
            (icon("wifi-slash"))
            div class="stack-s" {
                p { b data-line="first" {} " " span data-line="more" {} }
                div class="row" {
                    button class="btn btn-quiet btn-s" type="button" data-line="try" { (w.try_now) }
                    a class="btn btn-quiet btn-s" href=(draw.here("")) data-line="refresh" hidden {
                        (w.refresh)
                    }
                    a class="btn btn-quiet btn-s" href=(draw.here("")) data-line="again" hidden {
                        (w.open_again)
                    }
                    a class="btn btn-text btn-s" href="/help" { (w.help_now) }
                }
            }
        }
        p class="notice start" role="status" data-part="notice" hidden[draw.page.notice.is_none()] {
            @if let Some(notice) = draw.page.notice { (notice) }
        }
        noscript {
            p class="notice start" {
                span { (w.no_script) " " a href=(draw.here("")) { (w.refresh) } }
            }
        }
    }
}

fn stage(draw: &Draw<'_>) -> Markup {
    let around = "@circle|@breathing";
    html! {
        (together(draw))
        div data-show=(around) hidden[draw.hides(around)] { (circle_of(draw, false)) }
        (super::panels::all(draw))
    }
}

/// What the circle does together, and side rooms. The room sends it anew when it changes.
pub(super) fn together(draw: &Draw<'_>) -> Markup {
    let plain = super::Plain {
        typed: draw.page.typed,
        is_run: draw.is_run,
    };
    let picture = draw.page.picture;
    let panel = super::panel(draw.lang, picture, plain).into_string();
    let unkept = super::activity::unkept(draw.lang, picture, plain);
    html! {
        section class="pad" aria-labelledby="unkept-title" data-part="unkept" hidden[unkept.is_empty()] {
            div class="card card-private stack-s" {
                h2 class="h3" id="unkept-title" { (draw.w.late) }
                p class="sm" { (draw.w.late_text) }
                div class="stack-s" data-part="unkept-texts" {
                    @for text in unkept { p class="voice-s" { (text) } }
                }
                a class="btn btn-quiet btn-s" href=(draw.here("")) data-part="unkept-over" { (draw.w.late_over) }
            }
        }
        div class="pad together" data-part="together" hidden[panel.is_empty()] {
            (maud::PreEscaped(panel))
        }
    }
}

/// The circle: hearth and seats. With `buttons`, each seat opens what can be done for its person.
pub(super) fn circle_of(draw: &Draw<'_>, buttons: bool) -> Markup {
    let scene = draw.scene;
    let as_list = draw.page.as_list || scene.is("list");
    html! {
        div class={ "circle" @if as_list { " as-list" } } data-part="circle"
            data-n=(scene.seats.len().clamp(1, SEATS_PLACED_MAX)) {
            (hearth(draw))
            ol class="seats" aria-label=(draw.rw.seats_label) data-part="seats"
                data-buttons[buttons] {
                @for seat in &scene.seats {
                    li class=(seat.class) data-key=(seat.who) {
                        @if buttons {
                            a class="seat-btn" data-seat=(seat.who)
                                href=(draw.href(&format!("/run?sheet=seat-{}", seat.who))) {
                                (super::seat_scene::markup(seat))
                            }
                        } @else {
                            (super::seat_scene::markup(seat))
                        }
                    }
                }
            }
        }
    }
}

fn hearth(draw: &Draw<'_>) -> Markup {
    let hearth = &draw.scene.hearth;
    let breathing = draw.scene.screen == Screen::Breathing;
    let left = hearth.ring.unwrap_or(0);
    html! {
        div class={ "hearth" @if breathing { " hearth-breath" } } data-part="hearth" {
            svg class="timer" viewBox="0 0 100 100" aria-hidden="true" focusable="false" {
                circle class="timer-track" cx="50" cy="50" r="47" {}
                circle class="timer-left" cx="50" cy="50" r="47" pathLength="100"
                    stroke-dasharray={ (left) " 100" }
                    // A round line cap draws a dot even for a length of nothing.
                    visibility=[(left == 0).then_some("hidden")]
                    transform="rotate(-90 50 50)" data-ring {}
                circle class="timer-edge" cx="50" cy="50" r="49.4" {}
            }
            div class="breath breath-mini" role="img" aria-label=(draw.rw.breathe_label)
                data-part="breath" hidden[!breathing] {
                span class="ring" {} span class="ring" {} span class="ring" {}
                span class="breath-t" { (draw.rw.breathe_still) }
            }
            div class="hearth-words" data-part="hearth-words" hidden[breathing] {
                p class="hearth-k" data-hearth="kicker" { (hearth.kicker) }
                p class="hearth-n" data-hearth="name" { (hearth.name) }
                p class="hearth-t" data-hearth="time" { (hearth.time) }
            }
        }
    }
}

/// Everyone in turn order.
pub(super) fn order(lines: &[Line]) -> Markup {
    html! {
        @for line in lines {
            li class=[line.now.then_some("now")] data-key=(line.who) {
                (seat_sign(line.sign))
                span { (line.name) }
                span class="st" { (line.status) }
            }
        }
    }
}

/// Whose turn comes, in one sentence.
pub(super) fn turnline(scene: &Scene, show: &'static str, draw: &Draw<'_>) -> Markup {
    html! {
        p class="turnline" data-pieces="turnline" data-show=(show) hidden[draw.hides(show)] {
            (pieces::markup(&scene.turnline))
        }
    }
}

/// How people hear each other tonight: by the group's own call, or across the table.
pub(super) fn hear_each_other(draw: &Draw<'_>) -> Markup {
    let (picture, w) = (draw.page.picture, draw.w);
    let in_room = picture.view.seats.iter().any(|seat| seat.in_room);
    let call = picture.group.call_url.as_deref();
    html! {
        // Who has not agreed yet is told the address with the picture that follows.
        p class="sm soft hear" data-part="call" hidden[call.is_none()] {
            (icon_small("ear"))
            span {
                a href=[call] data-call target="_blank" rel="noopener noreferrer" { (w.hear_call) }
                " " (w.hear_call_note)
            }
        }
        @if call.is_none() && in_room {
            p class="sm soft hear" { (icon_small("armchair-fill")) span { (w.hear_room) } }
        }
    }
}
