//! Markup of a draft: what is still to mend, its parts in order, its name and seats.

use circle::format::{Flaw, Format, NAME_CHARS_MAX, PHASES_MAX, PhaseKind, TEXT_CHARS_MAX};
use maud::{Markup, html};

use super::build::{self, Stays, print};
use super::build_words::BuildWords;
use super::view::{evening, name, said, tags};
use super::whole_form::WholeForm;
use super::words::FormatWords;
use super::{Own, VERSIONS_MAX, flaw_words, key_of, names, text_in};
use crate::site::components::{Field, error_summary, icon, select};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// What the page has to tell beside the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Nothing,
    Kept,
    Removed,
    Stale,
    Full,
    TooLarge,
    TooManyVersions,
    Stays(Stays),
}

impl Told {
    const ALL: [Self; 11] = [
        Self::Nothing,
        Self::Kept,
        Self::Removed,
        Self::Stale,
        Self::Full,
        Self::TooLarge,
        Self::TooManyVersions,
        Self::Stays(Stays::Stillness),
        Self::Stays(Stays::Welcome),
        Self::Stays(Stays::Reflection),
        Self::Stays(Stays::Closing),
    ];

    /// As it stands in an address.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Kept => "kept",
            Self::Removed => "removed",
            Self::Stale => "stale",
            Self::Full => "full",
            Self::TooLarge => "too-large",
            Self::TooManyVersions => "too-many-versions",
            Self::Stays(Stays::Stillness) => "stays-stillness",
            Self::Stays(Stays::Welcome) => "stays-welcome",
            Self::Stays(Stays::Reflection) => "stays-reflection",
            Self::Stays(Stays::Closing) => "stays-closing",
        }
    }

    /// What makes no sense tells nothing: the address may have been typed by hand.
    pub(super) fn from_key(key: &str) -> Self {
        let found = Self::ALL.into_iter().find(|told| told.key() == key);
        found.unwrap_or(Self::Nothing)
    }

    fn words(self, lang: Lang) -> Option<String> {
        let w = BuildWords::of(lang);
        let words = match self {
            Self::Nothing => return None,
            Self::Kept => w.kept.to_owned(),
            Self::Removed => w.removed.to_owned(),
            Self::Stale => w.stale.to_owned(),
            Self::Full => fill(w.full, &[("n", &PHASES_MAX.to_string())]),
            Self::TooLarge => w.too_large.to_owned(),
            Self::TooManyVersions => fill(w.too_many_versions, &[("n", &VERSIONS_MAX.to_string())]),
            Self::Stays(stays) => flaw_words::why_it_stays(lang, stays).to_owned(),
        };
        Some(words)
    }
}

pub(super) fn told_part(lang: Lang, told: Told) -> Markup {
    let is_good = matches!(told, Told::Kept | Told::Removed);
    html! {
        @if let Some(words) = told.words(lang) {
            // What went well leaves the page where the person was.
            p class={ "notice" @if !is_good { " notice-light" } } role="status"
                tabindex=[(!is_good).then_some("-1")] data-focus[!is_good] {
                (icon(if is_good { "check-circle" } else { "info" }))
                span { (words) }
            }
        }
    }
}

/// The page of a draft.
pub(super) struct BuildPage<'a> {
    pub(super) own: &'a Own,
    /// The draft is what groups can choose.
    pub(super) is_released: bool,
    pub(super) form: &'a WholeForm,
    pub(super) errors: &'a Errors,
    pub(super) told: Told,
}

