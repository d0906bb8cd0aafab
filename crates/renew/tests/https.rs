#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The whole program with a certificate of its own: pages, the live line of a room, and who comes
//! without encryption.

mod whole;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use renew::sessions::SessionId;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use self::whole::{Page, Program, community};

const HOST: &str = "circle.example.org";

/// `renew serve` with a certificate, on ports of its own.
struct Served {
    folder: PathBuf,
    secure: SocketAddr,
    plain: SocketAddr,
    certificate: CertificateDer<'static>,
    _program: Program,
}

impl Served {
    fn start(folder: &Path) -> Self {
        Self::start_as(folder, |command| command)
    }

    /// One that is started in a way of its own.
    fn start_as(folder: &Path, way: impl FnOnce(Command) -> Command) -> Self {
        let certificate = certificate(folder);
        let secure = free_port();
        let origin = format!("https://{HOST}:{}", secure.port());
        let mut command = renew("serve", folder, secure, &origin);
        command.args(["--http-listen", "127.0.0.1:0"]);
        let (program, plain) =
            Program::start(&mut way(command), "sending on what comes to http://");
        Self {
            folder: folder.to_owned(),
            secure,
            plain: plain.parse().unwrap(),
            certificate,
            _program: program,
        }
    }

    async fn page(&self, session: SessionId, cookie: &str) -> Page<TlsStream<TcpStream>> {
        let site = format!("https://{HOST}:{}", self.secure.port());
        // Cookies have another name where they are only ever sent over TLS.
        let cookies = format!("__Host-{cookie}; {cookie}");
        Page::open(self.connect().await, &site, session, &cookies).await
    }

    async fn connect(&self) -> TlsStream<TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let ciphers = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(ciphers)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(self.secure).await.unwrap();
        let name = ServerName::try_from(HOST).unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        connector.connect(name, stream).await.unwrap()
    }
}

/// A command with the options of a community that has a certificate.
fn renew(command: &str, folder: &Path, listen: SocketAddr, origin: &str) -> Command {
    let mut renew = Command::new(env!("CARGO_BIN_EXE_renew"));
    renew
        .args([command, "--listen", &listen.to_string(), "--origin", origin])
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--tls-cert")
        .arg(folder.join("chain.pem"))
        // One by the environment, as each can be.
        .env("RENEW_TLS_KEY", folder.join("key.pem"));
    renew
}

/// The port has to be in the origin before anybody listens. The system gives it to nobody else
/// meanwhile: it goes round.
fn free_port() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

fn certificate(folder: &Path) -> CertificateDer<'static> {
    let names = [HOST.to_owned(), "localhost".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    std::fs::write(folder.join("chain.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).unwrap()
}

#[tokio::test]
async fn a_room_lives_on_a_line_that_is_secret() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (session, cookies) = community(&data, &["Marlow", "Wren"]).await;
    let served = Served::start(folder.path());
    let mut marlow = served.page(session, &cookies[0]).await;
    let mut wren = served.page(session, &cookies[1]).await;
    marlow.does(json!({"do": "agree"})).await;
    marlow.does(json!({"do": "start"})).await;
    assert_eq!(wren.view["view"]["seats"].as_array().unwrap().len(), 2);
    // What the room itself lays on the line of somebody who only listens.
    wren.until(|frame| frame["is"] == "ev" && frame.to_string().contains("phase"))
        .await;
}

#[tokio::test]
async fn pages_are_secret_and_who_comes_openly_is_sent_on() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path());
    let mut stream = served.connect().await;
    let request = format!("GET /help HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    assert!(answer.starts_with("http/1.1 200"), "{answer}");
    // Not with a port of its own: it would be forgotten, and the host be shut to the others.
    assert!(!answer.contains("strict-transport-security"), "{answer}");
    assert!(answer.contains("; secure"), "{answer}");

    let mut open = std::net::TcpStream::connect(served.plain).unwrap();
    let request = b"GET /groups?day=2 HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n";
    open.write_all(request).unwrap();
    let mut answer = String::new();
    open.read_to_string(&mut answer).unwrap();
    let to = format!(
        "location: https://{HOST}:{}/groups?day=2",
        served.secure.port()
    );
    assert!(answer.starts_with("HTTP/1.1 308"), "{answer}");
    assert!(answer.contains(&to), "{answer}");
}

/// As `command`, by an account that may have few files open.
fn with_few_files(command: Command) -> Command {
    let mut few = Command::new("sh");
    few.args(["-c", "ulimit -n 96 && exec \"$@\"", "sh"])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        few.env(name, value.unwrap_or_default());
    }
    few
}

#[tokio::test]
async fn who_only_holds_connections_open_keeps_nobody_away() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start_as(folder.path(), with_few_files);
    let mut idle = Vec::new();
    for _ in 0..120 {
        idle.push(std::net::TcpStream::connect(served.plain).unwrap());
    }
    let last = idle.last_mut().unwrap();
    // The first come to an end by themselves; this one would have to wait for that.
    let patience = Some(std::time::Duration::from_secs(5));
    last.set_read_timeout(patience).unwrap();
    // Closed, not left to wait: a wait that is over would be another error.
    let ended = last.read(&mut [0]).map_err(|error| error.kind());
    assert!(
        matches!(ended, Ok(0) | Err(ErrorKind::ConnectionReset)),
        "{ended:?}"
    );
    let mut stream = served.connect().await;
    let request = format!("GET /help HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn the_doctor_finds_a_running_program_well_and_a_broken_set_up_not() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path());
    let port = served.secure.port();
    let origin = format!("https://localhost:{port}");
    let examined = |listen: SocketAddr| {
        let output = renew("doctor", &served.folder, listen, &origin)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = examined(served.secure);
    assert_eq!(code, Some(0), "{said}");
    for sentence in [
        "is held by Renew.".to_owned(),
        format!("Renew answers at {origin}."),
        "Renew shows this certificate".to_owned(),
        "The database is whole".to_owned(),
    ] {
        assert!(said.contains(&sentence), "{sentence}: {said}");
    }
    // It listens elsewhere.
    let (code, said) = examined(free_port());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("nothing listens at TCP port"), "{said}");
}
