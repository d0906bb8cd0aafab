//! Side rooms: a few people apart from the circle for a while. Rehearsals have one each, all at
//! the same time; and a host can sit apart with somebody who sent a private word, while the session
//! goes on. Who is in one is offered no turn in the circle.

mod show;

use serde::{Deserialize, Serialize};

pub use show::{AskedAside, MyRoom, RoomRun, RoomView};

use crate::activity::{ActivityKind, StepKind};
use crate::broken::Broken;
use crate::circle::Circle;
use crate::command::Refusal;
use crate::{Millis, PersonId, SEATS_MAX};

/// Everybody in pairs. Talks aside are not among them: each has a host, who sits in one room only,
/// and nobody's scene keeps a host from somebody who isn't OK.
const REHEARSALS_MAX: usize = SEATS_MAX / 2;
/// A rehearsal is for two or three; who leads may come in beside them.
const PLACES_MAX: usize = 4;
/// As long as a speaker without a line is waited for: a side room in which nobody's line is there
/// is closed after it.
pub(crate) const ROOM_GONE_MS: Millis = 60_000;

/// A person's part in a side room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomPart {
    /// Whose scene it is.
    Owner,
    /// Plays the other person.
    Partner,
    /// Watches, and shows other ways.
    Watcher,
    /// Of those who lead: comes to help, or sits apart with somebody.
    Host,
    /// Whom the host asked aside.
    Guest,
}

/// The steps of a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomStep {
    /// The owner shows the other person.
    Scene,
    /// The partner plays them, the owner plays self.
    Play,
    /// The other way round, if both want.
    Swap,
    /// Who watches shows other ways.
    OtherWays,
    /// What the owner takes along.
    Takeaway,
}

impl RoomStep {
    /// What it is meant to take; passing it ends nothing.
    #[must_use]
    pub fn minutes(self) -> u8 {
        match self {
            Self::Scene | Self::Takeaway => 2,
            Self::Play | Self::OtherWays => 4,
            Self::Swap => 3,
        }
    }
}

/// Who has which part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub who: PersonId,
    pub part: RoomPart,
}

/// A side room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SideRoom {
    pub(crate) id: u64,
    /// The sender of a private word, asked aside; none for a rehearsal.
    aside: Option<PersonId>,
    places: Vec<Place>,
    step: RoomStep,
    step_started_at: Millis,
    step_ends_at: Millis,
    paused_at: Option<Millis>,
    /// Who wants to swap.
    swap: Vec<PersonId>,
    calls: bool,
    /// Since when nobody in it has had a line.
    silent_since: Option<Millis>,
}

impl SideRoom {
    /// A host sits in it with somebody who sent a private word.
    pub(crate) fn is_aside(&self) -> bool {
        self.aside.is_some()
    }

    fn part_of(&self, who: PersonId) -> Option<RoomPart> {
        let place = self.places.iter().find(|place| place.who == who);
        place.map(|place| place.part)
    }

    fn who_has(&self, part: RoomPart) -> Option<PersonId> {
        let place = self.places.iter().find(|place| place.part == part);
        place.map(|place| place.who)
    }

    fn both_want_swap(&self) -> bool {
        [RoomPart::Owner, RoomPart::Partner]
            .into_iter()
            .all(|part| {
                self.who_has(part)
                    .is_some_and(|who| self.swap.contains(&who))
            })
    }

    /// What comes after the step under way; none: the room is done.
    fn following(&self, swaps: bool) -> Option<RoomStep> {
        let watched = self.who_has(RoomPart::Watcher).is_some();
        let after_play = if watched {
            RoomStep::OtherWays
        } else {
            RoomStep::Takeaway
        };
        match self.step {
            RoomStep::Scene => Some(RoomStep::Play),
            RoomStep::Play if swaps || self.both_want_swap() => Some(RoomStep::Swap),
            RoomStep::Play | RoomStep::Swap => Some(after_play),
            RoomStep::OtherWays => Some(RoomStep::Takeaway),
            RoomStep::Takeaway => None,
        }
    }
}

impl Circle {
    /// Somebody has a scene to try.
    pub(crate) fn open_room(&mut self, by: PersonId, activity: u64) -> Result<(), Refusal> {
        self.agreed(by)?;
        let at = self.activity_on_screen(activity)?;
        let rehearses = at.kind == ActivityKind::Rehearsal && at.at().kind != StepKind::Gather;
        if !rehearses || self.has_floor(by) {
            return Err(Refusal::NotNow);
        }
        self.go_in(by, None, RoomPart::Owner)
    }

