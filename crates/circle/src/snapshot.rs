//! A circle as bytes, and back.

use serde::{Deserialize, Serialize};

use crate::Circle;

/// The shape of a snapshot. One of another shape is refused, and so is a journal that says what this
/// program doesn't know: a room that was open across an upgrade which changed the shape is ended.
const VERSION: u32 = 4;

#[derive(Serialize)]
struct Writing<'a> {
    version: u32,
    circle: &'a Circle,
}

#[derive(Deserialize)]
struct Reading {
    version: u32,
    circle: Circle,
}

/// These bytes are not a circle that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a snapshot of a circle that this program knows")
    }
}

impl std::error::Error for Unreadable {}

impl Circle {
    /// The whole state as JSON. The same circle always gives the same bytes.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        #[cfg(feature = "broken-rules")]
        let circle = &self.forgetful();
        #[cfg(not(feature = "broken-rules"))]
        let circle = self;
        // A circle holds nothing that JSON can't.
        serde_json::to_vec(&Writing {
            version: VERSION,
            circle,
        })
        .unwrap_or_default()
    }

    /// The circle that [`Circle::snapshot`] wrote. It goes on as if it had never stopped.
    ///
    /// # Errors
    /// The bytes are of another shape, or hold a format that does not fit their state.
    pub fn restore(bytes: &[u8]) -> Result<Self, Unreadable> {
        let reading: Reading = serde_json::from_slice(bytes).map_err(|_| Unreadable)?;
        let mut circle = reading.circle;
        let phases = circle.config.format.phases.len();
        let fits = circle.parts.len() == phases
            && circle.phase.is_none_or(|phase| phase.index < phases)
            && circle.people.len() <= crate::PEOPLE_MAX;
        if reading.version != VERSION || !fits {
            return Err(Unreadable);
        }
        circle.set_timers();
        Ok(circle)
    }
}
