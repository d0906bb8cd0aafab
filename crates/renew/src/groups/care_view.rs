//! Markup for those who look after groups: the list, the form, the people.

use calendar::Zone;
use circle::format::Format;
use jiff::civil::Weekday;
use maud::{Markup, html};

use super::details::Attendance;
use super::form::{GroupForm, LINE_CHARS_MAX, LINK_CHARS_MAX, NAME_CHARS_MAX, NOTES_CHARS_MAX};
use super::words::{CareWords, GroupWords};
use super::{Door, Group, GroupId, Membership, view, when};
use crate::site::components::{Field, error_summary, icon, seat_sign, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// All groups, for coordinators.
pub(super) fn groups(lang: Lang, groups: &[Group]) -> Markup {
    let w = CareWords::of(lang);
    html! {
        div class="wrap page stack-l" {
            h1 { (w.groups_title) }
            p class="row" {
                a class="btn" href="/looking-after/groups/new" { (icon("plus-bold")) (w.new_group) }
                a class="btn btn-quiet" href="/looking-after/imports" {
                    (icon("download-simple")) (w.import)
                }
            }
            @if groups.is_empty() {
                (view::empty_ring(w.no_groups))
            } @else {
                ul class="meets" { @for group in groups { (group_row(lang, group)) } }
            }
        }
    }
}

fn group_row(lang: Lang, group: &Group) -> Markup {
    let w = CareWords::of(lang);
    let details = &group.details;
    let is_gone = group
        .origin
        .as_ref()
        .is_some_and(|origin| origin.gone_ms.is_some());
    html! {
        li class="meet" {
            div class="stack-s" {
                h2 class="h3" { a href={ "/groups/" (group.id) "/edit" } { (details.name) } }
                p class="sm soft" { (when::meets(lang, details)) }
                div class="row" {
                    (view::attendance_tag(lang, details))
                    @if is_gone { span class="tag tag-care" { (w.gone_from_feed) } }
                    @else if group.origin.is_some() { span class="tag tag-line" { (w.from_feed) } }
                    @if details.zone.is_none() { span class="tag tag-care" { (w.needs_zone) } }
                }
            }
        }
    }
}

/// The form of a group.
pub(super) struct FormPage<'a> {
    /// `None` for a group that is yet to be made.
    pub(super) group: Option<&'a Group>,
    pub(super) form: &'a GroupForm,
    pub(super) errors: &'a Errors,
    /// Whether it was just kept.
    pub(super) is_kept: bool,
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
            @if page.is_kept { p class="notice" role="status" { (w.kept) } }
            h1 { (page.group.map_or(w.new_title, Group::name)) }
            @if let Some(group) = page.group { (tabs(lang, group.id, true)) }
            form class="stack-l" method="post" action=(action) novalidate {
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
    let mut zones = vec![(String::new(), w.zone_none.to_owned())];
    zones.extend(Zone::all_names().into_iter().map(|name| {
        let shown = name.replace('_', " ");
        (name, shown)
    }));
    html! {
        section class="stack" {
            (days(lang, form, errors))
            (start.line(&form.start, 5))
            (field(lang, errors, "duration", w.duration).line(&form.duration, 4))
            (select(&field(lang, errors, "zone", w.zone), &zones, &form.zone))
        }
    }
}

fn days(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let ticked = form.days();
    let error = errors.of("day_0");
    html! {
        fieldset class={ "field" @if error.is_some() { " field-bad" } } aria-describedby="days-hint" {
            legend class="label" { (w.days) }
            span class="hint" id="days-hint" { (w.days_hint) }
            @if let Some(sentence) = error {
                p class="bad" { (icon("warning-circle")) span { (sentence) } }
            }
            div class="chips" {
                @for offset in 0..7_i8 {
                    @if let Ok(day) = Weekday::from_sunday_zero_offset(offset) {
                        label class="chip" {
                            input type="checkbox" id={ "day_" (offset) } name={ "day_" (offset) }
                                checked[ticked.contains(day)];
                            span { (when::day_name(lang, day)) }
                        }
                    }
                }
            }
        }
    }
}

fn place_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let words = GroupWords::of(lang);
    let ways = Attendance::ALL.map(|way| {
        let name = match way {
            Attendance::Online => words.online,
            Attendance::InRoom => words.in_room,
            Attendance::Both => words.both,
            Attendance::Resting => words.resting,
        };
        (way.key(), name.to_owned())
    });
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
            let name = match lang {
                Lang::En => &format.name.en,
                Lang::Es => &format.name.es,
            };
            let line = fill(w.format_line, &[("name", name), ("n", &minutes)]);
            (format.id.clone(), line)
        })
        .collect();
    let doors = Door::ALL.map(|door| {
        let words = match door {
            Door::Open => w.door_open,
            Door::Vouched => w.door_vouched,
            Door::Members => w.door_members,
        };
        (door.key(), words.to_owned())
    });
    html! {
        section class="stack" {
            (select(&field(lang, errors, "format", w.format), &formats, &form.format))
            (select(&field(lang, errors, "door", w.door), &doors, &form.door))
        }
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
