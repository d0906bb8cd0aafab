//! What must hold of whatever one rule is expanded to: asked by the tests and by the fuzz target.
#![allow(clippy::unwrap_used)]

use calendar::ical::rule::{Rule, Until};
use calendar::ical::{self, Calendar, Expansion, Limits};

/// A calendar with one event of this rule, at half past two at night in Berlin.
pub(crate) fn by_rule(rule: &[u8], limits: &Limits) -> Option<Calendar> {
    let mut text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:one\n\
        DTSTART;TZID=Europe/Berlin:20260105T023000\nDURATION:PT30M\nRRULE:"
        .to_vec();
    text.extend_from_slice(rule);
    text.extend_from_slice(b"\nEND:VEVENT\nEND:VCALENDAR\n");
    ical::read(&text, limits).ok()
}

/// What must hold of the occurrences in a window.
pub(crate) fn hold(found: &Expansion, window: (i64, i64), limits: &Limits) {
    let starts: Vec<i64> = found
        .occurrences
        .iter()
        .map(|one| one.start.order_ms())
        .collect();
    assert!(starts.is_sorted(), "in the order of their starts");
    assert!(starts.len() <= limits.occurrences_max);
    for one in &found.occurrences {
        let (start, end) = (one.start.order_ms(), one.end.order_ms());
        assert!(start <= end);
        let is_on = start < window.1 && (end > window.0 || start >= window.0);
        assert!(is_on, "{} is on in the window", one.start);
    }
}

/// What must hold when the event of [`by_rule`] has this rule alone.
pub(crate) fn hold_by(rule: &str, found: &Expansion, limits: &Limits) {
    let Ok(rule) = Rule::parse(rule) else {
        assert!(found.occurrences.len() <= 1, "only the event itself");
        return;
    };
    let steps_max = usize::try_from(limits.rule_steps_max).unwrap();
    assert!(found.occurrences.len() <= steps_max.saturating_add(1));
    if let Some(count) = rule.count {
        assert!(
            found.occurrences.len() as u64 <= count.max(1),
            "no more than it counts"
        );
    }
    for one in &found.occurrences {
        match rule.until {
            None => {}
            Some(Until::Instant(last_ms)) => assert!(one.start.order_ms() <= last_ms),
            Some(Until::Local(last)) => {
                // By their days: a time in a gap is put on by an hour.
                let (shown, last) = (one.start.to_string(), last.to_string());
                assert!(shown[..10] <= last[..10], "{shown} is until {last}");
            }
        }
    }
    let mut starts: Vec<i64> = found
        .occurrences
        .iter()
        .map(|one| one.start.order_ms())
        .collect();
    let all = starts.len();
    starts.dedup();
    assert_eq!(starts.len(), all, "a rule names each time once");
}
