//! The task of a live room.
//!
//! The circle moves on in memory while a commit is under way; frames wait in order behind the
//! journal entry that they depend on, and what arrives meanwhile goes into the next commit. So one
//! slow disk delays a frame by at most two commits, and nobody ever sees a turn that a crash could
//! take back. If a commit fails, memory is ahead of the disk: the room closes every line, ends,
//! and is rebuilt from its journal by whoever comes first.

mod in_room;
mod lines;
mod sealed;
mod table_sound;
mod telling;
mod voices;

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use store::StoreError;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Sleep, sleep};

use super::super::in_room::{HandedOver, TableLook};
use super::super::load::Means;
use super::super::media::sound::Sound;
use super::super::outbox::Outbox;
use super::super::step::{Step, Why, text};
use super::super::store::journal::Batch;
use super::super::table::Table;
use super::super::wire::{Act, Close, Frame, Said, Seat, Voices};
use super::super::{AFTERWARDS_MS, why_words};
use super::{Coming, LineId, Looked, ToRoom};
use crate::site::lang::Lang;
use sealed::{Handed, Standings};
use table_sound::Tables;

/// Inputs handled together, so that their events travel in one frame and one commit.
const TOGETHER_MAX: usize = 32;
/// Steps whose frames wait for the disk. When the disk is this far behind, the inbox waits too.
const HELD_MAX: usize = 256;
/// Answers that wait for the disk. A page has a few commands under way; sixty people with a dozen
/// each fit. Refusals write nothing, so a disk that hangs would otherwise gather them without end.
const ANSWERS_MAX: usize = 1_024;
/// Hands and quiet words wait for company before they are committed, and all rooms commit theirs on
/// the same beat of the clock: a hundred busy rooms then share four commits a second. Everybody is
/// told at once; only the «kept» to whom it came from takes a quarter of a second.
const LIGHT_BEAT_MS: i64 = 250;
/// How long a seat is kept as present without a line: after a restart, until its owner's page has
/// found its way back; on a page without JavaScript, until the next look.
const BACK_AFTER_RESTART_MS: i64 = 15_000;
const PLAIN_PAGE_MS: i64 = 150_000;
/// The longest sleep: a clock that jumps is noticed by then.
const SLEEP_MAX_MS: i64 = 60_000;
/// Lines of one room: everybody with a seat twice over (an old line may take a moment to go).
const LINES_MAX: usize = 2 * circle::SEATS_MAX;

struct Line {
    seat: Seat,
    sign_in: i64,
    lang: Lang,
    page: u64,
    outbox: Outbox,
    /// What the page shows of an activity.
    panel: Option<String>,
    /// What the page was told last of who is heard.
    voices: Option<Voices>,
}

/// Frames that wait until step `after` is on disk.
struct Held {
    after: u64,
    /// What everybody has been told once this is told.
    told: u64,
    frames: Vec<(LineId, Utf8Bytes)>,
    closes: Vec<(LineId, Close)>,
    answers: Vec<Answer>,
}

/// An answer to somebody who waits for more than frames.
enum Answer {
    Look(oneshot::Sender<Result<Looked, Close>>, Box<Looked>),
    Forgotten(oneshot::Sender<()>),
    Table(
        oneshot::Sender<Result<TableLook, Close>>,
        Result<Box<TableLook>, Close>,
    ),
    HandedOver(oneshot::Sender<Result<HandedOver, Close>>),
}

type Commit = Pin<Box<dyn Future<Output = Result<u64, StoreError>> + Send>>;

