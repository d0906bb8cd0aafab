//! Telling what changed. Everything that anybody may see is put into one picture; after each input
//! the new picture is compared with the last and every part that differs is told, whole, to those
//! whom it is for. So a view that follows the events can't drift from one that is made anew.

use crate::activity::ActivityView;
use crate::broken::Broken;
use crate::circle::{Circle, Word};
use crate::event::{Audience, Event, Outbox};
use crate::person::{Person, Status};
use crate::side_rooms::{RoomRun, RoomView};
use crate::view::{
    AirtimeView, DoorView, LeadView, LoungeView, Mine, MyWord, Nudge, PhaseView, ProposalView,
    SeatView, SessionView, State, Timetable, TurnView, View, WordView,
};
use crate::words::sees;
use crate::{Millis, PersonId};

/// Everything that anybody may see.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    session: SessionView,
    lead: LeadView,
    seats: Vec<SeatView>,
    phase: Option<PhaseView>,
    turn: Option<TurnView>,
    queue: Vec<PersonId>,
    timetable: Timetable,
    activity: Option<ActivityView>,
    rooms: Vec<RoomView>,
    rooms_run: Vec<RoomRun>,
    /// As the circle may know it, and as leads do.
    door: DoorView,
    door_for_leads: DoorView,
    proposal: Option<ProposalView>,
    airtime: Option<AirtimeView>,
    mics_rested: Vec<PersonId>,
    lounge: Option<LoungeView>,
    words: Vec<WordView>,
    nudges: Vec<Nudge>,
    /// Of everybody with a seat or at the door, in the order of `people`.
    each: Vec<Each>,
}

#[derive(Clone, Debug, PartialEq)]
struct Each {
    who: PersonId,
    waiting: bool,
    asked_to_wait: bool,
    leads: bool,
    /// The private words that this person may see, when leading.
    words: Vec<u64>,
    mine: Mine,
}

impl Circle {
    /// What `who` may know now; none for who has neither a seat nor waits for one.
    #[must_use]
    pub fn view(&self, who: PersonId) -> Option<View> {
        let shown = Shown::of(self);
        let each = shown.each.iter().find(|each| each.who == who)?.clone();
        let mut view = View {
            me: who,
            waiting: each.waiting,
            asked_to_wait: each.asked_to_wait,
            leads: each.leads,
            session: shown.session,
            lead: shown.lead,
            seats: shown.seats,
            phase: shown.phase,
            turn: shown.turn,
            queue: shown.queue,
            timetable: shown.timetable,
            activity: shown.activity,
            rooms: shown.rooms,
            rooms_run: shown.rooms_run,
            door: if each.leads {
                shown.door_for_leads
            } else {
                shown.door
            },
            proposal: shown.proposal,
            airtime: shown.airtime,
            mics_rested: shown.mics_rested,
            lounge: shown.lounge,
            words: shown.words,
            nudges: shown.nudges,
            mine: each.mine,
        };
        if !each.leads {
            view.proposal = None;
            view.airtime = None;
            view.mics_rested.clear();
            view.words.clear();
            view.nudges.clear();
            view.rooms_run.clear();
        }
        view.words.retain(|word| each.words.contains(&word.word));
        if each.waiting {
            view.keep_only_the_door();
        }
        Some(view)
    }

    pub(crate) fn remember_shown(&mut self) {
        if self.shown.is_none() {
            self.shown = Some(Box::new(Shown::of(self)));
        }
    }

    pub(crate) fn publish(&mut self, out: &mut Outbox) {
        let now = Box::new(Shown::of(self));
        if let Some(before) = self.shown.replace(now)
            && let Some(now) = &self.shown
            && before != *now
        {
            now.tell_public(&before, out);
            now.tell_leads(&before, out);
            now.tell_each(&before, out);
            #[cfg(feature = "broken-rules")]
            self.garble(out);
        }
    }

