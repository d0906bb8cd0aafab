//! The formats of the meetings: the types that their fellowships have for them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Listed;
use crate::Language;
use crate::bmlt::world_id;
use crate::fellowship::{Fellowship, language_of_code, number_of};
use crate::listed::Publisher;

/// Formats that every server has: id, key, world id, names.
const OF_VENUES: [(u32, &str, &str, &str, &str); 2] = [
    (1, "VM", "VM", "Virtual Meeting", "Reunión virtual"),
    (2, "HY", "HYBR", "Hybrid Meeting", "Reunión híbrida"),
];

/// The format that stands for a venue, if one does.
pub(super) fn of_venue(venue: u8) -> Option<u32> {
    match venue {
        2 => Some(1),
        3 => Some(2),
        _ => None,
    }
}

/// The formats that these meetings use, by their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Formats {
    by_id: BTreeMap<u32, (&'static Fellowship, &'static str)>,
}

impl Formats {
    pub(super) fn of(meetings: &[Listed]) -> Self {
        let mut formats = Self::default();
        for meeting in meetings {
            if let Some(fellowship) = meeting.fellowship {
                for code in meeting.shown_types() {
                    if let Some(id) = number_of(fellowship, code) {
                        formats.by_id.insert(id, (fellowship, code));
                    }
                }
            }
        }
        formats
    }

    /// The ids of a meeting's types.
    pub(super) fn of_meeting(meeting: &Listed) -> Vec<u32> {
        let Some(fellowship) = meeting.fellowship else {
            return Vec::new();
        };
        let codes = meeting.shown_types().into_iter();
        codes
            .filter_map(|code| number_of(fellowship, code))
            .collect()
    }

    /// Ids and keys of some formats, each as one list.
    pub(super) fn names(&self, ids: impl Iterator<Item = u32>) -> (String, String) {
        let (ids, keys): (Vec<String>, Vec<String>) = ids
            .filter_map(|id| Some((id.to_string(), self.key(id)?)))
            .unzip();
        (ids.join(","), keys.join(","))
    }

    /// The key of a format. Two fellowships have the same letter for different things, so those
    /// of others than Narcotics Anonymous are named by theirs as well.
    fn key(&self, id: u32) -> Option<String> {
        if let Some((_, key, ..)) = OF_VENUES.iter().find(|(own, ..)| *own == id) {
            return Some((*key).to_owned());
        }
        let (fellowship, code) = self.by_id.get(&id)?;
        Some(match fellowship.code {
            "na" => (*code).to_owned(),
            other => format!("{other}-{code}"),
        })
    }

    /// All formats.
    pub(super) fn list(&self, server: &Publisher, language: Language) -> Value {
        let venues = OF_VENUES.iter().map(|(id, ..)| *id);
        let all = venues.chain(self.by_id.keys().copied());
        self.list_of(all.collect(), server, language)
    }

    /// These formats, each once.
    pub(super) fn list_of(
        &self,
        mut ids: Vec<u32>,
        server: &Publisher,
        language: Language,
    ) -> Value {
        ids.sort_unstable();
        ids.dedup();
        let format = |id: u32| self.format(id, server, language);
        ids.into_iter().filter_map(format).collect()
    }

    fn format(&self, id: u32, server: &Publisher, language: Language) -> Option<Value> {
        let of_venue = OF_VENUES.iter().find(|(own, ..)| *own == id);
        let (world, name, kind) = match of_venue {
            Some((_, _, world, english, spanish)) => {
                let name = match language {
                    Language::English => *english,
                    Language::Spanish => *spanish,
                };
                (*world, name, "FC2")
            }
            None => {
                let (fellowship, code) = *self.by_id.get(&id)?;
                let name = fellowship.meeting_type(code)?.name(language);
                let world = if fellowship.code == "na" {
                    world_id(code)
                } else {
                    ""
                };
                (world, name, kind(code))
            }
        };
        Some(json!({
            "key_string": self.key(id)?,
            "name_string": name,
            "description_string": name,
            "lang": tag(language),
            "id": id.to_string(),
            "world_id": world,
            "root_server_uri": server.website,
            "format_type_enum": kind,
        }))
    }
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Spanish => "es",
    }
}

/// To which kind of format a type belongs.
fn kind(code: &str) -> &'static str {
    match code {
        "C" | "O" => "O",
        "TC" => "FC2",
        code if language_of_code(code).is_some() => "LANG",
        _ => "FC1",
    }
}
