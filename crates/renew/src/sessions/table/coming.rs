//! Coming to the room, losing the line, and being forgotten.

use std::collections::BTreeMap;

use circle::PersonId as SeatId;
use circle::command::{
    Act as CircleAct, Entry as CircleEntry, Input, Refusal, Role as CircleRole, Said as CircleSaid,
};
use circle::event::{Audience, Event};

use super::super::Role;
use super::super::first_time::Welcome;
use super::super::step::{Step, Why};
use super::super::store::journal::Beside;
use super::super::wire::{Close, Frame, Mine, Seat};
use super::{Coming, FACE, Sitting, Table};
use crate::site::visitor::PersonId;

impl Table {
    /// A person comes, for the first time or again.
    pub(in super::super) fn come(
        &mut self,
        now_ms: i64,
        coming: &Coming,
        step: &mut Step,
    ) -> Result<Seat, Why> {
        let known = self.seat_of(coming.person);
        let was_inside = known.is_some_and(|seat| self.is_inside(seat));
        let seat = known.unwrap_or_else(|| self.next_seat());
        // The name first: whoever was erased a moment ago can't be sealed any more, and leaves
        // nothing of this coming behind.
        let face = self.new_face(seat, coming)?;
        let entry = CircleEntry {
            who: SeatId(seat),
            role: circle_role(coming.role),
            walks_in: coming.role != Role::Newcomer,
            in_room: coming.in_room,
            table: coming.table,
        };
        match self.feed(now_ms, Input::Enter(entry), step) {
            // Who was in the circle may still come back to what they keep of it.
            Err(Why::Circle(Refusal::Ended)) if self.view(seat).is_some() => {}
            done => done?,
        }
        self.feed(now_ms, Input::Connected { who: SeatId(seat) }, step)?;
        if known.is_none() {
            let person = coming.person;
            step.write(Beside::Seat { seat, person });
        }
        self.sit(seat, coming, face, step);
        if !was_inside {
            self.listen_at_first(now_ms, seat, step);
        }
        Ok(seat)
    }

    fn is_inside(&self, seat: Seat) -> bool {
        self.view(seat).is_some_and(|view| !view.waiting)
    }

    /// Somebody who has just come in wanted to listen, and said so before. From then on it is
    /// theirs to change in the room.
    pub(super) fn listen_at_first(&mut self, now_ms: i64, seat: Seat, step: &mut Step) {
        let sitting = self.seats.get(&seat);
        if sitting.is_some_and(|sitting| sitting.welcome.listens) && self.is_inside(seat) {
            let listen = self.for_them(seat, CircleAct::Listen { only: true });
            // In a session that has ended nobody is offered anything.
            let _ = self.feed(now_ms, listen, step);
        }
    }

    /// What first times mean for a person from now on. Their own page hears of it, and those who
    /// lead when it is a mark of theirs.
    pub(in super::super) fn welcome(
        &mut self,
        person: PersonId,
        welcome: Welcome,
        step: &mut Step,
    ) {
        let Some(seat) = self.seat_of(person) else {
            return;
        };
        let me = Audience::One(SeatId(seat));
        step.events.push((me, Event::Refresh));
        self.set_welcome(seat, welcome, step);
    }

