//! The routes of what everybody may have.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use calendar::bmlt_write::Question;
use calendar::fellowship::Fellowship;
use serde::Deserialize;

use super::copy::{Copy, for_everybody};
use super::{meeting_calendar, publisher};
use crate::App;
use crate::groups::{GroupError, GroupId, store as groups_store};
use crate::site::form::Query;
use crate::site::lang::Lang;
use crate::site::problem::Problem;

const CALENDAR: &str = "text/calendar; charset=utf-8";

pub(in crate::groups) fn routes() -> Router<App> {
    Router::new()
        .route("/meetings.json", get(meeting_guide))
        .route("/client_interface/json", get(bmlt))
        // As BMLT's own programs write it.
        .route("/client_interface/json/", get(bmlt))
        .route("/changes.atom", get(atom))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Whose {
    fellowship: Option<String>,
}

async fn meeting_guide(
    State(app): State<App>,
    Query(whose): Query<Whose>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let issue = app.shelf.issue(&app).await?;
    let copy = match whose.fellowship.as_deref() {
        None => issue.guide(None),
        Some(code) => Fellowship::of(code).and_then(|own| issue.guide(Some(own))),
    };
    let none = Copy::new(b"[]".to_vec(), 0, "application/json");
    Ok(copy.unwrap_or(&none).answer(&asked))
}

async fn bmlt(
    State(app): State<App>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let question = Question::of(&parameters);
    let issue = app.shelf.issue(&app).await?;
    // Thousands of meetings are put together here, which is not for a thread that serves pages.
    let answer = tokio::task::spawn_blocking(move || issue.catalogue.answer(&question));
    let answer = answer.await.map_err(Problem::ours)?;
    let mut response = ([(header::CONTENT_TYPE, "application/json")], answer).into_response();
    for_everybody(response.headers_mut());
    Ok(response)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    lang: String,
}

/// Its language stands in its address and not in the reader's settings: programs that fetch feeds
/// have none.
async fn atom(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let issue = app.shelf.issue(&app).await?;
    let lang = Lang::from_tag(&wanted.lang).unwrap_or_default();
    let copy = issue.atom(lang).ok_or_else(Problem::not_found)?;
    Ok(copy.answer(&asked))
}

/// `GET /groups/{id}.ics`: the calendar of a group.
pub(in crate::groups) async fn calendar_of(
    app: &App,
    id: GroupId,
    asked: &HeaderMap,
) -> Result<Response, Problem> {
    let group = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            groups_store::group(tx, id)?.ok_or(GroupError::NotFound)
        })
        .await?;
    let now_ms = app.clock.now_ms();
    let bytes = meeting_calendar::of_one(&group, &publisher(app), now_ms);
    let mut response = Copy::new(bytes, group.changed_ms, CALENDAR).answer(asked);
    if let Ok(name) = format!("inline; filename=\"{id}.ics\"").parse() {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A calendar for one person alone: nobody keeps a copy on the way.
pub(super) fn calendar_for_one(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, CALENDAR),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow",
        ),
    ];
    (headers, bytes).into_response()
}
