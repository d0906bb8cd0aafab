//! New words, doors that open once, and invitations.

use axum::http::StatusCode;

use crate::browser::{Answer, Browser, Community, words_of};

/// The path of a link shown on a page.
fn link_of(answer: &Answer) -> String {
    let (_, rest) = answer
        .body
        .split_once("id=\"link\" value=\"")
        .expect(&answer.body);
    let link = rest.split('"').next().unwrap();
    link.strip_prefix("http://localhost:8080")
        .unwrap()
        .to_owned()
}

/// The identifier of a person on the coordinator's list.
async fn id_of(coordinator: &mut Browser, name: &str) -> String {
    let page = coordinator
        .get(&format!("/looking-after/people?q={name}"))
        .await;
    let (_, rest) = page
        .body
        .split_once("/looking-after/people/")
        .expect(&page.body);
    rest.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn new_words_replace_the_old_ones() {
    let community = Community::new();
    let (mut phone, old) = community.join("Wren").await;
    assert_eq!(phone.get("/my-space/words").await.status, StatusCode::OK);
    let new = words_of(&phone.post("/my-space/words", &[]).await.body);
    assert_ne!(old, new);
    let mut other = community.browser();
    other
        .post("/come-back", &[("name", "Wren"), ("words", &old)])
        .await;
    assert!(!other.is_signed_in().await);
    other
        .post("/come-back", &[("name", "Wren"), ("words", &new)])
        .await;
    assert!(other.is_signed_in().await);
}

#[tokio::test]
async fn a_door_opens_once_for_somebody_who_lost_everything() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Marlow").await;
    community.join("Wren").await;
    let path = format!("/people/{}/door", id_of(&mut coordinator, "wren").await);
    let untold = coordinator.post(&path, &[]).await;
    assert!(untold.has("href=\"#sure\""));
    let link = link_of(&coordinator.post(&path, &[("sure", "yes")]).await);

    let mut lost = community.browser();
    assert!(lost.get(&link).await.has("Wren"));
    assert!(!lost.is_signed_in().await, "looking opens nothing");
    assert_eq!(lost.post(&link, &[]).await.goes_to(), "/my-space/words");
    assert!(lost.is_signed_in().await);
    assert!(lost.get("/my-space").await.has("value=\"Wren\""));
    let mut again = community.browser();
    assert_eq!(again.post(&link, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(!again.is_signed_in().await);

    let late = link_of(&coordinator.post(&path, &[("sure", "yes")]).await);
    community.app.clock.advance(25 * 60 * 60 * 1000);
    assert_eq!(again.post(&late, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_member_opens_no_doors_and_sees_no_lists() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Marlow").await;
    let (mut member, _) = community.join("Wren").await;
    let marlow = id_of(&mut coordinator, "marlow").await;
    let door = format!("/people/{marlow}/door");
    assert_eq!(
        member.post(&door, &[("sure", "yes")]).await.status,
        StatusCode::FORBIDDEN
    );
    for path in ["/looking-after/people", "/looking-after/invitations"] {
        assert_eq!(
            member.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let role = format!("/looking-after/people/{marlow}/coordinator");
    let answer = member.post(&role, &[("is_coordinator", "no")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_last_coordinator_stays_and_a_second_may_take_over() {
    let community = Community::new();
    let mut first = community.coordinator("Marlow").await;
    let (mut second, _) = community.join("Wren").await;
    let (marlow, wren) = (
        id_of(&mut first, "marlow").await,
        id_of(&mut first, "wren").await,
    );
    let role = |id: &str| format!("/looking-after/people/{id}/coordinator");
    let answer = first
        .post(&role(&marlow), &[("is_coordinator", "no")])
        .await;
    assert_eq!(answer.goes_to(), "/looking-after/people?last=yes");
    assert_eq!(
        first.get("/looking-after/people").await.status,
        StatusCode::OK
    );

    let before = second.cookie("renew").unwrap().to_owned();
    first.post(&role(&wren), &[("is_coordinator", "yes")]).await;
    assert_eq!(
        second.get("/looking-after/people").await.status,
        StatusCode::OK
    );
    assert_ne!(
        second.cookie("renew"),
        Some(&*before),
        "a new role brings a new token"
    );
    second
        .post(&role(&marlow), &[("is_coordinator", "no")])
        .await;
    assert_eq!(
        first.get("/looking-after/people").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn an_invitation_serves_as_many_as_it_says_and_can_be_taken_back() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Marlow").await;
    let page = "/looking-after/invitations";
    let wrong = coordinator
        .post(page, &[("role", "member"), ("uses", "x"), ("days", "1")])
        .await;
    assert!(wrong.has("href=\"#uses\""));
    assert!(wrong.has("name=\"uses\" value=\"x\""));
    let nowhere = coordinator
        .post(page, &[("role", "host"), ("uses", "1"), ("days", "1")])
        .await;
    assert!(nowhere.has("href=\"#group\""));

    let fields = [("role", "coordinator"), ("uses", "1"), ("days", "1")];
    let link = link_of(&coordinator.post(page, &fields).await);
    let mut guest = community.browser();
    assert_eq!(guest.get(&link).await.goes_to(), "/join");
    guest.join("Wren").await;
    assert_eq!(
        guest.get("/looking-after/people").await.status,
        StatusCode::OK
    );
    let mut late = community.browser();
    assert_eq!(late.get(&link).await.status, StatusCode::NOT_FOUND);

    let link = link_of(&coordinator.post(page, &fields).await);
    let list = coordinator.get(page).await;
    let (_, rest) = list.body.split_once("/looking-after/invitations/").unwrap();
    let removal = format!(
        "/looking-after/invitations/{}",
        rest.split('"').next().unwrap()
    );
    assert_eq!(coordinator.post(&removal, &[]).await.goes_to(), page);
    assert_eq!(late.get(&link).await.status, StatusCode::NOT_FOUND);

    // Somebody who is here already takes it with one press.
    let (mut member, _) = community.join("Alder").await;
    let link = link_of(&coordinator.post(page, &fields).await);
    assert_eq!(member.get(&link).await.status, StatusCode::OK);
    member.post(&link, &[]).await;
    assert_eq!(
        member.get("/looking-after/people").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_door_closes_when_its_person_becomes_more() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Marlow").await;
    community.join("Wren").await;
    let wren = id_of(&mut coordinator, "wren").await;
    let door = format!("/people/{wren}/door");
    let link = link_of(&coordinator.post(&door, &[("sure", "yes")]).await);
    let role = format!("/looking-after/people/{wren}/coordinator");
    coordinator.post(&role, &[("is_coordinator", "yes")]).await;
    let mut holder = community.browser();
    assert_eq!(holder.post(&link, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(!holder.is_signed_in().await);
}

#[tokio::test]
async fn an_invitation_waits_for_somebody_who_has_not_the_place() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Marlow").await;
    let (mut member, _) = community.join("Wren").await;
    let fields = [("role", "coordinator"), ("uses", "1"), ("days", "1")];
    let page = "/looking-after/invitations";
    let link = link_of(&coordinator.post(page, &fields).await);
    // Whoever made it tries it out.
    coordinator.post(&link, &[]).await;
    member.post(&link, &[]).await;
    assert_eq!(
        member.get("/looking-after/people").await.status,
        StatusCode::OK
    );
    // Pressed twice it says that it is used up.
    assert_eq!(member.post(&link, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_link_waits_behind_the_door_for_somebody_with_a_seat() {
    let community = Community::new();
    let mut coordinator = community.coordinator("Marlow").await;
    let (_, words) = community.join("Wren").await;
    let fields = [("role", "coordinator"), ("uses", "1"), ("days", "1")];
    let made = coordinator
        .post("/looking-after/invitations", &fields)
        .await;
    let link = link_of(&made);
    let mut phone = community.browser();
    assert_eq!(phone.get(&link).await.goes_to(), "/join");
    let way = format!("/come-back?next={link}");
    let step = phone.get("/join").await;
    assert!(step.has(&format!("href=\"{way}\"")), "{}", step.body);
    assert!(phone.get(&way).await.has(&format!("value=\"{link}\"")));
    let fields = [("name", "Wren"), ("words", &*words), ("next", &*link)];
    assert_eq!(phone.post("/come-back", &fields).await.goes_to(), link);
    assert!(
        phone
            .get(&link)
            .await
            .has("Wren, this invitation is for you")
    );
    let mut stranger = community.browser();
    assert!(stranger.get("/join").await.has("href=\"/come-back\""));
}

#[tokio::test]
async fn whoever_runs_the_program_lets_the_only_coordinator_back_in() {
    let community = Community::new();
    community.coordinator("Marlow").await;
    let app = &community.app;
    let nobody = renew::people::back_door_link(app, "Somebody").await;
    assert_eq!(nobody.unwrap(), None);
    let link = renew::people::back_door_link(app, " marlow ").await;
    let link = link.unwrap().unwrap();
    let mut lost = community.browser();
    assert!(lost.get(&link).await.has("Marlow"));
    assert_eq!(lost.post(&link, &[]).await.goes_to(), "/my-space/words");
    assert_eq!(
        lost.get("/looking-after/people").await.status,
        StatusCode::OK
    );
}
