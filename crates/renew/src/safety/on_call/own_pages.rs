//! Routes of who is on call: their hours, how they are reached, and a door that they are asked
//! through.

use std::collections::BTreeMap;

use ::store::StoreError;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::door_view::{DoorPage, OwnPage};
use super::form::Typed;
use super::news;
use super::words::OnCallWords;
use super::{Answer, DoorId, ShiftId, open, seal, store as rows};
use crate::App;
use crate::groups::{self, GroupId};
use crate::people;
use crate::sessions::{self, State as SessionState};
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/on-call", get(own).post(keep_reach))
        .route("/on-call/shifts/{id}/removal", post(give_back))
        .route("/on-call/doors/{id}", get(door).post(answer))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    kept: Option<String>,
}

/// `GET /on-call`
async fn own(
    State(app): State<App>,
    member: Member,
    Query(shown): Query<Shown>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    let sealed = app.store.read(move |tx| rows::reach_of(tx, me)).await;
    let sealed = sealed.map_err(|error: StoreError| Problem::from(error))?;
    let reach = match sealed {
        Some(sealed) => open(&app.keys, me, &sealed)?,
        None => None,
    };
    let typed = Typed::kept(&reach.unwrap_or_default());
    let said = (&Errors::default(), shown.kept.is_some());
    show(&app, &member, &typed, said).await
}

async fn show(
    app: &App,
    member: &Member,
    typed: &Typed,
    (errors, is_kept): (&Errors, bool),
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    let (shifts, news) = app
        .store
        .read(move |tx| {
            let mut shifts = rows::shifts(tx)?;
            shifts.retain(|shift| shift.person == me);
            Ok::<_, StoreError>((shifts, news::own_news(tx, me, now_ms)?))
        })
        .await
        .map_err(Problem::from)?;
    let page = OwnPage {
        lang: member.visitor.lang,
        shifts: &shifts,
        news: &news,
        typed,
        errors,
        is_kept,
    };
    let title = OnCallWords::of(page.lang).own_title;
    let shell = Shell::Places(Place::MySpace);
    Ok(Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(page.view()))
}

/// `POST /on-call`: how I am reached.
async fn keep_reach(
    State(app): State<App>,
    member: Member,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    let typed = Typed::new(fields);
    let reach = match typed.reach(OnCallWords::of(member.visitor.lang)) {
        Ok(reach) => reach,
        Err(errors) => return show(&app, &member, &typed, (&errors, false)).await,
    };
    let sealed = match reach {
        Some(reach) => Some(seal(&app, me, &reach)?),
        None => None,
    };
    let written = app
        .store
        .write(move |tx| rows::set_reach(tx, me, sealed.as_ref(), now_ms));
    written
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    Ok(redirect("/on-call?kept=1"))
}

/// `POST /on-call/shifts/{id}/removal`
async fn give_back(
    State(app): State<App>,
    member: Member,
    At(id): At<ShiftId>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    let written = app
        .store
        .write(move |tx| rows::remove_shift(tx, id, Some(me)));
    written
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    Ok(redirect("/on-call?kept=1"))
}

/// `GET /on-call/doors/{id}`: for the one who is asked; for anybody else there is no such page.
async fn door(
    State(app): State<App>,
    member: Member,
    At(id): At<DoorId>,
) -> Result<Response, Problem> {
    let (me, now_ms, keys) = (member.me.person, app.clock.now_ms(), app.keys.clone());
    let page = app
        .store
        .read(move |tx| {
            let door = rows::door(tx, id)?.filter(|door| door.person == me);
            let door = door.ok_or(StoreError::NotFound)?;
            let asker: Vec<_> = door.asked_by.into_iter().collect();
            let known = people::known(tx, &keys, &asker)?;
            let evening = sessions::evening(tx, door.session, me)?;
            let is_on = evening.is_some_and(|evening| evening.state == SessionState::Open);
            let group = groups::group(tx, GroupId(door.group))?;
            Ok::<_, StoreError>(DoorPage {
                is_open: is_on && door.is_open(now_ms),
                asker: known.into_values().next().map(|known| known.name),
                group: group.map(|group| group.name().to_owned()),
                door,
            })
        })
        .await
        .map_err(Problem::from)?;
    let lang = member.visitor.lang;
    let title = OnCallWords::of(lang).door_title;
    let shell = Shell::Focus { back: "/on-call" };
    Ok(Page::new(&app, &member.visitor, title, shell).respond(page.view(lang)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    is: String,
}

/// `POST /on-call/doors/{id}`
async fn answer(
    State(app): State<App>,
    member: Member,
    At(id): At<DoorId>,
    Form(said): Form<Said>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    let answer = match said.is.as_str() {
        "yes" => Answer::Coming,
        _ => Answer::Cannot,
    };
    let door = app
        .store
        .write(move |tx| {
            let door = rows::door(tx, id)?.filter(|door| door.person == me);
            let door = door.ok_or_else(Problem::not_found)?;
            if !door.is_open(now_ms) {
                return Err(Problem::changed());
            }
            rows::answer(tx, id, answer)?;
            Ok(door)
        })
        .await?;
    Ok(redirect(&match answer {
        Answer::Coming => format!("/sessions/{}/run", door.session),
        _ => format!("/on-call/doors/{id}"),
    }))
}
