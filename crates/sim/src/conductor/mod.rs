//! How fair and how punctual an evening is with the circle's conductor, beside one with an equal
//! timer, in front of the same people.

mod facilitated;
mod naive;
mod table;
mod talkers;

use std::collections::BTreeSet;

use ::circle::{Millis, format::Format, gini_percent};

pub use self::table::Row;
use self::talkers::{SECOND, Talker};

/// How many people come.
pub const PEOPLE: [u64; 3] = [4, 12, 30];
/// Who spoke for less was not heard.
const HEARD_MS: Millis = 15 * SECOND;

/// What came of one evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outcome {
    planned_minutes: i64,
    run_minutes: i64,
    /// Whole minutes after the time that was said beforehand.
    over_minutes: i64,
    gini_percent: i64,
    heard_percent: i64,
    closing_whole: bool,
    all_offered: bool,
}

/// What is written down of an evening under way.
#[derive(Clone, Debug)]
struct Evening<'a> {
    people: &'a [Talker],
    spoken_ms: Vec<Millis>,
    /// Who was offered a turn in which phase.
    offered: BTreeSet<(usize, usize)>,
    /// Who wanted one in a round, and who raised a hand in some phase.
    wanted_round: BTreeSet<(usize, usize)>,
    raised: BTreeSet<usize>,
    closing_whole: bool,
}

impl<'a> Evening<'a> {
    fn new(people: &'a [Talker]) -> Self {
        Self {
            people,
            spoken_ms: vec![0; people.len()],
            offered: BTreeSet::new(),
            wanted_round: BTreeSet::new(),
            raised: BTreeSet::new(),
            closing_whole: true,
        }
    }

    fn was_offered(&mut self, person: usize, phase: usize) {
        self.offered.insert((person, phase));
    }

    /// Somebody who was there wanted a turn. In a round it is to be theirs in this very round; a
    /// hand is to bring one in the session.
    fn wanted(&mut self, person: usize, phase: usize, is_round: bool) {
        if is_round {
            self.wanted_round.insert((person, phase));
        } else {
            self.raised.insert(person);
        }
    }

    /// Somebody tells a journey: the second, who said so beforehand.
    fn journey(&mut self, phase: usize, turn_ms: Millis) -> Millis {
        let teller = 1.min(self.people.len().saturating_sub(1));
        let telling = self
            .people
            .get(teller)
            .map_or(0, |talker| talker.talk_ms(phase, turn_ms, true));
        if let Some(spoken) = self.spoken_ms.get_mut(teller) {
            *spoken += telling;
        }
        self.was_offered(teller, phase);
        telling
    }

    fn outcome(&self, planned_minutes: i64, run_minutes: i64, over_minutes: i64) -> Outcome {
        let seconds: Vec<i64> = self.spoken_ms.iter().map(|ms| ms / SECOND).collect();
        let heard = self.spoken_ms.iter().filter(|ms| **ms >= HEARD_MS).count();
        let percent = 100 * heard / self.people.len().max(1);
        let in_rounds = self.wanted_round.is_subset(&self.offered);
        let ever = |person: &usize| self.offered.iter().any(|(who, _)| who == person);
        Outcome {
            planned_minutes,
            run_minutes,
            over_minutes,
            gini_percent: gini_percent(&seconds),
            heard_percent: i64::try_from(percent).unwrap_or(0),
            closing_whole: self.closing_whole,
            all_offered: in_rounds && self.raised.iter().all(ever),
        }
    }
}

/// Runs `seeds` evenings of a format with `people`, and as many with an equal timer.
#[must_use]
pub fn compare(format: &Format, people: u64, seeds: u64) -> [Row; 2] {
    let seated = people.min(u64::from(format.seats_max));
    let minutes = Millis::from(format.target_minutes());
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for seed in 0..seeds {
        let talkers = talkers::draw(seed, seated, format.phases.len(), minutes);
        ours.push(facilitated::run(format, &talkers));
        theirs.push(naive::run(format, &talkers));
    }
    let row = |name, evenings: &[Outcome]| Row::of(&format.id, (people, seated), name, evenings);
    [row("circle", &ours), row("equal", &theirs)]
}
