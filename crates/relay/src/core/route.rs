//! From one person's connection to those of others: packets, wishes for whole pictures, and who is
//! in whose slots.

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use str0m::bwe::Bitrate;
use str0m::media::{Mid, SenderFeedback};
use str0m::rtp::RtpPacket;

use super::fit::{Fit, Needs};
use super::floor::{Floor, Loudness};
use super::hear::{Passed, Spoken};
use super::peer::Peer;
use super::relay::Relay;
use super::sealed::Header;
use super::see::{Layer, Seen, Shows, needs};
use super::{Datagram, News, PeerId, Ring, RoomId, Said, VIDEO_SLOTS};

/// What is around a voice in a packet that the session library opened, as far as it still says: header,
/// extensions and seal.
const LIBRARY_AROUND_BYTES: usize = 40;

/// The people of one session and who hears whom.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// Where in the relay's list each connection is.
    pub(crate) members: BTreeMap<PeerId, usize>,
    pub(crate) floors: Vec<Floor>,
    /// Microphones and cameras that are on.
    turned: HashMap<PeerId, (bool, bool)>,
}

impl Room {
    /// Takes over what was said of who hears whom. A person hears the first ring that names them.
    pub(crate) fn ring(&mut self, rings: Vec<Ring>) {
        let before = std::mem::take(&mut self.floors);
        let mut placed = Vec::new();
        for (number, mut ring) in rings.into_iter().enumerate() {
            ring.hearers.retain(|who| !placed.contains(who));
            placed.extend(ring.hearers.iter().copied());
            self.floors.push(Floor::new(ring, before.get(number)));
        }
    }

    pub(crate) fn turn(&mut self, who: PeerId, microphone: bool, camera: bool) {
        if microphone || camera {
            self.turned.insert(who, (microphone, camera));
        } else {
            self.turned.remove(&who);
        }
    }

    pub(crate) fn microphone(&self, who: PeerId) -> bool {
        self.turned.get(&who).is_some_and(|turned| turned.0)
    }

    fn camera(&self, who: PeerId) -> bool {
        self.turned.get(&who).is_some_and(|turned| turned.1) && self.members.contains_key(&who)
    }

    /// Whether a packet of this voice would be passed on, or give it a slot, being as loud as it claims.
    pub(crate) fn would_hear(
        &self,
        now: Instant,
        who: PeerId,
        claims: impl Fn() -> Loudness,
    ) -> bool {
        let would = |floor: &Floor| floor.slot_of(who).is_some() || floor.gives(now, who, claims());
        self.microphone(who) && self.floors.iter().any(would)
    }
}

/// What became of a sealed packet of a voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    Yes,
    /// It isn't genuine, came before, or is more than a voice has.
    No,
    /// It can't be opened here, with this browser.
    ByLibrary,
}

impl Relay {
    /// Passes on what the session library took in.
    pub(crate) fn route(&mut self, now: Instant, from: usize, packet: &RtpPacket) {
        let Some(peer) = self.peer(from) else { return };
        let (room, who, voice) = (peer.room, peer.id, peer.voice);
        let is_opus = peer.is_opus(packet.header.payload_type);
        let mid = self.mid_of(from, packet);
        if mid.is_none() || mid != voice {
            return self.route_picture(now, from, packet);
        }
        // What calls itself a picture and stands on the voice's line is neither.
        if !is_opus {
            return;
        }
        let Some(peer) = self.peer_mut(from) else {
            return;
        };
        peer.glanced = Some(now);
        let bytes = packet.payload.len() + LIBRARY_AROUND_BYTES;
        if !peer.budgets.may_speak(now, bytes) {
            return;
        }
        peer.budgets.spoke(now, bytes);
        let said_at = peer.said_at(now, packet.header.timestamp);
        let level = packet.header.ext_vals.audio_level;
        let spoken = Spoken {
            from: who,
            sequence: *packet.seq_no,
            time: packet.header.timestamp,
            marker: packet.header.marker,
            loudness: Loudness::of(level.map(i8::unsigned_abs), &packet.payload),
            said_at,
            payload: &packet.payload,
        };
        self.route_voice(now, room, &spoken);
    }

