//! The slice as a browser meets it: requests through the routes, over a database of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod finding;
mod gone;
mod hidden;
mod import;
mod keeping;
mod kinds;
mod schedule;
mod stale;
mod week;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use tower::ServiceExt;

use super::{Details, Door, Group, GroupId, Membership, Roles, places_store, store};
use crate::App;
use crate::config::Config;
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::testing::with_problems;
use crate::site::visitor::{PersonId, SignedIn, Visitor};

/// A Monday noon in New York.
const NOW_MS: i64 = 1_795_453_200_000;

const ALMA: PersonId = PersonId(101);
const BRAM: PersonId = PersonId(102);

/// A community of its own for one test.
struct Community {
    app: App,
    _folder: tempfile::TempDir,
}

impl Community {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::local(folder.path().to_owned(), "127.0.0.1:0".parse().unwrap());
        let app = App::open(config, Clock::fixed(NOW_MS), Chance::seeded(7)).unwrap();
        Self {
            app,
            _folder: folder,
        }
    }

    async fn with_group(door: Door) -> (Self, GroupId) {
        let here = Self::new();
        let group = tuesday(door);
        let id = group.id;
        here.app
            .store
            .write::<_, ::store::StoreError, _>(move |tx| store::create(tx, &group))
            .await
            .unwrap();
        (here, id)
    }

    async fn place(&self, place: Membership) {
        self.app
            .store
            .write::<_, ::store::StoreError, _>(move |tx| places_store::set_membership(tx, &place))
            .await
            .unwrap();
    }

    async fn place_of(&self, person: PersonId, group: GroupId) -> Option<Membership> {
        self.app
            .store
            .read::<_, ::store::StoreError, _>(move |tx| places_store::role_in(tx, person, group))
            .await
            .unwrap()
    }

    async fn groups(&self) -> Vec<Group> {
        self.app
            .store
            .read::<_, ::store::StoreError, _>(store::all)
            .await
            .unwrap()
    }

    fn routes(&self) -> Router {
        with_problems(&self.app, super::routes())
    }

    async fn send(&self, who: Option<SignedIn>, request: Request<Body>) -> Answer {
        let mut request = request;
        let path = request.uri().path().to_owned();
        request.extensions_mut().insert(Visitor {
            lang: Lang::En,
            who: who.map(Arc::new),
            path,
            ..Visitor::default()
        });
        Answer::of(self.routes().oneshot(request).await.unwrap()).await
    }

    async fn get(&self, who: Option<SignedIn>, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.send(who, request).await
    }

    async fn post(&self, who: Option<SignedIn>, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(who, request).await
    }
}

/// An answer, read.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    /// Where it leads; empty if nowhere.
    to: String,
    body: String,
}

impl Answer {
    async fn of(response: Response<Body>) -> Self {
        let status = response.status();
        let to = response
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned())
            .unwrap_or_default();
        let body = axum::body::to_bytes(response.into_body(), 4 << 20)
            .await
            .unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Self { status, to, body }
    }
}

fn someone(person: PersonId) -> SignedIn {
    SignedIn {
        person,
        name: "Alma".to_owned(),
        sign: Sign::Boat,
        is_coordinator: false,
        leads: false,
        session: 1,
    }
}

fn coordinator() -> SignedIn {
    SignedIn {
        is_coordinator: true,
        ..someone(PersonId(100))
    }
}

fn tuesday(door: Door) -> Group {
    let details = Details {
        name: "Tuesday Circle".into(),
        rule: super::weekly(calendar::Days::one(jiff::civil::Weekday::Tuesday)),
        start_minute: Some(19 * 60),
        zone: calendar::Zone::named("America/New_York"),
        call_url: "https://meet.jit.si/secret-room".into(),
        call_notes: "Passcode 4711".into(),
        ..Details::default()
    };
    Group {
        door,
        ..Group::new(GroupId(201), details, NOW_MS)
    }
}

const FORM: &str = "name=Elm+Street&about=&lang=en&attendance=online&day_2=on&start=19%3A00\
    &duration=90&zone=America%2FNew_York&format=renew-90&door=vouched";

#[tokio::test]
async fn anyone_finds_a_group_and_nobody_outside_reads_how_to_call_in() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let list = here.get(None, "/groups").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.body.contains("Tuesday Circle"));
    assert!(list.body.contains("Tomorrow, Tuesday"));

    here.place(Membership::joined(id, BRAM, Roles::default(), NOW_MS))
        .await;
    here.place(Membership::asking(id, ALMA, NOW_MS)).await;
    for outsider in [None, Some(someone(ALMA)), Some(someone(PersonId(9)))] {
        let page = here.get(outsider, &format!("/groups/{id}")).await;
        assert!(page.body.contains("7:00 PM"));
        assert!(!page.body.contains("secret-room") && !page.body.contains("4711"));
    }
    let page = here
        .get(Some(someone(BRAM)), &format!("/groups/{id}"))
        .await;
    assert!(page.body.contains("secret-room") && page.body.contains("4711"));
}

