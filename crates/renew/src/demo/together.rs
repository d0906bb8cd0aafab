//! What a simulated peer does in an activity: brings something when nobody else does, writes alone,
//! says that they are ready, keeps and chooses, and takes something along.

use circle::activity::{ActivityKind, ActivityView, Part, Slot, StepKind, Writer};
use circle::view::{Presence, SeatView, View};

use super::mind::{Mind, Past, Wish};
use super::words::{self, Line};
use crate::sessions::Act;

/// A person at the browser has so long, however quick the pace, before a simulated peer brings
/// something in their place.
const OTHERS_FIRST_MS: i64 = 12_000;
/// Slips that a peer keeps: what one remembers of an evening.
const KEEPS_MAX: usize = 4;
/// Ideas that an owner chooses.
const CHOOSES: usize = 2;

impl Mind {
    /// What this peer wants to do in the activity under way.
    pub(super) fn join_in(
        &self,
        view: &View,
        me: &SeatView,
        past: &Past,
        now_ms: i64,
    ) -> Option<Wish> {
        let now = view.activity.as_ref().filter(|_| me.agreed)?;
        self.bring(view, now, now_ms)
            .or_else(|| self.write(view, now, now_ms))
            .or_else(|| self.choose(view, now))
            .or_else(|| self.say_ready(view, now))
            .or_else(|| self.find_room(view, me, past, now_ms))
            .or_else(|| self.take_along(view, now))
    }

    /// Brings something when nobody has for a while. Who leads has their hands full.
    fn bring(&self, view: &View, now: &ActivityView, now_ms: i64) -> Option<Wish> {
        let waits = now.at == StepKind::Volunteer && now.owner.is_none();
        if !waits || view.lead.who == Some(view.me) {
            return None;
        }
        let most = (now.ends_at - now.started_at) * 6 / 10;
        let later = i64::try_from(self.habit(now.activity) % 6).unwrap_or_default();
        let at = now.started_at + most.max(OTHERS_FIRST_MS) + later * self.paced(4_000);
        let activity = now.activity;
        Some(self.soon((at - now_ms).max(0), Act::BringOne { activity }))
    }

    /// Writes the next thing that is still to be written in this step.
    fn write(&self, view: &View, now: &ActivityView, now_ms: i64) -> Option<Wish> {
        let missing = self.to_write(view, now);
        let slot = *missing.first()?;
        let left = i64::try_from(missing.len()).unwrap_or(1);
        let at_ease = self.paced(5_000) + self.paced(self.up_to(line_of(slot), 8) * 1000);
        // Whoever has much to write writes faster: the step has an end.
        let after_ms = at_ease.min((now.ends_at - now_ms).max(0) * 3 / 4 / left);
        let (text, level) = self.text_for(now, slot);
        let act = Act::Write {
            activity: now.activity,
            part: slot.part,
            nth: slot.nth,
            to: slot.to.map(|to| to.0),
            text,
            level,
            named: self.habit(300 + line_of(slot)).is_multiple_of(3),
            on: slot.part.is_mark(),
        };
        Some(self.soon(after_ms, act))
    }

    /// Where this peer means to write in this step and hasn't yet.
    fn to_write(&self, view: &View, now: &ActivityView) -> Vec<Slot> {
        let mine = view.mine.activity.as_ref();
        let is_there = |slot: &Slot| {
            let line =
                |line: &circle::activity::LineView| (line.part, line.nth) == (slot.part, slot.nth);
            mine.is_some_and(|mine| {
                mine.written.iter().any(|one| one.slot == *slot) || mine.lines.iter().any(line)
            })
        };
        let mut slots = Vec::new();
        for (writer, part, most) in now.kind.writes(now.at) {
            if !writes(*writer, now.owner == Some(view.me)) {
                continue;
            }
            if part.is_for_somebody() {
                let others = view.seats.iter().filter(|seat| is_here(seat));
                let others = others.filter(|seat| seat.who != view.me);
                slots.extend(others.map(|seat| slot(*part, 0, Some(seat.who))));
            } else {
                let nths = self.lines_of(*part, *most);
                slots.extend(nths.into_iter().map(|nth| slot(*part, nth, None)));
            }
        }
        slots.retain(|slot| !is_there(slot));
        slots
    }

