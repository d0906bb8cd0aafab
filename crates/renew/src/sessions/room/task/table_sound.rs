//! Phones on tables that carry the sound of their room. Whose voice a table's microphone is follows
//! the circle (`media::around`); who sits around it is read from the database by its device, and
//! nothing that a page says changes that.

use std::collections::BTreeMap;

use circle::view::{Presence, State};
use circle::{PersonId as SeatId, TableId};
use tokio::sync::oneshot;

use super::super::super::flood::Bucket;
use super::super::super::media::sound::Sound;
use super::super::super::media::{Answered, Around, NoVoices};
use super::super::super::wire::{Seat, TableSound};
use super::super::table_sound::{TableAsks, TableTold};
use super::Room;
use crate::site::visitor::PersonId;

/// A page asks again within twenty seconds; after so long without a word its phone is gone, and what
/// it would still send is heard by nobody.
const PAGE_LEASE_MS: i64 = 45_000;

/// The tables of a room: as many as it has devices, which are few.
#[derive(Debug, Default)]
pub(super) struct Tables(BTreeMap<TableId, AtTable>);

#[derive(Debug, Default)]
struct AtTable {
    /// Those for whom its device speaks.
    people: Vec<PersonId>,
    page: Option<Page>,
    /// The page that had its sound when the device stopped being a table: a question of it that was on
    /// its way meanwhile begins nothing anew.
    ended: Option<u64>,
    /// What its device may still ask, whichever page does.
    asks: Option<Bucket>,
}

/// The page that has a table's sound.
#[derive(Debug)]
struct Page {
    number: u64,
    until_ms: i64,
    /// Counts what it was told, from a start that is never the same.
    n: u64,
    last: Option<TableSound>,
    waits: Option<(u64, oneshot::Sender<TableTold>)>,
}

impl Tables {
    /// Notes for whom a table's device speaks.
    pub(super) fn seat(&mut self, table: TableId, people: Vec<PersonId>) {
        self.0.entry(table).or_default().people = people;
    }

    /// When one of their pages has been silent for too long.
    pub(super) fn due_ms(&self) -> Option<i64> {
        let pages = self.0.values().filter_map(|at| at.page.as_ref());
        pages.map(|page| page.until_ms).min()
    }

    fn page(&mut self, table: TableId) -> Option<&mut Page> {
        self.0.get_mut(&table)?.page.as_mut()
    }

    /// Whether a device may ask once more. Nothing is kept for one that nobody was ever seated at.
    fn may_ask(&mut self, table: TableId, now_ms: i64) -> bool {
        let Some(at) = self.0.get_mut(&table) else {
            return true;
        };
        at.asks
            .get_or_insert_with(|| Bucket::full(now_ms))
            .take(now_ms)
    }

    fn has_ended(&self, table: TableId, number: u64) -> bool {
        self.0
            .get(&table)
            .is_some_and(|at| at.ended == Some(number))
    }

    fn has(&self, table: TableId, number: u64) -> bool {
        let page = self.0.get(&table).and_then(|at| at.page.as_ref());
        page.is_some_and(|page| page.number == number)
    }
}

impl Room {
    pub(super) fn table_asks(&mut self, table: TableId, page: u64, asks: TableAsks) {
        let may = self.tables.may_ask(table, self.means.clock.now_ms());
        match asks {
            TableAsks::Ends => self.end_table_for_good(table),
            // It counts its own.
            TableAsks::Join { offer, answer } => self.table_joins((table, page), offer, answer),
            // Who asked may have gone, here as below.
            TableAsks::News { answer, .. } if !may => drop(answer.send(TableTold::TooOften)),
            // Off is off, however often it is said.
            TableAsks::Mic { on: true, answer } if !may => {
                let _ = answer.send(Err(NoVoices::TooOften));
            }
            TableAsks::News { since, answer } => self.table_news((table, page), since, answer),
            TableAsks::Mic { on, answer } => {
                let _ = answer.send(self.table_mic((table, page), on));
            }
        }
    }

    fn table_news(
        &mut self,
        (table, number): (TableId, u64),
        since: u64,
        answer: oneshot::Sender<TableTold>,
    ) {
        let instead = match &self.sound {
            None => Some(TableTold::NoVoices),
            Some(_) if self.table.sealed_group().is_some() => Some(TableTold::Sealed),
            Some(_) => None,
        };
        if let Some(told) = instead {
            // Who asked may have gone.
            return drop(answer.send(told));
        }
        let now_ms = self.means.clock.now_ms();
        if !self.tables.has(table, number) {
            // A page that was there before, and has lost the table to another since.
            let is_had = self.tables.page(table).is_some();
            if self.tables.has_ended(table, number) {
                return drop(answer.send(TableTold::Ended));
            }
            if is_had && since != 0 {
                return drop(answer.send(TableTold::Elsewhere));
            }
            self.begin_table_page(table, number, now_ms);
        }
        if let Some(page) = self.tables.page(table) {
            page.until_ms = now_ms + PAGE_LEASE_MS;
            // Of two questions of one page, the older is nobody's any more.
            page.waits = Some((since, answer));
        }
    }

    /// Another page has the table's sound from now on, with its microphone off. The one before is told.
    fn begin_table_page(&mut self, table: TableId, number: u64, now_ms: i64) {
        self.end_table_sound(table);
        self.tables.0.entry(table).or_default().page = Some(Page {
            number,
            until_ms: now_ms,
            n: now_ms.unsigned_abs(),
            last: None,
            waits: None,
        });
    }

