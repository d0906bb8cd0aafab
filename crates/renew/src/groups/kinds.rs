//! The fellowship of a group's form, and its kinds of meeting. Kinds belong to a fellowship, so its
//! boxes are shown once it is chosen.

use std::collections::BTreeMap;

use calendar::Language;
use calendar::fellowship::{Fellowship, MeetingType};
use serde::Deserialize;

use super::board::kinds_of;
use super::details::Details;

/// What was ticked and chosen.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct KindFields {
    pub(super) fellowship: String,
    /// The fellowship whose kinds could be ticked.
    pub(super) kinds_of: String,
    /// By the names of the boxes. Whatever else a form sends is among them, and means nothing.
    #[serde(flatten)]
    ticked: BTreeMap<String, String>,
}

/// The name of a box in the form.
pub(super) fn box_name(kind: &MeetingType) -> String {
    format!("kind_{}", kind.code)
}

impl KindFields {
    /// The fields as they stand for a group.
    pub(super) fn of(details: &Details) -> Self {
        let kinds = kinds_of(&details.fellowship, &details.types);
        let fellowship = Fellowship::of(&details.fellowship);
        Self {
            fellowship: details.fellowship.clone(),
            kinds_of: fellowship.map_or("", |own| own.code).to_owned(),
            ticked: kinds
                .into_iter()
                .map(|kind| (box_name(kind), "on".to_owned()))
                .collect(),
        }
    }

    /// The fellowship that is chosen.
    pub(super) fn chosen(&self) -> Option<&'static Fellowship> {
        Fellowship::of(&self.fellowship)
    }

    /// Whether a fellowship is chosen whose kinds could not be ticked yet.
    pub(super) fn are_yet_to_tick(&self) -> bool {
        self.chosen().is_some_and(|own| own.code != self.kinds_of)
    }

    /// The kinds that are ticked, as the chosen fellowship calls them: what another one has under
    /// the same name is the same kind.
    pub(super) fn kinds(&self) -> Vec<&'static MeetingType> {
        let (Some(chosen), Some(shown)) = (self.chosen(), Fellowship::of(&self.kinds_of)) else {
            return Vec::new();
        };
        let is_ticked = |kind: &&MeetingType| self.ticked.contains_key(&box_name(kind));
        let ticked = shown.types().filter(is_ticked);
        let mut kinds: Vec<&'static MeetingType> = Vec::new();
        for kind in ticked {
            let own = match chosen.code == shown.code {
                true => Some(kind),
                false => chosen.meeting_type(kind.name(Language::English)),
            };
            kinds.extend(own.filter(|own| !kinds.contains(own)));
        }
        kinds
    }

    /// The codes that are ticked.
    pub(super) fn codes(&self) -> String {
        let codes: Vec<&str> = self.kinds().into_iter().map(|kind| kind.code).collect();
        codes.join(",")
    }

    /// The fellowship and the codes that they mean for a group that is, or `None` where the
    /// fellowship is none that we know. What nobody touched stays as it is, also codes that no
    /// table has.
    pub(super) fn meant(&self, was: &Details) -> Option<(String, String)> {
        if self.fellowship.trim().is_empty() {
            return Some((String::new(), String::new()));
        }
        let Some(chosen) = self.chosen() else {
            let is_untouched = self.fellowship == was.fellowship;
            return is_untouched.then(|| (was.fellowship.clone(), was.types.clone()));
        };
        let is_same = chosen.code.eq_ignore_ascii_case(&was.fellowship);
        let before = Self::of(was);
        let is_untouched = is_same && (self.kinds_of.is_empty() || self.codes() == before.codes());
        if is_untouched {
            return Some((was.fellowship.clone(), was.types.clone()));
        }
        let unknown = |code: &&str| !code.is_empty() && chosen.meeting_type(code).is_none();
        let unknown = was.types.split(',').filter(|_| is_same).filter(unknown);
        let kinds = self.kinds();
        let codes: Vec<&str> = kinds.iter().map(|kind| kind.code).chain(unknown).collect();
        Some((chosen.code.to_owned(), codes.join(",")))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn details(fellowship: &str, types: &str) -> Details {
        Details {
            fellowship: fellowship.into(),
            types: types.into(),
            ..Details::default()
        }
    }

    fn pair(fellowship: &str, types: &str) -> Option<(String, String)> {
        Some((fellowship.into(), types.into()))
    }

    #[test]
    fn what_nobody_touched_stays_and_what_no_table_has_stays_beside_it() {
        let was = details("aa", "W,ZZ,O");
        let mut fields = KindFields::of(&was);
        assert_eq!(fields.meant(&was), pair("aa", "W,ZZ,O"));
        fields.ticked.insert("kind_D".into(), "on".into());
        assert_eq!(fields.meant(&was), pair("aa", "D,O,W,ZZ"));
        fields.ticked.clear();
        assert_eq!(fields.meant(&was), pair("aa", "ZZ"));
        let mut strange = details("none-that-we-know", "Q");
        assert_eq!(
            KindFields::of(&strange).meant(&strange),
            pair("none-that-we-know", "Q")
        );
        strange.fellowship.clear();
        let typed = KindFields::of(&details("none-that-we-know", "Q"));
        assert_eq!(typed.meant(&strange), None);
    }

    #[test]
    fn another_fellowship_takes_over_what_it_calls_the_same() {
        // T is Transgender in the one, and something else in the other.
        let was = details("aa", "O,T,W");
        let fields = KindFields {
            fellowship: "aca".into(),
            ..KindFields::of(&was)
        };
        assert!(fields.are_yet_to_tick());
        let (code, types) = fields.meant(&was).unwrap();
        let names: Vec<_> = kinds_of(&code, &types)
            .into_iter()
            .map(|kind| kind.name(Language::English))
            .collect();
        assert!(
            names.contains(&"Women") && !names.contains(&"Fellowship Text"),
            "{names:?}"
        );
        let none = KindFields {
            fellowship: String::new(),
            ..KindFields::of(&was)
        };
        assert_eq!(none.meant(&was), pair("", ""));
    }
}
