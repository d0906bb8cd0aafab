//! Coming back in by name and words, and going out.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::{device_forgets, onward, slowed};
use crate::App;
use crate::people::draft::Draft;
use crate::people::limits::Network;
use crate::people::session::{self, end_sign_in};
use crate::people::view::{come_back as view, wait};
use crate::people::words::DoorWords;
use crate::people::{PeopleError, coming_back};
use crate::site::form::{Errors, Form, Query, tidy_line};
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, Visitor, local_path, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/come-back", get(show).post(enter))
        .route("/sign-out", post(sign_out))
        .route("/sign-out-everywhere", post(sign_out_everywhere))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EnterForm {
    name: String,
    words: String,
    shared: Option<String>,
    next: String,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Response {
    if visitor.who.is_some() {
        return redirect(&onward_to(&wanted.next));
    }
    let form = EnterForm {
        next: wanted.next,
        ..EnterForm::default()
    };
    page(&app, &visitor, &form, &Errors::default())
}

/// Where the person wanted to go, or Today.
fn onward_to(next: &str) -> String {
    match local_path(next).as_str() {
        "/" => "/today".to_owned(),
        path => path.to_owned(),
    }
}

fn page(app: &App, visitor: &Visitor, form: &EnterForm, errors: &Errors) -> Response {
    let body = view::come_back(&view::ComeBack {
        lang: visitor.lang,
        name: &form.name,
        words: &form.words,
        is_shared: form.shared.is_some(),
        next: &onward_to(&form.next),
        errors,
    });
    let title = DoorWords::of(visitor.lang).title;
    Page::new(app, visitor, title, Shell::Focus { back: "/" })
        .scripts(&["js/passkey.js"])
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    network: Network,
    headers: HeaderMap,
    Form(mut form): Form<EnterForm>,
) -> Result<Response, Problem> {
    let w = DoorWords::of(visitor.lang);
    form.name = tidy_line(&form.name).chars().take(200).collect();
    form.words = tidy_line(&form.words).chars().take(200).collect();
    let mut errors = Errors::default();
    if form.name.is_empty() {
        errors.add("name", w.bad_name);
    }
    if form.words.is_empty() {
        errors.add("words", w.bad_words);
    }
    if !errors.is_empty() {
        return Ok(page(&app, &visitor, &form, &errors));
    }
    match coming_back::by_words(&app, network, &form.name, &form.words).await {
        Ok(Some(person)) => {
            let opening = session::open(&app, person, form.shared.is_some());
            coming_back::sign_in(&app, &headers, &opening).await?;
            let cookies = [opening.cookie, Draft::gone(&app)];
            Ok(onward(&onward_to(&form.next), cookies))
        }
        Ok(None) => {
            errors.add("words", w.no_match);
            Ok(page(&app, &visitor, &form, &errors))
        }
        Err(error @ (PeopleError::TooOften(_) | PeopleError::Crowded)) => {
            errors.add("words", wait(visitor.lang, &error));
            Ok(slowed(page(&app, &visitor, &form, &errors), &error))
        }
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let gone = end_sign_in(&app, &headers).await?;
    Ok(device_forgets(onward("/", [gone])))
}

async fn sign_out_everywhere(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    session::end_all(&app, member.me.person).await?;
    let gone = end_sign_in(&app, &headers).await?;
    Ok(device_forgets(onward("/", [gone])))
}
