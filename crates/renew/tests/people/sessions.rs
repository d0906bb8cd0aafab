//! The session cookie: forged, stale, rotated, lost on the way, and sent by other sites.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::browser::{Browser, Community};

const HOUR_MS: i64 = 60 * 60 * 1000;

fn token(browser: &Browser) -> String {
    browser.cookie("renew").unwrap().to_owned()
}

#[tokio::test]
async fn the_cookie_says_nothing_and_no_script_reads_it() {
    let community = Community::new();
    let mut phone = community.browser();
    phone.get("/join").await;
    phone
        .post("/join", &[("name", "Wren"), ("sign", "sun"), ("for", "me")])
        .await;
    phone.get("/join/way").await;
    phone.post("/join/way", &[("phone", "own")]).await;
    let answer = phone.post("/join/promises", &[("ok", "yes")]).await;
    let line = answer
        .set_cookies
        .iter()
        .find(|line| line.starts_with("renew="))
        .unwrap();
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
        assert!(line.contains(part), "{line}");
    }
    assert!(!line.contains("Domain"));

    let secure = Community::with(|config| config.origin = "https://renew.example.org".into());
    let (phone, _) = secure.join("Wren").await;
    assert!(phone.cookie("__Host-renew").is_some());
    assert!(phone.cookie("renew").is_none());
}

#[tokio::test]
async fn forged_and_ended_cookies_open_nothing_and_are_cleared() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    let good = token(&phone);
    for forged in [
        "A".repeat(43),
        "x".to_owned(),
        "%00<script>".to_owned(),
        format!("{}A", &good[..42]),
        good.to_lowercase(),
    ] {
        let mut thief = community.browser();
        thief.cookies.push(("renew".to_owned(), forged.clone()));
        let answer = thief.get("/my-space").await;
        assert_eq!(answer.goes_to(), "/come-back?next=/my-space", "{forged}");
    }
    let mut stale = phone.clone();
    phone.post("/sign-out", &[]).await;
    assert!(!stale.is_signed_in().await);
    assert!(
        stale.cookie("renew").is_none(),
        "an ended cookie is cleared"
    );
}

#[tokio::test]
async fn the_token_changes_and_the_one_before_fades() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    let first = token(&phone);
    community.app.clock.advance(13 * HOUR_MS);
    // Three requests of one page at once: all are let in, one brings the new token.
    let (mut second, mut third) = (phone.clone(), phone.clone());
    assert!(phone.is_signed_in().await);
    assert!(second.is_signed_in().await);
    assert!(third.is_signed_in().await);
    let renewed = token(&phone);
    assert_ne!(renewed, first);
    assert_eq!(token(&second), first);

    // Once the new token has been seen, the old one is good for a minute.
    assert!(phone.is_signed_in().await);
    assert!(second.is_signed_in().await);
    community.app.clock.advance(2 * 60 * 1000);
    assert!(!second.is_signed_in().await);
    assert!(phone.is_signed_in().await);
}

#[tokio::test]
async fn a_lost_answer_locks_nobody_out() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    community.app.clock.advance(13 * HOUR_MS);
    // The answer that carried the new token never arrives.
    assert!(phone.clone().is_signed_in().await);
    community.app.clock.advance(5 * HOUR_MS);
    assert!(phone.is_signed_in().await);
    community.app.clock.advance(13 * HOUR_MS);
    assert!(phone.is_signed_in().await);
    community.app.clock.advance(13 * HOUR_MS);
    assert!(phone.is_signed_in().await);
}

