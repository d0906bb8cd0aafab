#![allow(clippy::unwrap_used, clippy::panic)]
//! Sessions through the router: pages and plain forms, and sockets on a real listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
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
use crate::config::Config;
use crate::groups::{self, Details, Group, GroupId, Membership, Roles};
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::sign::Sign;
use crate::site::visitor::{PersonId, SignedIn, Visitor};
use crate::site::{origin, problem};

/// Sunday 22 November 2026, 16:00 UTC: when the group meets.
const STARTS_MS: i64 = 1_795_363_200_000;
const PATIENCE: Duration = Duration::from_secs(30);
const LEAD: i64 = 101;
const WREN: i64 = 102;
const SOL: i64 = 103;
const STRANGER: i64 = 109;

struct Site {
    app: App,
    router: Router,
    group: GroupId,
    _folder: TempDir,
}

impl Site {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listen: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let config = Config::local(folder.path().to_owned(), listen);
        let app = App::open(config, Clock::fixed(STARTS_MS), Chance::seeded(3)).unwrap();
        for person in [LEAD, WREN, SOL, STRANGER] {
            app.keys.create(person, app.chance.bytes::<32>()).unwrap();
        }
        let group = GroupId(201);
        app.store
            .write(move |tx| {
                groups::create(tx, &evening_group(group))?;
                for person in [LEAD, WREN, SOL] {
                    let roles = Roles {
                        is_facilitator: person == LEAD,
                        ..Roles::default()
                    };
                    let place = Membership::joined(group, PersonId(person), roles, 0);
                    groups::set_membership(tx, &place)?;
                }
                Ok::<_, store::StoreError>(())
            })
            .await
            .unwrap();
        let router = Router::new()
            .merge(super::routes())
            .layer(from_fn(origin::same_origin_only))
            .layer(from_fn_with_state(app.clone(), problem::show))
            .layer(from_fn(by_header))
            .with_state(app.clone());
        Self {
            app,
            router,
            group,
            _folder: folder,
        }
    }

    async fn ask(&self, person: i64, method: &str, path: &str, form: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("x-person", person.to_string())
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

    async fn get(&self, person: i64, path: &str) -> String {
        self.ask(person, "GET", path, "").await.1
    }

    async fn post(&self, person: i64, path: &str, form: &str) -> String {
        self.ask(person, "POST", path, form).await.1
    }

    /// The path of the group's session, opened by its facilitator.
    async fn opened(&self) -> String {
        let path = self
            .get(LEAD, &format!("/sessions/next/{}", self.group))
            .await;
        assert!(path.starts_with("/sessions/"), "{path}");
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
}

/// Stands in for the session cookie.
async fn by_header(mut request: Request, next: Next) -> Response {
    let person = request
        .headers()
        .get("x-person")
        .and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let who = person.filter(|person| *person != 0).map(|person| {
        let name = match person {
            LEAD => "Marlow",
            WREN => "Wren",
            SOL => "Sol",
            _ => "Kim",
        };
        Arc::new(SignedIn {
            person: PersonId(person),
            name: name.to_owned(),
            sign: Sign::Bird,
            is_coordinator: false,
            leads: person == LEAD,
            session: person,
        })
    });
    request.extensions_mut().insert(Visitor {
        who,
        ..Visitor::default()
    });
    next.run(request).await
}

fn evening_group(id: GroupId) -> Group {
    Group {
        id,
        details: Details {
            name: "Sunday evening circle".into(),
            days: Days::one(Weekday::Sunday),
            start_minute: Some(16 * 60),
            zone: Zone::named("UTC"),
            ..Details::default()
        },
        format: groups::FORMAT_DEFAULT.into(),
        door: groups::Door::Vouched,
        changed_ms: 0,
        origin: None,
    }
}

type Socket = WebSocketStream<tokio::net::TcpStream>;

/// Opens a socket as `person` (0: nobody).
async fn connect(at: SocketAddr, path: &str, person: i64) -> Result<Socket, WsError> {
    let tcp = TcpSocket::new_v4().unwrap();
    // A small buffer, so that a client that never reads is noticed soon.
    tcp.set_recv_buffer_size(4096).unwrap();
    let stream = tcp.connect(at).await.unwrap();
    let mut request = format!("ws://{at}{path}/socket?page={person}")
        .into_client_request()
        .unwrap();
    let headers = request.headers_mut();
    headers.insert("x-person", person.to_string().parse().unwrap());
    headers.insert("origin", format!("http://{at}").parse().unwrap());
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

#[tokio::test]
async fn a_socket_tells_who_sits_here_and_whose_turn_it_is() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let mut lead = connect(at, &path, LEAD).await.unwrap();
    let hello = hear(&mut lead).await.unwrap();
    assert_eq!(
        (&hello["is"], &hello["protocol"]),
        (&json!("hello"), &json!(1))
    );
    let view = hear(&mut lead).await.unwrap();
    assert_eq!(view["is"], "view");
    assert_eq!(view["people"]["1"]["name"], "Marlow");
    does(&mut lead, 1, json!({"do": "agree"})).await;
    let mut wren = connect(at, &path, WREN).await.unwrap();
    until(&mut lead, |frame| frame["is"] == "people").await;
    does(&mut wren, 1, json!({"do": "agree"})).await;
    does(&mut lead, 2, json!({"do": "start"})).await;
    until(&mut wren, |frame| {
        frame["is"] == "ev" && frame.to_string().contains(r#""t":"phase""#)
    })
    .await;
}

#[tokio::test]
async fn garbage_ends_in_a_numbered_close_and_the_others_go_on() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let mut lead = connect(at, &path, LEAD).await.unwrap();
    let too_long = format!(
        r#"{{"n":1,"do":"reflection","text":"{}"}}"#,
        "x".repeat(FRAME_BYTES_MAX)
    );
    for bad in [
        Message::text("hello?"),
        Message::text(r#"{"n":1,"do":"done"}"#),
        Message::text("[".repeat(5000)),
        Message::binary(vec![0_u8; 10]),
        Message::text(too_long),
    ] {
        let mut wren = connect(at, &path, WREN).await.unwrap();
        wren.send(bad).await.unwrap();
        assert_eq!(closed(wren).await, 4005);
    }
    does(&mut lead, 1, json!({"do": "agree"})).await;
}

#[tokio::test]
async fn a_flood_ends_in_a_numbered_close_and_the_others_go_on() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let mut lead = connect(at, &path, LEAD).await.unwrap();
    let mut wren = connect(at, &path, WREN).await.unwrap();
    for n in 0..200 {
        let frame = json!({"n": n, "do": "hand", "up": n % 2 == 0}).to_string();
        if wren.send(Message::text(frame)).await.is_err() {
            break;
        }
    }
    assert_eq!(closed(wren).await, 4004);
    does(&mut lead, 1, json!({"do": "agree"})).await;
}

#[tokio::test]
async fn a_socket_that_never_reads_is_closed_and_the_others_go_on() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let mut lead = connect(at, &path, LEAD).await.unwrap();
    until(&mut lead, |frame| frame["is"] == "view").await;
    // Kept, and never read from.
    let slow = connect(at, &path, WREN).await.unwrap();
    let people = until(&mut lead, |frame| frame["is"] == "people").await;
    let who: u64 = people["people"]
        .as_object()
        .unwrap()
        .keys()
        .next()
        .unwrap()
        .parse()
        .unwrap();
    // Each change sends this person a whole new picture of the room.
    let mut is_away = false;
    for n in 1..4000_u32 {
        site.app.clock.advance(1000);
        let host = json!({"n": n, "do": "make_host", "who": who, "is": n % 2 == 1});
        say(&mut lead, &host).await;
        loop {
            let frame = hear(&mut lead).await.unwrap();
            is_away |= frame.to_string().contains(r#""presence":"away""#);
            if frame["n"] == json!(n) {
                break;
            }
        }
        if is_away {
            break;
        }
    }
    assert!(is_away, "a socket that never reads was never closed");
    does(&mut lead, 5000, json!({"do": "agree"})).await;
    drop(slow);
}

#[tokio::test]
async fn a_second_socket_replaces_the_first() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let first = connect(at, &path, WREN).await.unwrap();
    let mut second = connect(at, &path, WREN).await.unwrap();
    assert_eq!(closed(first).await, 4000);
    does(&mut second, 1, json!({"do": "agree"})).await;
}

