//! An evening in the circle itself, led by somebody sensible: opens each part with a few words,
//! thanks who is well past the time, goes on when nobody waits, and says yes to what the conductor
//! offers.

use ::circle::{
    Circle, Config, Millis, PersonId,
    activity::StepKind,
    command::{Act, Door, Entry, Input, Role, Said},
    event::Outbox,
    format::{Floor, Format, PhaseKind},
    view::{Nudge, State, View},
};

use super::{
    Evening, Outcome,
    naive::STAY_MS,
    talkers::{MINUTE, PASS_MS, PATIENCE_MS, SECOND, STARTS_AT, Talker},
};

/// How long the lead speaks to open a round.
const OPENING_MS: Millis = 15 * SECOND;
/// How long it takes to read an offer and tap.
const TAP_MS: Millis = 3 * SECOND;
/// Once everybody who waits has spoken and the session runs late, so long until the lead goes on.
const IDLE_MS: Millis = 8 * SECOND;
/// What one evening can take: many times what it does.
const STEPS_MAX: u32 = 100_000;

/// One evening under way.
struct Room<'a> {
    circle: Circle,
    evening: Evening<'a>,
    now: Millis,
    commands: u32,
    /// Whose turn was seen last, and when they will be done.
    turn: Option<(u64, usize, Millis)>,
    /// The floor (phase, activity, step), since when it has been idle, and when it began.
    floor: (usize, u64, u8),
    began: Millis,
    idle_since: Millis,
    agreed: Vec<bool>,
    /// Who raised a hand on this floor.
    hands: Vec<bool>,
}

/// Runs the evening.
pub(super) fn run(format: &Format, people: &[Talker]) -> Outcome {
    let circle = Circle::open(Config {
        format: format.clone(),
        pace: 1,
        scheduled_at: STARTS_AT,
        door: Door::Open,
    });
    let mut room = Room {
        circle,
        evening: Evening::new(people),
        now: STARTS_AT - 10 * MINUTE,
        commands: 0,
        turn: None,
        floor: (0, 0, 0),
        began: STARTS_AT,
        idle_since: STARTS_AT,
        agreed: vec![false; people.len()],
        hands: vec![false; people.len()],
    };
    let minutes = Millis::from(format.target_minutes());
    let stops_at = STARTS_AT + minutes * MINUTE + STAY_MS;
    room.live(stops_at);
    room.measure(format, minutes)
}