    /// Passes on a voice past the session library: it is opened here, once, and sealed for each who
    /// hears it.
    pub(crate) fn route_sealed(&mut self, now: Instant, from: usize, bytes: &[u8]) -> Opened {
        let Some(peer) = self.peer_mut(from) else {
            return Opened::No;
        };
        let (room, who, level_id) = (peer.room, peer.id, peer.level_id);
        let Some(mut opener) = peer.opener.take() else {
            return Opened::ByLibrary;
        };
        let header = Header::read(bytes, level_id);
        let is_likely = header.is_some_and(|header| opener.is_likely(&header));
        let may = peer.budgets.may_open(now, is_likely) && peer.budgets.may_speak(now, bytes.len());
        let opened = header
            .filter(|_| may)
            .and_then(|header| Some((header, opener.open(&header, bytes)?)));
        let (what, said_at) = if let Some((header, _)) = &opened {
            peer.glanced = Some(now);
            peer.budgets.spoke(now, bytes.len());
            (Opened::Yes, peer.said_at(now, header.time))
        } else {
            peer.budgets.did_not_open(now, is_likely);
            (Opened::No, now)
        };
        if let Some((header, (sequence, payload))) = opened {
            self.opened += 1;
            let spoken = Spoken {
                from: who,
                sequence,
                time: header.time,
                marker: header.marker,
                loudness: Loudness::of(header.level, payload),
                said_at,
                payload,
            };
            self.route_voice(now, room, &spoken);
        }
        if let Some(peer) = self.peer_mut(from) {
            peer.opener = Some(opener);
        }
        what
    }

    /// Somebody's page reports when what it sends was said or filmed.
    pub(crate) fn reported(&mut self, now: Instant, by: usize, report: &SenderFeedback) {
        if let Some(peer) = self.peer_mut(by) {
            peer.reported(now, report);
        }
    }

    fn mid_of(&mut self, from: usize, packet: &RtpPacket) -> Option<Mid> {
        let peer = self.peer_mut(from)?;
        let mut api = peer.rtc.direct_api();
        let stream = api.stream_rx(&packet.header.ssrc);
        stream.map(|stream| stream.mid())
    }

    /// Passes on what somebody without a connection says.
    pub(crate) fn said(&mut self, now: Instant, room: RoomId, who: PeerId, packet: &Said) {
        let spoken = Spoken {
            from: who,
            sequence: packet.sequence,
            time: packet.time,
            marker: false,
            loudness: Loudness::Speaks,
            said_at: now,
            payload: &packet.payload,
        };
        self.route_voice(now, room, &spoken);
    }

    fn route_voice(&mut self, now: Instant, id: RoomId, spoken: &Spoken<'_>) {
        let who = spoken.from;
        let Some(room) = self.rooms.get_mut(&id).filter(|room| room.microphone(who)) else {
            return;
        };
        let mut has_changed = false;
        let mut goes_to = Vec::with_capacity(room.members.len());
        for floor in &mut room.floors {
            has_changed |= floor.spoke(now, who, spoken.loudness);
            let Some(slot) = floor.slot_of(who) else {
                continue;
            };
            let hearers = floor.ring.hearers.iter().filter(|hearer| **hearer != who);
            goes_to.extend(hearers.filter_map(|hearer| Some((*room.members.get(hearer)?, slot))));
        }
        if has_changed {
            self.tell(now, id);
        }
        for (to, slot) in goes_to {
            let peer = self.peer_mut(to).filter(|peer| peer.is_connected);
            match peer.map_or(Passed::Nowhere, |peer| peer.hear(now, slot, spoken)) {
                Passed::On => self.touch(to),
                Passed::Sealed(to, bytes) => self.send_sealed(Datagram { to, bytes }),
                Passed::Nowhere => {}
            }
        }
    }

