//! What other programs get, through the routes, over a database of its own.
#![allow(clippy::unwrap_used)]

mod own;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use calendar::bmlt::Server;
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{self, Limits, Options, Point, Reading};
use calendar::schedule::{Held, Ordinals, Way};
use calendar::{Days, Rule, Zone, feed, ical};
use jiff::civil::{Weekday, date};

use super::super::{
    Attendance, Details, Door, Group, GroupId, Origin, arranging, routes, store, weekly,
};
use crate::site::lang::Lang;
use crate::site::testing::{Answer, Here, NOW_MS, visitor, with_problems};
use tower::ServiceExt as _;

const HOSTILE: &str = "Hope </script><b>\"&' \u{202e}\u{7}]]>\r\n=1+1";

pub(super) fn circle() -> Group {
    let details = Details {
        name: "Tuesday Circle".into(),
        about: "Come just to listen.\n\nTea & biscuits.".into(),
        attendance: Attendance::InRoom,
        rule: weekly(Days::one(Weekday::Tuesday)),
        start_minute: Some(19 * 60),
        zone: Zone::named("America/New_York"),
        place: "Elm Street Hall".into(),
        address: "1 Elm Street, Millbrook, NY 12545, USA".into(),
        place_notes: "Side door.".into(),
        region: "New York > Millbrook".into(),
        point: Some(Point {
            latitude: 41.78512,
            longitude: -73.69399,
        }),
        fellowship: "aa".into(),
        types: "O,D,X".into(),
        website: "https://circle.example/".into(),
        ..Details::default()
    };
    Group {
        door: Door::Vouched,
        ..Group::new(GroupId(201), details, NOW_MS)
    }
}

pub(super) fn hybrid() -> Group {
    let mut group = circle();
    group.id = GroupId(202);
    group.details = Details {
        attendance: Attendance::Both,
        lang: Lang::Es,
        about: "Meeting ID: 466 1572 1721 pwd secret77".into(),
        name: "Both Ways, passcode secret77".into(),
        place: "Elm Street Hall (code secret77)".into(),
        place_notes: "Side door. Rowan: 962-555-0123, rowan@example.org".into(),
        address: "1 Elm Street, pw secret77, Millbrook, NY 12545, USA".into(),
        region: "New York > Passcode secret77".into(),
        group_name: "Circles, pwd secret77".into(),
        website: "https://us02web.zoom.us/j/4661572?pwd=secret77".into(),
        call_url: "https://zoom.us/j/4661572?pwd=secret77".into(),
        call_notes: "Passcode secret77".into(),
        call_phone: "+13125550100,,4661572#".into(),
        ..group.details
    };
    group
}

pub(super) fn online() -> Group {
    let mut group = hybrid();
    group.id = GroupId(203);
    group.details = Details {
        name: "From Afar pwd secret77".into(),
        attendance: Attendance::Online,
        place: String::new(),
        address: String::new(),
        place_notes: String::new(),
        point: None,
        types: "W".into(),
        about: String::new(),
        ..group.details
    };
    group
}

/// What a list of weekly meetings can't hold.
fn unlisted() -> Vec<Group> {
    let mut monthly = circle();
    monthly.id = GroupId(204);
    monthly.details.rule = Some(Rule::Monthly {
        ordinals: Ordinals::LAST,
        days: Days::one(Weekday::Tuesday),
    });
    let mut resting = circle();
    resting.id = GroupId(205);
    resting.details.attendance = Attendance::Resting;
    let mut over = circle();
    over.id = GroupId(206);
    over.details.season.last = Some(date(2026, 11, 1));
    let mut later = circle();
    later.id = GroupId(207);
    later.details.season.first = Some(date(2027, 3, 1));
    vec![monthly, resting, over, later]
}

async fn with(groups: Vec<Group>) -> Here {
    let here = Here::at("https://circles.example");
    let write = move |tx: &mut ::store::Tx<'_>| {
        for group in &groups {
            store::create(tx, group)?;
        }
        Ok::<_, ::store::StoreError>(())
    };
    here.app.store.write(write).await.unwrap();
    here
}

async fn cancel(here: &Here, group: i64, note: &'static str) {
    let write = move |tx: &mut ::store::Tx<'_>| {
        arranging::cancel(tx, GroupId(group), date(2026, 11, 24), note, NOW_MS + 1_000)
    };
    here.app.store.write(write).await.unwrap();
    here.app.clock.advance(1_000);
    here.app.finder.forget();
}

