//! What a simulated peer does in a side room: finds a place in a rehearsal, plays through its steps,
//! and sits apart with a host for a moment.

use circle::activity::{ActivityKind, StepKind};
use circle::command::{PrivateChoice, Role};
use circle::format::PhaseKind;
use circle::side_rooms::{MyRoom, RoomPart, RoomStep, RoomView};
use circle::view::{SeatView, View};

use super::mind::{Mind, Past, Wish};
use super::together::is_here;
use super::words;
use crate::sessions::Act;

/// The simulated peer who would like to talk aside after a story. One is enough to meet it once.
const ASKS_FOR_A_WORD: u64 = 5;
/// So many people share a scene: one whose it is, one who plays along, one who watches.
const IN_A_ROOM: usize = 3;
/// A person at the browser has so long, however quick the pace, to find a place first.
const OTHERS_FIRST_MS: i64 = 6_000;

impl Mind {
    /// A place in a rehearsal. Who leads stays free to help, and a host fills in where somebody is
    /// missing.
    pub(super) fn find_room(
        &self,
        view: &View,
        me: &SeatView,
        past: &Past,
        now_ms: i64,
    ) -> Option<Wish> {
        let now = view.activity.as_ref()?;
        let rehearses = now.kind == ActivityKind::Rehearsal && now.at != StepKind::Gather;
        if !rehearses || view.lead.who == Some(view.me) {
            return None;
        }
        let length = (now.ends_at - now.started_at).max(OTHERS_FIRST_MS * 2);
        let since = now.started_at;
        let (activity, habit) = (now.activity, self.habit(800 + now.activity));
        let waits = if me.role == Role::Host { length / 2 } else { 0 };
        let after = |share: i64, act: Act| {
            let at = since + waits + OTHERS_FIRST_MS.min(length / 4) + length * share / 100;
            let at = at + self.paced(self.up_to(801, 6) * 1000);
            Some(self.soon((at - now_ms).max(0), act))
        };
        let lacks = |part: RoomPart| move |room: &&RoomView| !has(room, part);
        let mut rooms = view.rooms.iter();
        if let Some(room) = rooms.clone().find(lacks(RoomPart::Partner)) {
            let (room, part) = (room.room, RoomPart::Partner);
            return after(10, Act::TakePart { room, part });
        }
        let people = view.seats.iter().filter(|seat| is_here(seat)).count();
        let wanted = (people / IN_A_ROOM).max(1);
        let was_alone = past.has(|act| matches!(act, Act::LeaveRoom { .. }));
        if rooms.len() < wanted && !was_alone {
            let share = if habit.is_multiple_of(2) { 0 } else { 20 };
            return after(share, Act::OpenRoom { activity });
        }
        let room = rooms.find(lacks(RoomPart::Watcher))?.room;
        let part = RoomPart::Watcher;
        after(35, Act::TakePart { room, part })
    }

    /// What this peer does in the side room in which they are.
    pub(super) fn in_side_room(
        &self,
        view: &View,
        room: &MyRoom,
        past: &Past,
        now_ms: i64,
    ) -> Option<Wish> {
        let id = room.room;
        match room.part {
            // Apart with somebody until they go back by themselves; visiting, for as long as it helps.
            RoomPart::Host if room.aside => {
                self.unhurried(120, 20_000, Act::LeaveRoom { room: id })
            }
            RoomPart::Guest => self.unhurried(60, 10_000, Act::LeaveRoom { room: id }),
            RoomPart::Host => self.unhurried(25, 4_000, Act::LeaveRoom { room: id }),
            RoomPart::Watcher => self.call(view, room, past),
            RoomPart::Owner | RoomPart::Partner => self.play(view, room, past, now_ms),
        }
    }

    fn play(&self, view: &View, room: &MyRoom, past: &Past, now_ms: i64) -> Option<Wish> {
        let id = room.room;
        let begun = view.activity.as_ref().map(|now| now.at) == Some(StepKind::Rehearse);
        let is_owner = room.part == RoomPart::Owner;
        if is_owner && let Some(wish) = self.scene(room, past) {
            return Some(wish);
        }
        let partnered = room
            .places
            .iter()
            .any(|place| place.part == RoomPart::Partner);
        if begun && !partnered && room.step != RoomStep::Takeaway {
            return self.unhurried(60, 20_000, Act::LeaveRoom { room: id });
        }
        if !begun {
            return None;
        }
        if room.paused_at.is_some() {
            // Whoever else paused it lets it go on.
            let mine = past.has(|act| *act == Act::PauseRoom { room: id, is: true });
            let go_on = Act::PauseRoom {
                room: id,
                is: false,
            };
            return if mine {
                self.in_seconds(15, 5, go_on)
            } else {
                None
            };
        }
        self.swap(room)
            .or_else(|| self.pause(room, past))
            .or_else(|| self.call(view, room, past))
            .or_else(|| self.next_scene_step(room, now_ms))
    }

