//! Who comes without encryption is sent on. Nothing else is answered: what somebody posts here
//! has gone over the line in the open, and must not seem to have arrived.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::shown::Shown;

/// Where an authority looks for a proof (RFC 8555, section 8.3).
const PROOF_PATH: &str = "/.well-known/acme-challenge/";

/// Answers everything with the way to the same page at `origin`, but for an authority that looks
/// for a proof. Where to is never taken from the request: its host is the sender's to write.
pub(super) fn redirecting(origin: &str, shown: Arc<Shown>) -> Router {
    let origin: Arc<str> = origin.into();
    Router::new().fallback(move |request: Request| {
        let (origin, shown) = (Arc::clone(&origin), Arc::clone(&shown));
        async move {
            proof(&shown, request.uri().path())
                .unwrap_or_else(|| answer(&origin, &request))
        }
    })
}

fn proof(shown: &Shown, path: &str) -> Option<Response> {
    let text = shown.proofs().for_token(path.strip_prefix(PROOF_PATH)?)?;
    let kind = HeaderValue::from_static("application/octet-stream");
    Some(([(header::CONTENT_TYPE, kind)], text).into_response())
}

fn answer(origin: &str, request: &Request) -> Response {
    let mut headers = HeaderMap::new();
    // Who was sent on does not come again; the line is free for the next.
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return (StatusCode::METHOD_NOT_ALLOWED, headers).into_response();
    }
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let Ok(to) = HeaderValue::from_str(&format!("{origin}{path}")) else {
        return (StatusCode::BAD_REQUEST, headers).into_response();
    };
    headers.insert(header::LOCATION, to);
    (StatusCode::PERMANENT_REDIRECT, headers).into_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;
    use axum::http::request::Builder;
    use tower::ServiceExt as _;

    use super::*;

    async fn answered(request: Builder) -> (StatusCode, Option<String>) {
        let shown = Arc::new(Shown::default());
        shown.proofs().put_token("abc", "abc.def");
        let site = redirecting("https://renew.example.org", shown);
        let request = request.body(Body::empty()).unwrap();
        let response = site.oneshot(request).await.unwrap();
        let to = response.headers().get(header::LOCATION);
        let to = to.map(|to| to.to_str().unwrap().to_owned());
        (response.status(), to)
    }

    #[tokio::test]
    async fn a_reader_is_sent_to_the_same_page_of_our_own_origin() {
        for (asked, to) in [
            ("/", "/"),
            ("/groups?day=2&near=x", "/groups?day=2&near=x"),
            ("//other.example/x", "//other.example/x"),
            ("http://other.example/groups", "/groups"),
        ] {
            let request = Request::get(asked).header(header::HOST, "other.example");
            let (status, location) = answered(request).await;
            assert_eq!(status, StatusCode::PERMANENT_REDIRECT);
            assert_eq!(location, Some(format!("https://renew.example.org{to}")));
        }
        let (status, _) = answered(Request::head("/")).await;
        assert_eq!(status, StatusCode::PERMANENT_REDIRECT);
    }

    #[tokio::test]
    async fn an_authority_finds_the_proof_that_it_looks_for_and_no_other() {
        for (token, status) in [
            ("abc", StatusCode::OK),
            ("xyz", StatusCode::PERMANENT_REDIRECT),
            ("", StatusCode::PERMANENT_REDIRECT),
        ] {
            let path = format!("/.well-known/acme-challenge/{token}");
            assert_eq!(answered(Request::get(path)).await.0, status);
        }
    }

    #[tokio::test]
    async fn what_somebody_sends_is_not_sent_on() {
        for request in [Request::post("/sign-in"), Request::delete("/")] {
            let (status, location) = answered(request).await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(location, None);
        }
    }
}
