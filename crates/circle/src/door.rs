//! Coming in, stepping out, leaving, and being asked to leave.

use crate::broken::Broken;
use crate::circle::{Circle, PEOPLE_MAX, WAITING_MAX};
use crate::command::{Door, Entry, Refusal, Role};
use crate::conductor::How;
use crate::person::{Away, Person, Status};
use crate::view::{DoorView, State};
use crate::{PersonId, SEATS_MAX};

/// Of the people who may come, so many are facilitators and hosts, who may come last: a session
/// has two or three, and each may be relieved once.
const PLACES_FOR_LEADS: usize = 6;

impl Circle {
    /// Someone comes, or comes again. Who has a seat finds it kept.
    pub(crate) fn enter(&mut self, entry: Entry) -> Result<(), Refusal> {
        if self.state == State::Ended {
            return Err(Refusal::Ended);
        }
        match self.person(entry.who).map(|person| person.status) {
            Some(Status::Removed) if !self.breaks(Broken::RemovedReturns) => {
                return Err(Refusal::Removed);
            }
            Some(Status::Seated) => {
                self.comes_as(&entry)?;
                return self.connected(entry.who);
            }
            Some(Status::Waiting | Status::Left | Status::Removed) => {}
            None => {
                let most = match entry.role {
                    Role::Member => PEOPLE_MAX - PLACES_FOR_LEADS,
                    Role::Host | Role::Facilitator => PEOPLE_MAX,
                };
                self.forget_who_only_knocked(most);
                if self.people.len() >= most {
                    return Err(Refusal::Full);
                }
            }
        }
        if self.may_walk_in(&entry) {
            self.room_for_one_more(entry.role)?;
            self.room_at_table(entry.table)?;
            self.come_in(entry);
        } else {
            self.wait_at_door(entry)?;
        }
        Ok(())
    }

    /// When too many have come, those who never had a seat make room.
    fn forget_who_only_knocked(&mut self, most: usize) {
        if self.people.len() >= most {
            self.people
                .retain(|person| person.status != Status::Left || !person.spans.is_empty());
        }
    }

    /// Somebody who came as a member comes again as a host, since they were asked to help, or on a
    /// device of their own. What who leads made of their part since is not undone by coming again.
    fn comes_as(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let Entry { role, table, .. } = *entry;
        self.change(entry.who, |person| {
            person.table = table;
            if role > person.came_as {
                person.came_as = role;
                person.role = person.role.max(role);
            }
        })
    }

    fn may_walk_in(&self, entry: &Entry) -> bool {
        let leads = entry.role != Role::Member;
        let known = self.person(entry.who);
        if known.is_some_and(|person| person.sent_out) && !self.breaks(Broken::WalksBackIn) {
            return false;
        }
        let was_here = known.is_some_and(|person| !person.spans.is_empty());
        match self.door {
            _ if self.breaks(Broken::OpenDoor) => true,
            Door::Open => true,
            Door::Vouched => entry.walks_in || leads || was_here,
            // Locked against the new; who was here and whoever leads may come back.
            Door::Locked => leads || was_here,
        }
    }

    /// The format says how many sit in the circle; who leads it is not kept out by the number.
    fn room_for_one_more(&self, role: Role) -> Result<(), Refusal> {
        let seats = match role {
            Role::Member => usize::from(self.config.format.seats_max).min(SEATS_MAX),
            Role::Host | Role::Facilitator => SEATS_MAX,
        };
        let taken = self
            .people
            .iter()
            .filter(|person| person.is_seated())
            .count();
        if taken < seats {
            Ok(())
        } else {
            Err(Refusal::Full)
        }
    }

    /// Takes the last place in the seat order, or the one beside those of the same table.
    fn come_in(&mut self, entry: Entry) {
        // Somebody known comes as who they are now.
        let _ = self.comes_as(&entry);
        let known = self
            .people
            .iter()
            .position(|person| person.who == entry.who);
        let mut person = known.map_or_else(|| entry.person(), |index| self.people.remove(index));
        person.take_seat(self.now);
        let place = self.place_at_table(person.table);
        self.people.insert(place, person);
        self.lead_may_be_back(entry.who);
    }

