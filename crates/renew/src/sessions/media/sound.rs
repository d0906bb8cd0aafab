//! What a room knows of its people's microphones and cameras, and what each of them is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use circle::voices::Ring;
use circle::{PersonId as SeatId, TableId};
use relay::core::{self, Command, News, PeerId, Slots};
use tokio::sync::oneshot;

use super::around::{self, Around, Mics, carried, may_speak, named, peer_of};
use super::{Answered, NoVoices, RoomVoices};
use crate::groups::GroupId;
use crate::sessions::wire::{MediaOffered, Seat, TableMic, Unsealed, Voices};
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

/// A room's voices. A table's phone is kept beside the seats, under the number that the relay knows.
#[derive(Debug)]
pub(in super::super) struct Sound {
    voices: RoomVoices,
    /// Microphone and camera of those who have either on.
    on: BTreeMap<Seat, (bool, bool)>,
    /// Whose connection the relay has.
    connected: BTreeSet<Seat>,
    slots: HashMap<Seat, Slots>,
    sound_only: BTreeSet<Seat>,
    joins: HashMap<Seat, Vec<i64>>,
    rings: Vec<Ring>,
    around: Around,
    /// What the relay was told last: the rings, as long as they are, then what tables play.
    relayed: Vec<core::Ring>,
}

/// What a table's phone is told of its sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Carried<'a> {
    pub(in super::super) around: &'a [SeatId],
    /// The room counts on its microphone being on.
    pub(in super::super) is_on: bool,
    /// Somebody who isn't around it hears what is said there.
    pub(in super::super) is_heard: bool,
    /// It would be heard, if another microphone in the room didn't carry what is said there.
    pub(in super::super) yields: bool,
    /// Another microphone in the room is open, so it plays only who leads.
    pub(in super::super) is_quiet: bool,
    /// It plays nobody.
    pub(in super::super) is_still: bool,
    /// Everybody around it is in the same place: the circle, or one side room.
    pub(in super::super) is_together: bool,
    /// Its network is weak.
    pub(in super::super) sound_only: bool,
}

impl Sound {
    pub(in super::super) fn new(voices: RoomVoices) -> Self {
        Self {
            voices,
            on: BTreeMap::new(),
            connected: BTreeSet::new(),
            slots: HashMap::new(),
            sound_only: BTreeSet::new(),
            joins: HashMap::new(),
            rings: Vec::new(),
            around: Around::default(),
            relayed: Vec::new(),
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
        self.connected.remove(&seat);
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
                    self.connected.remove(&peer.0);
                }
                News::Connected { peer, .. } => {
                    self.connected.insert(peer.0);
                }
                News::Answer { .. } | News::Refused { .. } => {}
            }
        }
    }

    /// Lets the relay forward what the circle says now, and what that means for tables.
    pub(in super::super) fn follow(&mut self, rings: Vec<Ring>, around: Around) {
        let relayed = around.for_relay(&rings, &self.mics());
        let is_said = self.relayed == relayed
            || self.voices.say(Command::Rings {
                room: self.voices.room(),
                rings: relayed.clone(),
            });
        // A relay that has ended is told in vain.
        if is_said {
            self.rings = rings;
            self.around = around;
            self.relayed = relayed;
        }
    }

    /// One that is on and doesn't reach us carries nobody, and takes nobody's place.
    fn mics(&self) -> Mics {
        let on = self.on.iter().filter(|(_, on)| on.0);
        let on: Mics = on.map(|(peer, _)| *peer).collect();
        &on & &self.connected
    }

    /// The circle's own rings, as the relay has them.
    fn in_relay(&self) -> &[core::Ring] {
        &self.relayed[..self.rings.len()]
    }

    /// Whether the relay lets through what this one sends.
    fn is_open(&self, peer: PeerId) -> bool {
        let mut rings = self.in_relay().iter();
        rings.any(|ring| named(ring).any(|one| *one == peer))
    }

    /// What somebody with a seat is told.
    pub(in super::super) fn told(&self, seat: Seat, rested: bool, seal: Seal) -> Voices {
        let slots = self.slots.get(&seat).copied().unwrap_or_default();
        let seats = |slots: [Option<PeerId>; 4]| slots.map(|who| who.map_or(0, |who| who.0));
        let heard = slots.heard.map(|who| self.comes_as(who, SeatId(seat)));
        let tables = self.tables_near(SeatId(seat));
        // Whoever is elsewhere is nobody's to look at: asked aside, they have only stepped out.
        let near = |other: Seat| other == seat || self.share(SeatId(seat), SeatId(other));
        let with = |which: fn(&(bool, bool)) -> bool| {
            let on = self.on.iter().filter(move |(_, on)| which(on));
            on.map(|(seat, _)| *seat)
                .filter(|seat| near(*seat))
                .collect::<Vec<Seat>>()
        };
        let mut mics = with(|on| on.0);
        for table in tables.iter().filter(|table| table.on) {
            mics.extend(&table.seats);
        }
        mics.sort_unstable();
        mics.dedup();
        let is_granted = self.rings.iter().any(|ring| speaks(ring, SeatId(seat)));
        let may = is_granted && self.is_open(PeerId(seat));
        Voices {
            may,
            yields: is_granted && !may,
            to_nobody: may && !self.reaches_anybody(SeatId(seat)),
            beside: self.is_beside(SeatId(seat)),
            rested,
            heard,
            seen: seats(slots.seen),
            mics,
            cameras: with(|on| on.1),
            sound_only: self.sound_only.contains(&seat),
            sealed: seal.is,
            unsealed: seal.why,
            tables,
        }
    }
}

