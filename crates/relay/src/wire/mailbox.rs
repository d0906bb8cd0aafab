//! What the program asks for, on its way to the thread. Where the queue is full, what must not be lost
//! waits beside it, in order, and what was overtaken by a later wish of its kind is left out: so it
//! holds no more than what is wanted of each room and person.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::core::{Command, PeerId, RoomId};

/// Commands that wait for the thread. A room sends some in a second; a thousand rooms fit.
const COMMANDS_MAX: usize = 4_096;

pub(super) fn mailbox() -> (Sends, Receives) {
    let (sender, queue) = sync_channel(COMMANDS_MAX);
    let later = Arc::new(Later::default());
    let sends = Sends {
        sender,
        later: Arc::clone(&later),
    };
    (sends, Receives { queue, later })
}

/// The program's end.
#[derive(Debug)]
pub(super) struct Sends {
    sender: SyncSender<Command>,
    later: Arc<Later>,
}

/// The thread's end.
#[derive(Debug)]
pub(super) struct Receives {
    queue: Receiver<Command>,
    later: Arc<Later>,
}

#[derive(Debug, Default)]
struct Later {
    /// So that the thread looks without a lock: most of the time nothing waits.
    waits: AtomicBool,
    waiting: Mutex<Waiting>,
}

impl Later {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // What waits is whole whatever panicked meanwhile: each change is one call.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sends {
    /// False if it won't be done: there is too much to do, and it can be asked for again.
    pub(super) fn send(&self, command: Command) -> bool {
        let mut waiting = self.later.lock();
        // Nothing overtakes what waits.
        if !waiting.by_number.is_empty() {
            return waiting.put(command);
        }
        match self.sender.try_send(command) {
            Ok(()) => true,
            Err(TrySendError::Full(command)) => {
                let is_put = waiting.put(command);
                if is_put {
                    self.later.waits.store(true, Ordering::Release);
                }
                is_put
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }
}

impl Receives {
    /// The next command.
    ///
    /// # Errors
    /// Whether there is none now, or never will be.
    pub(super) fn next(&self) -> Result<Command, TryRecvError> {
        match self.queue.try_recv() {
            Err(TryRecvError::Empty) if self.later.waits.load(Ordering::Acquire) => {
                let mut waiting = self.later.lock();
                let next = waiting.take();
                if waiting.by_number.is_empty() {
                    self.later.waits.store(false, Ordering::Release);
                }
                next.ok_or(TryRecvError::Empty)
            }
            other => other,
        }
    }
}

/// What a wish is about: a later one about the same replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum About {
    Rings(RoomId),
    Turned(RoomId, PeerId),
    Leave(RoomId, PeerId),
    Close(RoomId),
}

impl About {
    /// None of what may be lost: an offer that is refused is made again, and what was to be heard
    /// comes too late.
    fn of(command: &Command) -> Option<Self> {
        match command {
            Command::Join { .. } | Command::Said { .. } => None,
            Command::Rings { room, .. } => Some(Self::Rings(*room)),
            Command::Turned { room, peer, .. } => Some(Self::Turned(*room, *peer)),
            Command::Leave { room, peer } => Some(Self::Leave(*room, *peer)),
            Command::Close { room } => Some(Self::Close(*room)),
        }
    }

    fn room(self) -> RoomId {
        match self {
            Self::Rings(room)
            | Self::Turned(room, _)
            | Self::Leave(room, _)
            | Self::Close(room) => room,
        }
    }
}

/// What didn't fit, in order.
#[derive(Debug, Default)]
struct Waiting {
    next: u64,
    by_number: BTreeMap<u64, Command>,
    numbers: HashMap<About, u64>,
}

impl Waiting {
    fn put(&mut self, command: Command) -> bool {
        let Some(about) = About::of(&command) else {
            return false;
        };
        if let About::Close(room) = about {
            // Nothing of a room outlives it.
            let by_number = &mut self.by_number;
            self.numbers.retain(|other, number| {
                let stays = other.room() != room;
                if !stays {
                    by_number.remove(number);
                }
                stays
            });
        }
        if let Some(before) = self.numbers.insert(about, self.next) {
            self.by_number.remove(&before);
        }
        self.by_number.insert(self.next, command);
        self.next += 1;
        true
    }

