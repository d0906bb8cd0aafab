//! The words of an activity. The circle knows who may write and read what; here are the words, each
//! sealed with a key: of what somebody writes alone with the writer's, and from the moment when all
//! is shown with the key of the one whom it is for. Then nothing says any more who wrote what is
//! unnamed: the words stand in the order of the words.

use std::collections::BTreeMap;

use circle::PersonId as SeatId;
use circle::activity::{SlipView, Slot, StepKind};
use circle::command::{Act as CircleAct, Input, Said as CircleSaid};
use circle::side_rooms::RoomPart;
use serde::{Deserialize, Serialize};

use super::super::acts::{Ask, Words};
use super::super::step::{Step, Why};
use super::super::store::journal::Beside;
use super::super::wire::{
    LineText, MayKnow, PLAN_CHARS_MAX, SceneCard, Seat, Sheet, SlipText, WrittenText,
};
use super::Table;
use super::keep::KeptSheet;
use circle::activity::Part;

/// Kinds of drafts.
pub(in super::super) const ALONE: &str = "alone";
pub(in super::super) const SLIP: &str = "slip";

/// What a slip and its words have in common: the part, whom it is about, and who put their name to it.
type Whose = (Part, Option<SeatId>, Option<Seat>);

/// Something that somebody writes in an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Writes {
    pub(in super::super) slot: Slot,
    pub(in super::super) text: String,
    pub(in super::super) level: Option<u8>,
    pub(in super::super) named: bool,
}

/// What somebody wrote alone, as its draft holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Alone {
    pub(in super::super) activity: u64,
    pub(in super::super) slot: Slot,
    pub(in super::super) named: bool,
    pub(in super::super) text: String,
    #[serde(skip)]
    pub(in super::super) number: u64,
}

/// All the words of the activity under way, and of the side rooms.
#[derive(Debug, Default)]
pub(in super::super) struct Sheets {
    pub(in super::super) activity: u64,
    pub(in super::super) lines: BTreeMap<(Part, u8), LineText>,
    pub(in super::super) alone: BTreeMap<(Seat, Slot), Alone>,
    pub(in super::super) slips: BTreeMap<u64, String>,
    /// The records that are being kept of this activity, by whose they are.
    pub(in super::super) records: BTreeMap<Seat, i64>,
    /// By side room: whose scene it is, its record, and its card.
    pub(in super::super) scenes: BTreeMap<u64, (Seat, i64, SceneCard)>,
    /// What was made the owner's plan for the week.
    pub(in super::super) first_step: Option<String>,
    /// The last number that a draft was given.
    pub(in super::super) numbered: u64,
}

impl Table {
    /// Whether what is to be written stands there already.
    pub(super) fn stands_as_asked(&self, seat: Seat, ask: &Ask) -> bool {
        match ask {
            Ask::WithWords(CircleAct::Write { activity, .. }, Words::Written(writes)) => {
                self.stands(seat, *activity, writes.slot, Some(writes))
            }
            Ask::Unwrite(activity, slot) => self.stands(seat, *activity, *slot, None),
            _ => false,
        }
    }

    /// Whether a place of the activity under way holds exactly this; `None` is nothing.
    fn stands(&self, seat: Seat, activity: u64, slot: Slot, writes: Option<&Writes>) -> bool {
        let Some((now, _, owner, step)) = self.circle.activity() else {
            return false;
        };
        if now != activity {
            return false;
        }
        if step == StepKind::Alone {
            let kept = self.sheets.alone.get(&(seat, slot));
            return match (kept, writes) {
                (Some(kept), Some(writes)) => {
                    (kept.text.as_str(), kept.named) == (writes.text.as_str(), writes.named)
                }
                (None, None) => true,
                _ => false,
            };
        }
        if owner != Some(SeatId(seat)) {
            return false;
        }
        let kept = self.sheets.lines.get(&(slot.part, slot.nth));
        match (kept, writes) {
            (Some(kept), Some(writes)) => {
                (kept.text.as_str(), kept.level) == (writes.text.as_str(), writes.level)
            }
            (None, None) => true,
            _ => false,
        }
    }

    /// Keeps what was written, once the circle has taken it.
    pub(super) fn written(
        &mut self,
        now_ms: i64,
        seat: Seat,
        writes: Writes,
        step: &mut Step,
    ) -> Result<(), Why> {
        step.panels = true;
        let Some((activity, ..)) = self.circle.activity() else {
            return Ok(());
        };
        let alone = self.circle.view(SeatId(seat)).and_then(|view| {
            let mine = view.mine.activity?;
            let written = mine.written.iter();
            written
                .map(|one| one.slot)
                .find(|slot| *slot == writes.slot)
        });
        if alone.is_none() {
            let (part, nth) = (writes.slot.part, writes.slot.nth);
            let (text, level) = (writes.text, writes.level);
            let line = LineText {
                part,
                nth,
                text,
                level,
            };
            if part == Part::FirstStep {
                self.first_step_is_plan(now_ms, seat, &line.text, step)?;
            }
            self.sheets.lines.insert((part, nth), line);
            return self.record(now_ms, seat, step);
        }
        let key = (seat, writes.slot);
        let number = self.sheets.alone.get(&key).map(|before| before.number);
        let number = number.unwrap_or_else(|| {
            self.sheets.numbered += 1;
            self.sheets.numbered
        });
        let one = Alone {
            activity,
            slot: writes.slot,
            named: writes.named,
            text: writes.text,
            number,
        };
        let draft = serde_json::to_string(&one).unwrap_or_default();
        self.draft(ALONE, number, seat, &draft, step)?;
        self.sheets.alone.insert(key, one);
        Ok(())
    }