    /// Which lines of a part this peer writes: a few, seldom all.
    fn lines_of(&self, part: Part, most: u8) -> Vec<u8> {
        let habit = self.habit(200 + part as u64);
        let some = |n: u64| u8::try_from(n).unwrap_or(1).min(most);
        match part {
            // Two patterns, never the same one twice.
            Part::Pattern => {
                let first = some(habit % u64::from(most.max(1)));
                let second = (first + 3) % most.max(1);
                vec![first, second]
            }
            Part::Feeling | Part::FeelingNow | Part::PastTry => (0..some(2)).collect(),
            Part::Idea => (0..some(1 + habit % 2)).collect(),
            Part::Outline => (0..some(4)).collect(),
            _ => vec![0],
        }
    }

    fn text_for(&self, now: &ActivityView, slot: Slot) -> (String, Option<u8>) {
        let matter = self.habit(now.activity);
        let nth = usize::from(slot.nth);
        let pick = |lines: &[Line]| self.pick(lines, line_of(slot));
        let whole = |lines: &[Line]| self.pick(lines, 0);
        let thought = words::THOUGHTS[at(matter, words::THOUGHTS.len())];
        let problem = words::PROBLEMS[at(matter, words::PROBLEMS.len())];
        let level = |least: u64, most: u64| {
            let level = least + self.habit(400 + line_of(slot)) % (most - least);
            Some(u8::try_from(level / 5 * 5).unwrap_or(50))
        };
        match slot.part {
            Part::Pattern => (String::new(), None),
            Part::Belief => (String::new(), level(65, 95)),
            Part::BeliefNow => (String::new(), level(25, 55)),
            Part::Situation => (self.own(thought[0]), None),
            Part::Thought => (self.own(thought[1]), None),
            Part::Feeling => (self.own(thought[2 + nth % 2]), level(55, 90)),
            Part::FeelingNow => (self.own(thought[2 + nth % 2]), level(20, 50)),
            Part::EvidenceFor => (pick(&words::EVIDENCE_FOR), None),
            Part::EvidenceAgainst => (pick(&words::EVIDENCE_AGAINST), None),
            Part::Fairer => (pick(&words::FAIRER), None),
            Part::Problem => (self.own(problem[0]), None),
            Part::PastTry => (self.own(problem[1 + nth % 2]), None),
            Part::Expectation => (self.own(problem[3]), None),
            Part::FirstStep => (self.own(problem[4]), None),
            Part::Idea => (pick(&words::IDEAS), None),
            Part::UsingNow => (pick(&words::COSTS[0]), None),
            Part::UsingLater => (pick(&words::COSTS[1]), None),
            Part::NotUsingNow => (pick(&words::COSTS[2]), None),
            Part::NotUsingLater => (pick(&words::COSTS[3]), None),
            Part::Strength => (pick(&words::STRENGTHS), None),
            Part::Outline => {
                let line = words::OUTLINE.get(nth).copied();
                (
                    line.map_or_else(|| whole(&words::OUTLINE), |line| self.own(line)),
                    None,
                )
            }
        }
    }

    /// Keeps what was written to them, and chooses among ideas.
    fn choose(&self, view: &View, now: &ActivityView) -> Option<Wish> {
        let mine = view.mine.activity.clone().unwrap_or_default();
        let is_owner = now.owner == Some(view.me);
        let activity = now.activity;
        let chosen = now.slips.iter().filter(|slip| slip.chosen).count();
        if is_owner && chooses_in(now) && chosen < CHOOSES {
            let ideas = now.slips.iter().filter(|slip| slip.slot.part == Part::Idea);
            let next = ideas
                .filter(|slip| !slip.chosen)
                .nth(usize::from(chosen > 0));
            if let Some(slip) = next.map(|slip| slip.slip) {
                let is = true;
                return self.in_seconds(5, 4, Act::ChooseSlip { activity, slip, is });
            }
        }
        if !now.kind.keeps_in(now.at) || mine.kept.len() >= KEEPS_MAX {
            return None;
        }
        let shown = if is_owner { &now.slips[..] } else { &[] };
        let slips = mine.slips.iter().chain(shown);
        // Two of three, the first always.
        let fits = slips.enumerate().filter(|(place, _)| place % 3 != 2);
        let mut fits = fits.map(|(_, slip)| slip.slip);
        let slip = fits.find(|slip| !mine.kept.contains(slip))?;
        let is = true;
        self.in_seconds(
            3,
            self.habit(500 + slip) % 5,
            Act::KeepSlip { activity, slip, is },
        )
    }

