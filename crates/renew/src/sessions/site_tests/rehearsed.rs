//! A conversation with a real day, from the room to Today and to what is kept.

use super::*;

const DAY_MS: i64 = 24 * 3_600_000;

/// Wren tried out a conversation for this day, and the session is over.
async fn tried_out(site: &Site, date: &str) {
    let path = site.opened().await;
    let act = format!("{path}/do");
    for who in [LEAD, WREN] {
        site.post(who, &act, "do=agree").await;
    }
    site.post(LEAD, &act, "do=start").await;
    for phase in 0..5 {
        let next = format!("do=next_phase&phase={phase}");
        site.post(LEAD, &act, &next).await;
    }
    let begin = "do=begin_activity&activity=0&kind=rehearsal";
    site.post(LEAD, &act, begin).await;
    site.post(WREN, &act, "do=open_room&activity=1").await;
    let card = format!("do=scene&room=1&with=My+sister+Iris&says=You+never+come&date={date}");
    assert_eq!(site.post(WREN, &act, &card).await, path);
    site.post(LEAD, &act, "do=end").await;
}

#[tokio::test]
async fn a_conversation_is_on_today_before_its_day_and_asked_about_once_after_it() {
    let site = Site::new().await;
    // Four days after the evening.
    tried_out(&site, "2026-11-26").await;
    let today = site.get(WREN, "/today").await;
    assert!(today.contains("On Thursday you wanted to talk with: My sister Iris"));
    assert!(!today.contains("/went"));
    assert!(!site.get(SOL, "/today").await.contains("Iris"));
    site.app.clock.advance(4 * DAY_MS);
    let today = site.get(WREN, "/today").await;
    assert!(today.contains("Today you wanted to talk with: My sister Iris"));
    site.app.clock.advance(DAY_MS);
    let today = site.get(WREN, "/today").await;
    assert!(today.contains("How did it go?"));
    let from = today.find("/my-space/kept/").unwrap();
    let went: String = today[from..].chars().take_while(|c| *c != '"').collect();
    // Nothing that was typed is lost, and nobody else can answer.
    let empty = site.post(WREN, &went, "how=told&text=+").await;
    assert!(empty.contains("Nothing is written yet."));
    let long = format!("how=told&text={}", "word+".repeat(120));
    let long = site.post(WREN, &went, &long).await;
    assert!(long.contains("longer than can be kept") && long.contains("word word"));
    let (status, _) = site.ask(SOL, "POST", &went, "how=told&text=Well").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = site.ask(WREN, "POST", &went, "how=perfectly").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = "how=told&text=She+listened+to+me";
    assert_eq!(site.post(WREN, &went, told).await, "/today?kept=scene");
    let today = site.get(WREN, "/today?kept=scene").await;
    assert!(today.contains("Kept.") && !today.contains("Iris"));
    // The first answer stands.
    assert_eq!(site.post(WREN, &went, "how=not_today").await, "/today");
    assert_eq!(
        site.post(WREN, &went, told).await,
        "/today",
        "the same again"
    );
    for text in ["And+we+cooked".to_owned(), "word+".repeat(120)] {
        let typed = site
            .post(WREN, &went, &format!("how=told&text={text}"))
            .await;
        assert!(typed.contains("You answered this one before"), "{typed}");
        assert!(typed.contains("And we cooked") || typed.contains("word word"));
    }
    let kept = site.get(WREN, "/my-space/plans").await;
    assert!(kept.contains("She listened to me"));
    assert!(kept.contains("The day for it: Thursday 26 November"));
}

#[tokio::test]
async fn what_was_typed_comes_back_although_its_conversation_is_not_on_the_page() {
    let site = Site::new().await;
    tried_out(&site, "2026-11-23").await;
    site.app.clock.advance(2 * DAY_MS);
    let today = site.get(WREN, "/today").await;
    let from = today.find("/my-space/kept/").unwrap();
    let went: String = today[from..].chars().take_while(|c| *c != '"').collect();
    // The page stayed open for three weeks.
    site.app.clock.advance(21 * DAY_MS);
    let long = format!("how=told&text={}", "word+".repeat(120));
    let long = site.post(WREN, &went, &long).await;
    assert!(long.contains("longer than can be kept") && long.contains("word word"));
    assert!(long.contains(&format!("action=\"{went}\"")) && !long.contains("Iris"));
    let told = "how=told&text=She+listened";
    assert_eq!(site.post(WREN, &went, told).await, "/today?kept=scene");
}

#[tokio::test]
async fn the_day_is_the_owner_s_own() {
    let site = Site::new().await;
    tried_out(&site, "2026-11-23").await;
    // Nine in the evening of the 22nd for the group, and the morning of the 23rd for Wren.
    site.app.clock.advance(5 * 3_600_000);
    assert!(
        site.get(WREN, "/today")
            .await
            .contains("On Monday you wanted")
    );
    let request = Request::builder()
        .uri("/today")
        .header(
            header::COOKIE,
            format!("{}; renew-zone=Asia/Tokyo", site.cookie(WREN)),
        )
        .body(Body::empty())
        .unwrap();
    let response = site.router.clone().oneshot(request).await.unwrap();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let page = String::from_utf8(body.to_vec()).unwrap();
    assert!(page.contains("Today you wanted to talk"), "{page}");
}

#[tokio::test]
async fn the_day_and_how_it_went_go_along_and_go_with_their_owner() {
    let site = Site::new().await;
    tried_out(&site, "2026-11-23").await;
    site.app.clock.advance(2 * DAY_MS);
    let today = site.get(WREN, "/today").await;
    let from = today.find("/my-space/kept/").unwrap();
    let went: String = today[from..].chars().take_while(|c| *c != '"').collect();
    site.post(WREN, &went, "how=told&text=She+listened+to+me")
        .await;
    let (keys, person) = (site.app.keys.clone(), site.people[WREN]);
    let own = site
        .app
        .store
        .read(move |tx| super::super::export(tx, &keys, person));
    let own = own.await.unwrap()["kept_of_activities"][0].clone();
    assert_eq!(own["scene"]["day"], "2026-11-23");
    assert_eq!(own["scene"]["told"], "She listened to me");
    let sealed = site
        .app
        .store
        .read(|tx| tx.one::<(Vec<u8>,)>("SELECT sealed FROM session_records", &[]));
    let sealed = sealed.await.unwrap().0;
    let secret = b"listened";
    assert!(!sealed.windows(secret.len()).any(|part| part == secret));
}
