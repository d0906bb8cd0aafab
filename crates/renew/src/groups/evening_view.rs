//! Markup of a group's coming meetings, and of one meeting: what is other than usual, who leads,
//! and what can be changed.

use maud::{Markup, html};

use super::care_view::{Tab, tabs};
use super::differences::Planned;
use super::evening::{Difference, Evening, OnceForm};
use super::form_view::field;
use super::schedule_words::{NewsWords, ScheduleWords};
use super::week_view::{difference_tag, evening_path, names_lead, note, way};
use super::words::CareWords;
use super::{Group, LEADERS_MAX, field_words, once_view, view, when};
use crate::site::components::{error_summary, icon, seat_sign, select, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// A group's coming meetings, as those see them who lead in it.
pub(super) struct EveningsPage<'a> {
    pub(super) group: &'a Group,
    pub(super) rows: &'a [Row],
    /// Facilitators of the group, and coordinators.
    pub(super) may_arrange: bool,
    /// Leads in the group, and so may take a turn.
    pub(super) may_lead: bool,
    pub(super) kept: bool,
    pub(super) now_ms: i64,
}

/// A coming meeting, and who leads it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) evening: Evening,
    pub(super) names: Vec<String>,
    /// The reader is among them.
    pub(super) is_mine: bool,
}

pub(super) fn evenings(lang: Lang, page: &EveningsPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let group = page.group;
    let intro = if page.may_arrange {
        w.evenings_intro
    } else {
        w.evenings_intro_host
    };
    html! {
        div class="wrap narrow page stack" {
            @if page.kept { p class="notice" role="status" { (icon("check-circle")) span { (w.kept) } } }
            h1 lang=[view::other(lang, group.details.lang)] { (group.name()) }
            @if page.may_arrange { (tabs(lang, group.id, Tab::Evenings)) }
            @else { p { a class="btn btn-quiet btn-s" href={ "/groups/" (group.id) } { (CareWords::of(lang).to_page) } } }
            (who("eye-slash", w.who_leads_who))
            p class="soft" { (intro) }
            (plans(lang, page))
            @if page.rows.is_empty() { (view::empty_ring(w.evenings_none)) }
            ul class="meets" { @for row in page.rows { (evening_row(lang, page, row)) } }
        }
    }
}

/// What changes from some day on, and the way to take that back.
fn plans(lang: Lang, page: &EveningsPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let planned = &page.group.differences.planned;
    html! {
        @if page.may_arrange && !planned.is_empty() {
            section class="card card-light stack-s" aria-labelledby="planned" {
                h2 class="h3" id="planned" { (w.planned) }
                @for one in planned { (plan(lang, page.group, one)) }
            }
        }
    }
}

fn plan(lang: Lang, group: &Group, planned: &Planned) -> Markup {
    let w = ScheduleWords::of(lang);
    let day = when::date_words(lang, planned.from);
    html! {
        h3 { (fill(w.planned_from, &[("day", &day)])) }
        ul class="list" {
            @for (field, text) in &planned.fields {
                @let name = field_words::name(lang, *field);
                @let shown = field_words::shown(lang, *field, text);
                @let line = if shown.is_empty() { w.planned_empty } else { w.planned_line };
                li { (fill(line, &[("field", name), ("text", &shown)])) }
            }
        }
        form method="post" action={ "/groups/" (group.id) "/plans/" (planned.from) "/removal" } {
            button class="btn btn-quiet btn-s" type="submit" { (w.unplan) span class="vh" { " " (day) } }
        }
    }
}

fn evening_row(lang: Lang, page: &EveningsPage<'_>, row: &Row) -> Markup {
    let w = ScheduleWords::of(lang);
    let (group, evening) = (page.group, &row.evening);
    let path = evening_path(group.id, evening);
    let is_off = evening.difference == Difference::Off;
    let day = when::date_words(lang, when::day_of(group.details.zone.as_ref(), &evening.at));
    let open = if page.may_arrange {
        w.open_evening
    } else {
        w.see_evening
    };
    html! {
        li class="card card-tight stack-s" {
            h2 class="h3" { a href=(path) { (day_and_start(lang, group, evening, page.now_ms)) } }
            div class="row" {
                (difference_tag(lang, evening.difference))
                @if !is_off {
                    (view::attendance_tag(lang, way(group.details.attendance, evening), false))
                    @if row.names.is_empty() {
                        span class="tag tag-care" { (icon("warning-circle")) (w.nobody_yet) }
                    } @else {
                        span class="tag tag-line" { (icon("user")) (names_lead(lang, &row.names)) }
                    }
                }
            }
            (note(lang, group.details.lang, evening))
            div class="row" {
                @if page.may_lead && !is_off && !row.is_mine && row.names.len() < leaders_max() {
                    form method="post" action={ (path) "/leaders" } {
                        input type="hidden" name="back" value="list";
                        button class="btn btn-s" type="submit" {
                            (icon("hand-waving")) (w.take_turn) span class="vh" { " " (day) }
                        }
                    }
                }
                a class="btn btn-quiet btn-s" href=(path) { (open) span class="vh" { " " (day) } }
            }
        }
    }
}