    /// Says that all is written, or kept.
    fn say_ready(&self, view: &View, now: &ActivityView) -> Option<Wish> {
        let is_ready = view.mine.activity.as_ref().is_some_and(|mine| mine.ready);
        if is_ready || !has_to_do(now, now.owner == Some(view.me)) {
            return None;
        }
        let (activity, is) = (now.activity, true);
        self.in_seconds(2, self.habit(600) % 4, Act::Ready { activity, is })
    }

    /// Takes something along, in the last step; not into the silence.
    fn take_along(&self, view: &View, now: &ActivityView) -> Option<Wish> {
        let is_last = usize::from(now.step) + 1 == now.kind.steps().len();
        let is_round = now.kind != ActivityKind::OpenDiscussion && !now.at.is_stillness();
        if !is_last || !is_round || view.mine.takeaway {
            return None;
        }
        let text = self.pick(&words::TAKEAWAYS, now.activity);
        self.in_seconds(8, self.habit(700) % 20, Act::Takeaway { text })
    }

    /// After the end some stay in the lounge for a while.
    pub(super) fn stay(&self, view: &View, me: &SeatView, past: &Past) -> Option<Wish> {
        let lounge = view.lounge.as_ref().filter(|_| me.agreed)?;
        let is_in = lounge.people.contains(&view.me);
        let went = past.has(|act| *act == Act::LeaveLounge);
        match (is_in, went, self.habit(900) % 3) {
            (_, true, _) | (false, _, 0) => None,
            (false, ..) => self.in_seconds(20, self.habit(901) % 60, Act::EnterLounge),
            (true, ..) => self.in_seconds(360, self.habit(902) % 400, Act::LeaveLounge),
        }
    }

    /// How many people the step waits for to say that they are ready.
    pub(super) fn awaited(view: &View, now: &ActivityView) -> usize {
        let here = view.seats.iter().filter(|seat| is_here(seat));
        here.filter(|seat| has_to_do(now, now.owner == Some(seat.who)))
            .count()
    }

    /// One of `lines`, always the same for this peer and this matter.
    pub(super) fn pick(&self, lines: &[Line], matter: u64) -> String {
        // Side by side, so that two neighbours in the circle seldom write the same.
        let place = at(self.seed.wrapping_add(matter.wrapping_mul(5)), lines.len());
        lines
            .get(place)
            .map_or_else(String::new, |line| self.own(*line))
    }

    /// 0 to `most`, always the same for this peer and this matter.
    pub(super) fn up_to(&self, matter: u64, most: u64) -> i64 {
        i64::try_from(self.habit(matter) % (most + 1)).unwrap_or_default()
    }
}

/// Whether somebody has something to write or to keep in the step under way.
fn has_to_do(now: &ActivityView, is_owner: bool) -> bool {
    let written = now.kind.writes(now.at).iter();
    let writes_now = written
        .clone()
        .any(|(writer, ..)| writes(*writer, is_owner));
    let keeps = now.kind.keeps_in(now.at) && (is_owner || now.kind == ActivityKind::Strengths);
    writes_now || keeps
}

fn writes(writer: Writer, is_owner: bool) -> bool {
    match writer {
        Writer::Owner => is_owner,
        Writer::Peers => !is_owner,
        Writer::Everybody => true,
    }
}

fn chooses_in(now: &ActivityView) -> bool {
    now.kind == ActivityKind::ProblemSolving
        && matches!(now.at, StepKind::Shown | StepKind::Realistic)
}

/// Whether a seat is in the circle and may take part.
pub(super) fn is_here(seat: &SeatView) -> bool {
    seat.agreed && seat.presence == Presence::Here
}

fn slot(part: Part, nth: u8, to: Option<circle::PersonId>) -> Slot {
    Slot { part, nth, to }
}

/// A number for one place to write in.
fn line_of(slot: Slot) -> u64 {
    let to = slot.to.map_or(0, |to| to.0);
    slot.part as u64 + u64::from(slot.nth) * 3 + to
}

fn at(number: u64, len: usize) -> usize {
    let len = u64::try_from(len).unwrap_or(1).max(1);
    usize::try_from(number % len).unwrap_or_default()
}
