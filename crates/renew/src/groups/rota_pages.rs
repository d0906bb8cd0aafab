//! Routes of who leads a meeting.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use jiff::civil::Date;
use serde::Deserialize;

use super::{GroupError, GroupId, Turn, rota};
use crate::App;
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/groups/{id}/evenings/{date}/leaders", post(put_down))
        .route(
            "/groups/{id}/evenings/{date}/leaders/{person}/removal",
            post(take_off),
        )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TurnForm {
    /// Nobody named is whoever asks.
    person: String,
    /// `list` goes back to the list of meetings.
    back: String,
}

/// `POST .../leaders`: takes a turn, or puts somebody else down who leads in the group.
async fn put_down(
    State(app): State<App>,
    member: Member,
    At((group, date)): At<(GroupId, Date)>,
    Form(form): Form<TurnForm>,
) -> Result<Response, Problem> {
    let person = match form.person.as_str() {
        "" => member.me.person,
        named => named.parse().map_err(|_| Problem::not_found())?,
    };
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let turn = Turn {
        date,
        group,
        person,
    };
    app.store
        .write::<_, GroupError, _>(move |tx| rota::put_down(tx, &me, turn, now_ms))
        .await?;
    Ok(redirect(&match form.back.as_str() {
        "list" => format!("/groups/{group}/evenings"),
        _ => format!("/groups/{group}/evenings/{date}?kept=turn"),
    }))
}

/// `POST .../leaders/{person}/removal`: gives a turn back, or takes somebody off.
async fn take_off(
    State(app): State<App>,
    member: Member,
    At((group, date, person)): At<(GroupId, Date, PersonId)>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let turn = Turn {
        date,
        group,
        person,
    };
    app.store
        .write::<_, GroupError, _>(move |tx| rota::take_off(tx, &me, turn))
        .await?;
    Ok(redirect(&format!(
        "/groups/{group}/evenings/{date}?kept=turn"
    )))
}