#[tokio::test]
async fn who_may_not_come_in_reads_why_in_the_close() {
    let site = Site::new().await;
    let path = site
        .get(LEAD, &format!("/sessions/next/{}", site.group))
        .await;
    let at = site.listen().await;
    let early = connect(at, &path, LEAD).await.unwrap();
    assert_eq!(closed(early).await, 4010);
    site.post(LEAD, &format!("{path}/open"), "").await;
    let nobody = connect(at, &path, 0).await.unwrap();
    assert_eq!(closed(nobody).await, 4006);
    // A stranger waits at the door and hears no names.
    let mut stranger = connect(at, &path, STRANGER).await.unwrap();
    let view = until(&mut stranger, |frame| frame["is"] == "view").await;
    assert_eq!(view["view"]["waiting"], json!(true));
    assert!(!view.to_string().contains("Marlow"));
}

#[tokio::test]
async fn another_site_s_page_gets_no_socket() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let stream = tokio::net::TcpStream::connect(at).await.unwrap();
    let mut request = format!("ws://{at}{path}/socket")
        .into_client_request()
        .unwrap();
    let headers = request.headers_mut();
    headers.insert("x-person", WREN.to_string().parse().unwrap());
    headers.insert("origin", "https://elsewhere.example".parse().unwrap());
    match client_async(request, stream).await {
        Err(WsError::Http(response)) => assert_eq!(response.status(), 403),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_room_works_by_plain_forms_and_the_plan_is_on_today_afterwards() {
    let site = Site::new().await;
    let path = site.opened().await;
    let act = |form: &'static str| {
        let path = format!("{path}/do");
        let site = &site;
        async move { site.post(WREN, &path, form).await }
    };
    assert!(site.get(WREN, &path).await.contains("Wren"));
    assert_eq!(act("do=agree").await, path);
    assert_eq!(act("do=plan&text=Walk+with+Dana&who=circle").await, path);
    let refused = act("do=reflection&text=+").await;
    assert!(
        refused.contains("There&#39;s nothing written yet.")
            || refused.contains("There's nothing written yet."),
        "{refused}"
    );
    assert_eq!(act("do=reflection&text=Lighter").await, path);
    let today = site.get(WREN, "/today").await;
    assert!(today.contains("Walk with Dana"));
    assert!(!site.get(SOL, "/today").await.contains("Walk with Dana"));
    let kept = site.get(WREN, "/my-space/plans").await;
    assert!(kept.contains("Walk with Dana") && kept.contains("Lighter"));
    assert!(
        site.get(WREN, &format!("{path}/afterwards"))
            .await
            .contains("Lighter")
    );
    assert_eq!(act("do=leave").await, "/today");
}

