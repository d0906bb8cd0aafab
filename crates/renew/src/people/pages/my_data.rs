//! My data: to read, to download, to erase.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::device_forgets;
use crate::App;
use crate::people::session::{end_sign_in, with_cookie};
use crate::people::view::{links, my_data as view};
use crate::people::words_inside::DataWords;
use crate::people::{data, erasing, store as rows};
use crate::site::form::{Errors, Form};
use crate::site::layout::{Page, Place, PublicPlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, Visitor};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my-data", get(show))
        .route("/my-data/renew.json", get(download))
        .route("/my-data/erase", get(ask_erase).post(erase))
}

async fn show(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let parts = data::everything(&app, member.me.person).await?;
    let lang = member.visitor.lang;
    let title = DataWords::of(lang).title;
    let shell = Shell::Places(Place::MySpace);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(view::my_data(lang, &parts)))
}

async fn download(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let parts = data::everything(&app, member.me.person).await?;
    let parts: BTreeMap<_, _> = parts.into_iter().collect();
    let body = serde_json::to_vec_pretty(&parts).map_err(Problem::ours)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        // The file's name on the phone says nothing either.
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"renew.json\"",
        ),
    ];
    Ok((headers, body).into_response())
}

async fn ask_erase(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    erase_page(&app, &member, &Errors::default()).await
}

async fn erase_page(app: &App, member: &Member, errors: &Errors) -> Result<Response, Problem> {
    let is_last = member.me.is_coordinator && app.store.read(rows::coordinators).await? <= 1;
    let visitor = &member.visitor;
    let title = DataWords::of(visitor.lang).erase;
    let body = view::ask_erase(visitor.lang, is_last, errors);
    Ok(
        Page::new(app, visitor, title, Shell::Focus { back: "/my-data" })
            .with_errors(!errors.is_empty())
            .respond(body),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EraseForm {
    sure: Option<String>,
}

async fn erase(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Form(form): Form<EraseForm>,
) -> Result<Response, Problem> {
    let w = DataWords::of(member.visitor.lang);
    if form.sure.is_none() {
        let mut errors = Errors::default();
        errors.add("sure", w.bad_sure);
        return erase_page(&app, &member, &errors).await;
    }
    erasing::erase(&app, member.me.person).await?;
    let cookie = end_sign_in(&app, &headers).await?;
    let visitor = Visitor {
        who: None,
        ..member.visitor
    };
    let body = links::plain(w.gone_title, w.gone_text);
    let shell = Shell::Public(PublicPlace::Other);
    let page = Page::new(&app, &visitor, w.gone_title, shell).respond(body);
    Ok(device_forgets(with_cookie(page, cookie)))
}