    /// A host asks the sender of a private word aside; who may see the word is checked before.
    pub(crate) fn ask_aside(&mut self, by: PersonId, word: u64) -> Result<(), Refusal> {
        let mut from = None;
        self.word(by, word, |word| from = Some(word.from))?;
        let from = from.filter(|who| *who != by).ok_or(Refusal::NotNow)?;
        self.seated(from)?;
        let is_asked = |room: &SideRoom| room.aside == Some(from);
        if self.has_floor(by) || self.side_rooms.iter().any(is_asked) {
            return Err(Refusal::NotNow);
        }
        self.go_in(by, Some(from), RoomPart::Host)?;
        self.word(by, word, |word| {
            word.seen_by = word.seen_by.or(Some(by));
        })
    }

    fn go_in(
        &mut self,
        by: PersonId,
        aside: Option<PersonId>,
        part: RoomPart,
    ) -> Result<(), Refusal> {
        if self
            .person(by)
            .is_some_and(|person| person.side_room.is_some())
        {
            return Err(Refusal::InARoom);
        }
        let rehearsals = self.side_rooms.iter().filter(|room| room.aside.is_none());
        if aside.is_none() && rehearsals.count() >= REHEARSALS_MAX {
            return Err(Refusal::TooMany);
        }
        self.rooms_opened += 1;
        let id = self.rooms_opened;
        let mut room = SideRoom {
            id,
            aside,
            places: vec![Place { who: by, part }],
            step: RoomStep::Scene,
            step_started_at: self.now,
            step_ends_at: self.now,
            paused_at: None,
            swap: Vec::new(),
            calls: false,
            silent_since: None,
        };
        self.begin_room_step(&mut room, RoomStep::Scene);
        self.side_rooms.push(room);
        self.change(by, |person| {
            person.side_room = Some(id);
            person.in_phase.hand = None;
        })
    }

    /// Takes a part that is free: of two who tap for the same, the first has it.
    pub(crate) fn take_part(
        &mut self,
        by: PersonId,
        room: u64,
        part: RoomPart,
    ) -> Result<(), Refusal> {
        // Who isn't OK may be so before the agreement was read.
        if part != RoomPart::Guest {
            self.agreed(by)?;
        }
        if self.has_floor(by) {
            return Err(Refusal::NotNow);
        }
        if self
            .person(by)
            .is_some_and(|person| person.side_room.is_some())
        {
            return Err(Refusal::InARoom);
        }
        let (now, minute) = (self.now, self.minute_ms());
        let two_may = self.breaks(Broken::TwoPartners);
        let place = self.room_mut(room)?;
        let open = match place.aside {
            Some(asked) => part == RoomPart::Guest && asked == by,
            None => matches!(part, RoomPart::Partner | RoomPart::Watcher),
        };
        if !open {
            return Err(Refusal::NotNow);
        }
        let is_taken = place.who_has(part).is_some() && !two_may;
        if is_taken || place.places.len() >= PLACES_MAX {
            return Err(Refusal::Taken);
        }
        place.places.push(Place { who: by, part });
        if part == RoomPart::Partner && place.step == RoomStep::Scene {
            // The scene is shown from when there is somebody to show it to.
            place.step_started_at = now;
            place.step_ends_at = now + Millis::from(place.step.minutes()) * minute;
        }
        if part == RoomPart::Guest {
            // To the others they are away for a few minutes: nobody can tell where.
            self.step_out(by)?;
        }
        self.change(by, |person| {
            person.side_room = Some(room);
            person.in_phase.hand = None;
        })
    }

    /// Who leads comes in to help.
    pub(crate) fn visit_room(&mut self, by: PersonId, room: u64) -> Result<(), Refusal> {
        if self.has_floor(by) {
            return Err(Refusal::NotNow);
        }
        if self
            .person(by)
            .is_some_and(|person| person.side_room.is_some())
        {
            return Err(Refusal::InARoom);
        }
        let place = self.room_mut(room)?;
        if place.aside.is_some() {
            return Err(Refusal::Over);
        }
        if place.places.len() >= PLACES_MAX {
            return Err(Refusal::Taken);
        }
        place.calls = false;
        place.places.push(Place {
            who: by,
            part: RoomPart::Host,
        });
        self.change(by, |person| person.side_room = Some(room))
    }

