//! What a circle does together in its working time.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod table;

use circle::activity::{ActivityKind, Part, Slot, StepKind};
use circle::command::{Act, Refusal};
use circle::event::{Audience, Event};
use circle::format::{Floor, PhaseKind};
use circle::{Circle, PersonId};
use table::{ANA, BEA, MARLOW, MINUTE, SOL, Table, WREN};

fn slot(part: Part, nth: u8) -> Slot {
    let to = None;
    Slot { part, nth, to }
}

impl Table {
    /// *Renew 90* in its working time.
    fn working() -> Self {
        let mut table = Self::begun();
        while table.view(WREN).phase.unwrap().kind != PhaseKind::Working {
            let phase = table.view(WREN).phase.unwrap().index;
            table.act(MARLOW, Act::NextPhase { phase }).unwrap();
        }
        table
    }

    fn doing(kind: ActivityKind) -> Self {
        let mut table = Self::working();
        let activity = 0;
        let begin = Act::BeginActivity { activity, kind };
        table.act(MARLOW, begin).unwrap();
        table
    }

    fn next(&mut self) -> Result<(), Refusal> {
        let now = self.view(MARLOW).activity.unwrap();
        let (activity, step) = (now.activity, now.step);
        self.act(MARLOW, Act::NextStep { activity, step })
    }

    /// Goes on until `step`, with Wren as the owner.
    fn until(&mut self, step: StepKind) {
        while self.view(MARLOW).activity.unwrap().at != step {
            if self.view(MARLOW).activity.unwrap().at == StepKind::Volunteer {
                let activity = 1;
                self.act(WREN, Act::BringOne { activity }).unwrap();
            }
            self.next().unwrap();
        }
    }

    fn write(&mut self, by: PersonId, slot: Slot, named: bool) -> Result<(), Refusal> {
        let activity = self.view(MARLOW).activity.map_or(1, |now| now.activity);
        self.act(
            by,
            Act::Write {
                activity,
                slot,
                named,
            },
        )
    }

    /// What everybody else was told since `from`.
    fn told(&self, from: usize, but: PersonId) -> Vec<&Event> {
        let heard = self.heard[from..].iter();
        let others = heard.filter(|(to, _)| *to != Audience::One(but));
        others.map(|(_, event)| event).collect()
    }
}

#[test]
fn a_thought_record_goes_step_by_step_and_its_floor_with_it() {
    let mut table = Table::doing(ActivityKind::ThoughtRecord);
    assert_eq!(table.view(SOL).activity.unwrap().at, StepKind::Volunteer);
    // Nobody is put on the spot: it can't go on before somebody brings something.
    assert_eq!(table.next(), Err(Refusal::NotNow));
    table.act(WREN, Act::BringOne { activity: 1 }).unwrap();
    let second = table.act(SOL, Act::BringOne { activity: 1 });
    assert_eq!(second, Err(Refusal::Taken));
    table.act(WREN, Act::HandBack { activity: 1 }).unwrap();
    table.act(SOL, Act::BringOne { activity: 1 }).unwrap();
    let mut floors = Vec::new();
    while let Some(now) = table.view(ANA).activity {
        floors.push((now.at, table.view(ANA).phase.unwrap().floor));
        table.next().unwrap();
    }
    let expected = [
        (StepKind::Volunteer, Floor::Still),
        (StepKind::Example, Floor::Still),
        (StepKind::Owner, Floor::Still),
        (StepKind::Alone, Floor::Still),
        (StepKind::Shown, Floor::Hands),
        (StepKind::Keep, Floor::Still),
    ];
    assert_eq!(floors, expected);
    // Back to the working time's own floor, and it is on record.
    assert_eq!(table.view(ANA).phase.unwrap().floor, Floor::Hands);
    let ran = table.circle.record().activities;
    assert_eq!(ran.len(), 1);
    assert_eq!(
        (ran[0].kind, ran[0].steps),
        (ActivityKind::ThoughtRecord, 6)
    );
}

#[test]
fn nothing_of_an_answer_is_told_before_all_are_shown() {
    let mut table = Table::doing(ActivityKind::ThoughtRecord);
    table.until(StepKind::Owner);
    table.write(WREN, slot(Part::Thought, 0), true).unwrap();
    assert_eq!(table.view(SOL).activity.unwrap().lines, []);
    assert!(!table.circle.may_read_line(SOL, Part::Thought, 0));
    assert!(table.circle.may_read_line(WREN, Part::Thought, 0));
    table.until(StepKind::Alone);
    assert_eq!(table.view(SOL).activity.unwrap().lines.len(), 1);
    assert!(table.circle.may_read_line(SOL, Part::Thought, 0));

    let from = table.heard.len();
    table.write(SOL, slot(Part::Fairer, 0), false).unwrap();
    table.write(SOL, slot(Part::Pattern, 3), false).unwrap();
    assert_eq!(table.told(from, SOL), [] as [&Event; 0]);
    table.write(ANA, slot(Part::Fairer, 0), true).unwrap();
    table.write(BEA, slot(Part::Pattern, 3), false).unwrap();
    assert_eq!(table.view(MARLOW).activity.unwrap().slips, []);
    assert_eq!(table.view(WREN).mine.activity.unwrap().written, []);
    assert_eq!(table.view(SOL).mine.activity.unwrap().written.len(), 2);

    table.next().unwrap();
    let shown = table.view(MARLOW).activity.unwrap().slips;
    let found: Vec<_> = shown
        .iter()
        .map(|slip| (slip.slip, slip.slot.part, slip.by, slip.count))
        .collect();
    let expected = [
        (1, Part::Pattern, None, 2),
        (2, Part::Fairer, Some(ANA), 1),
        (3, Part::Fairer, None, 1),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        table.write(BEA, slot(Part::Fairer, 0), false),
        Err(Refusal::Over)
    );
}

