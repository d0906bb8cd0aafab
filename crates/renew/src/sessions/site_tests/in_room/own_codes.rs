//! Who comes from a table with a code of their own.

use super::super::super::tend::tend_once;
use super::*;

#[tokio::test]
async fn a_code_that_is_sent_twice_opens_twice_and_only_from_its_page() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let code = own_code(&mut table, "Bea").await;
    let mut bea = Browser::new(&site);
    let page = bea.get("/code").await;
    let number = between(&page, r#"name="page" value=""#, "\"").to_owned();
    let form = format!("{code}&page={number}");
    assert_eq!(bea.post("/code", &form).await, path);
    // The answer got lost.
    let mut bea = Browser::new(&site);
    assert_eq!(bea.post("/code", &form).await, path);
    assert!(bea.get(&path).await.contains("data-room"));
    // A second tap after the first one was answered.
    assert_eq!(bea.post("/code", &form).await, path);
    for form in [code.clone(), format!("{code}&page=1")] {
        let mut thief = Browser::new(&site);
        assert!(thief.post("/code", &form).await.contains("opens nothing"));
    }
    site.app.clock.advance(11 * 60_000);
    let mut late = Browser::new(&site);
    assert!(late.post("/code", &form).await.contains("opens nothing"));
}

#[tokio::test]
async fn a_guest_whose_seat_is_not_moved_is_not_erased() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    // Wren comes in while their code is read: the room knows it, and no row did yet.
    site.get(WREN, &path).await;
    let wren = site.people[WREN];
    let no_row = site.app.store.write(move |tx| {
        let sql = "DELETE FROM session_seats WHERE person_id = $1";
        tx.run(sql, &store::params![wren])
    });
    no_row.await.unwrap();
    let code = own_code(&mut table, "Bea").await;
    let kept = site.post(WREN, "/code", &code).await;
    assert!(kept.contains("nothing was moved"), "{kept}");
    assert!(
        table
            .get("/table/here")
            .await
            .contains("At this table: Bea.")
    );
    // The code still works for somebody without a seat, and when it is sent twice.
    let form = format!("{code}&page=1f");
    for _ in 0..2 {
        assert_eq!(site.post(SOL, "/code", &form).await, path);
    }
    assert!(!table.get("/table/here").await.contains("At this table"));
}

