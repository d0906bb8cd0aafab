//! What somebody asks the finder, as it stands in an address.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::groups::finder::Listing;
use crate::groups::{Details, Group, GroupId, weekly};

/// A Monday noon in New York, 23 November 2026.
const NOW_MS: i64 = 1_795_453_200_000;

fn board() -> Board {
    let details = Details {
        name: "Circle".into(),
        rule: weekly(Days::ALL),
        start_minute: Some(19 * 60),
        zone: Zone::named("America/New_York"),
        region: "Ohio > North & East".into(),
        fellowship: "aa".into(),
        types: "O,W".into(),
        ..Details::default()
    };
    let group = Group::new(GroupId(1), details, NOW_MS);
    Board::of(vec![Listing::of(&group)], NOW_MS)
}

fn read(address: &str) -> (Question, bool) {
    let url = address.split_once('?').map_or(address, |(_, query)| query);
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        let mut parts = text.split('%');
        let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            let (code, rest) = part.split_at(2);
            out.push(u8::from_str_radix(code, 16).unwrap());
            out.extend_from_slice(rest.as_bytes());
        }
        String::from_utf8(out).unwrap()
    };
    let pairs: Vec<(String, String)> = url
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    Question::read(&pairs, &board(), Lang::En)
}

#[test]
fn an_address_is_read_back_to_the_same_question() {
    let address = "/groups?day=tomorrow&where=room&time=evening&lang=es&type=Women\
        &type=Open&region=Ohio%20%3E%20North%20%26%20East&near=40.42,-3.70&within=5km\
        &words=caf%C3%A9%20%22at%20noon%22&reach=later&page=2";
    let (asked, is_understood) = read(address);
    assert!(is_understood);
    assert_eq!(asked.parts().len(), 9);
    assert_eq!(asked.region, ["Ohio", "North & East"]);
    assert_eq!(asked.words, "café \"at noon\"");
    let (again, is_understood) = read(&asked.address("/groups"));
    assert_eq!((again, is_understood), (asked.clone(), true));
    let without = asked.without(&Part::Kind("Open".into()));
    assert_eq!((without.kinds, without.page), (vec!["Women".into()], 0));
}

#[test]
fn what_makes_no_sense_is_left_out_and_noticed() {
    for wrong in [
        "day=9",
        "day=someday",
        "time=noonish",
        "where=moon",
        "type=Nothing",
        "region=Nowhere",
        "reach=nowhere",
        "near=95,0",
        "near=a,b",
        "near=NaN,0",
        "near=1",
        "within=5",
        "within=9999km",
        "page=-1",
        "page=18446744073709551616",
        "lang=xx",
        "else=1",
    ] {
        let (asked, is_understood) = read(wrong);
        assert_eq!(
            (asked, is_understood),
            (Question::default(), false),
            "{wrong}"
        );
    }
    // An empty field is a field that nobody filled in.
    assert_eq!(read("day=&where=&words="), (Question::default(), true));
    let many = "type=Open&".repeat(1_000);
    assert!(!read(&many).1, "an endless address is cut short");
}

#[test]
fn a_place_is_told_to_a_kilometre() {
    let (asked, _) = read("near=40.416775,-3.703790");
    assert_eq!(asked.near.unwrap().key(), "40.42,-3.70");
    let address = asked.address("/groups");
    assert_eq!(address, "/groups?near=40.42%2C-3.70&within=10mi");
}

#[test]
fn days_are_those_of_the_visitor() {
    // Monday noon in New York is Monday evening in Madrid, and Tuesday in Auckland.
    let ask = |day, zone: &str| {
        let asked = Question {
            day: Some(day),
            ..Question::default()
        };
        asked.to_query(&Zone::named(zone).unwrap(), NOW_MS).days
    };
    assert_eq!(ask(Day::Today, "Europe/Madrid"), Days::one(Weekday::Monday));
    assert_eq!(
        ask(Day::Today, "Pacific/Auckland"),
        Days::one(Weekday::Tuesday)
    );
    assert_eq!(
        ask(Day::Tomorrow, "Pacific/Auckland"),
        Days::one(Weekday::Wednesday)
    );
}

#[test]
fn today_ends_at_midnight() {
    let board = board();
    let zone = Zone::named("America/New_York").unwrap();
    let asked = |day| Question {
        day: Some(day),
        ..Question::default()
    };
    let found = |day, now_ms| {
        let answer = board.index().answer(&asked(day).to_query(&zone, now_ms));
        answer
            .found
            .first()
            .and_then(|one| one.occurrence)
            .map(|at| at.date.day())
    };
    assert_eq!(found(Day::Today, NOW_MS), Some(23));
    assert_eq!(found(Day::Tomorrow, NOW_MS), Some(24));
    // An hour after it is over, nothing is left of today.
    let late_ms = NOW_MS + 10 * 60 * 60_000;
    assert_eq!(found(Day::Today, late_ms), None);
    assert_eq!(found(Day::Tomorrow, late_ms), Some(24));
}
