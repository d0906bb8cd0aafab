//! Sessions that are sealed from end to end: which pages can, and what they hand each other for it.
//! The room knows none of the keys; it only takes care that nothing reaches who isn't inside.

use axum::extract::ws::Utf8Bytes;
use circle::command::Refusal;
use circle::event::Audience;

use super::super::super::step::{Why, text};
use super::super::super::wire::{Act, Frame, Seals, Seat, Unsealed};
use super::super::LineId;
use super::Room;

/// What one seat hands over in a while: everybody of the largest circle greets and gets a key, five
/// times. A circle comes and goes more slowly, and pages gather what they have to say.
const HANDED_MAX: usize = 600;
const HANDED_MS: i64 = 10_000;

/// What a seat has handed over since then.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Handed {
    since_ms: i64,
    count: usize,
}

impl Handed {
    /// Whether so many more may be handed over now.
    fn takes(&mut self, now_ms: i64, count: usize) -> bool {
        if now_ms.abs_diff(self.since_ms) >= HANDED_MS.unsigned_abs() {
            (self.since_ms, self.count) = (now_ms, 0);
        }
        self.count = self.count.saturating_add(count);
        self.count <= HANDED_MAX
    }
}

impl Room {
    /// Follows an act about sealing. It is nobody's business but the pages', and is written nowhere.
    pub(super) fn follow_sealing(&mut self, id: LineId, act: &Act) -> Result<(), Why> {
        match act {
            Act::Seals { is } => {
                if let Some(line) = self.lines.get_mut(&id) {
                    line.seals = Some(*is);
                }
                Ok(())
            }
            Act::Keys { to } => self.hand_on(id, to),
            _ => Ok(()),
        }
    }

    fn hand_on(&mut self, id: LineId, to: &[(Seat, String)]) -> Result<(), Why> {
        let seat = self.lines.get(&id).map(|line| line.seat);
        let inside = seat.filter(|seat| self.table.hears(*seat, Audience::Everyone));
        let Some(from) = inside.filter(|_| self.table.sealed_group().is_some()) else {
            return Err(Why::Circle(Refusal::NotSeated));
        };
        let now_ms = self.means.clock.now_ms();
        if !self.handed.entry(from).or_default().takes(now_ms, to.len()) {
            return Err(Why::Busy);
        }
        let mut frames: Vec<(LineId, Utf8Bytes)> = Vec::new();
        for (id, line) in &self.lines {
            if line.seat == from || !self.table.hears(line.seat, Audience::Everyone) {
                continue;
            }
            for (_, blob) in to.iter().filter(|(seat, _)| *seat == line.seat) {
                let frame: Frame<'_, (), ()> = Frame::Key { from, blob };
                frames.push((*id, text(&frame).into()));
            }
        }
        if !frames.is_empty() {
            self.hold(frames, Vec::new(), Vec::new());
        }
        Ok(())
    }

    /// A page connects for voices. One that has not said by then whether it can seal them is too old
    /// to know of it.
    pub(super) fn note_silence(&mut self, seat: Seat) {
        for line in self.lines.values_mut().filter(|line| line.seat == seat) {
            line.seals = line.seals.or(Some(Seals::Cannot));
        }
    }

    /// Whether what is said here is sealed, and if it should be and isn't, why. Pages that have not
    /// said anything don't connect for voices before they do.
    pub(super) fn seal(&self) -> (bool, Option<Unsealed>) {
        if self.table.sealed_group().is_none() {
            return (false, None);
        }
        let inside = self.lines.values().filter(|line| {
            let is_inside = self.table.hears(line.seat, Audience::Everyone);
            is_inside && line.seals.is_some()
        });
        let why = Unsealed::of(inside.filter_map(|line| line.seals));
        (why.is_none(), why)
    }
}
