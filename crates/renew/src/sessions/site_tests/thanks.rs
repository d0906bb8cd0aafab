//! Thanking somebody, through the router.

use super::*;

/// A session of Marlow, Wren and Sol that has ended. Kim was not there.
async fn ended(site: &Site) -> String {
    let path = site.opened().await;
    for who in [LEAD, WREN, SOL] {
        site.post(who, &format!("{path}/do"), "do=agree").await;
    }
    for form in ["do=start", "do=end"] {
        site.post(LEAD, &format!("{path}/do"), form).await;
    }
    path
}

/// The number by which somebody stands in Wren's list.
async fn seat_of(site: &Site, path: &str, name: &str) -> String {
    let page = site.get(WREN, &format!("{path}/thank")).await;
    let choices = page.split("name=\"to\" value=\"").skip(1);
    let choice = choices.filter(|choice| {
        let label = choice.split("</label>").next().unwrap_or_default();
        label.contains(name)
    });
    let found: Vec<&str> = choice.filter_map(|one| one.split('"').next()).collect();
    assert_eq!(found.len(), 1, "{name}: {page}");
    found[0].to_owned()
}

#[tokio::test]
async fn a_thanks_reaches_one_person_and_waits_on_their_today_until_they_open_it() {
    let site = Site::new().await;
    let path = ended(&site).await;
    let thank = format!("{path}/thank");
    let after = site.get(WREN, &format!("{path}/afterwards")).await;
    assert!(after.contains(&format!("href=\"{thank}\"")), "{after}");
    assert!(!site.get(WREN, &thank).await.contains("Wren</span>"));
    let sol = seat_of(&site, &path, "Sol").await;
    let form = format!("to={sol}&phrase=honest&text=The+bus+story.+I+laughed.");
    let to = site.post(WREN, &thank, &form).await;
    assert_eq!(to, format!("{thank}?sent=1"));
    assert!(site.get(WREN, &to).await.contains("It is on its way."));

    let today = site.get(SOL, "/today").await;
    assert!(today.contains("Someone in the circle thanked you"));
    assert!(!today.contains("The bus story"), "not before it is opened");
    assert_eq!(
        site.post(SOL, "/my-space/thanks", "").await,
        "/my-space/thanks"
    );
    let mine = site.get(SOL, "/my-space/thanks").await;
    assert!(mine.contains("Wren thanks you") && mine.contains("The bus story. I laughed."));
    assert!(mine.contains("For being honest"));
    assert!(!site.get(SOL, "/today").await.contains("thanked you"));
    for who in [LEAD, WREN] {
        let theirs = site.get(who, "/my-space/thanks").await;
        assert!(!theirs.contains("The bus story"), "{theirs}");
        assert!(!site.get(who, "/today").await.contains("thanked you"));
    }

    // Again takes the place of the first.
    site.post(
        WREN,
        &thank,
        &format!("to={sol}&phrase=&text=And+thank+you+for+the+tea"),
    )
    .await;
    let mine = site.get(SOL, "/my-space/thanks").await;
    assert!(mine.contains("for the tea") && !mine.contains("The bus story"));
}

