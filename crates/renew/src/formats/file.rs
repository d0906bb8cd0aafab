//! Formats as files: readable JSON, written as ours are and read by hand, so that whatever is wrong
//! is said in a sentence that names the part.

use circle::activity::ActivityKind;
use circle::format::{
    Crosstalk, Format, Keeps, LedBy, Minutes, NoSuchPhase, PHASES_MAX, Phase, PhaseKind, Text,
    TurnTime, Words, spell_out,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::names::{from_key, key};
use super::trouble::{Place, Trouble, Wants};
use super::{flaw_words, trouble};
use crate::site::form::{tidy, tidy_line};
use crate::site::lang::Lang;

/// What a format may hold: ten times the longest of ours.
pub(super) const DRAFT_BYTES_MAX: usize = 192 * 1024;
/// The same with its line ends, so that every file that we write can be read again.
pub const FILE_BYTES_MAX: usize = 256 * 1024;
/// Nobody mends more than this before trying again.
const TROUBLES_MAX: usize = 40;

/// A file that was looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it holds, if it could be read.
    pub format: Option<Format>,
    /// What keeps it from being used, a sentence each with the number of the part, from 1.
    pub problems: Vec<(Option<usize>, String)>,
    /// What is worth knowing, and keeps nothing back.
    pub notes: Vec<(Option<usize>, String)>,
}

/// Looks at a file. The sentences are for people, in `lang`.
#[must_use]
pub fn check(bytes: &[u8], lang: Lang) -> Checked {
    match read(bytes) {
        Ok(format) => Checked {
            problems: format
                .flaws()
                .into_iter()
                .map(|flaw| {
                    let sentence = flaw_words::sentence(lang, flaw.kind);
                    let number = flaw.phase.map(|phase| phase + 1);
                    let place = flaw.phase.map(|phase| place_of(&format, phase));
                    (number, trouble::with_place(lang, place.as_ref(), &sentence))
                })
                .collect(),
            notes: markup_notes(&format, lang),
            format: Some(format),
        },
        Err(troubles) => Checked {
            format: None,
            problems: troubles
                .iter()
                .map(|trouble| (trouble.phase_number(), trouble.sentence(lang)))
                .collect(),
            notes: Vec::new(),
        },
    }
}

/// A format as a file.
#[must_use]
pub fn written(format: &Format) -> String {
    let mut text = serde_json::to_string_pretty(format).unwrap_or_default();
    text.push('\n');
    text
}

fn place_of(format: &Format, phase: usize) -> Place {
    let name = format.phases.get(phase).map(|phase| &phase.name);
    let name = name.map(|name| {
        if name.en.is_empty() {
            &name.es
        } else {
            &name.en
        }
    });
    Place {
        phase: phase + 1,
        name: name.map(|name| trouble::quoted(name)).unwrap_or_default(),
    }
}

/// Where texts hold what looks like code: pages show it letter for letter.
fn markup_notes(format: &Format, lang: Lang) -> Vec<(Option<usize>, String)> {
    let whole = [&format.name, &format.about];
    let in_whole = whole.into_iter().any(looks_like_markup);
    let in_phases = format.phases.iter().enumerate().filter(|(_, phase)| {
        let words = [&phase.name, &phase.ribbon, &phase.why];
        let more = [&phase.words.heading, &phase.words.guidance];
        let long = phase.words.say.iter().chain(&phase.reading);
        words
            .into_iter()
            .chain(more)
            .chain(long)
            .any(looks_like_markup)
    });
    let places = in_whole.then_some(None).into_iter();
    let places = places.chain(in_phases.map(|(index, _)| Some(index)));
    places
        .map(|at| {
            let place = at.map(|index| place_of(format, index));
            let note = trouble::markup_note(lang);
            (
                at.map(|index| index + 1),
                trouble::with_place(lang, place.as_ref(), note),
            )
        })
        .collect()
}

fn looks_like_markup(text: &Text) -> bool {
    let is_tag =
        |after: &str| after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    let has = |text: &str| text.split('<').skip(1).any(is_tag);
    has(&text.en) || has(&text.es)
}

/// Reads a file. The format may still have flaws.
///
/// # Errors
/// All that can't be read in it, at most as much as somebody would mend at once.
pub(super) fn read(bytes: &[u8]) -> Result<Format, Vec<Trouble>> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(vec![Trouble::TooLarge]);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Trouble::NotText])?;
    // Some editors put this mark before everything else.
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|error| {
        vec![Trouble::NotJson {
            line: error.line(),
            column: error.column(),
        }]
    })?;
    let Value::Object(object) = value else {
        return Err(vec![Trouble::NotAFormat]);
    };
    let mut reader = Reader::default();
    let format = reader.format(object);
    match format.filter(|_| reader.troubles.is_empty()) {
        Some(format) if !fits(&format) => Err(vec![Trouble::TooLarge]),
        Some(format) => Ok(format),
        None => Err(reader.troubles),
    }
}

