//! When the circle wants to be woken. A timer only wakes: what then happens is decided from the
//! state, so a late or repeated wake-up does no harm.

use crate::Millis;
use crate::broken::Broken;
use crate::circle::Circle;
use crate::conductor::SPEAKER_GONE_MS;
use crate::lead::LEAD_GRACE_MS;
use crate::phases::EMPTY_MINUTES;
use crate::view::State;

/// What there is to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The turn reaches its time.
    Turn,
    /// The breath between two turns is over.
    Breath,
    /// The phase reaches its time.
    Phase,
    /// The phase has lasted as long as it is to last at most.
    Longest,
    /// The closing has to begin.
    Closing,
    /// Being late grows by another minute.
    Late,
    /// The lead has been gone too long.
    Lead,
    /// A speaker without a line, with nobody leading, has been waited for long enough.
    Speaker,
    /// Nobody has been here for too long.
    Empty,
    /// So long after its end that anybody may end it.
    Over,
    /// The step of an activity reaches its time.
    Step,
    /// Nobody in a side room has had a line for too long.
    Rooms,
    /// The lounge closes.
    Lounge,
}

impl Timer {
    const COUNT: usize = 13;
}

/// At most one time for each timer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timers([Option<Millis>; Timer::COUNT]);

impl Timers {
    pub(crate) fn set(&mut self, timer: Timer, at: Option<Millis>) {
        self.0[timer as usize] = at;
    }

    pub(crate) fn next(&self) -> Option<Millis> {
        self.0.iter().flatten().min().copied()
    }
}

impl Circle {
    /// Wakes when something that depends on the time alone may change.
    pub(crate) fn set_timers(&mut self) {
        let now = self.now;
        let busy = self.breaks(Broken::BusyTimer);
        let ahead = |at: Millis| (at > now || busy).then_some(at);
        let live = self.state == State::Live;
        let runs = live && self.hold.is_none();
        let turn = self.turn.as_ref().filter(|_| runs);
        let turn = turn.and_then(|turn| ahead(turn.ends_at));
        let phase = self
            .phase
            .filter(|_| runs)
            .and_then(|phase| ahead(phase.ends_at));
        let longest = self
            .phase
            .filter(|_| runs)
            .and_then(|phase| ahead(phase.longest_at));
        let breath = self.breath_until.filter(|_| runs).and_then(ahead);
        let closing = self.closing_is_due_at().and_then(ahead);
        let late = live.then(|| self.late_changes_at()).flatten();
        let lead = self
            .lead_gone_since()
            .filter(|_| self.state != State::Ended);
        let speaker = self
            .speaker_silent_since()
            .filter(|_| live && self.lead.who.is_none());
        let empty = self
            .empty_since
            .filter(|_| self.state != State::Ended)
            .and_then(|since| {
                let at = since + EMPTY_MINUTES * self.minute_ms();
                ahead(if live { at } else { at.max(self.ends_at) })
            });
        let orphan = (live && self.lead.who.is_none())
            .then(|| ahead(self.ends_at))
            .flatten();
        self.timers.set(Timer::Turn, turn);
        self.timers
            .set(Timer::Phase, phase.into_iter().chain(orphan).min());
        self.timers.set(Timer::Longest, longest);
        self.timers.set(Timer::Breath, breath);
        self.timers.set(Timer::Closing, closing);
        self.timers.set(Timer::Late, late);
        self.timers.set(
            Timer::Lead,
            lead.and_then(|since| ahead(since + LEAD_GRACE_MS)),
        );
        self.timers.set(
            Timer::Speaker,
            speaker.and_then(|at| ahead(at + SPEAKER_GONE_MS)),
        );
        self.timers.set(Timer::Empty, empty);
        self.timers.set(Timer::Over, self.over_at().and_then(ahead));
        let step = self.activity.as_ref().filter(|_| runs);
        let step = step.and_then(|activity| ahead(activity.step_ends_at));
        self.timers.set(Timer::Step, step);
        self.timers
            .set(Timer::Rooms, self.rooms_close_at().and_then(ahead));
        let lounge = self.lounge_closes_at().and_then(ahead);
        self.timers.set(Timer::Lounge, lounge);
    }

    /// When anybody may end the session, if nobody ends it before.
    fn over_at(&self) -> Option<Millis> {
        let orphaned =
            Some(self.orphaned_at()).filter(|at| self.lead.who.is_none() && *at > self.now);
        let at = orphaned.unwrap_or_else(|| self.long_over_at());
        (self.state != State::Ended).then_some(at)
    }

    /// When the session, running late, will be late by another minute.
    fn late_changes_at(&self) -> Option<Millis> {
        let phase = self.phase?;
        let growing = self.hold.is_some() || self.now >= phase.ends_at;
        if !growing {
            return None;
        }
        let minute = self.minute_ms();
        Some(self.now + minute - self.late_by().rem_euclid(minute))
    }
}
