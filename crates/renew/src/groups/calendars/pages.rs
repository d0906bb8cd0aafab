//! Routes for those who look after a group that keeps its calendar elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use calendar::ical::Refusal;
use serde::Deserialize;

use super::apply::apply;
use super::ask::{ask, read_aside};
use super::said::{Flaw, Said};
use super::view::{self, CalendarPage, UrlForm};
use super::words::CalendarWords;
use super::{BYTES_MAX, Followed, store};
use crate::App;
use crate::groups::care_pages::{in_care_of, place_of};
use crate::groups::sources::{AskedFor as _, Outcome, UrlFlaw, check_url, seen_soon, when_next};
use crate::groups::{Group, GroupError, GroupId, finder};
use crate::site::finish::finish;
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::upload;
use crate::site::visitor::{Member, redirect};

/// What stands around the file in the form.
const FORM_BYTES_MAX: usize = 16 * 1024;

pub(in crate::groups) fn routes() -> Router<App> {
    let send = post(send).layer(DefaultBodyLimit::max(BYTES_MAX + FORM_BYTES_MAX));
    Router::new()
        .route("/groups/{id}/calendar", get(one).post(follow))
        .route("/groups/{id}/calendar/files", send)
        .route("/groups/{id}/calendar/choices", post(choose))
        .route("/groups/{id}/calendar/agreements", post(agree))
        .route("/groups/{id}/calendar/asks", post(ask_now))
        .route("/groups/{id}/calendar/removals", post(remove))
}

fn home(id: GroupId) -> String {
    format!("/groups/{id}/calendar")
}

/// What was just done, for the page that comes after.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Just {
    asked: String,
}

async fn one(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Query(just): Query<Just>,
) -> Result<Response, Problem> {
    let w = CalendarWords::of(member.visitor.lang);
    let notice = match just.asked.as_str() {
        "lately" => Some(w.asked_just_now),
        "still" => Some(w.asking),
        _ => None,
    };
    let (group, followed) = in_care(&app, &member, id).await?;
    let (form, errors) = (UrlForm::default(), Errors::default());
    let page = CalendarPage {
        group: &group,
        followed: followed.as_ref(),
        form: &form,
        errors: &errors,
        notice,
        now_ms: app.clock.now_ms(),
    };
    Ok(respond(&app, &member, &page))
}

/// The group and its calendar, for somebody who looks after it.
async fn in_care(
    app: &App,
    member: &Member,
    id: GroupId,
) -> Result<(Group, Option<Followed>), Problem> {
    let me = member.me.clone();
    let known = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            Ok((in_care_of(tx, &me, id)?, store::of_group(tx, id)?))
        })
        .await?;
    Ok(known)
}

