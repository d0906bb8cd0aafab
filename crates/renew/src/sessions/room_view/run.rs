//! The room as who leads sees it: notes first, then the circle, the words, the plan.

use maud::{Markup, html};

use super::page::{Draw, icon_small};
use super::pieces;
use super::room::{circle_of, hear_each_other, notices, ribbon, together, ways_out};
use super::run_parts;
use super::run_scene::{Order, RunScene};

/// The whole body of the page.
pub(super) fn body(draw: &Draw<'_>, run: &RunScene) -> Markup {
    html! {
        div class="run run-live" data-room=(draw.told(true)) data-icons=(draw.icons()) {
            header class="room-top" {
                (ways_out(draw))
                div class="grow" {
                    h1 { (draw.page.picture.group.name) }
                    p class="num" {
                        span data-run="header" { (run.header) }
                        " · " a href=(draw.href("")) { (draw.w.to_room) }
                    }
                }
                (take_lead(draw))
            }
            (ribbon(draw))
            div class="run-notices stack-s" { (notices(draw)) (agree(draw)) (look_back(draw)) }
            div class="run-body" {
                div class="run-right" {
                    (run_parts::notes(draw, run))
                    (run_parts::might_say(draw, run))
                }
                (middle(draw, run))
                (run_parts::plan(draw, run))
            }
            (dock(draw, run))
            p class="vh" role="status" data-part="status" {}
        }
        (run_parts::order_sheet(draw, run))
        (run_parts::seat_sheet(draw))
        (super::sheets::step_out(draw))
    }
}

/// Whoever may have the lead by their role takes it with one press: most often a facilitator, from who
/// stood in for them.
fn take_lead(draw: &Draw<'_>) -> Markup {
    let show = "may_lead";
    html! {
        div class="act" data-show=(show) hidden[draw.hides(show)] {
            (draw.act(&[("do", "take_lead")], &html! {
                button class="btn btn-quiet btn-s" type="submit" { (draw.w.take_lead) }
            }))
        }
    }
}

/// Who leads agrees like everybody else, before anything is shared.
fn agree(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let show = "!agreed+!ended";
    html! {
        section class="card card-tight stack-s" aria-labelledby="agree-title" data-show=(show)
            hidden[draw.hides(show)] {
            h2 class="h3" id="agree-title" { (w.agree_title) }
            p { (w.agree_lead) }
            details {
                summary class="sm" { (w.agree_read) }
                div class="stack-s" { (super::panels::agreement(w)) }
            }
            (draw.act(&[("do", "agree")], &html! {
                button class="btn btn-s" type="submit" { (w.agree_yes) }
            }))
        }
    }
}

/// Once it is over, who led looks back.
fn look_back(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let over = "ended";
    html! {
        section class="card card-tight stack-s" aria-labelledby="over-title" data-show=(over)
            hidden[draw.hides(over)] {
            h2 class="h3" id="over-title" { (w.ended_title) }
            p { (w.debrief_lead) }
            p { a class="btn btn-s" href=(draw.href("/debrief")) { (w.to_debrief) } }
        }
    }
}

fn middle(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let w = draw.w;
    let [turn, live, may_invite] = ["speaking", "live", "may_invite"];
    html! {
        main class="card card-tight run-main" id="main" tabindex="-1" {
            h2 class="vh" { (w.title) }
            (together(draw))
            (circle_of(draw, true))
            p class="turnline" data-run-pieces="line" { (pieces::markup(&run.line)) }
            div class="stack-s" data-run-list="nudges" data-class="sm soft center" {
                @for nudge in &run.nudges { p class="sm soft center" { (nudge) } }
            }
            div class="row row-center turns" data-show=(live) hidden[draw.hides(live)] {
                div class="act" data-show=(turn) hidden[draw.hides(turn)] {
                    (draw.act_on_turn(&[("do", "minute")], &html! {
                        button class="btn btn-quiet btn-s" type="submit" {
                            (icon_small("plus-bold")) (w.minute)
                        }
                    }))
                }
                div class="act" data-show=(may_invite) hidden[draw.hides(may_invite)] {
                    (super::say::invite(draw, "chip-btn"))
                }
                (hold(draw, run))
                a class="btn btn-quiet btn-s" href=(draw.href("/run?sheet=order")) data-sheet="order" {
                    (icon_small("arrows-down-up")) (w.order)
                }
            }
            p class="sm soft center" { (w.seat_hint) }
            (super::say::quiet_came(draw))
            (hear_each_other(draw))
        }
    }
}

/// Holds the clock, or lets it run on.
fn hold(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let (act, text) = if run.held {
        ("resume", draw.rw.run_resume)
    } else {
        ("hold", draw.rw.run_hold)
    };
    html! {
        form class="act" method="post" action=(draw.href("/do")) data-act {
            input type="hidden" name="do" value=(act) data-run="hold-do";
            button class="btn btn-quiet btn-s" type="submit" {
                (icon_small("pause-fill")) span data-run="hold" { (text) }
            }
        }
    }
}

fn dock(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let [here, out] = ["!@out", "@out"];
    html! {
        footer class="run-dock" aria-label=(draw.w.dock_label) {
            (super::voice::line(draw))
            a class="run-call" href="#together-title" data-run="calls" hidden[run.calls.is_empty()] {
                (run.calls)
            }
            (super::voice::controls(draw, "btn btn-quiet", "fold"))
            a class="btn btn-quiet" href=(draw.here("?sheet=step")) data-sheet="step"
                data-show=(here) hidden[draw.hides(here)] {
                (icon_small("door-open")) span class="fold" { (draw.w.step_out) }
            }
            div class="act" data-show=(out) hidden[draw.hides(out)] {
                (draw.act(&[("do", "come_back")], &html! {
                    button class="btn" type="submit" { (draw.w.come_back) }
                }))
            }
            (order(draw, "next", "btn-soft push", run.next.as_ref()))
            (order(draw, "lamp", "btn-light", run.lamp.as_ref()))
        }
    }
}

/// A button whose command changes with the moment. Its fields are drawn anew with it.
fn order(draw: &Draw<'_>, name: &str, class: &str, order: Option<&Order>) -> Markup {
    html! {
        form class="act" method="post" action=(draw.href("/do")) data-act data-order=(name)
            hidden[order.is_none()] {
            span class="act" data-fields {
                @if let Some(order) = order {
                    @for (name, value) in &order.fields {
                        input type="hidden" name=(name) value=(value);
                    }
                }
            }
            button class={ "btn " (class) } type="submit" {
                span data-label { @if let Some(order) = order { (order.label) } }
                @if name == "lamp" { (icon_small("arrow-right-bold")) }
            }
        }
    }
}