    /// Back to the circle, or no to being asked aside.
    pub(crate) fn leave_room(&mut self, by: PersonId, room: u64) -> Result<(), Refusal> {
        let place = self.room_mut(room)?;
        if place.part_of(by).is_some() {
            self.take_out(by);
        } else if place.aside == Some(by) {
            self.close_room(room);
        } else {
            return Err(Refusal::Over);
        }
        Ok(())
    }

    /// Those who play, and who leads when visiting, go on to the next step.
    pub(crate) fn next_room_step(
        &mut self,
        by: PersonId,
        room: u64,
        step: RoomStep,
    ) -> Result<(), Refusal> {
        let rehearses = self.activity().is_some_and(|at| at.3 == StepKind::Rehearse);
        let swaps_all = self.breaks(Broken::SwapsUnasked);
        let now = self.in_room(by, room)?;
        if now.step != step {
            return Err(Refusal::Over);
        }
        let alone = now.who_has(RoomPart::Partner).is_none() && step != RoomStep::Takeaway;
        if now.aside.is_some() || !rehearses || alone {
            return Err(Refusal::NotNow);
        }
        // What is taken along is the owner's to finish.
        let part = now.part_of(by);
        let ends = step == RoomStep::Takeaway && part != Some(RoomPart::Owner);
        if part == Some(RoomPart::Watcher) || ends {
            return Err(Refusal::NotYours);
        }
        match now.following(swaps_all) {
            Some(next) => self.go_to_room_step(room, next),
            None => self.close_room(room),
        }
        Ok(())
    }

    pub(crate) fn want_swap(&mut self, by: PersonId, room: u64, is: bool) -> Result<(), Refusal> {
        let now = self.playing(by, room)?;
        now.swap.retain(|who| *who != by);
        if is {
            now.swap.push(by);
        }
        Ok(())
    }

    /// Either of those who play pauses the scene, and either lets it go on: without a reason.
    pub(crate) fn pause_room(&mut self, by: PersonId, room: u64, is: bool) -> Result<(), Refusal> {
        let now = self.now;
        let place = self.playing(by, room)?;
        match (is, place.paused_at) {
            (true, None) => place.paused_at = Some(now),
            (false, Some(since)) => {
                place.step_ends_at += now - since;
                place.paused_at = None;
            }
            _ => {}
        }
        Ok(())
    }

    /// Either of those who play stops the scene: without a reason, and at any step. What the owner
    /// wants to take along can still be written; stopped again by the owner, the room is over.
    pub(crate) fn stop_room(&mut self, by: PersonId, room: u64) -> Result<(), Refusal> {
        let place = self.playing(by, room)?;
        if place.step == RoomStep::Takeaway {
            if place.part_of(by) != Some(RoomPart::Owner) {
                return Err(Refusal::NotYours);
            }
            self.close_room(room);
        } else {
            self.go_to_room_step(room, RoomStep::Takeaway);
        }
        Ok(())
    }

    pub(crate) fn call_help(&mut self, by: PersonId, room: u64, is: bool) -> Result<(), Refusal> {
        let place = self.in_room(by, room)?;
        if place.aside.is_some() {
            return Err(Refusal::NotNow);
        }
        place.calls = is;
        Ok(())
    }

    /// Who leads brings those in a rehearsal back to the circle.
    pub(crate) fn bring_back(&mut self, room: u64) -> Result<(), Refusal> {
        if self.room_mut(room)?.aside.is_some() {
            return Err(Refusal::Over);
        }
        self.close_room(room);
        Ok(())
    }

    pub(crate) fn close_rehearsals(&mut self) {
        if self.breaks(Broken::RoomsStay) {
            return;
        }
        let rehearsals = self.side_rooms.iter().filter(|room| room.aside.is_none());
        let rooms: Vec<u64> = rehearsals.map(|room| room.id).collect();
        for room in rooms {
            self.close_room(room);
        }
    }

    pub(crate) fn close_all_rooms(&mut self) {
        self.close_rehearsals();
        while let Some(room) = self.side_rooms.first().map(|room| room.id) {
            self.close_room(room);
        }
    }

    fn close_room(&mut self, room: u64) {
        let Some(place) = self.side_rooms.iter().position(|one| one.id == room) else {
            return;
        };
        let closed = self.side_rooms.remove(place);
        for place in closed.places {
            self.is_back(place);
        }
    }

    fn is_back(&mut self, place: Place) {
        if let Some(person) = self.person_mut(place.who) {
            person.side_room = None;
        }
        if place.part == RoomPart::Guest {
            // Who gave up the seat meanwhile has nothing to come back to.
            let _ = self.come_back(place.who);
        }
    }

