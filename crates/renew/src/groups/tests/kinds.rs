//! What kind of meeting a group that is made here has, and where it is once it moves.

use jiff::civil::date;

use super::*;
use calendar::meeting_guide::Point;

#[tokio::test]
async fn a_group_that_is_made_here_is_found_by_its_kind() {
    let here = Community::new();
    let whose = format!("{FORM}&fellowship=aa&venmo=%40elm-street&square=&paypal=");
    let made = here
        .post(Some(coordinator()), "/looking-after/groups", &whose)
        .await;
    let id = here.groups().await[0].id;
    // The kinds of a fellowship can be ticked once it is chosen.
    assert_eq!(made.to, format!("/groups/{id}/edit?kept=kinds#kinds"));
    let one = format!("/groups/{id}");
    let form = here.get(Some(coordinator()), &made.to).await;
    assert!(form.body.contains("name=\"kind_O\"") && form.body.contains("@elm-street"));
    let ticked = format!(
        "{whose}&kinds_of=aa&kind_O=on&kind_W=on&kind_NONE=on&changed_ms={}",
        changed_ms(&form)
    );
    let kept = here.post(Some(coordinator()), &one, &ticked).await;
    assert_eq!(kept.to, format!("{one}/edit?kept=1"));
    let details = here.groups().await.remove(0).details;
    assert_eq!((&*details.fellowship, &*details.types), ("aa", "O,W"));
    let found = here.get(None, "/groups?type=Women").await.body;
    assert!(found.contains("1 meeting<"), "{found}");
    let feed = here.get(None, "/meetings.json").await.body;
    assert!(
        feed.contains("Elm Street") && feed.contains("\"W\""),
        "{feed}"
    );
}

fn at_elm_street() -> Group {
    let mut group = tuesday(Door::Vouched);
    group.details.attendance = super::super::Attendance::InRoom;
    group.details.address = "1 Elm Street".into();
    group.details.region = "Ohio > Old Town".into();
    group.details.point = Some(Point {
        latitude: 41.5,
        longitude: -81.5,
    });
    group
}

#[tokio::test]
async fn a_group_that_moves_leaves_its_old_place_on_the_map() {
    let here = Community::new();
    let group = at_elm_street();
    let id = group.id;
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| store::create(tx, &group))
        .await
        .unwrap();
    let onward = format!("/groups/{id}/evenings/2026-12-08/onward");
    let form = here.get(Some(coordinator()), &onward).await;
    let typed = "kind=weekly&day_2=on&start=19%3A00&duration=90&attendance=in_room&place=\
         &address=9+Oak+Road&zone=America%2FNew_York&region=Ohio+%3E+Old+Town\
         &latitude=41.50000&longitude=-81.50000";
    let typed = format!("{typed}&changed_ms={}", changed_ms(&form));
    here.post(Some(coordinator()), &onward, &typed).await;
    let group = here.groups().await.remove(0);
    let then = group
        .differences
        .details_on(&group.details, date(2026, 12, 8));
    assert_eq!(then.address, "9 Oak Road");
    assert_eq!((then.point, then.region.as_str()), (None, ""));
}
