//! What a circle does together in its working time. Who leads begins an activity, goes from step to
//! step, and can stop it or choose another at any time; so can the person whose activity it is.
//!
//! The circle knows who may write what and who may see it, and never the words themselves.

mod kind;
mod sheet;
mod show;

use serde::{Deserialize, Serialize};

pub use kind::{ActivityKind, PATTERNS, Part, Step, StepKind, Writer};
pub use sheet::Slot;
pub use show::{ActivityView, LineView, MyActivity, SlipView, Written};

use crate::broken::Broken;
use crate::circle::Circle;
use crate::command::Refusal;
use crate::conductor::How;
use crate::format::{Floor, PhaseKind};
use crate::person::InPhase;
use crate::view::State;
use crate::{Millis, PersonId};
use sheet::{Line, Slip, Writing};

/// Activities that are kept in the record of one session. A working time holds two; who swaps more
/// often than this is looking for something else.
const RAN_MAX: usize = 24;

/// The activity under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Activity {
    pub(crate) id: u64,
    pub(crate) kind: ActivityKind,
    /// Whose it is, once somebody has said so.
    pub(crate) owner: Option<PersonId>,
    pub(crate) step: usize,
    pub(crate) step_started_at: Millis,
    pub(crate) step_ends_at: Millis,
    begun_at: Millis,
    /// What the owner wrote.
    lines: Vec<Line>,
    /// What the others wrote, each alone, until it is shown.
    writings: Vec<Writing>,
    /// What was shown. Who wrote an unnamed slip is known to nobody from here on.
    slips: Vec<Slip>,
    ready: Vec<PersonId>,
}

/// An activity that ran, for the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ran {
    /// The phase in which it ran, from 0.
    pub phase: u32,
    pub kind: ActivityKind,
    /// How many of its steps were begun.
    pub steps: u8,
    pub used_ms: Millis,
}

impl Activity {
    pub(crate) fn at(&self) -> Step {
        let steps = self.kind.steps();
        steps[self.step.min(steps.len() - 1)]
    }
}

impl Circle {
    /// Begins `kind` in the working time; `activity` is the one on the screen, 0 for none, which
    /// makes room.
    pub(crate) fn begin_activity(
        &mut self,
        activity: u64,
        kind: ActivityKind,
    ) -> Result<(), Refusal> {
        if self.activity.as_ref().map_or(0, |now| now.id) != activity {
            return Err(Refusal::Over);
        }
        if !self.is_working() {
            return Err(Refusal::NotNow);
        }
        self.end_turn(How::Moved);
        self.end_activity();
        self.activities_begun += 1;
        self.activity = Some(Activity {
            id: self.activities_begun,
            kind,
            owner: None,
            step: 0,
            step_started_at: self.now,
            step_ends_at: self.now,
            begun_at: self.now,
            lines: Vec::new(),
            writings: Vec::new(),
            slips: Vec::new(),
            ready: Vec::new(),
        });
        self.begin_step(0);
        Ok(())
    }

    /// Somebody brings something: nobody is asked by name, and the first who says so has it.
    pub(crate) fn bring_one(&mut self, by: PersonId, activity: u64) -> Result<(), Refusal> {
        self.agreed(by)?;
        let now = self.activity_on_screen(activity)?;
        if now.at().kind != StepKind::Volunteer {
            return Err(Refusal::NotNow);
        }
        match now.owner {
            Some(owner) if owner != by => Err(Refusal::Taken),
            _ => {
                now.owner = Some(by);
                Ok(())
            }
        }
    }

    /// The owner would rather not, before anything was written.
    pub(crate) fn hand_back(&mut self, by: PersonId, activity: u64) -> Result<(), Refusal> {
        let now = self.activity_on_screen(activity)?;
        if now.owner != Some(by) || now.at().kind != StepKind::Volunteer {
            return Err(Refusal::NotNow);
        }
        now.owner = None;
        now.lines.clear();
        Ok(())
    }

    /// Goes on from `step`, which was on the screen.
    pub(crate) fn next_step(&mut self, activity: u64, step: u8) -> Result<(), Refusal> {
        let now = self.activity_on_screen(activity)?;
        if now.step != usize::from(step) {
            return Err(Refusal::Over);
        }
        if now.at().kind == StepKind::Volunteer && now.owner.is_none() {
            return Err(Refusal::NotNow);
        }
        self.go_to_next_step();
        Ok(())
    }

    /// Who leads may stop an activity, and so may the one whose it is.
    pub(crate) fn stop_activity(&mut self, by: PersonId, activity: u64) -> Result<(), Refusal> {
        let owner = self.activity_on_screen(activity)?.owner;
        let leads = self.person(by).is_some_and(|person| self.leads(person));
        if !leads && owner != Some(by) {
            return Err(Refusal::NotLeading);
        }
        if self.breaks(Broken::Unstoppable) {
            return Err(Refusal::NotNow);
        }
        if leads {
            self.end_turn(How::Moved);
        }
        self.end_activity();
        Ok(())
    }

