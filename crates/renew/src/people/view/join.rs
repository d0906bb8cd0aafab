//! The three steps of joining.

use maud::{Markup, html};

use super::{choice_error, four_words, hide_words, steps};
use crate::people::draft::Phone;
use crate::people::name::{BadName, NAME_CHARS_MAX};
use crate::people::words::JoinWords;
use crate::site::components::{Field, error_summary, icon, seat_sign, tick};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// The first step.
#[derive(Debug)]
pub(in crate::people) struct NameStep<'a> {
    pub(in crate::people) lang: Lang,
    pub(in crate::people) name: &'a str,
    pub(in crate::people) sign: Option<Sign>,
    /// `me`, `other`, or nothing yet.
    pub(in crate::people) for_key: &'a str,
    pub(in crate::people) suggestions: &'a [&'static str],
    pub(in crate::people) is_invited: bool,
    pub(in crate::people) is_first: bool,
    /// What was chosen before is not there any more.
    pub(in crate::people) is_again: bool,
    /// The way in for somebody who has a seat already.
    pub(in crate::people) come_back: &'a str,
    pub(in crate::people) errors: &'a Errors,
}

/// The sentence that says why a name can't be had.
pub(in crate::people) fn sentence(bad: BadName, w: &JoinWords) -> &'static str {
    match bad {
        BadName::TooShort => w.bad_short,
        BadName::TooLong => w.bad_long,
        BadName::Characters => w.bad_characters,
        BadName::MixedAlphabets => w.bad_mixed,
        BadName::Reserved => w.bad_reserved,
        BadName::Number => w.bad_number,
        BadName::Taken => w.bad_taken,
    }
}

pub(in crate::people) fn name(step: &NameStep<'_>) -> Markup {
    let w = JoinWords::of(step.lang);
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action="/join" novalidate {
                // Enter in the name's field presses the first button of a form.
                button class="vh" type="submit" tabindex="-1" aria-hidden="true" { (w.next_way) }
                (steps(step.lang, 1))
                (error_summary(step.lang, step.errors))
                @if step.is_again { p class="notice" role="status" { (w.again) } }
                @if step.is_first { p class="notice" { (w.beginning) } }
                @else if step.is_invited { p class="notice" { (w.invited) } }
                header class="stack-s" {
                    h1 { (w.call_you) }
                    p class="soft" { (w.any_name) }
                    p { a href=(step.come_back) { (w.have_seat) } }
                }
                (name_field(step.lang, step.name, step.errors))
                fieldset {
                    legend class="label" { (w.or_take) }
                    div class="chips" {
                        @for name in step.suggestions {
                            button class="chip-btn" type="submit" name="pick" value=(name) { (name) }
                        }
                        button class="chip-btn" type="submit" name="pick" value="more" {
                            (icon("shuffle")) (w.others)
                        }
                    }
                }
                (signs(step.lang, step.sign, step.errors))
                (for_whom(step))
                button class="btn btn-block" type="submit" { (w.next_way) }
            }
        }
    }
}

/// The field of the made-up name, here and in one's own space.
pub(in crate::people) fn name_field(lang: Lang, value: &str, errors: &Errors) -> Markup {
    let w = JoinWords::of(lang);
    let field = Field {
        lang,
        name: "name",
        label: w.name,
        hint: Some(w.name_hint),
        errors,
    };
    field.wrap(&html! {
        input class="input" id="name" name="name" value=(value) autocomplete="off"
            autocapitalize="words" spellcheck="false" maxlength=(NAME_CHARS_MAX)
            aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()];
    })
}

/// The eight signs, as radio buttons.
pub(in crate::people) fn signs(lang: Lang, chosen: Option<Sign>, errors: &Errors) -> Markup {
    let w = JoinWords::of(lang);
    let bad = errors.of("sign");
    html! {
        fieldset id="sign" class=[bad.map(|_| "field-bad")] {
            legend class="label" { (w.pick_sign) }
            (choice_error(lang, "sign", bad))
            div class="swatch" {
                @for sign in Sign::ALL {
                    label class="chip" {
                        input type="radio" name="sign" value=(sign.key())
                            checked[chosen == Some(sign)];
                        span { (seat_sign(sign)) (sign_name(w, sign)) }
                    }
                }
            }
        }
    }
}

/// The fields of a name and a sign, for somebody who takes a place at a table.
#[must_use]
pub fn seat_fields(lang: Lang, name: &str, sign: Option<Sign>, errors: &Errors) -> Markup {
    html! {
        (name_field(lang, name, errors))
        (signs(lang, sign, errors))
    }
}

/// What a sign is called.
pub(in crate::people) fn sign_name(w: &JoinWords, sign: Sign) -> &'static str {
    match sign {
        Sign::Bird => w.sign_bird,
        Sign::Boat => w.sign_boat,
        Sign::Fire => w.sign_fire,
        Sign::Hills => w.sign_hills,
        Sign::Anchor => w.sign_anchor,
        Sign::Lotus => w.sign_lotus,
        Sign::Tree => w.sign_tree,
        Sign::Sun => w.sign_sun,
    }
}

fn for_whom(step: &NameStep<'_>) -> Markup {
    let w = JoinWords::of(step.lang);
    let bad = step.errors.of("for");
    let choice = |key: &str, title: &str, hint: &str| {
        html! {
            label class="choice" {
                input type="radio" name="for" value=(key) checked[step.for_key == key];
                span class="choice-body" {
                    span class="choice-t" { (title) }
                    span class="hint" { (hint) }
                }
            }
        }
    };
    html! {
        fieldset id="for" class=[bad.map(|_| "field-bad")] {
            legend class="label" { (w.you_are_here) }
            (choice_error(step.lang, "for", bad))
            (choice("me", w.for_me, w.for_me_hint))
            (choice("other", w.for_other, w.for_other_hint))
        }
    }
}

