//! A session under test: people, a clock, and what everyone heard.
#![allow(dead_code)] // Each test file uses its part.

use circle::command::{Act, Door, Entry, Input, Refusal, Role, Said};
use circle::event::{Audience, Event, Outbox};
use circle::format::{Format, PhaseKind};
use circle::view::View;
use circle::{Circle, Config, Millis, PersonId, TableId};

pub(crate) const SECOND: Millis = 1000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const START: Millis = 1_790_000_000_000;

pub(crate) const MARLOW: PersonId = PersonId(1);
pub(crate) const BEA: PersonId = PersonId(2);
pub(crate) const WREN: PersonId = PersonId(3);
pub(crate) const SOL: PersonId = PersonId(4);
pub(crate) const ANA: PersonId = PersonId(5);

/// A session under test: a clock, command numbers, and what everyone heard.
pub(crate) struct Table {
    pub(crate) circle: Circle,
    pub(crate) now: Millis,
    pub(crate) n: u32,
    pub(crate) heard: Vec<(Audience, Event)>,
}

impl Table {
    pub(crate) fn gathering(format: Format, door: Door) -> Self {
        let circle = Circle::open(Config {
            format,
            pace: 1,
            scheduled_at: START,
            door,
        });
        Self {
            circle,
            now: START,
            n: 0,
            heard: Vec::new(),
        }
    }

    /// *Renew 90* has begun.
    pub(crate) fn begun() -> Self {
        let mut table = Self::gathering(Format::renew_90(), Door::Vouched);
        table.everybody_comes();
        table.act(MARLOW, Act::Start).unwrap();
        table
    }

    /// Marlow facilitates, Bea hosts, three members; all agree.
    pub(crate) fn everybody_comes(&mut self) {
        for (who, role) in [
            (MARLOW, Role::Facilitator),
            (BEA, Role::Host),
            (WREN, Role::Member),
            (SOL, Role::Member),
            (ANA, Role::Member),
        ] {
            self.enter(who, role, true).unwrap();
            self.act(who, Act::Agree).unwrap();
        }
    }

    /// As [`Table::begun`], in the check-in round, before its first turn.
    pub(crate) fn in_check_in() -> Self {
        let mut table = Self::begun();
        table.act(MARLOW, Act::NextPhase { phase: 0 }).unwrap();
        table.act(MARLOW, Act::NextPhase { phase: 1 }).unwrap();
        assert_eq!(table.view(WREN).phase.unwrap().kind, PhaseKind::CheckIn);
        table
    }

    pub(crate) fn put(&mut self, input: &Input) -> Result<(), Refusal> {
        let mut out = Outbox::default();
        let done = self.circle.handle(self.now, input, &mut out);
        self.heard.extend(out.events);
        done
    }

    pub(crate) fn enter(
        &mut self,
        who: PersonId,
        role: Role,
        walks_in: bool,
    ) -> Result<(), Refusal> {
        self.put(&Input::Enter(Entry {
            who,
            role,
            walks_in,
            in_room: false,
            table: None,
        }))
    }

    /// Somebody in the room who shares a device with others.
    pub(crate) fn sit_at(&mut self, who: PersonId, table: TableId) -> Result<(), Refusal> {
        self.put(&Input::Enter(Entry {
            who,
            role: Role::Member,
            walks_in: true,
            in_room: true,
            table: Some(table),
        }))
    }

    pub(crate) fn act(&mut self, by: PersonId, act: Act) -> Result<(), Refusal> {
        self.n += 1;
        self.put(&Input::Act(Said {
            by,
            page: 1,
            n: self.n,
            act,
        }))
    }

    /// Lets time pass, waking the circle whenever it wants to be.
    pub(crate) fn wait(&mut self, ms: Millis) {
        let until = self.now + ms;
        while let Some(at) = self.circle.next_deadline().filter(|at| *at <= until) {
            assert!(at >= self.now, "a deadline in the past");
            self.now = at.max(self.now);
            let mut out = Outbox::default();
            self.circle.tick(self.now, &mut out);
            self.heard.extend(out.events);
            assert!(
                self.circle
                    .next_deadline()
                    .is_none_or(|next| next > self.now),
                "the circle wants to be woken at once again"
            );
        }
        self.now = until;
        let mut out = Outbox::default();
        self.circle.tick(self.now, &mut out);
        self.heard.extend(out.events);
    }

    pub(crate) fn view(&self, who: PersonId) -> View {
        self.circle.view(who).expect("has a view")
    }

    pub(crate) fn speaker(&self) -> Option<PersonId> {
        self.view(MARLOW).turn.map(|turn| turn.who)
    }

    pub(crate) fn turn(&self) -> u64 {
        self.view(MARLOW).turn.map_or(0, |turn| turn.turn)
    }

    /// The lead gives the floor to `who`, having looked at the screen.
    pub(crate) fn give(&mut self, who: PersonId) -> Result<(), Refusal> {
        let turn = self.turn();
        self.act(MARLOW, Act::Give { who, turn })
    }

    pub(crate) fn done(&mut self) {
        let (who, turn) = (self.speaker().unwrap(), self.turn());
        self.act(who, Act::Done { turn }).unwrap();
    }
}
