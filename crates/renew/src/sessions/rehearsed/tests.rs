#![allow(clippy::unwrap_used)]
//! Which conversations Today speaks of, and what can be answered.

use super::*;

/// A kept scene for this day.
fn sheet(date: &str) -> KeptSheet {
    let card = SceneCard {
        with: "Aunt May".into(),
        date: date.into(),
        ..SceneCard::default()
    };
    KeptSheet::scene(1, card)
}

fn day(date: &str, is_over: bool) -> Option<(Day, bool)> {
    let today = "2026-11-26".parse().unwrap();
    let one = due(RecordId(1), sheet(date), is_over, today)?;
    Some((one.day, one.may_tell))
}

#[test]
fn today_speaks_of_a_conversation_before_its_day_and_on_it_and_asks_after_it() {
    for (date, expected) in [
        ("2026-12-03", None),
        ("2026-12-02", Some((Day::Ahead, false))),
        ("2026-11-27", Some((Day::Ahead, false))),
        ("2026-11-26", Some((Day::Today, true))),
        ("2026-11-25", Some((Day::Past, true))),
        ("2026-11-12", Some((Day::Past, true))),
        ("2026-11-11", None),
        ("", None),
        ("2026-02-30", None),
        ("whenever", None),
        ("9999-12-31", None),
    ] {
        assert_eq!(day(date, true), expected, "{date}");
    }
}

#[test]
fn nothing_is_asked_while_the_room_still_writes_it() {
    assert_eq!(day("2026-11-25", false), None);
    assert_eq!(day("2026-11-26", false), Some((Day::Today, false)));
}

#[test]
fn who_has_answered_is_not_asked_again() {
    let today = "2026-11-26".parse().unwrap();
    for went in [
        Went::NotToday,
        Went::DidNotHappen,
        Went::Told("Well".into()),
    ] {
        let mut sheet = sheet("2026-11-25");
        sheet.went = Some(went);
        assert_eq!(due(RecordId(1), sheet, true, today), None);
    }
}

#[test]
fn an_answer_is_own_words_or_one_of_two_buttons() {
    let told = |text: &str| answer("told", text.to_owned());
    assert_eq!(told("Well"), Ok(Went::Told("Well".into())));
    assert_eq!(told(""), Err(Unkept::Empty));
    assert_eq!(told(&"x".repeat(WENT_CHARS_MAX + 1)), Err(Unkept::TooLong));
    assert_eq!(answer("not_today", String::new()), Ok(Went::NotToday));
    assert_eq!(answer("perfectly", "x".into()), Err(Unkept::NotOurs));
}

#[test]
fn today_s_come_first_whatever_was_left_unanswered() {
    let today = "2026-11-26".parse().unwrap();
    let days = |days: &[&str]| {
        let days = (1..).zip(days);
        let all = days.filter_map(|(id, day)| due(RecordId(id), sheet(day), true, today));
        let shown = nearest(all.collect());
        shown
            .iter()
            .map(|one| one.date.to_string())
            .collect::<Vec<_>>()
    };
    let past = ["2026-11-20", "2026-11-24", "2026-11-22"];
    assert_eq!(days(&past), ["2026-11-24", "2026-11-22", "2026-11-20"]);
    let all = [
        "2026-11-20",
        "2026-11-24",
        "2026-11-29",
        "2026-11-22",
        "2026-11-26",
    ];
    assert_eq!(days(&all), ["2026-11-26", "2026-11-29", "2026-11-24"]);
    let ahead = ["2026-12-01", "2026-11-24", "2026-11-27", "2026-11-30"];
    assert_eq!(days(&ahead), ["2026-11-27", "2026-11-30", "2026-12-01"]);
}
