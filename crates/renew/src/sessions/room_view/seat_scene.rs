//! The seats: round the circle, and in a list.

use circle::command::Role;
use circle::view::{Heard, Presence, SeatView, State};

use maud::{Markup, html};

use super::eye::Eye;
use super::scene::{Line, SeatScene};
use crate::site::components::icon;
use crate::site::lang::fill;

impl Eye<'_> {
    pub(super) fn seats(&self) -> Vec<SeatScene> {
        let seats = &self.view.seats;
        let mine = seats.iter().position(|seat| seat.who == self.view.me);
        let mut round = seats.iter().collect::<Vec<_>>();
        round.rotate_left(mine.unwrap_or(0));
        round.into_iter().map(|seat| self.seat(seat)).collect()
    }

    pub(super) fn seat(&self, seat: &SeatView) -> SeatScene {
        let me = seat.who == self.view.me;
        let mut class = String::from("seat");
        for (name, is) in [
            (" is-you", me),
            (" is-speaking", self.speaks(seat.who)),
            (" is-next", self.is_next(seat.who)),
            (" is-away", seat.presence != Presence::Here),
        ] {
            if is {
                class.push_str(name);
            }
        }
        let name = if me {
            self.w.you.to_owned()
        } else {
            self.name(seat.who)
        };
        SeatScene {
            who: seat.who.0,
            name,
            sign: self.sign(seat.who),
            class,
            badge: badge(seat),
            note: self.seat_note(seat).to_owned(),
            hidden: self.seat_hidden(seat),
        }
    }

    pub(super) fn seat_note(&self, seat: &SeatView) -> &'static str {
        let w = self.w;
        if seat.presence == Presence::Away {
            w.note_kept
        } else if seat.presence == Presence::SteppedOut {
            w.note_out
        } else if self.speaks(seat.who) {
            ""
        } else if self.is_new(seat.who) {
            // Also of somebody who is next, which the ring says: this is when it matters.
            w.note_first
        } else if self.is_next(seat.who) {
            w.note_next
        } else if self.view.lead.who == Some(seat.who) {
            w.note_leading
        } else if seat.role == Role::Host {
            w.note_host
        } else if seat.heard == Heard::Passed {
            w.note_passed
        } else if seat.listening {
            w.note_listening
        } else {
            ""
        }
    }

    pub(super) fn seat_hidden(&self, seat: &SeatView) -> String {
        let w = self.w;
        let mut hidden = String::new();
        if seat.who == self.view.me {
            hidden = format!(" ({})", self.name(seat.who));
        }
        let live = self.view.session.state == State::Live;
        for (text, is) in [
            (w.say_leading, self.view.lead.who == Some(seat.who)),
            (
                w.say_host,
                seat.role == Role::Host && self.view.lead.who != Some(seat.who),
            ),
            (w.say_speaking, self.speaks(seat.who)),
            (w.say_next, self.is_next(seat.who)),
            (w.say_hand, seat.hand),
            (w.say_shared, seat.heard == Heard::Shared),
            (w.say_passed, seat.heard == Heard::Passed),
            (w.say_in_room, seat.in_room),
            (w.say_away, seat.presence == Presence::Away),
            (w.say_out, seat.presence == Presence::SteppedOut),
            (w.say_first, self.is_new(seat.who)),
            (w.say_listening, seat.listening),
            (w.say_welcome, live && !seat.agreed),
        ] {
            if is {
                hidden.push_str(", ");
                hidden.push_str(text);
            }
        }
        hidden
    }

    pub(super) fn order(&self) -> Vec<Line> {
        let seats = self.view.seats.iter();
        seats
            .map(|seat| Line {
                who: seat.who.0,
                name: if seat.who == self.view.me {
                    self.w.you.to_owned()
                } else {
                    self.name(seat.who)
                },
                sign: self.sign(seat.who),
                status: self.status(seat),
                now: self.speaks(seat.who),
            })
            .collect()
    }

    pub(super) fn status(&self, seat: &SeatView) -> String {
        let w = self.w;
        let place = self.view.queue.iter().position(|who| *who == seat.who);
        if self.speaks(seat.who) {
            w.say_speaking.to_owned()
        } else if seat.presence == Presence::Away {
            w.note_kept.to_owned()
        } else if seat.presence == Presence::SteppedOut {
            w.note_out.to_owned()
        } else if place == Some(0) {
            w.note_next.to_owned()
        } else if let Some(before) = place.and_then(|place| self.view.queue.get(place - 1)) {
            if *before == self.view.me {
                w.st_after_you.to_owned()
            } else {
                fill(w.st_after, &[("name", &self.name(*before))])
            }
        } else if seat.hand {
            w.say_hand.to_owned()
        } else if seat.heard == Heard::Shared {
            w.say_shared.to_owned()
        } else if seat.heard == Heard::Passed {
            w.say_passed.to_owned()
        } else if seat.listening {
            w.say_listening.to_owned()
        } else {
            String::new()
        }
    }
}

fn badge(seat: &SeatView) -> &'static str {
    if seat.hand {
        "hand"
    } else if seat.heard == Heard::Shared {
        "done"
    } else if seat.heard == Heard::Passed {
        "passed"
    } else if seat.in_room {
        "room"
    } else {
        ""
    }
}

/// A seat's content: sign and badge, name, note, and what screen readers hear beside the name.
pub(super) fn markup(seat: &SeatScene) -> Markup {
    html! {
        span class={ "av " (seat.sign.colour_class()) } {
            (icon(seat.sign.icon()))
            @if let Some((class, symbol)) = badge_icon(seat.badge) {
                span class={ "seat-badge" (class) } { (icon(symbol)) }
            }
        }
        span class="seat-name" { (seat.name) }
        span class="seat-note" aria-hidden="true" hidden[seat.note.is_empty()] { (seat.note) }
        span class="vh" { (seat.hidden) }
    }
}

/// The badge's class and symbol.
fn badge_icon(badge: &str) -> Option<(&'static str, &'static str)> {
    match badge {
        "hand" => Some((" seat-badge-hand", "hand-palm-fill")),
        "done" => Some((" seat-badge-done", "check-bold")),
        "passed" => Some(("", "skip-forward-fill")),
        "room" => Some(("", "armchair-fill")),
        _ => None,
    }
}
