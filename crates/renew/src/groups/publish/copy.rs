//! Answers that are the same for everybody, with what lets a reader ask whether they are new.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// Readers poll every few hours. An evening that was just cancelled should show soon, and a crowd
/// of readers behind one cache asks once in so long.
const KEPT: &str = "public, max-age=300";

const SECOND_MS: i64 = 1_000;

/// A file as it goes out.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    bytes: Bytes,
    etag: String,
    /// When it last became another, in milliseconds since the epoch.
    changed_ms: i64,
    content_type: &'static str,
}

impl Copy {
    pub(super) fn new(
        bytes: impl Into<Bytes>,
        changed_ms: i64,
        content_type: &'static str,
    ) -> Self {
        let bytes = bytes.into();
        let print = Sha256::digest(&bytes);
        let print: String = print
            .iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            bytes,
            // A weak one: on its way it may be compressed.
            etag: format!("W/\"{print}\""),
            changed_ms,
            content_type,
        }
    }

    /// The file, or that the asker has it already.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let mut response = if self.is_known(asked) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let kind = HeaderValue::from_static(self.content_type);
            ([(header::CONTENT_TYPE, kind)], self.bytes.clone()).into_response()
        };
        let headers = response.headers_mut();
        for_everybody(headers);
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
        let moment = Timestamp::from_millisecond(self.changed_ms).unwrap_or_default();
        let moment = moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        if let Ok(moment) = HeaderValue::from_str(&moment) {
            headers.insert(header::LAST_MODIFIED, moment);
        }
        response
    }

    /// What the asker has, by its print, or else by its age (RFC 9110, 13.2.2).
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let text = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
        if let Some(known) = text(header::IF_NONE_MATCH) {
            let own = self.etag.trim_start_matches("W/");
            return known
                .split(',')
                .map(|tag| tag.trim().trim_start_matches("W/"))
                .any(|tag| tag == own || tag == "*");
        }
        let since = text(header::IF_MODIFIED_SINCE).and_then(|since| {
            let parser = jiff::fmt::rfc2822::DateTimeParser::new();
            parser.parse_timestamp(since).ok()
        });
        since.is_some_and(|since| self.changed_ms.div_euclid(SECOND_MS) <= since.as_second())
    }
}

/// Anybody may keep it, and a page of another site may read it: it holds nothing but what is
/// public.
pub(super) fn for_everybody(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    let anybody = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
}
