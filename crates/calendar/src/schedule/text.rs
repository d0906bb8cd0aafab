//! Rules, seasons and exceptions as texts, to be stored and read again.
//!
//! - A rule: `weekly:tue,thu` · `every:2w:2026-01-06:tue` · `monthly:1,3,last:tue` ·
//!   `dates:2026-12-24,2026-12-31`. A list may be empty: such a rule has no day.
//! - A season: `2026-01-06..2026-06-30`; either side may be left out.
//! - Exceptions, one on each line: `2026-12-24 cancelled # The hall is closed.` ·
//!   `2026-12-31 held 2027-01-02 18:30 90min online # In the small room`. In a note, `\n` is a new
//!   line and `\\` a backslash.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};

use super::{Change, Dates, Days, Exception, Exceptions, Held, Ordinals, Rule, Season, Way};
use super::{DURATION_MINUTES_MAX, WEEKS_MAX};

/// The longest text that is read: as many exceptions as there may be, each with the longest note
/// in the widest letters and all of its words, need less than one MiB.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

const DAY_NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// A part of a stored text that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The part, cut to its first characters.
    pub part: String,
    /// What was expected, as a sentence.
    pub why: &'static str,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.part, self.why)
    }
}

impl std::error::Error for Misread {}

fn misread(part: &str, why: &'static str) -> Misread {
    /// Enough to find the place again.
    const PART_CHARS_MAX: usize = 40;
    Misread {
        part: part.chars().take(PART_CHARS_MAX).collect(),
        why,
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekly(days) => write!(f, "weekly:{}", day_names(*days)),
            Self::EveryWeeks {
                weeks,
                anchor,
                days,
            } => {
                let weeks = (*weeks).clamp(1, WEEKS_MAX);
                write!(f, "every:{weeks}w:{anchor}:{}", day_names(*days))
            }
            Self::Monthly { ordinals, days } => {
                let mut names: Vec<String> = ordinals.numbers().map(|n| n.to_string()).collect();
                names.extend(ordinals.has_last().then(|| "last".to_owned()));
                write!(f, "monthly:{}:{}", names.join(","), day_names(*days))
            }
            Self::Dates(dates) => {
                let dates: Vec<String> = dates.iter().map(|date| date.to_string()).collect();
                write!(f, "dates:{}", dates.join(","))
            }
        }
    }
}

fn day_names(days: Days) -> String {
    let names: Vec<&str> = days
        .iter()
        .filter_map(|day| DAY_NAMES.get(usize::try_from(day.to_sunday_zero_offset()).ok()?))
        .copied()
        .collect();
    names.join(",")
}

impl Rule {
    /// A rule from its text.
    ///
    /// # Errors
    /// The first part that makes no sense.
    pub fn read(text: &str) -> Result<Self, Misread> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(misread(text, "This is longer than any rule."));
        }
        let (kind, rest) = text
            .split_once(':')
            .ok_or_else(|| misread(text, "A rule is a kind, a colon and its days."))?;
        match kind {
            "weekly" => Ok(Self::Weekly(read_days(rest)?)),
            "every" => {
                let mut parts = rest.splitn(3, ':');
                let mut part = || parts.next().unwrap_or_default();
                Ok(Self::EveryWeeks {
                    weeks: read_weeks(part())?,
                    anchor: read_date(part())?,
                    days: read_days(part())?,
                })
            }
            "monthly" => {
                let (ordinals, days) = rest.split_once(':').unwrap_or((rest, ""));
                Ok(Self::Monthly {
                    ordinals: read_ordinals(ordinals)?,
                    days: read_days(days)?,
                })
            }
            "dates" => {
                let dates: Vec<Date> = items(rest).map(read_date).collect::<Result<_, _>>()?;
                Dates::of(dates)
                    .map(Self::Dates)
                    .ok_or_else(|| misread(rest, "These are too many dates."))
            }
            _ => Err(misread(kind, "A rule is weekly, every, monthly or dates.")),
        }
    }
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|_| !list.is_empty())
}

fn read_days(list: &str) -> Result<Days, Misread> {
    items(list)
        .map(|name| {
            DAY_NAMES
                .iter()
                .position(|known| *known == name)
                .and_then(|offset| {
                    Weekday::from_sunday_zero_offset(i8::try_from(offset).ok()?).ok()
                })
                .ok_or_else(|| misread(name, "A day is sun, mon, tue, wed, thu, fri or sat."))
        })
        .collect()
}

fn read_weeks(text: &str) -> Result<u8, Misread> {
    text.strip_suffix('w')
        .and_then(|number| number.parse().ok())
        .filter(|weeks| (1..=WEEKS_MAX).contains(weeks))
        .ok_or_else(|| misread(text, "The weeks are a number from 1 to 52 and a w."))
}

