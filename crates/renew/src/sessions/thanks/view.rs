//! Markup about thanking somebody.

use maud::{Markup, html};

use super::super::when;
use super::super::{Session, SessionId};
use super::words::ThanksWords;
use super::{EACH_MAX, Phrase, Saying, Standing, TEXT_CHARS_MAX, ThanksId};
use crate::site::components::{Field, empty, error_summary, icon, seat_sign, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// What Today says about thanks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct TodayPart {
    /// Something came that was not opened yet.
    pub(in super::super) is_thanked: bool,
    /// The latest session after which this person can thank.
    pub(in super::super) may_thank: Option<SessionId>,
}

/// Somebody who can be thanked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Somebody {
    /// Their number in the session, which says nothing outside of it.
    pub(super) seat: u64,
    pub(super) name: String,
    pub(super) sign: Sign,
    pub(super) is_thanked: bool,
}

/// The page on which one thanks, with what was typed.
#[derive(Debug)]
pub(super) struct ThankPage {
    pub(super) session: Session,
    pub(super) group_name: String,
    pub(super) zone: String,
    pub(super) standing: Standing,
    pub(super) people: Vec<Somebody>,
    pub(super) to: Option<u64>,
    pub(super) typed: Saying,
    pub(super) is_sent: bool,
    pub(super) errors: Errors,
}

impl ThankPage {
    fn is_full(&self) -> bool {
        self.people.iter().filter(|one| one.is_thanked).count() >= EACH_MAX
    }
}

pub(super) fn thank(lang: Lang, page: &ThankPage) -> Markup {
    let w = ThanksWords::of(lang);
    let starts = when::civil(page.session.starts_ms, &page.zone);
    let afterwards = format!("/sessions/{}/afterwards", page.session.id);
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, &page.errors))
            header class="stack-s" {
                h1 { (w.title) }
                p class="soft" { (page.group_name) ", " (when::day(lang, &starts)) }
            }
            @if page.is_sent { p class="notice" role="status" { (w.sent) } }
            @if page.standing != Standing::Open {
                h2 class="vh" { (w.title) }
                (empty(w.over_title, w.over_text, Some((afterwards.as_str(), w.to_afterwards))))
            } @else if page.people.is_empty() {
                h2 class="vh" { (w.title) }
                (empty(w.alone_title, w.alone_text, Some((afterwards.as_str(), w.to_afterwards))))
            } @else {
                p { (w.lead) }
                (thank_form(lang, page))
                p { a class="btn btn-text" href=(afterwards) { (w.to_afterwards) } }
            }
        }
    }
}

fn thank_form(lang: Lang, page: &ThankPage) -> Markup {
    let w = ThanksWords::of(lang);
    let most = EACH_MAX.to_string();
    let length = TEXT_CHARS_MAX.to_string();
    let hint = fill(w.text_hint, &[("n", &length)]);
    let field = Field {
        lang,
        name: "text",
        label: w.text,
        hint: Some(&hint),
        errors: &page.errors,
    };
    let any_thanked = page.people.iter().any(|one| one.is_thanked);
    html! {
        form class="stack" method="post" novalidate
            action={ "/sessions/" (page.session.id) "/thank" } {
            @if page.is_full() { p class="notice" { (fill(w.full, &[("n", &most)])) } }
            (whom(lang, page))
            @if any_thanked { p class="sm soft" { (w.again) } }
            fieldset class="stack-s" {
                legend class="label" { (w.what_for) }
                @for phrase in Phrase::ALL {
                    (phrase_choice(phrase.key(), said(w, phrase), page.typed.phrase == Some(phrase)))
                }
                (phrase_choice("", w.only_own, page.typed.phrase.is_none()))
            }
            (field.text(&page.typed.text, TEXT_CHARS_MAX, 3))
            div class="row" {
                button class="btn" type="submit" { (w.send) }
                (who("lock-simple", w.who_sees))
            }
        }
    }
}

fn whom(lang: Lang, page: &ThankPage) -> Markup {
    let w = ThanksWords::of(lang);
    let bad = page.errors.of("to");
    html! {
        fieldset class="stack-s" id="to" tabindex="-1"
            aria-describedby=[bad.map(|_| "to-bad")] {
            legend class="label" { (w.whom) }
            @if let Some(sentence) = bad {
                p class="bad" id="to-bad" { (icon("warning-circle")) span { (sentence) } }
            }
            @for one in &page.people {
                label class="choice" {
                    input type="radio" name="to" value=(one.seat) checked[page.to == Some(one.seat)];
                    span class="choice-body" {
                        span class="choice-t row" { (seat_sign(one.sign)) (one.name) }
                        @if one.is_thanked { span class="hint" { (w.thanked) } }
                    }
                }
            }
        }
    }
}

fn phrase_choice(key: &str, text: &str, is_chosen: bool) -> Markup {
    html! {
        label class="choice" {
            input type="radio" name="phrase" value=(key) checked[is_chosen];
            span class="choice-body" { span class="choice-t" { (text) } }
        }
    }
}

fn said(w: &ThanksWords, phrase: Phrase) -> &'static str {
    match phrase {
        Phrase::Shared => w.for_shared,
        Phrase::Listened => w.for_listened,
        Phrase::Welcomed => w.for_welcomed,
        Phrase::Honest => w.for_honest,
        Phrase::Idea => w.for_idea,
        Phrase::Stayed => w.for_stayed,
    }
}

/// A thanks as the one who got it reads it.
#[derive(Clone, Debug)]
pub(super) struct Got {
    pub(super) id: ThanksId,
    /// Nobody once who thanked has been erased.
    pub(super) from: Option<String>,
    pub(super) group: Option<String>,
    pub(super) day: String,
    pub(super) saying: Saying,
}

