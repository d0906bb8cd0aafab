//! A room from what it wrote: the snapshot, the entries after it, and the sealed words beside.

use std::collections::BTreeMap;

use circle::command::Door;
use circle::event::Outbox;
use circle::format::Format;
use circle::{Circle, Config};
use store::{Keys, Store, StoreError};

use super::debrief::{self, store::DebriefRow};
use super::kept::{self, NoteKind, Place};
use super::media::Voices;
use super::step::Step;
use super::store as rows;
use super::store::journal::{Draft, Entry, Written};
use super::store::kept::{NoteRow, PlanRow, RecordRow};
use super::table::{
    ALONE, Alone, FACE, Happened, KeptSheet, MILESTONE, REPLY, Remembered, SLIP, Table, WORD,
};
use super::wire::{Face, MayKnow, Mine, MyPlan, PlanWeek, Seat, ToldMilestone, ToldPlan, WordText};
use super::{GroupForSession, Session, State};
use crate::formats;
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::visitor::PersonId;

/// What a room needs of the program.
#[derive(Clone, Debug)]
pub struct Means {
    pub store: Store,
    pub keys: Keys,
    pub clock: Clock,
    pub chance: Chance,
    pub voices: Voices,
}

/// Why a room can't be brought to life.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the journal of a session can't be read: {0}")]
    Journal(&'static str),
    #[error("the session runs a format that is not there any more")]
    NoFormat,
    #[error("too many rooms are live at once")]
    TooMany,
}

impl LoadError {
    /// Whether trying again would come to the same: what was written makes no room.
    pub(super) fn is_for_good(&self) -> bool {
        match self {
            Self::Store(StoreError::Inconsistent(_)) | Self::Journal(_) | Self::NoFormat => true,
            Self::Store(_) | Self::TooMany => false,
        }
    }
}

/// Brings a room back to where its journal ends, or makes a new one. The step holds what has to
/// be written first: a new room starts with a snapshot, so that it never depends on what the
/// program's settings are later.
pub(super) async fn load(
    means: &Means,
    session: Session,
    group: GroupForSession,
) -> Result<(Table, Step), LoadError> {
    let id = session.id;
    let key = session.format.clone();
    let (format, written, plans, notes, records, debriefs) = means
        .store
        .read(move |tx| {
            Ok::<_, StoreError>((
                formats::get(tx, &key)?,
                rows::journal::read(tx, id)?,
                rows::kept::plans_in(tx, id)?,
                rows::kept::notes_in(tx, id)?,
                rows::kept::records_in(tx, id)?,
                debrief::store::in_session(tx, id)?,
            ))
        })
        .await?;
    let is_new = written.snapshot.is_none();
    if is_new && session.state == State::Ended {
        return Err(LoadError::Journal("it was cleared away after its end"));
    }
    let (circle, number) = replay(&session, format, (session.pace, group.door), &written)?;
    let mut remembered = remember(&means.keys, &session, &written, plans, notes);
    remember_sheets(&means.keys, &circle, records, &mut remembered);
    remember_debriefs(&means.keys, &debriefs, &mut remembered);
    let format = circle.format().clone();
    let mut table = Table::new(
        (session, group, &format),
        circle,
        number,
        (means.keys.clone(), means.chance.clone()),
        remembered,
    );
    let mut step = Step::default();
    if is_new {
        table.snapshot(&mut step);
    } else {
        table.let_nobodies_go(means.clock.now_ms(), &mut step);
    }
    Ok((table, step))
}