/// The second step.
#[derive(Debug)]
pub(in crate::people) struct WayStep<'a> {
    pub(in crate::people) lang: Lang,
    pub(in crate::people) name: &'a str,
    pub(in crate::people) phone: Option<Phone>,
    pub(in crate::people) words: &'a [String],
    pub(in crate::people) has_passkey: bool,
    /// The words are others than those shown before.
    pub(in crate::people) has_other_words: bool,
    pub(in crate::people) errors: &'a Errors,
}

pub(in crate::people) fn way(step: &WayStep<'_>) -> Markup {
    let w = JoinWords::of(step.lang);
    let asks_passkey = (!step.has_passkey).then_some("/join/passkey");
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action="/join/way" novalidate
                data-passkey-make=[asks_passkey] data-passkey-failed=(w.passkey_failed)
                data-passkey-asking=(w.passkey_asking) {
                // Enter on a choice presses the first button of a form, and must not draw other
                // words than those that were written down.
                button class="vh" type="submit" tabindex="-1" aria-hidden="true" { (w.next_promises) }
                (steps(step.lang, 2))
                (error_summary(step.lang, step.errors))
                header class="stack-s" {
                    h1 { (fill(w.how_back, &[("name", step.name)])) }
                    p class="soft" { (w.whose_phone) }
                }
                (phones(step))
                section class="card card-sunken stack-s" aria-labelledby="words-title" {
                    h2 class="h3" id="words-title" { (w.your_words) }
                    p class="sm soft" { (w.words_hint) }
                    @if step.has_other_words { p class="notice" { (w.other_words) } }
                    (four_words(step.words))
                    div class="row" {
                        button class="btn btn-quiet btn-s" type="submit" name="words" value="others" {
                            (icon("shuffle")) (w.different_words)
                        }
                        (hide_words(step.lang))
                    }
                }
                p class="sm soft" { (w.lose_both) }
                p class="notice" role="status" data-passkey-says hidden[!step.has_passkey] {
                    @if step.has_passkey { (w.passkey_made) }
                }
                button class="btn btn-block" type="submit" { (w.next_promises) }
            }
        }
    }
}

fn phones(step: &WayStep<'_>) -> Markup {
    let w = JoinWords::of(step.lang);
    let bad = step.errors.of("phone");
    let choice = |key: &str, is_chosen: bool, symbol: &'static str, title: &str, hint: &str| {
        html! {
            label class="choice" {
                input type="radio" name="phone" value=(key) checked[is_chosen];
                span class="choice-body" {
                    span class="choice-t" { (icon(symbol)) " " (title) }
                    span class="hint" { (hint) }
                }
            }
        }
    };
    let (own, shared) = (
        step.phone == Some(Phone::Own),
        step.phone == Some(Phone::Shared),
    );
    html! {
        fieldset id="phone" class=[bad.map(|_| "field-bad")] {
            legend class="vh" { (w.choose_one) }
            (choice_error(step.lang, "phone", bad))
            (choice("own", own, "fingerprint", w.own_phone, w.own_phone_hint))
            (choice("shared", shared, "key", w.shared_phone, w.shared_phone_hint))
        }
    }
}

/// The third step.
#[derive(Debug)]
pub(in crate::people) struct PromisesStep<'a> {
    pub(in crate::people) lang: Lang,
    pub(in crate::people) is_ticked: bool,
    pub(in crate::people) is_counted: bool,
    /// There is no passkey, on a phone of one's own.
    pub(in crate::people) has_only_words: bool,
    pub(in crate::people) errors: &'a Errors,
}

pub(in crate::people) fn promises(step: &PromisesStep<'_>) -> Markup {
    let w = JoinWords::of(step.lang);
    let bad = step.errors.of("ok");
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action="/join/promises" novalidate {
                (steps(step.lang, 3))
                (error_summary(step.lang, step.errors))
                h1 { (w.promises) }
                @if step.has_only_words {
                    p class="notice" {
                        span { (w.words_only) " " a href="/join/way" { (w.words_look) } }
                    }
                }
                section class="card stack-s" aria-labelledby="ours" {
                    h2 class="h3" id="ours" { (w.what_we_do) }
                    ul class="ticks" {
                        li { (w.promise_unrecorded) }
                        li { (w.promise_kept) }
                        li { (w.promise_yours) }
                        li { (w.promise_limits) }
                    }
                }
                div class={ "field" @if bad.is_some() { " field-bad" } } {
                    (choice_error(step.lang, "ok", bad))
                    label class="choice" {
                        input type="checkbox" id="ok" name="ok" value="yes" checked[step.is_ticked]
                            aria-describedby=[bad.map(|_| "ok-bad")]
                            aria-invalid=[bad.map(|_| "true")];
                        span class="choice-body" {
                            span class="choice-t" { (w.leave_there) }
                            span class="hint" { (w.leave_there_hint) }
                        }
                    }
                }
                label class="chip" {
                    input type="checkbox" name="count" value="yes" checked[step.is_counted];
                    span { (tick()) (w.count_me) }
                }
                button class="btn btn-block" type="submit" { (w.take_seat) }
            }
        }
    }
}
