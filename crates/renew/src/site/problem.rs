//! When something goes wrong. A slice turns its own errors into a [`Problem`]; the problem
//! becomes a page in exactly one place, [`show`]. A person reads what happened and how to go on;
//! what went wrong inside is logged and never shown.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::finish::BrokeOff;
use super::layout::{Page, Shell};
use super::time_limit;
use super::unsent;
use super::visitor::Visitor;
use super::words::SiteWords;
use crate::App;

/// What went wrong, as far as the person asking is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is here, or nothing that this person may know of.
    NotFound,
    /// It is there, and it is not for this person.
    NotYours,
    /// It is for people who are signed in.
    SignInFirst,
    /// Too many tries; wait so many seconds.
    TooOften { retry_seconds: u32 },
    /// More than we take in one piece.
    TooLarge,
    /// What was sent can't be read (a form sends only what can be read: this is a program's doing).
    Unreadable,
    /// It came from another site's page.
    WrongOrigin,
    /// It was changed by somebody else meanwhile.
    Changed,
    /// We are at a limit of our own for the moment.
    Busy,
    /// Our fault.
    Ours,
}

/// A problem on its way to becoming a page. `cause` goes to the log, never to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: Kind,
    cause: Option<String>,
}

impl Problem {
    #[must_use]
    pub fn not_found() -> Self {
        Self {
            kind: Kind::NotFound,
            cause: None,
        }
    }

    #[must_use]
    pub fn not_yours() -> Self {
        Self {
            kind: Kind::NotYours,
            cause: None,
        }
    }

    #[must_use]
    pub fn sign_in_first() -> Self {
        Self {
            kind: Kind::SignInFirst,
            cause: None,
        }
    }

    #[must_use]
    pub fn too_often(retry_seconds: u32) -> Self {
        Self {
            kind: Kind::TooOften { retry_seconds },
            cause: None,
        }
    }

    #[must_use]
    pub fn too_large() -> Self {
        Self {
            kind: Kind::TooLarge,
            cause: None,
        }
    }

    #[must_use]
    pub fn unreadable(cause: impl ToString) -> Self {
        Self {
            kind: Kind::Unreadable,
            cause: Some(cause.to_string()),
        }
    }

    #[must_use]
    pub fn wrong_origin() -> Self {
        Self {
            kind: Kind::WrongOrigin,
            cause: None,
        }
    }

    #[must_use]
    pub fn changed() -> Self {
        Self {
            kind: Kind::Changed,
            cause: None,
        }
    }

    #[must_use]
    pub fn busy(cause: impl ToString) -> Self {
        Self {
            kind: Kind::Busy,
            cause: Some(cause.to_string()),
        }
    }

    /// Our fault. `cause` must hold nothing that a person wrote: it is logged.
    #[must_use]
    pub fn ours(cause: impl ToString) -> Self {
        Self {
            kind: Kind::Ours,
            cause: Some(cause.to_string()),
        }
    }

    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.kind {
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::NotYours | Kind::WrongOrigin => StatusCode::FORBIDDEN,
            Kind::SignInFirst => StatusCode::UNAUTHORIZED,
            Kind::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Changed => StatusCode::CONFLICT,
            Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<BrokeOff> for Problem {
    fn from(error: BrokeOff) -> Self {
        Self::ours(error)
    }
}

impl From<store::StoreError> for Problem {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::NotFound => Self::not_found(),
            other => Self::ours(other),
        }
    }
}

impl From<store::KeyError> for Problem {
    fn from(error: store::KeyError) -> Self {
        Self::ours(error)
    }
}

impl IntoResponse for Problem {
    /// A bare status that carries the problem; [`show`] gives it its page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The one place where a problem becomes a page, and where its cause is logged. `answer` is the
/// rest of a request's way.
pub async fn show<F>(app: &App, request: Request, answer: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let visitor = request
        .extensions()
        .get::<Visitor>()
        .cloned()
        .unwrap_or_default();
    let wants_page = !request.uri().path().starts_with("/static/");
    let back = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    let limit = time_limit::of(&request, &visitor);
    let (request, held) = match time_limit::within(limit, unsent::hold(request, &visitor)).await {
        Ok(Ok(held)) => held,
        Ok(Err(problem)) | Err(problem) => return page_of(app, &visitor, &problem),
    };
    let is_get = request.method() == Method::GET;
    let response = match time_limit::within(limit, answer(request)).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    };
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    if let Some(cause) = &problem.cause {
        tracing::warn!(kind = ?problem.kind, cause, "a request met a problem");
    }
    if !wants_page {
        return response;
    }
    match problem.kind {
        Kind::SignInFirst if is_get => super::visitor::to_sign_in(&back),
        Kind::SignInFirst => {
            let fields = unsent::written(held).await;
            unsent_page(app, &visitor, &problem, (&back, fields.as_deref()))
        }
        _ => page_of(app, &visitor, &problem),
    }
}

/// A sign-in ended before a form was sent. There is no page at its address to come back to.
fn unsent_page(
    app: &App,
    visitor: &Visitor,
    problem: &Problem,
    (path, fields): (&str, Option<&[(String, String)]>),
) -> Response {
    let w = SiteWords::of(visitor.lang);
    let body = html! {
        div class="wrap narrow page stack" {
            h1 { (w.sign_in_title) }
            (unsent::view(w, path, fields))
        }
    };
    let shell = Shell::Focus { back: "/" };
    let mut response = Page::new(app, visitor, w.sign_in_title, shell).respond(body);
    *response.status_mut() = problem.status();
    response
}

/// A refusal of the router itself (no such page, wrong method) is a problem as well.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    // A slice that answers with a page of its own under such a status has a body type.
    if response.headers().contains_key(header::CONTENT_TYPE) {
        return match response.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::too_large()),
            _ => None,
        };
    }
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Problem::not_found()),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::too_large()),
        _ => None,
    }
}

fn page_of(app: &App, visitor: &Visitor, problem: &Problem) -> Response {
    let (title, _) = sentences(SiteWords::of(visitor.lang), problem.kind);
    let body = body_of(visitor, problem.kind);
    let mut response = Page::new(
        app,
        visitor,
        title,
        Shell::Focus {
            back: visitor.home(),
        },
    )
    .respond(body);
    *response.status_mut() = problem.status();
    if let Kind::TooOften { retry_seconds } = problem.kind
        && let Ok(value) = retry_seconds.to_string().parse()
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

pub(super) fn body_of(visitor: &Visitor, kind: Kind) -> Markup {
    let w = SiteWords::of(visitor.lang);
    let (title, text) = sentences(w, kind);
    html! {
        div class="wrap narrow page stack" {
            h1 { (title) }
            p { (text) }
            p { a class="btn" href=(visitor.home()) { (w.problem_onward) } }
            @if kind == Kind::Ours {
                p class="sm soft" { (w.problem_kept) }
            }
        }
    }
}

fn sentences(w: &SiteWords, kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NotFound => (w.not_found_title, w.not_found_text),
        Kind::NotYours => (w.not_yours_title, w.not_yours_text),
        Kind::SignInFirst => (w.sign_in_title, w.sign_in_text),
        Kind::TooOften { .. } => (w.too_often_title, w.too_often_text),
        Kind::TooLarge => (w.too_large_title, w.too_large_text),
        Kind::Unreadable => (w.unreadable_title, w.unreadable_text),
        Kind::WrongOrigin => (w.wrong_origin_title, w.wrong_origin_text),
        Kind::Changed => (w.changed_title, w.changed_text),
        Kind::Busy => (w.busy_title, w.busy_text),
        Kind::Ours => (w.ours_title, w.ours_text),
    }
}
