//! Requests that change something come from our own pages only.
//!
//! Browsers tell where a request comes from (`Sec-Fetch-Site`; `Origin`). A browser too old for
//! the first sends `Origin: null` from our pages, since they carry `no-referrer`; for those a
//! cookie with `SameSite=Strict`, which no other site's page can make the browser send, stands in.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};

use super::problem::Problem;

/// The strict cookie; it says nothing but «a page of ours was open here».
pub const HERE_COOKIE: &str = "renew-here";

/// Whether a request may be let in: it only reads, or it comes from a page of ours.
///
/// # Errors
/// [`Problem::wrong_origin`] for what another site's page sent.
pub fn check(request: &Request) -> Result<(), Problem> {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if only_reads || is_ours(request.headers()) {
        Ok(())
    } else {
        Err(Problem::wrong_origin())
    }
}

/// Whether a request with these headers comes from a page of ours. A socket's handshake is a GET
/// and asks this as well.
#[must_use]
pub fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text("origin"), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) if origin != "null" => origin
            .split_once("://")
            .is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        _ => cookie(headers, HERE_COOKIE).is_some(),
    }
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (k.parse().unwrap(), axum::http::HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn another_site_is_refused_and_ours_is_not() {
        for (given, ours) in [
            (headers(&[("sec-fetch-site", "same-origin")]), true),
            (
                headers(&[("sec-fetch-site", "cross-site"), ("origin", "null")]),
                false,
            ),
            (headers(&[("sec-fetch-site", "same-site")]), false),
            (
                headers(&[("origin", "https://a.example"), ("host", "a.example")]),
                true,
            ),
            (
                headers(&[("origin", "https://b.example"), ("host", "a.example")]),
                false,
            ),
            (headers(&[("origin", "null"), ("host", "a.example")]), false),
            (
                headers(&[("origin", "null"), ("cookie", "x=1; renew-here=1")]),
                true,
            ),
            (headers(&[]), false),
        ] {
            assert_eq!(is_ours(&given), ours, "{given:?}");
        }
    }
}