#[tokio::test]
async fn whoever_tries_many_codes_waits() {
    let site = Site::new().await;
    let mut phone = Browser::new(&site);
    let mut statuses = Vec::new();
    for _ in 0..25 {
        statuses.push(phone.ask("POST", "/code", "code=CDFG+3476").await.0);
    }
    assert_eq!(statuses[0], StatusCode::OK);
    assert_eq!(statuses[24], StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn somebody_from_a_table_comes_to_what_is_theirs() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea", "Sol"]).await;
    let first = own_code(&mut table, "Bea").await;
    let code = own_code(&mut table, "Bea").await;
    let mut bea = Browser::new(&site);
    assert!(bea.post("/code", &first).await.contains("opens nothing"));
    assert_eq!(bea.post("/code", &code).await, path);
    let mut thief = Browser::new(&site);
    assert!(thief.post("/code", &code).await.contains("opens nothing"));

    let room = bea.get(&path).await;
    assert!(room.contains("data-room"), "{room}");
    // The table speaks for her no more.
    let page = table.get("/table/here").await;
    assert!(page.contains("At this table: Sol."), "{page}");
    // She keeps her seat for good with words; her name is hers then.
    let words = bea.post("/my-space/words", "").await;
    assert!(words.contains(r#"class="word""#), "{words}");
    // Sol has the name of a member, and is asked for another.
    let code = own_code(&mut table, "Sol").await;
    let mut sol = Browser::new(&site);
    sol.post("/code", &code).await;
    let words = sol.post("/my-space/words", "").await;
    assert!(words.contains("Choose another"), "{words}");
}

#[tokio::test]
async fn what_a_member_did_at_a_table_comes_to_them() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let code = own_code(&mut table, "Bea").await;
    // Marlow has a seat of his own.
    let marlow = site.post(LEAD, "/code", &code).await;
    assert!(marlow.contains("nothing was moved"), "{marlow}");
    assert_eq!(site.post(WREN, "/code", &code).await, path);
    let room = site.get(WREN, &path).await;
    assert!(room.contains("Wren") && !room.contains("Bea"), "{room}");
    // Wren has agreed: Bea did.
    let who = site.people[WREN];
    let seats = site.app.store.read(move |tx| {
        tx.all::<(i64, i64)>(
            "SELECT seat, person_id FROM session_seats ORDER BY seat",
            &[],
        )
    });
    assert_eq!(seats.await.unwrap()[1], (2, who.0));
    let guests = site
        .app
        .store
        .read(|tx| tx.one::<(i64,)>("SELECT COUNT(*) FROM people", &[]));
    assert_eq!(guests.await.unwrap(), (4,));
    assert!(!table.get("/table/here").await.contains("At this table"));

    // It is Wren's for good, in the record too.
    let end = site.post(LEAD, &format!("{path}/do"), "do=end").await;
    assert_eq!(end, format!("{path}/run"));
    let mine = site.get(WREN, "/my-data").await;
    assert!(mine.contains("Wren") && !mine.contains("Bea"), "{mine}");
}

#[tokio::test]
async fn a_guest_whom_nobody_came_as_is_erased_a_day_later() {
    const HOUR_MS: i64 = 3_600_000;
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea", "Kit"]).await;
    let code = own_code(&mut table, "Kit").await;
    let mut kit = Browser::new(&site);
    kit.post("/code", &code).await;
    site.in_a_round(&path).await;
    site.post(LEAD, &format!("{path}/do"), "do=end").await;
    let people = async || {
        let count = site
            .app
            .store
            .read(|tx| tx.one::<(i64,)>("SELECT COUNT(*) FROM people", &[]));
        count.await.unwrap().0
    };
    site.app.clock.advance(23 * HOUR_MS);
    tend_once(&site.app).await.unwrap();
    assert_eq!(people().await, 6);
    site.app.clock.advance(2 * HOUR_MS);
    tend_once(&site.app).await.unwrap();
    assert_eq!(people().await, 5, "Kit is signed in and stays");
    site.app.clock.advance(40 * 24 * HOUR_MS);
    tend_once(&site.app).await.unwrap();
    assert_eq!(people().await, 4, "nobody can ever come in as Kit again");
}

#[tokio::test]
async fn a_name_alone_keeps_no_guest_and_words_do() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea", "Kit"]).await;
    let (mut bea, mut kit) = (Browser::new(&site), Browser::new(&site));
    for (name, browser) in [("Bea", &mut bea), ("Kit", &mut kit)] {
        let code = own_code(&mut table, name).await;
        assert_eq!(browser.post("/code", &code).await, path);
    }
    let kept = kit.post("/my-space", "name=Kit&sign=boat&lang=en").await;
    assert_eq!(kept, "/my-space?kept=yes");
    bea.post("/my-space/words", "").await;
    site.in_a_round(&path).await;
    site.post(LEAD, &format!("{path}/do"), "do=end").await;
    site.app.clock.advance(45 * 24 * 3_600_000);
    tend_once(&site.app).await.unwrap();
    let count = async |sql: &'static str| {
        let count = site.app.store.read(move |tx| tx.one::<(i64,)>(sql, &[]));
        count.await.unwrap().0
    };
    assert_eq!(count("SELECT COUNT(*) FROM people").await, 5, "Bea stays");
    assert_eq!(count("SELECT COUNT(*) FROM table_people").await, 0);
}

#[tokio::test]
async fn who_lost_their_way_in_is_seated_at_the_table_again() {
    let site = Site::new().await;
    let path = site.opened().await;
    let devices = format!("{path}/in-room");
    let mut table = site.table(&path, &["Bea"]).await;
    let who = who_on(&table.get("/table/people").await, "Bea: show my code");
    let code = own_code(&mut table, "Bea").await;
    let mut bea = Browser::new(&site);
    assert_eq!(bea.post("/code", &code).await, path);
    let says = "Bea lost their way in";
    let again = format!("do=seat_again&person={who}");
    assert!(!site.get(LEAD, &devices).await.contains(says));
    let (status, _) = site.ask(LEAD, "POST", &devices, &again).await;
    assert_eq!(status, StatusCode::CONFLICT, "she is signed in");
    bea.get("/leave").await;
    assert!(site.get(LEAD, &devices).await.contains(says));
    let (status, _) = site.ask(WREN, "POST", &devices, &again).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(!site.post(LEAD, &devices, &again).await.contains(says));
    let page = table.get("/table/here").await;
    assert!(page.contains("At this table: Bea."), "{page}");
    let code = own_code(&mut table, "Bea").await;
    assert_eq!(bea.post("/code", &code).await, path);
}
