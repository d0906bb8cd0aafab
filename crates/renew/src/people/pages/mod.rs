//! Routes and handlers of the people slice.

mod care;
mod come_back;
mod join;
mod links;
mod my_data;
mod my_space;
mod passkeys;

use axum::Router;
use axum::http::HeaderValue;
use axum::response::Response;

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

/// On to another page, with cookies to set on the way.
fn onward(path: &str, cookies: impl IntoIterator<Item = Option<HeaderValue>>) -> Response {
    cookies.into_iter().fold(redirect(path), with_cookie)
}
