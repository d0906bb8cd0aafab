//! What a session runs: chosen for one evening, and kept as it was when it was planned.

use super::*;

/// Copies the talking circle, lets groups choose the copy, and says where it is.
async fn own_format(site: &Site) -> String {
    let edit = site
        .post(LEAD, "/leading/formats", "from=talking-circle")
        .await;
    let path = edit.strip_suffix("/edit").unwrap().to_owned();
    let released = site.post(LEAD, &format!("{path}/versions"), "").await;
    assert!(released.contains("told=kept"), "{released}");
    path
}

fn key_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_session_runs_the_version_that_it_was_planned_with() {
    let site = Site::new().await;
    let path = own_format(&site).await;
    let session = site.next().await;
    let other = format!("{session}/format");
    assert!(
        site.get(LEAD, &other)
            .await
            .contains("Copy of Talking circle, 60 minutes")
    );
    let back = site
        .post(LEAD, &other, &format!("format={}", key_of(&path)))
        .await;
    assert_eq!(back, format!("{session}/run"));

    // The format gets another part, and groups get that version: the planned session keeps its own.
    let added = site
        .post(LEAD, &format!("{path}/phases"), "kind=agenda")
        .await;
    assert!(added.contains("told=kept"), "{added}");
    site.post(LEAD, &format!("{path}/versions"), "").await;
    let lobby = site.get(LEAD, &session).await;
    assert!(lobby.contains("Copy of Talking circle") && lobby.contains("60 minutes"));
    site.post(LEAD, &format!("{session}/open"), "").await;
    let run = site.get(LEAD, &format!("{session}/run")).await;
    assert!(run.contains("Second round"), "{run}");
    assert!(!run.contains("What shall we look at?"));

    // Once it is open, nothing is chosen any more.
    let late = site.post(LEAD, &other, "format=renew-90").await;
    assert_eq!(late, other);
    assert!(
        site.get(LEAD, &other)
            .await
            .contains("keeps the format that it was opened with")
    );
}

#[tokio::test]
async fn a_room_of_an_own_format_comes_back_after_a_restart() {
    let site = Site::new().await;
    let path = own_format(&site).await;
    let session = site.next().await;
    site.post(
        LEAD,
        &format!("{session}/format"),
        &format!("format={}", key_of(&path)),
    )
    .await;
    site.post(LEAD, &format!("{session}/open"), "").await;
    site.post(LEAD, &format!("{session}/do"), "do=agree").await;
    site.post(LEAD, &format!("{session}/do"), "do=start").await;
    site.app.rooms.kill().await;
    let run = site.get(LEAD, &format!("{session}/run")).await;
    assert!(run.contains("Second round"), "{run}");
}

#[tokio::test]
async fn who_does_not_lead_chooses_nothing_and_neither_does_nonsense() {
    let site = Site::new().await;
    let session = site.next().await;
    let path = format!("{session}/format");
    for (who, status) in [
        (WREN, StatusCode::FORBIDDEN),
        (STRANGER, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(site.ask(who, "GET", &path, "").await.0, status);
        assert_eq!(
            site.ask(who, "POST", &path, "format=renew-90").await.0,
            status
        );
    }
    for format in ["", "none", "own-00000000000ch", "own-00000000000ch-1"] {
        let (status, body) = site
            .ask(LEAD, "POST", &path, &format!("format={format}"))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("Choose a format from the list."));
    }
}
