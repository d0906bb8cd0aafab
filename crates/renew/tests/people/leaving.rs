//! My data, and being erased.

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use axum::http::StatusCode;
use renew::groups::{self, Details, Group, GroupId};
use serde_json::{Value, json};
use store::{StoreError, params};

use crate::browser::Community;

#[tokio::test]
async fn everything_can_be_read_and_downloaded() {
    let community = Community::new();
    let (mut phone, words) = community.join("Wren").await;
    let page = phone.get("/my-data").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("Wren"));
    let file = phone.get("/my-data/renew.json").await;
    let data: Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(data["me"]["name"], "Wren");
    assert_eq!(data["me"]["sign"], "boat");
    assert_eq!(data["me"]["sign_ins"].as_array().unwrap().len(), 1);
    let first = words.split(' ').next().unwrap();
    assert!(
        !file.body.contains(&format!("\"{first}\"")),
        "words are no data of ours"
    );
    for keeper in renew::keepers::KEEPERS {
        assert!(data.get(keeper.key).is_some(), "{}", keeper.key);
    }
}

/// Every table's columns, as SQLite knows them.
async fn columns(community: &Community) -> Vec<(String, String)> {
    community
        .app
        .store
        .read(|tx| {
            let tables: Vec<(String,)> =
                tx.all("SELECT name FROM sqlite_master WHERE type = 'table'", &[])?;
            let mut columns = Vec::new();
            for (table,) in tables {
                let sql = format!("SELECT name FROM pragma_table_info('{table}')");
                for (column,) in tx.all::<(String,)>(&sql, &[])? {
                    columns.push((table.clone(), column));
                }
            }
            Ok::<_, StoreError>(columns)
        })
        .await
        .unwrap()
}

/// Where in the database a number stands.
async fn places_of(community: &Community, id: i64) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column) in columns(community).await {
        let sql = format!("SELECT COUNT(*) FROM \"{table}\" WHERE \"{column}\" = $1");
        let (count,): (i64,) = community
            .app
            .store
            .read(move |tx| tx.one::<(i64,)>(&sql, &params![id]))
            .await
            .unwrap();
        if count > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}

#[tokio::test]
async fn erasing_leaves_nothing_that_leads_back() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Bao").await;
    let (mut phone, words) = community.join("Wren").await;
    let list = coordinator.get("/looking-after/people?q=wren").await;
    let (_, rest) = list.body.split_once("/looking-after/people/").unwrap();
    let text = rest.split('/').next().unwrap().to_owned();
    let id = renew::site::id::from_text(&text).unwrap();
    coordinator
        .post(&format!("/people/{text}/door"), &[("sure", "yes")])
        .await;
    let sealed = community.app.keys.seal(id, "a", b"mine", [7; 24]).unwrap();
    assert!(
        !places_of(&community, id).await.is_empty(),
        "the test can see"
    );

    let asked = phone.post("/my-data/erase", &[]).await;
    assert!(asked.has("href=\"#sure\""));
    assert!(phone.is_signed_in().await, "asking once, in words");
    let done = phone.post("/my-data/erase", &[("sure", "yes")]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(phone.cookie("renew").is_none());

    assert_eq!(places_of(&community, id).await, Vec::<String>::new());
    assert!(community.app.keys.open_sealed(id, "a", &sealed).is_err());
    let mut back = community.browser();
    back.post("/come-back", &[("name", "Wren"), ("words", &words)])
        .await;
    assert!(!back.is_signed_in().await);
    // The name is free again.
    back.join("Wren").await;
}

#[tokio::test]
async fn an_interrupted_erasing_is_finished_at_the_next_start() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    // As far as the first step: written down, nothing more.
    let (id,): (i64,) = community
        .app
        .store
        .write(|tx| {
            tx.run("UPDATE people SET erasing_ms = 5", &[])?;
            tx.one::<(i64,)>("SELECT id FROM people", &[])
        })
        .await
        .unwrap();
    assert!(
        !phone.is_signed_in().await,
        "nobody signs in on the way out"
    );
    renew::people::resume_erasing(&community.app).await.unwrap();
    assert_eq!(places_of(&community, id).await, Vec::<String>::new());
    assert!(community.app.keys.seal(id, "a", b"b", [1; 24]).is_err());
}

