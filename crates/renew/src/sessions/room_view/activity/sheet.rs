//! The activities about something that one person brought: a thought, a problem, what using gives
//! and takes.

use circle::activity::{ActivityKind, Part, Slot, StepKind};
use maud::{Markup, html};

use super::seen::Seen;
use super::writing::{self, Beside};
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
    let writes = !seen.now.kind.writes(seen.now.at).is_empty();
    html! {
        @if seen.now.at == StepKind::Volunteer { (volunteer(seen)) }
        @if seen.now.at == StepKind::Example { (example(seen.lang)) }
        (own_sheet(seen))
        @if seen.now.at == StepKind::Owner && !seen.is_owner() { (waiting(seen)) }
        @if seen.now.at == StepKind::Alone { (answers(seen)) }
        (all_shown(seen))
        @if writes && seen.now.at != StepKind::Alone && seen.is_owner() { (own_lines(seen)) }
        @if writes && seen.now.at == StepKind::Owner && seen.is_owner() { (writing::ready(seen)) }
    }
}

pub(super) fn volunteer(seen: &Seen<'_>) -> Markup {
    let w = seen.w;
    html! {
        @match seen.now.owner {
            None => {
                p class="soft" { (w.bring_hint) }
                (seen.tap("bring_one", &[], &html! {
                    button class="btn" type="submit" { (w.bring) }
                }))
            }
            Some(_) if seen.is_owner() => {
                (seen.tap("hand_back", &[], &html! {
                    button class="btn btn-text" type="submit" { (w.hand_back) }
                }))
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

/// The owner's fields at this step.
fn own_lines(seen: &Seen<'_>) -> Markup {
    let fields: Vec<(Part, u8, Beside)> = match (seen.now.kind, seen.now.at) {
        (ActivityKind::ThoughtRecord, StepKind::Owner) => {
            let feelings = (0..FEELINGS).map(|nth| (Part::Feeling, nth, Beside::Level));
            let first = [
                (Part::Situation, 0, Beside::Nothing),
                (Part::Thought, 0, Beside::Nothing),
                (Part::Belief, 0, Beside::OnlyLevel),
            ];
            first.into_iter().chain(feelings).collect()
        }
        (ActivityKind::ThoughtRecord, _) => {
            let feelings = (0..FEELINGS).map(|nth| (Part::FeelingNow, nth, Beside::Level));
            let belief = (Part::BeliefNow, 0, Beside::OnlyLevel);
            std::iter::once(belief).chain(feelings).collect()
        }
        (ActivityKind::CostBenefit, _) => CORNERS
            .into_iter()
            .flat_map(|part| (0..LINES).map(move |nth| (part, nth, Beside::Nothing)))
            .collect(),
        (_, step) => {
            let parts = seen.now.kind.writes(step).iter();
            parts
                .flat_map(|(_, part, most)| {
                    (0..(*most).min(LINES)).map(|nth| (*part, nth, Beside::Nothing))
                })
                .collect()
        }
    };
    html! {
        div class="stack" {
            @for (part, nth, beside) in fields { (writing::line(seen, part, nth, beside)) }
            @if seen.now.at == StepKind::FirstStep && is_plan(seen) {
                p class="sm soft" { (seen.w.plan_made) }
            }
        }
    }
}

/// Whether the first step is what stands as the plan for the week.
fn is_plan(seen: &Seen<'_>) -> bool {
    let line = seen.line(Part::FirstStep, 0).map(|line| &line.text);
    let plan = seen.picture.mine.plan.as_ref().map(|plan| &plan.text);
    line.is_some() && line == plan
}

/// What everybody else writes, each alone.
fn answers(seen: &Seen<'_>) -> Markup {
    let may = !seen.is_owner() || seen.now.kind == ActivityKind::ProblemSolving;
    let slot = |part, nth| Slot {
        part,
        nth,
        to: None,
    };
    let parts: &[Part] = match seen.now.kind {
        ActivityKind::ThoughtRecord => &[Part::EvidenceFor, Part::EvidenceAgainst, Part::Fairer],
        ActivityKind::CostBenefit => &CORNERS,
        _ => &[],
    };
    html! {
        @if may {
            p class="sm soft" { (seen.w.alone_hint) }
            @if seen.now.kind == ActivityKind::ThoughtRecord { (writing::marks(seen)) }
            @for part in parts {
                (writing::alone(seen, slot(*part, 0), words::part(seen.lang, *part)))
            }
            @if seen.now.kind == ActivityKind::ProblemSolving {
                @for nth in 0..LINES {
                    (writing::alone(seen, slot(Part::Idea, nth), words::part(seen.lang, Part::Idea)))
                }
            }
            p class="hint" { (seen.w.take_back_hint) }
            (writing::ready(seen))
        } @else {
            p class="soft" { (seen.w.others_write) }
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
