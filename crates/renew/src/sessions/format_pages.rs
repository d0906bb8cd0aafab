//! Routes of choosing a format for one session that is planned.

use ::store::StoreError;
use axum::Router;
use axum::extract::State as AxumState;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::format_view::{self, FormatPage};
use super::page_words::PageWords;
use super::planning::Place;
use super::{SessionId, State, pages, store as rows};
use crate::App;
use crate::formats::{self, Choice};
use crate::site::form::{Errors, Form};
use crate::site::id::At;
use crate::site::layout::{Page, Place as SitePlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/sessions/{id}/format", get(form).post(choose))
}

/// The session and what it could run, for somebody who leads it.
async fn found(app: &App, id: SessionId, member: &Member) -> Result<(Place, Vec<Choice>), Problem> {
    let place = pages::place(app, id, member).await?;
    if !place.role.leads() {
        return Err(Problem::not_yours());
    }
    let key = place.session.format.clone();
    let choices = app
        .store
        .read(move |tx| formats::choices(tx, &key))
        .await
        .map_err(Problem::from)?;
    Ok((place, choices))
}

/// `GET /sessions/{id}/format`
async fn form(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let (place, choices) = found(&app, id, &member).await?;
    Ok(page(&app, &member, &place, &choices, &Errors::default()))
}

fn page(
    app: &App,
    member: &Member,
    place: &Place,
    choices: &[Choice],
    errors: &Errors,
) -> Response {
    let lang = member.visitor.lang;
    let chosen = formats::chosen(&place.session.format);
    let body = format_view::form(
        lang,
        &FormatPage {
            session: place.session.id,
            group_name: &place.group.name,
            zone: &place.group.zone,
            starts_ms: place.session.starts_ms,
            is_planned: place.session.state == State::Planned,
            choices,
            chosen: &chosen,
            errors,
        },
    );
    let shell = Shell::Places(SitePlace::Leading);
    let mut response = Page::new(
        app,
        &member.visitor,
        PageWords::of(lang).format_title,
        shell,
    )
    .with_errors(!errors.is_empty())
    .respond(body);
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    format: String,
}

/// `POST /sessions/{id}/format`: the newest version of what was chosen, for this session alone.
/// What it has already keeps the version that it has.
async fn choose(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(form): Form<Chosen>,
) -> Result<Response, Problem> {
    let (place, choices) = found(&app, id, &member).await?;
    if !choices.iter().any(|choice| choice.key == form.format) {
        let mut errors = Errors::default();
        errors.add("format", PageWords::of(member.visitor.lang).format_none);
        return Ok(page(&app, &member, &place, &choices, &errors));
    }
    let is_kept = formats::chosen(&place.session.format) == form.format;
    let is_planned = app
        .store
        .write::<_, StoreError, _>(move |tx| {
            if is_kept {
                return Ok(true);
            }
            let format = formats::planned(tx, &form.format)?;
            rows::plan_format(tx, id, (&format.key, format.minutes))
        })
        .await
        .map_err(Problem::from)?;
    Ok(if is_planned {
        redirect(&pages::path_for(place.role, id))
    } else {
        // It was opened meanwhile: the page says that it keeps what it was opened with.
        redirect(&format!("/sessions/{id}/format"))
    })
}
