//! Sources as servers are: a small one on this machine that answers in every way that real ones do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::get;
use calendar::meeting_guide::Refusal;
use futures_util::stream;
use tower_http::compression::CompressionLayer;

use super::ask::{Answer, Asker, Bounds, Failure, Question, UrlFlaw, check_url};
use super::tending::{self, Asked};
use super::trouble::Trouble;
use super::{HOUR_MS, Health, MINUTE_MS, PERIOD_MS, Source, health, store};
use crate::App;
use crate::config::Config;
use crate::groups::{Group, GroupError, feed_store, store as groups, undecided_store};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// Wed, 21 Oct 2015 07:28:00 GMT.
const NOW_MS: i64 = 1_445_412_480_000;

/// A server, and what it was asked.
#[derive(Clone)]
struct Server {
    at: SocketAddr,
    state: Arc<Mutex<Heard>>,
}

#[derive(Default)]
struct Heard {
    requests: Vec<(String, HeaderMap)>,
    /// What `/feed` answers with.
    status: u16,
    list: String,
    etag: String,
}

impl Server {
    async fn start() -> Self {
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

    fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.at)
    }

    /// From now on `/feed` gives a list of meetings with these names, in a version of its own.
    fn lists(&self, names: &[&str]) {
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

    fn answers(&self, status: u16, body: &str) {
        let mut state = self.state.lock().unwrap();
        state.status = status;
        state.etag = format!("\"{}-{}\"", body.len(), names_in(body));
        state.list = body.to_owned();
    }

    fn asked(&self) -> usize {
        self.state.lock().unwrap().requests.len()
    }

    fn last_header(&self, name: header::HeaderName) -> String {
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
    Path(what): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let mut state = state.lock().unwrap();
    let condition = headers.get(header::IF_NONE_MATCH).cloned();
    state.requests.push((what.clone(), headers));
    let answer = Response::builder();
    let respond = |status: u16, body: &str| {
        Response::builder()
            .status(status)
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    match what.as_str() {
        "feed" if condition.is_some_and(|known| known == state.etag.as_str()) => respond(304, ""),
        "feed" => answer
            .status(state.status)
            .header(header::ETAG, &state.etag)
            .header(header::LAST_MODIFIED, "Wed, 21 Oct 2015 07:28:00 GMT")
            .body(Body::from(state.list.clone()))
            .unwrap(),
        "challenge" => respond(200, "<!doctype html><title>Just a moment</title>"),
        "bomb" => respond(200, &" ".repeat(1_000_000)),
        "slow" => answer
            .body(Body::from_stream(stream::unfold((), async |()| {
                tokio::time::sleep(Duration::from_secs(30)).await;
                Some((Ok::<_, std::io::Error>(Bytes::from_static(b" ")), ()))
            })))
            .unwrap(),
        "endless" => answer
            .body(Body::from_stream(stream::repeat_with(|| {
                Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 4096]))
            })))
            .unwrap(),
        "broken" => answer
            .header(header::CONTENT_LENGTH, "1000")
            .body(Body::from_stream(stream::unfold(true, async |is_first| {
                if is_first {
                    return Some((Ok(Bytes::from_static(b"[{\"slug\":\"a\"")), false));
                }
                // Time for the head to go out.
                tokio::time::sleep(Duration::from_millis(50)).await;
                Some((Err(std::io::Error::other("gone")), false))
            })))
            .unwrap(),
        "circle" => to("/circle"),
        "moved" => to("/feed"),
        "outside" => to("ftp://example.org/feed"),
        "home" => {
            let host = state.requests.last().unwrap().1[header::HOST].clone();
            let port = host
                .to_str()
                .unwrap()
                .rsplit_once(':')
                .unwrap()
                .1
                .to_owned();
            to(&format!("http://127.0.0.1:{port}/feed"))
        }
        "later" => answer
            .status(503)
            .header(header::RETRY_AFTER, "7200")
            .body(Body::empty())
            .unwrap(),
        "until" => answer
            .status(429)
            .header(header::RETRY_AFTER, "Wed, 21 Oct 2015 08:28:00 GMT")
            .body(Body::empty())
            .unwrap(),
        _ => respond(404, "nothing"),
    }
}

