//! What a community says of itself, held in memory since every page shows some of it.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use crate::config::Config;
use crate::site::country::Country;
use crate::site::lang::Lang;

use super::shipped;

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

/// What a community says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Community {
    /// Empty until the coordinator names it; the operator's name holds until then.
    pub own_name: String,
    pub country: Country,
    /// Empty until chosen; see [`Community::leave_to`].
    pub leave_to: String,
    /// The lines that a coordinator typed, by country and language.
    pub typed: BTreeMap<(Country, Lang), Vec<Line>>,
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

    /// The lines of the country where somebody is (that of the community, unless they said it), in
    /// `lang`: those of the coordinator, or else those that we know. The country's emergency number
    /// stands first, also where the coordinator wrote none. Empty means that nobody has said which
    /// numbers hold there.
    #[must_use]
    pub fn lines(&self, chosen: Option<Country>, lang: Lang) -> Vec<Line> {
        let country = chosen.unwrap_or(self.country);
        let own = self.typed.get(&(country, lang));
        let Some(own) = own.filter(|lines| !lines.is_empty()) else {
            return shipped::lines_of(country, lang);
        };
        let mut lines = own.clone();
        if let Some(danger) = shipped::danger_of(country, lang) {
            let theirs = lines.iter().position(|line| line.tel() == danger.tel());
            let first = theirs.map_or(danger, |at| lines.remove(at));
            lines.insert(0, first);
        }
        lines
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
        assert!(community.lines(None, Lang::En).is_empty());
        let spain = community.lines(Some(Country::Spain), Lang::En);
        assert_eq!(spain[0].number, "112", "who says where they are is told");
        assert_eq!(community.leave_to(), LEAVE_TO);
    }

    #[test]
    fn the_coordinator_s_lines_stand_before_the_country_s() {
        let mut community = Community {
            country: Country::UnitedStates,
            ..Community::default()
        };
        assert_eq!(community.lines(None, Lang::Es).len(), 2);
        let own = Line {
            what_for: "¿Quieres hablar?".to_owned(),
            label: "Llama a la línea local".to_owned(),
            number: "+1 (555) 010-0199".to_owned(),
        };
        let here = (Country::UnitedStates, Lang::Es);
        community.typed.insert(here, vec![own.clone()]);
        let shown = community.lines(None, Lang::Es);
        assert_eq!(shown.len(), 2);
        assert_eq!(
            shown[0].number, "911",
            "who is in danger still finds it first"
        );
        assert_eq!(shown[1], own);
        let english = community.lines(None, Lang::En);
        assert_eq!(english.len(), 2, "each language has its own");
        let mexico = community.lines(Some(Country::Mexico), Lang::Es);
        assert_ne!(mexico, vec![own.clone()], "and each country");
        assert_eq!(own.tel(), "tel:+15550100199");
        let anywhere = (Country::Elsewhere, Lang::Es);
        community.typed.insert(anywhere, vec![own.clone()]);
        let shown = community.lines(Some(Country::Elsewhere), Lang::Es);
        assert_eq!(shown, vec![own], "no number is claimed for anywhere");
    }

    #[test]
    fn the_coordinator_s_words_for_the_emergency_number_stand_once_and_first() {
        let line = |label: &str, number: &str| Line {
            what_for: String::new(),
            label: label.to_owned(),
            number: number.to_owned(),
        };
        let own = vec![line("La Orilla", "900 000 123"), line("Urgencias", "1-1-2")];
        let community = Community {
            typed: BTreeMap::from([((Country::Spain, Lang::Es), own.clone())]),
            ..Community::default()
        };
        let shown = community.lines(Some(Country::Spain), Lang::Es);
        assert_eq!(shown, vec![own[1].clone(), own[0].clone()]);
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
