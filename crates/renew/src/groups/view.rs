//! Markup of groups for everybody and for members: a group's own page, my circles.

use calendar::for_members::holds;
use calendar::{Language, Occurrence, Zone};
use maud::{Markup, html};

use super::details::{Attendance, Details};
use super::evening::{Difference, Evening};
use super::finder_words::FinderWords;
use super::schedule_words::NewsWords;
use super::week_view::{difference_tag, note, way};
use super::words::{CareWords, GroupWords};
use super::{Door, Group, Membership, board, gone_view, publish, reach_view, sealed, when};
use crate::site::components::{icon, who};
use crate::site::lang::{Lang, fill};

/// A group's page, as far as its reader may see it.
pub(super) struct OnePage<'a> {
    pub(super) group: &'a Group,
    pub(super) next: Option<Occurrence>,
    /// The next meetings by the rule: those that are off or moved are among them.
    pub(super) coming: &'a [Evening],
    /// By whose clock the reader goes, if they chose.
    pub(super) own_zone: Option<&'a Zone>,
    pub(super) is_signed_in: bool,
    pub(super) place: Option<Membership>,
    /// Facilitators of the group, and coordinators.
    pub(super) may_look_after: bool,
    /// Those, and the group's hosts.
    pub(super) may_see_rota: bool,
    /// The address under which the community is found.
    pub(super) origin: &'a str,
    pub(super) now_ms: i64,
}

impl OnePage<'_> {
    fn is_member(&self) -> bool {
        self.place.is_some_and(|place| place.is_member)
    }
}

/// A group's own page.
pub(super) fn one(lang: Lang, page: &OnePage<'_>) -> Markup {
    let details = &page.group.details;
    html! {
        div class="wrap page" {
            div class="cols cols-main" {
                div class="stack" {
                    h1 lang=[other(lang, details.lang)] { (details.name) }
                    @if page.group.is_in_doubt() {
                        div class="notice notice-light" { (gone_view::mark(lang)) }
                    }
                    @if let Some(first) = page.coming.first() { (news(lang, details, first)) }
                    div class="row" { (attendance_tag(lang, details.attendance, has_phone(details))) (kinds(lang, details)) }
                    (about(lang, details))
                    (times(lang, details))
                    (coming(lang, page))
                    (reach_view::place(lang, details))
                    (call(lang, page))
                    (reach_view::more(lang, details))
                }
                div class="stack" { (next_card(lang, page)) (belonging(lang, page)) (calendar(lang, page)) (care_links(lang, page)) }
            }
        }
    }
}

fn about(lang: Lang, details: &Details) -> Markup {
    let w = GroupWords::of(lang);
    html! {
        section class="stack-s" {
            h2 class="h3" { (w.what_to_expect) }
            @if details.about.is_empty() {
                p { (w.expect_default) }
            } @else {
                div class="voice-s stack-s" lang=[other(lang, details.lang)] {
                    @for part in paragraphs(&details.about) { p { (part) } }
                }
                (members_see_all(lang, &details.about))
            }
        }
    }
}

/// Whom a text is for that strangers are told a part of at most. They never have it before them.
pub(super) fn members_see_all(lang: Lang, text: &str) -> Markup {
    html! {
        @if holds(text).is_some() { (who("lock-simple", GroupWords::of(lang).members_see_all)) }
    }
}

/// Paragraphs of a text, each with its line ends as spaces.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("\n\n")
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
}

/// The kinds of meeting, in words, as the fellowship's table has them.
fn kinds(lang: Lang, details: &Details) -> Markup {
    let kinds = board::kinds_of(&details.fellowship, &details.types);
    html! { @for kind in kinds { span class="tag tag-line" { (kind.name(language(lang))) } } }
}

fn meets(lang: Lang, details: &Details) -> String {
    let zone = details.zone.as_ref();
    when::meets(lang, details.rule.as_ref(), details.start_minute, zone)
}

fn times(lang: Lang, details: &Details) -> Markup {
    let w = GroupWords::of(lang);
    html! {
        section class="stack-s" {
            h2 class="h3" { (w.meets) }
            p {
                (meets(lang, details)) ". "
                (when::minutes(lang, details.duration_minutes)) "."
            }
            @if details.zone.is_none() && details.start_minute.is_some() {
                p class="sm soft" { (w.zone_unknown) }
            }
        }
    }
}

