//! Markup of the finder's form, and of what is chosen in it.

use calendar::finder::{Bucket, Counts};
use jiff::civil::Weekday;
use maud::{Markup, html};

use super::board::{Area, Board, kind_key};
use super::finder_words::FinderWords;
use super::question::{Day, Part, Question, WORDS_CHARS_MAX, Way, Within, is_miles, time_key};
use super::view::language;
use super::when;
use super::words::GroupWords;
use crate::site::components::{icon, tick};
use crate::site::lang::{Lang, fill};
use crate::site::weekdays;

/// Types that are offered: what most people choose among is in the first dozen.
const KINDS_SHOWN: usize = 14;

/// The finder as it stands on a page that filters nothing.
#[must_use]
pub fn finder_form(lang: Lang) -> Markup {
    let asked = Question::default();
    html! {
        form class="finder" action="/groups" method="get" { (first_row(lang, &asked, None)) }
    }
}

/// The whole form.
pub(super) fn form(lang: Lang, board: &Board, asked: &Question, counts: &Counts) -> Markup {
    let f = FinderWords::of(lang);
    let is_open = asked.lang.is_some()
        || !asked.region.is_empty()
        || !asked.words.is_empty()
        || !asked.kinds.is_empty()
        || asked.near.is_some();
    html! {
        form class="finder" action="/groups" method="get" {
            (first_row(lang, asked, Some(counts)))
            details class="finder-more" open[is_open] {
                summary { (f.more_choices) }
                div class="finder-fields" {
                    div class="field" {
                        label class="label" for="words" { (f.words) }
                        input class="input" type="search" id="words" name="words" value=(asked.words)
                            maxlength=(WORDS_CHARS_MAX) autocomplete="off" placeholder=(f.words_hint);
                    }
                    (regions(f, board, asked))
                    (languages(f, board, asked))
                    (near(lang, asked))
                }
                (kinds(lang, board, asked, counts))
            }
        }
    }
}

fn first_row(lang: Lang, asked: &Question, counts: Option<&Counts>) -> Markup {
    let (w, f) = (GroupWords::of(lang), FinderWords::of(lang));
    html! {
        div class="field" {
            label class="label" for="day" { (w.day) }
            select class="select" id="day" name="day" {
                option value="" { (w.any_day) }
                @for day in days() {
                    option value=(day.key()) selected[asked.day == Some(day)] {
                        (capitalised(day_name(lang, day)))
                        @if let Some(count) = day_count(asked, counts, day) { " (" (count) ")" }
                    }
                }
            }
        }
        div class="field" {
            label class="label" for="time" { (f.time) }
            select class="select" id="time" name="time" {
                option value="" { (f.any_time) }
                @for time in Bucket::ALL {
                    option value=(time_key(time)) selected[asked.time == Some(time)] {
                        (time_hours(f, time))
                    }
                }
            }
        }
        div class="field" {
            label class="label" for="where" { (w.way) }
            select class="select" id="where" name="where" {
                option value="" { (w.any_way) }
                @for way in Way::ALL {
                    option value=(way.key()) selected[asked.way == Some(way)] {
                        (way_name(lang, way))
                        @if let Some(counts) = counts { " (" (way_count(counts, way)) ")" }
                    }
                }
            }
        }
        button class="btn" type="submit" { (w.show) }
    }
}

fn days() -> impl Iterator<Item = Day> {
    let week = (0..7).filter_map(|offset| Weekday::from_sunday_zero_offset(offset).ok());
    Day::NEAR.into_iter().chain(week.map(Day::On))
}

/// How many would be found on a day of the week; not told while only today is asked for, since the
/// other days lie beyond it.
fn day_count(asked: &Question, counts: Option<&Counts>, day: Day) -> Option<usize> {
    let Day::On(day) = day else {
        return None;
    };
    let place = usize::try_from(day.to_sunday_zero_offset()).ok()?;
    counts
        .filter(|_| asked.day != Some(Day::Today))
        .and_then(|counts| counts.days.get(place).copied())
}

