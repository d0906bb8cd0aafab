#![allow(clippy::unwrap_used, clippy::panic)]
//! A live room with a real database below it and clients that speak its frames, without sockets.
//! Time stands still unless a test moves it.

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
        };
        let session = means
            .store
            .write(move |tx| {
                let session = rows::ensure(tx, &wanted)?;
                rows::open(tx, session.id, STARTS_MS)?;
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

    pub(super) async fn room(&self) -> RoomHandle {
        self.rooms
            .room(&self.means, &self.session, &self.group)
            .await
            .unwrap()
    }

    /// The program is killed and started again: nothing of its memory is left.
    async fn killed(mut self) -> Self {
        self.rooms = Rooms::default();
        let url = format!("sqlite:{}", self.folder.path().join("renew.db").display());
        self.means.store = Store::open(&url).unwrap();
        self
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
            face: Face {
                name: name.into(),
                sign: Sign::Bird,
            },
            role,
            lang: Lang::En,
            page: u64::try_from(person).unwrap() * 1000,
            in_room: false,
            last_plan: None,
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
        let (outbox, incoming) = outbox::pair();
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
        let frame = timeout(PATIENCE, self.incoming.frames.recv()).await;
        let frame = frame.expect("a frame in time").expect("a live line");
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
        while let Ok(frame) = self.incoming.frames.try_recv() {
            text.push_str(&frame);
        }
        text
    }
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

#[tokio::test]
async fn everybody_hears_whose_turn_it_is_and_an_answer_comes_after_its_events() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    let turn = lead.view().turn.unwrap();
    assert_eq!(wren.view().turn, Some(turn));
    let speaker = match turn.who.0 {
        who if who == lead.me => &mut lead,
        who if who == wren.me => &mut wren,
        _ => &mut sol,
    };
    speaker.does(Act::Done { turn: turn.turn }).await.unwrap();
    // The events of the command came before its answer.
    assert_ne!(speaker.view().turn, Some(turn));
    assert_eq!(lead.people["1"]["name"], "Marlow");
    assert_eq!(lead.people["3"]["name"], "Sol");
    let over = lead.does(Act::GoOn { turn: turn.turn }).await;
    assert_eq!(over, Err("That has already passed.".into()));
}

#[tokio::test]
async fn after_a_kill_the_same_person_has_the_floor_and_words_are_back() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    wren.does(plan("Walk with Dana", MayKnow::Circle))
        .await
        .unwrap();
    sol.does(plan("Ring the clinic", MayKnow::OnlyMe))
        .await
        .unwrap();
    let private = Act::Private {
        choice: PrivateChoice::NotOk,
        text: "my hands shake".into(),
    };
    sol.does(private).await.unwrap();
    lead.until(|view| !view.words.is_empty()).await;
    let before = lead.view().clone();
    let (lead_seat, sol_seat) = (lead.me, sol.me);

    let world = world.killed().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.me, lead_seat);
    let after = lead.view();
    assert_eq!(after.turn, before.turn);
    assert_eq!(after.seats, before.seats);
    assert_eq!(after.phase, before.phase);
    assert_eq!(after.lead, before.lead);
    // Faces of people who are not back yet, told plans, and the private word's text.
    assert_eq!(lead.people[&sol_seat.to_string()]["name"], "Sol");
    let snapshot = &lead.told("view")[0];
    assert_eq!(snapshot["plans"][0]["text"], "Walk with Dana");
    assert_eq!(snapshot["plans"].as_array().unwrap().len(), 1);
    assert_eq!(snapshot["words"][0]["text"], "my hands shake");
    let sol = world.client(world.coming(103, "Sol", Role::Member)).await;
    assert_eq!(sol.me, sol_seat);
    assert_eq!(
        sol.told("view")[0]["mine"]["plan"]["text"],
        "Ring the clinic"
    );
}

#[tokio::test]
async fn a_long_session_is_rebuilt_from_a_snapshot_and_what_follows() {
    let world = World::new().await;
    let [mut lead, _wren, _sol] = world.in_a_round().await;
    for i in 0..300 {
        lead.does(Act::InRoom { is: i % 2 == 0 }).await.unwrap();
    }
    assert!(world.rows_in("session_journal").await < 256);
    let before = lead.view().clone();
    let world = world.killed().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.view(), &before);
}

#[tokio::test]
async fn what_was_answered_ok_is_on_disk() {
    let world = World::new().await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    wren.does(plan("Walk with Dana", MayKnow::OnlyMe))
        .await
        .unwrap();
    assert_eq!(world.rows_in("plans").await, 1);
    wren.does(Act::Reflection {
        text: "Better than I feared".into(),
    })
    .await
    .unwrap();
    assert_eq!(world.rows_in("session_notes").await, 1);
    wren.does(Act::NothingThisWeek).await.unwrap();
    assert_eq!(world.rows_in("plans").await, 0);
}

