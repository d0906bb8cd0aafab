//! Sessions that are sealed from end to end: which pages can, and what they hand each other for it.
//! The room knows none of the keys; it only takes care that nothing reaches who isn't inside.

use std::collections::HashMap;

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

/// How long a page that lost its line counts: as long as a train stands in a tunnel.
const COMES_BACK_MS: i64 = 120_000;

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

/// Whether the page of each seat can take part in a sealed session. It outlives the page's line: a
/// phone that changes its network is the same page when it comes back, and what is sealed must not
/// change its meaning with each hole in somebody's reception.
#[derive(Clone, Debug, Default)]
pub(super) struct Standings(HashMap<Seat, Standing>);

#[derive(Clone, Copy, Debug)]
struct Standing {
    page: u64,
    /// None until the page has said.
    seals: Option<Seals>,
    /// When the last line was lost, until one is there again.
    lost_ms: Option<i64>,
}

impl Standings {
    /// A page came. If it isn't the one that was there, it hasn't said anything yet.
    pub(super) fn comes(&mut self, seat: Seat, page: u64) {
        let fresh = Standing {
            page,
            seals: None,
            lost_ms: None,
        };
        let standing = self.0.entry(seat).or_insert(fresh);
        standing.lost_ms = None;
        if standing.page != page {
            *standing = fresh;
        }
    }

    /// The seat has no line any more.
    pub(super) fn loses(&mut self, seat: Seat, now_ms: i64) {
        if let Some(standing) = self.0.get_mut(&seat) {
            standing.lost_ms = Some(now_ms);
        }
    }

    /// The seat is another's from now on, or nobody's.
    pub(super) fn goes(&mut self, seat: Seat) {
        self.0.remove(&seat);
    }

    /// A page connects for voices. One that has not said by then whether it can seal them is too
    /// old to know of it.
    pub(super) fn connects(&mut self, seat: Seat) {
        if let Some(standing) = self.0.get_mut(&seat) {
            standing.seals.get_or_insert(Seals::Cannot);
        }
    }

    fn says(&mut self, seat: Seat, is: Seals) {
        if let Some(standing) = self.0.get_mut(&seat) {
            standing.seals = Some(is);
        }
    }

    pub(super) fn of(&self, seat: Seat) -> Option<Seals> {
        self.0.get(&seat)?.seals
    }

    /// Who doesn't come back decides nothing for those who are here.
    fn forget_lost(&mut self, now_ms: i64) {
        let stays = |standing: &Standing| {
            let lost = standing.lost_ms;
            lost.is_none_or(|lost_ms| now_ms - lost_ms < COMES_BACK_MS)
        };
        self.0.retain(|_, standing| stays(standing));
    }

    /// What is known of those who are inside. A page that has not said anything doesn't connect for
    /// voices before it does.
    fn known(&self, is_inside: impl Fn(Seat) -> bool) -> impl Iterator<Item = Seals> {
        let inside = self.0.iter().filter(move |(seat, _)| is_inside(**seat));
        inside.filter_map(|(_, standing)| standing.seals)
    }
}

impl Room {
    /// Follows what a page says of whether it can seal. That is nobody's business but the pages', and is
    /// written nowhere.
    pub(super) fn reported(&mut self, seat: Seat, act: &Act) {
        if let Act::Seals { is } = act {
            self.standings.says(seat, *is);
        }
    }

    /// Hands on what pages have for each other, if this is that.
    pub(super) fn hand_on(&mut self, id: LineId, act: &Act) -> Result<(), Why> {
        match act {
            Act::Keys { to } => self.hand_keys(id, to),
            _ => Ok(()),
        }
    }

    fn hand_keys(&mut self, id: LineId, to: &[(Seat, String)]) -> Result<(), Why> {
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

    /// Why what is said here isn't sealed; none if it is, or if nobody wants it to be.
    pub(super) fn unsealed(&mut self) -> Option<Unsealed> {
        self.table.sealed_group()?;
        let now_ms = self.means.clock.now_ms();
        let table = &self.table;
        self.standings.forget_lost(now_ms);
        let is_inside = |seat| table.hears(seat, Audience::Everyone);
        Unsealed::of(self.standings.known(is_inside))
    }
}
