//! Routes of the human net.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use ::store::StoreError;

use super::form::Typed;
use super::help_view::{self, Breath, Help};
use super::settings_view::{self, SettingsPage};
use super::words::{HelpWords, LookingAfterWords, SafetyWords};
use super::{follow_up, leave, lines_pages, on_call, safety_page, store};
use crate::App;
use crate::groups;
use crate::site::form::{Errors, Form, Query};
use crate::site::layout::{Page, Place, PublicPlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, Visitor, redirect};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/leave", get(leave::leave))
        .route("/help", get(help))
        .route("/looking-after", get(looking_after))
        .route("/looking-after/settings", get(settings).post(keep_settings))
        .merge(lines_pages::routes())
}

/// Routes whose answers are for one person alone.
pub fn personal_routes() -> Router<App> {
    Router::new()
        .merge(follow_up::routes())
        .merge(on_call::routes())
        .merge(safety_page::routes())
}

/// Reads the community's settings before a page that shows them, when what is known is old. A
/// database that can't be read leaves what was known.
pub async fn keep_current(app: &App) {
    let now_ms = app.clock.now_ms();
    if app.community.is_stale(now_ms) {
        match app.store.read(store::load).await {
            Ok(community) => app.community.set(community, now_ms),
            Err(error) => {
                let error: StoreError = error;
                tracing::warn!(%error, "the community's settings can't be read");
            }
        }
    }
}

#[derive(Debug, Deserialize)]
struct Shown {
    #[serde(default)]
    breath: String,
}

async fn help(State(app): State<App>, visitor: Visitor, shown: Query<Shown>) -> Response {
    let help = Help {
        lang: visitor.lang,
        breath: Breath::from_key(&shown.0.breath),
        country: visitor.country.unwrap_or(app.community().country),
        lines: app.community().lines(visitor.country, visitor.lang),
        is_signed_in: visitor.who.is_some(),
    };
    // A visitor's page has the strip with the same numbers under its header; here they stand in
    // the page, where they are larger.
    let shell = if help.is_signed_in {
        Shell::Places(Place::Help)
    } else {
        Shell::Public(PublicPlace::Other)
    };
    let title = HelpWords::of(visitor.lang).tab;
    Page::new(&app, &visitor, title, shell).respond(help_view::page(&help))
}

async fn looking_after(
    State(app): State<App>,
    Coordinator(Member { visitor, .. }): Coordinator,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let ailing = app
        .store
        .read::<_, StoreError, _>(move |tx| groups::ailing(tx, now_ms))
        .await?;
    let lang = visitor.lang;
    let news = groups::ailing_notice(lang, ailing);
    let title = LookingAfterWords::of(lang).title;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &visitor, title, shell).respond(settings_view::looking_after(lang, &news)))
}

#[derive(Debug, Deserialize)]
struct Kept {
    kept: Option<String>,
}

async fn settings(
    State(app): State<App>,
    Coordinator(Member { visitor, .. }): Coordinator,
    kept: Query<Kept>,
) -> Response {
    let typed = Typed::about(&app.community());
    settings_page(
        &app,
        &visitor,
        &typed,
        &Errors::default(),
        kept.0.kept.is_some(),
    )
}

async fn keep_settings(
    State(app): State<App>,
    Coordinator(Member { visitor, .. }): Coordinator,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let typed = Typed::new(fields);
    let about = match typed.check(SafetyWords::of(visitor.lang)) {
        Ok(about) => about,
        Err(errors) => return Ok(settings_page(&app, &visitor, &typed, &errors, false)),
    };
    let community = app
        .store
        .write(move |tx| {
            store::save(tx, &about)?;
            store::load(tx).map_err(Problem::from)
        })
        .await?;
    app.community.set(community, app.clock.now_ms());
    Ok(redirect("/looking-after/settings?kept=1"))
}

fn settings_page(
    app: &App,
    visitor: &Visitor,
    typed: &Typed,
    errors: &Errors,
    kept: bool,
) -> Response {
    let page = SettingsPage {
        lang: visitor.lang,
        typed,
        errors,
        kept,
        operator_name: app.config.community_name(),
    };
    let title = SafetyWords::of(visitor.lang).settings_title;
    Page::new(app, visitor, title, Shell::Places(Place::LookingAfter))
        .with_errors(!errors.is_empty())
        .respond(page.view())
}
