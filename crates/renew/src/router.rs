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
        .merge(crate::groups::personal_routes())
        .merge(crate::safety::personal_routes())
        .merge(crate::people::routes())
        .merge(crate::sessions::routes())
        .merge(crate::formats::routes())
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::body::Body;
    use axum::http::{HeaderMap, StatusCode, header};
    use tower::ServiceExt as _;

    use super::*;
    use crate::site::testing::Here;

    async fn answer(request: axum::http::request::Builder) -> (StatusCode, HeaderMap, String) {
        let here = Here::new();
        let request = request.body(Body::empty()).unwrap();
        let response = router(here.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        (parts.status, parts.headers, body)
    }

    fn cookies(headers: &HeaderMap) -> Vec<&str> {
        let lines = headers.get_all(header::SET_COOKIE).iter();
        lines.map(|line| line.to_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn every_answer_is_protected_whatever_became_of_the_request() {
        let foreign = Request::post("/help").header("sec-fetch-site", "cross-site");
        for (request, status) in [
            (Request::get("/help"), StatusCode::OK),
            (Request::get("/nowhere"), StatusCode::NOT_FOUND),
            (foreign, StatusCode::FORBIDDEN),
        ] {
            let (found, headers, body) = answer(request).await;
            assert_eq!(found, status);
            assert!(body.contains("<h1>"), "a page: {body}");
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'"));
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
            assert!(cookies(&headers)[0].starts_with("renew-here=1; "));
        }
    }

    #[tokio::test]
    async fn a_sign_in_that_is_none_is_cleared_even_by_the_page_of_a_problem() {
        let cookie = format!("renew={}; renew-here=1", "A".repeat(43));
        let request = Request::get("/nowhere").header(header::COOKIE, cookie);
        let (status, headers, _) = answer(request).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let cookies = cookies(&headers);
        assert!(
            cookies.len() == 1
                && cookies[0].starts_with("renew=; ")
                && cookies[0].contains("Max-Age=0"),
            "{cookies:?}"
        );
    }

    #[tokio::test]
    async fn a_file_sets_no_cookie() {
        let css = crate::site::assets::href("renew.css");
        let (status, headers, _) = answer(Request::get(css.as_str())).await;
        assert_eq!(status, StatusCode::OK);
        assert!(cookies(&headers).is_empty());
        assert_ne!(headers[header::CACHE_CONTROL], "no-store");
    }
}
