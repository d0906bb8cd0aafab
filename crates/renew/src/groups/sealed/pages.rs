//! Routes for those who look after a group that is sealed from end to end, or could be.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::view::{self, SealedPage};
use super::words::SealedWords;
use super::{SCRIPT, store};
use crate::App;
use crate::groups::care_pages::{in_care_of, place_of};
use crate::groups::{GroupError, GroupId};
use crate::site::form::{Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

pub(in crate::groups) fn routes() -> Router<App> {
    Router::new().route("/groups/{id}/sealed", get(one).post(keep))
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Just {
    kept: String,
}

async fn one(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Query(just): Query<Just>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let (group, is_sealed) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            Ok((in_care_of(tx, &me, id)?, store::is_sealed(tx, id)?))
        })
        .await?;
    let lang = member.visitor.lang;
    let page = SealedPage {
        group: id,
        name: group.name(),
        is_sealed,
        has_voices: app.voices.address().is_some(),
        kept: !just.kept.is_empty(),
    };
    let shell = Shell::Places(place_of(&member.me));
    Ok(
        Page::new(&app, &member.visitor, SealedWords::of(lang).title, shell)
            .scripts(&[SCRIPT])
            .respond(view::page(lang, &page)),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    /// `on`, or anything else.
    is: String,
}

/// `POST /groups/{id}/sealed`: from the next session on.
async fn keep(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    app.store
        .write::<_, GroupError, _>(move |tx| {
            in_care_of(tx, &me, id)?;
            Ok(store::set_sealed(tx, id, wanted.is == "on")?)
        })
        .await?;
    Ok(redirect(&format!("/groups/{id}/sealed?kept=yes")))
}