fn to(place: &str) -> Response<Body> {
    Response::builder()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, place)
        .body(Body::empty())
        .unwrap()
}

fn config(asks_own_network: bool) -> Config {
    Config {
        asks_own_network,
        ..Config::local("nowhere".into(), "127.0.0.1:8080".parse().unwrap())
    }
}

fn asker() -> Asker {
    let bounds = Bounds {
        connect: Duration::from_secs(5),
        whole: Duration::from_millis(700),
        bytes_max: 100_000,
    };
    Asker::with(&config(true), bounds, |_| true)
}

async fn ask(asker: &Asker, url: &str) -> Result<Answer, Failure> {
    let question = Question {
        url: url.to_owned(),
        ..Question::default()
    };
    asker.ask(question, NOW_MS).await
}

#[tokio::test]
async fn every_way_to_give_nothing_is_named_within_its_bounds() {
    let server = Server::start().await;
    let asker = asker();
    for (path, trouble, wished_ms) in [
        ("missing", Trouble::Status(404), None),
        ("later", Trouble::Status(503), Some(2 * HOUR_MS)),
        ("until", Trouble::Status(429), Some(HOUR_MS)),
        ("slow", Trouble::TooSlow, None),
        ("endless", Trouble::TooLarge, None),
        ("packed/bomb", Trouble::TooLarge, None),
        ("broken", Trouble::CutShort, None),
        ("circle", Trouble::TooManyRedirects, None),
    ] {
        let answer = ask(&asker, &server.url(path)).await;
        assert_eq!(answer, Err(Failure { trouble, wished_ms }), "{path}");
    }
    let circled = server.state.lock().unwrap();
    let count = circled.requests.iter().filter(|(path, _)| path == "circle");
    assert_eq!(count.count(), 6, "five redirects are followed");
    drop(circled);
    let nobody = ask(&asker, "http://127.0.0.1:1/feed").await;
    assert_eq!(nobody, Err(Trouble::Unreachable.into()));
    let unknown = ask(&asker, "http://there-is-no-such-host.invalid/feed").await;
    assert_eq!(unknown, Err(Trouble::NoSuchHost.into()));
    let plain = ask(&asker, &server.url("feed").replace("http:", "https:")).await;
    assert_eq!(plain, Err(Trouble::NotTrusted.into()));
    let outside = ask(&asker, &server.url("outside")).await.unwrap_err();
    assert_eq!(outside.trouble, Trouble::NotAnAddress);
}

#[tokio::test]
async fn a_list_comes_once_and_then_only_word_that_it_is_the_same() {
    let server = Server::start().await;
    server.answers(200, "[]");
    let asker = asker();
    let first = ask(&asker, &server.url("moved")).await.unwrap();
    let Answer::List {
        bytes,
        etag,
        last_modified,
    } = first
    else {
        panic!("{first:?}")
    };
    assert_eq!(bytes, b"[]");
    let named = server.last_header(header::USER_AGENT);
    assert!(
        named.starts_with("Renew/") && named.contains("http://localhost:8080"),
        "{named}"
    );
    assert_eq!(server.last_header(header::ACCEPT_ENCODING), "gzip");
    assert_eq!(server.last_header(header::IF_NONE_MATCH), "");

    let again = Question {
        url: server.url("feed"),
        etag: etag.clone(),
        last_modified: last_modified.clone(),
    };
    assert_eq!(asker.ask(again, NOW_MS).await, Ok(Answer::Unchanged));
    assert_eq!(server.last_header(header::IF_NONE_MATCH), etag);
    assert_eq!(server.last_header(header::IF_MODIFIED_SINCE), last_modified);

    let list = format!("[{}]", " ".repeat(90_000));
    server.answers(200, &list);
    let packed = ask(&asker, &server.url("packed/feed")).await.unwrap();
    assert!(matches!(packed, Answer::List { bytes, .. } if bytes == list.as_bytes()));
}

