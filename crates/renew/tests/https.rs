#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The whole program with a certificate of its own: pages, the live line of a room, and who comes
//! without encryption.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use renew::App;
use renew::config::Config;
use renew::groups::{self, Details, Group, GroupId, Membership, Roles};
use renew::people::{self, Guest};
use renew::sessions::{self, SessionId};
use renew::site::chance::Chance;
use renew::site::clock::Clock;
use renew::site::lang::Lang;
use renew::site::sign::Sign;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A crowded machine may need many times a second; only a defect needs this.
const PATIENCE: Duration = Duration::from_secs(60);
const HOST: &str = "circle.example.org";

/// `renew serve` with a certificate, on ports of its own.
struct Program {
    child: Child,
    folder: PathBuf,
    secure: SocketAddr,
    plain: SocketAddr,
    certificate: CertificateDer<'static>,
    /// Held, or what it says next would break it.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let certificate = certificate(folder);
        let secure = free_port();
        let origin = format!("https://{HOST}:{}", secure.port());
        let mut child = renew("serve", folder, secure, &origin)
            .args(["--http-listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let begin = "sending on what comes to http://";
        let sends_on = |line: &String| line.starts_with(begin);
        let line = said.by_ref().map(Result::unwrap).find(sends_on).unwrap();
        Self {
            child,
            folder: folder.to_owned(),
            secure,
            plain: line[begin.len()..].parse().unwrap(),
            certificate,
            _said: said,
        }
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

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
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

/// A community with two people in a session that is on; their cookies.
async fn community(data: &Path) -> (SessionId, Vec<String>) {
    let config = Config::local(data.to_owned(), ([127, 0, 0, 1], 8080).into());
    let app = App::open(config, Clock::System, Chance::System).unwrap();
    let (mut everybody, mut cookies) = (Vec::new(), Vec::new());
    for name in ["Marlow", "Wren"] {
        let guest = Guest {
            name,
            sign: Sign::Bird,
            lang: Lang::En,
            is_coordinator: false,
        };
        let person = people::make_guest(&app, guest).await.unwrap();
        cookies.push(people::sign_in_guest(&app, person).await.unwrap().cookie);
        everybody.push(person);
    }
    let details = Details {
        name: "Evening circle".into(),
        ..Details::default()
    };
    let group = Group::new(GroupId(201), details, 0);
    let made = app.store.write(move |tx| {
        groups::create(tx, &group)?;
        for (place, person) in everybody.iter().enumerate() {
            let roles = Roles {
                is_facilitator: place == 0,
                ..Roles::default()
            };
            let place = Membership::joined(group.id, *person, roles, 0);
            groups::set_membership(tx, &place)?;
        }
        Ok::<_, store::StoreError>(())
    });
    made.await.unwrap();
    let session = sessions::open_now(&app, GroupId(201), 1).await.unwrap();
    (session, cookies)
}

/// One person's live line.
struct Line {
    socket: WebSocketStream<TlsStream<TcpStream>>,
}

impl Line {
    async fn open(program: &Program, session: SessionId, cookie: &str) -> Self {
        let host = format!("{HOST}:{}", program.secure.port());
        let mut request = format!("wss://{host}/sessions/{session}/socket?page=7")
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        // Cookies have another name where they are only ever sent over TLS.
        headers.insert(
            "cookie",
            format!("__Host-{cookie}; {cookie}").parse().unwrap(),
        );
        headers.insert("origin", format!("https://{host}").parse().unwrap());
        let stream = program.connect().await;
        let (socket, _) = client_async(request, stream).await.unwrap();
        let mut line = Self { socket };
        line.until(|frame| frame["is"] == "view").await;
        line
    }

    async fn until(&mut self, is: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.unwrap();
            if let Message::Text(text) = message.unwrap().unwrap() {
                let frame: Value = serde_json::from_str(&text).unwrap();
                if is(&frame) {
                    return frame;
                }
            }
        }
    }

    async fn says(&mut self, act: &Value) {
        let message = Message::text(act.to_string());
        self.socket.send(message).await.unwrap();
    }
}

#[tokio::test]
async fn a_room_lives_on_a_line_that_is_secret() {
    let folder = tempfile::tempdir().unwrap();
    let (session, cookies) = community(&folder.path().join("data")).await;
    let program = Program::start(folder.path());
    let mut marlow = Line::open(&program, session, &cookies[0]).await;
    let mut wren = Line::open(&program, session, &cookies[1]).await;
    for (n, act) in [(1, "agree"), (2, "start")] {
        marlow.says(&json!({"do": act, "n": n})).await;
        let answer = marlow.until(|frame| frame["n"] == n).await;
        assert_eq!(answer["is"], "ok", "{answer}");
    }
    // What the room itself lays on the line of somebody who only listens.
    wren.until(|frame| frame["is"] == "ev" && frame.to_string().contains("phase"))
        .await;
}

#[tokio::test]
async fn pages_are_secret_and_who_comes_openly_is_sent_on() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path());
    let mut stream = program.connect().await;
    let request = format!("GET /help HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    assert!(answer.starts_with("http/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000"));
    assert!(answer.contains("; secure"), "{answer}");

    let mut open = std::net::TcpStream::connect(program.plain).unwrap();
    let request = b"GET /groups?day=2 HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n";
    open.write_all(request).unwrap();
    let mut answer = String::new();
    open.read_to_string(&mut answer).unwrap();
    let to = format!(
        "location: https://{HOST}:{}/groups?day=2",
        program.secure.port()
    );
    assert!(answer.starts_with("HTTP/1.1 308"), "{answer}");
    assert!(answer.contains(&to), "{answer}");
}

#[tokio::test]
async fn the_doctor_finds_a_running_program_well_and_a_broken_set_up_not() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path());
    let port = program.secure.port();
    let origin = format!("https://localhost:{port}");
    let examined = |listen: SocketAddr| {
        let output = renew("doctor", &program.folder, listen, &origin)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = examined(program.secure);
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
