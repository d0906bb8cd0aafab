//! What those who led look back on, written with the record.

use circle::PersonId as SeatId;
use circle::command::{PrivateChoice, Role as CircleRole};

use store::KeyError;

use super::super::debrief::{Beheld, DebriefId, Noted, Sealed, Took, noted, seal};
use super::super::step::Step;
use super::super::store::journal::Beside;
use super::super::wire::Seat;
use super::Table;
use crate::site::visitor::PersonId;

impl Table {
    /// For each who led or hosted: facilitators and hosts of this evening, also those who left
    /// before its end, and who leads now.
    pub(super) fn write_debriefs(&mut self, now_ms: i64, step: &mut Step) {
        let debrief = self.circle.debrief();
        if debrief.started_at.is_none() {
            // Nothing began, so there is nothing to look back on.
            return;
        }
        let known: Vec<Seat> = self.seats.keys().copied().collect();
        let is_new =
            |(seat, sitting): (&Seat, &super::Sitting)| sitting.welcome.is_new.then_some(*seat);
        let is_new: Vec<Seat> = self.seats.iter().filter_map(is_new).collect();
        let mut written = Vec::new();
        for one in &debrief.people {
            let me = one.who.0;
            let Some(sitting) = self.seats.get(&me) else {
                continue;
            };
            let Some(took) = self.took(me, one.role) else {
                continue;
            };
            let beheld = Beheld {
                took,
                me,
                sent_a_word: &self.sent_a_word_to(me),
                is_new: &is_new,
                known: &known,
            };
            let noted = noted(&debrief, self.circle.format(), self.session.pace, &beheld);
            let (id, person) = (DebriefId(self.chance.id()), sitting.person);
            if let Some(sealed) = self.sealed_debrief(person, id, &noted) {
                step.write(Beside::Debrief {
                    id,
                    person,
                    made_ms: now_ms,
                    sealed,
                });
                written.push((me, (id, noted)));
            }
        }
        self.debriefs.extend(written);
    }

    /// Takes private words that are sent after the end into what those who may read them look back
    /// on.
    pub(super) fn take_in_words(&mut self, step: &mut Step) {
        for (me, (id, mut noted)) in self.debriefs.clone() {
            let Some(person) = self.seats.get(&me).map(|sitting| sitting.person) else {
                continue;
            };
            let mut sent_a_word = self.sent_a_word_to(me);
            sent_a_word.retain(|seat| *seat != me && self.seats.contains_key(seat));
            if !noted.take_in_words(&sent_a_word) {
                continue;
            }
            if let Some(sealed) = self.sealed_debrief(person, id, &noted) {
                step.write(Beside::DebriefAnew { id, person, sealed });
                self.debriefs.insert(me, (id, noted));
            }
        }
    }

    fn sealed_debrief(&self, person: PersonId, id: DebriefId, noted: &Noted) -> Option<Vec<u8>> {
        let means = (&self.keys, &self.chance);
        match seal(means, person, (Sealed::Noted, id), noted) {
            Ok(sealed) => Some(sealed),
            // Whose key is destroyed is being erased, and looks back on nothing.
            Err(KeyError::Gone) => None,
            // The end is written all the same.
            Err(error) => {
                tracing::error!(%error, "what somebody looks back on could not be sealed");
                None
            }
        }
    }

    fn took(&self, seat: Seat, role: CircleRole) -> Option<Took> {
        let leads = self
            .view(seat)
            .is_some_and(|view| view.lead.who == Some(view.me));
        match role {
            _ if leads => Some(Took::Led),
            CircleRole::Facilitator => Some(Took::Led),
            CircleRole::Host => Some(Took::Hosted),
            CircleRole::Member => None,
        }
    }

    /// Who sent a private word that this person may read. Who only said that they step out for a few
    /// minutes said no more than everybody saw.
    fn sent_a_word_to(&self, seat: Seat) -> Vec<Seat> {
        let words = self.view(seat).map(|view| view.words).unwrap_or_default();
        words
            .iter()
            .filter(|word| word.choice != PrivateChoice::FewMinutes)
            .filter(|word| self.circle.may_read(SeatId(seat), word.word))
            .map(|word| word.from.0)
            .collect()
    }
}