/// Whether a draft can be kept: the file written of it can be read again.
pub(super) fn fits(format: &Format) -> bool {
    serde_json::to_vec(format).is_ok_and(|text| text.len() <= DRAFT_BYTES_MAX)
}

/// Goes through a file, and notes what is wrong and where.
#[derive(Debug, Default)]
struct Reader {
    place: Option<Place>,
    troubles: Vec<Trouble>,
}

impl Reader {
    fn format(&mut self, mut object: Map<String, Value>) -> Option<Format> {
        // The id is ours to give; a file may come without.
        let id = match object.remove("id") {
            None => Some("from-a-file".to_owned()),
            Some(Value::String(id)) => Some(tidy_line(&id)),
            Some(_) => self.wrong("id", Wants::Text),
        };
        let name = self.text(&mut object, "name", tidy_line);
        let about = self.text(&mut object, "about", tidy);
        let seats_max = self.number(&mut object, "seats_max");
        let phases = self.phases(&mut object);
        self.nothing_else(&object);
        Some(Format {
            id: id?,
            name: name?,
            about: about?,
            seats_max: seats_max?,
            phases: phases?,
        })
    }

    fn phases(&mut self, object: &mut Map<String, Value>) -> Option<Vec<Phase>> {
        let listed = self.list(object, "phases", true)?;
        if listed.len() > PHASES_MAX {
            self.note(Trouble::TooManyPhases { n: listed.len() });
            return None;
        }
        let mut phases = Vec::new();
        for (index, value) in listed.into_iter().enumerate() {
            self.place = Some(Place {
                phase: index + 1,
                name: name_in(&value),
            });
            phases.extend(self.named_or_written(value));
        }
        self.place = None;
        Some(phases)
    }

    /// A part may name one that our formats share, or be like it but for what it says itself.
    fn named_or_written(&mut self, mut value: Value) -> Option<Phase> {
        if let Err(NoSuchPhase(name)) = spell_out(&mut value) {
            let place = self.place.clone();
            let name = name.map(|name| trouble::quoted(&name));
            self.note(Trouble::UnknownPhase { place, name });
            return None;
        }
        match value {
            Value::Object(object) => self.phase(object),
            _ => {
                let place = self.place.clone();
                self.note(Trouble::NotAPhase { place });
                None
            }
        }
    }

    fn phase(&mut self, mut object: Map<String, Value>) -> Option<Phase> {
        let object = &mut object;
        let kinds = PhaseKind::ALL.map(key);
        let kind = self.choice::<PhaseKind>(object, "kind", &kinds);
        let name = self.text(object, "name", tidy_line);
        let ribbon = self.text(object, "ribbon", tidy_line);
        let minutes = self.minutes(object);
        let crosstalk =
            self.choice::<Crosstalk>(object, "crosstalk", &super::names::CROSSTALKS.map(key));
        let turn = self.turn(object);
        let led_by = self.choice::<LedBy>(object, "led_by", &super::names::LEADS.map(key));
        let words = self.words(object);
        let why = self.text(object, "why", tidy);
        let required = self.flag(object, "required", None);
        let closing = self.flag(object, "closing", Some(false));
        let unheard_first = self.flag(object, "unheard_first", Some(false));
        let keeps = self.choices::<Keeps>(object, "keeps", &KEEPS.map(key));
        let activities = ActivityKind::ALL.map(key);
        let activities = self.choices::<ActivityKind>(object, "activities", &activities);
        let reading = self.texts(object, "reading", tidy);
        self.nothing_else(object);
        Some(Phase {
            kind: kind?,
            name: name?,
            ribbon: ribbon?,
            minutes: minutes?,
            crosstalk: crosstalk?,
            turn: turn?,
            led_by: led_by?,
            words: words?,
            why: why?,
            required: required?,
            closing: closing?,
            unheard_first: unheard_first?,
            keeps: keeps?,
            activities: activities?,
            reading: reading?,
        })
    }

    fn minutes(&mut self, object: &mut Map<String, Value>) -> Option<Minutes> {
        let Value::Object(mut minutes) = self.take(object, "minutes")? else {
            return self.wrong("minutes", Wants::Minutes);
        };
        let [min, target, max] =
            ["min", "target", "max"].map(|part| self.number(&mut minutes, part));
        self.nothing_else(&minutes);
        Some(Minutes {
            min: min?,
            target: target?,
            max: max?,
        })
    }

