//! The routes of what everybody may have.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use calendar::bmlt_write::{Catalogue, Question, Reply, Results};
use calendar::fellowship::Fellowship;
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::OwnedSemaphorePermit;

use super::copy::{Copy, for_everybody};
use super::{meeting_calendar, publisher};
use crate::App;
use crate::groups::{GroupError, GroupId, store as groups_store};
use crate::site::form::Query;
use crate::site::lang::Lang;
use crate::site::problem::Problem;

const CALENDAR: &str = "text/calendar; charset=utf-8";
const JSON: &str = "application/json";
/// A few seconds later others have read theirs.
const RETRY_SECONDS: &str = "10";
/// The longest answer has some thirty megabytes, which takes so long on a slow line. Whoever reads
/// more slowly would keep others from asking.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(300);

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
        None => issue.guide(&app, None).await?,
        Some(code) => match Fellowship::of(code) {
            Some(own) => issue.guide(&app, Some(own)).await?,
            None => Copy::new(b"[]".to_vec(), 0, JSON),
        },
    };
    Ok(copy.answer(&asked))
}

async fn bmlt(
    State(app): State<App>,
    Query(parameters): Query<Vec<(String, String)>>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let question = Question::of(&parameters);
    let issue = app.shelf.issue(&app).await?;
    let (catalogue, all) = issue.catalogue(&app).await?;
    // All readers share it, and it needs nobody's leave.
    if question.is_for_all() {
        return Ok(all.answer(&asked));
    }
    // Thousands of meetings are looked through here, which is not for a thread that serves pages.
    let asked_of = Arc::clone(&catalogue);
    let reply = tokio::task::spawn_blocking(move || asked_of.reply(question));
    let body = match reply.await.map_err(Problem::ours)? {
        Reply::All => return Ok(all.answer(&asked)),
        Reply::Short(text) => Body::from(text),
        Reply::Long(results) => match app.shelf.leave() {
            Some(leave) => piece_by_piece(catalogue, *results, leave),
            None => {
                let later = [(header::RETRY_AFTER, RETRY_SECONDS)];
                return Ok((StatusCode::SERVICE_UNAVAILABLE, later).into_response());
            }
        },
    };
    let mut response = ([(header::CONTENT_TYPE, JSON)], body).into_response();
    for_everybody(response.headers_mut());
    Ok(response)
}

/// A long answer, of which only the piece that goes out is in memory. It breaks off when it isn't
/// read in time.
fn piece_by_piece(
    catalogue: Arc<Catalogue>,
    mut results: Results,
    leave: OwnedSemaphorePermit,
) -> Body {
    let (give, take) = tokio::sync::mpsc::channel::<String>(1);
    let give_all = async move {
        while let Some(piece) = catalogue.piece(&mut results) {
            if give.send(piece).await.is_err() {
                return;
            }
        }
        // An empty piece ends it: without one it was broken off.
        let _ = give.send(String::new()).await;
    };
    tokio::spawn(async move {
        let _leave = leave;
        let _ = tokio::time::timeout(ANSWER_TIME_MAX, give_all).await;
    });
    let pieces = stream::unfold(Some(take), async |take| {
        let mut take = take?;
        match take.recv().await {
            Some(piece) if piece.is_empty() => None,
            Some(piece) => Some((Ok(piece), Some(take))),
            None => Some((Err(std::io::Error::from(ErrorKind::TimedOut)), None)),
        }
    });
    Body::from_stream(pieces)
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
    Ok(issue.atom(&app, lang).await?.answer(&asked))
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
