//! Markup of the people slice.

pub(super) mod care;
pub(super) mod come_back;
mod day;
pub(super) mod join;
pub(super) mod links;
pub(super) mod my_data;
pub(super) mod my_space;

use maud::{Markup, html};

use crate::site::components::icon;
use crate::site::lang::{Lang, fill};

use super::PeopleError;
use super::words::{JoinWords, WaitWords};

/// How long somebody has to wait, as the sentence of a form's field.
pub(super) fn wait(lang: Lang, error: &PeopleError) -> String {
    // Past this, seconds are nothing that a person counts.
    const SECONDS_MAX: u32 = 90;
    let w = WaitWords::of(lang);
    match error {
        PeopleError::TooOften(seconds) if *seconds <= SECONDS_MAX => {
            fill(w.seconds, &[("n", &seconds.to_string())])
        }
        PeopleError::TooOften(seconds) => {
            fill(w.minutes, &[("n", &seconds.div_ceil(60).to_string())])
        }
        _ => w.crowded.to_owned(),
    }
}

/// The four words, to be written down. A script may hide them from a neighbour's eyes.
pub(super) fn four_words(words: &[String]) -> Markup {
    html! {
        p class="words" id="backup-words" translate="no" {
            @for word in words { span class="word" { (word) } " " }
        }
    }
}

/// The button that hides the words; it shows itself only where scripts run.
pub(super) fn hide_words(lang: Lang) -> Markup {
    let w = JoinWords::of(lang);
    html! {
        button class="btn btn-text btn-s" type="button" hidden data-hide="backup-words"
            data-hidden-text=(w.show_words) aria-expanded="true" aria-controls="backup-words" {
            (w.hide_words)
        }
    }
}

/// How far along the three steps.
fn steps(lang: Lang, step: usize) -> Markup {
    let label = fill(JoinWords::of(lang).steps, &[("n", &step.to_string())]);
    html! {
        // Read as one picture: three empty items would say nothing.
        div role="img" aria-label=(label) {
            ol class="steps" aria-hidden="true" {
                @for n in 1..=3 {
                    li class=[(n == step).then_some("now").or((n < step).then_some("done"))] {}
                }
            }
        }
    }
}

/// The sentence of a group of choices that was left out.
fn choice_error(lang: Lang, field: &str, sentence: Option<&str>) -> Markup {
    let prefix = crate::site::words::SiteWords::of(lang).error_prefix;
    html! {
        @if let Some(sentence) = sentence {
            p class="bad" id={ (field) "-bad" } {
                (icon("warning-circle"))
                span { span class="vh" { (prefix) } (sentence) }
            }
        }
    }
}
