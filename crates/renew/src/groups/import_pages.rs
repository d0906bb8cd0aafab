//! Routes for coordinators who import a feed: send a file, look at what it would do, import it.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use calendar::Zone;
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{self, Limits, Options, Refusal};
use serde::Deserialize;

use super::feed_store::{self, Feed, Upload};
use super::import::Plan;
use super::import_view::{self, FormPage, ImportForm, Preview};
use super::report::Report;
use super::said::Said;
use super::words::ImportWords;
use super::{FeedId, Group, GroupError, GroupId, Happened};
use super::{arranging, changes_store, differences, finder, store, upload, view};
use crate::App;
use crate::site::form::{Errors, Query, tidy_line};
use crate::site::id::At;
use crate::site::lang::{Lang, fill};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, redirect};

/// A file of so many bytes lists some sixteen thousand meetings, more than any one community runs.
/// The body is held in memory while it is read, so it is kept well below the reader's limit.
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

/// A feed to bring up to date, by its id.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Again {
    feed: String,
}

/// `GET /looking-after/imports?feed={id}`: the form, filled in with what is known of a feed that
/// was imported before.
async fn form(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(again): Query<Again>,
) -> Result<Response, Problem> {
    // What makes no sense is no feed: the address may have been typed by hand.
    let feed = match again.feed.parse::<FeedId>() {
        Ok(id) => {
            app.store
                .read::<_, GroupError, _>(move |tx| Ok(feed_store::feed(tx, id.0)?))
                .await?
        }
        Err(_) => None,
    };
    let form = feed.map_or_else(ImportForm::default, |feed| ImportForm {
        feed: feed.name,
        fellowship: feed.fellowship,
        zone: feed.zone,
    });
    form_page(&app, &member, &form, &Errors::default()).await
}

async fn form_page(
    app: &App,
    member: &Member,
    form: &ImportForm,
    errors: &Errors,
) -> Result<Response, Problem> {
    let feeds = app
        .store
        .read::<_, GroupError, _>(|tx| Ok(feed_store::feeds(tx)?))
        .await?;
    let feeds: Vec<(FeedId, String)> = feeds
        .into_iter()
        .map(|(id, name)| (FeedId(id), name))
        .collect();
    let folded = differences::folded(&form.feed);
    let page = FormPage {
        form,
        errors,
        megabytes_max: FILE_BYTES_MAX / (1024 * 1024),
        is_known: feeds
            .iter()
            .any(|(_, name)| differences::folded(name) == folded),
        feeds: &feeds,
    };
    let lang = member.visitor.lang;
    let title = ImportWords::of(lang).title;
    let mut response = Page::new(
        app,
        &member.visitor,
        title,
        Shell::Places(Place::LookingAfter),
    )
    .with_errors(!errors.is_empty())
    .respond(import_view::form(lang, &page));
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
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
        return form_page(&app, &member, &ImportForm::default(), &errors).await;
    };
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (form, file) = typed(content_type, plain, &body);
    let feed_name = tidy_line(&form.feed);
    let zone = zone_of(&app, &form, &feed_name).await?;
    let mut errors = flaws(lang, &form, &feed_name, &file);
    let said = match (Fellowship::of(&form.fellowship), errors.is_empty()) {
        (Some(fellowship), true) => match read(file, fellowship, Zone::named(&zone)).await? {
            Ok(said) => said,
            Err(refusal) => {
                errors.add("file", refusal.sentence(view::language(lang)));
                Said::default()
            }
        },
        _ => Said::default(),
    };
    if !errors.is_empty() {
        return form_page(&app, &member, &form, &errors).await;
    }
    let id = app.chance.id();
    let upload = Upload {
        id,
        person: member.me.person,
        feed_name,
        fellowship: form.fellowship,
        zone,
        said,
        uploaded_ms: app.clock.now_ms(),
    };
    app.store
        .write::<_, GroupError, _>(move |tx| Ok(feed_store::keep_upload(tx, &upload)?))
        .await?;
    Ok(redirect(&format!(
        "/looking-after/imports/{}",
        UploadId(id)
    )))
}

/// The zone for meetings that name none: as it was chosen, or as it was when this feed was
/// imported before. "I don't know" is no reason to forget what somebody knew.
async fn zone_of(app: &App, form: &ImportForm, feed_name: &str) -> Result<String, Problem> {
    if !form.zone.is_empty() {
        return Ok(form.zone.clone());
    }
    let name = feed_name.to_owned();
    let feed = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(feed_store::feed_named(tx, &name)?))
        .await?;
    Ok(feed.map(|feed| feed.zone).unwrap_or_default())
}

