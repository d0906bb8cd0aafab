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
        "/groups?day=1&day=2".to_owned(),
        "/looking-after/groups?page=1&page=2".to_owned(),
        format!("/groups/{id}/edit?kept=1&kept=2"),
    ] {
        let answer = here.get(Some(coordinator()), &path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<h1"), "{path}: {}", answer.body);
    }
}
