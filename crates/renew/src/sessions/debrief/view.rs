//! Markup of looking back: the parts that one's own page and the coordinators' share.

use circle::{Airtime, Element, Figure, Finding, How, Side};
use maud::{Markup, html};

use super::growth::Held;
use super::look::Names;
use super::words::DebriefWords;
use super::{Noted, PartRan, Reach, Reason};
use crate::sessions::SessionId;
use crate::sessions::room_view::activity;
use crate::sessions::wire::Seat;
use crate::site::components::icon;
use crate::site::lang::{Lang, fill};

/// Below this spread, in hundredths, shares differ about as much as people's stories do: half of them
/// with twice the time of the others make 17. Above the second, half of the people had nearly all.
const EVEN_PERCENT: i64 = 30;
const FEW_PERCENT: i64 = 50;

pub(super) fn element_name(element: Element, w: &DebriefWords) -> &'static str {
    match element {
        Element::Stillness => w.element_stillness,
        Element::Agreement => w.element_agreement,
        Element::CheckIn => w.element_check_in,
        Element::Turns => w.element_turns,
        Element::Activity => w.element_activity,
        Element::Closing => w.element_closing,
        Element::Reflection => w.element_reflection,
        Element::OnTime => w.element_on_time,
    }
}

/// What we agreed and what happened, with the person's own evenings before where there are any.
pub(super) fn agreed_part(lang: Lang, noted: &Noted, before: &[(Element, Held)]) -> Markup {
    let w = DebriefWords::of(lang);
    html! {
        section class="card stack" aria-labelledby="agreed" {
            h2 id="agreed" { (w.agreed_title) }
            ul class="list" {
                @for finding in &noted.findings {
                    @let past = before.iter().find(|(element, _)| *element == finding.element);
                    (finding_line(w, *finding, past.map(|(_, held)| *held)))
                }
            }
            details {
                summary class="sm" { (w.how_counted) }
                div class="stack-s sm" {
                    @for text in [w.counted_time, w.counted_people, w.counted_end, w.counted_heard] {
                        p { (text) }
                    }
                }
            }
        }
    }
}

fn finding_line(w: &DebriefWords, finding: Finding, before: Option<Held>) -> Markup {
    let (tag, symbol, text) = match finding.how {
        How::Yes => ("tag tag-light", Some("check-circle"), w.how_yes),
        How::Partly => ("tag", None, w.how_partly),
        How::No => ("tag tag-line", None, w.how_no),
        How::NotInThisFormat if finding.element == Element::Activity => {
            ("tag tag-line", None, w.how_none_planned)
        }
        How::NotInThisFormat => ("tag tag-line", None, w.how_not_here),
    };
    html! {
        li class="stack-s" {
            div class="row row-between" {
                b { (element_name(finding.element, w)) }
                span class=(tag) { @if let Some(symbol) = symbol { (icon(symbol)) } (text) }
            }
            @if let Some(figure) = figure(w, finding) { p class="sm" { (figure) } }
            @if let Some(past) = before.and_then(|held| past(w, held)) {
                p class="sm soft" { (past) }
            }
        }
    }
}

/// The figure that says why.
fn figure(w: &DebriefWords, finding: Finding) -> Option<String> {
    let of = |text: &str, n: u32, of: u32| {
        Some(fill(
            text,
            &[("n", &n.to_string()), ("of", &of.to_string())],
        ))
    };
    match finding.figure {
        Figure::None => None,
        Figure::Minutes { ran, meant } => of(w.figure_minutes, ran, meant),
        // Where nobody was there for it, there is no figure to tell.
        Figure::People { of: 0, .. } => None,
        Figure::People { did, of: all } => {
            let text = match finding.element {
                Element::Agreement => w.figure_agreed,
                Element::CheckIn => w.figure_opened,
                _ => w.figure_offered,
            };
            of(text, did, all)
        }
        Figure::Steps { begun, of: all } => of(w.figure_steps, begun, all),
        Figure::Over { minutes: 0 } => Some(w.figure_on_time.to_owned()),
        Figure::Over { minutes: 1 } => Some(w.figure_minute_over.to_owned()),
        Figure::Over { minutes } => of(w.figure_minutes_over, minutes, 0),
    }
}