impl Room<'_> {
    fn live(&mut self, stops_at: Millis) {
        for _ in 0..STEPS_MAX {
            if self.circle.state() == State::Ended {
                return;
            }
            if self.now >= stops_at {
                let _ = self.act(PersonId(1), Act::End);
                return;
            }
            self.come();
            let Some(view) = self.circle.view(PersonId(1)) else {
                self.now += SECOND;
                continue;
            };
            self.look(&view);
            if !self.speak(&view) && !self.raise_hands(&view) && !self.lead(&view) {
                self.wait(stops_at);
            }
        }
    }

    /// Until something is due: the circle's own timer, somebody coming, or the next second in which
    /// somebody may do something.
    fn wait(&mut self, stops_at: Millis) {
        let coming = self.evening.people.iter().map(|one| one.comes_at);
        let hands = self.evening.people.iter();
        let hands = hands.filter_map(|one| Some(self.began + one.hand_after_ms(self.floor.0)?));
        let done = self.turn.map(|(_, _, until)| until);
        let thanks = done.map(|until| until.min(self.now + PATIENCE_MS));
        let soon = [
            self.began + OPENING_MS,
            self.idle_since + IDLE_MS,
            STARTS_AT,
        ];
        let due = coming
            .chain(hands)
            .chain(done)
            .chain(thanks)
            .chain(soon)
            .chain(self.circle.next_deadline());
        let next = due.filter(|at| *at > self.now).min();
        self.now = next.unwrap_or(self.now + SECOND).min(stops_at);
        self.circle.tick(self.now, &mut Outbox::default());
    }

    fn act(&mut self, by: PersonId, act: Act) -> bool {
        self.commands += 1;
        let said = Said {
            by,
            page: 1,
            n: self.commands,
            act,
        };
        let input = Input::Act(said);
        let mut out = Outbox::default();
        self.circle.handle(self.now, &input, &mut out).is_ok()
    }

    fn come(&mut self) {
        for index in 0..self.evening.people.len() {
            let talker = &self.evening.people[index];
            if self.agreed[index] || talker.comes_at > self.now {
                continue;
            }
            self.agreed[index] = true;
            let who = talker.who;
            let role = match who.0 {
                1 => Role::Facilitator,
                2 if self.evening.people.len() > 4 => Role::Host,
                _ => Role::Member,
            };
            let entry = Entry {
                who,
                role,
                walks_in: true,
                in_room: false,
                table: None,
            };
            let mut out = Outbox::default();
            let _ = self.circle.handle(self.now, &Input::Enter(entry), &mut out);
            self.act(who, Act::Agree);
        }
    }

    /// Writes down what is seen: a new floor, a new turn, and who wants one.
    fn look(&mut self, view: &View) {
        let index = view.phase.map_or(0, |phase| phase.index);
        let index = usize::try_from(index).unwrap_or(0);
        let at = view.activity.as_ref();
        let floor = at.map_or((index, 0, 0), |at| (index, at.activity, at.step));
        if floor != self.floor {
            self.floor = floor;
            self.began = self.now;
            self.idle_since = self.now;
            self.hands.fill(false);
        }
        let seen = self.turn.map(|(turn, _, _)| turn);
        match view.turn {
            None => self.turn = None,
            Some(turn) if seen != Some(turn.turn) => {
                let Some(person) = self.index_of(turn.who) else {
                    return;
                };
                let talker = &self.evening.people[person];
                let is_round = view.phase.is_some_and(|phase| phase.floor == Floor::Round);
                let turn_ms = turn.ends_at - turn.started_at;
                let journey = view.phase.is_some_and(|phase| phase.floor == Floor::One);
                let talk_ms = if is_round && talker.passes(index) {
                    PASS_MS
                } else {
                    talker.talk_ms(index, turn_ms, journey)
                };
                self.turn = Some((turn.turn, person, turn.started_at + talk_ms));
                self.evening.was_offered(person, index);
            }
            Some(_) => {}
        }
        if view.turn.is_some() || !view.queue.is_empty() {
            self.idle_since = self.now;
        }
    }

    fn index_of(&self, who: PersonId) -> Option<usize> {
        self.evening.people.iter().position(|one| one.who == who)
    }

    /// Who speaks is done, or passes.
    fn speak(&mut self, view: &View) -> bool {
        let (Some((turn, person, until)), Some(shown)) = (self.turn, view.turn) else {
            return false;
        };
        if self.now < until || shown.turn != turn {
            return false;
        }
        let is_round = view.phase.is_some_and(|phase| phase.floor == Floor::Round);
        let talker = &self.evening.people[person];
        let passes = is_round && talker.passes(self.floor.0);
        let act = if passes {
            Act::Pass { turn }
        } else {
            Act::Done { turn }
        };
        self.act(talker.who, act)
    }

    fn raise_hands(&mut self, view: &View) -> bool {
        let phase = self.floor.0;
        let hands = view.phase.is_some_and(|phase| phase.floor == Floor::Hands);
        if !hands {
            return false;
        }
        for index in 0..self.evening.people.len() {
            let talker = &self.evening.people[index];
            let due = talker.hand_after_ms(phase).map(|ms| self.began + ms);
            let is_due = due.is_some_and(|due| self.now >= due);
            if is_due && !self.hands[index] && self.agreed[index] && !self.has_turn(index) {
                self.hands[index] = true;
                let who = talker.who;
                self.evening.wanted(index, phase, false);
                return self.act(who, Act::Hand { up: true });
            }
        }
        false
    }

    fn has_turn(&self, person: usize) -> bool {
        self.turn.is_some_and(|(_, speaks, _)| speaks == person)
    }

    /// What the lead does now, if anything.
    fn lead(&mut self, view: &View) -> bool {
        match self.leads_to(view) {
            Some(act) => self.act(PersonId(1), act),
            None => self.brings_one(view),
        }
    }

    fn leads_to(&self, view: &View) -> Option<Act> {
        if view.session.state == State::Gathering {
            return (self.now >= STARTS_AT).then_some(Act::Start);
        }
        if let Some(open) = view.proposal
            && self.now >= self.began + TAP_MS
        {
            return Some(Act::Accept {
                proposal: open.proposal,
            });
        }
        let phase = view.phase?;
        if let Some(turn) = view.turn {
            let over = view.nudges.contains(&Nudge::TurnOver { turn: turn.turn });
            let patient = self.now < turn.ends_at + PATIENCE_MS;
            return (over && !patient).then_some(Act::GoOn { turn: turn.turn });
        }
        let opens = self.now >= self.began + OPENING_MS;
        if let Some(order) = self.unheard_first(view) {
            return Some(order);
        }
        if !view.queue.is_empty() && !self.may_wait_for_later(view) {
            return opens.then_some(Act::GoOn { turn: 0 });
        }
        let told = self.evening.offered.iter().any(|(_, p)| *p == self.floor.0);
        if phase.floor == Floor::One && !told && opens {
            let teller = self.evening.people.get(1).map(|one| one.who)?;
            return Some(Act::Give {
                who: teller,
                turn: 0,
            });
        }
        self.goes_on(view)
    }

    /// Where hands are up, those who have not been heard at all tonight come first.
    fn unheard_first(&self, view: &View) -> Option<Act> {
        view.phase.filter(|phase| phase.floor == Floor::Hands)?;
        let unheard = |who: &&PersonId| !self.was_offered(**who);
        let people: Vec<PersonId> = view.queue.iter().filter(unheard).copied().collect();
        let is_behind = view.queue.first().is_some_and(|who| self.was_offered(*who));
        (is_behind && !people.is_empty()).then_some(Act::Order { people })
    }

    fn was_offered(&self, who: PersonId) -> bool {
        let index = self.index_of(who);
        let mut offered = self.evening.offered.iter();
        offered.any(|(person, _)| Some(*person) == index)
    }

    /// Open talk whose time is over ends with hands up, if those have all been heard tonight.
    fn may_wait_for_later(&self, view: &View) -> bool {
        let talk = view.phase.filter(|phase| phase.floor == Floor::Hands);
        let over = talk.is_some_and(|phase| self.now >= phase.ends_at);
        over && view.queue.iter().all(|who| self.was_offered(*who))
    }

    /// Goes on when the time is over and nobody waits; late, as soon as nobody does. In a round that
    /// is over early the circle stays together for the rest of it.
    fn goes_on(&self, view: &View) -> Option<Act> {
        let phase = view.phase?;
        if let Some(act) = self.together(view) {
            return Some(act);
        }
        let is_idle = self.now >= self.idle_since + IDLE_MS;
        let parts = &view.timetable.phases;
        let coming =
            |part: &::circle::view::PhasePlan| part.state == ::circle::view::PhaseState::Coming;
        let is_last = !parts.iter().any(coming);
        let late = view.timetable.behind_ms >= MINUTE && phase.floor != Floor::Still && !is_last;
        let due = view.nudges.contains(&Nudge::ClosingDue) && !is_last;
        let over = self.now >= phase.ends_at;
        if !over && !(is_idle && (late || due)) {
            return None;
        }
        Some(match is_last {
            true => Act::End,
            false => Act::NextPhase { phase: phase.index },
        })
    }

    /// What the format plans for its working time, one after the other, step by step.
    fn together(&self, view: &View) -> Option<Act> {
        let phase = view.phase?;
        if phase.kind != PhaseKind::Working {
            return None;
        }
        let planned = &self.circle.format().phases[self.floor.0].activities;
        match &view.activity {
            None => {
                let ran = self.circle.record().activities.len();
                let kind = *planned.get(ran)?;
                let left = phase.ends_at - self.now;
                let fits = left >= Millis::from(kind.minutes()) * MINUTE;
                fits.then_some(Act::BeginActivity { activity: 0, kind })
            }
            Some(at) if self.now >= phase.ends_at && at.owner.is_none() => {
                Some(Act::StopActivity {
                    activity: at.activity,
                })
            }
            Some(at) if self.now >= at.ends_at => Some(Act::NextStep {
                activity: at.activity,
                step: at.step,
            }),
            Some(_) => None,
        }
    }

    /// Somebody brings something when the circle asks.
    fn brings_one(&mut self, view: &View) -> bool {
        let asks = view.activity.as_ref().filter(|at| {
            at.at == StepKind::Volunteer && at.owner.is_none() && self.now >= self.began + TAP_MS
        });
        let Some(activity) = asks.map(|at| at.activity) else {
            return false;
        };
        let mut people = self.evening.people.iter().zip(&self.agreed);
        let Some((last, _)) = people.rfind(|(_, here)| **here) else {
            return false;
        };
        let who = last.who;
        self.act(who, Act::BringOne { activity })
    }

    fn measure(mut self, format: &Format, minutes: Millis) -> Outcome {
        let record = self.circle.record();
        let ended_at = record.ended_at.unwrap_or(self.now);
        for person in &self.circle.debrief().people {
            if let Some(index) = self.index_of(person.who) {
                self.evening.spoken_ms[index] = person.spoken_ms;
            }
        }
        let mut began = STARTS_AT;
        for (index, (phase, ran)) in format.phases.iter().zip(&record.phases).enumerate() {
            let over = began + ran.used_ms;
            let planned = Millis::from(phase.minutes.target) * MINUTE;
            // Timers are told in whole milliseconds, and taps take some.
            if phase.closing && ran.used_ms < planned {
                self.evening.closing_whole = false;
            }
            if phase.kind.floor() == Floor::Round {
                for (person, talker) in self.evening.people.iter().enumerate() {
                    // Who came at the very end of it was told that it was over.
                    if talker.comes_at < over - MINUTE && !talker.passes(index) {
                        self.evening.wanted_round.insert((person, index));
                    }
                }
            }
            began = over;
        }
        let over = (ended_at - STARTS_AT - minutes * MINUTE).max(0) / MINUTE;
        self.evening
            .outcome(minutes, (ended_at - STARTS_AT) / MINUTE, over)
    }
}
