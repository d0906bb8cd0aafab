//! What is written in an activity: the referee's own list of it, from the commands that were taken,
//! and the rules of who may see what of it, and when.

use std::collections::{BTreeMap, BTreeSet};

use ::circle::{
    PersonId,
    activity::{ActivityView, MyActivity, Part, SlipView, Slot, StepKind},
    command::{Act, Input, Said},
    event::{Audience, Event},
    format::PhaseKind,
    view::{State, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, leads, seat},
    found,
};

/// Something that is to be on the table once all is shown: the place, whose it is if named, and how
/// many marked it.
type Shown = (Slot, Option<PersonId>, u8);

/// The activity under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// What was written alone and not shown yet, and whether its writer wants to be named.
    alone: BTreeMap<(PersonId, Slot), bool>,
    /// What the owner wrote.
    lines: BTreeSet<(Part, u8)>,
    shown: Vec<Shown>,
    kept: BTreeSet<(PersonId, u64)>,
}

impl Sheet {
    /// Follows one step; `said` was taken in it, for the first time.
    pub(super) fn follow(&mut self, before: &View, after: &View, said: Option<&Said>) {
        if let (Some(at), Some(said)) = (&before.activity, said) {
            self.take(at, said);
        }
        match (&before.activity, &after.activity) {
            (Some(was), Some(is)) if was.activity == is.activity => {
                if was.at == StepKind::Alone && is.at != StepKind::Alone {
                    self.show();
                }
            }
            _ => *self = Self::default(),
        }
    }

    fn take(&mut self, at: &ActivityView, said: &Said) {
        let is_alone = at.at == StepKind::Alone;
        match said.act {
            Act::Write { slot, named, .. } if is_alone => {
                self.alone.insert((said.by, slot), named);
            }
            Act::Write { slot, .. } => {
                self.lines.insert((slot.part, slot.nth));
            }
            Act::Unwrite { slot, .. } if is_alone => {
                self.alone.remove(&(said.by, slot));
            }
            Act::Unwrite { slot, .. } => {
                self.lines.remove(&(slot.part, slot.nth));
            }
            Act::HandBack { .. } => self.lines.clear(),
            Act::KeepSlip { slip, is, .. } => {
                let kept = (said.by, slip);
                let _ = if is {
                    self.kept.insert(kept)
                } else {
                    self.kept.remove(&kept)
                };
            }
            _ => {}
        }
    }

    /// Everything at once: marks are counted, words are shown with a name only if it is wanted.
    fn show(&mut self) {
        let mut marks: BTreeMap<Slot, u8> = BTreeMap::new();
        for ((by, slot), named) in std::mem::take(&mut self.alone) {
            if slot.part.is_mark() {
                *marks.entry(slot).or_default() += 1;
            } else {
                let slot = Slot { nth: 0, ..slot };
                self.shown.push((slot, named.then_some(by), 1));
            }
        }
        let marks = marks.into_iter().map(|(slot, count)| (slot, None, count));
        self.shown.extend(marks);
        self.shown.sort_unstable();
    }
}

/// The rules of a step.
pub(super) fn check(books: &Books, step: &Step<'_>, said: Option<&Said>) -> Finding {
    goes_on_by_people(books, step, said)?;
    owners_own(books, said)?;
    unseen(books, step, said)?;
    if let Some(at) = &books.after.activity {
        everybody_sees(&books.sheet, at)?;
    }
    for (audience, event) in step.events {
        if let (Audience::One(who), Event::Mine { mine }) = (audience, event)
            && let Some(own) = &mine.activity
        {
            one_sees(books, *who, own)?;
        }
    }
    Ok(())
}

/// What a fresh view shows of it.
pub(super) fn check_view(books: &Books, view: &View) -> Finding {
    if let Some(at) = &view.activity {
        everybody_sees(&books.sheet, at)?;
    }
    match &view.mine.activity {
        Some(own) => one_sees(books, view.me, own),
        None => Ok(()),
    }
}

/// What is written alone, or by the owner before it is shown, and what is kept, nobody else is told
/// of, in no way.
fn unseen(books: &Books, step: &Step<'_>, said: Option<&Said>) -> Finding {
    let (Some(said), Some(at)) = (said, &books.before.activity) else {
        return Ok(());
    };
    let rule = match said.act {
        Act::Write { slot, .. } | Act::Unwrite { slot, .. }
            if slot.part.is_own() || matches!(at.at, StepKind::Alone | StepKind::Owner) =>
        {
            Rule::EarlyAnswers
        }
        Act::KeepSlip { .. } => Rule::KeptByOwner,
        _ => return Ok(()),
    };
    let own = Audience::One(said.by);
    match step.events.iter().find(|(audience, _)| *audience != own) {
        Some((audience, event)) => found(rule, format!("{said:?} told {audience:?}: {event:?}")),
        None => Ok(()),
    }
}

fn everybody_sees(sheet: &Sheet, at: &ActivityView) -> Finding {
    let early = |line: &(Part, u8)| {
        at.at == StepKind::Owner || line.0.is_own() || !sheet.lines.contains(line)
    };
    let mut lines = at.lines.iter().map(|line| (line.part, line.nth));
    if let Some(line) = lines.find(early) {
        return found(Rule::EarlyAnswers, format!("everybody sees {line:?}"));
    }
    let for_all = |one: &&Shown| one.0.to.is_none();
    on_the_table(sheet, for_all, &at.slips)
}