fn past(w: &DebriefWords, held: Held) -> Option<String> {
    match (held.of(), held.yes) {
        (0, _) => None,
        (1, 1) => Some(w.before_one_yes.to_owned()),
        (1, _) => Some(w.before_one_no.to_owned()),
        (of, yes) => {
            let (n, of) = (yes.to_string(), of.to_string());
            Some(fill(w.before, &[("n", &n), ("of", &of)]))
        }
    }
}

/// The parts with a bar each: what was planned behind, what it took before it.
pub(super) fn parts_part(lang: Lang, noted: &Noted, names: &[String]) -> Markup {
    let w = DebriefWords::of(lang);
    let minutes = |part: &PartRan| part.planned_minutes.max(part.ran_minutes.unwrap_or(0));
    let longest = noted.parts.iter().map(minutes).max().unwrap_or(0).max(1);
    html! {
        section class="card stack" aria-labelledby="parts" {
            h2 id="parts" { (w.parts_title) }
            @if names.is_empty() {
                p class="soft" { (w.parts_gone) }
            } @else {
                ol class="list" {
                    @for (part, name) in noted.parts.iter().zip(names) {
                        li class="stack-s" {
                            div class="row row-between" {
                                span { (name) }
                                span class="sm num" { (part_time(w, part)) }
                            }
                            (bar(part, longest))
                        }
                    }
                }
            }
            @if !noted.activities.is_empty() {
                @let all: Vec<_> = noted.activities.iter()
                    .map(|kind| activity::words::name(lang, *kind))
                    .collect();
                p { (fill(w.together, &[("what", &all.join(", "))])) }
            }
        }
    }
}

fn part_time(w: &DebriefWords, part: &PartRan) -> String {
    let of = part.planned_minutes.to_string();
    match part.ran_minutes {
        Some(ran) => fill(w.part_ran, &[("n", &ran.to_string()), ("of", &of)]),
        None => fill(w.part_left_out, &[("of", &of)]),
    }
}

/// A bar of a part beside the longest one. The words above it say the same.
fn bar(part: &PartRan, longest: u32) -> Markup {
    /// A screen's width, as plots are drawn.
    const WIDTH: u64 = 360;
    let wide = |minutes: u32| u64::from(minutes.min(longest)) * WIDTH / u64::from(longest);
    html! {
        svg class="bar" viewBox={ "0 0 " (WIDTH) " 10" } preserveAspectRatio="none"
            aria-hidden="true" focusable="false" {
            rect class="bar-planned" width=(wide(part.planned_minutes)) height="10" {}
            @if let Some(ran) = part.ran_minutes {
                rect class="bar-ran" y="2" width=(wide(ran)) height="6" {}
            }
        }
    }
}

/// How speaking time was spread, and who was not heard.
pub(super) fn airtime_part(lang: Lang, airtime: &Airtime, names: Option<&Names>) -> Markup {
    let w = DebriefWords::of(lang);
    let sides = [(w.side_room, airtime.room), (w.side_online, airtime.online)];
    let is_hybrid = sides.iter().all(|(_, side)| side.people > 0);
    html! {
        section class="card stack" aria-labelledby="airtime" {
            h2 id="airtime" { (w.airtime_title) }
            @if airtime.spoken_ms == 0 {
                p { (w.spoken_nothing) }
            } @else {
                p {
                    (fill(w.spoken, &[("time", &about(w, airtime.spoken_ms))]))
                    @if airtime.room.people + airtime.online.people > 1 {
                        " " (spread(w, airtime.gini_percent))
                    }
                }
            }
            @if is_hybrid {
                dl class="facts" {
                    @for (name, side) in sides { dt { (name) } dd { (side_text(w, side)) } }
                }
            }
            @if let Some(names) = names { (heard(w, airtime, names)) }
        }
    }
}

