//! Routes of changing how a source is asked: its address, its form, its fellowship and its zone.

use ::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::pages::{ask_and_show, form_page, meant};
use super::view::SourceForm;
use super::words::SourceWords;
use super::{Source, store};
use crate::App;
use crate::groups::bring::form_key;
use crate::groups::{FeedId, GroupError};
use crate::site::form::{Errors, Form};
use crate::site::id::At;
use crate::site::lang::{Lang, fill};
use crate::site::problem::Problem;
use crate::site::visitor::Coordinator;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/looking-after/sources/{id}/edit", get(edit).post(keep))
}

async fn source_of(app: &App, id: FeedId) -> Result<Source, Problem> {
    let source = app
        .store
        .read::<_, GroupError, _>(move |tx| store::source(tx, id.0)?.ok_or(GroupError::NotFound))
        .await?;
    Ok(source)
}

/// `GET /looking-after/sources/{id}/edit`
async fn edit(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    let source = source_of(&app, id).await?;
    let form = SourceForm {
        url: source.url,
        name: source.name,
        form: form_key(source.form).to_owned(),
        fellowship: source.fellowship,
        zone: source.zone,
    };
    let errors = Errors::default();
    Ok(form_page(&app, &member, Some(id), &form, &errors))
}

/// `POST /looking-after/sources/{id}/edit`: keeps it, and asks it at once.
async fn keep(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<FeedId>,
    Form(form): Form<SourceForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    // Whose list it is stays: its groups belong to it.
    let form = SourceForm {
        name: source_of(&app, id).await?.name,
        ..form
    };
    let typed = match meant(&app, lang, &form) {
        Ok(typed) => typed,
        Err(errors) => return Ok(form_page(&app, &member, Some(id), &form, &errors)),
    };
    let now_ms = app.clock.now_ms();
    let kept = app
        .store
        .write::<_, GroupError, _>(move |tx| keep_or_say_why_not(tx, lang, id, &typed, now_ms))
        .await?;
    match kept {
        Ok(()) => ask_and_show(&app, id.0).await,
        Err(errors) => Ok(form_page(&app, &member, Some(id), &form, &errors)),
    }
}

/// Keeps how a source is asked from now on. What it said before by another address, or was read
/// otherwise, says nothing of it: it is asked for whole, and what waits goes.
fn keep_or_say_why_not(
    tx: &mut Tx<'_>,
    lang: Lang,
    id: FeedId,
    typed: &Source,
    now_ms: i64,
) -> Result<Result<(), Errors>, GroupError> {
    let before = store::source(tx, id.0)?.ok_or(GroupError::NotFound)?;
    if before.is_asked_as(typed) {
        return Ok(Ok(()));
    }
    if typed.url != before.url
        && let Some(name) = store::name_at(tx, &typed.url)?
    {
        let mut errors = Errors::default();
        let taken = SourceWords::of(lang).bad_url_taken;
        errors.add("url", fill(taken, &[("name", &name)]));
        return Ok(Err(errors));
    }
    store::readdress(tx, id.0, typed, now_ms)?;
    store::supersede(tx, id.0)?;
    Ok(Ok(()))
}
