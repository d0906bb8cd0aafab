//! The pages of the live room: what everyone sees ([`room`]), what who leads sees ([`run`]), and
//! what is said to those who are not inside ([`outside`]).
//!
//! The server draws the whole page, with plain forms that post to `/sessions/{id}/do`; the scripts
//! under `assets/js/room/` then keep it up to date from the socket. What is shown is decided in
//! [`scene`] and [`run_scene`], and again in their JavaScript twins; `tests/js/` holds them together.

pub(super) mod activity;
mod airtime;
mod clock;
mod eye;
mod frame_scene;
mod greeting;
mod lines;
pub(super) mod lounge;
mod pieces;
mod run_scene;
mod scene;
mod seat_scene;

mod dock;
#[cfg(test)]
mod moments;
mod page;
mod panels;
mod room;
mod run;
mod run_parts;
#[cfg(test)]
mod sample_leads;
#[cfg(test)]
mod sample_sheets;
#[cfg(test)]
mod samples;
mod say;
mod sheets;
#[cfg(test)]
mod tests;
mod typed;
mod voice;

use maud::Markup;

pub use activity::{Plain, panel};
pub(super) use clock::{Clock, ring_left};
pub use page::{RoomPage, Sheet};
pub use typed::Typed;

use crate::sessions::words::{PanelWords, RoomWords};
use crate::site::lang::Lang;
use page::Draw;
use run_scene::RunScene;
use scene::Scene;

/// The scripts that keep either page up to date.
pub const SCRIPTS: &[&str] = &["js/room/main.js"];

/// A page of the room, still without the frame that every page stands in.
#[derive(Debug)]
pub struct Drawn {
    pub title: &'static str,
    pub body: Markup,
}

/// The room, as everyone in the circle sees it.
#[must_use]
pub fn room(lang: Lang, page: &RoomPage<'_>) -> Drawn {
    let w = PanelWords::of(lang);
    Drawn {
        title: w.title,
        body: whole(lang, page, false, room::body),
    }
}

/// The room, as who leads sees it.
#[must_use]
pub fn run(lang: Lang, page: &RoomPage<'_>) -> Drawn {
    let lead = RunScene::of(page.picture, lang, minute_ms(page.picture));
    let w = PanelWords::of(lang);
    Drawn {
        title: w.run_title,
        body: whole(lang, page, true, |draw| run::body(draw, &lead)),
    }
}

fn whole(
    lang: Lang,
    page: &RoomPage<'_>,
    is_run: bool,
    body: impl Fn(&Draw<'_>) -> Markup,
) -> Markup {
    let scene = Scene::of(page.picture, lang, minute_ms(page.picture));
    body(&Draw {
        page,
        is_run,
        scene: &scene,
        w: PanelWords::of(lang),
        rw: RoomWords::of(lang),
        lang,
        minute_ms: minute_ms(page.picture),
        required: page.picture.required.clone(),
    })
}

/// What the circle promises, for a page around the room.
pub(super) fn agreement(lang: Lang) -> Markup {
    panels::agreement(PanelWords::of(lang))
}

/// How long a minute of the plan lasts at this session's pace.
fn minute_ms(picture: &crate::sessions::picture::Picture) -> i64 {
    60_000 / i64::from(picture.session.pace.max(1))
}
