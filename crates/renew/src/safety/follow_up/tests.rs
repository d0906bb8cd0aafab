//! What follows a private word, through the router: `/sessions/{id}/follow-up`, where it is noted,
//! and `/leading/follow-up/{id}`, where it is done, changed or handed over.
#![allow(clippy::unwrap_used)]

use axum::http::StatusCode;

use crate::safety::site_testing::{ADA, HOUR_MS, KIM, MARLOW, SOL, Site, WREN};
use crate::safety::tend;

/// Monday in the group's time.
const BY_MONDAY: &str = "date=2026-11-23&time=18:00";

/// Marlow notes that somebody gets in touch with Wren by Monday. Answers the note's path.
async fn noted(site: &Site, more: &str) -> String {
    let path = site.evening().await;
    let form = format!("who=2&line=yes&{BY_MONDAY}&{more}");
    let to = site.post(MARLOW, &format!("{path}/follow-up"), &form).await;
    assert!(to.ends_with("?kept=1"), "{to}");
    to.trim_end_matches("?kept=1").to_owned()
}

#[tokio::test]
async fn a_note_is_made_in_the_session_by_those_who_lead_it() {
    let site = Site::new().await;
    let path = format!("{}/follow-up", site.evening().await);
    let form = site.get(MARLOW, &format!("{path}?seat=2")).await;
    assert!(form.contains("name=\"who\" value=\"2\" checked"), "{form}");
    assert!(
        !form.contains("textarea"),
        "there is no field for what was said"
    );
    assert_eq!(site.status(WREN, &path).await, StatusCode::FORBIDDEN);
    let (status, _) = site.ask(WREN, "POST", &path, "who=2").await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let refused = site.post(MARLOW, &path, "who=9&nothing=yes&line=yes").await;
    assert!(refused.contains("<title>Error: "));
    assert!(refused.contains("href=\"#who\"") && refused.contains("href=\"#offered\""));
    let form = format!("who=2&{BY_MONDAY}");
    assert!(site.post(MARLOW, &path, &form).await.ends_with("?kept=1"));
    let again = site.post(SOL, &path, &form).await;
    assert!(again.contains("Marlow has noted something"), "{again}");
}

#[tokio::test]
async fn the_person_reads_all_of_it_and_can_say_that_it_isn_t_right() {
    let site = Site::new().await;
    let note = noted(&site, "").await;
    let id = note.rsplit('/').next().unwrap();
    let mine = site.get(WREN, "/my-space/noted").await;
    for fact in [
        "Noted by Marlow",
        "Crisis line given",
        "Marlow gets in touch with you",
        "Monday 23 November at 6:00 pm",
    ] {
        assert!(mine.contains(fact), "{fact}: {mine}");
    }
    let not_right = format!("/my-space/noted/{id}/not-right");
    let (status, _) = site.ask(SOL, "POST", &not_right, "is=not_right").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "it isn't about Sol");
    site.post(WREN, &not_right, "is=not_right").await;
    let mine = site.get(WREN, "/my-space/noted").await;
    assert!(mine.contains("Marlow sees that"));
    let told = site.get(MARLOW, &note).await;
    assert!(told.contains("Wren says that something in this note isn"));
    assert!(
        site.get(MARLOW, "/leading")
            .await
            .contains("1 where something")
    );

    // The same facts again are no answer; others are.
    site.post(MARLOW, &note, &format!("line=yes&{BY_MONDAY}"))
        .await;
    assert!(site.get(MARLOW, &note).await.contains("Wren says"));
    site.post(MARLOW, &note, &format!("stayed=yes&{BY_MONDAY}"))
        .await;
    assert!(!site.get(MARLOW, &note).await.contains("Wren says"));
    assert!(
        site.get(WREN, "/my-space/noted")
            .await
            .contains("Stayed to talk")
    );
}

