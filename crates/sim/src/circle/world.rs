//! The world round one circle: people with screens, a bad network, a clock that jumps, a server
//! that dies. Everything happens in virtual time, in an order that the seed alone decides.

use std::collections::BTreeMap;

use ::circle::{
    Broken, Circle, Millis, PersonId,
    activity::StepKind,
    command::{Act, Input, Refusal, Said},
    event::{Audience, Event, Outbox},
    view::State,
};

use super::{
    closing::closing_act,
    digest::Digest,
    evening::{Close, Evening},
    person::Person,
    probe,
    referee::{Referee, Rule, SNAPSHOT_BYTES_MAX, Step, Violation},
};
use crate::{rng::Rng, tally::Tally};

/// Steps of one run: many times what a session of ninety minutes takes. A run that needs more
/// goes round in circles.
const STEPS_MAX: u32 = 20_000;
/// Steps that still happen after the session has ended, to see that nothing comes of them.
const STEPS_AFTER_END: u32 = 24;
/// After the close begins, a session has this long to end, in minutes of its own pace: every
/// prolonging that one person can ask for, and the longest format.
const MINUTES_TO_END: Millis = 24 * 60;
/// Every screen is judged after so many steps; in between, one at a time.
const STEPS_BETWEEN_FULL_LOOKS: u32 = 16;

/// Counted for each jump of the server's clock.
pub(super) const JUMPED: &str = "the clock jumped";

/// Something that is going to happen.
#[derive(Clone, Debug)]
enum Happening {
    /// A person looks at the screen and may do something.
    Thought(usize),
    /// A person comes to the door, or their line is there again.
    Arrival(usize),
    /// A command reaches the circle.
    Command(Said),
}

/// What was journaled.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) now: Millis,
    /// Nothing: only the time was told.
    pub(super) input: Option<Input>,
    /// Something came of it. A server may leave the others out of what it keeps.
    pub(super) lasts: bool,
}

/// One run.
#[derive(Debug)]
pub(super) struct World {
    pub(super) evening: Evening,
    pub(super) circle: Circle,
    referee: Referee,
    rng: Rng,
    /// The time that passes, and what the server's clock is off by.
    time: Millis,
    clock_off_ms: Millis,
    coming: BTreeMap<(Millis, u64), Happening>,
    scheduled: u64,
    steps: u32,
    steps_after_end: u32,
    /// Everybody whom a command may name: the people, and somebody who never came.
    names: Vec<PersonId>,
    pub(super) journal: Vec<Entry>,
    pub(super) digest: Digest,
    pub(super) tally: Tally,
    /// Breaks this rule, after each return of the server too.
    pub(super) broken: Option<Broken>,
    /// Told as it happens, when somebody wants to read it.
    pub(super) story: Option<Vec<String>>,
}

impl World {
    pub(super) fn new(circle: Circle, referee: Referee, evening: Evening, rng: Rng) -> Self {
        let mut names: Vec<PersonId> = evening.people.iter().map(|p| p.who()).collect();
        names.push(PersonId(999));
        Self {
            time: evening.config.scheduled_at,
            evening,
            circle,
            referee,
            rng,
            clock_off_ms: 0,
            coming: BTreeMap::new(),
            scheduled: 0,
            steps: 0,
            steps_after_end: 0,
            names,
            journal: Vec::new(),
            digest: Digest::default(),
            tally: Tally::default(),
            broken: None,
            story: None,
        }
    }

    /// Lives through the evening.
    ///
    /// # Errors
    /// The first broken rule.
    pub(super) fn live(&mut self) -> Result<(), Violation> {
        self.invite();
        while self.steps < STEPS_MAX && self.steps_after_end < STEPS_AFTER_END {
            let Some(at) = self.next_time() else { break };
            if self.time_is_up(at) {
                break;
            }
            self.time = self.time.max(at);
            self.step()?;
        }
        self.is_bounded(self.circle.snapshot().len())?;
        let ended = self.circle.state() == State::Ended;
        let close = self.evening.close;
        self.referee.demand(ended, Rule::CanEnd, || {
            format!("not ended long after everybody tried ({close:?})")
        })
    }

    /// A demand of the whole run.
    ///
    /// # Errors
    /// The broken rule.
    pub(super) fn demand(&self, kept: bool, rule: Rule, seen: &str) -> Result<(), Violation> {
        self.referee.demand(kept, rule, || seen.to_owned())
    }

