//! One serialisation for each audience: people who hear the same events get the same bytes.

use axum::extract::ws::Utf8Bytes;
use circle::event::{Audience, Event};

/// The events of one step, each serialised once, and the frames made of them so far.
#[derive(Debug)]
pub(super) struct Fanout {
    /// Whom an event is for, and its text.
    events: Vec<(Audience, String)>,
    /// Which events a frame holds, and the frame.
    made: Vec<(Vec<bool>, Utf8Bytes)>,
}

impl Fanout {
    pub(super) fn new(events: &[(Audience, Event)]) -> Self {
        let events = events
            .iter()
            .map(|(to, event)| (*to, serde_json::to_string(event).unwrap_or_default()))
            .collect();
        Self {
            events,
            made: Vec::new(),
        }
    }

    /// The frame for someone who hears the events of which `hears` is true; nothing if none is.
    pub(super) fn frame(&mut self, hears: impl Fn(Audience) -> bool) -> Option<Utf8Bytes> {
        let which: Vec<bool> = self.events.iter().map(|(to, _)| hears(*to)).collect();
        if !which.contains(&true) {
            return None;
        }
        if let Some((_, frame)) = self.made.iter().find(|(made, _)| *made == which) {
            return Some(frame.clone());
        }
        let frame = Utf8Bytes::from(self.join(&which));
        self.made.push((which, frame.clone()));
        Some(frame)
    }

    fn join(&self, which: &[bool]) -> String {
        let length: usize = self.events.iter().map(|(_, text)| text.len() + 1).sum();
        let mut frame = String::with_capacity(length + 24);
        frame.push_str(r#"{"is":"ev","ev":["#);
        let heard = self.events.iter().zip(which).filter(|(_, hears)| **hears);
        for (place, ((_, event), _)) in heard.enumerate() {
            if place > 0 {
                frame.push(',');
            }
            frame.push_str(event);
        }
        frame.push_str("]}");
        frame
    }
}

#[cfg(test)]
mod tests {
    use circle::PersonId;

    use super::super::step::text;
    use super::super::wire::Frame;
    use super::*;

    fn gone(who: u64) -> Event {
        Event::SeatGone { who: PersonId(who) }
    }

    #[test]
    fn a_joined_frame_is_the_frame_of_the_protocol() {
        let events = [(Audience::Everyone, gone(1)), (Audience::Everyone, gone(2))];
        let joined = Fanout::new(&events).frame(|_| true).unwrap();
        let whole: Frame<'_, (), Event> = Frame::Ev {
            ev: &[gone(1), gone(2)],
        };
        assert_eq!(joined.as_str(), text(&whole));
    }

    #[test]
    fn the_same_audience_shares_bytes_and_another_hears_only_its_own() {
        let events = [
            (Audience::Everyone, gone(1)),
            (Audience::Leads, gone(2)),
            (Audience::One(PersonId(3)), gone(3)),
        ];
        let mut fanout = Fanout::new(&events);
        let member = |to: Audience| to == Audience::Everyone;
        let first = fanout.frame(member).unwrap();
        let second = fanout.frame(member).unwrap();
        assert_eq!(first.as_str().as_ptr(), second.as_str().as_ptr());
        assert!(!first.as_str().contains(r#""who":2"#));
        let lead = fanout.frame(|to| to != Audience::One(PersonId(3))).unwrap();
        assert!(lead.as_str().contains(r#""who":2"#) && !lead.as_str().contains(r#""who":3"#));
        assert!(fanout.frame(|_| false).is_none());
    }
}
