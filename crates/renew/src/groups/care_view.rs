//! Markup for those who look after groups: the list, the form, the people.

use calendar::Zone;
use circle::format::Format;
use jiff::civil::Weekday;
use maud::{Markup, html};

use super::finder::Listing;
use super::form::{GroupForm, LINE_CHARS_MAX, LINK_CHARS_MAX, NAME_CHARS_MAX, NOTES_CHARS_MAX};
use super::words::CareWords;
use super::{Attendance, Door, Field as GroupField, Group, GroupId, Membership};
use super::{calendars, field_words, view, when};
use crate::site::components::{Field, error_summary, icon, seat_sign, who};
use crate::site::form::{Errors, tidy};
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;
use crate::site::weekdays;

/// A page of the groups, for coordinators.
pub(super) struct GroupsPage<'a> {
    pub(super) groups: &'a [Listing],
    /// What was looked for.
    pub(super) words: &'a str,
    /// Of all pages.
    pub(super) count: usize,
    /// From 0.
    pub(super) page: usize,
    pub(super) has_more: bool,
    /// Whether there is any group at all, found or not.
    pub(super) is_new_community: bool,
}

pub(super) fn groups(lang: Lang, page: &GroupsPage<'_>) -> Markup {
    let w = CareWords::of(lang);
    html! {
        div class="wrap page stack-l" {
            h1 { (w.groups_title) }
            p class="row" {
                a class="btn" href="/looking-after/groups/new" { (icon("plus-bold")) (w.new_group) }
                a class="btn btn-quiet" href="/looking-after/imports" {
                    (icon("download-simple")) (w.import)
                }
                a class="btn btn-quiet" href="/looking-after/sources" {
                    (icon("arrows-clockwise")) (w.sources)
                }
            }
            @if page.is_new_community {
                (view::empty_ring(w.no_groups))
            } @else {
                (search(w, page.words))
                @match page.count {
                    0 => p { (w.no_match) },
                    1 => p class="sm soft" { (w.one_group) },
                    n => p class="sm soft" { (fill(w.n_groups, &[("n", &n.to_string())])) },
                }
                ul class="meets" { @for group in page.groups { (group_row(lang, group)) } }
                (pager(w, page))
            }
        }
    }
}

fn search(w: &CareWords, words: &str) -> Markup {
    html! {
        form class="finder" action="/looking-after/groups" method="get" role="search" {
            div class="field" {
                label class="label" for="words" { (w.search) }
                input class="input" type="search" id="words" name="words" value=(words)
                    autocomplete="off" maxlength=(NAME_CHARS_MAX);
            }
            button class="btn" type="submit" { (w.search_go) }
        }
    }
}

/// The ways to the pages before and behind, by forms: a browser writes the words into the address.
fn pager(w: &CareWords, page: &GroupsPage<'_>) -> Markup {
    let way = |page_number: usize, label: &str| {
        html! {
            form action="/looking-after/groups" method="get" {
                input type="hidden" name="words" value=(page.words);
                input type="hidden" name="page" value=(page_number);
                button class="btn btn-quiet" type="submit" { (label) }
            }
        }
    };
    html! {
        @if page.page > 0 || page.has_more {
            div class="row" {
                @if page.page > 0 { (way(page.page - 1, w.groups_before)) }
                @if page.has_more { (way(page.page + 1, w.more_groups)) }
            }
        }
    }
}

fn group_row(lang: Lang, group: &Listing) -> Markup {
    let w = CareWords::of(lang);
    let zone = group.zone.as_ref();
    html! {
        li class="card stack-s" {
            h2 class="h3" { a href={ "/groups/" (group.id) "/edit" } { (group.name) } }
            p class="sm soft" { (when::meets(lang, group.rule.as_ref(), group.start_minute, zone)) }
            div class="row" {
                (view::attendance_tag(lang, group.attendance, group.has_phone))
                @if group.is_gone { span class="tag tag-care" { (w.gone_from_feed) } }
                @else if group.is_from_feed { span class="tag tag-line" { (w.from_feed) } }
                @if zone.is_none() { span class="tag tag-care" { (w.needs_zone) } }
            }
        }
    }
}

/// What the page of a form has to tell beside the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Nothing,
    /// It was just kept.
    Kept,
    /// The group was changed since the form was filled from it, so nothing was kept.
    Stale,
}

