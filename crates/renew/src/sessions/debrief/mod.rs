//! Looking back: what those who led or hosted a session find when it is over. The parts against
//! their plan, what of the agreed happened, how speaking time was spread, and whom to reach out to.
//!
//! - Each of them has their own, written with the record in one commit, sealed with their own key.
//!   It holds seats, never names: names come from the record of the evening, where each is sealed
//!   with its owner's key, so somebody who is erased has no name here either.
//! - It is theirs first. By their own choice coordinators see a copy, and they can take it back. Who
//!   sent a private word is never in that copy.
//! - It grades nobody: elements happened or not, with the figure that says why, and nobody's evening
//!   stands beside another's.
//!
//! `growth` has the rules of looking back over several evenings, `store` the SQL.

mod care_pages;
mod data;
mod forms;
mod growth;
mod growth_pages;
mod growth_view;
mod look;
mod pages;
mod share_view;
pub(super) mod store;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
mod view;
#[cfg(test)]
mod view_tests;
mod words;

use ::store::{KeyError, Keys};
use circle::activity::ActivityKind;
use circle::debrief::Debrief;
use circle::format::{Format, PhaseKind};
use circle::view::PhaseState;
use circle::{Airtime, Finding, Side};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::wire::Seat;
use crate::site::chance::Chance;
use crate::site::visitor::PersonId;

pub(super) use data::export;
pub(super) use growth_view::way_to_growth;
pub(super) use pages::routes;

crate::id! {
    /// What one person looks back on of one session.
    pub struct DebriefId;
}

/// What this person was that evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Took {
    /// Led it: as the group's facilitator, or because they took the lead.
    Led,
    Hosted,
}

/// Why somebody may be glad to hear from those who led. In the order in which it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reason {
    /// Sent a private word, which one or what was in it is not here.
    PrivateWord,
    /// Left before the end and didn't come back.
    LeftEarly,
    /// Wanted a turn that never came.
    NoTurn,
    SteppedOut,
    FirstTime,
}

/// Somebody to reach out to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reach {
    pub(super) seat: Seat,
    pub(super) why: Vec<Reason>,
}

/// A part of the session, in minutes of the plan whatever the pace was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartRan {
    pub(super) kind: PhaseKind,
    pub(super) planned_minutes: u32,
    /// Nothing when it was left out.
    pub(super) ran_minutes: Option<u32>,
}

/// What is sealed for one person. It is read for years: what is added later has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Noted {
    pub(super) took: Took,
    /// In the order of the format.
    #[serde(default)]
    pub(super) parts: Vec<PartRan>,
    /// What was done together in the working time.
    #[serde(default)]
    pub(super) activities: Vec<ActivityKind>,
    #[serde(default)]
    pub(super) findings: Vec<Finding>,
    /// Its people are seats.
    #[serde(default)]
    pub(super) airtime: Airtime,
    #[serde(default)]
    pub(super) reach_out: Vec<Reach>,
}

impl Noted {
    /// Takes in that these people sent a private word, beside why else they are here. False when
    /// all of it was known.
    pub(super) fn take_in_words(&mut self, sent_a_word: &[Seat]) -> bool {
        let mut is_news = false;
        for seat in sent_a_word {
            match self.reach_out.iter_mut().find(|reach| reach.seat == *seat) {
                Some(reach) if reach.why.contains(&Reason::PrivateWord) => continue,
                Some(reach) => reach.why.insert(0, Reason::PrivateWord),
                None => self.reach_out.push(Reach {
                    seat: *seat,
                    why: vec![Reason::PrivateWord],
                }),
            }
            is_news = true;
        }
        in_order(&mut self.reach_out);
        is_news
    }
}

/// Whom to reach out to, by the first of their reasons that matters most.
fn in_order(people: &mut [Reach]) {
    people.sort_by(|one, other| (&one.why, one.seat).cmp(&(&other.why, other.seat)));
}

