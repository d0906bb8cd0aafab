//! Markup of importing: the form, what it would do, what it did.

use calendar::fellowship::Fellowship;
use maud::{Markup, html};

use super::field::Field as GroupField;
use super::form_view::zones;
use super::report::{EXAMPLES_MAX, Kept, Notice, Report};
use super::words::ImportWords;
use super::{FeedId, GroupId, field_words};
use crate::site::components::{Field, error_summary, select, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// What was typed. A browser never sends a file twice, so the file is chosen anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ImportForm {
    pub(super) feed: String,
    pub(super) fellowship: String,
    pub(super) zone: String,
    /// The key of the file's form; empty when it is found out.
    pub(super) form: String,
}

/// The form, and the feeds that were imported before.
pub(super) struct FormPage<'a> {
    pub(super) form: &'a ImportForm,
    pub(super) errors: &'a Errors,
    pub(super) megabytes_max: usize,
    /// Whether the form names one of `feeds`.
    pub(super) is_known: bool,
    pub(super) feeds: &'a [(FeedId, String)],
}

/// The fields for what a feed doesn't say itself: its form, asked for as `what`, its fellowship, its
/// zone.
pub(super) fn described(
    lang: Lang,
    errors: &Errors,
    what: &str,
    (form, fellowship, zone): (&str, &str, &str),
) -> Markup {
    let w = ImportWords::of(lang);
    let field = |name, label, hint| Field {
        lang,
        name,
        label,
        hint,
        errors,
    };
    let whose = field("fellowship", w.fellowship, Some(w.fellowship_hint));
    html! {
        (select(&field("form", what, None), &forms(w), form))
        (select(&whose, &fellowships(), fellowship))
        (select(&field("zone", w.zone, None), &zones(w.zone_none, zone), zone))
        (who("eye-slash", w.no_contacts))
    }
}

pub(super) fn form(lang: Lang, page: &FormPage<'_>) -> Markup {
    let w = ImportWords::of(lang);
    let FormPage { form, errors, .. } = page;
    let file_hint = fill(w.file_hint, &[("n", &page.megabytes_max.to_string())]);
    let field = |name, label, hint| Field {
        lang,
        name,
        label,
        hint,
        errors,
    };
    let file = field("file", w.file, Some(file_hint.as_str()));
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            h1 { (w.title) }
            p { (w.intro) }
            p { a href="/looking-after/sources" { (w.to_sources) } }
            (known_feeds(w, page))
            form class="stack" method="post" action="/looking-after/imports"
                enctype="multipart/form-data" novalidate {
                @if page.is_known {
                    p { (w.again) " " b { (form.feed) } }
                    input type="hidden" name="feed" value=(form.feed);
                }
                (file.wrap(&html! {
                    input class="input" type="file" id="file" name="file"
                        accept=".json,.csv,.txt,application/json,text/csv"
                        aria-describedby=[file.described_by()] aria-invalid=[file.is_bad()];
                }))
                @if !page.is_known { (field("feed", w.name, Some(w.name_hint)).line(&form.feed, 100)) }
                (described(lang, errors, w.form, (&form.form, &form.fellowship, &form.zone)))
                button class="btn btn-block" type="submit" { (w.look) }
            }
        }
    }
}

/// The feeds that were imported before: a link for each fills the form in, so that nobody has to
/// type its name the same way again.
fn known_feeds(w: &ImportWords, page: &FormPage<'_>) -> Markup {
    html! {
        @if page.is_known {
            p { a href="/looking-after/imports" { (w.another_feed) } }
        } @else if !page.feeds.is_empty() {
            section class="stack-s" aria-labelledby="known" {
                h2 id="known" class="h3" { (w.known_title) }
                ul class="list" {
                    @for (id, name) in page.feeds {
                        li {
                            a href={ "/looking-after/imports?feed=" (id) } { (name) } " · "
                            a class="sm" href={ "/looking-after/feeds/" (id) } { (w.last_import) }
                        }
                    }
                }
            }
            h2 class="h3" { (w.new_feed) }
        }
    }
}

