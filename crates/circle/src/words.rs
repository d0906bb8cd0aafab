//! Private words: one tap to who leads and to the hosts, and nobody else can tell.

use crate::PersonId;
use crate::circle::{Circle, Word};
use crate::command::{PrivateChoice, Refusal, Role};

/// Private words of one person in one session. After that the oldest makes room for the new one: a
/// call for help is never refused.
const WORDS_EACH_MAX: usize = 12;

impl Circle {
    pub(crate) fn private(&mut self, by: PersonId, choice: PrivateChoice) -> Result<(), Refusal> {
        if choice == PrivateChoice::FewMinutes {
            self.step_out(by)?;
        }
        let own = |word: &Word| word.from == by;
        if self.words.iter().filter(|word| own(word)).count() >= WORDS_EACH_MAX
            && let Some(oldest) = self.words.iter().position(own)
        {
            self.words.remove(oldest);
        }
        // A number is never used again: it would show an old word's text to who may see the new.
        self.words_sent += 1;
        self.words.push(Word {
            id: self.words_sent,
            from: by,
            choice,
            at: self.now,
            seen_by: None,
            taken_by: None,
            replied: false,
        });
        Ok(())
    }

    /// Whether private word `id` is still kept: the program keeps its text no longer.
    #[must_use]
    pub fn keeps_word(&self, id: u64) -> bool {
        self.words.iter().any(|word| word.id == id)
    }

    /// The number of the newest private word of `from`: the program keeps its text beside it.
    #[must_use]
    pub fn newest_word_of(&self, from: PersonId) -> Option<u64> {
        self.words
            .iter()
            .rfind(|word| word.from == from)
            .map(|word| word.id)
    }

    /// Who sent private word `id`.
    #[must_use]
    pub fn sender_of(&self, id: u64) -> Option<PersonId> {
        let word = self.words.iter().find(|word| word.id == id)?;
        Some(word.from)
    }

    /// Whether `who` may read private word `id`: its sender, and those who lead whom it is for.
    #[must_use]
    pub fn may_read(&self, who: PersonId, id: u64) -> bool {
        let word = self.words.iter().find(|word| word.id == id);
        let person = self.person(who).filter(|person| person.is_seated());
        let (Some(word), Some(person)) = (word, person) else {
            return false;
        };
        word.from == who || (self.leads(person) && sees(person.sees_words_from, word))
    }

    /// Changes a private word that `by` may see.
    pub(crate) fn word(
        &mut self,
        by: PersonId,
        id: u64,
        change: impl FnOnce(&mut Word),
    ) -> Result<(), Refusal> {
        let from = self.person(by).and_then(|person| person.sees_words_from);
        let word = self
            .words
            .iter_mut()
            .find(|word| word.id == id && sees(from, word))
            .ok_or(Refusal::Over)?;
        change(word);
        Ok(())
    }

    /// A private word is for who led, and for the group's facilitators and hosts. A member who
    /// takes the lead when theirs was lost, or is made a host, sees the words from then on, and
    /// those that were sent when nobody who leads was there: what somebody wrote to Marlow, perhaps
    /// about this very member, stays with Marlow.
    pub(crate) fn note_who_sees_words(&mut self) {
        let (next, lead) = (self.words_sent + 1, self.lead.who);
        let unled_from = self.unled_from.unwrap_or(next);
        for person in self.people.iter_mut() {
            let is_lead = lead == Some(person.who);
            let leads = person.is_seated() && (is_lead || person.role != Role::Member);
            if leads {
                let from = if is_lead { unled_from } else { next };
                person.sees_words_from.get_or_insert(from);
            } else if lead.is_none() && self.lead.missed == Some(person.who) {
                // The circle waits for them: on coming back they lead on, with all that they saw.
            } else if person.role == Role::Member || person.sees_words_from != Some(0) {
                // Who is no longer among them, and who was made a host tonight and left, begins
                // anew on coming back; the group's own facilitators and hosts see all of it.
                person.sees_words_from = None;
            }
        }
        self.unled_from = lead.is_none().then_some(unled_from);
        self.lead_misses_from = self
            .lead_gone_since()
            .map(|_| self.lead_misses_from.unwrap_or(next));
    }
}

/// Whether somebody who sees private words `from` that one on sees this one.
pub(crate) fn sees(from: Option<u64>, word: &Word) -> bool {
    from.is_some_and(|from| word.id >= from)
}