#[tokio::test]
async fn no_written_word_and_no_name_is_readable_in_the_database() {
    let world = World::new().await;
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    wren.does(plan("xylophone plan", MayKnow::Circle))
        .await
        .unwrap();
    wren.does(Act::Reflection {
        text: "xylophone thoughts".into(),
    })
    .await
    .unwrap();
    wren.does(Act::Takeaway {
        text: "xylophone tune".into(),
    })
    .await
    .unwrap();
    wren.does(Act::Milestone {
        text: "xylophone year".into(),
    })
    .await
    .unwrap();
    let text = "xylophone pain".to_owned();
    wren.does(Act::Private {
        choice: PrivateChoice::Upset,
        text,
    })
    .await
    .unwrap();
    lead.until(|view| !view.words.is_empty()).await;
    let word = lead.view().words[0].word;
    lead.does(Act::Reply {
        word,
        text: "xylophone ears".into(),
    })
    .await
    .unwrap();
    let bytes = world.database_bytes();
    for secret in ["xylophone", "Marlow", "Wren"] {
        let found = bytes
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret} is readable in the database");
    }
}

#[tokio::test]
async fn a_private_word_reaches_who_leads_and_its_reply_its_sender_and_nobody_else() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    sol.drain();
    let text = "xylophone pain".to_owned();
    wren.does(Act::Private {
        choice: PrivateChoice::NotOk,
        text,
    })
    .await
    .unwrap();
    lead.until(|view| !view.words.is_empty()).await;
    let word = lead.view().words[0].word;
    while lead.told("words").is_empty() {
        lead.hear().await;
    }
    assert_eq!(lead.told("words")[0]["text"], "xylophone pain");
    lead.does(Act::Reply {
        word,
        text: "xylophone ears".into(),
    })
    .await
    .unwrap();
    while wren.told("words").is_empty() {
        wren.hear().await;
    }
    assert_eq!(wren.told("words")[0]["reply"], "xylophone ears");
    // Somebody asks something of the room afterwards, so that all that was meant for Sol is there.
    sol.does(Act::Hand { up: false }).await.ok();
    let heard = serde_json::to_string(&sol.told).unwrap() + &sol.drain();
    assert!(!heard.contains("xylophone"));
    assert!(sol.view().words.is_empty());
}

#[tokio::test]
async fn the_text_of_a_word_that_made_room_is_kept_no_longer() {
    let world = World::new().await;
    let [_lead, mut wren, _sol] = world.in_a_round().await;
    let before = world.rows_in("session_drafts").await;
    for n in 1..=13 {
        let (choice, text) = (PrivateChoice::Upset, format!("word {n}"));
        wren.does(Act::Private { choice, text }).await.unwrap();
    }
    assert_eq!(world.rows_in("session_drafts").await, before + 12);
    let again = world.client(world.coming(102, "Wren", Role::Member)).await;
    let mine: Vec<u64> = again.view().mine.words.iter().map(|w| w.word).collect();
    assert_eq!(mine, (2..=13).collect::<Vec<u64>>());
}

