//! The finder's pages from samples: the list, its form, the printed list, a group's page.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::meeting_guide::Point;
use calendar::schedule::Exception;
use calendar::{Days, Rule, Zone};
use jiff::civil::{Weekday, date};

use super::board::{Board, Listing};
use super::found::{self, Cut, Reader};
use super::list_view::{self, ListPage};
use super::print_view::{self, Paper, PrintPage};
use super::question::Question;
use super::view::{self, OnePage};
use super::view_tests::{NOW_MS, both, circle, spanish};
use super::{Attendance, Details, Group, GroupId, next_session, weekly};
use crate::site::lang::Lang;

/// In Los Angeles it is nine in the morning now, and in Madrid six in the evening.
fn angels() -> Group {
    let details = Details {
        name: "Sunset Circle".into(),
        rule: weekly(Days::ALL),
        start_minute: Some(10 * 60 + 30),
        duration_minutes: 60,
        zone: Zone::named("America/Los_Angeles"),
        region: "California > Los Angeles".into(),
        fellowship: "na".into(),
        types: "O,W".into(),
        ..Details::default()
    };
    Group::new(GroupId(301), details, NOW_MS)
}

/// On since half an hour, in a room with a place on the map.
fn on_now() -> Group {
    let mut group = circle();
    group.id = GroupId(302);
    group.details.name = "Noon Meeting".into();
    group.details.rule = weekly(Days::one(Weekday::Monday));
    group.details.start_minute = Some(11 * 60 + 30);
    group.details.point = Some(Point {
        latitude: 40.416_77,
        longitude: -3.703_79,
    });
    group.details.website = "https://example.org".into();
    group.details.venmo = "@elm-street".into();
    group.details.group_name = "Elm Street Group".into();
    group
}

/// Off tonight.
fn off() -> Group {
    let mut group = angels();
    group.id = GroupId(303);
    group.details.name = "Flooded Circle".into();
    group.details.attendance = Attendance::InRoom;
    group.details.place = "Pier Hall".into();
    let note = Exception::cancelled("The hall is <flooded>.");
    assert!(group.differences.exceptions.set(date(2026, 11, 23), note));
    group
}

fn listings() -> Vec<Listing> {
    let mut monthly = angels();
    monthly.id = GroupId(304);
    monthly.details.name = "Once in March".into();
    monthly.details.rule = Some(Rule::read("dates:2027-03-01").unwrap());
    let mut asked = angels();
    asked.id = GroupId(305);
    asked.details.name = "When You Call".into();
    asked.details.rule = None;
    let groups = [
        circle(),
        spanish(),
        angels(),
        on_now(),
        off(),
        monthly,
        asked,
    ];
    groups.iter().map(Listing::of).collect()
}

fn madrid(is_own: bool) -> Reader {
    Reader {
        zone: Zone::named("Europe/Madrid").unwrap(),
        is_own,
    }
}

fn pairs(question: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |text: &str| text.to_owned();
    question
        .iter()
        .map(|(name, value)| (own(name), own(value)))
        .collect()
}

fn list(lang: Lang, board: &Board, question: &[(&str, &str)], is_own: bool) -> maud::Markup {
    let reader = madrid(is_own);
    let (asked, is_understood) = Question::read(&pairs(question), board, lang);
    let answered = found::answer(board, &asked, &reader.zone, NOW_MS);
    list_view::list(
        lang,
        &ListPage {
            board,
            asked: &asked,
            is_understood,
            answered: &answered,
            reader: &reader,
            now_ms: NOW_MS,
        },
    )
}

#[test]
fn the_list_in_both_languages() {
    let board = Board::of(listings(), NOW_MS);
    both("list", |lang| list(lang, &board, &[], false));
    let question = [
        ("where", "online"),
        ("type", "Women"),
        ("region", "california"),
        ("words", "circle"),
        ("day", "today"),
        ("else", "?"),
    ];
    both("list_of_a_question", |lang| {
        list(lang, &board, &question, true)
    });
    let nothing = [("near", "40.42,-3.70"), ("within", "5km"), ("lang", "es")];
    both("list_of_nothing", |lang| list(lang, &board, &nothing, true));
    let later = [("reach", "later")];
    both("list_of_later", |lang| list(lang, &board, &later, true));
    let empty = Board::of(Vec::new(), NOW_MS);
    both("list_of_a_new_community", |lang| {
        list(lang, &empty, &[], false)
    });
}

