//! The pages that links lead to.

use maud::{Markup, html};

use crate::people::words::DoorWords;
use crate::site::lang::Lang;

/// A title and a sentence.
pub(in crate::people) fn plain(title: &str, text: &str) -> Markup {
    html! {
        div class="wrap narrow page stack" {
            h1 { (title) }
            p { (text) }
        }
    }
}

/// One question with one button; the way back is the frame's.
#[derive(Debug)]
pub(in crate::people) struct Question<'a> {
    pub(in crate::people) title: &'a str,
    pub(in crate::people) text: &'a str,
    pub(in crate::people) action: &'a str,
    pub(in crate::people) yes: &'a str,
}

pub(in crate::people) fn question(question: &Question<'_>) -> Markup {
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action=(question.action) {
                h1 { (question.title) }
                p { (question.text) }
                button class="btn btn-block" type="submit" { (question.yes) }
            }
        }
    }
}

/// The door that lets a person back in.
pub(in crate::people) fn door(lang: Lang, title: &str, action: &str) -> Markup {
    let w = DoorWords::of(lang);
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action=(action) {
                h1 { (title) }
                p { (w.door_text) }
                label class="choice" {
                    input type="checkbox" name="shared" value="yes";
                    span class="choice-body" {
                        span class="choice-t" { (w.shared) }
                        span class="hint" { (w.shared_hint) }
                    }
                }
                button class="btn btn-block" type="submit" { (w.enter) }
                p class="sm soft" { (w.door_not_me) }
            }
        }
    }
}
