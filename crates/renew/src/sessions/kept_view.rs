//! What somebody kept of an activity, on their own pages.

use circle::activity::Part;
use maud::{Markup, html};

use super::page_words::PageWords;
use super::room_view::activity::{patterns, words};
use super::wire::LineText;
use super::{KeptSheet, KeptSlip, RecordId, rehearsed};
use crate::site::components::who;
use crate::site::lang::{Lang, fill};

/// A kept sheet and when it was made.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) id: RecordId,
    pub(super) made_ms: i64,
    pub(super) sheet: KeptSheet,
}

/// A kept sheet as its owner reads it; `day` is when it was made.
pub(super) fn card(lang: Lang, kept: &Kept, day: &str) -> Markup {
    let w = PageWords::of(lang);
    let sheet = &kept.sheet;
    html! {
        article class="card card-private stack-s" {
            h3 { (words::name(lang, sheet.kind)) }
            p class="sm soft" { (day) }
            @for line in &sheet.lines { (line_of(lang, line)) }
            @for slip in &sheet.kept { (slip_of(lang, slip)) }
            @if let Some(card) = &sheet.scene {
                @for text in [&card.with, &card.place, &card.says, &card.takeaway] {
                    @if !text.is_empty() { p class="voice-s" { (text) } }
                }
                (rehearsed::view::kept(lang, card, sheet.went.as_ref()))
            }
            (who("lock-simple", w.see_only_me))
            details {
                summary class="sm" { (w.throw_away) }
                form class="stack-s" method="post"
                    action={ "/my-space/kept/" (kept.id) "/throw-away" } {
                    p { (w.throw_sheet_ask) }
                    button class="btn btn-quiet btn-s" { (w.throw_away) }
                }
            }
        }
    }
}

fn line_of(lang: Lang, line: &LineText) -> Markup {
    let w = PageWords::of(lang);
    html! {
        div {
            h4 class="sm soft" { (words::part(lang, line.part)) }
            p class="voice-s" {
                (line.text)
                @if let Some(level) = line.level {
                    " " b class="num" { (fill(w.of_100, &[("n", &level.to_string())])) }
                }
            }
        }
    }
}

fn slip_of(lang: Lang, slip: &KeptSlip) -> Markup {
    let w = PageWords::of(lang);
    let pattern = (slip.part == Part::Pattern)
        .then(|| patterns::nth(lang, slip.nth))
        .flatten();
    html! {
        div {
            h4 class="sm soft" {
                (words::part(lang, slip.part))
                @if slip.chosen { ", " (w.chosen) }
            }
            @match pattern {
                Some(pattern) => p class="voice-s" { (pattern.name) ": " (pattern.about) },
                None => p class="voice-s" { (slip.text) },
            }
        }
    }
}