#[test]
fn who_wrote_an_unnamed_answer_is_nowhere_once_it_is_shown() {
    let mut snapshots = Vec::new();
    for writer in [SOL, ANA] {
        let mut table = Table::doing(ActivityKind::ProblemSolving);
        table.until(StepKind::Alone);
        for who in [SOL, ANA] {
            // Both send as many commands, so that the counters say nothing.
            table.write(who, slot(Part::Idea, 0), false).unwrap();
            if who != writer {
                let (activity, slot) = (1, slot(Part::Idea, 0));
                table.act(who, Act::Unwrite { activity, slot }).unwrap();
            } else {
                table.write(who, slot(Part::Idea, 0), false).unwrap();
            }
        }
        table.next().unwrap();
        assert_eq!(table.view(SOL).activity.unwrap().slips.len(), 1);
        assert_eq!(table.view(writer).mine.activity, None);
        snapshots.push(String::from_utf8(table.circle.snapshot()).unwrap());
    }
    assert_eq!(snapshots[0], snapshots[1]);
}

#[test]
fn what_is_kept_reaches_only_its_owner() {
    let mut table = Table::doing(ActivityKind::ThoughtRecord);
    table.until(StepKind::Alone);
    table.write(SOL, slot(Part::Fairer, 0), false).unwrap();
    table.until(StepKind::Shown);
    let from = table.heard.len();
    let keep = |slip| Act::KeepSlip {
        activity: 1,
        slip,
        is: true,
    };
    assert_eq!(table.act(SOL, keep(1)), Err(Refusal::NotYours));
    assert_eq!(table.act(MARLOW, keep(1)), Err(Refusal::NotYours));
    assert_eq!(table.act(WREN, keep(7)), Err(Refusal::Over));
    table.act(WREN, keep(1)).unwrap();
    assert_eq!(table.told(from, WREN), [] as [&Event; 0]);
    assert_eq!(table.view(WREN).mine.activity.unwrap().kept, [1]);
}

#[test]
fn strengths_reach_the_one_they_are_about_and_nobody_else() {
    let mut table = Table::doing(ActivityKind::Strengths);
    let about = |to: PersonId| Slot {
        part: Part::Strength,
        nth: 0,
        to: Some(to),
    };
    assert_eq!(table.write(SOL, about(SOL), true), Err(Refusal::NotNow));
    assert_eq!(
        table.write(SOL, slot(Part::Strength, 0), true),
        Err(Refusal::NotNow)
    );
    let nobody = about(PersonId(99));
    assert_eq!(table.write(SOL, nobody, true), Err(Refusal::NoSuchPerson));
    table.write(SOL, about(ANA), true).unwrap();
    table.write(WREN, about(ANA), false).unwrap();
    table.write(ANA, about(SOL), false).unwrap();
    table.next().unwrap();
    assert_eq!(table.view(MARLOW).activity.unwrap().slips, []);
    let anas = table.view(ANA).mine.activity.unwrap().slips;
    assert_eq!(
        anas.iter().map(|s| s.by).collect::<Vec<_>>(),
        [Some(SOL), None]
    );
    assert!(table.circle.may_read_slip(ANA, anas[0].slip));
    assert!(!table.circle.may_read_slip(MARLOW, anas[0].slip));
    assert_eq!(table.view(BEA).mine.activity, None);
    let (activity, slip, is) = (1, anas[0].slip, true);
    let keep = Act::KeepSlip { activity, slip, is };
    assert_eq!(table.act(SOL, keep.clone()), Err(Refusal::NotYours));
    table.act(ANA, keep).unwrap();
}

#[test]
fn the_owner_chooses_three_ideas_and_no_more() {
    let mut table = Table::doing(ActivityKind::ProblemSolving);
    table.until(StepKind::Alone);
    for who in [SOL, ANA] {
        for nth in 0..4 {
            table.write(who, slot(Part::Idea, nth), false).unwrap();
        }
    }
    assert_eq!(
        table.write(SOL, slot(Part::Idea, 4), false),
        Err(Refusal::NotNow)
    );
    table.until(StepKind::Shown);
    let choose = |slip, is| Act::ChooseSlip {
        activity: 1,
        slip,
        is,
    };
    assert_eq!(table.act(SOL, choose(1, true)), Err(Refusal::NotYours));
    for slip in 1..=3 {
        table.act(WREN, choose(slip, true)).unwrap();
    }
    assert_eq!(table.act(WREN, choose(4, true)), Err(Refusal::TooMany));
    table.act(WREN, choose(1, false)).unwrap();
    table.act(WREN, choose(4, true)).unwrap();
    let chosen = table.view(ANA).activity.unwrap().slips;
    assert_eq!(chosen.iter().filter(|slip| slip.chosen).count(), 3);
}

