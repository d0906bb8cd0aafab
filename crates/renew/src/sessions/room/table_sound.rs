//! The sound of a table's phone, as its page asks the room for it.

use circle::TableId;
use tokio::sync::oneshot;

use super::super::media::{Answered, NoVoices};
use super::super::wire::{MediaOffered, TableSound};
use super::{RoomHandle, ToRoom};

/// What the page of a table's phone asks. Each page has a number of its own, as in the room.
#[derive(Debug)]
pub(in super::super) enum TableAsks {
    /// What is so now, as soon as it is another than `since`. A page that begins says 0, and has the
    /// table's sound from then on.
    News {
        since: u64,
        answer: oneshot::Sender<TableTold>,
    },
    Join {
        offer: String,
        answer: oneshot::Sender<Answered>,
    },
    /// Whether its microphone is on.
    Mic {
        on: bool,
        answer: oneshot::Sender<Result<(), NoVoices>>,
    },
    /// The device is no table any more, whichever page it has.
    Ends,
}

/// What it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum TableTold {
    Sound {
        n: u64,
        media: MediaOffered,
        sound: Box<TableSound>,
    },
    /// Another page of this table has its sound now, perhaps on another phone.
    Elsewhere,
    /// The device is no table any more.
    Ended,
    /// The program carries no voices.
    NoVoices,
    /// What is said in this group's sessions is sealed from end to end, which a phone that is nobody's
    /// can't take part in.
    Sealed,
    /// This device has asked too often.
    TooOften,
    /// The room is being rebuilt.
    Away,
}

impl RoomHandle {
    /// Asks for the sound of a table, and waits for as long as nothing is new.
    pub(in super::super) async fn table_news(
        &self,
        table: TableId,
        page: u64,
        since: u64,
    ) -> TableTold {
        let (answer, answered) = oneshot::channel();
        let asks = TableAsks::News { since, answer };
        if !self.table_asks(table, page, asks).await {
            return TableTold::Away;
        }
        answered.await.unwrap_or(TableTold::Away)
    }

    /// Connects a table's phone for voices: the answer to its offer.
    pub(in super::super) async fn table_joins(
        &self,
        table: TableId,
        page: u64,
        offer: String,
    ) -> Answered {
        let (answer, answered) = oneshot::channel();
        let asks = TableAsks::Join { offer, answer };
        if !self.table_asks(table, page, asks).await {
            return Err(NoVoices::Busy);
        }
        answered.await.unwrap_or(Err(NoVoices::Busy))
    }

    /// Switches a table's microphone on or off for the room.
    pub(in super::super) async fn table_mic(
        &self,
        table: TableId,
        page: u64,
        on: bool,
    ) -> Result<(), NoVoices> {
        let (answer, answered) = oneshot::channel();
        let asks = TableAsks::Mic { on, answer };
        if !self.table_asks(table, page, asks).await {
            return Err(NoVoices::Busy);
        }
        answered.await.unwrap_or(Err(NoVoices::Busy))
    }

    /// False when the room is gone.
    pub(in super::super) async fn table_asks(
        &self,
        table: TableId,
        page: u64,
        asks: TableAsks,
    ) -> bool {
        let ask = ToRoom::TableSound { table, page, asks };
        self.inbox.send(ask).await.is_ok()
    }
}
