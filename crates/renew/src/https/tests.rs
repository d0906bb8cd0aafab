//! Real connections to a listener that does TLS.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use rustls::pki_types::{CertificateDer, ServerName};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::testing::Made;
use super::*;
use crate::site::peer::Peer;

/// A site of one page that says where somebody comes from, at `localhost`.
struct Served {
    made: Made,
    folder: TempDir,
    files: Files,
    shown: Arc<Shown>,
    places: Places,
    at: SocketAddr,
}

/// So many connections at once.
const PLACES: u32 = 8;

impl Served {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Made::of(&["localhost"]);
        let (certificate, key) = made.write(folder.path());
        let https = Https::Files { certificate, key };
        let secure = Secure::prepare(&https).unwrap().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let places = Places::new(PLACES, PLACES);
        let listener = secure.listen(listener, places.clone());
        let site = Router::new()
            .route(
                "/",
                get(async |ConnectInfo(peer): ConnectInfo<Peer>| peer.0.ip().to_string()),
            )
            .route("/long", get(async || vec![7; 64 << 20]));
        tokio::spawn(serve(listener, site, std::future::pending()));
        let Secure { shown, source, .. } = secure;
        let Source::Files(files) = source else {
            panic!("{source:?}");
        };
        Self {
            made,
            folder,
            files,
            shown,
            places,
            at,
        }
    }

    async fn visit(&self, trusting: &Made) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.at).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let connector = TlsConnector::from(trusting.trusting());
        connector.connect(name, stream).await
    }
}

/// Asks for the page; what comes back.
async fn ask(stream: &mut TlsStream<TcpStream>) -> String {
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = vec![0; 4096];
    let count = stream.read(&mut answer).await.unwrap();
    String::from_utf8(answer[..count].to_vec()).unwrap()
}

fn shown_to(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    let (_, connection) = stream.get_ref();
    connection.peer_certificates().unwrap()[0].clone()
}

#[tokio::test]
async fn a_new_certificate_is_shown_without_a_restart_and_nobody_is_cut_off() {
    let mut served = Served::new().await;
    let mut early = served.visit(&served.made).await.unwrap();
    let answer = ask(&mut early).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("127.0.0.1"), "{answer}");
    let next = Made::of(&["localhost"]);
    // Half of it: the old one is still shown.
    fs::write(served.folder.path().join("chain.pem"), &next.chain).unwrap();
    take(served.files.look(), &served.shown);
    let between = served.visit(&served.made).await.unwrap();
    assert_eq!(shown_to(&between), served.made.der());
    next.write(served.folder.path());
    take(served.files.look(), &served.shown);
    let late = served.visit(&next).await.unwrap();
    assert_eq!(shown_to(&late), next.der());
    assert!(served.visit(&served.made).await.is_err());
    assert!(ask(&mut early).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test(start_paused = true)]
async fn who_never_ends_a_handshake_is_closed_and_holds_up_nobody() {
    let served = Served::new().await;
    let mut silent = TcpStream::connect(served.at).await.unwrap();
    let mut garbage = TcpStream::connect(served.at).await.unwrap();
    garbage.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert!(served.visit(&served.made).await.is_ok());
    // Whatever is still said to it, it is over at once.
    let moment = Duration::from_secs(1);
    let mut said = Vec::new();
    let ended = timeout(moment, garbage.read_to_end(&mut said)).await;
    assert!(ended.is_ok());
    let (mut byte, almost) = ([0; 1], listener::HANDSHAKE_MAX - 2 * moment);
    assert!(timeout(almost, silent.read(&mut byte)).await.is_err());
    let ended = timeout(3 * moment, silent.read(&mut byte)).await;
    assert_eq!(ended.unwrap().unwrap(), 0);
}

