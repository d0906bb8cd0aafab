//! The head of the panel: which activity it is, whose, how far it has come, and how this step goes.

use circle::activity::StepKind;
use maud::{Markup, html};

use super::seen::Seen;
use super::words;
use crate::site::lang::fill;

pub(super) fn head(seen: &Seen<'_>) -> Markup {
    let steps = seen.now.kind.steps();
    let now = usize::from(seen.now.step);
    let (name, how) = words::step(seen.lang, seen.now.kind, seen.now.at);
    let of = fill(
        seen.w.step_of,
        &[
            ("n", &(now + 1).to_string()),
            ("of", &steps.len().to_string()),
            ("name", name),
        ],
    );
    html! {
        header class="stack-s" {
            h2 class="h2" id="together-title" tabindex="-1" {
                (words::name(seen.lang, seen.now.kind))
            }
            @if seen.now.owner.is_some() { p class="sm soft" { (whose(seen)) } }
            @if steps.len() > 1 {
                ol class="steps" aria-hidden="true" {
                    @for index in 0..steps.len() { li class=[segment(index, now)] {} }
                }
            }
            p class="sm" {
                @if steps.len() > 1 { b { (of) } " " }
                (how)
            }
            @if let Some(ready) = ready_line(seen) { p class="sm soft" { (ready) } }
        }
    }
}

fn segment(index: usize, now: usize) -> Option<&'static str> {
    match index.cmp(&now) {
        std::cmp::Ordering::Less => Some("done"),
        std::cmp::Ordering::Equal => Some("now"),
        std::cmp::Ordering::Greater => None,
    }
}

fn whose(seen: &Seen<'_>) -> String {
    if seen.is_owner() {
        return seen.w.you_own.to_owned();
    }
    fill(seen.w.s_own, &[("name", &seen.owner_name())])
}

/// How many are done writing; whose answer is whose, it does not tell.
fn ready_line(seen: &Seen<'_>) -> Option<String> {
    let ready = seen.now.ready;
    let writes = matches!(seen.now.at, StepKind::Alone | StepKind::Owner);
    match ready {
        _ if !writes => None,
        0 => None,
        1 => Some(seen.w.ready_one.to_owned()),
        n => Some(fill(seen.w.ready_n, &[("n", &n.to_string())])),
    }
}
