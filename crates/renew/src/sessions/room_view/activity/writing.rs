//! Where people write in an activity. A step has one form for all of its places: whoever keeps one
//! keeps what stands in the others, with scripts or without.

use circle::PersonId;
use circle::activity::{Part, Slot, StepKind};
use maud::{Markup, html};

use super::patterns;
use super::seen::Seen;
use super::words;
use crate::sessions::room_view::page::{icon_small, outcome};
use crate::sessions::wire::{LEVEL_MAX, LINE_CHARS_MAX};
use crate::sessions::words::RoomWords;
use crate::site::components::who;
use crate::site::lang::Lang;

/// What stands beside the words of a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    Nothing,
    /// How much or how strong, 0 to 100.
    Level,
    /// Only that, and no words.
    OnlyLevel,
    /// Whether the writer puts their name to it.
    Name,
    /// It is a tick, and has no words.
    Tick,
}

/// A place in which somebody writes.
pub(super) struct Field {
    pub(super) slot: Slot,
    label: String,
    beside: Beside,
    /// The name of the person whom it is about, where each writes of others.
    about: Option<String>,
}

/// More people than this are a long way to scroll on a phone: each place is then folded.
const UNFOLDED_MAX: usize = 3;

impl Field {
    /// A line of the owner's.
    pub(super) fn line(lang: Lang, part: Part, nth: u8, beside: Beside) -> Self {
        Self {
            slot: Slot {
                part,
                nth,
                to: None,
            },
            label: words::part(lang, part).to_owned(),
            beside,
            about: None,
        }
    }

    /// Something that each writes alone, unnamed unless ticked.
    pub(super) fn alone(lang: Lang, part: Part, nth: u8) -> Self {
        Self::line(lang, part, nth, Beside::Name)
    }

    /// A thinking pattern that is marked or not.
    pub(super) fn mark(nth: u8) -> Self {
        Self {
            slot: Slot {
                part: Part::Pattern,
                nth,
                to: None,
            },
            label: String::new(),
            beside: Beside::Tick,
            about: None,
        }
    }

    /// A strength of somebody's.
    pub(super) fn to(label: String, who: PersonId, name: String) -> Self {
        Self {
            slot: Slot {
                part: Part::Strength,
                nth: 0,
                to: Some(who),
            },
            label,
            beside: Beside::Name,
            about: Some(name),
        }
    }
}

/// What a place holds: what was typed into it and refused, or what is kept.
#[derive(Default)]
struct Held<'a> {
    text: &'a str,
    level: Option<u8>,
    named: bool,
    on: bool,
    is_kept: bool,
}

fn held<'a>(seen: &'a Seen<'_>, field: &Field) -> Held<'a> {
    let slot = field.slot;
    let kept = match field.beside {
        Beside::Name | Beside::Tick => seen.written(slot).map(|(text, named)| Held {
            text,
            named,
            level: None,
            on: true,
            is_kept: true,
        }),
        _ => seen.line(slot.part, slot.nth).map(|line| Held {
            text: &line.text,
            level: line.level,
            is_kept: true,
            ..Held::default()
        }),
    };
    let kept = kept.unwrap_or_default();
    seen.typed(slot).map_or(kept, |typed| Held {
        text: &typed.text,
        level: typed.level,
        named: typed.named,
        on: typed.on,
        is_kept: false,
    })
}

/// The form of this step, with all of its places; nothing where this person has none.
pub(super) fn sheet(seen: &Seen<'_>) -> Markup {
    if seen.fields.is_empty() {
        return html! {};
    }
    let fields = [
        ("do", "sheet".to_owned()),
        ("activity", seen.now.activity.to_string()),
    ];
    let (marks, texts): (Vec<&Field>, Vec<&Field>) = seen
        .fields
        .iter()
        .partition(|field| field.beside == Beside::Tick);
    let content = html! {
        div class="stack" {
            @if !marks.is_empty() { (patterns_of(seen, &marks)) }
            div class="card stack" {
                @for field in &texts { (place(seen, field, texts.len())) }
                (foot(seen))
            }
        }
    };
    let form = seen.form(&seen.sheet_id(), &fields, &content);
    // Who leads writes like everybody else, and needs the steps and the people in reach.
    if !seen.leads() || seen.is_owner() {
        return form;
    }
    let id = format!("{}-own", seen.sheet_id());
    html! {
        details id=(id) open[came_back(seen, &seen.fields)] {
            summary id={ (id) "-open" } { (seen.w.write_too) }
            (form)
        }
    }
}

/// Whether something stands in these fields that was refused: it is not hidden in a fold.
fn came_back(seen: &Seen<'_>, fields: &[Field]) -> bool {
    let mut typed = fields.iter().filter_map(|field| seen.typed(field.slot));
    typed.any(|place| !place.text.is_empty())
}

/// Keeping all of it, and being done with it.
fn foot(seen: &Seen<'_>) -> Markup {
    let w = seen.w;
    // Who leads has a next step to go to; one button of a view is filled.
    let class = if seen.leads() {
        "btn btn-soft btn-s"
    } else {
        "btn btn-s"
    };
    let alone = seen.now.at == StepKind::Alone;
    let kept = seen.fields.iter().any(|field| held(seen, field).is_kept);
    html! {
        @if alone { p class="hint" { (w.take_back_hint) } }
        div class="row" {
            button class=(class) id={ (seen.sheet_id()) "-keep" } type="submit" { (w.save) }
            @if matches!(seen.now.at, StepKind::Alone | StepKind::Owner) { (ready(seen)) }
        }
        div class="row row-between" {
            @if !alone { (seen_by(seen)) }
            p class="who" data-kept hidden[!kept] { (icon_small("check-bold")) (w.saved) }
        }
        (outcome(RoomWords::of(seen.lang)))
    }
}