#[tokio::test]
async fn what_can_not_be_shown_stops_the_start_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = Made::of(&["localhost"]).write(folder.path());
    fs::write(&key, Made::of(&["localhost"]).key).unwrap();
    let https = Https::Files { certificate, key };
    let said = Secure::prepare(&https).unwrap_err();
    assert!(said.contains("another certificate"), "{said}");
    assert!(Secure::prepare(&Https::Off).unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn who_asks_nothing_is_not_waited_for_and_who_asks_again_is_served() {
    let served = Served::new().await;
    let mut silent = served.visit(&served.made).await.unwrap();
    let mut slow = served.visit(&served.made).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    let mut asking = served.visit(&served.made).await.unwrap();
    for _ in 0..3 {
        assert!(ask(&mut asking).await.starts_with("HTTP/1.1 200"));
        tokio::time::sleep(listener::HEAD_MAX / 2).await;
    }
    for gone in [&mut silent, &mut slow] {
        let mut said = Vec::new();
        let ended = timeout(Duration::from_secs(1), gone.read_to_end(&mut said)).await;
        assert!(ended.is_ok());
    }
}

#[tokio::test]
async fn open_requests_are_answered_before_the_end() {
    let made = Made::of(&["localhost"]);
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = made.write(folder.path());
    let secure = Secure::prepare(&Https::Files { certificate, key });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let places = Places::new(PLACES, PLACES);
    let listener = secure.unwrap().unwrap().listen(listener, places);
    let (begun, begins) = tokio::sync::oneshot::channel();
    let (go_on, goes_on) = tokio::sync::oneshot::channel::<()>();
    let once = std::sync::Mutex::new(Some((begun, goes_on)));
    let once = Arc::new(once);
    let site = Router::new().route(
        "/",
        get(move || {
            let (begun, goes_on) = once.lock().unwrap().take().unwrap();
            async move {
                begun.send(()).unwrap();
                goes_on.await.unwrap();
                "done"
            }
        }),
    );
    let (stop, stops) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, site, async move {
        stops.await.unwrap();
    }));
    let name = ServerName::try_from("localhost").unwrap();
    let connect = async || {
        let stream = TcpStream::connect(at).await.unwrap();
        let connector = TlsConnector::from(made.trusting());
        connector.connect(name.clone(), stream).await.unwrap()
    };
    let _idle = connect().await;
    let mut open = connect().await;
    let answer = tokio::spawn(async move { ask(&mut open).await });
    begins.await.unwrap();
    stop.send(()).unwrap();
    tokio::task::yield_now().await;
    go_on.send(()).unwrap();
    assert!(answer.await.unwrap().starts_with("HTTP/1.1 200"));
    // Who is only there does not hold up the end.
    timeout(Duration::from_secs(30), serving)
        .await
        .unwrap()
        .unwrap();
}

/// Asks and listens to no answer, once so much has been taken on its way that no more goes.
async fn ask_for_too_much(stream: &mut TlsStream<TcpStream>) {
    let request = b"GET /long HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_connection_has_a_place_until_it_ends_and_who_finds_none_is_closed() {
    let served = Served::new().await;
    let mut all = Vec::new();
    for _ in 0..PLACES {
        all.push(served.visit(&served.made).await.unwrap());
    }
    assert!(served.visit(&served.made).await.is_err());
    drop(all.pop());
    while served.places.taken() == PLACES {
        tokio::task::yield_now().await;
    }
    let mut next = served.visit(&served.made).await.unwrap();
    assert!(ask(&mut next).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test(start_paused = true)]
async fn who_takes_nothing_of_an_answer_is_let_go() {
    let served = Served::new().await;
    let mut deaf = served.visit(&served.made).await.unwrap();
    ask_for_too_much(&mut deaf).await;
    let gone = async {
        while served.places.taken() > 0 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    assert!(timeout(2 * bounded::STUCK_MAX, gone).await.is_ok());
}

/// A site that answers nobody, over connections that come as they are.
async fn unanswering() -> (PlainListener, Router, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let listener = PlainListener::new(listener, Places::new(PLACES, PLACES));
    let site = Router::new().route("/", get(async || std::future::pending::<()>().await));
    (listener, site, at)
}

#[tokio::test(start_paused = true)]
async fn a_request_that_never_ends_does_not_hold_up_the_end() {
    let (listener, site, at) = unanswering().await;
    let (stop, stops) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, site, async move {
        stops.await.unwrap();
    }));
    let mut open = TcpStream::connect(at).await.unwrap();
    open.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    stop.send(()).unwrap();
    let ended = timeout(serving::END_MAX + Duration::from_secs(5), serving).await;
    ended.unwrap().unwrap();
    let mut said = Vec::new();
    assert_eq!(open.read_to_end(&mut said).await.unwrap_or(0), 0);
}

#[tokio::test(start_paused = true)]
async fn who_comes_openly_and_says_nothing_takes_no_place_for_long() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = Made::of(&["localhost"]).write(folder.path());
    let secure = Secure::prepare(&Https::Files { certificate, key });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let shares = Shares::of(32);
    let sending_on = secure.unwrap().unwrap();
    tokio::spawn(sending_on.send_on(listener, shares, "https://a.example"));
    // Two have a place, and the third finds none.
    let mut silent = Vec::new();
    for _ in 0..2 {
        silent.push(TcpStream::connect(at).await.unwrap());
    }
    let mut third = TcpStream::connect(at).await.unwrap();
    let mut said = Vec::new();
    let moment = Duration::from_secs(1);
    let ended = timeout(moment, third.read_to_end(&mut said)).await;
    assert!(ended.is_ok(), "closed at once");
    let ended = timeout(
        2 * plain::HEAD_OF_REDIRECTED_MAX,
        silent[0].read_to_end(&mut said),
    )
    .await;
    assert!(ended.is_ok());
    let mut next = TcpStream::connect(at).await.unwrap();
    next.write_all(b"GET /a HTTP/1.1\r\nhost: b\r\n\r\n")
        .await
        .unwrap();
    said.clear();
    next.read_to_end(&mut said).await.unwrap();
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("location: https://a.example/a"), "{said}");
}