    /// Somebody has written what they wanted to: only the number of those is told.
    pub(crate) fn ready(&mut self, by: PersonId, activity: u64, is: bool) -> Result<(), Refusal> {
        self.agreed(by)?;
        let now = self.activity_on_screen(activity)?;
        now.ready.retain(|who| *who != by);
        if is {
            now.ready.push(by);
        }
        Ok(())
    }

    fn is_working(&self) -> bool {
        let kind = self
            .phase
            .map(|phase| &self.config.format.phases[phase.index]);
        self.state == State::Live && kind.is_some_and(|phase| phase.kind == PhaseKind::Working)
    }

    pub(crate) fn activity_on_screen(&mut self, activity: u64) -> Result<&mut Activity, Refusal> {
        let now = self.activity.as_mut();
        now.filter(|now| now.id == activity).ok_or(Refusal::Over)
    }

    fn go_to_next_step(&mut self) {
        let names_all = self.breaks(Broken::NamedAnswers);
        let Some(now) = &mut self.activity else {
            return;
        };
        let next = now.step + 1;
        if next < now.kind.steps().len() {
            if now.at().kind == StepKind::Alone {
                now.reveal(names_all);
            }
            self.begin_step(next);
        } else {
            self.end_turn(How::Moved);
            self.end_activity();
        }
    }

    /// Each step has a floor of its own: nobody keeps a turn, a hand or a mark from the one before.
    fn begin_step(&mut self, index: usize) {
        self.end_turn(How::Moved);
        if index > 0 {
            self.note_who_waits();
        }
        self.order.clear();
        self.breath_until = None;
        let (now, minute) = (self.clock_in_phase(), self.minute_ms());
        let Some(activity) = &mut self.activity else {
            return;
        };
        activity.step = index;
        activity.step_started_at = now;
        activity.step_ends_at = now + Millis::from(activity.at().minutes) * minute;
        activity.ready.clear();
        let step = activity.at().kind;
        for person in &mut self.people {
            person.in_phase = InPhase::default();
        }
        self.open_floor();
        if step == StepKind::Gather {
            self.close_rehearsals();
        }
    }

    /// What was not shown is never shown; what the owner wrote and kept is the program's to keep
    /// for them. A turn under way goes on in the working time: an owner who goes cuts nobody off.
    pub(crate) fn end_activity(&mut self) {
        self.close_rehearsals();
        self.note_who_waits();
        let Some(done) = self.activity.take() else {
            return;
        };
        self.order.clear();
        for person in &mut self.people {
            person.in_phase = InPhase::default();
        }
        let phase = self.phase.map_or(0, |phase| phase.index);
        if self.ran.len() < RAN_MAX {
            self.ran.push(Ran {
                phase: u32::try_from(phase).unwrap_or_default(),
                kind: done.kind,
                steps: u8::try_from(done.step + 1).unwrap_or(u8::MAX),
                used_ms: (self.now - done.begun_at).max(0),
            });
        }
    }

    /// The floor of the step under way; none without an activity.
    pub(crate) fn activity_floor(&self) -> Option<Floor> {
        self.activity.as_ref().map(|activity| activity.at().floor)
    }

    /// When what is under way is to end: the step of an activity, or the phase.
    pub(crate) fn floor_ends_at(&self) -> Option<Millis> {
        let step = self.activity.as_ref().map(|now| now.step_ends_at);
        step.or_else(|| self.phase.map(|phase| phase.ends_at))
    }

    /// Without its owner an activity is over, and with nobody leading its steps follow one another
    /// when their time is over and nobody speaks or waits to.
    pub(crate) fn activity_moves(&mut self) -> bool {
        let Some(activity) = &self.activity else {
            return false;
        };
        let owner_gone = activity
            .owner
            .is_some_and(|owner| self.seated(owner).is_err());
        if owner_gone {
            self.end_activity();
            return true;
        }
        let step = activity.at();
        if self.hold.is_some() || self.now < activity.step_ends_at {
            return false;
        }
        let still = step.kind.is_stillness() && self.auto_advance;
        let alone = self.lead.who.is_none() || self.breaks(Broken::StepsByItself);
        let unled = alone && self.turn.is_none() && self.queue().is_empty();
        if !still && !unled {
            return false;
        }
        if step.kind == StepKind::Volunteer && activity.owner.is_none() {
            self.end_activity();
        } else {
            self.go_to_next_step();
        }
        true
    }

    /// Which activity is under way, whose, and at which step: for the program, which keeps the
    /// words.
    #[must_use]
    pub fn activity(&self) -> Option<(u64, ActivityKind, Option<PersonId>, StepKind)> {
        let now = self.activity.as_ref()?;
        Some((now.id, now.kind, now.owner, now.at().kind))
    }
}