async fn get(here: &Here, path: &str) -> Answer {
    here.get(routes(), visitor(Lang::En), path).await
}

async fn asked(here: &Here, path: &str, name: &str, value: &str) -> StatusCode {
    let request = Request::get(path).header(name, value).body(Body::empty());
    let answer = here
        .send(routes(), visitor(Lang::En), request.unwrap())
        .await;
    if answer.status == StatusCode::NOT_MODIFIED {
        assert_eq!(answer.body, "");
        assert!(!answer.header("etag").is_empty());
    }
    answer.status
}

/// Nothing in it that is for members, in whichever field it stood.
fn tells_nothing(body: &str) {
    for secret in [
        "secret77", "zoom", "4661572", "5550100", "962-555", "rowan@", "Rowan",
    ] {
        assert!(!body.contains(secret), "{secret}: {body}");
    }
}

fn read(bytes: &str) -> Reading {
    let options = Options {
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
        limits: Limits::default(),
    };
    feed::read(bytes.as_bytes(), None, &options, &Server::default()).unwrap()
}

#[tokio::test]
async fn what_we_publish_we_read_back() {
    let mut groups = vec![circle(), hybrid(), online()];
    groups.extend(unlisted());
    let here = with(groups).await;
    let answer = get(&here, "/meetings.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    tells_nothing(&answer.body);
    let reading = read(&answer.body);
    assert_eq!(reading.problems, []);
    let names: Vec<&str> = reading
        .meetings
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Both Ways", "From Afar", "Tuesday Circle"]);
    let ways: Vec<_> = reading.meetings.iter().map(|one| one.attendance).collect();
    use meeting_guide::Attendance::{Hybrid, InPerson, Online};
    assert_eq!(ways, [Hybrid, Online, InPerson]);

    let (read, group) = (&reading.meetings[2], circle());
    let details = &group.details;
    assert_eq!(read.slug, group.id.to_string());
    assert_eq!(weekly(read.days), details.rule);
    assert_eq!(read.duration_minutes, details.duration_minutes);
    assert_eq!(read.zone, details.zone);
    assert_eq!(read.types.join(","), details.types);
    assert_eq!(read.notes.as_deref(), Some(details.about.as_str()));
    assert_eq!(read.place.location.as_deref(), Some("Elm Street Hall"));
    assert_eq!(
        read.place.formatted_address.as_deref(),
        Some(details.address.as_str())
    );
    assert_eq!(read.place.regions.join(" > "), details.region);
    assert_eq!(read.place.point, details.point);
    let page = format!("{}/groups/{}", here.app.config.origin, group.id);
    assert_eq!(read.links.url.as_deref(), Some(page.as_str()));
    assert_eq!(read.updated_ms, Some(NOW_MS));
}

#[test]
fn a_list_holds_what_comes_back_every_week_and_is_still_there() {
    let is_listed = |group: &Group| super::listing::of(group, "", NOW_MS).is_some();
    assert!(is_listed(&circle()));
    let mut gone = circle();
    gone.origin = Some(Origin {
        feed: 1,
        slug: "tuesday".into(),
        said: Details::default(),
        gone_ms: None,
    });
    assert!(is_listed(&gone), "a feed brought it and still lists it");
    if let Some(origin) = &mut gone.origin {
        origin.gone_ms = Some(NOW_MS);
    }
    assert!(!is_listed(&gone));
    let every = |weeks| Rule::EveryWeeks {
        weeks,
        anchor: date(2026, 11, 24),
        days: Days::one(Weekday::Tuesday),
    };
    for (rule, expected) in [
        (Some(every(1)), true),
        (Some(every(2)), false),
        (Rule::read("dates:2026-12-01").ok(), false),
        (None, true),
    ] {
        let mut group = circle();
        group.details.rule = rule;
        assert_eq!(is_listed(&group), expected, "{:?}", group.details.rule);
    }
}

#[tokio::test]
async fn a_feed_is_made_once_and_fetched_once() {
    let here = with(vec![circle()]).await;
    let first = get(&here, "/meetings.json").await;
    let (etag, moment) = (first.header("etag"), first.header("last-modified"));
    assert!(first.header("cache-control").starts_with("public"));
    for (name, value, status) in [
        ("if-none-match", etag, StatusCode::NOT_MODIFIED),
        ("if-none-match", "\"other\", *", StatusCode::NOT_MODIFIED),
        ("if-none-match", "\"other\"", StatusCode::OK),
        ("if-modified-since", moment, StatusCode::NOT_MODIFIED),
        (
            "if-modified-since",
            "Sun, 22 Nov 2026 00:00:00 GMT",
            StatusCode::OK,
        ),
        ("if-modified-since", "soon", StatusCode::OK),
    ] {
        let found = asked(&here, "/meetings.json", name, value).await;
        assert_eq!(found, status, "{name}: {value}");
    }
    let before = here.app.shelf.issue(&here.app).await.unwrap();
    here.app.clock.advance(60_000);
    let after = here.app.shelf.issue(&here.app).await.unwrap();
    assert!(
        std::sync::Arc::ptr_eq(&before, &after),
        "nothing had changed"
    );

    cancel(&here, 201, "The hall is closed.").await;
    let changed = get(&here, "/meetings.json").await;
    assert_ne!(changed.header("etag"), etag);
    let notes = read(&changed.body).meetings[0].notes.clone().unwrap();
    assert!(
        notes.starts_with("Tuesday 24 November: cancelled. The hall is closed.\n\nCome just"),
        "{notes}"
    );
}

#[tokio::test]
async fn codes_of_several_fellowships_are_told_apart() {
    let mut other = circle();
    other.id = GroupId(209);
    other.details.fellowship = "na".into();
    let here = with(vec![circle(), other]).await;
    for (path, count) in [
        ("/meetings.json", 2),
        ("/meetings.json?fellowship=AA", 1),
        ("/meetings.json?fellowship=na", 1),
        ("/meetings.json?fellowship=oa", 0),
        ("/meetings.json?fellowship=x", 0),
    ] {
        let body = get(&here, path).await.body;
        let feed: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap();
        assert_eq!(feed.len(), count, "{path}");
    }
}

#[tokio::test]
async fn programs_for_bmlt_find_the_meetings() {
    let here = with(vec![circle(), hybrid(), online()]).await;
    let base = "/client_interface/json/?switcher=GetSearchResults";
    let answer = get(&here, &format!("{base}&get_used_formats=1&weekdays=3")).await;
    assert_eq!(answer.status, StatusCode::OK);
    tells_nothing(&answer.body);
    let reading = read(&answer.body);
    assert_eq!(reading.meetings.len(), 3);
    let online = get(&here, &format!("{base}&venue_types=2")).await;
    assert_eq!(read(&online.body).meetings[0].name, "From Afar");
    for unknown in [
        "/client_interface/json/?switcher=GetNaws",
        "/client_interface/json",
    ] {
        assert_eq!(get(&here, unknown).await.body, "[]");
    }
}

/// Groups whose answers are longer than one piece.
fn hundred() -> Vec<Group> {
    let hundred = (301..401).map(|id| {
        let mut group = circle();
        group.id = GroupId(id);
        group.details.rule = weekly(Days::ALL);
        group
    });
    hundred.collect()
}

#[tokio::test]
async fn all_readers_for_bmlt_share_one_answer_and_know_it_again() {
    let here = with(hundred()).await;
    let path = "/client_interface/json/?switcher=GetSearchResults";
    let all = get(&here, path).await;
    assert_eq!(read(&all.body).meetings.len(), 700);
    let (etag, status) = (all.header("etag"), StatusCode::NOT_MODIFIED);
    assert_eq!(asked(&here, path, "if-none-match", etag).await, status);
    // The same meetings, put together piece by piece.
    let chosen = get(&here, &format!("{path}&weekdays=1,2,3,4,5,6,7")).await;
    assert_eq!(chosen.header("etag"), "");
    assert!(chosen.body.len() > 2 * calendar::bmlt_write::PIECE_BYTES);
    assert_eq!(chosen.body, all.body);
}

#[tokio::test]
async fn only_so_many_long_answers_are_held_at_once() {
    let here = with(hundred()).await;
    let path = "/client_interface/json/?switcher=GetSearchResults";
    let some = format!("{path}&weekdays=2,3,4,5,6");
    let mut held = Vec::new();
    let refused = loop {
        let mut request = Request::get(&some).body(Body::empty()).unwrap();
        request.extensions_mut().insert(visitor(Lang::En));
        let routes = with_problems(&here.app, routes());
        let response = routes.oneshot(request).await.unwrap();
        if response.status() != StatusCode::OK {
            break response;
        }
        held.push(response);
        assert!(held.len() <= 100, "there is an end");
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    let formats = "/client_interface/json/?switcher=GetFormats";
    assert_eq!(
        get(&here, formats).await.status,
        StatusCode::OK,
        "a short answer is not held"
    );
    assert_eq!(
        get(&here, path).await.status,
        StatusCode::OK,
        "all share it"
    );
    // Whoever goes away makes room.
    held.clear();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(get(&here, &some).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_feed_of_what_changed_is_the_feed_of_all() {
    let mut groups = hundred();
    groups.push(circle());
    let here = with(groups.clone()).await;
    let bmlt = "/client_interface/json/?switcher=GetSearchResults";
    for path in ["/meetings.json", bmlt] {
        assert_eq!(get(&here, path).await.status, StatusCode::OK);
    }
    cancel(&here, 201, "The hall is closed.").await;
    let off = arranging::about(GroupId(301), super::super::Happened::Resting);
    let mut resting = groups[0].clone();
    resting.details.attendance = Attendance::Resting;
    let rest = move |tx: &mut ::store::Tx<'_>| {
        store::save(tx, &resting)?;
        super::super::changes_store::tell(tx, &[off], NOW_MS)
    };
    here.app.store.write(rest).await.unwrap();
    here.app.finder.forget();
    let read_anew = async |path: &str| {
        let shelf = super::Shelf::default();
        let issue = shelf.issue(&here.app).await.unwrap();
        let copy = match path == bmlt {
            true => issue.catalogue(&here.app).await.unwrap().1,
            false => issue.guide(&here.app, None).await.unwrap(),
        };
        let answer = copy.answer(&axum::http::HeaderMap::new());
        axum::body::to_bytes(answer.into_body(), usize::MAX)
            .await
            .unwrap()
    };
    for path in ["/meetings.json", bmlt] {
        let body = get(&here, path).await.body;
        assert_eq!(body.as_bytes(), read_anew(path).await, "{path}");
        assert!(body.contains("The hall is closed."), "{path}");
        assert!(!body.contains(&GroupId(301).to_string()), "{path}");
    }
}

#[tokio::test]
async fn a_groups_calendar_says_what_is_off() {
    let here = with(vec![circle(), hybrid()]).await;
    let both = get(&here, &format!("/groups/{}.ics", GroupId(202)))
        .await
        .body;
    assert!(both.contains("SUMMARY:Both Ways"), "{both}");
    tells_nothing(&both);
    cancel(&here, 201, "Come by zoom: 466 1572 1721, pwd secret77").await;
    let path = format!("/groups/{}.ics", GroupId(201));
    let answer = get(&here, &path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    assert!(!answer.body.contains("secret77"), "{}", answer.body);
    let limits = ical::Limits::default();
    let read = ical::read(answer.body.as_bytes(), &limits).unwrap();
    let week_ms = 7 * 24 * 3_600_000;
    let found = read.occurrences(NOW_MS, NOW_MS + 2 * week_ms, &limits);
    let told: Vec<(&str, &str)> = found
        .occurrences
        .iter()
        .map(|one| (one.status.name(), one.summary.as_str()))
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].0.eq_ignore_ascii_case("cancelled"), "{told:?}");
    assert_eq!(told[1].1, "Tuesday Circle");

    let status = asked(&here, &path, "if-none-match", answer.header("etag")).await;
    assert_eq!(status, StatusCode::NOT_MODIFIED);
    let nobody = format!("/groups/{}.ics", GroupId(999));
    for path in [nobody.as_str(), "/groups/x.ics", "/groups/.ics"] {
        assert_eq!(
            get(&here, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

/// The data in a group's page.
async fn data(here: &Here, group: i64) -> Option<serde_json::Value> {
    let page = get(here, &format!("/groups/{}", GroupId(group))).await.body;
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = rest.split_once("</script>")?;
    Some(serde_json::from_str(json).unwrap())
}

#[tokio::test]
async fn search_engines_read_when_one_can_come() {
    let mut closed = circle();
    closed.id = GroupId(208);
    closed.door = Door::Members;
    let here = with(vec![circle(), hybrid(), online(), closed]).await;
    cancel(&here, 201, "").await;
    let events = data(&here, 201).await.unwrap();
    let (first, second) = (&events[0], &events[1]);
    assert_eq!(first["eventStatus"], "https://schema.org/EventCancelled");
    assert_eq!(first["startDate"], "2026-11-24T19:00:00-05:00");
    assert_eq!(second["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(second["endDate"], "2026-12-01T20:30:00-05:00");
    let mode = "https://schema.org/OfflineEventAttendanceMode";
    assert_eq!(second["eventAttendanceMode"], mode);
    let address = "1 Elm Street, Millbrook, NY 12545, USA";
    assert_eq!(second["location"]["address"], address);
    assert_eq!(second["organizer"]["name"], "Renew");
    let move_it = |tx: &mut ::store::Tx<'_>| {
        let held = Held {
            start: Some(jiff::civil::time(18, 0, 0, 0)),
            ..Held::default()
        };
        let on = date(2026, 12, 1);
        arranging::change_once(tx, GroupId(201), on, held, "", NOW_MS + 2_000)?;
        let way = Some(Way::Online);
        let held = Held {
            way,
            ..Held::default()
        };
        arranging::change_once(
            tx,
            GroupId(201),
            date(2026, 12, 8),
            held,
            "",
            NOW_MS + 2_000,
        )
    };
    here.app.store.write(move_it).await.unwrap();
    let events = data(&here, 201).await.unwrap();
    let (second, third) = (&events[1], &events[2]);
    assert_eq!(second["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(second["startDate"], "2026-12-01T18:00:00-05:00");
    assert_eq!(second["previousStartDate"], "2026-12-01T19:00:00-05:00");
    assert_eq!(third["eventStatus"], "https://schema.org/EventMovedOnline");
    assert_eq!(third["location"]["@type"], "VirtualLocation");
    let page = get(&here, &format!("/groups/{}", GroupId(202))).await.body;
    assert!(page.contains("application/ld+json") && page.contains("Elm Street Hall"));
    tells_nothing(&page);
    for group in [203, 208] {
        assert_eq!(data(&here, group).await, None);
    }
}

#[tokio::test]
async fn changes_are_told_in_both_languages() {
    let here = with(vec![circle(), hybrid()]).await;
    cancel(&here, 201, "The hall is <closed>.").await;
    cancel(&here, 202, "Zoom 466 1572 1721 pwd secret77").await;
    let english = get(&here, "/changes.atom").await;
    let kind = "application/atom+xml; charset=utf-8";
    assert_eq!(english.header("content-type"), kind);
    let spanish = get(&here, "/changes.atom?lang=es").await;
    for body in [&english.body, &spanish.body] {
        tells_nothing(body);
    }
    insta::assert_snapshot!("changes_en", english.body);
    insta::assert_snapshot!("changes_es", spanish.body);
    let status = asked(
        &here,
        "/changes.atom",
        "if-none-match",
        english.header("etag"),
    )
    .await;
    assert_eq!(status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn hostile_names_break_out_of_nothing() {
    let mut group = circle();
    group.details.name = HOSTILE.into();
    group.details.about = HOSTILE.into();
    group.details.place = HOSTILE.into();
    let here = with(vec![group]).await;
    cancel(&here, 201, HOSTILE).await;
    let guide = get(&here, "/meetings.json").await.body;
    assert_eq!(read(&guide).problems, []);
    assert!(
        !guide.contains('<') && !guide.contains('\u{202e}'),
        "{guide}"
    );
    let events = data(&here, 201).await.unwrap();
    assert_eq!(events[0]["name"], HOSTILE);
    let page = get(&here, &format!("/groups/{}", GroupId(201))).await.body;
    assert!(!page.contains("</script><b>"), "{page}");
    let atom = get(&here, "/changes.atom").await.body;
    assert!(
        atom.contains("Hope &lt;/script&gt;&lt;b&gt;&quot;&amp;"),
        "{atom}"
    );
    let is_bare = |c: char| c.is_control() && c != '\n';
    assert!(!atom.contains(is_bare) && !atom.contains("]]>") && !atom.contains('\u{202e}'));
    let calendar = get(&here, &format!("/groups/{}.ics", GroupId(201)))
        .await
        .body;
    let read = ical::read(calendar.as_bytes(), &ical::Limits::default()).unwrap();
    assert!(read.problems.is_empty());
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 2);
}

#[tokio::test]
async fn programs_find_the_feeds_on_the_pages() {
    let here = with(vec![circle()]).await;
    let page = get(&here, "/groups").await.body;
    let origin = &here.app.config.origin;
    let link = format!(
        "<link rel=\"alternate\" type=\"application/json\" title=\"Meetings Feed\" \
         href=\"{origin}/meetings.json\">"
    );
    assert!(page.contains(&link), "{page}");
    assert!(page.contains("/changes.atom?lang=en"));
}
