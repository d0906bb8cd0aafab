//! Markup of importing: the form, what it would do, what it did.

use std::collections::BTreeMap;

use calendar::Zone;
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::Reading;
use maud::{Markup, html};

use super::care_view::select;
use super::details::Field as GroupField;
use super::import::{Kept, Report};
use super::view;
use super::words::{CareWords, GroupWords, ImportWords};
use crate::site::components::{Field, error_summary, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// Kinds of problems that are listed; a feed has a dozen.
const KINDS_MAX: usize = 60;
/// Meetings named beside a problem.
const SLUGS_SHOWN: usize = 4;

/// What was typed. A browser never sends a file twice, so the file is chosen anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ImportForm {
    pub(super) feed: String,
    pub(super) fellowship: String,
    pub(super) zone: String,
}

pub(super) fn form(lang: Lang, form: &ImportForm, errors: &Errors, megabytes_max: usize) -> Markup {
    let w = ImportWords::of(lang);
    let file_hint = fill(w.file_hint, &[("n", &megabytes_max.to_string())]);
    let field = |name, label, hint| Field {
        lang,
        name,
        label,
        hint,
        errors,
    };
    let file = field("file", w.file, Some(file_hint.as_str()));
    let fellowship = field("fellowship", w.fellowship, Some(w.fellowship_hint));
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            h1 { (w.title) }
            p { (w.intro) }
            form class="stack" method="post" action="/looking-after/imports"
                enctype="multipart/form-data" novalidate {
                (file.wrap(&html! {
                    input class="input" type="file" id="file" name="file"
                        accept=".json,application/json"
                        aria-describedby=[file.described_by()] aria-invalid=[file.is_bad()];
                }))
                (field("feed", w.name, Some(w.name_hint)).line(&form.feed, 100))
                (select(&fellowship, &fellowships(), &form.fellowship))
                (select(&field("zone", w.zone, None), &zones(w), &form.zone))
                (who("eye-slash", w.no_contacts))
                button class="btn btn-block" type="submit" { (w.look) }
            }
        }
    }
}

fn fellowships() -> Vec<(&'static str, String)> {
    let mut options = vec![("", "—".to_owned())];
    options.extend(
        Fellowship::all()
            .iter()
            .map(|fellowship| (fellowship.code, fellowship.name.to_owned())),
    );
    options
}

fn zones(w: &ImportWords) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), w.zone_none.to_owned())];
    options.extend(Zone::all_names().into_iter().map(|name| {
        let shown = name.replace('_', " ");
        (name, shown)
    }));
    options
}

/// What importing would do.
pub(super) struct Preview<'a> {
    pub(super) action: &'a str,
    pub(super) feed_name: &'a str,
    pub(super) reading: &'a Reading,
    pub(super) report: &'a Report,
}

pub(super) fn preview(lang: Lang, page: &Preview<'_>) -> Markup {
    let w = ImportWords::of(lang);
    let entries = page.reading.entries.to_string();
    let has_meetings = !page.reading.meetings.is_empty();
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (fill(w.preview_title, &[("feed", page.feed_name)])) }
            p { (fill(w.read_n, &[("n", &entries)])) }
            (counts(w, page.report))
            (without_zone(w, page.report))
            @if !page.reading.is_whole { p class="notice" { (w.not_whole) } }
            @if has_meetings {
                form method="post" action=(page.action) {
                    button class="btn btn-block" type="submit" { (w.import_now) }
                }
            } @else {
                p class="notice" { (w.nothing_to_import) }
            }
            p { a href="/looking-after/imports" { (w.not_this) } }
            (differences(lang, page.report))
            (problems(lang, page.reading))
        }
    }
}

/// What an import did.
pub(super) fn report(lang: Lang, feed_name: &str, report: &Report) -> Markup {
    let w = ImportWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (fill(w.done_title, &[("feed", feed_name)])) }
            (counts(w, report))
            (without_zone(w, report))
            p { a class="btn" href="/looking-after/groups" { (w.to_groups) } }
            (differences(lang, report))
        }
    }
}

fn counts(w: &ImportWords, report: &Report) -> Markup {
    let rows = [
        (w.added, report.added),
        (w.changed, report.changed),
        (w.same, report.same),
    ];
    html! {
        dl class="stats" {
            @for (name, count) in rows {
                div class="stat" { dt { (name) } dd class="stat-n num" { (count) } }
            }
        }
    }
}

fn without_zone(w: &ImportWords, report: &Report) -> Markup {
    let n = report.without_zone.to_string();
    html! {
        @if report.without_zone > 0 { p class="notice" { (fill(w.without_zone, &[("n", &n)])) } }
    }
}

