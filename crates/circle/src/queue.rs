//! Who comes next, and for how long: everyone who is here and wants a turn is offered one before
//! anyone gets a second, and the time that is left is shared by those still to come.

use crate::broken::Broken;
use crate::circle::Circle;
use crate::conductor::BREATH_MS;
use crate::format::{Floor, TurnTime};
use crate::person::{InPhase, Person};
use crate::view::State;
use crate::{Millis, PersonId};

/// Below half a minute a turn is a formality; the phase would rather run over, visibly.
const TURN_MS_MIN: Millis = 30_000;
/// A shared-out turn of more than five minutes is a talk.
const TURN_MS_MAX: Millis = 5 * 60_000;

impl Circle {
    /// Who comes next, in order. Nobody in it has the floor.
    pub(crate) fn queue(&self) -> Vec<PersonId> {
        match self.floor() {
            Floor::Still => Vec::new(),
            Floor::Round => self.round_queue(),
            Floor::Hands => self.hands_queue(),
            Floor::One => self.one_queue(),
        }
    }

    pub(crate) fn floor(&self) -> Floor {
        let live = if self.state == State::Live {
            self.phase
        } else {
            None
        };
        live.map_or(Floor::Still, |phase| {
            let kind = self.config.format.phases[phase.index].kind;
            self.activity_floor().unwrap_or_else(|| kind.floor())
        })
    }

    /// The unheard in order, then those of them who were set aside, then those who passed and came
    /// back; only then those who ask for a second turn.
    fn round_queue(&self) -> Vec<PersonId> {
        let mut ranked: Vec<(u8, bool, bool, usize, PersonId)> = self
            .people
            .iter()
            .enumerate()
            .filter(|(_, person)| {
                let called = self.breaks(Broken::CalledAway) && person.agreed;
                let may = called || (person.side_room.is_none() && self.breaks(Broken::Unagreed));
                person.may_speak() || (person.is_here() && may)
            })
            .filter(|(_, person)| !self.has_floor(person.who))
            .filter_map(|(seat, person)| {
                let mut rank = round_rank(&person.in_phase)?;
                if self.breaks(Broken::SecondFirst) {
                    rank = SECOND - rank;
                }
                let place = self.place_in_order(person.who, seat);
                let heard = self.comes_after_unheard(person);
                Some((rank, heard, person.in_phase.skipped, place, person.who))
            })
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(.., who)| who).collect()
    }

    /// Raised hands: the unheard first, those set aside after them, and otherwise first come.
    fn hands_queue(&self) -> Vec<PersonId> {
        let mut ranked: Vec<(bool, bool, bool, usize, u64, PersonId)> = self
            .people
            .iter()
            .enumerate()
            .filter(|(_, person)| person.may_speak() && !self.has_floor(person.who))
            .filter_map(|(_, person)| {
                let marks = &person.in_phase;
                let mut raised = marks.hand?;
                if self.breaks(Broken::LastHandFirst) {
                    raised = u64::MAX - raised;
                }
                let chosen = self.place_in_order(person.who, usize::MAX);
                let had_turn = marks.shared > 0;
                let heard = self.comes_after_unheard(person);
                Some((had_turn, heard, marks.skipped, chosen, raised, person.who))
            })
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(.., who)| who).collect()
    }

    /// In a part that is kept for the unheard, whether this person has had a turn this evening.
    fn comes_after_unheard(&self, person: &Person) -> bool {
        let phase = self
            .phase
            .map(|phase| &self.config.format.phases[phase.index]);
        phase.is_some_and(|phase| phase.unheard_first) && person.tally.turns > 0
    }

    /// Who leads, or whose activity it is, until somebody was heard; the lead can give the floor to
    /// anybody.
    fn one_queue(&self) -> Vec<PersonId> {
        let heard = self.people.iter().any(|person| person.in_phase.shared > 0);
        let activity = self.activity.as_ref();
        let first = activity.map_or(self.lead.who, |activity| activity.owner);
        let lead = first.filter(|who| {
            !heard && !self.has_floor(*who) && self.person(*who).is_some_and(Person::may_speak)
        });
        lead.into_iter().collect()
    }

    /// The place in the order that the lead chose; those not in it keep their seat order behind.
    fn place_in_order(&self, who: PersonId, seat: usize) -> usize {
        let chosen = self.order.iter().position(|chosen| *chosen == who);
        chosen.unwrap_or_else(|| seat.saturating_add(self.order.len()))
    }

    pub(crate) fn has_floor(&self, who: PersonId) -> bool {
        self.turn.as_ref().is_some_and(|turn| turn.who == who)
    }

    /// How long the next turn will be if the one under way takes its time. It follows from the
    /// state alone and not from the minute that it is: were it to tick, whatever anybody did in
    /// private would tell everyone, by the moment at which the figure changed, that it was done.
    pub(crate) fn foreseen_turn_ms(&self) -> Millis {
        let Some(phase) = self.phase else { return 0 };
        let turn = self.turn.as_ref().map(|turn| turn.ends_at);
        let step = self.activity.as_ref().map(|now| now.step_started_at);
        let began = step.unwrap_or(phase.started_at);
        let from = turn.or(self.breath_until).unwrap_or(began);
        self.turn_ms_from(from)
    }

    /// How long a turn is that begins at `from`: what is left of the phase then, shared by those
    /// still to come.
    pub(crate) fn turn_ms_from(&self, from: Millis) -> Millis {
        let Some(ends_at) = self.floor_ends_at() else {
            return 0;
        };
        let shortest = self.paced(TURN_MS_MIN);
        let left = (ends_at - from).max(0);
        let sharing = i64::try_from(self.sharing()).unwrap_or(1).max(1);
        let share = left / sharing;
        match self.turn_time() {
            TurnTime::None => 0,
            TurnTime::Shared => share.clamp(shortest, self.paced(TURN_MS_MAX)),
            TurnTime::Seconds(seconds) => self
                .paced(Millis::from(seconds) * 1000)
                .min(share)
                .max(shortest),
        }
    }

    /// How long a round takes at least in which everybody who doesn't only listen has a turn. Whose
    /// line is gone is counted: they may be back by then, and the figure stays what it is.
    pub(crate) fn shortest_round_ms(&self) -> Millis {
        let speak = self.people.iter();
        let speak = speak.filter(|person| person.is_seated() && !person.listening);
        let each = self.paced(TURN_MS_MIN) + self.paced(BREATH_MS);
        Millis::try_from(speak.count()).unwrap_or_default() * each
    }

    /// Those among whom the time is shared: the unheard in a round, the raised hands elsewhere.
    fn sharing(&self) -> usize {
        match self.floor() {
            Floor::Round => self
                .people
                .iter()
                .filter(|person| person.may_speak() && !self.has_floor(person.who))
                .filter(|person| round_rank(&person.in_phase).is_some_and(|rank| rank < SECOND))
                .count(),
            _ => self.queue().len(),
        }
    }
}

/// The rank of a second turn in a round.
const SECOND: u8 = 3;

fn round_rank(marks: &InPhase) -> Option<u8> {
    match (marks.shared, marks.passed) {
        (0, 0) => Some(u8::from(marks.skipped)),
        // Who passed is not asked again: they come back when they want to.
        (0, _) => marks.wants.then_some(2),
        _ => marks.wants.then_some(SECOND),
    }
}
