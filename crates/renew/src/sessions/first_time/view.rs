//! Markup of the two screens, of the page about greeting, and of the cards in the lobby and on
//! Today.

use circle::format::Format;
use maud::{Markup, html};

use super::super::wire::{Face, Greeting};
use super::super::words::RoomWords;
use super::super::{SessionId, when};
use super::words::FirstWords;
use crate::site::components::{icon, seat_sign, who};
use crate::site::lang::{Lang, fill};

/// The two screens of a session.
#[derive(Clone, Debug)]
pub(super) struct Screens {
    pub(super) session: SessionId,
    pub(super) group_name: String,
    pub(super) group_path: String,
    pub(super) minutes: i64,
    /// What it goes through: name, and minutes that are meant for it.
    pub(super) parts: Vec<(String, u8)>,
    /// The room is open for this person.
    pub(super) may_enter: bool,
    /// This person sits in the room already, and only looks again.
    pub(super) has_seat: bool,
    /// What was chosen before.
    pub(super) listens: bool,
    pub(super) wants_no_buddy: bool,
}

/// The parts of a format, as the first screen lists them.
pub(super) fn parts(lang: Lang, format: &str) -> Vec<(String, u8)> {
    let format = Format::by_id(format);
    let phases = format.map(|format| format.phases).unwrap_or_default();
    let named = phases.into_iter().map(|phase| {
        let name = match lang {
            Lang::En => phase.name.en,
            Lang::Es => phase.name.es,
        };
        (name, phase.minutes.target)
    });
    named.collect()
}

/// What will happen.
pub(super) fn happens(lang: Lang, page: &Screens) -> Markup {
    let w = FirstWords::of(lang);
    let path = format!("/sessions/{}/first-time", page.session);
    let minutes = page.minutes.to_string();
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" {
                p class="kicker" { (w.title) " · " (fill(w.step, &[("n", "1")])) }
                h1 { (w.happen_title) }
                p class="lead" {
                    (fill(w.happen_lead, &[("group", &page.group_name), ("n", &minutes)]))
                }
            }
            @if !page.parts.is_empty() {
                ol class="arc arc-long" {
                    @for (name, minutes) in &page.parts {
                        li {
                            div {
                                h2 class="h3" { (name) }
                                p class="soft" {
                                    (fill(w.about_minutes, &[("n", &minutes.to_string())]))
                                }
                            }
                        }
                    }
                }
            }
            p { (w.happen_then) }
            div class="stack" {
                p { a class="btn btn-block" href={ (path) "?step=2" } { (w.next) } }
                @if !page.has_seat {
                    form class="row row-center" method="post" action=(path) {
                        button class="btn btn-quiet" name="chose" value="skipped" { (w.skip) }
                        button class="btn btn-text" name="chose" value="knows" { (w.knows) }
                    }
                }
            }
        }
    }
}

/// What one can always do, and how one would like to come in.
pub(super) fn always(lang: Lang, page: &Screens) -> Markup {
    let w = FirstWords::of(lang);
    let path = format!("/sessions/{}/first-time", page.session);
    let always = [
        ("skip-forward", w.can_pass),
        ("video-camera-slash", w.can_camera),
        ("door-open", w.can_leave),
        ("ear", w.can_listen),
        ("lock-simple", w.can_private),
    ];
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" {
                p class="kicker" { (w.title) " · " (fill(w.step, &[("n", "2")])) }
                h1 { (w.always_title) }
            }
            div class="card stack-s" {
                ul class="stack-s plain" {
                    @for (symbol, text) in always {
                        li class="row row-nowrap row-top" { (icon(symbol)) span { (text) } }
                    }
                }
                p { b { (w.called_on) } }
            }
            form class="stack" method="post" action=(path) {
                input type="hidden" name="chose" value="read";
                fieldset {
                    legend class="label" { (w.choose_title) }
                    @if page.has_seat {
                        p class="sm soft" { (w.in_room) }
                        // What was chosen stays as it was.
                        @if page.listens { input type="hidden" name="listens" value="yes"; }
                    } @else {
                        (choice("listens", page.listens, w.listens, w.listens_hint))
                    }
                    (choice("no_buddy", page.wants_no_buddy, w.no_buddy, w.no_buddy_hint))
                }
                (who("eye-slash", w.who_new))
                button class="btn btn-block" type="submit" {
                    (if page.may_enter && !page.has_seat { w.take_seat } else { w.keep })
                }
                p class="center" { a class="tlink" href=(path) { (w.back) } }
            }
        }
    }
}

