//! One person's eye on a snapshot: the questions that scenes are made of.

use circle::PersonId;
use circle::command::Role;
use circle::format::{Crosstalk, Floor, PhaseKind};
use circle::view::{Heard, Presence, SeatView, State, View};

use super::clock::Clock;
use super::scene::Screen;
use crate::sessions::picture::Picture;
use crate::sessions::wire::PlanWeek;
use crate::sessions::words::RoomWords;
use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// More seats than this do not fit round a phone's circle; then the list is drawn.
const SEATS_DRAWN_MAX: usize = 12;
/// With nobody there to lead, whoever is here may take the lead so long after the time: the circle
/// takes it then and not before.
const LATE_LEAD_MINUTES: i64 = 5;

/// What is seen, in whose words, and when.
pub(super) struct Eye<'a> {
    pub picture: &'a Picture,
    pub view: &'a View,
    pub w: &'static RoomWords,
    pub clock: Clock,
}

impl<'a> Eye<'a> {
    pub(super) fn new(picture: &'a Picture, lang: Lang, minute_ms: i64) -> Self {
        Self {
            picture,
            view: &picture.view,
            w: RoomWords::of(lang),
            clock: Clock {
                now_ms: picture.now_ms,
                minute_ms,
            },
        }
    }

    pub(super) fn name(&self, who: PersonId) -> String {
        let face = self.picture.people.get(&who.0);
        face.map_or_else(|| self.w.someone.to_owned(), |face| face.name.clone())
    }

    /// «you» inside a sentence, or the name.
    pub(super) fn label(&self, who: PersonId) -> String {
        if who == self.view.me {
            self.w.you_inside.to_owned()
        } else {
            self.name(who)
        }
    }

    pub(super) fn sign(&self, who: PersonId) -> Sign {
        let face = self.picture.people.get(&who.0);
        face.map(|face| face.sign).unwrap_or_default()
    }

    pub(super) fn my_seat(&self) -> Option<&SeatView> {
        self.view.seats.iter().find(|seat| seat.who == self.view.me)
    }

    pub(super) fn my_turn(&self) -> bool {
        self.view.turn.is_some_and(|turn| turn.who == self.view.me)
    }

    pub(super) fn speaks(&self, who: PersonId) -> bool {
        self.view.turn.is_some_and(|turn| turn.who == who)
    }

    /// Whether `who` is marked as here for the first time; only who leads can see it.
    pub(super) fn is_new(&self, who: PersonId) -> bool {
        self.picture.first_time.contains(&who.0)
    }

    pub(super) fn is_next(&self, who: PersonId) -> bool {
        self.view.queue.first() == Some(&who) && !self.speaks(who)
    }

    pub(super) fn floor(&self) -> Option<Floor> {
        self.view.phase.map(|phase| phase.floor)
    }

    pub(super) fn kind(&self) -> Option<PhaseKind> {
        self.view.phase.map(|phase| phase.kind)
    }

    pub(super) fn lead_name(&self) -> String {
        match self.view.lead.who {
            Some(who) => self.name(who),
            None => self.w.the_facilitator.to_owned(),
        }
    }

    /// Whether the circle asks who holds it: the lead's line is gone, or the time has come and
    /// nobody came to lead.
    pub(super) fn lead_wanted(&self) -> bool {
        match self.view.session.state {
            State::Live => self.view.lead.wanted,
            State::Gathering => {
                let due = self.view.session.scheduled_at + LATE_LEAD_MINUTES * self.clock.minute_ms;
                self.view.lead.who.is_none() && self.clock.now_ms >= due
            }
            State::Ended => false,
        }
    }

    /// Whether the lead can be had for being who one is, as the circle lets it: by a facilitator from
    /// anybody, by a host from whoever isn't one.
    pub(super) fn may_lead(&self) -> bool {
        let view = self.view;
        let role = |who: PersonId| {
            let seat = view.seats.iter().find(|seat| seat.who == who);
            seat.map(|seat| seat.role)
        };
        let is_here = self
            .my_seat()
            .is_some_and(|seat| seat.presence == Presence::Here);
        let by_role = match role(view.me) {
            Some(Role::Facilitator) => true,
            Some(Role::Host) => view.lead.who.and_then(role) != Some(Role::Facilitator),
            Some(Role::Member) | None => false,
        };
        let is_over = view.session.state == State::Ended;
        by_role && is_here && !is_over && view.lead.who != Some(view.me)
    }

    pub(super) fn screen(&self) -> Screen {
        let agreed = self.my_seat().is_some_and(|seat| seat.agreed);
        let out = self
            .my_seat()
            .is_some_and(|seat| seat.presence == Presence::SteppedOut);
        match (self.view.session.state, self.kind()) {
            (State::Ended, _) => Screen::Ended,
            _ if self.view.waiting => Screen::Door,
            // Who sits apart with a host is away to the others, and not to themself.
            _ if self.view.mine.room.is_some() => Screen::Together,
            _ if out => Screen::Out,
            (State::Live, Some(PhaseKind::Breathing)) => Screen::Breathing,
            (State::Live, Some(kind)) if !agreed && !kind.is_stillness() => Screen::Agree,
            (State::Live, _) if self.together() => Screen::Together,
            (State::Live, Some(PhaseKind::Plan)) => Screen::Plan,
            (State::Live, Some(PhaseKind::Reflection)) => Screen::Reflection,
            _ => Screen::Circle,
        }
    }