crate::id! {
    /// A file that waits.
    struct UploadId;
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

fn flaws(lang: Lang, form: &ImportForm, feed_name: &str, file: &[u8]) -> Errors {
    let w = ImportWords::of(lang);
    let mut errors = Errors::default();
    if file.is_empty() {
        errors.add("file", w.bad_file);
    }
    if differences::folded(feed_name).is_empty() {
        errors.add("feed", w.bad_name);
    } else if feed_name.chars().count() > FEED_NAME_CHARS_MAX {
        errors.add("feed", w.bad_name_long);
    }
    if Fellowship::of(&form.fellowship).is_none() {
        errors.add("fellowship", w.bad_fellowship);
    }
    if !form.zone.is_empty() && Zone::named(&form.zone).is_none() {
        errors.add("zone", w.bad_zone);
    }
    errors
}

fn too_large() -> Refusal {
    Refusal::TooLarge {
        megabytes_max: FILE_BYTES_MAX / (1024 * 1024),
    }
}

/// Reads the file, off the threads that serve others. What isn't understood of it is let go.
async fn read(
    file: Vec<u8>,
    fellowship: &'static Fellowship,
    zone: Option<Zone>,
) -> Result<Result<Said, Refusal>, Problem> {
    let options = Options {
        fellowship,
        zone,
        limits: Limits {
            bytes_max: FILE_BYTES_MAX,
            meetings_max: MEETINGS_MAX,
            ..Limits::default()
        },
    };
    tokio::task::spawn_blocking(move || {
        meeting_guide::read(&file, &options).map(|reading| Said::of(&reading, fellowship))
    })
    .await
    .map_err(Problem::ours)
}

/// The upload of this person, as it waits.
async fn waiting(app: &App, member: &Member, id: UploadId) -> Result<Upload, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    let upload = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            feed_store::upload(tx, id.0, person, now_ms)?.ok_or(GroupError::NotFound)
        })
        .await?;
    Ok(upload)
}

async fn preview(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<UploadId>,
) -> Result<Response, Problem> {
    let upload = waiting(&app, &member, id).await?;
    let now_ms = app.clock.now_ms();
    let feed_name = upload.feed_name.clone();
    let has_meetings = !upload.said.meetings.is_empty();
    let (report, known_as) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let (_, plan) = plan(tx, &upload.feed_name, 0, &upload.said, now_ms)?;
            let known_as = known_as(tx, &upload)?;
            Ok((Report::of(&plan, &upload.said), known_as))
        })
        .await?;
    let lang = member.visitor.lang;
    let w = ImportWords::of(lang);
    let body = import_view::preview(
        lang,
        &Preview {
            action: &format!("/looking-after/imports/{id}/groups"),
            feed_name: &feed_name,
            has_meetings,
            report: &report,
            known_as: known_as.as_ref(),
        },
    );
    let title = fill(w.preview_title, &[("feed", &feed_name)]);
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, &title, shell).respond(body))
}

/// A feed under another name that lists half of these meetings or more: a name that was mistyped
/// would bring all of them a second time.
fn known_as(tx: &mut Tx<'_>, upload: &Upload) -> Result<Option<(FeedId, String)>, GroupError> {
    if feed_store::feed_named(tx, &upload.feed_name)?.is_some() {
        return Ok(None);
    }
    let slugs: BTreeSet<&str> = upload
        .said
        .meetings
        .iter()
        .map(|(slug, _)| slug.as_str())
        .collect();
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for (feed, slug) in store::slugs_of_feeds(tx)? {
        if slugs.contains(slug.as_str()) {
            *shared.entry(feed).or_default() += 1;
        }
    }
    let most = shared.into_iter().max_by_key(|(_, count)| *count);
    match most.filter(|(_, count)| count * 2 >= slugs.len()) {
        Some((id, _)) => Ok(feed_store::feed(tx, id)?.map(|feed| (FeedId(id), feed.name))),
        None => Ok(None),
    }
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
    let upload = waiting(&app, &member, id).await?;
    let now_ms = app.clock.now_ms();
    let fresh_id = app.chance.id();
    // Drawn here, because the transaction may run more than once.
    let meetings = upload.said.meetings.iter();
    let group_ids: Vec<i64> = meetings.map(|_| app.chance.id()).collect();
    let feed = finder::change(&app, move |tx| {
        let (feed, plan) = plan(tx, &upload.feed_name, fresh_id, &upload.said, now_ms)?;
        let feed = Feed {
            id: feed,
            name: upload.feed_name.clone(),
            fellowship: upload.fellowship.clone(),
            zone: upload.zone.clone(),
            imported_ms: now_ms,
            report: Report::of(&plan, &upload.said),
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
    let mut heard = plan.heard;
    for (group, id) in plan.added.into_iter().zip(group_ids) {
        let id = GroupId(*id);
        store::create(tx, &Group { id, ..group })?;
        heard.push((id, Happened::Made));
    }
    for group in plan.changed.iter().chain(&plan.gone) {
        store::save(tx, group)?;
    }
    let told: Vec<_> = heard
        .into_iter()
        .map(|(group, happened)| arranging::about(group, happened))
        .collect();
    Ok(changes_store::tell(tx, &told, feed.imported_ms)?)
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
    let shell = Shell::Places(Place::LookingAfter);
    let body = import_view::report(lang, &feed.name, &feed.report);
    Ok(Page::new(&app, &member.visitor, &title, shell).respond(body))
}
