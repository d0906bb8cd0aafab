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
