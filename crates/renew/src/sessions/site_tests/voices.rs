//! What a page asks to connect for voices: who may, how often, and what isn't taken.

use super::*;

/// What a browser offers, cut down to what an answer needs: one voice that it would hear.
const OFFER: &str = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=recvonly\r\n\
    a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:actpass\r\na=rtcp-mux\r\n\
    a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:\
    00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\na=rtpmap:111 opus/48000/2\r\n";
/// No offer at all. It is counted like one.
const NONE: &str = "v=0";
const MINUTE_MS: i64 = 60_000;

/// An evening with voices, in whose room Wren and Sol have a page each: 1 and 2.
struct Evening {
    site: Site,
    path: String,
    at: SocketAddr,
    _lines: [Socket; 2],
}

impl Evening {
    async fn new() -> Self {
        let site = with_voices().await;
        let path = site.opened().await;
        let at = site.listen().await;
        let mut lines = [
            site.connect(at, &path, WREN).await.unwrap(),
            site.connect(at, &path, SOL).await.unwrap(),
        ];
        for line in &mut lines {
            until(line, |frame| frame["is"] == "view").await;
        }
        Self {
            site,
            path,
            at,
            _lines: lines,
        }
    }

    async fn posts(&self, who: Who, body: &str) -> (StatusCode, String) {
        let path = format!("{}/media", self.path);
        self.site.ask(who, "POST", &path, body).await
    }

    async fn offers(&self, who: Who, page: u64, sdp: &str) -> (StatusCode, String) {
        let body = json!({"page": page, "sdp": sdp}).to_string();
        self.posts(who, &body).await
    }

    async fn status(&self, who: Who, page: u64, sdp: &str) -> StatusCode {
        self.offers(who, page, sdp).await.0
    }

    /// What Wren's page has to give in its checks to be the one that was answered.
    async fn connects(&self) -> String {
        let (status, said) = self.offers(WREN, 1, OFFER).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        let answer: Value = serde_json::from_str(&said).unwrap();
        let mut lines = answer["sdp"].as_str().unwrap().lines();
        let ufrag = lines.find(|line| line.starts_with("a=ice-ufrag:"));
        ufrag.unwrap().to_owned()
    }
}

async fn with_voices() -> Site {
    let media = Media {
        port: Some(0),
        ..Media::default()
    };
    Site::with(media).await
}

#[tokio::test]
async fn a_page_that_connects_without_end_is_refused_and_another_is_not() {
    let evening = Evening::new().await;
    // Another's page, and none of anybody's: neither is counted.
    for page in [2, 77] {
        for _ in 0..15 {
            assert_eq!(evening.status(WREN, page, NONE).await, StatusCode::CONFLICT);
        }
    }
    for _ in 0..20 {
        assert_eq!(evening.status(WREN, 1, NONE).await, StatusCode::BAD_REQUEST);
    }
    let (status, said) = evening.offers(WREN, 1, OFFER).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(said.contains("sentence"), "{said}");
    assert_eq!(evening.status(SOL, 2, OFFER).await, StatusCode::OK);
    // The page of the same seat that took this one's place has no more to spend.
    let at = format!("{}/socket?page=12", evening.path);
    let origin = format!("http://{}", evening.at);
    let cookie = evening.site.cookie(WREN);
    let mut newer = handshake(evening.at, &at, cookie, &origin).await.unwrap();
    until(&mut newer, |frame| frame["is"] == "view").await;
    let page = evening.status(WREN, 12, OFFER).await;
    assert_eq!(page, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(evening.status(WREN, 1, OFFER).await, StatusCode::CONFLICT);
    // Who asks in vain doesn't wait any longer for it.
    evening.site.app.clock.advance(MINUTE_MS - 1);
    let early = evening.status(WREN, 12, OFFER).await;
    assert_eq!(early, StatusCode::TOO_MANY_REQUESTS);
    evening.site.app.clock.advance(1);
    assert_eq!(evening.status(WREN, 12, OFFER).await, StatusCode::OK);
}

#[tokio::test]
async fn an_offer_that_is_replayed_is_answered_anew_and_to_who_replays_it() {
    let evening = Evening::new().await;
    let first = evening.connects().await;
    assert_ne!(evening.connects().await, first, "two connections");
    // What somebody else has overheard gives them a connection of their own seat.
    let (status, said) = evening.offers(SOL, 2, OFFER).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert!(!said.contains(&first), "{said}");
    assert_eq!(evening.status(SOL, 1, OFFER).await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn who_has_no_page_inside_gets_no_connection() {
    let evening = Evening::new().await;
    assert_eq!(evening.status(LEAD, 0, OFFER).await, StatusCode::CONFLICT);
    let (status, page) = evening.offers(NOBODY, 1, OFFER).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "{page}");
    let body = json!({"page": 1, "sdp": OFFER}).to_string();
    let elsewhere = evening.site.ask(WREN, "POST", "/sessions/7/media", &body);
    assert_eq!(elsewhere.await.0, StatusCode::NOT_FOUND);
    // Who waits at the door has a line, and no seat inside.
    let (site, path) = (&evening.site, &evening.path);
    let mut waits = site.connect(evening.at, path, STRANGER).await.unwrap();
    let view = until(&mut waits, |frame| frame["is"] == "view").await;
    assert_eq!(view["view"]["waiting"], json!(true));
    let page = u64::try_from(STRANGER).unwrap();
    let status = evening.status(STRANGER, page, OFFER).await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_is_no_offer_is_refused_in_a_sentence() {
    let evening = Evening::new().await;
    let deep = "[".repeat(5_000);
    for body in [
        "",
        "{}",
        "[1]",
        r#"{"page":1}"#,
        r#"{"page":-1,"sdp":"v=0"}"#,
        r#"{"page":"1","sdp":"v=0"}"#,
        r#"{"page":1.5,"sdp":"v=0"}"#,
        r#"{"page":1,"sdp":{}}"#,
        &deep,
    ] {
        let (status, said) = evening.posts(WREN, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}: {said}");
        assert!(said.contains("sentence"), "{said}");
    }
    let section = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:a\r\na=recvonly\r\n";
    for offer in [
        "x".repeat(64 * 1024 + 1),
        format!("{OFFER}{}", section.repeat(1_000)),
        OFFER.replace("a=ice-ufrag:abcd\r\n", ""),
        OFFER[..OFFER.len() / 2].to_owned(),
    ] {
        let (status, said) = evening.offers(WREN, 1, &offer).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{said}");
        assert!(said.contains("sentence"), "{said}");
    }
    // More than any page sends isn't read to its end.
    let (status, _) = evening.offers(WREN, 1, &"x".repeat(200_000)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    evening.connects().await;
}

#[tokio::test]
async fn an_offer_brings_no_room_to_life() {
    let site = with_voices().await;
    let path = site.next().await;
    let session = path.rsplit('/').next().unwrap().parse().unwrap();
    for who in [STRANGER, WREN, LEAD] {
        let body = json!({"page": 1, "sdp": OFFER}).to_string();
        let (status, said) = site.ask(who, "POST", &format!("{path}/media"), &body).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{said}");
        assert!(site.app.rooms.live(session).await.is_none());
    }
}
