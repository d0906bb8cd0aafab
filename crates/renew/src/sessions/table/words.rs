//! The words that people write during a session, on their way past the circle: sealed for the
//! database, told to those whom their writer means, and to nobody else.

use circle::PersonId as SeatId;
use circle::command::Refusal;
use circle::event::Audience;

use super::super::PlanId;
use super::super::acts::Words;
use super::super::kept::{self, NoteKind, Place};
use super::super::step::{Step, Why};
use super::super::store::journal::Beside;
use super::super::wire::{
    Frame, HowItWent, MayKnow, MyPlan, PlanWeek, Seat, ToldMilestone, ToldPlan,
};
use super::Table;
use crate::site::visitor::PersonId;

/// Kinds of drafts.
pub(in super::super) const FACE: &str = "face";
pub(in super::super) const WORD: &str = "word";
pub(in super::super) const REPLY: &str = "reply";
pub(in super::super) const MILESTONE: &str = "milestone";

impl Table {
    pub(super) fn keep(
        &mut self,
        now_ms: i64,
        seat: Seat,
        words: Words,
        step: &mut Step,
    ) -> Result<(), Why> {
        match words {
            Words::Private(text) => self.private_word(seat, text, step),
            Words::Reply(word, text) => self.reply(seat, word, text, step),
            Words::Plan(text, who) => self.plan(now_ms, seat, text, who, step),
            Words::NoPlan => {
                self.no_plan(seat, step);
                Ok(())
            }
            Words::Note(kind, text) => self.note_kept(now_ms, seat, kind, text, step),
            Words::Written(writes) => self.written(now_ms, seat, writes, step),
            Words::Milestone(text) => {
                self.draft(MILESTONE, seat, seat, &text, step)?;
                let told = ToldMilestone { who: seat, text };
                step.tell(Audience::Everyone, &Frame::Milestone(&told));
                self.milestones.insert(seat, told);
                Ok(())
            }
        }
    }

    fn private_word(&mut self, seat: Seat, text: String, step: &mut Step) -> Result<(), Why> {
        self.forget_words_that_made_room(step);
        let newest = self.circle.newest_word_of(SeatId(seat));
        let Some(word) = newest.filter(|_| !text.is_empty()) else {
            return Ok(());
        };
        self.draft(WORD, word, seat, &text, step)?;
        let told = self.words.entry(word).or_default();
        told.word = word;
        told.text = text;
        step.tell(Audience::Leads, &Frame::Words(told));
        Ok(())
    }

    /// The texts of words that the circle keeps no longer go with them, and so do their answers.
    fn forget_words_that_made_room(&mut self, step: &mut Step) {
        let circle = &self.circle;
        self.words.retain(|word, _| {
            let keeps = circle.keeps_word(*word);
            for kind in [WORD, REPLY].into_iter().filter(|_| !keeps) {
                let number = *word;
                step.write(Beside::NoDraft { kind, number });
            }
            keeps
        });
    }

    fn reply(&mut self, seat: Seat, word: u64, text: String, step: &mut Step) -> Result<(), Why> {
        self.draft(REPLY, word, seat, &text, step)?;
        let told = self.words.entry(word).or_default();
        told.word = word;
        told.reply = text;
        self.replied_by.insert(word, seat);
        let told = told.clone();
        // Not everyone who leads by now may read what was written to who led before.
        let readers = self.seats.keys().map(|seat| SeatId(*seat));
        for reader in readers.filter(|who| self.circle.may_read(*who, word)) {
            step.tell(Audience::One(reader), &Frame::Words(&told));
        }
        Ok(())
    }

