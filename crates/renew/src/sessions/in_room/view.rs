//! The pages on which a code is typed.

use maud::{Markup, html};

use super::words::CodeWords;
use crate::site::components::{Field, error_summary};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// Longer than any code with blanks in it.
const TYPED_MAX: usize = 20;

/// The page on which a device becomes a table's phone or a screen.
#[derive(Debug)]
pub(super) struct DeviceCode<'a> {
    pub(super) lang: Lang,
    pub(super) action: &'a str,
    pub(super) typed: &'a str,
    /// This browser was such a device until a moment ago.
    pub(super) was_one: bool,
    /// The name of the member who is signed in here, until the code is typed.
    pub(super) member: Option<&'a str>,
    pub(super) errors: &'a Errors,
}

pub(super) fn device(page: &DeviceCode<'_>) -> Markup {
    let w = CodeWords::of(page.lang);
    let code = code_field(
        page.lang,
        page.errors,
        page.typed,
        (w.device_code, w.device_hint),
    );
    html! {
        div class="wrap narrow page stack" {
            (error_summary(page.lang, page.errors))
            @if page.was_one { p class="notice" role="status" { (w.no_more) } }
            header class="stack-s" {
                h1 { (w.device_title) }
                p class="soft" { (w.device_lead) }
            }
            form class="card stack" method="post" action=(page.action) novalidate {
                @if let Some(name) = page.member { p { (fill(w.device_member, &[("name", name)])) } }
                (code)
                button class="btn btn-block" type="submit" { (w.device_go) }
            }
            p { a href="/code" { (w.mine_link) } }
        }
    }
}

/// The page on which somebody comes with the code that they got at a table.
#[derive(Debug)]
pub(super) struct OwnCode<'a> {
    pub(super) lang: Lang,
    pub(super) typed: &'a str,
    pub(super) is_shared: bool,
    /// Which page it is: sent twice, its code is used once and opens again.
    pub(super) page: &'a str,
    /// The name of the member whose browser this is.
    pub(super) member: Option<&'a str>,
    pub(super) errors: &'a Errors,
}

pub(super) fn own(page: &OwnCode<'_>) -> Markup {
    let w = CodeWords::of(page.lang);
    let code = code_field(
        page.lang,
        page.errors,
        page.typed,
        (w.mine_code, w.mine_hint),
    );
    html! {
        div class="wrap narrow page stack" {
            (error_summary(page.lang, page.errors))
            header class="stack-s" {
                h1 { (w.mine_title) }
                p class="soft" { (w.mine_lead) }
            }
            form class="card stack" method="post" action="/code" novalidate {
                input type="hidden" name="page" value=(page.page);
                @if let Some(name) = page.member { p { (fill(w.mine_member, &[("name", name)])) } }
                (code)
                @if page.member.is_none() {
                    label class="choice" {
                        input type="checkbox" name="shared" value="yes" checked[page.is_shared];
                        span class="choice-body" {
                            span class="choice-t" { (w.shared) }
                            span class="hint" { (w.shared_hint) }
                        }
                    }
                }
                button class="btn btn-block" type="submit" { (w.mine_go) }
            }
            p { a href="/table" { (w.device_link) } }
        }
    }
}

/// The field for a code, with its label and what the code looks like.
fn code_field(
    lang: Lang,
    errors: &Errors,
    typed: &str,
    (label, hint): (&'static str, &'static str),
) -> Markup {
    let field = Field {
        lang,
        name: "code",
        label,
        hint: Some(hint),
        errors,
    };
    field.wrap(&html! {
        input class="input" id="code" name="code" value=(typed) autocomplete="off"
            autocapitalize="characters" spellcheck="false" maxlength=(TYPED_MAX)
            aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()];
    })
}