/// The forms that a file may have, by their keys.
pub(super) fn forms(w: &ImportWords) -> Vec<(&'static str, String)> {
    [
        ("", w.form_any),
        ("meeting-guide", w.form_meeting_guide),
        ("csv", w.form_csv),
        ("bmlt", w.form_bmlt),
    ]
    .map(|(key, name)| (key, name.to_owned()))
    .to_vec()
}

/// The fellowships to choose from, by their codes.
pub(super) fn fellowships() -> Vec<(&'static str, String)> {
    let mut options = vec![("", "—".to_owned())];
    options.extend(
        Fellowship::all()
            .iter()
            .map(|fellowship| (fellowship.code, fellowship.name.to_owned())),
    );
    options
}

/// What importing would do.
pub(super) struct Preview<'a> {
    pub(super) action: &'a str,
    pub(super) feed_name: &'a str,
    /// Whether the file holds a meeting that could be read.
    pub(super) has_meetings: bool,
    pub(super) report: &'a Report,
    /// Another feed here that lists the same meetings.
    pub(super) known_as: Option<&'a (FeedId, String)>,
}

pub(super) fn preview(lang: Lang, page: &Preview<'_>) -> Markup {
    let w = ImportWords::of(lang);
    let entries = page.report.entries.to_string();
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (fill(w.preview_title, &[("feed", page.feed_name)])) }
            p { (fill(if page.report.is_cut_short { w.read_first } else { w.read_n }, &[("n", &entries)])) }
            @if let Some((id, name)) = page.known_as {
                p class="notice" {
                    span {
                        (fill(w.known_as, &[("feed", name)])) " "
                        a href={ "/looking-after/imports?feed=" (id) } { (fill(w.known_as_link, &[("feed", name)])) }
                    }
                }
            }
            (counts(w, page.report))
            (cautions(w, page.report))
            @if page.has_meetings {
                form method="post" action=(page.action) {
                    button class="btn btn-block" type="submit" { (w.import_now) }
                }
            } @else {
                p class="notice" { (w.nothing_to_import) }
            }
            p { a href="/looking-after/imports" { (w.not_this) } }
            (differences(lang, page.report))
            (noticed(lang, page.report))
        }
    }
}

/// Fields that wait for somebody to decide, and where the decision goes.
pub(super) struct Decisions<'a> {
    pub(super) action: &'a str,
    pub(super) undecided: &'a [Kept],
}

/// What an import did.
pub(super) fn report(
    lang: Lang,
    feed_name: &str,
    report: &Report,
    decisions: &Decisions<'_>,
) -> Markup {
    let w = ImportWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (fill(w.done_title, &[("feed", feed_name)])) }
            (counts(w, report))
            (cautions(w, report))
            p { a class="btn" href="/looking-after/groups" { (w.to_groups) } }
            (to_decide(lang, decisions))
            (differences(lang, report))
            (noticed(lang, report))
        }
    }
}