    /// Whether an activity is at a step in which nobody has the floor.
    fn together(&self) -> bool {
        self.view.activity.is_some() && self.floor() == Some(Floor::Still)
    }

    #[allow(clippy::too_many_lines)] // A table of conditions: a line each, read from top to bottom.
    pub(super) fn flags(&self) -> Vec<&'static str> {
        let view = self.view;
        let live = view.session.state == State::Live;
        let seat = self.my_seat();
        let agreed = seat.is_some_and(|seat| seat.agreed);
        let listening = seat.is_some_and(|seat| seat.listening);
        // Who is in a side room hears nothing of the circle, and has nothing to do there.
        let apart = view.mine.room.is_some();
        let taking_part = live && agreed && !view.waiting && !apart;
        let in_queue = view.queue.contains(&view.me);
        let mine = &view.mine;
        let last_plan = self.picture.mine.last_plan.as_ref();
        let turns = matches!(self.floor(), Some(Floor::Round | Floor::Hands | Floor::One));
        let heard = seat.map_or(Heard::NotYet, |seat| seat.heard);
        let told_last = (self.picture.plans.iter()).any(|plan| plan.when == PlanWeek::Last);
        let greeting = &self.picture.greeting;
        let flags = [
            ("agreed", agreed),
            ("apart", apart),
            ("asked_to_greet", greeting.is_asked),
            ("asked_to_wait", view.asked_to_wait),
            ("auto_advance", view.session.auto_advance),
            ("can_hand", taking_part && turns),
            (
                "can_pass",
                taking_part
                    && self.floor() == Some(Floor::Round)
                    && heard == Heard::NotYet
                    && in_queue,
            ),
            (
                "checkin",
                taking_part && self.kind() == Some(PhaseKind::CheckIn),
            ),
            (
                "closing",
                taking_part && matches!(self.screen(), Screen::Plan | Screen::Reflection),
            ),
            ("ended", view.session.state == State::Ended),
            ("greet_waiting", greeting.is_waiting),
            (
                "greeting",
                greeting.is_new || greeting.is_asked || greeting.greets.is_some(),
            ),
            ("hand_up", seat.is_some_and(|seat| seat.hand)),
            ("how_said", last_plan.is_some_and(|plan| plan.how.is_some())),
            ("in_room", seat.is_some_and(|seat| seat.in_room)),
            (
                "invites",
                self.my_turn() && view.turn.is_some_and(|turn| turn.invites),
            ),
            ("last_plan", last_plan.is_some()),
            ("last_shown", last_plan.is_some_and(|plan| plan.shown)),
            ("last_told", told_last),
            (
                "lead_wanted",
                !view.waiting && (agreed || !live) && self.lead_wanted(),
            ),
            ("leads", view.leads),
            ("list", view.seats.len() > SEATS_DRAWN_MAX),
            ("listening", listening),
            ("live", live),
            (
                "lounging",
                view.lounge
                    .as_ref()
                    .is_some_and(|lounge| lounge.people.contains(&view.me)),
            ),
            ("may_end", agreed && view.session.anyone_may_end),
            (
                "may_invite",
                self.my_turn()
                    && view
                        .phase
                        .is_some_and(|phase| phase.crosstalk == Crosstalk::Invited),
            ),
            ("may_lead", self.may_lead()),
            ("milestone", mine.milestone),
            (
                "moment",
                self.my_turn() && view.turn.is_some_and(|turn| turn.moment),
            ),
            ("my_turn", self.my_turn()),
            ("new_here", greeting.is_new),
            ("nothing", mine.nothing_this_week),
            ("plan", mine.plan.is_some()),
            ("pulse", mine.pulse),
            (
                "quiet",
                taking_part && view.turn.is_some() && !self.my_turn(),
            ),
            ("quiet_came", !mine.quiet_received.is_empty()),
            ("reflection", mine.reflection),
            ("round", taking_part && self.floor() == Some(Floor::Round)),
            ("speaking", view.turn.is_some()),
            ("takeaway", mine.takeaway),
            ("tell", !view.waiting && view.lead.who != Some(view.me)),
            (
                "want_turn",
                taking_part
                    && self.floor() == Some(Floor::Round)
                    && (listening || (heard != Heard::NotYet && !mine.wants_turn))
                    && !in_queue
                    && !self.my_turn(),
            ),
        ];
        flags
            .into_iter()
            .filter_map(|(flag, is)| is.then_some(flag))
            .collect()
    }
}