    fn nudges(&self) -> Vec<Nudge> {
        let mut nudges = Vec::new();
        if self.state != State::Live {
            return nudges;
        }
        let clock = self.clock_in_phase();
        if let Some(turn) = &self.turn {
            if clock >= turn.ends_at {
                nudges.push(Nudge::TurnOver { turn: turn.id });
            }
            if self.speaker_silent_since().is_some() {
                nudges.push(Nudge::SpeakerAway { turn: turn.id });
            }
        }
        if let Some(phase) = self.phase
            && clock >= phase.ends_at
        {
            nudges.push(Nudge::PhaseOver {
                phase: u32::try_from(phase.index).unwrap_or_default(),
            });
        }
        if let Some(activity) = &self.activity
            && clock >= activity.step_ends_at
        {
            nudges.push(Nudge::StepOver {
                activity: activity.id,
                step: u8::try_from(activity.step).unwrap_or(u8::MAX),
            });
        }
        if self.closing_is_due_at().is_some_and(|at| self.now >= at) {
            nudges.push(Nudge::ClosingDue);
        }
        nudges
    }

    pub(crate) fn closing_is_due_at(&self) -> Option<Millis> {
        let due = self.state == State::Live && !self.is_closing();
        due.then(|| self.ends_at - self.closing_ms())
    }
}

impl View {
    /// Somebody at the door knows that there is a session, and nothing of who is in it.
    fn keep_only_the_door(&mut self) {
        self.seats.clear();
        self.lead = LeadView {
            who: None,
            wanted: false,
        };
        self.phase = None;
        self.turn = None;
        self.queue.clear();
        self.timetable = Timetable::default();
        self.activity = None;
        self.rooms.clear();
        self.lounge = None;
        self.door.waiting.clear();
    }
}

impl Shown {
    pub(crate) fn of(circle: &Circle) -> Self {
        let seated = || circle.people.iter().filter(|person| person.is_seated());
        Self {
            session: session(circle),
            lead: LeadView {
                who: circle.lead.who,
                wanted: circle.lead.wanted,
            },
            seats: seated().map(Person::seat).collect(),
            phase: phase(circle),
            turn: turn(circle),
            queue: circle.queue(),
            timetable: timetable(circle),
            activity: circle.activity_view(),
            rooms: circle.room_views(),
            rooms_run: circle.room_runs(),
            door: circle.door_view(false),
            door_for_leads: circle.door_view(true),
            proposal: circle.proposal.open,
            airtime: circle.airtime(),
            mics_rested: circle.mics_rested(),
            lounge: circle.lounge_view(),
            words: circle
                .words
                .iter()
                .map(|word| word_view(circle, word))
                .collect(),
            nudges: circle.nudges(),
            each: circle
                .people
                .iter()
                .filter(|person| person.is_seated() || person.status == Status::Waiting)
                .map(|person| Each {
                    who: person.who,
                    waiting: !person.is_seated(),
                    asked_to_wait: !person.is_seated() && person.sent_out,
                    leads: circle.leads(person),
                    words: words_for(circle, person),
                    mine: mine(circle, person),
                })
                .collect(),
        }
    }

    fn tell_public(&self, before: &Self, out: &mut Outbox) {
        let mut say = |is: bool, event: Event| {
            if is {
                out.say(Audience::Everyone, event);
            }
        };
        say(
            self.session != before.session,
            Event::Session {
                session: self.session,
            },
        );
        say(self.lead != before.lead, Event::Lead { lead: self.lead });
        for gone in &before.seats {
            say(
                self.seat(gone.who).is_none(),
                Event::SeatGone { who: gone.who },
            );
        }
        // Somebody who left and came back within one input would change places unseen: a seat
        // whose place changed is told as gone and new.
        let moved = moved(&before.seats, &self.seats);
        for seat in &moved {
            say(true, Event::SeatGone { who: *seat });
        }
        for seat in &self.seats {
            let same = before.seat(seat.who) == Some(seat);
            let moved = moved.contains(&seat.who);
            say(!same || moved, Event::Seat { seat: *seat });
        }
        say(
            self.phase != before.phase,
            Event::Phase { phase: self.phase },
        );
        say(self.turn != before.turn, Event::Turn { turn: self.turn });
        say(
            self.queue != before.queue,
            Event::Queue {
                queue: self.queue.clone(),
            },
        );
        let timetable = || Event::Timetable {
            timetable: self.timetable.clone(),
        };
        say(self.timetable != before.timetable, timetable());
        let activity = || Event::Activity {
            activity: self.activity.clone(),
        };
        say(self.activity != before.activity, activity());
        let rooms = || Event::Rooms {
            rooms: self.rooms.clone(),
        };
        say(self.rooms != before.rooms, rooms());
        let lounge = || Event::Lounge {
            lounge: self.lounge.clone(),
        };
        say(self.lounge != before.lounge, lounge());
        say(
            self.door != before.door,
            Event::Door {
                door: self.door.clone(),
            },
        );
    }

