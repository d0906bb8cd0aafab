//! What the circle does together, and side rooms: a panel in the place of the circle, or above it
//! while somebody has the floor. The server alone draws it: the page with scripts is sent it anew
//! when it changes, so there is one of it.

mod lead;
pub(in crate::sessions) mod patterns;
mod room_words;
mod seen;
mod sheet;
mod shown;
mod side_room;
mod steps;
mod strengths;
mod talks;
pub(in crate::sessions) mod words;
mod writing;

use circle::activity::ActivityKind;
use maud::{Markup, html};

use crate::sessions::picture::Picture;
use crate::site::lang::Lang;
use seen::Seen;
pub(super) use seen::form;

/// The panel for the picture's person; empty when there is nothing to show.
#[must_use]
pub fn panel(lang: Lang, picture: &Picture) -> Markup {
    html! {
        (super::lounge::panel(lang, picture))
        (side_room::asked(lang, picture))
        @match Seen::of(lang, picture) {
            _ if picture.view.mine.room.is_some() => (side_room::inside(lang, picture)),
            Some(seen) => {
                section class="stack" aria-labelledby="together-title" {
                    (steps::head(&seen))
                    @if seen.leads() { (lead::say(&seen)) }
                    @if seen.agreed() { (body(&seen)) } @else { p class="soft" { (seen.w.agree_first) } }
                    @if seen.leads() || seen.is_owner() { (lead::controls(&seen)) }
                }
            }
            None => { (lead::choice(lang, picture)) }
        }
    }
}

fn body(seen: &Seen<'_>) -> Markup {
    match seen.now.kind {
        ActivityKind::ThoughtRecord | ActivityKind::ProblemSolving | ActivityKind::CostBenefit => {
            sheet::body(seen)
        }
        ActivityKind::Strengths => strengths::body(seen),
        ActivityKind::ModelShare
        | ActivityKind::OpenDiscussion
        | ActivityKind::ReadingRound
        | ActivityKind::BodyScan => talks::body(seen),
        ActivityKind::Rehearsal => side_room::finding(seen),
    }
}
