//! Markup of formats: the list of them, one of them, and how an evening with it will go.

use circle::format::{Floor, Format, Phase, Text};
use maud::{Markup, html};

use super::forecast::{Forecast, SIZES, Turns, forecast};
use super::words::FormatWords;
use super::{FormatId, key_of, names, text_in};
use crate::site::components::{empty, icon, who};
use crate::site::lang::{Lang, fill};

/// How far a format of the community has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Unfinished,
    Ready,
    Offered,
    Away,
}

/// A format of the community, in the list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: FormatId,
    pub(super) draft: Format,
    pub(super) stage: Stage,
    /// The reader looks after it.
    pub(super) is_mine: bool,
}

/// What the list has to tell beside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListTold {
    Nothing,
    Deleted,
    Full,
}

pub(super) struct ListPage<'a> {
    pub(super) shipped: &'a [Format],
    pub(super) own: &'a [Listed],
    /// Coordinators, and who looks after a group.
    pub(super) may_make: bool,
    pub(super) told: ListTold,
}

pub(super) fn list(lang: Lang, page: &ListPage<'_>) -> Markup {
    let w = FormatWords::of(lang);
    html! {
        div class="wrap narrow page stack" {
            @match page.told {
                ListTold::Nothing => {}
                ListTold::Deleted => p class="notice" role="status" { (icon("check-circle")) span { (w.deleted) } },
                ListTold::Full => p class="notice" role="status" {
                    (icon("info"))
                    span { (fill(w.full, &[("n", &super::OWN_MAX.to_string())])) }
                },
            }
            header class="stack-s" { h1 { (w.title) } p class="soft" { (w.intro) } }
            section class="stack-s" aria-labelledby="shipped" {
                h2 id="shipped" { (w.shipped) }
                ul class="card list" {
                    @for format in page.shipped {
                        li { (row(lang, &format.id, format, None)) }
                    }
                }
            }
            section class="stack-s" aria-labelledby="own" {
                h2 id="own" { (w.own) }
                @if page.own.is_empty() {
                    (empty(w.own_empty_title, w.own_empty_text, None))
                } @else {
                    ul class="card list" {
                        @for one in page.own {
                            li { (row(lang, &key_of(one.id), &one.draft, Some(one))) }
                        }
                    }
                }
            }
            @if page.may_make {
                p { a class="btn btn-quiet" href="/leading/formats/imports" { (w.bring) } }
            }
        }
    }
}

fn row(lang: Lang, key: &str, format: &Format, own: Option<&Listed>) -> Markup {
    html! {
        a class="rowlink" href={ "/leading/formats/" (key) } {
            span {
                b class="rowlink-t" { (name(lang, &format.name)) } br;
                span class="sm soft" { (line(lang, format)) }
                @if let Some(one) = own { br; (stage(lang, one)) }
            }
            (icon("caret-right"))
        }
    }
}

fn stage(lang: Lang, one: &Listed) -> Markup {
    let w = FormatWords::of(lang);
    let (class, words) = match one.stage {
        Stage::Unfinished => ("tag tag-care", w.unfinished),
        Stage::Ready => ("tag tag-light", w.ready),
        Stage::Offered => ("tag", w.offered),
        Stage::Away => ("tag tag-line", w.away),
    };
    html! {
        span class=(class) { (words) }
        @if one.is_mine { " " span class="tag tag-line" { (icon("user")) (w.mine) } }
    }
}

/// Its length, its parts and its seats in a line.
fn line(lang: Lang, format: &Format) -> String {
    let w = FormatWords::of(lang);
    let (n, parts) = (format.target_minutes(), format.phases.len());
    fill(
        w.line,
        &[
            ("n", &n.to_string()),
            ("parts", &parts.to_string()),
            ("seats", &format.seats_max.to_string()),
        ],
    )
}

/// A text of a format, marked when it is there in the other language only.
pub(super) fn said(lang: Lang, text: &Text) -> Markup {
    let shown = text_in(lang, text);
    let (own, other) = match lang {
        Lang::En => (&text.en, Lang::Es),
        Lang::Es => (&text.es, Lang::En),
    };
    html! {
        @if shown == own.as_str() { (shown) } @else { span lang=(other.tag()) { (shown) } }
    }
}

/// The name of a format or a part, which may have none yet.
pub(super) fn name(lang: Lang, name: &Text) -> Markup {
    let is_named = !text_in(lang, name).trim().is_empty();
    html! {
        @if is_named { (said(lang, name)) } @else { span class="soft" { (FormatWords::of(lang).unnamed) } }
    }
}

/// One format, to look at.
pub(super) struct OnePage<'a> {
    pub(super) key: &'a str,
    pub(super) format: &'a Format,
    pub(super) may_make: bool,
    pub(super) may_change: bool,
}

pub(super) fn one(lang: Lang, page: &OnePage<'_>) -> Markup {
    let w = FormatWords::of(lang);
    let (key, format) = (page.key, page.format);
    html! {
        div class="wrap narrow page stack" {
            p { a class="tlink" href="/leading/formats" { (w.all_formats) } }
            header class="stack-s" {
                h1 { (name(lang, &format.name)) }
                p class="soft" { (line(lang, format)) }
                p { (said(lang, &format.about)) }
            }
            div class="row" {
                @if page.may_change {
                    a class="btn" href={ "/leading/formats/" (key) "/edit" } { (icon("pencil-simple")) (w.change) }
                }
                @if page.may_make {
                    form method="post" action="/leading/formats" {
                        input type="hidden" name="from" value=(key);
                        button class={ "btn" @if page.may_change { " btn-quiet" } } type="submit" {
                            (icon("copy")) (w.copy)
                        }
                    }
                }
                a class="btn btn-quiet" href={ "/leading/formats/" (key) "/file" } download {
                    (icon("download-simple")) (w.download)
                }
            }
            section class="stack-s" aria-labelledby="plan" {
                h2 id="plan" { (w.the_plan) }
                ol class="stack-s" {
                    @for phase in &format.phases { li class="card card-tight" { (part(lang, phase)) } }
                }
            }
            (evening(lang, format))
            (who("users-three", w.who_can_see))
        }
    }
}