#[tokio::test]
async fn erasing_goes_on_when_the_phone_is_gone() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    let erasing = || async {
        let sql = "SELECT id, erasing_ms FROM people";
        let people: Vec<(i64, Option<i64>)> = community
            .app
            .store
            .read(|tx| tx.all(sql, &[]))
            .await
            .unwrap();
        people
    };
    let id = erasing().await[0].0;
    {
        let asked = pin!(phone.post("/my-data/erase", &[("sure", "yes")]));
        let mut asked = asked;
        let mut context = Context::from_waker(Waker::noop());
        // The connection breaks at the moment when the first step is written down.
        loop {
            let over = asked.as_mut().poll(&mut context).is_ready();
            if over || erasing().await.iter().all(|(_, since)| since.is_some()) {
                break;
            }
        }
    }
    // Nobody holds the handle of what goes on, so it is watched; a minute only ends a red test.
    let gone = async {
        while !erasing().await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let gone = tokio::time::timeout(Duration::from_secs(60), gone).await;
    assert!(gone.is_ok(), "half erased, and nobody goes on");
    assert_eq!(places_of(&community, id).await, Vec::<String>::new());
    assert!(community.app.keys.seal(id, "a", b"b", [1; 24]).is_err());
}

#[tokio::test]
async fn an_interrupted_erasing_is_finished_while_the_program_runs() {
    let community = Community::new();
    community.join("Wren").await;
    let (id,): (i64,) = community
        .app
        .store
        .write(|tx| {
            tx.run("UPDATE people SET erasing_ms = 5", &[])?;
            tx.one::<(i64,)>("SELECT id FROM people", &[])
        })
        .await
        .unwrap();
    renew::people::tend_once(&community.app).await.unwrap();
    assert_eq!(places_of(&community, id).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_last_coordinator_is_told_and_may_go() {
    let community = Community::new();
    let mut last = community.coordinator("Bao").await;
    let (mut member, _) = community.join("Wren").await;
    let warned = "You are the only coordinator here";
    assert!(last.get("/my-data/erase").await.has(warned));
    assert!(!member.get("/my-data/erase").await.has(warned));
    let done = last.post("/my-data/erase", &[("sure", "yes")]).await;
    assert_eq!(done.status, StatusCode::OK);
    // The next start prints a link again.
    let link = renew::people::first_coordinator_link(&community.app).await;
    let link = link.unwrap().unwrap();
    assert_eq!(
        member.post(&link, &[]).await.goes_to(),
        "/looking-after/people"
    );
    assert!(member.get("/my-data/erase").await.has(warned));
}

#[tokio::test]
async fn my_data_holds_the_doors_and_invitations_that_one_made() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Bao").await;
    community.join("Wren").await;
    let list = coordinator.get("/looking-after/people?q=wren").await;
    let (_, rest) = list.body.split_once("/looking-after/people/").unwrap();
    let wren = rest.split('/').next().unwrap().to_owned();
    coordinator
        .post(&format!("/people/{wren}/door"), &[("sure", "yes")])
        .await;
    let fields = [("role", "coordinator"), ("uses", "3"), ("days", "1")];
    coordinator
        .post("/looking-after/invitations", &fields)
        .await;
    let file = coordinator.get("/my-data/renew.json").await;
    let data: Value = serde_json::from_str(&file.body).unwrap();
    let me = &data["me"];
    assert_eq!(me["leads"], false);
    assert_eq!(me["doors"][0]["is_for_me"], false);
    assert_eq!(me["invitations"][0]["role"], "coordinator");
    assert_eq!(me["invitations"][0]["uses_left"], 3);
    assert!(!file.body.contains(&wren), "whose door it is, is theirs");
    let page = coordinator.get("/my-data").await;
    let place = |text: &str| page.body.find(text).expect(text);
    assert!(place("About me") < place("My groups"));
    assert!(place("My groups") < place("My sessions"));
    assert!(place("<dt>Name") < place("<dt>Sign"));
}

fn tuesday_circle() -> Group {
    let details = Details {
        name: "Tuesday circle".to_owned(),
        ..Details::default()
    };
    Group::new(GroupId(201), details, 1)
}

/// An evening that has passed and one that runs, with Wren in both, as the database holds them.
async fn write_two_evenings(community: &Community) {
    let keys = community.app.keys.clone();
    let sealed = move |id, context: &str, text: &str| {
        let context = format!("session_drafts.sealed:{context}");
        keys.seal(id, &context, text.as_bytes(), [3; 24]).unwrap()
    };
    let plan_keys = community.app.keys.clone();
    let written = community.app.store.write(move |tx| {
        let (id,): (i64,) = tx.one("SELECT id FROM people", &[])?;
        groups::create(tx, &tuesday_circle())?;
        let face = sealed(id, "301:face:1", "{\"name\":\"Old Wren\",\"sign\":\"sun\"}");
        let word = sealed(id, "302:word:5", "I am not OK");
        let plan = plan_keys.seal(id, "plans.sealed:401", b"Call Sol", [4; 24]);
        for (sql, values) in [
            (
                "INSERT INTO sessions (id, group_id, starts_ms, minutes, pace, format, state)
                 VALUES (301, 201, 1000, 90, 1, 'renew-90', 'ended'),
                        (302, 201, 2000, 90, 1, 'renew-90', 'open')",
                Vec::new(),
            ),
            (
                "INSERT INTO session_attendance (session_id, seat, person_id, face_sealed, role,
                     from_ms, to_ms) VALUES (301, 1, $1, $2, 'host', 3000, 4000)",
                params![id, face].to_vec(),
            ),
            (
                "INSERT INTO session_seats (session_id, seat, person_id) VALUES (302, 1, $1)",
                params![id].to_vec(),
            ),
            (
                "INSERT INTO session_drafts (session_id, kind, number, person_id, sealed)
                 VALUES (302, 'word', 5, $1, $2)",
                params![id, word].to_vec(),
            ),
            (
                "INSERT INTO plans (id, person_id, session_id, group_id, made_ms, may_know,
                     sealed, shown_in) VALUES (401, $1, 301, 201, 5000, 'circle', $2, 302)",
                params![id, plan.unwrap()].to_vec(),
            ),
            (
                "INSERT INTO plan_answers (plan_id, how, answered_ms) VALUES (401, 'did_it', 6000)",
                Vec::new(),
            ),
            (
                "INSERT INTO feed_uploads (id, person_id, feed_name, fellowship, zone, body,
                     uploaded_ms) VALUES (251, $1, 'River Valley', 'aa', '', $2, 7000)",
                params![id, vec![1_u8]].to_vec(),
            ),
        ] {
            tx.run(sql, &values)?;
        }
        Ok::<_, StoreError>(())
    });
    written.await.unwrap();
}

