//! Sources as a coordinator's browser meets them. Nothing here leaves the machine: what is asked is
//! in its own network, and refused.
#![allow(clippy::unwrap_used)]

use axum::http::StatusCode;

use super::{MINUTE_MS, Source, store};
use crate::groups::said::Said;
use crate::groups::{Details, FeedId, GroupError, routes, store as groups};
use crate::site::lang::Lang;
use crate::site::testing::{Answer, Here, coordinator, member};

const FORM: &str = "url=https%3A%2F%2F127.0.0.1%2Ffeed&name=River+Valley&form=&fellowship=aa\
    &zone=America%2FLima";

impl Here {
    async fn look(&self, path: &str) -> Answer {
        self.get(routes(), coordinator(Lang::En), path).await
    }

    async fn press(&self, path: &str, form: &str) -> Answer {
        self.post(routes(), coordinator(Lang::En), path, form).await
    }

    async fn sources(&self) -> Vec<Source> {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(store::all(tx)?));
        read.await.unwrap()
    }
}

#[tokio::test]
async fn a_source_is_added_asked_paused_and_removed() {
    let here = Here::new();
    assert!(
        here.look("/looking-after/sources")
            .await
            .body
            .contains("Add a source")
    );
    let form = here.look("/looking-after/sources/new").await;
    assert!(
        form.body
            .contains("Renew will ask this address twice a day")
    );
    let added = here.press("/looking-after/sources", FORM).await;
    let source = here.sources().await.remove(0);
    let page = format!("/looking-after/sources/{}", FeedId(source.id));
    assert_eq!(added.to(), page);
    let shown = here.look(&page).await;
    assert!(shown.body.contains("own network"), "{}", shown.body);
    assert!(shown.body.contains("https://127.0.0.1/feed"));
    assert_eq!(source.failures, 1, "it was asked at once");

    let again = here.press(&format!("{page}/asks"), "").await;
    assert_eq!(again.to(), format!("{page}?asked=lately"));
    assert!(
        here.look(again.to())
            .await
            .body
            .contains("less than a minute ago")
    );
    here.app.clock.advance(MINUTE_MS);
    assert_eq!(here.press(&format!("{page}/asks"), "").await.to(), page);
    assert_eq!(here.sources().await[0].failures, 2);

    here.press(&format!("{page}/pauses"), "").await;
    assert!(here.look(&page).await.body.contains("Paused"));
    here.press(&format!("{page}/resumptions"), "").await;
    let source = here.sources().await.remove(0);
    assert_eq!(
        (source.is_paused, source.next_ms),
        (false, here.app.clock.now_ms())
    );

    assert!(here.look(&page).await.body.contains("Its groups stay"));
    let gone = here.press(&format!("{page}/removals"), "").await;
    assert_eq!(gone.to(), "/looking-after/sources");
    assert_eq!(here.look(&page).await.status, StatusCode::NOT_FOUND);
    // The feed is still known, and takes the source back under its name.
    let back = here.press("/looking-after/sources", FORM).await;
    assert_eq!(back.to(), page);
}

#[tokio::test]
async fn what_can_not_be_added_is_told_and_typed_words_stay() {
    let here = Here::new();
    here.press("/looking-after/sources", FORM).await;
    for (change, with, sentence) in [
        (
            "https%3A%2F%2F127.0.0.1%2Ffeed",
            "http%3A%2F%2Fexample.org",
            "beginning with https://",
        ),
        (
            "https%3A%2F%2F",
            "https%3A%2F%2Fada%3Asecret%40",
            "Leave out the name and password",
        ),
        ("name=River+Valley", "name=+", "Give the feed a name"),
        ("form=", "form=xml", "Choose one of these"),
        ("fellowship=aa", "fellowship=zz", "Choose the fellowship"),
        ("zone=America%2FLima", "zone=Nowhere", "Choose a time zone"),
        (
            "name=River+Valley",
            "name=Other",
            "asked already, for River Valley",
        ),
        ("%2Ffeed", "%2Fother", "River Valley has a source already"),
    ] {
        let form = FORM.replace(change, with);
        let answer = here.press("/looking-after/sources", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{with}");
        assert!(
            answer.body.contains(sentence),
            "{sentence}: {}",
            answer.body
        );
        assert!(answer.body.contains("<title>Error: "));
        let (typed, _) = form.trim_start_matches("url=").split_once('&').unwrap();
        let typed = typed.replace("%3A", ":").replace("%2F", "/");
        let value = format!("value=\"{}\"", typed.replace("%40", "@"));
        assert!(answer.body.contains(&value), "{value}: {}", answer.body);
    }
    assert_eq!(here.sources().await.len(), 1);
}

#[tokio::test]
async fn how_a_source_is_asked_can_be_changed() {
    let here = Here::new();
    here.press("/looking-after/sources", FORM).await;
    let other = FORM
        .replace("%2Ffeed", "%2Fother")
        .replace("River+Valley", "Other");
    here.press("/looking-after/sources", &other).await;
    let source = here.sources().await.remove(1);
    let (id, page) = (
        source.id,
        format!("/looking-after/sources/{}", FeedId(source.id)),
    );
    assert_eq!(source.name, "River Valley");
    here.app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(store::let_wait(tx, id, &Said::default(), 5)?))
        .await
        .unwrap();
    let edit = format!("{page}/edit");
    assert!(
        here.look(&page)
            .await
            .body
            .contains(&format!("href=\"{edit}\""))
    );
    let form = here.look(&edit).await.body;
    assert!(form.contains("value=\"https://127.0.0.1/feed\"") && form.contains("River Valley"));

    let typed = FORM
        .replace("%2Ffeed", "%2Fnewer")
        .replace("form=", "form=bmlt")
        .replace("America%2FLima", "America%2FBogota")
        .replace("River+Valley", "Somebody+else");
    assert_eq!(here.press(&edit, &typed).await.to(), page);
    let now = here.sources().await.remove(1);
    assert_eq!(now.url, "https://127.0.0.1/newer");
    assert_eq!((&*now.zone, &*now.name), ("America/Bogota", "River Valley"));
    assert_eq!(now.form, Some(calendar::feed::Form::Bmlt));
    assert_eq!(
        (now.waiting_ms, now.failures),
        (None, 1),
        "it was asked at once"
    );
}

