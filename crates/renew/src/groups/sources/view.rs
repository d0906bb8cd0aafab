//! Markup of sources: the list, the form, one of them.

use maud::{Markup, html};
use serde::Deserialize;

use super::ask::URL_CHARS_MAX;
use super::words::SourceWords;
use super::{HOUR_MS, Health, MINUTE_MS, Source, health};
use crate::groups::FeedId;
use crate::groups::bring::form_key;
use crate::groups::import_view::{self, Decisions};
use crate::groups::report::{Kept, Report};
use crate::groups::words::ImportWords;
use crate::site::components::{Field, empty, error_summary, icon};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

pub(super) fn list(lang: Lang, sources: &[Source], calendars: &Markup, now_ms: i64) -> Markup {
    let w = SourceWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" { h1 { (w.title) } p class="soft" { (w.intro) } }
            @if sources.is_empty() {
                (empty(w.title, w.none, Some(("/looking-after/sources/new", w.add))))
            } @else {
                p {
                    a class="btn" href="/looking-after/sources/new" { (icon("plus-bold")) (w.add) }
                }
                ul class="meets" { @for source in sources { (row(lang, source, now_ms)) } }
            }
            (calendars)
            p { a href="/looking-after/imports" { (w.to_import) } }
        }
    }
}

fn row(lang: Lang, source: &Source, now_ms: i64) -> Markup {
    let w = SourceWords::of(lang);
    html! {
        li class="card stack-s" {
            h2 class="h3" { a href={ "/looking-after/sources/" (FeedId(source.id)) } { (source.name) } }
            div class="row" {
                (health_tag(lang, health(source, now_ms)))
                @if source.waiting_ms.is_some() { span class="tag tag-light" { (w.waits) } }
            }
            @if let Some(problem) = &source.problem { p { (problem.in_language(lang)) } }
            (facts(lang, source, now_ms))
        }
    }
}

pub(in crate::groups) fn health_tag(lang: Lang, health: Health) -> Markup {
    let w = SourceWords::of(lang);
    let (class, words) = match health {
        Health::New => ("tag tag-line", w.health_new),
        Health::Well => ("tag tag-line", w.health_well),
        Health::Troubled => ("tag tag-light", w.health_troubled),
        Health::Ailing => ("tag tag-care", w.health_ailing),
        Health::Paused => ("tag tag-line", w.health_paused),
    };
    html! { span class=(class) { (words) } }
}

fn facts(lang: Lang, source: &Source, now_ms: i64) -> Markup {
    let w = SourceWords::of(lang);
    let next = match source.is_paused {
        true => w.not_while_paused.to_owned(),
        false => in_a_while(lang, source.next_ms - now_ms),
    };
    let ago = |at_ms| ago(lang, at_ms, now_ms);
    let rows = [
        (w.address, source.url.clone()),
        (w.kind, kind(lang, source)),
        (w.last_success, ago(source.succeeded_ms)),
        (w.last_asked, ago(source.asked_ms)),
        (w.next, next),
        (w.meetings, source.meetings.to_string()),
    ];
    html! {
        dl class="facts sm" {
            @for (name, value) in rows { dt { (name) } dd { (value) } }
        }
    }
}

fn kind(lang: Lang, source: &Source) -> String {
    if source.form.is_none() {
        return SourceWords::of(lang).kind_any.to_owned();
    }
    let own = form_key(source.form);
    import_view::forms(ImportWords::of(lang))
        .into_iter()
        .find(|(key, _)| *key == own)
        .map(|(_, name)| name)
        .unwrap_or_default()
}

/// `3 hours ago` of a moment, `not yet` of none.
pub(in crate::groups) fn ago(lang: Lang, at_ms: Option<i64>, now_ms: i64) -> String {
    let w = SourceWords::of(lang);
    let Some(at_ms) = at_ms else {
        return w.never.to_owned();
    };
    match span(lang, now_ms - at_ms) {
        None => w.now.to_owned(),
        Some(when) => fill(w.ago, &[("when", &when)]),
    }
}