#[tokio::test]
async fn what_can_not_be_sent_comes_back_with_every_word() {
    let site = Site::new().await;
    let path = ended(&site).await;
    let thank = format!("{path}/thank");
    let sol = seat_of(&site, &path, "Sol").await;
    let long = "a".repeat(281);
    for (form, says) in [
        ("phrase=honest&text=kept".to_owned(), "Choose the person"),
        (
            "to=99&phrase=honest&text=kept".to_owned(),
            "Choose the person",
        ),
        ("to=-1&text=kept".to_owned(), "Choose the person"),
        ("to=&text=kept".to_owned(), "Choose the person"),
        (format!("to={sol}"), "write a few words"),
        (
            format!("to={sol}&phrase=nonsense&text=+%00+"),
            "write a few words",
        ),
        (format!("to={sol}&text={long}"), "a little shorter"),
    ] {
        let page = site.post(WREN, &thank, &form).await;
        assert!(page.contains(says), "{form}: {page}");
        assert!(page.contains("kept</textarea>") || !form.contains("kept"));
    }
    let not_oneself = site.post(WREN, &thank, "to=2&text=me").await;
    let sent_to_sol = sol == "2";
    assert_eq!(
        not_oneself.ends_with("sent=1"),
        sent_to_sol,
        "{not_oneself}"
    );
    // Who was not there has nobody to thank, and nobody at all comes back in first.
    assert_eq!(
        site.ask(STRANGER, "GET", &thank, "").await.0,
        StatusCode::NOT_FOUND
    );
    let (status, _) = site.ask(STRANGER, "POST", &thank, "to=1&text=hi").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(
        site.ask(NOBODY, "GET", &thank, "").await.0,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn it_opens_with_the_end_and_closes_a_week_after_it() {
    let site = Site::new().await;
    let path = site.opened().await;
    let thank = format!("{path}/thank");
    site.post(WREN, &format!("{path}/do"), "do=agree").await;
    assert_eq!(site.get(WREN, &thank).await, path, "it still runs");
    for form in ["do=agree", "do=start", "do=end"] {
        site.post(LEAD, &format!("{path}/do"), form).await;
    }
    let marlow = seat_of(&site, &path, "Marlow").await;
    let today = site.get(WREN, "/today").await;
    assert!(today.contains("Thank someone in the circle"), "{today}");
    site.app.clock.advance(8 * 24 * 3_600_000);
    let page = site.get(WREN, &thank).await;
    assert!(page.contains("is over") && !page.contains("<textarea"));
    let late = site
        .post(WREN, &thank, &format!("to={marlow}&text=late"))
        .await;
    assert!(late.contains("is over"));
    assert!(!site.get(LEAD, "/my-space/thanks").await.contains("late"));
    assert!(
        !site
            .get(WREN, "/today")
            .await
            .contains("Thank someone in the circle")
    );
}

#[tokio::test]
async fn who_would_rather_not_gets_no_more_and_the_sender_finds_everything_as_it_was() {
    let site = Site::new().await;
    let path = ended(&site).await;
    let thank = format!("{path}/thank");
    let sol = seat_of(&site, &path, "Sol").await;
    site.post(WREN, &thank, &format!("to={sol}&text=one")).await;
    let mine = site.get(SOL, "/my-space/thanks").await;
    let act = |what: &str| {
        let before = mine.split(&format!("/{what}\"")).next().unwrap();
        let from = before.rfind("/my-space/thanks/").unwrap();
        format!("{}/{what}", &before[from..])
    };
    let not_theirs = site.ask(LEAD, "POST", &act("rather-not"), "").await;
    assert_eq!(not_theirs.0, StatusCode::NOT_FOUND);
    let done = site.post(SOL, &act("rather-not"), "").await;
    assert!(site.get(SOL, &done).await.contains("they are not told"));
    let before = site.get(WREN, &thank).await;
    let sent = site.post(WREN, &thank, &format!("to={sol}&text=two")).await;
    assert!(sent.ends_with("?sent=1"));
    assert_eq!(site.get(WREN, &thank).await, before);
    let mine = site.get(SOL, "/my-space/thanks").await;
    assert!(mine.contains(">one<") && !mine.contains(">two<"));
    // What is thrown away doesn't come back by being sent again.
    site.post(SOL, &act("throw-away"), "").await;
    site.post(WREN, &thank, &format!("to={sol}&text=three"))
        .await;
    assert_eq!(site.get(WREN, &thank).await, before);
    let mine = site.get(SOL, "/my-space/thanks").await;
    assert!(!mine.contains(">one<") && !mine.contains(">three<"));
    assert!(!site.get(SOL, "/today").await.contains("thanked you"));
    // And it can be let come again.
    let since = mine.split("name=\"who\" value=\"").nth(1).unwrap();
    let since = since.split('"').next().unwrap();
    site.post(SOL, "/my-space/thanks/let-again", "who=nonsense")
        .await;
    assert!(
        site.get(SOL, "/my-space/thanks")
            .await
            .contains("let-again")
    );
    site.post(SOL, "/my-space/thanks/let-again", &format!("who={since}"))
        .await;
    assert!(
        !site
            .get(SOL, "/my-space/thanks")
            .await
            .contains("let-again")
    );
}

#[tokio::test]
async fn who_was_asked_to_leave_finds_no_such_page() {
    let site = Site::new().await;
    let path = site.opened().await;
    let act = format!("{path}/do");
    for who in [LEAD, WREN, SOL] {
        site.post(who, &act, "do=agree").await;
    }
    for form in ["do=start", "do=remove&who=2", "do=end"] {
        site.post(LEAD, &act, form).await;
    }
    let thank = format!("{path}/thank");
    for (method, form) in [("GET", ""), ("POST", "to=1&text=hi")] {
        let (status, theirs) = site.ask(WREN, method, &thank, form).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{method}");
        let (_, strangers) = site.ask(STRANGER, method, &thank, form).await;
        assert_eq!(theirs, strangers, "{method}");
    }
    assert_eq!(site.ask(SOL, "GET", &thank, "").await.0, StatusCode::OK);
    for page in ["/today", "/my-space/thanks", &format!("{path}/afterwards")] {
        let theirs = site.get(WREN, page).await;
        assert!(!theirs.contains(&thank), "{page}: {theirs}");
        assert!(site.get(SOL, page).await.contains(&thank), "{page}");
    }
    assert!(!site.get(LEAD, "/my-space/thanks").await.contains(">hi<"));
}