#[tokio::test]
async fn the_machine_s_own_network_is_not_asked_by_any_name() {
    let server = Server::start().await;
    let asker = Asker::new(&config(false));
    let port = server.at.port();
    for (url, trouble) in [
        (
            format!("https://127.0.0.1:{port}/feed"),
            Trouble::OwnNetwork,
        ),
        (
            format!("https://localhost:{port}/feed"),
            Trouble::OwnNetwork,
        ),
        (format!("https://[::1]:{port}/feed"), Trouble::OwnNetwork),
        (
            format!("https://[::ffff:127.0.0.1]:{port}/feed"),
            Trouble::OwnNetwork,
        ),
        (format!("https://0x7f.1:{port}/feed"), Trouble::OwnNetwork),
        (
            "https://169.254.169.254/latest".to_owned(),
            Trouble::OwnNetwork,
        ),
        (server.url("feed"), Trouble::NotSecure),
    ] {
        assert_eq!(ask(&asker, &url).await, Err(trouble.into()), "{url}");
    }
    assert_eq!(server.asked(), 0, "not even a connection");
}

/// Here the whole of 127.0.0.0/8 is this machine; one of it stands for a server outside.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_outside_leads_nobody_into_the_own_network() {
    let server = Server::start().await;
    let outside = std::net::IpAddr::from([127, 0, 0, 2]);
    let asker = Asker::with(&config(true), Bounds::default(), |ip| {
        ip == std::net::IpAddr::from([127, 0, 0, 2])
    });
    let url = format!("http://{outside}:{}/home", server.at.port());
    assert_eq!(ask(&asker, &url).await, Err(Trouble::OwnNetwork.into()));
    assert_eq!(server.asked(), 1, "it led home, and nobody followed");
}

#[test]
fn only_addresses_that_can_be_asked_and_read_by_all_are_taken() {
    let long = format!("https://example.org/{}", "a".repeat(1_000));
    for (text, own_network, expected) in [
        (
            " https://example.org/feed?a=1&b=2#top ",
            false,
            Ok("https://example.org/feed?a=1&b=2"),
        ),
        ("https://example.org", false, Ok("https://example.org/")),
        ("http://example.org/", false, Err(UrlFlaw::NotAnAddress)),
        ("http://example.org/", true, Ok("http://example.org/")),
        ("ftp://example.org/", true, Err(UrlFlaw::NotAnAddress)),
        ("javascript:alert(1)", true, Err(UrlFlaw::NotAnAddress)),
        ("https://", false, Err(UrlFlaw::NotAnAddress)),
        ("/feed", false, Err(UrlFlaw::NotAnAddress)),
        ("", false, Err(UrlFlaw::NotAnAddress)),
        ("https://exa mple.org/", false, Err(UrlFlaw::NotAnAddress)),
        (long.as_str(), false, Err(UrlFlaw::NotAnAddress)),
        (
            "https://ada:secret@example.org/",
            false,
            Err(UrlFlaw::HoldsSecret),
        ),
    ] {
        let checked = check_url(text, own_network);
        assert_eq!(
            checked.as_deref(),
            expected.as_ref().copied().map_err(|flaw| flaw),
            "{text}"
        );
    }
}

/// A community that asks one source.
struct Here {
    app: App,
    server: Server,
    _folder: tempfile::TempDir,
}

const ID: i64 = 251;

impl Here {
    async fn with_source(path: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            asks_own_network: true,
            ..Config::local(folder.path().to_owned(), "127.0.0.1:0".parse().unwrap())
        };
        let app = App::open(config, Clock::fixed(NOW_MS), Chance::seeded(7)).unwrap();
        let server = Server::start().await;
        let source = Source {
            url: server.url(path),
            next_ms: NOW_MS,
            added_ms: NOW_MS,
            ..super::tests::sample()
        };
        app.store
            .write::<_, GroupError, _>(move |tx| Ok(store::add(tx, &source)?))
            .await
            .unwrap();
        Self {
            app,
            server,
            _folder: folder,
        }
    }

    async fn source(&self) -> Source {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(store::source(tx, ID)?));
        read.await.unwrap().unwrap()
    }

    async fn groups(&self) -> Vec<Group> {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(groups::of_feed(tx, ID)?));
        read.await.unwrap()
    }

    async fn names(&self) -> Vec<String> {
        let groups = self.groups().await;
        groups.iter().map(|group| group.name().to_owned()).collect()
    }

    /// Lets time go by until the source is due, and asks what is due then.
    async fn next(&self) -> Source {
        let wait_ms = self.source().await.next_ms - self.app.clock.now_ms();
        self.app.clock.advance(wait_ms.max(0));
        tending::tend_once(&self.app).await.unwrap();
        self.source().await
    }
}

