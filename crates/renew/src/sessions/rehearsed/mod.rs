//! A conversation that somebody tried out in a circle and that has a real day. It is on Today in the
//! days before and on that day; afterwards Today asks once how it went, and the answer is kept with
//! what was tried out, sealed like it.

mod pages;
#[cfg(test)]
mod tests;
pub(super) mod view;
mod words;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(super) use pages::{Refused, of_today, routes};

use super::wire::SceneCard;
use super::{KeptSheet, RecordId};

/// From how many days before on Today speaks of it: so many that the name of a weekday says which
/// day it is.
const DAYS_BEFORE_MAX: i32 = 6;
/// Who was not here for two weeks after the day has other days now, and is not asked any more.
const DAYS_AFTER_MAX: i32 = 14;
/// On one page: more than that is no day but a list.
const ON_A_PAGE_MAX: usize = 3;
/// How it went, in own words: as long as a takeaway.
pub(super) const WENT_CHARS_MAX: usize = super::wire::TAKEAWAY_CHARS_MAX;

/// What became of a conversation on its real day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Went {
    /// In its owner's own words.
    Told(String),
    /// Its owner would rather not say.
    NotToday,
    DidNotHappen,
}

/// Where its day stands to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    Ahead,
    Today,
    Past,
}

/// A conversation of which Today speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rehearsed {
    pub(super) id: RecordId,
    pub(super) day: Day,
    pub(super) date: Date,
    /// Its owner can say how it went.
    pub(super) may_tell: bool,
    pub(super) card: SceneCard,
}

/// What Today says of conversations.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    pub(super) all: Vec<Rehearsed>,
    /// How one went, when that could not be kept.
    pub(super) refused: Option<Refused>,
    /// How one went was just kept.
    pub(super) is_kept: bool,
}

impl Near {
    /// What could not be kept, when its conversation is not on the page.
    fn refused_alone(&self) -> Option<&Refused> {
        let is_shown = |refused: &&Refused| {
            self.all
                .iter()
                .any(|one| one.id == refused.id && one.may_tell)
        };
        self.refused.as_ref().filter(|refused| !is_shown(refused))
    }
}

/// What Today says of a kept sheet. `is_over` says whether its session is: until then the room
/// itself still writes what is kept of it.
pub(super) fn due(id: RecordId, sheet: KeptSheet, is_over: bool, today: Date) -> Option<Rehearsed> {
    let card = sheet.scene.filter(|_| sheet.went.is_none())?;
    let date: Date = card.date.parse().ok()?;
    let days = date.since(today).ok()?.get_days();
    let day = match days {
        0 => Day::Today,
        1..=DAYS_BEFORE_MAX => Day::Ahead,
        _ if is_over && (-DAYS_AFTER_MAX..0).contains(&days) => Day::Past,
        _ => return None,
    };
    Some(Rehearsed {
        id,
        day,
        date,
        may_tell: is_over && day != Day::Ahead,
        card,
    })
}

/// Those of which one page speaks: today's, those ahead (the nearest first), and those whose day was
/// (the latest first).
fn nearest(mut all: Vec<Rehearsed>) -> Vec<Rehearsed> {
    let rank = |one: &Rehearsed| match one.day {
        Day::Today => 0,
        Day::Ahead => 1,
        Day::Past => 2,
    };
    all.sort_by(|one, other| {
        let days = match one.day {
            Day::Past => other.date.cmp(&one.date),
            Day::Today | Day::Ahead => one.date.cmp(&other.date),
        };
        let ranks = rank(one).cmp(&rank(other));
        ranks.then(days).then(one.id.0.cmp(&other.id.0))
    });
    all.truncate(ON_A_PAGE_MAX);
    all
}

/// The answer of a form: `how`, and own words where it is those.
///
/// # Errors
/// Why it can't be kept as it is.
fn answer(how: &str, text: String) -> Result<Went, Unkept> {
    match how {
        "not_today" => Ok(Went::NotToday),
        "did_not_happen" => Ok(Went::DidNotHappen),
        "told" if text.is_empty() => Err(Unkept::Empty),
        "told" if text.chars().count() > WENT_CHARS_MAX => Err(Unkept::TooLong),
        "told" => Ok(Went::Told(text)),
        _ => Err(Unkept::NotOurs),
    }
}

/// Why an answer was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unkept {
    Empty,
    TooLong,
    /// It was answered before, perhaps on another page.
    Answered,
    /// No button of ours says this.
    NotOurs,
}
