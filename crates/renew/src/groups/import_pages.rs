//! Routes for coordinators who import a feed: send a file, look at what it would do, import it.

use std::sync::Arc;

use ::store::Tx;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use calendar::Zone;
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{self, Limits, Options, Reading, Refusal};
use serde::Deserialize;

use super::feed_store::{self, Feed, Upload};
use super::import::{Plan, Report, Said};
use super::import_view::{self, ImportForm, Preview};
use super::words::ImportWords;
use super::{Group, GroupError, GroupId, store, upload, view};
use crate::App;
use crate::site::form::{Errors, tidy_line};
use crate::site::id::At;
use crate::site::lang::{Lang, fill};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, redirect};

/// A file of so many bytes lists some sixteen thousand meetings, more than any one community runs.
/// The body waits in memory and then in the database, so it is kept well below the reader's limit.
const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The other fields of the form, and what stands between them.
const FORM_BYTES_MAX: usize = 16 * 1024;
/// All groups of a feed are written in one transaction, which others wait for.
const MEETINGS_MAX: usize = 5_000;
const FEED_NAME_CHARS_MAX: usize = 100;

pub(super) fn routes() -> Router<App> {
    let send = post(send).layer(DefaultBodyLimit::max(FILE_BYTES_MAX + FORM_BYTES_MAX));
    Router::new()
        .route("/looking-after/imports", get(form).merge(send))
        .route("/looking-after/imports/{id}", get(preview))
        .route("/looking-after/imports/{id}/groups", post(import))
        .route("/looking-after/feeds/{id}", get(report))
}

async fn form(State(app): State<App>, Coordinator(member): Coordinator) -> Response {
    form_page(&app, &member, &ImportForm::default(), &Errors::default())
}

fn form_page(app: &App, member: &Member, form: &ImportForm, errors: &Errors) -> Response {
    let lang = member.visitor.lang;
    let body = import_view::form(lang, form, errors, FILE_BYTES_MAX / (1024 * 1024));
    let title = ImportWords::of(lang).title;
    let mut response = Page::new(
        app,
        &member.visitor,
        title,
        Shell::Places(Place::LookingAfter),
    )
    .with_errors(!errors.is_empty())
    .respond(body);
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// The form's other fields, for a file that is sent as the whole body.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Plain {
    feed: String,
    fellowship: String,
    zone: String,
}

/// `POST /looking-after/imports`: a file from the form, or as the whole body with the other
/// fields in the address. Nothing is imported yet.
async fn send(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(plain): Query<Plain>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let Ok(body) = body else {
        let mut errors = Errors::default();
        errors.add("file", too_large().sentence(view::language(lang)));
        return Ok(form_page(&app, &member, &ImportForm::default(), &errors));
    };
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (form, file) = typed(content_type, plain, &body);
    let upload = Upload {
        id: app.chance.id(),
        person: member.me.person,
        feed_name: tidy_line(&form.feed),
        fellowship: form.fellowship.clone(),
        zone: form.zone.clone(),
        body: file,
        uploaded_ms: app.clock.now_ms(),
    };
    let mut errors = flaws(lang, &upload);
    let upload = Arc::new(upload);
    if errors.is_empty()
        && let Err(refusal) = read(&upload).await?
    {
        errors.add("file", refusal.sentence(view::language(lang)));
    }
    if !errors.is_empty() {
        return Ok(form_page(&app, &member, &form, &errors));
    }
    let id = upload.id;
    app.store
        .write::<_, GroupError, _>(move |tx| Ok(feed_store::keep_upload(tx, &upload)?))
        .await?;
    Ok(redirect(&format!(
        "/looking-after/imports/{}",
        UploadId(id)
    )))
}

crate::id! {
    /// A file that waits.
    struct UploadId;
}

crate::id! {
    /// A feed.
    struct FeedId;
}

fn typed(content_type: &str, plain: Plain, body: &[u8]) -> (ImportForm, Vec<u8>) {
    match upload::parts(content_type, body) {
        Some(parts) => {
            let form = ImportForm {
                feed: upload::text(&parts, "feed"),
                fellowship: upload::text(&parts, "fellowship"),
                zone: upload::text(&parts, "zone"),
            };
            let file = parts.iter().find(|part| part.name == "file");
            (
                form,
                file.map(|part| part.body.to_vec()).unwrap_or_default(),
            )
        }
        None => {
            let Plain {
                feed,
                fellowship,
                zone,
            } = plain;
            let form = ImportForm {
                feed,
                fellowship,
                zone,
            };
            (form, body.to_vec())
        }
    }
}

fn flaws(lang: Lang, upload: &Upload) -> Errors {
    let w = ImportWords::of(lang);
    let mut errors = Errors::default();
    if upload.body.is_empty() {
        errors.add("file", w.bad_file);
    }
    if feed_store::folded(&upload.feed_name).is_empty() {
        errors.add("feed", w.bad_name);
    } else if upload.feed_name.chars().count() > FEED_NAME_CHARS_MAX {
        errors.add("feed", w.bad_name_long);
    }
    if Fellowship::of(&upload.fellowship).is_none() {
        errors.add("fellowship", w.bad_fellowship);
    }
    if !upload.zone.is_empty() && Zone::named(&upload.zone).is_none() {
        errors.add("zone", w.bad_zone);
    }
    errors
}

