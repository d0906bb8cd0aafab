//! My data: everything as a page that can be read, and the way to be erased.

use maud::{Markup, html};
use serde_json::Value;

use super::day::moment;
use crate::people::data_labels::{label, place, value_label};
use crate::people::words_inside::DataWords;
use crate::site::components::{error_summary, icon, who};
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::words::SiteWords;

/// Slices keep flat lists of small records; deeper than this is nothing that a person can read.
const DEPTH_MAX: usize = 6;

pub(in crate::people) fn my_data(lang: Lang, parts: &[(&'static str, Value)]) -> Markup {
    let w = DataWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" { h1 { (w.title) } (who("lock-simple", w.lead)) }
            section class="stack-s" {
                p {
                    a class="btn" href="/my-data/renew.json" download="renew.json" {
                        (icon("download-simple")) (w.download)
                    }
                }
                p class="sm soft" { (w.download_hint) }
            }
            @for (key, part) in parts {
                section class="card stack-s" {
                    h2 class="h3" { (label(lang, key)) }
                    (value(lang, key, part, 0))
                }
            }
            section class="card stack-s" aria-labelledby="erase" {
                h2 class="h3" id="erase" { (w.erase) }
                p { (w.erase_hint) }
                p { a class="btn btn-quiet" href="/my-data/erase" { (icon("trash")) (w.erase) } }
            }
        }
    }
}

/// A value of the export, as words.
fn value(lang: Lang, key: &str, value: &Value, depth: usize) -> Markup {
    let w = DataWords::of(lang);
    if depth > DEPTH_MAX {
        return html! {};
    }
    match value {
        Value::Null => html! { span class="soft" { (w.nothing) } },
        Value::Bool(yes) => html! { (if *yes { w.yes } else { w.no }) },
        Value::Number(number) => match number.as_i64().filter(|_| key.ends_with("_ms")) {
            Some(at_ms) => html! { (moment(lang, at_ms)) },
            None => html! { (number) },
        },
        Value::String(text) => match value_label(lang, key, text) {
            Some(label) => html! { (label) },
            None => html! { (text) },
        },
        Value::Array(all) if all.is_empty() => html! { p class="soft" { (w.nothing) } },
        Value::Array(all) => html! {
            ul class="stack-s" { @for one in all { li { (self::value(lang, key, one, depth + 1)) } } }
        },
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| place(key));
            html! {
                dl class="facts" {
                    @for (key, field) in fields {
                        dt { (label(lang, key)) }
                        dd { (self::value(lang, key, field, depth + 1)) }
                    }
                }
            }
        }
    }
}

/// The one question before everything goes. `is_last` says that nobody else coordinates.
pub(in crate::people) fn ask_erase(lang: Lang, is_last: bool, errors: &Errors) -> Markup {
    let w = DataWords::of(lang);
    let bad = errors.of("sure");
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action="/my-data/erase" novalidate {
                (error_summary(lang, errors))
                h1 { (w.erase_title) }
                p { (w.erase_what) }
                p { (w.erase_stays) }
                p { (w.erase_back) }
                @if is_last {
                    p class="notice" {
                        span { (w.erase_last) " " a href="/looking-after/people" { (w.erase_name) } }
                    }
                }
                div class={ "field" @if bad.is_some() { " field-bad" } } {
                    @if let Some(sentence) = bad {
                        p class="bad" id="sure-bad" {
                            (icon("warning-circle"))
                            span {
                                span class="vh" { (SiteWords::of(lang).error_prefix) }
                                (sentence)
                            }
                        }
                    }
                    label class="choice" {
                        input type="checkbox" id="sure" name="sure" value="yes"
                            aria-describedby=[bad.map(|_| "sure-bad")]
                            aria-invalid=[bad.map(|_| "true")];
                        span class="choice-body" { span class="choice-t" { (w.erase_sure) } }
                    }
                }
                div class="row" {
                    button class="btn btn-stop" type="submit" { (w.erase_yes) }
                    a class="btn btn-quiet" href="/my-data" { (w.erase_no) }
                }
            }
        }
    }
}
