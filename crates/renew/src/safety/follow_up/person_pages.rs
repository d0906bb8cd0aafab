//! What the person sees of what was noted about them.

use ::store::StoreError;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::list;
use super::view;
use super::words::FollowUpWords;
use super::{FollowUpId, store as rows};
use crate::App;
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my-space/noted", get(about_me))
        .route("/my-space/noted/{id}/not-right", post(not_right))
}

/// `GET /my-space/noted`
async fn about_me(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let (me, now_ms, keys) = (member.me.person, app.clock.now_ms(), app.keys.clone());
    let items = app
        .store
        .read(move |tx| {
            let rows = rows::about(tx, me)?;
            list::items(tx, &keys, &rows, (me, now_ms))
        })
        .await
        .map_err(Problem::from)?;
    let lang = member.visitor.lang;
    let title = FollowUpWords::of(lang).mine_title;
    Ok(
        Page::new(&app, &member.visitor, title, Shell::Places(Place::MySpace))
            .respond(view::about_me(lang, &items)),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    is: String,
}

/// `POST /my-space/noted/{id}/not-right`: says it, or takes it back.
async fn not_right(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
    Form(said): Form<Said>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    let disputed_ms = (said.is != "undo").then(|| app.clock.now_ms());
    app.store
        .write(move |tx| {
            let row = rows::get(tx, id)?.filter(|row| row.person == me);
            row.ok_or(StoreError::NotFound)?;
            rows::set_disputed(tx, id, disputed_ms)
        })
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/noted"))
}
