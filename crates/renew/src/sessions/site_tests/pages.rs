//! Pages and plain forms.

use super::*;

#[tokio::test]
async fn the_room_works_by_plain_forms_and_the_plan_is_on_today_afterwards() {
    let site = Site::new().await;
    let path = site.opened().await;
    let act = |form: &'static str| {
        let path = format!("{path}/do");
        let site = &site;
        async move { site.post(WREN, &path, form).await }
    };
    assert!(site.get(WREN, &path).await.contains("Wren"));
    assert_eq!(act("do=agree").await, path);
    assert_eq!(act("do=plan&text=Walk+with+Dana&who=circle").await, path);
    let refused = act("do=reflection&text=+").await;
    assert!(
        refused.contains("There&#39;s nothing written yet.")
            || refused.contains("There's nothing written yet."),
        "{refused}"
    );
    assert_eq!(act("do=reflection&text=Lighter").await, path);
    let today = site.get(WREN, "/today").await;
    assert!(today.contains("Walk with Dana"));
    assert!(!site.get(SOL, "/today").await.contains("Walk with Dana"));
    let kept = site.get(WREN, "/my-space/plans").await;
    assert!(kept.contains("Walk with Dana") && kept.contains("Lighter"));
    assert!(
        site.get(WREN, &format!("{path}/afterwards"))
            .await
            .contains("Lighter")
    );
    assert_eq!(act("do=leave").await, "/today");
}

