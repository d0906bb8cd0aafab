//! Names, places and addresses with a part that is for members alone, and what is done with them.

use super::*;
use crate::groups::Attendance;

impl Community {
    /// Two groups of every Tuesday in one hall; one of them wrote the code of its door as well.
    async fn in_one_hall() -> Self {
        let here = Self::new();
        let code = ", door code 4711";
        for (id, code) in [(201, code), (202, "")] {
            let mut group = tuesday(Door::Vouched);
            group.id = GroupId(id);
            group.details.name = format!("Circle {id}{code}");
            group.details.attendance = Attendance::InRoom;
            group.details.place = match code {
                "" => "Elm Hall".into(),
                _ => "Elm Hall (door code 4711)".into(),
            };
            group.details.address = format!("1 Elm Street{code}");
            group.details.region = "Ohio".into();
            here.app
                .store
                .write::<_, ::store::StoreError, _>(move |tx| store::create(tx, &group))
                .await
                .unwrap();
        }
        here
    }
}

#[tokio::test]
async fn a_venue_is_closed_for_those_as_well_who_wrote_more_of_it() {
    let here = Community::in_one_hall().await;
    let path = "/looking-after/venues";
    let list = here.get(Some(coordinator()), path).await.body;
    assert!(list.contains("2 groups meet here"), "{list}");
    // Everybody has read all of it before.
    let read = async || {
        let mut pages = vec![
            here.get(None, "/groups").await.body,
            here.get(None, "/changes.atom").await.body,
        ];
        for id in [201, 202] {
            pages.push(
                here.get(None, &format!("/groups/{}", GroupId(id)))
                    .await
                    .body,
            );
            pages.push(
                here.get(None, &format!("/groups/{}.ics", GroupId(id)))
                    .await
                    .body,
            );
        }
        pages
    };
    let told = |pages: &[String]| -> Vec<usize> {
        let times = |page: &String| page.matches("New floor.").count();
        pages.iter().map(times).collect()
    };
    assert_eq!(told(&read().await), [0; 6]);
    let typed = "place=Elm+Hall&address=1+Elm+Street&first=2026-11-24&last=2026-11-30\
        &note=New+floor.";
    let looked = format!("{path}/closing?{typed}");
    let seen = here.get(Some(coordinator()), &looked).await.body;
    assert!(seen.contains("Off: 2. Online instead: 0."), "{seen}");
    let close = format!("{path}/closures");
    here.post(Some(coordinator()), &close, typed).await;

    let pages = read().await;
    assert!(
        told(&pages).iter().all(|times| *times > 0),
        "{:?}",
        told(&pages)
    );
    assert_eq!(pages[0].matches("Off this time").count(), 2);
    assert_eq!(pages[1].matches("<entry>").count(), 2, "{}", pages[1]);
    for ics in [&pages[3], &pages[5]] {
        assert!(ics.contains("STATUS:CANCELLED"), "{ics}");
    }
    assert!(pages.iter().all(|page| !page.contains("4711")));

    let list = here.get(Some(coordinator()), path).await.body;
    let (_, rest) = list.split_once("/looking-after/venues/closures/").unwrap();
    let open = format!(
        "{path}/closures/{}/removal",
        rest.split_once('/').unwrap().0
    );
    here.post(Some(coordinator()), &open, "").await;
    let pages = read().await;
    assert_eq!(pages[0].matches("Off this time").count(), 0);
    assert!(pages[3].contains("BEGIN:VEVENT") && !pages[3].contains("STATUS:CANCELLED"));
}

#[tokio::test]
async fn an_address_says_both_what_stays_hidden_and_what_goes_with_it() {
    let here = Community::in_one_hall().await;
    let form = here
        .get(
            Some(coordinator()),
            &format!("/groups/{}/edit", GroupId(201)),
        )
        .await
        .body;
    let (_, rest) = form.split_once("id=\"address-hint\">").unwrap();
    let hint = rest.split_once('<').unwrap().0;
    assert!(
        hint.contains("only members of the group see that part"),
        "{hint}"
    );
    assert!(
        hint.contains("the region and the point on the map go"),
        "{hint}"
    );
}

#[tokio::test]
async fn who_only_asked_takes_along_what_everybody_may_read() {
    let here = Community::in_one_hall().await;
    let id = GroupId(201);
    here.place(Membership::asking(id, ALMA, NOW_MS)).await;
    here.place(Membership::joined(id, BRAM, Roles::default(), NOW_MS))
        .await;
    for (person, name) in [(ALMA, "Circle 201"), (BRAM, "Circle 201, door code 4711")] {
        let keys = here.app.keys.clone();
        let export = here
            .app
            .store
            .read::<_, ::store::StoreError, _>(move |tx| store::export(tx, &keys, person));
        let export = export.await.unwrap();
        assert_eq!(export["groups"][0]["group"], name, "{export}");
    }
}
