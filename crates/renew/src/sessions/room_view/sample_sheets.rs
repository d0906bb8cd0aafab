//! Activities and side rooms for the tests: driven in a real circle, with invented words.

use circle::activity::{ActivityKind, Part, Slot, StepKind};
use circle::command::{Act, PrivateChoice};
use circle::format::PhaseKind;
use circle::side_rooms::{RoomPart, RoomStep};
use circle::{Circle, PersonId};

use super::samples::{ANA, BEA, Evening, JUNIPER, MARLOW, SOL, TOMAS, WREN};
use crate::sessions::wire::{LineText, SceneCard, Sheet, SlipText, WrittenText};

impl Evening {
    /// The working time, before anything was begun.
    pub(super) fn working() -> Self {
        let mut evening = Self::check_in();
        loop {
            let phase = evening
                .circle
                .view(PersonId(MARLOW))
                .unwrap()
                .phase
                .unwrap();
            if phase.kind == PhaseKind::Working {
                return evening;
            }
            let phase = phase.index;
            evening.act(MARLOW, Act::NextPhase { phase });
        }
    }

    /// Wren's (or everybody's) activity, at `step`, with what people would have written by then.
    pub(super) fn doing(kind: ActivityKind, step: StepKind) -> Self {
        let mut evening = Self::working();
        let activity = 0;
        evening.act(MARLOW, Act::BeginActivity { activity, kind });
        loop {
            let now = evening.circle.view(PersonId(MARLOW)).unwrap().activity;
            let now = now.expect("it runs");
            if now.at == StepKind::Volunteer && step != StepKind::Volunteer {
                evening.act(WREN, Act::BringOne { activity: 1 });
            }
            evening.everybody_writes(kind, now.at);
            if now.at == step {
                return evening;
            }
            let (activity, step) = (now.activity, now.step);
            evening.act(MARLOW, Act::NextStep { activity, step });
        }
    }

    fn everybody_writes(&mut self, kind: ActivityKind, step: StepKind) {
        let of = |part: Part, nth: u8, to: Option<u64>| Slot {
            part,
            nth,
            to: to.map(PersonId),
        };
        for (_, part, most) in kind.writes(step) {
            for nth in 0..(*most).min(2) {
                if step != StepKind::Alone {
                    self.writes(WREN, of(*part, nth, None), false);
                    continue;
                }
                match part {
                    Part::Pattern => {
                        self.writes(SOL, of(*part, 4, None), false);
                        self.writes(ANA, of(*part, 4 + nth, None), false);
                    }
                    Part::Strength => {
                        self.writes(SOL, of(*part, nth, Some(WREN)), nth == 0);
                        self.writes(WREN, of(*part, nth, Some(SOL)), false);
                    }
                    _ => {
                        self.writes(SOL, of(*part, nth, None), true);
                        self.writes(ANA, of(*part, nth, None), false);
                    }
                }
            }
        }
    }

    fn writes(&mut self, who: u64, slot: Slot, named: bool) {
        self.act(
            who,
            Act::Write {
                activity: 1,
                slot,
                named,
            },
        );
    }

    /// Wren rehearses with Sol, and Ana watches.
    pub(super) fn rehearsing() -> Self {
        let mut evening = Self::doing(ActivityKind::Rehearsal, StepKind::Pairs);
        evening.act(WREN, Act::OpenRoom { activity: 1 });
        evening.act(JUNIPER, Act::OpenRoom { activity: 1 });
        for (who, part) in [(SOL, RoomPart::Partner), (ANA, RoomPart::Watcher)] {
            evening.act(who, Act::TakePart { room: 1, part });
        }
        evening
    }

    /// As [`Evening::rehearsing`], in the scene, and somebody calls for help.
    pub(super) fn playing() -> Self {
        let mut evening = Self::rehearsing();
        let (activity, step) = (1, 0);
        evening.act(MARLOW, Act::NextStep { activity, step });
        let (room, step) = (1, RoomStep::Scene);
        evening.act(WREN, Act::NextRoomStep { room, step });
        evening.act(SOL, Act::CallHelp { room, is: true });
        evening
    }

