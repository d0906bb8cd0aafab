//! What comes of one moment in a room: what has to be written, who hears what, who is closed.

use circle::command::Refusal;
use circle::event::{Audience, Event};
use store::KeyError;

use super::store::journal::{Batch, Beside};
use super::wire::{Close, Frame, Seat};

/// The outcome of the inputs that were handled together.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub(super) batch: Batch,
    /// Nobody hears of this step before it is on disk.
    pub(super) lasts: bool,
    pub(super) events: Vec<(Audience, Event)>,
    /// Frames before and after the events: faces of people whom they name; words beside them.
    pub(super) before: Vec<(Audience, String)>,
    pub(super) after: Vec<(Audience, String)>,
    pub(super) closes: Vec<(Seat, Close)>,
    /// Somebody's panel may be another than before.
    pub(super) panels: bool,
}

impl Step {
    pub(super) fn is_empty(&self) -> bool {
        self.batch.is_empty()
            && self.events.is_empty()
            && self.before.is_empty()
            && self.after.is_empty()
            && self.closes.is_empty()
            && !self.panels
    }

    pub(super) fn write(&mut self, beside: Beside) {
        self.lasts = true;
        self.batch.beside.push(beside);
    }

    pub(super) fn tell_before(&mut self, to: Audience, frame: &Frame<'_, (), ()>) {
        self.before.push((to, text(frame)));
    }

    pub(super) fn tell(&mut self, to: Audience, frame: &Frame<'_, (), ()>) {
        self.after.push((to, text(frame)));
    }
}

/// A frame as it goes over the wire. Our frames hold nothing that JSON can't.
pub(super) fn text<V: serde::Serialize, E: serde::Serialize>(frame: &Frame<'_, V, E>) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}

/// Why a command was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The circle says no.
    Circle(Refusal),
    /// There is nothing in it to keep.
    Empty,
    /// The plan is not this person's last one.
    NotYourPlan,
    /// It could not be sealed.
    NotSealed,
    /// The room is being rebuilt; it can be tried again at once.
    Busy,
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Self {
        Self::Circle(refusal)
    }
}

impl From<KeyError> for Why {
    fn from(_: KeyError) -> Self {
        Self::NotSealed
    }
}
