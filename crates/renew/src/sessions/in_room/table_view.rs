//! The phone of a table: read from both sides of it, with two large buttons between.

use circle::PersonId as SeatId;
use circle::format::Floor;
use circle::view::{Presence, SeatView, State};
use maud::{Markup, html};

use super::super::room_view::{Clock, agreement, ring_left};
use super::super::words::RoomWords;
use super::Shown;
use super::table::Sitter;
use super::words::TableWords;
use crate::people;
use crate::site::components::{error_summary, icon, seat_sign};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::layout::leave_quickly;
use crate::site::sign::Sign;

/// A table at one moment, to be drawn.
#[derive(Debug)]
pub(super) struct TablePage<'a> {
    pub(super) lang: Lang,
    pub(super) group_name: &'a str,
    pub(super) people: &'a [Sitter],
    pub(super) shown: Option<&'a Shown>,
    /// The room is being rebuilt.
    pub(super) is_away: bool,
    /// Why what was asked for was not done.
    pub(super) notice: Option<&'a str>,
}

/// What both sides of the table read.
struct Far {
    name: String,
    line: String,
}

/// The whole page. What is inside `data-piece` is drawn anew as the room changes.
pub(super) fn table(page: &TablePage<'_>) -> Markup {
    let w = TableWords::of(page.lang);
    html! {
        main class="tableview" id="main" tabindex="-1" data-follow="/table/now" data-out="/table"
            data-lost=(w.lost) {
            (piece(page))
            p class="vh" role="status" data-status {}
        }
    }
}

/// The part of the page that changes.
pub(super) fn piece(page: &TablePage<'_>) -> Markup {
    let far = page.far();
    let (told, now_ms) = page
        .shown
        .map_or((0, 0), |shown| (shown.told, shown.now_ms));
    html! {
        div class="tableview-in" data-piece data-told=(told) data-now=(now_ms)
            data-says={ (far.name) ". " (far.line) } {
            div class="half half-far" aria-hidden="true" { (half(&far)) }
            (middle(page))
            div class="half" { (half(&far)) }
        }
    }
}

fn half(far: &Far) -> Markup {
    html! {
        p class="who-now" { (far.name) }
        p class="who-next" { (far.line) }
    }
}

fn middle(page: &TablePage<'_>) -> Markup {
    let w = TableWords::of(page.lang);
    let text = page.shown.and_then(Shown::text);
    html! {
        div class="table-mid stack-s" {
            h1 class="vh" { (fill(w.of_group, &[("group", page.group_name)])) }
            div class="row row-between row-top" {
                p class="sm grow" {
                    @if let Some(text) = text {
                        b { (text.ribbon) } br; span class="soft" { (text.heading) }
                    } @else { b { (page.group_name) } }
                }
                (leave_quickly(page.lang))
            }
            p { span class="tag tag-table" { (icon("microphone-fill")) (w.one_mic) } }
            @if let Some(notice) = page.notice { p class="notice" role="alert" { (notice) } }
            p class="notice" role="alert" data-line hidden {}
            @if let Some(shown) = page.shown { (time_bar(page.lang, shown)) (asks(page, shown)) }
            @if page.sitting().next().is_none() {
                p { a class="btn btn-block" href="/table/people" { (icon("user-plus")) (w.who_first) } }
            }
            p class="sm soft" {
                (page.who_is_where()) " " a href="/table/people" { (w.change) }
            }
            p class="sm" {
                a class="row row-help" href="/help" { (icon("lifebuoy-fill")) span { (w.help_now) } }
            }
        }
    }
}

/// How much of the turn's time is left, as a bar; the words are for those who don't see it.
fn time_bar(lang: Lang, shown: &Shown) -> Markup {
    let Some((left_ms, whole_ms)) = shown.turn_left_ms() else {
        return html! {};
    };
    let clock = Clock {
        now_ms: shown.now_ms,
        minute_ms: shown.minute_ms,
    };
    let turn = shown.turn;
    let held = turn.is_some_and(|turn| turn.held_at.is_some());
    let words = clock.turn_words(RoomWords::of(lang), left_ms, whole_ms, held, false);
    let label = fill(TableWords::of(lang).time_bar, &[("words", &words)]);
    html! {
        svg class="lampbar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img"
            aria-label=(label) data-bar data-ends=[turn.map(|turn| turn.ends_at)]
            data-whole=(whole_ms) data-held=[held.then_some("held")] {
            rect width=(ring_left(left_ms, whole_ms)) height="4" {}
        }
    }
}

