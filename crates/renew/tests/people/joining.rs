//! Joining and coming back in, without scripts.

use axum::http::StatusCode;

use crate::browser::{Community, words_of};

#[tokio::test]
async fn somebody_joins_leaves_and_comes_back_by_their_words() {
    let community = Community::new();
    let (mut phone, words) = community.join("Wren").await;
    assert!(phone.is_signed_in().await);
    assert!(
        phone.cookie("renew-join").is_none(),
        "the draft stays behind"
    );

    let answer = phone.post("/sign-out", &[]).await;
    assert_eq!(answer.goes_to(), "/");
    assert!(!phone.is_signed_in().await);

    let shouted = words.to_uppercase().replace(' ', " , ");
    let mut other = community.browser();
    let fields = [("name", " wREN "), ("words", &shouted), ("next", "/groups")];
    let answer = other.post("/come-back", &fields).await;
    assert_eq!(answer.goes_to(), "/groups");
    assert!(other.is_signed_in().await);
}

#[tokio::test]
async fn wrong_words_and_unknown_names_get_the_same_answer() {
    let community = Community::new();
    let (_, words) = community.join("Wren").await;
    let mut stranger = community.browser();
    let wrong = stranger
        .post("/come-back", &[("name", "Wren"), ("words", "a b c d")])
        .await;
    let unknown = stranger
        .post("/come-back", &[("name", "Nobody here"), ("words", &words)])
        .await;
    assert_eq!(wrong.status, StatusCode::OK);
    let page = |body: &str| {
        body.replace("Nobody here", "Wren")
            .replace(&words, "a b c d")
    };
    assert_eq!(page(&wrong.body), page(&unknown.body));
    assert!(!stranger.is_signed_in().await);
}

#[tokio::test]
async fn nothing_typed_is_lost_and_each_mistake_is_named() {
    let community = Community::new();
    let mut phone = community.browser();
    let answer = phone
        .post("/join", &[("name", "<b>W"), ("sign", "sun")])
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.has("Error: "));
    assert!(answer.has("value=\"&lt;b&gt;W\""));
    assert!(!answer.has("<b>W"));
    assert!(answer.has("value=\"sun\" checked"));
    assert!(answer.has("href=\"#for\""));
}

#[tokio::test]
async fn a_suggested_name_is_taken_with_one_press() {
    let community = Community::new();
    let mut phone = community.browser();
    let answer = phone
        .post("/join", &[("name", ""), ("sign", "sun"), ("pick", "Heron")])
        .await;
    assert!(answer.has("name=\"name\" value=\"Heron\""));
    assert!(answer.has("value=\"sun\" checked"));
}

#[tokio::test]
async fn different_words_are_drawn_and_the_last_ones_count() {
    let community = Community::new();
    let mut phone = community.browser();
    let fields = [("name", "Wren"), ("sign", "boat"), ("for", "other")];
    phone.post("/join", &fields).await;
    let first = words_of(&phone.get("/join/way").await.body);
    assert_eq!(
        words_of(&phone.get("/join/way").await.body),
        first,
        "going back keeps them"
    );
    let answer = phone
        .post("/join/way", &[("words", "others"), ("phone", "shared")])
        .await;
    assert_eq!(answer.goes_to(), "/join/way");
    let page = phone.get("/join/way").await;
    assert!(page.has("value=\"shared\" checked"));
    let second = words_of(&page.body);
    assert_ne!(first, second);
    phone.post("/join/way", &[("phone", "shared")]).await;
    let untold = phone.post("/join/promises", &[("count", "yes")]).await;
    assert!(untold.has("href=\"#ok\""));
    assert!(untold.has("name=\"count\" value=\"yes\" checked"));
    phone.post("/join/promises", &[("ok", "yes")]).await;
    assert!(phone.is_signed_in().await);

    let mut other = community.browser();
    other
        .post("/come-back", &[("name", "Wren"), ("words", &first)])
        .await;
    assert!(!other.is_signed_in().await);
    other
        .post("/come-back", &[("name", "Wren"), ("words", &second)])
        .await;
    assert!(other.is_signed_in().await);
}