    fn route_picture(&mut self, now: Instant, from: usize, packet: &RtpPacket) {
        let Some(peer) = self.peer_mut(from) else {
            return;
        };
        let (id, who) = (peer.room, peer.id);
        let showed = peer.shows;
        let layer = peer.layer(now, packet.header.ssrc, packet.payload.len());
        let filmed_at = peer.filmed_at(now, layer, packet.header.timestamp);
        if showed != peer.shows {
            self.tell(now, id);
        }
        let Some(room) = self.rooms.get(&id) else {
            return;
        };
        if !room.camera(who) {
            return;
        }
        let others: Vec<usize> = room
            .members
            .values()
            .copied()
            .filter(|to| *to != from)
            .collect();
        let mut wants_whole = false;
        for to in others {
            let Some(peer) = self.peer_mut(to).filter(|peer| peer.is_connected) else {
                continue;
            };
            for slot in 0..VIDEO_SLOTS {
                let Some(sees) = &peer.sees[slot] else {
                    continue;
                };
                if sees.source != Some((who, layer)) {
                    continue;
                }
                match peer.see(slot, packet, filmed_at) {
                    Seen::On => self.touch(to),
                    Seen::Waits => wants_whole = true,
                    Seen::Nowhere => {}
                }
                break;
            }
        }
        if wants_whole {
            self.ask_whole_picture(now, from, layer);
        }
    }

    fn ask_whole_picture(&mut self, now: Instant, of: usize, layer: Layer) {
        let asked = self
            .peer_mut(of)
            .is_some_and(|peer| peer.ask_whole_picture(now, layer));
        if asked {
            self.touch(of);
        }
    }

    /// Somebody's page can't draw what it got.
    pub(crate) fn wants_whole_picture(&mut self, now: Instant, by: usize, mid: Mid) {
        let Some(peer) = self.peer(by) else { return };
        let slot = peer.sees.iter().flatten().find(|sees| sees.mid == mid);
        let Some((who, layer)) = slot.and_then(|sees| sees.source) else {
            return;
        };
        let source = self
            .rooms
            .get(&peer.room)
            .and_then(|room| room.members.get(&who));
        if let Some(of) = source.copied() {
            self.ask_whole_picture(now, of, layer);
        }
    }

    /// Works out anew who is in whose slots, and tells those for whom it has changed.
    pub(crate) fn tell(&mut self, now: Instant, id: RoomId) {
        let Some(room) = self.rooms.remove(&id) else {
            return;
        };
        for floor in &room.floors {
            let seen = floor.seen(|who| room.camera(who));
            for hearer in &floor.ring.hearers {
                let Some(index) = room.members.get(hearer).copied() else {
                    continue;
                };
                self.place(now, &room, floor, index, seen);
            }
        }
        let in_a_ring = |who: &PeerId| {
            room.floors
                .iter()
                .any(|floor| floor.ring.hearers.contains(who))
        };
        for (who, index) in &room.members {
            if !in_a_ring(who) {
                self.place(now, &room, &Floor::default(), *index, [None; VIDEO_SLOTS]);
            }
        }
        self.rooms.insert(id, room);
    }