/// The form of a group.
pub(super) struct FormPage<'a> {
    /// `None` for a group that is yet to be made.
    pub(super) group: Option<&'a Group>,
    pub(super) form: &'a GroupForm,
    pub(super) errors: &'a Errors,
    pub(super) told: Told,
}

pub(super) fn form(lang: Lang, page: &FormPage<'_>) -> Markup {
    let w = CareWords::of(lang);
    let FormPage { form, errors, .. } = page;
    let action = page.group.map_or_else(
        || "/looking-after/groups".to_owned(),
        |group| format!("/groups/{}", group.id),
    );
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            @if page.told == Told::Kept { p class="notice" role="status" { (w.kept) } }
            h1 { (page.group.map_or(w.new_title, Group::name)) }
            @if let Some(group) = page.group {
                (tabs(lang, group.id, true))
                (calendars::in_form(lang, group))
            }
            @if let (Some(group), Told::Stale) = (page.group, page.told) {
                (stands_now(lang, group, form))
            }
            form class="stack-l" method="post" action=(action) novalidate {
                input type="hidden" name="changed_ms" value=(form.changed_ms);
                (words_part(lang, form, errors))
                (times_part(lang, form, errors))
                (place_part(lang, form, errors))
                (call_part(lang, form, errors))
                (sessions_part(lang, form, errors))
                button class="btn btn-block" type="submit" {
                    (if page.group.is_some() { w.keep } else { w.make })
                }
            }
        }
    }
}

/// That somebody else changed the group, and what stands in the fields where the form differs.
fn stands_now(lang: Lang, group: &Group, form: &GroupForm) -> Markup {
    let w = CareWords::of(lang);
    let now = GroupForm::of_group(group);
    let line = |name: &str, now: &str| match now {
        "" => fill(w.stands_empty, &[("field", name)]),
        now => fill(w.stands_line, &[("field", name), ("now", now)]),
    };
    let fields = GroupField::ALL
        .into_iter()
        .filter(|field| tidy(&form.text(*field)) != tidy(&now.text(*field)))
        .map(|field| {
            let shown = field_words::shown(lang, field, &now.text(field));
            line(field_words::name(lang, field), &shown)
        });
    let format = Format::by_id(&group.format).filter(|_| form.format != now.format);
    let format = format.map(|format| line(w.format, format_name(lang, &format)));
    let door = (form.door != now.door).then(|| line(w.door, door_words(w, group.door)));
    let lines: Vec<String> = fields.chain(format).chain(door).collect();
    html! {
        section class="problem stack-s" aria-labelledby="stale" tabindex="-1" data-focus {
            p id="stale" role="alert" { (w.stale) }
            @if !lines.is_empty() {
                h2 class="h3" { (w.stands_now) }
                ul class="list" { @for line in &lines { li { (line) } } }
            }
        }
    }
}

/// The way between a group's form, its people and its public page.
fn tabs(lang: Lang, group: GroupId, is_form: bool) -> Markup {
    let w = CareWords::of(lang);
    let look = |is_here| {
        if is_here {
            "btn btn-soft btn-s"
        } else {
            "btn btn-quiet btn-s"
        }
    };
    html! {
        p class="row" {
            a class=(look(is_form)) href={ "/groups/" (group) "/edit" }
                aria-current=[is_form.then_some("page")] { (w.to_edit) }
            a class=(look(!is_form)) href={ "/groups/" (group) "/people" }
                aria-current=[(!is_form).then_some("page")] { (w.to_people) }
            a class="btn btn-quiet btn-s" href={ "/groups/" (group) } { (w.to_page) }
        }
    }
}

fn field<'a>(lang: Lang, errors: &'a Errors, name: &'a str, label: &'a str) -> Field<'a> {
    Field {
        lang,
        name,
        label,
        hint: None,
        errors,
    }
}

fn words_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let name = Field {
        hint: Some(w.name_hint),
        ..field(lang, errors, "name", w.name)
    };
    let about = Field {
        hint: Some(w.about_hint),
        ..field(lang, errors, "about", w.about)
    };
    let langs = Lang::ALL.map(|lang| (lang.tag(), lang.own_name().to_owned()));
    html! {
        section class="stack" {
            (who("eye", w.who_public))
            (name.line(&form.name, NAME_CHARS_MAX))
            (about.text(&form.about, NOTES_CHARS_MAX, 5))
            (select(&field(lang, errors, "lang", w.lang), &langs, &form.lang))
        }
    }
}

