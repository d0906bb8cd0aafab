//! The live rooms of this program. A room comes to life when somebody first comes to it, and goes
//! when its session is over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Mutex as AsyncMutex;

use super::load::{self, LoadError, Means};
use super::room::{self, RoomHandle};
use super::{GroupForSession, Session, SessionId};
use crate::site::visitor::PersonId;

/// Rooms live at the same time. A thousand circles of twenty are more people than one program
/// with one small machine should promise to hold.
const ROOMS_MAX: usize = 1_000;

/// All live rooms. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub struct Rooms {
    slots: Arc<Mutex<HashMap<SessionId, Slot>>>,
}

/// Locked while a room is brought to life, so that it is only brought once.
type Slot = Arc<AsyncMutex<Option<RoomHandle>>>;

impl Rooms {
    /// The room of a session, brought to life if it is not.
    ///
    /// # Errors
    /// It can't be read, or too many rooms are live.
    pub async fn room(
        &self,
        means: &Means,
        session: &Session,
        group: &GroupForSession,
    ) -> Result<RoomHandle, LoadError> {
        let slot = self.slot(session.id)?;
        let mut place = slot.lock().await;
        if let Some(room) = place.as_ref().filter(|room| room.is_live()) {
            return Ok(room.clone());
        }
        let (table, first) = load::load(means, session.clone(), group.clone()).await?;
        let room = room::start(table, first, means.clone());
        *place = Some(room.clone());
        Ok(room)
    }

    /// The room of a session, if it is live.
    pub async fn live(&self, session: SessionId) -> Option<RoomHandle> {
        let slot = self.slots().get(&session).cloned()?;
        let place = slot.lock().await;
        place.clone().filter(RoomHandle::is_live)
    }

    /// Closes the lines of a person who signed out everywhere; their seats are kept.
    pub async fn sign_out(&self, person: PersonId) {
        for room in self.all().await {
            room.signed_out(person, None).await;
        }
    }

    /// Closes the lines that this one sign-in of a person opened; other devices go on.
    pub async fn sign_out_one(&self, person: PersonId, sign_in: i64) {
        for room in self.all().await {
            room.signed_out(person, Some(sign_in)).await;
        }
    }

    /// Takes a person who was erased out of every circle. When this answers, no room has anything
    /// of them still to write.
    pub async fn forget(&self, person: PersonId) {
        for room in self.all().await {
            room.forget(person).await;
        }
    }

    /// Tells every line that the program goes down for a moment. Seats are kept on disk.
    pub async fn stop(&self) {
        for room in self.all().await {
            room.stop().await;
        }
    }

    async fn all(&self) -> Vec<RoomHandle> {
        let slots: Vec<Slot> = self.slots().values().cloned().collect();
        let mut rooms = Vec::with_capacity(slots.len());
        for slot in slots {
            rooms.extend(slot.lock().await.clone().filter(RoomHandle::is_live));
        }
        rooms
    }

    fn slot(&self, session: SessionId) -> Result<Slot, LoadError> {
        let mut slots = self.slots();
        if slots.len() >= ROOMS_MAX {
            // A slot that nobody holds and whose room is gone is free. Somebody who was given it a
            // moment ago, and has not locked it yet, holds it too: nobody else can be given it
            // while the map is locked.
            slots.retain(|_, slot| {
                Arc::strong_count(slot) > 1
                    || slot
                        .try_lock()
                        .map_or(true, |room| room.as_ref().is_some_and(RoomHandle::is_live))
            });
        }
        if slots.len() >= ROOMS_MAX && !slots.contains_key(&session) {
            return Err(LoadError::TooMany);
        }
        Ok(slots.entry(session).or_default().clone())
    }

    fn slots(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, Slot>> {
        // The map is whole whatever panicked while holding it: every change is one call.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
impl Rooms {
    /// Ends every room where it stands, as the end of the whole program would.
    pub(super) async fn kill(&self) {
        for room in self.all().await {
            room.kill().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_that_somebody_was_given_is_not_given_anew_when_room_is_made() {
        let rooms = Rooms::default();
        let held = rooms.slot(SessionId(1)).unwrap();
        for id in 2..=i64::try_from(ROOMS_MAX).unwrap() + 1 {
            drop(rooms.slot(SessionId(id)).unwrap());
        }
        assert!(rooms.slots().len() <= ROOMS_MAX);
        let again = rooms.slot(SessionId(1)).unwrap();
        assert!(Arc::ptr_eq(&held, &again));
    }
}
