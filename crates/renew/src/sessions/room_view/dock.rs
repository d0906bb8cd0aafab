//! The dock: the phase's own action, the private word, and the person's controls, in the same
//! place in every phase.

use maud::{Markup, html};

use super::page::{Draw, icon_small};
use crate::site::components::icon;

/// The dock. A pair whose first half has nothing to offer gives its room to the second.
pub(super) fn dock(draw: &Draw<'_>) -> Markup {
    // A microphone that is on is one touch away from off, whatever else there is to do.
    let gone = "!@door+!ended+!@agree|media+@agree|media+lounging";
    html! {
        footer class="room-dock" aria-label=(draw.w.dock_label)
            data-show=(gone) hidden[draw.hides(gone)] {
            (super::voice::line(draw))
            div class="dock-pair" { (first(draw)) (second(draw)) }
            (controls(draw))
        }
    }
}

fn first(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let [pass, want, rather, back] = [
        "my_turn|can_pass",
        "want_turn",
        "@breathing+!my_turn",
        "@out",
    ];
    let [listens, other] = ["listening", "!listening"];
    html! {
        div class="dock-half" data-show=(pass) hidden[draw.hides(pass)] {
            (draw.act_on_turn(&[("do", "pass")], &html! {
                button class="btn btn-quiet btn-block" type="submit" {
                    (icon_small("skip-forward")) (w.pass)
                }
            }))
        }
        div class="dock-half" data-show=(want) hidden[draw.hides(want)] {
            (draw.act(&[("do", "want_turn")], &html! {
                button class="btn btn-quiet btn-block" type="submit" {
                    (icon_small("hand-waving"))
                    span data-show=(other) hidden[draw.hides(other)] { (w.want_turn) }
                    span data-show=(listens) hidden[draw.hides(listens)] { (w.want_turn_after_all) }
                }
            }))
        }
        // Only the ring moves by script, so only a script can be asked to leave it.
        div class="dock-half needs-script" data-show=(rather) hidden[draw.hides(rather)] {
            button class="btn btn-quiet btn-block" type="button" data-breath="off"
                aria-pressed="false" { (icon_small("eye")) (w.rather_not) }
        }
        div class="dock-half" data-show=(back) hidden[draw.hides(back)] {
            (draw.act(&[("do", "come_back")], &html! {
                button class="btn btn-block" type="submit" { (w.come_back) }
            }))
        }
    }
}

fn second(draw: &Draw<'_>) -> Markup {
    let [done, tell] = ["my_turn", "tell+!my_turn"];
    html! {
        div class="dock-half" data-show=(done) hidden[draw.hides(done)] {
            (draw.act_on_turn(&[("do", "done")], &html! {
                button class="btn btn-light btn-block" type="submit" {
                    (icon_small("check-bold")) (draw.w.done)
                }
            }))
        }
        div class="dock-half" data-show=(tell) hidden[draw.hides(tell)] {
            a class="btn btn-private btn-block" href=(draw.href("?sheet=private")) data-sheet="private" {
                (icon_small("lock-simple")) span data-tell="privately" { (draw.scene.tell.privately) }
            }
        }
    }
}

fn controls(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let [hand, up, down] = ["can_hand+!my_turn|hand_up", "hand_up", "!hand_up"];
    let tell = "tell+my_turn";
    let is_up = draw.scene.is("hand_up");
    let here = "!ended+!@agree";
    let list = "@circle+!list|@breathing+!list";
    let pressed = if draw.page.as_list { "true" } else { "false" };
    let other = if draw.page.as_list { "" } else { "?list=1" };
    html! {
        div class="controls" role="group" aria-label=(w.controls_label) {
            (super::voice::controls(draw, "ctl", "voice-word"))
            // One button for both ways, so that the focus stays on what was pressed.
            div class="ctl-half" data-show=(hand) hidden[draw.hides(hand)] {
                (draw.act(&[("do", "hand"), ("up", if is_up { "false" } else { "true" })], &html! {
                    button class="ctl" type="submit" data-flag="hand_up" data-flips="up"
                        aria-pressed=(is_up) {
                        span data-show=(down) hidden[draw.hides(down)] { (icon("hand-palm")) }
                        span data-show=(up) hidden[draw.hides(up)] { (icon("hand-palm-fill")) }
                        (w.hand)
                    }
                }))
            }
            // «I'm done» has the place of the private word, which takes that of the hand: who speaks
            // raises none, and only the dock never leaves the screen.
            div class="ctl-half" data-show=(tell) hidden[draw.hides(tell)] {
                a class="ctl ctl-private" href=(draw.href("?sheet=private")) data-sheet="private" {
                    (icon("lock-simple")) span data-tell="short" { (draw.scene.tell.short) }
                }
            }
            div class="ctl-half" data-show=(list) hidden[draw.hides(list)] {
                a class="ctl" href=(draw.href(other)) data-part="as-list" data-pressed=(pressed) {
                    (icon("list-bullets")) (w.as_list)
                }
            }
            div class="ctl-half" data-show=(here) hidden[draw.hides(here)] {
                a class="ctl" href=(draw.href("?sheet=step")) data-sheet="step" {
                    (icon("door-open")) (w.step_out)
                }
            }
        }
    }
}