    /// People come from ten minutes before the time until the middle of the session.
    fn invite(&mut self) {
        let span = (self.evening.close_at - self.time).max(1_000);
        for index in 0..self.evening.people.len() {
            let early = self.rng.between(-span / 8, span / 20);
            let late = self.rng.between(0, span / 2);
            let comes = if self.rng.chance(850) { early } else { late };
            self.schedule(self.time + comes, Happening::Arrival(index));
            self.schedule(self.time + comes + 1, Happening::Thought(index));
        }
        self.time = self.time - span / 8 - 1;
    }

    fn schedule(&mut self, at: Millis, happening: Happening) {
        self.scheduled += 1;
        self.coming.insert((at, self.scheduled), happening);
    }

    /// When the next thing happens, in the time that passes.
    fn next_time(&self) -> Option<Millis> {
        let deadline = self.circle.next_deadline().map(|at| at - self.clock_off_ms);
        let coming = self.coming.keys().next().map(|(at, _)| *at);
        deadline.into_iter().chain(coming).min()
    }

    fn time_is_up(&self, at: Millis) -> bool {
        let minute = 60_000 / Millis::from(self.evening.config.pace);
        // By a clock that was put back, what is planned for a time comes that much later.
        let put_back_ms = (-self.clock_off_ms).max(0);
        at > self.evening.close_at + MINUTES_TO_END * minute + put_back_ms
    }

    pub(super) fn closes(&self) -> bool {
        self.time >= self.evening.close_at
    }

    fn step(&mut self) -> Result<(), Violation> {
        self.steps += 1;
        if self.circle.state() == State::Ended {
            self.steps_after_end += 1;
        }
        if !self.closes() {
            self.faults()?;
        }
        self.tell_time()?;
        let due = self.coming.first_key_value().map(|(key, _)| *key);
        if let Some(key) = due.filter(|(at, _)| *at <= self.time)
            && let Some(happening) = self.coming.remove(&key)
        {
            self.happen(happening)?;
        }
        if self.steps.is_multiple_of(STEPS_BETWEEN_FULL_LOOKS) {
            (0..self.evening.people.len()).try_for_each(|index| self.judge_screen(index))
        } else {
            let index = self.rng.index(self.evening.people.len());
            self.judge_screen(index)
        }
    }

    /// The server's clock, which is not always the time.
    fn now(&self) -> Millis {
        self.time + self.clock_off_ms
    }

    fn faults(&mut self) -> Result<(), Violation> {
        if self.rng.chance(self.evening.jumps) {
            self.tally.one(JUMPED);
            let far = [2_000, 120_000, 7_200_000][self.rng.index(3)];
            self.clock_off_ms += self.rng.between(-far, far);
            // Told at once: every time on every screen may be another by the new clock.
            self.feed(None, true)?.ok();
        }
        if self.rng.chance(self.evening.crashes) {
            self.crash()?;
        }
        Ok(())
    }

    /// The server dies and comes back: the circle from its snapshot, every line lost, most people
    /// back within seconds.
    fn crash(&mut self) -> Result<(), Violation> {
        self.tally.one("the server died and came back");
        let kept = self.circle.snapshot();
        self.is_bounded(kept.len())?;
        let mut restored = Circle::restore(&kept);
        if let (Ok(circle), Some(rule)) = (&mut restored, self.broken) {
            circle.break_rule(rule);
        }
        let same = restored.as_ref().is_ok_and(|circle| self.is_as(circle));
        self.referee.demand(same, Rule::Restored, || {
            format!(
                "a snapshot of {} bytes came back as another circle",
                kept.len()
            )
        })?;
        if let Ok(circle) = restored {
            self.circle = circle;
        }
        for index in 0..self.evening.people.len() {
            if self.evening.people[index].connected {
                self.lose_line(index, 5_000)?;
            }
        }
        Ok(())
    }

    fn is_as(&self, other: &Circle) -> bool {
        other.snapshot() == self.circle.snapshot() && self.looks_as(other)
    }

    /// Whether `other` is the same session: in everybody's eyes, and in what it waits for.
    pub(super) fn looks_as(&self, other: &Circle) -> bool {
        let seen = |who: &PersonId| other.view(*who) == self.circle.view(*who);
        other.next_deadline() == self.circle.next_deadline() && self.names.iter().all(seen)
    }

    fn is_bounded(&self, bytes: usize) -> Result<(), Violation> {
        self.referee
            .demand(bytes <= SNAPSHOT_BYTES_MAX, Rule::Bounded, || {
                format!("a snapshot of {bytes} bytes")
            })
    }

