//! Airtime parity, for who leads: how the time to speak is spread between those in the room and
//! those online. In words, with a bar; a sentence only when one side has had much less.

use circle::view::Airtime;
use maud::{Markup, html};

use super::eye::Eye;
use super::page::Draw;
use super::run_scene::RunScene;
use crate::site::lang::fill;

/// Before so many minutes were spoken altogether, who began says nothing yet.
const SAYS_AFTER_MINUTES: i64 = 4;
/// A side has had much less when each of its people has had less than this share of what each on
/// the other side has had, in hundredths.
const MUCH_LESS: i64 = 50;

/// The card of who leads. It shows once there are two sides.
pub(super) fn airtime(draw: &Draw<'_>, run: &RunScene) -> Markup {
    html! {
        div class="stack-s" data-part="airtime" hidden[run.airtime.is_empty()] {
            h2 class="h3" { (draw.w.airtime) }
            p class="sm soft" { (draw.w.airtime_lead) }
            svg class="airbar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"
                focusable="false" {
                rect class="airbar-room" width=(run.airtime_room) height="4" data-air {}
            }
            div class="stack-s" data-run-list="airtime" data-class="sm plainp" {
                @for text in &run.airtime { p class="sm plainp" { (text) } }
            }
        }
    }
}

impl Eye<'_> {
    /// A line for each side, and one more when a side has had much less.
    pub(super) fn airtime(&self) -> Vec<String> {
        let w = self.w;
        let Some(airtime) = self.view.airtime else {
            return Vec::new();
        };
        let line = |text: &str, side: Airtime| {
            let minutes = self.clock.minutes(side.spoken_ms).to_string();
            fill(
                text,
                &[("n", &side.people.to_string()), ("minutes", &minutes)],
            )
        };
        let mut lines = vec![
            line(w.run_air_room, airtime.room),
            line(w.run_air_online, airtime.online),
        ];
        let (room, online) = each(airtime.room, airtime.online);
        let spoken = self
            .clock
            .minutes(airtime.room.spoken_ms + airtime.online.spoken_ms);
        if spoken >= SAYS_AFTER_MINUTES {
            if room * 100 < online * MUCH_LESS {
                lines.push(w.run_air_less_room.to_owned());
            } else if online * 100 < room * MUCH_LESS {
                lines.push(w.run_air_less_online.to_owned());
            }
        }
        lines
    }

    /// Of what one person on each side has had, the share of the room, in hundredths.
    pub(super) fn airtime_room(&self) -> i64 {
        let Some(airtime) = self.view.airtime else {
            return 50;
        };
        let (room, online) = each(airtime.room, airtime.online);
        match room + online {
            0 => 50,
            both => room * 100 / both,
        }
    }
}

/// What each person on either side has had, both times the people of both sides, so that nothing is
/// lost by dividing.
fn each(room: Airtime, online: Airtime) -> (i64, i64) {
    (
        room.spoken_ms * i64::from(online.people),
        online.spoken_ms * i64::from(room.people),
    )
}