fn times_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let start = Field {
        hint: Some(w.start_hint),
        ..field(lang, errors, "start", w.start)
    };
    let zones = zones(w.zone_none, &form.zone);
    html! {
        section class="stack" {
            (days(lang, form, errors))
            (start.line(&form.start, 5))
            (field(lang, errors, "duration", w.duration).line(&form.duration, 4))
            (select(&field(lang, errors, "zone", w.zone), &zones, &form.zone))
        }
    }
}

/// The zones to choose from, with one that is chosen already and not among them: feeds name zones
/// by old names, too.
pub(super) fn zones(none: &str, chosen: &str) -> Vec<(String, String)> {
    let shown = |name: String| {
        let shown = name.replace('_', " ");
        (name, shown)
    };
    let mut options = vec![(String::new(), none.to_owned())];
    let names = Zone::all_names();
    if let Some(other) = Zone::named(chosen).filter(|_| !names.iter().any(|name| name == chosen)) {
        options.push(shown(other.name().to_owned()));
    }
    options.extend(names.into_iter().map(shown));
    options
}

fn days(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let ticked = form.days();
    let error = errors.of("day_0");
    html! {
        fieldset class={ "field" @if error.is_some() { " field-bad" } } aria-describedby="days-hint" {
            legend class="label" { (w.days) }
            span class="hint" id="days-hint" { (w.days_hint) }
            @if let Some(rule) = form.other_rule() {
                p class="sm" { (fill(w.days_other, &[("days", &when::days(lang, Some(&rule)))])) }
                input type="hidden" name="rule" value=(rule);
            }
            @if let Some(sentence) = error {
                p class="bad" { (icon("warning-circle")) span { (sentence) } }
            }
            div class="chips" {
                @for offset in 0..7_i8 {
                    @if let Ok(day) = Weekday::from_sunday_zero_offset(offset) {
                        label class="chip" {
                            input type="checkbox" id={ "day_" (offset) } name={ "day_" (offset) }
                                checked[ticked.contains(day)];
                            span { (weekdays::name(lang, day)) }
                        }
                    }
                }
            }
        }
    }
}

fn place_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let ways = Attendance::ALL.map(|way| (way.key(), field_words::way_name(lang, way).to_owned()));
    let attendance = Field {
        hint: Some(w.attendance_resting_hint),
        ..field(lang, errors, "attendance", w.attendance)
    };
    html! {
        section class="stack" {
            (select(&attendance, &ways, &form.attendance))
            (field(lang, errors, "place", w.place).line(&form.place, LINE_CHARS_MAX))
            (field(lang, errors, "address", w.address).line(&form.address, LINE_CHARS_MAX))
            (field(lang, errors, "place_notes", w.place_notes)
                .text(&form.place_notes, NOTES_CHARS_MAX, 2))
            (field(lang, errors, "region", w.region).line(&form.region, LINE_CHARS_MAX))
        }
    }
}

fn call_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let url = Field {
        hint: Some(w.call_url_hint),
        ..field(lang, errors, "call_url", w.call_url)
    };
    html! {
        section class="card card-private stack" {
            (who("lock-simple", w.who_members))
            (url.line(&form.call_url, LINK_CHARS_MAX))
            (field(lang, errors, "call_notes", w.call_notes)
                .text(&form.call_notes, NOTES_CHARS_MAX, 2))
            (field(lang, errors, "call_phone", w.call_phone).line(&form.call_phone, LINE_CHARS_MAX))
            (field(lang, errors, "call_phone_notes", w.call_phone_notes)
                .text(&form.call_phone_notes, NOTES_CHARS_MAX, 2))
        }
    }
}

fn sessions_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let formats: Vec<(String, String)> = Format::shipped()
        .into_iter()
        .map(|format| {
            let minutes = format.target_minutes().to_string();
            let name = format_name(lang, &format);
            let line = fill(w.format_line, &[("name", name), ("n", &minutes)]);
            (format.id.clone(), line)
        })
        .collect();
    let doors = Door::ALL.map(|door| (door.key(), door_words(w, door).to_owned()));
    html! {
        section class="stack" {
            (select(&field(lang, errors, "format", w.format), &formats, &form.format))
            (select(&field(lang, errors, "door", w.door), &doors, &form.door))
        }
    }
}