    /// The owner's card: first the scene, at the end also what they take along.
    fn scene(&self, room: &MyRoom, past: &Past) -> Option<Wish> {
        let id = room.room;
        let said = |with_takeaway: bool| {
            past.has(|act| {
                matches!(act, Act::Scene { room, takeaway, .. }
                    if *room == id && takeaway.is_empty() != with_takeaway)
            })
        };
        let ends = room.step == RoomStep::Takeaway;
        if said(ends) || (!ends && said(true)) {
            return None;
        }
        let place = usize::try_from(self.seed).unwrap_or_default() % words::SCENES.len();
        let [with, at, says] = words::SCENES[place];
        let takeaway = if ends {
            self.own(words::SCENE_TAKEAWAYS[place % words::SCENE_TAKEAWAYS.len()])
        } else {
            String::new()
        };
        let act = Act::Scene {
            room: id,
            with: self.own(with),
            place: self.own(at),
            says: self.own(says),
            date: String::new(),
            takeaway,
        };
        self.in_seconds(5, self.habit(810) % 10, act)
    }

    /// Most want to swap, and it takes both.
    fn swap(&self, room: &MyRoom) -> Option<Wish> {
        let wants = !self.habit(820 + room.room).is_multiple_of(5);
        if room.step != RoomStep::Play || room.i_want_swap || !wants {
            return None;
        }
        let (room, is) = (room.room, true);
        self.in_seconds(8, self.habit(821) % 10, Act::WantSwap { room, is })
    }

    /// A pause now and then, once in a scene.
    fn pause(&self, room: &MyRoom, past: &Past) -> Option<Wish> {
        let pause = Act::PauseRoom {
            room: room.room,
            is: true,
        };
        let pauses = self.habit(830 + room.room).is_multiple_of(3);
        if room.step != RoomStep::Play || !pauses || past.has(|act| *act == pause) {
            return None;
        }
        self.in_seconds(20, self.habit(831) % 20, pause)
    }

    /// Calls for help once, when they don't know how to go on.
    fn call(&self, view: &View, room: &MyRoom, past: &Past) -> Option<Wish> {
        let call = Act::CallHelp {
            room: room.room,
            is: true,
        };
        let begun = view.activity.as_ref().map(|now| now.at) == Some(StepKind::Rehearse);
        let stuck = matches!(room.step, RoomStep::Play | RoomStep::OtherWays);
        let calls = self.habit(840 + room.room).is_multiple_of(3);
        if !begun || !stuck || !calls || room.calls || past.has(|act| *act == call) {
            return None;
        }
        self.in_seconds(15, self.habit(841) % 15, call)
    }

    /// The owner goes on a little before the time; a partner only when the owner seems to have left
    /// their screen. What is taken along is the owner's to finish.
    fn next_scene_step(&self, room: &MyRoom, now_ms: i64) -> Option<Wish> {
        let length = room.ends_at - room.started_at;
        let share = match (room.part, room.step) {
            (RoomPart::Owner, _) => 80,
            (_, RoomStep::Takeaway) => return None,
            _ => 200,
        };
        let at = room.started_at + length * share / 100;
        let (room, step) = (room.room, room.step);
        Some(self.soon((at - now_ms).max(0), Act::NextRoomStep { room, step }))
    }

    /// Says yes when a host asks them aside.
    pub(super) fn go_aside(&self, view: &View) -> Option<Wish> {
        let room = view.mine.asked_aside?.room;
        let part = RoomPart::Guest;
        self.unhurried(6, 3_000, Act::TakePart { room, part })
    }

    /// One of them would like to talk after a story, and says so to facilitator and host alone.
    pub(super) fn ask_for_a_word(&self, view: &View, me: &SeatView) -> Option<Wish> {
        let moved = view
            .phase
            .is_some_and(|phase| phase.kind == PhaseKind::ModelShare);
        let asks = self.seed == ASKS_FOR_A_WORD && me.role == Role::Member && me.agreed;
        if !moved || !asks || !view.mine.words.is_empty() {
            return None;
        }
        let choice = PrivateChoice::NotOk;
        let text = self.own(words::PRIVATE_WORD);
        self.in_seconds(60, 0, Act::Private { choice, text })
    }

    /// A host asks aside who isn't OK, once, when nobody else has taken care of it.
    pub(super) fn ask_aside(&self, view: &View, me: &SeatView, past: &Past) -> Option<Wish> {
        if me.role != Role::Host || view.lead.who == Some(view.me) {
            return None;
        }
        let open = view.words.iter().find(|word| {
            let ask = Act::AskAside { word: word.word };
            let is_open = word.choice == PrivateChoice::NotOk && word.taken_by.is_none();
            is_open && word.from != view.me && !past.has(|act| *act == ask)
        })?;
        self.unhurried(10, 6_000, Act::AskAside { word: open.word })
    }

    /// So many seconds of the session, and never less than `least_ms` of real time.
    fn unhurried(&self, seconds: i64, least_ms: i64, act: Act) -> Option<Wish> {
        Some(self.soon(self.paced(seconds * 1000).max(least_ms), act))
    }
}

fn has(room: &RoomView, part: RoomPart) -> bool {
    room.places.iter().any(|place| place.part == part)
}