fn part(lang: Lang, phase: &Phase) -> Markup {
    let w = FormatWords::of(lang);
    let minutes = phase.minutes;
    let range = fill(
        w.minutes_range,
        &[
            ("n", &minutes.target.to_string()),
            ("min", &minutes.min.to_string()),
            ("max", &minutes.max.to_string()),
        ],
    );
    html! {
        div class="stack-s" {
            h3 { (name(lang, &phase.name)) }
            p class="sm soft" { (range) }
            (tags(lang, phase))
            p class="voice" { (said(lang, &phase.words.heading)) }
            p { (said(lang, &phase.words.guidance)) }
            details {
                summary { (w.why) span class="vh" { ": " (said(lang, &phase.name)) } }
                p { (said(lang, &phase.why)) }
            }
        }
    }
}

/// What is special about a part; nothing for most.
pub(super) fn tags(lang: Lang, phase: &Phase) -> Markup {
    let w = FormatWords::of(lang);
    let activities: Vec<&str> = phase
        .activities
        .iter()
        .map(|activity| names::activity(lang, *activity))
        .collect();
    html! {
        @if phase.closing || !phase.required || !activities.is_empty() {
            div class="row" {
                @if phase.closing { span class="tag tag-light" { (w.protected) } }
                @if !phase.required { span class="tag tag-line" { (w.optional) } }
                @if !activities.is_empty() {
                    span class="tag" { (fill(w.planned_for, &[("all", &activities.join(", "))])) }
                }
            }
        }
    }
}

/// How it will go with few, many and very many people.
pub(super) fn evening(lang: Lang, format: &Format) -> Markup {
    let w = FormatWords::of(lang);
    html! {
        section class="card card-sunken stack" aria-labelledby="evening" {
            h2 id="evening" { (w.forecast) }
            p class="sm soft" { (w.forecast_text) }
            @for people in SIZES {
                div class="stack-s" {
                    h3 { (fill(w.if_come, &[("n", &people.to_string())])) }
                    ul class="list" {
                        @for sentence in sentences(lang, format, &forecast(format, people)) {
                            li { (sentence) }
                        }
                    }
                }
            }
        }
    }
}

/// A forecast in sentences.
pub(super) fn sentences(lang: Lang, format: &Format, evening: &Forecast) -> Vec<String> {
    let w = FormatWords::of(lang);
    let n = |n: u32| n.to_string();
    let mut said = Vec::new();
    if evening.seated < evening.people {
        said.push(fill(w.seats_only, &[("n", &n(evening.seated))]));
    }
    let turns = evening.turns.iter();
    said.extend(turns.filter_map(|turns| turns_of(lang, format, turns, evening.seated)));
    let cuts: Vec<String> = evening
        .cuts
        .iter()
        .filter_map(|cut| {
            let phase = format.phases.get(cut.phase)?;
            let part = text_in(lang, &phase.name);
            Some(fill(w.cut_one, &[("part", part), ("n", &n(cut.minutes))]))
        })
        .collect();
    if !cuts.is_empty() {
        said.push(fill(w.cut, &[("all", &cuts.join("; "))]));
    } else if evening.later_minutes == 0 {
        said.push(w.cut_none.to_owned());
    }
    let closing = n(evening.closing_minutes);
    said.push(
        match (evening.closing_minutes, evening.closing_more_minutes) {
            (0, _) => w.closing_missing.to_owned(),
            (_, 0) => fill(w.closing_keeps, &[("n", &closing)]),
            (_, more) => fill(w.closing_more, &[("n", &closing), ("more", &n(more))]),
        },
    );
    if evening.later_minutes > 0 {
        said.push(fill(w.later, &[("n", &n(evening.later_minutes))]));
    }
    said
}

fn turns_of(lang: Lang, format: &Format, turns: &Turns, seated: u32) -> Option<String> {
    /// Up to here a turn is told in seconds.
    const SECONDS_MAX: u32 = 50;
    /// Up to here it is about a minute.
    const MINUTE_SECONDS_MAX: u32 = 80;
    let w = FormatWords::of(lang);
    let phase = format.phases.get(turns.phase)?;
    let part = text_in(lang, &phase.name);
    // Halves of a minute, since nobody measures closer.
    let minutes = match (turns.seconds + 15) / 30 {
        halves if halves % 2 == 0 => (halves / 2).to_string(),
        halves => format!("{}½", halves / 2),
    };
    if phase.kind.floor() == Floor::One {
        return Some(fill(w.one_minutes, &[("part", part), ("n", &minutes)]));
    }
    if turns.in_time < seated {
        let (fit, all) = (turns.in_time.to_string(), seated.to_string());
        return Some(fill(
            w.in_time,
            &[("part", part), ("n", &fit), ("all", &all)],
        ));
    }
    let tens = ((turns.seconds + 5) / 10 * 10).to_string();
    Some(match turns.seconds {
        seconds if seconds <= SECONDS_MAX => fill(w.each_seconds, &[("part", part), ("n", &tens)]),
        seconds if seconds <= MINUTE_SECONDS_MAX => fill(w.each_minute, &[("part", part)]),
        _ => fill(w.each_minutes, &[("part", part), ("n", &minutes)]),
    })
}