#[tokio::test]
async fn a_name_is_one_person_s() {
    let community = Community::new();
    let (mut slow, fields) = (
        community.browser(),
        [("name", "Sal"), ("sign", "boat"), ("for", "me")],
    );
    slow.post("/join", &fields).await;
    slow.get("/join/way").await;
    slow.post("/join/way", &[("phone", "own")]).await;
    community.join("sal").await;
    let answer = slow.post("/join/promises", &[("ok", "yes")]).await;
    assert!(answer.has("href=\"#name\""), "{}", answer.body);
    let answer = slow
        .post("/join", &[("name", "SaI"), ("sign", "boat"), ("for", "me")])
        .await;
    assert!(answer.has("href=\"#name\""));
    // Another name is another person, with words of their own.
    let fields = [("name", "Sally"), ("sign", "boat"), ("for", "me")];
    let answer = slow.post("/join", &fields).await;
    assert_eq!(answer.goes_to(), "/join/way");
    assert!(slow.get("/join/way").await.has("these four words are new"));
    slow.post("/join/way", &[("phone", "own")]).await;
    let answer = slow.post("/join/promises", &[("ok", "yes")]).await;
    assert_eq!(answer.goes_to(), "/today");
}

#[tokio::test]
async fn the_last_step_sent_twice_makes_one_person() {
    let community = Community::new();
    let mut phone = community.browser();
    phone
        .post(
            "/join",
            &[("name", "Wren"), ("sign", "boat"), ("for", "me")],
        )
        .await;
    phone.get("/join/way").await;
    phone.post("/join/way", &[("phone", "own")]).await;
    let mut again = phone.clone();
    assert_eq!(
        phone
            .post("/join/promises", &[("ok", "yes")])
            .await
            .goes_to(),
        "/today"
    );
    assert_eq!(
        again
            .post("/join/promises", &[("ok", "yes")])
            .await
            .goes_to(),
        "/today"
    );
    assert!(phone.is_signed_in().await);
    assert!(again.is_signed_in().await);
}

#[tokio::test]
async fn steps_can_t_be_skipped_and_a_forged_draft_is_no_draft() {
    let community = Community::new();
    let mut phone = community.browser();
    assert_eq!(phone.get("/join/way").await.goes_to(), "/join?again=1");
    assert_eq!(phone.get("/join/promises").await.goes_to(), "/join?again=1");
    assert_eq!(
        phone
            .post("/join/promises", &[("ok", "yes")])
            .await
            .goes_to(),
        "/join?again=1"
    );
    let again = phone.get("/join?again=1").await;
    assert!(again.has("keeps no cookies"), "{}", again.body);
    phone
        .post(
            "/join",
            &[("name", "Wren"), ("sign", "boat"), ("for", "me")],
        )
        .await;
    let sealed = phone.cookie("renew-join").unwrap().to_owned();
    assert!(!sealed.contains("Wren"));
    let (start, end) = sealed.split_at(sealed.len() / 2);
    let turned = if end.starts_with('A') { 'B' } else { 'A' };
    let forged = format!("{start}{turned}{}", &end[1..]);
    phone.cookies = vec![("renew-join".to_owned(), forged)];
    assert_eq!(phone.get("/join/way").await.goes_to(), "/join?again=1");
    phone.cookies = vec![("renew-join".to_owned(), sealed)];
    assert_eq!(phone.get("/join/way").await.status, StatusCode::OK);
    community.app.clock.advance(3 * 60 * 60 * 1000);
    assert_eq!(phone.get("/join/way").await.goes_to(), "/join?again=1");
}

