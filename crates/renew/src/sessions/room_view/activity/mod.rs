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
pub(super) use seen::Ground;
pub use seen::Plain;
use seen::Seen;
use writing::Field;

/// The panel for the picture's person; empty when there is nothing to show.
#[must_use]
pub fn panel(lang: Lang, picture: &Picture, plain: Plain<'_>) -> Markup {
    let ground = Ground {
        lang,
        picture,
        plain,
    };
    html! {
        (super::lounge::panel(ground))
        (side_room::asked(ground))
        @match Seen::of(ground) {
            _ if picture.view.mine.room.is_some() => (side_room::inside(ground)),
            Some(seen) => {
                section class="stack" aria-labelledby="together-title" {
                    (steps::head(&seen))
                    @if seen.leads() { (lead::say(&seen)) }
                    @if seen.agreed() { (body(&seen)) } @else { p class="soft" { (seen.w.agree_first) } }
                    @if seen.leads() || seen.is_owner() { (lead::controls(&seen)) }
                }
            }
            None => { (lead::choice(ground)) }
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

/// The places in which this person may write at this step.
fn fields(seen: &Seen<'_>) -> Vec<Field> {
    match seen.now.kind {
        ActivityKind::ThoughtRecord | ActivityKind::ProblemSolving | ActivityKind::CostBenefit => {
            sheet::fields(seen)
        }
        ActivityKind::Strengths => strengths::fields(seen),
        ActivityKind::ModelShare => talks::fields(seen),
        ActivityKind::OpenDiscussion
        | ActivityKind::ReadingRound
        | ActivityKind::BodyScan
        | ActivityKind::Rehearsal => Vec::new(),
    }
}

/// What was typed and refused and has no field any more: it is shown, so that nothing is lost.
#[must_use]
pub(super) fn unkept<'a>(lang: Lang, picture: &'a Picture, plain: Plain<'a>) -> Vec<&'a str> {
    let Some(typed) = plain.typed else {
        return Vec::new();
    };
    let ground = Ground {
        lang,
        picture,
        plain,
    };
    let places = Seen::of(ground).map_or_else(Vec::new, |seen| seen.fields);
    let room = picture.view.mine.room.as_ref().map(|room| room.room);
    let has_place = |activity, slot| {
        let now = picture.view.activity.as_ref();
        let is_now = now.is_some_and(|now| now.activity == activity);
        is_now && places.iter().any(|field| field.slot == slot)
    };
    // What had been kept before stands on the page by itself.
    let sheet = &picture.sheet;
    let lines = sheet.lines.iter().map(|line| line.text.as_str());
    let slips = sheet.slips.iter().map(|slip| slip.text.as_str());
    let kept: Vec<&str> = lines.chain(slips).collect();
    let mut texts = typed.homeless(&has_place, room);
    texts.retain(|text| !kept.contains(text));
    texts
}
