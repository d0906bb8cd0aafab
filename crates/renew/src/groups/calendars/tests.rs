//! A group that keeps its calendar elsewhere, from the first look to the day on which it stops: over
//! a server on this machine, as its facilitator's browser meets it.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use calendar::schedule::Exception;
use calendar::{Days, Zone};
use jiff::civil::{Weekday, date};
use tower::ServiceExt as _;

use super::{BYTES_MAX, Followed, store};
use crate::App;
use crate::config::Config;
use crate::groups::sources::server_tests::Server;
use crate::groups::sources::{self, tend_once};
use crate::groups::{
    Details, Group, GroupError, GroupId, Membership, Roles, arranging, newest_changes,
    places_store, routes, store as groups, weekly,
};
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::lang::Lang;
use crate::site::testing::{NOW_MS, coordinator, member, with_problems};
use crate::site::visitor::{PersonId, Visitor};

const ID: GroupId = GroupId(201);

/// Tuesdays at seven in New York, without the evening before Christmas.
const TUESDAYS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\nSUMMARY:Circle\r\n\
    DTSTART;TZID=America/New_York:20260106T190000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n\
    EXDATE;TZID=America/New_York:20261222T190000\r\nEND:VEVENT\r\n";
const END: &str = "END:VCALENDAR\r\n";

fn tuesdays() -> String {
    format!("{TUESDAYS}{END}")
}

/// The same with one more evening off.
fn another_off() -> String {
    tuesdays().replace("20261222T190000", "20261222T190000,20261208T190000")
}

struct There {
    app: App,
    server: Server,
    _folder: tempfile::TempDir,
}

impl There {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            asks_own_network: true,
            ..Config::local(folder.path().to_owned(), "127.0.0.1:0".parse().unwrap())
        };
        let app = App::open(config, Clock::fixed(NOW_MS), Chance::seeded(7)).unwrap();
        let details = Details {
            name: "Circle".to_owned(),
            rule: weekly(Days::one(Weekday::Monday)),
            start_minute: Some(18 * 60),
            zone: Zone::named("America/Chicago"),
            ..Details::default()
        };
        app.store
            .write::<_, GroupError, _>(move |tx| {
                groups::create(tx, &Group::new(ID, details.clone(), NOW_MS))?;
                let roles = Roles {
                    is_facilitator: true,
                    ..Roles::default()
                };
                let place = Membership::joined(ID, PersonId(101), roles, NOW_MS);
                Ok(places_store::set_membership(tx, &place)?)
            })
            .await
            .unwrap();
        Self {
            app,
            server: Server::start().await,
            _folder: folder,
        }
    }

    async fn send(&self, visitor: Visitor, mut request: Request<Body>) -> (StatusCode, String) {
        request.extensions_mut().insert(visitor);
        let routes = with_problems(&self.app, routes().merge(crate::safety::routes()));
        let response = routes.oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 4 << 20)
            .await
            .unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn look(&self, path: &str) -> String {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.send(member(Lang::En), request).await.1
    }

    /// The group's calendar page.
    async fn page(&self) -> String {
        self.look(&format!("/groups/{ID}/calendar")).await
    }

    async fn press(&self, what: &str, form: &str) -> (StatusCode, String) {
        let request = Request::post(format!("/groups/{ID}/calendar{what}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(member(Lang::En), request).await
    }

    async fn follow(&self) {
        let url = self
            .server
            .url("feed")
            .replace(':', "%3A")
            .replace('/', "%2F");
        let (status, _) = self.press("", &format!("url={url}")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }

    async fn send_file(&self, bytes: Vec<u8>) -> (StatusCode, String) {
        let request = Request::post(format!("/groups/{ID}/calendar/files"))
            .body(Body::from(bytes))
            .unwrap();
        self.send(member(Lang::En), request).await
    }

    async fn agree(&self) {
        let read_ms = self.followed().await.unwrap().read_ms.unwrap_or(0);
        self.press("/agreements", &format!("read_ms={read_ms}"))
            .await;
    }

    async fn followed(&self) -> Option<Followed> {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(store::of_group(tx, ID)?));
        read.await.unwrap()
    }

    async fn group(&self) -> Group {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(groups::group(tx, ID)?));
        read.await.unwrap().unwrap()
    }

    async fn rule(&self) -> String {
        self.group().await.details.rule.unwrap().to_string()
    }

    async fn is_off(&self, month: i8, day: i8) -> bool {
        let table = self.group().await.timetable();
        table.on(date(2026, month, day)).unwrap().is_cancelled
    }

    /// What was told, the newest first, with the day it is about.
    async fn told(&self) -> Vec<String> {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(newest_changes(tx, 20)?));
        let all = read.await.unwrap().into_iter();
        all.map(|one| {
            let day = one.date.map(|date| format!(" {date}")).unwrap_or_default();
            format!("{}{day}", one.happened.key())
        })
        .collect()
    }

    /// Lets time go by until the calendar is due, and asks what is due then.
    async fn next(&self) -> Followed {
        let wait_ms = self.followed().await.unwrap().next_ms - self.app.clock.now_ms();
        self.app.clock.advance(wait_ms.max(0));
        tend_once(&self.app).await.unwrap();
        self.followed().await.unwrap()
    }
}

