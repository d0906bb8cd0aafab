//! What the formats of a BMLT server mean.
//!
//! A key such as `O` or `To` is each server's own, and differs between its languages. What it
//! stands for is told by its world id, which all servers share. A server that sent no list of its
//! formats is read by the keys that the program comes with, as far as it speaks English.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::answer::list_of;
use super::text_of;
use crate::fellowship::Fellowship;
use crate::meeting_guide::Refusal;
use crate::meeting_guide::split::{Piece, Split};

/// A server has up to two hundred formats in each of a dozen languages.
const FORMATS_MAX: usize = 5_000;
/// A format holds a few sentences.
const FORMAT_BYTES_MAX: usize = 16 * 1024;

/// World ids of Narcotics Anonymous, and the type code that means the same; those with a code of
/// the same name are not in it.
const WORLD_TYPES: [(&str, &str); 8] = [
    ("CLOSED", "C"),
    ("OPEN", "O"),
    ("WCHR", "X"),
    ("DISC-P", "DISC"),
    ("BEGIN", "BEG"),
    ("NON", "NS"),
    ("YP", "Y"),
    ("CANDLE", "CAN"),
];

/// The English formats that the server program comes with: key, world id, name.
const STANDARD: [(&str, &str, &str); 53] = [
    ("B", "BEG", "Beginners"),
    ("BL", "", "Bi-Lingual"),
    ("BT", "BT", "Basic Text"),
    ("C", "CLOSED", "Closed"),
    ("CH", "", "Closed Holidays"),
    ("CL", "CAN", "Candlelight"),
    ("CS", "", "Children under Supervision"),
    ("D", "DISC", "Discussion"),
    ("ES", "LANG", "Spanish"),
    ("GL", "GL", "Gay/Lesbian"),
    ("IL", "", "Illness"),
    ("IP", "IP", "Informational Pamphlet"),
    ("IW", "IW", "It Works"),
    ("JT", "JFT", "Just for Today"),
    ("M", "M", "Men"),
    ("NC", "", "No Children"),
    ("O", "OPEN", "Open"),
    ("Pi", "", "Pitch"),
    ("RF", "VAR", "Rotating Format"),
    ("Rr", "", "Round Robin"),
    ("SC", "", "Surveillance Cameras"),
    ("SD", "SPK", "Speaker/Discussion"),
    ("SG", "SWG", "Step Working Guide"),
    ("SL", "", "Sign Language"),
    ("So", "SPK", "Speaker Only"),
    ("St", "STEP", "Step"),
    ("Ti", "", "Timer"),
    ("To", "TOP", "Topic"),
    ("Tr", "TRAD", "Tradition"),
    ("TW", "TRAD", "Traditions Workshop"),
    ("W", "W", "Women"),
    ("WC", "WCHR", "Wheelchair"),
    ("YP", "Y", "Young People"),
    ("OE", "", "Open-Ended"),
    ("BK", "LIT", "Book Study"),
    ("NS", "NS", "No Smoking"),
    ("Ag", "", "Agnostic"),
    ("FD", "", "Five and Dime"),
    ("AB", "QA", "Ask-It-Basket"),
    ("ME", "MED", "Meditation"),
    ("RA", "RA", "Restricted Attendance"),
    ("QA", "QA", "Question and Answer"),
    ("CW", "CW", "Children Welcome"),
    ("CP", "CPT", "Concepts"),
    ("FIN", "LANG", "Finnish"),
    ("ENG", "LANG", "English"),
    ("PER", "LANG", "Persian"),
    ("LC", "LC", "Living Clean"),
    ("SPAD", "SPAD", "Spiritual Principle a Day"),
    ("ID", "", "ID Required to Enter"),
    ("VM", "VM", "Virtual Meeting"),
    ("TC", "TC", "Temporarily Closed Facility"),
    ("HY", "HYBR", "Hybrid"),
];