    fn turn(&mut self, object: &mut Map<String, Value>) -> Option<TurnTime> {
        let value = self.take(object, "turn")?;
        match serde_json::from_value(value) {
            Ok(turn) => Some(turn),
            Err(_) => self.wrong("turn", Wants::Turn),
        }
    }

    fn words(&mut self, object: &mut Map<String, Value>) -> Option<Words> {
        let Value::Object(mut words) = self.take(object, "words")? else {
            return self.wrong("words", Wants::Words);
        };
        let heading = self.text(&mut words, "heading", tidy_line);
        let guidance = self.text(&mut words, "guidance", tidy);
        let say = self.texts(&mut words, "say", tidy_line);
        self.nothing_else(&words);
        Some(Words {
            heading: heading?,
            guidance: guidance?,
            say: say?,
        })
    }

    fn text(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        tidy: fn(&str) -> String,
    ) -> Option<Text> {
        let value = self.take(object, field)?;
        self.text_of(value, field, tidy)
    }

    fn text_of(
        &mut self,
        value: Value,
        field: &'static str,
        tidy: fn(&str) -> String,
    ) -> Option<Text> {
        match serde_json::from_value::<Text>(value) {
            Ok(Text { en, es }) => Some(Text {
                en: tidy(&en),
                es: tidy(&es),
            }),
            Err(_) => self.wrong(field, Wants::Texts),
        }
    }

    fn texts(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        tidy: fn(&str) -> String,
    ) -> Option<Vec<Text>> {
        let listed = self.list(object, field, false)?;
        let texts = listed
            .into_iter()
            .map(|value| self.text_of(value, field, tidy));
        texts.collect()
    }

    fn number(&mut self, object: &mut Map<String, Value>, field: &'static str) -> Option<u8> {
        let value = self.take(object, field)?;
        let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
        number.or_else(|| self.wrong(field, Wants::Number))
    }

    fn flag(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        usual: Option<bool>,
    ) -> Option<bool> {
        if usual.is_some() && !object.contains_key(field) {
            return usual;
        }
        match self.take(object, field)? {
            Value::Bool(is) => Some(is),
            _ => self.wrong(field, Wants::YesOrNo),
        }
    }

    fn choice<T: DeserializeOwned>(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        all: &[String],
    ) -> Option<T> {
        let value = self.take(object, field)?;
        self.choice_of(value, field, all)
    }

    fn choice_of<T: DeserializeOwned>(
        &mut self,
        value: Value,
        field: &'static str,
        all: &[String],
    ) -> Option<T> {
        let chosen = value.as_str().and_then(from_key);
        chosen.or_else(|| self.wrong(field, Wants::OneOf(all.join(", "))))
    }

    fn choices<T: DeserializeOwned>(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        all: &[String],
    ) -> Option<Vec<T>> {
        let listed = self.list(object, field, false)?;
        let chosen = listed
            .into_iter()
            .map(|value| self.choice_of(value, field, all));
        chosen.collect()
    }

    fn list(
        &mut self,
        object: &mut Map<String, Value>,
        field: &'static str,
        must: bool,
    ) -> Option<Vec<Value>> {
        if !must && !object.contains_key(field) {
            return Some(Vec::new());
        }
        match self.take(object, field)? {
            Value::Array(list) => Some(list),
            _ => self.wrong(field, Wants::List),
        }
    }

    fn take(&mut self, object: &mut Map<String, Value>, field: &'static str) -> Option<Value> {
        let value = object.remove(field);
        if value.is_none() {
            let place = self.place.clone();
            self.note(Trouble::Missing { place, field });
        }
        value
    }

    /// What is left over is a slip of the pen: taken for nothing, it would be missed later.
    fn nothing_else(&mut self, object: &Map<String, Value>) {
        for field in object.keys() {
            let place = self.place.clone();
            let field = trouble::quoted(field);
            self.note(Trouble::Unknown { place, field });
        }
    }

    fn wrong<T>(&mut self, field: &'static str, wants: Wants) -> Option<T> {
        let place = self.place.clone();
        self.note(Trouble::Wrong {
            place,
            field,
            wants,
        });
        None
    }

    fn note(&mut self, trouble: Trouble) {
        if self.troubles.len() < TROUBLES_MAX {
            self.troubles.push(trouble);
        }
    }
}

const KEEPS: [Keeps; 5] = [
    Keeps::Plan,
    Keeps::Reflection,
    Keeps::Pulse,
    Keeps::Takeaway,
    Keeps::Milestone,
];

/// The name of a part, as far as it has one.
fn name_in(phase: &Value) -> String {
    let name = phase.get("name").and_then(|name| {
        let lines = [name.get("en"), name.get("es"), Some(name)];
        lines.into_iter().flatten().find_map(Value::as_str)
    });
    name.map(trouble::quoted).unwrap_or_default()
}