fn respond(app: &App, member: &Member, page: &CalendarPage<'_>) -> Response {
    let lang = member.visitor.lang;
    let title = CalendarWords::of(lang).title;
    let shell = Shell::Places(place_of(&member.me));
    let has_errors = !page.errors.is_empty();
    let mut response = Page::new(app, &member.visitor, title, shell)
        .with_errors(has_errors)
        .respond(view::page(lang, page));
    if has_errors {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// The page again, with what is wrong in what was sent.
async fn with_error(
    app: &App,
    member: &Member,
    id: GroupId,
    form: UrlForm,
    (field, sentence): (&'static str, String),
) -> Result<Response, Problem> {
    let (group, followed) = in_care(app, member, id).await?;
    let mut errors = Errors::default();
    errors.add(field, sentence);
    let page = CalendarPage {
        group: &group,
        // Where one holds, its page has only the form for another file.
        followed: followed.as_ref().filter(|followed| followed.is_agreed),
        form: &form,
        errors: &errors,
        notice: None,
        now_ms: app.clock.now_ms(),
    };
    Ok(respond(app, member, &page))
}

/// `POST /groups/{id}/calendar`: an address to look at.
async fn follow(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Form(form): Form<UrlForm>,
) -> Result<Response, Problem> {
    let (_, known) = in_care(&app, &member, id).await?;
    let w = CalendarWords::of(member.visitor.lang);
    if is_followed(known.as_ref()) {
        return Ok(redirect(&home(id)));
    }
    let url = match check_url(&with_https(&form.url), app.config.asks_own_network) {
        Ok(url) => url,
        Err(flaw) => {
            let sentence = match flaw {
                UrlFlaw::NotAnAddress => w.bad_url,
                UrlFlaw::HoldsSecret => w.bad_url_secret,
            };
            return with_error(&app, &member, id, form, ("url", sentence.to_owned())).await;
        }
    };
    let fresh = Followed::fresh(id, url, app.clock.now_ms());
    match replace(&app, fresh, None).await? {
        true => ask_and_show(&app, id).await,
        false => Ok(redirect(&home(id))),
    }
}

/// Puts a calendar in the place of the one that the group had, unless that is asked for: false then.
/// Somebody may have said yes to it while this one was being read.
async fn replace(app: &App, fresh: Followed, file: Option<Arc<Vec<u8>>>) -> Result<bool, Problem> {
    let replaced = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            if is_followed(store::of_group(tx, fresh.group)?.as_ref()) {
                return Ok(false);
            }
            store::replace(tx, &fresh)?;
            if let Some(file) = &file {
                store::keep_file(tx, fresh.group, Some(file))?;
            }
            Ok(true)
        })
        .await?;
    Ok(replaced)
}

/// Whether a calendar is asked for already: it is let go first, so that nobody loses it unseen.
fn is_followed(known: Option<&Followed>) -> bool {
    known.is_some_and(|known| known.is_agreed && !known.is_file())
}

/// The address that calendar programs write with a name of their own for it.
pub(super) fn with_https(url: &str) -> String {
    let url = url.trim();
    let lower = url.get(..10).unwrap_or(url).to_ascii_lowercase();
    let length = ["webcals://", "webcal://"]
        .iter()
        .find(|scheme| lower.starts_with(**scheme))
        .map(|scheme| scheme.len());
    match length.and_then(|length| url.get(length..)) {
        Some(rest) => format!("https://{rest}"),
        None => url.to_owned(),
    }
}

/// `POST /groups/{id}/calendar/files`: a file to look at.
async fn send(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (group, known) = in_care(&app, &member, id).await?;
    let lang = member.visitor.lang;
    if is_followed(known.as_ref()) {
        return Ok(redirect(&home(id)));
    }
    let bad = async |sentence: String| {
        with_error(&app, &member, id, UrlForm::default(), ("file", sentence)).await
    };
    let Ok(body) = body else {
        let bytes_max = BYTES_MAX;
        let flaw = Flaw::Refused(Refusal::TooLarge { bytes_max });
        return bad(flaw.sentence(lang)).await;
    };
    let file = Arc::new(file_of(&headers, &body));
    if file.is_empty() {
        return bad(CalendarWords::of(lang).bad_file.to_owned()).await;
    }
    let zone = group.details.zone.clone();
    let (said, flaw) = read_aside(&app, Arc::clone(&file), Vec::new(), zone).await?;
    if let Some(flaw) = flaw.filter(|_| said.series.is_empty()) {
        return bad(flaw.sentence(lang)).await;
    }
    let now_ms = app.clock.now_ms();
    let waiting = Followed {
        said,
        read_ms: Some(now_ms),
        ..Followed::fresh(id, String::new(), now_ms)
    };
    replace(&app, waiting, Some(file)).await?;
    Ok(redirect(&home(id)))
}

/// The file out of a form, or the whole body.
fn file_of(headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match upload::parts(content_type, body) {
        Some(parts) => parts
            .iter()
            .find(|part| part.name == "file")
            .map(|part| part.body.to_vec())
            .unwrap_or_default(),
        None => body.to_vec(),
    }
}

/// `POST /groups/{id}/calendar/choices`: which series are the meeting.
async fn choose(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Form(ticked): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let (group, known) = in_care(&app, &member, id).await?;
    let followed = known.ok_or_else(Problem::not_found)?;
    let is_about = ticked.get("read_ms").map(String::as_str)
        == Some(followed.read_ms.unwrap_or(0).to_string().as_str());
    let is_ticked = |n: &usize| ticked.contains_key(&format!("series_{n}"));
    let series = followed.said.series.iter().enumerate();
    let picked: Vec<String> = series
        .filter(|(n, _)| is_ticked(n))
        .map(|(_, one)| one.id.clone())
        .collect();
    // The list was read anew meanwhile, or nothing is ticked: it is shown as it is.
    if !is_about || picked.is_empty() {
        return Ok(redirect(&home(id)));
    }
    let file = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(store::file(tx, id)?))
        .await?;
    let Some(file) = file else {
        if followed.is_file() {
            return Ok(redirect(&home(id)));
        }
        return match keep_choice(&app, followed, picked, None).await? {
            true => ask_and_show(&app, id).await,
            false => Ok(redirect(&home(id))),
        };
    };
    let zone = group.details.zone.clone();
    let read = read_aside(&app, Arc::new(file), picked.clone(), zone).await?;
    keep_choice(&app, followed, picked, Some(read)).await?;
    Ok(redirect(&home(id)))
}