#[tokio::test]
async fn how_a_plan_went_is_asked_answered_and_undone_by_its_owner_only() {
    let site = Site::new().await;
    let path = site.opened().await;
    site.post(WREN, &format!("{path}/do"), "do=agree").await;
    site.post(WREN, &format!("{path}/do"), "do=plan&text=Walk&who=only_me")
        .await;
    site.app.clock.advance(7 * 24 * 3_600_000);
    let today = site.get(WREN, "/today").await;
    let from = today.find("/my-space/plans/").unwrap();
    let answer: String = today[from..].chars().take_while(|c| *c != '"').collect();
    assert!(answer.ends_with("/answer"), "{answer}");
    site.post(SOL, &answer, "how=did_it").await;
    assert!(
        site.get(WREN, "/today")
            .await
            .contains(r#"value="part_of_it""#)
    );
    assert_eq!(site.post(WREN, &answer, "how=part_of_it").await, "/today");
    let answered = site.get(WREN, "/today").await;
    assert!(answered.contains(r#"value="undo""#) && !answered.contains(r#"value="did_it""#));
    site.post(WREN, &answer, "how=undo").await;
    assert!(site.get(WREN, "/today").await.contains(r#"value="did_it""#));
    let (status, _) = site.ask(WREN, "POST", &answer, "how=perfectly").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_record_is_for_who_leads_and_tells_nothing_said() {
    let site = Site::new().await;
    let path = site.opened().await;
    site.get(WREN, &path).await;
    for form in ["do=agree", "do=start"] {
        assert!(
            site.post(LEAD, &format!("{path}/do"), form)
                .await
                .starts_with("/sessions")
        );
    }
    site.post(WREN, &format!("{path}/do"), "do=plan&text=Walk&who=circle")
        .await;
    site.app.clock.advance(60_000);
    site.post(LEAD, &format!("{path}/do"), "do=end").await;
    let (status, _) = site.ask(WREN, "GET", &format!("{path}/record"), "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let record = site.get(LEAD, &format!("{path}/record")).await;
    assert!(
        record.contains("<table") && !record.contains("Walk"),
        "{record}"
    );
    assert!(site.get(LEAD, "/leading").await.contains("/record"));
    // Whoever is erased afterwards has been there, and no name leads back.
    let erased = site.people[WREN];
    site.app.keys.destroy(site.people[WREN].0).unwrap();
    let record = site.get(LEAD, &format!("{path}/record")).await;
    assert!(!record.contains("Wren") && record.contains("Someone"));
    site.app
        .store
        .write(move |tx| super::super::erase(tx, erased))
        .await
        .unwrap();
    let record = site.get(LEAD, &format!("{path}/record")).await;
    assert!(record.contains("Marlow") && record.contains("Someone"));
}

#[tokio::test]
async fn nobody_opens_a_room_before_its_time_or_for_another_group() {
    let site = Site::new().await;
    site.app.clock.advance(-45 * 60_000);
    let path = site.next().await;
    let open = format!("{path}/open");
    for person in [LEAD, WREN, STRANGER] {
        let (status, _) = site.ask(person, "POST", &open, "").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{person}");
    }
    site.app.clock.advance(16 * 60_000);
    let (status, _) = site.ask(WREN, "POST", &open, "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = site.ask(LEAD, "POST", &open, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // Open, but members come in from ten minutes before.
    assert!(site.get(WREN, &path).await.contains("3:50 pm"));
}

#[tokio::test]
async fn who_leads_without_scripts_stays_on_the_page_of_who_leads() {
    let site = Site::new().await;
    let path = site.opened().await;
    let run = format!("{path}/run");
    let page = site.get(LEAD, &run).await;
    let from_run = format!(r#"action="{path}/do?from=run""#);
    assert!(page.contains(&from_run) && !page.contains(&format!(r#"action="{path}/do""#)));
    assert!(
        page.contains(&format!(r#"<a href="{run}">Refresh"#)),
        "{page}"
    );
    let agree = site
        .post(LEAD, &format!("{path}/do?from=run"), "do=agree")
        .await;
    assert_eq!(agree, run);
    assert_eq!(
        site.post(WREN, &format!("{path}/do"), "do=agree").await,
        path
    );
}

#[tokio::test]
async fn who_leads_is_led_to_the_page_of_who_leads() {
    let site = Site::new().await;
    let path = site.opened().await;
    let run = format!(r#"href="{path}/run""#);
    for page in ["/today", "/leading"] {
        let page = site.get(LEAD, page).await;
        assert!(page.contains(&run), "{page}");
    }
    let today = site.get(WREN, "/today").await;
    assert!(today.contains(&format!(r#"href="{path}""#)) && !today.contains(&run));
}

#[tokio::test]
async fn records_stay_when_a_group_does_not_meet_again() {
    let site = Site::new().await;
    let mut resting = evening_group(GroupId(202));
    resting.details.rule = None;
    resting.details.start_minute = None;
    site.found(resting).await;
    let session = super::super::open_now(&site.app, GroupId(202), 1)
        .await
        .unwrap();
    let path = format!("/sessions/{session}");
    for form in ["do=agree", "do=start", "do=end"] {
        site.post(LEAD, &format!("{path}/do"), form).await;
    }
    let leading = site.get(LEAD, "/leading").await;
    assert!(leading.contains(&format!("{path}/record")), "{leading}");
}

#[tokio::test]
async fn a_stormy_leaving_is_answered_without_scripts() {
    let site = Site::new().await;
    let path = site.opened().await;
    site.get(LEAD, &path).await;
    let act = format!("{path}/do");
    site.post(WREN, &act, "do=agree").await;
    for (form, said) in [
        ("do=weather&is=stormy", "or tell Marlow privately.</p>"),
        ("do=weather&is=bright", "Go gently.</p>"),
    ] {
        let page = site.post(WREN, &act, form).await;
        assert!(page.contains(said), "{form}");
    }
}

#[tokio::test]
async fn the_words_of_a_refused_form_are_still_in_its_field() {
    let site = Site::new().await;
    let path = site.opened().await;
    let act = format!("{path}/do");
    for form in ["do=agree", "do=start", "do=end"] {
        site.post(LEAD, &act, form).await;
    }
    let page = site.post(LEAD, &act, "do=milestone&text=90+days").await;
    assert!(page.contains("The session has ended."), "{page}");
    assert!(page.contains(r#"value="90 days""#), "{page}");
}

#[tokio::test]
async fn an_address_that_names_nothing_is_a_page_in_the_person_s_language() {
    let site = Site::new().await;
    let path = site.opened().await;
    for bad in ["/sessions/x", "/sessions/next/x", "/sessions/x/record"] {
        let (status, page) = site.ask(WREN, "GET", bad, "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{bad}");
        assert!(page.contains("<h1"), "{page}");
    }
    // What is asked in a way that we don't know is not asked.
    let (status, _) = site
        .ask(WREN, "GET", &format!("{path}?page=x&page=y&list"), "")
        .await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_stranger_s_page_at_the_door_holds_no_way_to_the_call() {
    let site = Site::new().await;
    let mut group = evening_group(GroupId(203));
    group.details.call_url = "https://call.example/?pwd=hush".into();
    site.found(group).await;
    let session = super::super::open_now(&site.app, GroupId(203), 1)
        .await
        .unwrap();
    let path = format!("/sessions/{session}");
    for who in [STRANGER, WREN] {
        let page = site.get(who, &path).await;
        assert!(!page.contains("call.example"), "{page}");
    }
    site.post(WREN, &format!("{path}/do"), "do=agree").await;
    assert!(site.get(WREN, &path).await.contains("call.example"));
}

#[tokio::test]
async fn an_evening_that_is_cancelled_or_moved_is_not_opened_at_its_old_hour() {
    let site = Site::new().await;
    let (group, tonight) = (site.group, jiff::civil::date(2026, 11, 22));
    let path = site.next().await;
    let cancelled = site
        .app
        .store
        .write(move |tx| groups::cancel(tx, group, tonight, "Snow.", STARTS_MS));
    cancelled.await.unwrap();
    let page = site.get(WREN, &path).await;
    assert!(
        page.contains("The group doesn't meet at this time"),
        "{page}"
    );
    let (status, _) = site.ask(LEAD, "POST", &format!("{path}/open"), "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let next_week = site.next().await;
    assert_ne!(next_week, path);

    let held = calendar::schedule::Held {
        start: Some(jiff::civil::time(18, 0, 0, 0)),
        ..Default::default()
    };
    let moved = site
        .app
        .store
        .write(move |tx| groups::change_once(tx, group, tonight, held, "", STARTS_MS));
    moved.await.unwrap();
    let later = site.next().await;
    assert!(later != path && later != next_week);
    let too_early = site.ask(LEAD, "POST", &format!("{later}/open"), "").await;
    assert_eq!(too_early.0, StatusCode::FORBIDDEN);
    site.app.clock.advance(2 * 3_600_000);
    assert_eq!(site.opened().await, later);
}
