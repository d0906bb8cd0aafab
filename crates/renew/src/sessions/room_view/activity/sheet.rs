//! The activities about something that one person brought: a thought, a problem, what using gives
//! and takes.

use circle::activity::{ActivityKind, PATTERNS, Part, StepKind};
use maud::{Markup, html};

use super::seen::Seen;
use super::writing::{self, Beside, Field};
use super::{shown, words};
use crate::site::lang::{Lang, fill};

/// Parts of the owner's own sheet, as the circle reads them.
const READ: [Part; 11] = [
    Part::Situation,
    Part::Thought,
    Part::Belief,
    Part::Feeling,
    Part::Problem,
    Part::PastTry,
    Part::Expectation,
    Part::UsingNow,
    Part::UsingLater,
    Part::NotUsingNow,
    Part::NotUsingLater,
];
const CORNERS: [Part; 4] = [
    Part::UsingNow,
    Part::UsingLater,
    Part::NotUsingNow,
    Part::NotUsingLater,
];
/// Feelings that are offered a line each; more than two seldom come to mind at once.
const FEELINGS: u8 = 2;
/// Ideas, past tries and lines of a corner that are offered a field each.
const LINES: u8 = 2;

pub(super) fn body(seen: &Seen<'_>) -> Markup {
    html! {
        @if seen.now.at == StepKind::Volunteer { (volunteer(seen)) }
        @if seen.now.at == StepKind::Example { (example(seen.lang)) }
        (own_sheet(seen))
        @if seen.now.at == StepKind::Owner && !seen.is_owner() { (waiting(seen)) }
        @if seen.now.at == StepKind::Alone { (answers(seen)) }
        (all_shown(seen))
        @if seen.now.at != StepKind::Alone { (writing::sheet(seen)) }
        @if seen.now.at == StepKind::FirstStep && is_plan(seen) {
            p class="sm soft" { (seen.w.plan_made) }
        }
    }
}

pub(super) fn volunteer(seen: &Seen<'_>) -> Markup {
    let w = seen.w;
    html! {
        @match seen.now.owner {
            None => {
                p class="soft" { (w.bring_hint) }
                (seen.tap("bring_one", &[], seen.main_button(), w.bring))
            }
            Some(_) if seen.is_owner() => {
                (seen.tap("hand_back", &[], "btn btn-text", w.hand_back))
            }
            Some(_) => {}
        }
    }
}

fn waiting(seen: &Seen<'_>) -> Markup {
    html! { p class="soft" { (fill(seen.w.waiting_for, &[("name", &seen.owner_name())])) } }
}