    fn take(&mut self) -> Option<Command> {
        let (_, command) = self.by_number.pop_first()?;
        if let Some(about) = About::of(&command) {
            self.numbers.remove(&about);
        }
        Some(command)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::core::{Ring, Said};
    use proptest::prelude::*;

    fn command() -> impl Strategy<Value = Command> {
        let (room, peer) = (0..2_u64, 0..3_u64);
        (0..5_u8, room, peer, any::<bool>(), any::<bool>()).prop_map(|(kind, room, peer, a, b)| {
            let (room, peer) = (RoomId(room), PeerId(peer));
            match kind {
                0 => Command::Leave { room, peer },
                1 => Command::Close { room },
                2 => Command::Rings {
                    room,
                    rings: vec![Ring {
                        lead: a.then_some(peer),
                        ..Ring::default()
                    }],
                },
                _ => Command::Turned {
                    room,
                    peer,
                    microphone: a,
                    camera: b,
                },
            }
        })
    }

    /// What a relay would hold that had everybody connected at first.
    #[derive(Debug, Default, PartialEq)]
    struct Model {
        rings: BTreeMap<RoomId, Vec<Ring>>,
        turned: BTreeMap<(RoomId, PeerId), (bool, bool)>,
        gone: BTreeSet<(RoomId, PeerId)>,
        closed: BTreeSet<RoomId>,
    }

    impl Model {
        fn does(&mut self, command: Command) {
            match command {
                Command::Leave { room, peer } => {
                    self.gone.insert((room, peer));
                }
                Command::Rings { room, rings } => {
                    self.rings.insert(room, rings);
                }
                Command::Turned {
                    room,
                    peer,
                    microphone,
                    camera,
                } => {
                    self.turned.insert((room, peer), (microphone, camera));
                }
                Command::Close { room } => {
                    self.rings.remove(&room);
                    self.turned.retain(|(other, _), _| *other != room);
                    self.gone.retain(|(other, _)| *other != room);
                    self.closed.insert(room);
                }
                Command::Join { .. } | Command::Said { .. } => {}
            }
        }
    }

    fn said() -> Command {
        let packet = Said {
            sequence: 0,
            time: 0,
            payload: vec![].into(),
        };
        let (room, peer) = (RoomId(9), PeerId(9));
        Command::Said { room, peer, packet }
    }

    fn full() -> (Sends, Receives) {
        let (sends, receives) = mailbox();
        while sends.send(said()) {}
        (sends, receives)
    }

    proptest! {
        #[test]
        fn what_comes_to_a_full_queue_comes_to_the_same(
            commands in proptest::collection::vec(command(), 0..200),
            taken in 0..20_usize,
        ) {
            let (sends, receives) = full();
            let (mut wanted, mut came) = (Model::default(), Model::default());
            for (number, command) in commands.into_iter().enumerate() {
                wanted.does(command.clone());
                prop_assert!(sends.send(command));
                if number % 20 < taken {
                    came.does(receives.next().unwrap());
                }
                let waiting = sends.later.lock();
                // Of two rooms: the rings, the end, and of three people what they turned and whether they left.
                prop_assert!(waiting.by_number.len() <= 2 * (2 + 3 * 2));
                prop_assert_eq!(waiting.by_number.len(), waiting.numbers.len());
            }
            while let Ok(command) = receives.next() {
                came.does(command);
            }
            prop_assert_eq!(came, wanted);
            prop_assert!(sends.send(said()), "there is room again");
        }
    }

    #[test]
    fn what_can_be_asked_again_is_refused_and_nothing_overtakes() {
        let (sends, receives) = full();
        let (room, peer) = (RoomId(1), PeerId(1));
        assert!(!sends.send(said()));
        assert!(sends.send(Command::Leave { room, peer }));
        assert!(receives.next().is_ok());
        // There is room in the queue, but who left must have left before they come back.
        let join = Command::Join {
            room,
            peer,
            attempt: 1,
            offer: String::new(),
        };
        assert!(!sends.send(join.clone()));
        let rest: Vec<Command> = std::iter::from_fn(|| receives.next().ok()).collect();
        assert!(matches!(rest.last(), Some(Command::Leave { .. })));
        assert_eq!(rest.len(), COMMANDS_MAX);
        assert!(sends.send(join));
    }
}
