//! What each page of a person has said so far, so that a command that comes again, after a lost
//! line, is answered as the first time and acts once.

use serde::{Deserialize, Serialize};

use crate::command::Refusal;

/// Pages whose command numbers are remembered: two devices, each reloaded once.
const PAGES_KEPT: usize = 4;
/// Answers that are remembered of one page. A page sends again what was not answered when its
/// line was lost, and has no more than a few commands under way at once.
const ANSWERS_KEPT: usize = 16;

/// The pages of one person, the one used last at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Pages(Vec<Page>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Page {
    page: u64,
    /// The highest number so far.
    last: u32,
    /// How the last commands were answered: the number, and why not if not.
    answers: Vec<(u32, Option<Refusal>)>,
}

impl Pages {
    /// How command `n` of `page` was answered; none if it is new. A command that comes for the
    /// first time and yet after a later one is over: what it answered to has moved on.
    pub(crate) fn answer_to(&self, page: u64, n: u32) -> Option<Result<(), Refusal>> {
        let known = self.0.iter().find(|known| known.page == page)?;
        if n > known.last {
            return None;
        }
        let answer = known.answers.iter().find(|(number, _)| *number == n);
        Some(match answer {
            Some((_, None)) => Ok(()),
            Some((_, Some(why))) => Err(*why),
            None => Err(Refusal::Over),
        })
    }

    /// Remembers how command `n` of `page` was answered.
    pub(crate) fn remember(&mut self, page: u64, n: u32, answer: Result<(), Refusal>) {
        let known = self.0.iter().position(|known| known.page == page);
        let mut page = match known {
            Some(index) => self.0.remove(index),
            None => Page {
                page,
                last: n,
                answers: Vec::new(),
            },
        };
        page.last = page.last.max(n);
        if page.answers.len() == ANSWERS_KEPT {
            page.answers.remove(0);
        }
        page.answers.push((n, answer.err()));
        if self.0.len() == PAGES_KEPT {
            self.0.remove(0);
        }
        self.0.push(page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_command_is_answered_as_the_first_time() {
        let mut pages = Pages::default();
        assert_eq!(pages.answer_to(7, 1), None);
        pages.remember(7, 1, Err(Refusal::NotAgreed));
        pages.remember(7, 2, Ok(()));
        assert_eq!(pages.answer_to(7, 1), Some(Err(Refusal::NotAgreed)));
        assert_eq!(pages.answer_to(7, 2), Some(Ok(())));
        assert_eq!(pages.answer_to(7, 3), None);
        assert_eq!(pages.answer_to(8, 1), None);
    }

    #[test]
    fn a_command_that_comes_after_a_later_one_is_over() {
        let mut pages = Pages::default();
        pages.remember(7, 3, Ok(()));
        assert_eq!(pages.answer_to(7, 2), Some(Err(Refusal::Over)));
        assert_eq!(pages.answer_to(7, 3), Some(Ok(())));
    }

    #[test]
    fn a_page_in_use_outlives_many_that_are_used_once() {
        let mut pages = Pages::default();
        for form in 0..100 {
            pages.remember(7, form + 1, Ok(()));
            pages.remember(u64::from(form) + 1_000, 1, Err(Refusal::Over));
        }
        assert_eq!(pages.answer_to(7, 100), Some(Ok(())));
        assert_eq!(pages.0.len(), PAGES_KEPT);
    }

    #[test]
    fn answers_are_bounded() {
        let mut pages = Pages::default();
        for n in 1..1_000 {
            pages.remember(7, n, Err(Refusal::Over));
        }
        assert_eq!(pages.0[0].answers.len(), ANSWERS_KEPT);
    }
}
