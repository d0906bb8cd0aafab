//! The circle with the people around it: who sits on which seat, the words that the circle never
//! sees, and what each person may know. No sockets and no database here: a [`Step`] says what is
//! to be written and told.

mod coming;
mod debrief;
mod keep;
mod seen;
mod sheet;
mod shown;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use circle::command::{Act as CircleAct, Input, Refusal, Said as CircleSaid};
use circle::event::{Audience, Event, Outbox};
use circle::format::Format;
use circle::view::{State, View};
use circle::{Circle, PersonId as SeatId, TableId};
use serde::{Deserialize, Serialize};
use store::Keys;

use super::acts::{self, Ask};
use super::debrief::{DebriefId, Noted};
use super::first_time::Welcome;
use super::picture::{phase_texts, required};
use super::record;
use super::step::{Step, Why};
use super::store::journal::{Beside, Entry};
use super::wire::{
    Close, Face, Mine, MyPlan, PhaseText, PlanWeek, Said, Seat, ToldMilestone, ToldPlan, WordText,
};
use super::{GroupForSession, Role, Session};
use crate::site::chance::Chance;
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

pub use keep::{KeptSheet, KeptSlip};
#[cfg(test)]
pub(super) use seen::has_agreed;
pub(super) use sheet::{ALONE, Alone, SLIP, Sheets, Writes};
pub(super) use words::{FACE, MILESTONE, REPLY, WORD};

/// Entries between two snapshots. A start replays at most these (a few milliseconds), and a
/// snapshot of some twenty kilobytes is written once in a while instead of each time.
const ENTRIES_PER_SNAPSHOT: u32 = 256;

/// One thing that happened, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Happened {
    Input(Input),
    /// A timer of the circle did something.
    Tick,
}

/// Someone on a seat (or at the door).
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    pub(super) person: PersonId,
    /// Nothing when it can't be opened any more.
    pub(super) face: Option<Face>,
    pub(super) mine: Mine,
    /// What first times mean for them this evening.
    pub(super) welcome: Welcome,
    /// The newest command that was taken: page and number.
    newest: (u64, u32),
}

/// Who comes to the room.
#[derive(Clone, Debug)]
pub struct Coming {
    pub person: PersonId,
    /// The sign-in that this person comes with, so that ending it closes the line.
    pub sign_in: i64,
    pub face: Face,
    pub role: Role,
    pub lang: Lang,
    /// Drawn by the page when it opened; 0 for a page without JavaScript.
    pub page: u64,
    pub in_room: bool,
    /// Which table's device speaks for this person.
    pub table: Option<TableId>,
    /// What this person said last time.
    pub last_plan: Option<MyPlan>,
    pub welcome: Welcome,
}

/// Words and people that a table starts with, after a restart.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub(super) seats: BTreeMap<Seat, (PersonId, Option<Face>, Mine)>,
    pub(super) told: Vec<ToldPlan>,
    pub(super) milestones: Vec<ToldMilestone>,
    pub(super) words: Vec<WordText>,
    /// Who wrote the reply to a word.
    pub(super) replied_by: BTreeMap<u64, Seat>,
    /// The words of the activity under way.
    pub(super) sheets: Sheets,
    /// After the end: what those who led look back on.
    pub(super) debriefs: BTreeMap<Seat, (DebriefId, Noted)>,
}

#[derive(Debug)]
pub(super) struct Table {
    session: Session,
    group: GroupForSession,
    circle: Circle,
    keys: Keys,
    chance: Chance,
    seats: BTreeMap<Seat, Sitting>,
    by_person: HashMap<PersonId, Seat>,
    told: BTreeMap<(Seat, PlanWeek), ToldPlan>,
    milestones: BTreeMap<Seat, ToldMilestone>,
    words: BTreeMap<u64, WordText>,
    replied_by: BTreeMap<u64, Seat>,
    sheets: Sheets,
    /// After the end: what those who led look back on.
    debriefs: BTreeMap<Seat, (DebriefId, Noted)>,
    /// The number of the last journal entry.
    number: i64,
    since_snapshot: u32,
    /// The format's texts: for members and for who leads, in each language.
    texts: Vec<Texts>,
    /// Which of its phases can't be left out.
    required: Arc<[bool]>,
}

/// The format's texts in one language, for who leads or for the others.
#[derive(Debug)]
struct Texts {
    lang: Lang,
    leads: bool,
    phases: Arc<[PhaseText]>,
}

impl Table {
    pub(super) fn new(
        (session, group, format): (Session, GroupForSession, &Format),
        circle: Circle,
        number: i64,
        (keys, chance): (Keys, Chance),
        remembered: Remembered,
    ) -> Self {
        let texts = Lang::ALL
            .into_iter()
            .flat_map(|lang| [(lang, false), (lang, true)])
            .map(|(lang, leads)| Texts {
                lang,
                leads,
                phases: phase_texts(format, lang, leads),
            })
            .collect();
        let mut table = Self {
            session,
            group,
            circle,
            keys,
            chance,
            seats: BTreeMap::new(),
            by_person: HashMap::new(),
            told: BTreeMap::new(),
            milestones: BTreeMap::new(),
            words: BTreeMap::new(),
            replied_by: BTreeMap::new(),
            sheets: Sheets::default(),
            debriefs: BTreeMap::new(),
            number,
            since_snapshot: 0,
            texts,
            required: required(format),
        };
        table.remember(remembered);
        table
    }

