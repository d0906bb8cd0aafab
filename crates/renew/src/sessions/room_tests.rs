#![allow(clippy::unwrap_used, clippy::panic)]
//! A live room with a real database below it and clients that speak its frames, without sockets.
//! Time stands still unless a test moves it.

mod first_time;
mod going;
mod in_room;
mod lines;
mod lounge;
mod sealed;
mod sheets;
mod table_sound;
mod turns;
mod voices;
mod words;

use std::collections::BTreeMap;
use std::time::Duration;

use circle::PersonId as SeatId;
use circle::event::Event;
use circle::view::View;
use serde_json::Value;
use store::Store;
use tempfile::TempDir;
use tokio::time::timeout;

use super::load::Means;
use super::outbox::{self, Incoming};
use super::room::{Coming, LineId, RoomHandle};
use super::rooms::Rooms;
use super::store as rows;
use super::wire::{Act, Close, Face, HowItWent, MayKnow, MyPlan, PrivateChoice, Said, Seat};
use super::{GroupForSession, Role, Session, SessionId, State};
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

const STARTS_MS: i64 = 1_795_363_200_000;
/// Longer than any commit takes: a test that waits this long has found a defect.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct World {
    folder: TempDir,
    pub(super) means: Means,
    pub(super) session: Session,
    pub(super) group: GroupForSession,
    pub(super) rooms: Rooms,
}

impl World {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let chance = Chance::seeded(7);
        let url = format!("sqlite:{}", folder.path().join("renew.db").display());
        let means = Means {
            store: Store::open(&url).unwrap(),
            keys: store::Keys::open(
                &folder.path().join("keys.db"),
                &folder.path().join("master.key"),
                chance.bytes::<32>(),
            )
            .unwrap(),
            clock: Clock::fixed(STARTS_MS),
            chance,
            voices: super::media::Voices::default(),
        };
        let group = GroupForSession {
            id: 201,
            name: "Evening circle".into(),
            format: "renew-90".into(),
            minutes: 90,
            zone: "UTC".into(),
            call_url: None,
            door: circle::command::Door::Vouched,
            members_only: false,
        };
        let wanted = Session {
            id: SessionId(301),
            group: group.id,
            starts_ms: STARTS_MS,
            minutes: group.minutes,
            pace: 1,
            format: group.format.clone(),
            state: State::Planned,
            ended_ms: None,
            sealed: false,
        };
        let session = means
            .store
            .write(move |tx| {
                let session = rows::ensure(tx, &wanted)?;
                rows::open(tx, session.id, (STARTS_MS, false))?;
                Ok::<_, store::StoreError>(session)
            })
            .await
            .unwrap();
        for person in 101..=180 {
            let key = means.chance.bytes::<32>();
            means.keys.create(person, key).unwrap();
        }
        Self {
            folder,
            means,
            session,
            group,
            rooms: Rooms::default(),
        }
    }

    /// The program carries voices.
    fn with_voices(mut self) -> Self {
        let media = crate::config::Media {
            port: Some(0),
            ..Default::default()
        };
        let here = ([127, 0, 0, 1], 0).into();
        self.means.voices = super::media::Voices::start(&media, here, "localhost").unwrap();
        self
    }

    pub(super) async fn room(&self) -> RoomHandle {
        self.rooms
            .room(&self.means, &self.session, &self.group)
            .await
            .unwrap()
    }

    /// The program ends where it stands and is started again: nothing of its memory is left. (A
    /// commit that the disk has begun is done; `tests/kill.rs` ends a whole process.)
    async fn killed(mut self) -> Self {
        self.rooms.kill().await;
        self.rooms = Rooms::default();
        let url = format!("sqlite:{}", self.folder.path().join("renew.db").display());
        self.means.store = Store::open(&url).unwrap();
        let id = self.session.id;
        let session = self.means.store.read(move |tx| rows::get(tx, id)).await;
        self.session = session.unwrap().unwrap();
        self
    }

    /// Erases a person as the program does.
    async fn erase(&self, person: i64) {
        self.rooms.forget(PersonId(person)).await;
        self.means.keys.destroy(person).unwrap();
        let erased = self
            .means
            .store
            .write(move |tx| rows::erase(tx, PersonId(person)))
            .await;
        erased.unwrap();
        self.rooms.forget(PersonId(person)).await;
    }

    /// How many rows of what people wrote and where they sat are this person's.
    async fn rows_of(&self, person: i64) -> i64 {
        let count = move |tx: &mut store::Tx<'_>| {
            let mut rows = 0;
            for table in ["session_seats", "session_drafts", "plans", "session_notes"] {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE person_id = $1");
                rows += tx.one::<(i64,)>(&sql, &store::params![person])?.0;
            }
            Ok::<_, store::StoreError>(rows)
        };
        self.means.store.read(count).await.unwrap()
    }

    /// Time passes, for the circle and for the room's timers.
    async fn pass(&self, by_ms: i64) {
        self.means.clock.advance(by_ms);
        tokio::time::pause();
        tokio::time::advance(Duration::from_millis(by_ms.unsigned_abs())).await;
        tokio::time::resume();
    }

    fn coming(&self, person: i64, name: &str, role: Role) -> Coming {
        Coming {
            person: PersonId(person),
            sign_in: person * 10,
            face: Face {
                name: name.into(),
                sign: Sign::Bird,
            },
            role,
            lang: Lang::En,
            page: u64::try_from(person).unwrap() * 1000,
            in_room: false,
            table: None,
            last_plan: None,
            welcome: Default::default(),
        }
    }

    async fn client(&self, coming: Coming) -> Client {
        Client::come(self.room().await, coming).await.unwrap()
    }

    /// A facilitator and two members, all agreed, in the check-in round with its first turn given.
    async fn in_a_round(&self) -> [Client; 3] {
        let mut lead = self
            .client(self.coming(101, "Marlow", Role::Facilitator))
            .await;
        let mut wren = self.client(self.coming(102, "Wren", Role::Member)).await;
        let mut sol = self.client(self.coming(103, "Sol", Role::Member)).await;
        for client in [&mut lead, &mut wren, &mut sol] {
            client.does(Act::Agree).await.unwrap();
        }
        lead.does(Act::Start).await.unwrap();
        lead.does(Act::NextPhase { phase: 0 }).await.unwrap();
        lead.does(Act::NextPhase { phase: 1 }).await.unwrap();
        lead.does(Act::GoOn { turn: 0 }).await.unwrap();
        for client in [&mut lead, &mut wren, &mut sol] {
            client.until(|view| view.turn.is_some()).await;
        }
        [lead, wren, sol]
    }

    fn database_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for file in ["renew.db", "renew.db-wal"] {
            bytes.extend(std::fs::read(self.folder.path().join(file)).unwrap_or_default());
        }
        bytes
    }

    async fn rows_in(&self, table: &'static str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let (count,): (i64,) = self
            .means
            .store
            .read(move |tx| tx.one::<(i64,)>(&sql, &[]))
            .await
            .unwrap();
        count
    }
}

