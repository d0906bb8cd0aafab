#![allow(clippy::unwrap_used, clippy::panic)]
//! Sessions through the router: pages and plain forms, and sockets on a real listener.

mod debrief;
mod ending;
mod first_time;
mod formats;
mod in_room;
mod lounge;
mod pages;
mod rehearsed;
mod sockets;
mod thanks;
mod voices;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use calendar::{Days, Zone};
use futures_util::{SinkExt, StreamExt};
use jiff::civil::Weekday;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpSocket};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tokio_tungstenite::{WebSocketStream, client_async};
use tower::ServiceExt as _;

use super::wire::FRAME_BYTES_MAX;
use crate::App;
use crate::config::{Config, Media};
use crate::groups::{self, Details, Group, GroupId, Membership, Roles};
use crate::people;
use crate::router::router;
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// Sunday 22 November 2026, 16:00 UTC: when the group meets.
const STARTS_MS: i64 = 1_795_363_200_000;
const PATIENCE: Duration = Duration::from_secs(30);
/// Who asks: a place in [`NAMES`], which is also the order in which they were made.
type Who = usize;
const LEAD: Who = 0;
const WREN: Who = 1;
const SOL: Who = 2;
const STRANGER: Who = 3;
/// Nobody who is signed in.
const NOBODY: Who = 4;
const NAMES: [&str; 4] = ["Marlow", "Wren", "Sol", "Kim"];

struct Site {
    app: App,
    router: Router,
    group: GroupId,
    people: Vec<PersonId>,
    /// Each one's cookie.
    cookies: Vec<String>,
    _folder: TempDir,
}

impl Site {
    async fn new() -> Self {
        Self::with(Media::default()).await
    }

    async fn with(media: Media) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listen: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let mut config = Config::local(folder.path().to_owned(), listen);
        config.media = media;
        let app = App::open(config, Clock::fixed(STARTS_MS), Chance::seeded(3)).unwrap();
        let (mut people, mut cookies) = (Vec::new(), Vec::new());
        for name in NAMES {
            let guest = people::Guest {
                name,
                sign: Sign::Bird,
                lang: Lang::En,
                is_coordinator: false,
            };
            let person = people::make_guest(&app, guest).await.unwrap();
            people.push(person);
            cookies.push(people::sign_in_guest(&app, person).await.unwrap().cookie);
        }
        let group = GroupId(201);
        let site = Self {
            router: router(app.clone()),
            app,
            group,
            people,
            cookies,
            _folder: folder,
        };
        site.found(evening_group(group)).await;
        site
    }

    /// Makes a group that Marlow leads and to which Wren and Sol belong.
    async fn found(&self, group: Group) {
        let people = self.people.clone();
        let made = self.app.store.write(move |tx| {
            groups::create(tx, &group)?;
            for who in [LEAD, WREN, SOL] {
                let roles = Roles {
                    is_facilitator: who == LEAD,
                    ..Roles::default()
                };
                let place = Membership::joined(group.id, people[who], roles, 0);
                groups::set_membership(tx, &place)?;
            }
            Ok::<_, store::StoreError>(())
        });
        made.await.unwrap();
    }

    fn cookie(&self, who: Who) -> &str {
        self.cookies.get(who).map_or("", String::as_str)
    }

    async fn ask(&self, who: Who, method: &str, path: &str, form: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, self.cookie(who))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (
            status,
            location.unwrap_or_else(|| String::from_utf8(body.to_vec()).unwrap()),
        )
    }

    async fn get(&self, who: Who, path: &str) -> String {
        self.ask(who, "GET", path, "").await.1
    }

    async fn post(&self, who: Who, path: &str, form: &str) -> String {
        self.ask(who, "POST", path, form).await.1
    }

    /// The path of the group's next session. Who leads is led to the page of who leads.
    async fn next(&self) -> String {
        let next = format!("/sessions/next/{}", self.group);
        let path = self.get(WREN, &next).await;
        assert!(path.starts_with("/sessions/"), "{path}");
        assert_eq!(self.get(LEAD, &next).await, format!("{path}/run"));
        path
    }

    /// The path of the group's session, opened by its facilitator.
    async fn opened(&self) -> String {
        let path = self.next().await;
        let run = self.post(LEAD, &format!("{path}/open"), "").await;
        assert_eq!(run, format!("{path}/run"));
        path
    }

    /// Listens on a port of its own.
    async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// Opens a socket as one of the people.
    async fn connect(&self, at: SocketAddr, path: &str, who: Who) -> Result<Socket, WsError> {
        let origin = format!("http://{at}");
        handshake(
            at,
            &format!("{path}/socket?page={who}"),
            self.cookie(who),
            &origin,
        )
        .await
    }
}

fn evening_group(id: GroupId) -> Group {
    let details = Details {
        name: "Sunday evening circle".into(),
        rule: groups::weekly(Days::one(Weekday::Sunday)),
        start_minute: Some(16 * 60),
        zone: Zone::named("UTC"),
        ..Details::default()
    };
    Group::new(id, details, 0)
}

type Socket = WebSocketStream<tokio::net::TcpStream>;

async fn handshake(
    at: SocketAddr,
    path: &str,
    cookie: &str,
    origin: &str,
) -> Result<Socket, WsError> {
    let tcp = TcpSocket::new_v4().unwrap();
    // A small buffer, so that a client that never reads is noticed soon.
    tcp.set_recv_buffer_size(4096).unwrap();
    let stream = tcp.connect(at).await.unwrap();
    let mut request = format!("ws://{at}{path}").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("cookie", cookie.parse().unwrap());
    headers.insert("origin", origin.parse().unwrap());
    let (socket, _) = client_async(request, stream).await?;
    Ok(socket)
}

async fn hear(socket: &mut Socket) -> Option<Value> {
    match timeout(PATIENCE, socket.next()).await.unwrap() {
        Some(Ok(Message::Text(text))) => Some(serde_json::from_str(&text).unwrap()),
        _ => None,
    }
}

async fn until(socket: &mut Socket, is: impl Fn(&Value) -> bool) -> Value {
    loop {
        let frame = hear(socket).await.expect("a live socket");
        if is(&frame) {
            return frame;
        }
    }
}

async fn say(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.unwrap();
}

/// Says something and waits for its answer.
async fn does(socket: &mut Socket, n: u32, mut act: Value) {
    act["n"] = json!(n);
    say(socket, &act).await;
    let answer = until(socket, |frame| frame["n"] == json!(n)).await;
    assert_eq!(answer["is"], "ok", "{act} {answer}");
}

/// The number of the close that ends this socket.
async fn closed(mut socket: Socket) -> u16 {
    let end = async {
        while let Some(message) = socket.next().await {
            match message {
                Ok(Message::Close(frame)) => return frame.map_or(0, |frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return 1,
            }
        }
        0
    };
    timeout(PATIENCE, end).await.unwrap()
}
