//! Who may be heard by whom. Whatever carries voices asks this and forwards nothing else: a
//! microphone that is on says only that its owner is willing.

use crate::PersonId;
use crate::broken::Broken;
use crate::circle::Circle;
use crate::command::{Refusal, Role};
use crate::conductor::Turn;
use crate::format::{Crosstalk, Floor};
use crate::person::{Person, Status};
use crate::view::State;

/// People who hear the same voices, and whose voices these are. Nobody hears two rings; who leads is
/// heard in the circle and at its threshold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    pub hearers: Vec<PersonId>,
    /// Who leads.
    pub lead: Option<PersonId>,
    /// Whose turn it is.
    pub turn: Option<PersonId>,
    /// Who may speak as well.
    pub others: Vec<PersonId>,
}

impl Circle {
    /// Everybody who hears anything now, and whom. Who waits at the door, stepped out, or went home
    /// is in no ring.
    #[must_use]
    pub fn voices(&self) -> Vec<Ring> {
        let rings = match self.state {
            State::Gathering => vec![self.gathering()],
            State::Live => {
                let mut rings = vec![self.in_circle(), self.at_threshold()];
                rings.extend(self.apart());
                rings
            }
            State::Ended => self.in_lounge().into_iter().collect(),
        };
        let has_hearers = |ring: &Ring| !ring.hearers.is_empty();
        rings.into_iter().filter(has_hearers).collect()
    }

    /// Until it begins people greet each other.
    fn gathering(&self) -> Ring {
        let here = ids(self.people.iter().filter(|person| person.is_here()));
        self.all_together(here)
    }

    /// The circle itself: those who have agreed. What is shared is for nobody else.
    fn in_circle(&self) -> Ring {
        let here = || {
            self.people
                .iter()
                .filter(|person| self.is_in_circle(person))
        };
        let agreed = ids(here().filter(|person| self.may_hear(person)));
        let lead = self.lead_in_circle();
        let turn = self.turn.as_ref().map(|turn| turn.who);
        let is_in = |who: &PersonId| here().any(|person| person.who == *who);
        let may = |who: &PersonId| is_in(who) && self.may_be_heard(*who);
        let turn = turn.filter(may);
        let mut ring = Ring {
            lead,
            turn,
            ..Ring::default()
        };
        // Where nobody leads and nobody speaks, silence would leave nobody to say what happens now.
        let is_leaderless = lead.is_none() && self.turn.is_none();
        let is_talk = self.is_conversation() || self.is_answered();
        if is_talk || is_leaderless || self.breaks(Broken::OpenMics) {
            ring.others = agreed.iter().copied().filter(may).collect();
        }
        ring.hearers = agreed;
        ring
    }

    /// Who has a seat and hasn't agreed yet hears who leads, to know what to agree to, and nothing
    /// that others share.
    fn at_threshold(&self) -> Ring {
        let not_agreed = |person: &&Person| self.is_in_circle(person) && !self.may_hear(person);
        Ring {
            hearers: ids(self.people.iter().filter(not_agreed)),
            lead: self.lead_in_circle(),
            ..Ring::default()
        }
    }

    /// Each side room by itself: those in it hear each other, and the circle hears nothing of it.
    fn apart(&self) -> Vec<Ring> {
        let rooms = self.side_rooms.iter().map(|room| {
            let is_aside = room.is_aside();
            // To the circle a guest has stepped out, so that nobody wonders where they are.
            let is_in = |person: &&Person| {
                let is_here =
                    person.is_here() || is_aside && person.is_seated() && person.connected;
                is_here && person.side_room == Some(room.id)
            };
            let here = ids(self.people.iter().filter(is_in));
            // A talk aside is with somebody who isn't well: whatever was in the circle, they can
            // answer.
            let may = |who: &PersonId| is_aside || self.may_be_heard(*who);
            Ring {
                others: here.iter().copied().filter(may).collect(),
                hearers: here,
                ..Ring::default()
            }
        });
        rooms.collect()
    }

