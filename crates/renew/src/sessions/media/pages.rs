//! The one request that voice and video need: a page's offer, and our answer.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as AxumState;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use relay::core::Refusal;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::words::MediaWords;
use super::{Answered, NoVoices};
use crate::App;
use crate::sessions::SessionId;
use crate::sessions::pages::place;
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::visitor::Member;

/// The relay answers in a few milliseconds; after so long it never will.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

pub(in super::super) fn routes() -> Router<App> {
    Router::new().route("/sessions/{id}/media", post(join))
}

/// What a page says when it wants to connect.
#[derive(Debug, Deserialize)]
pub(in super::super) struct Offer {
    /// The number of the page, as it gives it whenever it asks the room for something.
    pub(in super::super) page: u64,
    pub(in super::super) sdp: String,
}

impl Offer {
    pub(in super::super) fn read(body: &[u8]) -> Result<Self, NoVoices> {
        serde_json::from_slice(body).map_err(|_| NoVoices::Offer(Refusal::Unreadable))
    }
}

#[derive(Serialize)]
struct Answer {
    sdp: String,
}

#[derive(Serialize)]
struct Said {
    sentence: &'static str,
}

/// `POST /sessions/{id}/media`: `{"page":123,"sdp":"v=0..."}`, answered by `{"sdp":"v=0..."}`, or by
/// `{"sentence":"..."}` to be shown as it is.
async fn join(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    body: Bytes,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let offer = match Offer::read(&body) {
        Ok(offer) => offer,
        Err(why) => return Ok(refused(lang, why)),
    };
    let place = place(&app, id, &member).await?;
    // Whoever may connect has a line to a room that lives: an offer brings none to life.
    let Some(room) = app.rooms.live(place.session.id).await else {
        return Ok(refused(lang, NoVoices::Busy));
    };
    let joined = room.join_voices(member.me.person, offer.page, offer.sdp);
    Ok(answered(lang, joined).await)
}

/// What comes of an offer, as soon as the relay has said it.
pub(in super::super) async fn answered(
    lang: Lang,
    joined: impl Future<Output = Answered>,
) -> Response {
    let answered = timeout(ANSWER_WITHIN, joined)
        .await
        .unwrap_or(Err(NoVoices::Busy));
    match answered {
        Ok(sdp) => json(StatusCode::OK, &Answer { sdp }),
        Err(why) => refused(lang, why),
    }
}

pub(in super::super) fn refused(lang: Lang, why: NoVoices) -> Response {
    let w = MediaWords::of(lang);
    let (status, sentence) = match why {
        NoVoices::NoSeat => (StatusCode::CONFLICT, w.no_seat),
        NoVoices::TooOften => (StatusCode::TOO_MANY_REQUESTS, w.too_often),
        NoVoices::Busy | NoVoices::Offer(Refusal::Full) => {
            (StatusCode::SERVICE_UNAVAILABLE, w.busy)
        }
        NoVoices::Offer(_) => (StatusCode::BAD_REQUEST, w.other_browser),
    };
    json(status, &Said { sentence })
}

pub(in super::super) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    // Ours hold nothing that JSON can't.
    let text = serde_json::to_string(body).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}
