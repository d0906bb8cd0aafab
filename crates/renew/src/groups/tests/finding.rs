//! Finding meetings: what is on the board, and when.

use super::*;
use crate::groups::arranging;
use jiff::civil::date;

const MINUTE_MS: i64 = 60_000;

/// What another copy of the program would write: past the finder of this one.
async fn write_elsewhere(
    here: &Community,
    write: impl Fn(&mut ::store::Tx<'_>) -> Result<(), arranging::ArrangeError> + Send + 'static,
) {
    here.app.store.write(write).await.unwrap();
}

#[tokio::test]
async fn an_evening_that_is_called_off_is_off_on_the_list_at_once() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    assert!(
        !here
            .get(None, "/groups")
            .await
            .body
            .contains("Off this time")
    );
    let tuesday = date(2026, 11, 24);
    super::super::finder::change(&here.app, move |tx| {
        let note = "The hall is flooded.";
        arranging::cancel(tx, id, tuesday, note, NOW_MS)
            .map_err(|_| super::super::GroupError::NotFound)
    })
    .await
    .unwrap();
    let list = here.get(None, "/groups").await.body;
    assert!(list.contains("Off this time") && list.contains("The hall is flooded."));
    assert!(list.contains("Next: Tuesday 1 December, 7:00 PM"), "{list}");
    let page = here.get(None, &format!("/groups/{id}")).await.body;
    assert!(page.contains("Tuesday 1 December"));
}

#[tokio::test]
async fn what_another_copy_changes_is_seen_when_the_minute_is_over() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let is_off = async || {
        here.get(None, "/groups")
            .await
            .body
            .contains("Off this time")
    };
    assert!(!is_off().await);
    write_elsewhere(&here, move |tx| {
        arranging::cancel(tx, id, date(2026, 11, 24), "", NOW_MS)
    })
    .await;
    assert!(!is_off().await, "nobody has looked yet");
    here.app.clock.advance(MINUTE_MS);
    assert!(is_off().await);
}

#[tokio::test]
async fn what_the_log_does_not_tell_is_seen_when_the_minute_is_over() {
    let (here, _) = Community::with_group(Door::Vouched).await;
    let has = async |name: &str| here.get(None, "/groups").await.body.contains(name);
    assert!(has("Tuesday Circle").await);
    let mut group = here.groups().await.remove(0);
    group.details.name = "Round Table".into();
    write_elsewhere(&here, move |tx| Ok(store::save(tx, &group)?)).await;
    assert!(has("Tuesday Circle").await);
    here.app.clock.advance(MINUTE_MS);
    assert!(has("Round Table").await && !has("Tuesday Circle").await);
}

#[tokio::test]
async fn nobody_reads_a_board_for_what_was_refused_or_changed_nothing() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let before = here.app.finder.board(&here.app).await.unwrap();
    let readings = here.app.finder.readings();
    let stranger = Some(someone(ALMA));
    let path = format!("/groups/{id}");
    let refused = here.post(stranger.clone(), &path, "name=Mine").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let nowhere = here.post(stranger, "/groups/77777", "name=Mine").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert_eq!(here.app.finder.readings(), readings, "not even a look");
    let coordinator = Some(coordinator());
    let wrong = here.post(coordinator, &path, "name=").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let after = here.app.finder.board(&here.app).await.unwrap();
    assert!(Arc::ptr_eq(&before, &after), "the same board");
}

#[tokio::test]
async fn a_changed_group_is_put_on_the_board_that_is_there() {
    let (here, id) = Community::with_group(Door::Vouched).await;
    let mut other = here.groups().await.remove(0);
    other.id = GroupId(id.0 + 1);
    other.details.name = "Another Circle".into();
    let added = other.clone();
    write_elsewhere(&here, move |tx| Ok(store::create(tx, &added)?)).await;
    let board = here.app.finder.newest_board(&here.app).await.unwrap();
    assert_eq!((board.len(), board.index().changed()), (2, 0));
    let call_off = move |tx: &mut ::store::Tx<'_>| {
        arranging::cancel(tx, id, date(2026, 11, 24), "", NOW_MS)
            .map_err(|_| super::super::GroupError::NotFound)
    };
    super::super::finder::change(&here.app, call_off)
        .await
        .unwrap();
    let after = here.app.finder.board(&here.app).await.unwrap();
    assert_eq!((after.len(), after.index().changed()), (2, 1));
    let kept = |board: &super::super::board::Board| {
        let listings = board.listings().iter();
        listings.map(Arc::as_ptr).collect::<Vec<_>>()
    };
    assert_eq!(kept(&board)[0], kept(&after)[0], "that was not read again");
    assert_ne!(kept(&board)[1], kept(&after)[1]);
    // What changed stands among the others for ten minutes, then all are read.
    here.app.clock.advance(10 * MINUTE_MS);
    let fresh = here.app.finder.board(&here.app).await.unwrap();
    assert_eq!((fresh.len(), fresh.index().changed()), (2, 0));
}

