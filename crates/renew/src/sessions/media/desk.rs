//! Where the relay's thread leaves what it has to say. It must never wait: whoever it is for takes
//! it from here.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::mem::{Discriminant, discriminant};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use relay::core::{News, PeerId, RoomId};
use tokio::sync::oneshot;

use super::{Answered, NoVoices};

/// News that wait for one room: of each kind and person the newest, for some more people than a room
/// seats.
const NEWS_MAX: usize = 1_024;
/// Offers under way: everybody of some rooms at once, when a network comes back.
const OFFERS_MAX: usize = 2_048;

#[derive(Default)]
pub(super) struct Desk {
    attempts: AtomicU64,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Answered>>>,
    rooms: Mutex<HashMap<RoomId, Tray>>,
}

struct Tray {
    news: VecDeque<News>,
    /// Whose voice the program makes itself, and who needs no connection.
    made: BTreeSet<PeerId>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk(..)")
    }
}

impl Desk {
    /// Takes what the relay says.
    pub(super) fn tell(&self, news: News) {
        let room = match &news {
            News::Answer {
                attempt, answer, ..
            } => {
                return self.answer(*attempt, Ok(answer.clone()));
            }
            News::Refused { attempt, why, .. } => {
                return self.answer(*attempt, Err(NoVoices::Offer(*why)));
            }
            News::Connected { room, .. }
            | News::Lost { room, .. }
            | News::Slots { room, .. }
            | News::SoundOnly { room, .. } => *room,
        };
        let mut rooms = lock(&self.rooms);
        let Some(tray) = rooms.get_mut(&room) else {
            return;
        };
        // What is true now is told once; of nobody else anything is lost by that.
        let is_overtaken = |old: &News| about(old) == about(&news);
        tray.news.retain(|old| !is_overtaken(old));
        if tray.news.len() >= NEWS_MAX {
            tray.news.pop_front();
        }
        tray.news.push_back(news);
        (tray.wake)();
    }

    pub(super) fn open(&self, room: RoomId, wake: Box<dyn Fn() + Send + Sync>) {
        let news = VecDeque::new();
        let made = BTreeSet::new();
        lock(&self.rooms).insert(room, Tray { news, made, wake });
    }

    /// The program makes somebody's voice: the room counts them as connected from the first word on.
    pub(super) fn makes(&self, room: RoomId, peer: PeerId) {
        let is_new = lock(&self.rooms)
            .get_mut(&room)
            .is_some_and(|tray| tray.made.insert(peer));
        if is_new {
            self.tell(News::Connected { room, peer });
        }
    }

    pub(super) fn close(&self, room: RoomId) {
        lock(&self.rooms).remove(&room);
    }

    pub(super) fn take(&self, room: RoomId) -> Vec<News> {
        let mut rooms = lock(&self.rooms);
        rooms
            .get_mut(&room)
            .map_or_else(Vec::new, |tray| tray.news.drain(..).collect())
    }

    /// Somebody waits for the answer to an offer: its number.
    pub(super) fn wait(&self, answer: oneshot::Sender<Answered>) -> u64 {
        let attempt = self.attempts.fetch_add(1, Ordering::Relaxed);
        let mut waiting = lock(&self.waiting);
        // Who asked may have gone.
        waiting.retain(|_, answer| !answer.is_closed());
        if waiting.len() < OFFERS_MAX {
            waiting.insert(attempt, answer);
        }
        attempt
    }

    pub(super) fn answer(&self, attempt: u64, answered: Answered) {
        if let Some(answer) = lock(&self.waiting).remove(&attempt) {
            // Who asked may have gone.
            let _ = answer.send(answered);
        }
    }
}

/// What news is about: later news of the same replaces it.
fn about(news: &News) -> (Discriminant<News>, PeerId) {
    let who = match news {
        News::Answer { peer, .. }
        | News::Refused { peer, .. }
        | News::Connected { peer, .. }
        | News::Lost { peer, .. }
        | News::Slots { peer, .. }
        | News::SoundOnly { peer, .. } => *peer,
    };
    (discriminant(news), who)
}

/// What is on the desk is whole whatever panicked while holding it: every change is one call.
fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use relay::core::{Ending, Slots};

    use super::*;

    const ROOM: RoomId = RoomId(1);

    fn slots(peer: u64, heard: u64) -> News {
        let mut slots = Slots::default();
        slots.heard[0] = Some(PeerId(heard));
        let peer = PeerId(peer);
        News::Slots {
            room: ROOM,
            peer,
            slots,
        }
    }

    #[test]
    fn a_room_that_is_far_behind_misses_nothing_that_is_true() {
        let desk = Desk::default();
        desk.open(ROOM, Box::new(|| ()));
        desk.tell(slots(1, 7));
        let peer = PeerId(2);
        desk.tell(News::Lost {
            room: ROOM,
            peer,
            why: Ending::Silent,
        });
        for turn in 0..10_000 {
            desk.tell(slots(2, turn));
        }
        let told = desk.take(ROOM);
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], slots(1, 7), "said once, long ago");
        assert!(matches!(told[1], News::Lost { .. }));
        assert_eq!(told[2], slots(2, 9_999));
    }
}
