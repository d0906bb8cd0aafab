//! The way of one command through the circle: who may, what it does, what is answered.

use crate::PersonId;
use crate::broken::Broken;
use crate::circle::Circle;
use crate::command::{Act, MayKnow, Refusal, Said};
use crate::person::Status;
use crate::view::State;

impl Circle {
    /// A command that comes again is answered as the first time, and does nothing more.
    pub(crate) fn act(&mut self, said: &Said) -> Result<(), Refusal> {
        let person = self.person(said.by).ok_or(Refusal::NotSeated)?;
        match person.status {
            Status::Seated => {}
            Status::Removed => return Err(Refusal::Removed),
            // Who waits at the door may go again.
            Status::Waiting if said.act == Act::Leave => {}
            Status::Waiting | Status::Left => return Err(Refusal::NotSeated),
        }
        let answered = person.pages.answer_to(said.page, said.n);
        if let Some(answer) = answered.filter(|_| !self.breaks(Broken::ActsTwice)) {
            return answer;
        }
        let answer = self.act_anew(said);
        self.change(said.by, |person| {
            person.pages.remember(said.page, said.n, answer);
        })?;
        answer
    }

    /// Whether somebody is here is told by their line alone: a command that was still under way
    /// when the line was lost would otherwise keep them here for ever.
    fn act_anew(&mut self, said: &Said) -> Result<(), Refusal> {
        if self.state == State::Ended && !said.act.is_for_afterwards() {
            return Err(Refusal::Ended);
        }
        if said.act.is_leading() && !self.person(said.by).is_some_and(|p| self.leads(p)) {
            return Err(Refusal::NotLeading);
        }
        self.dispatch(said.by, &said.act)
    }

    fn dispatch(&mut self, by: PersonId, act: &Act) -> Result<(), Refusal> {
        match act {
            Act::Agree => self.change(by, |person| person.agreed = true),
            Act::InRoom { is } => self.change(by, |person| person.in_room = *is),
            Act::Listen { only } => self.change(by, |person| {
                person.listening = *only;
                if *only {
                    person.in_phase.hand = None;
                }
            }),
            Act::StepOut => self.step_out(by),
            Act::ComeBack => self.come_back(by),
            Act::Leave => self.leave(by, Status::Left),
            Act::Vouch { who } => self.vouch(by, *who),
            Act::Admit { who } => self.admit(*who),
            Act::RefuseEntry { who } => self.refuse_entry(*who),
            Act::Door { is } => self.set_door(*is),
            Act::ToWaitingRoom { who } => self.send_out(by, *who),
            Act::Remove { who } => self.remove(by, *who),
            Act::TakeLead => self.take_lead(by),
            Act::HandLead { to } => self.hand_lead(by, *to),
            Act::MakeHost { who, is } => self.make_host(*who, *is),
            Act::Start => self.start(by),
            Act::End => self.end_by(by),
            Act::EndLater { minutes } => self.end_later(*minutes),
            Act::Accept { proposal } => self.accept(*proposal),
            Act::Decline { proposal } => self.decline(*proposal),
            Act::AutoAdvance { is } => {
                self.auto_advance = *is;
                Ok(())
            }
            Act::Extend { minutes } => self.extend(*minutes),
            Act::NextPhase { phase } => self.next_phase(*phase),
            Act::SkipPhase { phase } => self.skip_phase(*phase),
            _ => self.dispatch_turn(by, act),
        }
    }

    fn dispatch_turn(&mut self, by: PersonId, act: &Act) -> Result<(), Refusal> {
        match act {
            Act::Done { turn } => self.done(by, *turn),
            Act::Pass { turn } => self.pass(by, *turn),
            Act::Moment { turn } => self.moment(by, *turn),
            Act::Invite { turn, is } => self.invite(by, *turn, *is),
            Act::WantTurn => self.want_turn(by),
            Act::Hand { up } => self.hand(by, *up),
            Act::GoOn { turn } => self.go_on(*turn),
            Act::Give { who, turn } => self.give(*who, *turn),
            Act::SkipPerson { who } => self.skip_person(*who),
            Act::Minute { turn } => self.minute_more(*turn),
            Act::Hold => self.hold_clock(),
            Act::Resume => self.resume(by),
            Act::Order { people } => self.set_order(people),
            Act::Quiet { turn, kind } => self.quiet(by, *turn, *kind),
            Act::Private { choice } => self.private(by, *choice),
            Act::Seen { word } => {
                self.word(by, *word, |word| word.seen_by = word.seen_by.or(Some(by)))
            }
            Act::Taken { word } => self.word(by, *word, |word| {
                word.seen_by = word.seen_by.or(Some(by));
                word.taken_by = word.taken_by.or(Some(by));
            }),
            Act::Replied { word } => self.word(by, *word, |word| {
                word.seen_by = word.seen_by.or(Some(by));
                word.replied = true;
            }),
            _ => self.dispatch_activity(by, act),
        }
    }

