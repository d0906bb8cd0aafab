//! The live session.

pub mod command;
pub mod event;
pub mod format;
pub mod view;

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, or a span of them. The caller tells the time.
pub type Millis = i64;

/// A person, by a number that means nothing outside this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub u64);

/// Seats in one circle. A shared-out round of more than this gives nobody a minute in an hour.
pub const SEATS_MAX: usize = 60;
