//! Markup of what a person kept: of one session, afterwards, and of all of them.

use maud::{Markup, html};

use super::kept::{Note, NoteKind, Plan};
use super::kept_view::{self, Kept};
use super::page_words::PageWords;
use super::view::{paragraphs, plan_body, who_may_know};
use super::{SessionId, thanks, when};
use crate::site::components::{icon, who};
use crate::site::lang::Lang;

/// What a person kept of one session.
#[derive(Clone, Debug)]
pub(super) struct Afterwards {
    pub(super) group_name: String,
    pub(super) starts_ms: i64,
    pub(super) zone: String,
    pub(super) plan: Option<Plan>,
    pub(super) notes: Vec<Note>,
    pub(super) sheets: Vec<Kept>,
    /// This session, while people can thank one another for it.
    pub(super) may_thank: Option<SessionId>,
}

pub(super) fn afterwards(lang: Lang, page: &Afterwards) -> Markup {
    let w = PageWords::of(lang);
    let starts = when::civil(page.starts_ms, &page.zone);
    let notes_of = |kind: NoteKind| page.notes.iter().filter(move |note| note.kind == kind);
    let day = |ms: i64| when::day(lang, &when::civil(ms, &page.zone));
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" {
                h1 { (w.afterwards) }
                p class="soft" { (page.group_name) ", " (when::day(lang, &starts)) }
            }
            @if page.plan.is_none() && page.notes.is_empty() && page.sheets.is_empty() {
                p { (w.kept_nothing) }
            } @else {
                p { (w.afterwards_text) }
            }
            @for note in notes_of(NoteKind::Takeaway) { (note_card(lang, w.my_takeaway, note)) }
            @if let Some(plan) = &page.plan {
                section class="card stack" aria-labelledby="plan" {
                    h2 id="plan" class="h3" { (w.my_plan) }
                    p class="voice" { (plan.text) }
                    (who_may_know(lang, plan.may_know))
                }
            }
            @if !page.sheets.is_empty() {
                h2 class="h3" { (w.sheets_heading) }
                @for kept in &page.sheets { (kept_view::card(lang, kept, &day(kept.made_ms))) }
            }
            @for note in notes_of(NoteKind::Reflection) { (note_card(lang, w.my_reflection, note)) }
            @if let Some(session) = page.may_thank { (thanks::view::afterwards(lang, session)) }
            p { a class="btn" href="/today" { (w.to_today) } }
        }
    }
}

fn note_card(lang: Lang, title: &str, note: &Note) -> Markup {
    let w = PageWords::of(lang);
    html! {
        section class="card card-private stack" {
            h2 class="h3" { (title) }
            (paragraphs(&note.text))
            (who("lock-simple", w.see_only_me))
        }
    }
}

/// Everything that a person kept, the latest first.
#[derive(Clone, Debug)]
pub(super) struct KeptPage {
    pub(super) zone: String,
    pub(super) plans: Vec<Plan>,
    pub(super) notes: Vec<Note>,
    pub(super) sheets: Vec<Kept>,
}

pub(super) fn kept(lang: Lang, page: &KeptPage) -> Markup {
    let w = PageWords::of(lang);
    let day = |ms: i64| when::capitalised(&when::day(lang, &when::civil(ms, &page.zone)));
    html! {
        div class="wrap narrow page stack" {
            h1 { (w.kept_title) }
            @if page.plans.is_empty() && page.notes.is_empty() && page.sheets.is_empty() {
                p { (w.kept_empty) }
            } @else {
                p class="soft" { (w.kept_text) }
            }
            @if !page.plans.is_empty() {
                h2 { (w.plans_heading) }
                @for plan in &page.plans {
                    article class="card stack" {
                        p class="sm soft" { (day(plan.made_ms)) }
                        (plan_body(lang, plan))
                        details {
                            summary { (w.throw_away) }
                            form class="stack-s" method="post"
                                action={ "/my-space/plans/" (plan.id) "/throw-away" } {
                                p { (w.throw_away_ask) }
                                button class="btn btn-quiet btn-s" { (w.throw_away) }
                            }
                        }
                    }
                }
            }
            @if !page.notes.is_empty() {
                h2 { (w.notes_heading) }
                @for note in &page.notes {
                    article class="card card-private stack-s" {
                        h3 {
                            @match note.kind {
                                NoteKind::Reflection => (w.reflection),
                                NoteKind::Takeaway => (w.takeaway),
                            }
                        }
                        p class="sm soft" { (day(note.made_ms)) }
                        (paragraphs(&note.text))
                        (who("lock-simple", w.see_only_me))
                    }
                }
            }
            @if !page.sheets.is_empty() {
                h2 { (w.sheets_heading) }
                @for kept in &page.sheets { (kept_view::card(lang, kept, &day(kept.made_ms))) }
            }
            p class="sm" { (icon("lock-simple")) " " (w.see_only_me) }
        }
    }
}