#[tokio::test]
async fn a_shared_phone_forgets_by_morning_and_one_s_own_after_a_month() {
    let community = Community::new();
    let (mut own, words) = community.join("Wren").await;
    let mut shared = community.browser();
    let fields = [("name", "Wren"), ("words", &words), ("shared", "yes")];
    let answer = shared.post("/come-back", &fields).await;
    let line = answer
        .set_cookies
        .iter()
        .find(|line| line.starts_with("renew="))
        .unwrap();
    assert!(!line.contains("Max-Age"), "it goes with the browser");
    community.app.clock.advance(11 * HOUR_MS);
    assert!(shared.is_signed_in().await);
    community.app.clock.advance(11 * HOUR_MS);
    assert!(shared.is_signed_in().await);
    community.app.clock.advance(3 * HOUR_MS);
    assert!(!shared.is_signed_in().await, "a day at most, however busy");
    assert!(own.is_signed_in().await);
    community.app.clock.advance(31 * 24 * HOUR_MS);
    assert!(!own.is_signed_in().await);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_browser() {
    let community = Community::new();
    let (mut one, words) = community.join("Wren").await;
    let mut two = community.browser();
    two.post("/come-back", &[("name", "Wren"), ("words", &words)])
        .await;
    assert!(two.is_signed_in().await);
    one.post("/sign-out-everywhere", &[]).await;
    assert!(!one.is_signed_in().await);
    assert!(!two.is_signed_in().await);
}

#[tokio::test]
async fn leaving_quickly_ends_the_sign_in_itself() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    let mut copy = phone.clone();
    phone.get("/leave").await;
    assert!(!copy.is_signed_in().await);
}

#[tokio::test]
async fn other_sites_forms_change_nothing() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        for path in [
            "/my-data/erase",
            "/sign-out-everywhere",
            "/my-space/words",
            "/come-back",
        ] {
            let request = phone
                .request(Method::POST, path)
                .header(name, value)
                .header(header::HOST, "localhost:8080")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from("sure=yes"))
                .unwrap();
            let answer = phone.send(request).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {path}");
        }
    }
    assert!(phone.is_signed_in().await);
}

#[tokio::test]
async fn a_huge_form_is_refused_with_a_page() {
    let community = Community::new();
    let mut phone = community.browser();
    let huge = "x".repeat(200 * 1024);
    let answer = phone.post("/join", &[("name", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let large = "\u{202e}é".repeat(5 * 1024);
    let answer = phone
        .post("/join", &[("name", &large), ("sign", "sun"), ("for", "me")])
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.has("href=\"#name\""));
    assert!(answer.body.len() < 40 * 1024, "{}", answer.body.len());
}

#[tokio::test]
async fn the_language_is_the_cookie_s_then_the_person_s_then_the_browser_s() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    let fields = [("name", "Wren"), ("sign", "sun"), ("lang", "es")];
    phone.post("/my-space", &fields).await;
    phone.headers.push(("accept-language", "en".to_owned()));
    assert!(phone.get("/my-space").await.has("<html lang=\"es\""));
    // What this device was told before does not stand in the way of a choice in My space.
    phone.get("/language/en").await;
    assert!(phone.get("/my-space").await.has("<html lang=\"en\""));
    phone.post("/my-space", &fields).await;
    assert!(phone.get("/my-space").await.has("<html lang=\"es\""));
    let mut stranger = community.browser();
    stranger
        .headers
        .push(("accept-language", "es-MX,en;q=0.5".to_owned()));
    assert!(stranger.get("/come-back").await.has("<html lang=\"es\""));
}

#[tokio::test]
async fn guessing_is_slowed_and_the_owner_still_gets_in() {
    let community = Community::with(|config| config.proxy_header = Some("x-real-ip".into()));
    let (_, words) = community.join("Wren").await;
    let mut guesser = community.browser();
    guesser
        .headers
        .push(("x-real-ip", "198.51.100.7".to_owned()));
    let mut slowed = None;
    for n in 0..20 {
        let guess = format!("a b c {n}");
        let answer = guesser
            .post("/come-back", &[("name", "Wren"), ("words", &guess)])
            .await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            slowed = Some(n);
            break;
        }
    }
    assert_eq!(slowed, Some(5));
    let right = [("name", "Wren"), ("words", &*words)];
    let answer = guesser.post("/come-back", &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.has("Wait 15 seconds"), "{}", answer.body);
    assert!(answer.has("name=\"name\" value=\"Wren\""));
    assert!(answer.has(&format!("value=\"{words}\"")));
    let mut owner = community.browser();
    owner.headers.push(("x-real-ip", "203.0.113.9".to_owned()));
    owner.post("/come-back", &right).await;
    assert!(owner.is_signed_in().await);
}

async fn run(community: &Community, sql: &'static str) {
    let ran = community.app.store.write(move |tx| tx.run(sql, &[])).await;
    ran.unwrap();
}