/// What is other than usual about the very next meeting, before anybody sets out for it.
fn news(lang: Lang, details: &Details, next: &Evening) -> Markup {
    let w = NewsWords::of(lang);
    let zone = details.zone.as_ref();
    let day = match next.difference {
        Difference::Off => next.at.date,
        _ => when::day_of(zone, &next.at),
    };
    let day = when::date_words(lang, day);
    let time = when::start(lang, zone, &next.at);
    let sentence = match next.difference {
        Difference::Off => w.next_off,
        Difference::Moved => w.next_moved,
        Difference::Otherwise | Difference::None => w.next_other,
    };
    html! {
        @if next.is_news() {
            div class="notice notice-light" {
                (icon("info"))
                div class="stack-s" {
                    p { b { (fill(sentence, &[("day", &day), ("time", &time)])) } }
                    @if next.difference != Difference::Off && next.at.way.is_some() {
                        p { (attendance_tag(lang, way(details.attendance, next), has_phone(details))) }
                    }
                    (note(lang, details.lang, next))
                }
            }
        }
    }
}

/// The next meetings, with what is other than usual about each.
fn coming(lang: Lang, page: &OnePage<'_>) -> Markup {
    let w = NewsWords::of(lang);
    let details = &page.group.details;
    let zone = details.zone.as_ref();
    html! {
        @if !page.coming.is_empty() {
            section class="stack-s" {
                h2 class="h3" { (w.next_evenings) }
                ul class="list" {
                    @for one in page.coming {
                        li class="stack-s" {
                            div class="row" {
                                span {
                                    (when::date_heading(lang, when::day_of(zone, &one.at))) ", "
                                    (when::start(lang, zone, &one.at))
                                }
                                (difference_tag(lang, one.difference))
                                @if one.difference != Difference::Off && one.at.way.is_some() {
                                    (attendance_tag(lang, way(details.attendance, one), has_phone(details)))
                                }
                            }
                            (note(lang, details.lang, one))
                        }
                    }
                }
            }
        }
    }
}

/// How to join from afar: for members, and otherwise that there is such a thing.
fn call(lang: Lang, page: &OnePage<'_>) -> Markup {
    let w = GroupWords::of(lang);
    let details = &page.group.details;
    let has_call = [&details.call_url, &details.call_phone, &details.call_notes]
        .into_iter()
        .any(|text| !text.is_empty());
    html! {
        @if has_call && page.is_member() {
            section class="card card-private stack-s" {
                (who("lock-simple", w.how_to_call_who))
                h2 class="h3" { (w.how_to_call) }
                @if !details.call_url.is_empty() {
                    p { a class="btn btn-quiet" href=(details.call_url) rel="noreferrer noopener" {
                        (icon("phone")) (w.open_call)
                    } }
                }
                @for part in paragraphs(&details.call_notes) { p class="sm" { (part) } }
                @if !details.call_phone.is_empty() {
                    p { a href=(dial(&details.call_phone)) class="num" { (details.call_phone) } }
                    @for part in paragraphs(&details.call_phone_notes) { p class="sm" { (part) } }
                }
            }
        } @else if has_call {
            p class="sm soft" { (w.for_members) }
        }
    }
}

/// The phone as a link; the sign that ends a number is a part of addresses otherwise.
fn dial(phone: &str) -> String {
    format!("tel:{}", phone.replace(' ', "").replace('#', "%23"))
}