/// The world id of a type code of Narcotics Anonymous.
pub(crate) fn world_id(code: &'static str) -> &'static str {
    if crate::fellowship::language_of_code(code).is_some() {
        return "LANG";
    }
    let other = WORLD_TYPES.iter().find(|(_, own)| *own == code);
    other.map_or(code, |(world, _)| *world)
}

/// The keys that the server program itself looks for, so they are the same in every language.
const KEYS_OF_ALL_LANGUAGES: [&str; 3] = ["VM", "TC", "HY"];

/// What one format says of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A type code of the fellowship.
    Type(&'static str),
    Virtual,
    Hybrid,
    /// Nothing that the fellowship has a type for; its name.
    NoType(String),
}

#[derive(Clone, Debug)]
struct Format {
    world_id: String,
    name: String,
}

/// The formats of one server.
#[derive(Clone, Debug, Default)]
pub struct Formats {
    formats: Vec<Format>,
    by_id: HashMap<String, usize>,
    /// By language and key, and by key alone for the first language that has it.
    by_key: HashMap<(String, String), usize>,
    /// Whether these are no server's own: another language has other keys for them.
    is_standard: bool,
}

impl Formats {
    /// Reads a server's answer to `GetFormats`, or the list inside an answer with meetings.
    /// Entries that are no format are passed over.
    ///
    /// # Errors
    /// When there is no list in it.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let list = match bytes.trim_ascii_start() {
            whole @ [b'{', ..] => list_of(whole, b"formats").ok_or(Refusal::ErrorAnswer)?,
            whole => whole,
        };
        let mut split = Split::new(list, FORMAT_BYTES_MAX)?;
        let mut formats = Self::default();
        while let Some(piece) = split.next_piece() {
            if formats.formats.len() >= FORMATS_MAX {
                break;
            }
            if let Piece::Entry(bytes) = piece
                && let Ok(Value::Object(map)) = serde_json::from_slice(bytes)
            {
                formats.add(&map);
            }
        }
        Ok(formats)
    }

    /// The formats that the server program comes with.
    pub(super) fn standard() -> Self {
        let mut formats = Self {
            is_standard: true,
            ..Self::default()
        };
        for (key, world_id, name) in STANDARD {
            formats.put(None, "en", key, world_id, name);
        }
        formats
    }

    pub(super) fn is_empty(&self) -> bool {
        self.formats.is_empty()
    }

    fn add(&mut self, map: &Map<String, Value>) {
        let text = |field: &str| text_of(map, field).unwrap_or_default();
        let key = text("key_string");
        if key.is_empty() {
            return;
        }
        let language = text("lang");
        let name = crate::meeting_guide::quoted(&text("name_string"));
        self.put(
            text_of(map, "id"),
            &language,
            &key,
            &text("world_id"),
            &name,
        );
    }

    fn put(&mut self, id: Option<String>, language: &str, key: &str, world_id: &str, name: &str) {
        let at = self.formats.len();
        self.formats.push(Format {
            world_id: world_id.trim().to_ascii_uppercase(),
            name: if name.is_empty() { key } else { name }.to_owned(),
        });
        if let Some(id) = id {
            self.by_id.entry(id).or_insert(at);
        }
        for language in [language, ""] {
            let name = (language.to_owned(), key.to_owned());
            self.by_key.entry(name).or_insert(at);
        }
    }

    /// What a meeting's formats mean: by their ids where the list has them, or else by the keys of
    /// the meeting's language. `Err` holds a key that isn't in the list.
    pub(super) fn meanings(
        &self,
        meeting: &Map<String, Value>,
        fellowship: &Fellowship,
    ) -> Vec<Result<Meaning, String>> {
        let text = |field: &str| text_of(meeting, field).unwrap_or_default();
        let (ids, keys) = (text("format_shared_id_list"), text("formats"));
        let by_id: Option<Vec<usize>> = parts(&ids).map(|id| self.by_id.get(id).copied()).collect();
        let meaning = |at: usize| self.formats.get(at).map(|format| format.means(fellowship));
        match by_id.filter(|found| !found.is_empty()) {
            Some(found) => found.into_iter().filter_map(meaning).map(Ok).collect(),
            None => {
                let language = text("lang_enum");
                let find = |language: &str, key: &str| {
                    let name = (language.to_owned(), key.to_owned());
                    self.by_key.get(&name).copied()
                };
                parts(&keys)
                    .map(|key| {
                        // A key in another language than the list's is another format's: `B` is a
                        // book there. Who names no language means the program's own.
                        let is_shared = !self.is_standard
                            || language.is_empty()
                            || KEYS_OF_ALL_LANGUAGES.contains(&key);
                        find(&language, key)
                            .or_else(|| find("", key).filter(|_| is_shared))
                            .and_then(meaning)
                            .ok_or_else(|| key.to_owned())
                    })
                    .collect()
            }
        }
    }
}

/// A meeting has up to two dozen formats.
const MEETING_FORMATS_MAX: usize = 60;

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .take(MEETING_FORMATS_MAX)
}

