//! What a table's phone asks for its sound. A device speaks for its own table and for no other: which
//! one that is and who sits there is never read from what its page says.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use circle::TableId;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::super::media::{NoVoices, Offer, answered, json, refused, table_check};
use super::super::room::{RoomHandle, TableAsks, TableTold};
use super::super::wire::{MediaOffered, TableSound};
use super::here::{Elsewhere, Here};
use super::words::TableWords;
use super::{Device, Kind, table};
use crate::App;
use crate::site::form::Query;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;

/// As the table's own question: proxies drop a line that is silent for a minute.
const WAITS: Duration = Duration::from_secs(20);
/// What the page tries is tried by a script: nothing of it leaves the device.
const SCRIPTS: &[&str] = &["js/media/check.js"];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/table/sound", get(news))
        .route("/table/media", post(join))
        .route("/table/mic", post(mic))
        .route("/table/check", get(check))
}

/// Which page asks, and what it knows already.
#[derive(Debug, Deserialize)]
struct Asked {
    page: u64,
    since: u64,
}

/// What the page is told. `is` says which.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Told {
    /// `{"is":"sound","n":7,"ice":[],"around":["Bea"],"on":false,"may":false,...}`
    Sound {
        n: u64,
        #[serde(flatten)]
        media: MediaOffered,
        #[serde(flatten)]
        sound: Box<TableSound>,
    },
    Elsewhere,
    NoVoices,
    Sealed,
    Away,
}

/// `GET /table/sound?page=123&since=7`: what is true of the table's sound, as soon as it is another.
/// A page that begins says `since=0`, and takes the sound over from any page that had it.
async fn news(
    here: Result<Here, Elsewhere>,
    Query(asked): Query<Asked>,
) -> Result<Response, Elsewhere> {
    let here = here.map_err(Elsewhere::for_scripts)?;
    let Some((room, table)) = room_of(&here).await else {
        return Ok(Json(Told::Away).into_response());
    };
    let told = room.table_news(table, asked.page, asked.since);
    let Ok(told) = timeout(WAITS, told).await else {
        // Nothing is new: it asks again.
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    Ok(Json(match told {
        TableTold::TooOften => return Ok(refused(here.visitor.lang, NoVoices::TooOften)),
        TableTold::Sound { n, media, sound } => Told::Sound { n, media, sound },
        TableTold::Elsewhere => Told::Elsewhere,
        TableTold::Ended => return Err(Elsewhere::IsNone(Kind::Table).for_scripts()),
        TableTold::NoVoices => Told::NoVoices,
        TableTold::Sealed => Told::Sealed,
        TableTold::Away => Told::Away,
    })
    .into_response())
}

/// `POST /table/media`: an offer and its answer, as `POST /sessions/{id}/media`.
async fn join(here: Result<Here, Elsewhere>, body: Bytes) -> Result<Response, Elsewhere> {
    let here = here.map_err(Elsewhere::for_scripts)?;
    let lang = here.visitor.lang;
    let offer = match Offer::read(&body) {
        Ok(offer) => offer,
        Err(why) => return Ok(refused(lang, why)),
    };
    let Some((room, table)) = room_of(&here).await else {
        return Ok(refused(lang, NoVoices::Busy));
    };
    Ok(answered(lang, room.table_joins(table, offer.page, offer.sdp)).await)
}

#[derive(Deserialize)]
struct Mic {
    page: u64,
    on: bool,
}

/// `POST /table/mic`: `{"page":123,"on":true}`, whether the table's microphone is on.
async fn mic(here: Result<Here, Elsewhere>, body: Bytes) -> Result<Response, Elsewhere> {
    let here = here.map_err(Elsewhere::for_scripts)?;
    let Ok(said) = serde_json::from_slice::<Mic>(&body) else {
        return Err(Problem::unreadable("not a microphone").into());
    };
    let done = match room_of(&here).await {
        Some((room, table)) => room.table_mic(table, said.page, said.on).await,
        None => Err(NoVoices::Busy),
    };
    Ok(match done {
        Ok(()) => json(StatusCode::OK, &()),
        Err(why) => refused(here.visitor.lang, why),
    })
}

/// `GET /table/check`: where the table's microphone and loudspeaker are tried and chosen.
async fn check(here: Here) -> Result<Response, Elsewhere> {
    let Here { app, visitor, .. } = &here;
    let Some(group_name) = table::group_name(app, here.device).await? else {
        return Err(Elsewhere::IsNone(Kind::Table));
    };
    let back = Kind::Table.path();
    let body = table_check(visitor.lang, &group_name, back);
    let title = TableWords::of(visitor.lang).title;
    Ok(Page::new(app, visitor, title, Shell::Focus { back })
        .scripts(SCRIPTS)
        .respond(body))
}

/// The room of a table, as long as it is open.
async fn room_of(here: &Here) -> Option<(RoomHandle, TableId)> {
    let room = here.app.rooms.live(here.device.session).await?;
    Some((room, here.device.table()?))
}

/// Ends the sound of a device that is something else from now on.
pub(super) async fn end(app: &App, device: Device) {
    if let (Some(room), Some(table)) = (app.rooms.live(device.session).await, device.table()) {
        // A room that is gone has no sound to end.
        room.table_asks(table, 0, TableAsks::Ends).await;
    }
}