/// What the person wrote beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnWords {
    pub(super) well: String,
    pub(super) otherwise: String,
}

impl OwnWords {
    pub(super) fn is_empty(&self) -> bool {
        self.well.is_empty() && self.otherwise.is_empty()
    }
}

/// Pages whose newest words are remembered: as many as one person has open of one evening.
const PAGES_MAX: usize = 8;

/// Own words as they are sealed, with the number of the newest that came from each page: what such
/// a page sent before and what comes late takes no newer words' place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptWords {
    #[serde(flatten)]
    pub(super) words: OwnWords,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pages: Vec<(u64, u32)>,
}

impl KeptWords {
    /// Puts these words in the place of the others. False, and nothing, when the page sent newer
    /// ones that came before. A page without scripts is 0: its words come when its button is
    /// pressed.
    pub(super) fn take(&mut self, words: OwnWords, (page, n): (u64, u32)) -> bool {
        if page != 0 {
            let newest = self.pages.iter().find(|(one, _)| *one == page);
            if newest.is_some_and(|(_, newest)| n <= *newest) {
                return false;
            }
            self.pages.retain(|(one, _)| *one != page);
            self.pages.push((page, n));
            let too_many = self.pages.len().saturating_sub(PAGES_MAX);
            self.pages.drain(..too_many);
        }
        self.words = words;
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.pages.is_empty()
    }
}

/// On a side with fewer people, its time is nearly one person's.
const SIDE_PEOPLE_MIN: u32 = 3;
/// With fewer people, how time was spread says who had it.
const SPREAD_PEOPLE_MIN: u32 = 4;

/// The copy that coordinators see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shared {
    pub(super) noted: Noted,
    /// Whether the seats of people went along, and so their names.
    pub(super) has_names: bool,
    pub(super) words: Option<OwnWords>,
}

impl Shared {
    /// What goes along, and nothing more: without a tick no seat leaves the person's own copy, and
    /// who sent a private word never does.
    pub(super) fn of(noted: &Noted, has_names: bool, words: Option<OwnWords>) -> Self {
        let shared = Self {
            noted: noted.clone(),
            has_names,
            words: words.filter(|words| !words.is_empty()),
        };
        shared.bare()
    }

    /// Without what must not go along. A copy that is opened is asked again: one that was made
    /// before a rule was there may hold more, or say more by its order.
    pub(super) fn bare(mut self) -> Self {
        let reach_out = &mut self.noted.reach_out;
        if self.has_names {
            for reach in reach_out.iter_mut() {
                reach.why.retain(|why| *why != Reason::PrivateWord);
            }
            reach_out.retain(|reach| !reach.why.is_empty());
            // By what is left: their old places would say who sent a word.
            in_order(reach_out);
        } else {
            reach_out.clear();
            without_people(&mut self.noted.airtime);
        }
        self
    }
}

/// Takes out people, and every time that may be one person's.
fn without_people(airtime: &mut Airtime) {
    let Airtime {
        spoken_ms,
        gini_percent,
        room,
        online,
        unheard,
        passed,
        listened,
    } = airtime;
    for people in [unheard, passed, listened] {
        people.clear();
    }
    let whole = Side {
        people: room.people.saturating_add(online.people),
        spoken_ms: room.spoken_ms.saturating_add(online.spoken_ms),
    };
    let is_hybrid = room.people > 0 && online.people > 0;
    if is_hybrid && room.people.min(online.people) < SIDE_PEOPLE_MIN {
        // How many they were stays, as if all had come the same way.
        (*room, *online) = (Side::default(), whole);
    }
    if whole.people < SPREAD_PEOPLE_MIN {
        *gini_percent = 0;
    }
    if whole.people < SIDE_PEOPLE_MIN {
        (*room, *online) = (Side::default(), Side::default());
        *spoken_ms = 0;
    }
}

