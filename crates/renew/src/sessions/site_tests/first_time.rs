//! A first evening, through the router: two screens, a buddy, a seat.

use super::*;

/// The group's session, opened, a week after one to which Marlow, Wren and Kim's group came: only
/// Sol has never been there. Wren is willing to greet.
async fn second_evening(site: &Site) -> String {
    let path = site.opened().await;
    let people = site.people.clone();
    let made = site.app.store.write(move |tx| {
        tx.run(
            "INSERT INTO sessions (id, group_id, starts_ms, minutes, pace, format, state, ended_ms)
             VALUES (1, 201, 1, 90, 1, 'renew-90', 'ended', 2)",
            &[],
        )?;
        for who in [LEAD, WREN] {
            tx.run(
                "INSERT INTO session_attendance (session_id, seat, person_id, role, from_ms, to_ms)
                 VALUES (1, $1, $2, 'member', 1, 2)",
                &store::params![who as i64 + 1, people[who]],
            )?;
        }
        Ok::<_, store::StoreError>(())
    });
    made.await.unwrap();
    let kept = site.post(WREN, "/my-space/greeting", "willing=yes").await;
    assert_eq!(kept, "/my-space/greeting?kept=1");
    path
}

/// The line about the asking, when nobody is asked.
const NOBODY_ASKED: &str = r#"data-show="greet_waiting" hidden"#;

/// A page as it is read: without the words that its scripts are given.
async fn read(site: &Site, who: Who, path: &str) -> String {
    let page = site.get(who, path).await;
    let Some((before, rest)) = page.split_once("data-room=\"") else {
        return page;
    };
    let after = rest.split_once('"').map_or("", |(_, after)| after);
    format!("{before}{after}")
}

#[tokio::test]
async fn a_newcomer_is_told_what_will_happen_and_is_greeted_by_somebody_who_said_yes() {
    let site = Site::new().await;
    let path = second_evening(&site).await;
    let screens = format!("{path}/first-time");
    assert_eq!(site.get(SOL, &path).await, screens, "before the seat");
    assert!(site.get(SOL, &screens).await.contains("What will happen"));
    let second = site.get(SOL, &format!("{screens}?step=2")).await;
    assert!(second.contains("What you can always do"));
    assert_eq!(
        site.post(SOL, &screens, "chose=read&listens=yes").await,
        path
    );
    let room = read(&site, SOL, &path).await;
    assert!(room.contains("Your first time here") && !room.contains(NOBODY_ASKED));

    // Wren is asked, without a name, on her own page and in the room.
    for page in ["/today", &path] {
        let page = read(&site, WREN, page).await;
        assert!(page.contains(&format!("action=\"{path}/buddy\"")));
        assert!(!page.contains("Sol is here for the first time"));
    }
    let said = format!("{path}/buddy");
    let to = site.post(WREN, &said, "answer=yes&from=today").await;
    assert_eq!(to, "/today");
    let room = read(&site, SOL, &path).await;
    assert!(room.contains("Wren is greeting you today"));
    let room = read(&site, WREN, &path).await;
    assert!(room.contains("Sol is here for the first time, and you are their buddy"));
    assert!(!site.get(WREN, "/today").await.contains("/buddy"));
}

#[tokio::test]
async fn only_who_leads_sees_that_somebody_is_new_and_that_they_came_to_listen() {
    let site = Site::new().await;
    let path = second_evening(&site).await;
    site.post(SOL, &format!("{path}/first-time"), "chose=read&listens=yes")
        .await;
    site.get(SOL, &path).await;
    let run = read(&site, LEAD, &format!("{path}/run")).await;
    assert!(run.contains("Sol is here for the first time."));
    assert!(run.contains("Sol came to listen."));
    let room = read(&site, WREN, &path).await;
    for mark in [
        ", here for the first time",
        ">first time<",
        "Sol is here for",
    ] {
        assert!(!room.contains(mark), "{mark} is not for members");
    }
    assert!(run.contains(", here for the first time"));
    // From then on it is theirs: a look does not make them a listener again.
    site.post(SOL, &format!("{path}/do"), "do=listen&only=false")
        .await;
    site.get(SOL, &path).await;
    let run = read(&site, LEAD, &format!("{path}/run")).await;
    assert!(!run.contains("Sol came to listen."));
}

#[tokio::test]
async fn the_screens_can_be_skipped_and_seen_again_and_who_knows_the_group_is_no_newcomer() {
    let site = Site::new().await;
    let path = second_evening(&site).await;
    let screens = format!("{path}/first-time");
    assert_eq!(site.post(SOL, &screens, "chose=skipped").await, path);
    let room = read(&site, SOL, &path).await;
    assert!(room.contains("Your first time here") && room.contains(NOBODY_ASKED));
    assert!(
        !site.get(WREN, "/today").await.contains("/buddy"),
        "nobody is asked"
    );
    assert!(site.get(SOL, &screens).await.contains("What will happen"));
    assert_eq!(site.post(SOL, &screens, "chose=knows").await, path);
    let room = read(&site, SOL, &path).await;
    assert!(!room.contains("Your first time here"));
    let run = read(&site, LEAD, &format!("{path}/run")).await;
    assert!(!run.contains("Sol is here for the first time"));
    let (status, _) = site.ask(SOL, "POST", &screens, "chose=maybe").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobody_goes_through_the_screens_who_leads_or_came_or_in_a_first_evening() {
    let site = Site::new().await;
    let first = site.opened().await;
    assert!(site.get(SOL, &first).await.contains("Sol"), "all are new");
    let path = second_evening(&site).await;
    assert!(site.get(WREN, &path).await.contains("Wren"));
    let run = read(&site, LEAD, &format!("{path}/run")).await;
    assert!(run.contains("Marlow"));
    assert_eq!(
        site.post(LEAD, &format!("{path}/first-time"), "chose=read")
            .await,
        format!("{path}/run")
    );
    let (asked, _) = site
        .ask(NOBODY, "GET", &format!("{path}/first-time"), "")
        .await;
    assert_eq!(asked, StatusCode::SEE_OTHER, "come back in first");
}
