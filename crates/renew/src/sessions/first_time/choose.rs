//! Who is asked to greet a newcomer: rules that need no database.

use crate::site::visitor::PersonId;

/// Who was asked, and who greeted, is remembered so long: three months make the turns fair.
pub(super) const KEPT_MS: i64 = 90 * 24 * 3_600_000;
/// Greeting is counted over four weeks.
pub(super) const LATELY_MS: i64 = 28 * 24 * 3_600_000;
/// Nobody greets more often than this in four weeks: it should stay a pleasure.
pub(super) const GREETS_LATELY_MAX: u32 = 2;
/// So many are asked for one newcomer. After that nobody is bothered any more; who leads knows.
pub(super) const ASKS_MAX: usize = 6;
/// An unanswered question waits at least this long, also when the session has begun.
const WAITS_MS_MIN: i64 = 3 * 60_000;
/// And at most this long, so that a week ahead several people can be asked.
const WAITS_MS_MAX: i64 = 12 * 3_600_000;

/// Somebody who could be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) person: PersonId,
    /// Has a seat in the open room: can say hello now.
    pub(super) is_here: bool,
    /// How often they were asked within [`KEPT_MS`], whatever they said.
    pub(super) asked: u32,
    pub(super) last_asked_ms: Option<i64>,
    /// How often they said yes within [`LATELY_MS`].
    pub(super) greeted_lately: u32,
}

/// Whose turn it is: those who are here before the others, then who was asked least, then whose
/// last time is the longest ago. Between equals the number decides, which was drawn by chance.
pub(super) fn choose(candidates: &[Candidate]) -> Option<PersonId> {
    candidates
        .iter()
        .filter(|one| one.greeted_lately < GREETS_LATELY_MAX)
        .min_by_key(|one| {
            let last_ms = one.last_asked_ms.unwrap_or(i64::MIN);
            (!one.is_here, one.asked, last_ms, one.person)
        })
        .map(|one| one.person)
}

/// How long a question from `asked_ms` waits alone before another member is asked as well: a
/// quarter of the time that is left until the start.
pub(super) fn waits_ms(asked_ms: i64, starts_ms: i64) -> i64 {
    (starts_ms.saturating_sub(asked_ms) / 4).clamp(WAITS_MS_MIN, WAITS_MS_MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    fn candidate(id: i64) -> Candidate {
        Candidate {
            person: PersonId(id),
            is_here: false,
            asked: 0,
            last_asked_ms: None,
            greeted_lately: 0,
        }
    }

    #[test]
    fn whoever_was_asked_least_is_asked_then_the_longest_ago() {
        let often = Candidate {
            asked: 2,
            ..candidate(1)
        };
        let (now, then) = (Some(9_000), Some(1_000));
        let [recent, old] = [(2, now), (3, then)].map(|(id, last_asked_ms)| Candidate {
            asked: 1,
            last_asked_ms,
            ..candidate(id)
        });
        assert_eq!(choose(&[often, recent, old]), Some(PersonId(3)));
        assert_eq!(choose(&[often, recent]), Some(PersonId(2)));
        assert_eq!(choose(&[often, candidate(4), old]), Some(PersonId(4)));
    }

    #[test]
    fn who_is_in_the_room_comes_first_and_who_has_greeted_enough_rests() {
        let here = Candidate {
            is_here: true,
            asked: 3,
            ..candidate(1)
        };
        let resting = Candidate {
            greeted_lately: GREETS_LATELY_MAX,
            ..here
        };
        assert_eq!(choose(&[candidate(2), here]), Some(PersonId(1)));
        assert_eq!(choose(&[candidate(2), resting]), Some(PersonId(2)));
        assert_eq!(choose(&[resting]), None);
        assert_eq!(choose(&[]), None);
    }

    #[test]
    fn a_question_waits_longer_the_more_time_there_is() {
        assert_eq!(waits_ms(0, 4 * HOUR_MS), HOUR_MS);
        assert_eq!(waits_ms(0, 30 * 24 * HOUR_MS), WAITS_MS_MAX);
        assert_eq!(waits_ms(HOUR_MS, 0), WAITS_MS_MIN, "it has begun");
    }

    proptest! {
        /// Newcomers come one after the other, and everybody asked says no: nobody is asked twice
        /// more than another.
        #[test]
        fn the_asking_goes_round(people in 1_i64..12, newcomers in 1_i64..60) {
            let mut all: Vec<Candidate> = (0..people).map(candidate).collect();
            for now_ms in 0..newcomers {
                let asked = choose(&all).unwrap();
                let one = all.iter_mut().find(|one| one.person == asked).unwrap();
                one.asked += 1;
                one.last_asked_ms = Some(now_ms);
            }
            let counts = all.iter().map(|one| one.asked);
            prop_assert!(counts.clone().max().unwrap() - counts.min().unwrap() <= 1);
        }

        #[test]
        fn no_time_breaks_the_wait(asked in any::<i64>(), starts in any::<i64>()) {
            prop_assert!((WAITS_MS_MIN..=WAITS_MS_MAX).contains(&waits_ms(asked, starts)));
        }
    }
}
