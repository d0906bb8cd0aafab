//! The activities in which people speak, read, or are still: the circle stays, with what helps
//! above it.

use circle::activity::{ActivityKind, Part, StepKind};
use circle::view::Heard;
use maud::{Markup, html};

use super::seen::Seen;
use super::sheet::volunteer;
use super::words::{PASSAGES, passage};
use super::writing::{self, Beside, Field};
use crate::site::lang::fill;

/// Parts of an outline that are offered a field each.
const OUTLINE: u8 = 4;

pub(super) fn body(seen: &Seen<'_>) -> Markup {
    html! {
        @if seen.now.at == StepKind::Volunteer { (volunteer(seen)) }
        @match seen.now.kind {
            ActivityKind::ModelShare if seen.is_owner() => (outline(seen)),
            ActivityKind::ReadingRound if seen.now.at == StepKind::Read => (reading(seen)),
            ActivityKind::BodyScan => (still(seen)),
            _ => {}
        }
    }
}

/// The parts of the speaker's own outline.
pub(super) fn fields(seen: &Seen<'_>) -> Vec<Field> {
    let writes = !seen.now.kind.writes(seen.now.at).is_empty();
    if !writes || !seen.is_owner() {
        return Vec::new();
    }
    let line = |nth| Field::line(seen.lang, Part::Outline, nth, Beside::Nothing);
    (0..OUTLINE).map(line).collect()
}

/// The speaker's own outline.
fn outline(seen: &Seen<'_>) -> Markup {
    html! {
        @if !seen.fields.is_empty() {
            details id="outline" open[seen.now.at == StepKind::Volunteer] {
                summary id="outline-open" { (seen.w.outline) }
                div class="stack-s" {
                    p class="hint" { (seen.w.outline_hint) }
                    (writing::sheet(seen))
                }
            }
        }
    }
}

/// The passages; the one whose turn it is is the next that nobody has read.
fn reading(seen: &Seen<'_>) -> Markup {
    let own = seen.phase().map_or(&[][..], |phase| &phase.reading);
    let passages: Vec<&str> = if own.is_empty() {
        (0..PASSAGES).map(|nth| passage(seen.lang, nth)).collect()
    } else {
        own.iter().map(String::as_str).collect()
    };
    let seats = seen.picture.view.seats.iter();
    let read = seats.filter(|seat| seat.heard == Heard::Shared).count();
    let reader = seen.picture.view.turn.map(|turn| turn.who);
    let now = read % passages.len().max(1);
    html! {
        section class="stack-s" aria-labelledby="passages" {
            h3 class="h3" id="passages" { (seen.w.passages) }
            ol class="list" {
                @for (index, text) in passages.iter().enumerate() {
                    li class={ "card card-tight stack-s" @if index != now { " card-sunken" } }
                        aria-current=[(index == now).then_some("true")] {
                        @if index == now && let Some(who) = reader {
                            p class="sm" {
                                @if who == seen.me() { b { (seen.w.you_read) } }
                                @else { (fill(seen.w.reads, &[("name", &seen.name(who))])) }
                            }
                        }
                        p class="voice-s" { (text) }
                    }
                }
            }
        }
    }
}

fn still(seen: &Seen<'_>) -> Markup {
    let href = format!("/sessions/{}?sheet=step", seen.picture.session.id);
    html! {
        p class="soft" { (seen.w.eyes_open) }
        p { a id="rather-not" href=(href) data-sheet="step" { (seen.w.rather_not) } }
    }
}
