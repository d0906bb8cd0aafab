//! Markup of calendars that groups keep elsewhere.

use calendar::schedule::{Change, Exception, Held, Season};
use calendar::{Occurrence, Zone};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::said::{Meets, Said};
use super::words::CalendarWords;
use super::{BYTES_MAX, Followed, Named};
use crate::groups::sources::{Health, URL_CHARS_MAX, ago, health_of, health_tag, in_a_while};
use crate::groups::{Group, GroupId, when};
use crate::site::components::{Field, error_summary, icon, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// Nobody reads through more days; the rest is counted.
const DAYS_SHOWN_MAX: usize = 12;
/// Enough to see whether it is right.
const NEXT_SHOWN: usize = 3;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct UrlForm {
    pub(super) url: String,
}

pub(super) struct CalendarPage<'a> {
    pub(super) group: &'a Group,
    pub(super) followed: Option<&'a Followed>,
    pub(super) form: &'a UrlForm,
    pub(super) errors: &'a Errors,
    /// What came of pressing a button.
    pub(super) notice: Option<&'static str>,
    pub(super) now_ms: i64,
}

pub(super) fn page(lang: Lang, page: &CalendarPage<'_>) -> Markup {
    let w = CalendarWords::of(lang);
    let path = path(page.group.id);
    html! {
        div class="wrap narrow page stack-l" {
            (error_summary(lang, page.errors))
            header class="stack-s" {
                h1 { (w.title) }
                p { a href={ "/groups/" (page.group.id) } { (page.group.name()) } }
            }
            @if let Some(notice) = page.notice {
                p class="notice" role="status" { (icon("clock")) span { (notice) } }
            }
            @match page.followed {
                None => (ways_in(lang, page, &path)),
                Some(followed) if followed.is_agreed => {
                    (state(lang, page, followed, &path))
                    (what_it_says(lang, page, followed))
                    @if followed.is_file() { (ways_in(lang, page, &path)) }
                    @else { (choices(lang, page, followed, &path)) }
                    (problems(w, &followed.said))
                    (removal(w, followed, &path))
                }
                Some(followed) => (waiting(lang, page, followed, &path)),
            }
            p { a href={ "/groups/" (page.group.id) } { (w.to_group) } }
        }
    }
}

fn path(group: GroupId) -> String {
    format!("/groups/{group}/calendar")
}

fn button(action: &str, class: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(action) { button class=(class) type="submit" { (label) } }
    }
}

/// The two forms: an address, and a file.
fn ways_in(lang: Lang, page: &CalendarPage<'_>, path: &str) -> Markup {
    let w = CalendarWords::of(lang);
    let errors = page.errors;
    let megabytes = (BYTES_MAX >> 20).to_string();
    let file_hint = fill(w.file_hint, &[("n", &megabytes)]);
    let field = |name, label, hint| Field {
        lang,
        name,
        label,
        hint: Some(hint),
        errors,
    };
    let url = field("url", w.url, w.url_hint);
    let file = field("file", w.file, file_hint.as_str());
    html! {
        p { (w.intro) }
        (who("eye-slash", w.only_times))
        section class="card stack" aria-labelledby="by-address" {
            h2 id="by-address" class="h3" { (w.by_address) }
            p { (w.by_address_text) }
            form class="stack" method="post" action=(path) novalidate {
                (url.wrap(&html! {
                    input class="input" type="url" id="url" name="url" value=(page.form.url)
                        autocomplete="off" maxlength=(URL_CHARS_MAX)
                        aria-describedby=[url.described_by()] aria-invalid=[url.is_bad()];
                }))
                button class="btn btn-block" type="submit" { (w.look) }
            }
        }
        section class="card stack" aria-labelledby="by-file" {
            h2 id="by-file" class="h3" { (w.by_file) }
            p { (w.by_file_text) }
            form class="stack" method="post" action={ (path) "/files" }
                enctype="multipart/form-data" novalidate {
                (file.wrap(&html! {
                    input class="input" type="file" id="file" name="file"
                        accept=".ics,.ical,text/calendar"
                        aria-describedby=[file.described_by()] aria-invalid=[file.is_bad()];
                }))
                button class="btn btn-quiet btn-block" type="submit" { (w.look) }
            }
        }
    }
}

