//! Evenings on which the lead goes from hand to hand, for the tests.

use circle::PersonId;
use circle::command::{Act, Input};

use super::samples::{BEA, Evening, MARLOW, MINUTE, WREN};

impl Evening {
    /// The check-in when Marlow's line has been gone for half a minute, and Bea's too.
    pub(super) fn lead_lost() -> Self {
        let mut evening = Self::check_in();
        for who in [MARLOW, BEA] {
            evening.put(Input::Disconnected { who: PersonId(who) });
        }
        evening.wait(MINUTE);
        evening
    }

    /// The check-in when Marlow has come back, and Bea has held the circle meanwhile.
    pub(super) fn stood_in() -> Self {
        let mut evening = Self::check_in();
        let who = PersonId(MARLOW);
        evening.put(Input::Disconnected { who });
        evening.wait(MINUTE);
        evening.put(Input::Connected { who });
        evening
    }

    /// The check-in when Marlow has asked Wren to lead.
    pub(super) fn given_lead() -> Self {
        let mut evening = Self::check_in();
        evening.act(MARLOW, Act::HandLead { to: PersonId(WREN) });
        evening
    }
}