fn next_card(lang: Lang, page: &OnePage<'_>) -> Markup {
    let w = GroupWords::of(lang);
    let door = match page.group.door {
        Door::Open => w.door_open,
        Door::Vouched => w.door_vouched,
        Door::Members => w.door_members,
    };
    let may_come = page.is_member() || page.group.door != Door::Members;
    html! {
        section class="card stack-s" aria-labelledby="next" {
            h2 class="h3" id="next" { (w.next_meeting) }
            @if let Some(next) = page.next {
                (when_line(lang, page.group, &next, page.now_ms))
                (own_line(lang, page, &next))
                p class="sm soft" { (door) }
                @if page.is_signed_in && may_come {
                    a class="btn btn-light btn-block" href={ "/sessions/next/" (page.group.id) } {
                        (w.take_seat)
                    }
                }
            } @else {
                p { (if page.group.details.attendance == Attendance::Resting {
                    w.resting
                } else {
                    w.by_appointment
                }) }
            }
            @if !page.is_signed_in {
                a class="btn btn-block" href="/join" { (w.join_first) }
                p class="sm soft" { (w.join_first_text) }
                p class="sm" { a href={ "/come-back?next=/groups/" (page.group.id) } { (w.come_back_in) } }
            }
        }
    }
}

/// Day, time and place of the next meeting; a script adds the reader's own time.
pub(super) fn when_line(lang: Lang, group: &Group, next: &Occurrence, now_ms: i64) -> Markup {
    let zone = group.details.zone.as_ref();
    html! {
        p class="lead" {
            (when::day_heading(lang, when::day_of(zone, next), when::today(zone, now_ms))) ", "
            time datetime=(when::machine(next.start_ms))
                data-own-time=(when::wall(zone, next.start_ms)) { (when::start(lang, zone, next)) }
            @if let Some(zone) = zone {
                span class="soft" { ", " (when::place_time(lang, zone)) }
            }
        }
        @if let Some(soon) = when::how_soon(lang, next, now_ms) { p class="sm" { (soon) } }
    }
}

/// The same moment on the clock that the reader chose, where that shows another time.
fn own_line(lang: Lang, page: &OnePage<'_>, next: &Occurrence) -> Markup {
    let theirs = page.group.details.zone.as_ref();
    let own = page.own_zone.filter(|own| {
        theirs.is_none_or(|zone| zone.wall_clock(next.start_ms) != own.wall_clock(next.start_ms))
    });
    html! {
        @if let Some(own) = own {
            @let when = format!("{}, {}",
                when::day_heading(lang, when::day_of(Some(own), next), when::today(Some(own), page.now_ms)),
                when::start(lang, Some(own), next));
            p class="sm" { (fill(FinderWords::of(lang).own_clock, &[("when", &when)])) }
        }
    }
}

fn belonging(lang: Lang, page: &OnePage<'_>) -> Markup {
    let w = GroupWords::of(lang);
    let id = page.group.id;
    html! {
        @if page.is_signed_in {
            section class="card card-sunken stack-s" {
                @match page.place {
                    Some(place) if place.is_member => {
                        p class="row" { (icon("check-circle")) (w.you_belong) }
                        details {
                            summary { (w.leave_group) }
                            form class="stack-s" method="post" action={ "/groups/" (id) "/departures" } {
                                h3 { (fill(w.leave_title, &[("group", page.group.name())])) }
                                p { (w.leave_text) }
                                button class="btn btn-quiet" type="submit" { (w.leave_yes) }
                            }
                        }
                    }
                    Some(_) => {
                        h2 class="h3" { (w.asked_title) }
                        p { (w.asked_text) }
                        form method="post" action={ "/groups/" (id) "/departures" } {
                            button class="btn btn-quiet" type="submit" { (w.withdraw) }
                        }
                    }
                    None => form class="stack-s" method="post" action={ "/groups/" (id) "/requests" } {
                        p class="sm soft" { (w.ask_text) }
                        button class="btn" type="submit" { (w.ask_to_join) }
                    }
                }
            }
        }
    }
}

/// A way into one's own calendar, where there is something to put into it.
fn calendar(lang: Lang, page: &OnePage<'_>) -> Markup {
    html! {
        @if !page.group.timetable().is_empty() {
            (publish::add_to_calendar(lang, page.group.id, page.origin))
        }
    }
}

fn care_links(lang: Lang, page: &OnePage<'_>) -> Markup {
    let w = GroupWords::of(lang);
    html! {
        @if page.may_look_after {
            p { a class="btn btn-soft" href={ "/groups/" (page.group.id) "/edit" } {
                (icon("gear-six")) (w.look_after)
            } }
            p class="sm" { a href={ "/groups/" (page.group.id) "/calendar" } { (w.calendar_elsewhere) } }
            p class="sm" { a href={ "/groups/" (page.group.id) "/sealed" } { (sealed::way(lang)) } }
        }
        @if page.may_see_rota {
            p { a class="btn btn-quiet" href={ "/groups/" (page.group.id) "/evenings" } {
                (icon("calendar-blank")) (CareWords::of(lang).to_evenings)
            } }
        }
    }
}

