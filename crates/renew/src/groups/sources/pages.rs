//! Routes of sources: how they are, one to add, one to look at and decide about.

use ::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::ask::{UrlFlaw, check_url};
use super::course::seen_soon;
use super::edit_pages;
use super::tending;
use super::view::{self, SourceForm, SourcePage, Waiting};
use super::words::SourceWords;
use super::{Source, store};
use crate::App;
use crate::groups::import::Plan;
use crate::groups::import_pages::{Decision, check_feed, take_decision};
use crate::groups::report::{Kept, Report};
use crate::groups::words::ImportWords;
use crate::groups::{
    FeedId, GroupError, bring, calendars, feed_store, store as group_store, undecided_store,
};
use crate::site::finish::finish;
use crate::site::form::{Errors, Form, Query, tidy_line};
use crate::site::id::At;
use crate::site::lang::{Lang, fill};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, redirect};

pub(in crate::groups) fn routes() -> Router<App> {
    Router::new()
        .route("/looking-after/sources", get(list).post(add))
        .route("/looking-after/sources/new", get(fresh))
        .route("/looking-after/sources/{id}", get(one))
        .route("/looking-after/sources/{id}/asks", post(ask))
        .route("/looking-after/sources/{id}/pauses", post(pause))
        .route("/looking-after/sources/{id}/resumptions", post(go_on))
        .route("/looking-after/sources/{id}/removals", post(remove))
        .route("/looking-after/sources/{id}/arrivals", post(let_in))
        .route("/looking-after/sources/{id}/decisions", post(decide))
        .merge(edit_pages::routes())
}

fn place() -> Shell<'static> {
    Shell::Places(Place::LookingAfter)
}

async fn list(
    State(app): State<App>,
    Coordinator(member): Coordinator,
) -> Result<Response, Problem> {
    let (sources, followed) = app
        .store
        .read::<_, GroupError, _>(|tx| Ok((store::all(tx)?, calendars::all(tx)?)))
        .await?;
    let (lang, now_ms) = (member.visitor.lang, app.clock.now_ms());
    let followed = calendars::list(lang, &followed, now_ms);
    let body = view::list(lang, &sources, &followed, now_ms);
    let title = SourceWords::of(lang).title;
    Ok(Page::new(&app, &member.visitor, title, place()).respond(body))
}

async fn fresh(State(app): State<App>, Coordinator(member): Coordinator) -> Response {
    let (form, errors) = (SourceForm::default(), Errors::default());
    form_page(&app, &member, None, &form, &errors)
}