    fn dispatch_activity(&mut self, by: PersonId, act: &Act) -> Result<(), Refusal> {
        match act {
            Act::BeginActivity { activity, kind } => self.begin_activity(*activity, *kind),
            Act::NextStep { activity, step } => self.next_step(*activity, *step),
            Act::StopActivity { activity } => self.stop_activity(by, *activity),
            Act::BringOne { activity } => self.bring_one(by, *activity),
            Act::HandBack { activity } => self.hand_back(by, *activity),
            Act::Write {
                activity,
                slot,
                named,
            } => self.write(by, *activity, *slot, *named),
            Act::Unwrite { activity, slot } => self.unwrite(by, *activity, *slot),
            Act::Ready { activity, is } => self.ready(by, *activity, *is),
            Act::KeepSlip { activity, slip, is } => self.keep_slip(by, *activity, *slip, *is),
            Act::ChooseSlip { activity, slip, is } => self.choose_slip(by, *activity, *slip, *is),
            _ => self.dispatch_room(by, act),
        }
    }

    fn dispatch_room(&mut self, by: PersonId, act: &Act) -> Result<(), Refusal> {
        match act {
            Act::OpenRoom { activity } => self.open_room(by, *activity),
            Act::TakePart { room, part } => self.take_part(by, *room, *part),
            Act::LeaveRoom { room } => self.leave_room(by, *room),
            Act::NextRoomStep { room, step } => self.next_room_step(by, *room, *step),
            Act::WantSwap { room, is } => self.want_swap(by, *room, *is),
            Act::PauseRoom { room, is } => self.pause_room(by, *room, *is),
            Act::StopRoom { room } => self.stop_room(by, *room),
            Act::CallHelp { room, is } => self.call_help(by, *room, *is),
            Act::VisitRoom { room } => self.visit_room(by, *room),
            Act::BringBack { room } => self.bring_back(*room),
            Act::AskAside { word } => self.ask_aside(by, *word),
            Act::WhileAway {
                phase,
                turn,
                passed,
                spoken_ms,
            } => self.while_away(by, *phase, (*turn, *passed), *spoken_ms),
            Act::EnterLounge => self.enter_lounge(by),
            Act::LeaveLounge => self.leave_lounge(by),
            Act::RestMic { who, is } => self.rest_mic(by, *who, *is),
            _ => self.keep(by, act),
        }
    }

    /// What a person keeps from the session.
    fn keep(&mut self, by: PersonId, act: &Act) -> Result<(), Refusal> {
        if act.tells_the_circle() {
            // It is told to everybody: that is a share, and comes after the agreement.
            self.agreed(by)?;
        }
        self.change(by, |person| match act {
            Act::KeptPlan { who } => {
                person.kept.plan = Some(*who);
                person.kept.nothing_this_week = false;
            }
            Act::NothingThisWeek => {
                person.kept.plan = None;
                person.kept.nothing_this_week = true;
            }
            Act::KeptReflection => person.kept.reflection = true,
            Act::KeptTakeaway => person.kept.takeaway = true,
            Act::GavePulse => person.kept.pulse = true,
            Act::SharedMilestone => person.kept.milestone = true,
            _ => {}
        })
    }
}

impl Act {
    /// Still possible when the session has ended: what was being written is not lost.
    fn is_for_afterwards(&self) -> bool {
        matches!(
            self,
            Self::KeptPlan { .. }
                | Self::NothingThisWeek
                | Self::KeptReflection
                | Self::KeptTakeaway
                | Self::GavePulse
                | Self::Private { .. }
                | Self::Seen { .. }
                | Self::Taken { .. }
                | Self::Replied { .. }
                | Self::Leave
                | Self::EnterLounge
                | Self::LeaveLounge
        )
    }

    /// Kept, and told to everybody.
    fn tells_the_circle(&self) -> bool {
        let plan = Self::KeptPlan {
            who: MayKnow::Circle,
        };
        *self == Self::SharedMilestone || *self == plan
    }

    /// Only for who leads, facilitators and hosts.
    fn is_leading(&self) -> bool {
        matches!(
            self,
            Self::Seen { .. }
                | Self::Taken { .. }
                | Self::Replied { .. }
                | Self::GoOn { .. }
                | Self::Give { .. }
                | Self::SkipPerson { .. }
                | Self::Minute { .. }
                | Self::Hold
                | Self::Order { .. }
                | Self::Extend { .. }
                | Self::NextPhase { .. }
                | Self::SkipPhase { .. }
                | Self::Accept { .. }
                | Self::Decline { .. }
                | Self::HandLead { .. }
                | Self::MakeHost { .. }
                | Self::Admit { .. }
                | Self::RefuseEntry { .. }
                | Self::Door { .. }
                | Self::ToWaitingRoom { .. }
                | Self::Remove { .. }
                | Self::RestMic { .. }
                | Self::AutoAdvance { .. }
                | Self::Start
                | Self::EndLater { .. }
                | Self::BeginActivity { .. }
                | Self::NextStep { .. }
                | Self::VisitRoom { .. }
                | Self::BringBack { .. }
                | Self::AskAside { .. }
        )
    }
}