#[tokio::test]
async fn a_wrong_change_of_a_source_is_told_and_nothing_of_it_is_kept() {
    let here = Here::new();
    here.press("/looking-after/sources", FORM).await;
    let other = FORM
        .replace("%2Ffeed", "%2Fother")
        .replace("River+Valley", "Other");
    here.press("/looking-after/sources", &other).await;
    let source = here.sources().await.remove(1);
    let edit = format!("/looking-after/sources/{}/edit", FeedId(source.id));
    for (typed, sentence) in [
        (FORM.replace("https", "http"), "beginning with https://"),
        (other.clone(), "asked already, for Other"),
        (
            FORM.replace("America%2FLima", "Nowhere"),
            "Choose a time zone",
        ),
    ] {
        let answer = here.press(&edit, &typed).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{sentence}"
        );
        assert!(
            answer.body.contains(sentence),
            "{sentence}: {}",
            answer.body
        );
    }
    assert_eq!(here.sources().await.remove(1), source);
}

#[tokio::test]
async fn a_coordinator_is_told_of_a_source_that_fails_for_three_days() {
    let here = Here::new();
    here.press("/looking-after/sources", FORM).await;
    let home = async || {
        let routes = crate::safety::routes();
        here.get(routes, coordinator(Lang::En), "/looking-after")
            .await
    };
    assert!(!home().await.body.contains("three days"));
    here.app.clock.advance(super::AILING_MS);
    let home = home().await;
    assert!(
        home.body
            .contains("A source has given no list for three days")
    );
    assert!(home.body.contains("href=\"/looking-after/sources\""));
    let list = here.look("/looking-after/sources").await;
    assert!(list.body.contains("Needs you"));
}

#[tokio::test]
async fn sources_are_for_coordinators() {
    let here = Here::new();
    let added = here.press("/looking-after/sources", FORM).await;
    let page = added.to().to_owned();
    for path in [
        "/looking-after/sources",
        "/looking-after/sources/new",
        &page,
    ] {
        let answer = here.get(routes(), member(Lang::Es), path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let before = here.sources().await;
    for what in [
        "asks",
        "pauses",
        "resumptions",
        "removals",
        "arrivals",
        "decisions",
        "edit",
    ] {
        let path = format!("{page}/{what}");
        let answer = here.post(routes(), member(Lang::Es), &path, "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let answer = here
        .post(routes(), member(Lang::Es), "/looking-after/sources", FORM)
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(here.sources().await, before);
}

#[tokio::test]
async fn what_waits_is_looked_at_and_let_in() {
    let here = Here::new();
    here.press("/looking-after/sources", FORM).await;
    let id = here.sources().await[0].id;
    let details = Details {
        name: "Alder".to_owned(),
        ..Details::default()
    };
    let said = Said {
        meetings: vec![("a".to_owned(), details)],
        entries: 1,
        is_whole: true,
        ..Said::default()
    };
    here.app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(store::let_wait(tx, id, &said, 5)?))
        .await
        .unwrap();
    let page = format!("/looking-after/sources/{}", FeedId(id));
    let shown = here.look(&page).await;
    assert!(shown.body.contains("A look before it comes in"));
    let list = here.look("/looking-after/sources").await;
    assert!(list.body.contains("Waiting for your decision"));
    here.press(&format!("{page}/arrivals"), "").await;
    let shown = here.look(&page).await;
    assert!(!shown.body.contains("A look before it comes in"));
    let groups = here
        .app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(groups::of_feed(tx, id)?));
    assert_eq!(groups.await.unwrap()[0].name(), "Alder");
}
