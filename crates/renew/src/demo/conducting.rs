//! What a simulated facilitator does in the working time: begins an activity, goes on from step to
//! step when those who write are ready, comes to a side room that calls, and ends in time.

use circle::activity::{ActivityKind, ActivityView, StepKind};
use circle::format::{Floor, PhaseKind};
use circle::view::{Heard, Offer, PhaseView, ProposalView, View};

use super::mind::{Mind, Past, Wish};
use super::together::is_here;
use crate::sessions::Act;

/// What a person at the browser has to write in, however quick the pace, before the simulated
/// facilitator goes on without them.
const WRITES_MS: i64 = 45_000;
/// What they have to find a place in a rehearsal.
const FINDS_MS: i64 = 30_000;
/// So many minutes after its time the working time ends, wherever an activity stands: the closing
/// is worth more. In a hurry, so much real time.
const OVER_MINUTES: i64 = 3;
const OVER_MS_MIN: i64 = 60_000;

impl Mind {
    /// What becomes of the conductor's offer. The time for what the circle does together is not
    /// given away, and what is under way is not broken off: `conduct` ends it.
    pub(super) fn answer_offer(&self, view: &View, open: ProposalView) -> Option<Wish> {
        let proposal = open.proposal;
        let is_kept = match open.offer {
            Offer::TakeFrom { phase, .. } => self.works_in == Some(phase),
            Offer::GoOn { .. } => view.activity.is_some(),
            Offer::EndLater { .. } => false,
        };
        let act = if is_kept {
            Act::Decline { proposal }
        } else {
            Act::Accept { proposal }
        };
        self.in_seconds(12, 0, act)
    }

    /// Begins the activity that this circle wants to try, and with time left, open talk after it.
    pub(super) fn begin(&self, view: &View, past: &Past, now_ms: i64) -> Option<Wish> {
        let phase = view
            .phase
            .filter(|phase| phase.kind == PhaseKind::Working)?;
        if view.activity.is_some() {
            return None;
        }
        let begun = past.count(|act| matches!(act, Act::BeginActivity { .. }));
        let kind = *[self.tries, ActivityKind::OpenDiscussion].get(begun)?;
        let needs_ms = self.paced(i64::from(kind.minutes()) * 60_000);
        if begun > 0 && phase.ends_at - now_ms < needs_ms {
            return None;
        }
        let activity = 0;
        self.in_seconds(4, 0, Act::BeginActivity { activity, kind })
    }

    /// Goes through the activity under way.
    pub(super) fn conduct(&self, view: &View, now_ms: i64) -> Option<Wish> {
        let (now, phase) = (view.activity.as_ref()?, view.phase?);
        if let Some(room) = view.rooms_run.iter().find(|room| room.calls) {
            return self.in_seconds(5, 0, Act::VisitRoom { room: room.room });
        }
        let activity = now.activity;
        let late = phase.ends_at + self.paced(OVER_MINUTES * 60_000).max(OVER_MS_MIN);
        let nobody = now.at == StepKind::Volunteer && now.owner.is_none();
        if nobody {
            let until = now.ends_at.max(now.started_at + WRITES_MS) + WRITES_MS;
            let until = until.min(late.max(now.started_at + WRITES_MS));
            return Some(self.soon((until - now_ms).max(0), Act::StopActivity { activity }));
        }
        if now_ms >= late {
            return self.in_seconds(5, 0, Act::StopActivity { activity });
        }
        let step = now.step;
        let until = self.step_until(view, now, &phase, now_ms).min(late);
        let after_ms = (until - now_ms).max(self.paced(3_000));
        Some(self.soon(after_ms, Act::NextStep { activity, step }))
    }

    /// When the step under way has done what it is for.
    fn step_until(&self, view: &View, now: &ActivityView, phase: &PhaseView, now_ms: i64) -> i64 {
        let length = now.ends_at - now.started_at;
        let here = || view.seats.iter().filter(|seat| is_here(seat));
        let is_last = usize::from(now.step) + 1 == now.kind.steps().len();
        let heard = || here().any(|seat| seat.heard != Heard::NotYet);
        match (now.at, phase.floor) {
            (StepKind::Pairs, _) => {
                let placed: usize = view.rooms.iter().map(|room| room.places.len()).sum();
                if placed + 1 >= here().count() {
                    now_ms
                } else {
                    now.ends_at.max(now.started_at + FINDS_MS)
                }
            }
            (StepKind::Rehearse, _) if view.rooms.is_empty() => now_ms,
            // Who still waits to speak is waited for, and not for ever.
            (_, Floor::Round | Floor::Hands) if !view.queue.is_empty() => now.ends_at + length / 4,
            (_, Floor::Round) => now.started_at + length / 4,
            (_, Floor::One) if heard() => now_ms,
            (_, Floor::One) => now.ends_at + length,
            (_, Floor::Hands) => now.ends_at,
            (_, Floor::Still) => {
                let awaited = Self::awaited(view, now);
                match awaited {
                    0 => now.ends_at,
                    // In the last step everybody still writes down what they take along.
                    some if usize::from(now.ready) >= some && !is_last => now_ms,
                    some if usize::from(now.ready) >= some => now.started_at + length / 2,
                    _ => now.ends_at.max(now.started_at + WRITES_MS),
                }
            }
        }
    }
}