/// One of my groups.
pub(super) struct Mine {
    pub(super) group: Group,
    pub(super) place: Membership,
    pub(super) next: Option<Occurrence>,
    /// The next by the rule, if something is other than usual about it.
    pub(super) news: Option<Evening>,
}

/// The Sessions place: my circles and when each meets.
pub(super) fn mine(lang: Lang, groups: &[Mine], now_ms: i64) -> Markup {
    let w = GroupWords::of(lang);
    html! {
        div class="wrap page stack-l" {
            h1 { (w.sessions_title) }
            section class="stack" aria-labelledby="mine" {
                h2 id="mine" { (w.my_circles) }
                @if groups.is_empty() {
                    (empty_ring(w.no_circles))
                    p { a class="btn" href="/groups" { (w.find_one) } }
                } @else {
                    div class="cols cols-2" {
                        @for one in groups { (my_card(lang, one, now_ms)) }
                    }
                    p { a class="btn btn-quiet" href="/groups" { (w.find_another) } }
                }
            }
        }
    }
}

fn my_card(lang: Lang, one: &Mine, now_ms: i64) -> Markup {
    let w = GroupWords::of(lang);
    let details = &one.group.details;
    html! {
        section class="card stack-s" {
            h3 lang=[other(lang, details.lang)] {
                a href={ "/groups/" (one.group.id) } { (one.group.name()) }
            }
            @if one.group.is_in_doubt() { (gone_view::mark(lang)) }
            @if one.place.is_member {
                @if let Some(first) = &one.news { (news(lang, details, first)) }
                @if let Some(next) = &one.next { (when_line(lang, &one.group, next, now_ms)) }
                @else { p { (meets(lang, details)) } }
                div class="row" {
                    (attendance_tag(lang, details.attendance, has_phone(details)))
                    @for role in role_names(lang, &one.place) { span class="tag tag-line" { (role) } }
                }
                @if one.next.is_some() {
                    a class="btn btn-light" href={ "/sessions/next/" (one.group.id) } { (w.take_seat) }
                }
            } @else {
                p { (w.waiting_answer) }
            }
        }
    }
}

/// What somebody does in a group, in words; plain membership goes without saying.
pub(super) fn role_names(lang: Lang, place: &Membership) -> Vec<&'static str> {
    let w = GroupWords::of(lang);
    let roles = place.roles;
    [
        (roles.is_facilitator, w.facilitator),
        (roles.is_host, w.host),
        (roles.is_mentor, w.mentor),
    ]
    .into_iter()
    .filter_map(|(holds, name)| holds.then_some(name))
    .collect()
}

fn has_phone(details: &Details) -> bool {
    !details.call_phone.is_empty()
}

pub(super) fn attendance_tag(lang: Lang, attendance: Attendance, has_phone: bool) -> Markup {
    let w = GroupWords::of(lang);
    let (symbol, text) = match attendance {
        Attendance::Online if has_phone => ("phone", w.online_or_phone),
        Attendance::Online => ("monitor-play", w.online),
        Attendance::InRoom => ("map-pin", w.in_room),
        Attendance::Both => ("map-pin", w.both),
        Attendance::Resting => ("pause-fill", w.resting),
    };
    html! { span class="tag" { (icon(symbol)) (text) } }
}

/// The ring with one invitation, where a list is empty.
pub(super) fn empty_ring(text: &str) -> Markup {
    html! {
        div class="empty" {
            span class="av av-open" { (icon("armchair-fill")) }
            p { (text) }
        }
    }
}

/// The `lang` of a text that is in another language than its page.
pub(super) fn other(page: Lang, text: Lang) -> Option<&'static str> {
    (page != text).then(|| text.tag())
}

pub(super) fn language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::English,
        Lang::Es => Language::Spanish,
    }
}
