//! People of my groups; everybody, for coordinators; doors and invitations.

use maud::{Markup, html};

use super::choice_error;
use super::day::day;
use crate::groups::{self, GroupId};
use crate::people::Known;
use crate::people::invitations::InvitedAs;
use crate::people::links_store::Invitation;
use crate::people::words_inside::CareWords;
use crate::site::components::{Field, error_summary, icon, seat_sign};
use crate::site::form::Errors;
use crate::site::id;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// A group that I belong to, and who else does.
#[derive(Clone, Debug)]
pub(in crate::people) struct MyCircle {
    pub(in crate::people) group: GroupId,
    pub(in crate::people) name: String,
    pub(in crate::people) may_open_doors: bool,
    pub(in crate::people) people: Vec<(PersonId, Known)>,
}

pub(in crate::people) fn mine(lang: Lang, circles: &[MyCircle]) -> Markup {
    let w = CareWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" { h1 { (w.people_title) } p class="soft" { (w.people_lead) } }
            @if circles.is_empty() {
                section class="card stack" {
                    p { (w.no_groups) }
                    p { a class="btn" href="/groups" { (w.find_group) } }
                }
            }
            @for circle in circles {
                section class="card stack-s" {
                    h2 class="h3" { a href={ "/groups/" (circle.group) } { (circle.name) } }
                    @if circle.people.is_empty() { p class="soft" { (w.only_you) } }
                    ul class="list" {
                        @for (id, known) in &circle.people {
                            li class="row" {
                                (seat_sign(known.sign)) span { (known.name) }
                                @if circle.may_open_doors { (door_link(w, *id, &known.name)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn door_link(w: &CareWords, person: PersonId, name: &str) -> Markup {
    html! {
        a class="btn btn-text btn-s" href={ "/people/" (person) "/door" } {
            (icon("door-open")) (w.door) span class="vh" { ": " (name) }
        }
    }
}

/// Somebody on the coordinator's list.
#[derive(Clone, Debug)]
pub(in crate::people) struct Somebody {
    pub(in crate::people) id: PersonId,
    pub(in crate::people) name: String,
    pub(in crate::people) sign: Sign,
    pub(in crate::people) is_coordinator: bool,
    pub(in crate::people) leads: bool,
    pub(in crate::people) for_another: bool,
}

/// The coordinator's list.
#[derive(Debug)]
pub(in crate::people) struct Everybody<'a> {
    pub(in crate::people) lang: Lang,
    pub(in crate::people) query: &'a str,
    pub(in crate::people) people: &'a [Somebody],
    /// There are more than are shown.
    pub(in crate::people) is_cut: bool,
    /// The last coordinator was to go, and stays.
    pub(in crate::people) is_last: bool,
}

pub(in crate::people) fn everybody(page: &Everybody<'_>) -> Markup {
    let w = CareWords::of(page.lang);
    html! {
        div class="wrap page stack-l" {
            header class="stack-s" {
                h1 { (w.everybody_title) }
                p class="soft" { (w.everybody_lead) }
            }
            @if page.is_last { p class="notice" role="status" { (w.last) } }
            form class="row" method="get" action="/looking-after/people" role="search" {
                label class="label" for="q" { (w.search) }
                input class="input" id="q" name="q" value=(page.query) autocomplete="off";
                button class="btn btn-quiet" type="submit" { (w.search_go) }
            }
            @if page.people.is_empty() { p class="soft" { (w.no_match) } }
            @else {
                ul class="card list" {
                    @for person in page.people { li { (somebody(w, person)) } }
                }
            }
            @if page.is_cut { p class="soft" { (w.too_many) } }
        }
    }
}

fn somebody(w: &CareWords, person: &Somebody) -> Markup {
    let (value, text) = if person.is_coordinator {
        ("no", w.take)
    } else {
        ("yes", w.make)
    };
    html! {
        div class="row" {
            (seat_sign(person.sign)) b { (person.name) }
            @if person.is_coordinator { span class="tag" { (w.coordinator) } }
            @if person.leads { span class="tag tag-line" { (w.leads) } }
            @if person.for_another { span class="tag tag-line" { (w.for_another) } }
        }
        form class="row" method="post" action={ "/looking-after/people/" (person.id) "/coordinator" } {
            button class="btn btn-text btn-s" type="submit" name="is_coordinator" value=(value) {
                (text) span class="vh" { ": " (person.name) }
            }
            (door_link(w, person.id, &person.name))
        }
    }
}

/// Whether it's really them.
pub(in crate::people) fn ask_door(
    lang: Lang,
    title: &str,
    person: PersonId,
    errors: &Errors,
) -> Markup {
    let w = CareWords::of(lang);
    let bad = errors.of("sure");
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action={ "/people/" (person) "/door" } novalidate {
                (error_summary(lang, errors))
                h1 { (title) }
                p { (w.door_text) }
                div class={ "field" @if bad.is_some() { " field-bad" } } {
                    (choice_error(lang, "sure", bad))
                    label class="choice" {
                        input type="checkbox" id="sure" name="sure" value="yes"
                            aria-describedby=[bad.map(|_| "sure-bad")]
                            aria-invalid=[bad.map(|_| "true")];
                        span class="choice-body" { span class="choice-t" { (w.door_sure) } }
                    }
                }
                button class="btn btn-block" type="submit" { (w.door_make) }
            }
        }
    }
}

/// A link that is shown once.
pub(in crate::people) fn link(lang: Lang, title: &str, link: &str) -> Markup {
    html! {
        div class="wrap narrow page stack" { h1 { (title) } (link_box(lang, link)) }
    }
}

fn link_box(lang: Lang, link: &str) -> Markup {
    let w = CareWords::of(lang);
    html! {
        section class="card card-sunken stack-s" role="status" {
            label class="label" for="link" { (w.link_ready) }
            input class="input" id="link" value=(link) readonly aria-describedby="link-hint";
            p class="sm soft" id="link-hint" { (w.link_once) }
        }
    }
}

/// An invitation's form as it was sent.
#[derive(Clone, Copy, Debug)]
pub(in crate::people) struct TypedInvitation<'a> {
    pub(in crate::people) group: &'a str,
    pub(in crate::people) role: &'a str,
    pub(in crate::people) uses: &'a str,
    pub(in crate::people) days: &'a str,
}

/// The page of invitations.
#[derive(Debug)]
pub(in crate::people) struct Invitations<'a> {
    pub(in crate::people) lang: Lang,
    /// Identifier and name of the groups one may invite into.
    pub(in crate::people) groups: &'a [(String, &'a str)],
    pub(in crate::people) roles: &'static [InvitedAs],
    pub(in crate::people) may_skip_group: bool,
    pub(in crate::people) open: &'a [Invitation],
    pub(in crate::people) typed: TypedInvitation<'a>,
    /// The link that was just made.
    pub(in crate::people) link: Option<&'a str>,
    /// The group that it leads to, if what is said there is sealed end to end.
    pub(in crate::people) sealed: Option<GroupId>,
    pub(in crate::people) errors: &'a Errors,
}

pub(in crate::people) fn invitations(page: &Invitations<'_>) -> Markup {
    let w = CareWords::of(page.lang);
    html! {
        div class="wrap narrow page stack-l" {
            (error_summary(page.lang, page.errors))
            header class="stack-s" {
                h1 { (w.invitations_title) }
                p class="soft" { (w.invitations_lead) }
            }
            @if let Some(link) = page.link {
                (link_box(page.lang, link))
                @if let Some(group) = page.sealed { (groups::key_for_invitation(page.lang, group)) }
            }
            (invitation_form(page))
            section class="stack-s" aria-labelledby="open" {
                h2 class="h3" id="open" { (w.open_ones) }
                @if page.open.is_empty() { p class="soft" { (w.none_open) } }
                @else {
                    ul class="card list" {
                        @for invitation in page.open { li { (open_invitation(page, invitation)) } }
                    }
                }
            }
        }
    }
}

fn invitation_form(page: &Invitations<'_>) -> Markup {
    let w = CareWords::of(page.lang);
    let field = |name, label| Field {
        lang: page.lang,
        name,
        label,
        hint: None,
        errors: page.errors,
    };
    let (group, role) = (field("group", w.invite_to), field("role", w.invite_as));
    html! {
        form class="card stack" method="post" action="/looking-after/invitations" novalidate {
            (group.wrap(&html! {
                select class="input" id="group" name="group" aria-describedby=[group.described_by()]
                    aria-invalid=[group.is_bad()] {
                    @if page.may_skip_group { option value="" { (w.no_group) } }
                    @for (id, name) in page.groups {
                        option value=(id) selected[page.typed.group == id] { (name) }
                    }
                }
            }))
            (role.wrap(&html! {
                select class="input" id="role" name="role" aria-describedby=[role.described_by()]
                    aria-invalid=[role.is_bad()] {
                    @for role in page.roles {
                        option value=(role.key()) selected[page.typed.role == role.key()] {
                            (role_name(w, *role))
                        }
                    }
                }
            }))
            (field("uses", w.uses).line(page.typed.uses, 3))
            (field("days", w.days).line(page.typed.days, 2))
            button class="btn" type="submit" { (w.invite_make) }
        }
    }
}

/// What a role is called.
pub(in crate::people) fn role_name(w: &CareWords, role: InvitedAs) -> &'static str {
    match role {
        InvitedAs::Member => w.member,
        InvitedAs::Host => w.host,
        InvitedAs::Facilitator => w.facilitator,
        InvitedAs::Mentor => w.mentor,
        InvitedAs::Coordinator => w.coordinator,
    }
}

fn open_invitation(page: &Invitations<'_>, invitation: &Invitation) -> Markup {
    let w = CareWords::of(page.lang);
    let group = page
        .groups
        .iter()
        .find(|(id, _)| id::from_text(id) == invitation.group)
        .map_or(w.no_group, |(_, name)| name);
    let left = fill(
        w.left,
        &[
            ("n", &invitation.uses_left.to_string()),
            ("day", &day(page.lang, invitation.ends_ms)),
        ],
    );
    html! {
        form class="row" method="post"
            action={ "/looking-after/invitations/" (id::to_text(invitation.id)) "/removal" } {
            span { (group) ", " (role_name(w, invitation.role)) br; span class="sm soft" { (left) } }
            button class="btn btn-text btn-s" type="submit" {
                (w.take_back) span class="vh" { ": " (group) }
            }
        }
    }
}