#[tokio::test]
async fn a_plan_for_the_circle_is_told_and_taken_back() {
    let world = World::new().await;
    let [_lead, mut wren, mut sol] = world.in_a_round().await;
    wren.does(plan("Eat breakfast", MayKnow::Circle))
        .await
        .unwrap();
    while sol.told("plan").is_empty() {
        sol.hear().await;
    }
    assert_eq!(sol.told("plan")[0]["text"], "Eat breakfast");
    wren.does(plan("Eat breakfast", MayKnow::OnlyMe))
        .await
        .unwrap();
    while sol.told("plan").len() < 2 {
        sol.hear().await;
    }
    assert_eq!(sol.told("plan")[1]["text"], "");
    let late = world.client(world.coming(104, "Ash", Role::Member)).await;
    assert_eq!(late.told("view")[0]["plans"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn last_week_s_plan_opens_the_check_in_and_is_shown_only_by_its_owner() {
    let world = World::new().await;
    let [_lead, mut wren, mut sol] = world.in_a_round().await;
    let mut coming = world.coming(104, "Ash", Role::Member);
    let id = super::PlanId(9_001);
    coming.last_plan = Some(MyPlan {
        id: id.to_string(),
        text: "Call my sister".into(),
        who: MayKnow::OnlyMe,
        how: None,
        made: STARTS_MS - 604_800_000,
        shown: false,
    });
    let mut ash = world.client(coming).await;
    assert_eq!(
        ash.told("view")[0]["mine"]["last_plan"]["text"],
        "Call my sister"
    );
    ash.does(Act::How {
        plan: id.to_string(),
        how: HowItWent::PartOfIt,
    })
    .await
    .unwrap();
    ash.does(Act::ShowPlan {
        plan: id.to_string(),
    })
    .await
    .unwrap();
    while sol.told("plan").is_empty() {
        sol.hear().await;
    }
    let told = sol.told("plan")[0];
    assert_eq!(
        (&told["text"], &told["how"]),
        (&"Call my sister".into(), &"part_of_it".into())
    );
    let other = wren
        .does(Act::ShowPlan {
            plan: id.to_string(),
        })
        .await;
    assert_eq!(other, Err("That plan isn't the one from last time.".into()));
}

#[tokio::test]
async fn a_command_that_comes_again_is_done_once() {
    let world = World::new().await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    let pulse = Act::Pulse {
        heard: 4,
        safe: 5,
        useful: 3,
        together: 4,
    };
    wren.does(Act::Agree).await.unwrap();
    wren.does(pulse.clone()).await.unwrap();
    assert_eq!(world.rows_in("pulse_tallies").await, 4);
    // The line is cut, and the page sends it again on a new one.
    let mut again = world.client(world.coming(102, "Wren", Role::Member)).await;
    again.n = wren.n - 1;
    again.does(pulse.clone()).await.unwrap();
    let sum = world.means.store.read(|tx| {
        tx.one::<(i64,)>(
            "SELECT CAST(SUM(answers) AS BIGINT) FROM pulse_tallies",
            &[],
        )
    });
    assert_eq!(sum.await.unwrap().0, 4);
    // A second tap on the same button is no second answer either.
    again.does(pulse).await.unwrap();
    assert_eq!(world.rows_in("pulse_tallies").await, 4);
}

#[tokio::test]
async fn a_second_line_replaces_the_first_and_the_seat_stays() {
    let world = World::new().await;
    let first = world.client(world.coming(102, "Wren", Role::Member)).await;
    let me = first.me;
    let second = world.client(world.coming(102, "Wren", Role::Member)).await;
    assert_eq!(first.closed().await, Close::Replaced);
    assert_eq!(second.me, me);
    assert_eq!(second.view().seats.len(), 1);
}

#[tokio::test]
async fn a_line_that_never_reads_is_closed_and_nobody_waits_for_it() {
    let world = World::new().await;
    let [mut lead, wren, mut sol] = world.in_a_round().await;
    let slow = wren;
    for i in 0..100 {
        lead.does(Act::InRoom { is: i % 2 == 0 }).await.unwrap();
        while let Ok(frame) = sol.incoming.frames.try_recv() {
            drop(frame);
        }
    }
    assert!(slow.incoming.frames.len() <= 64);
    assert_eq!(slow.closed().await, Close::TooSlow);
    sol.does(Act::Hand { up: true }).await.ok();
}

#[tokio::test]
async fn a_lost_line_keeps_the_seat() {
    let world = World::new().await;
    let [mut lead, _wren, sol] = world.in_a_round().await;
    let seat = SeatId(sol.me);
    sol.room.gone(sol.line).await;
    let away = |view: &View| {
        view.seats
            .iter()
            .any(|s| s.who == seat && s.presence == circle::view::Presence::Away)
    };
    lead.until(away).await;
    let sol = world.client(world.coming(103, "Sol", Role::Member)).await;
    assert_eq!(SeatId(sol.me), seat);
    lead.until(|view| !away(view)).await;
}

#[tokio::test]
async fn after_a_restart_seats_that_nobody_comes_back_to_are_away_after_a_while() {
    let world = World::new().await;
    let [lead, _wren, _sol] = world.in_a_round().await;
    drop(lead);
    let world = world.killed().await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let away = |view: &View| {
        view.seats
            .iter()
            .filter(|seat| seat.presence == circle::view::Presence::Away)
            .count()
    };
    assert_eq!(away(lead.view()), 0);
    world.pass(16_000).await;
    lead.until(|view| away(view) == 2).await;
}

#[tokio::test]
async fn the_lead_passes_by_the_circle_s_own_timer() {
    let world = World::new().await;
    let [lead, mut wren, _sol] = world.in_a_round().await;
    lead.room.gone(lead.line).await;
    wren.until(|view| {
        view.seats
            .iter()
            .any(|s| s.presence == circle::view::Presence::Away)
    })
    .await;
    world.pass(25_000).await;
    wren.until(|view| view.lead.wanted).await;
    wren.does(Act::TakeLead).await.unwrap();
    assert_eq!(wren.view().lead.who, Some(SeatId(wren.me)));
}

#[tokio::test]
async fn the_end_leaves_the_bare_record_and_takes_the_rest_away() {
    let world = World::new().await;
    let [mut lead, mut wren, sol] = world.in_a_round().await;
    wren.does(plan("Walk with Dana", MayKnow::Circle))
        .await
        .unwrap();
    world.pass(60_000).await;
    lead.does(Act::End).await.unwrap();
    wren.until(|view| view.session.state == circle::view::State::Ended)
        .await;
    let ended = world
        .means
        .store
        .read(move |tx| rows::get(tx, SessionId(301)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ended.state, State::Ended);
    assert_eq!(world.rows_in("session_attendance").await, 3);
    // What was being written when it ended is not lost.
    wren.does(Act::Reflection {
        text: "Lighter".into(),
    })
    .await
    .unwrap();
    world.pass(16 * 60_000).await;
    assert_eq!(wren.closed().await, Close::Ended);
    assert_eq!(sol.closed().await, Close::Ended);
    for table in [
        "session_journal",
        "session_snapshots",
        "session_drafts",
        "session_seats",
    ] {
        assert_eq!(world.rows_in(table).await, 0, "{table}");
    }
    assert_eq!(world.rows_in("plans").await, 1);
    assert_eq!(world.rows_in("session_notes").await, 1);
    let record = world
        .means
        .store
        .read(move |tx| rows::record(tx, SessionId(301)))
        .await
        .unwrap()
        .unwrap();
    let record: super::record::Record = serde_json::from_str(&record).unwrap();
    assert!(record.phases[2].used_ms.unwrap() >= 60_000);
    assert!(record.phases.last().unwrap().used_ms.is_none());
}

#[tokio::test]
async fn who_signs_out_loses_the_line_and_who_is_erased_the_name_too() {
    let world = World::new().await;
    let [mut lead, wren, sol] = world.in_a_round().await;
    let gone = sol.me.to_string();
    world.rooms.sign_out(PersonId(102)).await;
    assert_eq!(wren.closed().await, Close::SignedOut);
    world.rooms.forget(PersonId(103)).await;
    assert_eq!(sol.closed().await, Close::SignedOut);
    while lead.people.contains_key(&gone) {
        lead.hear().await;
    }
}

#[tokio::test]
async fn a_room_that_can_not_write_closes_its_lines_and_is_rebuilt() {
    let world = World::new().await;
    let [mut lead, _wren, _sol] = world.in_a_round().await;
    let turn = lead.view().turn;
    let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    let (away, back) = (
        rename("session_journal", "elsewhere"),
        rename("elsewhere", "session_journal"),
    );
    world
        .means
        .store
        .write(move |tx| tx.run(&away, &[]))
        .await
        .unwrap();
    lead.n += 1;
    lead.says(lead.n, Act::Hold).await;
    assert_eq!(lead.closed().await, Close::Restarting);
    world
        .means
        .store
        .write(move |tx| tx.run(&back, &[]))
        .await
        .unwrap();
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    // What nobody was told did not happen.
    assert_eq!(lead.view().turn, turn);
}

#[tokio::test]
async fn somebody_at_the_door_knows_nobody_s_name() {
    let world = World::new().await;
    let [mut lead, _wren, _sol] = world.in_a_round().await;
    let mut kim = world.client(world.coming(110, "Kim", Role::Newcomer)).await;
    assert!(kim.view().waiting);
    assert_eq!(kim.people.len(), 1);
    let who = kim.me;
    lead.until(|view| view.door.waiting == [SeatId(who)]).await;
    lead.does(Act::Admit { who }).await.unwrap();
    kim.until(|view| !view.waiting).await;
    assert_eq!(kim.people.len(), 4);
    lead.does(Act::Remove { who }).await.unwrap();
    assert_eq!(kim.closed().await, Close::Removed);
    let again = Client::come(world.room().await, world.coming(110, "Kim", Role::Newcomer)).await;
    assert_eq!(again.err(), Some(Close::Removed));
}

#[tokio::test]
async fn a_page_without_javascript_takes_part() {
    let world = World::new().await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let room = world.room().await;
    let coming = || Coming {
        page: 0,
        ..world.coming(102, "Wren", Role::Member)
    };
    let looked = room.plain(coming(), Some(Act::Agree)).await.unwrap();
    assert_eq!(looked.refused, None);
    lead.until(|view| view.seats.iter().any(|seat| seat.agreed))
        .await;
    let refused = room
        .plain(coming(), Some(Act::Start))
        .await
        .unwrap()
        .refused;
    assert!(refused.is_some());
    let kept = room
        .plain(coming(), Some(plan("Walk", MayKnow::OnlyMe)))
        .await
        .unwrap();
    assert_eq!(kept.picture.mine.plan.unwrap().text, "Walk");
    assert_eq!(world.rows_in("plans").await, 1);
    // Nobody looks for a while: the seat is kept, and shown as away.
    world.pass(200_000).await;
    let away = |view: &View| {
        view.seats
            .iter()
            .any(|seat| seat.presence == circle::view::Presence::Away)
    };
    lead.until(away).await;
}