#[tokio::test]
async fn the_first_start_makes_one_coordinator_once() {
    let community = Community::new();
    let app = &community.app;
    let early = renew::people::first_coordinator_link(app)
        .await
        .unwrap()
        .unwrap();
    let mut first = community.coordinator("Marlow").await;
    assert!(first.is_signed_in().await);
    assert_eq!(
        renew::people::first_coordinator_link(app).await.unwrap(),
        None
    );
    let mut late = community.browser();
    assert_eq!(late.get(&early).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        late.get("/begin/never-made").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn who_takes_the_phone_over_takes_over_nothing() {
    let community = Community::new();
    let mut phone = community.browser();
    let first = [("name", "Wren"), ("sign", "boat"), ("for", "me")];
    let answer = phone.post("/join", &first).await;
    let mut lines = answer.set_cookies.iter();
    let line = lines.find(|line| line.starts_with("renew-join="));
    assert!(
        !line.unwrap().contains("Max-Age"),
        "it goes with the browser"
    );
    let words = words_of(&phone.get("/join/way").await.body);
    phone.post("/join/way", &[("phone", "own")]).await;
    let before = phone.clone();

    // The next one writes their own name.
    let second = [("name", "Alder"), ("sign", "boat"), ("for", "me")];
    phone.post("/join", &second).await;
    assert_eq!(phone.get("/join/promises").await.goes_to(), "/join/way");
    let page = phone.get("/join/way").await;
    assert_ne!(words_of(&page.body), words);
    assert!(
        !page.has("checked"),
        "whose phone it is was the other's answer"
    );
    phone.post("/join/way", &[("phone", "own")]).await;
    phone.post("/join/promises", &[("ok", "yes")]).await;
    // And the first one is still another person.
    let mut again = before.clone();
    let answer = again.post("/join/promises", &[("ok", "yes")]).await;
    assert_eq!(answer.goes_to(), "/today");
    assert!(again.get("/my-space").await.has("value=\"Wren\""));

    // The same name in other letters is the same person.
    let mut same = before.clone();
    let fields = [("name", "WREN"), ("sign", "boat"), ("for", "me")];
    same.post("/join", &fields).await;
    assert_eq!(words_of(&same.get("/join/way").await.body), words);
}

#[tokio::test]
async fn leaving_quickly_and_coming_in_end_a_joining() {
    let secure = Community::with(|config| config.origin = "https://renew.example.org".into());
    let plain = Community::new();
    for (community, name) in [(secure, "__Host-renew-join"), (plain, "renew-join")] {
        let (_, words) = community.join("Alder").await;
        let mut phone = community.browser();
        let fields = [("name", "Wren"), ("sign", "boat"), ("for", "me")];
        phone.post("/join", &fields).await;
        assert!(phone.cookie(name).is_some());
        let mut leaving = phone.clone();
        leaving.get("/leave").await;
        assert!(leaving.cookie(name).is_none());
        let fields = [("name", "Alder"), ("words", &*words)];
        phone.post("/come-back", &fields).await;
        assert!(phone.is_signed_in().await);
        assert!(phone.cookie(name).is_none());
    }
}

#[tokio::test]
async fn enter_on_the_second_step_keeps_the_words() {
    let community = Community::new();
    let mut phone = community.browser();
    let fields = [("name", "Wren"), ("sign", "boat"), ("for", "me")];
    phone.post("/join", &fields).await;
    let page = phone.get("/join/way").await;
    let (_, form) = page.body.split_once("action=\"/join/way\"").unwrap();
    // A browser presses the first button of the form.
    let (_, button) = form.split_once("<button").unwrap();
    let button = button.split('>').next().unwrap();
    assert!(button.contains("type=\"submit\""), "{button}");
    assert!(!button.contains("name="), "{button}");

    phone.post("/join/way", &[("phone", "own")]).await;
    let last = phone.get("/join/promises").await;
    assert!(last.has("the only way back in") && last.has("href=\"/join/way\""));
    phone.post("/join/way", &[("phone", "shared")]).await;
    let last = phone.get("/join/promises").await;
    assert!(
        !last.has("the only way back in"),
        "there it was said before"
    );
}

#[tokio::test]
async fn a_list_of_names_is_not_read_out() {
    let community = Community::new();
    community.join("Wren").await;
    let mut program = community.browser();
    let fields = [("name", "Wren"), ("sign", "boat"), ("for", "me")];
    let mut slowed = None;
    for _ in 0..400 {
        let answer = program.post("/join", &fields).await;
        if answer.status != StatusCode::OK {
            slowed = Some(answer);
            break;
        }
        assert!(answer.has("Somebody here has this name"));
    }
    let slowed = slowed.unwrap();
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(slowed.has("Wait 10 seconds") && slowed.has("value=\"Wren\""));
    assert!(!slowed.has("Somebody here has this name"));
}
