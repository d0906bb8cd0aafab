//! What a table's phone asks for its sound, and who else asks.

use super::*;

#[tokio::test]
async fn only_a_table_s_phone_asks_for_a_table_s_sound() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let mut wall = site.device(&path, "wall").await;
    let mut nobody = Browser::new(&site);
    let mut wren = Browser::new(&site);
    wren.cookie = site.sign_in(WREN).await;
    for other in [&mut wall, &mut nobody, &mut wren] {
        for (method, at, body) in [
            ("GET", "/table/sound?page=5&since=0", ""),
            ("POST", "/table/media", r#"{"page":5,"sdp":"v=0"}"#),
            ("POST", "/table/mic", r#"{"page":5,"on":true}"#),
        ] {
            let (status, said) = other.ask(method, at, body).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{at}: {said}");
        }
        assert_eq!(other.get("/table/check").await, "/table");
    }
    // This program carries no voices: the phone is told, and shows nothing of it.
    let (status, said) = table.ask("GET", "/table/sound?page=5&since=0", "").await;
    assert_eq!(
        (status, said.as_str()),
        (StatusCode::OK, r#"{"is":"no_voices"}"#)
    );
    let page = table.get("/table/here").await;
    assert!(!page.contains("data-table-sound"), "{page}");
    let check = table.get("/table/check").await;
    assert!(check.contains("Sound of this table"), "{check}");
}

#[tokio::test]
async fn what_a_table_s_page_says_of_its_sound_is_read_carefully() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    for body in [
        "",
        "{}",
        "[1]",
        r#"{"page":-1,"on":true}"#,
        r#"{"page":5,"on":"yes"}"#,
    ] {
        let (status, said) = table.ask("POST", "/table/mic", body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {said}");
    }
    for body in ["", "{}", r#"{"page":5}"#] {
        let (status, said) = table.ask("POST", "/table/media", body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}: {said}");
        assert!(said.contains("sentence"), "{said}");
    }
    // Seats that it claims are nobody's business: whom it speaks for is known from its device.
    let claims = r#"{"page":5,"on":true,"seats":[1],"who":1,"table":2}"#;
    // A page that doesn't have the table's sound has no microphone either.
    assert_eq!(
        table.ask("POST", "/table/mic", claims).await.0,
        StatusCode::CONFLICT
    );
    let offer = r#"{"page":5,"sdp":"v=0","seat":1}"#;
    let (status, said) = table.ask("POST", "/table/media", offer).await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
    for query in ["", "?page=5", "?page=x&since=0", "?page=5&since=-1"] {
        let (status, _) = table.ask("GET", &format!("/table/sound{query}"), "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{query}");
    }
}

#[tokio::test]
async fn a_phone_that_is_a_table_s_no_more_is_told() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let page = table.get("/table/here").await;
    assert!(page.contains(r#"data-out="/table?no-more""#), "{page}");
    table.get("/leave").await;
    let told = table.get("/table?no-more").await;
    assert!(
        told.contains("no table's phone and no screen any more")
            || told.contains("no table&#39;s phone"),
        "{told}"
    );
    assert!(!table.get("/table").await.contains("any more. Another one"));
}