    /// Bea has asked Tomás aside; with `said_yes` they sit together.
    pub(super) fn aside(said_yes: bool) -> Self {
        let mut evening = Self::check_in();
        let choice = PrivateChoice::NotOk;
        evening.act(TOMAS, Act::Private { choice });
        let view = evening.circle.view(PersonId(BEA)).unwrap();
        let word = view.words.last().expect("a word").word;
        evening.act(BEA, Act::AskAside { word });
        if said_yes {
            let (room, part) = (1, RoomPart::Guest);
            evening.act(TOMAS, Act::TakePart { room, part });
        }
        evening
    }
}

/// The words that `who` may read.
pub(super) fn sheet(circle: &Circle, who: u64) -> Sheet {
    let me = PersonId(who);
    let view = circle.view(me).expect("somebody known");
    let mine = view.mine.activity.unwrap_or_default();
    let now = view.activity.iter().flat_map(|now| &now.lines);
    let lines = now.chain(&mine.lines).map(|line| LineText {
        part: line.part,
        nth: line.nth,
        text: words_for(line.part, line.nth).to_owned(),
        level: level_for(line.part),
    });
    let mut lines: Vec<LineText> = lines.collect();
    lines.sort_by_key(|line| (line.part, line.nth));
    lines.dedup();
    let slips = circle.slips().into_iter();
    let slips = slips.filter(|slip| circle.may_read_slip(me, slip.slip));
    Sheet {
        lines,
        slips: slips
            .filter(|slip| !slip.slot.part.is_mark())
            .map(|slip| SlipText {
                slip: slip.slip,
                text: words_for(slip.slot.part, u8::from(slip.by.is_none())).to_owned(),
            })
            .collect(),
        written: mine
            .written
            .iter()
            .map(|one| WrittenText {
                slot: one.slot,
                text: words_for(one.slot.part, one.slot.nth).to_owned(),
            })
            .collect(),
        scene: circle
            .room_of(me)
            .filter(|(room, _)| *room == 1)
            .map(|_| scene()),
    }
}

fn scene() -> SceneCard {
    SceneCard {
        with: "Someone I used to see every weekend".to_owned(),
        place: "At the stop of the 42".to_owned(),
        says: "Come on, just for an hour.".to_owned(),
        date: "2026-11-29".to_owned(),
        takeaway: String::new(),
    }
}

fn level_for(part: Part) -> Option<u8> {
    match part {
        Part::Belief | Part::Feeling => Some(80),
        Part::BeliefNow | Part::FeelingNow => Some(35),
        _ => None,
    }
}

fn words_for(part: Part, nth: u8) -> &'static str {
    let pair = match part {
        Part::Situation => ["My manager asked me to stay late on Thursday.", ""],
        Part::Thought => ["If I say no she'll think I'm unreliable again.", ""],
        Part::Feeling | Part::FeelingNow => ["shame", "fear"],
        Part::EvidenceFor => ["I missed three shifts in spring.", "It was a hard spring."],
        Part::EvidenceAgainst => [
            "You trained the new starter.",
            "On time every day since June.",
        ],
        Part::Fairer => [
            "Saying no once doesn't undo five months.",
            "She asks because you close properly.",
        ],
        Part::Problem => ["Friday is pay day and my way home passes the store.", ""],
        Part::PastTry => ["Taking the bus. It worked twice.", "Asking my sister."],
        Part::Idea => [
            "Get off two stops early and walk the canal.",
            "Leave the card at home, carry bus fare only.",
        ],
        Part::Expectation => ["Two Fridays of four would be a lot.", ""],
        Part::FirstStep => ["I ring Dana on Friday at five.", ""],
        Part::UsingNow => ["It is quiet for an hour.", "I sleep."],
        Part::UsingLater => ["The next day is gone.", "I hide things."],
        Part::NotUsingNow => ["I shake, and I am proud.", "It is loud in my head."],
        Part::NotUsingLater => ["My daughter calls.", "Money for the rent."],
        Part::Strength => [
            "You stayed until everybody had gone.",
            "You say it plainly.",
        ],
        Part::Outline => ["How it was", "What happened"],
        Part::Belief | Part::BeliefNow | Part::Pattern => ["", ""],
    };
    pair[usize::from(nth.min(1))]
}