/// What the table is asked at this moment.
fn asks(page: &TablePage<'_>, shown: &Shown) -> Markup {
    if shown.state == State::Ended {
        return codes(page);
    }
    let w = TableWords::of(page.lang);
    html! {
        (agreeing(page, shown))
        (back_again(page, shown))
        @if shown.is_together { p class="sm" { (w.together) } }
        @if let Some(turn) = shown.turn {
            @if let Some(speaker) = page.sitting().find(|one| one.seat == Some(turn.who.0)) {
                div class="table-pair" {
                    @if page.is_round() {
                        (act(speaker, &[("do", "pass"), ("turn", &turn.turn.to_string())], "pass", &html! {
                            button class="btn btn-quiet btn-block" id="b-pass" type="submit" {
                                (icon("skip-forward")) (w.pass)
                            }
                        }))
                    }
                    (act(speaker, &[("do", "done"), ("turn", &turn.turn.to_string())], "done", &html! {
                        button class="btn btn-light btn-block" id="b-done" type="submit" {
                            (icon("check-bold")) (w.done)
                        }
                    }))
                }
            }
        }
        @if page.is_hands() { (hands(page, shown)) }
    }
}

/// A form of one person at the table. `what` tells the scripts what it does.
fn act(sitter: &Sitter, fields: &[(&str, &str)], what: &str, button: &Markup) -> Markup {
    html! {
        form class="act" method="post" action="/table/do" data-does=(what)
            data-seat=[sitter.seat] {
            input type="hidden" name="who" value=(sitter.person);
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (button)
        }
    }
}

fn agreeing(page: &TablePage<'_>, shown: &Shown) -> Markup {
    let w = TableWords::of(page.lang);
    let missing: Vec<&Sitter> = page
        .sitting()
        .filter(|one| page.seat_of(shown, one).is_some_and(|seat| !seat.agreed))
        .collect();
    html! {
        @if !missing.is_empty() {
            div class="card card-sunken card-tight stack-s" {
                p { (w.agree_lead) }
                details id="promises" {
                    summary class="sm" { (w.agree_read) }
                    div class="stack-s" { (agreement(page.lang)) }
                }
                div class="row" {
                    @for one in missing {
                        (act(one, &[("do", "agree")], "agree", &html! {
                            button class="btn btn-soft" id={ "b-agree-" (one.person) } type="submit" {
                                (fill(w.agrees, &[("name", &one.face.name)]))
                            }
                        }))
                    }
                }
            }
        }
    }
}

/// Who stepped out, and may be back.
fn back_again(page: &TablePage<'_>, shown: &Shown) -> Markup {
    let w = TableWords::of(page.lang);
    let is_out = |one: &&Sitter| {
        let seat = page.seat_of(shown, one);
        seat.is_some_and(|seat| seat.presence == Presence::SteppedOut)
    };
    html! {
        @for one in page.sitting().filter(is_out) {
            (act(one, &[("do", "come_back")], "come_back", &html! {
                button class="btn btn-quiet btn-block" id={ "b-back-" (one.person) } type="submit" {
                    (fill(w.is_back, &[("name", &one.face.name)]))
                }
            }))
        }
    }
}

/// Who at the table wants to speak, where hands give the floor.
fn hands(page: &TablePage<'_>, shown: &Shown) -> Markup {
    let w = TableWords::of(page.lang);
    let may = |one: &&Sitter| {
        let seat = page.seat_of(shown, one);
        let speaks = shown.turn.is_some_and(|turn| Some(turn.who.0) == one.seat);
        seat.is_some_and(|seat| seat.agreed && seat.presence == Presence::Here) && !speaks
    };
    html! {
        div class="table-hands" {
            @for one in page.sitting().filter(may) {
                @let is_up = page.seat_of(shown, one).is_some_and(|seat| seat.hand);
                (act(one, &[("do", "hand"), ("up", if is_up { "false" } else { "true" })], "hand", &html! {
                    button class="chip-btn" id={ "b-hand-" (one.person) } type="submit"
                        aria-pressed=(is_up) {
                        (icon(if is_up { "hand-palm-fill" } else { "hand-palm" }))
                        (fill(w.wants, &[("name", &one.face.name)]))
                    }
                }))
            }
        }
    }
}