impl Format {
    fn means(&self, fellowship: &Fellowship) -> Meaning {
        let world_id = self.world_id.as_str();
        let same = WORLD_TYPES.iter().find(|(world, _)| *world == world_id);
        let code = match world_id {
            "VM" => return Meaning::Virtual,
            "HYBR" | "HY" => return Meaning::Hybrid,
            // World ids have one for all languages; which one it is, only the name says.
            "LANG" => fellowship
                .meeting_type(language_name(&self.name))
                .map(|known| known.code),
            "" => None,
            _ => {
                let code = same.map_or(world_id, |(_, code)| code);
                fellowship
                    .meeting_type(code)
                    .map(|known| known.code)
                    .filter(|known| known.eq_ignore_ascii_case(code))
            }
        };
        code.map_or_else(|| Meaning::NoType(self.name.clone()), Meaning::Type)
    }

    #[cfg(test)]
    fn of(world_id: &str, name: &str) -> Self {
        Self {
            world_id: world_id.into(),
            name: name.into(),
        }
    }
}

/// The name of a language as the table of types has it: servers write `Espanol`, and `English
/// speaking`.
fn language_name(name: &str) -> &str {
    let first = name.split_whitespace().next().unwrap_or_default();
    let lower = first.to_lowercase();
    match lower.as_str() {
        "espanol" | "castellano" => "Spanish",
        "francais" | "français" => "French",
        "farsi" => "Persian",
        "deutsch" => "German",
        "italiano" => "Italian",
        "portugues" | "português" => "Portuguese",
        _ => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn every_standard_format_with_a_world_id_has_its_type() {
        let na = Fellowship::of("na").unwrap();
        for (key, world_id, name) in STANDARD {
            let meaning = Format::of(world_id, name).means(na);
            match world_id {
                "" => assert_eq!(meaning, Meaning::NoType(name.into()), "{key}"),
                "VM" => assert_eq!(meaning, Meaning::Virtual),
                "HYBR" => assert_eq!(meaning, Meaning::Hybrid),
                _ => assert!(matches!(meaning, Meaning::Type(_)), "{key}: {meaning:?}"),
            }
        }
        for code in ["C", "X", "STEP", "S", "Y"] {
            let name = na.meeting_type(code).unwrap().name(Language::English);
            let written = Format::of(super::world_id(code), name);
            assert_eq!(written.means(na), Meaning::Type(code));
        }
        for (world_id, code) in WORLD_TYPES {
            assert_eq!(Format::of(world_id, "").means(na), Meaning::Type(code));
        }
        let spanish = na.meeting_type("S").unwrap();
        assert_eq!(spanish.name(Language::English), "Spanish");
        for name in ["Espanol", "Español", "Spanish speaking"] {
            assert_eq!(Format::of("LANG", name).means(na), Meaning::Type("S"));
        }
    }

    #[test]
    fn the_english_keys_are_for_english_alone() {
        let na = Fellowship::of("na").unwrap();
        let standard = Formats::standard();
        let meanings = |language: &str, keys: &str| {
            let meeting = serde_json::json!({ "lang_enum": language, "formats": keys });
            standard.meanings(meeting.as_object().unwrap(), na)
        };
        let unknown = |key: &str| Err(key.to_owned());
        assert_eq!(
            meanings("de", "M,B,VM,TC"),
            [
                unknown("M"),
                unknown("B"),
                Ok(Meaning::Virtual),
                Ok(Meaning::Type("TC"))
            ]
        );
        for language in ["en", ""] {
            assert_eq!(meanings(language, "B"), [Ok(Meaning::Type("BEG"))]);
        }
    }

    #[test]
    fn a_key_means_what_its_server_says() {
        let na = Fellowship::of("na").unwrap();
        let formats = Formats::read(
            br#"[{"key_string":"O","world_id":"CLOSED","lang":"en","id":"4","name_string":"x"},
                 {"key_string":"O","world_id":"STEP","lang":"es","id":"9","name_string":"y"}, 7]"#,
        )
        .unwrap();
        let meanings = |json: serde_json::Value| formats.meanings(json.as_object().unwrap(), na);
        let closed = || vec![Ok(Meaning::Type("C"))];
        let step = || vec![Ok(Meaning::Type("STEP"))];
        assert_eq!(meanings(serde_json::json!({"formats": "O"})), closed());
        assert_eq!(
            meanings(serde_json::json!({"formats": "O", "lang_enum": "es"})),
            step()
        );
        let by_id = serde_json::json!({"formats": "O", "format_shared_id_list": "9"});
        assert_eq!(meanings(by_id), step());
        assert_eq!(
            meanings(serde_json::json!({"formats": "To"})),
            [Err("To".to_owned())]
        );
    }
}
