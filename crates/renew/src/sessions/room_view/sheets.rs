//! The sheets over the room: the private word, and stepping out. Without scripts a link opens the
//! page with the sheet on it.

use maud::{Markup, html};

use super::page::{Draw, Sheet, icon_small, outcome};
use crate::sessions::wire::WORD_CHARS_MAX;
use crate::site::layout::leave_quickly;

/// The top of a sheet. A sheet makes the page below it deaf, so it has the way out itself.
pub(super) fn bar(draw: &Draw<'_>) -> Markup {
    html! {
        div class="sheet-bar" {}
        div class="sheet-out" { (leave_quickly(draw.lang)) }
    }
}

/// «Tell Marlow privately».
pub(super) fn private(draw: &Draw<'_>) -> Markup {
    let (w, tell) = (draw.w, &draw.scene.tell);
    let choice = |value: &str, text: &str, hint: &str, on: bool| {
        html! {
            label class="choice" {
                input type="radio" name="choice" value=(value) checked[on];
                span class="choice-body" {
                    span class="choice-t" { (text) }
                    @if !hint.is_empty() { span class="hint" { (hint) } }
                }
            }
        }
    };
    html! {
        dialog class="sheet" id="private" aria-labelledby="private-title"
            open[draw.page.sheet == Some(Sheet::Private)] {
            (bar(draw))
            form class="stack" method="post" action=(draw.href("/do")) data-act data-close {
                input type="hidden" name="do" value="private";
                div class="stack-s" {
                    h2 id="private-title" class="h1" tabindex="-1" data-tell="privately" { (tell.privately) }
                    p class="who who-private" {
                        (icon_small("lock-simple")) span data-tell="only" { (tell.only) }
                    }
                }
                fieldset class="stack-s" {
                    legend class="vh" { (w.private_ask) }
                    (choice("not_ok", w.private_not_ok, w.private_not_ok_hint, true))
                    (choice("few_minutes", w.private_minutes, w.private_minutes_hint, false))
                    (choice("upset", w.private_upset, "", false))
                }
                div class="field" {
                    label class="label" for="private-text" { (w.private_words) }
                    textarea class="textarea input voice-s" id="private-text" name="text" rows="2"
                        maxlength=(WORD_CHARS_MAX) { (draw.field("private", None)) }
                }
                (outcome(draw.rw))
                div class="stack-s" {
                    button class="btn btn-private-solid btn-block" type="submit" data-tell="send" {
                        (tell.send)
                    }
                    a class="btn btn-text btn-block" href=(draw.href("")) data-shut { (w.private_close) }
                }
                p class="sm soft" { (w.danger_now) " " a href="/help" { (w.danger_link) } }
            }
        }
    }
}

/// A few minutes away, or home.
pub(super) fn step_out(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let big = |act: &str, class: &str, text: &str, hint: &str| {
        html! {
            form class="stack-s" method="post" action=(draw.href("/do")) data-act data-close {
                input type="hidden" name="do" value=(act);
                button class={ "btn btn-block " (class) } type="submit" { (text) }
                p class="sm soft" { (hint) }
                (outcome(draw.rw))
            }
        }
    };
    html! {
        dialog class="sheet" id="step" aria-labelledby="step-title"
            open[draw.page.sheet == Some(Sheet::StepOut)] {
            (bar(draw))
            div class="stack" {
                h2 id="step-title" class="h1" tabindex="-1" { (w.step_title) }
                (big("step_out", "", w.step_few, w.step_few_hint))
                (big("leave", "btn-quiet", w.step_leave, w.step_leave_hint))
                a class="btn btn-text btn-block" href=(draw.here("")) data-shut { (w.stay) }
            }
        }
    }
}
