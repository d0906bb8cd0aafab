//! Private words: one tap to who leads and to the hosts, and nobody else can tell.

use crate::PersonId;
use crate::circle::{Circle, Word};
use crate::command::{PrivateChoice, Refusal};

/// Private words of one person in one session. After that the newest one is sent again, moved to
/// the top: a call for help is never refused.
const WORDS_EACH_MAX: usize = 12;

impl Circle {
    pub(crate) fn private(&mut self, by: PersonId, choice: PrivateChoice) -> Result<(), Refusal> {
        if choice == PrivateChoice::FewMinutes {
            self.step_out(by)?;
        }
        let now = self.now;
        let sent = self.words.iter().filter(|word| word.from == by).count();
        if sent >= WORDS_EACH_MAX
            && let Some(newest) = self.words.iter_mut().rfind(|word| word.from == by)
        {
            newest.choice = choice;
            newest.at = now;
            newest.seen_by = None;
            newest.taken_by = None;
            return Ok(());
        }
        let id = self.words.len() as u64 + 1;
        self.words.push(Word {
            id,
            from: by,
            choice,
            at: now,
            seen_by: None,
            taken_by: None,
            replied: false,
        });
        Ok(())
    }

    /// The number of the newest private word of `from`: the program keeps its text beside it.
    #[must_use]
    pub fn newest_word_of(&self, from: PersonId) -> Option<u64> {
        self.words
            .iter()
            .rfind(|word| word.from == from)
            .map(|word| word.id)
    }

    pub(crate) fn word(&mut self, id: u64, change: impl FnOnce(&mut Word)) -> Result<(), Refusal> {
        let word = self
            .words
            .iter_mut()
            .find(|word| word.id == id)
            .ok_or(Refusal::Over)?;
        change(word);
        Ok(())
    }
}
