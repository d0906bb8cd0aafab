//! What was understood of a calendar, in the form in which it is kept.

use calendar::ical::meeting::{NoMeeting, Understood, Wanted};
use calendar::ical::{self, Limits, Refusal};
use calendar::schedule::{Exceptions, Season};
use calendar::{Rule, Schedule, Zone};
use serde::{Deserialize, Serialize};

use super::BYTES_MAX;
use super::words::CalendarWords;
use crate::groups::details::{clock_text, minute_of, time_of};
use crate::groups::sources::Told;
use crate::site::lang::{Lang, fill};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Who looks into last week sees what it was like.
pub(super) const BEHIND_DAYS: i64 = 7;
/// A year ahead is further than anybody looks for a meeting, and holds every feast once.
const AHEAD_DAYS: i64 = 366;
/// One a week for a year, and some. Beside these, a group's own days and those of a closed venue
/// still fit into a schedule.
pub(super) const EXCEPTIONS_MAX: usize = 60;
/// Nobody reads more of what went wrong.
const PROBLEMS_MAX: usize = 20;
/// Longer names of events are cut where they are shown.
const TEXT_CHARS_MAX: usize = 200;

/// When the group meets by its calendar, and what else is in there. Everything is in its text form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    /// Empty when there is no meeting in it.
    pub(super) rule: String,
    pub(super) start: String,
    pub(super) duration_minutes: u16,
    pub(super) zone: String,
    pub(super) season: String,
    pub(super) exceptions: String,
    /// Until which date single dates reach; empty where a rule says it all.
    pub(super) until: String,
    pub(super) series: Vec<Series>,
    pub(super) problems: Vec<Problem>,
}

/// A series to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Series {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) next_ms: Option<i64>,
    pub(super) is_taken: bool,
}

/// Something that could not be read or done, as the reader tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Problem {
    pub(super) uid: String,
    pub(super) field: String,
    pub(super) problem: String,
    pub(super) done: String,
}

/// When the group meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meets {
    pub(super) rule: Rule,
    pub(super) start_minute: u16,
    /// 0 where the calendar doesn't say how long it takes.
    pub(super) duration_minutes: u16,
    pub(super) zone: Zone,
    pub(super) season: Season,
    pub(super) exceptions: Exceptions,
}

impl Meets {
    pub(super) fn schedule(&self) -> Option<Schedule> {
        let start = time_of(self.start_minute)?;
        let schedule = Schedule::by(
            self.rule.clone(),
            start,
            self.duration_minutes,
            self.zone.clone(),
        );
        Some(Schedule {
            season: self.season,
            exceptions: self.exceptions.clone(),
            ..schedule
        })
    }
}

impl Said {
    /// When the group meets by it, if it says so.
    pub(super) fn meets(&self) -> Option<Meets> {
        Some(Meets {
            rule: Rule::read(&self.rule).ok()?,
            start_minute: minute_of(&self.start)?,
            duration_minutes: self.duration_minutes,
            zone: Zone::named(&self.zone)?,
            season: Season::read(&self.season).unwrap_or_default(),
            exceptions: Exceptions::read(&self.exceptions).0,
        })
    }

    fn of(understood: Understood) -> (Self, Option<NoMeeting>) {
        let Understood {
            meeting,
            series,
            problems,
        } = understood;
        let cut = |text: String| -> String { text.chars().take(TEXT_CHARS_MAX).collect() };
        let mut said = Self {
            series: series
                .into_iter()
                // An id that is longer could not be found again when it is cut.
                .filter(|one| one.id.len() <= 4 * TEXT_CHARS_MAX)
                .map(|one| Series {
                    id: one.id,
                    name: cut(one.summary),
                    next_ms: one.next_ms,
                    is_taken: one.is_taken,
                })
                .collect(),
            problems: problems
                .into_iter()
                .take(PROBLEMS_MAX)
                .map(|one| Problem {
                    uid: cut(one.uid),
                    field: cut(one.field),
                    problem: cut(one.problem),
                    done: cut(one.done),
                })
                .collect(),
            ..Self::default()
        };
        let meeting = match meeting {
            Ok(meeting) => meeting,
            Err(why) => return (said, Some(why)),
        };
        let schedule = meeting.schedule;
        let part = |part: i8| u16::from(part.unsigned_abs());
        said.rule = schedule.rule.to_string();
        said.start = clock_text(part(schedule.start.hour()) * 60 + part(schedule.start.minute()));
        said.duration_minutes = schedule.duration_minutes;
        said.zone = schedule.zone.name().to_owned();
        said.season = schedule.season.to_string();
        said.exceptions = schedule.exceptions.to_string();
        said.until = meeting
            .until
            .map(|until| until.to_string())
            .unwrap_or_default();
        (said, None)
    }
}

/// Why there are no times to be had from a calendar's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Refused(Refusal),
    NoMeeting(NoMeeting),
}

impl Flaw {
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let w = CalendarWords::of(lang);
        let text = match self {
            Self::Refused(Refusal::TooLarge { bytes_max }) => {
                let n = (bytes_max >> 20).to_string();
                return fill(w.bad_large, &[("n", &n)]);
            }
            Self::Refused(Refusal::Empty) => w.bad_empty,
            Self::Refused(Refusal::Html) => w.bad_web_page,
            Self::Refused(Refusal::NoCalendar) => w.bad_no_calendar,
            Self::NoMeeting(NoMeeting::Nothing) => w.bad_nothing,
            Self::NoMeeting(NoMeeting::NotThere) => w.bad_not_there,
            Self::NoMeeting(NoMeeting::NoZone) => w.bad_no_zone,
            Self::NoMeeting(NoMeeting::TooMuch) => w.bad_too_much,
        };
        text.to_owned()
    }

    pub(super) fn told(&self) -> Told {
        Told {
            english: self.sentence(Lang::En),
            spanish: self.sentence(Lang::Es),
        }
    }
}

/// Reads a calendar: what it says of the meeting, and why it says nothing, if so. `zone` is the
/// group's, for times that have none.
pub(super) fn read(
    bytes: &[u8],
    picked: &[String],
    zone: Option<&Zone>,
    now_ms: i64,
) -> (Said, Option<Flaw>) {
    let limits = Limits {
        bytes_max: BYTES_MAX,
        ..Limits::default()
    };
    let known = match ical::read(bytes, &limits) {
        Ok(known) => known,
        Err(refusal) => return (Said::default(), Some(Flaw::Refused(refusal))),
    };
    let (said, why) = Said::of(known.meeting(&Wanted {
        ids: picked,
        zone,
        from_ms: now_ms - BEHIND_DAYS * DAY_MS,
        until_ms: now_ms + AHEAD_DAYS * DAY_MS,
        exceptions_max: EXCEPTIONS_MAX,
    }));
    (said, why.map(Flaw::NoMeeting))
}
