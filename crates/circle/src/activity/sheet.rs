//! Who wrote what in an activity, and who may see it. Others answer alone: nothing of an answer is
//! known to anybody but its writer before all are shown, and from then on an unnamed one has no
//! writer any more, not even here.

use serde::{Deserialize, Serialize};

use super::{Activity, ActivityKind, Part, StepKind, Writer};
use crate::PersonId;
use crate::circle::Circle;
use crate::command::Refusal;

/// What one person writes for others in one activity: a line to everybody in the largest circle.
const WRITINGS_EACH_MAX: usize = crate::SEATS_MAX;
/// Ideas that an owner chooses: what one week has room for.
const CHOSEN_MAX: usize = 3;

/// A place to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    pub part: Part,
    /// Which line of it, from 0; which pattern, for a mark.
    pub nth: u8,
    /// Whom it is about, where each writes of others.
    pub to: Option<PersonId>,
}

/// Something that the owner wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) part: Part,
    pub(super) nth: u8,
}

/// Something that somebody wrote alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Writing {
    pub(super) by: PersonId,
    pub(super) slot: Slot,
    /// Whether the writer wants to be named when it is shown.
    pub(super) named: bool,
}

/// Something that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slip {
    pub(super) id: u64,
    pub(super) slot: Slot,
    /// Only if the writer wanted to be named.
    pub(super) by: Option<PersonId>,
    /// How many marked it; 1 for what has words.
    pub(super) count: u8,
    /// Known to the one whose it is alone.
    pub(super) kept: bool,
    /// The owner chose it, before everybody.
    pub(super) chosen: bool,
}

impl Activity {
    pub(super) fn step_kind(&self) -> StepKind {
        self.at().kind
    }

    /// Whether `by` may write in `slot` now.
    fn may_write(&self, by: PersonId, slot: Slot) -> bool {
        let is_owner = self.owner == Some(by);
        let fits = |(writer, part, most): &(Writer, Part, u8)| {
            let may = match writer {
                Writer::Owner => is_owner,
                Writer::Peers => !is_owner,
                Writer::Everybody => true,
            };
            may && *part == slot.part && slot.nth < *most
        };
        let about = slot.part.is_for_somebody();
        let about_fits = slot.to.is_some() == about && slot.to != Some(by);
        about_fits && self.kind.writes(self.step_kind()).iter().any(fits)
    }

    /// Whether what is written in the step under way stays unseen until all is shown.
    fn is_alone(&self) -> bool {
        self.step_kind() == StepKind::Alone
    }

    /// Puts everything that was written alone on the table at once, and forgets who wrote what
    /// is unnamed. Named ones come first, in the order of their writers; of the unnamed only the
    /// number is left, and the program orders their words by the words themselves. Marks are
    /// counted, in the order of the patterns, and name nobody: of several, one would stand for all.
    pub(super) fn reveal(&mut self, names_all: bool) {
        let mut writings = std::mem::take(&mut self.writings);
        for one in &mut writings {
            one.named &= !one.slot.part.is_mark();
        }
        writings.sort_unstable_by_key(|one| {
            let pattern = one.slot.part.is_mark().then_some(one.slot.nth);
            let writer = one.named.then_some((one.by, one.slot.nth));
            (one.slot.part, one.slot.to, pattern, !one.named, writer)
        });
        for one in writings {
            let is_mark = one.slot.part.is_mark();
            let nth = if is_mark { one.slot.nth } else { 0 };
            let slot = Slot { nth, ..one.slot };
            let before = self.slips.last_mut();
            if let Some(mark) = before.filter(|before| is_mark && before.slot == slot) {
                mark.count = mark.count.saturating_add(1);
                continue;
            }
            self.slips.push(Slip {
                id: u64::try_from(self.slips.len()).unwrap_or_default() + 1,
                slot,
                by: (one.named || names_all).then_some(one.by),
                count: 1,
                kept: false,
                chosen: false,
            });
        }
    }

    /// Whose slip it is to keep: the owner's, or the one's whom it is about.
    fn keeper_of(&self, slip: &Slip) -> Option<PersonId> {
        slip.slot.to.or(self.owner)
    }
}

impl Circle {
    /// Something was written (again replaces it); its words stay outside.
    pub(crate) fn write(
        &mut self,
        by: PersonId,
        activity: u64,
        slot: Slot,
        named: bool,
    ) -> Result<(), Refusal> {
        self.agreed(by)?;
        let about = slot.to.map(|to| self.seated(to).is_ok_and(|to| to.agreed));
        let now = self.activity_on_screen(activity)?;
        if about == Some(false) {
            return Err(Refusal::NoSuchPerson);
        }
        if !now.may_write(by, slot) {
            return Err(not_now(now, slot));
        }
        if !now.is_alone() {
            let line = Line {
                part: slot.part,
                nth: slot.nth,
            };
            if !now.lines.contains(&line) {
                now.lines.push(line);
            }
            return Ok(());
        }
        let before = now
            .writings
            .iter_mut()
            .find(|w| w.by == by && w.slot == slot);
        if let Some(before) = before {
            before.named = named;
            return Ok(());
        }
        if now.writings.iter().filter(|one| one.by == by).count() >= WRITINGS_EACH_MAX {
            return Err(Refusal::TooMany);
        }
        now.writings.push(Writing { by, slot, named });
        Ok(())
    }