    /// Who comes back to the circle is apart with nobody.
    pub(crate) fn leave_aside(&mut self, who: PersonId) {
        let sits = |room: &SideRoom| room.part_of(who) == Some(RoomPart::Guest);
        if let Some(room) = self.side_rooms.iter().find(|room| sits(room)) {
            self.close_room(room.id);
        }
    }

    /// Somebody is no longer in their side room. Without its owner a rehearsal is over, and so is a
    /// talk aside without one of the two; without a partner the scene waits.
    fn take_out(&mut self, who: PersonId) {
        let (now, is_in) = (self.now, |room: &&mut SideRoom| room.part_of(who).is_some());
        let Some(room) = self.side_rooms.iter_mut().find(is_in) else {
            return;
        };
        let Some(index) = room.places.iter().position(|place| place.who == who) else {
            return;
        };
        let place = room.places.remove(index);
        room.swap.retain(|wants| *wants != who);
        let ends = match (room.aside, place.part) {
            (Some(_), _) | (None, RoomPart::Owner) => true,
            (None, RoomPart::Partner) => {
                room.paused_at.get_or_insert(now);
                false
            }
            (None, _) => false,
        };
        let id = room.id;
        self.is_back(place);
        if ends {
            self.close_room(id);
        }
    }

    /// Who gave up their seat is in no side room, and a room in which nobody's line is there is
    /// closed after a while.
    pub(crate) fn rooms_settle(&mut self) -> bool {
        let gone = self.side_rooms.iter().flat_map(|room| &room.places);
        let gone = gone
            .map(|place| place.who)
            .find(|who| self.seated(*who).is_err());
        if let Some(who) = gone {
            self.take_out(who);
            return true;
        }
        let asked_gone = self
            .side_rooms
            .iter()
            .find(|room| room.aside.is_some_and(|asked| self.seated(asked).is_err()));
        if let Some(room) = asked_gone.map(|room| room.id) {
            self.close_room(room);
            return true;
        }
        let now = self.now;
        let mut rooms = std::mem::take(&mut self.side_rooms);
        for room in &mut rooms {
            let there = |place: &Place| self.person(place.who).is_some_and(|p| p.connected);
            if room.places.iter().any(there) {
                room.silent_since = None;
            } else {
                room.silent_since.get_or_insert(now);
            }
        }
        let over = rooms.iter().find(|room| {
            let silent = room.silent_since;
            silent.is_some_and(|since| now >= since + ROOM_GONE_MS)
        });
        let over = over.map(|room| room.id);
        self.side_rooms = rooms;
        if let Some(room) = over {
            self.close_room(room);
        }
        over.is_some()
    }

    /// When a side room in which nobody's line is there will be closed.
    pub(crate) fn rooms_close_at(&self) -> Option<Millis> {
        let silent = self.side_rooms.iter().filter_map(|room| room.silent_since);
        silent.min().map(|since| since + ROOM_GONE_MS)
    }

    fn go_to_room_step(&mut self, room: u64, step: RoomStep) {
        let Some(index) = self.side_rooms.iter().position(|one| one.id == room) else {
            return;
        };
        let mut now = self.side_rooms[index].clone();
        self.begin_room_step(&mut now, step);
        self.side_rooms[index] = now;
    }

    fn begin_room_step(&self, room: &mut SideRoom, step: RoomStep) {
        room.step = step;
        room.step_started_at = self.now;
        room.step_ends_at = self.now + Millis::from(step.minutes()) * self.minute_ms();
        room.paused_at = None;
    }

    fn room_mut(&mut self, room: u64) -> Result<&mut SideRoom, Refusal> {
        let found = self.side_rooms.iter_mut().find(|one| one.id == room);
        found.ok_or(Refusal::Over)
    }

    fn in_room(&mut self, by: PersonId, room: u64) -> Result<&mut SideRoom, Refusal> {
        let now = self.room_mut(room)?;
        match now.part_of(by) {
            Some(_) => Ok(now),
            None => Err(Refusal::Over),
        }
    }

    /// The rehearsal in which `by` plays.
    fn playing(&mut self, by: PersonId, room: u64) -> Result<&mut SideRoom, Refusal> {
        let now = self.in_room(by, room)?;
        match now.part_of(by) {
            Some(RoomPart::Owner | RoomPart::Partner) => Ok(now),
            _ => Err(Refusal::NotYours),
        }
    }
}