#[tokio::test]
async fn a_board_is_read_anew_before_it_has_an_end() {
    let (here, _) = Community::with_group(Door::Vouched).await;
    let list = async || here.get(None, "/groups").await.body;
    assert!(list().await.contains("Tomorrow, Tuesday"));
    here.app.clock.advance(8 * 24 * 60 * MINUTE_MS);
    assert!(list().await.contains("Today, Tuesday"));
}

#[tokio::test]
async fn times_are_on_the_clock_that_a_visitor_chose() {
    let (here, _) = Community::with_group(Door::Vouched).await;
    let mut request = Request::get("/groups").body(Body::empty()).unwrap();
    request.extensions_mut().insert(Visitor {
        zone: calendar::Zone::named("Europe/Madrid"),
        ..Visitor::default()
    });
    let routes = here.routes();
    let list = Answer::of(routes.oneshot(request).await.unwrap())
        .await
        .body;
    // Seven on Tuesday evening in New York is one on Wednesday morning in Madrid.
    assert!(list.contains("Wednesday 25 November") && list.contains(">1:00 AM</time>"));
    assert!(list.contains("Tuesday, 7:00 PM in New York"));
    let list = here.get(None, "/groups").await.body;
    assert!(list.contains("Times are New York time, which most groups here go by."));
}

/// A circle that has secrets in every field and in what is said of its next evening.
async fn full_of_secrets() -> (Community, GroupId) {
    let here = Community::new();
    let mut group = tuesday(Door::Open);
    let id = group.id;
    group.details = Details {
        name: "Tuesday Circle, passcode hush1".into(),
        about: "Zoom ID 812 3456 7890 pw hush2".into(),
        attendance: super::super::Attendance::Both,
        place: "Elm Street Hall, door code hush3".into(),
        address: "1 Elm Street, passcode hush4, Millbrook".into(),
        place_notes: "Side door. Call Tammy at 962-555-0123.".into(),
        region: "Ohio > Passcode hush5".into(),
        group_name: "Circles (pwd hush6)".into(),
        website: "https://us02web.zoom.us/j/812?pwd=hush7".into(),
        ..group.details
    };
    let write = move |tx: &mut ::store::Tx<'_>| {
        store::create(tx, &group)?;
        let held = calendar::schedule::Held::default();
        let note = "On Zoom tonight, room PIN 4711, pass: hush8";
        arranging::change_once(tx, id, date(2026, 11, 24), held, note, NOW_MS)
    };
    write_elsewhere(&here, write).await;
    (here, id)
}

const SECRETS: [&str; 7] = [
    "hush",
    "secret-room",
    "4711",
    "zoom.us",
    "812 3456",
    "962-555-0123",
    "Tammy",
];

#[tokio::test]
async fn no_page_of_the_finder_tells_how_to_call_in() {
    let (here, id) = full_of_secrets().await;
    let near = format!("/groups/{id}");
    let calendar = format!("/groups/{id}.ics");
    let feeds = "/client_interface/json/?switcher=GetSearchResults";
    let paths = [
        "/groups",
        "/groups?words=Elm",
        "/groups/print",
        "/groups/print?by=place",
        &near,
        &calendar,
        "/meetings.json",
        feeds,
        "/changes.atom",
    ];
    for path in paths {
        for who in [None, Some(someone(BRAM))] {
            let page = here.get(who, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains("Tuesday Circle"), "{path}");
            for secret in SECRETS {
                assert!(
                    !page.body.contains(secret),
                    "{secret} {path}: {}",
                    page.body
                );
            }
        }
    }
    let page = here.get(None, &near).await.body;
    for told in [
        "Elm Street Hall",
        "1 Elm Street, Millbrook",
        "Side door.",
        "Ohio",
        "Circles",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    for words in ["secret-room", "hush3", "hush6"] {
        let found = here.get(None, &format!("/groups?words={words}")).await;
        let none = "No meeting this week fits";
        assert!(found.body.contains(none), "nor finds by it: {words}");
    }
    here.place(Membership::joined(id, BRAM, Roles::default(), NOW_MS))
        .await;
    let member = here.get(Some(someone(BRAM)), &near).await.body;
    for secret in SECRETS {
        assert!(member.contains(secret), "{secret}: {member}");
    }
    assert!(member.contains("Only members of this group see all of this"));
    // Whoever looks after it is told of each field what becomes of it.
    let form = here.get(Some(coordinator()), &format!("{near}/edit")).await;
    let hint = "This holds a way to join, or how to reach or pay someone.";
    assert_eq!(form.body.matches(hint).count(), 7, "{}", form.body);
}

#[tokio::test]
async fn the_list_to_print_keeps_the_question() {
    let (here, _) = Community::with_group(Door::Vouched).await;
    let list = here.get(None, "/groups?where=online&day=2").await.body;
    assert!(list.contains("href=\"/groups/print?day=2&amp;where=online\""));
    let paper = here
        .get(None, "/groups/print?day=2&where=online&by=place")
        .await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.body.contains("Tuesday Circle") && paper.body.contains("Tuesday · Online"));
    let none = here.get(None, "/groups/print?where=room").await.body;
    assert!(none.contains("No meeting in the next seven days fits that."));
}
