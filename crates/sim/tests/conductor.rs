//! The circle's conductor beside an equal timer.

use ::circle::format::Format;
use sim::conductor::{PEOPLE, compare};

#[test]
fn evenings_end_on_time_with_their_closing_whole_and_everybody_asked() {
    for format in Format::shipped() {
        for people in PEOPLE {
            let [ours, equal] = compare(&format, people, 12);
            assert!(ours.is_as_meant(), "{ours}");
            assert!(equal.offered_percent <= ours.offered_percent, "{equal}");
        }
    }
}

#[test]
fn an_equal_timer_leaves_a_full_circle_without_its_closing() {
    let [_, equal] = compare(&Format::renew_90(), 30, 12);
    assert!(!equal.is_as_meant());
    assert!(
        equal.closing_percent < 100 && equal.over_minutes > 0,
        "{equal}"
    );
}

#[test]
fn the_same_seeds_are_the_same_table() {
    let table = || {
        let rows = compare(&Format::talking_circle(), 12, 5);
        rows.map(|row| row.to_string())
    };
    assert_eq!(table(), table());
}
