//! One meeting of a group as pages show it, and what is typed to hold it otherwise this once.

use calendar::schedule::{Change, Held, NOTE_CHARS_MAX, Way};
use calendar::{Occurrence, Timetable};
use jiff::civil::Date;
use serde::Deserialize;

use super::arranging::ArrangeError;
use super::details::{minute_of, time_of};
use super::differences::way_of;
use super::schedule_words::ScheduleWords;
use super::{Group, when};
use crate::site::form::{Errors, tidy};
use crate::site::lang::{Lang, fill};

/// The shortest and the longest meeting that a form takes, in minutes.
pub(super) const MINUTES: std::ops::RangeInclusive<u16> = 10..=1440;

/// How a meeting differs from what people are used to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// As usual.
    None,
    /// It doesn't happen.
    Off,
    /// On another day or at another hour.
    Moved,
    /// On its day, but another way or for another time.
    Otherwise,
}

/// One meeting, and what is different about it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evening {
    pub(super) at: Occurrence,
    pub(super) difference: Difference,
    /// For everyone who would come; may be empty.
    pub(super) note: String,
}

impl Evening {
    /// An occurrence of a timetable, with what that says of it.
    pub(super) fn of(table: &Timetable, at: Occurrence) -> Self {
        let exception = table.exception(at.date);
        let difference = match exception.map(|exception| &exception.change) {
            None => Difference::None,
            Some(Change::Cancelled) => Difference::Off,
            Some(Change::Held(held)) if held.date.is_some() || held.start.is_some() => {
                Difference::Moved
            }
            Some(Change::Held(held)) if *held == Held::default() => Difference::None,
            Some(Change::Held(_)) => Difference::Otherwise,
        };
        let note = exception.map(|exception| exception.note.clone());
        Self {
            at,
            difference,
            note: note.unwrap_or_default(),
        }
    }

    /// The meeting that a date names, if there is one.
    pub(super) fn on(table: &Timetable, date: Date) -> Option<Self> {
        table.on(date).map(|at| Self::of(table, at))
    }

    /// Whether people who only know the usual should hear of it.
    pub(super) fn is_news(&self) -> bool {
        self.difference != Difference::None || !self.note.is_empty()
    }

    pub(super) fn is_over(&self, now_ms: i64) -> bool {
        self.at.end_ms <= now_ms
    }
}

/// The meetings that are on or begin within the coming weeks, at most `count`; those that are off
/// are among them.
pub(super) fn coming(table: &Timetable, now_ms: i64, weeks: u16, count: usize) -> Vec<Evening> {
    const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
    let until_ms = now_ms.saturating_add(WEEK_MS * i64::from(weeks));
    table
        .between(now_ms, until_ms)
        .into_iter()
        .take(count)
        .map(|at| Evening::of(table, at))
        .collect()
}

/// What was typed to hold one meeting otherwise, word for word.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct OnceForm {
    pub(super) day: String,
    pub(super) start: String,
    pub(super) duration: String,
    pub(super) way: String,
    pub(super) note: String,
    /// When the group that the form was filled from was last changed.
    pub(super) changed_ms: String,
}

impl OnceForm {
    /// The form as it stands for a meeting.
    pub(super) fn of(group: &Group, evening: &Evening) -> Self {
        let zone = group.details.zone.as_ref();
        let usual = way_of(group.details.attendance);
        let minutes = (evening.at.end_ms - evening.at.start_ms) / 60_000;
        let clock = when::wall(zone, evening.at.start_ms);
        Self {
            day: when::day_of(zone, &evening.at).to_string(),
            start: clock
                .split_once('T')
                .map_or("", |(_, clock)| clock)
                .to_owned(),
            duration: minutes.to_string(),
            way: evening.at.way.or(usual).map_or("", Way::key).to_owned(),
            note: evening.note.clone(),
            changed_ms: group.changed_ms.to_string(),
        }
    }

    /// Whether the meeting happens and is so already.
    pub(super) fn says(&self, group: &Group, evening: &Evening) -> bool {
        let Self {
            day,
            start,
            duration,
            way,
            note,
            changed_ms: _,
        } = Self::of(group, evening);
        let same = |typed: &str, stands: &str| typed.trim() == stands;
        evening.difference != Difference::Off
            && same(&self.day, &day)
            && same(&self.start, &start)
            && same(&self.duration, &duration)
            && same(&self.way, &way)
            && tidy(&self.note) == note
    }

    /// What it means.
    ///
    /// # Errors
    /// A sentence for each field that can't be accepted.
    pub(super) fn meant(&self, lang: Lang, evening: &Evening) -> Result<(Held, String), Errors> {
        let w = ScheduleWords::of(lang);
        let mut errors = Errors::default();
        let date = date_of(&self.day);
        if date.is_none() {
            errors.add("day", w.bad_day);
        }
        let start = minute_of(&self.start).and_then(time_of);
        if start.is_none() {
            errors.add("start", w.bad_start);
        }
        let was = (evening.at.end_ms - evening.at.start_ms) / 60_000;
        let minutes: Option<u16> = self.duration.trim().parse().ok();
        let minutes = minutes.filter(|n| MINUTES.contains(n) || i64::from(*n) == was);
        if minutes.is_none() {
            errors.add("duration", w.bad_minutes);
        }
        let way = Way::from_key(&self.way);
        if way.is_none() {
            errors.add("way", w.bad_way);
        }
        let note = note_of(lang, &self.note).unwrap_or_else(|long| {
            errors.add("note", long);
            String::new()
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        let held = Held {
            date,
            start,
            duration_minutes: minutes,
            way,
        };
        Ok((held, note))
    }
}

/// A note without what nobody sees, if it isn't too long; else the sentence that says so.
pub(super) fn note_of(lang: Lang, typed: &str) -> Result<String, String> {
    let note = tidy(typed);
    if note.chars().count() <= NOTE_CHARS_MAX {
        return Ok(note);
    }
    let n = NOTE_CHARS_MAX.to_string();
    Err(fill(ScheduleWords::of(lang).bad_note, &[("n", &n)]))
}

/// A day as a browser sends it: `2026-12-24`, and nothing else.
pub(super) fn date_of(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    // Longer forms would say an hour as well.
    (typed.len() == 10).then(|| typed.parse().ok()).flatten()
}

/// What to say where something could not be arranged, and beside which field.
pub(super) fn refusal(
    lang: Lang,
    error: &ArrangeError,
    fields: (&'static str, &'static str),
) -> Errors {
    let w = ScheduleWords::of(lang);
    let (day, note) = fields;
    let mut errors = Errors::default();
    match error {
        ArrangeError::TooFar => errors.add(day, w.bad_far),
        ArrangeError::Over => errors.add(day, w.bad_over),
        ArrangeError::TooMany => errors.add(note, w.bad_many),
        ArrangeError::LongNote => {
            let n = NOTE_CHARS_MAX.to_string();
            errors.add(note, fill(w.bad_note, &[("n", &n)]));
        }
        ArrangeError::NoVenue => errors.add(day, w.bad_venue),
        ArrangeError::NoMeeting | ArrangeError::NoGroup | ArrangeError::Store(_) => {
            errors.add(note, w.bad_gone);
        }
    }
    errors
}
