//! What one person may know.

use circle::PersonId as SeatId;
use circle::format::PhaseKind;
use circle::view::{SeatView, State, View};

use super::super::GroupForSession;
use super::super::picture::Picture;
use super::super::room_view::lounge;
use super::super::wire::Seat;
use super::Table;
use crate::groups::GroupId;
use crate::site::lang::Lang;

impl Table {
    /// The room as this seat may see it.
    pub(in super::super) fn picture(&self, now_ms: i64, seat: Seat, lang: Lang) -> Option<Picture> {
        let view = self.view(seat)?;
        let sitting = self.seats.get(&seat)?;
        let texts = self
            .texts
            .iter()
            .find(|texts| texts.lang == lang && texts.leads == view.leads)?;
        let inside = !view.waiting;
        let people = self
            .seats
            .iter()
            .filter(|(other, _)| inside || **other == seat)
            .filter_map(|(other, sitting)| Some((*other, sitting.face.clone()?)))
            .collect();
        let plans = self.told.values().filter(|_| inside).cloned().collect();
        let milestones = self.milestones.values().filter(|_| inside);
        let words = self
            .words
            .values()
            .filter(|text| self.circle.may_read(SeatId(seat), text.word));
        let new = |(_, sitting): &(&Seat, &super::Sitting)| view.leads && sitting.welcome.is_new;
        let first_time = self.seats.iter().filter(new).map(|(seat, _)| *seat);
        Some(Picture {
            greeting: sitting.welcome.greeting(),
            first_time: first_time.collect(),
            session: self.session.clone(),
            group: self.group_for(&view),
            me: seat,
            now_ms,
            people,
            phases: texts.phases.clone(),
            required: self.required.clone(),
            plans,
            milestones: milestones.cloned().collect(),
            words: words.cloned().collect(),
            mine: sitting.mine.clone(),
            sheet: self.sheet(seat),
            view,
        })
    }

    /// Who may be heard by whom.
    pub(in super::super) fn voices(&self) -> Vec<circle::voices::Ring> {
        self.circle.voices()
    }

    /// The seats as everybody in the circle sees them; nothing while it is empty.
    pub(in super::super) fn everybodys_seats(&self) -> Option<Vec<SeatView>> {
        self.anybodys_view().map(|view| view.seats)
    }

    /// Whether somebody is at the door.
    pub(in super::super) fn waits(&self, seat: Seat) -> bool {
        self.view(seat).is_some_and(|view| view.waiting)
    }

    /// The name of a seat, if somebody who can be named has it.
    pub(in super::super) fn name_of(&self, seat: Seat) -> Option<&str> {
        let face = self.seats.get(&seat)?.face.as_ref()?;
        Some(&face.name)
    }

    pub(in super::super) fn state(&self) -> State {
        self.circle.state()
    }

    /// Those in a room who hear what a loudspeaker plays there, and are not to hear what is shared.
    pub(in super::super) fn overhear(&self) -> Vec<SeatId> {
        self.circle.overhear()
    }

    pub(in super::super) fn is_mic_rested(&self, who: SeatId) -> bool {
        self.circle.is_mic_rested(who)
    }

    /// When what the panel says of the lounge's time changes next.
    pub(in super::super) fn lounge_turns_ms(&self, now_ms: i64) -> Option<i64> {
        let mut views = self.seats().filter_map(|seat| self.view(seat));
        let ends_ms = views.find_map(|view| view.lounge)?.ends_at;
        lounge::turns(ends_ms, self.session.pace).find(|at| *at > now_ms)
    }

    /// Whether there is a panel to draw for this seat: an activity or a side room, or for who leads
    /// the choice of one; and after the end the lounge.
    pub(in super::super) fn has_panel(&self, seat: Seat) -> bool {
        self.view(seat).is_some_and(|view| {
            let working = view
                .phase
                .is_some_and(|phase| phase.kind == PhaseKind::Working);
            let apart = view.mine.room.is_some() || view.mine.asked_aside.is_some();
            let after = view.session.state == State::Ended && view.session.started_at.is_some();
            view.activity.is_some() || apart || (working && view.leads) || (after && !view.waiting)
        })
    }

    /// The group as this person may know it. Where people hear each other (the address may hold
    /// the passcode) is for those who are inside and have agreed to what stays in the circle.
    fn group_for(&self, view: &View) -> GroupForSession {
        let mut group = self.group.clone();
        if !has_agreed(view) {
            group.call_url = None;
        }
        group
    }

    /// The group, if what is said in its sessions is sealed from end to end.
    pub(in super::super) fn sealed_group(&self) -> Option<GroupId> {
        self.session.sealed.then_some(GroupId(self.group.id))
    }

    /// Whether this seat is inside and has agreed.
    pub(super) fn agreed(&self, seat: Seat) -> bool {
        self.view(seat).is_some_and(|view| has_agreed(&view))
    }
}

pub(in super::super) fn has_agreed(view: &View) -> bool {
    let me = view.seats.iter().find(|seat| seat.who == view.me);
    !view.waiting && me.is_some_and(|seat| seat.agreed)
}