    fn tell_leads(&self, before: &Self, out: &mut Outbox) {
        // Leads have heard what everyone was told of the door; what they know beyond it comes after.
        let heard = if self.door == before.door {
            &before.door_for_leads
        } else {
            &self.door
        };
        if self.door_for_leads != *heard {
            let door = self.door_for_leads.clone();
            out.say(Audience::Leads, Event::Door { door });
        }
        if self.proposal != before.proposal {
            out.say(
                Audience::Leads,
                Event::Proposal {
                    proposal: self.proposal,
                },
            );
        }
        if self.airtime != before.airtime {
            let airtime = self.airtime;
            out.say(Audience::Leads, Event::Airtime { airtime });
        }
        if self.mics_rested != before.mics_rested {
            let who = self.mics_rested.clone();
            out.say(Audience::Leads, Event::MicsRested { who });
        }
        for word in &self.words {
            if before.words.contains(word) {
                continue;
            }
            let event = Event::Word { word: *word };
            let sees = |each: &&Each| each.words.contains(&word.word);
            if self
                .each
                .iter()
                .filter(|each| each.leads)
                .all(|each| sees(&each))
            {
                out.say(Audience::Leads, event);
                continue;
            }
            for each in self.each.iter().filter(sees) {
                out.say(Audience::One(each.who), event.clone());
            }
        }
        if self.rooms_run != before.rooms_run {
            let rooms = self.rooms_run.clone();
            out.say(Audience::Leads, Event::RoomsRun { rooms });
        }
        if self.nudges != before.nudges {
            out.say(
                Audience::Leads,
                Event::Nudges {
                    nudges: self.nudges.clone(),
                },
            );
        }
    }

    fn tell_each(&self, before: &Self, out: &mut Outbox) {
        for each in &self.each {
            let was = before.each.iter().find(|was| was.who == each.who);
            // A private word that made room for a newer one can't be told as gone.
            let anew = was.is_some_and(|was| {
                (was.waiting, was.asked_to_wait, was.leads)
                    != (each.waiting, each.asked_to_wait, each.leads)
                    || was.words.iter().any(|word| !each.words.contains(word))
            });
            // Somebody at the door hears nothing that is for the circle, and so starts afresh.
            let door = (self.session, self.door.is) != (before.session, before.door.is);
            if anew || (each.waiting && door) {
                out.say(Audience::One(each.who), Event::Refresh);
            } else if was.is_some_and(|was| was.mine != each.mine) {
                out.say(
                    Audience::One(each.who),
                    Event::Mine {
                        mine: each.mine.clone(),
                    },
                );
            }
        }
        for gone in &before.each {
            if !self.each.iter().any(|each| each.who == gone.who) {
                out.say(Audience::One(gone.who), Event::Refresh);
            }
        }
    }

    fn seat(&self, who: PersonId) -> Option<&SeatView> {
        self.seats.iter().find(|seat| seat.who == who)
    }
}