/// The form of a source that is there, or of a new one.
pub(super) fn form_page(
    app: &App,
    member: &Member,
    of: Option<FeedId>,
    form: &SourceForm,
    errors: &Errors,
) -> Response {
    let lang = member.visitor.lang;
    let w = SourceWords::of(lang);
    let title = of.map_or(w.new_title, |_| w.edit_title);
    let mut response = Page::new(app, &member.visitor, title, place())
        .with_errors(!errors.is_empty())
        .respond(view::form(lang, of, form, errors));
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// `POST /looking-after/sources`: adds a source, and asks it at once.
async fn add(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Form(form): Form<SourceForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let source = match meant(&app, lang, &form) {
        Ok(source) => source,
        Err(errors) => return Ok(form_page(&app, &member, None, &form, &errors)),
    };
    let added = app
        .store
        .write::<_, GroupError, _>(move |tx| add_or_say_why_not(tx, lang, source.clone()))
        .await?;
    match added {
        Ok(id) => ask_and_show(&app, id).await,
        Err(errors) => Ok(form_page(&app, &member, None, &form, &errors)),
    }
}

/// The source that a form means, as far as that can be told without looking at the others.
pub(super) fn meant(app: &App, lang: Lang, form: &SourceForm) -> Result<Source, Errors> {
    let (w, import) = (SourceWords::of(lang), ImportWords::of(lang));
    let mut errors = Errors::default();
    let url = check_url(&form.url, app.config.asks_own_network).unwrap_or_else(|flaw| {
        errors.add(
            "url",
            match flaw {
                UrlFlaw::NotAnAddress => w.bad_url,
                UrlFlaw::HoldsSecret => w.bad_url_secret,
            },
        );
        String::new()
    });
    let name = tidy_line(&form.name);
    let described = (
        form.form.as_str(),
        form.fellowship.as_str(),
        form.zone.as_str(),
    );
    check_feed(import, &mut errors, ("name", &name), described);
    if !errors.is_empty() {
        return Err(errors);
    }
    let now_ms = app.clock.now_ms();
    Ok(Source::fresh(
        app.chance.id(),
        name,
        form.fellowship.clone(),
        form.zone.clone(),
        (url, bring::form_of_key(&form.form).flatten()),
        now_ms,
    ))
}

/// Adds a source to the feed of its name, or to a new one.
fn add_or_say_why_not(
    tx: &mut Tx<'_>,
    lang: Lang,
    mut source: Source,
) -> Result<Result<i64, Errors>, GroupError> {
    let w = SourceWords::of(lang);
    let mut errors = Errors::default();
    if let Some(name) = store::name_at(tx, &source.url)? {
        errors.add("url", fill(w.bad_url_taken, &[("name", &name)]));
    } else if store::is_full(tx)? {
        errors.add("url", w.bad_many);
    }
    if let Some(feed) = feed_store::feed_named(tx, &source.name)? {
        if store::source(tx, feed.id)?.is_some() {
            errors.add("name", fill(w.bad_name_taken, &[("name", &feed.name)]));
        }
        source.id = feed.id;
        // "I don't know" is no reason to forget what somebody knew.
        if source.zone.is_empty() {
            source.zone = feed.zone;
        }
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    store::add(tx, &source)?;
    Ok(Ok(source.id))
}

/// What was just done, for the page that comes after.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Just {
    asked: String,
}

async fn one(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<FeedId>,
    Query(just): Query<Just>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let known = app
        .store
        .read::<_, GroupError, _>(move |tx| look_at(tx, id.0, now_ms))
        .await?;
    let lang = member.visitor.lang;
    let w = SourceWords::of(lang);
    let notice = match just.asked.as_str() {
        "lately" => Some(w.asked_just_now),
        "still" => Some(w.asking),
        _ => None,
    };
    let page = SourcePage {
        source: &known.source,
        now_ms,
        notice,
        report: &known.report,
        undecided: &known.undecided,
        waiting: known.waiting.as_ref(),
    };
    let body = view::one(lang, &page);
    Ok(Page::new(&app, &member.visitor, &known.source.name, place()).respond(body))
}

/// All that a source's page tells.
struct Known {
    source: Source,
    report: Report,
    undecided: Vec<Kept>,
    waiting: Option<Waiting>,
}

fn look_at(tx: &mut Tx<'_>, id: i64, now_ms: i64) -> Result<Known, GroupError> {
    let source = store::source(tx, id)?.ok_or(GroupError::NotFound)?;
    let feed = feed_store::feed(tx, id)?.ok_or(GroupError::NotFound)?;
    let waiting = match store::waiting(tx, id)? {
        None => None,
        Some(said) => {
            let before = group_store::of_feed(tx, id)?;
            let known_as = match before.is_empty() {
                true => bring::known_as(tx, &said, Some(id))?,
                false => None,
            };
            let report = Report::of(&Plan::of(id, before, &said, now_ms), &said);
            Some(Waiting {
                report,
                known_as: known_as.map(|(_, name)| name),
            })
        }
    };
    Ok(Known {
        source,
        report: feed.report,
        undecided: undecided_store::of_feed(tx, id)?,
        waiting,
    })
}

/// `POST /looking-after/sources/{id}/asks`: asks it now, at most once a minute.
async fn ask(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    ask_and_show(&app, id.0).await
}

/// Asks, and shows the source when it has answered, or soon in any case: the asking goes on.
pub(super) async fn ask_and_show(app: &App, id: i64) -> Result<Response, Problem> {
    let asking = {
        let app = app.clone();
        finish(async move { tending::ask(&app, id).await })
    };
    let just = seen_soon(asking).await?;
    let id = FeedId(id);
    Ok(redirect(&format!("/looking-after/sources/{id}{just}")))
}

async fn pause(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    change(&app, id, |source, _| source.is_paused = true).await
}

async fn go_on(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    change(&app, id, |source, now_ms| {
        // A second tap doesn't make it come sooner.
        if source.is_paused {
            source.is_paused = false;
            source.next_ms = now_ms;
            // How long it failed while nobody asked is nobody's worry.
            source.failing_ms = None;
            source.failures = 0;
            source.problem = None;
        }
    })
    .await
}

async fn change(app: &App, id: FeedId, change: fn(&mut Source, i64)) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    app.store
        .write::<_, GroupError, _>(move |tx| {
            let mut source = store::source(tx, id.0)?.ok_or(GroupError::NotFound)?;
            change(&mut source, now_ms);
            Ok(store::save(tx, &source)?)
        })
        .await?;
    Ok(redirect(&format!("/looking-after/sources/{id}")))
}

/// `POST /looking-after/sources/{id}/removals`: its groups and its feed stay.
async fn remove(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    app.store
        .write::<_, GroupError, _>(move |tx| Ok(store::remove(tx, id.0)?))
        .await?;
    Ok(redirect("/looking-after/sources"))
}

/// `POST /looking-after/sources/{id}/arrivals`: lets in what waits.
async fn let_in(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
) -> Result<Response, Problem> {
    tending::let_in(&app, id.0).await?;
    Ok(redirect(&format!("/looking-after/sources/{id}")))
}

async fn decide(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<FeedId>,
    Form(decision): Form<Decision>,
) -> Result<Response, Problem> {
    take_decision(&app, id, &decision).await?;
    Ok(redirect(&format!("/looking-after/sources/{id}")))
}
