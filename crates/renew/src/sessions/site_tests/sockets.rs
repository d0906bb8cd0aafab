//! Sockets on a real listener.

use axum::http::HeaderMap;

use super::super::wire::{Close, PROTOCOL};
use super::*;
use crate::site::id;

#[tokio::test]
async fn a_socket_tells_who_sits_here_and_whose_turn_it_is() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let mut lead = site.connect(at, &path, LEAD).await.unwrap();
    let hello = hear(&mut lead).await.unwrap();
    assert_eq!(
        (&hello["is"], &hello["protocol"]),
        (&json!("hello"), &json!(PROTOCOL))
    );
    let view = hear(&mut lead).await.unwrap();
    assert_eq!(view["is"], "view");
    assert_eq!(view["people"]["1"]["name"], "Marlow");
    does(&mut lead, 1, json!({"do": "agree"})).await;
    let mut wren = site.connect(at, &path, WREN).await.unwrap();
    until(&mut lead, |frame| frame["is"] == "people").await;
    does(&mut wren, 1, json!({"do": "agree"})).await;
    does(&mut lead, 2, json!({"do": "start"})).await;
    until(&mut wren, |frame| {
        frame["is"] == "ev" && frame.to_string().contains(r#""t":"phase""#)
    })
    .await;
}

#[tokio::test]
async fn a_database_that_can_not_be_read_signs_nobody_out() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let spoil = site
        .app
        .store
        .write(|tx| tx.run("ALTER TABLE sign_ins RENAME TO elsewhere", &[]));
    spoil.await.unwrap();
    let wren = site.connect(at, &path, WREN).await.unwrap();
    assert_eq!(closed(wren).await, Close::Restarting.code());
}

#[tokio::test]
async fn garbage_ends_in_a_numbered_close_and_the_others_go_on() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let mut lead = site.connect(at, &path, LEAD).await.unwrap();
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
        let mut wren = site.connect(at, &path, WREN).await.unwrap();
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
    let mut lead = site.connect(at, &path, LEAD).await.unwrap();
    let mut wren = site.connect(at, &path, WREN).await.unwrap();
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
    let mut lead = site.connect(at, &path, LEAD).await.unwrap();
    until(&mut lead, |frame| frame["is"] == "view").await;
    // Kept, and never read from.
    let slow = site.connect(at, &path, WREN).await.unwrap();
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
    let first = site.connect(at, &path, WREN).await.unwrap();
    let mut second = site.connect(at, &path, WREN).await.unwrap();
    assert_eq!(closed(first).await, 4000);
    does(&mut second, 1, json!({"do": "agree"})).await;
}

#[tokio::test]
async fn who_may_not_come_in_reads_why_in_the_close() {
    let site = Site::new().await;
    let path = site.next().await;
    let at = site.listen().await;
    let early = site.connect(at, &path, LEAD).await.unwrap();
    assert_eq!(closed(early).await, 4010);
    site.post(LEAD, &format!("{path}/open"), "").await;
    let nobody = site.connect(at, &path, NOBODY).await.unwrap();
    assert_eq!(closed(nobody).await, 4006);
    // A stranger waits at the door and hears no names.
    let mut stranger = site.connect(at, &path, STRANGER).await.unwrap();
    let view = until(&mut stranger, |frame| frame["is"] == "view").await;
    assert_eq!(view["view"]["waiting"], json!(true));
    assert!(!view.to_string().contains("Marlow"));
}

#[tokio::test]
async fn another_site_s_page_gets_no_socket() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let cookie = site.cookie(WREN);
    let path = format!("{path}/socket");
    match handshake(at, &path, cookie, "https://elsewhere.example").await {
        Err(WsError::Http(response)) => assert_eq!(response.status(), 403),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_forged_or_ended_cookie_opens_no_room() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let good = site.cookie(WREN).to_owned();
    let origin = format!("http://{at}");
    let socket = format!("{path}/socket?page=7");
    for forged in [
        format!("renew={}", "A".repeat(43)),
        "renew=x".to_owned(),
        good.to_lowercase(),
        good.replace("renew=", "other="),
    ] {
        let socket = handshake(at, &socket, &forged, &origin).await.unwrap();
        assert_eq!(closed(socket).await, 4006, "{forged}");
    }
    let open = handshake(at, &socket, &good, &origin).await.unwrap();
    site.post(WREN, "/sign-out", "").await;
    assert_eq!(closed(open).await, 4006);
    let stale = handshake(at, &socket, &good, &origin).await.unwrap();
    assert_eq!(closed(stale).await, 4006);
}

#[tokio::test]
async fn every_way_out_closes_the_room_on_that_device() {
    let site = Site::new().await;
    let path = site.opened().await;
    let at = site.listen().await;
    let origin = format!("http://{at}");
    let socket = format!("{path}/socket?page=7");
    for way in ["/sign-out", "/leave", "there", "another comes"] {
        let (sign_in, cookie) = one_more_sign_in(&site).await;
        let mut open = handshake(at, &socket, &cookie, &origin).await.unwrap();
        until(&mut open, |frame| frame["is"] == "view").await;
        // On another device of the same person a sign-in ends: this one goes on.
        let (_, other) = one_more_sign_in(&site).await;
        go_out(&site, &other, "/sign-out").await;
        does(&mut open, 1, json!({"do": "in_room", "is": true})).await;
        match way {
            "there" => {
                let path = format!("/my-space/sign-ins/{}/end", id::to_text(sign_in));
                let kept = site.post(WREN, &path, "").await;
                assert_eq!(kept, "/my-space?kept=yes");
            }
            "another comes" => {
                // Whoever signs in on the same browser ends what was there.
                let mut headers = HeaderMap::new();
                headers.insert(header::COOKIE, cookie.parse().unwrap());
                people::end_sign_in(&site.app, &headers).await.unwrap();
            }
            page => go_out(&site, &cookie, page).await,
        }
        assert_eq!(closed(open).await, 4006, "{way}");
    }
}

/// Wren signs in on one more device: the sign-in's number and its cookie.
async fn one_more_sign_in(site: &Site) -> (i64, String) {
    let wren = site.people[WREN];
    let all = || async {
        let ids = site.app.store.read(move |tx| {
            let sql = "SELECT id FROM sign_ins WHERE person = $1";
            tx.all::<(i64,)>(sql, &store::params![wren])
        });
        ids.await.unwrap()
    };
    let before = all().await;
    let cookie = people::sign_in_guest(&site.app, wren).await.unwrap().cookie;
    let new = all().await.into_iter().find(|id| !before.contains(id));
    (new.unwrap().0, cookie)
}

async fn go_out(site: &Site, cookie: &str, path: &str) {
    let method = if path == "/leave" { "GET" } else { "POST" };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    let response = site.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
    if path == "/sign-out" {
        let forgets = &response.headers()["clear-site-data"];
        assert_eq!(
            forgets, "\"storage\"",
            "the group's key stays on the device"
        );
    }
}