/// Keeps what somebody chose from a calendar, and what was read by that choice; false where the
/// calendar was read anew since they looked at it, since then they chose from another list.
async fn keep_choice(
    app: &App,
    seen: Followed,
    picked: Vec<String>,
    read: Option<(Said, Option<Flaw>)>,
) -> Result<bool, Problem> {
    let now_ms = app.clock.now_ms();
    let kept = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            let now = seen.still(tx)?.filter(|now| now.read_ms == seen.read_ms);
            let Some(now) = now else { return Ok(false) };
            let (said, problem) = match &read {
                None => (now.said.clone(), None),
                Some((said, flaw)) => (said.clone(), flaw.as_ref().map(Flaw::told)),
            };
            let chosen = Followed {
                picked: picked.clone(),
                is_agreed: false,
                said,
                etag: String::new(),
                last_modified: String::new(),
                read_ms: Some(now_ms),
                problem,
                failing_ms: None,
                failures: 0,
                // To be asked at once, even if that was done just now.
                asked_ms: None,
                ..now
            };
            store::save(tx, &chosen)?;
            Ok(true)
        })
        .await?;
    Ok(kept)
}

/// What somebody has looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Agreement {
    read_ms: String,
}

/// `POST /groups/{id}/calendar/agreements`: the group meets as its calendar says.
async fn agree(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Form(agreement): Form<Agreement>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    finder::change(&app, move |tx| {
        let group = in_care_of(tx, &me, id)?;
        let Some(mut followed) = store::of_group(tx, id)? else {
            return Ok(());
        };
        let seen = followed.read_ms.unwrap_or(0).to_string();
        // A second tap; or it was read anew, or otherwise, since it was looked at.
        if followed.is_agreed || seen != agreement.read_ms || followed.said.meets().is_none() {
            return Ok(());
        }
        apply(tx, &group, None, &followed.said, now_ms)?;
        followed.is_agreed = true;
        followed.problem = None;
        followed.next_ms = when_next(id.0, 0, Outcome::Answered, now_ms);
        store::save(tx, &followed)?;
        Ok(store::keep_file(tx, id, None)?)
    })
    .await?;
    Ok(redirect(&home(id)))
}

/// `POST /groups/{id}/calendar/asks`: asks it now, at most once a minute.
async fn ask_now(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    in_care(&app, &member, id).await?;
    ask_and_show(&app, id).await
}

/// Asks, and shows the page when there is an answer, or soon in any case: the asking goes on.
async fn ask_and_show(app: &App, id: GroupId) -> Result<Response, Problem> {
    let asking = {
        let app = app.clone();
        finish(async move { ask(&app, id).await })
    };
    let just = seen_soon(asking).await?;
    Ok(redirect(&format!("{}{just}", home(id))))
}

/// `POST /groups/{id}/calendar/removals`: the group's times stay as they are.
async fn remove(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    finder::change(&app, move |tx| {
        in_care_of(tx, &me, id)?;
        Ok(store::remove(tx, id)?)
    })
    .await?;
    Ok(redirect(&home(id)))
}
