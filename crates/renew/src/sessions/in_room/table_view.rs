//! The phone of a table: read from both sides of it, with two large buttons between.

use circle::PersonId as SeatId;
use circle::format::{Crosstalk, Floor};
use circle::view::{Presence, SeatView, State, TurnView};
use maud::{Markup, html};
use serde::Serialize;

use super::super::room_view::{Clock, ring_left};
use super::super::words::RoomWords;
use super::Shown;
use super::people_view::ask_code;
use super::sound_view;
use super::table::Sitter;
use super::words::TableWords;
use crate::site::components::icon;
use crate::site::lang::{Lang, fill};
use crate::site::layout::leave_quickly;

/// A table at one moment, to be drawn.
#[derive(Debug)]
pub(super) struct TablePage<'a> {
    pub(super) lang: Lang,
    pub(super) group_name: &'a str,
    pub(super) people: &'a [Sitter],
    pub(super) shown: Option<&'a Shown>,
    /// The room is being rebuilt.
    pub(super) is_away: bool,
    /// What was written makes no room any more.
    pub(super) is_shut: bool,
    /// Why what was asked for was not done.
    pub(super) notice: Option<&'a str>,
}

/// What both sides of the table read.
struct Far {
    name: String,
    line: String,
}

/// The whole page. What is inside `data-piece` is drawn anew as the room changes; `lines` are whom to
/// call, for when the page has no line itself.
///
/// `has_voices`: the program carries voices, so the phone can have the sound of the room.
pub(super) fn table(page: &TablePage<'_>, lines: &Markup, has_voices: bool) -> Markup {
    let w = TableWords::of(page.lang);
    html! {
        main class="tableview" id="main" tabindex="-1" data-follow="/table/now" data-out="/table?no-more"
            data-lost=(w.lost) {
            (piece(page))
            (own_way(page, lines))
            @if has_voices { (sound_view::sound(page.lang)) }
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
            data-says={ (far.name) ". " (far.line) } data-table=[page.order()]
            data-away=[page.is_away.then_some("away")] {
            div class="half half-far" aria-hidden="true" { (half(&far)) }
            (middle(page))
            div class="half" { (half(&far)) }
        }
    }
}

/// What the phone shows while its line is gone: the table goes on by itself, in the order that it
/// last knew. The scripts fill it in.
fn own_way(page: &TablePage<'_>, lines: &Markup) -> Markup {
    let w = TableWords::of(page.lang);
    let half = html! {
        p class="who-now" data-own="name" {}
        p class="who-next" data-own="next" {}
    };
    html! {
        div class="tableview-in" data-own-way hidden data-next-two=(w.next_two)
            data-next-one=(w.next_one) data-all-heard=(w.all_heard) {
            div class="half half-far" aria-hidden="true" { (half) }
            div class="table-mid" {
                h1 class="vh" { (fill(w.of_group, &[("group", page.group_name)])) }
                div class="row row-between row-top" {
                    p class="grow" role="status" data-own-words {}
                    (leave_quickly(page.lang))
                }
                div class="table-pair" data-own-buttons {
                    button class="btn btn-quiet btn-block" type="button" data-own-does="pass" {
                        (icon("skip-forward")) (w.pass)
                    }
                    button class="btn btn-light btn-block" type="button" data-own-does="done" {
                        (icon("check-bold")) (w.done)
                    }
                }
                p class="sm soft" data-own-kept data-one=(w.kept_one) data-more=(w.kept_more) hidden {}
                (lines)
            }
            div class="half" { (half) }
        }
    }
}

/// The order in which a table goes on by itself.
#[derive(Serialize)]
struct OwnOrder {
    phase: u32,
    /// The turn that somebody of the table has; 0 if nobody of it.
    turn: u64,
    /// Who has it, then those who come.
    people: Vec<OwnPerson>,
}

#[derive(Serialize)]
struct OwnPerson {
    id: String,
    name: String,
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
        div class="table-mid" {
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
                p { a class="btn btn-block" id="b-first" href="/table/people" { (icon("user-plus")) (w.who_first) } }
            }
            p class="sm soft" {
                (page.who_is_where()) " " a id="b-change" href="/table/people" { (w.change) }
            }
            p class="sm" {
                a class="row row-help" id="b-help" href="/help" { (icon("lifebuoy-fill")) span { (w.help_now) } }
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
                @if page.may_invite() { (invite(w, speaker, turn)) }
            }
        }
        @if page.is_hands() { (hands(page, shown)) }
    }
}

/// Who has the turn asks the others to answer, or no more.
fn invite(w: &TableWords, speaker: &Sitter, turn: TurnView) -> Markup {
    let (turn, is) = (turn.turn.to_string(), turn.invites);
    let other = if is { "false" } else { "true" };
    let fields = [("do", "invite"), ("turn", turn.as_str()), ("is", other)];
    html! {
        div class="table-hands" {
            (act(speaker, &fields, "invite", &html! {
                button class="chip-btn" id="b-invite" type="submit" aria-pressed=(is) { (w.invite) }
            }))
        }
    }
}

/// A form of one person at the table. `what` tells the scripts what it does.
pub(super) fn act(sitter: &Sitter, fields: &[(&str, &str)], what: &str, button: &Markup) -> Markup {
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
                p class="sm" { a id="b-promises" href="/table/promises" { (w.agree_read) } }
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
        div class="row" {
            @for one in page.sitting() { (ask_code(w, one)) }
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

    pub(super) fn seat_of<'s>(&self, shown: &'s Shown, one: &Sitter) -> Option<&'s SeatView> {
        one.seat.and_then(|seat| shown.seat(seat))
    }

    /// What the scripts need to go on without a line, as JSON; nothing when there are no turns.
    fn order(&self) -> Option<String> {
        let shown = self.shown.filter(|shown| shown.state == State::Live)?;
        let turn = shown
            .turn
            .filter(|turn| self.sitting().any(|one| one.seat == Some(turn.who.0)));
        let coming = shown.coming().filter(|_| self.is_round());
        let order = turn.map(|turn| turn.who).into_iter().chain(coming);
        let people = order.filter_map(|who| {
            let one = self.sitting().find(|one| one.seat == Some(who.0))?;
            Some(OwnPerson {
                id: one.person.to_string(),
                name: one.face.name.clone(),
            })
        });
        let order = OwnOrder {
            phase: shown.phase?.index,
            turn: turn.map_or(0, |turn| turn.turn),
            people: people.collect(),
        };
        serde_json::to_string(&order).ok()
    }

    pub(super) fn is_round(&self) -> bool {
        self.floor() == Some(Floor::Round)
    }

    fn is_hands(&self) -> bool {
        self.floor() == Some(Floor::Hands)
    }

    fn floor(&self) -> Option<Floor> {
        Some(self.shown?.phase?.floor)
    }

    /// Whether the part is one in which who speaks may ask the others to answer.
    fn may_invite(&self) -> bool {
        let phase = self.shown.and_then(|shown| shown.phase);
        phase.is_some_and(|phase| phase.crosstalk == Crosstalk::Invited)
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
        if self.is_shut {
            return far(w.room_shut, w.room_shut_line.to_owned());
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
