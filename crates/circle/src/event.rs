//! What comes out. Every event carries the whole new state of one small thing, so a client puts it
//! in the place of the old one and nothing can drift.

use serde::{Deserialize, Serialize};

use crate::PersonId;
use crate::activity::ActivityView;
use crate::side_rooms::{RoomRun, RoomView};
use crate::view::{
    AirtimeView, DoorView, LeadView, LoungeView, Mine, Nudge, PhaseView, ProposalView, SeatView,
    SessionView, Timetable, TurnView, WordView,
};

/// Whom an event is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone with a seat.
    Everyone,
    One(PersonId),
    /// Who leads, facilitators and hosts.
    Leads,
}

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    /// Waiting, live, or ended.
    Session {
        session: SessionView,
    },
    Lead {
        lead: LeadView,
    },
    /// A seat is new or changed. New seats come last in the order.
    Seat {
        seat: SeatView,
    },
    /// A seat is free again: the person left or was removed.
    SeatGone {
        who: PersonId,
    },
    Phase {
        phase: Option<PhaseView>,
    },
    Turn {
        turn: Option<TurnView>,
    },
    /// Who comes next, in order.
    Queue {
        queue: Vec<PersonId>,
    },
    Timetable {
        timetable: Timetable,
    },
    /// What the circle does together, if anything.
    Activity {
        activity: Option<ActivityView>,
    },
    /// The side rooms of a rehearsal and who is in them.
    Rooms {
        rooms: Vec<RoomView>,
    },
    /// For leads: how the side rooms go.
    RoomsRun {
        rooms: Vec<RoomRun>,
    },
    /// The door and who waits at it: for everyone, and once more for leads where they know of somebody
    /// who was asked to wait.
    Door {
        door: DoorView,
    },
    /// For leads: what the conductor offers.
    Proposal {
        proposal: Option<ProposalView>,
    },
    /// For leads, or for those of them who may see it: a private word is new or changed.
    Word {
        word: WordView,
    },
    /// For leads: how the time to speak is spread between the room and those online.
    Airtime {
        airtime: Option<AirtimeView>,
    },
    /// After the end: who stays to talk, and until when; nothing once it is closed.
    Lounge {
        lounge: Option<LoungeView>,
    },
    /// For leads: whose microphones rest.
    MicsRested {
        who: Vec<PersonId>,
    },
    /// For leads: what they may want to look at.
    Nudges {
        nudges: Vec<Nudge>,
    },
    /// For one person: what only they see.
    Mine {
        mine: Mine,
    },
    /// For one person: so much changed (let in, leading now) that their view starts afresh from a
    /// new snapshot.
    Refresh,
}

/// Where the circle puts what it has to say. The caller drains it after each call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    pub events: Vec<(Audience, Event)>,
}

impl Outbox {
    pub(crate) fn say(&mut self, to: Audience, event: Event) {
        self.events.push((to, event));
    }
}