/// A calendar to which nobody has said yes.
fn waiting(lang: Lang, page: &CalendarPage<'_>, followed: &Followed, path: &str) -> Markup {
    let w = CalendarWords::of(lang);
    let yes = match followed.is_file() {
        true => w.yes_take,
        false => w.yes_follow,
    };
    html! {
        @match followed.said.meets() {
            Some(meets) => section class="card stack" aria-labelledby="right" {
                h2 id="right" class="h3" { (w.is_right) }
                (meets_words(lang, page, followed, &meets))
                p class="sm soft" { (w.is_right_text) " " (w.kept_here) }
                div class="row" {
                    form method="post" action={ (path) "/agreements" } {
                        input type="hidden" name="read_ms" value=(followed.read_ms.unwrap_or(0));
                        button class="btn" type="submit" { (yes) }
                    }
                    (button(&format!("{path}/removals"), "btn btn-quiet", w.no))
                }
            },
            None => section class="card stack" {
                p { b { (w.not_read) } " " (trouble(lang, followed)) }
                @if !followed.is_file() { (address(w, followed)) }
                div class="row" {
                    @if !followed.is_file() {
                        (button(&format!("{path}/asks"), "btn", w.ask_now))
                    }
                    (button(&format!("{path}/removals"), "btn btn-quiet", w.no))
                }
            },
        }
        (choices(lang, page, followed, path))
        (problems(w, &followed.said))
    }
}

fn trouble(lang: Lang, followed: &Followed) -> &str {
    followed
        .problem
        .as_ref()
        .map_or("", |told| told.in_language(lang))
}

fn address(w: &CalendarWords, followed: &Followed) -> Markup {
    html! { dl class="facts sm" { dt { (w.address) } dd { (followed.url) } } }
}

/// A calendar that holds, and how it is.
fn state(lang: Lang, page: &CalendarPage<'_>, followed: &Followed, path: &str) -> Markup {
    let w = CalendarWords::of(lang);
    html! {
        section class="card stack" {
            @if followed.is_file() {
                p { (w.from_file) }
            } @else {
                div class="row" { (health_tag(lang, health(followed, page.now_ms))) }
                p { (w.followed) }
                @if followed.problem.is_some() {
                    p { b { (w.problem) ": " } (trouble(lang, followed)) " " (w.old_stays) }
                }
                (facts(lang, followed, page.now_ms))
                (button(&format!("{path}/asks"), "btn btn-quiet", w.ask_now))
            }
        }
    }
}

fn health(followed: &Followed, now_ms: i64) -> Health {
    health_of(followed.failing_ms, followed.asked_ms, now_ms)
}

fn facts(lang: Lang, followed: &Followed, now_ms: i64) -> Markup {
    let w = CalendarWords::of(lang);
    let rows = [
        (w.address, followed.url.clone()),
        (w.last_success, ago(lang, followed.succeeded_ms, now_ms)),
        (w.last_asked, ago(lang, followed.asked_ms, now_ms)),
        (w.next, in_a_while(lang, followed.next_ms - now_ms)),
    ];
    html! {
        dl class="facts sm" { @for (name, value) in rows { dt { (name) } dd { (value) } } }
    }
}

fn what_it_says(lang: Lang, page: &CalendarPage<'_>, followed: &Followed) -> Markup {
    let w = CalendarWords::of(lang);
    html! {
        @if let Some(meets) = followed.said.meets() {
            section class="stack" aria-labelledby="says" {
                h2 id="says" class="h3" { (w.understood) }
                (meets_words(lang, page, followed, &meets))
                p class="sm soft" { (w.kept_here) }
            }
        }
    }
}

