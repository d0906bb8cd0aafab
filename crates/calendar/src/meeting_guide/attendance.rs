//! How people can come: decided from what the meeting has, not from what it calls itself.

use super::Attendance;

/// The decision. A meeting is online when it has a link to a known host or a phone that can be
/// called; it is in the room when its place is exact and not closed for the time being (`TC`).
pub(super) fn decide(is_online: bool, is_closed: bool, is_approximate: bool) -> Attendance {
    match (is_online, is_closed || is_approximate) {
        (true, true) => Attendance::Online,
        (true, false) => Attendance::Hybrid,
        (false, false) => Attendance::InPerson,
        (false, true) => Attendance::Inactive,
    }
}

impl Attendance {
    /// A venue that the feed names itself, while its place may be closed for the time being.
    pub(super) fn while_closed(self, is_closed: bool, is_online: bool) -> Self {
        match (self, is_closed) {
            (Self::Hybrid, true) => Self::Online,
            (Self::InPerson, true) if is_online => Self::Online,
            (Self::InPerson, true) => Self::Inactive,
            (venue, _) => venue,
        }
    }

    #[must_use]
    pub fn is_in_person(self) -> bool {
        matches!(self, Self::InPerson | Self::Hybrid)
    }

    #[must_use]
    pub fn is_online(self) -> bool {
        matches!(self, Self::Online | Self::Hybrid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Attendance::{Hybrid, InPerson, Inactive, Online};

    #[test]
    fn a_named_venue_holds_unless_its_place_is_closed() {
        for (venue, is_online, while_closed) in [
            (InPerson, false, Inactive),
            (InPerson, true, Online),
            (Hybrid, false, Online),
            (Online, false, Online),
        ] {
            assert_eq!(venue.while_closed(false, is_online), venue);
            assert_eq!(venue.while_closed(true, is_online), while_closed);
        }
    }

    #[test]
    fn the_whole_table() {
        assert_eq!(decide(true, true, false), Online);
        assert_eq!(decide(true, true, true), Online);
        assert_eq!(decide(false, true, false), Inactive);
        assert_eq!(decide(true, false, false), Hybrid);
        assert_eq!(decide(true, false, true), Online);
        assert_eq!(decide(false, false, false), InPerson);
        assert_eq!(decide(false, false, true), Inactive);
    }
}
