//! Fields of an activity: the owner's lines, and what each writes alone.

use circle::activity::{Part, Slot};
use maud::{Markup, html};

use super::patterns;
use super::seen::Seen;
use super::words;
use crate::sessions::room_view::page::outcome;
use crate::sessions::wire::{LEVEL_MAX, LINE_CHARS_MAX};
use crate::sessions::words::RoomWords;
use crate::site::assets;
use crate::site::components::who;

/// What stands beside the words of a field.
#[derive(Clone, Copy)]
pub(super) enum Beside {
    Nothing,
    /// How much or how strong, 0 to 100.
    Level,
    /// Only that, and no words.
    OnlyLevel,
}

/// A line of the owner's.
pub(super) fn line(seen: &Seen<'_>, part: Part, nth: u8, beside: Beside) -> Markup {
    let line = seen.line(part, nth);
    let text = line.map_or("", |line| line.text.as_str());
    let level = line.and_then(|line| line.level);
    let slot = Slot {
        part,
        nth,
        to: None,
    };
    let private = part.is_own();
    let shown = seen.now.at == circle::activity::StepKind::Owner;
    let (symbol, seen_by) = match (private, shown) {
        (true, _) => ("lock-simple", seen.w.only_you),
        (false, true) => ("users-three", seen.w.circle_later),
        (false, false) => ("users-three", seen.w.circle_now),
    };
    field(
        seen,
        slot,
        &html! {
            (words_field(seen, slot, words::part(seen.lang, part), text, beside))
            (level_field(seen, slot, level, beside))
            div class="row row-between" {
                button class="btn btn-s" type="submit" { (seen.w.save) }
                (who(symbol, seen_by))
            }
        },
    )
}

/// Something that each writes alone, unnamed unless ticked.
pub(super) fn alone(seen: &Seen<'_>, slot: Slot, label: &str) -> Markup {
    let (text, named) = seen.written(slot).unwrap_or_default();
    let id = format!("{}-named", id_of(seen, slot));
    field(
        seen,
        slot,
        &html! {
            (words_field(seen, slot, label, text, Beside::Nothing))
            div class="row row-between" {
                button class="btn btn-s" type="submit" { (seen.w.save) }
                label class="chip" for=(id) {
                    input type="checkbox" id=(id) name="named" value="true" checked[named];
                    span {
                        svg class="i i-s tick" aria-hidden="true" focusable="false" {
                            use href={ (assets::href("icons.svg")) "#check-bold" } {}
                        }
                        (seen.w.put_name)
                    }
                }
            }
        },
    )
}

/// The patterns, each a tick that is a command.
pub(super) fn marks(seen: &Seen<'_>) -> Markup {
    html! {
        section class="stack-s" aria-labelledby="patterns" {
            h3 class="h3" id="patterns" { (seen.w.patterns) }
            p class="hint" { (seen.w.patterns_hint) }
            ul class="ideas" {
                @for (nth, pattern) in (0_u8..).zip(patterns::all(seen.lang)) {
                    @let slot = Slot { part: Part::Pattern, nth, to: None };
                    @let on = seen.written(slot).is_some();
                    li class="card card-tight stack-s" {
                        (seen.form(
                            &format!("mark-{}-{nth}", seen.now.activity),
                            &[
                                ("do", "write".to_owned()),
                                ("activity", seen.now.activity.to_string()),
                                ("part", "pattern".to_owned()),
                                ("nth", nth.to_string()),
                                ("on", (!on).to_string()),
                            ],
                            &html! {
                                button class="chip-btn" type="submit" aria-pressed=(on)
                                    aria-describedby={ "pattern-" (nth) } { (pattern.name) }
                            },
                        ))
                        p class="sm soft" id={ "pattern-" (nth) } { (pattern.about) }
                    }
                }
            }
        }
    }
}

/// Done writing, or not yet after all.
pub(super) fn ready(seen: &Seen<'_>) -> Markup {
    let is = seen.mine().ready;
    let text = if is { seen.w.not_ready } else { seen.w.ready };
    seen.tap(
        "ready",
        &[("is", (!is).to_string())],
        &html! { button class="btn btn-quiet" type="submit" { (text) } },
    )
}

fn field(seen: &Seen<'_>, slot: Slot, content: &Markup) -> Markup {
    let part = serde_json::to_value(slot.part).unwrap_or_default();
    let mut fields = vec![
        ("do", "write".to_owned()),
        ("activity", seen.now.activity.to_string()),
        ("part", part.as_str().unwrap_or_default().to_owned()),
        ("nth", slot.nth.to_string()),
    ];
    fields.extend(slot.to.map(|to| ("to", to.0.to_string())));
    let content = html! {
        div class="card card-tight stack-s" {
            (content)
            (outcome(RoomWords::of(seen.lang)))
        }
    };
    seen.form(&id_of(seen, slot), &fields, &content)
}

fn words_field(seen: &Seen<'_>, slot: Slot, label: &str, text: &str, beside: Beside) -> Markup {
    let id = format!("{}-text", id_of(seen, slot));
    html! {
        @if !matches!(beside, Beside::OnlyLevel) {
            div class="field" {
                label class="label" for=(id) { (label) }
                textarea class="textarea input voice-s" id=(id) name="text" rows="2"
                    maxlength=(LINE_CHARS_MAX) { (text) }
            }
        }
    }
}

fn level_field(seen: &Seen<'_>, slot: Slot, level: Option<u8>, beside: Beside) -> Markup {
    let id = format!("{}-level", id_of(seen, slot));
    let label = match beside {
        Beside::Nothing => return html! {},
        Beside::Level => seen.w.level,
        Beside::OnlyLevel => words::part(seen.lang, slot.part),
    };
    html! {
        div class="field" {
            label class="label" for=(id) { (label) }
            @if matches!(beside, Beside::OnlyLevel) {
                span class="hint" id={ (id) "-hint" } { (seen.w.level) }
            }
            input class="input" id=(id) name="level" type="number" inputmode="numeric" min="0"
                max=(LEVEL_MAX) value=[level]
                aria-describedby=[matches!(beside, Beside::OnlyLevel).then(|| format!("{id}-hint"))];
        }
    }
}

/// Names a field of this activity alone: words that were typed into another's never come up here.
fn id_of(seen: &Seen<'_>, slot: Slot) -> String {
    let part = serde_json::to_value(slot.part).unwrap_or_default();
    let part = part.as_str().unwrap_or_default().replace('_', "-");
    let to = slot.to.map(|to| format!("-{}", to.0)).unwrap_or_default();
    format!("w-{}-{part}-{}{to}", seen.now.activity, slot.nth)
}
