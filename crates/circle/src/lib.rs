//! The live session.

mod circle;
pub mod command;
mod conductor;
mod door;
pub mod event;
pub mod format;
mod lead;
mod person;
mod phases;
mod proposal;
mod publish;
mod record;
mod snapshot;
mod timers;
pub mod view;
mod words;

pub use circle::{Circle, Config, PEOPLE_MAX, WAITING_MAX};
pub use person::Span;
pub use record::{Attended, Record};
pub use snapshot::Unreadable;

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, or a span of them. The caller tells the time.
pub type Millis = i64;

/// A person, by a number that means nothing outside this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub u64);

/// Seats in one circle. A shared-out round of more than this gives nobody a minute in an hour.
pub const SEATS_MAX: usize = 60;
