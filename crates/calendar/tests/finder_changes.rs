//! What the finder says of evenings that are other than usual.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calendar::finder::{Index, Meeting, Query};
use calendar::meeting_guide::Attendance;
use calendar::schedule::{Exception, Held, Piece, Season, Way};
use calendar::{Days, Schedule, Timetable, Zone};
use jiff::Timestamp;
use jiff::civil::{Weekday, date, time};

/// A meeting in a room, every Tuesday at seven in the evening, by a clock that is UTC.
fn tuesdays() -> Schedule {
    let days = Days::one(Weekday::Tuesday);
    Schedule::weekly(days, time(19, 0, 0, 0), 60, Zone::utc())
}

fn in_a_room(timetable: Timetable) -> Meeting {
    Meeting {
        id: 7,
        name: "Tuesdays".into(),
        timetable,
        attendance: Attendance::InPerson,
        types: Vec::new(),
        regions: Vec::new(),
        point: None,
        language: String::new(),
        texts: Vec::new(),
    }
}

/// What is found from noon on 24 November 2026, a Tuesday: days of the month, and whether each is
/// off.
fn from_noon(meeting: &Meeting, ways: &[Attendance]) -> Vec<(i8, bool)> {
    let noon: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    let index = Index::build(std::slice::from_ref(meeting), noon.as_millisecond());
    let mut query = Query::at(noon.as_millisecond(), Zone::utc());
    query.attendance = ways.to_vec();
    let found = index.answer(&query).found.into_iter();
    found
        .filter_map(|found| found.occurrence)
        .map(|at| (at.date.day(), at.is_cancelled))
        .collect()
}

#[test]
fn an_evening_that_is_off_is_found_and_says_so() {
    let mut schedule = tuesdays();
    let off = Exception::cancelled("The hall is flooded.");
    assert!(schedule.exceptions.set(date(2026, 11, 24), off));
    assert_eq!(from_noon(&in_a_room(schedule.into()), &[]), [(24, true)]);
}

#[test]
fn an_evening_that_is_held_otherwise_is_found_by_how_it_is_held() {
    let mut schedule = tuesdays();
    let online = Held {
        way: Some(Way::Online),
        ..Held::default()
    };
    let tonight = date(2026, 11, 24);
    let moved = Exception::held(online, "Online tonight.");
    assert!(schedule.exceptions.set(tonight, moved));
    // Next week's lies beyond the seven days.
    let meeting = in_a_room(schedule.into());
    assert_eq!(from_noon(&meeting, &[Attendance::Online]), [(24, false)]);
    assert_eq!(from_noon(&meeting, &[Attendance::InPerson]), []);
    assert_eq!(from_noon(&meeting, &[]), [(24, false)]);
}

#[test]
fn a_change_from_a_day_on_is_found_from_that_day_on() {
    let mut before = tuesdays();
    before.season.last = Some(date(2026, 11, 25));
    let mut after = tuesdays();
    after.rule = calendar::Rule::Weekly(Days::one(Weekday::Friday));
    after.season = Season {
        first: Some(date(2026, 11, 26)),
        last: None,
    };
    let after = Piece {
        schedule: after,
        way: Some(Way::Online),
    };
    let meeting = in_a_room(Timetable::of(vec![before.into(), after]));
    assert_eq!(from_noon(&meeting, &[]), [(24, false), (27, false)]);
    assert_eq!(from_noon(&meeting, &[Attendance::Online]), [(27, false)]);
}