/// `in 3 hours` of a span.
pub(in crate::groups) fn in_a_while(lang: Lang, span_ms: i64) -> String {
    let w = SourceWords::of(lang);
    match span(lang, span_ms) {
        None => w.soon.to_owned(),
        Some(when) => fill(w.in_a_while, &[("when", &when)]),
    }
}

/// How long, to the minute, hour or day below; nothing when it is less than a minute.
fn span(lang: Lang, span_ms: i64) -> Option<String> {
    let w = SourceWords::of(lang);
    let n = |text: &str, count: i64| fill(text, &[("n", &count.to_string())]);
    Some(match (span_ms / MINUTE_MS, span_ms / HOUR_MS) {
        (..=0, _) => return None,
        (1, _) => w.one_minute.to_owned(),
        (minutes, 0) => n(w.n_minutes, minutes),
        (_, 1) => w.one_hour.to_owned(),
        (_, hours @ ..48) => n(w.n_hours, hours),
        (_, hours) => n(w.n_days, hours / 24),
    })
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct SourceForm {
    pub(super) url: String,
    pub(super) name: String,
    pub(super) form: String,
    pub(super) fellowship: String,
    pub(super) zone: String,
}

/// The form of a source that is there, or of a new one.
pub(super) fn form(lang: Lang, of: Option<FeedId>, form: &SourceForm, errors: &Errors) -> Markup {
    let w = SourceWords::of(lang);
    let field = |name, label, hint| Field {
        lang,
        name,
        label,
        hint,
        errors,
    };
    let url = field("url", w.url, Some(w.url_hint));
    let action = of.map_or_else(
        || "/looking-after/sources".to_owned(),
        |id| format!("/looking-after/sources/{id}/edit"),
    );
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            h1 { (of.map_or(w.new_title, |_| w.edit_title)) }
            @if of.is_some() { p class="kicker" { (form.name) } p { (w.edit_intro) } }
            @else { p { (w.new_intro) } }
            form class="stack" method="post" action=(action) novalidate {
                (url.wrap(&html! {
                    input class="input" type="url" id="url" name="url" value=(form.url)
                        autocomplete="off" maxlength=(URL_CHARS_MAX)
                        aria-describedby=[url.described_by()] aria-invalid=[url.is_bad()];
                }))
                @if of.is_none() { (field("name", w.name, Some(w.name_hint)).line(&form.name, 100)) }
                (import_view::described(lang, errors, w.form, (&form.form, &form.fellowship, &form.zone)))
                button class="btn btn-block" type="submit" {
                    (of.map_or(w.add_now, |_| w.edit_now))
                }
            }
            p {
                @match of {
                    Some(id) => a href={ "/looking-after/sources/" (id) } { (w.edit_back) },
                    None => a href="/looking-after/sources" { (w.to_sources) },
                }
            }
        }
    }
}

/// A source, and what it brought.
pub(super) struct SourcePage<'a> {
    pub(super) source: &'a Source,
    pub(super) now_ms: i64,
    /// What came of pressing a button.
    pub(super) notice: Option<&'static str>,
    pub(super) report: &'a Report,
    pub(super) undecided: &'a [Kept],
    pub(super) waiting: Option<&'a Waiting>,
}

/// What waits until a coordinator has looked at it.
pub(super) struct Waiting {
    pub(super) report: Report,
    /// Another feed here that lists the same meetings.
    pub(super) known_as: Option<String>,
}

