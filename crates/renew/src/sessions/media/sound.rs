//! What a room knows of its people's microphones and cameras, and what each of them is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use circle::PersonId as SeatId;
use circle::voices::Ring;
use relay::core::{self, Command, News, PeerId, Slots};
use tokio::sync::oneshot;

use super::{Answered, NoVoices, RoomVoices};
use crate::groups::GroupId;
use crate::sessions::wire::{MediaOffered, Seat, Unsealed, Voices};
use crate::site::chance::Chance;

/// Connections that one seat may make in a minute: a phone in a tunnel tries every few seconds.
const JOINS_MAX: usize = 20;
const JOINS_MS: i64 = 60_000;

/// Whether what somebody says is sealed from end to end, as they are told, and if it should be and
/// isn't, why.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Seal {
    pub(in super::super) is: bool,
    pub(in super::super) why: Option<Unsealed>,
}

/// A room's voices.
#[derive(Debug)]
pub(in super::super) struct Sound {
    voices: RoomVoices,
    /// Microphone and camera of those who have either on.
    on: BTreeMap<Seat, (bool, bool)>,
    slots: HashMap<Seat, Slots>,
    sound_only: BTreeSet<Seat>,
    joins: HashMap<Seat, Vec<i64>>,
    rings: Vec<Ring>,
}

impl Sound {
    pub(in super::super) fn new(voices: RoomVoices) -> Self {
        Self {
            voices,
            on: BTreeMap::new(),
            slots: HashMap::new(),
            sound_only: BTreeSet::new(),
            joins: HashMap::new(),
            rings: Vec::new(),
        }
    }

    /// What a page needs to connect.
    pub(in super::super) fn offered(
        &self,
        now_ms: i64,
        chance: &Chance,
        seal: Option<GroupId>,
    ) -> MediaOffered {
        MediaOffered {
            ice: self.voices.ice_servers(now_ms, chance),
            seal: seal.map(|group| group.to_string()),
        }
    }

    /// A page wants to connect.
    pub(in super::super) fn join(
        &mut self,
        now_ms: i64,
        seat: Seat,
        offer: String,
        answer: oneshot::Sender<Answered>,
    ) {
        let joins = self.joins.entry(seat).or_default();
        joins.retain(|at| now_ms - at < JOINS_MS);
        if joins.len() >= JOINS_MAX {
            // Who asked may have gone.
            let _ = answer.send(Err(NoVoices::TooOften));
            return;
        }
        joins.push(now_ms);
        self.voices.join(seat, offer, answer);
    }

    /// Somebody turned their microphone or camera on or off.
    pub(in super::super) fn turned(
        &mut self,
        seat: Seat,
        microphone: Option<bool>,
        camera: Option<bool>,
    ) {
        let (was_microphone, was_camera) = self.on.get(&seat).copied().unwrap_or_default();
        let now = (
            microphone.unwrap_or(was_microphone),
            camera.unwrap_or(was_camera),
        );
        if now == (false, false) {
            self.on.remove(&seat);
        } else {
            self.on.insert(seat, now);
        }
        self.voices.say(Command::Turned {
            room: self.voices.room(),
            peer: PeerId(seat),
            microphone: now.0,
            camera: now.1,
        });
    }

    /// A page that was opened anew has both off, and nobody is heard from the one before.
    pub(in super::super) fn begins_anew(&mut self, seat: Seat) {
        self.turned(seat, Some(false), Some(false));
        self.slots.remove(&seat);
        self.sound_only.remove(&seat);
        self.voices.say(Command::Leave {
            room: self.voices.room(),
            peer: PeerId(seat),
        });
    }

    /// Takes in what the relay said.
    pub(in super::super) fn hear(&mut self) {
        for news in self.voices.news() {
            match news {
                News::Slots { peer, slots, .. } => {
                    self.slots.insert(peer.0, slots);
                }
                News::SoundOnly { peer, is: true, .. } => {
                    self.sound_only.insert(peer.0);
                }
                News::SoundOnly {
                    peer, is: false, ..
                } => {
                    self.sound_only.remove(&peer.0);
                }
                News::Lost { peer, .. } => {
                    self.slots.remove(&peer.0);
                    self.sound_only.remove(&peer.0);
                }
                News::Connected { .. } | News::Answer { .. } | News::Refused { .. } => {}
            }
        }
    }

    /// Lets the relay forward what the circle says now.
    pub(in super::super) fn follow(&mut self, rings: Vec<Ring>) {
        if self.rings == rings {
            return;
        }
        let is_said = self.voices.say(Command::Rings {
            room: self.voices.room(),
            rings: rings.iter().map(for_relay).collect(),
        });
        // A relay that has too much to do is told with the next thing that happens here.
        if is_said {
            self.rings = rings;
        }
    }

    /// What somebody with a seat is told.
    pub(in super::super) fn told(&self, seat: Seat, rested: bool, seal: Seal) -> Voices {
        let slots = self.slots.get(&seat).copied().unwrap_or_default();
        let seats = |slots: [Option<PeerId>; 4]| slots.map(|who| who.map_or(0, |who| who.0));
        // Whoever is elsewhere is nobody's to look at: asked aside, they have only stepped out.
        let near = |other: Seat| other == seat || self.share(SeatId(seat), SeatId(other));
        let with = |which: fn(&(bool, bool)) -> bool| {
            let on = self.on.iter().filter(move |(_, on)| which(on));
            on.map(|(seat, _)| *seat)
                .filter(|seat| near(*seat))
                .collect()
        };
        Voices {
            may: self.rings.iter().any(|ring| speaks(ring, SeatId(seat))),
            rested,
            heard: seats(slots.heard),
            seen: seats(slots.seen),
            mics: with(|on| on.0),
            cameras: with(|on| on.1),
            sound_only: self.sound_only.contains(&seat),
            sealed: seal.is,
            unsealed: seal.why,
        }
    }
}

impl Sound {
    /// Whether the one is where the other hears.
    fn share(&self, who: SeatId, other: SeatId) -> bool {
        let hears = self.rings.iter().find(|ring| ring.hearers.contains(&who));
        hears.is_some_and(|ring| ring.hearers.contains(&other) || ring.lead == Some(other))
    }
}

/// Whether what this person says is heard by anybody.
fn speaks(ring: &Ring, who: SeatId) -> bool {
    let may = ring.lead == Some(who) || ring.turn == Some(who) || ring.others.contains(&who);
    may && ring.hearers.iter().any(|hearer| *hearer != who)
}

fn for_relay(ring: &Ring) -> core::Ring {
    let peer = |who: SeatId| PeerId(who.0);
    core::Ring {
        hearers: ring.hearers.iter().copied().map(peer).collect(),
        lead: ring.lead.map(peer),
        turn: ring.turn.map(peer),
        others: ring.others.iter().copied().map(peer).collect(),
    }
}