    /// Lets the circle do what is due.
    fn tell_time(&mut self) -> Result<(), Violation> {
        let now = self.now();
        if self.circle.next_deadline().is_some_and(|at| at <= now) {
            self.feed(None, false)?.ok();
        }
        Ok(())
    }

    fn happen(&mut self, happening: Happening) -> Result<(), Violation> {
        match happening {
            Happening::Thought(index) => self.think(index),
            Happening::Arrival(index) => self.arrive(index),
            Happening::Command(said) => self.feed(Some(Input::Act(said)), false).map(|_| ()),
        }
    }

    /// A person looks at the screen, does something or nothing, and looks again later.
    fn think(&mut self, index: usize) -> Result<(), Violation> {
        let wait = self.rng.between(1, 2 * self.evening.thought_ms);
        self.schedule(self.time + wait, Happening::Thought(index));
        if !self.evening.people[index].connected {
            return Ok(());
        }
        if self.closes() && self.evening.close == Close::Empty {
            self.evening.people[index].temper.loses_line = 1_000;
        }
        let loses_line = self.evening.people[index].temper.loses_line;
        if self.rng.chance(loses_line) {
            self.tally.one("a line was lost");
            return self.lose_line(index, 8 * self.evening.thought_ms);
        }
        let now = self.now();
        let person = &self.evening.people[index];
        let act = if self.closes() {
            let close = self.evening.close;
            closing_act(person, close, now, &mut self.rng)
        } else {
            let format = &self.evening.config.format;
            person.choose(now, &mut self.rng, &self.names, format)
        };
        if let Some(act) = act {
            self.send(index, act);
        }
        Ok(())
    }

    /// Puts a command on its way: late, out of order, perhaps twice.
    fn send(&mut self, index: usize, act: Act) {
        let person = &mut self.evening.people[index];
        person.sent += 1;
        let said = Said {
            by: person.who(),
            page: person.page,
            n: person.sent,
            act,
        };
        let under_way = self.rng.between(0, self.evening.delay_ms);
        self.schedule(self.time + under_way, Happening::Command(said.clone()));
        if self.rng.chance(self.evening.repeats) {
            self.tally.one("a command arrived twice");
            let again = under_way + self.rng.between(0, 4 * self.evening.delay_ms);
            self.schedule(self.time + again, Happening::Command(said));
        }
    }

    /// A line is gone, and with it everybody's who shares the device.
    fn lose_line(&mut self, index: usize, back_ms: Millis) -> Result<(), Violation> {
        let table = self.evening.people[index].entry.table;
        let shares = |other: usize, person: &Person| {
            let same = table.is_some() && person.entry.table == table;
            other == index || (same && person.connected)
        };
        let people = self.evening.people.iter().enumerate();
        let gone: Vec<usize> = people
            .filter(|(other, person)| shares(*other, person))
            .map(|(other, _)| other)
            .collect();
        gone.into_iter()
            .try_for_each(|index| self.lose_one(index, back_ms))
    }

    /// Perhaps it comes back within about `back_ms`.
    fn lose_one(&mut self, index: usize, back_ms: Millis) -> Result<(), Violation> {
        let person = &mut self.evening.people[index];
        person.connected = false;
        person.left = person.at_table();
        person.view = None;
        let who = person.who();
        let for_good = self.closes() && self.evening.close == Close::Empty;
        if !for_good && self.rng.chance(900) {
            let back = self.time + self.rng.between(1, 2 * back_ms);
            self.schedule(back, Happening::Arrival(index));
        }
        self.feed(Some(Input::Disconnected { who }), false)
            .map(|_| ())
    }

    /// A person comes to the door or comes back, on a page of their own or on a new one.
    fn arrive(&mut self, index: usize) -> Result<(), Violation> {
        let person = &mut self.evening.people[index];
        let gone_for_good =
            self.time >= self.evening.close_at && self.evening.close == Close::Empty;
        if person.connected || gone_for_good {
            return Ok(());
        }
        let known = self.circle.view(person.who()).is_some();
        if person.page == 0 || self.rng.chance(300) {
            person.page = self.rng.draw();
            person.sent = 0;
        }
        let (who, entry) = (person.who(), person.entry);
        let again = self.rng.chance(200);
        let input = if known && !again {
            Input::Connected { who }
        } else {
            Input::Enter(entry)
        };
        if self.feed(Some(input), false)?.is_ok() {
            let person = &mut self.evening.people[index];
            person.view = self.circle.view(who);
            person.connected = person.view.is_some();
            if let Some((phase, turn)) = person.left.take()
                && self.rng.chance(600)
            {
                let passed = self.rng.chance(200);
                let spoken_ms = self.rng.between(0, 200_000);
                let act = Act::WhileAway {
                    phase,
                    turn,
                    passed,
                    spoken_ms,
                };
                if self.rng.chance(300) {
                    self.send(index, act.clone());
                }
                self.send(index, act);
            }
        }
        Ok(())
    }