struct Client {
    room: RoomHandle,
    line: LineId,
    incoming: Incoming,
    n: u32,
    me: Seat,
    view: Option<View>,
    people: BTreeMap<String, Value>,
    /// Frames beside view, events and answers.
    told: Vec<Value>,
    answers: BTreeMap<u32, Result<(), String>>,
}

impl Client {
    async fn come(room: RoomHandle, coming: Coming) -> Result<Self, Close> {
        let (outbox, incoming) = outbox::queue();
        let line = room.come(coming, outbox).await?;
        let mut client = Self {
            room,
            line,
            incoming,
            n: 0,
            me: 0,
            view: None,
            people: BTreeMap::new(),
            told: Vec::new(),
            answers: BTreeMap::new(),
        };
        while client.view.is_none() {
            client.hear().await;
        }
        Ok(client)
    }

    fn view(&self) -> &View {
        self.view.as_ref().unwrap()
    }

    /// Takes one frame and puts it in its place, as a page does.
    async fn hear(&mut self) {
        let frame = timeout(PATIENCE, self.incoming.waiting.recv()).await;
        let frame = frame
            .expect("a frame in time")
            .expect("a live line")
            .frame();
        let frame: Value = serde_json::from_str(&frame).unwrap();
        match frame["is"].as_str().unwrap() {
            "hello" => self.me = frame["me"].as_u64().unwrap(),
            "view" => {
                self.view = Some(serde_json::from_value(frame["view"].clone()).unwrap());
                self.people = serde_json::from_value(frame["people"].clone()).unwrap();
                self.told.push(frame);
            }
            "ev" => {
                for event in frame["ev"].as_array().unwrap() {
                    let event: Event = serde_json::from_value(event.clone()).unwrap();
                    assert!(self.view.as_mut().unwrap().apply(&event));
                }
            }
            "people" => {
                let new: BTreeMap<String, Value> =
                    serde_json::from_value(frame["people"].clone()).unwrap();
                self.people.extend(new);
            }
            "ok" => drop(self.answers.insert(number(&frame), Ok(()))),
            "no" => {
                let sentence = frame["sentence"].as_str().unwrap().to_owned();
                self.answers.insert(number(&frame), Err(sentence));
            }
            _ => self.told.push(frame),
        }
    }

    async fn until(&mut self, is: impl Fn(&View) -> bool) {
        while !is(self.view()) {
            self.hear().await;
        }
    }

    /// Sends a command and waits for its answer.
    async fn does(&mut self, act: Act) -> Result<(), String> {
        self.n += 1;
        self.says(self.n, act).await;
        loop {
            if let Some(answer) = self.answers.remove(&self.n) {
                return answer;
            }
            self.hear().await;
        }
    }

    async fn says(&mut self, n: u32, act: Act) {
        assert!(self.room.said(self.line, Said { n, act }).await);
    }

    /// What was told so far under this name.
    fn told(&self, is: &str) -> Vec<&Value> {
        self.told.iter().filter(|frame| frame["is"] == is).collect()
    }

    async fn closed(mut self) -> Close {
        timeout(PATIENCE, &mut self.incoming.close)
            .await
            .unwrap()
            .unwrap_or(Close::Restarting)
    }

    /// Everything that waits right now.
    fn drain(&mut self) -> String {
        let mut text = String::new();
        while let Ok(waiting) = self.incoming.waiting.try_recv() {
            let frame = waiting.frame();
            text.push_str(&frame);
        }
        text
    }
}

/// What a page is told of voices, by now.
async fn knows(client: &mut Client) -> Value {
    for _ in 0..2 {
        client.does(Act::Pong).await.unwrap();
    }
    let frame = *client.told("voices").last().unwrap();
    frame.clone()
}

fn number(frame: &Value) -> u32 {
    u32::try_from(frame["n"].as_u64().unwrap()).unwrap()
}

fn plan(text: &str, who: MayKnow) -> Act {
    Act::Plan {
        text: text.into(),
        who,
    }
}
