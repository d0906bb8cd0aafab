//! People who sit together in a room, while others are online.
//!
//! - A phone on a table speaks for all who sit there. Who leads puts it there with a short code; it
//!   is signed in as nobody, and shows nothing that is only for one person.
//! - Each of them is a person with a key of their own, though a member of nothing, and comes to what
//!   is theirs with a personal code. Who never does is erased a day after the session.
//! - A screen on the wall shows what everybody in the circle sees, and takes nothing in.
//!
//! `code` is short codes; `device` the cookie of such a device, and
//! `here` the one that a request comes from; `table` what happens at one; `shown`
//! the picture that both show. `pages` has the routes, `lead_pages` those of who leads.

mod code;
mod device;
mod here;
mod lead_pages;
mod lead_view;
mod own_pages;
mod pages;
mod people_view;
mod shown;
mod sound_pages;
mod sound_view;
mod store;
#[cfg(test)]
mod store_tests;
mod table;
mod table_view;
mod view;
#[cfg(test)]
mod view_tests;
mod wall_view;
mod words;

pub(super) use pages::routes;
pub(super) use shown::Shown;

use ::store::{StoreError, Tx};
use axum::http::HeaderMap;
use circle::TableId;
use serde_json::{Value, json};

use super::room::Coming;
use super::step::Why;
use super::wire::{Act, Seat};
use super::{SessionId, store as session_rows};
use crate::App;
use crate::people::{self, FromTable};
use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::visitor::PersonId;

/// Phones on tables in one session: with eight people at each, nearly as many as a circle seats.
const TABLES_MAX: i64 = 6;
/// Screens in one session: a room has a wall or two.
const WALLS_MAX: i64 = 2;
/// People at one table: as many as can read one phone between them.
const AT_TABLE_MAX: usize = 8;
/// People who ever sat at one table in a session: all of them twice over, for those who came and
/// went again. Each is a person with a key.
const EVER_AT_TABLE_MAX: i64 = 16;
/// Long enough to walk through a hall with a note; short enough that a note left behind is none.
const DEVICE_CODE_MS: i64 = 15 * 60_000;
/// To go home and sleep over it.
const PERSON_CODE_MS: i64 = 24 * 3_600_000;
/// A page that was sent again because its answer got lost, or by a second tap, opens what it opened
/// the first time.
const SENT_AGAIN_MS: i64 = 10 * 60_000;
/// So long after the session a guest whom nobody came as is erased.
const GUEST_STAYS_MS: i64 = 24 * 3_600_000;

/// What a device in the room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Table,
    Wall,
}

impl Kind {
    /// As it is stored.
    fn key(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Wall => "wall",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Table, Self::Wall]
            .into_iter()
            .find(|kind| kind.key() == key)
    }

    /// Where the code of such a device is typed. Its other pages stand below.
    fn door(self) -> &'static str {
        match self {
            Self::Table => "/table",
            Self::Wall => "/wall",
        }
    }

    /// Which kind a page is for.
    fn of_page(path: &str) -> Option<Self> {
        [Self::Table, Self::Wall].into_iter().find(|kind| {
            let below = path.strip_prefix(kind.door());
            below.is_some_and(|below| below.starts_with('/'))
        })
    }

    /// The page that such a device shows.
    fn path(self) -> &'static str {
        match self {
            Self::Table => "/table/here",
            Self::Wall => "/wall/here",
        }
    }

    /// How many of it one session has.
    fn most(self) -> i64 {
        match self {
            Self::Table => TABLES_MAX,
            Self::Wall => WALLS_MAX,
        }
    }
}

/// A device in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Device {
    id: i64,
    session: SessionId,
    kind: Kind,
    /// Which of its kind in the session, from 1.
    nth: i64,
    /// Somebody has typed its code.
    is_there: bool,
    /// Until when the code that nobody has typed yet opens something.
    code_ends_ms: Option<i64>,
}

impl Device {
    /// Which table it is, for the circle.
    fn table(&self) -> Option<TableId> {
        let nth = u32::try_from(self.nth).ok().map(TableId);
        nth.filter(|_| self.kind == Kind::Table)
    }
}

