//! The frame of the room: who leads, the ribbon, the question, the hearth.

use circle::format::Floor;
use circle::view::{PhaseState, State, TurnView};

use super::clock::ring_left;
use super::eye::Eye;
use super::scene::{Hearth, Part};
use crate::sessions::wire::PhaseText;
use crate::sessions::words::RoomWords;
use crate::site::lang::fill;

impl Eye<'_> {
    pub(super) fn leading(&self) -> String {
        match self.view.lead.who {
            Some(who) if who == self.view.me => self.w.leading_you.to_owned(),
            Some(who) => fill(self.w.leading, &[("name", &self.name(who))]),
            // At the door nobody is told who leads, which isn't the same as nobody leading.
            None if self.view.waiting => String::new(),
            None => self.w.leading_nobody.to_owned(),
        }
    }

    /// The ribbon: neighbours with the same short name are one segment, which is under way while
    /// any of its phases is.
    pub(super) fn parts(&self) -> (Vec<Part>, String) {
        let mut parts: Vec<Part> = Vec::new();
        for (phase, plan) in self.picture.phases.iter().zip(&self.view.timetable.phases) {
            match parts.last_mut() {
                Some(last) if last.name == phase.ribbon => {
                    last.state = joined(last.state, plan.state)
                }
                _ => parts.push(Part {
                    name: phase.ribbon.clone(),
                    state: plan.state,
                }),
            }
        }
        let at = parts.iter().position(|part| part.state == PhaseState::Now);
        let part_of = at.map_or_else(String::new, |at| {
            let (n, all) = ((at + 1).to_string(), parts.len().to_string());
            fill(self.w.part_of, &[("n", &n), ("all", &all)])
        });
        (parts, part_of)
    }

    /// The texts of the phase under way.
    pub(super) fn phase_text(&self) -> Option<&PhaseText> {
        self.picture.phase()
    }

    /// Its question, its guidance, why we do this, and where more is said about that.
    pub(super) fn phase_texts(&self) -> (String, String, String, String) {
        match self.phase_text() {
            Some(text) if self.view.session.state == State::Live => (
                text.heading.clone(),
                text.guidance.clone(),
                text.why.clone(),
                text.more.clone(),
            ),
            _ => Default::default(),
        }
    }

    /// The ribbon's short name for what is under way.
    pub(super) fn ribbon_name(&self) -> String {
        self.phase_text()
            .map_or_else(String::new, |text| text.ribbon.clone())
    }

    pub(super) fn hearth(&self) -> Hearth {
        let w = self.w;
        match (self.view.session.state, self.view.turn, self.view.phase) {
            (State::Gathering, ..) => Hearth {
                kicker: w.hearth_gather.to_owned(),
                name: String::new(),
                time: w.hearth_gather_t.to_owned(),
                ring: None,
            },
            (State::Ended, ..) => Hearth {
                kicker: String::new(),
                name: w.hearth_ended.to_owned(),
                time: String::new(),
                ring: None,
            },
            (State::Live, Some(turn), _) => self.hearth_of_turn(turn),
            (State::Live, None, phase) => {
                let kicker = match self.floor() {
                    Some(Floor::Hands) => w.hearth_open,
                    Some(Floor::Still) => w.hearth_quiet,
                    _ => "",
                };
                let held = phase.is_some_and(|phase| phase.held_at.is_some());
                let ring = phase.map(|phase| {
                    let left = phase.ends_at - phase.held_at.unwrap_or(self.clock.now_ms);
                    ring_left(left, phase.ends_at - phase.started_at)
                });
                Hearth {
                    kicker: kicker.to_owned(),
                    name: self.ribbon_name(),
                    time: if held { w.time_held } else { "" }.to_owned(),
                    ring,
                }
            }
        }
    }

    pub(super) fn hearth_of_turn(&self, turn: TurnView) -> Hearth {
        let mine = turn.who == self.view.me;
        let left = turn.ends_at - turn.held_at.unwrap_or(self.clock.now_ms);
        let whole = turn.ends_at - turn.started_at;
        let w = self.w;
        let kicker = if mine {
            w.hearth_yours
        } else {
            w.hearth_speaking
        };
        Hearth {
            kicker: kicker.to_owned(),
            name: self.name(turn.who),
            time: self
                .clock
                .turn_words(w, left, whole, turn.held_at.is_some(), mine),
            ring: Some(ring_left(left, whole)),
        }
    }
}

/// A segment's state when it holds several phases.
fn joined(before: PhaseState, next: PhaseState) -> PhaseState {
    match (before, next) {
        (same, other) if same == other => same,
        (PhaseState::Now, _) | (_, PhaseState::Now) => PhaseState::Now,
        (PhaseState::Skipped, other) | (other, PhaseState::Skipped) => other,
        // Some done and some still to come: the segment is under way between two of its phases.
        _ => PhaseState::Now,
    }
}

/// A segment as it is drawn.
pub(super) struct Segment {
    pub class: Option<&'static str>,
    pub current: Option<&'static str>,
    pub name: String,
}

/// How a part of the ribbon is drawn. A part that was left out is drawn as one that is over.
pub(super) fn segment(w: &RoomWords, part: &Part) -> Segment {
    let over = matches!(part.state, PhaseState::Done | PhaseState::Skipped);
    Segment {
        class: over.then_some("done"),
        current: (part.state == PhaseState::Now).then_some("step"),
        name: if over {
            fill(w.part_done, &[("part", &part.name)])
        } else {
            part.name.clone()
        },
    }
}