fn replay(
    session: &Session,
    format: Option<Format>,
    (pace, door): (u32, Door),
    written: &Written,
) -> Result<(Circle, i64), LoadError> {
    let (mut circle, mut number) = match &written.snapshot {
        Some((number, state)) => {
            let circle = Circle::restore(state.as_bytes())
                .map_err(|_| LoadError::Journal("its snapshot is of another kind"))?;
            (circle, *number)
        }
        None => (
            Circle::open(Config {
                format: format.ok_or(LoadError::NoFormat)?,
                pace,
                scheduled_at: session.starts_ms,
                door,
            }),
            0,
        ),
    };
    for entry in &written.entries {
        if entry.number != number + 1 {
            return Err(LoadError::Journal("an entry is missing"));
        }
        number = entry.number;
        again(&mut circle, entry)?;
    }
    Ok((circle, number))
}

/// Gives the circle an entry of the journal again. Everybody heard of it then.
fn again(circle: &mut Circle, entry: &Entry) -> Result<(), LoadError> {
    let happened: Happened = serde_json::from_str(&entry.text)
        .map_err(|_| LoadError::Journal("an entry is of another kind"))?;
    let mut heard = Outbox::default();
    match happened {
        // What was refused then is refused again, and changes nothing again.
        Happened::Input(input) => drop(circle.handle(entry.at_ms, &input, &mut heard)),
        Happened::Tick => circle.tick(entry.at_ms, &mut heard),
    }
    Ok(())
}

/// Opens the words that stand beside the journal. Those of someone who was erased stay shut.
fn remember(
    keys: &Keys,
    session: &Session,
    written: &Written,
    plans: Vec<PlanRow>,
    notes: Vec<NoteRow>,
) -> Remembered {
    let mut remembered = Remembered::default();
    let mut by_person: BTreeMap<PersonId, Seat> = BTreeMap::new();
    for (seat, person) in &written.seats {
        by_person.insert(*person, *seat);
        remembered
            .seats
            .insert(*seat, (*person, None, Mine::default()));
    }
    let mut words: BTreeMap<u64, WordText> = BTreeMap::new();
    for draft in &written.drafts {
        if draft.kind == REPLY
            && let Some(seat) = by_person.get(&draft.person)
        {
            remembered.replied_by.insert(draft.number, *seat);
        }
        open_draft(keys, session, draft, &mut remembered, &mut words);
    }
    remembered.words = words.into_values().collect();
    for plan in plans {
        let opened = kept::open(keys, plan.person, Place::Plan(plan.id.0), &plan.sealed);
        if let (Ok(text), Some(seat)) = (opened, by_person.get(&plan.person)) {
            put_plan(session, *seat, &plan, text, &mut remembered);
        }
    }
    for note in notes {
        let opened = kept::open(keys, note.person, Place::Note(note.id), &note.sealed);
        let seat = by_person
            .get(&note.person)
            .and_then(|seat| remembered.seats.get_mut(seat));
        if let (Ok(text), Some((_, _, mine))) = (opened, seat) {
            match note.kind {
                NoteKind::Reflection => mine.reflection = Some(text),
                NoteKind::Takeaway => mine.takeaway = Some(text),
            }
        }
    }
    remembered
}

fn open_draft(
    keys: &Keys,
    session: &Session,
    draft: &Draft,
    remembered: &mut Remembered,
    words: &mut BTreeMap<u64, WordText>,
) {
    let Some(kind) = [FACE, WORD, REPLY, MILESTONE, ALONE, SLIP]
        .into_iter()
        .find(|kind| *kind == draft.kind)
    else {
        return;
    };
    let place = Place::Draft(session.id, kind, draft.number);
    let Ok(text) = kept::open(keys, draft.person, place, &draft.sealed) else {
        return;
    };
    match kind {
        FACE => {
            if let Some((_, face, _)) = remembered.seats.get_mut(&draft.number) {
                *face = serde_json::from_str::<Face>(&text).ok();
            }
        }
        MILESTONE => remembered.milestones.push(ToldMilestone {
            who: draft.number,
            text,
        }),
        ALONE => {
            let sheets = &mut remembered.sheets;
            sheets.numbered = sheets.numbered.max(draft.number);
            let mut seats = remembered.seats.iter();
            let seat = seats.find(|(_, (person, ..))| *person == draft.person);
            if let (Ok(mut one), Some((seat, _))) = (serde_json::from_str::<Alone>(&text), seat) {
                one.number = draft.number;
                sheets.alone.insert((*seat, one.slot), one);
            }
        }
        SLIP => {
            remembered.sheets.slips.insert(draft.number, text);
        }
        _ => {
            let told = words.entry(draft.number).or_default();
            told.word = draft.number;
            if kind == WORD {
                told.text = text;
            } else {
                told.reply = text;
            }
        }
    }
}

