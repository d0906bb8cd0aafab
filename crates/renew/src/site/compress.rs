//! Files and public pages go out compressed, since many people read them on a slow line.
//!
//! Nothing else does. How small a page becomes tells what in it repeats itself: whoever can put
//! words into a page, and watch how long it is, can guess at the secrets that stand beside them.
//! So a page is only compressed where it is the same for everybody who isn't signed in, and the
//! pages of joining and of links never are, since their reader's words or link stand in them.

use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

use super::visitor::Visitor;

/// Set on an answer that anybody may have.
#[derive(Clone, Copy, Debug)]
struct ForAnybody;

/// Compresses what doesn't depend on who asks.
#[must_use]
pub fn files() -> CompressionLayer {
    CompressionLayer::new().gzip(true)
}

/// Compresses the pages that [`mark`] lets through. A page is drawn for each request: speed counts
/// more than the last percent.
#[must_use]
pub fn pages() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(is_for_anybody))
}

/// Marks the answers to people who aren't signed in.
pub async fn mark(request: Request, next: Next) -> Response {
    let signed_in = request
        .extensions()
        .get::<Visitor>()
        .is_none_or(|visitor| visitor.who.is_some());
    let mut response = next.run(request).await;
    if !signed_in {
        response.extensions_mut().insert(ForAnybody);
    }
    response
}

fn is_for_anybody(status: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions) -> bool {
    status == StatusCode::OK && marks.get::<ForAnybody>().is_some()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header;
    use axum::http::request::Builder;
    use tower::ServiceExt as _;

    use super::super::testing::Here;
    use super::*;

    /// How an answer is encoded, for somebody without a seat.
    async fn encoding(request: Builder) -> String {
        let here = Here::new();
        let request = request
            .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
            .body(Body::empty())
            .unwrap();
        let router = crate::router::router(here.app.clone());
        let response = router.oneshot(request).await.unwrap();
        let named = response.headers().get(header::CONTENT_ENCODING);
        named.map_or(String::new(), |v| v.to_str().unwrap().to_owned())
    }

    #[tokio::test]
    async fn files_and_public_pages_are_compressed() {
        let css = crate::site::assets::href("renew.css");
        for path in [css.as_str(), "/", "/how-it-goes", "/groups", "/help"] {
            assert_eq!(encoding(Request::get(path)).await, "gzip", "{path}");
        }
    }

    #[tokio::test]
    async fn what_may_hold_a_secret_is_not() {
        for path in ["/join", "/come-back", "/door/used", "/today", "/nowhere"] {
            assert_eq!(encoding(Request::get(path)).await, "", "{path}");
        }
    }

    #[tokio::test]
    async fn a_page_for_somebody_with_a_seat_is_not() {
        use super::super::lang::Lang;
        use super::super::testing::{member, visitor};
        use axum::Router;
        use axum::middleware::from_fn;
        use axum::routing::get;

        let here = Here::new();
        for (who, encoding) in [(visitor(Lang::En), "gzip"), (member(Lang::En), "")] {
            let routes = Router::new()
                .route("/", get(|| async { "words ".repeat(100) }))
                .layer(from_fn(mark))
                .layer(pages());
            let mut request = Request::get("/")
                .header(header::ACCEPT_ENCODING, "gzip")
                .body(Body::empty())
                .unwrap();
            request.extensions_mut().insert(who);
            let routes = routes.with_state(here.app.clone());
            let response = routes.oneshot(request).await.unwrap();
            let named = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!(named.map_or("", |v| v.to_str().unwrap()), encoding);
        }
    }
}
