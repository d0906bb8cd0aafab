//! Markup for those who lead: the sessions of their groups, and the record of each.

use maud::{Markup, html};

use super::debrief;
use super::page_words::PageWords;
use super::view::Coming;
use super::when;
use crate::groups::{self, Duties};
use crate::safety::{self, Waiting};
use crate::site::components::icon;
use crate::site::lang::{Lang, fill};

/// The Leading page.
#[derive(Clone, Debug)]
pub(super) struct Leading {
    pub(super) now_ms: i64,
    pub(super) coming: Vec<Coming>,
    pub(super) past: Vec<Past>,
    /// Looks after a group, and so may invite into it.
    pub(super) may_invite: bool,
    pub(super) duties: Duties,
    pub(super) waiting: Waiting,
}

/// A session that has ended.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) group_name: String,
    pub(super) zone: String,
    pub(super) starts_ms: i64,
    pub(super) path: String,
}

pub(super) fn leading(lang: Lang, page: &Leading) -> Markup {
    let w = PageWords::of(lang);
    html! {
        div class="wrap page stack" {
            header { h1 { (w.leading) } p class="soft" { (w.leading_text) } }
            @if page.may_invite {
                p { a class="btn btn-quiet" href="/looking-after/invitations" { (w.leading_invite) } }
            }
            section class="stack" aria-labelledby="coming" {
                h2 id="coming" { (w.coming_up) }
                @if page.coming.is_empty() { p { (w.leading_empty) } }
                @for coming in &page.coming { (coming_card(lang, coming, page.now_ms)) }
            }
            (safety::waiting_part(lang, &page.waiting))
            (groups::duties_part(lang, &page.duties, page.now_ms))
            section class="stack" aria-labelledby="plans" {
                h2 id="plans" { (w.plans) }
                ul class="card list" {
                    li {
                        a class="rowlink" href="/leading/formats" {
                            (icon("list-bullets"))
                            span {
                                b class="rowlink-t" { (w.formats) } br;
                                span class="sm soft" { (w.formats_text) }
                            }
                            (icon("caret-right"))
                        }
                    }
                    (debrief::way_to_growth(lang))
                }
            }
            section class="stack" aria-labelledby="past" {
                h2 id="past" { (w.past) }
                @if page.past.is_empty() {
                    p { (w.past_empty) }
                } @else {
                    ul class="list" {
                        @for past in &page.past {
                            @let at = when::civil(past.starts_ms, &past.zone);
                            li {
                                a href=(past.path) {
                                    (past.group_name) ", " (when::day(lang, &at))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn coming_card(lang: Lang, coming: &Coming, now_ms: i64) -> Markup {
    let w = PageWords::of(lang);
    let starts = when::civil(coming.starts_ms, &coming.zone);
    let now = when::civil(now_ms, &coming.zone);
    html! {
        article class="card stack" {
            div class="row row-between row-nowrap row-top" {
                div {
                    h3 { (when::coming(lang, &starts, &now)) }
                    p { (coming.group_name) }
                }
                @if let Some(soon) = when::how_soon(lang, coming.starts_ms, now_ms) {
                    span class="tag tag-light" { (soon) }
                }
            }
            p {
                a class={ "btn btn-s" @if !coming.may_enter { " btn-quiet" } } href=(coming.path) {
                    @if coming.may_enter { (w.to_the_room) } @else { (w.see_session) }
                }
            }
        }
    }
}

/// The record of a session: structure only.
#[derive(Clone, Debug)]
pub(super) struct RecordPage {
    pub(super) group_name: String,
    pub(super) zone: String,
    pub(super) starts_ms: i64,
    /// Where this person looks back on it, if they led or hosted it.
    pub(super) debrief_path: Option<String>,
    /// Where a follow-up is noted, for those who lead.
    pub(super) follow_up_path: Option<String>,
    pub(super) people: Vec<Someone>,
    pub(super) phases: Vec<PhaseRan>,
    /// For each question its middle answer; nothing when fewer than five answered.
    pub(super) pulse: Option<PulseShown>,
}

/// Someone who came.
#[derive(Clone, Debug)]
pub(super) struct Someone {
    /// The made-up name; nothing for a person who was erased.
    pub(super) name: Option<String>,
    pub(super) role: String,
    pub(super) from_ms: i64,
    pub(super) to_ms: i64,
}

/// A phase of the format, with what was planned and what it took.
#[derive(Clone, Debug)]
pub(super) struct PhaseRan {
    pub(super) name: String,
    pub(super) planned_minutes: i64,
    /// Nothing when it was left out.
    pub(super) actual_minutes: Option<i64>,
}

/// The pulse of a session that enough people answered.
#[derive(Clone, Debug)]
pub(super) struct PulseShown {
    pub(super) answers: i64,
    /// Key of the question and the middle answer.
    pub(super) middles: Vec<(String, i64)>,
}

pub(super) fn record(lang: Lang, page: &RecordPage) -> Markup {
    let w = PageWords::of(lang);
    let starts = when::civil(page.starts_ms, &page.zone);
    html! {
        div class="wrap page stack" {
            header {
                h1 { (w.record_title) }
                p class="soft" { (page.group_name) ", " (when::day(lang, &starts)) }
            }
            p { (w.record_text) }
            @if let Some(path) = &page.debrief_path {
                p { a class="btn" href=(path) { (w.look_back) } }
            }
            @if let Some(path) = &page.follow_up_path {
                p { a class="btn btn-quiet" href=(path) { (w.note_follow_up) } }
            }
            (people_table(lang, page))
            (phases_table(lang, page))
            (pulse_table(lang, page))
        }
    }
}

fn people_table(lang: Lang, page: &RecordPage) -> Markup {
    let w = PageWords::of(lang);
    let time = |ms: i64| when::time(lang, &when::civil(ms, &page.zone));
    html! {
        section class="stack-s" aria-labelledby="who-came" {
            h2 id="who-came" { (w.who_came) }
            table class="table" {
                thead { tr {
                    th scope="col" { (w.name) } th scope="col" { (w.role) }
                    th scope="col" { (w.from) } th scope="col" { (w.until) }
                } }
                tbody {
                    @for someone in &page.people {
                        tr {
                            th scope="row" {
                                @match &someone.name {
                                    Some(name) => (name),
                                    None => span class="soft" { (w.someone) },
                                }
                            }
                            td { (role_name(lang, &someone.role)) }
                            td { (time(someone.from_ms)) }
                            td { (time(someone.to_ms)) }
                        }
                    }
                }
            }
        }
    }
}

fn phases_table(lang: Lang, page: &RecordPage) -> Markup {
    let w = PageWords::of(lang);
    let minutes = |n: i64| fill(w.minutes_short, &[("n", &n.to_string())]);
    html! {
        section class="stack-s" aria-labelledby="phases" {
            h2 id="phases" { (w.phases) }
            table class="table" {
                thead { tr {
                    th scope="col" { (w.phase) } th scope="col" { (w.planned) }
                    th scope="col" { (w.actual) }
                } }
                tbody {
                    @for phase in &page.phases {
                        tr {
                            th scope="row" { (phase.name) }
                            td { (minutes(phase.planned_minutes)) }
                            td {
                                @match phase.actual_minutes {
                                    Some(n) => (minutes(n)),
                                    None => (w.skipped),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pulse_table(lang: Lang, page: &RecordPage) -> Markup {
    let w = PageWords::of(lang);
    html! {
        section class="stack-s" aria-labelledby="pulse" {
            h2 id="pulse" { (w.pulse) }
            @match &page.pulse {
                None => p { (w.pulse_few) },
                Some(pulse) => {
                    p class="sm soft" { (w.pulse_text) }
                    p { (fill(w.pulse_answers, &[("n", &pulse.answers.to_string())])) }
                    table class="table" {
                        thead { tr {
                            th scope="col" { (w.question) } th scope="col" { (w.typical) }
                        } }
                        tbody {
                            @for (question, middle) in &pulse.middles {
                                tr {
                                    th scope="row" { (question_name(lang, question)) }
                                    td { (middle) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn role_name(lang: Lang, role: &str) -> &'static str {
    let w = PageWords::of(lang);
    match role {
        "facilitator" => w.role_facilitator,
        "host" => w.role_host,
        _ => w.role_member,
    }
}

fn question_name(lang: Lang, question: &str) -> &'static str {
    let w = PageWords::of(lang);
    match question {
        "heard" => w.pulse_heard,
        "safe" => w.pulse_safe,
        "useful" => w.pulse_useful,
        _ => w.pulse_together,
    }
}