    /// The first step is the owner's plan for the week, unless they have made another.
    fn first_step_is_plan(
        &mut self,
        now_ms: i64,
        seat: Seat,
        text: &str,
        step: &mut Step,
    ) -> Result<(), Why> {
        let plan = self.seats.get(&seat).and_then(|one| one.mine.plan.as_ref());
        let is_other = plan.is_some_and(|plan| self.sheets.first_step.as_ref() != Some(&plan.text));
        if is_other || text.chars().count() > PLAN_CHARS_MAX {
            return Ok(());
        }
        let who = MayKnow::OnlyMe;
        let kept = CircleSaid {
            by: SeatId(seat),
            page: u64::try_from(self.chance.id()).unwrap_or(1),
            n: 1,
            act: CircleAct::KeptPlan { who },
        };
        self.sheets.first_step = Some(text.to_owned());
        self.feed(now_ms, Input::Act(kept), step)?;
        self.plan(now_ms, seat, text.to_owned(), who, step)
    }

    /// Forgets what was taken back, once the circle has let it go.
    pub(super) fn unwritten(
        &mut self,
        now_ms: i64,
        seat: Seat,
        slot: Slot,
        step: &mut Step,
    ) -> Result<(), Why> {
        step.panels = true;
        let now = self.circle.activity();
        if now.is_some_and(|(.., step)| step == StepKind::Alone) {
            if let Some(one) = self.sheets.alone.remove(&(seat, slot)) {
                let (kind, number) = (ALONE, one.number);
                step.write(Beside::NoDraft { kind, number });
            }
            return Ok(());
        }
        let is_owner = now.is_some_and(|(_, _, owner, _)| owner == Some(SeatId(seat)));
        if is_owner && self.sheets.lines.remove(&(slot.part, slot.nth)).is_some() {
            return self.record(now_ms, seat, step);
        }
        Ok(())
    }

    /// The card of the scene that this person brought.
    pub(super) fn scene(
        &mut self,
        now_ms: i64,
        seat: Seat,
        (room, card): (u64, SceneCard),
        step: &mut Step,
    ) -> Result<(), Why> {
        if self.circle.room_of(SeatId(seat)) != Some((room, RoomPart::Owner)) {
            return Err(Why::Circle(circle::command::Refusal::Over));
        }
        let known = self.sheets.scenes.get(&room);
        if known.is_some_and(|(.., kept)| *kept == card) {
            return Ok(());
        }
        let known = known.map(|(_, id, _)| *id);
        let id = known.unwrap_or_else(|| self.chance.id());
        self.sheets.scenes.insert(room, (seat, id, card.clone()));
        step.panels = true;
        self.keep_record(now_ms, (seat, id), &KeptSheet::scene(room, card), step)
    }

    /// Follows the circle: an activity is over, another has begun, or everything was shown.
    pub(super) fn follow_activity(&mut self, step: &mut Step) -> Result<(), Why> {
        let now = self.circle.activity().map_or(0, |(id, ..)| id);
        if now != self.sheets.activity {
            step.panels = true;
            self.put_away(step);
            self.sheets.activity = now;
        }
        // Who hands an activity back takes their lines along.
        let circle = &self.circle;
        self.sheets
            .lines
            .retain(|(part, nth), _| circle.has_line(*part, *nth));
        let rooms = &self.circle;
        self.sheets.scenes.retain(|room, (owner, ..)| {
            let now = rooms.room_of(SeatId(*owner));
            now == Some((*room, RoomPart::Owner))
        });
        let slips = self.circle.slips();
        if !slips.is_empty() && !self.sheets.alone.is_empty() {
            self.show(&slips, step);
        }
        Ok(())
    }

    /// Gives each slip its words. Of what is unnamed only the words decide which is which. From the
    /// snapshot that is written now on the journal knows no longer who wrote what.
    fn show(&mut self, slips: &[SlipView], step: &mut Step) {
        step.panels = true;
        let mut words: BTreeMap<Whose, Vec<(u8, String)>> = BTreeMap::new();
        for ((seat, slot), one) in std::mem::take(&mut self.sheets.alone) {
            let (kind, number) = (ALONE, one.number);
            step.write(Beside::NoDraft { kind, number });
            let writer = one.named.then_some(seat);
            let nth = if one.named { slot.nth } else { 0 };
            let own = words.entry((slot.part, slot.to, writer)).or_default();
            own.push((nth, one.text));
        }
        for own in words.values_mut() {
            own.sort_unstable();
            own.reverse();
        }
        let owner = self.circle.activity().and_then(|(_, _, owner, _)| owner);
        for slip in slips.iter().filter(|slip| !slip.slot.part.is_mark()) {
            let whose = (slip.slot.part, slip.slot.to, slip.by.map(|who| who.0));
            // Of somebody who was erased meanwhile there are no words.
            let Some((_, text)) = words.get_mut(&whose).and_then(Vec::pop) else {
                continue;
            };
            if let Some(keeper) = slip.slot.to.or(owner) {
                // Whose key is gone is being erased: it is shown, and kept nowhere.
                let _ = self.draft(SLIP, slip.slip, keeper.0, &text, step);
            }
            self.sheets.slips.insert(slip.slip, text);
        }
        self.snapshot(step);
    }