/// What the owner wrote so far, for everybody who may read it.
fn own_sheet(seen: &Seen<'_>) -> Markup {
    let step = seen.now.at;
    let editing = seen.is_owner() && step == StepKind::Owner;
    let parts = READ
        .into_iter()
        .filter(|part| seen.lines(*part).next().is_some());
    html! {
        @if !editing && !seen.picture.sheet.lines.is_empty() {
            section class="card stack-s" {
                @if !seen.is_owner() {
                    p class="sm soft" { (fill(seen.w.in_own_sheet, &[("name", &seen.owner_name())])) }
                }
                @for part in parts {
                    div {
                        h3 class="sm soft" { (words::part(seen.lang, part)) }
                        @for line in seen.lines(part) {
                            p class="voice-s" {
                                (line.text)
                                @if let Some(level) = line.level {
                                    " " b class="num" {
                                        (fill(seen.w.of_100, &[("n", &level.to_string())]))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The places in which this person may write at this step.
pub(super) fn fields(seen: &Seen<'_>) -> Vec<Field> {
    match seen.now.at {
        StepKind::Alone => alone_fields(seen),
        _ if seen.is_owner() => own_fields(seen),
        _ => Vec::new(),
    }
}

/// The owner's.
fn own_fields(seen: &Seen<'_>) -> Vec<Field> {
    let line = |part, nth, beside| Field::line(seen.lang, part, nth, beside);
    match (seen.now.kind, seen.now.at) {
        (ActivityKind::ThoughtRecord, StepKind::Owner) => {
            let feelings = (0..FEELINGS).map(|nth| line(Part::Feeling, nth, Beside::Level));
            let first = [
                line(Part::Situation, 0, Beside::Nothing),
                line(Part::Thought, 0, Beside::Nothing),
                line(Part::Belief, 0, Beside::OnlyLevel),
            ];
            first.into_iter().chain(feelings).collect()
        }
        (ActivityKind::ThoughtRecord, StepKind::Keep) => {
            let feelings = (0..FEELINGS).map(|nth| line(Part::FeelingNow, nth, Beside::Level));
            let belief = line(Part::BeliefNow, 0, Beside::OnlyLevel);
            std::iter::once(belief).chain(feelings).collect()
        }
        (kind, step) => {
            let parts = kind.writes(step).iter();
            let lines = parts.flat_map(|(_, part, most)| {
                (0..(*most).min(LINES)).map(|nth| line(*part, nth, Beside::Nothing))
            });
            lines.collect()
        }
    }
}

/// What everybody else writes, each alone; an idea also the one whose problem it is.
fn alone_fields(seen: &Seen<'_>) -> Vec<Field> {
    let alone = |part, nth| Field::alone(seen.lang, part, nth);
    match seen.now.kind {
        ActivityKind::ProblemSolving => (0..LINES).map(|nth| alone(Part::Idea, nth)).collect(),
        _ if seen.is_owner() => Vec::new(),
        ActivityKind::ThoughtRecord => {
            let texts = [Part::EvidenceFor, Part::EvidenceAgainst, Part::Fairer];
            let marks = (0..PATTERNS).map(Field::mark);
            let texts = texts.into_iter().map(|part| alone(part, 0));
            marks.chain(texts).collect()
        }
        ActivityKind::CostBenefit => CORNERS.into_iter().map(|part| alone(part, 0)).collect(),
        _ => Vec::new(),
    }
}

/// Whether the first step is what stands as the plan for the week.
fn is_plan(seen: &Seen<'_>) -> bool {
    let line = seen.line(Part::FirstStep, 0).map(|line| &line.text);
    let plan = seen.picture.mine.plan.as_ref().map(|plan| &plan.text);
    line.is_some() && line == plan
}

/// What each writes alone.
fn answers(seen: &Seen<'_>) -> Markup {
    html! {
        @if seen.fields.is_empty() {
            p class="soft" { (seen.w.others_write) }
        } @else {
            p class="sm soft" { (seen.w.alone_hint) }
            (writing::sheet(seen))
        }
    }
}

/// Everything that was shown, from that step on.
fn all_shown(seen: &Seen<'_>) -> Markup {
    let after = matches!(
        seen.now.at,
        StepKind::Shown | StepKind::Keep | StepKind::Realistic | StepKind::FirstStep
    );
    let parts: &[Part] = match seen.now.kind {
        ActivityKind::ThoughtRecord => &[Part::Fairer, Part::EvidenceAgainst, Part::EvidenceFor],
        ActivityKind::CostBenefit => &CORNERS,
        _ => &[Part::Idea],
    };
    html! {
        @if after {
            @if seen.now.slips.is_empty() { p class="soft" { (seen.w.nothing_written) } }
            @if seen.now.kind == ActivityKind::ThoughtRecord { (shown::marked(seen)) }
            @for part in parts { (shown::part(seen, *part)) }
        }
    }
}

/// A made-up thought, for those who do it for the first time.
fn example(lang: Lang) -> Markup {
    let w = super::words::ExampleWords::of(lang);
    html! {
        div class="card card-sunken stack-s" {
            p class="sm soft" { (w.made_up) }
            @for (part, text) in [
                (Part::Situation, w.situation),
                (Part::Thought, w.thought),
                (Part::Belief, w.belief),
                (Part::EvidenceAgainst, w.against),
                (Part::Fairer, w.fairer),
                (Part::BeliefNow, w.belief_now),
            ] {
                div {
                    h3 class="sm soft" { (words::part(lang, part)) }
                    p class="voice-s" { (text) }
                }
            }
            p class="sm" { (w.pattern) }
        }
    }
}
