//! Markup of choosing a format for one session.

use maud::{Markup, html};

use super::page_words::PageWords;
use super::{SessionId, when};
use crate::formats::{Choice, text_in};
use crate::site::components::{Field, error_summary, icon, select};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// What a session could run.
pub(super) struct FormatPage<'a> {
    pub(super) session: SessionId,
    pub(super) group_name: &'a str,
    pub(super) zone: &'a str,
    pub(super) starts_ms: i64,
    /// Not yet opened: it can still be chosen.
    pub(super) is_planned: bool,
    pub(super) choices: &'a [Choice],
    pub(super) chosen: &'a str,
    pub(super) errors: &'a Errors,
}

pub(super) fn form(lang: Lang, page: &FormatPage<'_>) -> Markup {
    let w = PageWords::of(lang);
    let starts = when::civil(page.starts_ms, page.zone);
    let path = format!("/sessions/{}", page.session);
    let options: Vec<(&str, String)> = page
        .choices
        .iter()
        .map(|choice| {
            let (name, minutes) = (text_in(lang, &choice.name), choice.minutes.to_string());
            let line = fill(w.format_line, &[("name", name), ("n", &minutes)]);
            (choice.key.as_str(), line)
        })
        .collect();
    let field = Field {
        lang,
        name: "format",
        label: w.format_title,
        hint: Some(w.format_text),
        errors: page.errors,
    };
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, page.errors))
            p { a class="tlink" href=(path) { (icon("arrow-left")) (w.see_session) } }
            header {
                h1 { (w.format_title) }
                p class="soft" { (page.group_name) ", " (when::day(lang, &starts)) }
            }
            @if page.is_planned {
                form class="stack" method="post" action={ (path) "/format" } {
                    (select(&field, &options, page.chosen))
                    button class="btn btn-block" type="submit" { (w.format_keep) }
                }
            } @else {
                p class="notice" { (icon("info")) span { (w.format_late) } }
            }
            p { a class="tlink" href="/leading/formats" { (w.format_all) } }
        }
    }
}
