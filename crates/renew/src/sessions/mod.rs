//! Group sessions: the live room around `circle`, its journal, and what each person keeps of it.
//!
//! - `wire` is the protocol between a room and a browser; `circle` never sees it.
//! - `rooms` keeps the live rooms; `room` is one of them: a task that drives a `circle`, writes
//!   what must last, and only then tells everybody.
//! - `store/journal` is what a room writes; `load` rebuilds it from that after a restart.
//! - `in_room` is for people who sit together: a phone on their table, a screen on the wall.
//! - `media` is voice and video: what a page says about them, and where they are tried.
//! - `first_time` is what a newcomer is told before they take a seat, and who greets them.
//! - `debrief` is what those who led look back on, and share if they choose to.
//! - `thanks` is what people thank one another for, afterwards.
//! - `kept` is what people keep for themselves: plans, reflections, takeaways. Sealed.
//! - `store` has the SQL, `pages` the routes, `view` the markup around the room.

pub mod picture;
pub mod room_view;
pub mod wire;
pub mod words;

mod acts;
mod after_view;
mod data;
mod debrief;
mod evening;
mod fanout;
mod first_time;
mod flood;
mod form_act;
mod format_pages;
mod format_view;
mod in_room;
mod kept;
mod kept_view;
mod lead_pages;
mod lead_view;
mod load;
mod media;
mod my_pages;
mod outbox;
mod page_words;
mod pages;
mod planning;
mod record;
mod rehearsed;
mod room;
#[cfg(test)]
mod room_tests;
mod rooms;
mod shared_wire;
#[cfg(test)]
mod site_tests;
mod socket;
mod step;
mod store;
#[cfg(test)]
mod store_tests;
mod table;
mod tend;
mod thanks;
mod view;
#[cfg(test)]
mod view_tests;
mod when;
mod why_words;

#[cfg(test)]
pub use acts::for_the_circle;
pub use data::{erase, export, value_label};
pub use evening::{Evening, evening, who_sat};
pub use first_time::Welcome;
pub(crate) use in_room::forget_device;
pub use kept::{Note, NoteKind, Plan};
pub use load::{LoadError, Means};
pub use media::turn::{TurnCredentials, TurnSecret, TurnServer, turn_credentials, turn_place};
pub use media::{Voices, media_at};
pub use pages::routes;
pub use planning::open_now;
pub use rehearsed::Went;
pub use room::{Coming, Looked, RoomHandle};
pub use rooms::Rooms;
pub use store::has_any;
pub use table::{KeptSheet, KeptSlip};
pub use tend::tend;
pub use wire::{Act, MayKnow, QuietWord, Said};

use std::collections::HashSet;

use ::store::{StoreError, Tx};

use crate::site::visitor::PersonId;

crate::id! {
    /// One meeting of one group.
    pub struct SessionId;
}

crate::id! {
    /// A person's plan for the week after a session.
    pub struct PlanId;
}

/// Facilitator and host may open the room this long before the start, to greet who comes early.
pub const OPENS_BEFORE_MS: i64 = 30 * 60_000;
/// Members may take their seat this long before the start, once the room is open.
pub const SEATS_BEFORE_MS: i64 = 10 * 60_000;
/// A room that nobody opened can be opened by any member of the group from its start on, so that
/// a missing facilitator does not leave a circle in front of a closed door.
pub const ANYBODY_OPENS_AFTER_MS: i64 = 0;
/// So long after its planned end a session that was never opened is over. People who come late
/// to a session that runs over are let in all the same: it is still open.
pub const MISSED_AFTER_MS: i64 = 30 * 60_000;

/// After the end people finish what they are writing, and stay in the lounge for a quarter of an
/// hour; then everything of the evening goes. Two minutes longer than the lounge, so that it is seen
/// to close.
const AFTERWARDS_MS: i64 = 17 * 60_000;
/// A room that can't be read so long after its planned end won't be. Long enough for a newer
/// program, whose rooms an older one can't read, to come back the same evening.
const UNREADABLE_GIVEN_UP_MS: i64 = 6 * 60 * 60_000;

crate::id! {
    /// What a person keeps of an activity.
    pub struct RecordId;
}

/// The name of something that a circle does together, as its panel says it.
#[must_use]
pub fn activity_name(
    lang: crate::site::lang::Lang,
    kind: circle::activity::ActivityKind,
) -> &'static str {
    room_view::activity::words::name(lang, kind)
}

/// Everybody who said that they would greet a newcomer of their groups.
///
/// # Errors
/// The database can't be read.
pub fn willing_to_greet(tx: &mut Tx<'_>) -> Result<HashSet<PersonId>, StoreError> {
    first_time::willing(tx)
}

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Planned,
    Open,
    Ended,
}

impl State {
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Ended => "ended",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Planned, Self::Open, Self::Ended]
            .into_iter()
            .find(|state| state.key() == key)
    }
}

/// One meeting of one group at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub group: i64,
    pub starts_ms: i64,
    pub minutes: i64,
    /// How many times faster than real it runs; 1 but in a demo.
    pub pace: u32,
    /// The id of the format that it runs.
    pub format: String,
    pub state: State,
    pub ended_ms: Option<i64>,
    /// What is said is sealed from end to end: what the group wanted when it was opened.
    pub sealed: bool,
}

/// What someone is in a group, as far as its sessions are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Asked to come in, not yet a member of the group.
    Newcomer,
    Member,
    Host,
    Facilitator,
}

impl Role {
    /// Whether this person sees private words and holds the door.
    #[must_use]
    pub fn leads(self) -> bool {
        matches!(self, Self::Host | Self::Facilitator)
    }
}

/// What a session needs to know of its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupForSession {
    pub id: i64,
    pub name: String,
    pub format: String,
    pub minutes: i64,
    /// The civil zone in which its people live, for dates on pages.
    pub zone: String,
    /// Where people hear each other, if they are not in the same room: told to members only.
    pub call_url: Option<String>,
    pub door: circle::command::Door,
    /// Who does not belong to the group can't even knock; they ask to join first.
    pub members_only: bool,
}

impl Session {
    /// The planned end, in milliseconds since the epoch.
    #[must_use]
    pub fn ends_ms(&self) -> i64 {
        self.starts_ms + self.minutes * 60_000
    }

    /// Whether a person with this role may open the room now.
    #[must_use]
    pub fn may_open(&self, role: Role, now_ms: i64) -> bool {
        if self.state != State::Planned || now_ms > self.ends_ms() + MISSED_AFTER_MS {
            return false;
        }
        if role.leads() {
            now_ms >= self.starts_ms - OPENS_BEFORE_MS
        } else {
            role == Role::Member && now_ms >= self.starts_ms + ANYBODY_OPENS_AFTER_MS
        }
    }

    /// Whether a person with this role may take a seat (or knock) now.
    #[must_use]
    pub fn may_enter(&self, role: Role, now_ms: i64) -> bool {
        self.state == State::Open && (role.leads() || now_ms >= self.starts_ms - SEATS_BEFORE_MS)
    }
}