    fn wait_at_door(&mut self, entry: Entry) -> Result<(), Refusal> {
        let sent_out = self.person(entry.who).is_some_and(|person| person.sent_out);
        if self.door == Door::Locked && !sent_out {
            return Err(Refusal::Locked);
        }
        let waits = self
            .person(entry.who)
            .is_some_and(|person| person.status == Status::Waiting);
        if !waits && self.waiting() >= WAITING_MAX {
            return Err(Refusal::Full);
        }
        match self.person_mut(entry.who) {
            Some(person) => {
                person.status = Status::Waiting;
                person.connected = true;
            }
            None => self.people.push(entry.person()),
        }
        Ok(())
    }

    fn waiting(&self) -> usize {
        let waits = |person: &&Person| person.status == Status::Waiting;
        self.people.iter().filter(waits).count()
    }

    /// The line is there (again). Who was out for a few minutes says so by coming back.
    pub(crate) fn connected(&mut self, who: PersonId) -> Result<(), Refusal> {
        let to = self.now;
        self.change(who, |person| {
            person.connected = true;
            if let (Some(from), Some(_)) = (person.lost_at, person.table) {
                person.was_away = Some(Away { from, to }).filter(|_| !person.stepped_out);
            }
            person.lost_at = if person.stepped_out {
                person.lost_at
            } else {
                None
            };
        })?;
        if self.seated(who).is_ok() {
            self.lead_may_be_back(who);
        }
        Ok(())
    }

    /// The line is gone; the seat is kept, and so is the turn.
    pub(crate) fn disconnected(&mut self, who: PersonId) -> Result<(), Refusal> {
        let now = self.now;
        self.change(who, |person| {
            if person.connected {
                person.connected = false;
                person.lost_at.get_or_insert(now);
            }
        })?;
        // Somebody at the door whose line is gone has gone.
        if self
            .person(who)
            .is_some_and(|person| person.status == Status::Waiting)
        {
            self.change(who, |person| person.status = Status::Left)?;
        }
        Ok(())
    }

    /// Out for a few minutes: the seat stays, turns go past, and a turn under way is set aside.
    pub(crate) fn step_out(&mut self, who: PersonId) -> Result<(), Refusal> {
        // A hand goes down; the turn that is set aside here is offered anew on coming back.
        let had_floor = self.has_floor(who);
        if had_floor {
            self.end_turn(How::Gone);
        }
        let now = self.now;
        self.change(who, |person| {
            if !person.stepped_out {
                person.tally.stepped_out = person.tally.stepped_out.saturating_add(1);
            }
            person.stepped_out = true;
            if !had_floor {
                person.in_phase.hand = None;
            }
            person.lost_at.get_or_insert(now);
        })
    }

    pub(crate) fn come_back(&mut self, who: PersonId) -> Result<(), Refusal> {
        self.leave_aside(who);
        self.change(who, |person| {
            person.stepped_out = false;
            if person.connected {
                person.lost_at = None;
            }
        })?;
        self.lead_may_be_back(who);
        Ok(())
    }

    pub(crate) fn leave(&mut self, who: PersonId, status: Status) -> Result<(), Refusal> {
        if self.has_floor(who) {
            self.end_turn(How::Gone);
        }
        let now = self.now;
        self.change(who, |person| person.give_up_seat(status, now))
    }