/// Who sees what the owner writes at this step.
fn seen_by(seen: &Seen<'_>) -> Markup {
    let private = seen.fields.iter().all(|field| field.slot.part.is_own());
    let (symbol, text) = match (private, seen.now.at) {
        (true, _) => ("lock-simple", seen.w.only_you),
        (false, StepKind::Owner) => ("users-three", seen.w.circle_later),
        (false, _) => ("users-three", seen.w.circle_now),
    };
    who(symbol, text)
}

/// Done writing, or not yet after all.
fn ready(seen: &Seen<'_>) -> Markup {
    let is = seen.mine().ready;
    let text = if is { seen.w.not_ready } else { seen.w.ready };
    let is = [("is", (!is).to_string())];
    seen.tap("ready", &is, "btn btn-quiet btn-s", text)
}

/// The patterns, each a tick.
fn patterns_of(seen: &Seen<'_>, marks: &[&Field]) -> Markup {
    html! {
        section class="stack-s" aria-labelledby="patterns" {
            h3 class="h3" id="patterns" { (seen.w.patterns) }
            p class="hint" { (seen.w.patterns_hint) }
            ul class="ideas" {
                @for field in marks {
                    @if let Some(pattern) = patterns::nth(seen.lang, field.slot.nth) {
                        li class="card card-tight stack-s" { (mark(seen, field, pattern)) }
                    }
                }
            }
        }
    }
}

fn mark(seen: &Seen<'_>, field: &Field, pattern: patterns::Pattern) -> Markup {
    let id = id_of(seen, field.slot);
    let key = key_of(field.slot);
    html! {
        input type="hidden" name="slot" value=(key);
        label class="chip" for=(id) {
            input type="checkbox" id=(id) name={ "on." (key) } value="true"
                checked[held(seen, field).on] aria-describedby={ (id) "-about" } data-at-once=(key);
            (chip(pattern.name))
        }
        p class="sm soft" id={ (id) "-about" } { (pattern.about) }
    }
}

fn chip(text: &str) -> Markup {
    html! {
        span {
            svg class="i i-s tick" aria-hidden="true" focusable="false" {
                use href={ (crate::site::assets::href("icons.svg")) "#check-bold" } {}
            }
            (text)
        }
    }
}

/// One place: its words, and what stands beside them.
fn place(seen: &Seen<'_>, field: &Field, of: usize) -> Markup {
    let held = held(seen, field);
    let inner = html! {
        input type="hidden" name="slot" value=(key_of(field.slot));
        (words_field(seen, field, &held))
        (level_field(seen, field, &held))
        (name_field(seen, field, &held))
    };
    match &field.about {
        Some(name) if of > UNFOLDED_MAX => html! {
            details id={ (id_of(seen, field.slot)) "-fold" }
                open[came_back(seen, std::slice::from_ref(field))] {
                summary id={ (id_of(seen, field.slot)) "-open" } {
                    (name)
                    @if held.is_kept { " " span class="tag tag-action" { (seen.w.written) } }
                }
                div class="stack-s" { (inner) }
            }
        },
        _ => html! { div class="stack-s" { (inner) } },
    }
}

fn words_field(seen: &Seen<'_>, field: &Field, held: &Held<'_>) -> Markup {
    let id = format!("{}-text", id_of(seen, field.slot));
    html! {
        @if field.beside != Beside::OnlyLevel {
            div class="field" {
                label class="label" for=(id) { (field.label) }
                textarea class="textarea input voice-s" id=(id) name={ "text." (key_of(field.slot)) }
                    rows="2" maxlength=(LINE_CHARS_MAX) { (held.text) }
            }
        }
    }
}

fn level_field(seen: &Seen<'_>, field: &Field, held: &Held<'_>) -> Markup {
    let id = format!("{}-level", id_of(seen, field.slot));
    let (label, hint) = match field.beside {
        Beside::Level => (seen.w.level, None),
        Beside::OnlyLevel => (field.label.as_str(), Some(format!("{id}-hint"))),
        Beside::Nothing | Beside::Name | Beside::Tick => return html! {},
    };
    html! {
        div class="field" {
            label class="label" for=(id) { (label) }
            @if let Some(hint) = &hint { span class="hint" id=(hint) { (seen.w.level) } }
            input class="input" id=(id) name={ "level." (key_of(field.slot)) } type="number"
                inputmode="numeric" min="0" max=(LEVEL_MAX) value=[held.level]
                aria-describedby=[hint];
        }
    }
}

fn name_field(seen: &Seen<'_>, field: &Field, held: &Held<'_>) -> Markup {
    let id = format!("{}-named", id_of(seen, field.slot));
    let key = key_of(field.slot);
    html! {
        @if field.beside == Beside::Name {
            div {
                label class="chip" for=(id) {
                    input type="checkbox" id=(id) name={ "named." (key) } value="true"
                        checked[held.named] data-at-once=(key);
                    (chip(seen.w.put_name))
                }
            }
        }
    }
}

/// A place as the form names it: `idea.0`, `strength.0.5`.
fn key_of(slot: Slot) -> String {
    let part = serde_json::to_value(slot.part).unwrap_or_default();
    let to = slot.to.map(|to| format!(".{}", to.0)).unwrap_or_default();
    format!("{}.{}{to}", part.as_str().unwrap_or_default(), slot.nth)
}

/// Names a place of this activity alone: words that were typed into another's never come up here.
fn id_of(seen: &Seen<'_>, slot: Slot) -> String {
    let key = key_of(slot).replace(['_', '.'], "-");
    format!("w-{}-{key}", seen.now.activity)
}