fn leaders_max() -> usize {
    usize::try_from(LEADERS_MAX).unwrap_or(usize::MAX)
}

/// `Tuesday 1 December, 7:00 PM`.
pub(super) fn day_and_start(lang: Lang, group: &Group, evening: &Evening, now_ms: i64) -> String {
    let zone = group.details.zone.as_ref();
    let day = when::day_of(zone, &evening.at);
    let heading = when::day_heading(lang, day, when::today(zone, now_ms));
    format!("{heading}, {}", when::start(lang, zone, &evening.at))
}

/// One meeting of a group.
pub(super) struct EveningPage<'a> {
    pub(super) group: &'a Group,
    pub(super) evening: &'a Evening,
    /// All who lead in the group.
    pub(super) leaders: &'a [Leader],
    pub(super) me: PersonId,
    pub(super) may_arrange: bool,
    pub(super) forms: &'a Forms,
    pub(super) errors: &'a Errors,
    pub(super) told: Option<Told>,
    pub(super) now_ms: i64,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Something that everybody sees.
    Kept,
    /// Who leads.
    Turn,
    /// The meeting was arranged since the form was filled from it, so nothing was kept.
    Stale,
}

/// Somebody who leads in the group.
#[derive(Clone, Debug)]
pub(super) struct Leader {
    pub(super) person: PersonId,
    /// The made-up name and sign; nothing for somebody whose key is gone.
    pub(super) known: Option<(String, Sign)>,
    /// Down for this meeting.
    pub(super) is_down: bool,
}

impl Leader {
    fn name(&self, lang: Lang) -> &str {
        let known = self.known.as_ref().map(|(name, _)| name.as_str());
        known.unwrap_or(CareWords::of(lang).someone)
    }
}

/// What stands in the forms of one meeting.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms {
    pub(super) off_note: String,
    pub(super) online_note: String,
    pub(super) once: OnceForm,
}

impl Forms {
    /// As they stand for a meeting. A note that is there already is not typed twice.
    pub(super) fn of(group: &Group, evening: &Evening) -> Self {
        Self {
            off_note: evening.note.clone(),
            online_note: evening.note.clone(),
            once: OnceForm::of(group, evening),
        }
    }
}

pub(super) fn evening(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let (group, evening) = (page.group, page.evening);
    let is_over = evening.is_over(page.now_ms);
    html! {
        div class="wrap narrow page stack-l" {
            (error_summary(lang, page.errors))
            @match page.told {
                Some(Told::Kept) => p class="notice" role="status" { (icon("check-circle")) span { (w.kept) } },
                Some(Told::Turn) => p class="notice" role="status" { (icon("check-circle")) span { (w.kept_turn) } },
                Some(Told::Stale) => section class="problem" tabindex="-1" data-focus {
                    p role="alert" { (w.evening_stale) }
                },
                None => {},
            }
            header class="stack-s" {
                p class="kicker" { a href={ "/groups/" (group.id) "/evenings" } { (group.name()) } }
                h1 { (day_and_start(lang, group, evening, page.now_ms)) }
                (facts(lang, page))
            }
            (standing(lang, page, is_over))
            @if evening.difference != Difference::Off { (who_leads(lang, page, is_over)) }
            @if page.may_arrange && !is_over {
                (scopes(lang, page))
                (once_view::this_once(lang, page))
            }
        }
    }
}

fn facts(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let details = &page.group.details;
    let zone = details
        .zone
        .as_ref()
        .map(|zone| when::place_time(lang, zone));
    html! {
        div class="row" {
            (difference_tag(lang, page.evening.difference))
            @if page.evening.difference != Difference::Off {
                (view::attendance_tag(lang, way(details.attendance, page.evening), false))
            }
            span class="sm soft" {
                (when::length(lang, &page.evening.at))
                @if let Some(zone) = zone { ", " (zone) }
            }
        }
    }
}

/// What is other than usual, and the way back.
fn standing(lang: Lang, page: &EveningPage<'_>, is_over: bool) -> Markup {
    let w = ScheduleWords::of(lang);
    let evening = page.evening;
    let sentence = match evening.difference {
        _ if is_over => w.is_over,
        Difference::None => w.usual,
        Difference::Off => w.is_off,
        Difference::Moved => w.is_moved,
        Difference::Otherwise => w.is_other,
    };
    let back = match evening.difference {
        Difference::Off => w.restore_off,
        _ => w.restore,
    };
    let zone = page.group.details.zone.as_ref();
    let is_elsewhere = when::day_of(zone, &evening.at) != evening.at.date;
    html! {
        section class="card card-sunken stack-s" {
            p { b { (sentence) } }
            @if is_elsewhere {
                @let day = when::date_words(lang, evening.at.date);
                p class="sm" { (fill(NewsWords::of(lang).instead_of, &[("day", &day)])) }
            }
            (note(lang, page.group.details.lang, evening))
            @if page.may_arrange && !is_over && evening.is_news() {
                form method="post" action={ (evening_path(page.group.id, evening)) "/restoration" } {
                    (stood(page))
                    button class="btn btn-quiet" type="submit" { (back) }
                }
            }
        }
    }
}

