//! The page on which somebody tries sound and camera before they go into a room.

use axum::Router;
use axum::extract::State as AxumState;
use axum::response::Response;
use axum::routing::get;

use super::super::SessionId;
use super::super::pages::{path_for, place};
use super::check_view::{self, Check};
use super::voice_words::CheckWords;
use crate::App;
use crate::site::id::At;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::Member;

/// What the page tries is tried by a script: nothing of it leaves the device.
const SCRIPTS: &[&str] = &["js/media/check.js"];

pub(in super::super) fn routes() -> Router<App> {
    Router::new().route("/sessions/{id}/check", get(check))
}

/// `GET /sessions/{id}/check`
async fn check(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    let page = Check {
        group_name: place.group.name.clone(),
        path: path_for(place.role, id),
        may_enter: place.may_enter(app.clock.now_ms()),
    };
    let lang = member.visitor.lang;
    let shell = Shell::Focus { back: &page.path };
    Ok(
        Page::new(&app, &member.visitor, CheckWords::of(lang).title, shell)
            .scripts(SCRIPTS)
            .respond(check_view::check(lang, &page)),
    )
}
