//! A person in the circle, as the circle keeps them.

use serde::{Deserialize, Serialize};

use crate::command::{MayKnow, Role};
use crate::pages::Pages;
use crate::view::{Heard, Presence, QuietFrom, SeatView};
use crate::{Millis, PersonId, TableId};

/// Times of taking a seat and giving it up, kept for the record; a line that drops gives no seat up.
/// Who comes and goes more often than this stays, for the record, from the last of them on.
const SPANS_MAX: usize = 32;

/// Where a person stands with the circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Waiting,
    Seated,
    Left,
    Removed,
}

/// From when to when somebody had a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: Millis,
    /// None while the person is here.
    pub to: Option<Millis>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) who: PersonId,
    pub(crate) role: Role,
    pub(crate) status: Status,
    pub(crate) connected: bool,
    /// When the line was lost, if it is.
    pub(crate) lost_at: Option<Millis>,
    pub(crate) stepped_out: bool,
    pub(crate) in_room: bool,
    pub(crate) table: Option<TableId>,
    /// The line of the table came back after so long, and what it did meanwhile isn't told yet.
    pub(crate) was_away: Option<Away>,
    /// The highest part in which this person came, whatever who leads made of it since.
    pub(crate) came_as: Role,
    /// Was asked to wait at the door: comes in only when who leads lets them.
    pub(crate) sent_out: bool,
    pub(crate) agreed: bool,
    pub(crate) listening: bool,
    /// Who leads lets this person's microphone rest. (A session that was under way when this came
    /// into being has nobody's.)
    #[serde(default)]
    pub(crate) mic_rested: bool,
    /// The side room that this person is in.
    pub(crate) side_room: Option<u64>,
    pub(crate) in_phase: InPhase,
    pub(crate) in_part: InPart,
    pub(crate) kept: Kept,
    pub(crate) received: Vec<QuietFrom>,
    /// The first private word that this person sees as one who leads; none while not leading.
    pub(crate) sees_words_from: Option<u64>,
    pub(crate) tally: Tally,
    pub(crate) spans: Vec<Span>,
    pub(crate) pages: Pages,
}

/// What a person did in the phase under way; begins anew with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InPhase {
    /// Turns that ended with «done», or that the lead ended.
    pub(crate) shared: u16,
    pub(crate) passed: u16,
    /// Set aside by the lead, to be offered a turn after the others.
    pub(crate) skipped: bool,
    /// Asked for a turn.
    pub(crate) wants: bool,
    /// When the hand went up, counted over the session.
    pub(crate) hand: Option<u64>,
}

/// What a person did in the part under way, all its steps together: an activity begins
/// [`InPhase`] anew with each of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InPart {
    pub(crate) shared: bool,
    pub(crate) passed: bool,
    /// Waited for a turn when a step of it was over.
    pub(crate) waited: bool,
}

/// What a person did in the whole session, for those who look back on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// How long they had the floor.
    pub(crate) spoken_ms: Millis,
    pub(crate) turns: u16,
    pub(crate) passes: u16,
    /// Wanted a turn in a phase that ended before it came.
    pub(crate) missed: u16,
    pub(crate) stepped_out: u16,
}

/// A line that was gone and is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Away {
    pub(crate) from: Millis,
    pub(crate) to: Millis,
}

/// What a person kept; the texts are not here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) plan: Option<MayKnow>,
    pub(crate) nothing_this_week: bool,
    pub(crate) reflection: bool,
    pub(crate) takeaway: bool,
    pub(crate) pulse: bool,
    pub(crate) milestone: bool,
}

impl Person {
    pub(crate) fn new(who: PersonId, role: Role) -> Self {
        Self {
            who,
            role,
            status: Status::Waiting,
            connected: true,
            lost_at: None,
            stepped_out: false,
            in_room: false,
            table: None,
            was_away: None,
            came_as: role,
            sent_out: false,
            agreed: false,
            listening: false,
            mic_rested: false,
            side_room: None,
            in_phase: InPhase::default(),
            in_part: InPart::default(),
            kept: Kept::default(),
            received: Vec::new(),
            // Facilitators and hosts of the group are whom every private word is for.
            sees_words_from: (role != Role::Member).then_some(0),
            tally: Tally::default(),
            spans: Vec::new(),
            pages: Pages::default(),
        }
    }

    pub(crate) fn is_seated(&self) -> bool {
        self.status == Status::Seated
    }

    /// Seated, connected, and not stepped out.
    pub(crate) fn is_here(&self) -> bool {
        self.is_seated() && self.connected && !self.stepped_out
    }

    /// May be offered a turn.
    pub(crate) fn may_speak(&self) -> bool {
        self.is_here() && self.agreed && !self.listening && self.side_room.is_none()
    }

    /// Had a turn.
    pub(crate) fn shared(&mut self) {
        self.in_phase.shared = self.in_phase.shared.saturating_add(1);
        self.in_part.shared = true;
        self.tally.turns = self.tally.turns.saturating_add(1);
    }

    /// Passed a turn, or the offer of one.
    pub(crate) fn passed(&mut self) {
        self.in_phase.passed = self.in_phase.passed.saturating_add(1);
        self.in_part.passed = true;
        self.tally.passes = self.tally.passes.saturating_add(1);
    }

    pub(crate) fn take_seat(&mut self, now: Millis) {
        self.status = Status::Seated;
        self.connected = true;
        self.lost_at = None;
        self.stepped_out = false;
        if self.spans.len() < SPANS_MAX {
            if self.spans.last().is_none_or(|span| span.to.is_some()) {
                self.spans.push(Span {
                    from: now,
                    to: None,
                });
            }
        } else if let Some(last) = self.spans.last_mut() {
            last.to = None;
        }
    }

    /// Gives the seat up, to `Left` or `Removed`.
    pub(crate) fn give_up_seat(&mut self, status: Status, now: Millis) {
        self.status = status;
        self.in_phase.hand = None;
        self.close_span(now);
    }

    /// Until when they had a seat and a line; none while they have.
    pub(crate) fn gone_since(&self) -> Option<Millis> {
        let until = self.spans.last().and_then(|span| span.to);
        until.or(self.lost_at.filter(|_| !self.connected))
    }

    /// Who has no line any more was here until it was lost.
    pub(crate) fn close_span(&mut self, now: Millis) {
        let until = self.lost_at.filter(|_| !self.connected).unwrap_or(now);
        if let Some(span) = self.spans.last_mut() {
            span.to.get_or_insert(until.max(span.from));
        }
    }

    pub(crate) fn seat(&self) -> SeatView {
        let presence = if self.stepped_out {
            Presence::SteppedOut
        } else if self.connected {
            Presence::Here
        } else {
            Presence::Away
        };
        let heard = match self.in_phase {
            InPhase { shared: 1.., .. } => Heard::Shared,
            InPhase { passed: 1.., .. } => Heard::Passed,
            _ => Heard::NotYet,
        };
        SeatView {
            who: self.who,
            role: self.role,
            presence,
            in_room: self.in_room,
            table: self.table,
            agreed: self.agreed,
            listening: self.listening,
            hand: self.in_phase.hand.is_some(),
            heard,
        }
    }
}
