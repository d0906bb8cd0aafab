//! How the time to speak is spread between the people in the room and those online: in a mixed
//! circle the room is heard more without anybody meaning it, so who leads can see it.

use crate::circle::Circle;
use crate::view::{Airtime, AirtimeView};

impl Circle {
    /// None unless people sit on both sides.
    pub(crate) fn airtime(&self) -> Option<AirtimeView> {
        let side = |in_room: bool| {
            let mut side = Airtime::default();
            for person in self.people.iter().filter(|person| person.is_seated()) {
                if person.in_room == in_room {
                    side.people += 1;
                    side.spoken_ms += person.tally.spoken_ms;
                }
            }
            side
        };
        let (room, online) = (side(true), side(false));
        let mixed = room.people > 0 && online.people > 0;
        mixed.then_some(AirtimeView { room, online })
    }
}
