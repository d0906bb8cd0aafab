//! Routes for coordinators who close a venue for a while, or open it again.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::arranging::{self, ArrangeError};
use super::differences::{Closure, MetIn};
use super::evening::refusal;
use super::schedule_words::VenueWords;
use super::sought::has_words;
use super::venue::{ClosingForm, Touched, touched};
use super::venue_view::{self, ClosingPage, Told, VenuesPage};
use super::{ClosureId, GroupError, differences_store, finder, store, week};
use crate::App;
use crate::site::form::{Errors, Form, Query, tidy_line};
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, redirect};

/// A list that one can still look through; the others are found by their words.
const VENUES_SHOWN_MAX: usize = 100;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/looking-after/venues", get(list))
        .route("/looking-after/venues/closing", get(closing))
        .route("/looking-after/venues/closures", post(close))
        .route(
            "/looking-after/venues/closures/{id}/removal",
            post(open_again),
        )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sought {
    words: String,
    kept: String,
}

async fn list(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(sought): Query<Sought>,
) -> Result<Response, Problem> {
    let board = app.finder.newest_board(&app).await?;
    let words = tidy_line(&sought.words);
    let has_any = !board.venues().is_empty();
    let mut found: Vec<&MetIn> = board.venues().iter().collect();
    found.retain(|venue| has_words(&[&venue.place, &venue.address], &words));
    let lang = member.visitor.lang;
    let body = venue_view::venues(
        lang,
        &VenuesPage {
            venues: &found[..found.len().min(VENUES_SHOWN_MAX)],
            count: found.len(),
            words: &words,
            has_any,
            closures: board.closures(),
            told: match sought.kept.as_str() {
                "closed" => Some(Told::Closed),
                "opened" => Some(Told::Opened),
                _ => None,
            },
        },
    );
    let title = VenueWords::of(lang).title;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(body))
}

/// `GET /looking-after/venues/closing?place=&address=&first=&last=&note=`: the form, and what it
/// would do once it is right. Nothing is written.
async fn closing(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(form): Query<ClosingForm>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let board = app.finder.newest_board(&app).await?;
    let lang = member.visitor.lang;
    let today = week::earliest_today(board.zones(), now_ms);
    if !form.is_begun() {
        let fresh = ClosingForm {
            first: today.to_string(),
            ..form
        };
        return Ok(closing_page(
            &app,
            &member,
            &fresh,
            &Errors::default(),
            None,
        ));
    }
    Ok(match form.meant(lang, 0, today) {
        Ok(closure) => {
            let touched = touched(board.listings(), &closure);
            let errors = Errors::default();
            closing_page(&app, &member, &form, &errors, Some(&touched))
        }
        Err(errors) => closing_page(&app, &member, &form, &errors, None),
    })
}

/// `POST /looking-after/venues/closures`: closes it, after the page has said what that does.
async fn close(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Form(form): Form<ClosingForm>,
) -> Result<Response, Problem> {
    let (lang, now_ms) = (member.visitor.lang, app.clock.now_ms());
    let id = app.chance.id();
    let typed = form.clone();
    let done = finder::change(&app, move |tx| {
        let today = week::earliest_today(&store::zones(tx)?, now_ms);
        let closure = match typed.meant(lang, id, today) {
            Ok(closure) => closure,
            Err(errors) => return Ok(Err(errors)),
        };
        // It came before, from a second tap on the button: it is closed.
        let known = differences_store::closures(tx)?;
        if known
            .iter()
            .any(|one| Closure { id, ..one.clone() } == closure)
        {
            return Ok(Ok(()));
        }
        match arranging::close_venue(tx, &closure, now_ms) {
            Ok(_) => Ok(Ok(())),
            Err(ArrangeError::Store(error)) => Err(error.into()),
            Err(error) => Ok(Err(unclosed(lang, &error))),
        }
    })
    .await?;
    Ok(match done {
        Ok(()) => redirect("/looking-after/venues?kept=closed"),
        Err(errors) => closing_page(&app, &member, &form, &errors, None),
    })
}

/// Why a venue could not be closed, beside its field.
fn unclosed(lang: Lang, error: &ArrangeError) -> Errors {
    if !matches!(error, ArrangeError::TooMany) {
        return refusal(lang, error, ("last", "note"));
    }
    let mut errors = Errors::default();
    errors.add("last", VenueWords::of(lang).too_many);
    errors
}

fn closing_page(
    app: &App,
    member: &Member,
    form: &ClosingForm,
    errors: &Errors,
    preview: Option<&[Touched]>,
) -> Response {
    let lang = member.visitor.lang;
    let page = ClosingPage {
        form,
        errors,
        preview,
    };
    let title = VenueWords::of(lang).closing_title;
    let shell = Shell::Places(Place::LookingAfter);
    let mut response = Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(venue_view::closing(lang, &page));
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// `POST .../removal`. One that is open again already stays open.
async fn open_again(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(id): At<ClosureId>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    finder::change(&app, move |tx| {
        match arranging::lift_closure(tx, id.0, now_ms) {
            Ok(_) | Err(ArrangeError::NoVenue) => Ok(()),
            Err(ArrangeError::Store(error)) => Err(error.into()),
            Err(_) => Err(GroupError::NotFound),
        }
    })
    .await?;
    Ok(redirect("/looking-after/venues?kept=opened"))
}
