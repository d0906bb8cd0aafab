//! The screen on a wall: read from four metres, held by nobody.

use circle::format::Floor;
use circle::view::State;
use maud::{Markup, html};

use super::super::room_view::Clock;
use super::super::words::RoomWords;
use super::Shown;
use super::table_view::{name_of, next_line};
use super::words::{TableWords, WallWords};
use crate::site::components::{icon, seat_sign};
use crate::site::lang::Lang;

/// So many people have room in large type.
const FEW: usize = 10;
/// More than these need small type, to be all on the screen.
const MANY: usize = 20;

/// What stands in the middle.
struct Middle {
    kicker: String,
    name: String,
    line: String,
    clock: String,
}

/// The whole page.
pub(super) fn wall(lang: Lang, group_name: &str, shown: Option<&Shown>) -> Markup {
    let w = WallWords::of(lang);
    html! {
        main class="wall" id="main" tabindex="-1" data-follow="/wall/now" data-out="/wall?no-more"
            data-lost=(w.lost) {
            (piece(lang, group_name, shown))
            p class="vh" role="status" data-status {}
        }
    }
}

/// The part of the page that changes.
pub(super) fn piece(lang: Lang, group_name: &str, shown: Option<&Shown>) -> Markup {
    let w = WallWords::of(lang);
    let told = shown.map_or(0, |shown| shown.told);
    let middle = middle(lang, shown);
    html! {
        div class="wall-in" data-piece data-told=(told) data-says={ (middle.name) ". " (middle.line) } {
            header class="wall-top" {
                div class="wall-name-of" {
                    h1 { (group_name) }
                    p class="wall-line" { (icon("speaker-slash")) (w.no_sound) }
                }
                p class="wall-line" data-line hidden {}
                @if let Some(shown) = shown { (ribbon(lang, shown)) }
            }
            section class="wall-now" {
                p class="wall-kicker" { (middle.kicker) }
                p class="who-now" { (middle.name) }
                p class="who-next" { (middle.line) }
                p class="wall-clock" { (middle.clock) }
            }
            @if let Some(shown) = shown {
                @let n = shown.seats.len();
                ol class={ "wall-seats" @if n <= FEW { " wall-few" } @else if n > MANY { " wall-many" } } aria-label=(w.seats) {
                    @for seat in &shown.seats {
                        @let now = shown.turn.is_some_and(|turn| turn.who == seat.who);
                        @let next = !now && shown.coming().next() == Some(seat.who);
                        @let away = shown.is_away(seat.who.0);
                        li class=[now.then_some("now").or(next.then_some("next")).or(away.then_some("away"))] {
                            @if let Some(face) = shown.face(seat.who) { (seat_sign(face.sign)) }
                            span class="wall-name" {
                                b { (name_of(shown, lang, seat.who)) }
                                span {
                                    @if now { (w.now) } @else if away { (w.away) }
                                    @else if next { (w.next) }
                                    @else if seat.in_room { (icon("armchair-fill")) (w.in_room) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ribbon(lang: Lang, shown: &Shown) -> Markup {
    html! {
        ol class="wall-parts" aria-label=(RoomWords::of(lang).parts_label) {
            @for part in shown.parts() {
                li class=[part.is_done.then_some("done")] aria-current=[part.is_now.then_some("step")] {
                    (part.name)
                }
            }
        }
    }
}

fn middle(lang: Lang, shown: Option<&Shown>) -> Middle {
    let (w, tw) = (WallWords::of(lang), TableWords::of(lang));
    let middle = |kicker: &str, name: &str, line: &str| Middle {
        kicker: kicker.to_owned(),
        name: name.to_owned(),
        line: line.to_owned(),
        clock: String::new(),
    };
    let Some(shown) = shown else {
        return middle("", w.waiting, w.waiting_line);
    };
    let part = shown.text().map_or("", |text| text.ribbon.as_str());
    let next = next_line(lang, shown);
    let made = match (shown.state, shown.turn) {
        (State::Ended, _) => return middle("", w.ended, w.ended_line),
        (State::Gathering, _) => return middle("", w.waiting, ""),
        (State::Live, Some(turn)) => middle(w.speaking, &name_of(shown, lang, turn.who), &next),
        (State::Live, None) => match shown.phase.map(|phase| phase.floor) {
            Some(Floor::Round | Floor::Hands) => middle(part, tw.open_floor, &next),
            _ => {
                let heading = shown.text().map_or("", |text| text.heading.as_str());
                middle(w.quiet, part, heading)
            }
        },
    };
    Middle {
        clock: clock_words(lang, shown),
        ..made
    }
}

/// The part's time in words. Nobody's turn is counted before the whole room.
fn clock_words(lang: Lang, shown: &Shown) -> String {
    let w = WallWords::of(lang);
    if shown.phase.is_some_and(|phase| phase.held_at.is_some()) {
        return w.resting.to_owned();
    }
    let Some(left_ms) = shown.phase_left_ms() else {
        return String::new();
    };
    let clock = Clock {
        now_ms: shown.now_ms,
        minute_ms: shown.minute_ms,
    };
    match clock.minutes_begun(left_ms) {
        n @ 2.. => crate::site::lang::fill(w.part_minutes, &[("n", &n.to_string())]),
        1 => w.part_minute.to_owned(),
        _ => w.part_over.to_owned(),
    }
}