/// Somebody at a table, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seated {
    person: PersonId,
    session: SessionId,
    table: i64,
    is_guest: bool,
    /// Left the table.
    is_gone: bool,
    /// Acts on a device of their own.
    is_claimed: bool,
    /// Until when their personal code opens something.
    code_ends_ms: i64,
}

/// What a table's phone asks of its room.
#[derive(Clone, Debug)]
pub(super) struct AtTable {
    /// Which one; nothing for a screen on a wall, at which nobody sits.
    pub(super) table: Option<TableId>,
    /// Who sits there, in their order.
    pub(super) people: Vec<Coming>,
    pub(super) act: Option<(PersonId, Act)>,
    pub(super) lang: Lang,
    /// How long they count as there without another word.
    pub(super) lease_ms: i64,
}

/// What it gets back.
#[derive(Clone, Debug, Default)]
pub(super) struct TableLook {
    /// Nothing while nobody is in the circle.
    pub(super) shown: Option<Shown>,
    /// The seats of those who have one.
    pub(super) seats: Vec<(PersonId, Seat)>,
    /// Why what was asked for was not done.
    pub(super) refused: Option<Why>,
}

/// What became of a seat that was to be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HandedOver {
    Done,
    /// There was no seat to give.
    NoSeat,
    /// It is still whose it was: the other has one of their own.
    Kept,
}

/// Whether this person sat at a table of the session.
pub(super) fn sat_at_table(
    tx: &mut Tx<'_>,
    session: SessionId,
    person: PersonId,
) -> Result<bool, StoreError> {
    Ok(store::seated(tx, person)?.is_some_and(|seated| seated.session == session))
}

/// The table that a person sat at, for their own data.
pub(super) fn export(tx: &mut Tx<'_>, person: PersonId) -> Result<Value, StoreError> {
    let Some(seated) = store::seated(tx, person)? else {
        return Ok(json!([]));
    };
    let session = session_rows::get(tx, seated.session)?;
    Ok(json!([{
        "starts_ms": session.map(|session| session.starts_ms),
        "table": seated.table,
    }]))
}

/// Takes a person away from the tables.
pub(super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    store::remove_person(tx, person)
}

/// Ends what this browser is in a room, for «Leave quickly» among others: the people of a table keep
/// their seats. Another page of it that is still open is heard no more.
///
/// # Errors
/// The database can't be written.
pub(crate) async fn forget_device(app: &App, headers: &HeaderMap) -> Result<(), StoreError> {
    let was = device::any(app, headers).await?;
    let forgot = device::forget(app, headers).await;
    // Whatever became of that.
    if let Some(device) = was {
        sound_pages::end(app, device).await;
    }
    forgot
}

/// Erases the guests of tables whose session has been over for a day and who never made themselves
/// at home. What can't be erased now is tried again at the next round.
pub(super) async fn tend_once(app: &App) {
    let now_ms = app.clock.now_ms();
    let before_ms = now_ms - GUEST_STAYS_MS;
    let mut after = PersonId(i64::MIN);
    // It ends: each page begins after the one before.
    loop {
        let read = move |tx: &mut Tx<'_>| store::left_over(tx, (before_ms, now_ms), after);
        let over = app.store.read(read).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the guests of tables could not be read");
            Vec::new()
        });
        let Some(last) = over.last() else {
            break;
        };
        after = *last;
        for person in over {
            if let Err(problem) = let_go(app, person).await {
                tracing::warn!(?problem, "a guest could not be erased");
            }
        }
    }
    if let Err(error) = app
        .store
        .write(move |tx| store::at_home(tx, before_ms))
        .await
    {
        tracing::warn!(%error, "the tables of past sessions could not be cleared");
    }
}

/// Erases a guest whom nobody came as. Who made themselves at home is a guest no more, and not looked
/// at again.
async fn let_go(app: &App, person: PersonId) -> Result<(), Problem> {
    if people::erase_from_table(app, person).await? == FromTable::AtHome {
        app.store.write(move |tx| store::stays(tx, person)).await?;
    }
    Ok(())
}
