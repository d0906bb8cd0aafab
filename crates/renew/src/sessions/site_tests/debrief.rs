//! Looking back, through the router: for who led, for coordinators, and for nobody else.

use super::*;

/// A session that Marlow led to its end: Wren sent a private word and left. Its path.
async fn over(site: &Site) -> String {
    let path = site.opened().await;
    let act = format!("{path}/do");
    for who in [LEAD, WREN, SOL] {
        site.post(who, &act, "do=agree").await;
    }
    site.post(LEAD, &act, "do=start").await;
    site.app.clock.advance(5 * 60_000);
    site.post(WREN, &act, "do=private&choice=not_ok&text=my+hands+shake")
        .await;
    site.post(WREN, &act, "do=leave").await;
    site.app.clock.advance(5 * 60_000);
    site.post(LEAD, &act, "do=end").await;
    path
}

/// Somebody who coordinates, beside the others.
async fn with_coordinator(site: &mut Site) -> Who {
    let guest = people::Guest {
        name: "Ada",
        sign: Sign::Sun,
        lang: Lang::En,
        is_coordinator: true,
    };
    let person = people::make_guest(&site.app, guest).await.unwrap();
    site.people.push(person);
    let pass = people::sign_in_guest(&site.app, person).await.unwrap();
    site.cookies.push(pass.cookie);
    site.cookies.len() - 1
}

async fn count(site: &Site, sql: &'static str) -> i64 {
    let count = site.app.store.read(move |tx| tx.one::<(i64,)>(sql, &[]));
    count.await.unwrap().0
}

const ROWS: &str = "SELECT COUNT(*) FROM session_debriefs";
const LOOK: &str = "/debrief";

