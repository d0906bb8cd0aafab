//! What people see of side rooms.

use serde::{Deserialize, Serialize};

use super::{Place, RoomPart, RoomStep, SideRoom};
use crate::broken::Broken;
use crate::circle::Circle;
use crate::{Millis, PersonId};

/// A rehearsal, as everybody sees it: who is in it, so that others can find a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomView {
    pub room: u64,
    pub places: Vec<Place>,
}

/// A rehearsal, as who leads sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomRun {
    pub room: u64,
    pub step: RoomStep,
    pub ends_at: Millis,
    pub paused: bool,
    /// Asks for help.
    pub calls: bool,
}

/// The side room that I am in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRoom {
    pub room: u64,
    /// Apart with a host, which nobody else is told.
    pub aside: bool,
    pub part: RoomPart,
    pub places: Vec<Place>,
    pub step: RoomStep,
    pub started_at: Millis,
    pub ends_at: Millis,
    pub paused_at: Option<Millis>,
    pub i_want_swap: bool,
    /// Both want to.
    pub swaps: bool,
    pub calls: bool,
}

/// A host asks me aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAside {
    pub room: u64,
    pub by: PersonId,
}

impl Circle {
    /// Whether `who` is in this side room now: its scene card and what is said there are for them.
    #[must_use]
    pub fn is_in_room(&self, who: PersonId, room: u64) -> bool {
        let mut rooms = self.side_rooms.iter();
        rooms.any(|one| one.id == room && one.part_of(who).is_some())
    }

    /// Whose scene it is in the side room that `who` is in.
    #[must_use]
    pub fn room_of(&self, who: PersonId) -> Option<(u64, RoomPart)> {
        let mut rooms = self.side_rooms.iter();
        rooms.find_map(|room| room.part_of(who).map(|part| (room.id, part)))
    }

    pub(crate) fn room_views(&self) -> Vec<RoomView> {
        let told = |room: &&SideRoom| room.aside.is_none() || self.breaks(Broken::LoudAside);
        let rehearsals = self.side_rooms.iter().filter(told);
        rehearsals
            .map(|room| RoomView {
                room: room.id,
                places: room.places.clone(),
            })
            .collect()
    }

    pub(crate) fn room_runs(&self) -> Vec<RoomRun> {
        let rehearsals = self.side_rooms.iter().filter(|room| room.aside.is_none());
        rehearsals
            .map(|room| RoomRun {
                room: room.id,
                step: room.step,
                ends_at: self.outer(room.step_ends_at),
                paused: room.paused_at.is_some(),
                calls: room.calls,
            })
            .collect()
    }

    pub(crate) fn my_room(&self, who: PersonId) -> Option<MyRoom> {
        let room = self
            .side_rooms
            .iter()
            .find(|room| room.part_of(who).is_some())?;
        Some(MyRoom {
            room: room.id,
            aside: room.aside.is_some(),
            part: room.part_of(who)?,
            places: room.places.clone(),
            step: room.step,
            started_at: self.outer(room.step_started_at),
            ends_at: self.outer(room.step_ends_at),
            paused_at: room.paused_at.map(|at| self.outer(at)),
            i_want_swap: room.swap.contains(&who),
            swaps: room.both_want_swap(),
            calls: room.calls,
        })
    }

    pub(crate) fn asked_aside(&self, who: PersonId) -> Option<AskedAside> {
        let asked = |room: &&SideRoom| room.aside == Some(who) && room.part_of(who).is_none();
        let room = self.side_rooms.iter().find(asked)?;
        Some(AskedAside {
            room: room.id,
            by: room.who_has(RoomPart::Host)?,
        })
    }
}