    fn remember(&mut self, remembered: Remembered) {
        let Remembered {
            seats,
            told,
            milestones,
            words,
            replied_by,
            sheets,
            debriefs,
        } = remembered;
        self.sheets = sheets;
        self.debriefs = debriefs;
        for (seat, (person, face, mine)) in seats {
            self.by_person.insert(person, seat);
            let sitting = Sitting {
                person,
                face,
                mine,
                welcome: Welcome::default(),
                newest: (0, 0),
            };
            self.seats.insert(seat, sitting);
        }
        self.told
            .extend(told.into_iter().map(|plan| ((plan.who, plan.when), plan)));
        self.milestones
            .extend(milestones.into_iter().map(|told| (told.who, told)));
        for text in words {
            // What was replied to somebody who was erased meanwhile is nobody's any more.
            let sender = self.circle.sender_of(text.word);
            if sender.is_some_and(|sender| self.seats.contains_key(&sender.0)) {
                self.words.insert(text.word, text);
            }
        }
        self.replied_by = replied_by;
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    pub(super) fn deadline_ms(&self) -> Option<i64> {
        self.circle.next_deadline()
    }

    pub(super) fn seat_of(&self, person: PersonId) -> Option<Seat> {
        self.by_person.get(&person).copied()
    }

    /// Everybody with a seat or at the door, whether their line is there or not.
    pub(super) fn seats(&self) -> impl Iterator<Item = Seat> {
        self.seats.keys().copied()
    }

    /// Whether someone on `seat` hears what is for `audience`.
    pub(super) fn hears(&self, seat: Seat, audience: Audience) -> bool {
        self.circle.hears(SeatId(seat), audience)
    }

    pub(super) fn has_ended(&self) -> bool {
        self.circle.state() == State::Ended
    }

    /// Lets the circle's timers run.
    pub(super) fn tick(&mut self, now_ms: i64, step: &mut Step) {
        let mut out = Outbox::default();
        self.circle.tick(now_ms, &mut out);
        if !out.events.is_empty() {
            self.note(now_ms, &Happened::Tick, true, out.events, step);
            // What can't be sealed is not shown; there is nobody here to tell.
            let _ = self.follow_activity(step);
        }
    }

    /// Whether a command came before, or a later one of its page did: what it asked for is not done a
    /// second time.
    pub(super) fn came_before(&self, seat: Seat, (page, n): (u64, u32)) -> bool {
        let newest = self.seats.get(&seat).map(|sitting| sitting.newest);
        n != 0 && newest.is_some_and(|newest| newest.0 == page && n <= newest.1)
    }

    /// A person does something.
    pub(super) fn said(
        &mut self,
        now_ms: i64,
        (seat, page): (Seat, u64),
        said: Said,
        step: &mut Step,
    ) -> Result<(), Why> {
        if !self.seats.contains_key(&seat) {
            return Err(Why::Circle(Refusal::NotSeated));
        }
        let n = said.n;
        let again = self.came_before(seat, (page, n));
        let command = |act| {
            Input::Act(CircleSaid {
                by: SeatId(seat),
                page,
                n,
                act,
            })
        };
        match acts::ask(said.act) {
            Ask::Nothing => {}
            Ask::Empty => return Err(Why::Empty),
            Ask::How(plan, how) => self.how(now_ms, (seat, again), plan, how, step)?,
            Ask::ShowPlan(plan) => self.show_plan((seat, again), plan, step)?,
            // What came before is answered by the circle, which remembers its answers.
            Ask::Circle(act) => {
                self.feed(now_ms, command(act.clone()), step)?;
                if !again {
                    self.follow(now_ms, seat, &act, step)?;
                }
            }
            Ask::Scene(room, card) => {
                if !again {
                    self.scene(now_ms, seat, (room, card), step)?;
                }
            }
            // Pages without scripts send every place of a form; what stands so is not written again.
            ask if self.stands_as_asked(seat, &ask) => {}
            Ask::Unwrite(activity, slot) => {
                self.feed(now_ms, command(CircleAct::Unwrite { activity, slot }), step)?;
                if !again {
                    self.unwritten(now_ms, seat, slot, step)?;
                }
            }
            Ask::Pulse(ratings) => {
                let given = self.view(seat).is_some_and(|view| view.mine.pulse);
                if !given {
                    self.feed(now_ms, command(CircleAct::GavePulse), step)?;
                    step.write(Beside::Pulse { ratings });
                }
            }
            Ask::WithWords(act, words) => {
                self.feed(now_ms, command(act), step)?;
                if !again {
                    self.keep(now_ms, seat, words, step)?;
                }
            }
        }
        if let Some(sitting) = self.seats.get_mut(&seat)
            && page != 0
            && !again
        {
            sitting.newest = (page, n);
        }
        Ok(())
    }

    /// What else comes of an act that the circle took.
    fn follow(
        &mut self,
        now_ms: i64,
        seat: Seat,
        act: &CircleAct,
        step: &mut Step,
    ) -> Result<(), Why> {
        match act {
            CircleAct::KeepSlip { .. } | CircleAct::ChooseSlip { .. } => {
                return self.record(now_ms, seat, step);
            }
            CircleAct::Remove { who } => step.closes.push((who.0, Close::Removed)),
            CircleAct::RefuseEntry { who } => step.closes.push((who.0, Close::NotLetIn)),
            CircleAct::Admit { who } | CircleAct::Vouch { who } => {
                self.listen_at_first(now_ms, who.0, step);
            }
            // From now on they may know where people hear each other: a new picture says it.
            CircleAct::Agree if self.group.call_url.is_some() => {
                let me = Audience::One(SeatId(seat));
                step.events.push((me, Event::Refresh));
            }
            _ => {}
        }
        Ok(())
    }

    fn view(&self, seat: Seat) -> Option<View> {
        self.circle.view(SeatId(seat))
    }

    /// Gives the circle an input and notes what came of it.
    fn feed(&mut self, now_ms: i64, input: Input, step: &mut Step) -> Result<(), Why> {
        let light = match &input {
            Input::Act(said) => acts::is_light(&said.act),
            Input::Connected { .. } | Input::Disconnected { .. } => true,
            Input::Enter(_) => false,
        };
        let mut out = Outbox::default();
        let done = self.circle.handle(now_ms, &input, &mut out);
        // A refused input may still find that the time has come for something: that is noted, so
        // that a replay comes to the same.
        if !out.events.is_empty() || (done.is_ok() && !light) {
            self.note(now_ms, &Happened::Input(input), light, out.events, step);
        }
        done.map_err(Why::Circle)?;
        self.follow_activity(step)
    }

    fn note(
        &mut self,
        now_ms: i64,
        happened: &Happened,
        light: bool,
        events: Vec<(Audience, Event)>,
        step: &mut Step,
    ) {
        self.number += 1;
        self.since_snapshot += 1;
        step.batch.entries.push(Entry {
            number: self.number,
            at_ms: now_ms,
            text: serde_json::to_string(happened).unwrap_or_default(),
        });
        step.lasts |= !light || events.iter().any(|(_, event)| must_last(event));
        step.panels |= events.iter().any(|(_, event)| changes_panel(event));
        let ends = events.iter().any(|(_, event)| ends(event));
        let has_word = events
            .iter()
            .any(|(_, event)| matches!(event, Event::Word { .. }));
        step.events.extend(events);
        if ends {
            step.write(record::end(now_ms, &self.circle));
            self.write_debriefs(now_ms, step);
        } else if has_word && self.has_ended() {
            self.take_in_words(step);
        }
        if self.since_snapshot >= ENTRIES_PER_SNAPSHOT {
            self.snapshot(step);
        }
    }

    /// Everything that was only for the evening goes; who came and what they kept stays.
    pub(super) fn clear_away(&mut self, step: &mut Step) {
        step.closes
            .extend(self.seats().map(|seat| (seat, Close::Ended)));
        step.write(Beside::ClearAway);
    }

    /// Writes the whole state, so that a start need not read what came before.
    pub(super) fn snapshot(&mut self, step: &mut Step) {
        self.since_snapshot = 0;
        let state = String::from_utf8(self.circle.snapshot()).unwrap_or_default();
        step.batch.snapshot = Some((self.number, state));
    }
}

/// Structure that everybody relies on: whose turn, which phase, who leads, who sits here.
fn must_last(event: &Event) -> bool {
    matches!(
        event,
        Event::Session { .. }
            | Event::Lead { .. }
            | Event::SeatGone { .. }
            | Event::Phase { .. }
            | Event::Turn { .. }
            | Event::Door { .. }
            | Event::Word { .. }
            | Event::Activity { .. }
            | Event::Rooms { .. }
    )
}

/// What may be drawn otherwise in somebody's panel from now on.
fn changes_panel(event: &Event) -> bool {
    matches!(
        event,
        Event::Activity { .. }
            | Event::Rooms { .. }
            | Event::RoomsRun { .. }
            | Event::Phase { .. }
            | Event::Mine { .. }
            | Event::Seat { .. }
            | Event::SeatGone { .. }
            | Event::Lead { .. }
            | Event::Lounge { .. }
            | Event::Session { .. }
            | Event::Refresh
    )
}

fn ends(event: &Event) -> bool {
    matches!(event, Event::Session { session } if session.state == State::Ended)
}