fn heard(w: &DebriefWords, airtime: &Airtime, names: &Names) -> Markup {
    let lines = [
        (w.unheard, &airtime.unheard),
        (w.passed, &airtime.passed),
        (w.listened, &airtime.listened),
    ];
    html! {
        @if airtime.unheard.is_empty() && airtime.spoken_ms > 0 { p { (w.all_heard) } }
        @if lines.iter().any(|(_, people)| !people.is_empty()) {
            dl class="facts" {
                @for (what, people) in lines.iter().filter(|(_, people)| !people.is_empty()) {
                    @let all: Vec<_> = people.iter().map(|who| name_of(w, names, who.0)).collect();
                    dt { (what) }
                    dd { (all.join(", ")) }
                }
            }
        }
    }
}

fn spread(w: &DebriefWords, gini_percent: i64) -> &'static str {
    match gini_percent {
        ..EVEN_PERCENT => w.spread_even,
        EVEN_PERCENT..FEW_PERCENT => w.spread_some,
        _ => w.spread_few,
    }
}

/// A time as people say it.
fn about(w: &DebriefWords, ms: i64) -> String {
    match (ms.max(0) + 30_000) / 60_000 {
        0 => w.under_a_minute.to_owned(),
        1 => w.a_minute.to_owned(),
        n => fill(w.minutes, &[("n", &n.to_string())]),
    }
}

fn side_text(w: &DebriefWords, side: Side) -> String {
    let time = about(w, side.each_ms().unwrap_or(0));
    match side.people {
        1 => fill(w.side_one, &[("time", &time)]),
        n => fill(w.side_each, &[("n", &n.to_string()), ("time", &time)]),
    }
}

pub(super) fn name_of<'a>(w: &DebriefWords, names: &'a Names, seat: Seat) -> &'a str {
    names.get(&seat).map_or(w.someone, String::as_str)
}

/// People to reach out to, each with why, and where it is noted who gets in touch.
pub(super) fn people_part(
    lang: Lang,
    reach_out: &[Reach],
    names: &Names,
    ways: &Ways<'_>,
) -> Markup {
    let w = DebriefWords::of(lang);
    html! {
        section class="card stack" aria-labelledby="people" {
            h2 id="people" { (w.people_title) }
            @if reach_out.is_empty() {
                p { (w.people_none) }
            } @else {
                p class="soft" { (w.people_text) }
                ul class="list" {
                    @for reach in reach_out {
                        @let name = name_of(w, names, reach.seat);
                        li class="stack-s" {
                            p {
                                b { (name) } ", " (reasons(w, &reach.why))
                            }
                            // Nobody gets in touch with somebody who is gone.
                            @if let Some(session) = ways.follow_up
                                && names.contains_key(&reach.seat) {
                                p {
                                    a class="tlink" href={
                                        "/sessions/" (session) "/follow-up?seat=" (reach.seat)
                                    } {
                                        (w.note_follow_up)
                                        span class="vh" { (fill(w.about, &[("name", name)])) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if let Some(path) = ways.group_people {
                p { a class="tlink" href=(path) { (w.group_people) } }
            }
        }
    }
}

/// Where the reader can go from a person.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ways<'a> {
    /// The session in which this reader may note who gets in touch.
    pub(super) follow_up: Option<SessionId>,
    /// The page of the group's people, for who may see it.
    pub(super) group_people: Option<&'a str>,
}

fn reasons(w: &DebriefWords, why: &[Reason]) -> String {
    let text = |why: &Reason| match why {
        Reason::PrivateWord => w.why_private_word,
        Reason::LeftEarly => w.why_left_early,
        Reason::NoTurn => w.why_no_turn,
        Reason::SteppedOut => w.why_stepped_out,
        Reason::FirstTime => w.why_first_time,
    };
    let all: Vec<_> = why.iter().map(text).collect();
    all.join(", ")
}