#[tokio::test]
async fn a_past_evening_that_is_moved_to_a_coming_day_is_heard_of() {
    let there = There::new().await;
    there.server.answers(200, &tuesdays());
    there.follow().await;
    there.agree().await;
    there.next().await;
    let before = there.group().await;
    let moved = format!(
        "{TUESDAYS}BEGIN:VEVENT\r\nUID:a@example.org\r\n\
        RECURRENCE-ID;TZID=America/New_York:20261117T190000\r\n\
        DTSTART;TZID=America/New_York:20261127T190000\r\nDURATION:PT1H\r\n\
        END:VEVENT\r\n{END}"
    );
    there.server.answers(200, &moved);
    there.next().await;
    let after = there.group().await;
    let exception = after.differences.calendar.get(date(2026, 11, 17));
    assert!(exception.is_some(), "{:?}", after.differences.calendar);
    assert!(after.sequence > before.sequence);
    // What says the same again is no change.
    there.next().await;
    assert_eq!(there.group().await.sequence, after.sequence);
}

#[tokio::test]
async fn a_group_follows_its_calendar_once_somebody_said_yes() {
    let there = There::new().await;
    assert!(there.page().await.contains("Follow it at its address"));
    there.server.answers(200, &tuesdays());
    there.follow().await;
    let page = there.page().await;
    assert!(
        page.contains("Tuesdays, 7:00 PM, New York time. 60 minutes."),
        "{page}"
    );
    assert!(page.contains("Off on 22 December 2026"), "{page}");
    assert_eq!(there.rule().await, "weekly:mon", "nobody has said yes");
    there.press("/agreements", "read_ms=1").await;
    assert_eq!(there.rule().await, "weekly:mon", "it was another reading");
    tend_once(&there.app).await.unwrap();
    assert_eq!(there.server.asked(), 1, "it is not asked before a yes");

    there.agree().await;
    let details = there.group().await.details;
    assert_eq!(there.rule().await, "weekly:tue");
    assert_eq!(details.zone, Zone::named("America/New_York"));
    assert_eq!(
        (details.start_minute, details.duration_minutes),
        (Some(19 * 60), 60)
    );
    assert!(there.is_off(12, 22).await && !there.is_off(12, 8).await);
    assert_eq!(there.told().await, ["cancelled 2026-12-22", "changed"]);
    there.agree().await;
    assert_eq!(there.told().await.len(), 2, "a second tap changes nothing");
    assert!(there.page().await.contains("Renew follows this calendar"));
    let form = there.look(&format!("/groups/{ID}/edit")).await;
    assert!(form.contains("follow the group's own calendar"), "{form}");

    // It stays the same; then another evening is off.
    let before = there.group().await;
    there.next().await;
    assert_eq!(there.group().await, before);
    there.server.answers(200, &another_off());
    there.next().await;
    assert!(there.is_off(12, 22).await && there.is_off(12, 8).await);
    assert_eq!(there.told().await[0], "cancelled 2026-12-08");
    assert!(
        there.group().await.sequence > before.sequence,
        "subscribers see it"
    );
    there.server.answers(200, &tuesdays());
    there.next().await;
    assert!(!there.is_off(12, 8).await);
    assert_eq!(there.told().await[0], "restored 2026-12-08");
}

