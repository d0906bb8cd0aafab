//! What is different on single days.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::DURATION_MINUTES_MAX;

/// The most exceptions of one meeting: one for each day of a year. Older ones can be forgotten,
/// and a meeting that needs more has another rule.
pub const EXCEPTIONS_MAX: usize = 366;

/// The longest note: a few sentences for somebody at a closed door.
pub const NOTE_CHARS_MAX: usize = 500;

/// How people come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    InPerson,
    Online,
    Hybrid,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Online, Self::Hybrid];

    /// As it is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// What is different about one occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It doesn't happen.
    Cancelled,
    /// It happens, but not as the rule says.
    Held(Held),
}

/// What is other than the rule says; what is `None` stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Held {
    pub date: Option<Date>,
    /// On the wall clock of the meeting's own zone.
    pub start: Option<Time>,
    pub duration_minutes: Option<u16>,
    pub way: Option<Way>,
}

/// A change, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exception {
    pub change: Change,
    /// For everyone who would have come; may be empty.
    pub note: String,
}

impl Exception {
    #[must_use]
    pub fn cancelled(note: &str) -> Self {
        Self {
            change: Change::Cancelled,
            note: note.to_owned(),
        }
    }

    #[must_use]
    pub fn held(held: Held, note: &str) -> Self {
        Self {
            change: Change::Held(held),
            note: note.to_owned(),
        }
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.change == Change::Cancelled
    }

    /// How people come together, if that is different.
    #[must_use]
    pub fn way(&self) -> Option<Way> {
        match &self.change {
            Change::Cancelled => None,
            Change::Held(held) => held.way,
        }
    }

    fn moves(&self) -> bool {
        matches!(&self.change, Change::Held(held) if held.date.is_some() || held.start.is_some())
    }
}

/// Exceptions by the date that is the name of their occurrence. One for a date that the rule
/// doesn't have (any more) changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Exceptions(BTreeMap<Date, Exception>);

impl Exceptions {
    /// Sets or replaces what is different on a date. Notes are cut at [`NOTE_CHARS_MAX`], starts
    /// at the whole second, durations at [`DURATION_MINUTES_MAX`]. Gives whether there was room (see [`EXCEPTIONS_MAX`]).
    #[must_use]
    pub fn set(&mut self, date: Date, mut exception: Exception) -> bool {
        if self.0.len() >= EXCEPTIONS_MAX && !self.0.contains_key(&date) {
            return false;
        }
        if let Some((end, _)) = exception.note.char_indices().nth(NOTE_CHARS_MAX) {
            exception.note.truncate(end);
        }
        if let Change::Held(held) = &mut exception.change {
            held.start = held
                .start
                .map(|start| start.with().subsec_nanosecond(0).build().unwrap_or(start));
            held.duration_minutes = held
                .duration_minutes
                .map(|minutes| minutes.min(DURATION_MINUTES_MAX));
        }
        self.0.insert(date, exception);
        true
    }

    /// Takes an exception back: the date is again as the rule says.
    pub fn clear(&mut self, date: Date) -> Option<Exception> {
        self.0.remove(&date)
    }

    /// Forgets the exceptions of dates before this one.
    pub fn forget_before(&mut self, date: Date) {
        self.0 = self.0.split_off(&date);
    }

    #[must_use]
    pub fn get(&self, date: Date) -> Option<&Exception> {
        self.0.get(&date)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Date, &Exception)> {
        self.0.iter().map(|(date, exception)| (*date, exception))
    }

    /// Whether the occurrence of a date starts at another time than the rule says.
    pub(super) fn moves(&self, date: Date) -> bool {
        self.0.get(&date).is_some_and(Exception::moves)
    }

    pub(super) fn moved_dates(&self) -> impl Iterator<Item = Date> {
        self.iter()
            .filter(|(_, exception)| exception.moves())
            .map(|(date, _)| date)
    }
}