/// What has just been done on the page of what one got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Thrown,
    RatherNot,
}

/// A recent session after which one can thank.
#[derive(Clone, Debug)]
pub(super) struct Recent {
    pub(super) session: SessionId,
    pub(super) group: String,
    pub(super) day: String,
}

/// What a person got, from whom they would rather get none, and where they can thank.
#[derive(Debug, Default)]
pub(super) struct MinePage {
    pub(super) got: Vec<Got>,
    /// Since when, which names the line, and a name.
    pub(super) declined: Vec<(i64, String)>,
    pub(super) recent: Vec<Recent>,
    pub(super) done: Option<Done>,
}

pub(super) fn mine(lang: Lang, page: &MinePage) -> Markup {
    let w = ThanksWords::of(lang);
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" {
                h1 { (w.mine_title) }
                p { (w.mine_lead) }
                (who("lock-simple", w.mine_who))
            }
            @match page.done {
                Some(Done::Thrown) => p class="notice" role="status" { (w.thrown) },
                Some(Done::RatherNot) => p class="notice" role="status" { (w.rather_not_done) },
                None => {}
            }
            @if page.got.is_empty() {
                h2 class="vh" { (w.mine_title) }
                (empty(w.mine_empty, w.mine_empty_text, None))
            }
            @for one in &page.got { (card(w, one)) }
            @if !page.got.is_empty() { p class="sm soft" { (w.not_right) } }
            (recent(w, &page.recent))
            @if !page.declined.is_empty() { (declined(w, &page.declined)) }
            p { a class="btn btn-text" href="/my-space" { (w.my_space) } }
        }
    }
}

fn card(w: &ThanksWords, one: &Got) -> Markup {
    let name = one.from.as_deref();
    let title = name.map_or_else(
        || w.from_gone.to_owned(),
        |name| fill(w.from, &[("name", name)]),
    );
    let path = format!("/my-space/thanks/{}", one.id);
    html! {
        article class="card card-private stack-s" {
            h2 class="h3" { (title) }
            p class="sm soft" {
                @if let Some(group) = &one.group { (group) ", " }
                (one.day)
            }
            @if let Some(phrase) = one.saying.phrase { p class="voice-s" { (said(w, phrase)) } }
            @for line in one.saying.text.lines().filter(|line| !line.trim().is_empty()) {
                p class="voice" { (line) }
            }
            details {
                summary class="sm" { (w.more) span class="vh" { ": " (title) } }
                div class="stack-s" {
                    form class="stack-s" method="post" action={ (path) "/throw-away" } {
                        p class="sm" {
                            @match name {
                                Some(name) => (fill(w.throw_away_text, &[("name", name)])),
                                None => (w.throw_away_text_gone),
                            }
                        }
                        button class="btn btn-quiet btn-s" type="submit" { (w.throw_away) }
                    }
                    @if let Some(name) = name {
                        form class="stack-s" method="post" action={ (path) "/rather-not" } {
                            p class="sm" { (w.rather_not_text) }
                            button class="btn btn-quiet btn-s" type="submit" {
                                (fill(w.rather_not, &[("name", name)]))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn recent(w: &ThanksWords, recent: &[Recent]) -> Markup {
    html! {
        @if !recent.is_empty() {
            section class="stack-s" aria-labelledby="thank-after" {
                h2 class="h3" id="thank-after" { (w.thank_title) }
                ul class="card list" {
                    @for one in recent {
                        li {
                            a class="rowlink" href={ "/sessions/" (one.session) "/thank" } {
                                (icon("hand-heart"))
                                span {
                                    b class="rowlink-t" {
                                        (fill(w.session_line, &[
                                            ("group", &one.group), ("day", &one.day),
                                        ]))
                                    }
                                }
                                (icon("caret-right"))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn declined(w: &ThanksWords, declined: &[(i64, String)]) -> Markup {
    html! {
        section class="stack-s" aria-labelledby="declined" {
            h2 class="h3" id="declined" { (w.declined_title) }
            ul class="stack-s plain" {
                @for (since_ms, name) in declined {
                    li {
                        form class="row row-between" method="post" action="/my-space/thanks/let-again" {
                            span { (name) }
                            button class="btn btn-text btn-s" name="who" value=(since_ms)
                                aria-label=(fill(w.let_again_of, &[("name", name)])) { (w.let_again) }
                        }
                    }
                }
            }
        }
    }
}

/// On Today: that somebody thanked, without a name until it is opened, and a way to thank.
pub(in super::super) fn today(lang: Lang, part: &TodayPart) -> Markup {
    let w = ThanksWords::of(lang);
    html! {
        @if part.is_thanked {
            section class="card stack-s" aria-labelledby="thanked" {
                h2 class="h3" id="thanked" { (w.today_title) }
                form method="post" action="/my-space/thanks" {
                    button class="btn btn-quiet btn-s" type="submit" {
                        (w.today_open) span class="vh" { ": " (w.today_title) }
                    }
                }
            }
        }
        @if let Some(session) = part.may_thank {
            p { a class="btn btn-text" href={ "/sessions/" (session) "/thank" } { (w.today_thank) } }
        }
    }
}

/// On Afterwards.
pub(in super::super) fn afterwards(lang: Lang, session: SessionId) -> Markup {
    let w = ThanksWords::of(lang);
    html! {
        section class="card stack-s" aria-labelledby="thank" {
            h2 class="h3" id="thank" { (w.after_title) }
            p { (w.after_text) }
            p {
                a class="btn btn-soft" href={ "/sessions/" (session) "/thank" } {
                    (icon("hand-heart")) (w.title)
                }
            }
        }
    }
}
