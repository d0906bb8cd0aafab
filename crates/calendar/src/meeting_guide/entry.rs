//! One entry of a feed: its fields as texts, and what is noted about them.

use serde_json::{Map, Number, Value};

use super::problem::{Done, Fault, Problem};
use super::text::{line, lines, shortened};

/// What is quoted of a wrong value: enough to find it by.
const FOUND_CHARS_MAX: usize = 60;
/// One-line texts that have no limit of their own in the specification.
pub(super) const LINE_CHARS_MAX: usize = 300;
/// Notes: several pages.
pub(super) const NOTES_CHARS_MAX: usize = 4_000;

/// The problems so far, up to a limit; beyond it they are counted.
#[derive(Debug)]
pub(crate) struct Log {
    entry: usize,
    slug: String,
    problems: Vec<Problem>,
    problems_max: usize,
    unlisted: usize,
}

impl Log {
    pub(super) fn new(problems_max: usize) -> Self {
        Self {
            entry: 0,
            slug: String::new(),
            problems: Vec::new(),
            problems_max,
            unlisted: 0,
        }
    }

    /// What follows is about this entry.
    pub(crate) fn begin(&mut self, entry: usize) {
        self.entry = entry;
        self.slug.clear();
    }

    pub(crate) fn set_slug(&mut self, slug: &str) {
        slug.clone_into(&mut self.slug);
    }

    pub(super) fn slug(&self) -> &str {
        &self.slug
    }

    pub(crate) fn note(&mut self, field: &'static str, fault: Fault, done: Done) {
        if self.problems.len() >= self.problems_max {
            self.unlisted += 1;
            return;
        }
        self.problems.push(Problem {
            entry: self.entry,
            slug: self.slug.clone(),
            field,
            fault,
            done,
        });
    }

    /// In the order of the feed; what is about the whole of it comes last.
    pub(super) fn into_problems(mut self) -> (Vec<Problem>, usize) {
        self.problems
            .sort_by_key(|problem| (problem.entry == 0, problem.entry));
        (self.problems, self.unlisted)
    }
}

/// One entry's fields.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    map: &'a Map<String, Value>,
    pub(super) log: &'a mut Log,
}

impl<'a> Entry<'a> {
    pub(super) fn new(map: &'a Map<String, Value>, log: &'a mut Log) -> Self {
        Self { map, log }
    }

    /// The value of a field; `null` and blank texts are nothing.
    pub(super) fn value(&self, field: &str) -> Option<&'a Value> {
        self.map.get(field).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }

    /// The text of a field as the feed has it; a number is read as its digits. A list or an
    /// object is noted and dropped, and so is `true`; `false` is how some programs write nothing.
    fn raw(&mut self, field: &'static str) -> Option<String> {
        match self.value(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(digits(number)),
            Value::Bool(false) => None,
            _ => {
                self.log.note(field, Fault::WrongType, Done::Dropped);
                None
            }
        }
    }

    /// One line of text without markup, cut at `chars_max`.
    pub(super) fn line(&mut self, field: &'static str, chars_max: usize) -> Option<String> {
        let text = line(&self.raw(field)?);
        self.bounded(field, text, chars_max)
    }

    /// The first of several fields that says something, as one line.
    pub(super) fn first_line(&mut self, fields: &[&'static str]) -> Option<String> {
        fields
            .iter()
            .find_map(|field| self.line(field, LINE_CHARS_MAX))
    }

    /// A text of several lines without markup.
    pub(super) fn notes(&mut self, field: &'static str) -> Option<String> {
        let text = lines(&self.raw(field)?);
        self.bounded(field, text, NOTES_CHARS_MAX)
    }

    /// Up to `count_max` lines out of a list, or out of one text that `separator` divides.
    pub(super) fn list(
        &mut self,
        field: &'static str,
        separator: char,
        count_max: usize,
    ) -> Vec<String> {
        let parts: Vec<String> = match self.value(field) {
            None => return Vec::new(),
            Some(Value::Array(values)) => self.texts(field, values, count_max + 1),
            // PHP writes a list out of which something was taken as an object.
            Some(Value::Object(map)) => self.texts(field, map.values(), count_max + 1),
            Some(_) => self
                .raw(field)
                .map(|text| {
                    line(&text)
                        .split(separator)
                        .take(count_max + 1)
                        .map(str::to_owned)
                        .collect()
                })
                .unwrap_or_default(),
        };
        if parts.len() > count_max {
            self.log
                .note(field, Fault::TooMany { count_max }, Done::Dropped);
        }
        parts
            .iter()
            .take(count_max)
            .map(|part| shortened(&line(part), LINE_CHARS_MAX).to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    }

    fn texts<'v>(
        &mut self,
        field: &'static str,
        values: impl IntoIterator<Item = &'v Value>,
        count_max: usize,
    ) -> Vec<String> {
        let mut texts = Vec::new();
        for value in values.into_iter().take(count_max) {
            match value {
                Value::String(text) => texts.push(text.clone()),
                Value::Number(number) => texts.push(digits(number)),
                Value::Null => {}
                _ => self.log.note(field, Fault::WrongType, Done::Dropped),
            }
        }
        texts
    }

    pub(super) fn drop_value(&mut self, field: &'static str, fault: Fault) {
        self.log.note(field, fault, Done::Dropped);
    }

    fn bounded(&mut self, field: &'static str, text: String, chars_max: usize) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let kept = shortened(&text, chars_max);
        if kept.len() == text.len() {
            return Some(text);
        }
        self.log
            .note(field, Fault::TooLong { chars_max }, Done::Mended);
        Some(kept.to_owned())
    }
}

/// A number as people write it: spreadsheets have a fraction behind every one, `5.0` for a 5.
pub(crate) fn digits(number: &Number) -> String {
    // Up to here such a number is exact.
    const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(whole) if whole.fract() == 0.0 && whole.abs() <= WHOLE_MAX => format!("{whole:.0}"),
        _ => number.to_string(),
    }
}

/// What a sentence quotes of a wrong value.
pub(crate) fn found(text: &str) -> String {
    shortened(&line(text), FOUND_CHARS_MAX).to_owned()
}