    fn place(
        &mut self,
        now: Instant,
        room: &Room,
        floor: &Floor,
        index: usize,
        seen: [Option<PeerId>; VIDEO_SLOTS],
    ) {
        let shows = |who: &PeerId| {
            let source = room.members.get(who).and_then(|of| self.peer(*of));
            source.map_or([None; 2], |source| source.shows)
        };
        let Some(me) = self.peer(index).map(|peer| peer.id) else {
            return;
        };
        let wanted: Vec<(PeerId, Shows)> = seen
            .into_iter()
            .flatten()
            .filter(|who| *who != me)
            .map(|who| (who, shows(&who)))
            .collect();
        let is_first = |who: PeerId| floor.ring.lead == Some(who) || floor.ring.turn == Some(who);
        let larger = usize::from(wanted.first().is_some_and(|(who, _)| is_first(*who)));
        let Some(peer) = self.peer_mut(index) else {
            return;
        };
        let new_sources = peer.watch(&wanted, larger);
        // A page may have no places for pictures.
        let wants = !wanted.is_empty() && peer.sees.iter().flatten().next().is_some();
        let sound_only = wants && peer.sees.iter().flatten().all(|sees| sees.source.is_none());
        peer.rest_or_go_on(now, wants);
        let mut slots = super::Slots {
            heard: floor.heard.map(|who| who.filter(|who| *who != me)),
            ..super::Slots::default()
        };
        for (slot, sees) in peer.sees.iter().enumerate() {
            slots.seen[slot] = sees
                .as_ref()
                .and_then(|sees| sees.source)
                .map(|(who, _)| who);
        }
        let (room_id, told) = (peer.room, std::mem::replace(&mut peer.told, slots));
        let sound_changed = peer.sound_only != sound_only;
        peer.sound_only = sound_only;
        if told != slots {
            self.say(News::Slots {
                room: room_id,
                peer: me,
                slots,
            });
        }
        if sound_changed {
            self.say(News::SoundOnly {
                room: room_id,
                peer: me,
                is: sound_only,
            });
        }
        for (who, layer) in new_sources {
            if let Some(of) = room.members.get(&who) {
                self.ask_whole_picture(now, *of, layer);
            }
        }
        self.touch(index);
    }
}

impl Peer {
    /// Sees these people from now on, the most important first, as far as the network carries it.
    /// Gives back whose pictures begin.
    fn watch(&mut self, wanted: &[(PeerId, Shows)], larger: usize) -> Vec<(PeerId, Layer)> {
        let slots = self.sees.iter().flatten().count();
        let wanted = &wanted[..wanted.len().min(slots)];
        let cameras: Vec<Needs> = wanted.iter().map(|(_, shows)| needs(*shows)).collect();
        let layers = self.fit.layers(&cameras, larger);
        self.looks_at = (cameras, larger);
        let mut sources: Vec<(PeerId, Layer)> = Vec::new();
        for ((who, shows), layer) in wanted.iter().zip(layers) {
            let Some(layer) = layer else { break };
            let other = if layer == Layer::Small {
                Layer::Large
            } else {
                Layer::Small
            };
            // A camera that sends one picture only is seen by that one.
            let is_sent = shows[layer as usize].is_some() || shows[other as usize].is_none();
            sources.push((*who, if is_sent { layer } else { other }));
        }
        let at_most = self.at_most_kbps(&sources, wanted.len(), larger);
        self.want(at_most);
        let mut new_sources = Vec::new();
        for sees in self.sees.iter_mut().flatten() {
            let stays = sees
                .source
                .and_then(|(who, _)| sources.iter().position(|(source, _)| *source == who));
            let source = stays.map(|at| sources.remove(at));
            if sees.source != source {
                sees.source = source;
                sees.waits = true;
                new_sources.extend(source);
            }
        }
        for sees in self
            .sees
            .iter_mut()
            .flatten()
            .filter(|sees| sees.source.is_none())
        {
            let Some(source) = (!sources.is_empty()).then(|| sources.remove(0)) else {
                break;
            };
            sees.source = Some(source);
            sees.waits = true;
            new_sources.push(source);
        }
        new_sources
    }

    /// What may go to this person at most, in kbit/s: of everybody there is to see, or of those who are
    /// shown.
    fn at_most_kbps(&self, shown: &[(PeerId, Layer)], cameras: usize, larger: usize) -> u64 {
        if self.fit.looks_for_more() {
            return Fit::wanted_kbps(cameras, larger);
        }
        let larger = shown.iter().filter(|(_, layer)| *layer == Layer::Large);
        Fit::wanted_kbps(shown.len().max(1), larger.count())
    }

    /// Lets the congestion control look for as much room as is wanted.
    fn want(&mut self, kbps: u64) {
        if self.wanted_kbps != kbps {
            self.wanted_kbps = kbps;
            let mut bwe = self.rtc.bwe();
            bwe.set_bitrate(Bitrate::kbps(0), Bitrate::kbps(kbps));
        }
    }
}
