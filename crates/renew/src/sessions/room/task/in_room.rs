//! What a room does for those who sit together: a phone on their table, a screen on the wall.

use tokio::sync::oneshot;

use super::super::super::in_room::{AtTable, HandedOver, Shown, TableLook};
use super::super::super::step::{Step, Why};
use super::super::super::wire::{Act, Close, Said};
use super::super::Coming;
use super::{Answer, Room, why_closed};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

impl Room {
    /// The people at a table are there, and one of them may do something.
    pub(super) fn at_table(
        &mut self,
        at: AtTable,
        answer: oneshot::Sender<Result<TableLook, Close>>,
    ) {
        let now_ms = self.means.clock.now_ms();
        let mut step = Step::default();
        let mut kept_out = None;
        if let Some(table) = at.table {
            let people = at.people.iter().map(|coming| coming.person);
            self.tables.seat(table, people.collect());
        }
        for coming in &at.people {
            if let Err(why) = self.sits_at_table(now_ms, coming, at.lease_ms, &mut step) {
                kept_out = Some(why);
            }
        }
        if let Some((person, Act::WhileAway { .. })) = &at.act {
            self.was_away(now_ms, (*person, &at.people), &mut step);
        }
        let has_act = at.act.is_some();
        let refused = at.act.and_then(|(person, act)| {
            let page = u64::try_from(self.means.chance.id()).unwrap_or(1);
            let said = Said { n: 1, act };
            let done = match self.table.seat_of(person) {
                Some(seat) => self.table.said(now_ms, (seat, page), said, &mut step),
                None => Err(Why::Circle(circle::command::Refusal::NotSeated)),
            };
            done.err()
        });
        self.finish(step);
        let look = match self.shown(at.lang) {
            Some(shown) => Ok(Box::new(TableLook {
                seats: self.seats_of(&at.people),
                shown: Some(shown),
                // Why one of them is kept out is theirs: the table is told no more than that they
                // have no seat.
                refused,
            })),
            None if at.people.is_empty() => Ok(Box::new(TableLook::default())),
            None => Err(kept_out.map_or(Close::NotLetIn, why_closed)),
        };
        self.hold(Vec::new(), Vec::new(), vec![Answer::Table(answer, look)]);
        // Who only looks waits for no disk of their own.
        self.next_lasts |= has_act;
    }

    /// Keeps somebody at a table there for a while. Most come again and again, and nothing of that
    /// is news to the circle.
    fn sits_at_table(
        &mut self,
        now_ms: i64,
        coming: &Coming,
        lease_ms: i64,
        step: &mut Step,
    ) -> Result<(), Why> {
        let known = self.table.seat_of(coming.person);
        let seat = match known.filter(|seat| self.table.is_present(*seat, &coming.face)) {
            Some(seat) => seat,
            None => self.table.come(now_ms, coming, step)?,
        };
        if !self.has_line(seat) {
            self.leases.insert(seat, now_ms + lease_ms);
        }
        Ok(())
    }

    /// A table tells what somebody did while its line was gone. For the room it may have been gone
    /// too short a while to be noticed: then it is noted now, once, as long as this person has not
    /// been heard in this part.
    fn was_away(&mut self, now_ms: i64, (person, people): (PersonId, &[Coming]), step: &mut Step) {
        let Some(coming) = people.iter().find(|coming| coming.person == person) else {
            return;
        };
        let seat = self.table.seat_of(person);
        if let Some(seat) = seat.filter(|seat| self.table.is_unheard(*seat)) {
            self.table.gone(now_ms, seat, step);
            // They were let in a moment ago.
            let _ = self.table.come(now_ms, coming, step);
        }
    }

    fn seats_of(&self, people: &[Coming]) -> Vec<(PersonId, u64)> {
        let seat = |coming: &Coming| Some((coming.person, self.table.seat_of(coming.person)?));
        people.iter().filter_map(seat).collect()
    }

    /// What everybody in the circle sees.
    pub(super) fn shown(&self, lang: Lang) -> Option<Shown> {
        let now_ms = self.means.clock.now_ms();
        self.table.shown(now_ms, lang, self.heard)
    }

    /// A seat is another person's from now on.
    pub(super) fn hand_over(
        &mut self,
        from: PersonId,
        to: &Coming,
        answer: oneshot::Sender<Result<HandedOver, Close>>,
    ) {
        let mut step = Step::default();
        let done = self.table.hand_over(from, to, &mut step);
        let has_seat = self.table.seat_of(from).is_some();
        self.finish(step);
        match done {
            Ok(Some(seat)) => {
                self.end_voices_of(seat);
                self.close_lines_of(seat, Close::SignedOut);
                let answer = Answer::HandedOver(answer);
                self.hold(Vec::new(), Vec::new(), vec![answer]);
                self.next_lasts = true;
            }
            // Whoever asked may have gone.
            Ok(None) if has_seat => drop(answer.send(Ok(HandedOver::Kept))),
            Ok(None) => drop(answer.send(Ok(HandedOver::NoSeat))),
            Err(why) => drop(answer.send(Err(why_closed(why)))),
        }
    }
}