/// What was kept of the activity under way is what its owner wrote in it.
fn remember_sheets(
    keys: &Keys,
    circle: &Circle,
    records: Vec<RecordRow>,
    remembered: &mut Remembered,
) {
    let now = circle.activity();
    remembered.sheets.activity = now.map_or(0, |(id, ..)| id);
    for row in records {
        let mut seats = remembered.seats.iter();
        let seat = seats.find(|(_, (person, ..))| *person == row.person);
        let Some(seat) = seat.map(|(seat, _)| *seat) else {
            continue;
        };
        let opened = kept::open(keys, row.person, Place::Record(row.id), &row.sealed);
        let sheet = opened
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok());
        let Some::<KeptSheet>(sheet) = sheet else {
            continue;
        };
        let who = circle::PersonId(seat);
        let is_owner = now.is_some_and(|(_, _, owner, _)| owner == Some(who));
        let room = sheet.room;
        if let Some(card) = sheet.scene {
            if circle.room_of(who) != Some((room, circle::side_rooms::RoomPart::Owner)) {
                continue;
            }
            let scene = (seat, row.id, card);
            remembered.sheets.scenes.insert(room, scene);
        } else if now.is_some_and(|(id, ..)| id == sheet.activity) {
            remembered.sheets.records.insert(seat, row.id);
            let lines = sheet.lines.into_iter();
            let lines = lines.map(|line| ((line.part, line.nth), line));
            remembered.sheets.lines.extend(lines.filter(|_| is_owner));
        }
    }
}

/// What those who led look back on, once it has been written.
fn remember_debriefs(keys: &Keys, rows: &[DebriefRow], remembered: &mut Remembered) {
    for row in rows {
        let mut seats = remembered.seats.iter();
        let seat = seats.find(|(_, (person, ..))| *person == row.person);
        let noted = debrief::open(
            keys,
            row.person,
            (debrief::Sealed::Noted, row.id),
            &row.sealed,
        );
        if let (Some((seat, _)), Ok(noted)) = (seat, noted) {
            remembered.debriefs.insert(*seat, (row.id, noted));
        }
    }
}

fn put_plan(
    session: &Session,
    seat: Seat,
    plan: &PlanRow,
    text: String,
    remembered: &mut Remembered,
) {
    let when = if plan.session == session.id {
        PlanWeek::This
    } else {
        PlanWeek::Last
    };
    let told = match when {
        PlanWeek::This => plan.may_know == MayKnow::Circle,
        PlanWeek::Last => plan.shown_in == Some(session.id),
    };
    let mine = my_plan(plan, text.clone(), session);
    if told {
        remembered.told.push(ToldPlan {
            who: seat,
            when,
            text,
            how: plan.how,
        });
    }
    if let Some((_, _, kept)) = remembered.seats.get_mut(&seat) {
        match when {
            PlanWeek::This => kept.plan = Some(mine),
            PlanWeek::Last => kept.last_plan = Some(mine),
        }
    }
}

/// A plan as its owner sees it in the room of `session`.
pub(super) fn my_plan(plan: &PlanRow, text: String, session: &Session) -> MyPlan {
    MyPlan {
        id: plan.id.to_string(),
        text,
        who: plan.may_know,
        how: plan.how,
        made: plan.made_ms,
        shown: plan.shown_in == Some(session.id),
    }
}
