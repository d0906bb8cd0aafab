//! Who is on call, through the router: from the rota by `/sessions/{id}/on-call` and
//! `/on-call/doors/{id}` into the room.
#![allow(clippy::unwrap_used)]

use axum::http::StatusCode;

use crate::safety::site_testing::{ADA, HOUR_MS, KIM, MARLOW, SOL, Site, WREN};

const ROTA: &str = "/looking-after/on-call";

/// Puts Ada down for Sunday evenings: Kim leads nothing, and so can't be chosen.
async fn on_call(site: &Site) {
    let form = |who: usize| {
        let person = site.people[who];
        format!("person={person}&sun=yes&start=16:00&end=22:00&zone=Europe%2FMadrid")
    };
    let refused = site.post(ADA, ROTA, &form(KIM)).await;
    assert!(refused.contains("href=\"#person\""));
    assert_eq!(
        site.post(ADA, ROTA, &form(ADA)).await,
        "/looking-after/on-call?kept=1"
    );
}

#[tokio::test]
async fn the_rota_is_the_coordinators() {
    let site = Site::new().await;
    on_call(&site).await;
    let rota = site.get(ADA, ROTA).await;
    assert!(
        rota.contains("on call now") && rota.contains("Each Sunday, 4:00 pm to 10:00 pm (Madrid)")
    );
    assert!(rota.contains("written how to be reached yet"));
    for who in [MARLOW, WREN] {
        assert_eq!(site.status(who, ROTA).await, StatusCode::FORBIDDEN);
        let (status, _) = site.ask(who, "POST", ROTA, "").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    let wrong = site.post(ADA, ROTA, "start=half+six&date=never").await;
    for field in ["person", "date", "start", "end", "zone"] {
        assert!(wrong.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(
        wrong.contains("value=\"half six\""),
        "nothing typed is lost"
    );
}

#[tokio::test]
async fn how_somebody_is_reached_is_for_who_leads_while_they_are_on_call() {
    let site = Site::new().await;
    on_call(&site).await;
    let refused = site
        .post(ADA, "/on-call", "phone=ring+me&words=Text+first")
        .await;
    assert!(refused.contains("href=\"#phone\"") && refused.contains("value=\"Text first\""));
    site.post(ADA, "/on-call", "phone=555+0100&words=Text+first")
        .await;
    assert!(
        site.get(ADA, "/on-call")
            .await
            .contains("value=\"555 0100\"")
    );

    let path = format!("{}/on-call", site.evening().await);
    for who in [MARLOW, SOL] {
        let page = site.get(who, &path).await;
        assert!(page.contains("href=\"tel:5550100\"") && page.contains("Text first"));
    }
    assert_eq!(site.status(WREN, &path).await, StatusCode::FORBIDDEN);
    assert_eq!(site.status(KIM, &path).await, StatusCode::FORBIDDEN);
    let ada = site.people[ADA];
    site.post(MARLOW, &path, &format!("person={ada}")).await;
    site.app.clock.advance(6 * HOUR_MS);
    let later = site.get(MARLOW, &path).await;
    assert!(!later.contains("5550100"), "her hours are over: {later}");
}

#[tokio::test]
async fn who_is_asked_in_comes_as_a_host_when_they_say_yes() {
    let site = Site::new().await;
    on_call(&site).await;
    let room = site.evening().await;
    let path = format!("{room}/on-call");
    let run = format!("{room}/run");
    let kim = site.people[KIM];
    let (status, _) = site
        .ask(MARLOW, "POST", &path, &format!("person={kim}"))
        .await;
    assert_eq!(status, StatusCode::CONFLICT, "Kim isn't on call");
    let ada = site.people[ADA];
    site.post(MARLOW, &path, &format!("person={ada}")).await;
    let asked = site.get(MARLOW, &path).await;
    let (_, rest) = asked.split_once("/on-call/doors/").unwrap();
    let door = format!("/on-call/doors/{}", &rest[..13]);

    assert!(site.get(ADA, "/today").await.contains(&door));
    assert_eq!(
        site.status(KIM, &door).await,
        StatusCode::NOT_FOUND,
        "it isn't Kim's"
    );
    let (status, _) = site.ask(KIM, "POST", &door, "is=yes").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let question = site.get(ADA, &door).await;
    assert!(question.contains("Marlow asks you into the room of Sunday circle"));
    site.post(ADA, &door, "is=no").await;
    assert!(site.get(MARLOW, &path).await.contains("Says: I can"));
    assert_eq!(site.post(ADA, &door, "is=yes").await, run);
    assert!(
        site.get(ADA, &run).await.contains("data-part=\"notes\""),
        "she is a host"
    );
    assert!(site.get(MARLOW, &path).await.contains("m coming in."));
}

#[tokio::test]
async fn a_door_closes_with_its_time() {
    let site = Site::new().await;
    on_call(&site).await;
    let path = format!("{}/on-call", site.evening().await);
    let ada = site.people[ADA];
    site.post(MARLOW, &path, &format!("person={ada}")).await;
    let asked = site.get(MARLOW, &path).await;
    let (_, rest) = asked.split_once("/on-call/doors/").unwrap();
    let door = format!("/on-call/doors/{}", &rest[..13]);
    site.app.clock.advance(3 * HOUR_MS);
    assert!(site.get(ADA, &door).await.contains("This is over"));
    let (status, _) = site.ask(ADA, "POST", &door, "is=yes").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(!site.get(ADA, "/today").await.contains("/on-call/doors/"));
}

#[tokio::test]
async fn whoever_is_down_gives_it_back() {
    let site = Site::new().await;
    on_call(&site).await;
    assert!(
        site.get(ADA, "/my-space")
            .await
            .contains("href=\"/on-call\"")
    );
    assert!(
        !site
            .get(WREN, "/my-space")
            .await
            .contains("href=\"/on-call\"")
    );
    let own = site.get(ADA, "/on-call").await;
    let (_, rest) = own.split_once("/on-call/shifts/").unwrap();
    let shift = format!("/on-call/shifts/{}/removal", &rest[..13]);
    site.post(WREN, &shift, "").await;
    assert!(
        site.get(ADA, ROTA).await.contains("Each Sunday"),
        "it isn't Wren's"
    );
    site.post(ADA, &shift, "").await;
    assert!(site.get(ADA, ROTA).await.contains("Nobody is on call yet"));
}
