//! Routes and handlers of the people slice.

mod care;
mod come_back;
mod join;
mod links;
mod my_data;
mod my_space;
mod passkeys;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::PeopleError;
use super::session::with_cookie;
use crate::App;
use crate::site::visitor::redirect;

/// All routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(join::routes())
        .merge(come_back::routes())
        .merge(links::routes())
        .merge(my_space::routes())
        .merge(my_data::routes())
        .merge(care::routes())
        .merge(passkeys::routes())
}

/// A form that comes back because its sender has to wait: with everything on it, and the status
/// that says so to a program.
fn slowed(mut form: Response, error: &PeopleError) -> Response {
    *form.status_mut() = match error {
        PeopleError::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    if let PeopleError::TooOften(seconds) = error {
        let headers = form.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    form
}

/// The browser forgets what our pages kept on the device: the keys of sealed groups, and which
/// microphone somebody chose. Whoever uses the device next has no business with either.
fn device_forgets(mut answer: Response) -> Response {
    answer.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"storage\""),
    );
    answer
}

/// On to another page, with cookies to set on the way.
fn onward(path: &str, cookies: impl IntoIterator<Item = Option<HeaderValue>>) -> Response {
    cookies.into_iter().fold(redirect(path), with_cookie)
}