fn read_ordinals(list: &str) -> Result<Ordinals, Misread> {
    items(list).try_fold(Ordinals::NONE, |all, name| {
        let one = match name {
            "last" => Some(Ordinals::LAST),
            _ => name.parse().ok().and_then(Ordinals::nth),
        };
        one.map(|one| all.and(one))
            .ok_or_else(|| misread(name, "Which of the month is 1 to 5 or last."))
    })
}

/// Only the one form that we write, so that nothing is read that would be written otherwise.
fn read_date(text: &str) -> Result<Date, Misread> {
    text.parse::<Date>()
        .ok()
        .filter(|date| date.to_string() == text)
        .ok_or_else(|| misread(text, "A date is year-month-day."))
}

impl fmt::Display for Season {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        write!(f, "{}..{}", side(self.first), side(self.last))
    }
}

impl Season {
    /// A season from its text.
    ///
    /// # Errors
    /// The first part that makes no sense.
    pub fn read(text: &str) -> Result<Self, Misread> {
        let (first, last) = text
            .split_once("..")
            .ok_or_else(|| misread(text, "A season has two dots between its days."))?;
        let side = |text: &str| (!text.is_empty()).then(|| read_date(text)).transpose();
        Ok(Self {
            first: side(first)?,
            last: side(last)?,
        })
    }
}

impl fmt::Display for Exceptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (date, exception)) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{date} {exception}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.change {
            Change::Cancelled => f.write_str("cancelled")?,
            Change::Held(held) => {
                f.write_str("held")?;
                if let Some(date) = held.date {
                    write!(f, " {date}")?;
                }
                if let Some(start) = held.start {
                    write!(f, " {}", time_text(start))?;
                }
                if let Some(minutes) = held.duration_minutes {
                    write!(f, " {}min", minutes.min(DURATION_MINUTES_MAX))?;
                }
                if let Some(way) = held.way {
                    write!(f, " {}", way.key())?;
                }
            }
        }
        if self.note.is_empty() {
            return Ok(());
        }
        let note = self.note.replace('\\', "\\\\");
        let note = note.replace('\n', "\\n").replace('\r', "\\r");
        write!(f, " # {note}")
    }
}

fn time_text(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match time.second() {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

impl Exceptions {
    /// Exceptions from their text. A line that makes no sense takes none of the others along.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Misread>) {
        let mut exceptions = Self::default();
        let mut problems = Vec::new();
        if text.len() > TEXT_BYTES_MAX {
            problems.push(misread(text, "This is longer than all exceptions can be."));
            return (exceptions, problems);
        }
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            match read_line(line) {
                Ok((date, exception)) => {
                    if !exceptions.set(date, exception) {
                        problems.push(misread(line, "There are too many exceptions before it."));
                        break;
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        (exceptions, problems)
    }
}

fn read_line(line: &str) -> Result<(Date, Exception), Misread> {
    let (words, note) = line.split_once(" # ").unwrap_or((line, ""));
    let mut words = words.split(' ');
    let date = read_date(words.next().unwrap_or_default())?;
    let change = match words.next().unwrap_or_default() {
        "cancelled" => match words.next() {
            None => Change::Cancelled,
            Some(word) => return Err(misread(word, "Nothing follows on cancelled but a note.")),
        },
        "held" => Change::Held(words.try_fold(Held::default(), read_word)?),
        other => return Err(misread(other, "An exception is cancelled or held.")),
    };
    let note = read_note(note);
    Ok((date, Exception { change, note }))
}

fn read_word(mut held: Held, word: &str) -> Result<Held, Misread> {
    let way = Way::from_key(word);
    let time = word.parse::<Time>().ok();
    if let Some(way) = way {
        held.way = Some(way);
    } else if let Some(minutes) = word.strip_suffix("min") {
        let minutes = minutes.parse().ok().filter(|m| *m <= DURATION_MINUTES_MAX);
        held.duration_minutes =
            Some(minutes.ok_or_else(|| misread(word, "The minutes are from 0 to 1440."))?);
    } else if let Some(time) = time.filter(|time| time_text(*time) == word) {
        held.start = Some(time);
    } else if let Ok(date) = read_date(word) {
        held.date = Some(date);
    } else {
        return Err(misread(
            word,
            "What follows on held is a date, a time, minutes, in-person, online or hybrid.",
        ));
    }
    Ok(held)
}

fn read_note(text: &str) -> String {
    let mut note = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            note.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => note.push('\n'),
            Some('r') => note.push('\r'),
            Some(other) => note.push(other),
            None => {}
        }
    }
    note
}
