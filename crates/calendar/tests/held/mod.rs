//! What must hold of whatever a feed is read as: asked by the tests and by the fuzz target.
#![allow(clippy::unwrap_used)]

use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{Limits, Options, Reading};

pub(crate) fn options() -> Options {
    Options {
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
        limits: Limits::default(),
    }
}

/// What must hold of whatever comes out.
pub(crate) fn hold(reading: &Reading) {
    for meeting in &reading.meetings {
        assert!(!meeting.name.is_empty() && meeting.name.chars().count() <= 255);
        assert!(!meeting.slug.is_empty() && meeting.slug.len() <= 64);
        assert!(
            meeting
                .slug
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
        );
        assert!(meeting.duration_minutes >= 1 && meeting.duration_minutes <= 24 * 60);
        assert!(
            !meeting
                .name
                .chars()
                .any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
        );
        let links = [
            &meeting.online.url,
            &meeting.links.url,
            &meeting.links.website,
        ];
        for link in links.into_iter().flatten() {
            assert!(link.starts_with("https://") || link.starts_with("http://"));
        }
        assert!(!meeting.place.is_approximate || meeting.place.point.is_none());
        if let Some(schedule) = meeting.schedule() {
            assert_eq!(schedule.next(1_790_000_000_000, 3).len(), 3);
        }
    }
    let slugs: std::collections::BTreeSet<_> = reading.meetings.iter().map(|m| &m.slug).collect();
    assert_eq!(
        slugs.len(),
        reading.meetings.len(),
        "a slug names one meeting"
    );
}
