//! Sessions that end, restarts around the end, and rooms that can't be read any more.

use super::super::tend::tend_once;
use super::super::{AFTERWARDS_MS, UNREADABLE_GIVEN_UP_MS};
use super::*;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// The program ends where it stands and starts again.
async fn restart(site: &Site) {
    site.app.rooms.kill().await;
    tend_once(&site.app).await.unwrap();
}

async fn count(site: &Site, sql: &'static str) -> i64 {
    let count = site.app.store.read(move |tx| tx.one::<(i64,)>(sql, &[]));
    count.await.unwrap().0
}

#[tokio::test]
async fn a_restart_just_after_the_end_shuts_nobody_out() {
    let site = Site::new().await;
    let path = site.opened().await;
    for who in [LEAD, WREN] {
        site.post(who, &format!("{path}/do"), "do=agree").await;
    }
    let word = "do=private&choice=not_ok&text=my+hands+shake";
    site.post(WREN, &format!("{path}/do"), word).await;
    for form in ["do=start", "do=end"] {
        site.post(LEAD, &format!("{path}/do"), form).await;
    }
    site.app.clock.advance(AFTERWARDS_MS - MINUTE_MS);
    restart(&site).await;
    assert_eq!(
        site.post(WREN, &format!("{path}/do"), "do=reflection&text=Lighter")
            .await,
        path
    );
    let run = site.get(LEAD, &format!("{path}/run")).await;
    assert!(run.contains("my hands shake"), "{run}");
    // A quarter of an hour after the end everybody is done, and all of it goes.
    site.app.clock.advance(2 * MINUTE_MS);
    restart(&site).await;
    assert_eq!(count(&site, "SELECT COUNT(*) FROM session_drafts").await, 0);
    let lobby = site.get(WREN, &path).await;
    assert!(lobby.contains("/afterwards"), "{lobby}");
}

#[tokio::test]
async fn words_that_come_too_late_come_back_to_be_copied() {
    let site = Site::new().await;
    let path = site.opened().await;
    for who in [LEAD, WREN] {
        site.post(who, &format!("{path}/do"), "do=agree").await;
    }
    for form in ["do=start", "do=end"] {
        site.post(LEAD, &format!("{path}/do"), form).await;
    }
    site.app.clock.advance(AFTERWARDS_MS + MINUTE_MS);
    restart(&site).await;
    let act = format!("{path}/do");
    let late = "do=reflection&text=lighter+than+before";
    let (status, page) = site.ask(WREN, "POST", &act, late).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("lighter than before"), "{page}");
    // Where nothing was written there is nothing to give back.
    for empty in ["do=reflection&text=+", "do=agree"] {
        assert_eq!(site.post(WREN, &act, empty).await, path);
    }
}

#[tokio::test]
async fn a_room_that_can_not_be_read_holds_its_group_up_for_some_hours_only() {
    let site = Site::new().await;
    let path = site.opened().await;
    site.get(LEAD, &path).await;
    site.app.rooms.kill().await;
    let spoil = "UPDATE session_snapshots SET state = '{}'";
    let spoilt = site.app.store.write(move |tx| tx.run(spoil, &[]));
    assert_eq!(spoilt.await.unwrap(), 1);
    let open = "SELECT COUNT(*) FROM sessions WHERE state = 'open'";
    site.app.clock.advance(2 * HOUR_MS);
    restart(&site).await;
    assert_eq!(count(&site, open).await, 1, "it may be read again yet");
    site.app.clock.advance(UNREADABLE_GIVEN_UP_MS);
    restart(&site).await;
    assert_eq!(count(&site, open).await, 0);
    assert_eq!(
        count(&site, "SELECT COUNT(*) FROM session_snapshots").await,
        0
    );
    assert_ne!(site.next().await, path);
}
