//! My data, and being erased.

use axum::http::StatusCode;
use serde_json::Value;
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
