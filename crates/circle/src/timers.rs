//! When the circle wants to be woken. A timer only wakes: what then happens is decided from the
//! state, so a late or repeated wake-up does no harm.

use crate::Millis;

/// What there is to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The turn reaches its time.
    Turn,
    /// The breath between two turns is over.
    Breath,
    /// The phase reaches its time.
    Phase,
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
}

impl Timer {
    const COUNT: usize = 8;
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
