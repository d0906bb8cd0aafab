//! The pages of the live room: what everyone sees ([`room`]), what who leads sees ([`run`]), and
//! what is said to those who are not inside ([`outside`]).
//!
//! The server draws the whole page, with plain forms that post to `/sessions/{id}/do`; the scripts
//! under `assets/js/room/` then keep it up to date from the socket. What is shown is decided in
//! [`scene`] and [`run_scene`], and again in their JavaScript twins; `tests/js/` holds them together.

mod clock;
mod eye;
mod frame_scene;
mod lines;
mod pieces;
mod run_scene;
mod scene;
mod seat_scene;

mod dock;
mod page;
mod panels;
mod room;
mod run;
mod run_parts;
#[cfg(test)]
mod samples;
mod say;
mod sheets;
#[cfg(test)]
mod tests;

use axum::response::Response;
use circle::format::Format;
use maud::Markup;

pub use page::{RoomPage, Sheet, Typed};

use crate::App;
use crate::sessions::words::{PanelWords, RoomWords};
use crate::site::layout::{Page, Shell};
use crate::site::visitor::Visitor;
use page::Draw;
use run_scene::RunScene;
use scene::Scene;

/// The room, as everyone in the circle sees it.
#[must_use]
pub fn room(app: &App, visitor: &Visitor, page: &RoomPage<'_>) -> Response {
    whole(app, visitor, page, false, room::body)
}

/// The room, as who leads sees it.
#[must_use]
pub fn run(app: &App, visitor: &Visitor, page: &RoomPage<'_>) -> Response {
    let lead = RunScene::of(page.picture, visitor.lang, minute_ms(page.picture));
    whole(app, visitor, page, true, |draw| run::body(draw, &lead))
}

fn whole(
    app: &App,
    visitor: &Visitor,
    page: &RoomPage<'_>,
    is_run: bool,
    body: impl Fn(&Draw<'_>) -> Markup,
) -> Response {
    let scene = Scene::of(page.picture, visitor.lang, minute_ms(page.picture));
    let draw = Draw {
        page,
        is_run,
        scene: &scene,
        w: PanelWords::of(visitor.lang),
        rw: RoomWords::of(visitor.lang),
        lang: visitor.lang,
        minute_ms: minute_ms(page.picture),
        required: required(&page.picture.session.format),
    };
    Page::new(app, visitor, draw.w.title, Shell::Room)
        .scripts(&["js/room/main.js"])
        .respond(body(&draw))
}

fn required(format: &str) -> Vec<bool> {
    let format = Format::by_id(format);
    let phases = format.map(|format| format.phases).unwrap_or_default();
    phases.iter().map(|phase| phase.required).collect()
}

/// How long a minute of the plan lasts at this session's pace.
fn minute_ms(picture: &crate::sessions::picture::Picture) -> i64 {
    60_000 / i64::from(picture.session.pace.max(1))
}