#[test]
fn times_are_the_reader_s_and_the_meeting_s_stand_beside() {
    let board = Board::of(vec![Listing::of(&angels())], NOW_MS);
    let shown = list(Lang::En, &board, &[], true).0;
    assert!(shown.contains("Times are Madrid time."));
    assert!(shown.contains(">7:30 PM</time>"), "{shown}");
    assert!(shown.contains("10:30 AM in Los Angeles"));
    assert!(shown.contains("Today, Monday") && shown.contains("Starts in 2 hours"));
}

#[test]
fn an_evening_that_is_off_is_listed_as_off() {
    let board = Board::of(vec![Listing::of(&off())], NOW_MS);
    let shown = list(Lang::En, &board, &[], true).0;
    assert!(shown.contains("Off today") && shown.contains("The hall is &lt;flooded&gt;."));
    assert!(
        shown.contains("Next: Tomorrow, Tuesday, 7:30 PM"),
        "{shown}"
    );
    assert!(!shown.contains("Starts in"));
}

#[test]
fn pages_keep_the_question() {
    let many = (1..=90).map(|id| Listing {
        id: GroupId(id),
        ..Listing::of(&angels())
    });
    let board = Board::of(many.collect(), NOW_MS);
    let question = [("where", "online"), ("page", "1")];
    let shown = list(Lang::En, &board, &question, true).0;
    assert!(shown.contains("41 to 80 of 90 meetings"));
    assert!(shown.contains("href=\"/groups?where=online\""));
    assert!(shown.contains("href=\"/groups?where=online&amp;page=2\""));
    assert_eq!(shown.matches("class=\"meet\"").count(), 40);
}

fn printed(lang: Lang, board: &Board, question: &[(&str, &str)]) -> maud::Markup {
    let reader = madrid(true);
    let pairs = pairs(question);
    let (asked, _) = Question::read(&pairs, board, lang);
    let (rows, cut) = found::week(board, &asked, &reader.zone, NOW_MS);
    print_view::page(
        lang,
        &PrintPage {
            asked: &asked,
            chosen: &["Online".to_owned()],
            paper: Paper::read(&pairs),
            rows: &rows,
            cut,
            reader: &reader,
            community: "Harbour",
            site: "https://renew.example.org",
            now_ms: NOW_MS,
        },
    )
}

#[test]
fn the_list_for_a_noticeboard_in_both_languages() {
    let board = Board::of(listings(), NOW_MS);
    both("list_to_print", |lang| {
        printed(lang, &board, &[("day", "1")])
    });
    let by_place = [("by", "place"), ("print", "large"), ("day", "2")];
    both("list_to_print_by_place", |lang| {
        printed(lang, &board, &by_place)
    });
}

#[test]
fn the_printed_week_has_every_day_and_an_end() {
    let board = Board::of(vec![Listing::of(&angels())], NOW_MS);
    let zone = madrid(true).zone;
    let days = |question: &[(&str, &str)]| {
        let (asked, _) = Question::read(&pairs(question), &board, Lang::En);
        let (rows, _) = found::week(&board, &asked, &zone, NOW_MS);
        rows.iter()
            .map(|row| row.at.unwrap().date.day())
            .collect::<Vec<_>>()
    };
    assert_eq!(days(&[]), [23, 24, 25, 26, 27, 28, 29]);
    assert_eq!(days(&[("day", "weekend"), ("time", "evening")]), [28, 29]);
    assert_eq!(days(&[("day", "today")]), [23]);
}

/// So many groups that meet on some days, at half past ten in Los Angeles; in Madrid it is evening.
fn many(ids: std::ops::RangeInclusive<i64>, days: Days, hour: u16) -> Vec<Listing> {
    let meeting = Listing {
        rule: weekly(days),
        start_minute: Some(hour * 60 + 30),
        ..Listing::of(&angels())
    };
    let ids = ids.map(GroupId);
    ids.map(|id| Listing {
        id,
        ..meeting.clone()
    })
    .collect()
}