    fn in_lounge(&self) -> Option<Ring> {
        self.lounge_view()
            .map(|lounge| self.all_together(lounge.people))
    }

    fn all_together(&self, people: Vec<PersonId>) -> Ring {
        let may = |who: &PersonId| self.may_be_heard(*who);
        let lead = self.lead.who.filter(|who| people.contains(who));
        let lead = lead.filter(|_| self.state == State::Gathering);
        Ring {
            others: people.iter().copied().filter(may).collect(),
            hearers: people,
            lead,
            turn: None,
        }
    }

    fn lead_in_circle(&self) -> Option<PersonId> {
        let who = self.lead.who?;
        self.person(who)
            .filter(|person| self.is_in_circle(person))
            .map(|_| who)
    }

    fn is_in_circle(&self, person: &Person) -> bool {
        let is_apart = person.side_room.is_some() && !self.breaks(Broken::ThinWalls);
        person.is_here() && !is_apart
    }

    fn may_hear(&self, person: &Person) -> bool {
        person.agreed || self.breaks(Broken::LooseThreshold)
    }

    fn is_silenced(&self, person: &Person) -> bool {
        person.mic_rested && !self.breaks(Broken::RestlessMics)
    }

    /// Whether the part under way is one in which people talk with each other.
    fn is_conversation(&self) -> bool {
        self.crosstalk() == Some(Crosstalk::Open) && self.floor() != Floor::Still
    }

    /// Whether who speaks has asked others to answer, and is here to hear them.
    fn is_answered(&self) -> bool {
        let is_here = |who| self.person(who).is_some_and(|p| self.is_in_circle(p));
        let asks = |turn: &&Turn| turn.invites && is_here(turn.who);
        self.crosstalk() == Some(Crosstalk::Invited) && self.turn.as_ref().filter(asks).is_some()
    }

    /// Whether others may answer who speaks, in the part under way.
    pub(crate) fn crosstalk(&self) -> Option<Crosstalk> {
        self.phase
            .map(|phase| self.config.format.phases[phase.index].crosstalk)
    }

    fn may_be_heard(&self, who: PersonId) -> bool {
        self.person(who)
            .is_some_and(|person| !self.is_silenced(person))
    }

    /// Whether who leads lets this person's microphone rest.
    #[must_use]
    pub fn is_mic_rested(&self, who: PersonId) -> bool {
        self.person(who).is_some_and(|person| person.mic_rested)
    }

    /// Those who sit in a room with others and have not agreed, or wait at the door, while something is
    /// shared: whatever a loudspeaker in that room plays, they hear. A line that is gone says nothing of
    /// where somebody is.
    #[must_use]
    pub fn overhear(&self) -> Vec<PersonId> {
        let is_one = |person: &&Person| {
            let is_at_door = person.status == Status::Waiting && person.connected;
            let has_not_agreed = person.is_seated() && !person.stepped_out && !person.agreed;
            person.in_room && (is_at_door || has_not_agreed)
        };
        match self.state {
            State::Live => ids(self.people.iter().filter(is_one)),
            State::Gathering | State::Ended => Vec::new(),
        }
    }

    /// Lets somebody's microphone rest, or speak again. Only they and those who lead are told.
    pub(crate) fn rest_mic(
        &mut self,
        by: PersonId,
        who: PersonId,
        is: bool,
    ) -> Result<(), Refusal> {
        // Who leads is heard whatever happens, and one's own microphone has a switch.
        if is && (who == by || self.lead.who == Some(who)) {
            return Err(Refusal::NotNow);
        }
        if self.seated(who)?.role == Role::Facilitator && self.seated(by)?.role != Role::Facilitator
        {
            return Err(Refusal::NotFacilitating);
        }
        self.change(who, |person| person.mic_rested = is)
    }

    pub(crate) fn mics_rested(&self) -> Vec<PersonId> {
        ids(self
            .people
            .iter()
            .filter(|person| person.is_seated() && person.mic_rested))
    }
}

fn ids<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<PersonId> {
    people.map(|person| person.who).collect()
}