#[tokio::test]
async fn what_is_said_here_of_an_evening_wins() {
    let there = There::new().await;
    there.server.answers(200, &tuesdays());
    there.follow().await;
    there.agree().await;
    let day = date(2026, 12, 8);
    let as_usual =
        |tx: &mut ::store::Tx<'_>| arranging::restore(tx, ID, date(2026, 12, 22), NOW_MS);
    there.app.store.write(as_usual).await.unwrap();
    assert!(!there.is_off(12, 22).await, "it is held after all");
    let cancel = move |tx: &mut ::store::Tx<'_>| arranging::cancel(tx, ID, day, "Snow.", NOW_MS);
    there.app.store.write(cancel).await.unwrap();
    let told = there.told().await.len();
    there.server.answers(200, &another_off());
    there.next().await;
    assert!(!there.is_off(12, 22).await);
    let group = there.group().await;
    let note = group.timetable().exception(day).unwrap().note.clone();
    assert_eq!(note, "Snow.", "the words here, not the calendar's silence");
    assert_eq!(there.told().await.len(), told, "it was off already");
    assert_eq!(
        group.differences.calendar.get(day),
        Some(&Exception::cancelled(""))
    );
}

#[tokio::test]
async fn old_times_stay_while_it_fails_and_after_three_days_people_are_told() {
    let there = There::new().await;
    there.server.answers(200, &tuesdays());
    there.follow().await;
    there.agree().await;
    let good = there.group().await;
    for (status, body, sentence) in [
        (500, "", "problem of its own (500)"),
        (200, "<html>", "a web page and not a calendar"),
        (200, "", "nothing in this calendar file"),
        (
            200,
            "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            "no meeting with an hour",
        ),
    ] {
        there.server.answers(status, body);
        let followed = there.next().await;
        let problem = followed.problem.unwrap();
        assert!(problem.english.contains(sentence), "{problem:?}");
        assert_ne!(problem.english, problem.spanish);
        assert_eq!(there.group().await, good);
    }
    let public = format!("/groups/{ID}");
    assert!(!there.look(&public).await.contains("three days"));
    there.app.clock.advance(sources::AILING_MS);
    assert!(
        there
            .look(&public)
            .await
            .contains("not been readable for three days")
    );
    let request = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    let home = there
        .send(coordinator(Lang::En), request("/looking-after"))
        .await
        .1;
    assert!(home.contains("three days or more"), "{home}");
    let list = there
        .send(coordinator(Lang::En), request("/looking-after/sources"))
        .await
        .1;
    assert!(list.contains("Calendars of groups") && list.contains("Needs you"));
    assert!(list.contains(&format!("/groups/{ID}/calendar")));

    there.press("/removals", "").await;
    assert_eq!(there.followed().await, None);
    let group = there.group().await;
    assert_eq!(group.details, good.details);
    assert!(there.is_off(12, 22).await, "the times stay as they are");
    assert!(!there.look(&public).await.contains("three days"));
}

#[tokio::test]
async fn a_version_is_believed_for_a_week() {
    let there = There::new().await;
    there.server.answers(200, &tuesdays());
    there.follow().await;
    there.agree().await;
    let first = there.followed().await.unwrap().read_ms;
    let same = there.next().await;
    assert_eq!(same.read_ms, first, "the server said that nothing changed");
    there.app.clock.advance(super::VERSION_MS);
    let whole = there.next().await;
    assert!(whole.read_ms > first);
}