/// "Tuesdays, 7:00 PM, New York time", and what is other than that.
fn meets_words(lang: Lang, page: &CalendarPage<'_>, followed: &Followed, meets: &Meets) -> Markup {
    let w = CalendarWords::of(lang);
    let zone = Some(&meets.zone);
    let usual = when::meets(lang, Some(&meets.rule), Some(meets.start_minute), zone);
    let minutes = match meets.duration_minutes {
        0 => page.group.details.duration_minutes,
        some => some,
    };
    let next = meets
        .schedule()
        .map(|schedule| schedule.next(page.now_ms, NEXT_SHOWN))
        .unwrap_or_default();
    html! {
        p class="lead" { (usual) ". " (when::minutes(lang, minutes)) "." }
        (season(lang, meets.season))
        @if let Ok(until) = followed.said.until.parse::<Date>() {
            p class="sm" {
                (fill(w.dates_until, &[("day", &when::whole_date(lang, until))])) " "
                (if followed.is_file() { w.dates_file } else { w.dates_follow })
            }
        }
        @if !next.is_empty() {
            div class="stack-s" {
                h3 class="sm" { (w.next_three) }
                ul class="list" { @for one in &next { li { (occurrence(lang, &meets.zone, one)) } } }
            }
        }
        (other_days(lang, meets, when::today(zone, page.now_ms)))
    }
}

fn season(lang: Lang, season: Season) -> Markup {
    let w = CalendarWords::of(lang);
    let sides = [(w.from_day, season.first), (w.to_day, season.last)];
    html! {
        @for (text, day) in sides {
            @if let Some(day) = day {
                p { (fill(text, &[("day", &when::whole_date(lang, day))])) "." }
            }
        }
    }
}

fn occurrence(lang: Lang, zone: &Zone, one: &Occurrence) -> String {
    let day = when::date_heading(lang, when::day_of(Some(zone), one));
    format!("{day}, {}", when::start(lang, Some(zone), one))
}

/// The days from today on that are other than usual, the nearest first.
fn other_days(lang: Lang, meets: &Meets, today: Date) -> Markup {
    let w = CalendarWords::of(lang);
    let days: Vec<String> = meets
        .exceptions
        .iter()
        .filter(|(date, _)| *date >= today)
        .map(|(date, exception)| other_day(lang, date, exception))
        .collect();
    let more = days.len().saturating_sub(DAYS_SHOWN_MAX);
    html! {
        @if !days.is_empty() {
            div class="stack-s" {
                h3 class="sm" { (w.other_days) }
                ul class="list" {
                    @for day in days.iter().take(DAYS_SHOWN_MAX) { li { (day) } }
                    @if more > 0 { li { (fill(w.more_days, &[("n", &more.to_string())])) } }
                }
            }
        }
    }
}

fn other_day(lang: Lang, date: Date, exception: &Exception) -> String {
    let w = CalendarWords::of(lang);
    let day = when::whole_date(lang, date);
    let clock = |time: jiff::civil::Time| {
        let part = |part: i8| u16::from(part.unsigned_abs());
        when::clock(lang, part(time.hour()) * 60 + part(time.minute()))
    };
    let (text, other) = match exception.change {
        Change::Cancelled => (w.off_on, String::new()),
        Change::Held(Held {
            date: Some(to),
            start,
            ..
        }) => {
            let to = when::whole_date(lang, to);
            let hour = start.map(|start| format!(", {}", clock(start)));
            (w.moved_to, to + &hour.unwrap_or_default())
        }
        Change::Held(Held {
            start: Some(start), ..
        }) => (w.at_hour, clock(start)),
        Change::Held(Held {
            duration_minutes: Some(minutes),
            ..
        }) => (w.other_length, when::minutes(lang, minutes)),
        Change::Held(_) => (w.noted, String::new()),
    };
    let text = fill(text, &[("day", &day), ("when", &other)]);
    match exception.note.as_str() {
        "" => text,
        note => format!("{text} ({note})"),
    }
}