#[tokio::test]
async fn a_source_is_asked_when_its_time_comes_and_its_groups_follow() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder", "Birch"]);
    let source = here.next().await;
    assert_eq!(here.names().await, ["Alder", "Birch"]);
    assert_eq!(
        (source.meetings, source.failures, source.waiting_ms),
        (2, 0, None)
    );
    assert_eq!(health(&source, NOW_MS), Health::Well);
    let wait_ms = source.next_ms - here.app.clock.now_ms();
    assert!((PERIOD_MS..PERIOD_MS + HOUR_MS).contains(&wait_ms));

    // Nothing is due before that.
    tending::tend_once(&here.app).await.unwrap();
    assert_eq!(here.server.asked(), 1);
    // The same version is not sent again, and nothing is written.
    let before = here.groups().await;
    let source = here.next().await;
    assert_eq!((here.server.asked(), source.meetings), (2, 2));
    assert_eq!(source.succeeded_ms, Some(here.app.clock.now_ms()));
    assert_eq!(here.groups().await, before);

    // A newer list renames one and no longer has the other, which is marked and stays.
    here.server.lists(&["Alder Grove"]);
    here.next().await;
    assert_eq!(here.names().await, ["Alder Grove", "Birch"]);
    let gone = |group: &Group| group.origin.as_ref().unwrap().gone_ms.is_some();
    let marks: Vec<bool> = here.groups().await.iter().map(gone).collect();
    assert_eq!(marks, [false, true]);
}

#[tokio::test]
async fn what_was_brought_stays_while_a_source_fails_and_after_three_days_somebody_is_told() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder"]);
    here.next().await;
    let good = here.groups().await;
    for (status, body, sentence) in [
        (500, "", "problem of its own (500)"),
        (200, "<html>", "A web page came"),
        (200, "[]", "no meeting in the list"),
        (200, "[{}]", "no meeting in the list"),
        (200, "", "was empty"),
        (200, "{\"error\":1}", "there is no list of meetings"),
    ] {
        here.server.answers(status, body);
        let source = here.next().await;
        let problem = source.problem.as_ref().unwrap();
        assert!(problem.english.contains(sentence), "{problem:?}");
        assert_ne!(problem.english, problem.spanish);
        assert_eq!(here.groups().await, good);
        assert_eq!(source.meetings, 1);
    }
    let ailing = async || {
        let now_ms = here.app.clock.now_ms();
        let count = here
            .app
            .store
            .read::<_, GroupError, _>(move |tx| Ok(store::ailing(tx, now_ms)?));
        count.await.unwrap()
    };
    assert_eq!(ailing().await, 0);
    let mut asked = 0;
    while ailing().await == 0 {
        here.next().await;
        asked += 1;
        assert!(asked < 20, "three days are not that long");
    }
    let source = here.source().await;
    let failing_ms = here.app.clock.now_ms() - source.failing_ms.unwrap();
    assert!((72 * HOUR_MS..96 * HOUR_MS).contains(&failing_ms));
    assert_eq!(health(&source, here.app.clock.now_ms()), Health::Ailing);

    // It comes back by itself. A failure kept the version that we have.
    here.server.lists(&["Alder"]);
    let source = here.next().await;
    assert_eq!(
        (source.failures, source.failing_ms, source.problem),
        (0, None, None)
    );
    assert_eq!(ailing().await, 0);
    assert_eq!(here.groups().await, good);
}

#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_is() {
    let here = Here::with_source("later").await;
    let source = here.next().await;
    assert!(source.next_ms - here.app.clock.now_ms() >= 2 * HOUR_MS);
    assert_eq!(health(&source, NOW_MS), Health::Troubled);
    let challenged = Here::with_source("challenge").await;
    let problem = challenged.next().await.problem.unwrap();
    assert_eq!(problem, Trouble::Refused(Refusal::WebPage).told());
}

