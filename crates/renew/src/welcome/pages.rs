//! Routes of the public pages.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::why::{self, Topic, WhyPagesWords};
use super::words::{HowWords, WelcomeWords};
use super::{privacy_words::PrivacyWords, supporting_words::SupportingWords};
use super::{reading_view, view};
use crate::App;
use crate::site::id::At;
use crate::site::layout::{Page, PublicPlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::Visitor;

/// What a phone shows in two screens; all the others are one link away.
const SOON_COUNT: usize = 4;

/// Shows the reader's own time beside the one that is told, and knows the device's clock.
const OWN_TIME: &[&str] = &["js/own-time.js", "js/own-clock.js"];

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(front))
        .route("/how-it-goes", get(how_it_goes))
        .route("/why", get(why_all))
        .route("/why/{topic}", get(why_one))
        .route("/supporting", get(supporting))
        .route("/privacy", get(privacy))
}

async fn front(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let meetings = app.finder.soonest(&app, SOON_COUNT).await?;
    let reader = app.finder.reader(&app, &visitor).await?;
    let title = WelcomeWords::of(visitor.lang).tab;
    let body = view::front(visitor.lang, &reader, &meetings, now_ms);
    Ok(
        Page::new(&app, &visitor, title, Shell::Public(PublicPlace::Find))
            .scripts(OWN_TIME)
            .respond(body),
    )
}

async fn how_it_goes(State(app): State<App>, visitor: Visitor) -> Response {
    let title = HowWords::of(visitor.lang).title;
    Page::new(&app, &visitor, title, Shell::Public(PublicPlace::HowItGoes))
        .respond(view::how_it_goes(visitor.lang))
}

/// `GET /why`: the way to the pages about each part of a session.
async fn why_all(State(app): State<App>, visitor: Visitor) -> Response {
    let title = WhyPagesWords::of(visitor.lang).title;
    Page::new(&app, &visitor, title, Shell::Public(PublicPlace::HowItGoes))
        .respond(why::index(visitor.lang))
}

/// `GET /why/{topic}`: why a part of a session, or an activity, is there.
async fn why_one(
    State(app): State<App>,
    visitor: Visitor,
    At(topic): At<String>,
) -> Result<Response, Problem> {
    let topic = Topic::from_slug(&topic).ok_or_else(Problem::not_found)?;
    let (title, body) = (topic.title(visitor.lang), why::page(visitor.lang, topic));
    Ok(Page::new(&app, &visitor, title, Shell::Public(PublicPlace::HowItGoes)).respond(body))
}

async fn supporting(State(app): State<App>, visitor: Visitor) -> Response {
    let title = SupportingWords::of(visitor.lang).title;
    Page::new(
        &app,
        &visitor,
        title,
        Shell::Public(PublicPlace::Supporting),
    )
    .respond(reading_view::supporting(visitor.lang))
}

async fn privacy(State(app): State<App>, visitor: Visitor) -> Response {
    let title = PrivacyWords::of(visitor.lang).title;
    Page::new(&app, &visitor, title, Shell::Public(PublicPlace::Other))
        .respond(reading_view::privacy(visitor.lang))
}