/// Phones on tables.
impl Sound {
    /// The number under which a table's phone is kept here.
    pub(in super::super) fn number(table: TableId) -> Seat {
        peer_of(table).0
    }

    /// What a table's phone is told.
    pub(in super::super) fn told_table(&self, table: TableId) -> Carried<'_> {
        let number = Self::number(table);
        let around = self.around.at(table);
        let is_granted = around::is_heard(&self.rings, around);
        let is_open = self.is_open(peer_of(table));
        Carried {
            around,
            is_on: self.on.get(&number).is_some_and(|on| on.0),
            is_heard: is_granted && is_open,
            yields: is_granted && !is_open,
            is_quiet: self.around.is_quiet(table, &self.mics(), self.in_relay()),
            is_still: self.is_still(table),
            is_together: around::is_together(&self.rings, around),
            sound_only: self.sound_only.contains(&number),
        }
    }

    /// For whom a table's microphone is heard now.
    pub(in super::super) fn carries(&self, table: TableId) -> Vec<SeatId> {
        if !self.is_open(peer_of(table)) {
            return Vec::new();
        }
        around::carried_anywhere(&self.rings, self.around.at(table))
    }

    /// Those in the room who have not agreed: until they have, a table plays only who leads.
    pub(in super::super) fn not_agreed(&self) -> &[SeatId] {
        &self.around.waits
    }

    /// Whether somebody in the room is at the door of the circle.
    pub(in super::super) fn has_door(&self) -> bool {
        self.around.has_door
    }

    /// Whether a table plays nobody.
    fn is_still(&self, table: TableId) -> bool {
        let plays = self.relayed.iter().skip(self.rings.len());
        let mut own = plays.filter(|ring| ring.hearers == [peer_of(table)]);
        own.all(|ring| named(ring).next().is_none())
    }

    /// Whether somebody sits in a room with a table's phone that has its sound, wherever in the circle
    /// those around it are.
    fn is_beside(&self, who: SeatId) -> bool {
        self.around.in_room.contains(&who) && !self.around.tables.is_empty()
    }

    /// Whether somebody to whom this voice goes has sound, of their own or from the phone on their table.
    fn reaches_anybody(&self, who: SeatId) -> bool {
        let at_table = |other: &SeatId| {
            let mut tables = self.around.tables.iter();
            tables.any(|(table, seats)| {
                seats.contains(other) && self.connected.contains(&Self::number(*table))
            })
        };
        let has_sound = |other: &SeatId| self.connected.contains(&other.0) || at_table(other);
        let mut rings = self.rings.iter().filter(|ring| speaks(ring, who));
        rings.any(|ring| {
            let mut others = ring.hearers.iter().filter(|other| **other != who);
            others.any(has_sound)
        })
    }

    /// As whose voice a listener hears what is in a slot; 0: nobody's. What comes from a table comes as
    /// the seat for which it is open.
    fn comes_as(&self, peer: Option<PeerId>, listener: SeatId) -> Seat {
        let ring = self.ring_of(listener);
        let (Some(peer), Some(ring)) = (peer, ring) else {
            return peer
                .filter(|peer| !around::is_table(peer.0))
                .map_or(0, |who| who.0);
        };
        let whose = self.around.whose(ring, &self.rings, peer);
        whose.first().map_or(0, |who| who.0)
    }

    /// The tables that somebody may know of, with those of their people who are where they are.
    fn tables_near(&self, who: SeatId) -> Vec<TableMic> {
        let Some(ring) = self.ring_of(who) else {
            return Vec::new();
        };
        let tables = self.around.tables.iter().filter_map(|(table, seats)| {
            let near = seats.iter().copied();
            let near: Vec<SeatId> = near.filter(|seat| self.share(who, *seat)).collect();
            (!near.is_empty()).then(|| TableMic {
                seats: around::numbers(&near),
                on: self.told_table(*table).is_on,
                carries: if self.is_open(peer_of(*table)) {
                    around::numbers(&carried(ring, &self.rings, seats))
                } else {
                    Vec::new()
                },
            })
        });
        tables.collect()
    }

    fn ring_of(&self, who: SeatId) -> Option<&Ring> {
        self.rings.iter().find(|ring| ring.hearers.contains(&who))
    }

    /// Whether the one is where the other hears.
    fn share(&self, who: SeatId, other: SeatId) -> bool {
        let hears = self.ring_of(who);
        hears.is_some_and(|ring| ring.hearers.contains(&other) || ring.lead == Some(other))
    }
}

/// Whether what this person says is heard by anybody.
fn speaks(ring: &Ring, who: SeatId) -> bool {
    may_speak(ring, who) && ring.hearers.iter().any(|hearer| *hearer != who)
}