/// The series of a calendar that has more than one.
fn choices(lang: Lang, page: &CalendarPage<'_>, followed: &Followed, path: &str) -> Markup {
    let w = CalendarWords::of(lang);
    let series = &followed.said.series;
    let zone = page.group.details.zone.clone();
    let zone = followed.said.meets().map(|meets| meets.zone).or(zone);
    let next = |at_ms: i64| {
        let zone = zone.clone().unwrap_or_else(Zone::utc);
        let day = when::date_heading(lang, zone.wall_clock(at_ms).date());
        fill(w.next_on, &[("day", &day)])
    };
    let is_choice = series.len() > 1 || series.iter().any(|one| !one.is_taken);
    html! {
        @if is_choice {
            form class="card card-sunken stack" method="post" action={ (path) "/choices" } {
                fieldset class="field" {
                    legend class="label" { (w.choose) }
                    @for (n, one) in series.iter().enumerate() {
                        label class="choice" {
                            input type="checkbox" id={ "series_" (n) } name={ "series_" (n) }
                                value="on" checked[one.is_taken];
                            span class="choice-body" {
                                span class="choice-t" {
                                    (if one.name.is_empty() { w.no_name } else { &one.name })
                                }
                                @if let Some(at_ms) = one.next_ms {
                                    span class="hint" { (next(at_ms)) }
                                }
                            }
                        }
                    }
                }
                input type="hidden" name="read_ms" value=(followed.read_ms.unwrap_or(0));
                button class="btn btn-quiet" type="submit" { (w.choose_go) }
            }
        }
    }
}

/// What the reader tells, in the one language that it has.
fn problems(w: &CalendarWords, said: &Said) -> Markup {
    html! {
        @if !said.problems.is_empty() {
            details {
                summary { (w.problems) }
                ul class="list sm" lang="en" {
                    @for one in &said.problems {
                        li {
                            @for part in [&one.uid, &one.field] {
                                @if !part.is_empty() { (part) " · " }
                            }
                            (one.problem) " · " (one.done)
                        }
                    }
                }
            }
        }
    }
}

fn removal(w: &CalendarWords, followed: &Followed, path: &str) -> Markup {
    let label = match followed.is_file() {
        true => w.forget_file,
        false => w.stop,
    };
    html! {
        details {
            summary { (label) }
            div class="stack-s" {
                p { (w.stop_text) }
                (button(&format!("{path}/removals"), "btn btn-quiet", label))
            }
        }
    }
}

/// For a group's form: that its times come from a calendar.
pub(in crate::groups) fn in_form(lang: Lang, group: &Group) -> Markup {
    let w = CalendarWords::of(lang);
    html! {
        @if group.differences.follows_calendar {
            p class="notice" {
                (icon("calendar-blank"))
                span { (w.in_form) " " a href=(path(group.id)) { (w.see) } }
            }
        } @else {
            p class="sm" { a href=(path(group.id)) { (w.link) } }
        }
    }
}

/// For a group's page, to those who look after it: that its calendar fails for long.
pub(in crate::groups) fn ailing_notice(lang: Lang, group: GroupId) -> Markup {
    let w = CalendarWords::of(lang);
    html! {
        div class="wrap" {
            p class="notice" {
                (icon("warning-circle"))
                span { (w.ails) " " a href=(path(group)) { (w.see) } }
            }
        }
    }
}

/// For the page of sources: the calendars that are asked for, with how they are.
pub(in crate::groups) fn list(lang: Lang, all: &[Named], now_ms: i64) -> Markup {
    let w = CalendarWords::of(lang);
    html! {
        @if !all.is_empty() {
            section class="stack" aria-labelledby="of-groups" {
                h2 id="of-groups" { (w.of_groups) }
                p class="soft" { (w.of_groups_text) }
                ul class="meets" {
                    @for Named { followed, name } in all {
                        li class="card stack-s" {
                            h3 { a href=(path(followed.group)) { (name) } }
                            div class="row" { (health_tag(lang, health(followed, now_ms))) }
                            @if followed.problem.is_some() { p { (trouble(lang, followed)) } }
                            (facts(lang, followed, now_ms))
                        }
                    }
                }
            }
        }
    }
}