#[tokio::test]
async fn my_data_tells_of_evenings_past_and_of_the_one_that_runs() {
    let community = Community::new();
    let (mut phone, _) = community.join("Wren").await;
    write_two_evenings(&community).await;
    let file = phone.get("/my-data/renew.json").await;
    let data: Value = serde_json::from_str(&file.body).unwrap();
    let sessions = &data["sessions"];
    assert_eq!(
        sessions["attended"],
        json!([{ "group": "Tuesday circle", "starts_ms": 1000, "name": "Old Wren",
            "role": "host", "from_ms": 3000, "to_ms": 4000 }])
    );
    assert_eq!(
        sessions["running"],
        json!([{ "group": "Tuesday circle", "starts_ms": 2000,
            "words": [{ "kind": "word", "text": "I am not OK" }] }])
    );
    assert_eq!(
        sessions["plans"],
        json!([{ "group": "Tuesday circle", "made_ms": 5000, "text": "Call Sol",
            "who_may_know": "circle", "shown_in_session_ms": 2000, "how_it_went": "did_it",
            "answered_ms": 6000 }])
    );
    assert_eq!(
        data["groups"]["waiting_import"],
        json!([{ "name": "River Valley", "uploaded_ms": 7000 }])
    );
    phone.get("/language/es").await;
    let page = phone.get("/my-data").await;
    for text in ["mensaje privado", "acoge", "lo hice", "el círculo"] {
        assert!(page.has(&format!("<dd>{text}")), "{text}");
    }
}