pub(super) struct Room {
    table: Table,
    means: Means,
    /// Voice and video, where the program carries them.
    sound: Option<Sound>,
    /// The page that each seat was heard from last.
    voices_page: HashMap<Seat, u64>,
    /// Whether the page of each seat can take part in a sealed session.
    standings: Standings,
    /// Phones on tables.
    tables: Tables,
    /// What each seat has handed over for others lately.
    handed: HashMap<Seat, Handed>,
    lines: HashMap<LineId, Line>,
    lines_opened: u64,
    /// Seats without a line that count as present until then.
    leases: HashMap<Seat, i64>,
    /// What the next commit will hold, and how long it still waits for company.
    next: Batch,
    next_waits: Option<Pin<Box<Sleep>>>,
    next_lasts: bool,
    commit: Option<Commit>,
    /// Steps counted: all that were made, the last that is on disk, and the last that everybody's
    /// frames have to wait for.
    made: u64,
    durable: u64,
    lasting: u64,
    held: VecDeque<Held>,
    /// Counts the steps of which somebody hears; those of which everybody has heard are told.
    heard: u64,
    tell: watch::Sender<u64>,
    /// Answers that say «kept», each after its own step.
    answers: VecDeque<(u64, LineId, Utf8Bytes)>,
    /// When everything of the evening goes.
    clears_at_ms: Option<i64>,
    is_over: bool,
}

