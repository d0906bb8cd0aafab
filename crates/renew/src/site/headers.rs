//! Headers that protect people: nothing runs or loads from anywhere else, nothing is framed,
//! no address of ours is told to another site, and what is personal is never stored by a browser.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::visitor::Visitor;
use crate::App;

/// Adds the headers to every answer.
pub async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let signed_in = request
        .extensions()
        .get::<Visitor>()
        .is_some_and(|v| v.who.is_some());
    let policy = content_policy(host_of(&request));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if app.config.is_https() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    if signed_in {
        headers.insert(
            "x-robots-tag",
            HeaderValue::from_static("noindex, nofollow"),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

const FIXED: [(&str, &str); 6] = [
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), microphone=(self), geolocation=(self), browsing-topics=(), payment=()",
    ),
];

/// Older Safari does not count a socket of the same host as `'self'`, so the host is named.
fn content_policy(host: Option<&str>) -> String {
    let socket = match host {
        Some(host)
            if host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".:-[]".contains(&b)) =>
        {
            format!(" ws://{host} wss://{host}")
        }
        _ => String::new(),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'{socket}; manifest-src 'self'; media-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn host_of(request: &Request) -> Option<&str> {
    request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_not_one_never_reaches_the_policy() {
        assert!(!content_policy(Some("x; script-src *")).contains('*'));
        assert!(content_policy(Some("localhost:8080")).contains("ws://localhost:8080"));
    }
}