fn codes(page: &TablePage<'_>) -> Markup {
    let w = TableWords::of(page.lang);
    html! {
        div class="stack-s" {
            @for one in page.sitting() { (ask_code(w, one)) }
        }
    }
}

fn ask_code(w: &TableWords, one: &Sitter) -> Markup {
    html! {
        form class="act" method="post" action="/table/codes" {
            input type="hidden" name="who" value=(one.person);
            button class="btn btn-soft btn-s" type="submit" {
                (icon("key")) (fill(w.show_code, &[("name", &one.face.name)]))
            }
        }
    }
}

impl TablePage<'_> {
    /// Those for whom this phone speaks.
    fn sitting(&self) -> impl Iterator<Item = &Sitter> {
        self.people
            .iter()
            .filter(|one| !one.is_gone && !one.is_claimed)
    }

    fn seat_of<'s>(&self, shown: &'s Shown, one: &Sitter) -> Option<&'s SeatView> {
        one.seat.and_then(|seat| shown.seat(seat))
    }

    fn is_round(&self) -> bool {
        self.floor() == Some(Floor::Round)
    }

    fn is_hands(&self) -> bool {
        self.floor() == Some(Floor::Hands)
    }

    fn floor(&self) -> Option<Floor> {
        Some(self.shown?.phase?.floor)
    }

    fn far(&self) -> Far {
        let w = TableWords::of(self.lang);
        let far = |name: &str, line: String| Far {
            name: name.to_owned(),
            line,
        };
        if self.is_away {
            return far(w.room_away, w.room_away_line.to_owned());
        }
        let Some(shown) = self.shown else {
            return far(w.nobody, w.nobody_line.to_owned());
        };
        let no_one = self.sitting().next().is_none();
        let floor = self.floor();
        match (shown.state, shown.turn) {
            (State::Ended, _) => far(w.thanks, w.thanks_line.to_owned()),
            (State::Gathering, _) if no_one => far(w.nobody, w.nobody_line.to_owned()),
            (State::Gathering, _) => {
                let lead = shown.lead.and_then(|who| shown.face(who));
                let line = lead.map(|face| fill(w.lead_begins, &[("name", &face.name)]));
                far(w.gathering, line.unwrap_or_default())
            }
            (State::Live, Some(turn)) => {
                let name = name_of(shown, self.lang, turn.who);
                far(&name, next_line(self.lang, shown))
            }
            (State::Live, None) => match floor {
                Some(Floor::Round | Floor::Hands) => far(w.open_floor, next_line(self.lang, shown)),
                _ => {
                    let text = shown.text().map_or("", |text| text.ribbon.as_str());
                    far(text, String::new())
                }
            },
        }
    }

    /// Who sits here, who elsewhere in the room, who is online.
    fn who_is_where(&self) -> String {
        let w = TableWords::of(self.lang);
        let here: Vec<&str> = self.sitting().map(|one| one.face.name.as_str()).collect();
        let mut said = Vec::new();
        let mut say = |text: &str, names: &[&str]| {
            if !names.is_empty() {
                said.push(fill(text, &[("names", &names.join(", "))]));
            }
        };
        say(w.at_table, &here);
        if let Some(shown) = self.shown {
            let others = |in_room: bool| -> Vec<&str> {
                let seats = shown.seats.iter().filter(|seat| {
                    let is_here = self.sitting().any(|one| one.seat == Some(seat.who.0));
                    seat.in_room == in_room && !is_here
                });
                let faces = seats.filter_map(|seat| shown.face(seat.who));
                faces.map(|face| face.name.as_str()).collect()
            };
            say(w.elsewhere, &others(true));
            say(w.online, &others(false));
        }
        said.join(" ")
    }
}