pub(super) fn one(lang: Lang, page: &SourcePage<'_>) -> Markup {
    let (w, import) = (SourceWords::of(lang), ImportWords::of(lang));
    let source = page.source;
    let path = format!("/looking-after/sources/{}", FeedId(source.id));
    let decisions = Decisions {
        action: &format!("{path}/decisions"),
        undecided: page.undecided,
    };
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (source.name) }
            @if let Some(notice) = page.notice {
                p class="notice" role="status" { (icon("clock")) span { (notice) } }
            }
            (state(lang, page))
            (acts(w, source, &path))
            (waiting(lang, page, &path))
            (import_view::to_decide(lang, &decisions))
            section class="stack-l" aria-labelledby="report" {
                h2 id="report" class="h3" { (w.last_report) }
                @if page.report.entries == 0 {
                    p { (w.no_report) }
                } @else {
                    (import_view::counts(import, page.report))
                    (import_view::cautions(import, page.report))
                }
            }
            @if page.report.entries > 0 {
                (import_view::differences(lang, page.report))
                (import_view::noticed(lang, page.report))
            }
            (removal(w, &path))
            p { a href="/looking-after/sources" { (w.to_sources) } }
        }
    }
}

fn state(lang: Lang, page: &SourcePage<'_>) -> Markup {
    let w = SourceWords::of(lang);
    let source = page.source;
    html! {
        section class="card stack-s" {
            div class="row" { (health_tag(lang, health(source, page.now_ms))) }
            @if let Some(problem) = &source.problem {
                p { b { (w.problem) ": " } (problem.in_language(lang)) " " (w.old_stays) }
            }
            (facts(lang, source, page.now_ms))
        }
    }
}

fn acts(w: &SourceWords, source: &Source, path: &str) -> Markup {
    // One filled button on a page: where something waits, letting it in is the next thing to do.
    let class = match source.waiting_ms {
        None => "btn",
        Some(_) => "btn btn-quiet",
    };
    html! {
        div class="row" {
            @if source.is_paused {
                (button(&format!("{path}/resumptions"), class, w.go_on))
            } @else {
                (button(&format!("{path}/asks"), class, w.ask_now))
                (button(&format!("{path}/pauses"), "btn btn-quiet", w.pause))
            }
            a class="btn btn-quiet" href={ (path) "/edit" } { (w.edit) }
        }
    }
}

fn button(action: &str, class: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            button class=(class) type="submit" { (label) }
        }
    }
}

fn waiting(lang: Lang, page: &SourcePage<'_>, path: &str) -> Markup {
    let (w, import) = (SourceWords::of(lang), ImportWords::of(lang));
    let Some(waiting) = page.waiting else {
        return html! {};
    };
    html! {
        section class="card stack" aria-labelledby="waiting" {
            h2 id="waiting" class="h3" { (w.waiting_title) }
            p { (w.waiting_text) }
            @if let Some(feed) = &waiting.known_as {
                p class="notice" { span { (fill(w.waiting_known_as, &[("feed", feed)])) } }
            }
            (import_view::counts(import, &waiting.report))
            (import_view::cautions(import, &waiting.report))
            (gone(import, &waiting.report))
            (button(&format!("{path}/arrivals"), "btn", w.bring_in))
        }
    }
}

/// The groups that would be marked as gone, by name: whoever knows them sees whether that is so.
fn gone(w: &ImportWords, report: &Report) -> Markup {
    html! {
        @if !report.gone.is_empty() {
            p class="sm" { b { (w.gone_title) ": " } (report.gone.join(", ")) }
        }
    }
}

fn removal(w: &SourceWords, path: &str) -> Markup {
    html! {
        details {
            summary { (w.remove) }
            div class="stack-s" {
                p { (w.remove_text) }
                (button(&format!("{path}/removals"), "btn btn-quiet", w.remove))
            }
        }
    }
}

/// Tells coordinators that sources fail for long; nothing when none does.
#[must_use]
pub fn ailing_notice(lang: Lang, count: usize) -> Markup {
    let w = SourceWords::of(lang);
    let text = match count {
        0 => return html! {},
        1 => w.ailing_one.to_owned(),
        n => fill(w.ailing_notice, &[("n", &n.to_string())]),
    };
    html! {
        p class="notice" {
            (icon("warning-circle"))
            span { (text) " " a href="/looking-after/sources" { (w.see_sources) } }
        }
    }
}
