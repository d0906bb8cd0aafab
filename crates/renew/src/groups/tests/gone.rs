//! Meetings that their list names no more, as visitors see them and coordinators decide.

use super::import::FEED;
use super::*;

const MARK: &str = "The list that told of this meeting no longer names it.";

/// A community whose list has dropped one of its meetings.
async fn dropped() -> (Community, Group) {
    let here = Community::new();
    here.import(FEED.as_bytes()).await;
    let without = FEED.replace("\"sunday-agnostics\"", "\"sunday-other\"");
    here.import(without.as_bytes()).await;
    let group = here.gone().await.remove(0);
    (here, group)
}

impl Community {
    async fn gone(&self) -> Vec<Group> {
        let is_gone = |group: &Group| {
            let origin = group.origin.as_ref();
            origin.is_some_and(|origin| origin.gone_ms.is_some())
        };
        let groups = self.groups().await;
        groups.into_iter().filter(is_gone).collect()
    }
}

#[tokio::test]
async fn a_meeting_that_its_list_dropped_says_so_to_everybody() {
    let (here, group) = dropped().await;
    let one = format!("/groups/{}", group.id);
    for path in [&one, "/groups", "/groups/print"] {
        let page = here.get(None, path).await.body;
        assert!(page.contains(MARK), "{path}");
    }
    here.place(Membership::joined(group.id, ALMA, Roles::default(), NOW_MS))
        .await;
    let mine = here.get(Some(someone(ALMA)), "/sessions").await.body;
    assert!(mine.contains(MARK), "{mine}");
    let week = here
        .get(Some(coordinator()), "/looking-after/schedule")
        .await
        .body;
    assert_eq!(week.matches(MARK).count(), 1, "{week}");
    let ics = here.get(None, &format!("{one}.ics")).await.body;
    let unfolded = ics.replace("\r\n ", "");
    assert!(unfolded.contains(MARK), "{unfolded}");
    let edit = here.get(Some(coordinator()), &format!("{one}/edit")).await;
    assert!(edit.body.contains("no longer names this meeting"));
}

#[tokio::test]
async fn a_meeting_that_rests_is_not_woken_by_what_was_planned_before() {
    let (here, group) = dropped().await;
    let id = group.id;
    let mut after = group.details.clone();
    after.attendance = crate::groups::Attendance::InRoom;
    after.start_minute = Some(18 * 60);
    after.place = "Oak Room".into();
    let plan = here.app.store.write(move |tx| {
        let from = jiff::civil::date(2026, 12, 20);
        crate::groups::arranging::change_from(tx, id, from, &after, NOW_MS)
    });
    assert!(!plan.await.unwrap(), "it waits for its day");
    here.post(Some(coordinator()), &format!("/groups/{id}/rest"), "")
        .await;
    let resting = here.gone().await.remove(0);
    assert_eq!(resting.differences.planned, []);
    assert!(resting.timetable().pieces().is_empty());
}

#[tokio::test]
async fn a_coordinator_decides_on_a_meeting_that_its_list_dropped() {
    let (here, group) = dropped().await;
    let one = format!("/groups/{}", group.id);
    for what in ["keeping", "rest", "removal"] {
        let path = format!("{one}/{what}");
        let refused = here.post(Some(someone(ALMA)), &path, "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{what}");
    }
    let rest = here
        .post(Some(coordinator()), &format!("{one}/rest"), "")
        .await;
    assert_eq!(rest.to, format!("{one}/edit?kept=1"));
    let page = here.get(None, &one).await.body;
    assert!(page.contains("Resting for now") && !page.contains(MARK));
    // When the list names it again, somebody is asked whether it meets again.
    let (_, done) = here.import(FEED.as_bytes()).await;
    assert!(
        done.body.contains("Waiting for your decision"),
        "{}",
        done.body
    );

    let (here, group) = dropped().await;
    let one = format!("/groups/{}", group.id);
    here.post(Some(coordinator()), &format!("{one}/keeping"), "")
        .await;
    assert!(here.gone().await.is_empty());
    assert!(!here.get(None, &one).await.body.contains(MARK));
    // It is decided: a second tap finds nothing to decide.
    let again = here
        .post(Some(coordinator()), &format!("{one}/removal"), "")
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);

    let (here, group) = dropped().await;
    let one = format!("/groups/{}", group.id);
    here.place(Membership::asking(group.id, ALMA, NOW_MS)).await;
    let refused = here
        .post(Some(coordinator()), &format!("{one}/removal"), "")
        .await;
    assert_eq!(
        refused.to,
        format!("{one}/edit?kept=stays"),
        "somebody asks to belong to it"
    );
    here.post(Some(someone(ALMA)), &format!("{one}/departures"), "")
        .await;
    here.post(Some(coordinator()), &format!("{one}/removal"), "")
        .await;
    assert_eq!(here.get(None, &one).await.status, StatusCode::NOT_FOUND);
}