fn who_leads(lang: Lang, page: &EveningPage<'_>, is_over: bool) -> Markup {
    let w = ScheduleWords::of(lang);
    let path = evening_path(page.group.id, page.evening);
    let (down, others): (Vec<&Leader>, Vec<_>) = page.leaders.iter().partition(|one| one.is_down);
    let is_mine = down.iter().any(|one| one.person == page.me);
    let may_lead = others.iter().any(|one| one.person == page.me);
    let is_full = down.len() >= leaders_max();
    html! {
        section class="stack" aria-labelledby="leads" {
            h2 id="leads" { (w.who_leads) }
            (who("eye-slash", w.who_leads_who))
            @if down.is_empty() {
                p { span class="tag tag-care" { (icon("warning-circle")) (w.nobody_yet) } }
            }
            @for one in &down { (leader(lang, page, one, is_over)) }
            @if !is_over {
                @if page.leaders.is_empty() {
                    p { (w.no_leaders) " " a href={ "/groups/" (page.group.id) "/people" } { (w.to_people) } }
                } @else if is_full {
                    p class="sm soft" { (w.full) }
                } @else {
                    @if may_lead && !is_mine {
                        form method="post" action={ (path) "/leaders" } {
                            button class="btn" type="submit" { (icon("hand-waving")) (w.take_turn) }
                        }
                    }
                    @if page.may_arrange { (put_down(lang, page, &others)) }
                }
            }
        }
    }
}

fn leader(lang: Lang, page: &EveningPage<'_>, one: &Leader, is_over: bool) -> Markup {
    let w = ScheduleWords::of(lang);
    let path = evening_path(page.group.id, page.evening);
    let is_me = one.person == page.me;
    let take_off = fill(w.take_off, &[("name", one.name(lang))]);
    let sign = one
        .known
        .as_ref()
        .map_or_else(Sign::default, |(_, sign)| *sign);
    html! {
        div class="card card-tight person" {
            (seat_sign(sign))
            div class="person-t" { h3 { (one.name(lang)) } }
            @if !is_over && (is_me || page.may_arrange) {
                form class="acts" method="post" action={ (path) "/leaders/" (one.person) "/removal" } {
                    button class="btn btn-quiet btn-s" type="submit" {
                        @if is_me { (w.give_back) } @else { (take_off) }
                    }
                }
            }
        }
    }
}

/// Somebody else of those who lead in the group.
fn put_down(lang: Lang, page: &EveningPage<'_>, others: &[&Leader]) -> Markup {
    let w = ScheduleWords::of(lang);
    let others = others.iter().filter(|one| one.person != page.me);
    let people: Vec<(String, String)> = others
        .map(|one| (one.person.to_string(), one.name(lang).to_owned()))
        .collect();
    let errors = Errors::default();
    html! {
        @if !people.is_empty() {
            form class="finder" method="post"
                action={ (evening_path(page.group.id, page.evening)) "/leaders" } {
                (select(&field(lang, &errors, "person", w.put_down), &people, ""))
                button class="btn btn-quiet" type="submit" { (w.put_down_go) }
            }
        }
    }
}

/// The three scopes of a change, as ways to go.
fn scopes(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let path = evening_path(page.group.id, page.evening);
    let day = when::date_words(lang, page.evening.at.date);
    let ways = [
        (
            "#once".to_owned(),
            "calendar-blank",
            w.scope_once,
            w.scope_once_hint.to_owned(),
        ),
        (
            format!("{path}/onward"),
            "arrow-right",
            w.scope_onward,
            fill(w.scope_onward_hint, &[("day", &day)]),
        ),
        (
            format!("/groups/{}/edit", page.group.id),
            "arrows-clockwise",
            w.scope_always,
            w.scope_always_hint.to_owned(),
        ),
    ];
    html! {
        section class="stack-s" aria-labelledby="scopes" {
            h2 id="scopes" { (w.scopes) }
            ul class="card list" {
                @for (href, symbol, title, hint) in &ways {
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
}

/// From which state of the group the forms were filled.
pub(super) fn stood(page: &EveningPage<'_>) -> Markup {
    html! { input type="hidden" name="changed_ms" value=(page.forms.once.changed_ms); }
}
