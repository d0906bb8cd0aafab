//! A small server on this machine that answers in every way that real ones do, for the tests.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::routing::get;
use futures_util::stream;
use tower_http::compression::CompressionLayer;

/// Wed, 21 Oct 2015 07:28:00 GMT.
pub(super) const NOW_MS: i64 = 1_445_412_480_000;

/// A server, and what it was asked.
#[derive(Clone)]
pub(in crate::groups) struct Server {
    pub(super) at: SocketAddr,
    pub(super) state: Arc<Mutex<Heard>>,
}

#[derive(Default)]
pub(in crate::groups) struct Heard {
    pub(super) requests: Vec<(String, HeaderMap)>,
    /// What `/feed` answers with.
    status: u16,
    list: String,
    etag: String,
}

impl Server {
    pub(in crate::groups) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
        let at = SocketAddr::from(([127, 0, 0, 1], listener.local_addr().unwrap().port()));
        let state = Arc::<Mutex<Heard>>::default();
        let routes = Router::new()
            .route("/packed/{what}", get(answer))
            .layer(CompressionLayer::new())
            .route("/{what}", get(answer))
            .with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { at, state }
    }

    pub(in crate::groups) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.at)
    }

    /// From now on `/feed` gives a list of meetings with these names, in a version of its own.
    pub(super) fn lists(&self, names: &[&str]) {
        let meetings: Vec<String> = names
            .iter()
            .map(|name| {
                let slug = name.split(' ').next().unwrap().to_lowercase();
                format!(
                    r#"{{"slug":"{slug}","name":"{name}","day":2,"time":"19:00",
                        "timezone":"America/Lima"}}"#
                )
            })
            .collect();
        self.answers(200, &format!("[{}]", meetings.join(",")));
    }

    pub(in crate::groups) fn answers(&self, status: u16, body: &str) {
        let mut state = self.state.lock().unwrap();
        state.status = status;
        state.etag = format!("\"{}-{}\"", body.len(), names_in(body));
        state.list = body.to_owned();
    }

    pub(in crate::groups) fn asked(&self) -> usize {
        self.state.lock().unwrap().requests.len()
    }

    pub(super) fn asked_for(&self, what: &str) -> usize {
        let state = self.state.lock().unwrap();
        state
            .requests
            .iter()
            .filter(|(path, _)| path == what)
            .count()
    }

    pub(super) fn last_header(&self, name: header::HeaderName) -> String {
        let state = self.state.lock().unwrap();
        let (_, headers) = state.requests.last().unwrap();
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    }
}

/// Something that differs when the names do.
fn names_in(body: &str) -> u64 {
    body.bytes().fold(7, |sum: u64, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    })
}

async fn answer(
    State(state): State<Arc<Mutex<Heard>>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let what = uri.path().rsplit('/').next().unwrap().to_owned();
    let mut state = state.lock().unwrap();
    let condition = headers.get(header::IF_NONE_MATCH).cloned();
    let host = headers[header::HOST].to_str().unwrap().to_owned();
    state.requests.push((what.clone(), headers));
    match what.as_str() {
        "feed" if condition.is_some_and(|known| known == state.etag.as_str()) => plain(304, ""),
        "feed" => Response::builder()
            .status(state.status)
            .header(header::ETAG, &state.etag)
            .header(header::LAST_MODIFIED, "Wed, 21 Oct 2015 07:28:00 GMT")
            .body(Body::from(state.list.clone()))
            .unwrap(),
        "challenge" => plain(200, "<!doctype html><title>Just a moment</title>"),
        "bomb" => plain(200, &" ".repeat(1_000_000)),
        "circle" => to("/circle"),
        "moved" => to("/feed"),
        "outside" => to("ftp://example.org/feed"),
        "home" => {
            let port = host.rsplit_once(':').unwrap().1;
            to(&format!("http://127.0.0.1:{port}/feed"))
        }
        "later" => wait(503, "7200"),
        "until" => wait(429, "Wed, 21 Oct 2015 08:28:00 GMT"),
        "slow" | "endless" | "broken" => stream_of(&what),
        _ => plain(404, "nothing"),
    }
}

fn plain(status: u16, body: &str) -> Response<Body> {
    let body = Body::from(body.to_owned());
    Response::builder().status(status).body(body).unwrap()
}

fn wait(status: u16, after: &str) -> Response<Body> {
    Response::builder()
        .status(status)
        .header(header::RETRY_AFTER, after)
        .body(Body::empty())
        .unwrap()
}

fn piece(bytes: &'static [u8]) -> std::io::Result<Bytes> {
    Ok(Bytes::from_static(bytes))
}

/// Bodies that never come, never end, or end before they should.
fn stream_of(what: &str) -> Response<Body> {
    let response = Response::builder();
    match what {
        "slow" => response.body(Body::from_stream(stream::unfold((), async |()| {
            tokio::time::sleep(Duration::from_secs(30)).await;
            Some((piece(b" "), ()))
        }))),
        "endless" => response.body(Body::from_stream(stream::repeat_with(|| {
            piece(&[b' '; 4096])
        }))),
        _ => response
            .header(header::CONTENT_LENGTH, "1000")
            .body(Body::from_stream(stream::unfold(true, async |is_first| {
                if is_first {
                    return Some((piece(b"[{\"slug\":\"a\""), false));
                }
                // Time for the head to go out.
                tokio::time::sleep(Duration::from_millis(50)).await;
                Some((Err(std::io::Error::other("gone")), false))
            }))),
    }
    .unwrap()
}

fn to(place: &str) -> Response<Body> {
    Response::builder()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, place)
        .body(Body::empty())
        .unwrap()
}
