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
        let listener = secure.listen(listener).unwrap();
        let site = Router::new().route(
            "/",
            get(async |ConnectInfo(peer): ConnectInfo<Peer>| peer.0.ip().to_string()),
        );
        let site = site.into_make_service_with_connect_info::<Peer>();
        tokio::spawn(async move { axum::serve(listener, site).await });
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