    /// Someone with a seat vouches for someone at the door.
    pub(crate) fn vouch(&mut self, by: PersonId, who: PersonId) -> Result<(), Refusal> {
        let vouches = self.seated(by)?;
        if !vouches.agreed && self.state == State::Live {
            return Err(Refusal::NotAgreed);
        }
        let vouches_leads = self.leads(vouches);
        if self.door == Door::Locked {
            return Err(Refusal::Locked);
        }
        // What who leads decided is for who leads to undo.
        let sent_out = self.person(who).is_some_and(|person| person.sent_out);
        if sent_out && !vouches_leads {
            return Err(Refusal::NotLeading);
        }
        self.admit(who)
    }

    pub(crate) fn admit(&mut self, who: PersonId) -> Result<(), Refusal> {
        self.at_door(who)?;
        let role = self.person(who).map_or(Role::Member, |person| person.role);
        self.room_for_one_more(role)?;
        let table = self.person(who).and_then(|person| person.table);
        self.room_at_table(table)?;
        let in_room = self.person(who).is_some_and(|person| person.in_room);
        self.change(who, |person| person.sent_out = false)?;
        self.come_in(Entry {
            who,
            role,
            walks_in: true,
            in_room,
            table,
        });
        Ok(())
    }

    /// Asks somebody to wait at the door for a while: no scene, nothing for good, and only who
    /// leads lets them in again.
    pub(crate) fn send_out(&mut self, by: PersonId, who: PersonId) -> Result<(), Refusal> {
        self.may_put_out(by, who)?;
        self.seated(who)?;
        if self.waiting() >= WAITING_MAX {
            return Err(Refusal::Full);
        }
        let has_line = self.person(who).is_some_and(|person| person.connected);
        // Without a line nobody waits: they are asked to when they come again.
        let status = if has_line {
            Status::Waiting
        } else {
            Status::Left
        };
        self.leave(who, status)?;
        self.change(who, |person| {
            person.sent_out = true;
            person.stepped_out = false;
        })
    }

    /// A host can't put out who leads: that would be taking the circle from its facilitator.
    fn may_put_out(&self, by: PersonId, who: PersonId) -> Result<(), Refusal> {
        if by == who {
            return Err(Refusal::NotNow);
        }
        let facilitates = |who| {
            self.person(who)
                .is_some_and(|person| person.role == Role::Facilitator)
        };
        if (facilitates(who) || self.lead.who == Some(who)) && !facilitates(by) {
            return Err(Refusal::NotFacilitating);
        }
        Ok(())
    }

    /// Not this time. Coming again asks again.
    pub(crate) fn refuse_entry(&mut self, who: PersonId) -> Result<(), Refusal> {
        self.at_door(who)?;
        self.change(who, |person| person.status = Status::Left)
    }

    pub(crate) fn set_door(&mut self, is: Door) -> Result<(), Refusal> {
        self.door = is;
        Ok(())
    }

    /// Asks a disruptor to leave; there is no coming back to this session.
    pub(crate) fn remove(&mut self, by: PersonId, who: PersonId) -> Result<(), Refusal> {
        let status = self.person(who).ok_or(Refusal::NoSuchPerson)?.status;
        self.may_put_out(by, who)?;
        match status {
            Status::Seated | Status::Waiting => self.leave(who, Status::Removed),
            Status::Left | Status::Removed => {
                self.change(who, |person| person.status = Status::Removed)
            }
        }
    }

    /// The door and who waits at it. Who was asked to wait there is known to them and to those who
    /// lead, and to nobody else: to the circle their seat is empty, as when somebody goes home.
    pub(crate) fn door_view(&self, for_leads: bool) -> DoorView {
        let told =
            |person: &&Person| for_leads || !person.sent_out || self.breaks(Broken::LoudWaiting);
        let people = self.people.iter().filter(told);
        let waiting = people.filter(|person| person.status == Status::Waiting);
        DoorView {
            is: self.door,
            waiting: waiting.map(|person| person.who).collect(),
        }
    }

    fn at_door(&self, who: PersonId) -> Result<(), Refusal> {
        match self.person(who) {
            Some(person) if person.status == Status::Waiting => Ok(()),
            _ => Err(Refusal::NoSuchPerson),
        }
    }
}
