//! Every public page in both languages, and the front page with real groups.
#![allow(clippy::unwrap_used)]

use axum::http::StatusCode;

use super::{reading_view, routes, view};
use crate::groups::{self, Attendance, Details, Door, Group, GroupId, Listing};
use crate::site::lang::Lang;
use crate::site::testing::{Here, NOW_MS, both, member, visitor};

fn circle() -> Group {
    let details = Details {
        name: "Tuesday <Circle>".into(),
        attendance: Attendance::Online,
        rule: groups::weekly(calendar::Days::ALL),
        start_minute: Some(19 * 60),
        duration_minutes: 90,
        zone: calendar::Zone::named("America/New_York"),
        ..Details::default()
    };
    Group {
        door: Door::Open,
        ..Group::new(GroupId(201), details, NOW_MS)
    }
}

#[test]
fn the_pages_that_are_read() {
    both("how_it_goes", view::how_it_goes);
    both("supporting", reading_view::supporting);
    both("privacy", reading_view::privacy);
}

#[test]
fn the_front_page_before_and_after_the_first_group() {
    let reader = groups::Reader {
        zone: calendar::Zone::named("Europe/Madrid").unwrap(),
        is_own: false,
    };
    both("front_first_start", |lang| {
        view::front(lang, &reader, &[], NOW_MS)
    });
    let circle = circle();
    let next = groups::next_session(&circle, NOW_MS).unwrap();
    let meetings = [(Listing::of(&circle), next)];
    both("front_with_a_meeting", |lang| {
        view::front(lang, &reader, &meetings, NOW_MS)
    });
}

#[test]
fn a_meeting_that_may_be_no_more_is_not_called_the_next() {
    let reader = groups::Reader {
        zone: calendar::Zone::utc(),
        is_own: false,
    };
    let circle = circle();
    let next = groups::next_session(&circle, NOW_MS).unwrap();
    let in_doubt = Listing {
        is_gone: true,
        ..Listing::of(&circle)
    };
    let other = Listing {
        id: GroupId(202),
        ..Listing::of(&circle)
    };
    let front = |meetings: &[(Listing, calendar::Occurrence)]| {
        view::front(Lang::En, &reader, meetings, NOW_MS).into_string()
    };
    let both = front(&[(in_doubt.clone(), next), (other, next)]);
    let (_, hero) = both.split_once("class=\"next-up\"").unwrap();
    assert!(
        hero.split_once("</p>")
            .unwrap()
            .0
            .contains(&format!("/groups/{}", GroupId(202)))
    );
    assert!(!front(&[(in_doubt, next)]).contains("next-up"));
}

#[tokio::test]
async fn the_next_meeting_is_one_link_away() {
    let here = Here::new();
    let empty = here.get(routes(), visitor(Lang::En), "/").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(!empty.body.contains("class=\"next-up\""));

    here.app
        .store
        .write::<_, ::store::StoreError, _>(|tx| groups::create(tx, &circle()))
        .await
        .unwrap();
    here.app.finder.forget();
    let front = here.get(routes(), visitor(Lang::En), "/").await;
    let link = format!("href=\"/groups/{}\"", GroupId(201));
    assert_eq!(
        front.body.matches(&link).count(),
        2,
        "above and in the list"
    );
    assert!(front.body.contains("Tuesday &lt;Circle&gt;"));
}

#[tokio::test]
async fn public_pages_are_open_to_everybody_and_know_who_is_in() {
    let here = Here::new();
    for path in ["/", "/how-it-goes", "/why", "/supporting", "/privacy"] {
        for lang in Lang::ALL {
            let out = here.get(routes(), visitor(lang), path).await;
            assert_eq!(out.status, StatusCode::OK, "{path}");
            assert!(out.body.contains("href=\"/come-back\""), "{path}");
            let within = here.get(routes(), member(lang), path).await;
            assert!(within.body.contains("href=\"/today\""), "{path}");
        }
    }
}
