//! One live room: a task that takes what people do, drives the table, writes what must last, and
//! only then tells everybody. This is the room from outside; `task` is the room itself.

mod table_sound;
mod task;

use std::time::Duration;

use circle::TableId;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::first_time::Welcome;
use super::in_room::{AtTable, HandedOver, Shown, TableLook};
use super::load::Means;
use super::media::sound::Sound;
use super::media::{Answered, NoVoices};
use super::outbox::Outbox;
use super::picture::Picture;
use super::step::{Step, Why};
pub use super::table::Coming;
use super::table::Table;
use super::wire::{Act, Close, Said};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;
pub(super) use table_sound::{TableAsks, TableTold};
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
    /// Counts what everybody has been told, from a start that is never the same.
    told: watch::Receiver<u64>,
    #[cfg(test)]
    task: Option<tokio::task::AbortHandle>,
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
        acts: Vec<Act>,
        answer: oneshot::Sender<Result<Looked, Close>>,
    },
    /// From a phone on a table: its people are there, and one of them may do something.
    AtTable {
        at: Box<AtTable>,
        answer: oneshot::Sender<Result<TableLook, Close>>,
    },
    /// What everybody in the circle sees, for a screen that is nobody's.
    Show {
        lang: Lang,
        answer: oneshot::Sender<Result<Option<Shown>, Close>>,
    },
    /// A seat is another person's from now on. The answer comes when that is on disk.
    HandOver {
        from: PersonId,
        to: Box<Coming>,
        answer: oneshot::Sender<Result<HandedOver, Close>>,
    },
    /// What first times mean for a person is another thing now.
    Welcome {
        person: PersonId,
        welcome: Box<Welcome>,
    },
    /// A sign-in of this person has ended, or (without a number) all of them.
    SignedOut {
        person: PersonId,
        sign_in: Option<i64>,
    },
    /// A page offers to connect for voice and video.
    JoinVoices {
        person: PersonId,
        page: u64,
        offer: String,
        answer: oneshot::Sender<Answered>,
    },
    /// The page of a table's phone wants something of its sound.
    TableSound {
        table: TableId,
        page: u64,
        asks: TableAsks,
    },
    /// The relay has said something.
    VoicesHaveNews,
    /// A person was erased. The answer comes when nothing of them is still to be written.
    Forget {
        person: PersonId,
        done: oneshot::Sender<()>,
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
        let coming = Box::new(coming);
        let come = |answer| ToRoom::Come {
            coming,
            outbox,
            answer,
        };
        self.ask(come).await
    }

    /// False when the room is gone.
    pub(super) async fn said(&self, line: LineId, said: Said) -> bool {
        self.inbox.send(ToRoom::Said { line, said }).await.is_ok()
    }

    pub(super) async fn gone(&self, line: LineId) {
        // A room that is gone has no line to lose.
        let _ = self.inbox.send(ToRoom::Gone { line }).await;
    }

    /// Does what a page without JavaScript asked for, in order, and answers with the room as it then
    /// is, once that is on disk.
    ///
    /// # Errors
    /// Why this person can't be in the room.
    pub async fn plain(
        &self,
        coming: Coming,
        acts: impl IntoIterator<Item = Act>,
    ) -> Result<Looked, Close> {
        let (coming, acts) = (Box::new(coming), acts.into_iter().collect());
        let plain = |answer| ToRoom::Plain {
            coming,
            acts,
            answer,
        };
        self.ask(plain).await
    }

    /// Says that the people at a table are there, and does what one of them wants. Answers with the
    /// room as everybody then sees it.
    pub(super) async fn at_table(&self, at: AtTable) -> Result<TableLook, Close> {
        let at = Box::new(at);
        self.ask(|answer| ToRoom::AtTable { at, answer }).await
    }

    /// What everybody in the circle sees; nothing while nobody is in it.
    pub(super) async fn show(&self, lang: Lang) -> Result<Option<Shown>, Close> {
        self.ask(|answer| ToRoom::Show { lang, answer }).await
    }

    /// Gives a seat to another person, who has none here.
    pub(super) async fn hand_over(&self, from: PersonId, to: Coming) -> Result<HandedOver, Close> {
        let to = Box::new(to);
        self.ask(|answer| ToRoom::HandOver { from, to, answer })
            .await
    }

    /// Connects a page for voice and video: the answer to its offer.
    pub(super) async fn join_voices(&self, person: PersonId, page: u64, offer: String) -> Answered {
        let (answer, answered) = oneshot::channel();
        let join = ToRoom::JoinVoices {
            person,
            page,
            offer,
            answer,
        };
        if self.inbox.send(join).await.is_err() {
            return Err(NoVoices::Busy);
        }
        answered.await.unwrap_or(Err(NoVoices::Busy))
    }

    async fn ask<T>(
        &self,
        message: impl FnOnce(oneshot::Sender<Result<T, Close>>) -> ToRoom,
    ) -> Result<T, Close> {
        let (answer, answered) = oneshot::channel();
        if self.inbox.send(message(answer)).await.is_err() {
            return Err(Close::Restarting);
        }
        answered.await.unwrap_or(Err(Close::Restarting))
    }

    /// Waits until the room has told something that `since` doesn't know, or for so long.
    pub(super) async fn told_more(&self, since: u64, at_most: Duration) {
        let mut told = self.told.clone();
        // A room that is gone has no more to tell, and whoever asks again is told so.
        let _ = timeout(at_most, told.wait_for(|told| *told != since)).await;
    }

    /// Somebody said yes or no to greeting, or a newcomer chose: this person's page says so.
    pub(super) async fn welcome(&self, person: PersonId, welcome: Welcome) {
        let welcome = Box::new(welcome);
        // A room that is gone is told when it is brought back: everybody comes anew.
        let _ = self.inbox.send(ToRoom::Welcome { person, welcome }).await;
    }

    /// A person signed out, with one sign-in or with all: those lines are closed, the seat is kept.
    pub(super) async fn signed_out(&self, person: PersonId, sign_in: Option<i64>) {
        let _ = self.inbox.send(ToRoom::SignedOut { person, sign_in }).await;
    }

    /// Takes a person who was erased out of the circle. When this answers, whatever the room had
    /// written of them, or was about to write, is gone from the database as well.
    pub(super) async fn forget(&self, person: PersonId) {
        let (done, answered) = oneshot::channel();
        if self
            .inbox
            .send(ToRoom::Forget { person, done })
            .await
            .is_ok()
        {
            // A room that ended instead writes nothing any more.
            let _ = answered.await;
        }
    }

    pub(super) async fn stop(&self) {
        let _ = self.inbox.send(ToRoom::Stop).await;
    }
}