#[tokio::test]
async fn the_list_is_narrowed_by_day_and_place() {
    let (here, _) = Community::with_group(Door::Vouched).await;
    for (query, found) in [
        ("day=2", true),
        ("day=3", false),
        ("where=online", true),
        ("where=room", false),
        ("day=nonsense&where=&page=-1", true),
        // Beyond the last page the list begins anew.
        ("page=7", true),
        ("day=2&day=2", true),
    ] {
        let page = here.get(None, &format!("/groups?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.body.contains("1 meeting<"), found, "{query}");
        // Where nothing fits, a meeting is offered that anybody can come to.
        assert!(page.body.contains("Tuesday Circle"), "{query}");
    }
}

#[tokio::test]
async fn asking_waits_for_a_yes_and_leaving_needs_none() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    here.place(Membership::joined(
        id,
        BRAM,
        Roles {
            is_facilitator: true,
            ..Roles::default()
        },
        NOW_MS,
    ))
    .await;
    let ask = format!("/groups/{id}/requests");
    assert_eq!(
        here.post(Some(someone(ALMA)), &ask, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert!(!here.place_of(ALMA, id).await.unwrap().is_member);

    let yes = format!("/groups/{id}/people/{ALMA}/welcome");
    let refused = here.post(Some(someone(ALMA)), &yes, "").await;
    assert_eq!(
        refused.status,
        StatusCode::FORBIDDEN,
        "nobody says yes to themselves"
    );
    here.post(Some(someone(BRAM)), &yes, "").await;
    assert!(here.place_of(ALMA, id).await.unwrap().is_member);

    // Asking again does not undo the yes.
    here.post(Some(someone(ALMA)), &ask, "").await;
    assert!(here.place_of(ALMA, id).await.unwrap().is_member);
    let mine = here.get(Some(someone(ALMA)), "/sessions").await;
    assert!(mine.body.contains("Tuesday Circle"));

    here.post(Some(someone(ALMA)), &format!("/groups/{id}/departures"), "")
        .await;
    assert_eq!(here.place_of(ALMA, id).await, None);
}

#[tokio::test]
async fn an_open_door_takes_everybody_in_at_once() {
    let (here, id) = Community::with_group(Door::Open).await;
    here.post(Some(someone(ALMA)), &format!("/groups/{id}/requests"), "")
        .await;
    assert!(here.place_of(ALMA, id).await.unwrap().is_member);
}

#[tokio::test]
async fn roles_are_given_by_those_who_look_after_the_group() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    here.place(Membership::joined(id, ALMA, Roles::default(), NOW_MS))
        .await;
    here.place(Membership::asking(id, BRAM, NOW_MS)).await;
    let roles = format!("/groups/{id}/people/{ALMA}/roles");
    let refused = here
        .post(Some(someone(ALMA)), &roles, "facilitator=on")
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    here.post(Some(coordinator()), &roles, "facilitator=on&mentor=on")
        .await;
    let place = here.place_of(ALMA, id).await.unwrap();
    assert!(place.looks_after() && place.roles.is_mentor && !place.roles.is_host);

    // Somebody who only asked gets no role by a form that was put together by hand.
    let early = format!("/groups/{id}/people/{BRAM}/roles");
    here.post(Some(coordinator()), &early, "facilitator=on")
        .await;
    assert!(!here.place_of(BRAM, id).await.unwrap().roles.is_facilitator);
    let people = here
        .get(Some(someone(ALMA)), &format!("/groups/{id}/people"))
        .await;
    assert_eq!(people.status, StatusCode::OK);
}

#[tokio::test]
async fn a_group_is_made_and_changed_and_typed_words_are_never_lost() {
    let here = Community::new();
    let path = "/looking-after/groups";
    assert_eq!(
        here.post(Some(someone(ALMA)), path, FORM).await.status,
        StatusCode::FORBIDDEN
    );
    let wrong = FORM.replace("start=19%3A00", "start=in+the+evening");
    let again = here.post(Some(coordinator()), path, &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("<title>Error: ") && again.body.contains("href=\"#start\""));
    assert!(again.body.contains("in the evening") && again.body.contains("Elm Street"));
    assert!(here.groups().await.is_empty());

    here.post(Some(coordinator()), path, FORM).await;
    let group = here.groups().await.remove(0);
    assert_eq!(group.name(), "Elm Street");
    let renamed = FORM.replace("Elm+Street", "Oak+%3Cb%3EStreet");
    let one = format!("/groups/{}", group.id);
    assert_eq!(
        here.post(Some(someone(ALMA)), &one, &renamed).await.status,
        StatusCode::FORBIDDEN
    );
    let served = here.get(Some(coordinator()), &format!("{one}/edit")).await;
    let renamed = format!("{renamed}&changed_ms={}", changed_ms(&served));
    let kept = here.post(Some(coordinator()), &one, &renamed).await;
    assert_eq!(kept.to, format!("{one}/edit?kept=1"));
    let page = here.get(None, &one).await;
    assert!(
        page.body.contains("Oak &lt;b&gt;Street"),
        "markup is shown, not obeyed"
    );
}

/// What a form says of when its group was last changed.
fn changed_ms(form: &Answer) -> String {
    let (_, rest) = form
        .body
        .split_once("name=\"changed_ms\" value=\"")
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_form_that_is_older_than_the_group_undoes_nothing_unseen() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let one = format!("/groups/{id}");
    let edit = format!("{one}/edit");
    let served = here.get(Some(coordinator()), &edit).await;
    let mine = format!("{FORM}&changed_ms={}", changed_ms(&served));

    let mut group = here.groups().await.remove(0);
    group.details.place = "The new hall".into();
    group.changed_ms += 1;
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| store::save(tx, &group))
        .await
        .unwrap();
    for old in [mine.clone(), FORM.to_owned()] {
        let answer = here.post(Some(coordinator()), &one, &old).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains("Someone changed this group"));
        assert!(answer.body.contains("Building or room: “The new hall”"));
        assert!(
            answer.body.contains("value=\"Elm Street\""),
            "typed words stay"
        );
        assert_eq!(here.groups().await[0].details.place, "The new hall");
    }
    // Whoever has seen that may keep it.
    let again = here.post(Some(coordinator()), &one, &mine).await;
    let seen = format!("{FORM}&changed_ms={}", changed_ms(&again));
    let kept = here.post(Some(coordinator()), &one, &seen).await;
    assert_eq!(kept.to, format!("{edit}?kept=1"));
    assert_eq!(here.groups().await[0].name(), "Elm Street");
}

