//! Routes of whom people can call, for coordinators.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::form::Typed;
use super::lines_view::LinesPage;
use super::store;
use super::words::SafetyWords;
use crate::App;
use crate::site::country::Country;
use crate::site::form::{Errors, Form, Query};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/looking-after/lines", get(show).post(keep))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    country: String,
    kept: Option<String>,
}

/// `GET /looking-after/lines?country=es`; that of the community, unless another is asked for.
async fn show(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(asked): Query<Asked>,
) -> Response {
    let community = app.community();
    let country = Country::from_key(&asked.country).unwrap_or(community.country);
    let typed = Typed::lines(&community, country);
    let said = (&Errors::default(), asked.kept.is_some());
    page(&app, &member, country, &typed, said)
}

fn page(
    app: &App,
    member: &Member,
    country: Country,
    typed: &Typed,
    (errors, is_kept): (&Errors, bool),
) -> Response {
    let page = LinesPage {
        lang: member.visitor.lang,
        country,
        typed,
        errors,
        is_kept,
    };
    let title = SafetyWords::of(page.lang).lines_page_title;
    let shell = Shell::Places(Place::LookingAfter);
    Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(page.view())
}

/// `POST /looking-after/lines?country=es`
async fn keep(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(asked): Query<Asked>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let country = Country::from_key(&asked.country).ok_or_else(Problem::not_found)?;
    let typed = Typed::new(fields);
    let lines = match typed.check_lines(SafetyWords::of(member.visitor.lang)) {
        Ok(lines) => lines,
        Err(errors) => return Ok(page(&app, &member, country, &typed, (&errors, false))),
    };
    let community = app
        .store
        .write(move |tx| {
            store::save_lines(tx, country, &lines)?;
            store::load(tx).map_err(Problem::from)
        })
        .await?;
    app.community.set(community, app.clock.now_ms());
    let country = country.key();
    Ok(redirect(&format!(
        "/looking-after/lines?country={country}&kept=1"
    )))
}