pub(super) fn build(lang: Lang, page: &BuildPage<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let own = page.own;
    let draft = &own.draft;
    let path = format!("/leading/formats/{}", key_of(own.id));
    let flaws = draft.flaws();
    let length = fill(
        w.length,
        &[
            ("n", &draft.target_minutes().to_string()),
            ("parts", &draft.phases.len().to_string()),
        ],
    );
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, page.errors))
            (told_part(lang, page.told))
            p { a class="tlink" href="/leading/formats" { (FormatWords::of(lang).all_formats) } }
            header class="stack-s" {
                h1 { (name(lang, &draft.name)) }
                p class="soft" { (length) }
            }
            (state(lang, page, &path, &flaws))
            (parts(lang, draft, &path, &flaws))
            (new_part(lang, &path))
            (evening(lang, draft))
            (whole(lang, page, &path))
            (away(lang, own, &path))
        }
    }
}

/// Whether groups can choose it, and what is still to mend.
fn state(lang: Lang, page: &BuildPage<'_>, path: &str, flaws: &[Flaw]) -> Markup {
    let w = BuildWords::of(lang);
    let own = page.own;
    html! {
        @if own.is_put_away {
            section class="card card-sunken stack-s" {
                p { (w.is_away) }
                form method="post" action={ (path) "/return" } {
                    button class="btn btn-quiet" type="submit" { (w.bring_back) }
                }
            }
        } @else if !flaws.is_empty() {
            section class="card card-light stack-s" aria-labelledby="mend" {
                h2 class="h3" id="mend" { (w.before_use) }
                ul class="list" { @for flaw in flaws { (to_mend(lang, &own.draft, path, flaw)) } }
                p class="sm" { (w.before_use_text) }
            }
        } @else if page.is_released {
            p class="notice" { (icon("check-circle")) span { (w.in_use) } }
        } @else {
            section class="card stack-s" aria-labelledby="ready" {
                h2 class="h3" id="ready" { (w.ready) }
                p { (if own.version == 0 { w.ready_first } else { w.ready_again }) }
                form method="post" action={ (path) "/versions" } {
                    button class="btn" type="submit" {
                        (if own.version == 0 { w.release } else { w.release_again })
                    }
                }
            }
        }
    }
}

fn to_mend(lang: Lang, draft: &Format, path: &str, flaw: &Flaw) -> Markup {
    let sentence = flaw_words::sentence(lang, flaw.kind);
    let phase = flaw
        .phase
        .and_then(|index| Some((index, draft.phases.get(index)?)));
    html! {
        li {
            @if let Some((index, phase)) = phase {
                a href={ (path) "/phases/" (index) } { (name(lang, &phase.name)) } ": "
            }
            (sentence)
        }
    }
}

fn parts(lang: Lang, draft: &Format, path: &str, flaws: &[Flaw]) -> Markup {
    let w = BuildWords::of(lang);
    html! {
        section class="stack-s" aria-labelledby="parts" {
            h2 id="parts" { (w.parts) }
            ol class="stack-s" {
                @for index in 0..draft.phases.len() {
                    li id={ "part-" (index) } class="card card-tight stack-s" {
                        (part(lang, draft, path, index))
                        @if flaws.iter().any(|flaw| flaw.phase == Some(index)) {
                            p { span class="tag tag-care" { (icon("warning-circle")) (w.needs_care) } }
                        }
                    }
                }
            }
        }
    }
}

