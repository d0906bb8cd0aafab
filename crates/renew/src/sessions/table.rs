//! The circle with the people around it: who sits on which seat, the words that the circle never
//! sees, and what each person may know. No sockets and no database here: a [`Step`] says what is
//! to be written and told.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use circle::command::{
    Entry as CircleEntry, Input, Refusal, Role as CircleRole, Said as CircleSaid,
};
use circle::event::{Audience, Event, Outbox};
use circle::format::Format;
use circle::view::{State, View};
use circle::{Circle, PersonId as SeatId};
use serde::{Deserialize, Serialize};
use store::Keys;

use super::acts::{self, Ask, Words};
use super::kept::{self, NoteKind, Place};
use super::picture::{Picture, phase_texts};
use super::record;
use super::step::{Step, Why};
use super::store::journal::{Beside, Entry};
use super::wire::{
    Close, Face, Frame, HowItWent, MayKnow, Mine, MyPlan, PhaseText, PlanWeek, Said, Seat,
    ToldMilestone, ToldPlan, WordText,
};
use super::{GroupForSession, PlanId, Role, Session};
use crate::site::chance::Chance;
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

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
    /// Nothing for someone who was erased meanwhile.
    pub(super) face: Option<Face>,
    pub(super) mine: Mine,
    /// The newest command that was taken: page and number.
    newest: (u64, u32),
}

/// Who comes to the room.
#[derive(Clone, Debug)]
pub struct Coming {
    pub person: PersonId,
    pub face: Face,
    pub role: Role,
    pub lang: Lang,
    /// Drawn by the page when it opened; 0 for a page without JavaScript.
    pub page: u64,
    pub in_room: bool,
    /// What this person said last time.
    pub last_plan: Option<MyPlan>,
}

