//! Coming back in.

use maud::{Markup, html};

use super::super::word_list::TYPED_CHARS_MAX;
use crate::people::name::NAME_CHARS_MAX;
use crate::people::words::DoorWords;
use crate::site::components::{Field, error_summary, icon};
use crate::site::form::Errors;
use crate::site::lang::Lang;

/// The page of coming back in, with what was typed.
#[derive(Debug)]
pub(in crate::people) struct ComeBack<'a> {
    pub(in crate::people) lang: Lang,
    pub(in crate::people) name: &'a str,
    pub(in crate::people) words: &'a str,
    pub(in crate::people) is_shared: bool,
    /// Where the person wanted to go.
    pub(in crate::people) next: &'a str,
    pub(in crate::people) errors: &'a Errors,
}

pub(in crate::people) fn come_back(page: &ComeBack<'_>) -> Markup {
    let w = DoorWords::of(page.lang);
    html! {
        div class="wrap narrow page stack" {
            (error_summary(page.lang, page.errors))
            header class="stack-s" {
                h1 { (w.title) }
                p class="soft" { (w.welcome) }
            }
            // Shown by the script where the browser knows passkeys; without it the words do.
            section class="stack-s" hidden data-passkey-use="/come-back/passkey"
                data-passkey-next=(page.next) data-passkey-failed=(w.passkey_failed) {
                button class="btn btn-block" type="button" {
                    (icon("fingerprint")) (w.with_passkey)
                }
                p class="sm soft" { (w.with_passkey_hint) }
                p class="notice" role="status" data-passkey-says hidden {}
            }
            (words_form(page))
            p class="sm soft" { (w.lost) }
            p { a href="/join" { (w.new_here) } }
            p { a href="/code" { (w.from_table) } }
        }
    }
}

fn words_form(page: &ComeBack<'_>) -> Markup {
    let w = DoorWords::of(page.lang);
    let field = |name, label, hint| Field {
        lang: page.lang,
        name,
        label,
        hint,
        errors: page.errors,
    };
    let (name, words) = (
        field("name", w.name, None),
        field("words", w.words, Some(w.words_hint)),
    );
    html! {
        form class="card stack" method="post" action="/come-back" novalidate
            aria-labelledby="by-words" {
            h2 class="h3" id="by-words" { (w.or_words) }
            input type="hidden" name="next" value=(page.next);
            (name.wrap(&html! {
                input class="input" id="name" name="name" value=(page.name) autocomplete="username"
                    autocapitalize="words" spellcheck="false" maxlength=(NAME_CHARS_MAX)
                    aria-describedby=[name.described_by()] aria-invalid=[name.is_bad()];
            }))
            // A plain field, not a hidden one: four words are hard to type blind, and a password
            // manager fills it by its autocomplete all the same.
            (words.wrap(&html! {
                input class="input" id="words" name="words" value=(page.words)
                    autocomplete="current-password" autocapitalize="none" spellcheck="false"
                    maxlength=(TYPED_CHARS_MAX)
                    aria-describedby=[words.described_by()] aria-invalid=[words.is_bad()];
            }))
            label class="choice" {
                input type="checkbox" name="shared" value="yes" checked[page.is_shared];
                span class="choice-body" {
                    span class="choice-t" { (w.shared) }
                    span class="hint" { (w.shared_hint) }
                }
            }
            button class="btn btn-block" type="submit" { (w.enter) }
        }
    }
}
