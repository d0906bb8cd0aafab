//! All routes of all slices, and what every request passes through on its way in and out.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;

use crate::App;
use crate::site::form::FORM_BYTES_MAX;
use crate::site::{assets, choices, compress, headers, origin, problem, settings};

/// The whole site.
pub fn router(app: App) -> Router {
    router_with(app, Router::new())
}

/// The whole site and `more`, which stands behind the same layers (the demo's front door).
pub fn router_with(app: App, more: Router<App>) -> Router {
    let files = Router::new()
        .route("/static/{print}/{*name}", get(assets::serve))
        .layer(compress::files());
    let public = Router::new()
        .merge(crate::groups::routes())
        .merge(settings::routes())
        .merge(crate::safety::routes())
        .merge(crate::welcome::routes())
        .layer(from_fn(compress::mark))
        .layer(compress::pages());
    // The layers below run from the last to the first: who is asking and how they like to read,
    // then the headers, then the page for a problem, then the check that a form came from us.
    Router::new()
        .merge(files)
        .merge(more)
        .merge(public)
        .merge(crate::people::routes())
        .merge(crate::sessions::routes())
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn(origin::same_origin_only))
        .layer(from_fn_with_state(app.clone(), problem::show))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .layer(from_fn(choices::read))
        .layer(from_fn_with_state(app.clone(), crate::safety::keep_current))
        .layer(from_fn_with_state(app.clone(), crate::people::recognise))
        .with_state(app)
}