fn format_name(lang: Lang, format: &Format) -> &str {
    match lang {
        Lang::En => &format.name.en,
        Lang::Es => &format.name.es,
    }
}

fn door_words(w: &'static CareWords, door: Door) -> &'static str {
    match door {
        Door::Open => w.door_open,
        Door::Vouched => w.door_vouched,
        Door::Members => w.door_members,
    }
}

/// A field with a list to choose one from.
pub(super) fn select<V: AsRef<str>>(
    field: &Field<'_>,
    options: &[(V, String)],
    chosen: &str,
) -> Markup {
    field.wrap(&html! {
        select class="select" id=(field.name) name=(field.name)
            aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()] {
            @for (value, name) in options {
                option value=(value.as_ref()) selected[value.as_ref() == chosen] { (name) }
            }
        }
    })
}

/// Somebody on a group's list, as those who look after it see them.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) place: Membership,
    /// The made-up name and sign; nothing for somebody whose key is gone.
    pub(super) known: Option<(String, Sign)>,
}

/// The people of a group and those who ask to join.
pub(super) fn people(lang: Lang, group: &Group, listed: &[Listed]) -> Markup {
    let w = CareWords::of(lang);
    let (members, asking): (Vec<_>, Vec<_>) = listed.iter().partition(|one| one.place.is_member);
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (group.name()) }
            (tabs(lang, group.id, false))
            (who("eye-slash", w.who_leaders))
            section class="stack" aria-labelledby="asking" {
                h2 id="asking" { (w.asking) }
                @if asking.is_empty() { p class="soft" { (w.nobody_asking) } }
                @for one in asking { (asking_card(lang, one)) }
            }
            section class="stack" aria-labelledby="members" {
                h2 id="members" { (w.members) }
                @if members.is_empty() { (view::empty_ring(w.nobody_yet)) }
                @for one in members { (member_card(lang, one)) }
            }
        }
    }
}

fn person(lang: Lang, one: &Listed) -> Markup {
    let w = CareWords::of(lang);
    let (name, sign) = one
        .known
        .as_ref()
        .map_or((w.someone, Sign::default()), |(name, sign)| {
            (name.as_str(), *sign)
        });
    html! {
        div class="person" {
            (seat_sign(sign))
            div class="person-t" {
                h3 { (name) }
                @for role in view::role_names(lang, &one.place) { span class="tag tag-line" { (role) } }
            }
        }
    }
}

fn asking_card(lang: Lang, one: &Listed) -> Markup {
    let w = CareWords::of(lang);
    let base = base(one);
    html! {
        section class="card stack-s" {
            (person(lang, one))
            div class="row" {
                form method="post" action={ (base) "/welcome" } {
                    button class="btn" type="submit" { (w.accept) }
                }
                form method="post" action={ (base) "/departure" } {
                    button class="btn btn-quiet" type="submit" { (w.decline) }
                }
            }
        }
    }
}

fn member_card(lang: Lang, one: &Listed) -> Markup {
    let w = CareWords::of(lang);
    let base = base(one);
    let name = one
        .known
        .as_ref()
        .map_or(w.someone, |(name, _)| name.as_str());
    let roles = one.place.roles;
    let choices = [
        ("facilitator", roles.is_facilitator, w.role_facilitator),
        ("host", roles.is_host, w.role_host),
        ("mentor", roles.is_mentor, w.role_mentor),
    ];
    html! {
        section class="card stack-s" {
            (person(lang, one))
            details {
                summary { (fill(w.roles_of, &[("name", name)])) }
                form class="stack-s" method="post" action={ (base) "/roles" } {
                    @for (key, holds, words) in choices {
                        label class="choice" {
                            input type="checkbox" name=(key) checked[holds];
                            span class="choice-body" { span class="choice-t" { (words) } }
                        }
                    }
                    button class="btn btn-quiet" type="submit" { (w.roles_keep) }
                }
                form method="post" action={ (base) "/departure" } {
                    button class="btn btn-text" type="submit" { (w.remove) }
                }
            }
        }
    }
}

fn base(one: &Listed) -> String {
    format!("/groups/{}/people/{}", one.place.group, one.place.person)
}