#[tokio::test]
async fn a_zone_of_an_old_name_can_be_kept() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let mut group = here.groups().await.remove(0);
    group.details.zone = calendar::Zone::named("US/Pacific");
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| store::save(tx, &group))
        .await
        .unwrap();
    let form = here
        .get(Some(coordinator()), &format!("/groups/{id}/edit"))
        .await;
    assert!(form.body.contains("<option value=\"US/Pacific\" selected>"));
}

#[tokio::test]
async fn the_list_of_groups_is_looked_through_by_words_and_pages() {
    let here = Community::new();
    here.app
        .store
        .write::<_, ::store::StoreError, _>(|tx| {
            for n in 0..250_i64 {
                let mut group = tuesday(Door::Open);
                group.id = GroupId(n + 1);
                group.details.name = format!("Círculo {n:03}");
                group.details.region = if n % 2 == 0 { "Old Town" } else { "Harbour" }.into();
                store::create(tx, &group)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let page = async |query: &str| {
        let path = format!("/looking-after/groups?{query}");
        here.get(Some(coordinator()), &path).await.body
    };
    let rows = |body: &str| body.matches("/edit\"").count();
    let first = page("").await;
    assert!(first.contains("250 groups") && first.contains("More groups"));
    assert_eq!(rows(&first), 100);
    let last = page("page=2").await;
    assert_eq!(rows(&last), 50);
    assert!(!last.contains("More groups") && last.contains("Groups before these"));
    let harbour = page("words=HARBOUR+c%C3%8Drculo").await;
    assert!(
        harbour.contains("125 groups")
            && harbour.contains("name=\"words\" value=\"HARBOUR cÍrculo\"")
    );
    assert_eq!(rows(&page("words=harbour+000").await), 0);
    assert_eq!(rows(&page("page=nonsense&words=+").await), 100);
    assert_eq!(rows(&page("page=18446744073709551615").await), 0);
}

#[tokio::test]
async fn what_is_changed_here_is_found_at_once() {
    let here = Community::new();
    let list = async || here.get(None, "/groups").await.body;
    assert!(!list().await.contains("class=\"meet\""));
    here.post(Some(coordinator()), "/looking-after/groups", FORM)
        .await;
    assert!(list().await.contains("Elm Street"));
    let id = here.groups().await[0].id;
    let form = here
        .get(Some(coordinator()), &format!("/groups/{id}/edit"))
        .await;
    let renamed = FORM.replace("Elm+Street", "Oak+Street");
    let renamed = format!("{renamed}&changed_ms={}", changed_ms(&form));
    here.post(Some(coordinator()), &format!("/groups/{id}"), &renamed)
        .await;
    assert!(list().await.contains("Oak Street"));
    here.import(import::FEED.as_bytes()).await;
    assert!(list().await.contains("Every Evening Circle"));
    assert_eq!(
        here.app.finder.soonest(&here.app, 3).await.unwrap().len(),
        3
    );
}

#[tokio::test]
async fn addresses_that_name_nothing_are_no_pages() {
    let here = Community::new();
    for path in ["/groups/1", "/groups/%3Cscript%3E", "/groups/0000000000007"] {
        assert_eq!(
            here.get(None, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let door = here.get(None, "/sessions").await;
    assert!(
        door.to.starts_with("/come-back?next="),
        "members are led to the door and back"
    );
}
