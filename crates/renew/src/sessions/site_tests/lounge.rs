//! The lounge, by plain forms: who comes in, and that it closes.

use super::*;

#[tokio::test]
async fn people_stay_and_talk_after_the_end_until_it_closes_by_itself() {
    let site = Site::new().await;
    let path = site.opened().await;
    for who in [LEAD, WREN, SOL] {
        site.post(who, &format!("{path}/do"), "do=agree").await;
    }
    let early = site
        .post(WREN, &format!("{path}/do"), "do=enter_lounge")
        .await;
    assert!(
        !early.starts_with("/sessions/"),
        "not before the end: {early}"
    );
    for form in ["do=start", "do=end"] {
        site.post(LEAD, &format!("{path}/do"), form).await;
    }
    let afterwards = format!("href=\"{path}/afterwards\"");
    let run = format!("{path}/run");
    for (who, page) in [(WREN, &path), (LEAD, &run)] {
        let page = site.get(who, page).await;
        assert!(page.contains("The lounge is open until 4:15 pm"), "{page}");
        assert!(page.contains("About a quarter of an hour left."));
        assert!(page.contains("Nobody has come in yet."));
        let main = page.split("<main").nth(1).unwrap();
        let at = |what: &str| main.find(what).unwrap();
        assert!(
            at(&afterwards) < at("lounge-title"),
            "the way on comes first"
        );
    }
    assert_eq!(
        site.post(WREN, &format!("{path}/do"), "do=enter_lounge")
            .await,
        path
    );
    let page = site.get(SOL, &path).await;
    let panel = page.split("Here now").nth(1).unwrap();
    assert!(panel.split("</ul>").next().unwrap().contains("Wren"));
    assert!(site.get(WREN, &path).await.contains("Leave the lounge"));
    site.post(WREN, &format!("{path}/do"), "do=leave_lounge")
        .await;
    assert!(site.get(WREN, &path).await.contains("Come in"));
    // Who leaves the seat, or was never in the circle, is no part of it.
    let stranger = site.get(STRANGER, &path).await;
    assert!(!stranger.contains("The lounge is open"), "{stranger}");

    site.app.clock.advance(9 * 60_000);
    assert!(
        site.get(WREN, &path)
            .await
            .contains("About five minutes left.")
    );
    site.app.clock.advance(6 * 60_000 + 1_000);
    let page = site.get(WREN, &path).await;
    assert!(page.contains("The lounge is closed") && page.contains(&afterwards));
    let late = site
        .post(WREN, &format!("{path}/do"), "do=enter_lounge")
        .await;
    assert!(!late.starts_with("/sessions/"), "{late}");
}
