//! Strengths that people see in each other: written to each, and read by that one alone.

use circle::activity::{Part, StepKind};
use maud::{Markup, html};

use super::seen::Seen;
use super::shown;
use super::writing::{self, Field};
use crate::site::lang::fill;

pub(super) fn body(seen: &Seen<'_>) -> Markup {
    match seen.now.at {
        StepKind::Alone => write(seen),
        _ => mine(seen),
    }
}

/// A place for each of the others.
pub(super) fn fields(seen: &Seen<'_>) -> Vec<Field> {
    if seen.now.at != StepKind::Alone {
        return Vec::new();
    }
    let seats = seen.picture.view.seats.iter();
    let others = seats.filter(|seat| seat.who != seen.me() && seat.agreed);
    others
        .map(|seat| {
            let name = seen.name(seat.who);
            Field::to(
                fill(seen.w.strengths_to, &[("name", &name)]),
                seat.who,
                name,
            )
        })
        .collect()
}

fn write(seen: &Seen<'_>) -> Markup {
    html! {
        @if seen.fields.is_empty() { p class="soft" { (seen.w.strengths_alone) } }
        @else { p class="sm soft" { (seen.w.alone_hint) } }
        (writing::sheet(seen))
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
