#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The whole program, ended by force in the middle of a turn and started again on the same data:
//! the same person has the floor, and everybody their seat.

use std::io::{BufRead as _, BufReader, Lines};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
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
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A crowded machine may need many times a second; only a defect needs this.
const PATIENCE: Duration = Duration::from_secs(60);

/// `renew serve` on a port of its own.
struct Program {
    child: Child,
    at: SocketAddr,
    /// Held, or what it says next would break it.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_renew"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let listens = |line: &String| line.starts_with("listening on ");
        let line = said.by_ref().map(Result::unwrap).find(listens).unwrap();
        let port: u16 = line.rsplit_once(':').unwrap().1.parse().unwrap();
        Self {
            child,
            at: ([127, 0, 0, 1], port).into(),
            _said: said,
        }
    }

    /// As a power cut would: no signal that it could answer.
    fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // A program that has ended by itself is found out by whoever speaks to it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}

/// A community with a group of three in a session that is on; their cookies.
async fn community(data: &Path) -> (SessionId, Vec<String>) {
    let config = Config::local(data.to_owned(), ([127, 0, 0, 1], 8080).into());
    let app = App::open(config, Clock::System, Chance::System).unwrap();
    let (mut everybody, mut cookies) = (Vec::new(), Vec::new());
    for name in ["Marlow", "Wren", "Sol"] {
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

/// One person's page.
struct Page {
    socket: WebSocketStream<TcpStream>,
    n: u32,
    view: Value,
}

impl Page {
    async fn open(at: SocketAddr, session: SessionId, cookie: &str) -> Self {
        let mut request = format!("ws://{at}/sessions/{session}/socket?page=7")
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        headers.insert("cookie", cookie.parse().unwrap());
        headers.insert("origin", format!("http://{at}").parse().unwrap());
        let stream = TcpStream::connect(at).await.unwrap();
        let (socket, _) = client_async(request, stream).await.unwrap();
        let mut page = Self {
            socket,
            n: 0,
            view: Value::Null,
        };
        page.view = page.until(|frame| frame["is"] == "view").await;
        page
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

    /// Says something and waits until it is kept.
    async fn does(&mut self, mut act: Value) {
        self.n += 1;
        let n = json!(self.n);
        act["n"] = n.clone();
        let message = Message::text(act.to_string());
        self.socket.send(message).await.unwrap();
        let answer = self.until(|frame| frame["n"] == n).await;
        assert_eq!(answer["is"], "ok", "{act} {answer}");
    }
}

/// Who sits where and has agreed. (Who is away by now depends on how fast the machine is.)
fn seats(view: &Value) -> Vec<[Value; 2]> {
    let seats = view["view"]["seats"].as_array().unwrap().iter();
    seats
        .map(|seat| [seat["who"].clone(), seat["agreed"].clone()])
        .collect()
}

#[tokio::test]
async fn who_has_the_floor_still_has_it_after_the_power_was_cut() {
    let data = tempfile::tempdir().unwrap();
    let (session, cookies) = community(data.path()).await;
    let program = Program::start(data.path());
    let mut pages = Vec::new();
    for cookie in &cookies {
        let mut page = Page::open(program.at, session, cookie).await;
        page.does(json!({"do": "agree"})).await;
        pages.push(page);
    }
    for act in [
        json!({"do": "start"}),
        json!({"do": "next_phase", "phase": 0}),
        json!({"do": "next_phase", "phase": 1}),
        json!({"do": "go_on", "turn": 0}),
    ] {
        pages[0].does(act).await;
    }
    // A fresh line has it all in its first picture.
    let before = Page::open(program.at, session, &cookies[0]).await.view;
    assert!(before["view"]["turn"]["who"].is_u64(), "{before}");
    assert_eq!(before["view"]["seats"].as_array().unwrap().len(), 3);
    program.kill();

    let program = Program::start(data.path());
    let after = Page::open(program.at, session, &cookies[0]).await.view;
    for part in ["me", "turn", "phase", "lead", "queue"] {
        assert_eq!(after["view"][part], before["view"][part], "{part}");
    }
    assert_eq!(seats(&after), seats(&before));
    assert_eq!(after["people"], before["people"]);
}
