//! When a source is asked, and how it is.

use super::*;

const NOW_MS: i64 = 1_795_453_200_000;

#[test]
fn a_source_is_asked_twice_a_day_and_more_seldom_while_it_fails() {
    let failed = Outcome::Failed { wished_ms: None };
    let wishes = |wished_ms| Outcome::Failed {
        wished_ms: Some(wished_ms),
    };
    for (failures, outcome, minutes) in [
        (0, Outcome::Answered, 12 * 60),
        (9, Outcome::Answered, 12 * 60),
        (0, failed, 15),
        (1, failed, 30),
        (2, failed, 60),
        (3, failed, 120),
        (4, failed, 240),
        (5, failed, 480),
        (6, failed, 12 * 60),
        (u32::MAX, failed, 12 * 60),
        // What the server wishes is heard, but neither to come sooner nor to stay away for good.
        (0, wishes(MINUTE_MS), 15),
        (0, wishes(HOUR_MS), 60),
        (6, wishes(20 * HOUR_MS), 20 * 60),
        (0, wishes(i64::MAX), 24 * 60),
        (0, wishes(i64::MIN), 15),
    ] {
        let next = when_next(0, failures, outcome, NOW_MS);
        assert_eq!(next - NOW_MS, minutes * MINUTE_MS, "{failures} {outcome:?}");
    }
}

#[test]
fn each_source_keeps_its_own_distance_from_the_others() {
    let wait = |id| when_next(id, 0, Outcome::Answered, NOW_MS) - NOW_MS;
    for id in [1, 7_654_321, i64::MAX] {
        assert_eq!(wait(id), wait(id));
        assert!((PERIOD_MS..PERIOD_MS + HOUR_MS).contains(&wait(id)), "{id}");
    }
    assert_ne!(wait(1), wait(7_654_321));
}

#[test]
fn a_source_is_well_troubled_and_after_three_days_somebody_s_to_look_at() {
    let fresh = sample();
    let asked = Source {
        asked_ms: Some(NOW_MS),
        ..fresh.clone()
    };
    let failing = |since_ms| Source {
        failing_ms: Some(since_ms),
        ..asked.clone()
    };
    let paused = Source {
        is_paused: true,
        ..failing(0)
    };
    for (source, expected) in [
        (fresh, Health::New),
        (asked.clone(), Health::Well),
        (failing(NOW_MS), Health::Troubled),
        (failing(NOW_MS - 72 * HOUR_MS + 1), Health::Troubled),
        (failing(NOW_MS - 72 * HOUR_MS), Health::Ailing),
        (paused, Health::Paused),
    ] {
        assert_eq!(health(&source, NOW_MS), expected);
    }
}

/// A source that nobody has asked yet.
pub(super) fn sample() -> Source {
    Source::fresh(
        251,
        "River <Valley>".to_owned(),
        "aa".to_owned(),
        "America/Chicago".to_owned(),
        ("https://meetings.example.org/feed.json".to_owned(), None),
        NOW_MS,
    )
}
