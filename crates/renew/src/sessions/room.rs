//! One live room: a task that takes what people do, drives the table, writes what must last, and
//! only then tells everybody. This is the room from outside; `task` is the room itself.

mod task;

use tokio::sync::{mpsc, oneshot};

use super::load::Means;
use super::outbox::Outbox;
use super::picture::Picture;
use super::step::{Step, Why};
pub use super::table::Coming;
use super::table::Table;
use super::wire::{Act, Close, Said};
use crate::site::visitor::PersonId;
use task::Room;

/// What may wait for one room. Sixty people who tap at once and their lines coming and going fit
/// twice over; beyond that, senders wait their turn.
const INBOX_MAX: usize = 256;
/// A client's line to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LineId(u64);

/// A live room, from outside.
#[derive(Clone, Debug)]
pub struct RoomHandle {
    inbox: mpsc::Sender<ToRoom>,
}

#[derive(Debug)]
enum ToRoom {
    Come {
        coming: Box<Coming>,
        outbox: Outbox,
        answer: oneshot::Sender<Result<LineId, Close>>,
    },
    Said {
        line: LineId,
        said: Said,
    },
    Gone {
        line: LineId,
    },
    /// From a page without JavaScript: something to do (or nothing), then a look.
    Plain {
        coming: Box<Coming>,
        act: Option<Box<Act>>,
        answer: oneshot::Sender<Result<Looked, Close>>,
    },
    SignedOut {
        person: PersonId,
        forget: bool,
    },
    Stop,
}

/// What a page without JavaScript gets back.
#[derive(Clone, Debug)]
pub struct Looked {
    pub picture: Picture,
    /// Why what was asked for was not done.
    pub refused: Option<Why>,
}

impl RoomHandle {
    /// Whether the room still takes anything.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !self.inbox.is_closed()
    }

    pub(super) async fn come(&self, coming: Coming, outbox: Outbox) -> Result<LineId, Close> {
        let (answer, answered) = oneshot::channel();
        let message = ToRoom::Come {
            coming: Box::new(coming),
            outbox,
            answer,
        };
        if self.inbox.send(message).await.is_err() {
            return Err(Close::Restarting);
        }
        answered.await.unwrap_or(Err(Close::Restarting))
    }

    /// False when the room is gone.
    pub(super) async fn said(&self, line: LineId, said: Said) -> bool {
        self.inbox.send(ToRoom::Said { line, said }).await.is_ok()
    }

    pub(super) async fn gone(&self, line: LineId) {
        // A room that is gone has no line to lose.
        let _ = self.inbox.send(ToRoom::Gone { line }).await;
    }

    /// Does `act` for a page without JavaScript and answers with the room as it then is, once
    /// that is on disk.
    ///
    /// # Errors
    /// Why this person can't be in the room.
    pub async fn plain(&self, coming: Coming, act: Option<Act>) -> Result<Looked, Close> {
        let (answer, answered) = oneshot::channel();
        let message = ToRoom::Plain {
            coming: Box::new(coming),
            act: act.map(Box::new),
            answer,
        };
        if self.inbox.send(message).await.is_err() {
            return Err(Close::Restarting);
        }
        answered.await.unwrap_or(Err(Close::Restarting))
    }

    /// A person signed out (or was erased): their lines are closed, the seat is kept (or not).
    pub(super) async fn signed_out(&self, person: PersonId, forget: bool) {
        let _ = self.inbox.send(ToRoom::SignedOut { person, forget }).await;
    }

    pub(super) async fn stop(&self) {
        let _ = self.inbox.send(ToRoom::Stop).await;
    }
}

/// Starts a room's task.
pub(super) fn start(table: Table, first: Step, means: Means) -> RoomHandle {
    let (sender, inbox) = mpsc::channel(INBOX_MAX);
    let mut room = Room::new(table, means);
    room.finish(first);
    tokio::spawn(room.run(inbox));
    RoomHandle { inbox: sender }
}
