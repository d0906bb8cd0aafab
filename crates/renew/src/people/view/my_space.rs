//! My space: how others see me, my ways back in, where I'm signed in.

use maud::{Markup, html};

use super::day::day;
use super::{four_words, hide_words};
use crate::people::passkeys_store::Passkey;
use crate::people::view::join::{name_field, signs};
use crate::people::words_inside::SpaceWords;
use crate::site::components::{error_summary, icon, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// A browser that the person is signed in with.
#[derive(Clone, Copy, Debug)]
pub(in crate::people) struct Device {
    pub(in crate::people) id: i64,
    pub(in crate::people) is_this: bool,
    pub(in crate::people) is_shared: bool,
    pub(in crate::people) seen_ms: i64,
}

/// The page, with what was typed.
#[derive(Debug)]
pub(in crate::people) struct MySpace<'a> {
    pub(in crate::people) lang: Lang,
    pub(in crate::people) name: &'a str,
    pub(in crate::people) sign: Option<Sign>,
    /// The language that the person likes to read.
    pub(in crate::people) reads: Lang,
    pub(in crate::people) is_counted: bool,
    pub(in crate::people) is_kept: bool,
    /// Down on the rota of who is on call.
    pub(in crate::people) is_on_call: bool,
    pub(in crate::people) passkeys: &'a [Passkey],
    pub(in crate::people) devices: &'a [Device],
    pub(in crate::people) errors: &'a Errors,
}

pub(in crate::people) fn my_space(page: &MySpace<'_>) -> Markup {
    let w = SpaceWords::of(page.lang);
    html! {
        div class="wrap narrow page stack-l" {
            (error_summary(page.lang, page.errors))
            header class="stack-s" { h1 { (w.title) } (who("lock-simple", w.lead)) }
            @if page.is_kept { p class="notice" role="status" { (w.kept) } }
            (ways_on(w, page.is_on_call))
            (about_me(page))
            (ways_back(page))
            (devices(page))
        }
    }
}

fn ways_on(w: &SpaceWords, is_on_call: bool) -> Markup {
    let ways = [
        ("/my-space/plans", "notebook", w.plans, w.plans_hint),
        (
            "/my-space/calendar",
            "calendar-blank",
            w.calendar,
            w.calendar_hint,
        ),
        ("/my-space/noted", "hand-heart", w.noted, w.noted_hint),
        (
            "/my-space/greeting",
            "hand-waving",
            w.greeting,
            w.greeting_hint,
        ),
        ("/my-space/thanks", "heart", w.thanks, w.thanks_hint),
        ("/my-data", "download-simple", w.my_data, w.my_data_hint),
        ("/settings", "gear-six", w.settings, w.settings_hint),
    ];
    let on_call = is_on_call.then_some(("/on-call", "phone", w.on_call, w.on_call_hint));
    html! {
        ul class="card list" {
            @for (href, symbol, title, hint) in on_call.into_iter().chain(ways) {
                li {
                    a class="rowlink" href=(href) {
                        (icon(symbol))
                        span { b class="rowlink-t" { (title) } br; span class="sm soft" { (hint) } }
                        (icon("caret-right"))
                    }
                }
            }
        }
    }
}

fn about_me(page: &MySpace<'_>) -> Markup {
    let w = SpaceWords::of(page.lang);
    html! {
        form class="card stack" method="post" action="/my-space" novalidate
            aria-labelledby="about-me" {
            h2 class="h3" id="about-me" { (w.about_me) }
            (name_field(page.lang, page.name, page.errors))
            (signs(page.lang, page.sign, page.errors))
            fieldset {
                legend class="label" { (w.language) }
                div class="chips" {
                    @for lang in Lang::ALL {
                        label class="chip" {
                            input type="radio" name="lang" value=(lang.tag())
                                checked[lang == page.reads];
                            span lang=(lang.tag()) { (lang.own_name()) }
                        }
                    }
                }
            }
            label class="chip" {
                input type="checkbox" name="count" value="yes" checked[page.is_counted];
                span { (icon("check-bold")) (w.counted) }
            }
            button class="btn" type="submit" { (w.keep) }
        }
    }
}

