//! The calendar of one person, as its owner and a program meet it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use calendar::ical;
use jiff::civil::date;
use tower::ServiceExt as _;

use super::{circle, hybrid, with};
use crate::groups::publish::personal_routes;
use crate::groups::{GroupId, Membership, Roles, Turn, set_membership, take_turn};
use crate::site::lang::Lang;
use crate::site::testing::{Answer, Here, NOW_MS, both, member, visitor};
use crate::site::visitor::PersonId;

const WREN: PersonId = PersonId(101);

/// Wren, who belongs to the circle and leads it next week.
async fn with_wren() -> Here {
    let here = with(vec![circle(), hybrid()]).await;
    here.app
        .keys
        .create(WREN.0, here.app.chance.bytes())
        .unwrap();
    let roles = Roles {
        is_facilitator: true,
        ..Roles::default()
    };
    let write = move |tx: &mut ::store::Tx<'_>| {
        let group = GroupId(201);
        set_membership(tx, &Membership::joined(group, WREN, roles, NOW_MS))?;
        set_membership(tx, &Membership::asking(GroupId(202), WREN, NOW_MS))?;
        let turn = Turn {
            date: date(2026, 12, 1),
            group,
            person: WREN,
        };
        take_turn(tx, turn, NOW_MS)
    };
    here.app.store.write(write).await.unwrap();
    here
}

/// Makes a calendar, and gives its path.
async fn made(here: &Here, says: &str) -> String {
    let form = format!("says={says}");
    let path = "/my-space/calendar";
    let answer = here
        .post(personal_routes(), member(Lang::En), path, &form)
        .await;
    assert_eq!(answer.to(), "/my-space/calendar?done=made");
    let page = here
        .get(personal_routes(), member(Lang::En), answer.to())
        .await;
    let origin = &here.app.config.origin;
    let (_, rest) = page.body.split_once(&format!("value=\"{origin}")).unwrap();
    let (path, _) = rest.split_once('"').unwrap();
    assert!(
        page.body
            .contains("href=\"webcal://circles.example/calendar/"),
        "{}",
        page.body
    );
    path.to_owned()
}

async fn fetched(here: &Here, path: &str) -> Answer {
    here.get(personal_routes(), visitor(Lang::En), path).await
}

#[tokio::test]
async fn ones_own_calendar_says_nothing_unless_asked() {
    let here = with_wren().await;
    let path = made(&here, "").await;
    let answer = fetched(&here, &path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
    assert_eq!(answer.body.matches("BEGIN:VEVENT").count(), 1);
    assert!(
        answer.body.contains("SUMMARY:Appointment"),
        "{}",
        answer.body
    );
    let id = GroupId(201).to_string();
    for telling in ["Tuesday", "Elm", id.as_str(), "Tea", "/groups/"] {
        assert!(!answer.body.contains(telling), "{telling}: {}", answer.body);
    }

    let full = fetched(&here, &made(&here, "names").await).await.body;
    assert!(full.contains("SUMMARY:Tuesday Circle"), "{full}");
    assert!(full.contains("SUMMARY:You lead: Tuesday Circle"), "{full}");
    assert!(!full.contains("Both Ways"), "only asked to join");
    let limits = ical::Limits::default();
    let read = ical::read(full.as_bytes(), &limits).unwrap();
    let week_ms = 7 * 24 * 3_600_000;
    let found = read.occurrences(NOW_MS, NOW_MS + 3 * week_ms, &limits);
    assert_eq!(found.occurrences.len(), 3 + 1);
}

#[tokio::test]
async fn an_address_that_was_taken_back_leads_nowhere() {
    let here = with_wren().await;
    let first = made(&here, "").await;
    let token = first
        .trim_start_matches("/calendar/")
        .trim_end_matches(".ics");
    assert_eq!(token.len(), 22, "128 bits in base 64");
    let second = made(&here, "").await;
    assert_ne!(first, second);
    assert_eq!(fetched(&here, &first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fetched(&here, &second).await.status, StatusCode::OK);
    // A token that was never given, one of another length, and one that is no token at all.
    let unknown = "A".repeat(22);
    for token in [unknown.as_str(), &unknown[1..], "x", "%00", ""] {
        let path = format!("/calendar/{token}.ics");
        let status = fetched(&here, &path).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let stop = "/my-space/calendar/removal";
    let answer = here
        .post(personal_routes(), member(Lang::En), stop, "")
        .await;
    assert_eq!(answer.to(), "/my-space/calendar?done=stopped");
    assert_eq!(fetched(&here, &second).await.status, StatusCode::NOT_FOUND);
    // Nobody else finds the page.
    let stranger = here
        .get(personal_routes(), visitor(Lang::En), "/my-space/calendar")
        .await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_whole_site_keeps_ones_own_calendar_from_being_compressed_or_kept() {
    let here = with_wren().await;
    let path = made(&here, "").await;
    let send = async |path: &str| {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip");
        let request = request.body(Body::empty()).unwrap();
        let site = crate::router::router(here.app.clone());
        site.oneshot(request).await.unwrap()
    };
    let own = send(&path).await;
    assert_eq!(own.status(), StatusCode::OK);
    assert!(own.headers().get(header::CONTENT_ENCODING).is_none());
    assert_eq!(own.headers()["referrer-policy"], "no-referrer");
    let feed = send("/meetings.json").await;
    assert_eq!(feed.headers()[header::CONTENT_ENCODING], "gzip");
    assert!(feed.headers().get(header::SET_COOKIE).is_none());
    assert_ne!(feed.headers()[header::CACHE_CONTROL], "no-store");
}

#[test]
fn ones_own_calendar_as_a_page() {
    use super::super::personal_view::{Mine, mine};
    use super::super::words::CalendarWords;
    both("my_calendar_none", |lang| {
        let none = Mine {
            address: None,
            is_full: false,
            done: Some(CalendarWords::of(lang).stopped),
        };
        mine(lang, &none)
    });
    both("my_calendar", |lang| {
        let one = Mine {
            address: Some("https://circles.example/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics"),
            is_full: true,
            done: Some(CalendarWords::of(lang).made),
        };
        mine(lang, &one)
    });
}