fn way_count(counts: &Counts, way: Way) -> usize {
    let [in_room, online, both, _] = counts.attendance;
    match way {
        Way::Online => online + both,
        Way::InRoom => in_room + both,
    }
}

fn regions(f: &FinderWords, board: &Board, asked: &Question) -> Markup {
    let chosen = Area::text(&asked.region);
    let is_listed = board.areas().iter().any(|area| area.path == asked.region);
    html! {
        @if !board.areas().is_empty() {
            div class="field" {
                label class="label" for="region" { (f.region) }
                select class="select" id="region" name="region" {
                    option value="" { (f.any_region) }
                    @if !chosen.is_empty() && !is_listed { option value=(chosen) selected { (chosen) } }
                    @for area in board.areas() {
                        option value=(Area::text(&area.path)) selected[area.path == asked.region] {
                            (Area::text(&area.path)) " (" (area.meetings) ")"
                        }
                    }
                }
            }
        }
    }
}

fn languages(f: &FinderWords, board: &Board, asked: &Question) -> Markup {
    html! {
        @if board.langs().len() > 1 {
            div class="field" {
                label class="label" for="lang" { (f.language) }
                select class="select" id="lang" name="lang" {
                    option value="" { (f.any_language) }
                    @for lang in board.langs() {
                        option value=(lang.tag()) lang=(lang.tag()) selected[asked.lang == Some(*lang)] {
                            (lang.own_name())
                        }
                    }
                }
            }
        }
    }
}

/// Around a place that is in the address already; otherwise a script offers the reader's own.
fn near(lang: Lang, asked: &Question) -> Markup {
    let f = FinderWords::of(lang);
    html! {
        div class="field" {
            @if let Some(around) = asked.near {
                input type="hidden" name="near" value=(around.key());
                label class="label" for="within" { (f.within) }
                select class="select" id="within" name="within" {
                    @for within in distances(around.within) {
                        option value=(within.key()) selected[within == around.within] {
                            (distance_name(lang, within))
                        }
                    }
                }
            } @else {
                p class="label" { (f.near) }
                p class="hint" data-without-place { (f.near_by_region) }
                div data-near=(asked.on_page(0).address("/groups")) data-denied=(f.near_denied)
                    data-within=(Within::usual(lang).key()) hidden {
                    button class="btn btn-quiet" type="button" aria-describedby="near-hint" {
                        (icon("map-pin")) (f.near_me)
                    }
                    p class="hint" id="near-hint" { (f.near_hint) }
                    p class="sm" role="status" {}
                }
            }
        }
    }
}

/// What is offered in the unit that was asked for, and what was asked for itself.
fn distances(asked: Within) -> Vec<Within> {
    let offered = Within::AMOUNTS.map(|amount| Within { amount, ..asked });
    let mut all = offered.to_vec();
    if !all.contains(&asked) {
        all.push(asked);
        all.sort_by_key(|within| within.amount);
    }
    all
}

