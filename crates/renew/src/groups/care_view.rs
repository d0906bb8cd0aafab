//! Markup for those who look after groups: the list, and a group's people.

use maud::{Markup, html};

use super::finder::Listing;
use super::form::NAME_CHARS_MAX;
use super::words::CareWords;
use super::{Group, GroupId, Membership};
use super::{view, when};
use crate::site::components::{icon, seat_sign, who};
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// A page of the groups, for coordinators.
pub(super) struct GroupsPage<'a> {
    pub(super) groups: &'a [&'a Listing],
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

/// A page of those who look after a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Form,
    Evenings,
    People,
}

/// The way between a group's form, its meetings, its people and its public page.
pub(super) fn tabs(lang: Lang, group: GroupId, here: Tab) -> Markup {
    let w = CareWords::of(lang);
    let ways = [
        (Tab::Form, "edit", w.to_edit),
        (Tab::Evenings, "evenings", w.to_evenings),
        (Tab::People, "people", w.to_people),
    ];
    html! {
        p class="row" {
            @for (tab, path, text) in ways {
                @let is_here = tab == here;
                a class={ "btn btn-s " (if is_here { "btn-soft" } else { "btn-quiet" }) }
                    href={ "/groups/" (group) "/" (path) }
                    aria-current=[is_here.then_some("page")] { (text) }
            }
            a class="btn btn-quiet btn-s" href={ "/groups/" (group) } { (w.to_page) }
        }
    }
}

/// Somebody on a group's list, as those who look after it see them.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) place: Membership,
    /// The made-up name and sign; nothing for somebody whose key is gone.
    pub(super) known: Option<(String, Sign)>,
    /// Said that they would greet a newcomer.
    pub(super) is_willing_to_greet: bool,
}

/// The people of a group and those who ask to join.
pub(super) fn people(lang: Lang, group: &Group, listed: &[Listed]) -> Markup {
    let w = CareWords::of(lang);
    let (members, asking): (Vec<_>, Vec<_>) = listed.iter().partition(|one| one.place.is_member);
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (group.name()) }
            (tabs(lang, group.id, Tab::People))
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
                @if one.is_willing_to_greet {
                    span class="tag tag-line" { (icon("hand-waving")) " " (w.greets_newcomers) }
                }
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