    /// The activity is over: what was not kept goes.
    fn put_away(&mut self, step: &mut Step) {
        let sheets = std::mem::take(&mut self.sheets);
        for one in sheets.alone.into_values() {
            let (kind, number) = (ALONE, one.number);
            step.write(Beside::NoDraft { kind, number });
        }
        for number in sheets.slips.into_keys() {
            step.write(Beside::NoDraft { kind: SLIP, number });
        }
        self.sheets.scenes = sheets.scenes;
        self.sheets.numbered = sheets.numbered;
    }

    /// Before somebody is erased, what they wrote alone is taken back.
    pub(super) fn take_back_all(&mut self, now_ms: i64, seat: Seat, step: &mut Step) {
        let Some((activity, ..)) = self.circle.activity() else {
            return;
        };
        let slots = self.sheets.alone.keys().filter(|(by, _)| *by == seat);
        let slots: Vec<Slot> = slots.map(|(_, slot)| *slot).collect();
        for (n, slot) in (1..).zip(slots) {
            let said = CircleSaid {
                by: SeatId(seat),
                page: u64::try_from(self.chance.id()).unwrap_or(1),
                n,
                act: CircleAct::Unwrite { activity, slot },
            };
            // Refused or not, the words go.
            let _ = self.feed(now_ms, Input::Act(said), step);
            let _ = self.unwritten(now_ms, seat, slot, step);
        }
    }

    /// Before somebody is erased: what they put their name to goes, but for what the one whom it is
    /// for has kept. That is theirs, and nobody else reads it any more.
    pub(super) fn take_back_named(&mut self, seat: Seat, step: &mut Step) {
        for slip in self.circle.slips() {
            let is_theirs = slip.by == Some(SeatId(seat));
            if is_theirs && !self.is_kept(&slip) && self.sheets.slips.remove(&slip.slip).is_some() {
                let (kind, number) = (SLIP, slip.slip);
                step.write(Beside::NoDraft { kind, number });
            }
        }
        step.panels = true;
    }

    /// For whom a slip is.
    fn keeper(&self, slip: &SlipView) -> Option<SeatId> {
        let owner = self.circle.activity().and_then(|(_, _, owner, _)| owner);
        slip.slot.to.or(owner)
    }

    fn is_kept(&self, slip: &SlipView) -> bool {
        let keeper = self.keeper(slip).and_then(|keeper| self.view(keeper.0));
        let kept = keeper.and_then(|view| view.mine.activity);
        slip.chosen || kept.is_some_and(|mine| mine.kept.contains(&slip.slip))
    }

    /// The slips whose named writer was erased, as far as they are not this seat's to keep.
    fn of_nobody(&self, seat: Seat) -> Vec<u64> {
        let slips = self.circle.slips().into_iter();
        let gone = slips.filter(|slip| {
            let writer = slip.by.map(|who| who.0);
            let is_gone = writer.is_some_and(|writer| !self.seats.contains_key(&writer));
            is_gone && !(self.keeper(slip) == Some(SeatId(seat)) && self.is_kept(slip))
        });
        gone.map(|slip| slip.slip).collect()
    }

    /// The words that this seat may read.
    pub(super) fn sheet(&self, seat: Seat) -> Sheet {
        let who = SeatId(seat);
        let lines = self.sheets.lines.values();
        let slips = self.sheets.slips.iter();
        let alone = self.sheets.alone.iter();
        let room = self.circle.room_of(who).map(|(room, _)| room);
        let of_nobody = self.of_nobody(seat);
        Sheet {
            lines: lines
                .filter(|line| self.circle.may_read_line(who, line.part, line.nth))
                .cloned()
                .collect(),
            slips: slips
                .filter(|(slip, _)| self.circle.may_read_slip(who, **slip))
                .filter(|(slip, _)| !of_nobody.contains(slip))
                .map(|(slip, text)| SlipText {
                    slip: *slip,
                    text: text.clone(),
                })
                .collect(),
            written: alone
                .filter(|((by, _), _)| *by == seat)
                .map(|((_, slot), one)| WrittenText {
                    slot: *slot,
                    text: one.text.clone(),
                })
                .collect(),
            scene: room
                .and_then(|room| self.sheets.scenes.get(&room))
                .map(|(.., card)| card.clone()),
        }
    }
}
