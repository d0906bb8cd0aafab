//! Who was asked to wait at the door for a while: that is known to them and to those who lead, and to
//! nobody else. To the circle their seat is empty, as it is when somebody goes home.

use circle::PersonId as SeatId;
use circle::event::{Audience, Event};
use circle::view::{DoorView, View};

use super::super::wire::Seat;
use super::Table;

impl Table {
    /// Whether this seat waits at the door since who leads asked for it. Whoever else was here
    /// before walks in, whatever the door.
    pub(super) fn is_asked_out(&self, view: &View, seat: Seat) -> bool {
        view.waiting && self.was_here(&[SeatId(seat)]).next().is_some()
    }

    /// Those of `waiting` who had a seat before.
    fn was_here(&self, waiting: &[SeatId]) -> impl Iterator<Item = SeatId> {
        // Nobody waits at most moments, and then there is nothing to look through.
        let attended = match waiting {
            [] => Vec::new(),
            _ => self.circle.record().attended,
        };
        let all = attended.into_iter().map(|attended| attended.who);
        all.filter(|who| waiting.contains(who))
    }

    /// The door as those who don't lead may know it.
    fn door_of_circle(&self, door: &DoorView) -> DoorView {
        let asked_out: Vec<SeatId> = self.was_here(&door.waiting).collect();
        let waiting = door.waiting.iter().copied();
        DoorView {
            is: door.is,
            waiting: waiting.filter(|who| !asked_out.contains(who)).collect(),
        }
    }

    /// Takes out of a view what is for those who lead.
    pub(super) fn keep_discreet(&self, view: &mut View) {
        if !view.leads {
            view.door = self.door_of_circle(&view.door);
        }
    }

    /// The events with the door told twice where that is needed: to the circle, then to who leads.
    pub(super) fn discreet(&self, events: Vec<(Audience, Event)>) -> Vec<(Audience, Event)> {
        let told = events
            .into_iter()
            .flat_map(|(audience, event)| match event {
                Event::Door { door } if audience == Audience::Everyone => {
                    let shown = self.door_of_circle(&door);
                    let more = (shown != door).then_some((Audience::Leads, Event::Door { door }));
                    let shown = (audience, Event::Door { door: shown });
                    [Some(shown), more]
                }
                event => [Some((audience, event)), None],
            });
        told.flatten().collect()
    }
}