    /// The device is no table any more, whichever page it has.
    fn end_table_for_good(&mut self, table: TableId) {
        if let Some(at) = self.tables.0.get_mut(&table)
            && let Some(page) = &mut at.page
        {
            at.ended = Some(page.number);
            if let Some((_, answer)) = page.waits.take() {
                // Who asked may have gone.
                let _ = answer.send(TableTold::Ended);
            }
        }
        self.end_table_sound(table);
    }

    /// The table's phone is heard no more, whatever it sends.
    fn end_table_sound(&mut self, table: TableId) {
        let page = self.tables.0.get_mut(&table).and_then(|at| at.page.take());
        if let Some((_, answer)) = page.and_then(|page| page.waits) {
            // Who asked may have gone.
            let _ = answer.send(TableTold::Elsewhere);
        }
        if let Some(sound) = &mut self.sound {
            sound.begins_anew(Sound::number(table));
        }
    }

    fn table_joins(
        &mut self,
        (table, page): (TableId, u64),
        offer: String,
        answer: oneshot::Sender<Answered>,
    ) {
        let now_ms = self.means.clock.now_ms();
        match &mut self.sound {
            Some(sound) if self.tables.has(table, page) => {
                sound.join(now_ms, Sound::number(table), offer, answer);
            }
            // Who asked may have gone.
            _ => drop(answer.send(Err(NoVoices::NoSeat))),
        }
    }

    fn table_mic(&mut self, (table, page): (TableId, u64), on: bool) -> Result<(), NoVoices> {
        match &mut self.sound {
            Some(sound) if self.tables.has(table, page) => {
                sound.turned(Sound::number(table), Some(on), None);
                Ok(())
            }
            // Another page has it, and this one is told so by what it asks next.
            _ => Err(NoVoices::NoSeat),
        }
    }

    /// Ends the sound of those whose page has said nothing for too long.
    pub(super) fn end_silent_tables(&mut self, now_ms: i64) {
        let is_over = |at: &AtTable| at.page.as_ref().is_some_and(|page| page.until_ms <= now_ms);
        let over = self.tables.0.iter().filter(|(_, at)| is_over(at));
        for table in over.map(|(table, _)| *table).collect::<Vec<_>>() {
            self.end_table_sound(table);
        }
    }

    /// The tables that have a sound, and who is around each as far as everybody may know.
    pub(super) fn around_tables(&self) -> Around {
        let with_sound = self.tables.0.iter().filter(|(_, at)| at.page.is_some());
        let with_sound: Vec<_> = with_sound.collect();
        let Some(seats) = (!with_sound.is_empty())
            .then(|| self.table.everybodys_seats())
            .flatten()
        else {
            return Around::default();
        };
        let is_around = |table: TableId, seat: Seat| {
            let view = seats.iter().find(|view| view.who.0 == seat);
            match view {
                // With a page of their own they speak for themselves.
                Some(view) => {
                    let is_here = view.presence == Presence::Here;
                    is_here && view.table == Some(table) && !self.has_line(seat)
                }
                // Sent to the door, they still sit where they hear what is played.
                None => self.table.waits(seat),
            }
        };
        let tables = with_sound.into_iter().map(|(table, at)| {
            let seated = at.people.iter();
            let seated = seated.filter_map(|person| self.table.seat_of(*person));
            let around = seated.filter(|seat| is_around(*table, *seat));
            (*table, around.map(SeatId).collect())
        });
        let in_room = seats.iter().filter(|view| view.in_room);
        let has_seat = |who: &SeatId| seats.iter().any(|view| view.who == *who);
        let overhear = self.table.overhear().into_iter();
        let (waits, at_door): (Vec<SeatId>, Vec<SeatId>) = overhear.partition(has_seat);
        Around {
            tables: tables.collect(),
            in_room: in_room.map(|view| view.who).collect(),
            waits,
            has_door: !at_door.is_empty(),
        }
    }

    /// Tells each table's page what is another than before.
    pub(super) fn tell_tables(&mut self) {
        let Some(sound) = &self.sound else { return };
        let now_ms = self.means.clock.now_ms();
        for (table, at) in &mut self.tables.0 {
            let Some(page) = &mut at.page else { continue };
            let told = sound_of(&self.table, sound, *table);
            if page.last.as_ref() != Some(&told) {
                page.n += 1;
                page.last = Some(told);
            }
            let is_news = |(since, _): &mut (u64, _)| *since != page.n;
            if let Some((_, answer)) = page.waits.take_if(is_news)
                && let Some(told) = &page.last
            {
                // Who asked may have gone, and asks again.
                let _ = answer.send(TableTold::Sound {
                    n: page.n,
                    media: sound.offered(now_ms, &self.means.chance, None),
                    sound: Box::new(told.clone()),
                });
            }
        }
    }
}

/// What a table's phone is told. All around it see it, so it says nothing of anybody's that the circle
/// doesn't see.
fn sound_of(circle: &super::Table, sound: &Sound, table: TableId) -> TableSound {
    let names = |seats: &[SeatId]| -> Vec<String> {
        let names = seats.iter().filter_map(|seat| circle.name_of(seat.0));
        names.map(str::to_owned).collect()
    };
    let told = sound.told_table(table);
    let waits = sound.not_agreed();
    TableSound {
        around: names(told.around),
        on: told.is_on,
        may: told.is_heard,
        carries: names(&sound.carries(table)),
        yields: told.yields,
        quiet: told.is_quiet,
        door: sound.has_door(),
        still: told.is_still,
        apart: waits.is_empty() && !told.is_together,
        waits: names(waits),
        ended: circle.state() == State::Ended,
        sound_only: told.sound_only,
    }
}
