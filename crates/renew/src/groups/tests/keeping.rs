//! Keeping a group, and addresses of groups that can't be read.

use super::*;

#[tokio::test]
async fn a_second_tap_on_keep_is_kept_as_the_first() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let one = format!("/groups/{id}");
    let served = here.get(Some(coordinator()), &format!("{one}/edit")).await;
    let mine = format!("{FORM}&changed_ms={}", changed_ms(&served));
    for _ in 0..2 {
        here.app.clock.advance(1_000);
        let answer = here.post(Some(coordinator()), &one, &mine).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    let kept = here.groups().await.remove(0).changed_ms;
    assert_eq!(
        kept,
        here.app.clock.now_ms() - 1_000,
        "it was written twice"
    );
}

#[tokio::test]
async fn an_address_that_can_not_be_read_is_answered_with_a_page() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    for path in [
        "/looking-after/groups?words=a&words=b".to_owned(),
        "/looking-after/groups?page=1&page=2".to_owned(),
        format!("/groups/{id}/edit?kept=1&kept=2"),
    ] {
        let answer = here.get(Some(coordinator()), &path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<h1"), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn what_is_made_and_changed_is_told_to_those_who_follow() {
    let here = Community::new();
    let told = async || {
        let changes = |tx: &mut ::store::Tx<'_>| crate::groups::newest_changes(tx, 10);
        let store = &here.app.store;
        let changes = store.read::<_, ::store::StoreError, _>(changes).await;
        let happened = changes.unwrap().into_iter().map(|one| one.happened.key());
        happened.collect::<Vec<_>>()
    };
    here.post(Some(coordinator()), "/looking-after/groups", FORM)
        .await;
    assert_eq!(told().await, ["made"]);
    let one = format!("/groups/{}", here.groups().await[0].id);
    for (from, to, expected) in [
        ("Elm+Street", "Oak+Street", &["made"][..]),
        ("19%3A00", "18%3A00", &["changed", "made"]),
        ("=online", "=resting", &["resting", "changed", "made"]),
    ] {
        let form = here.get(Some(coordinator()), &format!("{one}/edit")).await;
        let before = FORM.replace(
            "19%3A00",
            if from == "=online" {
                "18%3A00"
            } else {
                "19%3A00"
            },
        );
        let typed = format!(
            "{}&changed_ms={}",
            before.replace(from, to),
            changed_ms(&form)
        );
        here.post(Some(coordinator()), &one, &typed).await;
        assert_eq!(told().await, expected);
    }
    here.import(import::FEED.as_bytes()).await;
    assert_eq!(told().await[..2], ["made", "made"]);
}

#[tokio::test]
async fn a_plan_is_carried_out_on_its_day_and_the_finder_knows() {
    let (here, id) = Community::with_group(Door::Open).await;
    let day = jiff::civil::date(2026, 12, 8);
    let after = Details {
        start_minute: Some(18 * 60),
        ..tuesday(Door::Open).details
    };
    let planned = here
        .app
        .store
        .write(move |tx| crate::groups::change_from(tx, id, day, &after, NOW_MS));
    assert!(!planned.await.unwrap(), "it waits");
    let list = async || here.get(None, "/groups").await.body;
    assert!(list().await.contains("7:00 PM"));
    // Noon in New York on the day before, and on the day.
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    here.app.clock.advance(14 * DAY_MS);
    super::super::tend::tend_once(&here.app).await.unwrap();
    assert_eq!(here.groups().await[0].details.start_minute, Some(19 * 60));
    assert!(list().await.contains("6:00 PM"), "the list knows already");
    here.app.clock.advance(DAY_MS);
    super::super::tend::tend_once(&here.app).await.unwrap();
    assert_eq!(here.groups().await[0].details.start_minute, Some(18 * 60));
    assert!(list().await.contains("6:00 PM"));
}

#[tokio::test]
async fn when_somebody_leads_is_in_what_they_take_along() {
    let (here, id) = Community::with_group(Door::Open).await;
    let roles = Roles {
        is_facilitator: true,
        ..Roles::default()
    };
    here.place(Membership::joined(id, ALMA, roles, NOW_MS))
        .await;
    let turn = crate::groups::Turn {
        date: jiff::civil::date(2026, 12, 8),
        group: id,
        person: ALMA,
    };
    let keys = here.app.keys.clone();
    let export = here.app.store.write(move |tx| {
        crate::groups::take_turn(tx, turn, NOW_MS)?;
        store::export(tx, &keys, ALMA)
    });
    let expected = serde_json::json!([{ "group": "Tuesday Circle", "date": "2026-12-08" }]);
    assert_eq!(export.await.unwrap()["leads_on"], expected);
}