/// The name on a seat.
pub(super) fn name_of(shown: &Shown, lang: Lang, who: SeatId) -> String {
    let face = shown.face(who);
    face.map_or_else(
        || RoomWords::of(lang).someone.to_owned(),
        |face| face.name.clone(),
    )
}

/// «Next: Bea, then Ridley».
pub(super) fn next_line(lang: Lang, shown: &Shown) -> String {
    let w = TableWords::of(lang);
    let mut next = shown.coming().map(|who| name_of(shown, lang, who));
    match (next.next(), next.next()) {
        (Some(a), Some(b)) => fill(w.next_two, &[("a", &a), ("b", &b)]),
        (Some(a), None) => fill(w.next_one, &[("a", &a)]),
        (None, _) => String::new(),
    }
}

/// A form that was sent to add somebody.
#[derive(Debug, Default)]
pub(super) struct Adding<'a> {
    pub(super) name: &'a str,
    pub(super) sign: Option<Sign>,
    pub(super) errors: Errors,
}

/// The page on which the people of a table are changed.
pub(super) fn people(page: &TablePage<'_>, adding: &Adding<'_>) -> Markup {
    let w = TableWords::of(page.lang);
    html! {
        div class="wrap narrow page stack" data-follow="/table/now" data-out="/table" data-only-there {
            (error_summary(page.lang, &adding.errors))
            header class="stack-s" {
                h1 { (w.people_title) }
                p class="soft" { (w.people_lead) }
            }
            @if let Some(notice) = page.notice { p class="notice" role="alert" { (notice) } }
            @if !page.people.is_empty() {
                ul class="list card" {
                    @for one in page.people { li class="person" { (person(page, w, one)) } }
                }
            }
            form class="card stack" method="post" action="/table/people" novalidate
                aria-labelledby="add-title" {
                h2 class="h3" id="add-title" { (w.add_title) }
                (people::seat_fields(page.lang, adding.name, adding.sign, &adding.errors))
                button class="btn btn-block" type="submit" { (icon("user-plus")) (w.add) }
            }
        }
    }
}

fn person(page: &TablePage<'_>, w: &TableWords, one: &Sitter) -> Markup {
    let seat = page.shown.and_then(|shown| page.seat_of(shown, one));
    let is_out = seat.is_some_and(|seat| seat.presence == Presence::SteppedOut);
    let state = match seat {
        _ if one.is_claimed => w.is_claimed,
        _ if one.is_gone => w.is_gone,
        None => w.not_in,
        Some(_) if is_out => w.is_out,
        Some(seat) if !seat.agreed => w.not_agreed,
        Some(_) => "",
    };
    let does = |what: &'static str, text: &str| {
        act(
            one,
            &[("do", what), ("from", "people")],
            what,
            &html! {
                button class="btn btn-quiet btn-s" type="submit" {
                    (text) span class="vh" { ": " (one.face.name) }
                }
            },
        )
    };
    html! {
        (seat_sign(one.face.sign))
        p class="person-t" { b { (one.face.name) } span class="sm soft" { (state) } }
        @if !one.is_claimed {
            div class="acts" {
                @if one.is_gone { (does("returns", w.returns)) } @else {
                    @if is_out { (does("come_back", w.comes_back)) }
                    @else if seat.is_some() {
                        (does("want_turn", w.wants_turn))
                        (does("step_out", w.steps_out))
                    }
                    (does("goes", w.goes))
                }
                (ask_code(w, one))
            }
        }
    }
}

/// One person's code, until it is hidden.
pub(super) fn code(lang: Lang, name: &str, code: &str, address: &str) -> Markup {
    let w = TableWords::of(lang);
    html! {
        div class="wrap narrow page stack" data-follow="/table/now" data-out="/table" data-only-there {
            h1 { (fill(w.code_title, &[("name", name)])) }
            p { (fill(w.code_lead, &[("name", name)])) }
            p class="words" translate="no" { span class="word" { (code) } }
            p { (fill(w.code_where, &[("address", address)])) }
            p class="soft" { (w.code_for) }
            p { a class="btn btn-block" href="/table/here" { (icon("eye-slash")) (w.code_hide) } }
        }
    }
}
