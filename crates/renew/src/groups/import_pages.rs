//! Routes for coordinators who import a feed: send a file, look at what it would do, import it.

use std::sync::Arc;

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
use calendar::meeting_guide::Refusal;
use serde::Deserialize;

use super::Field;
use super::bring::{self, BYTES_MAX, How, Side};
use super::bringing::{self, Brings};
use super::feed_store::{self, Feed, Upload};
use super::import_view::{self, Decisions, FormPage, ImportForm, Preview};
use super::report::Report;
use super::said::Said;
use super::words::ImportWords;
use super::{FeedId, GroupError, GroupId, differences, finder, undecided_store, view};
use crate::App;
use crate::site::form::{Errors, Form, Query, tidy_line};
use crate::site::id::At;
use crate::site::lang::{Lang, fill};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::upload;
use crate::site::visitor::{Coordinator, Member, redirect};

/// The other fields of the form, and what stands between them.
const FORM_BYTES_MAX: usize = 16 * 1024;
pub(super) const FEED_NAME_CHARS_MAX: usize = 100;

pub(super) fn routes() -> Router<App> {
    let send = post(send).layer(DefaultBodyLimit::max(BYTES_MAX + FORM_BYTES_MAX));
    Router::new()
        .route("/looking-after/imports", get(form).merge(send))
        .route("/looking-after/imports/{id}", get(preview))
        .route("/looking-after/imports/{id}/groups", post(import))
        .route("/looking-after/feeds/{id}", get(report))
        .route("/looking-after/feeds/{id}/decisions", post(decide))
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
        form: String::new(),
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
        megabytes_max: BYTES_MAX / (1024 * 1024),
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
    form: String,
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
    let said = match how(&form, &zone).filter(|_| errors.is_empty()) {
        Some(how) => match bring::read(file, how).await? {
            Ok(said) => said,
            Err(refusal) => {
                errors.add("file", refusal.sentence(view::language(lang)));
                Said::default()
            }
        },
        None => Said::default(),
    };
    if errors.is_empty() && said.entries == 0 {
        errors.add("file", ImportWords::of(lang).no_meetings);
    }
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
                form: upload::text(&parts, "form"),
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
                form,
            } = plain;
            let form = ImportForm {
                feed,
                fellowship,
                zone,
                form,
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
    let kind = (
        form.form.as_str(),
        form.fellowship.as_str(),
        form.zone.as_str(),
    );
    check_feed(w, &mut errors, ("feed", feed_name), kind);
    errors
}

/// What is wrong with how somebody describes a feed: its name, under the field that the form has
/// for it, and its form, fellowship and zone.
pub(super) fn check_feed(
    w: &ImportWords,
    errors: &mut Errors,
    (name_field, name): (&'static str, &str),
    (form, fellowship, zone): (&str, &str, &str),
) {
    if differences::folded(name).is_empty() {
        errors.add(name_field, w.bad_name);
    } else if name.chars().count() > FEED_NAME_CHARS_MAX {
        errors.add(name_field, w.bad_name_long);
    }
    if bring::form_of_key(form).is_none() {
        errors.add("form", w.bad_form);
    }
    if Fellowship::of(fellowship).is_none() {
        errors.add("fellowship", w.bad_fellowship);
    }
    if !zone.is_empty() && Zone::named(zone).is_none() {
        errors.add("zone", w.bad_zone);
    }
}

fn too_large() -> Refusal {
    Refusal::TooLarge {
        megabytes_max: BYTES_MAX / (1024 * 1024),
    }
}

/// How the file is to be read, if the form says it in a way that makes sense.
fn how(form: &ImportForm, zone: &str) -> Option<How> {
    Some(How {
        form: bring::form_of_key(&form.form)?,
        fellowship: Fellowship::of(&form.fellowship)?,
        zone: Zone::named(zone),
    })
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
            let (_, plan) = bring::plan(tx, &upload.feed_name, 0, &upload.said, now_ms)?;
            let known_as = match feed_store::feed_named(tx, &upload.feed_name)? {
                Some(_) => None,
                None => bring::known_as(tx, &upload.said, None)?,
            };
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

/// `POST /looking-after/imports/{id}/groups`: makes and changes the groups. Where it breaks off, the
/// file still waits, and the same button goes on from there.
async fn import(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<UploadId>,
) -> Result<Response, Problem> {
    let Upload {
        id: waiting,
        person: _,
        feed_name,
        fellowship,
        zone,
        said,
        uploaded_ms: _,
    } = waiting(&app, &member, id).await?;
    let fresh_id = app.chance.id();
    let begin = move |tx: &mut Tx<'_>, now_ms| {
        let described = (&*feed_name, &*fellowship, &*zone);
        Ok(Some(bring::begin(tx, fresh_id, described, now_ms)?))
    };
    let end = move |tx: &mut Tx<'_>, _: &Feed| Ok(feed_store::drop_upload(tx, waiting)?);
    let done = bringing::bring(&app, Arc::new(said), Brings::ALL, begin, end).await?;
    Ok(redirect(&match done {
        Some((feed, _)) => format!("/looking-after/feeds/{}", FeedId(feed)),
        // A newer list of the same feed came in between; what this one would still do, is shown.
        None => format!("/looking-after/imports/{id}"),
    }))
}

async fn report(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    let (feed, undecided) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let feed = feed_store::feed(tx, id.0)?.ok_or(GroupError::NotFound)?;
            Ok((feed, undecided_store::of_feed(tx, id.0)?))
        })
        .await?;
    let lang = member.visitor.lang;
    let title = fill(ImportWords::of(lang).done_title, &[("feed", &feed.name)]);
    let shell = Shell::Places(Place::LookingAfter);
    let decisions = Decisions {
        action: &format!("/looking-after/feeds/{id}/decisions"),
        undecided: &undecided,
    };
    let body = import_view::report(lang, &feed.name, &feed.report, &decisions);
    Ok(Page::new(&app, &member.visitor, &title, shell).respond(body))
}

/// Which side of a field stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    group: String,
    field: String,
    stays: String,
}

/// `POST /looking-after/feeds/{id}/decisions`: a field that was changed here and in the feed.
async fn decide(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
    Form(decision): Form<Decision>,
) -> Result<Response, Problem> {
    take_decision(&app, id, &decision).await?;
    Ok(redirect(&format!("/looking-after/feeds/{id}")))
}

/// Takes a coordinator's decision. One that makes no sense was put together by hand.
pub(super) async fn take_decision(
    app: &App,
    feed: FeedId,
    decision: &Decision,
) -> Result<(), Problem> {
    let side = match decision.stays.as_str() {
        "ours" => Side::Ours,
        "theirs" => Side::Theirs,
        _ => return Err(Problem::not_found()),
    };
    let field = Field::from_key(&decision.field).ok_or_else(Problem::not_found)?;
    let group: GroupId = decision.group.parse().map_err(|_| Problem::not_found())?;
    let now_ms = app.clock.now_ms();
    finder::change(app, move |tx| {
        bring::decide(tx, feed, (group, field), side, now_ms)
    })
    .await
}