#[test]
fn a_printed_list_that_is_too_long_ends_with_a_whole_day() {
    let zone = madrid(true).zone;
    let week = |board: &Board| -> (Vec<i8>, Option<Cut>) {
        let (rows, cut) = found::week(board, &Question::default(), &zone, NOW_MS);
        let days = rows.iter().map(|row| row.at.unwrap().date.day());
        (days.collect(), cut)
    };
    // Daily ones: two days of them fit, and nothing is left out of those.
    let board = Board::of(many(1..=400, Days::ALL, 10), NOW_MS);
    let (days, cut) = week(&board);
    assert_eq!(
        (days.len(), cut),
        (800, Some(Cut::AfterDay(date(2026, 11, 24))))
    );
    // Of more than are found at once, in one day: the last of them is there.
    let tuesdays = Days::one(Weekday::Tuesday);
    let mut listings = many(1..=900, tuesdays, 10);
    listings.extend(many(1001..=1090, Days::one(Weekday::Wednesday), 10));
    let board = Board::of(listings.clone(), NOW_MS);
    assert_eq!((week(&board).0.len(), week(&board).1), (990, None));
    listings.extend(many(2001..=2090, Days::one(Weekday::Thursday), 10));
    let (days, cut) = week(&Board::of(listings, NOW_MS));
    assert_eq!(
        (days.len(), cut),
        (990, Some(Cut::AfterDay(date(2026, 11, 25))))
    );
    // One day alone is too long: it ends between two starts.
    let mut listings = many(1..=900, tuesdays, 10);
    listings.extend(many(1001..=1900, tuesdays, 11));
    let board = Board::of(listings, NOW_MS);
    let (rows, cut) = found::week(&board, &Question::default(), &zone, NOW_MS);
    let Some(Cut::Before(next_ms)) = cut else {
        panic!("{cut:?}");
    };
    let last_ms = rows.last().unwrap().at.unwrap().start_ms;
    assert_eq!((rows.len(), next_ms - last_ms), (900, 3_600_000));
    // And all at once: then it is as long as it may be.
    let (days, cut) = week(&Board::of(many(1..=1200, tuesdays, 10), NOW_MS));
    assert_eq!((days.len(), cut.is_some()), (found::PRINTED_MAX, true));
}

#[test]
fn a_printed_list_says_first_that_it_is_not_all() {
    let board = Board::of(many(1..=400, Days::ALL, 10), NOW_MS);
    for (lang, words) in [
        (Lang::En, "This one ends with Tuesday 24 November"),
        (Lang::Es, "Esta termina con el martes"),
    ] {
        let shown = printed(lang, &board, &[]).0;
        let (head, _) = shown.split_once("<table").unwrap();
        assert!(head.contains(words), "{head}");
    }
}

#[test]
fn a_room_that_nobody_told_is_not_online() {
    let mut lost = off();
    lost.details.place = String::new();
    lost.details.region = String::new();
    lost.differences = Default::default();
    let board = Board::of(vec![Listing::of(&lost), Listing::of(&angels())], NOW_MS);
    let shown = printed(Lang::En, &board, &[("by", "place")]).0;
    let (before, online) = shown.split_once(">Online</th>").unwrap();
    assert!(before.contains("Flooded Circle") && !online.contains("Flooded Circle"));
    assert!(before.contains("In a room, place not told"));
}

#[test]
fn in_large_letters_nothing_is_small() {
    let board = Board::of(vec![Listing::of(&angels())], NOW_MS);
    let is_small = |size| {
        let (_, paper) = printed(Lang::En, &board, &[("print", size)])
            .0
            .split_once("<header")
            .map(|(controls, paper)| (controls.to_owned(), paper.to_owned()))
            .unwrap();
        paper.contains("\"sm\"")
    };
    assert!(is_small("usual") && !is_small("large"));
}

#[test]
fn a_group_s_page_tells_how_to_reach_it() {
    let group = on_now();
    let zone = Zone::named("Europe/Madrid");
    both("group_with_a_place", |lang| {
        view::one(
            lang,
            &OnePage {
                group: &group,
                next: next_session(&group, NOW_MS),
                coming: &[],
                own_zone: zone.as_ref(),
                is_signed_in: false,
                place: None,
                may_look_after: false,
                may_see_rota: false,
                origin: "https://circles.example",
                now_ms: NOW_MS,
            },
        )
    });
}