    /// One step of the circle, judged, and what it says brought to everybody's screen.
    fn feed(
        &mut self,
        input: Option<Input>,
        clock_jumped: bool,
    ) -> Result<Result<(), Refusal>, Violation> {
        let now = self.now();
        let mut out = Outbox::default();
        self.ask_before_showing(&input, now)?;
        let answer = match &input {
            Some(input) => self.circle.handle(now, input, &mut out),
            None => {
                self.circle.tick(now, &mut out);
                Ok(())
            }
        };
        super::write_down(&mut self.digest, answer, &out);
        self.tell(&input, answer, &out);
        let step = Step {
            now,
            input: input.as_ref(),
            answer,
            events: &out.events,
            clock_jumped,
        };
        self.referee.judge(&step)?;
        self.referee.judge_timers(&self.circle, now)?;
        super::census::count(
            &mut self.tally,
            &step,
            self.referee.public_before(),
            self.referee.public(),
        );
        self.tally
            .many("talks aside ended", self.referee.asides_ended());
        let new_step = |(_, event): &(Audience, Event)| matches!(event, Event::Activity { .. });
        if out.events.iter().any(new_step) {
            self.tally.one("stops tried at a step");
            let public = self.referee.public();
            self.referee.hear(probe::stops(&self.circle, public, now))?;
        }
        self.deliver(&out.events)?;
        self.journal.push(Entry {
            now,
            lasts: !out.events.is_empty() || (input.is_some() && answer.is_ok()),
            input,
        });
        Ok(answer)
    }

    /// What was written alone is about to be shown: could anybody tell who wrote what is unnamed?
    fn ask_before_showing(&mut self, input: &Option<Input>, now: Millis) -> Result<(), Violation> {
        let public = self.referee.public();
        let alone = public.activity.as_ref().map(|at| at.at) == Some(StepKind::Alone);
        match input {
            Some(Input::Act(said)) if alone && matches!(said.act, Act::NextStep { .. }) => {
                self.tally.one("asked who wrote what is unnamed");
                let found = probe::is_unnamed(&self.circle, public, said, now);
                self.referee.hear(found)
            }
            _ => Ok(()),
        }
    }

    fn tell(&mut self, input: &Option<Input>, answer: Result<(), Refusal>, out: &Outbox) {
        let (now, start) = (self.now(), self.evening.config.scheduled_at);
        if let Some(story) = &mut self.story {
            let seconds = (now - start) / 1_000;
            story.push(format!("{seconds:>7} s  {input:?} -> {answer:?}"));
            story.extend(
                out.events
                    .iter()
                    .map(|(to, event)| format!("             {to:?}: {event:?}")),
            );
        }
    }

    /// Brings events to the screens they are for, as the room's server does.
    fn deliver(&mut self, events: &[(Audience, Event)]) -> Result<(), Violation> {
        for person in &mut self.evening.people {
            let who = person.who();
            let Some(view) = person.view.as_mut() else {
                continue;
            };
            let mut afresh = false;
            for (audience, event) in events {
                if self.circle.hears(who, *audience) {
                    self.referee.judge_delivery(who, event)?;
                    afresh |= !view.apply(event);
                }
            }
            if afresh {
                person.view = self.circle.view(who);
                person.connected = person.view.is_some();
            }
        }
        self.some_come_again();
        Ok(())
    }

    /// Who left, or wasn't let in, may come again.
    fn some_come_again(&mut self) {
        for index in 0..self.evening.people.len() {
            let person = &self.evening.people[index];
            let gone = person.page != 0 && !person.connected && person.view.is_none();
            if gone && self.rng.chance(4) {
                let wait = self.rng.between(1, 20 * self.evening.thought_ms);
                self.schedule(self.time + wait, Happening::Arrival(index));
            }
        }
    }

    fn judge_screen(&mut self, index: usize) -> Result<(), Violation> {
        let Some(person) = self.evening.people.get(index) else {
            return Ok(());
        };
        let Some(shown) = &person.view else {
            return Ok(());
        };
        match self.circle.view(person.who()) {
            Some(fresh) => self.referee.judge_screen(shown, &fresh),
            None => self.referee.demand(false, Rule::LateView, || {
                format!("{:?} has a screen and no view", person.who())
            }),
        }
    }
}