#[tokio::test]
async fn a_full_disk_keeps_nobody_out_of_a_page() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    run(
        &community,
        "CREATE TRIGGER full BEFORE UPDATE ON sign_ins
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    .await;
    // First a visit that would be noted, then one that would change the token.
    for hours in [1, 13] {
        community.app.clock.advance(hours * HOUR_MS);
        for path in ["/my-space", "/help", "/today"] {
            let answer = phone.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.has("<main"), "{path}");
        }
    }
    let before = token(&phone);
    run(&community, "DROP TRIGGER full").await;
    assert!(phone.is_signed_in().await);
    assert_ne!(token(&phone), before, "what was put off is done now");
}

#[tokio::test]
async fn a_database_that_is_away_signs_nobody_out() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    let before = token(&phone);
    run(&community, "ALTER TABLE sign_ins RENAME TO away").await;
    let help = phone.get("/help").await;
    assert_eq!(help.status, StatusCode::OK);
    assert!(help.has("class=\"leave\""));
    let left = phone.clone().get("/leave").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    // Nobody is asked for words that could not let them in.
    let own = phone.get("/my-space").await;
    assert_eq!(own.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        own.has("it&#39;s our fault") || own.has("it's our fault"),
        "{}",
        own.body
    );
    assert_eq!(token(&phone), before);
    run(&community, "ALTER TABLE away RENAME TO sign_ins").await;
    assert!(phone.is_signed_in().await);
}

#[tokio::test]
async fn what_was_written_comes_back_when_the_sign_in_has_ended() {
    let community = Community::new();
    let (mut phone, words) = community.join("Wren").await;
    community.app.clock.advance(31 * 24 * HOUR_MS);
    let fields = [("name", "Wren <b>Two"), ("sign", "sun"), ("lang", "es")];
    let answer = phone.post("/my-space", &fields).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.has("<form class=\"card stack\" method=\"post\" action=\"/my-space\""));
    assert!(answer.has("name=\"sign\" value=\"sun\""));
    assert!(answer.has("Wren &lt;b&gt;Two</textarea>"));
    assert!(answer.has("href=\"/come-back?next=/today\" target=\"_blank\""));

    // A form of choices alone is sent again by nobody: who presses must see what they send.
    let erase = phone.post("/my-data/erase", &[("sure", "yes")]).await;
    assert_eq!(erase.status, StatusCode::UNAUTHORIZED);
    assert!(!erase.has("action=\"/my-data/erase\""));
    assert!(erase.has("href=\"/come-back?next=/today\""));

    // The way back in takes no form of another address as a page.
    let fields = [("name", "Wren"), ("words", &*words), ("next", "/today")];
    assert_eq!(phone.post("/come-back", &fields).await.goes_to(), "/today");
    let request = phone
        .request(Method::POST, "/my-space")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=Planted+by+another"));
    let planted = community.browser().send(request.unwrap()).await;
    assert_eq!(planted.status, StatusCode::FORBIDDEN);
    assert!(!planted.has("Planted"));
}

#[tokio::test]
async fn sign_ins_that_have_run_out_are_neither_shown_nor_kept() {
    let community = Community::new();
    let (mut own, words) = community.join("Wren").await;
    let mut shared = community.browser();
    let fields = [("name", "Wren"), ("words", &*words), ("shared", "yes")];
    shared.post("/come-back", &fields).await;
    assert!(
        own.get("/my-space")
            .await
            .has("a phone that others use too")
    );
    community.app.clock.advance(13 * HOUR_MS);
    assert!(
        !own.get("/my-space")
            .await
            .has("a phone that others use too")
    );
    renew::people::tend_once(&community.app).await.unwrap();
    let count = community
        .app
        .store
        .read(|tx| tx.one::<(i64,)>("SELECT COUNT(*) FROM sign_ins", &[]));
    assert_eq!(count.await.unwrap(), (1,));
    assert!(own.is_signed_in().await);
}

#[tokio::test]
async fn an_address_that_says_nothing_is_a_page_in_the_reader_s_language() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    phone.get("/language/es").await;
    for path in [
        "/my-space?kept=1&kept=2",
        "/come-back?next=1&next=2",
        "/help?breath=1&breath=2",
        "/settings?kept=1&kept=2",
        "/language/xx",
        "/language/es?back=1&back=2",
        "/people/x/door",
        "/door/%FF",
    ] {
        let answer = phone.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.has("Aquí no hay ninguna página"), "{path}");
    }
}