#[tokio::test]
async fn a_large_list_waits_until_somebody_has_looked() {
    let here = Here::with_source("feed").await;
    let names: Vec<String> = (0..60).map(|n| format!("M{n:02} Circle")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    here.server.lists(&names);
    let source = here.next().await;
    assert_eq!((source.meetings, source.failures), (60, 0));
    assert!(source.waiting_ms.is_some() && here.groups().await.is_empty());
    tending::let_in(&here.app, ID).await.unwrap();
    assert_eq!(here.names().await.len(), 60);
    assert_eq!(here.source().await.waiting_ms, None);
    tending::let_in(&here.app, ID).await.unwrap();
    assert_eq!(here.names().await.len(), 60, "a second tap does nothing");

    // Half of them are gone: nothing is marked, and what was renamed follows.
    let mut half = names[..30].to_vec();
    half[0] = "M00 Renamed";
    here.server.lists(&half);
    assert!(here.next().await.waiting_ms.is_some());
    let groups = here.groups().await;
    assert_eq!(groups[0].name(), "M00 Renamed");
    let is_gone = |group: &Group| group.origin.as_ref().unwrap().gone_ms.is_some();
    assert!(!groups.iter().any(is_gone));
    // The server finds the rest of its list again, and nothing waits any more.
    here.server.lists(&names);
    assert_eq!(here.next().await.waiting_ms, None);
}

#[tokio::test]
async fn what_was_changed_here_stays_and_waits_for_a_decision() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder"]);
    here.next().await;
    let mut group = here.groups().await.remove(0);
    group.details.name = "Ours".to_owned();
    here.app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(groups::save(tx, &group)?))
        .await
        .unwrap();
    here.server.lists(&["Alder Grove"]);
    here.next().await;
    here.server.lists(&["Alder Grove", "Birch"]);
    here.next().await;
    assert_eq!(here.names().await, ["Ours", "Birch"]);
    let undecided = here
        .app
        .store
        .read::<_, GroupError, _>(|tx| Ok(undecided_store::of_feed(tx, ID)?))
        .await
        .unwrap();
    assert_eq!(undecided.len(), 1, "two lists later it still waits");
    assert_eq!(
        (undecided[0].ours.as_str(), undecided[0].theirs.as_str()),
        ("Ours", "Alder Grove")
    );
}

#[tokio::test]
async fn nobody_asks_more_than_once_a_minute_nor_two_at_once() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder"]);
    let (one, other) = tokio::join!(tending::ask(&here.app, ID), tending::ask(&here.app, ID));
    let mut asked = [one.unwrap(), other.unwrap()];
    asked.sort_by_key(|asked| *asked == Asked::NotNow);
    assert_eq!(asked, [Asked::Done, Asked::NotNow]);
    here.app.clock.advance(MINUTE_MS - 1);
    assert_eq!(tending::ask(&here.app, ID).await.unwrap(), Asked::NotNow);
    here.app.clock.advance(1);
    assert_eq!(tending::ask(&here.app, ID).await.unwrap(), Asked::Done);
    assert_eq!(here.server.asked(), 2);
}

#[tokio::test]
async fn the_same_meetings_under_another_name_are_not_brought_a_second_time() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder", "Birch"]);
    here.next().await;
    let twin = Source {
        id: ID + 1,
        name: "Twin".to_owned(),
        url: here.server.url("moved"),
        ..here.source().await
    };
    here.app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(store::add(tx, &twin)?))
        .await
        .unwrap();
    tending::ask(&here.app, ID + 1).await.unwrap();
    let (waits, count) = here
        .app
        .store
        .read::<_, GroupError, _>(|tx| {
            let waits = store::waiting(tx, ID + 1)?.is_some();
            Ok((waits, groups::of_feed(tx, ID + 1)?.len()))
        })
        .await
        .unwrap();
    assert_eq!((waits, count), (true, 0));
    let report = here
        .app
        .store
        .read::<_, GroupError, _>(|tx| Ok(feed_store::feed(tx, ID)?.unwrap().report))
        .await
        .unwrap();
    assert_eq!(report.added, 2, "the first keeps its report");
}