/// The fields that wait, each with its two answers.
pub(super) fn to_decide(lang: Lang, decisions: &Decisions<'_>) -> Markup {
    let w = ImportWords::of(lang);
    html! {
        @if !decisions.undecided.is_empty() {
            section class="stack-s" aria-labelledby="to-decide" {
                h2 id="to-decide" class="h3" { (w.decide_title) }
                p { (w.decide_text) }
                ul class="list" {
                    @for kept in decisions.undecided {
                        li class="stack-s" {
                            p { (kept_line(lang, kept)) }
                            form class="row" method="post" action=(decisions.action) {
                                input type="hidden" name="group" value=(GroupId(kept.group));
                                input type="hidden" name="field" value=(kept.field);
                                (answer("ours", w.decide_ours, kept))
                                (answer("theirs", w.decide_theirs, kept))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The list has many such buttons, so each names its group to those who only hear it.
fn answer(stays: &str, label: &str, kept: &Kept) -> Markup {
    html! {
        button class="btn btn-quiet" type="submit" name="stays" value=(stays) {
            (label) span class="vh" { ": " (kept.name) }
        }
    }
}

pub(super) fn counts(w: &ImportWords, report: &Report) -> Markup {
    let rows = [
        (w.added, report.added),
        (w.changed, report.changed),
        (w.same, report.same),
        (w.gone_title, report.gone_count),
    ];
    html! {
        dl class="stats" {
            @for (name, count) in rows {
                div class="stat" { dt { (name) } dd class="stat-n num" { (count) } }
            }
        }
    }
}

/// What somebody should know of the whole before anything else.
pub(super) fn cautions(w: &ImportWords, report: &Report) -> Markup {
    let n = report.without_zone.to_string();
    html! {
        @if report.without_zone > 0 { p class="notice" { (fill(w.without_zone, &[("n", &n)])) } }
        @if report.is_cut_short { p class="notice" { (w.not_whole) } }
        @else if report.has_unnamed_losses { p class="notice" { (w.unnamed_losses) } }
    }
}

pub(super) fn differences(lang: Lang, report: &Report) -> Markup {
    let w = ImportWords::of(lang);
    html! {
        @if !report.kept.is_empty() {
            section class="stack-s" aria-labelledby="kept" {
                h2 id="kept" class="h3" { (w.kept_title) }
                ul class="list" { @for kept in &report.kept { li { (kept_line(lang, kept)) } } }
                (more(w, report.kept_count - report.kept.len()))
            }
        }
        @if !report.gone.is_empty() {
            section class="stack-s" aria-labelledby="gone" {
                h2 id="gone" class="h3" { (w.gone_title) }
                p { (w.gone_text) }
                ul class="list" { @for name in &report.gone { li { (name) } } }
                (more(w, report.gone_count - report.gone.len()))
            }
        }
        @if !report.for_members.is_empty() {
            section class="stack-s" aria-labelledby="for-members" {
                h2 id="for-members" class="h3" { (w.for_members_title) }
                p { (w.for_members_text) }
                p class="sm soft" { (report.for_members.join(", ")) }
                (more(w, report.for_members_count - report.for_members.len()))
            }
        }
    }
}

/// How many there are beyond those that are listed.
fn more(w: &ImportWords, count: usize) -> Markup {
    html! { @if count > 0 { p { (fill(w.problems_more, &[("n", &count.to_string())])) } } }
}

fn kept_line(lang: Lang, kept: &Kept) -> String {
    let w = ImportWords::of(lang);
    let field = GroupField::from_key(&kept.field);
    let or_nothing = |text: &str| {
        let shown = field.map_or_else(String::new, |field| field_words::shown(lang, field, text));
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
            (
                "field",
                field.map_or("", |field| field_words::name(lang, field)),
            ),
            ("ours", &or_nothing(&kept.ours)),
            ("theirs", &or_nothing(&kept.theirs)),
        ],
    )
}

/// What the reader noticed, one line for each kind, with the meetings that it is about.
pub(super) fn noticed(lang: Lang, report: &Report) -> Markup {
    let w = ImportWords::of(lang);
    let notices = &report.notices;
    html! {
        section class="stack-s" aria-labelledby="problems" {
            h2 id="problems" class="h3" { (w.problems_title) }
            @if notices.kinds.is_empty() { p { (w.no_problems) } }
            ul class="list" {
                @for notice in &notices.kinds {
                    li {
                        @if !notice.field.is_empty() { b { (notice.field) } ": " }
                        (match lang { Lang::En => &notice.english, Lang::Es => &notice.spanish }) " "
                        span class="sm soft" { (named(w, notice)) }
                    }
                }
            }
            (more(w, notices.more))
        }
    }
}

/// Which meetings a notice is about, as far as they can be named.
fn named(w: &ImportWords, notice: &Notice) -> String {
    let names: Vec<String> = notice
        .meetings
        .iter()
        .map(|meeting| match meeting.slug.as_str() {
            "" => fill(w.entry_n, &[("n", &meeting.entry.to_string())]),
            slug => slug.to_owned(),
        })
        .collect();
    let names = names.join(", ");
    // About the feed as a whole.
    if names.is_empty() {
        return names;
    }
    if notice.meetings.len() < notice.count {
        let n = notice.count.to_string();
        return fill(w.in_meetings, &[("n", &n), ("slugs", &names)]);
    }
    if notice.count > EXAMPLES_MAX {
        let n = notice.count.to_string();
        return fill(w.in_all_meetings, &[("n", &n), ("slugs", &names)]);
    }
    names
}
