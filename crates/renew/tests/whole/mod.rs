//! The whole program in a process of its own, a community in it, and its people's pages on live lines.

use std::io::{BufRead as _, BufReader, Lines};
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
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A crowded machine may need many times a second; only a defect needs this.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs until this goes.
pub(crate) struct Program {
    child: Child,
    /// Held, or what it says next would break it.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts it, and waits until it says a line that begins so; what the line says then.
    pub(crate) fn start(command: &mut Command, begin: &str) -> (Self, String) {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let rest = |line: String| line.strip_prefix(begin).map(ToOwned::to_owned);
        let told = said.by_ref().map(Result::unwrap).find_map(rest).unwrap();
        (Self { child, _said: said }, told)
    }
}

impl Drop for Program {
    /// As a power cut would: no signal that it could answer.
    fn drop(&mut self) {
        // A program that has ended by itself is found out by whoever speaks to it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A community with a group of these people, whose first leads, in a session that is on; their
/// cookies.
pub(crate) async fn community(data: &Path, names: &[&str]) -> (SessionId, Vec<String>) {
    let config = Config::local(data.to_owned(), ([127, 0, 0, 1], 8080).into());
    let app = App::open(config, Clock::System, Chance::System).unwrap();
    let (mut everybody, mut cookies) = (Vec::new(), Vec::new());
    for name in names {
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
pub(crate) struct Page<S> {
    socket: WebSocketStream<S>,
    n: u32,
    pub(crate) view: Value,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Page<S> {
    /// Opens a session's live line at a site, over a connection that is there.
    pub(crate) async fn open(stream: S, site: &str, session: SessionId, cookie: &str) -> Self {
        let to = site.replacen("http", "ws", 1);
        let mut request = format!("{to}/sessions/{session}/socket?page=7")
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        headers.insert("cookie", cookie.parse().unwrap());
        headers.insert("origin", site.parse().unwrap());
        let (socket, _) = client_async(request, stream).await.unwrap();
        let mut page = Self {
            socket,
            n: 0,
            view: Value::Null,
        };
        page.view = page.until(|frame| frame["is"] == "view").await;
        page
    }

    pub(crate) async fn until(&mut self, is: impl Fn(&Value) -> bool) -> Value {
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
    pub(crate) async fn does(&mut self, mut act: Value) {
        self.n += 1;
        let n = json!(self.n);
        act["n"] = n.clone();
        let message = Message::text(act.to_string());
        self.socket.send(message).await.unwrap();
        let answer = self.until(|frame| frame["n"] == n).await;
        assert_eq!(answer["is"], "ok", "{act} {answer}");
    }
}
