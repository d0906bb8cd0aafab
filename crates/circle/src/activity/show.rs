//! What people see of an activity.

use serde::{Deserialize, Serialize};

use super::sheet::{Slip, Slot};
use super::{Activity, ActivityKind, Part, StepKind};
use crate::broken::Broken;
use crate::circle::Circle;
use crate::person::Person;
use crate::{Millis, PersonId};

/// The activity under way, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    pub activity: u64,
    pub kind: ActivityKind,
    pub owner: Option<PersonId>,
    /// From 0.
    pub step: u8,
    pub at: StepKind,
    pub started_at: Millis,
    /// Passing it ends nothing while somebody leads.
    pub ends_at: Millis,
    /// How many have said that they are ready.
    pub ready: u8,
    /// What the owner wrote and the circle may read.
    pub lines: Vec<LineView>,
    /// What was shown to all.
    pub slips: Vec<SlipView>,
}

/// That something is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    pub part: Part,
    pub nth: u8,
}

/// Something that was written alone, once it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipView {
    pub slip: u64,
    pub slot: Slot,
    /// Only if the writer wanted to be named.
    pub by: Option<PersonId>,
    /// How many marked it.
    pub count: u8,
    pub chosen: bool,
}

/// What only this person sees of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyActivity {
    /// What I wrote alone and is not shown yet.
    pub written: Vec<Written>,
    pub ready: bool,
    /// Of my own, as its owner.
    pub lines: Vec<LineView>,
    /// What was written to me.
    pub slips: Vec<SlipView>,
    /// The slips that I keep.
    pub kept: Vec<u64>,
}

/// Something that I wrote alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub slot: Slot,
    pub named: bool,
}

impl Slip {
    pub(super) fn view(&self) -> SlipView {
        SlipView {
            slip: self.id,
            slot: self.slot,
            by: self.by,
            count: self.count,
            chosen: self.chosen,
        }
    }
}

impl Activity {
    fn lines_where(&self, may: impl Fn(Part) -> bool) -> Vec<LineView> {
        let mut lines: Vec<LineView> = self
            .lines
            .iter()
            .filter(|line| may(line.part))
            .map(|line| LineView {
                part: line.part,
                nth: line.nth,
            })
            .collect();
        lines.sort_unstable_by_key(|line| (line.part, line.nth));
        lines
    }

    fn is_keeper(&self, who: PersonId, slip: &Slip) -> bool {
        slip.slot.to.or(self.owner) == Some(who)
    }
}

impl Circle {
    pub(crate) fn activity_view(&self) -> Option<ActivityView> {
        let now = self.activity.as_ref()?;
        let shows_lines = now.step_kind() != StepKind::Owner;
        let for_all = now.slips.iter().filter(|slip| slip.slot.to.is_none());
        Some(ActivityView {
            activity: now.id,
            kind: now.kind,
            owner: now.owner,
            step: u8::try_from(now.step).unwrap_or(u8::MAX),
            at: now.step_kind(),
            started_at: self.outer(now.step_started_at),
            ends_at: self.outer(now.step_ends_at),
            ready: u8::try_from(now.ready.len()).unwrap_or(u8::MAX),
            lines: now.lines_where(|part| shows_lines && !part.is_own()),
            slips: for_all.map(Slip::view).collect(),
        })
    }

    pub(crate) fn my_activity(&self, person: &Person) -> Option<MyActivity> {
        let now = self.activity.as_ref()?;
        let who = person.who;
        let mut written: Vec<Written> = now
            .writings
            .iter()
            .filter(|one| one.by == who || self.breaks(Broken::EarlyAnswers))
            .map(|one| Written {
                slot: one.slot,
                named: one.named,
            })
            .collect();
        written.sort_unstable_by_key(|one| one.slot);
        let is_owner = now.owner == Some(who);
        let tells_kept = self.breaks(Broken::LoudKept);
        let mine = MyActivity {
            written,
            ready: now.ready.contains(&who),
            lines: now.lines_where(|_| is_owner),
            slips: now
                .slips
                .iter()
                .filter(|slip| slip.slot.to == Some(who))
                .map(Slip::view)
                .collect(),
            kept: now
                .slips
                .iter()
                .filter(|slip| slip.kept && (now.is_keeper(who, slip) || tells_kept))
                .map(|slip| slip.id)
                .collect(),
        };
        (mine != MyActivity::default()).then_some(mine)
    }
}
