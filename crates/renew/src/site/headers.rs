//! Headers that protect people: nothing runs or loads from anywhere else, nothing is framed,
//! no address of ours is told to another site, and what is personal is never stored by a browser.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::visitor::Visitor;
use crate::App;

/// What the answer to a request has to say, as far as the request decides it.
#[derive(Debug)]
pub struct Guard {
    policy: Option<HeaderValue>,
    is_strict: bool,
    signed_in: bool,
}

impl Guard {
    #[must_use]
    pub fn of(app: &App, request: &Request) -> Self {
        let visitor = request.extensions().get::<Visitor>();
        Self {
            policy: HeaderValue::from_str(&content_policy(host_of(request))).ok(),
            is_strict: app.config.is_strict(),
            signed_in: visitor.is_some_and(|visitor| visitor.who.is_some()),
        }
    }

    /// Adds the headers to an answer. Every answer has them.
    pub fn protect(self, headers: &mut HeaderMap) {
        headers.reserve(FIXED.len() + 4);
        if let Some(policy) = self.policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        for (name, value) in FIXED {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        if self.is_strict {
            let year = HeaderValue::from_static("max-age=31536000");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
        }
        if self.signed_in {
            let none = HeaderValue::from_static("noindex, nofollow");
            headers.insert("x-robots-tag", none);
        }
        if !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
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
