//! What the owner of an activity keeps of it: what they wrote, and what of the others' they chose to
//! keep. It is written anew with each change, so that nothing is lost whatever ends the activity.

use circle::PersonId as SeatId;
use circle::activity::{ActivityKind, Part};
use serde::{Deserialize, Serialize};

use super::super::kept::{self, Place};
use super::super::rehearsed::Went;
use super::super::step::{Step, Why};
use super::super::store::journal::Beside;
use super::super::wire::{LineText, SceneCard, Seat};
use super::Table;

/// A kept sheet, as its owner opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSheet {
    pub kind: ActivityKind,
    /// The number of the activity in its session; 0 for a scene.
    #[serde(default)]
    pub activity: u64,
    /// The number of the scene's side room; 0 for all else.
    #[serde(default)]
    pub room: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptSlip>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<SceneCard>,
    /// What became of the scene on its real day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<Went>,
}

/// Something that others wrote and the owner keeps. Who wrote it is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSlip {
    pub part: Part,
    pub nth: u8,
    pub text: String,
    /// How many marked it.
    pub count: u8,
    /// Chosen to be tried.
    pub chosen: bool,
}

impl KeptSheet {
    pub(in super::super) fn scene(room: u64, card: SceneCard) -> Self {
        Self {
            kind: ActivityKind::Rehearsal,
            activity: 0,
            room,
            lines: Vec::new(),
            kept: Vec::new(),
            scene: Some(card),
            went: None,
        }
    }

    fn is_empty(&self) -> bool {
        let nothing = self.lines.is_empty() && self.kept.is_empty();
        let scene = self.scene.as_ref();
        nothing && scene.is_none_or(|card| *card == SceneCard::default())
    }
}

impl Table {
    /// Writes what `seat` keeps of the activity under way.
    pub(super) fn record(&mut self, now_ms: i64, seat: Seat, step: &mut Step) -> Result<(), Why> {
        let Some(sheet) = self.kept_by(seat) else {
            return Ok(());
        };
        let known = self.sheets.records.get(&seat).copied();
        let id = known.unwrap_or_else(|| self.chance.id());
        self.sheets.records.insert(seat, id);
        self.keep_record(now_ms, (seat, id), &sheet, step)
    }

    fn kept_by(&self, seat: Seat) -> Option<KeptSheet> {
        let (activity, kind, owner, _) = self.circle.activity()?;
        let mine = self.view(seat)?.mine.activity.unwrap_or_default();
        let is_owner = owner == Some(SeatId(seat));
        let lines = self.sheets.lines.values().filter(|_| is_owner);
        let slips = self.circle.slips();
        let keeps = |slip: &&circle::activity::SlipView| {
            mine.kept.contains(&slip.slip) || (is_owner && slip.chosen)
        };
        let kept = slips.iter().filter(keeps).map(|slip| KeptSlip {
            part: slip.slot.part,
            nth: slip.slot.nth,
            text: self
                .sheets
                .slips
                .get(&slip.slip)
                .cloned()
                .unwrap_or_default(),
            count: slip.count,
            chosen: slip.chosen,
        });
        Some(KeptSheet {
            kind,
            activity,
            room: 0,
            lines: lines.cloned().collect(),
            kept: kept.collect(),
            scene: None,
            went: None,
        })
    }

    pub(super) fn keep_record(
        &mut self,
        now_ms: i64,
        (seat, id): (Seat, i64),
        sheet: &KeptSheet,
        step: &mut Step,
    ) -> Result<(), Why> {
        let Some(sitting) = self.seats.get(&seat) else {
            return Ok(());
        };
        if sheet.is_empty() {
            step.write(Beside::NoRecord { id });
            return Ok(());
        }
        let text = serde_json::to_string(sheet).unwrap_or_default();
        let person = sitting.person;
        let sealed = kept::seal(&self.keys, &self.chance, person, Place::Record(id), &text)?;
        step.write(Beside::Record {
            id,
            person,
            made_ms: now_ms,
            sealed,
        });
        Ok(())
    }
}
