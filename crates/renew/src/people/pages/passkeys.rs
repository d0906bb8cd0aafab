//! What the page's script asks about passkeys. The browser's own answers are JSON; the page goes
//! on by itself afterwards.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::App;
use crate::people::draft::Draft;
use crate::people::limits::Network;
use crate::people::session::{self, with_cookie};
use crate::people::{coming_back, passkeys, passkeys_store};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/join/passkey/question", post(ask_newcomer))
        .route("/join/passkey", post(take_newcomers))
        .route("/my-space/passkeys/question", post(ask_member))
        .route("/my-space/passkeys", post(take_members))
        .route("/come-back/passkey/question", post(ask_anybody))
        .route("/come-back/passkey", post(let_in))
}

fn question(json: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}

async fn ask_newcomer(
    State(app): State<App>,
    network: Network,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let draft = Draft::of(&app, &headers);
    if !draft.has_name() {
        return Err(Problem::changed());
    }
    let who = (PersonId(draft.person), draft.name.as_str());
    let json = passkeys::ask_to_make(&app, network, who, Vec::new()).await?;
    Ok(question(json))
}

/// The passkey waits in the draft until the person takes their seat.
async fn take_newcomers(
    State(app): State<App>,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Problem> {
    let mut draft = Draft::of(&app, &headers);
    let made = passkeys::take_made(&app, PersonId(draft.person), &answer).await?;
    draft.passkey = Some(made);
    let cookie = draft.to_cookie(&app);
    if cookie.is_none() {
        return Err(Problem::too_large());
    }
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), cookie))
}

async fn ask_member(
    State(app): State<App>,
    member: Member,
    network: Network,
) -> Result<Response, Problem> {
    let person = member.me.person;
    let known = app
        .store
        .read(move |tx| passkeys_store::credentials_of(tx, person))
        .await?;
    let who = (person, member.me.name.as_str());
    let json = passkeys::ask_to_make(&app, network, who, known).await?;
    Ok(question(json))
}

async fn take_members(
    State(app): State<App>,
    member: Member,
    answer: Bytes,
) -> Result<Response, Problem> {
    let person = member.me.person;
    let made = passkeys::take_made(&app, person, &answer).await?;
    let (id, now_ms) = (app.chance.id(), app.clock.now_ms());
    app.store
        .write(move |tx| passkeys_store::add(tx, id, person, &made, now_ms))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn ask_anybody(State(app): State<App>, network: Network) -> Result<Response, Problem> {
    let json = passkeys::ask_to_use(&app, network).await?;
    Ok(question(json))
}

/// A passkey is on a phone of one's own, so the sign-in lasts.
async fn let_in(
    State(app): State<App>,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Problem> {
    let person = passkeys::take_used(&app, &answer).await?;
    let opening = session::open(&app, person, false);
    coming_back::sign_in(&app, &headers, &opening).await?;
    let answer = with_cookie(StatusCode::NO_CONTENT.into_response(), opening.cookie);
    Ok(with_cookie(answer, Draft::gone(&app)))
}