fn choice(name: &str, is: bool, title: &str, hint: &str) -> Markup {
    html! {
        label class="choice" {
            input type="checkbox" name=(name) value="yes" checked[is];
            span class="choice-body" {
                span class="choice-t" { (title) }
                span class="hint" { (hint) }
            }
        }
    }
}

/// What the lobby says about first times, if there is anything to say.
pub(in super::super) fn lobby(
    lang: Lang,
    session: SessionId,
    greeting: &Greeting,
    may_look: bool,
) -> Markup {
    let (w, rw) = (FirstWords::of(lang), RoomWords::of(lang));
    let path = format!("/sessions/{session}");
    html! {
        @if may_look {
            section class="card stack-s" aria-labelledby="first" {
                @if greeting.has_chosen {
                    h2 class="h3" id="first" { (w.chosen_title) }
                    @if let Some(buddy) = &greeting.buddy {
                        (face_line(buddy, rw.greet_buddy))
                    } @else if greeting.is_waiting {
                        p { (rw.greet_waiting) }
                    }
                    p { a class="tlink" href={ (path) "/first-time" } { (w.look_again) } }
                } @else {
                    h2 class="h3" id="first" { (w.look_title) }
                    p { (w.look_text) }
                    p { a class="btn btn-soft" href={ (path) "/first-time" } { (w.look) } }
                }
            }
        }
        @if greeting.is_asked {
            section class="card stack-s" aria-labelledby="asked" {
                h2 class="h3" id="asked" { (w.greets_title) }
                p { (rw.greet_ask) }
                (answers(lang, session, "lobby"))
            }
        }
        @if let Some(newcomer) = &greeting.greets {
            section class="card stack-s" aria-labelledby="greets" {
                h2 class="h3" id="greets" { (w.greets_title) }
                (face_line(newcomer, rw.greet_newcomer))
                form method="post" action={ (path) "/buddy" } {
                    input type="hidden" name="from" value="lobby";
                    button class="btn btn-text btn-s" name="answer" value="no" { (w.not_after_all) }
                }
            }
        }
    }
}

fn face_line(face: &Face, text: &str) -> Markup {
    html! {
        div class="person" {
            (seat_sign(face.sign))
            p class="person-t" { (fill(text, &[("name", &face.name)])) }
        }
    }
}

/// Yes or no to being asked; `from` is the page that it leads back to.
pub(in super::super) fn answers(lang: Lang, session: SessionId, from: &str) -> Markup {
    let w = FirstWords::of(lang);
    html! {
        form class="row" method="post" action={ "/sessions/" (session) "/buddy" } {
            input type="hidden" name="from" value=(from);
            button class="btn btn-soft btn-s" name="answer" value="yes" { (w.yes) }
            button class="btn btn-text btn-s" name="answer" value="no" { (w.no) }
        }
    }
}

/// A session in which somebody is asked to greet.
#[derive(Clone, Debug)]
pub(in super::super) struct AskedFor {
    pub(in super::super) session: SessionId,
    pub(in super::super) group_name: String,
    pub(in super::super) zone: String,
    pub(in super::super) starts_ms: i64,
}

/// The question, on a member's own Today.
pub(in super::super) fn today(lang: Lang, asked: &[AskedFor], now_ms: i64) -> Markup {
    let w = FirstWords::of(lang);
    html! {
        @for (nth, one) in asked.iter().enumerate() {
            @let starts = when::civil(one.starts_ms, &one.zone);
            @let now = when::civil(now_ms, &one.zone);
            @let id = format!("greet-{nth}");
            section class="card stack-s" aria-labelledby=(id) {
                h2 class="h3" id=(id) { (w.asked_title) }
                p {
                    (fill(w.asked_text, &[
                        ("group", &one.group_name),
                        ("when", &when::coming(lang, &starts, &now)),
                    ]))
                }
                (answers(lang, one.session, "today"))
            }
        }
    }
}

/// A member's own page about greeting newcomers.
pub(super) fn greeting(lang: Lang, is_willing: bool, is_kept: bool) -> Markup {
    let w = FirstWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" { h1 { (w.greeting_title) } p class="lead" { (w.greeting_lead) } }
            @if is_kept { p class="notice" role="status" { (w.greeting_kept) } }
            div class="stack-s" { p { (w.greeting_not) } p { (w.greeting_often) } }
            form class="card stack" method="post" action="/my-space/greeting" {
                label class="choice" {
                    input type="checkbox" name="willing" value="yes" checked[is_willing];
                    span class="choice-body" { span class="choice-t" { (w.greeting_willing) } }
                }
                (who("eye", w.greeting_who))
                button class="btn" type="submit" { (w.greeting_keep) }
            }
            p { a class="tlink" href="/my-space" { (w.greeting_back) } }
        }
    }
}