fn too_large() -> Refusal {
    Refusal::TooLarge {
        megabytes_max: FILE_BYTES_MAX / (1024 * 1024),
    }
}

/// Reads the file, off the threads that serve others.
async fn read(upload: &Arc<Upload>) -> Result<Result<Reading, Refusal>, Problem> {
    let upload = Arc::clone(upload);
    let reading = tokio::task::spawn_blocking(move || {
        let Some(fellowship) = Fellowship::of(&upload.fellowship) else {
            return Err(Problem::ours("an upload of no fellowship"));
        };
        let options = Options {
            fellowship,
            zone: Zone::named(&upload.zone),
            limits: Limits {
                bytes_max: FILE_BYTES_MAX,
                meetings_max: MEETINGS_MAX,
                ..Limits::default()
            },
        };
        Ok(meeting_guide::read(&upload.body, &options))
    });
    reading.await.map_err(Problem::ours)?
}

/// The upload of this person, read.
async fn waiting(
    app: &App,
    member: &Member,
    id: UploadId,
) -> Result<(Arc<Upload>, Reading), Problem> {
    let person = member.me.person;
    let upload = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            feed_store::upload(tx, id.0, person)?.ok_or(GroupError::NotFound)
        })
        .await?;
    let upload = Arc::new(upload);
    // It could be read when it was kept; if not any more, there is nothing here to look at.
    let reading = read(&upload).await?.map_err(|_| Problem::not_found())?;
    Ok((upload, reading))
}

async fn preview(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<UploadId>,
) -> Result<Response, Problem> {
    let (upload, reading) = waiting(&app, &member, id).await?;
    let said = Said::of(&reading, &upload.fellowship);
    let (now_ms, name) = (app.clock.now_ms(), upload.feed_name.clone());
    let plan = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(plan(tx, &name, 0, &said, now_ms)?.1))
        .await?;
    let lang = member.visitor.lang;
    let w = ImportWords::of(lang);
    let body = import_view::preview(
        lang,
        &Preview {
            action: &format!("/looking-after/imports/{id}/groups"),
            feed_name: &upload.feed_name,
            reading: &reading,
            report: &plan.report(),
        },
    );
    let title = fill(w.preview_title, &[("feed", &upload.feed_name)]);
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, &title, shell).respond(body))
}

/// What a feed of this name would change. `fresh_id` is the feed's when it is new.
fn plan(
    tx: &mut Tx<'_>,
    name: &str,
    fresh_id: i64,
    said: &Said,
    now_ms: i64,
) -> Result<(i64, Plan), GroupError> {
    let feed = feed_store::feed_named(tx, name)?;
    let (id, before) = match feed {
        Some(feed) => (feed.id, store::of_feed(tx, feed.id)?),
        None => (fresh_id, Vec::new()),
    };
    Ok((id, Plan::of(id, before, said, now_ms)))
}

/// `POST /looking-after/imports/{id}/groups`: makes and changes the groups, all or none.
async fn import(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<UploadId>,
) -> Result<Response, Problem> {
    let (upload, reading) = waiting(&app, &member, id).await?;
    let said = Said::of(&reading, &upload.fellowship);
    let now_ms = app.clock.now_ms();
    let fresh_id = app.chance.id();
    // Drawn here, because the transaction may run more than once.
    let group_ids: Vec<i64> = said.meetings.iter().map(|_| app.chance.id()).collect();
    let feed = app
        .store
        .write::<_, GroupError, _>(move |tx| {
            let (feed, plan) = plan(tx, &upload.feed_name, fresh_id, &said, now_ms)?;
            let feed = Feed {
                id: feed,
                name: upload.feed_name.clone(),
                fellowship: upload.fellowship.clone(),
                zone: upload.zone.clone(),
                imported_ms: now_ms,
                report: plan.report(),
            };
            carry_out(tx, &feed, plan, &group_ids)?;
            feed_store::drop_upload(tx, upload.id)?;
            Ok(feed.id)
        })
        .await?;
    Ok(redirect(&format!("/looking-after/feeds/{}", FeedId(feed))))
}

fn carry_out(
    tx: &mut Tx<'_>,
    feed: &Feed,
    plan: Plan,
    group_ids: &[i64],
) -> Result<(), GroupError> {
    feed_store::keep_feed(tx, feed)?;
    for (group, id) in plan.added.into_iter().zip(group_ids) {
        let id = GroupId(*id);
        store::create(tx, &Group { id, ..group })?;
    }
    for group in plan.changed.iter().chain(&plan.gone) {
        store::save(tx, group)?;
    }
    Ok(())
}

async fn report(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    let feed = app
        .store
        .read::<_, GroupError, _>(move |tx| feed_store::feed(tx, id.0)?.ok_or(GroupError::NotFound))
        .await?;
    let lang = member.visitor.lang;
    let title = fill(ImportWords::of(lang).done_title, &[("feed", &feed.name)]);
    let report: &Report = &feed.report;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, &title, shell)
        .respond(import_view::report(lang, &feed.name, report)))
}
