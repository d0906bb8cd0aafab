//! Where the relay's thread leaves what it has to say. It must never wait: whoever it is for takes
//! it from here.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use relay::core::{News, RoomId};
use tokio::sync::oneshot;

use super::{Answered, NoVoices};

/// News that wait for one room. Each person's slots change a few times in a turn; a room that is
/// this far behind is told the newest only.
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
        if tray.news.len() >= NEWS_MAX {
            tray.news.pop_front();
        }
        tray.news.push_back(news);
        (tray.wake)();
    }

    pub(super) fn open(&self, room: RoomId, wake: Box<dyn Fn() + Send + Sync>) {
        let news = VecDeque::new();
        lock(&self.rooms).insert(room, Tray { news, wake });
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

/// What is on the desk is whole whatever panicked while holding it: every change is one call.
fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
