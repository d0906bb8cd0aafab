//! What a community says of itself, held in memory since every page shows some of it.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use crate::config::Config;
use crate::site::lang::Lang;

use super::words::SafetyWords;

/// Where Leave quickly goes when nobody chose: a page that anybody may have open.
pub(super) const LEAVE_TO: &str = "https://www.weather.gov/";
/// More lines than this would not be read by somebody in distress.
pub(super) const LINES_MAX: usize = 4;
/// Another copy of the program may have changed the settings; a minute is soon enough for a name
/// and a phone number, and costs one small read a minute.
const FRESH_MS: i64 = 60_000;

/// A number to call, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When to call: «In danger, or someone can't be woken?»
    pub what_for: String,
    /// What the link says: «Call 911».
    pub label: String,
    /// As it is dialled; spaces and dashes may stand in it.
    pub number: String,
}

impl Line {
    /// The address of the link: digits and the signs that a telephone knows.
    #[must_use]
    pub fn tel(&self) -> String {
        let dialled = self
            .number
            .chars()
            .filter(|c| c.is_ascii_digit() || "+*#".contains(*c));
        format!("tel:{}", dialled.collect::<String>())
    }
}

/// The country decides which lines a community begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Country {
    #[default]
    Elsewhere,
    UnitedStates,
}

impl Country {
    pub const ALL: [Self; 2] = [Self::UnitedStates, Self::Elsewhere];

    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::UnitedStates => "us",
            Self::Elsewhere => "elsewhere",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.key() == key)
    }
}

/// What a community says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Community {
    /// Empty until the coordinator names it; the operator's name holds until then.
    pub own_name: String,
    pub country: Country,
    /// Empty until chosen; see [`Community::leave_to`].
    pub leave_to: String,
    /// The lines that the coordinator typed, by language tag.
    pub typed: BTreeMap<String, Vec<Line>>,
}

impl Community {
    #[must_use]
    pub fn name<'a>(&'a self, config: &'a Config) -> &'a str {
        if self.own_name.is_empty() {
            config.community_name()
        } else {
            &self.own_name
        }
    }

    #[must_use]
    pub fn leave_to(&self) -> &str {
        if self.leave_to.is_empty() {
            LEAVE_TO
        } else {
            &self.leave_to
        }
    }

    /// The lines in `lang`: those of the coordinator, or else those of the country. Empty means
    /// that nobody has said which numbers hold here.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> Vec<Line> {
        match self.typed.get(lang.tag()) {
            Some(lines) if !lines.is_empty() => lines.clone(),
            _ => lines_of(self.country, lang),
        }
    }
}

/// The lines that a country begins with. 911 is the emergency number of the United States, and
/// 988 its Suicide and Crisis Lifeline, by call or text at any hour, in English and Spanish
/// (988lifeline.org).
fn lines_of(country: Country, lang: Lang) -> Vec<Line> {
    let w = SafetyWords::of(lang);
    let line = |what_for: &str, label: &str, number: &str| Line {
        what_for: what_for.to_owned(),
        label: label.to_owned(),
        number: number.to_owned(),
    };
    match country {
        Country::UnitedStates => vec![
            line(w.in_danger, w.us_911, "911"),
            line(w.need_a_person, w.us_988, "988"),
        ],
        Country::Elsewhere => Vec::new(),
    }
}

/// The settings as the running program knows them. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub struct Current(Arc<RwLock<Known>>);

#[derive(Debug, Default)]
struct Known {
    community: Arc<Community>,
    /// When it was read; never, at first.
    at_ms: Option<i64>,
}

impl Current {
    #[must_use]
    pub fn get(&self) -> Arc<Community> {
        match self.0.read() {
            Ok(known) => known.community.clone(),
            // A poisoned lock still holds a whole value: it is only ever replaced.
            Err(poisoned) => poisoned.into_inner().community.clone(),
        }
    }

    pub(super) fn is_stale(&self, now_ms: i64) -> bool {
        let at_ms = match self.0.read() {
            Ok(known) => known.at_ms,
            Err(poisoned) => poisoned.into_inner().at_ms,
        };
        at_ms.is_none_or(|at| now_ms.saturating_sub(at) >= FRESH_MS || now_ms < at)
    }

    pub(super) fn set(&self, community: Community, now_ms: i64) {
        let known = Known {
            community: Arc::new(community),
            at_ms: Some(now_ms),
        };
        match self.0.write() {
            Ok(mut place) => *place = known,
            Err(poisoned) => *poisoned.into_inner() = known,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_word_from_the_coordinator_no_number_is_claimed() {
        let community = Community::default();
        assert!(community.lines(Lang::En).is_empty());
        assert_eq!(community.leave_to(), LEAVE_TO);
    }

    #[test]
    fn the_coordinator_s_lines_stand_before_the_country_s() {
        let mut community = Community {
            country: Country::UnitedStates,
            ..Community::default()
        };
        assert_eq!(community.lines(Lang::Es).len(), 2);
        let own = Line {
            what_for: "¿Quieres hablar?".to_owned(),
            label: "Llama a la línea local".to_owned(),
            number: "+1 (555) 010-0199".to_owned(),
        };
        community.typed.insert("es".to_owned(), vec![own.clone()]);
        assert_eq!(community.lines(Lang::Es), vec![own.clone()]);
        assert_eq!(
            community.lines(Lang::En).len(),
            2,
            "each language has its own"
        );
        assert_eq!(own.tel(), "tel:+15550100199");
    }

    #[test]
    fn what_is_known_grows_old() {
        let current = Current::default();
        assert!(current.is_stale(0));
        current.set(Community::default(), 1_000);
        assert!(!current.is_stale(60_999));
        assert!(current.is_stale(61_000));
        assert!(current.is_stale(0), "a clock set back is no reason to wait");
    }
}