fn part(lang: Lang, draft: &Format, path: &str, index: usize) -> Markup {
    let w = BuildWords::of(lang);
    let Some(phase) = draft.phases.get(index) else {
        return html! {};
    };
    let last = draft.phases.len() - 1;
    let here = format!("{path}/phases/{index}");
    let minutes = phase.minutes.target.to_string();
    let called = || html! { span class="vh" { " " (said(lang, &phase.name)) } };
    let step = |to: &str, label: &str| {
        html! {
            form method="post" action={ (here) "/moves" } {
                input type="hidden" name="was" value=(print(phase));
                button class="btn btn-quiet btn-s" type="submit" name="to" value=(to) { (label) (called()) }
            }
        }
    };
    html! {
        div class="row row-between row-nowrap row-top" {
            h3 { a href=(here) { (name(lang, &phase.name)) } }
            span class="num soft" { (fill(FormatWords::of(lang).minutes, &[("n", &minutes)])) }
        }
        p class="sm soft" { (names::kind(lang, phase.kind)) }
        (tags(lang, phase))
        div class="row" {
            @if index > 0 { (step("up", w.up)) }
            @if index < last { (step("down", w.down)) }
            a class="btn btn-quiet btn-s" href=(here) { (w.change_part) (called()) }
            @if build::stays(draft, index).is_none() {
                form method="post" action={ (here) "/removal" } {
                    input type="hidden" name="was" value=(print(phase));
                    button class="btn btn-text btn-s" type="submit" { (w.take_out) (called()) }
                }
            }
        }
        @if let Some(stays) = build::stays(draft, index) {
            details {
                summary class="sm" { (w.why_stays) (called()) }
                p class="sm" { (flaw_words::why_it_stays(lang, stays)) }
            }
        }
    }
}

fn new_part(lang: Lang, path: &str) -> Markup {
    let w = BuildWords::of(lang);
    let none = Errors::default();
    let kinds = PhaseKind::ALL.map(|kind| (names::key(kind), names::kind(lang, kind).to_owned()));
    let field = Field {
        lang,
        name: "kind",
        label: w.add_part,
        hint: Some(w.add_part_hint),
        errors: &none,
    };
    html! {
        form class="card stack-s" method="post" action={ (path) "/phases" } {
            (select(&field, &kinds, &names::key(PhaseKind::Round)))
            button class="btn btn-soft" type="submit" { (icon("plus-bold")) (w.add) }
        }
    }
}

fn whole(lang: Lang, page: &BuildPage<'_>, path: &str) -> Markup {
    /// Three digits and a slip of the finger.
    const SEATS_CHARS_MAX: usize = 4;
    let w = BuildWords::of(lang);
    let form = page.form;
    let field = |name, label, hint| Field {
        lang,
        name,
        label,
        hint,
        errors: page.errors,
    };
    let about = Some(w.about_hint);
    html! {
        section class="stack" aria-labelledby="whole" {
            h2 id="whole" { (w.whole) }
            form class="stack" method="post" action=(path) novalidate {
                input type="hidden" name="was" value=(form.was);
                (field("name_en", w.name_en, None).line(&form.name_en, NAME_CHARS_MAX))
                (field("name_es", w.name_es, None).line(&form.name_es, NAME_CHARS_MAX))
                (field("about_en", w.about_en, about).text(&form.about_en, TEXT_CHARS_MAX, 2))
                (field("about_es", w.about_es, about).text(&form.about_es, TEXT_CHARS_MAX, 2))
                (field("seats", w.seats, Some(w.seats_hint)).line(&form.seats, SEATS_CHARS_MAX))
                button class="btn btn-soft" type="submit" { (w.keep) }
            }
        }
    }
}

/// Taking it along, and putting it away; deleting, while nobody could have chosen it.
fn away(lang: Lang, own: &Own, path: &str) -> Markup {
    let w = BuildWords::of(lang);
    html! {
        div class="stack-s" {
            p {
                a class="btn btn-quiet" href={ (path) "/file" } download {
                    (icon("download-simple")) (FormatWords::of(lang).download)
                }
            }
            @if own.version == 0 {
                details {
                    summary { (w.delete) span class="vh" { " " (text_in(lang, &own.draft.name)) } }
                    form class="stack-s" method="post" action={ (path) "/deletion" } {
                        p { (w.delete_sure) " " (w.delete_text) }
                        button class="btn btn-stop" type="submit" { (icon("trash")) (w.delete) }
                    }
                }
            } @else if !own.is_put_away {
                form class="stack-s" method="post" action={ (path) "/removal" } {
                    p class="sm soft" { (w.put_away_text) }
                    button class="btn btn-quiet" type="submit" { (w.put_away) }
                }
            }
        }
    }
}