fn ways_back(page: &MySpace<'_>) -> Markup {
    let w = SpaceWords::of(page.lang);
    html! {
        section class="card stack" aria-labelledby="ways" {
            h2 class="h3" id="ways" { (w.ways) }
            @if page.passkeys.is_empty() { p class="soft" { (w.passkeys_none) } }
            @else {
                ul class="stack-s plain" {
                    @for key in page.passkeys { li { (passkey(page.lang, key)) } }
                }
            }
            // Shown by the script where the browser knows passkeys.
            form class="stack-s" method="post" action="/my-space" hidden
                data-passkey-add="/my-space/passkeys" data-passkey-failed=(w.passkey_failed) {
                button class="btn btn-quiet" type="button" {
                    (icon("fingerprint")) (w.passkey_add)
                }
                p class="notice" role="status" data-passkey-says hidden {}
            }
            div class="stack-s" {
                h3 { (w.words) }
                p class="sm soft" { (w.words_hint) }
                p { a class="btn btn-quiet" href="/my-space/words" { (icon("key")) (w.new_words) } }
            }
        }
    }
}

fn passkey(lang: Lang, key: &Passkey) -> Markup {
    let w = SpaceWords::of(lang);
    let made = fill(w.passkey_made, &[("day", &day(lang, key.made_ms))]);
    let used = key.used_ms.map_or_else(
        || w.passkey_unused.to_owned(),
        |used_ms| fill(w.passkey_used, &[("day", &day(lang, used_ms))]),
    );
    html! {
        form class="row" method="post"
            action={ "/my-space/passkeys/" (crate::site::id::to_text(key.id)) "/removal" } {
            span { (icon("fingerprint")) " " (made) ", " (used) }
            button class="btn btn-text btn-s" type="submit" {
                (w.passkey_remove) span class="vh" { ": " (made) }
            }
        }
    }
}

fn devices(page: &MySpace<'_>) -> Markup {
    let w = SpaceWords::of(page.lang);
    html! {
        section class="card stack" aria-labelledby="devices" {
            h2 class="h3" id="devices" { (w.devices) }
            ul class="stack-s plain" {
                @for device in page.devices { li { (device_row(page.lang, device)) } }
            }
            div class="row" {
                form method="post" action="/sign-out" {
                    button class="btn btn-quiet" type="submit" { (icon("sign-out")) (w.sign_out) }
                }
                form method="post" action="/sign-out-everywhere" {
                    button class="btn btn-text" type="submit" { (w.everywhere) }
                }
            }
        }
    }
}

fn device_row(lang: Lang, device: &Device) -> Markup {
    let w = SpaceWords::of(lang);
    let last = fill(w.last_here, &[("day", &day(lang, device.seen_ms))]);
    let title = if device.is_this {
        w.this_one
    } else {
        w.another
    };
    html! {
        form class="row" method="post"
            action={ "/my-space/sign-ins/" (crate::site::id::to_text(device.id)) "/end" } {
            span {
                (icon("device-mobile")) " " (title) ", "
                @if device.is_shared { (w.shared) ", " }
                (last)
            }
            @if !device.is_this {
                button class="btn btn-text btn-s" type="submit" {
                    (w.end) span class="vh" { ": " (last) }
                }
            }
        }
    }
}

/// Whether to make new words.
pub(in crate::people) fn ask_new_words(lang: Lang) -> Markup {
    let w = SpaceWords::of(lang);
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action="/my-space/words" {
                h1 { (w.new_words_title) }
                p { (w.new_words_text) }
                button class="btn btn-block" type="submit" { (w.new_words) }
            }
        }
    }
}

/// The new words, this once.
pub(in crate::people) fn new_words(lang: Lang, words: &[String]) -> Markup {
    let w = SpaceWords::of(lang);
    html! {
        div class="wrap narrow page stack" {
            h1 { (w.new_words_shown) }
            section class="card card-sunken stack-s" {
                p { (w.new_words_write) }
                (four_words(words))
                (hide_words(lang))
            }
            p { a class="btn btn-block" href="/my-space" { (w.written) } }
        }
    }
}
