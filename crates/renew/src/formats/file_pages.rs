//! Routes of bringing a format in from a file.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};

use super::pages::{begun, may_make, to_draft};
use super::trouble::Trouble;
use super::words::FormatWords;
use super::{FILE_BYTES_MAX, FormatError, FormatId, file, file_view, key_of, store};
use crate::App;
use crate::site::form::Errors;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::upload;
use crate::site::visitor::Member;

/// What a browser puts around the file.
const AROUND_BYTES_MAX: usize = 16 * 1024;

pub(super) fn routes() -> Router<App> {
    let send = post(send).layer(DefaultBodyLimit::max(FILE_BYTES_MAX + AROUND_BYTES_MAX));
    Router::new().route("/leading/formats/imports", get(form).merge(send))
}

/// Only who may make formats may bring one.
async fn allowed(app: &App, member: &Member) -> Result<(), Problem> {
    let me = member.me.clone();
    app.store
        .read::<_, FormatError, _>(move |tx| {
            may_make(tx, &me)?
                .then_some(())
                .ok_or(FormatError::NotYours)
        })
        .await?;
    Ok(())
}

/// `GET /leading/formats/imports`
async fn form(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    allowed(&app, &member).await?;
    Ok(page(&app, &member, &Errors::default(), &[]))
}

fn page(app: &App, member: &Member, errors: &Errors, problems: &[String]) -> Response {
    let lang = member.visitor.lang;
    let title = FormatWords::of(lang).bring_title;
    let shell = Shell::Places(Place::Leading);
    let mut response = Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(file_view::form(lang, errors, problems));
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// `POST /leading/formats/imports`: a file from the form. What can be read becomes a draft, also
/// when it is not sound yet: its page says what to mend.
async fn send(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    allowed(&app, &member).await?;
    let lang = member.visitor.lang;
    let refuse = |sentence: String, problems: &[String]| {
        let mut errors = Errors::default();
        errors.add("file", sentence);
        Ok(page(&app, &member, &errors, problems))
    };
    let Ok(body) = body else {
        return refuse(Trouble::TooLarge.sentence(lang), &[]);
    };
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let parts = upload::parts(content_type, &body).unwrap_or_default();
    let sent = parts.iter().find(|part| part.name == "file");
    let bytes = sent.map(|part| part.body).unwrap_or_default();
    if bytes.is_empty() {
        return refuse(FormatWords::of(lang).file_none.to_owned(), &[]);
    }
    let mut draft = match file::read(bytes) {
        Ok(format) => format,
        Err(troubles) => {
            let sentences: Vec<String> = troubles.iter().map(|one| one.sentence(lang)).collect();
            return refuse(sentences.first().cloned().unwrap_or_default(), &sentences);
        }
    };
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let id = FormatId(app.chance.id());
    draft.id = key_of(id);
    let own = begun(id, &me, draft, now_ms);
    let made = app
        .store
        .write::<_, FormatError, _>(move |tx| Ok(store::make(tx, &own)?))
        .await?;
    Ok(to_draft(made, id))
}
