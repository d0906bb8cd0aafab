//! Routes of formats: the list, one of them, its copy, its file.

use ::store::{StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use circle::format::Format;
use serde::Deserialize;

use super::view::{self, ListPage, ListTold, Listed, OnePage, Stage};
use super::words::FormatWords;
use super::{
    FormatError, FormatId, Own, build, build_pages, file, file_pages, key_of, own, release_pages,
    store, text_in,
};
use crate::App;
use crate::groups;
use crate::site::form::{Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, SignedIn, redirect};

/// Routes of formats.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/leading/formats", get(list).post(copy))
        .route("/leading/formats/{key}", get(one).post(build_pages::keep))
        .route("/leading/formats/{key}/file", get(download))
        .merge(build_pages::routes())
        .merge(release_pages::routes())
        .merge(file_pages::routes())
}

/// The plans of sessions are for those who lead them.
pub(super) fn may_see(me: &SignedIn) -> Result<(), Problem> {
    if me.leads || me.is_coordinator {
        Ok(())
    } else {
        Err(Problem::not_yours())
    }
}

/// Whether this person may make formats: coordinators, and who looks after a group.
pub(super) fn may_make(tx: &mut Tx<'_>, me: &SignedIn) -> Result<bool, StoreError> {
    let mine = groups::groups_of(tx, me.person)?;
    Ok(me.is_coordinator || mine.iter().any(|(_, place)| place.looks_after()))
}

/// Whether this person may change a format: who made it, and coordinators.
pub(super) fn may_change(own: &Own, me: &SignedIn) -> bool {
    me.is_coordinator || own.person == Some(me.person)
}

/// What the list has to tell.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    told: String,
}

/// `GET /leading/formats`
async fn list(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    may_see(&member.me)?;
    let me = member.me.clone();
    let (own, may_make) = app
        .store
        .read::<_, FormatError, _>(move |tx| Ok((store::all(tx)?, may_make(tx, &me)?)))
        .await?;
    let own: Vec<Listed> = own.into_iter().map(|own| listed(own, &member.me)).collect();
    let told = match asked.told.as_str() {
        "deleted" => ListTold::Deleted,
        "full" => ListTold::Full,
        _ => ListTold::Nothing,
    };
    let page = ListPage {
        shipped: &Format::shipped(),
        own: &own,
        may_make,
        told,
    };
    let lang = member.visitor.lang;
    let title = FormatWords::of(lang).title;
    let shell = Shell::Places(Place::Leading);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(view::list(lang, &page)))
}

fn listed(own: Own, me: &SignedIn) -> Listed {
    let stage = if own.is_put_away {
        Stage::Away
    } else if own.version > 0 {
        Stage::Offered
    } else if own.draft.flaws().is_empty() {
        Stage::Ready
    } else {
        Stage::Unfinished
    };
    Listed {
        id: own.id,
        draft: own.draft,
        stage,
        is_mine: own.person == Some(me.person),
    }
}

/// A format as somebody may see it, and whether they may change it. Who looks after one sees the
/// draft; others see what groups can choose, and the draft only before there is such a thing.
fn shown(tx: &mut Tx<'_>, key: &str, me: &SignedIn) -> Result<Option<(Format, bool)>, StoreError> {
    let Some((id, None)) = own(key) else {
        return Ok(super::get(tx, key)?.map(|format| (format, false)));
    };
    let Some(own) = store::get(tx, id)? else {
        return Ok(None);
    };
    if may_change(&own, me) {
        return Ok(Some((own.draft, true)));
    }
    let released = store::version(tx, id, None)?;
    Ok(Some((released.unwrap_or(own.draft), false)))
}

/// `GET /leading/formats/{key}`
async fn one(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
) -> Result<Response, Problem> {
    may_see(&member.me)?;
    let (me, wanted) = (member.me.clone(), key.clone());
    let ((format, may_change), may_make) = app
        .store
        .read::<_, FormatError, _>(move |tx| {
            let shown = shown(tx, &wanted, &me)?.ok_or(FormatError::NotFound)?;
            Ok((shown, may_make(tx, &me)?))
        })
        .await?;
    let lang = member.visitor.lang;
    let page = OnePage {
        key: &key,
        format: &format,
        may_make,
        may_change,
    };
    let title = match text_in(lang, &format.name) {
        "" => FormatWords::of(lang).unnamed,
        name => name,
    };
    let shell = Shell::Places(Place::Leading);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(view::one(lang, &page)))
}

/// `GET /leading/formats/{key}/file`
async fn download(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
) -> Result<Response, Problem> {
    may_see(&member.me)?;
    let (me, wanted) = (member.me.clone(), key.clone());
    let (format, _) = app
        .store
        .read::<_, FormatError, _>(move |tx| shown(tx, &wanted, &me)?.ok_or(FormatError::NotFound))
        .await?;
    // The key was found, so it holds nothing but letters, digits and hyphens.
    let name = format!("attachment; filename=\"{key}.json\"");
    let name = HeaderValue::from_str(&name).map_err(|_| Problem::not_found())?;
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, file::written(&format)).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CopyForm {
    from: String,
}

/// `POST /leading/formats`: a copy, to be changed.
async fn copy(
    State(app): State<App>,
    member: Member,
    Form(form): Form<CopyForm>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let id = FormatId(app.chance.id());
    let made = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            if !may_make(tx, &me)? {
                return Err(FormatError::NotYours);
            }
            let (of, _) = shown(tx, &form.from, &me)?.ok_or(FormatError::NotFound)?;
            let own = begun(id, &me, build::copy(&of, id), now_ms);
            Ok(store::make(tx, &own)?)
        })
        .await?;
    Ok(to_draft(made, id))
}

/// A draft that was just begun.
pub(super) fn begun(id: FormatId, me: &SignedIn, draft: Format, now_ms: i64) -> Own {
    Own {
        id,
        person: Some(me.person),
        draft,
        version: 0,
        is_put_away: false,
        changed_ms: now_ms,
    }
}

/// To a draft that was made, or back to the list that says why it wasn't.
pub(super) fn to_draft(made: bool, id: FormatId) -> Response {
    if made {
        redirect(&format!("/leading/formats/{}/edit", key_of(id)))
    } else {
        redirect("/leading/formats?told=full")
    }
}
