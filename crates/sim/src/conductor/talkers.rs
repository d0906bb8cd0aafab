//! People who talk: drawn once from a seed, and the same in front of either conductor.

use ::circle::{Millis, PersonId};

use crate::rng::Rng;

pub(super) const SECOND: Millis = 1_000;
pub(super) const MINUTE: Millis = 60 * SECOND;

/// A Tuesday evening in 2026. Nothing depends on it.
pub(super) const STARTS_AT: Millis = 1_790_000_000_000;
/// What most people would say, left alone.
const TALK_MS: Millis = 40 * SECOND;
/// Nobody talks for longer than this, even if nobody stops them.
const TALK_MS_MAX: Millis = 15 * MINUTE;
/// Who tells a journey has prepared it.
const JOURNEY_MS: Millis = 6 * MINUTE;
/// How long somebody who passes takes to say so.
pub(super) const PASS_MS: Millis = 4 * SECOND;
/// Past its time who leads lets a turn go on for so long, and then says thank you.
pub(super) const PATIENCE_MS: Millis = 25 * SECOND;

/// Somebody of the circle tonight.
#[derive(Clone, Debug)]
pub(super) struct Talker {
    pub(super) who: PersonId,
    pub(super) comes_at: Millis,
    /// Talks on whatever the clock says, until thanked.
    rambles: bool,
    /// What they do in each phase.
    wishes: Vec<Wish>,
}

/// What somebody wants in one phase.
#[derive(Clone, Copy, Debug)]
struct Wish {
    /// Passes in a round, and raises no hand.
    passes: bool,
    talk_ms: Millis,
    /// Goes on for so long after the ring is full.
    winds_down_ms: Millis,
    /// Raises a hand so long after the phase began; none keeps it down.
    hand_after_ms: Option<Millis>,
}

impl Talker {
    fn draw(number: u64, phases: usize, minutes: Millis, rng: &mut Rng) -> Self {
        let late = number > 2 && rng.chance(120);
        let comes_at = if late {
            STARTS_AT + rng.between(MINUTE, minutes * MINUTE / 3)
        } else {
            STARTS_AT - rng.between(MINUTE, 8 * MINUTE)
        };
        let rambles = rng.chance(100);
        let passes = rng.below(250);
        let wishes = (0..phases).map(|_| Wish::draw(passes, rng)).collect();
        Self {
            who: PersonId(number),
            comes_at,
            rambles,
            wishes,
        }
    }

    fn wish(&self, phase: usize) -> Option<&Wish> {
        self.wishes.get(phase)
    }

    pub(super) fn passes(&self, phase: usize) -> bool {
        self.wish(phase).is_none_or(|wish| wish.passes)
    }

    pub(super) fn hand_after_ms(&self, phase: usize) -> Option<Millis> {
        self.wish(phase).and_then(|wish| wish.hand_after_ms)
    }

    /// How long they talk in a turn of `turn_ms`, until they end or are thanked.
    pub(super) fn talk_ms(&self, phase: usize, turn_ms: Millis, is_journey: bool) -> Millis {
        let Some(wish) = self.wish(phase) else {
            return PASS_MS;
        };
        let least = if is_journey { JOURNEY_MS } else { 0 };
        let wants = wish.talk_ms.max(least);
        let most = if self.rambles {
            PATIENCE_MS
        } else {
            wish.winds_down_ms
        };
        wants.min(turn_ms + most)
    }
}

impl Wish {
    fn draw(passes: u64, rng: &mut Rng) -> Self {
        let speaks_up = rng.chance(450);
        Self {
            passes: rng.chance(passes),
            talk_ms: heavy_tailed(rng),
            winds_down_ms: rng.between(0, 15 * SECOND),
            hand_after_ms: speaks_up.then(|| rng.between(2 * SECOND, 4 * MINUTE)),
        }
    }
}

/// A Pareto law of index 1.5, in whole numbers so that it is the same on every machine: half of all
/// talks are short, one in twelve is five times as long, one in thirty ten times.
fn heavy_tailed(rng: &mut Rng) -> Millis {
    const STEPS: i64 = 1_000;
    let u = rng.between(1, STEPS);
    // (STEPS / u) to the power of 2/3, by the cube of what is sought.
    let wanted =
        i128::from(STEPS) * i128::from(STEPS) * 1_000_000_000 / (i128::from(u) * i128::from(u));
    let mut root = 1_000_i128;
    while root * root * root < wanted {
        root += 10;
    }
    let ms = i128::from(TALK_MS) * root / 1_000;
    Millis::try_from(ms).unwrap_or(TALK_MS_MAX).min(TALK_MS_MAX)
}

/// The people of `seed`, of whom the first leads and, from five on, the second hosts.
pub(super) fn draw(seed: u64, people: u64, phases: usize, minutes: Millis) -> Vec<Talker> {
    let mut rng = Rng::new(seed);
    let numbers = 1..=people;
    numbers
        .map(|number| Talker::draw(number, phases, minutes, &mut rng.fork()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_talks_are_short_and_a_few_are_very_long() {
        let mut rng = Rng::new(5);
        let mut talks: Vec<Millis> = (0..3_000).map(|_| heavy_tailed(&mut rng)).collect();
        talks.sort_unstable();
        assert!(talks[0] >= TALK_MS);
        assert!(talks[1_500] < 2 * TALK_MS);
        assert!(talks[2_950] > 10 * TALK_MS);
        assert_eq!(talks[2_999], TALK_MS_MAX);
    }
}
