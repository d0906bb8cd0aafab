//! Markup of a conversation and its real day: on Today, and on what its owner kept.

use jiff::civil::Date;
use maud::{Markup, html};

use super::words::RehearsedWords;
use super::{Day, Near, Refused, Rehearsed, Unkept, WENT_CHARS_MAX, Went};
use crate::sessions::RecordId;
use crate::sessions::wire::SceneCard;
use crate::site::components::who;
use crate::site::form::tidy_line;
use crate::site::lang::{Lang, fill};
use crate::site::{months, weekdays};

/// A heading names somebody, and tells no story: what is longer is cut here, and whole below.
const WITH_CHARS_MAX: usize = 60;

/// On Today: each conversation whose day is near, or was.
pub(in crate::sessions) fn today(lang: Lang, near: &Near) -> Markup {
    let w = RehearsedWords::of(lang);
    html! {
        @if near.is_kept { p class="notice" role="status" { (w.kept) } }
        @if let Some(refused) = near.refused_alone() { (alone(lang, refused)) }
        @for one in &near.all {
            section class="card card-private stack" aria-labelledby={ "scene-" (one.id) } {
                h2 class="h3" id={ "scene-" (one.id) } { (title(lang, one)) }
                @match one.day {
                    Day::Ahead => p class="sm" { (w.ahead_text) },
                    Day::Today => p class="sm" { (w.today_text) },
                    Day::Past => {}
                }
                (tried(lang, &one.card))
                @let refused = near.refused.as_ref().filter(|refused| refused.id == one.id);
                @if one.may_tell && one.day == Day::Today {
                    details open[refused.is_some()] {
                        summary class="sm" { (w.been) }
                        (asked(lang, one.id, refused))
                    }
                } @else if one.may_tell {
                    (asked(lang, one.id, refused))
                }
                (who("lock-simple", w.only_me))
            }
        }
    }
}

fn title(lang: Lang, one: &Rehearsed) -> String {
    let w = RehearsedWords::of(lang);
    let with = with_whom(&one.card);
    let text = match (one.day, with.is_empty()) {
        (Day::Ahead, false) => w.ahead,
        (Day::Ahead, true) => w.ahead_some,
        (Day::Today, false) => w.today,
        (Day::Today, true) => w.today_some,
        (Day::Past, false) => w.past,
        (Day::Past, true) => w.past_some,
    };
    let day = match one.day {
        Day::Past => date_of(lang, one.date),
        Day::Ahead | Day::Today => weekdays::name(lang, one.date.weekday()).to_owned(),
    };
    fill(text, &[("day", &day), ("with", &with)])
}

fn with_whom(card: &SceneCard) -> String {
    let with = tidy_line(&card.with);
    if with.chars().count() <= WITH_CHARS_MAX {
        return with;
    }
    let cut: String = with.chars().take(WITH_CHARS_MAX).collect();
    format!("{}…", cut.trim_end())
}

/// `Thursday 24 December`, `jueves 24 de diciembre`.
fn date_of(lang: Lang, date: Date) -> String {
    let weekday = weekdays::name(lang, date.weekday());
    let month = months::name(lang, date.month());
    match lang {
        Lang::En => format!("{weekday} {} {month}", date.day()),
        Lang::Es => format!("{weekday} {} de {month}", date.day()),
    }
}

fn tried(lang: Lang, card: &SceneCard) -> Markup {
    let w = RehearsedWords::of(lang);
    let is_long = card.with.chars().count() > WITH_CHARS_MAX;
    let with = Some(&card.with).filter(|_| is_long);
    let texts: Vec<&String> = with.into_iter().chain([&card.place, &card.says]).collect();
    html! {
        @if !card.takeaway.is_empty() {
            div {
                p class="sm" { (w.took_along) }
                p class="voice" { (card.takeaway) }
            }
        }
        @if texts.iter().any(|text| !text.is_empty()) {
            details {
                summary class="sm" { (w.tried) }
                @for text in texts { @if !text.is_empty() { p class="voice-s" { (text) } } }
            }
        }
    }
}

/// An answer that was not kept, of a conversation that is not on the page: nothing typed is lost.
fn alone(lang: Lang, refused: &Refused) -> Markup {
    let w = RehearsedWords::of(lang);
    html! {
        section class="card card-private stack" aria-labelledby="wrote" {
            h2 class="h3" id="wrote" { (w.wrote) }
            @if refused.why == Unkept::Answered {
                p role="alert" { (w.answered) }
                div class="field" {
                    label class="label" for="wrote-text" { (w.wrote_just_now) }
                    textarea class="textarea input voice-s" id="wrote-text" rows="3" readonly {
                        "\n" (refused.text)
                    }
                }
                p { a class="tlink" href="/my-space/plans" { (w.to_kept) } }
            } @else {
                (asked(lang, refused.id, Some(refused)))
            }
            (who("lock-simple", w.only_me))
        }
    }
}

fn asked(lang: Lang, id: RecordId, refused: Option<&Refused>) -> Markup {
    let w = RehearsedWords::of(lang);
    let action = format!("/my-space/kept/{id}/went");
    let id = format!("went-{id}");
    let why = refused.map(|refused| match refused.why {
        Unkept::TooLong => w.too_long,
        Unkept::Answered => w.answered,
        Unkept::Empty | Unkept::NotOurs => w.empty,
    });
    html! {
        form class="stack-s" method="post" action=(action) {
            div class={ "field" @if why.is_some() { " field-bad" } } {
                label class="label" for=(id) { (w.went) }
                span class="hint" id={ (id) "-hint" } { (w.went_hint) }
                @if let Some(why) = why { p class="bad" id={ (id) "-bad" } role="alert" { (why) } }
                textarea class="textarea input voice-s" id=(id) name="text" rows="3"
                    maxlength=(WENT_CHARS_MAX) aria-invalid=[why.map(|_| "true")]
                    aria-describedby={ (id) "-hint" @if why.is_some() { " " (id) "-bad" } } {
                    @if let Some(refused) = refused { (refused.text) }
                }
            }
            div class="row" {
                button class="btn btn-soft btn-s" name="how" value="told" { (w.keep) }
                button class="btn btn-text btn-s" name="how" value="did_not_happen" { (w.did_not_happen) }
                button class="btn btn-text btn-s" name="how" value="not_today" { (w.not_today) }
            }
        }
    }
}

/// Beside a kept scene: its day, and how it went.
pub(in crate::sessions) fn kept(lang: Lang, card: &SceneCard, went: Option<&Went>) -> Markup {
    let w = RehearsedWords::of(lang);
    let date: Option<Date> = card.date.parse().ok();
    html! {
        @if let Some(date) = date {
            p class="sm" { (fill(w.on, &[("day", &date_of(lang, date))])) }
        }
        @match went {
            Some(Went::Told(text)) => div {
                h4 class="sm soft" { (w.told) }
                p class="voice-s" { (text) }
            },
            Some(Went::NotToday) => p class="sm" { (w.said_not) },
            Some(Went::DidNotHappen) => p class="sm" { (w.said_did_not) },
            None => {}
        }
    }
}