fn one_sees(books: &Books, who: PersonId, own: &MyActivity) -> Finding {
    let sheet = &books.sheet;
    let written = |slot: Slot| sheet.alone.contains_key(&(who, slot));
    if let Some(other) = own.written.iter().find(|one| !written(one.slot)) {
        return found(Rule::EarlyAnswers, format!("{who:?} sees {other:?}"));
    }
    let owner = books.after.activity.as_ref().and_then(|at| at.owner);
    if !own.lines.is_empty() && owner != Some(who) {
        return found(
            Rule::EarlyAnswers,
            format!("{who:?} sees {:?} of {owner:?}", own.lines),
        );
    }
    let kept = |slip: &&u64| !sheet.kept.contains(&(who, **slip));
    if let Some(slip) = own.kept.iter().find(kept) {
        return found(
            Rule::KeptByOwner,
            format!("{who:?} finds slip {slip} kept, and did not keep it"),
        );
    }
    on_the_table(sheet, |one| one.0.to == Some(who), &own.slips)
}

/// The slips are those that were written, with the names that were wanted and no others.
fn on_the_table(sheet: &Sheet, whose: impl Fn(&&Shown) -> bool, slips: &[SlipView]) -> Finding {
    let expected: Vec<Shown> = sheet.shown.iter().filter(whose).copied().collect();
    let mut seen: Vec<Shown> = slips.iter().map(|s| (s.slot, s.by, s.count)).collect();
    seen.sort_unstable();
    let untold = |one: &&Shown| {
        let mut named = expected.iter().filter(|told| told.0 == one.0);
        one.1.is_some() && named.all(|told| told.1 != one.1)
    };
    if let Some(one) = seen.iter().find(untold) {
        return found(Rule::NamedAnswers, format!("{one:?} has a name"));
    }
    if seen != expected {
        return found(
            Rule::ShownTogether,
            format!("{expected:?} was written and {seen:?} is shown"),
        );
    }
    Ok(())
}

/// An activity is theirs who say so, until they hand it back.
fn owners_own(books: &Books, said: Option<&Said>) -> Finding {
    let (Some(was), Some(is)) = (&books.before.activity, &books.after.activity) else {
        return Ok(());
    };
    if was.activity != is.activity || was.owner == is.owner {
        return Ok(());
    }
    let may = said.is_some_and(|said| match said.act {
        Act::BringOne { .. } => was.owner.is_none() && is.owner == Some(said.by),
        Act::HandBack { .. } => was.owner == Some(said.by) && is.owner.is_none(),
        _ => false,
    });
    if may {
        return Ok(());
    }
    found(
        Rule::OwnersOwn,
        format!("{:?} became {:?} by {said:?}", was.owner, is.owner),
    )
}

/// Activities begin on a lead's word, and while somebody leads their steps give way on it too; only
/// stillness ends by itself. One that loses its owner, or its phase, is over.
fn goes_on_by_people(books: &Books, step: &Step<'_>, said: Option<&Said>) -> Finding {
    let (before, after) = (&books.before, &books.after);
    let at = |view: &View| view.activity.as_ref().map(|at| (at.activity, at.step));
    if at(before) == at(after) {
        return Ok(());
    }
    let asked = said.filter(|said| leads(before, said.by)).map(|s| &s.act);
    let by_owner = |owner: Option<PersonId>| {
        let stops = |said: &Said| matches!(said.act, Act::StopActivity { .. });
        said.is_some_and(|said| stops(said) && owner == Some(said.by))
    };
    let may = match (&before.activity, &after.activity) {
        (Some(was), Some(is)) if was.activity == is.activity => {
            let next = matches!(asked, Some(Act::NextStep { .. })) && is.step == was.step + 1;
            next || goes_on_by_itself(was, after)
        }
        (_, Some(is)) => {
            let working = after
                .phase
                .is_some_and(|phase| phase.kind == PhaseKind::Working);
            let begun = matches!(asked, Some(Act::BeginActivity { .. }));
            begun && working && is.step == 0
        }
        (Some(was), None) => {
            let phase = |view: &View| view.phase.map(|phase| phase.index);
            let over = phase(before) != phase(after) || after.session.state != State::Live;
            let gone = was.owner.is_some_and(|owner| seat(after, owner).is_none());
            let ended = matches!(asked, Some(Act::StopActivity { .. }));
            let done = matches!(asked, Some(Act::NextStep { .. }))
                && usize::from(was.step) + 1 == was.kind.steps().len();
            over || gone || ended || done || by_owner(was.owner) || goes_on_by_itself(was, after)
        }
        (None, None) => true,
    };
    if may {
        return Ok(());
    }
    found(
        Rule::PlanIsPeoples,
        format!(
            "{:?} became {:?} by {:?}",
            at(before),
            at(after),
            step.input
        ),
    )
}

fn goes_on_by_itself(was: &ActivityView, after: &View) -> bool {
    let still = was.at.is_stillness() && after.session.auto_advance;
    still || after.lead.who.is_none()
}

/// Whether the step goes to another floor: another phase, activity, or step of one.
pub(super) fn floor_of(view: &View) -> Option<(u32, u64, u8)> {
    let at = view.activity.as_ref();
    let (activity, step) = at.map_or((0, 0), |at| (at.activity, at.step));
    view.phase.map(|phase| (phase.index, activity, step))
}

/// The command that was taken in this step, unless it had been before.
pub(super) fn taken<'a>(books: &Books, step: &Step<'a>) -> Option<&'a Said> {
    match step.input {
        Some(Input::Act(said)) if step.answer.is_ok() && !books.was_taken(said) => Some(said),
        _ => None,
    }
}
