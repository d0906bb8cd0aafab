//! What everybody in the circle sees, and a seat that passes from one person to another.

use std::collections::BTreeMap;

use circle::PersonId as SeatId;
use circle::event::{Audience, Event};
use circle::view::{Heard, Presence, View};

use super::super::in_room::Shown;
use super::super::step::{Step, Why};
use super::super::store::journal::Beside;
use super::super::wire::{Face, Frame, Seat};
use super::{Coming, FACE, Table};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

impl Table {
    /// What everybody with a seat sees, and nothing else: it is taken from the view of one of them,
    /// and [`Shown`] has no place for what is theirs alone. Nothing while the circle is empty.
    pub(in super::super) fn shown(&self, now_ms: i64, lang: Lang, told: u64) -> Option<Shown> {
        let view = self.anybodys_view()?;
        let texts = self
            .texts
            .iter()
            .find(|texts| texts.lang == lang && !texts.leads)?;
        let inside = |seat: &Seat| view.seats.iter().any(|one| one.who.0 == *seat);
        let people = self.seats.iter().filter(|(seat, _)| inside(seat));
        Some(Shown {
            told,
            now_ms,
            minute_ms: 60_000 / i64::from(self.session.pace.max(1)),
            people: people
                .filter_map(|(seat, sitting)| Some((*seat, sitting.face.clone()?)))
                .collect(),
            phases: texts.phases.clone(),
            state: view.session.state,
            lead: view.lead.who,
            seats: view.seats,
            phase: view.phase,
            turn: view.turn,
            queue: view.queue,
            timetable: view.timetable.phases,
            is_together: view.activity.is_some(),
        })
    }

    pub(super) fn anybodys_view(&self) -> Option<View> {
        let views = self.seats.keys().filter_map(|seat| self.view(*seat));
        views.into_iter().find(|view| !view.waiting)
    }

    /// Whether a seat is taken by somebody who is there under this name: coming again would change
    /// nothing.
    pub(in super::super) fn is_present(&self, seat: Seat, face: &Face) -> bool {
        let has_face = self
            .seats
            .get(&seat)
            .is_some_and(|sitting| sitting.face.as_ref() == Some(face));
        has_face
            && self.view(seat).is_some_and(|view| {
                let me = view.seats.iter().find(|one| one.who.0 == seat);
                view.waiting || me.is_some_and(|me| me.presence != Presence::Away)
            })
    }

    /// Whether a seat is taken by somebody who has neither shared nor passed in this part.
    pub(in super::super) fn is_unheard(&self, seat: Seat) -> bool {
        self.view(seat).is_some_and(|view| {
            let mut seats = view.seats.iter();
            seats.any(|one| one.who.0 == seat && one.heard == Heard::NotYet)
        })
    }

    /// Gives the seat of `from` to another person, who has none. Which seat it was.
    pub(in super::super) fn hand_over(
        &mut self,
        from: PersonId,
        to: &Coming,
        step: &mut Step,
    ) -> Result<Option<Seat>, Why> {
        let Some(seat) = self.seat_of(from) else {
            return Ok(None);
        };
        if self.seat_of(to.person).is_some() {
            return Ok(None);
        }
        let face = serde_json::to_string(&to.face).unwrap_or_default();
        let Beside::Draft { sealed, .. } = self.sealed(FACE, seat, to.person, &face)? else {
            return Ok(None);
        };
        step.write(Beside::HandOver {
            seat,
            to: to.person,
            face_sealed: sealed,
        });
        self.by_person.remove(&from);
        self.by_person.insert(to.person, seat);
        if let Some(sitting) = self.seats.get_mut(&seat) {
            sitting.person = to.person;
            sitting.face = Some(to.face.clone());
            sitting.mine.last_plan.clone_from(&to.last_plan);
        }
        let people = BTreeMap::from([(seat, to.face.clone())]);
        step.tell_before(Audience::Everyone, &Frame::People { people: &people });
        step.events
            .push((Audience::One(SeatId(seat)), Event::Refresh));
        Ok(Some(seat))
    }
}
