//! All routes of all slices, and what every request passes through on its way in and out.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
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
    Router::new()
        .merge(files)
        .merge(more)
        .merge(public)
        .merge(crate::people::routes())
        .merge(crate::sessions::routes())
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

/// What every request passes through on its way in and out, in this order. One layer, since each
/// more is cloned for every request together with all that it holds.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let recognised = crate::people::recognise(&app, &mut request).await;
    crate::safety::keep_current(&app).await;
    choices::read(&mut request);
    let guard = headers::Guard::of(&app, &request);
    let mut response = problem::show(&app, request, async |request| {
        match origin::check(&request) {
            Ok(()) => next.run(request).await,
            Err(problem) => problem.into_response(),
        }
    })
    .await;
    guard.protect(response.headers_mut());
    recognised.add_cookies(&app, response.headers_mut());
    response
}
