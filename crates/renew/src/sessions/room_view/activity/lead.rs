//! For who leads, and for the one whose activity it is: what to do together, what to say, going on,
//! and stopping.

use circle::activity::{ActivityKind, StepKind};
use circle::format::PhaseKind;
use maud::{Markup, html};

use super::seen::{Ground, Seen};
use super::words::{self, ActivityWords};
use crate::site::lang::fill;

/// The choice of an activity, in the working time, while there is none.
pub(super) fn choice(ground: Ground<'_>) -> Markup {
    let Ground { lang, picture, .. } = ground;
    let working = picture
        .view
        .phase
        .is_some_and(|phase| phase.kind == PhaseKind::Working);
    let apart = picture.view.mine.room.is_some();
    if !working || !picture.view.leads || apart {
        return html! {};
    }
    let w = ActivityWords::of(lang);
    let is_planned = picture
        .phase()
        .is_some_and(|phase| !phase.activities.is_empty());
    html! {
        // Folded, unless something is planned: the circle is what who leads looks at.
        details id="choose-together" open[is_planned] {
            summary class="h3" id="choose-together-open" { (w.choose) }
            (choices(ground, 0))
        }
    }
}

/// Every activity, those in the plan first.
fn choices(ground: Ground<'_>, instead_of: u64) -> Markup {
    let Ground { lang, picture, .. } = ground;
    let w = ActivityWords::of(lang);
    let planned = picture.phase().map_or(&[][..], |phase| &phase.activities);
    let others = ActivityKind::ALL.into_iter();
    let others = others.filter(|kind| !planned.contains(kind));
    html! {
        ul class="ideas" {
            @for kind in planned.iter().copied().chain(others) {
                @let name = words::name(lang, kind);
                @let minutes = fill(w.minutes, &[("n", &kind.minutes().to_string())]);
                li class="card card-tight stack-s" {
                    p {
                        b { (name) } " " span class="soft num" { (minutes) }
                        @if planned.contains(&kind) { " " span class="tag" { (w.planned) } }
                    }
                    (ground.form(
                        &format!("begin-{}", key(kind)),
                        &[
                            ("do", "begin_activity".to_owned()),
                            ("activity", instead_of.to_string()),
                            ("kind", key(kind)),
                        ],
                        &html! {
                            button class="btn btn-quiet btn-s" type="submit" {
                                (fill(w.begin, &[("name", name)]))
                            }
                        },
                    ))
                }
            }
        }
    }
}

/// As the wire names it.
fn key(kind: ActivityKind) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// What who leads might say when the step begins.
pub(super) fn say(seen: &Seen<'_>) -> Markup {
    html! {
        div class="card card-sunken card-tight stack-s" {
            p class="sm soft" { (seen.w.might_say) }
            p class="voice-s" { (words::say(seen.lang, seen.now.kind, seen.now.at)) }
        }
    }
}

/// Going on, for who leads; stopping, for the owner as well.
pub(super) fn controls(seen: &Seen<'_>) -> Markup {
    let w = seen.w;
    html! {
        div class="row" {
            @if seen.leads() { (go_on(seen)) }
            details id="stop-together" {
                summary class="sm" id="stop-together-open" { (w.stop) }
                div class="stack-s" {
                    p class="sm" { (w.stop_text) }
                    (seen.tap("stop_activity", &[], "btn btn-quiet btn-s", w.stop_yes))
                }
            }
            @if seen.leads() {
                details id="instead" {
                    summary class="sm" id="instead-open" { (w.instead) }
                    (choices(seen.ground, seen.now.activity))
                }
            }
        }
    }
}

fn go_on(seen: &Seen<'_>) -> Markup {
    // Nobody is put on the spot: without somebody who brings something it can't go on.
    if seen.now.at == StepKind::Volunteer && seen.now.owner.is_none() {
        return html! {};
    }
    let next = seen.now.kind.steps().get(usize::from(seen.now.step) + 1);
    let text = match next {
        Some(next) => {
            let (name, _) = words::step(seen.lang, seen.now.kind, next.kind);
            fill(seen.w.go_on, &[("name", name)])
        }
        None => seen.w.finish.to_owned(),
    };
    let step = [("step", seen.now.step.to_string())];
    seen.tap("next_step", &step, seen.main_button(), &text)
}