#[test]
fn every_activity_can_be_stopped_at_every_step_and_by_its_owner() {
    for kind in ActivityKind::ALL {
        for steps in 0..kind.steps().len() {
            for by in [MARLOW, WREN] {
                let mut table = Table::doing(kind);
                if kind.has_owner() {
                    table.act(WREN, Act::BringOne { activity: 1 }).unwrap();
                }
                for _ in 0..steps {
                    table.next().unwrap();
                }
                let stopped = table.act(by, Act::StopActivity { activity: 1 });
                let may = by == MARLOW || kind.has_owner();
                let expected = if may {
                    Ok(())
                } else {
                    Err(Refusal::NotLeading)
                };
                assert_eq!(stopped, expected, "{kind:?} at {steps}");
                assert_eq!(table.view(SOL).activity.is_none(), may);
            }
        }
    }
}

#[test]
fn when_the_owner_leaves_the_session_goes_on() {
    for step in [
        StepKind::Owner,
        StepKind::Alone,
        StepKind::Shown,
        StepKind::Keep,
    ] {
        let mut table = Table::doing(ActivityKind::ThoughtRecord);
        table.until(step);
        table.act(WREN, Act::Leave).unwrap();
        assert_eq!(table.view(SOL).activity, None);
        table.act(SOL, Act::Hand { up: true }).unwrap();
        table.wait(10_000);
        assert_eq!(table.speaker(), Some(SOL));
    }
    // A lost line is no leaving.
    let mut table = Table::doing(ActivityKind::ThoughtRecord);
    table.until(StepKind::Owner);
    table
        .put(&circle::command::Input::Disconnected { who: WREN })
        .unwrap();
    table.wait(2 * MINUTE);
    assert_eq!(table.view(SOL).activity.unwrap().owner, Some(WREN));
}

#[test]
fn another_is_begun_in_its_place_and_a_stale_tap_begins_none() {
    let mut table = Table::doing(ActivityKind::OpenDiscussion);
    let begin = |activity| Act::BeginActivity {
        activity,
        kind: ActivityKind::BodyScan,
    };
    assert_eq!(table.act(MARLOW, begin(0)), Err(Refusal::Over));
    assert_eq!(table.act(SOL, begin(1)), Err(Refusal::NotLeading));
    table.act(MARLOW, begin(1)).unwrap();
    assert_eq!(table.view(SOL).activity.unwrap().activity, 2);
    // A still step goes on by itself, and the last one ends.
    table.wait(9 * MINUTE);
    assert_eq!(table.view(SOL).activity, None);
    let phase = table.view(SOL).phase.unwrap().index;
    table.act(MARLOW, Act::NextPhase { phase }).unwrap();
    assert_eq!(table.act(MARLOW, begin(0)), Err(Refusal::NotNow));
}

#[test]
fn with_nobody_leading_the_steps_follow_one_another() {
    let mut table = Table::doing(ActivityKind::ProblemSolving);
    table.act(WREN, Act::BringOne { activity: 1 }).unwrap();
    table.act(MARLOW, Act::Leave).unwrap();
    table.act(BEA, Act::Leave).unwrap();
    let minutes = i64::from(ActivityKind::ProblemSolving.minutes());
    table.wait((minutes - 1) * MINUTE);
    assert_eq!(table.view(SOL).activity.unwrap().at, StepKind::FirstStep);
    table.wait(2 * MINUTE);
    assert_eq!(table.view(SOL).activity, None);
}

#[test]
fn who_shares_is_given_the_floor_and_everybody_reads_in_turn() {
    let mut table = Table::doing(ActivityKind::ModelShare);
    table.until(StepKind::Share);
    table.wait(10_000);
    assert_eq!(table.speaker(), Some(WREN));
    table.done();
    table.next().unwrap();
    let mut table = Table::doing(ActivityKind::ReadingRound);
    let mut readers = Vec::new();
    for _ in 0..5 {
        table.wait(10_000);
        readers.extend(table.speaker());
        table.done();
    }
    readers.sort_unstable();
    assert_eq!(readers, [MARLOW, BEA, WREN, SOL, ANA]);
}

#[test]
fn an_activity_survives_a_restart_at_every_step() {
    for kind in ActivityKind::ALL {
        let mut table = Table::doing(kind);
        if kind.has_owner() {
            table.act(WREN, Act::BringOne { activity: 1 }).unwrap();
        }
        loop {
            let bytes = table.circle.snapshot();
            let again = Circle::restore(&bytes).unwrap();
            for who in [MARLOW, WREN, SOL] {
                assert_eq!(again.view(who), table.circle.view(who));
            }
            assert_eq!(again.next_deadline(), table.circle.next_deadline());
            if table.view(SOL).activity.is_none() {
                break;
            }
            table.next().unwrap();
        }
    }
}