    fn set_welcome(&mut self, seat: Seat, welcome: Welcome, step: &mut Step) {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return;
        };
        let mark_changes = sitting.welcome.is_new != welcome.is_new;
        sitting.welcome = welcome;
        if mark_changes {
            step.events.push((Audience::Leads, Event::Refresh));
        }
    }

    /// A command that the program gives in somebody's place.
    fn for_them(&self, seat: Seat, act: CircleAct) -> Input {
        Input::Act(CircleSaid {
            by: SeatId(seat),
            page: u64::try_from(self.chance.id()).unwrap_or(1),
            n: 1,
            act,
        })
    }

    /// A number that nobody had in this session. The circle knows the highest: somebody who was
    /// erased keeps no row here, while the circle still has what belongs to their number.
    fn next_seat(&self) -> Seat {
        let in_circle = self.circle.newest_person().map_or(0, |who| who.0);
        let on_seats = self.seats.keys().last().copied().unwrap_or(0);
        in_circle.max(on_seats) + 1
    }

    /// The sealed face of someone whom everybody here will see for the first time, or anew.
    fn new_face(&self, seat: Seat, coming: &Coming) -> Result<Option<Beside>, Why> {
        let sitting = self.seats.get(&seat);
        if sitting.is_some_and(|sitting| sitting.face.as_ref() == Some(&coming.face)) {
            return Ok(None);
        }
        let face = serde_json::to_string(&coming.face).unwrap_or_default();
        self.sealed(FACE, seat, coming.person, &face).map(Some)
    }

    /// Puts the face and the last plan to the seat, and tells everybody a face that is new.
    fn sit(&mut self, seat: Seat, coming: &Coming, face: Option<Beside>, step: &mut Step) {
        let sitting = self.seats.entry(seat).or_insert_with(|| Sitting {
            person: coming.person,
            face: None,
            mine: Mine::default(),
            welcome: Welcome::default(),
            newest: (0, 0),
        });
        if sitting.mine.last_plan.is_none() {
            sitting.mine.last_plan.clone_from(&coming.last_plan);
        }
        self.by_person.insert(coming.person, seat);
        self.set_welcome(seat, coming.welcome.clone(), step);
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return;
        };
        if let Some(face) = face {
            sitting.face = Some(coming.face.clone());
            step.write(face);
            let people = BTreeMap::from([(seat, coming.face.clone())]);
            step.tell_before(Audience::Everyone, &Frame::People { people: &people });
        }
    }

    /// A person's line is gone; the seat is kept.
    pub(in super::super) fn gone(&mut self, now_ms: i64, seat: Seat, step: &mut Step) {
        // Someone who left or was removed has no seat that could be away: nothing to do then.
        let _ = self.feed(now_ms, Input::Disconnected { who: SeatId(seat) }, step);
    }

    /// A person was erased: they leave the circle, and their name and words go from it at once.
    /// What they wrote is taken from the database in the same commit, after all that this room
    /// had still to write of them.
    pub(in super::super) fn forget(&mut self, now_ms: i64, person: PersonId, step: &mut Step) {
        let Some(seat) = self.by_person.remove(&person) else {
            return;
        };
        self.take_back_all(now_ms, seat, step);
        self.take_back_named(seat, step);
        self.leave_for_good(now_ms, seat, step);
        self.seats.remove(&seat);
        self.told.retain(|(who, _), _| *who != seat);
        self.milestones.remove(&seat);
        for sitting in self.seats.values_mut() {
            sitting.welcome.forget(person);
        }
        let words = self.forget_words(seat);
        step.write(Beside::Forget { person, words });
        step.closes.push((seat, Close::SignedOut));
    }

    /// Lets those leave whose seat is nobody's any more: they were erased while nobody was in the
    /// room, and nothing else would ever take them out of the circle.
    pub(in super::super) fn let_nobodies_go(&mut self, now_ms: i64, step: &mut Step) {
        let people = self.circle.people().map(|who| who.0);
        let nobodies: Vec<Seat> = people
            .filter(|seat| !self.seats.contains_key(seat))
            .collect();
        for seat in nobodies {
            self.leave_for_good(now_ms, seat, step);
        }
    }

    fn leave_for_good(&mut self, now_ms: i64, seat: Seat, step: &mut Step) {
        let leave = self.for_them(seat, CircleAct::Leave);
        if self.feed(now_ms, leave, step).is_err() {
            // Who waits at the door has no seat to leave.
            self.gone(now_ms, seat, step);
        }
    }

    /// Takes away the private words that this seat sent, what was replied to them, and what it
    /// replied to others. The numbers are those of the words that it sent.
    fn forget_words(&mut self, seat: Seat) -> Vec<u64> {
        let sent = |word: &u64| self.circle.sender_of(*word) == Some(SeatId(seat));
        let words: Vec<u64> = self.words.keys().copied().filter(sent).collect();
        for word in &words {
            self.words.remove(word);
            self.replied_by.remove(word);
        }
        for (word, by) in std::mem::take(&mut self.replied_by) {
            if by != seat {
                self.replied_by.insert(word, by);
            } else if let Some(told) = self.words.get_mut(&word) {
                told.reply = String::new();
            }
        }
        words
    }
}

fn circle_role(role: Role) -> CircleRole {
    match role {
        Role::Newcomer | Role::Member => CircleRole::Member,
        Role::Host => CircleRole::Host,
        Role::Facilitator => CircleRole::Facilitator,
    }
}
