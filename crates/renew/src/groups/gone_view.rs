//! Markup about a meeting that its feed names no more: the mark, and what can be decided.

use maud::{Markup, html};

use super::words::{CareWords, GroupWords};
use super::{Attendance, Group};
use crate::site::components::icon;
use crate::site::lang::Lang;

/// What everybody is told before they set out.
pub(super) fn mark(lang: Lang) -> Markup {
    html! {
        p class="row" { (icon("warning-circle")) span { (GroupWords::of(lang).gone_mark) } }
    }
}

/// That the feed names the group no more, on the form of those who look after it, and what a
/// coordinator can do about it.
pub(super) fn decide(lang: Lang, group: &Group, may_decide: bool) -> Markup {
    let w = CareWords::of(lang);
    let path = format!("/groups/{}", group.id);
    let is_resting = group.details.attendance == Attendance::Resting;
    html! {
        @if group.is_gone() {
            section class="card card-light stack-s" aria-labelledby="gone" {
                h2 class="h3" id="gone" { (w.gone_title) }
                p { (w.gone_text) }
                @if may_decide {
                    div class="row" {
                        (button(&format!("{path}/keeping"), w.gone_keep))
                        @if !is_resting { (button(&format!("{path}/rest"), w.gone_rest)) }
                    }
                    details {
                        summary { (w.gone_delete) }
                        div class="stack-s" {
                            p { (w.gone_delete_text) }
                            (button(&format!("{path}/removal"), w.gone_delete_yes))
                        }
                    }
                } @else {
                    p class="sm soft" { (w.gone_ask) }
                }
            }
        }
    }
}

fn button(action: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            button class="btn btn-quiet" type="submit" { (label) }
        }
    }
}
