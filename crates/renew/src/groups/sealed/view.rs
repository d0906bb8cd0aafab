//! Markup about sealed sessions. What a device knows of a secret only its script can say, so those
//! parts are hidden until it has.

use maud::{Markup, html};

use super::words::SealedWords;
use crate::groups::GroupId;
use crate::site::components::{icon, who};
use crate::site::lang::Lang;

/// The page of those who look after the group.
#[derive(Clone, Copy, Debug)]
pub(super) struct SealedPage<'a> {
    pub(super) group: GroupId,
    pub(super) name: &'a str,
    pub(super) is_sealed: bool,
    /// Whether the program carries voices at all.
    pub(super) has_voices: bool,
    pub(super) kept: bool,
}

pub(super) fn page(lang: Lang, page: &SealedPage<'_>) -> Markup {
    let w = SealedWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" {
                p class="kicker" { a href={ "/groups/" (page.group) } { (page.name) } }
                h1 { (w.title) }
                p class="lead" { (w.lead) }
            }
            @if page.kept { p class="notice notice-light" role="status" { (icon("check-bold")) span { (w.kept) } } }
            @if !page.has_voices { p class="notice notice-light" { (icon("info")) span { (w.no_voices) } } }
            (switch(w, page))
            @if page.is_sealed { (link(w, page.group)) }
            (honest(w))
        }
    }
}

fn switch(w: &SealedWords, page: &SealedPage<'_>) -> Markup {
    let (state, is, button) = match page.is_sealed {
        true => (w.is_on, "off", w.turn_off),
        false => (w.is_off, "on", w.turn_on),
    };
    html! {
        section class="card stack" aria-labelledby="switch-title" {
            h2 id="switch-title" class="h3" { (state) }
            p { (w.next_session) }
            p { (w.all_or_none) }
            form method="post" action={ "/groups/" (page.group) "/sealed" } {
                input type="hidden" name="is" value=(is);
                button class={ "btn" @if page.is_sealed { " btn-quiet" } } type="submit" { (button) }
            }
        }
    }
}

/// The group's link, which only a script on this device can make.
fn link(w: &SealedWords, group: GroupId) -> Markup {
    html! {
        section class="card card-private stack" aria-labelledby="link-title"
            data-sealed-group=(group) data-sealed-inside data-sealed-leads {
            (who("lock-simple", w.link_who))
            h2 id="link-title" class="h3" { (w.link_title) }
            p { (w.link_text) }
            noscript { p { b { (w.needs_script) } } }
            (device(w))
            details data-sealed="make" hidden {
                summary { (w.make_open) }
                div class="stack-s" {
                    p { (w.make_text) }
                    button class="btn" type="button" data-sealed="make-now" { (w.make) }
                }
            }
            div class="stack" data-sealed="link" hidden {
                div class="field" {
                    label class="label" for="sealed-href" { (w.link_label) }
                    input class="input" type="text" id="sealed-href" readonly data-sealed="href";
                }
                div class="row" {
                    button class="btn btn-s" type="button" data-sealed="copy" { (w.copy) }
                    span class="sm" role="status" data-sealed="copied" { span hidden { (w.copied) } }
                }
                details {
                    summary { (w.anew_open) }
                    div class="stack-s" {
                        p { (w.anew_text) }
                        button class="btn btn-quiet" type="button" data-sealed="anew" { (w.anew) }
                    }
                }
            }
        }
    }
}

/// On the page of a group that is sealed: whether this device has its secret. Strangers see it only
/// when they have opened the link.
pub(in crate::groups) fn on_group_page(lang: Lang, group: GroupId, is_inside: bool) -> Markup {
    let w = SealedWords::of(lang);
    html! {
        section class="card stack-s" aria-labelledby="sealed-title" hidden
            data-sealed-group=(group) data-sealed-inside[is_inside] {
            h2 id="sealed-title" class="h3" { (w.title) }
            p class="sm" { (w.lead) " " (w.limits) }
            (device(w))
        }
    }
}

/// Beside an invitation's link, if the group is sealed: a script on a device that has the key puts it
/// into the link, and shows this.
#[must_use]
pub fn key_for_invitation(lang: Lang, group: GroupId) -> Markup {
    let w = SealedWords::of(lang);
    html! {
        p class="sm" role="status" hidden data-sealed-invites=(group) {
            (w.invites) " " b class="num" data-sealed="phrase" {} "."
        }
    }
}

/// Where an invitation leads, if its group is sealed: asks whether to keep the key that the link
/// carried. The tick is the script's alone, and is sent nowhere.
#[must_use]
pub fn key_from_invitation(lang: Lang, group: GroupId) -> Markup {
    let w = SealedWords::of(lang);
    html! {
        section class="wrap narrow page" hidden data-sealed-invited=(group) {
            div class="notice notice-light" {
                (icon("lock-simple"))
                div class="stack-s" {
                    p { (w.invited) " " b class="num" data-sealed="phrase" {} ". "
                        span data-sealed="other" hidden { (w.invited_other) } }
                    label class="choice" {
                        input type="checkbox" data-sealed="keep";
                        span class="choice-body" {
                            span class="choice-t" { (w.invited_keep) }
                            span class="hint" { (w.invited_hint) }
                        }
                    }
                }
            }
        }
    }
}

/// What the way to the page is called.
pub(in crate::groups) fn way(lang: Lang) -> &'static str {
    SealedWords::of(lang).to_page
}

/// What the device knows, one of these.
fn device(w: &SealedWords) -> Markup {
    html! {
        p role="status" data-sealed="has" hidden {
            (w.has) " " b class="num" data-sealed="phrase" {} ". " (w.compare)
        }
        p data-sealed="lacks" hidden { (w.lacks) }
        p data-sealed="unlocked" hidden { (w.unlocked) }
        div class="stack-s" data-sealed="first" hidden {
            p { (w.first) " " b class="num" data-sealed="first-phrase" {} ". " (w.first_text) }
            button class="btn btn-s" type="button" data-sealed="take-first" { (w.first_take) }
        }
        p data-sealed="unkept" hidden { (w.unkept) }
        div class="stack-s" data-sealed="other" hidden {
            p { (w.other) " " b class="num" data-sealed="other-phrase" {} ". " (w.other_text) }
            button class="btn btn-quiet btn-s" type="button" data-sealed="take" { (w.take) }
        }
    }
}

/// What it is good for, and what not.
fn honest(w: &SealedWords) -> Markup {
    html! {
        section class="stack-s" aria-labelledby="honest-title" {
            h2 id="honest-title" class="h3" { (w.honest_title) }
            p { b { (w.keeps) } }
            ul { li { (w.keeps_server) } li { (w.keeps_gone) } li { (w.keeps_copy) } }
            p { b { (w.keeps_not) } }
            ul {
                li { (w.not_words) }
                li { (w.not_when) }
                li { (w.not_together) }
                li { (w.not_members) }
                li { (w.not_page) }
                li { (w.not_room) }
            }
        }
    }
}