/// Starts a room's task.
pub(super) fn start(table: Table, first: Step, means: Means) -> RoomHandle {
    let (sender, inbox) = mpsc::channel(INBOX_MAX);
    let (tell, told) = watch::channel(0);
    // The room ends when nobody holds its inbox; the relay must not hold it.
    let to_room = sender.downgrade();
    let wake = move || {
        if let Some(to_room) = to_room.upgrade() {
            // A full inbox is about to be read, and the news with it.
            let _ = to_room.try_send(ToRoom::VoicesHaveNews);
        }
    };
    let sound = means.voices.room(table.session().id, wake).map(Sound::new);
    let mut room = Room::new(table, means, sound, tell);
    room.finish(first);
    let task = tokio::spawn(room.run(inbox));
    // It goes on by itself; only a test that kills it holds on to it.
    #[cfg(not(test))]
    drop(task);
    RoomHandle {
        inbox: sender,
        told,
        #[cfg(test)]
        task: Some(task.abort_handle()),
    }
}

#[cfg(test)]
impl RoomHandle {
    /// Ends the room's task where it stands, as the end of the whole program would.
    pub(super) async fn kill(&self) {
        if let Some(task) = &self.task {
            task.abort();
        }
        self.inbox.closed().await;
    }

    /// A room that takes everything in and does nothing, with a line to it. It is gone with the
    /// receiver.
    pub(super) fn deaf() -> (Self, LineId, impl Sized) {
        let (inbox, heard) = mpsc::channel(INBOX_MAX);
        let (_, told) = watch::channel(0);
        let task = None;
        (Self { inbox, told, task }, LineId(1), heard)
    }
}
