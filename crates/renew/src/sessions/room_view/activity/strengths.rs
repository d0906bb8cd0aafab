//! Strengths that people see in each other: written to each, and read by that one alone.

use circle::activity::{Part, Slot, StepKind};
use maud::{Markup, html};

use super::seen::Seen;
use super::{shown, writing};
use crate::site::lang::fill;

pub(super) fn body(seen: &Seen<'_>) -> Markup {
    match seen.now.at {
        StepKind::Alone => write(seen),
        _ => mine(seen),
    }
}

fn write(seen: &Seen<'_>) -> Markup {
    let seats = seen.picture.view.seats.iter();
    let others: Vec<_> = seats
        .filter(|seat| seat.who != seen.me() && seat.agreed)
        .collect();
    html! {
        @if others.is_empty() { p class="soft" { (seen.w.strengths_alone) } }
        @else { p class="sm soft" { (seen.w.alone_hint) } }
        @for seat in others {
            @let slot = Slot { part: Part::Strength, nth: 0, to: Some(seat.who) };
            @let label = fill(seen.w.strengths_to, &[("name", &seen.name(seat.who))]);
            (writing::alone(seen, slot, &label))
        }
        (writing::ready(seen))
    }
}

fn mine(seen: &Seen<'_>) -> Markup {
    let none = seen.slips(Part::Strength).next().is_none();
    html! {
        h3 class="h3" { (seen.w.strengths_mine) }
        @if none { p class="soft" { (seen.w.strengths_none) } }
        @else { (shown::part(seen, Part::Strength)) }
    }
}
