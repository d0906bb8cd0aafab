//! How connections begin and end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::change::SdpOffer;
use str0m::net::{Protocol, TcpType};
use str0m::{Candidate, Rtc};

use super::fit::FIRST_GUESS_KBPS;
use super::guarded::guarded;
use super::hear::REPORT_EVERY;
use super::keys;
use super::losses::COUNT_EVERY;
use super::offer::{Refusal, look};
use super::peer::Peer;
use super::relay::Relay;
use super::{Ending, News, PeerId, ROOM_PEERS_MAX, ROOMS_MAX, RoomId};

/// A page that hasn't connected by then won't any more: browsers give up after half a minute.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// Browsers send something every two or three seconds; after so long the line is dead.
const SILENT_FOR_MAX: Duration = Duration::from_secs(20);

impl Relay {
    pub(crate) fn has_room(&self, room: RoomId) -> bool {
        self.rooms.contains_key(&room) || self.rooms.len() < ROOMS_MAX
    }

    pub(crate) fn join(
        &mut self,
        now: Instant,
        room: RoomId,
        id: PeerId,
        offer: &str,
    ) -> Result<String, Refusal> {
        let looked = look(offer)?;
        let before = self.member(room, id);
        let members = self.rooms.get(&room).map_or(0, |room| room.members.len());
        if !self.has_room(room) || before.is_none() && members >= ROOM_PEERS_MAX {
            return Err(Refusal::Full);
        }
        let accepted = guarded(|| self.accept(now, &looked.sdp));
        let (mut rtc, answer) = accepted.flatten().ok_or(Refusal::Unreadable)?;
        let ufrag = rtc.direct_api().local_ice_credentials().ufrag;
        let keys = keys::of_newest();
        let mut peer = Peer::new(room, id, rtc, (ufrag.clone(), keys), now);
        peer.negotiated(&looked.lines);
        if let Some(index) = before {
            // What their page was told still holds, until something else is told.
            if let Some(before) = self.peer(index) {
                (peer.told, peer.sound_only) = (before.told, before.sound_only);
                peer.goes_on_from(before.fit);
            }
            self.remove(now, index);
        }
        let index = self.put(peer);
        self.by_ufrag.insert(ufrag, index);
        self.rooms
            .entry(room)
            .or_default()
            .members
            .insert(id, index);
        self.tell(now, room);
        self.touch(index);
        Ok(answer)
    }

    /// A connection of what is offered, and the answer to it.
    fn accept(&self, now: Instant, sdp: &str) -> Option<(Rtc, String)> {
        let offer = SdpOffer::from_sdp_string(sdp).ok()?;
        let mut rtc = self.connection(now);
        let answer = rtc.sdp_api().accept_offer(offer).ok()?;
        Some((rtc, answer.to_sdp_string()))
    }

    fn connection(&self, now: Instant) -> Rtc {
        let mut rtc = Rtc::builder()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .set_rtcp_report_interval_audio(REPORT_EVERY)
            .set_stats_interval(Some(COUNT_EVERY))
            .enable_bwe(Some(Bitrate::kbps(FIRST_GUESS_KBPS)))
            .build(now);
        for address in &self.config.udp {
            if let Ok(candidate) = Candidate::host(*address, Protocol::Udp) {
                rtc.add_local_candidate(candidate);
            }
        }
        for address in &self.config.tcp {
            let candidate = Candidate::builder()
                .tcp()
                .host(*address)
                .tcptype(TcpType::Passive);
            if let Ok(candidate) = candidate.build() {
                rtc.add_local_candidate(candidate);
            }
        }
        rtc
    }

    pub(crate) fn member(&self, room: RoomId, peer: PeerId) -> Option<usize> {
        self.rooms.get(&room)?.members.get(&peer).copied()
    }

    pub(crate) fn sweep(&mut self, now: Instant) {
        let is_dead = |peer: &Peer| {
            let silent = now.saturating_duration_since(peer.heard_at);
            silent
                >= if peer.is_connected {
                    SILENT_FOR_MAX
                } else {
                    CONNECT_WITHIN
                }
        };
        let dead = |(index, peer): (usize, &Option<Peer>)| {
            peer.as_ref().is_some_and(is_dead).then_some(index)
        };
        let gone: Vec<usize> = self.peers.iter().enumerate().filter_map(dead).collect();
        for index in gone {
            self.lose(now, index, Ending::Silent);
        }
    }

    pub(crate) fn lose(&mut self, now: Instant, index: usize, why: Ending) {
        let Some(peer) = self.peer(index) else { return };
        let (room, id) = (peer.room, peer.id);
        self.say(News::Lost {
            room,
            peer: id,
            why,
        });
        self.remove(now, index);
    }

    pub(crate) fn close(&mut self, now: Instant, room: RoomId) {
        let members = self
            .rooms
            .get(&room)
            .map(|room| room.members.values().copied().collect());
        let members: Vec<usize> = members.unwrap_or_default();
        for index in members {
            self.remove(now, index);
        }
        self.rooms.remove(&room);
    }

    fn put(&mut self, peer: Peer) -> usize {
        if let Some(index) = self.free.pop() {
            self.peers[index] = Some(peer);
            return index;
        }
        self.peers.push(Some(peer));
        self.peers.len() - 1
    }

    pub(crate) fn remove(&mut self, now: Instant, index: usize) {
        let Some(peer) = self.peers.get_mut(index).and_then(Option::take) else {
            return;
        };
        self.free.push(index);
        self.touched.retain(|touched| *touched != index);
        self.by_ufrag.remove(&peer.ufrag);
        for known in &peer.addresses {
            self.by_address.remove(&known.from);
        }
        if let Some(at) = peer.wakes_at {
            self.timers.remove(&(at, index));
        }
        let Some(room) = self.rooms.get_mut(&peer.room) else {
            return;
        };
        room.members.remove(&peer.id);
        let others: Vec<usize> = room.members.values().copied().collect();
        for other in others {
            if let Some(other) = self.peer_mut(other) {
                other.forget(peer.id);
            }
        }
        self.tell(now, peer.room);
    }
}