    pub(super) fn plan(
        &mut self,
        now_ms: i64,
        seat: Seat,
        text: String,
        may_know: MayKnow,
        step: &mut Step,
    ) -> Result<(), Why> {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return Ok(());
        };
        let (id, person) = (PlanId(self.chance.id()), sitting.person);
        let sealed = kept::seal(&self.keys, &self.chance, person, Place::Plan(id.0), &text)?;
        step.write(Beside::Plan {
            id,
            person,
            group: self.group.id,
            made_ms: now_ms,
            may_know,
            sealed,
        });
        sitting.mine.plan = Some(MyPlan {
            id: id.to_string(),
            text: text.clone(),
            who: may_know,
            how: None,
            made: now_ms,
            shown: false,
        });
        if may_know == MayKnow::Circle {
            self.tell_plan(seat, PlanWeek::This, text, None, step);
        } else {
            self.take_plan_back(seat, step);
        }
        Ok(())
    }

    fn no_plan(&mut self, seat: Seat, step: &mut Step) {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return;
        };
        if sitting.mine.plan.take().is_some() {
            let person = sitting.person;
            step.write(Beside::NoPlan { person });
            self.take_plan_back(seat, step);
        }
    }

    fn tell_plan(
        &mut self,
        who: Seat,
        when: PlanWeek,
        text: String,
        how: Option<HowItWent>,
        step: &mut Step,
    ) {
        let told = ToldPlan {
            who,
            when,
            text,
            how,
        };
        step.tell(Audience::Everyone, &Frame::Plan(&told));
        self.told.insert((who, when), told);
    }

    fn take_plan_back(&mut self, who: Seat, step: &mut Step) {
        let when = PlanWeek::This;
        if self.told.remove(&(who, when)).is_some() {
            let nothing = ToldPlan {
                who,
                when,
                text: String::new(),
                how: None,
            };
            step.tell(Audience::Everyone, &Frame::Plan(&nothing));
        }
    }

    pub(super) fn how(
        &mut self,
        now_ms: i64,
        (seat, again): (Seat, bool),
        plan: PlanId,
        how: HowItWent,
        step: &mut Step,
    ) -> Result<(), Why> {
        let (person, mine) = self.last_plan(seat, plan)?;
        if again {
            // A later answer may stand by now.
            return Ok(());
        }
        mine.how = Some(how);
        let shown = mine.shown.then(|| mine.text.clone());
        step.write(Beside::How {
            plan,
            person,
            how,
            at_ms: now_ms,
        });
        if let Some(text) = shown {
            self.tell_plan(seat, PlanWeek::Last, text, Some(how), step);
        }
        Ok(())
    }

    pub(super) fn show_plan(
        &mut self,
        (seat, again): (Seat, bool),
        plan: PlanId,
        step: &mut Step,
    ) -> Result<(), Why> {
        // The circle has no part in this, so the agreement is asked for here.
        if !self.agreed(seat) {
            return Err(Why::Circle(Refusal::NotAgreed));
        }
        let (person, mine) = self.last_plan(seat, plan)?;
        if again {
            return Ok(());
        }
        mine.shown = true;
        let (text, how) = (mine.text.clone(), mine.how);
        step.write(Beside::ShowPlan { plan, person });
        self.tell_plan(seat, PlanWeek::Last, text, how, step);
        Ok(())
    }

    fn last_plan(&mut self, seat: Seat, plan: PlanId) -> Result<(PersonId, &mut MyPlan), Why> {
        let sitting = self.seats.get_mut(&seat).ok_or(Why::NotYourPlan)?;
        let person = sitting.person;
        let mine = sitting.mine.last_plan.as_mut();
        mine.filter(|mine| mine.id == plan.to_string())
            .map(|mine| (person, mine))
            .ok_or(Why::NotYourPlan)
    }

    fn note_kept(
        &mut self,
        now_ms: i64,
        seat: Seat,
        kind: NoteKind,
        text: String,
        step: &mut Step,
    ) -> Result<(), Why> {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return Ok(());
        };
        let (id, person) = (self.chance.id(), sitting.person);
        let sealed = kept::seal(&self.keys, &self.chance, person, Place::Note(id), &text)?;
        step.write(Beside::Note {
            id,
            person,
            kind,
            made_ms: now_ms,
            sealed,
        });
        match kind {
            NoteKind::Reflection => sitting.mine.reflection = Some(text),
            NoteKind::Takeaway => sitting.mine.takeaway = Some(text),
        }
        Ok(())
    }

    /// Seals words for the time of the session, so that a restart does not lose them.
    pub(super) fn draft(
        &self,
        kind: &'static str,
        number: u64,
        seat: Seat,
        text: &str,
        step: &mut Step,
    ) -> Result<(), Why> {
        if let Some(sitting) = self.seats.get(&seat) {
            step.write(self.sealed(kind, number, sitting.person, text)?);
        }
        Ok(())
    }

    /// Words of `person` as the database may hold them for the time of the session.
    pub(super) fn sealed(
        &self,
        kind: &'static str,
        number: u64,
        person: PersonId,
        text: &str,
    ) -> Result<Beside, Why> {
        let place = Place::Draft(self.session.id, kind, number);
        let sealed = kept::seal(&self.keys, &self.chance, person, place, text)?;
        Ok(Beside::Draft {
            kind,
            number,
            person,
            sealed,
        })
    }
}