fn differences(lang: Lang, report: &Report) -> Markup {
    let w = ImportWords::of(lang);
    html! {
        @if !report.kept.is_empty() {
            section class="stack-s" aria-labelledby="kept" {
                h2 id="kept" class="h3" { (w.kept_title) }
                ul class="list" { @for kept in &report.kept { li { (kept_line(lang, kept)) } } }
            }
        }
        @if !report.gone.is_empty() {
            section class="stack-s" aria-labelledby="gone" {
                h2 id="gone" class="h3" { (w.gone_title) }
                p { (w.gone_text) }
                ul class="list" { @for name in &report.gone { li { (name) } } }
            }
        }
    }
}

fn kept_line(lang: Lang, kept: &Kept) -> String {
    let w = ImportWords::of(lang);
    let field = GroupField::from_key(&kept.field).map_or("", |field| field_name(lang, field));
    let or_nothing = |text: &str| {
        let shown = shown(lang, &kept.field, text);
        if shown.is_empty() {
            w.empty.to_owned()
        } else {
            shown
        }
    };
    fill(
        w.kept_line,
        &[
            ("group", &kept.name),
            ("field", field),
            ("ours", &or_nothing(&kept.ours)),
            ("theirs", &or_nothing(&kept.theirs)),
        ],
    )
}

/// A field's text as people read it.
fn shown(lang: Lang, field: &str, text: &str) -> String {
    match GroupField::from_key(field) {
        Some(GroupField::Days) => text
            .parse()
            .ok()
            .and_then(calendar::Days::from_bits)
            .map(|days| super::when::days(lang, days))
            .unwrap_or_default(),
        _ => text.to_owned(),
    }
}

fn field_name(lang: Lang, field: GroupField) -> &'static str {
    let w = CareWords::of(lang);
    match field {
        GroupField::Name => w.name,
        GroupField::About => w.about,
        GroupField::Lang => w.lang,
        GroupField::Attendance => w.attendance,
        GroupField::Days => w.days,
        GroupField::Start => w.start,
        GroupField::Duration => w.duration,
        GroupField::Zone => w.zone,
        GroupField::Place => w.place,
        GroupField::Address => w.address,
        GroupField::PlaceNotes => w.place_notes,
        GroupField::Region => w.region,
        GroupField::Fellowship => ImportWords::of(lang).fellowship,
        GroupField::Types => GroupWords::of(lang).kind_of_meeting,
        GroupField::CallUrl => w.call_url,
        GroupField::CallNotes => w.call_notes,
        GroupField::CallPhone => w.call_phone,
        GroupField::CallPhoneNotes => w.call_phone_notes,
    }
}

/// What the reader noticed, one line for each kind, with the meetings that it is about.
fn problems(lang: Lang, reading: &Reading) -> Markup {
    let w = ImportWords::of(lang);
    let mut kinds: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for problem in &reading.problems {
        let meeting = match (problem.slug.is_empty(), problem.entry) {
            (false, _) => problem.slug.clone(),
            // About the feed as a whole.
            (true, 0) => String::new(),
            (true, n) => fill(w.entry_n, &[("n", &n.to_string())]),
        };
        kinds
            .entry((problem.field, problem.sentence(view::language(lang))))
            .or_default()
            .push(meeting);
    }
    let more = kinds.len().saturating_sub(KINDS_MAX) + reading.problems_unlisted;
    html! {
        section class="stack-s" aria-labelledby="problems" {
            h2 id="problems" class="h3" { (w.problems_title) }
            @if kinds.is_empty() { p { (w.no_problems) } }
            ul class="list" {
                @for ((field, sentence), slugs) in kinds.iter().take(KINDS_MAX) {
                    li {
                        @if !field.is_empty() { b { (field) } ": " }
                        (sentence) " "
                        span class="sm soft" { (named(w, slugs)) }
                    }
                }
            }
            @if more > 0 { p { (fill(w.problems_more, &[("n", &more.to_string())])) } }
        }
    }
}

/// Which meetings a problem is about, as far as they can be named.
fn named(w: &ImportWords, slugs: &[String]) -> String {
    let known: Vec<&str> = slugs
        .iter()
        .map(String::as_str)
        .filter(|slug| !slug.is_empty())
        .collect();
    match known[..] {
        [] => String::new(),
        _ if known.len() <= SLUGS_SHOWN => known.join(", "),
        _ => fill(
            w.in_meetings,
            &[
                ("n", &slugs.len().to_string()),
                ("slugs", &known[..SLUGS_SHOWN].join(", ")),
            ],
        ),
    }
}
