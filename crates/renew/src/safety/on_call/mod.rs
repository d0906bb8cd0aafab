//! Who is on call: a rota of people whom those who lead can ring when somebody isn't OK tonight,
//! and a door by which such a person comes into the room as a host.
//!
//! - Coordinators say who is on call when; several can be at once. Whoever is down can give it back.
//! - How they are reached they write themselves; it is sealed with their own key, and shown only
//!   to those who lead a session while they are on call.
//! - A door is for one person and one session. It opens when that person says yes, on their own
//!   phone, signed in as themselves; [`is_let_in`] is what the room asks.
//!
//! `rota_pages` are the coordinators' pages, `own_pages` those of who is on call, `room_pages`
//! those of who leads a session. `form` reads the rota's form, `store` has the SQL.

mod data;
mod door_view;
mod form;
mod news;
mod own_pages;
mod room_pages;
mod rota_pages;
mod rota_view;
mod store;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;
mod words;

use ::store::{KeyError, Keys};
use axum::Router;
use calendar::{Days, Zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::sessions::SessionId;
use crate::site::visitor::PersonId;

pub(super) use data::export;
pub use door_view::own_news_part;
pub use news::{OwnNews, own_news};
pub use store::is_let_in;
pub(super) use store::{erase, erase_old};

crate::id! {
    /// A time at which somebody is on call.
    pub struct ShiftId;
}

crate::id! {
    /// A door into one room for one person.
    pub struct DoorId;
}

/// How long a door can be answered: longer than any session lasts.
const DOOR_OPEN_MS: i64 = 3 * 3_600_000;
/// How long it stays known who was asked into which room: as long as a note that is done.
const DOORS_KEPT_MS: i64 = super::follow_up::KEPT_MS;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .merge(rota_pages::routes())
        .merge(own_pages::routes())
        .merge(room_pages::routes())
}

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    EachWeek(Days),
    Once(Date),
}

/// A time at which somebody is on call.
#[derive(Clone, Debug, PartialEq)]
struct Shift {
    id: ShiftId,
    person: PersonId,
    on: On,
    /// Minutes after midnight on the wall clock of the zone.
    start_minute: i64,
    /// As above; not after the start means that it ends on the day after.
    end_minute: i64,
    zone: Zone,
}

impl Shift {
    fn begins_on(&self, day: Date) -> bool {
        match self.on {
            On::EachWeek(days) => days.contains(day.weekday()),
            On::Once(date) => date == day,
        }
    }

    /// Whether it is on at this moment, by the wall clock of its zone.
    fn is_on(&self, now_ms: i64) -> bool {
        let wall = self.zone.wall_clock(now_ms);
        let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
        if self.start_minute < self.end_minute {
            return self.begins_on(wall.date())
                && (self.start_minute..self.end_minute).contains(&minute);
        }
        let began_yesterday = wall
            .date()
            .yesterday()
            .is_ok_and(|yesterday| self.begins_on(yesterday));
        (self.begins_on(wall.date()) && minute >= self.start_minute)
            || (began_yesterday && minute < self.end_minute)
    }
}

/// How somebody is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Reach {
    phone: String,
    /// «Text first. After ten, ring twice.»
    words: String,
}

/// What somebody answered at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Asked,
    Coming,
    Cannot,
}

impl Answer {
    const ALL: [Self; 3] = [Self::Asked, Self::Coming, Self::Cannot];

    fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Coming => "coming",
            Self::Cannot => "cannot",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }
}

/// A door into one room for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Door {
    id: DoorId,
    session: SessionId,
    group: i64,
    person: PersonId,
    asked_by: Option<PersonId>,
    asked_ms: i64,
    answer: Answer,
}

impl Door {
    fn is_open(&self, now_ms: i64) -> bool {
        now_ms < self.asked_ms.saturating_add(DOOR_OPEN_MS)
    }
}

fn context(person: PersonId) -> String {
    format!("on_call_reach.reach:{}", person.0)
}

fn seal(app: &App, person: PersonId, reach: &Reach) -> Result<Vec<u8>, KeyError> {
    let text = serde_json::to_string(reach).unwrap_or_default();
    app.keys.seal(
        person.0,
        &context(person),
        text.as_bytes(),
        app.chance.bytes(),
    )
}

/// How somebody is reached; nothing once their key is destroyed.
fn open(keys: &Keys, person: PersonId, sealed: &[u8]) -> Result<Option<Reach>, KeyError> {
    match keys.open_sealed(person.0, &context(person), sealed) {
        Ok(plain) => Ok(serde_json::from_slice(&plain).ok()),
        Err(KeyError::Gone) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod rule_tests {
    use jiff::civil::{Weekday, date};

    use super::*;

    /// Saturday 28 November 2026, 01:00 in Madrid.
    const NIGHT_MS: i64 = 1_795_824_000_000;
    const HOUR_MS: i64 = 3_600_000;

    fn shift(on: On, hours: (i64, i64)) -> Shift {
        Shift {
            id: ShiftId(1),
            person: PersonId(101),
            on,
            start_minute: hours.0 * 60,
            end_minute: hours.1 * 60,
            zone: Zone::named("Europe/Madrid").unwrap(),
        }
    }

    #[test]
    fn a_night_goes_on_after_midnight() {
        let friday = shift(On::EachWeek(Days::one(Weekday::Friday)), (18, 2));
        assert!(friday.is_on(NIGHT_MS), "Friday's night, on Saturday at one");
        assert!(!friday.is_on(NIGHT_MS + HOUR_MS), "at two it is over");
        assert!(friday.is_on(NIGHT_MS - 7 * HOUR_MS), "Friday at six");
        assert!(!friday.is_on(NIGHT_MS - 7 * HOUR_MS - 1), "not before");
        let saturday = shift(On::EachWeek(Days::one(Weekday::Saturday)), (18, 2));
        assert!(!saturday.is_on(NIGHT_MS));
    }

    #[test]
    fn a_single_day_is_that_day_alone() {
        let once = shift(On::Once(date(2026, 11, 28)), (0, 3));
        assert!(once.is_on(NIGHT_MS));
        assert!(!once.is_on(NIGHT_MS + 7 * 24 * HOUR_MS));
        let whole = shift(On::Once(date(2026, 11, 27)), (8, 8));
        assert!(whole.is_on(NIGHT_MS), "from eight to eight is a whole day");
        assert!(whole.is_on(NIGHT_MS + 7 * HOUR_MS - 1));
        assert!(!whole.is_on(NIGHT_MS + 7 * HOUR_MS));
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        let always = shift(On::EachWeek(Days::one(Weekday::Friday)), (18, 2));
        for at_ms in [i64::MIN, 0, i64::MAX] {
            let _ = always.is_on(at_ms);
        }
    }
}
