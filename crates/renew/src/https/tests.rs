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
    at: SocketAddr,
}

impl Served {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Made::of(&["localhost"]);
        let (certificate, key) = made.write(folder.path());
        let https = Https::Files { certificate, key };
        let secure = Secure::prepare(&https).unwrap().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let listener = secure.listen(listener);
        let site = Router::new().route(
            "/",
            get(async |ConnectInfo(peer): ConnectInfo<Peer>| peer.0.ip().to_string()),
        );
        tokio::spawn(serve_secretly(listener, site, std::future::pending()));
        let Secure { shown, source, .. } = secure;
        let Source::Files(files) = source else {
            panic!("{source:?}");
        };
        Self {
            made,
            folder,
            files,
            shown,
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
        tokio::time::sleep(serving::HEAD_MAX / 2).await;
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
    let listener = secure.unwrap().unwrap().listen(listener);
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
    let serving = tokio::spawn(serve_secretly(listener, site, async move {
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
