//! When the session runs late the conductor offers a way to end on time, and when a part has lasted
//! as long as its format lets it, the next part. It does nothing of it by itself, and never takes
//! from the closing.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::circle::Circle;
use crate::command::Refusal;
use crate::view::{Offer, PhaseState, ProposalView, State};

/// After a «no» the conductor asks again when the session is so much later still.
const AGAIN_AFTER_MINUTES: Millis = 2;

/// The offer on the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proposal {
    pub(crate) open: Option<ProposalView>,
    made: u64,
    /// How late it was, in minutes, when the last offer was declined.
    declined_at: Option<Millis>,
    /// The phase that is to last on, as who leads decided.
    lasts_on: Option<usize>,
}

impl Circle {
    /// Puts the best offer for the present lateness on the table, or takes it off.
    pub(crate) fn propose(&mut self) {
        let minutes = self.late_minutes();
        if minutes <= 0 {
            self.proposal.declined_at = None;
        }
        let still_declined = self
            .proposal
            .declined_at
            .is_some_and(|declined| minutes < declined + AGAIN_AFTER_MINUTES);
        let in_time = || self.best_offer(minutes).filter(|_| !still_declined);
        let offer = self.offer_to_go_on().or_else(in_time);
        if self.proposal.open.map(|open| open.offer) == offer {
            return;
        }
        self.proposal.open = offer.map(|offer| {
            self.proposal.made += 1;
            ProposalView {
                proposal: self.proposal.made,
                offer,
            }
        });
    }

    /// How late the session will end, in whole minutes; less than one is on time. It changes when
    /// the timer for being late wakes the circle, and at no moment between.
    fn late_minutes(&self) -> Millis {
        if self.state != State::Live {
            return 0;
        }
        self.late_by().max(0) / self.minute_ms()
    }

    /// To the next part, once this one has lasted as long as its format lets it and nobody speaks
    /// or waits to: it cuts nobody off.
    fn offer_to_go_on(&self) -> Option<Offer> {
        let phase = self.phase.filter(|_| self.state == State::Live)?;
        let is_due = self.clock_in_phase() >= phase.longest_at;
        let is_idle = self.turn.is_none() && self.queue().is_empty();
        if !is_due || !is_idle || self.proposal.lasts_on == Some(phase.index) {
            return None;
        }
        let next = u32::try_from(self.following()?).ok()?;
        Some(Offer::GoOn { phase: next })
    }

    /// From the part that has most to spare; if none has, end later.
    fn best_offer(&self, late_minutes: Millis) -> Option<Offer> {
        if late_minutes <= 0 {
            return None;
        }
        let spare = self
            .parts
            .iter()
            .zip(&self.config.format.phases)
            .enumerate()
            .filter(|(_, (part, phase))| part.state == PhaseState::Coming && !phase.closing)
            .map(|(index, (part, phase))| {
                let least = Millis::from(phase.minutes.min) * self.minute_ms();
                ((part.planned_ms - least) / self.minute_ms(), index)
            })
            .max_by_key(|(spare, index)| (*spare, std::cmp::Reverse(*index)));
        let whole = |minutes: Millis| u8::try_from(minutes.clamp(1, 60)).unwrap_or(60);
        match spare {
            Some((spare, index)) if spare >= 1 => Some(Offer::TakeFrom {
                phase: u32::try_from(index).unwrap_or_default(),
                minutes: whole(spare.min(late_minutes)),
            }),
            _ => Some(Offer::EndLater {
                minutes: whole(late_minutes),
            }),
        }
    }

    pub(crate) fn accept(&mut self, proposal: u64) -> Result<(), Refusal> {
        let open = self.proposal.open.filter(|open| open.proposal == proposal);
        match open.ok_or(Refusal::Over)?.offer {
            Offer::TakeFrom { phase, minutes } => {
                let taken = Millis::from(minutes) * self.minute_ms();
                let index = usize::try_from(phase).map_err(|_| Refusal::Over)?;
                let part = self.parts.get_mut(index).ok_or(Refusal::Over)?;
                part.planned_ms = (part.planned_ms - taken).max(0);
            }
            Offer::GoOn { .. } => {
                let next = self.following().ok_or(Refusal::Over)?;
                self.close_phase();
                self.begin_phase(next);
            }
            Offer::EndLater { minutes } => {
                self.ends_at += Millis::from(minutes) * self.minute_ms();
            }
        }
        Ok(())
    }

    pub(crate) fn decline(&mut self, proposal: u64) -> Result<(), Refusal> {
        let open = self.proposal.open.filter(|open| open.proposal == proposal);
        match open.ok_or(Refusal::Over)?.offer {
            Offer::GoOn { .. } => self.proposal.lasts_on = self.phase.map(|phase| phase.index),
            Offer::TakeFrom { .. } | Offer::EndLater { .. } => {
                self.proposal.declined_at = Some(self.late_minutes());
            }
        }
        Ok(())
    }
}