#[tokio::test]
async fn it_is_handed_over_when_the_other_says_yes() {
    let site = Site::new().await;
    let sol = site.people[SOL].to_string();
    let note = noted(&site, &format!("keeper={sol}")).await;
    assert_eq!(
        site.status(SOL, &note).await,
        StatusCode::NOT_FOUND,
        "not yet Sol's"
    );
    let asked = site.get(SOL, "/leading/follow-up").await;
    assert!(asked.contains("Marlow asks whether you can get in touch with Wren"));
    assert!(
        !asked.contains("Crisis line"),
        "what was offered comes with the yes"
    );
    let answer = format!("{note}/answer");
    site.post(SOL, &answer, "is=no").await;
    let (status, _) = site.ask(SOL, "POST", &answer, "is=yes").await;
    assert_eq!(status, StatusCode::CONFLICT, "nobody asks any more");
    let wren = site.people[WREN].to_string();
    let asking = format!("{note}/asking");
    let (status, _) = site
        .ask(MARLOW, "POST", &asking, &format!("to={wren}"))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND, "never the person herself");
    site.post(MARLOW, &asking, &format!("to={sol}")).await;
    site.post(SOL, &answer, "is=yes").await;
    assert_eq!(site.status(SOL, &note).await, StatusCode::OK);
    assert!(
        site.get(WREN, "/my-space/noted")
            .await
            .contains("Sol gets in touch with you")
    );
    site.post(SOL, &format!("{note}/done"), "is=yes").await;
    assert!(
        site.get(WREN, "/my-space/noted")
            .await
            .contains("Sol marked it as done")
    );
    assert_eq!(site.status(KIM, &note).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn coordinators_see_that_it_is_open_and_not_about_whom() {
    let site = Site::new().await;
    let note = noted(&site, "").await;
    site.app.clock.advance(3 * 24 * HOUR_MS);
    let safety = site.get(ADA, "/looking-after/safety").await;
    assert!(safety.contains("Marlow gets in touch") && safety.contains("Sunday circle"));
    assert!(safety.contains("Its time was"));
    assert!(!safety.contains("Wren") && !safety.contains("Crisis line given"));
    assert_eq!(site.status(ADA, &note).await, StatusCode::NOT_FOUND);
    let past = site.get(MARLOW, &note).await;
    assert!(past.contains("Not yet, and that"));
    let (status, _) = site.ask(ADA, "POST", &format!("{note}/keeper"), "").await;
    assert_eq!(status, StatusCode::CONFLICT, "Marlow has it");
    assert_eq!(
        site.status(MARLOW, "/looking-after/safety").await,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_nobody_follows_up_any_more_a_coordinator_takes() {
    let site = Site::new().await;
    let note = noted(&site, "").await;
    site.app.clock.advance(4 * HOUR_MS);
    let erased = site.post(MARLOW, "/my-data/erase", "sure=yes").await;
    assert!(
        erased.starts_with('/') || erased.contains("<h1>"),
        "{erased}"
    );
    let safety = site.get(ADA, "/looking-after/safety").await;
    if safety.contains("Marlow") {
        panic!("Marlow is still here: {erased}");
    }
    assert!(safety.contains("Nobody has this now"));
    site.post(ADA, &format!("{note}/keeper"), "").await;
    assert_eq!(site.status(ADA, &note).await, StatusCode::OK);
    assert!(
        site.get(WREN, "/my-space/noted")
            .await
            .contains("Ada gets in touch with you")
    );
}

#[tokio::test]
async fn nothing_needed_is_done_at_once_and_goes_after_a_month() {
    let site = Site::new().await;
    let path = site.evening().await;
    let note = site
        .post(MARLOW, &format!("{path}/follow-up"), "who=2&nothing=yes")
        .await;
    let note = note.trim_end_matches("?kept=1").to_owned();
    assert!(
        site.get(MARLOW, &note)
            .await
            .contains("Done on Sunday 22 November")
    );
    let wren = site.people[WREN];
    let count = async || {
        tend::tend_once(&site.app).await.unwrap();
        let found = site.app.store.read(move |tx| super::store::about(tx, wren));
        found.await.unwrap().len()
    };
    site.app.clock.advance(super::KEPT_MS);
    assert_eq!(count().await, 1);
    site.app.clock.advance(1);
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn what_was_offered_is_not_to_be_read_in_the_database() {
    let site = Site::new().await;
    noted(&site, "stayed=yes").await;
    let wren = site.people[WREN];
    let rows = site.app.store.read(move |tx| super::store::about(tx, wren));
    let rows = rows.await.unwrap();
    let sealed = &rows[0].offered_sealed;
    for word in ["stayed", "line"] {
        assert!(
            !sealed
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        );
    }
    let opened = super::open(&site.app.keys, &rows[0]).unwrap();
    assert_eq!(opened.to_text(), "stayed,line");
    let data = site.get(WREN, "/my-data").await;
    assert!(data.contains("Noted about me"), "{data}");
    site.app.keys.destroy(wren.0).unwrap();
    let gone = super::open(&site.app.keys, &rows[0]).unwrap();
    assert_eq!(gone.to_text(), "");
}