/// Words and people that a table starts with, after a restart.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub(super) seats: BTreeMap<Seat, (PersonId, Option<Face>, Mine)>,
    pub(super) told: Vec<ToldPlan>,
    pub(super) milestones: Vec<ToldMilestone>,
    pub(super) words: Vec<WordText>,
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
    /// The number of the last journal entry.
    number: i64,
    since_snapshot: u32,
    /// The format's texts: for members and for who leads, in each language.
    texts: Vec<((Lang, bool), Arc<[PhaseText]>)>,
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
            .map(|(lang, leads)| ((lang, leads), phase_texts(format, lang, leads)))
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
            number,
            since_snapshot: 0,
            texts,
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
        } = remembered;
        for (seat, (person, face, mine)) in seats {
            self.by_person.insert(person, seat);
            let sitting = Sitting {
                person,
                face,
                mine,
                newest: (0, 0),
            };
            self.seats.insert(seat, sitting);
        }
        self.told
            .extend(told.into_iter().map(|plan| ((plan.who, plan.when), plan)));
        self.milestones
            .extend(milestones.into_iter().map(|told| (told.who, told)));
        self.words
            .extend(words.into_iter().map(|text| (text.word, text)));
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

    /// A person comes, for the first time or again.
    pub(super) fn come(
        &mut self,
        now_ms: i64,
        coming: &Coming,
        step: &mut Step,
    ) -> Result<Seat, Why> {
        let known = self.seat_of(coming.person);
        let seat = known.unwrap_or_else(|| self.seats.keys().last().map_or(1, |last| last + 1));
        let entry = CircleEntry {
            who: SeatId(seat),
            role: circle_role(coming.role),
            walks_in: coming.role != Role::Newcomer,
            in_room: coming.in_room,
        };
        match self.feed(now_ms, Input::Enter(entry), step) {
            // Who was in the circle may still come back to what they keep of it.
            Err(Why::Circle(Refusal::Ended)) if self.view(seat).is_some() => {}
            done => done?,
        }
        self.feed(now_ms, Input::Connected { who: SeatId(seat) }, step)?;
        if known.is_none() {
            let person = coming.person;
            step.write(Beside::Seat { seat, person });
        }
        self.sit(seat, coming, step)?;
        Ok(seat)
    }

    /// Puts the face and the last plan to the seat, and tells everybody a face that is new.
    fn sit(&mut self, seat: Seat, coming: &Coming, step: &mut Step) -> Result<(), Why> {
        let is_new_face = self
            .seats
            .get(&seat)
            .is_none_or(|sitting| sitting.face.as_ref() != Some(&coming.face));
        let sitting = self.seats.entry(seat).or_insert_with(|| Sitting {
            person: coming.person,
            face: None,
            mine: Mine::default(),
            newest: (0, 0),
        });
        if sitting.mine.last_plan.is_none() {
            sitting.mine.last_plan.clone_from(&coming.last_plan);
        }
        self.by_person.insert(coming.person, seat);
        if !is_new_face {
            return Ok(());
        }
        sitting.face = Some(coming.face.clone());
        let face = serde_json::to_string(&coming.face).unwrap_or_default();
        self.draft(FACE, seat, seat, &face, step)?;
        let people = BTreeMap::from([(seat, coming.face.clone())]);
        step.tell_before(Audience::Everyone, &Frame::People { people: &people });
        Ok(())
    }

    /// A person's line is gone; the seat is kept.
    pub(super) fn gone(&mut self, now_ms: i64, seat: Seat, step: &mut Step) {
        // Someone who left or was removed has no seat that could be away: nothing to do then.
        let _ = self.feed(now_ms, Input::Disconnected { who: SeatId(seat) }, step);
    }

    /// Lets the circle's timers run.
    pub(super) fn tick(&mut self, now_ms: i64, step: &mut Step) {
        let mut out = Outbox::default();
        self.circle.tick(now_ms, &mut out);
        if !out.events.is_empty() {
            self.note(now_ms, &Happened::Tick, true, out.events, step);
        }
    }

    /// A person does something.
    pub(super) fn said(
        &mut self,
        now_ms: i64,
        (seat, page): (Seat, u64),
        said: Said,
        step: &mut Step,
    ) -> Result<(), Why> {
        let sitting = self
            .seats
            .get(&seat)
            .ok_or(Why::Circle(Refusal::NotSeated))?;
        let (newest_page, newest) = sitting.newest;
        if newest_page == page && said.n <= newest && said.n != 0 {
            // It came again after a cut; what it asked for was done the first time.
            return Ok(());
        }
        let n = said.n;
        let ask = acts::ask(said.act);
        let command = |act| {
            Input::Act(CircleSaid {
                by: SeatId(seat),
                page,
                n,
                act,
            })
        };
        match ask {
            Ask::Nothing => {}
            Ask::Empty => return Err(Why::Empty),
            Ask::How(plan, how) => self.how(now_ms, seat, plan, how, step)?,
            Ask::ShowPlan(plan) => self.show_plan(seat, plan, step)?,
            Ask::Circle(act) => {
                self.feed(now_ms, command(act.clone()), step)?;
                close_whom(&act, step);
            }
            Ask::Pulse(ratings) => {
                let given = self.view(seat).is_some_and(|view| view.mine.pulse);
                if !given {
                    self.feed(now_ms, command(circle::command::Act::GavePulse), step)?;
                    step.write(Beside::Pulse { ratings });
                }
            }
            Ask::WithWords(act, words) => {
                self.feed(now_ms, command(act), step)?;
                self.keep(now_ms, seat, words, step)?;
            }
        }
        if let Some(sitting) = self.seats.get_mut(&seat)
            && page != 0
        {
            sitting.newest = (page, n);
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
        done.map_err(Why::Circle)
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
        let ends = events.iter().any(|(_, event)| ends(event));
        step.events.extend(events);
        if ends {
            step.write(record::end(now_ms, &self.circle));
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

/// Words that the circle never sees.
impl Table {
    fn keep(&mut self, now_ms: i64, seat: Seat, words: Words, step: &mut Step) -> Result<(), Why> {
        match words {
            Words::Private(text) => self.private_word(seat, text, step),
            Words::Reply(word, text) => self.reply(seat, word, text, step),
            Words::Plan(text, who) => self.plan(now_ms, seat, text, who, step),
            Words::NoPlan => {
                self.no_plan(seat, step);
                Ok(())
            }
            Words::Note(kind, text) => self.note_kept(now_ms, seat, kind, text, step),
            Words::Milestone(text) => {
                self.draft(MILESTONE, seat, seat, &text, step)?;
                let told = ToldMilestone { who: seat, text };
                step.tell(Audience::Everyone, &Frame::Milestone(&told));
                self.milestones.insert(seat, told);
                Ok(())
            }
        }
    }

    fn private_word(&mut self, seat: Seat, text: String, step: &mut Step) -> Result<(), Why> {
        let newest = self.circle.newest_word_of(SeatId(seat));
        let Some(word) = newest.filter(|_| !text.is_empty()) else {
            return Ok(());
        };
        self.draft(WORD, word, seat, &text, step)?;
        let told = self.words.entry(word).or_default();
        told.word = word;
        told.text = text;
        step.tell(Audience::Leads, &Frame::Words(told));
        Ok(())
    }

    fn reply(&mut self, seat: Seat, word: u64, text: String, step: &mut Step) -> Result<(), Why> {
        self.draft(REPLY, word, seat, &text, step)?;
        let told = self.words.entry(word).or_default();
        told.word = word;
        told.reply = text;
        let told = told.clone();
        step.tell(Audience::Leads, &Frame::Words(&told));
        if let Some(sender) = self.sender_of(word)
            && !self.hears(sender, Audience::Leads)
        {
            step.tell(Audience::One(SeatId(sender)), &Frame::Words(&told));
        }
        Ok(())
    }

    fn sender_of(&self, word: u64) -> Option<Seat> {
        self.seats.keys().copied().find(|seat| {
            self.view(*seat)
                .is_some_and(|view| view.mine.words.iter().any(|mine| mine.word == word))
        })
    }

    fn plan(
        &mut self,
        now_ms: i64,
        seat: Seat,
        text: String,
        may_know: MayKnow,
        step: &mut Step,
    ) -> Result<(), Why> {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return Ok(());
        };
        let (id, person) = (PlanId(self.chance.id()), sitting.person);
        let sealed = kept::seal(&self.keys, &self.chance, person, Place::Plan(id.0), &text)?;
        step.write(Beside::Plan {
            id,
            person,
            group: self.group.id,
            made_ms: now_ms,
            may_know,
            sealed,
        });
        sitting.mine.plan = Some(MyPlan {
            id: id.to_string(),
            text: text.clone(),
            who: may_know,
            how: None,
            made: now_ms,
            shown: false,
        });
        if may_know == MayKnow::Circle {
            self.tell_plan(seat, PlanWeek::This, text, None, step);
        } else {
            self.take_plan_back(seat, step);
        }
        Ok(())
    }

    fn no_plan(&mut self, seat: Seat, step: &mut Step) {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return;
        };
        if sitting.mine.plan.take().is_some() {
            let person = sitting.person;
            step.write(Beside::NoPlan { person });
            self.take_plan_back(seat, step);
        }
    }

    fn tell_plan(
        &mut self,
        who: Seat,
        when: PlanWeek,
        text: String,
        how: Option<HowItWent>,
        step: &mut Step,
    ) {
        let told = ToldPlan {
            who,
            when,
            text,
            how,
        };
        step.tell(Audience::Everyone, &Frame::Plan(&told));
        self.told.insert((who, when), told);
    }

    fn take_plan_back(&mut self, who: Seat, step: &mut Step) {
        let when = PlanWeek::This;
        if self.told.remove(&(who, when)).is_some() {
            let nothing = ToldPlan {
                who,
                when,
                text: String::new(),
                how: None,
            };
            step.tell(Audience::Everyone, &Frame::Plan(&nothing));
        }
    }

    fn how(
        &mut self,
        now_ms: i64,
        seat: Seat,
        plan: PlanId,
        how: HowItWent,
        step: &mut Step,
    ) -> Result<(), Why> {
        let (person, mine) = self.last_plan(seat, plan)?;
        mine.how = Some(how);
        let shown = mine.shown.then(|| mine.text.clone());
        step.write(Beside::How {
            plan,
            person,
            how,
            at_ms: now_ms,
        });
        if let Some(text) = shown {
            self.tell_plan(seat, PlanWeek::Last, text, Some(how), step);
        }
        Ok(())
    }

    fn show_plan(&mut self, seat: Seat, plan: PlanId, step: &mut Step) -> Result<(), Why> {
        let (person, mine) = self.last_plan(seat, plan)?;
        mine.shown = true;
        let (text, how) = (mine.text.clone(), mine.how);
        step.write(Beside::ShowPlan { plan, person });
        self.tell_plan(seat, PlanWeek::Last, text, how, step);
        Ok(())
    }

    fn last_plan(&mut self, seat: Seat, plan: PlanId) -> Result<(PersonId, &mut MyPlan), Why> {
        let sitting = self.seats.get_mut(&seat).ok_or(Why::NotYourPlan)?;
        let person = sitting.person;
        let mine = sitting.mine.last_plan.as_mut();
        mine.filter(|mine| mine.id == plan.to_string())
            .map(|mine| (person, mine))
            .ok_or(Why::NotYourPlan)
    }

    fn note_kept(
        &mut self,
        now_ms: i64,
        seat: Seat,
        kind: NoteKind,
        text: String,
        step: &mut Step,
    ) -> Result<(), Why> {
        let Some(sitting) = self.seats.get_mut(&seat) else {
            return Ok(());
        };
        let (id, person) = (self.chance.id(), sitting.person);
        let sealed = kept::seal(&self.keys, &self.chance, person, Place::Note(id), &text)?;
        step.write(Beside::Note {
            id,
            person,
            kind,
            made_ms: now_ms,
            sealed,
        });
        match kind {
            NoteKind::Reflection => sitting.mine.reflection = Some(text),
            NoteKind::Takeaway => sitting.mine.takeaway = Some(text),
        }
        Ok(())
    }

    /// Seals words for the time of the session, so that a restart does not lose them.
    fn draft(
        &self,
        kind: &'static str,
        number: u64,
        seat: Seat,
        text: &str,
        step: &mut Step,
    ) -> Result<(), Why> {
        let Some(person) = self.seats.get(&seat).map(|sitting| sitting.person) else {
            return Ok(());
        };
        let place = Place::Draft(self.session.id, kind, number);
        let sealed = kept::seal(&self.keys, &self.chance, person, place, text)?;
        step.write(Beside::Draft {
            kind,
            number,
            person,
            sealed,
        });
        Ok(())
    }
}

/// What one person may know.
impl Table {
    /// The room as this seat may see it.
    pub(super) fn picture(&self, now_ms: i64, seat: Seat, lang: Lang) -> Option<Picture> {
        let view = self.view(seat)?;
        let sitting = self.seats.get(&seat)?;
        let wanted = (lang, view.leads);
        let (_, texts) = self.texts.iter().find(|(key, _)| *key == wanted)?;
        let inside = !view.waiting;
        let people = self
            .seats
            .iter()
            .filter(|(other, _)| inside || **other == seat)
            .filter_map(|(other, sitting)| Some((*other, sitting.face.clone()?)))
            .collect();
        let plans = self.told.values().filter(|_| inside).cloned().collect();
        let milestones = self.milestones.values().filter(|_| inside);
        let words = self
            .words
            .values()
            .filter(|text| view.leads || view.mine.words.iter().any(|mine| mine.word == text.word));
        Some(Picture {
            session: self.session.clone(),
            group: self.group.clone(),
            me: seat,
            now_ms,
            people,
            phases: texts.clone(),
            plans,
            milestones: milestones.cloned().collect(),
            words: words.cloned().collect(),
            mine: sitting.mine.clone(),
            view,
        })
    }

    /// A person was erased: the name goes from the circle at once.
    pub(super) fn forget(&mut self, person: PersonId, step: &mut Step) {
        let Some(seat) = self.by_person.remove(&person) else {
            return;
        };
        if let Some(sitting) = self.seats.get_mut(&seat) {
            sitting.face = None;
            sitting.mine = Mine::default();
        }
        self.told.retain(|(who, _), _| *who != seat);
        self.milestones.remove(&seat);
        step.closes.push((seat, Close::SignedOut));
    }
}

/// Kinds of drafts.
pub(super) const FACE: &str = "face";
pub(super) const WORD: &str = "word";
pub(super) const REPLY: &str = "reply";
pub(super) const MILESTONE: &str = "milestone";

fn circle_role(role: Role) -> CircleRole {
    match role {
        Role::Newcomer | Role::Member => CircleRole::Member,
        Role::Host => CircleRole::Host,
        Role::Facilitator => CircleRole::Facilitator,
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
    )
}

fn ends(event: &Event) -> bool {
    matches!(event, Event::Session { session } if session.state == State::Ended)
}

/// Whose line is closed by this act.
fn close_whom(act: &circle::command::Act, step: &mut Step) {
    match act {
        circle::command::Act::Remove { who } => step.closes.push((who.0, Close::Removed)),
        circle::command::Act::RefuseEntry { who } => step.closes.push((who.0, Close::NotLetIn)),
        _ => {}
    }
}