/// What the room knows beside the circle, for one of those who led.
pub(super) struct Beheld<'a> {
    pub(super) took: Took,
    /// Their own seat, which is nobody to reach out to.
    pub(super) me: Seat,
    /// Who sent a private word that this person may see, beyond a word on stepping out.
    pub(super) sent_a_word: &'a [Seat],
    pub(super) is_new: &'a [Seat],
    /// Who still has a seat that is theirs: somebody who was erased has none.
    pub(super) known: &'a [Seat],
}

/// Puts together what one person looks back on.
pub(super) fn noted(debrief: &Debrief, format: &Format, pace: u32, beheld: &Beheld<'_>) -> Noted {
    let minute_ms = 60_000 / i64::from(pace.clamp(1, 600));
    let minutes = |ms: i64| {
        let rounded = ms.max(0).saturating_add(minute_ms / 2) / minute_ms;
        u32::try_from(rounded).unwrap_or(u32::MAX)
    };
    let parts = debrief.phases.iter().map(|part| PartRan {
        kind: part.kind,
        planned_minutes: minutes(part.target_ms),
        ran_minutes: match part.state {
            PhaseState::Done | PhaseState::Now => Some(minutes(part.used_ms)),
            PhaseState::Coming | PhaseState::Skipped => None,
        },
    });
    Noted {
        took: beheld.took,
        parts: parts.collect(),
        activities: debrief.activities.iter().map(|ran| ran.kind).collect(),
        findings: circle::fidelity(debrief, format, minute_ms),
        airtime: circle::airtime(debrief, minute_ms),
        reach_out: reach_out(debrief, beheld),
    }
}

fn reach_out(debrief: &Debrief, beheld: &Beheld<'_>) -> Vec<Reach> {
    let mut people = Vec::new();
    for one in &debrief.people {
        let seat = one.who.0;
        if seat == beheld.me || !beheld.known.contains(&seat) {
            continue;
        }
        let why: Vec<Reason> = [
            (beheld.sent_a_word.contains(&seat), Reason::PrivateWord),
            // Who was asked to leave didn't choose to.
            (one.left_early && !one.was_removed, Reason::LeftEarly),
            (one.missed > 0, Reason::NoTurn),
            (one.stepped_out > 0, Reason::SteppedOut),
            (beheld.is_new.contains(&seat), Reason::FirstTime),
        ]
        .into_iter()
        .filter_map(|(is, why)| is.then_some(why))
        .collect();
        if !why.is_empty() {
            people.push(Reach { seat, why });
        }
    }
    in_order(&mut people);
    people
}

/// What of a row is sealed. A text that is moved to another place does not open there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sealed {
    Noted,
    Words,
    Shared,
}

impl Sealed {
    fn context(self, id: DebriefId) -> String {
        let column = match self {
            Self::Noted => "sealed",
            Self::Words => "words_sealed",
            Self::Shared => "shared_sealed",
        };
        format!("session_debriefs.{column}:{}", id.0)
    }
}

/// Seals with the key of whose it is.
///
/// # Errors
/// [`KeyError::Gone`] when the person has been erased.
pub(super) fn seal<T: Serialize>(
    (keys, chance): (&Keys, &Chance),
    person: PersonId,
    (place, id): (Sealed, DebriefId),
    what: &T,
) -> Result<Vec<u8>, KeyError> {
    let text = serde_json::to_vec(what).map_err(|_| KeyError::Unsealable)?;
    keys.seal(person.0, &place.context(id), &text, chance.bytes::<24>())
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`KeyError::Gone`] when the person has been erased; [`KeyError::Unsealable`] when it was not
/// sealed for this place, or holds something else.
pub(super) fn open<T: DeserializeOwned>(
    keys: &Keys,
    person: PersonId,
    (place, id): (Sealed, DebriefId),
    sealed: &[u8],
) -> Result<T, KeyError> {
    let plain = keys.open_sealed(person.0, &place.context(id), sealed)?;
    serde_json::from_slice(&plain).map_err(|_| KeyError::Unsealable)
}