#[tokio::test]
async fn a_file_is_taken_once_and_its_series_can_be_chosen() {
    let there = There::new().await;
    let other = "BEGIN:VEVENT\r\nUID:b@example.org\r\nSUMMARY:Business <meeting>\r\n\
        DTSTART;TZID=America/New_York:20260103T100000\r\nDURATION:PT2H\r\n\
        RRULE:FREQ=MONTHLY;BYDAY=1SA\r\nEND:VEVENT\r\n";
    let file = format!("{TUESDAYS}{other}{END}");
    let (status, _) = there.send_file(file.into_bytes()).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = there.page().await;
    assert!(
        page.contains("Business &lt;meeting&gt;") && page.contains("Tuesdays"),
        "{page}"
    );
    let followed = there.followed().await.unwrap();
    let place = followed
        .said
        .series
        .iter()
        .position(|one| !one.is_taken)
        .unwrap();
    let read_ms = followed.read_ms.unwrap();
    there
        .press("/choices", &format!("read_ms={read_ms}&series_{place}=on"))
        .await;
    assert!(
        there
            .page()
            .await
            .contains("First Saturday of the month, 10:00 AM")
    );
    there.agree().await;
    assert_eq!(there.rule().await, "monthly:1:sat");
    assert!(there.page().await.contains("The times came from a file"));
    tend_once(&there.app).await.unwrap();
    assert_eq!(there.server.asked(), 0);
}

#[tokio::test]
async fn what_is_no_calendar_is_told_and_what_was_typed_stays() {
    let there = There::new().await;
    for (url, sentence) in [
        ("ftp%3A%2F%2Fexample.org%2Fa.ics", "beginning with https://"),
        (
            "https%3A%2F%2Fada%3Asecret%40example.org%2F",
            "Leave out the name and password",
        ),
        ("nothing", "beginning with https://"),
    ] {
        let (status, body) = there.press("", &format!("url={url}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        assert!(
            body.contains(sentence) && body.contains("<title>Error: "),
            "{body}"
        );
        assert!(body.contains("example.org") || url == "nothing");
    }
    let hostile = format!(
        "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n",
        "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260101T000000Z\r\n\
         RRULE:FREQ=SECONDLY;COUNT=1000000000\r\nEND:VEVENT\r\n"
    );
    for (bytes, sentence) in [
        (Vec::new(), "Choose the calendar"),
        (b"<html>".to_vec(), "web page and not a calendar"),
        (b"\xff\xfe\x00junk".to_vec(), "not a calendar"),
        (
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR".to_vec(),
            "no meeting with an hour",
        ),
        (vec![b' '; BYTES_MAX + 1], "larger than 4 MB"),
    ] {
        let (status, body) = there.send_file(bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(body.contains(sentence), "{sentence}: {body}");
    }
    let (status, body) = there.send_file(hostile.into_bytes()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        body.contains("more in this calendar than can be read"),
        "{body}"
    );
    assert_eq!(there.followed().await, None);
    assert_eq!(there.rule().await, "weekly:mon", "nothing holds of any");
    let webcal = super::pages::with_https(" WebCal://example.org/a.ics ");
    assert_eq!(webcal, "https://example.org/a.ics");
}

#[tokio::test]
async fn only_those_who_look_after_the_group_may() {
    let there = There::new().await;
    let stranger = |path: &str, is_post: bool| {
        let mut who = member(Lang::Es);
        let mut me = crate::site::visitor::SignedIn::clone(who.who.as_ref().unwrap());
        me.person = PersonId(102);
        who.who = Some(Arc::new(me));
        let request = match is_post {
            true => Request::post(path),
            false => Request::get(path),
        };
        (
            who,
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
        )
    };
    let home = format!("/groups/{ID}/calendar");
    for (what, is_post) in [
        ("", false),
        ("", true),
        ("/files", true),
        ("/choices", true),
        ("/agreements", true),
        ("/asks", true),
        ("/removals", true),
    ] {
        let (who, request) = stranger(&format!("{home}{what}"), is_post);
        let request = request.body(Body::empty()).unwrap();
        assert_eq!(
            there.send(who, request).await.0,
            StatusCode::FORBIDDEN,
            "{what}"
        );
    }
}
