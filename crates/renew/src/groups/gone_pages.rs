//! Routes for a coordinator who decides about a meeting that its feed names no more.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;

use super::{GroupId, finder, gone};
use crate::App;
use crate::site::id::At;
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/groups/{id}/keeping", post(keep))
        .route("/groups/{id}/rest", post(rest))
        .route("/groups/{id}/removal", post(delete))
}

/// `POST /groups/{id}/keeping`: it is ours from now on.
async fn keep(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    finder::change(&app, move |tx| gone::keep(tx, id, now_ms)).await?;
    Ok(redirect(&format!("/groups/{id}/edit?kept=1")))
}

/// `POST /groups/{id}/rest`
async fn rest(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    finder::change(&app, move |tx| gone::rest(tx, id, now_ms)).await?;
    Ok(redirect(&format!("/groups/{id}/edit?kept=1")))
}

/// `POST /groups/{id}/removal`
async fn delete(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let is_deleted = finder::change(&app, move |tx| gone::delete(tx, id)).await?;
    Ok(redirect(&match is_deleted {
        true => "/looking-after/groups".to_owned(),
        false => format!("/groups/{id}/edit?kept=stays"),
    }))
}