    /// Takes something back that was written in this step.
    pub(crate) fn unwrite(
        &mut self,
        by: PersonId,
        activity: u64,
        slot: Slot,
    ) -> Result<(), Refusal> {
        let now = self.activity_on_screen(activity)?;
        if !now.may_write(by, slot) {
            return Err(not_now(now, slot));
        }
        if now.is_alone() {
            now.writings.retain(|one| one.by != by || one.slot != slot);
        } else {
            now.lines
                .retain(|line| (line.part, line.nth) != (slot.part, slot.nth));
        }
        Ok(())
    }

    /// Whose it is keeps a slip, or lets it go; nobody else is told.
    pub(crate) fn keep_slip(
        &mut self,
        by: PersonId,
        activity: u64,
        slip: u64,
        is: bool,
    ) -> Result<(), Refusal> {
        let now = self.activity_on_screen(activity)?;
        if !now.kind.keeps_in(now.step_kind()) {
            return Err(Refusal::NotNow);
        }
        let place = now.slips.iter().position(|one| one.id == slip);
        let place = place.ok_or(Refusal::Over)?;
        if now.keeper_of(&now.slips[place]) != Some(by) {
            return Err(Refusal::NotYours);
        }
        now.slips[place].kept = is;
        Ok(())
    }

    /// The owner chooses an idea, before everybody.
    pub(crate) fn choose_slip(
        &mut self,
        by: PersonId,
        activity: u64,
        slip: u64,
        is: bool,
    ) -> Result<(), Refusal> {
        let now = self.activity_on_screen(activity)?;
        let chooses = now.kind == ActivityKind::ProblemSolving
            && matches!(now.step_kind(), StepKind::Shown | StepKind::Realistic);
        if !chooses {
            return Err(Refusal::NotNow);
        }
        if now.owner != Some(by) {
            return Err(Refusal::NotYours);
        }
        let chosen = now.slips.iter().filter(|one| one.chosen && one.id != slip);
        if is && chosen.count() >= CHOSEN_MAX {
            return Err(Refusal::TooMany);
        }
        let one = now.slips.iter_mut().find(|one| one.id == slip);
        one.ok_or(Refusal::Over)?.chosen = is;
        Ok(())
    }

    /// Whether the owner of the activity has written this line.
    #[must_use]
    pub fn has_line(&self, part: Part, nth: u8) -> bool {
        let now = self.activity.as_ref();
        now.is_some_and(|now| now.lines.contains(&Line { part, nth }))
    }

    /// Everything that was shown, what is for one person alone included: the program gives it its
    /// words.
    #[must_use]
    pub fn slips(&self) -> Vec<super::SlipView> {
        let slips = self.activity.iter().flat_map(|now| &now.slips);
        slips.map(Slip::view).collect()
    }

    /// Whether `who` may read what the owner of the activity wrote in this line.
    #[must_use]
    pub fn may_read_line(&self, who: PersonId, part: Part, nth: u8) -> bool {
        let Some(now) = &self.activity else {
            return false;
        };
        let written = now.lines.contains(&Line { part, nth });
        let shown = !part.is_own() && now.step_kind() != StepKind::Owner;
        let inside = self.seated(who).is_ok_and(|person| person.agreed);
        written && inside && (now.owner == Some(who) || shown)
    }

    /// Whether `who` may read the words of a slip that was shown.
    #[must_use]
    pub fn may_read_slip(&self, who: PersonId, slip: u64) -> bool {
        let Some(now) = &self.activity else {
            return false;
        };
        let inside = self.seated(who).is_ok_and(|person| person.agreed);
        let one = now.slips.iter().find(|one| one.id == slip);
        inside && one.is_some_and(|one| one.slot.to.is_none_or(|to| to == who))
    }
}

/// Why nothing can be written there.
fn not_now(activity: &Activity, slot: Slot) -> Refusal {
    let later = activity.kind.steps()[..activity.step].iter();
    let was = |kind: StepKind| {
        let writes = activity.kind.writes(kind);
        writes.iter().any(|(_, part, _)| *part == slot.part)
    };
    if later.clone().any(|step| was(step.kind)) {
        Refusal::Over
    } else {
        Refusal::NotNow
    }
}