impl Room {
    pub(super) fn new(
        table: Table,
        means: Means,
        sound: Option<Sound>,
        tell: watch::Sender<u64>,
    ) -> Self {
        let now_ms = means.clock.now_ms();
        let leases = table
            .seats()
            .map(|seat| (seat, now_ms + BACK_AFTER_RESTART_MS))
            .collect();
        // Later than whatever this room counted before a restart.
        let heard = now_ms.unsigned_abs();
        tell.send_replace(heard);
        let ended_ms = table.session().ended_ms.unwrap_or(now_ms);
        let clears_at_ms = table.has_ended().then_some(ended_ms + AFTERWARDS_MS);
        Self {
            table,
            means,
            sound,
            voices_page: HashMap::new(),
            standings: Standings::default(),
            tables: Tables::default(),
            handed: HashMap::new(),
            lines: HashMap::new(),
            lines_opened: 0,
            leases,
            next: Batch::default(),
            next_waits: None,
            next_lasts: false,
            commit: None,
            made: 0,
            durable: 0,
            lasting: 0,
            held: VecDeque::new(),
            heard,
            tell,
            answers: VecDeque::new(),
            clears_at_ms,
            is_over: false,
        }
    }

    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<ToRoom>) {
        let mut messages = Vec::with_capacity(TOGETHER_MAX);
        let mut due_ms = self.due_ms();
        let mut alarm = pin!(sleep(self.sleep_time(due_ms)));
        let mut rang = false;
        loop {
            self.follow_voices();
            // Whoever waits for the disk waits for no beat.
            self.next_lasts |= !self.takes_more();
            self.start_commit();
            self.release();
            if self.is_over && self.commit.is_none() && self.held.is_empty() {
                return;
            }
            // Setting an alarm costs more than leaving it, and most inputs change nothing of it. A
            // clock that jumps is noticed when it rings.
            if rang || due_ms != self.due_ms() {
                rang = false;
                due_ms = self.due_ms();
                alarm.set(sleep(self.sleep_time(due_ms)));
            }
            let idle = self.commit.is_none();
            let takes_more = self.takes_more();
            tokio::select! {
                biased;
                done = next_commit(&mut self.commit) => {
                    self.commit = None;
                    match done {
                        Ok(made) => self.durable = made,
                        Err(error) => return self.fail(&error),
                    }
                }
                () = waited(&mut self.next_waits), if idle => {
                    self.next_waits = None;
                    self.next_lasts = true;
                }
                count = inbox.recv_many(&mut messages, TOGETHER_MAX), if takes_more => {
                    if count == 0 {
                        self.end();
                    }
                    self.take(messages.drain(..));
                }
                () = alarm.as_mut() => {
                    rang = true;
                    self.wake();
                }
            }
        }
    }

    /// Whether the disk is near enough for more to be done.
    fn takes_more(&self) -> bool {
        self.held.len() < HELD_MAX && self.answers.len() < ANSWERS_MAX && !self.is_over
    }

    /// The task ends when what still waits is written and told.
    fn end(&mut self) {
        self.next_lasts = true;
        self.is_over = true;
    }

    /// How long until the next beat on which light things are committed.
    fn to_beat(&self) -> Duration {
        let wait_ms = LIGHT_BEAT_MS - self.means.clock.now_ms().rem_euclid(LIGHT_BEAT_MS);
        Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0))
    }

    /// When something is due next, on our clock.
    fn due_ms(&self) -> Option<i64> {
        [self.table.deadline_ms(), self.clears_at_ms]
            .into_iter()
            .flatten()
            .chain(self.leases.values().copied())
            .chain(self.lounge_turns_ms())
            .chain(self.tables.due_ms())
            .min()
    }

    /// How long until something is due.
    fn sleep_time(&self, due_ms: Option<i64>) -> Duration {
        let now_ms = self.means.clock.now_ms();
        let wait_ms = due_ms.map_or(SLEEP_MAX_MS, |due| (due - now_ms).clamp(0, SLEEP_MAX_MS));
        // Due means due: one more millisecond, so that a sleep that ends early does not spin.
        Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0) + 1)
    }

    /// Does what is due.
    fn wake(&mut self) {
        let now_ms = self.means.clock.now_ms();
        let mut step = Step::default();
        self.table.tick(now_ms, &mut step);
        // After the end little happens but that time passes.
        step.panels |= self.table.has_ended();
        let over: Vec<Seat> = self
            .leases
            .iter()
            .filter(|(_, until)| **until <= now_ms)
            .map(|(seat, _)| *seat)
            .collect();
        for seat in over {
            self.leases.remove(&seat);
            if !self.has_line(seat) {
                self.table.gone(now_ms, seat, &mut step);
            }
        }
        self.end_silent_tables(now_ms);
        if self.clears_at_ms.is_some_and(|at| at <= now_ms) {
            self.clears_at_ms = None;
            self.table.clear_away(&mut step);
            self.end();
        }
        self.finish(step);
    }

    fn take(&mut self, messages: impl Iterator<Item = ToRoom>) {
        let mut step = Step::default();
        let mut answers = Vec::new();
        for message in messages {
            match message {
                ToRoom::Said { line, said } => {
                    if let Some(answer) = self.said(line, said, &mut step) {
                        answers.push(answer);
                    }
                }
                // Everything else depends on what everybody has heard so far.
                other => {
                    self.finish(std::mem::take(&mut step));
                    self.answer(std::mem::take(&mut answers));
                    self.take_one(other);
                }
            }
        }
        self.finish(step);
        self.answer(answers);
    }

    /// Lets answers wait until everything that was made so far is on disk.
    fn answer(&mut self, answers: Vec<(LineId, Utf8Bytes)>) {
        let after = self.made;
        let waiting = answers.into_iter().map(|(id, frame)| (after, id, frame));
        self.answers.extend(waiting);
    }

    fn take_one(&mut self, message: ToRoom) {
        match message {
            ToRoom::Come {
                coming,
                outbox,
                answer,
            } => {
                let line = self.come(&coming, outbox);
                // Whoever asked may have gone: their line is then lost at once.
                if let Err(Ok(line)) = answer.send(line) {
                    self.lose(line);
                }
            }
            ToRoom::Gone { line } => self.lose(line),
            ToRoom::Plain {
                coming,
                acts,
                answer,
            } => self.plain(&coming, acts, answer),
            ToRoom::AtTable { at, answer } => self.at_table(*at, answer),
            // Whoever asked may have gone.
            ToRoom::Show { lang, answer } => drop(answer.send(Ok(self.shown(lang)))),
            ToRoom::HandOver { from, to, answer } => self.hand_over(from, &to, answer),
            ToRoom::Welcome { person, welcome } => {
                let mut step = Step::default();
                self.table.welcome(person, *welcome, &mut step);
                self.finish(step);
            }
            ToRoom::SignedOut { person, sign_in } => self.sign_out(person, sign_in),
            ToRoom::Forget { person, done } => self.forget(person, done),
            ToRoom::JoinVoices {
                person,
                page,
                offer,
                answer,
            } => self.join_voices((person, page), offer, answer),
            ToRoom::TableSound { table, page, asks } => self.table_asks(table, page, asks),
            ToRoom::Stop => {
                self.close_all(Close::Restarting);
                self.end();
            }
            ToRoom::Said { .. } | ToRoom::VoicesHaveNews => {}
        }
    }

    fn said(&mut self, id: LineId, said: Said, step: &mut Step) -> Option<(LineId, Utf8Bytes)> {
        let line = self.lines.get(&id)?;
        let (seat, page, lang, n) = (line.seat, line.page, line.lang, said.n);
        let now_ms = self.means.clock.now_ms();
        if !self.table.came_before(seat, (page, n)) {
            self.turned(seat, &said.act);
            self.reported(seat, &said.act);
        }
        let done = self
            .hand_on(id, &said.act)
            .and_then(|()| self.table.said(now_ms, (seat, page), said, step));
        let frame: Frame<'_, (), ()> = match &done {
            Ok(()) => Frame::Ok { n },
            Err(why) => Frame::No {
                n,
                sentence: why_words::sentence(lang, *why),
            },
        };
        Some((id, text(&frame).into()))
    }

    fn plain(
        &mut self,
        coming: &Coming,
        acts: Vec<Act>,
        answer: oneshot::Sender<Result<Looked, Close>>,
    ) {
        let now_ms = self.means.clock.now_ms();
        let mut step = Step::default();
        let mut refused = None;
        let seat = self.table.come(now_ms, coming, &mut step);
        if let Ok(seat) = &seat {
            for act in acts {
                // Each is a page of its own, so it is never taken for one that came before.
                let page = u64::try_from(self.means.chance.id()).unwrap_or(1);
                let said = Said { n: 1, act };
                let done = self.table.said(now_ms, (*seat, page), said, &mut step);
                refused = refused.or(done.err());
            }
        }
        self.finish(step);
        let seat = match seat.map_err(why_closed) {
            Ok(seat) => seat,
            Err(why) => return drop(answer.send(Err(why))),
        };
        if !self.has_line(seat) {
            self.leases.insert(seat, now_ms + PLAIN_PAGE_MS);
        }
        match self.table.picture(now_ms, seat, coming.lang) {
            Some(picture) => {
                let looked = Box::new(Looked { picture, refused });
                let look = Answer::Look(answer, looked);
                self.hold(Vec::new(), Vec::new(), vec![look]);
                self.next_lasts = true;
            }
            None => drop(answer.send(Err(Close::NotLetIn))),
        }
    }
}

async fn next_commit(commit: &mut Option<Commit>) -> Result<u64, StoreError> {
    match commit {
        Some(commit) => commit.await,
        None => std::future::pending().await,
    }
}

async fn waited(wait: &mut Option<Pin<Box<Sleep>>>) {
    match wait {
        Some(wait) => wait.await,
        None => std::future::pending().await,
    }
}

/// Why someone can't come in, as a numbered close.
fn why_closed(why: Why) -> Close {
    use circle::command::Refusal;
    match why {
        Why::Circle(Refusal::Removed) => Close::Removed,
        Why::Circle(Refusal::Ended) => Close::Ended,
        Why::Circle(Refusal::Full | Refusal::TooMany) => Close::Full,
        Why::Circle(_) => Close::NotLetIn,
        Why::NotSealed => Close::SignedOut,
        Why::Empty | Why::NotYourPlan | Why::Busy => Close::Restarting,
    }
}