/// Those who stayed and have to be told anew, for the seats to come out in their order: what is told
/// comes behind what stays where it was. Somebody who sits down in between, beside those of their
/// table, moves all behind them.
fn moved(before: &[SeatView], now: &[SeatView]) -> Vec<PersonId> {
    let is_now = |seat: &&SeatView| now.iter().any(|other| other.who == seat.who);
    let stayed: Vec<PersonId> = before.iter().filter(is_now).map(|seat| seat.who).collect();
    let places = stayed.iter().zip(now);
    let unmoved = places.take_while(|(was, is)| **was == is.who).count();
    stayed[unmoved..].to_vec()
}

fn session(circle: &Circle) -> SessionView {
    SessionView {
        state: circle.state,
        scheduled_at: circle.config.scheduled_at,
        started_at: circle.started_at.map(|at| circle.outer(at)),
        ends_at: circle.outer(circle.ends_at),
        auto_advance: circle.auto_advance,
        anyone_may_end: circle.anyone_may_end(),
    }
}

fn phase(circle: &Circle) -> Option<PhaseView> {
    let phase = circle.phase?;
    let format = &circle.config.format.phases[phase.index];
    Some(PhaseView {
        index: u32::try_from(phase.index).unwrap_or_default(),
        kind: format.kind,
        floor: circle.activity_floor().unwrap_or(format.kind.floor()),
        crosstalk: format.crosstalk,
        led_by: format.led_by,
        started_at: circle.outer(phase.started_at),
        ends_at: circle.outer(phase.ends_at),
        held_at: circle.hold.map(|hold| circle.outer(hold.since)),
    })
}

fn turn(circle: &Circle) -> Option<TurnView> {
    let turn = circle.turn.as_ref()?;
    Some(TurnView {
        turn: turn.id,
        who: turn.who,
        started_at: circle.outer(turn.started_at),
        ends_at: circle.outer(turn.ends_at),
        held_at: circle.hold.map(|hold| circle.outer(hold.since)),
        moment: circle.hold.is_some_and(|hold| hold.moment),
        invites: turn.invites,
    })
}

fn timetable(circle: &Circle) -> Timetable {
    let minute = circle.minute_ms();
    Timetable {
        phases: circle.phase_plans(),
        // In whole minutes, so that it changes once a minute and not with every word.
        behind_ms: circle.late_by().div_euclid(minute) * minute,
        next_turn_ms: circle.foreseen_turn_ms() / 1000 * 1000,
    }
}

fn words_for(circle: &Circle, person: &Person) -> Vec<u64> {
    if !circle.leads(person) {
        return Vec::new();
    }
    let seen = circle.words.iter();
    seen.filter(|word| sees(person.sees_words_from, word))
        .map(|word| word.id)
        .collect()
}

fn word_view(circle: &Circle, word: &Word) -> WordView {
    WordView {
        word: word.id,
        from: word.from,
        choice: word.choice,
        at: circle.outer(word.at),
        seen_by: word.seen_by,
        taken_by: word.taken_by,
        replied: word.replied,
    }
}

fn mine(circle: &Circle, person: &Person) -> Mine {
    let given = circle.turn.iter().flat_map(|turn| &turn.quiet);
    Mine {
        quiet_given: given
            .filter(|word| word.from == person.who)
            .map(|word| word.kind)
            .collect(),
        quiet_received: person.received.clone(),
        words: circle
            .words
            .iter()
            .filter(|word| word.from == person.who || circle.breaks(Broken::OthersWords))
            .map(|word| MyWord {
                word: word.id,
                choice: word.choice,
                at: circle.outer(word.at),
                seen_by: word.seen_by,
                taken_by: word.taken_by,
                replied: word.replied,
            })
            .collect(),
        plan: person.kept.plan,
        nothing_this_week: person.kept.nothing_this_week,
        reflection: person.kept.reflection,
        takeaway: person.kept.takeaway,
        pulse: person.kept.pulse,
        milestone: person.kept.milestone,
        wants_turn: person.in_phase.wants,
        activity: circle.my_activity(person),
        room: circle.my_room(person.who),
        asked_aside: circle.asked_aside(person.who),
    }
}