fn kinds(lang: Lang, board: &Board, asked: &Question, counts: &Counts) -> Markup {
    let f = FinderWords::of(lang);
    let all = board.kinds().iter().zip(&counts.types);
    let is_chosen = |key: &str| asked.kinds.iter().any(|kind| kind == key);
    let mut shown: Vec<_> = all
        .filter(|(kind, count)| **count > 0 || is_chosen(kind_key(kind)))
        .collect();
    // What is chosen stays in sight, then what helps most people.
    shown.sort_by_key(|(kind, count)| (!is_chosen(kind_key(kind)), std::cmp::Reverse(**count)));
    shown.truncate(KINDS_SHOWN.max(asked.kinds.len()));
    html! {
        @if !shown.is_empty() {
            fieldset {
                legend class="label" { (f.kinds) }
                div class="chips" {
                    @for (kind, count) in shown {
                        label class="chip" {
                            input type="checkbox" name="type" value=(kind_key(kind))
                                checked[is_chosen(kind_key(kind))];
                            span { (tick()) (kind.name(language(lang))) " (" (count) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// What is chosen, each with the way to take it away.
pub(super) fn chosen(lang: Lang, board: &Board, asked: &Question) -> Markup {
    let f = FinderWords::of(lang);
    let parts = asked.parts();
    html! {
        @if !parts.is_empty() {
            ul class="chips" aria-label=(f.chosen) {
                @for part in &parts {
                    @let name = part_name(lang, board, part);
                    li { a class="chip-off" href=(asked.without(part).address("/groups"))
                        aria-label=(fill(f.remove, &[("choice", &name)])) { (name) (icon("x")) } }
                }
                @if parts.len() > 1 { li { a class="chip-off" href="/groups" { (f.clear) } } }
            }
        }
    }
}

/// A choice in words.
pub(super) fn part_name(lang: Lang, board: &Board, part: &Part) -> String {
    let f = FinderWords::of(lang);
    match part {
        Part::Day(day) => capitalised(day_name(lang, *day)),
        Part::Time(time) => time_name(f, *time).to_owned(),
        Part::Way(way) => way_name(lang, *way).to_owned(),
        Part::Lang(lang) => lang.own_name().to_owned(),
        Part::Kind(key) => kind_name(lang, board, key),
        Part::Region(path) => Area::text(path),
        Part::Near(around) => {
            let distance = distance_name(lang, around.within);
            fill(f.near_within, &[("distance", &distance)])
        }
        Part::Words(words) => words.clone(),
    }
}

/// A type by its key, in the reader's language.
fn kind_name(lang: Lang, board: &Board, key: &str) -> String {
    let known = board.kinds().iter().find(|kind| kind_key(kind) == key);
    known
        .map_or(key, |kind| kind.name(language(lang)))
        .to_owned()
}

fn day_name(lang: Lang, day: Day) -> &'static str {
    let f = FinderWords::of(lang);
    match day {
        Day::Today => f.today,
        Day::Tomorrow => f.tomorrow,
        Day::Weekend => f.weekend,
        Day::On(day) => weekdays::name(lang, day),
    }
}

fn capitalised(text: &str) -> String {
    when::capitalised(text)
}

fn time_name(f: &FinderWords, time: Bucket) -> &'static str {
    match time {
        Bucket::Morning => f.short_morning,
        Bucket::Midday => f.short_midday,
        Bucket::Evening => f.short_evening,
        Bucket::Night => f.short_night,
    }
}

/// With the hours, since half past four is in the afternoon for one and in the evening for another.
fn time_hours(f: &FinderWords, time: Bucket) -> &'static str {
    match time {
        Bucket::Morning => f.morning,
        Bucket::Midday => f.midday,
        Bucket::Evening => f.evening,
        Bucket::Night => f.night,
    }
}

fn way_name(lang: Lang, way: Way) -> &'static str {
    let w = GroupWords::of(lang);
    match way {
        Way::Online => w.online,
        Way::InRoom => w.in_room,
    }
}

fn distance_name(lang: Lang, within: Within) -> String {
    let f = FinderWords::of(lang);
    let pattern = match (within.is_miles, within.amount) {
        (true, 1) => f.within_one_mile,
        (true, _) => f.within_miles,
        (false, _) => f.within_km,
    };
    fill(pattern, &[("n", &within.amount.to_string())])
}

/// `About 3 mi away`: the place that was asked for is rounded, so the distance is, too.
pub(super) fn away(lang: Lang, km: f64) -> String {
    let f = FinderWords::of(lang);
    let (distance, unit) = if is_miles(lang) {
        (km / calendar::finder::MILE_KM, "mi")
    } else {
        (km, "km")
    };
    if distance < 1.0 {
        return fill(f.less_away, &[("unit", unit)]);
    }
    fill(
        f.about_away,
        &[("n", &format!("{distance:.0}")), ("unit", unit)],
    )
}
