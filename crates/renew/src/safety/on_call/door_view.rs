//! Markup of one's own hours, of the door into a room, and of who leads there.

use maud::{Markup, html};

use super::form::{PHONE_CHARS_MAX, Typed, WORDS_CHARS_MAX};
use super::news::OwnNews;
use super::rota_view::when;
use super::words::OnCallWords;
use super::{Answer, Door, Reach, Shift};
use crate::safety::Line;
use crate::sessions::Evening;
use crate::site::components::{Field, error_summary, icon, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::visitor::PersonId;

/// The doors that somebody is asked through; nothing when there is none.
#[must_use]
pub fn own_news_part(lang: Lang, news: &OwnNews) -> Markup {
    let w = OnCallWords::of(lang);
    html! {
        @for door in &news.asked {
            section class="card card-care stack-s" {
                h2 class="h3" { (w.doors_title) }
                p { a class="btn btn-care" href={ "/on-call/doors/" (door) } {
                    (icon("door-open")) (w.door_title)
                } }
            }
        }
    }
}

/// One's own hours.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnPage<'a> {
    pub(super) lang: Lang,
    pub(super) shifts: &'a [Shift],
    pub(super) news: &'a OwnNews,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
    pub(super) is_kept: bool,
}

impl OwnPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = OnCallWords::of(self.lang);
        html! {
            div class="wrap narrow page stack" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" { h1 { (w.own_title) } p class="soft" { (w.own_lead) } }
                @if self.is_kept {
                    p class="notice notice-light" role="status" { (icon("check-circle")) span { (w.kept) } }
                }
                (own_news_part(self.lang, self.news))
                (self.hours(w))
                (self.reach(w))
            }
        }
    }

    fn hours(&self, w: &OnCallWords) -> Markup {
        html! {
            section class="card stack-s" aria-labelledby="hours" {
                h2 class="h3" id="hours" { (w.own_hours) }
                @if self.shifts.is_empty() { p { (w.own_none) } }
                @else {
                    ul class="list" {
                        @for shift in self.shifts {
                            li {
                                form class="row row-between" method="post"
                                    action={ "/on-call/shifts/" (shift.id) "/removal" } {
                                    span { (when(self.lang, shift)) }
                                    button class="btn btn-text btn-s" type="submit" { (w.give_back) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn reach(&self, w: &OnCallWords) -> Markup {
        let field = |name, label, hint| Field {
            lang: self.lang,
            name,
            label,
            hint,
            errors: self.errors,
        };
        html! {
            form class="card card-private stack" method="post" action="/on-call" novalidate
                aria-labelledby="reach" {
                h2 class="h3" id="reach" { (w.reach_title) }
                (field("phone", w.phone, None).line(self.typed.of("phone"), PHONE_CHARS_MAX))
                (field("words", w.words, Some(w.words_hint)).line(self.typed.of("words"), WORDS_CHARS_MAX))
                (who("lock-simple", w.reach_who))
                button class="btn" type="submit" { (w.keep) }
            }
        }
    }
}

/// The page on the phone of who is asked in.
#[derive(Clone, Debug)]
pub(super) struct DoorPage {
    pub(super) door: Door,
    pub(super) asker: Option<String>,
    pub(super) group: Option<String>,
    pub(super) is_open: bool,
}

impl DoorPage {
    pub(super) fn view(&self, lang: Lang) -> Markup {
        let w = OnCallWords::of(lang);
        let group = self.group.as_deref().unwrap_or(w.a_group);
        let text = match &self.asker {
            Some(name) => fill(w.door_text, &[("name", name), ("group", group)]),
            None => fill(w.door_text_nobody, &[("group", group)]),
        };
        html! {
            div class="wrap narrow page stack" {
                h1 { (w.door_title) }
                @if self.is_open {
                    p { (text) }
                    p class="sm soft" { (w.door_promise) }
                    (self.answers(w))
                } @else { p { (w.door_over) } }
            }
        }
    }

    fn answers(&self, w: &OnCallWords) -> Markup {
        let name = self.asker.as_deref().unwrap_or(w.somebody);
        html! {
            @match self.door.answer {
                Answer::Asked => {
                    form class="stack-s" method="post" action={ "/on-call/doors/" (self.door.id) } {
                        button class="btn btn-block" name="is" value="yes" { (icon("door-open")) (w.door_yes) }
                        button class="btn btn-quiet btn-block" name="is" value="no" { (w.door_no) }
                    }
                }
                Answer::Coming => p {
                    a class="btn btn-block" href={ "/sessions/" (self.door.session) "/run" } { (w.to_room) }
                },
                Answer::Cannot => form class="stack-s" method="post"
                    action={ "/on-call/doors/" (self.door.id) } {
                    p { (fill(w.door_said_no, &[("name", name)])) }
                    button class="btn btn-quiet" name="is" value="yes" { (w.door_change) }
                },
            }
        }
    }
}

/// Somebody who can be brought into a room.
#[derive(Clone, Debug)]
pub(super) struct Reachable {
    pub(super) person: PersonId,
    pub(super) name: String,
    /// While they are on call, and have written it.
    pub(super) reach: Option<Reach>,
    pub(super) door: Option<Door>,
}

/// Who is on call, for who leads a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoomPage<'a> {
    pub(super) lang: Lang,
    pub(super) evening: &'a Evening,
    pub(super) people: &'a [Reachable],
    pub(super) origin: &'a str,
}

impl RoomPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = OnCallWords::of(self.lang);
        html! {
            div class="wrap narrow page stack" {
                header class="stack-s" {
                    h1 { (w.room_title) }
                    p class="soft" { (self.evening.group_name) }
                    p { (w.room_lead) }
                    (who("lock-simple", w.room_who))
                }
                @if self.people.is_empty() { p class="notice" { (w.room_nobody) } }
                @for one in self.people { (self.reachable(one, w)) }
                div class="row" {
                    a class="btn" href={ "/sessions/" (self.evening.id) "/run" } { (w.room_back) }
                    a class="btn btn-quiet" href={ "/sessions/" (self.evening.id) "/on-call" } {
                        (icon("arrows-clockwise")) (w.room_look)
                    }
                    a class="btn btn-quiet" href="/help" { (icon("lifebuoy")) (w.room_help) }
                }
            }
        }
    }

    fn reachable(&self, one: &Reachable, w: &OnCallWords) -> Markup {
        let name = [("name", one.name.as_str())];
        let ask = if one.door.is_some() {
            w.room_ask_again
        } else {
            w.room_ask
        };
        html! {
            section class="card stack-s" {
                h2 class="h3" { (one.name) }
                @match &one.reach {
                    Some(reach) => (ring(reach, w)),
                    None => p class="sm soft" { (w.room_no_reach) },
                }
                @if let Some(door) = &one.door { (self.door(door, w)) }
                @if one.door.as_ref().is_none_or(|door| door.answer != Answer::Coming) {
                    form method="post" action={ "/sessions/" (self.evening.id) "/on-call" } {
                        input type="hidden" name="person" value=(one.person);
                        button class="btn btn-soft btn-s" type="submit" { (fill(ask, &name)) }
                    }
                }
            }
        }
    }

    fn door(&self, door: &Door, w: &OnCallWords) -> Markup {
        html! {
            @match door.answer {
                Answer::Asked => {
                    p role="status" { (w.room_asked) }
                    p { code { (self.origin) "/on-call/doors/" (door.id) } }
                }
                Answer::Coming => p role="status" { b { (w.room_coming) } },
                Answer::Cannot => p role="status" { (w.room_cannot) },
            }
        }
    }
}

fn ring(reach: &Reach, w: &OnCallWords) -> Markup {
    let line = Line {
        what_for: String::new(),
        label: fill(w.room_ring, &[("phone", &reach.phone)]),
        number: reach.phone.clone(),
    };
    html! {
        p { a class="btn btn-quiet" href=(line.tel()) { (icon("phone")) (line.label) } }
        @if !reach.words.is_empty() { p class="voice-s" { (reach.words) } }
    }
}