#[tokio::test]
async fn who_led_looks_back_and_for_everybody_else_there_is_no_such_page() {
    let mut site = Site::new().await;
    let ada = with_coordinator(&mut site).await;
    let path = over(&site).await;
    assert_eq!(count(&site, ROWS).await, 1, "Marlow alone led");
    let page = format!("{path}{LOOK}");
    let own = site.get(LEAD, &page).await;
    for fact in [
        "What we agreed, and what happened",
        "<b>Wren</b>, sent a private word, left before the end",
        "/follow-up?seat=2",
        "3 of 3 people agreed",
        "Sunday evening circle",
    ] {
        assert!(own.contains(fact), "{fact}: {own}");
    }
    assert!(
        !own.contains("my hands shake"),
        "what was in it is not here"
    );
    for way in [
        format!("{path}/record"),
        "/leading".to_owned(),
        format!("{path}/run"),
    ] {
        let from = site.get(LEAD, &way).await;
        let to = if way == "/leading" {
            "/leading/growth"
        } else {
            page.as_str()
        };
        assert!(from.contains(&format!("href=\"{to}\"")), "{way}: {from}");
    }
    // As if there were no such session.
    let nowhere = "/sessions/0000000000009";
    for who in [WREN, SOL, STRANGER, ada] {
        for (method, rest) in [
            ("GET", ""),
            ("POST", ""),
            ("POST", "/shares"),
            ("POST", "/removals"),
        ] {
            let (status, body) = site.ask(who, method, &format!("{page}{rest}"), "").await;
            let (_, other) = site
                .ask(who, method, &format!("{nowhere}{LOOK}{rest}"), "")
                .await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{method} {rest}");
            let without = |body: &str| {
                let id = path.trim_start_matches("/sessions/");
                body.replace(id, "").replace("0000000000009", "")
            };
            assert_eq!(without(&body), without(&other));
        }
    }
    // Nobody who is signed in.
    let (status, to) = site.ask(ada + 1, "GET", &page, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
}

#[tokio::test]
async fn own_words_are_kept_and_come_back_when_they_are_too_many() {
    let site = Site::new().await;
    let page = format!("{}{LOOK}", over(&site).await);
    let kept = site
        .post(LEAD, &page, "well=The+silence&otherwise=Ask+earlier")
        .await;
    assert_eq!(kept, format!("{page}?done=kept"));
    let own = site.get(LEAD, &kept).await;
    assert!(own.contains("The silence") && own.contains("Ask earlier") && own.contains("Kept."));
    let long = format!("well={}&otherwise=stays", "a".repeat(2_001));
    let (status, refused) = site.ask(LEAD, "POST", &page, &long).await;
    assert_eq!(status, StatusCode::OK);
    assert!(refused.contains("<title>Error: ") && refused.contains("href=\"#well\""));
    assert!(refused.contains("stays") && refused.contains(&"a".repeat(2_001)));
    assert!(
        site.get(LEAD, &page).await.contains("The silence"),
        "what was kept stays"
    );
    site.post(LEAD, &page, "well=+&otherwise=").await;
    assert!(!site.get(LEAD, &page).await.contains("The silence"));
    assert_eq!(
        count(
            &site,
            "SELECT COUNT(*) FROM session_debriefs WHERE words_sealed IS NOT NULL"
        )
        .await,
        0
    );
}

#[tokio::test]
async fn coordinators_see_what_is_shared_for_as_long_as_it_is() {
    let mut site = Site::new().await;
    let ada = with_coordinator(&mut site).await;
    let page = format!("{}{LOOK}", over(&site).await);
    let list = "/looking-after/debriefs";
    assert!(
        site.get(ada, list)
            .await
            .contains("Nobody has shared anything now")
    );
    assert_eq!(
        site.ask(LEAD, "GET", list, "").await.0,
        StatusCode::FORBIDDEN
    );
    site.post(LEAD, &page, "well=The+silence").await;

    let done = site.post(LEAD, &format!("{page}/shares"), "").await;
    assert!(
        site.get(LEAD, &done)
            .await
            .contains("Without names and without your words")
    );
    let found = site.get(ada, list).await;
    let (_, rest) = found.split_once("href=\"/looking-after/debriefs/").unwrap();
    let one = format!("{list}/{}", rest.split_once('"').unwrap().0);
    let shown = site.get(ada, &one).await;
    assert!(shown.contains("Looking back, with Marlow") && shown.contains("3 of 3 people agreed"));
    for hidden in ["Wren", "Sol", "The silence", "private word"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }

    site.post(LEAD, &format!("{page}/shares"), "names=yes&words=yes")
        .await;
    let shown = site.get(ada, &one).await;
    assert!(
        shown.contains("<b>Wren</b>, left before the end"),
        "{shown}"
    );
    assert!(shown.contains("The silence") && !shown.contains("private word"));
    // What is changed afterwards stays with its owner.
    site.post(LEAD, &page, "well=The+quiet+and+more").await;
    assert!(!site.get(ada, &one).await.contains("The quiet and more"));

    site.post(LEAD, &format!("{page}/removals"), "").await;
    assert_eq!(
        site.ask(ada, "GET", &one, "").await.0,
        StatusCode::NOT_FOUND
    );
    assert!(
        site.get(ada, list)
            .await
            .contains("Nobody has shared anything now")
    );
    let never = format!("{list}/0000000000009");
    assert_eq!(
        site.ask(ada, "GET", &never, "").await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn who_is_erased_has_no_name_in_anybody_s_looking_back() {
    let mut site = Site::new().await;
    let ada = with_coordinator(&mut site).await;
    let page = format!("{}{LOOK}", over(&site).await);
    site.post(LEAD, &format!("{page}/shares"), "names=yes")
        .await;
    site.post(WREN, "/my-data/erase", "sure=yes").await;
    let own = site.get(LEAD, &page).await;
    assert!(
        !own.contains("Wren") && own.contains("Someone who has since left Renew"),
        "{own}"
    );
    let data = site.get(LEAD, "/my-data/renew.json").await;
    assert!(
        data.contains("\"looked_back\"") && data.contains("\"i_was\""),
        "{data}"
    );
    site.post(LEAD, "/my-data/erase", "sure=yes").await;
    assert_eq!(count(&site, ROWS).await, 0);
    let list = site.get(ada, "/looking-after/debriefs").await;
    assert!(list.contains("Nobody has shared anything now"), "{list}");
}

#[tokio::test]
async fn a_restart_after_the_end_writes_it_no_second_time() {
    let site = Site::new().await;
    let path = over(&site).await;
    site.app.rooms.kill().await;
    super::super::tend::tend_once(&site.app).await.unwrap();
    site.get(LEAD, &format!("{path}/run")).await;
    assert_eq!(count(&site, ROWS).await, 1);
    let growth = site.get(LEAD, "/leading/growth").await;
    assert!(
        growth.contains("You have looked back at one session"),
        "{growth}"
    );
    assert!(growth.contains(&format!("href=\"{path}{LOOK}\"")));
    let none = site.get(STRANGER, "/leading/growth").await;
    assert!(none.contains("It is early days") && !none.contains(&path));
}

#[tokio::test]
async fn a_private_word_after_the_end_is_taken_in() {
    let mut site = Site::new().await;
    let ada = with_coordinator(&mut site).await;
    let path = site.opened().await;
    let (act, page) = (format!("{path}/do"), format!("{path}{LOOK}"));
    for who in [LEAD, WREN, SOL] {
        site.post(who, &act, "do=agree").await;
    }
    for form in ["do=start", "do=end"] {
        site.post(LEAD, &act, form).await;
    }
    site.post(LEAD, &page, "well=The+silence").await;
    site.post(LEAD, &format!("{page}/shares"), "names=yes")
        .await;
    let word = "do=private&choice=not_ok&text=my+hands+shake";
    assert!(!site.get(LEAD, &page).await.contains("private word<"));
    site.post(SOL, &act, word).await;
    let own = site.get(LEAD, &page).await;
    assert!(own.contains("<b>Sol</b>, sent a private word"), "{own}");
    assert!(!own.contains("<b>Wren</b>, sent a private word"));
    // And from a room that was brought back.
    site.app.rooms.kill().await;
    site.post(WREN, &act, word).await;
    let own = site.get(LEAD, &page).await;
    for fact in [
        "<b>Sol</b>, sent a private",
        "<b>Wren</b>, sent a private",
        "The silence",
    ] {
        assert!(own.contains(fact), "{fact}: {own}");
    }
    let list = site.get(ada, "/looking-after/debriefs").await;
    assert!(list.contains("Marlow"), "what is shared stays");
}

#[tokio::test]
async fn what_comes_late_takes_no_newer_words_place() {
    let site = Site::new().await;
    let page = format!("{}{LOOK}", over(&site).await);
    for (form, stands) in [
        ("page=7&n=1&well=one", "one"),
        ("page=7&n=3&well=three", "three"),
        ("page=7&n=2&well=two", "three"),
        ("page=8&n=1&well=elsewhere", "elsewhere"),
        ("page=7&n=2&well=two", "elsewhere"),
        ("page=nonsense&n=-4&well=the+button", "the button"),
        ("page=8&n=2&well=", "></textarea>"),
        ("page=8&n=1&well=elsewhere", "></textarea>"),
    ] {
        let done = site.post(LEAD, &page, form).await;
        assert_eq!(done, format!("{page}?done=kept"));
        let own = site.get(LEAD, &page).await;
        let (_, field) = own.split_once("id=\"well\"").unwrap();
        let (field, _) = field.split_once("</textarea>").unwrap();
        let text = field.split_once('>').unwrap().1.trim();
        let stands = stands.trim_start_matches("></textarea>");
        assert_eq!(text, stands, "{form}");
    }
}

#[tokio::test]
async fn one_broken_row_closes_no_page_that_shows_others() {
    let mut site = Site::new().await;
    let ada = with_coordinator(&mut site).await;
    let page = format!("{}{LOOK}", over(&site).await);
    site.post(LEAD, &format!("{page}/shares"), "").await;
    let spoil = |column: &'static str| {
        site.app.store.write(move |tx| {
            let sql = format!("UPDATE session_debriefs SET {column} = $1");
            tx.run(&sql, &::store::params![vec![1_u8, 2]])
        })
    };
    spoil("shared_sealed").await.unwrap();
    let list = site.get(ada, "/looking-after/debriefs").await;
    assert!(list.contains("Nobody has shared anything now"), "{list}");
    assert!(site.get(LEAD, &page).await.contains("What we agreed"));
    spoil("sealed").await.unwrap();
    let growth = site.get(LEAD, "/leading/growth").await;
    assert!(growth.contains("It is early days"), "{growth}");
    let data = site.get(LEAD, "/my-data/renew.json").await;
    assert!(data.contains("\"looked_back\": []"), "{data}");
}

#[tokio::test]
async fn who_was_asked_to_leave_did_not_leave_early() {
    let site = Site::new().await;
    let path = site.opened().await;
    let act = format!("{path}/do");
    for who in [LEAD, WREN, SOL] {
        site.post(who, &act, "do=agree").await;
    }
    site.post(LEAD, &act, "do=start").await;
    site.app.clock.advance(5 * 60_000);
    site.post(LEAD, &act, "do=remove&who=2").await;
    site.post(SOL, &act, "do=leave").await;
    site.app.clock.advance(5 * 60_000);
    site.post(LEAD, &act, "do=end").await;
    let own = site.get(LEAD, &format!("{path}{LOOK}")).await;
    assert!(own.contains("<b>Sol</b>, left before the end"), "{own}");
    assert!(!own.contains("<b>Wren</b>, left"), "{own}");
}
