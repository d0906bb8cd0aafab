//! Routes of what becomes of a draft: letting groups choose it, putting it away, deleting it.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;

use super::build_pages::{in_care_of, is_released, to_edit};
use super::build_view::Told;
use super::{FormatError, VERSIONS_MAX, store};
use crate::App;
use crate::site::id::At;
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/leading/formats/{key}/versions", post(release))
        .route("/leading/formats/{key}/removal", post(put_away))
        .route("/leading/formats/{key}/return", post(bring_back))
        .route("/leading/formats/{key}/deletion", post(delete))
}

/// `POST .../versions`: lets groups choose the draft as it stands, if it is sound.
async fn release(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let (id, told) = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            let own = in_care_of(tx, &me, &key)?;
            let told = if own.version >= VERSIONS_MAX {
                Told::TooManyVersions
            } else if !own.draft.flaws().is_empty() {
                // Its page says what is still to mend.
                Told::Stale
            } else {
                // A second tap makes no second version.
                if !is_released(tx, &own)? {
                    store::release(tx, &own, now_ms)?;
                }
                Told::Kept
            };
            Ok((own.id, told))
        })
        .await?;
    Ok(to_edit(id, told, None))
}

/// `POST .../removal`: nobody new can choose it.
async fn put_away(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
) -> Result<Response, Problem> {
    set_away(&app, &member, key, true).await
}

/// `POST .../return`: it can be chosen again.
async fn bring_back(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
) -> Result<Response, Problem> {
    set_away(&app, &member, key, false).await
}

async fn set_away(app: &App, member: &Member, key: String, is: bool) -> Result<Response, Problem> {
    let me = member.me.clone();
    let id = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            let mut own = in_care_of(tx, &me, &key)?;
            own.is_put_away = is;
            store::keep(tx, &own)?;
            Ok(own.id)
        })
        .await?;
    Ok(to_edit(id, Told::Kept, None))
}

/// `POST .../deletion`: forgets a format that no group could ever choose.
async fn delete(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let (id, is_gone) = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            let own = in_care_of(tx, &me, &key)?;
            Ok((own.id, store::remove(tx, own.id)?))
        })
        .await?;
    Ok(if is_gone {
        redirect("/leading/formats?told=deleted")
    } else {
        to_edit(id, Told::Stale, None)
    })
}
