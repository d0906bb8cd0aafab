//! Markup of bringing a format in from a file.

use maud::{Markup, html};

use super::file::DRAFT_BYTES_MAX;
use super::words::FormatWords;
use crate::site::components::{Field, error_summary};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// The form, and what was wrong with the file that was sent.
pub(super) fn form(lang: Lang, errors: &Errors, problems: &[String]) -> Markup {
    let w = FormatWords::of(lang);
    let hint = fill(w.file_hint, &[("n", &(DRAFT_BYTES_MAX / 1024).to_string())]);
    let file = Field {
        lang,
        name: "file",
        label: w.file,
        hint: Some(&hint),
        errors,
    };
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            p { a class="tlink" href="/leading/formats" { (w.all_formats) } }
            h1 { (w.bring_title) }
            p { (w.bring_text) }
            @if !problems.is_empty() {
                section class="card card-light stack-s" aria-labelledby="problems" {
                    h2 class="h3" id="problems" { (w.file_problems) }
                    ul class="list" { @for sentence in problems { li { (sentence) } } }
                }
            }
            form class="stack" method="post" action="/leading/formats/imports"
                enctype="multipart/form-data" novalidate {
                (file.wrap(&html! {
                    input class="input" type="file" id="file" name="file"
                        accept=".json,application/json"
                        aria-describedby=[file.described_by()] aria-invalid=[file.is_bad()];
                }))
                button class="btn btn-block" type="submit" { (w.look) }
            }
        }
    }
}