#[tokio::test]
async fn how_a_plan_went_is_asked_answered_and_undone_by_its_owner_only() {
    let site = Site::new().await;
    let path = site.opened().await;
    site.post(WREN, &format!("{path}/do"), "do=agree").await;
    site.post(WREN, &format!("{path}/do"), "do=plan&text=Walk&who=only_me")
        .await;
    site.app.clock.advance(7 * 24 * 3_600_000);
    let today = site.get(WREN, "/today").await;
    let from = today.find("/my-space/plans/").unwrap();
    let answer: String = today[from..].chars().take_while(|c| *c != '"').collect();
    assert!(answer.ends_with("/answer"), "{answer}");
    site.post(SOL, &answer, "how=did_it").await;
    assert!(
        site.get(WREN, "/today")
            .await
            .contains(r#"value="part_of_it""#)
    );
    assert_eq!(site.post(WREN, &answer, "how=part_of_it").await, "/today");
    let answered = site.get(WREN, "/today").await;
    assert!(answered.contains(r#"value="undo""#) && !answered.contains(r#"value="did_it""#));
    site.post(WREN, &answer, "how=undo").await;
    assert!(site.get(WREN, "/today").await.contains(r#"value="did_it""#));
    let (status, _) = site.ask(WREN, "POST", &answer, "how=perfectly").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_record_is_for_who_leads_and_tells_nothing_said() {
    let site = Site::new().await;
    let path = site.opened().await;
    site.get(WREN, &path).await;
    for form in ["do=agree", "do=start"] {
        assert!(
            site.post(LEAD, &format!("{path}/do"), form)
                .await
                .starts_with("/sessions")
        );
    }
    site.post(WREN, &format!("{path}/do"), "do=plan&text=Walk&who=circle")
        .await;
    site.app.clock.advance(60_000);
    site.post(LEAD, &format!("{path}/do"), "do=end").await;
    let (status, _) = site.ask(WREN, "GET", &format!("{path}/record"), "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let record = site.get(LEAD, &format!("{path}/record")).await;
    assert!(
        record.contains("<table") && !record.contains("Walk"),
        "{record}"
    );
    assert!(site.get(LEAD, "/leading").await.contains("/record"));
    // Whoever is erased afterwards has been there, and no name leads back.
    let erased = PersonId(WREN);
    site.app.keys.destroy(WREN).unwrap();
    let record = site.get(LEAD, &format!("{path}/record")).await;
    assert!(!record.contains("Wren") && record.contains("Someone"));
    site.app
        .store
        .write(move |tx| super::erase(tx, erased))
        .await
        .unwrap();
    let record = site.get(LEAD, &format!("{path}/record")).await;
    assert!(record.contains("Marlow") && record.contains("Someone"));
}

#[tokio::test]
async fn nobody_opens_a_room_before_its_time_or_for_another_group() {
    let site = Site::new().await;
    site.app.clock.advance(-45 * 60_000);
    let path = site
        .get(LEAD, &format!("/sessions/next/{}", site.group))
        .await;
    let open = format!("{path}/open");
    for person in [LEAD, WREN, STRANGER] {
        let (status, _) = site.ask(person, "POST", &open, "").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{person}");
    }
    site.app.clock.advance(16 * 60_000);
    let (status, _) = site.ask(WREN, "POST", &open, "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = site.ask(LEAD, "POST", &open, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // Open, but members come in from ten minutes before.
    assert!(site.get(WREN, &path).await.contains("3:50 pm"));
}
